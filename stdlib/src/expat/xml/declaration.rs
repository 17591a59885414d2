//! The declaration at the beginning of a document or an external entity, `<?xml version="…" encoding="…" standalone="…"?>`
//! (expat: `xmltok.c: doParseXmlDecl`).

use super::scan::is_space;
use std::ops::Range;

/// What it says.
#[derive(Default)]
pub(super) struct Declaration {
    pub(super) version: Option<Range<usize>>,
    pub(super) encoding: Option<Range<usize>>,
    pub(super) standalone: Option<bool>,
}

/// Name and value of what looks like an attribute.
type Item = (Range<usize>, Range<usize>);

/// The next item from `*i` on, which moves behind it; `None` at the end. Fails with the place of what is wrong.
fn item(text: &[u8], i: &mut usize, end: usize) -> Result<Option<Item>, usize> {
    let byte = |i: usize| if i < end { text.get(i).copied() } else { None };
    let skip = |mut i: usize| {
        while byte(i).is_some_and(is_space) {
            i += 1;
        }
        i
    };
    if *i >= end {
        return Ok(None);
    }
    let start = skip(*i);
    if start == *i {
        return Err(*i);
    }
    *i = start;
    if start >= end {
        return Ok(None);
    }
    let mut at = start;
    while let Some(b) = byte(at).filter(u8::is_ascii) {
        if b == b'=' || is_space(b) {
            break;
        }
        at += 1;
    }
    let name = start..at;
    at = skip(at);
    if byte(at) != Some(b'=') {
        return Err(at);
    }
    if name.is_empty() {
        return Err(start);
    }
    at = skip(at + 1);
    let Some(quote @ (b'"' | b'\'')) = byte(at) else { return Err(at) };
    let value = at + 1;
    at = value;
    loop {
        match byte(at) {
            Some(b) if b == quote => break,
            Some(b) if b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_') => at += 1,
            _ => return Err(at),
        }
    }
    *i = at + 1;
    Ok(Some((name, value..at)))
}

/// Reads the declaration whose token lies at `token`; `external` for that of an external entity.
///
/// # Errors
/// The place of what is wrong.
pub(super) fn read(text: &[u8], token: Range<usize>, external: bool) -> Result<Declaration, usize> {
    let end = token.end.saturating_sub(2);
    let mut i = token.start + 5;
    let mut made = Declaration::default();
    let Some((mut name, mut value)) = item(text, &mut i, end)? else { return Err(i) };
    if &text[name.clone()] == b"version" {
        // Production 26: `1.` and digits.
        let digits = text[value.clone()].strip_prefix(b"1.").unwrap_or_default();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(value.start);
        }
        made.version = Some(value);
        match item(text, &mut i, end)? {
            Some(next) => (name, value) = next,
            None if external => return Err(i),
            None => return Ok(made),
        }
    } else if !external {
        return Err(name.start);
    }
    if &text[name.clone()] == b"encoding" {
        if !text.get(value.start).is_some_and(u8::is_ascii_alphabetic) {
            return Err(value.start);
        }
        made.encoding = Some(value);
        match item(text, &mut i, end)? {
            Some(next) => (name, value) = next,
            None => return Ok(made),
        }
    }
    if &text[name.clone()] != b"standalone" || external {
        return Err(name.start);
    }
    made.standalone = Some(match &text[value.clone()] {
        b"yes" => true,
        b"no" => false,
        _ => return Err(value.start),
    });
    while i < end && is_space(text[i]) {
        i += 1;
    }
    if i == end { Ok(made) } else { Err(i) }
}
