//! Exact and compensated sums: `fsum`, `sumprod`, and the norm behind `hypot` and `dist`
//! (CPython: `math_fsum`, `math_sumprod_impl`, `vector_norm`).

use crate::number::{Error, Result};

/// `a + b` as the rounded sum and what rounding lost (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// The same for `abs(a) >= abs(b)` (Dekker).
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, (a - sum) + b)
}

/// `a * b` as the rounded product and what rounding lost.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// `math.fsum`: the exact sum, rounded once (Shewchuk).
///
/// Invariant: the partials do not overlap, grow in magnitude and add up to the exact sum of what is finite.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    partials: Vec<f64>,
    special: f64,
    infinite: f64,
}

impl Sum {
    /// The empty sum.
    pub fn new() -> Sum {
        Sum::default()
    }

    /// Adds `x`; `OverflowError`.
    pub fn push(&mut self, x: f64) -> Result<()> {
        let mut carried = x;
        let mut kept = 0;
        for i in 0..self.partials.len() {
            let (mut large, mut small) = (carried, self.partials[i]);
            if large.abs() < small.abs() {
                (large, small) = (small, large);
            }
            let (high, low) = (large + small, small - ((large + small) - large));
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            carried = high;
        }
        self.partials.truncate(kept);
        if carried == 0.0 {
            return Ok(());
        }
        if carried.is_finite() {
            self.partials.push(carried);
            return Ok(());
        }
        if x.is_finite() {
            return Err(Error::overflow("intermediate overflow in fsum"));
        }
        if x.is_infinite() {
            self.infinite += x;
        }
        self.special += x;
        self.partials.clear();
        Ok(())
    }

    /// The sum; `ValueError`.
    pub fn finish(&self) -> Result<f64> {
        if self.special != 0.0 {
            if self.infinite.is_nan() {
                return Err(Error::value("-inf + inf in fsum"));
            }
            return Ok(self.special);
        }
        let Some((&last, mut rest)) = self.partials.split_last() else {
            return Ok(0.0);
        };
        let (mut high, mut low) = (last, 0.0);
        while let Some((&next, before)) = rest.split_last() {
            rest = before;
            let sum = high + next;
            low = next - (sum - high);
            high = sum;
            if low != 0.0 {
                break;
            }
        }
        // A tie was rounded to even by the first two partials alone; the next one breaks it.
        if let Some(&below) = rest.last()
            && ((low < 0.0 && below < 0.0) || (low > 0.0 && below > 0.0))
        {
            let twice = low * 2.0;
            let moved = high + twice;
            if twice == moved - high {
                high = moved;
            }
        }
        Ok(high)
    }
}

/// A sum of products of floats in about three times a float's precision, for `math.sumprod`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dot {
    high: f64,
    low: f64,
    tiny: f64,
}

impl Dot {
    /// The empty sum.
    pub fn new() -> Dot {
        Dot::default()
    }

    /// Adds `x * y`, or does nothing and returns false if that is not finite.
    #[must_use]
    pub fn push(&mut self, x: f64, y: f64) -> bool {
        let (product, product_low) = two_product(x, y);
        let (high, high_low) = two_sum(self.high, product);
        let (middle, middle_low) = two_sum(self.low, product_low);
        let (low, low_low) = two_sum(middle, high_low);
        if !high.is_finite() {
            return false;
        }
        *self = Dot { high, low, tiny: self.tiny + middle_low + low_low };
        true
    }

    /// The sum, rounded.
    pub fn finish(self) -> f64 {
        let (high, low) = two_sum(self.low, self.high);
        self.tiny + low + high
    }
}

/// `math.hypot(*vector)`: the Euclidean norm, correctly rounded in all but rare cases.
pub fn norm(vector: &[f64]) -> f64 {
    let largest = vector.iter().fold(0.0, |max: f64, x| max.max(x.abs()));
    if largest.is_infinite() {
        return largest;
    }
    if vector.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || vector.len() <= 1 {
        return largest;
    }
    let (_, exponent) = super::frexp(largest);
    if exponent < -1023 {
        // The scale below would be infinite, so subnormals are made normal first.
        let normal: Vec<f64> = vector.iter().map(|x| x.abs() / f64::MIN_POSITIVE).collect();
        return f64::MIN_POSITIVE * norm(&normal);
    }
    // Squares of numbers below one are added to one, so each addend is the smaller one.
    let scale = crate::number::float::scale(1.0, i64::from(-exponent));
    let (mut sum, mut squares_low, mut sums_low) = (1.0, 0.0, 0.0);
    let mut add = |a: f64, b: f64| {
        let (product, product_low) = two_product(a, b);
        let (high, low) = fast_two_sum(sum, product);
        sum = high;
        squares_low += product_low;
        sums_low += low;
        sum - 1.0 + (squares_low + sums_low)
    };
    let mut total = 0.0;
    for x in vector {
        let scaled = x.abs() * scale;
        total = add(scaled, scaled);
    }
    let mut root: f64 = f64::sqrt(total);
    // One step of Newton's, with the exact residue.
    root += add(-root, root) / (2.0 * root);
    root / scale
}

/// `math.dist(p, q)`; `ValueError`.
pub fn dist(p: &[f64], q: &[f64]) -> Result<f64> {
    if p.len() != q.len() {
        return Err(Error::value("both points must have the same number of dimensions"));
    }
    let differences: Vec<f64> = p.iter().zip(q).map(|(a, b)| (a - b).abs()).collect();
    Ok(norm(&differences))
}
