//! System calls that have no safe wrapper elsewhere, made safe here: their arguments are numbers, strings and buffers that outlive the call.
//!
//! Python programs name file descriptors by plain numbers; a wrong number is their error and shows as `EBADF`. The runtime's own
//! descriptors are visible to them only as numbers of this kind.
//!
//! `process` forks, executes and waits; `signal` blocks signals and waits for them; `socket` connects; `terminal` sets modes; `clock` tells local time; `fault` names faults; `users` reads the databases of users and groups; `configuration` asks the system about itself; `semaphore` and `mapping` have
//! what processes share.

pub mod clock;
pub mod configuration;
pub mod fault;
pub mod mapping;
pub mod polling;
pub mod process;
pub mod semaphore;
pub mod signal;
pub mod socket;
pub mod terminal;
pub mod users;

pub use rustix::io::Errno;
use std::{ffi::CStr, os::fd::BorrowedFd};

/// What a system call gives.
pub type Result<T> = std::result::Result<T, Errno>;

/// The descriptor that a program names by number.
///
/// # Errors
/// `EBADF` for negative ones; other wrong numbers are found by the system call that uses them.
pub fn descriptor(number: i32) -> Result<BorrowedFd<'static>> {
    if number < 0 && number != libc::AT_FDCWD {
        return Err(Errno::BADF);
    }
    // SAFETY: not -1, which is all that the type asks of memory. Whether it is open, and what it names, is the program's affair: a
    // system call on a wrong one fails or acts on another file, and touches no memory of ours.
    Ok(unsafe { BorrowedFd::borrow_raw(number) })
}

/// The error of the last call that failed on this thread.
pub(crate) fn last_error() -> Errno {
    last_number().map_or(Errno::INVAL, Errno::from_raw_os_error)
}

/// The number of the last error, if any was noted since [`forget_error`].
pub(crate) fn last_number() -> Option<i32> {
    // SAFETY: errno's place is valid on every thread.
    let number = unsafe { *libc::__errno_location() };
    (1..4096).contains(&number).then_some(number)
}

/// Forgets the last error, for calls that tell a failure from a result by it alone.
pub(crate) fn forget_error() {
    // SAFETY: as in `last_error`.
    unsafe { *libc::__errno_location() = 0 };
}

/// An argument as C has it.
trait Raw {
    type C;
    fn raw(self) -> Self::C;
}

macro_rules! numbers {
    ($($t:ty),*) => { $(impl Raw for $t { type C = $t; fn raw(self) -> $t { self } })* };
}
numbers!(i32, u32, i64, u64, usize);

impl Raw for &CStr {
    type C = *const libc::c_char;
    fn raw(self) -> *const libc::c_char {
        self.as_ptr()
    }
}

/// Declares calls that return -1 for a failure.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $t:ty),*) -> $result:ty;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// The system's.
            pub fn $name($($arg: $t),*) -> Result<$result> {
                // SAFETY: the arguments are numbers, and strings that outlive the call.
                let result = unsafe { libc::$name($($arg.raw()),*) };
                if result == -1 { Err(last_error()) } else { Ok(result) }
            }
        )*
    };
}

calls! {
    /// `close(2)`
    close(fd: i32) -> i32;
    /// `dup3(2)`
    dup3(from: i32, to: i32, flags: i32) -> i32;
    /// `dup2(2)`
    dup2(from: i32, to: i32) -> i32;
    /// `lseek(2)`
    lseek(fd: i32, offset: i64, whence: i32) -> i64;
    /// `ftruncate(2)`
    ftruncate(fd: i32, length: i64) -> i32;
    /// `truncate(2)`
    truncate(path: &CStr, length: i64) -> i32;
    /// `fsync(2)`
    fsync(fd: i32) -> i32;
    /// `fdatasync(2)`
    fdatasync(fd: i32) -> i32;
    /// `lockf(3)`
    lockf(fd: i32, command: i32, length: i64) -> i32;
    /// `flock(2)`
    flock(fd: i32, operation: i32) -> i32;
    /// `openat(2)`
    openat(folder: i32, path: &CStr, flags: i32, mode: u32) -> i32;
    /// `mkdirat(2)`
    mkdirat(folder: i32, path: &CStr, mode: u32) -> i32;
    /// `mkfifoat(3)`
    mkfifoat(folder: i32, path: &CStr, mode: u32) -> i32;
    /// `mknodat(2)`
    mknodat(folder: i32, path: &CStr, mode: u32, device: u64) -> i32;
    /// `unlinkat(2)`
    unlinkat(folder: i32, path: &CStr, flags: i32) -> i32;
    /// `renameat(2)`
    renameat(from_folder: i32, from: &CStr, to_folder: i32, to: &CStr) -> i32;
    /// `linkat(2)`
    linkat(from_folder: i32, from: &CStr, to_folder: i32, to: &CStr, flags: i32) -> i32;
    /// `symlinkat(2)`
    symlinkat(target: &CStr, folder: i32, path: &CStr) -> i32;
    /// `fchmodat(2)`
    fchmodat(folder: i32, path: &CStr, mode: u32, flags: i32) -> i32;
    /// `fchmod(2)`
    fchmod(fd: i32, mode: u32) -> i32;
    /// `fchownat(2)`
    fchownat(folder: i32, path: &CStr, uid: u32, gid: u32, flags: i32) -> i32;
    /// `fchown(2)`
    fchown(fd: i32, uid: u32, gid: u32) -> i32;
    /// `faccessat(2)`
    faccessat(folder: i32, path: &CStr, mode: i32, flags: i32) -> i32;
    /// `chdir(2)`
    chdir(path: &CStr) -> i32;
    /// `fchdir(2)`
    fchdir(fd: i32) -> i32;
    /// `chroot(2)`
    chroot(path: &CStr) -> i32;
    /// `posix_openpt(3)`
    posix_openpt(flags: i32) -> i32;
    /// `grantpt(3)`
    grantpt(fd: i32) -> i32;
    /// `unlockpt(3)`
    unlockpt(fd: i32) -> i32;
    /// `tcgetpgrp(3)`
    tcgetpgrp(fd: i32) -> i32;
    /// `tcsetpgrp(3)`
    tcsetpgrp(fd: i32, group: i32) -> i32;
    /// `getpgid(2)`
    getpgid(pid: i32) -> i32;
    /// `setpgid(2)`
    setpgid(pid: i32, group: i32) -> i32;
    /// `getsid(2)`
    getsid(pid: i32) -> i32;
    /// `setsid(2)`
    setsid() -> i32;
    /// `setuid(2)`, of all threads
    setuid(uid: u32) -> i32;
    /// `setgid(2)`, of all threads
    setgid(gid: u32) -> i32;
    /// `seteuid(2)`
    seteuid(uid: u32) -> i32;
    /// `setegid(2)`
    setegid(gid: u32) -> i32;
    /// `setreuid(2)`
    setreuid(real: u32, effective: u32) -> i32;
    /// `setregid(2)`
    setregid(real: u32, effective: u32) -> i32;
    /// `setresuid(2)`
    setresuid(real: u32, effective: u32, saved: u32) -> i32;
    /// `setresgid(2)`
    setresgid(real: u32, effective: u32, saved: u32) -> i32;
    /// `initgroups(3)`
    initgroups(user: &CStr, gid: u32) -> i32;
    /// `kill(2)`
    kill(pid: i32, signal: i32) -> i32;
    /// `killpg(3)`
    killpg(group: i32, signal: i32) -> i32;
    /// `sched_get_priority_max(2)`
    sched_get_priority_max(policy: i32) -> i32;
    /// `sched_get_priority_min(2)`
    sched_get_priority_min(policy: i32) -> i32;
    /// `sched_getscheduler(2)`
    sched_getscheduler(pid: i32) -> i32;
    /// `setpriority(2)`
    setpriority(which: u32, who: u32, priority: i32) -> i32;
    /// `eventfd(2)`
    eventfd(initial: u32, flags: i32) -> i32;
    /// `timerfd_create(2)`
    timerfd_create(clock: i32, flags: i32) -> i32;
    /// `memfd_create(2)`
    memfd_create(name: &CStr, flags: u32) -> i32;
    /// `shm_open(3)`
    shm_open(name: &CStr, flags: i32, mode: u32) -> i32;
    /// `shm_unlink(3)`
    shm_unlink(name: &CStr) -> i32;
    /// `sem_unlink(3)`
    sem_unlink(name: &CStr) -> i32;
    /// `setns(2)`
    setns(fd: i32, kind: i32) -> i32;
    /// `unshare(2)`
    unshare(flags: i32) -> i32;
    /// `epoll_create1(2)`
    epoll_create1(flags: i32) -> i32;
}

/// `umask(2)`
pub fn umask(mask: u32) -> u32 {
    // SAFETY: takes a number.
    unsafe { libc::umask(mask) }
}

/// `sync(2)`
pub fn sync() {
    // SAFETY: takes nothing.
    unsafe { libc::sync() }
}

/// `alarm(2)`
pub fn alarm(seconds: u32) -> u32 {
    // SAFETY: takes a number.
    unsafe { libc::alarm(seconds) }
}

/// `pause(2)`; it always ends with `EINTR`.
pub fn pause() {
    // SAFETY: takes nothing.
    unsafe { libc::pause() };
}

/// `abort(3)`
pub fn abort() -> ! {
    std::process::abort()
}

/// `_exit(2)`: ends the process at once.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: does not return.
    unsafe { libc::_exit(status) }
}

/// `isatty(3)`
pub fn isatty(fd: i32) -> bool {
    // SAFETY: takes a number.
    unsafe { libc::isatty(fd) == 1 }
}

/// `posix_fallocate(3)`
///
/// # Errors
/// The system's.
pub fn posix_fallocate(fd: i32, offset: i64, length: i64) -> Result<()> {
    // SAFETY: takes numbers.
    match unsafe { libc::posix_fallocate(fd, offset, length) } {
        0 => Ok(()),
        e => Err(Errno::from_raw_os_error(e)),
    }
}

/// `posix_fadvise(2)`
///
/// # Errors
/// The system's.
pub fn posix_fadvise(fd: i32, offset: i64, length: i64, advice: i32) -> Result<()> {
    // SAFETY: takes numbers.
    match unsafe { libc::posix_fadvise(fd, offset, length, advice) } {
        0 => Ok(()),
        e => Err(Errno::from_raw_os_error(e)),
    }
}

/// `getpriority(2)`
///
/// # Errors
/// The system's.
pub fn getpriority(which: u32, who: u32) -> Result<i32> {
    forget_error();
    // SAFETY: takes numbers.
    or_error(unsafe { libc::getpriority(which, who) })
}

/// `nice(2)`
///
/// # Errors
/// The system's.
pub fn nice(increment: i32) -> Result<i32> {
    forget_error();
    // SAFETY: takes a number.
    or_error(unsafe { libc::nice(increment) })
}

/// A result that may itself be -1.
fn or_error(result: i32) -> Result<i32> {
    if result == -1 && last_number().is_some() { Err(last_error()) } else { Ok(result) }
}

/// `fcntl(2)` with a number.
///
/// # Errors
/// The system's.
pub fn fcntl(fd: i32, command: i32, argument: i64) -> Result<i32> {
    // SAFETY: commands that take an address get a number that the kernel checks as one: a wrong address fails with `EFAULT`, and a
    // program that passes an address does so by its own choice, as with ctypes.
    let result = unsafe { libc::fcntl(fd, command, argument) };
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

/// `fcntl(2)` with a structure, which the call may change.
///
/// # Errors
/// The system's.
pub fn fcntl_with(fd: i32, command: i32, structure: &mut [u8]) -> Result<i32> {
    // SAFETY: the buffer outlives the call; the caller makes it larger than any structure of fcntl's.
    let result = unsafe { libc::fcntl(fd, command, structure.as_mut_ptr()) };
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

/// `ioctl(2)` with a number.
///
/// # Errors
/// The system's.
pub fn ioctl(fd: i32, request: u64, argument: i64) -> Result<i32> {
    // SAFETY: as in `fcntl`.
    let result = unsafe { libc::ioctl(fd, request, argument) };
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

/// `ioctl(2)` with a structure, which the call may change.
///
/// # Errors
/// The system's.
pub fn ioctl_with(fd: i32, request: u64, structure: &mut [u8]) -> Result<i32> {
    // SAFETY: as in `fcntl_with`.
    let result = unsafe { libc::ioctl(fd, request, structure.as_mut_ptr()) };
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

/// Locks a range of a file, or unlocks it: `fcntl(2)` with `F_SETLK` or `F_SETLKW`.
///
/// # Errors
/// The system's.
pub fn lock_range(fd: i32, kind: i16, whence: i16, start: i64, length: i64, wait: bool) -> Result<i32> {
    let lock = libc::flock { l_type: kind, l_whence: whence, l_start: start, l_len: length, l_pid: 0 };
    // SAFETY: reads a local.
    let result = unsafe { libc::fcntl(fd, if wait { libc::F_SETLKW } else { libc::F_SETLK }, &raw const lock) };
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

/// `pidfd_open(2)`
///
/// # Errors
/// The system's.
pub fn pidfd_open(pid: i32, flags: u32) -> Result<i32> {
    // SAFETY: takes numbers.
    let result = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags) };
    if result == -1 { Err(last_error()) } else { Ok(result as i32) }
}

/// `openpty(3)`: two terminals' ends, inherited by children.
///
/// # Errors
/// The system's.
pub fn openpty() -> Result<(i32, i32)> {
    let (mut main, mut other) = (-1, -1);
    let none = std::ptr::null_mut();
    // SAFETY: the two numbers are written; absent parts are allowed.
    match unsafe { libc::openpty(&mut main, &mut other, none, std::ptr::null(), std::ptr::null()) } {
        0 => Ok((main, other)),
        _ => Err(last_error()),
    }
}

/// `login_tty(3)`
///
/// # Errors
/// The system's.
pub fn login_tty(fd: i32) -> Result<()> {
    // SAFETY: takes a number.
    if unsafe { libc::login_tty(fd) } == -1 { Err(last_error()) } else { Ok(()) }
}

/// Sets a variable of the process's environment.
pub fn set_variable(name: &std::ffi::OsStr, value: &std::ffi::OsStr) {
    // SAFETY: Rust's own readers of the environment take the same lock; code in C that reads it at the same time is not run by
    // the runtime.
    unsafe { std::env::set_var(name, value) }
}

/// Removes a variable of the process's environment.
pub fn remove_variable(name: &std::ffi::OsStr) {
    // SAFETY: as in `set_variable`.
    unsafe { std::env::remove_var(name) }
}
