//! The methods of `Context`: the operations, by its rules.

use super::{
    arguments::{method, named, positional},
    arithmetic::{Context as Rules, Form, Kind, Number},
    construct,
    context::{self, Context},
    methods::radix,
    number::{self, Binary, Decimal, Operand, Unary},
};
use rpython_objects::{Args, CallArgs, NativeDef, Obj, PyResult, Str, Vm, int, native, native_unbound, type_error};

fn unary(vm: &mut Vm, args: Args<'_>, operation: Unary) -> PyResult {
    let operand = Operand::wanted(vm, args.at(1))?;
    context::run(vm, args.this::<Context>(), |vm, rules, bits| operation(rules, operand.get(vm), bits))
}

fn binary(vm: &mut Vm, name: &str, args: CallArgs<'_>, operation: Binary) -> PyResult {
    let args = positional(vm, name, args, 2, 2)?;
    let (a, b) = (Operand::wanted(vm, args.at(1))?, Operand::wanted(vm, args.at(2))?);
    context::run(vm, args.this::<Context>(), |vm, rules, bits| operation(rules, a.get(vm), b.get(vm), bits))
}

/// What the context says of a number.
fn asked<T>(vm: &mut Vm, args: Args<'_>, ask: impl FnOnce(&Rules, &Number) -> T) -> PyResult<T> {
    let operand = Operand::wanted(vm, args.at(1))?;
    Ok(ask(&args.this::<Context>().get(vm).rules, operand.get(vm)))
}

fn divmod(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let args = positional(vm, "divmod", args, 2, 2)?;
    let (a, b) = (Operand::wanted(vm, args.at(1))?, Operand::wanted(vm, args.at(2))?);
    number::div_mod(vm, args.this::<Context>(), &a, &b)
}

fn power(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let (this, args) = method(args);
    let values = named(vm, args, &["a", "b", "modulo"], 2)?;
    let (a, b) = (Operand::wanted(vm, &values[0])?, Operand::wanted(vm, &values[1])?);
    let modulus = match &values[2] {
        o if o.is_unbound() || o.is_none() => None,
        o => Some(Operand::wanted(vm, o)?),
    };
    number::raise_to(vm, Args::new(std::slice::from_ref(this)).this::<Context>(), &a, &b, modulus.as_ref())
}

fn fma(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let args = positional(vm, "fma", args, 3, 3)?;
    let (a, b) = (Operand::wanted(vm, args.at(1))?, Operand::wanted(vm, args.at(2))?);
    let c = Operand::wanted(vm, args.at(3))?;
    context::run(vm, args.this::<Context>(), |vm, rules, bits| rules.fma(a.get(vm), b.get(vm), c.get(vm), bits))
}

fn same_quantum(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let args = positional(vm, "same_quantum", args, 2, 2)?;
    let (a, b) = (Operand::wanted(vm, args.at(1))?, Operand::wanted(vm, args.at(2))?);
    Ok(Obj::bool(a.get(vm).same_quantum(b.get(vm))))
}

fn decimal(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    if o.is_kind::<Decimal>() { Ok(()) } else { Err(type_error!(vm, "argument must be a Decimal")) }
}

fn canonical(vm: &mut Vm, args: Args<'_>) -> PyResult {
    decimal(vm, args.at(1))?;
    Ok(args.at(1).clone())
}

fn is_canonical(vm: &mut Vm, args: Args<'_>) -> PyResult {
    decimal(vm, args.at(1))?;
    Ok(Obj::TRUE)
}

/// A number as it is, or changed without rounding.
fn changed(vm: &mut Vm, args: Args<'_>, change: fn(Number) -> Number) -> PyResult {
    let n = Operand::wanted(vm, args.at(1))?.get(vm).clone();
    Ok(number::make(vm, change(n)))
}

fn copy_decimal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.at(1).is_kind::<Decimal>() {
        return Ok(args.at(1).clone());
    }
    changed(vm, args, |n| n)
}

fn text(vm: &mut Vm, args: Args<'_>, form: Form) -> PyResult {
    let operand = Operand::wanted(vm, args.at(1))?;
    let capitals = args.this::<Context>().get(vm).capitals;
    let text = operand.get(vm).show(form, capitals);
    Ok(Str::from_ascii(vm, text.as_bytes()).into_obj())
}

fn create_decimal(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let args = positional(vm, "create_decimal", args, 0, 1)?;
    let context = args.this::<Context>();
    match args.opt(1) {
        Some(value) => construct::rounded(vm, value, context),
        None => context::run(vm, context, |_, rules, bits| rules.finalize(Number::small(0), bits)),
    }
}

fn limit(vm: &mut Vm, args: Args<'_>, read: fn(&Rules) -> i64) -> PyResult {
    let n = read(&args.this::<Context>().get(vm).rules);
    Ok(int::from_i64(vm, n))
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(context::copy(vm, args.this::<Context>()).into_obj())
}

fn clear_flags(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.this::<Context>().get_mut(vm).flags = 0;
    Ok(Obj::NONE)
}

fn clear_traps(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.this::<Context>().get_mut(vm).traps = 0;
    Ok(Obj::NONE)
}

macro_rules! unary {
    ($name:literal, $operation:path, $doc:literal) => {
        native($name, "($self, x, /)", |vm, args| unary(vm, args, $operation), $doc)
    };
}

macro_rules! binary {
    ($name:literal, $operation:path, $doc:literal) => {
        native_unbound($name, "($self, x, y, /)", |vm, args| binary(vm, $name, args, $operation), $doc)
    };
}

macro_rules! test {
    ($name:literal, $test:expr, $doc:literal) => {
        native($name, "($self, x, /)", |vm, args| Ok(Obj::bool(asked(vm, args, $test)?)), $doc)
    };
}

/// The method table.
pub(super) const METHODS: &[NativeDef] = &[
    unary!("abs", Rules::abs, "The absolute value."),
    unary!("exp", Rules::exp, "e ** x"),
    unary!("ln", Rules::ln, "The natural logarithm."),
    unary!("log10", Rules::log10, "The logarithm to base ten."),
    unary!("minus", Rules::minus, "-x, rounded."),
    unary!("next_minus", Rules::next_minus, "The largest number that is smaller."),
    unary!("next_plus", Rules::next_plus, "The smallest number that is larger."),
    unary!("normalize", Rules::reduce, "x without zeros at its end."),
    unary!("plus", Rules::plus, "+x, rounded."),
    unary!("to_integral", Rules::integral_value, "As to_integral_value."),
    unary!("to_integral_exact", Rules::integral_exact, "The nearest integer; rounding is signaled."),
    unary!("to_integral_value", Rules::integral_value, "The nearest integer; rounding is not signaled."),
    unary!("sqrt", Rules::square_root, "The square root."),
    binary!("add", Rules::add, "x + y"),
    binary!("compare", Rules::compare, "-1, 0 or 1, or NaN."),
    binary!("compare_signal", Rules::compare_signal, "As compare, but every NaN signals."),
    binary!("divide", Rules::divide, "x / y"),
    binary!("divide_int", Rules::divide_int, "x / y without the fraction."),
    native_unbound("divmod", "($self, x, y, /)", divmod, "Quotient and remainder."),
    binary!("max", Rules::max, "The larger one."),
    binary!("max_mag", Rules::max_mag, "The one with the larger absolute value."),
    binary!("min", Rules::min, "The smaller one."),
    binary!("min_mag", Rules::min_mag, "The one with the smaller absolute value."),
    binary!("multiply", Rules::multiply, "x * y"),
    binary!("next_toward", Rules::next_toward, "The neighbour of x in the direction of y."),
    binary!("quantize", Rules::quantize, "x rounded to the exponent of y."),
    binary!("remainder", Rules::remainder, "The remainder, with the sign of x."),
    binary!("remainder_near", Rules::remainder_near, "The remainder that is nearest to zero."),
    binary!("subtract", Rules::subtract, "x - y"),
    native_unbound("power", "($self, /, a, b, modulo=None)", power, "a ** b, or that modulo an integer."),
    native_unbound("fma", "($self, x, y, z, /)", fma, "x*y + z, rounded once."),
    native("Etiny", "($self, /)", |vm, args| limit(vm, args, Rules::etiny), "The smallest exponent."),
    native(
        "Etop",
        "($self, /)",
        |vm, args| limit(vm, args, Rules::etop),
        "The largest exponent of a number with all digits.",
    ),
    native("radix", "($self, /)", radix, "Decimal(10)."),
    native("is_canonical", "($self, x, /)", is_canonical, "True: all are."),
    test!("is_finite", |_, n| !n.is_special(), "Whether x is neither infinite nor a NaN."),
    test!("is_infinite", |_, n| n.is_infinite(), "Whether x is an infinity."),
    test!("is_nan", |_, n| n.is_nan(), "Whether x is a NaN."),
    test!("is_normal", Rules::is_normal, "Whether x is finite, not zero and not subnormal."),
    test!("is_qnan", |_, n| n.kind == Kind::Nan, "Whether x is a quiet NaN."),
    test!("is_signed", |_, n| n.negative, "Whether x has a minus sign."),
    test!("is_snan", |_, n| n.kind == Kind::SignalingNan, "Whether x is a signaling NaN."),
    test!("is_subnormal", Rules::is_subnormal, "Whether x is not zero and below the normal numbers."),
    test!("is_zero", |_, n| n.is_zero(), "Whether x is a zero."),
    unary!("_apply", Rules::apply, ""),
    native("canonical", "($self, x, /)", canonical, "x itself."),
    native(
        "copy_abs",
        "($self, x, /)",
        |vm, args| changed(vm, args, |n| n.with_sign(false)),
        "x without sign, not rounded.",
    ),
    native("copy_decimal", "($self, x, /)", copy_decimal, "x as a Decimal."),
    native(
        "copy_negate",
        "($self, x, /)",
        |vm, args| changed(vm, args, |n| Number { negative: !n.negative, ..n }),
        "x with the other sign, not rounded.",
    ),
    unary!("logb", Rules::logb, "The adjusted exponent."),
    unary!("logical_invert", Rules::logical_invert, "Each digit, 0 or 1, inverted."),
    native(
        "number_class",
        "($self, x, /)",
        |vm, args| {
            let class = asked(vm, args, Rules::class)?;
            Ok(Str::intern(vm, class).into_obj())
        },
        "The name of the kind of number that x is.",
    ),
    native("to_sci_string", "($self, x, /)", |vm, args| text(vm, args, Form::Scientific), "x as text."),
    native(
        "to_eng_string",
        "($self, x, /)",
        |vm, args| text(vm, args, Form::Engineering),
        "x as text, with an exponent that is a multiple of three.",
    ),
    binary!("compare_total", Rules::compare_total, "-1, 0 or 1 in an order of all representations."),
    binary!("compare_total_mag", Rules::compare_total_mag, "As compare_total, without the signs."),
    binary!("copy_sign", Rules::copy_sign, "x with the sign of y, not rounded."),
    binary!("logical_and", Rules::logical_and, "The digits, 0 or 1, combined by 'and'."),
    binary!("logical_or", Rules::logical_or, "The digits, 0 or 1, combined by 'or'."),
    binary!("logical_xor", Rules::logical_xor, "The digits, 0 or 1, combined by 'xor'."),
    binary!("rotate", Rules::rotate, "The digits of x rotated by y places."),
    native_unbound("same_quantum", "($self, x, y, /)", same_quantum, "Whether both have the same exponent."),
    binary!("scaleb", Rules::scale, "x with its exponent raised by y."),
    binary!("shift", Rules::shift, "The digits of x shifted by y places."),
    native("clear_flags", "($self, /)", clear_flags, "Unsets all flags."),
    native("clear_traps", "($self, /)", clear_traps, "Unsets all traps."),
    native("__copy__", "($self, /)", copy, ""),
    native("__reduce__", "($self, /)", context::reduce, ""),
    native("copy", "($self, /)", copy, "A context like this one."),
    native_unbound(
        "create_decimal",
        "($self, num=\"0\", /)",
        create_decimal,
        "A Decimal of a value, rounded by the context.",
    ),
    native(
        "create_decimal_from_float",
        "($self, f, /)",
        construct::rounded_from_float,
        "A Decimal of a float, rounded by the context.",
    ),
];
