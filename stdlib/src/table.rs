//! How a native module is made from a table of functions.

use rpython_objects::{Dict, NativeDef, Obj, PyResult, Ref, Str, Vm, function, module::Module, names};

/// A module with a docstring and functions.
///
/// # Errors
/// `MemoryError`
pub(crate) fn module(
    vm: &mut Vm,
    name: &'static str,
    doc: &str,
    functions: &'static [NativeDef],
) -> PyResult<Ref<Module>> {
    let module = Module::new(vm, name)?;
    let dict = module.get(vm).dict.clone();
    let doc = Str::new(vm, doc).into_obj();
    Dict::set_str(vm, &dict, names::__doc__, doc)?;
    for def in functions {
        let made = function::for_module(vm, Some(&module), name, def);
        set(vm, &module, def.name, made)?;
    }
    Ok(module)
}

/// `module.name = value`
///
/// # Errors
/// `MemoryError`
pub(crate) fn set(vm: &mut Vm, module: &Ref<Module>, name: &str, value: Obj) -> PyResult<()> {
    let dict = module.get(vm).dict.clone();
    let name = Str::intern(vm, name);
    Ok(Dict::set_str(vm, &dict, &name, value)?)
}
