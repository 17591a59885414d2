//! `_asyncio.Task`: a future that a coroutine fulfils, step by step (see `step`).

use super::{
    Known,
    future::{self, Future, Stage},
    known, registry, step,
};
use crate::{contextvars, table};
use rpython_heap::flag;
use rpython_objects::{
    Args, GetSetDef, NativeDef, Obj, PyResult, Ref, Slots, Str, TypeDef, TypeFlags, Vm, getset, getter, int,
    native::{class_getitem, native},
    protocol, raise, type_error, types,
};

#[derive(Default)]
struct State {
    /// Names given so far.
    named: i64,
}

fn is_coroutine(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    if vm.class_of(o).is(types::COROUTINE) {
        return Ok(true);
    }
    let check = known(vm, Known::IsCoroutine)?;
    let answer = protocol::call(vm, &check, std::slice::from_ref(o))?;
    protocol::is_true(vm, &answer)
}

fn name_of(vm: &mut Vm, given: &Obj) -> PyResult {
    if vm.class_of(given).is(types::STR) { Ok(given.clone()) } else { Ok(protocol::str(vm, given)?.into_obj()) }
}

fn initialise(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Future>();
    let coroutine = args.at(1);
    future::start(vm, this, args.some(2))?;
    if !is_coroutine(vm, coroutine)? {
        this.get_mut(vm).logs_destruction = false;
        let shown = protocol::repr_text(vm, coroutine)?;
        return Err(type_error!(vm, "a coroutine was expected, got {shown}"));
    }
    let context = match args.some(4) {
        Some(given) => given.clone(),
        None => contextvars::copy_current(vm)?,
    };
    let name = match args.some(3) {
        Some(given) => name_of(vm, given)?,
        None => {
            let state = vm.state_of::<State>();
            state.named += 1;
            let number = state.named;
            int::from_i64(vm, number)
        }
    };
    let eager = match args.opt(5) {
        Some(given) => protocol::is_true(vm, given)?,
        None => false,
    };
    let t = this.get_mut(vm);
    t.logs_destruction = true;
    let old =
        [t.waiter.take(), t.context.replace(context), t.coroutine.replace(coroutine.clone()), t.name.replace(name)];
    drop(old);
    this.header().set(flag::FINALISES);
    if eager {
        let event_loop = future::loop_of(vm, this)?;
        let is_running = Str::intern(vm, "is_running");
        let running = protocol::call_method(vm, &event_loop, &is_running, &[])?;
        if protocol::is_true(vm, &running)? {
            step::start_eagerly(vm, this)?;
            return Ok(Obj::NONE);
        }
    }
    step::schedule(vm, this, None)?;
    registry::add(vm, this);
    Ok(Obj::NONE)
}

static INIT: NativeDef =
    native("Task", "($self, /, coro, *, loop=None, name=None, context=None, eager_start=False)", initialise, "");

/// Cancels what a task waits for.
///
/// # Errors
/// What its `cancel` raises.
pub(super) fn cancel_other(vm: &mut Vm, o: &Obj, message: &Obj) -> PyResult<bool> {
    if let Some(f) = future::exact(vm, o).cloned() {
        return if f.get(vm).is_task {
            cancel(vm, &f, message)
        } else {
            future::loop_of(vm, &f)?;
            future::cancel(vm, &f, Some(message.clone()))
        };
    }
    let name = Str::intern(vm, "cancel");
    let answer = protocol::call_method(vm, o, &name, std::slice::from_ref(message))?;
    protocol::is_true(vm, &answer)
}

/// `Task.cancel`, whatever a subclass makes of it.
fn cancel(vm: &mut Vm, task: &Ref<Future>, message: &Obj) -> PyResult<bool> {
    vm.check_stack(" while cancelling a task")?;
    let t = task.get_mut(vm);
    t.logs_traceback = false;
    if t.stage != Stage::Pending {
        return Ok(false);
    }
    t.cancels = t.cancels.saturating_add(1);
    if let Some(waiter) = t.waiter.cloned()
        && cancel_other(vm, &waiter, message)?
    {
        return Ok(true);
    }
    let t = task.get_mut(vm);
    t.must_cancel = true;
    let old = t.cancel_message.replace(message.clone());
    drop(old);
    Ok(true)
}

fn uncancel(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<Future>().get_mut(vm);
    if t.cancels > 0 {
        t.cancels -= 1;
        if t.cancels == 0 {
            t.must_cancel = false;
        }
    }
    let left = t.cancels;
    Ok(int::from_i64(vm, left.into()))
}

fn get_name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(name) = args.this::<Future>().get(vm).name.cloned() else { return Ok(Obj::NONE) };
    let Some(number) = name.value().as_int() else { return Ok(name) };
    let made = Str::new(vm, &format!("Task-{number}")).into_obj();
    let old = args.this::<Future>().get_mut(vm).name.replace(made.clone());
    drop(old);
    Ok(made)
}

fn set_name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name_of(vm, args.at(1))?;
    let old = args.this::<Future>().get_mut(vm).name.replace(name);
    drop(old);
    Ok(Obj::NONE)
}

/// Calls a function of `asyncio.base_tasks` with the task and what was passed.
fn shown_by(vm: &mut Vm, which: Known, given: &[Option<&Obj>], this: &Obj) -> PyResult {
    let function = known(vm, which)?;
    let mut all = vec![this.clone()];
    all.extend(given.iter().map(|o| o.cloned().unwrap_or(Obj::NONE)));
    protocol::call(vm, &function, &all)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(task) = o.downcast_ref::<Future>() {
        future::loop_of(vm, task)?;
    }
    shown_by(vm, Known::TaskRepr, &[], o)
}

const METHODS: &[NativeDef] = &[
    native(
        "set_result",
        "($self, result, /)",
        |vm, _| Err(raise!(vm, types::RUNTIME_ERROR, "Task does not support set_result operation")),
        "",
    ),
    native(
        "set_exception",
        "($self, exception, /)",
        |vm, _| Err(raise!(vm, types::RUNTIME_ERROR, "Task does not support set_exception operation")),
        "",
    ),
    native(
        "cancel",
        "($self, /, msg=None)",
        |vm, args| {
            let done = cancel(vm, args.this(), args.some(1).unwrap_or(&Obj::NONE))?;
            Ok(Obj::bool(done))
        },
        "Request that this task cancel itself.\n\nThis arranges for a CancelledError to be thrown into the\nwrapped coroutine on the next cycle through the event loop.\nThe coroutine then has a chance to clean up or even deny\nthe request using try/except/finally.\n\nUnlike Future.cancel, this does not guarantee that the\ntask will be cancelled: the exception might be caught and\nacted upon, delaying cancellation of the task or preventing\ncancellation completely.  The task may also return a value or\nraise a different exception.\n\nImmediately after this method is called, Task.cancelled() will\nnot return True (unless the task was already cancelled).  A\ntask will be marked as cancelled when the wrapped coroutine\nterminates with a CancelledError exception (even if cancel()\nwas not called).\n\nThis also increases the task's count of cancellation requests.",
    ),
    native(
        "cancelling",
        "($self, /)",
        |vm, args| {
            let n = args.this::<Future>().get(vm).cancels;
            Ok(int::from_i64(vm, n.into()))
        },
        "Return the count of the task's cancellation requests.\n\nThis count is incremented when .cancel() is called\nand may be decremented using .uncancel().",
    ),
    native(
        "uncancel",
        "($self, /)",
        uncancel,
        "Decrement the task's count of cancellation requests.\n\nThis should be used by tasks that catch CancelledError\nand wish to continue indefinitely until they are cancelled again.\n\nReturns the remaining number of cancellation requests.",
    ),
    native(
        "get_stack",
        "($self, /, *, limit=None)",
        |vm, args| shown_by(vm, Known::TaskGetStack, &[args.opt(1)], args.at(0)),
        "Return the list of stack frames for this task's coroutine.\n\nIf the coroutine is not done, this returns the stack where it is\nsuspended.  If the coroutine has completed successfully or was\ncancelled, this returns an empty list.  If the coroutine was\nterminated by an exception, this returns the list of traceback\nframes.\n\nThe frames are always ordered from oldest to newest.\n\nThe optional limit gives the maximum number of frames to\nreturn; by default all available frames are returned.  Its\nmeaning differs depending on whether a stack or a traceback is\nreturned: the newest frames of a stack are returned, but the\noldest frames of a traceback are returned.  (This matches the\nbehavior of the traceback module.)\n\nFor reasons beyond our control, only one stack frame is\nreturned for a suspended coroutine.",
    ),
    native(
        "print_stack",
        "($self, /, *, limit=None, file=None)",
        |vm, args| shown_by(vm, Known::TaskPrintStack, &[args.opt(1), args.opt(2)], args.at(0)),
        "Print the stack or traceback for this task's coroutine.\n\nThis produces output similar to that of the traceback module,\nfor the frames retrieved by get_stack().  The limit argument\nis passed to get_stack().  The file argument is an I/O stream\nto which the output is written; by default output is written\nto sys.stderr.",
    ),
    native("get_name", "($self, /)", get_name, ""),
    native("set_name", "($self, value, /)", set_name, ""),
    native("get_coro", "($self, /)", |vm, args| future::field(vm, args.at(0), |t| &t.coroutine), ""),
    native("get_context", "($self, /)", |vm, args| future::field(vm, args.at(0), |t| &t.context), ""),
    class_getitem("Tasks are generic over the return type of their wrapped coroutines"),
];

const GETSETS: &[GetSetDef] = &[
    getset(
        "_log_destroy_pending",
        |vm, o| future::truth(vm, o, |t| t.logs_destruction),
        |vm, o, value| {
            future::set_truth(vm, o, value, ("Task", "_log_destroy_pending"), |t, on| t.logs_destruction = on)
        },
        "",
    ),
    getter("_must_cancel", |vm, o| future::truth(vm, o, |t| t.must_cancel), ""),
    getter("_coro", |vm, o| future::field(vm, o, |t| &t.coroutine), ""),
    getter("_fut_waiter", |vm, o| future::field(vm, o, |t| &t.waiter), ""),
];

/// `_asyncio.Task`, a subclass of `_asyncio.Future` with its payload.
pub(super) static DEF: TypeDef = TypeDef {
    name: "Task",
    module: "_asyncio",
    flags: TypeFlags::BASE,
    doc: "A coroutine wrapped in a Future.",
    signature: "(coro, *, loop=None, name=None, context=None, eager_start=False)",
    slots: Slots {
        new: Some(future::new),
        init: Some(|vm, o, args| table::initialise(vm, o, &INIT, args)),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: GETSETS,
    weakly_referable: true,
    instance_dict: true,
    hides_dict: true,
    ..TypeDef::EMPTY
};
