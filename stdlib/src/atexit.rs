//! `atexit` (CPython: `Modules/atexitmodule.c`): functions to be called when the program ends, the last registered first.

use crate::table;
use rpython_objects::{
    Args, CallArgs, Dict, Module, NativeDef, Obj, OptObj, PyResult, Ref, Str, Tuple, Vm, int, native, protocol,
    type_error,
};

/// A function and its arguments.
#[derive(Clone)]
struct Callback {
    function: Obj,
    values: Vec<Obj>,
    names: Option<Ref<Tuple>>,
}

#[derive(Default)]
struct State {
    callbacks: Vec<Callback>,
}

fn register(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let function = args.at(1);
    if vm.slots_of(function).call().is_none() {
        return Err(type_error!(vm, "the first argument must be callable"));
    }
    let mut values = args.at(2).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let mut names = Vec::new();
    if let Some(keywords) = args.at(3).downcast_ref::<Dict>() {
        for (name, value) in keywords.get(vm).iter() {
            if name.is_kind::<Str>() {
                names.push(name.clone());
                values.push(value.clone());
            }
        }
    }
    let names = if names.is_empty() { None } else { Some(Tuple::from_vec(vm, names)?) };
    vm.state_of::<State>().callbacks.push(Callback { function: function.clone(), values, names });
    Ok(function.clone())
}

fn unregister(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut at = vm.state_of::<State>().callbacks.len();
    while at > 0 {
        at -= 1;
        // Comparing may change the list.
        let Some(callback) = vm.state_of::<State>().callbacks.get(at).cloned() else { continue };
        if protocol::equal(vm, &callback.function, args.at(1))? {
            let callbacks = &mut vm.state_of::<State>().callbacks;
            if callbacks.get(at).is_some_and(|c| c.function.is(&callback.function)) {
                let old = callbacks.remove(at);
                drop(old);
            }
        }
    }
    Ok(Obj::NONE)
}

fn clear(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let old = std::mem::take(&mut vm.state_of::<State>().callbacks);
    drop(old);
    Ok(Obj::NONE)
}

/// Calls what is registered; what is raised is reported.
pub(crate) fn run(vm: &mut Vm) {
    while let Some(Callback { function, values, names }) = vm.state_of::<State>().callbacks.pop() {
        if protocol::call_args(vm, &function, CallArgs { values: &values, names: names.as_ref() }).is_err() {
            let travelling = vm.take_exception();
            let shown = match protocol::repr_text(vm, &function) {
                Ok(shown) => shown,
                Err(_) => {
                    drop(vm.take_exception());
                    "<object repr() failed>".to_string()
                }
            };
            vm.exception = OptObj::some(travelling);
            (vm.hooks.unraisable)(vm, &format!("in atexit callback {shown}"), None);
        }
    }
}

fn run_exitfuncs(vm: &mut Vm, _: Args<'_>) -> PyResult {
    run(vm);
    Ok(Obj::NONE)
}

fn count(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let n = vm.state_of::<State>().callbacks.len();
    Ok(int::from_i64(vm, n as i64))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "register",
        "($module, func, /, *args, **kwargs)",
        register,
        "Register a function to be executed upon normal program termination\n\n    func - function to be called at exit\n    args - optional arguments to pass to func\n    kwargs - optional keyword arguments to pass to func\n\n    func is returned to facilitate usage as a decorator.",
    ),
    native("_clear", "($module, /)", clear, "Clear the list of previously registered exit functions."),
    native(
        "unregister",
        "($module, func, /)",
        unregister,
        "Unregister an exit function which was previously registered using\natexit.register\n\n    func - function to be unregistered",
    ),
    native("_run_exitfuncs", "($module, /)", run_exitfuncs, "Run all registered exit functions."),
    native("_ncallbacks", "($module, /)", count, "Return the number of registered exit functions."),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n";
    table::module(vm, "atexit", doc, FUNCTIONS)
}
