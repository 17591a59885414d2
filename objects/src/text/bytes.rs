//! What `bytes` and `bytearray` do with their content: ASCII is the only script they know (CPython: `Objects/bytes_methods.c`).
//!
//! Searching, cutting by a separator, replacing and repeating bytes are the kernels on units: [`super::search::find_units`],
//! [`super::split::split_units`], [`super::resize::replace_units`] and their neighbours.

use std::ops::Range;

use super::chars::is_ascii_space;
use super::resize::{Justify, Size, SizeError, vec_of};
use super::split::{LineEnds, lines_units, rsplit_space_units, split_space_units};
use super::strip::{Ends, strip_units};
use super::{Text, TextBuf, repr};

macro_rules! all_tests {
    ($($(#[$doc:meta])* $name:ident = $test:expr;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(bytes: &[u8]) -> bool {
                let test: fn(&u8) -> bool = $test;
                !bytes.is_empty() && bytes.iter().all(test)
            }
        )*
    };
}

all_tests! {
    /// `bytes.isalpha`
    is_alpha = u8::is_ascii_alphabetic;
    /// `bytes.isalnum`
    is_alnum = u8::is_ascii_alphanumeric;
    /// `bytes.isdigit`
    is_digit = u8::is_ascii_digit;
    /// `bytes.isspace`
    is_space = |&b| is_ascii_space(b);
}

/// `bytes.islower`
pub fn is_lower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `bytes.isupper`
pub fn is_upper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `bytes.istitle`
pub fn is_title(bytes: &[u8]) -> bool {
    let (mut found, mut after_letter) = (false, false);
    for &b in bytes {
        if b.is_ascii_alphabetic() {
            if b.is_ascii_uppercase() == after_letter {
                return false;
            }
            found = true;
            after_letter = true;
        } else {
            after_letter = false;
        }
    }
    found
}

/// `bytes.lower`
pub fn lower(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_lowercase()
}

/// `bytes.upper`
pub fn upper(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_uppercase()
}

/// `bytes.swapcase`
pub fn swapcase(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|&b| if b.is_ascii_alphabetic() { b ^ 0x20 } else { b }).collect()
}

/// `bytes.title`
pub fn title(bytes: &[u8]) -> Vec<u8> {
    let mut after_letter = false;
    bytes
        .iter()
        .map(|b| {
            let mapped = if after_letter { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() };
            after_letter = b.is_ascii_alphabetic();
            mapped
        })
        .collect()
}

/// `bytes.capitalize`
pub fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

/// `bytes.split(None, limit)`
pub fn split_space(bytes: &[u8], limit: usize) -> Vec<Range<usize>> {
    split_space_units(bytes, limit, is_ascii_space)
}

/// `bytes.rsplit(None, limit)`
pub fn rsplit_space(bytes: &[u8], limit: usize) -> Vec<Range<usize>> {
    rsplit_space_units(bytes, limit, is_ascii_space)
}

/// `bytes.splitlines`: only `\n`, `\r` and `\r\n` end lines.
pub fn lines_of(bytes: &[u8], ends: LineEnds) -> Vec<Range<usize>> {
    lines_units(bytes, ends, |b| b == b'\n' || b == b'\r')
}

/// What stripping white space leaves.
pub fn strip_space(bytes: &[u8], ends: Ends) -> Range<usize> {
    strip_units(bytes, ends, is_ascii_space)
}

/// What stripping the bytes of `set` leaves.
pub fn strip(bytes: &[u8], set: &[u8], ends: Ends) -> Range<usize> {
    let member = byte_set(set);
    strip_units(bytes, ends, |b| member[usize::from(b)])
}

fn byte_set(set: &[u8]) -> [bool; 256] {
    let mut member = [false; 256];
    for &b in set {
        member[usize::from(b)] = true;
    }
    member
}

/// `separator.join(parts)`
pub fn join<'a>(separator: &[u8], parts: impl Iterator<Item = &'a [u8]> + Clone) -> Result<Vec<u8>, SizeError> {
    let mut size = Size::default();
    for (i, part) in parts.clone().enumerate() {
        size.add(if i > 0 { separator.len() } else { 0 })?;
        size.add(part.len())?;
    }
    let mut out = vec_of(size.get())?;
    for (i, part) in parts.enumerate() {
        if i > 0 {
            out.extend_from_slice(separator);
        }
        out.extend_from_slice(part);
    }
    Ok(out)
}

/// `bytes` with `left` and `right` times `fill` around it.
pub fn pad(bytes: &[u8], left: usize, right: usize, fill: u8) -> Result<Vec<u8>, SizeError> {
    let mut size = Size::default();
    for n in [bytes.len(), left, right] {
        size.add(n)?;
    }
    let mut out = vec_of(size.get())?;
    out.resize(left, fill);
    out.extend_from_slice(bytes);
    out.resize(size.get(), fill);
    Ok(out)
}

/// `bytes.center`, `ljust`, `rjust`; `None` if the bytes fill the width.
pub fn justify(bytes: &[u8], justify: Justify, width: usize, fill: u8) -> Result<Option<Vec<u8>>, SizeError> {
    let Some((left, right)) = justify.padding(bytes.len(), width) else { return Ok(None) };
    pad(bytes, left, right, fill).map(Some)
}

/// `bytes.zfill`; `None` if the bytes fill the width.
pub fn zfill(bytes: &[u8], width: usize) -> Result<Option<Vec<u8>>, SizeError> {
    let Some((zeros, _)) = Justify::Right.padding(bytes.len(), width) else { return Ok(None) };
    let mut out = pad(bytes, zeros, 0, b'0')?;
    if matches!(bytes.first(), Some(b'+' | b'-')) {
        out.swap(0, zeros);
    }
    Ok(Some(out))
}

/// `bytes.translate`: without the bytes of `delete`, the others through `table`.
pub fn translate(bytes: &[u8], table: Option<&[u8; 256]>, delete: &[u8]) -> Vec<u8> {
    let map = |b: u8| table.map_or(b, |table| table[usize::from(b)]);
    if delete.is_empty() {
        return bytes.iter().map(|&b| map(b)).collect();
    }
    let gone = byte_set(delete);
    bytes.iter().filter(|&&b| !gone[usize::from(b)]).map(|&b| map(b)).collect()
}

/// The quote that `repr` uses: a double one only if that saves escaping.
fn quote_for(bytes: &[u8]) -> u8 {
    if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' }
}

/// `repr(bytes)`
pub fn repr(bytes: &[u8]) -> TextBuf {
    repr_quoted(bytes, quote_for(bytes))
}

/// `repr(bytes)` with the quote given.
pub fn repr_quoted(bytes: &[u8], quote: u8) -> TextBuf {
    let mut out = Vec::with_capacity(bytes.len() + 3);
    out.extend_from_slice(&[b'b', quote]);
    push_escaped(&mut out, bytes, Some(quote));
    out.push(quote);
    TextBuf::from_latin1(out)
}

/// Appends `bytes` with all but printable ASCII escaped, and `quote` and backslashes too.
pub(crate) fn push_escaped(out: &mut Vec<u8>, bytes: &[u8], quote: Option<u8>) {
    for &b in bytes {
        match b {
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            _ if Some(b) == quote => out.extend_from_slice(&[b'\\', b]),
            b' '..=b'~' => out.push(b),
            _ => repr::push_escape(&mut |b| out.push(b), b.into()),
        }
    }
}

/// `bytes.hex(separator, group)`: a separator between groups of `|group|` bytes, counted from the right, or from the left if `group` is
/// negative.
pub fn hex(bytes: &[u8], separator: Option<u8>, group: isize) -> Result<Vec<u8>, SizeError> {
    let width = group.unsigned_abs();
    let separator = separator.filter(|_| width > 0 && width < bytes.len());
    let separators = if separator.is_some() { (bytes.len() - 1) / width } else { 0 };
    let mut out = vec_of(Size::exchanged(separators, 2, bytes.len(), 0)?)?;
    let first = if group > 0 && width > 0 { bytes.len() % width } else { 0 };
    for (i, &b) in bytes.iter().enumerate() {
        if let Some(separator) = separator
            && i > 0
            && (i + width - first).is_multiple_of(width)
        {
            out.push(separator);
        }
        repr::push_hex(&mut |b| out.push(b), b.into(), 2);
    }
    Ok(out)
}

/// Why `bytes.fromhex` refuses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HexError {
    /// What stands at this index is no hexadecimal digit.
    NotHex(usize),
    /// The last digit has no partner.
    OddLength,
}

/// `bytes.fromhex`: pairs of digits, with white space between pairs.
pub fn from_hex(text: Text<'_>) -> Result<Vec<u8>, HexError> {
    let digits = match text {
        Text::Ascii(digits) | Text::Latin1(digits) if digits.is_ascii() => digits,
        _ => return Err(HexError::NotHex(text.iter().position(|c| c >= 0x80).unwrap_or(0))),
    };
    hex_digits(digits)
}

/// [`from_hex`] of bytes.
pub fn hex_digits(digits: &[u8]) -> Result<Vec<u8>, HexError> {
    let value = |b: u8| char::from(b).to_digit(16).map(|v| v as u8);
    let mut out = Vec::with_capacity(digits.len() / 2);
    let mut at = 0;
    while let Some(&high) = digits.get(at) {
        if is_ascii_space(high) {
            at += 1;
            continue;
        }
        let high = value(high).ok_or(HexError::NotHex(at))?;
        let low = *digits.get(at + 1).ok_or(HexError::OddLength)?;
        let low = value(low).ok_or(HexError::NotHex(at + 1))?;
        out.push(high << 4 | low);
        at += 2;
    }
    Ok(out)
}
