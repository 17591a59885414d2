//! The operators of `int`. Each answers `NotImplemented` for an operand that is no int; views make bools and instances of
//! subclasses operands like any other.

use super::{exact, finish, from_integer, view};
use crate::{CompareOp, PyResult, Str, Tuple, Vm, hash, number::int::Power, type_error};
use rpython_heap::{Obj, Value};

/// Operators whose kernel cannot fail.
macro_rules! total {
    ($($(#[$doc:meta])* $name:ident $kernel:ident;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// None; the type is that of a slot.
            pub fn $name(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
                let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
                let made = x.$kernel(y);
                Ok(from_integer(vm, made))
            }
        )*
    };
}

/// Operators whose kernel can fail.
macro_rules! partial {
    ($($(#[$doc:meta])* $name:ident $kernel:ident;)*) => {
        $(
            $(#[$doc])*
            pub(super) fn $name(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
                let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
                let made = x.$kernel(y);
                finish(vm, made)
            }
        )*
    };
}

total! {
    /// `a & b`
    and and;
    /// `a | b`
    or or;
    /// `a ^ b`
    xor xor;
}

partial! {
    /// `a * b`
    multiply mul;
    /// `a // b`
    floor_divide floor_div;
    /// `a % b`
    remainder modulo;
    /// `a << b`
    lshift shl;
    /// `a >> b`
    rshift shr;
}

/// `a + b`
pub(super) fn add(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (x, y) = (a.value(), b.value());
    if Value::both_int(x, y)
        && let Some(sum) = Value::add_int(x, y)
    {
        return Ok(Obj::immediate(sum));
    }
    let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let made = x.add(y);
    Ok(from_integer(vm, made))
}

/// `a - b`
pub(super) fn subtract(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (x, y) = (a.value(), b.value());
    if Value::both_int(x, y)
        && let Some(difference) = Value::sub_int(x, y)
    {
        return Ok(Obj::immediate(difference));
    }
    let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let made = x.sub(y);
    Ok(from_integer(vm, made))
}

/// `a / b`
pub(super) fn true_divide(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    match x.true_div(y) {
        Ok(quotient) => Ok(Obj::float(quotient)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// `divmod(a, b)`
pub(super) fn divmod(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    if let Some((quotient, remainder)) = super::pylong::divided(vm, a, b)? {
        return Ok(Tuple::from_slice(vm, &[quotient, remainder])?.into_obj());
    }
    let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    match x.divmod(y) {
        Ok((quotient, remainder)) => {
            let pair = [from_integer(vm, quotient), from_integer(vm, remainder)];
            Ok(Tuple::from_slice(vm, &pair)?.into_obj())
        }
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// `pow(a, b, modulus)`
pub(super) fn power(vm: &mut Vm, a: &Obj, b: &Obj, modulus: &Obj) -> PyResult {
    let (Some(x), Some(y)) = (view(vm, a), view(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    if modulus.is_none() {
        return match x.pow(y) {
            Ok(Power::Int(n)) => Ok(from_integer(vm, n)),
            Ok(Power::Float(x)) => Ok(Obj::float(x)),
            Err(e) => Err(vm.raise_number(e)),
        };
    }
    let Some(m) = view(vm, modulus) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let made = x.pow_mod(y, m);
    finish(vm, made)
}

/// What a slot says of a receiver that is no int, which only a fault in rpython could pass.
#[cold]
fn no_int(vm: &mut Vm) -> crate::Raised {
    type_error!(vm, "an integer is required")
}

/// `-o`
pub(super) fn negative(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(n) = view(vm, o) else { return Err(no_int(vm)) };
    let made = n.neg();
    Ok(from_integer(vm, made))
}

/// `abs(o)`
pub(super) fn absolute(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(n) = view(vm, o) else { return Err(no_int(vm)) };
    if !n.is_negative() {
        return itself(vm, o);
    }
    let made = n.neg();
    Ok(from_integer(vm, made))
}

/// `~o`
pub(crate) fn invert(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(n) = view(vm, o) else { return Err(no_int(vm)) };
    let made = n.invert();
    Ok(from_integer(vm, made))
}

/// `+o`, `int(o)`, `operator.index(o)`: the exact int.
pub(super) fn itself(vm: &mut Vm, o: &Obj) -> PyResult {
    match exact(vm, o) {
        Some(exact) => Ok(exact),
        None => Err(no_int(vm)),
    }
}

/// `float(o)`
pub(super) fn float(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(n) = view(vm, o) else { return Err(no_int(vm)) };
    match n.to_float() {
        Ok(x) => Ok(Obj::float(x)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// `bool(o)`
pub(super) fn truth(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    Ok(view(vm, o).is_some_and(|n| !n.is_zero()))
}

/// `a OP b`
pub(super) fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    match (view(vm, a), view(vm, b)) {
        (Some(x), Some(y)) => Ok(Obj::bool(op.holds(x.cmp(&y)))),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

/// `hash(o)`
pub(super) fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    match view(vm, o) {
        Some(n) => Ok(hash::int(n)),
        None => Err(no_int(vm)),
    }
}

/// `repr(o)`
pub(super) fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(n) = o.value().as_int() {
        return Ok(super::decimal(vm, n).into_obj());
    }
    if let Some(bits) = super::big_bits(vm, o)
        && let Some(made) = super::pylong::written(vm, o, bits)?
    {
        return Ok(made);
    }
    let Some(n) = view(vm, o) else { return Err(no_int(vm)) };
    match n.to_decimal(vm.int_max_str_digits) {
        Ok(digits) => Ok(Str::from_ascii(vm, digits.as_bytes()).into_obj()),
        Err(e) => Err(vm.raise_number(e)),
    }
}
