//! Kinds: what the heap knows of a payload.
//!
//! A kind is a layout: its size, its tail, and three functions (traverse, clear, drop). The table is filled once per
//! kind by [`register`], before the first object of the kind is made.

use crate::{
    obj::{Obj, OptObj},
    region::address,
    value::SlotId,
};
use std::any::TypeId;

/// Number of a kind: 1 to 254. The table of an application's kinds is its own; the heap needs them distinct.
pub type Kind = u8;

/// What can be stored in a slot.
///
/// A payload's fields own their references (`Obj`, `Ref<T>`, `OptObj`, `BufVec<…>`), so that dropping it releases
/// them, and hold no absolute address: a payload that must (a foreign object, a file) says so in [`Payload::FOREIGN`].
pub trait Payload: Sized + 'static {
    /// The kind's number; no two payload types share one.
    const KIND: Kind;
    /// Name for statistics and messages.
    const NAME: &'static str;
    /// Whether the cycle collector looks at objects of this kind.
    const TRACKED: bool;
    /// Whether the payload holds something that does not live in the region.
    const FOREIGN: bool = false;
    /// Items of the tail, the inline array behind the payload; `()` where there is none.
    type Tail: TailItem;

    /// Shows every strong reference that the payload (without its tail) owns, once for each count.
    fn traverse(&self, visit: &mut dyn FnMut(&Obj));

    /// Gives up references so that no cycle through this object remains. The object stays valid.
    fn clear(&mut self) {}
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
    impl Sealed for u8 {}
    impl Sealed for crate::Obj {}
}

/// What a tail can be made of: nothing, bytes, or references.
pub trait TailItem: sealed::Sealed + Sized + 'static {
    /// Whether the items are references.
    const OBJECTS: bool;
}
impl TailItem for () {
    const OBJECTS: bool = false;
}
impl TailItem for u8 {
    const OBJECTS: bool = false;
}
impl TailItem for Obj {
    const OBJECTS: bool = true;
}

/// What the heap does with payloads of one kind, without knowing their type.
#[derive(Clone, Copy)]
pub struct KindInfo {
    /// Name for statistics.
    pub name: &'static str,
    /// Bytes of the payload, a multiple of 8.
    pub size: u32,
    /// Bytes of a tail item; 0 where there is no tail.
    pub tail_size: u32,
    /// Whether tail items are references.
    pub tail_objects: bool,
    /// Whether objects of this kind are tracked from birth.
    pub tracked: bool,
    /// Whether payloads own something outside the region.
    pub foreign: bool,
    type_id: Option<TypeId>,
    drop: unsafe fn(*mut u8),
    traverse: unsafe fn(*const u8, &mut dyn FnMut(&Obj)),
    clear: unsafe fn(*mut u8),
}

unsafe fn drop_nothing(_: *mut u8) {}
unsafe fn traverse_nothing(_: *const u8, _: &mut dyn FnMut(&Obj)) {}

const EMPTY: KindInfo = KindInfo {
    name: "",
    size: 0,
    tail_size: 0,
    tail_objects: false,
    tracked: false,
    foreign: false,
    type_id: None,
    drop: drop_nothing,
    traverse: traverse_nothing,
    clear: drop_nothing,
};

static mut KINDS: [KindInfo; 256] = [EMPTY; 256];

/// Registers a payload type. Registering it again changes nothing.
///
/// # Panics
/// When another payload type has the same kind number.
pub fn register<T: Payload>() {
    const {
        assert!(T::KIND != 0 && T::KIND != 255, "kinds 0 and 255 are the heap's own");
        assert!(align_of::<T>() <= 16);
    }
    unsafe fn drop<T: Payload>(p: *mut u8) {
        // SAFETY: the caller passes a live payload of kind T::KIND, which is a T by registration.
        unsafe { std::ptr::drop_in_place(p.cast::<T>()) }
    }
    unsafe fn traverse<T: Payload>(p: *const u8, visit: &mut dyn FnMut(&Obj)) {
        // SAFETY: as in `drop`.
        unsafe { (*p.cast::<T>()).traverse(visit) }
    }
    unsafe fn clear<T: Payload>(p: *mut u8) {
        // SAFETY: as in `drop`; the collector holds the token, so no other borrow of the payload exists.
        unsafe { (*p.cast::<T>()).clear() }
    }
    let info = KindInfo {
        name: T::NAME,
        size: payload_size::<T>() as u32,
        tail_size: size_of::<T::Tail>() as u32,
        tail_objects: T::Tail::OBJECTS,
        tracked: T::TRACKED,
        foreign: T::FOREIGN,
        type_id: Some(TypeId::of::<T>()),
        drop: drop::<T>,
        traverse: traverse::<T>,
        clear: clear::<T>,
    };
    // SAFETY: the table is written only here, under the registration lock, before objects of the kind exist.
    unsafe {
        let _lock = REGISTRATION.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let entry = &raw mut KINDS[T::KIND as usize];
        assert!(
            (*entry).type_id.is_none_or(|t| t == TypeId::of::<T>()),
            "kind {} is both {} and {}",
            T::KIND,
            (*entry).name,
            T::NAME
        );
        *entry = info;
    }
}

static REGISTRATION: std::sync::Mutex<()> = std::sync::Mutex::new(());

/// Bytes that a payload takes in its slot.
pub(crate) const fn payload_size<T>() -> usize {
    size_of::<T>().next_multiple_of(8)
}

/// What is known of a kind.
#[inline(always)]
pub fn info(kind: Kind) -> &'static KindInfo {
    // SAFETY: entries are written once, before objects of their kind exist; see `register`.
    unsafe { &*(&raw const KINDS[kind as usize]) }
}

/// Whether `T` is the registered payload of its kind number.
pub(crate) fn is_registered<T: Payload>() -> bool {
    info(T::KIND).type_id == Some(TypeId::of::<T>())
}

impl KindInfo {
    /// Bytes that `extra` words take in a slot: behind a tail, whose end is no fixed place, their number follows them.
    #[inline(always)]
    pub(crate) const fn extra_bytes(&self, extra: usize) -> usize {
        if extra == 0 || self.tail_size == 0 { extra * 8 } else { extra * 8 + 8 }
    }

    /// Shows every reference of an object: its payload's, its tail's, its extra words'.
    ///
    /// # Safety
    /// `slot` names a live object of this kind and no mutable borrow of its payload exists.
    pub(crate) unsafe fn traverse(&self, slot: SlotId, visit: &mut dyn FnMut(&Obj)) {
        // SAFETY: the caller's promise; tails and extra words hold as many valid references as their lengths say.
        unsafe {
            let base = address(slot.0);
            (self.traverse)(base.add(16), visit);
            if self.tail_objects {
                for item in tail_objects(slot, self) {
                    visit(item);
                }
            }
            for o in (*extra_words(slot, self)).iter().filter_map(OptObj::get) {
                visit(o);
            }
        }
    }

    /// Gives up an object's references, those of its extra words included. A tail is immutable and stays.
    ///
    /// # Safety
    /// As for `traverse`, and nothing at all borrows the payload.
    pub(crate) unsafe fn clear(&self, slot: SlotId) {
        // SAFETY: the caller's promise.
        unsafe {
            (self.clear)(address(slot.0).add(16));
            for word in &mut *extra_words(slot, self) {
                *word = OptObj::NONE;
            }
        }
    }

    /// Releases everything an object owns; its slot is free afterwards.
    ///
    /// # Safety
    /// `slot` names an object of this kind whose count is 0, and this happens once.
    #[inline]
    pub(crate) unsafe fn drop(&self, slot: SlotId) {
        // SAFETY: the caller's promise.
        unsafe {
            (self.drop)(address(slot.0).add(16));
            if self.tail_objects {
                // From the last to the first, as CPython releases a tuple's items.
                for item in tail_objects(slot, self).iter().rev() {
                    std::ptr::drop_in_place(std::ptr::from_ref(item).cast_mut());
                }
            }
            for word in &mut *extra_words(slot, self) {
                *word = OptObj::NONE;
            }
        }
    }
}

unsafe fn tail_objects<'a>(slot: SlotId, info: &KindInfo) -> &'a [Obj] {
    // SAFETY: the caller passes an object whose tail is made of references; `aux` counts the initialised ones.
    unsafe {
        let header = &*crate::obj::header(slot);
        let first = address(slot.0).add(16 + info.size as usize).cast::<Obj>();
        std::slice::from_raw_parts(first, header.aux() as usize)
    }
}

/// The extra words of an object; empty where it has none.
///
/// # Safety
/// `slot` names a live object of the kind `info` describes.
#[inline]
pub(crate) unsafe fn extra_words(slot: SlotId, info: &KindInfo) -> *mut [OptObj] {
    // SAFETY: the caller's promise; with the EXTRA flag the slot ends in initialised words, behind a tail with their
    // number at the very end.
    unsafe {
        let base = address(slot.0);
        if !(*crate::obj::header(slot)).has(crate::header::flag::EXTRA) {
            return std::ptr::slice_from_raw_parts_mut(base.cast(), 0);
        }
        let bytes = crate::slab::slot_bytes(slot);
        if info.tail_size == 0 {
            let offset = 16 + info.size as usize;
            return std::ptr::slice_from_raw_parts_mut(base.add(offset).cast(), (bytes - offset) / 8);
        }
        let count = base.add(bytes - 8).cast::<u64>().read() as usize;
        std::ptr::slice_from_raw_parts_mut(base.add(bytes - 8 - count * 8).cast(), count)
    }
}
