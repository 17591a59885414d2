//! Iteration.

use crate::{List, PyResult, Raised, Tuple, TypeExt, Vm, names, type_error, types};
use rpython_heap::Obj;

/// `iter(o)`
///
/// # Errors
/// `TypeError` where `o` is not iterable, or what `__iter__` raises.
pub fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let slots = vm.slots_of(o);
    if let Some(iter) = slots.iter() {
        let made = iter(vm, o)?;
        check_iterator(vm, &made)?;
        return Ok(made);
    }
    if slots.item().is_some() {
        return Ok(crate::sequence_iterator::new(vm, o));
    }
    let class = vm.class_of(o).name(vm).to_string();
    Err(type_error!(vm, "'{class}' object is not iterable"))
}

/// Checks what an `__iter__` has returned.
///
/// # Errors
/// `TypeError` for what is no iterator.
#[inline]
pub fn check_iterator(vm: &mut Vm, made: &Obj) -> PyResult<()> {
    if vm.slots_of(made).next().is_some() {
        return Ok(());
    }
    let class = vm.class_of(made).name(vm).to_string();
    Err(type_error!(vm, "iter() returned non-iterator of type '{class}'"))
}

/// The next item, `None` at the end (`StopIteration` is not raised but answered).
///
/// # Errors
/// What the iterator raises, but for `StopIteration`.
#[inline]
pub fn next(vm: &mut Vm, iterator: &Obj) -> PyResult<Option<Obj>> {
    if vm.keeps_stop_value() {
        return nested(vm, iterator);
    }
    next_of(vm, iterator)
}

/// What an iterator hands out that is to be unpacked into two.
pub enum Next {
    /// The two items of a tuple that need not be made.
    Two([Obj; 2]),
    /// Something to unpack.
    One(Obj),
}

/// As [`next`], for items that are unpacked into two at once: those of dicts, enumerations and zips come without a tuple.
///
/// # Errors
/// As [`next`].
pub fn next_unpacked(vm: &mut Vm, iterator: &Obj) -> PyResult<Option<Next>> {
    let class = iterator.header().map(|h| h.class());
    if !vm.keeps_stop_value() {
        let two = match class {
            Some(c) if c == types::DICT_ITEM_ITERATOR.slot() => {
                iterator.downcast_ref().map(|i| crate::dict::iterators::next_item(vm, i))
            }
            Some(c) if c == types::ENUMERATE.slot() => {
                iterator.downcast_ref().map(|i| crate::enumerate::next_pair(vm, i))
            }
            Some(c) if c == types::ZIP.slot() => iterator.downcast_ref().and_then(|i| crate::zip::next_pair(vm, i)),
            _ => None,
        };
        if let Some(two) = two {
            return two.map(|two| two.map(Next::Two));
        }
    }
    next(vm, iterator).map(|item| item.map(Next::One))
}

#[inline]
fn next_of(vm: &mut Vm, iterator: &Obj) -> PyResult<Option<Obj>> {
    match vm.slots_of(iterator).next() {
        Some(next) => next(vm, iterator),
        None => Err(no_iterator(vm, iterator)),
    }
}

#[cold]
#[inline(never)]
fn no_iterator(vm: &mut Vm, o: &Obj) -> Raised {
    let class = vm.class_of(o).name(vm).to_string();
    type_error!(vm, "'{class}' object is not an iterator")
}

/// As [`next`], inside an iterator whose value is wanted: this one's is not.
#[cold]
fn nested(vm: &mut Vm, iterator: &Obj) -> PyResult<Option<Obj>> {
    let outer = vm.keep_stop_value(false);
    let result = next_of(vm, iterator);
    vm.keep_stop_value(outer);
    result
}

/// The end of an iteration that a `StopIteration` from a called function brings; other exceptions travel on.
///
/// # Errors
/// What was raised, unless it is a `StopIteration`.
#[cold]
pub fn stopped<T>(vm: &mut Vm, raised: Raised) -> PyResult<Option<T>> {
    if !vm.raised_is(types::STOP_ITERATION) {
        return Err(raised);
    }
    let e = vm.take_exception();
    let value = crate::exception::stop_iteration_value(vm, &e);
    vm.note_stop_value(value);
    Ok(None)
}

/// Calls `each` with every item until it fails.
///
/// # Errors
/// What iterating or `each` raises.
pub fn for_each(vm: &mut Vm, iterable: &Obj, mut each: impl FnMut(&mut Vm, Obj) -> PyResult<()>) -> PyResult<()> {
    // Exact lists and tuples are read by index: the list may change under our feet, as it may under CPython's.
    if let Some(t) = iterable.downcast_ref::<Tuple>()
        && t.header().class() == types::TUPLE.slot()
    {
        for i in 0..t.tail(vm).len() {
            let item = t.tail(vm)[i].clone();
            each(vm, item)?;
        }
        return Ok(());
    }
    if let Some(l) = iterable.downcast_ref::<List>()
        && l.header().class() == types::LIST.slot()
    {
        let mut i = 0;
        while let Some(item) = l.get(vm).items.get(i).cloned() {
            each(vm, item)?;
            i += 1;
        }
        return Ok(());
    }
    let iterator = iter(vm, iterable)?;
    // What CPython iterates at one go is so here: no other thread runs in between, and none can change the container.
    let class = vm.class_of(iterable);
    let own = [types::DICT, types::DICT_KEYS, types::DICT_VALUES, types::DICT_ITEMS, types::SET, types::FROZENSET];
    let at_once = own.iter().any(|own| class.is(own));
    while let Some(item) = next(vm, &iterator)? {
        each(vm, item)?;
        if !at_once {
            vm.poll()?;
        }
    }
    Ok(())
}

/// All items.
///
/// # Errors
/// What iterating raises; `MemoryError`.
pub fn collect(vm: &mut Vm, iterable: &Obj) -> PyResult<Vec<Obj>> {
    let mut items = Vec::new();
    for_each(vm, iterable, |_, item| {
        items.try_reserve(1).map_err(|_| rpython_heap::OutOfMemory)?;
        items.push(item);
        Ok(())
    })?;
    Ok(items)
}

/// All items, the iterable being asked first how many there are, as `list(iterable)` asks it.
///
/// # Errors
/// What iterating or the question raises; `MemoryError`.
pub fn collect_hinted(vm: &mut Vm, iterable: &Obj) -> PyResult<Vec<Obj>> {
    let plain =
        matches!(iterable.header().map(|h| h.class()), Some(c) if c == types::LIST.slot() || c == types::TUPLE.slot());
    if plain {
        return collect(vm, iterable);
    }
    let iterator = iter(vm, iterable)?;
    length_hint(vm, iterable, 8)?;
    collect(vm, &iterator)
}

/// How many items an iterable says it has (`operator.length_hint`).
///
/// # Errors
/// What `__len__` or `__length_hint__` raises, but for `TypeError`; `TypeError` and `ValueError` for a bad answer.
pub fn length_hint(vm: &mut Vm, o: &Obj, default: usize) -> PyResult<usize> {
    if let Some(len) = vm.slots_of(o).len() {
        match len(vm, o) {
            Ok(n) => return Ok(n),
            Err(raised) => vm.swallow(raised, types::TYPE_ERROR)?,
        }
    }
    let hint = match call_hint(vm, o) {
        Ok(hint) => hint,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            None
        }
    };
    let Some(hint) = hint.filter(|h| !h.is_not_implemented()) else { return Ok(default) };
    if !crate::int::is_int(&hint) {
        let class = vm.class_of(&hint).name(vm).to_string();
        return Err(type_error!(vm, "__length_hint__ must be an integer, not {class}"));
    }
    let n = crate::argument::ssize(vm, &hint)?;
    usize::try_from(n).map_err(|_| crate::value_error!(vm, "__length_hint__() should return >= 0"))
}

fn call_hint(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    super::call_special(vm, o, names::__length_hint__, &[])
}

/// As [`next`], for callers that want the value of the `StopIteration`: it is left in `Vm::take_stop_value`.
///
/// # Errors
/// What the iterator raises, but for `StopIteration`.
pub fn next_keeping_value(vm: &mut Vm, iterator: &Obj) -> PyResult<Option<Obj>> {
    let outer = vm.keep_stop_value(true);
    let result = next_of(vm, iterator);
    vm.keep_stop_value(outer);
    result
}
