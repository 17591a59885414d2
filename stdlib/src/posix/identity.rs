//! Who a process is: its number, session, group, users.

use super::{
    error::check,
    number::{self, c_int},
    path,
    results::{checked_int, none, small},
};
use rpython_objects::{
    Args, List, NativeDef, Obj, PyResult, Tuple, Vm, argument, int, native, protocol, type_error, value_error,
};
use rpython_vm::system::{self, users};
use rustix::io::Errno;
use std::ffi::CString;

/// The number of a process.
pub(super) fn pid_of(pid: rustix::process::Pid) -> i32 {
    pid.as_raw_nonzero().get()
}

fn getpid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    small(vm, pid_of(rustix::process::getpid()))
}

fn getppid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    small(vm, rustix::process::getppid().map_or(0, pid_of))
}

fn getpgrp(vm: &mut Vm, _: Args<'_>) -> PyResult {
    checked_int(vm, system::getpgid(0))
}

fn getpgid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = c_int(vm, args, 1)?;
    checked_int(vm, system::getpgid(pid))
}

fn getsid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = c_int(vm, args, 1)?;
    checked_int(vm, system::getsid(pid))
}

fn setsid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    check(vm, system::setsid()).map(none)
}

fn setpgid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (pid, group) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    check(vm, system::setpgid(pid, group)).map(none)
}

fn setpgrp(vm: &mut Vm, _: Args<'_>) -> PyResult {
    check(vm, system::setpgid(0, 0)).map(none)
}

fn getuid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(number::from_identity(vm, rustix::process::getuid().as_raw()))
}

fn geteuid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(number::from_identity(vm, rustix::process::geteuid().as_raw()))
}

fn getgid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(number::from_identity(vm, rustix::process::getgid().as_raw()))
}

fn getegid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(number::from_identity(vm, rustix::process::getegid().as_raw()))
}

/// Reads identities from the arguments and sets them.
fn set_ids<const N: usize>(
    vm: &mut Vm,
    args: Args<'_>,
    what: &str,
    set: fn([u32; N]) -> Result<i32, Errno>,
) -> PyResult {
    let mut ids = [0; N];
    for (i, id) in ids.iter_mut().enumerate() {
        *id = number::identity(vm, args.at(i + 1), what)?;
    }
    check(vm, set(ids)).map(none)
}

fn three(vm: &mut Vm, ids: Result<[u32; 3], Errno>) -> PyResult {
    let ids = check(vm, ids)?.map(|id| number::from_identity(vm, id));
    Ok(Tuple::from_slice(vm, &ids)?.into_obj())
}

fn getresuid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    three(vm, users::getresuid())
}

fn getresgid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    three(vm, users::getresgid())
}

fn identities(vm: &mut Vm, ids: impl IntoIterator<Item = u32>) -> PyResult {
    let list = ids.into_iter().map(|id| number::from_identity(vm, id)).collect();
    Ok(List::from_vec(vm, list)?.into_obj())
}

fn getgroups(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let groups = check(vm, rustix::process::getgroups())?;
    identities(vm, groups.into_iter().map(|g| g.as_raw()))
}

fn getgrouplist(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let user = text_argument(vm, args.at(1), "getgrouplist() argument 1")?;
    let gid = number::identity(vm, args.at(2), "gid")?;
    let groups = check(vm, users::groups_of(&user, gid))?;
    identities(vm, groups)
}

/// A text argument for the system.
fn text_argument(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<CString> {
    let text = argument::text(vm, o, what)?.clone();
    path::fsencode(vm, &text.into_obj())
}

fn initgroups(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let user = path::fsencode(vm, args.at(1))?;
    let gid = number::identity(vm, args.at(2), "gid")?;
    check(vm, system::initgroups(&user, gid)).map(none)
}

/// The groups of a sequence.
///
/// # Errors
/// `TypeError`, `ValueError`, `OverflowError`
pub(crate) fn groups(vm: &mut Vm, o: &Obj) -> PyResult<Vec<u32>> {
    if vm.slots_of(o).item().is_none() {
        return Err(type_error!(vm, "setgroups argument must be a sequence"));
    }
    let items = protocol::collect(vm, o)?;
    if items.len() > 65_536 {
        return Err(value_error!(vm, "too many groups"));
    }
    let mut groups = Vec::new();
    for item in items {
        if !int::is_int(&item) {
            return Err(type_error!(vm, "groups must be integers"));
        }
        groups.push(number::identity(vm, &item, "gid")?);
    }
    Ok(groups)
}

fn setgroups(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let groups = groups(vm, args.at(1))?;
    check(vm, users::set_groups(&groups)).map(none)
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native("getpid", "($module, /)", getpid, "Return the current process id."),
    native("getppid", "($module, /)", getppid, "Return the parent's process id."),
    native("getpgrp", "($module, /)", getpgrp, "Return the current process group id."),
    native("getpgid", "($module, /, pid)", getpgid, "Call the system call getpgid(), and return the result."),
    native("getsid", "($module, pid, /)", getsid, "Call the system call getsid(pid) and return the result."),
    native("setsid", "($module, /)", setsid, "Call the system call setsid()."),
    native("setpgid", "($module, pid, pgrp, /)", setpgid, "Call the system call setpgid(pid, pgrp)."),
    native("setpgrp", "($module, /)", setpgrp, "Make the current process the leader of its process group."),
    native("getuid", "($module, /)", getuid, "Return the current process's user id."),
    native("geteuid", "($module, /)", geteuid, "Return the current process's effective user id."),
    native("getgid", "($module, /)", getgid, "Return the current process's group id."),
    native("getegid", "($module, /)", getegid, "Return the current process's effective group id."),
    native(
        "setuid",
        "($module, uid, /)",
        |vm, a| set_ids(vm, a, "uid", |[u]| system::setuid(u)),
        "Set the current process's user id.",
    ),
    native(
        "setgid",
        "($module, gid, /)",
        |vm, a| set_ids(vm, a, "gid", |[g]| system::setgid(g)),
        "Set the current process's group id.",
    ),
    native(
        "seteuid",
        "($module, euid, /)",
        |vm, a| set_ids(vm, a, "uid", |[u]| system::seteuid(u)),
        "Set the current process's effective user id.",
    ),
    native(
        "setegid",
        "($module, egid, /)",
        |vm, a| set_ids(vm, a, "gid", |[g]| system::setegid(g)),
        "Set the current process's effective group id.",
    ),
    native(
        "setreuid",
        "($module, ruid, euid, /)",
        |vm, a| set_ids(vm, a, "uid", |[r, e]| system::setreuid(r, e)),
        "Set the current process's real and effective user ids.",
    ),
    native(
        "setregid",
        "($module, rgid, egid, /)",
        |vm, a| set_ids(vm, a, "gid", |[r, e]| system::setregid(r, e)),
        "Set the current process's real and effective group ids.",
    ),
    native(
        "setresuid",
        "($module, ruid, euid, suid, /)",
        |vm, a| set_ids(vm, a, "uid", |[r, e, s]| system::setresuid(r, e, s)),
        "Set the current process's real, effective, and saved user ids.",
    ),
    native(
        "setresgid",
        "($module, rgid, egid, sgid, /)",
        |vm, a| set_ids(vm, a, "gid", |[r, e, s]| system::setresgid(r, e, s)),
        "Set the current process's real, effective, and saved group ids.",
    ),
    native(
        "getresuid",
        "($module, /)",
        getresuid,
        "Return a tuple of the current process's real, effective, and saved user ids.",
    ),
    native(
        "getresgid",
        "($module, /)",
        getresgid,
        "Return a tuple of the current process's real, effective, and saved group ids.",
    ),
    native("getgroups", "($module, /)", getgroups, "Return list of supplemental group IDs for the process."),
    native(
        "getgrouplist",
        "($module, user, group, /)",
        getgrouplist,
        "Returns a list of groups to which a user belongs.",
    ),
    native("initgroups", "($module, username, gid, /)", initgroups, "Initialize the group access list."),
    native("setgroups", "($module, groups, /)", setgroups, "Set the groups of the current process to list."),
];
