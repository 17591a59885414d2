//! `bytearray`

use crate::{TypeDef, TypeFlags};

/// `bytearray`
pub static DEF: TypeDef = TypeDef { name: "bytearray", flags: TypeFlags::BASE, ..TypeDef::EMPTY };
