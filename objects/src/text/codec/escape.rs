//! The escapes of bytes literals, as `codecs.escape_decode` and `escape_encode` have them (CPython: `_PyBytes_DecodeEscape2`).

use crate::text::bytes::push_escaped;

/// What becomes of a broken `\x`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BrokenHex {
    /// It is an error.
    Strict,
    /// It becomes `?`.
    Replace,
    /// It goes.
    Ignore,
    /// It is an error that names the handler, which this codec does not know.
    Unknown,
}

impl BrokenHex {
    /// From the name of an error handler.
    pub fn named(errors: &str) -> BrokenHex {
        match errors {
            "strict" => BrokenHex::Strict,
            "replace" => BrokenHex::Replace,
            "ignore" => BrokenHex::Ignore,
            _ => BrokenHex::Unknown,
        }
    }
}

/// Why escapes could not be decoded; all are ValueError.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EscapeError {
    /// A backslash is the last byte.
    TrailingBackslash,
    /// A `\x` at this index lacks its two digits.
    InvalidHex(usize),
    /// The same, and the error handler is not one of the three.
    UnknownHandler,
}

/// An escape that Python warns of: the index after its backslash, and the number of octal digits if it is one above `\377` (0 if not).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DoubtfulEscape {
    /// The index of the byte after the backslash.
    pub at: usize,
    /// The value, if it is an octal escape above `\377`.
    pub octal: Option<u32>,
}

/// Reads up to three octal digits at `at`: the value and how many there are.
pub(super) fn octal(bytes: &[u8], at: usize) -> (u32, usize) {
    let digits = bytes[at..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
    digits.fold((0, 0), |(value, n), b| (value << 3 | u32::from(b - b'0'), n + 1))
}

/// The byte that a one-letter escape stands for.
pub(super) fn letter(b: u8) -> Option<u8> {
    Some(match b {
        b'\\' | b'\'' | b'"' => b,
        b'b' => 0x08,
        b't' => b'\t',
        b'n' => b'\n',
        b'f' => 0x0C,
        b'r' => b'\r',
        b'v' => 0x0B,
        b'a' => 0x07,
        _ => return None,
    })
}

/// Decodes escapes, and tells the first that Python warns of.
pub fn decode(input: &[u8], broken: BrokenHex) -> Result<(Vec<u8>, Option<DoubtfulEscape>), EscapeError> {
    let mut out = Vec::with_capacity(input.len());
    let mut doubtful = None;
    let mut at = 0;
    while let Some(&b) = input.get(at) {
        if b != b'\\' {
            let run = memchr::memchr(b'\\', &input[at..]).unwrap_or(input.len() - at);
            out.extend_from_slice(&input[at..at + run]);
            at += run;
            continue;
        }
        at += 1;
        let escape = *input.get(at).ok_or(EscapeError::TrailingBackslash)?;
        match escape {
            b'\n' => at += 1,
            b'0'..=b'7' => {
                let (value, n) = octal(input, at);
                if value > 0xFF && doubtful.is_none() {
                    doubtful = Some(DoubtfulEscape { at, octal: Some(value) });
                }
                out.push(value as u8);
                at += n;
            }
            b'x' => {
                let digit = |i: usize| input.get(i).and_then(|&b| char::from(b).to_digit(16));
                match (digit(at + 1), digit(at + 2)) {
                    (Some(high), Some(low)) => {
                        out.push((high << 4 | low) as u8);
                        at += 3;
                    }
                    (first, _) => {
                        match broken {
                            BrokenHex::Strict => return Err(EscapeError::InvalidHex(at - 1)),
                            BrokenHex::Unknown => return Err(EscapeError::UnknownHandler),
                            BrokenHex::Replace => out.push(b'?'),
                            BrokenHex::Ignore => {}
                        }
                        at += 1 + usize::from(first.is_some());
                    }
                }
            }
            _ => match letter(escape) {
                Some(b) => {
                    out.push(b);
                    at += 1;
                }
                None => {
                    doubtful = doubtful.or(Some(DoubtfulEscape { at, octal: None }));
                    out.push(b'\\');
                }
            },
        }
    }
    Ok((out, doubtful))
}

/// Escapes what is not printable ASCII, single quotes and backslashes.
pub fn encode(input: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(input.len());
    push_escaped(&mut out, input, Some(b'\''));
    out
}
