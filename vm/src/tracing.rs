//! Tracing and profiling functions: `sys.settrace` and `sys.setprofile` (CPython: `Python/legacy_tracing.c`).
//!
//! There are two copies of the loop, and only the one that is compiled for tracing calls [`before`] ahead of each instruction; it runs
//! instructions in their unspecialised forms. A thread changes from one loop to the other between two instructions: to the tracing one
//! where it polls (`RESUME`, a native call's return), back as soon as nobody listens. A function that is being called with an event
//! gets none itself.

use crate::{
    eval::operands,
    frame::{FrameHeader, peek},
    frame_object,
    interp::{Interp, interp},
};
use rpython_frontend::bytecode::{DEOPT, op};
use rpython_objects::{
    Code, Exception, Frame, Obj, OptObj, PyResult, Ref, Str, Tuple, Vm, function::MethodDescriptor, kinds, protocol,
    types,
};
use rustc_hash::FxHashMap;
use std::{
    rc::Rc,
    sync::atomic::{AtomicBool, Ordering},
};

/// Whether some thread has a function set: the eval breaker stays on then.
static ANY: AtomicBool = AtomicBool::new(false);

/// What a thread traces with.
#[derive(Default)]
pub(crate) struct Tracing {
    trace: Option<Obj>,
    profile: Option<Obj>,
    /// Functions that are being called with an event.
    calls: u32,
    /// Whether events are sent now.
    pub(crate) active: bool,
    /// The loop has returned to go on in its other form.
    pub(crate) switching: bool,
    /// Native functions under way that a profiling function has heard of, with the frames that call them.
    native: Vec<(*mut FrameHeader, Obj)>,
    /// The event that a function is being called with, and the frame it is about.
    event: Option<(&'static str, *mut FrameHeader)>,
    /// Where a frame goes on by assigning `f_lineno`.
    pub(crate) jump: Option<(*mut FrameHeader, *const u16)>,
    /// The lines of the instructions of code objects.
    lines: FxHashMap<u64, (Ref<Code>, Rc<[i32]>)>,
}

impl Tracing {
    /// The event that a tracing function is being called with, and the frame it is about, null for none.
    pub(crate) fn event(&self) -> (&'static str, *mut FrameHeader) {
        self.event.unwrap_or(("", std::ptr::null_mut()))
    }
}

/// Which of the two functions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listener {
    /// `sys.settrace`
    Trace,
    /// `sys.setprofile`
    Profile,
}

fn place(tracing: &mut Tracing, listener: Listener) -> &mut Option<Obj> {
    match listener {
        Listener::Trace => &mut tracing.trace,
        Listener::Profile => &mut tracing.profile,
    }
}

fn update(tracing: &mut Tracing) {
    tracing.active = tracing.calls == 0 && (tracing.trace.is_some() || tracing.profile.is_some());
}

/// Keeps the eval breaker on while some thread is traced.
pub(crate) fn keep_breaker() {
    if ANY.load(Ordering::Relaxed) {
        rpython_heap::EVAL_BREAKER.store(true, Ordering::Relaxed);
    }
}

/// Whether the running thread sends events now.
pub(crate) fn is_active(vm: &mut Vm) -> bool {
    // SAFETY: see `interp`.
    unsafe { (*interp(vm)).tracing.active }
}

/// Sets a function of the running thread.
pub(crate) fn set(vm: &mut Vm, listener: Listener, function: Option<Obj>) {
    let state = interp(vm);
    // SAFETY: the state outlives the token.
    unsafe { set_in(vm, state, listener, function) };
}

/// Sets a function of all threads.
pub(crate) fn set_everywhere(vm: &mut Vm, listener: Listener, function: Option<&Obj>) {
    for state in crate::threads::states(vm) {
        // SAFETY: the other threads wait for the token.
        unsafe { set_in(vm, state, listener, function.cloned()) };
    }
}

unsafe fn set_in(vm: &mut Vm, state: *mut Interp, listener: Listener, function: Option<Obj>) {
    // SAFETY: the caller passes a thread's state. The old function is dropped when the state is complete.
    let old = unsafe {
        let tracing = &mut (*state).tracing;
        let old = std::mem::replace(place(tracing, listener), function);
        update(tracing);
        if tracing.trace.is_none() && tracing.profile.is_none() {
            tracing.lines.clear();
        }
        old
    };
    drop(old);
    let mut any = false;
    for state in crate::threads::states(vm) {
        // SAFETY: as above.
        any |= unsafe { (*state).tracing.trace.is_some() || (*state).tracing.profile.is_some() };
    }
    ANY.store(any, Ordering::Relaxed);
    wake(vm);
}

/// Makes the loops of the thread look up soon if it is traced.
pub(crate) fn wake(vm: &mut Vm) {
    if is_active(vm) {
        keep_breaker();
        rpython_heap::look_up(vm);
    }
}

/// The function that is set.
pub(crate) fn get(vm: &mut Vm, listener: Listener) -> Option<Obj> {
    // SAFETY: see `interp`.
    unsafe { place(&mut (*interp(vm)).tracing, listener).clone() }
}

/// `sys.call_tracing`: a call that is traced though it comes from a tracing function.
///
/// # Errors
/// What the call raises.
pub(crate) fn call_tracing(vm: &mut Vm, function: &Obj, args: &[Obj]) -> PyResult {
    let state = interp(vm);
    // SAFETY: see `interp`.
    let calls = unsafe {
        let calls = std::mem::take(&mut (*state).tracing.calls);
        update(&mut (*state).tracing);
        calls
    };
    let result = protocol::call(vm, function, args);
    // SAFETY: as above.
    unsafe {
        (*state).tracing.calls = calls;
        update(&mut (*state).tracing);
    }
    result
}

/// Calls a function with an event. The exception on its way stays, unless the function raises another.
unsafe fn call(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    function: &Obj,
    event: &'static str,
    arg: Obj,
) -> PyResult {
    // SAFETY: the caller passes the running frame, whose instruction and top are saved.
    unsafe {
        let object = frame_object::of(vm, frame).into_obj();
        let event = Str::intern(vm, event).into_obj();
        let travelling = std::mem::replace(&mut vm.exception, OptObj::NONE);
        (*state).tracing.calls += 1;
        update(&mut (*state).tracing);
        let result = protocol::call(vm, function, &[object, event, arg]);
        (*state).tracing.calls -= 1;
        update(&mut (*state).tracing);
        if result.is_ok() {
            vm.exception = travelling;
        }
        result
    }
}

/// Tells the profiling function.
unsafe fn profile(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    event: &'static str,
    arg: Obj,
) -> PyResult<()> {
    // SAFETY: as in `call`.
    unsafe {
        if !(*state).tracing.active {
            return Ok(());
        }
        let Some(function) = (*state).tracing.profile.clone() else { return Ok(()) };
        if let Err(raised) = call(vm, state, frame, &function, event, arg) {
            set_in(vm, state, Listener::Profile, None);
            return Err(raised);
        }
        Ok(())
    }
}

/// Tells the tracing function: the thread's when a frame is entered, the frame's own afterwards.
unsafe fn trace(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    event: &'static str,
    arg: Obj,
) -> PyResult<()> {
    // SAFETY: as in `call`.
    unsafe {
        if !(*state).tracing.active {
            return Ok(());
        }
        let Some(global) = (*state).tracing.trace.clone() else { return Ok(()) };
        let function = if event == "call" { Some(global) } else { local(vm, frame) };
        let Some(function) = function else { return Ok(()) };
        let before = (*state).tracing.event.replace((event, frame));
        let answer = call(vm, state, frame, &function, event, arg);
        (*state).tracing.event = before;
        let object = frame_object::of(vm, frame);
        match answer {
            Ok(answer) if answer.is_none() => Ok(()),
            Ok(answer) => {
                let old = object.get_mut(vm).trace.replace(answer);
                drop(old);
                Ok(())
            }
            Err(raised) => {
                let old = object.get_mut(vm).trace.take();
                drop(old);
                set_in(vm, state, Listener::Trace, None);
                Err(raised)
            }
        }
    }
}

/// `f_trace`
unsafe fn local(vm: &Vm, frame: *mut FrameHeader) -> Option<Obj> {
    // SAFETY: the caller passes a live frame.
    let object = unsafe { FrameHeader::object(frame) };
    object.and_then(|o| o.downcast_ref::<Frame>()).and_then(|f| f.get(vm).trace.cloned())
}

/// The lines of a code object's units, 0 where there is none.
unsafe fn lines(vm: &mut Vm, state: *mut Interp, code: &Ref<Code>) -> Rc<[i32]> {
    let key = protocol::id(code) as u64;
    // SAFETY: the state outlives the token.
    let known = unsafe { &mut (*state).tracing.lines };
    if let Some((_, lines)) = known.get(&key) {
        return lines.clone();
    }
    let made: Rc<[i32]> = rpython_objects::code_lines::unit_lines(
        code.get(vm).line_table.tail(vm),
        code.get(vm).first_line,
        code.get(vm).units.len(),
    )
    .into();
    known.insert(key, (code.clone(), made.clone()));
    made
}

/// Whether an instruction never begins a line.
fn hides_line(opcode: u8) -> bool {
    matches!(opcode, op::RESUME | op::END_FOR | op::END_SEND | op::CACHE | op::INTERPRETER_EXIT | op::NOT_TAKEN)
}

/// Sends the events of the instruction at `ip`, which is about to run. The frame's instruction is still the one that ran before.
///
/// # Errors
/// What the functions raise.
///
/// # Safety
/// `frame` is the running frame, `sp` its operand stack pointer.
pub(crate) unsafe fn before(
    vm: &mut Vm,
    frame: *mut FrameHeader,
    ip: *const u16,
    sp: *mut rpython_objects::Value,
) -> PyResult<()> {
    // SAFETY: the caller's promise; both instructions lie within the frame's code.
    unsafe {
        let state = interp(vm);
        let previous = (*frame).instruction;
        (*frame).instruction = ip;
        (*frame).top = sp;
        let opcode = DEOPT[*ip as u8 as usize];
        if opcode == op::RESUME {
            profile(vm, state, frame, "call", Obj::NONE)?;
            return trace(vm, state, frame, "call", Obj::NONE);
        }
        if let Some(object) = FrameHeader::object(frame).and_then(|o| o.downcast_ref::<Frame>()).cloned()
            && (*state).tracing.trace.is_some()
            && !object.get(vm).trace.is_none()
        {
            if object.get(vm).trace_lines && !hides_line(opcode) {
                let code = FrameHeader::code(frame).clone();
                let lines = lines(vm, state, &code);
                let start = code.get(vm).units.as_ptr();
                let line_of = |at: *const u16| lines.get(at.offset_from(start) as usize).copied().unwrap_or(0);
                let line = line_of(ip);
                // A loop on one line counts anew in each round.
                let first = match DEOPT[*previous as u8 as usize] {
                    // The argument tells the beginning of the frame from its being resumed.
                    op::RESUME => (*previous >> 8) & 3 == 0,
                    op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT => true,
                    _ => false,
                };
                if line > 0 && (first || line != line_of(previous)) {
                    trace(vm, state, frame, "line", Obj::NONE)?;
                    if (*state).tracing.jump.is_some() {
                        return Ok(());
                    }
                }
            }
            if object.get(vm).trace_opcodes {
                trace(vm, state, frame, "opcode", Obj::NONE)?;
                if (*state).tracing.jump.is_some() {
                    return Ok(());
                }
            }
        }
        match opcode {
            op::RETURN_VALUE | op::YIELD_VALUE => {
                let value = peek(sp.sub(1)).clone();
                trace(vm, state, frame, "return", value.clone())?;
                profile(vm, state, frame, "return", value)?;
            }
            op::CALL | op::CALL_KW | op::CALL_FUNCTION_EX if (*state).tracing.profile.is_some() => {
                let count = (*ip >> 8) as usize;
                let (callable, first) = match opcode {
                    op::CALL => (sp.sub(count + 2), operands(sp, count + 1).iter().find(|o| !o.is_unbound())),
                    op::CALL_KW => (sp.sub(count + 3), operands(sp, count + 2).iter().find(|o| !o.is_unbound())),
                    _ => {
                        let args = peek(sp.sub(2)).downcast_ref::<Tuple>();
                        (sp.sub(4), args.and_then(|t| t.tail(vm).first()))
                    }
                };
                let first = first.cloned();
                let callable = peek(callable).clone();
                if let Some(shown) = native_callable(vm, &callable, first)? {
                    (*state).tracing.native.push((frame, shown.clone()));
                    profile(vm, state, frame, "c_call", shown)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Where the frame goes on if a tracing function has assigned `f_lineno`.
///
/// # Safety
/// `state` is the running thread's.
pub(crate) unsafe fn take_jump(state: *mut Interp, frame: *mut FrameHeader) -> Option<*const u16> {
    // SAFETY: the caller's promise.
    unsafe { (*state).tracing.jump.take_if(|jump| jump.0 == frame).map(|jump| jump.1) }
}

/// What a profiling function is told of a callable: native functions and methods, the latter bound.
fn native_callable(vm: &mut Vm, callable: &Obj, first: Option<Obj>) -> PyResult<Option<Obj>> {
    if callable.kind() == kinds::BUILTIN {
        return Ok(Some(callable.clone()));
    }
    if !vm.class_of(callable).is(types::METHOD_DESCRIPTOR) || !callable.is_kind::<MethodDescriptor>() {
        return Ok(None);
    }
    let (Some(this), Some(bind)) = (first, vm.slots_of(callable).descr_get()) else { return Ok(None) };
    let class = vm.class_of(&this).own().into_obj();
    match bind(vm, callable, Some(&this), Some(&class)) {
        Ok(bound) => Ok(Some(bound)),
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            Ok(None)
        }
    }
}

/// The native function that the frame has called has returned.
///
/// # Errors
/// What the profiling function raises.
///
/// # Safety
/// As for [`before`]; the frame's top is saved.
pub(crate) unsafe fn returned(vm: &mut Vm, frame: *mut FrameHeader) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe {
        let state = interp(vm);
        match take_native(state, frame) {
            Some(function) => profile(vm, state, frame, "c_return", function),
            None => Ok(()),
        }
    }
}

unsafe fn take_native(state: *mut Interp, frame: *mut FrameHeader) -> Option<Obj> {
    // SAFETY: the state outlives the token.
    unsafe { (*state).tracing.native.pop_if(|last| last.0 == frame).map(|last| last.1) }
}

/// An exception has come to the frame, which `reraised` says it raised again itself. What the functions raise takes its place.
///
/// # Safety
/// As for [`returned`].
pub(crate) unsafe fn raised(vm: &mut Vm, state: *mut Interp, frame: *mut FrameHeader, reraised: bool) {
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(function) = take_native(state, frame)
            && profile(vm, state, frame, "c_exception", function).is_err()
        {
            return;
        }
        if reraised || !(*state).tracing.active || local(vm, frame).is_none() {
            return;
        }
        let Some(e) = vm.exception.cloned() else { return };
        let class = vm.class_of(&e).own().into_obj();
        let traceback = e.downcast_ref::<Exception>().and_then(|x| x.get(vm).traceback.cloned()).unwrap_or(Obj::NONE);
        if let Ok(arg) = Tuple::from_slice(vm, &[class, e, traceback]) {
            let _raised = trace(vm, state, frame, "exception", arg.into_obj());
        }
    }
}

/// An exception leaves the frame.
///
/// # Safety
/// As for [`returned`].
pub(crate) unsafe fn unwound(vm: &mut Vm, state: *mut Interp, frame: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        if trace(vm, state, frame, "return", Obj::NONE).is_ok() {
            let _raised = profile(vm, state, frame, "return", Obj::NONE);
        }
    }
}

/// A generator goes on with an exception that is thrown in.
///
/// # Safety
/// As for [`returned`].
pub(crate) unsafe fn thrown(vm: &mut Vm, frame: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        let state = interp(vm);
        if profile(vm, state, frame, "call", Obj::NONE).is_ok() {
            let _raised = trace(vm, state, frame, "call", Obj::NONE);
        }
    }
}
