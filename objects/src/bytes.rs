//! `bytes`

use crate::{TypeDef, TypeFlags};

/// `bytes`
pub static DEF: TypeDef = TypeDef { name: "bytes", flags: TypeFlags::BASE, ..TypeDef::EMPTY };
