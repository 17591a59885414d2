//! [`Decimal`]: a float's decimal digits, shortest or rounded from its exact value, halves to even (CPython: `Python/dtoa.c`, modes
//! 0, 2 and 3).
//!
//! Shortest digits come from zmij, exact ones from Rust's formatting, which is exact for any number of digits.

use std::fmt::Write;

/// The most significant digits that an exact float has, and the most decimals.
const MAX_SIGNIFICANT: usize = 800;
pub(super) const MAX_DECIMALS: usize = 1100;

/// The magnitude `0.DIGITS * 10**point`. No digits are zero; the last digit is never `0`, and neither is the first.
pub(super) struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    const ZERO: Decimal = Decimal { digits: Vec::new(), point: 1 };

    /// The shortest digits that read back as `x`, which is finite.
    pub(super) fn shortest(x: f64) -> Decimal {
        let mut buffer = zmij::Buffer::new();
        Decimal::from_text(buffer.format_finite(x.abs()).as_bytes())
    }

    /// `count` (at least one) significant digits of the finite `x`, zeros at the end cut.
    pub(super) fn significant(x: f64, count: usize) -> Decimal {
        let mut text = Text { bytes: [0; LONGEST], len: 0 };
        let precision = count.clamp(1, MAX_SIGNIFICANT) - 1;
        let _ = write!(text, "{:.*e}", precision, x.abs());
        Decimal::from_text(text.as_bytes())
    }

    /// The digits of the finite `x` down to that of weight `10**places`.
    fn above(x: f64, places: usize) -> Decimal {
        let shortest = Decimal::shortest(x);
        let kept = i64::from(shortest.point).saturating_sub(places as i64);
        match kept {
            1.. => Decimal::significant(x, kept as usize),
            0 if Decimal::is_above_half(x, &shortest) => Decimal { digits: vec![b'1'], point: shortest.point + 1 },
            _ => Decimal::ZERO,
        }
    }

    /// The finite `x`, not negative, rounded half to even at the digit of weight `10**-decimals`.
    pub(super) fn rounded(x: f64, decimals: isize) -> f64 {
        fn by_text<const N: usize>(x: f64, decimals: usize) -> f64 {
            let mut text = Text { bytes: [0; N], len: 0 };
            let _ = write!(text, "{x:.decimals$}");
            std::str::from_utf8(text.as_bytes()).ok().and_then(|text| text.parse().ok()).unwrap_or(x)
        }
        match usize::try_from(decimals) {
            Ok(decimals) if decimals < 30 && x < 1e30 => by_text::<64>(x, decimals),
            Ok(decimals) => by_text::<LONGEST>(x, decimals.min(MAX_DECIMALS)),
            Err(_) => Decimal::above(x, decimals.unsigned_abs()).to_float(),
        }
    }

    /// Is `x` more than five units of its first digit?
    fn is_above_half(x: f64, shortest: &Decimal) -> bool {
        match shortest.digits.as_slice() {
            // The shortest digits are at this tie; the exact ones decide.
            [b'5'] => matches!(Decimal::significant(x, MAX_SIGNIFICANT).digits.as_slice(), [b'5', _, ..]),
            [first, ..] => *first >= b'5',
            [] => false,
        }
    }

    /// From Rust's notations, with an exponent or without.
    fn from_text(text: &[u8]) -> Decimal {
        let (mantissa, exponent) = match text.iter().position(|&b| b == b'e') {
            Some(at) => {
                let exponent = std::str::from_utf8(&text[at + 1..]).ok().and_then(|s| s.parse().ok()).unwrap_or(0);
                (&text[..at], exponent)
            }
            None => (text, 0),
        };
        let dot = mantissa.iter().position(|&b| b == b'.').unwrap_or(mantissa.len());
        let mut digits: Vec<u8> = Vec::with_capacity(mantissa.len());
        digits.extend(mantissa.iter().filter(|&&b| b != b'.'));
        let zeros = digits.iter().take_while(|&&b| b == b'0').count();
        if zeros == digits.len() {
            return Decimal::ZERO;
        }
        digits.drain(..zeros);
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        Decimal { digits, point: dot as i32 - zeros as i32 + exponent }
    }

    /// The digits, highest first; none for zero.
    pub(super) fn digits(&self) -> &[u8] {
        &self.digits
    }

    /// How many digits stand before the decimal point: 1 for zero.
    pub(super) fn point(&self) -> i32 {
        self.point
    }

    /// Is it zero?
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The nearest float.
    pub(super) fn to_float(&self) -> f64 {
        let mut text = String::with_capacity(self.digits.len() + 8);
        text.push_str("0.");
        text.extend(self.digits.iter().map(|&b| char::from(b)));
        let _ = write!(text, "e{}", self.point);
        text.parse().unwrap_or(0.0)
    }
}

/// Bytes that every exact text fits in.
const LONGEST: usize = MAX_DECIMALS + 330;

/// A text on the stack.
struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Text<N> {
    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl<const N: usize> Write for Text<N> {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        let end = self.len + s.len();
        let room = self.bytes.get_mut(self.len..end).ok_or(std::fmt::Error)?;
        room.copy_from_slice(s.as_bytes());
        self.len = end;
        Ok(())
    }
}
