//! `Context`, its `flags` and `traps`, the current context, and how conditions become exceptions.

use super::{
    State,
    arithmetic::{Answer, Context as Rules, NoMemory, Number, Rounding, status},
    number,
};
use crate::{kinds, table};
use rpython_objects::{
    Args, CallArgs, CompareOp, Dict, List, NativeDef, Obj, Payload, PyResult, Raised, Ref, Slots, Str, Tuple, Type,
    TypeDef, TypeExt, TypeFlags, Vm, argument, int, native, protocol, raise, type_error, type_object::getset, types,
    value_error,
};

/// The payload of `flags` and `traps`: conditions.
pub(super) struct SignalDict(pub(super) u32);

impl Payload for SignalDict {
    const KIND: u8 = kinds::SIGNAL_DICT;
    const NAME: &'static str = "SignalDictMixin";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// The payload of a context.
pub(super) struct Context {
    pub(super) rules: Rules,
    pub(super) capitals: bool,
    pub(super) flags: Ref<SignalDict>,
    pub(super) traps: Ref<SignalDict>,
}

impl Payload for Context {
    const KIND: u8 = kinds::DECIMAL_CONTEXT;
    const NAME: &'static str = "Context";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.flags);
        visit(&self.traps);
    }
}

/// The signals in the order in which mappings show them.
pub(super) const SIGNALS: [(&str, u32); 9] = [
    ("InvalidOperation", status::INVALID),
    ("FloatOperation", status::FLOAT_OPERATION),
    ("DivisionByZero", status::DIVISION_BY_ZERO),
    ("Overflow", status::OVERFLOW),
    ("Underflow", status::UNDERFLOW),
    ("Subnormal", status::SUBNORMAL),
    ("Inexact", status::INEXACT),
    ("Rounded", status::ROUNDED),
    ("Clamped", status::CLAMPED),
];

/// The conditions that are kinds of `InvalidOperation`.
pub(super) const CONDITIONS: [(&str, u32); 5] = [
    ("InvalidOperation", status::INVALID_OPERATION),
    ("ConversionSyntax", status::CONVERSION_SYNTAX),
    ("DivisionImpossible", status::DIVISION_IMPOSSIBLE),
    ("DivisionUndefined", status::DIVISION_UNDEFINED),
    ("InvalidContext", status::INVALID_CONTEXT),
];

/// What traps are set at the start.
pub(super) const DEFAULT_TRAPS: u32 = status::INVALID | status::DIVISION_BY_ZERO | status::OVERFLOW;

pub(super) const DEFAULT: Rules =
    Rules { prec: 28, emax: 999_999, emin: -999_999, rounding: Rounding::HalfEven, clamp: false };

fn class_of_signal(vm: &mut Vm, name: &str) -> PyResult<Ref<Type>> {
    match vm.state_of::<State>().exceptions.get(name).cloned() {
        Some(class) => Ok(class),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "decimal has no {name}")),
    }
}

/// The classes of the conditions that are set.
fn classes(vm: &mut Vm, bits: u32) -> PyResult<Vec<Obj>> {
    let mut out = Vec::new();
    for (name, bit) in CONDITIONS.into_iter().chain(SIGNALS.into_iter().skip(1)) {
        if bits & bit != 0 {
            out.push(class_of_signal(vm, name)?.into_obj());
        }
    }
    Ok(out)
}

/// The classes of the signals that are set.
fn signals(vm: &mut Vm, bits: u32) -> PyResult<Obj> {
    let mut out = Vec::new();
    for (name, bit) in SIGNALS {
        if bits & bit != 0 {
            out.push(class_of_signal(vm, name)?.into_obj());
        }
    }
    Ok(List::from_vec(vm, out)?.into_obj())
}

/// Records conditions, and raises what is trapped.
///
/// # Errors
/// The signal's exception.
pub(super) fn record(vm: &mut Vm, context: &Ref<Context>, bits: u32) -> PyResult<()> {
    if bits == 0 {
        return Ok(());
    }
    let (flags, traps) = (context.get(vm).flags.clone(), context.get(vm).traps.clone());
    flags.get_mut(vm).0 |= bits;
    let trapped = bits & traps.get(vm).0;
    if trapped == 0 {
        return Ok(());
    }
    let shown = classes(vm, trapped)?;
    let shown = List::from_vec(vm, shown)?.into_obj();
    let name = SIGNALS.iter().find(|(_, bit)| trapped & bit != 0).map_or("InvalidOperation", |s| s.0);
    let class = class_of_signal(vm, name)?;
    let made = protocol::call(vm, &class, &[shown])?;
    Err(vm.raise_object(made))
}

/// The result of an operation.
///
/// # Errors
/// The exception of a trapped signal, or `MemoryError`.
pub(super) fn settle<T>(vm: &mut Vm, context: &Ref<Context>, found: Answer<T>, bits: u32) -> PyResult<T> {
    match found {
        Ok(found) => {
            record(vm, context, bits)?;
            Ok(found)
        }
        Err(NoMemory) => Err(raise!(vm, types::MEMORY_ERROR, "")),
    }
}

/// An operation's result as a `Decimal`.
pub(super) fn run(
    vm: &mut Vm,
    context: &Ref<Context>,
    operation: impl FnOnce(&Rules, &mut u32) -> Answer<Number>,
) -> PyResult {
    let rules = context.get(vm).rules;
    let mut bits = 0;
    let found = operation(&rules, &mut bits);
    let found = settle(vm, context, found, bits)?;
    Ok(number::make(vm, found))
}

fn signal_dict(vm: &mut Vm, bits: u32) -> PyResult<Ref<SignalDict>> {
    match vm.state_of::<State>().signal_dict.clone() {
        Some(class) => Ok(vm.alloc_in(&class, SignalDict(bits))),
        None => Ok(vm.make(SignalDict(bits))),
    }
}

/// A context.
pub(super) fn make(
    vm: &mut Vm,
    class: Option<&Ref<Type>>,
    rules: Rules,
    capitals: bool,
    traps: u32,
) -> PyResult<Ref<Context>> {
    let (flags, traps) = (signal_dict(vm, 0)?, signal_dict(vm, traps)?);
    let payload = Context { rules, capitals, flags, traps };
    Ok(match class {
        Some(class) => vm.alloc_in(class, payload),
        None => vm.make(payload),
    })
}

/// A context like another, flags and all.
pub(super) fn copy(vm: &mut Vm, of: &Ref<Context>) -> PyResult<Ref<Context>> {
    let (rules, capitals) = (of.get(vm).rules, of.get(vm).capitals);
    let (flags, traps) = (of.get(vm).flags.clone(), of.get(vm).traps.clone());
    let (flags, traps) = (flags.get(vm).0, traps.get(vm).0);
    let made = make(vm, None, rules, capitals, traps)?;
    let to = made.get(vm).flags.clone();
    to.get_mut(vm).0 = flags;
    Ok(made)
}

fn variable(vm: &mut Vm) -> PyResult<Obj> {
    if let Some(known) = vm.state_of::<State>().variable.cloned() {
        return Ok(known);
    }
    let module = table::import(vm, "_contextvars")?;
    let name = Str::intern(vm, "ContextVar");
    let class = protocol::get_attr(vm, &module, &name)?;
    let name = Str::intern(vm, "decimal_context").into_obj();
    let made = protocol::call(vm, &class, &[name])?;
    vm.state_of::<State>().variable = rpython_objects::OptObj::some(made.clone());
    Ok(made)
}

/// The current context; a new thread's is like `DefaultContext`.
pub(super) fn current(vm: &mut Vm) -> PyResult<Ref<Context>> {
    let variable = variable(vm)?;
    let get = Str::intern(vm, "get");
    let found = protocol::call_method(vm, &variable, &get, &[Obj::NONE])?;
    if let Some(context) = found.downcast_ref::<Context>() {
        return Ok(context.clone());
    }
    let made = match vm.state_of::<State>().default_context.cloned() {
        Some(o) if o.is_kind::<Context>() => match o.downcast::<Context>() {
            Ok(default) => copy(vm, &default)?,
            Err(_) => make(vm, None, DEFAULT, true, DEFAULT_TRAPS)?,
        },
        _ => make(vm, None, DEFAULT, true, DEFAULT_TRAPS)?,
    };
    let flags = made.get(vm).flags.clone();
    flags.get_mut(vm).0 = 0;
    set_variable(vm, &made)?;
    Ok(made)
}

fn set_variable(vm: &mut Vm, context: &Ref<Context>) -> PyResult<()> {
    let variable = variable(vm)?;
    let set = Str::intern(vm, "set");
    protocol::call_method(vm, &variable, &set, &[context.clone().into_obj()])?;
    Ok(())
}

/// Makes a context current; the three templates are copied first.
pub(super) fn set_current(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    let Some(context) = o.downcast_ref::<Context>() else {
        return Err(type_error!(vm, "argument must be a context"));
    };
    let template = vm.state_of::<State>().templates.iter().any(|t| t.is(o));
    if template {
        let own = copy(vm, context)?;
        let flags = own.get(vm).flags.clone();
        flags.get_mut(vm).0 = 0;
        return set_variable(vm, &own);
    }
    set_variable(vm, context)
}

/// A method's `context` argument.
pub(super) fn given(vm: &mut Vm, o: Option<&Obj>) -> PyResult<Ref<Context>> {
    match o.filter(|o| !o.is_none()) {
        None => current(vm),
        Some(o) => match o.downcast_ref::<Context>() {
            Some(context) => Ok(context.clone()),
            None => Err(type_error!(vm, "optional argument must be a context")),
        },
    }
}

/// A rounding mode by its name.
pub(super) fn rounding(vm: &mut Vm, o: &Obj) -> PyResult<Rounding> {
    let name = o.downcast_ref::<Str>().map(|s| s.display(vm).to_string());
    match Rounding::ALL.iter().find(|(_, n)| name.as_deref() == Some(*n)) {
        Some((mode, _)) => Ok(*mode),
        None => Err(type_error!(
            vm,
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
        )),
    }
}

fn within(vm: &mut Vm, o: Option<&Obj>, low: i64, high: i64, message: &str) -> PyResult<i64> {
    let n = match o {
        Some(o) => argument::int_ssize(vm, o)? as i64,
        None => return Err(type_error!(vm, "context attributes cannot be deleted")),
    };
    if n < low || n > high {
        return Err(value_error!(vm, "{message}"));
    }
    Ok(n)
}

const MOST: i64 = Rules::MAX.prec;

pub(super) fn set_field(vm: &mut Vm, o: &Obj, name: &str, value: Option<&Obj>) -> PyResult<()> {
    let Some(context) = o.downcast_ref::<Context>().cloned() else { return Ok(()) };
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
            let mode = rounding(vm, value.unwrap_or(&Obj::NONE))?;
            context.get_mut(vm).rules.rounding = mode;
        }
        _ => {
            let Some(value) = value else {
                return Err(type_error!(vm, "context attributes cannot be deleted"));
            };
            let bits = bits_of(vm, value)?;
            let to = if name == "flags" { context.get(vm).flags.clone() } else { context.get(vm).traps.clone() };
            to.get_mut(vm).0 = bits;
        }
    }
    Ok(())
}

fn bit_of(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    let state = vm.state_of::<State>();
    let found = SIGNALS.iter().find(|(name, _)| state.exceptions.get(name).is_some_and(|c| c.as_ref().is(o)));
    match found {
        Some((_, bit)) => Ok(*bit),
        None => Err(raise!(vm, types::KEY_ERROR, "invalid error flag")),
    }
}

/// Conditions of a list of signals, a mapping of signals, or another context's.
fn bits_of(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    if let Some(d) = o.downcast_ref::<SignalDict>() {
        return Ok(d.get(vm).0);
    }
    let mut bits = 0;
    if let Some(d) = o.downcast_ref::<Dict>() {
        if d.get(vm).len() != SIGNALS.len() {
            return Err(raise!(vm, types::KEY_ERROR, "invalid signal dict"));
        }
        let entries: Vec<(Obj, Obj)> = d.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        for (key, value) in entries {
            let bit = bit_of(vm, &key)?;
            if protocol::truth(vm, &value)? {
                bits |= bit;
            }
        }
        return Ok(bits);
    }
    if !o.is_kind::<List>() {
        return Err(type_error!(vm, "argument must be a signal dict"));
    }
    for item in protocol::collect(vm, o)? {
        bits |= bit_of(vm, &item)?;
    }
    Ok(bits)
}

static NEW: NativeDef = native(
    "Context",
    "($class, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
    construct,
    "",
);

fn construct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.at(0).downcast_ref::<Type>().cloned();
    let (mut rules, mut capitals, mut traps) = (DEFAULT, true, DEFAULT_TRAPS);
    if let Some(o) = vm.state_of::<State>().default_context.cloned()
        && let Some(default) = o.downcast_ref::<Context>()
    {
        (rules, capitals) = (default.get(vm).rules, default.get(vm).capitals);
        let set = default.get(vm).traps.clone();
        traps = set.get(vm).0;
    }
    let made = make(vm, class.as_ref(), rules, capitals, traps)?.into_obj();
    for (i, name) in ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"].iter().enumerate() {
        if let Some(value) = args.some(i + 1) {
            set_field(vm, &made, name, Some(value))?;
        }
    }
    Ok(made)
}

fn field(vm: &mut Vm, o: &Obj, name: &str) -> PyResult {
    let Some(context) = o.downcast_ref::<Context>() else { return Ok(Obj::NONE) };
    let c = context.get(vm);
    let n = match name {
        "prec" => c.rules.prec,
        "Emax" => c.rules.emax,
        "Emin" => c.rules.emin,
        "capitals" => c.capitals.into(),
        "clamp" => c.rules.clamp.into(),
        "flags" => return Ok(c.flags.clone().into_obj()),
        "traps" => return Ok(c.traps.clone().into_obj()),
        _ => {
            let name = c.rules.rounding.name();
            return Ok(Str::intern(vm, name).into_obj());
        }
    };
    Ok(int::from_i64(vm, n))
}

fn names_of(vm: &mut Vm, bits: u32) -> String {
    let _ = vm;
    let names: Vec<&str> = SIGNALS.iter().filter(|(_, bit)| bits & bit != 0).map(|s| s.0).collect();
    names.join(", ")
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(context) = o.downcast_ref::<Context>() else { return Ok(Obj::NONE) };
    let (rules, capitals) = (context.get(vm).rules, context.get(vm).capitals);
    let (flags, traps) = (context.get(vm).flags.clone(), context.get(vm).traps.clone());
    let (flags, traps) = (flags.get(vm).0, traps.get(vm).0);
    let (flags, traps) = (names_of(vm, flags), names_of(vm, traps));
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

pub(super) fn clear(vm: &mut Vm, args: Args<'_>, traps: bool) -> PyResult {
    let context = args.this::<Context>();
    let of = if traps { context.get(vm).traps.clone() } else { context.get(vm).flags.clone() };
    of.get_mut(vm).0 = 0;
    Ok(Obj::NONE)
}

pub(super) fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let context = args.this::<Context>();
    let (flags, traps) = (context.get(vm).flags.clone(), context.get(vm).traps.clone());
    let (flags, traps) = (flags.get(vm).0, traps.get(vm).0);
    let mut state = Vec::new();
    for name in ["prec", "rounding", "Emin", "Emax", "capitals", "clamp"] {
        state.push(field(vm, args.at(0), name)?);
    }
    state.push(signals(vm, flags)?);
    state.push(signals(vm, traps)?);
    let state = table::tuple(vm, &state)?;
    let class = vm.class_of(args.at(0)).own().into_obj();
    table::tuple(vm, &[class, state])
}

macro_rules! fields {
    ($($name:literal),*) => {
        &[$(getset($name, |vm, o| field(vm, o, $name), |vm, o, value| set_field(vm, o, $name, value), "")),*]
    };
}

/// `Context`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Context",
    module: "decimal",
    kind: kinds::DECIMAL_CONTEXT,
    flags: TypeFlags::BASE,
    doc: "The context affects almost all operations and controls rounding, Over/Underflow and raising of exceptions.",
    slots: Slots {
        new: Some(|vm, class, args: CallArgs<'_>| table::construct(vm, class, &NEW, args)),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    methods: super::methods::CONTEXT,
    getsets: fields!["prec", "Emax", "Emin", "rounding", "capitals", "clamp", "flags", "traps"],
    ..TypeDef::EMPTY
};

fn this(o: &Obj) -> Option<&Ref<SignalDict>> {
    o.downcast_ref::<SignalDict>()
}

fn get_signal(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let bit = bit_of(vm, key)?;
    let set = this(o).is_some_and(|d| d.get(vm).0 & bit != 0);
    Ok(if set { Obj::TRUE } else { Obj::FALSE })
}

fn set_signal(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(value_error!(vm, "signal keys cannot be deleted"));
    };
    let bit = bit_of(vm, key)?;
    let on = protocol::truth(vm, value)?;
    if let Some(d) = this(o) {
        let bits = &mut d.get_mut(vm).0;
        *bits = if on { *bits | bit } else { *bits & !bit };
    }
    Ok(())
}

fn keys(vm: &mut Vm) -> PyResult<Obj> {
    let mut out = Vec::new();
    for (name, _) in SIGNALS {
        out.push(class_of_signal(vm, name)?.into_obj());
    }
    Ok(Tuple::from_vec(vm, out)?.into_obj())
}

fn signal_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let bits = this(o).map_or(0, |d| d.get(vm).0);
    let mut shown = Vec::new();
    for (name, bit) in SIGNALS {
        let set = if bits & bit != 0 { "True" } else { "False" };
        shown.push(format!("<class 'decimal.{name}'>:{set}"));
    }
    Ok(Str::new(vm, &format!("{{{}}}", shown.join(", "))).into_obj())
}

fn signal_compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let own = this(a).map_or(0, |d| d.get(vm).0);
    if !b.is_kind::<SignalDict>() && !b.is_kind::<Dict>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let same = match bits_of(vm, b) {
        Ok(bits) => SIGNALS.iter().all(|(_, bit)| (own & bit != 0) == (bits & bit != 0)),
        Err(raised) => return Err(raised),
    };
    Ok(if same == (op == CompareOp::Eq) { Obj::TRUE } else { Obj::FALSE })
}

fn signal_copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bits = args.this::<SignalDict>().get(vm).0;
    let made = Dict::new(vm);
    for (name, bit) in SIGNALS {
        let class = class_of_signal(vm, name)?.into_obj();
        Dict::set_item(vm, &made, &class, if bits & bit != 0 { Obj::TRUE } else { Obj::FALSE })?;
    }
    Ok(made.into_obj())
}

/// `SignalDictMixin`
pub(super) static SIGNAL_DICT: TypeDef = TypeDef {
    name: "SignalDictMixin",
    module: "decimal",
    kind: kinds::SIGNAL_DICT,
    flags: TypeFlags::BASE,
    slots: Slots {
        repr: Some(signal_repr),
        subscript: Some(get_signal),
        set_subscript: Some(set_signal),
        len: Some(|_, _| Ok(SIGNALS.len())),
        iter: Some(|vm, _| {
            let keys = keys(vm)?;
            protocol::iter(vm, &keys)
        }),
        compare: Some(signal_compare),
        new: Some(|vm, class, _| Ok(vm.alloc_in(class, SignalDict(0)).into_obj())),
        ..Slots::EMPTY
    },
    methods: &[native("copy", "($self, /)", signal_copy, "")],
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
pub(super) fn local(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let before = current(vm)?;
    let of = match args.some(0) {
        None => before.clone(),
        Some(o) => match o.downcast_ref::<Context>() {
            Some(context) => context.clone(),
            None => return Err(type_error!(vm, "optional argument must be a context")),
        },
    };
    let local = copy(vm, &of)?;
    let made = local.clone().into_obj();
    if let Some(keywords) = args.at(1).downcast_ref::<Dict>() {
        let entries: Vec<(Obj, Obj)> = keywords.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        for (key, value) in entries {
            let name = key.downcast_ref::<Str>().map(|s| s.display(vm).to_string()).unwrap_or_default();
            if !["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"].contains(&name.as_str()) {
                return Err(type_error!(vm, "localcontext() got an unexpected keyword argument '{name}'"));
            }
            if !value.is_none() {
                set_field(vm, &made, &name, Some(&value))?;
            }
        }
    }
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
        native("__enter__", "($self, /)", enter, ""),
        native("__exit__", "($self, /, *args)", exit, ""),
    ],
    ..TypeDef::EMPTY
};

/// The exception for what cannot be a `Decimal`.
#[cold]
pub(super) fn unsupported(vm: &mut Vm, o: &Obj) -> Raised {
    let class = argument::class_name(vm, o);
    type_error!(vm, "conversion from {class} to Decimal is not supported")
}
