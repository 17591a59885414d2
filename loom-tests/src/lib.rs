//! Models of the concurrent structures, checked with loom.
#![forbid(unsafe_code)]
