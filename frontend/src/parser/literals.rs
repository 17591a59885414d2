//! What number and string literals denote (`pegen.c: parsenumber`, `string_parser.c`, the two escape decoders).

use crate::constant::Constant;
use crate::wtf8::Wtf8Buf;
use num_bigint::BigInt;

/// `sys.int_info.default_max_str_digits`.
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;

/// A decimal int with more digits than allowed: how many it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TooManyDigits(pub(super) usize);

/// The value of a number token.
pub(super) fn number(text: &str, max_digits: usize) -> Result<Constant, TooManyDigits> {
    if text.len() < 18 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let value = text.bytes().fold(0i64, |value, digit| value * 10 + i64::from(digit - b'0'));
        return Ok(Constant::Int(value));
    }
    let stripped;
    let digits = if text.contains('_') {
        stripped = text.replace('_', "");
        &stripped[..]
    } else {
        text
    };
    let bytes = digits.as_bytes();
    let radix = match bytes.get(..2) {
        Some(b"0x" | b"0X") => 16,
        Some(b"0o" | b"0O") => 8,
        Some(b"0b" | b"0B") => 2,
        _ => 10,
    };
    if radix != 10 {
        return Ok(integer(&digits[2..], radix));
    }
    if let Some(imaginary) = digits.strip_suffix(['j', 'J']) {
        return Ok(Constant::Complex { re: 0.0, im: float(imaginary) });
    }
    if !bytes.iter().all(u8::is_ascii_digit) {
        return Ok(Constant::Float(float(digits)));
    }
    let significant = digits.trim_start_matches('0');
    if max_digits != 0 && !significant.is_empty() && digits.len() > max_digits {
        return Err(TooManyDigits(digits.len()));
    }
    Ok(integer(significant, 10))
}

fn integer(digits: &str, radix: u32) -> Constant {
    if digits.is_empty() {
        return Constant::Int(0);
    }
    match i64::from_str_radix(digits, radix) {
        Ok(small) => Constant::Int(small),
        Err(_) => Constant::from_bigint(BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default()),
    }
}

/// The lexer lets only well-formed floats through.
fn float(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// The parts of a string token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Literal<'s> {
    /// What stands between the quotes.
    pub(super) body: &'s str,
    /// `b'…'`.
    pub(super) bytes: bool,
    /// `r'…'`.
    pub(super) raw: bool,
    /// `u'…'` (but not `U'…'`, which leaves no trace).
    pub(super) kind_u: bool,
}

impl<'s> Literal<'s> {
    /// Takes a string token apart.
    pub(super) fn new(token: &'s str) -> Self {
        let quote = token.find(['\'', '"']).unwrap_or(0);
        let (prefix, quoted) = token.split_at(quote);
        let width =
            if quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\"")) { 3 } else { 1 };
        Self {
            body: quoted.get(width..quoted.len().saturating_sub(width)).unwrap_or(""),
            bytes: prefix.bytes().any(|c| c | 32 == b'b'),
            raw: prefix.bytes().any(|c| c | 32 == b'r'),
            kind_u: prefix.starts_with('u'),
        }
    }
}

/// Why a body cannot be decoded: the text that follows "(unicode error) " or "(value error) ".
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct EscapeError(pub(super) String);

/// An escape sequence that is no escape: CPython warns of the first one of a literal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct InvalidEscape {
    /// Offset in the body of what follows the backslash.
    pub(super) at: usize,
    /// Columns and lines from the start of the body to there, as CPython counts them: a character above 127 has ten
    /// columns, because it was rewritten as `\UXXXXXXXX`.
    pub(super) lines: usize,
    pub(super) columns: usize,
}

impl InvalidEscape {
    /// The message of the warning and that of the error which the warning may become.
    pub(super) fn messages(&self, body: &str) -> (String, String) {
        let rest = body.get(self.at..).unwrap_or("");
        let octal = rest.starts_with(['4', '5', '6', '7']);
        let shown: String = if octal { rest.chars().take(3).collect() } else { rest.chars().take(1).collect() };
        let what = if octal { "an invalid octal escape sequence" } else { "an invalid escape sequence" };
        let advice = format!("Did you mean \"\\\\{shown}\"? A raw string is also an option.");
        (
            format!("\"\\{shown}\" is {what}. Such sequences will not work in the future. {advice}"),
            format!("\"\\{shown}\" is {what}. {advice}"),
        )
    }
}

/// Decodes the escapes of a body; which of them was the first invalid one.
pub(super) fn decode_str(
    body: &str,
    by_name: fn(&str) -> Option<char>,
    out: &mut Wtf8Buf,
) -> Result<Option<InvalidEscape>, EscapeError> {
    let bytes = body.as_bytes();
    let mut invalid = None;
    // Positions in CPython's intermediate buffer, where a character above 127 takes ten bytes.
    let mut at = 0;
    let mut widened = 0;
    let mut rest_start = 0;
    let fail = |start: usize, end: usize, reason: &str| {
        EscapeError(format!(
            "'unicodeescape' codec can't decode bytes in position {start}-{}: {reason}",
            end.saturating_sub(1)
        ))
    };
    while let Some(offset) = memchr::memchr(b'\\', &bytes[at..]) {
        let backslash = at + offset;
        out.push_str(&body[rest_start..backslash]);
        widened += widening(&body[rest_start..backslash]);
        let start = backslash + widened;
        at = backslash + 1;
        let escape = match bytes.get(at) {
            // A backslash before a character above 127, or at the end, stands for itself.
            None => {
                out.push(0x5C);
                rest_start = at;
                break;
            }
            Some(&byte) if byte >= 0x80 => {
                out.push(0x5C);
                widened += 5;
                rest_start = at;
                continue;
            }
            Some(&byte) => byte,
        };
        at += 1;
        let simple = match escape {
            b'\n' => None,
            b'\\' | b'\'' | b'"' => Some(u32::from(escape)),
            b'b' => Some(8),
            b'f' => Some(12),
            b't' => Some(9),
            b'n' => Some(10),
            b'r' => Some(13),
            b'v' => Some(11),
            b'a' => Some(7),
            b'0'..=b'7' => {
                let first = at - 1;
                let mut value = u32::from(escape - b'0');
                while at < first + 3
                    && let Some(&digit @ b'0'..=b'7') = bytes.get(at)
                {
                    value = value * 8 + u32::from(digit - b'0');
                    at += 1;
                }
                if value > 0o377 && invalid.is_none() {
                    invalid = Some(place_of(body, first));
                }
                Some(value)
            }
            b'x' | b'u' | b'U' => {
                let (count, reason) = match escape {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                let mut value = 0u32;
                for _ in 0..count {
                    let Some(digit) = bytes.get(at).and_then(|&byte| (byte as char).to_digit(16)) else {
                        return Err(fail(start, at + widened, reason));
                    };
                    value = value << 4 | digit;
                    at += 1;
                }
                if value > 0x10FFFF {
                    return Err(fail(start, at + widened, "illegal Unicode character"));
                }
                Some(value)
            }
            b'N' => {
                let malformed = "malformed \\N character escape";
                if bytes.get(at) != Some(&b'{') {
                    return Err(fail(start, at + widened, malformed));
                }
                let name_start = at + 1;
                let rest = &body[name_start..];
                let close = rest.find('}').unwrap_or(rest.len());
                let end = name_start + close;
                let name = &body[name_start..end];
                let end_position = end + widened + widening(name);
                if close == 0 || end == body.len() {
                    return Err(fail(start, end_position, malformed));
                }
                let Some(character) = by_name(name) else {
                    return Err(fail(start, end_position + 1, "unknown Unicode character name"));
                };
                at = end + 1;
                widened += widening(name);
                Some(character as u32)
            }
            _ => {
                if invalid.is_none() {
                    invalid = Some(place_of(body, at - 1));
                }
                out.push(0x5C);
                Some(u32::from(escape))
            }
        };
        if let Some(point) = simple {
            out.push(point);
        }
        rest_start = at;
    }
    out.push_str(&body[rest_start..]);
    Ok(invalid)
}

/// The length of a text in CPython's intermediate buffer, where a character above 127 is rewritten as `\UXXXXXXXX` and a
/// backslash before one as `\u005c`.
fn rewritten_len(text: &str) -> usize {
    let mut length = 0;
    let mut characters = text.chars().peekable();
    let mut escaped = false;
    while let Some(character) = characters.next() {
        length += match character {
            '\\' if !escaped && characters.peek().is_some_and(|next| !next.is_ascii()) => 6,
            character if character.is_ascii() => 1,
            _ => 10,
        };
        escaped = character == '\\' && !escaped;
    }
    length
}

/// How much longer a text is in the intermediate buffer.
fn widening(text: &str) -> usize {
    if text.is_ascii() { 0 } else { rewritten_len(text) - text.len() }
}

/// Where in a body an invalid escape is.
fn place_of(body: &str, at: usize) -> InvalidEscape {
    let before = &body[..at];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let lines = before.bytes().filter(|&byte| byte == b'\n').count();
    InvalidEscape { at, lines, columns: rewritten_len(&before[line..]) }
}

/// Decodes the escapes of a bytes body, which is ASCII.
pub(super) fn decode_bytes(body: &str, out: &mut Vec<u8>) -> Result<Option<InvalidEscape>, EscapeError> {
    let bytes = body.as_bytes();
    let mut invalid = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let backslash = at - 1;
        let Some(&escape) = bytes.get(at) else {
            return Err(EscapeError("Trailing \\ in string".to_owned()));
        };
        at += 1;
        match escape {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(escape),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b't' => out.push(9),
            b'n' => out.push(10),
            b'r' => out.push(13),
            b'v' => out.push(11),
            b'a' => out.push(7),
            b'0'..=b'7' => {
                let first = at - 1;
                let mut value = u32::from(escape - b'0');
                while at < first + 3
                    && let Some(&digit @ b'0'..=b'7') = bytes.get(at)
                {
                    value = value * 8 + u32::from(digit - b'0');
                    at += 1;
                }
                if value > 0o377 && invalid.is_none() {
                    invalid = Some(place_of(body, first));
                }
                out.push(value as u8);
            }
            b'x' => {
                let digit = |at: usize| bytes.get(at).and_then(|&byte| (byte as char).to_digit(16));
                let (Some(high), Some(low)) = (digit(at), digit(at + 1)) else {
                    return Err(EscapeError(format!("invalid \\x escape at position {backslash}")));
                };
                out.push((high * 16 + low) as u8);
                at += 2;
            }
            _ => {
                if invalid.is_none() {
                    invalid = Some(place_of(body, at - 1));
                }
                out.extend([b'\\', escape]);
            }
        }
    }
    Ok(invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(body: &str) -> Result<(String, Option<usize>), String> {
        let mut out = Wtf8Buf::new();
        let invalid = decode_str(body, |_| None, &mut out).map_err(|error| error.0)?;
        Ok((out.as_wtf8().to_str().unwrap_or("?").to_owned(), invalid.map(|invalid| invalid.at)))
    }

    #[test]
    fn escapes() {
        assert_eq!(decoded(r"a\n\x41\101\u00e9\U0001F600\d"), Ok(("a\nAAé😀\\d".to_owned(), Some(28))));
        assert_eq!(decoded("\\é\\"), Ok(("\\é\\".to_owned(), None)));
        let position = |text: &str| decoded(text).expect_err("the escape is wrong");
        assert!(position(r"é\xZZ").contains("position 10-11: truncated"));
        assert!(position(r"\éa\xZ").contains("position 17-18: truncated"));
        assert!(position(r"\N{abc").contains("position 0-5: malformed"));
        assert!(position(r"\N{}").contains("position 0-2: malformed"));
        assert!(position(r"\N{foo}").contains("position 0-6: unknown"));
    }

    #[test]
    fn numbers() {
        assert_eq!(number("1_000", 0), Ok(Constant::Int(1000)));
        assert_eq!(number("0xFF", 0), Ok(Constant::Int(255)));
        assert_eq!(number("1e3", 0), Ok(Constant::Float(1000.0)));
        assert_eq!(number(".5j", 0), Ok(Constant::Complex { re: 0.0, im: 0.5 }));
        assert_eq!(number("00", 0), Ok(Constant::Int(0)));
        assert_eq!(number(&"9".repeat(4301), 4300), Err(TooManyDigits(4301)));
    }
}
