//! `RLock`: a lock that its owner may take again (CPython: `Modules/_threadmodule.c`, recursive lock objects).

use super::{
    futex::RawLock,
    lock::{self, Patience},
};
use crate::kinds;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, Tuple, Type, TypeDef, TypeFlags, Vm, argument,
    int, native, protocol, type_error,
};
use rpython_vm::threads;
use std::sync::Arc;

/// The payload of a recursive lock. Owner and count change with the token held, and only by the owner.
#[derive(Default)]
pub(super) struct RLock {
    raw: Arc<RawLock>,
    /// Identifier of the thread that has it, 0 if none.
    owner: u64,
    count: u64,
}

impl Payload for RLock {
    const KIND: u8 = kinds::THREAD_RLOCK;
    const NAME: &'static str = "RLock";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, RLock::default()).into_obj())
}

fn is_owned(vm: &Vm, this: &Ref<RLock>) -> bool {
    this.get(vm).owner == threads::ident()
}

fn take(vm: &mut Vm, this: &Ref<RLock>, patience: Patience) -> PyResult<bool> {
    if is_owned(vm, this) {
        this.get_mut(vm).count += 1;
        return Ok(true);
    }
    let raw = this.get(vm).raw.clone();
    let taken = lock::acquire(vm, &raw, patience)?;
    if taken {
        let lock = this.get_mut(vm);
        lock.owner = threads::ident();
        lock.count = 1;
    }
    Ok(taken)
}

fn acquire(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let patience = lock::patience(vm, args.opt(1), args.opt(2))?;
    take(vm, args.this(), patience).map(Obj::bool)
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    take(vm, args.this(), Patience::Until(None)).map(Obj::bool)
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<RLock>();
    if !is_owned(vm, this) {
        return Err(lock::not_acquired(vm));
    }
    let lock = this.get_mut(vm);
    lock.count -= 1;
    if lock.count == 0 {
        lock.owner = 0;
        lock.raw.release();
    }
    Ok(Obj::NONE)
}

fn acquire_restore(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<RLock>();
    let items = match args.at(1).downcast_ref::<Tuple>() {
        Some(state) if state.tail(vm).len() == 2 => state.tail(vm).to_vec(),
        Some(state) => {
            let n = state.tail(vm).len();
            return Err(type_error!(vm, "_acquire_restore() argument 1 must be tuple of length 2, not {n}"));
        }
        None => {
            let got = argument::shown_class(vm, args.at(1));
            return Err(type_error!(vm, "_acquire_restore() argument 1 must be 2-item tuple, not {got}"));
        }
    };
    let mut numbers = [0u64; 2];
    for (n, item) in numbers.iter_mut().zip(&items) {
        let exact = protocol::index(vm, item)?;
        *n = int::to_big(vm, &exact).map_or(0, |n| n.iter_u64_digits().next().unwrap_or(0));
    }
    let raw = this.get(vm).raw.clone();
    // What a handler raises must not leave the caller without its lock.
    let mut interrupted = None;
    while let Err(raised) = lock::acquire(vm, &raw, Patience::Until(None)) {
        interrupted = Some((raised, vm.exception.take()));
    }
    let lock = this.get_mut(vm);
    [lock.count, lock.owner] = numbers;
    match interrupted {
        None => Ok(Obj::NONE),
        Some((raised, e)) => {
            vm.exception = e.into();
            Err(raised)
        }
    }
}

fn release_save(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<RLock>();
    if this.get(vm).count == 0 {
        return Err(lock::not_acquired(vm));
    }
    let lock = this.get_mut(vm);
    let (count, owner) = (std::mem::take(&mut lock.count), std::mem::take(&mut lock.owner));
    lock.raw.release();
    let items = [int::from_i64(vm, count as i64), int::from_i64(vm, owner as i64)];
    Ok(Tuple::from_slice(vm, &items)?.into_obj())
}

fn recursion_count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<RLock>();
    let count = if is_owned(vm, this) { this.get(vm).count } else { 0 };
    Ok(int::from_i64(vm, count as i64))
}

fn reset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lock = args.this::<RLock>().get_mut(vm);
    lock.raw.reset();
    (lock.owner, lock.count) = (0, 0);
    Ok(Obj::NONE)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let (owner, count) = o.downcast_ref::<RLock>().map_or((0, 0), |l| (l.get(vm).owner, l.get(vm).count));
    let state = if count > 0 { "locked" } else { "unlocked" };
    let class = argument::class_name(vm, o);
    let id = protocol::id(o);
    let text = format_args!("<{state} {class} object owner={owner} count={count} at {id:#x}>").to_string();
    Ok(Str::new(vm, &text).into_obj())
}

const ACQUIRE_DOC: &str = "Lock the lock.  `blocking` indicates whether we should wait\nfor the lock to be available or not.  If `blocking` is False\nand another thread holds the lock, the method will return False\nimmediately.  If `blocking` is True and another thread holds\nthe lock, the method will wait for the lock to be released,\ntake it and then return True.\n(note: the blocking operation is interruptible.)\n\nIn all other cases, the method will return True immediately.\nPrecisely, if the current thread already holds the lock, its\ninternal counter is simply incremented. If nobody holds the lock,\nthe lock is taken and its internal counter initialized to 1.";
const RELEASE_DOC: &str = "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nand must be locked by the same thread that unlocks it; otherwise a\n`RuntimeError` is raised.\n\nDo note that if the lock was acquire()d several times in a row by the\ncurrent thread, release() needs to be called as many times for the lock\nto be available for other threads.";

const METHODS: &[NativeDef] = &[
    native("acquire", "($self, /, blocking=True, timeout=-1)", acquire, ACQUIRE_DOC),
    native("release", "($self, /)", release, RELEASE_DOC),
    native(
        "locked",
        "($self, /)",
        |vm, args| Ok(Obj::bool(args.this::<RLock>().get(vm).count > 0)),
        "locked()\n\nReturn a boolean indicating whether this object is locked right now.",
    ),
    native(
        "_is_owned",
        "($self, /)",
        |vm, args| Ok(Obj::bool(is_owned(vm, args.this()))),
        "For internal use by `threading.Condition`.",
    ),
    native("_acquire_restore", "($self, state, /)", acquire_restore, "For internal use by `threading.Condition`."),
    native("_release_save", "($self, /)", release_save, "For internal use by `threading.Condition`."),
    native("_recursion_count", "($self, /)", recursion_count, "For internal use by reentrancy checks."),
    native("__enter__", "($self, /)", enter, "Lock the lock."),
    native("__exit__", "($self, /, *exc_info)", release, "Release the lock."),
    native("_at_fork_reinit", "($self, /)", reset, ""),
];

/// `RLock`
pub(super) static DEF: TypeDef = TypeDef {
    name: "RLock",
    module: "_thread",
    kind: kinds::THREAD_RLOCK,
    flags: TypeFlags::BASE,
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    weakly_referable: true,
    ..TypeDef::EMPTY
};
