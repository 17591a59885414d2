//! Arithmetic on constants, as the folding of instructions needs it (flowgraph.c: eval_const_binop and its limits).
//!
//! An operation that would raise, or whose result would be large, is not done.

use super::pool::{ConstTable, PoolId, Value};
use crate::bytecode::nb;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

/// Limits of what folding makes (flowgraph.c).
const MAX_INT_SIZE: u64 = 128;
const MAX_COLLECTION_SIZE: usize = 256;
const MAX_STR_SIZE: usize = 4096;
const MAX_TOTAL_ITEMS: isize = 1024;

/// A unary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unary {
    /// `-`
    Negative,
    /// `+`
    Positive,
    /// `~`
    Invert,
    /// `not`
    Not,
}

/// A number as arithmetic sees it.
#[derive(Clone)]
enum Number {
    Int(BigInt),
    Float(f64),
    Complex(f64, f64),
}

impl Number {
    fn of(value: &Value) -> Option<Number> {
        Some(match value {
            Value::True => Number::Int(BigInt::from(1)),
            Value::False => Number::Int(BigInt::from(0)),
            Value::Int(value) => Number::Int(BigInt::from(*value)),
            Value::BigInt(value) => Number::Int((**value).clone()),
            Value::Float(value) => Number::Float(*value),
            Value::Complex(re, im) => Number::Complex(*re, *im),
            _ => return None,
        })
    }

    /// The float that an operation with a float takes it for; `None` where that overflows.
    fn as_float(&self) -> Option<f64> {
        match self {
            Number::Int(value) => value.to_f64().filter(|value| value.is_finite()),
            Number::Float(value) => Some(*value),
            Number::Complex(..) => None,
        }
    }
}

impl ConstTable<'_> {
    fn number(&mut self, value: Number) -> PoolId {
        match value {
            Number::Int(value) => self.pool.big_int(value),
            Number::Float(value) => self.pool.float(value),
            Number::Complex(re, im) => self.pool.complex(re, im),
        }
    }

    /// The result of a unary operation.
    pub fn unary(&mut self, op: Unary, operand: PoolId) -> Option<PoolId> {
        if op == Unary::Not {
            return Some(PoolId::bool(!self.pool.is_true(operand, self.names)));
        }
        let value = self.pool.value(operand);
        // `~True` warns when it runs, so it stays.
        if op == Unary::Invert && matches!(value, Value::True | Value::False) {
            return None;
        }
        if let &Value::Int(value) = value {
            let result = match op {
                Unary::Negative => value.checked_neg(),
                Unary::Invert => Some(!value),
                _ => Some(value),
            };
            if let Some(result) = result {
                return Some(self.pool.int(result));
            }
        }
        let result = match (op, Number::of(value)?) {
            (Unary::Negative, Number::Int(value)) => Number::Int(-value),
            (Unary::Negative, Number::Float(value)) => Number::Float(-value),
            (Unary::Negative, Number::Complex(re, im)) => Number::Complex(-re, -im),
            (Unary::Invert, Number::Int(value)) => Number::Int(-(value + BigInt::from(1))),
            (Unary::Positive, value) => value,
            _ => return None,
        };
        Some(self.number(result))
    }

    /// The result of a `BINARY_OP`.
    pub fn binary(&mut self, op: u32, left: PoolId, right: PoolId) -> Option<PoolId> {
        let op = u8::try_from(op).ok()?;
        let (l, r) = (self.pool.value(left).clone(), self.pool.value(right).clone());
        if op == nb::SUBSCR {
            return self.subscript(&l, &r);
        }
        if let (Value::True | Value::False, Value::True | Value::False) = (&l, &r) {
            let (a, b) = (left == PoolId::TRUE, right == PoolId::TRUE);
            match op {
                nb::AND => return Some(PoolId::bool(a & b)),
                nb::OR => return Some(PoolId::bool(a | b)),
                nb::XOR => return Some(PoolId::bool(a ^ b)),
                _ => {}
            }
        }
        if let (&Value::Int(a), &Value::Int(b)) = (&l, &r) {
            let quick = match op {
                nb::ADD => a.checked_add(b),
                nb::SUBTRACT => a.checked_sub(b),
                nb::AND => Some(a & b),
                nb::OR => Some(a | b),
                nb::XOR => Some(a ^ b),
                nb::MULTIPLY => a.checked_mul(b),
                _ => None,
            };
            if let Some(value) = quick {
                return Some(self.pool.int(value));
            }
        }
        if let (Some(a), Some(b)) = (Number::of(&l), Number::of(&r)) {
            let result = arithmetic(op, a, b)?;
            return Some(self.number(result));
        }
        match op {
            nb::ADD => self.concatenate(&l, &r),
            nb::MULTIPLY => self.repeat(&l, &r).or_else(|| self.repeat(&r, &l)),
            _ => None,
        }
    }

    fn concatenate(&mut self, l: &Value, r: &Value) -> Option<PoolId> {
        Some(match (l, r) {
            (&Value::Str(a), &Value::Str(b)) => {
                let bytes = [self.names.wtf8(a).as_bytes(), self.names.wtf8(b).as_bytes()].concat();
                self.text(&bytes)
            }
            (Value::Bytes(a), Value::Bytes(b)) => self.pool.bytes(&[&a[..], &b[..]].concat()),
            (Value::Tuple(a), Value::Tuple(b)) => self.pool.tuple(&[&a[..], &b[..]].concat()),
            _ => return None,
        })
    }

    fn text(&mut self, bytes: &[u8]) -> PoolId {
        let name = self.names.intern_wtf8(crate::wtf8::Wtf8::from_bytes_unchecked(bytes));
        self.pool.str(name)
    }

    /// `count * sequence`.
    fn repeat(&mut self, sequence: &Value, count: &Value) -> Option<PoolId> {
        let count = match count {
            Value::True => 1,
            Value::False => 0,
            Value::Int(count) => *count,
            _ => return None,
        };
        let times = usize::try_from(count).ok();
        let fits = |size: usize, limit: usize| size == 0 || times.is_some_and(|times| times <= limit / size);
        let times_or_none = times.unwrap_or(0);
        match sequence {
            Value::Tuple(items) => {
                if !fits(items.len(), MAX_COLLECTION_SIZE) {
                    return None;
                }
                if times_or_none > 0
                    && !items.is_empty()
                    && self.complexity(items, MAX_TOTAL_ITEMS / times_or_none as isize) < 0
                {
                    return None;
                }
                let repeated = if items.is_empty() { Vec::new() } else { items.repeat(times_or_none) };
                Some(self.pool.tuple(&repeated))
            }
            &Value::Str(name) => {
                let text = self.names.wtf8(name);
                if !fits(text.code_points().count(), MAX_STR_SIZE) {
                    return None;
                }
                let repeated = if text.is_empty() { Vec::new() } else { text.as_bytes().repeat(times_or_none) };
                Some(self.text(&repeated))
            }
            Value::Bytes(bytes) => {
                if !fits(bytes.len(), MAX_STR_SIZE) {
                    return None;
                }
                let repeated = if bytes.is_empty() { Vec::new() } else { bytes.repeat(times_or_none) };
                Some(self.pool.bytes(&repeated))
            }
            _ => None,
        }
    }

    /// What is left of `limit` after counting the items of nested tuples; negative if there are more.
    fn complexity(&self, items: &[PoolId], limit: isize) -> isize {
        let mut left = limit - items.len() as isize;
        for &item in items {
            if left < 0 {
                break;
            }
            if let Value::Tuple(inner) = self.pool.value(item) {
                left = self.complexity(inner, left);
            }
        }
        left
    }

    fn subscript(&mut self, container: &Value, index: &Value) -> Option<PoolId> {
        if let Value::Slice(parts) = index {
            return self.slice(container, *parts);
        }
        let index = match index {
            Value::True => 1,
            Value::False => 0,
            Value::Int(index) => *index,
            _ => return None,
        };
        let place = |len: usize| {
            let at = if index < 0 { index + len as i64 } else { index };
            usize::try_from(at).ok().filter(|&at| at < len)
        };
        match container {
            Value::Tuple(items) => items.get(place(items.len())?).copied(),
            Value::Bytes(bytes) => {
                let byte = *bytes.get(place(bytes.len())?)?;
                Some(self.pool.int(byte.into()))
            }
            &Value::Str(name) => {
                let points: Vec<u32> = self.names.wtf8(name).code_points().collect();
                let point = *points.get(place(points.len())?)?;
                Some(self.str_of_points(&[point]))
            }
            _ => None,
        }
    }

    fn str_of_points(&mut self, points: &[u32]) -> PoolId {
        let mut text = crate::wtf8::Wtf8Buf::new();
        for &point in points {
            text.push(point);
        }
        let name = self.names.intern_wtf8(text.as_wtf8());
        self.pool.str(name)
    }

    fn slice(&mut self, container: &Value, parts: [PoolId; 3]) -> Option<PoolId> {
        let mut bounds = [None; 3];
        for (bound, part) in bounds.iter_mut().zip(parts) {
            *bound = match self.pool.value(part) {
                Value::None => None,
                Value::True => Some(1),
                Value::False => Some(0),
                Value::Int(value) => Some(*value),
                Value::BigInt(value) => Some(if value.is_negative() { i64::MIN } else { i64::MAX }),
                _ => return None,
            };
        }
        Some(match container {
            Value::Tuple(items) => {
                let picked: Vec<PoolId> = slice_indices(items.len(), bounds)?.map(|at| items[at]).collect();
                self.pool.tuple(&picked)
            }
            Value::Bytes(bytes) => {
                let picked: Vec<u8> = slice_indices(bytes.len(), bounds)?.map(|at| bytes[at]).collect();
                self.pool.bytes(&picked)
            }
            &Value::Str(name) => {
                let points: Vec<u32> = self.names.wtf8(name).code_points().collect();
                let picked: Vec<u32> = slice_indices(points.len(), bounds)?.map(|at| points[at]).collect();
                self.str_of_points(&picked)
            }
            _ => return None,
        })
    }
}

/// The indices that a slice picks (sliceobject.c: PySlice_AdjustIndices); `None` for step 0.
fn slice_indices(len: usize, [start, stop, step]: [Option<i64>; 3]) -> Option<impl Iterator<Item = usize>> {
    let len = len as i64;
    let step = step.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return None;
    }
    let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let adjust = |bound: i64| {
        let bound = if bound < 0 { bound.saturating_add(len) } else { bound };
        bound.clamp(low, high)
    };
    let start = start.map_or(if step < 0 { high } else { low }, adjust);
    let stop = stop.map_or(if step < 0 { low } else { high }, adjust);
    let count = if step < 0 {
        if stop < start { (start - stop - 1) / -step + 1 } else { 0 }
    } else if start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    Some((0..count).map(move |i| (start + i * step) as usize))
}

fn arithmetic(op: u8, a: Number, b: Number) -> Option<Number> {
    match (&a, &b) {
        (Number::Int(a), Number::Int(b)) => int_arithmetic(op, a, b),
        (Number::Complex(..), _) | (_, Number::Complex(..)) => complex_arithmetic(op, &a, &b),
        _ => float_arithmetic(op, a.as_float()?, b.as_float()?),
    }
}

fn int_arithmetic(op: u8, a: &BigInt, b: &BigInt) -> Option<Number> {
    Some(Number::Int(match op {
        nb::ADD => a + b,
        nb::SUBTRACT => a - b,
        nb::MULTIPLY => {
            if !a.is_zero() && !b.is_zero() && a.bits() + b.bits() > MAX_INT_SIZE {
                return None;
            }
            a * b
        }
        nb::TRUE_DIVIDE => return divide_exactly(a, b).map(Number::Float),
        nb::FLOOR_DIVIDE | nb::REMAINDER => {
            if b.is_zero() {
                return None;
            }
            let (mut quotient, mut remainder) = (a / b, a % b);
            if !remainder.is_zero() && (remainder.is_negative() != b.is_negative()) {
                quotient -= 1;
                remainder += b;
            }
            if op == nb::REMAINDER { remainder } else { quotient }
        }
        nb::POWER => {
            if b.is_negative() {
                return float_arithmetic(op, a.to_f64().filter(|a| a.is_finite())?, b.to_f64()?);
            }
            if !a.is_zero() && !b.is_zero() {
                let exponent = b.to_u64()?;
                if a.bits() > MAX_INT_SIZE / exponent {
                    return None;
                }
            }
            if b.is_zero() {
                BigInt::from(1)
            } else if a.is_zero() {
                BigInt::from(0)
            } else {
                a.pow(b.to_u32()?)
            }
        }
        nb::LSHIFT => {
            if b.is_negative() {
                return None;
            }
            if a.is_zero() {
                return Some(Number::Int(BigInt::from(0)));
            }
            let shift = b.to_u64()?;
            if shift > MAX_INT_SIZE || a.bits() > MAX_INT_SIZE - shift {
                return None;
            }
            a << shift
        }
        nb::RSHIFT => {
            if b.is_negative() {
                return None;
            }
            match b.to_u64() {
                Some(shift) if shift < a.bits() + 1 => a >> shift,
                _ if a.is_negative() => BigInt::from(-1),
                _ => BigInt::from(0),
            }
        }
        nb::AND => a & b,
        nb::OR => a | b,
        nb::XOR => a ^ b,
        _ => return None,
    }))
}

/// `a / b` rounded once, half to even (longobject.c: long_true_divide).
fn divide_exactly(a: &BigInt, b: &BigInt) -> Option<f64> {
    const EXACT: u64 = f64::MANTISSA_DIGITS as u64;
    if b.is_zero() {
        return None;
    }
    if a.bits() <= EXACT && b.bits() <= EXACT {
        return Some(a.to_f64()? / b.to_f64()?);
    }
    let negative = a.is_negative() != b.is_negative();
    let (a, b) = (a.magnitude(), b.magnitude());
    // Scale so that the quotient has at least two bits more than a float holds, also for a subnormal result.
    let shift = (a.bits() as i64 - b.bits() as i64 - EXACT as i64 - 2).max(-1074 - 2);
    let (n, d) = if shift < 0 { (a << (-shift) as u64, b.clone()) } else { (a.clone(), b << shift as u64) };
    let (mut quotient, remainder) = (&n / &d, &n % &d);
    if !remainder.is_zero() {
        // Sticky bit.
        quotient |= num_bigint::BigUint::from(1u8);
    }
    // Round to the precision that the exponent leaves.
    let exponent = quotient.bits() as i64 + shift;
    let precision = (exponent + 1074).clamp(0, EXACT as i64);
    let extra = (quotient.bits() as i64 - precision).max(0) as u64;
    let mut mantissa: num_bigint::BigUint = &quotient >> extra;
    if extra > 0 {
        let rest: num_bigint::BigUint = &quotient - (&mantissa << extra);
        let half = num_bigint::BigUint::from(1u8) << (extra - 1);
        if rest > half || (rest == half && mantissa.bit(0)) {
            mantissa += 1u8;
        }
    }
    let mut result = mantissa.to_f64()?;
    let mut scale = shift + extra as i64;
    while scale != 0 {
        let step = scale.clamp(-1000, 1000);
        result *= 2f64.powi(step as i32);
        scale -= step;
    }
    if !result.is_finite() {
        return None;
    }
    Some(if negative { -result } else { result })
}

fn float_arithmetic(op: u8, a: f64, b: f64) -> Option<Number> {
    Some(Number::Float(match op {
        nb::ADD => a + b,
        nb::SUBTRACT => a - b,
        nb::MULTIPLY => a * b,
        nb::TRUE_DIVIDE if b != 0.0 => a / b,
        nb::FLOOR_DIVIDE if b != 0.0 => float_divmod(a, b).0,
        nb::REMAINDER if b != 0.0 => {
            let remainder = a % b;
            if remainder == 0.0 {
                0.0f64.copysign(b)
            } else if (b < 0.0) != (remainder < 0.0) {
                remainder + b
            } else {
                remainder
            }
        }
        nb::POWER => return float_power(a, b),
        _ => return None,
    }))
}

/// floatobject.c: _float_div_mod.
fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 {
        if (b < 0.0) != (remainder < 0.0) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = 0.0f64.copysign(b);
    }
    let floor = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0.0f64.copysign(a / b)
    };
    (floor, remainder)
}

/// floatobject.c: float_pow.
fn float_power(a: f64, b: f64) -> Option<Number> {
    if a == 0.0 && b < 0.0 {
        return None;
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return complex_power((a, 0.0), (b, 0.0)).map(|(re, im)| Number::Complex(re, im));
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return None;
    }
    Some(Number::Float(result))
}

/// complexobject.c. A real operand is not first made complex, so that signs of zeros and infinities survive.
fn complex_arithmetic(op: u8, a: &Number, b: &Number) -> Option<Number> {
    let parts = |value: &Number| match value {
        Number::Complex(re, im) => Some((*re, Some(*im))),
        other => other.as_float().map(|re| (re, None)),
    };
    let ((a, a_im), (b, b_im)) = (parts(a)?, parts(b)?);
    let (re, im) = match op {
        nb::ADD => (a + b, a_im.map_or(b_im.unwrap_or(0.0), |im| b_im.map_or(im, |other| im + other))),
        nb::SUBTRACT => (
            a - b,
            match (a_im, b_im) {
                (Some(x), Some(y)) => x - y,
                (Some(x), None) => x,
                (None, y) => -y.unwrap_or(0.0),
            },
        ),
        nb::MULTIPLY => match (a_im, b_im) {
            (Some(x), Some(y)) => complex_multiply((a, x), (b, y)),
            (Some(x), None) => (a * b, x * b),
            (None, y) => (a * b, a * y.unwrap_or(0.0)),
        },
        nb::TRUE_DIVIDE => match (a_im, b_im) {
            (Some(x), Some(y)) => complex_divide((a, x), (b, y))?,
            (Some(x), None) => {
                if b == 0.0 {
                    return None;
                }
                (a / b, x / b)
            }
            (None, y) => real_divide_complex(a, (b, y.unwrap_or(0.0)))?,
        },
        nb::POWER => complex_power((a, a_im.unwrap_or(0.0)), (b, b_im.unwrap_or(0.0)))?,
        _ => return None,
    };
    Some(Number::Complex(re, im))
}

type Pair = (f64, f64);

fn complex_multiply((a, b): Pair, (c, d): Pair) -> Pair {
    let (ac, bd, ad, bc) = (a * c, b * d, a * d, b * c);
    (ac - bd, ad + bc)
}

/// Smith's method.
fn complex_divide((a, b): Pair, (c, d): Pair) -> Option<Pair> {
    if c.abs() >= d.abs() {
        if c == 0.0 && d == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        Some(((a + b * ratio) / denominator, (b - a * ratio) / denominator))
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        Some(((a * ratio + b) / denominator, (b * ratio - a) / denominator))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

fn real_divide_complex(a: f64, (c, d): Pair) -> Option<Pair> {
    if c.abs() >= d.abs() {
        if c == 0.0 && d == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        Some((a / denominator, (-a * ratio) / denominator))
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        Some(((a * ratio) / denominator, -a / denominator))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

fn complex_power(a: Pair, b: Pair) -> Option<Pair> {
    let result = if b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= 100.0 {
        let n = b.0 as i32;
        let power = complex_power_positive(a, n.unsigned_abs());
        if n > 0 { power } else { complex_divide((1.0, 0.0), power)? }
    } else {
        complex_power_general(a, b)?
    };
    (result.0.is_finite() && result.1.is_finite()).then_some(result)
}

fn complex_power_positive(a: Pair, n: u32) -> Pair {
    let mut result = (1.0, 0.0);
    let mut square = a;
    let mut mask = 1;
    while mask > 0 && n >= mask {
        if n & mask != 0 {
            result = complex_multiply(result, square);
        }
        mask <<= 1;
        square = complex_multiply(square, square);
    }
    result
}

fn complex_power_general(a: Pair, b: Pair) -> Option<Pair> {
    if b == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if a == (0.0, 0.0) {
        return (b.1 == 0.0 && b.0 >= 0.0).then_some((0.0, 0.0));
    }
    let magnitude = a.0.hypot(a.1);
    let mut length = magnitude.powf(b.0);
    let angle = a.1.atan2(a.0);
    let mut phase = angle * b.0;
    if b.1 != 0.0 {
        length *= (-angle * b.1).exp();
        phase += b.1 * magnitude.ln();
    }
    Some((length * phase.cos(), length * phase.sin()))
}
