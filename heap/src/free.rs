//! What happens when a count reaches zero.
//!
//! The object's references are released depth first, as CPython does it, but only so deep: below [`DEEPEST`] levels
//! objects wait on a work list, so that dropping a chain of any length needs no stack. Freeing never runs Python code: an object that
//! wants its finaliser, and the weak references of one that dies, go to the *pending* list, which the interpreter
//! drains before its next instruction.

use crate::{
    Obj, SlotId, Value,
    header::{Header, IMMORTAL, flag},
    kind,
    obj::header,
    region::{page_header, page_of},
    slab, weak,
};

/// Nesting of releases up to which recursion serves.
const DEEPEST: u32 = 64;

/// Work for the interpreter that a release has left.
#[derive(Debug)]
pub enum Pending {
    /// The last reference to this object is gone, and its finaliser has not run: run it, then drop this.
    Finalise(Obj),
    /// The object that this weak reference named is gone.
    Died(Obj),
    /// The tracked objects have grown by the limit of [`crate::Token::limit_growth`]: time to look for cycles.
    Collect,
}

/// State of the thread that holds the token.
struct Releases {
    depth: u32,
    work: Vec<SlotId>,
    pending: Vec<Pending>,
    retired: Vec<SlotId>,
    /// Tracked objects born less those freed since the limit was set.
    growth: i64,
    growth_limit: i64,
}

static mut STATE: Releases = Releases {
    depth: 0,
    work: Vec::new(),
    pending: Vec::new(),
    retired: Vec::new(),
    growth: 0,
    growth_limit: i64::MAX,
};

#[inline(always)]
fn state() -> *mut Releases {
    &raw mut STATE
}

/// Whether the pending list has entries.
#[inline(always)]
pub fn has_pending() -> bool {
    // SAFETY: called by the holder of the token, as everything that reaches the heap.
    unsafe { !(*state()).pending.is_empty() }
}

/// Takes the pending list, oldest first.
pub fn take_pending(_: &mut crate::Token) -> Vec<Pending> {
    // SAFETY: the token is held.
    unsafe { std::mem::take(&mut (*state()).pending) }
}

/// Counts the birth of a tracked object.
#[inline(always)]
pub(crate) fn count_birth() {
    // SAFETY: called by the holder of the token.
    unsafe {
        (*state()).growth += 1;
        if (*state()).growth >= (*state()).growth_limit {
            ask_for_collection();
        }
    }
}

/// Takes a birth back: the object is tracked no longer.
pub(crate) fn uncount_birth() {
    // SAFETY: called by the holder of the token.
    unsafe { (*state()).growth -= 1 }
}

#[cold]
#[inline(never)]
fn ask_for_collection() {
    // SAFETY: called by the holder of the token.
    unsafe {
        (*state()).growth_limit = i64::MAX;
        (*state()).pending.push(Pending::Collect);
    }
}

/// Starts counting growth anew; at `limit` the pending list gets a [`Pending::Collect`].
pub(crate) fn limit_growth(limit: i64) {
    // SAFETY: called by the holder of the token.
    unsafe {
        (*state()).growth = 0;
        (*state()).growth_limit = limit;
    }
}

/// Tracked objects born less those freed since the limit was set.
pub(crate) fn growth() -> i64 {
    // SAFETY: called by the holder of the token.
    unsafe { (*state()).growth }
}

/// Whether objects are being released right now: their counts are 0 while their payloads are dropped.
#[cfg(any(debug_assertions, feature = "checked-handles"))]
pub(crate) fn is_dying() -> bool {
    // SAFETY: called by the holder of the token.
    unsafe { (*state()).depth > 0 }
}

/// Whether the object in `slot` must be finalised first.
#[inline(always)]
pub(crate) unsafe fn wants_finaliser(h: &Header) -> bool {
    let flags = h.flags();
    if flags & flag::FINALISED != 0 {
        return false;
    }
    // SAFETY: a SUBCLASS object's class is alive, because the object holds a count on it.
    flags & flag::FINALISES != 0
        || flags & flag::SUBCLASS != 0 && unsafe { (*header(h.class())).has(flag::INSTANCES_FINALISE) }
}

/// Frees an object whose count has just become 0.
///
/// # Safety
/// `slot` names an object with count 0 that is not being freed already.
#[inline(never)]
pub(crate) unsafe fn release(slot: SlotId) {
    // SAFETY: the caller's promise; state is touched only by the holder of the token.
    unsafe {
        let h = &*header(slot);
        if h.flags() & (flag::SUBCLASS | flag::FINALISES | flag::WEAKLY_REFERENCED) != 0 && announce(slot, h) {
            return;
        }
        let state = state();
        if (*state).depth >= DEEPEST {
            (*state).work.push(slot);
            return;
        }
        (*state).depth += 1;
        free(slot);
        // The outermost release empties the work list.
        if (*state).depth == 1 {
            while let Some(next) = (*state).work.pop() {
                free(next);
            }
        }
        (*state).depth -= 1;
    }
}

/// Sees to finaliser and weak references. Returns whether the object lives on for now.
#[cold]
#[inline(never)]
unsafe fn announce(slot: SlotId, h: &Header) -> bool {
    // SAFETY: as in `release`.
    unsafe {
        if wants_finaliser(h) {
            h.set(flag::FINALISED);
            h.rc.set(1);
            let object = Obj::from_value(Value::counted(h.generation(), slot));
            (*state()).pending.push(Pending::Finalise(object));
            return true;
        }
        if h.has(flag::WEAKLY_REFERENCED) {
            h.unset(flag::WEAKLY_REFERENCED);
            for referrer in weak::take_referrers(slot) {
                (*state()).pending.push(Pending::Died(referrer));
            }
        }
        false
    }
}

/// Drops what the object owns and gives its slot back.
#[inline(always)]
unsafe fn free(slot: SlotId) {
    // SAFETY: as in `release`.
    unsafe {
        let h = &*header(slot);
        let kind = h.kind();
        (*state()).growth -= i64::from(h.flags() & flag::TRACKED);
        kind::info(kind).drop(slot);
        let class = h.has(flag::SUBCLASS).then(|| h.class());
        let generation = h.generation().wrapping_add(1);
        h.generation.set(generation);
        if generation == 0 {
            (*state()).retired.push(slot);
        } else {
            #[cfg(feature = "poison")]
            poison(slot);
            slab::give(kind, slot.0, (*page_header(page_of(slot.0))).granules);
        }
        if let Some(class) = class {
            release_class(class);
        }
    }
}

/// Fills a freed slot, so that a use after free is seen.
#[cfg(feature = "poison")]
unsafe fn poison(slot: SlotId) {
    // SAFETY: the slot is free; its header stays.
    unsafe { std::ptr::write_bytes(crate::region::address(slot.0).add(16), 0xDB, slab::slot_bytes(slot) - 16) };
}

/// Gives up an instance's count on its class.
///
/// # Safety
/// The instance holds that count and uses the class no more.
pub(crate) unsafe fn release_class(class: SlotId) {
    // SAFETY: the caller's promise.
    unsafe {
        let h = &*header(class);
        let rc = h.rc();
        if rc < IMMORTAL {
            h.rc.set(rc - 1);
            if rc == 1 {
                release(class);
            }
        }
    }
}
