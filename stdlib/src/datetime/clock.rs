//! `time`, and the time of day that it shares with `datetime`.

use super::{
    delta::{self, SECOND},
    iso::{self, Precision},
    replace_names, stamp, zone,
};
use crate::{kinds, parsed, table};
use rpython_objects::{
    Args, Bytes, CallArgs, CompareOp, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Type,
    TypeDef, TypeFlags, Vm, argument, class_native, getter, int, native, protocol, type_error, value_error,
};

/// A time of day.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) micro: u32,
    /// Which of two times of the same name, where clocks are set back.
    pub(super) fold: u8,
}

impl Clock {
    /// Microseconds since midnight.
    pub(super) fn since_midnight(&self) -> i128 {
        let seconds = i128::from(self.hour) * 3600 + i128::from(self.minute) * 60 + i128::from(self.second);
        seconds * SECOND + i128::from(self.micro)
    }

    /// The time so many microseconds after midnight, of less than a day.
    pub(super) fn at(us: i128) -> Clock {
        let seconds = us / SECOND;
        Clock {
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            micro: (us % SECOND) as u32,
            fold: 0,
        }
    }

    /// The six bytes of pickles.
    pub(super) fn bytes(&self) -> [u8; 6] {
        let [_, a, b, c] = self.micro.to_be_bytes();
        [self.hour, self.minute, self.second, a, b, c]
    }

    /// The time of a pickle's bytes.
    pub(super) fn from_bytes(b: &[u8]) -> Option<Clock> {
        let &[hour, minute, second, x, y, z] = b else { return None };
        let micro = u32::from_be_bytes([0, x, y, z]);
        Some(Clock { hour, minute, second, micro, fold: 0 })
    }
}

/// A checked time of day.
///
/// # Errors
/// `ValueError`
pub(super) fn checked(vm: &mut Vm, [hour, minute, second, micro]: [i64; 4], fold: i64) -> PyResult<Clock> {
    for (n, most, name) in
        [(hour, 23, "hour"), (minute, 59, "minute"), (second, 59, "second"), (micro, 999_999, "microsecond")]
    {
        if !(0..=most).contains(&n) {
            return Err(value_error!(vm, "{name} must be in 0..{most}, not {n}"));
        }
    }
    if fold != 0 && fold != 1 {
        return Err(value_error!(vm, "fold must be either 0 or 1, not {fold}"));
    }
    Ok(Clock { hour: hour as u8, minute: minute as u8, second: second as u8, micro: micro as u32, fold: fold as u8 })
}

/// A number of a constructor.
///
/// # Errors
/// `TypeError`, `OverflowError`
pub(super) fn number(vm: &mut Vm, o: Option<&Obj>, default: i64) -> PyResult<i64> {
    o.map_or(Ok(default), |o| parsed::c_int(vm, o).map(i64::from))
}

/// A number of a `replace`.
///
/// # Errors
/// `TypeError`, `OverflowError`
pub(super) fn replaced(vm: &mut Vm, o: Option<&Obj>, old: i64) -> PyResult<i64> {
    o.map_or(Ok(old), |o| argument::c_int(vm, o).map(i64::from))
}

/// The payload of a `time`.
pub(super) struct Time {
    pub(super) clock: Clock,
    pub(super) zone: OptObj,
}

impl Payload for Time {
    const KIND: u8 = kinds::TIME;
    const NAME: &'static str = "time";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.zone.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.zone = OptObj::NONE;
    }
}

/// A `time`.
///
/// # Errors
/// `MemoryError`
pub(super) fn make(vm: &mut Vm, clock: Clock, zone: OptObj) -> PyResult {
    Ok(vm.make(Time { clock, zone }).into_obj())
}

static CONSTRUCTOR: NativeDef =
    native("function", "($class, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)", construct, "");

/// The bytes of a pickle's state: `bytes`, or a `str` of Latin-1.
pub(super) fn pickled(vm: &mut Vm, o: &Obj, len: usize) -> Option<Vec<u8>> {
    let bytes = match (o.downcast_ref::<Bytes>(), o.downcast_ref::<Str>()) {
        (Some(b), _) => b.tail(vm).to_vec(),
        (_, Some(s)) => s.text(vm).iter().map(u8::try_from).collect::<Result<_, _>>().ok()?,
        _ => return None,
    };
    (bytes.len() == len).then_some(bytes)
}

/// The zone of a pickle's state.
pub(super) fn pickled_zone(vm: &mut Vm, o: Option<&Obj>) -> PyResult<OptObj> {
    match o {
        Some(o) if !o.is_none() && !o.is_kind::<zone::Zone>() => Err(type_error!(vm, "bad tzinfo state arg")),
        o => zone::check(vm, o),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if let (Some(state), 1 | 2, 0) = (args.values.first(), args.values.len(), args.keywords())
        && let Some(bytes) = pickled(vm, state, 6)
        && bytes.first().is_some_and(|h| h & 0x7F < 24)
    {
        let zone = pickled_zone(vm, args.values.get(1))?;
        let mut clock = Clock::from_bytes(&bytes).unwrap_or_default();
        (clock.fold, clock.hour) = (clock.hour >> 7, clock.hour & 0x7F);
        return Ok(vm.alloc_in(class, Time { clock, zone }).into_obj());
    }
    table::construct(vm, class, &CONSTRUCTOR, args)
}

fn construct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut numbers = [0; 4];
    for (i, n) in numbers.iter_mut().enumerate() {
        *n = number(vm, args.opt(i + 1), 0)?;
    }
    let fold = number(vm, args.opt(6), 0)?;
    let clock = checked(vm, numbers, fold)?;
    let zone = zone::check(vm, args.opt(5))?;
    match args.at(0).downcast_ref::<Type>() {
        Some(class) => Ok(vm.alloc_in(class, Time { clock, zone }).into_obj()),
        None => make(vm, clock, zone),
    }
}

fn get(vm: &Vm, o: &Obj) -> (Clock, OptObj) {
    o.downcast_ref::<Time>().map_or((Clock::default(), OptObj::NONE), |t| (t.get(vm).clock, t.get(vm).zone.clone()))
}

/// The offset of a time, asked without a date.
fn offset(vm: &mut Vm, o: &Obj) -> PyResult<Option<i128>> {
    let (_, zone) = get(vm, o);
    zone::ask(vm, &zone, "utcoffset", &Obj::NONE)
}

/// The parts of a repr: numbers as far as they say something, zone and fold.
pub(super) fn repr_tail(vm: &mut Vm, clock: &Clock, zone: &OptObj, least: usize) -> PyResult<String> {
    let all = [u32::from(clock.hour), clock.minute.into(), clock.second.into(), clock.micro];
    let count = if clock.micro != 0 {
        4
    } else if clock.second != 0 {
        3
    } else {
        least
    };
    let mut shown = all[..count].iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    if clock.fold != 0 {
        shown += ", fold=1";
    }
    if let Some(zone) = zone.cloned() {
        shown += ", tzinfo=";
        shown += &protocol::repr_text(vm, &zone)?;
    }
    Ok(shown)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let (clock, zone) = get(vm, o);
    let mut shown = repr_tail(vm, &Clock { fold: 0, ..clock }, &zone, 2)?;
    if clock.fold != 0 {
        shown += ", fold=1";
    }
    let class = delta::shown_class(vm, o);
    Ok(Str::new(vm, &format!("{class}({shown})")).into_obj())
}

/// The precision of an `isoformat` argument.
pub(super) fn precision(vm: &mut Vm, o: Option<&Obj>, argument: usize) -> PyResult<Precision> {
    let Some(o) = o else { return Ok(Precision::Auto) };
    let name = argument::text(vm, o, &format!("isoformat() argument {argument}"))?.to_string_lossy(vm);
    match Precision::of(&name) {
        Some(precision) => Ok(precision),
        None => Err(value_error!(vm, "Unknown timespec value")),
    }
}

fn iso_text(vm: &mut Vm, o: &Obj, precision: Precision) -> PyResult {
    let (clock, _) = get(vm, o);
    let mut shown = iso::show(&clock, precision);
    if let Some(us) = offset(vm, o)? {
        shown += &zone::offset_text(us, ":");
    }
    Ok(Str::new(vm, &shown).into_obj())
}

fn isoformat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let precision = precision(vm, args.opt(1), 1)?;
    iso_text(vm, args.at(0), precision)
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = Str::intern(vm, "isoformat");
    protocol::call_method(vm, o, &name, &[])
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !b.is_kind::<Time>() || !a.is_kind::<Time>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let ((own, own_zone), (other, other_zone)) = (get(vm, a), get(vm, b));
    let same = match (own_zone.get(), other_zone.get()) {
        (Some(a), Some(b)) => a.is(b),
        (None, None) => true,
        _ => false,
    };
    if same {
        return Ok(Obj::bool(op.holds(own.since_midnight().cmp(&other.since_midnight()))));
    }
    let (own_offset, other_offset) = (offset(vm, a)?, offset(vm, b)?);
    match (own_offset, other_offset) {
        (None, None) => Ok(Obj::bool(op.holds(own.since_midnight().cmp(&other.since_midnight())))),
        (Some(x), Some(y)) => Ok(Obj::bool(op.holds((own.since_midnight() - x).cmp(&(other.since_midnight() - y))))),
        _ if op == CompareOp::Eq => Ok(Obj::FALSE),
        _ if op == CompareOp::Ne => Ok(Obj::TRUE),
        _ => Err(type_error!(vm, "can't compare offset-naive and offset-aware times")),
    }
}

/// The hash of bytes.
pub(super) fn hash_bytes(vm: &mut Vm, bytes: &[u8]) -> PyResult<i64> {
    let bytes = Bytes::new(vm, bytes)?.into_obj();
    protocol::hash(vm, &bytes)
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let (clock, zone) = get(vm, o);
    // The second of two equal times hashes as the first.
    let offset = if clock.fold != 0 {
        let first = make(vm, Clock { fold: 0, ..clock }, zone)?;
        offset(vm, &first)?
    } else {
        offset(vm, o)?
    };
    match offset {
        None | Some(0) => hash_bytes(vm, &clock.bytes()),
        Some(us) => {
            let moved = clock.since_midnight() - us;
            if (0..delta::DAY).contains(&moved) {
                return hash_bytes(vm, &Clock::at(moved).bytes());
            }
            hash_bytes(vm, &moved.to_be_bytes())
        }
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>, protocol: i64) -> PyResult {
    let (clock, zone) = get(vm, args.at(0));
    let mut bytes = clock.bytes();
    if protocol > 3 && clock.fold != 0 {
        bytes[0] |= 0x80;
    }
    let bytes = Bytes::new(vm, &bytes)?.into_obj();
    let state = match zone.cloned() {
        Some(zone) => table::tuple(vm, &[bytes, zone])?,
        None => table::tuple(vm, &[bytes])?,
    };
    let class = vm.class_of(args.at(0)).own().into_obj();
    table::tuple(vm, &[class, state])
}

fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (clock, zone) = get(vm, args.at(0));
    let old = [i64::from(clock.hour), clock.minute.into(), clock.second.into(), clock.micro.into()];
    let mut numbers = old;
    for (i, n) in numbers.iter_mut().enumerate() {
        *n = replaced(vm, args.opt(i + 1), old[i])?;
    }
    let zone = match args.opt(5) {
        Some(o) => zone::check(vm, Some(o))?,
        None => zone,
    };
    let fold = replaced(vm, args.opt(6), clock.fold.into())?;
    let clock = checked(vm, numbers, fold)?;
    let class = vm.class_of(args.at(0)).own();
    make_through(vm, &class, clock, zone)
}

/// A `time` of a class, through its constructor where that is not our own.
fn make_through(vm: &mut Vm, class: &Ref<Type>, clock: Clock, zone: OptObj) -> PyResult {
    if !class.get(vm).flags.has(TypeFlags::HEAP) {
        return make(vm, clock, zone);
    }
    let mut values: Vec<Obj> = [u32::from(clock.hour), clock.minute.into(), clock.second.into(), clock.micro]
        .iter()
        .map(|n| int::from_i64(vm, (*n).into()))
        .collect();
    values.push(zone.cloned().unwrap_or(Obj::NONE));
    stamp::call_with_fold(vm, class, values, clock.fold)
}

fn fromisoformat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(text) = args.at(1).downcast_ref::<Str>() else {
        return Err(type_error!(vm, "fromisoformat: argument must be str"));
    };
    let chars: Vec<char> = super::characters(vm, text);
    let from = usize::from(chars.first() == Some(&'T'));
    let Ok(found) = iso::time(&chars[from..]) else {
        return Err(super::invalid(vm, args.at(1)));
    };
    let zone = super::offset_zone(vm, found.offset)?;
    let [hour, minute, second, micro] = found.clock;
    let hour = if hour == 24 && (minute, second, micro) == (0, 0, 0) { 0 } else { hour };
    let hour = if hour == 24 {
        return Err(value_error!(vm, "minute, second, and microsecond must be 0 when hour is 24"));
    } else {
        hour
    };
    let clock = checked(vm, [hour, minute, second, micro], 0)?;
    match args.at(0).downcast_ref::<Type>() {
        Some(class) => make_through(vm, class, clock, zone),
        None => make(vm, clock, zone),
    }
}

fn strftime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let format = argument::text(vm, args.at(1), "strftime() argument 1")?;
    let (clock, zone) = get(vm, args.at(0));
    let fields = [1900, 1, 1, clock.hour.into(), clock.minute.into(), clock.second.into(), 0, 1, -1];
    let asked = super::Asked { zone_argument: Obj::NONE, zone, micro: clock.micro };
    super::formatted(vm, format, fields, &asked)
}

fn field(vm: &mut Vm, o: &Obj, read: fn(&Clock) -> u32) -> PyResult {
    let (clock, _) = get(vm, o);
    Ok(int::from_i64(vm, read(&clock).into()))
}

fn zone_method(vm: &mut Vm, args: Args<'_>, method: &str) -> PyResult {
    let (_, zone) = get(vm, args.at(0));
    zone::ask_object(vm, &zone, method, &Obj::NONE)
}

/// `time`
pub(super) static DEF: TypeDef = TypeDef {
    name: "time",
    module: "datetime",
    kind: kinds::TIME,
    flags: TypeFlags::BASE,
    doc: "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.\n",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(str),
        compare: Some(compare),
        hash: Some(hash),
        ..Slots::EMPTY
    },
    methods: &[
        class_native(
            "strptime",
            "($type, string, format, /)",
            |vm, args| super::strptime(vm, args, "_strptime_datetime_time"),
            "string, format -> new time parsed from a string (like time.strptime()).",
        ),
        native(
            "isoformat",
            "($self, /, timespec='auto')",
            isoformat,
            "Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n\nThe optional argument timespec specifies the number of additional terms\nof the time to include. Valid options are 'auto', 'hours', 'minutes',\n'seconds', 'milliseconds' and 'microseconds'.\n",
        ),
        native("strftime", "($self, /, format)", strftime, "format -> strftime() style string."),
        native("__format__", "($self, format, /)", super::format, "Formats self with strftime."),
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
                let (_, zone) = get(vm, args.at(0));
                zone::name_of(vm, &zone, &Obj::NONE)
            },
            "Return self.tzinfo.tzname(self).",
        ),
        native("dst", "($self, /)", |vm, args| zone_method(vm, args, "dst"), "Return self.tzinfo.dst(self)."),
        native(
            "replace",
            "($self, /, hour=unchanged, minute=unchanged, second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
            replace,
            "Return time with new specified fields.",
        ),
        replace_names(
            "($self, /, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)",
            replace,
        ),
        class_native(
            "fromisoformat",
            "($type, object, /)",
            fromisoformat,
            "string -> time from a string in ISO 8601 format",
        ),
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
        getter("hour", |vm, o| field(vm, o, |c| c.hour.into()), ""),
        getter("minute", |vm, o| field(vm, o, |c| c.minute.into()), ""),
        getter("second", |vm, o| field(vm, o, |c| c.second.into()), ""),
        getter("microsecond", |vm, o| field(vm, o, |c| c.micro), ""),
        getter("tzinfo", |vm, o| Ok(get(vm, o).1.cloned().unwrap_or(Obj::NONE)), ""),
        getter("fold", |vm, o| field(vm, o, |c| c.fold.into()), ""),
    ],
    ..TypeDef::EMPTY
};
