//! What every slot starts with: 16 bytes.
//!
//! ```text
//! rc:u32  gen:u16  kind:u8  flags:u8  class:u32  aux:u32
//! ```
//! `rc == 0` marks a free slot, whose `class` is then the next free slot of its page.

use crate::value::SlotId;
use std::cell::Cell;

/// Counts from here on are never changed: the object is immortal.
pub const IMMORTAL: u32 = 1 << 31;

/// Bits of a slot's `flags`.
pub mod flag {
    /// The cycle collector looks at this object.
    pub const TRACKED: u8 = 1;
    /// `__del__` has run (PEP 442: at most once).
    pub const FINALISED: u8 = 2;
    /// Weak references name this object: its death is announced.
    pub const WEAKLY_REFERENCED: u8 = 4;
    /// The class is not the kind's own built-in type: the slot holds a count on it.
    pub const SUBCLASS: u8 = 8;
    /// On a type: its instances have `__del__`.
    pub const INSTANCES_FINALISE: u8 = 16;
    /// This object itself wants its finaliser before it is freed (a suspended generator, an open file).
    pub const FINALISES: u8 = 32;
    /// The slot ends in extra words: the instance's `__dict__`, inline attributes and `__slots__`.
    pub const EXTRA: u8 = 64;
    /// Free for the kind.
    pub const KIND_BIT: u8 = 128;
}

/// The header of a slot. Cells, because counts change under shared borrows.
#[repr(C)]
pub struct Header {
    pub(crate) rc: Cell<u32>,
    pub(crate) generation: Cell<u16>,
    pub(crate) kind: Cell<u8>,
    pub(crate) flags: Cell<u8>,
    pub(crate) class: Cell<u32>,
    pub(crate) aux: Cell<u32>,
}

const _: () = assert!(size_of::<Header>() == 16 && align_of::<Header>() == 4);

impl Header {
    /// The strong count; `IMMORTAL` or more means immortal, 0 a free slot.
    #[inline(always)]
    pub fn rc(&self) -> u32 {
        self.rc.get()
    }
    /// The generation of the slot's present object.
    #[inline(always)]
    pub fn generation(&self) -> u16 {
        self.generation.get()
    }
    /// The layout of the payload.
    #[inline(always)]
    pub fn kind(&self) -> u8 {
        self.kind.get()
    }
    /// See [`flag`].
    #[inline(always)]
    pub fn flags(&self) -> u8 {
        self.flags.get()
    }
    /// Whether all bits of `f` are set.
    #[inline(always)]
    pub fn has(&self, f: u8) -> bool {
        self.flags.get() & f == f
    }
    /// Sets the bits of `f`.
    #[inline(always)]
    pub fn set(&self, f: u8) {
        self.flags.set(self.flags.get() | f);
    }
    /// Clears the bits of `f`.
    #[inline(always)]
    pub fn unset(&self, f: u8) {
        self.flags.set(self.flags.get() & !f);
    }
    /// The slot of the type object.
    #[inline(always)]
    pub fn class(&self) -> SlotId {
        SlotId(self.class.get())
    }
    /// 32 bits of the kind's own.
    #[inline(always)]
    pub fn aux(&self) -> u32 {
        self.aux.get()
    }
    /// Sets the kind's own 32 bits. For kinds with a tail, this is the tail's length and belongs to the heap.
    #[inline(always)]
    pub fn set_aux(&self, aux: u32) {
        self.aux.set(aux);
    }
    #[inline(always)]
    pub(crate) fn is_immortal(&self) -> bool {
        self.rc.get() >= IMMORTAL
    }
}
