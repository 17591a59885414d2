//! Functions of the `math` module with CPython's errors (CPython: `Modules/mathmodule.c`).
//!
//! Elementary functions are the C library's through Rust's `f64` methods. Those that Rust writes itself or lacks (`asinh`, `acosh`,
//! `atanh`, `erf`, `erfc`) are pxfm's, which are correctly rounded, as glibc's are since 2.43. `cbrt` is correctly rounded here and
//! is not in every C library. `gamma`, `lgamma`, the exact sums and the norms are CPython's own algorithms, in files of their own.

mod gamma;
mod sums;

use super::int::{IntRef, division_by_zero};
use super::{Error, Result, float};

pub use gamma::{gamma, lgamma};
pub use sums::{Dot, Sum, dist, norm};

/// `(m, e)` with `abs(x) == m * 2**e`, for a finite `x`.
pub(crate) fn decode(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let (mantissa, exponent) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7FF) as i32);
    if exponent == 0 { (mantissa, -1074) } else { (mantissa | 1 << 52, exponent - 1075) }
}

#[cold]
pub(super) fn domain_error() -> Error {
    Error::value("math domain error")
}

#[cold]
pub(super) fn range_error() -> Error {
    Error::overflow("math range error")
}

/// A `ValueError` that shows the argument.
#[cold]
pub(super) fn got(expected: &str, x: f64) -> Error {
    Error::value(format!("expected {expected}, got {}", float::repr(x)))
}

/// Functions that make a NaN or an infinity only where they are undefined.
macro_rules! bounded_functions {
    ($($(#[$doc:meta])* $name:ident($x:ident) = $value:expr, $expected:literal;)*) => {
        $(
            $(#[$doc])*
            pub fn $name($x: f64) -> Result<f64> {
                let value: f64 = $value;
                if (value.is_nan() && !$x.is_nan()) || (value.is_infinite() && $x.is_finite()) {
                    return Err(got($expected, $x));
                }
                Ok(value)
            }
        )*
    };
}

/// Functions that are defined everywhere and may overflow.
macro_rules! unbounded_functions {
    ($($(#[$doc:meta])* $name:ident($x:ident) = $value:expr;)*) => {
        $(
            $(#[$doc])*
            pub fn $name($x: f64) -> Result<f64> {
                let value: f64 = $value;
                if value.is_infinite() && $x.is_finite() {
                    return Err(range_error());
                }
                Ok(value)
            }
        )*
    };
}

bounded_functions! {
    /// `math.acos(x)`; `ValueError`.
    acos(x) = x.acos(), "a number in range from -1 up to 1";
    /// `math.acosh(x)`; `ValueError`.
    acosh(x) = pxfm::f_acosh(x), "argument value not less than 1";
    /// `math.asin(x)`; `ValueError`.
    asin(x) = x.asin(), "a number in range from -1 up to 1";
    /// `math.atanh(x)`; `ValueError`.
    atanh(x) = pxfm::f_atanh(x), "a number between -1 and 1";
    /// `math.cos(x)`; `ValueError`.
    cos(x) = x.cos(), "a finite input";
    /// `math.sin(x)`; `ValueError`.
    sin(x) = x.sin(), "a finite input";
    /// `math.tan(x)`; `ValueError`.
    tan(x) = x.tan(), "a finite input";
    /// `math.sqrt(x)`; `ValueError`.
    sqrt(x) = x.sqrt(), "a nonnegative input";
    /// `math.log1p(x)`; `ValueError`.
    log1p(x) = ln_1p(x), "argument value > -1";
    /// `math.log(x)` of a float; `ValueError`.
    log(x) = x.ln(), "a positive input";
    /// `math.log2(x)` of a float; `ValueError`.
    log2(x) = x.log2(), "a positive input";
    /// `math.log10(x)` of a float; `ValueError`.
    log10(x) = x.log10(), "a positive input";
}

unbounded_functions! {
    /// `math.asinh(x)`
    asinh(x) = pxfm::f_asinh(x);
    /// `math.atan(x)`
    atan(x) = x.atan();
    /// `math.cbrt(x)`
    cbrt(x) = x.cbrt();
    /// `math.cosh(x)`; `OverflowError`.
    cosh(x) = x.cosh();
    /// `math.erf(x)`
    erf(x) = pxfm::f_erf(x);
    /// `math.erfc(x)`
    erfc(x) = pxfm::f_erfc(x);
    /// `math.exp(x)`; `OverflowError`.
    exp(x) = x.exp();
    /// `math.exp2(x)`; `OverflowError`.
    exp2(x) = x.exp2();
    /// `math.expm1(x)`; `OverflowError`.
    expm1(x) = x.exp_m1();
    /// `math.sinh(x)`; `OverflowError`.
    sinh(x) = x.sinh();
    /// `math.tanh(x)`
    tanh(x) = x.tanh();
}

/// The logarithm of `1 + x`, with the sign of a zero kept.
pub(super) fn ln_1p(x: f64) -> f64 {
    if x == 0.0 { x } else { x.ln_1p() }
}

/// A function of one float.
pub type Function = fn(f64) -> Result<f64>;

/// Every function of one float, by name, for the module's table.
pub const UNARY: &[(&str, Function)] = &[
    ("acos", acos),
    ("acosh", acosh),
    ("asin", asin),
    ("asinh", asinh),
    ("atan", atan),
    ("atanh", atanh),
    ("cbrt", cbrt),
    ("cos", cos),
    ("cosh", cosh),
    ("erf", erf),
    ("erfc", erfc),
    ("exp", exp),
    ("exp2", exp2),
    ("expm1", expm1),
    ("gamma", gamma),
    ("lgamma", lgamma),
    ("log1p", log1p),
    ("sin", sin),
    ("sinh", sinh),
    ("sqrt", sqrt),
    ("tan", tan),
    ("tanh", tanh),
];

/// `math.degrees(x)`
pub fn degrees(x: f64) -> f64 {
    x * (180.0 / std::f64::consts::PI)
}

/// `math.radians(x)`
pub fn radians(x: f64) -> f64 {
    x * (std::f64::consts::PI / 180.0)
}

/// A logarithm of an integer of any size, by the function for floats; `ValueError`.
fn log_of_int(n: IntRef<'_>, log: fn(f64) -> f64) -> Result<f64> {
    if n.is_negative() || n.is_zero() {
        return Err(Error::value("expected a positive input"));
    }
    Ok(match n.to_float_unbounded() {
        Some(x) => log(x),
        None => {
            let (fraction, exponent) = n.frexp();
            log(fraction) + log(2.0) * exponent as f64
        }
    })
}

/// `math.log(n)` of an int; `ValueError`.
pub fn log_int(n: IntRef<'_>) -> Result<f64> {
    log_of_int(n, f64::ln)
}

/// `math.log2(n)` of an int; `ValueError`.
pub fn log2_int(n: IntRef<'_>) -> Result<f64> {
    log_of_int(n, f64::log2)
}

/// `math.log10(n)` of an int; `ValueError`.
pub fn log10_int(n: IntRef<'_>) -> Result<f64> {
    log_of_int(n, f64::log10)
}

/// `math.log(x, base)` from the two logarithms; `ZeroDivisionError`.
pub fn log_ratio(x: f64, base: f64) -> Result<f64> {
    if base == 0.0 { Err(division_by_zero()) } else { Ok(x / base) }
}

/// `math.frexp(x)`
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (mantissa, exponent) = decode(x);
    let bits = 64 - mantissa.leading_zeros() as i32;
    let fraction = mantissa as f64 / (1u64 << bits) as f64;
    (fraction.copysign(x), exponent + bits)
}

/// `math.ldexp(x, exponent)`; `OverflowError`.
pub fn ldexp(x: f64, exponent: IntRef<'_>) -> Result<f64> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let value = float::scale(x, exponent.saturating_isize() as i64);
    if value.is_infinite() { Err(range_error()) } else { Ok(value) }
}

/// `math.modf(x)`: the fraction and the whole part.
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0f64.copysign(x), x);
    }
    let whole = x.trunc();
    ((x - whole).copysign(x), whole)
}

/// `math.fmod(x, y)`; `ValueError`.
pub fn fmod(x: f64, y: f64) -> Result<f64> {
    if x.is_finite() && y.is_infinite() {
        return Ok(x);
    }
    let value = x % y;
    if value.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain_error()) } else { Ok(value) }
}

/// `math.remainder(x, y)`: what is left of `x` beside the nearest multiple of `y`, halves to the even one; `ValueError`.
pub fn remainder(x: f64, y: f64) -> Result<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(if x.is_nan() { x } else { y });
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error());
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (magnitude, divisor) = (x.abs(), y.abs());
    let below = magnitude % divisor;
    let above = divisor - below;
    // Both differences are exact where they decide; a tie takes the even multiple.
    let rest = if below < above {
        below
    } else if below > above {
        -above
    } else {
        below - 2.0 * ((0.5 * (magnitude - below)) % divisor)
    };
    Ok(1f64.copysign(x) * rest)
}

/// `math.pow(x, y)`; `ValueError`, `OverflowError`.
pub fn pow(x: f64, y: f64) -> Result<f64> {
    let power = x.powf(y);
    if !x.is_finite() || !y.is_finite() || power.is_finite() {
        return Ok(power);
    }
    if power.is_nan() || x == 0.0 { Err(domain_error()) } else { Err(range_error()) }
}

/// `math.fma(x, y, z)`; `ValueError`, `OverflowError`.
pub fn fma(x: f64, y: f64, z: f64) -> Result<f64> {
    let value = x.mul_add(y, z);
    if value.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(Error::value("invalid operation in fma"));
    }
    if value.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(Error::overflow("overflow in fma"));
    }
    Ok(value)
}

/// `math.ulp(x)`: the value of the lowest bit.
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = x.next_up();
    if next.is_infinite() { x - x.next_down() } else { next - x }
}

/// `math.nextafter(x, y)`, which unlike one counted step keeps the sign of `x` where it reaches zero.
pub fn nextafter(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() || x == y {
        return if x.is_nan() { x } else { y };
    }
    if x < y { x.next_up() } else { x.next_down() }
}

/// `math.nextafter(x, y, steps=steps)`; `ValueError`.
pub fn nextafter_steps(x: f64, y: f64, steps: IntRef<'_>) -> Result<f64> {
    if steps.is_negative() {
        return Err(Error::value("steps must be a non-negative integer"));
    }
    // There are fewer floats than that.
    let steps = steps.to_u64().unwrap_or(u64::MAX);
    if steps == 0 || x.is_nan() {
        return Ok(x);
    }
    if y.is_nan() {
        return Ok(y);
    }
    if x == y {
        return Ok(y);
    }
    // Floats of one sign are ordered as their bits are; both zeros are at 0.
    let ordinal = |x: f64| {
        let magnitude = (x.to_bits() & (u64::MAX >> 1)) as i128;
        if x.is_sign_negative() { -magnitude } else { magnitude }
    };
    let (from, to) = (ordinal(x), ordinal(y));
    if from.abs_diff(to) <= u128::from(steps) {
        return Ok(y);
    }
    let reached = if from < to { from + i128::from(steps) } else { from - i128::from(steps) };
    let magnitude = f64::from_bits(reached.unsigned_abs() as u64);
    let negative = reached < 0 || (reached == 0 && from < 0);
    Ok(if negative { -magnitude } else { magnitude })
}

#[cold]
pub(super) fn negative_tolerance() -> Error {
    Error::value("tolerances must be non-negative")
}

/// `math.isclose(a, b, rel_tol=relative, abs_tol=absolute)`; `ValueError`.
pub fn isclose(a: f64, b: f64, relative: f64, absolute: f64) -> Result<bool> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(negative_tolerance());
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    Ok(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute)
}
