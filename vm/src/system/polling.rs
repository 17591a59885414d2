//! Waiting for descriptors: `select`, `poll`, `epoll`.
//!
//! A signal that comes between the last look at them and the call must end the wait as one that comes during it does. So the
//! main thread holds signals back, looks whether one has arrived, and lets them in for the wait only.

use super::{Errno, Result, last_error};
use crate::{signals, threads};
use std::{ptr, time::Duration};

fn answer(n: i32) -> Result<i32> {
    if n == -1 { Err(last_error()) } else { Ok(n) }
}

/// Calls `wait` with the mask of signals that holds while it waits.
///
/// # Errors
/// `EINTR` if a signal waits to be handled already, and the system's, for which `wait` answers -1.
fn attentive(wait: impl FnOnce(*const libc::sigset_t) -> i32) -> Result<i32> {
    if !threads::is_main() {
        return answer(wait(ptr::null()));
    }
    // SAFETY: the masks are locals, filled before use.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        let mut before: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_BLOCK, &all, &mut before);
        let found = if signals::is_any_pending() { Err(Errno::INTR) } else { answer(wait(&before)) };
        libc::pthread_sigmask(libc::SIG_SETMASK, &before, ptr::null_mut());
        found
    }
}

/// `select(2)` over descriptors for reading, writing and errors: those that are ready. Numbers are below 1024.
///
/// # Errors
/// The system's.
pub fn select(sets: &[Vec<i32>], timeout: Option<Duration>) -> Result<[Vec<i32>; 3]> {
    let time = timeout.map(|t| libc::timespec { tv_sec: t.as_secs() as i64, tv_nsec: t.subsec_nanos().into() });
    let limit = libc::FD_SETSIZE as i32;
    let most = sets.iter().flatten().copied().max().map_or(0, |n| n + 1);
    // SAFETY: the sets are cleared before use, numbers beyond them are left out, and all are locals.
    unsafe {
        let mut made: [libc::fd_set; 3] = std::mem::zeroed();
        for (set, numbers) in made.iter_mut().zip(sets) {
            libc::FD_ZERO(set);
            for &fd in numbers.iter().filter(|fd| (0..limit).contains(*fd)) {
                libc::FD_SET(fd, set);
            }
        }
        let [read, write, errors] = &mut made;
        let time = time.as_ref().map_or(ptr::null(), ptr::from_ref);
        attentive(|mask| libc::pselect(most.min(limit), read, write, errors, time, mask))?;
        let mut ready = [Vec::new(), Vec::new(), Vec::new()];
        for ((ready, numbers), set) in ready.iter_mut().zip(sets).zip(&made) {
            ready.extend(numbers.iter().copied().filter(|fd| (0..limit).contains(fd) && libc::FD_ISSET(*fd, set)));
        }
        Ok(ready)
    }
}

/// `poll(2)`: descriptors with the events that have happened.
///
/// # Errors
/// The system's.
pub fn poll(entries: &[(i32, i16)], milliseconds: i32) -> Result<Vec<(i32, u32)>> {
    let mut polled: Vec<libc::pollfd> =
        entries.iter().map(|&(fd, events)| libc::pollfd { fd, events, revents: 0 }).collect();
    let time = u32::try_from(milliseconds)
        .ok()
        .map(|ms| libc::timespec { tv_sec: i64::from(ms / 1000), tv_nsec: i64::from(ms % 1000 * 1_000_000) });
    let time = time.as_ref().map_or(ptr::null(), ptr::from_ref);
    // SAFETY: the list is as long as said.
    attentive(|mask| unsafe { libc::ppoll(polled.as_mut_ptr(), polled.len() as libc::nfds_t, time, mask) })?;
    Ok(polled.iter().filter(|p| p.revents != 0).map(|p| (p.fd, u32::from(p.revents as u16))).collect())
}

/// `epoll_ctl(2)`
///
/// # Errors
/// The system's.
pub fn epoll_control(epoll: i32, operation: i32, fd: i32, events: u32) -> Result<()> {
    let mut event = libc::epoll_event { events, u64: fd as u64 };
    // SAFETY: reads a local.
    if unsafe { libc::epoll_ctl(epoll, operation, fd, &mut event) } == -1 { Err(last_error()) } else { Ok(()) }
}

/// `epoll_wait(2)`: descriptors with the events that have happened.
///
/// # Errors
/// The system's.
pub fn epoll_wait(epoll: i32, most: usize, milliseconds: i32) -> Result<Vec<(i32, u32)>> {
    let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; most.min(1 << 16)];
    // SAFETY: the list is as long as said.
    let n = attentive(|mask| unsafe {
        libc::epoll_pwait(epoll, events.as_mut_ptr(), events.len() as i32, milliseconds, mask)
    })?;
    Ok(events[..n.max(0) as usize].iter().map(|e| (e.u64 as i32, e.events)).collect())
}
