//! The `rpython` program.
#![forbid(unsafe_code)]
fn main() {}
