//! `tuple`: items in the slot's tail.

use crate::{TypeDef, TypeFlags, Vm, kinds, types};
use rpython_heap::{Obj, OutOfMemory, Payload, Ref, Shape};

/// The payload of a tuple: its cached hash (0: not computed); the items are the tail.
pub struct Tuple {
    pub(crate) hash: std::cell::Cell<i64>,
}

impl Payload for Tuple {
    const KIND: u8 = kinds::TUPLE;
    const NAME: &'static str = "tuple";
    const TRACKED: bool = true;
    type Tail = Obj;
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Tuple {
    /// `()`
    pub fn empty() -> Ref<Tuple> {
        Ref::fixed(types::empty_tuple_slot())
    }

    /// A tuple of copies of `items`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_slice(vm: &Vm, items: &[Obj]) -> Result<Ref<Tuple>, OutOfMemory> {
        Tuple::from_exact(vm, items.iter().cloned())
    }

    /// A tuple of `items`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_vec(vm: &Vm, items: Vec<Obj>) -> Result<Ref<Tuple>, OutOfMemory> {
        Tuple::from_exact(vm, items.into_iter())
    }

    /// A tuple of the items of an iterator.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_exact(vm: &Vm, items: impl ExactSizeIterator<Item = Obj>) -> Result<Ref<Tuple>, OutOfMemory> {
        if items.len() == 0 {
            return Ok(Tuple::empty());
        }
        let shape = Shape { class: types::TUPLE.slot(), subclass: false, extra: 0 };
        Ref::with_tail(vm, shape, Tuple { hash: Default::default() }, items.map(Obj::into_counted))
    }
}

/// `tuple`
pub static DEF: TypeDef = TypeDef {
    name: "tuple",
    kind: kinds::TUPLE,
    flags: TypeFlags::BASE | TypeFlags::SEQUENCE | TypeFlags::MATCH_SELF,
    ..TypeDef::EMPTY
};
