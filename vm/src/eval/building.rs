//! Building and unpacking containers.

use super::words::instructions;
use crate::{
    build,
    frame::{FrameHeader, peek, take},
    special, specialize, unpack,
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_heap::{give_up, has_pending};
use rpython_objects::{List, Obj, PyResult, Ref, Tuple, Value, Vm, types};

instructions!(|vm, frame, ip, sp, slots, arg| match opcode {
    BUILD_TUPLE => {
        save!();
        let first = sp.sub(arg as usize);
        let made = build::tuple(vm, first, arg as usize);
        sp = first;
        push_obj!(check!(made));
    }
    LIST_APPEND => {
        let item = take(sp.sub(1));
        sp = sp.sub(1);
        let list = &*sp.sub(arg as usize).cast::<Ref<List>>();
        if list.get_mut(vm).items.push(item).is_err() {
            save!();
            fail!();
        }
    }
    UNPACK_SEQUENCE => {
        adapt!(specialize::unpack_sequence(ip, top!(1), arg));
        save!();
        let sequence = *sp.sub(1);
        sp = sp.sub(1);
        let done = unpack::sequence(vm, peek(&raw const sequence), sp, arg as usize);
        skip!(op::UNPACK_SEQUENCE);
        let failed = done.is_err();
        if !failed {
            sp = sp.add(arg as usize);
        }
        discard_behind!(sequence);
        if failed {
            fail!();
        }
        settle!();
    }
    UNPACK_SEQUENCE_TWO_TUPLE => {
        let sequence = top!(1);
        if !special::is_exact(sequence, types::TUPLE) {
            deopt!(op::UNPACK_SEQUENCE);
        }
        let [first, second] = (*sp.sub(1).cast::<Ref<Tuple>>()).tail(vm) else { deopt!(op::UNPACK_SEQUENCE) };
        let (first, second) = (first.clone().into_value(), second.clone().into_value());
        let sequence = *sp.sub(1);
        *sp.sub(1) = second;
        push!(first);
        discard!(sequence);
        skip!(op::UNPACK_SEQUENCE);
    }
    UNPACK_SEQUENCE_TUPLE | UNPACK_SEQUENCE_LIST => {
        let sequence = top!(1);
        let items: &[Obj] = if special::is_exact(sequence, types::TUPLE) {
            (*sp.sub(1).cast::<Ref<Tuple>>()).tail(vm)
        } else if special::is_exact(sequence, types::LIST) {
            &(*sp.sub(1).cast::<Ref<List>>()).get(vm).items
        } else {
            deopt!(op::UNPACK_SEQUENCE)
        };
        if items.len() != arg as usize {
            deopt!(op::UNPACK_SEQUENCE);
        }
        let sequence = *sp.sub(1);
        sp = sp.sub(1);
        for item in items.iter().rev() {
            push_obj!(item.clone());
        }
        discard!(sequence);
        skip!(op::UNPACK_SEQUENCE);
    }
});
