//! Building containers and strings.

use crate::{arguments::function_text, frame::take};
use rpython_objects::{
    Dict, List, Obj, PyResult, Str, StrExt, Tuple, TypeExt, Value, Vm, names, protocol, raise, set,
    slice as slice_object, template as templates, type_error, types,
};

/// `BUILD_SET`
pub(crate) fn set(vm: &mut Vm, items: &[Obj]) -> PyResult {
    set::set(vm, items)
}

/// `BUILD_MAP`
pub(crate) fn map(vm: &mut Vm, pairs: &[Obj]) -> PyResult {
    let made = Dict::new(vm);
    for pair in pairs.chunks_exact(2) {
        Dict::set_item(vm, &made, &pair[0], pair[1].clone())?;
    }
    Ok(made.into_obj())
}

/// `BUILD_TUPLE`: takes over `count` words from `first`.
///
/// # Safety
/// They are live stack references that are not used again.
#[inline(never)]
pub(crate) unsafe fn tuple(vm: &mut Vm, first: *mut Value, count: usize) -> PyResult {
    // SAFETY: the caller's promise.
    let items = (0..count).map(|i| unsafe { take(first.add(i)) });
    Ok(Tuple::from_exact(vm, items)?.into_obj())
}

/// `BUILD_STRING`
pub(crate) fn string(vm: &mut Vm, parts: &[Obj]) -> PyResult {
    Ok(Str::concat_all(vm, parts)?.into_obj())
}

/// `BUILD_SLICE`
pub(crate) fn slice(vm: &mut Vm, parts: &[Obj]) -> Obj {
    match parts {
        [start, stop, step] => slice_object::new(vm, start, stop, step),
        [start, stop] => slice_object::new(vm, start, stop, &Obj::NONE),
        _ => Obj::NONE,
    }
}

/// `BUILD_INTERPOLATION`
pub(crate) fn interpolation(vm: &mut Vm, parts: &[Obj], conversion: u32) -> PyResult {
    templates::interpolation(vm, &parts[0], &parts[1], conversion, parts.get(2))
}

/// `BUILD_TEMPLATE`
pub(crate) fn template(vm: &mut Vm, strings: &Obj, interpolations: &Obj) -> PyResult {
    templates::template(vm, strings, interpolations)
}

/// `LIST_EXTEND`: the list of a display, which nothing else refers to.
pub(crate) fn list_extend(vm: &mut Vm, list: &Obj, iterable: &Obj) -> PyResult<()> {
    let slots = vm.slots_of(iterable);
    if slots.iter().is_none() && slots.item().is_none() {
        let class = vm.class_of(iterable).name(vm).to_string();
        return Err(type_error!(vm, "Value after * must be an iterable, not {class}"));
    }
    let Some(list) = list.downcast_ref::<List>() else { return Ok(()) };
    rpython_objects::list::extend(vm, list, iterable)
}

/// `SET_ADD`
pub(crate) fn set_add(vm: &mut Vm, target: &Obj, item: &Obj) -> PyResult<()> {
    set::add(vm, target, item)
}

/// `SET_UPDATE`
pub(crate) fn set_update(vm: &mut Vm, target: &Obj, iterable: &Obj) -> PyResult<()> {
    let Some(target) = target.downcast_ref::<set::Set>() else { return Ok(()) };
    set::update(vm, target, iterable)
}

/// `DICT_UPDATE`: `{**mapping}`
pub(crate) fn dict_update(vm: &mut Vm, dict: &Obj, mapping: &Obj) -> PyResult<()> {
    let Some(dict) = dict.downcast_ref::<Dict>() else { return Ok(()) };
    if protocol::find_attr(vm, mapping, names::keys)?.is_none() {
        let class = vm.class_of(mapping).name(vm).to_string();
        return Err(type_error!(vm, "'{class}' object is not a mapping"));
    }
    rpython_objects::dict::methods::merge(vm, dict, mapping)
}

/// `DICT_MERGE`: `f(**mapping)`
pub(crate) fn dict_merge(vm: &mut Vm, dict: &Obj, mapping: &Obj, function: &Obj) -> PyResult<()> {
    let Some(dict) = dict.downcast_ref::<Dict>() else { return Ok(()) };
    if !mapping.is_kind::<Dict>() && protocol::find_attr(vm, mapping, names::keys)?.is_none() {
        let class = vm.class_of(mapping).name(vm).to_string();
        let who = function_text(vm, function)?;
        return Err(type_error!(vm, "{who} argument after ** must be a mapping, not {class}"));
    }
    let plain =
        mapping.downcast_ref::<Dict>().filter(|d| rpython_objects::dict::methods::iterates_plainly(vm, d)).cloned();
    let keys: Vec<Obj> = match &plain {
        Some(d) => d.get(vm).iter().map(|(k, _)| k.clone()).collect(),
        None => {
            let keys = protocol::call_method(vm, mapping, names::keys, &[])?;
            protocol::collect(vm, &keys)?
        }
    };
    for key in keys {
        // The call refuses keys that are no strings.
        let known = match key.downcast_ref::<Str>().filter(|name| name.is_exact()) {
            Some(name) => Dict::find_str(vm, dict, name).is_some(),
            None => Dict::get_item(vm, dict, &key)?.is_some(),
        };
        if known {
            let who = function_text(vm, function)?;
            let name = protocol::str(vm, &key)?.to_string_lossy(vm);
            return Err(type_error!(vm, "{who} got multiple values for keyword argument '{name}'"));
        }
        let value = match &plain {
            Some(d) => Dict::get_item(vm, d, &key)?,
            None => Some(protocol::get_item(vm, mapping, &key)?),
        };
        if let Some(value) = value {
            Dict::set_item(vm, dict, &key, value)?;
        }
    }
    Ok(())
}

/// `FORMAT_SIMPLE`
pub(crate) fn format_simple(vm: &mut Vm, o: &Obj) -> PyResult {
    protocol::format(vm, o, names::EMPTY).map(Obj::from)
}

/// `FORMAT_WITH_SPEC`
pub(crate) fn format_with_spec(vm: &mut Vm, o: &Obj, spec: &Obj) -> PyResult {
    match spec.downcast_ref::<Str>() {
        Some(spec) => protocol::format(vm, o, spec).map(Obj::from),
        None => Err(raise!(vm, types::SYSTEM_ERROR, "a format specification must be a string")),
    }
}

/// `CONVERT_VALUE`
pub(crate) fn convert(vm: &mut Vm, o: &Obj, how: u8) -> PyResult {
    match how {
        rpython_frontend::bytecode::convert::STR => protocol::str(vm, o).map(Obj::from),
        rpython_frontend::bytecode::convert::REPR => protocol::repr(vm, o),
        _ => ascii(vm, o),
    }
}

/// `ascii(o)`
pub(crate) fn ascii(vm: &mut Vm, o: &Obj) -> PyResult {
    let made = protocol::repr(vm, o)?;
    let Some(s) = made.downcast_ref::<Str>() else { return Ok(made) };
    if s.text(vm).is_ascii() {
        return Ok(made);
    }
    let escaped = rpython_objects::text::repr::escape_non_ascii(s.text(vm));
    Ok(Str::try_from_buf(vm, escaped)?.into_obj())
}
