//! What the lexer reports: errors with the values that CPython's exception has, and the warnings it would issue.

use std::fmt;

use crate::error::{CompileError, ErrorClass, ErrorPlace};

use super::{Lexer, OpenBracket};

/// Who would raise the error in CPython. That decides which error wins: when the parser has failed, CPython goes on lexing
/// to the end, and an error of the tokenizer replaces the parser's, but at one of the parser's own it only looks for a
/// bracket that was never closed ([`Lexer::unclosed_bracket_error`]).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ErrorOrigin {
    /// The tokenizer itself (`tokenizer/helpers.c: _syntaxerror_range`).
    Tokenizer,
    /// The parser, told by an error code (`pegen_errors.c: _Pypegen_tokenizer_error`).
    Parser,
}

/// Why no token could be made. Columns are in characters, from 1, as `SyntaxError.offset` is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LexErrorInfo {
    /// The exception class.
    pub class: ErrorClass,
    /// CPython's message.
    pub message: String,
    /// `lineno`
    pub line: u32,
    /// `offset`
    pub column: i32,
    /// `end_lineno`
    pub end_line: u32,
    /// `end_offset`
    pub end_column: i32,
    /// Whether more input could complete the text (CPython's `E_EOF`, `E_EOFS` and `E_EOLS`).
    pub at_end: bool,
    /// The bracket was never closed or the text ended within a statement: the error that stands back behind others.
    pub unclosed: bool,
    /// Who reports it.
    pub origin: ErrorOrigin,
    /// The `text` of the exception ends in a newline: the parser reports the line that was read last.
    pub text_has_newline: bool,
    /// The `text` of the exception where the line is not in the lexed text.
    pub text: Option<String>,
}

/// A lexical error. Boxed, so that a `Result<Token, LexError>` stays small.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LexError(pub Box<LexErrorInfo>);

impl std::ops::Deref for LexError {
    type Target = LexErrorInfo;

    fn deref(&self) -> &LexErrorInfo {
        &self.0
    }
}

impl fmt::Display for LexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (line {}, column {})", self.class.name(), self.message, self.line, self.column)
    }
}

impl std::error::Error for LexError {}

/// A `SyntaxWarning` that lexing gives rise to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LexWarning {
    /// CPython's message.
    pub message: String,
    /// The line.
    pub line: u32,
    /// Where in the text, to order it among the warnings of other passes.
    pub offset: u32,
    /// What is raised instead where warnings are errors.
    pub error: LexError,
}

/// How many characters begin in a piece of UTF-8.
fn characters(bytes: &[u8]) -> i32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as i32
}

impl Lexer<'_> {
    /// An error with the line of source that it shows, as the compiler reports it.
    #[cold]
    pub fn compile_error(&self, error: &LexError) -> CompileError {
        let place = ErrorPlace {
            line: Some(error.line.into()),
            column: Some(error.column.into()),
            end_line: Some(error.end_line.into()),
            end_column: Some(error.end_column.into()),
        };
        let start = error.line.checked_sub(1).and_then(|index| self.state.lines.get(index as usize));
        let text = error.text.clone();
        let text = text.or_else(|| start.map(|&start| self.error_text(error, start as usize)));
        CompileError::new(error.class, &*error.message).at(place).with_text(text)
    }

    /// The line at `start` as an error shows it.
    fn error_text(&self, error: &LexError, start: usize) -> String {
        let line = String::from_utf8_lossy(self.line_from(start));
        if error.text_has_newline { line.into_owned() } else { line.strip_suffix('\n').unwrap_or(&line).to_owned() }
    }

    /// The bytes of the current line, its newline included.
    fn line_bytes(&self) -> &[u8] {
        self.line_from(self.state.line_start)
    }

    fn line_from(&self, start: usize) -> &[u8] {
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |length| length + 1);
        &rest[..length]
    }

    /// A 1-based column in bytes as a 1-based column in characters (`_PyPegen_byte_offset_to_character_offset`).
    fn character_column(&self, line: &[u8], column: usize) -> i32 {
        let length = line.len();
        characters(&line[..column.min(length)]) + i32::from(column > length)
    }

    /// The rest of the line counts as read.
    pub(super) fn skip_line(&mut self) {
        self.state.pos = self.state.line_start + self.line_bytes().len();
    }

    fn error(&self, class: ErrorClass, message: String, column: i32, end_column: i32) -> LexError {
        LexError(Box::new(LexErrorInfo {
            class,
            message,
            line: self.state.line,
            column,
            end_line: self.state.line,
            end_column,
            at_end: false,
            unclosed: false,
            origin: ErrorOrigin::Parser,
            text_has_newline: true,
            text: None,
        }))
    }

    /// A `SyntaxError` at the current position (`_PyTokenizer_syntaxerror`).
    #[cold]
    pub(super) fn error_here(&self, message: String) -> LexError {
        let column = characters(self.bytes.get(self.state.line_start..self.state.pos).unwrap_or(&[]));
        let mut error = self.error(ErrorClass::SyntaxError, message, column, column);
        error.0.origin = ErrorOrigin::Tokenizer;
        error.0.text_has_newline = false;
        error
    }

    /// A `SyntaxError` from the first character at `start` to the last one before `end`, both on the current line.
    #[cold]
    pub(super) fn error_range(&self, message: String, start: usize, end: usize) -> LexError {
        let before = |offset| characters(self.bytes.get(self.state.line_start..offset).unwrap_or(&[]));
        let mut error = self.error(ErrorClass::SyntaxError, message, before(start) + 1, before(end));
        error.0.origin = ErrorOrigin::Tokenizer;
        error.0.text_has_newline = false;
        error
    }

    /// An error of the whole current line.
    #[cold]
    pub(super) fn error_at_line(&self, class: ErrorClass, message: &str) -> LexError {
        self.error(class, message.to_owned(), 1, 0)
    }

    /// A dedent to a column where no block began.
    #[cold]
    pub(super) fn dedent_error(&mut self) -> LexError {
        self.skip_line();
        let line = self.line_bytes();
        let column = self.character_column(line, line.len());
        let message = "unindent does not match any outer indentation level".to_owned();
        self.error(ErrorClass::IndentationError, message, column, -1)
    }

    /// Something other than a newline after a backslash. CPython counts the column from the start of its buffer, which
    /// may be lines above, and cuts it to the line.
    #[cold]
    pub(super) fn continuation_error(&self) -> LexError {
        let column = self.character_column(self.line_bytes(), self.state.pos - self.state.buffer_start);
        let message = "unexpected character after line continuation character".to_owned();
        self.error(ErrorClass::SyntaxError, message, column, 0)
    }

    /// The text ends after a backslash.
    #[cold]
    pub(super) fn end_error(&self) -> LexError {
        if let Some(bracket) = self.open_bracket() {
            return self.unclosed_error(bracket);
        }
        let column = self.character_column(self.line_bytes(), self.state.pos - self.state.line_start);
        let mut error = self.error(ErrorClass::SyntaxError, "unexpected EOF while parsing".to_owned(), column, -1);
        error.0.at_end = true;
        error
    }

    /// The error that the innermost open bracket was never closed, if one is open.
    #[cold]
    pub fn unclosed_bracket_error(&self) -> Option<LexError> {
        self.open_bracket().map(|bracket| self.unclosed_error(bracket))
    }

    /// The text ends within brackets (`raise_unclosed_parentheses_error`).
    #[cold]
    pub(super) fn unclosed_error(&self, bracket: OpenBracket) -> LexError {
        let line_start = bracket.offset - bracket.col;
        let column = self.character_column(self.line_from(line_start as usize), bracket.col as usize + 1);
        let message = format!("'{}' was never closed", bracket.bracket as char);
        let mut error = self.error(ErrorClass::SyntaxError, message, column, 0);
        error.0.line = bracket.line;
        error.0.end_line = bracket.line;
        error.0.at_end = true;
        error.0.unclosed = true;
        error.0.text_has_newline = bracket.line == self.state.line;
        error
    }

    /// Whether a bracket, just closed, is the brace that opened the current replacement field. A wrong closing bracket is
    /// not blamed on it.
    pub(super) fn opens_field(&self, open: OpenBracket) -> bool {
        let mode = self.state.strings.last();
        open.bracket == b'{' && mode.is_some_and(|mode| mode.depth - 1 == mode.field_depth)
    }

    /// A closing bracket of another kind than the innermost open one, which has been taken off already.
    #[cold]
    pub(super) fn mismatch_error(&self, open: OpenBracket, close: u8) -> LexError {
        let close = close as char;
        let opening = open.bracket as char;
        if let Some(mode) = self.state.strings.last()
            && self.opens_field(open)
        {
            return self.error_here(format!("{}-string: unmatched '{close}'", mode.prefix()));
        }
        let mut message = format!("closing parenthesis '{close}' does not match opening parenthesis '{opening}'");
        if open.line != self.state.line {
            message.push_str(&format!(" on line {}", open.line));
        }
        self.error_here(message)
    }

    /// A line comes that is no text; a NUL byte in it, unless the source says otherwise.
    #[cold]
    pub(super) fn nul_error(&self) -> LexError {
        if let Some(error) = self.pending {
            return error.clone();
        }
        let mut error = self.error_here("source code cannot contain null bytes".to_owned());
        error.0.line += 1;
        error.0.end_line += 1;
        error.0.column = 0;
        error.0.end_column = 0;
        error
    }

    /// A `SyntaxWarning` at the current position.
    #[cold]
    pub(super) fn warn(&mut self, message: String, error_message: String) {
        let error = self.error_here(error_message);
        let offset = self.state.pos as u32;
        self.state.warnings.push(LexWarning { message, line: self.state.line, offset, error });
    }
}
