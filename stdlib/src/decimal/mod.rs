//! `_decimal`: decimal numbers (CPython: `Modules/_decimal/_decimal.c` over libmpdec).

pub(crate) mod arithmetic;
