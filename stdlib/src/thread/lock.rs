//! `lock`, and how threads wait (CPython: `Modules/_threadmodule.c`, lock objects).

use super::futex::{RawLock, Waited};
use crate::{kinds, time};
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, Payload, PyResult, Raised, Ref, Slots, Str, Type, TypeDef, Vm, argument, native,
    protocol, raise, types, value_error,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// The payload of a lock.
#[derive(Default)]
pub(crate) struct Lock {
    pub(super) raw: Arc<RawLock>,
}

impl Payload for Lock {
    const KIND: u8 = kinds::THREAD_LOCK;
    const NAME: &'static str = "lock";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// How long to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Patience {
    /// Not at all.
    None,
    /// Until then; without a moment, for ever.
    Until(Option<Instant>),
}

/// The arguments `blocking` and `timeout` (CPython: `lock_acquire_parse_timeout`).
pub(super) fn patience(vm: &mut Vm, blocking: Option<&Obj>, timeout: Option<&Obj>) -> PyResult<Patience> {
    let blocking = match blocking {
        Some(o) => protocol::is_true(vm, o)?,
        None => true,
    };
    const UNSET: i128 = -1_000_000_000;
    let timeout = match timeout {
        Some(o) => time::timeout(vm, o)?,
        None => UNSET,
    };
    if !blocking && timeout != UNSET {
        return Err(value_error!(vm, "can't specify a timeout for a non-blocking call"));
    }
    if timeout < 0 && timeout != UNSET {
        return Err(value_error!(vm, "timeout value must be a non-negative number"));
    }
    Ok(if !blocking || timeout == 0 {
        Patience::None
    } else if timeout == UNSET {
        Patience::Until(None)
    } else {
        until(timeout)
    })
}

/// Until so many nanoseconds from now.
pub(crate) fn until(nanoseconds: i128) -> Patience {
    let wait = Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(0));
    Patience::Until(Instant::now().checked_add(wait))
}

/// Waits with the token given up; handlers of signals run meanwhile, and waiting goes on. Whether it happened in time.
///
/// # Errors
/// What a signal's handler raises.
pub(crate) fn wait(
    vm: &mut Vm,
    deadline: Option<Instant>,
    wait: impl Fn(Option<Instant>) -> Waited + Sync,
) -> PyResult<bool> {
    rpython_vm::signals::check(vm)?;
    loop {
        match vm.suspend(|| wait(deadline)) {
            Waited::Done => return Ok(true),
            Waited::TimedOut => return Ok(false),
            Waited::Interrupted => rpython_vm::signals::check(vm)?,
        }
    }
}

/// Takes a lock; whether it was to be had in time.
///
/// # Errors
/// What a signal's handler raises.
pub(crate) fn acquire(vm: &mut Vm, raw: &Arc<RawLock>, patience: Patience) -> PyResult<bool> {
    if raw.try_acquire() {
        return Ok(true);
    }
    match patience {
        Patience::None => Ok(false),
        Patience::Until(deadline) => wait(vm, deadline, |deadline| raw.acquire(deadline)),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    argument::no_keywords(vm, "lock", args)?;
    argument::positional(vm, "lock", args, 0, 0)?;
    Ok(vm.alloc_in(class, Lock::default()).into_obj())
}

/// `allocate_lock()`
pub(super) fn allocate(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(vm.make(Lock::default()).into_obj())
}

fn acquire_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let patience = patience(vm, args.opt(1), args.opt(2))?;
    let raw = args.this::<Lock>().get(vm).raw.clone();
    acquire(vm, &raw, patience).map(Obj::bool)
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let raw = args.this::<Lock>().get(vm).raw.clone();
    acquire(vm, &raw, Patience::Until(None)).map(Obj::bool)
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.this::<Lock>().get(vm).raw.release() {
        return Ok(Obj::NONE);
    }
    Err(raise!(vm, types::RUNTIME_ERROR, "release unlocked lock"))
}

fn locked(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(args.this::<Lock>().get(vm).raw.is_taken()))
}

fn reset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.this::<Lock>().get(vm).raw.reset();
    Ok(Obj::NONE)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let taken = o.downcast_ref::<Lock>().is_some_and(|l| l.get(vm).raw.is_taken());
    let state = if taken { "locked" } else { "unlocked" };
    let class = argument::class_name(vm, o);
    Ok(Str::from_display(vm, format_args!("<{state} {class} object at {:#x}>", protocol::id(o))).into_obj())
}

/// The error of giving back what one does not have.
pub(super) fn not_acquired(vm: &mut Vm) -> Raised {
    raise!(vm, types::RUNTIME_ERROR, "cannot release un-acquired lock")
}

const ACQUIRE_DOC: &str = "Lock the lock.  Without argument, this blocks if the lock is already\nlocked (even by the same thread), waiting for another thread to release\nthe lock, and return True once the lock is acquired.\nWith an argument, this will only block if the argument is true,\nand the return value reflects whether the lock is acquired.\nThe blocking operation is interruptible.";
const RELEASE_DOC: &str = "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nbut it needn't be locked by the same thread that unlocks it.";

const METHODS: &[NativeDef] = &[
    native(
        "acquire_lock",
        "($self, /, blocking=True, timeout=-1)",
        acquire_method,
        "An obsolete synonym of acquire().",
    ),
    native("acquire", "($self, /, blocking=True, timeout=-1)", acquire_method, ACQUIRE_DOC),
    native("release_lock", "($self, /)", release, "An obsolete synonym of release()."),
    native("release", "($self, /)", release, RELEASE_DOC),
    native("locked_lock", "($self, /)", locked, "An obsolete synonym of locked()."),
    native("locked", "($self, /)", locked, "Return whether the lock is in the locked state."),
    native("__enter__", "($self, /)", enter, "Lock the lock."),
    native("__exit__", "($self, /, *exc_info)", release, "Release the lock."),
    native("_at_fork_reinit", "($self, /)", reset, ""),
];

/// `lock`
pub(super) static DEF: TypeDef = TypeDef {
    name: "lock",
    module: "_thread",
    kind: kinds::THREAD_LOCK,
    doc: "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().  Methods are:\n\nacquire() -- lock the lock, possibly blocking until it can be obtained\nrelease() -- unlock of the lock\nlocked() -- test whether the lock is currently locked\n\nA lock is not owned by the thread that locked it; another thread may\nunlock it.  A thread attempting to lock a lock that it has already locked\nwill block until another thread unlocks it.  Deadlocks may ensue.",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    weakly_referable: true,
    ..TypeDef::EMPTY
};
