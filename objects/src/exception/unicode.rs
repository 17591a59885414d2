//! `UnicodeEncodeError`, `UnicodeDecodeError`, `UnicodeTranslateError`: what could not be converted, where, why.

use super::{
    Exception,
    base::{self, new},
    fields::{self, field, number},
    os::wrong_argument,
};
use crate::{
    Bytes, CallArgs, GetSetDef, PyResult, Slots, Str, StrExt, TypeDef, TypeExt, TypeFlags, Vm, int, protocol,
    type_error, types,
};
use rpython_heap::Obj;

const ENCODING: usize = 0;
const OBJECT: usize = 1;
const START: usize = 2;
const END: usize = 3;
const REASON: usize = 4;

/// Checks arguments for the fields `places`: texts, an object, two indices, a text.
fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>, places: &[usize], decodes: bool) -> PyResult<()> {
    base::init(vm, o, args)?;
    let Some(e) = o.downcast_ref::<Exception>() else { return Ok(()) };
    let n = args.values.len();
    if n != places.len() {
        return Err(type_error!(vm, "function takes exactly {} arguments ({n} given)", places.len()));
    }
    let mut checked = Vec::with_capacity(n);
    for (i, (value, &place)) in args.values.iter().zip(places).enumerate() {
        checked.push(match place {
            START | END => {
                let at = protocol::to_index(vm, value, Some(types::OVERFLOW_ERROR))?;
                int::from_i64(vm, at as i64)
            }
            OBJECT if decodes => value.clone(),
            _ if value.is_kind::<Str>() => value.clone(),
            _ => return Err(wrong_argument(vm, i + 1, "str", value)),
        });
    }
    for (mut value, &place) in checked.into_iter().zip(places) {
        if place == OBJECT && decodes && !value.is_kind::<Bytes>() {
            let data = crate::buffer::to_vec(vm, &value)?;
            value = Bytes::new(vm, &data)?.into_obj();
        }
        fields::set(vm, e, place, Some(value))?;
    }
    Ok(())
}

fn init_encode(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    init(vm, o, args, &[ENCODING, OBJECT, START, END, REASON], false)
}

fn init_decode(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    init(vm, o, args, &[ENCODING, OBJECT, START, END, REASON], true)
}

fn init_translate(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    init(vm, o, args, &[OBJECT, START, END, REASON], false)
}

fn index(vm: &Vm, o: &Obj, place: usize) -> i64 {
    o.downcast_ref::<Exception>().and_then(|e| fields::get(vm, e, place)).and_then(|n| int::to_i64(vm, &n)).unwrap_or(0)
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(e) = o.downcast_ref::<Exception>() else { return protocol::repr(vm, o) };
    if fields::get(vm, e, OBJECT).is_none() {
        return Ok(crate::names::EMPTY.clone().into_obj());
    }
    let (encoding, reason) = (fields::get(vm, e, ENCODING), fields::get(vm, e, REASON));
    let reason = protocol::str(vm, &reason.unwrap_or(Obj::NONE))?;
    let translates = vm.class_of(o).is_subtype(vm, types::UNICODE_TRANSLATE_ERROR);
    let decodes = vm.class_of(o).is_subtype(vm, types::UNICODE_DECODE_ERROR);
    let encoding = if translates { None } else { Some(protocol::str(vm, &encoding.unwrap_or(Obj::NONE))?) };
    // What the two texts ran may have changed the object.
    let Some(object) = fields::get(vm, e, OBJECT) else {
        return Err(type_error!(vm, "UnicodeError 'object' attribute is not set"));
    };
    if decodes != object.is_kind::<Bytes>() || (!decodes && !object.is_kind::<Str>()) {
        let wanted = if decodes { "bytes" } else { "string" };
        return Err(type_error!(vm, "UnicodeError 'object' attribute must be a {wanted}"));
    }
    let (start, end) = (index(vm, o, START), index(vm, o, END));
    let bad = match usize::try_from(start) {
        Ok(at) if start.checked_add(1) == Some(end) => {
            match (object.downcast_ref::<Str>(), object.downcast_ref::<Bytes>()) {
                (Some(s), _) => s.text(vm).iter().nth(at),
                (_, Some(b)) => b.tail(vm).get(at).map(|b| u32::from(*b)),
                _ => None,
            }
        }
        _ => None,
    };
    let mut buf = crate::text::TextBuf::new();
    if let Some(encoding) = encoding {
        buf.push_str("'");
        buf.push_text(encoding.text(vm));
        buf.push_str("' codec ");
    }
    let verb = match (translates, decodes) {
        (true, _) => "can't translate",
        (_, true) => "can't decode",
        _ => "can't encode",
    };
    let what = match (bad, decodes) {
        (Some(b), true) => format!("byte 0x{b:02x} in position {start}"),
        (Some(c), false) if c <= 0xff => format!("character '\\x{c:02x}' in position {start}"),
        (Some(c), false) if c <= 0xffff => format!("character '\\u{c:04x}' in position {start}"),
        (Some(c), false) => format!("character '\\U{c:08x}' in position {start}"),
        (None, true) => format!("bytes in position {start}-{}", end.saturating_sub(1)),
        (None, false) => format!("characters in position {start}-{}", end.saturating_sub(1)),
    };
    buf.push_str(&format!("{verb} {what}: "));
    buf.push_text(reason.text(vm));
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

const FIELDS: &[GetSetDef] = &[
    field::<ENCODING>("encoding", "exception encoding"),
    field::<OBJECT>("object", "exception object"),
    number::<START>("start", "exception start"),
    number::<END>("end", "exception end"),
    field::<REASON>("reason", "exception reason"),
];

const PLAIN: TypeDef =
    TypeDef { base: types::UNICODE_ERROR.slot(), flags: TypeFlags::BASE, getsets: FIELDS, ..TypeDef::EMPTY };

/// `UnicodeEncodeError`
pub static UNICODE_ENCODE_ERROR_DEF: TypeDef = TypeDef {
    name: "UnicodeEncodeError",
    doc: "Unicode encoding error.",
    slots: Slots { new: Some(new::<5>), init: Some(init_encode), str: Some(str), ..Slots::EMPTY },
    ..PLAIN
};

/// `UnicodeDecodeError`
pub static UNICODE_DECODE_ERROR_DEF: TypeDef = TypeDef {
    name: "UnicodeDecodeError",
    doc: "Unicode decoding error.",
    slots: Slots { new: Some(new::<5>), init: Some(init_decode), str: Some(str), ..Slots::EMPTY },
    ..PLAIN
};

/// `UnicodeTranslateError`
pub static UNICODE_TRANSLATE_ERROR_DEF: TypeDef = TypeDef {
    name: "UnicodeTranslateError",
    doc: "Unicode translation error.",
    slots: Slots { new: Some(new::<5>), init: Some(init_translate), str: Some(str), ..Slots::EMPTY },
    ..PLAIN
};
