//! The escapes of text literals: `unicode_escape`, and `raw_unicode_escape`, which knows `\u` and `\U` only
//! (CPython: `_PyUnicode_DecodeUnicodeEscapeInternal2`, `_PyUnicode_DecodeRawUnicodeEscapeStateful`).

use super::base::Decoder;
use super::escape::{DoubtfulEscape, letter, octal};
use super::{DecodeHandler, Decoding, Input};
use crate::text::{MAX_CODE_POINT, Text, repr};

/// How reading hexadecimal digits ended.
enum Hex {
    Value(u32),
    /// By the input's end.
    CutOff,
    /// Before a byte that is no digit, at this index.
    Broken(usize),
}

fn hex(input: &[u8], at: usize, digits: usize) -> Hex {
    let mut value = 0u32;
    for i in at..at + digits {
        match input.get(i).map(|&b| char::from(b).to_digit(16)) {
            Some(Some(digit)) => value = value << 4 | digit,
            Some(None) => return Hex::Broken(i),
            None => return Hex::CutOff,
        }
    }
    Hex::Value(value)
}

/// What an escape turned out to be.
enum Escape {
    Code(u32),
    /// It reaches to the input's end, and more input might complete it.
    CutOff(&'static str),
    /// It is wrong, up to this index.
    Broken(&'static str, usize),
}

/// The escape of `digits` hexadecimal digits at `at`.
fn hex_escape(input: &[u8], at: usize, digits: usize, truncated: &'static str, too_large: &'static str) -> Escape {
    match hex(input, at, digits) {
        Hex::Value(c) if c <= MAX_CODE_POINT => Escape::Code(c),
        Hex::Value(_) => Escape::Broken(too_large, at + digits),
        Hex::CutOff => Escape::CutOff(truncated),
        Hex::Broken(end) => Escape::Broken(truncated, end),
    }
}

/// The escape `\N{name}` whose brace should stand at `at`.
fn name_escape(input: &[u8], at: usize, by_name: &mut dyn FnMut(&[u8]) -> Option<u32>) -> (Escape, usize) {
    const MALFORMED: &str = "malformed \\N character escape";
    let escape = match input.get(at) {
        None => Escape::CutOff(MALFORMED),
        Some(b'{') => match memchr::memchr(b'}', &input[at + 1..]) {
            None => Escape::CutOff(MALFORMED),
            Some(0) => Escape::Broken(MALFORMED, at + 1),
            Some(len) => {
                let end = at + 1 + len;
                return match by_name(&input[at + 1..end]) {
                    Some(c) => (Escape::Code(c), end + 1),
                    None => (Escape::Broken("unknown Unicode character name", end + 1), 0),
                };
            }
        },
        Some(_) => Escape::Broken(MALFORMED, at),
    };
    (escape, 0)
}

/// Decodes `unicode_escape`. `by_name` finds the character of a name. The second result is the first escape that Python warns of.
pub fn decode<H: DecodeHandler>(
    input: &[u8],
    handler: &mut H,
    mode: Input,
    by_name: &mut dyn FnMut(&[u8]) -> Option<u32>,
) -> Result<(Decoding, Option<DoubtfulEscape>), H::Error> {
    const ILLEGAL: &str = "illegal Unicode character";
    let mut decoder = Decoder::new(input, handler);
    let mut doubtful = None;
    while let Some(&b) = decoder.input.get(decoder.at) {
        if b != b'\\' {
            decoder.out.push(b.into());
            decoder.at += 1;
            continue;
        }
        let start = decoder.at;
        let at = start + 1;
        let input = &*decoder.input;
        let mut next = at + 1;
        let escape = match input.get(at) {
            None => Escape::CutOff("\\ at end of string"),
            Some(b'\n') => {
                decoder.at = next;
                continue;
            }
            Some(b'0'..=b'7') => {
                let (value, n) = octal(input, at);
                if value > 0xFF {
                    doubtful = doubtful.or(Some(DoubtfulEscape { at, octal: Some(value) }));
                }
                next = at + n;
                Escape::Code(value)
            }
            Some(b'x') => {
                next = at + 3;
                hex_escape(input, at + 1, 2, "truncated \\xXX escape", ILLEGAL)
            }
            Some(b'u') => {
                next = at + 5;
                hex_escape(input, at + 1, 4, "truncated \\uXXXX escape", ILLEGAL)
            }
            Some(b'U') => {
                next = at + 9;
                hex_escape(input, at + 1, 8, "truncated \\UXXXXXXXX escape", ILLEGAL)
            }
            Some(b'N') => {
                let (escape, end) = name_escape(input, at + 1, by_name);
                next = end;
                escape
            }
            Some(&b) => match letter(b) {
                Some(b) => Escape::Code(b.into()),
                None => {
                    doubtful = doubtful.or(Some(DoubtfulEscape { at, octal: None }));
                    decoder.out.push(b'\\'.into());
                    Escape::Code(b.into())
                }
            },
        };
        match escape {
            Escape::Code(c) => {
                decoder.out.push(c);
                decoder.at = next;
            }
            Escape::CutOff(_) if mode == Input::Partial => return Ok((decoder.finish(Input::Partial), doubtful)),
            Escape::CutOff(reason) => decoder.error("unicodeescape", reason, start, decoder.input.len())?,
            Escape::Broken(reason, end) => decoder.error("unicodeescape", reason, start, end)?,
        }
    }
    Ok((decoder.finish(Input::Complete), doubtful))
}

/// Encodes as `unicode_escape`, which can carry any code point.
pub fn encode(text: Text<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.iter() {
        match c {
            0x5C => out.extend_from_slice(b"\\\\"),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0A => out.extend_from_slice(b"\\n"),
            0x0D => out.extend_from_slice(b"\\r"),
            0x20..=0x7E => out.push(c as u8),
            _ => repr::push_escape(&mut |b| out.push(b), c),
        }
    }
    out
}

/// Decodes `raw_unicode_escape`.
pub fn decode_raw<H: DecodeHandler>(input: &[u8], handler: &mut H, mode: Input) -> Result<Decoding, H::Error> {
    const TOO_LARGE: &str = "\\Uxxxxxxxx out of range";
    let mut decoder = Decoder::new(input, handler);
    while let Some(&b) = decoder.input.get(decoder.at) {
        let start = decoder.at;
        let input = &*decoder.input;
        let (escape, next) = match (b, input.get(start + 1)) {
            (b'\\', None) if mode == Input::Partial => return Ok(decoder.finish(Input::Partial)),
            (b'\\', Some(b'u')) => (hex_escape(input, start + 2, 4, "truncated \\uXXXX escape", TOO_LARGE), start + 6),
            (b'\\', Some(b'U')) => {
                (hex_escape(input, start + 2, 8, "truncated \\UXXXXXXXX escape", TOO_LARGE), start + 10)
            }
            (b'\\', Some(&after)) => {
                // The byte after it goes with it, so that it begins no escape.
                decoder.out.push(b.into());
                (Escape::Code(after.into()), start + 2)
            }
            _ => (Escape::Code(b.into()), start + 1),
        };
        match escape {
            Escape::Code(c) => {
                decoder.out.push(c);
                decoder.at = next;
            }
            Escape::CutOff(_) if mode == Input::Partial => return Ok(decoder.finish(Input::Partial)),
            Escape::CutOff(reason) => decoder.error("rawunicodeescape", reason, start, decoder.input.len())?,
            Escape::Broken(reason, end) => decoder.error("rawunicodeescape", reason, start, end)?,
        }
    }
    Ok(decoder.finish(Input::Complete))
}

/// Encodes as `raw_unicode_escape`: Latin-1, and escapes for the rest.
pub fn encode_raw(text: Text<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.iter() {
        match c {
            0..=0xFF => out.push(c as u8),
            _ => repr::push_escape(&mut |b| out.push(b), c),
        }
    }
    out
}
