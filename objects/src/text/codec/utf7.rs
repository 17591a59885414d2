//! UTF-7 (RFC 2152; CPython: `PyUnicode_DecodeUTF7Stateful`).
//!
//! Characters outside a direct set travel as UTF-16 in Base64, between `+` and `-` or the first byte that is no Base64.

use super::base::Decoder;
use super::{DecodeHandler, Decoding, Input};
use crate::text::{Text, TextBuf};

const NAME: &str = "utf7";

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_value(b: u8) -> Option<u32> {
    Some(u32::from(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// Is `c` written as it is? `+` has a form of its own.
fn is_direct(c: u32) -> bool {
    matches!(c, 0x09 | 0x0A | 0x0D | 0x20..=0x7D) && c != 0x2B && c != 0x5C
}

/// A shifted section: where it began, in the input and in the output, and what is left over of its Base64.
struct Shift {
    start: usize,
    out_len: usize,
    bits: u32,
    buffer: u32,
    high: Option<u32>,
}

impl Shift {
    /// Takes six bits, and a unit of UTF-16 when they complete one.
    fn take(&mut self, six: u32, out: &mut TextBuf) {
        self.buffer = self.buffer << 6 | six;
        self.bits += 6;
        if self.bits < 16 {
            return;
        }
        self.bits -= 16;
        let unit = self.buffer >> self.bits;
        self.buffer &= (1 << self.bits) - 1;
        if let Some(high) = self.high.take() {
            if let 0xDC00..=0xDFFF = unit {
                out.push(0x1_0000 + ((high & 0x3FF) << 10) + (unit & 0x3FF));
                return;
            }
            out.push(high);
        }
        match unit {
            0xD800..=0xDBFF => self.high = Some(unit),
            _ => out.push(unit),
        }
    }
}

/// Decodes UTF-7.
pub fn decode<H: DecodeHandler>(input: &[u8], handler: &mut H, mode: Input) -> Result<Decoding, H::Error> {
    let mut decoder = Decoder::new(input, handler);
    let mut shift: Option<Shift> = None;
    // Where the section began that an error is about; outside of one it is the last one's start, as in CPython.
    let mut start = 0;
    loop {
        while let Some(&b) = decoder.input.get(decoder.at) {
            if let Some(section) = &mut shift {
                if let Some(six) = base64_value(b) {
                    decoder.at += 1;
                    section.take(six, &mut decoder.out);
                    continue;
                }
                let (bits, buffer, high) = (section.bits, section.buffer, section.high);
                shift = None;
                if bits >= 6 {
                    decoder.error(NAME, "partial character in shift sequence", start, decoder.at + 1)?;
                } else if bits > 0 && buffer != 0 {
                    decoder.error(NAME, "non-zero padding bits in shift sequence", start, decoder.at + 1)?;
                } else {
                    if let Some(high) = high.filter(|_| b < 0x80) {
                        decoder.out.push(high);
                    }
                    decoder.at += usize::from(b == b'-');
                }
            } else if b == b'+' {
                start = decoder.at;
                match decoder.input.get(start + 1) {
                    Some(b'-') => {
                        decoder.out.push(b.into());
                        decoder.at += 2;
                    }
                    Some(&next) if base64_value(next).is_none() => {
                        decoder.error(NAME, "ill-formed sequence", start, start + 2)?;
                    }
                    _ => {
                        decoder.at += 1;
                        shift = Some(Shift { start, out_len: decoder.out.len(), bits: 0, buffer: 0, high: None });
                    }
                }
            } else if b < 0x80 {
                decoder.out.push(b.into());
                decoder.at += 1;
            } else {
                start = decoder.at;
                decoder.error(NAME, "unexpected special character", start, start + 1)?;
            }
        }
        let Some(section) = &shift else { break };
        if mode == Input::Partial {
            // The section waits for its end; what came of it is taken back.
            decoder.at = section.start;
            decoder.out.truncate(section.out_len);
            break;
        }
        let sound = section.high.is_none() && section.bits < 6 && section.buffer == 0;
        shift = None;
        if sound {
            break;
        }
        decoder.error(NAME, "unterminated shift sequence", start, decoder.input.len())?;
    }
    Ok(decoder.finish(mode))
}

/// Encodes as UTF-7, which can carry any code point.
pub fn encode(text: Text<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut shifted = false;
    let (mut bits, mut buffer) = (0u32, 0u32);
    for c in text.iter() {
        if is_direct(c) {
            if shifted {
                flush(&mut out, &mut bits, &mut buffer);
                shifted = false;
                if base64_value(c as u8).is_some() || c == 0x2D {
                    out.push(b'-');
                }
            }
            out.push(c as u8);
            continue;
        }
        if !shifted {
            out.push(b'+');
            if c == 0x2B {
                out.push(b'-');
                continue;
            }
            shifted = true;
        }
        let mut push_unit = |unit: u32| {
            buffer = buffer << 16 | unit;
            bits += 16;
            while bits >= 6 {
                bits -= 6;
                out.push(BASE64[(buffer >> bits & 63) as usize]);
            }
            buffer &= (1 << bits) - 1;
        };
        match c {
            0x1_0000.. => {
                push_unit(0xD800 + ((c - 0x1_0000) >> 10));
                push_unit(0xDC00 + (c & 0x3FF));
            }
            _ => push_unit(c),
        }
    }
    flush(&mut out, &mut bits, &mut buffer);
    if shifted {
        out.push(b'-');
    }
    out
}

/// Writes the bits left over, filled up with zeros.
fn flush(out: &mut Vec<u8>, bits: &mut u32, buffer: &mut u32) {
    if *bits > 0 {
        out.push(BASE64[(*buffer << (6 - *bits) & 63) as usize]);
    }
    (*bits, *buffer) = (0, 0);
}
