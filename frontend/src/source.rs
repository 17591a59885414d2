//! Source text: bytes to characters (BOM, PEP 263), one kind of newline, no NUL bytes.
//!
//! What the lexer sees is UTF-8 with `\n` as the only line end and, for a file, a newline at its end. Text that already is
//! so is borrowed. Sources: PEP 263; `tokenizer/helpers.c`, `tokenizer/string_tokenizer.c`.

use std::borrow::Cow;
use std::fmt;

use crate::error::ErrorClass;
use crate::lexer::{ErrorOrigin, LexError, LexErrorInfo, TextEnd};

/// Decodes a source in an encoding that this module does not know: name and bytes to text, or the exception's text.
pub type Decoder<'a> = &'a dyn Fn(&str, &[u8]) -> Result<String, String>;

/// Whether a newline is added to a text that does not end in one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FinalNewline {
    /// As for a module (`exec`).
    Add,
    /// As for an expression or a single statement.
    Keep,
}

/// Where a source that cannot be read is wrong, as `SyntaxError` says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SourceErrorPlace {
    /// The exception has a message only.
    Nowhere,
    /// File name, line 0 and offset -1.
    File,
    /// A line; the exception's file name is None.
    Line {
        /// `lineno` and `end_lineno`
        line: u32,
        /// `offset`
        column: i32,
        /// `end_offset`
        end_column: i32,
        /// `text`
        text: String,
    },
}

/// Why bytes are no source text: a `SyntaxError`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceError {
    /// CPython's message.
    pub message: String,
    /// Where.
    pub place: SourceErrorPlace,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SourceError {}

impl SourceError {
    fn nowhere(message: impl Into<String>) -> SourceError {
        SourceError { message: message.into(), place: SourceErrorPlace::Nowhere }
    }

    fn file(message: impl Into<String>) -> SourceError {
        SourceError { message: message.into(), place: SourceErrorPlace::File }
    }
}

/// A source text, ready for the lexer.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    text: Cow<'a, str>,
    encoding: Option<String>,
    end: TextEnd,
    /// What is wrong with the first line that is no text. The text ends before it.
    pending: Option<LexError>,
}

impl<'a> Source<'a> {
    /// The source in a text. Fails if there is a NUL character in it, or if it has 4 GiB.
    pub fn from_text(text: &'a str, newline: FinalNewline) -> Result<Source<'a>, SourceError> {
        Source::with_encoding(Cow::Borrowed(text), newline, None)
    }

    /// The source in bytes, which say themselves how they are encoded. `decoder` serves encodings other than UTF-8,
    /// Latin-1 and ASCII.
    pub fn from_bytes(bytes: &'a [u8], newline: FinalNewline, decoder: Decoder<'_>) -> Result<Source<'a>, SourceError> {
        if memchr::memchr(0, bytes).is_some() {
            return Err(SourceError::nowhere(NUL_IN_STRING));
        }
        let (text, encoding) = decode(bytes, newline, decoder)?;
        Source::with_encoding(text, newline, encoding)
    }

    fn with_encoding(
        text: Cow<'a, str>,
        newline: FinalNewline,
        encoding: Option<String>,
    ) -> Result<Source<'a>, SourceError> {
        if memchr::memchr(0, text.as_bytes()).is_some() {
            return Err(SourceError::nowhere(NUL_IN_STRING));
        }
        // One byte is left for the added newline, and one for the offset after the last.
        if text.len() >= u32::MAX as usize - 1 {
            return Err(SourceError::nowhere("source code string is too long"));
        }
        let mut text = translate_newlines(text);
        let mut end = TextEnd::Real;
        if newline == FinalNewline::Add && !text.ends_with('\n') {
            text.to_mut().push('\n');
            end = TextEnd::ImplicitNewline;
        }
        Ok(Source { text, encoding, end, pending: None })
    }

    /// The source in the bytes of a file, as a program is read from one: a line that is not UTF-8 or has a NUL byte is an
    /// error only when the lexer comes to it.
    pub fn from_file(bytes: &'a [u8], file: &str, decoder: Decoder<'_>) -> Result<Source<'a>, SourceError> {
        let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let declared = declared_encoding(unmarked);
        let marked = unmarked.len() < bytes.len();
        if let Some((name, line, line_number)) = &declared
            && name != "utf-8"
        {
            if marked {
                return Source::from_bytes(bytes, FinalNewline::Add, decoder);
            }
            // The lines up to the declaration are read as they are, what follows them through the codec.
            let end = line.as_ptr().addr() - bytes.as_ptr().addr() + line.len();
            let (head, rest) = bytes.split_at(end);
            let mut text = String::from_utf8_lossy(head).into_owned();
            text.push_str(&decode_as(name, rest, decoder).map_err(SourceError::file)?);
            // They must be text in that encoding all the same.
            if !head.is_ascii()
                && let Err(reason) = decode_as(name, head, decoder)
            {
                return Err(SourceError {
                    message: format!("(unicode error) {reason}"),
                    place: SourceErrorPlace::Line {
                        line: *line_number,
                        column: 0,
                        end_column: -1,
                        // As the codec shows it: each byte that it does not know replaced.
                        text: line.iter().map(|&b| if b.is_ascii() { b.into() } else { '\u{FFFD}' }).collect(),
                    },
                });
            }
            let encoding = Some(name.clone());
            return match text.find('\0') {
                None => Source::with_encoding(Cow::Owned(text), FinalNewline::Add, encoding),
                Some(_) => Source::until_bad_line(text.as_bytes(), file, encoding),
            };
        }
        let encoding = if marked || declared.is_some() { Some("utf-8".to_owned()) } else { None };
        match std::str::from_utf8(unmarked) {
            Ok(text) if !text.contains('\0') => Source::with_encoding(Cow::Borrowed(text), FinalNewline::Add, encoding),
            _ => Source::until_bad_line(unmarked, file, encoding),
        }
    }

    /// The source up to the first line that is not UTF-8 or has a NUL byte.
    #[cold]
    fn until_bad_line(bytes: &[u8], file: &str, encoding: Option<String>) -> Result<Source<'a>, SourceError> {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let nul = memchr::memchr(0, &bytes[..valid]);
        let bad = nul.unwrap_or(valid);
        let mut place = Place::of(bytes, bad);
        if nul.is_none() && encoding.is_none() && place.line == 2 && !may_declare(&bytes[..place.start]) {
            // CPython's tokenizer has stopped to look for a declaration then and counts the lines read after the check.
            place.line = 1;
        }
        let text = std::str::from_utf8(&bytes[..place.start]).unwrap_or("").to_owned();
        let mut error = LexErrorInfo {
            class: ErrorClass::SyntaxError,
            message: "source code cannot contain null bytes".to_owned(),
            line: place.line,
            column: 0,
            end_line: place.line,
            end_column: 0,
            at_end: false,
            unclosed: false,
            origin: ErrorOrigin::Tokenizer,
            text_has_newline: false,
            text: None,
        };
        let mut shown = place.text(bytes);
        if nul.is_some() {
            shown = shown.split('\0').next().unwrap_or("").to_owned();
        } else if encoding.is_some() {
            let reason = utf8_codec(&bytes[place.start..place.end]).err().unwrap_or_default();
            error.message = format!("(unicode error) {reason}");
            error.end_column = -1;
            error.origin = ErrorOrigin::Parser;
            if place.end < bytes.len() {
                shown.push('\n');
            }
        } else {
            error.message = undeclared_message(bytes[bad], &format!(" in file {file}"), place.line);
            error.column = place.column;
            error.end_column = place.column;
        }
        error.text = Some(shown);
        let mut source = Source::with_encoding(Cow::Owned(text), FinalNewline::Keep, encoding)?;
        source.end = TextEnd::Nul;
        source.pending = Some(LexError(Box::new(error)));
        Ok(source)
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The declared encoding in CPython's spelling: a BOM's or a cookie's; `None` if there is neither.
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    pub(crate) fn lexed(&self) -> &str {
        &self.text
    }

    pub(crate) fn text_end(&self) -> TextEnd {
        self.end
    }

    pub(crate) fn pending(&self) -> Option<&LexError> {
        self.pending.as_ref()
    }
}

const NUL_IN_STRING: &str = "source code string cannot contain null bytes";

/// `\r\n` and `\r` become `\n` (`translate_newlines`).
fn translate_newlines(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'\r', text.as_bytes()) else { return text };
    let mut translated = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    let mut next = Some(first);
    while let Some(index) = next {
        translated.push_str(&rest[..index]);
        translated.push('\n');
        rest = &rest[index + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
        next = memchr::memchr(b'\r', rest.as_bytes());
    }
    translated.push_str(rest);
    Cow::Owned(translated)
}

/// The same for bytes that are not decoded yet, with the newline at the end.
fn translate_newline_bytes(bytes: &[u8], newline: FinalNewline) -> Cow<'_, [u8]> {
    let mut translated = Cow::Borrowed(bytes);
    if memchr::memchr(b'\r', bytes).is_some() {
        let mut lines = Vec::with_capacity(bytes.len() + 1);
        for (index, &byte) in bytes.iter().enumerate() {
            match byte {
                b'\r' => lines.push(b'\n'),
                b'\n' if index > 0 && bytes[index - 1] == b'\r' => {}
                _ => lines.push(byte),
            }
        }
        translated = Cow::Owned(lines);
    }
    if newline == FinalNewline::Add && translated.last() != Some(&b'\n') {
        translated.to_mut().push(b'\n');
    }
    translated
}

/// A decoder that knows no encoding.
pub fn no_decoder(name: &str, _: &[u8]) -> Result<String, String> {
    Err(format!("unknown encoding: {name}"))
}

/// Decodes a source's bytes; says what encoding they declare.
fn decode<'a>(
    bytes: &'a [u8],
    newline: FinalNewline,
    decoder: Decoder<'_>,
) -> Result<(Cow<'a, str>, Option<String>), SourceError> {
    let (bytes, bom) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let declared = declared_encoding(bytes);
    if bom {
        if let Some((name, line, line_number)) = declared
            && name != "utf-8"
        {
            return Err(SourceError {
                message: format!("encoding problem: {name} with BOM"),
                place: SourceErrorPlace::Line {
                    line: line_number,
                    column: 0,
                    // The second line counts with the newline before it.
                    end_column: characters(line) + line_number as i32 - 1,
                    text: String::from_utf8_lossy(line).into_owned(),
                },
            });
        }
        return Ok((utf8(bytes)?, Some("utf-8".to_owned())));
    }
    match declared {
        None => Ok((utf8(bytes)?, None)),
        Some((name, ..)) if name == "utf-8" => Ok((utf8(bytes)?, Some(name))),
        Some((name, ..)) => {
            // CPython decodes what newline translation leaves, which the positions in errors show.
            let text = match translate_newline_bytes(bytes, newline) {
                Cow::Borrowed(bytes) => decode_as(&name, bytes, decoder),
                Cow::Owned(bytes) => decode_as(&name, &bytes, decoder).map(|text| Cow::Owned(text.into_owned())),
            };
            Ok((text.map_err(SourceError::file)?, Some(name)))
        }
    }
}

fn characters(bytes: &[u8]) -> i32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as i32
}

/// Source text in UTF-8 (`_PyTokenizer_ensure_utf8`).
fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, SourceError> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let offset = error.valid_up_to();
    let place = Place::of(bytes, offset);
    Err(SourceError {
        message: undeclared_message(bytes[offset], "", place.line),
        place: SourceErrorPlace::Line {
            line: place.line,
            column: place.column,
            end_column: place.column,
            text: place.text(bytes),
        },
    })
}

/// The message for a byte that is not UTF-8 in a source that declares no encoding.
fn undeclared_message(byte: u8, file: &str, line: u32) -> String {
    format!(
        "Non-UTF-8 code starting with '\\x{byte:02x}'{file} on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details"
    )
}

/// Where a byte stands in a source whose newlines are not translated yet.
struct Place {
    line: u32,
    /// In characters, from 1.
    column: i32,
    /// Where the line begins and ends, without its newline.
    start: usize,
    end: usize,
}

impl Place {
    fn of(bytes: &[u8], offset: usize) -> Place {
        let mut line = 1;
        let mut start = 0;
        for (index, &byte) in bytes[..offset].iter().enumerate() {
            // A lone carriage return is a newline too; with a newline it is one.
            if byte == b'\n' || byte == b'\r' && bytes.get(index + 1) != Some(&b'\n') {
                line += 1;
                start = index + 1;
            }
        }
        let rest = &bytes[start..];
        let end = start + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        Place { line, column: characters(&bytes[start..offset]) + 1, start, end }
    }

    fn text(&self, bytes: &[u8]) -> String {
        String::from_utf8_lossy(&bytes[self.start..self.end]).into_owned()
    }
}

/// The encoding that a source's first two lines declare, by its normal name.
pub fn declared_name(bytes: &[u8]) -> Option<String> {
    declared_encoding(bytes).map(|(name, ..)| name)
}

/// The encoding that the first or second line declares, normalized, with the line (without its newline) and its number.
fn declared_encoding(bytes: &[u8]) -> Option<(String, &[u8], u32)> {
    let mut rest = bytes;
    for number in 1..=2 {
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = &rest[..length];
        if let Some(name) = cookie(line) {
            return Some((normal_name(name), line, number));
        }
        // Only a comment or nothing may stand before the second line.
        if !may_declare(line) || length == rest.len() {
            return None;
        }
        rest = &rest[length + 1..];
        if line.len() < bytes.len() && bytes.get(length) == Some(&b'\r') && number == 1 {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
    }
    None
}

/// Whether a line has no code, so that it or the next may declare the encoding.
fn may_declare(line: &[u8]) -> bool {
    line.iter().take_while(|&&byte| byte != b'#').all(|byte| matches!(byte, b' ' | b'\t' | 0x0C | b'\r' | b'\n'))
}

/// The name in a PEP 263 cookie: `coding[:=]\s*([-\w.]+)` in a comment alone on its line (`get_coding_spec`).
pub(crate) fn cookie(line: &[u8]) -> Option<&str> {
    let comment = line.iter().position(|byte| !matches!(byte, b' ' | b'\t' | 0x0C))?;
    if line[comment] != b'#' {
        return None;
    }
    let mut rest = &line[comment..];
    while let Some(index) = memchr::memmem::find(rest, b"coding") {
        rest = &rest[index + b"coding".len()..];
        let Some((b':' | b'=', value)) = rest.split_first() else { continue };
        let begin = value.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(value.len());
        let value = &value[begin..];
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let end = value.iter().position(|byte| !is_name(byte)).unwrap_or(value.len());
        if end > 0 {
            return std::str::from_utf8(&value[..end]).ok();
        }
    }
    None
}

/// The spelling of UTF-8 and Latin-1 under which they are compared (`get_normal_name`); other names are left as they are.
pub(crate) fn normal_name(name: &str) -> String {
    let start: String = name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let is = |known: &str| start.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    if is("utf-8") {
        "utf-8".to_owned()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".to_owned()
    } else {
        name.to_owned()
    }
}

/// Decodes in a named encoding; the error is the text of the codec's exception.
fn decode_as<'a>(name: &str, bytes: &'a [u8], decoder: Decoder<'_>) -> Result<Cow<'a, str>, String> {
    let alias: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    match alias.as_str() {
        "iso_8859_1" | "iso8859_1" | "iso8859" | "8859" | "cp819" | "ibm819" | "latin" | "latin1" | "latin_1"
        | "l1" => {
            if bytes.is_ascii() {
                return utf8_codec(bytes);
            }
            Ok(Cow::Owned(bytes.iter().map(|&byte| byte as char).collect()))
        }
        "ascii" | "us_ascii" | "646" | "ansi_x3_4_1968" | "ansi_x3.4_1968" | "iso646_us" | "iso_646.irv_1991"
        | "us" | "cp367" | "ibm367" | "csascii" | "iso_ir_6" => match bytes.iter().position(|&byte| byte >= 128) {
            None => utf8_codec(bytes),
            Some(position) => Err(format!(
                "'ascii' codec can't decode byte 0x{:02x} in position {position}: ordinal not in range(128)",
                bytes[position]
            )),
        },
        "utf8" | "utf_8" | "u8" | "utf" | "cp65001" | "utf8_ucs2" | "utf8_ucs4" => utf8_codec(bytes),
        "utf_8_sig" => utf8_codec(bytes),
        _ => decoder(name, bytes).map(Cow::Owned),
    }
}

/// UTF-8 with the codec's own errors.
fn utf8_codec(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let start = error.valid_up_to();
    let byte = bytes[start];
    let (length, reason) = match error.error_len() {
        None => (bytes.len() - start, "unexpected end of data"),
        Some(length) if !(0xC2..=0xF4).contains(&byte) => (length, "invalid start byte"),
        Some(length) => (length, "invalid continuation byte"),
    };
    Err(if length == 1 {
        format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
    } else {
        format!("'utf-8' codec can't decode bytes in position {start}-{}: {reason}", start + length - 1)
    })
}

/// The encoding of a source as `tokenize.detect_encoding` finds it (`utf-8` for `utf-8-sig`, whose mark is for the caller
/// to strip), or the message of its `SyntaxError`. `file` is the file's name where there is one.
pub fn detect_encoding(bytes: &[u8], file: Option<&str>, decoder: Decoder<'_>) -> Result<String, String> {
    let (bytes, bom) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let of_file = |message: &str| match file {
        Some(name) => format!("{message} for '{name}'"),
        None => message.to_owned(),
    };
    let line_end = |start: usize| {
        let rest = bytes.get(start..).unwrap_or(&[]);
        start + memchr::memchr(b'\n', rest).map_or(rest.len(), |length| length + 1)
    };
    let first = line_end(0);
    let second = line_end(first);
    let blank = |line: &[u8]| {
        let code = line.iter().find(|byte| !matches!(byte, b' ' | b'\t' | 0x0C));
        matches!(code, None | Some(b'#' | b'\r' | b'\n'))
    };
    let mut end = first;
    let mut name = cookie(&bytes[..first]);
    if name.is_none() && blank(&bytes[..first]) {
        end = second;
        name = cookie(&bytes[first..second]);
    }
    let encoding = name.map_or_else(|| "utf-8".to_owned(), normal_name);
    if name.is_some() {
        let unknown = match file {
            Some(name) => format!("unknown encoding for '{name}': {encoding}"),
            None => format!("unknown encoding: {encoding}"),
        };
        decode_as(&encoding, b"", decoder).map_err(|_| unknown)?;
        if bom && encoding != "utf-8" {
            return Err(format!("{}: utf-8", of_file("encoding problem")));
        }
    }
    let head = &bytes[..end];
    if head.contains(&0) {
        return Err("source code cannot contain null bytes".to_owned());
    }
    match decode_as(&encoding, head, decoder) {
        Ok(_) => Ok(encoding),
        Err(_) => Err(of_file("invalid or missing encoding declaration")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::{Lexer, TokenKind};

    /// Message, line, column, end column and text of a file's first error.
    fn first_error(bytes: &[u8]) -> (String, i64, i64, i64, String) {
        let source = Source::from_file(bytes, "f.py", &no_decoder).expect("a source");
        let mut lexer = Lexer::new(&source);
        loop {
            match lexer.next() {
                Ok(token) => assert_ne!(token.kind, TokenKind::EndMarker, "no error"),
                Err(error) => {
                    let error = lexer.compile_error(&error);
                    let place = error.place;
                    return (
                        error.message.replace("; see https://peps.python.org/pep-0263/ for details", ""),
                        place.line.expect("a line"),
                        place.column.expect("a column"),
                        place.end_column.expect("an end"),
                        error.text.clone().expect("a text"),
                    );
                }
            }
        }
    }

    #[test]
    fn bad_lines_of_files_wait_for_the_lexer() {
        let undeclared = "Non-UTF-8 code starting with '\\xff' in file f.py on line";
        let nul = "source code cannot contain null bytes";
        let declared = "(unicode error) 'utf-8' codec can't decode byte 0xff in position";
        type Case<'a> = (&'a [u8], String, i64, i64, i64, &'a str);
        let cases: [Case<'_>; 13] = [
            (b"\xff", format!("{undeclared} 1, but no encoding declared"), 1, 1, 1, "\u{FFFD}"),
            (b"# c\n\n\ny=\xff", format!("{undeclared} 4, but no encoding declared"), 4, 3, 3, "y=\u{FFFD}"),
            (b"\r\n\r\xff\r", format!("{undeclared} 3, but no encoding declared"), 3, 1, 1, "\u{FFFD}"),
            (b")\n\n\xff", "unmatched ')'".to_owned(), 1, 1, 1, ")"),
            (b"# coding: utf-8\ny=\xff", format!("{declared} 2: invalid start byte"), 2, 0, -1, "y=\u{FFFD}"),
            (b"# coding: utf-8\nz\ny=\xff\n", format!("{declared} 2: invalid start byte"), 3, 0, -1, "y=\u{FFFD}\n"),
            (b"\xef\xbb\xbfx\n\n\xff", format!("{declared} 0: invalid start byte"), 3, 0, -1, "\u{FFFD}"),
            (b"x=1\ny=2\0\nz", nul.to_owned(), 2, 0, 0, "y=2"),
            (b"\0", nul.to_owned(), 1, 0, 0, ""),
            (b"x='''a\n\0'''\n", nul.to_owned(), 2, 0, 0, ""),
            (b"(\n\0", nul.to_owned(), 2, 0, 0, ""),
            (b"if 1:\n  x\n\0", nul.to_owned(), 3, 0, 0, ""),
            (b"x \\\n\0", nul.to_owned(), 2, 0, 0, ""),
        ];
        for (bytes, message, line, column, end, text) in cases {
            assert_eq!(first_error(bytes), (message, line, column, end, text.to_owned()), "{bytes:?}");
        }
    }

    #[test]
    fn newlines_are_translated() {
        for (text, keep, add) in [
            ("", "", "\n"),
            ("a", "a", "a\n"),
            ("a\r", "a\n", "a\n"),
            ("a\r\nb\rc\r\r\n\n", "a\nb\nc\n\n\n", "a\nb\nc\n\n\n"),
            ("é\r\né", "é\né", "é\né\n"),
        ] {
            for (newline, expected) in [(FinalNewline::Keep, keep), (FinalNewline::Add, add)] {
                let source = Source::from_text(text, newline).expect("no NUL");
                assert_eq!(source.text(), expected);
            }
        }
    }

    #[test]
    fn encodings_are_found() {
        for (bytes, encoding) in [
            (&b"x"[..], None),
            (b"\xef\xbb\xbfx", Some("utf-8")),
            (b"# coding=utf_8-unix\n", Some("utf-8")),
            (b"#!sh\n# vim: fileencoding:  Latin_1-dos\n", Some("iso-8859-1")),
            (b"#!sh\r\n# -*- coding: l1 -*-", Some("l1")),
            (b"x # coding: l1\n", None),
            (b"x\n# coding: l1\n", None),
            (b"\n\n# coding: l1\n", None),
            (b"# recoding of coding\n#coding:ascii", Some("ascii")),
        ] {
            let source = Source::from_bytes(bytes, FinalNewline::Add, &no_decoder).expect("a source");
            assert_eq!(source.encoding(), encoding, "{bytes:?}");
        }
        let shout = |name: &str, bytes: &[u8]| -> Result<String, String> {
            assert_eq!(name, "shout");
            Ok(String::from_utf8_lossy(bytes).to_uppercase())
        };
        let source = Source::from_bytes(b"# coding: shout\nx", FinalNewline::Add, &shout).expect("a source");
        assert_eq!(source.text(), "# CODING: SHOUT\nX\n");
    }
}
