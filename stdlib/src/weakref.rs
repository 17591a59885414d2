//! `_weakref`

use crate::table;
use rpython_objects::{
    Args, Dict, List, Module, NativeDef, Obj, PyResult, Ref, Vm, argument, int, native, type_error, types,
    weakref::{self, proxy},
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "getweakrefcount",
        "($module, object, /)",
        |vm, a| {
            let n = weakref::all(vm, a.at(1)).len();
            Ok(int::from_i64(vm, n as i64))
        },
        "Return the number of weak references to 'object'.",
    ),
    native(
        "getweakrefs",
        "($module, object, /)",
        |vm, a| {
            let all = weakref::all(vm, a.at(1));
            Ok(List::from_vec(vm, all)?.into_obj())
        },
        "Return a list of all weak reference objects pointing to 'object'.",
    ),
    native(
        "proxy",
        "($module, object, callback=None, /)",
        |vm, a| proxy::new(vm, a.at(1), a.some(2)),
        "Create a proxy object that weakly references 'object'.\n\n'callback', if given, is called with a reference to the\nproxy when 'object' is about to be finalized.",
    ),
    native(
        "_remove_dead_weakref",
        "($module, dct, key, /)",
        remove_dead,
        "Atomically remove key from dict if it points to a dead weakref.",
    ),
];

fn remove_dead(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(dict) = args.at(1).downcast_ref::<Dict>() else {
        let class = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "_remove_dead_weakref() argument 1 must be dict, not {class}"));
    };
    let Some(value) = Dict::get_item(vm, dict, args.at(2))? else { return Ok(Obj::NONE) };
    match weakref::is_dead(vm, &value) {
        Some(true) => {
            Dict::remove_item(vm, dict, args.at(2))?;
            Ok(Obj::NONE)
        }
        Some(false) => Ok(Obj::NONE),
        None => Err(type_error!(vm, "not a weakref")),
    }
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_weakref", "Weak-reference support module.", FUNCTIONS)?;
    for (name, class) in [
        ("ref", types::WEAK_REF),
        ("ReferenceType", types::WEAK_REF),
        ("ProxyType", types::WEAK_PROXY),
        ("CallableProxyType", types::CALLABLE_PROXY),
    ] {
        table::set(vm, &module, name, class.clone().into_obj())?;
    }
    Ok(module)
}
