//! `int`: 50 bits in the value itself, larger ones in a slot (CPython: `Objects/longobject.c`).
//!
//! An exact int that fits 50 bits is always an immediate value. A larger one, and any instance of a subclass of `int`, is an
//! [`Int`] payload. The arithmetic is `crate::number::int`, on views that hide the difference.

mod convert;
mod methods;
pub(crate) mod operators;
mod pylong;

pub use convert::{from_object, from_text, trunc};
pub use operators::{and, or, xor};

use crate::{
    PyResult, Raised, Slots, Str, TypeDef, TypeExt, TypeFlags, Vm, kinds,
    number::{
        Error,
        int::{Int as Integer, IntRef, decimal_word},
    },
    raise, type_error, types,
};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use rpython_heap::{Obj, Payload, Ref, Value};

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

/// The bits of an int that lies in a slot.
fn big_bits(vm: &Vm, o: &Obj) -> Option<u64> {
    o.downcast_ref::<Int>().map(|n| n.get(vm).value.bits())
}

/// The decimal digits of a machine integer, as a string.
pub fn decimal(vm: &Vm, n: i64) -> Ref<Str> {
    let mut buffer = [0u8; 20];
    Str::from_ascii(vm, decimal_word(n, &mut buffer).as_bytes())
}

/// As [`from_i64`], of an unsigned one.
#[inline]
pub fn from_u64(vm: &Vm, n: u64) -> Obj {
    match i64::try_from(n) {
        Ok(n) => from_i64(vm, n),
        Err(_) => from_big(vm, BigInt::from(n)),
    }
}

/// An int of any size.
pub fn from_big(vm: &Vm, n: BigInt) -> Obj {
    match n.to_i64().and_then(Obj::small_int) {
        Some(small) => small,
        None => vm.alloc(types::INT, Int { value: n }).into_obj(),
    }
}

/// An int of what `crate::number` computed.
#[inline]
pub fn from_integer(vm: &Vm, n: Integer) -> Obj {
    match n {
        Integer::Small(n) => from_i64(vm, n),
        Integer::Big(n) => vm.alloc(types::INT, Int { value: n }).into_obj(),
    }
}

/// An int of what `crate::number` computed, or the exception that it asks for.
///
/// # Errors
/// Those of the computation.
#[inline]
pub fn finish(vm: &mut Vm, made: Result<Integer, Error>) -> PyResult {
    match made {
        Ok(n) => Ok(from_integer(vm, n)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// Whether `o` is an int, a bool or an instance of another subclass.
#[inline]
pub fn is_int(o: &Obj) -> bool {
    o.value().is_int() || o.value().is_bool() || o.is_kind::<Int>()
}

/// The exact int of the same value as an int, a bool or an instance of another subclass; `None` for other objects.
#[inline]
pub fn exact(vm: &Vm, o: &Obj) -> Option<Obj> {
    match o.value() {
        v if v.is_int() => Some(o.clone()),
        Value::TRUE => Obj::small_int(1),
        Value::FALSE => Obj::small_int(0),
        _ => {
            let big = o.downcast_ref::<Int>()?;
            if big.header().class() == types::INT.slot() {
                return Some(o.clone());
            }
            Some(from_big(vm, big.get(vm).value.clone()))
        }
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

/// A copy of an operand that outlives changes to the heap; for operations that call Python in between.
pub fn to_integer(vm: &Vm, o: &Obj) -> Option<Integer> {
    view(vm, o).map(Integer::from)
}

/// What `__index__` returned, as an exact int.
///
/// # Errors
/// `TypeError` if it is none; the `DeprecationWarning` of a strict subclass, where warnings are errors.
pub fn exact_from_index(vm: &mut Vm, made: Obj) -> PyResult {
    exact_from(vm, made, "__index__")
}

/// What the special method `method` returned, as an exact int.
fn exact_from(vm: &mut Vm, made: Obj, method: &str) -> PyResult {
    if made.value().is_int() {
        return Ok(made);
    }
    let class = vm.class_of(&made).own();
    let name = class.name(vm).to_string();
    let Some(exact) = exact(vm, &made) else {
        return Err(type_error!(vm, "{method} returned non-int (type {name})"));
    };
    if !class.is(types::INT) {
        let warn = vm.hooks.warn;
        let message = format!(
            "{method} returned non-int (type {name}).  The ability to return an instance of a strict subclass of int \
             is deprecated, and may be removed in a future version of Python."
        );
        warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
    }
    Ok(exact)
}

/// An int as a machine integer (CPython: `PyLong_AsSsize_t`).
///
/// # Errors
/// `OverflowError`.
pub fn to_isize(vm: &mut Vm, o: &Obj) -> PyResult<isize> {
    match to_i64(vm, o) {
        Some(n) => Ok(n as isize),
        None => Err(too_large(vm, "ssize_t")),
    }
}

/// The `OverflowError` of an int that does not fit a C type.
#[cold]
pub fn too_large(vm: &mut Vm, c_type: &str) -> Raised {
    raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C {c_type}")
}

/// The hash that an int returned by `__hash__` stands for; `None` if it is no int.
pub fn hash_of(vm: &Vm, made: &Obj) -> Option<i64> {
    let n = match view(vm, made)? {
        // An answer that fits is taken as it is; a larger one is hashed (CPython: `slot_tp_hash`).
        IntRef::Small(n) => n,
        big => crate::hash::int(big),
    };
    Some(if n == -1 { -2 } else { n })
}

/// `int`
pub static DEF: TypeDef = TypeDef {
    name: "int",
    kind: kinds::INT,
    flags: TypeFlags::BASE | TypeFlags::MATCH_SELF,
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer\niteral.\n>>> int('0b100', base=0)\n4",
    slots: Slots {
        new: Some(convert::new),
        repr: Some(operators::repr),
        hash: Some(operators::hash),
        compare: Some(operators::compare),
        truth: Some(operators::truth),
        add: Some(operators::add),
        subtract: Some(operators::subtract),
        multiply: Some(operators::multiply),
        remainder: Some(operators::remainder),
        divmod: Some(operators::divmod),
        power: Some(operators::power),
        lshift: Some(operators::lshift),
        rshift: Some(operators::rshift),
        and: Some(and),
        xor: Some(xor),
        or: Some(or),
        floor_divide: Some(operators::floor_divide),
        true_divide: Some(operators::true_divide),
        negative: Some(operators::negative),
        positive: Some(operators::itself),
        absolute: Some(operators::absolute),
        invert: Some(operators::invert),
        int: Some(operators::itself),
        index: Some(operators::itself),
        float: Some(operators::float),
        ..Slots::EMPTY
    },
    methods: methods::METHODS,
    getsets: methods::GETSETS,
    ..TypeDef::EMPTY
};
