//! Products by number-theoretic transforms modulo three primes, joined by the Chinese remainder theorem.
//!
//! A column of a product of 2^40 limbs is below 10^36·2^40, which is below the primes' product. Residues are in Montgomery
//! form with radix 2^64 while they are transformed.

use super::coefficient::BASE;

/// A prime `p` with `2^45 | p - 1`, and a generator of its multiplicative group.
struct Field {
    p: u64,
    /// -1/p modulo 2^64.
    inverse: u64,
    /// 2^128 modulo p.
    square: u64,
    generator: u64,
}

const fn field(p: u64, generator: u64) -> Field {
    let mut inverse: u64 = 1;
    let mut i = 0;
    while i < 6 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(p.wrapping_mul(inverse)));
        i += 1;
    }
    let one = (u128::MAX % p as u128 + 1) % p as u128;
    Field { p, inverse: inverse.wrapping_neg(), square: one as u64, generator }
}

/// Factors of `p - 1`: 29·2^57, 27·2^56, 5·7·2^45.
static FIELDS: [Field; 3] =
    [field(4_179_340_454_199_820_289, 3), field(1_945_555_039_024_054_273, 5), field(1_231_453_023_109_121, 3)];

impl Field {
    /// a·b/2^64.
    #[inline]
    const fn mul(&self, a: u64, b: u64) -> u64 {
        let product = a as u128 * b as u128;
        let m = (product as u64).wrapping_mul(self.inverse);
        let sum = (product + m as u128 * self.p as u128) >> 64;
        let sum = sum as u64;
        if sum >= self.p { sum - self.p } else { sum }
    }

    #[inline]
    fn add(&self, a: u64, b: u64) -> u64 {
        let sum = a + b;
        if sum >= self.p { sum - self.p } else { sum }
    }

    #[inline]
    fn sub(&self, a: u64, b: u64) -> u64 {
        if a >= b { a - b } else { a + self.p - b }
    }

    /// Into Montgomery form.
    fn enter(&self, a: u64) -> u64 {
        self.mul(a % self.p, self.square)
    }

    /// a^n, both in and out in Montgomery form.
    fn pow(&self, mut a: u64, mut n: u64) -> u64 {
        let mut out = self.enter(1);
        while n > 0 {
            if n & 1 == 1 {
                out = self.mul(out, a);
            }
            a = self.mul(a, a);
            n >>= 1;
        }
        out
    }

    /// Powers of a primitive root of unity of order `len`: the first half of them.
    fn roots(&self, len: usize) -> Vec<u64> {
        let root = self.pow(self.enter(self.generator), (self.p - 1) / len as u64);
        let mut out = Vec::with_capacity(len / 2);
        let mut power = self.enter(1);
        for _ in 0..len / 2 {
            out.push(power);
            power = self.mul(power, root);
        }
        out
    }

    /// Decimation in frequency: the output is in bit-reversed order.
    fn forward(&self, data: &mut [u64], roots: &[u64]) {
        let mut half = data.len() / 2;
        let mut stride = 1;
        while half > 0 {
            for block in data.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                for ((x, y), root) in low.iter_mut().zip(high).zip(roots.iter().step_by(stride)) {
                    let (a, b) = (*x, *y);
                    *x = self.add(a, b);
                    *y = self.mul(self.sub(a, b), *root);
                }
            }
            half /= 2;
            stride *= 2;
        }
    }

    /// Decimation in time from bit-reversed order, with the same roots: the result is the inverse transform's, backwards but
    /// for its first, times the length.
    fn backward(&self, data: &mut [u64], roots: &[u64]) {
        let mut half = 1;
        let mut stride = data.len() / 2;
        while half < data.len() {
            for block in data.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                for ((x, y), root) in low.iter_mut().zip(high).zip(roots.iter().step_by(stride)) {
                    let (a, b) = (*x, self.mul(*y, *root));
                    *x = self.add(a, b);
                    *y = self.sub(a, b);
                }
            }
            half *= 2;
            stride /= 2;
        }
    }

    /// The cyclic convolution of length `len`, as plain residues.
    fn convolve(&self, a: &[u64], b: &[u64], len: usize) -> Vec<u64> {
        let roots = self.roots(len);
        let load = |limbs: &[u64]| {
            let mut data: Vec<u64> = limbs.iter().map(|l| self.enter(*l)).collect();
            data.resize(len, 0);
            self.forward(&mut data, &roots);
            data
        };
        let mut out = load(a);
        if std::ptr::eq(a, b) {
            for x in &mut out {
                *x = self.mul(*x, *x);
            }
        } else {
            for (x, y) in out.iter_mut().zip(load(b)) {
                *x = self.mul(*x, y);
            }
        }
        self.backward(&mut out, &roots);
        out[1..].reverse();
        // One Montgomery product divides by the length and leaves the form.
        let scale = self.mul(self.pow(self.enter(len as u64), self.p - 2), 1);
        for x in &mut out {
            *x = self.mul(*x, scale);
        }
        out
    }
}

/// The product, perhaps with zeros on top.
pub(super) fn multiply(a: &[u64], b: &[u64]) -> Vec<u64> {
    let n = a.len() + b.len();
    let len = n.next_power_of_two();
    let [f0, f1, f2] = &FIELDS;
    let [r0, r1, r2] = [f0, f1, f2].map(|f| f.convolve(a, b, len));
    // Garner: x = v0 + p0·(v1 + p1·v2).
    let (p0, p1) = (f0.p, f1.p);
    let p0_in_1 = f1.pow(f1.enter(p0), f1.p - 2);
    let p01 = f2.mul(f2.enter(p0), f2.enter(p1));
    let p01_in_2 = f2.pow(p01, f2.p - 2);
    let p0_in_2 = f2.enter(p0);
    let product = u128::from(p0) * u128::from(p1);
    let mut out = Vec::with_capacity(n);
    let (mut carry_low, mut carry_high) = (0u128, 0u128);
    for i in 0..n {
        let v0 = r0[i];
        let v1 = f1.mul(f1.sub(r1[i], v0 % p1), p0_in_1);
        let known = f2.add(v0 % f2.p, f2.mul(v1 % f2.p, p0_in_2));
        let v2 = f2.mul(f2.sub(r2[i], known), p01_in_2);
        // Three words of 64 bits: v0 + p0·v1 + p0·p1·v2 + carry.
        let small = u128::from(v0) + u128::from(p0) * u128::from(v1);
        let low = (product & u128::from(u64::MAX)) * u128::from(v2);
        let high = (product >> 64) * u128::from(v2) + (low >> 64);
        let (sum, over) = (low & u128::from(u64::MAX) | high << 64).overflowing_add(small);
        let (sum, more) = sum.overflowing_add(carry_low);
        let top = (high >> 64) + u128::from(over) + u128::from(more) + carry_high;
        // Division by the base, word by word.
        let base = u128::from(BASE);
        let mut rest = top % base;
        let q2 = top / base;
        let step = rest << 64 | sum >> 64;
        let q1 = step / base;
        rest = step % base;
        let step = rest << 64 | sum & u128::from(u64::MAX);
        let q0 = step / base;
        out.push((step % base) as u64);
        carry_low = q1 << 64 | q0;
        carry_high = q2;
    }
    out
}
