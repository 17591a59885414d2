//! The module `builtins`: its functions, by subject.
//!
//! `objects` and `attributes`: what can be asked of any object; `iteration`: loops in a call; `numbers`; `code`: `exec`, `eval`, `compile`
//! and namespaces; `output`: `print` and `input`.

mod attributes;
mod code;
mod iteration;
mod numbers;
mod output;

use crate::{interp, variables};
use rpython_objects::{Dict, Module, NativeDef, Obj, PyResult, Ref, Str, TypeExt, Vm, function, names, native, types};

static BUILD_CLASS: NativeDef = native(
    "__build_class__",
    "(*args, **kwargs)",
    variables::build_class_native,
    "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.",
)
.unsigned();

/// Fills the namespace of `builtins` and enters the module into `sys.modules`.
///
/// # Errors
/// `MemoryError`.
pub fn fill(vm: &mut Vm) -> PyResult<()> {
    let dict = interp::builtins(vm);
    let module = vm.alloc(types::MODULE, Module { dict: dict.clone() }).into_obj();
    let name = Str::intern(vm, "builtins");
    Dict::set_str(vm, &dict, names::__name__, name.clone().into_obj())?;
    let doc = Str::new(
        vm,
        "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need to access\nthe original, but in which the builtin of that name is also\nneeded.",
    );
    Dict::set_str(vm, &dict, names::__doc__, doc.into_obj())?;
    let empty = names::EMPTY.clone().into_obj();
    Dict::set_str(vm, &dict, names::__package__, empty)?;
    for none in [names::__loader__, names::__spec__] {
        Dict::set_str(vm, &dict, none, Obj::NONE)?;
    }
    let tables = [attributes::FUNCTIONS, code::FUNCTIONS, iteration::FUNCTIONS, numbers::FUNCTIONS, output::FUNCTIONS];
    for def in tables.into_iter().flatten().chain([&BUILD_CLASS]) {
        let made = function::for_module(vm, Some(&module), "builtins", def);
        Dict::set_name(vm, &dict, def.name, made)?;
    }
    variables::keep_common_functions(vm, &dict);
    let debug = Obj::bool(interp::optimization(vm) == 0);
    for (name, value) in [
        ("None", Obj::NONE),
        ("Ellipsis", Obj::ELLIPSIS),
        ("NotImplemented", Obj::NOT_IMPLEMENTED),
        ("False", Obj::FALSE),
        ("True", Obj::TRUE),
        ("__debug__", debug),
    ] {
        Dict::set_name(vm, &dict, name, value)?;
    }
    for class in types::exported() {
        let name = class.name(vm).to_string();
        Dict::set_name(vm, &dict, &name, class.clone().into_obj())?;
    }
    for alias in ["EnvironmentError", "IOError"] {
        Dict::set_name(vm, &dict, alias, types::OS_ERROR.clone().into_obj())?;
    }
    let modules = interp::modules(vm);
    Dict::set_str(vm, &modules, &name, module)?;
    Ok(())
}

/// The module itself.
pub fn module(vm: &mut Vm) -> Option<Obj> {
    let modules = interp::modules(vm);
    let name = Str::intern(vm, "builtins");
    Dict::get_str(vm, &modules, &name).cloned()
}

/// The attribute of a builtin by name, for other native code.
pub fn get(vm: &mut Vm, name: &str) -> Option<Obj> {
    let dict: Ref<Dict> = interp::builtins(vm);
    let name = Str::intern(vm, name);
    Dict::get_str(vm, &dict, &name).cloned()
}
