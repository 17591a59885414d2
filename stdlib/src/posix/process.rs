//! Processes: starting, signalling, ending them (see `spawn` for `posix_spawn`).

use super::{
    error::{check, raise},
    identity::pid_of,
    number::{self, c_int},
    path::{self, Path, Wanted},
    results::{self, checked_int, none, pair, small},
};
use rpython_objects::{
    Args, Dict, List, NativeDef, Obj, PyResult, Str, Tuple, Vm, argument, native, protocol, type_error, types,
    value_error,
};
use rpython_vm::{
    signals,
    system::{self, process},
    threads,
};
use rustix::io::Errno;
use std::ffi::CString;

fn kill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (pid, signal) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    check(vm, system::kill(pid, signal))?;
    // A signal to oneself is handled at once.
    signals::check(vm)?;
    Ok(Obj::NONE)
}

fn killpg(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (group, signal) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    check(vm, system::killpg(group, signal))?;
    signals::check(vm)?;
    Ok(Obj::NONE)
}

fn nice(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let increment = c_int(vm, args, 1)?;
    checked_int(vm, system::nice(increment))
}

fn getpriority(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (which, who) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    checked_int(vm, system::getpriority(which as u32, who as u32))
}

fn setpriority(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (which, who, priority) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?, c_int(vm, args, 3)?);
    check(vm, system::setpriority(which as u32, who as u32, priority)).map(none)
}

fn setns(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = path::descriptor_of(vm, args.at(1))?;
    let kind = number::int_or(vm, args.opt(2), 0)?;
    check(vm, system::setns(fd, kind)).map(none)
}

fn unshare(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = c_int(vm, args, 1)?;
    check(vm, system::unshare(flags)).map(none)
}

fn exit_now(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let status = c_int(vm, args, 1)?;
    system::exit_now(status)
}

fn abort(_: &mut Vm, _: Args<'_>) -> PyResult {
    system::abort()
}

/// The strings of a sequence of arguments.
///
/// # Errors
/// `TypeError`, `ValueError`
pub(crate) fn arguments(vm: &mut Vm, o: &Obj) -> PyResult<Vec<CString>> {
    let mut all = Vec::new();
    for item in protocol::collect(vm, o)? {
        all.push(path::fsencode(vm, &item)?);
    }
    Ok(all)
}

fn is_sequence(o: &Obj) -> bool {
    o.is_kind::<List>() || o.is_kind::<Tuple>()
}

/// The environment of a mapping, as `execve` takes it.
///
/// # Errors
/// `TypeError`, `ValueError`
pub(super) fn environment(vm: &mut Vm, mapping: &Obj) -> PyResult<Vec<CString>> {
    let pairs: Vec<(Obj, Obj)> = match mapping.downcast_ref::<Dict>() {
        Some(dict) => dict.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        None => {
            let mut lists = Vec::new();
            for name in ["keys", "values"] {
                let method = Str::intern(vm, name);
                let list = protocol::call_method(vm, mapping, &method, &[])?;
                lists.push(protocol::collect(vm, &list)?);
            }
            let values = lists.pop().unwrap_or_default();
            lists.pop().unwrap_or_default().into_iter().zip(values).collect()
        }
    };
    let mut all = Vec::new();
    for (name, value) in pairs {
        let (name, value) = (path::fsencode(vm, &name)?, path::fsencode(vm, &value)?);
        let name = name.into_bytes();
        if name.is_empty() || name[1..].contains(&b'=') {
            return Err(value_error!(vm, "illegal environment variable name"));
        }
        let mut entry = name;
        entry.push(b'=');
        entry.extend_from_slice(value.to_bytes());
        all.extend(CString::new(entry));
    }
    Ok(all)
}

fn execv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("execv"))?;
    if !is_sequence(args.at(2)) {
        return Err(type_error!(vm, "execv() arg 2 must be a tuple or list"));
    }
    let argv = arguments(vm, args.at(2))?;
    if argv.is_empty() {
        return Err(value_error!(vm, "execv() arg 2 must not be empty"));
    }
    if argv[0].is_empty() {
        return Err(value_error!(vm, "execv() arg 2 first element cannot be empty"));
    }
    let error = process::execv(&path.name, &argv);
    Err(raise(vm, error, None))
}

fn execve(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("execve"))?;
    if !is_sequence(args.at(2)) {
        return Err(type_error!(vm, "execve: argv must be a tuple or list"));
    }
    let given = protocol::collect(vm, args.at(2))?;
    if given.is_empty() {
        return Err(value_error!(vm, "execve: argv must not be empty"));
    }
    if !is_mapping(vm, args.at(3)) {
        return Err(type_error!(vm, "execve: environment must be a mapping object"));
    }
    let argv = arguments(vm, args.at(2))?;
    if argv[0].is_empty() {
        return Err(value_error!(vm, "execve: argv first element cannot be empty"));
    }
    let environment = environment(vm, args.at(3))?;
    let error = match path.descriptor {
        Some(fd) => process::fexecve(fd, &argv, &environment),
        None => process::execve(&path.name, &argv, &environment),
    };
    Err(path.error(vm, error))
}

/// Whether an object has items by key, as `PyMapping_Check` has it.
pub(super) fn is_mapping(vm: &Vm, o: &Obj) -> bool {
    vm.slots_of(o).subscript().is_some()
}

/// What `register_at_fork` has registered.
#[derive(Default)]
struct AtFork {
    before: Vec<Obj>,
    in_parent: Vec<Obj>,
    in_child: Vec<Obj>,
}

fn register_at_fork(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = [args.opt(1), args.opt(2), args.opt(3)];
    if given.iter().all(Option::is_none) {
        return Err(type_error!(vm, "At least one argument is required."));
    }
    for (o, name) in given.into_iter().zip(["before", "after_in_child", "after_in_parent"]) {
        if let Some(o) = o
            && vm.slots_of(o).call().is_none()
        {
            let class = path::class_name(vm, o);
            return Err(type_error!(vm, "'{name}' must be callable, not {class}"));
        }
    }
    let [before, in_child, in_parent] = given.map(|o| o.cloned());
    let hooks = vm.state_of::<AtFork>();
    hooks.before.extend(before);
    hooks.in_child.extend(in_child);
    hooks.in_parent.extend(in_parent);
    Ok(Obj::NONE)
}

fn run_hooks(vm: &mut Vm, hooks: Vec<Obj>) {
    for hook in hooks {
        if let Err(_raised) = protocol::call(vm, &hook, &[]) {
            (vm.hooks.unraisable)(vm, "in fork hook", Some(&hook));
        }
    }
}

/// What runs before a fork.
pub(crate) fn before_fork(vm: &mut Vm) {
    let mut hooks = vm.state_of::<AtFork>().before.clone();
    hooks.reverse();
    run_hooks(vm, hooks);
}

/// What runs in the parent after a fork.
pub(crate) fn after_fork_in_parent(vm: &mut Vm) {
    let hooks = vm.state_of::<AtFork>().in_parent.clone();
    run_hooks(vm, hooks);
}

/// What runs in the child after a fork.
pub(crate) fn after_fork_in_child(vm: &mut Vm) {
    signals::forget();
    crate::thread::forked(vm);
    let hooks = vm.state_of::<AtFork>().in_child.clone();
    run_hooks(vm, hooks);
}

/// Warns where other threads run: what they hold stays held in the child.
fn warn_of_threads(vm: &mut Vm, function: &str) -> PyResult<()> {
    if crate::thread::others(vm) > 0 {
        let pid = pid_of(rustix::process::getpid());
        let message = format!(
            "This process (pid={pid}) is multi-threaded, use of {function}() may lead to deadlocks in the child."
        );
        let warn = vm.hooks.warn;
        warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
    }
    Ok(())
}

fn fork(vm: &mut Vm, _: Args<'_>) -> PyResult {
    before_fork(vm);
    match threads::fork(vm) {
        Ok(0) => {
            after_fork_in_child(vm);
            small(vm, 0)
        }
        Ok(child) => {
            after_fork_in_parent(vm);
            warn_of_threads(vm, "fork")?;
            small(vm, child)
        }
        Err(e) => {
            after_fork_in_parent(vm);
            Err(super::error::raise_number(vm, e.raw_os_error().unwrap_or(0), None, None))
        }
    }
}

fn forkpty(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let (main, other) = check(vm, system::openpty())?;
    before_fork(vm);
    let child = match threads::fork(vm) {
        Ok(0) => {
            let _ = system::close(main);
            let tied = system::login_tty(other);
            after_fork_in_child(vm);
            check(vm, tied)?;
            0
        }
        Ok(child) => {
            let _ = system::close(other);
            after_fork_in_parent(vm);
            warn_of_threads(vm, "forkpty")?;
            child
        }
        Err(e) => {
            let _ = (system::close(main), system::close(other));
            after_fork_in_parent(vm);
            return Err(super::error::raise_number(vm, e.raw_os_error().unwrap_or(0), None, None));
        }
    };
    let fd = if child == 0 { -1 } else { main };
    pair(vm, (child, fd))
}

fn run_shell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let command = path::fsencode(vm, args.at(1))?;
    let argv = vec![c"sh".to_owned(), c"-c".to_owned(), command];
    // As `system(3)` has it: the caller ignores what the terminal sends meanwhile.
    let kept: Vec<_> = [2, 3].into_iter().map(|n| (n, signals::disposition(n))).collect();
    for (n, _) in &kept {
        let _ = signals::set_disposition(*n, signals::Disposition::Ignore);
    }
    let defaults = kept.iter().filter(|k| !matches!(k.1, Ok(signals::Disposition::Ignore))).map(|k| k.0).collect();
    let asked = process::Spawn { argv, defaults: Some(defaults), ..process::Spawn::default() };
    let result = vm.suspend(|| {
        let child = process::spawn(c"/bin/sh", &asked)?;
        loop {
            match process::waitpid(child, 0) {
                Err(Errno::INTR) => {}
                other => return other,
            }
        }
    });
    for (n, before) in kept {
        if let Ok(before) = before {
            let _ = signals::set_disposition(n, before);
        }
    }
    match result {
        Ok((_, status)) => small(vm, status),
        Err(_) => small(vm, -1),
    }
}

/// Signals of an iterable.
fn signal_set(vm: &mut Vm, o: &Obj) -> PyResult<Vec<i32>> {
    crate::signal::set_argument(vm, o)
}

/// The changes of descriptors that `posix_spawn` is asked for.
fn file_actions(vm: &mut Vm, o: &Obj) -> PyResult<Vec<process::FileAction>> {
    let mut actions = Vec::new();
    for item in protocol::collect(vm, o)? {
        let parts = item.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
        let Some(first) = parts.first() else {
            return Err(type_error!(vm, "Each file_actions element must be a non-empty tuple"));
        };
        let kind = argument::c_int(vm, first)?;
        let rest = &parts[1..];
        actions.push(match (kind, rest) {
            (0, [fd, name, flags, mode]) => process::FileAction::Open(
                argument::c_int(vm, fd)?,
                path::fsencode(vm, name)?,
                argument::c_int(vm, flags)?,
                number::unsigned(vm, mode)? as u32,
            ),
            (0, _) => return Err(type_error!(vm, "A open file_action tuple must have 5 elements")),
            (1, [fd]) => process::FileAction::Close(argument::c_int(vm, fd)?),
            (1, _) => return Err(type_error!(vm, "A close file_action tuple must have 2 elements")),
            (2, [from, to]) => process::FileAction::Duplicate(argument::c_int(vm, from)?, argument::c_int(vm, to)?),
            (2, _) => return Err(type_error!(vm, "A dup2 file_action tuple must have 3 elements")),
            (3, [fd]) => process::FileAction::CloseFrom(argument::c_int(vm, fd)?),
            (3, _) => return Err(type_error!(vm, "A closefrom file_action tuple must have 2 elements")),
            _ => return Err(type_error!(vm, "Unknown file_actions identifier")),
        });
    }
    Ok(actions)
}

fn spawn(vm: &mut Vm, args: Args<'_>, function: &'static str, search: bool) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path(function))?;
    if !is_sequence(args.at(2)) {
        return Err(type_error!(vm, "{function}: argv must be a tuple or list"));
    }
    if protocol::len(vm, args.at(2))? == 0 {
        return Err(value_error!(vm, "{function}: argv must not be empty"));
    }
    if !args.at(3).is_none() && !is_mapping(vm, args.at(3)) {
        return Err(type_error!(vm, "{function}: environment must be a mapping object or None"));
    }
    let argv = arguments(vm, args.at(2))?;
    if argv[0].is_empty() {
        return Err(value_error!(vm, "{function}: argv first element cannot be empty"));
    }
    let environment = match args.some(3) {
        Some(mapping) => Some(environment(vm, mapping)?),
        None => None,
    };
    let mut asked = process::Spawn { argv, environment, search, ..process::Spawn::default() };
    if let Some(actions) = args.some(4) {
        if vm.slots_of(actions).item().is_none() {
            return Err(type_error!(vm, "{function}: file_actions must be a sequence or None"));
        }
        asked.actions = file_actions(vm, actions)?;
    }
    if let Some(group) = args.some(5) {
        asked.group = Some(argument::c_int(vm, group)?);
    }
    asked.reset_ids = path::truth(vm, args.opt(6), false)?;
    asked.session = path::truth(vm, args.opt(7), false)?;
    if let Some(mask) = args.opt(8) {
        asked.mask = Some(signal_set(vm, mask)?);
    }
    if let Some(defaults) = args.opt(9) {
        asked.defaults = Some(signal_set(vm, defaults)?);
    }
    if let Some(scheduler) = args.some(10) {
        let parts = scheduler.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
        let [policy, parameters] = parts.as_slice() else {
            return Err(type_error!(vm, "{function}: scheduler must be a tuple or None"));
        };
        let policy = if policy.is_none() { None } else { Some(argument::c_int(vm, policy)?) };
        asked.scheduler = Some((policy, results::priority(vm, parameters)?));
    }
    let started = vm.suspend(|| process::spawn(&path.name, &asked));
    match started {
        Ok(child) => small(vm, child),
        Err(e) => Err(path.error(vm, e)),
    }
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native("kill", "($module, pid, signal, /)", kill, "Kill a process with a signal."),
    native("killpg", "($module, pgid, signal, /)", killpg, "Kill a process group with a signal."),
    native(
        "nice",
        "($module, increment, /)",
        nice,
        "Add increment to the priority of process and return the new priority.",
    ),
    native("getpriority", "($module, /, which, who)", getpriority, "Return program scheduling priority."),
    native("setpriority", "($module, /, which, who, priority)", setpriority, "Set program scheduling priority."),
    native("setns", "($module, /, fd, nstype=0)", setns, "Move the calling thread into different namespaces."),
    native("unshare", "($module, /, flags)", unshare, "Disassociate parts of a process (or thread) execution context."),
    native(
        "_exit",
        "($module, /, status)",
        exit_now,
        "Exit to the system with specified status, without normal exit processing.",
    ),
    native("abort", "($module, /)", abort, "Abort the interpreter immediately."),
    native(
        "execv",
        "($module, path, argv, /)",
        execv,
        "Execute an executable path with arguments, replacing current process.",
    ),
    native(
        "execve",
        "($module, /, path, argv, env)",
        execve,
        "Execute an executable path with arguments, replacing current process.",
    ),
    native(
        "register_at_fork",
        "($module, /, *, before=None, after_in_child=None, after_in_parent=None)",
        register_at_fork,
        "Register callables to be called when forking a new process.",
    ),
    native("fork", "($module, /)", fork, "Fork a child process."),
    native("forkpty", "($module, /)", forkpty, "Fork a new process with a new pseudo-terminal as controlling tty."),
    native("system", "($module, /, command)", run_shell, "Execute the command in a subshell."),
    native(
        "posix_spawn",
        "($module, path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)",
        |vm, a| spawn(vm, a, "posix_spawn", false),
        "Execute the program specified by path in a new process.",
    ),
    native(
        "posix_spawnp",
        "($module, path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)",
        |vm, a| spawn(vm, a, "posix_spawnp", true),
        "Execute the program specified by path in a new process.",
    ),
];
