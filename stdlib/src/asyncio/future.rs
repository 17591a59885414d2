//! `_asyncio.Future`: a result that comes later, and who is told then.
//!
//! Tasks share the payload: a task is a future that a coroutine fulfils. The first callback has fields of its own, as most
//! futures have one. Callbacks run through the loop's `call_soon`, which may do anything: they are taken out of the future
//! before the first is scheduled.

use super::{Known, call_soon, known, registry};
use crate::{contextvars, kinds, table};
use rpython_heap::{Kind, flag};
use rpython_objects::{
    Args, BufVec, CallArgs, Dict, Exception, GetSetDef, NativeDef, Obj, OptObj, Payload, PyResult, Raised, Ref, Slots,
    Str, StrExt, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm, exception, getset, getter, int, list,
    native::{class_getitem, native},
    protocol, raise,
    set::{self, Set},
    type_error, types, value_error,
};

/// Where a future stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    Pending,
    Cancelled,
    Finished,
}

/// The payload of futures and tasks.
pub(super) struct Future {
    /// The event loop; none before `__init__`.
    pub(super) event_loop: OptObj,
    callback: OptObj,
    callback_context: OptObj,
    /// The callbacks behind the first: pairs with their contexts.
    callbacks: BufVec<Obj>,
    result: OptObj,
    exception: OptObj,
    /// The traceback that the exception had when it was set.
    exception_traceback: OptObj,
    source_traceback: OptObj,
    pub(super) cancel_message: OptObj,
    /// The `CancelledError` that ended a task, for whoever asks for the result first.
    pub(super) cancelled_error: OptObj,
    /// The future or task that waits for this one, or a set of several.
    awaited_by: OptObj,
    /// A task's: the future it waits for.
    pub(super) waiter: OptObj,
    /// A task's coroutine.
    pub(super) coroutine: OptObj,
    /// A task's name; a number stands for a name that was not given.
    pub(super) name: OptObj,
    /// A task's context.
    pub(super) context: OptObj,
    /// A task's requests to be cancelled.
    pub(super) cancels: u32,
    pub(super) stage: Stage,
    /// Whether an exception was set that nobody has asked for.
    pub(super) logs_traceback: bool,
    /// Whether `await` has just yielded the future.
    pub(super) blocking: bool,
    pub(super) is_task: bool,
    /// Whether the task's next step throws `CancelledError`.
    pub(super) must_cancel: bool,
    /// Whether the destruction of a pending task is reported.
    pub(super) logs_destruction: bool,
}

impl Payload for Future {
    const KIND: Kind = kinds::FUTURE;
    const NAME: &'static str = "future";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let own = [
            &self.event_loop,
            &self.callback,
            &self.callback_context,
            &self.result,
            &self.exception,
            &self.exception_traceback,
            &self.source_traceback,
            &self.cancel_message,
            &self.cancelled_error,
            &self.awaited_by,
            &self.waiter,
            &self.coroutine,
            &self.name,
            &self.context,
        ];
        own.into_iter().filter_map(OptObj::get).for_each(&mut *visit);
        self.callbacks.iter().for_each(visit);
    }
    fn clear(&mut self) {
        let task = self.is_task;
        *self = Future::blank(task);
    }
}

impl Future {
    fn blank(is_task: bool) -> Future {
        Future {
            event_loop: OptObj::NONE,
            callback: OptObj::NONE,
            callback_context: OptObj::NONE,
            callbacks: BufVec::default(),
            result: OptObj::NONE,
            exception: OptObj::NONE,
            exception_traceback: OptObj::NONE,
            source_traceback: OptObj::NONE,
            cancel_message: OptObj::NONE,
            cancelled_error: OptObj::NONE,
            awaited_by: OptObj::NONE,
            waiter: OptObj::NONE,
            coroutine: OptObj::NONE,
            name: OptObj::NONE,
            context: OptObj::NONE,
            cancels: 0,
            stage: Stage::Pending,
            logs_traceback: false,
            blocking: false,
            is_task,
            must_cancel: false,
            logs_destruction: false,
        }
    }
}

/// A future or task whose class is not a subclass that may have changed what its methods do.
pub(super) fn exact<'a>(vm: &Vm, o: &'a Obj) -> Option<&'a Ref<Future>> {
    let future = o.downcast_ref::<Future>()?;
    (!vm.class_of(o).get(vm).flags.has(TypeFlags::HEAP)).then_some(future)
}

#[cold]
pub(super) fn uninitialised(vm: &mut Vm) -> Raised {
    raise!(vm, types::RUNTIME_ERROR, "Future object is not initialized.")
}

/// The loop of a future that was initialised.
pub(super) fn loop_of(vm: &mut Vm, future: &Ref<Future>) -> PyResult {
    match future.get(vm).event_loop.cloned() {
        Some(found) => Ok(found),
        None => Err(uninitialised(vm)),
    }
}

/// The loop of anything that looks like a future.
pub(super) fn loop_of_any(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(future) = exact(vm, o).cloned() {
        return Ok(future.get(vm).event_loop.cloned().unwrap_or(Obj::NONE));
    }
    let name = Str::intern(vm, "get_loop");
    if let Some(method) = protocol::find_attr(vm, o, &name)? {
        return protocol::call(vm, &method, &[]);
    }
    let name = Str::intern(vm, "_loop");
    protocol::get_attr(vm, o, &name)
}

#[cold]
pub(super) fn invalid_state(vm: &mut Vm, message: &str) -> Raised {
    match known(vm, Known::InvalidStateError) {
        Ok(class) => match class.downcast_ref::<Type>() {
            Some(class) => vm.raise(class, message),
            None => type_error!(vm, "asyncio.exceptions.InvalidStateError is no class"),
        },
        Err(raised) => raised,
    }
}

/// The `CancelledError` of a cancelled future: the one that ended the task, once, or a new one.
///
/// # Errors
/// What making it raises.
pub(super) fn cancelled_error(vm: &mut Vm, future: &Ref<Future>) -> PyResult {
    if let Some(saved) = future.get_mut(vm).cancelled_error.take() {
        return Ok(saved);
    }
    let class = known(vm, Known::CancelledError)?;
    match future.get(vm).cancel_message.cloned().filter(|m| !m.is_none()) {
        Some(message) => protocol::call(vm, &class, &[message]),
        None => protocol::call(vm, &class, &[]),
    }
}

/// Has the loop call all callbacks soon.
fn schedule(vm: &mut Vm, future: &Ref<Future>) -> PyResult<()> {
    let f = future.get_mut(vm);
    let (is_task, event_loop) = (f.is_task, f.event_loop.cloned());
    let (first, context) = (f.callback.take(), f.callback_context.take());
    let rest = std::mem::take(&mut f.callbacks);
    if is_task {
        registry::remove(vm, future);
    }
    let Some(event_loop) = event_loop else { return Ok(()) };
    if let Some(first) = first {
        call_soon(vm, &event_loop, &first, Some(future), context.as_ref())?;
    }
    for pair in rest.iter() {
        let Some([callback, context]) = pair.downcast_ref::<Tuple>().map(|t| t.tail(vm)) else { continue };
        let (callback, context) = (callback.clone(), context.clone());
        call_soon(vm, &event_loop, &callback, Some(future), Some(&context))?;
    }
    Ok(())
}

/// `Future.cancel`, whatever a subclass makes of it.
pub(super) fn cancel(vm: &mut Vm, future: &Ref<Future>, message: Option<Obj>) -> PyResult<bool> {
    let f = future.get_mut(vm);
    f.logs_traceback = false;
    if f.stage != Stage::Pending {
        return Ok(false);
    }
    f.stage = Stage::Cancelled;
    let old = std::mem::replace(&mut f.cancel_message, message.into());
    drop(old);
    schedule(vm, future)?;
    Ok(true)
}

/// `Future.set_result`, whatever a subclass makes of it.
pub(super) fn set_result(vm: &mut Vm, future: &Ref<Future>, result: Obj) -> PyResult<()> {
    loop_of(vm, future)?;
    let f = future.get_mut(vm);
    if f.stage != Stage::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    f.stage = Stage::Finished;
    let old = f.result.replace(result);
    drop(old);
    schedule(vm, future)
}

/// `Future.set_exception`, whatever a subclass makes of it.
pub(super) fn set_exception(vm: &mut Vm, future: &Ref<Future>, given: &Obj) -> PyResult<()> {
    loop_of(vm, future)?;
    if future.get(vm).stage != Stage::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    let mut e = match given.downcast_ref::<Type>() {
        Some(class) if class.is_subtype(vm, types::BASE_EXCEPTION) => {
            let made = protocol::call(vm, given, &[])?;
            // Making it may have fulfilled the future.
            if future.get(vm).stage != Stage::Pending {
                return Err(invalid_state(vm, "invalid state"));
            }
            made
        }
        _ => given.clone(),
    };
    if !e.is_kind::<Exception>() {
        return Err(type_error!(vm, "invalid exception object"));
    }
    if vm.class_of(&e).is_subtype(vm, types::STOP_ITERATION) {
        let message = "StopIteration interacts badly with generators and cannot be raised into a Future";
        let message = Str::new(vm, message).into_obj();
        let made = exception::with_args(vm, types::RUNTIME_ERROR, &[message]);
        if let Some(wrapper) = made.downcast_ref::<Exception>() {
            let wrapper = wrapper.get_mut(vm);
            wrapper.cause = OptObj::some(e.clone());
            wrapper.context = OptObj::some(e);
            wrapper.suppress_context = true;
        }
        e = made;
    }
    let traceback = e.downcast_ref::<Exception>().and_then(|e| e.get(vm).traceback.cloned());
    let f = future.get_mut(vm);
    f.stage = Stage::Finished;
    let old = (f.exception.replace(e), std::mem::replace(&mut f.exception_traceback, traceback.into()));
    drop(old);
    schedule(vm, future)?;
    future.get_mut(vm).logs_traceback = true;
    future.header().set(flag::FINALISES);
    Ok(())
}

/// Checks that a future is finished, and takes note that somebody has asked how. `pending` says what is not set otherwise.
fn check_finished(vm: &mut Vm, future: &Ref<Future>, pending: &str) -> PyResult<()> {
    let f = future.get_mut(vm);
    if f.event_loop.is_none() {
        return Err(invalid_state(vm, "Future object is not initialized."));
    }
    match f.stage {
        Stage::Pending => Err(invalid_state(vm, pending)),
        Stage::Cancelled => {
            let e = cancelled_error(vm, future)?;
            Err(vm.raise_object(e))
        }
        Stage::Finished => {
            f.logs_traceback = false;
            Ok(())
        }
    }
}

/// `Future.result`, whatever a subclass makes of it.
pub(super) fn result(vm: &mut Vm, future: &Ref<Future>) -> PyResult {
    check_finished(vm, future, "Result is not set.")?;
    let f = future.get_mut(vm);
    let Some(e) = f.exception.cloned() else { return Ok(f.result.cloned().unwrap_or(Obj::NONE)) };
    let traceback = f.exception_traceback.take();
    if let Some(e) = e.downcast_ref::<Exception>() {
        let old = std::mem::replace(&mut e.get_mut(vm).traceback, traceback.into());
        drop(old);
    }
    Err(vm.raise_object(e))
}

/// `Future.add_done_callback`, whatever a subclass makes of it.
pub(super) fn add_done_callback(vm: &mut Vm, future: &Ref<Future>, callback: &Obj, context: Obj) -> PyResult<()> {
    let Some(event_loop) = future.get(vm).event_loop.cloned() else {
        return Err(raise!(vm, types::RUNTIME_ERROR, "uninitialized Future object"));
    };
    if future.get(vm).stage != Stage::Pending {
        return call_soon(vm, &event_loop, callback, Some(future), Some(&context));
    }
    if future.get(vm).callback.is_none() && future.get(vm).callbacks.is_empty() {
        let f = future.get_mut(vm);
        f.callback = OptObj::some(callback.clone());
        f.callback_context = OptObj::some(context);
        return Ok(());
    }
    let pair = Tuple::from_slice(vm, &[callback.clone(), context])?.into_obj();
    future.get_mut(vm).callbacks.push(pair)?;
    Ok(())
}

/// Whether two callbacks are the same one.
fn same(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    if a.is(b) { Ok(true) } else { protocol::equal(vm, a, b) }
}

fn remove_done_callback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (future, wanted) = (args.this::<Future>(), args.at(1));
    loop_of(vm, future)?;
    let mut removed = 0;
    if let Some(first) = future.get(vm).callback.cloned()
        && same(vm, &first, wanted)?
    {
        let f = future.get_mut(vm);
        // Comparing may have replaced it.
        if f.callback.get().is_some_and(|now| now.is(&first)) {
            let old = (f.callback.take(), f.callback_context.take());
            drop(old);
            removed += 1;
        }
    }
    let mut i = 0;
    while let Some(pair) = future.get(vm).callbacks.get(i).cloned() {
        let callback = pair.downcast_ref::<Tuple>().and_then(|t| t.tail(vm).first().cloned()).unwrap_or(Obj::NONE);
        if same(vm, &callback, wanted)? {
            let f = future.get_mut(vm);
            if f.callbacks.get(i).is_some_and(|now| now.is(&pair)) {
                let old = f.callbacks.remove(i);
                drop(old);
                removed += 1;
            }
            continue;
        }
        i += 1;
    }
    Ok(int::from_i64(vm, removed))
}

/// Notes that `waiter` waits for `future`, if both are futures of this module.
///
/// # Errors
/// What hashing or comparing the waiters raises.
pub(super) fn add_awaited_by(vm: &mut Vm, future: &Obj, waiter: &Obj) -> PyResult<()> {
    let (Some(future), true) = (future.downcast_ref::<Future>(), waiter.is_kind::<Future>()) else { return Ok(()) };
    let Some(present) = future.get(vm).awaited_by.cloned() else {
        future.get_mut(vm).awaited_by = OptObj::some(waiter.clone());
        return Ok(());
    };
    if let Some(several) = present.downcast_ref::<Set>() {
        return set::add_item(vm, several, waiter);
    }
    let several = set::set(vm, &[present, waiter.clone()])?;
    let old = future.get_mut(vm).awaited_by.replace(several);
    drop(old);
    Ok(())
}

/// Notes that `waiter` does not wait for `future` any more.
///
/// # Errors
/// What hashing or comparing the waiters raises.
pub(super) fn discard_awaited_by(vm: &mut Vm, future: &Obj, waiter: &Obj) -> PyResult<()> {
    let (Some(future), true) = (future.downcast_ref::<Future>(), waiter.is_kind::<Future>()) else { return Ok(()) };
    let Some(present) = future.get(vm).awaited_by.cloned() else { return Ok(()) };
    if present.is_kind::<Set>() {
        let discard = Str::intern(vm, "discard");
        protocol::call_method(vm, &present, &discard, std::slice::from_ref(waiter))?;
    } else if present.is(waiter) {
        let old = future.get_mut(vm).awaited_by.take();
        drop(old);
    }
    Ok(())
}

// Making and ending

/// `Future.__new__`, of tasks too.
pub(super) fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let is_task = super::task_class(vm).is_some_and(|task| class.is_subtype(vm, &task));
    Ok(vm.alloc_in(class, Future::blank(is_task)).into_obj())
}

/// Makes a future pending, on a loop or the current one.
///
/// # Errors
/// What the loop raises.
pub(super) fn start(vm: &mut Vm, future: &Ref<Future>, event_loop: Option<&Obj>) -> PyResult<()> {
    let f = future.get_mut(vm);
    let is_task = f.is_task;
    let mut fresh = Future::blank(is_task);
    if is_task {
        // A task's own fields are its own `__init__`'s business.
        fresh.waiter = std::mem::take(&mut f.waiter);
        fresh.coroutine = std::mem::take(&mut f.coroutine);
        fresh.name = std::mem::take(&mut f.name);
        fresh.context = std::mem::take(&mut f.context);
        fresh.logs_destruction = f.logs_destruction;
    }
    let old = std::mem::replace(f, fresh);
    drop(old);
    let event_loop = match event_loop {
        Some(given) => given.clone(),
        None => super::event_loop(vm)?,
    };
    future.get_mut(vm).event_loop = OptObj::some(event_loop.clone());
    let get_debug = Str::intern(vm, "get_debug");
    let debug = protocol::call_method(vm, &event_loop, &get_debug, &[])?;
    if protocol::is_true(vm, &debug)? {
        let extract = known(vm, Known::ExtractStack)?;
        let stack = protocol::call(vm, &extract, &[])?;
        future.get_mut(vm).source_traceback = OptObj::some(stack);
    }
    Ok(())
}

static INIT: NativeDef = native(
    "Future",
    "($self, /, *, loop=None)",
    |vm, args| {
        start(vm, args.this(), args.some(1))?;
        Ok(Obj::NONE)
    },
    "",
);

/// Tells the loop's exception handler of something that nobody will hear of otherwise.
pub(super) fn report(vm: &mut Vm, future: &Ref<Future>, message: &str, before: &[(&str, Obj)], behind: &[(&str, Obj)]) {
    let travelling = vm.exception.take();
    if let Err(_raised) = call_handler(vm, future, message, before, behind) {
        vm.exception.take();
    }
    vm.exception = travelling.into();
}

fn call_handler(
    vm: &mut Vm,
    future: &Ref<Future>,
    message: &str,
    before: &[(&str, Obj)],
    behind: &[(&str, Obj)],
) -> PyResult<()> {
    let f = future.get(vm);
    let (event_loop, source) = (f.event_loop.cloned(), f.source_traceback.cloned());
    let Some(event_loop) = event_loop else { return Ok(()) };
    let context = Dict::new(vm);
    for (name, value) in before {
        Dict::set_name(vm, &context, name, value.clone())?;
    }
    let message = Str::new(vm, message).into_obj();
    Dict::set_name(vm, &context, "message", message)?;
    for (name, value) in behind {
        Dict::set_name(vm, &context, name, value.clone())?;
    }
    if let Some(source) = source {
        Dict::set_name(vm, &context, "source_traceback", source)?;
    }
    let name = Str::intern(vm, "call_exception_handler");
    let handler = protocol::get_attr(vm, &event_loop, &name)?;
    if let Err(_raised) = protocol::call(vm, &handler, &[context.into_obj()]) {
        (vm.hooks.unraisable)(vm, "in:", Some(&handler));
    }
    Ok(())
}

/// Reports a pending task that dies, and an exception that nobody has asked for.
fn finalise(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(future) = o.downcast_ref::<Future>() else { return Ok(Obj::NONE) };
    let f = future.get(vm);
    if f.is_task && f.stage == Stage::Pending && f.logs_destruction {
        report(vm, future, "Task was destroyed but it is pending!", &[], &[("task", o.clone())]);
    }
    if future.get(vm).logs_traceback {
        future.get_mut(vm).logs_traceback = false;
        let class = vm.class_of(o).get(vm).name.to_string_lossy(vm);
        let e = future.get(vm).exception.cloned().unwrap_or(Obj::NONE);
        let message = format!("{class} exception was never retrieved");
        report(vm, future, &message, &[], &[("exception", e), ("future", o.clone())]);
    }
    Ok(Obj::NONE)
}

// Attributes

/// The future behind an attribute.
fn of(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Future>> {
    match o.downcast_ref::<Future>() {
        Some(future) => Ok(future.clone()),
        None => Err(type_error!(vm, "a Future was expected")),
    }
}

/// The future behind an attribute that only an initialised one has.
fn alive(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Future>> {
    let future = of(vm, o)?;
    loop_of(vm, &future)?;
    Ok(future)
}

/// A field, `None` where there is nothing.
pub(super) fn field(vm: &mut Vm, o: &Obj, pick: impl FnOnce(&Future) -> &OptObj) -> PyResult {
    let future = of(vm, o)?;
    Ok(pick(future.get(vm)).cloned().unwrap_or(Obj::NONE))
}

/// A flag of the payload.
pub(super) fn truth(vm: &mut Vm, o: &Obj, pick: impl FnOnce(&Future) -> bool) -> PyResult {
    let future = of(vm, o)?;
    Ok(Obj::bool(pick(future.get(vm))))
}

/// Sets a flag of the payload to the truth of a value.
pub(super) fn set_truth(
    vm: &mut Vm,
    o: &Obj,
    value: Option<&Obj>,
    (class, name): (&str, &str),
    set: impl FnOnce(&mut Future, bool),
) -> PyResult<()> {
    let Some(value) = value else { return Err(undeletable(vm, class, name)) };
    let truth = protocol::is_true(vm, value)?;
    let future = of(vm, o)?;
    set(future.get_mut(vm), truth);
    Ok(())
}

#[cold]
fn undeletable(vm: &mut Vm, class: &str, name: &str) -> Raised {
    raise!(vm, types::ATTRIBUTE_ERROR, "attribute '{name}' of '_asyncio.{class}' objects cannot be deleted")
}

fn state_name(vm: &mut Vm, o: &Obj) -> PyResult {
    let future = alive(vm, o)?;
    let name = match future.get(vm).stage {
        Stage::Pending => "PENDING",
        Stage::Cancelled => "CANCELLED",
        Stage::Finished => "FINISHED",
    };
    Ok(Str::intern(vm, name).into_obj())
}

fn callbacks(vm: &mut Vm, o: &Obj) -> PyResult {
    let future = alive(vm, o)?;
    let f = future.get(vm);
    let first = f.callback.cloned().map(|callback| [callback, f.callback_context.cloned().unwrap_or(Obj::NONE)]);
    let rest = f.callbacks.iter().cloned().collect::<Vec<_>>();
    let mut all = Vec::with_capacity(rest.len() + 1);
    if let Some(first) = first {
        all.push(Tuple::from_slice(vm, &first)?.into_obj());
    }
    all.extend(rest);
    if all.is_empty() {
        return Ok(Obj::NONE);
    }
    Ok(list::List::from_vec(vm, all)?.into_obj())
}

fn awaited_by(vm: &mut Vm, o: &Obj) -> PyResult {
    let future = alive(vm, o)?;
    let Some(present) = future.get(vm).awaited_by.cloned() else { return Ok(Obj::NONE) };
    if present.is_kind::<Set>() {
        let all = protocol::collect(vm, &present)?;
        return set::frozenset(vm, &all);
    }
    set::frozenset(vm, &[present])
}

fn set_log_traceback(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(undeletable(vm, "Future", "_log_traceback")) };
    if protocol::is_true(vm, value)? {
        return Err(value_error!(vm, "_log_traceback can only be set to False"));
    }
    of(vm, o)?.get_mut(vm).logs_traceback = false;
    Ok(())
}

fn set_cancel_message(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(undeletable(vm, "Future", "_cancel_message")) };
    let future = of(vm, o)?;
    let old = future.get_mut(vm).cancel_message.replace(value.clone());
    drop(old);
    Ok(())
}

const GETSETS: &[GetSetDef] = &[
    getter("_state", state_name, ""),
    getset(
        "_asyncio_future_blocking",
        |vm, o| truth(vm, o, |f| f.event_loop.get().is_some() && f.blocking),
        |vm, o, value| {
            alive(vm, o)?;
            set_truth(vm, o, value, ("Future", "_asyncio_future_blocking"), |f, on| f.blocking = on)
        },
        "",
    ),
    getter("_loop", |vm, o| field(vm, o, |f| &f.event_loop), ""),
    getter("_callbacks", callbacks, ""),
    getter(
        "_result",
        |vm, o| {
            alive(vm, o)?;
            field(vm, o, |f| &f.result)
        },
        "",
    ),
    getter(
        "_exception",
        |vm, o| {
            alive(vm, o)?;
            field(vm, o, |f| &f.exception)
        },
        "",
    ),
    getset(
        "_log_traceback",
        |vm, o| {
            alive(vm, o)?;
            truth(vm, o, |f| f.logs_traceback)
        },
        set_log_traceback,
        "",
    ),
    getter("_source_traceback", |vm, o| field(vm, o, |f| &f.source_traceback), ""),
    getset("_cancel_message", |vm, o| field(vm, o, |f| &f.cancel_message), set_cancel_message, ""),
    getter("_asyncio_awaited_by", awaited_by, ""),
];

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    alive(vm, o)?;
    let shown = known(vm, Known::FutureRepr)?;
    protocol::call(vm, &shown, std::slice::from_ref(o))
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let future = alive(vm, o)?;
    Ok(super::iterator::of(vm, future))
}

fn exception_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let future = args.this::<Future>();
    check_finished(vm, future, "Exception is not set.")?;
    Ok(future.get(vm).exception.cloned().unwrap_or(Obj::NONE))
}

const METHODS: &[NativeDef] = &[
    native(
        "result",
        "($self, /)",
        |vm, args| result(vm, args.this()),
        "Return the result this future represents.\n\nIf the future has been cancelled, raises CancelledError.  If the\nfuture's result isn't yet available, raises InvalidStateError.  If\nthe future is done and has an exception set, this exception is\nraised.",
    ),
    native(
        "exception",
        "($self, /)",
        exception_method,
        "Return the exception that was set on this future.\n\nThe exception (or None if no exception was set) is returned only if\nthe future is done.  If the future has been cancelled, raises\nCancelledError.  If the future isn't done yet, raises\nInvalidStateError.",
    ),
    native(
        "set_result",
        "($self, result, /)",
        |vm, args| {
            set_result(vm, args.this(), args.at(1).clone())?;
            Ok(Obj::NONE)
        },
        "Mark the future done and set its result.\n\nIf the future is already done when this method is called, raises\nInvalidStateError.",
    ),
    native(
        "set_exception",
        "($self, exception, /)",
        |vm, args| {
            set_exception(vm, args.this(), args.at(1))?;
            Ok(Obj::NONE)
        },
        "Mark the future done and set an exception.\n\nIf the future is already done when this method is called, raises\nInvalidStateError.",
    ),
    native(
        "add_done_callback",
        "($self, fn, /, *, context=<unrepresentable>)",
        |vm, args| {
            let context = match args.some(2) {
                Some(given) => given.clone(),
                None => contextvars::copy_current(vm)?,
            };
            add_done_callback(vm, args.this(), args.at(1), context)?;
            Ok(Obj::NONE)
        },
        "Add a callback to be run when the future becomes done.\n\nThe callback is called with a single argument - the future object.\nIf the future is already done when this is called, the callback is\nscheduled with call_soon.",
    ),
    native(
        "remove_done_callback",
        "($self, fn, /)",
        remove_done_callback,
        "Remove all instances of a callback from the \"call when done\" list.\n\nReturns the number of callbacks removed.",
    ),
    native(
        "cancel",
        "($self, /, msg=None)",
        |vm, args| {
            loop_of(vm, args.this())?;
            let done = cancel(vm, args.this(), args.some(1).cloned())?;
            Ok(Obj::bool(done))
        },
        "Cancel the future and schedule callbacks.\n\nIf the future is already done or cancelled, return False.\nOtherwise, change the future's state to cancelled, schedule the\ncallbacks and return True.",
    ),
    native(
        "cancelled",
        "($self, /)",
        |vm, args| Ok(Obj::bool(args.this::<Future>().get(vm).stage == Stage::Cancelled)),
        "Return True if the future was cancelled.",
    ),
    native(
        "done",
        "($self, /)",
        |vm, args| Ok(Obj::bool(args.this::<Future>().get(vm).stage != Stage::Pending)),
        "Return True if the future is done.\n\nDone means either that a result / exception are available, or that\nthe future was cancelled.",
    ),
    native(
        "get_loop",
        "($self, /)",
        |vm, args| loop_of(vm, args.this()),
        "Return the event loop the Future is bound to.",
    ),
    native(
        "_make_cancelled_error",
        "($self, /)",
        |vm, args| cancelled_error(vm, args.this()),
        "Create the CancelledError to raise if the Future is cancelled.\n\nThis should only be called once when handling a cancellation since\nit erases the context exception value.",
    ),
    class_getitem("Futures are generic over the type of their results"),
];

/// `_asyncio.Future`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Future",
    module: "_asyncio",
    kind: kinds::FUTURE,
    flags: TypeFlags::BASE,
    doc: "This class is *almost* compatible with concurrent.futures.Future.\n\n    Differences:\n\n    - result() and exception() do not take a timeout argument and\n      raise an exception when the future isn't done yet.\n\n    - Callbacks registered with add_done_callback() are always called\n      via the event loop's call_soon_threadsafe().\n\n    - This class is not compatible with the wait() and as_completed()\n      methods in the concurrent.futures package.",
    signature: "(*, loop=None)",
    slots: Slots {
        new: Some(new),
        init: Some(|vm, o, args| table::initialise(vm, o, &INIT, args)),
        repr: Some(repr),
        iter: Some(iter),
        await_: Some(iter),
        finalise: Some(finalise),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: GETSETS,
    weakly_referable: true,
    instance_dict: true,
    hides_dict: true,
    ..TypeDef::EMPTY
};
