//! `repr`, `str`, `format`.

use crate::{PyResult, Str, StrExt, TypeExt, Vm, names, type_error};
use rpython_heap::{Obj, Ref};

/// `repr(o)`
///
/// # Errors
/// What `__repr__` raises; `TypeError` where it returns no string.
pub fn repr(vm: &mut Vm, o: &Obj) -> PyResult<Obj> {
    vm.check_stack(" while getting the repr of an object")?;
    let made = match vm.slots_of(o).repr() {
        Some(repr) => repr(vm, o)?,
        None => {
            let class = vm.class_of(o).name(vm).to_string();
            Str::from_display(vm, format_args!("<{class} object at {:#x}>", super::id(o))).into_obj()
        }
    };
    if made.is_kind::<Str>() {
        return Ok(made);
    }
    let class = vm.class_of(&made).name(vm).to_string();
    Err(type_error!(vm, "__repr__ returned non-string (type {class})"))
}

/// `repr(o)` as Rust text; lone surrogates become replacement characters.
///
/// # Errors
/// As [`repr`].
pub fn repr_text(vm: &mut Vm, o: &Obj) -> PyResult<String> {
    let made = repr(vm, o)?;
    Ok(made.downcast_ref::<Str>().map(|s| s.text(vm).to_string()).unwrap_or_default())
}

/// `ascii(o)`
///
/// # Errors
/// As [`repr`].
pub fn ascii(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Str>> {
    let made = repr(vm, o)?;
    let Some(s) = made.downcast_ref::<Str>() else { return Err(type_error!(vm, "__repr__ returned non-string")) };
    if s.text(vm).is_ascii() {
        return Ok(s.clone());
    }
    let escaped = crate::text::repr::escape_non_ascii(s.text(vm));
    Ok(Str::try_from_buf(vm, escaped)?)
}

/// `str(o)`
///
/// # Errors
/// What `__str__` raises; `TypeError` where it returns no string.
pub fn str(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Str>> {
    if let Some(s) = o.downcast_ref::<Str>()
        && s.is_exact()
    {
        return Ok(s.clone());
    }
    vm.check_stack(" while getting the str of an object")?;
    let made = match vm.slots_of(o).str() {
        Some(str) => str(vm, o)?,
        None => repr(vm, o)?,
    };
    made.downcast::<Str>().map_err(|made| {
        let class = vm.class_of(&made).name(vm).to_string();
        type_error!(vm, "__str__ returned non-string (type {class})")
    })
}

/// `format(o, spec)`
///
/// # Errors
/// What `__format__` raises; `TypeError` where it returns no string.
pub fn format(vm: &mut Vm, o: &Obj, spec: &Ref<Str>) -> PyResult<Ref<Str>> {
    if spec.get(vm).is_empty() {
        if let Some(s) = o.downcast_ref::<Str>()
            && s.is_exact()
        {
            return Ok(s.clone());
        }
        if o.value().is_int() {
            return str(vm, o);
        }
    }
    let Some(made) = super::call_special(vm, o, names::__format__, &[spec.clone().into_obj()])? else {
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "Type {class} doesn't define __format__"));
    };
    made.downcast::<Str>().map_err(|made| {
        let class = vm.class_of(&made).name(vm).to_string();
        type_error!(vm, "__format__ must return a str, not {class}")
    })
}

/// Runs `body` unless the `repr` of `o` is under way already, in which case the answer is `None`: how containers that
/// contain themselves print `[...]`.
///
/// # Errors
/// What `body` raises.
pub fn guard_repr(vm: &mut Vm, o: &Obj, body: impl FnOnce(&mut Vm) -> PyResult) -> PyResult<Option<Obj>> {
    let slot = o.value().slot();
    if !vm.in_repr.insert(slot) {
        return Ok(None);
    }
    let result = body(vm);
    vm.in_repr.remove(&slot);
    result.map(Some)
}
