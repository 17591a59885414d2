//! Powers, and powers modulo an integer.

use super::{
    Answer,
    coefficient::Coefficient,
    context::{Context, MOST, Rounding, TOO_LARGE, status},
    number::Number,
};

impl Context {
    /// One with all digits of the precision behind the point.
    fn padded_one(&self, negative: bool, zeros: i64) -> Answer {
        Ok(Number::finite(negative, Coefficient::power_of_ten(zeros.unsigned_abs())?, -zeros))
    }

    pub(crate) fn power(&self, base: &Number, exp: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[base, exp], status) {
            return Ok(nan);
        }
        let integer = exp.is_integer();
        let negative = integer && base.negative && exp.is_odd();
        let zero = Number::finite(negative, Coefficient::zero(), 0);
        if base.is_zero() {
            return Ok(match (exp.is_zero(), exp.negative) {
                (true, _) => Number::invalid(status::INVALID_OPERATION, status),
                (_, true) => Number::infinity(negative),
                _ => zero,
            });
        }
        if base.negative && !integer {
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        }
        if exp.is_infinite() {
            if base.is_unit() {
                *status |= status::INEXACT | status::ROUNDED;
                return self.padded_one(negative, self.prec - 1);
            }
            let grows = base.is_infinite() || base.adjusted() >= 0;
            return Ok(if grows == exp.negative { zero } else { Number::infinity(negative) });
        }
        if exp.is_zero() {
            return Ok(Number::small(1).with_sign(negative));
        }
        if base.is_infinite() {
            return Ok(if exp.negative { zero } else { Number::infinity(negative) });
        }
        if base.is_unit() {
            if !integer {
                *status |= status::INEXACT | status::ROUNDED;
                return self.padded_one(negative, self.prec - 1);
            }
            if exp.negative {
                return Ok(Number::small(1).with_sign(negative));
            }
            let zeros = match base.exponent {
                0 => 0,
                exponent => exp.to_i64().and_then(|n| n.checked_mul(-exponent)).unwrap_or(i64::MAX).max(0),
            };
            if zeros > self.prec - 1 {
                *status |= status::ROUNDED;
            }
            return self.padded_one(negative, zeros.min(self.prec - 1));
        }
        if let Some(exponent) = self.out_of_range(base, exp) {
            return self.finalize(Number::finite(negative, Coefficient::from(1), exponent), status);
        }
        let result = if integer { self.integer_power(base, exp, status)? } else { self.real_power(base, exp, status)? };
        let result = match result.is_infinite() {
            true => Number::finite(false, Coefficient::from(1), TOO_LARGE),
            false => result,
        };
        self.finalize(result.with_sign(negative), status)
    }

    /// An exponent that overflows or underflows, where a bound of the logarithm says that the power does.
    fn out_of_range(&self, base: &Number, exp: &Number) -> Option<i64> {
        let adjusted = base.adjusted();
        let grows = (adjusted >= 0) != exp.negative;
        // A lower bound of the adjusted exponent of log10(base): 10^k ≤ |log10(base)|.
        let bound = match adjusted {
            1.. => i64::from(adjusted.ilog10()),
            ..=-2 => i64::from((-1 - adjusted).ilog10()),
            _ => {
                let one = Number::small(1);
                let context = Context { prec: 1, rounding: Rounding::Down, ..Context::MAX };
                let near = context.subtract(&base.clone().with_sign(false), &one, &mut 0).ok()?.adjusted();
                near - if adjusted == 0 { 2 } else { 1 }
            }
        };
        let limit = if grows { self.emax } else { self.etiny().saturating_neg() };
        let places = i64::from(limit.unsigned_abs().max(1).ilog10()) + 1;
        (bound.saturating_add(exp.adjusted()) > places).then_some(if grows { TOO_LARGE } else { self.etiny() - 1 })
    }

    fn integer_power(&self, base: &Number, exp: &Number, status: &mut u32) -> Answer {
        let mut context = self.with_rounding(Rounding::HalfEven);
        context.clamp = false;
        context.prec = (context.prec + exp.coefficient.digits() as i64 + exp.exponent + 2).min(MOST);
        let mut factor = base.clone();
        if exp.negative {
            context.prec = (context.prec + 1).min(MOST);
            factor = context.divide(&Number::small(1), base, status)?;
        }
        let n = exp.integer_part()?.to_binary();
        let mut result = factor.clone();
        for bit in (0..n.bits().saturating_sub(1)).rev() {
            result = context.multiply(&result, &result, status)?;
            if n.bit(bit) {
                result = context.multiply(&result, &factor, status)?;
            }
            if result.is_special() || result.is_zero() {
                break;
            }
        }
        Ok(result)
    }

    fn real_power(&self, base: &Number, exp: &Number, status: &mut u32) -> Answer {
        let digits = self.prec.max(base.coefficient.digits() as i64);
        let context = Context { prec: (digits + 23).min(MOST), ..Context::MAX };
        let mut inner = 0;
        let logarithm = context.ln(base, &mut inner)?;
        let product = context.multiply(&logarithm, exp, &mut inner)?;
        let result = context.exp(&product, &mut inner)?;
        *status |= inner & status::ERRORS | status::INEXACT | status::ROUNDED;
        if result.is_unit() {
            return self.padded_one(false, self.prec - 1);
        }
        Ok(result)
    }

    /// base^exp modulo an integer.
    pub(crate) fn power_modulo(&self, base: &Number, exp: &Number, modulus: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[base, exp, modulus], status) {
            return Ok(nan);
        }
        let whole = [base, exp, modulus].iter().all(|n| n.is_integer());
        if !whole
            || modulus.is_zero()
            || modulus.adjusted() >= self.prec
            || exp.negative && !exp.is_zero()
            || exp.is_zero() && base.is_zero()
        {
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        }
        let negative = base.negative && exp.is_odd();
        let modulus = modulus.integer_part()?;
        // The base may have an exponent that no memory holds: the power of ten is taken modulo the integer, too.
        let modulus_binary = modulus.to_binary();
        let ten = num_bigint::BigUint::from(10u8);
        let digits = match base.exponent {
            0.. => base.coefficient.to_binary() * ten.modpow(&base.exponent.unsigned_abs().into(), &modulus_binary),
            _ => base.integer_part()?.to_binary(),
        } % &modulus_binary;
        let mut result =
            digits.modpow(&exp.coefficient.without((-exp.exponent).max(0).unsigned_abs()).to_binary(), &modulus_binary);
        for _ in 0..exp.exponent.max(0) {
            result = result.modpow(&ten, &modulus_binary);
        }
        let words: Vec<u64> = result.iter_u64_digits().collect();
        Ok(Number::finite(negative, Coefficient::from_binary(&words), 0))
    }
}
