//! `range`

use crate::{TypeDef, TypeFlags, kinds};
use rpython_heap::{Obj, Payload};

/// The payload of a range: exact ints.
pub struct Range {
    /// `start`
    pub start: Obj,
    /// `stop`
    pub stop: Obj,
    /// `step`
    pub step: Obj,
    /// `len()`
    pub length: Obj,
}

impl Payload for Range {
    const KIND: u8 = kinds::RANGE;
    const NAME: &'static str = "range";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.start, &self.stop, &self.step, &self.length].into_iter().for_each(visit);
    }
}

/// The payload of `range_iterator`: machine integers.
pub struct RangeIterator {
    /// The next value.
    pub next: i64,
    /// Difference of values.
    pub step: i64,
    /// Values left.
    pub left: u64,
}

impl Payload for RangeIterator {
    const KIND: u8 = kinds::RANGE_ITERATOR;
    const NAME: &'static str = "range iterator";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// `range`
pub static DEF: TypeDef = TypeDef { name: "range", kind: kinds::RANGE, flags: TypeFlags::SEQUENCE, ..TypeDef::EMPTY };
/// `range_iterator`
pub static ITERATOR_DEF: TypeDef =
    TypeDef { name: "range_iterator", kind: kinds::RANGE_ITERATOR, flags: TypeFlags::NO_NEW, ..TypeDef::EMPTY };
/// `longrange_iterator`
pub static LONG_ITERATOR_DEF: TypeDef =
    TypeDef { name: "longrange_iterator", flags: TypeFlags::NO_NEW, ..TypeDef::EMPTY };
