//! How a native module is made: its functions, types and exceptions.

use rpython_heap::Payload;
use rpython_objects::{
    Dict, NativeDef, Obj, PyResult, Ref, Str, Tuple, Type, TypeDef, Vm, function, module::Module, names, protocol,
    type_object, types,
};

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

/// Makes the type of a payload and sets it in the module under its name.
///
/// # Errors
/// `MemoryError`
pub(crate) fn add_type<T: Payload>(vm: &mut Vm, module: &Ref<Module>, def: &'static TypeDef) -> PyResult<Ref<Type>> {
    let class = type_object::define_kind::<T>(vm, def)?;
    set(vm, module, def.name, class.clone().into_obj())?;
    Ok(class)
}

/// Makes an exception class, `module.name`, and sets it in the module. `shown` is its `__module__`, which may differ
/// from the module's own name (`struct.error` lives in `_struct`).
///
/// # Errors
/// `MemoryError`
pub(crate) fn add_exception(
    vm: &mut Vm,
    module: &Ref<Module>,
    shown: &str,
    name: &str,
    base: &Ref<Type>,
) -> PyResult<Ref<Type>> {
    let dict = Dict::new(vm);
    let shown = Str::intern(vm, shown).into_obj();
    Dict::set_str(vm, &dict, names::__module__, shown)?;
    let bases = Tuple::from_slice(vm, &[base.clone().into_obj()])?.into_obj();
    let class_name = Str::intern(vm, name).into_obj();
    let made = protocol::call(vm, types::TYPE, &[class_name, bases, dict.into_obj()])?;
    set(vm, module, name, made.clone())?;
    match made.downcast::<Type>() {
        Ok(class) => Ok(class),
        Err(_) => unreachable!("a call of `type` makes a class"),
    }
}
