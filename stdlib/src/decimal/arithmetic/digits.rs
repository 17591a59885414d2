//! Shifts, rotations, exponents and neighbours.

use super::{
    Answer,
    coefficient::Coefficient,
    context::{Context, Rounding, status},
    number::Number,
};
use std::cmp::Ordering;

impl Context {
    /// How far to shift: an integer without exponent, not beyond the precision.
    fn distance(&self, a: &Number, b: &Number, status: &mut u32) -> Result<i64, Number> {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Err(nan);
        }
        match b.to_i64().filter(|n| b.exponent == 0 && n.unsigned_abs() <= self.digits()) {
            Some(n) => Ok(n),
            None => Err(Number::invalid(status::INVALID_OPERATION, status)),
        }
    }

    pub(crate) fn shift(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        let n = match self.distance(a, b, status) {
            Ok(n) => n,
            Err(known) => return Ok(known),
        };
        if a.is_infinite() {
            return Ok(a.clone());
        }
        let coefficient = match n {
            0.. => a.coefficient.low(self.digits() - n.unsigned_abs()).shift_left(n.unsigned_abs())?,
            _ => a.coefficient.low(self.digits()).without(n.unsigned_abs()),
        };
        Ok(Number { coefficient, ..a.clone() })
    }

    pub(crate) fn rotate(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        let n = match self.distance(a, b, status) {
            Ok(n) => n,
            Err(known) => return Ok(known),
        };
        if a.is_infinite() {
            return Ok(a.clone());
        }
        let left = n.rem_euclid(self.prec).unsigned_abs();
        let all = a.coefficient.low(self.digits());
        let right = self.digits() - left;
        let coefficient = all.low(right).shift_left(left)?.add(&all.without(right));
        Ok(Number { coefficient, ..a.clone() })
    }

    /// a·10^b
    pub(crate) fn scale(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(nan);
        }
        let most = 2 * (self.emax + self.prec);
        let Some(n) = b.to_i64().filter(|n| b.exponent == 0 && n.abs() <= most) else {
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        };
        if a.is_infinite() {
            return Ok(a.clone());
        }
        self.finalize(Number { exponent: a.exponent.saturating_add(n), ..a.clone() }, status)
    }

    pub(crate) fn logb(&self, a: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a], status) {
            return Ok(nan);
        }
        if a.is_infinite() {
            return Ok(Number::infinity(false));
        }
        if a.is_zero() {
            *status |= status::DIVISION_BY_ZERO;
            return Ok(Number::infinity(true));
        }
        self.finalize(Number::small(a.adjusted()), status)
    }

    /// The next number upwards or downwards, without conditions.
    fn neighbour(&self, a: &Number, up: bool, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a], status) {
            return Ok(nan);
        }
        if a.is_infinite() {
            if a.negative != up {
                return Ok(a.clone());
            }
            return Ok(Number::finite(a.negative, Coefficient::nines(self.digits())?, self.etop()));
        }
        let context = self.with_rounding(if up { Rounding::Ceiling } else { Rounding::Floor });
        let rounded = context.finalize(a.clone(), &mut 0)?;
        if rounded.compare_value(a) != Some(Ordering::Equal) {
            return Ok(rounded);
        }
        let step = Number::finite(!up, Coefficient::from(1), self.etiny() - 1);
        context.add(a, &step, &mut 0)
    }

    pub(crate) fn next_plus(&self, a: &Number, status: &mut u32) -> Answer {
        self.neighbour(a, true, status)
    }

    pub(crate) fn next_minus(&self, a: &Number, status: &mut u32) -> Answer {
        self.neighbour(a, false, status)
    }

    pub(crate) fn next_toward(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(nan);
        }
        let order = a.compare_value(b).unwrap_or(Ordering::Equal);
        if order.is_eq() {
            return Ok(a.clone().with_sign(b.negative));
        }
        let found = self.neighbour(a, order.is_lt(), status)?;
        if found.is_infinite() {
            *status |= status::OVERFLOW | status::ROUNDED | status::INEXACT;
        } else if found.adjusted() < self.emin {
            *status |= status::UNDERFLOW | status::SUBNORMAL | status::ROUNDED | status::INEXACT;
            if found.is_zero() {
                *status |= status::CLAMPED;
            }
        }
        Ok(found)
    }
}
