//! The cycle collector: passes over the slabs.
//!
//! Reference counts free almost everything at once; what they miss are cycles. One theorem carries the collector: *trial
//! deletion is exact on any set of objects*. Take a set, copy its counts aside, subtract every reference found inside the set: what is left
//! above zero is held from outside; that and all it reaches lives, the rest is garbage (Bacon and Rajan 2001; CPython's
//! `gc.c: deduce_unreachable`). Here the set is all containers; a collection runs when it is asked for.
//!
//! The passes: [`candidates`] lists the set, [`trial`] subtracts, [`reachable`] marks, then finalisers run once each (PEP 442), the
//! garbage they left is found by a second trial, and its references are given up.
#![forbid(unsafe_code)]

use rpython_heap::{SlotId, flag};
use rpython_objects::{Obj, Vm};
use rustc_hash::{FxHashMap, FxHashSet};

/// Counts of the objects of a set, by slot.
type Counts = FxHashMap<SlotId, i64>;

/// What a collection did.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Collected {
    /// Objects found unreachable.
    pub unreachable: usize,
    /// Of those, the ones that live on because a finaliser made them reachable again.
    pub resurrected: usize,
}

/// Whether the collector looks at an object.
pub fn is_tracked(o: &Obj) -> bool {
    o.header().is_some_and(|h| h.has(flag::TRACKED))
}

/// Calls `visit` with everything an object refers to, its class included if it holds a count on it.
fn references(vm: &Vm, o: &Obj, visit: &mut dyn FnMut(SlotId)) {
    o.traverse(vm, &mut |child| {
        if child.value().is_handle() {
            visit(child.value().slot());
        }
    });
    if let Some(h) = o.header()
        && h.has(flag::SUBCLASS)
    {
        visit(h.class());
    }
}

/// All mortal containers with their counts.
fn candidates(vm: &Vm) -> Counts {
    let mut counts = Counts::default();
    Obj::for_each(vm, &mut |o| {
        if let Some(h) = o.header()
            && h.has(flag::TRACKED)
            && h.rc() < rpython_heap::IMMORTAL
        {
            counts.insert(o.value().slot(), h.rc().into());
        }
    });
    counts
}

/// Subtracts the references found inside the set: what stays above zero is held from outside.
fn trial(vm: &Vm, counts: &mut Counts) {
    let slots: Vec<SlotId> = counts.keys().copied().collect();
    for slot in slots {
        let Some(o) = Obj::in_slot(vm, slot) else { continue };
        references(vm, &o, &mut |child| {
            if let Some(count) = counts.get_mut(&child) {
                *count -= 1;
            }
        });
    }
}

/// The members of the set that are held from outside, and all that these reach in it.
fn reachable(vm: &Vm, counts: &Counts) -> FxHashSet<SlotId> {
    let mut live: FxHashSet<SlotId> = counts.iter().filter(|(_, n)| **n > 0).map(|(s, _)| *s).collect();
    let mut work: Vec<SlotId> = live.iter().copied().collect();
    while let Some(slot) = work.pop() {
        let Some(o) = Obj::in_slot(vm, slot) else { continue };
        references(vm, &o, &mut |child| {
            if counts.contains_key(&child) && live.insert(child) {
                work.push(child);
            }
        });
    }
    live
}

/// Runs the finaliser of an object, if it has one that has not run.
fn finalise(vm: &mut Vm, o: &Obj) {
    let Some(h) = o.header() else { return };
    if h.has(flag::FINALISED) {
        return;
    }
    let Some(finalise) = vm.slots_of(o).finalise() else { return };
    h.set(flag::FINALISED);
    if finalise(vm, o).is_err() {
        let report = vm.hooks.unraisable;
        report(vm, "while calling deallocator", Some(o));
    }
}

/// A full collection.
pub fn collect(vm: &mut Vm) -> Collected {
    let mut counts = candidates(vm);
    trial(vm, &mut counts);
    let live = reachable(vm, &counts);
    let mut dead: Vec<SlotId> = counts.keys().copied().filter(|s| !live.contains(s)).collect();
    if dead.is_empty() {
        return Collected::default();
    }
    // In the order of their slots, so that a program sees the same order each time.
    dead.sort_unstable();
    let held: Vec<Obj> = dead.iter().filter_map(|s| Obj::in_slot(vm, *s)).collect();
    for o in &held {
        finalise(vm, o);
    }
    // Finalisers may have made some reachable again: a second trial on what was held, less our own reference each.
    let mut counts: Counts =
        held.iter().filter_map(|o| o.header().map(|h| (o.value().slot(), i64::from(h.rc()) - 1))).collect();
    trial_of(vm, &held, &mut counts);
    let live = reachable(vm, &counts);
    let mut done = Collected { unreachable: held.len(), resurrected: 0 };
    for o in &held {
        if live.contains(&o.value().slot()) {
            done.resurrected += 1;
        } else {
            o.clear_references(vm);
        }
    }
    drop(held);
    done
}

/// As [`trial`], over objects that the caller holds with one count each, which its counts leave out.
fn trial_of(vm: &Vm, held: &[Obj], counts: &mut Counts) {
    for o in held {
        references(vm, o, &mut |child| {
            if let Some(count) = counts.get_mut(&child) {
                *count -= 1;
            }
        });
    }
}
