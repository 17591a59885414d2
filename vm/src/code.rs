//! Code objects from the frontend's descriptions.

use crate::{config::config, specialize};
use rpython_frontend::code::{Code as Description, Const, Text, kind};
use rpython_objects::{
    BufVec, Bytes, Code, Obj, OptObj, PyResult, Ref, Str, Tuple, Vm, code::exact_arguments,
    code_lines::without_columns, int, text::TextBuf, types,
};

/// Makes the code object of a description; constants and names are made and interned as CPython does.
///
/// # Errors
/// `MemoryError`.
pub fn from_description(vm: &mut Vm, d: &Description) -> PyResult<Ref<Code>> {
    let mut consts = Vec::with_capacity(d.consts.len());
    for c in &d.consts {
        consts.push(constant(vm, c)?);
    }
    let mut units = BufVec::with_capacity(d.code.len() / 2)?;
    for pair in d.code.chunks_exact(2) {
        units.push(u16::from_le_bytes([pair[0], pair[1]]))?;
    }
    specialize::quicken(&mut units);
    let count = |bit: u8| d.localspluskinds.iter().filter(|k| **k & bit != 0).count() as u32;
    let made = Code {
        units,
        consts: Tuple::of_constants(vm, consts)?,
        names: names(vm, &d.names)?,
        slot_names: names(vm, &d.localsplusnames)?,
        slot_kinds: Bytes::new(vm, &d.localspluskinds)?,
        filename: name(vm, &d.filename),
        name: name(vm, &d.name),
        qualname: name(vm, &d.qualname),
        line_table: line_table(vm, &d.linetable)?,
        exception_table: Bytes::new(vm, &d.exceptiontable)?,
        cache: OptObj::NONE,
        flags: d.flags,
        arg_count: d.argcount,
        positional_only: d.posonlyargcount,
        keyword_only: d.kwonlyargcount,
        stack_size: d.stacksize,
        first_line: d.firstlineno,
        locals: count(kind::LOCAL),
        free: count(kind::FREE),
        exact_arguments: exact_arguments(d.flags, d.argcount, d.kwonlyargcount),
        frame_slots: d.localsplusnames.len() as u32,
        instrumentation: Default::default(),
        deferred: 0,
    };
    Ok(vm.alloc(types::CODE, made))
}

/// A location table as code objects are to have it.
pub(crate) fn line_table(vm: &mut Vm, table: &[u8]) -> PyResult<Ref<Bytes>> {
    let made = match config(vm).no_debug_ranges {
        true => Bytes::new(vm, &without_columns(table)),
        false => Bytes::new(vm, table),
    };
    Ok(made?)
}

fn text(vm: &mut Vm, t: &Text) -> PyResult<Ref<Str>> {
    match t.to_str() {
        Some(s) => Ok(Str::new(vm, s)),
        None => {
            let mut buf = TextBuf::new();
            for c in t.as_wtf8().code_points() {
                buf.push(c);
            }
            Ok(Str::try_from_buf(vm, buf)?)
        }
    }
}

fn name(vm: &mut Vm, t: &Text) -> Ref<Str> {
    match t.to_str() {
        Some(s) => Str::intern(vm, s),
        None => text(vm, t).unwrap_or_else(|_| rpython_objects::names::EMPTY.clone()),
    }
}

fn names(vm: &mut Vm, texts: &[Text]) -> PyResult<Ref<Tuple>> {
    let made: Vec<Obj> = texts.iter().map(|t| name(vm, t).into_obj()).collect();
    Ok(Tuple::of_constants(vm, made)?)
}

fn many(vm: &mut Vm, items: &[Const]) -> PyResult<Vec<Obj>> {
    items.iter().map(|c| constant(vm, c)).collect()
}

/// The object of a constant.
///
/// # Errors
/// `MemoryError`; for sets, what hashing their elements raises.
pub fn constant(vm: &mut Vm, c: &Const) -> PyResult {
    Ok(match c {
        Const::None => Obj::NONE,
        Const::True => Obj::TRUE,
        Const::False => Obj::FALSE,
        Const::Ellipsis => Obj::ELLIPSIS,
        Const::StopIteration => types::STOP_ITERATION.clone().into_obj(),
        Const::Int(n) => int::from_i64(vm, *n),
        Const::BigInt(n) => int::from_big(vm, (**n).clone()),
        Const::Float(x) => Obj::float(*x),
        Const::Complex { re, im } => rpython_objects::complex::new(vm, *re, *im),
        Const::Str(t) => {
            let made = text(vm, t)?;
            // As CPython: a constant that looks like a name is interned.
            let word = t.as_bytes().iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
            if word { Str::intern_ref(vm, made).into_obj() } else { made.into_obj() }
        }
        Const::Bytes(b) => Bytes::new(vm, b)?.into_obj(),
        Const::Tuple(items) => {
            let items = many(vm, items)?;
            Tuple::of_constants(vm, items)?.into_obj()
        }
        Const::FrozenSet(items) => {
            let items = many(vm, items)?;
            rpython_objects::set::frozenset(vm, &items)?
        }
        Const::Slice(parts) => {
            let parts = many(vm, parts.as_slice())?;
            rpython_objects::slice::new(vm, &parts[0], &parts[1], &parts[2])
        }
        Const::Code(d) => from_description(vm, d)?.into_obj(),
        Const::List(items) => {
            let items = many(vm, items)?;
            rpython_objects::List::from_vec(vm, items)?.into_obj()
        }
        Const::Set(items) => {
            let items = many(vm, items)?;
            rpython_objects::set::set(vm, &items)?
        }
        Const::Dict(items) => {
            let made = rpython_objects::Dict::new(vm);
            for (k, v) in items.iter() {
                let (k, v) = (constant(vm, k)?, constant(vm, v)?);
                rpython_objects::Dict::set_item(vm, &made, &k, v)?;
            }
            made.into_obj()
        }
    })
}
