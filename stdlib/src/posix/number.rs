//! Numbers as the system's calls take them.

use rpython_objects::{Args, Obj, PyResult, Str, Vm, argument, int, protocol, raise, type_error, types};

/// The argument of number `i` as a C `int`.
///
/// # Errors
/// As `argument::c_int`.
pub(super) fn c_int(vm: &mut Vm, args: Args<'_>, i: usize) -> PyResult<i32> {
    argument::c_int(vm, args.at(i))
}

/// An offset or a length in a file.
///
/// # Errors
/// `TypeError`, `OverflowError`
pub(crate) fn offset(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let exact = protocol::index(vm, o)?;
    int::to_i64(vm, &exact).ok_or_else(|| raise!(vm, types::OVERFLOW_ERROR, "int too big to convert"))
}

/// A user's or a group's number; -1 leaves it as it is.
///
/// # Errors
/// `TypeError`, `OverflowError`
pub(crate) fn identity(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<u32> {
    if !protocol::has_index(vm, o) {
        let class = argument::shown_class(vm, o);
        let class = if o.is_none() { "NoneType".to_string() } else { class };
        return Err(type_error!(vm, "{what} should be integer, not {class}"));
    }
    let exact = protocol::index(vm, o)?;
    match int::to_i64(vm, &exact) {
        Some(-1) => Ok(u32::MAX),
        Some(n) => u32::try_from(n).map_err(|_| raise!(vm, types::OVERFLOW_ERROR, "{what} is less than minimum")),
        None if int::is_negative(vm, &exact) => Err(raise!(vm, types::OVERFLOW_ERROR, "{what} is less than minimum")),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "{what} is greater than maximum")),
    }
}

/// A number without a sign, its higher bits cut off.
///
/// # Errors
/// `TypeError`, `OverflowError` for numbers below zero and beyond 64 bits.
pub(crate) fn unsigned(vm: &mut Vm, o: &Obj) -> PyResult<u64> {
    let exact = protocol::index(vm, o)?;
    if int::is_negative(vm, &exact) {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "can't convert negative value to unsigned int"));
    }
    let digits = int::to_big(vm, &exact).map(|n| n.iter_u64_digits().collect::<Vec<_>>()).unwrap_or_default();
    match digits.as_slice() {
        [] => Ok(0),
        [n] => Ok(*n),
        _ => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C unsigned long")),
    }
}

/// A C `int` with a default.
///
/// # Errors
/// As `argument::c_int`.
pub(crate) fn int_or(vm: &mut Vm, o: Option<&Obj>, default: i32) -> PyResult<i32> {
    match o {
        Some(o) => argument::c_int(vm, o),
        None => Ok(default),
    }
}

/// A name of a table, or a number (CPython: `conv_confname`).
///
/// # Errors
/// `ValueError` for a name that the table does not have, `TypeError`.
pub(crate) fn by_name(vm: &mut Vm, o: &Obj, table: &[(&str, i32)]) -> PyResult<i32> {
    if let Some(name) = o.downcast_ref::<Str>() {
        let name = rpython_objects::StrExt::to_string_lossy(name, vm);
        let found = table.iter().find(|entry| entry.0 == name);
        return found
            .map(|entry| entry.1)
            .ok_or_else(|| raise!(vm, types::VALUE_ERROR, "unrecognized configuration name"));
    }
    if !protocol::has_index(vm, o) {
        return Err(type_error!(vm, "configuration names must be strings or integers"));
    }
    argument::c_int(vm, o)
}

/// An int of an unsigned 64-bit number.
pub(crate) fn from_u64(vm: &Vm, n: u64) -> Obj {
    int::from_integer(vm, i128::from(n).into())
}

/// An int of a user's or group's number: -1 for none.
pub(crate) fn from_identity(vm: &Vm, n: u32) -> Obj {
    int::from_i64(vm, if n == u32::MAX { -1 } else { n.into() })
}
