//! `sys.monitoring` (PEP 669; CPython: `Python/instrumentation.c`): tools and their callbacks.
//!
//! The loop sends no events yet: a set of events that is not empty is refused with `NotImplementedError`, so nothing waits for calls
//! that never come.

use rpython_objects::{
    Args, Code, Dict, Module, NativeDef, Obj, PyResult, Str, Vm, argument, function, int, names, namespace, native,
    protocol, raise, type_error, types, value_error,
};

/// Tools that can be in use at once.
const TOOLS: i32 = 6;
/// Events that can be set by themselves: bits 0 to 16, `BRANCH` among the others.
const EVENTS: i32 = 19;
const C_RETURN: i64 = 1 << 16;
const C_RAISE: i64 = 1 << 17;

const NAMED: &[(&str, i64)] = &[
    ("NO_EVENTS", 0),
    ("PY_START", 1),
    ("PY_RESUME", 1 << 1),
    ("PY_RETURN", 1 << 2),
    ("PY_YIELD", 1 << 3),
    ("CALL", 1 << 4),
    ("LINE", 1 << 5),
    ("INSTRUCTION", 1 << 6),
    ("JUMP", 1 << 7),
    ("BRANCH_LEFT", 1 << 8),
    ("BRANCH_RIGHT", 1 << 9),
    ("STOP_ITERATION", 1 << 10),
    ("RAISE", 1 << 11),
    ("EXCEPTION_HANDLED", 1 << 12),
    ("PY_UNWIND", 1 << 13),
    ("PY_THROW", 1 << 14),
    ("RERAISE", 1 << 15),
    ("C_RETURN", C_RETURN),
    ("C_RAISE", C_RAISE),
    ("BRANCH", 1 << 18),
];

/// A tool: its name while it is in use, and its callbacks.
#[derive(Default)]
struct Tool {
    name: Option<Obj>,
    callbacks: [Option<Obj>; EVENTS as usize],
}

#[derive(Default)]
struct State {
    tools: [Tool; TOOLS as usize],
}

static FUNCTIONS: &[NativeDef] = &[
    native("use_tool_id", "($module, tool_id, name, /)", use_tool_id, ""),
    native("clear_tool_id", "($module, tool_id, /)", clear_tool_id, ""),
    native("free_tool_id", "($module, tool_id, /)", free_tool_id, ""),
    native("get_tool", "($module, tool_id, /)", get_tool, ""),
    native("register_callback", "($module, tool_id, event, func, /)", register_callback, ""),
    native("get_events", "($module, tool_id, /)", get_events, ""),
    native("set_events", "($module, tool_id, event_set, /)", set_events, ""),
    native("get_local_events", "($module, tool_id, code, /)", get_local_events, ""),
    native("set_local_events", "($module, tool_id, code, event_set, /)", set_local_events, ""),
    native("restart_events", "($module, /)", |_, _| Ok(Obj::NONE), ""),
    native("_all_events", "($module, /)", |vm, _| Ok(Dict::new(vm).into_obj()), ""),
];

/// The tool that an argument names.
fn tool(vm: &mut Vm, args: Args<'_>) -> PyResult<usize> {
    let number = argument::c_int(vm, args.at(1))?;
    if (0..TOOLS).contains(&number) {
        return Ok(number as usize);
    }
    Err(value_error!(vm, "invalid tool {number} (must be between 0 and {})", TOOLS - 1))
}

fn tool_in_use(vm: &mut Vm, args: Args<'_>) -> PyResult<usize> {
    let number = tool(vm, args)?;
    if vm.state_of::<State>().tools[number].name.is_none() {
        return Err(value_error!(vm, "tool {number} is not in use"));
    }
    Ok(number)
}

fn use_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    if !args.at(2).is_kind::<Str>() {
        return Err(value_error!(vm, "tool name must be a str"));
    }
    let tool = &mut vm.state_of::<State>().tools[number];
    if tool.name.is_some() {
        return Err(value_error!(vm, "tool {number} is already in use"));
    }
    tool.name = Some(args.at(2).clone());
    Ok(Obj::NONE)
}

/// Forgets a tool's callbacks, and with `name` the tool itself.
fn forget(vm: &mut Vm, number: usize, name: bool) -> PyResult {
    let tool = &mut vm.state_of::<State>().tools[number];
    let name = if name { tool.name.take() } else { None };
    let callbacks = std::mem::take(&mut tool.callbacks);
    drop((name, callbacks));
    Ok(Obj::NONE)
}

fn clear_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    forget(vm, number, false)
}

fn free_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    forget(vm, number, true)
}

fn get_tool(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    Ok(vm.state_of::<State>().tools[number].name.clone().unwrap_or(Obj::NONE))
}

fn register_callback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    let event = argument::c_int(vm, args.at(2))?;
    if event.count_ones() != 1 {
        return Err(value_error!(vm, "The callback can only be set for one event at a time"));
    }
    let index = event.trailing_zeros() as i32;
    if index >= EVENTS {
        return Err(value_error!(vm, "invalid event {event}"));
    }
    let function = Some(args.at(3).clone()).filter(|f| !f.is_none());
    let place = &mut vm.state_of::<State>().tools[number].callbacks[index as usize];
    Ok(std::mem::replace(place, function).unwrap_or(Obj::NONE))
}

fn get_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    tool(vm, args)?;
    Ok(int::from_i64(vm, 0))
}

/// A set of events that can be set: today only the empty one.
fn check_events(vm: &mut Vm, events: &Obj) -> PyResult<()> {
    let mut events = i64::from(argument::c_int(vm, events)?);
    if !(0..1 << EVENTS).contains(&events) {
        return Err(value_error!(vm, "invalid event set 0x{events:x}"));
    }
    // What a call returns or raises is part of the event CALL.
    if events & 1 << 4 != 0 {
        events &= !(C_RETURN | C_RAISE);
    }
    if events & (C_RETURN | C_RAISE) != 0 {
        return Err(value_error!(vm, "cannot set C_RETURN or C_RAISE events independently"));
    }
    if events != 0 {
        return Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "sys.monitoring: rpython does not send events yet"));
    }
    Ok(())
}

fn set_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    tool_in_use(vm, args)?;
    check_events(vm, args.at(2))?;
    Ok(Obj::NONE)
}

fn check_code(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    if o.is_kind::<Code>() { Ok(()) } else { Err(type_error!(vm, "code must be a code object")) }
}

fn get_local_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_code(vm, args.at(2))?;
    tool_in_use(vm, args)?;
    Ok(int::from_i64(vm, 0))
}

fn set_local_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_code(vm, args.at(2))?;
    tool_in_use(vm, args)?;
    check_events(vm, args.at(3))?;
    Ok(Obj::NONE)
}

/// The module `sys.monitoring`.
///
/// # Errors
/// `MemoryError`
pub(super) fn module(vm: &mut Vm) -> PyResult {
    let module = Module::new(vm, "sys.monitoring")?;
    let dict = module.get(vm).dict.clone();
    for def in FUNCTIONS {
        let made = function::for_module(vm, Some(&module), "sys.monitoring", def);
        Dict::set_name(vm, &dict, def.name, made)?;
    }
    for (name, id) in [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)] {
        let id = int::from_i64(vm, id);
        Dict::set_name(vm, &dict, name, id)?;
    }
    for sentinel in ["DISABLE", "MISSING"] {
        let made = protocol::call(vm, types::OBJECT, &[])?;
        Dict::set_name(vm, &dict, sentinel, made)?;
    }
    let events = Dict::new(vm);
    for &(name, bit) in NAMED {
        let bit = int::from_i64(vm, bit);
        Dict::set_name(vm, &events, name, bit)?;
    }
    let events = namespace::new(vm, events);
    Dict::set_name(vm, &dict, "events", events)?;
    Dict::set_str(vm, &dict, names::__doc__, Obj::NONE)?;
    Ok(module.into_obj())
}
