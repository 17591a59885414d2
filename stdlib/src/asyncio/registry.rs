//! Which tasks there are, and which loop and task each thread runs.
//!
//! Tasks of this module are known by weak handles until they are done. Task-like objects of others are kept in a `WeakSet`, and
//! in a set while their first step runs eagerly.

use super::{
    Known,
    future::{self, Future, Stage},
    known,
};
use rpython_heap::{SlotId, Weak};
use rpython_objects::{Obj, OptObj, PyResult, Raised, Ref, Str, Vm, protocol, raise, set, types};
use rpython_vm::threads;
use rustc_hash::FxHashMap;

/// What a thread runs.
#[derive(Default)]
struct Running {
    event_loop: OptObj,
    task: OptObj,
}

#[derive(Default)]
struct State {
    running: FxHashMap<u64, Running>,
    tasks: FxHashMap<SlotId, Weak<Future>>,
    /// A `WeakSet` of tasks that are not of this module.
    foreign: OptObj,
    /// Those of them that run their first step.
    foreign_eager: OptObj,
}

/// The loop that runs in this thread.
pub(super) fn running_loop(vm: &mut Vm) -> Option<Obj> {
    vm.state_of::<State>().running.get(&threads::ident())?.event_loop.cloned()
}

/// Says which loop runs in this thread from now on.
pub(super) fn set_running_loop(vm: &mut Vm, event_loop: &Obj) {
    let thread = threads::ident();
    let running = &mut vm.state_of::<State>().running;
    let now = running.entry(thread).or_default();
    let event_loop = if event_loop.is_none() { OptObj::NONE } else { OptObj::some(event_loop.clone()) };
    let old = std::mem::replace(&mut now.event_loop, event_loop);
    if now.event_loop.is_none() && now.task.is_none() {
        running.remove(&thread);
    }
    drop(old);
}

#[cold]
fn not_running(vm: &mut Vm, event_loop: &Obj) -> Raised {
    match protocol::repr_text(vm, event_loop) {
        Ok(shown) => raise!(vm, types::RUNTIME_ERROR, "loop {shown} is not the running loop"),
        Err(raised) => raised,
    }
}

/// What this thread runs, if it is `event_loop`.
fn running<'a>(vm: &'a mut Vm, event_loop: &Obj) -> Option<&'a mut Running> {
    let now = vm.state_of::<State>().running.get_mut(&threads::ident())?;
    now.event_loop.get().is_some_and(|l| l.is(event_loop)).then_some(now)
}

/// A step of a task begins.
pub(super) fn enter(vm: &mut Vm, event_loop: &Obj, task: &Obj) -> PyResult<()> {
    let Some(now) = running(vm, event_loop) else { return Err(not_running(vm, event_loop)) };
    let Some(other) = now.task.cloned() else {
        now.task = OptObj::some(task.clone());
        return Ok(());
    };
    let (task, other) = (protocol::repr_text(vm, task)?, protocol::repr_text(vm, &other)?);
    Err(raise!(vm, types::RUNTIME_ERROR, "Cannot enter into task {task} while another task {other} is being executed."))
}

/// A step of a task ends.
pub(super) fn leave(vm: &mut Vm, event_loop: &Obj, task: &Obj) -> PyResult<()> {
    let Some(now) = running(vm, event_loop) else { return Err(not_running(vm, event_loop)) };
    if now.task.get().is_some_and(|t| t.is(task)) {
        let old = now.task.take();
        drop(old);
        return Ok(());
    }
    let other = now.task.cloned().unwrap_or(Obj::NONE);
    let (task, other) = (protocol::repr_text(vm, task)?, protocol::repr_text(vm, &other)?);
    Err(raise!(vm, types::RUNTIME_ERROR, "Invalid attempt to leave task {task} while task {other} is entered."))
}

/// Makes `task` the current one; answers with the one that was.
pub(super) fn swap(vm: &mut Vm, event_loop: &Obj, task: &Obj) -> PyResult {
    let Some(now) = running(vm, event_loop) else { return Err(not_running(vm, event_loop)) };
    let task = if task.is_none() { OptObj::NONE } else { OptObj::some(task.clone()) };
    Ok(std::mem::replace(&mut now.task, task).take().unwrap_or(Obj::NONE))
}

/// The task that a loop runs, in whatever thread.
pub(super) fn current(vm: &mut Vm, event_loop: &Obj) -> Obj {
    let mut all = vm.state_of::<State>().running.values();
    let found = all.find(|r| r.event_loop.get().is_some_and(|l| l.is(event_loop)));
    found.and_then(|r| r.task.cloned()).unwrap_or(Obj::NONE)
}

/// A task of this module is scheduled.
pub(super) fn add(vm: &mut Vm, task: &Ref<Future>) {
    let weak = Weak::of_ref(task);
    vm.state_of::<State>().tasks.insert(weak.slot(), weak);
}

/// A task of this module is done.
pub(super) fn remove(vm: &mut Vm, task: &Ref<Future>) {
    let slot = Weak::of_ref(task).slot();
    vm.state_of::<State>().tasks.remove(&slot);
}

/// `task` as a task of this module.
fn own(task: &Obj, vm: &Vm) -> Option<Ref<Future>> {
    task.downcast_ref::<Future>().filter(|t| t.get(vm).is_task).cloned()
}

/// The `WeakSet` of tasks of others.
fn foreign(vm: &mut Vm) -> PyResult {
    if let Some(made) = vm.state_of::<State>().foreign.cloned() {
        return Ok(made);
    }
    let class = known(vm, Known::WeakSet)?;
    let made = protocol::call(vm, &class, &[])?;
    vm.state_of::<State>().foreign = OptObj::some(made.clone());
    Ok(made)
}

fn foreign_eager(vm: &mut Vm) -> Obj {
    if let Some(made) = vm.state_of::<State>().foreign_eager.cloned() {
        return made;
    }
    let made = set::empty(vm).into_obj();
    vm.state_of::<State>().foreign_eager = OptObj::some(made.clone());
    made
}

fn change(vm: &mut Vm, all: &Obj, method: &str, task: &Obj) -> PyResult {
    let method = Str::intern(vm, method);
    protocol::call_method(vm, all, &method, std::slice::from_ref(task))?;
    Ok(Obj::NONE)
}

/// `_register_task`
pub(super) fn register(vm: &mut Vm, task: &Obj) -> PyResult {
    if let Some(task) = own(task, vm) {
        add(vm, &task);
        return Ok(Obj::NONE);
    }
    let all = foreign(vm)?;
    change(vm, &all, "add", task)
}

/// `_unregister_task`
pub(super) fn unregister(vm: &mut Vm, task: &Obj) -> PyResult {
    if let Some(task) = own(task, vm) {
        remove(vm, &task);
        return Ok(Obj::NONE);
    }
    let all = foreign(vm)?;
    change(vm, &all, "discard", task)
}

/// `_register_eager_task`
pub(super) fn register_eager(vm: &mut Vm, task: &Obj) -> PyResult {
    let all = foreign_eager(vm);
    change(vm, &all, "add", task)
}

/// `_unregister_eager_task`
pub(super) fn unregister_eager(vm: &mut Vm, task: &Obj) -> PyResult {
    let all = foreign_eager(vm);
    change(vm, &all, "discard", task)
}

/// The tasks of a loop that are not done.
pub(super) fn all(vm: &mut Vm, event_loop: &Obj) -> PyResult {
    let found = set::empty(vm);
    // Eager tasks first: one that blocks meanwhile, in another thread, is scheduled then and not missed.
    let eager = foreign_eager(vm);
    let mut others = protocol::collect(vm, &eager)?;
    let weak: Vec<Weak<Future>> = vm.state_of::<State>().tasks.values().copied().collect();
    let mut dead = Vec::new();
    for handle in weak {
        let Some(task) = handle.upgrade(vm) else {
            dead.push(handle);
            continue;
        };
        let t = task.get(vm);
        if t.stage == Stage::Pending && t.event_loop.get().is_some_and(|l| l.is(event_loop)) {
            set::add_item(vm, &found, &task)?;
        }
    }
    let tasks = &mut vm.state_of::<State>().tasks;
    for handle in dead {
        if tasks.get(&handle.slot()).is_some_and(|now| now.same(handle)) {
            tasks.remove(&handle.slot());
        }
    }
    if let Some(scheduled) = vm.state_of::<State>().foreign.cloned() {
        others.extend(protocol::collect(vm, &scheduled)?);
    }
    let done = Str::intern(vm, "done");
    for task in others {
        let answer = protocol::call_method(vm, &task, &done, &[])?;
        if !protocol::is_true(vm, &answer)? && future::loop_of_any(vm, &task)?.is(event_loop) {
            set::add_item(vm, &found, &task)?;
        }
    }
    Ok(found.into_obj())
}
