//! Jumps.

use super::words::instructions;
use crate::{frame::FrameHeader, special, specialize, tracing};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_heap::give_up;
use rpython_objects::{EVAL_BREAKER, PyResult, Value, Vm};
use std::sync::atomic::Ordering;

instructions!(|vm, frame, ip, sp, slots, arg| match opcode {
    JUMP_FORWARD => {
        ip = ip.add(arg as usize);
    }
    JUMP_BACKWARD => {
        // Traces begin here one day; until then, a loop that runs has none.
        specialize::become_form(ip, op::JUMP_BACKWARD_NO_JIT);
        poll!();
        ip = ip.add(const { CACHES[op::JUMP_BACKWARD as usize] as usize }).sub(arg as usize);
    }
    JUMP_BACKWARD_NO_JIT | JUMP_BACKWARD_JIT => {
        poll!();
        ip = ip.add(const { CACHES[op::JUMP_BACKWARD as usize] as usize }).sub(arg as usize);
    }
    JUMP_BACKWARD_NO_INTERRUPT => {
        ip = ip.sub(arg as usize);
    }
    POP_JUMP_IF_TRUE => {
        jump_if!(true);
    }
    POP_JUMP_IF_FALSE => {
        jump_if!(false);
    }
    POP_JUMP_IF_NONE => {
        let value = pop!();
        skip!(op::POP_JUMP_IF_NONE);
        if value == Value::NONE {
            ip = ip.add(arg as usize);
        }
        discard_behind!(value);
    }
    POP_JUMP_IF_NOT_NONE => {
        let value = pop!();
        skip!(op::POP_JUMP_IF_NOT_NONE);
        if value != Value::NONE {
            ip = ip.add(arg as usize);
        }
        discard_behind!(value);
    }
    RESUME => {
        specialize::become_form(ip, op::RESUME_CHECK);
        again!(op::RESUME_CHECK);
    }
    RESUME_CHECK => {
        if EVAL_BREAKER.load(Ordering::Relaxed) {
            save!();
            if tracing::begin(vm, frame) {
                again!(op::INSTRUMENTED_RESUME);
            }
            check!((vm.hooks.poll)(vm));
        }
    }
});
