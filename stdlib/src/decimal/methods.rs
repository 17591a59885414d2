//! The methods of `Decimal`.

use super::{
    arguments::{method, named, positional},
    arithmetic::{Context as Rules, Form, Kind, Number, Rounding},
    construct,
    context::{self, Context},
    format, integer,
    number::{self, Binary, Decimal, Operand, Unary},
};
use crate::table;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, PyResult, Ref, Str, Vm, class_native, complex, float, int, native, native_unbound,
};

/// The context of a method whose only argument that is.
fn only_context<'a>(vm: &mut Vm, args: CallArgs<'a>) -> PyResult<(&'a Obj, Ref<Context>)> {
    let (this, args) = method(args);
    let context = match (args.values, args.names) {
        ([], None) => context::current(vm)?,
        _ => {
            let values = named(vm, args, &["context"], 0)?;
            context::given(vm, &values[0])?
        }
    };
    Ok((this, context))
}

/// Another operand, and the context.
fn with_other<'a>(vm: &mut Vm, args: CallArgs<'a>) -> PyResult<(&'a Obj, Obj, Ref<Context>)> {
    let (this, args) = method(args);
    let values = named(vm, args, &["other", "context"], 1)?;
    let context = context::given(vm, &values[1])?;
    Ok((this, values[0].clone(), context))
}

fn unary(vm: &mut Vm, args: CallArgs<'_>, operation: Unary) -> PyResult {
    let (this, context) = only_context(vm, args)?;
    let this = Operand::wanted(vm, this)?;
    context::run(vm, &context, |vm, rules, bits| operation(rules, this.get(vm), bits))
}

fn binary(vm: &mut Vm, args: CallArgs<'_>, operation: Binary) -> PyResult {
    let (this, other, context) = with_other(vm, args)?;
    let (a, b) = (Operand::wanted(vm, this)?, Operand::wanted(vm, &other)?);
    context::run(vm, &context, |vm, rules, bits| operation(rules, a.get(vm), b.get(vm), bits))
}

/// What a context says of a number.
fn asked<T>(vm: &mut Vm, args: CallArgs<'_>, ask: impl FnOnce(&Rules, &Number) -> T) -> PyResult<T> {
    let (this, context) = only_context(vm, args)?;
    let this = Operand::wanted(vm, this)?;
    Ok(ask(&context.get(vm).rules, this.get(vm)))
}

/// What is so of the number at hand.
fn is(vm: &mut Vm, args: Args<'_>, test: fn(&Number) -> bool) -> PyResult {
    Ok(Obj::bool(test(&args.this::<Decimal>().get(vm).0)))
}

/// The number at hand, changed without a context.
fn changed(vm: &mut Vm, args: Args<'_>, change: fn(Number) -> Number) -> PyResult {
    let n = change(args.this::<Decimal>().get(vm).0.clone());
    Ok(number::make(vm, n))
}

/// A context's rules with another rounding mode, if one is given.
fn rules_with(vm: &mut Vm, context: &Ref<Context>, rounding: &Obj) -> PyResult<Rules> {
    let rules = context.get(vm).rules;
    if rounding.is_unbound() || rounding.is_none() {
        return Ok(rules);
    }
    Ok(Rules { rounding: context::rounding(vm, rounding)?, ..rules })
}

fn to_integral(vm: &mut Vm, args: CallArgs<'_>, operation: Unary) -> PyResult {
    let (this, args) = method(args);
    let values = named(vm, args, &["rounding", "context"], 0)?;
    let context = context::given(vm, &values[1])?;
    let rules = rules_with(vm, &context, &values[0])?;
    let this = Operand::wanted(vm, this)?;
    context::run_with(vm, &context, &rules, |vm, rules, bits| operation(rules, this.get(vm), bits))
}

fn quantize(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let (this, args) = method(args);
    let values = named(vm, args, &["exp", "rounding", "context"], 1)?;
    let context = context::given(vm, &values[2])?;
    let rules = rules_with(vm, &context, &values[1])?;
    let (a, b) = (Operand::wanted(vm, this)?, Operand::wanted(vm, &values[0])?);
    context::run_with(vm, &context, &rules, |vm, rules, bits| rules.quantize(a.get(vm), b.get(vm), bits))
}

fn fma(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let (this, args) = method(args);
    let values = named(vm, args, &["other", "third", "context"], 2)?;
    let context = context::given(vm, &values[2])?;
    let (a, b) = (Operand::wanted(vm, this)?, Operand::wanted(vm, &values[0])?);
    let c = Operand::wanted(vm, &values[1])?;
    context::run(vm, &context, |vm, rules, bits| rules.fma(a.get(vm), b.get(vm), c.get(vm), bits))
}

fn same_quantum(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let (this, other, _) = with_other(vm, args)?;
    let (a, b) = (Operand::wanted(vm, this)?, Operand::wanted(vm, &other)?);
    Ok(Obj::bool(a.get(vm).same_quantum(b.get(vm))))
}

fn to_eng_string(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let (this, context) = only_context(vm, args)?;
    let text = number::text_in(vm, this, Form::Engineering, &context)?;
    Ok(Str::from_ascii(vm, text.as_bytes()).into_obj())
}

fn adjusted(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = &args.this::<Decimal>().get(vm).0;
    let adjusted = if n.is_special() { 0 } else { n.adjusted() };
    Ok(int::from_i64(vm, adjusted))
}

fn same(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(args.at(0).clone())
}

/// `Decimal(10)`
pub(super) fn radix(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(number::make(vm, Number::small(10)))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = number::text(vm, args.at(0), Form::Scientific)?;
    let text = Str::from_ascii(vm, text.as_bytes()).into_obj();
    let state = table::tuple(vm, &[text])?;
    let class = vm.class_of(args.at(0)).own().into_obj();
    table::tuple(vm, &[class, state])
}

fn to_complex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = float::to_f64(vm, args.at(0))?;
    Ok(complex::new(vm, x, 0.0))
}

/// Size of a number whose digits lie in itself, and how many words of 19 digits those are.
const SIZE: u64 = 104;
const OWN_WORDS: u64 = 4;

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let words = args.this::<Decimal>().get(vm).0.coefficient.digits().div_ceil(19);
    let more = if words > OWN_WORDS { 8 * words } else { 0 };
    Ok(int::from_u64(vm, SIZE + more))
}

macro_rules! unary {
    ($name:literal, $operation:path, $doc:literal) => {
        native_unbound($name, "($self, /, context=None)", |vm, args| unary(vm, args, $operation), $doc)
    };
}

macro_rules! binary {
    ($name:literal, $operation:path, $doc:literal) => {
        native_unbound($name, "($self, /, other, context=None)", |vm, args| binary(vm, args, $operation), $doc)
    };
}

macro_rules! test {
    ($name:literal, $test:expr, $doc:literal) => {
        native($name, "($self, /)", |vm, args| is(vm, args, $test), $doc)
    };
}

/// The method table.
pub(super) const METHODS: &[NativeDef] = &[
    unary!("exp", Rules::exp, "e to the power of the number, correctly rounded to the nearest."),
    unary!("ln", Rules::ln, "The natural logarithm, correctly rounded to the nearest."),
    unary!("log10", Rules::log10, "The logarithm to base ten, correctly rounded to the nearest."),
    unary!("next_minus", Rules::next_minus, "The largest number of the context that is smaller."),
    unary!("next_plus", Rules::next_plus, "The smallest number of the context that is larger."),
    unary!("normalize", Rules::reduce, "The number without zeros at its end; zeros become 0."),
    native_unbound(
        "to_integral",
        "($self, /, rounding=None, context=None)",
        |vm, args| to_integral(vm, args, Rules::integral_value),
        "As to_integral_value.",
    ),
    native_unbound(
        "to_integral_exact",
        "($self, /, rounding=None, context=None)",
        |vm, args| to_integral(vm, args, Rules::integral_exact),
        "The nearest integer; rounding is signaled.",
    ),
    native_unbound(
        "to_integral_value",
        "($self, /, rounding=None, context=None)",
        |vm, args| to_integral(vm, args, Rules::integral_value),
        "The nearest integer; rounding is not signaled.",
    ),
    unary!("sqrt", Rules::square_root, "The square root, correctly rounded to the nearest."),
    binary!("compare", Rules::compare, "-1, 0 or 1, or NaN."),
    binary!("compare_signal", Rules::compare_signal, "As compare, but every NaN signals."),
    binary!("max", Rules::max, "The larger one; a number where the other is a quiet NaN."),
    binary!("max_mag", Rules::max_mag, "The one with the larger absolute value."),
    binary!("min", Rules::min, "The smaller one; a number where the other is a quiet NaN."),
    binary!("min_mag", Rules::min_mag, "The one with the smaller absolute value."),
    binary!("next_toward", Rules::next_toward, "The neighbour in the direction of the other number."),
    native_unbound(
        "quantize",
        "($self, /, exp, rounding=None, context=None)",
        quantize,
        "The number rounded to the exponent of another one.\n\n    >>> Decimal('2.675').quantize(Decimal('0.01'))\n    Decimal('2.68')\n    >>> Decimal('2.675').quantize(Decimal('0.01'), rounding=ROUND_DOWN)\n    Decimal('2.67')",
    ),
    binary!("remainder_near", Rules::remainder_near, "The remainder that is nearest to zero."),
    native_unbound(
        "fma",
        "($self, /, other, third, context=None)",
        fma,
        "self*other + third, rounded once.\n\n    >>> Decimal(4).fma(5, 6)\n    Decimal('26')",
    ),
    native("is_canonical", "($self, /)", |_, _| Ok(Obj::TRUE), "True: all are."),
    test!("is_finite", |n| !n.is_special(), "Whether it is neither infinite nor a NaN."),
    test!("is_infinite", Number::is_infinite, "Whether it is an infinity."),
    test!("is_nan", Number::is_nan, "Whether it is a NaN."),
    test!("is_qnan", |n| n.kind == Kind::Nan, "Whether it is a quiet NaN."),
    test!("is_snan", |n| n.kind == Kind::SignalingNan, "Whether it is a signaling NaN."),
    test!("is_signed", |n| n.negative, "Whether it has a minus sign, be it a zero or a NaN."),
    test!("is_zero", Number::is_zero, "Whether it is a zero."),
    native_unbound(
        "is_normal",
        "($self, /, context=None)",
        |vm, args| asked(vm, args, |rules, n| Obj::bool(rules.is_normal(n))),
        "Whether it is finite, not zero and not subnormal.",
    ),
    native_unbound(
        "is_subnormal",
        "($self, /, context=None)",
        |vm, args| asked(vm, args, |rules, n| Obj::bool(rules.is_subnormal(n))),
        "Whether it is not zero and its adjusted exponent is below Emin.",
    ),
    native("adjusted", "($self, /)", adjusted, "The exponent of the first digit."),
    native("canonical", "($self, /)", same, "The number itself."),
    native("conjugate", "($self, /)", same, "The number itself."),
    native("radix", "($self, /)", radix, "Decimal(10)."),
    native(
        "copy_abs",
        "($self, /)",
        |vm, args| changed(vm, args, |n| n.with_sign(false)),
        "The number without sign, not rounded.",
    ),
    native(
        "copy_negate",
        "($self, /)",
        |vm, args| changed(vm, args, |n| Number { negative: !n.negative, ..n }),
        "The number with the other sign, not rounded.",
    ),
    unary!("logb", Rules::logb, "The adjusted exponent as a Decimal."),
    unary!("logical_invert", Rules::logical_invert, "Each digit, 0 or 1, inverted."),
    native_unbound(
        "number_class",
        "($self, /, context=None)",
        |vm, args| {
            let class = asked(vm, args, Rules::class)?;
            Ok(Str::intern(vm, class).into_obj())
        },
        "The name of the kind of number that it is.",
    ),
    native_unbound(
        "to_eng_string",
        "($self, /, context=None)",
        to_eng_string,
        "The number as text, with an exponent that is a multiple of three.",
    ),
    binary!(
        "compare_total",
        Rules::compare_total,
        "-1, 0 or 1 in an order of all representations.\n\n    >>> Decimal('7.0').compare_total(Decimal('7'))\n    Decimal('-1')"
    ),
    binary!("compare_total_mag", Rules::compare_total_mag, "As compare_total, without the signs."),
    binary!(
        "copy_sign",
        Rules::copy_sign,
        "The number with the sign of the other one, not rounded.\n\n    >>> Decimal('2.5').copy_sign(-1)\n    Decimal('-2.5')"
    ),
    native_unbound(
        "same_quantum",
        "($self, /, other, context=None)",
        same_quantum,
        "Whether both have the same exponent, or both are NaNs or infinities.",
    ),
    binary!("logical_and", Rules::logical_and, "The digits, 0 or 1, of both combined by 'and'."),
    binary!("logical_or", Rules::logical_or, "The digits, 0 or 1, of both combined by 'or'."),
    binary!("logical_xor", Rules::logical_xor, "The digits, 0 or 1, of both combined by 'xor'."),
    binary!("rotate", Rules::rotate, "The digits rotated by so many places."),
    binary!("scaleb", Rules::scale, "The number with its exponent raised by the other one."),
    binary!("shift", Rules::shift, "The digits shifted by so many places."),
    class_native("from_float", "($type, f, /)", construct::from_float, "The exact value of a float or an integer."),
    class_native("from_number", "($type, number, /)", construct::from_number, "The exact value of a real number."),
    native("as_tuple", "($self, /)", construct::as_tuple, "Sign, digits and exponent."),
    native("as_integer_ratio", "($self, /)", integer::as_ratio, "Numerator and denominator in lowest terms."),
    native("__copy__", "($self, /)", same, ""),
    native("__deepcopy__", "($self, object, /)", same, ""),
    native_unbound(
        "__format__",
        "($self, spec, override=None, /)",
        |vm, args| {
            let args = positional(vm, "__format__", args, 1, 2)?;
            format::format(vm, args)
        },
        "",
    )
    .unsigned(),
    native("__reduce__", "($self, /)", reduce, ""),
    native_unbound(
        "__round__",
        "($self, ndigits=None, /)",
        |vm, args| {
            let args = positional(vm, "__round__", args, 0, 1)?;
            integer::round(vm, args)
        },
        "",
    )
    .unsigned(),
    native("__ceil__", "($self, /)", |vm, args| integer::rounded(vm, args.at(0), Rounding::Ceiling), ""),
    native("__floor__", "($self, /)", |vm, args| integer::rounded(vm, args.at(0), Rounding::Floor), ""),
    native("__trunc__", "($self, /)", |vm, args| integer::rounded(vm, args.at(0), Rounding::Down), ""),
    native("__complex__", "($self, /)", to_complex, ""),
    native("__sizeof__", "($self, /)", sizeof, ""),
];
