//! What is done with whole sets: union, intersection, difference, comparison. Other operands are iterables; sets and exact
//! dicts are read with the hashes that they hold. The order of the steps decides the order of the result's items.

use super::{Set, add_hashed, add_item, base_class, discard_hashed, find, hash_item, step};
use crate::{Dict, PyResult, Vm, protocol};
use rpython_heap::{Obj, Ref};

/// An operand as a set.
fn as_set(o: &Obj) -> Option<&Ref<Set>> {
    o.downcast_ref::<Set>()
}

/// An operand as an exact dict.
fn as_dict(o: &Obj) -> Option<&Ref<Dict>> {
    o.downcast_ref::<Dict>().filter(|d| Dict::is_exact(d))
}

/// Calls `each` with every key of a dict and its hash.
fn each_key(vm: &mut Vm, d: &Ref<Dict>, mut each: impl FnMut(&mut Vm, &Obj, i64) -> PyResult<()>) -> PyResult<()> {
    let mut i = 0;
    while i < d.get(vm).size() {
        if let Some((key, hash)) = d.get(vm).entry(i).map(|e| (e.key.clone(), e.hash)) {
            each(vm, &key, hash)?;
        }
        i += 1;
    }
    Ok(())
}

/// Adds all items of a set.
fn merge(vm: &mut Vm, s: &Ref<Set>, other: &Ref<Set>) -> PyResult<()> {
    let Some((to, from)) = s.pair_mut(other, vm) else { return Ok(()) };
    if from.used == 0 {
        return Ok(());
    }
    to.make_room_for(from.used as usize)?;
    if to.fill == 0 {
        to.ensure_table()?;
        let copies_places = to.table.len() == from.table.len() && from.fill == from.used;
        for (place, e) in from.table.iter().enumerate().filter(|(_, e)| !e.key.is_unbound()) {
            if copies_places {
                to.table[place] = e.clone();
            } else {
                to.insert_clean(e.key.clone(), e.hash);
            }
        }
        to.fill = from.used;
        to.used = from.used;
        return Ok(());
    }
    let mut place = 0;
    while let Some((key, hash)) = step(vm, other, &mut place) {
        add_hashed(vm, s, &key, hash)?;
    }
    Ok(())
}

/// Adds all items of an iterable.
///
/// # Errors
/// What iterating, hashing or comparing raises.
pub fn update(vm: &mut Vm, s: &Ref<Set>, other: &Obj) -> PyResult<()> {
    if let Some(other) = as_set(other) {
        return merge(vm, s, other);
    }
    if let Some(d) = as_dict(other) {
        let more = d.get(vm).len();
        s.get_mut(vm).make_room_for(more)?;
        return each_key(vm, d, |vm, key, hash| add_hashed(vm, s, key, hash));
    }
    protocol::for_each(vm, other, |vm, item| add_item(vm, s, &item))
}

/// A copy: `set` or `frozenset`, also of an instance of a subclass.
pub(super) fn copy(vm: &mut Vm, s: &Ref<Set>) -> PyResult<Ref<Set>> {
    let made = blank(vm, s);
    merge(vm, &made, s)?;
    Ok(made)
}

/// An empty set of the native class that a set's is built on.
fn blank(vm: &mut Vm, s: &Ref<Set>) -> Ref<Set> {
    let class = base_class(vm, s);
    vm.alloc(class, Set::default())
}

/// `s & other` for any iterable.
pub(super) fn intersection(vm: &mut Vm, s: &Ref<Set>, other: &Obj) -> PyResult<Ref<Set>> {
    if s.is(other) {
        return copy(vm, s);
    }
    let made = blank(vm, s);
    if let Some(other) = as_set(other) {
        let (small, large) = if other.get(vm).len() > s.get(vm).len() { (s, other) } else { (other, s) };
        let mut place = 0;
        while let Some((key, hash)) = step(vm, small, &mut place) {
            if find(vm, large, &key, hash)?.is_some() {
                add_hashed(vm, &made, &key, hash)?;
            }
        }
        return Ok(made);
    }
    protocol::for_each(vm, other, |vm, item| {
        let hash = protocol::hash(vm, &item)?;
        if find(vm, s, &item, hash)?.is_some() {
            add_hashed(vm, &made, &item, hash)?;
        }
        Ok(())
    })?;
    Ok(made)
}

/// `s.intersection(other)` of a set object.
///
/// # Errors
/// What iterating, hashing or comparing raises.
pub fn intersection_with(vm: &mut Vm, s: &Obj, other: &Obj) -> PyResult {
    match as_set(s) {
        Some(s) => Ok(intersection(vm, s, other)?.into_obj()),
        None => Err(crate::type_error!(vm, "a set is required")),
    }
}

/// Removes all items of an iterable.
///
/// # Errors
/// What iterating, hashing or comparing raises.
pub fn difference_update(vm: &mut Vm, s: &Ref<Set>, other: &Obj) -> PyResult<()> {
    if s.is(other) {
        let old = s.get_mut(vm).take_all();
        drop(old);
        return Ok(());
    }
    if let Some(other) = as_set(other) {
        // A much larger set is cut down to what can be removed.
        let cut = if other.get(vm).len() >> 3 > s.get(vm).len() { intersection(vm, s, other)? } else { other.clone() };
        let mut place = 0;
        while let Some((key, hash)) = step(vm, &cut, &mut place) {
            discard_hashed(vm, s, &key, hash)?;
        }
    } else {
        protocol::for_each(vm, other, |vm, item| {
            let hash = hash_item(vm, &item)?;
            discard_hashed(vm, s, &item, hash).map(|_| ())
        })?;
    }
    let set = s.get_mut(vm);
    if (set.fill - set.used) as usize > set.mask() / 4 {
        set.grow()?;
    }
    Ok(())
}

/// `s - other` for any iterable.
pub(super) fn difference(vm: &mut Vm, s: &Ref<Set>, other: &Obj) -> PyResult<Ref<Set>> {
    let size = match (as_set(other), as_dict(other)) {
        (Some(other), _) => Some(other.get(vm).len()),
        (_, Some(other)) => Some(other.get(vm).len()),
        _ => None,
    };
    if size.is_none_or(|size| s.get(vm).len() >> 2 > size) {
        let made = copy(vm, s)?;
        difference_update(vm, &made, other)?;
        return Ok(made);
    }
    let made = blank(vm, s);
    let mut place = 0;
    while let Some((key, hash)) = step(vm, s, &mut place) {
        let found = match (as_set(other), as_dict(other)) {
            (Some(other), _) => find(vm, other, &key, hash)?.is_some(),
            (_, Some(other)) => Dict::find(vm, other, &key, hash)?.is_some(),
            _ => false,
        };
        if !found {
            add_hashed(vm, &made, &key, hash)?;
        }
    }
    Ok(made)
}

/// Removes the items that are in the iterable too, and adds its others.
///
/// # Errors
/// What iterating, hashing or comparing raises.
pub fn symmetric_difference_update(vm: &mut Vm, s: &Ref<Set>, other: &Obj) -> PyResult<()> {
    if s.is(other) {
        let old = s.get_mut(vm).take_all();
        drop(old);
        return Ok(());
    }
    let toggle = |vm: &mut Vm, key: &Obj, hash: i64| {
        if !discard_hashed(vm, s, key, hash)? {
            add_hashed(vm, s, key, hash)?;
        }
        Ok(())
    };
    if let Some(d) = as_dict(other) {
        return each_key(vm, d, toggle);
    }
    let other = match as_set(other) {
        Some(other) => other.clone(),
        None => {
            let made = blank(vm, s);
            update(vm, &made, other)?;
            made
        }
    };
    let mut place = 0;
    while let Some((key, hash)) = step(vm, &other, &mut place) {
        toggle(vm, &key, hash)?;
    }
    Ok(())
}

/// `s ^ other` for any iterable.
pub(super) fn symmetric_difference(vm: &mut Vm, s: &Ref<Set>, other: &Obj) -> PyResult<Ref<Set>> {
    let made = blank(vm, s);
    update(vm, &made, other)?;
    symmetric_difference_update(vm, &made, s)?;
    Ok(made)
}

/// Whether every item of `a` is in `b`.
pub(super) fn is_subset(vm: &mut Vm, a: &Ref<Set>, b: &Ref<Set>) -> PyResult<bool> {
    if a.get(vm).len() > b.get(vm).len() {
        return Ok(false);
    }
    let mut place = 0;
    while let Some((key, hash)) = step(vm, a, &mut place) {
        if find(vm, b, &key, hash)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a set and an iterable have no common item.
pub(super) fn is_disjoint(vm: &mut Vm, s: &Ref<Set>, other: &Obj) -> PyResult<bool> {
    if s.is(other) {
        return Ok(s.get(vm).is_empty());
    }
    if let Some(other) = as_set(other) {
        let (small, large) = if other.get(vm).len() > s.get(vm).len() { (s, other) } else { (other, s) };
        let mut place = 0;
        while let Some((key, hash)) = step(vm, small, &mut place) {
            if find(vm, large, &key, hash)?.is_some() {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let iterator = protocol::iter(vm, other)?;
    while let Some(item) = protocol::next(vm, &iterator)? {
        if super::contains_item(vm, s, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}
