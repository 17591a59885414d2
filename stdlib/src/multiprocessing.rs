//! `_multiprocessing`: semaphores and locks that processes share (CPython: `Modules/_multiprocessing/semaphore.c`).

use crate::{kinds, posix::error, table};
use rpython_objects::{
    Args, CallArgs, Dict, Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef, TypeFlags,
    Vm, argument, class_native, getter, int, native, protocol, raise, type_error, types, value_error,
};
use rpython_vm::{
    signals,
    system::{self, Errno, semaphore::Semaphore},
    threads,
};
use std::{
    ffi::CString,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// A mutex that its owner may take again.
const RECURSIVE_MUTEX: i32 = 0;
/// A semaphore, or a lock that anyone may release.
const SEMAPHORE: i32 = 1;

/// The payload of a `SemLock`.
struct SemLock {
    semaphore: Arc<Semaphore>,
    kind: i32,
    max: i32,
    /// The name, unless it was unlinked at once.
    name: Option<String>,
    /// Acquired less released, in this process.
    count: i32,
    /// The thread that acquired it last.
    owner: u64,
}

impl Payload for SemLock {
    const KIND: u8 = kinds::SEM_LOCK;
    const NAME: &'static str = "SemLock";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl SemLock {
    fn is_mine(&self) -> bool {
        self.count > 0 && self.owner == threads::ident()
    }
}

fn name_of(vm: &mut Vm, o: &Obj, function: &str, place: &str) -> PyResult<CString> {
    let Some(name) = o.downcast_ref::<Str>() else {
        let got = argument::class_name(vm, o);
        return Err(type_error!(vm, "{function}() argument {place} must be str, not {got}"));
    };
    CString::new(name.to_string_lossy(vm)).map_err(|_| value_error!(vm, "embedded null character"))
}

fn shown(name: &CString) -> String {
    name.to_string_lossy().into_owned()
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    static NEW: NativeDef = native("SemLock", "(kind, value, maxvalue, name, unlink)", |_, _| Ok(Obj::NONE), "");
    let bound = native::bind(vm, &NEW, args)?;
    let kind = argument::c_int(vm, &bound[0])?;
    let value = argument::c_int(vm, &bound[1])?;
    let max = argument::c_int(vm, &bound[2])?;
    let name = name_of(vm, &bound[3], "SemLock", "'name'")?;
    let unlink = protocol::is_true(vm, &bound[4])?;
    if kind != RECURSIVE_MUTEX && kind != SEMAPHORE {
        return Err(value_error!(vm, "unrecognized kind"));
    }
    let made = Semaphore::create(&name, value as u32);
    let semaphore = Arc::new(error::check(vm, made)?);
    if unlink {
        let gone = system::sem_unlink(&name);
        error::check(vm, gone)?;
    }
    let name = (!unlink).then(|| shown(&name));
    Ok(vm.alloc_in(class, SemLock { semaphore, kind, max, name, count: 0, owner: 0 }).into_obj())
}

fn rebuild(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.at(0).downcast_ref::<Type>().cloned() else { return Ok(Obj::NONE) };
    let handle = argument::ssize(vm, args.at(1))?;
    let kind = argument::c_int(vm, args.at(2))?;
    let max = argument::c_int(vm, args.at(3))?;
    let (semaphore, name) = if args.at(4).is_none() {
        let Some(found) = Semaphore::at(handle as usize) else {
            return Err(value_error!(vm, "no semaphore is open under the handle {handle}"));
        };
        (found, None)
    } else {
        let name = name_of(vm, args.at(4), "_rebuild", "4")?;
        let opened = Semaphore::open(&name);
        (error::check(vm, opened)?, Some(shown(&name)))
    };
    let semaphore = Arc::new(semaphore);
    Ok(vm.alloc_in(&class, SemLock { semaphore, kind, max, name, count: 0, owner: 0 }).into_obj())
}

/// Takes the semaphore; whether it was to be had in time.
fn take(vm: &mut Vm, lock: &Ref<SemLock>, blocking: bool, until: Option<SystemTime>) -> PyResult<bool> {
    if lock.get(vm).kind == RECURSIVE_MUTEX && lock.get(vm).is_mine() {
        lock.get_mut(vm).count += 1;
        return Ok(true);
    }
    let semaphore = lock.get(vm).semaphore.clone();
    let mut result = semaphore.try_wait();
    while let (true, Err(Errno::AGAIN | Errno::INTR)) = (blocking, result) {
        result = vm.suspend(|| semaphore.wait(until));
        if result == Err(Errno::INTR) {
            signals::check(vm)?;
        }
    }
    match result {
        Ok(()) => {
            let owner = threads::ident();
            let lock = lock.get_mut(vm);
            lock.count += 1;
            lock.owner = owner;
            Ok(true)
        }
        Err(Errno::AGAIN | Errno::TIMEDOUT) => Ok(false),
        Err(e) => Err(error::raise(vm, e, None)),
    }
}

fn acquire(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let blocking = match args.opt(1) {
        Some(o) => protocol::is_true(vm, o)?,
        None => true,
    };
    let until = match args.some(2) {
        Some(o) => {
            let seconds = argument::double(vm, o)?.max(0.0);
            let wait = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
            SystemTime::now().checked_add(wait)
        }
        None => None,
    };
    take(vm, args.this::<SemLock>(), blocking, until).map(Obj::bool)
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    take(vm, args.this::<SemLock>(), true, None).map(Obj::bool)
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lock = args.this::<SemLock>();
    let l = lock.get(vm);
    let (max, semaphore) = (l.max, l.semaphore.clone());
    if l.kind == RECURSIVE_MUTEX {
        if !l.is_mine() {
            return Err(raise!(vm, types::ASSERTION_ERROR, "attempt to release recursive lock not owned by thread"));
        }
        if l.count > 1 {
            lock.get_mut(vm).count -= 1;
            return Ok(Obj::NONE);
        }
    } else {
        let value = semaphore.value();
        if error::check(vm, value)? >= max {
            return Err(value_error!(vm, "semaphore or lock released too many times"));
        }
    }
    let posted = semaphore.post();
    error::check(vm, posted)?;
    lock.get_mut(vm).count -= 1;
    Ok(Obj::NONE)
}

fn value(vm: &mut Vm, args: Args<'_>) -> PyResult<i32> {
    let value = args.this::<SemLock>().get(vm).semaphore.value();
    error::check(vm, value)
}

fn number(vm: &mut Vm, o: &Obj, read: fn(&SemLock) -> i64) -> PyResult {
    let n = o.downcast_ref::<SemLock>().map_or(0, |l| read(l.get(vm)));
    Ok(int::from_i64(vm, n))
}

fn after_fork(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.this::<SemLock>().get_mut(vm).count = 0;
    Ok(Obj::NONE)
}

static DEF: TypeDef = TypeDef {
    name: "SemLock",
    module: "_multiprocessing",
    kind: kinds::SEM_LOCK,
    flags: TypeFlags::BASE,
    doc: "Semaphore/Mutex type",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    attributes: &[("SEM_VALUE_MAX", |vm| int::from_i64(vm, system::semaphore::MAX.into()))],
    methods: &[
        native("acquire", "($self, /, block=True, timeout=None)", acquire, "Acquire the semaphore/lock."),
        native("release", "($self, /)", release, "Release the semaphore/lock."),
        native(
            "_count",
            "($self, /)",
            |vm, args| number(vm, args.at(0), |l| l.count.into()),
            "Num of `acquire()`s minus num of `release()`s for this process.",
        ),
        native(
            "_is_mine",
            "($self, /)",
            |vm, args| Ok(Obj::bool(args.this::<SemLock>().get(vm).is_mine())),
            "Whether the lock is owned by this thread.",
        ),
        native(
            "_get_value",
            "($self, /)",
            |vm, args| value(vm, args).map(|n| Obj::small_int(n.into()).unwrap_or(Obj::NONE)),
            "Get the value of the semaphore.",
        ),
        native(
            "_is_zero",
            "($self, /)",
            |vm, args| value(vm, args).map(|n| Obj::bool(n == 0)),
            "Return whether semaphore has value zero.",
        ),
        native("_after_fork", "($self, /)", after_fork, "Rezero the net acquisition count after fork()."),
        native("__enter__", "($self, /)", enter, "Enter the semaphore/lock."),
        native(
            "__exit__",
            "($self, exc_type=None, exc_value=None, exc_tb=None, /)",
            release,
            "Exit the semaphore/lock.",
        ),
        class_native("_rebuild", "($type, handle, kind, maxvalue, name, /)", rebuild, ""),
    ],
    getsets: &[
        getter("handle", |vm, o| number(vm, o, |l| l.semaphore.number() as i64), ""),
        getter("kind", |vm, o| number(vm, o, |l| l.kind.into()), ""),
        getter("maxvalue", |vm, o| number(vm, o, |l| l.max.into()), ""),
        getter(
            "name",
            |vm, o| {
                let name = o.downcast_ref::<SemLock>().and_then(|l| l.get(vm).name.clone());
                Ok(name.map_or(Obj::NONE, |name| Str::new(vm, &name).into_obj()))
            },
            "",
        ),
    ],
    ..TypeDef::EMPTY
};

fn sem_unlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name_of(vm, args.at(1), "sem_unlink", "")?;
    let gone = system::sem_unlink(&name);
    error::check(vm, gone)?;
    Ok(Obj::NONE)
}

static FUNCTIONS: &[NativeDef] = &[native("sem_unlink", "($module, name, /)", sem_unlink, "")];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_multiprocessing", "", FUNCTIONS)?;
    table::add_type::<SemLock>(vm, &module, &DEF)?;
    let flags = Dict::new(vm);
    for flag in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"] {
        let flag = Str::intern(vm, flag);
        Dict::set_str(vm, &flags, &flag, Obj::small_int(1).unwrap_or(Obj::NONE))?;
    }
    table::set(vm, &module, "flags", flags.into_obj())?;
    Ok(module)
}
