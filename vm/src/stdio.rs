//! The standard streams, as far as the interpreter itself uses them: `print`, messages, flushing at the end. The streams themselves are
//! objects of the module `_io`.

use crate::interp;
use rpython_objects::{Obj, PyResult, Raised, Ref, Str, Vm, names, protocol};
use std::sync::OnceLock;

/// What is written to a text stream.
#[derive(Clone, Copy)]
pub enum Piece<'a> {
    /// A string.
    Str(&'a Ref<Str>),
    /// ASCII characters that lie outside the heap.
    Ascii(&'a [u8]),
}

/// Writes to a text stream of one native kind.
pub type WriteText = fn(&mut Vm, &Obj, Piece<'_>) -> PyResult<()>;

/// The kind of the native text streams, and how they are written to without looking up a method.
static TEXT: OnceLock<(u8, WriteText)> = OnceLock::new();

/// Says how text streams of a native kind are written to. Saying it again changes nothing.
pub fn set_text_stream(kind: u8, write: WriteText) {
    let _ = TEXT.set((kind, write));
}

/// How to write to a stream, if it is a native one and no instance of a subclass.
pub(crate) fn native_writer(vm: &Vm, o: &Obj) -> Option<WriteText> {
    let &(kind, write) = TEXT.get()?;
    (o.kind() == kind && vm.type_of_kind(kind).is_some_and(|class| vm.class_of(o).is(class))).then_some(write)
}

/// What became of a text for `sys.stderr`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// It was written.
    Written,
    /// There is none: it is None.
    Unwanted,
    /// There is no attribute of that name, or it cannot be written to.
    Lost,
}

/// Writes to `sys.stderr` if that is possible.
pub(crate) fn offer_error(vm: &mut Vm, text: &str) -> Shown {
    match interp::sys_attribute(vm, "stderr") {
        Some(stream) if stream.is_none() => Shown::Unwanted,
        Some(stream) => {
            let text = Str::new(vm, text).into_obj();
            match protocol::call_method(vm, &stream, names::write, &[text]) {
                Ok(_) => Shown::Written,
                Err(_raised) => {
                    drop(vm.take_exception());
                    Shown::Lost
                }
            }
        }
        None => Shown::Lost,
    }
}

/// Writes to `sys.stderr`, or to the system's standard error where that is not to be had.
pub(crate) fn write_error(vm: &mut Vm, text: &str) {
    if offer_error(vm, text) != Shown::Written {
        eprint!("{text}");
    }
}

/// Flushes a stream of `sys` that is there and open.
fn flush(vm: &mut Vm, name: &str) -> Result<(), Raised> {
    let Some(stream) = interp::sys_attribute(vm, name).filter(|s| !s.is_none()) else { return Ok(()) };
    let closed = match protocol::find_attr(vm, &stream, names::closed) {
        Ok(Some(closed)) => protocol::is_true(vm, &closed),
        Ok(None) => Ok(false),
        Err(raised) => Err(raised),
    };
    match closed {
        Ok(true) => return Ok(()),
        Ok(false) => {}
        Err(_raised) => drop(vm.take_exception()),
    }
    protocol::call_method(vm, &stream, names::flush, &[]).map(|_| ())
}

/// Flushes `sys.stdout` and `sys.stderr` before the program ends; failures are reported. Whether both went well.
pub fn flush_standard(vm: &mut Vm) -> bool {
    let mut good = true;
    for name in ["stdout", "stderr"] {
        if flush(vm, name).is_err() {
            let unraisable = vm.hooks.unraisable;
            unraisable(vm, &format!("while flushing sys.{name}"), None);
            good = false;
        }
    }
    good
}

/// Flushes `sys.stderr` and `sys.stdout`; failures are of no interest.
pub fn flush_quietly(vm: &mut Vm) {
    let travelling = vm.exception.take();
    for name in ["stderr", "stdout"] {
        if flush(vm, name).is_err() {
            drop(vm.take_exception());
        }
    }
    vm.exception = travelling.into();
}
