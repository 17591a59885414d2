//! Python's object model: the built-in types, the type system, protocols and exceptions.
#![forbid(unsafe_code)]

pub mod hash;
pub mod number;
pub mod text;
