//! `repr` and `ascii` of a text (CPython: `unicode_repr`), and the escapes that other writers share.

use super::{Text, TextBuf, chars, search};

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The lowest `digits` hexadecimal digits of `c`.
pub(crate) fn push_hex(out: &mut impl FnMut(u8), c: u32, digits: u32) {
    for i in (0..digits).rev() {
        out(HEX[(c >> (4 * i) & 15) as usize]);
    }
}

/// Tells `out` the shortest of `\xNN`, `\uNNNN` and `\UNNNNNNNN` for `c`.
pub(crate) fn push_escape(out: &mut impl FnMut(u8), c: u32) {
    let (letter, digits) = match c {
        0..=0xFF => (b'x', 2),
        0x100..=0xFFFF => (b'u', 4),
        _ => (b'U', 8),
    };
    out(b'\\');
    out(letter);
    push_hex(out, c, digits);
}

/// The quote that `repr` uses: a double one only if that saves escaping.
fn quote_for(text: Text<'_>) -> u32 {
    let (single, double) = (u32::from(b'\''), u32::from(b'"'));
    if search::contains_code(text, single) && !search::contains_code(text, double) { double } else { single }
}

fn push_repr(out: &mut TextBuf, text: Text<'_>, shows: impl Fn(u32) -> bool) {
    let quote = quote_for(text);
    out.push(quote);
    for c in text.iter() {
        let letter = match c {
            0x09 => b't',
            0x0A => b'n',
            0x0D => b'r',
            0x5C => b'\\',
            _ if c == quote => quote as u8,
            0x20..=0x7E => {
                out.push(c);
                continue;
            }
            _ if c >= 0x80 && shows(c) => {
                out.push(c);
                continue;
            }
            _ => {
                push_escape(&mut |b| out.push(b.into()), c);
                continue;
            }
        };
        out.push(b'\\'.into());
        out.push(letter.into());
    }
    out.push(quote);
}

/// `repr(text)`
pub fn repr(text: Text<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len() + 2);
    push_repr(&mut out, text, chars::is_printable);
    out
}

/// `ascii(text)`
pub fn ascii(text: Text<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len() + 2);
    push_repr(&mut out, text, |_| false);
    out
}

/// `text` with what is not ASCII escaped, as `ascii()` makes it of a `repr` (the error handler `backslashreplace`).
pub fn escape_non_ascii(text: Text<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len());
    for c in text.iter() {
        if c < 0x80 {
            out.push(c);
        } else {
            push_escape(&mut |b| out.push(b.into()), c);
        }
    }
    out
}
