//! The rpython program, and the crate that Rust programs embed.
#![forbid(unsafe_code)]
