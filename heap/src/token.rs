//! The token: the right of one thread at a time to touch objects (CPython's GIL).
//!
//! Everything that reaches the heap starts at an `Obj` (not `Send`) or a `&Token`, and tokens exist on one thread at a
//! time, so the allocator's state needs no lock of its own.

use crate::{Obj, OutOfMemory, free, kind::Kind, region, slab, weak};
use std::{
    marker::PhantomData,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    thread::{self, ThreadId},
    time::Duration,
};

/// Who has the token.
struct Gate {
    held: bool,
    /// Times that it has been taken.
    takes: u64,
    /// Threads that have given way and wait for another to take it.
    giving: u32,
    /// The only thread that may still take it, once the program ends.
    last: Option<ThreadId>,
}

static GATE: Mutex<Gate> = Mutex::new(Gate { held: false, takes: 0, giving: 0, last: None });
static RELEASED: Condvar = Condvar::new();
static TAKEN: Condvar = Condvar::new();
/// Threads that wait for the token.
static WAITING: AtomicU32 = AtomicU32::new(0);
/// A thread has waited for the whole interval: the holder shall let go.
static REQUESTED: AtomicBool = AtomicBool::new(false);
/// Nanoseconds for which a thread keeps the token although others want it: 5 ms.
/// A shorter interval counts as this one.
const SHORTEST: Duration = Duration::from_micros(1);

static INTERVAL: AtomicU64 = AtomicU64::new(5_000_000);

/// Set by signal handlers and by threads that want the token: its holder looks up before the next backward jump or call.
pub static EVAL_BREAKER: AtomicBool = AtomicBool::new(false);

fn lock() -> MutexGuard<'static, Gate> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
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
        lock().last = None;
        take_lock();
        let token = Token { _not_send: PhantomData };
        // SAFETY: the lock is held.
        unsafe { slab::initialise()? };
        Ok(token)
    }

    /// Waits for the token and takes it, for another thread of a program that runs.
    pub fn join() -> Token {
        take_lock();
        Token { _not_send: PhantomData }
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

    /// Whether another thread waits for the token and has waited long enough.
    #[inline]
    pub fn is_wanted() -> bool {
        REQUESTED.load(Ordering::Relaxed)
    }

    /// Lets a waiting thread have the token, and takes it again after that.
    pub fn give_way(&mut self) {
        let mut gate = lock();
        gate.held = false;
        let takes = gate.takes;
        gate.giving += 1;
        RELEASED.notify_one();
        while gate.takes == takes && WAITING.load(Ordering::Relaxed) > 0 {
            gate = TAKEN.wait(gate).unwrap_or_else(PoisonError::into_inner);
        }
        gate.giving -= 1;
        drop(gate);
        take_lock();
    }

    /// From now on only the running thread gets the token; others that ask for it sleep for ever.
    pub fn keep(&mut self) {
        lock().last = Some(thread::current().id());
    }

    /// Gives the token up for good; the thread sleeps for ever.
    pub fn abandon(&mut self) -> ! {
        release_lock();
        loop {
            thread::park();
        }
    }

    /// Runs `fork` while no other thread is about to take the token. In the child, for which `fork` returns true, no other
    /// thread waits any more.
    pub fn fork(&mut self, fork: impl FnOnce() -> bool) {
        let gate = lock();
        if fork() {
            WAITING.store(0, Ordering::Relaxed);
            REQUESTED.store(false, Ordering::Relaxed);
        }
        drop(gate);
    }

    /// How long a thread keeps the token although others want it.
    pub fn interval() -> Duration {
        Duration::from_nanos(INTERVAL.load(Ordering::Relaxed))
    }

    /// Sets how long a thread keeps the token although others want it.
    pub fn set_interval(interval: Duration) {
        INTERVAL.store(u64::try_from(interval.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
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

    /// The oldest live object that watches `target` for which `wanted` holds, which looks at it and no more.
    pub fn find_watcher(&self, target: &Obj, wanted: impl FnMut(&Obj) -> bool) -> Option<Obj> {
        weak::find_watcher(self, target, wanted)
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        release_lock();
    }
}

fn take_lock() {
    let mut gate = lock();
    if gate.held {
        WAITING.fetch_add(1, Ordering::Relaxed);
        while gate.held {
            let takes = gate.takes;
            let (next, waited) =
                RELEASED.wait_timeout(gate, Token::interval().max(SHORTEST)).unwrap_or_else(PoisonError::into_inner);
            gate = next;
            if gate.held && gate.takes == takes && waited.timed_out() {
                REQUESTED.store(true, Ordering::Relaxed);
                EVAL_BREAKER.store(true, Ordering::Relaxed);
            }
        }
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
    if gate.last.is_some_and(|last| last != thread::current().id()) {
        // Whoever else waits shall hear of it too.
        RELEASED.notify_one();
        TAKEN.notify_all();
        drop(gate);
        loop {
            thread::park();
        }
    }
    gate.held = true;
    gate.takes += 1;
    REQUESTED.store(false, Ordering::Relaxed);
    if gate.giving > 0 {
        TAKEN.notify_all();
    }
}

fn release_lock() {
    let mut gate = lock();
    gate.held = false;
    // Waking is a system call, even where no one waits.
    let wanted = WAITING.load(Ordering::Relaxed) > 0;
    drop(gate);
    if wanted {
        RELEASED.notify_one();
    }
}
