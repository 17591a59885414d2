//! Why a module lacks a name: a file of the program may have the name of a library (moduleobject.c:
//! `_PyModule_IsPossiblyShadowing`).

use crate::interp;
use rpython_objects::{Dict, Obj, PyResult, Ref, Str, StrExt, Vm, module::Shadow, names, protocol, set};

/// `sys.path[0]` as it was at the start.
#[derive(Default)]
struct FirstPath(Option<String>);

/// Notes the folder that is searched first: the program's.
pub fn set_first_path(vm: &mut Vm, path: Option<String>) {
    vm.state_of::<FirstPath>().0 = path;
}

/// The origin of a spec, if that is a file.
fn file_origin(vm: &mut Vm, spec: &Obj) -> PyResult<Option<Obj>> {
    let located = Str::intern(vm, "has_location");
    match protocol::find_attr(vm, spec, &located)? {
        Some(located) if protocol::is_true(vm, &located)? => {
            let origin = Str::intern(vm, "origin");
            Ok(protocol::find_attr(vm, spec, &origin)?.filter(Obj::is_kind::<Str>))
        }
        _ => Ok(None),
    }
}

/// Whether a spec's module is still being executed.
pub(crate) fn is_initializing(vm: &mut Vm, spec: &Obj) -> PyResult<bool> {
    if spec.is_none() {
        return Ok(false);
    }
    match protocol::find_attr(vm, spec, names::_initializing)? {
        Some(flag) => protocol::is_true(vm, &flag),
        None => Ok(false),
    }
}

/// Whether a file lies in the program's folder, so that it may hide a library of the same name.
fn is_possible(vm: &mut Vm, origin: &Obj) -> PyResult<bool> {
    let Some(origin) = origin.downcast_ref::<Str>().map(|o| o.to_string_lossy(vm)) else { return Ok(false) };
    let flags = interp::sys_attribute(vm, "flags");
    if let Some(flags) = flags {
        let name = Str::intern(vm, "safe_path");
        if let Some(safe) = protocol::find_attr(vm, &flags, &name)?
            && protocol::is_true(vm, &safe)?
        {
            return Ok(false);
        }
    }
    let Some(first) = vm.state_of::<FirstPath>().0.clone() else { return Ok(false) };
    let file = origin.strip_suffix("/__init__.py").unwrap_or(&origin);
    let Some((folder, _)) = file.rsplit_once('/') else { return Ok(false) };
    if first.is_empty() {
        return Ok(std::env::current_dir().is_ok_and(|here| here.as_os_str() == folder));
    }
    Ok(folder == first)
}

/// Where a spec's module comes from, and what that hides.
pub(crate) fn of_spec(vm: &mut Vm, spec: &Obj, name: &Ref<Str>) -> PyResult<(Option<Obj>, Shadow)> {
    let Some(origin) = file_origin(vm, spec)? else { return Ok((None, Shadow::Nothing)) };
    let shadow = match is_possible(vm, &origin)? {
        false => Shadow::Nothing,
        true if is_stdlib_name(vm, name)? => Shadow::Stdlib,
        true => Shadow::Possibly,
    };
    Ok((Some(origin), shadow))
}

/// Whether a module's name is one of the standard library's.
fn is_stdlib_name(vm: &mut Vm, name: &Ref<Str>) -> PyResult<bool> {
    let sys = interp::sys_dict(vm);
    let key = Str::intern(vm, "stdlib_module_names");
    match Dict::get_str(vm, &sys, &key).filter(|s| s.is_kind::<set::Set>()).cloned() {
        Some(known) => protocol::contains(vm, &known, name),
        None => Ok(false),
    }
}
