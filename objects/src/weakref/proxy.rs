//! `weakref.proxy`: a stand-in for an object that does not keep it alive. Every operation is the object's.

use super::{Link, connect, target};
use crate::{
    Args, BinaryFn, CallArgs, CompareOp, PyResult, Slots, Str, TypeDef, Vm, argument, kinds, names, native, object,
    protocol, protocol::BinaryOp, raise, type_error, types,
};
use rpython_heap::{Obj, Payload};

/// The payload of `weakref.ProxyType` and `weakref.CallableProxyType`.
pub struct WeakProxy(pub(super) Link);

impl Payload for WeakProxy {
    const KIND: u8 = kinds::WEAK_PROXY;
    const NAME: &'static str = "weak proxy";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.0.callback.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.0.callback.take();
    }
}

/// `weakref.proxy(o, callback)`
///
/// # Errors
/// `TypeError` for an object that cannot be weakly referenced.
pub fn new(vm: &mut Vm, o: &Obj, callback: Option<&Obj>) -> PyResult {
    let class = if vm.slots_of(o).call().is_some() { types::CALLABLE_PROXY } else { types::WEAK_PROXY };
    match connect(vm, class, o, callback)? {
        Ok(link) => {
            let made = vm.alloc(class, WeakProxy(link)).into_obj();
            vm.watch(o, &made);
            Ok(made)
        }
        Err(shared) => Ok(shared),
    }
}

/// What an operand stands for: a proxy's object, anything else itself.
fn unwrap(vm: &mut Vm, o: &Obj) -> PyResult {
    if !o.is_kind::<WeakProxy>() {
        return Ok(o.clone());
    }
    match target(vm, o) {
        Some(target) => Ok(target),
        None => Err(raise!(vm, types::REFERENCE_ERROR, "weakly-referenced object no longer exists")),
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let id = protocol::id(o);
    let text = match target(vm, o) {
        Some(target) => {
            let (class, at) = (super::full_name(vm, &target), protocol::id(&target));
            format!("<weakproxy at {id:#x}; to '{class}' at {at:#x}>")
        }
        None => format!("<weakproxy at {id:#x}; dead>"),
    };
    Ok(Str::new(vm, &text).into_obj())
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let o = unwrap(vm, o)?;
    protocol::str(vm, &o).map(Obj::from)
}

fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let o = unwrap(vm, o)?;
    let name = object::attribute_name(vm, name)?;
    protocol::get_attr(vm, &o, &name)
}

fn set_attr(vm: &mut Vm, o: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let o = unwrap(vm, o)?;
    let name = object::attribute_name(vm, name)?;
    match value {
        Some(value) => protocol::set_attr(vm, &o, &name, value),
        None => protocol::del_attr(vm, &o, &name),
    }
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (a, b) = (unwrap(vm, a)?, unwrap(vm, b)?);
    protocol::compare(vm, &a, &b, op)
}

fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    let o = unwrap(vm, o)?;
    protocol::call_args(vm, &o, args)
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let o = unwrap(vm, o)?;
    protocol::iter(vm, &o)
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let o = unwrap(vm, o)?;
    if vm.slots_of(&o).next().is_none() {
        let class = argument::class_name(vm, &o);
        return Err(type_error!(vm, "Weakref proxy referenced a non-iterator '{class}' object"));
    }
    protocol::next(vm, &o)
}

macro_rules! binary {
    ($op:ident) => {{
        let operation: BinaryFn = |vm, a, b| {
            let (a, b) = (unwrap(vm, a)?, unwrap(vm, b)?);
            protocol::binary(vm, &a, &b, BinaryOp::$op)
        };
        Some(operation)
    }};
}

macro_rules! inplace {
    ($op:ident) => {{
        let operation: BinaryFn = |vm, a, b| {
            let (a, b) = (unwrap(vm, a)?, unwrap(vm, b)?);
            protocol::inplace(vm, &a, &b, BinaryOp::$op)
        };
        Some(operation)
    }};
}

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(str),
    get_attr: Some(get_attr),
    set_attr: Some(set_attr),
    compare: Some(compare),
    iter: Some(iter),
    next: Some(next),
    truth: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::is_true(vm, &o)
    }),
    add: binary!(Add),
    subtract: binary!(Subtract),
    multiply: binary!(Multiply),
    remainder: binary!(Remainder),
    divmod: Some(|vm, a, b| {
        let (a, b) = (unwrap(vm, a)?, unwrap(vm, b)?);
        protocol::divmod(vm, &a, &b)
    }),
    power: Some(|vm, a, b, m| {
        let (a, b, m) = (unwrap(vm, a)?, unwrap(vm, b)?, unwrap(vm, m)?);
        protocol::power(vm, &a, &b, &m)
    }),
    lshift: binary!(Lshift),
    rshift: binary!(Rshift),
    and: binary!(And),
    xor: binary!(Xor),
    or: binary!(Or),
    floor_divide: binary!(FloorDivide),
    true_divide: binary!(TrueDivide),
    matrix_multiply: binary!(MatrixMultiply),
    inplace_add: inplace!(Add),
    inplace_subtract: inplace!(Subtract),
    inplace_multiply: inplace!(Multiply),
    inplace_remainder: inplace!(Remainder),
    inplace_power: Some(|vm, a, b, _| {
        let (a, b) = (unwrap(vm, a)?, unwrap(vm, b)?);
        protocol::inplace(vm, &a, &b, BinaryOp::Power)
    }),
    inplace_lshift: inplace!(Lshift),
    inplace_rshift: inplace!(Rshift),
    inplace_and: inplace!(And),
    inplace_xor: inplace!(Xor),
    inplace_or: inplace!(Or),
    inplace_floor_divide: inplace!(FloorDivide),
    inplace_true_divide: inplace!(TrueDivide),
    inplace_matrix_multiply: inplace!(MatrixMultiply),
    negative: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::negative(vm, &o)
    }),
    positive: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::positive(vm, &o)
    }),
    absolute: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::absolute(vm, &o)
    }),
    invert: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::invert(vm, &o)
    }),
    int: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::call(vm, types::INT, &[o])
    }),
    float: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::call(vm, types::FLOAT, &[o])
    }),
    index: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::index(vm, &o)
    }),
    len: Some(|vm, o| {
        let o = unwrap(vm, o)?;
        protocol::len(vm, &o)
    }),
    subscript: Some(|vm, o, key| {
        let (o, key) = (unwrap(vm, o)?, unwrap(vm, key)?);
        protocol::get_item(vm, &o, &key)
    }),
    set_subscript: Some(|vm, o, key, value| {
        let (o, key) = (unwrap(vm, o)?, unwrap(vm, key)?);
        match value {
            Some(value) => protocol::set_item(vm, &o, &key, value),
            None => protocol::del_item(vm, &o, &key),
        }
    }),
    contains: Some(|vm, o, item| {
        let (o, item) = (unwrap(vm, o)?, unwrap(vm, item)?);
        protocol::contains(vm, &o, &item)
    }),
    ..Slots::EMPTY
};

fn bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = unwrap(vm, args.at(0))?;
    protocol::call_method(vm, &o, names::__bytes__, &[])
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = unwrap(vm, args.at(0))?;
    protocol::call_method(vm, &o, names::__reversed__, &[])
}

/// `weakref.ProxyType`
pub static DEF: TypeDef = TypeDef {
    name: "ProxyType",
    module: "weakref",
    kind: kinds::WEAK_PROXY,
    flags: crate::TypeFlags::NO_NEW,
    slots: SLOTS,
    methods: &[native("__bytes__", "($self, /)", bytes, ""), native("__reversed__", "($self, /)", reversed, "")],
    ..TypeDef::EMPTY
};

/// `weakref.CallableProxyType`
pub static CALLABLE_DEF: TypeDef = TypeDef {
    name: "CallableProxyType",
    module: "weakref",
    kind: kinds::WEAK_PROXY,
    flags: crate::TypeFlags::NO_NEW,
    slots: Slots { call: Some(call), ..SLOTS },
    ..TypeDef::EMPTY
};
