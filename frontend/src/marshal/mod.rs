//! Marshal: CPython 3.14's serial form of constants and code descriptions (Python/marshal.c, version 5), and the
//! headers of `.pyc` files (PEP 552).
//!
//! A value is a type byte and its content; bit 7 of the type byte enters the value into the table of references, which
//! a later `r` names by number. Everything is little-endian. The reader trusts nothing: sizes are compared with what is
//! left, nesting is bounded, and every fault is a [`MarshalError`] with CPython's class and message.

mod pyc;
mod read;
mod write;

pub use pyc::{Header, MAGIC_NUMBER, Validation, read_pyc, write_pyc};
pub use read::{read, read_prefix};
pub use write::{LibraryNames, VERSION, write, write_library};

/// Why a stream cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarshalError {
    /// `EOFError`.
    Eof(&'static str),
    /// `ValueError`.
    Value(String),
    /// `TypeError`.
    Type(&'static str),
    /// `ImportError`: the header of a `.pyc` file.
    Import(String),
}

impl MarshalError {
    /// The exception class that CPython raises.
    pub fn class(&self) -> &'static str {
        match self {
            MarshalError::Eof(_) => "EOFError",
            MarshalError::Value(_) => "ValueError",
            MarshalError::Type(_) => "TypeError",
            MarshalError::Import(_) => "ImportError",
        }
    }

    /// The exception's text.
    pub fn message(&self) -> &str {
        match self {
            MarshalError::Eof(text) | MarshalError::Type(text) => text,
            MarshalError::Value(text) | MarshalError::Import(text) => text,
        }
    }
}

impl std::fmt::Display for MarshalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.class(), self.message())
    }
}

impl std::error::Error for MarshalError {}

/// How deep values may nest, reading and writing (marshal.c: MAX_MARSHAL_STACK_DEPTH).
const MAX_DEPTH: usize = 2000;

/// Bit 7 of a type byte: the value enters the table of references.
const FLAG_REF: u8 = 0x80;

/// The type bytes (marshal.c: `TYPE_*`).
#[expect(missing_docs, reason = "each is named as its type")]
pub mod tag {
    pub const NULL: u8 = b'0';
    pub const NONE: u8 = b'N';
    pub const FALSE: u8 = b'F';
    pub const TRUE: u8 = b'T';
    pub const STOPITER: u8 = b'S';
    pub const ELLIPSIS: u8 = b'.';
    pub const INT: u8 = b'i';
    /// Read only: CPython has not written it for long.
    pub const INT64: u8 = b'I';
    pub const LONG: u8 = b'l';
    pub const FLOAT: u8 = b'f';
    pub const BINARY_FLOAT: u8 = b'g';
    pub const COMPLEX: u8 = b'x';
    pub const BINARY_COMPLEX: u8 = b'y';
    pub const STRING: u8 = b's';
    pub const INTERNED: u8 = b't';
    pub const UNICODE: u8 = b'u';
    pub const ASCII: u8 = b'a';
    pub const ASCII_INTERNED: u8 = b'A';
    pub const SHORT_ASCII: u8 = b'z';
    pub const SHORT_ASCII_INTERNED: u8 = b'Z';
    pub const REF: u8 = b'r';
    pub const TUPLE: u8 = b'(';
    pub const SMALL_TUPLE: u8 = b')';
    pub const LIST: u8 = b'[';
    pub const DICT: u8 = b'{';
    pub const CODE: u8 = b'c';
    pub const SET: u8 = b'<';
    pub const FROZENSET: u8 = b'>';
    pub const SLICE: u8 = b':';
    /// Only in the embedded library, see [`super::write_library`].
    pub const DEFERRED: u8 = b'@';
    /// Likewise.
    pub const NAME: u8 = b'=';
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Const;

    fn error(data: &[u8]) -> String {
        read(data).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn faults_are_cpythons() {
        assert_eq!(error(b""), "EOFError: EOF read where object expected");
        assert_eq!(error(b"i\x01"), "EOFError: marshal data too short");
        assert_eq!(error(b"?"), "ValueError: bad marshal data (unknown type code)");
        assert_eq!(error(b"r\0\0\0\0"), "ValueError: bad marshal data (invalid reference)");
        assert_eq!(error(b"(\xff\xff\xff\xff"), "ValueError: bad marshal data (tuple size out of range)");
        assert_eq!(error(b")\x02N"), "EOFError: EOF read where object expected");
        assert_eq!(error(b")\x010"), "TypeError: NULL object in marshal data for tuple");
        assert_eq!(error(b"0"), "TypeError: NULL object in marshal data for object");
    }

    #[test]
    fn nesting_is_bounded() {
        let deep: Vec<u8> = b")\x01".iter().copied().cycle().take(100_000).collect();
        assert_eq!(error(&deep), "ValueError: recursion limit exceeded");
    }

    #[test]
    fn round_trip() {
        let value = Const::Tuple(
            vec![
                Const::None,
                Const::Int(-5),
                Const::Int(i64::MIN),
                Const::Float(-0.0),
                Const::Str("abc".into()),
                Const::Str("ünï".into()),
                Const::Slice([Const::None, Const::Int(3), Const::Ellipsis].into()),
                Const::Bytes(b"\0\xff".as_slice().into()),
            ]
            .into(),
        );
        let bytes = write(&value).unwrap();
        assert_eq!(format!("{:?}", read(&bytes).unwrap()), format!("{value:?}"));
    }
}
