//! Named semaphores that processes share (`sem_overview(7)`).
//!
//! A semaphore lies in memory that the C library maps; its address is the number that Python programs know it by. `OPEN` counts who uses
//! each, so that a number from a program is followed only while it names one.

use super::{Errno, Result, last_error};
use std::{
    collections::BTreeMap,
    ffi::CStr,
    ptr::NonNull,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

/// The largest value (`SEM_VALUE_MAX`).
pub const MAX: i32 = i32::MAX;

/// Users of an open semaphore, and how often it was opened.
struct Uses {
    holders: usize,
    opened: usize,
}

static OPEN: Mutex<BTreeMap<usize, Uses>> = Mutex::new(BTreeMap::new());

fn open_ones() -> MutexGuard<'static, BTreeMap<usize, Uses>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An open semaphore; closed when its last user is dropped.
pub struct Semaphore {
    place: NonNull<libc::sem_t>,
}

// SAFETY: the calls on a semaphore may be made by all threads at once.
unsafe impl Send for Semaphore {}
// SAFETY: as above.
unsafe impl Sync for Semaphore {}

impl Semaphore {
    /// Makes a semaphore of a name that none has.
    ///
    /// # Errors
    /// The system's; `EEXIST` if there is one.
    pub fn create(name: &CStr, value: u32) -> Result<Semaphore> {
        // SAFETY: the name outlives the call; mode and value are what the flags ask for.
        Semaphore::opened(unsafe { libc::sem_open(name.as_ptr(), libc::O_CREAT | libc::O_EXCL, 0o600u32, value) })
    }

    /// Opens the semaphore of a name.
    ///
    /// # Errors
    /// The system's; `ENOENT` if there is none.
    pub fn open(name: &CStr) -> Result<Semaphore> {
        // SAFETY: the name outlives the call.
        Semaphore::opened(unsafe { libc::sem_open(name.as_ptr(), 0) })
    }

    fn opened(place: *mut libc::sem_t) -> Result<Semaphore> {
        if place == libc::SEM_FAILED {
            return Err(last_error());
        }
        let place = NonNull::new(place).ok_or(Errno::INVAL)?;
        let mut open = open_ones();
        let uses = open.entry(place.as_ptr() as usize).or_insert(Uses { holders: 0, opened: 0 });
        uses.holders += 1;
        uses.opened += 1;
        Ok(Semaphore { place })
    }

    /// The semaphore that a program names by number; `None` if none is open there.
    pub fn at(number: usize) -> Option<Semaphore> {
        open_ones().get_mut(&number)?.holders += 1;
        Some(Semaphore { place: NonNull::new(number as *mut libc::sem_t)? })
    }

    /// Its number.
    pub fn number(&self) -> usize {
        self.place.as_ptr() as usize
    }

    fn done(result: i32) -> Result<()> {
        if result == -1 { Err(last_error()) } else { Ok(()) }
    }

    /// Takes one off; `EAGAIN` if it is zero.
    ///
    /// # Errors
    /// As said.
    pub fn try_wait(&self) -> Result<()> {
        // SAFETY: open, as long as `self` is.
        Semaphore::done(unsafe { libc::sem_trywait(self.place.as_ptr()) })
    }

    /// Takes one off, waiting until then while it is zero.
    ///
    /// # Errors
    /// `EINTR` for a signal, `ETIMEDOUT`.
    pub fn wait(&self, until: Option<SystemTime>) -> Result<()> {
        let Some(until) = until else {
            // SAFETY: as in `try_wait`.
            return Semaphore::done(unsafe { libc::sem_wait(self.place.as_ptr()) });
        };
        let since = until.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let moment = libc::timespec {
            tv_sec: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: i64::from(since.subsec_nanos()),
        };
        // SAFETY: as in `try_wait`; the moment outlives the call.
        Semaphore::done(unsafe { libc::sem_timedwait(self.place.as_ptr(), &raw const moment) })
    }

    /// Adds one.
    ///
    /// # Errors
    /// `EOVERFLOW`
    pub fn post(&self) -> Result<()> {
        // SAFETY: as in `try_wait`.
        Semaphore::done(unsafe { libc::sem_post(self.place.as_ptr()) })
    }

    /// Its value.
    ///
    /// # Errors
    /// The system's.
    pub fn value(&self) -> Result<i32> {
        let mut value = 0;
        // SAFETY: as in `try_wait`; the place for the value outlives the call.
        Semaphore::done(unsafe { libc::sem_getvalue(self.place.as_ptr(), &raw mut value) })?;
        Ok(value.max(0))
    }
}

impl Drop for Semaphore {
    fn drop(&mut self) {
        let mut open = open_ones();
        let Some(uses) = open.get_mut(&self.number()) else { return };
        uses.holders -= 1;
        if uses.holders > 0 {
            return;
        }
        for _ in 0..uses.opened {
            // SAFETY: opened so often, and this was the last user.
            unsafe { libc::sem_close(self.place.as_ptr()) };
        }
        open.remove(&self.number());
    }
}
