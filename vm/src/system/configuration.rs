//! What the system says of itself: limits, load, scheduling.

use super::{Errno, Result, forget_error, last_error, last_number};
use std::ffi::{CStr, CString};

/// `sysconf(3)`; -1 for what is not limited.
///
/// # Errors
/// `EINVAL` for a number without meaning.
pub fn sysconf(name: i32) -> Result<i64> {
    forget_error();
    // SAFETY: takes a number.
    limit(unsafe { libc::sysconf(name) })
}

/// `fpathconf(3)`; -1 for what is not limited.
///
/// # Errors
/// The system's.
pub fn fpathconf(fd: i32, name: i32) -> Result<i64> {
    forget_error();
    // SAFETY: takes numbers.
    limit(unsafe { libc::fpathconf(fd, name) })
}

/// `pathconf(3)`; -1 for what is not limited.
///
/// # Errors
/// The system's.
pub fn pathconf(path: &CStr, name: i32) -> Result<i64> {
    forget_error();
    // SAFETY: the path outlives the call.
    limit(unsafe { libc::pathconf(path.as_ptr(), name) })
}

fn limit(n: i64) -> Result<i64> {
    if n == -1 && last_number().is_some() { Err(last_error()) } else { Ok(n) }
}

/// `confstr(3)`; `None` for what has no value.
///
/// # Errors
/// `EINVAL` for a number without meaning.
pub fn confstr(name: i32) -> Result<Option<Vec<u8>>> {
    forget_error();
    let mut text = vec![0u8; 255];
    loop {
        // SAFETY: the buffer is as long as said.
        let len = unsafe { libc::confstr(name, text.as_mut_ptr().cast(), text.len()) };
        if len == 0 {
            return if last_number().is_some() { Err(last_error()) } else { Ok(None) };
        }
        if len <= text.len() {
            text.truncate(len - 1);
            return Ok(Some(text));
        }
        text.resize(len, 0);
    }
}

/// `getloadavg(3)`; `None` where it cannot be had.
pub fn load() -> Option<[f64; 3]> {
    let mut loads = [0.0; 3];
    // SAFETY: three places are written.
    (unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } == 3).then_some(loads)
}

/// `times(2)`: user, system, children's user and system time, and the time since some moment, in ticks.
///
/// # Errors
/// The system's.
pub fn times() -> Result<[i64; 5]> {
    // SAFETY: an all-zero value is valid, to be overwritten.
    let mut t: libc::tms = unsafe { std::mem::zeroed() };
    // SAFETY: writes to a local.
    let elapsed = unsafe { libc::times(&mut t) };
    if elapsed == -1 {
        return Err(last_error());
    }
    Ok([t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, elapsed])
}

/// `sched_getparam(2)`: the priority.
///
/// # Errors
/// The system's.
pub fn sched_getparam(pid: i32) -> Result<i32> {
    let mut parameters = libc::sched_param { sched_priority: 0 };
    // SAFETY: writes to a local.
    match unsafe { libc::sched_getparam(pid, &mut parameters) } {
        -1 => Err(last_error()),
        _ => Ok(parameters.sched_priority),
    }
}

/// `sched_setparam(2)`
///
/// # Errors
/// The system's.
pub fn sched_setparam(pid: i32, priority: i32) -> Result<()> {
    let parameters = libc::sched_param { sched_priority: priority };
    // SAFETY: reads a local.
    if unsafe { libc::sched_setparam(pid, &parameters) } == -1 { Err(last_error()) } else { Ok(()) }
}

/// `sched_setscheduler(2)`
///
/// # Errors
/// The system's.
pub fn sched_setscheduler(pid: i32, policy: i32, priority: i32) -> Result<()> {
    let parameters = libc::sched_param { sched_priority: priority };
    // SAFETY: reads a local.
    if unsafe { libc::sched_setscheduler(pid, policy, &parameters) } == -1 { Err(last_error()) } else { Ok(()) }
}

/// `sched_rr_get_interval(2)`, in seconds.
///
/// # Errors
/// The system's.
pub fn sched_rr_get_interval(pid: i32) -> Result<f64> {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes to a local.
    match unsafe { libc::sched_rr_get_interval(pid, &mut t) } {
        -1 => Err(last_error()),
        _ => Ok(t.tv_sec as f64 + 1e-9 * t.tv_nsec as f64),
    }
}

/// Most processors that an affinity is asked for.
const MOST_PROCESSORS: usize = 1 << 20;

/// `sched_getaffinity(2)`: the processors' numbers.
///
/// # Errors
/// The system's.
pub fn affinity(pid: i32) -> Result<Vec<usize>> {
    let mut words = 16;
    while words * 64 <= MOST_PROCESSORS {
        let mut set = vec![0u64; words];
        // SAFETY: the set is as long as said.
        let got = unsafe { libc::sched_getaffinity(pid, words * 8, set.as_mut_ptr().cast()) };
        match got {
            -1 if last_error() == Errno::INVAL => words *= 2,
            -1 => return Err(last_error()),
            _ => return Ok((0..words * 64).filter(|i| set[i / 64] >> (i % 64) & 1 == 1).collect()),
        }
    }
    Err(Errno::INVAL)
}

/// `sched_setaffinity(2)`
///
/// # Errors
/// The system's.
pub fn set_affinity(pid: i32, processors: &[usize]) -> Result<()> {
    let most = processors.iter().copied().max().unwrap_or(0);
    if most > MOST_PROCESSORS {
        return Err(Errno::INVAL);
    }
    let mut set = vec![0u64; (most / 64 + 1).max(16)];
    for &i in processors {
        set[i / 64] |= 1 << (i % 64);
    }
    // SAFETY: the set is as long as said.
    let done = unsafe { libc::sched_setaffinity(pid, set.len() * 8, set.as_ptr().cast()) };
    if done == -1 { Err(last_error()) } else { Ok(()) }
}

/// `getlogin(3)`; the error's number as the C library has it, which may be negative.
///
/// # Errors
/// Where the process has no terminal, or nobody is known to have logged in there.
pub fn login_name() -> std::result::Result<CString, i32> {
    static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _alone = ALONE.lock();
    // SAFETY: the name is copied before anyone else asks.
    unsafe {
        let name = libc::getlogin();
        if name.is_null() { Err(*libc::__errno_location()) } else { Ok(CStr::from_ptr(name).to_owned()) }
    }
}

/// `ptsname_r(3)`
///
/// # Errors
/// The system's.
pub fn terminal_name(fd: i32) -> Result<CString> {
    let mut name = [0u8; 256];
    // SAFETY: the buffer is as long as said.
    match unsafe { libc::ptsname_r(fd, name.as_mut_ptr().cast(), name.len()) } {
        0 => Ok(CStr::from_bytes_until_nul(&name).unwrap_or_default().to_owned()),
        e => Err(Errno::from_raw_os_error(e)),
    }
}
