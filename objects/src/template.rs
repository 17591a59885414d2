//! `string.templatelib`: t-strings.

use crate::{PyResult, Vm, type_error};
use rpython_heap::Obj;

/// An interpolation. `conversion`: 0 none, 1 `!s`, 2 `!r`, 3 `!a`.
///
/// # Errors
/// `MemoryError`.
pub fn interpolation(vm: &mut Vm, value: &Obj, text: &Obj, conversion: u32, spec: Option<&Obj>) -> PyResult {
    let _ = (value, text, conversion, spec);
    Err(type_error!(vm, "templates are not implemented yet"))
}

/// A template.
///
/// # Errors
/// `MemoryError`.
pub fn template(vm: &mut Vm, strings: &Obj, interpolations: &Obj) -> PyResult {
    let _ = (strings, interpolations);
    Err(type_error!(vm, "templates are not implemented yet"))
}
