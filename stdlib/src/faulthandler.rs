//! `faulthandler`: tracebacks on demand, after a time, and a word on faults (CPython: `Modules/faulthandler.c`).
//!
//! Tracebacks are written by threads that hold the token. A fault is named without one: the heap cannot be relied upon then. So the
//! functions that fault on purpose, and handlers of other signals that would have to write at once, are not there.

use crate::{table, time};
use rpython_objects::{
    Args, Module, NativeDef, Obj, PyResult, Ref, Str, StrExt, Vm, argument, exception, int, native, protocol, raise,
    types, value_error,
};
use rpython_vm::{
    system::{self, fault},
    threads,
};
use std::{
    fmt::Write,
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Most frames of a thread that are shown.
const FRAMES: usize = 100;

/// Where tracebacks go: the descriptor, and what keeps it open.
#[derive(Clone)]
struct File {
    fd: i32,
    object: Obj,
}

/// A traceback that is to be written later.
struct Alarm {
    after: Duration,
    repeat: bool,
    exit: bool,
    file: File,
    cancelled: Arc<(Mutex<bool>, Condvar)>,
}

#[derive(Default)]
struct State {
    /// The file of faults.
    file: Option<File>,
    alarm: Option<Alarm>,
    /// The number of the last alarm that was set.
    last: u64,
}

/// The file of an argument, standard error without one (CPython: `faulthandler_get_fileno`).
fn file_of(vm: &mut Vm, given: Option<&Obj>) -> PyResult<File> {
    let object = match given {
        Some(o) => o.clone(),
        None => {
            let sys = table::import(vm, "sys")?;
            let name = Str::intern(vm, "stderr");
            match protocol::find_attr(vm, &sys, &name)? {
                None => return Err(raise!(vm, types::RUNTIME_ERROR, "unable to get sys.stderr")),
                Some(o) if o.is_none() => return Err(raise!(vm, types::RUNTIME_ERROR, "sys.stderr is None")),
                Some(o) => o,
            }
        }
    };
    if int::is_int(&object) {
        let fd = argument::c_int(vm, &object)?;
        if fd < 0 {
            return Err(value_error!(vm, "file is not a valid file descriptor"));
        }
        return Ok(File { fd, object: Obj::NONE });
    }
    let [fileno, flush] = ["fileno", "flush"].map(|name| Str::intern(vm, name));
    let made = protocol::call_method(vm, &object, &fileno, &[])?;
    let fd = int::to_i64(vm, &made).and_then(|n| i32::try_from(n).ok()).filter(|n| *n >= 0);
    let Some(fd) = fd else {
        return Err(raise!(vm, types::RUNTIME_ERROR, "file.fileno() is not a valid file descriptor"));
    };
    if protocol::call_method(vm, &object, &flush, &[]).is_err() {
        drop(vm.take_exception());
    }
    Ok(File { fd, object })
}

fn attribute(vm: &mut Vm, o: &Obj, name: &str) -> Option<Obj> {
    let name = Str::intern(vm, name);
    match protocol::get_attr(vm, o, &name) {
        Ok(found) => Some(found),
        Err(_raised) => {
            drop(vm.take_exception());
            None
        }
    }
}

fn text(vm: &mut Vm, o: &Obj, name: &str) -> String {
    let found = attribute(vm, o, name);
    let found = found.as_ref().and_then(|o| o.downcast_ref::<Str>()).map(|s| s.to_string_lossy(vm));
    found.unwrap_or_else(|| "???".to_string()).chars().flat_map(escaped).collect()
}

/// A character as the tracebacks have it: in ASCII.
fn escaped(c: char) -> Vec<char> {
    if c.is_ascii() && !c.is_ascii_control() { vec![c] } else { c.escape_unicode().collect() }
}

/// Writes the frames of a thread, the last call first.
fn write_frames(vm: &mut Vm, out: &mut String, mut frame: Obj) {
    for shown in 0.. {
        if shown == FRAMES {
            out.push_str("  ...\n");
            return;
        }
        let code = attribute(vm, &frame, "f_code").unwrap_or(Obj::NONE);
        let (file, name) = (text(vm, &code, "co_filename"), text(vm, &code, "co_name"));
        let line = attribute(vm, &frame, "f_lineno").and_then(|n| int::to_i64(vm, &n));
        let line = line.map_or("???".to_string(), |n| n.to_string());
        let _ = writeln!(out, "  File \"{file}\", line {line} in {name}");
        match attribute(vm, &frame, "f_back").filter(|f| !f.is_none()) {
            Some(back) => frame = back,
            None => return,
        }
    }
}

/// The tracebacks of all threads, of which `current` is the one that asks.
fn all_threads(vm: &mut Vm, current: Option<u64>) -> String {
    let mut out = String::new();
    let mut frames = threads::current_frames(vm);
    // The main thread comes last, as the oldest.
    frames.sort_by_key(|f| f.0 == threads::main_ident());
    for (n, (thread, frame)) in frames.into_iter().enumerate() {
        let what = if current == Some(thread) { "Current thread" } else { "Thread" };
        let name = fault::thread_name(thread);
        let name = if name.is_empty() { name } else { format!(" [{name}]") };
        let gap = if n > 0 { "\n" } else { "" };
        let _ = writeln!(out, "{gap}{what} 0x{thread:016x}{name} (most recent call first):");
        write_frames(vm, &mut out, frame.into_obj());
    }
    out
}

fn write(fd: i32, text: &str) {
    let mut rest = text.as_bytes();
    while let Ok(fd) = system::descriptor(fd)
        && let Ok(n @ 1..) = rustix::io::write(fd, rest)
    {
        rest = rest.get(n..).unwrap_or_default();
    }
}

fn dump_traceback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = file_of(vm, args.opt(1))?;
    let all = args.opt(2).map_or(Ok(true), |o| protocol::is_true(vm, o))?;
    let out = if all {
        all_threads(vm, Some(threads::ident()))
    } else {
        let own = threads::ident();
        let mut out = "Stack (most recent call first):\n".to_string();
        if let Some((_, frame)) = threads::current_frames(vm).into_iter().find(|f| f.0 == own) {
            write_frames(vm, &mut out, frame.into_obj());
        }
        out
    };
    write(file.fd, &out);
    Ok(Obj::NONE)
}

fn enable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = file_of(vm, args.some(1))?;
    let fd = file.fd;
    let old = vm.state_of::<State>().file.replace(file);
    drop(old.map(|f| f.object));
    crate::posix::error::check(vm, fault::enable(fd))?;
    Ok(Obj::NONE)
}

fn disable(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let was = fault::disable();
    let old = vm.state_of::<State>().file.take();
    drop(old);
    Ok(Obj::bool(was))
}

fn lock(cancelled: &Mutex<bool>) -> std::sync::MutexGuard<'_, bool> {
    cancelled.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits without the token; whether the time passed.
fn wait(vm: &mut Vm, cancelled: &Arc<(Mutex<bool>, Condvar)>, after: Duration) -> bool {
    let cancelled = cancelled.clone();
    vm.suspend(move || {
        let (flag, wake) = &*cancelled;
        let until = Instant::now().checked_add(after);
        let mut set = lock(flag);
        while !*set {
            let left = until.map(|u| u.saturating_duration_since(Instant::now()));
            match left {
                Some(left) if left.is_zero() => return true,
                Some(left) => set = wake.wait_timeout(set, left).unwrap_or_else(PoisonError::into_inner).0,
                None => set = wake.wait(set).unwrap_or_else(PoisonError::into_inner),
            }
        }
        false
    })
}

/// The thread of an alarm.
fn watch(vm: &mut Vm, number: u64) -> Box<dyn FnOnce()> {
    loop {
        let state = vm.state_of::<State>();
        let Some(alarm) = state.alarm.as_ref().filter(|_| state.last == number) else { break };
        let (after, cancelled) = (alarm.after, alarm.cancelled.clone());
        if !wait(vm, &cancelled, after) {
            break;
        }
        let state = vm.state_of::<State>();
        let Some(alarm) = state.alarm.as_ref().filter(|_| state.last == number) else { break };
        let (fd, repeat, exit) = (alarm.file.fd, alarm.repeat, alarm.exit);
        let seconds = after.as_secs();
        let mut out = format!("Timeout ({}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        if after.subsec_micros() > 0 {
            let _ = write!(out, ".{:06}", after.subsec_micros());
        }
        out.push_str(")!\n");
        out.push_str(&all_threads(vm, None));
        write(fd, &out);
        if exit {
            system::exit_now(1);
        }
        if !repeat {
            break;
        }
    }
    Box::new(|| {})
}

fn cancel(vm: &mut Vm) {
    let old = vm.state_of::<State>().alarm.take();
    if let Some(alarm) = old {
        *lock(&alarm.cancelled.0) = true;
        alarm.cancelled.1.notify_all();
        drop(alarm.file.object);
    }
}

fn dump_traceback_later(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ns = time::timeout(vm, args.at(1))?;
    let Some(after) = u64::try_from(ns).ok().filter(|n| *n > 0).map(Duration::from_nanos) else {
        return Err(value_error!(vm, "timeout must be greater than 0"));
    };
    let repeat = args.opt(2).map_or(Ok(false), |o| protocol::is_true(vm, o))?;
    let file = file_of(vm, args.opt(3))?;
    let exit = args.opt(4).map_or(Ok(false), |o| protocol::is_true(vm, o))?;
    cancel(vm);
    let state = vm.state_of::<State>();
    state.last += 1;
    let number = state.last;
    state.alarm = Some(Alarm { after, repeat, exit, file, cancelled: Arc::default() });
    if threads::spawn(vm, 0, watch, number).is_err() {
        cancel(vm);
        return Err(raise!(vm, types::RUNTIME_ERROR, "unable to start watchdog thread"));
    }
    Ok(Obj::NONE)
}

fn cancel_later(vm: &mut Vm, _: Args<'_>) -> PyResult {
    cancel(vm);
    Ok(Obj::NONE)
}

/// The number of a signal that may be registered.
fn signal_number(vm: &mut Vm, o: &Obj) -> PyResult<i32> {
    let number = argument::c_int(vm, o)?;
    if fault::is_fault(number) {
        return Err(raise!(vm, types::RUNTIME_ERROR, "signal {number} cannot be registered, use enable() instead"));
    }
    if !(1..rpython_vm::signals::COUNT as i32).contains(&number) {
        return Err(value_error!(vm, "signal number out of range"));
    }
    Ok(number)
}

fn register(vm: &mut Vm, args: Args<'_>) -> PyResult {
    signal_number(vm, args.at(1))?;
    let message = "faulthandler.register: rpython writes no tracebacks from a signal's handler";
    let message = Str::new(vm, message).into_obj();
    let made = exception::with_args(vm, types::NOT_IMPLEMENTED_ERROR, &[message]);
    Err(vm.raise_object(made))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "enable",
        "($module, /, file=sys.stderr, all_threads=True, c_stack=True)",
        enable,
        "Enable the fault handler.",
    ),
    native("disable", "($module, /)", disable, "Disable the fault handler."),
    native("is_enabled", "($module, /)", |_, _| Ok(Obj::bool(fault::is_enabled())), "Check if the handler is enabled."),
    native(
        "dump_traceback",
        "($module, /, file=sys.stderr, all_threads=True)",
        dump_traceback,
        "Dump the traceback of the current thread, or of all threads if all_threads is True, into file.",
    ),
    native(
        "dump_traceback_later",
        "($module, /, timeout, repeat=False, file=sys.stderr, exit=False)",
        dump_traceback_later,
        "Dump the traceback of all threads in timeout seconds,\nor each timeout seconds if repeat is True. If exit is True, call _exit(1) which is not safe.",
    ),
    native(
        "cancel_dump_traceback_later",
        "($module, /)",
        cancel_later,
        "Cancel the previous call to dump_traceback_later().",
    ),
    native(
        "register",
        "($module, /, signum, file=sys.stderr, all_threads=True, chain=False)",
        register,
        "Register a handler for the signal 'signum': dump the traceback of the current thread, or of all threads if all_threads is True, into file.",
    ),
    native(
        "unregister",
        "($module, signum, /)",
        |vm, args| signal_number(vm, args.at(1)).map(|_| Obj::FALSE),
        "Unregister the handler of the signal 'signum' registered by register().",
    ),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "faulthandler", "faulthandler module.", FUNCTIONS)
}
