//! Comparisons, and what chooses by them.

use super::{
    Answer,
    context::{Context, status},
    number::{Kind, Number},
};
use std::cmp::Ordering;

fn answer(o: Ordering) -> Number {
    Number::small(o as i64)
}

/// Orders by representation: numbers equal in value by exponent, NaNs beyond infinities.
pub(super) fn total(a: &Number, b: &Number) -> Ordering {
    if a.negative != b.negative {
        return b.negative.cmp(&a.negative);
    }
    let rank = |n: &Number| match n.kind {
        Kind::Nan => 2,
        Kind::SignalingNan => 1,
        _ => 0,
    };
    let size = rank(a).cmp(&rank(b)).then_with(|| {
        if a.is_nan() {
            return a.coefficient.cmp(&b.coefficient);
        }
        match (a.is_infinite(), b.is_infinite()) {
            (false, false) => a.compare_magnitude(b).then(a.exponent.cmp(&b.exponent)),
            (x, y) => x.cmp(&y),
        }
    });
    if a.negative { size.reverse() } else { size }
}

impl Context {
    pub(crate) fn compare(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(nan);
        }
        Ok(a.compare_value(b).map_or(Number::nan(), answer))
    }

    pub(crate) fn compare_signal(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if a.is_nan() || b.is_nan() {
            *status |= status::INVALID_OPERATION;
        }
        self.compare(a, b, status)
    }

    pub(crate) fn compare_total(&self, a: &Number, b: &Number, _: &mut u32) -> Answer {
        Ok(answer(total(a, b)))
    }

    pub(crate) fn compare_total_mag(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        self.compare_total(&a.clone().with_sign(false), &b.clone().with_sign(false), status)
    }

    fn choose(&self, a: &Number, b: &Number, magnitude: bool, want: Ordering, status: &mut u32) -> Answer {
        let (a, b) = match (a.kind, b.kind) {
            (Kind::Nan, Kind::Finite | Kind::Infinity) => (b, b),
            (Kind::Finite | Kind::Infinity, Kind::Nan) => (a, a),
            _ => (a, b),
        };
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(nan);
        }
        let order = if magnitude {
            a.clone().with_sign(false).compare_value(&b.clone().with_sign(false))
        } else {
            a.compare_value(b)
        };
        let order = order.unwrap_or(Ordering::Equal);
        let order = if order.is_eq() && magnitude { a.compare_value(b).unwrap_or(Ordering::Equal) } else { order };
        let order = if order.is_eq() { total(a, b) } else { order };
        self.finalize(if order == want { a } else { b }.clone(), status)
    }

    pub(crate) fn max(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        self.choose(a, b, false, Ordering::Greater, status)
    }

    pub(crate) fn max_mag(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        self.choose(a, b, true, Ordering::Greater, status)
    }

    pub(crate) fn min(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        self.choose(a, b, false, Ordering::Less, status)
    }

    pub(crate) fn min_mag(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        self.choose(a, b, true, Ordering::Less, status)
    }

    /// The first operand with the sign of the second.
    pub(crate) fn copy_sign(&self, a: &Number, b: &Number, _: &mut u32) -> Answer {
        Ok(a.clone().with_sign(b.negative))
    }

    /// Whether a number is finite and not zero, and its adjusted exponent not below the least.
    pub(crate) fn is_normal(&self, n: &Number) -> bool {
        !n.is_special() && !n.is_zero() && n.adjusted() >= self.emin
    }

    /// Whether a number is finite and not zero, and its adjusted exponent below the least.
    pub(crate) fn is_subnormal(&self, n: &Number) -> bool {
        !n.is_special() && !n.is_zero() && n.adjusted() < self.emin
    }

    /// The kind of number that a number is.
    pub(crate) fn class(&self, n: &Number) -> &'static str {
        let pick = |plus, minus| if n.negative { minus } else { plus };
        match n.kind {
            Kind::Nan => "NaN",
            Kind::SignalingNan => "sNaN",
            Kind::Infinity => pick("+Infinity", "-Infinity"),
            _ if n.is_zero() => pick("+Zero", "-Zero"),
            _ if n.adjusted() < self.emin => pick("+Subnormal", "-Subnormal"),
            _ => pick("+Normal", "-Normal"),
        }
    }
}

impl Number {
    pub(crate) fn same_quantum(&self, other: &Number) -> bool {
        match (self.kind, other.kind) {
            (Kind::Finite, Kind::Finite) => self.exponent == other.exponent,
            (Kind::Infinity, Kind::Infinity) => true,
            _ => self.is_nan() && other.is_nan(),
        }
    }
}
