//! Waiting for descriptors: `select`, `poll`, `epoll`.

use super::{Result, last_error};
use std::time::Duration;

/// `select(2)` over descriptors for reading, writing and errors: those that are ready. Numbers are below 1024.
///
/// # Errors
/// The system's.
pub fn select(sets: &[Vec<i32>], timeout: Option<Duration>) -> Result<[Vec<i32>; 3]> {
    let mut time = timeout.map(|t| libc::timeval { tv_sec: t.as_secs() as i64, tv_usec: t.subsec_micros().into() });
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
        let time = time.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        if libc::select(most.min(limit), read, write, errors, time) == -1 {
            return Err(last_error());
        }
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
    // SAFETY: the list is as long as said.
    if unsafe { libc::poll(polled.as_mut_ptr(), polled.len() as libc::nfds_t, milliseconds) } == -1 {
        return Err(last_error());
    }
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
    let n = unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), events.len() as i32, milliseconds) };
    let Ok(n) = usize::try_from(n) else { return Err(last_error()) };
    Ok(events[..n].iter().map(|e| (e.u64 as i32, e.events)).collect())
}
