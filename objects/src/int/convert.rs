//! `int(…)`: from numbers, text and bytes (CPython: `long_new_impl`, `PyNumber_Long`).

use super::{Int, exact, exact_from, finish, from_integer, to_big};
use crate::{
    Args, Bytes, CallArgs, NativeDef, PyResult, Str, StrExt, Type, TypeExt, Vm, buffer, native,
    number::int::Int as Integer, protocol, type_error, types,
};
use rpython_heap::{Obj, Ref};

static NEW: NativeDef = native::native("int", "(x=0, /, base=10)", make, "");

/// `int.__new__`
pub(super) fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if class.is(types::INT) && args.keywords() == 0 {
        match args.values {
            [o] => return from_object(vm, o),
            [] | [_, _] => {}
            more => return Err(type_error!(vm, "int expected at most 2 arguments, got {}", more.len())),
        }
    }
    let made = native::call(vm, &NEW, args)?;
    if class.is(types::INT) {
        return Ok(made);
    }
    let value = to_big(vm, &made).unwrap_or_default();
    Ok(vm.alloc_in(class, Int { value }).into_obj())
}

fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match (args.opt(0), args.opt(1)) {
        (None, None) => Ok(from_integer(vm, Integer::ZERO)),
        (None, Some(_)) => Err(type_error!(vm, "int() missing string argument")),
        (Some(o), None) => from_object(vm, o),
        (Some(o), Some(base)) => {
            let base = protocol::to_index(vm, base, None)?;
            // One that is out of range is refused before the text is looked at.
            if base < 0 || base == 1 || base > 36 {
                return Err(crate::value_error!(vm, "int() base must be >= 2 and <= 36, or 0"));
            }
            match from_text(vm, o, base as i64)? {
                Some(made) => Ok(made),
                None => Err(type_error!(vm, "int() can't convert non-string with explicit base")),
            }
        }
    }
}

/// The int that a str, bytes or bytearray spells; `None` for other objects.
///
/// # Errors
/// `ValueError`
pub fn from_text(vm: &mut Vm, o: &Obj, base: i64) -> PyResult<Option<Obj>> {
    if let Some(made) = super::pylong::read(vm, o, base)? {
        return Ok(Some(made));
    }
    let limit = vm.int_max_str_digits;
    let made = if let Some(s) = o.downcast_ref::<Str>() {
        Integer::from_text(s.text(vm), base, limit)
    } else if o.is_kind::<Bytes>() || buffer::is_bytearray(o) {
        buffer::with_bytes(vm, o, |_, digits| Integer::from_ascii(digits, base, limit))?
    } else {
        return Ok(None);
    };
    finish(vm, made).map(Some)
}

/// `int(o)`: by `__int__`, `__index__`, or as text.
///
/// # Errors
/// `TypeError`, `ValueError`, what the methods raise.
pub fn from_object(vm: &mut Vm, o: &Obj) -> PyResult {
    if o.value().is_int() {
        return Ok(o.clone());
    }
    if let Some(x) = o.value().as_float() {
        let made = Integer::from_float(x);
        return finish(vm, made);
    }
    let slots = vm.slots_of(o);
    if let Some(int) = slots.int() {
        let made = int(vm, o)?;
        return exact_from(vm, made, "__int__");
    }
    if slots.index().is_some() {
        return protocol::index(vm, o);
    }
    if let Some(made) = from_text(vm, o, 10)? {
        return Ok(made);
    }
    if buffer::has_buffer(vm, o) {
        let limit = vm.int_max_str_digits;
        match buffer::with_bytes(vm, o, |_, digits| Integer::from_ascii(digits, 10, limit)) {
            Ok(made) => return finish(vm, made),
            Err(_raised) => drop(vm.exception.take()),
        }
    }
    let class = vm.class_of(o).name(vm).to_string();
    Err(type_error!(vm, "int() argument must be a string, a bytes-like object or a real number, not '{class}'"))
}

/// The value of any number as an int: `int(o)` for what has `__int__` or `__index__`; `None` for what has neither.
///
/// # Errors
/// What the methods raise.
pub fn trunc(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    if let Some(exact) = exact(vm, o) {
        return Ok(Some(exact));
    }
    let slots = vm.slots_of(o);
    if slots.int().is_some() || slots.index().is_some() { from_object(vm, o).map(Some) } else { Ok(None) }
}
