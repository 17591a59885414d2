//! Number literals, checked but not converted, and what may follow them directly.

use super::name::continues_name;
use super::{Head, LexError, Lexer, TokenKind};

impl Lexer<'_> {
    /// A number, or a fraction that begins with its point.
    pub(super) fn number(&mut self, start: usize) -> Result<Head, LexError> {
        let mut pos = start;
        match (self.at(start), self.at(start + 1)) {
            (b'.', _) => return self.fraction(start, start + 1),
            (b'0', b'x' | b'X') => return self.radix(start, "hexadecimal", |byte| byte.is_ascii_hexdigit()),
            (b'0', b'o' | b'O') => return self.radix(start, "octal", |byte| matches!(byte, b'0'..=b'7')),
            (b'0', b'b' | b'B') => return self.radix(start, "binary", |byte| matches!(byte, b'0' | b'1')),
            (b'0', _) => return self.leading_zero(start),
            _ => {}
        }
        pos = self.decimal_tail(pos)?;
        match self.at(pos) {
            b'.' => self.fraction(start, pos + 1),
            b'e' | b'E' => self.exponent(start, pos),
            b'j' | b'J' => self.number_end(start, pos + 1, "imaginary"),
            _ => self.number_end(start, pos, "decimal"),
        }
    }

    /// Digits and single underscores between them. `pos` is at a digit.
    #[inline]
    fn decimal_tail(&mut self, mut pos: usize) -> Result<usize, LexError> {
        loop {
            while self.at(pos).is_ascii_digit() {
                pos += 1;
            }
            if self.at(pos) != b'_' {
                return Ok(pos);
            }
            pos += 1;
            if !self.at(pos).is_ascii_digit() {
                return Err(self.number_error(pos, "invalid decimal literal"));
            }
        }
    }

    /// `0x`, `0o` or `0b` and digits.
    fn radix(&mut self, start: usize, kind: &'static str, is_digit: fn(u8) -> bool) -> Result<Head, LexError> {
        let mut pos = start + 2;
        loop {
            if self.at(pos) == b'_' {
                pos += 1;
            }
            if !is_digit(self.at(pos)) {
                self.check_digit(pos, kind)?;
                return Err(self.number_error(pos, &format!("invalid {kind} literal")));
            }
            while is_digit(self.at(pos)) {
                pos += 1;
            }
            if self.at(pos) != b'_' {
                break;
            }
        }
        self.check_digit(pos, kind)?;
        self.number_end(start, pos, kind)
    }

    /// Refuses a decimal digit that the radix does not have.
    fn check_digit(&mut self, pos: usize, kind: &str) -> Result<(), LexError> {
        let byte = self.at(pos);
        if byte.is_ascii_digit() {
            let message = format!("invalid digit '{}' in {kind} literal", byte as char);
            return Err(self.number_error(pos + 1, &message));
        }
        Ok(())
    }

    /// Zeros, and then anything but an integer.
    fn leading_zero(&mut self, start: usize) -> Result<Head, LexError> {
        let mut pos = start;
        loop {
            if self.at(pos) == b'_' {
                pos += 1;
                if !self.at(pos).is_ascii_digit() {
                    return Err(self.number_error(pos, "invalid decimal literal"));
                }
            }
            if self.at(pos) != b'0' {
                break;
            }
            pos += 1;
        }
        let zeros_end = pos + 1;
        let nonzero = self.at(pos).is_ascii_digit();
        if nonzero {
            pos = self.decimal_tail(pos)?;
        }
        match self.at(pos) {
            b'.' => self.fraction(start, pos + 1),
            b'e' | b'E' => self.exponent(start, pos),
            b'j' | b'J' => self.number_end(start, pos + 1, "imaginary"),
            _ if nonzero && !self.options.extra_tokens => {
                self.state.pos = pos;
                Err(self.error_range(
                    "leading zeros in decimal integer literals are not permitted; \
                     use an 0o prefix for octal integers"
                        .to_owned(),
                    start,
                    zeros_end,
                ))
            }
            _ => self.number_end(start, pos, "decimal"),
        }
    }

    /// What follows the point.
    fn fraction(&mut self, start: usize, mut pos: usize) -> Result<Head, LexError> {
        if self.at(pos).is_ascii_digit() {
            pos = self.decimal_tail(pos)?;
        }
        match self.at(pos) {
            b'e' | b'E' => self.exponent(start, pos),
            b'j' | b'J' => self.number_end(start, pos + 1, "imaginary"),
            _ => self.number_end(start, pos, "decimal"),
        }
    }

    /// An exponent, or an `e` that belongs to the next token. `pos` is at the `e`.
    fn exponent(&mut self, start: usize, pos: usize) -> Result<Head, LexError> {
        let mut digits = pos + 1;
        if matches!(self.at(digits), b'+' | b'-') {
            digits += 1;
            if !self.at(digits).is_ascii_digit() {
                return Err(self.number_error(digits, "invalid decimal literal"));
            }
        } else if !self.at(digits).is_ascii_digit() {
            return self.number_end(start, pos, "decimal");
        }
        let end = self.decimal_tail(digits)?;
        if matches!(self.at(end), b'j' | b'J') {
            self.number_end(start, end + 1, "imaginary")
        } else {
            self.number_end(start, end, "decimal")
        }
    }

    fn number_error(&mut self, pos: usize, message: &str) -> LexError {
        self.state.pos = pos.min(self.bytes.len());
        self.error_here(message.to_owned())
    }

    /// Ends the number at `pos` if what follows may stand there (`verify_end_of_number`): keywords may, with a warning,
    /// because they once could.
    #[inline]
    fn number_end(&mut self, start: usize, pos: usize, kind: &'static str) -> Result<Head, LexError> {
        self.state.pos = pos;
        let byte = self.at(pos);
        if byte < 128 && continues_name(byte) && !self.options.extra_tokens {
            self.number_before_name(pos, kind)?;
        }
        Ok(Head::new(TokenKind::Number, start))
    }

    #[cold]
    fn number_before_name(&mut self, pos: usize, kind: &'static str) -> Result<(), LexError> {
        let follows = |word: &[u8]| {
            self.bytes.get(pos..).is_some_and(|rest| rest.starts_with(word))
                && !continues_name(self.at(pos + word.len()))
        };
        let keyword = match self.at(pos) {
            b'a' => follows(b"and"),
            b'e' => follows(b"else"),
            b'f' => follows(b"for"),
            b'i' => matches!(self.at(pos + 1), b'f' | b'n' | b's'),
            b'o' => follows(b"or"),
            b'n' => follows(b"not"),
            _ => false,
        };
        let message = format!("invalid {kind} literal");
        if !keyword {
            return Err(self.error_here(message));
        }
        self.warn(message.clone(), message);
        Ok(())
    }
}
