//! `_csv`: reading and writing records of text fields (CPython: `Modules/_csv.c`).

mod dialect;
mod reader;
mod writer;

use crate::table;
use dialect::Dialect;
use rpython_objects::{
    Args, Dict, List, Module, NativeDef, Obj, PyResult, Raised, Ref, Str, Type, Vm, argument, int, native, protocol,
    type_error, types,
};

/// Most characters of a field, until the program sets another limit.
const FIELD_LIMIT: isize = 128 * 1024;

#[derive(Default)]
struct State {
    /// `_csv.Error`
    error: Option<Ref<Type>>,
    /// The registered dialects by name.
    dialects: Option<Ref<Dict>>,
    /// Most characters of a field; `None` for [`FIELD_LIMIT`].
    limit: Option<isize>,
}

/// Raises `_csv.Error`.
#[cold]
fn error(vm: &mut Vm, message: &str) -> Raised {
    match vm.state_of::<State>().error.clone() {
        Some(class) => vm.raise(&class, message),
        None => vm.raise(types::EXCEPTION, message),
    }
}

/// The limit of a field's characters.
fn field_limit(vm: &mut Vm) -> isize {
    vm.state_of::<State>().limit.unwrap_or(FIELD_LIMIT)
}

/// The registry of dialects.
fn dialects(vm: &mut Vm) -> Ref<Dict> {
    if let Some(dict) = vm.state_of::<State>().dialects.clone() {
        return dict;
    }
    let dict = Dict::new(vm);
    vm.state_of::<State>().dialects = Some(dict.clone());
    dict
}

/// The registered dialect of a name.
///
/// # Errors
/// `_csv.Error` for an unknown one, `TypeError` for a name that cannot be hashed.
fn registered(vm: &mut Vm, name: &Obj) -> PyResult {
    let dict = dialects(vm);
    match Dict::get_item(vm, &dict, name)? {
        Some(found) => Ok(found),
        None => Err(error(vm, "unknown dialect")),
    }
}

fn list_dialects(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let dict = dialects(vm);
    let names = dict.get(vm).iter().map(|(name, _)| name.clone()).collect();
    Ok(List::from_vec(vm, names)?.into_obj())
}

fn register_dialect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = args.at(1);
    if !name.is_kind::<Str>() {
        return Err(type_error!(vm, "dialect name must be a string"));
    }
    let made = dialect::with_fields(vm, args.opt(2), args.opt(3))?;
    let dict = dialects(vm);
    Dict::set_item(vm, &dict, name, made.into_obj())?;
    Ok(Obj::NONE)
}

fn unregister_dialect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = dialects(vm);
    match Dict::remove_item(vm, &dict, args.at(1))? {
        Some(_) => Ok(Obj::NONE),
        None => Err(error(vm, "unknown dialect")),
    }
}

fn field_size_limit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = field_limit(vm);
    if let Some(new) = args.opt(1) {
        if int::exact(vm, new).is_none() || !vm.class_of(new).is(types::INT) {
            return Err(type_error!(vm, "limit must be an integer"));
        }
        let new = match int::to_i64(vm, new) {
            Some(n) => n as isize,
            None => return Err(int::too_large(vm, "ssize_t")),
        };
        vm.state_of::<State>().limit = Some(new);
    }
    Ok(int::from_i64(vm, old as i64))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "reader",
        "($module, iterable, /, dialect='excel', **fmtparams)",
        reader::reader,
        "Return a reader object that will process lines from the given iterable.\n\nThe \"iterable\" argument can be any object that returns a line\nof input for each iteration, such as a file object or a list.  The\noptional \"dialect\" argument defines a CSV dialect.  The function\nalso accepts optional keyword arguments which override settings\nprovided by the dialect.\n\nThe returned object is an iterator.  Each iteration returns a row\nof the CSV file (which can span multiple input lines).\n",
    ),
    native(
        "writer",
        "($module, fileobj, /, dialect='excel', **fmtparams)",
        writer::writer,
        "Return a writer object that will write user data on the given file object.\n\nThe \"fileobj\" argument can be any object that supports the file API.\nThe optional \"dialect\" argument defines a CSV dialect.  The function\nalso accepts optional keyword arguments which override settings\nprovided by the dialect.\n",
    ),
    native(
        "register_dialect",
        "($module, name, /, dialect='excel', **fmtparams)",
        register_dialect,
        "Create a mapping from a string name to a CVS dialect.\n\nThe optional \"dialect\" argument specifies the base dialect instance\nor the name of the registered dialect.  The function also accepts\noptional keyword arguments which override settings provided by the\ndialect.\n",
    ),
    native("list_dialects", "($module, /)", list_dialects, "Return a list of all known dialect names."),
    native(
        "unregister_dialect",
        "($module, /, name)",
        unregister_dialect,
        "Delete the name/dialect mapping associated with a string name.",
    ),
    native(
        "get_dialect",
        "($module, /, name)",
        |vm, args| registered(vm, args.at(1)),
        "Return the dialect instance associated with name.",
    ),
    native(
        "field_size_limit",
        "($module, /, new_limit=<unrepresentable>)",
        field_size_limit,
        "Sets an upper limit on parsed fields.\n\nReturns old limit. If limit is not given, no new limit is set and\nthe old limit is returned",
    ),
];

/// The attribute `write` of a file, which must be callable.
fn write_method(vm: &mut Vm, file: &Obj) -> PyResult {
    let name = Str::intern(vm, "write");
    match protocol::find_attr(vm, file, &name)? {
        Some(write) if vm.slots_of(&write).call().is_some() => Ok(write),
        _ => Err(type_error!(vm, "argument 1 must have a \"write\" method")),
    }
}

/// The class of a value, as the errors of records name it.
fn shown(vm: &Vm, o: &Obj) -> String {
    argument::class_name(vm, o)
}

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_csv", "CSV parsing and writing.\n", FUNCTIONS)?;
    table::add_type::<Dialect>(vm, &module, &dialect::DEF)?;
    let reader = table::add_type::<reader::Reader>(vm, &module, &reader::DEF)?;
    let writer = table::add_type::<writer::Writer>(vm, &module, &writer::DEF)?;
    // The types are known as `Reader` and `Writer`; their own names are the functions'.
    for (name, class) in [("Reader", reader), ("Writer", writer)] {
        table::set(vm, &module, name, class.into_obj())?;
    }
    for def in FUNCTIONS.iter().filter(|def| matches!(def.name, "reader" | "writer")) {
        let made = rpython_objects::function::for_module(vm, Some(&module), "_csv", def);
        table::set(vm, &module, def.name, made)?;
    }
    let dict = dialects(vm);
    table::set(vm, &module, "_dialects", dict.into_obj())?;
    table::set_numbers(vm, &module, dialect::QUOTING)?;
    let error = table::add_exception(vm, &module, "_csv", "Error", types::EXCEPTION)?;
    vm.state_of::<State>().error = Some(error);
    Ok(module)
}
