//! `OSError`: its constructor chooses the subclass by the error number (PEP 3151).
//!
//! A subclass that overrides `__init__` but not `__new__` is initialised from what it hands on; all others are made complete by
//! `__new__` (CPython's `oserror_use_init`).

use super::{
    Exception,
    base::{blank, no_keywords, reduced, str as base_str},
    fields::{self, field},
};
use crate::{
    Args, CallArgs, PyResult, Slots, Str, Tuple, Type, TypeDef, TypeFlags, Vm, getset, int, native, protocol, raise,
    type_error, types,
};
use rpython_heap::{Obj, Ref};

const ERRNO: usize = 0;
const STRERROR: usize = 1;
const FILENAME: usize = 2;
const FILENAME2: usize = 3;
const WRITTEN: usize = 4;

/// The subclass that stands for an error number of Linux.
pub fn class_of_errno(errno: i64) -> Option<&'static Ref<Type>> {
    Some(match errno {
        1 | 13 => types::PERMISSION_ERROR,
        2 => types::FILE_NOT_FOUND_ERROR,
        3 => types::PROCESS_LOOKUP_ERROR,
        4 => types::INTERRUPTED_ERROR,
        10 => types::CHILD_PROCESS_ERROR,
        11 | 114 | 115 => types::BLOCKING_IO_ERROR,
        17 => types::FILE_EXISTS_ERROR,
        20 => types::NOT_A_DIRECTORY_ERROR,
        21 => types::IS_A_DIRECTORY_ERROR,
        32 | 108 => types::BROKEN_PIPE_ERROR,
        103 => types::CONNECTION_ABORTED_ERROR,
        104 => types::CONNECTION_RESET_ERROR,
        110 => types::TIMEOUT_ERROR,
        111 => types::CONNECTION_REFUSED_ERROR,
        _ => return None,
    })
}

/// Whether `__init__` sets the fields: the class overrides it, and not `__new__`.
fn init_sets_fields(vm: &Vm, class: &Ref<Type>) -> bool {
    let slots = vm.slots(class);
    slots.init().map(|f| f as usize) != DEF_INIT.map(|f| f as usize)
        && slots.new().map(|f| f as usize) == DEF_NEW.map(|f| f as usize)
}

const DEF_INIT: Option<crate::slots::InitFn> = Some(init);
const DEF_NEW: Option<crate::slots::NewFn> = Some(new);

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if init_sets_fields(vm, class) {
        return Ok(blank(vm, class, Tuple::empty(), 5)?.into_obj());
    }
    no_keywords(vm, class, args)?;
    let positional = args.values;
    let mut class = class.clone();
    if let (true, [errno, _, ..]) = (class.is(types::OS_ERROR) && positional.len() <= 5, positional)
        && let Some(chosen) = int::to_i64(vm, errno).and_then(class_of_errno)
    {
        class = chosen.clone();
    }
    let made = blank(vm, &class, Tuple::empty(), 5)?;
    set(vm, &made, positional)?;
    Ok(made.into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let class = vm.class_of(o).own();
    let Some(e) = o.downcast_ref::<Exception>() else { return Ok(()) };
    if !init_sets_fields(vm, &class) {
        return Ok(());
    }
    no_keywords(vm, &class, args)?;
    set(vm, e, args.values)
}

/// Sets fields and `args` from `(errno, strerror[, filename[, winerror[, filename2]]])`.
fn set(vm: &mut Vm, e: &Ref<Exception>, positional: &[Obj]) -> PyResult<()> {
    let mut args = positional;
    if let ([errno, strerror, rest @ ..], true) = (positional, positional.len() <= 5) {
        let filename = rest.first().filter(|f| !f.is_none());
        let filename2 = rest.get(2).filter(|f| !f.is_none());
        if let Some(filename) = filename {
            let blocking = vm.class_of(e).own().is(types::BLOCKING_IO_ERROR);
            if blocking && is_number(vm, filename) {
                let n = protocol::to_index(vm, filename, Some(types::VALUE_ERROR))?;
                let n = int::from_i64(vm, n as i64);
                fields::set(vm, e, WRITTEN, Some(n))?;
            } else {
                fields::set(vm, e, FILENAME, Some(filename.clone()))?;
                fields::set(vm, e, FILENAME2, filename2.cloned())?;
                args = &positional[..2];
            }
        }
        fields::set(vm, e, ERRNO, Some(errno.clone()))?;
        fields::set(vm, e, STRERROR, Some(strerror.clone()))?;
    }
    let args = Tuple::from_slice(vm, args)?;
    let old = std::mem::replace(&mut e.get_mut(vm).args, args);
    drop(old);
    Ok(())
}

fn is_number(vm: &Vm, o: &Obj) -> bool {
    let slots = vm.slots_of(o);
    slots.index().is_some() || slots.int().is_some() || slots.float().is_some()
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(e) = o.downcast_ref::<Exception>() else { return protocol::repr(vm, o) };
    let [errno, strerror, filename, filename2] = [ERRNO, STRERROR, FILENAME, FILENAME2].map(|i| fields::get(vm, e, i));
    if filename.is_none() && (errno.is_none() || strerror.is_none()) {
        return base_str(vm, o);
    }
    let mut buf = crate::text::TextBuf::new();
    let mut put = |vm: &mut Vm, before: &str, text: PyResult<Obj>| -> PyResult<()> {
        let text = text?;
        buf.push_str(before);
        if let Some(s) = text.downcast_ref::<Str>() {
            buf.push_text(crate::StrExt::text(s, vm));
        }
        Ok(())
    };
    let text = protocol::str(vm, &errno.unwrap_or(Obj::NONE)).map(Obj::from);
    put(vm, "[Errno ", text)?;
    let text = protocol::str(vm, &strerror.unwrap_or(Obj::NONE)).map(Obj::from);
    put(vm, "] ", text)?;
    if let Some(filename) = filename {
        let text = protocol::repr(vm, &filename);
        put(vm, ": ", text)?;
        if let Some(second) = filename2 {
            let text = protocol::repr(vm, &second);
            put(vm, " -> ", text)?;
        }
    }
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let Some(e) = o.downcast_ref::<Exception>() else { return Ok(Obj::NONE) };
    let mut given = e.get(vm).args.clone();
    if let (2, Some(filename)) = (given.tail(vm).len(), fields::get(vm, e, FILENAME)) {
        let mut all = given.tail(vm).to_vec();
        all.push(filename);
        if let Some(second) = fields::get(vm, e, FILENAME2) {
            all.extend([Obj::NONE, second]);
        }
        given = Tuple::from_vec(vm, all)?;
    }
    let state = super::base::existing_dict(vm, o);
    reduced(vm, o, given.into_obj(), state)
}

fn get_written(vm: &mut Vm, o: &Obj) -> PyResult {
    match o.downcast_ref::<Exception>().and_then(|e| fields::get(vm, e, WRITTEN)) {
        Some(n) => Ok(n),
        None => Err(raise!(vm, types::ATTRIBUTE_ERROR, "characters_written")),
    }
}

fn set_written(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(e) = o.downcast_ref::<Exception>() else { return Ok(()) };
    match value {
        None if fields::get(vm, e, WRITTEN).is_none() => Err(raise!(vm, types::ATTRIBUTE_ERROR, "characters_written")),
        None => fields::set(vm, e, WRITTEN, None),
        Some(value) => {
            let n = protocol::to_index(vm, value, Some(types::VALUE_ERROR))?;
            let n = int::from_i64(vm, n as i64);
            fields::set(vm, e, WRITTEN, Some(n))
        }
    }
}

/// `OSError`
pub static OS_ERROR_DEF: TypeDef = TypeDef {
    name: "OSError",
    base: types::EXCEPTION.slot(),
    flags: TypeFlags::BASE,
    doc: "Base class for I/O related errors.",
    slots: Slots { new: DEF_NEW, init: DEF_INIT, str: Some(str), ..Slots::EMPTY },
    methods: &[native("__reduce__", "($self, /)", reduce, "Helper for pickle.")],
    getsets: &[
        field::<ERRNO>("errno", "POSIX exception code"),
        field::<STRERROR>("strerror", "exception strerror"),
        field::<FILENAME>("filename", "exception filename"),
        field::<FILENAME2>("filename2", "second exception filename"),
        getset("characters_written", get_written, set_written, ""),
    ],
    ..TypeDef::EMPTY
};

/// Raises the `OSError` of an error of the system.
pub fn raise_os(vm: &mut Vm, errno: i32, message: &str, filename: Option<Obj>) -> crate::Raised {
    let mut args = vec![int::from_i64(vm, errno.into()), Str::new(vm, message).into_obj()];
    args.extend(filename);
    let made = super::with_args(vm, types::OS_ERROR, &args);
    vm.raise_object(made)
}

/// Says that an argument is of a wrong type, as CPython's argument parser does.
pub(super) fn wrong_argument(vm: &mut Vm, position: usize, wanted: &str, o: &Obj) -> crate::Raised {
    let got =
        if o.is_none() { "None".to_string() } else { crate::TypeExt::name(&vm.class_of(o).own(), vm).to_string() };
    type_error!(vm, "argument {position} must be {wanted}, not {got}")
}
