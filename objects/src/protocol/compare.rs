//! Comparison, truth, hash, identity.

use crate::{CompareOp, PyResult, Str, StrExt, TypeExt, Vm, type_error, types};
use rpython_heap::{Obj, Value};

/// `a OP b`
///
/// # Errors
/// `TypeError` where the operands do not compare, or what the comparison raises.
pub fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if Value::both_int(a.value(), b.value()) {
        return Ok(Obj::bool(op.holds(a.value().as_int_unchecked().cmp(&b.value().as_int_unchecked()))));
    }
    vm.check_stack(" in comparison")?;
    let (ca, cb) = (vm.class_of(a), vm.class_of(b));
    let mut reflected_tried = false;
    if !ca.is(&cb)
        && cb.is_subtype(vm, &ca)
        && let Some(f) = vm.slots(&cb).compare()
    {
        reflected_tried = true;
        let r = f(vm, b, a, op.swapped())?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    if let Some(f) = vm.slots_of(a).compare() {
        let r = f(vm, a, b, op)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    if reflected_tried { compare_by_default(vm, a, b, op) } else { compare_reflected(vm, a, b, op) }
}

/// `a OP b` where the left operand's method has declined: the right one's is asked.
///
/// # Errors
/// As [`compare`].
pub fn compare_reflected(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if let Some(f) = vm.slots_of(b).compare() {
        let r = f(vm, b, a, op.swapped())?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    compare_by_default(vm, a, b, op)
}

/// `a OP b` where both operands' methods have declined.
fn compare_by_default(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    match op {
        CompareOp::Eq => Ok(Obj::bool(a.is(b))),
        CompareOp::Ne => Ok(Obj::bool(!a.is(b))),
        _ => {
            let (x, y) = (crate::argument::class_name(vm, a), crate::argument::class_name(vm, b));
            Err(type_error!(vm, "'{}' not supported between instances of '{x}' and '{y}'", op.symbol()))
        }
    }
}

/// `a OP b` as a truth value.
///
/// # Errors
/// As [`compare`], and what the result's truth raises.
#[inline]
pub fn holds(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult<bool> {
    let (x, y) = (a.value(), b.value());
    if Value::both_int(x, y) {
        return Ok(op.holds(x.as_int_unchecked().cmp(&y.as_int_unchecked())));
    }
    if x.is_float()
        && y.is_float()
        && let Some(order) = x.as_float_unchecked().partial_cmp(&y.as_float_unchecked())
    {
        return Ok(op.holds(order));
    }
    holds_slow(vm, a, b, op)
}

#[inline(never)]
fn holds_slow(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult<bool> {
    let r = compare(vm, a, b, op)?;
    is_true(vm, &r)
}

/// `a is b or a == b`: how containers compare.
///
/// # Errors
/// What the comparison raises.
#[inline]
pub fn equal(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    if a.is(b) {
        return Ok(true);
    }
    let (x, y) = (a.value(), b.value());
    if Value::both_int(x, y) {
        return Ok(false);
    }
    if let (Some(x), Some(y)) = (a.downcast_ref::<Str>(), b.downcast_ref::<Str>())
        && x.is_exact()
        && y.is_exact()
    {
        return Ok(Str::same(vm, x, y));
    }
    holds(vm, a, b, CompareOp::Eq)
}

/// `bool(o)`
///
/// # Errors
/// What `__bool__` or `__len__` raises.
#[inline]
pub fn is_true(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    match o.value() {
        Value::TRUE => Ok(true),
        Value::FALSE | Value::NONE => Ok(false),
        v if v.is_int() => Ok(v.as_int_unchecked() != 0),
        v if v.is_float() => Ok(v.as_float_unchecked() != 0.0),
        _ => is_true_slow(vm, o),
    }
}

#[inline(never)]
fn is_true_slow(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    let slots = vm.slots_of(o);
    if let Some(truth) = slots.truth() {
        truth(vm, o)
    } else if let Some(len) = slots.len() {
        len(vm, o).map(|n| n != 0)
    } else {
        Ok(true)
    }
}

/// `hash(o)`
///
/// # Errors
/// `TypeError` for an unhashable object, or what `__hash__` raises.
#[inline]
pub fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    if let Some(s) = o.downcast_ref::<Str>()
        && s.is_exact()
    {
        return Ok(Str::hash(vm, s));
    }
    if let Some(n) = o.value().as_int() {
        return Ok(if n == -1 { -2 } else { n });
    }
    match vm.slots_of(o).hash() {
        Some(hash) => hash(vm, o),
        None => Err(unhashable(vm, o)),
    }
}

/// `hash(o)` of what is to be `role`: `"a dict key"`.
///
/// # Errors
/// `TypeError` that names the role for an unhashable object, or what `__hash__` raises.
#[inline]
pub fn hash_as(vm: &mut Vm, o: &Obj, role: &str) -> PyResult<i64> {
    match hash(vm, o) {
        Ok(hash) => Ok(hash),
        Err(raised) => Err(unusable(vm, o, role, raised)),
    }
}

#[cold]
#[inline(never)]
fn unusable(vm: &mut Vm, o: &Obj, role: &str, raised: crate::Raised) -> crate::Raised {
    let Some(cause) = vm.exception.get().filter(|e| vm.class_of(e).is(types::TYPE_ERROR)).cloned() else {
        return raised;
    };
    let name = crate::argument::full_class_name(vm, o);
    vm.exception.take();
    match super::str(vm, &cause) {
        Ok(cause) => type_error!(vm, "cannot use '{name}' as {role} ({})", cause.text(vm)),
        Err(raised) => raised,
    }
}

/// The `TypeError` of an unhashable object.
#[cold]
pub fn unhashable(vm: &mut Vm, o: &Obj) -> crate::Raised {
    let class = crate::argument::class_name(vm, o);
    type_error!(vm, "unhashable type: '{class}'")
}

/// Hash of an object by identity: its place in the heap.
pub fn hash_identity(o: &Obj) -> i64 {
    let address = id(o);
    // As CPython: the low bits of an address say little.
    let hash = address.rotate_right(4);
    if hash == -1 { -2 } else { hash }
}

/// `id(o)`: for objects their place, for values that have none a number from their bits. Never negative.
pub fn id(o: &Obj) -> i64 {
    let v = o.value();
    if v.is_handle() {
        return (i64::from(v.slot().0) + 1) << 4;
    }
    match v.as_int() {
        // Odd, so that no object has it.
        Some(n) => (n << 1 | 1) & i64::MAX,
        // Floats are spread, so that neighbours differ.
        None => (v.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1) as i64 | 1,
    }
}
