//! `types.GenericAlias`

use crate::{PyResult, Vm, type_error};
use rpython_heap::Obj;

/// `origin[args]`
///
/// # Errors
/// `MemoryError`.
pub fn new(vm: &mut Vm, origin: &Obj, args: &Obj) -> PyResult {
    let _ = (origin, args);
    Err(type_error!(vm, "GenericAlias is not implemented yet"))
}
