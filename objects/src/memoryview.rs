//! `memoryview`

use crate::{PyResult, TypeDef, TypeFlags, Vm, buffer::Buffer, kinds, type_error};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of a memoryview.
pub struct MemoryView {}

impl Payload for MemoryView {
    const KIND: u8 = kinds::MEMORYVIEW;
    const NAME: &'static str = "memoryview";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// `memoryview(o)`
///
/// # Errors
/// `TypeError`
pub fn new(vm: &mut Vm, _: &Obj) -> PyResult {
    Err(type_error!(vm, "memoryview is not there yet"))
}

/// The items of a view, one behind the other.
///
/// # Errors
/// `MemoryError`.
pub fn gather(vm: &mut Vm, view: &Buffer) -> PyResult<Vec<u8>> {
    Ok(view.bytes(vm).to_vec())
}

/// `view.release()`
///
/// # Errors
/// `BufferError`
pub fn release(_: &mut Vm, _: &Ref<MemoryView>) -> PyResult<()> {
    Ok(())
}

/// `memoryview`
pub static DEF: TypeDef =
    TypeDef { name: "memoryview", kind: kinds::MEMORYVIEW, flags: TypeFlags::BASE, ..TypeDef::EMPTY };
