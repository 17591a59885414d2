//! Starting programs and waiting for them.
//!
//! Between fork and exec the child of [`fork_exec`] makes system calls only: it allocates nothing and takes no lock, because other
//! threads may have held one at the moment of the fork (CPython: `Modules/_posixsubprocess.c`).

use super::{Errno, Result, last_error};
use crate::signals;
use std::ffi::{CStr, CString};

/// Strings as `execve` takes them.
struct Pointers(Vec<*const libc::c_char>);

impl Pointers {
    fn new(strings: &[CString]) -> Pointers {
        Pointers(strings.iter().map(|s| s.as_ptr()).chain([std::ptr::null()]).collect())
    }
}

/// `execve(2)`; returns only if it failed.
pub fn execve(path: &CStr, argv: &[CString], environment: &[CString]) -> Errno {
    let (argv, environment) = (Pointers::new(argv), Pointers::new(environment));
    // SAFETY: the lists end with nulls and outlive the call.
    unsafe { libc::execve(path.as_ptr(), argv.0.as_ptr(), environment.0.as_ptr()) };
    last_error()
}

/// `fexecve(3)`; returns only if it failed.
pub fn fexecve(fd: i32, argv: &[CString], environment: &[CString]) -> Errno {
    let (argv, environment) = (Pointers::new(argv), Pointers::new(environment));
    // SAFETY: as in `execve`.
    unsafe { libc::fexecve(fd, argv.0.as_ptr(), environment.0.as_ptr()) };
    last_error()
}

/// `execv(3)` with the process's environment; returns only if it failed.
pub fn execv(path: &CStr, argv: &[CString]) -> Errno {
    let argv = Pointers::new(argv);
    // SAFETY: as in `execve`.
    unsafe { libc::execv(path.as_ptr(), argv.0.as_ptr()) };
    last_error()
}

/// `waitpid(2)`: process and status.
///
/// # Errors
/// The system's.
pub fn waitpid(pid: i32, options: i32) -> Result<(i32, i32)> {
    let mut status = 0;
    // SAFETY: writes to a local.
    match unsafe { libc::waitpid(pid, &mut status, options) } {
        -1 => Err(last_error()),
        pid => Ok((pid, status)),
    }
}

/// What a process has used: times in seconds, then the counts of `struct rusage`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// In user mode.
    pub user: f64,
    /// In the kernel.
    pub system: f64,
    /// `ru_maxrss` to `ru_nivcsw`
    pub counts: [i64; 14],
}

fn usage(u: &libc::rusage) -> Usage {
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 * 0.000_001;
    Usage {
        user: seconds(u.ru_utime),
        system: seconds(u.ru_stime),
        counts: [
            u.ru_maxrss,
            u.ru_ixrss,
            u.ru_idrss,
            u.ru_isrss,
            u.ru_minflt,
            u.ru_majflt,
            u.ru_nswap,
            u.ru_inblock,
            u.ru_oublock,
            u.ru_msgsnd,
            u.ru_msgrcv,
            u.ru_nsignals,
            u.ru_nvcsw,
            u.ru_nivcsw,
        ],
    }
}

/// `wait4(2)`: process, status and what it has used.
///
/// # Errors
/// The system's.
pub fn wait4(pid: i32, options: i32) -> Result<(i32, i32, Usage)> {
    let mut status = 0;
    // SAFETY: an all-zero value is valid, to be overwritten.
    let mut used: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: writes to locals.
    match unsafe { libc::wait4(pid, &mut status, options, &mut used) } {
        -1 => Err(last_error()),
        pid => Ok((pid, status, usage(&used))),
    }
}

/// `getrusage(2)`
///
/// # Errors
/// The system's.
pub fn getrusage(who: i32) -> Result<Usage> {
    // SAFETY: an all-zero value is valid, to be overwritten.
    let mut used: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: writes to a local.
    if unsafe { libc::getrusage(who, &mut used) } == -1 { Err(last_error()) } else { Ok(usage(&used)) }
}

/// `prlimit(2)`: the old limits, current and highest.
///
/// # Errors
/// The system's.
pub fn prlimit(pid: i32, resource: u32, new: Option<[u64; 2]>) -> Result<[u64; 2]> {
    let mut old = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    let new = new.map(|[rlim_cur, rlim_max]| libc::rlimit { rlim_cur, rlim_max });
    let new = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: reads and writes locals.
    match unsafe { libc::prlimit(pid, resource, new, &mut old) } {
        -1 => Err(last_error()),
        _ => Ok([old.rlim_cur, old.rlim_max]),
    }
}

/// `waitid(2)`: process, user, signal, status, code; `None` if no child has changed.
///
/// # Errors
/// The system's.
pub fn waitid(kind: u32, id: u32, options: i32) -> Result<Option<[i32; 5]>> {
    // SAFETY: an all-zero value is valid, to be overwritten.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    // SAFETY: writes to a local; the fields read are those of a child's signal, zero if there was none.
    unsafe {
        if libc::waitid(kind, id, &mut info, options) == -1 {
            return Err(last_error());
        }
        if info.si_pid() == 0 {
            return Ok(None);
        }
        Ok(Some([info.si_pid(), info.si_uid() as i32, info.si_signo, info.si_status(), info.si_code]))
    }
}

/// A change of descriptors in a spawned child.
#[derive(Debug)]
pub enum FileAction {
    /// Opens a file at a number.
    Open(i32, CString, i32, u32),
    /// Closes a number.
    Close(i32),
    /// Makes the second number name the first's file.
    Duplicate(i32, i32),
    /// Closes all numbers from this one on.
    CloseFrom(i32),
}

/// What `posix_spawn` is asked for.
#[derive(Debug, Default)]
pub struct Spawn {
    /// Arguments.
    pub argv: Vec<CString>,
    /// Environment; the process's own where there is none.
    pub environment: Option<Vec<CString>>,
    /// Changes of descriptors, in order.
    pub actions: Vec<FileAction>,
    /// Process group to be in.
    pub group: Option<i32>,
    /// Real user and group as effective ones.
    pub reset_ids: bool,
    /// A new session.
    pub session: bool,
    /// Signals blocked.
    pub mask: Option<Vec<i32>>,
    /// Signals with their default action.
    pub defaults: Option<Vec<i32>>,
    /// Policy, if one is asked for, and priority.
    pub scheduler: Option<(Option<i32>, i32)>,
    /// Whether the program is looked for in `PATH`.
    pub search: bool,
}

/// A set of signals.
pub(crate) fn set_of(signals: &[i32]) -> libc::sigset_t {
    // SAFETY: the set is filled before it is read; `sigaddset` refuses wrong numbers.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        for &number in signals {
            libc::sigaddset(&mut set, number);
        }
        set
    }
}

/// `posix_spawn(3)`: starts a program.
///
/// # Errors
/// The system's.
pub fn spawn(path: &CStr, asked: &Spawn) -> Result<i32> {
    let check = |e: i32| if e == 0 { Ok(()) } else { Err(Errno::from_raw_os_error(e)) };
    let argv = Pointers::new(&asked.argv);
    let environment = asked.environment.as_deref().map(Pointers::new);
    // SAFETY: actions and attributes are initialised before use and destroyed after it; strings and lists outlive the call.
    unsafe {
        let mut actions: libc::posix_spawn_file_actions_t = std::mem::zeroed();
        check(libc::posix_spawn_file_actions_init(&mut actions))?;
        let mut attributes: libc::posix_spawnattr_t = std::mem::zeroed();
        let result = (|| {
            for action in &asked.actions {
                check(match action {
                    FileAction::Open(fd, path, flags, mode) => {
                        libc::posix_spawn_file_actions_addopen(&mut actions, *fd, path.as_ptr(), *flags, *mode)
                    }
                    FileAction::Close(fd) => libc::posix_spawn_file_actions_addclose(&mut actions, *fd),
                    FileAction::Duplicate(from, to) => libc::posix_spawn_file_actions_adddup2(&mut actions, *from, *to),
                    FileAction::CloseFrom(fd) => libc::posix_spawn_file_actions_addclosefrom_np(&mut actions, *fd),
                })?;
            }
            check(libc::posix_spawnattr_init(&mut attributes))?;
            let mut flags = 0;
            if let Some(group) = asked.group {
                check(libc::posix_spawnattr_setpgroup(&mut attributes, group))?;
                flags |= libc::POSIX_SPAWN_SETPGROUP;
            }
            if asked.reset_ids {
                flags |= libc::POSIX_SPAWN_RESETIDS;
            }
            if asked.session {
                flags |= libc::POSIX_SPAWN_SETSID as i32;
            }
            if let Some(mask) = &asked.mask {
                check(libc::posix_spawnattr_setsigmask(&mut attributes, &set_of(mask)))?;
                flags |= libc::POSIX_SPAWN_SETSIGMASK;
            }
            if let Some(defaults) = &asked.defaults {
                check(libc::posix_spawnattr_setsigdefault(&mut attributes, &set_of(defaults)))?;
                flags |= libc::POSIX_SPAWN_SETSIGDEF;
            }
            if let Some((policy, priority)) = asked.scheduler {
                let parameters = libc::sched_param { sched_priority: priority };
                if let Some(policy) = policy {
                    check(libc::posix_spawnattr_setschedpolicy(&mut attributes, policy))?;
                    flags |= libc::POSIX_SPAWN_SETSCHEDULER;
                }
                check(libc::posix_spawnattr_setschedparam(&mut attributes, &parameters))?;
                flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
            }
            check(libc::posix_spawnattr_setflags(&mut attributes, flags as libc::c_short))?;
            let start = if asked.search { libc::posix_spawnp } else { libc::posix_spawn };
            let environment = environment.as_ref().map_or(libc_environment(), |e| e.0.as_ptr().cast());
            let mut pid = 0;
            let started = start(&mut pid, path.as_ptr(), &actions, &attributes, argv.0.as_ptr().cast(), environment);
            libc::posix_spawnattr_destroy(&mut attributes);
            check(started).map(|()| pid)
        })();
        libc::posix_spawn_file_actions_destroy(&mut actions);
        result
    }
}

/// The process's environment as C has it.
fn libc_environment() -> *const *mut libc::c_char {
    unsafe extern "C" {
        static environ: *const *mut libc::c_char;
    }
    // SAFETY: the C library keeps it valid.
    unsafe { environ }
}

/// What `_posixsubprocess.fork_exec` is asked for.
#[derive(Debug, Default)]
pub struct ForkExec {
    /// Arguments.
    pub argv: Vec<CString>,
    /// Environment; the process's own where there is none.
    pub environment: Option<Vec<CString>>,
    /// Where to look for the program, in order.
    pub programs: Vec<CString>,
    /// Whether all descriptors from 3 on are closed, except those to keep.
    pub close: bool,
    /// Descriptors to keep, in ascending order.
    pub keep: Vec<i32>,
    /// Working directory.
    pub directory: Option<CString>,
    /// Both ends of the pipes for standard input, output and error; -1 for none: read and write, as the parent sees them.
    pub pipes: [i32; 6],
    /// Where the child tells why it failed.
    pub report: [i32; 2],
    /// Whether signals that the runtime ignores get their default action.
    pub restore_signals: bool,
    /// A new session.
    pub session: bool,
    /// Process group to be in, -1 for the parent's.
    pub group: i32,
    /// Group to become.
    pub gid: Option<u32>,
    /// Further groups.
    pub groups: Option<Vec<u32>>,
    /// User to become.
    pub uid: Option<u32>,
    /// Mask of file modes, -1 for the parent's.
    pub umask: i32,
}

/// What the child still does after its descriptors are in place, in a forked copy of the interpreter; whether it succeeded.
pub type BeforeExec<'a> = &'a mut dyn FnMut(&mut rpython_objects::Vm) -> bool;

/// Forks and executes a program; the child tells of a failure through the pipe `report` (in `subprocess`'s format). Returns the child.
///
/// # Errors
/// When the system grants no process.
pub fn fork_exec(
    vm: &mut rpython_objects::Vm,
    asked: &ForkExec,
    mut before_exec: Option<BeforeExec<'_>>,
) -> Result<i32> {
    // Everything that needs memory is made before the fork.
    let argv = Pointers::new(&asked.argv);
    let environment = asked.environment.as_deref().map(Pointers::new);
    // SAFETY: signals are blocked so that no handler runs in the child; the child makes system calls only, and ends in exec or exit.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        let mut old: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_BLOCK, &all, &mut old);
        // With a Python function to call the child must be a whole interpreter.
        let child = if before_exec.is_some() { crate::threads::fork(vm).unwrap_or(-1) } else { libc::fork() };
        let error = last_error();
        if child == 0 {
            run_child(vm, asked, &argv, environment.as_ref(), &old, &mut before_exec);
        }
        libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut());
        if child < 0 { Err(error) } else { Ok(child) }
    }
}

/// The child: never returns.
unsafe fn run_child(
    vm: &mut rpython_objects::Vm,
    asked: &ForkExec,
    argv: &Pointers,
    environment: Option<&Pointers>,
    mask: &libc::sigset_t,
    before_exec: &mut Option<BeforeExec<'_>>,
) -> ! {
    // SAFETY: see `fork_exec`.
    unsafe {
        let mut stage = c"noexec:";
        let mut function_failed = false;
        let number = match prepare(asked, mask, &mut stage) {
            Err(e) => e.raw_os_error(),
            Ok(()) => {
                function_failed = before_exec.as_mut().is_some_and(|function| !function(vm));
                if function_failed {
                    0
                } else {
                    close_all(asked);
                    stage = c"";
                    execute(asked, argv, environment).raw_os_error()
                }
            }
        };
        let pipe = asked.report[1];
        let put = |bytes: &[u8]| {
            libc::write(pipe, bytes.as_ptr().cast(), bytes.len());
        };
        if function_failed {
            put(b"SubprocessError:0:Exception occurred in preexec_fn.");
        } else {
            put(b"OSError:");
            // Hexadecimal, without allocating.
            let mut digits = [0u8; 8];
            let mut at = digits.len();
            let mut rest = number as u32;
            while at > 0 {
                at -= 1;
                digits[at] = b"0123456789ABCDEF"[(rest & 15) as usize];
                rest >>= 4;
                if rest == 0 {
                    break;
                }
            }
            put(&digits[at..]);
            put(b":");
            let stage = stage.to_bytes();
            put(stage.strip_suffix(b":").unwrap_or(stage));
        }
        libc::_exit(255)
    }
}

fn checked(result: i32) -> Result<i32> {
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

/// Puts descriptors, directory, signals and identity in place.
unsafe fn prepare(asked: &ForkExec, mask: &libc::sigset_t, stage: &mut &'static CStr) -> Result<()> {
    // SAFETY: see `fork_exec`.
    unsafe {
        for &fd in &asked.keep {
            // The pipe for reports stays closed on exec.
            if fd != asked.report[1] {
                let flags = libc::fcntl(fd, libc::F_GETFD);
                if flags >= 0 {
                    libc::fcntl(fd, libc::F_SETFD, flags & !libc::FD_CLOEXEC);
                }
            }
        }
        let [input, mut from_input, mut to_output, output, mut to_error, error] = {
            let [p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite] = asked.pipes;
            [p2cwrite, p2cread, c2pwrite, c2pread, errwrite, errread]
        };
        for ours in [input, output, error] {
            if ours != -1 {
                checked(libc::close(ours))?;
            }
        }
        checked(libc::close(asked.report[0]))?;
        // Numbers that the next steps would overwrite move out of the way.
        if to_output == 0 {
            to_output = checked(libc::dup(to_output))?;
        }
        while (0..2).contains(&to_error) {
            to_error = checked(libc::dup(to_error))?;
        }
        for (from, to) in [(&mut from_input, 0), (&mut to_output, 1), (&mut to_error, 2)] {
            if *from == to {
                let flags = checked(libc::fcntl(to, libc::F_GETFD))?;
                checked(libc::fcntl(to, libc::F_SETFD, flags & !libc::FD_CLOEXEC))?;
            } else if *from != -1 {
                checked(libc::dup2(*from, to))?;
            }
        }
        if let Some(directory) = &asked.directory {
            *stage = c"noexec:chdir";
            checked(libc::chdir(directory.as_ptr()))?;
            *stage = c"noexec:";
        }
        if asked.umask >= 0 {
            libc::umask(asked.umask as u32);
        }
        if asked.restore_signals {
            for number in [libc::SIGPIPE, libc::SIGXFSZ] {
                libc::signal(number, libc::SIG_DFL);
            }
        }
        for number in 1..signals::COUNT as i32 {
            // What the runtime handles must not run in the child.
            if let Ok(signals::Disposition::Note) = signals::disposition(number) {
                libc::signal(number, libc::SIG_DFL);
            }
        }
        libc::pthread_sigmask(libc::SIG_SETMASK, mask, std::ptr::null_mut());
        if asked.session {
            checked(libc::setsid())?;
        }
        if asked.group >= 0 {
            checked(libc::setpgid(0, asked.group))?;
        }
        // System calls of this thread alone: there is no other.
        if let Some(groups) = &asked.groups {
            checked(libc::syscall(libc::SYS_setgroups, groups.len(), groups.as_ptr()) as i32)?;
        }
        if let Some(gid) = asked.gid {
            checked(libc::syscall(libc::SYS_setregid, gid, gid) as i32)?;
        }
        if let Some(uid) = asked.uid {
            checked(libc::syscall(libc::SYS_setreuid, uid, uid) as i32)?;
        }
        Ok(())
    }
}

/// Closes all descriptors from 3 on, except those to keep.
unsafe fn close_all(asked: &ForkExec) {
    if !asked.close {
        return;
    }
    let mut first = 3u32;
    // SAFETY: takes numbers.
    unsafe {
        for &fd in &asked.keep {
            let Ok(fd) = u32::try_from(fd) else { continue };
            if fd < first {
                continue;
            }
            if fd > first {
                libc::syscall(libc::SYS_close_range, first, fd - 1, 0);
            }
            first = fd + 1;
        }
        libc::syscall(libc::SYS_close_range, first, u32::MAX, 0);
    }
}

/// Tries the programs in order.
unsafe fn execute(asked: &ForkExec, argv: &Pointers, environment: Option<&Pointers>) -> Errno {
    let mut telling = None;
    let mut last = Errno::NOENT;
    for program in &asked.programs {
        // SAFETY: the lists end with nulls.
        unsafe {
            match environment {
                Some(environment) => libc::execve(program.as_ptr(), argv.0.as_ptr(), environment.0.as_ptr()),
                None => libc::execv(program.as_ptr(), argv.0.as_ptr()),
            };
        }
        last = last_error();
        // An error that is not about a missing file says more than those that come after it.
        if last != Errno::NOENT && last != Errno::NOTDIR && telling.is_none() {
            telling = Some(last);
        }
    }
    telling.unwrap_or(last)
}
