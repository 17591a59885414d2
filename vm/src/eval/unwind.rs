//! Where an instruction has failed: the frame's handler is looked for, then its callers'.

use super::words::handler;
use crate::{
    call, exceptions,
    frame::{Caller, FrameHeader},
    special, special_methods, tracing,
};
use rpython_heap::has_pending;
use rpython_objects::{Obj, PyResult, Value, Vm};

/// Goes on at the handler of the travelling exception, which the running frame's `instruction` has raised; where no frame up to the one
/// that Rust code has entered has a handler, that one ends.
///
/// # Safety
/// As for [`super::Handler`], whose parameters these are; `ip` and the argument mean nothing.
#[inline(never)]
#[allow(unused_macros, unused_assignments)]
pub(super) unsafe extern "rust-preserve-none" fn unwind(
    vm: &mut Vm,
    mut frame: *mut FrameHeader,
    mut ip: *const u16,
    mut sp: *mut Value,
    mut slots: *mut Value,
    _arg: u32,
) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        handler!(vm frame ip sp slots arg);
        loop {
            let state = state!();
            let here = (*frame).instruction;
            // What the instruction itself let go of ends here.
            if has_pending() {
                (*frame).top = sp;
                special::run_pending(vm);
            }
            let unseen = (*frame).caller == Caller::Item && special_methods::ends_loop_unseen(vm, state, frame);
            let is_new = !unseen && exceptions::add_traceback(vm, state, frame);
            if tracing::sees_exceptions(state) {
                (*frame).top = sp;
                tracing::raised(vm, frame, is_new);
            }
            let offset = here.offset_from(code!().units.as_ptr()) as u32;
            let handler = exceptions::find_handler(code!().exception_table.tail(vm), offset);
            let offset = exceptions::origin(here, sp, offset);
            (*frame).instruction = code!().units.as_ptr().add(offset as usize);
            if let Some(handler) = handler {
                let base = FrameHeader::stack_base(frame).add(handler.depth as usize);
                sp = special::drop_words(vm, frame, sp, sp.offset_from(base) as usize);
                if handler.push_last {
                    push!(Value::int_wrapping(offset as i64));
                }
                if tracing::sees_exceptions(state) {
                    (*frame).top = sp;
                    tracing::handled(vm, frame, handler.target);
                }
                let e = vm.take_exception();
                push_obj!(e);
                ip = code!().units.as_ptr().add(handler.target as usize);
                next!();
            }
            // No handler: the frame ends.
            let base = FrameHeader::stack_base(frame);
            sp = special::drop_words(vm, frame, sp, sp.offset_from(base) as usize);
            (*frame).top = sp;
            // What the operands leave runs in this frame.
            if has_pending() {
                special::run_pending(vm);
            }
            if tracing::sees_exceptions(state) {
                tracing::unwound(vm, frame);
            }
            let caller = (*frame).caller;
            let skip = (*frame).skip;
            call::leave(vm, state, frame);
            if has_pending() {
                special::run_pending(vm);
            }
            match caller {
                Caller::Native => return Err(exceptions::travelling(vm)),
                Caller::ForIter if exceptions::swallow_stop(vm) => {
                    resume!(skip);
                    next!();
                }
                Caller::Item if special_methods::ends_loop(vm, (*state).frame) => {
                    resume!(skip);
                    next!();
                }
                _ => {
                    take_up!((*state).frame);
                    sp = (*frame).top;
                }
            }
        }
    }
}
