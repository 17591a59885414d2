//! Identifiers: PEP 3131 (XID_Start XID_Continue*, compared after NFKC) and the string prefixes among them.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::{Head, Keyword, LexError, Lexer, Token, TokenKind, at, is_printable};

/// Bytes that may go on a name: 1 in ASCII, 2 above.
static CONTINUES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => 1,
            128..=255 => 2,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Whether a byte may go on a name, as the lexer first sees it.
#[inline]
pub(super) fn continues_name(byte: u8) -> bool {
    CONTINUES[byte as usize] != 0
}

/// The form of a name under which it is compared and stored: NFKC.
pub fn normalize_name(name: &str) -> Cow<'_, str> {
    if name.is_ascii() || is_nfkc_quick(name.chars()) == IsNormalized::Yes {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.nfkc().collect())
    }
}

/// The characters that begin a name in Python: XID_Start and the underscore.
fn is_start(character: char) -> bool {
    character == '_' || unicode_ident::is_xid_start(character)
}

/// The offset of the first character that keeps a text from being an identifier.
fn invalid_character(name: &str) -> Option<(usize, char)> {
    name.char_indices().find(|&(offset, character)| {
        if offset == 0 { !is_start(character) } else { !unicode_ident::is_xid_continue(character) }
    })
}

/// `str.isidentifier`
pub fn is_identifier(text: &str) -> bool {
    !text.is_empty() && invalid_character(text).is_none()
}

/// How many of eight bytes, the first in the lowest, are ASCII letters, digits and underscores before any other byte is.
///
/// All eight are classified at once. With its top bit set, a byte less than 128 can have a number up to 128 subtracted
/// without borrowing from its neighbour, and keeps the bit if it was no less.
#[inline(always)]
fn name_length(chunk: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP: u64 = 0x80 * EACH;
    let low = chunk & !TOP;
    let at_least = |bytes: u64, bound: u8| (bytes | TOP) - u64::from(bound) * EACH;
    let lower = low | (0x20 * EACH);
    let letter = at_least(lower, b'a') & !at_least(lower, b'z' + 1);
    let digit = at_least(low, b'0') & !at_least(low, b'9' + 1);
    let underscore = !at_least(low ^ (u64::from(b'_') * EACH), 1);
    let other = !((letter | digit | underscore) & !chunk) & TOP;
    other.trailing_zeros() as usize / 8
}

/// The end of the name that begins at `start`, if all of it is ASCII.
#[inline(always)]
pub(super) fn ascii_name_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut pos = start;
    while let Some(chunk) = bytes.get(pos..).and_then(|rest| rest.first_chunk::<8>()) {
        let length = name_length(u64::from_le_bytes(*chunk));
        pos += length;
        if length < 8 {
            return if at(bytes, pos) < 128 { Some(pos) } else { None };
        }
    }
    last_name_end(bytes, pos)
}

/// As [`ascii_name_end`], near the end of the text.
#[cold]
#[inline(never)]
fn last_name_end(bytes: &[u8], mut pos: usize) -> Option<usize> {
    while CONTINUES[at(bytes, pos) as usize] == 1 {
        pos += 1;
    }
    (at(bytes, pos) < 128).then_some(pos)
}

/// Which keyword the name is that lies between these offsets.
#[inline(always)]
pub(super) fn keyword_at(bytes: &[u8], start: usize, end: usize) -> Keyword {
    let length = end - start;
    if length > 8 {
        return Keyword::NotKeyword;
    }
    let packed = match bytes.get(start..).and_then(|rest| rest.first_chunk::<8>()) {
        Some(chunk) => u64::from_le_bytes(*chunk) & (u64::MAX >> (64 - 8 * length as u32)),
        None => bytes[start..end].iter().rev().fold(0, |packed, &byte| packed << 8 | u64::from(byte)),
    };
    Keyword::from_packed(packed)
}

impl Lexer<'_> {
    #[cold]
    fn non_ascii_name_end(&self, mut pos: usize) -> usize {
        while self.bytes.get(pos).is_some_and(|&byte| continues_name(byte)) {
            pos += 1;
        }
        pos
    }

    /// A name that begins with an ASCII letter that begins no string.
    #[inline]
    pub(super) fn name(&mut self, start: usize) -> Result<Head, LexError> {
        let Some(end) = ascii_name_end(self.bytes, start) else { return self.non_ascii_name(start) };
        self.state.pos = end;
        Ok(self.ascii_name(start, end))
    }

    #[inline]
    fn ascii_name(&self, start: usize, end: usize) -> Head {
        Head::new(TokenKind::Name, start).with_keyword(keyword_at(self.bytes, start, end))
    }

    /// A name that begins with a letter of the string prefixes, or the string.
    #[inline]
    pub(super) fn name_or_string(&mut self, start: usize) -> Result<Head, LexError> {
        let Some(end) = ascii_name_end(self.bytes, start) else { return self.non_ascii_name(start) };
        self.state.pos = end;
        if matches!(self.at(end), b'"' | b'\'') && end - start <= 5 {
            return self.prefixed_string(start, end);
        }
        Ok(self.ascii_name(start, end))
    }

    /// A name that begins with a character above 127.
    pub(super) fn non_ascii_name(&mut self, start: usize) -> Result<Head, LexError> {
        self.state.pos = self.non_ascii_name_end(start);
        self.checked_name(start)
    }

    /// The name from `start` to the position, which has characters above 127 (`verify_identifier`).
    #[cold]
    fn checked_name(&mut self, start: usize) -> Result<Head, LexError> {
        let head = Head::new(TokenKind::Name, start).with_flag(Token::NON_ASCII);
        if self.options.extra_tokens {
            return Ok(head);
        }
        if let Some((offset, character)) = self.text.get(start..self.state.pos).and_then(invalid_character) {
            self.state.pos = start + offset + character.len_utf8();
            let code = character as u32;
            return Err(self.error_here(if is_printable(character) {
                format!("invalid character '{character}' (U+{code:04X})")
            } else {
                format!("invalid non-printable character U+{code:04X}")
            }));
        }
        Ok(head)
    }

    /// Letters before a quote: a string prefix if each is of `burft` and none comes twice.
    fn prefixed_string(&mut self, start: usize, quote: usize) -> Result<Head, LexError> {
        let mut seen = 0u8;
        for &byte in &self.bytes[start..quote] {
            let bit = match byte | 0x20 {
                b'u' => 1,
                b'b' => 2,
                b'r' => 4,
                b'f' => 8,
                b't' => 16,
                _ => 0,
            };
            if bit == 0 || seen & bit != 0 {
                return Ok(self.ascii_name(start, quote));
            }
            seen |= bit;
        }
        const INCOMPATIBLE: [(u8, char, char); 7] = [
            (1 | 2, 'u', 'b'),
            (1 | 4, 'u', 'r'),
            (1 | 8, 'u', 'f'),
            (1 | 16, 'u', 't'),
            (2 | 8, 'b', 'f'),
            (2 | 16, 'b', 't'),
            (8 | 16, 'f', 't'),
        ];
        for (both, first, second) in INCOMPATIBLE {
            if seen & both == both {
                // The range ends with the quote, which CPython has read.
                self.state.pos = quote + 1;
                let message = format!("'{first}' and '{second}' prefixes are incompatible");
                return Err(self.error_range(message, start, quote + 1));
            }
        }
        if seen & (8 | 16) != 0 {
            self.string_start(start, quote, seen & 16 != 0, seen & 4 != 0)
        } else {
            self.string(start, quote)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_classified_as_one_is() {
        for byte in 0..=255u8 {
            for place in 0..8 {
                for others in [b"aaaaaaaa", b"Z0_9zA5b"] {
                    let mut bytes = *others;
                    bytes[place] = byte;
                    let continues = byte < 128 && continues_name(byte);
                    let expected = if continues { 8 } else { place };
                    assert_eq!(name_length(u64::from_le_bytes(bytes)), expected, "{byte} at {place}");
                }
            }
        }
    }
}
