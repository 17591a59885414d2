//! Marks of traced code, code still to be read, and the instructions that are functions out of the loop.

use super::words::{handler, instructions};
use crate::{
    frame::{FrameHeader, take},
    marshal, rare, special, tracing,
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_heap::has_pending;
use rpython_objects::{Obj, PyResult, Value, Vm};

instructions!(|vm, frame, ip, sp, slots, arg| match opcode {
    EXTENDED_ARG => {
        let next = *ip;
        ip = ip.add(1);
        again!(next as u8, arg << 8 | u32::from(next >> 8));
    }
    // Marks in code that is traced.
    INSTRUMENTED_LINE
    | INSTRUMENTED_RESUME
    | INSTRUMENTED_RETURN_VALUE
    | INSTRUMENTED_YIELD_VALUE
    | INSTRUMENTED_JUMP_BACKWARD
    | INSTRUMENTED_JUMP_FORWARD
    | INSTRUMENTED_FOR_ITER
    | INSTRUMENTED_END_SEND
    | INSTRUMENTED_END_ASYNC_FOR
    | INSTRUMENTED_POP_ITER
    | INSTRUMENTED_NOT_TAKEN
    | INSTRUMENTED_POP_JUMP_IF_TRUE
    | INSTRUMENTED_POP_JUMP_IF_FALSE
    | INSTRUMENTED_POP_JUMP_IF_NONE
    | INSTRUMENTED_POP_JUMP_IF_NOT_NONE
    | INSTRUMENTED_CALL
    | INSTRUMENTED_CALL_KW
    | INSTRUMENTED_CALL_FUNCTION_EX => {
        save!();
        match tracing::instrumented(vm, frame, OPCODE, arg) {
            tracing::Next::Run(plain) => again!(plain),
            tracing::Next::Done => {}
            tracing::Next::Moved => {
                ip = (*frame).instruction;
                sp = (*frame).top;
            }
            tracing::Next::Called(result, words) => {
                drop_top!(words);
                push_obj!(result);
                skip!(OPCODE);
            }
            tracing::Next::Failed => fail!(),
        }
    }
    INTERPRETER_EXIT => {
        let result = take(sp.sub(1));
        return Ok(result);
    }
    // Code whose instructions are still to be read.
    RESERVED => {
        save!();
        check!(marshal::begin(vm, FrameHeader::code(frame)));
        (*frame).instruction = code!().units.as_ptr();
        (*frame).consts = code!().consts.tail(vm).as_ptr();
        start!(frame);
    }
    ENTER_EXECUTOR => {
        save!();
        let _raised = special::no_executors(vm);
        fail!();
    }
});

/// An instruction that is no handler of the loop: see [`rare`].
#[inline(never)]
#[allow(unused_macros)]
pub(super) unsafe extern "rust-preserve-none" fn out_of_line(
    vm: &mut Vm,
    frame: *mut FrameHeader,
    mut ip: *const u16,
    mut sp: *mut Value,
    slots: *mut Value,
    arg: u32,
) -> PyResult {
    // SAFETY: see `super::Handler`.
    unsafe {
        handler!(vm frame ip sp slots arg);
        let state = state!();
        ip = rare::run(vm, state, frame, ip, sp, arg);
        sp = (*frame).top;
        if ip.is_null() {
            fail!();
        }
        next!()
    }
}
