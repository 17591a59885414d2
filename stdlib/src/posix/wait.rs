//! Waiting for processes, and what their status says.

use super::{
    error::blocking,
    number::c_int,
    results::{self, Kind, pair},
};
use rpython_objects::{Args, NativeDef, Obj, PyResult, Tuple, Vm, int, native, value_error};
use rpython_vm::system::process;

fn wait(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let found = blocking(vm, || process::waitpid(-1, 0))?;
    pair(vm, found)
}

fn waitpid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (pid, options) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    let found = blocking(vm, || process::waitpid(pid, options))?;
    pair(vm, found)
}

fn wait_usage(vm: &mut Vm, pid: i32, options: i32) -> PyResult {
    let (pid, status, usage) = blocking(vm, || process::wait4(pid, options))?;
    let usage = crate::resource::usage(vm, &usage)?;
    let items = [int::from_i64(vm, pid.into()), int::from_i64(vm, status.into()), usage];
    Ok(Tuple::from_slice(vm, &items)?.into_obj())
}

fn wait3(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let options = c_int(vm, args, 1)?;
    wait_usage(vm, -1, options)
}

fn wait4(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (pid, options) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    wait_usage(vm, pid, options)
}

fn waitid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (kind, id, options) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?, c_int(vm, args, 3)?);
    match blocking(vm, || process::waitid(kind as u32, id as u32, options))? {
        Some([pid, uid, signal, status, code]) => {
            let numbers = [pid.into(), i64::from(uid as u32), signal.into(), status.into(), code.into()];
            let fields = numbers.map(|n| int::from_i64(vm, n)).to_vec();
            results::make(vm, Kind::WaitId, fields)
        }
        None => Ok(Obj::NONE),
    }
}

/// Reads the status that a macro of C takes apart.
fn status_part(vm: &mut Vm, args: Args<'_>, part: fn(i32) -> Obj) -> PyResult {
    c_int(vm, args, 1).map(part)
}

const fn exited(status: i32) -> bool {
    status & 0x7F == 0
}

const fn stopped(status: i32) -> bool {
    status & 0xFF == 0x7F
}

const fn signalled(status: i32) -> bool {
    !exited(status) && !stopped(status) && status != 0xFFFF
}

fn immediate(n: i32) -> Obj {
    Obj::small_int(n.into()).unwrap_or(Obj::NONE)
}

fn waitstatus_to_exitcode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let status = c_int(vm, args, 1)?;
    if exited(status) {
        return Ok(immediate(status >> 8 & 0xFF));
    }
    if signalled(status) {
        return Ok(immediate(-(status & 0x7F)));
    }
    if stopped(status) {
        let signal = status >> 8 & 0xFF;
        return Err(value_error!(vm, "process stopped by delivery of signal {signal}"));
    }
    Err(value_error!(vm, "invalid wait status: {status}"))
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native("wait", "($module, /)", wait, "Wait for completion of a child process."),
    native("waitpid", "($module, pid, options, /)", waitpid, "Wait for completion of a given child process."),
    native("wait3", "($module, /, options)", wait3, "Wait for completion of a child process."),
    native("wait4", "($module, /, pid, options)", wait4, "Wait for completion of a specific child process."),
    native(
        "waitid",
        "($module, idtype, id, options, /)",
        waitid,
        "Returns the result of waiting for a process or processes.",
    ),
    native(
        "waitstatus_to_exitcode",
        "($module, /, status)",
        waitstatus_to_exitcode,
        "Convert a wait status to an exit code.",
    ),
    native(
        "WCOREDUMP",
        "($module, status, /)",
        |vm, a| status_part(vm, a, |s| Obj::bool(s & 0x80 != 0)),
        "Return True if the process returning status was dumped to a core file.",
    ),
    native(
        "WIFCONTINUED",
        "($module, /, status)",
        |vm, a| status_part(vm, a, |s| Obj::bool(s == 0xFFFF)),
        "Return True if a particular process was continued from a job control stop.",
    ),
    native(
        "WIFSTOPPED",
        "($module, /, status)",
        |vm, a| status_part(vm, a, |s| Obj::bool(stopped(s))),
        "Return True if the process returning status was stopped.",
    ),
    native(
        "WIFSIGNALED",
        "($module, /, status)",
        |vm, a| status_part(vm, a, |s| Obj::bool(signalled(s))),
        "Return True if the process returning status was terminated by a signal.",
    ),
    native(
        "WIFEXITED",
        "($module, /, status)",
        |vm, a| status_part(vm, a, |s| Obj::bool(exited(s))),
        "Return True if the process returning status exited via the exit() system call.",
    ),
    native(
        "WEXITSTATUS",
        "($module, /, status)",
        |vm, a| status_part(vm, a, |s| immediate(s >> 8 & 0xFF)),
        "Return the process return code from status.",
    ),
    native(
        "WTERMSIG",
        "($module, /, status)",
        |vm, a| status_part(vm, a, |s| immediate(s & 0x7F)),
        "Return the signal that terminated the process that provided the status value.",
    ),
    native(
        "WSTOPSIG",
        "($module, /, status)",
        |vm, a| status_part(vm, a, |s| immediate(s >> 8 & 0xFF)),
        "Return the signal that stopped the process that provided the status value.",
    ),
];
