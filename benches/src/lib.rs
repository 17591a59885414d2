//! Criterion benchmarks of rpython; see `benches/README.md`.
#![forbid(unsafe_code)]
