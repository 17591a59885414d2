//! Natural numbers in base 10^18: digit counts and shifts by powers of ten cost what copying does.
//!
//! Little-endian limbs below [`BASE`]; the last one is not zero, so zero has none.

use smallvec::SmallVec;
use std::cmp::Ordering;

pub(crate) const BASE: u64 = 1_000_000_000_000_000_000;
/// Decimal digits of a limb.
pub(crate) const WIDTH: u64 = 18;

const fn powers() -> [u64; 19] {
    let mut out = [1; 19];
    let mut i = 1;
    while i < 19 {
        out[i] = out[i - 1] * 10;
        i += 1;
    }
    out
}

/// Powers of ten up to [`BASE`].
pub(crate) const POWERS: [u64; 19] = powers();

/// 2^169/5^18, rounded up.
const RECIPROCAL: u128 = {
    let by = 5u64.pow(18);
    let (mut quotient, mut rest) = (0u128, 1);
    let mut i = 0;
    while i < 169 {
        rest *= 2;
        quotient *= 2;
        if rest >= by {
            rest -= by;
            quotient += 1;
        }
        i += 1;
    }
    quotient + 1
};

/// Quotient and remainder by [`BASE`], by a multiplication: what n/2^18 < 2^110 is multiplied by is too large by less than
/// 2^-127 of it, so the product by less than 2^-59, which is below 1/5^18.
#[inline]
pub(super) fn split(n: u128) -> (u128, u64) {
    const LOW: u128 = u64::MAX as u128;
    let x = n >> 18;
    let (x1, x0) = (x >> 64, x & LOW);
    let (m1, m0) = (RECIPROCAL >> 64, RECIPROCAL & LOW);
    let (upper, lower) = (x0 * m1, x1 * m0);
    let middle = ((x0 * m0) >> 64) + (upper & LOW) + (lower & LOW);
    let quotient = (x1 * m1 + (upper >> 64) + (lower >> 64) + (middle >> 64)) >> 41;
    (quotient, (n as u64).wrapping_sub((quotient as u64).wrapping_mul(BASE)))
}

/// A number that memory does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoMemory;

/// What a shift to the right drops, compared with half of the last digit kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    Zero,
    BelowHalf,
    Half,
    AboveHalf,
}

/// A natural number.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Coefficient(SmallVec<[u64; 2]>);

/// An empty vector with room, where memory has it.
pub(crate) fn room(len: usize) -> Result<Vec<u64>, NoMemory> {
    let mut out = Vec::new();
    out.try_reserve_exact(len).map_err(|_| NoMemory)?;
    Ok(out)
}

impl Coefficient {
    pub(crate) fn zero() -> Coefficient {
        Coefficient(SmallVec::new())
    }

    pub(crate) fn from_limbs(limbs: Vec<u64>) -> Coefficient {
        let mut out =
            Coefficient(if limbs.len() <= 2 { SmallVec::from_slice(&limbs) } else { SmallVec::from_vec(limbs) });
        out.trim();
        out
    }

    pub(crate) fn from_slice(limbs: &[u64]) -> Coefficient {
        let mut out = Coefficient(SmallVec::from_slice(limbs));
        out.trim();
        out
    }

    /// A number below [`BASE`].
    #[inline]
    fn small(n: u64) -> Coefficient {
        let mut out = SmallVec::new();
        if n != 0 {
            out.push(n);
        }
        Coefficient(out)
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// 10^n.
    pub(crate) fn power_of_ten(n: u64) -> Result<Coefficient, NoMemory> {
        Coefficient::from(1).shift_left(n)
    }

    /// 10^n - 1.
    pub(crate) fn nines(n: u64) -> Result<Coefficient, NoMemory> {
        let len = usize::try_from(n / WIDTH).map_err(|_| NoMemory)?;
        let mut out = room(len + 1)?;
        out.resize(len, BASE - 1);
        out.push(POWERS[(n % WIDTH) as usize] - 1);
        Ok(Coefficient::from_limbs(out))
    }

    pub(crate) fn limbs(&self) -> &[u64] {
        &self.0
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn is_odd(&self) -> bool {
        self.0.first().is_some_and(|l| l & 1 == 1)
    }

    /// Decimal digits; zero has one.
    pub(crate) fn digits(&self) -> u64 {
        match self.0.last() {
            Some(top) => (self.0.len() as u64 - 1) * WIDTH + u64::from(top.ilog10()) + 1,
            None => 1,
        }
    }

    /// The number, if it is below 2^64.
    pub(crate) fn to_u64(&self) -> Option<u64> {
        match *self.0 {
            [] => Some(0),
            [a] => Some(a),
            [a, b] => b.checked_mul(BASE)?.checked_add(a),
            _ => None,
        }
    }

    /// The number, if two limbs hold it.
    pub(crate) fn to_u128(&self) -> Option<u128> {
        match *self.0 {
            [] => Some(0),
            [a] => Some(a.into()),
            [a, b] => Some(u128::from(b) * u128::from(BASE) + u128::from(a)),
            _ => None,
        }
    }

    /// The digit of 10^i.
    pub(crate) fn digit(&self, i: u64) -> u8 {
        let limb = usize::try_from(i / WIDTH).ok().and_then(|at| self.0.get(at)).copied().unwrap_or(0);
        (limb / POWERS[(i % WIDTH) as usize] % 10) as u8
    }

    /// Zeros at the end; none of zero.
    pub(crate) fn trailing_zeros(&self) -> u64 {
        let Some(at) = self.0.iter().position(|l| *l != 0) else { return 0 };
        let mut limb = self.0[at];
        let mut count = at as u64 * WIDTH;
        while limb.is_multiple_of(10) {
            limb /= 10;
            count += 1;
        }
        count
    }

    /// Times 10^n.
    pub(crate) fn shift_left(&self, n: u64) -> Result<Coefficient, NoMemory> {
        if self.is_zero() || n == 0 {
            return Ok(self.clone());
        }
        if let [limb] = *self.0
            && n < WIDTH
            && limb < POWERS[(WIDTH - n) as usize]
        {
            return Ok(Coefficient::small(limb * POWERS[n as usize]));
        }
        let whole = usize::try_from(n / WIDTH).map_err(|_| NoMemory)?;
        let part = (n % WIDTH) as usize;
        let mut out = room(whole.checked_add(self.0.len() + 1).ok_or(NoMemory)?)?;
        out.resize(whole, 0);
        if part == 0 {
            out.extend_from_slice(&self.0);
        } else {
            let (up, cut) = (POWERS[part], POWERS[WIDTH as usize - part]);
            let mut carry = 0;
            for limb in &self.0 {
                out.push(limb % cut * up + carry);
                carry = limb / cut;
            }
            out.push(carry);
        }
        Ok(Coefficient::from_limbs(out))
    }

    /// Divided by 10^n, and what that drops.
    pub(crate) fn shift_right(&self, n: u64) -> (Coefficient, Rest) {
        if n == 0 || self.is_zero() {
            return (self.clone(), Rest::Zero);
        }
        if let [limb] = *self.0
            && n <= WIDTH
        {
            let unit = POWERS[n as usize];
            let rest = limb % unit;
            let rest = match rest.cmp(&(unit / 2)) {
                Ordering::Less if rest == 0 => Rest::Zero,
                Ordering::Less => Rest::BelowHalf,
                Ordering::Equal => Rest::Half,
                Ordering::Greater => Rest::AboveHalf,
            };
            return (Coefficient::small(limb / unit), rest);
        }
        let (first, lower) = (self.digit(n - 1), self.any_below(n - 1));
        let rest = match (first, lower) {
            (0, false) => Rest::Zero,
            (5, false) => Rest::Half,
            (0..5, _) => Rest::BelowHalf,
            _ => Rest::AboveHalf,
        };
        (self.without(n), rest)
    }

    /// Divided by 10^n.
    pub(crate) fn without(&self, n: u64) -> Coefficient {
        let whole = usize::try_from(n / WIDTH).unwrap_or(usize::MAX);
        let part = (n % WIDTH) as usize;
        let Some(kept) = self.0.get(whole..) else { return Coefficient::zero() };
        if part == 0 {
            return Coefficient::from_slice(kept);
        }
        let (down, up) = (POWERS[part], POWERS[WIDTH as usize - part]);
        let mut out: SmallVec<[u64; 2]> = SmallVec::with_capacity(kept.len());
        for (i, limb) in kept.iter().enumerate() {
            let next = kept.get(i + 1).copied().unwrap_or(0);
            out.push(limb / down + next % down * up);
        }
        let mut out = Coefficient(out);
        out.trim();
        out
    }

    /// The remainder of division by 10^n.
    pub(crate) fn low(&self, n: u64) -> Coefficient {
        if n >= self.digits() {
            return self.clone();
        }
        let whole = (n / WIDTH) as usize;
        let mut out: SmallVec<[u64; 2]> = SmallVec::from_slice(&self.0[..(whole + 1).min(self.0.len())]);
        if let Some(top) = out.get_mut(whole) {
            *top %= POWERS[(n % WIDTH) as usize];
        }
        let mut out = Coefficient(out);
        out.trim();
        out
    }

    /// Whether a digit below that of 10^n is not zero.
    pub(crate) fn any_below(&self, n: u64) -> bool {
        let whole = usize::try_from(n / WIDTH).unwrap_or(usize::MAX).min(self.0.len());
        self.0[..whole].iter().any(|l| *l != 0)
            || self.0.get(whole).is_some_and(|l| l % POWERS[(n % WIDTH) as usize] != 0)
    }

    /// Whether the digits are a one and zeros.
    pub(crate) fn is_power_of_ten(&self) -> bool {
        !self.is_zero() && self.trailing_zeros() + 1 == self.digits() && self.digit(self.digits() - 1) == 1
    }

    pub(crate) fn add(&self, other: &Coefficient) -> Coefficient {
        if let ([a], [b]) = (&*self.0, &*other.0) {
            return Coefficient::from(a + b);
        }
        let (long, short) = if self.0.len() >= other.0.len() { (self, other) } else { (other, self) };
        let mut out: SmallVec<[u64; 2]> = SmallVec::with_capacity(long.0.len() + 1);
        let mut carry = 0;
        for (i, limb) in long.0.iter().enumerate() {
            let mut sum = limb + short.0.get(i).copied().unwrap_or(0) + carry;
            carry = u64::from(sum >= BASE);
            if carry == 1 {
                sum -= BASE;
            }
            out.push(sum);
        }
        if carry == 1 {
            out.push(1);
        }
        Coefficient(out)
    }

    /// The difference; `other` is not the larger.
    pub(crate) fn sub(&self, other: &Coefficient) -> Coefficient {
        if let ([a], [b]) = (&*self.0, &*other.0) {
            return Coefficient::small(a - b);
        }
        let mut out = self.clone();
        let mut borrow = 0;
        for (i, limb) in out.0.iter_mut().enumerate() {
            let take = other.0.get(i).copied().unwrap_or(0) + borrow;
            if take == 0 && i >= other.0.len() {
                break;
            }
            borrow = u64::from(*limb < take);
            *limb = if borrow == 1 { *limb + BASE - take } else { *limb - take };
        }
        out.trim();
        out
    }

    pub(crate) fn increment(&self) -> Coefficient {
        self.add(&Coefficient::from(1))
    }

    /// A number below 10^36.
    fn from_two(n: u128) -> Coefficient {
        if let Ok(n) = u64::try_from(n) {
            return Coefficient::from(n);
        }
        let (high, low) = split(n);
        Coefficient::from_slice(&[low, high as u64])
    }

    /// Times a number below [`BASE`].
    pub(crate) fn mul_small(&self, by: u64) -> Coefficient {
        self.mul(&Coefficient::from(by))
    }

    pub(crate) fn mul(&self, other: &Coefficient) -> Coefficient {
        if let ([a], [b]) = (&*self.0, &*other.0) {
            return Coefficient::from_two(u128::from(*a) * u128::from(*b));
        }
        Coefficient::from_limbs(super::multiply::multiply(&self.0, &other.0))
    }

    /// Quotient and remainder of division by a number below [`BASE`], not zero.
    pub(crate) fn div_small(&self, by: u64) -> (Coefficient, u64) {
        let mut out = self.clone();
        let mut rest = 0u128;
        for limb in out.0.iter_mut().rev() {
            let n = rest * u128::from(BASE) + u128::from(*limb);
            *limb = (n / u128::from(by)) as u64;
            rest = n % u128::from(by);
        }
        out.trim();
        (out, rest as u64)
    }

    /// The remainder of division by a number below 2^63, not zero.
    pub(crate) fn residue(&self, by: u64) -> u64 {
        let step =
            |rest: u64, limb: &u64| ((u128::from(rest) * u128::from(BASE) + u128::from(*limb)) % u128::from(by)) as u64;
        self.0.iter().rev().fold(0, step)
    }

    /// Divided by [`BASE`]^n, and the remainder.
    pub(crate) fn split(&self, n: usize) -> (Coefficient, Coefficient) {
        if n >= self.0.len() {
            return (Coefficient::zero(), self.clone());
        }
        (Coefficient::from_slice(&self.0[n..]), Coefficient::from_slice(&self.0[..n]))
    }

    /// Times [`BASE`]^n, plus what is below that.
    pub(crate) fn joined(&self, n: usize, low: &Coefficient) -> Coefficient {
        if self.is_zero() {
            return low.clone();
        }
        let mut out = Vec::with_capacity(n + self.0.len());
        out.extend_from_slice(&low.0);
        out.resize(n, 0);
        out.extend_from_slice(&self.0);
        Coefficient::from_limbs(out)
    }

    /// Decimal digits as ASCII.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        match self.0.split_last() {
            None => out.push('0'),
            Some((top, rest)) => {
                out.reserve(rest.len() * WIDTH as usize + WIDTH as usize);
                out.push_str(&top.to_string());
                for limb in rest.iter().rev() {
                    let mut digits = [b'0'; WIDTH as usize];
                    let mut left = *limb;
                    for d in digits.iter_mut().rev() {
                        *d += (left % 10) as u8;
                        left /= 10;
                    }
                    out.extend(digits.map(char::from));
                }
            }
        }
        out
    }

    /// The number of decimal digits, most significant first; other characters count as nothing.
    pub(crate) fn from_digits(digits: &[u8]) -> Coefficient {
        let mut out: SmallVec<[u64; 2]> = SmallVec::with_capacity(digits.len() / WIDTH as usize + 1);
        for chunk in digits.rchunks(WIDTH as usize) {
            out.push(chunk.iter().fold(0, |n, d| n * 10 + u64::from(d.wrapping_sub(b'0') % 10)));
        }
        let mut out = Coefficient(out);
        out.trim();
        out
    }
}

impl From<u64> for Coefficient {
    #[inline]
    fn from(n: u64) -> Coefficient {
        if n < BASE {
            return Coefficient::small(n);
        }
        Coefficient::from_slice(&[n % BASE, n / BASE])
    }
}

impl PartialOrd for Coefficient {
    fn partial_cmp(&self, other: &Coefficient) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Coefficient {
    fn cmp(&self, other: &Coefficient) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitting_divides() {
        let mut n: u128 = 1;
        for i in 0..100_000u128 {
            n = n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).wrapping_add(i);
            let near = n / u128::from(BASE) * u128::from(BASE);
            for n in [n, n >> (i % 128), near, near.wrapping_sub(1), u128::MAX - i, i] {
                assert_eq!(split(n), (n / u128::from(BASE), (n % u128::from(BASE)) as u64), "{n}");
            }
        }
    }
}
