//! The characters of a subject, 1, 2 or 4 bytes wide, and the loops over runs of them.

use memchr::{memchr, memrchr};

use super::charclass::CharClass;
use super::program::{Program, Unit1};

/// A character of a subject.
pub(super) trait Unit: Copy + Eq + 'static {
    /// The character as a number.
    fn code(self) -> u32;
    /// The character with this number, if it can occur in such a subject.
    fn from_code(code: u32) -> Option<Self>;
    /// Position of the first `unit`.
    fn find(text: &[Self], unit: Self) -> Option<usize>;
    /// Position of the last `unit`.
    fn rfind(text: &[Self], unit: Self) -> Option<usize>;
    /// The subject as bytes, where its characters are that.
    fn as_bytes(text: &[Self]) -> Option<&[u8]>;
}

impl Unit for u8 {
    #[inline(always)]
    fn code(self) -> u32 {
        u32::from(self)
    }
    #[inline(always)]
    fn from_code(code: u32) -> Option<u8> {
        u8::try_from(code).ok()
    }
    #[inline(always)]
    fn find(text: &[u8], unit: u8) -> Option<usize> {
        memchr(unit, text)
    }
    #[inline(always)]
    fn rfind(text: &[u8], unit: u8) -> Option<usize> {
        memrchr(unit, text)
    }
    #[inline(always)]
    fn as_bytes(text: &[u8]) -> Option<&[u8]> {
        Some(text)
    }
}

/// Implements [`Unit`] for the wider characters; the block-wise comparison is what the compiler turns into vector code.
macro_rules! wide_unit {
    ($type:ty) => {
        impl Unit for $type {
            #[inline(always)]
            fn code(self) -> u32 {
                u32::from(self)
            }
            #[inline(always)]
            fn from_code(code: u32) -> Option<$type> {
                <$type>::try_from(code).ok()
            }
            fn find(text: &[$type], unit: $type) -> Option<usize> {
                const BLOCK: usize = 16;
                let mut blocks = text.chunks_exact(BLOCK);
                let mut at = 0;
                for block in &mut blocks {
                    if block.iter().fold(false, |found, other| found | (*other == unit)) {
                        return block.iter().position(|other| *other == unit).map(|offset| at + offset);
                    }
                    at += BLOCK;
                }
                blocks.remainder().iter().position(|other| *other == unit).map(|offset| at + offset)
            }
            fn rfind(text: &[$type], unit: $type) -> Option<usize> {
                text.iter().rposition(|other| *other == unit)
            }
            fn as_bytes(_: &[$type]) -> Option<&[u8]> {
                None
            }
        }
    };
}

wide_unit!(u16);
wide_unit!(u32);

/// Whether one character is an instance of a repeat's item.
#[inline(always)]
pub(super) fn is_item<U: Unit, C: CharClass>(program: &Program, class: &C, item: Unit1, unit: U) -> bool {
    match item {
        Unit1::Char(ch) => unit.code() == ch,
        Unit1::NotChar(ch) => unit.code() != ch,
        Unit1::AnyChar => true,
        Unit1::Set(set) => program.sets[set as usize].holds(class, unit.code()),
        Unit1::DynamicSet(set) => program.sets[set as usize].holds_dynamic(class, unit.code()),
    }
}

/// Length of the longest run of a repeat's item at the start of `text`.
#[inline(always)]
pub(super) fn run_length<U: Unit, C: CharClass>(program: &Program, class: &C, item: Unit1, text: &[U]) -> usize {
    let stop = match item {
        Unit1::Char(ch) => text.iter().position(|unit| unit.code() != ch),
        Unit1::NotChar(ch) => U::from_code(ch).and_then(|unit| U::find(text, unit)),
        Unit1::AnyChar => None,
        Unit1::Set(set) => {
            let set = &program.sets[set as usize];
            match U::as_bytes(text) {
                Some(bytes) => {
                    let table = set.table();
                    bytes.iter().position(|byte| !table[usize::from(*byte)])
                }
                None => text.iter().position(|unit| !set.holds(class, unit.code())),
            }
        }
        Unit1::DynamicSet(set) => {
            let set = &program.sets[set as usize];
            text.iter().position(|unit| !set.holds_dynamic(class, unit.code()))
        }
    };
    stop.unwrap_or(text.len())
}
