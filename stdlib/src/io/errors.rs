//! What streams raise, and how they read their arguments.

use super::State;
use rpython_objects::{
    Args, Obj, PyResult, Raised, Str, StrExt, Vm, argument, buffer, protocol, raise, type_error, types, value_error,
};
use rustix::io::Errno;

/// Raises `UnsupportedOperation`.
#[cold]
pub(super) fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    match vm.state_of::<State>().unsupported.clone() {
        Some(class) => raise!(vm, &class, "{message}"),
        None => raise!(vm, types::OS_ERROR, "{message}"),
    }
}

/// Raises the `ValueError` of a stream that is closed.
#[cold]
pub(super) fn closed(vm: &mut Vm) -> Raised {
    value_error!(vm, "I/O operation on closed file.")
}

/// Raises the `OSError` of a system call.
#[cold]
pub(super) fn system(vm: &mut Vm, errno: Errno, filename: Option<Obj>) -> Raised {
    crate::posix::error::raise(vm, errno, filename.as_ref())
}

/// A size that may be `None`: negative, `None` and absent ones are `None`.
pub(super) fn size(vm: &mut Vm, o: Option<&Obj>) -> PyResult<Option<usize>> {
    Ok(usize::try_from(optional_size(vm, o, -1)?).ok())
}

/// A size that may be `None` or absent, which stands for `default`.
pub(super) fn optional_size(vm: &mut Vm, o: Option<&Obj>, default: isize) -> PyResult<isize> {
    match o.filter(|o| !o.is_none()) {
        None => Ok(default),
        Some(o) if protocol::has_index(vm, o) => protocol::to_index(vm, o, Some(types::OVERFLOW_ERROR)),
        Some(o) => {
            let class = argument::class_name(vm, o);
            Err(type_error!(vm, "argument should be integer or None, not '{class}'"))
        }
    }
}

/// A buffer that the function fills; `what` names the argument.
pub(crate) fn writable(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<buffer::Contiguous> {
    if buffer::has_buffer(vm, o) {
        match buffer::get(vm, o, buffer::WRITABLE) {
            Ok(lent) => return Ok(buffer::Contiguous::View(lent)),
            Err(raised) => vm.swallow(raised, types::BUFFER_ERROR)?,
        }
    }
    let class = argument::shown_class(vm, o);
    Err(type_error!(vm, "{what} must be read-write bytes-like object, not {class}"))
}

/// `object.__getstate__` of streams, which cannot be pickled.
pub(super) fn refuse_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).get(vm).name.to_string_lossy(vm);
    Err(type_error!(vm, "cannot pickle '{class}' instances"))
}

/// Whether the travelling exception is an `OSError` of `EINTR`; it is swallowed then, and handlers of signals have run.
pub(super) fn interrupted(vm: &mut Vm, raised: Raised) -> PyResult<()> {
    let is_eintr = vm.raised_is(types::INTERRUPTED_ERROR);
    if !is_eintr {
        return Err(raised);
    }
    drop(vm.take_exception());
    vm.poll()
}

/// Runs `work` after a failure, whose exception becomes the context of one that `work` raises.
pub(super) fn finally<T>(vm: &mut Vm, result: PyResult<T>, work: impl FnOnce(&mut Vm) -> PyResult<()>) -> PyResult<T> {
    match result {
        Ok(value) => work(vm).map(|()| value),
        Err(_raised) => {
            let first = vm.take_exception();
            match work(vm) {
                Ok(()) => Err(vm.travel(first)),
                Err(_raised) => {
                    let second = vm.take_exception();
                    if let Some(e) = second.downcast_ref::<rpython_objects::Exception>()
                        && !second.is(&first)
                    {
                        e.get_mut(vm).context = rpython_objects::OptObj::some(first);
                    }
                    Err(vm.travel(second))
                }
            }
        }
    }
}

/// The string of an argument that must be one: `what` names it.
pub(super) fn text<'a>(
    vm: &mut Vm,
    o: &'a Obj,
    message: impl FnOnce(&str) -> String,
) -> PyResult<&'a rpython_objects::Ref<Str>> {
    match o.downcast_ref::<Str>() {
        Some(s) => Ok(s),
        None => {
            let class = argument::class_name(vm, o);
            let message = message(&class);
            Err(type_error!(vm, "{message}"))
        }
    }
}

/// Raises the `ValueError` of a stream whose `__init__` has not run.
#[cold]
pub(super) fn refuse_uninitialised(vm: &mut Vm) -> Raised {
    value_error!(vm, "I/O operation on uninitialized object")
}

/// The value of an attribute that is a C `bool`.
pub(super) fn boolean_member(vm: &mut Vm, value: Option<&Obj>) -> PyResult<bool> {
    match value {
        None => Err(type_error!(vm, "can't delete numeric/char attribute")),
        Some(value) if value.value().is_bool() => Ok(value.is(&Obj::TRUE)),
        Some(_) => Err(type_error!(vm, "attribute value type must be bool")),
    }
}

/// Reports the travelling exception, which finalising a stream has raised.
#[cold]
pub(super) fn report_finalising(vm: &mut Vm, o: &Obj) {
    let travelling = vm.exception.take();
    let shown = match protocol::repr_text(vm, o) {
        Ok(shown) => shown,
        Err(_raised) => {
            drop(vm.take_exception());
            "<object repr() failed>".to_string()
        }
    };
    vm.exception = travelling.into();
    let unraisable = vm.hooks.unraisable;
    unraisable(vm, &format!("while finalizing file {shown}"), None);
}
