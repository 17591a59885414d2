//! `_tracemalloc` (CPython: `Modules/_tracemalloc.c`): nothing is traced, and starting says so. What asks about traces gets none.

use crate::table;
use rpython_objects::{Args, List, Module, NativeDef, Obj, PyResult, Ref, Tuple, Vm, int, native, raise, types};

fn nothing(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Obj::NONE)
}

fn zero(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(int::from_i64(vm, 0))
}

fn start(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "tracemalloc.start: rpython does not trace allocations"))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "is_tracing",
        "($module, /)",
        |_, _| Ok(Obj::FALSE),
        "Return True if the tracemalloc module is tracing Python memory allocations.",
    ),
    native("clear_traces", "($module, /)", nothing, "Clear traces of memory blocks allocated by Python."),
    native(
        "_get_traces",
        "($module, /)",
        |vm, _| Ok(List::from_vec(vm, Vec::new())?.into_obj()),
        "Get traces of all memory blocks allocated by Python.",
    ),
    native(
        "_get_object_traceback",
        "($module, obj, /)",
        nothing,
        "Get the traceback where the Python object obj was allocated.",
    ),
    native("start", "($module, nframe=1, /)", start, "Start tracing Python memory allocations."),
    native("stop", "($module, /)", nothing, "Stop tracing Python memory allocations."),
    native(
        "get_traceback_limit",
        "($module, /)",
        |vm, _| Ok(int::from_i64(vm, 1)),
        "Get the maximum number of frames stored in the traceback of a trace.",
    ),
    native("get_tracemalloc_memory", "($module, /)", zero, "Get the memory usage in bytes of the tracemalloc module."),
    native(
        "get_traced_memory",
        "($module, /)",
        |vm, _| {
            let none = int::from_i64(vm, 0);
            Ok(Tuple::from_slice(vm, &[none.clone(), none])?.into_obj())
        },
        "Get the current size and peak size of memory blocks traced by tracemalloc.",
    ),
    native(
        "reset_peak",
        "($module, /)",
        nothing,
        "Set the peak size of memory blocks traced by tracemalloc to the current size.",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "_tracemalloc", "Debug module to trace memory blocks allocated by Python.", FUNCTIONS)
}
