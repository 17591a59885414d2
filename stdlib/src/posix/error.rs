//! Errors of the system as `OSError`.

use rpython_objects::{Obj, PyResult, Raised, Str, Vm, exception, int, types};
use rustix::io::Errno;

/// The system's message for an error number (`strerror`).
pub(crate) fn message(number: i32) -> String {
    let text = std::io::Error::from_raw_os_error(number).to_string();
    match text.rfind(" (os error") {
        Some(end) => text[..end].to_string(),
        None => text,
    }
}

/// Raises the `OSError` of an error number, with the file names that it is about.
#[cold]
pub(crate) fn raise_number(vm: &mut Vm, number: i32, name: Option<&Obj>, second: Option<&Obj>) -> Raised {
    let message = Str::new(vm, &message(number)).into_obj();
    let mut arguments = vec![int::from_i64(vm, number.into()), message];
    if let Some(name) = name {
        arguments.push(name.clone());
        if let Some(second) = second {
            arguments.extend([Obj::NONE, second.clone()]);
        }
    }
    let made = exception::with_args(vm, types::OS_ERROR, &arguments);
    vm.raise_object(made)
}

/// Raises the `OSError` of an error, with the file name that it is about.
#[cold]
pub(crate) fn raise(vm: &mut Vm, error: Errno, name: Option<&Obj>) -> Raised {
    raise_number(vm, error.raw_os_error(), name, None)
}

/// The value of a system call, or its error raised.
///
/// # Errors
/// The `OSError`.
pub(crate) fn check<T>(vm: &mut Vm, result: Result<T, Errno>) -> PyResult<T> {
    result.map_err(|e| raise(vm, e, None))
}

/// Makes a system call that may block, with the token given up, and again if a signal's handler has run (PEP 475). Signals that
/// came before are handled first: they do not end the call.
///
/// # Errors
/// The `OSError`; what a handler raises.
pub(crate) fn blocking<T: Send>(vm: &mut Vm, call: impl Fn() -> Result<T, Errno> + Sync) -> PyResult<T> {
    blocking_named(vm, None, call)
}

/// As [`blocking`], with the file name for the error.
///
/// # Errors
/// As [`blocking`].
pub(crate) fn blocking_named<T: Send>(
    vm: &mut Vm,
    name: Option<&Obj>,
    call: impl Fn() -> Result<T, Errno> + Sync,
) -> PyResult<T> {
    rpython_vm::signals::check(vm)?;
    loop {
        match vm.suspend(&call) {
            Err(Errno::INTR) => rpython_vm::signals::check(vm)?,
            Err(e) => return Err(raise(vm, e, name)),
            Ok(value) => return Ok(value),
        }
    }
}
