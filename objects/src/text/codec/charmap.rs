//! Codecs of one byte a character that a mapping defines (CPython: `PyUnicode_DecodeCharmap`, `PyUnicode_EncodeCharmap`).
//!
//! A mapping is a text of up to 256 code points, in which U+FFFE means undefined, or anything that the caller looks up.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rustc_hash::FxHasher;

use super::base::Decoder;
use super::{CodecError, DecodeHandler, Decoding, EncodeHandler, Encoded, Input, Replacement};
use crate::text::{Text, TextBuf};

const NAME: &str = "charmap";
const UNDEFINED: &str = "character maps to <undefined>";

/// The code point that stands for "undefined" in a mapping.
pub const UNDEFINED_CODE: u32 = 0xFFFE;

/// Decodes by the text `table`.
pub fn decode_by_table<H: DecodeHandler>(input: &[u8], table: Text<'_>, handler: &mut H) -> Result<Decoding, H::Error> {
    let mut decoder = Decoder::new(input, handler);
    decoder.out.reserve(input.len());
    while let Some(&b) = decoder.input.get(decoder.at) {
        match table.get(b.into()) {
            Some(c) if c != UNDEFINED_CODE => {
                decoder.out.push(c);
                decoder.at += 1;
            }
            _ => {
                let start = decoder.at;
                decoder.error(NAME, UNDEFINED, start, start + 1)?;
            }
        }
    }
    Ok(decoder.finish(Input::Complete))
}

/// Decodes by what `lookup` finds for each byte: a text, or `None` if the byte is undefined.
pub fn decode_by<H: DecodeHandler>(
    input: &[u8],
    handler: &mut H,
    mut lookup: impl FnMut(&mut H, u8) -> Result<Option<TextBuf>, H::Error>,
) -> Result<Decoding, H::Error> {
    let mut decoder = Decoder::new(input, handler);
    while let Some(&b) = decoder.input.get(decoder.at) {
        match lookup(decoder.handler(), b)? {
            Some(text) => {
                decoder.out.push_text(text.as_text());
                decoder.at += 1;
            }
            None => {
                let start = decoder.at;
                decoder.error(NAME, UNDEFINED, start, start + 1)?;
            }
        }
    }
    Ok(decoder.finish(Input::Complete))
}

/// A decoding table turned round (`codecs.charmap_build`): the byte of each code point.
#[derive(Clone, Debug)]
pub struct EncodingMap {
    bytes: HashMap<u32, u8, BuildHasherDefault<FxHasher>>,
}

impl EncodingMap {
    /// Turns `table` round. Of several bytes with one character the last counts.
    pub fn new(table: Text<'_>) -> EncodingMap {
        let pairs = (0..=u8::MAX).zip(table.iter()).filter(|&(_, c)| c != UNDEFINED_CODE);
        EncodingMap { bytes: pairs.map(|(b, c)| (c, b)).collect() }
    }

    /// The byte for `c`.
    pub fn get(&self, c: u32) -> Option<u8> {
        self.bytes.get(&c).copied()
    }

    /// How many characters can be encoded.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Can none be encoded?
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

/// Encodes by `map`.
pub fn encode_by_map<H: EncodeHandler>(
    text: Text<'_>,
    map: &EncodingMap,
    handler: &mut H,
) -> Result<Vec<u8>, H::Error> {
    encode_by(text, handler, |_, c, out| {
        out.extend(map.get(c));
        Ok(map.get(c).is_some())
    })
}

/// Encodes by what `put` appends for each code point; it tells whether the code point is defined.
pub fn encode_by<H: EncodeHandler>(
    text: Text<'_>,
    handler: &mut H,
    mut put: impl FnMut(&mut H, u32, &mut Vec<u8>) -> Result<bool, H::Error>,
) -> Result<Vec<u8>, H::Error> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text.get(at) {
        if put(handler, c, &mut out)? {
            at += 1;
            continue;
        }
        // The run of undefined code points; what the probe of the first defined one appends is taken back.
        let kept = out.len();
        let mut end = at + 1;
        while let Some(c) = text.get(end)
            && !put(handler, c, &mut out)?
        {
            end += 1;
        }
        out.truncate(kept);
        let error = CodecError { encoding: NAME, reason: UNDEFINED, start: at, end };
        let Encoded { with, resume } = handler.on_error(text, error)?;
        match with {
            Replacement::Bytes(bytes) => out.extend(bytes),
            Replacement::Text(with) => {
                for c in with.as_text() {
                    if !put(handler, c, &mut out)? {
                        return Err(handler.refuse(text, error));
                    }
                }
            }
        }
        at = resume.min(text.len());
    }
    Ok(out)
}
