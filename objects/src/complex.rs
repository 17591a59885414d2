//! `complex`

use crate::{TypeDef, TypeFlags};

/// `complex`
pub static DEF: TypeDef = TypeDef { name: "complex", flags: TypeFlags::BASE, ..TypeDef::EMPTY };

/// A complex number.
pub fn new(vm: &crate::Vm, re: f64, im: f64) -> rpython_heap::Obj {
    let _ = (vm, im);
    rpython_heap::Obj::float(re)
}
