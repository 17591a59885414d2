//! Sets of signals: blocked, pending, waited for; timers that send them.

use super::{Errno, Result, last_error, process::set_of};
use std::ffi::{CStr, CString};

fn numbers(set: &libc::sigset_t) -> Vec<i32> {
    // SAFETY: reads a set.
    (1..crate::signals::COUNT as i32).filter(|&n| unsafe { libc::sigismember(set, n) } == 1).collect()
}

fn empty() -> libc::sigset_t {
    set_of(&[])
}

fn code(result: i32) -> Result<()> {
    if result == 0 { Ok(()) } else { Err(Errno::from_raw_os_error(result)) }
}

/// All signals that programs may name.
pub fn valid() -> Vec<i32> {
    let mut set = empty();
    // SAFETY: fills a local.
    unsafe { libc::sigfillset(&mut set) };
    numbers(&set)
}

/// `pthread_sigmask(3)`: the old mask.
///
/// # Errors
/// `EINVAL` for a wrong `how`.
pub fn mask(how: i32, signals: &[i32]) -> Result<Vec<i32>> {
    let mut old = empty();
    // SAFETY: reads and writes locals.
    code(unsafe { libc::pthread_sigmask(how, &set_of(signals), &mut old) })?;
    Ok(numbers(&old))
}

/// `sigpending(2)`
///
/// # Errors
/// The system's.
pub fn pending() -> Result<Vec<i32>> {
    let mut set = empty();
    // SAFETY: writes to a local.
    if unsafe { libc::sigpending(&mut set) } == -1 { Err(last_error()) } else { Ok(numbers(&set)) }
}

/// `sigwait(3)`
///
/// # Errors
/// The system's.
pub fn wait(signals: &[i32]) -> Result<i32> {
    let mut number = 0;
    // SAFETY: reads and writes locals.
    code(unsafe { libc::sigwait(&set_of(signals), &mut number) })?;
    Ok(number)
}

/// `sigtimedwait(2)`, without a timeout `sigwaitinfo(2)`: signal, code, error, process, user, status, band.
///
/// # Errors
/// The system's; `EAGAIN` when the time is over.
pub fn wait_info(signals: &[i32], timeout: Option<(i64, i64)>) -> Result<[i64; 7]> {
    // SAFETY: an all-zero value is valid, to be overwritten.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let set = set_of(signals);
    // SAFETY: reads and writes locals; the fields read are numbers whatever the signal was.
    unsafe {
        let got = match timeout {
            None => libc::sigwaitinfo(&set, &mut info),
            Some((tv_sec, tv_nsec)) => libc::sigtimedwait(&set, &mut info, &libc::timespec { tv_sec, tv_nsec }),
        };
        if got == -1 {
            return Err(last_error());
        }
        Ok([
            info.si_signo.into(),
            info.si_code.into(),
            info.si_errno.into(),
            info.si_pid().into(),
            info.si_uid().into(),
            info.si_status().into(),
            // The band lies where the process and user do.
            i64::from(info.si_pid()) & 0xFFFF_FFFF | i64::from(info.si_uid()) << 32,
        ])
    }
}

/// `pthread_kill(3)` for a living thread of this process.
///
/// # Errors
/// The system's.
pub fn thread_kill(thread: u64, number: i32) -> Result<()> {
    // SAFETY: glibc checks the identifier of a thread that has ended only while its memory lives, so callers pass known threads.
    code(unsafe { libc::pthread_kill(thread as libc::pthread_t, number) })
}

/// `raise(3)`
///
/// # Errors
/// The system's.
pub fn raise(number: i32) -> Result<()> {
    // SAFETY: takes a number.
    if unsafe { libc::raise(number) } == 0 { Ok(()) } else { Err(last_error()) }
}

/// `strsignal(3)`; `None` for a number without a name.
pub fn description(number: i32) -> Option<CString> {
    // SAFETY: the text is copied at once.
    let text = unsafe {
        let text = libc::strsignal(number);
        if text.is_null() {
            return None;
        }
        CStr::from_ptr(text).to_owned()
    };
    (!text.to_bytes().starts_with(b"Unknown signal")).then_some(text)
}

/// Value and interval of a timer, in seconds and microseconds.
pub type Timer = [(i64, i64); 2];

fn timer(t: &libc::itimerval) -> Timer {
    [t.it_value, t.it_interval].map(|t| (t.tv_sec, t.tv_usec))
}

/// `setitimer(2)`: the old timer.
///
/// # Errors
/// The system's.
pub fn set_timer(which: i32, new: Timer) -> Result<Timer> {
    let [value, interval] = new.map(|(tv_sec, tv_usec)| libc::timeval { tv_sec, tv_usec });
    let new = libc::itimerval { it_value: value, it_interval: interval };
    let mut old = new;
    // SAFETY: reads and writes locals.
    match unsafe { libc::setitimer(which as _, &new, &mut old) } {
        -1 => Err(last_error()),
        _ => Ok(timer(&old)),
    }
}

/// `getitimer(2)`
///
/// # Errors
/// The system's.
pub fn get_timer(which: i32) -> Result<Timer> {
    // SAFETY: an all-zero value is valid, to be overwritten.
    let mut now: libc::itimerval = unsafe { std::mem::zeroed() };
    // SAFETY: writes to a local.
    if unsafe { libc::getitimer(which as _, &mut now) } == -1 { Err(last_error()) } else { Ok(timer(&now)) }
}

/// `pidfd_send_signal(2)`
///
/// # Errors
/// The system's.
pub fn send_to(pidfd: i32, number: i32, flags: i32) -> Result<()> {
    let none = std::ptr::null::<libc::siginfo_t>();
    // SAFETY: takes numbers and no information.
    match unsafe { libc::syscall(libc::SYS_pidfd_send_signal, pidfd, number, none, flags) } {
        -1 => Err(last_error()),
        _ => Ok(()),
    }
}
