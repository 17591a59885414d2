//! Tokens as the `tokenize` module has them: what `_tokenize.TokenizerIter` yields (`Python/Python-tokenize.c`).
//!
//! Text comes line by line from a `readline` function and only when it is needed. The lexer works on a whole text, so it
//! is run on the lines there are; when it looks at their end, its step is undone, one more line is fetched, and the step
//! taken again. A token of many lines would make that quadratic, so that fetching doubles after a while.
//!
//! Columns count characters. They are derived from byte columns as CPython derives them, from the last line and the
//! difference noted there, so that they agree even where CPython's are odd.

use crate::error::ErrorClass;
use crate::lexer::{ErrorOrigin, LexError, LexOptions, LexState, LexWarning, Lexer, TextEnd, Token, TokenKind};

/// A token and where it stands. Lines count from 1, columns from 0 in characters; -1 is CPython's "nowhere".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TokenInfo<'a> {
    /// Its kind; every operator is `OP` if extra tokens are wanted.
    pub kind: TokenKind,
    /// `string`
    pub text: &'a str,
    /// `start`
    pub start: (i64, i64),
    /// `end`
    pub end: (i64, i64),
    /// `line`
    pub line: &'a str,
    /// `line` is the very one of the token before.
    pub same_line: bool,
}

/// The position in a `SyntaxError` of [`Tokenizer`], which differ in what they say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SyntaxPlace {
    /// The arguments hold file name (`<string>`), line, offset, text, line and end offset.
    Range {
        /// `lineno` and `end_lineno`
        line: u32,
        /// `offset`
        column: i32,
        /// `text`
        text: String,
        /// `end_offset`
        end_column: i32,
    },
    /// The same, but the end is None.
    Start {
        /// `lineno`
        line: u32,
        /// `offset`
        column: i32,
        /// `text`
        text: String,
    },
    /// The arguments are the message only; line and offset are set as attributes.
    Attributes {
        /// `lineno`
        line: u32,
        /// `offset`
        column: i32,
    },
}

/// A `SyntaxError` or a subclass of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenizeSyntaxError {
    /// The exception class.
    pub class: ErrorClass,
    /// `msg`
    pub message: String,
    /// Where.
    pub place: SyntaxPlace,
}

/// Why there is no token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TokenizeError<E> {
    /// `readline` failed.
    Read(E),
    /// The source is wrong.
    Syntax(TokenizeSyntaxError),
}

/// How many lines in a row one token may ask for singly.
const SINGLE_LINES: u32 = 256;

/// `_tokenize.TokenizerIter`, with `readline` given at each step.
pub struct Tokenizer {
    buffer: String,
    state: LexState,
    options: LexOptions,
    end: TextEnd,
    /// `readline` has no more lines.
    exhausted: bool,
    /// `ENDMARKER` has been given out.
    done: bool,
    last_line: (usize, usize),
    last_line_number: u32,
    /// Bytes less characters before the last token's end.
    byte_surplus: i64,
    /// The line with a NUL byte that ends the source.
    nul_line: Option<String>,
}

impl Tokenizer {
    /// A tokenizer that yields comments and blank lines and is lenient if `extra_tokens`, and else what a parser sees.
    pub fn new(extra_tokens: bool) -> Tokenizer {
        Tokenizer {
            buffer: String::new(),
            state: LexState::start(true),
            options: LexOptions { extra_tokens, type_comments: false },
            end: TextEnd::Real,
            exhausted: false,
            done: false,
            last_line: (0, 0),
            last_line_number: 0,
            byte_surplus: 0,
            nul_line: None,
        }
    }

    /// The next token; `None` after `ENDMARKER`. `readline` appends a line to the string, or nothing at the end.
    pub fn next<E>(
        &mut self,
        readline: &mut dyn FnMut(&mut String) -> Result<(), E>,
    ) -> Result<Option<TokenInfo<'_>>, TokenizeError<E>> {
        if self.done {
            return Ok(None);
        }
        self.state.lines.clear();
        self.state.fields.clear();
        let mut asked = 0;
        let result = loop {
            let cursor = self.state.cursor();
            let end = if self.exhausted { self.end } else { TextEnd::Unknown };
            let state = std::mem::take(&mut self.state);
            let mut lexer = Lexer::resume(&self.buffer, end, self.options, state);
            let result = lexer.next();
            self.state = lexer.into_state();
            if !self.state.at_end || self.exhausted {
                break result;
            }
            self.state.go_back(cursor);
            let lines = if asked < SINGLE_LINES { 1 } else { asked };
            for _ in 0..lines {
                self.read(readline).map_err(TokenizeError::Read)?;
                if self.exhausted {
                    break;
                }
            }
            asked += lines;
        };
        match result {
            // CPython gives out nothing for a source without lines, except to the tokenize module.
            Ok(token) if token.kind == TokenKind::EndMarker && token.line == 0 && !self.options.extra_tokens => {
                self.done = true;
                Ok(None)
            }
            Ok(token) => Ok(Some(self.info(token))),
            Err(error) => {
                self.done = true;
                Err(TokenizeError::Syntax(self.syntax_error(&error)))
            }
        }
    }

    /// Takes the warnings so far out (there are none with extra tokens, save for escaped braces in f-strings).
    pub fn take_warnings(&mut self) -> Vec<LexWarning> {
        std::mem::take(&mut self.state.warnings)
    }

    fn read<E>(&mut self, readline: &mut dyn FnMut(&mut String) -> Result<(), E>) -> Result<(), E> {
        let start = self.buffer.len();
        readline(&mut self.buffer)?;
        let Some(line) = self.buffer.get(start..).filter(|line| !line.is_empty()) else {
            self.exhausted = true;
            return Ok(());
        };
        if line.contains('\0') {
            let text = line.split(['\0', '\n']).next().unwrap_or("").to_owned();
            self.nul_line = Some(text);
            self.buffer.truncate(start);
            self.end = TextEnd::Nul;
            self.exhausted = true;
        } else if line.ends_with('\n') {
            self.end = TextEnd::Real;
        } else {
            self.buffer.push('\n');
            self.end = TextEnd::ImplicitNewline;
        }
        Ok(())
    }

    /// The end of the lines that CPython has read.
    fn input_end(&self) -> usize {
        let rest = self.buffer.as_bytes().get(self.state.line_start..).unwrap_or(&[]);
        self.state.line_start + memchr::memchr(b'\n', rest).map_or(rest.len(), |length| length + 1)
    }

    /// Whether the newline at the end of the current line is not in the source.
    fn implicit_newline(&self) -> bool {
        self.end == TextEnd::ImplicitNewline && self.input_end() == self.buffer.len()
    }

    fn info(&mut self, token: Token) -> TokenInfo<'_> {
        let extra = self.options.extra_tokens;
        let kind = token.kind;
        self.done = kind == TokenKind::EndMarker;
        let trailing = self.done || kind == TokenKind::Dedent && self.state.at_end;
        let in_string = matches!(
            kind,
            TokenKind::String
                | TokenKind::FStringStart
                | TokenKind::FStringMiddle
                | TokenKind::FStringEnd
                | TokenKind::TStringStart
                | TokenKind::TStringMiddle
                | TokenKind::TStringEnd
        );
        let (line_start, mut line) = if in_string {
            (self.state.string_line_start, i64::from(self.state.string_line))
        } else {
            (self.state.line_start, i64::from(self.state.line))
        };
        let mut end_line = i64::from(self.state.line);
        // The bytes of the token; the marks of structure have none.
        let hidden = match kind {
            TokenKind::EndMarker => true,
            TokenKind::Indent | TokenKind::Dedent => !extra,
            _ => false,
        };
        let start = token.start as usize;
        let mut end = token.end as usize;
        if kind == TokenKind::Newline || token.has(Token::DOUBLED_BRACE) {
            end = end.saturating_sub(1);
        }
        let implicit = self.implicit_newline();
        let mut same_line = false;
        let range = if extra && trailing {
            (0, 0)
        } else {
            same_line = self.state.line == self.last_line_number;
            if !same_line {
                // At the end CPython's buffer is empty.
                let last = if self.state.at_end { line_start } else { self.input_end() };
                let last = if last > line_start && implicit { last - 1 } else { last };
                self.last_line = (line_start, last.max(line_start));
                self.byte_surplus = 0;
            }
            self.last_line
        };
        self.last_line_number = line as u32;
        let mut col = -1;
        let mut end_col = -1;
        if !hidden {
            (col, end_col) = self.columns(start, end, line_start, range, same_line, line == end_line);
        }
        let mut text = if hidden { "" } else { self.buffer.get(start..end).unwrap_or("") };
        let mut shown = kind;
        if extra {
            if trailing {
                line += 1;
                end_line = line;
                col = 0;
                end_col = 0;
            }
            if kind.is_operator() {
                shown = TokenKind::Op;
            } else if kind == TokenKind::Newline {
                if !implicit {
                    text = if self.buffer.as_bytes().get(start) == Some(&b'\r') { "\r\n" } else { "\n" };
                }
                end_col += 1;
            } else if kind == TokenKind::Nl && implicit {
                text = "";
            }
        }
        let line_text = self.buffer.get(range.0..range.1).unwrap_or("");
        TokenInfo { kind: shown, text, start: (line, col), end: (end_line, end_col), line: line_text, same_line }
    }

    /// Byte offsets to columns (`_get_col_offsets`).
    fn columns(
        &mut self,
        start: usize,
        end: usize,
        line_start: usize,
        line: (usize, usize),
        same_line: bool,
        one_line: bool,
    ) -> (i64, i64) {
        let mut col = -1;
        let mut end_col = -1;
        let mut byte_col = None;
        let text = self.buffer.as_bytes().get(line.0..line.1).unwrap_or(&[]);
        if start >= line_start {
            let bytes = start - line_start;
            byte_col = Some(bytes);
            if same_line {
                col = bytes as i64 - self.byte_surplus;
            } else {
                col = characters(text, 0, bytes);
                self.byte_surplus = bytes as i64 - col;
            }
        }
        let last_line_start = self.state.line_start;
        if end >= last_line_start {
            let end_bytes = end - last_line_start;
            if one_line {
                let width = characters(text, byte_col.unwrap_or(0), end_bytes);
                end_col = col + width;
                self.byte_surplus += (end - start) as i64 - width;
            } else {
                let last = self.buffer.as_bytes().get(last_line_start..end).unwrap_or(&[]);
                end_col = characters(last, 0, end_bytes);
                self.byte_surplus += end_bytes as i64 - end_col;
            }
        }
        (col, end_col)
    }

    #[cold]
    fn syntax_error(&self, error: &LexError) -> TokenizeSyntaxError {
        let message = error.message.clone();
        let class = error.class;
        let line = self.state.line;
        if error.origin == ErrorOrigin::Tokenizer {
            let text = match &self.nul_line {
                Some(text) if self.end == TextEnd::Nul && self.state.at_end => text.clone(),
                _ => self.error_line(error),
            };
            let place =
                SyntaxPlace::Range { line: error.line, column: error.column, text, end_column: error.end_column };
            return TokenizeSyntaxError { class, message, place };
        }
        if error.at_end {
            let free = self.state.end_is_free && self.state.strings.is_empty();
            let column = if free { 0 } else { self.input_end() - self.state.buffer_start };
            let place = SyntaxPlace::Attributes { line, column: column as i32 };
            return TokenizeSyntaxError { class, message: "unexpected EOF in multi-line statement".to_owned(), place };
        }
        let start = self.state.buffer_start;
        let read = self.buffer.get(start..self.input_end()).unwrap_or("");
        let text = read.strip_suffix('\n').unwrap_or(read).to_owned();
        let column = text.chars().count() as i32 + 1;
        TokenizeSyntaxError { class, message, place: SyntaxPlace::Start { line, column, text } }
    }

    /// The line that an error names, without its newline.
    fn error_line(&self, error: &LexError) -> String {
        let before = self.state.line.saturating_sub(error.line);
        // Lines above the current one can only be those of an open string: count newlines back.
        let mut start = self.state.line_start;
        let bytes = self.buffer.as_bytes();
        for _ in 0..before {
            start = bytes
                .get(..start.saturating_sub(1))
                .and_then(|head| memchr::memrchr(b'\n', head))
                .map_or(0, |at| at + 1);
        }
        let rest = bytes.get(start..).unwrap_or(&[]);
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        String::from_utf8_lossy(&rest[..length]).into_owned()
    }
}

/// How many characters the bytes from `start` to `end` of a line are, stepping by lead bytes; past its end each byte is
/// one (`_PyPegen_byte_offset_to_character_offset_line`).
fn characters(line: &[u8], start: usize, end: usize) -> i64 {
    let mut offset = start;
    let mut count = 0;
    while offset < end {
        offset += match line.get(offset) {
            Some(0xC0..=0xDF) => 2,
            Some(0xE0..=0xEF) => 3,
            Some(0xF0..=0xFF) => 4,
            _ => 1,
        };
        count += 1;
    }
    count
}
