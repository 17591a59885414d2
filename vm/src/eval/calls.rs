//! Calls.

use super::operands;
use super::words::instructions;
use crate::{
    call,
    frame::{Caller, FrameHeader, peek, take},
    special, special_methods, specialize,
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_heap::{give_up, has_pending};
use rpython_objects::{
    Args, CallArgs, EVAL_BREAKER, Function, List, Obj, PyResult, Ref, Tuple, Type, TypeFlags, Value, Vm, kinds,
    method::Method, protocol, types,
};
use std::sync::atomic::Ordering;

instructions!(|vm, frame, ip, sp, slots, arg| match opcode {
    CALL => {
        let state = state!();
        adapt!(specialize::call(vm, ip, sp, arg));
        save!();
        let count = arg as usize;
        match check_call!(call::enter(vm, state, frame, sp, count)) {
            call::Entered::Frame => {
                start!();
            }
            call::Entered::Result(result) => {
                skip!(op::CALL);
                sp = sp.sub(count + 2);
                push_obj!(result);
                settle_call!();
            }
        }
    }
    CALL_PY_EXACT_ARGS => {
        let state = state!();
        let callable = sp.sub(arg as usize + 2);
        let receiver = callable.add(1);
        let has_receiver = !(*receiver).is_unbound();
        let given = arg as usize + has_receiver as usize;
        let args = sp.sub(given);
        if peek(callable).kind() != kinds::FUNCTION
            || (*callable.cast::<Ref<Function>>()).get(vm).code.get(vm).exact_arguments != given as u32
        {
            deopt!(op::CALL);
        }
        save!();
        let pushed = check!(call::enter_frame(
            vm,
            state,
            frame,
            *callable,
            args,
            given,
            callable,
            const { call::units(op::CALL) },
            Caller::Call,
        ));
        start_pushed!(pushed);
    }
    CALL_BOUND_METHOD_EXACT_ARGS => {
        let state = state!();
        let callable = sp.sub(arg as usize + 2);
        let receiver = callable.add(1);
        let given = arg as usize + 1;
        if peek(callable).kind() != kinds::METHOD || !(*receiver).is_unbound() {
            deopt!(op::CALL);
        }
        let method = (*callable.cast::<Ref<Method>>()).get(vm);
        if !special::takes_exactly(vm, &method.function, given) {
            deopt!(op::CALL);
        }
        save!();
        let method = std::mem::replace(&mut *callable, method.function.clone().into_value());
        *receiver = (*(&raw const method).cast::<Ref<Method>>()).get(vm).this.clone().into_value();
        discard_local!(method);
        let pushed = check!(call::enter_frame(
            vm,
            state,
            frame,
            *callable,
            receiver,
            given,
            callable,
            const { call::units(op::CALL) },
            Caller::Call,
        ));
        start_pushed!(pushed);
    }
    CALL_BOUND_METHOD_GENERAL => {
        let state = state!();
        let callable = sp.sub(arg as usize + 2);
        let receiver = callable.add(1);
        if peek(callable).kind() != kinds::METHOD || !(*receiver).is_unbound() {
            deopt!(op::CALL);
        }
        save!();
        call::unpack_method(vm, callable, receiver);
        if peek(callable).kind() != kinds::FUNCTION {
            deopt!(op::CALL);
        }
        let given = arg as usize + 1;
        match check_call!(call::enter_function(vm, state, frame, callable, receiver, given)) {
            call::Entered::Frame => {
                start_pushed!();
            }
            call::Entered::Result(_) => {}
        }
    }
    CALL_PY_GENERAL => {
        let state = state!();
        let callable = sp.sub(arg as usize + 2);
        let receiver = callable.add(1);
        if peek(callable).kind() != kinds::FUNCTION {
            deopt!(op::CALL);
        }
        let given = arg as usize + !(*receiver).is_unbound() as usize;
        save!();
        match check_call!(call::enter_function(vm, state, frame, callable, sp.sub(given), given)) {
            call::Entered::Frame => {
                start_pushed!();
            }
            call::Entered::Result(_) => {}
        }
    }
    CALL_ALLOC_AND_ENTER_INIT => {
        let state = state!();
        let callable = sp.sub(arg as usize + 2);
        if special::own_version(peek(callable)) != cached!(u32, 1) || !(*callable.add(1)).is_unbound() {
            deopt!(op::CALL);
        }
        let init = (*callable.cast::<Ref<Type>>()).get(vm).init;
        if !call::takes(vm, peek(&raw const init), arg as usize + 1) {
            deopt!(op::CALL);
        }
        save!();
        // The class may lose the function while it runs.
        let init = peek(&raw const init).clone().into_value();
        let pushed = check!(call::enter_plain_init(
            vm,
            state,
            frame,
            callable,
            arg as usize,
            init,
            const { call::units(op::CALL) },
        ));
        start_pushed!(pushed);
    }
    CALL_LIST_APPEND => {
        let callable = sp.sub(3);
        if !special::is_native(vm, callable, kinds::METHOD_DESCRIPTOR, cached!(u32, 1))
            || !special::is_exact(top!(2), types::LIST)
        {
            deopt!(op::CALL);
        }
        save!();
        let item = take(sp.sub(1));
        sp = sp.sub(1);
        check!((*sp.sub(1).cast::<Ref<List>>()).get_mut(vm).items.push(item));
        let list = *sp.sub(1);
        let callable = *sp.sub(2);
        sp = sp.sub(1);
        *sp.sub(1) = Value::NONE;
        discard!(list);
        discard!(callable);
        skip!(op::CALL);
    }
    CALL_LEN => {
        if !special::is_native(vm, sp.sub(3), kinds::BUILTIN, cached!(u32, 1)) {
            deopt!(op::CALL);
        }
        save!();
        enter_special!(special_methods::may_have(top!(1)), enter_len, const { call::units(op::CALL) });
        let length = match special::plain_len(vm, top!(1)) {
            Some(length) => length,
            None => check!(protocol::len(vm, top!(1))),
        };
        let (argument, callable) = (*sp.sub(1), *sp.sub(3));
        sp = sp.sub(2);
        *sp.sub(1) = rpython_objects::int::from_i64(vm, length as i64).into_value();
        skip!(op::CALL);
        discard_behind!(argument);
        discard_behind!(callable);
    }
    CALL_ISINSTANCE => {
        if !special::is_native(vm, sp.sub(4), kinds::BUILTIN, cached!(u32, 1)) {
            deopt!(op::CALL);
        }
        save!();
        let found = check!(protocol::is_instance(vm, top!(2), top!(1)));
        let (class, object, callable) = (*sp.sub(1), *sp.sub(2), *sp.sub(4));
        sp = sp.sub(3);
        *sp.sub(1) = Value::bool(found);
        skip!(op::CALL);
        discard_behind!(class);
        discard_behind!(object);
        discard_behind!(callable);
    }
    CALL_TYPE_1 => {
        if !top!(3).is(types::TYPE) || !(*sp.sub(2)).is_unbound() {
            deopt!(op::CALL);
        }
        let argument = *sp.sub(1);
        let class = vm.class_of(peek(&raw const argument)).own();
        sp = sp.sub(2);
        *sp.sub(1) = class.into_obj().into_value();
        discard!(argument);
        skip!(op::CALL);
    }
    CALL_STR_1 => {
        if !top!(3).is(types::STR) || !(*sp.sub(2)).is_unbound() {
            deopt!(op::CALL);
        }
        save!();
        let made = check!(protocol::str(vm, top!(1)));
        let argument = *sp.sub(1);
        sp = sp.sub(2);
        *sp.sub(1) = made.into_obj().into_value();
        skip!(op::CALL);
        discard_behind!(argument);
    }
    CALL_TUPLE_1 => {
        if !top!(3).is(types::TUPLE) || !(*sp.sub(2)).is_unbound() {
            deopt!(op::CALL);
        }
        save!();
        let made = check!(Tuple::from_iterable(vm, top!(1)));
        let argument = *sp.sub(1);
        sp = sp.sub(2);
        *sp.sub(1) = made.into_obj().into_value();
        skip!(op::CALL);
        discard_behind!(argument);
        settle_call!();
    }
    // Native functions whose arguments need no binding: the cache holds the function's number.
    CALL_METHOD_DESCRIPTOR_O
    | CALL_METHOD_DESCRIPTOR_NOARGS
    | CALL_METHOD_DESCRIPTOR_FAST
    | CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS => {
        let callable = sp.sub(arg as usize + 2);
        let receiver = callable.add(1);
        let number = cached!(u32, 1);
        if !special::is_native(vm, callable, kinds::METHOD_DESCRIPTOR, number)
            || !special::is_receiver(vm, callable, receiver)
        {
            deopt!(op::CALL);
        }
        save!();
        let args = operands(sp, arg as usize + 1);
        let result = check!((vm.function(number).run)(vm, Args::new(args)));
        skip!(op::CALL);
        drop_operands!(arg as usize + 2);
        push_obj!(result);
        settle_call!();
    }
    CALL_BUILTIN_O | CALL_BUILTIN_FAST | CALL_BUILTIN_FAST_WITH_KEYWORDS => {
        let arg = if OPCODE == op::CALL_BUILTIN_O { 1 } else { arg };
        let callable = sp.sub(arg as usize + 2);
        let receiver = callable.add(1);
        let number = cached!(u32, 1);
        if !(*receiver).is_unbound() || !special::is_native(vm, callable, kinds::BUILTIN, number) {
            deopt!(op::CALL);
        }
        save!();
        let def = vm.function(number);
        let mut count = arg as usize;
        if def.signature.has_self() {
            // The function holds its module or receiver.
            let Some(this) = special::native_receiver(vm, callable) else { deopt!(op::CALL) };
            *receiver = this;
            count += 1;
        }
        let args = operands(sp, count);
        let run = def.by_position.unwrap_or(def.run);
        let result = check!(run(vm, Args::new(args)));
        skip!(op::CALL);
        drop_operands!(arg as usize + 2);
        push_obj!(result);
        settle_call!();
    }
    CALL_BUILTIN_CLASS => {
        let callable = sp.sub(arg as usize + 2);
        if !special::is_exact(peek(callable), types::TYPE) || !(*callable.add(1)).is_unbound() {
            deopt!(op::CALL);
        }
        let class = &*callable.cast::<Ref<Type>>();
        if !class.get(vm).flags.has(TypeFlags::IMMUTABLE) || class.is(types::TYPE) {
            deopt!(op::CALL);
        }
        save!();
        let args = CallArgs::positional(operands(sp, arg as usize));
        let result = check!(rpython_objects::type_call::make(vm, class, args));
        skip!(op::CALL);
        drop_top!(arg as usize + 2);
        push_obj!(result);
    }
    CALL_NON_PY_GENERAL => {
        let state = state!();
        let kind = peek(sp.sub(arg as usize + 2)).kind();
        if kind == kinds::FUNCTION || kind == kinds::METHOD {
            deopt!(op::CALL);
        }
        save!();
        let count = arg as usize;
        match check_call!(call::enter(vm, state, frame, sp, count)) {
            call::Entered::Frame => {
                start!();
            }
            call::Entered::Result(result) => {
                skip!(op::CALL);
                sp = sp.sub(count + 2);
                push_obj!(result);
                settle_call!();
            }
        }
    }
    CALL_KW => {
        let state = state!();
        save!();
        let count = arg as usize;
        match check_call!(call::enter_keywords(vm, state, frame, sp, count)) {
            call::Entered::Frame => {
                start!();
            }
            call::Entered::Result(result) => {
                skip!(op::CALL_KW);
                sp = sp.sub(count + 3);
                push_obj!(result);
                settle_call!();
            }
        }
    }
    CALL_FUNCTION_EX => {
        let state = state!();
        save!();
        match check_call!(call::enter_spread(vm, state, frame, sp)) {
            call::Entered::Frame => {
                start!();
            }
            call::Entered::Result(result) => {
                sp = sp.sub(4);
                push_obj!(result);
                settle_call!();
            }
        }
    }
});
