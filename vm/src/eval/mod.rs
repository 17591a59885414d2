//! The Tier-1 loop: a function for each of CPython 3.14's instructions, each of which ends with a jump to the next one's.
//!
//! The state of the running frame lies in the parameters of the handlers, and so in registers from one instruction to the next: `ip` (next
//! code unit), `sp` (first free word of the operand stack), `slots`, `frame`. Before anything that may run other code or fail, `save!()`
//! writes the instruction and `sp` to the frame; `ip` is then still right behind the instruction's first unit, its caches not yet
//! skipped. A failing instruction jumps to [`unwind`], which finds the exception's target in the frame's table or leaves the frame.
//!
//! Specialised instructions (PEP 659) stand beside their base: a guard that does not hold goes on as the base instruction
//! (`deopt!`), whose counter in the inline cache decides when `crate::specialize` looks again.
//!
//! Handlers hold the fast paths; everything else is a function elsewhere, cold where it is rare. Instructions are documented in `dis`.
//!
//! A `match` in a loop is one function to LLVM: it kept `ip` in a register only and loaded the rest of the state in every instruction.
//! Handlers that jump to each other want two features that are not stable yet: `become`, which promises that a call in tail position
//! leaves no frame behind, and a calling convention in which all registers may be used and nothing is saved.

mod attributes;
mod building;
mod calls;
mod control;
mod iteration;
mod jumps;
mod operators;
mod unwind;
mod variables;
mod words;

use crate::{frame::FrameHeader, interp};
use rpython_objects::{Obj, PyResult, Value, Vm};

/// Runs one instruction, and those behind it, until the frame that Rust code has entered ends. It gets the running frame, the code
/// unit behind the instruction's first one, the first free word of the operand stack, the frame's first slot and the instruction's
/// argument.
///
/// # Safety
/// The frame is on top of this thread's stack, complete, and the rest belongs to it. The compiler's invariants hold for every code
/// object (stack depth, slot numbers, jump targets are within bounds), because code comes from our compiler or from marshal data
/// that was verified like it; words between a frame's stack base and `sp` are live stack references; and the interpreter's state
/// outlives the token.
type Handler = unsafe extern "rust-preserve-none" fn(
    &mut Vm,
    *mut FrameHeader,
    *const u16,
    *mut Value,
    *mut Value,
    u32,
) -> PyResult;

/// Handlers by opcode.
type Table = [Handler; 256];

static HANDLERS: Table = {
    let mut table: Table = [control::out_of_line; 256];
    variables::enter(&mut table);
    operators::enter(&mut table);
    attributes::enter(&mut table);
    jumps::enter(&mut table);
    building::enter(&mut table);
    calls::enter(&mut table);
    iteration::enter(&mut table);
    control::enter(&mut table);
    table
};

/// Runs the frame on top of the stack until it returns to its native caller. With `thrown`, it starts by raising the
/// travelling exception at its instruction.
///
/// # Safety
/// `frame` is a complete frame on this thread's value stack whose caller is [`crate::frame::Caller::Native`], and its `instruction` is
/// the next one to run.
pub(crate) unsafe fn run(vm: &mut Vm, frame: *mut FrameHeader, thrown: bool) -> PyResult {
    // SAFETY: the caller's promise is that of a handler.
    unsafe {
        (*interp::running(vm)).frame = frame;
        let (ip, sp) = ((*frame).instruction, (*frame).top);
        let slots = FrameHeader::slot_base(frame);
        if thrown {
            return unwind::unwind(vm, frame, ip, sp, slots, 0);
        }
        let unit = *ip;
        HANDLERS[usize::from(unit as u8)](vm, frame, ip.add(1), sp, slots, u32::from(unit >> 8))
    }
}

/// The top `n` words of an operand stack, as references.
///
/// # Safety
/// They are live stack references, and stay for `'a`.
#[inline(always)]
pub(crate) unsafe fn operands<'a>(sp: *mut Value, n: usize) -> &'a [Obj] {
    // SAFETY: `Obj` is a transparent `Value`; the caller's promise.
    unsafe { std::slice::from_raw_parts(sp.sub(n).cast(), n) }
}
