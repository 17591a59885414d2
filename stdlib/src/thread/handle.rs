//! `_ThreadHandle`: a thread to wait for, and how threads start and end (CPython: `Modules/_threadmodule.c`, thread handles).

use super::{
    State,
    futex::Event,
    local,
    lock::{self, Patience},
};
use crate::{kinds, time};
use rpython_objects::{
    Args, CallArgs, Dict, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, Tuple, Type, TypeDef, Vm, getter,
    int, native, protocol, raise, types,
};
use rpython_vm::{finalize, threads};
use std::sync::{
    Arc, Weak,
    atomic::{AtomicU8, AtomicU64, Ordering},
};

const NOT_STARTED: u8 = 0;
const STARTING: u8 = 1;
const RUNNING: u8 = 2;

/// What a thread and those who wait for it share.
#[derive(Default)]
pub(super) struct Shared {
    state: AtomicU8,
    ident: AtomicU64,
    done: Event,
}

/// The payload of a handle.
#[derive(Default)]
pub(super) struct Handle {
    shared: Arc<Shared>,
}

impl Payload for Handle {
    const KIND: u8 = kinds::THREAD_HANDLE;
    const NAME: &'static str = "_ThreadHandle";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// What a new thread is to do.
pub(super) struct Start {
    function: Obj,
    args: Vec<Obj>,
    names: Option<Ref<Tuple>>,
    shared: Arc<Shared>,
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, Handle::default()).into_obj())
}

/// `_make_thread_handle(ident)`
pub(super) fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exact = protocol::index(vm, args.at(1))?;
    let ident = int::to_big(vm, &exact).map_or(0, |n| n.iter_u64_digits().next().unwrap_or(0));
    let made = Handle::default();
    made.shared.ident.store(ident, Ordering::Relaxed);
    made.shared.state.store(RUNNING, Ordering::Relaxed);
    know(vm, &made.shared);
    Ok(vm.make(made).into_obj())
}

/// Remembers what a handle stands for, for a forked child to find.
fn know(vm: &mut Vm, shared: &Arc<Shared>) {
    let known = &mut vm.state_of::<State>().known;
    known.retain(|t| t.strong_count() > 0);
    known.push(Arc::downgrade(shared));
}

/// A handle for a thread that `start_joinable_thread` starts without one.
pub(super) fn fresh(vm: &mut Vm) -> Ref<Handle> {
    vm.make(Handle::default())
}

/// Starts a thread that calls `function`.
///
/// # Errors
/// `RuntimeError` if it has been started before, or the system grants no thread.
pub(super) fn start(
    vm: &mut Vm,
    handle: &Ref<Handle>,
    function: &Obj,
    args: Vec<Obj>,
    names: Option<Ref<Tuple>>,
    daemon: bool,
) -> PyResult<()> {
    if finalize::is_finalizing(vm) {
        return Err(raise!(vm, types::PYTHON_FINALIZATION_ERROR, "can't create new thread at interpreter shutdown"));
    }
    let shared = handle.get(vm).shared.clone();
    if shared.state.compare_exchange(NOT_STARTED, STARTING, Ordering::Relaxed, Ordering::Relaxed).is_err() {
        return Err(raise!(vm, types::RUNTIME_ERROR, "thread already started"));
    }
    let state = vm.state_of::<State>();
    state.last_start += 1;
    let (number, stack) = (state.last_start, state.stack_size);
    state.starting.insert(number, Start { function: function.clone(), args, names, shared: shared.clone() });
    match threads::spawn(vm, stack, run, number) {
        Ok(ident) => {
            shared.ident.store(ident, Ordering::Relaxed);
            shared.state.store(RUNNING, Ordering::Relaxed);
            know(vm, &shared);
            let state = vm.state_of::<State>();
            state.count += 1;
            if !daemon {
                state.awaited.retain(|t| !t.done.is_set());
                state.awaited.push(shared);
            }
            Ok(())
        }
        Err(_) => {
            let start = vm.state_of::<State>().starting.remove(&number);
            drop(start);
            shared.state.store(NOT_STARTED, Ordering::Relaxed);
            Err(raise!(vm, types::RUNTIME_ERROR, "can't start new thread"))
        }
    }
}

/// What a new thread runs.
fn run(vm: &mut Vm, number: u64) -> Box<dyn FnOnce()> {
    let Some(Start { function, args, names, shared }) = vm.state_of::<State>().starting.remove(&number) else {
        return Box::new(|| {});
    };
    let result = protocol::call_args(vm, &function, CallArgs { values: &args, names: names.as_ref() });
    drop((args, names));
    match result {
        Ok(result) => drop(result),
        Err(_) if vm.raised_is(types::SYSTEM_EXIT) => drop(vm.take_exception()),
        Err(_) => report(vm, &function),
    }
    drop(function);
    vm.exception = OptObj::NONE;
    local::thread_ended(vm, threads::ident());
    rpython_vm::run_pending(vm);
    let state = vm.state_of::<State>();
    state.count = state.count.saturating_sub(1);
    Box::new(move || shared.done.set())
}

/// Reports the exception with which a thread's function has ended.
fn report(vm: &mut Vm, function: &Obj) {
    let travelling = vm.take_exception();
    let shown = match protocol::repr_text(vm, function) {
        Ok(shown) => shown,
        Err(_) => {
            drop(vm.take_exception());
            "<object repr() failed>".to_string()
        }
    };
    vm.exception = OptObj::some(travelling);
    (vm.hooks.unraisable)(vm, &format!("in thread started by {shown}"), None);
}

/// Waits for a thread's end.
///
/// # Errors
/// `RuntimeError` for the running thread, and one that has not started; what a signal's handler raises.
fn join(vm: &mut Vm, shared: &Arc<Shared>, patience: Patience) -> PyResult<()> {
    if shared.state.load(Ordering::Relaxed) < RUNNING {
        return Err(raise!(vm, types::RUNTIME_ERROR, "thread not started"));
    }
    if shared.done.is_set() {
        return Ok(());
    }
    if shared.ident.load(Ordering::Relaxed) == threads::ident() {
        return Err(raise!(vm, types::RUNTIME_ERROR, "Cannot join current thread"));
    }
    // Threads that still live then run no more Python code, and so never end.
    if finalize::is_finalizing(vm) {
        return Err(raise!(vm, types::PYTHON_FINALIZATION_ERROR, "cannot join thread at interpreter shutdown"));
    }
    if let Patience::Until(deadline) = patience {
        lock::wait(vm, deadline, |deadline| shared.done.wait(deadline))?;
    }
    Ok(())
}

fn join_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let patience = match args.some(1) {
        None => Patience::Until(None),
        Some(timeout) => match time::timeout(vm, timeout)? {
            n if n < 0 => Patience::Until(None),
            0 => Patience::None,
            n => lock::until(n),
        },
    };
    let shared = args.this::<Handle>().get(vm).shared.clone();
    join(vm, &shared, patience)?;
    Ok(Obj::NONE)
}

fn set_done(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let shared = args.this::<Handle>().get(vm).shared.clone();
    if shared.state.load(Ordering::Relaxed) < RUNNING {
        return Err(raise!(vm, types::RUNTIME_ERROR, "thread not started"));
    }
    shared.done.set();
    Ok(Obj::NONE)
}

/// Waits for all threads that are no daemons.
///
/// # Errors
/// What a signal's handler raises.
pub(super) fn shut_down(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let own = threads::ident();
    loop {
        let state = vm.state_of::<State>();
        state.awaited.retain(|t| !t.done.is_set());
        let next = state.awaited.iter().find(|t| t.ident.load(Ordering::Relaxed) != own).cloned();
        match next {
            Some(thread) => join(vm, &thread, Patience::Until(None))?,
            None => return Ok(Obj::NONE),
        }
    }
}

/// In a forked child: no other thread lives.
pub(super) fn forked(vm: &mut Vm) {
    let own = threads::ident();
    let state = vm.state_of::<State>();
    state.count = 0;
    let gone = std::mem::take(&mut state.awaited);
    let starting = std::mem::take(&mut state.starting);
    drop(starting);
    let state = vm.state_of::<State>();
    state.awaited.extend(gone.into_iter().filter(|thread| thread.ident.load(Ordering::Relaxed) == own));
    for thread in state.known.iter().filter_map(Weak::upgrade) {
        if thread.ident.load(Ordering::Relaxed) != own {
            thread.done.set();
        }
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let ident = ident(vm, o);
    Ok(Str::from_display(vm, format_args!("<_thread._ThreadHandle object: ident={ident}>")).into_obj())
}

fn ident(vm: &Vm, o: &Obj) -> u64 {
    o.downcast_ref::<Handle>().map_or(0, |h| h.get(vm).shared.ident.load(Ordering::Relaxed))
}

const METHODS: &[NativeDef] = &[
    native("join", "($self, timeout=None, /)", join_method, ""),
    native("_set_done", "($self, /)", set_done, ""),
    native("is_done", "($self, /)", |vm, args| Ok(Obj::bool(args.this::<Handle>().get(vm).shared.done.is_set())), ""),
];

/// `_ThreadHandle`
pub(super) static DEF: TypeDef = TypeDef {
    name: "_ThreadHandle",
    module: "_thread",
    kind: kinds::THREAD_HANDLE,
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getsets: &[getter("ident", |vm, o| Ok(super::ident_object(vm, ident(vm, o))), "")],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// Keyword arguments of a dict, as a call takes them.
///
/// # Errors
/// `TypeError` for keys that are no strings.
pub(super) fn keywords(vm: &mut Vm, dict: &Ref<Dict>, args: &mut Vec<Obj>) -> PyResult<Option<Ref<Tuple>>> {
    let pairs: Vec<(Obj, Obj)> = dict.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    if pairs.is_empty() {
        return Ok(None);
    }
    let mut names = Vec::new();
    for (name, value) in pairs {
        if !name.is_kind::<Str>() {
            return Err(rpython_objects::type_error!(vm, "keywords must be strings"));
        }
        names.push(name);
        args.push(value);
    }
    Ok(Some(Tuple::from_vec(vm, names)?))
}
