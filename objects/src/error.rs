//! Raising: `Err(Raised)` travels through Rust code while the exception object itself lies in the token.

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
    ($vm:expr, $class:expr, $($format:tt)+) => {{
        let message = ::std::format!($($format)+);
        $vm.raise($class, message)
    }};
}
