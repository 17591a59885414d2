//! Whole-number functions of the `math` module: `gcd`, `lcm`, `isqrt`, `factorial`, `comb`, `perm` (CPython: `Modules/mathmodule.c`).

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;

use super::IntRef::{Big, Small};
use super::{Int, IntRef};
use crate::number::{Error, Result, probe_memory};

impl IntRef<'_> {
    /// `math.gcd(self, other)`
    pub fn gcd(self, other: IntRef<'_>) -> Int {
        match (self, other) {
            (Small(a), Small(b)) => Int::from(gcd_word(a.unsigned_abs(), b.unsigned_abs())),
            (Big(big), Small(small)) | (Small(small), Big(big)) => {
                if small == 0 {
                    return IntRef::Big(big).abs();
                }
                let rest = big.magnitude() % small.unsigned_abs();
                Int::from(gcd_word(small.unsigned_abs(), rest.iter_u64_digits().next().unwrap_or(0)))
            }
            (Big(a), Big(b)) => Int::from(a.gcd(b)),
        }
    }

    /// `math.lcm(self, other)`
    pub fn lcm(self, other: IntRef<'_>) -> Result<Int> {
        if self.is_zero() || other.is_zero() {
            return Ok(Int::ZERO);
        }
        let common = self.gcd(other);
        let part = self.floor_div(common.as_ref())?;
        let product = part.as_ref().mul(other)?;
        Ok(product.as_ref().abs())
    }

    /// `math.isqrt(self)`; `ValueError`.
    pub fn isqrt(self) -> Result<Int> {
        if self.is_negative() {
            return Err(Error::value("isqrt() argument must be nonnegative"));
        }
        Ok(match self {
            Small(n) => Int::Small(n.isqrt()),
            Big(n) => Int::from(BigInt::from(root(n.magnitude()))),
        })
    }

    /// `math.factorial(self)`; `ValueError`, `OverflowError`, `MemoryError`.
    pub fn factorial(self) -> Result<Int> {
        if self.is_negative() {
            return Err(Error::value("factorial() not defined for negative values"));
        }
        let Small(n) = self else {
            return Err(Error::overflow(format!("factorial() argument should not exceed {}", i64::MAX)));
        };
        let n = n as u64;
        if n <= 20 {
            return Ok(Int::Small((2..=n as i64).product()));
        }
        // log2(n!) < n * log2(n)
        probe_memory(n.saturating_mul(u64::from(64 - n.leading_zeros())) / 8)?;
        // Products of the odd parts by halving intervals, then all twos at once.
        let (mut inner, mut outer) = (BigUint::from(1u32), BigUint::from(1u32));
        let mut upper = 3;
        for i in (0..64 - n.leading_zeros()).rev() {
            let half = n >> i;
            if half <= 2 {
                continue;
            }
            let lower = upper;
            upper = (half + 1) | 1;
            inner *= odd_product(lower, upper);
            outer *= &inner;
        }
        let twos = n - u64::from(n.count_ones());
        Ok(Int::from(BigInt::from_biguint(Sign::Plus, outer << twos)))
    }

    /// `math.perm(self, k)`; `ValueError`, `OverflowError`.
    pub fn perm(self, k: IntRef<'_>) -> Result<Int> {
        natural(self, k)?;
        if self < k {
            return Ok(Int::ZERO);
        }
        let Small(k) = k else {
            return Err(Error::overflow(format!("k must not exceed {}", i64::MAX)));
        };
        probe_memory((k as u64).saturating_mul(self.bit_length()) / 8)?;
        falling_product(self, k as u64)
    }

    /// `math.comb(self, k)`; `ValueError`, `OverflowError`.
    pub fn comb(self, k: IntRef<'_>) -> Result<Int> {
        natural(self, k)?;
        if self < k {
            return Ok(Int::ZERO);
        }
        let other = self.sub(k);
        let k = if other.as_ref() < k { other.as_ref() } else { k };
        let Small(k) = k else {
            return Err(Error::overflow(format!("min(n - k, k) must not exceed {}", i64::MAX)));
        };
        probe_memory((k as u64).saturating_mul(self.bit_length()) / 8)?;
        if let Small(n) = self
            && let Some(value) = comb_word(n as u64, k as u64)
        {
            return Ok(Int::from(value));
        }
        comb_halves(self, k as u64)
    }
}

/// The root of a big number, by Newton's iteration at the precision that each step reaches (`_approximate_isqrt`, after M. Dickinson).
fn root(n: &BigUint) -> BigUint {
    // Invariant: (a - 1)**2 < n >> 2 * (c - d) < (a + 1)**2, with a of d + 1 bits.
    let c = (n.bits() - 1) / 2;
    let (mut a, mut d) = (BigUint::from(1u32), 0);
    for s in (0..64 - c.leading_zeros()).rev() {
        let e = d;
        d = c >> s;
        a = (a.clone() << (d - e - 1)) + (n >> (2 * c + 1 - e - d)) / a;
    }
    if &a * &a > *n { a - 1u32 } else { a }
}

fn natural(n: IntRef<'_>, k: IntRef<'_>) -> Result<()> {
    if n.is_negative() {
        return Err(Error::value("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(Error::value("k must be a non-negative integer"));
    }
    Ok(())
}

fn gcd_word(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The product of the odd numbers from `start` (odd) up to `stop` (odd, excluded).
fn odd_product(start: u64, stop: u64) -> BigUint {
    let count = (stop.saturating_sub(start)) / 2;
    if count <= 8 {
        let mut product = BigUint::from(1u32);
        let mut word = 1u64;
        for i in 0..count {
            let factor = start + 2 * i;
            match word.checked_mul(factor) {
                Some(w) => word = w,
                None => {
                    product *= word;
                    word = factor;
                }
            }
        }
        return product * word;
    }
    let middle = (start + count) | 1;
    odd_product(start, middle) * odd_product(middle, stop)
}

/// `n * (n - 1) * … * (n - k + 1)`, by halves.
fn falling_product(n: IntRef<'_>, k: u64) -> Result<Int> {
    match k {
        0 => Ok(Int::ONE),
        1 => Ok(Int::from(n)),
        _ => {
            let half = k / 2;
            let high = falling_product(n, half)?;
            let rest = n.sub(Small(half as i64));
            let low = falling_product(rest.as_ref(), k - half)?;
            high.as_ref().mul(low.as_ref())
        }
    }
}

/// `n` over `k` if every step fits in 64 bits: each prefix of the product is itself a binomial.
fn comb_word(n: u64, k: u64) -> Option<u64> {
    let mut value = 1u64;
    for i in 0..k {
        let next = u128::from(value) * u128::from(n - i) / u128::from(i + 1);
        value = u64::try_from(next).ok()?;
    }
    Some(value)
}

/// `n` over `k` = (`n` over `j`) * (`n - j` over `k - j`) / (`k` over `j`), with `j` half of `k`.
fn comb_halves(n: IntRef<'_>, k: u64) -> Result<Int> {
    match k {
        0 => return Ok(Int::ONE),
        1 => return Ok(Int::from(n)),
        _ => {}
    }
    if let Small(n) = n
        && let Some(value) = comb_word(n as u64, k)
    {
        return Ok(Int::from(value));
    }
    let j = k / 2;
    let high = comb_halves(n, j)?;
    let rest = n.sub(Small(j as i64));
    let low = comb_halves(rest.as_ref(), k - j)?;
    let orders = comb_halves(Small(k as i64), j)?;
    high.as_ref().mul(low.as_ref())?.as_ref().floor_div(orders.as_ref())
}
