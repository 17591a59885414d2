//! `bytes`: the slot's tail.

use crate::{
    PyResult, TypeDef, TypeFlags, Vm,
    buffer::{self, Buffer, BufferFlags},
    kinds, types,
};
use rpython_heap::{Obj, OutOfMemory, Payload, Ref, Shape};
use std::cell::Cell;

/// The payload of a bytes object: its cached hash (0: not computed); the bytes are the tail.
pub struct Bytes {
    pub(crate) hash: Cell<i64>,
}

impl Payload for Bytes {
    const KIND: u8 = kinds::BYTES;
    const NAME: &'static str = "bytes";
    const TRACKED: bool = false;
    type Tail = u8;
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Bytes {
    /// A bytes object of a copy of `data`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn new(vm: &Vm, data: &[u8]) -> Result<Ref<Bytes>, OutOfMemory> {
        let shape = Shape { class: types::BYTES.slot(), subclass: false, extra: 0 };
        Ref::of_bytes(vm, shape, Bytes { hash: Cell::new(0) }, data)
    }
}

fn buffer(vm: &mut Vm, o: &Obj, flags: BufferFlags) -> PyResult<Buffer> {
    buffer::read_only(vm, flags)?;
    let len = o.downcast_ref::<Bytes>().map_or(0, |b| b.tail(vm).len());
    Ok(Buffer::plain(o, len, true, None))
}

/// `bytes`
pub static DEF: TypeDef = TypeDef {
    name: "bytes",
    kind: kinds::BYTES,
    flags: TypeFlags::BASE | TypeFlags::MATCH_SELF,
    slots: crate::Slots { buffer: Some(buffer), ..crate::Slots::EMPTY },
    ..TypeDef::EMPTY
};
