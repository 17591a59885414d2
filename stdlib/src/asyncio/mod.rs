//! `_asyncio`: futures, tasks and the running loop of each thread (CPython: `Modules/_asynciomodule.c`).
//!
//! `future` holds the payload of futures and tasks, `iterator` what `await` goes through, `task` and `step` how a coroutine is
//! run, `registry` which tasks there are. What is Python's (errors, `repr`, the loop's policy) comes from `asyncio` when it is
//! first needed, as that package imports this module.

mod future;
mod iterator;
mod registry;
mod step;
mod task;

use crate::table;
use rpython_objects::{
    Args, CallArgs, Module, NativeDef, Obj, OptObj, PyResult, Ref, Str, Tuple, Type, Vm, native::native, protocol,
    raise, type_object, types,
};

/// What is taken from modules in Python.
#[derive(Clone, Copy)]
enum Known {
    CancelledError,
    InvalidStateError,
    FutureRepr,
    TaskRepr,
    TaskGetStack,
    TaskPrintStack,
    IsCoroutine,
    GetEventLoopPolicy,
    ExtractStack,
    WeakSet,
}

/// Where each of [`Known`] is: module, name.
const PLACES: &[(&str, &str)] = &[
    ("asyncio.exceptions", "CancelledError"),
    ("asyncio.exceptions", "InvalidStateError"),
    ("asyncio.base_futures", "_future_repr"),
    ("asyncio.base_tasks", "_task_repr"),
    ("asyncio.base_tasks", "_task_get_stack"),
    ("asyncio.base_tasks", "_task_print_stack"),
    ("asyncio.coroutines", "iscoroutine"),
    ("asyncio.events", "_get_event_loop_policy"),
    ("traceback", "extract_stack"),
    ("weakref", "WeakSet"),
];

#[derive(Default)]
struct State {
    known: [OptObj; PLACES.len()],
    /// `"call_soon"` and `("context",)`
    call_soon: Option<(Ref<Str>, Ref<Tuple>)>,
    task: Option<Ref<Type>>,
}

/// An attribute of a module in Python, imported when first asked for.
fn known(vm: &mut Vm, which: Known) -> PyResult {
    let place = which as usize;
    if let Some(found) = vm.state_of::<State>().known[place].cloned() {
        return Ok(found);
    }
    let (module, name) = PLACES[place];
    let module = table::import(vm, module)?;
    let name = Str::intern(vm, name);
    let found = protocol::get_attr(vm, &module, &name)?;
    vm.state_of::<State>().known[place] = OptObj::some(found.clone());
    Ok(found)
}

/// The class `Task`, once it is made.
fn task_class(vm: &mut Vm) -> Option<Ref<Type>> {
    vm.state_of::<State>().task.clone()
}

/// The name of `call_soon`, and the names of its keyword argument.
fn call_soon_names(vm: &mut Vm) -> PyResult<(Ref<Str>, Ref<Tuple>)> {
    if let Some(made) = &vm.state_of::<State>().call_soon {
        return Ok(made.clone());
    }
    let context = Str::intern(vm, "context").into_obj();
    let made = (Str::intern(vm, "call_soon"), Tuple::from_slice(vm, &[context])?);
    vm.state_of::<State>().call_soon = Some(made.clone());
    Ok(made)
}

/// `loop.call_soon(function, [argument], context=context)`
fn call_soon(
    vm: &mut Vm,
    event_loop: &Obj,
    function: &Obj,
    argument: Option<&Obj>,
    context: Option<&Obj>,
) -> PyResult<()> {
    let (name, keyword) = call_soon_names(vm)?;
    let method = protocol::get_attr(vm, event_loop, &name)?;
    let mut values: smallvec::SmallVec<[Obj; 3]> = smallvec::SmallVec::new();
    values.push(function.clone());
    values.extend(argument.cloned());
    values.extend(context.cloned());
    let names = context.is_some().then_some(&keyword);
    protocol::call_args(vm, &method, CallArgs { values: &values, names })?;
    Ok(())
}

/// The running loop, or what the policy says.
fn event_loop(vm: &mut Vm) -> PyResult {
    if let Some(running) = registry::running_loop(vm) {
        return Ok(running);
    }
    let policy = known(vm, Known::GetEventLoopPolicy)?;
    let policy = protocol::call(vm, &policy, &[])?;
    let name = Str::intern(vm, "get_event_loop");
    protocol::call_method(vm, &policy, &name, &[])
}

fn get_running_loop(vm: &mut Vm) -> PyResult {
    match registry::running_loop(vm) {
        Some(running) => Ok(running),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "no running event loop")),
    }
}

/// The loop that was passed, or the running one.
fn given_or_running(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.some(1) {
        Some(given) => Ok(given.clone()),
        None => get_running_loop(vm),
    }
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "current_task",
        "($module, /, loop=None)",
        |vm, args| {
            let event_loop = given_or_running(vm, args)?;
            Ok(registry::current(vm, &event_loop))
        },
        "Return a currently executed task.",
    ),
    native(
        "get_event_loop",
        "($module, /)",
        |vm, _| event_loop(vm),
        "Return an asyncio event loop.\n\nWhen called from a coroutine or a callback (e.g. scheduled with\ncall_soon or similar API), this function will always return the\nrunning event loop.\n\nIf there is no running event loop set, the function will return\nthe result of `get_event_loop_policy().get_event_loop()` call.",
    ),
    native(
        "get_running_loop",
        "($module, /)",
        |vm, _| get_running_loop(vm),
        "Return the running event loop.  Raise a RuntimeError if there is none.\n\nThis function is thread-specific.",
    ),
    native(
        "_get_running_loop",
        "($module, /)",
        |vm, _| Ok(registry::running_loop(vm).unwrap_or(Obj::NONE)),
        "Return the running event loop or None.\n\nThis is a low-level function intended to be used by event loops.\nThis function is thread-specific.",
    ),
    native(
        "_set_running_loop",
        "($module, loop, /)",
        |vm, args| {
            registry::set_running_loop(vm, args.at(1));
            Ok(Obj::NONE)
        },
        "Set the running event loop.\n\nThis is a low-level function intended to be used by event loops.\nThis function is thread-specific.",
    ),
    native(
        "_register_task",
        "($module, /, task)",
        |vm, args| registry::register(vm, args.at(1)),
        "Register a new task in asyncio as executed by loop.\n\nReturns None.",
    ),
    native(
        "_register_eager_task",
        "($module, /, task)",
        |vm, args| registry::register_eager(vm, args.at(1)),
        "Register a new task in asyncio as executed by loop.\n\nReturns None.",
    ),
    native(
        "_unregister_task",
        "($module, /, task)",
        |vm, args| registry::unregister(vm, args.at(1)),
        "Unregister a task.\n\nReturns None.",
    ),
    native(
        "_unregister_eager_task",
        "($module, /, task)",
        |vm, args| registry::unregister_eager(vm, args.at(1)),
        "Unregister a task.\n\nReturns None.",
    ),
    native(
        "_enter_task",
        "($module, /, loop, task)",
        |vm, args| {
            registry::enter(vm, args.at(1), args.at(2))?;
            Ok(Obj::NONE)
        },
        "Enter into task execution or resume suspended task.\n\nTask belongs to loop.\n\nReturns None.",
    ),
    native(
        "_leave_task",
        "($module, /, loop, task)",
        |vm, args| {
            registry::leave(vm, args.at(1), args.at(2))?;
            Ok(Obj::NONE)
        },
        "Leave task execution or suspend a task.\n\nTask belongs to loop.\n\nReturns None.",
    ),
    native(
        "_swap_current_task",
        "($module, /, loop, task)",
        |vm, args| registry::swap(vm, args.at(1), args.at(2)),
        "Temporarily swap in the supplied task and return the original one (or None).\n\nThis is intended for use during eager coroutine execution.",
    ),
    native(
        "all_tasks",
        "($module, /, loop=None)",
        |vm, args| {
            let event_loop = given_or_running(vm, args)?;
            registry::all(vm, &event_loop)
        },
        "Return a set of all tasks for the loop.",
    ),
    native(
        "future_add_to_awaited_by",
        "($module, fut, waiter, /)",
        |vm, args| {
            future::add_awaited_by(vm, args.at(1), args.at(2))?;
            Ok(Obj::NONE)
        },
        "Record that `fut` is awaited on by `waiter`.",
    ),
    native(
        "future_discard_from_awaited_by",
        "($module, fut, waiter, /)",
        |vm, args| {
            future::discard_awaited_by(vm, args.at(1), args.at(2))?;
            Ok(Obj::NONE)
        },
        "",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_asyncio", "Accelerator module for asyncio", FUNCTIONS)?;
    type_object::define_kind::<iterator::FutureIterator>(vm, &iterator::DEF)?;
    type_object::define_kind::<step::TaskStep>(vm, &step::DEF)?;
    let future = table::add_type::<future::Future>(vm, &module, &future::DEF)?;
    let task = type_object::define_on(vm, &task::DEF, &future)?;
    table::set(vm, &module, "Task", task.clone().into_obj())?;
    vm.state_of::<State>().task = Some(task);
    Ok(module)
}
