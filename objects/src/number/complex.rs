//! `complex`: arithmetic with the infinities of C11's Annex G, and with a real operand left real (CPython 3.14: `Objects/complexobject.c`).
//!
//! A real number is not widened to a complex one first: `real + complex` keeps the imaginary part's sign of zero, and
//! `real * complex` does not make a NaN of `inf * 0`. Addition, multiplication and division therefore have mixed forms.

use super::float::{self, Code, Style};
use super::{Error, Result};
use crate::text::{Text, chars::is_ascii_space, classify, repr};

/// A complex number.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

#[cold]
fn division_by_zero() -> Error {
    Error::zero_division("division by zero")
}

/// Replaces an infinite factor by its direction: infinities become one, the rest zero, signs stay.
fn boxed(x: f64) -> f64 {
    (if x.is_infinite() { 1f64 } else { 0.0 }).copysign(x)
}

fn nan_to_zero(x: f64) -> f64 {
    if x.is_nan() { 0f64.copysign(x) } else { x }
}

#[expect(clippy::should_implement_trait, reason = "Python's operators, which raise")]
impl Complex {
    /// Zero.
    pub const ZERO: Complex = Complex { re: 0.0, im: 0.0 };
    /// One.
    pub const ONE: Complex = Complex { re: 1.0, im: 0.0 };

    /// `re + im*j`
    #[inline]
    pub const fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }

    /// `self + other`
    #[inline]
    pub fn add(self, other: Complex) -> Complex {
        Complex::new(self.re + other.re, self.im + other.im)
    }

    /// `self + real`
    #[inline]
    pub fn add_real(self, real: f64) -> Complex {
        Complex::new(self.re + real, self.im)
    }

    /// `self - other`
    #[inline]
    pub fn sub(self, other: Complex) -> Complex {
        Complex::new(self.re - other.re, self.im - other.im)
    }

    /// `self - real`
    #[inline]
    pub fn sub_real(self, real: f64) -> Complex {
        Complex::new(self.re - real, self.im)
    }

    /// `real - self`
    #[inline]
    pub fn sub_from_real(self, real: f64) -> Complex {
        Complex::new(real - self.re, -self.im)
    }

    /// `-self`
    #[inline]
    pub fn neg(self) -> Complex {
        Complex::new(-self.re, -self.im)
    }

    /// `self.conjugate()`
    #[inline]
    pub fn conjugate(self) -> Complex {
        Complex::new(self.re, -self.im)
    }

    /// `self * other`
    pub fn mul(self, other: Complex) -> Complex {
        let (a, b, c, d) = (self.re, self.im, other.re, other.im);
        let (ac, bd, ad, bc) = (a * c, b * d, a * d, b * c);
        let product = Complex::new(ac - bd, ad + bc);
        if product.re.is_nan() && product.im.is_nan() {
            return recover_product([a, b, c, d], [ac, bd, ad, bc]).unwrap_or(product);
        }
        product
    }

    /// `self * real`
    #[inline]
    pub fn mul_real(self, real: f64) -> Complex {
        Complex::new(self.re * real, self.im * real)
    }

    /// `self / other`; `ZeroDivisionError`.
    pub fn div(self, other: Complex) -> Result<Complex> {
        let (a, b) = (self, other);
        let mut quotient = if b.re.abs() >= b.im.abs() {
            if b.re == 0.0 {
                return Err(division_by_zero());
            }
            let ratio = b.im / b.re;
            let denominator = b.re + b.im * ratio;
            Complex::new((a.re + a.im * ratio) / denominator, (a.im - a.re * ratio) / denominator)
        } else if b.im.abs() >= b.re.abs() {
            let ratio = b.re / b.im;
            let denominator = b.re * ratio + b.im;
            Complex::new((a.re * ratio + a.im) / denominator, (a.im * ratio - a.re) / denominator)
        } else {
            Complex::new(f64::NAN, f64::NAN)
        };
        if quotient.re.is_nan() && quotient.im.is_nan() {
            if a.is_infinite() && b.is_finite() {
                let (x, y) = (boxed(a.re), boxed(a.im));
                quotient = Complex::new(f64::INFINITY * (x * b.re + y * b.im), f64::INFINITY * (y * b.re - x * b.im));
            } else if b.is_infinite() && a.is_finite() {
                let (x, y) = (boxed(b.re), boxed(b.im));
                quotient = Complex::new(0.0 * (a.re * x + a.im * y), 0.0 * (a.im * x - a.re * y));
            }
        }
        Ok(quotient)
    }

    /// `self / real`; `ZeroDivisionError`.
    pub fn div_real(self, real: f64) -> Result<Complex> {
        if real == 0.0 {
            return Err(division_by_zero());
        }
        Ok(Complex::new(self.re / real, self.im / real))
    }

    /// `real / self`; `ZeroDivisionError`.
    pub fn div_into_real(self, real: f64) -> Result<Complex> {
        let (a, b) = (real, self);
        let mut quotient = if b.re.abs() >= b.im.abs() {
            if b.re == 0.0 {
                return Err(division_by_zero());
            }
            let ratio = b.im / b.re;
            let denominator = b.re + b.im * ratio;
            Complex::new(a / denominator, (-a * ratio) / denominator)
        } else if b.im.abs() >= b.re.abs() {
            let ratio = b.re / b.im;
            let denominator = b.re * ratio + b.im;
            Complex::new((a * ratio) / denominator, -a / denominator)
        } else {
            Complex::new(f64::NAN, f64::NAN)
        };
        if quotient.re.is_nan() && quotient.im.is_nan() && a.is_finite() && b.is_infinite() {
            let (x, y) = (boxed(b.re), boxed(b.im));
            quotient = Complex::new(0.0 * (a * x), 0.0 * (-a * y));
        }
        Ok(quotient)
    }

    /// `self ** exponent`; `ZeroDivisionError`, `OverflowError`.
    pub fn pow(self, exponent: Complex) -> Result<Complex> {
        let negative_power = || Error::zero_division("zero to a negative or complex power");
        let whole = exponent.im == 0.0 && exponent.re == exponent.re.floor() && exponent.re.abs() <= 100.0;
        let power = if whole {
            self.pow_whole(exponent.re as i32).map_err(|_| negative_power())?
        } else if exponent == Complex::ZERO {
            Complex::ONE
        } else if self == Complex::ZERO {
            if exponent.im != 0.0 || exponent.re < 0.0 {
                return Err(negative_power());
            }
            Complex::ZERO
        } else {
            let magnitude = self.re.hypot(self.im);
            let mut length = magnitude.powf(exponent.re);
            let angle = self.im.atan2(self.re);
            let mut phase = angle * exponent.re;
            if exponent.im != 0.0 {
                length *= (-angle * exponent.im).exp();
                phase += exponent.im * magnitude.ln();
            }
            if phase.is_infinite() {
                // C's cosine of infinity is a domain error, which CPython reads as the one above.
                return Err(negative_power());
            }
            Complex::new(length * phase.cos(), length * phase.sin())
        };
        if power.is_infinite() {
            return Err(Error::overflow("complex exponentiation"));
        }
        Ok(power)
    }

    /// By squaring, which is exact where the products are.
    fn pow_whole(self, exponent: i32) -> Result<Complex> {
        let mut n = exponent.unsigned_abs();
        let mut power = Complex::ONE;
        let mut square = self;
        while n > 0 {
            if n & 1 == 1 {
                power = power.mul(square);
            }
            n >>= 1;
            if n > 0 {
                square = square.mul(square);
            }
        }
        if exponent < 0 { Complex::ONE.div(power) } else { Ok(power) }
    }

    /// `abs(self)`; `OverflowError`.
    pub fn abs(self) -> Result<f64> {
        let length = self.re.hypot(self.im);
        if length.is_infinite() && self.is_finite() {
            return Err(Error::overflow("absolute value too large"));
        }
        Ok(length)
    }

    /// Is neither part infinite or NaN?
    pub fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    /// Is one part infinite?
    pub fn is_infinite(self) -> bool {
        self.re.is_infinite() || self.im.is_infinite()
    }

    /// `repr(self)`
    pub fn repr(self) -> String {
        let mut out = Vec::with_capacity(48);
        let plain = Style::default();
        // `repr` has no precision that could exhaust memory.
        if self.re == 0.0 && self.re.is_sign_positive() {
            let _ = float::write(&mut out, self.im, Code::Repr, 0, plain);
            out.push(b'j');
        } else {
            out.push(b'(');
            let _ = float::write(&mut out, self.re, Code::Repr, 0, plain);
            let _ = float::write(&mut out, self.im, Code::Repr, 0, Style { plus: true, ..plain });
            out.extend_from_slice(b"j)");
        }
        String::from_utf8(out).unwrap_or_default()
    }

    /// `complex(text)`; `ValueError`.
    pub fn from_text(text: Text<'_>) -> Result<Complex> {
        let ascii = classify::decimal_and_space_to_ascii(text);
        let Some(plain) = float::without_underscores(&ascii) else {
            return Err(super::literal_error(
                "could not convert string to complex: ".to_owned(),
                &repr::repr(text),
                usize::MAX,
            ));
        };
        parse(&plain).ok_or_else(|| Error::value("complex() arg is a malformed string"))
    }
}

/// The infinities that a product of NaN parts stands for, if any (C11, Annex G.5.1).
#[cold]
fn recover_product([mut a, mut b, mut c, mut d]: [f64; 4], products: [f64; 4]) -> Option<Complex> {
    let mut recovered = false;
    if a.is_infinite() || b.is_infinite() {
        (a, b) = (boxed(a), boxed(b));
        (c, d) = (nan_to_zero(c), nan_to_zero(d));
        recovered = true;
    }
    if c.is_infinite() || d.is_infinite() {
        (c, d) = (boxed(c), boxed(d));
        (a, b) = (nan_to_zero(a), nan_to_zero(b));
        recovered = true;
    }
    if !recovered && products.iter().any(|p| p.is_infinite()) {
        [a, b, c, d] = [a, b, c, d].map(nan_to_zero);
        recovered = true;
    }
    recovered.then(|| Complex::new(f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c)))
}

fn skip_space(s: &[u8]) -> &[u8] {
    let start = s.iter().position(|&b| !is_ascii_space(b)).unwrap_or(s.len());
    &s[start..]
}

/// One of `real`, `imagj`, `real±imagj`, with optional space and parentheses around it.
fn parse(literal: &[u8]) -> Option<Complex> {
    let mut rest = skip_space(literal);
    let bracketed = rest.first() == Some(&b'(');
    if bracketed {
        rest = skip_space(&rest[1..]);
    }
    let (value, tail) = parse_parts(rest)?;
    rest = skip_space(tail);
    if bracketed {
        rest = skip_space(rest.strip_prefix(b")")?);
    }
    rest.is_empty().then_some(value)
}

fn strip_j(s: &[u8]) -> Option<&[u8]> {
    match s {
        [b'j' | b'J', rest @ ..] => Some(rest),
        _ => None,
    }
}

fn parse_parts(s: &[u8]) -> Option<(Complex, &[u8])> {
    if let Some((first, len)) = float::prefix(s) {
        let rest = &s[len..];
        if let Some(rest) = strip_j(rest) {
            return Some((Complex::new(0.0, first), rest));
        }
        let Some((unit, after_sign)) = sign(rest) else {
            return Some((Complex::new(first, 0.0), rest));
        };
        let (imaginary, rest) = match float::prefix(rest) {
            Some((imaginary, len)) => (imaginary, &rest[len..]),
            None => (unit, after_sign),
        };
        return Some((Complex::new(first, imaginary), strip_j(rest)?));
    }
    let (unit, rest) = sign(s).unwrap_or((1.0, s));
    Some((Complex::new(0.0, unit), strip_j(rest)?))
}

fn sign(s: &[u8]) -> Option<(f64, &[u8])> {
    match s {
        [b'+', rest @ ..] => Some((1.0, rest)),
        [b'-', rest @ ..] => Some((-1.0, rest)),
        _ => None,
    }
}
