//! `memoryview`

use crate::{TypeDef, TypeFlags};

/// `memoryview`
pub static DEF: TypeDef = TypeDef { name: "memoryview", flags: TypeFlags::BASE, ..TypeDef::EMPTY };
