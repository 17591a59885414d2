//! `bytearray`: a growing array of bytes in one buffer.

use crate::{TypeDef, TypeFlags, kinds};
use rpython_heap::{BufVec, Obj, Payload};

/// The payload of a bytearray. The header's own word counts the views of it.
#[derive(Default)]
pub struct ByteArray {
    bytes: BufVec<u8>,
    /// Bytes cut off at the front, whose room is not given back yet.
    start: u32,
}

impl Payload for ByteArray {
    const KIND: u8 = kinds::BYTEARRAY;
    const NAME: &'static str = "bytearray";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl ByteArray {
    /// The bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes[self.start as usize..]
    }

    /// The bytes, to change.
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start as usize..]
    }
}

/// `bytearray`
pub static DEF: TypeDef =
    TypeDef { name: "bytearray", kind: kinds::BYTEARRAY, flags: TypeFlags::BASE, ..TypeDef::EMPTY };
