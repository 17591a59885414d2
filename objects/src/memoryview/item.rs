//! Items of memory views: the native formats of one character, read and written (CPython: `memoryobject.c`, `unpack_single`).

use crate::{
    Bytes, PyResult, Vm, argument, int,
    number::float::half::{float_to_half, half_to_float},
    protocol,
};
use rpython_heap::Obj;

/// A native format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Item {
    /// `c`
    Char,
    /// `?`
    Bool,
    /// A signed integer of this many bytes.
    Signed(usize),
    /// An unsigned integer of this many bytes.
    Unsigned(usize),
    /// An address, which a negative number may give.
    Address,
    /// A float of this many bytes.
    Float(usize),
}

impl Item {
    /// The item of a format: one character, perhaps behind an `@`.
    pub(super) fn of(format: &str) -> Option<Item> {
        Some(match format.strip_prefix('@').unwrap_or(format) {
            "c" => Item::Char,
            "?" => Item::Bool,
            "b" => Item::Signed(1),
            "B" => Item::Unsigned(1),
            "h" => Item::Signed(2),
            "H" => Item::Unsigned(2),
            "i" => Item::Signed(4),
            "I" => Item::Unsigned(4),
            "l" | "q" | "n" => Item::Signed(8),
            "L" | "Q" | "N" => Item::Unsigned(8),
            "P" => Item::Address,
            "e" => Item::Float(2),
            "f" => Item::Float(4),
            "d" => Item::Float(8),
            _ => return None,
        })
    }

    /// Bytes of an item.
    pub(super) fn size(self) -> usize {
        match self {
            Item::Char | Item::Bool => 1,
            Item::Signed(n) | Item::Unsigned(n) | Item::Float(n) => n,
            Item::Address => 8,
        }
    }

    /// Whether an item is a byte, to which any view may be cast.
    pub(super) fn is_byte(self) -> bool {
        matches!(self, Item::Char | Item::Signed(1) | Item::Unsigned(1))
    }

    /// Reads an item from its bytes.
    pub(super) fn unpack(self, vm: &Vm, bytes: &[u8]) -> PyResult {
        let mut word = [0; 8];
        for (place, &byte) in word.iter_mut().zip(bytes) {
            *place = byte;
        }
        let unsigned = u64::from_le_bytes(word);
        Ok(match self {
            Item::Char => Bytes::new(vm, bytes)?.into_obj(),
            Item::Bool => Obj::bool(unsigned != 0),
            Item::Unsigned(_) | Item::Address => int::from_u64(vm, unsigned),
            Item::Signed(size) => {
                let unused = 64 - 8 * size as u32;
                int::from_i64(vm, (unsigned << unused) as i64 >> unused)
            }
            Item::Float(2) => Obj::float(half_to_float(unsigned as u16)),
            Item::Float(4) => Obj::float(f32::from_bits(unsigned as u32).into()),
            Item::Float(_) => Obj::float(f64::from_bits(unsigned)),
        })
    }

    /// The bytes of a value as an item.
    pub(super) fn pack(self, vm: &mut Vm, value: &Obj) -> PyResult<Result<Packed, Unfit>> {
        let word = match self {
            Item::Char => match value.downcast_ref::<Bytes>().map(|b| b.tail(vm)) {
                Some(&[one]) => one.into(),
                Some(_) => return Ok(Err(Unfit::Value)),
                None => return Ok(Err(Unfit::Type)),
            },
            Item::Bool => protocol::is_true(vm, value)?.into(),
            Item::Signed(_) | Item::Unsigned(_) | Item::Address => {
                if !protocol::has_index(vm, value) {
                    return Ok(Err(Unfit::Type));
                }
                let exact = protocol::index(vm, value)?;
                match self.word(vm, &exact) {
                    Some(word) => word,
                    None => return Ok(Err(Unfit::Value)),
                }
            }
            Item::Float(size) => {
                let x = match argument::double(vm, value) {
                    Ok(x) => x,
                    Err(raised) if vm.raised_is(crate::types::OVERFLOW_ERROR) => {
                        vm.swallow(raised, crate::types::OVERFLOW_ERROR)?;
                        return Ok(Err(Unfit::Value));
                    }
                    Err(raised) => {
                        vm.swallow(raised, crate::types::TYPE_ERROR)?;
                        return Ok(Err(Unfit::Type));
                    }
                };
                match size {
                    2 => match float_to_half(x) {
                        Some(half) => half.into(),
                        None => return Ok(Err(Unfit::Value)),
                    },
                    4 => (x as f32).to_bits().into(),
                    _ => x.to_bits(),
                }
            }
        };
        Ok(Ok(Packed { word: word.to_le_bytes(), size: self.size() }))
    }

    /// An exact int in the item's bytes, if it fits.
    fn word(self, vm: &Vm, exact: &Obj) -> Option<u64> {
        let n = int::view(vm, exact)?;
        let bits = 8 * self.size() as u32;
        if self == Item::Address
            && let Some(n) = n.to_i64()
        {
            return Some(n as u64);
        }
        if matches!(self, Item::Signed(_)) {
            let n = n.to_i64()?;
            let limit = 1i128 << (bits - 1);
            (-limit..limit).contains(&n.into()).then_some(n as u64)
        } else {
            let n = n.to_u64()?;
            (u128::from(n) < 1u128 << bits).then_some(n)
        }
    }
}

/// Why a value is no item of a format.
pub(super) enum Unfit {
    /// It has another type.
    Type,
    /// It is out of range.
    Value,
}

/// The bytes of an item.
pub(super) struct Packed {
    word: [u8; 8],
    size: usize,
}

impl Packed {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.word[..self.size]
    }
}
