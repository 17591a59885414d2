//! UTF-32 in either byte order, with or without a byte order mark (CPython: `PyUnicode_DecodeUTF32Stateful`).

use super::base::{Decoder, encode_error};
use super::{ByteOrder, ByteOrderMark, CodecError, DecodeHandler, Decoding, EncodeHandler, Input};
use crate::text::{MAX_CODE_POINT, Text, is_surrogate};

fn unit_at(bytes: &[u8], order: ByteOrder) -> Option<u32> {
    let four = *bytes.first_chunk::<4>()?;
    Some(match order {
        ByteOrder::Little => u32::from_le_bytes(four),
        ByteOrder::Big => u32::from_be_bytes(four),
    })
}

fn push_unit(out: &mut Vec<u8>, unit: u32, order: ByteOrder) {
    out.extend_from_slice(&match order {
        ByteOrder::Little => unit.to_le_bytes(),
        ByteOrder::Big => unit.to_be_bytes(),
    });
}

/// Decodes UTF-32, and tells the byte order after it: a mark that was read fixes it.
pub fn decode<H: DecodeHandler>(
    input: &[u8],
    handler: &mut H,
    order: ByteOrderMark,
    mode: Input,
) -> Result<(Decoding, ByteOrderMark), H::Error> {
    let mut decoder = Decoder::new(input, handler);
    let (known, mark) = order.read(input, &[0xFF, 0xFE, 0, 0], &[0, 0, 0xFE, 0xFF]);
    decoder.at = mark;
    let order = known.order();
    let name = match order {
        ByteOrder::Little => "utf-32-le",
        ByteOrder::Big => "utf-32-be",
    };
    decoder.out.reserve(input.len() / 4);
    loop {
        let start = decoder.at;
        match unit_at(decoder.rest(), order) {
            None if start == decoder.input.len() || mode == Input::Partial => break,
            None => decoder.error(name, "truncated data", start, decoder.input.len())?,
            Some(c) if is_surrogate(c) => {
                decoder.error(name, "code point in surrogate code point range(0xd800, 0xe000)", start, start + 4)?;
            }
            Some(c) if c > MAX_CODE_POINT => {
                decoder.error(name, "code point not in range(0x110000)", start, start + 4)?;
            }
            Some(c) => {
                decoder.out.push(c);
                decoder.at += 4;
            }
        }
    }
    Ok((decoder.finish(mode), known))
}

/// Encodes as UTF-32, with a mark in front if the order is to be marked; surrogates are errors.
pub fn encode<H: EncodeHandler>(text: Text<'_>, handler: &mut H, order: ByteOrderMark) -> Result<Vec<u8>, H::Error> {
    let encoding = match order {
        ByteOrderMark::Fixed(ByteOrder::Little) => "utf-32-le",
        ByteOrderMark::Fixed(ByteOrder::Big) => "utf-32-be",
        ByteOrderMark::Marked => "utf-32",
    };
    let marked = order == ByteOrderMark::Marked;
    let order = order.order();
    let mut out = Vec::with_capacity(4 * text.len() + 4);
    if marked {
        push_unit(&mut out, 0xFEFF, order);
    }
    let mut at = 0;
    while let Some(c) = text.get(at) {
        if is_surrogate(c) {
            let error = CodecError { encoding, reason: "surrogates not allowed", start: at, end: at + 1 };
            at = encode_error(text, error, handler, &mut out, 4, |with, out| {
                with.iter().for_each(|c| push_unit(out, c, order));
                with.is_ascii()
            })?;
        } else {
            push_unit(&mut out, c, order);
            at += 1;
        }
    }
    Ok(out)
}
