//! What `str.isalpha` and its like say of a whole text (CPython: `Objects/unicodeobject.c`).

use std::borrow::Cow;

use super::tables::{ctype, flags_of};
use super::{Text, Unit, chars, with_units};

/// Is the text not empty, and has every code point one of `flags`?
fn all_have(text: Text<'_>, flags: u16) -> bool {
    !text.is_empty() && with_units!(text, units => units.iter().all(|u| flags_of(u.code()) & flags != 0))
}

macro_rules! all_tests {
    ($($(#[$doc:meta])* $name:ident = $flags:expr;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(text: Text<'_>) -> bool {
                all_have(text, $flags)
            }
        )*
    };
}

all_tests! {
    /// `str.isalpha`
    is_alpha = ctype::ALPHA;
    /// `str.isalnum`
    is_alnum = ctype::ALPHA | ctype::DECIMAL | ctype::DIGIT | ctype::NUMERIC;
    /// `str.isdecimal`
    is_decimal = ctype::DECIMAL;
    /// `str.isdigit`
    is_digit = ctype::DIGIT;
    /// `str.isnumeric`
    is_numeric = ctype::NUMERIC;
    /// `str.isspace`
    is_space = ctype::SPACE;
}

/// `str.isprintable`, which the empty text is too.
pub fn is_printable(text: Text<'_>) -> bool {
    text.is_empty() || all_have(text, ctype::PRINTABLE)
}

/// `str.isidentifier`
pub fn is_identifier(text: Text<'_>) -> bool {
    text.first().is_some_and(chars::is_identifier_start)
        && (text.len() == 1 || all_have(text.slice(1..), ctype::XID_CONTINUE))
}

/// Is there a code point with the flag `wanted`, and none with one of `excluded`?
fn some_and_none(text: Text<'_>, wanted: u16, excluded: u16) -> bool {
    let mut found = false;
    for c in text.iter() {
        let flags = flags_of(c);
        if flags & excluded != 0 {
            return false;
        }
        found |= flags & wanted != 0;
    }
    found
}

/// `str.islower`
pub fn is_lower(text: Text<'_>) -> bool {
    some_and_none(text, ctype::LOWER, ctype::UPPER | ctype::TITLE)
}

/// `str.isupper`
pub fn is_upper(text: Text<'_>) -> bool {
    some_and_none(text, ctype::UPPER, ctype::LOWER | ctype::TITLE)
}

/// `str.istitle`: uppercase and titlecase follow only what is not cased, lowercase only what is.
pub fn is_title(text: Text<'_>) -> bool {
    let (mut found, mut after_cased) = (false, false);
    for c in text.iter() {
        let flags = flags_of(c);
        if flags & (ctype::UPPER | ctype::TITLE) != 0 {
            if after_cased {
                return false;
            }
            (found, after_cased) = (true, true);
        } else if flags & ctype::LOWER != 0 {
            if !after_cased {
                return false;
            }
            found = true;
        } else {
            after_cased = false;
        }
    }
    found
}

/// The text as `int()`, `float()` and `complex()` read it: decimal digits of any script as ASCII digits, white space as blanks. What is
/// neither nor ASCII becomes `?` and ends the result, because no number contains it
/// (`_PyUnicode_TransformDecimalAndSpaceToASCII`).
pub fn decimal_and_space_to_ascii(text: Text<'_>) -> Cow<'_, [u8]> {
    if let Text::Ascii(bytes) = text {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(text.len());
    for c in text.iter() {
        out.push(match c {
            0..=0x7E => c as u8,
            _ if chars::is_space(c) => b' ',
            _ => match chars::decimal(c) {
                Some(digit) => b'0' + digit,
                None => {
                    out.push(b'?');
                    break;
                }
            },
        });
    }
    Cow::Owned(out)
}
