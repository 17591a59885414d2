//! What `date` and `datetime` are and how they are reckoned with: one payload, of which a `date` uses the first half; sums, differences, order
//! and hashes (CPython: `Modules/_datetimemodule.c`; PEP 495 for the two readings of a repeated hour).

use super::{
    calendar::{self, MAX_ORDINAL, MAX_YEAR},
    clock::{self, Clock},
    delta::{self, DAY},
    zone,
};
use crate::kinds;
use rpython_objects::{
    CallArgs, CompareOp, Obj, OptObj, Payload, PyResult, Raised, Ref, Str, Tuple, Type, TypeFlags, Vm, int, protocol,
    raise, type_error, types, value_error,
};

/// The payload of a `date` or `datetime`.
#[derive(Clone)]
pub(super) struct Stamp {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
    /// Whether it is a `datetime`.
    pub(super) has_time: bool,
    pub(super) clock: Clock,
    pub(super) zone: OptObj,
}

impl Payload for Stamp {
    const KIND: u8 = kinds::DATE;
    const NAME: &'static str = "date";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.zone.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.zone = OptObj::NONE;
    }
}

impl Stamp {
    pub(super) fn date(&self) -> [i64; 3] {
        [self.year.into(), self.month.into(), self.day.into()]
    }

    pub(super) fn ordinal(&self) -> i64 {
        let [y, m, d] = self.date();
        calendar::ordinal(y, m, d)
    }

    /// Microseconds since the first midnight of year 1, by its own clock.
    pub(super) fn naive(&self) -> i128 {
        i128::from(self.ordinal()) * DAY + self.clock.since_midnight()
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.year.to_be_bytes().to_vec();
        bytes.extend([self.month, self.day]);
        if self.has_time {
            bytes.extend(self.clock.bytes());
        }
        bytes
    }
}

/// A copy of the payload of a `date` or `datetime`.
pub(super) fn get(vm: &Vm, o: &Obj) -> Stamp {
    let none = Stamp { year: 1, month: 1, day: 1, has_time: false, clock: Clock::default(), zone: OptObj::NONE };
    o.downcast_ref::<Stamp>().map_or(none, |s| s.get(vm).clone())
}

/// Whether an object is a `datetime`.
pub(super) fn is_datetime(vm: &Vm, o: &Obj) -> bool {
    o.downcast_ref::<Stamp>().is_some_and(|s| s.get(vm).has_time)
}

/// Checks a date.
///
/// # Errors
/// `ValueError`
pub(super) fn checked(vm: &mut Vm, [year, month, day]: [i64; 3]) -> PyResult<(u16, u8, u8)> {
    if !(1..=MAX_YEAR).contains(&year) {
        return Err(value_error!(vm, "year must be in 1..9999, not {year}"));
    }
    if !(1..=12).contains(&month) {
        return Err(value_error!(vm, "month must be in 1..12, not {month}"));
    }
    let most = calendar::days_in_month(year, month);
    if !(1..=most).contains(&day) {
        return Err(value_error!(vm, "day {day} must be in range 1..{most} for month {month} in year {year}"));
    }
    Ok((year as u16, month as u8, day as u8))
}

pub(super) fn plain(vm: &mut Vm, date: [i64; 3]) -> PyResult<Stamp> {
    let (year, month, day) = checked(vm, date)?;
    Ok(Stamp { year, month, day, has_time: false, clock: Clock::default(), zone: OptObj::NONE })
}

/// Our own class of a payload.
fn own_class(vm: &mut Vm, has_time: bool) -> PyResult<Ref<Type>> {
    let state = vm.state_of::<super::State>();
    match if has_time { state.datetime.clone() } else { state.date.clone() } {
        Some(class) => Ok(class),
        None => Err(type_error!(vm, "datetime is not there")),
    }
}

/// An object of a class, through its constructor where that is not our own.
pub(super) fn make_in(vm: &mut Vm, class: &Ref<Type>, stamp: Stamp) -> PyResult {
    if !class.get(vm).flags.has(TypeFlags::HEAP) {
        return Ok(vm.alloc_in(class, stamp).into_obj());
    }
    let mut values: Vec<Obj> = stamp.date().iter().map(|n| int::from_i64(vm, *n)).collect();
    if !stamp.has_time {
        return protocol::call(vm, class, &values);
    }
    let c = stamp.clock;
    values.extend([u32::from(c.hour), c.minute.into(), c.second.into(), c.micro].map(|n| int::from_i64(vm, n.into())));
    values.push(stamp.zone.cloned().unwrap_or(Obj::NONE));
    call_with_fold(vm, class, values, c.fold)
}

/// Calls a class with `fold` as a keyword where it is set.
pub(super) fn call_with_fold(vm: &mut Vm, class: &Ref<Type>, mut values: Vec<Obj>, fold: u8) -> PyResult {
    if fold == 0 {
        return protocol::call(vm, class, &values);
    }
    values.push(int::from_i64(vm, fold.into()));
    let name = Str::intern(vm, "fold").into_obj();
    let names = Tuple::from_slice(vm, &[name])?;
    protocol::call_args(vm, class, CallArgs { values: &values, names: Some(&names) })
}

/// A `datetime` of our own class.
pub(super) fn make(vm: &mut Vm, stamp: Stamp) -> PyResult {
    let class = own_class(vm, stamp.has_time)?;
    make_in(vm, &class, stamp)
}

#[cold]
pub(super) fn out_of_range(vm: &mut Vm) -> Raised {
    raise!(vm, types::OVERFLOW_ERROR, "date value out of range")
}

/// The payload at a naive time.
pub(super) fn at(vm: &mut Vm, naive: i128, has_time: bool, zone: OptObj) -> PyResult<Stamp> {
    let ordinal = naive.div_euclid(DAY);
    if !(1..=i128::from(MAX_ORDINAL)).contains(&ordinal) {
        return Err(out_of_range(vm));
    }
    let (year, month, day) = calendar::date(ordinal as i64);
    let clock = if has_time { Clock::at(naive.rem_euclid(DAY)) } else { Clock::default() };
    Ok(Stamp { year: year as u16, month: month as u8, day: day as u8, has_time, clock, zone })
}

/// A `datetime` so many microseconds later, of the same class and zone.
///
/// # Errors
/// `OverflowError`
pub(super) fn shift(vm: &mut Vm, from: &Ref<Stamp>, us: i128) -> PyResult {
    let old = from.get(vm).clone();
    let class = vm.class_of(from).own();
    // A date counts whole days only.
    let naive = if old.has_time { old.naive() + us } else { old.naive() + us.div_euclid(DAY) * DAY };
    let new = at(vm, naive, old.has_time, old.zone)?;
    make_in(vm, &class, new)
}

pub(super) fn add(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    match (a.downcast_ref::<Stamp>(), delta::value(vm, b), b.downcast_ref::<Stamp>(), delta::value(vm, a)) {
        (Some(stamp), Some(us), ..) | (.., Some(stamp), Some(us)) => shift(vm, stamp, us),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn same_zone(a: &OptObj, b: &OptObj) -> bool {
    match (a.get(), b.get()) {
        (Some(a), Some(b)) => a.is(b),
        (None, None) => true,
        _ => false,
    }
}

pub(super) fn offset_of(vm: &mut Vm, o: &Obj) -> PyResult<Option<i128>> {
    let zone = o.downcast_ref::<Stamp>().map(|s| s.get(vm).zone.clone()).unwrap_or(OptObj::NONE);
    zone::ask(vm, &zone, "utcoffset", o)
}

pub(super) fn subtract(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some(stamp) = a.downcast_ref::<Stamp>() else { return Ok(Obj::NOT_IMPLEMENTED) };
    if let Some(us) = delta::value(vm, b) {
        let us = if stamp.get(vm).has_time { -us } else { -(us.div_euclid(DAY) * DAY) };
        return shift(vm, stamp, us);
    }
    if !b.is_kind::<Stamp>() || is_datetime(vm, a) != is_datetime(vm, b) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let (own, other) = (get(vm, a), get(vm, b));
    let naive = own.naive() - other.naive();
    if !own.has_time || same_zone(&own.zone, &other.zone) {
        return delta::make(vm, naive);
    }
    match (offset_of(vm, a)?, offset_of(vm, b)?) {
        (None, None) => delta::make(vm, naive),
        (Some(x), Some(y)) => delta::make(vm, naive - x + y),
        _ => Err(type_error!(vm, "can't subtract offset-naive and offset-aware datetimes")),
    }
}

/// Whether the zone says another offset in the other fold: then no other zone's time is equal (PEP 495).
fn is_problematic(vm: &mut Vm, o: &Obj, offset: Option<i128>) -> PyResult<bool> {
    let stamp = get(vm, o);
    let fold = 1 - stamp.clock.fold;
    let flipped = make(vm, Stamp { clock: Clock { fold, ..stamp.clock }, ..stamp })?;
    Ok(offset_of(vm, &flipped)? != offset)
}

pub(super) fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !b.is_kind::<Stamp>() || !a.is_kind::<Stamp>() || is_datetime(vm, a) != is_datetime(vm, b) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let (own, other) = (get(vm, a), get(vm, b));
    let (x, y) = (own.naive(), other.naive());
    if !own.has_time || same_zone(&own.zone, &other.zone) {
        return Ok(Obj::bool(op.holds(x.cmp(&y))));
    }
    let (p, q) = (offset_of(vm, a)?, offset_of(vm, b)?);
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    match (p, q) {
        _ if p == q => {
            if equality && x == y && (is_problematic(vm, a, p)? || is_problematic(vm, b, q)?) {
                return Ok(Obj::bool(op == CompareOp::Ne));
            }
            Ok(Obj::bool(op.holds(x.cmp(&y))))
        }
        (Some(m), Some(n)) => {
            if equality && x - m == y - n && (is_problematic(vm, a, p)? || is_problematic(vm, b, q)?) {
                return Ok(Obj::bool(op == CompareOp::Ne));
            }
            Ok(Obj::bool(op.holds((x - m).cmp(&(y - n)))))
        }
        _ if equality => Ok(Obj::bool(op == CompareOp::Ne)),
        _ => Err(type_error!(vm, "can't compare offset-naive and offset-aware datetimes")),
    }
}

pub(super) fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let stamp = get(vm, o);
    if !stamp.has_time {
        return clock::hash_bytes(vm, &stamp.bytes());
    }
    let offset = if stamp.clock.fold != 0 {
        let first = make(vm, Stamp { clock: Clock { fold: 0, ..stamp.clock }, ..stamp.clone() })?;
        offset_of(vm, &first)?
    } else {
        offset_of(vm, o)?
    };
    match offset {
        None => clock::hash_bytes(vm, &stamp.bytes()),
        Some(us) => clock::hash_bytes(vm, &(stamp.naive() - us).to_be_bytes()),
    }
}
