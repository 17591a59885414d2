//! The start of the import system (Python/pylifecycle.c: `init_importlib`, `init_importlib_external`): importlib's two halves run from the
//! embedded library and install their finders.

use super::{frozen, namespace};
use rpython_objects::{Dict, Module, Obj, PyResult, Ref, Str, Vm, int, names, protocol, raise, types};

/// Runs a frozen module as `name`.
pub(super) fn run_frozen(vm: &mut Vm, name: &str, found: &frozen::Frozen) -> PyResult<Ref<Module>> {
    let code = found.object(vm)?;
    let module = Module::new(vm, name)?;
    let dict = namespace(vm, &module);
    let builtins = rpython_vm::builtins::module(vm).unwrap_or(Obj::NONE);
    Dict::set_str(vm, &dict, names::__builtins__, builtins)?;
    let modules = rpython_vm::modules(vm);
    Dict::set_name(vm, &modules, name, module.clone().into_obj())?;
    if found.package {
        let path = rpython_objects::List::from_vec(vm, Vec::new())?.into_obj();
        Dict::set_str(vm, &dict, names::__path__, path)?;
    }
    // importlib takes it from there.
    let origin = match found.origin() {
        Some(origin) => Str::new(vm, &origin).into_obj(),
        None => Obj::NONE,
    };
    Dict::set_name(vm, &dict, "__origname__", origin)?;
    rpython_vm::run_code(vm, &code, &dict, None)?;
    Ok(module)
}

/// Sets importlib up: modules that are built in, frozen, on `sys.path` and in zip archives can be imported from now on.
///
/// # Errors
/// What importlib raises.
pub fn install(vm: &mut Vm) -> PyResult<()> {
    // importlib keeps its locks by weak references.
    if !rpython_vm::imports::native_names(vm).contains(&"_weakref") {
        return Ok(());
    }
    let name = "_frozen_importlib";
    let found = match frozen::find(vm, name) {
        Ok(found) => found,
        Err(missing) => return Err(frozen::raise_missing(vm, name, missing)),
    };
    let importlib = run_frozen(vm, name, &found)?.into_obj();
    rpython_vm::imports::set_importlib(vm, importlib.clone());
    let imp = super::module(vm)?.into_obj();
    let modules = rpython_vm::modules(vm);
    Dict::set_name(vm, &modules, "_imp", imp.clone())?;
    let install = Str::intern(vm, "_install");
    let Some(sys) = Dict::get_str(vm, &modules, names::sys).cloned() else {
        return Err(raise!(vm, types::RUNTIME_ERROR, "lost sys"));
    };
    protocol::call_method(vm, &importlib, &install, &[sys, imp])?;
    if !super::searches_files(vm) {
        return Ok(());
    }
    let install = Str::intern(vm, "_install_external_importers");
    protocol::call_method(vm, &importlib, &install, &[])?;
    install_zipimport(vm)?;
    if rpython_vm::config(vm).places.embedded {
        install_library(vm)?;
    }
    Ok(())
}

/// Archives on `sys.path` come before folders (`init_zipimport`).
fn install_zipimport(vm: &mut Vm) -> PyResult<()> {
    let name = Str::intern(vm, "zipimport").into_obj();
    let (import, zero) = (vm.hooks.import, int::from_i64(vm, 0));
    let zipimport = import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &zero])?;
    let name = Str::intern(vm, "zipimporter");
    let importer = protocol::get_attr(vm, &zipimport, &name)?;
    if let Some(hooks) = rpython_vm::sys_attribute(vm, "path_hooks") {
        let (insert, zero) = (Str::intern(vm, "insert"), int::from_i64(vm, 0));
        protocol::call_method(vm, &hooks, &insert, &[zero, importer])?;
    }
    Ok(())
}

/// The embedded library answers for its folder.
fn install_library(vm: &mut Vm) -> PyResult<()> {
    rpython_vm::traceback::set_embedded_sources(vm, crate::library::source);
    let Some(found) = frozen::of_library("_embedded_library") else { return Ok(()) };
    let library = run_frozen(vm, "_embedded_library", &found)?.into_obj();
    let install = Str::intern(vm, "install");
    protocol::call_method(vm, &library, &install, &[])?;
    Ok(())
}
