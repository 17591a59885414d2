//! Sums, differences and products.

use super::{
    Answer,
    coefficient::Coefficient,
    context::{Context, Rounding, status},
    number::Number,
};
use std::cmp::Ordering;

impl Context {
    /// The sum of finite numbers, exact, or with the same rounding as the exact one.
    fn sum(&self, a: &Number, b: &Number) -> Answer {
        let exponent = a.exponent.min(b.exponent);
        if a.is_zero() || b.is_zero() {
            let (negative, coefficient, kept) = match (a.is_zero(), b.is_zero()) {
                (true, true) => {
                    let negative = if a.negative == b.negative { a.negative } else { self.rounding == Rounding::Floor };
                    return Ok(Number::finite(negative, Coefficient::zero(), exponent));
                }
                (true, false) => (b.negative, b, b.exponent),
                _ => (a.negative, a, a.exponent),
            };
            // More zeros than the precision holds are not made.
            let exponent = exponent.max(kept.saturating_sub(self.prec + 1)).min(kept);
            return Ok(Number::finite(negative, coefficient.at_exponent(exponent)?, exponent));
        }
        let (large, small) = if a.adjusted() >= b.adjusted() { (a, b) } else { (b, a) };
        // A number far below the other's last digit, and the precision's, matters only as being there.
        let floor = large.exponent.min(large.adjusted().saturating_sub(self.prec + 1)).saturating_sub(2);
        let stand_in;
        let small = if small.adjusted() < floor {
            stand_in = Number::finite(small.negative, Coefficient::from(1), floor);
            &stand_in
        } else {
            small
        };
        let exponent = large.exponent.min(small.exponent);
        let (x, y) = (large.at_exponent(exponent)?, small.at_exponent(exponent)?);
        if large.negative == small.negative {
            return Ok(Number::finite(large.negative, x.add(&y), exponent));
        }
        Ok(match x.cmp(&y) {
            Ordering::Equal => Number::finite(self.rounding == Rounding::Floor, Coefficient::zero(), exponent),
            Ordering::Greater => Number::finite(large.negative, x.sub(&y), exponent),
            Ordering::Less => Number::finite(small.negative, y.sub(&x), exponent),
        })
    }

    pub(crate) fn add(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if a.is_special() || b.is_special() {
            if let Some(nan) = self.nan_of(&[a, b], status) {
                return Ok(nan);
            }
            return Ok(match (a.is_infinite(), b.is_infinite()) {
                (true, true) if a.negative != b.negative => Number::invalid(status::INVALID_OPERATION, status),
                (true, _) => a.clone(),
                _ => b.clone(),
            });
        }
        self.finalize(self.sum(a, b)?, status)
    }

    pub(crate) fn subtract(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(nan);
        }
        self.add(a, &b.clone().with_sign(!b.negative), status)
    }

    /// The exact product.
    fn product(&self, a: &Number, b: &Number, status: &mut u32) -> Number {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return nan;
        }
        let negative = a.negative != b.negative;
        if a.is_infinite() || b.is_infinite() {
            if a.is_zero() || b.is_zero() {
                return Number::invalid(status::INVALID_OPERATION, status);
            }
            return Number::infinity(negative);
        }
        Number::finite(negative, a.coefficient.mul(&b.coefficient), a.exponent + b.exponent)
    }

    pub(crate) fn multiply(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        let product = self.product(a, b, status);
        self.finalize(product, status)
    }

    /// a·b + c, rounded once.
    pub(crate) fn fma(&self, a: &Number, b: &Number, c: &Number, status: &mut u32) -> Answer {
        let mut inner = 0;
        let product = self.product(a, b, &mut inner);
        *status |= inner;
        if inner & status::INVALID != 0 { Ok(product) } else { self.add(&product, c, status) }
    }

    /// 0 + a, which turns a negative zero but when rounding down.
    pub(crate) fn plus(&self, a: &Number, status: &mut u32) -> Answer {
        if a.is_zero() {
            return self.finalize(a.clone().with_sign(a.negative && self.rounding == Rounding::Floor), status);
        }
        self.round(a, status)
    }

    /// 0 - a.
    pub(crate) fn minus(&self, a: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a], status) {
            return Ok(nan);
        }
        self.plus(&a.clone().with_sign(!a.negative), status)
    }

    pub(crate) fn abs(&self, a: &Number, status: &mut u32) -> Answer {
        if a.negative { self.minus(a, status) } else { self.plus(a, status) }
    }
}
