//! Between integers and floats: conversions and true division, correctly rounded for any size
//! (CPython: `_PyLong_Frexp`, `long_true_divide`, `PyLong_FromDouble`).

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::IntRef::{Big, Small};
use super::{Int, IntRef, division_by_zero};
use crate::number::float::scale;
use crate::number::{Error, Result};

/// The highest 64 bits of a magnitude, the lowest of them set if anything below was (round to odd), and how many bits were cut.
fn top_word(magnitude: &BigUint) -> (u64, u64) {
    let bits = magnitude.bits();
    if bits <= 64 {
        return (magnitude.to_u64().unwrap_or(0), 0);
    }
    let cut = bits - 64;
    let word = (magnitude >> cut).to_u64().unwrap_or(u64::MAX);
    let sticky = magnitude.trailing_zeros().is_some_and(|zeros| zeros < cut);
    (word | u64::from(sticky), cut)
}

impl IntRef<'_> {
    /// `float(self)`, halves to even; `OverflowError`.
    #[inline]
    pub fn to_float(self) -> Result<f64> {
        match self {
            Small(n) => Ok(n as f64),
            Big(_) => self.to_float_unbounded().ok_or_else(|| Error::overflow("int too large to convert to float")),
        }
    }

    /// The nearest float, or `None` if that would be infinite.
    pub fn to_float_unbounded(self) -> Option<f64> {
        let (fraction, exponent) = self.frexp();
        if exponent > 1024 {
            return None;
        }
        Some(scale(fraction, exponent as i64))
    }

    /// `(m, e)` with `self` nearest to `m * 2**e`, `m` rounded half to even to a float of 0.5 up to 1 in magnitude.
    pub fn frexp(self) -> (f64, u64) {
        let (word, cut) = match self {
            Small(n) => (n.unsigned_abs(), 0),
            Big(n) => top_word(n.magnitude()),
        };
        if word == 0 {
            return (0.0, 0);
        }
        let (mut fraction, mut exponent) = crate::number::math::frexp(word as f64);
        if self.is_negative() {
            fraction = -fraction;
        }
        if fraction == 0.0 {
            exponent = 0;
        }
        (fraction, (exponent as u64).saturating_add(cut))
    }

    /// `self / other`; `ZeroDivisionError`, `OverflowError`.
    pub fn true_div(self, other: IntRef<'_>) -> Result<f64> {
        const EXACT: u64 = 1 << 53;
        match (self, other) {
            (_, Small(0)) => return Err(division_by_zero()),
            (Small(0), _) => return Ok(if other.is_negative() { -0.0 } else { 0.0 }),
            (Small(a), Small(b)) if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT => {
                return Ok(a as f64 / b as f64);
            }
            _ => {}
        }
        let negative = self.is_negative() != other.is_negative();
        let (a, b) = (self.to_big(), other.to_big());
        // A quotient of 64 or 65 bits and a sticky one below hold enough to round once.
        let difference = a.bits() as i64 - b.bits() as i64;
        if difference > 1025 {
            return Err(quotient_overflow());
        }
        if difference < -1080 {
            return Ok(if negative { -0.0 } else { 0.0 });
        }
        let shift = 64 - difference;
        let (quotient, remainder) = if shift >= 0 {
            (a.magnitude() << shift as u64).div_rem(b.magnitude())
        } else {
            a.magnitude().div_rem(&(b.magnitude() << (-shift) as u64))
        };
        let mut quotient = quotient.to_u128().unwrap_or(u128::MAX) << 1;
        quotient |= u128::from(!remainder.is_zero());
        let magnitude = round_scaled(quotient, -shift - 1);
        if magnitude.is_infinite() {
            return Err(quotient_overflow());
        }
        Ok(if negative { -magnitude } else { magnitude })
    }
}

#[cold]
fn quotient_overflow() -> Error {
    Error::overflow("integer division result too large for a float")
}

/// `value * 2**exponent` rounded once, halves to even, subnormal results included. The lowest bit of `value` is sticky.
pub(crate) fn round_scaled(value: u128, exponent: i64) -> f64 {
    if value == 0 {
        return 0.0;
    }
    let bits = i64::from(128 - value.leading_zeros());
    // The exponent of the lowest bit that the result keeps.
    let lowest = (bits + exponent - 53).max(-1074);
    let cut = lowest - exponent;
    let (mut mantissa, lowest) = if cut <= 0 {
        (value, exponent)
    } else if cut > 127 {
        return 0.0;
    } else {
        let kept = value >> cut;
        let rest = value & ((1 << cut) - 1);
        let half = 1u128 << (cut - 1);
        (kept + u128::from(rest > half || (rest == half && kept & 1 == 1)), lowest)
    };
    let mut exponent = lowest;
    // At most 54 significant bits by now, or an exact value with zeros below.
    while mantissa >= 1 << 64 {
        mantissa >>= 1;
        exponent += 1;
    }
    scale(mantissa as f64, exponent)
}

impl Int {
    /// `int(x)`: towards zero; `ValueError`, `OverflowError`.
    pub fn from_float(x: f64) -> Result<Int> {
        if x.is_nan() {
            return Err(Error::value("cannot convert float NaN to integer"));
        }
        if x.is_infinite() {
            return Err(Error::overflow("cannot convert float infinity to integer"));
        }
        const LIMIT: f64 = (1u64 << 63) as f64;
        if (-LIMIT..LIMIT).contains(&x) {
            return Ok(Int::Small(x as i64));
        }
        let bits = x.to_bits();
        let exponent = (bits >> 52 & 0x7FF) as i64 - 1075;
        let magnitude = BigInt::from(bits & ((1 << 52) - 1) | 1 << 52) << exponent as u64;
        Ok(Int::Big(if x < 0.0 { -magnitude } else { magnitude.abs() }))
    }
}
