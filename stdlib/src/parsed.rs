//! Arguments as `PyArg_ParseTuple` reads them: the errors are others than those of the argument clinic (`rpython_objects::argument`).

use rpython_objects::{Obj, PyResult, Vm, int, protocol, raise, types};

/// A C `int`, format `i`.
///
/// # Errors
/// `TypeError` for what is no integer, `OverflowError`.
pub(crate) fn c_int(vm: &mut Vm, o: &Obj) -> PyResult<i32> {
    let exact = protocol::index(vm, o)?;
    let Some(n) = int::to_i64(vm, &exact) else {
        return Err(int::too_large(vm, "long"));
    };
    match i32::try_from(n) {
        Ok(n) => Ok(n),
        Err(_) if n < 0 => Err(raise!(vm, types::OVERFLOW_ERROR, "signed integer is less than minimum")),
        Err(_) => Err(raise!(vm, types::OVERFLOW_ERROR, "signed integer is greater than maximum")),
    }
}
