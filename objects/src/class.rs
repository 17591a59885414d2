//! Classes made by Python code: `type(name, bases, namespace)`, MRO, layout, `__slots__`.

use crate::{Dict, PyResult, Str, StrExt, Type, TypeExt, Vm, names, type_error};
use rpython_heap::{Obj, Ref};

/// `__module__` of a class, if it is a string.
pub fn module_name(vm: &Vm, class: &Ref<Type>) -> Option<String> {
    match Dict::get_str(vm, &class.get(vm).dict, names::__module__) {
        Some(module) => module.downcast_ref::<Str>().map(|m| m.to_string_lossy(vm)),
        None => Some("builtins".to_string()),
    }
}

/// The `TypeError` of instantiating an abstract class.
pub(crate) fn abstract_error(vm: &mut Vm, class: &Ref<Type>) -> crate::Raised {
    let name = class.name(vm).to_string();
    type_error!(vm, "Can't instantiate abstract class {name}")
}

/// `o.__class__ = value`
pub(crate) fn set_class(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let _ = (o, value);
    Err(type_error!(vm, "__class__ assignment is not implemented yet"))
}

/// `type.__new__`
pub(crate) fn new(vm: &mut Vm, meta: &Ref<Type>, args: crate::CallArgs<'_>) -> PyResult {
    let _ = (meta, args);
    Err(type_error!(vm, "type.__new__ is not implemented yet"))
}

/// The most derived of a metaclass and the classes of all bases.
///
/// # Errors
/// `TypeError` if none is derived from all others.
pub fn most_derived_metaclass(vm: &mut Vm, meta: &Ref<Type>, bases: &Ref<crate::Tuple>) -> PyResult<Ref<Type>> {
    let mut winner = meta.clone();
    for i in 0..bases.tail(vm).len() {
        let base = bases.tail(vm)[i].clone();
        let class = vm.class_of(&base).own();
        if winner.is_subtype(vm, &class) {
            continue;
        }
        if !class.is_subtype(vm, &winner) {
            return Err(type_error!(
                vm,
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"
            ));
        }
        winner = class;
    }
    Ok(winner)
}

/// `module.qualname`, without the module for built-in classes: how `%T` prints a class.
pub fn qualified_name(vm: &Vm, class: &Ref<Type>) -> String {
    let qualname = class.get(vm).qualname.to_string_lossy(vm);
    match module_name(vm, class) {
        Some(module) if module != "builtins" && module != "__main__" => format!("{module}.{qualname}"),
        _ => qualname,
    }
}
