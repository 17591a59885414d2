//! `**` and three-argument `pow` (CPython: `long_pow`).

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Pow, Signed, Zero};

use super::IntRef::{Big, Small};
use super::{Int, IntRef};
use crate::number::{Error, Result, float, probe_memory};

/// What `int ** int` is.
#[derive(Clone, PartialEq, Debug)]
pub enum Power {
    /// For an exponent of zero or more.
    Int(Int),
    /// For a negative exponent.
    Float(f64),
}

impl IntRef<'_> {
    /// `self ** exponent`; `ZeroDivisionError`, `OverflowError` from the conversion to float, `MemoryError`.
    pub fn pow(self, exponent: IntRef<'_>) -> Result<Power> {
        if exponent.is_negative() {
            return match float::pow(self.to_float()?, exponent.to_float()?)? {
                float::Power::Float(x) => Ok(Power::Float(x)),
                // A whole exponent never asks for a complex result.
                float::Power::Complex => Ok(Power::Float(f64::NAN)),
            };
        }
        self.pow_natural(exponent).map(Power::Int)
    }

    fn pow_natural(self, exponent: IntRef<'_>) -> Result<Int> {
        let n = match (self, exponent) {
            (_, Small(0)) => return Ok(Int::ONE),
            (Small(0 | 1), _) => return Ok(Int::from(self)),
            (Small(-1), _) => return Ok(Int::Small(if exponent.is_odd() { -1 } else { 1 })),
            (_, Big(_)) => return Err(Error::memory()),
            (_, Small(n)) => n as u64,
        };
        if let (Small(base), Ok(n)) = (self, u32::try_from(n))
            && let Some(power) = base.checked_pow(n)
        {
            return Ok(Int::Small(power));
        }
        let bits = self.bit_length().checked_mul(n).ok_or_else(Error::memory)?;
        probe_memory(bits / 8)?;
        // Twos are split off, because shifting is free.
        let twos = self.trailing_zeros();
        let odd = self.shr(Small(twos as i64))?.into_big();
        let power = if odd.is_one() {
            odd
        } else if odd == BigInt::from(-1) {
            if n.is_odd() { odd } else { -odd }
        } else {
            Pow::pow(odd, n)
        };
        // The product fits in 64 bits, because the result's bit count does.
        Ok(Int::from(power << (twos * n)))
    }

    /// `pow(self, exponent, modulus)`; `ValueError`.
    pub fn pow_mod(self, exponent: IntRef<'_>, modulus: IntRef<'_>) -> Result<Int> {
        if modulus.is_zero() {
            return Err(Error::value("pow() 3rd argument cannot be 0"));
        }
        let divisor = modulus.abs();
        if divisor == Int::ONE {
            return Ok(Int::ZERO);
        }
        let mut base = self.modulo(divisor.as_ref())?;
        if exponent.is_negative() {
            base = base.as_ref().inverse_mod(divisor.as_ref())?;
        }
        let power = match &divisor {
            Int::Small(m) => {
                // Reduced, so it is small and not negative.
                let base = base.as_ref().to_u64().unwrap_or(0);
                Int::Small(pow_mod_word(base, exponent, *m as u64) as i64)
            }
            Int::Big(m) => Int::from(base.into_big().modpow(&exponent.to_big().abs(), m)),
        };
        // The result takes the modulus's sign.
        if modulus.is_negative() && !power.as_ref().is_zero() {
            return Ok(power.as_ref().add(modulus));
        }
        Ok(power)
    }

    /// The inverse of `self` modulo `modulus`, which is above one; `ValueError`.
    fn inverse_mod(self, modulus: IntRef<'_>) -> Result<Int> {
        let modulus = modulus.to_big();
        let (mut r0, mut r1) = (modulus.as_ref().clone(), self.to_big().into_owned());
        let (mut s0, mut s1) = (BigInt::zero(), BigInt::one());
        while !r1.is_zero() {
            let (q, r) = r0.div_rem(&r1);
            let s = &s0 - &q * &s1;
            (r0, r1) = (r1, r);
            (s0, s1) = (s1, s);
        }
        if !r0.is_one() {
            return Err(Error::value("base is not invertible for the given modulus"));
        }
        Ok(Int::from(s0.mod_floor(&modulus)))
    }
}

/// Square and multiply on one word, over the exponent's magnitude from its highest bit.
fn pow_mod_word(base: u64, exponent: IntRef<'_>, modulus: u64) -> u64 {
    let times = |a: u64, b: u64| (u128::from(a) * u128::from(b) % u128::from(modulus)) as u64;
    let mut power = 1 % modulus;
    let mut step = |word: u64, bits: u32| {
        for bit in (0..bits).rev() {
            power = times(power, power);
            if word >> bit & 1 == 1 {
                power = times(power, base);
            }
        }
    };
    match exponent {
        Small(n) => step(n.unsigned_abs(), 64 - n.unsigned_abs().leading_zeros()),
        Big(n) => n.iter_u64_digits().rev().for_each(|word| step(word, 64)),
    }
    power
}
