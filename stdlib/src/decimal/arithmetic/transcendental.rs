//! exp, ln and log10, correctly rounded to the nearest: fixed-point approximations with more and more digits until the
//! error cannot change the rounding. The exact results are the few that are returned beforehand.

use super::{
    Answer,
    coefficient::{Coefficient, WIDTH},
    context::{Context, Rounding, TOO_LARGE, status},
    number::Number,
};
use std::cmp::Ordering;

/// Limbs of a fixed-point number whose digits may be wrong.
const GUARD: usize = 2;

/// Fixed-point arithmetic with `limbs` limbs behind the point.
struct Fixed {
    limbs: usize,
}

impl Fixed {
    /// Room for so many digits behind the point, and the guard.
    fn with_digits(digits: u64) -> Fixed {
        Fixed { limbs: (digits / WIDTH) as usize + 1 + GUARD }
    }

    fn one(&self) -> Coefficient {
        Coefficient::from(1).joined(self.limbs, &Coefficient::zero())
    }

    fn mul(&self, a: &Coefficient, b: &Coefficient) -> Coefficient {
        a.mul(b).split(self.limbs).0
    }

    fn div(&self, a: &Coefficient, b: &Coefficient) -> Coefficient {
        a.joined(self.limbs, &Coefficient::zero()).div_rem(b).0
    }

    /// A number with its exponent, cut.
    fn of(&self, coefficient: &Coefficient, exponent: i64) -> Answer<Coefficient> {
        let shift = exponent.saturating_add((self.limbs as u64 * WIDTH) as i64);
        match shift {
            0.. => coefficient.shift_left(shift.unsigned_abs()),
            _ => Ok(coefficient.without(shift.unsigned_abs())),
        }
    }

    /// 2·atanh(1/n).
    fn twice_atanh(&self, n: u64) -> Coefficient {
        let mut power = self.one().mul_small(2).div_small(n).0;
        let mut sum = power.clone();
        let mut k = 3;
        loop {
            power = power.div_small(n * n).0;
            let term = power.div_small(k).0;
            if term.is_zero() {
                return sum;
            }
            sum = sum.add(&term);
            k += 2;
        }
    }

    /// ln 10 = 23·ln(16/15) + 17·ln(25/24) + 10·ln(81/80).
    fn ln_ten(&self) -> Coefficient {
        let [a, b, c] = [(31, 23), (49, 17), (161, 10)].map(|(n, times)| self.twice_atanh(n).mul_small(times));
        a.add(&b).add(&c)
    }

    /// e^x of a small x: halved until the series is short, squared as often.
    fn exp(&self, x: &Coefficient) -> Coefficient {
        let bits = self.limbs as u64 * WIDTH * 10 / 3;
        let halvings = (bits.isqrt() / 2).clamp(4, 50) as u32;
        let wider = Fixed { limbs: self.limbs + 1 };
        let mut x = x.joined(1, &Coefficient::zero());
        x = x.div_small(1 << halvings).0;
        let mut term = wider.one();
        let mut sum = term.clone();
        for k in 1.. {
            term = wider.mul(&term, &x).div_small(k).0;
            if term.is_zero() {
                break;
            }
            sum = sum.add(&term);
        }
        for _ in 0..halvings {
            sum = wider.mul(&sum, &sum);
        }
        sum.split(1).0
    }

    /// The logarithm of a number from 1 to 10, by Halley's iteration.
    fn ln(&self, c: &Coefficient) -> Answer<Coefficient> {
        let digits = self.limbs as u64 * WIDTH;
        // Seventeen digits behind the point, for a float's logarithm.
        let guess = c.without(digits - 17).to_u128().map_or(1.0, |n| n as f64 / 1e17).ln().max(0.0);
        let mut y = self.of(&Coefficient::from((guess * 1e17) as u64), -17)?;
        let mut good = 14;
        while good < digits {
            let e = self.exp(&y);
            let sum = c.add(&e);
            y = match c.cmp(&e) {
                Ordering::Equal => return Ok(y),
                Ordering::Greater => y.add(&self.div(&c.sub(&e).mul_small(2), &sum)),
                Ordering::Less => {
                    let step = self.div(&e.sub(c).mul_small(2), &sum);
                    if step > y { Coefficient::zero() } else { y.sub(&step) }
                }
            };
            good *= 3;
        }
        Ok(y)
    }
}

/// A positive number near its place: its digits before and behind the point.
struct Approximation {
    value: Coefficient,
    /// The power of ten that the value counts.
    exponent: i64,
    /// How far the value may be off.
    error: Coefficient,
}

impl Context {
    /// The number that both ends of an approximation round to.
    fn settle(&self, found: &Approximation) -> Option<(Coefficient, i64)> {
        if found.value.digits() <= self.digits() + 1 || found.value <= found.error {
            return None;
        }
        let (low, high) = (found.value.sub(&found.error), found.value.add(&found.error));
        let drop = low.digits().checked_sub(self.digits())?;
        if high.digits() != low.digits() {
            return None;
        }
        let [(low, _), (high, _)] = [low, high].map(|n| Rounding::HalfEven.cut(false, &n, drop));
        if low != high {
            return None;
        }
        let exponent = found.exponent + drop as i64;
        Some(if low.digits() > self.digits() { (low.without(1), exponent + 1) } else { (low, exponent) })
    }

    /// Rounds what `approximate` finds, with more digits as long as they are needed.
    fn correctly(
        &self,
        negative: bool,
        approximate: impl Fn(u64) -> Answer<Approximation>,
        status: &mut u32,
    ) -> Answer {
        let context = self.with_rounding(Rounding::HalfEven);
        let mut digits = self.digits() + 6;
        // Digits that memory cannot hold are refused before they are computed with.
        super::coefficient::room(usize::try_from(digits / 2).map_err(|_| super::NoMemory)?)?;
        loop {
            let found = approximate(digits)?;
            if let Some((coefficient, exponent)) = self.settle(&found) {
                *status |= status::INEXACT | status::ROUNDED;
                // What is subnormal has fewer digits, and is rounded once.
                let subnormal = found.exponent.saturating_add(found.value.digits() as i64 - 1) < self.emin;
                let (coefficient, exponent) =
                    if subnormal { (found.value, found.exponent) } else { (coefficient, exponent) };
                return context.finalize(Number::finite(negative, coefficient, exponent), status);
            }
            digits += digits / 2 + 20;
        }
    }

    pub(crate) fn exp(&self, a: &Number, status: &mut u32) -> Answer {
        if let Some(nan) = self.nan_of(&[a], status) {
            return Ok(nan);
        }
        if a.is_infinite() {
            return Ok(if a.negative { Number::finite(false, Coefficient::zero(), 0) } else { a.clone() });
        }
        if a.is_zero() {
            return Ok(Number::small(1));
        }
        let context = self.with_rounding(Rounding::HalfEven);
        // Beyond all exponents: e^(10^19) has more than 10^18 digits before the point.
        if a.adjusted() >= 19 {
            let exponent = if a.negative { self.etiny() - 1 } else { TOO_LARGE };
            return context.finalize(Number::finite(false, Coefficient::from(1), exponent), status);
        }
        // 1 ± less than half of the last digit.
        if a.adjusted() < -self.prec - 1 {
            *status |= status::INEXACT | status::ROUNDED;
            let one = Coefficient::power_of_ten(self.digits() - 1)?;
            return context.finalize(Number::finite(false, one, 1 - self.prec), status);
        }
        let approximate = |digits: u64| -> Answer<Approximation> {
            let fixed = Fixed::with_digits(digits + 20);
            let ten = fixed.ln_ten();
            let x = fixed.of(&a.coefficient, a.exponent)?;
            let (mut times, mut rest) = x.div_rem(&ten);
            if a.negative && !rest.is_zero() {
                times = times.increment();
                rest = ten.sub(&rest);
            }
            let places = (fixed.limbs as u64 * WIDTH) as i64;
            let times = times.to_u64().map_or(TOO_LARGE, |n| n as i64);
            let exponent = if a.negative { -times } else { times } - places;
            // The multiple of ln 10 has up to 19 digits, which its error grows by.
            let error = Coefficient::power_of_ten((GUARD as u64) * WIDTH - 8)?;
            Ok(Approximation { value: fixed.exp(&rest), exponent, error })
        };
        self.correctly(false, approximate, status)
    }

    /// The logarithm of a positive number other than one: its sign and size.
    fn logarithm(a: &Number, digits: u64) -> Answer<(bool, Coefficient, Fixed)> {
        let adjusted = a.adjusted();
        let first = a.coefficient.digits() as i64 - 1;
        if adjusted == -1 || adjusted == 0 {
            // Near one the result is small, and more digits behind the point count.
            let one = Number::small(1);
            let context = Context { prec: 1, rounding: Rounding::Down, ..Context::MAX };
            let near = context.subtract(a, &one, &mut 0)?.adjusted().min(0).unsigned_abs();
            let fixed = Fixed::with_digits(digits + near);
            let mut c = fixed.of(&a.coefficient, a.exponent)?;
            if adjusted == -1 {
                c = fixed.div(&fixed.one(), &c);
            }
            let y = fixed.ln(&c)?;
            return Ok((adjusted == -1, y, fixed));
        }
        let fixed = Fixed::with_digits(digits + 20);
        let c = fixed.of(&a.coefficient, -first)?;
        let y = fixed.ln(&c)?;
        let whole = fixed.ln_ten().mul(&Coefficient::from(adjusted.unsigned_abs()));
        Ok(if adjusted < 0 { (true, whole.sub(&y), fixed) } else { (false, whole.add(&y), fixed) })
    }

    /// What logarithms of special operands and zero are.
    fn special_logarithm(&self, a: &Number, status: &mut u32) -> Option<Number> {
        if let Some(nan) = self.nan_of(&[a], status) {
            return Some(nan);
        }
        if a.is_zero() {
            return Some(Number::infinity(true));
        }
        if a.negative {
            return Some(Number::invalid(status::INVALID_OPERATION, status));
        }
        a.is_infinite().then(|| a.clone())
    }

    pub(crate) fn ln(&self, a: &Number, status: &mut u32) -> Answer {
        if let Some(known) = self.special_logarithm(a, status) {
            return Ok(known);
        }
        if a.is_unit() {
            return Ok(Number::finite(false, Coefficient::zero(), 0));
        }
        let negative = a.adjusted() < 0;
        let approximate = |digits: u64| -> Answer<Approximation> {
            let (_, value, fixed) = Context::logarithm(a, digits)?;
            let error = Coefficient::power_of_ten((GUARD as u64) * WIDTH - 8)?;
            Ok(Approximation { value, exponent: -((fixed.limbs as u64 * WIDTH) as i64), error })
        };
        self.correctly(negative, approximate, status)
    }

    pub(crate) fn log10(&self, a: &Number, status: &mut u32) -> Answer {
        if let Some(known) = self.special_logarithm(a, status) {
            return Ok(known);
        }
        if a.coefficient.is_power_of_ten() {
            return self.with_rounding(Rounding::HalfEven).finalize(Number::small(a.adjusted()), status);
        }
        let negative = a.adjusted() < 0;
        let approximate = |digits: u64| -> Answer<Approximation> {
            let (_, value, fixed) = Context::logarithm(a, digits)?;
            let value = fixed.div(&value, &fixed.ln_ten());
            let error = Coefficient::power_of_ten((GUARD as u64) * WIDTH - 8)?;
            Ok(Approximation { value, exponent: -((fixed.limbs as u64 * WIDTH) as i64), error })
        };
        self.correctly(negative, approximate, status)
    }
}
