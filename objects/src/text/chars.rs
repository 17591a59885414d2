//! Properties and case mappings of single characters (code points), Unicode 16.0.0 as CPython 3.14's `str` uses it
//! (CPython: `Objects/unicodectype.c`).

use super::tables::{ctype, ctype_of, database, flags_of};

macro_rules! flag_tests {
    ($($(#[$doc:meta])* $name:ident = $flags:expr;)*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(c: u32) -> bool {
                flags_of(c) & ($flags) != 0
            }
        )*
    };
}

flag_tests! {
    /// A letter (categories L*).
    is_alpha = ctype::ALPHA;
    /// A letter or anything with a numeric value.
    is_alnum = ctype::ALPHA | ctype::DECIMAL | ctype::DIGIT | ctype::NUMERIC;
    /// A decimal digit, of which numbers are written.
    is_decimal = ctype::DECIMAL;
    /// A digit, superscripts and the like included.
    is_digit = ctype::DIGIT;
    /// Anything with a numeric value.
    is_numeric = ctype::NUMERIC;
    /// White space, as `str.split()` and `str.strip()` see it.
    is_space = ctype::SPACE;
    /// Ends a line for `str.splitlines()`.
    is_line_break = ctype::LINE_BREAK;
    /// `repr` shows it as it is.
    is_printable = ctype::PRINTABLE;
    /// May begin an identifier (XID_Start or `_`).
    is_identifier_start = ctype::XID_START;
    /// May continue an identifier (XID_Continue).
    is_identifier_continue = ctype::XID_CONTINUE;
    /// Lowercase.
    is_lower = ctype::LOWER;
    /// Uppercase.
    is_upper = ctype::UPPER;
    /// Titlecase (category Lt).
    is_title = ctype::TITLE;
    /// Uppercase, lowercase or titlecase.
    is_cased = ctype::CASED;
    /// Ignored when the context of a sigma is looked at.
    is_case_ignorable = ctype::CASE_IGNORABLE;
}

/// White space, as `bytes.split()` and `bytes.strip()` see it. (U+001C to U+001F are white space in `str` only.)
#[inline]
pub fn is_ascii_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C)
}

/// The value of a decimal digit.
#[inline]
pub fn decimal(c: u32) -> Option<u8> {
    match c {
        0x30..=0x39 => Some((c - 0x30) as u8),
        0..=0x7F => None,
        _ => Some(ctype_of(c).decimal).filter(|&value| value != 255),
    }
}

/// The value of a digit.
#[inline]
pub fn digit(c: u32) -> Option<u8> {
    Some(ctype_of(c).digit).filter(|&value| value != 255)
}

/// The numeric value, fractions included.
pub fn numeric(c: u32) -> Option<f64> {
    let at = database::NUMERIC.binary_search_by_key(&c, |&(code, _)| code).ok()?;
    database::NUMERIC_VALUES.get(usize::from(database::NUMERIC[at].1)).copied()
}

/// What a character becomes in another case: one to three code points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mapped {
    codes: [u32; 3],
    len: u8,
}

impl Mapped {
    #[inline]
    fn new(c: u32, mapping: i32) -> Mapped {
        if mapping < ctype::SPECIAL {
            return Mapped { codes: [c.wrapping_add_signed(mapping), 0, 0], len: 1 };
        }
        let codes = ctype::EXPANSIONS[(mapping - ctype::SPECIAL) as usize];
        Mapped { codes, len: if codes[2] == 0 { 2 } else { 3 } }
    }

    /// The code points.
    #[inline]
    pub fn as_slice(&self) -> &[u32] {
        &self.codes[..usize::from(self.len)]
    }
}

macro_rules! case_mappings {
    ($($(#[$doc:meta])* $name:ident = $field:ident;)*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(c: u32) -> Mapped {
                Mapped::new(c, ctype_of(c).$field)
            }
        )*
    };
}

case_mappings! {
    /// The full lowercase mapping, without the context of a final sigma.
    to_lower = lower;
    /// The full uppercase mapping.
    to_upper = upper;
    /// The full titlecase mapping.
    to_title = title;
    /// The full case folding.
    to_folded = fold;
}
