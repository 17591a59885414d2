//! The fields that exception classes add: by index in `Exception::fields`, by name through their class's layout.

use super::Exception;
use crate::{GetSetDef, PyResult, Type, TypeExt, Vm, getset, raise, type_error, types};
use rpython_heap::{Obj, OptObj, Ref};

/// Names of the fields of `StopIteration`.
pub(super) const STOP_ITERATION: &[&str] = &["value"];
/// Of `SystemExit`.
pub(super) const SYSTEM_EXIT: &[&str] = &["code"];
/// Of `ImportError`.
pub(super) const IMPORT_ERROR: &[&str] = &["msg", "name", "path", "name_from"];
/// Of `NameError`.
pub(super) const NAME_ERROR: &[&str] = &["name"];
/// Of `AttributeError`.
pub(super) const ATTRIBUTE_ERROR: &[&str] = &["name", "obj"];
/// Of `OSError`.
pub(super) const OS_ERROR: &[&str] = &["errno", "strerror", "filename", "filename2", "characters_written"];
/// Of `SyntaxError`.
pub(super) const SYNTAX_ERROR: &[&str] =
    &["msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line", "_metadata"];
/// Of the `UnicodeError` family.
pub(super) const UNICODE_ERROR: &[&str] = &["encoding", "object", "start", "end", "reason"];
/// Of `BaseExceptionGroup`.
pub(super) const GROUP: &[&str] = &["message", "exceptions", "given"];

/// Whether a class is one that adds fields to its base's.
pub(crate) fn adds_fields(class: &Ref<Type>) -> bool {
    LAYOUTS.iter().any(|(layout, _)| class.is(layout))
}

#[allow(clippy::declare_interior_mutable_const)]
const LAYOUTS: &[(&Ref<Type>, &[&str])] = &[
    (types::ATTRIBUTE_ERROR, ATTRIBUTE_ERROR),
    (types::NAME_ERROR, NAME_ERROR),
    (types::IMPORT_ERROR, IMPORT_ERROR),
    (types::OS_ERROR, OS_ERROR),
    (types::STOP_ITERATION, STOP_ITERATION),
    (types::SYSTEM_EXIT, SYSTEM_EXIT),
    (types::SYNTAX_ERROR, SYNTAX_ERROR),
    (types::UNICODE_DECODE_ERROR, UNICODE_ERROR),
    (types::UNICODE_ENCODE_ERROR, UNICODE_ERROR),
    (types::UNICODE_TRANSLATE_ERROR, UNICODE_ERROR),
    (types::BASE_EXCEPTION_GROUP, GROUP),
];

/// The index of a field in exceptions of this class.
pub(super) fn index(vm: &Vm, e: &Ref<Exception>, name: &str) -> Option<usize> {
    let class = vm.class_of(e);
    let (_, names) = LAYOUTS.iter().find(|(layout, _)| class.is_subtype(vm, layout))?;
    names.iter().position(|n| *n == name)
}

/// A field of an exception, if it is set.
pub(super) fn get(vm: &Vm, e: &Ref<Exception>, index: usize) -> Option<Obj> {
    e.get(vm).fields.get(index).and_then(OptObj::cloned)
}

/// Sets a field or, with `None`, empties it.
pub(super) fn set(vm: &mut Vm, e: &Ref<Exception>, index: usize, value: Option<Obj>) -> PyResult<()> {
    let fields = &mut e.get_mut(vm).fields;
    if fields.len() <= index {
        fields.resize(index + 1, OptObj::NONE)?;
    }
    let old = std::mem::replace(&mut fields[index], OptObj::from(value));
    drop(old);
    Ok(())
}

fn read<const I: usize>(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<Exception>().and_then(|e| get(vm, e, I)).unwrap_or(Obj::NONE))
}

fn write<const I: usize>(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    match o.downcast_ref::<Exception>() {
        Some(e) => set(vm, e, I, value.cloned()),
        None => Ok(()),
    }
}

fn refuse(vm: &mut Vm, _: &Obj, _: Option<&Obj>) -> PyResult<()> {
    Err(raise!(vm, types::ATTRIBUTE_ERROR, "readonly attribute"))
}

fn write_number<const I: usize>(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(e) = o.downcast_ref::<Exception>() else { return Ok(()) };
    let Some(value) = value else { return Err(type_error!(vm, "can't delete numeric/char attribute")) };
    if crate::int::view(vm, value).is_none() {
        return Err(type_error!(vm, "an integer is required"));
    }
    let n = crate::protocol::to_index(vm, value, Some(types::OVERFLOW_ERROR))?;
    let n = crate::int::from_i64(vm, n as i64);
    set(vm, e, I, Some(n))
}

/// The attribute of a field.
pub(super) const fn field<const I: usize>(name: &'static str, doc: &'static str) -> GetSetDef {
    getset(name, read::<I>, write::<I>, doc).as_member()
}

/// The attribute of a field that Python code cannot set.
pub(super) const fn fixed<const I: usize>(name: &'static str, doc: &'static str) -> GetSetDef {
    getset(name, read::<I>, refuse, doc).as_member()
}

/// The attribute of a field that holds an index.
pub(super) const fn number<const I: usize>(name: &'static str, doc: &'static str) -> GetSetDef {
    getset(name, read::<I>, write_number::<I>, doc).as_member()
}
