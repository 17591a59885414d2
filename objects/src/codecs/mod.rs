//! Encoding and decoding text: the built-in codecs, the error handlers, and the registry of those written in Python
//! (CPython: `Python/codecs.c`, `PyUnicode_AsEncodedString`, `PyUnicode_Decode`).
//!
//! Codecs that CPython writes in C are found by name here and run on borrowed memory. Any other name goes to the search
//! functions that `codecs.register` has collected; the first such look-up imports `encodings`, which registers one.

mod builtin;
mod charmap;
mod handler;
mod registry;

use crate::{Bytes, PyResult, Str, StrExt, Tuple, Vm, argument, buffer, raise, type_error, types, value_error};
use rpython_heap::{Obj, Ref};

pub use builtin::{Codec, Part, escape_warning};
pub use charmap::{charmap_decode, charmap_encode, charmap_encode_by};
pub use handler::call_builtin;
pub use registry::{
    enable_checks, forget, look_up, look_up_error, register, register_error, unregister, unregister_error,
};

/// The default encoding.
pub const DEFAULT: &str = "utf-8";
/// The default error handler.
pub const STRICT: &str = "strict";

/// The name of an encoding or error handler that was passed as an argument.
///
/// # Errors
/// `ValueError` for a null character.
pub fn name_argument(vm: &mut Vm, name: Option<&Ref<Str>>) -> PyResult<Option<String>> {
    let Some(name) = name else { return Ok(None) };
    if name.text(vm).has_surrogates() {
        let text = name.clone();
        return encode(vm, &text, None, None).map(|_| None);
    }
    let name = name.to_string_lossy(vm);
    if name.contains('\0') { Err(value_error!(vm, "embedded null character")) } else { Ok(Some(name)) }
}

/// `s.encode(encoding, errors)`
///
/// # Errors
/// `LookupError` for an unknown encoding or handler, `UnicodeEncodeError`, what Python code raises.
pub fn encode(vm: &mut Vm, s: &Ref<Str>, encoding: Option<&str>, errors: Option<&str>) -> PyResult<Ref<Bytes>> {
    let (encoding, errors) = (encoding.unwrap_or(DEFAULT), errors.unwrap_or(STRICT));
    registry::check_errors(vm, errors)?;
    if let Some(codec) = Codec::named(encoding) {
        return codec.encode(vm, s, errors);
    }
    let found = text_codec(vm, encoding, "codecs.encode()")?;
    let made = registry::call(vm, &found, 0, encoding, s, Some(errors))?;
    if let Some(bytes) = made.downcast_ref::<Bytes>() {
        return Ok(bytes.clone());
    }
    let class = argument::class_name(vm, &made);
    if buffer::is_bytearray(&made) {
        let warn = vm.hooks.warn;
        let message = format!(
            "encoder {encoding} returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types"
        );
        warn(vm, types::RUNTIME_WARNING, &message, 1)?;
        let data = buffer::to_vec(vm, &made)?;
        return Ok(Bytes::new(vm, &data)?);
    }
    Err(type_error!(
        vm,
        "'{encoding}' encoder returned '{class}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    ))
}

/// `data.decode(encoding, errors)` of bytes that do not lie in the heap.
///
/// # Errors
/// `LookupError` for an unknown encoding or handler, `UnicodeDecodeError`, what Python code raises.
pub fn decode(vm: &mut Vm, data: &[u8], encoding: Option<&str>, errors: Option<&str>) -> PyResult<Ref<Str>> {
    let (encoding, errors) = (encoding.unwrap_or(DEFAULT), errors.unwrap_or(STRICT));
    registry::check_errors(vm, errors)?;
    if let Some(codec) = Codec::named(encoding) {
        return codec.decode(vm, data, errors);
    }
    let bytes = Bytes::new(vm, data)?;
    decode_with_registry(vm, &bytes, encoding, errors)
}

/// `o.decode(encoding, errors)` of anything with a buffer.
///
/// # Errors
/// As [`decode`]; `TypeError` for what has no buffer.
pub fn decode_object(vm: &mut Vm, o: &Obj, encoding: Option<&str>, errors: Option<&str>) -> PyResult<Ref<Str>> {
    let (encoding, errors) = (encoding.unwrap_or(DEFAULT), errors.unwrap_or(STRICT));
    registry::check_errors(vm, errors)?;
    let Some(codec) = Codec::named(encoding) else {
        return decode_with_registry(vm, o, encoding, errors);
    };
    let source = buffer::bytes_of(vm, o)?;
    let result = codec.decode_buffer(vm, &source, errors);
    source.release(vm);
    result
}

fn decode_with_registry(vm: &mut Vm, o: &Obj, encoding: &str, errors: &str) -> PyResult<Ref<Str>> {
    let found = text_codec(vm, encoding, "codecs.decode()")?;
    let view = crate::memoryview::new(vm, o)?;
    let made = registry::call(vm, &found, 1, encoding, &view, Some(errors))?;
    made.downcast::<Str>().map_err(|made| {
        let class = argument::class_name(vm, &made);
        type_error!(
            vm,
            "'{encoding}' decoder returned '{class}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
        )
    })
}

/// `codecs.encode(o, encoding, errors)`: by any codec, to any type.
///
/// # Errors
/// `LookupError` for an unknown encoding, what the codec raises.
pub fn encode_any(vm: &mut Vm, o: &Obj, encoding: &str, errors: Option<&str>) -> PyResult {
    let found = look_up(vm, encoding)?;
    registry::call(vm, &found, 0, encoding, o, errors)
}

/// `codecs.decode(o, encoding, errors)`: by any codec, to any type.
///
/// # Errors
/// As [`encode_any`].
pub fn decode_any(vm: &mut Vm, o: &Obj, encoding: &str, errors: Option<&str>) -> PyResult {
    let found = look_up(vm, encoding)?;
    registry::call(vm, &found, 1, encoding, o, errors)
}

/// The registered codec of a text stream's encoding.
///
/// # Errors
/// `LookupError`
pub fn text_stream_codec(vm: &mut Vm, encoding: &str) -> PyResult<Ref<Tuple>> {
    let found = look_up(vm, encoding)?;
    match registry::is_text(vm, &found)? {
        true => Ok(found),
        false => Err(raise!(vm, types::LOOKUP_ERROR, "'{encoding}' is not a text encoding")),
    }
}

/// The registered codec of a name, which must be one of text.
fn text_codec(vm: &mut Vm, encoding: &str, instead: &str) -> PyResult<Ref<Tuple>> {
    let found = look_up(vm, encoding)?;
    if !registry::is_text(vm, &found)? {
        return Err(raise!(
            vm,
            types::LOOKUP_ERROR,
            "'{encoding}' is not a text encoding; use {instead} to handle arbitrary codecs"
        ));
    }
    Ok(found)
}
