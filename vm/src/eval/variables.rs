//! Local variables, cells, globals, and moves on the operand stack.

use super::words::instructions;
use crate::{
    frame::{FrameHeader, peek, take},
    special, specialize, variables,
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_heap::give_up;
use rpython_objects::{Dict, Obj, PyResult, Ref, Str, Value, Vm, cell::Cell};

instructions!(|vm, frame, ip, sp, slots, arg| match opcode {
    LOAD_FAST => {
        push_obj!(peek(slots.add(arg as usize)).clone());
    }
    LOAD_FAST_BORROW => {
        push!((*slots.add(arg as usize)).to_uncounted());
    }
    LOAD_FAST_BORROW_LOAD_FAST_BORROW => {
        push!((*slots.add((arg >> 4) as usize)).to_uncounted());
        push!((*slots.add((arg & 15) as usize)).to_uncounted());
    }
    LOAD_FAST_LOAD_FAST => {
        push_obj!(peek(slots.add((arg >> 4) as usize)).clone());
        push_obj!(peek(slots.add((arg & 15) as usize)).clone());
    }
    LOAD_FAST_CHECK => {
        let value = *slots.add(arg as usize);
        if value.is_unbound() {
            save!();
            let _raised = variables::unbound_local(vm, frame, arg);
            fail!();
        }
        push_obj!(peek(slots.add(arg as usize)).clone());
    }
    LOAD_FAST_AND_CLEAR => {
        let place = slots.add(arg as usize);
        push!(*place);
        *place = Value::UNBOUND;
    }
    STORE_FAST => {
        let value = pop!();
        set_slot!(arg, value);
    }
    STORE_FAST_LOAD_FAST => {
        let value = pop!();
        set_slot!(arg >> 4, value);
        push_obj!(peek(slots.add((arg & 15) as usize)).clone());
    }
    STORE_FAST_STORE_FAST => {
        let value = pop!();
        set_slot!(arg >> 4, value);
        let value = pop!();
        set_slot!(arg & 15, value);
    }
    LOAD_CONST => {
        push!((*(*frame).consts.add(arg as usize)).value().to_uncounted());
    }
    LOAD_SMALL_INT => {
        push!(Value::int_wrapping(arg as i64));
    }
    LOAD_GLOBAL => {
        let name = name!(arg >> 1);
        adapt!(specialize::load_global(vm, ip, frame, name));
        let globals = FrameHeader::globals(vm, frame);
        let found = match Dict::get_str(vm, globals, name) {
            Some(value) => value.clone(),
            None => {
                save!();
                check!(variables::load_builtin(vm, frame, name))
            }
        };
        push_obj!(found);
        if arg & 1 != 0 {
            push!(Value::UNBOUND);
        }
        skip!(op::LOAD_GLOBAL);
    }
    LOAD_GLOBAL_MODULE => {
        let globals = FrameHeader::globals(vm, frame).get(vm);
        if globals.current_version() != cached!(u32, 2) {
            deopt!(op::LOAD_GLOBAL);
        }
        push_obj!(globals.entries().get_unchecked(cached!(u16, 1) as usize).value.clone());
        if arg & 1 != 0 {
            push!(Value::UNBOUND);
        }
        skip!(op::LOAD_GLOBAL);
    }
    LOAD_GLOBAL_BUILTIN => {
        let entry = FrameHeader::builtins(vm, frame).get(vm).entries().get(cached!(u16, 1) as usize);
        let globals = FrameHeader::globals(vm, frame).get(vm);
        match entry {
            Some(entry) if globals.current_version() == cached!(u32, 2) && entry.key.is(name!(arg >> 1)) => {
                push_obj!(entry.value.clone());
                if arg & 1 != 0 {
                    push!(Value::UNBOUND);
                }
                skip!(op::LOAD_GLOBAL);
            }
            _ => deopt!(op::LOAD_GLOBAL),
        }
    }
    LOAD_DEREF => {
        let cell = &*slots.add(arg as usize).cast::<Ref<Cell>>();
        match cell.get(vm).content.cloned() {
            Some(value) => push_obj!(value),
            None => {
                save!();
                let _raised = variables::unbound_cell(vm, frame, arg);
                fail!();
            }
        }
    }
    STORE_DEREF => {
        let value = take(sp.sub(1));
        sp = sp.sub(1);
        let cell = &*slots.add(arg as usize).cast::<Ref<Cell>>();
        let old = cell.get_mut(vm).content.replace(value).unwrap_or_default();
        discard!(old.into_value());
    }
    POP_TOP | POP_ITER => {
        let value = pop!();
        discard!(value);
    }
    PUSH_NULL => {
        push!(Value::UNBOUND);
    }
    COPY => {
        push_obj!(top!(arg as usize).clone());
    }
    SWAP => {
        std::ptr::swap(sp.sub(1), sp.sub(arg as usize));
    }
    NOP | NOT_TAKEN | CACHE => {}
    END_FOR => {
        let value = pop!();
        discard!(value);
    }
    END_SEND => {
        let value = pop!();
        let receiver = *sp.sub(1);
        *sp.sub(1) = value;
        discard!(receiver);
    }
});
