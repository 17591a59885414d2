//! The numbers of CPython 3.14's `re._constants`: operations, positions, categories, flags.
//!
//! `re._compiler` emits arrays of 32-bit words made of these; the numbering is fixed by `MAGIC`, which `re` compares
//! with `_sre.MAGIC` when it is imported.

/// Version of the code format; `re._compiler` asserts that `_sre.MAGIC` equals its own.
pub const MAGIC: u32 = 20230612;
/// Bytes in a code word (`_sre.CODESIZE`).
pub const CODESIZE: usize = 4;
/// The largest repeat count, which stands for "without limit" (`_sre.MAXREPEAT`).
pub const MAXREPEAT: u32 = u32::MAX;
/// The largest number of capturing groups (`_sre.MAXGROUPS`).
pub const MAXGROUPS: u32 = i32::MAX as u32 / 2;

/// `re.IGNORECASE`.
pub const FLAG_IGNORECASE: u32 = 2;
/// `re.LOCALE`.
pub const FLAG_LOCALE: u32 = 4;
/// `re.MULTILINE`.
pub const FLAG_MULTILINE: u32 = 8;
/// `re.DOTALL`.
pub const FLAG_DOTALL: u32 = 16;
/// `re.UNICODE`.
pub const FLAG_UNICODE: u32 = 32;
/// `re.VERBOSE`.
pub const FLAG_VERBOSE: u32 = 64;
/// `re.DEBUG`.
pub const FLAG_DEBUG: u32 = 128;
/// `re.ASCII`.
pub const FLAG_ASCII: u32 = 256;

/// `SRE_INFO_PREFIX`: the information block holds a literal prefix.
pub const INFO_PREFIX: u32 = 1;
/// `SRE_INFO_LITERAL`: the prefix is the whole pattern.
pub const INFO_LITERAL: u32 = 2;
/// `SRE_INFO_CHARSET`: the information block holds the set of first characters.
pub const INFO_CHARSET: u32 = 4;

/// Declares an enumeration whose variants are numbered from 0 in order, with the inverse lookup.
macro_rules! numbered {
    ($(#[$meta:meta])* $name:ident { $($variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub(super) const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The member with this number, if there is one.
            pub fn from_code(code: u32) -> Option<$name> {
                Self::ALL.get(code as usize).copied()
            }
        }
    };
}

numbered! {
    /// `re._constants.OPCODES`.
    Opcode {
        Failure, Success, Any, AnyAll, Assert, AssertNot, At, Branch, Category, Charset, BigCharset, GroupRef,
        GroupRefExists, In, Info, Jump, Literal, Mark, MaxUntil, MinUntil, NotLiteral, Negate, Range, Repeat, RepeatOne,
        Subpattern, MinRepeatOne, AtomicGroup, PossessiveRepeat, PossessiveRepeatOne, GroupRefIgnore, InIgnore,
        LiteralIgnore, NotLiteralIgnore, GroupRefLocIgnore, InLocIgnore, LiteralLocIgnore, NotLiteralLocIgnore,
        GroupRefUniIgnore, InUniIgnore, LiteralUniIgnore, NotLiteralUniIgnore, RangeUniIgnore,
    }
}

numbered! {
    /// `re._constants.ATCODES`: zero-width positions.
    At {
        Beginning, BeginningLine, BeginningString, Boundary, NonBoundary, End, EndLine, EndString, LocBoundary,
        LocNonBoundary, UniBoundary, UniNonBoundary,
    }
}

numbered! {
    /// `re._constants.CHCODES`: character categories.
    Category {
        Digit, NotDigit, Space, NotSpace, Word, NotWord, Linebreak, NotLinebreak, LocWord, LocNotWord, UniDigit,
        UniNotDigit, UniSpace, UniNotSpace, UniWord, UniNotWord, UniLinebreak, UniNotLinebreak,
    }
}

const _: () = assert!(Opcode::ALL.len() == 43 && At::ALL.len() == 12 && Category::ALL.len() == 18);
