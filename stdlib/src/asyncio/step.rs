//! A task's steps: each sends to the coroutine, or throws into it, and sees to what it yields (CPython: `task_step_impl`,
//! `task_step_handle_result_impl`).
//!
//! A step goes straight to a native coroutine's frame. It is scheduled as a `TaskStepMethWrapper`, or runs as the callback of the
//! future that the task waits for.

use super::{
    Known, call_soon,
    future::{self, Future, Stage},
    known, registry,
};
use crate::{contextvars, kinds};
use rpython_heap::Kind;
use rpython_objects::{
    CallArgs, Exception, Generator, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Resumed, Slots, Str, TypeDef,
    TypeExt, TypeFlags, Vm, exception, function, generator, getter, names, native::native, protocol, raise, type_error,
    types,
};

/// The payload of a scheduled step: the task, and what is to be thrown into it.
pub(super) struct TaskStep {
    task: OptObj,
    exception: OptObj,
}

impl Payload for TaskStep {
    const KIND: Kind = kinds::TASK_STEP;
    const NAME: &'static str = "task step";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.task.get().into_iter().chain(self.exception.get()).for_each(visit);
    }
    fn clear(&mut self) {
        self.task.take();
        self.exception.take();
    }
}

fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    if args.keywords() > 0 {
        return Err(type_error!(vm, "function takes no keyword arguments"));
    }
    if !args.values.is_empty() {
        return Err(type_error!(vm, "function takes no positional arguments"));
    }
    let Some(held) = o.downcast_ref::<TaskStep>() else { return Ok(Obj::NONE) };
    let (task, e) = (held.get(vm).task.cloned(), held.get(vm).exception.cloned());
    match task.as_ref().and_then(|t| t.downcast_ref::<Future>()) {
        Some(task) => step(vm, task, e),
        None => Ok(Obj::NONE),
    }
}

/// `_asyncio.TaskStepMethWrapper`
pub(super) static DEF: TypeDef = TypeDef {
    name: "TaskStepMethWrapper",
    module: "_asyncio",
    kind: kinds::TASK_STEP,
    flags: TypeFlags::NO_NEW,
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    getsets: &[getter(
        "__self__",
        |vm, o| {
            let task = o.downcast_ref::<TaskStep>().and_then(|s| s.get(vm).task.cloned());
            Ok(task.unwrap_or(Obj::NONE))
        },
        "",
    )],
    ..TypeDef::EMPTY
};

/// Has the loop run a step soon.
///
/// # Errors
/// What the loop raises.
pub(super) fn schedule(vm: &mut Vm, task: &Ref<Future>, e: Option<Obj>) -> PyResult<()> {
    let event_loop = future::loop_of(vm, task)?;
    let step = TaskStep { task: OptObj::some(task.clone().into_obj()), exception: e.into() };
    let step = vm.make(step).into_obj();
    let context = task.get(vm).context.cloned();
    call_soon(vm, &event_loop, &step, None, context.as_ref())
}

/// Schedules a step that throws a `RuntimeError`.
#[cold]
fn schedule_error(vm: &mut Vm, task: &Ref<Future>, message: &str) -> PyResult<()> {
    let message = Str::new(vm, message).into_obj();
    let e = exception::with_args(vm, types::RUNTIME_ERROR, &[message]);
    schedule(vm, task, Some(e))
}

static WAKE_UP: NativeDef = native(
    "task_wakeup",
    "($self, object, /)",
    |vm, args| {
        let this = args.this::<Future>();
        let future = args.at(1);
        future::discard_awaited_by(vm, future, this)?;
        let answer = match future::exact(vm, future) {
            Some(future) => future::result(vm, future),
            None => {
                let result = Str::intern(vm, "result");
                protocol::call_method(vm, future, &result, &[])
            }
        };
        match answer {
            Ok(_) => step(vm, this, None),
            Err(_raised) => {
                let e = vm.take_exception();
                step(vm, this, Some(e))
            }
        }
    },
    "",
);

/// The callback that wakes a task up.
fn wake_up(vm: &mut Vm, task: &Obj) -> Obj {
    function::for_module(vm, Some(task), "_asyncio", &WAKE_UP)
}

/// One step of a task, as the loop's current one.
///
/// # Errors
/// `KeyboardInterrupt` and `SystemExit` of the coroutine, and what the loop raises.
pub(super) fn step(vm: &mut Vm, task: &Ref<Future>, e: Option<Obj>) -> PyResult {
    let event_loop = future::loop_of(vm, task)?;
    registry::enter(vm, &event_loop, task)?;
    match run(vm, task, e) {
        Ok(()) => {
            registry::leave(vm, &event_loop, task)?;
            Ok(Obj::NONE)
        }
        Err(_raised) => {
            let e = vm.take_exception();
            if let Err(raised) = registry::leave(vm, &event_loop, task) {
                chain(vm, e);
                return Err(raised);
            }
            Err(vm.travel(e))
        }
    }
}

/// Makes `e` the context of the exception on its way.
#[cold]
fn chain(vm: &mut Vm, e: Obj) {
    let travelling = vm.take_exception();
    if let Some(travelling) = travelling.downcast_ref::<Exception>()
        && !travelling.is(&e)
    {
        let old = travelling.get_mut(vm).context.replace(e);
        drop(old);
    }
    vm.exception = OptObj::some(travelling);
}

/// The first step of a task that starts eagerly: now, inside its context, while another task may be current.
///
/// # Errors
/// As [`step`].
pub(super) fn start_eagerly(vm: &mut Vm, task: &Ref<Future>) -> PyResult<()> {
    let event_loop = future::loop_of(vm, task)?;
    let before = registry::swap(vm, &event_loop, task)?;
    registry::add(vm, task);
    let context = task.get(vm).context.cloned().unwrap_or(Obj::NONE);
    let result = contextvars::run_in_given(vm, &context, |vm| run(vm, task, None));
    let result = match result {
        Ok(()) => registry::swap(vm, &event_loop, &before).map(drop),
        Err(raised) => {
            let e = vm.take_exception();
            match registry::swap(vm, &event_loop, &before) {
                Ok(_) => {
                    vm.exception = OptObj::some(e);
                    Err(raised)
                }
                Err(raised) => {
                    chain(vm, e);
                    Err(raised)
                }
            }
        }
    };
    if task.get(vm).stage != Stage::Pending {
        let old = task.get_mut(vm).coroutine.take();
        drop(old);
    }
    result
}

/// Whether an object is an instance of the class behind a known name.
fn is_a(vm: &mut Vm, o: &Obj, which: Known) -> PyResult<bool> {
    let class = known(vm, which)?;
    protocol::is_instance(vm, o, &class)
}

fn run(vm: &mut Vm, task: &Ref<Future>, mut e: Option<Obj>) -> PyResult<()> {
    if task.get(vm).stage != Stage::Pending {
        let shown = protocol::repr_text(vm, task)?;
        let e = protocol::repr_text(vm, e.as_ref().unwrap_or(&Obj::NONE))?;
        return Err(future::invalid_state(vm, &format!("__step(): already done: {shown} {e}")));
    }
    if task.get(vm).must_cancel {
        let cancelled = match &e {
            Some(e) => is_a(vm, e, Known::CancelledError)?,
            None => false,
        };
        if !cancelled {
            e = Some(future::cancelled_error(vm, task)?);
        }
        task.get_mut(vm).must_cancel = false;
    }
    let old = task.get_mut(vm).waiter.take();
    drop(old);
    let Some(coroutine) = task.get(vm).coroutine.cloned() else {
        return Err(raise!(vm, types::RUNTIME_ERROR, "uninitialized Task object"));
    };
    match resume(vm, &coroutine, e) {
        Ok(Resumed::Yielded(value)) => wait_for(vm, task, &value),
        Ok(Resumed::Returned(value)) => {
            if std::mem::take(&mut task.get_mut(vm).must_cancel) {
                // Cancelled right before the coroutine ended.
                let message = task.get(vm).cancel_message.cloned();
                future::cancel(vm, task, message).map(drop)
            } else {
                future::set_result(vm, task, value)
            }
        }
        Err(_raised) => {
            let e = vm.take_exception();
            fail(vm, task, e)
        }
    }
}

/// The coroutine has raised.
fn fail(vm: &mut Vm, task: &Ref<Future>, e: Obj) -> PyResult<()> {
    let class = known(vm, Known::CancelledError)?;
    if let Some(class) = class.downcast_ref::<rpython_objects::Type>()
        && vm.class_of(&e).is_subtype(vm, class)
    {
        let old = task.get_mut(vm).cancelled_error.replace(e);
        drop(old);
        return future::cancel(vm, task, None).map(drop);
    }
    future::set_exception(vm, task, &e)?;
    let class = vm.class_of(&e);
    if class.is_subtype(vm, types::KEYBOARD_INTERRUPT) || class.is_subtype(vm, types::SYSTEM_EXIT) {
        return Err(vm.travel(e));
    }
    Ok(())
}

/// Sends `None` to the coroutine, or throws into it.
fn resume(vm: &mut Vm, coroutine: &Obj, e: Option<Obj>) -> PyResult<Resumed> {
    let answer = match (coroutine.downcast_ref::<Generator>(), e) {
        (Some(g), e) if !vm.class_of(coroutine).is(types::ASYNC_GENERATOR) => match e {
            None => return generator::send(vm, g, &Obj::NONE),
            Some(e) => generator::throw(vm, g, e, true),
        },
        (_, Some(e)) => protocol::call_method(vm, coroutine, names::throw, &[e]).map(Resumed::Yielded),
        (_, None) if vm.slots_of(coroutine).next().is_some() => {
            return match protocol::next_keeping_value(vm, coroutine)? {
                Some(value) => Ok(Resumed::Yielded(value)),
                None => Ok(Resumed::Returned(vm.take_stop_value())),
            };
        }
        (_, None) => protocol::call_method(vm, coroutine, names::send, &[Obj::NONE]).map(Resumed::Yielded),
    };
    match answer {
        Err(_) if vm.exception.get().is_some() && vm.raised_is(types::STOP_ITERATION) => {
            let e = vm.take_exception();
            Ok(Resumed::Returned(exception::stop_iteration_value(vm, &e)))
        }
        answer => answer,
    }
}

/// Sees to what the coroutine has yielded.
fn wait_for(vm: &mut Vm, task: &Ref<Future>, value: &Obj) -> PyResult<()> {
    if value.is_none() {
        // A bare yield lets the loop run once.
        return schedule(vm, task, None);
    }
    if value.is(task) {
        let shown = protocol::repr_text(vm, task)?;
        return schedule_error(vm, task, &format!("Task cannot await on itself: {shown}"));
    }
    let awaited = future::exact(vm, value).cloned();
    let (event_loop, blocking) = match &awaited {
        Some(f) => (f.get(vm).event_loop.cloned().unwrap_or(Obj::NONE), f.get(vm).blocking),
        None => {
            let name = Str::intern(vm, "_asyncio_future_blocking");
            let Some(blocking) = protocol::find_attr(vm, value, &name)?.filter(|b| !b.is_none()) else {
                return refuse(vm, task, value);
            };
            let blocking = protocol::is_true(vm, &blocking)?;
            (future::loop_of_any(vm, value)?, blocking)
        }
    };
    if !task.get(vm).event_loop.get().is_some_and(|l| l.is(&event_loop)) {
        let (shown, other) = (protocol::repr_text(vm, task)?, protocol::repr_text(vm, value)?);
        let message = format!("Task {shown} got Future {other} attached to a different loop");
        return schedule_error(vm, task, &message);
    }
    if !blocking {
        let (shown, other) = (protocol::repr_text(vm, task)?, protocol::repr_text(vm, value)?);
        let message = format!("yield was used instead of yield from in task {shown} with {other}");
        return schedule_error(vm, task, &message);
    }
    future::add_awaited_by(vm, value, task)?;
    let callback = wake_up(vm, task);
    let context = task.get(vm).context.cloned().unwrap_or(Obj::NONE);
    match &awaited {
        Some(f) => {
            f.get_mut(vm).blocking = false;
            future::add_done_callback(vm, f, &callback, context)?;
        }
        None => {
            let name = Str::intern(vm, "_asyncio_future_blocking");
            protocol::set_attr(vm, value, &name, &Obj::FALSE)?;
            let name = Str::intern(vm, "add_done_callback");
            let add = protocol::get_attr(vm, value, &name)?;
            let (_, keyword) = super::call_soon_names(vm)?;
            protocol::call_args(vm, &add, CallArgs { values: &[callback, context], names: Some(&keyword) })?;
        }
    }
    let old = task.get_mut(vm).waiter.replace(value.clone());
    drop(old);
    if task.get(vm).must_cancel && cancel_waiter(vm, task, value)? {
        task.get_mut(vm).must_cancel = false;
    }
    Ok(())
}

/// Passes a task's cancellation on to what it waits for.
fn cancel_waiter(vm: &mut Vm, task: &Ref<Future>, waiter: &Obj) -> PyResult<bool> {
    let message = task.get(vm).cancel_message.cloned().unwrap_or(Obj::NONE);
    super::task::cancel_other(vm, waiter, &message)
}

/// The coroutine has yielded what is no future.
#[cold]
fn refuse(vm: &mut Vm, task: &Ref<Future>, value: &Obj) -> PyResult<()> {
    let other = protocol::repr_text(vm, value)?;
    if vm.class_of(value).is_subtype(vm, types::GENERATOR) {
        let shown = protocol::repr_text(vm, task)?;
        let message = format!("yield was used instead of yield from for generator in task {shown} with {other}");
        return schedule_error(vm, task, &message);
    }
    schedule_error(vm, task, &format!("Task got bad yield: {other}"))
}
