//! The methods and attributes of `int`.

use super::{exact, finish, from_i64, from_integer, view};
use crate::{
    Args, Bytes, GetSetDef, NativeDef, PyResult, Str, StrExt, Tuple, Type, TypeExt, Vm, argument, class_native, getter,
    names, native,
    number::{
        format::{self, Context, Locale},
        int::{ByteOrder, Int as Integer, IntRef},
    },
    protocol,
    text::TextBuf,
    type_error, types,
};
use rpython_heap::Obj;

/// The exact int of a receiver.
fn itself(vm: &mut Vm, args: Args<'_>) -> PyResult {
    attribute_itself(vm, args.at(0))
}

fn attribute_itself(vm: &mut Vm, o: &Obj) -> PyResult {
    match exact(vm, o) {
        Some(exact) => Ok(exact),
        None => Err(type_error!(vm, "an integer is required")),
    }
}

/// A view of the receiver, which its descriptor has checked.
fn this<'a>(vm: &'a Vm, args: Args<'a>) -> IntRef<'a> {
    view(vm, args.at(0)).unwrap_or(IntRef::Small(0))
}

fn bit_length(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bits = this(vm, args).bit_length();
    Ok(from_i64(vm, bits as i64))
}

fn bit_count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ones = this(vm, args).bit_count();
    Ok(from_i64(vm, ones as i64))
}

/// The byte order that an argument names; absent, it is big.
fn byte_order(vm: &mut Vm, o: Option<&Obj>, method: &str) -> PyResult<ByteOrder> {
    let Some(o) = o else { return Ok(ByteOrder::Big) };
    let name = argument::text(vm, o, &format!("{method}() argument 'byteorder'"))?;
    match ByteOrder::named(name.text(vm)) {
        Ok(order) => Ok(order),
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn flag(vm: &mut Vm, o: Option<&Obj>) -> PyResult<bool> {
    match o {
        Some(o) => protocol::is_true(vm, o),
        None => Ok(false),
    }
}

fn to_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let length = match args.opt(1) {
        Some(o) => argument::ssize(vm, o)?,
        None => 1,
    };
    if let Some(o) = args.opt(2).filter(|o| !o.is_kind::<Str>()) {
        byte_order(vm, Some(o), "to_bytes")?;
    }
    let signed = flag(vm, args.opt(3))?;
    let order = byte_order(vm, args.opt(2), "to_bytes")?;
    crate::bytes::methods::check_length::<Bytes>(vm, usize::try_from(length).unwrap_or(0))?;
    match this(vm, args).to_bytes(length, order, signed) {
        Ok(bytes) => Ok(Bytes::new(vm, &bytes)?.into_obj()),
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn from_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(o) = args.opt(2).filter(|o| !o.is_kind::<Str>()) {
        byte_order(vm, Some(o), "from_bytes")?;
    }
    let signed = flag(vm, args.opt(3))?;
    let order = byte_order(vm, args.opt(2), "from_bytes")?;
    let data = bytes_of(vm, args.at(1))?;
    let made = match data.downcast_ref::<Bytes>() {
        Some(data) => {
            // A copy in the other order, and the digits.
            crate::memory::probe((data.tail(vm).len() as u64).saturating_mul(3))?;
            Integer::from_bytes(data.tail(vm), order, signed)
        }
        None => Integer::ZERO,
    };
    let made = from_integer(vm, made);
    let class = args.this::<Type>();
    if class.is(types::INT) { Ok(made) } else { protocol::call(vm, class, &[made]) }
}

/// The bytes of an object that has some or iterates over some (CPython: `PyObject_Bytes`): unlike `bytes(o)`, this takes
/// neither a length nor text.
fn bytes_of(vm: &mut Vm, o: &Obj) -> PyResult {
    if o.header().is_some_and(|h| h.class() == types::BYTES.slot()) {
        return Ok(o.clone());
    }
    let slots = vm.slots_of(o);
    let has_bytes = slots.iter().is_some() || slots.item().is_some() || slots.buffer().is_some();
    if o.is_kind::<Str>() || !has_bytes && protocol::lookup_special(vm, o, names::__bytes__).is_none() {
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "cannot convert '{class}' object to bytes"));
    }
    protocol::call(vm, types::BYTES, std::slice::from_ref(o))
}

fn as_integer_ratio(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pair = [itself(vm, args)?, from_i64(vm, 1)];
    Ok(Tuple::from_slice(vm, &pair)?.into_obj())
}

fn round(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(ndigits) = args.some(1) else { return itself(vm, args) };
    let ndigits = protocol::index(vm, ndigits)?;
    let made = this(vm, args).round(view(vm, &ndigits).unwrap_or(IntRef::Small(0)));
    finish(vm, made)
}

fn getnewargs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = itself(vm, args)?;
    Ok(Tuple::from_slice(vm, &[value])?.into_obj())
}

fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let spec = argument::text(vm, args.at(1), "__format__() argument")?;
    if spec.get(vm).is_empty() {
        return protocol::str(vm, args.at(0)).map(Obj::from);
    }
    let class = vm.class_of(args.at(0)).own();
    let context =
        Context { type_name: class.get(vm).name.text(vm), max_str_digits: vm.int_max_str_digits, locale: Locale::C };
    let mut out = TextBuf::new();
    match format::int(&mut out, this(vm, args), spec.text(vm), &context) {
        Ok(()) => Ok(Str::try_from_buf(vm, out)?.into_obj()),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// As many bytes as CPython takes on a 64-bit machine, so that programs that print sizes agree.
fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let digits = this(vm, args).bit_length().div_ceil(30).max(1);
    let class = vm.class_of(args.at(0)).own();
    Ok(from_i64(vm, crate::type_attributes::basic_size(vm, &class) + 4 * digits as i64))
}

/// The methods.
pub(super) static METHODS: &[NativeDef] = &[
    native("conjugate", "($self, /)", itself, "Returns self, the complex conjugate of any int."),
    native(
        "bit_length",
        "($self, /)",
        bit_length,
        "Number of bits necessary to represent self in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
    ),
    native(
        "bit_count",
        "($self, /)",
        bit_count,
        "Number of ones in the binary representation of the absolute value of self.\n\nAlso known as the population count.\n\n>>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3",
    ),
    native(
        "to_bytes",
        "($self, /, length=1, byteorder='big', *, signed=False)",
        to_bytes,
        "Return an array of bytes representing an integer.\n\n  length\n    Length of bytes object to use.  An OverflowError is raised if\n    the integer is not representable with the given number of bytes.\n    Default is length 1.\n  byteorder\n    The byte order used to represent the integer.  If byteorder is\n    'big', the most significant byte is at the beginning of the byte\n    array.  If byteorder is 'little', the most significant byte is at\n    the end of the byte array.  To request the native byte order of\n    the host system, use sys.byteorder as the byte order value.\n    Default is to use 'big'.\n  signed\n    Determines whether two's complement is used to represent the\n    integer.  If signed is False and a negative integer is given,\n    an OverflowError is raised.",
    ),
    class_native(
        "from_bytes",
        "($type, /, bytes, byteorder='big', *, signed=False)",
        from_bytes,
        "Return the integer represented by the given array of bytes.\n\n  bytes\n    Holds the array of bytes to convert.  The argument must either\n    support the buffer protocol or be an iterable object producing\n    bytes.  Bytes and bytearray are examples of built-in objects that\n    support the buffer protocol.\n  byteorder\n    The byte order used to represent the integer.  If byteorder is\n    'big', the most significant byte is at the beginning of the byte\n    array.  If byteorder is 'little', the most significant byte is at\n    the end of the byte array.  To request the native byte order of\n    the host system, use sys.byteorder as the byte order value.\n    Default is to use 'big'.\n  signed\n    Indicates whether two's complement is used to represent the\n    integer.",
    ),
    native(
        "as_integer_ratio",
        "($self, /)",
        as_integer_ratio,
        "Return a pair of integers, whose ratio is equal to the original int.\n\nThe ratio is in lowest terms and has a positive denominator.\n\n>>> (10).as_integer_ratio()\n(10, 1)\n>>> (-10).as_integer_ratio()\n(-10, 1)\n>>> (0).as_integer_ratio()\n(0, 1)",
    ),
    native("__trunc__", "($self, /)", itself, "Truncating an Integral returns itself."),
    native("__floor__", "($self, /)", itself, "Flooring an Integral returns itself."),
    native("__ceil__", "($self, /)", itself, "Ceiling of an Integral returns itself."),
    native(
        "__round__",
        "($self, ndigits=None, /)",
        round,
        "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.",
    ),
    native("__getnewargs__", "($self, /)", getnewargs, ""),
    native("__format__", "($self, format_spec, /)", format, "Convert to a string according to format_spec."),
    native("__sizeof__", "($self, /)", sizeof, "Returns size in memory, in bytes."),
    native(
        "is_integer",
        "($self, /)",
        |_, _| Ok(Obj::TRUE),
        "Returns True. Exists for duck type compatibility with float.is_integer.",
    ),
];

/// The computed attributes.
pub(super) static GETSETS: &[GetSetDef] = &[
    getter("real", attribute_itself, "the real part of a complex number"),
    getter("imag", |vm, _| Ok(from_i64(vm, 0)), "the imaginary part of a complex number"),
    getter("numerator", attribute_itself, "the numerator of a rational number in lowest terms"),
    getter("denominator", |vm, _| Ok(from_i64(vm, 1)), "the denominator of a rational number in lowest terms"),
];
