//! `callable_iterator`: calls until a sentinel comes.

use crate::{PyResult, Vm, raise, types};
use rpython_heap::Obj;

/// `iter(callable, sentinel)`
///
/// # Errors
/// `MemoryError`.
pub fn new(vm: &mut Vm, callable: &Obj, sentinel: &Obj) -> PyResult {
    let _ = (callable, sentinel);
    Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "iter(callable, sentinel) is not there yet"))
}
