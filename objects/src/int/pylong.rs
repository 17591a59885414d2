//! Conversions and divisions of very large ints, which CPython leaves to functions of the module `_pylong`.
//!
//! Ours are native. What a program puts in place of one of those functions is called as it would be there, above the same sizes
//! (`PyLong_FromString`, `long_to_decimal_string_internal`, `l_divmod`).

use crate::{
    Function, PyResult, Str, StrExt, Tuple, Vm, module, number::int::IntRef, protocol, type_error, value_error,
};
use rpython_heap::Obj;

/// Bits of one of CPython's digits.
const DIGIT: u64 = 30;
/// Digits above which an int is written by `int_to_decimal_string`.
const WRITTEN: u64 = 1000;
/// Decimal digits above which a text is read by `int_from_string`.
const READ: usize = 6000;
/// Digits of a divisor, and by how many more the dividend must have, for `int_divmod`.
const DIVISOR: u64 = 300;
const QUOTIENT: u64 = 150;

fn digits(n: IntRef<'_>) -> u64 {
    match n {
        IntRef::Small(n) => u64::from(64 - n.unsigned_abs().leading_zeros()).div_ceil(DIGIT),
        IntRef::Big(n) => n.bits().div_ceil(DIGIT),
    }
}

/// What a program has put in the place of a function of `_pylong`; `None` if it is still the module's own.
#[cold]
fn replaced(vm: &mut Vm, name: &str) -> PyResult<Option<Obj>> {
    let module_name = Str::intern(vm, "_pylong");
    let loaded = vm.hooks.loaded_module;
    let Some(library) = loaded(vm, &module_name)? else { return Ok(None) };
    let name = Str::intern(vm, name);
    let Some(found) = protocol::find_attr(vm, &library, &name)? else { return Ok(None) };
    let namespace = module::namespace(vm, &library);
    let own = match (found.downcast_ref::<Function>(), namespace) {
        (Some(f), Some(namespace)) => f.get(vm).globals.is(&namespace) && f.get(vm).name.is(&name),
        _ => false,
    };
    Ok(Some(found).filter(|_| !own))
}

/// `str(n)` by a replaced `int_to_decimal_string`, where that would write a number of this size.
pub(super) fn written(vm: &mut Vm, o: &Obj, n: u64) -> PyResult<Option<Obj>> {
    if n <= WRITTEN * DIGIT {
        return Ok(None);
    }
    let Some(function) = replaced(vm, "int_to_decimal_string")? else { return Ok(None) };
    let made = protocol::call(vm, &function, std::slice::from_ref(o))?;
    if made.is_kind::<Str>() {
        return Ok(Some(made));
    }
    Err(type_error!(vm, "_pylong.int_to_decimal_string did not return a str"))
}

/// The int that decimal text spells, by a replaced `int_from_string`.
pub(super) fn read(vm: &mut Vm, text: &Obj, base: i64) -> PyResult<Option<Obj>> {
    let Some(spelt) = text.downcast_ref::<Str>().filter(|s| base == 10 && s.get(vm).len() > READ) else {
        return Ok(None);
    };
    if !spelt.text(vm).iter().all(|c| c == u32::from(b'_') || (u32::from(b'0')..=u32::from(b'9')).contains(&c)) {
        return Ok(None);
    }
    let Some(function) = replaced(vm, "int_from_string")? else { return Ok(None) };
    let made = protocol::call(vm, &function, std::slice::from_ref(text))?;
    if made.is_kind::<super::Int>() || made.value().is_int() {
        return Ok(Some(made));
    }
    Err(type_error!(vm, "_pylong.int_from_string did not return an int"))
}

/// `divmod(a, b)` by a replaced `int_divmod`.
pub(super) fn divided(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<Option<(Obj, Obj)>> {
    let (Some(x), Some(y)) = (super::view(vm, a), super::view(vm, b)) else { return Ok(None) };
    let (dividend, divisor) = (digits(x), digits(y));
    if divisor <= DIVISOR || dividend.saturating_sub(divisor) <= QUOTIENT {
        return Ok(None);
    }
    let Some(function) = replaced(vm, "int_divmod")? else { return Ok(None) };
    let made = protocol::call(vm, &function, &[a.clone(), b.clone()])?;
    let Some(pair) = made.downcast_ref::<Tuple>() else {
        return Err(value_error!(vm, "tuple is required from int_divmod()"));
    };
    match pair.tail(vm) {
        [quotient, remainder] => Ok(Some((quotient.clone(), remainder.clone()))),
        _ => Err(value_error!(vm, "tuple of length 2 is required from int_divmod()")),
    }
}
