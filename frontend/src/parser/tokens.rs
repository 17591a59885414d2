//! The fast parser's view of the token stream: the current token, the previous one, lookahead, and marks to go back to.
//!
//! Tokens come from the lexer in batches into a buffer that is emptied whenever it is used up and no mark is set, so it
//! stays within the first-level cache. A lexical error is an `ERRORTOKEN` here, which no rule accepts.

use super::{Fail, Mode, ParseOptions, R};
use crate::ast::Location;
use crate::error::{CompileError, ErrorPlace, Warning, WarningClass};
use crate::lexer::{Keyword, LexError, Lexer, Token, TokenKind};

const BATCH: usize = 64;

pub(super) struct Tokens<'s> {
    lexer: Lexer<'s>,
    buffer: Vec<Token>,
    at: usize,
    /// The current token: `buffer[at]`.
    pub(super) cur: Token,
    /// The token before it.
    pub(super) prev: Token,
    marks: u32,
    single: bool,
    imply_dedents: bool,
    /// In mode `single`: a token other than the end has been seen since the last extra newline.
    started: bool,
    ended: bool,
    /// `# type: ignore` comments: line and what follows.
    pub(super) type_ignores: Vec<Token>,
}

/// A place to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    at: usize,
    prev: Token,
}

/// Where a node starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) line: u32,
    pub(super) col: u32,
}

impl<'s> Tokens<'s> {
    pub(super) fn new(lexer: Lexer<'s>, options: &ParseOptions) -> Self {
        let none = Token {
            kind: TokenKind::EndMarker,
            keyword: Keyword::NotKeyword,
            flags: 0,
            start: 0,
            end: 0,
            line: 1,
            col: 0,
        };
        let mut tokens = Self {
            lexer,
            buffer: Vec::with_capacity(BATCH * 2),
            at: 0,
            cur: none,
            prev: none,
            marks: 0,
            single: options.mode == Mode::Single,
            imply_dedents: !options.dont_imply_dedent,
            started: false,
            ended: false,
            type_ignores: Vec::new(),
        };
        tokens.fill(BATCH);
        tokens.cur = tokens.buffer[0];
        tokens
    }

    /// Appends at least one and up to `count` tokens.
    fn fill(&mut self, count: usize) {
        for _ in 0..count {
            match self.lexer.next() {
                Ok(token) if token.kind == TokenKind::TypeIgnore => self.type_ignores.push(token),
                Ok(mut token) => {
                    if token.kind == TokenKind::EndMarker {
                        if self.single && self.started {
                            self.started = false;
                            token.kind = TokenKind::Newline;
                            if self.imply_dedents {
                                self.lexer.imply_dedents();
                            }
                        } else {
                            self.ended = true;
                        }
                    } else {
                        self.started = true;
                    }
                    self.buffer.push(token);
                    if self.ended {
                        return;
                    }
                }
                Err(_) => {
                    self.buffer.push(Token { kind: TokenKind::ErrorToken, ..self.cur });
                    self.ended = true;
                    return;
                }
            }
        }
        if self.at >= self.buffer.len() {
            // A batch of nothing but `# type: ignore`.
            self.fill(count);
        }
    }

    #[cold]
    #[inline(never)]
    fn refill(&mut self) {
        if self.ended {
            // Past the end the last token repeats.
            self.buffer.push(self.cur);
            return;
        }
        if self.marks == 0 {
            self.buffer.clear();
            self.at = 0;
        }
        self.fill(BATCH);
    }

    /// Takes the current token.
    #[inline(always)]
    pub(super) fn advance(&mut self) -> Token {
        let token = self.cur;
        self.prev = token;
        self.at += 1;
        if self.at >= self.buffer.len() {
            self.refill();
        }
        self.cur = self.buffer[self.at];
        token
    }

    /// The token after the current one.
    #[inline]
    pub(super) fn peek(&mut self) -> Token {
        if self.at + 1 >= self.buffer.len() {
            if self.ended {
                return self.cur;
            }
            if self.marks == 0 {
                self.buffer.drain(..self.at);
                self.at = 0;
            }
            self.fill(BATCH);
        }
        self.buffer.get(self.at + 1).copied().unwrap_or(self.cur)
    }

    /// Sets a mark; every mark must be released.
    pub(super) fn mark(&mut self) -> Mark {
        self.marks += 1;
        Mark { at: self.at, prev: self.prev }
    }

    /// Releases the latest mark and stays here.
    pub(super) fn release(&mut self) {
        self.marks -= 1;
    }

    /// Releases the latest mark and goes back to it.
    pub(super) fn rewind(&mut self, mark: Mark) {
        self.marks -= 1;
        self.at = mark.at;
        self.prev = mark.prev;
        self.cur = self.buffer[mark.at];
    }

    #[inline(always)]
    pub(super) fn kind(&self) -> TokenKind {
        self.cur.kind
    }

    #[inline(always)]
    pub(super) fn is(&self, kind: TokenKind) -> bool {
        self.cur.kind == kind
    }

    #[inline(always)]
    pub(super) fn is_keyword(&self, keyword: Keyword) -> bool {
        self.cur.keyword == keyword
    }

    /// Whether the current token is an identifier (soft keywords are).
    #[inline(always)]
    pub(super) fn is_name(&self) -> bool {
        self.cur.kind == TokenKind::Name && !self.cur.keyword.is_hard()
    }

    /// Takes the current token if it is of this kind.
    #[inline(always)]
    pub(super) fn eat(&mut self, kind: TokenKind) -> bool {
        let there = self.cur.kind == kind;
        if there {
            self.advance();
        }
        there
    }

    #[inline(always)]
    pub(super) fn eat_keyword(&mut self, keyword: Keyword) -> bool {
        let there = self.cur.keyword == keyword;
        if there {
            self.advance();
        }
        there
    }

    #[inline(always)]
    pub(super) fn expect(&mut self, kind: TokenKind) -> R<Token> {
        if self.cur.kind == kind { Ok(self.advance()) } else { Err(Fail) }
    }

    #[inline(always)]
    pub(super) fn expect_keyword(&mut self, keyword: Keyword) -> R<Token> {
        if self.cur.keyword == keyword { Ok(self.advance()) } else { Err(Fail) }
    }

    #[inline(always)]
    pub(super) fn start(&self) -> Start {
        Start { line: self.cur.line, col: self.cur.col }
    }

    /// From `start` to the end of the last taken token.
    #[inline(always)]
    pub(super) fn loc(&self, start: Start) -> Location {
        self.span(start, &self.prev)
    }

    #[inline(always)]
    pub(super) fn span(&self, start: Start, last: &Token) -> Location {
        let (end_line, end_col) = end_position(&self.lexer, last);
        Location { line: start.line as i32, col: start.col as i32, end_line: end_line as i32, end_col: end_col as i32 }
    }

    /// The place of one token.
    #[inline(always)]
    pub(super) fn token_loc(&self, token: &Token) -> Location {
        self.span(Start { line: token.line, col: token.col }, token)
    }

    /// The expression before a `!`, `:` or `}` of a replacement field, as the source has it.
    pub(super) fn field_expression(&self, token: &Token) -> Option<&'s str> {
        self.lexer.field_expression(token)
    }

    /// The lexer's warnings, ready to be delivered.
    pub(super) fn take_lexer_warnings(&mut self) -> Vec<(u32, Warning, CompileError)> {
        let warnings = self.lexer.take_warnings();
        warnings.into_iter().map(|w| (w.offset, lexer_warning(&w), self.lexer.compile_error(&w.error))).collect()
    }
}

/// A lexer's warning as the caller sees it.
pub(super) fn lexer_warning(warning: &crate::lexer::LexWarning) -> Warning {
    Warning { class: WarningClass::SyntaxWarning, message: warning.message.clone(), place: place(&warning.error) }
}

fn place(error: &LexError) -> ErrorPlace {
    ErrorPlace {
        line: Some(i64::from(error.line)),
        column: Some(i64::from(error.column)),
        end_line: Some(i64::from(error.end_line)),
        end_column: Some(i64::from(error.end_column)),
    }
}

/// Where a token ends for the tree: a piece of an f-string that ends in a newline ends at the start of the next line.
#[inline]
pub(super) fn end_position(lexer: &Lexer<'_>, token: &Token) -> (u32, u32) {
    let (line, col) = lexer.end_position(token);
    if token.has(Token::MULTILINE)
        && matches!(token.kind, TokenKind::FStringMiddle | TokenKind::TStringMiddle)
        && lexer.text().as_bytes().get((token.end as usize).wrapping_sub(1)) == Some(&b'\n')
    {
        return (line + 1, 0);
    }
    (line, col)
}
