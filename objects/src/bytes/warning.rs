//! `-b`: warnings about bytes that are taken for text.

use crate::{CompareOp, PyResult, Str, Vm, int, types};
use rpython_heap::Obj;

/// Whether `-b` is given.
#[derive(Default)]
struct Wanted(bool);

/// Turns the warnings on.
pub fn enable(vm: &mut Vm) {
    vm.state_of::<Wanted>().0 = true;
}

#[cold]
fn warn(vm: &mut Vm, message: &str) -> PyResult<()> {
    if !vm.state_of::<Wanted>().0 {
        return Ok(());
    }
    (vm.hooks.warn)(vm, types::BYTES_WARNING, message, 1)
}

/// `str(o)` of bytes or a bytearray, named with its article.
pub(crate) fn converted(vm: &mut Vm, what: &str) -> PyResult<()> {
    warn(vm, &format!("str() on {what} instance"))
}

/// A comparison of bytes with something else.
pub(crate) fn compared(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult<()> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(());
    }
    if a.is_kind::<Str>() || b.is_kind::<Str>() {
        return warn(vm, "Comparison between bytes and string");
    }
    if int::is_int(a) || int::is_int(b) {
        return warn(vm, "Comparison between bytes and int");
    }
    Ok(())
}

/// A comparison of a bytearray with something that is no buffer.
pub(crate) fn compared_array(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult<()> {
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && (a.is_kind::<Str>() || b.is_kind::<Str>()) {
        return warn(vm, "Comparison between bytearray and string");
    }
    Ok(())
}
