//! The tools of `sys.monitoring` (PEP 669; CPython: `Python/instrumentation.c`): which events each wants, of all code or of some, and
//! the calls of their callbacks.
//!
//! What code is told to whom is kept with the code ([`Instrumentation::tools`]): for each tool its local events and the version of the
//! tool they are for, then the number of the last restart and, in order, the places where a callback has answered `DISABLE`. The
//! code's marks follow from that ([`super::marks`]).

use super::Event;
use crate::{interp::interp, threads};
use rpython_heap::EVAL_BREAKER;
use rpython_objects::{Code, Obj, PyResult, Ref, Vm, int, protocol, value_error};
use std::sync::atomic::{AtomicU32, Ordering};

/// Tools that can be in use at once.
pub(crate) const TOOLS: usize = 6;
/// Numbers of events: bits of a set of events.
pub(crate) const EVENTS: usize = 19;

pub(crate) const PY_START: u32 = 0;
pub(crate) const PY_RESUME: u32 = 1;
pub(crate) const PY_RETURN: u32 = 2;
pub(crate) const PY_YIELD: u32 = 3;
pub(crate) const CALL: u32 = 4;
pub(crate) const LINE: u32 = 5;
pub(crate) const INSTRUCTION: u32 = 6;
pub(crate) const JUMP: u32 = 7;
pub(crate) const BRANCH_LEFT: u32 = 8;
pub(crate) const BRANCH_RIGHT: u32 = 9;
pub(crate) const STOP_ITERATION: u32 = 10;
pub(crate) const RAISE: u32 = 11;
pub(crate) const EXCEPTION_HANDLED: u32 = 12;
pub(crate) const PY_UNWIND: u32 = 13;
pub(crate) const PY_THROW: u32 = 14;
pub(crate) const RERAISE: u32 = 15;
pub(crate) const C_RETURN: u32 = 16;
pub(crate) const C_RAISE: u32 = 17;
pub(crate) const BRANCH: u32 = 18;

/// The names of the events, by their numbers.
pub(crate) const NAMES: [&str; EVENTS] = [
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH_LEFT",
    "BRANCH_RIGHT",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
    "BRANCH",
];

/// Events that belong to an instruction: they can be wanted of some code only, and be disabled at a place.
pub(crate) const LOCAL: u32 = (1 << RAISE) - 1;
const BRANCHES: u32 = 1 << BRANCH_LEFT | 1 << BRANCH_RIGHT;
const RESULTS: u32 = 1 << C_RETURN | 1 << C_RAISE;
/// What is told of exceptions, wherever they pass.
const EXCEPTIONS: u32 = 1 << RAISE | 1 << EXCEPTION_HANDLED | 1 << PY_UNWIND | 1 << PY_THROW | 1 << RERAISE;

/// Words of `Instrumentation::tools` before the places: two for each tool, the number of the restart.
const HEAD: usize = 2 * TOOLS + 1;

/// Events that a tool wants of all code: the union.
static GLOBAL: AtomicU32 = AtomicU32::new(0);

/// A tool: its name while it is in use, what it wants of all code, and its callbacks.
#[derive(Default)]
struct Tool {
    name: Option<Obj>,
    events: u32,
    /// Local events set before count no longer.
    version: u32,
    callbacks: [Option<Obj>; EVENTS],
}

/// The tools of the process.
#[derive(Default)]
pub(crate) struct Tools {
    tools: [Tool; TOOLS],
    restarts: u32,
    disable: Option<Obj>,
    missing: Option<Obj>,
}

/// Events wanted of all code, by any tool.
#[inline]
pub(super) fn global() -> u32 {
    GLOBAL.load(Ordering::Relaxed)
}

/// Whether a tool wants to be told of exceptions.
#[inline]
pub(super) fn sees_exceptions() -> bool {
    global() & EXCEPTIONS != 0
}

/// What stands for `DISABLE` and `MISSING`.
pub(crate) fn set_sentinels(vm: &mut Vm, disable: Obj, missing: Obj) {
    let tools = vm.state_of::<Tools>();
    tools.disable = Some(disable);
    tools.missing = Some(missing);
}

/// `sys.monitoring.MISSING`
pub(super) fn missing(vm: &mut Vm) -> Obj {
    vm.state_of::<Tools>().missing.clone().unwrap_or(Obj::NONE)
}

/// The name of a tool that is in use.
pub(crate) fn name(vm: &mut Vm, tool: usize) -> Option<Obj> {
    vm.state_of::<Tools>().tools[tool].name.clone()
}

/// Takes a tool into use.
pub(crate) fn take(vm: &mut Vm, tool: usize, name: Obj) {
    vm.state_of::<Tools>().tools[tool].name = Some(name);
}

/// Forgets a tool's events and callbacks, and with `whole` that it is in use.
pub(crate) fn clear(vm: &mut Vm, tool: usize, whole: bool) {
    if vm.state_of::<Tools>().tools[tool].name.is_none() {
        return;
    }
    set_global(vm, tool, 0);
    let tool = &mut vm.state_of::<Tools>().tools[tool];
    tool.version = tool.version.wrapping_add(1);
    let name = if whole { tool.name.take() } else { None };
    let callbacks = std::mem::take(&mut tool.callbacks);
    drop((name, callbacks));
}

/// Sets what is called at an event; returns what was.
pub(crate) fn set_callback(vm: &mut Vm, tool: usize, event: u32, function: Option<Obj>) -> Option<Obj> {
    std::mem::replace(&mut vm.state_of::<Tools>().tools[tool].callbacks[event as usize], function)
}

/// What a tool wants of all code.
pub(crate) fn global_of(vm: &mut Vm, tool: usize) -> u32 {
    vm.state_of::<Tools>().tools[tool].events
}

/// A set of events as it is kept: without what only goes with others.
fn plain(events: u32) -> u32 {
    let events = events & !RESULTS;
    if events & 1 << BRANCH == 0 { events } else { events & !(1 << BRANCH) | BRANCHES }
}

/// Sets what a tool wants of all code.
pub(crate) fn set_global(vm: &mut Vm, tool: usize, events: u32) {
    let tools = &mut vm.state_of::<Tools>().tools;
    tools[tool].events = plain(events);
    let all = tools.iter().fold(0, |all, tool| all | tool.events);
    if GLOBAL.swap(all, Ordering::Relaxed) == all || all == 0 {
        return;
    }
    EVAL_BREAKER.store(true, Ordering::Relaxed);
    for state in threads::states(vm) {
        // SAFETY: the state is that of a living thread; its frames are live.
        unsafe { super::mark_frames(vm, state, 0) };
    }
}

/// What a tool wants of some code.
pub(crate) fn local_of(vm: &mut Vm, tool: usize, code: &Ref<Code>) -> u32 {
    let version = vm.state_of::<Tools>().tools[tool].version;
    match code.get(vm).instrumentation.tools[..] {
        [] => 0,
        ref words if words[2 * tool + 1] == version => words[2 * tool],
        _ => 0,
    }
}

/// Sets what a tool wants of some code.
///
/// # Errors
/// `MemoryError`
pub(crate) fn set_local(vm: &mut Vm, tool: usize, code: &Ref<Code>, events: u32) -> PyResult<()> {
    let version = vm.state_of::<Tools>().tools[tool].version;
    let restarts = vm.state_of::<Tools>().restarts;
    let words = &mut code.get_mut(vm).instrumentation.tools;
    if words.is_empty() {
        words.resize(HEAD, 0)?;
        words[HEAD - 1] = restarts;
    }
    words[2 * tool] = plain(events);
    words[2 * tool + 1] = version;
    super::marks::mark(vm, code, 0);
    Ok(())
}

/// All that is wanted of some code.
pub(super) fn events_of(vm: &mut Vm, code: &Ref<Code>) -> u32 {
    let mut events = global();
    if !code.get(vm).instrumentation.tools.is_empty() {
        for tool in 0..TOOLS {
            events |= local_of(vm, tool, code);
        }
    }
    events
}

/// The events wanted of all code, and the tools that want them, as bits.
pub(crate) fn all_events(vm: &mut Vm) -> Vec<(&'static str, u32)> {
    let tools = &vm.state_of::<Tools>().tools;
    let wanted_by = |event: usize| (0..TOOLS).filter(|&t| tools[t].events & 1 << event != 0).map(|t| 1 << t).sum();
    (0..C_RETURN as usize).map(|e| (NAMES[e], wanted_by(e))).filter(|&(_, tools)| tools != 0).collect()
}

/// Callbacks that have disabled themselves are called again.
pub(crate) fn restart(vm: &mut Vm) {
    let tools = vm.state_of::<Tools>();
    tools.restarts = tools.restarts.wrapping_add(1);
}

fn place(at: usize, tool: usize, event: u32) -> u32 {
    (at as u32) << 8 | (tool as u32) << 5 | event
}

fn is_disabled(vm: &mut Vm, code: &Ref<Code>, place: u32) -> bool {
    let restarts = vm.state_of::<Tools>().restarts;
    let words = &code.get(vm).instrumentation.tools;
    words.len() > HEAD && words[HEAD - 1] == restarts && words[HEAD..].binary_search(&place).is_ok()
}

/// Notes that a callback is not to be called at a place. Without memory it is called again.
fn disable(vm: &mut Vm, code: &Ref<Code>, place: u32) {
    let restarts = vm.state_of::<Tools>().restarts;
    let words = &mut code.get_mut(vm).instrumentation.tools;
    if words.is_empty() && words.resize(HEAD, 0).is_err() {
        return;
    }
    if words[HEAD - 1] != restarts {
        words.truncate(HEAD);
        words[HEAD - 1] = restarts;
    }
    if let Err(at) = words[HEAD..].binary_search(&place) {
        let _ = words.insert(HEAD + at, place);
    }
}

/// The event as trace functions know it, which says whether a callback may move the frame.
fn legacy(event: u32) -> Event {
    match event {
        PY_START => Event::Start,
        PY_RESUME => Event::Resume,
        PY_RETURN => Event::Return,
        PY_YIELD => Event::Yield,
        CALL => Event::NativeCall,
        C_RETURN => Event::NativeReturn,
        LINE => Event::Line,
        RAISE => Event::Raise,
        _ => Event::Opcode,
    }
}

/// Tells an event to the tools that want it: code, place, and what else belongs to it. `at` is the instruction, in units.
///
/// # Errors
/// What a callback raises; `ValueError` where one disables what cannot be disabled.
pub(super) fn fire(vm: &mut Vm, code: &Ref<Code>, event: u32, at: usize, more: &[Obj]) -> PyResult<()> {
    // What a call returns or raises goes to those who want its call.
    let bit = if 1 << event & RESULTS != 0 { 1 << CALL } else { 1 << event };
    // SAFETY: the interpreter's own record.
    if events_of(vm, code) & bit == 0 || unsafe { (*interp(vm)).tracing.depth } > 0 {
        return Ok(());
    }
    let offset = int::from_i64(vm, at as i64 * 2);
    let mut args = vec![code.clone().into_obj()];
    args.extend((event != LINE).then_some(offset));
    args.extend_from_slice(more);
    for tool in 0..TOOLS {
        if (global_of(vm, tool) | local_of(vm, tool, code)) & bit == 0 || is_disabled(vm, code, place(at, tool, event))
        {
            continue;
        }
        let callbacks = &vm.state_of::<Tools>().tools[tool].callbacks;
        let own = callbacks[event as usize].clone();
        let either = callbacks[BRANCH as usize].clone().filter(|_| 1 << event & BRANCHES != 0);
        let Some(callback) = own.or(either) else { continue };
        // SAFETY: the state outlives the token.
        let answer = unsafe {
            let state = interp(vm);
            (*state).tracing.depth += 1;
            (*state).tracing.event = Some((legacy(event), (*state).frame));
            let answer = protocol::call(vm, &callback, &args);
            (*state).tracing.event = None;
            (*state).tracing.depth -= 1;
            answer?
        };
        if !vm.state_of::<Tools>().disable.as_ref().is_some_and(|disable| disable.is(&answer)) {
            continue;
        }
        if 1 << event & LOCAL == 0 {
            set_callback(vm, tool, event, None);
            return Err(value_error!(vm, "Cannot disable {} events. Callback removed.", NAMES[event as usize]));
        }
        disable(vm, code, place(at, tool, event));
    }
    Ok(())
}
