//! Floats in the notations `e`, `f`, `g` and `r` (CPython: `PyOS_double_to_string`, `format_float_short`).

use super::Decimal;
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

fn write_finite(out: &mut Vec<u8>, x: f64, code: Code, precision: usize, style: Style) {
    let significant = if code == Code::General { precision.max(1) } else { precision.saturating_add(1) };
    let decimal = match code {
        Code::Repr => Decimal::shortest(x),
        Code::Fixed => Decimal::fixed(x, precision.min(isize::MAX as usize) as isize),
        Code::Exponent | Code::General => Decimal::significant(x, significant),
    };
    let point = i64::from(decimal.point());
    let has_exponent = match code {
        Code::Exponent => true,
        Code::Fixed => false,
        Code::General => point <= -4 || point > (significant as i64) - i64::from(style.add_dot_0),
        Code::Repr => point <= -4 || point > 16,
    };
    // How many digits stand before the point, and how many at least after it.
    let before = if has_exponent { 1 } else { point };
    let shown = decimal.digits().len() as i64;
    let wanted = match code {
        Code::Exponent => significant as i64,
        Code::Fixed => before.saturating_add(precision as i64),
        Code::General if style.alternate => significant as i64,
        Code::General | Code::Repr => shown,
    };
    let least = if !has_exponent && style.add_dot_0 { before + 1 } else { before };
    let end = wanted.max(least);

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
