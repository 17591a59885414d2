//! Functions of `sys` about the implementation itself: most say that there is nothing of the kind here.

use rpython_objects::{
    Args, Dict, Module, NativeDef, Obj, PyResult, Ref, TypeExt, Vm, argument, function, int, native, type_error,
    value_error,
};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    native(
        "getdlopenflags",
        "($module, /)",
        |vm, _| {
            let flags = vm.state_of::<State>().load_flags.unwrap_or(RTLD_NOW);
            Ok(int::from_i64(vm, flags.into()))
        },
        "Return the current value of the flags that are used for dlopen calls.\n\nThe flag constants are defined in the os module.",
    ),
    native(
        "setdlopenflags",
        "($module, flags, /)",
        |vm, a| {
            let flags = argument::c_int(vm, a.at(1))?;
            vm.state_of::<State>().load_flags = Some(flags);
            Ok(Obj::NONE)
        },
        "Set the flags used by the interpreter for dlopen calls.\n\nThis is used, for example, when the interpreter loads extension\nmodules. Among other things, this will enable a lazy resolving of\nsymbols when importing a module, if called as sys.setdlopenflags(0).\nTo share symbols across extension modules, call as\nsys.setdlopenflags(os.RTLD_GLOBAL).  Symbolic names for the flag\nmodules can be found in the os module (RTLD_xxx constants, e.g.\nos.RTLD_LAZY).",
    ),
    native(
        "is_remote_debug_enabled",
        "($module, /)",
        |_, _| Ok(Obj::FALSE),
        "Return True if remote debugging is enabled, False otherwise.",
    ),
    native(
        "is_stack_trampoline_active",
        "($module, /)",
        |_, _| Ok(Obj::FALSE),
        "Return *True* if a stack profiler trampoline is active.",
    ),
    native(
        "activate_stack_trampoline",
        "($module, backend, /)",
        |vm, _| Err(value_error!(vm, "perf trampoline not available")),
        "Activate stack profiler trampoline *backend*.",
    ),
    native(
        "deactivate_stack_trampoline",
        "($module, /)",
        |_, _| Ok(Obj::NONE),
        "Deactivate the current stack profiler trampoline backend.\n\nIf no stack profiler is activated, this function has no effect.",
    ),
    native(
        "_clear_type_descriptors",
        "($module, type, /)",
        clear_type_descriptors,
        "Private function for clearing certain descriptors from a type's dictionary.\n\nSee gh-135228 for context.",
    ),
];

/// What `dlopen` is called with where extension modules are loaded.
const RTLD_NOW: i32 = 2;

#[derive(Default)]
struct State {
    load_flags: Option<i32>,
}

/// Removes `__dict__` and `__weakref__` from a class that another took the place of (`dataclasses` with slots).
fn clear_type_descriptors(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.at(1).downcast_ref::<rpython_objects::Type>().cloned() else {
        let got = argument::shown_class(vm, args.at(1));
        return Err(type_error!(vm, "_clear_type_descriptors() argument must be type, not {got}"));
    };
    if class.get(vm).flags.0 & rpython_objects::TypeFlags::IMMUTABLE != 0 {
        return Err(type_error!(vm, "argument is immutable"));
    }
    let dict = class.get(vm).dict.clone();
    for name in [rpython_objects::names::__dict__, rpython_objects::names::__weakref__] {
        let old = Dict::remove_str(vm, &dict, name);
        drop(old);
    }
    class.modified(vm);
    Ok(Obj::NONE)
}

static JIT_FUNCTIONS: &[NativeDef] = &[
    native(
        "is_available",
        "($module, /)",
        |_, _| Ok(Obj::FALSE),
        "Return True if the current Python executable supports JIT compilation, and False otherwise.",
    ),
    native(
        "is_enabled",
        "($module, /)",
        |_, _| Ok(Obj::FALSE),
        "Return True if JIT compilation is enabled for the current Python process (implies sys._jit.is_available()), and False otherwise.",
    ),
    native(
        "is_active",
        "($module, /)",
        |_, _| Ok(Obj::FALSE),
        "Return True if the topmost Python frame is currently executing JIT code (implies sys._jit.is_enabled()), and False otherwise.",
    ),
];

/// The module `sys._jit`.
pub(super) fn jit(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = Module::new(vm, "sys._jit")?;
    let dict = module.get(vm).dict.clone();
    for def in JIT_FUNCTIONS {
        let made = function::for_module(vm, Some(&module), "sys._jit", def);
        Dict::set_name(vm, &dict, def.name, made)?;
    }
    Ok(module)
}
