//! `gc`: the collector's interface.

use crate::table;
use rpython_gc::{Policy, debug};
use rpython_objects::{
    Args, Dict, List, Module, NativeDef, Obj, PyResult, Ref, Tuple, Vm, argument, int, native, protocol, type_error,
    value_error,
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "collect",
        "($module, /, generation=2)",
        collect,
        "Run the garbage collector.\n\nWith no arguments, run a full collection.  The optional argument\nmay be an integer specifying which generation to collect.  A ValueError\nis raised if the generation number is invalid.\n\nThe number of unreachable objects is returned.",
    ),
    native("enable", "($module, /)", |vm, _| enable(vm, true), "Enable automatic garbage collection."),
    native("disable", "($module, /)", |vm, _| enable(vm, false), "Disable automatic garbage collection."),
    native(
        "isenabled",
        "($module, /)",
        |vm, _| Ok(Obj::bool(vm.state_of::<Policy>().enabled)),
        "Returns true if automatic garbage collection is enabled.",
    ),
    native(
        "set_threshold",
        "($module, /, *thresholds)",
        set_threshold,
        "set_threshold(threshold0, [threshold1, [threshold2]])\nSet the collection thresholds (the collection frequency).\n\nSetting 'threshold0' to zero disables collection.",
    ),
    native("get_threshold", "($module, /)", get_threshold, "Return the current collection thresholds."),
    native(
        "get_count",
        "($module, /)",
        |vm, _| {
            let growth = vm.growth();
            numbers(vm, &[growth.max(0), 0, 0])
        },
        "Return a three-tuple of the current collection counts.",
    ),
    native(
        "get_stats",
        "($module, /)",
        get_stats,
        "Return a list of dictionaries containing per-generation statistics.",
    ),
    native("set_debug", "($module, flags, /)", set_debug, "Set the garbage collection debugging flags."),
    native(
        "get_debug",
        "($module, /)",
        |vm, _| {
            let flags = vm.state_of::<Policy>().debug;
            Ok(int::from_i64(vm, flags.into()))
        },
        "Get the garbage collection debugging flags.",
    ),
    native(
        "freeze",
        "($module, /)",
        freeze,
        "Freeze all current tracked objects and ignore them for future collections.\n\nThis can be used before a POSIX fork() call to make the gc copy-on-write\nfriendly.\nNote: collection before a POSIX fork() call may free pages for future\nallocation which can cause copy-on-write.",
    ),
    native(
        "unfreeze",
        "($module, /)",
        |vm, _| {
            rpython_gc::unfreeze(vm);
            Ok(Obj::NONE)
        },
        "Unfreeze all objects in the permanent generation.\n\nPut all objects in the permanent generation back into oldest generation.",
    ),
    native(
        "get_freeze_count",
        "($module, /)",
        |vm, _| {
            let frozen = rpython_gc::tracked(vm, true).len();
            Ok(int::from_i64(vm, frozen as i64))
        },
        "Return the number of objects in the permanent generation.",
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
    let generation = args.opt(1).map_or(Ok(2), |o| argument::c_int(vm, o))?;
    if !(0..=2).contains(&generation) {
        return Err(value_error!(vm, "invalid generation"));
    }
    let done = rpython_gc::collect_as(vm, generation.into());
    Ok(int::from_i64(vm, done.collected as i64))
}

fn enable(vm: &mut Vm, enabled: bool) -> PyResult {
    vm.state_of::<Policy>().enabled = enabled;
    rpython_gc::arm(vm);
    Ok(Obj::NONE)
}

/// Ints as a tuple.
fn numbers(vm: &mut Vm, numbers: &[i64]) -> PyResult {
    let items: Vec<Obj> = numbers.iter().map(|&n| int::from_i64(vm, n)).collect();
    Ok(Tuple::from_vec(vm, items)?.into_obj())
}

fn set_threshold(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = arguments(vm, args);
    if !(1..=3).contains(&given.len()) {
        return Err(type_error!(vm, "gc.set_threshold requires 1 to 3 arguments"));
    }
    let mut thresholds = vm.state_of::<Policy>().thresholds;
    for (place, o) in thresholds.iter_mut().zip(&given) {
        *place = argument::c_int(vm, o)?.into();
    }
    vm.state_of::<Policy>().thresholds = thresholds;
    rpython_gc::arm(vm);
    Ok(Obj::NONE)
}

fn get_threshold(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let thresholds = vm.state_of::<Policy>().thresholds;
    numbers(vm, &thresholds)
}

/// There are no generations: every collection is one of the oldest.
fn get_stats(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let policy = vm.state_of::<Policy>();
    let oldest = (policy.collections as i64, policy.collected as i64);
    let mut all = Vec::new();
    for (collections, collected) in [(0, 0), (0, 0), oldest] {
        let dict = Dict::new(vm);
        for (name, value) in [("collections", collections), ("collected", collected), ("uncollectable", 0)] {
            let value = int::from_i64(vm, value);
            Dict::set_name(vm, &dict, name, value)?;
        }
        all.push(dict.into_obj());
    }
    Ok(List::from_vec(vm, all)?.into_obj())
}

fn set_debug(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = argument::c_int(vm, args.at(1))?;
    vm.state_of::<Policy>().debug = flags;
    Ok(Obj::NONE)
}

fn freeze(vm: &mut Vm, _: Args<'_>) -> PyResult {
    rpython_gc::freeze(vm);
    Ok(Obj::NONE)
}

fn is_finalized(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(args.at(1).header().is_some_and(|h| h.has(rpython_heap::flag::FINALISED))))
}

/// The positional arguments of a function that takes any number.
fn arguments(vm: &Vm, args: Args<'_>) -> Vec<Obj> {
    args.at(1).downcast_ref::<rpython_objects::Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default()
}

fn get_objects(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(generation) = args.some(1) {
        if !protocol::has_index(vm, generation) {
            let class = argument::class_name(vm, generation);
            return Err(type_error!(vm, "argument should be integer or None, not '{class}'"));
        }
        let generation = argument::ssize(vm, generation)?;
        if generation >= 3 {
            return Err(value_error!(
                vm,
                "generation parameter must be less than the number of available generations (3)"
            ));
        }
        if generation < -1 {
            return Err(value_error!(vm, "generation parameter cannot be negative"));
        }
    }
    let found = rpython_gc::tracked(vm, false);
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
    let mut found = rpython_vm::running_generators_with(vm, &wanted);
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

const DOC: &str = "This module provides access to the garbage collector for reference cycles.";

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "gc", DOC, FUNCTIONS)?;
    let (garbage, callbacks) = (List::from_vec(vm, Vec::new())?, List::from_vec(vm, Vec::new())?);
    let policy = vm.state_of::<Policy>();
    (policy.garbage, policy.callbacks) = (Some(garbage.clone()), Some(callbacks.clone()));
    table::set(vm, &module, "garbage", garbage.into_obj())?;
    table::set(vm, &module, "callbacks", callbacks.into_obj())?;
    table::set_numbers(
        vm,
        &module,
        &[
            ("DEBUG_STATS", debug::STATS),
            ("DEBUG_COLLECTABLE", debug::COLLECTABLE),
            ("DEBUG_UNCOLLECTABLE", debug::UNCOLLECTABLE),
            ("DEBUG_SAVEALL", debug::SAVEALL),
            ("DEBUG_LEAK", debug::COLLECTABLE | debug::UNCOLLECTABLE | debug::SAVEALL),
        ],
    )?;
    Ok(module)
}
