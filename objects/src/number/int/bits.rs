//! Shifts, the operators on two's complement of unbounded width, and bit counts.

use num_bigint::BigInt;
use num_traits::Signed;

use super::IntRef::{Big, Small};
use super::{Int, IntRef};
use crate::number::{Error, Result, probe_memory};

macro_rules! bitwise_operators {
    ($($(#[$doc:meta])* $name:ident, $op:tt;)*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(self, other: IntRef<'_>) -> Int {
                match (self, other) {
                    (Small(a), Small(b)) => Int::Small(a $op b),
                    (a, b) => Int::from(a.to_big().as_ref() $op b.to_big().as_ref()),
                }
            }
        )*
    };
}

#[cold]
fn negative_shift() -> Error {
    Error::value("negative shift count")
}

#[expect(clippy::should_implement_trait, reason = "Python's operators, which raise")]
impl IntRef<'_> {
    bitwise_operators! {
        /// `self & other`
        and, &;
        /// `self | other`
        or, |;
        /// `self ^ other`
        xor, ^;
    }

    /// `~self`
    #[inline]
    pub fn invert(self) -> Int {
        match self {
            Small(n) => Int::Small(!n),
            Big(n) => Int::from(-(n + 1i64)),
        }
    }

    /// `self << count`; `ValueError` for a negative count, `OverflowError` or `MemoryError` for a result that cannot be.
    #[inline]
    pub fn shl(self, count: IntRef<'_>) -> Result<Int> {
        match (self, count) {
            (_, count) if count.is_negative() => Err(negative_shift()),
            (Small(0), _) => Ok(Int::ZERO),
            (_, Big(_)) => Err(Error::overflow("too many digits in integer")),
            (Small(a), Small(n)) if n < 63 && (a << n) >> n == a => Ok(Int::Small(a << n)),
            (a, Small(n)) => a.shl_wide(n as u64),
        }
    }

    fn shl_wide(self, count: u64) -> Result<Int> {
        /// Digits of 30 bits that CPython's ints may have.
        const MOST_DIGITS: u64 = (i64::MAX as u64 - 1) / 30;
        if self.bit_length().div_ceil(30).saturating_add(count.div_ceil(30)) > MOST_DIGITS {
            return Err(Error::overflow("too many digits in integer"));
        }
        probe_memory(count.saturating_add(self.bit_length()) / 8)?;
        Ok(match self {
            Small(a) if count < 64 => Int::from(i128::from(a) << count),
            Small(a) => Int::from(BigInt::from(a) << count),
            Big(a) => Int::Big(a << count),
        })
    }

    /// `self >> count`, rounding down; `ValueError` for a negative count.
    #[inline]
    pub fn shr(self, count: IntRef<'_>) -> Result<Int> {
        if count.is_negative() {
            return Err(negative_shift());
        }
        let sign = || Ok(Int::Small(if self.is_negative() { -1 } else { 0 }));
        match (self, count) {
            (_, Big(_)) => sign(),
            (Small(a), Small(n)) => Ok(Int::Small(a >> n.min(63))),
            (Big(a), Small(n)) => {
                let n = n as u64;
                if n > a.bits() {
                    return sign();
                }
                Ok(Int::from(a >> n))
            }
        }
    }

    /// `self.bit_length()`
    #[inline]
    pub fn bit_length(self) -> u64 {
        match self {
            Small(n) => u64::from(64 - n.unsigned_abs().leading_zeros()),
            Big(n) => n.bits(),
        }
    }

    /// `self.bit_count()`: the ones in the magnitude.
    #[inline]
    pub fn bit_count(self) -> u64 {
        match self {
            Small(n) => u64::from(n.unsigned_abs().count_ones()),
            Big(n) => n.magnitude().count_ones(),
        }
    }

    /// Zero bits below the lowest one; 0 for zero.
    pub fn trailing_zeros(self) -> u64 {
        match self {
            Small(0) => 0,
            Small(n) => u64::from(n.trailing_zeros()),
            Big(n) => n.abs().trailing_zeros().unwrap_or(0),
        }
    }
}
