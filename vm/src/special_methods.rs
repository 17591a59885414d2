//! Special methods written in Python that instructions call: their frames run on the same loop.
//!
//! The operands stay where they are until the method returns; the frame's first slots borrow them. What the method returns goes through
//! [`finish`], which makes of it what the instruction leaves, by the rules of `rpython_objects::dispatch`. Where the method is no function
//! of as many parameters, the instruction asks the protocol instead, which enters the loop anew.

use crate::{
    call::{self, Pushed},
    exceptions,
    frame::{Caller, FrameHeader, peek},
    interp::{self, Interp},
    special, tracing,
};
use rpython_frontend::bytecode::compare;
use rpython_heap::flag;
use rpython_objects::{
    CompareOp, Exception, Obj, PyResult, Ref, Str, TypeExt, Value, Vm, dispatch, kinds, names, protocol,
    sequence_iterator::SequenceIterator, type_object, types,
};

/// Whether Python code has defined the class of an object.
#[inline(always)]
pub(crate) fn may_have(o: &Obj) -> bool {
    o.header().is_some_and(|h| h.has(flag::SUBCLASS))
}

/// As [`may_have`], for what comes next in an iteration.
#[inline(always)]
pub(crate) fn may_have_next(iterator: &Obj) -> bool {
    iterator.header().is_some_and(|h| h.has(flag::SUBCLASS) || h.kind() == kinds::SEQUENCE_ITERATOR)
}

/// The function that the class of an object has under `name`, if Python code has defined the class and it takes so many arguments,
/// the object included.
#[inline]
fn method(vm: &mut Vm, o: &Obj, name: &Ref<Str>, given: usize) -> Option<Obj> {
    if !may_have(o) {
        return None;
    }
    type_object::lookup_in_class(vm, o, name).filter(|f| special::takes_exactly(vm, f, given))
}

/// The method that says whether an object is true, and what becomes of its answer.
fn truth_method(vm: &mut Vm, o: &Obj) -> Option<(Obj, Caller)> {
    let slots = vm.slots_of(o);
    if slots.truth().is_none() && slots.len().is_none() {
        return None;
    }
    let (found, caller) = match type_object::lookup_in_class(vm, o, names::__bool__) {
        Some(found) => (found, Caller::Truth),
        None => (type_object::lookup_in_class(vm, o, names::__len__)?, Caller::TruthOfLength),
    };
    special::takes_exactly(vm, &found, 1).then_some((found, caller))
}

/// Pushes the frame of a method whose arguments are borrowed from the operands of `frame`.
///
/// # Safety
/// `frame` is the running frame, `sp` its operand stack pointer; the arguments are uncounted, of words that stay until the frame is left.
#[allow(clippy::too_many_arguments)]
unsafe fn push<const N: usize>(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    sp: *mut Value,
    function: Obj,
    args: [Value; N],
    skip: u16,
    caller: Caller,
) -> PyResult<Pushed> {
    // SAFETY: the caller's promise; above `sp`, or above the floor of a generator's frame, the stack is free.
    unsafe {
        let at = call::floor(frame, sp);
        interp::enter(vm, state, at)?;
        for (i, arg) in args.into_iter().enumerate() {
            *at.add(i) = arg.to_uncounted();
        }
        (*frame).top = sp;
        Ok(call::push_frame_at(vm, state, frame, function.into_counted().into_value(), at, N, skip, caller))
    }
}

/// An entered frame, `None` where the protocol has to be asked.
type Entered = PyResult<Option<Pushed>>;

macro_rules! entering {
    ($($(#[$doc:meta])* fn $name:ident($vm:ident, $sp:ident $(, $arg:ident: $ty:ty)*) $find:block)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Safety
            /// `frame` is the running frame, whose instruction is saved; the operands lie below `sp`, its operand stack pointer.
            #[inline(never)]
            pub(crate) unsafe fn $name(
                $vm: &mut Vm,
                state: *mut Interp,
                frame: *mut FrameHeader,
                $sp: *mut Value,
                skip: u16,
                $($arg: $ty,)*
            ) -> Entered {
                // SAFETY: the caller's promise; operands stay where they are while the method runs.
                unsafe {
                    let Some((function, args, caller)) = ($find) else { return Ok(None) };
                    push($vm, state, frame, $sp, function, args, skip, caller).map(Some)
                }
            }
        )*
    };
}

entering! {
    /// `len(o)`: `__len__` of the top.
    fn enter_len(vm, sp) {
        method(vm, peek(sp.sub(1)), names::__len__, 1).map(|f| (f, [*sp.sub(1)], Caller::Length))
    }

    /// `bool(o)`: `__bool__` of the top, or its `__len__`.
    fn enter_truth(vm, sp) {
        truth_method(vm, peek(sp.sub(1))).map(|(f, caller)| (f, [*sp.sub(1)], caller))
    }

    /// `iter(o)`: `__iter__` of the top.
    fn enter_iter(vm, sp) {
        method(vm, peek(sp.sub(1)), names::__iter__, 1).map(|f| (f, [*sp.sub(1)], Caller::Iterator))
    }

    /// `o[k] = v`: `__setitem__`; on top lie the key, the object and the value.
    fn enter_set_item(vm, sp) {
        let found = method(vm, peek(sp.sub(2)), names::__setitem__, 3);
        found.map(|f| (f, [*sp.sub(2), *sp.sub(1), *sp.sub(3)], Caller::Stored))
    }

    /// `k in o`: `__contains__` of the top.
    fn enter_contains(vm, sp) {
        let found = method(vm, peek(sp.sub(1)), names::__contains__, 2);
        found.map(|f| (f, [*sp.sub(1), *sp.sub(2)], Caller::Contained))
    }

    /// `a OP b`: the left operand's method, unless the right one's comes first.
    fn enter_compare(vm, sp, operator: CompareOp) {
        let (a, b) = (peek(sp.sub(2)), peek(sp.sub(1)));
        let name = match operator {
            CompareOp::Lt => names::__lt__,
            CompareOp::Le => names::__le__,
            CompareOp::Eq => names::__eq__,
            CompareOp::Ne => names::__ne__,
            CompareOp::Gt => names::__gt__,
            CompareOp::Ge => names::__ge__,
        };
        let found = method(vm, a, name, 2);
        let found = found.filter(|_| {
            let (ca, cb) = (vm.class_of(a), vm.class_of(b));
            ca.is(&cb) || !cb.is_subtype(vm, &ca)
        });
        found.map(|f| (f, [*sp.sub(2), *sp.sub(1)], Caller::Compared))
    }
}

/// Indexes that are small ints, whatever becomes of them.
const SMALL_INDEX: isize = 1 << 48;

/// The next item of the top: its `__next__`, or `__getitem__` of what is iterated by numbers. `skip` leads behind the loop.
///
/// # Safety
/// As for the functions above.
#[inline(never)]
pub(crate) unsafe fn enter_next(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    sp: *mut Value,
    skip: u16,
) -> Entered {
    // SAFETY: the caller's promise.
    unsafe {
        let iterator = peek(sp.sub(1));
        let Some(numbered) = iterator.downcast_ref::<SequenceIterator>().map(|i| i.get(vm)) else {
            let Some(function) = method(vm, iterator, names::__next__, 1) else { return Ok(None) };
            return push(vm, state, frame, sp, function, [*sp.sub(1)], skip, Caller::Item).map(Some);
        };
        let (Some(sequence), index) = (numbered.sequence.cloned(), numbered.index) else { return Ok(None) };
        if !(0..SMALL_INDEX).contains(&index) {
            return Ok(None);
        }
        let Some(function) = method(vm, &sequence, names::__getitem__, 2) else { return Ok(None) };
        let args = [sequence.value(), Value::int_wrapping(index as i64)];
        let pushed = push(vm, state, frame, sp, function, args, skip, Caller::Item)?;
        // The iterator may let go of its sequence meanwhile: the frame owns it.
        *pushed.slots = sequence.into_value();
        Ok(Some(pushed))
    }
}

/// Whether the exception that a [`Caller::Item`] frame has raised is the end of the loop; it is swallowed then.
///
/// # Safety
/// `frame` is the frame that called, its iterator on top.
#[cold]
pub(crate) unsafe fn ends_loop(vm: &mut Vm, frame: *mut FrameHeader) -> bool {
    // SAFETY: the caller's promise.
    let iterator = unsafe { peek((*frame).top.sub(1)) };
    let Some(numbered) = iterator.downcast_ref::<SequenceIterator>() else { return exceptions::swallow_stop(vm) };
    if vm.raised_is(types::INDEX_ERROR) {
        vm.exception.take();
    } else if !exceptions::swallow_stop(vm) {
        return false;
    }
    let done = numbered.get_mut(vm).sequence.take();
    drop(done);
    true
}

/// Whether the exception that a [`Caller::Item`] frame has just raised ends the loop without anybody's seeing it: its traceback and
/// the frame object in that would be made to be dropped.
///
/// # Safety
/// `frame` is the running frame, whose instruction is saved, called by an instruction with its iterator on top.
#[cold]
#[inline(never)]
pub(crate) unsafe fn ends_loop_unseen(vm: &Vm, state: *mut Interp, frame: *mut FrameHeader) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<Exception>()) else { return false };
        let class = vm.class_of(e);
        let numbered = || peek((*(*frame).previous).top.sub(1)).is_kind::<SequenceIterator>();
        let ends = class.is(types::STOP_ITERATION) || class.is(types::INDEX_ERROR) && numbered();
        if !ends || !e.is_unique() || (*state).reraised || tracing::sees_exceptions(state) {
            return false;
        }
        let code = FrameHeader::code(frame).get(vm);
        let offset = (*frame).instruction.offset_from(code.units.as_ptr()) as u32;
        exceptions::find_handler(code.exception_table.tail(vm), offset).is_none()
    }
}

/// Makes of what a special method has returned what its instruction leaves on the operand stack of `frame`, whose end is returned.
///
/// # Safety
/// `frame` is the frame that called, taken up again; `sp` its operand stack pointer.
///
/// # Errors
/// What is wrong with the result; what asking the other operand raises.
#[inline(never)]
pub(crate) unsafe fn finish(
    vm: &mut Vm,
    frame: *mut FrameHeader,
    sp: *mut Value,
    caller: Caller,
    result: Obj,
) -> PyResult<*mut Value> {
    // SAFETY: the caller's promise: the operands are those of the functions above.
    unsafe {
        let arg = (*(*frame).instruction >> 8) as u8;
        let (value, operands) = match caller {
            Caller::Length => {
                let length = dispatch::length_returned(vm, &result)?;
                (rpython_objects::int::from_i64(vm, length as i64), 3)
            }
            Caller::Truth => (Obj::bool(dispatch::truth_returned(vm, &result)?), 1),
            Caller::TruthOfLength => (Obj::bool(dispatch::length_returned(vm, &result)? != 0), 1),
            Caller::Contained => {
                let found = protocol::is_true(vm, &result)?;
                (Obj::bool(found != (arg != 0)), 2)
            }
            Caller::Compared => {
                let mut result = result;
                if result.is_not_implemented() {
                    let operator = CompareOp::ALL[(arg >> 5) as usize % CompareOp::ALL.len()];
                    result = protocol::compare_reflected(vm, peek(sp.sub(2)), peek(sp.sub(1)), operator)?;
                }
                if arg & compare::TO_BOOL != 0 && !result.value().is_bool() {
                    result = protocol::is_true(vm, &result).map(Obj::bool)?;
                }
                (result, 2)
            }
            Caller::Iterator => {
                protocol::check_iterator(vm, &result)?;
                (result, 1)
            }
            Caller::Stored => {
                drop(result);
                return Ok(special::drop_words(vm, frame, sp, 3));
            }
            Caller::Item => {
                if let Some(numbered) = peek(sp.sub(1)).downcast_ref::<SequenceIterator>() {
                    numbered.get_mut(vm).index += 1;
                }
                (result, 0)
            }
            Caller::Call | Caller::Send | Caller::ForIter | Caller::Native | Caller::Init => (result, 0),
        };
        let sp = special::drop_words(vm, frame, sp, operands);
        *sp = value.into_value();
        Ok(sp.add(1))
    }
}
