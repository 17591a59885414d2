//! `posix`: the operating system's calls (CPython: `Modules/posixmodule.c`).
//!
//! `path` reads arguments that name files, `number` those that are numbers, `error` raises; `files`, `descriptors`, `terminal`, `timer`, `stat`,
//! `scandir`, `identity`, `process`, `wait`, `machine` and `names` hold the functions, `results` the types of what they return, `tables` the constants.

mod descriptors;
pub(crate) mod error;
mod files;
pub(crate) mod identity;
mod machine;
mod names;
pub(crate) mod number;
pub(crate) mod path;
pub(crate) mod process;
mod results;
mod scandir;
pub(crate) mod stat;
mod tables;
mod terminal;
mod timer;
mod wait;

use crate::table;
use rpython_objects::{
    Dict, List, Module, NativeDef, Obj, PyResult, Ref, Str, Vm, function, int, native, type_object, types,
};

static LISTING: &[NativeDef] = &[native(
    "scandir",
    "($module, /, path=None)",
    scandir::scandir,
    "Return an iterator of DirEntry objects for given path.",
)];

/// A dict of names and numbers.
fn numbers(vm: &mut Vm, table: &[(&str, i32)]) -> PyResult {
    let made = Dict::new(vm);
    for &(name, n) in table {
        let n = int::from_i64(vm, n.into());
        Dict::set_name(vm, &made, name, n)?;
    }
    Ok(made.into_obj())
}

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.";
    let module = table::module(vm, "posix", doc, files::FUNCTIONS)?;
    for functions in [
        descriptors::FUNCTIONS,
        terminal::FUNCTIONS,
        timer::FUNCTIONS,
        stat::FUNCTIONS,
        LISTING,
        identity::FUNCTIONS,
        process::FUNCTIONS,
        wait::FUNCTIONS,
        machine::FUNCTIONS,
        names::FUNCTIONS,
    ] {
        for def in functions {
            let made = function::for_module(vm, Some(&module), "posix", def);
            table::set(vm, &module, def.name, made)?;
        }
    }
    results::add(vm, &module)?;
    table::add_type::<scandir::Entry>(vm, &module, &scandir::ENTRY)?;
    type_object::define_kind::<scandir::Listing>(vm, &scandir::LISTING)?;
    table::set(vm, &module, "error", types::OS_ERROR.clone().into_obj())?;
    let environ = machine::environment(vm)?;
    table::set(vm, &module, "environ", environ)?;
    for (name, table) in
        [("sysconf_names", tables::SYSCONF), ("confstr_names", tables::CONFSTR), ("pathconf_names", tables::PATHCONF)]
    {
        let made = numbers(vm, table)?;
        table::set(vm, &module, name, made)?;
    }
    let have: Vec<Obj> = tables::HAVE.iter().map(|name| Str::intern(vm, name).into_obj()).collect();
    let have = List::from_vec(vm, have)?.into_obj();
    table::set(vm, &module, "_have_functions", have)?;
    table::set_numbers(vm, &module, tables::NUMBERS)?;
    Ok(module)
}
