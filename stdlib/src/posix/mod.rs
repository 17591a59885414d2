//! `posix`: the operating system's calls (CPython: `Modules/posixmodule.c`).

pub(crate) mod error;
