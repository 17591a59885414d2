//! `float`

use crate::{TypeDef, TypeFlags};

/// `float`
pub static DEF: TypeDef = TypeDef { name: "float", flags: TypeFlags::BASE, ..TypeDef::EMPTY };
