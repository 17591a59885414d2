//! Contexts: how results are rounded to the digits and exponents allowed (specification: "Arithmetic context").

use super::{
    Answer,
    coefficient::{Coefficient, Rest},
    number::{Kind, Number},
};

/// Conditions, with libmpdec's numbers.
pub(crate) mod status {
    pub(crate) const CLAMPED: u32 = 0x1;
    pub(crate) const CONVERSION_SYNTAX: u32 = 0x2;
    pub(crate) const DIVISION_BY_ZERO: u32 = 0x4;
    pub(crate) const DIVISION_IMPOSSIBLE: u32 = 0x8;
    pub(crate) const DIVISION_UNDEFINED: u32 = 0x10;
    pub(crate) const INEXACT: u32 = 0x40;
    pub(crate) const INVALID_CONTEXT: u32 = 0x80;
    pub(crate) const INVALID_OPERATION: u32 = 0x100;
    pub(crate) const FLOAT_OPERATION: u32 = 0x400;
    pub(crate) const OVERFLOW: u32 = 0x800;
    pub(crate) const ROUNDED: u32 = 0x1000;
    pub(crate) const SUBNORMAL: u32 = 0x2000;
    pub(crate) const UNDERFLOW: u32 = 0x4000;
    /// What the signal `InvalidOperation` stands for.
    pub(crate) const INVALID: u32 = CONVERSION_SYNTAX
        | DIVISION_IMPOSSIBLE
        | DIVISION_UNDEFINED
        | 0x20
        | INVALID_CONTEXT
        | INVALID_OPERATION
        | 0x200;
    /// Conditions without a usable result.
    pub(crate) const ERRORS: u32 = INVALID | DIVISION_BY_ZERO;
}

/// Which neighbour an inexact result becomes; numbered as in libmpdec.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rounding {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

impl Rounding {
    pub(crate) const ALL: [(Rounding, &'static str); 8] = [
        (Rounding::Up, "ROUND_UP"),
        (Rounding::Down, "ROUND_DOWN"),
        (Rounding::Ceiling, "ROUND_CEILING"),
        (Rounding::Floor, "ROUND_FLOOR"),
        (Rounding::HalfUp, "ROUND_HALF_UP"),
        (Rounding::HalfDown, "ROUND_HALF_DOWN"),
        (Rounding::HalfEven, "ROUND_HALF_EVEN"),
        (Rounding::ZeroFiveUp, "ROUND_05UP"),
    ];

    /// The name that Python knows.
    pub(crate) fn name(self) -> &'static str {
        Rounding::ALL[self as usize].1
    }

    /// Whether the digits kept are to be incremented.
    fn increments(self, negative: bool, kept: &Coefficient, rest: Rest) -> bool {
        rest != Rest::Zero
            && match self {
                Rounding::Up => true,
                Rounding::Down => false,
                Rounding::Ceiling => !negative,
                Rounding::Floor => negative,
                Rounding::HalfUp => matches!(rest, Rest::Half | Rest::AboveHalf),
                Rounding::HalfDown => rest == Rest::AboveHalf,
                Rounding::HalfEven => rest == Rest::AboveHalf || rest == Rest::Half && kept.is_odd(),
                Rounding::ZeroFiveUp => kept.digit(0).is_multiple_of(5),
            }
    }

    /// The coefficient without its last `n` digits, rounded, and what was dropped.
    pub(super) fn cut(self, negative: bool, coefficient: &Coefficient, n: u64) -> (Coefficient, Rest) {
        let (kept, rest) = coefficient.shift_right(n);
        let kept = if self.increments(negative, &kept, rest) { kept.increment() } else { kept };
        (kept, rest)
    }
}

/// Precision, exponents' range and rounding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub(crate) prec: i64,
    pub(crate) emax: i64,
    pub(crate) emin: i64,
    pub(crate) rounding: Rounding,
    pub(crate) clamp: bool,
}

/// The largest precision and exponent.
pub(crate) const MOST: i64 = 999_999_999_999_999_999;
/// An exponent beyond all contexts.
pub(super) const TOO_LARGE: i64 = 2_000_000_000_000_000_001;

impl Context {
    /// The context with the widest ranges.
    pub(crate) const MAX: Context =
        Context { prec: MOST, emax: MOST, emin: -MOST, rounding: Rounding::HalfEven, clamp: false };

    pub(super) const fn with_rounding(self, rounding: Rounding) -> Context {
        Context { rounding, ..self }
    }

    /// The smallest exponent.
    pub(crate) const fn etiny(&self) -> i64 {
        self.emin - (self.prec - 1)
    }

    /// The largest exponent of a number with all digits.
    pub(crate) const fn etop(&self) -> i64 {
        self.emax - (self.prec - 1)
    }

    /// The digits that the precision allows, as a count.
    pub(super) fn digits(&self) -> u64 {
        self.prec.unsigned_abs()
    }

    fn overflow(&self, negative: bool, status: &mut u32) -> Answer {
        *status |= status::OVERFLOW | status::INEXACT | status::ROUNDED;
        let largest = match self.rounding {
            Rounding::Down | Rounding::ZeroFiveUp => true,
            Rounding::Ceiling => negative,
            Rounding::Floor => !negative,
            _ => false,
        };
        Ok(if largest {
            Number::finite(negative, Coefficient::nines(self.digits())?, self.etop())
        } else {
            Number::infinity(negative)
        })
    }

    /// A NaN with no more payload than fits.
    pub(super) fn fit_nan(&self, n: Number) -> Number {
        let room = self.prec - i64::from(self.clamp);
        if n.coefficient.digits() > room.unsigned_abs() {
            return Number { coefficient: n.coefficient.low(room.unsigned_abs()), ..n };
        }
        n
    }

    /// A number as the context has it.
    pub(crate) fn apply(&self, n: &Number, status: &mut u32) -> Answer {
        self.finalize(n.clone(), status)
    }

    /// Rounds a result to what the context allows.
    pub(crate) fn finalize(&self, n: Number, status: &mut u32) -> Answer {
        match n.kind {
            Kind::Finite => {}
            Kind::Infinity => return Ok(n),
            Kind::Nan | Kind::SignalingNan => return Ok(self.fit_nan(n)),
        }
        let (etiny, etop) = (self.etiny(), self.etop());
        if n.coefficient.is_zero() {
            let top = if self.clamp { etop } else { self.emax };
            let exponent = n.exponent.max(etiny).min(top);
            if exponent != n.exponent {
                *status |= status::CLAMPED;
            }
            return Ok(Number { exponent, ..n });
        }
        let digits = n.coefficient.digits() as i64;
        let adjusted = n.exponent.saturating_add(digits - 1);
        if adjusted > self.emax {
            return self.overflow(n.negative, status);
        }
        let subnormal = adjusted < self.emin;
        if subnormal {
            *status |= status::SUBNORMAL;
        }
        let least = if subnormal { etiny } else { n.exponent + (digits - self.prec) };
        if n.exponent < least {
            let drop = least.saturating_sub(n.exponent).unsigned_abs();
            let (mut kept, rest) = self.rounding.cut(n.negative, &n.coefficient, drop);
            let mut exponent = least;
            if kept.digits() > self.digits() {
                kept = kept.without(1);
                exponent += 1;
            }
            *status |= status::ROUNDED;
            if rest != Rest::Zero {
                *status |= status::INEXACT;
                if subnormal {
                    *status |= status::UNDERFLOW;
                }
            }
            if kept.is_zero() {
                *status |= status::CLAMPED;
            } else if exponent + kept.digits() as i64 - 1 > self.emax {
                return self.overflow(n.negative, status);
            }
            // Rounding may have made a digit more than a clamped exponent has room for.
            let rounded = Number { coefficient: kept, exponent, ..n };
            return self.clamped(rounded, etop, status);
        }
        self.clamped(n, etop, status)
    }

    fn clamped(&self, n: Number, etop: i64, status: &mut u32) -> Answer {
        if !self.clamp || n.exponent <= etop || n.coefficient.is_zero() {
            return Ok(n);
        }
        *status |= status::CLAMPED;
        let coefficient = n.coefficient.shift_left((n.exponent - etop).unsigned_abs())?;
        Ok(Number { coefficient, exponent: etop, ..n })
    }
}
