//! The fast parser's view of the token stream: the current token, the previous one, lookahead, and marks to go back to.
//!
//! Tokens come from the lexer in batches into a buffer that is emptied whenever it is used up and no mark is set, so it
//! stays within the first-level cache. A lexical error is an `ERRORTOKEN` here, which no rule accepts.

use super::{Fail, Mode, ParseOptions, R};
use crate::ast::Location;
use crate::error::{CompileError, ErrorPlace, Warning, WarningClass};
use crate::lexer::{Keyword, LexError, Lexer, Token, TokenKind};

/// So many tokens are read at first; most sources that are no files have fewer.
const FIRST_BATCH: usize = 64;
/// So many are read at once later, so that the lexer and the parser seldom drive each other out of the processor's caches.
const BATCH: usize = 512;

pub(super) struct Tokens<'s> {
    lexer: Lexer<'s>,
    buffer: Vec<Token>,
    at: usize,
    /// What the current token, `buffer[at]`, is. The token before it is at `at - 1`, always.
    kind: TokenKind,
    pub(super) keyword: Keyword,
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
        let room = if lexer.text().len() < BATCH { FIRST_BATCH * 2 } else { BATCH + FIRST_BATCH };
        let mut tokens = Self {
            lexer,
            buffer: Vec::with_capacity(room),
            at: 1,
            kind: TokenKind::EndMarker,
            keyword: Keyword::NotKeyword,
            marks: 0,
            single: options.mode == Mode::Single,
            imply_dedents: !options.dont_imply_dedent,
            started: false,
            ended: false,
            type_ignores: Vec::new(),
        };
        tokens.buffer.push(none);
        tokens.fill(FIRST_BATCH);
        tokens.arrive();
        tokens
    }

    /// The current token.
    #[inline(always)]
    pub(super) fn cur(&self) -> Token {
        self.buffer[self.at]
    }

    /// The token before the current one.
    #[inline(always)]
    pub(super) fn prev(&self) -> Token {
        self.buffer[self.at - 1]
    }

    /// Notes what the token at the new place is.
    #[inline(always)]
    fn arrive(&mut self) {
        let token = &self.buffer[self.at];
        self.kind = token.kind;
        self.keyword = token.keyword;
    }

    /// Appends `count` tokens or one more, fewer only if the text ends.
    fn fill(&mut self, count: usize) {
        let full = self.buffer.len() + count;
        self.buffer.reserve(count + 1);
        while self.buffer.len() < full {
            match self.next(full) {
                Ok(TokenKind::EndMarker) => {
                    if self.at_end() {
                        return;
                    }
                }
                Ok(TokenKind::TypeIgnore) => self.type_ignores.extend(self.buffer.pop()),
                Ok(_) => self.started = true,
                Err(_) => {
                    let last = self.buffer[self.buffer.len() - 1];
                    let keyword = Keyword::NotKeyword;
                    self.buffer.push(Token { kind: TokenKind::ErrorToken, keyword, ..last });
                    self.ended = true;
                    return;
                }
            }
        }
    }

    /// Appends tokens until there are `full`, or one more, or a step says of which kind the last is.
    #[inline(always)]
    fn next(&mut self, full: usize) -> Result<TokenKind, LexError> {
        let before = self.buffer.len();
        self.lexer.run_into(&mut self.buffer, full)?;
        self.started |= self.buffer.len() > before;
        self.lexer.next_into(&mut self.buffer)
    }

    /// The end of the text has been read. In mode `single` it first ends the line, and the blocks.
    #[cold]
    fn at_end(&mut self) -> bool {
        if self.single && self.started {
            self.started = false;
            if let Some(last) = self.buffer.last_mut() {
                last.kind = TokenKind::Newline;
            }
            if self.imply_dedents {
                self.lexer.imply_dedents();
            }
            return false;
        }
        self.ended = true;
        true
    }

    /// Reads on when the buffer is used up, keeping the last token.
    #[cold]
    #[inline(never)]
    fn refill(&mut self) {
        if self.ended {
            // Past the end the last token repeats.
            let last = self.buffer[self.buffer.len() - 1];
            self.buffer.push(last);
            return;
        }
        if self.marks == 0 {
            self.buffer.drain(..self.at - 1);
            self.at = 1;
        }
        self.fill(BATCH);
    }

    /// Takes the current token.
    #[inline(always)]
    pub(super) fn advance(&mut self) -> Token {
        self.at += 1;
        if self.at >= self.buffer.len() {
            self.refill();
        }
        self.arrive();
        self.buffer[self.at - 1]
    }

    /// The token after the current one.
    #[inline]
    pub(super) fn peek(&mut self) -> Token {
        if self.at + 1 >= self.buffer.len() {
            self.refill();
        }
        self.buffer.get(self.at + 1).copied().unwrap_or_else(|| self.cur())
    }

    /// Sets a mark; every mark must be released.
    pub(super) fn mark(&mut self) -> Mark {
        self.marks += 1;
        Mark { at: self.at }
    }

    /// Releases the latest mark and stays here.
    pub(super) fn release(&mut self) {
        self.marks -= 1;
    }

    /// Releases the latest mark and goes back to it.
    pub(super) fn rewind(&mut self, mark: Mark) {
        self.marks -= 1;
        self.at = mark.at;
        self.arrive();
    }

    #[inline(always)]
    pub(super) fn kind(&self) -> TokenKind {
        self.kind
    }

    #[inline(always)]
    pub(super) fn is(&self, kind: TokenKind) -> bool {
        self.kind == kind
    }

    #[inline(always)]
    pub(super) fn is_keyword(&self, keyword: Keyword) -> bool {
        self.keyword == keyword
    }

    /// Whether the current token is an identifier (soft keywords are).
    #[inline(always)]
    pub(super) fn is_name(&self) -> bool {
        self.kind == TokenKind::Name && !self.keyword.is_hard()
    }

    /// Takes the current token if it is of this kind.
    #[inline(always)]
    pub(super) fn eat(&mut self, kind: TokenKind) -> bool {
        let there = self.kind == kind;
        if there {
            self.advance();
        }
        there
    }

    #[inline(always)]
    pub(super) fn eat_keyword(&mut self, keyword: Keyword) -> bool {
        let there = self.keyword == keyword;
        if there {
            self.advance();
        }
        there
    }

    #[inline(always)]
    pub(super) fn expect(&mut self, kind: TokenKind) -> R<Token> {
        if self.kind == kind { Ok(self.advance()) } else { Err(Fail) }
    }

    #[inline(always)]
    pub(super) fn expect_keyword(&mut self, keyword: Keyword) -> R<Token> {
        if self.keyword == keyword { Ok(self.advance()) } else { Err(Fail) }
    }

    #[inline(always)]
    pub(super) fn start(&self) -> Start {
        let token = &self.buffer[self.at];
        Start { line: token.line, col: token.col }
    }

    /// From `start` to the end of the last taken token.
    #[inline(always)]
    pub(super) fn loc(&self, start: Start) -> Location {
        self.span(start, &self.buffer[self.at - 1])
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
