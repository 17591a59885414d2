//! `super`

use crate::{PyResult, Str, TypeDef, Vm, type_error};
use rpython_heap::{Obj, Ref};

/// `super(class, this).name`; with `method`, an unbound function where that is what it names.
///
/// # Errors
/// `AttributeError`, `TypeError`.
pub fn load(vm: &mut Vm, class: &Obj, this: &Obj, name: &Ref<Str>, method: bool) -> PyResult<(Obj, bool)> {
    let _ = (class, this, name, method);
    Err(type_error!(vm, "super is not implemented yet"))
}

/// `super`
pub static DEF: TypeDef = TypeDef { name: "super", ..TypeDef::EMPTY };
