//! The cycle collector: passes over the slabs.
#![forbid(unsafe_code)]
