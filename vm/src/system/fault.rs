//! What is written when the process ends by a fault (CPython: `faulthandler_fatal_error`).
//!
//! The handler runs at any instant, when nothing of the heap can be relied upon: it names the fault, and lets the signal take its course.

use super::{Result, last_error};
use std::{
    ffi::{CStr, c_char},
    sync::atomic::{AtomicI32, Ordering},
};

/// The faults: signal and message.
const FAULTS: [(i32, &[u8]); 5] = [
    (libc::SIGBUS, b"Fatal Python error: Bus error\n\n"),
    (libc::SIGILL, b"Fatal Python error: Illegal instruction\n\n"),
    (libc::SIGFPE, b"Fatal Python error: Floating-point exception\n\n"),
    (libc::SIGABRT, b"Fatal Python error: Aborted\n\n"),
    (libc::SIGSEGV, b"Fatal Python error: Segmentation fault\n\n"),
];

/// Where the message goes; negative for nowhere.
static FILE: AtomicI32 = AtomicI32::new(-1);

/// Whether a signal is one that [`enable`] handles.
pub fn is_fault(number: i32) -> bool {
    FAULTS.iter().any(|f| f.0 == number)
}

extern "C" fn handler(number: i32) {
    let file = FILE.load(Ordering::Relaxed);
    // SAFETY: only calls that a signal's handler may make. The default action comes with the signal raised again.
    unsafe {
        if let Some((_, message)) = FAULTS.iter().find(|f| f.0 == number).filter(|_| file >= 0) {
            libc::write(file, message.as_ptr().cast(), message.len());
        }
        libc::signal(number, libc::SIG_DFL);
        libc::raise(number);
    }
}

/// Has faults named in a file from now on, or anew in another file.
///
/// # Errors
/// The system's.
pub fn enable(file: i32) -> Result<()> {
    if FILE.swap(file, Ordering::Relaxed) < 0 {
        for (number, _) in FAULTS {
            // SAFETY: an all-zero action is valid; the handler is async-signal-safe.
            unsafe {
                let mut action: libc::sigaction = std::mem::zeroed();
                action.sa_sigaction = handler as extern "C" fn(i32) as usize;
                action.sa_flags = libc::SA_NODEFER | libc::SA_ONSTACK;
                if libc::sigaction(number, &raw const action, std::ptr::null_mut()) != 0 {
                    return Err(last_error());
                }
            }
        }
    }
    Ok(())
}

/// Lets faults take their course unnamed; whether they were named before.
pub fn disable() -> bool {
    let was = FILE.swap(-1, Ordering::Relaxed) >= 0;
    if was {
        for (number, _) in FAULTS {
            // SAFETY: takes numbers.
            unsafe { libc::signal(number, libc::SIG_DFL) };
        }
    }
    was
}

/// Whether faults are named.
pub fn is_enabled() -> bool {
    FILE.load(Ordering::Relaxed) >= 0
}

/// The system's name of a living thread.
pub fn thread_name(thread: u64) -> String {
    let mut room = [0 as c_char; 64];
    // SAFETY: the caller names a living thread; the room holds any name.
    match unsafe { libc::pthread_getname_np(thread as libc::pthread_t, room.as_mut_ptr(), room.len()) } {
        // SAFETY: the name ends with zero.
        0 => unsafe { CStr::from_ptr(room.as_ptr()) }.to_string_lossy().into_owned(),
        _ => String::new(),
    }
}
