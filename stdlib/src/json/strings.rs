//! String literals, read and written.

use rpython_objects::{
    Obj, PyResult, Ref, Str, StrExt, Tuple, Vm, int, protocol,
    sequence::finish,
    text::{Text, TextBuf, Unit},
    value_error, with_units,
};

/// Raises `json.JSONDecodeError` about a place in the document.
#[cold]
pub(super) fn fault(vm: &mut Vm, message: &str, document: &Ref<Str>, at: usize) -> rpython_objects::Raised {
    match decode_error(vm, message, document, at) {
        Ok(error) => vm.raise_object(error),
        Err(raised) => raised,
    }
}

fn decode_error(vm: &mut Vm, message: &str, document: &Ref<Str>, at: usize) -> PyResult {
    let import = vm.hooks.import;
    let (name, wanted) = (Str::intern(vm, "json.decoder").into_obj(), Str::intern(vm, "JSONDecodeError"));
    let level = int::from_i64(vm, 0);
    let from_list = Tuple::from_slice(vm, &[wanted.clone().into_obj()])?.into_obj();
    let module = import(vm, [&name, &Obj::NONE, &Obj::NONE, &from_list, &level])?;
    let class = protocol::get_attr(vm, &module, &wanted)?;
    let (message, at) = (Str::new(vm, message).into_obj(), int::from_i64(vm, at as i64));
    protocol::call(vm, &class, &[message, document.clone().into_obj(), at])
}

/// A fault of a literal: what and where.
type Fault = (&'static str, usize);

/// Where a piece without escapes ends: at a quote or backslash, or at the end of the document.
fn piece_end<U: Unit>(units: &[U], start: usize, strict: bool) -> Result<usize, Fault> {
    let rest = units.get(start..).unwrap_or_default();
    for (i, unit) in rest.iter().enumerate() {
        let c: u32 = (*unit).into();
        if c == u32::from(b'"') || c == u32::from(b'\\') {
            return Ok(start + i);
        }
        if strict && c <= 0x1F {
            return Err(("Invalid control character at", start + i));
        }
    }
    Ok(units.len())
}

/// The number of four hexadecimal digits that begin at `at`.
fn four_digits(text: Text<'_>, at: usize) -> Option<u32> {
    (at..at + 4).try_fold(0, |n, i| Some(n << 4 | char::from_u32(text.get(i)?)?.to_digit(16)?))
}

/// Reads the literal whose first character is at `begin`; the result ends behind its closing quote.
fn read(text: Text<'_>, begin: usize, strict: bool) -> Result<(Option<TextBuf>, usize), Fault> {
    const UNTERMINATED: &str = "Unterminated string starting at";
    let unterminated = (UNTERMINATED, begin.wrapping_sub(1));
    let quote = u32::from(b'"');
    let mut out: Option<TextBuf> = None;
    let mut at = begin;
    loop {
        let end = with_units!(text, units => piece_end(units, at, strict)?);
        let Some(stop) = text.get(end) else { return Err(unterminated) };
        if stop == quote && out.is_none() {
            return Ok((None, end + 1));
        }
        let buf = out.get_or_insert_with(TextBuf::new);
        buf.push_slice(text, at..end);
        if stop == quote {
            return Ok((out, end + 1));
        }
        let letter = text.get(end + 1).ok_or(unterminated)?;
        at = end + 2;
        let escaped = match u8::try_from(letter).unwrap_or(0) {
            b @ (b'"' | b'\\' | b'/') => b.into(),
            b'b' => 0x08,
            b'f' => 0x0C,
            b'n' => 0x0A,
            b'r' => 0x0D,
            b't' => 0x09,
            b'u' => {
                let bad = "Invalid \\uXXXX escape";
                let high = four_digits(text, at).ok_or((bad, at - 1))?;
                at += 4;
                let pair = (high & 0xFC00 == 0xD800)
                    && at + 6 <= text.len()
                    && text.get(at) == Some(b'\\'.into())
                    && text.get(at + 1) == Some(b'u'.into());
                match pair {
                    true => match four_digits(text, at + 2).ok_or((bad, at + 1))? {
                        low if low & 0xFC00 == 0xDC00 => {
                            at += 6;
                            0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF))
                        }
                        _ => high,
                    },
                    false => high,
                }
            }
            _ => return Err(("Invalid \\escape", end)),
        };
        buf.push(escaped);
    }
}

/// Reads the string literal that begins at `begin`, behind its opening quote (`scanstring_unicode`).
pub(super) fn scan(vm: &mut Vm, document: &Ref<Str>, begin: isize, strict: bool) -> PyResult<(Obj, usize)> {
    let len = document.get(vm).len();
    let Some(begin) = usize::try_from(begin).ok().filter(|&begin| begin <= len) else {
        return Err(value_error!(vm, "end is out of bounds"));
    };
    match read(document.text(vm), begin, strict) {
        Ok((None, next)) => {
            let piece = Str::from_text(vm, document.text(vm).slice(begin..next - 1))?;
            Ok((piece.into_obj(), next))
        }
        Ok((Some(buf), next)) => Ok((finish(vm, buf)?, next)),
        Err((message, at)) => Err(fault(vm, message, document, at)),
    }
}

/// Writes the escape of a character that needs one.
fn escape(c: u32, out: &mut TextBuf) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let short: &[u8] = match u8::try_from(c).unwrap_or(0) {
        b'"' => b"\\\"",
        b'\\' => b"\\\\",
        0x08 => b"\\b",
        0x0C => b"\\f",
        b'\n' => b"\\n",
        b'\r' => b"\\r",
        b'\t' => b"\\t",
        _ => b"",
    };
    if !short.is_empty() {
        return out.push_ascii(short);
    }
    let mut unit = |c: u32| {
        let digit = |shift: u32| DIGITS[(c >> shift & 15) as usize];
        out.push_ascii(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
    };
    match c.checked_sub(0x10000) {
        Some(beyond) => {
            unit(0xD800 | beyond >> 10);
            unit(0xDC00 | beyond & 0x3FF);
        }
        None => unit(c),
    }
}

/// Copies `text` between quotes, with escapes in the place of the characters that need them.
fn write(text: Text<'_>, out: &mut TextBuf, needs_escape: impl Fn(u32) -> bool) {
    out.push_ascii(b"\"");
    let copied = with_units!(text, units => write_escapes(units, text, out, needs_escape));
    out.push_slice(text, copied..text.len());
    out.push_ascii(b"\"");
}

/// Writes up to the last character that needs an escape; returns where it ends.
fn write_escapes<U: Unit>(units: &[U], text: Text<'_>, out: &mut TextBuf, needs_escape: impl Fn(u32) -> bool) -> usize {
    let mut copied = 0;
    for (i, unit) in units.iter().enumerate() {
        let c: u32 = (*unit).into();
        if needs_escape(c) {
            out.push_slice(text, copied..i);
            escape(c, out);
            copied = i + 1;
        }
    }
    copied
}

/// Writes a literal of any characters but those that JSON does not allow in one.
pub(super) fn quote(text: Text<'_>, out: &mut TextBuf) {
    write(text, out, |c| c < 0x20 || c == u32::from(b'"') || c == u32::from(b'\\'));
}

/// Writes a literal of ASCII characters.
pub(super) fn quote_ascii(text: Text<'_>, out: &mut TextBuf) {
    write(text, out, |c| !(0x20..0x7F).contains(&c) || c == u32::from(b'"') || c == u32::from(b'\\'));
}
