//! ASCII and Latin-1: a byte is the code point of that number (CPython: `PyUnicode_DecodeASCII`, `unicode_encode_ucs1`).

use super::base::{Decoder, encode_error, unescape};
use super::{CodecError, DecodeHandler, Decoding, EncodeHandler, Input};
use crate::text::{Kind, Text, TextBuf};

/// Decodes ASCII.
pub fn decode_ascii<H: DecodeHandler>(input: &[u8], handler: &mut H) -> Result<Decoding, H::Error> {
    let mut decoder = Decoder::new(input, handler);
    loop {
        let rest = decoder.rest();
        let plain = ascii_prefix(rest);
        let out = &mut decoder.out;
        out.push_ascii(&decoder.input[decoder.at..decoder.at + plain]);
        decoder.at += plain;
        let start = decoder.at;
        if start == decoder.input.len() {
            return Ok(decoder.finish(Input::Complete));
        }
        decoder.error("ascii", "ordinal not in range(128)", start, start + 1)?;
    }
}

/// How many bytes come before the first that is not ASCII.
fn ascii_prefix(bytes: &[u8]) -> usize {
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
    let words = bytes.as_chunks::<8>().0;
    let plain = words.iter().take_while(|word| u64::from_ne_bytes(**word) & HIGH_BITS == 0).count() * 8;
    plain + bytes[plain..].iter().take_while(|b| b.is_ascii()).count()
}

/// Decodes Latin-1, which never fails.
pub fn decode_latin1(input: &[u8]) -> TextBuf {
    TextBuf::from_latin1(input.to_vec())
}

fn encode<H: EncodeHandler>(
    text: Text<'_>,
    handler: &mut H,
    limit: u32,
    [encoding, reason]: [&'static str; 2],
) -> Result<Vec<u8>, H::Error> {
    if let Text::Ascii(bytes) = text {
        return Ok(bytes.to_vec());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    loop {
        let mut met = text.len();
        for (i, c) in text.slice(at..).iter().enumerate() {
            if c >= limit {
                met = at + i;
                break;
            }
            out.push(c as u8);
        }
        if met == text.len() {
            return Ok(out);
        }
        let end = met + text.slice(met..).iter().take_while(|&c| c >= limit).count();
        let start = unescape(text, met, end, handler, &mut out);
        if start == end {
            at = end;
            continue;
        }
        let error = CodecError { encoding, reason, start, end };
        at = encode_error(text, error, handler, &mut out, 1, |with, out| {
            out.extend(with.iter().map(|c| c as u8));
            with.iter().all(|c| c < limit)
        })?;
    }
}

/// Encodes as ASCII.
pub fn encode_ascii<H: EncodeHandler>(text: Text<'_>, handler: &mut H) -> Result<Vec<u8>, H::Error> {
    encode(text, handler, 0x80, ["ascii", "ordinal not in range(128)"])
}

/// Encodes as Latin-1.
pub fn encode_latin1<H: EncodeHandler>(text: Text<'_>, handler: &mut H) -> Result<Vec<u8>, H::Error> {
    match text {
        Text::Latin1(bytes) if text.kind() <= Kind::Latin1 => Ok(bytes.to_vec()),
        _ => encode(text, handler, 0x100, ["latin-1", "ordinal not in range(256)"]),
    }
}
