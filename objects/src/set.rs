//! `set` and `frozenset`

use crate::{PyResult, Vm, type_error};
use rpython_heap::Obj;

/// A set of `items`.
///
/// # Errors
/// What hashing or comparing raises.
pub fn set(vm: &mut Vm, items: &[Obj]) -> PyResult {
    let _ = items;
    Err(type_error!(vm, "set is not implemented yet"))
}

/// A frozenset of `items`.
///
/// # Errors
/// As [`set`].
pub fn frozenset(vm: &mut Vm, items: &[Obj]) -> PyResult {
    let _ = items;
    Err(type_error!(vm, "frozenset is not implemented yet"))
}

/// Adds an item to a set.
///
/// # Errors
/// As [`set`].
pub fn add(vm: &mut Vm, target: &Obj, item: &Obj) -> PyResult<()> {
    let _ = (target, item);
    Err(type_error!(vm, "set is not implemented yet"))
}
