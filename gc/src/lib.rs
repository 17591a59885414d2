//! The cycle collector: passes over the slabs.
//!
//! Reference counts free almost everything at once; what they miss are cycles, which [`collect`] finds by trial deletion
//! (`trial.rs`) over all containers. It runs when it is asked for, and by itself when the containers have doubled since the
//! last collection ([`automatic`]), so that its cost stays in proportion to what a program allocates.
//!
//! The steps: find the garbage; clear the weak references that name it and call their callbacks; run finalisers, once each (PEP 442);
//! find what of it is garbage still; give up its references.
#![forbid(unsafe_code)]

mod trial;

use rpython_heap::{SlotId, flag};
use rpython_objects::{Obj, TypeExt, Vm, names, protocol, weakref};
use rustc_hash::FxHashSet;
use trial::Trial;

/// What a collection did.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Collected {
    /// Objects found unreachable.
    pub unreachable: usize,
    /// Of those, the ones that live on because a finaliser made them reachable again.
    pub resurrected: usize,
}

/// When the collector runs by itself, and what it did.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Whether it runs by itself.
    pub enabled: bool,
    /// `gc.get_threshold()`: the first two multiplied are the least growth that starts a collection, for it is then that CPython looks
    /// beyond its youngest generation; 0 for never.
    pub thresholds: [i64; 3],
    /// Whether a collection is going on; a finaliser may ask for another.
    collecting: bool,
    /// Containers that the last collection left.
    survivors: i64,
    /// Collections done.
    pub collections: u64,
    /// Objects collected by them.
    pub collected: u64,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            enabled: true,
            thresholds: [2000, 10, 10],
            collecting: false,
            survivors: 0,
            collections: 0,
            collected: 0,
        }
    }
}

/// Whether the collector looks at an object.
pub fn is_tracked(o: &Obj) -> bool {
    o.header().is_some_and(|h| h.has(flag::TRACKED))
}

/// Makes the present policy hold: the heap asks for the next collection when the containers have grown by its measure.
pub fn arm(vm: &mut Vm) {
    let policy = vm.state_of::<Policy>();
    let [young, middle, _] = policy.thresholds;
    let least = young.saturating_mul(middle.max(1));
    let limit = if policy.enabled && young > 0 { least.max(policy.survivors) } else { i64::MAX };
    vm.limit_growth(limit);
}

/// Starts to watch the growth, from what lives now: what an interpreter is made of is no garbage.
pub fn start(vm: &mut Vm) {
    let living = vm.growth();
    vm.state_of::<Policy>().survivors = living;
    arm(vm);
}

/// The collection that the heap asked for.
pub fn automatic(vm: &mut Vm) {
    if vm.state_of::<Policy>().enabled {
        collect(vm);
    }
}

/// A full collection. Nothing is done while another is going on.
pub fn collect(vm: &mut Vm) -> Collected {
    if std::mem::replace(&mut vm.state_of::<Policy>().collecting, true) {
        return Collected::default();
    }
    let Pass { done, survivors } = pass(vm);
    let policy = vm.state_of::<Policy>();
    policy.collecting = false;
    policy.survivors = survivors as i64;
    policy.collections += 1;
    policy.collected += (done.unreachable - done.resurrected) as u64;
    arm(vm);
    done
}

/// What one pass did, and how many containers it left.
struct Pass {
    done: Collected,
    survivors: usize,
}

fn pass(vm: &mut Vm) -> Pass {
    let trial = Trial::of_all(vm);
    let all = trial.len();
    let dead = trial.run(vm);
    if dead.is_empty() {
        return Pass { done: Collected::default(), survivors: all };
    }
    let held: Vec<Obj> = dead.iter().filter_map(|&s| Obj::in_slot(vm, s)).collect();
    call_back(vm, &held, &dead);
    for o in &held {
        finalise(vm, o);
    }
    // Finalisers may have made some reachable again.
    let dead: Vec<SlotId> = Trial::of_held(vm, &held).run(vm);
    let still: Vec<Obj> = dead.iter().filter_map(|&s| Obj::in_slot(vm, s)).collect();
    // Finalisers may have made new weak references.
    for o in &still {
        for reference in weakref::all(vm, o) {
            weakref::detach(vm, &reference);
        }
    }
    drop(still);
    for &slot in &dead {
        if let Some(o) = Obj::in_slot(vm, slot) {
            o.clear_references(vm);
        }
    }
    let done = Collected { unreachable: held.len(), resurrected: held.len() - dead.len() };
    Pass { done, survivors: all - dead.len() }
}

/// Clears the weak references that name garbage, then calls the callbacks of those that are no garbage themselves
/// (`gc.c: handle_weakrefs`).
fn call_back(vm: &mut Vm, garbage: &[Obj], dead: &[SlotId]) {
    let dead: FxHashSet<SlotId> = dead.iter().copied().collect();
    let mut calls = Vec::new();
    for reference in garbage.iter().flat_map(|o| weakref::all(vm, o)).collect::<Vec<_>>() {
        let lives = !dead.contains(&reference.value().slot());
        if let Some(callback) = weakref::detach(vm, &reference).filter(|_| lives) {
            calls.push((callback, reference));
        }
    }
    for (callback, reference) in calls {
        if protocol::call(vm, &callback, &[reference]).is_err() {
            let report = vm.hooks.unraisable;
            report(vm, "while calling weakref callback", Some(&callback));
        }
    }
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
        if o.is_kind::<rpython_objects::Generator>() {
            report(vm, "while closing generator", Some(o));
        } else {
            let method = vm.class_of(o).own().lookup(vm, names::__del__);
            report(vm, "while calling deallocator", method.as_ref());
        }
    }
}
