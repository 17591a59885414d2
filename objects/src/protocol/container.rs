//! Lengths, items, containment.

use crate::{PyResult, Type, TypeExt, Vm, names, raise, type_error, types};
use rpython_heap::Obj;

/// `len(o)`
///
/// # Errors
/// `TypeError` where it has none, or what `__len__` raises.
pub fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    match vm.slots_of(o).len() {
        Some(len) => len(vm, o),
        None => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "object of type '{class}' has no len()"))
        }
    }
}

/// `o[key]`
///
/// # Errors
/// `TypeError` where `o` has no items, `IndexError`, `KeyError`, or what the type raises.
pub fn get_item(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let slots = vm.slots_of(o);
    if let Some(subscript) = slots.subscript() {
        return subscript(vm, o, key);
    }
    if let Some(item) = slots.item() {
        if !super::has_index(vm, key) {
            let class = vm.class_of(key).name(vm).to_string();
            return Err(type_error!(vm, "sequence index must be integer, not '{class}'"));
        }
        let i = super::to_index(vm, key, Some(types::INDEX_ERROR))?;
        let i = from_end(vm, o, i)?;
        return item(vm, o, i);
    }
    if let Some(class) = o.downcast_ref::<Type>() {
        if class.is(types::TYPE) {
            return crate::generic_alias::new(vm, o, key);
        }
        if let Some(method) = super::find_attr(vm, o, names::__class_getitem__)?
            && !method.is_none()
        {
            return super::call(vm, &method, std::slice::from_ref(key));
        }
        let name = class.name(vm).to_string();
        return Err(type_error!(vm, "type '{name}' is not subscriptable"));
    }
    let class = vm.class_of(o).name(vm).to_string();
    Err(type_error!(vm, "'{class}' object is not subscriptable"))
}

/// A negative index counted from the end, for types that have a length.
fn from_end(vm: &mut Vm, o: &Obj, i: isize) -> PyResult<isize> {
    if i < 0
        && let Some(len) = vm.slots_of(o).len()
    {
        return Ok(i + len(vm, o)? as isize);
    }
    Ok(i)
}

/// `o[key] = value`
///
/// # Errors
/// `TypeError` where items cannot be assigned, or what the type raises.
pub fn set_item(vm: &mut Vm, o: &Obj, key: &Obj, value: &Obj) -> PyResult<()> {
    store_item(vm, o, key, Some(value))
}

/// `del o[key]`
///
/// # Errors
/// `TypeError` where items cannot be deleted, or what the type raises.
pub fn del_item(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult<()> {
    store_item(vm, o, key, None)
}

fn store_item(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let slots = vm.slots_of(o);
    if let Some(set) = slots.set_subscript() {
        return set(vm, o, key, value);
    }
    if let Some(set) = slots.set_item() {
        if !super::has_index(vm, key) {
            let class = vm.class_of(key).name(vm).to_string();
            return Err(type_error!(vm, "sequence index must be integer, not '{class}'"));
        }
        let i = super::to_index(vm, key, Some(types::INDEX_ERROR))?;
        let i = from_end(vm, o, i)?;
        return set(vm, o, i, value);
    }
    let class = vm.class_of(o).name(vm).to_string();
    let what = match value {
        Some(_) => "does not support item assignment",
        None if is_sequence(vm, o) && super::has_index(vm, key) => "doesn't support item deletion",
        None => "does not support item deletion",
    };
    Err(type_error!(vm, "'{class}' object {what}"))
}

/// Whether CPython sees a sequence in what has no items: classes of Python code, and native types with part of the protocol.
fn is_sequence(vm: &Vm, o: &Obj) -> bool {
    let s = vm.slots_of(o);
    vm.class_of(o).get(vm).flags.has(crate::TypeFlags::HEAP)
        || s.item().is_some()
        || s.concat().is_some()
        || s.repeat().is_some()
        || (s.contains().is_some() || s.len().is_some())
}

/// `item in o`
///
/// # Errors
/// `TypeError` where `o` is no container, or what comparing raises.
pub fn contains(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult<bool> {
    if let Some(contains) = vm.slots_of(o).contains() {
        return contains(vm, o, item);
    }
    let iterator = match super::iter(vm, o) {
        Ok(iterator) => iterator,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            let class = vm.class_of(o).name(vm).to_string();
            return Err(type_error!(vm, "argument of type '{class}' is not a container or iterable"));
        }
    };
    while let Some(next) = super::next(vm, &iterator)? {
        if super::equal(vm, &next, item)? {
            return Ok(true);
        }
        vm.poll()?;
    }
    Ok(false)
}

/// The `IndexError` of a sequence.
#[cold]
pub fn out_of_range(vm: &mut Vm, what: &str) -> crate::Raised {
    raise!(vm, types::INDEX_ERROR, "{what} out of range")
}
