//! An element as the sequence of its children.

use super::element::Element;
use crate::table;
use rpython_heap::OutOfMemory;
use rpython_objects::{
    List, Obj, PyResult, Ref, Vm, argument, protocol,
    slice::{self, Slice},
    type_error, types, value_error,
};

fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Element>> {
    super::element::expected(vm, o, "descriptor argument")
}

/// Refuses what cannot be a child.
///
/// # Errors
/// `TypeError`
pub(super) fn check(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    if o.is_kind::<Element>() {
        return Ok(());
    }
    let got = argument::class_name(vm, o);
    Err(type_error!(vm, "expected an Element, not \"{got}\""))
}

/// The items of an iterable.
///
/// # Errors
/// `TypeError` with `message` for what is none.
pub(super) fn sequence(vm: &mut Vm, o: &Obj, message: &str) -> PyResult<Vec<Obj>> {
    match protocol::iter(vm, o) {
        Ok(iterator) => protocol::collect(vm, &iterator),
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            Err(type_error!(vm, "{message}"))
        }
    }
}

fn position(vm: &mut Vm, element: &Ref<Element>, key: &Obj) -> PyResult<isize> {
    let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
    Ok(if i < 0 { i + element.get(vm).children.len() as isize } else { i })
}

pub(super) fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let element = this(vm, o)?;
    // A negative number is a very large one.
    match element.get(vm).children.get(i as usize).cloned() {
        Some(child) => Ok(child),
        None => Err(table::index_error(vm, "child index out of range")),
    }
}

pub(super) fn set_item(vm: &mut Vm, o: &Obj, i: isize, value: Option<&Obj>) -> PyResult<()> {
    let element = this(vm, o)?;
    let i = i as usize;
    if i >= element.get(vm).children.len() {
        return Err(table::index_error(vm, "child assignment index out of range"));
    }
    if let Some(value) = value {
        check(vm, value)?;
    }
    let children = &mut element.get_mut(vm).children;
    let old = match value {
        Some(value) => std::mem::replace(&mut children[i], value.clone()),
        None => children.remove(i),
    };
    drop(old);
    Ok(())
}

/// An empty list with room for `n` objects.
///
/// # Errors
/// `OutOfMemory`
pub(super) fn room(n: usize) -> Result<Vec<Obj>, OutOfMemory> {
    let mut items = Vec::new();
    items.try_reserve_exact(n).map_err(|_| OutOfMemory)?;
    Ok(items)
}

pub(super) fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let element = this(vm, o)?;
    if protocol::has_index(vm, key) {
        let i = position(vm, element, key)?;
        return item(vm, o, i);
    }
    if !key.is_kind::<Slice>() {
        return Err(type_error!(vm, "element indices must be integers"));
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let children = &element.get(vm).children;
    let (first, _, step, count) = slice::clip(start, stop, step, children.len());
    let mut taken = room(count)?;
    taken.extend((0..count as isize).filter_map(|k| children.get((first + k * step) as usize).cloned()));
    Ok(List::from_vec(vm, taken)?.into_obj())
}

pub(super) fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let element = this(vm, o)?;
    if protocol::has_index(vm, key) {
        let i = position(vm, element, key)?;
        return set_item(vm, o, i, value);
    }
    if !key.is_kind::<Slice>() {
        return Err(type_error!(vm, "element indices must be integers"));
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let new = match value {
        None => Vec::new(),
        Some(value) => sequence(vm, value, "assignment expects an iterable")?,
    };
    let (first, end, step, count) = slice::clip(start, stop, step, element.get(vm).children.len());
    if value.is_some() && step != 1 && new.len() != count {
        let given = new.len();
        return Err(value_error!(vm, "attempt to assign sequence of size {given} to extended slice of size {count}"));
    }
    for child in &new {
        check(vm, child)?;
    }
    let children = &mut element.get_mut(vm).children;
    let mut old = room(count)?;
    if step == 1 {
        children.try_reserve(new.len()).map_err(|_| OutOfMemory)?;
        old.extend(children.splice(first as usize..end.max(first) as usize, new));
    } else if value.is_some() {
        let places = (0..count as isize).map(|k| (first + k * step) as usize);
        old.extend(places.zip(new).map(|(i, child)| std::mem::replace(&mut children[i], child)));
    } else if count > 0 {
        let lowest = (if step < 0 { first + (count as isize - 1) * step } else { first }) as usize;
        let stride = step.unsigned_abs();
        let gone = |i: usize| i >= lowest && (i - lowest).is_multiple_of(stride) && (i - lowest) / stride < count;
        let mut i = 0;
        old.extend(children.extract_if(.., |_| {
            i += 1;
            gone(i - 1)
        }));
    }
    drop(old);
    Ok(())
}
