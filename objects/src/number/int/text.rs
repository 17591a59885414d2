//! Between integers and digits: `int(text, base)`, `str`, `hex`, `oct`, `bin`, and the limit on decimal conversions
//! (CPython: `PyLong_FromString`, `long_to_decimal_string_internal`).
//!
//! Both directions split numbers in halves, so that a million digits take the time of a few large multiplications or divisions
//! (num-bigint does so for writing).

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::Zero;

use super::IntRef::{Big, Small};
use super::{Int, IntRef};
use crate::number::{Error, Result, literal_error};
use crate::text::chars::is_ascii_space;
use crate::text::{Text, bytes, classify, repr};

/// `sys.int_info.default_max_str_digits`
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;
/// `sys.int_info.str_digits_check_threshold`: conversions of at most so many digits are never refused.
pub const MAX_STR_DIGITS_THRESHOLD: usize = 640;

/// Digits that the quadratic conversion is left to.
const SPLIT_ABOVE: usize = 1200;

fn exceeds(digits: usize, limit: usize) -> bool {
    limit != 0 && digits > MAX_STR_DIGITS_THRESHOLD && digits > limit
}

impl IntRef<'_> {
    /// `str(self)`; `ValueError` if it has more than `limit` digits (0: no limit).
    pub fn to_decimal(self, limit: usize) -> Result<String> {
        match self {
            Small(n) => {
                let mut buffer = [0u8; 20];
                Ok(decimal_word(n, &mut buffer).to_owned())
            }
            Big(n) => {
                // A number of b bits has more than 0.301 * (b - 1) digits: refuse at once what would take long to count.
                let at_least = (u128::from(n.bits() - 1) * 301 / 1000) as usize;
                if exceeds(at_least, limit) {
                    return Err(too_long_to_write(limit));
                }
                let text = n.to_str_radix(10);
                if exceeds(text.len() - usize::from(self.is_negative()), limit) {
                    return Err(too_long_to_write(limit));
                }
                Ok(text)
            }
        }
    }

    /// The digits of the magnitude in `base` (2 to 36), lower case, without a prefix.
    pub fn magnitude_digits(self, base: u32) -> String {
        match (self, base) {
            (Small(n), 10) => n.unsigned_abs().to_string(),
            (Small(n), 16) => format!("{:x}", n.unsigned_abs()),
            (Small(n), 8) => format!("{:o}", n.unsigned_abs()),
            (Small(n), 2) => format!("{:b}", n.unsigned_abs()),
            (n, base) => n.to_big().magnitude().to_str_radix(base.clamp(2, 36)),
        }
    }

    /// `hex`, `oct` or `bin` of it, for base 16, 8 or 2.
    pub fn to_prefixed(self, base: u32) -> String {
        let sign = if self.is_negative() { "-" } else { "" };
        let prefix = match base {
            16 => "0x",
            8 => "0o",
            _ => "0b",
        };
        format!("{sign}{prefix}{}", self.magnitude_digits(base))
    }
}

/// Writes `n` at the end of `buffer` and returns it.
pub(crate) fn decimal_word(n: i64, buffer: &mut [u8; 20]) -> &str {
    let mut at = buffer.len();
    let mut rest = n.unsigned_abs();
    loop {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if n < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    std::str::from_utf8(&buffer[at..]).unwrap_or_default()
}

#[cold]
fn too_long_to_write(limit: usize) -> Error {
    Error::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    ))
}

#[cold]
fn too_long_to_read(limit: usize, digits: usize) -> Error {
    Error::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// The base of `int(x, base)`, or the `ValueError` for one that is out of range.
fn checked_base(base: i64) -> Result<u32> {
    match base {
        0 | 2..=36 => Ok(base as u32),
        _ => Err(Error::value("int() base must be >= 2 and <= 36, or 0")),
    }
}

impl Int {
    /// `int(text, base)`, `limit` being `sys.get_int_max_str_digits()`; `ValueError`.
    pub fn from_text(text: Text<'_>, base: i64, limit: usize) -> Result<Int> {
        let base = checked_base(base)?;
        if let Text::Ascii(literal) = text
            && literal.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'_'))
        {
            return parse(literal, base, limit)?.ok_or_else(|| invalid_literal(base, &repr::repr(text)));
        }
        let ascii = classify::decimal_and_space_to_ascii(text);
        parse(&ascii, base, limit)?.ok_or_else(|| invalid_literal(base, &repr::repr(text)))
    }

    /// `int(bytes, base)`; `ValueError`.
    pub fn from_ascii(digits: &[u8], base: i64, limit: usize) -> Result<Int> {
        let base = checked_base(base)?;
        parse(digits, base, limit)?.ok_or_else(|| invalid_literal(base, &bytes::repr(digits)))
    }
}

#[cold]
fn invalid_literal(base: u32, repr: &crate::text::TextBuf) -> Error {
    literal_error(format!("invalid literal for int() with base {base}: "), repr, 200)
}

/// The value of a literal with optional space, sign, prefix and underscores; `None` if it is malformed.
fn parse(literal: &[u8], base: u32, limit: usize) -> Result<Option<Int>> {
    let start = literal.iter().position(|&b| !is_ascii_space(b)).unwrap_or(literal.len());
    let end = literal.iter().rposition(|&b| !is_ascii_space(b)).map_or(start, |i| i + 1);
    let (negative, unsigned) = match &literal[start..end] {
        [b'+', rest @ ..] => (false, rest),
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let Some((base, digits)) = split_prefix(unsigned, base) else {
        return Ok(None);
    };
    let magnitude = match parse_digits(digits, base, limit)? {
        Some(magnitude) => magnitude,
        None => return Ok(None),
    };
    Ok(Some(if negative { magnitude.negated() } else { magnitude }))
}

/// Settles the base of a literal without its sign, and takes the prefix off with the underscore that may follow it.
fn split_prefix(literal: &[u8], base: u32) -> Option<(u32, &[u8])> {
    let prefixed = match literal {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    if prefixed != 0 && (base == 0 || base == prefixed) {
        let digits = &literal[2..];
        return Some((prefixed, digits.strip_prefix(b"_").unwrap_or(digits)));
    }
    if base == 0 {
        // Old octal literals are refused, zeros are not.
        let old_octal = literal.first() == Some(&b'0') && literal.iter().any(|b| !matches!(b, b'0' | b'_'));
        return (!old_octal).then_some((10, literal));
    }
    Some((base, literal))
}

fn digit_value(b: u8) -> u32 {
    match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        b'a'..=b'z' => u32::from(b - b'a') + 10,
        b'A'..=b'Z' => u32::from(b - b'A') + 10,
        _ => u32::MAX,
    }
}

fn parse_digits(literal: &[u8], base: u32, limit: usize) -> Result<Option<Int>> {
    if literal.len() <= 10 {
        return Ok(parse_word(literal, base).map(Int::Small));
    }
    // What is too long is refused before anything is done with it.
    if base == 10 && exceeds(literal.len(), limit) && literal.iter().all(u8::is_ascii_digit) {
        return Err(too_long_to_read(limit, literal.len()));
    }
    let mut digits = Vec::with_capacity(literal.len());
    let mut after_digit = false;
    for &b in literal {
        if b == b'_' && after_digit {
            after_digit = false;
            continue;
        }
        let value = digit_value(b);
        if value >= base {
            return Ok(None);
        }
        digits.push(value as u8);
        after_digit = true;
    }
    if !after_digit {
        return Ok(None);
    }
    if !base.is_power_of_two() && exceeds(digits.len(), limit) {
        return Err(too_long_to_read(limit, digits.len()));
    }
    let magnitude = magnitude_of(&digits, base);
    Ok(Some(Int::from(BigInt::from_biguint(Sign::Plus, magnitude))))
}

/// At most ten digits, which fit whatever the base is.
fn parse_word(literal: &[u8], base: u32) -> Option<i64> {
    let (mut value, mut after_digit) = (0i64, false);
    for &b in literal {
        if b == b'_' && after_digit {
            after_digit = false;
            continue;
        }
        let digit = digit_value(b);
        if digit >= base {
            return None;
        }
        value = value * i64::from(base) + i64::from(digit);
        after_digit = true;
    }
    after_digit.then_some(value)
}

/// The value of digits, highest first, by halves. `base` is at most 36 and above each digit.
fn magnitude_of(digits: &[u8], base: u32) -> BigUint {
    if digits.len() <= SPLIT_ABOVE || base.is_power_of_two() {
        return BigUint::from_radix_be(digits, base).unwrap_or_default();
    }
    // powers[i] = base ** (SPLIT_ABOVE << i): the weights of every split below.
    let mut powers = vec![num_traits::Pow::pow(BigUint::from(base), SPLIT_ABOVE as u64)];
    while (SPLIT_ABOVE << powers.len()) < digits.len() {
        let last = &powers[powers.len() - 1];
        powers.push(last * last);
    }
    combine(digits, base, &powers)
}

fn combine(digits: &[u8], base: u32, powers: &[BigUint]) -> BigUint {
    let Some((weight, smaller)) = powers.split_last() else {
        return BigUint::from_radix_be(digits, base).unwrap_or_default();
    };
    let low = SPLIT_ABOVE << smaller.len();
    if digits.len() <= low {
        return combine(digits, base, smaller);
    }
    let (high, low) = digits.split_at(digits.len() - low);
    let high = combine(high, base, smaller);
    if high.is_zero() {
        return combine(low, base, smaller);
    }
    high * weight + combine(low, base, smaller)
}
