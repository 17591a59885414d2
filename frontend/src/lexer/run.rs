//! The common tokens of a line, many at a time: names, punctuation, numbers and plain strings.
//!
//! [`Lexer::next`] settles for each token whether a line or a block begins, whether a string is open, where the token
//! ends and where its line began. Within a line of code the answers stay the same, so a run of tokens needs them once.
//! What is not common ends the run before it is touched.

use super::name::{ascii_name_end, keyword_at};
use super::punctuation::{ONE_CHAR, closes, longer_operator, may_go_on};
use super::{CLASSES, Class, Head, Keyword, LexError, Lexer, MAX_BRACKETS, Token, TokenKind, at};

/// What a run makes of a byte that begins a token: a bit each, so that the most common is asked for first.
mod begins {
    pub(super) const NAME: u8 = 1;
    pub(super) const PUNCTUATION: u8 = 2;
    pub(super) const BRACKET: u8 = 4;
    pub(super) const NEWLINE: u8 = 8;
    /// A number or a string without prefix.
    pub(super) const LITERAL: u8 = 16;
    pub(super) const BLANK: u8 = 32;
}

static STARTS: [u8; 256] = {
    let mut starts = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        starts[byte] = match CLASSES[byte] {
            Class::Name | Class::Prefix => begins::NAME,
            Class::Dot | Class::Single | Class::Operator | Class::Field => begins::PUNCTUATION,
            Class::Open | Class::Close => begins::BRACKET,
            Class::Newline => begins::NEWLINE,
            Class::Zero | Class::Digit | Class::Quote => begins::LITERAL,
            Class::Blank => begins::BLANK,
            _ => 0,
        };
        byte += 1;
    }
    starts
};

impl Lexer<'_> {
    /// Appends the tokens that come next in the line to a buffer, as [`Lexer::next`] would make them: as many as are
    /// common, until the buffer holds `full`.
    pub(crate) fn run_into(&mut self, buffer: &mut Vec<Token>, full: usize) -> Result<(), LexError> {
        if self.state.at_line_start || self.state.pending != 0 || !self.state.strings.is_empty() {
            return Ok(());
        }
        let bytes = self.bytes;
        let (mut line, mut line_start) = (self.state.line, self.state.line_start as u32);
        let mut pos = self.state.pos;
        while buffer.len() < full {
            pos += usize::from(at(bytes, pos) == b' ');
            let (start, byte) = (pos, at(bytes, pos));
            let what = STARTS[byte as usize];
            let (kind, keyword);
            if what & begins::NAME != 0 {
                let Some(end) = ascii_name_end(bytes, start) else { break };
                if matches!(at(bytes, end), b'"' | b'\'') {
                    break;
                }
                (kind, keyword) = (TokenKind::Name, keyword_at(bytes, start, end));
                pos = end;
            } else if what & begins::PUNCTUATION != 0 {
                let second = at(bytes, start + 1);
                let (found, length) = if may_go_on(byte, second) {
                    let Some(longer) = longer_operator(byte, second, at(bytes, start + 2)) else { break };
                    longer
                } else {
                    (ONE_CHAR[byte as usize & 127], 1)
                };
                (kind, keyword) = (found, Keyword::NotKeyword);
                pos += length;
            } else if what & begins::BRACKET != 0 {
                kind = ONE_CHAR[byte as usize & 127];
                if !self.bracket(byte, start) {
                    break;
                }
                keyword = Keyword::NotKeyword;
                pos += 1;
            } else if what & begins::BLANK != 0 {
                pos += 1;
                continue;
            } else if what & begins::NEWLINE != 0 && start + 1 < bytes.len() {
                self.state.pos = start + 1;
                if self.state.brackets.is_empty() {
                    buffer.push(self.token(Head::new(TokenKind::Newline, start)));
                }
                self.state.at_line_start = true;
                if !self.begin_like_line() {
                    return Ok(());
                }
                (pos, line, line_start) = (self.state.pos, self.state.line, self.state.line_start as u32);
                continue;
            } else if what & begins::LITERAL != 0 {
                self.state.pos = start;
                let quoted = matches!(byte, b'"' | b'\'');
                let head = if quoted { self.string(start, start)? } else { self.number(start)? };
                buffer.push(self.token(head));
                (pos, line, line_start) = (self.state.pos, self.state.line, self.state.line_start as u32);
                continue;
            } else {
                break;
            }
            let start = start as u32;
            buffer.push(Token { kind, keyword, flags: 0, start, end: pos as u32, line, col: start - line_start });
        }
        self.state.pos = pos;
        Ok(())
    }

    /// Notes a bracket; false if it should not be there.
    #[inline(always)]
    fn bracket(&mut self, byte: u8, start: usize) -> bool {
        if matches!(byte, b'(' | b'[' | b'{') {
            let room = self.state.brackets.len() < MAX_BRACKETS;
            if room {
                self.push_bracket(byte, start);
            }
            return room;
        }
        let matches = self.state.brackets.last().is_some_and(|open| closes(open.bracket, byte));
        if matches {
            self.state.brackets.pop();
        }
        matches
    }
}
