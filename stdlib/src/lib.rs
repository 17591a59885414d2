//! Native modules: what CPython's library writes in C.
#![forbid(unsafe_code)]

pub mod sre;
