//! `time` (CPython: `Modules/timemodule.c`): clocks, sleeping, and calendar time.

mod calendar;
mod strftime;

use crate::{parsed, table};
use calendar::Fields;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, PyResult, Raised, Ref, Str, StrExt, Tuple, Type, TypeDef, Vm, argument, getter,
    int, module::Module, native, protocol, raise, struct_sequence, text::TextBuf, type_error, types, value_error,
};
use rustix::{
    thread::{NanosleepRelativeResult, nanosleep},
    time::{ClockId, Timespec, clock_getres as resolution, clock_gettime as read, clock_settime as set_clock},
};

const BILLION: i128 = 1_000_000_000;

/// The clocks that programs name by number.
const CLOCKS: &[(&str, i64, ClockId)] = &[
    ("CLOCK_REALTIME", 0, ClockId::Realtime),
    ("CLOCK_MONOTONIC", 1, ClockId::Monotonic),
    ("CLOCK_MONOTONIC_RAW", 4, ClockId::MonotonicRaw),
    ("CLOCK_PROCESS_CPUTIME_ID", 2, ClockId::ProcessCPUTime),
    ("CLOCK_THREAD_CPUTIME_ID", 3, ClockId::ThreadCPUTime),
    ("CLOCK_BOOTTIME", 7, ClockId::Boottime),
];

/// What the module keeps: its type of broken-down time.
#[derive(Default)]
struct State {
    struct_time: Option<Ref<Type>>,
}

fn total(t: Timespec) -> i128 {
    i128::from(t.tv_sec) * BILLION + i128::from(t.tv_nsec)
}

/// A clock's time in nanoseconds.
fn clock(id: ClockId) -> i128 {
    total(read(id))
}

/// Nanoseconds as a float of seconds (CPython: `PyTime_AsSecondsDouble`).
fn seconds(ns: i128) -> Obj {
    Obj::float(if ns % BILLION == 0 { (ns / BILLION) as f64 } else { ns as f64 / 1e9 })
}

fn nanoseconds(vm: &mut Vm, ns: i128) -> Obj {
    int::from_integer(vm, ns.into())
}

fn os_error(vm: &mut Vm, number: i32) -> Raised {
    crate::posix::error::raise_number(vm, number, None, None)
}

fn clock_id(vm: &mut Vm, o: &Obj) -> PyResult<ClockId> {
    let Some(n) = int::view(vm, o) else {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "clk_id should be integer, not {class}"));
    };
    let number = n.to_i64();
    match CLOCKS.iter().find(|c| Some(c.1) == number) {
        Some(&(_, _, id)) => Ok(id),
        None => Err(os_error(vm, 22)),
    }
}

fn clock_gettime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = clock_id(vm, args.at(1))?;
    Ok(seconds(clock(id)))
}

fn clock_gettime_ns(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = clock_id(vm, args.at(1))?;
    Ok(nanoseconds(vm, clock(id)))
}

fn clock_getres(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = clock_id(vm, args.at(1))?;
    Ok(seconds(total(resolution(id))))
}

fn set(vm: &mut Vm, id: ClockId, ns: i128) -> PyResult {
    let time = Timespec { tv_sec: ns.div_euclid(BILLION) as i64, tv_nsec: ns.rem_euclid(BILLION) as _ };
    match set_clock(id, time) {
        Ok(()) => Ok(Obj::NONE),
        Err(e) => Err(os_error(vm, e.raw_os_error())),
    }
}

fn clock_settime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = clock_id(vm, args.at(1))?;
    let ns = duration(vm, args.at(2), f64::floor)?;
    set(vm, id, ns)
}

fn clock_settime_ns(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = clock_id(vm, args.at(1))?;
    let exact = protocol::index(vm, args.at(2))?;
    match int::to_i64(vm, &exact) {
        Some(ns) => set(vm, id, ns.into()),
        None => Err(too_long(vm)),
    }
}

/// The `OverflowError` of a time that 64 bits of nanoseconds cannot hold.
#[cold]
pub(crate) fn too_long(vm: &mut Vm) -> Raised {
    raise!(vm, types::OVERFLOW_ERROR, "timestamp out of range for C PyTime_t")
}

#[cold]
fn not_a_time(vm: &mut Vm) -> Raised {
    value_error!(vm, "Invalid value NaN (not a number)")
}

/// Seconds as nanoseconds, rounded by `round` (CPython: `_PyTime_FromSecondsObject`).
///
/// # Errors
/// `TypeError` for what is no number, `OverflowError`, `ValueError` for a NaN.
pub(crate) fn duration(vm: &mut Vm, o: &Obj, round: fn(f64) -> f64) -> PyResult<i128> {
    let limit = i128::from(i64::MAX);
    if let Some(x) = rpython_objects::float::value(vm, o) {
        if x.is_nan() {
            return Err(not_a_time(vm));
        }
        let ns = round(x * 1e9);
        return if ns.abs() < limit as f64 { Ok(ns as i128) } else { Err(too_long(vm)) };
    }
    if !protocol::has_index(vm, o) {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "'{class}' object cannot be interpreted as an integer or float"));
    }
    let exact = protocol::index(vm, o)?;
    let ns = int::to_i64(vm, &exact).map(|s| i128::from(s) * BILLION).filter(|ns| ns.abs() <= limit);
    ns.ok_or_else(|| too_long(vm))
}

/// A moment in seconds since the epoch, rounded down to nanoseconds (CPython: `_PyTime_ObjectToTimespec`).
///
/// # Errors
/// `TypeError` for what is no number, `OverflowError`, `ValueError` for a NaN.
pub(crate) fn timestamp(vm: &mut Vm, o: &Obj) -> PyResult<Timespec> {
    if let Some(x) = rpython_objects::float::value(vm, o) {
        if x.is_nan() {
            return Err(not_a_time(vm));
        }
        let (mut whole, mut ns) = (x.trunc(), (x.fract() * 1e9).floor());
        if ns >= 1e9 {
            (whole, ns) = (whole + 1.0, ns - 1e9);
        } else if ns < 0.0 {
            (whole, ns) = (whole - 1.0, ns + 1e9);
        }
        const LIMIT: f64 = (1u64 << 63) as f64;
        if !(-LIMIT..LIMIT).contains(&whole) {
            return Err(no_moment(vm));
        }
        return Ok(Timespec { tv_sec: whole as i64, tv_nsec: ns as _ });
    }
    let exact = protocol::index(vm, o)?;
    let tv_sec = int::to_i64(vm, &exact).ok_or_else(|| no_moment(vm))?;
    Ok(Timespec { tv_sec, tv_nsec: 0 })
}

/// A waiting time in nanoseconds: rounded away from zero, so that no wait is shorter than asked for.
///
/// # Errors
/// `TypeError` for what is no number, `OverflowError`, `ValueError` for a NaN.
pub(crate) fn timeout(vm: &mut Vm, o: &Obj) -> PyResult<i128> {
    duration(vm, o, |ns| if ns < 0.0 { ns.floor() } else { ns.ceil() })
}

/// Waits with the token given up; a signal's handlers run, and the rest is waited for (PEP 475).
fn sleep(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wait = timeout(vm, args.at(1))?;
    if wait < 0 {
        return Err(value_error!(vm, "sleep length must be non-negative"));
    }
    rpython_vm::signals::check(vm)?;
    let deadline = clock(ClockId::Monotonic) + wait;
    let mut left = wait;
    loop {
        let request = Timespec { tv_sec: (left / BILLION) as i64, tv_nsec: (left % BILLION) as _ };
        match vm.suspend(|| nanosleep(&request)) {
            NanosleepRelativeResult::Ok => return Ok(Obj::NONE),
            NanosleepRelativeResult::Interrupted(_) => rpython_vm::signals::check(vm)?,
            NanosleepRelativeResult::Err(e) => return Err(os_error(vm, e.raw_os_error())),
        }
        left = deadline - clock(ClockId::Monotonic);
        if left <= 0 {
            return Ok(Obj::NONE);
        }
    }
}

#[cold]
fn no_moment(vm: &mut Vm) -> Raised {
    raise!(vm, types::OVERFLOW_ERROR, "timestamp out of range for platform time_t")
}

/// The moment of an optional argument, now without one (CPython: `_PyTime_ObjectToTime_t`, rounding down).
pub(crate) fn moment(vm: &mut Vm, o: Option<&Obj>) -> PyResult<i64> {
    let Some(o) = o else { return Ok(read(ClockId::Realtime).tv_sec) };
    if let Some(x) = rpython_objects::float::value(vm, o) {
        if x.is_nan() {
            return Err(not_a_time(vm));
        }
        let whole = x.floor();
        const LIMIT: f64 = (1u64 << 63) as f64;
        return if (-LIMIT..LIMIT).contains(&whole) { Ok(whole as i64) } else { Err(no_moment(vm)) };
    }
    let exact = protocol::index(vm, o)?;
    int::to_i64(vm, &exact).ok_or_else(|| no_moment(vm))
}

/// A moment whose year C's `struct tm` can hold.
fn checked(vm: &mut Vm, o: Option<&Obj>, broken_down: fn(i64) -> Fields) -> PyResult<Fields> {
    let moment = moment(vm, o)?;
    const YEAR: i64 = 31_556_952;
    let limit = i64::from(i32::MAX) * YEAR;
    if moment.abs() > limit {
        return Err(os_error(vm, 75));
    }
    let fields = broken_down(moment);
    if i32::try_from(fields.year - 1900).is_err() { Err(os_error(vm, 75)) } else { Ok(fields) }
}

fn struct_time(vm: &mut Vm, f: &Fields) -> PyResult {
    let class = match &vm.state_of::<State>().struct_time {
        Some(class) => class.clone(),
        None => return Err(raise!(vm, types::RUNTIME_ERROR, "the time module is not initialised")),
    };
    let numbers = [f.year, f.month, f.day, f.hour, f.minute, f.second, f.weekday, f.yearday, f.is_dst]
        .map(|n| int::from_i64(vm, n));
    let mut fields = numbers.to_vec();
    fields.push(Str::new(vm, f.zone.as_deref().unwrap_or_default()).into_obj());
    fields.push(int::from_i64(vm, f.offset));
    struct_sequence::new(vm, &class, fields)
}

fn gmtime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fields = checked(vm, args.some(1), calendar::utc)?;
    struct_time(vm, &fields)
}

fn localtime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fields = checked(vm, args.some(1), calendar::local)?;
    struct_time(vm, &fields)
}

/// The fields of a tuple (CPython: `gettmarg`).
fn from_tuple(vm: &mut Vm, o: &Obj, function: &str) -> PyResult<Fields> {
    let Some(tuple) = o.downcast_ref::<Tuple>() else {
        return Err(type_error!(vm, "Tuple or struct_time argument required"));
    };
    let items = tuple.tail(vm).to_vec();
    if items.len() != 9 {
        return Err(type_error!(vm, "{function}(): illegal time tuple argument"));
    }
    let mut n = [0i64; 9];
    for (slot, item) in n.iter_mut().zip(&items) {
        *slot = parsed::c_int(vm, item)?.into();
    }
    let [year, month, day, hour, minute, second, weekday, yearday, is_dst] = n;
    if year < i64::from(i32::MIN) + 1900 {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "year out of range"));
    }
    // A weekday wraps around, but one below zero stays wrong: C's remainder has the dividend's sign.
    let weekday = if weekday < -1 { weekday } else { weekday.rem_euclid(7) };
    let mut fields = Fields { year, month, day, hour, minute, second, weekday, yearday, is_dst, zone: None, offset: 0 };
    let class = vm.class_of(o).own();
    if vm.state_of::<State>().struct_time.as_ref().is_some_and(|c| c.is(&class)) {
        let hidden = struct_sequence::hidden(vm, o);
        fields.zone = hidden.first().and_then(|z| z.downcast_ref::<Str>()).map(|z| z.to_string_lossy(vm));
        fields.offset = hidden.get(1).and_then(|z| int::to_i64(vm, z)).unwrap_or(0);
    }
    Ok(fields)
}

/// Refuses fields that C's `strftime` must not see; zeros that mean "not known" become the first (CPython: `checktm`).
fn check(vm: &mut Vm, f: &mut Fields) -> PyResult<()> {
    f.month += i64::from(f.month == 0);
    f.day += i64::from(f.day == 0);
    f.yearday += i64::from(f.yearday == 0);
    for (wrong, what) in [
        (!(1..=12).contains(&f.month), "month"),
        (!(1..=31).contains(&f.day), "day of month"),
        (!(0..=23).contains(&f.hour), "hour"),
        (!(0..=59).contains(&f.minute), "minute"),
        (!(0..=61).contains(&f.second), "seconds"),
        (f.weekday < -1, "day of week"),
        (!(1..=366).contains(&f.yearday), "day of year"),
    ] {
        if wrong {
            return Err(value_error!(vm, "{what} out of range"));
        }
    }
    f.is_dst = f.is_dst.clamp(-1, 1);
    Ok(())
}

/// The fields of an optional tuple, now without one.
fn optional_tuple(vm: &mut Vm, o: Option<&Obj>, function: &str) -> PyResult<Fields> {
    let mut fields = match o {
        Some(o) => from_tuple(vm, o, function)?,
        None => calendar::local(read(ClockId::Realtime).tv_sec),
    };
    check(vm, &mut fields)?;
    Ok(fields)
}

fn formatted(vm: &mut Vm, fields: &Fields, format: &str) -> PyResult {
    let mut out = TextBuf::new();
    strftime::write(&mut out, fields, rpython_objects::text::Text::Ascii(format.as_bytes()));
    Ok(Str::try_from_buf(vm, out)?.into_obj())
}

/// How `asctime` and `ctime` write a time.
const ASCTIME: &str = "%a %b %e %H:%M:%S %Y";

fn asctime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fields = optional_tuple(vm, args.opt(1), "asctime")?;
    formatted(vm, &fields, ASCTIME)
}

fn ctime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fields = checked(vm, args.some(1), calendar::local)?;
    formatted(vm, &fields, ASCTIME)
}

fn mktime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fields = from_tuple(vm, args.at(1), "mktime")?;
    match calendar::moment(&fields) {
        Some(moment) => Ok(Obj::float(moment as f64)),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "mktime argument out of range")),
    }
}

fn strftime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let format = argument::text(vm, args.at(1), "strftime() argument 1")?;
    let fields = optional_tuple(vm, args.opt(2), "strftime")?;
    let mut out = TextBuf::new();
    strftime::write(&mut out, &fields, format.text(vm));
    Ok(Str::try_from_buf(vm, out)?.into_obj())
}

/// Imports a module.
fn import(vm: &mut Vm, name: &str) -> PyResult {
    let name = Str::intern(vm, name).into_obj();
    let level = int::from_i64(vm, 0);
    let import = vm.hooks.import;
    import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &level])
}

/// The library's `_strptime` reads times.
fn strptime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let module = import(vm, "_strptime")?;
    let name = Str::intern(vm, "_strptime_time");
    let rest: Vec<Obj> = args.all()[1..].iter().filter(|o| !o.is_unbound()).cloned().collect();
    protocol::call_method(vm, &module, &name, &rest)
}

/// Names of the zone in winter and summer.
fn zone_names() -> [String; 2] {
    let (_, _, _, names) = zone();
    names
}

/// `timezone`, `altzone`, `daylight`, `tzname`: the zone at the start and in the middle of the year (CPython: `init_timezone`).
fn zone() -> (i64, i64, bool, [String; 2]) {
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let start = read(ClockId::Realtime).tv_sec / YEAR * YEAR;
    let (january, _, january_name) = calendar::zone_at(start);
    let (july, _, july_name) = calendar::zone_at(start + YEAR / 2);
    // In the south, July is winter.
    if january > july {
        (-july, -january, true, [july_name, january_name])
    } else {
        (-january, -july, january != july, [january_name, july_name])
    }
}

fn set_zone(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    let (timezone, altzone, daylight, names) = zone();
    for (name, n) in [("timezone", timezone), ("altzone", altzone), ("daylight", daylight.into())] {
        let n = int::from_i64(vm, n);
        table::set(vm, module, name, n)?;
    }
    let names = names.map(|n| Str::new(vm, &n).into_obj());
    let names = Tuple::from_slice(vm, &names)?.into_obj();
    table::set(vm, module, "tzname", names)
}

fn tzset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    rpython_vm::system::clock::read_zone();
    if let Some(module) = args.at(0).downcast_ref::<Module>() {
        set_zone(vm, module)?;
    }
    Ok(Obj::NONE)
}

fn get_clock_info(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = argument::text(vm, args.at(1), "get_clock_info() argument 1")?.to_string_lossy(vm);
    let (id, clock_name, monotonic) = match name.as_str() {
        "time" => (ClockId::Realtime, "CLOCK_REALTIME", false),
        "monotonic" | "perf_counter" => (ClockId::Monotonic, "CLOCK_MONOTONIC", true),
        "process_time" => (ClockId::ProcessCPUTime, "CLOCK_PROCESS_CPUTIME_ID", true),
        "thread_time" => (ClockId::ThreadCPUTime, "CLOCK_THREAD_CPUTIME_ID", true),
        _ => return Err(value_error!(vm, "unknown clock")),
    };
    // `types.SimpleNamespace`, as the library itself finds it.
    let sys = import(vm, "sys")?;
    let attribute = Str::intern(vm, "implementation");
    let example = protocol::get_attr(vm, &sys, &attribute)?;
    let class = vm.class_of(&example).own();
    let implementation = Str::from_display(vm, format_args!("clock_gettime({clock_name})")).into_obj();
    let values = [implementation, Obj::bool(monotonic), Obj::bool(!monotonic), seconds(total(resolution(id)))];
    let keys = ["implementation", "monotonic", "adjustable", "resolution"].map(|k| Str::intern(vm, k).into_obj());
    let keys = Tuple::from_slice(vm, &keys)?;
    protocol::call_args(vm, &class, CallArgs { values: &values, names: Some(&keys) })
}

static STRUCT_TIME: TypeDef = TypeDef {
    name: "struct_time",
    module: "time",
    doc: "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().  May be considered as a\n sequence of 9 integers.\n\n Note that several fields' values are not the same as those defined by\n the C language standard for struct tm.  For example, the value of the\n field tm_year is the actual year, not year - 1900.  See individual\n fields' descriptions for details.",
    getsets: &[
        getter("tm_year", struct_sequence::field::<0>, "year, for example, 1993"),
        getter("tm_mon", struct_sequence::field::<1>, "month of year, range [1, 12]"),
        getter("tm_mday", struct_sequence::field::<2>, "day of month, range [1, 31]"),
        getter("tm_hour", struct_sequence::field::<3>, "hours, range [0, 23]"),
        getter("tm_min", struct_sequence::field::<4>, "minutes, range [0, 59]"),
        getter("tm_sec", struct_sequence::field::<5>, "seconds, range [0, 61])"),
        getter("tm_wday", struct_sequence::field::<6>, "day of week, range [0, 6], Monday is 0"),
        getter("tm_yday", struct_sequence::field::<7>, "day of year, range [1, 366]"),
        getter("tm_isdst", struct_sequence::field::<8>, "1 if summer time is in effect, 0 if not, and -1 if unknown"),
        getter("tm_zone", struct_sequence::field::<9>, "abbreviation of timezone name"),
        getter("tm_gmtoff", struct_sequence::field::<10>, "offset from UTC in seconds"),
    ],
    ..struct_sequence::DEF
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "time",
        "($module, /)",
        |_, _| Ok(seconds(clock(ClockId::Realtime))),
        "time() -> floating-point number\n\nReturn the current time in seconds since the Epoch.\nFractions of a second may be present if the system clock provides them.",
    ),
    native(
        "time_ns",
        "($module, /)",
        |vm, _| Ok(nanoseconds(vm, clock(ClockId::Realtime))),
        "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch.",
    ),
    native(
        "clock_gettime",
        "($module, clk_id, /)",
        clock_gettime,
        "Return the time of the specified clock clk_id as a float.",
    ),
    native(
        "clock_gettime_ns",
        "($module, clk_id, /)",
        clock_gettime_ns,
        "Return the time of the specified clock clk_id as nanoseconds (int).",
    ),
    native(
        "clock_settime",
        "($module, clk_id, time, /)",
        clock_settime,
        "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id.",
    ),
    native(
        "clock_settime_ns",
        "($module, clk_id, time, /)",
        clock_settime_ns,
        "clock_settime_ns(clk_id, time)\n\nSet the time of the specified clock clk_id with nanoseconds.",
    ),
    native(
        "clock_getres",
        "($module, clk_id, /)",
        clock_getres,
        "clock_getres(clk_id) -> floating-point number\n\nReturn the resolution (precision) of the specified clock clk_id.",
    ),
    native(
        "sleep",
        "($module, object, /)",
        sleep,
        "sleep(seconds)\n\nDelay execution for a given number of seconds.  The argument may be\na floating-point number for subsecond precision.",
    ),
    native(
        "gmtime",
        "($module, seconds=None, /)",
        gmtime,
        "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,\n                       tm_sec, tm_wday, tm_yday, tm_isdst)\n\nConvert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\nGMT).  When 'seconds' is not passed in, convert the current time instead.\n\nIf the platform supports the tm_gmtoff and tm_zone, they are available as\nattributes only.",
    ),
    native(
        "localtime",
        "($module, seconds=None, /)",
        localtime,
        "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,\n                          tm_sec,tm_wday,tm_yday,tm_isdst)\n\nConvert seconds since the Epoch to a time tuple expressing local time.\nWhen 'seconds' is not passed in, convert the current time instead.",
    ),
    native(
        "asctime",
        "($module, time_tuple=None, /)",
        asctime,
        "asctime([time_tuple]) -> string\n\nConvert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.\nWhen the time tuple is not present, current time as returned by localtime()\nis used.",
    ),
    native(
        "ctime",
        "($module, seconds=None, /)",
        ctime,
        "ctime([seconds]) -> string\n\nConvert a time in seconds since the Epoch to a string in local time.\nThis is equivalent to asctime(localtime(seconds)). When 'seconds' is not\npassed in, convert the current time instead.",
    ),
    native(
        "mktime",
        "($module, object, /)",
        mktime,
        "mktime(time_tuple) -> floating-point number\n\nConvert a time tuple in local time to seconds since the Epoch.\nNote that mktime(gmtime(0)) will not generally return zero for most\ntime zones; instead the returned value will either be equal to that\nof the timezone or altzone attributes on the time module.",
    ),
    native(
        "strftime",
        "($module, format, time_tuple=None, /)",
        strftime,
        "strftime(format[, time_tuple]) -> string\n\nConvert a time tuple to a string according to a format specification.\nSee the library reference manual for formatting codes. When the time tuple\nis not present, current time as returned by localtime() is used.\n\nCommonly used format codes:\n\n%Y  Year with century as a decimal number.\n%m  Month as a decimal number [01,12].\n%d  Day of the month as a decimal number [01,31].\n%H  Hour (24-hour clock) as a decimal number [00,23].\n%M  Minute as a decimal number [00,59].\n%S  Second as a decimal number [00,61].\n%z  Time zone offset from UTC.\n%a  Locale's abbreviated weekday name.\n%A  Locale's full weekday name.\n%b  Locale's abbreviated month name.\n%B  Locale's full month name.\n%c  Locale's appropriate date and time representation.\n%I  Hour (12-hour clock) as a decimal number [01,12].\n%p  Locale's equivalent of either AM or PM.\n\nOther codes may be available on your platform.  See documentation for\nthe C library strftime function.\n",
    ),
    native(
        "strptime",
        "($module, string, format=None, /)",
        strptime,
        "strptime(string[, format]) -> struct_time\n\nParse a string to a time tuple according to a format specification.\nSee the library reference manual for formatting codes (same as\nstrftime()).\n\nCommonly used format codes:\n\n%Y  Year with century as a decimal number.\n%m  Month as a decimal number [01,12].\n%d  Day of the month as a decimal number [01,31].\n%H  Hour (24-hour clock) as a decimal number [00,23].\n%M  Minute as a decimal number [00,59].\n%S  Second as a decimal number [00,61].\n%z  Time zone offset from UTC.\n%a  Locale's abbreviated weekday name.\n%A  Locale's full weekday name.\n%b  Locale's abbreviated month name.\n%B  Locale's full month name.\n%c  Locale's appropriate date and time representation.\n%I  Hour (12-hour clock) as a decimal number [01,12].\n%p  Locale's equivalent of either AM or PM.\n\nOther codes may be available on your platform.  See documentation for\nthe C library strftime function.\n",
    ),
    native(
        "tzset",
        "($module, /)",
        tzset,
        "tzset()\n\nInitialize, or reinitialize, the local timezone to the value stored in\nos.environ['TZ']. The TZ environment variable should be specified in\nstandard Unix timezone format as documented in the tzset man page\n(eg. 'US/Eastern', 'Europe/Amsterdam'). Unknown timezones will silently\nfall back to UTC. If the TZ environment variable is not set, the local\ntimezone is set to the systems best guess of wallclock time.\nChanging the TZ environment variable without calling tzset *may* change\nthe local timezone used by methods such as localtime, but this behaviour\nshould not be relied on.",
    ),
    native(
        "monotonic",
        "($module, /)",
        |_, _| Ok(seconds(clock(ClockId::Monotonic))),
        "monotonic() -> float\n\nMonotonic clock, cannot go backward.",
    ),
    native(
        "monotonic_ns",
        "($module, /)",
        |vm, _| Ok(nanoseconds(vm, clock(ClockId::Monotonic))),
        "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds.",
    ),
    native(
        "process_time",
        "($module, /)",
        |_, _| Ok(seconds(clock(ClockId::ProcessCPUTime))),
        "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time.",
    ),
    native(
        "process_time_ns",
        "($module, /)",
        |vm, _| Ok(nanoseconds(vm, clock(ClockId::ProcessCPUTime))),
        "process_time() -> int\n\nProcess time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.",
    ),
    native(
        "thread_time",
        "($module, /)",
        |_, _| Ok(seconds(clock(ClockId::ThreadCPUTime))),
        "thread_time() -> float\n\nThread time for profiling: sum of the kernel and user-space CPU time.",
    ),
    native(
        "thread_time_ns",
        "($module, /)",
        |vm, _| Ok(nanoseconds(vm, clock(ClockId::ThreadCPUTime))),
        "thread_time() -> int\n\nThread time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.",
    ),
    native(
        "perf_counter",
        "($module, /)",
        |_, _| Ok(seconds(clock(ClockId::Monotonic))),
        "perf_counter() -> float\n\nPerformance counter for benchmarking.",
    ),
    native(
        "perf_counter_ns",
        "($module, /)",
        |vm, _| Ok(nanoseconds(vm, clock(ClockId::Monotonic))),
        "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds.",
    ),
    native(
        "get_clock_info",
        "($module, name, /)",
        get_clock_info,
        "get_clock_info(name: str) -> dict\n\nGet information of the specified clock.",
    ),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module provides various functions to manipulate time values.\n\nThere are two standard representations of time.  One is the number\nof seconds since the Epoch, in UTC (a.k.a. GMT).  It may be an integer\nor a floating-point number (to represent fractions of seconds).\nThe epoch is the point where the time starts, the return value of time.gmtime(0).\nIt is January 1, 1970, 00:00:00 (UTC) on all platforms.\n\nThe other representation is a tuple of 9 integers giving local time.\nThe tuple items are:\n  year (including century, e.g. 1998)\n  month (1-12)\n  day (1-31)\n  hours (0-23)\n  minutes (0-59)\n  seconds (0-59)\n  weekday (0-6, Monday is 0)\n  Julian day (day in the year, 1-366)\n  DST (Daylight Savings Time) flag (-1, 0 or 1)\nIf the DST flag is 0, the time is given in the regular time zone;\nif it is 1, the time is given in the DST time zone;\nif it is -1, mktime() should guess based on the date and time.\n";
    let module = table::module(vm, "time", doc, FUNCTIONS)?;
    set_zone(vm, &module)?;
    for &(name, number, _) in CLOCKS {
        let number = int::from_i64(vm, number);
        table::set(vm, &module, name, number)?;
    }
    let items = int::from_i64(vm, STRUCT_TIME.getsets.len() as i64);
    table::set(vm, &module, "_STRUCT_TM_ITEMS", items)?;
    let class = match vm.state_of::<State>().struct_time.clone() {
        Some(class) => class,
        None => struct_sequence::define(vm, &STRUCT_TIME, 2)?,
    };
    vm.state_of::<State>().struct_time = Some(class.clone());
    table::set(vm, &module, "struct_time", class.into_obj())?;
    Ok(module)
}
