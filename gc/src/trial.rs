//! Trial deletion: which objects of a set are held only from inside it.
//!
//! One theorem carries the collector: *trial deletion is exact on any set of objects*. Take a set, copy its counts aside, subtract
//! every reference found inside the set: what is left above zero is held from outside; that and all it reaches lives, the
//! rest is garbage (Bacon and Rajan 2001; CPython's `gc.c: deduce_unreachable`). The counts lie in a dense column, so a pass costs
//! a walk over the members and one access for each reference.

use rpython_heap::{Column, OutOfMemory, SlotId, flag};
use rpython_objects::{Obj, Tuple, Vm};
use rustc_hash::FxHashMap;

/// Entry of an object outside the set.
const OUTSIDE: i32 = i32::MIN;
/// Entry of a member that is known to live.
const LIVE: i32 = i32::MAX;

/// A set of objects with their trial counts.
pub(crate) struct Trial {
    members: Vec<SlotId>,
    counts: Column<i32>,
}

impl Trial {
    /// The set of all mortal containers that are not frozen, with counts as they are. Tuples that hold no container leave it for good.
    ///
    /// # Errors
    /// There is no memory for it.
    pub(crate) fn of_all(vm: &Vm, frozen: &FxHashMap<SlotId, u16>) -> Result<Trial, OutOfMemory> {
        let mut trial = Trial { members: Vec::new(), counts: Column::new(vm, OUTSIDE)? };
        let mut added = Ok(());
        Obj::for_each(vm, &mut |o| {
            if added.is_ok()
                && let Some(h) = o.header()
                && h.has(flag::TRACKED)
                && !holds_no_container(vm, o)
                && !o.is_immortal()
                && frozen.get(&o.value().slot()) != Some(&h.generation())
            {
                added = trial.add(o.value().slot(), h.rc() - 1);
            }
        });
        added.map(|()| trial)
    }

    /// A set of objects that the caller holds with one count each, which the trial leaves out.
    ///
    /// # Errors
    /// There is no memory for it.
    pub(crate) fn of_held(vm: &Vm, held: &[Obj]) -> Result<Trial, OutOfMemory> {
        let mut trial = Trial { members: Vec::new(), counts: Column::new(vm, OUTSIDE)? };
        for o in held {
            if let Some(h) = o.header() {
                trial.add(o.value().slot(), h.rc() - 1)?;
            }
        }
        Ok(trial)
    }

    /// Members.
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    fn add(&mut self, slot: SlotId, rc: u32) -> Result<(), OutOfMemory> {
        if let Some(count) = self.counts.get_mut(slot) {
            *count = i32::try_from(rc).unwrap_or(LIVE - 1);
            self.members.try_reserve(1).map_err(|_| OutOfMemory)?;
            self.members.push(slot);
        }
        Ok(())
    }

    /// Subtracts what the set holds of itself and marks what is left and all that it reaches. Returns the members that are
    /// garbage, in the order of their slots.
    ///
    /// # Errors
    /// There is no memory for the work list; the objects are as before.
    pub(crate) fn run(mut self, vm: &Vm) -> Result<Vec<SlotId>, OutOfMemory> {
        for &slot in &self.members {
            references(vm, slot, &mut |child| {
                if let Some(count) = self.counts.get_mut(child)
                    && *count != OUTSIDE
                {
                    *count -= 1;
                }
            });
        }
        let mut work = Vec::new();
        let mut full = false;
        for &slot in &self.members {
            if let Some(count) = self.counts.get_mut(slot)
                && *count > 0
                && *count != LIVE
            {
                *count = LIVE;
                work.try_reserve(1).map_err(|_| OutOfMemory)?;
                work.push(slot);
            }
            while let Some(slot) = work.pop() {
                references(vm, slot, &mut |child| {
                    if let Some(count) = self.counts.get_mut(child)
                        && *count != OUTSIDE
                        && *count != LIVE
                    {
                        *count = LIVE;
                        full = full || work.try_reserve(1).is_err();
                        if !full {
                            work.push(child);
                        }
                    }
                });
            }
            if full {
                return Err(OutOfMemory);
            }
        }
        let mut dead = self.members;
        dead.retain(|&slot| self.counts.get(slot) != Some(LIVE));
        dead.sort_unstable();
        Ok(dead)
    }
}

/// Whether an object is a tuple without containers, which can be in no cycle; it is untracked then (`_PyTuple_MaybeUntrack`).
fn holds_no_container(vm: &Vm, o: &Obj) -> bool {
    let Some(tuple) = o.downcast_ref::<Tuple>().filter(|t| Tuple::is_exact(t)) else { return false };
    let contained = |item: &Obj| item.value().is_handle() && item.header().is_some_and(|h| h.has(flag::TRACKED));
    if tuple.tail(vm).iter().any(contained) {
        return false;
    }
    tuple.untrack();
    true
}

/// Calls `visit` with every slot that an object holds a count on, its class included.
fn references(vm: &Vm, slot: SlotId, visit: &mut dyn FnMut(SlotId)) {
    let Some(o) = Obj::in_slot(vm, slot) else { return };
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
