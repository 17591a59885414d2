//! `date` (CPython: `Modules/_datetimemodule.c`, `PyDateTime_DateType`).

use super::{
    calendar,
    clock::{self, Clock, number, replaced},
    delta, iso, local, replace_names,
    stamp::{Stamp, add, compare, get, hash, make, make_in, plain, subtract},
    zone,
};
use crate::{kinds, table};
use rpython_objects::{
    Args, Bytes, CallArgs, NativeDef, Obj, OptObj, PyResult, Ref, Slots, Str, Type, TypeDef, TypeFlags, Vm, argument,
    class_native, getter, int, native, protocol, type_error, types, value_error,
};

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
pub(super) fn finish(vm: &mut Vm, class: &Obj, stamp: Stamp) -> PyResult {
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
pub(super) fn called_class(vm: &mut Vm, args: Args<'_>) -> PyResult<Ref<Type>> {
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

pub(super) fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
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

pub(super) fn date_text(stamp: &Stamp) -> String {
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

pub(super) fn ctime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = get(vm, args.at(0));
    let [y, m, d] = s.date();
    let weekday = calendar::DAYS[calendar::weekday(y, m, d) as usize];
    let month = calendar::MONTHS[(m - 1) as usize];
    let c = s.clock;
    let shown = format!("{weekday} {month} {d:2} {:02}:{:02}:{:02} {y:04}", c.hour, c.minute, c.second);
    Ok(Str::new(vm, &shown).into_obj())
}

/// The fields of a time tuple.
pub(super) fn tuple_fields(stamp: &Stamp, is_dst: i64) -> [i64; 9] {
    let [y, m, d] = stamp.date();
    let c = stamp.clock;
    let yearday = stamp.ordinal() - calendar::ordinal(y, 1, 1) + 1;
    [y, m, d, c.hour.into(), c.minute.into(), c.second.into(), calendar::weekday(y, m, d), yearday, is_dst]
}

pub(super) fn timetuple(vm: &mut Vm, args: Args<'_>) -> PyResult {
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
        *n = replaced(vm, args.opt(i + 1), old[i])?;
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

pub(super) fn field(vm: &mut Vm, o: &Obj, read: fn(&Stamp) -> u32) -> PyResult {
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
