//! `fcntl` (CPython: `Modules/fcntlmodule.c`): control of descriptors, and locks on files.

use crate::{
    posix::{
        error::{self, check},
        number,
        path::{self, descriptor_of, fsencode},
    },
    table,
};
use rpython_objects::{
    Args, Module, NativeDef, Obj, PyResult, Ref, Str, Vm, argument, buffer, int, native, type_error, value_error,
};
use rpython_vm::{signals, system};
use rustix::io::Errno;

/// Most bytes that a structure has.
const MOST: usize = 1024;

/// The bytes of a structure passed as text or as a buffer.
fn structure(vm: &mut Vm, o: &Obj, function: &str) -> PyResult<Vec<u8>> {
    let data = if o.is_kind::<Str>() {
        fsencode(vm, o)?.into_bytes()
    } else if buffer::has_buffer(vm, o) {
        buffer::to_vec(vm, o)?
    } else {
        let got = argument::shown_class(vm, o);
        return Err(type_error!(
            vm,
            "{function}() argument 3 must be an integer, a bytes-like object, or a string, not {got}"
        ));
    };
    if data.len() > MOST {
        return Err(value_error!(vm, "{function} argument 3 is too long"));
    }
    Ok(data)
}

/// An int of any width, its higher bits cut off.
fn word(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let exact = rpython_objects::protocol::index(vm, o)?;
    match int::to_i64(vm, &exact) {
        Some(n) => Ok(n),
        None => number::unsigned(vm, &exact).map(|n| n as i64),
    }
}

/// Repeats a call that a signal has interrupted.
fn repeated<T: Send>(vm: &mut Vm, mut call: impl FnMut() -> Result<T, Errno> + Send) -> PyResult<T> {
    loop {
        match vm.suspend(&mut call) {
            Err(Errno::INTR) => signals::check(vm)?,
            other => return check(vm, other),
        }
    }
}

fn fcntl(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let command = argument::c_int(vm, args.at(2))?;
    let argument = match args.opt(3) {
        None => 0,
        Some(o) if int::is_int(o) => word(vm, o)?,
        Some(o) => {
            let mut data = structure(vm, o, "fcntl")?;
            let len = data.len();
            // Room for any structure: the call must not write beyond it.
            data.resize(MOST + 8, 0);
            repeated(vm, || system::fcntl_with(fd, command, &mut data))?;
            return path::bytes(vm, &data[..len]);
        }
    };
    let n = repeated(vm, || system::fcntl(fd, command, argument))?;
    Ok(int::from_i64(vm, n.into()))
}

fn ioctl(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    if !int::is_int(args.at(2)) {
        let got = argument::shown_class(vm, args.at(2));
        return Err(type_error!(vm, "ioctl() argument 2 must be int, not {got}"));
    }
    let request = word(vm, args.at(2))? as u64;
    let mutate = path::truth(vm, args.opt(4), true)?;
    let argument = match args.opt(3) {
        None => 0,
        Some(o) if int::is_int(o) => word(vm, o)?,
        Some(o) => {
            let target = if o.is_kind::<Str>() || !mutate { None } else { writable(vm, o)? };
            if let Some(view) = target {
                let mut data = view.bytes(vm).to_vec();
                let len = data.len();
                data.resize(len.max(MOST) + 8, 0);
                let done = vm.suspend(|| system::ioctl_with(fd, request, &mut data));
                view.bytes_mut(vm).copy_from_slice(&data[..len]);
                buffer::release(vm, view);
                let n = check(vm, done)?;
                return Ok(int::from_i64(vm, n.into()));
            }
            let mut data = structure(vm, o, "ioctl")?;
            let len = data.len();
            data.resize(MOST + 8, 0);
            let done = vm.suspend(|| system::ioctl_with(fd, request, &mut data));
            check(vm, done)?;
            return path::bytes(vm, &data[..len]);
        }
    };
    let done = vm.suspend(|| system::ioctl(fd, request, argument));
    let n = check(vm, done)?;
    Ok(int::from_i64(vm, n.into()))
}

/// A writable view of an argument, if it can be had.
fn writable(vm: &mut Vm, o: &Obj) -> PyResult<Option<buffer::Buffer>> {
    if !buffer::has_buffer(vm, o) {
        return Ok(None);
    }
    match buffer::get(vm, o, buffer::WRITABLE) {
        Ok(view) => Ok(Some(view)),
        Err(_) => {
            drop(vm.take_exception());
            Ok(None)
        }
    }
}

fn flock(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let operation = argument::c_int(vm, args.at(2))?;
    error::blocking(vm, || system::flock(fd, operation))?;
    Ok(Obj::NONE)
}

fn lockf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const SHARED: i32 = 1;
    const EXCLUSIVE: i32 = 2;
    const NOT_BLOCKING: i32 = 4;
    const UNLOCK: i32 = 8;
    let fd = descriptor_of(vm, args.at(1))?;
    let code = argument::c_int(vm, args.at(2))?;
    // `F_RDLCK`, `F_WRLCK`, `F_UNLCK`
    let kind: i16 = match code {
        UNLOCK => 2,
        c if c & SHARED != 0 => 0,
        c if c & EXCLUSIVE != 0 => 1,
        _ => return Err(value_error!(vm, "unrecognized lockf argument")),
    };
    let mut numbers = [0i64; 2];
    for (place, i) in numbers.iter_mut().zip([3, 4]) {
        if let Some(o) = args.opt(i) {
            *place = number::offset(vm, o)?;
        }
    }
    let [length, start] = numbers;
    let whence = number::int_or(vm, args.opt(5), 0)?;
    let wait = code & NOT_BLOCKING == 0;
    error::blocking(vm, || system::lock_range(fd, kind, whence as i16, start, length, wait))?;
    Ok(Obj::NONE)
}

const NUMBERS: &[(&str, i64)] = &[
    ("DN_ACCESS", 1),
    ("DN_ATTRIB", 32),
    ("DN_CREATE", 4),
    ("DN_DELETE", 8),
    ("DN_MODIFY", 2),
    ("DN_MULTISHOT", 2147483648),
    ("DN_RENAME", 16),
    ("FASYNC", 8192),
    ("FD_CLOEXEC", 1),
    ("FICLONE", 1074041865),
    ("FICLONERANGE", 1075876877),
    ("F_ADD_SEALS", 1033),
    ("F_DUPFD", 0),
    ("F_DUPFD_CLOEXEC", 1030),
    ("F_DUPFD_QUERY", 1027),
    ("F_EXLCK", 4),
    ("F_GETFD", 1),
    ("F_GETFL", 3),
    ("F_GETLEASE", 1025),
    ("F_GETLK", 5),
    ("F_GETLK64", 5),
    ("F_GETOWN", 9),
    ("F_GETOWN_EX", 16),
    ("F_GETPIPE_SZ", 1032),
    ("F_GETSIG", 11),
    ("F_GET_FILE_RW_HINT", 1037),
    ("F_GET_RW_HINT", 1035),
    ("F_GET_SEALS", 1034),
    ("F_NOTIFY", 1026),
    ("F_OFD_GETLK", 36),
    ("F_OFD_SETLK", 37),
    ("F_OFD_SETLKW", 38),
    ("F_OWNER_PGRP", 2),
    ("F_OWNER_PID", 1),
    ("F_OWNER_TID", 0),
    ("F_RDLCK", 0),
    ("F_SEAL_FUTURE_WRITE", 16),
    ("F_SEAL_GROW", 4),
    ("F_SEAL_SEAL", 1),
    ("F_SEAL_SHRINK", 2),
    ("F_SEAL_WRITE", 8),
    ("F_SETFD", 2),
    ("F_SETFL", 4),
    ("F_SETLEASE", 1024),
    ("F_SETLK", 6),
    ("F_SETLK64", 6),
    ("F_SETLKW", 7),
    ("F_SETLKW64", 7),
    ("F_SETOWN", 8),
    ("F_SETOWN_EX", 15),
    ("F_SETPIPE_SZ", 1031),
    ("F_SETSIG", 10),
    ("F_SET_FILE_RW_HINT", 1038),
    ("F_SET_RW_HINT", 1036),
    ("F_SHLCK", 8),
    ("F_UNLCK", 2),
    ("F_WRLCK", 1),
    ("LOCK_EX", 2),
    ("LOCK_MAND", 32),
    ("LOCK_NB", 4),
    ("LOCK_READ", 64),
    ("LOCK_RW", 192),
    ("LOCK_SH", 1),
    ("LOCK_UN", 8),
    ("LOCK_WRITE", 128),
    ("RWH_WRITE_LIFE_EXTREME", 5),
    ("RWH_WRITE_LIFE_LONG", 4),
    ("RWH_WRITE_LIFE_MEDIUM", 3),
    ("RWH_WRITE_LIFE_NONE", 1),
    ("RWH_WRITE_LIFE_NOT_SET", 0),
    ("RWH_WRITE_LIFE_SHORT", 2),
];

static FUNCTIONS: &[NativeDef] = &[
    native("fcntl", "($module, fd, cmd, arg=0, /)", fcntl, "Perform the operation cmd on file descriptor fd."),
    native(
        "ioctl",
        "($module, fd, request, arg=0, mutate_flag=True, /)",
        ioctl,
        "Perform the operation request on file descriptor fd.",
    ),
    native("flock", "($module, fd, operation, /)", flock, "Perform the lock operation on file descriptor fd."),
    native(
        "lockf",
        "($module, fd, cmd, len=0, start=0, whence=0, /)",
        lockf,
        "A wrapper around the fcntl() locking calls.",
    ),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket object.";
    let module = table::module(vm, "fcntl", doc, FUNCTIONS)?;
    table::set_numbers(vm, &module, NUMBERS)?;
    Ok(module)
}
