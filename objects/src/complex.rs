//! `complex`

use crate::{TypeDef, TypeFlags};

/// `complex`
pub static DEF: TypeDef = TypeDef { name: "complex", flags: TypeFlags::BASE, ..TypeDef::EMPTY };
