//! The environment, the machine and its limits, random bytes, scheduling.

use super::{
    error::{blocking, check, raise},
    number::{self, c_int},
    path,
    results::{self, Kind, none},
    tables,
};
use rpython_objects::{
    Args, Bytes, Dict, NativeDef, Obj, PyResult, Str, Tuple, Vm, argument, int, native, protocol, set, type_error,
    value_error,
};
use rpython_vm::system::{self, configuration};
use rustix::{
    io::Errno,
    rand::{GetRandomFlags, getrandom as random},
};
use std::{ffi::OsString, os::unix::ffi::OsStringExt};

/// The environment as a dict of bytes.
///
/// # Errors
/// `MemoryError`
pub(super) fn environment(vm: &mut Vm) -> PyResult {
    let made = Dict::new(vm);
    for (name, value) in std::env::vars_os() {
        let (name, value) = (path::bytes(vm, &name.into_vec())?, path::bytes(vm, &value.into_vec())?);
        // The first of several counts.
        if Dict::get_item(vm, &made, &name)?.is_none() {
            Dict::set_item(vm, &made, &name, value)?;
        }
    }
    Ok(made.into_obj())
}

fn create_environ(vm: &mut Vm, _: Args<'_>) -> PyResult {
    environment(vm)
}

fn variable_name(vm: &mut Vm, o: &Obj) -> PyResult<OsString> {
    let name = path::fsencode(vm, o)?;
    Ok(OsString::from_vec(name.into_bytes()))
}

fn putenv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (name, value) = (variable_name(vm, args.at(1))?, variable_name(vm, args.at(2))?);
    if name.as_encoded_bytes().contains(&b'=') {
        return Err(value_error!(vm, "illegal environment variable name"));
    }
    if name.is_empty() {
        return Err(raise(vm, Errno::INVAL, None));
    }
    system::set_variable(&name, &value);
    Ok(Obj::NONE)
}

fn unsetenv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = variable_name(vm, args.at(1))?;
    if name.is_empty() || name.as_encoded_bytes().contains(&b'=') {
        return Err(raise(vm, Errno::INVAL, None));
    }
    system::remove_variable(&name);
    Ok(Obj::NONE)
}

fn strerror(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = c_int(vm, args, 1)?;
    Ok(Str::new(vm, &super::error::message(number)).into_obj())
}

fn sysconf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = number::by_name(vm, args.at(1), tables::SYSCONF)?;
    let n = check(vm, configuration::sysconf(name))?;
    Ok(int::from_i64(vm, n))
}

fn confstr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = number::by_name(vm, args.at(1), tables::CONFSTR)?;
    match check(vm, configuration::confstr(name))? {
        Some(text) => path::decode(vm, &text),
        None => Ok(Obj::NONE),
    }
}

fn cpu_count(vm: &mut Vm, _: Args<'_>) -> PyResult {
    const SC_NPROCESSORS_ONLN: i32 = 84;
    if let Some(n) = rpython_vm::config(vm).cpu_count {
        return Ok(int::from_i64(vm, n));
    }
    match configuration::sysconf(SC_NPROCESSORS_ONLN) {
        Ok(n) if n > 0 => Ok(int::from_i64(vm, n)),
        _ => Ok(Obj::NONE),
    }
}

fn getloadavg(vm: &mut Vm, _: Args<'_>) -> PyResult {
    match configuration::load() {
        Some(loads) => Ok(Tuple::from_slice(vm, &loads.map(Obj::float))?.into_obj()),
        None => Err(rpython_objects::raise!(vm, rpython_objects::types::OS_ERROR, "Load averages are unobtainable")),
    }
}

fn uname(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let uname = rustix::system::uname();
    let mut fields = Vec::new();
    for part in [uname.sysname(), uname.nodename(), uname.release(), uname.version(), uname.machine()] {
        fields.push(path::decode(vm, part.to_bytes())?);
    }
    results::make(vm, Kind::Uname, fields)
}

fn times(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let times = check(vm, configuration::times())?;
    let ticks = rustix::param::clock_ticks_per_second() as f64;
    let fields = times.map(|t| Obj::float(t as f64 / ticks)).to_vec();
    results::make(vm, Kind::Times, fields)
}

fn urandom(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = argument::ssize(vm, args.at(1))?;
    let Ok(size) = usize::try_from(size) else { return Err(value_error!(vm, "negative argument not allowed")) };
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(|_| rpython_heap::OutOfMemory)?;
    while bytes.len() < size {
        let mut part = vec![0; (size - bytes.len()).min(1 << 20)];
        let n = blocking(vm, || {
            let mut part = vec![0; part.len()];
            random(&mut part[..], GetRandomFlags::empty()).map(|n| (n, part))
        })?;
        part = n.1;
        bytes.extend_from_slice(&part[..n.0]);
    }
    Ok(Bytes::new(vm, &bytes)?.into_obj())
}

fn getrandom(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = argument::ssize(vm, args.at(1))?;
    let flags = GetRandomFlags::from_bits_retain(number::int_or(vm, args.opt(2), 0)? as u32);
    let Ok(size) = usize::try_from(size) else { return Err(raise(vm, Errno::INVAL, None)) };
    let bytes = blocking(vm, || {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size).map_err(|_| Errno::NOMEM)?;
        bytes.resize(size, 0);
        let n = random(&mut bytes[..], flags)?;
        bytes.truncate(n);
        Ok(bytes)
    })?;
    path::bytes(vm, &bytes)
}

fn sched_get_priority_max(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let policy = c_int(vm, args, 1)?;
    let n = check(vm, system::sched_get_priority_max(policy))?;
    Ok(int::from_i64(vm, n.into()))
}

fn sched_get_priority_min(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let policy = c_int(vm, args, 1)?;
    let n = check(vm, system::sched_get_priority_min(policy))?;
    Ok(int::from_i64(vm, n.into()))
}

fn sched_getscheduler(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = c_int(vm, args, 1)?;
    let policy = check(vm, system::sched_getscheduler(pid))?;
    Ok(int::from_i64(vm, policy.into()))
}

fn sched_setscheduler(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (pid, policy, priority) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?, results::priority(vm, args.at(3))?);
    check(vm, configuration::sched_setscheduler(pid, policy, priority)).map(none)
}

fn sched_getparam(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = c_int(vm, args, 1)?;
    let priority = check(vm, configuration::sched_getparam(pid))?;
    let fields = vec![int::from_i64(vm, priority.into())];
    results::make(vm, Kind::SchedParam, fields)
}

fn sched_setparam(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (pid, priority) = (c_int(vm, args, 1)?, results::priority(vm, args.at(2))?);
    check(vm, configuration::sched_setparam(pid, priority)).map(none)
}

fn sched_rr_get_interval(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = c_int(vm, args, 1)?;
    let seconds = check(vm, configuration::sched_rr_get_interval(pid))?;
    Ok(Obj::float(seconds))
}

fn sched_yield(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.suspend(rustix::thread::sched_yield);
    Ok(Obj::NONE)
}

fn sched_getaffinity(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = c_int(vm, args, 1)?;
    let processors = check(vm, configuration::affinity(pid))?;
    let made = set::empty(vm);
    for n in processors {
        let n = int::from_i64(vm, n as i64);
        set::add_item(vm, &made, &n)?;
    }
    Ok(made.into_obj())
}

fn sched_setaffinity(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = c_int(vm, args, 1)?;
    let mut processors = Vec::new();
    for item in protocol::collect(vm, args.at(2))? {
        if !int::is_int(&item) {
            let class = vm.class_of(&item).own().into_obj();
            let class = protocol::repr_text(vm, &class)?;
            return Err(type_error!(vm, "expected an iterator of ints, but iterator yielded {class}"));
        }
        match int::to_i64(vm, &item) {
            Some(n) if n < 0 => return Err(value_error!(vm, "negative CPU number")),
            Some(n) if n < i64::from(i32::MAX) => processors.push(n as usize),
            _ => {
                return Err(rpython_objects::raise!(
                    vm,
                    rpython_objects::types::OVERFLOW_ERROR,
                    "CPU number too large"
                ));
            }
        }
    }
    check(vm, configuration::set_affinity(pid, &processors)).map(none)
}

fn getlogin(vm: &mut Vm, _: Args<'_>) -> PyResult {
    match configuration::login_name() {
        Ok(name) => path::decode(vm, name.to_bytes()),
        Err(number) => Err(super::error::raise_number(vm, number, None, None)),
    }
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native("_create_environ", "($module, /)", create_environ, "Create the environment dictionary."),
    native("putenv", "($module, name, value, /)", putenv, "Change or add an environment variable."),
    native("unsetenv", "($module, name, /)", unsetenv, "Delete an environment variable."),
    native("strerror", "($module, code, /)", strerror, "Translate an error code to a message string."),
    native("sysconf", "($module, name, /)", sysconf, "Return an integer-valued system configuration variable."),
    native("confstr", "($module, name, /)", confstr, "Return a string-valued system configuration variable."),
    native("cpu_count", "($module, /)", cpu_count, "Return the number of logical CPUs in the system."),
    native("getloadavg", "($module, /)", getloadavg, "Return average recent system load information."),
    native("uname", "($module, /)", uname, "Return an object identifying the current operating system."),
    native("times", "($module, /)", times, "Return a collection containing process timing information."),
    native(
        "urandom",
        "($module, size, /)",
        urandom,
        "Return a bytes object containing random bytes suitable for cryptographic use.",
    ),
    native("getrandom", "($module, /, size, flags=0)", getrandom, "Obtain a series of random bytes."),
    native(
        "sched_get_priority_max",
        "($module, /, policy)",
        sched_get_priority_max,
        "Get the maximum scheduling priority for policy.",
    ),
    native(
        "sched_get_priority_min",
        "($module, /, policy)",
        sched_get_priority_min,
        "Get the minimum scheduling priority for policy.",
    ),
    native(
        "sched_getscheduler",
        "($module, pid, /)",
        sched_getscheduler,
        "Get the scheduling policy for the process identified by pid.",
    ),
    native(
        "sched_setscheduler",
        "($module, pid, policy, param, /)",
        sched_setscheduler,
        "Set the scheduling policy for the process identified by pid.",
    ),
    native(
        "sched_getparam",
        "($module, pid, /)",
        sched_getparam,
        "Returns scheduling parameters for the process identified by pid.",
    ),
    native(
        "sched_setparam",
        "($module, pid, param, /)",
        sched_setparam,
        "Set scheduling parameters for the process identified by pid.",
    ),
    native(
        "sched_rr_get_interval",
        "($module, pid, /)",
        sched_rr_get_interval,
        "Return the round-robin quantum for the process identified by pid, in seconds.",
    ),
    native("sched_yield", "($module, /)", sched_yield, "Voluntarily relinquish the CPU."),
    native(
        "sched_getaffinity",
        "($module, pid, /)",
        sched_getaffinity,
        "Return the affinity of the process identified by pid (or the current process if zero).",
    ),
    native(
        "sched_setaffinity",
        "($module, pid, mask, /)",
        sched_setaffinity,
        "Set the CPU affinity of the process identified by pid to mask.",
    ),
    native("getlogin", "($module, /)", getlogin, "Return the actual login name."),
];
