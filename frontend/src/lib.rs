//! Python 3.14 source text to code descriptions. Depends on no other crate of rpython.
#![forbid(unsafe_code)]
pub mod bytecode;
