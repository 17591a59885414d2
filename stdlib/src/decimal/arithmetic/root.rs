//! Square roots, correctly rounded to the nearest.

use super::{
    Answer,
    coefficient::Coefficient,
    context::{Context, Rounding, status},
    number::Number,
    quotient::toward,
};

impl Context {
    pub(crate) fn square_root(&self, a: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a], status) {
            return Ok(nan);
        }
        let context = self.with_rounding(Rounding::HalfEven);
        let ideal = a.exponent.div_euclid(2);
        if a.is_zero() {
            return context.finalize(Number::finite(a.negative, Coefficient::zero(), ideal), status);
        }
        if a.negative {
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        }
        if a.is_infinite() {
            return Ok(a.clone());
        }
        // The digits of the operand with an even exponent.
        let (digits, exponent) = match a.exponent.rem_euclid(2) {
            0 => (a.coefficient.clone(), ideal),
            _ => (a.coefficient.shift_left(1)?, ideal),
        };
        // As many digits of the root as the precision and one more: pairs of digits are added or dropped.
        let have = digits.digits().div_ceil(2) as i64;
        let mut shift = self.prec + 1 - have;
        if shift > have + 2 {
            let root = digits.isqrt()?;
            if root.mul(&root) == digits {
                return context.finalize(toward(Number::finite(false, root, exponent), ideal), status);
            }
        }
        let mut exact = true;
        let scaled = match shift {
            0.. => digits.shift_left(2 * shift.unsigned_abs())?,
            _ => {
                let drop = 2 * shift.unsigned_abs();
                exact = !digits.any_below(drop);
                digits.without(drop)
            }
        };
        let mut root = scaled.isqrt()?;
        exact &= root.mul(&root) == scaled;
        if exact {
            // The root's last digits may be zeros that the ideal exponent does not ask for.
            if shift < 0 {
                root = root.shift_left(shift.unsigned_abs())?;
                shift = 0;
            }
            return context.finalize(toward(Number::finite(false, root, exponent - shift), ideal), status);
        }
        if root.digit(0).is_multiple_of(5) {
            root = root.increment();
        }
        context.finalize(Number::finite(false, root, exponent - shift), status)
    }
}
