//! UTF-16 in either byte order, with or without a byte order mark (RFC 2781; CPython: `PyUnicode_DecodeUTF16Stateful`).

use super::base::{Decoder, encode_error};
use super::{ByteOrder, ByteOrderMark, CodecError, DecodeHandler, Decoding, EncodeHandler, Input};
use crate::text::{Kind, Text, is_surrogate};

fn unit_at(bytes: &[u8], order: ByteOrder) -> Option<u16> {
    let pair = *bytes.first_chunk::<2>()?;
    Some(match order {
        ByteOrder::Little => u16::from_le_bytes(pair),
        ByteOrder::Big => u16::from_be_bytes(pair),
    })
}

fn push_unit(out: &mut Vec<u8>, unit: u16, order: ByteOrder) {
    out.extend_from_slice(&match order {
        ByteOrder::Little => unit.to_le_bytes(),
        ByteOrder::Big => unit.to_be_bytes(),
    });
}

/// Decodes UTF-16, and tells the byte order after it: a mark that was read fixes it.
pub fn decode<H: DecodeHandler>(
    input: &[u8],
    handler: &mut H,
    order: ByteOrderMark,
    mode: Input,
) -> Result<(Decoding, ByteOrderMark), H::Error> {
    let mut decoder = Decoder::new(input, handler);
    let (known, mark) = order.read(input, &[0xFF, 0xFE], &[0xFE, 0xFF]);
    decoder.at = mark;
    let order = known.order();
    let name = match order {
        ByteOrder::Little => "utf-16-le",
        ByteOrder::Big => "utf-16-be",
    };
    decoder.out.reserve(input.len() / 2);
    loop {
        let len = decoder.input.len();
        let start = decoder.at;
        let Some(unit) = unit_at(decoder.rest(), order) else {
            if start == len || mode == Input::Partial {
                break;
            }
            decoder.error(name, "truncated data", start, len)?;
            continue;
        };
        match unit {
            0xD800..=0xDBFF => match unit_at(&decoder.input[start + 2..], order) {
                Some(low @ 0xDC00..=0xDFFF) => {
                    decoder.out.push(0x1_0000 + (u32::from(unit & 0x3FF) << 10) + u32::from(low & 0x3FF));
                    decoder.at += 4;
                }
                Some(_) => decoder.error(name, "illegal UTF-16 surrogate", start, start + 2)?,
                None if mode == Input::Partial => break,
                None => decoder.error(name, "unexpected end of data", start, len)?,
            },
            0xDC00..=0xDFFF => decoder.error(name, "illegal encoding", start, start + 2)?,
            _ => {
                decoder.out.push(unit.into());
                decoder.at += 2;
            }
        }
    }
    Ok((decoder.finish(mode), known))
}

/// Encodes as UTF-16, with a mark in front if the order is to be marked; surrogates are errors.
pub fn encode<H: EncodeHandler>(text: Text<'_>, handler: &mut H, order: ByteOrderMark) -> Result<Vec<u8>, H::Error> {
    let encoding = match order {
        ByteOrderMark::Fixed(ByteOrder::Little) => "utf-16-le",
        ByteOrderMark::Fixed(ByteOrder::Big) => "utf-16-be",
        ByteOrderMark::Marked => "utf-16",
    };
    let marked = order == ByteOrderMark::Marked;
    let order = order.order();
    let mut out = Vec::with_capacity(2 * text.len() + 2);
    if marked {
        push_unit(&mut out, 0xFEFF, order);
    }
    if text.kind() < Kind::Ucs2 {
        text.iter().for_each(|c| push_unit(&mut out, c as u16, order));
        return Ok(out);
    }
    let mut at = 0;
    while let Some(c) = text.get(at) {
        match c {
            0x1_0000.. => {
                push_unit(&mut out, 0xD800 + ((c - 0x1_0000) >> 10) as u16, order);
                push_unit(&mut out, 0xDC00 + (c & 0x3FF) as u16, order);
                at += 1;
            }
            _ if is_surrogate(c) => {
                let error = CodecError { encoding, reason: "surrogates not allowed", start: at, end: at + 1 };
                at = encode_error(text, error, handler, &mut out, 2, |with, out| {
                    with.iter().for_each(|c| push_unit(out, c as u16, order));
                    with.is_ascii()
                })?;
            }
            _ => {
                push_unit(&mut out, c as u16, order);
                at += 1;
            }
        }
    }
    Ok(out)
}
