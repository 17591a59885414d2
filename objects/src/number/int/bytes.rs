//! `int.to_bytes` and `int.from_bytes` (CPython: `_PyLong_AsByteArray`, `_PyLong_FromByteArray`).

use num_bigint::{BigInt, Sign};

use super::IntRef::{Big, Small};
use super::{Int, IntRef};
use crate::number::{Error, Result, try_with_capacity};
use crate::text::Text;

/// Which end of the bytes holds the lowest digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByteOrder {
    /// Lowest first.
    Little,
    /// Highest first.
    Big,
}

impl ByteOrder {
    /// The order that an argument names; `ValueError`.
    pub fn named(name: Text<'_>) -> Result<ByteOrder> {
        if name == "little" {
            Ok(ByteOrder::Little)
        } else if name == "big" {
            Ok(ByteOrder::Big)
        } else {
            Err(Error::value("byteorder must be either 'little' or 'big'"))
        }
    }
}

impl IntRef<'_> {
    /// `self.to_bytes(length, order, signed=signed)`; `ValueError`, `OverflowError`.
    pub fn to_bytes(self, length: isize, order: ByteOrder, signed: bool) -> Result<Vec<u8>> {
        let length = usize::try_from(length).map_err(|_| Error::value("length argument must be non-negative"))?;
        let negative = self.is_negative();
        if negative && !signed {
            return Err(Error::overflow("can't convert negative int to unsigned"));
        }
        // Two's complement of -n holds what the bits of n - 1 hold, and a sign.
        let bits = match self {
            Small(n) => u64::from(64 - (if n < 0 { !n } else { n }).leading_zeros()),
            Big(n) if negative => (n + 1i64).bits(),
            Big(n) => n.bits(),
        };
        let needed = if signed && !self.is_zero() { bits + 1 } else { bits };
        if needed.div_ceil(8) > length as u64 {
            return Err(Error::overflow("int too big to convert"));
        }
        let mut bytes = try_with_capacity(length)?;
        match self {
            Small(n) => bytes.extend_from_slice(&n.to_le_bytes()),
            Big(n) => bytes.extend_from_slice(&n.to_signed_bytes_le()),
        }
        bytes.resize(length, if negative { 0xFF } else { 0 });
        if order == ByteOrder::Big {
            bytes.reverse();
        }
        Ok(bytes)
    }
}

impl Int {
    /// `int.from_bytes(bytes, order, signed=signed)`
    pub fn from_bytes(bytes: &[u8], order: ByteOrder, signed: bool) -> Int {
        if bytes.len() <= 8 {
            let fill = match order {
                ByteOrder::Little => bytes.last(),
                ByteOrder::Big => bytes.first(),
            }
            .map_or(0, |&b| if signed && b >= 0x80 { 0xFF } else { 0 });
            let mut word = [fill; 8];
            for (i, slot) in word.iter_mut().take(bytes.len()).enumerate() {
                *slot = match order {
                    ByteOrder::Little => bytes[i],
                    ByteOrder::Big => bytes[bytes.len() - 1 - i],
                };
            }
            let value = u64::from_le_bytes(word);
            return if signed { Int::Small(value as i64) } else { Int::from(value) };
        }
        Int::from(match (order, signed) {
            (ByteOrder::Little, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
            (ByteOrder::Big, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
            (ByteOrder::Little, true) => BigInt::from_signed_bytes_le(bytes),
            (ByteOrder::Big, true) => BigInt::from_signed_bytes_be(bytes),
        })
    }
}
