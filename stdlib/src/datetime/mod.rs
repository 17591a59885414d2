//! `_datetime`: dates, times, their differences and zones (CPython: `Modules/_datetimemodule.c`).

mod calendar;
mod clock;
mod date;
mod date_time;
mod delta;
mod iso;
mod local;
mod stamp;
mod zone;

use crate::table;
use rpython_objects::{
    Args, CallArgs, Dict, Module, NativeDef, Obj, OptObj, PyResult, Raised, Ref, Slots, Str, StrExt, Tuple, Type,
    TypeDef, TypeExt, Vm, argument, getter, int, native, protocol, text::TextBuf, type_error, type_object, types,
    value_error,
};

#[derive(Default)]
struct State {
    date: Option<Ref<Type>>,
    datetime: Option<Ref<Type>>,
    timezone: Option<Ref<Type>>,
    iso_date: Option<Ref<Type>>,
    /// `timezone.utc`
    utc: OptObj,
}

/// The characters of a text; surrogates become something that no form has.
fn characters(vm: &Vm, text: &Ref<Str>) -> Vec<char> {
    text.text(vm).iter().map(|c| char::from_u32(c).unwrap_or('\0')).collect()
}

#[cold]
fn invalid(vm: &mut Vm, text: &Obj) -> Raised {
    match protocol::repr_text(vm, text) {
        Ok(shown) => value_error!(vm, "Invalid isoformat string: {shown}"),
        Err(raised) => raised,
    }
}

/// The zone of an offset that was read.
fn offset_zone(vm: &mut Vm, offset: Option<i128>) -> PyResult<OptObj> {
    match offset {
        Some(us) => Ok(OptObj::some(zone::make(vm, us, OptObj::NONE)?)),
        None => Ok(OptObj::NONE),
    }
}

/// `__replace__`, whose errors bear its own name.
const fn replace_names(signature: &'static str, run: fn(&mut Vm, Args<'_>) -> PyResult) -> NativeDef {
    native("__replace__", signature, run, "The same as replace().")
}

/// `time.struct_time` of fields.
fn struct_time(vm: &mut Vm, fields: [i64; 9]) -> PyResult {
    let time = table::import(vm, "time")?;
    let name = Str::intern(vm, "struct_time");
    let class = protocol::get_attr(vm, &time, &name)?;
    let fields = fields.map(|n| int::from_i64(vm, n));
    let tuple = table::tuple(vm, &fields)?;
    protocol::call(vm, &class, &[tuple])
}

/// What `strftime` asks of an object beside its time tuple.
struct Asked {
    /// What the zone's methods are called with.
    zone_argument: Obj,
    zone: OptObj,
    micro: u32,
}

/// Formats fields.
fn formatted(vm: &mut Vm, format: &Ref<Str>, fields: [i64; 9], asked: &Asked) -> PyResult {
    let items = fields.map(|n| int::from_i64(vm, n));
    let tuple = table::tuple(vm, &items)?;
    formatted_with(vm, format, &tuple, fields[0], asked)
}

/// Formats a time tuple: what C's `strftime` does not know is filled in first (CPython: `wrap_strftime`).
fn formatted_with(vm: &mut Vm, format: &Ref<Str>, tuple: &Obj, year: i64, asked: &Asked) -> PyResult {
    let mut out = TextBuf::new();
    let mut at = 0;
    let len = format.get(vm).len();
    while at < len {
        let Some(c) = format.text(vm).get(at) else { break };
        let next = format.text(vm).get(at + 1);
        let colon_z = next == Some(':'.into()) && format.text(vm).get(at + 2) == Some('z'.into());
        at += 1;
        if c != u32::from('%') || next.is_none() {
            out.push(c);
            continue;
        }
        at += if colon_z { 2 } else { 1 };
        match next.and_then(char::from_u32) {
            Some('z') => out.push_str(&offset_shown(vm, asked, "")?),
            Some(':') if colon_z => out.push_str(&offset_shown(vm, asked, ":")?),
            Some('f') => out.push_str(&format!("{:06}", asked.micro)),
            Some('Z') => {
                let said = zone::name_of(vm, &asked.zone, &asked.zone_argument)?;
                if !said.is_none() {
                    // What the name says is text.
                    let replace = Str::intern(vm, "replace");
                    let [one, two] = ["%", "%%"].map(|s| Str::intern(vm, s).into_obj());
                    let name = protocol::call_method(vm, &said, &replace, &[one, two])?;
                    let Some(name) = name.downcast_ref::<Str>() else {
                        return Err(type_error!(vm, "tzname.replace() did not return a string"));
                    };
                    out.push_text(name.text(vm));
                }
            }
            // The system does not pad years.
            Some(kind @ ('Y' | 'G' | 'F' | 'C')) if year < 1000 => {
                let year = if kind == 'G' { iso_year(vm, tuple)? } else { year };
                match kind {
                    'Y' | 'G' => out.push_str(&format!("{year:04}")),
                    'F' => out.push_str(&format!("{year:04}-%m-%d")),
                    _ => out.push_str(&format!("{:02}", year / 100)),
                }
            }
            _ => {
                out.push(c);
                out.extend(next);
            }
        }
    }
    let time = table::import(vm, "time")?;
    let name = Str::intern(vm, "strftime");
    let text = Str::try_from_buf(vm, out)?.into_obj();
    protocol::call_method(vm, &time, &name, &[text, tuple.clone()])
}

/// The ISO year of a time tuple.
fn iso_year(vm: &mut Vm, tuple: &Obj) -> PyResult<i64> {
    let items = protocol::collect(vm, tuple)?;
    let n = |i: usize| items.get(i).and_then(|o| int::to_i64(vm, o)).unwrap_or(1);
    Ok(calendar::iso(n(0), n(1), n(2)).0)
}

fn offset_shown(vm: &mut Vm, asked: &Asked, separator: &str) -> PyResult<String> {
    let offset = zone::ask(vm, &asked.zone, "utcoffset", &asked.zone_argument)?;
    Ok(offset.map_or(String::new(), |us| zone::offset_text(us, separator)))
}

/// `__format__`
fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let format = argument::text(vm, args.at(1), "__format__() argument 1")?;
    if format.get(vm).is_empty() {
        return Ok(protocol::str(vm, args.at(0))?.into_obj());
    }
    let name = Str::intern(vm, "strftime");
    protocol::call_method(vm, args.at(0), &name, std::slice::from_ref(args.at(1)))
}

/// The library's `_strptime` reads times.
fn strptime(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult {
    argument::text(vm, args.at(1), "strptime() argument 1")?;
    argument::text(vm, args.at(2), "strptime() argument 2")?;
    let module = table::import(vm, "_strptime")?;
    let name = Str::intern(vm, function);
    protocol::call_method(vm, &module, &name, args.all())
}

static ISO_NEW: NativeDef = native("IsoCalendarDate", "($class, year, week, weekday)", iso_construct, "");

fn iso_construct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut n = [0; 3];
    for (i, n) in n.iter_mut().enumerate() {
        *n = clock::number(vm, args.opt(i + 1), 0)?;
    }
    iso_date(vm, n)
}

/// An `IsoCalendarDate`.
///
/// # Errors
/// `MemoryError`
fn iso_date(vm: &mut Vm, numbers: [i64; 3]) -> PyResult {
    let items = numbers.map(|n| int::from_i64(vm, n));
    let plain = table::tuple(vm, &items)?;
    let Some(class) = vm.state_of::<State>().iso_date.clone() else { return Ok(plain) };
    let make = vm.slots(types::TUPLE).new();
    match make {
        Some(make) => make(vm, &class, CallArgs::positional(&[plain])),
        None => Ok(plain),
    }
}

fn iso_items(vm: &Vm, o: &Obj) -> Vec<Obj> {
    o.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default()
}

fn iso_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let n: Vec<i64> = iso_items(vm, o).iter().map(|n| int::to_i64(vm, n).unwrap_or_default()).collect();
    let class = vm.class_of(o).name(vm).to_string();
    let shown = match n.as_slice() {
        [y, w, d] => format!("{class}(year={y}, week={w}, weekday={d})"),
        _ => format!("{class}()"),
    };
    Ok(Str::new(vm, &shown).into_obj())
}

fn iso_field(vm: &mut Vm, o: &Obj, at: usize) -> PyResult {
    Ok(iso_items(vm, o).get(at).cloned().unwrap_or(Obj::NONE))
}

fn iso_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let items = iso_items(vm, args.at(0));
    let plain = table::tuple(vm, &items)?;
    let state = table::tuple(vm, &[plain])?;
    table::tuple(vm, &[types::TUPLE.clone().into_obj(), state])
}

static ISO_DATE: TypeDef = TypeDef {
    name: "IsoCalendarDate",
    module: "datetime",
    base: types::TUPLE.slot(),
    doc: "The result of date.isocalendar() or datetime.isocalendar()\n\nThis object may be accessed either as a tuple of\n  ((year, week, weekday)\nor via the object attributes as named in the above tuple.",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &ISO_NEW, args)),
        repr: Some(iso_repr),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", iso_reduce, "__reduce__() -> (cls, state)")],
    getsets: &[
        getter("year", |vm, o| iso_field(vm, o, 0), ""),
        getter("week", |vm, o| iso_field(vm, o, 1), ""),
        getter("weekday", |vm, o| iso_field(vm, o, 2), ""),
    ],
    ..TypeDef::EMPTY
};

/// Sets an attribute of one of our classes.
fn class_attribute(vm: &mut Vm, class: &Ref<Type>, name: &str, value: Obj) -> PyResult<()> {
    let dict = class.get(vm).dict.clone();
    let name = Str::intern(vm, name);
    Ok(Dict::set_str(vm, &dict, &name, value)?)
}

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_datetime", "Fast implementation of the datetime module.", &[])?;
    // The types live once, whatever becomes of the module: their objects may be in use.
    if vm.state_of::<State>().date.is_none() {
        types_of(vm)?;
    }
    let classes = {
        let state = vm.state_of::<State>();
        [("date", state.date.clone()), ("datetime", state.datetime.clone()), ("timezone", state.timezone.clone())]
    };
    for (name, class) in classes {
        table::set(vm, &module, name, class.map_or(Obj::NONE, Ref::into_obj))?;
    }
    for (name, kind) in [
        ("time", <clock::Time as rpython_objects::Payload>::KIND),
        ("timedelta", <delta::Delta as rpython_objects::Payload>::KIND),
        ("tzinfo", <zone::Zone as rpython_objects::Payload>::KIND),
    ] {
        let class = vm.type_of_kind(kind).cloned();
        table::set(vm, &module, name, class.map_or(Obj::NONE, Ref::into_obj))?;
    }
    let utc = vm.state_of::<State>().utc.cloned().unwrap_or(Obj::NONE);
    table::set(vm, &module, "UTC", utc)?;
    table::set_numbers(vm, &module, &[("MINYEAR", 1), ("MAXYEAR", calendar::MAX_YEAR)])?;
    Ok(module)
}

fn types_of(vm: &mut Vm) -> PyResult<()> {
    let delta = type_object::define_kind::<delta::Delta>(vm, &delta::DEF)?;
    let tzinfo = type_object::define_kind::<zone::Zone>(vm, &zone::TZINFO)?;
    let timezone = type_object::define_on(vm, &zone::TIMEZONE, &tzinfo)?;
    let date = type_object::define_kind::<stamp::Stamp>(vm, &date::DATE)?;
    let datetime = type_object::define_on(vm, &date_time::DATETIME, &date)?;
    let time = type_object::define_kind::<clock::Time>(vm, &clock::DEF)?;
    let iso_date = type_object::define(vm, &ISO_DATE)?;
    let state = vm.state_of::<State>();
    (state.date, state.datetime) = (Some(date.clone()), Some(datetime.clone()));
    (state.timezone, state.iso_date) = (Some(timezone.clone()), Some(iso_date));
    let utc = zone::make(vm, 0, OptObj::NONE)?;
    vm.state_of::<State>().utc = OptObj::some(utc.clone());

    let most = (delta::MAX_DAYS + 1) * delta::DAY - 1;
    for (name, us) in [("resolution", 1), ("min", -delta::MAX_DAYS * delta::DAY), ("max", most)] {
        let value = delta::make(vm, us)?;
        class_attribute(vm, &delta, name, value)?;
    }
    class_attribute(vm, &timezone, "utc", utc)?;
    let day_less = delta::DAY - 60 * delta::SECOND;
    for (name, us) in [("min", -day_less), ("max", day_less)] {
        let value = zone::make(vm, us, OptObj::NONE)?;
        class_attribute(vm, &timezone, name, value)?;
    }
    let last = clock::Clock::at(delta::DAY - 1);
    for (name, (year, month, day), clock) in
        [("min", (1, 1, 1), clock::Clock::default()), ("max", (9999, 12, 31), last)]
    {
        let stamp = stamp::Stamp { year, month, day, has_time: true, clock, zone: OptObj::NONE };
        let value = stamp::make(vm, stamp.clone())?;
        class_attribute(vm, &datetime, name, value)?;
        let value = clock::make(vm, clock, OptObj::NONE)?;
        class_attribute(vm, &time, name, value)?;
        let stamp = stamp::Stamp { has_time: false, clock: clock::Clock::default(), ..stamp };
        let value = stamp::make(vm, stamp)?;
        class_attribute(vm, &date, name, value)?;
    }
    for (class, us) in [(&date, delta::DAY), (&datetime, 1), (&time, 1)] {
        let value = delta::make(vm, us)?;
        class_attribute(vm, class, "resolution", value)?;
    }
    Ok(())
}
