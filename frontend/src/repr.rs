//! `repr` of constants, to the letter: what `ast.dump` shows, what annotations kept as text hold.

use crate::constant::Constant;
use crate::error::{CompileError, ErrorClass, Result};
use crate::lexer::is_printable;
use crate::names::Interner;
use crate::wtf8::{Wtf8, Wtf8Buf};
use num_bigint::BigInt;

/// An int with more digits than this is not written in decimal (`sys.get_int_max_str_digits()` at start-up).
const MAX_INT_DIGITS: u64 = 4300;

/// Appends the `repr` of a constant. Raises `ValueError` for an int that is too long.
pub fn push_repr(out: &mut Wtf8Buf, value: &Constant, names: &Interner) -> Result<()> {
    match value {
        Constant::None => out.push_str("None"),
        Constant::True => out.push_str("True"),
        Constant::False => out.push_str("False"),
        Constant::Ellipsis => out.push_str("Ellipsis"),
        Constant::Int(value) => out.push_str(&value.to_string()),
        Constant::BigInt(value) => push_bigint(out, value)?,
        Constant::Float(value) => out.push_str(&float_repr(*value)),
        Constant::Complex { re, im } => out.push_str(&complex_repr(*re, *im)),
        Constant::Str(name) => push_str_repr(out, names.wtf8(*name)),
        Constant::Bytes(bytes) => push_bytes_repr(out, bytes),
        Constant::Tuple(items) => {
            out.push_str("(");
            push_items(out, items, names)?;
            out.push_str(if items.len() == 1 { ",)" } else { ")" });
        }
        Constant::FrozenSet(items) if items.is_empty() => out.push_str("frozenset()"),
        Constant::FrozenSet(items) => {
            out.push_str("frozenset({");
            push_items(out, items, names)?;
            out.push_str("})");
        }
    }
    Ok(())
}

fn push_items(out: &mut Wtf8Buf, items: &[Constant], names: &Interner) -> Result<()> {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        push_repr(out, item, names)?;
    }
    Ok(())
}

fn push_bigint(out: &mut Wtf8Buf, value: &BigInt) -> Result<()> {
    // A digit holds log2(10) = 3.3219… bits.
    let digits_at_least = value.bits().saturating_sub(1) * 3_010 / 10_000;
    let text = if digits_at_least > MAX_INT_DIGITS { None } else { Some(value.to_string()) };
    match text {
        Some(text) if text.trim_start_matches('-').len() as u64 <= MAX_INT_DIGITS => out.push_str(&text),
        _ => {
            let message = format!(
                "Exceeds the limit ({MAX_INT_DIGITS} digits) for integer string conversion; \
                 use sys.set_int_max_str_digits() to increase the limit"
            );
            return Err(CompileError::new(ErrorClass::ValueError, message));
        }
    }
    Ok(())
}

/// The `repr` of a float: the shortest digits that name it, with `.0` where it would look like an int.
pub fn float_repr(value: f64) -> String {
    let mut text = float_digits(value);
    if value.is_finite() && !text.contains(['.', 'e']) {
        text.push_str(".0");
    }
    text
}

/// The `repr` of a complex number.
pub fn complex_repr(re: f64, im: f64) -> String {
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", float_digits(im));
    }
    let plus = if im.is_nan() || im.is_sign_positive() { "+" } else { "" };
    format!("({}{plus}{}j)", float_digits(re), float_digits(im))
}

/// The shortest digits of a float, with an exponent from 1e16 up and below 1e-4.
fn float_digits(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_string();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_string();
    }
    let scientific = format!("{value:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..16).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
        }
        _ => format!("{value}"),
    }
}

/// Appends the `repr` of a text.
pub fn push_str_repr(out: &mut Wtf8Buf, text: Wtf8<'_>) {
    let bytes = text.as_bytes();
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    out.push(quote.into());
    for point in text.code_points() {
        match char::from_u32(point) {
            Some('\t') => out.push_str("\\t"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\\') => out.push_str("\\\\"),
            Some(character) if character == quote => {
                out.push_str("\\");
                out.push(point);
            }
            Some(character) if is_printable(character) => out.push(point),
            _ if point < 0x100 => out.push_str(&format!("\\x{point:02x}")),
            _ if point < 0x1_0000 => out.push_str(&format!("\\u{point:04x}")),
            _ => out.push_str(&format!("\\U{point:08x}")),
        }
    }
    out.push(quote.into());
}

fn push_bytes_repr(out: &mut Wtf8Buf, bytes: &[u8]) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    out.push_str("b");
    out.push(quote.into());
    for &byte in bytes {
        match byte {
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\\' => out.push_str("\\\\"),
            _ if byte == quote => {
                out.push_str("\\");
                out.push(byte.into());
            }
            b' '..=b'~' => out.push(byte.into()),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e300, "1.5e+300"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "inf"),
        ];
        for (value, text) in cases {
            assert_eq!(float_repr(value), text);
        }
        assert_eq!(complex_repr(0.0, 1.0), "1j");
        assert_eq!(complex_repr(-0.0, 1.0), "(-0+1j)");
        assert_eq!(complex_repr(1.5, -2.0), "(1.5-2j)");
    }

    #[test]
    fn texts() {
        let mut out = Wtf8Buf::new();
        push_str_repr(&mut out, Wtf8::new("a'b\u{0}\u{e9}\u{ad}\u{2028}\u{1f600}\n"));
        assert_eq!(out.as_wtf8().to_str(), Some("\"a'b\\x00\u{e9}\\xad\\u2028\u{1f600}\\n\""));
        out.clear();
        push_bytes_repr(&mut out, b"a'\"\xff");
        assert_eq!(out.as_wtf8().to_str(), Some("b'a\\'\"\\xff'"));
    }
}
