//! Text as sequences of code points, and every algorithm on it that needs no heap.
//!
//! The idea: `str`, `bytes`, `bytearray`, the codecs, the lexer of numbers and `unicodedata` all need the same kernels. They live here,
//! as pure functions on borrowed slices, so that the object types above only bind arguments and allocate results.
//!
//! A [`Text`] is PEP 393's string: code points in the narrowest of four widths. Lone surrogates are code points like any other.
//! Invariant: a text that is stored is *canonical* (narrowest kind); a slice of it need not be, and every kernel accepts both.
//! Functions that find pieces return ranges, because their caller must give up its borrow of the heap before it can allocate them.

mod buf;
pub mod bytes;
pub mod case;
pub mod chars;
pub mod classify;
pub mod codec;
pub mod names;
pub mod repr;
pub mod resize;
pub mod search;
pub mod split;
pub mod strip;
pub mod suggestions;
mod tables;
pub mod translate;
pub mod unicodedata;
mod wtf8;

pub use buf::{TextBuf, TextParts, take_lost};

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::Hash;
use std::ops::{Bound, RangeBounds};

use search::{ByteFinder, Finder, WideFinder};

/// The largest code point.
pub const MAX_CODE_POINT: u32 = 0x10_FFFF;

/// Is `c` a surrogate, which UTF-8 cannot carry?
#[inline]
pub const fn is_surrogate(c: u32) -> bool {
    c & 0xFFFF_F800 == 0xD800
}

/// The widths of PEP 393, narrowest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Code points below U+0080, one byte each.
    Ascii,
    /// Code points below U+0100, one byte each, at least one above U+007F.
    Latin1,
    /// Code points below U+10000, two bytes each, at least one above U+00FF.
    Ucs2,
    /// Any code points, four bytes each, at least one above U+FFFF.
    Ucs4,
}

impl Kind {
    /// The narrowest kind that holds `c`.
    #[inline]
    pub const fn of(c: u32) -> Kind {
        match c {
            0..=0x7F => Kind::Ascii,
            0x80..=0xFF => Kind::Latin1,
            0x100..=0xFFFF => Kind::Ucs2,
            _ => Kind::Ucs4,
        }
    }

    /// The largest code point that this kind holds.
    #[inline]
    pub const fn max_code_point(self) -> u32 {
        match self {
            Kind::Ascii => 0x7F,
            Kind::Latin1 => 0xFF,
            Kind::Ucs2 => 0xFFFF,
            Kind::Ucs4 => MAX_CODE_POINT,
        }
    }

    /// Bytes per code point.
    #[inline]
    pub const fn width(self) -> usize {
        match self {
            Kind::Ascii | Kind::Latin1 => 1,
            Kind::Ucs2 => 2,
            Kind::Ucs4 => 4,
        }
    }
}

/// A borrowed text. Two texts are equal if their code points are, whatever their kinds; they are ordered by code points.
#[derive(Clone, Copy)]
pub enum Text<'a> {
    /// All below U+0080.
    Ascii(&'a [u8]),
    /// All below U+0100.
    Latin1(&'a [u8]),
    /// All below U+10000.
    Ucs2(&'a [u16]),
    /// Anything.
    Ucs4(&'a [u32]),
}

/// One element of a text's storage. Generic kernels are written against slices of it; [`with_units!`] selects the instance.
pub trait Unit: Copy + Ord + Hash + Into<u32> + fmt::Debug + Default + 'static {
    /// The largest code point a unit can hold.
    const MAX: u32;

    /// The unit for `c`, which must be at most [`Unit::MAX`]; higher bits are lost.
    fn truncate(c: u32) -> Self;

    /// The unit for `c` if it fits.
    #[inline]
    fn try_from_code(c: u32) -> Option<Self> {
        (c <= Self::MAX).then(|| Self::truncate(c))
    }

    /// The code point.
    #[inline]
    fn code(self) -> u32 {
        self.into()
    }

    /// The text's storage if it is of this type.
    fn borrow_from(text: Text<'_>) -> Option<&[Self]>;

    /// Takes `units` as a text, in its canonical kind.
    fn into_buf(units: Vec<Self>) -> TextBuf;

    /// A needle of such units made ready.
    type Finder<'n>: Finder<'n, Self>;

    /// The last occurrence of `needle`, which has at least two units, in `hay`.
    fn rfind(needle: &[Self], hay: &[Self]) -> Option<usize>;

    /// The first index of `self` in `hay`.
    fn position_in(self, hay: &[Self]) -> Option<usize>;

    /// The last index of `self` in `hay`.
    fn last_position_in(self, hay: &[Self]) -> Option<usize>;
}

impl Unit for u8 {
    const MAX: u32 = 0xFF;
    type Finder<'n> = ByteFinder<'n>;

    fn into_buf(units: Vec<u8>) -> TextBuf {
        TextBuf::from_latin1(units)
    }

    #[inline]
    fn rfind(needle: &[u8], hay: &[u8]) -> Option<usize> {
        memchr::memmem::rfind(hay, needle)
    }

    #[inline]
    fn truncate(c: u32) -> u8 {
        c as u8
    }

    #[inline]
    fn borrow_from(text: Text<'_>) -> Option<&[u8]> {
        match text {
            Text::Ascii(s) | Text::Latin1(s) => Some(s),
            _ => None,
        }
    }

    #[inline]
    fn position_in(self, hay: &[u8]) -> Option<usize> {
        memchr::memchr(self, hay)
    }

    #[inline]
    fn last_position_in(self, hay: &[u8]) -> Option<usize> {
        memchr::memrchr(self, hay)
    }
}

/// Scans in blocks, whose test the compiler turns into vector instructions, and looks closer only at the block that has a hit.
fn position_in_blocks<T: Unit>(hay: &[T], unit: T) -> Option<usize> {
    const BLOCK: usize = 32;
    let mut base = 0;
    let mut blocks = hay.chunks_exact(BLOCK);
    for block in &mut blocks {
        if block.iter().fold(false, |hit, &u| hit | (u == unit)) {
            return block.iter().position(|&u| u == unit).map(|i| base + i);
        }
        base += BLOCK;
    }
    blocks.remainder().iter().position(|&u| u == unit).map(|i| base + i)
}

macro_rules! wide_unit {
    ($unit:ty, $kind:ident, $max:expr) => {
        impl Unit for $unit {
            const MAX: u32 = $max;
            type Finder<'n> = WideFinder<'n, $unit>;

            fn into_buf(units: Vec<$unit>) -> TextBuf {
                let text = Text::$kind(&units);
                if text.canonical_kind() < Kind::$kind {
                    return text.to_buf();
                }
                TextBuf::from_parts(TextParts::$kind(units))
            }

            fn rfind(needle: &[$unit], hay: &[$unit]) -> Option<usize> {
                search::rfind_wide(needle, hay)
            }

            #[inline]
            fn truncate(c: u32) -> $unit {
                c as $unit
            }

            #[inline]
            fn borrow_from(text: Text<'_>) -> Option<&[$unit]> {
                match text {
                    Text::$kind(s) => Some(s),
                    _ => None,
                }
            }

            #[inline]
            fn position_in(self, hay: &[$unit]) -> Option<usize> {
                position_in_blocks(hay, self)
            }

            #[inline]
            fn last_position_in(self, hay: &[$unit]) -> Option<usize> {
                hay.iter().rposition(|&u| u == self)
            }
        }
    };
}

wide_unit!(u16, Ucs2, 0xFFFF);
wide_unit!(u32, Ucs4, MAX_CODE_POINT);

/// Binds `$units` to the slice inside `$text`, whatever its width, and compiles `$body` once for each of the three.
#[macro_export]
macro_rules! with_units {
    ($text:expr, $units:ident => $body:expr) => {
        match $text {
            $crate::text::Text::Ascii($units) | $crate::text::Text::Latin1($units) => $body,
            $crate::text::Text::Ucs2($units) => $body,
            $crate::text::Text::Ucs4($units) => $body,
        }
    };
}
pub(crate) use with_units;

impl<'a> Text<'a> {
    /// The empty text.
    pub const EMPTY: Text<'static> = Text::Ascii(&[]);

    /// The text of `bytes` if all are below 0x80.
    #[inline]
    pub fn ascii(bytes: &'a [u8]) -> Option<Text<'a>> {
        bytes.is_ascii().then_some(Text::Ascii(bytes))
    }

    /// Each byte as the code point of that number (Latin-1); the kind is canonical.
    #[inline]
    pub fn latin1(bytes: &'a [u8]) -> Text<'a> {
        if bytes.is_ascii() { Text::Ascii(bytes) } else { Text::Latin1(bytes) }
    }

    /// Length in code points.
    #[inline]
    pub fn len(self) -> usize {
        with_units!(self, units => units.len())
    }

    /// Has it no code points?
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The kind of this view, which for a slice need not be the narrowest.
    #[inline]
    pub fn kind(self) -> Kind {
        match self {
            Text::Ascii(_) => Kind::Ascii,
            Text::Latin1(_) => Kind::Latin1,
            Text::Ucs2(_) => Kind::Ucs2,
            Text::Ucs4(_) => Kind::Ucs4,
        }
    }

    /// The narrowest kind that holds every code point.
    pub fn canonical_kind(self) -> Kind {
        // OR never underestimates a maximum's kind, because each kind's limit is a power of two.
        match self {
            Text::Ascii(_) => Kind::Ascii,
            Text::Latin1(s) => {
                if s.is_ascii() {
                    Kind::Ascii
                } else {
                    Kind::Latin1
                }
            }
            Text::Ucs2(s) => Kind::of(s.iter().fold(0, |all, &u| all | u).into()),
            Text::Ucs4(s) => Kind::of(s.iter().fold(0, |all, &u| all | u)),
        }
    }

    /// Are all code points below U+0080?
    #[inline]
    pub fn is_ascii(self) -> bool {
        self.canonical_kind() == Kind::Ascii
    }

    /// The largest code point, 0 for the empty text.
    pub fn max_code_point(self) -> u32 {
        with_units!(self, units => units.iter().max().map_or(0, |u| u.code()))
    }

    /// The code point at `index`; panics when `index` is not below the length.
    #[inline]
    pub fn at(self, index: usize) -> u32 {
        with_units!(self, units => units[index].code())
    }

    /// The code point at `index`, if there is one.
    #[inline]
    pub fn get(self, index: usize) -> Option<u32> {
        with_units!(self, units => units.get(index).map(|u| u.code()))
    }

    /// The first code point.
    #[inline]
    pub fn first(self) -> Option<u32> {
        self.get(0)
    }

    /// The last code point.
    #[inline]
    pub fn last(self) -> Option<u32> {
        with_units!(self, units => units.last().map(|u| u.code()))
    }

    /// The part in `range`, of the same kind. A range that reaches outside is cut to the text.
    pub fn slice(self, range: impl RangeBounds<usize>) -> Text<'a> {
        let len = self.len();
        let end = match range.end_bound() {
            Bound::Included(&i) => i.saturating_add(1).min(len),
            Bound::Excluded(&i) => i.min(len),
            Bound::Unbounded => len,
        };
        let start = match range.start_bound() {
            Bound::Included(&i) => i,
            Bound::Excluded(&i) => i.saturating_add(1),
            Bound::Unbounded => 0,
        }
        .min(end);
        match self {
            Text::Ascii(s) => Text::Ascii(&s[start..end]),
            Text::Latin1(s) => Text::Latin1(&s[start..end]),
            Text::Ucs2(s) => Text::Ucs2(&s[start..end]),
            Text::Ucs4(s) => Text::Ucs4(&s[start..end]),
        }
    }

    /// The code points in order; from the back too.
    #[inline]
    pub fn iter(self) -> Iter<'a> {
        match self {
            Text::Ascii(s) | Text::Latin1(s) => Iter::Bytes(s.iter()),
            Text::Ucs2(s) => Iter::Ucs2(s.iter()),
            Text::Ucs4(s) => Iter::Ucs4(s.iter()),
        }
    }

    /// The code points as units of type `T`, or `None` if one of them does not fit.
    pub fn units<T: Unit>(self) -> Option<Cow<'a, [T]>> {
        if self.kind().max_code_point() > T::MAX && self.max_code_point() > T::MAX {
            return None;
        }
        Some(match T::borrow_from(self) {
            Some(same) => Cow::Borrowed(same),
            None => Cow::Owned(with_units!(self, units => units.iter().map(|u| T::truncate(u.code())).collect())),
        })
    }

    /// Are there surrogates in it?
    pub fn has_surrogates(self) -> bool {
        match self {
            Text::Ascii(_) | Text::Latin1(_) => false,
            Text::Ucs2(s) => s.iter().fold(false, |hit, &u| hit | is_surrogate(u.into())),
            Text::Ucs4(s) => s.iter().fold(false, |hit, &u| hit | is_surrogate(u)),
        }
    }

    /// An owned canonical copy.
    pub fn to_buf(self) -> TextBuf {
        let mut buf = TextBuf::new();
        buf.push_text(self);
        buf
    }
}

/// The code points of a [`Text`].
#[derive(Clone, Debug)]
pub enum Iter<'a> {
    /// Over one-byte units.
    Bytes(std::slice::Iter<'a, u8>),
    /// Over two-byte units.
    Ucs2(std::slice::Iter<'a, u16>),
    /// Over four-byte units.
    Ucs4(std::slice::Iter<'a, u32>),
}

impl Iterator for Iter<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        match self {
            Iter::Bytes(units) => units.next().map(|u| u.code()),
            Iter::Ucs2(units) => units.next().map(|u| u.code()),
            Iter::Ucs4(units) => units.next().copied(),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = match self {
            Iter::Bytes(units) => units.len(),
            Iter::Ucs2(units) => units.len(),
            Iter::Ucs4(units) => units.len(),
        };
        (len, Some(len))
    }
}

impl DoubleEndedIterator for Iter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        match self {
            Iter::Bytes(units) => units.next_back().map(|u| u.code()),
            Iter::Ucs2(units) => units.next_back().map(|u| u.code()),
            Iter::Ucs4(units) => units.next_back().copied(),
        }
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'a> IntoIterator for Text<'a> {
    type Item = u32;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Text<'_>) -> bool {
        match (*self, *other) {
            (Text::Ascii(a) | Text::Latin1(a), Text::Ascii(b) | Text::Latin1(b)) => a == b,
            (Text::Ucs2(a), Text::Ucs2(b)) => a == b,
            (Text::Ucs4(a), Text::Ucs4(b)) => a == b,
            (a, b) => a.len() == b.len() && a.iter().eq(b.iter()),
        }
    }
}

impl Eq for Text<'_> {}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        match self {
            Text::Ascii(a) => *a == other.as_bytes(),
            _ => self.iter().eq(other.chars().map(u32::from)),
        }
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Text<'_>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    fn cmp(&self, other: &Text<'_>) -> Ordering {
        match (*self, *other) {
            (Text::Ascii(a) | Text::Latin1(a), Text::Ascii(b) | Text::Latin1(b)) => a.cmp(b),
            (Text::Ucs2(a), Text::Ucs2(b)) => a.cmp(b),
            (Text::Ucs4(a), Text::Ucs4(b)) => a.cmp(b),
            (a, b) => a.iter().cmp(b.iter()),
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}{:?}", self.kind(), String::from_utf8_lossy(&self.to_wtf8()))
    }
}

/// For messages: a surrogate shows as U+FFFD, because Rust's formatting carries UTF-8 only.
impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_str() {
            Some(s) => f.write_str(&s),
            None => self
                .iter()
                .try_for_each(|c| fmt::Write::write_char(f, char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER))),
        }
    }
}

#[cfg(test)]
mod tests;
