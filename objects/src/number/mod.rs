//! Numbers without objects: the algorithms behind `int`, `float`, `complex`, their formatting and the `math` and `cmath` modules.
//!
//! The idea: everything that CPython computes on numbers is a pure function here, from machine words, [`int::Int`], `f64` and
//! [`crate::text::Text`] to the same. The object types bind arguments, call a function of this module and allocate what it returns.
//! What is missing on purpose: anything that calls back into Python (`__index__`, `__format__`); callers resolve that first.
//!
//! Errors are values ([`Error`]) that carry the class of the Python exception and CPython's message.

pub mod cmath;
pub mod complex;
pub mod float;
pub mod format;
pub mod int;
pub mod math;
pub mod percent;
pub mod template;

use std::borrow::Cow;
use std::fmt;

use crate::text::TextBuf;

/// The class of the exception that an [`Error`] becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// `ValueError`
    Value,
    /// `TypeError`
    Type,
    /// `OverflowError`
    Overflow,
    /// `ZeroDivisionError`
    ZeroDivision,
    /// `MemoryError`
    Memory,
    /// `IndexError`
    Index,
}

impl ErrorKind {
    /// The exception's name.
    pub const fn name(self) -> &'static str {
        match self {
            ErrorKind::Value => "ValueError",
            ErrorKind::Type => "TypeError",
            ErrorKind::Overflow => "OverflowError",
            ErrorKind::ZeroDivision => "ZeroDivisionError",
            ErrorKind::Memory => "MemoryError",
            ErrorKind::Index => "IndexError",
        }
    }
}

/// An exception to raise: its class and its message.
///
/// [`Error::is_range`] tells the one error whose arguments are not a single message: C's ERANGE, `OverflowError(34, '…')`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// The exception's class.
    pub kind: ErrorKind,
    message: Message,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Message {
    Static(&'static str),
    Built(Box<TextBuf>),
}

/// The result of an operation that can raise.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The text of errno `ERANGE`, which is 34 on every system that Python runs on.
const ERANGE_TEXT: &str = "Numerical result out of range";

macro_rules! error_constructors {
    ($($(#[$doc:meta])* $name:ident = $kind:ident;)*) => {
        $(
            $(#[$doc])*
            #[cold]
            pub fn $name(message: impl Into<Cow<'static, str>>) -> Error {
                Error::new(ErrorKind::$kind, message)
            }
        )*
    };
}

impl Error {
    /// An error of class `kind`.
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Error {
        let message = match message.into() {
            Cow::Borrowed(s) => Message::Static(s),
            Cow::Owned(s) => Message::Built(Box::new(TextBuf::from(s.as_str()))),
        };
        Error { kind, message }
    }

    /// An error whose message may hold any code points.
    #[cold]
    pub fn with_text(kind: ErrorKind, message: TextBuf) -> Error {
        Error { kind, message: Message::Built(Box::new(message)) }
    }

    error_constructors! {
        /// A `ValueError`.
        value = Value;
        /// A `TypeError`.
        type_error = Type;
        /// An `OverflowError`.
        overflow = Overflow;
        /// A `ZeroDivisionError`.
        zero_division = ZeroDivision;
    }

    /// A `MemoryError`, which has no message.
    #[cold]
    pub fn memory() -> Error {
        Error::new(ErrorKind::Memory, "")
    }

    /// `OverflowError(34, 'Numerical result out of range')`, as `float ** float` raises it.
    #[cold]
    pub fn range() -> Error {
        Error::new(ErrorKind::Overflow, ERANGE_TEXT)
    }

    /// Is this [`Error::range`]? Then the exception's arguments are `(34, message)`.
    pub fn is_range(&self) -> bool {
        self.message == Message::Static(ERANGE_TEXT)
    }

    /// The message.
    pub fn message(&self) -> TextBuf {
        match &self.message {
            Message::Static(s) => TextBuf::from(*s),
            Message::Built(text) => (**text).clone(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Message::Static("") => f.write_str(self.kind.name()),
            Message::Static(s) => write!(f, "{}: {s}", self.kind.name()),
            Message::Built(text) => write!(f, "{}: {}", self.kind.name(), text.as_text()),
        }
    }
}

impl std::error::Error for Error {}

/// Can the system give `bytes` more? Asked before a result of that size is computed.
pub(crate) fn probe_memory(bytes: u64) -> Result<()> {
    crate::memory::probe(bytes).map_err(|_| Error::memory())
}

/// An empty vector with room for `n` elements, or a `MemoryError`.
pub(crate) fn try_with_capacity<T>(n: usize) -> Result<Vec<T>> {
    let mut v = Vec::new();
    v.try_reserve_exact(n).map_err(|_| Error::memory())?;
    Ok(v)
}

/// `prefix` followed by the representation of the text at fault, of which CPython shows 200 characters (`%.200R`).
pub(crate) fn literal_error(prefix: String, repr: &TextBuf, shown: usize) -> Error {
    let mut message = TextBuf::from(prefix.as_str());
    message.push_text(repr.as_text().slice(..shown));
    Error::with_text(ErrorKind::Value, message)
}
