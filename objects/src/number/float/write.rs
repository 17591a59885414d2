//! Floats in the notations `e`, `f`, `g` and `r` (CPython: `PyOS_double_to_string`, `format_float_short`).

use std::io::Write as _;

use super::Decimal;
use super::digits::MAX_DECIMALS;
use crate::number::{Error, Result};

/// The notation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// `e`: always an exponent.
    Exponent,
    /// `f`: never an exponent.
    Fixed,
    /// `g`: an exponent where that is shorter.
    General,
    /// `r`: the shortest digits that read back as the same float.
    Repr,
}

/// What else the text shows.
#[derive(Clone, Copy, Default, Debug)]
pub struct Style {
    /// `+` before what is not negative.
    pub plus: bool,
    /// A point even if nothing follows it, and for `g` the zeros at the end.
    pub alternate: bool,
    /// `.0` after a whole number without an exponent.
    pub add_dot_0: bool,
    /// No sign before what rounds to zero.
    pub no_negative_zero: bool,
    /// `E`, `INF` and `NAN`.
    pub upper: bool,
}

/// Appends `x`; `MemoryError` for a precision that no memory holds.
pub fn write(out: &mut Vec<u8>, x: f64, code: Code, precision: usize, style: Style) -> Result<()> {
    let start = out.len();
    if !x.is_finite() {
        match (x.is_nan(), x < 0.0) {
            (_, true) => out.push(b'-'),
            _ if style.plus => out.push(b'+'),
            _ => {}
        }
        out.extend_from_slice(if x.is_nan() { b"nan" } else { b"inf" });
    } else {
        out.try_reserve(precision.saturating_add(32)).map_err(|_| Error::memory())?;
        write_finite(out, x, code, precision, style);
    }
    if style.upper {
        out[start..].make_ascii_uppercase();
    }
    Ok(())
}

/// Rust writes this notation as it is wanted, exact and rounded half to even, but for zeros beyond the last one that a float can have.
fn write_fixed(out: &mut Vec<u8>, x: f64, precision: usize, style: Style) {
    let exact = precision.min(MAX_DECIMALS);
    let start = out.len();
    if x.is_sign_negative() {
        out.push(b'-');
    } else if style.plus {
        out.push(b'+');
    }
    // Writing to memory that is there does not fail.
    let _ = write!(out, "{:.*}", exact, x.abs());
    if style.no_negative_zero && x.is_sign_negative() && out[start + 1..].iter().all(|b| matches!(b, b'0' | b'.')) {
        match style.plus {
            true => out[start] = b'+',
            false => drop(out.remove(start)),
        }
    }
    out.resize(out.len() + (precision - exact), b'0');
    if precision == 0 {
        out.extend_from_slice(if style.add_dot_0 {
            b".0"
        } else if style.alternate {
            b"."
        } else {
            b""
        });
    }
}

fn write_finite(out: &mut Vec<u8>, x: f64, code: Code, precision: usize, style: Style) {
    // The digits, how many are shown at least, and beyond which position of the point an exponent is.
    let (decimal, wanted, limit) = match code {
        Code::Fixed => return write_fixed(out, x, precision, style),
        Code::Repr => (Decimal::shortest(x), 0, 16),
        Code::Exponent => {
            let count = precision.saturating_add(1);
            (Decimal::significant(x, count), count as i64, i64::MIN)
        }
        Code::General => {
            let count = precision.max(1);
            let wanted = if style.alternate { count as i64 } else { 0 };
            (Decimal::significant(x, count), wanted, count as i64 - i64::from(style.add_dot_0))
        }
    };
    let point = i64::from(decimal.point());
    let has_exponent = point <= -4 || point > limit;
    // How many digits stand before the point, and how many in all.
    let before = if has_exponent { 1 } else { point };
    let shown = decimal.digits().len() as i64;
    let least = if !has_exponent && style.add_dot_0 { before + 1 } else { before };
    let end = wanted.max(shown).max(least);

    if x.is_sign_negative() && !(style.no_negative_zero && decimal.is_zero()) {
        out.push(b'-');
    } else if style.plus {
        out.push(b'+');
    }
    // Digit `i` counts from the first significant one; those outside are zeros.
    let digits = decimal.digits();
    let push_range = |out: &mut Vec<u8>, from: i64, to: i64| {
        let leading = (0i64.min(to) - from).max(0);
        out.resize(out.len() + leading as usize, b'0');
        let from = from.max(0);
        if from < shown && from < to {
            out.extend_from_slice(&digits[from as usize..shown.min(to) as usize]);
        }
        let trailing = to - from.max(shown);
        if trailing > 0 && to > 0 {
            out.resize(out.len() + trailing as usize, b'0');
        }
    };
    if before <= 0 {
        out.push(b'0');
    } else {
        push_range(out, 0, before);
    }
    if end > before || style.alternate {
        out.push(b'.');
        push_range(out, before, end);
    }
    if has_exponent {
        let exponent = point - 1;
        out.extend_from_slice(if exponent < 0 { b"e-" } else { b"e+" });
        let exponent = exponent.unsigned_abs();
        if exponent >= 100 {
            out.push(b'0' + (exponent / 100) as u8);
        }
        out.push(b'0' + (exponent / 10 % 10) as u8);
        out.push(b'0' + (exponent % 10) as u8);
    }
}
