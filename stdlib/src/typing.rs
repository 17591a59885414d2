//! `_typing`

use crate::table;
use rpython_objects::{Module, NativeDef, PyResult, Ref, Vm, native, types, typing};

static FUNCTIONS: &[NativeDef] = &[native("_idfunc", "($module, x, /)", |_, a| Ok(a.at(1).clone()), "")];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "Primitives and accelerators for the typing module.\n";
    let module = table::module(vm, "_typing", doc, FUNCTIONS)?;
    for (name, class) in [
        ("TypeVar", types::TYPE_VAR),
        ("ParamSpec", types::PARAM_SPEC),
        ("TypeVarTuple", types::TYPE_VAR_TUPLE),
        ("ParamSpecArgs", types::PARAM_SPEC_ARGS),
        ("ParamSpecKwargs", types::PARAM_SPEC_KWARGS),
        ("Generic", types::GENERIC),
        ("TypeAliasType", types::TYPE_ALIAS),
        ("Union", types::UNION),
    ] {
        table::set(vm, &module, name, class.clone().into_obj())?;
    }
    let no_default = typing::constant::no_default(vm);
    table::set(vm, &module, "NoDefault", no_default)?;
    Ok(module)
}
