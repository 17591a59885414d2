//! `_thread`: threads of the operating system under one token (CPython: `Modules/_threadmodule.c`).
//!
//! `futex` waits; `lock` and `rlock` are the locks; `handle` starts threads and waits for them; `local` is thread-local data. How
//! threads share the interpreter is `rpython_vm::threads`.

pub(crate) mod futex;
mod handle;
mod local;
pub(crate) mod lock;
mod rlock;

use crate::{posix::path, table};
use handle::Handle;
use rpython_objects::{
    Args, Dict, Module, NativeDef, Obj, PyResult, Ref, Str, StrExt, Tuple, Type, TypeDef, Vm, argument, getter, int,
    native, protocol, struct_sequence, type_error, types, value_error,
};
use rpython_vm::{signals, threads};
use rustc_hash::FxHashMap;
use std::{
    ffi::CString,
    sync::{Arc, Weak},
};

/// What the module keeps.
#[derive(Default)]
struct State {
    hook_arguments: Option<Ref<Type>>,
    /// `stack_size()`; 0 is the default.
    stack_size: usize,
    /// Threads that this module has started and that have not ended.
    count: i64,
    last_start: u64,
    starting: FxHashMap<u64, handle::Start>,
    /// Threads that the interpreter waits for before it ends.
    awaited: Vec<Arc<handle::Shared>>,
    /// What handles stand for, as long as there are handles.
    known: Vec<Weak<handle::Shared>>,
}

/// Smallest machine stack that may be asked for.
const LEAST_STACK: isize = 53_248;
/// Longest name of a thread, in bytes.
const LONGEST_NAME: usize = 15;

/// A thread's identifier as a Python int.
fn ident_object(vm: &mut Vm, ident: u64) -> Obj {
    int::from_integer(vm, i128::from(ident).into())
}

fn get_ident(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(ident_object(vm, threads::ident()))
}

fn get_native_id(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(int::from_i64(vm, rustix::thread::gettid().as_raw_nonzero().get().into()))
}

fn stack_size(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = argument::ssize_or(vm, args.opt(1), -1)?;
    let old = vm.state_of::<State>().stack_size;
    if args.opt(1).is_some() {
        if size != 0 && size < LEAST_STACK {
            return match size {
                n if n < 0 => Err(value_error!(vm, "size must be 0 or a positive value")),
                _ => Err(value_error!(vm, "size must be at least {LEAST_STACK} bytes")),
            };
        }
        vm.state_of::<State>().stack_size = size as usize;
    }
    Ok(int::from_i64(vm, old as i64))
}

fn start_new_thread(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let function = args.at(1);
    if vm.slots_of(function).call().is_none() {
        return Err(type_error!(vm, "first arg must be callable"));
    }
    let Some(positional) = args.at(2).downcast_ref::<Tuple>() else {
        return Err(type_error!(vm, "2nd arg must be a tuple"));
    };
    let mut values = positional.tail(vm).to_vec();
    let names = match args.opt(3) {
        None => None,
        Some(o) => match o.downcast_ref::<Dict>() {
            Some(dict) => handle::keywords(vm, dict, &mut values)?,
            None => return Err(type_error!(vm, "optional 3rd arg must be a dictionary")),
        },
    };
    let handle = handle::fresh(vm);
    handle::start(vm, &handle, function, values, names, true)?;
    let ident = Str::intern(vm, "ident");
    protocol::get_attr(vm, &handle, &ident)
}

fn start_joinable_thread(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let function = args.at(1);
    if vm.slots_of(function).call().is_none() {
        return Err(type_error!(vm, "thread function must be callable"));
    }
    let handle = match args.some(2) {
        None => handle::fresh(vm),
        Some(o) => match o.downcast_ref::<Handle>() {
            Some(handle) => handle.clone(),
            None => return Err(type_error!(vm, "'handle' must be a _ThreadHandle")),
        },
    };
    let daemon = match args.opt(3) {
        Some(o) => protocol::is_true(vm, o)?,
        None => true,
    };
    handle::start(vm, &handle, function, Vec::new(), None, daemon)?;
    Ok(handle.into_obj())
}

fn exit(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.raise_bare(types::SYSTEM_EXIT))
}

fn set_name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = argument::text(vm, args.at(1), "set_name() argument 'name'")?.clone();
    // The system cuts bytes, wherever a character ends.
    let name = path::encode(vm, &name)?;
    let name = name.split(|b| *b == 0).next().unwrap_or_default();
    let name = name.get(..LONGEST_NAME).unwrap_or(name);
    if let Ok(name) = CString::new(name)
        && let Err(e) = rustix::thread::set_name(&name)
    {
        return Err(crate::posix::error::raise(vm, e, None));
    }
    Ok(Obj::NONE)
}

fn get_name(vm: &mut Vm, _: Args<'_>) -> PyResult {
    match rustix::thread::name() {
        Ok(name) => path::decode(vm, name.to_bytes()),
        Err(e) => Err(crate::posix::error::raise(vm, e, None)),
    }
}

/// `_excepthook(args)`: reports an exception that has ended a thread.
fn excepthook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(1)).own();
    let is_arguments = vm.state_of::<State>().hook_arguments.as_ref().is_some_and(|c| c.is(&class));
    let fields = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let (true, [exc_type, exc_value, _, thread]) = (is_arguments, fields.as_slice()) else {
        return Err(type_error!(vm, "_thread.excepthook argument type must be ExceptHookArgs"));
    };
    if exc_type.is(types::SYSTEM_EXIT) {
        return Ok(Obj::NONE);
    }
    let mut file = rpython_vm::sys_attribute(vm, "stderr").filter(|f| !f.is_none());
    if file.is_none() && !thread.is_none() {
        let name = Str::intern(vm, "_stderr");
        file = Some(protocol::get_attr(vm, thread, &name)?).filter(|f| !f.is_none());
    }
    let Some(file) = file else { return Ok(Obj::NONE) };
    let name = Str::intern(vm, "name");
    let name = match if thread.is_none() { Ok(None) } else { protocol::find_attr(vm, thread, &name) } {
        Ok(Some(name)) => protocol::str(vm, &name)?.to_string_lossy(vm),
        Ok(None) => threads::ident().to_string(),
        Err(_) => {
            drop(vm.take_exception());
            threads::ident().to_string()
        }
    };
    let mut text = format!("Exception in thread {name}:\n");
    if !exc_value.is_none() {
        text.push_str(&rpython_vm::traceback::format(vm, exc_value));
    }
    let (write, flush) = (Str::intern(vm, "write"), Str::intern(vm, "flush"));
    let text = Str::new(vm, &text).into_obj();
    protocol::call_method(vm, &file, &write, &[text])?;
    protocol::call_method(vm, &file, &flush, &[])?;
    Ok(Obj::NONE)
}

static HOOK_ARGUMENTS: TypeDef = TypeDef {
    name: "_ExceptHookArgs",
    module: "_thread",
    doc: "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
    getsets: &[
        getter("exc_type", struct_sequence::field::<0>, "Exception type"),
        getter("exc_value", struct_sequence::field::<1>, "Exception value"),
        getter("exc_traceback", struct_sequence::field::<2>, "Exception traceback"),
        getter("thread", struct_sequence::field::<3>, "Thread"),
    ],
    ..struct_sequence::DEF
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "allocate_lock",
        "($module, /)",
        lock::allocate,
        "Create a new lock object. See help(type(threading.Lock())) for\ninformation about locks.",
    ),
    native("allocate", "($module, /)", lock::allocate, "An obsolete synonym of allocate_lock()."),
    native(
        "get_ident",
        "($module, /)",
        get_ident,
        "Return a non-zero integer that uniquely identifies the current thread\namongst other threads that exist simultaneously.",
    ),
    native(
        "get_native_id",
        "($module, /)",
        get_native_id,
        "Return a non-negative integer identifying the thread as reported\nby the OS (kernel). This may be used to uniquely identify a\nparticular thread within a system.",
    ),
    native(
        "stack_size",
        "($module, size=0, /)",
        stack_size,
        "Return the thread stack size used when creating new threads.",
    ),
    native(
        "start_new_thread",
        "($module, function, args, kwargs={}, /)",
        start_new_thread,
        "Start a new thread and return its identifier.",
    ),
    native(
        "start_new",
        "($module, function, args, kwargs={}, /)",
        start_new_thread,
        "An obsolete synonym of start_new_thread().",
    ),
    native(
        "start_joinable_thread",
        "($module, /, function, handle=None, daemon=True)",
        start_joinable_thread,
        "*For internal use only*: start a new thread.",
    ),
    native(
        "_make_thread_handle",
        "($module, ident, /)",
        handle::make,
        "Internal only. Make a thread handle for threads not spawned\nby the _thread or threading module.",
    ),
    native(
        "_shutdown",
        "($module, /)",
        handle::shut_down,
        "Wait for all non-daemon threads (other than the calling thread) to stop.",
    ),
    native(
        "daemon_threads_allowed",
        "($module, /)",
        |_, _| Ok(Obj::TRUE),
        "Return True if daemon threads are allowed in the current interpreter,\nand False otherwise.\n",
    ),
    native(
        "_is_main_interpreter",
        "($module, /)",
        |_, _| Ok(Obj::TRUE),
        "Return True if the current interpreter is the main Python interpreter.",
    ),
    native(
        "_get_main_thread_ident",
        "($module, /)",
        |vm, _| Ok(ident_object(vm, threads::main_ident())),
        "Internal only. Return a non-zero integer that uniquely identifies the main thread\nof the main interpreter.",
    ),
    native(
        "_count",
        "($module, /)",
        |vm, _| {
            let n = vm.state_of::<State>().count;
            Ok(int::from_i64(vm, n))
        },
        "Return the number of currently running Python threads, excluding\nthe main thread. The returned number comprises all threads created\nthrough `start_new_thread()` as well as `threading.Thread`, and not\nyet finished.",
    ),
    native(
        "exit",
        "($module, /)",
        exit,
        "This is synonymous to ``raise SystemExit''.  It will cause the current\nthread to exit silently unless the exception is caught.",
    ),
    native("exit_thread", "($module, /)", exit, "An obsolete synonym of exit()."),
    native(
        "interrupt_main",
        "($module, signum=signal.SIGINT, /)",
        interrupt_main,
        "Simulate the arrival of the given signal in the main thread,\nwhere the corresponding signal handler will be executed.\nIf *signum* is omitted, SIGINT is assumed.\nA subthread can use this function to interrupt the main thread.",
    ),
    native("set_name", "($module, /, name)", set_name, "Set the name of the current thread."),
    native("_get_name", "($module, /)", get_name, "Get the name of the current thread."),
    native("_excepthook", "($module, args, /)", excepthook, "Handle uncaught Thread.run() exception."),
];

fn interrupt_main(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = match args.opt(1) {
        Some(o) => argument::c_int(vm, o)?,
        None => 2,
    };
    if !(1..signals::COUNT as i32).contains(&number) {
        return Err(value_error!(vm, "signal number out of range"));
    }
    if let Ok(signals::Disposition::Note) = signals::disposition(number) {
        signals::simulate(number);
        signals::check(vm)?;
    }
    Ok(Obj::NONE)
}

/// The program ends: `threading`, if it is there, waits for the threads that are no daemons.
pub(crate) fn finish(vm: &mut Vm) {
    let modules = rpython_vm::modules(vm);
    let name = Str::intern(vm, "threading");
    let Some(threading) = Dict::get_str(vm, &modules, &name).cloned().filter(|m| !m.is_none()) else { return };
    let shutdown = Str::intern(vm, "_shutdown");
    if protocol::call_method(vm, &threading, &shutdown, &[]).is_err() {
        (vm.hooks.unraisable)(vm, "on threading shutdown", Some(&threading));
    }
}

/// Threads that run beside this one, as far as the module knows them: those that it has started and the main thread, less this one.
pub(crate) fn others(vm: &mut Vm) -> i64 {
    vm.state_of::<State>().count
}

/// In a forked child: no other thread lives.
pub(crate) fn forked(vm: &mut Vm) {
    handle::forked(vm);
}

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.";
    let module = table::module(vm, "_thread", doc, FUNCTIONS)?;
    let lock = table::add_type::<lock::Lock>(vm, &module, &lock::DEF)?;
    table::set(vm, &module, "LockType", lock.into_obj())?;
    table::add_type::<rlock::RLock>(vm, &module, &rlock::DEF)?;
    table::add_type::<local::Local>(vm, &module, &local::DEF)?;
    table::add_type::<Handle>(vm, &module, &handle::DEF)?;
    let class = struct_sequence::define(vm, &HOOK_ARGUMENTS, 0)?;
    vm.state_of::<State>().hook_arguments = Some(class.clone());
    table::set(vm, &module, "_ExceptHookArgs", class.into_obj())?;
    table::set(vm, &module, "error", types::RUNTIME_ERROR.clone().into_obj())?;
    table::set(vm, &module, "TIMEOUT_MAX", Obj::float(9_223_372_036.0))?;
    table::set(vm, &module, "_NAME_MAXLEN", int::from_i64(vm, LONGEST_NAME as i64))?;
    Ok(module)
}
