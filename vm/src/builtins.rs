//! The module `builtins`.

use crate::{interp, variables};
use rpython_objects::{
    Args, Dict, NativeDef, Obj, PyResult, Ref, StrExt, Tuple, Vm, function, native, protocol, types,
};

static FUNCTIONS: &[NativeDef] = &[
    native("__build_class__", "(*args, **kwargs)", variables::build_class_native, ""),
    native("len", "(obj, /)", len, "Return the number of items in a container."),
    native("print", "(*args, sep=' ', end='\\n', file=None, flush=False)", print, ""),
    native("repr", "(obj, /)", repr, ""),
];

fn len(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = protocol::len(vm, args.at(0))?;
    Ok(rpython_objects::int::from_i64(vm, n as i64))
}

fn repr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    protocol::repr(vm, args.at(0))
}

fn print(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let values = args.at(0).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let mut line = String::new();
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            line.push(' ');
        }
        let text = protocol::str(vm, value)?;
        line.push_str(&text.to_string_lossy(vm));
    }
    println!("{line}");
    Ok(Obj::NONE)
}

/// Fills the namespace of `builtins`.
///
/// # Errors
/// `MemoryError`.
pub fn fill(vm: &mut Vm) -> PyResult<Ref<Dict>> {
    let dict = interp::builtins(vm);
    for def in FUNCTIONS {
        let made = function::for_module(vm, None, "builtins", def);
        Dict::set_name(vm, &dict, def.name, made)?;
    }
    for class in types::exported() {
        let name = rpython_objects::TypeExt::name(class, vm).to_string();
        Dict::set_name(vm, &dict, &name, class.clone().into_obj())?;
    }
    Ok(dict)
}
