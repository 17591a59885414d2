//! `str(…)`, and the type.

use super::{Str, iterator, methods, operators};
use crate::{
    Args, CallArgs, NativeDef, PyResult, Slots, Type, TypeDef, TypeFlags, Vm, argument, buffer, codecs, kinds, names,
    native, native::call, protocol, type_error, types,
};
use rpython_heap::{Obj, Ref};

/// How `str(…)` takes its arguments; called through [`native::call`](crate::native::call), so that its errors are CPython's.
static NEW: NativeDef = native("str", "($type, object='', encoding='utf-8', errors='strict')", make, "");

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if let (true, None, [object]) = (class.is(types::STR), args.names, args.values) {
        return protocol::str(vm, object).map(Obj::from);
    }
    let (given, _) = args.split();
    if given.len() > 3 {
        return Err(type_error!(vm, "str expected at most 3 arguments, got {}", given.len()));
    }
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(class.clone().into_obj());
    values.extend(args.values.iter().cloned());
    let made = call(vm, &NEW, CallArgs { values: &values, names: args.names })?;
    if class.is(types::STR) {
        return Ok(made);
    }
    let Ok(text) = made.downcast::<Str>() else { return Err(type_error!(vm, "str() made no string")) };
    subclass_instance(vm, class, &text)
}

/// An instance of a subclass with the text of `s`.
fn subclass_instance(vm: &mut Vm, class: &Ref<Type>, s: &Ref<Str>) -> PyResult {
    let payload = s.get(vm);
    let payload = Str::payload(payload.kind, payload.len(), false);
    Ok(Ref::of_bytes(vm, crate::TypeExt::shape(class, vm), payload, s.tail(vm))?.into_obj())
}

fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let encoding = args.opt(2).map(|o| argument::text(vm, o, "str() argument 'encoding'")).transpose()?;
    let errors = args.opt(3).map(|o| argument::text(vm, o, "str() argument 'errors'")).transpose()?;
    let Some(object) = args.opt(1) else { return Ok(names::EMPTY.clone().into_obj()) };
    if encoding.is_none() && errors.is_none() {
        return protocol::str(vm, object).map(Obj::from);
    }
    if object.is_kind::<Str>() {
        return Err(type_error!(vm, "decoding str is not supported"));
    }
    let encoding = codecs::name_argument(vm, encoding)?;
    let errors = codecs::name_argument(vm, errors)?;
    if object.kind() != kinds::BYTES {
        let Some(bytes) = buffer::try_bytes_of(vm, object) else {
            let class = argument::class_name(vm, object);
            return Err(type_error!(vm, "decoding to str: need a bytes-like object, {class} found"));
        };
        let copy = crate::Bytes::new(vm, bytes.get(vm));
        bytes.release(vm);
        return codecs::decode_object(vm, &copy?.into_obj(), encoding.as_deref(), errors.as_deref()).map(Obj::from);
    }
    codecs::decode_object(vm, object, encoding.as_deref(), errors.as_deref()).map(Obj::from)
}

/// `str`
pub static DEF: TypeDef = TypeDef {
    name: "str",
    kind: kinds::STR,
    flags: TypeFlags::BASE | TypeFlags::MATCH_SELF,
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
    slots: Slots {
        new: Some(new),
        repr: Some(operators::repr),
        str: Some(operators::str),
        hash: Some(operators::hash),
        compare: Some(operators::compare),
        iter: Some(iterator::iter),
        len: Some(operators::len),
        item: Some(operators::item),
        subscript: Some(operators::subscript),
        contains: Some(operators::contains),
        concat: Some(operators::concat_slot),
        repeat: Some(operators::repeat_slot),
        remainder: Some(operators::remainder),
        ..Slots::EMPTY
    },
    methods: methods::METHODS,
    ..TypeDef::EMPTY
};
