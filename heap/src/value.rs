//! The 64-bit NaN-boxed value (ARCHITECTURE.md §2).
//!
//! ```text
//! 0x0000_0000_0000_0000 … 0xFFF8_0000_0000_0000   float, as it is
//! 0xFFF9 [generation:16][slot:32]                 counted handle
//! 0xFFFA [generation:16][slot:32]                 uncounted handle: immortal, or borrowed on the VM stack
//! 0xFFFB …                                        constants; 0 is "unbound" (CPython's NULL)
//! 0xFFFC … 0xFFFF                                 int, 50 bits, two's complement
//! ```
//! A `Value` is plain bits: it owns nothing. `Obj` is the value that owns its count.
//!
//! NaN is the only float whose identity Python can see (`x is y`, and `in`, `hash` and dicts, which look at identity first),
//! so each NaN that is made gets a number of its own in place of its payload: `0x7FFC [number:48]`, or `0x7FFD [number:48]`
//! where its sign is set. [`Value::as_float`] gives back the canonical NaN. Other positive NaNs, which come only from bytes,
//! keep their payload and are the same object where they have the same bits; a negative NaN's payload is not kept.

use std::sync::atomic::{AtomicU64, Ordering};

/// Tag of a counted handle, in place.
pub const TAG_COUNTED: u64 = 0xFFF9 << 48;
/// Tag of an uncounted handle, in place.
pub const TAG_UNCOUNTED: u64 = 0xFFFA << 48;
const _: () = assert!(TAG_UNCOUNTED == TAG_COUNTED + (1 << 48));
/// Tag of the constants, in place.
pub const TAG_CONST: u64 = 0xFFFB << 48;
/// Tag of small ints, in place: the top 14 bits.
pub const TAG_INT: u64 = 0xFFFC << 48;
const FLOAT_MAX: u64 = 0xFFF8 << 48;
const LOW_48: u64 = (1 << 48) - 1;
/// Tag of a numbered NaN, in place; the next one is that of a numbered NaN whose sign is set.
const TAG_NAN: u64 = 0x7FFC << 48;
const SIGN: u64 = 1 << 63;
const CANONICAL_NAN: u64 = 0x7FF8 << 48;
/// The number of the last NaN made.
static NANS: AtomicU64 = AtomicU64::new(0);
/// Bits a small int keeps.
pub const INT_BITS: u32 = 50;
const INT_SHIFT: u32 = 64 - INT_BITS;
/// Largest small int: 2^49 - 1.
pub const INT_MAX: i64 = (1 << (INT_BITS - 1)) - 1;
/// Smallest small int: -2^49.
pub const INT_MIN: i64 = -(1 << (INT_BITS - 1));

/// Granule number of a slot: its offset in the region in units of 16 bytes. 0 names nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
#[repr(transparent)]
pub struct SlotId(pub u32);

/// A Python value as 64 plain bits; see the module's table.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(pub u64);

impl Value {
    /// No value: an unset local, an absent argument, an empty slot.
    pub const UNBOUND: Value = Value(TAG_CONST);
    /// `None`
    pub const NONE: Value = Value(TAG_CONST | 1);
    /// `False`
    pub const FALSE: Value = Value(TAG_CONST | 2);
    /// `True`
    pub const TRUE: Value = Value(TAG_CONST | 3);
    /// `...`
    pub const ELLIPSIS: Value = Value(TAG_CONST | 4);
    /// `NotImplemented`
    pub const NOT_IMPLEMENTED: Value = Value(TAG_CONST | 5);

    /// A float; a NaN becomes a new object.
    #[inline(always)]
    pub fn float(x: f64) -> Value {
        if x.is_nan() { Value::nan(x.to_bits()) } else { Value(x.to_bits()) }
    }

    #[cold]
    #[inline(never)]
    fn nan(bits: u64) -> Value {
        let has_payload = bits & SIGN == 0 && bits != CANONICAL_NAN && !Value(bits).is_numbered_nan();
        if has_payload {
            return Value(bits);
        }
        let number = NANS.fetch_add(1, Ordering::Relaxed) & LOW_48;
        // Arithmetic passes a numbered NaN on as it is, and may flip its sign.
        let negative = (bits & SIGN != 0) != (bits & !SIGN & !LOW_48 == TAG_NAN + (1 << 48));
        Value((TAG_NAN + ((negative as u64) << 48)) | number)
    }

    /// Whether this is a NaN that carries a number.
    #[inline(always)]
    const fn is_numbered_nan(self) -> bool {
        self.0.wrapping_sub(TAG_NAN) < 2 << 48
    }

    /// A small int; `None` where it needs more than 50 bits.
    #[inline(always)]
    pub const fn int(n: i64) -> Option<Value> {
        if n >= INT_MIN && n <= INT_MAX { Some(Value::int_wrapping(n)) } else { None }
    }

    /// A small int of the low 50 bits of `n`; the caller knows that they are all.
    #[inline(always)]
    pub const fn int_wrapping(n: i64) -> Value {
        Value(TAG_INT | n as u64 & !TAG_INT)
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(b: bool) -> Value {
        Value(Value::FALSE.0 + b as u64)
    }

    /// An uncounted handle.
    #[inline(always)]
    pub const fn uncounted(generation: u16, slot: SlotId) -> Value {
        Value(TAG_UNCOUNTED | (generation as u64) << 32 | slot.0 as u64)
    }

    /// A counted handle; the count itself is the caller's business.
    #[inline(always)]
    pub const fn counted(generation: u16, slot: SlotId) -> Value {
        Value(TAG_COUNTED | (generation as u64) << 32 | slot.0 as u64)
    }

    /// Whether this is a float.
    #[inline(always)]
    pub const fn is_float(self) -> bool {
        self.0 <= FLOAT_MAX
    }
    /// Whether this is a small int.
    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.0 >= TAG_INT
    }
    /// Whether both are small ints: one AND, one compare.
    #[inline(always)]
    pub const fn both_int(a: Value, b: Value) -> bool {
        a.0 & b.0 >= TAG_INT
    }
    /// Whether this names a slot, counted or not.
    #[inline(always)]
    pub const fn is_handle(self) -> bool {
        ((self.0 >> 48) as u32).wrapping_sub((TAG_COUNTED >> 48) as u32) < 2
    }
    /// Whether this is a counted handle.
    #[inline(always)]
    pub const fn is_counted(self) -> bool {
        self.0 >> 48 == TAG_COUNTED >> 48
    }
    /// Whether this is an uncounted handle.
    #[inline(always)]
    pub const fn is_uncounted(self) -> bool {
        self.0 >> 48 == TAG_UNCOUNTED >> 48
    }
    /// Whether this is "no value".
    #[inline(always)]
    pub const fn is_unbound(self) -> bool {
        self.0 == Value::UNBOUND.0
    }
    /// Whether this is `True` or `False`.
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 & !1 == Value::FALSE.0
    }

    /// The float's value, a NaN with bits that mean nothing outside; meaningless where `!is_float()`.
    #[inline(always)]
    pub const fn as_float_unchecked(self) -> f64 {
        f64::from_bits(self.0)
    }
    /// The small int's value; meaningless where `!is_int()`.
    #[inline(always)]
    pub const fn as_int_unchecked(self) -> i64 {
        (self.0 << INT_SHIFT) as i64 >> INT_SHIFT
    }
    /// The float, if it is one.
    #[inline(always)]
    pub const fn as_float(self) -> Option<f64> {
        if !self.is_float() {
            None
        } else if self.is_numbered_nan() {
            Some(f64::from_bits(CANONICAL_NAN | (self.0 >> 48 & 1) << 63))
        } else {
            Some(self.as_float_unchecked())
        }
    }
    /// The small int, if it is one (bools are not).
    #[inline(always)]
    pub const fn as_int(self) -> Option<i64> {
        if self.is_int() { Some(self.as_int_unchecked()) } else { None }
    }
    /// The slot a handle names; meaningless for other values.
    #[inline(always)]
    pub const fn slot(self) -> SlotId {
        SlotId(self.0 as u32)
    }
    /// The generation a handle carries; meaningless for other values.
    #[inline(always)]
    pub const fn generation(self) -> u16 {
        (self.0 >> 32) as u16
    }
    /// The same handle, marked uncounted; other values unchanged.
    #[inline(always)]
    pub const fn to_uncounted(self) -> Value {
        // The tags are neighbours.
        Value(self.0 + ((self.is_counted() as u64) << 48))
    }
    /// As [`Value::to_counted`], of a handle that is uncounted.
    #[inline(always)]
    pub const fn uncounted_to_counted(self) -> Value {
        Value(self.0 - (TAG_UNCOUNTED - TAG_COUNTED))
    }
    /// The same handle, marked counted. The caller sees to the count.
    #[inline(always)]
    pub const fn to_counted(self) -> Value {
        Value(self.0 & LOW_48 | TAG_COUNTED)
    }
    /// Python's `is`: the same value, however the handle is held.
    #[inline(always)]
    pub const fn is(self, other: Value) -> bool {
        self.0 == other.0 || self.is_handle() && other.is_handle() && self.0 & LOW_48 == other.0 & LOW_48
    }

    /// Sum of two small ints, `None` where it needs more than 50 bits. Both must be small ints.
    #[inline(always)]
    pub const fn add_int(a: Value, b: Value) -> Option<Value> {
        match ((a.0 << INT_SHIFT) as i64).checked_add((b.0 << INT_SHIFT) as i64) {
            Some(n) => Some(Value(TAG_INT | n as u64 >> INT_SHIFT)),
            None => None,
        }
    }
    /// Difference of two small ints, `None` where it needs more than 50 bits. Both must be small ints.
    #[inline(always)]
    pub const fn sub_int(a: Value, b: Value) -> Option<Value> {
        match ((a.0 << INT_SHIFT) as i64).checked_sub((b.0 << INT_SHIFT) as i64) {
            Some(n) => Some(Value(TAG_INT | n as u64 >> INT_SHIFT)),
            None => None,
        }
    }
    /// Product of two small ints, `None` where it needs more than 50 bits. Both must be small ints.
    #[inline(always)]
    pub const fn mul_int(a: Value, b: Value) -> Option<Value> {
        match ((a.0 << INT_SHIFT) as i64).checked_mul(b.as_int_unchecked()) {
            Some(n) => Some(Value(TAG_INT | n as u64 >> INT_SHIFT)),
            None => None,
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            v if v.is_float() => write!(f, "{:?}", v.as_float_unchecked()),
            v if v.is_int() => write!(f, "{}", v.as_int_unchecked()),
            v if v.is_handle() => write!(f, "#{}.{}", v.slot().0, v.generation()),
            Value::NONE => f.write_str("None"),
            Value::TRUE => f.write_str("True"),
            Value::FALSE => f.write_str("False"),
            Value::ELLIPSIS => f.write_str("Ellipsis"),
            Value::NOT_IMPLEMENTED => f.write_str("NotImplemented"),
            Value::UNBOUND => f.write_str("<unbound>"),
            v => write!(f, "<{:#x}>", v.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_do_not_overlap() {
        for x in [0.0, -0.0, 1.5, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -f64::NAN, f64::from_bits(u64::MAX)] {
            let v = Value::float(x);
            assert!(v.is_float() && !v.is_int() && !v.is_handle());
            assert!(x.is_nan() == v.as_float_unchecked().is_nan());
        }
        for n in [0, 1, -1, INT_MAX, INT_MIN, 12345, -98765] {
            let v = Value::int(n).unwrap();
            assert!(v.is_int() && !v.is_float() && !v.is_handle());
            assert_eq!(v.as_int_unchecked(), n);
        }
        assert!(Value::int(INT_MAX + 1).is_none() && Value::int(INT_MIN - 1).is_none());
        for v in [Value::counted(7, SlotId(9)), Value::uncounted(7, SlotId(9))] {
            assert!(v.is_handle() && !v.is_float() && !v.is_int());
            assert_eq!((v.generation(), v.slot()), (7, SlotId(9)));
        }
        assert!(Value::counted(7, SlotId(9)).is(Value::uncounted(7, SlotId(9))));
        for v in [Value::NONE, Value::TRUE, Value::FALSE, Value::UNBOUND] {
            assert!(!v.is_handle() && !v.is_int() && !v.is_float());
        }
    }

    #[test]
    fn nans_are_objects_of_their_own() {
        let (plus, minus) = (f64::from_bits(CANONICAL_NAN), f64::from_bits(CANONICAL_NAN | SIGN));
        for x in [plus, minus] {
            let (a, b) = (Value::float(x), Value::float(x));
            assert!(a.is(a) && !a.is(b));
            assert_eq!(a.as_float().map(f64::to_bits), Some(x.to_bits()));
            let negated = Value::float(-a.as_float_unchecked());
            assert_eq!(negated.as_float().map(f64::to_bits), Some((-x).to_bits()));
            let passed_on = Value::float(a.as_float_unchecked() + 1.0);
            assert!(!passed_on.is(a));
            assert_eq!(passed_on.as_float().map(f64::to_bits), Some(x.to_bits()));
        }
        let payload = f64::from_bits(CANONICAL_NAN | 5);
        assert_eq!(Value::float(payload).as_float().map(f64::to_bits), Some(payload.to_bits()));
    }

    #[test]
    fn arithmetic_stops_at_50_bits() {
        let int = |n| Value::int(n).unwrap();
        assert_eq!(Value::add_int(int(INT_MAX), int(-1)), Some(int(INT_MAX - 1)));
        assert_eq!(Value::add_int(int(INT_MAX), int(1)), None);
        assert_eq!(Value::sub_int(int(INT_MIN), int(1)), None);
        assert_eq!(Value::mul_int(int(1 << 25), int(1 << 24)), None);
        assert_eq!(Value::mul_int(int(-(1 << 25)), int(1 << 24)), Some(int(INT_MIN)));
    }
}
