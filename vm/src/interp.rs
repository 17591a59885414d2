//! The interpreter's state of a thread, and its start.

use crate::{
    call,
    frame::{FrameHeader, ValueStack},
};
use rpython_objects::{Dict, Obj, PyResult, Ref, Value, Vm, raise, types};

/// What the loop needs beside the token.
pub(crate) struct Interp {
    pub(crate) stack: ValueStack,
    /// Tells the stacks of threads apart; the main thread's is 0.
    pub(crate) stack_number: u64,
    /// The frame that runs, null when none does.
    pub(crate) frame: *mut FrameHeader,
    pub(crate) limit: *mut Value,
    /// Python frames in use.
    pub(crate) depth: u32,
    /// What the thread traces with.
    pub(crate) tracing: crate::tracing::Tracing,
    /// `sys.setrecursionlimit`
    pub(crate) recursion_limit: u32,
    /// The exception that travels was reraised by the running frame: no traceback entry is added.
    pub(crate) reraised: bool,
    /// Optimisation level of what is compiled: `-O`, `-OO`.
    pub(crate) optimize: u8,
    /// The namespace of `builtins`.
    pub(crate) builtins: Ref<Dict>,
    /// `sys.modules`
    pub(crate) modules: Ref<Dict>,
    /// The namespace of `sys`.
    pub(crate) sys: Ref<Dict>,
}

/// The interpreter's state.
///
/// The pointer is valid as long as the `Vm`; the state is never replaced.
#[inline]
pub(crate) fn interp(vm: &mut Vm) -> *mut Interp {
    if vm.interpreter_address == 0 {
        not_attached();
    }
    std::ptr::with_exposed_provenance_mut(vm.interpreter_address)
}

/// [`interp`] for the loop, which runs in an interpreter only.
///
/// # Safety
/// The state is attached.
#[inline(always)]
pub(crate) unsafe fn running(vm: &Vm) -> *mut Interp {
    debug_assert!(vm.interpreter_address != 0);
    std::ptr::with_exposed_provenance_mut(vm.interpreter_address)
}

#[cold]
fn not_attached() -> ! {
    panic!("the interpreter is not attached: call rpython_vm::attach first")
}

/// Gives a thread its state.
pub(crate) fn install(vm: &mut Vm, state: Interp) {
    let mut state = Box::new(state);
    vm.interpreter_address = (&raw mut *state).expose_provenance();
    vm.interpreter = state;
}

impl Interp {
    /// The state of a thread with `bytes` of address space for its value stack.
    pub(crate) fn new(vm: &Vm, bytes: usize) -> std::io::Result<Interp> {
        let mut stack = ValueStack::reserve(bytes)?;
        let limit = stack.limit();
        Ok(Interp {
            stack,
            stack_number: 0,
            frame: std::ptr::null_mut(),
            limit,
            depth: 0,
            tracing: crate::tracing::Tracing::default(),
            recursion_limit: 1000,
            reraised: false,
            optimize: 0,
            builtins: Dict::new(vm),
            modules: Dict::new(vm),
            sys: Dict::new(vm),
        })
    }
}

/// Where a new frame goes while Rust code runs: above everything in use.
///
/// # Safety
/// The state lives, and the running frame's `top` is saved.
pub(crate) unsafe fn top(state: *mut Interp) -> *mut Value {
    // SAFETY: the caller's promise.
    unsafe {
        let frame = (*state).frame;
        if frame.is_null() { (*state).stack.bottom() } else { call::floor(frame, (*frame).top) }
    }
}

/// Fails with `RecursionError` if one more frame is too many.
#[cold]
#[inline(never)]
pub(crate) fn too_deep(vm: &mut Vm) -> rpython_objects::Raised {
    raise!(vm, types::RECURSION_ERROR, "maximum recursion depth exceeded")
}

/// Counts a frame whose slots are to begin at `top`.
#[inline(always)]
pub(crate) unsafe fn enter(vm: &mut Vm, state: *mut Interp, top: *mut Value) -> PyResult<()> {
    // SAFETY: the state lives as long as the token.
    unsafe {
        if (*state).depth >= (*state).recursion_limit || top >= (*state).limit {
            return Err(too_deep(vm));
        }
        (*state).depth += 1;
    }
    Ok(())
}

/// The namespace of `builtins`.
pub fn builtins(vm: &mut Vm) -> Ref<Dict> {
    // SAFETY: see `interp`.
    unsafe { (*interp(vm)).builtins.clone() }
}

/// `sys.modules`
pub fn modules(vm: &mut Vm) -> Ref<Dict> {
    // SAFETY: see `interp`.
    unsafe { (*interp(vm)).modules.clone() }
}

/// The namespace of `sys`.
pub fn sys_dict(vm: &mut Vm) -> Ref<Dict> {
    // SAFETY: see `interp`.
    unsafe { (*interp(vm)).sys.clone() }
}

/// An attribute of `sys`, if it is there.
pub fn sys_attribute(vm: &mut Vm, name: &str) -> Option<Obj> {
    let sys = sys_dict(vm);
    let name = rpython_objects::Str::intern(vm, name);
    Dict::get_str(vm, &sys, &name).cloned()
}

/// An attribute of `sys` whose name is among the runtime's, if it is there.
pub(crate) fn sys_value(vm: &mut Vm, name: &Ref<rpython_objects::Str>) -> Option<Obj> {
    let sys = sys_dict(vm);
    Dict::get_str(vm, &sys, name).cloned()
}

/// Sets the optimisation level of what is compiled from now on: 0, 1 (`-O`) or 2 (`-OO`); `__debug__` follows.
pub fn set_optimization(vm: &mut Vm, level: u8) {
    // SAFETY: see `interp`.
    unsafe { (*interp(vm)).optimize = level };
}

/// The optimisation level.
pub(crate) fn optimization(vm: &mut Vm) -> u8 {
    // SAFETY: see `interp`.
    unsafe { (*interp(vm)).optimize }
}
