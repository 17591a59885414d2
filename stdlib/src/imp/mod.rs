//! `_imp`: what importlib needs of the interpreter (Python/import.c).
//!
//! Frozen modules are the part of the embedded library that is found before `sys.path` is searched (`frozen`). The import lock that
//! `acquire_lock` takes guards importlib's table of module locks.

mod frozen;
mod start;

pub use start::install;

use crate::table;
use rpython_objects::{
    Args, Code, Dict, List, Module, NativeDef, Obj, PyResult, Ref, Str, StrExt, Tuple, Vm, argument, buffer, hash, int,
    memoryview, names, native, protocol, raise, type_error, types,
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "extension_suffixes",
        "($module, /)",
        |vm, _| Ok(List::from_vec(vm, Vec::new())?.into_obj()),
        "Returns the list of file suffixes used to identify extension modules.",
    ),
    native(
        "lock_held",
        "($module, /)",
        |vm, _| match vm.state_of::<State>().lock.clone() {
            Some(lock) => call(vm, &lock, "locked"),
            None => Ok(Obj::FALSE),
        },
        "Return True if the import lock is currently held, else False.\n\nOn platforms without threads, return False.",
    ),
    native(
        "acquire_lock",
        "($module, /)",
        acquire_lock,
        "Acquires the interpreter's import lock for the current thread.\n\nThis lock should be used by import hooks to ensure thread-safety when\nimporting modules.  On platforms without threads, this function does\nnothing.",
    ),
    native(
        "release_lock",
        "($module, /)",
        release_lock,
        "Release the interpreter's import lock.\n\nOn platforms without threads, this function does nothing.",
    ),
    native(
        "find_frozen",
        "($module, name, /, *, withdata=False)",
        find_frozen,
        "Return info about the corresponding frozen module (if there is one) or None.\n\nThe returned info (a 2-tuple):\n\n * data         the raw marshalled bytes\n * is_package   whether or not it is a package\n * origname     the originally frozen module's name, or None if not\n                a stdlib module (this will usually be the same as\n                the module's current name)",
    ),
    native(
        "get_frozen_object",
        "($module, name, data=None, /)",
        get_frozen_object,
        "Create a code object for a frozen module.",
    ),
    native(
        "is_frozen_package",
        "($module, name, /)",
        is_frozen_package,
        "Returns True if the module name is of a frozen package.",
    ),
    native("create_builtin", "($module, spec, /)", create_builtin, "Create an extension module."),
    native("init_frozen", "($module, name, /)", init_frozen, "Initializes a frozen module."),
    native(
        "is_builtin",
        "($module, name, /)",
        is_builtin,
        "Returns True if the module name corresponds to a built-in module.",
    ),
    native(
        "is_frozen",
        "($module, name, /)",
        is_frozen,
        "Returns True if the module name corresponds to a frozen module.",
    ),
    native(
        "_frozen_module_names",
        "($module, /)",
        frozen_module_names,
        "Returns the list of available frozen modules.",
    ),
    native(
        "_override_frozen_modules_for_tests",
        "($module, override, /)",
        override_frozen_modules,
        "(internal-only) Override PyConfig.use_frozen_modules.\n\n(-1: \"off\", 1: \"on\", 0: no override)\nSee frozen_modules() in Lib/test/support/import_helper.py.",
    ),
    native(
        "_override_multi_interp_extensions_check",
        "($module, override, /)",
        override_extensions_check,
        "(internal-only) Override PyInterpreterConfig.check_multi_interp_extensions.\n\n(-1: \"never\", 1: \"always\", 0: no override)",
    ),
    native("exec_builtin", "($module, mod, /)", |vm, _| Ok(int::from_i64(vm, 0)), "Initialize a built-in module."),
    native(
        "_fix_co_filename",
        "($module, code, path, /)",
        fix_co_filename,
        "Changes code.co_filename to specify the passed-in file path.\n\n  code\n    Code object to change.\n  path\n    File path to use.",
    ),
    native("source_hash", "($module, /, key, source)", source_hash, ""),
];

#[derive(Default)]
struct State {
    /// The import lock, an `RLock`.
    lock: Option<Obj>,
    /// What `_override_frozen_modules_for_tests` was given.
    frozen_override: i32,
    extensions_override: i32,
}

fn call(vm: &mut Vm, o: &Obj, method: &str) -> PyResult {
    let method = Str::intern(vm, method);
    protocol::call_method(vm, o, &method, &[])
}

fn acquire_lock(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let lock = match vm.state_of::<State>().lock.clone() {
        Some(lock) => lock,
        None => {
            let name = Str::intern(vm, "_thread");
            let Some(threads) = rpython_vm::imports::module_named(vm, &name)? else { return Ok(Obj::NONE) };
            let lock = call(vm, &threads, "RLock")?;
            vm.state_of::<State>().lock.get_or_insert(lock).clone()
        }
    };
    call(vm, &lock, "acquire")?;
    Ok(Obj::NONE)
}

fn release_lock(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let Some(lock) = vm.state_of::<State>().lock.clone() else { return not_held(vm) };
    match call(vm, &lock, "release") {
        Ok(_) => Ok(Obj::NONE),
        Err(raised) => {
            vm.swallow(raised, types::RUNTIME_ERROR)?;
            not_held(vm)
        }
    }
}

#[cold]
fn not_held(vm: &mut Vm) -> PyResult {
    Err(raise!(vm, types::RUNTIME_ERROR, "not holding the import lock"))
}

/// The frozen module of a name that must be a string.
fn wanted(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult<(String, Result<frozen::Frozen, frozen::Missing>)> {
    let Some(name) = args.at(1).downcast_ref::<Str>() else {
        let class = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "{function}() argument must be str, not {class}"));
    };
    let name = name.to_string_lossy(vm);
    let found = frozen::find(vm, &name);
    Ok((name, found))
}

fn find_frozen(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (_, found) = wanted(vm, args, "find_frozen")?;
    let Ok(found) = found else { return Ok(Obj::NONE) };
    let with_data = match args.opt(2) {
        Some(with) => protocol::is_true(vm, with)?,
        None => false,
    };
    let data = if with_data {
        let data = found.data(vm)?;
        let data = rpython_objects::Bytes::new(vm, &data)?.into_obj();
        memoryview::new(vm, &data)?
    } else {
        Obj::NONE
    };
    let origin = match found.origin() {
        Some(origin) => Str::new(vm, &origin).into_obj(),
        None => Obj::NONE,
    };
    Ok(Tuple::from_slice(vm, &[data, Obj::bool(found.package), origin])?.into_obj())
}

fn get_frozen_object(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (name, found) = wanted(vm, args, "get_frozen_object")?;
    if let Some(data) = args.some(2) {
        let data = buffer::to_vec(vm, data)?;
        if data.is_empty() {
            return Err(frozen::raise_missing(vm, &name, frozen::Missing::Invalid));
        }
        let read = rpython_vm::marshal::read(
            vm,
            rpython_vm::marshal::Input::Memory(&data, 0),
            rpython_vm::marshal::Choices::default(),
        );
        return match read {
            Ok(code) if code.is_kind::<Code>() => Ok(code),
            Ok(_) => {
                let shown = Str::new(vm, &name).into_obj();
                let shown = protocol::repr_text(vm, &shown)?;
                Err(type_error!(vm, "frozen object {shown} is not a code object"))
            }
            Err(_) => {
                vm.exception.take();
                Err(frozen::raise_missing(vm, &name, frozen::Missing::Invalid))
            }
        };
    }
    match found {
        Ok(found) => Ok(found.object(vm)?.into_obj()),
        Err(missing) => Err(frozen::raise_missing(vm, &name, missing)),
    }
}

fn is_frozen_package(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (name, found) = wanted(vm, args, "is_frozen_package")?;
    match found {
        Ok(found) => Ok(Obj::bool(found.package)),
        Err(frozen::Missing::Excluded) => Ok(Obj::FALSE),
        Err(missing) => Err(frozen::raise_missing(vm, &name, missing)),
    }
}

fn is_frozen(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(wanted(vm, args, "is_frozen")?.1.is_ok()))
}

fn init_frozen(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (name, found) = wanted(vm, args, "init_frozen")?;
    match found {
        Ok(found) => Ok(start::run_frozen(vm, &name, &found)?.into_obj()),
        Err(_) => Ok(Obj::NONE),
    }
}

fn frozen_module_names(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let names: Vec<Obj> = frozen::names().into_iter().map(|n| Str::new(vm, n).into_obj()).collect();
    Ok(List::from_vec(vm, names)?.into_obj())
}

fn override_frozen_modules(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = argument::c_int(vm, args.at(1))?;
    vm.state_of::<State>().frozen_override = n;
    Ok(Obj::NONE)
}

fn override_extensions_check(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = argument::c_int(vm, args.at(1))?;
    let old = std::mem::replace(&mut vm.state_of::<State>().extensions_override, n);
    Ok(int::from_i64(vm, old.into()))
}

/// The built-in module of a spec.
fn create_builtin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = protocol::get_attr(vm, args.at(1), names::name)?;
    let Some(name) = name.downcast_ref::<Str>() else {
        let class = argument::class_name(vm, &name);
        return Err(type_error!(vm, "name must be string, not {class}"));
    };
    let text = name.to_string_lossy(vm);
    if text.is_empty() {
        return Err(rpython_objects::value_error!(vm, "name must not be empty"));
    }
    // A second import gets the same module: native state is one per interpreter.
    if let Some(made) = vm.state_of::<Made>().0.get(&text).cloned() {
        return Ok(made);
    }
    let made = match text.as_str() {
        "sys" | "builtins" => rpython_vm::imports::module_named(vm, name)?,
        _ => match rpython_vm::imports::make_native(vm, &text) {
            Some(made) => Some(made?.into_obj()),
            None => None,
        },
    };
    match made {
        Some(made) => {
            vm.state_of::<Made>().0.insert(text, made.clone());
            Ok(made)
        }
        None => Ok(Obj::NONE),
    }
}

/// Built-in modules that were made.
#[derive(Default)]
struct Made(std::collections::BTreeMap<String, Obj>);

/// -1 for modules that can be made only once, as the interpreter has them from the start; 1 for the others.
fn is_builtin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(name) = args.at(1).downcast_ref::<Str>() else {
        let class = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "is_builtin() argument must be str, not {class}"));
    };
    let name = name.to_string_lossy(vm);
    let n = match name.as_str() {
        "sys" | "builtins" => -1,
        other => i64::from(rpython_vm::imports::native_names(vm).contains(&other)),
    };
    Ok(int::from_i64(vm, n))
}

/// Gives a code object, and what it nests, another file name where they have the one that it has.
fn fix_co_filename(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(code) = args.at(1).downcast_ref::<Code>().cloned() else {
        let class = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "_fix_co_filename() argument 1 must be code, not {class}"));
    };
    let Some(path) = args.at(2).downcast_ref::<Str>().cloned() else {
        let class = argument::class_name(vm, args.at(2));
        return Err(type_error!(vm, "_fix_co_filename() argument 2 must be str, not {class}"));
    };
    let old = code.get(vm).filename.clone();
    if !Str::same(vm, &old, &path) {
        rename(vm, &code, &old, &path)?;
    }
    Ok(Obj::NONE)
}

fn rename(vm: &mut Vm, code: &Ref<Code>, old: &Ref<Str>, new: &Ref<Str>) -> PyResult<()> {
    vm.check_stack("")?;
    if !Str::same(vm, &code.get(vm).filename, old) {
        return Ok(());
    }
    let replaced = std::mem::replace(&mut code.get_mut(vm).filename, new.clone());
    drop(replaced);
    rpython_objects::code::complete(vm, code)?;
    let consts = code.get(vm).consts.clone();
    for i in 0..consts.tail(vm).len() {
        if let Some(inner) = consts.tail(vm)[i].downcast_ref::<Code>().cloned() {
            rename(vm, &inner, old, new)?;
        }
    }
    Ok(())
}

/// SipHash-1-3 of a source under a key, as hash-based `.pyc` files have it.
fn source_hash(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let key = int::to_i64(vm, args.at(1));
    let Some(key) = key else {
        return Err(type_error!(vm, "an integer is required"));
    };
    let data = buffer::to_vec(vm, args.at(2))?;
    let hash = hash::keyed(key as u64, &data);
    Ok(rpython_objects::Bytes::new(vm, &hash.to_le_bytes())?.into_obj())
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "(Extremely) low-level import machinery bits as used by importlib.";
    let module = table::module(vm, "_imp", doc, FUNCTIONS)?;
    let token = u32::from_le_bytes(rpython_frontend::marshal::MAGIC_NUMBER);
    let token = int::from_i64(vm, token.into());
    table::set(vm, &module, "pyc_magic_number_token", token)?;
    let check = rpython_vm::config(vm).check_hash_based_pycs;
    let check = Str::intern(vm, check.name()).into_obj();
    table::set(vm, &module, "check_hash_based_pycs", check)?;
    Ok(module)
}

/// The namespace of a module.
fn namespace(vm: &Vm, module: &Ref<Module>) -> Ref<Dict> {
    module.get(vm).dict.clone()
}

/// Whether the modules are there that importlib looks for files with.
pub fn searches_files(vm: &mut Vm) -> bool {
    let names = rpython_vm::imports::native_names(vm);
    ["posix", "_io"].iter().all(|n| names.contains(n))
}
