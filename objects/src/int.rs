//! `int`: 50 bits in the value itself, larger ones in a slot.

use crate::{PyResult, TypeDef, TypeExt, TypeFlags, Vm, kinds, number::int::IntRef, type_error, types};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use rpython_heap::{Obj, Payload, Value};

/// The payload of an int that needs more than 50 bits, and of instances of subclasses of `int`, whatever their value.
pub struct Int {
    /// The value.
    pub value: BigInt,
}

impl Payload for Int {
    const KIND: u8 = kinds::INT;
    const NAME: &'static str = "int";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// An int of a machine integer.
#[inline]
pub fn from_i64(vm: &Vm, n: i64) -> Obj {
    Obj::small_int(n).unwrap_or_else(|| from_big(vm, BigInt::from(n)))
}

/// An int of any size.
pub fn from_big(vm: &Vm, n: BigInt) -> Obj {
    match n.to_i64().and_then(Obj::small_int) {
        Some(small) => small,
        None => vm.alloc(types::INT, Int { value: n }).into_obj(),
    }
}

/// The value of an int (bools and instances of subclasses included), if it fits 64 bits.
pub fn to_i64(vm: &Vm, o: &Obj) -> Option<i64> {
    match o.value() {
        v if v.is_int() => v.as_int(),
        Value::TRUE => Some(1),
        Value::FALSE => Some(0),
        _ => o.downcast_ref::<Int>()?.get(vm).value.to_i64(),
    }
}

/// The value of an int (bools and instances of subclasses included).
pub fn to_big(vm: &Vm, o: &Obj) -> Option<BigInt> {
    match o.downcast_ref::<Int>() {
        Some(big) => Some(big.get(vm).value.clone()),
        None => to_i64(vm, o).map(BigInt::from),
    }
}

/// The value of an int (bools and instances of subclasses included), borrowed for `crate::number`.
pub fn view<'a>(vm: &'a Vm, o: &'a Obj) -> Option<IntRef<'a>> {
    match to_i64(vm, o) {
        Some(n) => Some(IntRef::Small(n)),
        None => o.downcast_ref::<Int>().map(|big| IntRef::Big(&big.get(vm).value)),
    }
}

/// Whether an int is below zero.
pub fn is_negative(vm: &Vm, o: &Obj) -> bool {
    match o.downcast_ref::<Int>() {
        Some(big) => big.get(vm).value.is_negative(),
        None => to_i64(vm, o).is_some_and(|n| n < 0),
    }
}

/// What `__index__` returned, as an exact int.
///
/// # Errors
/// `TypeError` if it is none.
pub fn exact_from_index(vm: &mut Vm, made: Obj) -> PyResult {
    if made.value().is_int() {
        return Ok(made);
    }
    match to_big(vm, &made) {
        Some(n) => Ok(from_big(vm, n)),
        None => {
            let class = vm.class_of(&made).name(vm).to_string();
            Err(type_error!(vm, "__index__ returned non-int (type {class})"))
        }
    }
}

/// The hash that an int returned by `__hash__` stands for; `None` if it is no int.
pub fn hash_of(vm: &Vm, made: &Obj) -> Option<i64> {
    let n = match to_i64(vm, made) {
        Some(n) => n,
        None => {
            let big = to_big(vm, made)?;
            let modulus = BigInt::from((1i64 << 61) - 1);
            (big % modulus).to_i64()?
        }
    };
    Some(if n == -1 { -2 } else { n })
}

/// `a & b`
pub fn and(_: &mut Vm, _: &Obj, _: &Obj) -> PyResult {
    Ok(Obj::NOT_IMPLEMENTED)
}
/// `a | b`
pub fn or(_: &mut Vm, _: &Obj, _: &Obj) -> PyResult {
    Ok(Obj::NOT_IMPLEMENTED)
}
/// `a ^ b`
pub fn xor(_: &mut Vm, _: &Obj, _: &Obj) -> PyResult {
    Ok(Obj::NOT_IMPLEMENTED)
}

/// `int`
pub static DEF: TypeDef =
    TypeDef { name: "int", kind: kinds::INT, flags: TypeFlags::BASE | TypeFlags::MATCH_SELF, ..TypeDef::EMPTY };
