//! Exceptions that say what was looked for: `AttributeError`, `NameError`, `ImportError`, `KeyError`; and those that carry a
//! value: `StopIteration`, `SystemExit`.

use super::{
    Exception,
    base::{self, keywords, reduced, set_args, set_first, state},
    fields::{self, field},
};
use crate::{
    Args, CallArgs, PyResult, Slots, Str, StrExt, Tuple, TypeDef, TypeFlags, Vm, native, protocol, type_error, types,
};
use rpython_heap::Obj;

fn init_stop_iteration(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    base::init(vm, o, args)?;
    let value = args.values.first().cloned().unwrap_or(Obj::NONE);
    set_first(vm, o, Some(value))
}

/// `StopIteration`
pub static STOP_ITERATION_DEF: TypeDef = TypeDef {
    name: "StopIteration",
    base: types::EXCEPTION.slot(),
    flags: TypeFlags::BASE,
    doc: "Signal the end from iterator.__next__().",
    slots: Slots { init: Some(init_stop_iteration), ..Slots::EMPTY },
    getsets: &[field::<0>("value", "generator return value")],
    ..TypeDef::EMPTY
};

fn init_system_exit(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    base::init(vm, o, args)?;
    match args.values {
        [] => Ok(()),
        [one] => set_first(vm, o, Some(one.clone())),
        all => {
            let all = Tuple::from_slice(vm, all)?.into_obj();
            set_first(vm, o, Some(all))
        }
    }
}

/// `SystemExit`
pub static SYSTEM_EXIT_DEF: TypeDef = TypeDef {
    name: "SystemExit",
    base: types::BASE_EXCEPTION.slot(),
    flags: TypeFlags::BASE,
    doc: "Request to exit from the interpreter.",
    slots: Slots { init: Some(init_system_exit), ..Slots::EMPTY },
    getsets: &[field::<0>("code", "exception code")],
    ..TypeDef::EMPTY
};

/// `args` from the positional arguments, fields from the keywords.
fn init_fields<const N: usize>(
    vm: &mut Vm,
    o: &Obj,
    args: CallArgs<'_>,
    function: &str,
    known: [(&str, usize); N],
) -> PyResult<()> {
    let Some(e) = o.downcast_ref::<Exception>() else { return Ok(()) };
    let (given, values) = args.split();
    set_args(vm, e, given)?;
    if values.len() > N {
        let (plural, got) = (if N == 1 { "" } else { "s" }, values.len());
        return Err(type_error!(vm, "{function}() takes at most {N} keyword argument{plural} ({got} given)"));
    }
    let given = match args.names {
        Some(_) => keywords(vm, function, known.map(|k| k.0), args)?,
        None => [const { None }; N],
    };
    for (value, (_, place)) in given.into_iter().zip(known) {
        fields::set(vm, e, place, value)?;
    }
    Ok(())
}

fn init_import_error(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    init_fields(vm, o, args, "ImportError", [("name", 1), ("path", 2), ("name_from", 3)])?;
    let message = match args.split().0 {
        [message] => Some(message.clone()),
        _ => None,
    };
    set_first(vm, o, message)
}

fn str_import_error(vm: &mut Vm, o: &Obj) -> PyResult {
    let message = o.downcast_ref::<Exception>().and_then(|e| fields::get(vm, e, 0));
    match message {
        Some(m) if m.downcast_ref::<Str>().is_some_and(|s| s.is_exact()) => Ok(m),
        _ => base::str(vm, o),
    }
}

/// The fields that are set, with their names.
fn present<const N: usize>(vm: &Vm, o: &Obj, known: [(&'static str, usize); N]) -> Vec<(&'static str, Obj)> {
    let Some(e) = o.downcast_ref::<Exception>() else { return Vec::new() };
    known.into_iter().filter_map(|(name, i)| Some((name, fields::get(vm, e, i)?))).collect()
}

fn args_of(vm: &Vm, o: &Obj) -> Obj {
    o.downcast_ref::<Exception>().map_or(Obj::NONE, |e| e.get(vm).args.clone().into_obj())
}

fn reduce_import_error(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let added = present(vm, o, [("name", 1), ("path", 2), ("name_from", 3)]);
    let state = state(vm, o, &added)?;
    let given = args_of(vm, o);
    reduced(vm, o, given, state)
}

/// `ImportError`
pub static IMPORT_ERROR_DEF: TypeDef = TypeDef {
    name: "ImportError",
    base: types::EXCEPTION.slot(),
    flags: TypeFlags::BASE,
    doc: "Import can't find module, or can't find name in module.",
    slots: Slots { init: Some(init_import_error), str: Some(str_import_error), ..Slots::EMPTY },
    methods: &[native("__reduce__", "($self, /)", reduce_import_error, "Helper for pickle.")],
    getsets: &[
        field::<0>("msg", "exception message"),
        field::<1>("name", "module name"),
        field::<2>("path", "module path"),
        field::<3>("name_from", "name imported from module"),
    ],
    ..TypeDef::EMPTY
};

fn init_name_error(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    init_fields(vm, o, args, "NameError", [("name", 0)])
}

/// `NameError`
pub static NAME_ERROR_DEF: TypeDef = TypeDef {
    name: "NameError",
    base: types::EXCEPTION.slot(),
    flags: TypeFlags::BASE,
    doc: "Name not found globally.",
    slots: Slots { init: Some(init_name_error), ..Slots::EMPTY },
    getsets: &[field::<0>("name", "name")],
    ..TypeDef::EMPTY
};

fn init_attribute_error(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    init_fields(vm, o, args, "AttributeError", [("name", 0), ("obj", 1)])
}

/// Neither `obj`, which may not be picklable, nor `args` twice: CPython keeps `name` and `args`.
fn attribute_error_state(vm: &mut Vm, o: &Obj) -> PyResult {
    let mut added = present(vm, o, [("name", 0)]);
    added.push(("args", args_of(vm, o)));
    Ok(state(vm, o, &added)?.unwrap_or(Obj::NONE))
}

fn reduce_attribute_error(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let state = attribute_error_state(vm, o)?;
    let given = args_of(vm, o);
    reduced(vm, o, given, Some(state))
}

/// `AttributeError`
pub static ATTRIBUTE_ERROR_DEF: TypeDef = TypeDef {
    name: "AttributeError",
    base: types::EXCEPTION.slot(),
    flags: TypeFlags::BASE,
    doc: "Attribute not found.",
    slots: Slots { init: Some(init_attribute_error), ..Slots::EMPTY },
    methods: &[
        native("__getstate__", "($self, /)", |vm, args| attribute_error_state(vm, args.at(0)), "Helper for pickle."),
        native("__reduce__", "($self, /)", reduce_attribute_error, "Helper for pickle."),
    ],
    getsets: &[field::<0>("name", "attribute name"), field::<1>("obj", "object")],
    ..TypeDef::EMPTY
};

/// A key is shown as its repr: `KeyError: ''` says more than nothing.
fn str_key_error(vm: &mut Vm, o: &Obj) -> PyResult {
    let one = o.downcast_ref::<Exception>().and_then(|e| match e.get(vm).args.tail(vm) {
        [one] => Some(one.clone()),
        _ => None,
    });
    match one {
        Some(key) => protocol::repr(vm, &key),
        None => base::str(vm, o),
    }
}

/// `KeyError`
pub static KEY_ERROR_DEF: TypeDef = TypeDef {
    name: "KeyError",
    base: types::LOOKUP_ERROR.slot(),
    flags: TypeFlags::BASE,
    doc: "Mapping key not found.",
    slots: Slots { str: Some(str_key_error), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};
