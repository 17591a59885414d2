//! `_codecs`: the registry of codecs, and the codecs that need no Python code (CPython: `Modules/_codecsmodule.c`).

use crate::{kinds, table};
use rpython_objects::{
    Args, Bytes, Dict, Module, NativeDef, Obj, Payload, PyResult, Raised, Ref, Str, StrExt, Tuple, TypeDef, TypeFlags,
    Vm, argument, buffer,
    codecs::{self, Codec},
    int, native, protocol,
    text::codec::{
        ByteOrder, ByteOrderMark, Input,
        charmap::{EncodingMap, UNDEFINED_CODE},
        escape::{self, BrokenHex, EscapeError},
    },
    type_error, types, value_error,
};
use std::rc::Rc;

/// A string argument of a function, by its position or name in messages.
fn text<'a>(vm: &mut Vm, o: &'a Obj, function: &str, which: &str) -> PyResult<&'a Ref<Str>> {
    let separator = if which.is_empty() { "" } else { " " };
    argument::text(vm, o, &format!("{function}() argument{separator}{which}"))
}

/// The name of an encoding or error handler.
fn name(vm: &mut Vm, o: &Obj, function: &str, which: &str) -> PyResult<String> {
    let s = text(vm, o, function, which)?.clone();
    Ok(codecs::name_argument(vm, Some(&s))?.unwrap_or_default())
}

/// The second argument: the error handler, `strict` for `None`.
fn errors(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult<String> {
    let Some(o) = args.some(2) else { return Ok(codecs::STRICT.to_string()) };
    let Some(s) = o.downcast_ref::<Str>() else {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "{function}() argument 2 must be str or None, not {class}"));
    };
    Ok(codecs::name_argument(vm, Some(s))?.unwrap_or_default())
}

/// The bytes of the first argument; where `or_text` says so, a string stands for its UTF-8.
fn data(vm: &mut Vm, o: &Obj, or_text: bool) -> PyResult<Vec<u8>> {
    match o.downcast_ref::<Str>() {
        Some(s) if or_text => Ok(codecs::encode(vm, s, None, None)?.tail(vm).to_vec()),
        _ => buffer::to_vec(vm, o),
    }
}

fn pair(vm: &mut Vm, made: Obj, consumed: usize) -> PyResult {
    let consumed = int::from_i64(vm, consumed as i64);
    Ok(Tuple::from_slice(vm, &[made, consumed])?.into_obj())
}

fn mode(vm: &mut Vm, last: Option<&Obj>, default: Input) -> PyResult<Input> {
    match last {
        None => Ok(default),
        Some(last) if protocol::is_true(vm, last)? => Ok(Input::Complete),
        Some(_) => Ok(Input::Partial),
    }
}

fn decode_by(vm: &mut Vm, args: Args<'_>, codec: Codec, function: &str, default: Input) -> PyResult {
    let escapes = matches!(codec, Codec::UnicodeEscape | Codec::RawUnicodeEscape);
    let data = data(vm, args.at(1), escapes)?;
    let errors = errors(vm, args, function)?;
    let mode = mode(vm, args.opt(3), default)?;
    let part = codec.decode_part(vm, &data, &errors, mode)?;
    pair(vm, part.text.into_obj(), part.consumed)
}

fn encode_by(vm: &mut Vm, args: Args<'_>, codec: Codec, function: &str) -> PyResult {
    let s = text(vm, args.at(1), function, "1")?;
    let errors = errors(vm, args, function)?;
    let made = codec.encode(vm, s, &errors)?;
    pair(vm, made.into_obj(), s.get(vm).len())
}

const LITTLE: ByteOrderMark = ByteOrderMark::Fixed(ByteOrder::Little);
const BIG: ByteOrderMark = ByteOrderMark::Fixed(ByteOrder::Big);
const MARKED: ByteOrderMark = ByteOrderMark::Marked;

macro_rules! codecs {
    ($($decode:ident $encode:ident $codec:expr, $default:ident;)*) => {
        $(
            fn $decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
                decode_by(vm, args, $codec, stringify!($decode), Input::$default)
            }
            fn $encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
                encode_by(vm, args, $codec, stringify!($encode))
            }
        )*
    };
}

codecs! {
    ascii_decode ascii_encode Codec::Ascii, Complete;
    latin_1_decode latin_1_encode Codec::Latin1, Complete;
    utf_7_decode utf_7_encode Codec::Utf7, Partial;
    utf_8_decode utf_8_encode Codec::Utf8, Partial;
    utf_16_le_decode utf_16_le_encode Codec::Utf16(LITTLE), Partial;
    utf_16_be_decode utf_16_be_encode Codec::Utf16(BIG), Partial;
    utf_32_le_decode utf_32_le_encode Codec::Utf32(LITTLE), Partial;
    utf_32_be_decode utf_32_be_encode Codec::Utf32(BIG), Partial;
    unicode_escape_decode unicode_escape_encode Codec::UnicodeEscape, Complete;
    raw_unicode_escape_decode raw_unicode_escape_encode Codec::RawUnicodeEscape, Complete;
}

fn utf_16_decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    decode_by(vm, args, Codec::Utf16(MARKED), "utf_16_decode", Input::Partial)
}

fn utf_32_decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    decode_by(vm, args, Codec::Utf32(MARKED), "utf_32_decode", Input::Partial)
}

/// The third argument: a byte order.
fn order(vm: &mut Vm, args: Args<'_>) -> PyResult<ByteOrderMark> {
    let number = args.opt(3).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    Ok(ByteOrderMark::from_number(number))
}

fn utf_16_encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let order = order(vm, args)?;
    encode_by(vm, args, Codec::Utf16(order), "utf_16_encode")
}

fn utf_32_encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let order = order(vm, args)?;
    encode_by(vm, args, Codec::Utf32(order), "utf_32_encode")
}

fn decode_ex(vm: &mut Vm, args: Args<'_>, codec: fn(ByteOrderMark) -> Codec, function: &str) -> PyResult {
    let data = data(vm, args.at(1), false)?;
    let errors = errors(vm, args, function)?;
    let order = order(vm, args)?;
    let mode = mode(vm, args.opt(4), Input::Partial)?;
    let part = codec(order).decode_part(vm, &data, &errors, mode)?;
    let [consumed, order] = [part.consumed as i64, part.order.number().into()].map(|n| int::from_i64(vm, n));
    Ok(Tuple::from_slice(vm, &[part.text.into_obj(), consumed, order])?.into_obj())
}

fn utf_16_ex_decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    decode_ex(vm, args, Codec::Utf16, "utf_16_ex_decode")
}

fn utf_32_ex_decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    decode_ex(vm, args, Codec::Utf32, "utf_32_ex_decode")
}

fn readbuffer_encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = data(vm, args.at(1), true)?;
    errors(vm, args, "readbuffer_encode")?;
    let made = Bytes::new(vm, &data)?.into_obj();
    pair(vm, made, data.len())
}

fn escape_encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(bytes) = args.at(1).downcast_ref::<Bytes>() else {
        let class = argument::shown_class(vm, args.at(1));
        return Err(type_error!(vm, "escape_encode() argument 1 must be bytes, not {class}"));
    };
    errors(vm, args, "escape_encode")?;
    let escaped = escape::encode(bytes.tail(vm));
    let made = Bytes::new(vm, &escaped)?.into_obj();
    pair(vm, made, bytes.tail(vm).len())
}

fn escape_decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = data(vm, args.at(1), true)?;
    let errors = errors(vm, args, "escape_decode")?;
    let (decoded, doubtful) = match escape::decode(&data, BrokenHex::named(&errors)) {
        Ok(done) => done,
        Err(error) => return Err(escape_error(vm, error, &errors)),
    };
    if let Some(doubtful) = doubtful {
        let warn = vm.hooks.warn;
        let message = format!("b{}", codecs::escape_warning(&data, doubtful, '"'));
        warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
    }
    let made = Bytes::new(vm, &decoded)?.into_obj();
    pair(vm, made, data.len())
}

fn escape_error(vm: &mut Vm, error: EscapeError, errors: &str) -> Raised {
    match error {
        EscapeError::TrailingBackslash => value_error!(vm, "Trailing \\ in string"),
        EscapeError::InvalidHex(at) => value_error!(vm, "invalid \\x escape at position {at}"),
        EscapeError::UnknownHandler => {
            value_error!(vm, "decoding error; unknown error handling code: {errors}")
        }
    }
}

/// The payload of what `charmap_build` makes.
struct Built {
    map: Rc<EncodingMap>,
}

impl Payload for Built {
    const KIND: u8 = kinds::ENCODING_MAP;
    const NAME: &'static str = "encoding map";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

static ENCODING_MAP: TypeDef = TypeDef {
    name: "EncodingMap",
    kind: kinds::ENCODING_MAP,
    flags: TypeFlags::NO_NEW,
    methods: &[native(
        "size",
        "($self, /)",
        |vm, a| {
            let n = a.this::<Built>().get(vm).map.len();
            Ok(int::from_i64(vm, n as i64))
        },
        "Return the size (in bytes) of this object.",
    )],
    ..TypeDef::EMPTY
};

fn charmap_build(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = text(vm, args.at(1), "charmap_build", "")?;
    let table = s.text(vm).slice(..256);
    let ordinary = |c: u32| c != 0 && c <= 0xFFFF;
    if table.first() == Some(0) && table.iter().skip(1).all(ordinary) {
        debug_assert!(ordinary(UNDEFINED_CODE));
        let map = Rc::new(EncodingMap::new(table));
        return Ok(vm.make(Built { map }).into_obj());
    }
    let codes: Vec<u32> = table.iter().collect();
    let made = Dict::new(vm);
    for (byte, code) in codes.into_iter().enumerate() {
        let [key, value] = [code.into(), byte as i64].map(|n| int::from_i64(vm, n));
        Dict::set_item(vm, &made, &key, value)?;
    }
    Ok(made.into_obj())
}

fn charmap_decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = data(vm, args.at(1), false)?;
    let errors = errors(vm, args, "charmap_decode")?;
    let made = match args.some(3) {
        None => Codec::Latin1.decode(vm, &data, &errors)?,
        Some(mapping) => codecs::charmap_decode(vm, &data, &errors, mapping)?,
    };
    pair(vm, made.into_obj(), data.len())
}

fn charmap_encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = text(vm, args.at(1), "charmap_encode", "1")?;
    let errors = errors(vm, args, "charmap_encode")?;
    let made = match args.some(3) {
        None => Codec::Latin1.encode(vm, s, &errors)?,
        Some(mapping) => match mapping.downcast_ref::<Built>().map(|b| b.get(vm).map.clone()) {
            Some(map) => codecs::charmap_encode_by(vm, s, &errors, &map)?,
            None => codecs::charmap_encode(vm, s, &errors, mapping)?,
        },
    };
    pair(vm, made.into_obj(), s.get(vm).len())
}

fn register(vm: &mut Vm, args: Args<'_>) -> PyResult {
    codecs::register(vm, args.at(1))?;
    Ok(Obj::NONE)
}

fn unregister(vm: &mut Vm, args: Args<'_>) -> PyResult {
    codecs::unregister(vm, args.at(1));
    Ok(Obj::NONE)
}

fn lookup(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let encoding = name(vm, args.at(1), "lookup", "")?;
    Ok(codecs::look_up(vm, &encoding)?.into_obj())
}

type Convert = fn(&mut Vm, &Obj, &str, Option<&str>) -> PyResult;

fn convert(vm: &mut Vm, args: Args<'_>, function: &str, by: Convert) -> PyResult {
    let encoding = match args.opt(2) {
        Some(o) => name(vm, o, function, "'encoding'")?,
        None => codecs::DEFAULT.to_string(),
    };
    let errors = args.opt(3).map(|o| name(vm, o, function, "'errors'")).transpose()?;
    by(vm, args.at(1), &encoding, errors.as_deref())
}

fn register_error(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name(vm, args.at(1), "register_error", "1")?;
    codecs::register_error(vm, &name, args.at(2))?;
    Ok(Obj::NONE)
}

fn unregister_error(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name(vm, args.at(1), "_unregister_error", "")?;
    Ok(Obj::bool(codecs::unregister_error(vm, &name)?))
}

fn lookup_error(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name(vm, args.at(1), "lookup_error", "")?;
    codecs::look_up_error(vm, &name)
}

const DECODER: &str = "($module, data, errors=None, final=False, /)";
const ENCODER: &str = "($module, str, errors=None, /)";

static FUNCTIONS: &[NativeDef] = &[
    native(
        "register",
        "($module, search_function, /)",
        register,
        "Register a codec search function.\n\nSearch functions are expected to take one argument, the encoding\nname in all lower case letters, and either return None, or a tuple\nof functions (encoder, decoder, stream_reader, stream_writer) (or\na CodecInfo object).",
    ),
    native(
        "unregister",
        "($module, search_function, /)",
        unregister,
        "Unregister a codec search function and clear the registry's cache.\n\nIf the search function is not registered, do nothing.",
    ),
    native(
        "lookup",
        "($module, encoding, /)",
        lookup,
        "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.",
    ),
    native(
        "encode",
        "($module, /, obj, encoding='utf-8', errors='strict')",
        |vm, a| convert(vm, a, "encode", codecs::encode_any),
        "Encodes obj using the codec registered for encoding.",
    ),
    native(
        "decode",
        "($module, /, obj, encoding='utf-8', errors='strict')",
        |vm, a| convert(vm, a, "decode", codecs::decode_any),
        "Decodes obj using the codec registered for encoding.",
    ),
    native("escape_encode", "($module, data, errors=None, /)", escape_encode, ""),
    native("escape_decode", "($module, data, errors=None, /)", escape_decode, ""),
    native("utf_8_encode", ENCODER, utf_8_encode, ""),
    native("utf_8_decode", DECODER, utf_8_decode, ""),
    native("utf_7_encode", ENCODER, utf_7_encode, ""),
    native("utf_7_decode", DECODER, utf_7_decode, ""),
    native("utf_16_encode", "($module, str, errors=None, byteorder=0, /)", utf_16_encode, ""),
    native("utf_16_le_encode", ENCODER, utf_16_le_encode, ""),
    native("utf_16_be_encode", ENCODER, utf_16_be_encode, ""),
    native("utf_16_decode", DECODER, utf_16_decode, ""),
    native("utf_16_le_decode", DECODER, utf_16_le_decode, ""),
    native("utf_16_be_decode", DECODER, utf_16_be_decode, ""),
    native("utf_16_ex_decode", "($module, data, errors=None, byteorder=0, final=False, /)", utf_16_ex_decode, ""),
    native("utf_32_encode", "($module, str, errors=None, byteorder=0, /)", utf_32_encode, ""),
    native("utf_32_le_encode", ENCODER, utf_32_le_encode, ""),
    native("utf_32_be_encode", ENCODER, utf_32_be_encode, ""),
    native("utf_32_decode", DECODER, utf_32_decode, ""),
    native("utf_32_le_decode", DECODER, utf_32_le_decode, ""),
    native("utf_32_be_decode", DECODER, utf_32_be_decode, ""),
    native("utf_32_ex_decode", "($module, data, errors=None, byteorder=0, final=False, /)", utf_32_ex_decode, ""),
    native("unicode_escape_encode", ENCODER, unicode_escape_encode, ""),
    native("unicode_escape_decode", "($module, data, errors=None, final=True, /)", unicode_escape_decode, ""),
    native("raw_unicode_escape_encode", ENCODER, raw_unicode_escape_encode, ""),
    native("raw_unicode_escape_decode", "($module, data, errors=None, final=True, /)", raw_unicode_escape_decode, ""),
    native("latin_1_encode", ENCODER, latin_1_encode, ""),
    native("latin_1_decode", "($module, data, errors=None, /)", latin_1_decode, ""),
    native("ascii_encode", ENCODER, ascii_encode, ""),
    native("ascii_decode", "($module, data, errors=None, /)", ascii_decode, ""),
    native("charmap_encode", "($module, str, errors=None, mapping=None, /)", charmap_encode, ""),
    native("charmap_decode", "($module, data, errors=None, mapping=None, /)", charmap_decode, ""),
    native("charmap_build", "($module, map, /)", charmap_build, ""),
    native("readbuffer_encode", "($module, data, errors=None, /)", readbuffer_encode, ""),
    native(
        "register_error",
        "($module, errors, handler, /)",
        register_error,
        "Register the specified error handler under the name errors.\n\nhandler must be a callable object, that will be called with an exception\ninstance containing information about the location of the\nencoding/decoding error and must return a (replacement, new position)\ntuple.",
    ),
    native("_unregister_error", "($module, errors, /)", unregister_error, ""),
    native(
        "lookup_error",
        "($module, name, /)",
        lookup_error,
        "lookup_error(errors) -> handler\n\nReturn the error handler for the specified error handling name or raise\na LookupError, if no handler exists under this name.",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_codecs", "", FUNCTIONS)?;
    rpython_objects::type_object::define_kind::<Built>(vm, &ENCODING_MAP)?;
    Ok(module)
}
