//! Comparisons with all kinds of numbers, and the hash that equal numbers share.

use super::{
    State,
    arithmetic::{Coefficient, Kind, Number, status},
    construct,
    context::{self, Context},
    number::{self, Operand},
    signals,
};
use rpython_objects::{
    CompareOp, Obj, PyResult, Ref, Str, Vm, complex, float, hash as hashes, int, protocol, type_error,
};

/// 10 and 1/10 modulo the prime of numbers' hashes.
const TEN: u64 = 10;
const TENTH: u64 = 2_075_258_708_292_324_556;
const _: () = assert!((TEN as u128 * TENTH as u128) % hashes::MODULUS as u128 == 1);

fn times(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(hashes::MODULUS)) as u64
}

fn power(mut base: u64, mut n: u64) -> u64 {
    let mut out = 1;
    while n > 0 {
        if n & 1 == 1 {
            out = times(out, base);
        }
        base = times(base, base);
        n >>= 1;
    }
    out
}

/// The hash of a finite number.
fn hash_of(n: &Number) -> i64 {
    let residue = n.coefficient.residue(hashes::MODULUS);
    let base = if n.exponent < 0 { TENTH } else { TEN };
    let found = times(residue, power(base, n.exponent.unsigned_abs())) as i64;
    match if n.negative { -found } else { found } {
        -1 => -2,
        hash => hash,
    }
}

/// `hash(d)`
pub(super) fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let Some(n) = number::value(vm, o) else { return Ok(0) };
    Ok(match n.kind {
        Kind::SignalingNan => return Err(type_error!(vm, "Cannot hash a signaling NaN value")),
        Kind::Nan => protocol::hash_identity(o),
        Kind::Infinity if n.negative => -hashes::INFINITY,
        Kind::Infinity => hashes::INFINITY,
        Kind::Finite => hash_of(n),
    })
}

/// What a `Decimal` is compared with, and where that is a ratio, what the `Decimal` is multiplied by before.
struct Other<'a> {
    operand: Operand<'a>,
    denominator: Option<Coefficient>,
}

/// Nothing for what cannot be compared.
fn other<'a>(vm: &mut Vm, context: &Ref<Context>, o: &'a Obj, op: CompareOp) -> PyResult<Option<Other<'a>>> {
    let alone = |operand| Some(Other { operand, denominator: None });
    if let Some(operand) = Operand::of(vm, o) {
        return Ok(alone(operand));
    }
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let real = match (float::value(vm, o), complex::value(vm, o)) {
        (Some(x), _) => Some(x),
        (None, Some(z)) if equality => {
            if z.im != 0.0 {
                return Ok(None);
            }
            Some(z.re)
        }
        _ => None,
    };
    if let Some(x) = real {
        if equality {
            context.get_mut(vm).flags |= status::FLOAT_OPERATION;
        } else {
            signals::record(vm, context, status::FLOAT_OPERATION)?;
        }
        let made = construct::of_float(vm, x)?;
        return Ok(alone(Operand::Made(made)));
    }
    let Some(rational) = vm.state_of::<State>().rational.cloned() else { return Ok(None) };
    if !protocol::is_instance(vm, o, &rational)? {
        return Ok(None);
    }
    let [numerator, denominator] = ["numerator", "denominator"].map(|name| {
        let name = Str::intern(vm, name);
        let part = protocol::get_attr(vm, o, &name)?;
        match int::view(vm, &part) {
            Some(n) => Ok(number::of_int(n)),
            None => Err(type_error!(vm, "numerator and denominator must be integers")),
        }
    });
    let (operand, denominator) = (Operand::Made(numerator?), Some(denominator?.coefficient));
    Ok(Some(Other { operand, denominator }))
}

/// `d < o` …
pub(super) fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let context = context::current(vm)?;
    let Some(Other { operand, denominator }) = other(vm, &context, b, op)? else { return Ok(Obj::NOT_IMPLEMENTED) };
    let Some(n) = number::value(vm, a) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let scaled = match &denominator {
        // The exponent may be beyond what contexts allow: the product is only compared.
        Some(by) if n.kind == Kind::Finite => Some(Number::finite(n.negative, n.coefficient.mul(by), n.exponent)),
        _ => None,
    };
    let (x, y) = (scaled.as_ref().unwrap_or(n), operand.get(vm));
    if let Some(order) = x.compare_value(y) {
        return Ok(Obj::bool(op.holds(order)));
    }
    let signaling = [x, y].iter().any(|n| n.kind == Kind::SignalingNan);
    if signaling || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        signals::record(vm, &context, status::INVALID_OPERATION)?;
    }
    Ok(Obj::bool(op == CompareOp::Ne))
}
