//! Codecs that a mapping defines, the mapping being an object: a string, or anything with `__getitem__`
//! (CPython: `PyUnicode_DecodeCharmap`, `PyUnicode_EncodeCharmap`).

use super::handler::{PythonHandler, Quiet};
use crate::{
    Bytes, PyResult, Str, StrExt, Vm, argument, int, protocol,
    text::{
        TextBuf,
        codec::{
            charmap::{self, EncodingMap, UNDEFINED_CODE},
            handlers::Builtin,
        },
    },
    type_error, types,
};
use rpython_heap::{Obj, Ref};

/// What a mapping has for a number; `None` if it has nothing.
fn look_up(vm: &mut Vm, mapping: &Obj, key: u32) -> PyResult<Option<Obj>> {
    let key = int::from_i64(vm, key.into());
    match protocol::get_item(vm, mapping, &key) {
        Ok(found) => Ok(Some(found).filter(|f| !f.is_none())),
        Err(raised) => {
            vm.swallow(raised, types::LOOKUP_ERROR)?;
            Ok(None)
        }
    }
}

/// What a byte stands for; `None` if it is undefined.
fn decoded(vm: &mut Vm, mapping: &Obj, byte: u8) -> PyResult<Option<TextBuf>> {
    let Some(found) = look_up(vm, mapping, byte.into())? else { return Ok(None) };
    if int::view(vm, &found).is_some() {
        let code = int::to_i64(vm, &found).and_then(|n| u32::try_from(n).ok());
        return match code.filter(|&c| c <= crate::text::MAX_CODE_POINT) {
            Some(UNDEFINED_CODE) => Ok(None),
            Some(c) => Ok(Some([c].into_iter().collect())),
            None => Err(type_error!(vm, "character mapping must be in range(0x110000)")),
        };
    }
    match found.downcast_ref::<Str>() {
        Some(s) if s.text(vm).len() == 1 && s.text(vm).first() == Some(UNDEFINED_CODE) => Ok(None),
        Some(s) => Ok(Some(s.text(vm).to_buf())),
        None => Err(type_error!(vm, "character mapping must return integer, None or str")),
    }
}

/// Decodes bytes that do not lie in the heap.
///
/// # Errors
/// `UnicodeDecodeError`, `LookupError` for an unknown handler, what Python code raises.
pub fn charmap_decode(vm: &mut Vm, data: &[u8], errors: &str, mapping: &Obj) -> PyResult<Ref<Str>> {
    let decoding = match mapping.downcast_ref::<Str>() {
        Some(table) => match Builtin::named(errors) {
            Some(builtin) => match charmap::decode_by_table(data, table.text(vm), &mut Quiet(builtin)) {
                Ok(decoding) => decoding,
                Err(fault) => return Err(fault.raise_decode(vm, data)),
            },
            None => {
                let table = table.text(vm).to_buf();
                charmap::decode_by_table(data, table.as_text(), &mut PythonHandler::new(vm, errors, None))?
            }
        },
        None => {
            let handler = &mut PythonHandler::new(vm, errors, None);
            charmap::decode_by(data, handler, |handler, byte| decoded(handler.vm(), mapping, byte))?
        }
    };
    Ok(Str::try_from_buf(vm, decoding.text)?)
}

/// Appends the bytes of a character; whether it is defined.
fn put(vm: &mut Vm, mapping: &Obj, c: u32, out: &mut Vec<u8>) -> PyResult<bool> {
    let Some(found) = look_up(vm, mapping, c)? else { return Ok(false) };
    if int::view(vm, &found).is_some() {
        return match int::to_i64(vm, &found).and_then(|n| u8::try_from(n).ok()) {
            Some(byte) => {
                out.push(byte);
                Ok(true)
            }
            None => Err(type_error!(vm, "character mapping must be in range(256)")),
        };
    }
    match found.downcast_ref::<Bytes>() {
        Some(bytes) => {
            out.extend_from_slice(bytes.tail(vm));
            Ok(true)
        }
        None => {
            let class = argument::class_name(vm, &found);
            Err(type_error!(vm, "character mapping must return integer, bytes or None, not {class}"))
        }
    }
}

/// Encodes by an object.
///
/// # Errors
/// `UnicodeEncodeError`, `LookupError` for an unknown handler, what Python code raises.
pub fn charmap_encode(vm: &mut Vm, s: &Ref<Str>, errors: &str, mapping: &Obj) -> PyResult<Ref<Bytes>> {
    let text = s.text(vm).to_buf();
    let handler = &mut PythonHandler::new(vm, errors, Some(s.clone()));
    let data = charmap::encode_by(text.as_text(), handler, |handler, c, out| put(handler.vm(), mapping, c, out))?;
    Ok(Bytes::new(vm, &data)?)
}

/// Encodes by a table made by `charmap_build`.
///
/// # Errors
/// As [`charmap_encode`].
pub fn charmap_encode_by(vm: &mut Vm, s: &Ref<Str>, errors: &str, map: &EncodingMap) -> PyResult<Ref<Bytes>> {
    let data = match Builtin::named(errors) {
        Some(builtin) => match charmap::encode_by_map(s.text(vm), map, &mut Quiet(builtin)) {
            Ok(data) => data,
            Err(fault) => return Err(fault.raise_encode(vm, s)),
        },
        None => {
            let text = s.text(vm).to_buf();
            charmap::encode_by_map(text.as_text(), map, &mut PythonHandler::new(vm, errors, Some(s.clone())))?
        }
    };
    Ok(Bytes::new(vm, &data)?)
}
