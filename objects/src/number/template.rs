//! Templates of `str.format` and `string.Formatter`: literal text and replacement fields (PEP 3101; CPython:
//! `Objects/stringlib/unicode_format.h`).
//!
//! Everything is read lazily, one piece at a time, because a mistake behind a field shows only after that field was formatted.
//! Pieces name ranges of the template. The caller looks names up, applies conversions, expands nested specifications (two levels deep,
//! then `ValueError: Max string recursion exceeded`) and formats.

use std::ops::Range;

use super::format::push_digit;
use super::{Error, Result};
use crate::text::{Text, chars};

/// Literal text and the field that follows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Copied as it is; doubled braces are already single in it.
    pub literal: Range<usize>,
    /// None where the text ends or a doubled brace stood.
    pub field: Option<Field>,
}

/// `{name!conversion:spec}`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// What [`FieldName`] splits.
    pub name: Range<usize>,
    /// The code point after `!`.
    pub conversion: Option<u32>,
    /// The specification.
    pub spec: Range<usize>,
    /// Does the specification hold fields itself?
    pub nested: bool,
}

/// How a field's value is converted before it is formatted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conversion {
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}

impl Conversion {
    /// The conversion that a code point names; `ValueError`.
    pub fn named(code: u32) -> Result<Conversion> {
        match char::from_u32(code) {
            Some('s') => Ok(Conversion::Str),
            Some('r') => Ok(Conversion::Repr),
            Some('a') => Ok(Conversion::Ascii),
            Some(c @ '!'..='~') => Err(Error::value(format!("Unknown conversion specifier {c}"))),
            _ => Err(Error::value(format!("Unknown conversion specifier \\x{code:x}"))),
        }
    }
}

/// The pieces of the part of a template that `range` names.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    text: Text<'a>,
    at: usize,
    end: usize,
}

impl<'a> Pieces<'a> {
    /// Of a whole template, or of a specification inside one.
    pub fn new(text: Text<'a>, range: Range<usize>) -> Pieces<'a> {
        Pieces { text, at: range.start, end: range.end.min(text.len()) }
    }

    fn take(&mut self) -> Option<char> {
        if self.at >= self.end {
            return None;
        }
        let c = self.text.at(self.at);
        self.at += 1;
        // Only ASCII matters here; a surrogate stands for any other character.
        Some(char::from_u32(c).unwrap_or('\u{FFFD}'))
    }

    fn peek(&self) -> Option<u32> {
        if self.at < self.end { self.text.get(self.at) } else { None }
    }

    fn piece(&mut self) -> Result<Piece> {
        let start = self.at;
        let brace = loop {
            match self.take() {
                Some(c @ ('{' | '}')) => break c,
                Some(_) => {}
                None => return Ok(Piece { literal: start..self.at, field: None }),
            }
        };
        if self.peek() == Some(brace.into()) {
            let literal = start..self.at;
            self.at += 1;
            return Ok(Piece { literal, field: None });
        }
        if brace == '}' {
            return Err(Error::value("Single '}' encountered in format string"));
        }
        if self.at >= self.end {
            return Err(Error::value("Single '{' encountered in format string"));
        }
        let literal = start..self.at - 1;
        Ok(Piece { literal, field: Some(self.field()?) })
    }

    fn field(&mut self) -> Result<Field> {
        let start = self.at;
        let stop = loop {
            match self.take() {
                Some('{') => return Err(Error::value("unexpected '{' in field name")),
                Some('[') => {
                    while self.peek().is_some_and(|c| c != u32::from(b']')) {
                        self.at += 1;
                    }
                }
                Some(c @ ('}' | ':' | '!')) => break c,
                Some(_) => {}
                None => return Err(Error::value("expected '}' before end of string")),
            }
        };
        let mut field = Field { name: start..self.at - 1, conversion: None, spec: self.at..self.at, nested: false };
        if stop == '}' {
            field.spec = self.at - 1..self.at - 1;
            return Ok(field);
        }
        if stop == '!' {
            let Some(conversion) = self.peek() else {
                return Err(Error::value("end of string while looking for conversion specifier"));
            };
            self.at += 1;
            field.conversion = Some(conversion);
            match self.take() {
                Some('}') => {
                    field.spec = self.at - 1..self.at - 1;
                    return Ok(field);
                }
                Some(':') | None => {}
                Some(_) => return Err(Error::value("expected ':' after conversion specifier")),
            }
        }
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.take() {
            match c {
                '{' => {
                    field.nested = true;
                    depth += 1;
                }
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                field.spec = start..self.at - 1;
                return Ok(field);
            }
        }
        Err(Error::value("unmatched '{' in format spec"))
    }
}

impl Iterator for Pieces<'_> {
    type Item = Result<Piece>;

    fn next(&mut self) -> Option<Result<Piece>> {
        if self.at >= self.end {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.at = self.end;
        }
        Some(piece)
    }
}

/// The order in which a template names its positional arguments: all by number or all by position.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct AutoNumber {
    manual: Option<bool>,
    next: usize,
}

/// The first part of a field's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum First {
    /// A positional argument; [`out_of_range`] if there is none.
    Index(usize),
    /// A keyword.
    Name(Range<usize>),
}

/// What follows the first part of a field's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Accessor {
    /// `.name`
    Attribute(Range<usize>),
    /// `[number]`
    Index(usize),
    /// `[key]`
    Key(Range<usize>),
}

/// A field's name, split: its first part and an iterator over the rest.
#[derive(Clone, Debug)]
pub struct FieldName<'a> {
    /// Where the value comes from.
    pub first: First,
    rest: Accessors<'a>,
}

/// The attributes and items that a field's name goes through.
#[derive(Clone, Debug)]
pub struct Accessors<'a> {
    text: Text<'a>,
    at: usize,
    end: usize,
}

/// The number that all of `range` is, if it is one; `ValueError`.
fn integer(text: Text<'_>, range: Range<usize>) -> Result<Option<usize>> {
    let mut value = None;
    for c in text.slice(range).iter() {
        let Some(digit) = chars::decimal(c) else {
            return Ok(None);
        };
        value = Some(push_digit(value.unwrap_or(0), digit)?);
    }
    Ok(value)
}

impl<'a> FieldName<'a> {
    /// Splits the name in `range`, numbering it if it is empty; `ValueError`.
    pub fn split(text: Text<'a>, range: Range<usize>, numbers: &mut AutoNumber) -> Result<FieldName<'a>> {
        let mut name = FieldName::split_plain(text, range)?;
        let is_empty = name.first == First::Name(name.rest.at..name.rest.at);
        let is_index = matches!(name.first, First::Index(_));
        if is_empty || is_index {
            match *numbers.manual.get_or_insert(is_index) {
                true if is_empty => {
                    return Err(Error::value(
                        "cannot switch from manual field specification to automatic field numbering",
                    ));
                }
                false if is_index => {
                    return Err(Error::value(
                        "cannot switch from automatic field numbering to manual field specification",
                    ));
                }
                _ => {}
            }
        }
        if is_empty {
            name.first = First::Index(numbers.next);
            numbers.next += 1;
        }
        Ok(name)
    }

    /// Splits the name in `range` and leaves an empty one empty, as `_string.formatter_field_name_split` does; `ValueError`.
    pub fn split_plain(text: Text<'a>, range: Range<usize>) -> Result<FieldName<'a>> {
        let end = range.end.min(text.len());
        let start = range.start.min(end);
        let len = text.slice(start..end).iter().position(|c| c == u32::from(b'.') || c == u32::from(b'['));
        let middle = len.map_or(end, |len| start + len);
        let first = match integer(text, start..middle)? {
            Some(index) => First::Index(index),
            None => First::Name(start..middle),
        };
        Ok(FieldName { first, rest: Accessors { text, at: middle, end } })
    }

    /// What follows the first part.
    pub fn accessors(&self) -> Accessors<'a> {
        self.rest.clone()
    }
}

impl Accessors<'_> {
    fn accessor(&mut self) -> Result<Accessor> {
        let opener = self.text.at(self.at);
        self.at += 1;
        let start = self.at;
        let rest = self.text.slice(start..self.end);
        let range;
        let accessor = match u8::try_from(opener) {
            Ok(b'.') => {
                let len = rest.iter().position(|c| c == u32::from(b'.') || c == u32::from(b'['));
                self.at = len.map_or(self.end, |len| start + len);
                range = start..self.at;
                Accessor::Attribute(range.clone())
            }
            Ok(b'[') => {
                let Some(len) = rest.iter().position(|c| c == u32::from(b']')) else {
                    return Err(Error::value("Missing ']' in format string"));
                };
                self.at = start + len + 1;
                range = start..start + len;
                match integer(self.text, range.clone())? {
                    Some(index) => Accessor::Index(index),
                    None => Accessor::Key(range.clone()),
                }
            }
            _ => return Err(Error::value("Only '.' or '[' may follow ']' in format field specifier")),
        };
        if range.is_empty() {
            return Err(Error::value("Empty attribute in format string"));
        }
        Ok(accessor)
    }
}

impl Iterator for Accessors<'_> {
    type Item = Result<Accessor>;

    fn next(&mut self) -> Option<Result<Accessor>> {
        if self.at >= self.end {
            return None;
        }
        let accessor = self.accessor();
        if accessor.is_err() {
            self.at = self.end;
        }
        Some(accessor)
    }
}

/// `IndexError: Replacement index … out of range for positional args tuple`
#[cold]
pub fn out_of_range(index: usize) -> Error {
    Error::new(super::ErrorKind::Index, format!("Replacement index {index} out of range for positional args tuple"))
}

/// `ValueError: Max string recursion exceeded`, for a specification nested more than two deep.
#[cold]
pub fn too_deep() -> Error {
    Error::value("Max string recursion exceeded")
}
