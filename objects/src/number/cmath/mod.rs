//! Functions of the `cmath` module (CPython: `Modules/cmathmodule.c`; Kahan, "Branch cuts for complex elementary functions").
//!
//! Where a part is infinite or NaN, tables decide (C99, Annex G). Elsewhere formulas are chosen so that nothing overflows, or cancels,
//! that the result does not; signs of zero tell the side of a branch cut. The sines and tangents are the hyperbolic ones, turned.

mod special_values;

use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10};

use super::Result;
use super::complex::Complex;
use super::float::scale;
use super::math::{domain_error, ln_1p, negative_tolerance, range_error};
use special_values::Table;

/// Beyond this, the sum of two magnitudes may overflow.
const LARGE: f64 = f64::MAX / 4.0;
/// `sqrt(LARGE)`
const SQRT_LARGE: f64 = 6.703903964971298e153;
/// `log(LARGE)`: beyond this, `exp` may overflow.
const LOG_LARGE: f64 = 708.3964185322641;
/// `sqrt` of the least normal float.
const SQRT_MIN: f64 = 1.4916681462400413e-154;

fn class(x: f64) -> usize {
    match x {
        _ if x.is_nan() => 6,
        f64::NEG_INFINITY => 0,
        f64::INFINITY => 5,
        0.0 => 2 + usize::from(x.is_sign_positive()),
        _ => {
            if x < 0.0 {
                1
            } else {
                4
            }
        }
    }
}

fn special(z: Complex, table: &Table) -> Option<Complex> {
    (!z.is_finite()).then(|| table[class(z.re)][class(z.im)])
}

/// `z * 1j`
fn turn(z: Complex) -> Complex {
    Complex::new(-z.im, z.re)
}

/// `z * -1j`
fn turn_back(z: Complex) -> Complex {
    Complex::new(z.im, -z.re)
}

fn is_large(z: Complex) -> bool {
    z.re.abs() > LARGE || z.im.abs() > LARGE
}

/// `log(2 * abs(z))` for a large `z`.
fn log_of_double(z: Complex) -> f64 {
    (z.re / 2.0).hypot(z.im / 2.0).ln() + LN_2 * 2.0
}

fn asinh_real(x: f64) -> f64 {
    pxfm::f_asinh(x)
}

/// An infinite part of a finite argument's value is an overflow.
fn checked(z: Complex) -> Result<Complex> {
    if z.is_infinite() { Err(range_error()) } else { Ok(z) }
}

/// `cmath.acos(z)`
pub fn acos(z: Complex) -> Result<Complex> {
    if let Some(value) = special(z, &special_values::ACOS) {
        return Ok(value);
    }
    if is_large(z) {
        return Ok(Complex::new(z.im.abs().atan2(z.re), log_of_double(z).copysign(-z.im)));
    }
    let s1 = root(Complex::new(1.0 - z.re, -z.im));
    let s2 = root(Complex::new(1.0 + z.re, z.im));
    Ok(Complex::new(2.0 * s1.re.atan2(s2.re), asinh_real(s2.re * s1.im - s2.im * s1.re)))
}

/// `cmath.acosh(z)`
pub fn acosh(z: Complex) -> Result<Complex> {
    if let Some(value) = special(z, &special_values::ACOSH) {
        return Ok(value);
    }
    if is_large(z) {
        return Ok(Complex::new(log_of_double(z), z.im.atan2(z.re)));
    }
    let s1 = root(Complex::new(z.re - 1.0, z.im));
    let s2 = root(Complex::new(z.re + 1.0, z.im));
    Ok(Complex::new(asinh_real(s1.re * s2.re + s1.im * s2.im), 2.0 * s1.im.atan2(s2.re)))
}

/// `cmath.asin(z)`
pub fn asin(z: Complex) -> Result<Complex> {
    asinh(turn(z)).map(turn_back)
}

/// `cmath.asinh(z)`
pub fn asinh(z: Complex) -> Result<Complex> {
    if let Some(value) = special(z, &special_values::ASINH) {
        return Ok(value);
    }
    if is_large(z) {
        return Ok(Complex::new(log_of_double(z).copysign(z.re), z.im.atan2(z.re.abs())));
    }
    let s1 = root(Complex::new(1.0 + z.im, -z.re));
    let s2 = root(Complex::new(1.0 - z.im, z.re));
    Ok(Complex::new(asinh_real(s1.re * s2.im - s2.re * s1.im), z.im.atan2(s1.re * s2.re - s1.im * s2.im)))
}

/// `cmath.atan(z)`; `ValueError`.
pub fn atan(z: Complex) -> Result<Complex> {
    atanh(turn(z)).map(turn_back)
}

/// `cmath.atanh(z)`; `ValueError`.
pub fn atanh(z: Complex) -> Result<Complex> {
    if let Some(value) = special(z, &special_values::ATANH) {
        return Ok(value);
    }
    if z.re.is_sign_negative() {
        return atanh_right(z.neg()).map(Complex::neg);
    }
    atanh_right(z)
}

/// For a finite number of the right half-plane.
fn atanh_right(z: Complex) -> Result<Complex> {
    let height = z.im.abs();
    if z.re > SQRT_LARGE || height > SQRT_LARGE {
        // There it is near 1/z, half a turn up or down.
        let half = (z.re / 2.0).hypot(z.im / 2.0);
        return Ok(Complex::new(z.re / 4.0 / half / half, FRAC_PI_2.copysign(z.im)));
    }
    if z.re == 1.0 && height < SQRT_MIN {
        if height == 0.0 {
            return Err(domain_error());
        }
        let real = -(height.sqrt() / height.hypot(2.0).sqrt()).ln();
        return Ok(Complex::new(real, (2f64.atan2(-height) / 2.0).copysign(z.im)));
    }
    let gap = 1.0 - z.re;
    let real = ln_1p(4.0 * z.re / (gap * gap + height * height)) / 4.0;
    let imaginary = -(-2.0 * z.im).atan2(gap * (1.0 + z.re) - height * height) / 2.0;
    Ok(Complex::new(real, imaginary))
}

/// `cmath.cos(z)`; `ValueError`, `OverflowError`.
pub fn cos(z: Complex) -> Result<Complex> {
    cosh(turn(z))
}

/// The direction of an infinite result: what `real * cos(y)` and `imaginary * sin(y)` have for signs.
fn directed(y: f64, real: f64, imaginary: f64) -> Complex {
    Complex::new(real.abs().copysign(y.cos()) * real.signum(), imaginary.abs().copysign(y.sin()) * imaginary.signum())
}

/// Is the argument infinitely far along the real axis in a direction that a sine and a cosine tell?
fn is_far(z: Complex) -> bool {
    z.re.is_infinite() && z.im.is_finite() && z.im != 0.0
}

/// `cmath.cosh(z)`; `ValueError`, `OverflowError`.
pub fn cosh(z: Complex) -> Result<Complex> {
    if is_far(z) {
        return Ok(directed(z.im, f64::INFINITY, z.re));
    }
    if let Some(value) = special(z, &special_values::COSH) {
        return if z.im.is_infinite() && !z.re.is_nan() { Err(domain_error()) } else { Ok(value) };
    }
    checked(if z.re.abs() > LOG_LARGE {
        let less = z.re - 1f64.copysign(z.re);
        Complex::new(z.im.cos() * less.cosh() * E, z.im.sin() * less.sinh() * E)
    } else {
        Complex::new(z.im.cos() * z.re.cosh(), z.im.sin() * z.re.sinh())
    })
}

/// `cmath.exp(z)`; `ValueError`, `OverflowError`.
pub fn exp(z: Complex) -> Result<Complex> {
    if is_far(z) {
        let size = if z.re > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok(Complex::new(size.copysign(z.im.cos()), size.copysign(z.im.sin())));
    }
    if let Some(value) = special(z, &special_values::EXP) {
        let undefined = z.im.is_infinite() && (z.re.is_finite() || z.re == f64::INFINITY);
        return if undefined { Err(domain_error()) } else { Ok(value) };
    }
    checked(if z.re > LOG_LARGE {
        let length = (z.re - 1.0).exp();
        Complex::new(length * z.im.cos() * E, length * z.im.sin() * E)
    } else {
        let length = z.re.exp();
        Complex::new(length * z.im.cos(), length * z.im.sin())
    })
}

/// The logarithm, and whether it is defined.
fn ln(z: Complex) -> (Complex, bool) {
    if let Some(value) = special(z, &special_values::LOG) {
        return (value, true);
    }
    let (ax, ay) = (z.re.abs(), z.im.abs());
    let angle = z.im.atan2(z.re);
    if ax == 0.0 && ay == 0.0 {
        return (Complex::new(f64::NEG_INFINITY, angle), false);
    }
    let real = if ax > LARGE || ay > LARGE {
        (ax / 2.0).hypot(ay / 2.0).ln() + LN_2
    } else if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        scale(ax, 53).hypot(scale(ay, 53)).ln() - 53.0 * LN_2
    } else {
        let length = ax.hypot(ay);
        if (0.71..=1.73).contains(&length) {
            // Near one, the logarithm of the length would cancel.
            let (long, short) = if ax > ay { (ax, ay) } else { (ay, ax) };
            ln_1p((long - 1.0) * (long + 1.0) + short * short) / 2.0
        } else {
            length.ln()
        }
    };
    (Complex::new(real, angle), true)
}

/// `cmath.log(z)`; `ValueError`.
pub fn log(z: Complex) -> Result<Complex> {
    match ln(z) {
        (value, true) => Ok(value),
        _ => Err(domain_error()),
    }
}

/// `cmath.log(z, base)`; `ValueError`.
pub fn log_base(z: Complex, base: Complex) -> Result<Complex> {
    // CPython forgets that the first logarithm was undefined when it takes the second.
    let ((numerator, _), (denominator, defined)) = (ln(z), ln(base));
    match numerator.div(denominator) {
        Ok(value) if defined => Ok(value),
        _ => Err(domain_error()),
    }
}

/// `cmath.log10(z)`; `ValueError`.
pub fn log10(z: Complex) -> Result<Complex> {
    log(z).map(|value| Complex::new(value.re / LN_10, value.im / LN_10))
}

/// `cmath.sin(z)`; `ValueError`, `OverflowError`.
pub fn sin(z: Complex) -> Result<Complex> {
    sinh(turn(z)).map(turn_back)
}

/// `cmath.sinh(z)`; `ValueError`, `OverflowError`.
pub fn sinh(z: Complex) -> Result<Complex> {
    if is_far(z) {
        return Ok(directed(z.im, z.re, f64::INFINITY));
    }
    if let Some(value) = special(z, &special_values::SINH) {
        return if z.im.is_infinite() && !z.re.is_nan() { Err(domain_error()) } else { Ok(value) };
    }
    checked(if z.re.abs() > LOG_LARGE {
        let less = z.re - 1f64.copysign(z.re);
        Complex::new(z.im.cos() * less.sinh() * E, z.im.sin() * less.cosh() * E)
    } else {
        Complex::new(z.im.cos() * z.re.sinh(), z.im.sin() * z.re.cosh())
    })
}

/// `cmath.sqrt(z)`
pub fn sqrt(z: Complex) -> Result<Complex> {
    Ok(root(z))
}

fn root(z: Complex) -> Complex {
    if let Some(value) = special(z, &special_values::SQRT) {
        return value;
    }
    if z.re == 0.0 && z.im == 0.0 {
        return Complex::new(0.0, z.im);
    }
    let (ax, ay) = (z.re.abs(), z.im.abs());
    let s = if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        let up = scale(ax, 53);
        scale((up + up.hypot(scale(ay, 53))).sqrt(), -27)
    } else {
        let eighth = ax / 8.0;
        2.0 * (eighth + eighth.hypot(ay / 8.0)).sqrt()
    };
    let d = ay / (2.0 * s);
    if z.re >= 0.0 { Complex::new(s, d.copysign(z.im)) } else { Complex::new(d, s.copysign(z.im)) }
}

/// `cmath.tan(z)`; `ValueError`.
pub fn tan(z: Complex) -> Result<Complex> {
    tanh(turn(z)).map(turn_back)
}

/// `cmath.tanh(z)`; `ValueError`.
pub fn tanh(z: Complex) -> Result<Complex> {
    if is_far(z) {
        let side = 2.0 * z.im.sin() * z.im.cos();
        return Ok(Complex::new(1f64.copysign(z.re), 0f64.copysign(side)));
    }
    if let Some(value) = special(z, &special_values::TANH) {
        return if z.im.is_infinite() && z.re.is_finite() { Err(domain_error()) } else { Ok(value) };
    }
    if z.re.abs() > LOG_LARGE {
        let imaginary = 4.0 * z.im.sin() * z.im.cos() * (-2.0 * z.re.abs()).exp();
        return Ok(Complex::new(1f64.copysign(z.re), imaginary));
    }
    let (tx, ty) = (z.re.tanh(), z.im.tan());
    let secant = 1.0 / z.re.cosh();
    let product = tx * ty;
    let denominator = 1.0 + product * product;
    Ok(Complex::new(tx * (1.0 + ty * ty) / denominator, ((ty / denominator) * secant) * secant))
}

/// A function of one complex number.
pub type Function = fn(Complex) -> Result<Complex>;

/// Every function of one complex number, by name, for the module's table. (`log` takes a base, too: [`log_base`].)
pub const UNARY: &[(&str, Function)] = &[
    ("acos", acos),
    ("acosh", acosh),
    ("asin", asin),
    ("asinh", asinh),
    ("atan", atan),
    ("atanh", atanh),
    ("cos", cos),
    ("cosh", cosh),
    ("exp", exp),
    ("log", log),
    ("log10", log10),
    ("sin", sin),
    ("sinh", sinh),
    ("sqrt", sqrt),
    ("tan", tan),
    ("tanh", tanh),
];

/// `cmath.phase(z)`; `OverflowError` for an angle that is too small for a float, as glibc's arc tangent reports it.
pub fn phase(z: Complex) -> Result<f64> {
    let angle = z.im.atan2(z.re);
    if angle == 0.0 && z.im != 0.0 && z.re.is_finite() { Err(range_error()) } else { Ok(angle) }
}

/// `cmath.polar(z)`; `OverflowError`.
pub fn polar(z: Complex) -> Result<(f64, f64)> {
    Ok((z.abs().map_err(|_| range_error())?, z.im.atan2(z.re)))
}

/// `cmath.rect(r, phi)`; `ValueError`.
pub fn rect(r: f64, phi: f64) -> Result<Complex> {
    let z = Complex::new(r, phi);
    if is_far(z) {
        return Ok(directed(phi, r, r));
    }
    if r != 0.0 && !r.is_nan() && phi.is_infinite() {
        return Err(domain_error());
    }
    if let Some(value) = special(z, &special_values::RECT) {
        return Ok(value);
    }
    Ok(if phi == 0.0 { Complex::new(r, r * phi) } else { Complex::new(r * phi.cos(), r * phi.sin()) })
}

/// `cmath.isclose(a, b, rel_tol=relative, abs_tol=absolute)`; `ValueError`.
pub fn isclose(a: Complex, b: Complex, relative: f64, absolute: f64) -> Result<bool> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(negative_tolerance());
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let length = |z: Complex| z.re.hypot(z.im);
    let difference = length(a.sub(b));
    Ok(difference <= relative * length(b) || difference <= relative * length(a) || difference <= absolute)
}

/// `cmath.isfinite(z)`
pub fn isfinite(z: Complex) -> bool {
    z.is_finite()
}

/// `cmath.isnan(z)`
pub fn isnan(z: Complex) -> bool {
    z.re.is_nan() || z.im.is_nan()
}

/// `cmath.isinf(z)`
pub fn isinf(z: Complex) -> bool {
    z.is_infinite()
}
