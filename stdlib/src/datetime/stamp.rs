//! `date` and `datetime`: one payload, of which a `date` uses the first half.

use super::{
    calendar::{self, EPOCH, MAX_ORDINAL, MAX_YEAR},
    clock::{self, Clock, Time, number},
    delta::{self, DAY, SECOND},
    iso::{self, Precision},
    local, replace_names,
    zone::{self, Zone},
};
use crate::{kinds, table};
use rpython_objects::{
    Args, Bytes, CallArgs, CompareOp, NativeDef, Obj, OptObj, Payload, PyResult, Raised, Ref, Slots, Str, StrExt,
    Tuple, Type, TypeDef, TypeFlags, Vm, argument, class_native, getter, int, native, protocol, raise, type_error,
    types, value_error,
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
    fn date(&self) -> [i64; 3] {
        [self.year.into(), self.month.into(), self.day.into()]
    }

    fn ordinal(&self) -> i64 {
        let [y, m, d] = self.date();
        calendar::ordinal(y, m, d)
    }

    /// Microseconds since the first midnight of year 1, by its own clock.
    pub(super) fn naive(&self) -> i128 {
        i128::from(self.ordinal()) * DAY + self.clock.since_midnight()
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.year.to_be_bytes().to_vec();
        bytes.extend([self.month, self.day]);
        if self.has_time {
            bytes.extend(self.clock.bytes());
        }
        bytes
    }
}

/// A copy of the payload of a `date` or `datetime`.
fn get(vm: &Vm, o: &Obj) -> Stamp {
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
fn checked(vm: &mut Vm, [year, month, day]: [i64; 3]) -> PyResult<(u16, u8, u8)> {
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

fn plain(vm: &mut Vm, date: [i64; 3]) -> PyResult<Stamp> {
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
fn make_in(vm: &mut Vm, class: &Ref<Type>, stamp: Stamp) -> PyResult {
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
fn out_of_range(vm: &mut Vm) -> Raised {
    raise!(vm, types::OVERFLOW_ERROR, "date value out of range")
}

/// The payload at a naive time.
fn at(vm: &mut Vm, naive: i128, has_time: bool, zone: OptObj) -> PyResult<Stamp> {
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

fn add(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
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

fn offset_of(vm: &mut Vm, o: &Obj) -> PyResult<Option<i128>> {
    let zone = o.downcast_ref::<Stamp>().map(|s| s.get(vm).zone.clone()).unwrap_or(OptObj::NONE);
    zone::ask(vm, &zone, "utcoffset", o)
}

fn subtract(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
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

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
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

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
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

// date

static DATE_NEW: NativeDef = native("function", "($class, year, month, day)", date_construct, "");

fn date_construct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut date = [0; 3];
    for (i, n) in date.iter_mut().enumerate() {
        *n = number(vm, args.opt(i + 1), 0)?;
    }
    let stamp = plain(vm, date)?;
    finish(vm, args.at(0), stamp)
}

/// An object of the class that was called, which has been through its constructor.
fn finish(vm: &mut Vm, class: &Obj, stamp: Stamp) -> PyResult {
    match class.downcast_ref::<Type>() {
        Some(class) => Ok(vm.alloc_in(class, stamp).into_obj()),
        None => make(vm, stamp),
    }
}

fn date_new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if let ([state], 0) = (args.values, args.keywords())
        && let Some(bytes) = clock::pickled(vm, state, 4)
        && let &[high, low, month, day] = bytes.as_slice()
        && (1..=12).contains(&month)
    {
        // Pickles are taken at their word but for the month.
        let year = u16::from_be_bytes([high, low]);
        let stamp = Stamp { year, month, day, has_time: false, clock: Clock::default(), zone: OptObj::NONE };
        return Ok(vm.alloc_in(class, stamp).into_obj());
    }
    table::construct(vm, class, &DATE_NEW, args)
}

/// The class that a class method was called on.
fn called_class(vm: &mut Vm, args: Args<'_>) -> PyResult<Ref<Type>> {
    match args.at(0).downcast_ref::<Type>() {
        Some(class) => Ok(class.clone()),
        None => Err(type_error!(vm, "a class was expected")),
    }
}

fn today(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let time = table::import(vm, "time")?;
    let [now, from] = ["time", "fromtimestamp"].map(|n| Str::intern(vm, n));
    let now = protocol::call_method(vm, &time, &now, &[])?;
    protocol::call_method(vm, args.at(0), &from, &[now])
}

fn date_from_timestamp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = called_class(vm, args)?;
    let moment = crate::time::moment(vm, Some(args.at(1)))?;
    let fields = local::fields(vm, moment)?;
    let stamp = plain(vm, [fields[0], fields[1], fields[2]])?;
    make_in(vm, &class, stamp)
}

fn from_ordinal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = called_class(vm, args)?;
    let n = number(vm, args.opt(1), 0)?;
    if n < 1 {
        return Err(value_error!(vm, "ordinal must be >= 1"));
    }
    let (y, m, d) = calendar::date(n);
    date_of(vm, &class, [y, m, d])
}

/// A date of a class; of a `datetime`'s class, at midnight.
fn date_of(vm: &mut Vm, class: &Ref<Type>, date: [i64; 3]) -> PyResult {
    let mut stamp = plain(vm, date)?;
    if !class.get(vm).flags.has(TypeFlags::HEAP) {
        let datetime = vm.state_of::<super::State>().datetime.clone();
        stamp.has_time = datetime.is_some_and(|d| d.is(class));
    }
    make_in(vm, class, stamp)
}

fn date_from_iso(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = called_class(vm, args)?;
    let Some(text) = args.at(1).downcast_ref::<Str>() else {
        return Err(type_error!(vm, "fromisoformat: argument must be str"));
    };
    match iso::date(&super::characters(vm, text)) {
        Ok((y, m, d)) => date_of(vm, &class, [y, m, d]),
        Err(_) => Err(super::invalid(vm, args.at(1))),
    }
}

fn from_iso_calendar(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = called_class(vm, args)?;
    let mut n = [0; 3];
    for (i, n) in n.iter_mut().enumerate() {
        *n = match number(vm, args.opt(i + 1), 0) {
            Ok(n) => n,
            Err(raised) => {
                vm.swallow(raised, types::OVERFLOW_ERROR)?;
                return Err(value_error!(vm, "ISO calendar component out of range"));
            }
        };
    }
    let [year, week, day] = n;
    match calendar::from_iso(year, week, day) {
        Ok(ordinal) => {
            let (y, m, d) = calendar::date(ordinal);
            date_of(vm, &class, [y, m, d])
        }
        Err(calendar::IsoError::Year) => Err(value_error!(vm, "year must be in 1..9999, not {year}")),
        Err(calendar::IsoError::Week) => Err(value_error!(vm, "Invalid week: {week}")),
        Err(calendar::IsoError::Day) => Err(value_error!(vm, "Invalid weekday: {day} (range is [1, 7])")),
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let stamp = get(vm, o);
    let [y, m, d] = stamp.date();
    let mut shown = format!("{y}, {m}, {d}");
    if stamp.has_time {
        shown += ", ";
        shown += &clock::repr_tail(vm, &stamp.clock, &stamp.zone, 2)?;
    }
    let class = delta::shown_class(vm, o);
    Ok(Str::new(vm, &format!("{class}({shown})")).into_obj())
}

fn date_text(stamp: &Stamp) -> String {
    format!("{:04}-{:02}-{:02}", stamp.year, stamp.month, stamp.day)
}

fn date_isoformat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let shown = date_text(&get(vm, args.at(0)));
    Ok(Str::new(vm, &shown).into_obj())
}

fn date_str(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = Str::intern(vm, "isoformat");
    protocol::call_method(vm, o, &name, &[])
}

fn ctime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = get(vm, args.at(0));
    let [y, m, d] = s.date();
    let weekday = calendar::DAYS[calendar::weekday(y, m, d) as usize];
    let month = calendar::MONTHS[(m - 1) as usize];
    let c = s.clock;
    let shown = format!("{weekday} {month} {d:2} {:02}:{:02}:{:02} {y:04}", c.hour, c.minute, c.second);
    Ok(Str::new(vm, &shown).into_obj())
}

/// The fields of a time tuple.
fn tuple_fields(stamp: &Stamp, is_dst: i64) -> [i64; 9] {
    let [y, m, d] = stamp.date();
    let c = stamp.clock;
    let yearday = stamp.ordinal() - calendar::ordinal(y, 1, 1) + 1;
    [y, m, d, c.hour.into(), c.minute.into(), c.second.into(), calendar::weekday(y, m, d), yearday, is_dst]
}

fn timetuple(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let stamp = get(vm, args.at(0));
    let is_dst = match zone::ask(vm, &stamp.zone, "dst", args.at(0))? {
        Some(us) => i64::from(us != 0),
        None => -1,
    };
    super::struct_time(vm, tuple_fields(&stamp, is_dst))
}

fn strftime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let format = argument::text(vm, args.at(1), "strftime() argument 1")?;
    let name = Str::intern(vm, "timetuple");
    let tuple = protocol::call_method(vm, args.at(0), &name, &[])?;
    let stamp = get(vm, args.at(0));
    let asked = super::Asked { zone_argument: args.at(0).clone(), zone: stamp.zone, micro: stamp.clock.micro };
    super::formatted_with(vm, format, &tuple, i64::from(stamp.year), &asked)
}

fn iso_calendar(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [y, m, d] = get(vm, args.at(0)).date();
    let (y, w, d) = calendar::iso(y, m, d);
    super::iso_date(vm, [y, w, d])
}

fn weekday(vm: &mut Vm, args: Args<'_>, first: i64) -> PyResult {
    let [y, m, d] = get(vm, args.at(0)).date();
    Ok(int::from_i64(vm, calendar::weekday(y, m, d) + first))
}

fn date_replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = get(vm, args.at(0)).date();
    let mut new = old;
    for (i, n) in new.iter_mut().enumerate() {
        *n = number(vm, args.opt(i + 1), old[i])?;
    }
    let stamp = plain(vm, new)?;
    let class = vm.class_of(args.at(0)).own();
    make_in(vm, &class, stamp)
}

fn date_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bytes = get(vm, args.at(0)).bytes();
    let bytes = Bytes::new(vm, &bytes)?.into_obj();
    let state = table::tuple(vm, &[bytes])?;
    let class = vm.class_of(args.at(0)).own().into_obj();
    table::tuple(vm, &[class, state])
}

fn field(vm: &mut Vm, o: &Obj, read: fn(&Stamp) -> u32) -> PyResult {
    let n = o.downcast_ref::<Stamp>().map_or(0, |s| read(s.get(vm)));
    Ok(int::from_i64(vm, n.into()))
}

/// `date`
pub(super) static DATE: TypeDef = TypeDef {
    name: "date",
    module: "datetime",
    kind: kinds::DATE,
    flags: TypeFlags::BASE,
    doc: "date(year, month, day) --> date object",
    slots: Slots {
        new: Some(date_new),
        repr: Some(repr),
        str: Some(date_str),
        hash: Some(hash),
        compare: Some(compare),
        add: Some(add),
        subtract: Some(subtract),
        ..Slots::EMPTY
    },
    methods: &[
        class_native(
            "fromtimestamp",
            "($type, timestamp, /)",
            date_from_timestamp,
            "Create a date from a POSIX timestamp.\n\nThe timestamp is a number, e.g. created via time.time(), that is\ninterpreted as local time.",
        ),
        class_native(
            "fromordinal",
            "($type, ordinal, /)",
            from_ordinal,
            "int -> date corresponding to a proleptic Gregorian ordinal.",
        ),
        class_native(
            "fromisoformat",
            "($type, object, /)",
            date_from_iso,
            "str -> Construct a date from a string in ISO 8601 format.",
        ),
        class_native(
            "fromisocalendar",
            "($type, /, year, week, day)",
            from_iso_calendar,
            "int, int, int -> Construct a date from the ISO year, week number and weekday.\n\nThis is the inverse of the date.isocalendar() function",
        ),
        class_native(
            "strptime",
            "($type, string, format, /)",
            |vm, args| super::strptime(vm, args, "_strptime_datetime_date"),
            "string, format -> new date parsed from a string (like time.strptime()).",
        ),
        class_native(
            "today",
            "($type, /)",
            today,
            "Current date or datetime:  same as self.__class__.fromtimestamp(time.time()).",
        ),
        native("ctime", "($self, /)", ctime, "Return ctime() style string."),
        native("strftime", "($self, /, format)", strftime, "format -> strftime() style string."),
        native("__format__", "($self, format, /)", super::format, "Formats self with strftime."),
        native("timetuple", "($self, /)", timetuple, "Return time tuple, compatible with time.localtime()."),
        native(
            "isocalendar",
            "($self, /)",
            iso_calendar,
            "Return a named tuple containing ISO year, week number, and weekday.",
        ),
        native("isoformat", "($self, /)", date_isoformat, "Return string in ISO 8601 format, YYYY-MM-DD."),
        native(
            "isoweekday",
            "($self, /)",
            |vm, args| weekday(vm, args, 1),
            "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7",
        ),
        native(
            "toordinal",
            "($self, /)",
            |vm, args| {
                let n = get(vm, args.at(0)).ordinal();
                Ok(int::from_i64(vm, n))
            },
            "Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1.",
        ),
        native(
            "weekday",
            "($self, /)",
            |vm, args| weekday(vm, args, 0),
            "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6",
        ),
        native(
            "replace",
            "($self, /, year=unchanged, month=unchanged, day=unchanged)",
            date_replace,
            "Return date with new specified fields.",
        ),
        replace_names("($self, /, year=unchanged, month=unchanged, day=unchanged)", date_replace),
        native("__reduce__", "($self, /)", date_reduce, "__reduce__() -> (cls, state)"),
    ],
    getsets: &[
        getter("year", |vm, o| field(vm, o, |s| s.year.into()), ""),
        getter("month", |vm, o| field(vm, o, |s| s.month.into()), ""),
        getter("day", |vm, o| field(vm, o, |s| s.day.into()), ""),
    ],
    ..TypeDef::EMPTY
};

// datetime

static DATETIME_NEW: NativeDef = native(
    "function",
    "($class, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)",
    construct,
    "",
);

fn construct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut n = [0; 7];
    for (i, n) in n.iter_mut().enumerate() {
        *n = number(vm, args.opt(i + 1), 0)?;
    }
    let fold = number(vm, args.opt(9), 0)?;
    let stamp = whole(vm, n, fold, args.opt(8))?;
    finish(vm, args.at(0), stamp)
}

/// The payload of a `datetime` of checked fields.
fn whole(vm: &mut Vm, n: [i64; 7], fold: i64, zone: Option<&Obj>) -> PyResult<Stamp> {
    let [year, month, day, hour, minute, second, micro] = n;
    let (year, month, day) = checked(vm, [year, month, day])?;
    let clock = clock::checked(vm, [hour, minute, second, micro], fold)?;
    let zone = zone::check(vm, zone)?;
    Ok(Stamp { year, month, day, has_time: true, clock, zone })
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if let (Some(state), 1 | 2, 0) = (args.values.first(), args.values.len(), args.keywords())
        && let Some(bytes) = clock::pickled(vm, state, 10)
        && let [high, low, month, day, rest @ ..] = bytes.as_slice()
        && (1..=12).contains(&(month & 0x7F))
    {
        let zone = clock::pickled_zone(vm, args.values.get(1))?;
        let mut clock = Clock::from_bytes(rest).unwrap_or_default();
        clock.fold = month >> 7;
        let year = u16::from_be_bytes([*high, *low]);
        let (month, day) = (month & 0x7F, *day);
        return Ok(vm.alloc_in(class, Stamp { year, month, day, has_time: true, clock, zone }).into_obj());
    }
    table::construct(vm, class, &DATETIME_NEW, args)
}

/// The local time of a moment in microseconds since the epoch, as a payload without a zone.
fn local_at(vm: &mut Vm, moment: i128) -> PyResult<Stamp> {
    let seconds = i64::try_from(moment.div_euclid(SECOND)).unwrap_or(i64::MAX);
    let f = local::fields(vm, seconds)?;
    let micro = moment.rem_euclid(SECOND) as i64;
    let mut stamp = whole(vm, [f[0], f[1], f[2], f[3], f[4], f[5].min(59), micro], 0, None)?;
    // A day earlier the clock may have been ahead: then this is the second time of its name (CPython:
    // datetime_from_timet_and_us).
    const FOLD: i64 = 24 * 3600;
    if stamp.year > 1 {
        let before = local::fields(vm, seconds - FOLD)?;
        let naive = local::naive(&f);
        let probe = naive - (local::naive(&before) + FOLD);
        if probe < 0 {
            let again = local::fields(vm, seconds + probe)?;
            if local::naive(&again) == naive {
                stamp.clock.fold = 1;
            }
        }
    }
    Ok(stamp)
}

fn utc_at(vm: &mut Vm, moment: i128, zone: OptObj) -> PyResult<Stamp> {
    let naive = moment + i128::from(EPOCH) * DAY;
    let ordinal = naive.div_euclid(DAY);
    if !(1..=i128::from(MAX_ORDINAL)).contains(&ordinal) {
        let (year, ..) = calendar::date(i64::try_from(ordinal).unwrap_or(i64::MAX / 4));
        return Err(value_error!(vm, "year must be in 1..9999, not {year}"));
    }
    at(vm, naive, true, zone)
}

/// A moment in a zone, local without one, of a class.
fn in_zone(vm: &mut Vm, class: &Ref<Type>, moment: i128, zone: OptObj) -> PyResult {
    let Some(tz) = zone.cloned() else {
        let stamp = local_at(vm, moment)?;
        return make_in(vm, class, stamp);
    };
    let stamp = utc_at(vm, moment, zone)?;
    let made = make_in(vm, class, stamp)?;
    let name = Str::intern(vm, "fromutc");
    protocol::call_method(vm, &tz, &name, &[made])
}

/// A timestamp in microseconds, halves to the even one.
fn timestamp_of(vm: &mut Vm, o: &Obj) -> PyResult<i128> {
    if let Some(x) = rpython_objects::float::value(vm, o) {
        if x.is_nan() {
            return Err(value_error!(vm, "Invalid value NaN (not a number)"));
        }
        let us = (x.fract() * 1e6).round_ties_even();
        const LIMIT: f64 = (1u64 << 63) as f64;
        if !(-LIMIT..LIMIT).contains(&x) {
            return Err(raise!(vm, types::OVERFLOW_ERROR, "timestamp out of range for platform time_t"));
        }
        return Ok(x.trunc() as i128 * SECOND + us as i128);
    }
    if !protocol::has_index(vm, o) {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "argument must be int or float, not {class}"));
    }
    let exact = protocol::index(vm, o)?;
    match int::to_i64(vm, &exact) {
        Some(n) => Ok(i128::from(n) * SECOND),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "timestamp out of range for platform time_t")),
    }
}

fn from_timestamp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = called_class(vm, args)?;
    let zone = zone::check(vm, args.opt(2))?;
    let moment = timestamp_of(vm, args.at(1))?;
    in_zone(vm, &class, moment, zone)
}

fn now_micros() -> i128 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Realtime);
    i128::from(now.tv_sec) * SECOND + i128::from(now.tv_nsec) / 1000
}

fn now(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = called_class(vm, args)?;
    let zone = zone::check(vm, args.opt(1))?;
    in_zone(vm, &class, now_micros(), zone)
}

fn deprecated(vm: &mut Vm, message: &str) -> PyResult<()> {
    let warn = vm.hooks.warn;
    warn(vm, types::DEPRECATION_WARNING, message, 1)
}

fn utcnow(vm: &mut Vm, args: Args<'_>) -> PyResult {
    deprecated(
        vm,
        "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).",
    )?;
    let class = called_class(vm, args)?;
    let stamp = utc_at(vm, now_micros(), OptObj::NONE)?;
    make_in(vm, &class, stamp)
}

fn utc_from_timestamp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    deprecated(
        vm,
        "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).",
    )?;
    let class = called_class(vm, args)?;
    let moment = timestamp_of(vm, args.at(1))?;
    let stamp = utc_at(vm, moment, OptObj::NONE)?;
    make_in(vm, &class, stamp)
}

fn combine(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = called_class(vm, args)?;
    let Some(date) = args.at(1).downcast_ref::<Stamp>() else {
        let got = argument::shown_class(vm, args.at(1));
        return Err(type_error!(vm, "combine() argument 1 must be datetime.date, not {got}"));
    };
    let Some(time) = args.at(2).downcast_ref::<Time>() else {
        let got = argument::shown_class(vm, args.at(2));
        return Err(type_error!(vm, "combine() argument 2 must be datetime.time, not {got}"));
    };
    let zone = match args.opt(3) {
        Some(o) => zone::check(vm, Some(o))?,
        None => time.get(vm).zone.clone(),
    };
    let clock = time.get(vm).clock;
    let stamp = Stamp { has_time: true, clock, zone, ..date.get(vm).clone() };
    make_in(vm, &class, stamp)
}

fn from_iso(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = called_class(vm, args)?;
    let Some(text) = args.at(1).downcast_ref::<Str>() else {
        return Err(type_error!(vm, "fromisoformat: argument must be str"));
    };
    let chars = super::characters(vm, text);
    if chars.len() < 7 {
        return Err(super::invalid(vm, args.at(1)));
    }
    let end = iso::date_end(&chars).min(chars.len());
    let Ok((year, month, day)) = iso::date(&chars[..end]) else { return Err(super::invalid(vm, args.at(1))) };
    let mut clock = [0; 4];
    let mut zone = OptObj::NONE;
    if end < chars.len() {
        // One character of any kind stands between.
        let Ok(time) = iso::time(chars.get(end + 1..).unwrap_or_default()) else {
            return Err(super::invalid(vm, args.at(1)));
        };
        zone = super::offset_zone(vm, time.offset)?;
        clock = time.clock;
    }
    let mut date = [year, month, day];
    if clock[0] == 24 {
        checked(vm, date)?;
        if clock != [24, 0, 0, 0] {
            return Err(value_error!(vm, "minute, second, and microsecond must be 0 when hour is 24"));
        }
        let (y, m, d) = calendar::date(calendar::ordinal(year, month, day) + 1);
        (date, clock) = ([y, m, d], [0; 4]);
    }
    let zone = zone.cloned().unwrap_or(Obj::NONE);
    let [h, mi, s, us] = clock;
    let stamp = whole(vm, [date[0], date[1], date[2], h, mi, s, us], 0, Some(&zone))?;
    make_in(vm, &class, stamp)
}

fn iso_text(vm: &mut Vm, o: &Obj, separator: u32, precision: Precision) -> PyResult {
    let stamp = get(vm, o);
    let mut text = rpython_objects::text::TextBuf::new();
    text.push_str(&date_text(&stamp));
    text.push(separator);
    text.push_str(&iso::show(&stamp.clock, precision));
    if let Some(us) = offset_of(vm, o)? {
        text.push_str(&zone::offset_text(us, ":"));
    }
    Ok(Str::try_from_buf(vm, text)?.into_obj())
}

fn isoformat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let separator = match args.opt(1) {
        None => u32::from('T'),
        Some(o) => {
            let Some(text) = o.downcast_ref::<Str>() else {
                let class = argument::shown_class(vm, o);
                return Err(type_error!(vm, "isoformat() argument 1 must be a unicode character, not {class}"));
            };
            let len = text.get(vm).len();
            match text.text(vm).first().filter(|_| len == 1) {
                Some(c) => c,
                None => {
                    return Err(type_error!(
                        vm,
                        "isoformat() argument 1 must be a unicode character, not a string of length {len}"
                    ));
                }
            }
        }
    };
    let precision = clock::precision(vm, args.opt(2), 2)?;
    iso_text(vm, args.at(0), separator, precision)
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = Str::intern(vm, "isoformat");
    let space = Str::from_char(vm, ' '.into()).into_obj();
    protocol::call_method(vm, o, &name, &[space])
}

/// The moment of a naive local time, in seconds since the epoch (PEP 495; CPython: `local_to_seconds`).
fn local_moment(vm: &mut Vm, stamp: &Stamp) -> PyResult<i64> {
    const DAY_SECONDS: i64 = 86_400;
    let wanted = (stamp.naive().div_euclid(SECOND)) as i64 - EPOCH * DAY_SECONDS;
    let offset_at = |vm: &mut Vm, t: i64| -> PyResult<i64> {
        let fields = local::fields(vm, t)?;
        Ok(local::naive(&fields) - t)
    };
    let fold = stamp.clock.fold != 0;
    let a = offset_at(vm, wanted)?;
    let first = wanted - a;
    let mut b = offset_at(vm, first)?;
    let found = a == b;
    if found {
        // The fold may name another moment of the same name, with the offset of a day away.
        b = offset_at(vm, if fold { first + DAY_SECONDS } else { first - DAY_SECONDS })?;
        if a == b {
            return Ok(first);
        }
    }
    let second = wanted - b;
    if offset_at(vm, second)? == b {
        return Ok(second);
    }
    if found {
        return Ok(first);
    }
    // A time that does not exist.
    Ok(if fold { first.min(second) } else { first.max(second) })
}

/// The offset of a naive local time; of one that does not exist, that of the side its fold names.
fn local_offset(vm: &mut Vm, stamp: &Stamp) -> PyResult<i128> {
    let moment = local_moment(vm, stamp)?;
    let fold = stamp.clock.fold;
    let flipped = Stamp { clock: Clock { fold: 1 - fold, ..stamp.clock }, ..stamp.clone() };
    let other = local_moment(vm, &flipped)?;
    let moment = if other != moment && (other > moment) == (fold != 0) { other } else { moment };
    let (offset, _) = local::zone(vm, moment)?;
    Ok(i128::from(offset) * SECOND)
}

fn timestamp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let stamp = get(vm, args.at(0));
    let us = if stamp.zone.get().is_some() {
        let offset = offset_of(vm, args.at(0))?;
        match offset {
            Some(offset) => stamp.naive() - offset - i128::from(EPOCH) * DAY,
            None => i128::from(local_moment(vm, &stamp)?) * SECOND + i128::from(stamp.clock.micro),
        }
    } else {
        i128::from(local_moment(vm, &stamp)?) * SECOND + i128::from(stamp.clock.micro)
    };
    // As CPython computes it: with a zone by `total_seconds`, otherwise seconds and a fraction.
    if stamp.zone.get().is_some() {
        let difference = delta::make(vm, us)?;
        let name = Str::intern(vm, "total_seconds");
        return protocol::call_method(vm, &difference, &name, &[]);
    }
    Ok(Obj::float(us.div_euclid(SECOND) as f64 + f64::from(stamp.clock.micro) / 1e6))
}

/// The local zone at a moment, as a fixed one.
fn local_zone(vm: &mut Vm, moment: i64) -> PyResult<Obj> {
    let (offset, name) = local::zone(vm, moment)?;
    let name = Str::new(vm, &name).into_obj();
    zone::make(vm, i128::from(offset) * SECOND, OptObj::some(name))
}

fn astimezone(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = zone::check(vm, args.opt(1))?;
    let stamp = get(vm, args.at(0));
    if let (Some(a), Some(b)) = (stamp.zone.get(), wanted.get())
        && a.is(b)
    {
        return Ok(args.at(0).clone());
    }
    let offset = match offset_of(vm, args.at(0))? {
        Some(offset) => offset,
        // Without an offset it is taken as local time.
        None => local_offset(vm, &stamp)?,
    };
    let utc = stamp.naive() - offset;
    let zone = match wanted.cloned() {
        Some(zone) => zone,
        None => {
            let moment = (utc - i128::from(EPOCH) * DAY).div_euclid(SECOND);
            local_zone(vm, moment as i64)?
        }
    };
    let shifted = at(vm, utc, true, OptObj::some(zone.clone()))?;
    let made = make(vm, shifted)?;
    if zone.is_kind::<Zone>()
        && let Some(fixed) = zone::fixed(vm, &zone)
        && let Some(made) = made.downcast_ref::<Stamp>()
    {
        return shift(vm, made, fixed);
    }
    let name = Str::intern(vm, "fromutc");
    protocol::call_method(vm, &zone, &name, &[made])
}

fn utctimetuple(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let stamp = get(vm, args.at(0));
    let offset = offset_of(vm, args.at(0))?.unwrap_or(0);
    let naive = stamp.naive() - offset;
    let ordinal = naive.div_euclid(DAY) as i64;
    let (y, m, d) = calendar::date(ordinal);
    if !(1..=MAX_YEAR).contains(&y) {
        return Err(out_of_range(vm));
    }
    let clock = Clock::at(naive.rem_euclid(DAY));
    let stamp = Stamp { year: y as u16, month: m as u8, day: d as u8, clock, zone: OptObj::NONE, ..stamp };
    super::struct_time(vm, tuple_fields(&stamp, 0))
}

fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = get(vm, args.at(0));
    let [y, mo, d] = old.date();
    let c = old.clock;
    let before = [y, mo, d, c.hour.into(), c.minute.into(), c.second.into(), c.micro.into()];
    let mut n = before;
    for (i, n) in n.iter_mut().enumerate() {
        *n = number(vm, args.opt(i + 1), before[i])?;
    }
    let zone = match args.opt(8) {
        Some(o) => Some(o.clone()),
        None => old.zone.cloned(),
    };
    let fold = number(vm, args.opt(9), c.fold.into())?;
    let stamp = whole(vm, n, fold, zone.as_ref())?;
    let class = vm.class_of(args.at(0)).own();
    make_in(vm, &class, stamp)
}

fn reduce(vm: &mut Vm, args: Args<'_>, protocol: i64) -> PyResult {
    let stamp = get(vm, args.at(0));
    let mut bytes = stamp.bytes();
    if protocol > 3
        && stamp.clock.fold != 0
        && let Some(month) = bytes.get_mut(2)
    {
        *month |= 0x80;
    }
    let bytes = Bytes::new(vm, &bytes)?.into_obj();
    let state = match stamp.zone.cloned() {
        Some(zone) => table::tuple(vm, &[bytes, zone])?,
        None => table::tuple(vm, &[bytes])?,
    };
    let class = vm.class_of(args.at(0)).own().into_obj();
    table::tuple(vm, &[class, state])
}

fn time_part(vm: &mut Vm, args: Args<'_>, with_zone: bool) -> PyResult {
    let stamp = get(vm, args.at(0));
    clock::make(vm, stamp.clock, if with_zone { stamp.zone } else { OptObj::NONE })
}

fn date_part(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let stamp = get(vm, args.at(0));
    make(vm, Stamp { has_time: false, clock: Clock::default(), zone: OptObj::NONE, ..stamp })
}

fn zone_method(vm: &mut Vm, args: Args<'_>, method: &str) -> PyResult {
    let zone = get(vm, args.at(0)).zone;
    zone::ask_object(vm, &zone, method, args.at(0))
}

/// `datetime`
pub(super) static DATETIME: TypeDef = TypeDef {
    name: "datetime",
    module: "datetime",
    flags: TypeFlags::BASE,
    doc: "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.\n",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        add: Some(add),
        subtract: Some(subtract),
        ..Slots::EMPTY
    },
    methods: &[
        class_native(
            "now",
            "($type, /, tz=None)",
            now,
            "Returns new datetime object representing current time local to tz.\n\n  tz\n    Timezone object.\n\nIf no tz is specified, uses local timezone.",
        ),
        class_native("utcnow", "($type, /)", utcnow, "Return a new datetime representing UTC day and time."),
        class_native(
            "fromtimestamp",
            "($type, /, timestamp, tz=None)",
            from_timestamp,
            "timestamp[, tz] -> tz's local time from POSIX timestamp.",
        ),
        class_native(
            "utcfromtimestamp",
            "($type, timestamp, /)",
            utc_from_timestamp,
            "Construct a naive UTC datetime from a POSIX timestamp.",
        ),
        class_native(
            "strptime",
            "($type, string, format, /)",
            |vm, args| super::strptime(vm, args, "_strptime_datetime_datetime"),
            "string, format -> new datetime parsed from a string (like time.strptime()).",
        ),
        class_native(
            "combine",
            "($type, /, date, time, tzinfo=unchanged)",
            combine,
            "date, time -> datetime with same date and time fields",
        ),
        class_native(
            "fromisoformat",
            "($type, object, /)",
            from_iso,
            "string -> datetime from a string in most ISO 8601 formats",
        ),
        native("date", "($self, /)", date_part, "Return date object with same year, month and day."),
        native(
            "time",
            "($self, /)",
            |vm, args| time_part(vm, args, false),
            "Return time object with same time but with tzinfo=None.",
        ),
        native(
            "timetz",
            "($self, /)",
            |vm, args| time_part(vm, args, true),
            "Return time object with same time and tzinfo.",
        ),
        native("ctime", "($self, /)", ctime, "Return ctime() style string."),
        native("timetuple", "($self, /)", timetuple, "Return time tuple, compatible with time.localtime()."),
        native("timestamp", "($self, /)", timestamp, "Return POSIX timestamp as float."),
        native("utctimetuple", "($self, /)", utctimetuple, "Return UTC time tuple, compatible with time.localtime()."),
        native(
            "isoformat",
            "($self, /, sep='T', timespec='auto')",
            isoformat,
            "[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\nsep is used to separate the year from the time, and defaults to 'T'.\nThe optional argument timespec specifies the number of additional terms\nof the time to include. Valid options are 'auto', 'hours', 'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n",
        ),
        native(
            "utcoffset",
            "($self, /)",
            |vm, args| zone_method(vm, args, "utcoffset"),
            "Return self.tzinfo.utcoffset(self).",
        ),
        native(
            "tzname",
            "($self, /)",
            |vm, args| {
                let zone = get(vm, args.at(0)).zone;
                zone::name_of(vm, &zone, args.at(0))
            },
            "Return self.tzinfo.tzname(self).",
        ),
        native("dst", "($self, /)", |vm, args| zone_method(vm, args, "dst"), "Return self.tzinfo.dst(self)."),
        native(
            "replace",
            "($self, /, year=unchanged, month=unchanged, day=unchanged,\n        hour=unchanged, minute=unchanged, second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
            replace,
            "Return datetime with new specified fields.",
        ),
        replace_names(
            "($self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
            replace,
        ),
        native("astimezone", "($self, /, tz=None)", astimezone, "tz -> convert to local time in new timezone tz\n"),
        native(
            "__reduce_ex__",
            "($self, protocol, /)",
            |vm, args| {
                let protocol = number(vm, args.opt(1), 0)?;
                reduce(vm, args, protocol)
            },
            "__reduce_ex__(proto) -> (cls, state)",
        ),
        native("__reduce__", "($self, /)", |vm, args| reduce(vm, args, 2), "__reduce__() -> (cls, state)"),
    ],
    getsets: &[
        getter("hour", |vm, o| field(vm, o, |s| s.clock.hour.into()), ""),
        getter("minute", |vm, o| field(vm, o, |s| s.clock.minute.into()), ""),
        getter("second", |vm, o| field(vm, o, |s| s.clock.second.into()), ""),
        getter("microsecond", |vm, o| field(vm, o, |s| s.clock.micro), ""),
        getter("tzinfo", |vm, o| Ok(get(vm, o).zone.cloned().unwrap_or(Obj::NONE)), ""),
        getter("fold", |vm, o| field(vm, o, |s| s.clock.fold.into()), ""),
    ],
    ..TypeDef::EMPTY
};
