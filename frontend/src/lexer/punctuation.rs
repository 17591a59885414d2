//! Operators, and brackets with what CPython has to say of them when they do not match.

use super::token::Head;
use super::{LexError, Lexer, MAX_BRACKETS, OpenBracket, TokenKind};

/// The token of one punctuation character (`_PyToken_OneChar`).
pub(super) static ONE_CHAR: [TokenKind; 128] = {
    use TokenKind::*;
    let mut kinds = [Op; 128];
    let table = [
        (b'!', Exclamation),
        (b'%', Percent),
        (b'&', Amper),
        (b'(', LPar),
        (b')', RPar),
        (b'*', Star),
        (b'+', Plus),
        (b',', Comma),
        (b'-', Minus),
        (b'.', Dot),
        (b'/', Slash),
        (b':', Colon),
        (b';', Semi),
        (b'<', Less),
        (b'=', Equal),
        (b'>', Greater),
        (b'@', At),
        (b'[', LSqb),
        (b']', RSqb),
        (b'^', Circumflex),
        (b'{', LBrace),
        (b'|', VBar),
        (b'}', RBrace),
        (b'~', Tilde),
    ];
    let mut index = 0;
    while index < table.len() {
        kinds[table[index].0 as usize] = table[index].1;
        index += 1;
    }
    kinds
};

/// The token of two punctuation characters, if they are one (`_PyToken_TwoChars`). `<>` is the parser's to see.
#[inline]
fn two_chars(first: u8, second: u8) -> Option<TokenKind> {
    use TokenKind::*;
    Some(match (first, second) {
        (b'!', b'=') => NotEqual,
        (b'%', b'=') => PercentEqual,
        (b'&', b'=') => AmperEqual,
        (b'*', b'*') => DoubleStar,
        (b'*', b'=') => StarEqual,
        (b'+', b'=') => PlusEqual,
        (b'-', b'=') => MinEqual,
        (b'-', b'>') => RArrow,
        (b'/', b'/') => DoubleSlash,
        (b'/', b'=') => SlashEqual,
        (b':', b'=') => ColonEqual,
        (b'<', b'<') => LeftShift,
        (b'<', b'=') => LessEqual,
        (b'=', b'=') => EqEqual,
        (b'>', b'=') => GreaterEqual,
        (b'>', b'>') => RightShift,
        (b'@', b'=') => AtEqual,
        (b'^', b'=') => CircumflexEqual,
        (b'|', b'=') => VBarEqual,
        _ => return None,
    })
}

/// The token of a two-character token and a third character, if they are one (`_PyToken_ThreeChars`).
#[inline]
fn three_chars(two: TokenKind, third: u8) -> Option<TokenKind> {
    use TokenKind::*;
    match (two, third) {
        (DoubleStar, b'=') => Some(DoubleStarEqual),
        (DoubleSlash, b'=') => Some(DoubleSlashEqual),
        (LeftShift, b'=') => Some(LeftShiftEqual),
        (RightShift, b'=') => Some(RightShiftEqual),
        _ => None,
    }
}

/// The token of more than one punctuation character that begins like this, and its length.
#[inline]
pub(super) fn longer_operator(first: u8, second: u8, third: u8) -> Option<(TokenKind, usize)> {
    let two = two_chars(first, second)?;
    Some(three_chars(two, third).map_or((two, 2), |three| (three, 3)))
}

/// With which second characters a token that begins with a punctuation character may be longer: a bit each.
static GOES_ON_WITH: [u8; 256] = {
    let mut bits = [0; 256];
    let table = [
        (b'!', EQUAL),
        (b'%', EQUAL),
        (b'&', EQUAL),
        (b'*', EQUAL | STAR),
        (b'+', EQUAL),
        (b'-', EQUAL | GREATER),
        (b'.', DIGIT | DOT),
        (b'/', EQUAL | SLASH),
        (b':', EQUAL),
        (b'<', EQUAL | LESS),
        (b'=', EQUAL),
        (b'>', EQUAL | GREATER),
        (b'@', EQUAL),
        (b'^', EQUAL),
        (b'|', EQUAL),
    ];
    let mut index = 0;
    while index < table.len() {
        bits[table[index].0 as usize] = table[index].1;
        index += 1;
    }
    bits
};

const EQUAL: u8 = 1;
const STAR: u8 = 2;
const SLASH: u8 = 4;
const LESS: u8 = 8;
const GREATER: u8 = 16;
const DIGIT: u8 = 32;
const DOT: u8 = 64;

/// The bit of a second character.
static SECOND: [u8; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bits[byte] = match byte as u8 {
            b'=' => EQUAL,
            b'*' => STAR,
            b'/' => SLASH,
            b'<' => LESS,
            b'>' => GREATER,
            b'0'..=b'9' => DIGIT,
            b'.' => DOT,
            _ => 0,
        };
        byte += 1;
    }
    bits
};

/// Whether a token that begins with these two characters may be longer than one.
#[inline(always)]
pub(super) fn may_go_on(first: u8, second: u8) -> bool {
    GOES_ON_WITH[first as usize] & SECOND[second as usize] != 0
}

/// Whether two brackets are a pair.
#[inline(always)]
pub(super) fn closes(open: u8, close: u8) -> bool {
    matches!((open, close), (b'(', b')') | (b'[', b']') | (b'{', b'}'))
}

impl Lexer<'_> {
    /// An operator that begins with `byte` and perhaps goes on with `second`.
    #[inline]
    pub(super) fn operator(&mut self, byte: u8, second: u8, start: usize) -> Head {
        let kind = match longer_operator(byte, second, self.at(start + 2)) {
            Some((kind, length)) => {
                self.state.pos = start + length;
                kind
            }
            None => {
                self.state.pos = start + 1;
                if byte == b'=' {
                    self.note_debug_field();
                }
                ONE_CHAR[byte as usize & 127]
            }
        };
        Head::new(kind, start)
    }

    /// An opening bracket.
    pub(super) fn open(&mut self, byte: u8, start: usize) -> Result<Head, LexError> {
        if byte == b'{' {
            self.note_field_mark(byte, start);
        }
        self.state.pos = start + 1;
        if self.state.brackets.len() >= MAX_BRACKETS {
            return Err(self.error_here("too many nested parentheses".to_owned()));
        }
        self.push_bracket(byte, start);
        if let Some(mode) = self.state.strings.last_mut() {
            mode.depth += 1;
        }
        Ok(Head::new(ONE_CHAR[byte as usize & 127], start))
    }

    #[inline]
    pub(super) fn push_bracket(&mut self, bracket: u8, start: usize) {
        self.state.brackets.push(OpenBracket {
            bracket,
            line: self.state.line,
            col: (start - self.state.line_start) as u32,
            offset: start as u32,
        });
    }

    /// A closing bracket: of the right kind, and of the right string.
    pub(super) fn close(&mut self, byte: u8, start: usize) -> Result<Head, LexError> {
        if byte == b'}' {
            self.note_field_mark(byte, start);
        }
        self.state.pos = start + 1;
        let strict = !self.options.extra_tokens;
        if let Some(mode) = self.state.strings.last()
            && mode.depth == 0
            && byte == b'}'
        {
            let message = format!("{}-string: single '}}' is not allowed", mode.prefix());
            return Err(self.error_here(message));
        }
        match self.state.brackets.pop() {
            None if strict => {
                return Err(self.error_here(format!("unmatched '{}'", byte as char)));
            }
            Some(open) if !closes(open.bracket, byte) && (strict || self.opens_field(open)) => {
                return Err(self.mismatch_error(open, byte));
            }
            _ => {}
        }
        if let Some(mode) = self.state.strings.last_mut() {
            mode.depth -= 1;
            if mode.depth < 0 {
                let message = format!("{}-string: unmatched '{}'", mode.prefix(), byte as char);
                return Err(self.error_here(message));
            }
            if byte == b'}' && mode.depth == mode.field_depth {
                mode.field_depth -= 1;
                mode.in_text = true;
                mode.in_format = false;
                mode.in_debug = false;
            }
        }
        Ok(Head::new(ONE_CHAR[byte as usize & 127], start))
    }

    /// `:` or `!`, alone or in a longer token, or at the end of an f-string's expression.
    pub(super) fn field_mark(&mut self, byte: u8, start: usize) -> Result<Head, LexError> {
        let second = self.at(start + 1);
        let unequal = byte == b'!' && second == b'=';
        if !unequal && self.note_field_mark(byte, start) {
            self.state.pos = start + 1;
            return Ok(Head::new(TokenKind::Colon, start));
        }
        Ok(self.operator(byte, second, start))
    }
}
