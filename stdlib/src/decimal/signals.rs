//! Signals: their exception classes, the mappings `flags` and `traps`, and how conditions become exceptions.

use super::{State, arithmetic::status, context::Context};
use crate::{kinds, table};
use rpython_objects::{
    Args, CompareOp, Dict, List, Module, Obj, Payload, PyResult, Ref, Slots, Str, Tuple, Type, TypeDef, TypeFlags, Vm,
    Weak, names, native, protocol, raise, type_error, types, value_error,
};

/// The payload of `flags` and `traps`: which of them, of which context. Without that, the mapping is of no use.
pub(super) struct SignalDict {
    of: Weak<Context>,
    which: Which,
}

/// The mappings of a context.
#[derive(Clone, Copy)]
pub(super) enum Which {
    Flags,
    Traps,
}

impl Payload for SignalDict {
    const KIND: u8 = kinds::SIGNAL_DICT;
    const NAME: &'static str = "SignalDictMixin";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// The signals in the order in which mappings show them.
const SIGNALS: [(&str, u32); 9] = [
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
const CONDITIONS: [(&str, u32); 5] = [
    ("InvalidOperation", status::INVALID_OPERATION),
    ("ConversionSyntax", status::CONVERSION_SYNTAX),
    ("DivisionImpossible", status::DIVISION_IMPOSSIBLE),
    ("DivisionUndefined", status::DIVISION_UNDEFINED),
    ("InvalidContext", status::INVALID_CONTEXT),
];

const NO_SIGNAL: &str = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]";

/// An exception class by its bases' names: those of this module that are made already, or built-in ones.
const CLASSES: [(&str, &[&str]); 14] = [
    ("DecimalException", &["ArithmeticError"]),
    ("InvalidOperation", &["DecimalException"]),
    ("FloatOperation", &["DecimalException", "TypeError"]),
    ("DivisionByZero", &["DecimalException", "ZeroDivisionError"]),
    ("Inexact", &["DecimalException"]),
    ("Rounded", &["DecimalException"]),
    ("Subnormal", &["DecimalException"]),
    ("Clamped", &["DecimalException"]),
    ("Overflow", &["Inexact", "Rounded"]),
    ("Underflow", &["Inexact", "Rounded", "Subnormal"]),
    ("ConversionSyntax", &["InvalidOperation"]),
    ("DivisionImpossible", &["InvalidOperation"]),
    ("DivisionUndefined", &["InvalidOperation", "ZeroDivisionError"]),
    ("InvalidContext", &["InvalidOperation"]),
];

/// Makes the exception classes and the class of `flags` and `traps`.
pub(super) fn define(vm: &mut Vm) -> PyResult<()> {
    for (name, bases) in CLASSES {
        let mut found = Vec::new();
        for base in bases {
            found.push(match vm.state_of::<State>().exceptions.get(base).cloned() {
                Some(class) => class.into_obj(),
                None => protocol::builtin(vm, base)?,
            });
        }
        let dict = Dict::new(vm);
        let module = Str::intern(vm, "decimal").into_obj();
        Dict::set_str(vm, &dict, names::__module__, module)?;
        let class = new_class(vm, types::TYPE, name, &found, dict)?;
        vm.state_of::<State>().exceptions.insert(name, class);
    }
    let mixin = rpython_objects::type_object::define_kind::<SignalDict>(vm, &SIGNAL_DICT)?.into_obj();
    let collections = table::import(vm, "collections.abc")?;
    let name = Str::intern(vm, "MutableMapping");
    let mapping = protocol::get_attr(vm, &collections, &name)?;
    let meta = vm.class_of(&mapping).own();
    let dict = Dict::new(vm);
    let class = new_class(vm, &meta, "SignalDict", &[mixin, mapping], dict)?;
    vm.state_of::<State>().signal_dict = Some(class);
    Ok(())
}

fn new_class(vm: &mut Vm, meta: &Ref<Type>, name: &str, bases: &[Obj], dict: Ref<Dict>) -> PyResult<Ref<Type>> {
    let bases = table::tuple(vm, bases)?;
    let name = Str::intern(vm, name).into_obj();
    let made = protocol::call(vm, meta, &[name, bases, dict.into_obj()])?;
    match made.downcast::<Type>() {
        Ok(class) => Ok(class),
        Err(_) => Err(type_error!(vm, "a metaclass made no class")),
    }
}

/// Sets the exception classes in the module.
pub(super) fn publish(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    for (name, _) in CLASSES {
        let class = class_of(vm, name)?.into_obj();
        table::set(vm, module, name, class)?;
    }
    Ok(())
}

fn class_of(vm: &mut Vm, name: &str) -> PyResult<Ref<Type>> {
    match vm.state_of::<State>().exceptions.get(name).cloned() {
        Some(class) => Ok(class),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "decimal has no {name}")),
    }
}

/// The classes of those of the conditions that are set.
fn shown(vm: &mut Vm, of: impl Iterator<Item = (&'static str, u32)>, bits: u32) -> PyResult<Obj> {
    let mut out = Vec::new();
    for (name, bit) in of {
        if bits & bit != 0 {
            out.push(class_of(vm, name)?.into_obj());
        }
    }
    Ok(List::from_vec(vm, out)?.into_obj())
}

/// The list of the signals that are set.
pub(super) fn list(vm: &mut Vm, bits: u32) -> PyResult<Obj> {
    shown(vm, SIGNALS.into_iter(), bits)
}

/// Records conditions, and raises what is trapped.
///
/// # Errors
/// The signal's exception.
#[inline]
pub(super) fn record(vm: &mut Vm, context: &Ref<Context>, bits: u32) -> PyResult<()> {
    if bits == 0 {
        return Ok(());
    }
    let context = context.get_mut(vm);
    context.flags |= bits;
    let trapped = bits & context.traps;
    if trapped == 0 { Ok(()) } else { trap(vm, trapped) }
}

#[cold]
fn trap(vm: &mut Vm, trapped: u32) -> PyResult<()> {
    let shown = shown(vm, CONDITIONS.into_iter().chain(SIGNALS.into_iter().skip(1)), trapped)?;
    let name = SIGNALS.iter().find(|(_, bit)| trapped & bit != 0).map_or("InvalidOperation", |s| s.0);
    let class = class_of(vm, name)?;
    let made = protocol::call(vm, &class, &[shown])?;
    Err(vm.raise_object(made))
}

/// A mapping of a context.
pub(super) fn make(vm: &mut Vm, context: &Ref<Context>, which: Which) -> Ref<SignalDict> {
    let payload = SignalDict { of: Weak::of_ref(context), which };
    match vm.state_of::<State>().signal_dict.clone() {
        Some(class) => vm.alloc_in(&class, payload),
        None => vm.make(payload),
    }
}

impl Context {
    /// The conditions that a mapping shows.
    pub(super) fn conditions(&mut self, which: Which) -> &mut u32 {
        match which {
            Which::Flags => &mut self.flags,
            Which::Traps => &mut self.traps,
        }
    }
}

/// The signals that are set as a context shows them: by the numbers of their conditions.
pub(super) fn text(bits: u32) -> String {
    let mut names: Vec<(u32, &str)> =
        SIGNALS.iter().filter(|s| bits & s.1 != 0).map(|s| ((bits & s.1).trailing_zeros(), s.0)).collect();
    names.sort_unstable();
    names.into_iter().map(|n| n.1).collect::<Vec<_>>().join(", ")
}

fn bit_of(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    let state = vm.state_of::<State>();
    let found = SIGNALS.iter().find(|(name, _)| state.exceptions.get(name).is_some_and(|c| c.as_obj().is(o)));
    match found {
        Some((_, bit)) => Ok(*bit),
        None => Err(raise!(vm, types::KEY_ERROR, "{NO_SIGNAL}")),
    }
}

/// The conditions of a mapping of all signals.
///
/// # Errors
/// `TypeError`, `KeyError`
pub(super) fn of_mapping(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    if let Some(d) = o.downcast_ref::<SignalDict>() {
        return initialised(vm, d);
    }
    let Some(dict) = o.downcast_ref::<Dict>() else {
        return Err(type_error!(vm, "argument must be a signal dict"));
    };
    let entries: Vec<(Obj, Obj)> = dict.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    let mut bits = 0;
    for (key, value) in &entries {
        let bit = match bit_of(vm, key) {
            Ok(bit) if entries.len() == SIGNALS.len() => bit,
            _ => return Err(raise!(vm, types::KEY_ERROR, "invalid signal dict")),
        };
        if protocol::is_true(vm, value)? {
            bits |= bit;
        }
    }
    if entries.is_empty() { Err(raise!(vm, types::KEY_ERROR, "invalid signal dict")) } else { Ok(bits) }
}

/// The conditions of a list of signals, or of a mapping.
///
/// # Errors
/// As [`of_mapping`].
pub(super) fn of_collection(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    if !o.is_kind::<List>() {
        return of_mapping(vm, o);
    }
    let mut bits = 0;
    for item in protocol::collect(vm, o)? {
        bits |= bit_of(vm, &item)?;
    }
    Ok(bits)
}

/// The context whose mapping this is.
fn owner(vm: &mut Vm, d: &Ref<SignalDict>) -> PyResult<Ref<Context>> {
    match d.get(vm).of.upgrade(vm) {
        Some(context) => Ok(context),
        None => Err(value_error!(vm, "invalid signal dict")),
    }
}

fn initialised(vm: &mut Vm, d: &Ref<SignalDict>) -> PyResult<u32> {
    let (context, which) = (owner(vm, d)?, d.get(vm).which);
    Ok(*context.get_mut(vm).conditions(which))
}

/// The conditions of the mapping at hand.
fn this(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    match o.downcast_ref::<SignalDict>() {
        Some(d) => initialised(vm, d),
        None => Ok(0),
    }
}

fn get(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let bits = this(vm, o)?;
    Ok(Obj::bool(bits & bit_of(vm, key)? != 0))
}

fn set(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let bits = this(vm, o)?;
    let Some(value) = value else {
        return Err(value_error!(vm, "signal keys cannot be deleted"));
    };
    let bit = bit_of(vm, key)?;
    let on = protocol::is_true(vm, value)?;
    if let Some(d) = o.downcast_ref::<SignalDict>() {
        let (context, which) = (owner(vm, d)?, d.get(vm).which);
        *context.get_mut(vm).conditions(which) = if on { bits | bit } else { bits & !bit };
    }
    Ok(())
}

fn keys(vm: &mut Vm, o: &Obj) -> PyResult {
    this(vm, o)?;
    let mut out = Vec::new();
    for (name, _) in SIGNALS {
        out.push(class_of(vm, name)?.into_obj());
    }
    let keys = Tuple::from_vec(vm, out)?.into_obj();
    protocol::iter(vm, &keys)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let bits = this(vm, o)?;
    let mut shown = Vec::new();
    for (name, bit) in SIGNALS {
        let set = if bits & bit != 0 { "True" } else { "False" };
        shown.push(format!("<class 'decimal.{name}'>:{set}"));
    }
    Ok(Str::new(vm, &format!("{{{}}}", shown.join(", "))).into_obj())
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let own = this(vm, a)?;
    let other = match (b.downcast_ref::<SignalDict>(), b.downcast_ref::<Dict>()) {
        (Some(d), _) => initialised(vm, d)?,
        (None, Some(d)) if d.get(vm).is_empty() => return Err(value_error!(vm, "invalid signal dict")),
        (None, Some(_)) if matches!(op, CompareOp::Eq | CompareOp::Ne) => match of_mapping(vm, b) {
            Ok(bits) => bits,
            Err(raised) => {
                vm.swallow(raised, types::KEY_ERROR)?;
                return Ok(Obj::NOT_IMPLEMENTED);
            }
        },
        _ => return Ok(Obj::NOT_IMPLEMENTED),
    };
    match op {
        CompareOp::Eq => Ok(Obj::bool(own == other)),
        CompareOp::Ne => Ok(Obj::bool(own != other)),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bits = this(vm, args.at(0))?;
    let made = Dict::new(vm);
    for (name, bit) in SIGNALS {
        let class = class_of(vm, name)?.into_obj();
        Dict::set_item(vm, &made, &class, Obj::bool(bits & bit != 0))?;
    }
    Ok(made.into_obj())
}

/// `SignalDictMixin`
static SIGNAL_DICT: TypeDef = TypeDef {
    name: "SignalDictMixin",
    module: "decimal",
    kind: kinds::SIGNAL_DICT,
    flags: TypeFlags::BASE,
    slots: Slots {
        repr: Some(repr),
        subscript: Some(get),
        set_subscript: Some(set),
        len: Some(|vm, o| this(vm, o).map(|_| SIGNALS.len())),
        iter: Some(keys),
        compare: Some(compare),
        new: Some(|vm, class, _| Ok(vm.alloc_in(class, SignalDict { of: Weak::DEAD, which: Which::Flags }).into_obj())),
        ..Slots::EMPTY
    },
    methods: &[native("copy", "($self, /)", copy, "The signals as a dict.")],
    ..TypeDef::EMPTY
};
