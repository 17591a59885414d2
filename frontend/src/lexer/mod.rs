//! The lexer: source text to tokens, as CPython 3.14's does (`Parser/lexer/lexer.c`).
//!
//! One token a call and nothing allocated for it: a 256-entry table classifies the first byte, runs are skipped by table
//! or `memchr`, and keywords are told by one multiplication and one comparison. The text ends where the slice ends; a
//! read past it yields 0, which cannot occur inside, because [`Source`] keeps NUL bytes out of what is lexed.
//!
//! Invariants: `pos` is on a character boundary between tokens; `line_start <= pos`; `lines` holds the start of every
//! line begun so far, so its length is `line`. A line begins when its first byte is looked at, not when the newline
//! before it is passed: at the end of the text `line` is the number of the last line that has bytes.
//!
//! `layout` keeps indentation, `string` holds string literals and the inside of f- and t-strings, `number` and `name`
//! the other literals and identifiers, `punctuation` operators and brackets, `comment` comments, `error` what is
//! reported, `token` what is handed out, `run` makes many of the common tokens at once.

mod comment;
mod error;
mod layout;
mod name;
mod number;
mod printable;
mod punctuation;
mod run;
mod string;
mod token;

pub use error::{ErrorOrigin, LexError, LexErrorInfo, LexWarning};
pub use name::{is_identifier, normalize_name};
pub use printable::is_printable;
pub use string::expression_text;
pub use token::{Keyword, Token, TokenKind};

use crate::source::Source;
use punctuation::ONE_CHAR;
use string::StringMode;
use token::Head;

/// The deepest nesting of brackets (`MAXLEVEL`).
pub const MAX_BRACKETS: usize = 200;
/// The number of indentation levels, the outermost included (`MAXINDENT`).
pub const MAX_INDENTS: usize = 100;
/// The number of string modes, the ordinary one included (`MAXFSTRINGLEVEL`).
pub const MAX_STRINGS: usize = 150;
/// The deepest nesting of replacement fields within one f-string (`MAX_EXPR_NESTING`).
pub const MAX_FIELDS: i32 = 3;

/// What tokens are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LexOptions {
    /// Report `# type:` comments (`PyCF_TYPE_COMMENTS`).
    pub type_comments: bool,
    /// Report comments and blank lines and be lenient, as the `tokenize` module needs.
    pub extra_tokens: bool,
}

/// A bracket that is still open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenBracket {
    /// `(`, `[` or `{`.
    pub bracket: u8,
    /// Its line, from 1.
    pub line: u32,
    /// Its column in bytes, from 0.
    pub col: u32,
    /// Its offset.
    pub offset: u32,
}

/// Everything the lexer remembers between two tokens. A clone is a place to rewind to.
#[derive(Clone, Debug, Default)]
pub struct LexState {
    pub(crate) pos: usize,
    pub(crate) line: u32,
    pub(crate) line_start: usize,
    /// Where CPython's buffer would begin: the last line begun outside a token.
    pub(crate) buffer_start: usize,
    /// Where the last string token, or piece of an f-string's text, began: its line and that line's start
    /// (`first_lineno`, `multi_line_start`).
    pub(crate) string_line: u32,
    pub(crate) string_line_start: usize,
    at_line_start: bool,
    /// The text has been read to its end (`E_EOF`).
    pub(crate) at_end: bool,
    /// The text comes from a `readline` function.
    pub(crate) line_by_line: bool,
    /// The end was met between tokens, not after a backslash that follows some.
    pub(crate) end_is_free: bool,
    /// Indentation tokens owed: positive `INDENT`s, negative `DEDENT`s.
    pending: i32,
    indents: Vec<layout::Indent>,
    brackets: Vec<OpenBracket>,
    pub(crate) strings: Vec<StringMode>,
    /// After a comment alone on its line: its newline is `NL`.
    comment_newline: bool,
    pub(crate) lines: Vec<u32>,
    pub(crate) warnings: Vec<LexWarning>,
    /// `(start of a closing token, start of its expression, its end)` for replacement fields whose text is needed.
    pub(crate) fields: Vec<(u32, u32, u32)>,
}

impl LexState {
    /// The state at the start of a text, or of one that `line_by_line` comes from a `readline` function.
    pub(crate) fn start(line_by_line: bool) -> LexState {
        LexState { line_by_line, at_line_start: true, indents: vec![layout::Indent::default()], ..LexState::default() }
    }
}

/// The part of a [`LexState`] that a step which runs into the end of the text has changed.
#[derive(Clone, Copy)]
pub(crate) struct Cursor {
    pos: usize,
    line: u32,
    line_start: usize,
    buffer_start: usize,
    string_line: u32,
    string_line_start: usize,
    at_line_start: bool,
    end_is_free: bool,
    comment_newline: bool,
    pending: i32,
    warnings: usize,
}

impl LexState {
    /// Where to go back to when the next step runs into the end of a text that comes line by line. Such a step changes no
    /// stack: what pushes or pops ends the step, and blocks are closed only at the real end.
    pub(crate) fn cursor(&self) -> Cursor {
        Cursor {
            pos: self.pos,
            line: self.line,
            line_start: self.line_start,
            buffer_start: self.buffer_start,
            string_line: self.string_line,
            string_line_start: self.string_line_start,
            at_line_start: self.at_line_start,
            end_is_free: self.end_is_free,
            comment_newline: self.comment_newline,
            pending: self.pending,
            warnings: self.warnings.len(),
        }
    }

    /// Takes a step back that has run into the end.
    pub(crate) fn go_back(&mut self, cursor: Cursor) {
        self.pos = cursor.pos;
        self.line = cursor.line;
        self.line_start = cursor.line_start;
        self.buffer_start = cursor.buffer_start;
        self.string_line = cursor.string_line;
        self.string_line_start = cursor.string_line_start;
        self.at_line_start = cursor.at_line_start;
        self.at_end = false;
        self.end_is_free = cursor.end_is_free;
        self.comment_newline = cursor.comment_newline;
        self.pending = cursor.pending;
        self.warnings.truncate(cursor.warnings);
    }
}

/// Makes tokens of a text. See the module's documentation.
pub struct Lexer<'s> {
    text: &'s str,
    bytes: &'s [u8],
    options: LexOptions,
    /// What the end of `text` means.
    end: TextEnd,
    /// What is wrong with the line after the text, if that is known.
    pending: Option<&'s LexError>,
    state: LexState,
}

/// What stands where the lexed text ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TextEnd {
    /// More lines, perhaps.
    Unknown,
    /// Nothing.
    Real,
    /// A newline that was not in the source (`implicit_newline`).
    ImplicitNewline,
    /// A line with a NUL byte.
    Nul,
}

/// The class of a byte, as the first of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    /// 0: the end of the text.
    End,
    Blank,
    Newline,
    Return,
    Hash,
    Name,
    /// A letter that may begin a string prefix.
    Prefix,
    NonAscii,
    Zero,
    Digit,
    Dot,
    Quote,
    Backslash,
    Open,
    Close,
    /// Punctuation that is a token alone.
    Single,
    /// Punctuation that may be longer.
    Operator,
    /// `:` and `!`, which may also end an expression in an f-string.
    Field,
    Invalid,
}

const fn classify(byte: u8) -> Class {
    match byte {
        0 => Class::End,
        b' ' | b'\t' | 0x0C => Class::Blank,
        b'\n' => Class::Newline,
        b'\r' => Class::Return,
        b'#' => Class::Hash,
        b'b' | b'B' | b'f' | b'F' | b'r' | b'R' | b't' | b'T' | b'u' | b'U' => Class::Prefix,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Name,
        128..=255 => Class::NonAscii,
        b'0' => Class::Zero,
        b'1'..=b'9' => Class::Digit,
        b'.' => Class::Dot,
        b'"' | b'\'' => Class::Quote,
        b'\\' => Class::Backslash,
        b'(' | b'[' | b'{' => Class::Open,
        b')' | b']' | b'}' => Class::Close,
        b',' | b';' | b'~' | b'$' | b'?' | b'`' => Class::Single,
        b'+' | b'-' | b'*' | b'/' | b'|' | b'&' | b'<' | b'>' | b'=' | b'%' | b'^' | b'@' => Class::Operator,
        b':' | b'!' => Class::Field,
        _ => Class::Invalid,
    }
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class::Invalid; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = classify(byte as u8);
        byte += 1;
    }
    classes
};

/// The byte at an offset; 0 past the end.
#[inline(always)]
fn at(bytes: &[u8], index: usize) -> u8 {
    match bytes.get(index) {
        Some(&byte) => byte,
        None => 0,
    }
}

impl<'s> Lexer<'s> {
    /// A lexer at the start of a source.
    pub fn new(source: &'s Source<'_>) -> Lexer<'s> {
        Lexer::with_options(source, LexOptions::default())
    }

    /// A lexer at the start of a source that also reports what `options` ask for.
    pub fn with_options(source: &'s Source<'_>, options: LexOptions) -> Lexer<'s> {
        let text = source.lexed();
        let mut state = LexState::start(false);
        state.lines.reserve(text.len() / 32 + 1);
        Lexer { pending: source.pending(), ..Lexer::resume(text, source.text_end(), options, state) }
    }

    /// A lexer that goes on from `state` in `text`, whose bytes before the state's position are as they were.
    pub(crate) fn resume(text: &'s str, end: TextEnd, options: LexOptions, state: LexState) -> Lexer<'s> {
        Lexer { text, bytes: text.as_bytes(), options, end, pending: None, state }
    }

    /// Gives the memory back.
    pub(crate) fn into_state(self) -> LexState {
        self.state
    }

    /// The lexer's memory: a place to come back to with [`Lexer::rewind`].
    pub fn state(&self) -> &LexState {
        &self.state
    }

    /// Goes back (or forth) to a state that was taken from this lexer.
    pub fn rewind(&mut self, state: LexState) {
        self.state = state;
    }

    /// The text being lexed.
    pub fn text(&self) -> &'s str {
        self.text
    }

    /// The offset of the next unread byte (`tok->cur`).
    pub fn pos(&self) -> u32 {
        self.state.pos as u32
    }

    /// The current line, from 1; 0 before the first token (`tok->lineno`).
    pub fn line(&self) -> u32 {
        self.state.line
    }

    /// Whether the end of the text has been looked at (`tok->done == E_EOF`).
    pub fn at_end(&self) -> bool {
        self.state.at_end
    }

    /// Start offsets of the lines begun so far; that of line `n` has index `n - 1`.
    pub fn line_starts(&self) -> &[u32] {
        &self.state.lines
    }

    /// Line (from 1) and column (in bytes, from 0) of an offset in the lines begun so far.
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let line = self.state.lines.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.state.lines.get(index)).copied().unwrap_or(0);
        (line as u32, offset - start)
    }

    /// Line and column of a token's end.
    #[inline]
    pub fn end_position(&self, token: &Token) -> (u32, u32) {
        if token.has(Token::MULTILINE) {
            // An end right after a newline belongs to the line that the newline ends.
            let last = self.position(token.end.saturating_sub(1));
            (last.0, last.1 + 1)
        } else {
            (token.line, token.col + (token.end - token.start))
        }
    }

    /// The innermost bracket that is still open.
    pub fn open_bracket(&self) -> Option<OpenBracket> {
        self.state.brackets.last().copied()
    }

    /// How many brackets are open (`tok->level`).
    pub fn bracket_depth(&self) -> usize {
        self.state.brackets.len()
    }

    /// Whether the lexer is inside an f-string or t-string (`tok->tok_mode_stack_index > 0`).
    pub fn in_replacement_string(&self) -> bool {
        !self.state.strings.is_empty()
    }

    /// Makes the next calls return a `DEDENT` for each open block (what the parser of a single statement does at the end
    /// of its input, unless told not to with `PyCF_DONT_IMPLY_DEDENT`).
    pub fn imply_dedents(&mut self) {
        let depth = self.state.indents.len() - 1;
        if depth > 0 {
            self.state.pending = -(depth as i32);
            self.state.indents.truncate(1);
        }
    }

    /// The warnings so far, in order of the text.
    pub fn warnings(&self) -> &[LexWarning] {
        &self.state.warnings
    }

    /// Takes the warnings so far out.
    pub fn take_warnings(&mut self) -> Vec<LexWarning> {
        std::mem::take(&mut self.state.warnings)
    }

    /// The source of the expression that a `!`, `:` or `}` token of a replacement field ends: from after the opening
    /// brace up to the first of them. Present in t-strings and for fields with `=`; [`expression_text`] leaves the
    /// comments out, as CPython does.
    pub fn field_expression(&self, token: &Token) -> Option<&'s str> {
        let fields = &self.state.fields;
        let index = fields.binary_search_by_key(&token.start, |field| field.0).ok()?;
        let (_, start, end) = *fields.get(index)?;
        self.text.get(start as usize..end as usize)
    }

    /// The byte at an offset; 0 past the end.
    #[inline(always)]
    fn at(&self, index: usize) -> u8 {
        at(self.bytes, index)
    }

    /// Begins the line at `start` if there is one; at the end of the text the line stays the last one.
    #[inline]
    fn begin_line(&mut self, start: usize) {
        if start < self.bytes.len() {
            self.state.line += 1;
            self.state.line_start = start;
            self.state.lines.push(start as u32);
        } else {
            self.state.at_end = true;
        }
    }

    /// As [`Lexer::begin_line`], outside any token.
    #[inline]
    fn begin_free_line(&mut self) {
        let start = self.state.pos;
        self.begin_line(start);
        self.mark_buffer(start);
    }

    /// CPython's buffer begins anew at `start`, where a line begins outside any token. While it reads line by line, it
    /// keeps an f-string whole.
    #[inline]
    fn mark_buffer(&mut self, start: usize) {
        if !self.state.line_by_line || self.state.strings.is_empty() {
            self.state.buffer_start = start;
        }
    }

    /// The token of a head: it ends where the lexer stands and begins on the current line, unless it spans lines.
    #[inline(always)]
    fn token(&self, head: Head) -> Token {
        let start = head.start();
        let flags = head.flags();
        let (line, line_start) = if flags & Token::MULTILINE != 0 {
            (self.state.string_line, self.state.string_line_start)
        } else {
            (self.state.line, self.state.line_start)
        };
        let (end, col) = (self.state.pos as u32, start - line_start as u32);
        Token { kind: head.kind(), keyword: head.keyword(), flags, start, end, line, col }
    }

    /// The next token. After `ENDMARKER` come more of them. An error repeats or is followed by others; CPython stops at
    /// the first.
    #[inline]
    #[allow(clippy::should_implement_trait)] // it does not end
    pub fn next(&mut self) -> Result<Token, LexError> {
        let head = self.step()?;
        Ok(self.token(head))
    }

    /// Appends the next token to a buffer; says of which kind it is. As [`Lexer::next`], but the token is written once.
    #[inline(always)]
    pub(crate) fn next_into(&mut self, buffer: &mut Vec<Token>) -> Result<TokenKind, LexError> {
        let head = self.step()?;
        let token = self.token(head);
        let kind = token.kind;
        buffer.push(token);
        Ok(kind)
    }

    fn step(&mut self) -> Result<Head, LexError> {
        match self.state.strings.last() {
            Some(mode) if mode.in_text => self.string_part(),
            _ => self.ordinary(),
        }
    }

    /// The next token outside the text of f-strings (`tok_get_normal_mode`).
    #[inline]
    fn ordinary(&mut self) -> Result<Head, LexError> {
        loop {
            let mut blank_line = false;
            if self.state.at_line_start {
                self.state.at_line_start = false;
                blank_line = self.indentation()?;
            }
            if self.state.pending != 0 {
                return Ok(self.indentation_token());
            }
            let head = self.significant(blank_line)?;
            if head != Head::NOTHING {
                return Ok(head);
            }
        }
    }

    /// The next token of the line, if the line does not end.
    #[inline(always)]
    fn significant(&mut self, blank_line: bool) -> Result<Head, LexError> {
        loop {
            let mut pos = self.state.pos;
            let mut byte = self.at(pos);
            while matches!(byte, b' ' | b'\t' | 0x0C) {
                pos += 1;
                byte = self.at(pos);
            }
            let start = pos;
            self.state.pos = pos;
            return match CLASSES[byte as usize] {
                Class::Name => self.name(start),
                Class::Prefix => self.name_or_string(start),
                Class::NonAscii => self.non_ascii_name(start),
                Class::Single => {
                    self.state.pos += 1;
                    Ok(Head::new(ONE_CHAR[byte as usize & 127], start))
                }
                Class::Operator => {
                    let second = self.at(pos + 1);
                    Ok(self.operator(byte, second, start))
                }
                Class::Dot => {
                    let second = self.at(pos + 1);
                    if second.is_ascii_digit() {
                        return self.number(start);
                    }
                    if second == b'.' && self.at(pos + 2) == b'.' {
                        self.state.pos += 3;
                        return Ok(Head::new(TokenKind::Ellipsis, start));
                    }
                    self.state.pos += 1;
                    Ok(Head::new(TokenKind::Dot, start))
                }
                Class::Open => self.open(byte, start),
                Class::Close => self.close(byte, start),
                Class::Newline => {
                    self.state.pos += 1;
                    Ok(self.newline(blank_line, start))
                }
                Class::Zero | Class::Digit => self.number(start),
                Class::Quote => self.string(start, start),
                Class::Field => self.field_mark(byte, start),
                Class::Hash => {
                    let head = self.comment(blank_line, start);
                    if head == Head::NOTHING {
                        // The newline's token begins with the comment.
                        if self.at(self.state.pos) != b'\n' {
                            continue;
                        }
                        self.state.pos += 1;
                        return Ok(self.newline(blank_line, start));
                    }
                    Ok(head)
                }
                Class::Backslash => {
                    self.state.pos += 1;
                    self.state.end_is_free = false;
                    self.continuation_line()?;
                    continue;
                }
                Class::End if pos >= self.bytes.len() => self.end_of_text(),
                Class::Return => self.carriage_return(blank_line, start),
                Class::Blank | Class::Invalid | Class::End => {
                    self.state.pos += 1;
                    Err(self.error_here(format!("invalid non-printable character U+{byte:04X}")))
                }
            };
        }
    }

    /// A newline has been passed.
    #[inline]
    fn newline(&mut self, blank_line: bool, start: usize) -> Head {
        self.state.at_line_start = true;
        if blank_line || !self.state.brackets.is_empty() {
            if !self.options.extra_tokens {
                return Head::NOTHING;
            }
            self.state.comment_newline = false;
            return self.newline_token(TokenKind::Nl, start);
        }
        if self.state.comment_newline && self.options.extra_tokens {
            self.state.comment_newline = false;
            return self.newline_token(TokenKind::Nl, start);
        }
        self.newline_token(TokenKind::Newline, start)
    }

    fn newline_token(&self, kind: TokenKind, start: usize) -> Head {
        let head = Head::new(kind, start);
        if self.end == TextEnd::ImplicitNewline && self.state.pos == self.bytes.len() {
            return head.with_flag(Token::IMPLICIT);
        }
        head
    }

    /// A carriage return outside strings: half of a line's end, or CPython's oddity of taking it as the first half of
    /// whatever token the next character begins. It occurs only in text whose newlines were not translated.
    #[cold]
    fn carriage_return(&mut self, blank_line: bool, start: usize) -> Result<Head, LexError> {
        let pos = start + 1;
        self.state.pos = pos;
        match CLASSES[self.at(pos) as usize] {
            Class::Newline => {
                self.state.pos += 1;
                Ok(self.newline(blank_line, start))
            }
            Class::Blank if self.at(pos) != b' ' => {
                self.state.pos += 1;
                Err(self.error_here(format!("invalid non-printable character U+{:04X}", self.at(pos))))
            }
            Class::Name | Class::Prefix | Class::NonAscii | Class::Blank | Class::Hash => {
                let character = self.text.get(pos..).and_then(|rest| rest.chars().next());
                self.state.pos += character.map_or(1, char::len_utf8);
                Ok(Head::new(TokenKind::Op, start))
            }
            Class::Return => {
                self.state.pos += 1;
                Err(self.error_here("invalid non-printable character U+000D".to_owned()))
            }
            Class::Backslash | Class::End => Ok(Head::NOTHING),
            _ => {
                let head = self.step_after_return(blank_line)?;
                Ok(if head == Head::NOTHING { head } else { head.starting_at(start) })
            }
        }
    }

    /// The recursion of [`Lexer::carriage_return`], which is one deep: two carriage returns in a row are an error.
    #[inline(never)]
    fn step_after_return(&mut self, blank_line: bool) -> Result<Head, LexError> {
        self.significant(blank_line)
    }

    /// After a backslash: the newline it hides, and that something follows (`tok_continuation_line`).
    fn continuation_line(&mut self) -> Result<(), LexError> {
        let mut pos = self.state.pos;
        if self.at(pos) == b'\r' {
            pos += 1;
        }
        if self.at(pos) != b'\n' {
            // CPython has read the offending character, of which one byte; at the end there is none.
            let after = self.state.pos;
            self.state.pos = if pos < self.bytes.len() { pos + 1 } else { pos };
            let error = self.continuation_error();
            self.state.pos = after;
            return Err(error);
        }
        pos += 1;
        self.state.pos = pos;
        if pos >= self.bytes.len() {
            self.state.at_end = true;
            return Err(if self.end == TextEnd::Nul { self.nul_error() } else { self.end_error() });
        }
        self.begin_line(pos);
        Ok(())
    }

    /// `ENDMARKER`, or the error of ending inside brackets.
    #[cold]
    fn end_of_text(&mut self) -> Result<Head, LexError> {
        self.state.at_end = true;
        self.state.end_is_free = true;
        match self.end {
            TextEnd::Nul => return Err(self.nul_error()),
            TextEnd::Unknown => return Ok(Head::new(TokenKind::EndMarker, self.state.pos)),
            _ => {}
        }
        if let Some(bracket) = self.open_bracket() {
            return Err(self.unclosed_error(bracket));
        }
        Ok(Head::new(TokenKind::EndMarker, self.state.pos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FinalNewline;

    #[test]
    fn a_rewound_lexer_repeats_itself() {
        let source = Source::from_text("if x:\n  f'a{b!r:{c}}' + (1,\n 'x')\ny", FinalNewline::Add).expect("a source");
        let mut lexer = Lexer::new(&source);
        loop {
            let state = lexer.state().clone();
            let token = lexer.next().expect("a token");
            lexer.rewind(state);
            assert_eq!(lexer.next().expect("a token"), token);
            if token.kind == TokenKind::EndMarker {
                break;
            }
        }
    }
}
