//! Division, integer division and remainders.

use super::{
    Answer,
    coefficient::Coefficient,
    context::{Context, status},
    number::Number,
};

impl Context {
    pub(crate) fn divide(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(nan);
        }
        let negative = a.negative != b.negative;
        match (a.is_infinite(), b.is_infinite()) {
            (true, true) => return Ok(Number::invalid(status::INVALID_OPERATION, status)),
            (true, false) => return Ok(Number::infinity(negative)),
            (false, true) => {
                *status |= status::CLAMPED;
                return Ok(Number::finite(negative, Coefficient::zero(), self.etiny()));
            }
            _ => {}
        }
        if b.is_zero() {
            if a.is_zero() {
                return Ok(Number::invalid(status::DIVISION_UNDEFINED, status));
            }
            *status |= status::DIVISION_BY_ZERO;
            return Ok(Number::infinity(negative));
        }
        let ideal = a.exponent - b.exponent;
        if a.is_zero() {
            return self.finalize(Number::finite(negative, Coefficient::zero(), ideal), status);
        }
        let (x, y) = (&a.coefficient, &b.coefficient);
        let shift = y.digits() as i64 - x.digits() as i64 + self.prec + 1;
        // A quotient that ends does so within the digits that the divisor's powers of 2 and 5 make; it is tried first where
        // the precision asks for many more.
        let ends = 4 * y.digits() as i64 + 4;
        if shift > 2 * ends + 60 {
            let (quotient, rest) = x.shift_left(ends.unsigned_abs())?.div_rem(y);
            if rest.is_zero() {
                return self.finalize(toward(Number::finite(negative, quotient, ideal - ends), ideal), status);
            }
        }
        let (mut quotient, rest) = match shift {
            0.. => x.shift_left(shift.unsigned_abs())?.div_rem(y),
            _ => x.div_rem(&y.shift_left(shift.unsigned_abs())?),
        };
        let exponent = ideal - shift;
        if rest.is_zero() {
            return self.finalize(toward(Number::finite(negative, quotient, exponent), ideal), status);
        }
        // A last digit that rounds as what follows it.
        if quotient.digit(0).is_multiple_of(5) {
            quotient = quotient.increment();
        }
        self.finalize(Number::finite(negative, quotient, exponent), status)
    }

    /// The integer quotient and the remainder of finite numbers; nothing, if the quotient has more digits than the precision.
    fn whole(&self, a: &Number, b: &Number) -> Answer<Option<(Number, Number)>> {
        let negative = a.negative != b.negative;
        let exponent = a.exponent.min(b.exponent);
        let zero = || Number::finite(negative, Coefficient::zero(), 0);
        if a.is_zero() {
            return Ok(Some((zero(), Number::finite(a.negative, Coefficient::zero(), exponent))));
        }
        let difference = a.adjusted().saturating_sub(b.adjusted());
        if difference < 0 {
            if a.exponent > b.exponent {
                let rest = Number::finite(a.negative, a.at_exponent(exponent)?, exponent);
                return Ok(Some((zero(), rest)));
            }
            return Ok(Some((zero(), a.clone())));
        }
        if difference > self.prec {
            return Ok(None);
        }
        let (quotient, rest) = a.at_exponent(exponent)?.div_rem(&b.at_exponent(exponent)?);
        if quotient.digits() > self.digits() {
            return Ok(None);
        }
        Ok(Some((Number::finite(negative, quotient, 0), Number::finite(a.negative, rest, exponent))))
    }

    pub(crate) fn divide_int(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(nan);
        }
        let negative = a.negative != b.negative;
        match (a.is_infinite(), b.is_infinite()) {
            (true, true) => return Ok(Number::invalid(status::INVALID_OPERATION, status)),
            (true, false) => return Ok(Number::infinity(negative)),
            (false, true) => return Ok(Number::finite(negative, Coefficient::zero(), 0)),
            _ => {}
        }
        if b.is_zero() {
            if a.is_zero() {
                return Ok(Number::invalid(status::DIVISION_UNDEFINED, status));
            }
            *status |= status::DIVISION_BY_ZERO;
            return Ok(Number::infinity(negative));
        }
        match self.whole(a, b)? {
            Some((quotient, _)) => self.finalize(quotient, status),
            None => Ok(Number::invalid(status::DIVISION_IMPOSSIBLE, status)),
        }
    }

    /// What makes a remainder impossible, or the dividend itself.
    fn no_remainder(&self, a: &Number, b: &Number, status: &mut u32) -> Answer<Option<Number>> {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok(Some(nan));
        }
        if a.is_infinite() {
            return Ok(Some(Number::invalid(status::INVALID_OPERATION, status)));
        }
        if b.is_infinite() {
            return self.finalize(a.clone(), status).map(Some);
        }
        if b.is_zero() {
            let reason = if a.is_zero() { status::DIVISION_UNDEFINED } else { status::INVALID_OPERATION };
            return Ok(Some(Number::invalid(reason, status)));
        }
        Ok(None)
    }

    pub(crate) fn remainder(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(known) = self.no_remainder(a, b, status)? {
            return Ok(known);
        }
        match self.whole(a, b)? {
            Some((_, rest)) => self.finalize(rest, status),
            None => Ok(Number::invalid(status::DIVISION_IMPOSSIBLE, status)),
        }
    }

    pub(crate) fn div_mod(&self, a: &Number, b: &Number, status: &mut u32) -> Answer<(Number, Number)> {
        if let Some(nan) = self.nan_of(&[a, b], status) {
            return Ok((nan.clone(), nan));
        }
        let negative = a.negative != b.negative;
        if a.is_infinite() {
            let quotient = if b.is_infinite() { Number::nan() } else { Number::infinity(negative) };
            return Ok((quotient, Number::invalid(status::INVALID_OPERATION, status)));
        }
        if b.is_infinite() {
            return Ok((Number::finite(negative, Coefficient::zero(), 0), self.finalize(a.clone(), status)?));
        }
        if b.is_zero() {
            if a.is_zero() {
                return Ok((Number::nan(), Number::invalid(status::DIVISION_UNDEFINED, status)));
            }
            *status |= status::DIVISION_BY_ZERO | status::INVALID_OPERATION;
            return Ok((Number::infinity(negative), Number::nan()));
        }
        match self.whole(a, b)? {
            Some((quotient, rest)) => Ok((self.finalize(quotient, status)?, self.finalize(rest, status)?)),
            None => Ok((Number::nan(), Number::invalid(status::DIVISION_IMPOSSIBLE, status))),
        }
    }

    /// The remainder nearest to zero; between two, that of the even quotient.
    pub(crate) fn remainder_near(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        if let Some(known) = self.no_remainder(a, b, status)? {
            return Ok(known);
        }
        let exponent = a.exponent.min(b.exponent);
        if a.is_zero() {
            return self.finalize(Number::finite(a.negative, Coefficient::zero(), exponent), status);
        }
        let difference = a.adjusted().saturating_sub(b.adjusted());
        if difference > self.prec {
            return Ok(Number::invalid(status::DIVISION_IMPOSSIBLE, status));
        }
        if difference < -1 {
            return match a.exponent > b.exponent {
                true => self.finalize(Number::finite(a.negative, a.at_exponent(exponent)?, exponent), status),
                false => self.finalize(a.clone(), status),
            };
        }
        let divisor = b.at_exponent(exponent)?;
        let (mut quotient, mut rest) = a.at_exponent(exponent)?.div_rem(&divisor);
        let mut negative = a.negative;
        let twice = rest.add(&rest);
        if twice > divisor || twice == divisor && quotient.is_odd() {
            rest = divisor.sub(&rest);
            negative = !negative;
            quotient = quotient.increment();
        }
        if quotient.digits() > self.digits() {
            return Ok(Number::invalid(status::DIVISION_IMPOSSIBLE, status));
        }
        self.finalize(Number::finite(negative, rest, exponent), status)
    }
}

/// An exact result without the zeros that make its exponent smaller than the ideal one.
pub(super) fn toward(n: Number, ideal: i64) -> Number {
    let cut = (n.coefficient.trailing_zeros() as i64).min(ideal.saturating_sub(n.exponent)).max(0);
    let coefficient = n.coefficient.without(cut.unsigned_abs());
    Number { coefficient, exponent: n.exponent + cut, ..n }
}
