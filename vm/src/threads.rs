//! Threads of the operating system that run one interpreter, one at a time (CPython: `Python/ceval_gil.c`, `Python/pystate.c`).
//!
//! Every thread has a `Vm` of its own, with its value stack, its frames and its exceptions. What they share (`Shared`: types, functions,
//! module states) lies in the `Vm` of the thread that has the token; it is put aside here before the token is given up, and taken
//! back when it is had again. So each thread's `&mut Vm` is the only path to what it names, and no lock but the token is needed.
//!
//! When the program ends, the token is kept: daemon threads sleep for ever at their next attempt to take it.

use crate::{
    frame::FrameHeader,
    interp::{self, Interp, interp},
    signals,
};
use rpython_heap::Token;
use rpython_objects::{Dict, Frame, PyResult, Raised, Ref, Value, Vm, raise, types, vm::Shared};
use rustc_hash::FxHashMap;
use std::{
    cell::UnsafeCell,
    io,
    os::unix::thread::JoinHandleExt,
    sync::atomic::{AtomicU64, Ordering},
};

/// Machine stack of a thread whose program asks for none.
const STACK: usize = 16 << 20;
/// Machine stack that native code needs beyond what a program asks for.
const NATIVE_STACK: usize = 1 << 20;
/// Bytes of address space for a thread's value stack.
const VALUES: usize = 64 << 20;

/// The shared part of an interpreter, while no thread of it has the token.
struct Aside {
    interpreter: u64,
    shared: Shared,
    /// Whether the shared part lies here; an empty one does while a thread has it.
    full: bool,
}

struct AllAside(UnsafeCell<Vec<Aside>>);

// SAFETY: reached only with the token held, which one thread at a time has.
unsafe impl Sync for AllAside {}

static ASIDE: AllAside = AllAside(UnsafeCell::new(Vec::new()));

/// The place of an interpreter.
///
/// # Safety
/// The caller holds the token and lets go of the reference before anyone else looks.
unsafe fn aside<'a>(interpreter: u64) -> Option<&'a mut Aside> {
    // SAFETY: the caller's promise.
    unsafe { (*ASIDE.0.get()).iter_mut().find(|a| a.interpreter == interpreter) }
}

/// The hook before the token is given up.
pub(crate) fn park(vm: &mut Vm) {
    let interpreter = vm.interpreter_id();
    // SAFETY: `vm` holds the token; nothing here runs other code.
    unsafe {
        if aside(interpreter).is_none() {
            let shared = vm.empty_shared();
            (*ASIDE.0.get()).push(Aside { interpreter, shared, full: false });
        }
        if let Some(place) = aside(interpreter) {
            vm.exchange(&mut place.shared);
            place.full = true;
        }
    }
}

/// The hook after the token was taken again.
pub(crate) fn unpark(vm: &mut Vm) {
    // SAFETY: as in `park`.
    match unsafe { aside(vm.interpreter_id()) } {
        Some(place) if place.full => {
            vm.exchange(&mut place.shared);
            place.full = false;
        }
        // The interpreter is gone: this was a daemon thread.
        _ => vm.abandon(),
    }
    let limit = vm.state_of::<Threads>().recursion_limit;
    if limit != 0 {
        // SAFETY: see `interp`.
        unsafe { (*interp(vm)).recursion_limit = limit };
    }
    if is_main() {
        signals::look_again();
    }
}

/// The states of the running threads, this one's among them.
pub(crate) fn states(vm: &mut Vm) -> Vec<*mut Interp> {
    let own = interp(vm);
    let others = vm.state_of::<Threads>().running.values().map(|thread| thread.state).filter(|state| *state != own);
    others.chain([own]).collect()
}

/// What a new thread begins with.
struct Seed {
    builtins: Ref<Dict>,
    modules: Ref<Dict>,
    sys: Ref<Dict>,
    recursion_limit: u32,
    optimize: u8,
}

/// A running thread.
struct Running {
    ident: u64,
    /// Valid as long as the entry stands.
    state: *mut Interp,
}

/// The interpreter's threads.
#[derive(Default)]
pub(crate) struct Threads {
    seeds: FxHashMap<u64, Seed>,
    started: u64,
    /// By the number of their stack.
    running: FxHashMap<u64, Running>,
    /// What `sys.setrecursionlimit` has set; 0 before.
    pub(crate) recursion_limit: u32,
}

static MAIN: AtomicU64 = AtomicU64::new(0);

/// The running thread, as `threading.get_ident()` names it: a number that no other living thread has, never 0.
pub fn ident() -> u64 {
    // SAFETY: has no preconditions.
    unsafe { libc::pthread_self() as u64 }
}

/// The main thread.
pub fn main_ident() -> u64 {
    MAIN.load(Ordering::Relaxed)
}

/// Whether the running thread is the main one, in which signals are handled.
pub fn is_main() -> bool {
    ident() == main_ident()
}

/// Makes the running thread the main one, with the first value stack.
pub(crate) fn attach_main(vm: &mut Vm) {
    MAIN.store(ident(), Ordering::Relaxed);
    let state = interp(vm);
    vm.state_of::<Threads>().running.insert(0, Running { ident: ident(), state });
}

/// What a thread does, and what is left to do when it has let go of everything.
pub type Body = fn(&mut Vm, u64) -> Box<dyn FnOnce()>;

/// Starts a thread that runs `body` with `argument`, on a machine stack of `stack` bytes, 0 for the usual. Returns its identifier.
///
/// # Errors
/// When the system grants no thread.
pub fn spawn(vm: &mut Vm, stack: usize, body: Body, argument: u64) -> io::Result<u64> {
    let state = interp(vm);
    // SAFETY: see `interp`.
    let seed = unsafe {
        Seed {
            builtins: (*state).builtins.clone(),
            modules: (*state).modules.clone(),
            sys: (*state).sys.clone(),
            recursion_limit: (*state).recursion_limit,
            optimize: (*state).optimize,
        }
    };
    let interpreter = vm.interpreter_id();
    let threads = vm.state_of::<Threads>();
    threads.started += 1;
    let number = threads.started;
    threads.seeds.insert(number, seed);
    let stack = if stack == 0 { STACK } else { stack.saturating_add(NATIVE_STACK) };
    let started =
        std::thread::Builder::new().stack_size(stack).spawn(move || run(interpreter, number, stack, body, argument));
    match started {
        Ok(thread) => Ok(thread.as_pthread_t()),
        Err(e) => {
            let seed = vm.state_of::<Threads>().seeds.remove(&number);
            drop(seed);
            Err(e)
        }
    }
}

fn run(interpreter: u64, number: u64, stack: usize, body: Body, argument: u64) {
    let mut token = Token::join();
    // SAFETY: the token is held.
    let Some(place) = (unsafe { aside(interpreter) }).filter(|place| place.full) else { token.abandon() };
    let mut vm = Vm::beside(token, interpreter, &place.shared, stack);
    vm.exchange(&mut place.shared);
    place.full = false;
    let rest = begin(&mut vm, number, body, argument);
    park(&mut vm);
    drop(vm);
    if let Some(rest) = rest {
        rest();
    }
}

/// Sets a thread's own state up and runs its body.
fn begin(vm: &mut Vm, number: u64, body: Body, argument: u64) -> Option<Box<dyn FnOnce()>> {
    let seed = vm.state_of::<Threads>().seeds.remove(&number)?;
    let mut state = match Interp::new(vm, VALUES) {
        Ok(state) => state,
        Err(e) => {
            eprintln!("rpython: the system grants no address space for a thread's stack: {e}");
            return None;
        }
    };
    state.stack_number = number;
    (state.builtins, state.modules, state.sys) = (seed.builtins, seed.modules, seed.sys);
    (state.recursion_limit, state.optimize) = (seed.recursion_limit, seed.optimize);
    interp::install(vm, state);
    let state = interp(vm);
    vm.state_of::<Threads>().running.insert(number, Running { ident: ident(), state });
    let rest = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body(vm, argument)));
    vm.state_of::<Threads>().running.remove(&number);
    match rest {
        Ok(rest) => Some(rest),
        // A fault in the runtime: other threads would go on with half-done work.
        Err(_) => std::process::abort(),
    }
}

/// Whether `ident` names a running thread of the interpreter.
pub fn is_running(vm: &mut Vm, ident: u64) -> bool {
    vm.state_of::<Threads>().running.values().any(|r| r.ident == ident)
}

/// The bottom of the value stack of a thread, by the stack's number; null for one that has ended.
pub(crate) fn stack_bottom(vm: &mut Vm, number: u64) -> *mut Value {
    match vm.state_of::<Threads>().running.get(&number) {
        // SAFETY: the state is valid as long as the entry stands; its thread does not run now.
        Some(running) => unsafe { (*running.state).stack.bottom() },
        None => std::ptr::null_mut(),
    }
}

/// The stack on which a word lies: its number and its bottom.
pub(crate) fn stack_of(vm: &mut Vm, word: *const Value) -> (u64, *mut Value) {
    let own = interp(vm);
    // SAFETY: as in `stack_bottom`.
    unsafe {
        if (*own).stack.contains(word) {
            return ((*own).stack_number, (*own).stack.bottom());
        }
        let others = &vm.state_of::<Threads>().running;
        match others.values().find(|r| (*r.state).stack.contains(word)) {
            Some(found) => ((*found.state).stack_number, (*found.state).stack.bottom()),
            None => panic!("a frame lies on no thread's stack"),
        }
    }
}

/// The running frame of every thread that runs Python code, with the thread's identifier: `sys._current_frames()`.
pub fn current_frames(vm: &mut Vm) -> Vec<(u64, Ref<Frame>)> {
    let threads: Vec<(u64, *mut FrameHeader)> = vm
        .state_of::<Threads>()
        .running
        .values()
        // SAFETY: as in `stack_bottom`.
        .map(|r| (r.ident, unsafe { (*r.state).frame }))
        .filter(|(_, frame)| !frame.is_null())
        .collect();
    // SAFETY: the frames are the last ones of threads that wait for the token, or of this one.
    threads.into_iter().map(|(ident, frame)| (ident, unsafe { crate::frame_object::of(vm, frame) })).collect()
}

/// The hook between two instructions: finalisers, other threads, signals.
pub(crate) fn poll(vm: &mut Vm) -> PyResult<()> {
    rpython_heap::EVAL_BREAKER.store(false, Ordering::Relaxed);
    crate::tracing::polled(vm);
    crate::special::run_pending(vm);
    if Token::is_wanted() {
        vm.give_way();
    }
    if is_main() {
        signals::deliver(vm)?;
    }
    Ok(())
}

/// Forks the process. In the child the running thread is the only one, and the main one.
///
/// # Errors
/// When the system grants no process.
pub fn fork(vm: &mut Vm) -> io::Result<i32> {
    let mut child = -1;
    vm.fork(|| {
        // SAFETY: the child goes on with the state of the heap as this thread has it: the token is held, and the gate to it
        // is locked, so that no other thread is changing either.
        child = unsafe { libc::fork() };
        child == 0
    });
    if child < 0 {
        return Err(io::Error::last_os_error());
    }
    if child == 0 {
        MAIN.store(ident(), Ordering::Relaxed);
        let own = interp(vm);
        let others = std::mem::take(&mut vm.state_of::<Threads>().running);
        for (number, running) in others {
            if running.state == own {
                vm.state_of::<Threads>().running.insert(number, running);
            }
        }
    }
    Ok(child)
}

/// The program ends: other threads sleep from now on.
pub fn end(vm: &mut Vm) {
    vm.keep();
}

/// Sets the recursion limit of all threads.
pub(crate) fn set_recursion_limit(vm: &mut Vm, limit: u32) {
    vm.state_of::<Threads>().recursion_limit = limit;
    // SAFETY: see `interp`.
    unsafe { (*interp::interp(vm)).recursion_limit = limit };
}

/// The error of a function that only the main thread may call.
#[cold]
pub fn not_main(vm: &mut Vm, what: &str) -> Raised {
    raise!(vm, types::VALUE_ERROR, "{what} only works in main thread of the main interpreter")
}
