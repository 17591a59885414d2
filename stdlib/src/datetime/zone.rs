//! `tzinfo`, `timezone`, and asking them.

use super::{
    State,
    delta::{self, DAY, SECOND},
    stamp::{self, Stamp},
};
use crate::{kinds, table};
use rpython_objects::{
    Args, CallArgs, CompareOp, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, Type, TypeDef, TypeFlags,
    Vm, argument, native, protocol, raise, type_error, types, value_error,
};

/// The payload of a `tzinfo`; one of a `timezone` has an offset.
#[derive(Default)]
pub(super) struct Zone {
    /// The fixed offset: microseconds, and as it was given.
    fixed: Option<(i128, Obj)>,
    name: OptObj,
}

impl Payload for Zone {
    const KIND: u8 = kinds::TZINFO;
    const NAME: &'static str = "tzinfo";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.fixed.iter().for_each(|f| visit(&f.1));
        self.name.get().into_iter().for_each(visit);
    }
}

/// Whether an object can be a `tzinfo` attribute.
///
/// # Errors
/// `TypeError`
pub(super) fn check(vm: &mut Vm, o: Option<&Obj>) -> PyResult<OptObj> {
    match o {
        None => Ok(OptObj::NONE),
        Some(o) if o.is_none() => Ok(OptObj::NONE),
        Some(o) if o.is_kind::<Zone>() => Ok(OptObj::some(o.clone())),
        Some(o) => {
            let class = argument::class_name(vm, o);
            Err(type_error!(vm, "tzinfo argument must be None or of a tzinfo subclass, not type '{class}'"))
        }
    }
}

fn in_range(us: i128) -> bool {
    -DAY < us && us < DAY
}

#[cold]
fn out_of_range(vm: &mut Vm, offset: &Obj) -> rpython_objects::Raised {
    match protocol::repr_text(vm, offset) {
        Ok(shown) => value_error!(
            vm,
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}"
        ),
        Err(raised) => raised,
    }
}

/// What a zone's `utcoffset` or `dst` says of an object; `None` without a zone, or if it says so.
///
/// # Errors
/// `TypeError`, `ValueError`, what the method raises.
pub(super) fn ask(vm: &mut Vm, zone: &OptObj, method: &str, of: &Obj) -> PyResult<Option<i128>> {
    let Some(zone) = zone.get() else { return Ok(None) };
    if method == "utcoffset"
        && let Some(fixed) = fixed(vm, zone)
    {
        return Ok(Some(fixed));
    }
    let zone = zone.clone();
    let name = Str::intern(vm, method);
    let said = protocol::call_method(vm, &zone, &name, std::slice::from_ref(of))?;
    if said.is_none() {
        return Ok(None);
    }
    match delta::value(vm, &said) {
        Some(us) if in_range(us) => Ok(Some(us)),
        Some(_) => Err(out_of_range(vm, &said)),
        None => {
            let class = argument::class_name(vm, &said);
            Err(type_error!(vm, "tzinfo.{method}() must return None or timedelta, not '{class}'"))
        }
    }
}

/// What [`ask`] says, as an object.
///
/// # Errors
/// As [`ask`].
pub(super) fn ask_object(vm: &mut Vm, zone: &OptObj, method: &str, of: &Obj) -> PyResult {
    match ask(vm, zone, method, of)? {
        Some(us) => delta::make(vm, us),
        None => Ok(Obj::NONE),
    }
}

/// What a zone's `tzname` says.
///
/// # Errors
/// `TypeError`, what the method raises.
pub(super) fn name_of(vm: &mut Vm, zone: &OptObj, of: &Obj) -> PyResult {
    let Some(zone) = zone.cloned() else { return Ok(Obj::NONE) };
    let name = Str::intern(vm, "tzname");
    let said = protocol::call_method(vm, &zone, &name, std::slice::from_ref(of))?;
    if said.is_none() || said.is_kind::<Str>() {
        return Ok(said);
    }
    let class = argument::class_name(vm, &said);
    Err(type_error!(vm, "tzinfo.tzname() must return None or a string, not '{class}'"))
}

/// The offset of a `timezone`.
pub(super) fn fixed(vm: &Vm, o: &Obj) -> Option<i128> {
    o.downcast_ref::<Zone>().and_then(|z| z.get(vm).fixed.as_ref().map(|f| f.0))
}

/// An offset in the form of ISO 8601.
pub(super) fn offset_text(us: i128, separator: &str) -> String {
    let sign = if us < 0 { '-' } else { '+' };
    let us = us.abs();
    let seconds = us / SECOND;
    let mut shown = format!("{sign}{:02}{separator}{:02}", seconds / 3600, seconds / 60 % 60);
    if us % (60 * SECOND) != 0 {
        shown += &format!("{separator}{:02}", seconds % 60);
    }
    if us % SECOND != 0 {
        shown += &format!(".{:06}", us % SECOND);
    }
    shown
}

/// A `timezone` of an offset.
///
/// # Errors
/// `ValueError` for an offset of a day or more.
pub(super) fn make(vm: &mut Vm, us: i128, name: OptObj) -> PyResult {
    let offset = delta::make(vm, us)?;
    make_of(vm, us, offset, name)
}

fn make_of(vm: &mut Vm, us: i128, offset: Obj, name: OptObj) -> PyResult {
    if us == 0
        && name.get().is_none()
        && let Some(utc) = vm.state_of::<State>().utc.cloned()
    {
        return Ok(utc);
    }
    if !in_range(us) {
        return Err(out_of_range(vm, &offset));
    }
    match vm.state_of::<State>().timezone.clone() {
        Some(class) => Ok(vm.alloc_in(&class, Zone { fixed: Some((us, offset)), name }).into_obj()),
        None => Err(type_error!(vm, "datetime has no timezone")),
    }
}

static TIMEZONE_NEW: NativeDef = native("timezone", "($class, offset, name=None)", timezone_new, "");

fn timezone_new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(us) = delta::value(vm, args.at(1)) else {
        let class = argument::shown_class(vm, args.at(1));
        return Err(type_error!(vm, "timezone() argument 1 must be datetime.timedelta, not {class}"));
    };
    let name = match args.opt(2) {
        None => OptObj::NONE,
        Some(o) if o.is_kind::<Str>() => OptObj::some(o.clone()),
        Some(o) => {
            let class = argument::shown_class(vm, o);
            return Err(type_error!(vm, "timezone() argument 2 must be str, not {class}"));
        }
    };
    make_of(vm, us, args.at(1).clone(), name)
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, Zone::default()).into_obj())
}

/// The error of a method that a subclass must define.
fn abstract_method(vm: &mut Vm, name: &str) -> PyResult {
    Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "a tzinfo subclass must implement {name}()"))
}

/// The argument of `fromutc`, of this very zone.
fn utc_argument<'a>(vm: &mut Vm, args: Args<'a>) -> PyResult<&'a Ref<Stamp>> {
    let given = args.at(1).downcast_ref::<Stamp>().filter(|s| s.get(vm).has_time);
    let Some(given) = given else {
        return Err(type_error!(vm, "fromutc: argument must be a datetime"));
    };
    if given.get(vm).zone.get().is_none_or(|z| !z.is(args.at(0))) {
        return Err(value_error!(vm, "fromutc: dt.tzinfo is not self"));
    }
    Ok(given)
}

fn from_utc(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = utc_argument(vm, args)?;
    let zone = given.get(vm).zone.clone();
    let Some(offset) = ask(vm, &zone, "utcoffset", args.at(1))? else {
        return Err(value_error!(vm, "fromutc: non-None utcoffset() result required"));
    };
    let Some(summer) = ask(vm, &zone, "dst", args.at(1))? else {
        return Err(value_error!(vm, "fromutc: non-None dst() result required"));
    };
    let standard = stamp::shift(vm, given, offset - summer)?;
    let Some(summer) = ask(vm, &zone, "dst", &standard)? else {
        return Err(value_error!(vm, "fromutc: tz.dst() gave inconsistent results; cannot convert"));
    };
    match standard.downcast_ref::<Stamp>() {
        Some(standard) if summer != 0 => stamp::shift(vm, standard, summer),
        _ => Ok(standard),
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [initial, state] = ["__getinitargs__", "__getstate__"].map(|n| Str::intern(vm, n));
    let arguments = match protocol::find_attr(vm, args.at(0), &initial)? {
        Some(method) => protocol::call(vm, &method, &[])?,
        None => table::tuple(vm, &[])?,
    };
    let state = protocol::call_method(vm, args.at(0), &state, &[])?;
    let class = vm.class_of(args.at(0)).own().into_obj();
    table::tuple(vm, &[class, arguments, state])
}

/// `tzinfo`
pub(super) static TZINFO: TypeDef = TypeDef {
    name: "tzinfo",
    module: "datetime",
    kind: kinds::TZINFO,
    flags: TypeFlags::BASE,
    doc: "Abstract base class for time zone info objects.",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        native(
            "tzname",
            "($self, object, /)",
            |vm, _| abstract_method(vm, "tzname"),
            "datetime -> string name of time zone.",
        ),
        native(
            "utcoffset",
            "($self, object, /)",
            |vm, _| abstract_method(vm, "utcoffset"),
            "datetime -> timedelta showing offset from UTC, negative values indicating West of UTC",
        ),
        native(
            "dst",
            "($self, object, /)",
            |vm, _| abstract_method(vm, "dst"),
            "datetime -> DST offset as timedelta positive east of UTC.",
        ),
        native("fromutc", "($self, object, /)", from_utc, "datetime in UTC -> datetime in local time."),
        native("__reduce__", "($self, /)", reduce, "-> (cls, state)"),
    ],
    ..TypeDef::EMPTY
};

/// The parts of a `timezone`; nothing for another `tzinfo`.
fn parts(vm: &Vm, o: &Obj) -> (i128, Obj, OptObj) {
    match o.downcast_ref::<Zone>().map(|z| z.get(vm)) {
        Some(Zone { fixed: Some((us, offset)), name }) => (*us, offset.clone(), name.clone()),
        _ => (0, Obj::NONE, OptObj::NONE),
    }
}

fn is_utc(vm: &mut Vm, o: &Obj) -> bool {
    vm.state_of::<State>().utc.get().is_some_and(|utc| utc.is(o))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = delta::shown_class(vm, o);
    if is_utc(vm, o) {
        return Ok(Str::new(vm, &format!("{class}.utc")).into_obj());
    }
    let (_, offset, name) = parts(vm, o);
    let mut shown = protocol::repr_text(vm, &offset)?;
    if let Some(name) = name.get() {
        shown += ", ";
        shown += &protocol::repr_text(vm, name)?;
    }
    Ok(Str::new(vm, &format!("{class}({shown})")).into_obj())
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let (us, _, name) = parts(vm, o);
    if let Some(name) = name.cloned() {
        return Ok(name);
    }
    let shown = if us == 0 { "UTC".to_string() } else { format!("UTC{}", offset_text(us, ":")) };
    Ok(Str::new(vm, &shown).into_obj())
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    match (fixed(vm, a), fixed(vm, b)) {
        (Some(a), Some(b)) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
            Ok(Obj::bool((a == b) == (op == CompareOp::Eq)))
        }
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let (_, offset, _) = parts(vm, o);
    protocol::hash(vm, &offset)
}

/// The argument of a `timezone`'s method: a `datetime` or `None`.
fn check_argument(vm: &mut Vm, args: Args<'_>, name: &str) -> PyResult<()> {
    let o = args.at(1);
    if o.is_none() || o.downcast_ref::<Stamp>().is_some_and(|s| s.get(vm).has_time) {
        return Ok(());
    }
    let class = argument::class_name(vm, o);
    Err(type_error!(vm, "{name}(dt) argument must be a datetime instance or None, not {class}"))
}

fn fixed_from_utc(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = utc_argument(vm, args)?;
    let (us, ..) = parts(vm, args.at(0));
    stamp::shift(vm, given, us)
}

fn initial_arguments(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (_, offset, name) = parts(vm, args.at(0));
    match name.cloned() {
        Some(name) => table::tuple(vm, &[offset, name]),
        None => table::tuple(vm, &[offset]),
    }
}

/// `timezone`
pub(super) static TIMEZONE: TypeDef = TypeDef {
    name: "timezone",
    module: "datetime",
    doc: "Fixed offset from UTC implementation of tzinfo.",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &TIMEZONE_NEW, args)),
        repr: Some(repr),
        str: Some(str),
        compare: Some(compare),
        hash: Some(hash),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "tzname",
            "($self, object, /)",
            |vm, args| {
                check_argument(vm, args, "tzname")?;
                str(vm, args.at(0))
            },
            "If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'.",
        ),
        native(
            "utcoffset",
            "($self, object, /)",
            |vm, args| {
                check_argument(vm, args, "utcoffset")?;
                Ok(parts(vm, args.at(0)).1)
            },
            "Return fixed offset.",
        ),
        native(
            "dst",
            "($self, object, /)",
            |vm, args| {
                check_argument(vm, args, "dst")?;
                Ok(Obj::NONE)
            },
            "Return None.",
        ),
        native("fromutc", "($self, object, /)", fixed_from_utc, "datetime in UTC -> datetime in local time."),
        native("__getinitargs__", "($self, /)", initial_arguments, "pickle support"),
    ],
    ..TypeDef::EMPTY
};
