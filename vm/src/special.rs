//! The slow halves of operators and attribute access, and what runs between instructions.

use crate::frame::{FrameHeader, peek, take};
use rpython_frontend::bytecode::{CACHES, SPECIAL_METHODS, op};
use rpython_heap::{Pending, take_pending};
use rpython_objects::{
    CompareOp, Dict, Obj, OptObj, PyResult, Raised, Ref, Str, Type, TypeExt, TypeFlags, Value, Vm, object,
    protocol::{self, BinaryOp},
    raise, slice, type_error, types,
};

/// `NB_SUBSCR`
const SUBSCRIPT: u32 = 26;
/// `NB_INPLACE_ADD`
const INPLACE_ADD: u32 = 13;

/// `BINARY_OP` on the two words below `sp`. `ip` is behind the instruction, its caches not yet skipped.
///
/// # Safety
/// The words are live; `ip` and `slots` are those of the running frame.
pub(crate) unsafe fn binary_op(vm: &mut Vm, ip: *const u16, slots: *mut Value, sp: *mut Value, arg: u32) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        let (a, b) = (peek(sp.sub(2)), peek(sp.sub(1)));
        if arg == SUBSCRIPT {
            return protocol::get_item(vm, a, b);
        }
        if (arg == INPLACE_ADD || arg == 0)
            && let (Some(x), Some(y)) = (a.downcast_ref::<Str>(), b.downcast_ref::<Str>())
            && vm.class_of(a).is(types::STR)
            && vm.class_of(b).is(types::STR)
        {
            // `s += t` where `s` is a local: its slot gives its count up, so that the text can grow in place.
            let next = *ip.add(CACHES[op::BINARY_OP as usize] as usize);
            let slot = slots.add((next >> 8) as usize);
            if next as u8 == op::STORE_FAST && peek(slot).is(x) {
                let y = y.clone();
                let local = take(slot);
                *slot = Value::UNBOUND;
                let operand = take(sp.sub(2));
                *sp.sub(2) = Value::UNBOUND;
                drop(operand);
                let Ok(local) = local.downcast::<Str>() else { return Ok(Obj::NONE) };
                return Str::append_in_place(vm, local, &y).map(Obj::from);
            }
            return Ok(Str::concat(vm, x, y)?.into_obj());
        }
        let (a, b) = (a.clone(), b.clone());
        match BinaryOp::ALL.get(arg as usize) {
            Some(operator) => protocol::binary(vm, &a, &b, *operator),
            None => match BinaryOp::ALL.get(arg as usize - BinaryOp::ALL.len()) {
                Some(operator) => protocol::inplace(vm, &a, &b, *operator),
                None => Err(raise!(vm, types::SYSTEM_ERROR, "unknown binary operator {arg}")),
            },
        }
    }
}

/// `COMPARE_OP`
pub(crate) fn compare_op(vm: &mut Vm, a: &Obj, b: &Obj, operator: CompareOp, to_bool: bool) -> PyResult {
    if let (Some(x), Some(y)) = (a.downcast_ref::<Str>(), b.downcast_ref::<Str>())
        && matches!(operator, CompareOp::Eq | CompareOp::Ne)
        && vm.class_of(a).is(types::STR)
        && vm.class_of(b).is(types::STR)
    {
        return Ok(Obj::bool(Str::same(vm, x, y) == (operator == CompareOp::Eq)));
    }
    let result = protocol::compare(vm, a, b, operator)?;
    if to_bool && !result.value().is_bool() {
        return protocol::is_true(vm, &result).map(Obj::bool);
    }
    Ok(result)
}

/// `container[start:stop]`
pub(crate) fn get_slice(vm: &mut Vm, container: &Obj, start: &Obj, stop: &Obj) -> PyResult {
    let key = slice::new(vm, start, stop, &Obj::NONE);
    protocol::get_item(vm, container, &key)
}

/// `container[start:stop] = value`
pub(crate) fn set_slice(vm: &mut Vm, container: &Obj, start: &Obj, stop: &Obj, value: &Obj) -> PyResult<()> {
    let key = slice::new(vm, start, stop, &Obj::NONE);
    protocol::set_item(vm, container, &key, value)
}

/// What a method lookup found.
pub(crate) enum Method {
    /// A function that takes the receiver as its first argument.
    Unbound(Obj),
    /// Anything else.
    Attribute(Obj),
}

/// Whether attributes of a class's instances are looked up as `object` does it.
#[inline]
fn is_generic(vm: &Vm, class: &Ref<Type>) -> bool {
    let own = vm.slots(class).get_attr().map(|f| f as usize);
    own == Some(object::generic_get_attr as fn(&mut Vm, &Obj, &Obj) -> PyResult as usize)
}

/// `o.name(…)`: the method, not bound where that can be avoided.
#[inline]
pub(crate) fn load_method(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult<Method> {
    let class = vm.class_of(o).own();
    if !is_generic(vm, &class) {
        return protocol::get_attr(vm, o, name).map(Method::Attribute);
    }
    let Some(found) = class.lookup(vm, name) else {
        return match object::own_attribute(vm, o, name)? {
            Some(own) => Ok(Method::Attribute(own)),
            None => Err(protocol::no_attribute(vm, o, name)),
        };
    };
    if vm.class_of(&found).get(vm).flags.has(TypeFlags::METHOD_DESCRIPTOR) {
        return Ok(match object::own_attribute(vm, o, name)? {
            Some(own) => Method::Attribute(own),
            None => Method::Unbound(found),
        });
    }
    match object::find_generic(vm, o, name)? {
        Some(value) => Ok(Method::Attribute(value)),
        None => Err(protocol::no_attribute(vm, o, name)),
    }
}

/// `o.name`
#[inline]
pub(crate) fn load_attribute(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult {
    let class = vm.class_of(o).own();
    if !is_generic(vm, &class) {
        return protocol::get_attr(vm, o, name);
    }
    match object::find_generic(vm, o, name)? {
        Some(value) => Ok(value),
        None => Err(protocol::no_attribute(vm, o, name)),
    }
}

/// `o.name = value`
#[inline]
pub(crate) fn store_attribute(vm: &mut Vm, o: &Obj, name: &Ref<Str>, value: &Obj) -> PyResult<()> {
    protocol::set_attr(vm, o, name, value)
}

/// `LOAD_SUPER_ATTR`: `super().name` without making the `super` object, unless the name means something else.
pub(crate) fn load_super_attribute(
    vm: &mut Vm,
    global_super: &Obj,
    class: &Obj,
    this: &Obj,
    name: &Ref<Str>,
    arg: u32,
) -> PyResult<Method> {
    let method = arg & 1 != 0;
    if global_super.is(types::SUPER) {
        let (value, unbound) = rpython_objects::super_object::load(vm, class, this, name, method)?;
        return Ok(if unbound { Method::Unbound(value) } else { Method::Attribute(value) });
    }
    let args = [class.clone(), this.clone()];
    let made = protocol::call(vm, global_super, if arg & 2 != 0 { &args } else { &[] })?;
    protocol::get_attr(vm, &made, name).map(Method::Attribute)
}

/// `LOAD_SPECIAL`: `__enter__` and the like, looked up in the class.
pub(crate) fn load_special(vm: &mut Vm, o: &Obj, which: u8) -> PyResult<Method> {
    let name = Str::intern(vm, SPECIAL_METHODS[which as usize]);
    let Some(found) = protocol::lookup_special(vm, o, &name) else {
        return Err(no_special(vm, o, which));
    };
    if vm.class_of(&found).get(vm).flags.has(TypeFlags::METHOD_DESCRIPTOR) {
        return Ok(Method::Unbound(found));
    }
    protocol::bind(vm, o, &found).map(Method::Attribute)
}

#[cold]
fn no_special(vm: &mut Vm, o: &Obj, which: u8) -> Raised {
    let has = |vm: &mut Vm, name: &str| {
        let name = Str::intern(vm, name);
        protocol::lookup_special(vm, o, &name).is_some()
    };
    let is_sync = has(vm, "__enter__") && has(vm, "__exit__");
    let is_async = has(vm, "__aenter__") && has(vm, "__aexit__");
    let class = vm.class_of(o).own();
    let class = rpython_objects::class::qualified_name(vm, &class);
    let name = SPECIAL_METHODS[which as usize];
    let (protocol, other) = if which < 2 {
        (
            "context manager",
            is_async.then_some(
                " that supports the asynchronous context manager protocol. Did you mean to use 'async with'?",
            ),
        )
    } else {
        (
            "asynchronous context manager",
            is_sync.then_some(" that supports the context manager protocol. Did you mean to use 'with'?"),
        )
    };
    match other {
        Some(hint) => {
            let hint = hint.strip_prefix(" that").map_or(hint, |h| h);
            type_error!(
                vm,
                "'{class}' object does not support the {protocol} protocol (missed {name} method) but it{hint}"
            )
        }
        None => type_error!(vm, "'{class}' object does not support the {protocol} protocol (missed {name} method)"),
    }
}

/// Runs what releases have left: finalisers and the callbacks of weak references.
#[cold]
#[inline(never)]
pub fn run_pending(vm: &mut Vm) {
    while rpython_heap::has_pending() {
        for entry in take_pending(vm) {
            // The exception on its way, if any, is not theirs.
            let travelling = std::mem::replace(&mut vm.exception, OptObj::NONE);
            match entry {
                Pending::Finalise(o) => {
                    if let Some(finalise) = vm.slots_of(&o).finalise()
                        && finalise(vm, &o).is_err()
                    {
                        let method = vm.class_of(&o).own().lookup(vm, rpython_objects::names::__del__);
                        report(vm, "while calling deallocator", method.as_ref());
                    }
                    // The finaliser may have made a new reference: then the object lives on.
                    drop(o);
                }
                Pending::Collect => rpython_gc::automatic(vm),
                Pending::Died(referrer) => {
                    if let Err((_raised, callback)) = rpython_objects::weakref::run_callback(vm, &referrer) {
                        report(vm, "while calling weakref callback", Some(&callback));
                    }
                }
            }
            vm.exception = travelling;
        }
    }
}

/// Reports an exception that cannot be raised.
pub(crate) fn report(vm: &mut Vm, what: &str, object: Option<&Obj>) {
    (vm.hooks.unraisable)(vm, what, object);
}

/// An instruction that the interpreter does not have.
#[cold]
pub(crate) fn unknown_instruction(vm: &mut Vm, opcode: u8) -> Raised {
    raise!(vm, types::SYSTEM_ERROR, "unknown opcode {opcode}")
}

/// The locals of the running frame by name: `locals()` of a function is a snapshot.
pub(crate) unsafe fn snapshot_locals(vm: &mut Vm, frame: *mut FrameHeader) -> PyResult {
    // SAFETY: the caller passes a live frame.
    unsafe {
        if let Some(locals) = peek(&raw const (*frame).locals).clone().bound() {
            return Ok(locals);
        }
        let made = Dict::new(vm);
        let code = FrameHeader::code(frame).clone();
        let slots = FrameHeader::slot_base(frame);
        for i in 0..(*frame).slots as usize {
            let kind = code.get(vm).slot_kinds.tail(vm).get(i).copied().unwrap_or(0);
            if kind & rpython_frontend::code::kind::HIDDEN != 0 {
                continue;
            }
            let Some(name) = code.get(vm).slot_names.tail(vm)[i].downcast_ref::<Str>().cloned() else { continue };
            let value = peek(slots.add(i)).clone();
            let is_cell = kind & (rpython_frontend::code::kind::CELL | rpython_frontend::code::kind::FREE) != 0;
            let value = match value.downcast_ref::<rpython_objects::cell::Cell>() {
                Some(cell) if is_cell => cell.get(vm).content.cloned(),
                _ => value.bound(),
            };
            if let Some(value) = value {
                Dict::set_str(vm, &made, &name, value)?;
            }
        }
        Ok(made.into_obj())
    }
}
