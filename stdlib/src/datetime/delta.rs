//! `timedelta`: microseconds in 128 bits, shown as days, seconds and microseconds.

use crate::{kinds, table};
use num_bigint::{BigInt, Sign};
use rpython_objects::{
    Args, CompareOp, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm,
    argument, float, int, native,
    protocol::{self, BinaryOp},
    raise, type_error,
    type_object::member,
    types,
};

pub(super) const SECOND: i128 = 1_000_000;
pub(super) const DAY: i128 = 86_400 * SECOND;
/// Most days of a difference.
pub(super) const MAX_DAYS: i128 = 999_999_999;

/// The payload of a `timedelta`: microseconds.
#[derive(Clone, Copy)]
pub(super) struct Delta(pub(super) i128);

impl Payload for Delta {
    const KIND: u8 = kinds::TIMEDELTA;
    const NAME: &'static str = "timedelta";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// The microseconds of a `timedelta`.
pub(super) fn value(vm: &Vm, o: &Obj) -> Option<i128> {
    o.downcast_ref::<Delta>().map(|d| d.get(vm).0)
}

/// Days, seconds, microseconds.
pub(super) fn parts(us: i128) -> [i64; 3] {
    let (days, rest) = (us.div_euclid(DAY), us.rem_euclid(DAY));
    [days as i64, (rest / SECOND) as i64, (rest % SECOND) as i64]
}

/// A `timedelta` of a class.
///
/// # Errors
/// `OverflowError`
pub(super) fn make_in(vm: &mut Vm, class: &Ref<Type>, us: i128) -> PyResult {
    let days = us.div_euclid(DAY);
    if i32::try_from(days).is_err() {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C int"));
    }
    if days.abs() > MAX_DAYS {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "days={days}; must have magnitude <= {MAX_DAYS}"));
    }
    Ok(vm.alloc_in(class, Delta(us)).into_obj())
}

/// A `timedelta`.
///
/// # Errors
/// `OverflowError`
pub(super) fn make(vm: &mut Vm, us: i128) -> PyResult {
    match vm.type_of_kind(Delta::KIND).cloned() {
        Some(class) => make_in(vm, &class, us),
        None => Err(type_error!(vm, "datetime has no timedelta")),
    }
}

static CONSTRUCTOR: NativeDef = native(
    "__new__",
    "($class, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)",
    construct,
    "",
);

#[cold]
fn too_large(vm: &mut Vm) -> rpython_objects::Raised {
    raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C int")
}

fn construct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    // In the order in which their fractions are added up.
    const UNITS: [(usize, &str, i128); 7] = [
        (3, "microseconds", 1),
        (4, "milliseconds", 1000),
        (2, "seconds", SECOND),
        (5, "minutes", 60 * SECOND),
        (6, "hours", 3600 * SECOND),
        (1, "days", DAY),
        (7, "weeks", 7 * DAY),
    ];
    let (mut sum, mut left) = (0i128, 0f64);
    for (at, name, factor) in UNITS {
        let Some(o) = args.opt(at) else { continue };
        if int::is_int(o) {
            let Some(n) = int::to_i64(vm, o) else { return Err(too_large(vm)) };
            sum += i128::from(n) * factor;
        } else if let Some(x) = float::value(vm, o) {
            let whole = whole_of(vm, x.trunc())?;
            sum += whole * factor;
            let rest = factor as f64 * x.fract();
            sum += rest.trunc() as i128;
            left += rest.fract();
        } else {
            let class = argument::class_name(vm, o);
            return Err(type_error!(vm, "unsupported type for timedelta {name} component: {class}"));
        }
    }
    if left != 0.0 {
        let mut whole = left.round();
        if (whole - left).abs() == 0.5 {
            // Exactly between two: to the even one of the sum.
            let odd = (sum & 1) as f64;
            whole = 2.0 * ((left + odd) * 0.5).round() - odd;
        }
        sum += whole as i128;
    }
    match args.at(0).downcast_ref::<Type>() {
        Some(class) => make_in(vm, class, sum),
        None => make(vm, sum),
    }
}

/// A float without a fraction as an integer.
fn whole_of(vm: &mut Vm, x: f64) -> PyResult<i128> {
    if x.is_nan() {
        return Err(raise!(vm, types::VALUE_ERROR, "cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "cannot convert float infinity to integer"));
    }
    if x.abs() > 1e22 { Err(too_large(vm)) } else { Ok(x as i128) }
}

/// A difference of a computed number of microseconds.
fn from_big(vm: &mut Vm, us: &BigInt) -> PyResult {
    match i128::try_from(us) {
        Ok(us) if us.abs() < i128::from(i64::MAX) * SECOND => make(vm, us),
        _ => Err(too_large(vm)),
    }
}

/// `a / b`, to the nearest integer, halves to the even one.
fn divide_nearest(a: &BigInt, b: &BigInt) -> BigInt {
    let (a, b) = if b.sign() == Sign::Minus { (-a, -b) } else { (a.clone(), b.clone()) };
    let two = BigInt::from(2);
    let mut quotient = &a / &b;
    let mut rest = &a % &b;
    if rest.sign() == Sign::Minus {
        quotient -= 1;
        rest += &b;
    }
    let twice = rest * two;
    let odd = quotient.bit(0);
    if twice > b || twice == b && odd {
        quotient += 1;
    }
    quotient
}

/// A float as a ratio of integers, as its own method says.
fn ratio(vm: &mut Vm, o: &Obj) -> PyResult<(BigInt, BigInt)> {
    let name = Str::intern(vm, "as_integer_ratio");
    let said = protocol::call_method(vm, o, &name, &[])?;
    let what = "unexpected return type from as_integer_ratio(): expected tuple, not";
    let Some(tuple) = said.downcast_ref::<Tuple>() else {
        let class = argument::class_name(vm, &said);
        return Err(type_error!(vm, "{what} '{class}'"));
    };
    match tuple.tail(vm) {
        [top, bottom] => match (big(vm, top), big(vm, bottom)) {
            (Some(top), Some(bottom)) => Ok((top, bottom)),
            _ => Err(type_error!(vm, "{what} one of ints")),
        },
        _ => Err(raise!(vm, types::VALUE_ERROR, "as_integer_ratio() must return a 2-tuple")),
    }
}

fn big(vm: &Vm, o: &Obj) -> Option<BigInt> {
    if int::is_int(o) { int::to_big(vm, o) } else { None }
}

fn add(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    match (value(vm, a), value(vm, b)) {
        (Some(a), Some(b)) => make(vm, a + b),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn subtract(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    match (value(vm, a), value(vm, b)) {
        (Some(a), Some(b)) => make(vm, a - b),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn multiply(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (us, factor) = match (value(vm, a), value(vm, b)) {
        (Some(us), None) => (us, b),
        (None, Some(us)) => (us, a),
        _ => return Ok(Obj::NOT_IMPLEMENTED),
    };
    if let Some(n) = big(vm, factor) {
        return from_big(vm, &(n * us));
    }
    match float::value(vm, factor) {
        Some(_) => {
            let (top, bottom) = ratio(vm, factor)?;
            if bottom.sign() == Sign::NoSign {
                return Err(by_zero(vm));
            }
            from_big(vm, &divide_nearest(&(top * us), &bottom))
        }
        None => Ok(Obj::NOT_IMPLEMENTED),
    }
}

/// An operation of ints on microseconds.
fn on_ints(vm: &mut Vm, a: i128, b: i128, op: BinaryOp) -> PyResult {
    let [a, b] = [a, b].map(|n| int::from_big(vm, BigInt::from(n)));
    protocol::binary(vm, &a, &b, op)
}

#[cold]
fn by_zero(vm: &mut Vm) -> rpython_objects::Raised {
    raise!(vm, types::ZERO_DIVISION_ERROR, "division by zero")
}

fn true_divide(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some(us) = value(vm, a) else { return Ok(Obj::NOT_IMPLEMENTED) };
    if let Some(other) = value(vm, b) {
        return on_ints(vm, us, other, BinaryOp::TrueDivide);
    }
    let (top, bottom) = if let Some(n) = big(vm, b) {
        (BigInt::from(us), n)
    } else if float::value(vm, b).is_some() {
        let (top, bottom) = ratio(vm, b)?;
        (bottom * us, top)
    } else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    if bottom.sign() == Sign::NoSign {
        return Err(by_zero(vm));
    }
    from_big(vm, &divide_nearest(&top, &bottom))
}

fn floor_divide(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some(us) = value(vm, a) else { return Ok(Obj::NOT_IMPLEMENTED) };
    if let Some(other) = value(vm, b) {
        return on_ints(vm, us, other, BinaryOp::FloorDivide);
    }
    let Some(n) = big(vm, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let us = int::from_big(vm, BigInt::from(us));
    let n = int::from_big(vm, n);
    let made = protocol::binary(vm, &us, &n, BinaryOp::FloorDivide)?;
    let made = int::to_big(vm, &made).unwrap_or_default();
    from_big(vm, &made)
}

fn remainder(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    match (value(vm, a), value(vm, b)) {
        (Some(_), Some(0)) => Err(by_zero(vm)),
        (Some(a), Some(b)) => {
            let rest = a % b;
            make(vm, if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
        }
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn divmod(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    if value(vm, a).is_none() || value(vm, b).is_none() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let both = [floor_divide(vm, a, b)?, remainder(vm, a, b)?];
    table::tuple(vm, &both)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    match (value(vm, a), value(vm, b)) {
        (Some(a), Some(b)) => Ok(Obj::bool(op.holds(a.cmp(&b)))),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn state(vm: &mut Vm, us: i128) -> PyResult {
    let items = parts(us).map(|n| int::from_i64(vm, n));
    Ok(Tuple::from_slice(vm, &items)?.into_obj())
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let us = value(vm, o).unwrap_or_default();
    let state = state(vm, us)?;
    protocol::hash(vm, &state)
}

/// The name of an object's class as reprs have it: with the module where it is one of ours.
pub(super) fn shown_class(vm: &Vm, o: &Obj) -> String {
    vm.class_of(o).name(vm).to_string()
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let us = value(vm, o).unwrap_or_default();
    let [days, seconds, micros] = parts(us);
    let shown: Vec<String> = [("days", days), ("seconds", seconds), ("microseconds", micros)]
        .into_iter()
        .filter(|(_, n)| *n != 0)
        .map(|(name, n)| format!("{name}={n}"))
        .collect();
    let shown = if shown.is_empty() { "0".to_string() } else { shown.join(", ") };
    let class = shown_class(vm, o);
    Ok(Str::new(vm, &format!("{class}({shown})")).into_obj())
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let us = value(vm, o).unwrap_or_default();
    let [days, seconds, micros] = parts(us);
    let mut shown = String::new();
    if days != 0 {
        let plural = if days.abs() == 1 { "" } else { "s" };
        shown = format!("{days} day{plural}, ");
    }
    shown += &format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if micros != 0 {
        shown += &format!(".{micros:06}");
    }
    Ok(Str::new(vm, &shown).into_obj())
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let us = value(vm, args.at(0)).unwrap_or_default();
    let state = state(vm, us)?;
    let class = vm.class_of(args.at(0)).own().into_obj();
    table::tuple(vm, &[class, state])
}

fn total_seconds(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let us = value(vm, args.at(0)).unwrap_or_default();
    on_ints(vm, us, SECOND, BinaryOp::TrueDivide)
}

fn field(vm: &mut Vm, o: &Obj, at: usize) -> PyResult {
    let us = value(vm, o).unwrap_or_default();
    Ok(int::from_i64(vm, parts(us)[at]))
}

fn unary(vm: &mut Vm, o: &Obj, change: fn(i128) -> i128) -> PyResult {
    let us = value(vm, o).unwrap_or_default();
    make(vm, change(us))
}

/// `timedelta`
pub(super) static DEF: TypeDef = TypeDef {
    name: "timedelta",
    module: "datetime",
    kind: kinds::TIMEDELTA,
    flags: TypeFlags::BASE,
    doc: "Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative.",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &CONSTRUCTOR, args)),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        add: Some(add),
        subtract: Some(subtract),
        multiply: Some(multiply),
        true_divide: Some(true_divide),
        floor_divide: Some(floor_divide),
        remainder: Some(remainder),
        divmod: Some(divmod),
        negative: Some(|vm, o| unary(vm, o, |n| -n)),
        positive: Some(|vm, o| unary(vm, o, |n| n)),
        absolute: Some(|vm, o| unary(vm, o, i128::abs)),
        truth: Some(|vm, o| Ok(value(vm, o) != Some(0))),
        ..Slots::EMPTY
    },
    methods: &[
        native("total_seconds", "($self, /)", total_seconds, "Total seconds in the duration."),
        native("__reduce__", "($self, /)", reduce, "__reduce__() -> (cls, state)"),
    ],
    getsets: &[
        member("days", |vm, o| field(vm, o, 0), "Number of days."),
        member("seconds", |vm, o| field(vm, o, 1), "Number of seconds (>= 0 and less than 1 day)."),
        member("microseconds", |vm, o| field(vm, o, 2), "Number of microseconds (>= 0 and less than 1 second)."),
    ],
    weakly_referable: false,
    ..TypeDef::EMPTY
};
