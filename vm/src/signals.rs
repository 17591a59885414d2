//! Signals: noted by the handler that the system calls, handled by the main thread between two instructions (CPython:
//! `Modules/signalmodule.c`).
//!
//! The system's handler only sets flags and writes a byte to the wake-up descriptor. Handlers are installed so that blocking system
//! calls end early with `EINTR`; callers then poll and go on (PEP 475).

use crate::threads;
use rpython_heap::EVAL_BREAKER;
use rpython_objects::{PyResult, Vm};
use std::{
    io,
    sync::atomic::{AtomicBool, AtomicI32, Ordering},
};

/// `SIGINT`
pub const INTERRUPT: i32 = libc::SIGINT;

/// Signal numbers, 0 included.
pub const COUNT: usize = 65;

static ARRIVED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
static ANY: AtomicBool = AtomicBool::new(false);
/// Descriptor to which arriving signals' numbers are written; -1 for none.
static WAKE_UP: AtomicI32 = AtomicI32::new(-1);
/// The error of writing to it, until it is reported.
static WAKE_UP_ERROR: AtomicI32 = AtomicI32::new(0);

/// What the system does with a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// What it does by itself.
    Default,
    /// Nothing.
    Ignore,
    /// It notes it for the program.
    Note,
    /// It calls a handler of other code in the process.
    Foreign,
}

/// Notes a signal: async-signal-safe.
fn note(number: i32) {
    let Some(arrived) = ARRIVED.get(number as usize) else { return };
    arrived.store(true, Ordering::Relaxed);
    ANY.store(true, Ordering::Release);
    EVAL_BREAKER.store(true, Ordering::Release);
    let wake_up = WAKE_UP.load(Ordering::Relaxed);
    if wake_up != -1 {
        let byte = number as u8;
        // SAFETY: writes one byte of this frame; `write` is async-signal-safe, and so is errno's place.
        unsafe {
            let place = libc::__errno_location();
            let before = *place;
            if libc::write(wake_up, (&raw const byte).cast(), 1) < 0 {
                WAKE_UP_ERROR.store(*place, Ordering::Relaxed);
            }
            *place = before;
        }
    }
}

extern "C" fn handler(number: i32) {
    note(number);
}

/// Notes a signal as if it had arrived.
pub fn simulate(number: i32) {
    note(number);
}

fn handler_address() -> usize {
    handler as extern "C" fn(i32) as usize
}

fn meaning(action: usize) -> Disposition {
    match action {
        libc::SIG_DFL => Disposition::Default,
        libc::SIG_IGN => Disposition::Ignore,
        a if a == handler_address() => Disposition::Note,
        _ => Disposition::Foreign,
    }
}

/// What the system does with a signal now.
///
/// # Errors
/// `EINVAL` for a number that is no signal.
pub fn disposition(number: i32) -> io::Result<Disposition> {
    // SAFETY: an all-zero sigaction is a valid value to be overwritten.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: reads the old action into a local.
    if unsafe { libc::sigaction(number, std::ptr::null(), &mut action) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(meaning(action.sa_sigaction))
}

/// Sets what the system does with a signal.
///
/// # Errors
/// `EINVAL` for a number that is no signal, or one that cannot be handled.
pub fn set_disposition(number: i32, to: Disposition) -> io::Result<()> {
    // SAFETY: an all-zero sigaction is valid: no flags, no mask, the default action.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = match to {
        Disposition::Default => libc::SIG_DFL,
        Disposition::Ignore => libc::SIG_IGN,
        Disposition::Note => handler_address(),
        Disposition::Foreign => return Ok(()),
    };
    // Without SA_RESTART: blocking calls end early.
    action.sa_flags = libc::SA_ONSTACK;
    // SAFETY: the handler is async-signal-safe.
    if unsafe { libc::sigaction(number, &action, std::ptr::null_mut()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// Sets whether a signal restarts the system calls that it interrupts: `siginterrupt`.
///
/// # Errors
/// `EINVAL`
pub fn set_restarting(number: i32, restart: bool) -> io::Result<()> {
    // SAFETY: as in `disposition`; the action is written back with another flag.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(number, std::ptr::null(), &mut action) != 0 {
            return Err(io::Error::last_os_error());
        }
        if restart {
            action.sa_flags |= libc::SA_RESTART;
        } else {
            action.sa_flags &= !libc::SA_RESTART;
        }
        if libc::sigaction(number, &action, std::ptr::null_mut()) != 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// Sets the wake-up descriptor, -1 for none, and returns the old one.
pub fn set_wake_up(descriptor: i32) -> i32 {
    WAKE_UP.swap(descriptor, Ordering::Relaxed)
}

/// The error of writing to the wake-up descriptor since the last call, 0 for none.
pub fn take_wake_up_error() -> i32 {
    WAKE_UP_ERROR.swap(0, Ordering::Relaxed)
}

/// Who handles signals in the interpreter.
#[derive(Default)]
struct Delivery(Option<fn(&mut Vm, i32) -> PyResult<()>>);

/// Says who handles the signals that have arrived, by number; 0 tells of an error at the wake-up descriptor.
pub fn set_delivery(vm: &mut Vm, deliver: fn(&mut Vm, i32) -> PyResult<()>) {
    vm.state_of::<Delivery>().0 = Some(deliver);
}

/// Whether signals have arrived that are still to be handled.
pub fn is_any_pending() -> bool {
    ANY.load(Ordering::Relaxed)
}

/// The main thread has the token again: it handles what arrived meanwhile.
pub(crate) fn look_again() {
    if is_any_pending() {
        EVAL_BREAKER.store(true, Ordering::Relaxed);
    }
}

/// Handles the signals that have arrived. For the main thread.
pub(crate) fn deliver(vm: &mut Vm) -> PyResult<()> {
    if !ANY.swap(false, Ordering::Acquire) {
        return Ok(());
    }
    let Some(deliver) = vm.state_of::<Delivery>().0 else { return Ok(()) };
    if WAKE_UP_ERROR.load(Ordering::Relaxed) != 0 {
        deliver(vm, 0)?;
    }
    for (number, arrived) in ARRIVED.iter().enumerate().skip(1) {
        if arrived.swap(false, Ordering::Relaxed)
            && let Err(raised) = deliver(vm, number as i32)
        {
            // The others' turn comes at the next poll.
            ANY.store(true, Ordering::Relaxed);
            EVAL_BREAKER.store(true, Ordering::Relaxed);
            return Err(raised);
        }
    }
    Ok(())
}

/// Handles signals now if this is the main thread: `PyErr_CheckSignals`.
///
/// # Errors
/// What a handler raises.
pub fn check(vm: &mut Vm) -> PyResult<()> {
    if threads::is_main() { deliver(vm) } else { Ok(()) }
}

/// In a forked child: what has arrived was for the parent.
pub fn forget() {
    for arrived in &ARRIVED {
        arrived.store(false, Ordering::Relaxed);
    }
    ANY.store(false, Ordering::Relaxed);
}

/// Ends the process as the signal does by itself, so that the parent sees it.
pub fn die_of(number: i32) {
    if set_disposition(number, Disposition::Default).is_ok() {
        // SAFETY: sends a signal to this process.
        unsafe {
            libc::kill(libc::getpid(), number);
        }
    }
}

/// Blocks all signals in the running thread: others get them.
pub fn block_all() {
    // SAFETY: fills a local set and hands it over.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_BLOCK, &all, std::ptr::null_mut());
    }
}
