//! Unpacking: `a, b = x` and `a, *b = x`. Items go to the operand stack, the first on top.

use rpython_objects::{List, Obj, PyResult, Tuple, TypeExt, Value, Vm, protocol, type_error, types, value_error};

/// Unpacks exactly `count` items to the words from `to` on.
///
/// # Safety
/// `count` words from `to` on are free. On failure they stay so.
pub(crate) unsafe fn sequence(vm: &mut Vm, o: &Obj, to: *mut Value, count: usize) -> PyResult<()> {
    let class = o.header().map(|h| h.class());
    let items: Option<&[Obj]> = if class == Some(types::TUPLE.slot()) {
        o.downcast_ref::<Tuple>().map(|t| t.tail(vm))
    } else if class == Some(types::LIST.slot()) {
        o.downcast_ref::<List>().map(|l| &l.get(vm).items[..])
    } else {
        None
    };
    if let Some(items) = items {
        let got = items.len();
        if got != count {
            return Err(wrong_count(vm, count, got, Some(got)));
        }
        for (i, item) in items.iter().rev().enumerate() {
            // SAFETY: within the `count` words.
            unsafe { *to.add(i) = item.clone().into_value() };
        }
        return Ok(());
    }
    let iterator = iterate(vm, o)?;
    let mut got = Vec::with_capacity(count);
    while got.len() < count {
        match protocol::next(vm, &iterator)? {
            Some(item) => got.push(item),
            None => {
                let n = got.len();
                return Err(value_error!(vm, "not enough values to unpack (expected {count}, got {n})"));
            }
        }
    }
    if protocol::next(vm, &iterator)?.is_some() {
        // Only a dict knows its size without being asked for it.
        let size = o.downcast_ref::<rpython_objects::Dict>().map(|d| d.get(vm).len());
        return Err(wrong_count(vm, count, count + 1, size));
    }
    for (i, item) in got.into_iter().rev().enumerate() {
        // SAFETY: within the `count` words.
        unsafe { *to.add(i) = item.into_counted().into_value() };
    }
    Ok(())
}

fn wrong_count(vm: &mut Vm, wanted: usize, got: usize, size: Option<usize>) -> rpython_objects::Raised {
    if got < wanted {
        return value_error!(vm, "not enough values to unpack (expected {wanted}, got {got})");
    }
    match size {
        Some(n) => value_error!(vm, "too many values to unpack (expected {wanted}, got {n})"),
        None => value_error!(vm, "too many values to unpack (expected {wanted})"),
    }
}

fn iterate(vm: &mut Vm, o: &Obj) -> PyResult {
    let slots = vm.slots_of(o);
    if slots.iter().is_none() && slots.item().is_none() {
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "cannot unpack non-iterable {class} object"));
    }
    protocol::iter(vm, o)
}

/// Unpacks `before` items, a list of the rest, and `after` items.
///
/// # Safety
/// `before + 1 + after` words from `to` on are free. On failure they stay so.
pub(crate) unsafe fn starred(vm: &mut Vm, o: &Obj, to: *mut Value, before: usize, after: usize) -> PyResult<()> {
    let iterator = iterate(vm, o)?;
    let mut items = Vec::new();
    while items.len() < before {
        match protocol::next(vm, &iterator)? {
            Some(item) => items.push(item),
            None => {
                let (n, least) = (items.len(), before + after);
                return Err(value_error!(vm, "not enough values to unpack (expected at least {least}, got {n})"));
            }
        }
    }
    items.extend(protocol::collect_hinted(vm, &iterator)?);
    let got = items.len();
    if got < before + after {
        let least = before + after;
        return Err(value_error!(vm, "not enough values to unpack (expected at least {least}, got {got})"));
    }
    let tail = items.split_off(got - after);
    let rest = items.split_off(before);
    let rest = List::from_vec(vm, rest)?.into_obj();
    let all = items.into_iter().chain([rest]).chain(tail);
    let words: Vec<Obj> = all.collect();
    for (i, item) in words.into_iter().rev().enumerate() {
        // SAFETY: within the words promised.
        unsafe { *to.add(i) = item.into_counted().into_value() };
    }
    Ok(())
}
