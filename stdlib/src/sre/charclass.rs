//! What the matcher must know of characters: case and the classes behind `\w`, `\d`, `\s`.
//!
//! Three families exist, as in CPython's `_sre/sre.c`: ASCII (fixed here), Unicode (the interpreter's character
//! database, through [`CharClass`]) and the C locale (likewise; only characters below 256 have locale properties).

use super::opcode::{Category, FLAG_LOCALE, FLAG_UNICODE};

/// Character properties that the caller provides.
///
/// Any `u32` may be asked for: a str holds lone surrogates, and a hostile code array any number.
/// The matcher relies on this alone: no character is both [`is_alnum`](Self::is_alnum) and [`is_space`](Self::is_space).
pub trait CharClass {
    /// `str.isalnum` of one character.
    fn is_alnum(&self, ch: u32) -> bool;
    /// `str.isdecimal` of one character.
    fn is_decimal(&self, ch: u32) -> bool;
    /// `str.isspace` of one character.
    fn is_space(&self, ch: u32) -> bool;
    /// Whether `str.splitlines` splits at the character.
    fn is_linebreak(&self, ch: u32) -> bool;
    /// The characters below 256 of a category, as bits.
    fn latin(&self, category: Category) -> [u64; 4]
    where
        Self: Sized,
    {
        latin(self, category)
    }
    /// The simple lower-case mapping (`_PyUnicode_ToLowercase`); the character itself where there is none.
    fn to_lower(&self, ch: u32) -> u32;
    /// The simple upper-case mapping (`_PyUnicode_ToUppercase`).
    fn to_upper(&self, ch: u32) -> u32;
    /// C's `isalnum` in the current locale. The "C" locale is the default.
    fn locale_is_alnum(&self, ch: u8) -> bool {
        ch.is_ascii_alphanumeric()
    }
    /// C's `tolower` in the current locale.
    fn locale_to_lower(&self, ch: u8) -> u8 {
        ch.to_ascii_lowercase()
    }
    /// C's `toupper` in the current locale.
    fn locale_to_upper(&self, ch: u8) -> u8 {
        ch.to_ascii_uppercase()
    }
}

fn ascii(ch: u32, test: fn(&u8) -> bool) -> bool {
    ch < 128 && test(&(ch as u8))
}

/// C's `isspace` in the "C" locale: unlike `u8::is_ascii_whitespace` it has the vertical tab.
fn is_ascii_space(ch: u32) -> bool {
    ch == 0x20 || (0x09..=0x0d).contains(&ch)
}

fn is_ascii_word(ch: u32) -> bool {
    ascii(ch, u8::is_ascii_alphanumeric) || ch == u32::from(b'_')
}

/// Word character of the current locale (`SRE_LOC_IS_WORD`).
pub(crate) fn is_locale_word<C: CharClass>(class: &C, ch: u32) -> bool {
    ch < 256 && (class.locale_is_alnum(ch as u8) || ch == u32::from(b'_'))
}

/// Word character of the Unicode database (`SRE_UNI_IS_WORD`).
#[inline]
pub(crate) fn is_unicode_word<C: CharClass>(class: &C, ch: u32) -> bool {
    class.is_alnum(ch) || ch == u32::from(b'_')
}

/// The characters below 256 of a category, as bits.
pub(crate) fn latin<C: CharClass>(class: &C, category: Category) -> [u64; 4] {
    let mut bits = [0; 4];
    for (i, word) in (0..).zip(bits.iter_mut()) {
        *word = (0..64).filter(|bit| in_category(class, category, i * 64 + bit)).fold(0, |word, bit| word | 1 << bit);
    }
    bits
}

/// Whether `ch` belongs to a category (`sre_category`).
#[inline]
pub(crate) fn in_category<C: CharClass>(class: &C, category: Category, ch: u32) -> bool {
    const NEWLINE: u32 = b'\n' as u32;
    match category {
        Category::Digit => ascii(ch, u8::is_ascii_digit),
        Category::NotDigit => !ascii(ch, u8::is_ascii_digit),
        Category::Space => is_ascii_space(ch),
        Category::NotSpace => !is_ascii_space(ch),
        Category::Word => is_ascii_word(ch),
        Category::NotWord => !is_ascii_word(ch),
        Category::Linebreak => ch == NEWLINE,
        Category::NotLinebreak => ch != NEWLINE,
        Category::LocWord => is_locale_word(class, ch),
        Category::LocNotWord => !is_locale_word(class, ch),
        Category::UniDigit => class.is_decimal(ch),
        Category::UniNotDigit => !class.is_decimal(ch),
        Category::UniSpace => class.is_space(ch),
        Category::UniNotSpace => !class.is_space(ch),
        Category::UniWord => is_unicode_word(class, ch),
        Category::UniNotWord => !is_unicode_word(class, ch),
        Category::UniLinebreak => class.is_linebreak(ch),
        Category::UniNotLinebreak => !class.is_linebreak(ch),
    }
}

/// `_sre.ascii_tolower`.
pub fn ascii_tolower(ch: u32) -> u32 {
    if ascii(ch, u8::is_ascii_uppercase) { ch + 32 } else { ch }
}

/// `_sre.unicode_tolower`.
pub fn unicode_tolower<C: CharClass>(class: &C, ch: u32) -> u32 {
    class.to_lower(ch)
}

/// `_sre.ascii_iscased`.
pub fn ascii_iscased(ch: u32) -> bool {
    ascii(ch, u8::is_ascii_alphabetic)
}

/// `_sre.unicode_iscased`.
pub fn unicode_iscased<C: CharClass>(class: &C, ch: u32) -> bool {
    ch != class.to_lower(ch) || ch != class.to_upper(ch)
}

/// `tolower` of the locale; characters from 256 up have no case there (`sre_lower_locale`).
pub(crate) fn locale_tolower<C: CharClass>(class: &C, ch: u32) -> u32 {
    if ch < 256 { u32::from(class.locale_to_lower(ch as u8)) } else { ch }
}

/// `toupper` of the locale (`sre_upper_locale`).
pub(crate) fn locale_toupper<C: CharClass>(class: &C, ch: u32) -> u32 {
    if ch < 256 { u32::from(class.locale_to_upper(ch as u8)) } else { ch }
}

/// Lower case by a pattern's flags: locale before Unicode before ASCII (`_sre.getlower` of early versions, which
/// `_sre.ascii_tolower` and `_sre.unicode_tolower` replaced).
pub fn getlower<C: CharClass>(class: &C, ch: u32, flags: u32) -> u32 {
    if flags & FLAG_LOCALE != 0 {
        locale_tolower(class, ch)
    } else if flags & FLAG_UNICODE != 0 {
        class.to_lower(ch)
    } else {
        ascii_tolower(ch)
    }
}
