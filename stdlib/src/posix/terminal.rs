//! Terminals: pairs of pseudo-terminals, names, groups in the foreground, sizes.

use super::{
    error::check,
    number::{self, c_int},
    path::{self, borrow, descriptor_of},
    results::{self, Kind, none, pair},
};
use rpython_objects::{Args, NativeDef, Obj, PyResult, Str, Vm, int, native};
use rpython_vm::system;
use rustix::io::{self, FdFlags};

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    Ok(Obj::bool(system::isatty(fd)))
}

fn device_encoding(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    if !system::isatty(fd) {
        return Ok(Obj::NONE);
    }
    Ok(Str::intern(vm, "utf-8").into_obj())
}

fn openpty(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let (main, other) = check(vm, system::openpty())?;
    for fd in [main, other] {
        let done = borrow(fd).and_then(|fd| io::fcntl_setfd(fd, FdFlags::CLOEXEC));
        check(vm, done)?;
    }
    pair(vm, (main, other))
}

fn posix_openpt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = c_int(vm, args, 1)?;
    let fd = check(vm, system::posix_openpt(flags))?;
    let done = borrow(fd).and_then(|fd| io::fcntl_setfd(fd, FdFlags::CLOEXEC));
    check(vm, done)?;
    Ok(int::from_i64(vm, fd.into()))
}

fn grantpt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    check(vm, system::grantpt(fd)).map(none)
}

fn unlockpt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    check(vm, system::unlockpt(fd)).map(none)
}

fn ptsname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let name = check(vm, system::configuration::terminal_name(fd))?;
    path::decode(vm, name.to_bytes())
}

fn login_tty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    check(vm, system::login_tty(fd)).map(none)
}

fn ttyname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let name = borrow(fd).and_then(|fd| rustix::termios::ttyname(fd, Vec::new()));
    let name = check(vm, name)?;
    path::decode(vm, name.to_bytes())
}

fn tcgetpgrp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let group = check(vm, system::tcgetpgrp(fd))?;
    Ok(int::from_i64(vm, group.into()))
}

fn tcsetpgrp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, group) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    check(vm, system::tcsetpgrp(fd, group)).map(none)
}

fn get_terminal_size(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = number::int_or(vm, args.opt(1), 1)?;
    let size = borrow(fd).and_then(rustix::termios::tcgetwinsize);
    let size = check(vm, size)?;
    let fields = vec![int::from_i64(vm, size.ws_col.into()), int::from_i64(vm, size.ws_row.into())];
    results::make(vm, Kind::TerminalSize, fields)
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native("isatty", "($module, fd, /)", isatty, "Return True if the fd is connected to a terminal."),
    native(
        "device_encoding",
        "($module, /, fd)",
        device_encoding,
        "Return a string describing the encoding of a terminal's file descriptor.",
    ),
    native("openpty", "($module, /)", openpty, "Open a pseudo-terminal."),
    native(
        "posix_openpt",
        "($module, oflag, /)",
        posix_openpt,
        "Open and return a file descriptor for a master pseudo-terminal device.",
    ),
    native("grantpt", "($module, fd, /)", grantpt, "Grant access to the slave pseudo-terminal device."),
    native("unlockpt", "($module, fd, /)", unlockpt, "Unlock a pseudo-terminal master/slave pair."),
    native("ptsname", "($module, fd, /)", ptsname, "Return the name of the slave pseudo-terminal device."),
    native(
        "login_tty",
        "($module, fd, /)",
        login_tty,
        "Prepare the tty of which fd is a file descriptor for a new login session.",
    ),
    native("ttyname", "($module, fd, /)", ttyname, "Return the name of the terminal device connected to 'fd'."),
    native(
        "tcgetpgrp",
        "($module, fd, /)",
        tcgetpgrp,
        "Return the process group associated with the terminal specified by fd.",
    ),
    native(
        "tcsetpgrp",
        "($module, fd, pgid, /)",
        tcsetpgrp,
        "Set the process group associated with the terminal specified by fd.",
    ),
    native(
        "get_terminal_size",
        "($module, fd=None, /)",
        get_terminal_size,
        "Return the size of the terminal window as (columns, lines).",
    ),
];
