//! `complex`: two floats in a slot (CPython: `Objects/complexobject.c`).

use crate::{
    Args, CallArgs, CompareOp, NativeDef, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeFlags, Vm, argument,
    class, class_native, float, hash, int, kinds, names, native,
    number::{
        Error,
        complex::Complex as Number,
        format::{self, Context, Locale},
    },
    protocol,
    text::TextBuf,
    type_error,
    type_object::member,
    types, value_error,
};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of a complex number.
pub struct Complex {
    /// The value.
    pub value: Number,
}

impl Payload for Complex {
    const KIND: u8 = kinds::COMPLEX;
    const NAME: &'static str = "complex";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// A complex number.
pub fn new(vm: &Vm, re: f64, im: f64) -> Obj {
    from_number(vm, Number::new(re, im))
}

/// A complex number.
pub fn from_number(vm: &Vm, value: Number) -> Obj {
    vm.alloc(types::COMPLEX, Complex { value }).into_obj()
}

/// The value of a complex number (instances of subclasses included).
#[inline]
pub fn value(vm: &Vm, o: &Obj) -> Option<Number> {
    o.downcast_ref::<Complex>().map(|z| z.get(vm).value)
}

/// What `crate::number` computed, or the exception that it asks for.
pub fn finish(vm: &mut Vm, made: Result<Number, Error>) -> PyResult {
    match made {
        Ok(z) => Ok(from_number(vm, z)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// Any number as a complex one (CPython: `PyComplex_AsCComplex`): by `__complex__`, `__float__` or `__index__`.
///
/// # Errors
/// `TypeError` for what is no number, what the methods raise.
pub fn to_complex(vm: &mut Vm, o: &Obj) -> PyResult<Number> {
    if let Some(z) = value(vm, o) {
        return Ok(z);
    }
    if let Some(z) = by_method(vm, o)? {
        return Ok(z);
    }
    float::to_f64(vm, o).map(|x| Number::new(x, 0.0))
}

/// What `o.__complex__()` returns, if there is such a method.
fn by_method(vm: &mut Vm, o: &Obj) -> PyResult<Option<Number>> {
    if o.header().is_none_or(|h| h.class() == types::COMPLEX.slot()) {
        return Ok(value(vm, o));
    }
    let Some(made) = protocol::call_special(vm, o, names::__complex__, &[])? else { return Ok(None) };
    let got = crate::argument::class_name(vm, &made);
    let Some(z) = value(vm, &made) else {
        return Err(type_error!(vm, "__complex__ returned non-complex (type {got})"));
    };
    if made.header().is_some_and(|h| h.class() != types::COMPLEX.slot()) {
        let message = format!(
            "__complex__ returned non-complex (type {got}).  The ability to return an instance of a strict \
             subclass of complex is deprecated, and may be removed in a future version of Python."
        );
        let warn = vm.hooks.warn;
        warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
    }
    Ok(Some(z))
}

/// A value's class as `%T` prints it.
fn class_name(vm: &Vm, o: &Obj) -> String {
    class::qualified_name(vm, &vm.class_of(o))
}

fn is_real(vm: &Vm, o: &Obj) -> bool {
    let slots = vm.slots_of(o);
    slots.float().is_some() || slots.index().is_some()
}

static NEW: NativeDef = native("complex", "(real=0, imag=0)", of_parts, "");

fn construct(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let z = match args.values {
        [] => Number::ZERO,
        [o] if args.keywords() == 0 => {
            if class.is(types::COMPLEX) && o.header().is_some_and(|h| h.class() == types::COMPLEX.slot()) {
                return Ok(o.clone());
            }
            of_one(vm, o)?
        }
        _ => {
            let made = native::call(vm, &NEW, args)?;
            value(vm, &made).unwrap_or_default()
        }
    };
    Ok(vm.alloc_in(class, Complex { value: z }).into_obj())
}

fn of_one(vm: &mut Vm, o: &Obj) -> PyResult<Number> {
    if let Some(s) = o.downcast_ref::<Str>() {
        return Number::from_text(s.text(vm)).map_err(|e| vm.raise_number(e));
    }
    if let Some(z) = by_method(vm, o)? {
        return Ok(z);
    }
    if let Some(z) = value(vm, o) {
        return Ok(z);
    }
    if !is_real(vm, o) {
        let class = class_name(vm, o);
        return Err(type_error!(vm, "complex() argument must be a string or a number, not {class}"));
    }
    float::to_f64(vm, o).map(|x| Number::new(x, 0.0))
}

fn not_real(vm: &mut Vm, o: &Obj, part: &str) -> String {
    format!("complex() argument '{part}' must be a real number, not {}", class_name(vm, o))
}

/// `complex(real, imag)`: `real + imag * 1j`, of which either may still be complex.
fn of_parts(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let zero = Obj::float(0.0);
    let real = args.opt(0).unwrap_or(&zero);
    let imag = args.opt(1);
    let by_method = match by_method(vm, real)? {
        Some(z) => Some(z),
        None => value(vm, real),
    };
    if by_method.is_none() && !is_real(vm, real) {
        let message = not_real(vm, real, "real");
        return Err(type_error!(vm, "{message}"));
    }
    if let Some(imag) = imag.filter(|i| !i.is_kind::<Complex>())
        && !is_real(vm, imag)
    {
        let message = not_real(vm, imag, "imag");
        return Err(type_error!(vm, "{message}"));
    }
    let warn = vm.hooks.warn;
    let (mut re, mut im) = match by_method {
        Some(z) => {
            if !is_real(vm, real) {
                let message = not_real(vm, real, "real");
                warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
            }
            (z.re, z.im)
        }
        None => (float::to_f64(vm, real)?, 0.0),
    };
    if let Some(imag) = imag {
        let shift = if by_method.is_some() { Some(im) } else { None };
        im = match value(vm, imag) {
            Some(z) => {
                let message = not_real(vm, imag, "imag");
                warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
                re -= z.im;
                z.re
            }
            None => float::to_f64(vm, imag)?,
        };
        if let Some(shift) = shift {
            im += shift;
        }
    }
    Ok(new(vm, re, im))
}

/// An operand: complex, or real and left so.
enum Operand {
    Complex(Number),
    Real(f64),
}

impl Operand {
    fn widened(self) -> Number {
        match self {
            Operand::Complex(z) => z,
            Operand::Real(x) => Number::new(x, 0.0),
        }
    }
}

/// `None` for what is no number of a built-in type.
fn operand(vm: &mut Vm, o: &Obj) -> PyResult<Option<Operand>> {
    match value(vm, o) {
        Some(z) => Ok(Some(Operand::Complex(z))),
        None => Ok(float::operand(vm, o)?.map(Operand::Real)),
    }
}

fn operands(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<Option<(Operand, Operand)>> {
    let Some(x) = operand(vm, a)? else { return Ok(None) };
    let Some(y) = operand(vm, b)? else { return Ok(None) };
    Ok(Some((x, y)))
}

/// An operator by what its operands are: two complex numbers, a complex and a real one, a real and a complex one.
macro_rules! operators {
    ($($name:ident |$x:ident, $y:ident| $both:expr, $right_real:expr, $left_real:expr;)*) => {
        $(
            fn $name(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
                let made: Result<Number, Error> = match operands(vm, a, b)? {
                    Some((Operand::Complex($x), Operand::Complex($y))) => $both,
                    Some((Operand::Complex($x), Operand::Real($y))) => $right_real,
                    Some((Operand::Real($x), Operand::Complex($y))) => $left_real,
                    _ => return Ok(Obj::NOT_IMPLEMENTED),
                };
                finish(vm, made)
            }
        )*
    };
}

operators! {
    add |x, y| Ok(x.add(y)), Ok(x.add_real(y)), Ok(y.add_real(x));
    subtract |x, y| Ok(x.sub(y)), Ok(x.sub_real(y)), Ok(y.sub_from_real(x));
    multiply |x, y| Ok(x.mul(y)), Ok(x.mul_real(y)), Ok(y.mul_real(x));
    true_divide |x, y| x.div(y), x.div_real(y), y.div_into_real(x);
}

fn power(vm: &mut Vm, a: &Obj, b: &Obj, modulus: &Obj) -> PyResult {
    let Some((x, y)) = operands(vm, a, b)? else { return Ok(Obj::NOT_IMPLEMENTED) };
    if !modulus.is_none() {
        return Err(value_error!(vm, "complex modulo"));
    }
    let made = x.widened().pow(y.widened());
    finish(vm, made)
}

/// `base ** exponent` of floats whose power is no real number.
///
/// # Errors
/// `OverflowError`
pub(crate) fn power_of_reals(vm: &mut Vm, base: f64, exponent: f64) -> PyResult {
    let made = Number::new(base, 0.0).pow(Number::new(exponent, 0.0));
    finish(vm, made)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let Some(x) = value(vm, a).filter(|_| matches!(op, CompareOp::Eq | CompareOp::Ne)) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let equal = if let Some(y) = value(vm, b) {
        x == y
    } else if let Some(y) = float::value(vm, b) {
        x.re == y && x.im == 0.0
    } else if let Some(n) = int::view(vm, b) {
        x.im == 0.0 && n.partial_cmp_float(x.re).is_some_and(std::cmp::Ordering::is_eq)
    } else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    Ok(Obj::bool(equal == (op == CompareOp::Eq)))
}

/// A receiver's value, whose kind its descriptor has checked.
fn this(vm: &Vm, o: &Obj) -> Number {
    value(vm, o).unwrap_or_default()
}

fn complex_hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    Ok(hash::complex(this(vm, o), protocol::hash_identity(o)))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = this(vm, o).repr();
    Ok(Str::from_ascii(vm, text.as_bytes()).into_obj())
}

/// The exact complex number of a receiver.
fn itself(vm: &mut Vm, o: &Obj) -> PyResult {
    if o.header().is_some_and(|h| h.class() == types::COMPLEX.slot()) {
        return Ok(o.clone());
    }
    let z = this(vm, o);
    Ok(from_number(vm, z))
}

fn absolute(vm: &mut Vm, o: &Obj) -> PyResult {
    match this(vm, o).abs() {
        Ok(x) => Ok(Obj::float(x)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn conjugate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let z = this(vm, args.at(0)).conjugate();
    Ok(from_number(vm, z))
}

fn getnewargs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let z = this(vm, args.at(0));
    Ok(Tuple::from_slice(vm, &[Obj::float(z.re), Obj::float(z.im)])?.into_obj())
}

fn class_from_number(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (class, number) = (args.this::<Type>(), args.at(1));
    if class.is(types::COMPLEX) && number.header().is_some_and(|h| h.class() == types::COMPLEX.slot()) {
        return Ok(number.clone());
    }
    let z = to_complex(vm, number)?;
    let made = from_number(vm, z);
    if class.is(types::COMPLEX) { Ok(made) } else { protocol::call(vm, class, &[made]) }
}

fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let z = this(vm, args.at(0));
    let spec = argument::text(vm, args.at(1), "__format__() argument")?;
    if spec.get(vm).is_empty() {
        return protocol::str(vm, args.at(0)).map(Obj::from);
    }
    let class = vm.class_of(args.at(0)).own();
    let context =
        Context { type_name: class.get(vm).name.text(vm), max_str_digits: vm.int_max_str_digits, locale: Locale::C };
    let mut out = TextBuf::new();
    match format::complex(&mut out, z, spec.text(vm), &context) {
        Ok(()) => Ok(Str::try_from_buf(vm, out)?.into_obj()),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// `complex`
pub static DEF: TypeDef = TypeDef {
    name: "complex",
    kind: kinds::COMPLEX,
    flags: TypeFlags::BASE,
    doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        hash: Some(complex_hash),
        compare: Some(compare),
        truth: Some(|vm, o| {
            let z = this(vm, o);
            Ok(z.re != 0.0 || z.im != 0.0)
        }),
        add: Some(add),
        subtract: Some(subtract),
        multiply: Some(multiply),
        true_divide: Some(true_divide),
        power: Some(power),
        negative: Some(|vm, o| {
            let z = this(vm, o).neg();
            Ok(from_number(vm, z))
        }),
        positive: Some(itself),
        absolute: Some(absolute),
        ..Slots::EMPTY
    },
    methods: &[
        class_native(
            "from_number",
            "($type, number, /)",
            class_from_number,
            "Convert number to a complex floating-point number.",
        ),
        native(
            "conjugate",
            "($self, /)",
            conjugate,
            "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.",
        ),
        native(
            "__complex__",
            "($self, /)",
            |vm, args| itself(vm, args.at(0)),
            "Convert this value to exact type complex.",
        ),
        native("__getnewargs__", "($self, /)", getnewargs, ""),
        native("__format__", "($self, format_spec, /)", format, "Convert to a string according to format_spec."),
    ],
    getsets: &[
        member("real", |vm, o| Ok(Obj::float(this(vm, o).re)), "the real part of a complex number"),
        member("imag", |vm, o| Ok(Obj::float(this(vm, o).im)), "the imaginary part of a complex number"),
    ],
    signature: "(real=0, imag=0)",
    ..TypeDef::EMPTY
};
