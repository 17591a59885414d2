//! `gc`: the collector's interface.

use crate::table;
use rpython_objects::{
    Args, List, Module, NativeDef, Obj, PyResult, Ref, Vm, int, native, protocol, types, value_error,
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "collect",
        "($module, /, generation=2)",
        collect,
        "Run the garbage collector.\n\nWith no arguments, run a full collection.  The optional argument\nmay be an integer specifying which generation to collect.  A ValueError\nis raised if the generation number is invalid.\n\nThe number of unreachable objects is returned.",
    ),
    native(
        "is_tracked",
        "($module, obj, /)",
        |_, a| Ok(Obj::bool(rpython_gc::is_tracked(a.at(1)))),
        "Returns true if the object is tracked by the garbage collector.\n\nSimple atomic objects will return false.",
    ),
    native(
        "is_finalized",
        "($module, obj, /)",
        is_finalized,
        "Returns true if the object has been already finalized by the GC.",
    ),
    native(
        "get_objects",
        "($module, /, generation=None)",
        get_objects,
        "Return a list of objects tracked by the collector (excluding the list returned).",
    ),
    native(
        "get_referents",
        "($module, *objs)",
        get_referents,
        "Return the list of objects that are directly referred to by 'objs'.",
    ),
    native(
        "get_referrers",
        "($module, *objs)",
        get_referrers,
        "Return the list of objects that directly refer to any of 'objs'.",
    ),
];

fn collect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(generation) = args.opt(1) {
        let n = protocol::to_index(vm, generation, Some(types::OVERFLOW_ERROR))?;
        if !(0..=2).contains(&n) {
            return Err(value_error!(vm, "invalid generation"));
        }
    }
    let done = rpython_gc::collect(vm);
    Ok(int::from_i64(vm, (done.unreachable - done.resurrected) as i64))
}

fn is_finalized(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(args.at(1).header().is_some_and(|h| h.has(rpython_heap::flag::FINALISED))))
}

/// The positional arguments of a function that takes any number.
fn arguments(vm: &Vm, args: Args<'_>) -> Vec<Obj> {
    args.at(1).downcast_ref::<rpython_objects::Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default()
}

fn get_objects(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let mut found = Vec::new();
    Obj::for_each(vm, &mut |o| {
        if rpython_gc::is_tracked(o) {
            found.push(o.clone());
        }
    });
    Ok(List::from_vec(vm, found)?.into_obj())
}

fn get_referents(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut found = Vec::new();
    for o in arguments(vm, args) {
        o.traverse(vm, &mut |child| found.push(child.clone()));
    }
    Ok(List::from_vec(vm, found)?.into_obj())
}

fn get_referrers(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = arguments(vm, args);
    let mut found = Vec::new();
    Obj::for_each(vm, &mut |o| {
        let mut refers = false;
        if rpython_gc::is_tracked(o) && !o.is(args.at(1)) {
            o.traverse(vm, &mut |child| refers |= wanted.iter().any(|w| w.is(child)));
        }
        if refers {
            found.push(o.clone());
        }
    });
    Ok(List::from_vec(vm, found)?.into_obj())
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "gc", "This module provides access to the garbage collector for reference cycles.", FUNCTIONS)
}
