//! A lock that any thread may release, and an event that is set once: words that the kernel waits on (futex(2)).
//!
//! Waiting ends early when a signal arrives, so that the caller can run its handler and go on.

use rustix::{
    io::Errno,
    thread::futex::{self, Flags, Timespec},
};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Instant,
};

/// How waiting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Waited {
    /// With what was waited for.
    Done,
    /// The deadline has passed.
    TimedOut,
    /// A signal has arrived.
    Interrupted,
}

/// Waits while `word` is `value`, at most until `deadline`. `Done` says only that it is time to look again.
fn wait(word: &AtomicU32, value: u32, deadline: Option<Instant>) -> Waited {
    let left = match deadline {
        None => None,
        Some(deadline) => match deadline.checked_duration_since(Instant::now()) {
            Some(left) if !left.is_zero() => {
                Some(Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() })
            }
            _ => return Waited::TimedOut,
        },
    };
    match futex::wait(word, Flags::PRIVATE, value, left.as_ref()) {
        Err(Errno::INTR) => Waited::Interrupted,
        _ => Waited::Done,
    }
}

const FREE: u32 = 0;
const TAKEN: u32 = 1;
/// Taken, and perhaps some thread waits.
const CONTENDED: u32 = 2;

/// A lock without an owner.
#[derive(Default)]
pub(crate) struct RawLock(AtomicU32);

impl RawLock {
    /// Takes the lock if it is free.
    pub(crate) fn try_acquire(&self) -> bool {
        self.0.compare_exchange(FREE, TAKEN, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Takes the lock, waiting until `deadline` at most.
    pub(crate) fn acquire(&self, deadline: Option<Instant>) -> Waited {
        while self.0.swap(CONTENDED, Ordering::Acquire) != FREE {
            let waited = wait(&self.0, CONTENDED, deadline);
            if waited != Waited::Done {
                return waited;
            }
        }
        Waited::Done
    }

    /// Frees the lock; `false` if it was free.
    pub(crate) fn release(&self) -> bool {
        let was = self.0.swap(FREE, Ordering::Release);
        if was == CONTENDED {
            // Fails only for a bad address.
            let _ = futex::wake(&self.0, Flags::PRIVATE, 1);
        }
        was != FREE
    }

    /// Whether the lock is taken.
    pub(crate) fn is_taken(&self) -> bool {
        self.0.load(Ordering::Relaxed) != FREE
    }

    /// Makes the lock free in a forked child, in which no other thread exists.
    pub(crate) fn reset(&self) {
        self.0.store(FREE, Ordering::Relaxed);
    }
}

/// Something that happens once.
#[derive(Default)]
pub(crate) struct Event(AtomicU32);

impl Event {
    /// Says that it has happened.
    pub(crate) fn set(&self) {
        self.0.store(1, Ordering::Release);
        // Fails only for a bad address.
        let _ = futex::wake(&self.0, Flags::PRIVATE, i32::MAX as u32);
    }

    /// Whether it has happened.
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire) != 0
    }

    /// Waits for it, until `deadline` at most.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> Waited {
        while !self.is_set() {
            let waited = wait(&self.0, 0, deadline);
            if waited != Waited::Done {
                return waited;
            }
        }
        Waited::Done
    }
}

/// A number that grows, on whose growth threads wait.
#[derive(Default)]
pub(crate) struct Counter(AtomicU32);

impl Counter {
    /// The number.
    pub(crate) fn now(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }

    /// Adds one and wakes one waiting thread.
    pub(crate) fn add(&self) {
        self.0.fetch_add(1, Ordering::Release);
        // Fails only for a bad address.
        let _ = futex::wake(&self.0, Flags::PRIVATE, 1);
    }

    /// Waits until the number is no longer `seen`, until `deadline` at most.
    pub(crate) fn wait_past(&self, seen: u32, deadline: Option<Instant>) -> Waited {
        while self.now() == seen {
            let waited = wait(&self.0, seen, deadline);
            if waited != Waited::Done {
                return waited;
            }
        }
        Waited::Done
    }
}
