//! The token: the right of one thread at a time to touch objects (CPython's GIL).
//!
//! Everything that reaches the heap starts at an `Obj` (not `Send`) or a `&Token`, and tokens exist on one thread at a
//! time, so the allocator's state needs no lock of its own.

use crate::{Obj, OutOfMemory, free, kind::Kind, region, slab, weak};
use std::{
    marker::PhantomData,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

static HELD: Mutex<bool> = Mutex::new(false);
static RELEASED: Condvar = Condvar::new();
/// Threads that wait for the token.
static WAITING: AtomicU32 = AtomicU32::new(0);

fn lock() -> MutexGuard<'static, bool> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The right to touch objects. One exists at a time.
pub struct Token {
    _not_send: PhantomData<*mut ()>,
}

impl Token {
    /// Waits for the token and takes it; reserves the region the first time.
    ///
    /// # Errors
    /// When the system grants no address space.
    pub fn acquire() -> Result<Token, OutOfMemory> {
        take_lock();
        let token = Token { _not_send: PhantomData };
        // SAFETY: the lock is held.
        unsafe { slab::initialise()? };
        Ok(token)
    }

    /// Lets other threads have the token while `work` runs, which touches no object.
    pub fn suspend<R: Send>(&mut self, work: impl FnOnce() -> R + Send) -> R {
        struct Retake;
        impl Drop for Retake {
            fn drop(&mut self) {
                take_lock();
            }
        }
        release_lock();
        let _retake = Retake;
        work()
    }

    /// Whether another thread waits for the token.
    #[inline]
    pub fn is_wanted() -> bool {
        WAITING.load(Ordering::Relaxed) > 0
    }

    /// Waits up to `patience` for the token to be released, without taking it; true if it was released meanwhile.
    /// For a thread that is about to ask its holder to let go.
    pub fn wait_for_release(patience: Duration) -> bool {
        let held = lock();
        !RELEASED.wait_timeout_while(held, patience, |h| *h).unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Lays out `count` slots of `granules` for objects of fixed number; the first page's number is returned. The slot
    /// of the `i`th is [`region::fixed_slot`].
    ///
    /// # Errors
    /// When the region is full.
    pub fn fixed_slots(&mut self, kind: Kind, granules: u32, count: u32) -> Result<u32, OutOfMemory> {
        slab::take_fixed(kind, granules, count)
    }

    /// Limits the heap to `bytes`; beyond it allocations fail.
    pub fn set_limit(&mut self, bytes: usize) {
        slab::with_region(|r| r.set_limit(bytes));
    }

    /// Bytes of the pages in use.
    pub fn bytes_in_use(&self) -> usize {
        slab::with_region(|r| r.used as usize * region::PAGE)
    }

    /// Starts counting the growth in tracked objects anew; when it reaches `limit`, the pending list gets a
    /// [`Pending::Collect`](crate::Pending::Collect), once.
    pub fn limit_growth(&mut self, limit: i64) {
        free::limit_growth(limit);
    }

    /// Tracked objects born less those freed since [`Token::limit_growth`].
    pub fn growth(&self) -> i64 {
        free::growth()
    }

    /// Announces the death of `target` to `referrer` through the pending list.
    pub fn watch(&mut self, target: &Obj, referrer: &Obj) {
        weak::watch(self, target, referrer);
    }

    /// The live objects that watch `target`, oldest first.
    pub fn watchers(&self, target: &Obj) -> Vec<Obj> {
        weak::watchers(self, target)
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        release_lock();
    }
}

fn take_lock() {
    let mut held = lock();
    if *held {
        WAITING.fetch_add(1, Ordering::Relaxed);
        while *held {
            held = RELEASED.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
    *held = true;
}

fn release_lock() {
    *lock() = false;
    RELEASED.notify_one();
}
