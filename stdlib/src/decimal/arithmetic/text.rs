//! Numbers as text (specification: "Conversions").

use super::{
    Answer,
    coefficient::{Coefficient, NoMemory},
    context::{Context, TOO_LARGE, status},
    number::{Kind, Number},
};

/// How exponents are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Scientific,
    Engineering,
    /// With so many digits before the point, and an exponent always.
    Exponent(i64),
    /// Never.
    Fixed,
}

/// A sign, digits and an exponent as they were written; nothing that is not a number.
fn read(text: &[u8]) -> Option<Number> {
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if rest.eq_ignore_ascii_case(b"inf") || rest.eq_ignore_ascii_case(b"infinity") {
        return Some(Number::infinity(negative));
    }
    for (word, kind) in [(&b"nan"[..], Kind::Nan), (b"snan", Kind::SignalingNan)] {
        if let Some((head, payload)) = rest.split_at_checked(word.len())
            && head.eq_ignore_ascii_case(word)
        {
            let coefficient = Coefficient::from_digits(payload);
            return payload.iter().all(u8::is_ascii_digit).then_some(Number {
                negative,
                kind,
                coefficient,
                exponent: 0,
            });
        }
    }
    let (mantissa, exponent) = match rest.iter().position(|c| matches!(c, b'e' | b'E')) {
        Some(at) => (&rest[..at], exponent(&rest[at + 1..])?),
        None => (rest, 0),
    };
    let (whole, fraction) = match mantissa.iter().position(|c| *c == b'.') {
        Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
        None => (mantissa, &b""[..]),
    };
    let digits = [whole, fraction].concat();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let exponent = exponent.saturating_sub(fraction.len() as i64).clamp(-TOO_LARGE, TOO_LARGE);
    Some(Number::finite(negative, Coefficient::from_digits(&digits), exponent))
}

/// An exponent; beyond what contexts know, one that is beyond.
fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let n = digits.iter().fold(0i64, |n, d| n.saturating_mul(10).saturating_add(i64::from(d - b'0')));
    Some(if negative { -n } else { n })
}

impl Context {
    /// Reads a number and rounds it.
    pub(crate) fn parse(&self, text: &[u8], status: &mut u32) -> Answer {
        let room = self.prec - i64::from(self.clamp);
        match read(text) {
            Some(n) if n.is_nan() && !n.coefficient.is_zero() && n.coefficient.digits() as i64 > room => {
                Ok(Number::invalid(status::CONVERSION_SYNTAX, status))
            }
            Some(n) => self.finalize(n, status),
            None => Ok(Number::invalid(status::CONVERSION_SYNTAX, status)),
        }
    }
}

impl Number {
    /// The number as text, with `E` for capitals.
    pub(crate) fn show(&self, form: Form, capitals: bool) -> String {
        let mut out = String::from(if self.negative { "-" } else { "" });
        match self.kind {
            Kind::Finite => {}
            Kind::Infinity => {
                out.push_str("Infinity");
                return out;
            }
            Kind::Nan | Kind::SignalingNan => {
                out.push_str(if self.kind == Kind::Nan { "NaN" } else { "sNaN" });
                if !self.coefficient.is_zero() {
                    out.push_str(&self.coefficient.text());
                }
                return out;
            }
        }
        let digits = self.coefficient.text();
        let left = self.exponent.saturating_add(digits.len() as i64);
        let point = match form {
            Form::Fixed => left,
            Form::Exponent(point) => point,
            _ if self.exponent <= 0 && left > -6 => left,
            Form::Scientific => 1,
            Form::Engineering if self.coefficient.is_zero() => (left + 1).rem_euclid(3) - 1,
            Form::Engineering => (left - 1).rem_euclid(3) + 1,
        };
        place_point(&mut out, &digits, point);
        if left != point || matches!(form, Form::Exponent(_)) {
            out.push(if capitals { 'E' } else { 'e' });
            out.push_str(&format!("{:+}", left - point));
        }
        out
    }
}

impl Number {
    /// As [`show`](Number::show), for forms that may add more zeros than memory holds.
    pub(crate) fn show_long(&self, form: Form, capitals: bool) -> Answer<String> {
        let zeros = match form {
            Form::Fixed => self.exponent.unsigned_abs(),
            Form::Exponent(point) => point.unsigned_abs(),
            _ => 0,
        };
        let room = zeros.saturating_add(self.coefficient.digits()).saturating_add(64);
        let room = usize::try_from(room).map_err(|_| NoMemory)?;
        String::new().try_reserve_exact(room).map_err(|_| NoMemory)?;
        Ok(self.show(form, capitals))
    }
}

/// Digits with so many of them before the point.
fn place_point(out: &mut String, digits: &str, point: i64) {
    let zeros = |n: u64| "0".repeat(n as usize);
    if point <= 0 {
        out.push_str("0.");
        out.push_str(&zeros(point.unsigned_abs()));
        out.push_str(digits);
    } else if point as usize >= digits.len() {
        out.push_str(digits);
        out.push_str(&zeros(point.unsigned_abs() - digits.len() as u64));
    } else {
        let (whole, fraction) = digits.split_at(point as usize);
        out.push_str(whole);
        out.push('.');
        out.push_str(fraction);
    }
}
