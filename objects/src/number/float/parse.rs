//! Floats from text (CPython: `float_from_string_inner`, `_Py_string_to_number_with_underscores`, `PyOS_string_to_double`).

use std::borrow::Cow;

use super::not_a_float;
use crate::number::Result;
use crate::text::chars::is_ascii_space;
use crate::text::{Text, bytes, classify, repr};

/// `float(text)`; `ValueError`.
pub fn from_text(text: Text<'_>) -> Result<f64> {
    let ascii = classify::decimal_and_space_to_ascii(text);
    parse(&ascii).ok_or_else(|| not_a_float(&repr::repr(text)))
}

/// `float(bytes)`; `ValueError`.
pub fn from_ascii(literal: &[u8]) -> Result<f64> {
    parse(literal).ok_or_else(|| not_a_float(&bytes::repr(literal)))
}

/// The literal without the space around it.
pub(crate) fn trim(literal: &[u8]) -> &[u8] {
    let start = literal.iter().position(|&b| !is_ascii_space(b)).unwrap_or(literal.len());
    let end = literal.iter().rposition(|&b| !is_ascii_space(b)).map_or(start, |i| i + 1);
    &literal[start..end]
}

fn parse(literal: &[u8]) -> Option<f64> {
    let plain = without_underscores(trim(literal))?;
    let (value, len) = prefix(&plain)?;
    (len == plain.len()).then_some(value)
}

/// The literal without its underscores, or `None` if one does not stand between two digits.
pub(crate) fn without_underscores(literal: &[u8]) -> Option<Cow<'_, [u8]>> {
    if !literal.contains(&b'_') {
        return Some(Cow::Borrowed(literal));
    }
    let digit_at = |i: usize| literal.get(i).is_some_and(u8::is_ascii_digit);
    let mut plain = Vec::with_capacity(literal.len());
    for (i, &b) in literal.iter().enumerate() {
        if b != b'_' {
            plain.push(b);
        } else if i == 0 || !digit_at(i - 1) || !digit_at(i + 1) {
            return None;
        }
    }
    Some(Cow::Owned(plain))
}

/// The float at the beginning of `literal` and the length of its text; `None` if there is none. Beyond the range is infinity.
pub fn prefix(literal: &[u8]) -> Option<(f64, usize)> {
    let signed = usize::from(matches!(literal.first(), Some(b'+' | b'-')));
    let negative = literal.first() == Some(&b'-');
    let unsigned = &literal[signed..];
    for (name, value) in [(&b"infinity"[..], f64::INFINITY), (b"inf", f64::INFINITY), (b"nan", f64::NAN)] {
        if unsigned.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name)) {
            return Some((if negative { -value } else { value }, signed + name.len()));
        }
    }
    let digits =
        |from: usize| unsigned.get(from..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count());
    let whole = digits(0);
    let mut len = whole;
    let mut fraction = 0;
    if unsigned.get(len) == Some(&b'.') {
        fraction = digits(len + 1);
        len += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    if matches!(unsigned.get(len), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(unsigned.get(len + 1), Some(b'+' | b'-')));
        let exponent = digits(len + 1 + sign);
        if exponent > 0 {
            len += 1 + sign + exponent;
        }
    }
    let text = std::str::from_utf8(&literal[..signed + len]).ok()?;
    Some((text.parse().ok()?, signed + len))
}
