//! Base 64 (RFC 4648), as `binascii` reads it: leniently, skipping what is no digit, or strictly.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Values of the digits; 255 for bytes that are none.
static VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut i = 0;
    while i < 64 {
        values[DIGITS[i] as usize] = i as u8;
        i += 1;
    }
    values
};

/// The bytes that `text` stands for.
pub(super) fn decode(text: &[u8], strict: bool) -> Result<Vec<u8>, String> {
    if strict && text.first() == Some(&b'=') {
        return Err("Leading padding not allowed".into());
    }
    let mut out = Vec::with_capacity(text.len().div_ceil(4) * 3);
    // Digits of the quantum at hand, and what is left of them; padding since the last digit.
    let (mut place, mut left, mut pads) = (0, 0u8, 0);
    for &byte in text {
        if byte == b'=' {
            if strict && place == 0 {
                return Err("Excess padding not allowed".into());
            }
            if place >= 2 && place + pads < 4 {
                pads += 1;
            } else if strict {
                return Err(if place == 1 { one_too_many(&out) } else { "Excess padding not allowed".into() });
            }
            continue;
        }
        let value = VALUES[usize::from(byte)];
        if value == 255 {
            if strict {
                return Err("Only base64 data is allowed".into());
            }
            continue;
        }
        if strict && pads > 0 {
            let complete = place + pads == 4;
            let what = if complete { "Excess data after padding" } else { "Discontinuous padding not allowed" };
            return Err(what.into());
        }
        pads = 0;
        match place {
            0 => {}
            1 => out.push(left << 2 | value >> 4),
            2 => out.push(left << 4 | value >> 2),
            _ => out.push(left << 6 | value),
        }
        left = value & [63, 15, 3, 0][place];
        place = (place + 1) % 4;
    }
    match place {
        1 => Err(one_too_many(&out)),
        2 | 3 if place + pads < 4 => Err("Incorrect padding".into()),
        _ => Ok(out),
    }
}

fn one_too_many(decoded: &[u8]) -> String {
    let digits = decoded.len() / 3 * 4 + 1;
    format!("Invalid base64-encoded string: number of data characters ({digits}) cannot be 1 more than a multiple of 4")
}

/// The digits of `bytes`.
pub(super) fn encode(bytes: &[u8], newline: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4 + usize::from(newline));
    let digit = |word: u32, shift: u32| DIGITS[(word >> shift & 63) as usize];
    let mut triples = bytes.chunks_exact(3);
    for triple in &mut triples {
        let word = triple.iter().fold(0, |word, &byte| word << 8 | u32::from(byte));
        out.extend([18, 12, 6, 0].map(|shift| digit(word, shift)));
    }
    match *triples.remainder() {
        [a] => {
            let word = u32::from(a) << 16;
            out.extend([digit(word, 18), digit(word, 12), b'=', b'=']);
        }
        [a, b] => {
            let word = u32::from(a) << 16 | u32::from(b) << 8;
            out.extend([digit(word, 18), digit(word, 12), digit(word, 6), b'=']);
        }
        _ => {}
    }
    if newline {
        out.push(b'\n');
    }
    out
}
