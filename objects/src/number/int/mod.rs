//! `int`: integers of any size (CPython: `Objects/longobject.c`).
//!
//! [`Int`] is an owned result, [`IntRef`] a borrowed operand that a caller makes of an inline integer or of a big one on the heap
//! without copying it. Both are *normal*: `Big` is used only for values outside `i64`, so equality is structural and the fast path is
//! one `match`. Operators follow Python: `//` rounds down and `%` takes the divisor's sign.

mod bits;
mod bytes;
mod combinatorics;
mod power;
mod real;
mod text;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};

use super::{Error, Result};

pub use bytes::ByteOrder;
pub use power::Power;
pub(crate) use real::round_scaled;
pub(crate) use text::decimal_word;
pub use text::{DEFAULT_MAX_STR_DIGITS, MAX_STR_DIGITS_THRESHOLD};

/// An owned integer.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Int {
    /// Any value of `i64`.
    Small(i64),
    /// A value outside `i64`.
    Big(BigInt),
}

/// A borrowed integer.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntRef<'a> {
    /// Any value of `i64`.
    Small(i64),
    /// A value outside `i64`.
    Big(&'a BigInt),
}

use IntRef::{Big, Small};

#[cold]
pub(crate) fn division_by_zero() -> Error {
    Error::zero_division("division by zero")
}

impl Int {
    /// Zero.
    pub const ZERO: Int = Int::Small(0);
    /// One.
    pub const ONE: Int = Int::Small(1);

    /// A view of it.
    #[inline]
    pub fn as_ref(&self) -> IntRef<'_> {
        match self {
            Int::Small(n) => Small(*n),
            Int::Big(n) => Big(n),
        }
    }

    /// The value as `BigInt`, of which nothing is assumed.
    #[inline]
    pub fn into_big(self) -> BigInt {
        match self {
            Int::Small(n) => BigInt::from(n),
            Int::Big(n) => n,
        }
    }

    /// `sign * magnitude` from digits of 64 bits, least significant first.
    pub fn from_u64_digits(negative: bool, digits: &[u64]) -> Int {
        let halves = digits.iter().flat_map(|&d| [d as u32, (d >> 32) as u32]).collect();
        Int::from(BigInt::new(if negative { Sign::Minus } else { Sign::Plus }, halves))
    }

    /// Negation that reuses the storage.
    pub fn negated(self) -> Int {
        match self {
            Int::Small(n) => match n.checked_neg() {
                Some(n) => Int::Small(n),
                None => Int::from(-i128::from(n)),
            },
            // 2**63 is the one big value whose negation is small.
            Int::Big(n) => Int::from(-n),
        }
    }
}

impl From<BigInt> for Int {
    #[inline]
    fn from(n: BigInt) -> Int {
        match n.to_i64() {
            Some(small) => Int::Small(small),
            None => Int::Big(n),
        }
    }
}

impl From<i64> for Int {
    #[inline]
    fn from(n: i64) -> Int {
        Int::Small(n)
    }
}

impl From<u64> for Int {
    #[inline]
    fn from(n: u64) -> Int {
        i64::try_from(n).map_or_else(|_| Int::Big(BigInt::from(n)), Int::Small)
    }
}

impl From<i128> for Int {
    #[inline]
    fn from(n: i128) -> Int {
        i64::try_from(n).map_or_else(|_| Int::Big(BigInt::from(n)), Int::Small)
    }
}

impl From<IntRef<'_>> for Int {
    fn from(n: IntRef<'_>) -> Int {
        match n {
            Small(n) => Int::Small(n),
            Big(n) => Int::Big(n.clone()),
        }
    }
}

impl From<i64> for IntRef<'_> {
    #[inline]
    fn from(n: i64) -> Self {
        Small(n)
    }
}

impl<'a> From<&'a Int> for IntRef<'a> {
    #[inline]
    fn from(n: &'a Int) -> Self {
        n.as_ref()
    }
}

impl<'a> From<&'a BigInt> for IntRef<'a> {
    #[inline]
    fn from(n: &'a BigInt) -> Self {
        match n.to_i64() {
            Some(small) => Small(small),
            None => Big(n),
        }
    }
}

/// An operator that `i128` cannot overflow on two `i64`.
macro_rules! ring_operators {
    ($($(#[$doc:meta])* $name:ident, $checked:ident, $op:tt;)*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(self, other: IntRef<'_>) -> Int {
                match (self, other) {
                    (Small(a), Small(b)) => match a.$checked(b) {
                        Some(n) => Int::Small(n),
                        None => Int::Big(BigInt::from(i128::from(a) $op i128::from(b))),
                    },
                    (Small(a), Big(b)) => Int::from(a $op b),
                    (Big(a), Small(b)) => Int::from(a $op b),
                    (Big(a), Big(b)) => Int::from(a $op b),
                }
            }
        )*
    };
}

#[expect(clippy::should_implement_trait, reason = "Python's operators, which raise")]
impl<'a> IntRef<'a> {
    /// The value as `BigInt`, borrowed if it is one.
    #[inline]
    pub fn to_big(self) -> Cow<'a, BigInt> {
        match self {
            Small(n) => Cow::Owned(BigInt::from(n)),
            Big(n) => Cow::Borrowed(n),
        }
    }

    /// The value if it fits.
    #[inline]
    pub fn to_i64(self) -> Option<i64> {
        match self {
            Small(n) => Some(n),
            Big(_) => None,
        }
    }

    /// The value if it fits.
    #[inline]
    pub fn to_u64(self) -> Option<u64> {
        match self {
            Small(n) => u64::try_from(n).ok(),
            Big(n) => n.to_u64(),
        }
    }

    /// The value, or the end of `isize`'s range on its side: what `PySlice_AdjustIndices` and its like work on.
    #[inline]
    pub fn saturating_isize(self) -> isize {
        match self {
            Small(n) => n as isize,
            Big(_) if self.is_negative() => isize::MIN,
            Big(_) => isize::MAX,
        }
    }

    /// Is it zero?
    #[inline]
    pub fn is_zero(self) -> bool {
        matches!(self, Small(0))
    }

    /// Is it below zero?
    #[inline]
    pub fn is_negative(self) -> bool {
        match self {
            Small(n) => n < 0,
            Big(n) => n.is_negative(),
        }
    }

    /// Is it odd?
    #[inline]
    pub fn is_odd(self) -> bool {
        match self {
            Small(n) => n & 1 == 1,
            Big(n) => n.is_odd(),
        }
    }

    ring_operators! {
        /// `self + other`
        add, checked_add, +;
        /// `self - other`
        sub, checked_sub, -;
    }

    /// `self * other`; `MemoryError` if the system cannot hold the product.
    #[inline]
    pub fn mul(self, other: IntRef<'_>) -> Result<Int> {
        match (self, other) {
            (Small(a), Small(b)) => Ok(match a.checked_mul(b) {
                Some(n) => Int::Small(n),
                None => Int::Big(BigInt::from(i128::from(a) * i128::from(b))),
            }),
            (Small(a), Big(b)) | (Big(b), Small(a)) => Ok(Int::from(b * a)),
            (Big(a), Big(b)) => {
                super::probe_memory((a.bits() + b.bits()) / 8)?;
                Ok(Int::Big(a * b))
            }
        }
    }

    /// `-self`
    #[inline]
    pub fn neg(self) -> Int {
        match self {
            Small(n) => Int::Small(n).negated(),
            Big(n) => Int::from(-n),
        }
    }

    /// `abs(self)`
    #[inline]
    pub fn abs(self) -> Int {
        if self.is_negative() { self.neg() } else { Int::from(self) }
    }

    /// `self // other`; `ZeroDivisionError`.
    #[inline]
    pub fn floor_div(self, other: IntRef<'_>) -> Result<Int> {
        match (self, other) {
            (_, Small(0)) => Err(division_by_zero()),
            (Small(a), Small(b)) => Ok(match a.checked_div(b) {
                Some(q) => Int::Small(q - i64::from(a % b != 0 && (a < 0) != (b < 0))),
                None => Int::from(-i128::from(a)),
            }),
            (a, b) => Ok(Int::from(a.to_big().div_floor(&b.to_big()))),
        }
    }

    /// `self % other`; `ZeroDivisionError`.
    #[inline]
    pub fn modulo(self, other: IntRef<'_>) -> Result<Int> {
        match (self, other) {
            (_, Small(0)) => Err(division_by_zero()),
            (Small(a), Small(b)) => {
                let r = a.wrapping_rem(b);
                Ok(Int::Small(if r != 0 && (r < 0) != (b < 0) { r + b } else { r }))
            }
            (a, b) => Ok(Int::from(a.to_big().mod_floor(&b.to_big()))),
        }
    }

    /// `divmod(self, other)`; `ZeroDivisionError`.
    pub fn divmod(self, other: IntRef<'_>) -> Result<(Int, Int)> {
        match (self, other) {
            (Small(_), Small(_)) => Ok((self.floor_div(other)?, self.modulo(other)?)),
            (_, Small(0)) => Err(division_by_zero()),
            (a, b) => {
                let (q, r) = a.to_big().div_mod_floor(&b.to_big());
                Ok((Int::from(q), Int::from(r)))
            }
        }
    }

    /// The nearest integer to `self / other`, halves to even, and what remains (`_PyLong_DivmodNear`); `ZeroDivisionError`.
    pub fn divmod_near(self, other: IntRef<'_>) -> Result<(Int, Int)> {
        let (quotient, remainder) = self.divmod(other)?;
        // The remainder has the divisor's sign, so the twofold one compares with the divisor alike on both sides.
        let twice = remainder.as_ref().add(remainder.as_ref());
        let mut order = twice.as_ref().cmp(&other);
        if other.is_negative() {
            order = order.reverse();
        }
        if order == Ordering::Greater || (order == Ordering::Equal && quotient.as_ref().is_odd()) {
            return Ok((quotient.as_ref().add(Small(1)), remainder.as_ref().sub(other)));
        }
        Ok((quotient, remainder))
    }

    /// `round(self, ndigits)`: to a multiple of ten's power, halves to even.
    pub fn round(self, ndigits: IntRef<'_>) -> Result<Int> {
        if !ndigits.is_negative() {
            return Ok(Int::from(self));
        }
        let digits = ndigits.neg();
        // A power with more digits than the number rounds it to zero; three bits a digit never overestimates.
        let Some(digits) = digits.as_ref().to_u64().filter(|&d| d <= self.bit_length() / 3 + 1) else {
            return Ok(Int::ZERO);
        };
        let Power::Int(unit) = Small(10).pow(Small(digits as i64))? else {
            return Ok(Int::ZERO);
        };
        let (_, remainder) = self.divmod_near(unit.as_ref())?;
        Ok(self.sub(remainder.as_ref()))
    }

    /// The order among integers and floats; `None` for NaN (`float_richcompare`).
    pub fn partial_cmp_float(self, other: f64) -> Option<Ordering> {
        if other.is_nan() {
            return None;
        }
        if let Small(n) = self
            && n.unsigned_abs() <= 1 << 53
        {
            return (n as f64).partial_cmp(&other);
        }
        if other.is_infinite() {
            return Some(if other > 0.0 { Ordering::Less } else { Ordering::Greater });
        }
        let whole = other.trunc();
        let truncated = Int::from_float(whole).ok()?;
        // Equal integer parts are decided by the fraction, whose sign is the float's own.
        Some(self.cmp(&truncated.as_ref()).then_with(|| whole.partial_cmp(&other).unwrap_or(Ordering::Equal)))
    }
}

impl PartialOrd for IntRef<'_> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for IntRef<'_> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Small(a), Small(b)) => a.cmp(b),
            (Big(a), Big(b)) => a.cmp(b),
            // A normal big integer lies outside every small one.
            (Small(_), Big(b)) => {
                if b.is_negative() {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (Big(a), Small(_)) => {
                if a.is_negative() {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_ref().cmp(&other.as_ref())
    }
}

impl fmt::Display for IntRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Small(n) => n.fmt(f),
            Big(n) => n.fmt(f),
        }
    }
}

impl fmt::Debug for IntRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl fmt::Debug for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
