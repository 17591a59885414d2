//! Numbers, and what operations do with NaNs.

use super::{
    Answer,
    coefficient::{Coefficient, NoMemory},
    context::{Context, status},
};
use std::cmp::Ordering;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Finite,
    Infinity,
    Nan,
    SignalingNan,
}

/// A decimal number. A NaN's coefficient is its payload, zero for none; an infinity's is zero.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Number {
    pub(crate) negative: bool,
    pub(crate) kind: Kind,
    pub(crate) coefficient: Coefficient,
    pub(crate) exponent: i64,
}

impl Number {
    pub(crate) fn finite(negative: bool, coefficient: Coefficient, exponent: i64) -> Number {
        Number { negative, kind: Kind::Finite, coefficient, exponent }
    }

    pub(crate) fn infinity(negative: bool) -> Number {
        Number { negative, kind: Kind::Infinity, coefficient: Coefficient::zero(), exponent: 0 }
    }

    pub(crate) fn nan() -> Number {
        Number { negative: false, kind: Kind::Nan, coefficient: Coefficient::zero(), exponent: 0 }
    }

    pub(crate) fn small(n: i64) -> Number {
        Number::finite(n < 0, Coefficient::from(n.unsigned_abs()), 0)
    }

    /// A NaN, for the reason given.
    pub(super) fn invalid(reason: u32, status: &mut u32) -> Number {
        *status |= reason;
        Number::nan()
    }

    pub(crate) fn is_special(&self) -> bool {
        self.kind != Kind::Finite
    }

    pub(crate) fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinity
    }

    pub(crate) fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Nan | Kind::SignalingNan)
    }

    /// A finite zero.
    pub(crate) fn is_zero(&self) -> bool {
        self.kind == Kind::Finite && self.coefficient.is_zero()
    }

    /// The exponent of the first digit.
    pub(crate) fn adjusted(&self) -> i64 {
        self.exponent.saturating_add(self.coefficient.digits() as i64 - 1)
    }

    /// Whether a finite number has no digits behind the point.
    pub(crate) fn is_integer(&self) -> bool {
        self.kind == Kind::Finite
            && (self.exponent >= 0
                || self.coefficient.is_zero()
                || self.coefficient.trailing_zeros() >= self.exponent.unsigned_abs())
    }

    /// Whether an integer is odd.
    pub(super) fn is_odd(&self) -> bool {
        self.exponent <= 0 && self.coefficient.digit(self.exponent.unsigned_abs()) & 1 == 1
    }

    pub(crate) fn with_sign(self, negative: bool) -> Number {
        Number { negative, ..self }
    }

    /// The coefficient of the number written with a smaller exponent.
    pub(crate) fn at_exponent(&self, exponent: i64) -> Result<Coefficient, NoMemory> {
        self.coefficient.shift_left(self.exponent.saturating_sub(exponent).max(0).unsigned_abs())
    }

    /// An integer's digits, without exponent.
    pub(super) fn integer_part(&self) -> Result<Coefficient, NoMemory> {
        match self.exponent {
            0.. => self.at_exponent(0),
            _ => Ok(self.coefficient.without(self.exponent.unsigned_abs())),
        }
    }

    /// An integer as a machine number.
    pub(super) fn to_i64(&self) -> Option<i64> {
        if !self.is_integer() || self.adjusted() > 18 && !self.coefficient.is_zero() {
            return None;
        }
        let n = i128::from(self.integer_part().ok()?.to_u64()?);
        i64::try_from(if self.negative { -n } else { n }).ok()
    }

    /// Whether the absolute value is one.
    pub(super) fn is_unit(&self) -> bool {
        self.kind == Kind::Finite && self.adjusted() == 0 && self.coefficient.is_power_of_ten()
    }

    /// Orders the absolute values of finite numbers.
    pub(super) fn compare_magnitude(&self, other: &Number) -> Ordering {
        match (self.coefficient.is_zero(), other.coefficient.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            _ => {}
        }
        let adjusted = self.adjusted().cmp(&other.adjusted());
        if adjusted.is_ne() {
            return adjusted;
        }
        // With equal adjusted exponents the exponents differ by less than the digits there are.
        let least = self.exponent.min(other.exponent);
        match (self.at_exponent(least), other.at_exponent(least)) {
            (Ok(a), Ok(b)) => a.cmp(&b),
            _ => Ordering::Equal,
        }
    }

    /// Orders numbers; NaNs have no order.
    pub(crate) fn compare_value(&self, other: &Number) -> Option<Ordering> {
        if self.is_nan() || other.is_nan() {
            return None;
        }
        let sign = |n: &Number| match (n.is_zero(), n.negative) {
            (true, _) => 0,
            (_, true) => -1,
            _ => 1,
        };
        let (a, b) = (sign(self), sign(other));
        if a != b || a == 0 {
            return Some(a.cmp(&b));
        }
        let magnitude = match (self.is_infinite(), other.is_infinite()) {
            (false, false) => self.compare_magnitude(other),
            (a, b) => a.cmp(&b),
        };
        Some(if a < 0 { magnitude.reverse() } else { magnitude })
    }
}

impl Context {
    /// The result of an operation one of whose operands is a NaN: the first signaling one, or the first.
    pub(super) fn nan_of(&self, operands: &[&Number], status: &mut u32) -> Option<Number> {
        if let Some(found) = operands.iter().find(|n| n.kind == Kind::SignalingNan) {
            *status |= status::INVALID_OPERATION;
            return Some(self.fit_nan(Number { kind: Kind::Nan, ..(*found).clone() }));
        }
        operands.iter().find(|n| n.kind == Kind::Nan).map(|n| self.fit_nan((*n).clone()))
    }

    /// Rounds a number as it is: `plus`, without turning zeros.
    pub(crate) fn round(&self, n: &Number, status: &mut u32) -> Answer {
        match self.nan_of(&[n], status) {
            Some(nan) => Ok(nan),
            None => self.finalize(n.clone(), status),
        }
    }
}
