//! What `bytes(…)` and `bytearray(…)` are made of: a string and its encoding, a size, a buffer, or integers.

use super::{Bytes, methods::ByteString};
use crate::{PyResult, Str, Vm, argument, buffer, codecs, protocol, raise, type_error, types, value_error};
use rpython_heap::{Obj, OutOfMemory, Ref};

/// The byte that an item of an iterable stands for.
///
/// # Errors
/// `TypeError` for what is no integer, `ValueError` with `out_of_range`.
pub(crate) fn byte(vm: &mut Vm, item: &Obj, out_of_range: &str) -> PyResult<u8> {
    let n = protocol::to_index(vm, item, None)?;
    u8::try_from(n).map_err(|_| value_error!(vm, "{out_of_range}"))
}

/// The content that the constructor's arguments describe.
///
/// # Errors
/// As CPython's constructors raise them.
pub(crate) fn content<B: ByteString>(
    vm: &mut Vm,
    source: Option<&Obj>,
    encoding: Option<&Obj>,
    errors: Option<&Obj>,
) -> PyResult<Vec<u8>> {
    let what = |name: &str| format!("{}() argument '{name}'", B::TYPE);
    let encoding = encoding.map(|o| argument::text(vm, o, &what("encoding"))).transpose()?;
    let errors = errors.map(|o| argument::text(vm, o, &what("errors"))).transpose()?;
    let encoding = codecs::name_argument(vm, encoding)?;
    let errors = codecs::name_argument(vm, errors)?;
    let text = source.and_then(|o| o.downcast_ref::<Str>());
    match (text, &encoding, &errors) {
        (Some(text), Some(encoding), _) => {
            let bytes = codecs::encode(vm, text, Some(encoding), errors.as_deref())?;
            return Ok(bytes.tail(vm).to_vec());
        }
        (None, Some(_), _) => return Err(type_error!(vm, "encoding without a string argument")),
        (None, None, Some(_)) => return Err(type_error!(vm, "errors without a string argument")),
        (Some(_), None, Some(_)) => return Err(type_error!(vm, "string argument without an encoding")),
        _ => {}
    }
    let Some(source) = source else { return Ok(Vec::new()) };
    if B::TYPE == Bytes::TYPE
        && let Some(made) = special(vm, source)?
    {
        return Ok(made.tail(vm).to_vec());
    }
    if text.is_some() {
        return Err(type_error!(vm, "string argument without an encoding"));
    }
    if protocol::has_index(vm, source) {
        match protocol::to_index(vm, source, Some(types::OVERFLOW_ERROR)) {
            Ok(n) => {
                super::methods::check_length::<B>(vm, usize::try_from(n).unwrap_or(0))?;
                return zeros(vm, n);
            }
            Err(raised) => vm.swallow(raised, types::TYPE_ERROR)?,
        }
    }
    from_object(vm, source, B::TYPE, if B::TYPE == Bytes::TYPE { "bytes" } else { "byte" })
}

/// What `__bytes__` makes of an object that has it.
///
/// # Errors
/// What it raises; `TypeError` for another result than bytes.
pub(crate) fn special(vm: &mut Vm, o: &Obj) -> PyResult<Option<Ref<Bytes>>> {
    let Some(made) = protocol::call_special(vm, o, crate::names::__bytes__, &[])? else { return Ok(None) };
    match made.downcast::<Bytes>() {
        Ok(made) => Ok(Some(made)),
        Err(made) => {
            let class = argument::class_name(vm, &made);
            Err(type_error!(vm, "__bytes__ returned non-bytes (type {class})"))
        }
    }
}

fn zeros(vm: &mut Vm, n: isize) -> PyResult<Vec<u8>> {
    let Ok(n) = usize::try_from(n) else { return Err(value_error!(vm, "negative count")) };
    // The region's objects are smaller than 4 GiB.
    if u32::try_from(n).is_err() {
        return Err(OutOfMemory.into());
    }
    let mut data = Vec::new();
    data.try_reserve_exact(n).map_err(|_| OutOfMemory)?;
    data.resize(n, 0);
    Ok(data)
}

/// The bytes of a buffer, or of an iterable of integers. `noun` begins the message for those out of range.
///
/// # Errors
/// `TypeError` for anything else; what iterating raises.
pub(crate) fn from_object(vm: &mut Vm, source: &Obj, type_name: &str, noun: &str) -> PyResult<Vec<u8>> {
    if buffer::has_buffer(vm, source) {
        return buffer::get(vm, source, buffer::FULL_RO).and_then(|view| {
            let copy = crate::memoryview::gather(vm, &view);
            buffer::release(vm, view);
            copy
        });
    }
    let mut data = Vec::new();
    each_byte(vm, source, type_name, noun, |_, byte| {
        data.try_reserve(1).map_err(|_| OutOfMemory)?;
        data.push(byte);
        Ok(())
    })?;
    Ok(data)
}

/// Hands on the bytes that an iterable of integers gives.
///
/// # Errors
/// As [`from_object`]; what `each` raises.
pub(crate) fn each_byte(
    vm: &mut Vm,
    source: &Obj,
    type_name: &str,
    noun: &str,
    mut each: impl FnMut(&mut Vm, u8) -> PyResult<()>,
) -> PyResult<()> {
    let cannot = |vm: &mut Vm| {
        let class = argument::class_name(vm, source);
        raise!(vm, types::TYPE_ERROR, "cannot convert '{class}' object to {type_name}")
    };
    if source.is_kind::<Str>() {
        return Err(cannot(vm));
    }
    let iterator = match protocol::iter(vm, source) {
        Ok(iterator) => iterator,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            return Err(cannot(vm));
        }
    };
    let message = format!("{noun} must be in range(0, 256)");
    protocol::for_each(vm, &iterator, |vm, item| {
        let byte = byte(vm, &item, &message)?;
        each(vm, byte)
    })
}
