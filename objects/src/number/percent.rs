//! `%` formatting of `str` and `bytes` (CPython: `unicode_format_arg`, `_PyBytes_FormatEx`).
//!
//! [`Pieces`] reads a template lazily, because a mistake shows only after what stands before it was formatted. A [`Conversion`] keeps
//! its own mistakes for the moment in which CPython would find them: the caller resolves `key`, then `width`, then `precision`, each of
//! which may take an argument, and then asks for [`Conversion::code`]. Numbers and text are then appended by [`integer`], [`float`] and
//! [`text`].

use std::ops::Range;

use super::float::{self as floats, Code, Style};
use super::int::IntRef;
use super::{Error, Result, probe_memory};
use crate::text::{MAX_CODE_POINT, Text, TextBuf};

/// Which type's `%` it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavor {
    /// `str % args`
    Str,
    /// `bytes % args`; the template is the bytes as Latin-1.
    Bytes,
}

impl Flavor {
    fn noun(self) -> &'static str {
        match self {
            Flavor::Str => "string",
            Flavor::Bytes => "bytes",
        }
    }
}

/// A part of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Copied as it is. Of `%%`, one `%`.
    Literal(Range<usize>),
    /// Replaced by an argument.
    Conversion(Conversion),
}

/// A width or a precision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// Not given.
    Absent,
    /// Digits.
    Given(usize),
    /// `*`: an argument, that [`width_argument`] or [`precision_argument`] reads.
    Argument,
}

/// The flags.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// `%(key)flags width.precision code`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conversion {
    /// The key, or the `ValueError` of one that does not end. Where there is one, the argument must be a mapping: [`not_a_mapping`].
    pub key: Option<Result<Range<usize>>>,
    /// The flags.
    pub flags: Flags,
    /// The least width.
    pub width: Size,
    /// The precision.
    pub precision: Size,
    code: Result<u32>,
    at: usize,
    flavor: Flavor,
}

impl Conversion {
    /// The code point that names the conversion, or the `ValueError` of a conversion that is cut short or whose numbers are too big.
    pub fn code(&self) -> Result<u32> {
        self.code.clone()
    }

    /// The `ValueError` for a code that names no conversion.
    #[cold]
    pub fn unsupported(&self) -> Error {
        let code = *self.code.as_ref().unwrap_or(&0);
        if self.flavor == Flavor::Bytes && code >= 0x80 {
            return Error::overflow("character argument not in range(0x110000)");
        }
        let shows = |c: &char| self.flavor == Flavor::Bytes || ('\x1F'..='~').contains(c);
        let shown = char::from_u32(code).filter(shows).unwrap_or('?');
        Error::value(format!("unsupported format character '{shown}' (0x{code:x}) at index {}", self.at))
    }
}

/// A conversion whose arguments were read: how to lay out its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// The flags.
    pub flags: Flags,
    /// The least width.
    pub width: usize,
    /// The precision.
    pub precision: Option<usize>,
    /// The letter.
    pub code: u8,
}

/// The pieces of a template.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    text: Text<'a>,
    at: usize,
    flavor: Flavor,
}

impl<'a> Pieces<'a> {
    /// Of a whole template.
    pub fn new(text: Text<'a>, flavor: Flavor) -> Pieces<'a> {
        Pieces { text, at: 0, flavor }
    }

    fn peek(&self) -> Option<u32> {
        self.text.get(self.at)
    }

    fn eat(&mut self, c: u8) -> bool {
        let hit = self.peek() == Some(c.into());
        self.at += usize::from(hit);
        hit
    }

    fn conversion(&mut self) -> Conversion {
        let mut conversion = Conversion {
            key: None,
            flags: Flags::default(),
            width: Size::Absent,
            precision: Size::Absent,
            code: Ok(0),
            at: self.at,
            flavor: self.flavor,
        };
        if self.eat(b'(') {
            let key = self.key();
            let failed = key.is_err();
            conversion.key = Some(key);
            if failed {
                return conversion;
            }
        }
        conversion.code = self.rest(&mut conversion);
        conversion.at = self.at.saturating_sub(1);
        conversion
    }

    /// Up to the parenthesis that closes the one just read.
    fn key(&mut self) -> Result<Range<usize>> {
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match u8::try_from(c) {
                Ok(b'(') => depth += 1,
                Ok(b')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(start..self.at - 1);
            }
        }
        Err(Error::value("incomplete format key"))
    }

    fn rest(&mut self, conversion: &mut Conversion) -> Result<u32> {
        let incomplete = || Error::value("incomplete format");
        let flags = &mut conversion.flags;
        while let Some(c) = self.peek() {
            let flag = match u8::try_from(c) {
                Ok(b'-') => &mut flags.left,
                Ok(b'+') => &mut flags.plus,
                Ok(b' ') => &mut flags.space,
                Ok(b'#') => &mut flags.alternate,
                Ok(b'0') => &mut flags.zero,
                _ => break,
            };
            *flag = true;
            self.at += 1;
        }
        conversion.width = self.size(isize::MAX as usize, "width too big")?;
        if self.eat(b'.') {
            let message = match self.flavor {
                Flavor::Str => "precision too big",
                Flavor::Bytes => "prec too big",
            };
            conversion.precision = match self.size(i32::MAX as usize, message)? {
                Size::Absent => Size::Given(0),
                size => size,
            };
        }
        if matches!(self.peek().map(u8::try_from), Some(Ok(b'h' | b'l' | b'L'))) {
            self.at += 1;
        }
        let code = self.peek().ok_or_else(incomplete)?;
        self.at += 1;
        Ok(code)
    }

    fn size(&mut self, limit: usize, too_big: &'static str) -> Result<Size> {
        if self.eat(b'*') {
            return Ok(Size::Argument);
        }
        let mut size = None;
        while let Some(c @ 0x30..=0x39) = self.peek() {
            let digit = (c - 0x30) as usize;
            let value = size.unwrap_or(0usize);
            if value > (limit - digit) / 10 {
                return Err(Error::value(too_big));
            }
            size = Some(value * 10 + digit);
            self.at += 1;
        }
        Ok(size.map_or(Size::Absent, Size::Given))
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        if !self.eat(b'%') {
            let rest = self.text.slice(start..);
            let len = rest.iter().position(|c| c == u32::from(b'%')).unwrap_or(rest.len());
            self.at = start + len;
            return Some(Piece::Literal(start..self.at));
        }
        if self.eat(b'%') {
            return Some(Piece::Literal(start..start + 1));
        }
        let conversion = self.conversion();
        if conversion.code.is_err() || matches!(conversion.key, Some(Err(_))) {
            self.at = self.text.len();
        }
        Some(Piece::Conversion(conversion))
    }
}

/// The value of a `*` width: negative ones align to the left. Argument: the integer, or `None` for what is none.
/// `TypeError`, `OverflowError`.
pub fn width_argument(value: Option<IntRef<'_>>, flags: &mut Flags) -> Result<usize> {
    let value = value.ok_or_else(|| Error::type_error("* wants int"))?;
    let width = value.to_i64().ok_or_else(|| Error::overflow("Python int too large to convert to C ssize_t"))?;
    if width == i64::MIN {
        return Err(Error::overflow("width too big"));
    }
    if width < 0 {
        flags.left = true;
    }
    Ok(width.unsigned_abs() as usize)
}

/// The value of a `*` precision: negative ones are zero. `TypeError`, `OverflowError`.
pub fn precision_argument(value: Option<IntRef<'_>>) -> Result<usize> {
    let value = value.ok_or_else(|| Error::type_error("* wants int"))?;
    let precision = value.to_i64().and_then(|n| i32::try_from(n).ok());
    let precision = precision.ok_or_else(|| Error::overflow("Python int too large to convert to C int"))?;
    Ok(precision.max(0) as usize)
}

/// Where formatted text goes: a `str`'s buffer or a `bytes`'.
pub trait Sink {
    /// Appends ASCII bytes.
    fn push_ascii(&mut self, bytes: &[u8]);
    /// Appends an ASCII byte `n` times.
    fn push_fill(&mut self, byte: u8, n: usize);
}

impl Sink for TextBuf {
    fn push_ascii(&mut self, bytes: &[u8]) {
        TextBuf::push_ascii(self, bytes);
    }

    fn push_fill(&mut self, byte: u8, n: usize) {
        self.push_repeated(byte.into(), n);
    }
}

impl Sink for Vec<u8> {
    fn push_ascii(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn push_fill(&mut self, byte: u8, n: usize) {
        self.resize(self.len() + n, byte);
    }
}

/// The room that C's buffers need beside a precision.
const PRECISION_ROOM: usize = 3;

/// Appends an integer converted by `d`, `i`, `u`, `o`, `x` or `X`; `ValueError` beyond `max_str_digits` decimal digits,
/// `OverflowError`, `MemoryError`.
pub fn integer(out: &mut impl Sink, n: IntRef<'_>, layout: &Layout, max_str_digits: usize) -> Result<()> {
    let (base, prefix): (u32, &[u8]) = match layout.code {
        b'o' => (8, b"0o"),
        b'x' => (16, b"0x"),
        b'X' => (16, b"0X"),
        _ => (10, b""),
    };
    let mut digits = if base == 10 { n.to_decimal(max_str_digits)? } else { n.magnitude_digits(base) }.into_bytes();
    if digits.first() == Some(&b'-') {
        digits.remove(0);
    }
    if layout.code == b'X' {
        digits.make_ascii_uppercase();
    }
    if layout.precision.is_some_and(|p| p > i32::MAX as usize - PRECISION_ROOM) {
        return Err(Error::overflow("precision too large"));
    }
    let zeros = layout.precision.unwrap_or(0).saturating_sub(digits.len());
    if zeros > 0 {
        probe_memory(zeros as u64)?;
        digits.splice(0..0, std::iter::repeat_n(b'0', zeros));
    }
    number(out, n.is_negative(), if layout.flags.alternate { prefix } else { b"" }, &digits, layout)
}

/// Appends a float converted by `e`, `E`, `f`, `F`, `g` or `G`; `ValueError`, `MemoryError`.
pub fn float(out: &mut impl Sink, x: f64, layout: &Layout) -> Result<()> {
    let code = match layout.code.to_ascii_lowercase() {
        b'e' => Code::Exponent,
        b'f' => Code::Fixed,
        _ => Code::General,
    };
    let precision = layout.precision.unwrap_or(6);
    if precision > i32::MAX as usize - PRECISION_ROOM {
        return Err(Error::value("precision too big"));
    }
    let style =
        Style { alternate: layout.flags.alternate, upper: layout.code.is_ascii_uppercase(), ..Style::default() };
    let mut digits = Vec::new();
    floats::write(&mut digits, x, code, precision, style)?;
    match digits.split_first() {
        Some((b'-', magnitude)) => number(out, true, b"", magnitude, layout),
        _ => number(out, false, b"", &digits, layout),
    }
}

fn number(out: &mut impl Sink, negative: bool, prefix: &[u8], digits: &[u8], layout: &Layout) -> Result<()> {
    let flags = layout.flags;
    let sign: &[u8] = match flags {
        _ if negative => b"-",
        Flags { plus: true, .. } => b"+",
        Flags { space: true, .. } => b" ",
        _ => b"",
    };
    let padding = layout.width.saturating_sub(sign.len() + prefix.len() + digits.len());
    probe_memory((padding + digits.len()) as u64)?;
    let (left, zeros, right) = match flags {
        Flags { left: true, .. } => (0, 0, padding),
        Flags { zero: true, .. } => (0, padding, 0),
        _ => (padding, 0, 0),
    };
    out.push_fill(b' ', left);
    out.push_ascii(sign);
    out.push_ascii(prefix);
    out.push_fill(b'0', zeros);
    out.push_ascii(digits);
    out.push_fill(b' ', right);
    Ok(())
}

/// How much of a text of `len` units `s`, `r`, `a` and `b` show, and the padding to its left and right; `MemoryError`. `c` shows all.
pub fn extent(len: usize, layout: &Layout) -> Result<(usize, usize, usize)> {
    let shown = match layout.precision {
        Some(precision) if layout.code != b'c' => len.min(precision),
        _ => len,
    };
    let padding = layout.width.saturating_sub(shown);
    probe_memory(padding as u64)?;
    Ok(if layout.flags.left { (shown, 0, padding) } else { (shown, padding, 0) })
}

/// Appends a text converted by `s`, `r`, `a` or `c`; `MemoryError`.
pub fn text(out: &mut TextBuf, value: Text<'_>, layout: &Layout) -> Result<()> {
    let (shown, left, right) = extent(value.len(), layout)?;
    out.push_repeated(b' '.into(), left);
    out.push_text(value.slice(..shown));
    out.push_repeated(b' '.into(), right);
    Ok(())
}

/// Appends bytes converted by `s`, `b`, `r`, `a` or `c`; `MemoryError`.
pub fn bytes(out: &mut Vec<u8>, value: &[u8], layout: &Layout) -> Result<()> {
    let (shown, left, right) = extent(value.len(), layout)?;
    out.push_fill(b' ', left);
    out.extend_from_slice(&value[..shown]);
    out.push_fill(b' ', right);
    Ok(())
}

/// The code point that `%c` of an integer is; `OverflowError`.
pub fn character(n: IntRef<'_>) -> Result<u32> {
    let code = n.to_i64().and_then(|n| u32::try_from(n).ok()).filter(|&c| c <= MAX_CODE_POINT);
    code.ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))
}

/// The byte that `%c` of an integer is; `OverflowError`.
pub fn byte(n: IntRef<'_>) -> Result<u8> {
    let byte = n.to_i64().and_then(|n| u8::try_from(n).ok());
    byte.ok_or_else(|| Error::overflow("%c arg not in range(256)"))
}

/// A `TypeError` about an argument whose type is `type_name`.
fn about(before: &str, type_name: Text<'_>) -> Error {
    let mut message = TextBuf::from(before);
    message.push_text(type_name);
    Error::with_text(super::ErrorKind::Type, message)
}

/// `TypeError` of `%d`, `%x` and their like for what is no number.
#[cold]
pub fn not_a_number(code: u8, type_name: Text<'_>) -> Error {
    let wanted = if matches!(code, b'd' | b'i' | b'u') { "a real number" } else { "an integer" };
    about(&format!("%{} format: {wanted} is required, not ", char::from(code)), type_name)
}

/// `TypeError` of `%f` and its like for what is no number. (For bytes an integer too large is one of these.)
#[cold]
pub fn not_a_float(flavor: Flavor, type_name: Text<'_>) -> Error {
    match flavor {
        Flavor::Str => about("must be real number, not ", type_name),
        Flavor::Bytes => about("float argument required, not ", type_name),
    }
}

/// `TypeError` of `%c` for what is neither a character nor an integer.
#[cold]
pub fn not_a_character(flavor: Flavor, type_name: Text<'_>) -> Error {
    match flavor {
        Flavor::Str => about("%c requires an int or a unicode character, not ", type_name),
        Flavor::Bytes => about("%c requires an integer in range(256) or a single byte, not ", type_name),
    }
}

/// `TypeError` of `%c` for a `str`, `bytes` or `bytearray` (`type_name`) whose length is not one.
#[cold]
pub fn not_one_character(flavor: Flavor, type_name: &str, len: usize) -> Error {
    Error::type_error(match flavor {
        Flavor::Str => format!("%c requires an int or a unicode character, not a string of length {len}"),
        Flavor::Bytes => {
            format!("%c requires an integer in range(256) or a single byte, not a {type_name} object of length {len}")
        }
    })
}

/// `TypeError` of a key in a template whose argument is no mapping.
#[cold]
pub fn not_a_mapping() -> Error {
    Error::type_error("format requires a mapping")
}

/// `TypeError` of a template that asks for more than it is given.
#[cold]
pub fn not_enough_arguments() -> Error {
    Error::type_error("not enough arguments for format string")
}

/// `TypeError` of a template that asks for less than it is given.
#[cold]
pub fn too_many_arguments(flavor: Flavor) -> Error {
    Error::type_error(format!("not all arguments converted during {} formatting", flavor.noun()))
}
