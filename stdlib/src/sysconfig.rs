//! `_sysconfig`: what of the build the program itself knows (Modules/_sysconfig.c).

use crate::table;
use rpython_objects::{Dict, Module, NativeDef, PyResult, Ref, Vm, int, native};

static FUNCTIONS: &[NativeDef] = &[native(
    "config_vars",
    "($module, /)",
    |vm, _| {
        let vars = Dict::new(vm);
        for name in ["Py_GIL_DISABLED", "Py_DEBUG"] {
            let zero = int::from_i64(vm, 0);
            Dict::set_name(vm, &vars, name, zero)?;
        }
        Ok(vars.into_obj())
    },
    "Returns a dictionary containing build variables intended to be exposed by sysconfig.",
)];

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "_sysconfig", "A helper for the sysconfig module.", FUNCTIONS)
}
