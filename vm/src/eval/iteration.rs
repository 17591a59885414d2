//! Iteration, generators, and the end of frames.

use super::words::instructions;
use crate::{
    call,
    frame::{Caller, FrameHeader, peek, take},
    generators, special, special_methods, specialize,
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_heap::{give_up, has_pending};
use rpython_objects::{
    EVAL_BREAKER, Generator, Obj, PyResult, Ref, Value, Vm, kinds, list::ListIterator, protocol, range::RangeIterator,
    tuple::TupleIterator, types,
};
use std::sync::atomic::Ordering;

instructions!(|vm, frame, ip, sp, slots, arg| match opcode {
    RETURN_VALUE => {
        let result = take(sp.sub(1)).into_value();
        sp = sp.sub(1);
        debug_assert!(sp == FrameHeader::stack_base(frame));
        let left = frame;
        let is_plain = FrameHeader::is_plain(left);
        if !is_plain && (*left).extras != 0 {
            save!();
            call::leave_extras(vm, left);
        }
        (*state!()).depth -= 1;
        // The last slot goes first, as in CPython.
        let mut place = left.cast::<Value>();
        while place > slots {
            place = place.sub(1);
            discard_local!(*place);
        }
        discard_local!((*left).function);
        (*state!()).frame = (*left).previous;
        if is_plain {
            let skip = (*left).skip;
            take_up!((*left).previous);
            ip = (*frame).instruction.add(skip as usize);
            sp = (*frame).top;
            push!(result);
            settle!();
            next!();
        }
        let skip = (*left).skip;
        match (*left).caller {
            Caller::Native => {
                let result = Obj::from_value(result);
                if has_pending() {
                    special::run_pending(vm);
                }
                return Ok(result);
            }
            Caller::Init => {
                resume!(skip);
                // The instance lies below, put there when `__init__` was entered.
                if result != Value::NONE {
                    let _raised = call::init_returned(vm, peek(&raw const result));
                    discard_local!(result);
                    fail!();
                }
            }
            Caller::ForIter => {
                resume!(skip);
                discard_behind!(result);
            }
            Caller::Send | Caller::Call => {
                resume!(skip);
                push!(result);
            }
            caller => finish_special!(caller, skip, Obj::from_value(result)),
        }
        settle!();
    }
    GET_ITER => {
        let iterable = top!(1);
        let class = iterable.header().map(|h| h.class());
        if class == Some(types::GENERATOR.slot()) {
            next!();
        }
        if let Some(made) = rpython_objects::sequence::plain_iter(vm, iterable) {
            let old = *sp.sub(1);
            *sp.sub(1) = made.into_value();
            discard!(old);
            next!();
        }
        save!();
        enter_special!(special_methods::may_have(top!(1)), enter_iter, const { call::units(op::GET_ITER) });
        unary!(protocol::iter);
    }
    GET_YIELD_FROM_ITER => {
        save!();
        enter_special!(special_methods::may_have(top!(1)), enter_iter, const { call::units(op::GET_YIELD_FROM_ITER) });
        unary!(|vm: &mut Vm, o: &Obj| generators::yield_from_iter(vm, frame, o));
    }
    FOR_ITER => {
        adapt!(specialize::for_iter(ip, top!(1)));
        save!();
        enter_special!(
            special_methods::may_have_next(top!(1)),
            enter_next,
            const { call::units(op::FOR_ITER) } + arg as u16 + 1
        );
        let unpacking = *ip.add(const { CACHES[op::FOR_ITER as usize] as usize });
        if unpacking == const { op::UNPACK_SEQUENCE_TWO_TUPLE as u16 | 2 << 8 } {
            let next = check!(protocol::next_unpacked(vm, top!(1)));
            skip!(op::FOR_ITER);
            match next {
                Some(protocol::Next::Two([first, second])) => {
                    push_obj!(second);
                    push_obj!(first);
                    ip = ip.add(const { call::units(op::UNPACK_SEQUENCE) as usize });
                }
                Some(protocol::Next::One(item)) => push_obj!(item),
                None => ip = ip.add(arg as usize + 1),
            }
            settle!();
            next!();
        }
        let item = check!(protocol::next(vm, top!(1)));
        skip!(op::FOR_ITER);
        match item {
            Some(item) => push_obj!(item),
            // Past END_FOR; POP_ITER follows.
            None => ip = ip.add(arg as usize + 1),
        }
        settle!();
    }
    FOR_ITER_RANGE => {
        let iterator = top!(1);
        if iterator.kind() != kinds::RANGE_ITERATOR {
            deopt!(op::FOR_ITER);
        }
        let r = (*sp.sub(1).cast::<Ref<RangeIterator>>()).get_mut(vm);
        skip!(op::FOR_ITER);
        if r.left > 0 {
            r.left -= 1;
            let n = r.next;
            r.next = n.wrapping_add(r.step);
            match Value::int(n) {
                Some(value) => handed_out!(value),
                None => push_obj!(rpython_objects::int::from_i64(vm, n)),
            }
        } else {
            ip = ip.add(arg as usize + 1);
        }
    }
    FOR_ITER_LIST => {
        if !special::is_exact(top!(1), types::LIST_ITERATOR) {
            deopt!(op::FOR_ITER);
        }
        let it = &*sp.sub(1).cast::<Ref<ListIterator>>();
        let i = it.get(vm);
        let item = i.sequence.as_ref().and_then(|l| l.get(vm).items.get(i.index as usize));
        match item {
            Some(item) => {
                let item = item.clone().into_value();
                it.get_mut(vm).index += 1;
                skip!(op::FOR_ITER);
                handed_out!(item);
            }
            None => {
                let done = it.get_mut(vm).sequence.take().map(Ref::into_obj);
                skip!(op::FOR_ITER);
                ip = ip.add(arg as usize + 1);
                discard_behind!(done.unwrap_or_default().into_value());
            }
        }
    }
    FOR_ITER_TUPLE => {
        if !special::is_exact(top!(1), types::TUPLE_ITERATOR) {
            deopt!(op::FOR_ITER);
        }
        let it = &*sp.sub(1).cast::<Ref<TupleIterator>>();
        let i = it.get(vm);
        let item = i.sequence.as_ref().and_then(|t| t.tail(vm).get(i.index as usize));
        match item {
            Some(item) => {
                let item = item.clone().into_value();
                it.get_mut(vm).index += 1;
                skip!(op::FOR_ITER);
                handed_out!(item);
            }
            None => {
                let done = it.get_mut(vm).sequence.take().map(Ref::into_obj);
                skip!(op::FOR_ITER);
                ip = ip.add(arg as usize + 1);
                discard_behind!(done.unwrap_or_default().into_value());
            }
        }
    }
    FOR_ITER_GEN => {
        let state = state!();
        if !special::is_exact(top!(1), types::GENERATOR) {
            deopt!(op::FOR_ITER);
        }
        let generator = &*sp.sub(1).cast::<Ref<Generator>>();
        if !generators::can_enter(vm, generator) {
            deopt!(op::FOR_ITER);
        }
        save!();
        let skip = const { call::units(op::FOR_ITER) } + arg as u16 + 1;
        let floor = call::floor(frame, sp);
        let (entered, next, free) = check!(generators::link(vm, state, generator, floor, Caller::ForIter, skip));
        take_up!(entered);
        (ip, sp) = (next, free);
        if generators::drops_at_once(ip) {
            ip = ip.add(2);
        } else {
            push!(Value::NONE);
        }
    }
    RETURN_GENERATOR => {
        let state = state!();
        save!();
        let caller = (*frame).caller;
        let skip = (*frame).skip;
        let made = generators::make(vm, frame);
        call::leave(vm, state, frame);
        let made = match made {
            Ok(made) => made,
            Err(raised) if caller == Caller::Native => return Err(raised),
            Err(_) => {
                take_up!((*state).frame);
                sp = (*frame).top;
                fail!();
            }
        };
        match caller {
            Caller::Native => return Ok(made),
            Caller::Call | Caller::Send | Caller::ForIter | Caller::Init => {
                resume!(skip);
                if caller == Caller::Init {
                    let _raised = call::init_returned(vm, &made);
                    fail!();
                }
                push_obj!(made);
            }
            caller => finish_special!(caller, skip, made),
        }
    }
    YIELD_VALUE => {
        let state = state!();
        let value = take(sp.sub(1)).into_value();
        sp = sp.sub(1);
        let left = frame;
        generators::suspend(vm, state, frame, ip.sub(1), sp, arg);
        if (*left).caller == Caller::Native {
            return Ok(Obj::from_value(value));
        }
        take_up!((*left).previous);
        // `FOR_ITER` and `SEND` have one cache entry each.
        ip = (*frame).instruction.add(const { call::units(op::SEND) as usize });
        sp = (*frame).top;
        push!(value);
    }
    SEND => {
        adapt!(specialize::send(ip, top!(2)));
        save!();
        let sent = check!(generators::send(vm, top!(2), top!(1)));
        skip!(op::SEND);
        let (generators::Sent::Yielded(value) | generators::Sent::Returned(value)) = &sent;
        let old = *sp.sub(1);
        *sp.sub(1) = value.value();
        if matches!(sent, generators::Sent::Returned(_)) {
            ip = ip.add(arg as usize);
        }
        std::mem::forget(sent);
        discard_behind!(old);
    }
    SEND_GEN => {
        let state = state!();
        let receiver = top!(2);
        if receiver.kind() != kinds::GENERATOR || special::is_exact(receiver, types::ASYNC_GENERATOR) {
            deopt!(op::SEND);
        }
        let generator = &*sp.sub(2).cast::<Ref<Generator>>();
        if !generators::can_enter(vm, generator) {
            deopt!(op::SEND);
        }
        let value = take(sp.sub(1)).into_value();
        sp = sp.sub(1);
        save!();
        let skip = const { call::units(op::SEND) } + arg as u16;
        let floor = call::floor(frame, sp);
        let (entered, next, free) = match generators::link(vm, state, generator, floor, Caller::Send, skip) {
            Ok(entered) => entered,
            Err(_raised) => {
                push!(value);
                fail!();
            }
        };
        take_up!(entered);
        (ip, sp) = (next, free);
        if value == Value::NONE && generators::drops_at_once(ip) {
            ip = ip.add(2);
        } else {
            push!(value);
            if *ip as u8 == op::RESUME_CHECK && !EVAL_BREAKER.load(Ordering::Relaxed) {
                ip = ip.add(1);
                // A `yield from` hands it on.
                if *ip as u8 == op::JUMP_BACKWARD_NO_INTERRUPT {
                    ip = ip.add(1).sub((*ip >> 8) as usize);
                }
            }
        }
    }
});
