//! `_interpqueues`: queues between interpreters (CPython: `Modules/_interpqueuesmodule.c`). What is not shareable travels pickled.

use super::{raise, shareable};
use crate::table;
use rpython_objects::{
    Args, List, Module, NativeDef, Obj, PyResult, Raised, Ref, Str, Type, Vm, argument, int, native, protocol, types,
    value_error,
};
use std::collections::{BTreeMap, VecDeque};

/// An item that waits.
struct Item {
    content: Obj,
    pickled: bool,
}

struct Queue {
    limit: i64,
    /// What becomes of items whose interpreter ends, and what of those that are not shareable, unless an item says otherwise.
    defaults: [i64; 2],
    references: i64,
    items: VecDeque<Item>,
}

#[derive(Default)]
struct State {
    error: Option<Ref<Type>>,
    not_found: Option<Ref<Type>>,
    empty: Option<Ref<Type>>,
    full: Option<Ref<Type>>,
    queues: BTreeMap<i64, Queue>,
    made: i64,
}

#[cold]
fn not_found(vm: &mut Vm, id: i64) -> Raised {
    let class = vm.state_of::<State>().not_found.clone();
    raise(vm, class, &format!("queue {id} not found"))
}

fn id_of(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    Ok(argument::ssize(vm, o)? as i64)
}

/// Does something with the queue that the first argument names.
fn with<T>(vm: &mut Vm, args: Args<'_>, f: impl FnOnce(&mut Queue) -> T) -> PyResult<T> {
    let id = id_of(vm, args.at(1))?;
    match vm.state_of::<State>().queues.get_mut(&id) {
        Some(queue) => Ok(f(queue)),
        None => Err(not_found(vm, id)),
    }
}

fn create(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = id_of(vm, args.at(1))?;
    let defaults = [argument::ssize_or(vm, args.opt(2), -1)? as i64, argument::ssize_or(vm, args.opt(3), -1)? as i64];
    if !(1..=3).contains(&defaults[0]) {
        return Err(value_error!(vm, "unsupported unboundop {}", defaults[0]));
    }
    let state = vm.state_of::<State>();
    state.made += 1;
    let id = state.made;
    state.queues.insert(id, Queue { limit, defaults, references: 0, items: VecDeque::new() });
    Ok(int::from_i64(vm, id))
}

fn destroy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = id_of(vm, args.at(1))?;
    match vm.state_of::<State>().queues.remove(&id) {
        Some(_) => Ok(Obj::NONE),
        None => Err(not_found(vm, id)),
    }
}

fn list_all(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let all: Vec<[i64; 3]> =
        vm.state_of::<State>().queues.iter().map(|(id, q)| [*id, q.defaults[0], q.defaults[1]]).collect();
    let mut entries = Vec::new();
    for numbers in all {
        let numbers = numbers.map(|n| int::from_i64(vm, n));
        entries.push(table::tuple(vm, &numbers)?);
    }
    Ok(List::from_vec(vm, entries)?.into_obj())
}

/// A function of `pickle`, called with one argument.
fn pickle(vm: &mut Vm, function: &str, o: &Obj) -> PyResult {
    let module = table::import(vm, "pickle")?;
    let name = Str::intern(vm, function);
    protocol::call_method(vm, &module, &name, std::slice::from_ref(o))
}

fn put(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(2);
    with(vm, args, |_| ())?;
    let pickled = !shareable(vm, o);
    let content = if pickled { pickle(vm, "dumps", o)? } else { o.clone() };
    let id = id_of(vm, args.at(1))?;
    let put = with(vm, args, |queue| {
        let room = queue.limit <= 0 || (queue.items.len() as i64) < queue.limit;
        if room {
            queue.items.push_back(Item { content, pickled });
        }
        room
    })?;
    if put {
        return Ok(Obj::NONE);
    }
    let class = vm.state_of::<State>().full.clone();
    Err(raise(vm, class, &format!("queue {id} is full")))
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = id_of(vm, args.at(1))?;
    match with(vm, args, |queue| queue.items.pop_front())? {
        Some(Item { content, pickled }) => {
            let o = if pickled { pickle(vm, "loads", &content)? } else { content };
            table::tuple(vm, &[o, Obj::NONE])
        }
        None => {
            let class = vm.state_of::<State>().empty.clone();
            Err(raise(vm, class, &format!("queue {id} is empty")))
        }
    }
}

fn bind(vm: &mut Vm, args: Args<'_>) -> PyResult {
    with(vm, args, |queue| queue.references += 1)?;
    Ok(Obj::NONE)
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let left = with(vm, args, |queue| {
        queue.references -= 1;
        queue.references
    })?;
    if left == 0 {
        return destroy(vm, args);
    }
    if left < 0 {
        let id = id_of(vm, args.at(1))?;
        let class = vm.state_of::<State>().error.clone();
        return Err(raise(vm, class, &format!("queue {id} not bound")));
    }
    Ok(Obj::NONE)
}

fn limit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = with(vm, args, |queue| queue.limit)?;
    Ok(int::from_i64(vm, limit))
}

fn defaults(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let defaults = with(vm, args, |queue| queue.defaults)?.map(|n| int::from_i64(vm, n));
    table::tuple(vm, &defaults)
}

fn is_full(vm: &mut Vm, args: Args<'_>) -> PyResult {
    with(vm, args, |queue| queue.limit > 0 && queue.items.len() as i64 >= queue.limit).map(Obj::bool)
}

fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let count = with(vm, args, |queue| queue.items.len())?;
    Ok(int::from_i64(vm, count as i64))
}

fn register_types(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [empty, full] = [2, 3].map(|i| args.at(i).downcast_ref::<Type>().cloned());
    let state = vm.state_of::<State>();
    (state.empty, state.full) = (empty, full);
    Ok(Obj::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "create",
        "($module, /, maxsize, unboundop=-1, fallback=-1)",
        create,
        "Create a new cross-interpreter queue and return its unique generated ID.",
    ),
    native("destroy", "($module, /, qid)", destroy, "Clear and destroy the queue."),
    native("list_all", "($self, /)", list_all, "Return the list of IDs for all queues."),
    native("put", "($module, /, qid, obj, unboundop=-1, fallback=-1)", put, "Add the object's data to the queue."),
    native("get", "($module, /, qid)", get, "Return a new object from the data at the front of the queue."),
    native("bind", "($module, /, qid)", bind, "Take a reference to the identified queue."),
    native("release", "($module, /, qid)", release, "Release a reference to the queue."),
    native("get_maxsize", "($module, /, qid)", limit, "Return the maximum number of items in the queue."),
    native(
        "get_queue_defaults",
        "($module, /, qid)",
        defaults,
        "Return the queue's default values, set when it was created.",
    ),
    native("is_full", "($module, /, qid)", is_full, "Return true if the queue has a maxsize and has reached it."),
    native("get_count", "($module, /, qid)", count, "Return the number of items in the queue."),
    native("_register_heap_types", "($module, /, queuetype, emptyerror, fullerror)", register_types, ""),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(
        vm,
        "_interpqueues",
        "This module provides primitive operations to manage Python interpreters.\nThe 'interpreters' module provides a more convenient interface.",
        FUNCTIONS,
    )?;
    let place = "concurrent.interpreters";
    let error = table::add_exception(vm, &module, place, "QueueError", types::RUNTIME_ERROR)?;
    let not_found = table::add_exception(vm, &module, place, "QueueNotFoundError", &error)?;
    let state = vm.state_of::<State>();
    (state.error, state.not_found) = (Some(error), Some(not_found));
    Ok(module)
}
