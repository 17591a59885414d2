//! Integers of decimal numbers: rounding to one, ratios, `round`.

use super::{
    arithmetic::{Answer, Coefficient, Context as Rules, NoMemory, Number, Rounding},
    context, number,
};
use crate::table;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use rpython_objects::{Args, Obj, PyResult, Vm, argument, int, raise, type_error, types, value_error};

/// Refuses what is no finite number.
fn finite(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<()> {
    match number::value(vm, o) {
        Some(n) if n.is_nan() => Err(value_error!(vm, "cannot convert NaN to {what}")),
        Some(n) if n.is_infinite() => Err(raise!(vm, types::OVERFLOW_ERROR, "cannot convert Infinity to {what}")),
        _ => Ok(()),
    }
}

fn big(negative: bool, coefficient: &Coefficient) -> BigInt {
    BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, coefficient.to_binary())
}

/// A number without a fraction as an int.
fn whole(n: &Number) -> Answer<BigInt> {
    Ok(big(n.negative, &n.at_exponent(0)?))
}

fn finish<T>(vm: &mut Vm, found: Answer<T>) -> PyResult<T> {
    match found {
        Ok(found) => Ok(found),
        Err(NoMemory) => Err(context::no_memory(vm)),
    }
}

/// The int that a number is rounded to.
///
/// # Errors
/// `ValueError` for NaN, `OverflowError` for an infinity, `MemoryError`.
pub(super) fn rounded(vm: &mut Vm, o: &Obj, rounding: Rounding) -> PyResult {
    finite(vm, o, "integer")?;
    let Some(n) = number::value(vm, o) else { return Ok(Obj::NONE) };
    if n.exponent == 0
        && let Some(small) = n.coefficient.to_u64().and_then(|n| i64::try_from(n).ok())
    {
        return Ok(int::from_i64(vm, if n.negative { -small } else { small }));
    }
    let found = Rules { rounding, ..Rules::MAX }.integral_value(n, &mut 0).and_then(|n| whole(&n));
    let found = finish(vm, found)?;
    Ok(int::from_big(vm, found))
}

/// `__round__`
pub(super) fn round(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let context = context::current(vm)?;
    let Some(digits) = args.opt(1) else { return rounded(vm, args.at(0), Rounding::HalfEven) };
    if !int::is_int(digits) {
        return Err(type_error!(vm, "optional arg must be an integer"));
    }
    let digits = argument::ssize(vm, digits)? as i64;
    let model = Number::finite(false, Coefficient::from(1), digits.checked_neg().unwrap_or(i64::MAX));
    let this = args.this::<number::Decimal>();
    context::run(vm, &context, |vm, rules, bits| rules.quantize(&this.get(vm).0, &model, bits))
}

fn ratio(n: &Number) -> Answer<(BigInt, BigInt)> {
    if n.is_zero() {
        return Ok((BigInt::ZERO, BigInt::from(1)));
    }
    if n.exponent >= 0 {
        return Ok((whole(n)?, BigInt::from(1)));
    }
    let top = big(n.negative, &n.coefficient);
    let bottom = big(false, &Coefficient::power_of_ten(n.exponent.unsigned_abs())?);
    let common = top.gcd(&bottom);
    Ok((top / &common, bottom / common))
}

/// `as_integer_ratio`
pub(super) fn as_ratio(vm: &mut Vm, args: Args<'_>) -> PyResult {
    finite(vm, args.at(0), "integer ratio")?;
    let found = ratio(&args.this::<number::Decimal>().get(vm).0);
    let (top, bottom) = finish(vm, found)?;
    let both = [top, bottom].map(|n| int::from_big(vm, n));
    table::tuple(vm, &both)
}
