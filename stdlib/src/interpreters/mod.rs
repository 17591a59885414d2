//! `_interpreters`: the interpreters of the process (CPython: `Modules/_interpretersmodule.c`); [`queues`] is what they talk through.
//!
//! The heap is one region with one interpreter on it, the main one: it is listed and answers for itself, and what would make another
//! raises an error that says so.

pub mod queues;

use crate::table;
use rpython_objects::{
    Args, Bytes, List, Module, NativeDef, Obj, PyResult, Raised, Ref, Str, Tuple, Type, Vm, argument, exception, int,
    native, types, value_error,
};

/// The main interpreter's number, and where it comes from.
const MAIN: i64 = 0;
const RUNTIME: i64 = 1;

#[derive(Default)]
struct State {
    error: Option<Ref<Type>>,
    not_found: Option<Ref<Type>>,
}

#[cold]
pub(super) fn raise(vm: &mut Vm, class: Option<Ref<Type>>, message: &str) -> Raised {
    let class = class.unwrap_or_else(|| types::RUNTIME_ERROR.clone());
    let message = Str::new(vm, message).into_obj();
    let made = exception::with_args(vm, &class, &[message]);
    vm.raise_object(made)
}

/// The error of what would need another interpreter.
#[cold]
fn only_one(vm: &mut Vm) -> Raised {
    let class = vm.state_of::<State>().error.clone();
    raise(vm, class, "rpython has one interpreter: creating another is not supported")
}

fn main_entry(vm: &mut Vm) -> PyResult {
    let entry = [int::from_i64(vm, MAIN), int::from_i64(vm, RUNTIME)];
    table::tuple(vm, &entry)
}

/// Checks an interpreter's number.
fn known(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    let id = argument::ssize(vm, o)? as i64;
    if id < 0 {
        return Err(value_error!(vm, "arg must be a non-negative int, got {id}"));
    }
    if id == MAIN {
        return Ok(());
    }
    let class = vm.state_of::<State>().not_found.clone();
    Err(raise(vm, class, &format!("unrecognized interpreter ID {id}")))
}

fn current(vm: &mut Vm, _: Args<'_>) -> PyResult {
    main_entry(vm)
}

fn list_all(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let entry = main_entry(vm)?;
    Ok(List::from_vec(vm, vec![entry])?.into_obj())
}

fn is_running(vm: &mut Vm, args: Args<'_>) -> PyResult {
    known(vm, args.at(1))?;
    Ok(Obj::TRUE)
}

fn whence(vm: &mut Vm, args: Args<'_>) -> PyResult {
    known(vm, args.at(1))?;
    Ok(int::from_i64(vm, RUNTIME))
}

fn create(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(only_one(vm))
}

/// What would act on another interpreter than the one that asks.
fn elsewhere(vm: &mut Vm, args: Args<'_>) -> PyResult {
    known(vm, args.at(1))?;
    let class = vm.state_of::<State>().error.clone();
    Err(raise(vm, class, "interpreter already running"))
}

fn count_reference(vm: &mut Vm, args: Args<'_>) -> PyResult {
    known(vm, args.at(1))?;
    Ok(Obj::NONE)
}

/// Whether values of an object's kind can be handed to another interpreter.
pub(super) fn shareable(vm: &Vm, o: &Obj) -> bool {
    let v = o.value();
    if o.is_none() || v.is_int() || v.as_float().is_some() || v == Obj::TRUE.value() || v == Obj::FALSE.value() {
        return true;
    }
    let class = vm.class_of(o);
    if let Some(items) = o.downcast_ref::<Tuple>().filter(|_| class.is(types::TUPLE)) {
        return items.tail(vm).iter().all(|item| shareable(vm, item));
    }
    o.is_kind::<Str>() && class.is(types::STR)
        || o.is_kind::<Bytes>() && class.is(types::BYTES)
        || int::to_i64(vm, o).is_some() && class.is(types::INT)
        || class.is(types::MEMORYVIEW)
}

fn is_shareable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(shareable(vm, args.at(1))))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "create",
        "($module, config=None, /, *, reqrefs=False)",
        create,
        "Create a new interpreter and return a unique generated ID.",
    )
    .unsigned(),
    native("destroy", "($module, id, /, *, restrict=False)", elsewhere, "Destroy the identified interpreter.")
        .unsigned(),
    native(
        "list_all",
        "($module, /, *, require_ready=False)",
        list_all,
        "Return a list containing the ID of every existing interpreter.",
    )
    .unsigned(),
    native("get_current", "($self, /)", current, "Return the ID of current interpreter."),
    native("get_main", "($self, /)", current, "Return the ID of main interpreter."),
    native(
        "is_running",
        "($module, id, /, *, restrict=False)",
        is_running,
        "Return whether or not the identified interpreter is running.",
    )
    .unsigned(),
    native(
        "is_shareable",
        "($module, obj, /)",
        is_shareable,
        "Return True if the object's data may be shared between interpreters and\nFalse otherwise.",
    )
    .unsigned(),
    native("whence", "($module, id, /)", whence, "Return an identifier for where the interpreter was created.")
        .unsigned(),
    native(
        "exec",
        "($module, id, code, shared=None, /, *, restrict=False)",
        elsewhere,
        "Execute the provided code in the identified interpreter.",
    )
    .unsigned(),
    native(
        "call",
        "($module, id, callable, args=None, kwargs=None, /, *, restrict=False)",
        elsewhere,
        "Call the provided object in the identified interpreter.",
    )
    .unsigned(),
    native(
        "run_string",
        "($module, id, script, shared=None, /, *, restrict=False)",
        elsewhere,
        "Execute the provided string in the identified interpreter.",
    )
    .unsigned(),
    native(
        "run_func",
        "($module, id, func, shared=None, /, *, restrict=False)",
        elsewhere,
        "Execute the body of the provided function in the identified interpreter.",
    )
    .unsigned(),
    native(
        "set___main___attrs",
        "($module, id, ns, /, *, restrict=False)",
        elsewhere,
        "Bind the given attributes in the interpreter's __main__ module.",
    )
    .unsigned(),
    native("incref", "($module, id, /, *, implieslink=False, restrict=False)", count_reference, "").unsigned(),
    native("decref", "($module, id, /, *, restrict=False)", count_reference, "").unsigned(),
];

/// Makes `_interpreters`.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(
        vm,
        "_interpreters",
        "This module provides primitive operations to manage Python interpreters.\nThe 'interpreters' module provides a more convenient interface.",
        FUNCTIONS,
    )?;
    let place = "concurrent.interpreters";
    let error = table::add_exception(vm, &module, place, "InterpreterError", types::EXCEPTION)?;
    let not_found = table::add_exception(vm, &module, place, "InterpreterNotFoundError", &error)?;
    table::add_exception(vm, &module, place, "NotShareableError", types::TYPE_ERROR)?;
    let state = vm.state_of::<State>();
    (state.error, state.not_found) = (Some(error), Some(not_found));
    let origins =
        ["WHENCE_UNKNOWN", "WHENCE_RUNTIME", "WHENCE_LEGACY_CAPI", "WHENCE_CAPI", "WHENCE_XI", "WHENCE_STDLIB"];
    for (number, name) in origins.into_iter().enumerate() {
        let number = int::from_i64(vm, number as i64);
        table::set(vm, &module, name, number)?;
    }
    Ok(module)
}
