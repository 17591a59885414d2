//! `float`: arithmetic with Python's signs and errors (CPython: `Objects/floatobject.c`).
//!
//! What IEEE 754 settles (`+`, `-`, `*`, comparison) callers compute with Rust's operators; here is what Python adds.

mod digits;
pub mod half;
mod hex;
mod parse;
mod write;

use super::int::{Int, division_by_zero};
use super::{Error, Result};
use crate::text::TextBuf;

pub use hex::{from_hex, to_hex};
pub(crate) use parse::without_underscores;
pub use parse::{from_ascii, from_text, prefix};
pub use write::{Code, Style, write};

use digits::Decimal;

/// What `float ** float` is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Power {
    /// A float.
    Float(f64),
    /// The caller computes `complex ** complex`: a negative base has no real power with a fractional exponent.
    Complex,
}

/// `repr(x)`: the shortest digits that read back as `x`.
pub fn repr(x: f64) -> String {
    let mut out = Vec::with_capacity(24);
    // Shortest digits need no memory worth a question.
    let _ = write(&mut out, x, Code::Repr, 0, Style { add_dot_0: true, ..Style::default() });
    String::from_utf8(out).unwrap_or_default()
}

/// `a / b`; `ZeroDivisionError`.
#[inline]
pub fn div(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 { Err(division_by_zero()) } else { Ok(a / b) }
}

/// `a % b`, which has the sign of `b`; `ZeroDivisionError`.
#[inline]
pub fn modulo(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 {
        return Err(division_by_zero());
    }
    let rest = a % b;
    Ok(if rest == 0.0 {
        0f64.copysign(b)
    } else if (b < 0.0) != (rest < 0.0) {
        rest + b
    } else {
        rest
    })
}

/// `divmod(a, b)`; `ZeroDivisionError`.
pub fn divmod(a: f64, b: f64) -> Result<(f64, f64)> {
    if b == 0.0 {
        return Err(division_by_zero());
    }
    let mut rest = a % b;
    // a - rest is a multiple of b but for rounding, so the quotient is next to an integer.
    let mut quotient = (a - rest) / b;
    if rest != 0.0 {
        if (b < 0.0) != (rest < 0.0) {
            rest += b;
            quotient -= 1.0;
        }
    } else {
        rest = 0f64.copysign(b);
    }
    let whole = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0f64.copysign(a / b)
    };
    Ok((whole, rest))
}

/// `a // b`; `ZeroDivisionError`.
#[inline]
pub fn floor_div(a: f64, b: f64) -> Result<f64> {
    divmod(a, b).map(|(quotient, _)| quotient)
}

/// Is it an odd integer?
fn is_odd_integer(x: f64) -> bool {
    (x.abs() % 2.0) == 1.0
}

/// `a ** b` (`float_pow`); `ZeroDivisionError`, `OverflowError`.
pub fn pow(a: f64, b: f64) -> Result<Power> {
    let float = |x| Ok(Power::Float(x));
    if b == 0.0 {
        return float(1.0);
    }
    if a.is_nan() {
        return float(a);
    }
    if b.is_nan() {
        return float(if a == 1.0 { 1.0 } else { b });
    }
    if b.is_infinite() {
        let magnitude = a.abs();
        return float(if magnitude == 1.0 {
            1.0
        } else if (b > 0.0) == (magnitude > 1.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    let odd = is_odd_integer(b);
    if a.is_infinite() {
        return float(match (b > 0.0, odd) {
            (true, true) => a,
            (true, false) => a.abs(),
            (false, true) => 0f64.copysign(a),
            (false, false) => 0.0,
        });
    }
    if a == 0.0 {
        if b < 0.0 {
            return Err(Error::zero_division("zero to a negative power"));
        }
        return float(if odd { a } else { 0.0 });
    }
    if a < 0.0 && b != b.floor() {
        return Ok(Power::Complex);
    }
    let negate = a < 0.0 && odd;
    let magnitude = a.abs();
    if magnitude == 1.0 {
        return float(if negate { -1.0 } else { 1.0 });
    }
    let power = magnitude.powf(b);
    if power.is_infinite() {
        return Err(Error::range());
    }
    float(if negate { -power } else { power })
}

/// `x.is_integer()`
#[inline]
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.floor() == x
}

/// `x.as_integer_ratio()`; `ValueError`, `OverflowError`.
pub fn as_integer_ratio(x: f64) -> Result<(Int, Int)> {
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert Infinity to integer ratio"));
    }
    if x.is_nan() {
        return Err(Error::value("cannot convert NaN to integer ratio"));
    }
    let (mut mantissa, mut exponent) = super::math::decode(x);
    if mantissa == 0 {
        return Ok((Int::ZERO, Int::ONE));
    }
    let zeros = mantissa.trailing_zeros();
    mantissa >>= zeros;
    exponent += zeros as i32;
    let mantissa = Int::Small(if x < 0.0 { -(mantissa as i64) } else { mantissa as i64 });
    let shift = Int::Small(i64::from(exponent.abs()));
    if exponent >= 0 {
        Ok((mantissa.as_ref().shl(shift.as_ref())?, Int::ONE))
    } else {
        Ok((mantissa, Int::ONE.as_ref().shl(shift.as_ref())?))
    }
}

/// `math.trunc(x)`, `int(x)`; `ValueError`, `OverflowError`.
#[inline]
pub fn trunc(x: f64) -> Result<Int> {
    Int::from_float(x)
}

/// `math.floor(x)`; `ValueError`, `OverflowError`.
#[inline]
pub fn floor(x: f64) -> Result<Int> {
    Int::from_float(x.floor())
}

/// `math.ceil(x)`; `ValueError`, `OverflowError`.
#[inline]
pub fn ceil(x: f64) -> Result<Int> {
    Int::from_float(x.ceil())
}

/// `round(x)`: to the nearest integer, halves to even; `ValueError`, `OverflowError`.
#[inline]
pub fn round(x: f64) -> Result<Int> {
    Int::from_float(x.round_ties_even())
}

/// `round(x, ndigits)`: `x`'s exact value, rounded half to even to that many decimals, as the nearest float; `OverflowError`.
/// A number of digits beyond `isize` is given as its end.
pub fn round_digits(x: f64, ndigits: isize) -> Result<f64> {
    // Beyond these, no decimal of a float is cut, or nothing but zero is left.
    const MAX: isize = 323;
    const MIN: isize = -308;
    if !x.is_finite() || x == 0.0 || ndigits > MAX {
        return Ok(x);
    }
    if ndigits < MIN {
        return Ok(0.0 * x);
    }
    let rounded = Decimal::rounded(x.abs(), ndigits);
    if rounded.is_infinite() {
        return Err(Error::overflow("rounded value too large to represent"));
    }
    Ok(rounded.copysign(x))
}

/// `x * 2**exponent` with one rounding, for a mantissa `x` of at most 53 significant bits.
pub fn scale(x: f64, exponent: i64) -> f64 {
    // Steps of powers that are floats themselves; going down, 53 bits are kept above the subnormals until the last step, so that
    // only that one rounds.
    const UP: f64 = f64::from_bits(0x7FE0_0000_0000_0000); // 2**1023
    const DOWN: f64 = f64::from_bits(0x0360_0000_0000_0000); // 2**-969
    let mut x = x;
    let mut n = exponent.clamp(-3000, 3000) as i32;
    while n > 1023 {
        x *= UP;
        n -= 1023;
        if x.is_infinite() || x == 0.0 {
            return x;
        }
    }
    while n < -1022 {
        x *= DOWN;
        n += 969;
        if x == 0.0 {
            return x;
        }
    }
    x * f64::from_bits(((1023 + n) as u64) << 52)
}

/// `ValueError: could not convert string to float: …`
#[cold]
fn not_a_float(repr: &TextBuf) -> Error {
    super::literal_error("could not convert string to float: ".to_owned(), repr, usize::MAX)
}
