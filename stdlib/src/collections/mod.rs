//! `_collections` (CPython: `Modules/_collectionsmodule.c`, and `Objects/odictobject.c` for [`ordered_dict`]): [`deque`],
//! [`default_dict`], [`tuple_getter`], and here the counting of elements.

mod default_dict;
mod deque;
mod ordered_dict;
mod ordered_views;
mod tuple_getter;

use crate::table;
use rpython_objects::{
    Args, Dict, Module, NativeDef, Obj, PyResult, Ref, Str, TypeExt, Vm, int, names, native,
    protocol::{self, BinaryOp},
    types,
};

/// Whether the class of a mapping has `dict`'s own way to read and write items, so that the table may be used directly.
fn is_plain_dict(vm: &mut Vm, mapping: &Obj) -> bool {
    if !mapping.is_kind::<Dict>() {
        return false;
    }
    let class = vm.class_of(mapping).own();
    [names::get, names::__setitem__].into_iter().all(|name| {
        match (class.lookup(vm, name), types::DICT.lookup(vm, name)) {
            (Some(found), Some(own)) => found.is(&own),
            _ => false,
        }
    })
}

fn count_elements(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (mapping, iterable) = (args.at(1), args.at(2));
    let one = int::from_i64(vm, 1);
    let iterator = protocol::iter(vm, iterable)?;
    if is_plain_dict(vm, mapping)
        && let Some(d) = mapping.downcast_ref::<Dict>()
    {
        while let Some(key) = protocol::next(vm, &iterator)? {
            let hash = Dict::hash_key(vm, &key)?;
            match Dict::find(vm, d, &key, hash)?.and_then(|at| d.get(vm).value_at(at).cloned()) {
                None => Dict::set_hashed(vm, d, &key, hash, one.clone())?,
                Some(count) => {
                    let count = protocol::binary(vm, &count, &one, BinaryOp::Add)?;
                    Dict::set_hashed(vm, d, &key, hash, count)?;
                }
            }
            vm.poll()?;
        }
        return Ok(Obj::NONE);
    }
    let get = protocol::get_attr(vm, mapping, names::get)?;
    let zero = int::from_i64(vm, 0);
    while let Some(key) = protocol::next(vm, &iterator)? {
        let count = protocol::call(vm, &get, &[key.clone(), zero.clone()])?;
        let count = protocol::binary(vm, &count, &one, BinaryOp::Add)?;
        protocol::set_item(vm, mapping, &key, &count)?;
        vm.poll()?;
    }
    Ok(Obj::NONE)
}

static FUNCTIONS: &[NativeDef] = &[native(
    "_count_elements",
    "($module, mapping, iterable, /)",
    count_elements,
    "Count elements in the iterable, updating the mapping",
)];

/// `o.__getstate__()`
fn state_of(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = Str::intern(vm, "__getstate__");
    protocol::call_method(vm, o, &name, &[])
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(
        vm,
        "_collections",
        "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n",
        FUNCTIONS,
    )?;
    deque::add(vm, &module)?;
    default_dict::add(vm, &module)?;
    ordered_dict::add(vm, &module)?;
    table::add_type::<tuple_getter::TupleGetter>(vm, &module, &tuple_getter::DEF)?;
    Ok(module)
}
