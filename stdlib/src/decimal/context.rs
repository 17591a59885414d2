//! `Context`, the current context, and what makes another one current for a while.

use super::{
    State,
    arguments::named,
    arithmetic::{Answer, Context as Rules, NoMemory, Number, Rounding, status},
    number,
    signals::{self, Which},
};
use crate::{contextvars, kinds, table};
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm,
    argument, int, native, object, raise, type_error, types, value_error,
};

/// The payload of a context.
pub(super) struct Context {
    pub(super) rules: Rules,
    pub(super) capitals: bool,
    pub(super) flags: u32,
    pub(super) traps: u32,
    /// What shows the flags and the traps, once someone has asked for it.
    maps: [OptObj; 2],
}

impl Payload for Context {
    const KIND: u8 = kinds::DECIMAL_CONTEXT;
    const NAME: &'static str = "Context";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.maps.iter().filter_map(OptObj::get).for_each(visit);
    }
}

const DEFAULT_TRAPS: u32 = status::INVALID | status::DIVISION_BY_ZERO | status::OVERFLOW;

const DEFAULT: Rules = Rules { prec: 28, emax: 999_999, emin: -999_999, rounding: Rounding::HalfEven, clamp: false };

/// The contexts that are copied when they are made current: their names, rules and traps. New contexts are like the first.
const TEMPLATES: [(&str, Rules, u32); 3] = [
    ("DefaultContext", DEFAULT, DEFAULT_TRAPS),
    (
        "BasicContext",
        Rules { prec: 9, rounding: Rounding::HalfUp, ..DEFAULT },
        DEFAULT_TRAPS | status::UNDERFLOW | status::CLAMPED,
    ),
    ("ExtendedContext", Rules { prec: 9, ..DEFAULT }, 0),
];

/// Makes the templates, and the variable that holds the current context.
pub(super) fn define(vm: &mut Vm) -> PyResult<()> {
    for (name, rules, traps) in TEMPLATES {
        let made = make(vm, None, rules, true, [0, traps]);
        vm.state_of::<State>().templates.push((name, made));
    }
    let variable = contextvars::variable(vm, "decimal_context")?;
    vm.state_of::<State>().variable = OptObj::some(variable);
    Ok(())
}

/// The result of an operation.
///
/// # Errors
/// The exception of a trapped signal, or `MemoryError`.
#[inline]
pub(super) fn settle<T>(vm: &mut Vm, context: &Ref<Context>, found: Answer<T>, bits: u32) -> PyResult<T> {
    match found {
        Ok(found) => {
            signals::record(vm, context, bits)?;
            Ok(found)
        }
        Err(NoMemory) => Err(no_memory(vm)),
    }
}

#[cold]
pub(super) fn no_memory(vm: &mut Vm) -> rpython_objects::Raised {
    vm.raise_bare(types::MEMORY_ERROR)
}

/// An operation's result as a `Decimal`.
#[inline]
pub(super) fn run(
    vm: &mut Vm,
    context: &Ref<Context>,
    operation: impl FnOnce(&Vm, &Rules, &mut u32) -> Answer<Number>,
) -> PyResult {
    let rules = context.get(vm).rules;
    run_with(vm, context, &rules, operation)
}

/// As [`run`], by other rules than the context's, which records the conditions.
#[inline]
pub(super) fn run_with(
    vm: &mut Vm,
    context: &Ref<Context>,
    rules: &Rules,
    operation: impl FnOnce(&Vm, &Rules, &mut u32) -> Answer<Number>,
) -> PyResult {
    let mut bits = 0;
    let found = operation(vm, rules, &mut bits);
    let found = settle(vm, context, found, bits)?;
    Ok(number::make(vm, found))
}

/// A context; its flags and its traps.
fn make(vm: &Vm, class: Option<&Ref<Type>>, rules: Rules, capitals: bool, [flags, traps]: [u32; 2]) -> Ref<Context> {
    let payload = Context { rules, capitals, flags, traps, maps: [OptObj::NONE; 2] };
    match class {
        Some(class) => vm.alloc_in(class, payload),
        None => vm.make(payload),
    }
}

/// The conditions that are flagged and those that are trapped.
fn conditions(vm: &Vm, context: &Ref<Context>) -> [u32; 2] {
    let context = context.get(vm);
    [context.flags, context.traps]
}

/// A context like another, flags and all.
pub(super) fn copy(vm: &Vm, of: &Ref<Context>) -> Ref<Context> {
    let (rules, capitals, set) = (of.get(vm).rules, of.get(vm).capitals, conditions(vm, of));
    make(vm, None, rules, capitals, set)
}

/// A copy without flags.
fn fresh(vm: &mut Vm, of: &Ref<Context>) -> Ref<Context> {
    let made = copy(vm, of);
    made.get_mut(vm).flags = 0;
    made
}

fn default(vm: &mut Vm) -> Option<Ref<Context>> {
    vm.state_of::<State>().templates.first().map(|t| t.1.clone())
}

fn variable(vm: &mut Vm) -> PyResult {
    match vm.state_of::<State>().variable.cloned() {
        Some(known) => Ok(known),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "decimal has no context variable")),
    }
}

/// The current context; where there is none yet, a copy of `DefaultContext` becomes it.
///
/// # Errors
/// `MemoryError`
#[inline]
pub(super) fn current(vm: &mut Vm) -> PyResult<Ref<Context>> {
    let situation = contextvars::situation(vm);
    match &vm.state_of::<State>().current {
        Some((known, context)) if *known == situation => Ok(context.clone()),
        _ => look_up(vm),
    }
}

#[inline(never)]
fn look_up(vm: &mut Vm) -> PyResult<Ref<Context>> {
    let found = of_thread(vm)?;
    let situation = contextvars::situation(vm);
    vm.state_of::<State>().current = Some((situation, found.clone()));
    Ok(found)
}

fn of_thread(vm: &mut Vm) -> PyResult<Ref<Context>> {
    let variable = variable(vm)?;
    if let Some(found) = contextvars::get_value(vm, &variable)?
        && let Ok(context) = found.downcast::<Context>()
    {
        return Ok(context);
    }
    let made = match default(vm) {
        Some(default) => fresh(vm, &default),
        None => make(vm, None, DEFAULT, true, [0, DEFAULT_TRAPS]),
    };
    contextvars::set_value(vm, &variable, made.clone().into_obj())?;
    Ok(made)
}

/// Makes a context current; of a template, a copy.
///
/// # Errors
/// `TypeError`
pub(super) fn set_current(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    let Some(context) = o.downcast_ref::<Context>() else {
        return Err(type_error!(vm, "argument must be a context"));
    };
    let template = vm.state_of::<State>().templates.iter().any(|t| t.1.as_obj().is(o));
    let context = if template { fresh(vm, context) } else { context.clone() };
    let variable = variable(vm)?;
    contextvars::set_value(vm, &variable, context.into_obj())
}

/// A `context` argument: the current one where it is absent or `None`.
///
/// # Errors
/// `TypeError`
pub(super) fn given(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Context>> {
    if o.is_unbound() || o.is_none() {
        return current(vm);
    }
    match o.downcast_ref::<Context>() {
        Some(context) => Ok(context.clone()),
        None => Err(type_error!(vm, "optional argument must be a context")),
    }
}

/// A rounding mode by its name.
///
/// # Errors
/// `TypeError`
pub(super) fn rounding(vm: &mut Vm, o: &Obj) -> PyResult<Rounding> {
    let name = o.downcast_ref::<Str>();
    match Rounding::ALL.iter().find(|(_, n)| name.is_some_and(|s| s.is_text(vm, n))) {
        Some((mode, _)) => Ok(*mode),
        None => Err(type_error!(
            vm,
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
        )),
    }
}

fn within(vm: &mut Vm, o: &Obj, low: i64, high: i64, message: &str) -> PyResult<i64> {
    let n = argument::int_ssize(vm, o)? as i64;
    if n < low || n > high {
        return Err(value_error!(vm, "{message}"));
    }
    Ok(n)
}

const MOST: i64 = Rules::MAX.prec;

/// The attributes in the order in which constructors take them.
const FIELDS: [&str; 8] = ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"];

fn set_field(vm: &mut Vm, context: &Ref<Context>, name: &str, value: &Obj) -> PyResult<()> {
    match name {
        "prec" => {
            let n = within(vm, value, 1, MOST, "valid range for prec is [1, MAX_PREC]")?;
            context.get_mut(vm).rules.prec = n;
        }
        "Emax" => {
            let n = within(vm, value, 0, MOST, "valid range for Emax is [0, MAX_EMAX]")?;
            context.get_mut(vm).rules.emax = n;
        }
        "Emin" => {
            let n = within(vm, value, -MOST, 0, "valid range for Emin is [MIN_EMIN, 0]")?;
            context.get_mut(vm).rules.emin = n;
        }
        "capitals" => {
            let n = within(vm, value, 0, 1, "valid values for capitals are 0 or 1")?;
            context.get_mut(vm).capitals = n == 1;
        }
        "clamp" => {
            let n = within(vm, value, 0, 1, "valid values for clamp are 0 or 1")?;
            context.get_mut(vm).rules.clamp = n == 1;
        }
        "rounding" => {
            let mode = rounding(vm, value)?;
            context.get_mut(vm).rules.rounding = mode;
        }
        _ => {
            let bits = signals::of_collection(vm, value)?;
            let which = if name == "flags" { Which::Flags } else { Which::Traps };
            *context.get_mut(vm).conditions(which) = bits;
        }
    }
    Ok(())
}

/// Sets the attributes for which there are values.
fn set_fields(vm: &mut Vm, context: &Ref<Context>, values: &[Obj]) -> PyResult<()> {
    for (name, value) in FIELDS.into_iter().zip(values) {
        if !value.is_unbound() && !value.is_none() {
            set_field(vm, context, name, value)?;
        }
    }
    Ok(())
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let (rules, set) = match default(vm) {
        Some(default) => (default.get(vm).rules, conditions(vm, &default)),
        None => (DEFAULT, [0, DEFAULT_TRAPS]),
    };
    Ok(make(vm, Some(class), rules, true, set).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let values = named(vm, args, &FIELDS, 0)?;
    match o.downcast_ref::<Context>() {
        Some(context) => set_fields(vm, context, &values),
        None => Ok(()),
    }
}

fn number_field(vm: &mut Vm, o: &Obj, read: fn(&Context) -> i64) -> PyResult {
    let n = o.downcast_ref::<Context>().map_or(0, |c| read(c.get(vm)));
    Ok(int::from_i64(vm, n))
}

fn rounding_name(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = o.downcast_ref::<Context>().map_or("", |c| c.get(vm).rules.rounding.name());
    Ok(Str::intern(vm, name).into_obj())
}

/// The mapping that a name means; such names are no attributes of the type.
fn mapping(vm: &Vm, name: &Obj) -> Option<Which> {
    let name = name.downcast_ref::<Str>()?;
    if name.is_text(vm, "traps") {
        Some(Which::Traps)
    } else if name.is_text(vm, "flags") {
        Some(Which::Flags)
    } else {
        None
    }
}

fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let (Some(context), Some(which)) = (o.downcast_ref::<Context>(), mapping(vm, name)) else {
        return object::generic_get_attr(vm, o, name);
    };
    if let Some(known) = context.get(vm).maps[which as usize].cloned() {
        return Ok(known);
    }
    let made = signals::make(vm, context, which).into_obj();
    context.get_mut(vm).maps[which as usize] = OptObj::some(made.clone());
    Ok(made)
}

fn set_attr(vm: &mut Vm, o: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(raise!(vm, types::ATTRIBUTE_ERROR, "context attributes cannot be deleted"));
    };
    let (Some(context), Some(which)) = (o.downcast_ref::<Context>(), mapping(vm, name)) else {
        return object::generic_set_attr(vm, o, name, Some(value));
    };
    let bits = signals::of_mapping(vm, value)?;
    *context.get_mut(vm).conditions(which) = bits;
    Ok(())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(context) = o.downcast_ref::<Context>() else { return Ok(Obj::NONE) };
    let (rules, capitals) = (context.get(vm).rules, context.get(vm).capitals);
    let [flags, traps] = conditions(vm, context).map(signals::text);
    let text = format!(
        "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{flags}], traps=[{traps}])",
        rules.prec,
        rules.rounding.name(),
        rules.emin,
        rules.emax,
        u8::from(capitals),
        u8::from(rules.clamp),
    );
    Ok(Str::new(vm, &text).into_obj())
}

/// `Context.__reduce__`
pub(super) fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let context = args.this::<Context>();
    let [flags, traps] = conditions(vm, context);
    let (rules, capitals) = (context.get(vm).rules, context.get(vm).capitals);
    let numbers = [rules.emin, rules.emax, capitals.into(), rules.clamp.into()].map(|n| int::from_i64(vm, n));
    let mut state = vec![int::from_i64(vm, rules.prec), rounding_name(vm, args.at(0))?];
    state.extend(numbers);
    state.push(signals::list(vm, flags)?);
    state.push(signals::list(vm, traps)?);
    let state = table::tuple(vm, &state)?;
    let class = vm.class_of(args.at(0)).own().into_obj();
    table::tuple(vm, &[class, state])
}

macro_rules! field {
    ($name:literal, $read:expr) => {
        rpython_objects::getset(
            $name,
            $read,
            |vm, o, value| match (o.downcast_ref::<Context>(), value) {
                (Some(context), Some(value)) => set_field(vm, context, $name, value),
                _ => Ok(()),
            },
            "",
        )
    };
}

/// `Context`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Context",
    module: "decimal",
    kind: kinds::DECIMAL_CONTEXT,
    flags: TypeFlags::BASE,
    doc: "What results are rounded by, which conditions have occurred, and which of them are errors.\n\n    >>> Context(prec=3).divide(1, 3)\n    Decimal('0.333')",
    signature: "(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        get_attr: Some(get_attr),
        set_attr: Some(set_attr),
        ..Slots::EMPTY
    },
    methods: super::context_methods::METHODS,
    getsets: &[
        field!("prec", |vm, o| number_field(vm, o, |c| c.rules.prec)),
        field!("Emax", |vm, o| number_field(vm, o, |c| c.rules.emax)),
        field!("Emin", |vm, o| number_field(vm, o, |c| c.rules.emin)),
        field!("rounding", rounding_name),
        field!("capitals", |vm, o| number_field(vm, o, |c| c.capitals.into())),
        field!("clamp", |vm, o| number_field(vm, o, |c| c.rules.clamp.into())),
    ],
    ..TypeDef::EMPTY
};

/// The payload of what `localcontext` returns.
pub(super) struct Manager {
    local: Ref<Context>,
    before: Ref<Context>,
}

impl Payload for Manager {
    const KIND: u8 = kinds::CONTEXT_MANAGER;
    const NAME: &'static str = "ContextManager";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.local);
        visit(&self.before);
    }
}

/// `localcontext`
pub(super) fn local(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    const NAMES: [&str; 9] = ["ctx", "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"];
    let (_, args) = super::arguments::method(args);
    let values = named(vm, args, &NAMES, 0)?;
    let before = current(vm)?;
    let of = given(vm, &values[0])?;
    let local = copy(vm, &of);
    set_fields(vm, &local, &values[1..])?;
    Ok(vm.make(Manager { local, before }).into_obj())
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let local = args.this::<Manager>().get(vm).local.clone().into_obj();
    set_current(vm, &local)?;
    Ok(local)
}

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let before = args.this::<Manager>().get(vm).before.clone().into_obj();
    set_current(vm, &before)?;
    Ok(Obj::FALSE)
}

/// `ContextManager`
pub(super) static MANAGER: TypeDef = TypeDef {
    name: "ContextManager",
    module: "decimal",
    kind: kinds::CONTEXT_MANAGER,
    flags: TypeFlags::NO_NEW,
    methods: &[
        native("__enter__", "($self, /)", enter, "Makes the local context current."),
        native("__exit__", "($self, /, *args)", exit, "Makes the context from before current.").unsigned(),
    ],
    ..TypeDef::EMPTY
};

/// `IEEEContext`
pub(super) fn ieee(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bits = argument::int_ssize(vm, args.at(1))? as i64;
    if bits <= 0 || bits > IEEE_MOST_BITS || bits % 32 != 0 {
        return Err(value_error!(vm, "argument must be a multiple of 32, with a maximum of {IEEE_MOST_BITS}"));
    }
    let emax = 3i64 << (bits / 16 + 3);
    let rules = Rules { prec: 9 * (bits / 32) - 2, emax, emin: 1 - emax, rounding: Rounding::HalfEven, clamp: true };
    Ok(make(vm, None, rules, true, [0, 0]).into_obj())
}

/// `IEEE_CONTEXT_MAX_BITS`
pub(super) const IEEE_MOST_BITS: i64 = 512;

/// The functions of the module that are about the current context.
pub(super) const FUNCTIONS: &[NativeDef] = &[
    native("getcontext", "($module, /)", |vm, _| Ok(current(vm)?.into_obj()), "The current context."),
    native(
        "setcontext",
        "($module, context, /)",
        |vm, args| set_current(vm, args.at(1)).map(|()| Obj::NONE),
        "Makes a context current.",
    ),
    rpython_objects::native_unbound(
        "localcontext",
        "($module, /, ctx=None, **kwargs)",
        local,
        "A context manager that makes a copy of a context current, with the attributes given.",
    ),
    native("IEEEContext", "($module, bits, /)", ieee, "The context of an interchange format of IEEE 754."),
];
