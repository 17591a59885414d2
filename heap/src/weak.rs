//! Weak handles: a slot and the generation it had. They carry no count; upgrading one compares generations.
//!
//! What must be told when an object dies (a `weakref.ref` and its callback) is registered in a side table keyed by the
//! object's slot, which costs nothing for the objects that have no such referrers.

use crate::{Obj, Payload, Ref, SlotId, Token, Value, header::flag, obj::header, slab};
use rustc_hash::FxHashMap;
use std::{marker::PhantomData, mem::ManuallyDrop};

/// A reference that keeps nothing alive: 8 bytes.
pub struct Weak<T> {
    value: Value,
    of: PhantomData<T>,
}

impl<T> Clone for Weak<T> {
    fn clone(&self) -> Weak<T> {
        *self
    }
}
impl<T> Copy for Weak<T> {}

impl<T> std::fmt::Debug for Weak<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "weak {:?}", self.value)
    }
}

impl<T> Weak<T> {
    /// A weak handle that is dead from the start.
    pub const DEAD: Weak<T> = Weak { value: Value::uncounted(0, SlotId(0)), of: PhantomData };

    /// Whether both name the same object, dead or alive.
    pub fn same(self, other: Weak<T>) -> bool {
        self.value.0 == other.value.0
    }

    /// The slot that the object has or had.
    pub fn slot(self) -> SlotId {
        self.value.slot()
    }

    /// The object, if it lives.
    pub fn upgrade_obj(self, token: &Token) -> Option<Obj> {
        if self.value.0 == Weak::<T>::DEAD.value.0 {
            return None;
        }
        Obj::in_slot(token, self.value.slot()).filter(|o| o.value().generation() == self.value.generation())
    }
}

impl Weak<Obj> {
    /// A weak handle of `obj`; dead for values that name no slot.
    pub fn of(obj: &Obj) -> Weak<Obj> {
        if obj.value().is_handle() { Weak { value: obj.value().to_uncounted(), of: PhantomData } } else { Weak::DEAD }
    }
}

impl<T: Payload> Weak<T> {
    /// A weak handle of `obj`.
    pub fn of_ref(obj: &Ref<T>) -> Weak<T> {
        Weak { value: obj.value().to_uncounted(), of: PhantomData }
    }

    /// The object, if it lives.
    pub fn upgrade(self, token: &Token) -> Option<Ref<T>> {
        self.upgrade_obj(token).and_then(|o| o.downcast().ok())
    }
}

/// Who wants to be told of whose death, newest last.
static mut REFERRERS: Option<FxHashMap<SlotId, Vec<Weak<Obj>>>> = None;

fn referrers() -> *mut FxHashMap<SlotId, Vec<Weak<Obj>>> {
    // SAFETY: touched only by the holder of the token; the pointer is used for one step at a time.
    unsafe { (*(&raw mut REFERRERS)).get_or_insert_default() }
}

/// Announces the death of `target` to `referrer` through the pending list.
pub(crate) fn watch(token: &Token, target: &Obj, referrer: &Obj) {
    let Some(h) = target.header() else { return };
    h.set(flag::WEAKLY_REFERENCED);
    // SAFETY: the token is held; pruning only reads headers.
    unsafe {
        let list = (*referrers()).entry(target.value().slot()).or_default();
        if list.len() >= 4 && list.len().is_power_of_two() {
            list.retain(|w| w.upgrade_obj(token).is_some());
        }
        list.push(Weak::of(referrer));
    }
}

/// The live objects that watch `target`, oldest first.
pub(crate) fn watchers(token: &Token, target: &Obj) -> Vec<Obj> {
    if !target.header().is_some_and(|h| h.has(flag::WEAKLY_REFERENCED)) {
        return Vec::new();
    }
    // SAFETY: the token is held.
    let list = unsafe { (*referrers()).get(&target.value().slot()).cloned() };
    list.unwrap_or_default().into_iter().filter_map(|w| w.upgrade_obj(token)).collect()
}

/// The oldest live watcher of `target` for which `wanted` holds.
pub(crate) fn find_watcher(token: &Token, target: &Obj, mut wanted: impl FnMut(&Obj) -> bool) -> Option<Obj> {
    if !target.header().is_some_and(|h| h.has(flag::WEAKLY_REFERENCED)) {
        return None;
    }
    // SAFETY: the token is held.
    let list = unsafe { (*referrers()).get(&target.value().slot())? };
    // By number: `wanted` may drop references, but adds none.
    (0..list.len()).find_map(|i| list.get(i)?.upgrade_obj(token).filter(&mut wanted))
}

/// Takes the live watchers of an object that dies, newest first.
///
/// # Safety
/// The caller holds the token.
pub(crate) unsafe fn take_referrers(target: SlotId) -> Vec<Obj> {
    // SAFETY: the caller's promise; a slot with the right generation and a count above 0 is that live object.
    unsafe {
        let list = (*referrers()).remove(&target).unwrap_or_default();
        list.into_iter()
            .rev()
            .filter(|w| slab::is_slot(w.slot()))
            .filter_map(|w| {
                let h = &*header(w.slot());
                (h.rc() != 0 && h.generation() == w.value.generation())
                    .then(|| (*ManuallyDrop::new(Obj::from_value(w.value))).clone())
            })
            .collect()
    }
}
