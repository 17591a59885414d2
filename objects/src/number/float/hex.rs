//! `float.hex` and `float.fromhex` (CPython: `float_hex_impl`, `float_fromhex_impl`).

use super::parse::{prefix, trim};
use crate::number::int::round_scaled;
use crate::number::{Error, Result};
use crate::text::Text;

/// `x.hex()`
pub fn to_hex(x: f64) -> String {
    if !x.is_finite() {
        return super::repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let (mantissa, exponent) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7FF) as i32);
    match exponent {
        0 => format!("{sign}0x0.{mantissa:013x}p-1022"),
        _ => format!("{sign}0x1.{mantissa:013x}p{:+}", exponent - 1023),
    }
}

#[cold]
fn malformed() -> Error {
    Error::value("invalid hexadecimal floating-point string")
}

/// `float.fromhex(text)`, rounded half to even; `ValueError`, `OverflowError`.
pub fn from_hex(text: Text<'_>) -> Result<f64> {
    let (Text::Ascii(literal) | Text::Latin1(literal)) = text else {
        return Err(malformed());
    };
    let literal = trim(literal);
    let (negative, rest) = match literal {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if let Some((value, len)) = prefix(rest)
        && rest.first().is_some_and(|b| b.is_ascii_alphabetic())
        && !value.is_finite()
    {
        if len != rest.len() {
            return Err(malformed());
        }
        return Ok(if negative { -value } else { value });
    }
    let rest = match rest {
        [b'0', b'x' | b'X', rest @ ..] => rest,
        rest => rest,
    };
    let magnitude = parse_magnitude(rest)?;
    if magnitude.is_infinite() {
        return Err(Error::overflow("hexadecimal value too large to represent as a float"));
    }
    Ok(if negative { -magnitude } else { magnitude })
}

fn parse_magnitude(literal: &[u8]) -> Result<f64> {
    let (mut value, mut exponent, mut digits) = (0u128, 0i64, 0usize);
    let mut after_point = false;
    let mut rest = literal;
    while let [b, tail @ ..] = rest {
        match (char::from(*b).to_digit(16), b) {
            (Some(digit), _) => {
                digits += 1;
                if value >> 120 == 0 {
                    value = value << 4 | u128::from(digit);
                    exponent -= if after_point { 4 } else { 0 };
                } else {
                    // Far below the rounding: that a digit is not zero is all that counts.
                    value |= u128::from(digit != 0);
                    exponent += if after_point { 0 } else { 4 };
                }
            }
            (None, b'.') if !after_point => after_point = true,
            _ => break,
        }
        rest = tail;
    }
    if digits == 0 {
        return Err(malformed());
    }
    if let [b'p' | b'P', tail @ ..] = rest {
        let (negative, tail) = match tail {
            [b'-', tail @ ..] => (true, tail),
            [b'+', tail @ ..] => (false, tail),
            tail => (false, tail),
        };
        if tail.is_empty() || !tail.iter().all(u8::is_ascii_digit) {
            return Err(malformed());
        }
        let power = tail.iter().fold(0i64, |n, &b| n.saturating_mul(10).saturating_add(i64::from(b - b'0')));
        exponent = exponent.saturating_add(if negative { -power } else { power });
        rest = &[];
    }
    if !rest.is_empty() {
        return Err(malformed());
    }
    Ok(round_scaled(value, exponent.clamp(-1 << 40, 1 << 40)))
}
