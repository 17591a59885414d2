//! What a compilation reports: the error that ends it, and the warnings on the way.

use crate::source::{SourceError, SourceErrorPlace};
use std::fmt;

/// The exception class that CPython raises.
#[allow(missing_docs)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ErrorClass {
    SyntaxError,
    IndentationError,
    TabError,
    /// `_IncompleteInputError`: more lines may make the program whole (`PyCF_ALLOW_INCOMPLETE_INPUT`).
    IncompleteInputError,
    OverflowError,
    MemoryError,
    RecursionError,
    RuntimeError,
    ValueError,
    TypeError,
    SystemError,
    UnicodeEncodeError,
    UnicodeDecodeError,
}

impl ErrorClass {
    /// The name of the class in Python.
    pub fn name(self) -> &'static str {
        match self {
            Self::SyntaxError => "SyntaxError",
            Self::IndentationError => "IndentationError",
            Self::TabError => "TabError",
            Self::IncompleteInputError => "_IncompleteInputError",
            Self::OverflowError => "OverflowError",
            Self::MemoryError => "MemoryError",
            Self::RecursionError => "RecursionError",
            Self::RuntimeError => "RuntimeError",
            Self::ValueError => "ValueError",
            Self::TypeError => "TypeError",
            Self::SystemError => "SystemError",
            Self::UnicodeEncodeError => "UnicodeEncodeError",
            Self::UnicodeDecodeError => "UnicodeDecodeError",
        }
    }

    /// Whether the exception is a `SyntaxError` or a subclass of it, and so carries a place.
    pub fn is_syntax_error(self) -> bool {
        matches!(self, Self::SyntaxError | Self::IndentationError | Self::TabError | Self::IncompleteInputError)
    }
}

/// The place of an error as `SyntaxError` shows it: lines from 1, offsets from 1 in characters. `None` is Python's None.
/// The values are CPython's, odd ones among them (offset 0, end -1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ErrorPlace {
    /// `lineno`.
    pub line: Option<i64>,
    /// `offset`.
    pub column: Option<i64>,
    /// `end_lineno`.
    pub end_line: Option<i64>,
    /// `end_offset`.
    pub end_column: Option<i64>,
}

/// The statement before the error, for the keyword suggestions that `traceback` makes (`SyntaxError._metadata`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastStatement {
    /// Line of the last whole statement.
    pub line: i64,
    /// Its column offset in bytes.
    pub column: i64,
    /// The source from there on.
    pub source: String,
}

/// An error that ends the compilation. Boxed so that a `Result` stays small.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompileError(Box<ErrorFields>);

/// The fields of a [`CompileError`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ErrorFields {
    /// Exception class.
    pub class: ErrorClass,
    /// `msg`.
    pub message: String,
    /// Where.
    pub place: ErrorPlace,
    /// The line that `text` shows, with its newline; `None` where CPython has None.
    pub text: Option<String>,
    /// `_metadata`.
    pub metadata: Option<LastStatement>,
}

/// The result of a compilation's part.
pub type Result<T> = std::result::Result<T, CompileError>;

impl CompileError {
    /// An error without a place.
    #[cold]
    pub fn new(class: ErrorClass, message: impl Into<String>) -> Self {
        let place = ErrorPlace::default();
        Self(Box::new(ErrorFields { class, message: message.into(), place, text: None, metadata: None }))
    }

    /// A `SyntaxError` at a node: `line` from 1, offsets from 1 in characters ([`char_column`] turns a
    /// byte column into characters).
    #[cold]
    pub fn syntax(message: impl Into<String>, place: ErrorPlace) -> Self {
        Self::new(ErrorClass::SyntaxError, message).at(place)
    }

    /// The same error at a place.
    pub fn at(mut self, place: ErrorPlace) -> Self {
        self.0.place = place;
        self
    }

    /// The same error with the line of source that it shows.
    pub fn with_text(mut self, text: Option<String>) -> Self {
        self.0.text = text;
        self
    }

    /// The same error with the statement before it.
    pub fn with_metadata(mut self, metadata: LastStatement) -> Self {
        self.0.metadata = Some(metadata);
        self
    }
}

impl std::ops::Deref for CompileError {
    type Target = ErrorFields;
    fn deref(&self) -> &ErrorFields {
        &self.0
    }
}

impl From<SourceError> for CompileError {
    fn from(error: SourceError) -> Self {
        let at = |line, column, end_line, end_column| ErrorPlace { line, column, end_line, end_column };
        let (place, text) = match error.place {
            SourceErrorPlace::Nowhere => (ErrorPlace::default(), None),
            SourceErrorPlace::File => (at(Some(0), Some(-1), None, None), None),
            SourceErrorPlace::Line { line, column, end_column, text } => {
                let line = Some(i64::from(line));
                (at(line, Some(i64::from(column)), line, Some(i64::from(end_column))), Some(text))
            }
        };
        Self::syntax(error.message, place).with_text(text)
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class.name(), self.message)?;
        match self.place.line {
            Some(line) => write!(f, " (line {line})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CompileError {}

/// How many characters precede byte `column` of a line (CPython: `_PyPegen_byte_offset_to_character_offset`).
pub fn char_column(line: &str, column: usize) -> usize {
    let column = column.min(line.len());
    line.as_bytes()[..column].iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// The class of a warning.
#[allow(missing_docs)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum WarningClass {
    SyntaxWarning,
    DeprecationWarning,
}

/// A warning of the compiler.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// Its class.
    pub class: WarningClass,
    /// Its text.
    pub message: String,
    /// The place that a `SyntaxError` made of it would have: the error raised when the filter says `error`.
    pub place: ErrorPlace,
}

/// Where warnings go. The answer `Break` means that the caller's filters turn this warning into an exception: the
/// compilation then ends with a `SyntaxError` of the warning's text and place. (An exception of another origin that the
/// caller met while warning is the caller's to keep.)
pub trait WarningSink {
    /// Takes a warning.
    fn warn(&mut self, warning: Warning) -> std::ops::ControlFlow<()>;
}

impl WarningSink for Vec<Warning> {
    fn warn(&mut self, warning: Warning) -> std::ops::ControlFlow<()> {
        self.push(warning);
        std::ops::ControlFlow::Continue(())
    }
}

/// Drops every warning.
pub struct IgnoreWarnings;

impl WarningSink for IgnoreWarnings {
    fn warn(&mut self, _: Warning) -> std::ops::ControlFlow<()> {
        std::ops::ControlFlow::Continue(())
    }
}
