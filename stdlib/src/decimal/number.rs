//! `Decimal`: the payload, operands, and the type with its operators (CPython: `_decimal.c: nm_*`, `dec_*`).

use super::{
    arithmetic::{Coefficient, Context as Rules, Form, Kind, Number, Rounding},
    context::{self, Context},
    integer,
};
use crate::{kinds, table};
use rpython_objects::{
    CallArgs, Obj, Payload, PyResult, Raised, Ref, Slots, Str, Type, TypeDef, TypeFlags, Vm, argument, int,
    number::{float, int::IntRef},
    type_error, value_error,
};

/// The payload of a `Decimal`.
pub(super) struct Decimal(pub(super) Number);

impl Payload for Decimal {
    const KIND: u8 = kinds::DECIMAL;
    const NAME: &'static str = "Decimal";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// A `Decimal`.
#[inline]
pub(super) fn make(vm: &Vm, n: Number) -> Obj {
    vm.make(Decimal(n)).into_obj()
}

/// A `Decimal` of a class.
pub(super) fn make_in(vm: &Vm, class: &Ref<Type>, n: Number) -> Obj {
    vm.alloc_in(class, Decimal(n)).into_obj()
}

/// Whether this is a `Decimal`, and not of a subclass.
pub(super) fn is_exact(vm: &Vm, o: &Obj) -> bool {
    o.is_kind::<Decimal>() && vm.type_of_kind(Decimal::KIND).is_some_and(|c| vm.class_of(o).is(c))
}

/// An integer as a number.
pub(super) fn of_int(n: IntRef<'_>) -> Number {
    match n {
        IntRef::Small(n) => Number::small(n),
        IntRef::Big(n) => {
            let words: Vec<u64> = n.iter_u64_digits().collect();
            let negative = n.sign() == num_bigint::Sign::Minus;
            Number::finite(negative, Coefficient::from_binary(&words), 0)
        }
    }
}

/// An operand of an operation: a `Decimal`, or an int's value.
pub(super) enum Operand<'a> {
    Held(&'a Ref<Decimal>),
    Made(Number),
}

impl<'a> Operand<'a> {
    /// Nothing for what is neither.
    #[inline]
    pub(super) fn of(vm: &Vm, o: &'a Obj) -> Option<Operand<'a>> {
        match o.downcast_ref::<Decimal>() {
            Some(held) => Some(Operand::Held(held)),
            None => int::view(vm, o).map(|n| Operand::Made(of_int(n))),
        }
    }

    /// # Errors
    /// `TypeError` for what is neither.
    pub(super) fn wanted(vm: &mut Vm, o: &'a Obj) -> PyResult<Operand<'a>> {
        match Operand::of(vm, o) {
            Some(found) => Ok(found),
            None => Err(unsupported(vm, o)),
        }
    }

    #[inline]
    pub(super) fn get<'b>(&'b self, vm: &'b Vm) -> &'b Number {
        match self {
            Operand::Held(held) => &held.get(vm).0,
            Operand::Made(n) => n,
        }
    }
}

/// The exception for what cannot become a `Decimal`.
#[cold]
pub(super) fn unsupported(vm: &mut Vm, o: &Obj) -> Raised {
    let class = argument::class_name(vm, o);
    type_error!(vm, "conversion from {class} to Decimal is not supported")
}

/// An operation of one operand.
pub(super) type Unary = fn(&Rules, &Number, &mut u32) -> super::arithmetic::Answer;
/// An operation of two operands.
pub(super) type Binary = fn(&Rules, &Number, &Number, &mut u32) -> super::arithmetic::Answer;

fn unary(vm: &mut Vm, o: &Obj, operation: Unary) -> PyResult {
    let context = context::current(vm)?;
    let operand = Operand::wanted(vm, o)?;
    context::run(vm, &context, |vm, rules, bits| operation(rules, operand.get(vm), bits))
}

#[inline]
fn binary(vm: &mut Vm, a: &Obj, b: &Obj, operation: Binary) -> PyResult {
    let (Some(a), Some(b)) = (Operand::of(vm, a), Operand::of(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let context = context::current(vm)?;
    context::run(vm, &context, |vm, rules, bits| operation(rules, a.get(vm), b.get(vm), bits))
}

/// Quotient and remainder.
pub(super) fn div_mod(vm: &mut Vm, context: &Ref<Context>, a: &Operand<'_>, b: &Operand<'_>) -> PyResult {
    let rules = context.get(vm).rules;
    let mut bits = 0;
    let found = rules.div_mod(a.get(vm), b.get(vm), &mut bits);
    let (quotient, rest) = context::settle(vm, context, found, bits)?;
    let both = [make(vm, quotient), make(vm, rest)];
    table::tuple(vm, &both)
}

fn divmod(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (Some(a), Some(b)) = (Operand::of(vm, a), Operand::of(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let context = context::current(vm)?;
    div_mod(vm, &context, &a, &b)
}

/// a^b, modulo the third operand if there is one.
pub(super) fn raise_to(
    vm: &mut Vm,
    context: &Ref<Context>,
    a: &Operand<'_>,
    b: &Operand<'_>,
    modulus: Option<&Operand<'_>>,
) -> PyResult {
    context::run(vm, context, |vm, rules, bits| match modulus {
        None => rules.power(a.get(vm), b.get(vm), bits),
        Some(modulus) => rules.power_modulo(a.get(vm), b.get(vm), modulus.get(vm), bits),
    })
}

fn power(vm: &mut Vm, a: &Obj, b: &Obj, modulus: &Obj) -> PyResult {
    let (Some(a), Some(b)) = (Operand::of(vm, a), Operand::of(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let modulus = if modulus.is_none() {
        None
    } else {
        match Operand::of(vm, modulus) {
            Some(modulus) => Some(modulus),
            None => return Ok(Obj::NOT_IMPLEMENTED),
        }
    };
    let context = context::current(vm)?;
    raise_to(vm, &context, &a, &b, modulus.as_ref())
}

/// The number of a `Decimal`; a slot is only ever called with one.
pub(super) fn value<'a>(vm: &'a Vm, o: &'a Obj) -> Option<&'a Number> {
    o.downcast_ref::<Decimal>().map(|d| &d.get(vm).0)
}

fn float(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(n) = value(vm, o) else { return Ok(Obj::float(0.0)) };
    let x = match n.kind {
        Kind::SignalingNan => return Err(value_error!(vm, "cannot convert signaling NaN to float")),
        Kind::Nan if n.negative => -f64::NAN,
        Kind::Nan => f64::NAN,
        Kind::Infinity if n.negative => f64::NEG_INFINITY,
        Kind::Infinity => f64::INFINITY,
        Kind::Finite => {
            let text = n.show(Form::Scientific, true);
            match float::from_ascii(text.as_bytes()) {
                Ok(x) => x,
                Err(e) => return Err(vm.raise_number(e)),
            }
        }
    };
    Ok(Obj::float(x))
}

/// A number as text, by the current context.
pub(super) fn text(vm: &mut Vm, o: &Obj, form: Form) -> PyResult<String> {
    let context = context::current(vm)?;
    text_in(vm, o, form, &context)
}

/// A number as text.
pub(super) fn text_in(vm: &mut Vm, o: &Obj, form: Form, context: &Ref<Context>) -> PyResult<String> {
    let capitals = context.get(vm).capitals;
    Ok(value(vm, o).map(|n| n.show(form, capitals)).unwrap_or_default())
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = text(vm, o, Form::Scientific)?;
    Ok(Str::from_ascii(vm, text.as_bytes()).into_obj())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = text(vm, o, Form::Scientific)?;
    Ok(Str::from_ascii(vm, format!("Decimal('{text}')").as_bytes()).into_obj())
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let (value, context) = match (args.values, args.names) {
        ([], None) => (Obj::UNBOUND, Obj::UNBOUND),
        ([value], None) => (value.clone(), Obj::UNBOUND),
        _ => {
            let values = super::arguments::named(vm, args, &["value", "context"], 0)?;
            (values[0].clone(), values[1].clone())
        }
    };
    let context = context::given(vm, &context)?;
    super::construct::exactly(vm, class, &value, &context)
}

/// `Decimal`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Decimal",
    module: "decimal",
    kind: kinds::DECIMAL,
    flags: TypeFlags::BASE,
    doc: "A decimal number: of an integer, a float, a string, a tuple of sign, digits and exponent, or another one.",
    signature: "(value=\"0\", context=None)",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(str),
        hash: Some(super::compare::hash),
        compare: Some(super::compare::compare),
        add: Some(|vm, a, b| binary(vm, a, b, Rules::add)),
        subtract: Some(|vm, a, b| binary(vm, a, b, Rules::subtract)),
        multiply: Some(|vm, a, b| binary(vm, a, b, Rules::multiply)),
        true_divide: Some(|vm, a, b| binary(vm, a, b, Rules::divide)),
        floor_divide: Some(|vm, a, b| binary(vm, a, b, Rules::divide_int)),
        remainder: Some(|vm, a, b| binary(vm, a, b, Rules::remainder)),
        divmod: Some(divmod),
        power: Some(power),
        negative: Some(|vm, o| unary(vm, o, Rules::minus)),
        positive: Some(|vm, o| unary(vm, o, Rules::plus)),
        absolute: Some(|vm, o| unary(vm, o, Rules::abs)),
        truth: Some(|vm, o| Ok(value(vm, o).is_some_and(|n| !n.is_zero()))),
        int: Some(|vm, o| integer::rounded(vm, o, Rounding::Down)),
        float: Some(float),
        ..Slots::EMPTY
    },
    methods: super::methods::METHODS,
    getsets: &[
        rpython_objects::getter("real", |_, o| Ok(o.clone()), ""),
        rpython_objects::getter("imag", |vm, _| Ok(make(vm, Number::small(0))), ""),
    ],
    ..TypeDef::EMPTY
};
