//! `datetime` (CPython: `Modules/_datetimemodule.c`, `PyDateTime_DateTimeType`).

use super::{
    calendar::{self, EPOCH, MAX_ORDINAL, MAX_YEAR},
    clock::{self, Clock, Time, number, replaced},
    date::{called_class, ctime, date_text, field, finish, repr, timetuple, tuple_fields},
    delta::{self, DAY, SECOND},
    iso::{self, Precision},
    local, replace_names,
    stamp::{Stamp, add, at, checked, compare, get, hash, make, make_in, offset_of, out_of_range, shift, subtract},
    zone::{self, Zone},
};
use crate::table;
use rpython_objects::{
    Args, Bytes, CallArgs, NativeDef, Obj, OptObj, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm,
    argument, class_native, getter, int, native, protocol, raise, type_error, types, value_error,
};

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
        *n = replaced(vm, args.opt(i + 1), before[i])?;
    }
    let zone = match args.opt(8) {
        Some(o) => Some(o.clone()),
        None => old.zone.cloned(),
    };
    let fold = replaced(vm, args.opt(9), c.fold.into())?;
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
