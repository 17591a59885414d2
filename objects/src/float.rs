//! `float`: the bits of the value itself; only instances of subclasses lie in a slot (CPython: `Objects/floatobject.c`).

use crate::{
    Args, CallArgs, CompareOp, NativeDef, PyResult, Raised, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeExt,
    TypeFlags, Vm, argument, buffer, class_native, complex, getter, hash, int, kinds, native,
    number::{
        Error,
        float::{self as kernel, Power},
        format::{self, Context, Locale},
        int::Int as Integer,
    },
    protocol,
    text::TextBuf,
    type_error, types, value_error,
};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of an instance of a subclass of `float`; exact floats are immediate values.
pub struct Float {
    /// The value.
    pub value: f64,
}

impl Payload for Float {
    const KIND: u8 = kinds::FLOAT;
    const NAME: &'static str = "float";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// The value of a float (instances of subclasses included).
#[inline]
pub fn value(vm: &Vm, o: &Obj) -> Option<f64> {
    match o.value().as_float() {
        Some(x) => Some(x),
        None => o.downcast_ref::<Float>().map(|f| f.get(vm).value),
    }
}

/// What `crate::number` computed, or the exception that it asks for.
fn finish(vm: &mut Vm, made: Result<f64, Error>) -> PyResult {
    match made {
        Ok(x) => Ok(Obj::float(x)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// Any real number as a float (CPython: `PyFloat_AsDouble`): a float, or what `__float__` or `__index__` make of it.
///
/// # Errors
/// `TypeError` for what is no real number, `OverflowError` for an int too large, what the methods raise.
pub fn to_f64(vm: &mut Vm, o: &Obj) -> PyResult<f64> {
    match convert(vm, o)? {
        Some(x) => Ok(x),
        None => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "must be real number, not {class}"))
        }
    }
}

/// The float that a number is or converts to; `None` for what is no number.
///
/// # Errors
/// `OverflowError` for an int too large, what the methods raise.
pub fn convert(vm: &mut Vm, o: &Obj) -> PyResult<Option<f64>> {
    if let Some(x) = o.value().as_float() {
        return Ok(Some(x));
    }
    if let Some(n) = o.value().as_int() {
        return Ok(Some(n as f64));
    }
    let slots = vm.slots_of(o);
    if let Some(float) = slots.float() {
        let made = float(vm, o)?;
        if let Some(x) = made.value().as_float() {
            return Ok(Some(x));
        }
        let (class, got) = (vm.class_of(o).name(vm).to_string(), vm.class_of(&made).name(vm).to_string());
        let Some(x) = value(vm, &made) else {
            return Err(type_error!(vm, "{class}.__float__ returned non-float (type {got})"));
        };
        let message = format!(
            "{class}.__float__ returned non-float (type {got}).  The ability to return an instance of a strict subclass \
             of float is deprecated, and may be removed in a future version of Python."
        );
        let warn = vm.hooks.warn;
        warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
        return Ok(Some(x));
    }
    if slots.index().is_some() {
        let exact = protocol::index(vm, o)?;
        return of_int(vm, &exact);
    }
    Ok(None)
}

/// The float of an int; `None` for what is none.
fn of_int(vm: &mut Vm, o: &Obj) -> PyResult<Option<f64>> {
    match int::view(vm, o).map(|n| n.to_float()) {
        Some(Ok(x)) => Ok(Some(x)),
        Some(Err(e)) => Err(vm.raise_number(e)),
        None => Ok(None),
    }
}

/// `float(o)`: of a number, or of text.
///
/// # Errors
/// `TypeError`, `ValueError`, `OverflowError`, what the methods raise.
pub fn from_object(vm: &mut Vm, o: &Obj) -> PyResult<f64> {
    if let Some(x) = convert(vm, o)? {
        return Ok(x);
    }
    let made = if let Some(s) = o.downcast_ref::<Str>() {
        kernel::from_text(s.text(vm))
    } else if buffer::has_buffer(vm, o)
        && let Ok(made) = buffer::with_bytes(vm, o, |_, literal| kernel::from_ascii(literal))
    {
        made
    } else {
        // Whatever a failing `__buffer__` raised.
        drop(vm.exception.take());
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "float() argument must be a string or a real number, not '{class}'"));
    };
    made.map_err(|e| vm.raise_number(e))
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let own_init = vm.slots(class).init().map(|f| f as usize) != vm.slots(types::FLOAT).init().map(|f| f as usize);
    if args.keywords() > 0 && !own_init {
        return Err(type_error!(vm, "float() takes no keyword arguments"));
    }
    let x = match args.split().0 {
        [] => 0.0,
        [o] if o.value().is_float() && class.is(types::FLOAT) => return Ok(o.clone()),
        [o] => from_object(vm, o)?,
        more => return Err(type_error!(vm, "float expected at most 1 argument, got {}", more.len())),
    };
    if class.is(types::FLOAT) {
        return Ok(Obj::float(x));
    }
    Ok(vm.alloc_in(class, Float { value: x }).into_obj())
}

/// Both operands as floats, if each is a float or an int. (One is a float: that is whose operator this is.)
#[inline]
fn operands(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<Option<(f64, f64)>> {
    if let (Some(x), Some(y)) = (a.value().as_float(), b.value().as_float()) {
        return Ok(Some((x, y)));
    }
    let Some(x) = operand(vm, a)? else { return Ok(None) };
    let Some(y) = operand(vm, b)? else { return Ok(None) };
    Ok(Some((x, y)))
}

/// A float or an int as a float.
///
/// # Errors
/// `OverflowError` for an int too large.
pub(crate) fn operand(vm: &mut Vm, o: &Obj) -> PyResult<Option<f64>> {
    match value(vm, o) {
        Some(x) => Ok(Some(x)),
        None => of_int(vm, o),
    }
}

macro_rules! operators {
    ($($name:ident |$x:ident, $y:ident| $body:expr;)*) => {
        $(
            fn $name(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
                match operands(vm, a, b)? {
                    Some(($x, $y)) => {
                        let made = $body;
                        finish(vm, made)
                    }
                    None => Ok(Obj::NOT_IMPLEMENTED),
                }
            }
        )*
    };
}

operators! {
    add |x, y| Ok(x + y);
    subtract |x, y| Ok(x - y);
    multiply |x, y| Ok(x * y);
    true_divide |x, y| kernel::div(x, y);
    floor_divide |x, y| kernel::floor_div(x, y);
    remainder |x, y| kernel::modulo(x, y);
}

fn divmod(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = operands(vm, a, b)? else { return Ok(Obj::NOT_IMPLEMENTED) };
    match kernel::divmod(x, y) {
        Ok((quotient, remainder)) => {
            Ok(Tuple::from_slice(vm, &[Obj::float(quotient), Obj::float(remainder)])?.into_obj())
        }
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn power(vm: &mut Vm, a: &Obj, b: &Obj, modulus: &Obj) -> PyResult {
    if !modulus.is_none() {
        return Err(type_error!(vm, "pow() 3rd argument not allowed unless all arguments are integers"));
    }
    let Some((x, y)) = operands(vm, a, b)? else { return Ok(Obj::NOT_IMPLEMENTED) };
    match kernel::pow(x, y) {
        Ok(Power::Float(x)) => Ok(Obj::float(x)),
        Ok(Power::Complex) => complex::power_of_reals(vm, x, y),
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let Some(x) = value(vm, a) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let order = match value(vm, b) {
        Some(y) => x.partial_cmp(&y),
        None => match int::view(vm, b) {
            Some(n) => n.partial_cmp_float(x).map(std::cmp::Ordering::reverse),
            None => return Ok(Obj::NOT_IMPLEMENTED),
        },
    };
    Ok(Obj::bool(order.map_or(op == CompareOp::Ne, |order| op.holds(order))))
}

/// A receiver's value.
fn this(vm: &mut Vm, o: &Obj) -> PyResult<f64> {
    value(vm, o).ok_or_else(|| no_float(vm))
}

#[cold]
fn no_float(vm: &mut Vm) -> Raised {
    type_error!(vm, "a float is required")
}

/// The exact float of a receiver.
fn itself(vm: &mut Vm, o: &Obj) -> PyResult {
    if o.value().is_float() { Ok(o.clone()) } else { this(vm, o).map(Obj::float) }
}

fn float_hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let x = this(vm, o)?;
    Ok(hash::float(x).unwrap_or_else(|| protocol::hash_identity(o)))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = kernel::repr(this(vm, o)?);
    Ok(Str::from_ascii(vm, text.as_bytes()).into_obj())
}

/// A method that makes an int of the receiver.
macro_rules! whole {
    ($($name:ident $kernel:ident;)*) => {
        $(
            fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
                let made = kernel::$kernel(this(vm, args.at(0))?);
                int::finish(vm, made)
            }
        )*
    };
}

whole! {
    trunc trunc;
    floor floor;
    ceil ceil;
}

fn round(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = this(vm, args.at(0))?;
    match args.some(1) {
        None => {
            let made = kernel::round(x);
            int::finish(vm, made)
        }
        Some(ndigits) => {
            let ndigits = protocol::to_index(vm, ndigits, None)?;
            finish(vm, kernel::round_digits(x, ndigits))
        }
    }
}

fn as_integer_ratio(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match kernel::as_integer_ratio(this(vm, args.at(0))?) {
        Ok((numerator, denominator)) => {
            let pair = [int::from_integer(vm, numerator), int::from_integer(vm, denominator)];
            Ok(Tuple::from_slice(vm, &pair)?.into_obj())
        }
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn is_integer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(kernel::is_integer(this(vm, args.at(0))?)))
}

fn hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = kernel::to_hex(this(vm, args.at(0))?);
    Ok(Str::from_ascii(vm, text.as_bytes()).into_obj())
}

/// An instance of the class that a class method was called on.
fn of_class(vm: &mut Vm, class: &Ref<Type>, x: f64) -> PyResult {
    if class.is(types::FLOAT) { Ok(Obj::float(x)) } else { protocol::call(vm, class, &[Obj::float(x)]) }
}

fn fromhex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(text) = args.at(1).downcast_ref::<Str>() else {
        return Err(type_error!(vm, "bad argument type for built-in operation"));
    };
    match kernel::from_hex(text.text(vm)) {
        Ok(x) => of_class(vm, args.this::<Type>(), x),
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn from_number(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.this::<Type>();
    // A NaN keeps its identity.
    if class.is(types::FLOAT) && args.at(1).value().is_float() {
        return Ok(args.at(1).clone());
    }
    let x = to_f64(vm, args.at(1))?;
    of_class(vm, class, x)
}

fn getformat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = argument::text(vm, args.at(1), "__getformat__() argument")?;
    if !name.is_text(vm, "double") && !name.is_text(vm, "float") {
        return Err(value_error!(vm, "__getformat__() argument 1 must be 'double' or 'float'"));
    }
    let order = if cfg!(target_endian = "little") { "IEEE, little-endian" } else { "IEEE, big-endian" };
    Ok(Str::intern(vm, order).into_obj())
}

fn getnewargs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = itself(vm, args.at(0))?;
    Ok(Tuple::from_slice(vm, &[value])?.into_obj())
}

fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = this(vm, args.at(0))?;
    let spec = argument::text(vm, args.at(1), "__format__() argument")?;
    if spec.get(vm).is_empty() {
        return protocol::str(vm, args.at(0)).map(Obj::from);
    }
    let class = vm.class_of(args.at(0)).own();
    let context =
        Context { type_name: class.get(vm).name.text(vm), max_str_digits: vm.int_max_str_digits, locale: Locale::C };
    let mut out = TextBuf::new();
    match format::float(&mut out, x, spec.text(vm), &context) {
        Ok(()) => Ok(Str::try_from_buf(vm, out)?.into_obj()),
        Err(e) => Err(vm.raise_number(e)),
    }
}

static METHODS: &[NativeDef] = &[
    class_native("from_number", "($type, number, /)", from_number, "Convert real number to a floating-point number."),
    native(
        "conjugate",
        "($self, /)",
        |vm, args| itself(vm, args.at(0)),
        "Return self, the complex conjugate of any float.",
    ),
    native("__trunc__", "($self, /)", trunc, "Return the Integral closest to x between 0 and x."),
    native("__floor__", "($self, /)", floor, "Return the floor as an Integral."),
    native("__ceil__", "($self, /)", ceil, "Return the ceiling as an Integral."),
    native(
        "__round__",
        "($self, ndigits=None, /)",
        round,
        "Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits).",
    ),
    native(
        "as_integer_ratio",
        "($self, /)",
        as_integer_ratio,
        "Return a pair of integers, whose ratio is exactly equal to the original float.\n\nThe ratio is in lowest terms and has a positive denominator.  Raise\nOverflowError on infinities and a ValueError on NaNs.\n\n>>> (10.0).as_integer_ratio()\n(10, 1)\n>>> (0.0).as_integer_ratio()\n(0, 1)\n>>> (-.25).as_integer_ratio()\n(-1, 4)",
    ),
    class_native(
        "fromhex",
        "($type, string, /)",
        fromhex,
        "Create a floating-point number from a hexadecimal string.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375\n>>> float.fromhex('-0x1p-1074')\n-5e-324",
    ),
    native(
        "hex",
        "($self, /)",
        hex,
        "Return a hexadecimal representation of a floating-point number.\n\n>>> (-0.1).hex()\n'-0x1.999999999999ap-4'\n>>> 3.14159.hex()\n'0x1.921f9f01b866ep+1'",
    ),
    native("is_integer", "($self, /)", is_integer, "Return True if the float is an integer."),
    native("__getnewargs__", "($self, /)", getnewargs, ""),
    class_native(
        "__getformat__",
        "($type, typestr, /)",
        getformat,
        "You probably don't want to use this function.\n\n  typestr\n    Must be 'double' or 'float'.\n\nIt exists mainly to be used in Python's test suite.\n\nThis function returns whichever of 'unknown', 'IEEE, big-endian' or\n'IEEE, little-endian' best describes the format of floating-point\nnumbers used by the C type named by typestr.",
    ),
    native("__format__", "($self, format_spec, /)", format, "Formats the float according to format_spec."),
];

/// `float`
pub static DEF: TypeDef = TypeDef {
    name: "float",
    kind: kinds::FLOAT,
    flags: TypeFlags::BASE | TypeFlags::MATCH_SELF,
    doc: "Convert a string or number to a floating-point number, if possible.",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(float_hash),
        compare: Some(compare),
        truth: Some(|vm, o| Ok(this(vm, o)? != 0.0)),
        add: Some(add),
        subtract: Some(subtract),
        multiply: Some(multiply),
        true_divide: Some(true_divide),
        floor_divide: Some(floor_divide),
        remainder: Some(remainder),
        divmod: Some(divmod),
        power: Some(power),
        negative: Some(|vm, o| Ok(Obj::float(-this(vm, o)?))),
        positive: Some(itself),
        absolute: Some(|vm, o| Ok(Obj::float(this(vm, o)?.abs()))),
        int: Some(|vm, o| {
            let made = Integer::from_float(this(vm, o)?);
            int::finish(vm, made)
        }),
        float: Some(itself),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[
        getter("real", itself, "the real part of a complex number"),
        getter("imag", |_, _| Ok(Obj::float(0.0)), "the imaginary part of a complex number"),
    ],
    signature: "(x=0, /)",
    ..TypeDef::EMPTY
};
