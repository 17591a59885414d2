//! The error handlers that every Python has (PEP 293, PEP 383; CPython: `Python/codecs.c`).

use super::{ByteOrder, CodecError, DecodeHandler, Decoded, EncodeHandler, Encoded, Replacement};
use crate::text::wtf8::push_utf8;
use crate::text::{Text, TextBuf, is_surrogate, repr};

/// A built-in error handler.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Builtin {
    /// Raises.
    Strict,
    /// Leaves out.
    Ignore,
    /// Puts `?` or U+FFFD.
    Replace,
    /// Puts `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
    BackslashReplace,
    /// Puts `&#NNN;`; encoding only.
    XmlCharRefReplace,
    /// Puts `\N{...}`; encoding only.
    NameReplace,
    /// Carries bytes through text as surrogates.
    SurrogateEscape,
    /// Carries surrogates through the UTF codecs.
    SurrogatePass,
}

/// What a handler says of a kind of error that it does not deal with: TypeError; or it raises the error itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The error is raised.
    Raise,
    /// The handler does not handle decoding, encoding or translating: "don't know how to handle ... in error callback".
    WrongKind,
}

/// The UTF codecs that `surrogatepass` knows.
#[derive(Clone, Copy)]
enum Utf {
    Eight,
    Sixteen(ByteOrder),
    ThirtyTwo(ByteOrder),
}

impl Utf {
    fn named(encoding: &str) -> Option<Utf> {
        let name = encoding.to_ascii_lowercase();
        if name == "cp_utf8" {
            return Some(Utf::Eight);
        }
        let rest = name.strip_prefix("utf")?;
        let rest = rest.strip_prefix(['-', '_']).unwrap_or(rest);
        if rest == "8" {
            return Some(Utf::Eight);
        }
        let (rest, make): (_, fn(ByteOrder) -> Utf) = match (rest.strip_prefix("16"), rest.strip_prefix("32")) {
            (Some(rest), _) => (rest, Utf::Sixteen),
            (_, Some(rest)) => (rest, Utf::ThirtyTwo),
            _ => return None,
        };
        Some(make(match rest.strip_prefix(['-', '_']).unwrap_or(rest) {
            "" if rest.is_empty() => ByteOrder::NATIVE,
            "le" => ByteOrder::Little,
            "be" => ByteOrder::Big,
            _ => return None,
        }))
    }

    fn push(self, c: u32, out: &mut Vec<u8>) {
        match self {
            Utf::Eight => push_utf8(out, c),
            Utf::Sixteen(ByteOrder::Little) => out.extend_from_slice(&(c as u16).to_le_bytes()),
            Utf::Sixteen(ByteOrder::Big) => out.extend_from_slice(&(c as u16).to_be_bytes()),
            Utf::ThirtyTwo(ByteOrder::Little) => out.extend_from_slice(&c.to_le_bytes()),
            Utf::ThirtyTwo(ByteOrder::Big) => out.extend_from_slice(&c.to_be_bytes()),
        }
    }

    /// The surrogate at the start of `bytes`, and its width.
    fn surrogate(self, bytes: &[u8]) -> Option<(u32, usize)> {
        let (c, width) = match self {
            Utf::Eight => match bytes {
                &[0xED, middle @ 0xA0..=0xBF, last @ 0x80..=0xBF, ..] => {
                    (0xD000 | u32::from(middle & 0x3F) << 6 | u32::from(last & 0x3F), 3)
                }
                _ => return None,
            },
            Utf::Sixteen(order) => {
                let two = *bytes.first_chunk()?;
                let unit = if order == ByteOrder::Little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) };
                (unit.into(), 2)
            }
            Utf::ThirtyTwo(order) => {
                let four = *bytes.first_chunk()?;
                let unit = if order == ByteOrder::Little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
                (unit, 4)
            }
        };
        is_surrogate(c).then_some((c, width))
    }
}

impl Builtin {
    /// The handler of a name.
    pub fn named(name: &str) -> Option<Builtin> {
        Some(match name {
            "strict" => Builtin::Strict,
            "ignore" => Builtin::Ignore,
            "replace" => Builtin::Replace,
            "backslashreplace" => Builtin::BackslashReplace,
            "xmlcharrefreplace" => Builtin::XmlCharRefReplace,
            "namereplace" => Builtin::NameReplace,
            "surrogateescape" => Builtin::SurrogateEscape,
            "surrogatepass" => Builtin::SurrogatePass,
            _ => return None,
        })
    }

    /// What takes the place of the bytes `error` names in `input`.
    pub fn decode(self, input: &[u8], error: CodecError<'_>) -> Result<Decoded, Refusal> {
        let (start, end) = cut(error, input.len());
        let bytes = &input[start..end];
        let answer = |text: TextBuf| Ok(Decoded { text, resume: end, input: None });
        match self {
            Builtin::Strict => Err(Refusal::Raise),
            Builtin::Ignore => answer(TextBuf::new()),
            Builtin::Replace => answer(std::iter::once(0xFFFD).collect()),
            Builtin::BackslashReplace => {
                let mut text = TextBuf::with_capacity(4 * bytes.len());
                for &b in bytes {
                    repr::push_escape(&mut |b| text.push(b.into()), b.into());
                }
                answer(text)
            }
            Builtin::XmlCharRefReplace | Builtin::NameReplace => Err(Refusal::WrongKind),
            Builtin::SurrogateEscape => {
                let text: TextBuf =
                    bytes.iter().take(4).take_while(|b| !b.is_ascii()).map(|&b| 0xDC00 + u32::from(b)).collect();
                if text.is_empty() {
                    return Err(Refusal::Raise);
                }
                Ok(Decoded { resume: start + text.len(), text, input: None })
            }
            Builtin::SurrogatePass => {
                let utf = Utf::named(error.encoding).ok_or(Refusal::Raise)?;
                let (c, width) = utf.surrogate(&input[start..]).ok_or(Refusal::Raise)?;
                Ok(Decoded { text: std::iter::once(c).collect(), resume: start + width, input: None })
            }
        }
    }

    /// What takes the place of the text `error` names in `input`.
    pub fn encode(self, input: Text<'_>, error: CodecError<'_>) -> Result<Encoded, Refusal> {
        let (start, end) = cut(error, input.len());
        let part = input.slice(start..end);
        let with = match self {
            Builtin::Strict => return Err(Refusal::Raise),
            Builtin::Replace => Replacement::Text(std::iter::repeat_n(u32::from(b'?'), part.len()).collect()),
            Builtin::SurrogateEscape => Replacement::Bytes(
                part.iter()
                    .map(|c| if let 0xDC80..=0xDCFF = c { Ok(c as u8) } else { Err(Refusal::Raise) })
                    .collect::<Result<_, _>>()?,
            ),
            Builtin::SurrogatePass => {
                let utf = Utf::named(error.encoding).ok_or(Refusal::Raise)?;
                if !part.iter().all(is_surrogate) {
                    return Err(Refusal::Raise);
                }
                let mut out = Vec::new();
                part.iter().for_each(|c| utf.push(c, &mut out));
                Replacement::Bytes(out)
            }
            _ => Replacement::Text(self.spell(part)?),
        };
        Ok(Encoded { with, resume: end })
    }

    /// What takes the place of the text `error` names in `input`, which is translated (UnicodeTranslateError).
    pub fn translate(self, input: Text<'_>, error: CodecError<'_>) -> Result<Decoded, Refusal> {
        let (start, end) = cut(error, input.len());
        let part = input.slice(start..end);
        let text = match self {
            Builtin::Strict => return Err(Refusal::Raise),
            Builtin::Replace => std::iter::repeat_n(0xFFFD, part.len()).collect(),
            Builtin::Ignore | Builtin::BackslashReplace => self.spell(part)?,
            _ => return Err(Refusal::WrongKind),
        };
        Ok(Decoded { text, resume: end, input: None })
    }

    /// `part` spelled in ASCII.
    fn spell(self, part: Text<'_>) -> Result<TextBuf, Refusal> {
        let mut out = TextBuf::new();
        for c in part.iter() {
            match self {
                Builtin::Ignore => {}
                Builtin::XmlCharRefReplace => out.push_str(&format!("&#{c};")),
                Builtin::NameReplace if let Some(name) = crate::text::names::name(c) => {
                    out.push_str("\\N{");
                    out.push_str(&name);
                    out.push(b'}'.into());
                }
                _ => repr::push_escape(&mut |b| out.push(b.into()), c),
            }
        }
        Ok(out)
    }
}

/// The error's range, cut to the input as the exceptions' attributes are.
fn cut(error: CodecError<'_>, len: usize) -> (usize, usize) {
    let end = error.end.min(len);
    (error.start.min(end), end)
}

/// An error that a built-in handler raised, for Rust code that decodes without Python's exceptions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The codec's name.
    pub encoding: String,
    /// Why, in CPython's words; or that the handler does not handle such errors.
    pub reason: String,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Failure {
    fn new(error: CodecError<'_>, refusal: Refusal) -> Failure {
        let reason = match refusal {
            Refusal::Raise => error.reason,
            Refusal::WrongKind => "the error handler does not handle such errors",
        };
        Failure { encoding: error.encoding.into(), reason: reason.into(), start: error.start, end: error.end }
    }
}

impl DecodeHandler for Builtin {
    type Error = Failure;

    fn on_error(&mut self, input: &[u8], error: CodecError<'_>) -> Result<Decoded, Failure> {
        self.decode(input, error).map_err(|refusal| Failure::new(error, refusal))
    }
}

impl EncodeHandler for Builtin {
    type Error = Failure;

    fn on_error(&mut self, input: Text<'_>, error: CodecError<'_>) -> Result<Encoded, Failure> {
        self.encode(input, error).map_err(|refusal| Failure::new(error, refusal))
    }

    fn escapes_surrogates(&self) -> bool {
        *self == Builtin::SurrogateEscape
    }

    fn refuse(&mut self, _input: Text<'_>, error: CodecError<'_>) -> Failure {
        Failure::new(error, Refusal::Raise)
    }
}
