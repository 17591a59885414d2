//! `sys.monitoring` (PEP 669; CPython: `Python/instrumentation.c`): the functions over the tools of [`crate::tracing::monitor`].

use crate::tracing::monitor::{self, BRANCH, C_RAISE, C_RETURN, CALL, EVENTS, LOCAL, NAMES, TOOLS};
use rpython_objects::{
    Args, Code, Dict, Module, NativeDef, Obj, PyResult, Ref, Str, Vm, argument, function, int, names, namespace,
    native, protocol, type_error, types, value_error,
};

/// What a call returns or raises: bits of a set of events.
const RESULTS: i64 = 1 << C_RETURN | 1 << C_RAISE;

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
    native(
        "restart_events",
        "($module, /)",
        |vm, _| {
            monitor::restart(vm);
            Ok(Obj::NONE)
        },
        "",
    ),
    native("_all_events", "($module, /)", all_events, ""),
];

/// The tool that an argument names.
fn tool(vm: &mut Vm, args: Args<'_>) -> PyResult<usize> {
    let number = argument::c_int(vm, args.at(1))?;
    match usize::try_from(number) {
        Ok(tool) if tool < TOOLS => Ok(tool),
        _ => Err(value_error!(vm, "invalid tool {number} (must be between 0 and {})", TOOLS - 1)),
    }
}

fn tool_in_use(vm: &mut Vm, args: Args<'_>) -> PyResult<usize> {
    let number = tool(vm, args)?;
    match monitor::name(vm, number) {
        Some(_) => Ok(number),
        None => Err(value_error!(vm, "tool {number} is not in use")),
    }
}

fn use_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    if !args.at(2).is_kind::<Str>() {
        return Err(value_error!(vm, "tool name must be a str"));
    }
    if monitor::name(vm, number).is_some() {
        return Err(value_error!(vm, "tool {number} is already in use"));
    }
    monitor::take(vm, number, args.at(2).clone());
    Ok(Obj::NONE)
}

fn clear_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    monitor::clear(vm, number, false);
    Ok(Obj::NONE)
}

fn free_tool_id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    monitor::clear(vm, number, true);
    Ok(Obj::NONE)
}

fn get_tool(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    Ok(monitor::name(vm, number).unwrap_or(Obj::NONE))
}

fn register_callback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    let event = argument::c_int(vm, args.at(2))?;
    if event.count_ones() != 1 {
        return Err(value_error!(vm, "The callback can only be set for one event at a time"));
    }
    let index = event.trailing_zeros();
    if index as usize >= EVENTS {
        return Err(value_error!(vm, "invalid event {event}"));
    }
    let function = Some(args.at(3).clone()).filter(|f| !f.is_none());
    crate::audit::event(vm, "sys.monitoring.register_callback", &[args.at(3).clone()])?;
    Ok(monitor::set_callback(vm, number, index, function).unwrap_or(Obj::NONE))
}

/// A set of events that can be set, among those below `limit`.
fn event_set(vm: &mut Vm, events: &Obj, limit: u32, sort: &str) -> PyResult<u32> {
    let mut events = i64::from(argument::c_int(vm, events)?);
    if !(0..1 << EVENTS).contains(&events) {
        return Err(value_error!(vm, "invalid {sort}event set 0x{:x}", events as i32));
    }
    // What a call returns or raises is part of the event CALL.
    if events & 1 << CALL != 0 {
        events &= !RESULTS;
    }
    if events & RESULTS != 0 {
        return Err(value_error!(vm, "cannot set C_RETURN or C_RAISE events independently"));
    }
    if events & !i64::from(limit) != 0 {
        return Err(value_error!(vm, "invalid {sort}event set 0x{events:x}"));
    }
    Ok(events as u32)
}

fn get_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool(vm, args)?;
    let events = monitor::global_of(vm, number);
    Ok(int::from_i64(vm, events.into()))
}

fn set_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = tool_in_use(vm, args)?;
    let events = event_set(vm, args.at(2), (1 << EVENTS) - 1, "")?;
    monitor::set_global(vm, number, events);
    Ok(Obj::NONE)
}

fn code(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Code>> {
    match o.downcast_ref::<Code>() {
        Some(code) => Ok(code.clone()),
        None => Err(type_error!(vm, "code must be a code object")),
    }
}

fn get_local_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = code(vm, args.at(2))?;
    let number = tool_in_use(vm, args)?;
    let events = monitor::local_of(vm, number, &code);
    Ok(int::from_i64(vm, events.into()))
}

fn set_local_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = code(vm, args.at(2))?;
    let number = tool_in_use(vm, args)?;
    let events = event_set(vm, args.at(3), LOCAL | 1 << BRANCH, "local ")?;
    rpython_objects::code::complete(vm, &code)?;
    monitor::set_local(vm, number, &code, events)?;
    Ok(Obj::NONE)
}

fn all_events(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let made = Dict::new(vm);
    for (name, tools) in monitor::all_events(vm) {
        let tools = int::from_i64(vm, tools.into());
        Dict::set_name(vm, &made, name, tools)?;
    }
    Ok(made.into_obj())
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
    let mut sentinel = |name: &'static str| -> PyResult {
        let made = protocol::call(vm, types::OBJECT, &[])?;
        Dict::set_name(vm, &dict, name, made.clone())?;
        Ok(made)
    };
    let (disable, missing) = (sentinel("DISABLE")?, sentinel("MISSING")?);
    monitor::set_sentinels(vm, disable, missing);
    let events = Dict::new(vm);
    let none = int::from_i64(vm, 0);
    Dict::set_name(vm, &events, "NO_EVENTS", none)?;
    for (number, name) in NAMES.into_iter().enumerate() {
        let bit = int::from_i64(vm, 1 << number);
        Dict::set_name(vm, &events, name, bit)?;
    }
    let events = namespace::new(vm, events);
    Dict::set_name(vm, &dict, "events", events)?;
    Dict::set_str(vm, &dict, names::__doc__, Obj::NONE)?;
    Ok(module.into_obj())
}
