//! Changing the case of text, with all of Unicode's special casing (CPython: `Objects/unicodeobject.c`, `do_lower` and its neighbours).
//!
//! The one mapping that looks at its context is that of the capital sigma, which at the end of a word becomes a final sigma.

use super::chars::{self, Mapped};
use super::tables::{ctype, flags_of};
use super::{Text, TextBuf, buf::room};

const CAPITAL_SIGMA: u32 = 0x3A3;
const SMALL_SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

/// The lowercase of the capital sigma at `at`: final if a cased character stands before it and none after it, not counting those that
/// are case-ignorable.
#[cold]
fn lower_sigma(text: Text<'_>, at: usize) -> u32 {
    let neighbour_is_cased = |mut codes: super::Iter<'_>| {
        let neighbour = codes.find(|&c| !chars::is_case_ignorable(c));
        neighbour.is_some_and(chars::is_cased)
    };
    let before = text.slice(..at).iter().rev().find(|&c| !chars::is_case_ignorable(c)).is_some_and(chars::is_cased);
    if before && !neighbour_is_cased(text.slice(at + 1..).iter()) { FINAL_SIGMA } else { SMALL_SIGMA }
}

fn push_mapped(out: &mut TextBuf, mapped: Mapped) {
    for &c in mapped.as_slice() {
        out.push(c);
    }
}

fn push_lower(out: &mut TextBuf, text: Text<'_>, at: usize, c: u32) {
    if c == CAPITAL_SIGMA {
        out.push(lower_sigma(text, at));
    } else {
        push_mapped(out, chars::to_lower(c));
    }
}

fn map_ascii(bytes: &[u8], map: impl Fn(u8) -> u8) -> TextBuf {
    let mut out = Vec::new();
    if room(&mut out, bytes.len()) {
        out.extend(bytes.iter().map(|&b| map(b)));
    }
    TextBuf::from_latin1(out)
}

/// `str.lower`
pub fn lower(text: Text<'_>) -> TextBuf {
    if let Text::Ascii(bytes) = text {
        return map_ascii(bytes, |b| b.to_ascii_lowercase());
    }
    let mut out = TextBuf::with_kind(text.kind(), text.len());
    for (at, c) in text.iter().enumerate() {
        push_lower(&mut out, text, at, c);
    }
    out.shrink_kind();
    out
}

/// `str.upper`
pub fn upper(text: Text<'_>) -> TextBuf {
    if let Text::Ascii(bytes) = text {
        return map_ascii(bytes, |b| b.to_ascii_uppercase());
    }
    let mut out = TextBuf::with_kind(text.kind(), text.len());
    for c in text.iter() {
        push_mapped(&mut out, chars::to_upper(c));
    }
    out.shrink_kind();
    out
}

/// `str.casefold`
pub fn casefold(text: Text<'_>) -> TextBuf {
    if let Text::Ascii(bytes) = text {
        return map_ascii(bytes, |b| b.to_ascii_lowercase());
    }
    let mut out = TextBuf::with_kind(text.kind(), text.len());
    for c in text.iter() {
        push_mapped(&mut out, chars::to_folded(c));
    }
    out.shrink_kind();
    out
}

/// `str.swapcase`
pub fn swapcase(text: Text<'_>) -> TextBuf {
    let mut out = TextBuf::with_kind(text.kind(), text.len());
    for (at, c) in text.iter().enumerate() {
        let flags = flags_of(c);
        if flags & ctype::UPPER != 0 {
            push_lower(&mut out, text, at, c);
        } else if flags & ctype::LOWER != 0 {
            push_mapped(&mut out, chars::to_upper(c));
        } else {
            out.push(c);
        }
    }
    out.shrink_kind();
    out
}

/// `str.title`: titlecase after what is not cased, lowercase after what is.
pub fn title(text: Text<'_>) -> TextBuf {
    let mut out = TextBuf::with_kind(text.kind(), text.len());
    let mut after_cased = false;
    for (at, c) in text.iter().enumerate() {
        if after_cased {
            push_lower(&mut out, text, at, c);
        } else {
            push_mapped(&mut out, chars::to_title(c));
        }
        after_cased = chars::is_cased(c);
    }
    out.shrink_kind();
    out
}

/// `str.capitalize`: the first code point in titlecase, the others in lowercase.
pub fn capitalize(text: Text<'_>) -> TextBuf {
    let mut out = TextBuf::with_kind(text.kind(), text.len());
    for (at, c) in text.iter().enumerate() {
        if at == 0 {
            push_mapped(&mut out, chars::to_title(c));
        } else {
            push_lower(&mut out, text, at, c);
        }
    }
    out.shrink_kind();
    out
}
