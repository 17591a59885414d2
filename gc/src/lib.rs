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

use rpython_heap::{OutOfMemory, SlotId, flag};
use rpython_objects::{Dict, List, Obj, PyResult, Ref, Str, TypeExt, Vm, int, names, protocol, weakref};
use rustc_hash::FxHashMap;
use trial::Trial;

/// Flags of `gc.set_debug`.
pub mod debug {
    /// Tell of each collection.
    pub const STATS: i32 = 1;
    /// Tell of each object that is collected.
    pub const COLLECTABLE: i32 = 2;
    /// Tell of objects that cannot be collected; there are none.
    pub const UNCOLLECTABLE: i32 = 4;
    /// Keep what would be collected in `gc.garbage`.
    pub const SAVEALL: i32 = 32;
}

/// What a collection did.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Collected {
    /// Objects that were unreachable and still so when finalisers had run.
    pub collected: usize,
}

/// When the collector runs by itself, and what it did.
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
    /// `gc.get_debug()`
    pub debug: i32,
    /// `gc.garbage`
    pub garbage: Option<Ref<List>>,
    /// `gc.callbacks`
    pub callbacks: Option<Ref<List>>,
    /// The permanent generation: slots and their generations.
    frozen: FxHashMap<SlotId, u16>,
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
            debug: 0,
            garbage: None,
            callbacks: None,
            frozen: FxHashMap::default(),
        }
    }
}

/// Whether the collector looks at an object.
pub fn is_tracked(o: &Obj) -> bool {
    o.header().is_some_and(|h| h.has(flag::TRACKED))
}

/// `gc.freeze()`: collections pass over all that is tracked now.
pub fn freeze(vm: &mut Vm) {
    let mut frozen = FxHashMap::default();
    Obj::for_each(vm, &mut |o| {
        if let Some(h) = o.header().filter(|h| h.has(flag::TRACKED)) {
            frozen.insert(o.value().slot(), h.generation());
        }
    });
    vm.state_of::<Policy>().frozen = frozen;
}

/// `gc.unfreeze()`
pub fn unfreeze(vm: &mut Vm) {
    vm.state_of::<Policy>().frozen = FxHashMap::default();
}

/// Whether an object was there at the last `gc.freeze()`, by the slots and generations of then.
fn is_frozen(frozen: &FxHashMap<SlotId, u16>, o: &Obj) -> bool {
    !frozen.is_empty() && o.header().is_some_and(|h| frozen.get(&o.value().slot()) == Some(&h.generation()))
}

/// The tracked objects, those that are frozen or the others.
pub fn tracked(vm: &mut Vm, frozen: bool) -> Vec<Obj> {
    let set = std::mem::take(&mut vm.state_of::<Policy>().frozen);
    let mut found = Vec::new();
    Obj::for_each(vm, &mut |o| {
        if is_tracked(o) && is_frozen(&set, o) == frozen {
            found.push(o.clone());
        }
    });
    vm.state_of::<Policy>().frozen = set;
    found
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
    collect_as(vm, 2)
}

/// A full collection that `gc.callbacks` are told of as one of a generation.
pub fn collect_as(vm: &mut Vm, generation: i64) -> Collected {
    if std::mem::replace(&mut vm.state_of::<Policy>().collecting, true) {
        return Collected::default();
    }
    tell(vm, "start", generation, 0);
    let start = std::time::Instant::now();
    let stats = vm.state_of::<Policy>().debug & debug::STATS != 0;
    if stats {
        let (young, frozen) = (vm.growth().max(0), vm.state_of::<Policy>().frozen.len());
        let old = vm.state_of::<Policy>().survivors;
        let said = format!(
            "gc: collecting generation {generation}...\ngc: objects in each generation: {young} 0 {old}\n\
             gc: objects in permanent generation: {frozen}\n"
        );
        say(vm, &said);
    }
    let Pass { done, survivors } = pass(vm).unwrap_or_else(|OutOfMemory| {
        // What is alive is not known; the next attempt comes when the containers have doubled again.
        let seen = vm.state_of::<Policy>().survivors.saturating_add(vm.growth());
        Pass { done: Collected::default(), survivors: seen.max(0) as usize }
    });
    if stats {
        let (found, seconds) = (done.collected, start.elapsed().as_secs_f64());
        say(vm, &format!("gc: done, {found} unreachable, 0 uncollectable, {seconds:.4}s elapsed\n"));
    }
    let policy = vm.state_of::<Policy>();
    policy.collecting = false;
    policy.survivors = survivors as i64;
    policy.collections += 1;
    policy.collected += done.collected as u64;
    arm(vm);
    tell(vm, "stop", generation, done.collected as i64);
    done
}

/// Tells the functions of `gc.callbacks` that a collection starts or has stopped; what they raise is reported.
fn tell(vm: &mut Vm, phase: &str, generation: i64, collected: i64) {
    let Some(callbacks) = vm.state_of::<Policy>().callbacks.clone() else { return };
    if callbacks.get(vm).items.is_empty() {
        return;
    }
    let Ok(info) = collection_info(vm, generation, collected) else {
        let report = vm.hooks.unraisable;
        return report(vm, "while invoking gc callbacks", None);
    };
    let phase = Str::intern(vm, phase).into_obj();
    for i in 0.. {
        let Some(callback) = callbacks.get(vm).items.get(i).cloned() else { break };
        if protocol::call(vm, &callback, &[phase.clone(), info.clone().into_obj()]).is_err() {
            let report = vm.hooks.unraisable;
            report(vm, "while calling gc callback", Some(&callback));
        }
    }
}

fn collection_info(vm: &mut Vm, generation: i64, collected: i64) -> PyResult<Ref<Dict>> {
    let info = Dict::new(vm);
    for (name, value) in [("generation", generation), ("collected", collected), ("uncollectable", 0)] {
        let value = int::from_i64(vm, value);
        Dict::set_name(vm, &info, name, value)?;
    }
    Ok(info)
}

/// Writes to `sys.stderr`, for `gc.set_debug`.
fn say(vm: &mut Vm, text: &str) {
    let [stderr, write] = ["stderr", "write"].map(|name| Str::intern(vm, name));
    let text = Str::new(vm, text).into_obj();
    let said = protocol::import(vm, "sys")
        .and_then(|sys| protocol::get_attr(vm, &sys, &stderr))
        .and_then(|stderr| protocol::call_method(vm, &stderr, &write, &[text]));
    if said.is_err() {
        drop(vm.exception.take());
    }
}

/// What one pass did, and how many containers it left.
struct Pass {
    done: Collected,
    survivors: usize,
}

/// Owned references to the objects in slots.
fn hold(vm: &Vm, slots: &[SlotId]) -> Result<Vec<Obj>, OutOfMemory> {
    let mut held = Vec::new();
    held.try_reserve_exact(slots.len()).map_err(|_| OutOfMemory)?;
    held.extend(slots.iter().filter_map(|&s| Obj::in_slot(vm, s)));
    Ok(held)
}

/// One pass. Where there is no memory for it, it ends early, and garbage waits for the next.
fn pass(vm: &mut Vm) -> Result<Pass, OutOfMemory> {
    let frozen = std::mem::take(&mut vm.state_of::<Policy>().frozen);
    let trial = Trial::of_all(vm, &frozen);
    vm.state_of::<Policy>().frozen = frozen;
    let trial = trial?;
    let all = trial.len();
    let dead = trial.run(vm)?;
    if dead.is_empty() {
        return Ok(Pass { done: Collected::default(), survivors: all });
    }
    let mut held = hold(vm, &dead)?;
    call_back(vm, &held, &dead)?;
    for o in &held {
        finalise(vm, o);
    }
    // Finalisers may have broken cycles themselves: what nothing else holds is gone, and not counted.
    for _ in 0..16 {
        let before = held.len();
        held.retain(|o| o.header().is_some_and(|h| h.rc() > 1));
        if held.len() == before {
            break;
        }
    }
    // They may have made some reachable again.
    let dead = Trial::of_held(vm, &held)?.run(vm)?;
    let still = hold(vm, &dead)?;
    // Finalisers may have made new weak references.
    for o in &still {
        for reference in weakref::all(vm, o) {
            weakref::detach(vm, &reference);
        }
    }
    let flags = vm.state_of::<Policy>().debug;
    if flags & debug::COLLECTABLE != 0 {
        for o in &still {
            let (class, place) = (vm.class_of(o).name(vm).to_string(), o.value().slot().0);
            say(vm, &format!("gc: collectable <{class} 0x{:x}>\n", u64::from(place) << 4));
        }
    }
    if flags & debug::SAVEALL != 0
        && let Some(garbage) = vm.state_of::<Policy>().garbage.clone()
    {
        let collected = still.len();
        for o in still {
            // A full heap loses the record.
            let _ = garbage.get_mut(vm).items.push(o);
        }
        return Ok(Pass { done: Collected { collected }, survivors: all });
    }
    drop(still);
    for &slot in &dead {
        if let Some(o) = Obj::in_slot(vm, slot) {
            o.clear_references(vm);
        }
    }
    Ok(Pass { done: Collected { collected: dead.len() }, survivors: all - dead.len() })
}

/// Clears the weak references that name garbage, then calls the callbacks of those that are no garbage themselves
/// (`gc.c: handle_weakrefs`).
fn call_back(vm: &mut Vm, garbage: &[Obj], dead: &[SlotId]) -> Result<(), OutOfMemory> {
    let mut references = Vec::new();
    for reference in garbage.iter().flat_map(|o| weakref::all(vm, o)) {
        references.try_reserve(1).map_err(|_| OutOfMemory)?;
        references.push(reference);
    }
    let mut calls = Vec::new();
    calls.try_reserve_exact(references.len()).map_err(|_| OutOfMemory)?;
    for reference in references {
        let lives = dead.binary_search(&reference.value().slot()).is_err();
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
    Ok(())
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
