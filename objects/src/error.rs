//! Raising: `Err(Raised)` travels through Rust code while the exception object itself lies in the token.

use crate::{
    Str, Vm, exception, int,
    number::{Error, ErrorKind},
    text::resize::SizeError,
    types,
};
use rpython_heap::OutOfMemory;

/// An exception has been raised; it lies in `Vm::exception`. Nothing there stands for a `MemoryError`.
#[derive(Debug)]
#[must_use]
pub struct Raised {
    _private: (),
}

impl Raised {
    pub(crate) const fn new() -> Raised {
        Raised { _private: () }
    }
}

/// What fallible operations on Python objects return.
pub type PyResult<T = rpython_heap::Obj> = Result<T, Raised>;

impl From<OutOfMemory> for Raised {
    fn from(_: OutOfMemory) -> Raised {
        Raised::new()
    }
}

impl Vm {
    /// Raises the exception that an error of `crate::number` stands for.
    #[cold]
    pub fn raise_number(&mut self, error: Error) -> Raised {
        let class = match error.kind {
            ErrorKind::Value => types::VALUE_ERROR,
            ErrorKind::Type => types::TYPE_ERROR,
            ErrorKind::Overflow => types::OVERFLOW_ERROR,
            ErrorKind::ZeroDivision => types::ZERO_DIVISION_ERROR,
            ErrorKind::Memory => return Raised::new(),
            ErrorKind::Index => types::INDEX_ERROR,
        };
        let message = match Str::try_from_buf(self, error.message()) {
            Ok(message) => message.into_obj(),
            Err(full) => return full.into(),
        };
        let made = if error.is_range() {
            let number = int::from_i64(self, 34);
            exception::with_args(self, class, &[number, message])
        } else {
            exception::with_args(self, class, &[message])
        };
        self.raise_object(made)
    }

    /// Raises the exception of a size that cannot be: `OverflowError` with `message`, or `MemoryError`.
    #[cold]
    pub fn raise_size(&mut self, error: SizeError, message: &str) -> Raised {
        match error {
            SizeError::Overflow => self.raise(types::OVERFLOW_ERROR, message),
            SizeError::Memory => Raised::new(),
        }
    }
}

/// Raises `TypeError` with a formatted message; the value is the [`Raised`]. Arguments may borrow the token.
#[macro_export]
macro_rules! type_error {
    ($vm:expr, $($format:tt)+) => { $crate::raise!($vm, $crate::types::TYPE_ERROR, $($format)+) };
}

/// Raises `ValueError` with a formatted message; the value is the [`Raised`].
#[macro_export]
macro_rules! value_error {
    ($vm:expr, $($format:tt)+) => { $crate::raise!($vm, $crate::types::VALUE_ERROR, $($format)+) };
}

/// Raises an exception of a built-in class with a formatted message; the value is the [`Raised`].
#[macro_export]
macro_rules! raise {
    ($vm:expr, $class:expr, $text:literal) => {
        match ::std::format_args!($text).as_str() {
            Some(text) => $vm.raise_text($class, text),
            None => {
                let message = ::std::format!($text);
                $vm.raise($class, message)
            }
        }
    };
    ($vm:expr, $class:expr, $($format:tt)+) => {{
        let message = ::std::format!($($format)+);
        $vm.raise($class, message)
    }};
}
