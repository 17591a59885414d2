//! `_signal` (CPython: `Modules/signalmodule.c`): handlers in Python, called by the main thread between two instructions.
//!
//! What the system calls is `rpython_vm::signals`; here are the handlers' table and the functions.

use crate::{
    posix::{error, path},
    table, time,
};
use rpython_objects::{
    Args, Module, NativeDef, Obj, PyResult, Raised, Ref, Str, Tuple, Type, TypeDef, Vm, argument, getter, int, native,
    protocol, set, struct_sequence, type_error, types, value_error,
};
use rpython_vm::{
    signals::{self, COUNT, Disposition, INTERRUPT},
    system::{self, signal as sets},
    threads,
};
use rustix::io::Errno;
use std::time::{Duration, Instant};

/// `SIG_DFL` and `SIG_IGN`.
const DEFAULT: i64 = 0;
const IGNORE: i64 = 1;

/// Who handles a signal.
#[derive(Clone, Default)]
enum Handler {
    /// Code that is not Python's.
    #[default]
    Foreign,
    Default,
    Ignore,
    /// Raises `KeyboardInterrupt`, before the module has been imported.
    Interrupt,
    Call(Obj),
}

/// What the module keeps.
#[derive(Default)]
struct State {
    handlers: Vec<Handler>,
    /// `set_wakeup_fd(warn_on_full_buffer=…)`
    silent_when_full: bool,
    timer_error: Option<Ref<Type>>,
    info: Option<Ref<Type>>,
    interrupt: Option<Obj>,
}

/// Installs the handlers that a program starts with: `SIGINT` raises, broken pipes are errors.
pub(crate) fn start(vm: &mut Vm) {
    const PIPE: i32 = 13;
    const FILE_SIZE: i32 = 25;
    for number in [PIPE, FILE_SIZE] {
        let _ = signals::set_disposition(number, Disposition::Ignore);
    }
    let mut handlers = vec![Handler::Foreign; COUNT];
    for (number, handler) in handlers.iter_mut().enumerate().skip(1) {
        *handler = match signals::disposition(number as i32) {
            Ok(Disposition::Default) => Handler::Default,
            Ok(Disposition::Ignore) => Handler::Ignore,
            _ => Handler::Foreign,
        };
    }
    if matches!(handlers[INTERRUPT as usize], Handler::Default)
        && signals::set_disposition(INTERRUPT, Disposition::Note).is_ok()
    {
        handlers[INTERRUPT as usize] = Handler::Interrupt;
    }
    vm.state_of::<State>().handlers = handlers;
    signals::set_delivery(vm, deliver);
}

/// Calls a signal's handler; 0 stands for an error at the wake-up descriptor.
fn deliver(vm: &mut Vm, number: i32) -> PyResult<()> {
    if number == 0 {
        report_wake_up(vm);
        return Ok(());
    }
    let handler = vm.state_of::<State>().handlers.get(number as usize).cloned().unwrap_or_default();
    match handler {
        Handler::Interrupt => Err(vm.raise_bare(types::KEYBOARD_INTERRUPT)),
        Handler::Call(handler) => {
            let frame = match rpython_vm::sys_attribute(vm, "_getframe") {
                Some(getframe) => match protocol::call(vm, &getframe, &[]) {
                    Ok(frame) => frame,
                    Err(_) => {
                        drop(vm.take_exception());
                        Obj::NONE
                    }
                },
                None => Obj::NONE,
            };
            let number = int::from_i64(vm, number.into());
            protocol::call(vm, &handler, &[number, frame])?;
            Ok(())
        }
        // The handler was taken away after the signal had arrived.
        Handler::Foreign | Handler::Default | Handler::Ignore => Ok(()),
    }
}

fn report_wake_up(vm: &mut Vm) {
    let number = signals::take_wake_up_error();
    if number == 0 || number == Errno::AGAIN.raw_os_error() && vm.state_of::<State>().silent_when_full {
        return;
    }
    let _raised = error::raise_number(vm, number, None, None);
    (vm.hooks.unraisable)(vm, "when trying to send to the signal wakeup fd", None);
}

/// A signal's number.
fn number(vm: &mut Vm, o: &Obj) -> PyResult<i32> {
    let number = argument::c_int(vm, o)?;
    if (1..COUNT as i32).contains(&number) {
        return Ok(number);
    }
    Err(value_error!(vm, "signal number out of range"))
}

fn main_only(vm: &mut Vm, what: &str) -> PyResult<()> {
    if threads::is_main() { Ok(()) } else { Err(threads::not_main(vm, what)) }
}

fn shown(handler: &Handler, interrupt: Option<&Obj>) -> Obj {
    match handler {
        Handler::Foreign => Obj::NONE,
        Handler::Default => Obj::small_int(DEFAULT).unwrap_or(Obj::NONE),
        Handler::Ignore => Obj::small_int(IGNORE).unwrap_or(Obj::NONE),
        Handler::Interrupt => interrupt.cloned().unwrap_or(Obj::NONE),
        Handler::Call(o) => o.clone(),
    }
}

fn set_handler(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = argument::c_int(vm, args.at(1))?;
    main_only(vm, "signal")?;
    if !(1..COUNT as i32).contains(&wanted) {
        return Err(value_error!(vm, "signal number out of range"));
    }
    let action = args.at(2);
    let mut handler = None;
    for (n, known) in [(IGNORE, Handler::Ignore), (DEFAULT, Handler::Default)] {
        let n = int::from_i64(vm, n);
        if handler.is_none() && protocol::equal(vm, action, &n)? {
            handler = Some(known);
        }
    }
    let handler = match handler {
        Some(known) => known,
        None if vm.slots_of(action).call().is_some() => Handler::Call(action.clone()),
        None => {
            return Err(type_error!(vm, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object"));
        }
    };
    // What has arrived is for the old handler.
    signals::check(vm)?;
    let disposition = match handler {
        Handler::Default => Disposition::Default,
        Handler::Ignore => Disposition::Ignore,
        _ => Disposition::Note,
    };
    if let Err(e) = signals::set_disposition(wanted, disposition) {
        return Err(error::raise_number(vm, e.raw_os_error().unwrap_or(0), None, None));
    }
    let state = vm.state_of::<State>();
    let interrupt = state.interrupt.clone();
    let old = match state.handlers.get_mut(wanted as usize) {
        Some(place) => std::mem::replace(place, handler),
        None => Handler::Foreign,
    };
    Ok(shown(&old, interrupt.as_ref()))
}

fn getsignal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = number(vm, args.at(1))?;
    let state = vm.state_of::<State>();
    let handler = state.handlers.get(number as usize).cloned().unwrap_or_default();
    Ok(shown(&handler, state.interrupt.as_ref()))
}

fn default_int_handler(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.raise_bare(types::KEYBOARD_INTERRUPT))
}

fn alarm(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let seconds = argument::c_int(vm, args.at(1))?;
    Ok(int::from_i64(vm, system::alarm(seconds as u32).into()))
}

fn pause(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.suspend(system::pause);
    signals::check(vm)?;
    Ok(Obj::NONE)
}

fn raise_signal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = argument::c_int(vm, args.at(1))?;
    let sent = vm.suspend(|| sets::raise(number));
    error::check(vm, sent)?;
    signals::check(vm)?;
    Ok(Obj::NONE)
}

fn siginterrupt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = number(vm, args.at(1))?;
    let interrupt = argument::c_int(vm, args.at(2))? != 0;
    match signals::set_restarting(number, !interrupt) {
        Ok(()) => Ok(Obj::NONE),
        Err(e) => Err(error::raise_number(vm, e.raw_os_error().unwrap_or(0), None, None)),
    }
}

fn strsignal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = number(vm, args.at(1))?;
    match sets::description(number) {
        Some(text) => Ok(Str::new(vm, &text.to_string_lossy()).into_obj()),
        None => Ok(Obj::NONE),
    }
}

fn set_wakeup_fd(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = argument::c_int(vm, args.at(1))?;
    let warn = path::truth(vm, args.opt(2), true)?;
    main_only(vm, "set_wakeup_fd")?;
    if fd != -1 {
        let found = path::borrow(fd).and_then(rustix::fs::fstat);
        error::check(vm, found)?;
        let flags = path::borrow(fd).and_then(rustix::fs::fcntl_getfl);
        if !error::check(vm, flags)?.contains(rustix::fs::OFlags::NONBLOCK) {
            return Err(value_error!(vm, "the fd {fd} must be in non-blocking mode"));
        }
    }
    vm.state_of::<State>().silent_when_full = !warn;
    Ok(int::from_i64(vm, signals::set_wake_up(fd).into()))
}

/// The signals of an iterable.
///
/// # Errors
/// `TypeError`, `ValueError` for numbers out of range.
pub(crate) fn set_argument(vm: &mut Vm, o: &Obj) -> PyResult<Vec<i32>> {
    let mut numbers = Vec::new();
    for item in protocol::collect(vm, o)? {
        let exact = protocol::index(vm, &item)?;
        match int::to_i64(vm, &exact) {
            Some(n) if n > 0 && n < COUNT as i64 => numbers.push(n as i32),
            _ => {
                let shown = protocol::repr_text(vm, &exact)?;
                return Err(value_error!(vm, "signal number {shown} out of range [1; {}]", COUNT - 1));
            }
        }
    }
    Ok(numbers)
}

fn set_of(vm: &mut Vm, numbers: &[i32]) -> PyResult {
    let items: Vec<Obj> = numbers.iter().map(|n| int::from_i64(vm, (*n).into())).collect();
    set::set(vm, &items)
}

fn pthread_sigmask(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let how = argument::c_int(vm, args.at(1))?;
    let signals_named = set_argument(vm, args.at(2))?;
    let old = error::check(vm, sets::mask(how, &signals_named))?;
    // What was blocked may have arrived.
    signals::check(vm)?;
    set_of(vm, &old)
}

fn sigpending(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let pending = error::check(vm, sets::pending())?;
    set_of(vm, &pending)
}

fn valid_signals(vm: &mut Vm, _: Args<'_>) -> PyResult {
    set_of(vm, &sets::valid())
}

fn sigwait(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = set_argument(vm, args.at(1))?;
    let got = vm.suspend(|| sets::wait(&wanted));
    let got = error::check(vm, got)?;
    Ok(int::from_i64(vm, got.into()))
}

fn info(vm: &mut Vm, numbers: [i64; 7]) -> PyResult {
    let Some(class) = vm.state_of::<State>().info.clone() else { return Ok(Obj::NONE) };
    let fields = numbers.map(|n| int::from_i64(vm, n)).to_vec();
    struct_sequence::new(vm, &class, fields)
}

fn sigwaitinfo(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = set_argument(vm, args.at(1))?;
    let got = error::blocking(vm, || sets::wait_info(&wanted, None))?;
    info(vm, got)
}

fn sigtimedwait(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = set_argument(vm, args.at(1))?;
    let timeout = time::timeout(vm, args.at(2))?;
    let Ok(timeout) = u64::try_from(timeout) else { return Err(value_error!(vm, "timeout must be non-negative")) };
    let deadline = Instant::now().checked_add(Duration::from_nanos(timeout));
    loop {
        let left = deadline.map_or(Duration::MAX, |d| d.saturating_duration_since(Instant::now()));
        let left = (left.as_secs() as i64, left.subsec_nanos().into());
        match vm.suspend(|| sets::wait_info(&wanted, Some(left))) {
            Ok(got) => return info(vm, got),
            Err(Errno::AGAIN) => return Ok(Obj::NONE),
            Err(Errno::INTR) => signals::check(vm)?,
            Err(e) => return Err(error::raise(vm, e, None)),
        }
    }
}

fn pthread_kill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exact = protocol::index(vm, args.at(1))?;
    let thread = int::to_big(vm, &exact).and_then(|n| n.iter_u64_digits().next()).unwrap_or(0);
    let number = argument::c_int(vm, args.at(2))?;
    if !threads::is_running(vm, thread) {
        return Err(error::raise(vm, Errno::SRCH, None));
    }
    error::check(vm, sets::thread_kill(thread, number))?;
    signals::check(vm)?;
    Ok(Obj::NONE)
}

fn pidfd_send_signal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, number) = (argument::c_int(vm, args.at(1))?, argument::c_int(vm, args.at(2))?);
    let flags = match args.opt(4) {
        Some(o) => argument::c_int(vm, o)?,
        None => 0,
    };
    if args.some(3).is_some() {
        return Err(type_error!(vm, "siginfo must be None"));
    }
    error::check(vm, sets::send_to(fd, number, flags))?;
    signals::check(vm)?;
    Ok(Obj::NONE)
}

/// Seconds and microseconds of a time, rounded up.
fn timer_part(vm: &mut Vm, o: Option<&Obj>) -> PyResult<(i64, i64)> {
    let Some(o) = o else { return Ok((0, 0)) };
    let ns = time::duration(vm, o, f64::ceil)?;
    let micros = ns.div_euclid(1000) + i128::from(ns.rem_euclid(1000) > 0);
    Ok((micros.div_euclid(1_000_000) as i64, micros.rem_euclid(1_000_000) as i64))
}

#[cold]
fn timer_error(vm: &mut Vm, e: Errno) -> Raised {
    let Some(class) = vm.state_of::<State>().timer_error.clone() else { return error::raise(vm, e, None) };
    let message = Str::new(vm, &error::message(e.raw_os_error())).into_obj();
    let arguments = [int::from_i64(vm, e.raw_os_error().into()), message];
    match protocol::call(vm, &class, &arguments) {
        Ok(made) => vm.raise_object(made),
        Err(raised) => raised,
    }
}

fn timer(vm: &mut Vm, result: Result<sets::Timer, Errno>) -> PyResult {
    match result {
        Ok(parts) => {
            let parts = parts.map(|(s, us)| Obj::float(s as f64 + us as f64 / 1e6));
            Ok(Tuple::from_slice(vm, &parts)?.into_obj())
        }
        Err(e) => Err(timer_error(vm, e)),
    }
}

fn setitimer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let which = argument::c_int(vm, args.at(1))?;
    let new = [timer_part(vm, Some(args.at(2)))?, timer_part(vm, args.opt(3))?];
    timer(vm, sets::set_timer(which, new))
}

fn getitimer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let which = argument::c_int(vm, args.at(1))?;
    timer(vm, sets::get_timer(which))
}

static INFO: TypeDef = TypeDef {
    name: "struct_siginfo",
    module: "signal",
    doc: "struct_siginfo: Result from sigwaitinfo or sigtimedwait.\n\nThis object may be accessed either as a tuple of\n(si_signo, si_code, si_errno, si_pid, si_uid, si_status, si_band),\nor via the attributes si_signo, si_code, and so on.",
    getsets: &[
        getter("si_signo", struct_sequence::field::<0>, "signal number"),
        getter("si_code", struct_sequence::field::<1>, "signal code"),
        getter("si_errno", struct_sequence::field::<2>, "errno associated with this signal"),
        getter("si_pid", struct_sequence::field::<3>, "sending process ID"),
        getter("si_uid", struct_sequence::field::<4>, "real user ID of sending process"),
        getter("si_status", struct_sequence::field::<5>, "exit value or signal"),
        getter("si_band", struct_sequence::field::<6>, "band event for SIGPOLL"),
    ],
    ..struct_sequence::DEF
};

const NUMBERS: &[(&str, i64)] = &[
    ("ITIMER_PROF", 2),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("NSIG", 65),
    ("SIGABRT", 6),
    ("SIGALRM", 14),
    ("SIGBUS", 7),
    ("SIGCHLD", 17),
    ("SIGCLD", 17),
    ("SIGCONT", 18),
    ("SIGFPE", 8),
    ("SIGHUP", 1),
    ("SIGILL", 4),
    ("SIGINT", 2),
    ("SIGIO", 29),
    ("SIGIOT", 6),
    ("SIGKILL", 9),
    ("SIGPIPE", 13),
    ("SIGPOLL", 29),
    ("SIGPROF", 27),
    ("SIGPWR", 30),
    ("SIGQUIT", 3),
    ("SIGRTMAX", 64),
    ("SIGRTMIN", 34),
    ("SIGSEGV", 11),
    ("SIGSTKFLT", 16),
    ("SIGSTOP", 19),
    ("SIGSYS", 31),
    ("SIGTERM", 15),
    ("SIGTRAP", 5),
    ("SIGTSTP", 20),
    ("SIGTTIN", 21),
    ("SIGTTOU", 22),
    ("SIGURG", 23),
    ("SIGUSR1", 10),
    ("SIGUSR2", 12),
    ("SIGVTALRM", 26),
    ("SIGWINCH", 28),
    ("SIGXCPU", 24),
    ("SIGXFSZ", 25),
    ("SIG_BLOCK", 0),
    ("SIG_DFL", 0),
    ("SIG_IGN", 1),
    ("SIG_SETMASK", 2),
    ("SIG_UNBLOCK", 1),
];

static FUNCTIONS: &[NativeDef] = &[
    native("alarm", "($module, seconds, /)", alarm, "Arrange for SIGALRM to arrive after the given number of seconds."),
    native(
        "default_int_handler",
        "($module, signalnum, frame, /)",
        default_int_handler,
        "The default handler for SIGINT installed by Python.",
    ),
    native("getitimer", "($module, which, /)", getitimer, "Returns current value of given itimer."),
    native("getsignal", "($module, signalnum, /)", getsignal, "Return the current action for the given signal."),
    native("pause", "($module, /)", pause, "Wait until a signal arrives."),
    native(
        "pidfd_send_signal",
        "($module, pidfd, signalnum, siginfo=None, flags=0, /)",
        pidfd_send_signal,
        "Send a signal to a process referred to by a pid file descriptor.",
    ),
    native("pthread_kill", "($module, thread_id, signalnum, /)", pthread_kill, "Send a signal to a thread."),
    native(
        "pthread_sigmask",
        "($module, how, mask, /)",
        pthread_sigmask,
        "Fetch and/or change the signal mask of the calling thread.",
    ),
    native("raise_signal", "($module, signalnum, /)", raise_signal, "Send a signal to the executing process."),
    native(
        "set_wakeup_fd",
        "($module, fd, /, *, warn_on_full_buffer=True)",
        set_wakeup_fd,
        "Sets the fd to be written to (with the signal number) when a signal comes in.",
    ),
    native(
        "setitimer",
        "($module, which, seconds, interval=0.0, /)",
        setitimer,
        "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).",
    ),
    native("siginterrupt", "($module, signalnum, flag, /)", siginterrupt, "Change system call restart behaviour."),
    native("signal", "($module, signalnum, handler, /)", set_handler, "Set the action for the given signal."),
    native("sigpending", "($module, /)", sigpending, "Examine pending signals."),
    native("sigtimedwait", "($module, sigset, timeout, /)", sigtimedwait, "Like sigwaitinfo(), but with a timeout."),
    native("sigwait", "($module, sigset, /)", sigwait, "Wait for a signal."),
    native(
        "sigwaitinfo",
        "($module, sigset, /)",
        sigwaitinfo,
        "Wait synchronously until one of the signals in *sigset* is delivered.",
    ),
    native("strsignal", "($module, signalnum, /)", strsignal, "Return the system description of the given signal."),
    native("valid_signals", "($module, /)", valid_signals, "Return a set of valid signal numbers on this platform."),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module provides mechanisms to use signal handlers in Python.";
    let module = table::module(vm, "_signal", doc, FUNCTIONS)?;
    table::set_numbers(vm, &module, NUMBERS)?;
    let timer_error = table::add_exception(vm, &module, "signal", "ItimerError", types::OS_ERROR)?;
    let info = struct_sequence::define(vm, &INFO, 0)?;
    table::set(vm, &module, "struct_siginfo", info.clone().into_obj())?;
    let name = Str::intern(vm, "default_int_handler");
    let interrupt = protocol::get_attr(vm, &module, &name)?;
    let state = vm.state_of::<State>();
    (state.timer_error, state.info, state.interrupt) = (Some(timer_error), Some(info), Some(interrupt));
    Ok(module)
}
