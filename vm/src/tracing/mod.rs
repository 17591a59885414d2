//! `sys.settrace` and `sys.setprofile`: the events of the code that runs (CPython's `instrumentation.c` and `legacy_tracing.c`).
//!
//! Code that runs under a trace function carries marks: instrumented instructions in place of those at which something is to be
//! told ([`marks`]). So code that nobody traces pays nothing. A function's code is marked when its `RESUME` finds `EVAL_BREAKER` set,
//! which stays set as long as a thread traces; the code of frames that run already is marked when tracing begins. Marks that
//! no thread wants any more are taken out when they are met.
//!
//! Tools of `sys.monitoring` are told of the same marks ([`monitor`]).
//!
//! While a trace function or a callback runs, there are no events. One that fails is not called again.

mod jump;
mod marks;
pub(crate) mod monitor;

use crate::{
    arguments,
    frame::{FrameHeader, peek, release},
    frame_object,
    interp::{Interp, interp},
    threads,
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_objects::{
    Code, Dict, EVAL_BREAKER, Exception, Frame, Function, Obj, OptObj, PyResult, Ref, Str, Tuple, Value, Vm,
    function::{Builtin, MethodDescriptor},
    method::Method,
    protocol, types,
};
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) use jump::set_line;
pub(crate) use marks::plain_opcode;

/// Whether a thread traces.
static ACTIVE: AtomicBool = AtomicBool::new(false);

/// `Frame::traced_line` behind a `RESUME`: the next line is told in any case.
const FRESH: i32 = -2;
/// `Frame::traced_line` in instructions that come from no line.
const NO_LINE: i32 = -1;

/// What a thread traces with.
#[derive(Default)]
pub(crate) struct Tracing {
    trace: OptObj,
    profile: OptObj,
    /// Trace functions that run now.
    depth: u32,
    /// The event that is being told, and the frame it happened in.
    event: Option<(Event, *mut FrameHeader)>,
}

impl Tracing {
    /// Whether the thread traces, and no trace function runs.
    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        self.depth == 0 && self.wanted() != 0
    }

    fn wanted(&self) -> u8 {
        let bit = |function: &OptObj, bit: u8| if function.is_none() { 0 } else { bit };
        bit(&self.trace, marks::TRACE) | bit(&self.profile, marks::PROFILE)
    }
}

/// What is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Event {
    Start,
    Resume,
    Throw,
    Line,
    Opcode,
    Return,
    Yield,
    Unwind,
    Raise,
    NativeCall,
    NativeReturn,
    NativeRaise,
}

impl Event {
    /// As trace functions know it.
    fn name(self) -> &'static str {
        match self {
            Event::Start | Event::Resume | Event::Throw => "call",
            Event::Line => "line",
            Event::Opcode => "opcode",
            Event::Return | Event::Yield | Event::Unwind => "return",
            Event::Raise => "exception",
            Event::NativeCall => "c_call",
            Event::NativeReturn => "c_return",
            Event::NativeRaise => "c_exception",
        }
    }

    fn is_native(self) -> bool {
        matches!(self, Event::NativeCall | Event::NativeReturn | Event::NativeRaise)
    }

    fn is_for_profilers(self) -> bool {
        !matches!(self, Event::Line | Event::Opcode | Event::Raise)
    }
}

/// Which of the two functions of a thread is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// `sys.settrace`
    Trace,
    /// `sys.setprofile`
    Profile,
}

fn place(tracing: &mut Tracing, which: Which) -> &mut OptObj {
    match which {
        Which::Trace => &mut tracing.trace,
        Which::Profile => &mut tracing.profile,
    }
}

/// The running thread's function.
pub(crate) fn get(vm: &mut Vm, which: Which) -> Option<Obj> {
    // SAFETY: see `interp`.
    unsafe { place(&mut (*interp(vm)).tracing, which).cloned() }
}

/// Sets the function of one thread.
fn set_in(vm: &mut Vm, state: *mut Interp, which: Which, function: Option<Obj>) {
    // SAFETY: the caller passes a living thread's state; its frames are live.
    unsafe {
        let old = std::mem::replace(place(&mut (*state).tracing, which), function.into());
        let wanted = (*state).tracing.wanted();
        if wanted != 0 {
            mark_frames(vm, state, wanted);
        }
        drop(old);
    }
    keep_active(vm);
}

/// Marks the code of the frames that a thread runs.
///
/// # Safety
/// The state is that of a living thread.
unsafe fn mark_frames(vm: &mut Vm, state: *mut Interp, wanted: u8) {
    // SAFETY: the caller's promise; the thread's frames are live.
    unsafe {
        let mut frame = (*state).frame;
        while !frame.is_null() {
            let code = FrameHeader::code(frame).clone();
            marks::mark(vm, &code, wanted);
            frame = (*frame).previous;
        }
    }
}

/// `f.f_trace_opcodes = True`
pub(crate) fn trace_opcodes(vm: &mut Vm, f: &Ref<Frame>) {
    let code = f.get(vm).code.clone();
    marks::mark(vm, &code, marks::TRACE | marks::OPCODES);
}

/// `sys.settrace` and `sys.setprofile`
pub(crate) fn set(vm: &mut Vm, which: Which, function: Option<Obj>) {
    let state = interp(vm);
    set_in(vm, state, which, function);
}

/// As [`set`], for all threads.
pub(crate) fn set_in_all(vm: &mut Vm, which: Which, function: Option<Obj>) {
    for state in threads::states(vm) {
        set_in(vm, state, which, function.clone());
    }
}

/// Keeps `EVAL_BREAKER` set as long as a thread traces.
#[cold]
fn keep_active(vm: &mut Vm) {
    // SAFETY: the states are those of living threads.
    let active = threads::states(vm).into_iter().any(|state| unsafe { (*state).tracing.wanted() != 0 });
    ACTIVE.store(active, Ordering::Relaxed);
    if active {
        EVAL_BREAKER.store(true, Ordering::Relaxed);
    }
}

/// `EVAL_BREAKER` was reset.
#[inline]
pub(crate) fn polled(vm: &mut Vm) {
    if monitor::global() != 0 {
        EVAL_BREAKER.store(true, Ordering::Relaxed);
    }
    if ACTIVE.load(Ordering::Relaxed) {
        keep_active(vm);
    }
}

/// Whether an exception that travels is to be told to someone.
///
/// # Safety
/// The state is the running thread's.
#[inline]
pub(crate) unsafe fn sees_exceptions(state: *mut Interp) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*state).tracing.is_on() || monitor::sees_exceptions() }
}

/// Calls `work` with tracing on, as `sys.call_tracing` does it inside of a trace function.
pub(crate) fn with_events(vm: &mut Vm, work: impl FnOnce(&mut Vm) -> PyResult) -> PyResult {
    let state = interp(vm);
    // SAFETY: see `interp`.
    unsafe {
        let depth = std::mem::take(&mut (*state).tracing.depth);
        let event = std::mem::take(&mut (*state).tracing.event);
        let result = work(vm);
        (*state).tracing.depth = depth;
        (*state).tracing.event = event;
        result
    }
}

/// Calls a trace function.
unsafe fn tell(
    vm: &mut Vm,
    function: &Obj,
    frame: *mut FrameHeader,
    object: &Ref<Frame>,
    event: Event,
    arg: &Obj,
) -> PyResult {
    let state = interp(vm);
    let name = Str::intern(vm, event.name()).into_obj();
    // SAFETY: the state outlives the token.
    unsafe {
        (*state).tracing.depth += 1;
        (*state).tracing.event = Some((event, frame));
        let answer = protocol::call(vm, function, &[object.clone().into_obj(), name, arg.clone()]);
        (*state).tracing.depth -= 1;
        (*state).tracing.event = None;
        answer
    }
}

/// Tells an event to the functions that want it.
///
/// # Safety
/// `frame` is the running frame; its `top` and instruction are saved.
unsafe fn fire(vm: &mut Vm, frame: *mut FrameHeader, event: Event, arg: &Obj) -> PyResult<()> {
    let state = interp(vm);
    // SAFETY: the caller's promise.
    unsafe {
        if (*state).tracing.depth > 0 {
            return Ok(());
        }
        if let Some(tracer) = (*state).tracing.trace.cloned()
            && !event.is_native()
        {
            let object = frame_object::of(vm, frame);
            let own = if event.name() == "call" { Some(tracer) } else { object.get(vm).trace.cloned() };
            if let Some(function) = own {
                match tell(vm, &function, frame, &object, event, arg) {
                    Ok(answer) if answer.is_none() => {}
                    Ok(answer) => {
                        let old = object.get_mut(vm).trace.replace(answer);
                        drop(old);
                    }
                    Err(raised) => {
                        let e = vm.take_exception();
                        set(vm, Which::Trace, None);
                        let old = object.get_mut(vm).trace.take();
                        drop(old);
                        let _travels = vm.travel(e);
                        return Err(raised);
                    }
                }
                if object.get(vm).trace_opcodes {
                    let code = FrameHeader::code(frame).clone();
                    marks::mark(vm, &code, marks::OPCODES);
                }
            }
        }
        if let Some(profiler) = (*state).tracing.profile.cloned()
            && event.is_for_profilers()
        {
            let object = frame_object::of(vm, frame);
            if let Err(raised) = tell(vm, &profiler, frame, &object, event, arg) {
                let e = vm.take_exception();
                set(vm, Which::Profile, None);
                let _travels = vm.travel(e);
                return Err(raised);
            }
        }
    }
    Ok(())
}

/// A `RESUME` finds `EVAL_BREAKER` set: marks the code if the thread traces. Then the instruction is an instrumented one.
///
/// # Safety
/// `frame` is the running frame, its instruction a `RESUME`.
pub(crate) unsafe fn begin(vm: &mut Vm, frame: *mut FrameHeader) -> bool {
    if !ACTIVE.load(Ordering::Relaxed) && monitor::global() == 0 {
        return false;
    }
    // SAFETY: the caller's promise.
    unsafe {
        let tracing = &(*interp(vm)).tracing;
        let wanted = if tracing.is_on() { tracing.wanted() } else { 0 };
        if wanted == 0 && monitor::global() == 0 {
            return false;
        }
        let code = FrameHeader::code(frame).clone();
        marks::mark(vm, &code, wanted)
    }
}

/// What follows an instrumented instruction.
pub(crate) enum Next {
    /// The instruction itself, under this number.
    Run(u8),
    /// The next instruction: this one is done.
    Done,
    /// The frame's `instruction`: a trace function has moved it.
    Moved,
    /// A call has returned this; its operands are still on the stack: so many words.
    Called(Obj, usize),
    /// What was raised.
    Failed,
}

/// An instrumented instruction is met.
///
/// # Safety
/// `frame` is the running frame; its `top` and instruction are saved.
#[cold]
#[inline(never)]
pub(crate) unsafe fn instrumented(vm: &mut Vm, frame: *mut FrameHeader, opcode: u8, arg: u32) -> Next {
    // SAFETY: the caller's promise, for all that follows.
    unsafe {
        let code = FrameHeader::code(frame).clone();
        let at = frame_object::instruction_offset(vm, frame) as usize;
        let events = monitor::events_of(vm, &code);
        if !ACTIVE.load(Ordering::Relaxed) && events == 0 {
            marks::remove(vm, &code);
            return Next::Run(code.get(vm).units[at] as u8);
        }
        if code.get(vm).instrumentation.monitored != events {
            marks::mark(vm, &code, 0);
            return Next::Run(code.get(vm).units[at] as u8);
        }
        let state = interp(vm);
        let base = marks::base(opcode);
        let traces = (*state).tracing.is_on();
        let here = (*frame).instruction;
        let next = at + 1 + CACHES[base as usize] as usize;
        let told = match opcode {
            op::INSTRUMENTED_LINE => {
                let mark = code.get(vm).instrumentation.marks[at];
                let original = marks::settled(mark as u8);
                marks::postpone(vm, &code, at);
                if !traces && events == 0 {
                    return Next::Run(original);
                }
                match line_event(vm, frame, &code, at, mark) {
                    Ok(()) if (*frame).instruction == here => return Next::Run(original),
                    other => other,
                }
            }
            op::INSTRUMENTED_RESUME => {
                if traces {
                    let wanted = (*state).tracing.wanted();
                    marks::mark(vm, &code, wanted);
                }
                if traces || events & 1 << monitor::LINE != 0 {
                    let object = frame_object::of(vm, frame);
                    let follows = code.get(vm).instrumentation.marks.get(at + 1).is_some_and(|m| m & marks::LINE != 0);
                    let line = rpython_objects::code::location(vm, &code, at as u32).line;
                    object.get_mut(vm).traced_line = if follows { FRESH } else { line.unwrap_or(NO_LINE) };
                }
                let (event, told) = match arg & 3 {
                    0 => (Event::Start, monitor::PY_START),
                    _ => (Event::Resume, monitor::PY_RESUME),
                };
                if monitor::fire(vm, &code, told, at, &[]).is_err()
                    || traces && fire(vm, frame, event, &Obj::NONE).is_err()
                {
                    return Next::Failed;
                }
                match (vm.hooks.poll)(vm) {
                    Ok(()) if (*frame).instruction == here => return Next::Done,
                    other => other,
                }
            }
            op::INSTRUMENTED_RETURN_VALUE | op::INSTRUMENTED_YIELD_VALUE => {
                let value = peek((*frame).top.sub(1)).clone().into_counted();
                let (event, told) = match opcode {
                    op::INSTRUMENTED_RETURN_VALUE => (Event::Return, monitor::PY_RETURN),
                    _ => (Event::Yield, monitor::PY_YIELD),
                };
                match monitor::fire(vm, &code, told, at, std::slice::from_ref(&value)) {
                    Ok(()) if traces => fire(vm, frame, event, &value),
                    other => other,
                }
            }
            op::INSTRUMENTED_JUMP_FORWARD => jump(vm, &code, monitor::JUMP, at, next + arg as usize),
            op::INSTRUMENTED_JUMP_BACKWARD => {
                let target = next.saturating_sub(arg as usize);
                let line = |vm: &mut Vm, unit: usize| rpython_objects::code::location(vm, &code, unit as u32).line;
                // A jump to another line is told there.
                let same = line(vm, target) == line(vm, at) && line(vm, at).is_some();
                match jump(vm, &code, monitor::JUMP, at, target) {
                    Ok(()) if traces && same && wants_lines(vm, frame) => fire(vm, frame, Event::Line, &Obj::NONE),
                    other => other,
                }
            }
            op::INSTRUMENTED_POP_JUMP_IF_TRUE
            | op::INSTRUMENTED_POP_JUMP_IF_FALSE
            | op::INSTRUMENTED_POP_JUMP_IF_NONE
            | op::INSTRUMENTED_POP_JUMP_IF_NOT_NONE => {
                let value = *(*frame).top.sub(1);
                let jumps = match base {
                    op::POP_JUMP_IF_TRUE => value == Value::bool(true),
                    op::POP_JUMP_IF_FALSE => value == Value::bool(false),
                    op::POP_JUMP_IF_NONE => value == Value::NONE,
                    _ => value != Value::NONE,
                };
                if jumps { jump(vm, &code, monitor::BRANCH_RIGHT, at, next + arg as usize) } else { Ok(()) }
            }
            // The branch is the instruction that ran before; where this one is told for itself too, that is this one.
            op::INSTRUMENTED_NOT_TAKEN => {
                let from = marks::branch(code.get(vm), at);
                jump(vm, &code, monitor::BRANCH_LEFT, from, next)
            }
            op::INSTRUMENTED_POP_ITER => {
                let from = marks::branch(code.get(vm), at);
                jump(vm, &code, monitor::BRANCH_RIGHT, from, next)
            }
            op::INSTRUMENTED_END_ASYNC_FOR => {
                jump(vm, &code, monitor::BRANCH_RIGHT, next.saturating_sub(arg as usize), next)
            }
            // The end of a generator is an exception to those who trace: always where it is awaited or delegated to, in a loop only
            // if it brings a value.
            op::INSTRUMENTED_FOR_ITER => {
                let iterator = peek((*frame).top.sub(1)).clone();
                let is_generator = vm.class_of(&iterator).is(types::GENERATOR);
                match protocol::next_keeping_value(vm, &iterator) {
                    Err(_raised) => return Next::Failed,
                    Ok(Some(item)) => {
                        return match jump(vm, &code, monitor::BRANCH_LEFT, at, next) {
                            Ok(()) => Next::Called(item, 0),
                            Err(_raised) => Next::Failed,
                        };
                    }
                    Ok(None) => {}
                }
                let value = vm.take_stop_value();
                if is_generator && !value.is_none() && ended(vm, frame, &code, at, value).is_err() {
                    return Next::Failed;
                }
                // Behind the END_FOR.
                let end = (next + arg as usize + 1).min(code.get(vm).units.len() - 1);
                (*frame).instruction = code.get(vm).units.as_ptr().add(end);
                return Next::Moved;
            }
            op::INSTRUMENTED_END_SEND => {
                let (receiver, value) = (peek((*frame).top.sub(2)).clone(), peek((*frame).top.sub(1)).clone());
                let class = vm.class_of(&receiver);
                let ends_so =
                    [types::GENERATOR, types::COROUTINE, types::ASYNC_GENERATOR_ASEND, types::ASYNC_GENERATOR_ATHROW];
                if ends_so.into_iter().any(|t| class.is(t)) {
                    ended(vm, frame, &code, at, value.into_counted())
                } else {
                    Ok(())
                }
            }
            op::INSTRUMENTED_CALL | op::INSTRUMENTED_CALL_KW | op::INSTRUMENTED_CALL_FUNCTION_EX => {
                return call(vm, frame, &code, at, base, arg).unwrap_or(Next::Failed);
            }
            _ => Ok(()),
        };
        match told {
            Err(_raised) => Next::Failed,
            Ok(()) if (*frame).instruction != here => {
                let object = frame_object::of(vm, frame);
                let at = frame_object::instruction_offset(vm, frame);
                let line = rpython_objects::code::location(vm, &code, at).line;
                object.get_mut(vm).traced_line = line.unwrap_or(NO_LINE);
                Next::Moved
            }
            Ok(()) => Next::Run(base),
        }
    }
}

/// Tells the tools of a jump, in units.
fn jump(vm: &mut Vm, code: &Ref<Code>, event: u32, from: usize, to: usize) -> PyResult<()> {
    let to = rpython_objects::int::from_i64(vm, to as i64 * 2);
    monitor::fire(vm, code, event, from, &[to])
}

/// A generator that the frame runs has returned: a `StopIteration` is told, not raised.
unsafe fn ended(vm: &mut Vm, frame: *mut FrameHeader, code: &Ref<Code>, at: usize, value: Obj) -> PyResult<()> {
    let args: &[Obj] = if value.is_none() { &[] } else { &[value] };
    let e = rpython_objects::exception::with_args(vm, types::STOP_ITERATION, args);
    monitor::fire(vm, code, monitor::STOP_ITERATION, at, std::slice::from_ref(&e))?;
    let triple = [types::STOP_ITERATION.clone().into_obj(), e, Obj::NONE];
    let triple = Tuple::from_slice(vm, &triple)?.into_obj();
    // SAFETY: the caller passes the running frame, which is saved.
    unsafe { fire(vm, frame, Event::Raise, &triple) }
}

/// Whether the frame's own trace function wants to know of lines.
unsafe fn wants_lines(vm: &mut Vm, frame: *mut FrameHeader) -> bool {
    // SAFETY: the caller passes the running frame.
    let object = unsafe { frame_object::of(vm, frame) };
    let f = object.get(vm);
    !f.trace.is_none() && f.trace_lines
}

/// The instruction starts a line, or is traced for itself.
unsafe fn line_event(vm: &mut Vm, frame: *mut FrameHeader, code: &Ref<Code>, at: usize, mark: u16) -> PyResult<()> {
    // SAFETY: the caller passes the running frame, which is saved.
    unsafe {
        let object = frame_object::of(vm, frame);
        let here = (*frame).instruction;
        if mark & marks::SILENT != 0 {
            object.get_mut(vm).traced_line = NO_LINE;
        } else if mark & marks::LINE != 0
            && let Some(line) = rpython_objects::code::location(vm, code, at as u32).line
            && object.get(vm).traced_line != line
        {
            object.get_mut(vm).traced_line = line;
            let number = rpython_objects::int::from_i64(vm, line.into());
            monitor::fire(vm, code, monitor::LINE, at, &[number])?;
            if (*interp(vm)).tracing.is_on() && wants_lines(vm, frame) {
                fire(vm, frame, Event::Line, &Obj::NONE)?;
            }
        }
        if mark & marks::OPCODE != 0 {
            monitor::fire(vm, code, monitor::INSTRUCTION, at, &[])?;
        }
        if mark & marks::OPCODE != 0
            && (*frame).instruction == here
            && object.get(vm).trace_opcodes
            && (*interp(vm)).tracing.is_on()
        {
            fire(vm, frame, Event::Opcode, &Obj::NONE)?;
        }
        Ok(())
    }
}

/// What a call instruction calls, and with what.
struct Operands {
    callable: Obj,
    values: Vec<Obj>,
    names: Option<Ref<Tuple>>,
    /// How many words of the stack they take.
    words: usize,
}

/// The operands of a call that lie on top of the stack. Profilers want those of native functions, monitoring those of `all`.
unsafe fn operands(vm: &mut Vm, sp: *mut Value, base: u8, arg: u32, all: bool) -> PyResult<Option<Operands>> {
    let is_wanted = |o: &Obj| all || o.is_kind::<Builtin>() || o.is_kind::<MethodDescriptor>();
    // SAFETY: the caller passes the stack's top; an instruction's operands lie below.
    unsafe {
        if base == op::CALL_FUNCTION_EX {
            // As in CPython, a bound method is shown as it is here.
            let callable = peek(sp.sub(4)).clone();
            if !is_wanted(&callable) {
                return Ok(None);
            }
            let mut values = arguments::spread_positional(vm, &callable, peek(sp.sub(2)))?;
            if !peek(sp.sub(2)).is_kind::<Tuple>() {
                // The iterable is used up.
                let made = Tuple::from_slice(vm, &values)?.into_obj().into_value();
                release(std::mem::replace(&mut *sp.sub(2), made));
            }
            let names = match peek(sp.sub(1)).downcast_ref::<Dict>() {
                Some(d) => arguments::spread_keywords(vm, d, &mut values)?,
                None => None,
            };
            return Ok(Some(Operands { callable, values, names, words: 4 }));
        }
        // Callable, receiver or nothing, arguments, names.
        let named = usize::from(base == op::CALL_KW);
        let words = arg as usize + 2 + named;
        // A bound method is its function, called with one argument more.
        let (callable, receiver) = match peek(sp.sub(words)).downcast_ref::<Method>() {
            Some(method) => (method.get(vm).function.clone(), Some(method.get(vm).this.clone())),
            None => (peek(sp.sub(words)).clone(), None),
        };
        if !is_wanted(&callable) {
            return Ok(None);
        }
        let mut values: Vec<Obj> = Vec::with_capacity(words);
        values.extend(receiver);
        values.extend(peek(sp.sub(words - 1)).clone().bound());
        for i in (1 + named..=arg as usize + named).rev() {
            values.push(peek(sp.sub(i)).clone());
        }
        let names = if named == 1 { peek(sp.sub(1)).downcast_ref::<Tuple>().cloned() } else { None };
        Ok(Some(Operands { callable, values, names, words }))
    }
}

/// What profilers are told of a native call: the function, or the method as bound to its receiver.
fn shown(vm: &mut Vm, call: &Operands) -> Option<Obj> {
    if call.callable.is_kind::<Builtin>() {
        return Some(call.callable.clone());
    }
    if !call.callable.is_kind::<MethodDescriptor>() {
        return None;
    }
    // A keyword argument is no receiver.
    let named = call.names.as_ref().map_or(0, |n| n.tail(vm).len());
    let receiver = call.values.first().filter(|_| call.values.len() > named)?;
    protocol::bind(vm, receiver, &call.callable).ok()
}

/// A call: the tools are told of each, and what comes of those that run no Python frame here; profilers of native ones.
unsafe fn call(
    vm: &mut Vm,
    frame: *mut FrameHeader,
    code: &Ref<Code>,
    at: usize,
    base: u8,
    arg: u32,
) -> PyResult<Next> {
    // SAFETY: the frame is saved.
    unsafe {
        let monitored = monitor::events_of(vm, code) & 1 << monitor::CALL != 0;
        let profiled = (*interp(vm)).tracing.is_on() && !(*interp(vm)).tracing.profile.is_none();
        if !monitored && !profiled {
            return Ok(Next::Run(base));
        }
        let Some(call) = operands(vm, (*frame).top, base, arg, monitored)? else { return Ok(Next::Run(base)) };
        let first = match call.values.first() {
            Some(first) => first.clone(),
            None => monitor::missing(vm),
        };
        let told = [call.callable.clone(), first];
        monitor::fire(vm, code, monitor::CALL, at, &told)?;
        if call.callable.is_kind::<Function>() || call.callable.is_kind::<Method>() {
            return Ok(Next::Run(base));
        }
        let shown = if profiled { shown(vm, &call) } else { None };
        if let Some(shown) = &shown {
            fire(vm, frame, Event::NativeCall, shown)?;
        }
        let args = rpython_objects::CallArgs { values: &call.values, names: call.names.as_ref() };
        let result = protocol::call_args(vm, &call.callable, args);
        let (event, ended) = match result {
            Ok(_) => (Event::NativeReturn, monitor::C_RETURN),
            Err(_) => (Event::NativeRaise, monitor::C_RAISE),
        };
        let e = result.is_err().then(|| vm.take_exception());
        monitor::fire(vm, code, ended, at, &told)?;
        if let Some(shown) = &shown {
            fire(vm, frame, event, shown)?;
        }
        match (result, e) {
            (Ok(result), _) => Ok(Next::Called(result, call.words)),
            (Err(raised), None) => Err(raised),
            (Err(_), Some(e)) => Err(vm.travel(e)),
        }
    }
}

/// Tells an event during which an exception travels; one that a trace function raises takes its place.
unsafe fn fire_aside(vm: &mut Vm, frame: *mut FrameHeader, event: Event, arg: impl FnOnce(&mut Vm, &Obj) -> Obj) {
    // SAFETY: the caller passes the running frame, which is saved.
    unsafe {
        if !(*interp(vm)).tracing.is_on() {
            return;
        }
        let e = vm.take_exception();
        let arg = arg(vm, &e);
        if fire(vm, frame, event, &arg).is_ok() {
            let _travels = vm.travel(e);
        }
    }
}

/// As [`fire_aside`], to the tools.
unsafe fn tell_tools(vm: &mut Vm, frame: *mut FrameHeader, event: u32, target: Option<u32>) {
    if monitor::global() & 1 << event == 0 {
        return;
    }
    // SAFETY: the caller passes the running frame, which is saved.
    unsafe {
        let code = FrameHeader::code(frame).clone();
        let at = target.unwrap_or_else(|| frame_object::instruction_offset(vm, frame)) as usize;
        let e = vm.take_exception();
        if monitor::fire(vm, &code, event, at, std::slice::from_ref(&e)).is_ok() {
            let _travels = vm.travel(e);
        }
    }
}

/// An exception was raised in the frame, or has come to it; one that is not `new` is raised once more.
///
/// # Safety
/// `frame` is the running frame; its `top` and instruction are saved.
#[cold]
#[inline(never)]
pub(crate) unsafe fn raised(vm: &mut Vm, frame: *mut FrameHeader, new: bool) {
    // SAFETY: the caller's promise.
    unsafe {
        tell_tools(vm, frame, if new { monitor::RAISE } else { monitor::RERAISE }, None);
        if !new {
            return;
        }
        fire_aside(vm, frame, Event::Raise, |vm, e| {
            let traceback = e.downcast_ref::<Exception>().and_then(|x| x.get(vm).traceback.cloned());
            let class = vm.class_of(e).own().into_obj();
            let triple = [class, e.clone(), traceback.unwrap_or(Obj::NONE)];
            Tuple::from_slice(vm, &triple).map_or(Obj::NONE, Obj::from)
        });
    }
}

/// The travelling exception has a handler in the frame, at a unit.
///
/// # Safety
/// As for [`raised`].
#[cold]
#[inline(never)]
pub(crate) unsafe fn handled(vm: &mut Vm, frame: *mut FrameHeader, target: u32) {
    // SAFETY: the caller's promise.
    unsafe { tell_tools(vm, frame, monitor::EXCEPTION_HANDLED, Some(target)) }
}

/// The frame ends by an exception.
///
/// # Safety
/// As for [`raised`].
#[cold]
#[inline(never)]
pub(crate) unsafe fn unwound(vm: &mut Vm, frame: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        tell_tools(vm, frame, monitor::PY_UNWIND, None);
        fire_aside(vm, frame, Event::Unwind, |_, _| Obj::NONE);
    }
}

/// An exception is thrown into a generator whose frame was just entered; it travels.
///
/// # Safety
/// As for [`raised`].
#[cold]
#[inline(never)]
pub(crate) unsafe fn thrown(vm: &mut Vm, frame: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        let wanted = (*interp(vm)).tracing.wanted();
        let code = FrameHeader::code(frame).clone();
        marks::mark(vm, &code, wanted);
        tell_tools(vm, frame, monitor::PY_THROW, None);
        fire_aside(vm, frame, Event::Throw, |_, _| Obj::NONE);
    }
}
