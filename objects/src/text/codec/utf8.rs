//! UTF-8, and UTF-8 with a signature (RFC 3629; CPython: `unicode_decode_utf8`, `unicode_encode_utf8`, `Lib/encodings/utf_8_sig.py`).
//!
//! The standard library finds the malformed sequences: what it calls an invalid chunk is what CPython shows to error handlers, the
//! longest prefix of a well-formed sequence, or one byte.

use super::base::{Decoder, encode_error, unescape};
use super::{CodecError, DecodeHandler, Decoding, EncodeHandler, Input};
use crate::text::wtf8::push_utf8;
use crate::text::{Text, TextBuf, is_surrogate};

const NAME: &str = "utf-8";

/// The signature of `utf-8-sig`: U+FEFF.
pub const SIGNATURE: &[u8] = b"\xEF\xBB\xBF";

/// Decodes UTF-8.
pub fn decode<H: DecodeHandler>(input: &[u8], handler: &mut H, mode: Input) -> Result<Decoding, H::Error> {
    if input.is_ascii() {
        return Ok(Decoding { text: TextBuf::from_latin1(input.to_vec()), consumed: input.len() });
    }
    let mut decoder = Decoder::new(input, handler);
    while decoder.at < decoder.input.len() {
        let Some(chunk) = decoder.input[decoder.at..].utf8_chunks().next() else { break };
        let (valid, invalid) = (chunk.valid().len(), chunk.invalid().len());
        decoder.out.push_str(chunk.valid());
        decoder.at += valid;
        if invalid == 0 {
            continue;
        }
        let (start, mut end) = (decoder.at, decoder.at + invalid);
        let reason = match decoder.input[start] {
            0x80..=0xC1 | 0xF5.. => "invalid start byte",
            lead if end == decoder.input.len() && is_cut_off(lead, &decoder.input[start..]) => {
                if mode == Input::Partial {
                    break;
                }
                "unexpected end of data"
            }
            0xED if mode == Input::Partial && matches!(decoder.input[start..], [_, 0xA0..=0xBF]) => {
                // Half a surrogate: the handler `surrogatepass` will want to see it whole.
                break;
            }
            _ => "invalid continuation byte",
        };
        end = end.max(start + 1);
        decoder.error(NAME, reason, start, end)?;
    }
    Ok(decoder.finish(mode))
}

/// Is `tail`, which is malformed only because it ends, too short for the sequence that `lead` begins? It may also be one byte that is
/// malformed whatever follows.
fn is_cut_off(lead: u8, tail: &[u8]) -> bool {
    let wanted = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    tail.len() < wanted && std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none())
}

/// Encodes as UTF-8; surrogates are errors.
pub fn encode<H: EncodeHandler>(text: Text<'_>, handler: &mut H) -> Result<Vec<u8>, H::Error> {
    if let Text::Ascii(bytes) = text {
        return Ok(bytes.to_vec());
    }
    let mut out = Vec::with_capacity(text.len() + text.len() / 2);
    let mut at = 0;
    while at < text.len() {
        let run = text.slice(at..);
        let mut met = None;
        for (i, c) in run.iter().enumerate() {
            if is_surrogate(c) {
                met = Some(at + i);
                break;
            }
            push_utf8(&mut out, c);
        }
        let Some(start) = met else { break };
        let end = start + text.slice(start..).iter().take_while(|&c| is_surrogate(c)).count();
        let start = unescape(text, start, end, handler, &mut out);
        if start == end {
            at = end;
            continue;
        }
        let error = CodecError { encoding: NAME, reason: "surrogates not allowed", start, end };
        at = encode_error(text, error, handler, &mut out, 1, |with, out| {
            out.extend(with.iter().map(|c| c as u8));
            with.is_ascii()
        })?;
    }
    Ok(out)
}

/// Decodes UTF-8 whose signature, if it has one, is no part of the text. A part that is a prefix of the signature is left over.
pub fn decode_signed<H: DecodeHandler>(input: &[u8], handler: &mut H, mode: Input) -> Result<Decoding, H::Error> {
    if mode == Input::Partial && input.len() < SIGNATURE.len() && SIGNATURE.starts_with(input) {
        return Ok(Decoding { text: TextBuf::new(), consumed: 0 });
    }
    match input.strip_prefix(SIGNATURE) {
        Some(rest) => {
            let decoding = decode(rest, handler, mode)?;
            Ok(Decoding { consumed: decoding.consumed + SIGNATURE.len(), ..decoding })
        }
        None => decode(input, handler, mode),
    }
}

/// Encodes as UTF-8 after its signature.
pub fn encode_signed<H: EncodeHandler>(text: Text<'_>, handler: &mut H) -> Result<Vec<u8>, H::Error> {
    let mut out = SIGNATURE.to_vec();
    out.extend(encode(text, handler)?);
    Ok(out)
}
