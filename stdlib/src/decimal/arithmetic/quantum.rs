//! Rounding to an exponent, and dropping zeros.

use super::{
    Answer,
    coefficient::{Coefficient, Rest},
    context::{Context, status},
    number::Number,
};

impl Context {
    /// A finite number with another exponent, rounded by this context's mode.
    pub(crate) fn rescale(&self, a: &Number, exponent: i64) -> Answer<(Number, Rest)> {
        if a.coefficient.is_zero() || a.exponent >= exponent {
            return Ok((Number::finite(a.negative, a.at_exponent(exponent)?, exponent), Rest::Zero));
        }
        let (coefficient, rest) =
            self.rounding.cut(a.negative, &a.coefficient, exponent.saturating_sub(a.exponent).unsigned_abs());
        Ok((Number::finite(a.negative, coefficient, exponent), rest))
    }

    /// A finite number, not zero, with so many digits, rounded by this context's mode.
    pub(crate) fn with_digits(&self, a: &Number, digits: u64) -> Answer {
        let have = a.coefficient.digits();
        let exponent = a.exponent.saturating_add(have as i64).saturating_sub(digits as i64);
        let (mut n, _) = self.rescale(a, exponent)?;
        if n.coefficient.digits() > digits {
            n.coefficient = n.coefficient.without(1);
            n.exponent += 1;
        }
        Ok(n)
    }

    /// The first operand with the exponent of the second.
    pub(crate) fn quantize(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(nan);
        }
        if a.is_infinite() || b.is_infinite() {
            if a.is_infinite() && b.is_infinite() {
                return Ok(a.clone());
            }
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        }
        let exponent = b.exponent;
        let fits = exponent <= self.emax
            && exponent >= self.etiny()
            && (a.is_zero() || a.adjusted() <= self.emax && a.adjusted().saturating_sub(exponent) < self.prec);
        if !fits {
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        }
        let (result, rest) = self.rescale(a, exponent)?;
        if result.coefficient.digits() > self.digits() || !result.is_zero() && result.adjusted() > self.emax {
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        }
        if a.exponent < exponent && !a.is_zero() {
            *status |= status::ROUNDED;
            if rest != Rest::Zero {
                *status |= status::INEXACT;
            }
        }
        if !result.is_zero() && result.adjusted() < self.emin {
            *status |= status::SUBNORMAL;
        }
        self.finalize(result, status)
    }

    /// Rounds to an integer, with the conditions.
    pub(crate) fn integral_exact(&self, a: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a], status) {
            return Ok(nan);
        }
        if a.is_infinite() || a.exponent >= 0 {
            return Ok(a.clone());
        }
        let (result, rest) = self.rescale(a, 0)?;
        if !a.is_zero() {
            *status |= status::ROUNDED;
        }
        if rest != Rest::Zero {
            *status |= status::INEXACT;
        }
        Ok(result)
    }

    /// Rounds to an integer.
    pub(crate) fn integral_value(&self, a: &Number, status: &mut u32) -> Answer {
        let mut inner = 0;
        let result = self.integral_exact(a, &mut inner);
        *status |= inner & status::INVALID;
        result
    }

    /// Without zeros at the end.
    pub(crate) fn reduce(&self, a: &Number, status: &mut u32) -> Answer {
        let rounded = self.round(a, status)?;
        if rounded.is_special() {
            return Ok(rounded);
        }
        if rounded.is_zero() {
            return Ok(Number::finite(rounded.negative, Coefficient::zero(), 0));
        }
        let most = if self.clamp { self.etop() } else { self.emax };
        Ok(super::quotient::toward(rounded, most))
    }
}
