//! `_posixshmem`: shared memory by name (CPython: `Modules/_multiprocessing/posixshmem.c`).

use crate::{posix::error, table};
use rpython_objects::{
    Args, Module, NativeDef, Obj, PyResult, Ref, Str, StrExt, Vm, argument, int, native, type_error, value_error,
};
use rpython_vm::system::{self, Errno};
use std::ffi::CString;

/// Closed in what is executed.
const CLOEXEC: i32 = 0o2_000_000;

/// The name as the system has it.
fn name_of(vm: &mut Vm, o: &Obj, function: &str) -> PyResult<CString> {
    let Some(name) = o.downcast_ref::<Str>() else {
        let got = argument::class_name(vm, o);
        return Err(type_error!(vm, "{function}() argument 'path' must be str, not {got}"));
    };
    CString::new(name.to_string_lossy(vm)).map_err(|_| value_error!(vm, "embedded null character"))
}

fn shm_open(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name_of(vm, args.at(1), "shm_open")?;
    let flags = argument::c_int(vm, args.at(2))?;
    let mode = match args.opt(3) {
        Some(o) => argument::c_int(vm, o)? as u32,
        None => 0o777,
    };
    loop {
        match vm.suspend(|| system::shm_open(&name, flags | CLOEXEC, mode)) {
            Ok(fd) => return Ok(int::from_i64(vm, fd.into())),
            Err(Errno::INTR) => rpython_vm::signals::check(vm)?,
            Err(e) => return Err(error::raise(vm, e, Some(args.at(1)))),
        }
    }
}

fn shm_unlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name_of(vm, args.at(1), "shm_unlink")?;
    loop {
        match vm.suspend(|| system::shm_unlink(&name)) {
            Ok(_) => return Ok(Obj::NONE),
            Err(Errno::INTR) => rpython_vm::signals::check(vm)?,
            Err(e) => return Err(error::raise(vm, e, Some(args.at(1)))),
        }
    }
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "shm_open",
        "($module, /, path, flags, mode=511)",
        shm_open,
        "Open a shared memory object.  Returns a file descriptor (integer).",
    ),
    native(
        "shm_unlink",
        "($module, /, path)",
        shm_unlink,
        "Remove a shared memory object (similar to unlink()).\n\nRemove a shared memory object name, and, once all processes  have  unmapped\nthe object, de-allocates and destroys the contents of the associated memory\nregion.",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "_posixshmem", "POSIX shared memory module", FUNCTIONS)
}
