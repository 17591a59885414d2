//! The import statements.

use crate::{
    frame::{FrameHeader, peek},
    interp,
};
use rpython_objects::{
    Dict, Obj, PyResult, Ref, Str, StrExt, TypeExt, Vm, module, names, protocol, raise, type_error, types,
};

/// `IMPORT_NAME`: level and fromlist come from the stack.
pub(crate) unsafe fn import_name(
    vm: &mut Vm,
    frame: *mut FrameHeader,
    name: &Ref<Str>,
    from_list: &Obj,
    level: &Obj,
) -> PyResult {
    // SAFETY: the caller passes the running frame.
    let (builtins, globals, locals) = unsafe {
        (
            FrameHeader::builtins(frame).clone(),
            FrameHeader::globals(frame).clone().into_obj(),
            peek(&raw const (*frame).locals).clone().bound().unwrap_or(Obj::NONE),
        )
    };
    let Some(import) = Dict::get_str(vm, &builtins, names::__import__).cloned() else {
        return Err(raise!(vm, types::IMPORT_ERROR, "__import__ not found"));
    };
    protocol::call(vm, &import, &[name.clone().into_obj(), globals, locals, from_list.clone(), level.clone()])
}

/// `IMPORT_FROM`: an attribute, or a submodule that is being imported.
pub(crate) fn import_from(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult {
    if let Some(found) = protocol::find_attr(vm, o, name)? {
        return Ok(found);
    }
    let text = name.to_string_lossy(vm);
    let module_name = protocol::find_attr(vm, o, names::__name__)?;
    let package = module_name.as_ref().and_then(|n| n.downcast_ref::<Str>()).map(|n| n.to_string_lossy(vm));
    if let Some(package) = &package {
        let full = Str::intern(vm, &format!("{package}.{text}"));
        let modules = interp::modules(vm);
        if let Some(found) = Dict::get_item(vm, &modules, &full)? {
            return Ok(found);
        }
    }
    Err(cannot_import(vm, o, name, package))
}

#[cold]
fn cannot_import(vm: &mut Vm, o: &Obj, name: &Ref<Str>, package: Option<String>) -> rpython_objects::Raised {
    let text = name.to_string_lossy(vm);
    let package = package.unwrap_or_else(|| "<unknown module name>".to_string());
    let file = match protocol::find_attr(vm, o, names::__file__) {
        Ok(file) => file.filter(Obj::is_kind::<Str>),
        Err(raised) => return raised,
    };
    let origin = file.as_ref().and_then(|f| f.downcast_ref::<Str>()).map(|f| f.to_string_lossy(vm));
    let spec = match protocol::find_attr(vm, o, names::__spec__) {
        Ok(spec) => spec,
        Err(raised) => return raised,
    };
    let initializing = match &spec {
        Some(spec) => match protocol::find_attr(vm, spec, names::_initializing) {
            Ok(Some(flag)) => protocol::is_true(vm, &flag).unwrap_or(false),
            _ => false,
        },
        None => false,
    };
    let place = origin.unwrap_or_else(|| "unknown location".to_string());
    let raised = if initializing {
        raise!(
            vm,
            types::IMPORT_ERROR,
            "cannot import name '{text}' from partially initialized module '{package}' (most likely due to a circular import) ({place})"
        )
    } else {
        raise!(vm, types::IMPORT_ERROR, "cannot import name '{text}' from '{package}' ({place})")
    };
    if let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<rpython_objects::Exception>()).cloned() {
        let package = Str::new(vm, &package).into_obj();
        rpython_objects::exception::set_field(vm, &e, "name", package);
        rpython_objects::exception::set_field(vm, &e, "name_from", name.clone().into_obj());
        if let Some(file) = file {
            rpython_objects::exception::set_field(vm, &e, "path", file);
        }
    }
    raised
}

/// `from m import *`
pub(crate) unsafe fn import_star(vm: &mut Vm, frame: *mut FrameHeader, o: &Obj) -> PyResult<()> {
    let all = protocol::find_attr(vm, o, names::__all__)?;
    let skip_private = all.is_none();
    let listed = match all {
        Some(all) => protocol::collect(vm, &all)?,
        None => {
            let Some(dict) = protocol::find_attr(vm, o, names::__dict__)? else {
                return Err(raise!(vm, types::IMPORT_ERROR, "from-import-* object has no __dict__ and no __all__"));
            };
            match module::namespace(vm, o) {
                Some(d) => d.get(vm).iter().map(|(k, _)| k.clone()).collect(),
                None => {
                    let keys = protocol::call_method(vm, &dict, names::keys, &[])?;
                    protocol::collect(vm, &keys)?
                }
            }
        }
    };
    for key in listed {
        let Some(name) = key.downcast_ref::<Str>() else {
            let module = protocol::find_attr(vm, o, names::__name__)?;
            let module = match &module {
                Some(m) => protocol::str(vm, m)?.to_string_lossy(vm),
                None => String::new(),
            };
            let class = vm.class_of(&key).name(vm).to_string();
            let what = if skip_private { "Key in" } else { "Item in" };
            let attr = if skip_private { "__dict__" } else { "__all__" };
            return Err(type_error!(vm, "{what} {module}.{attr} must be str, not {class}"));
        };
        if skip_private && name.text(vm).first() == Some(u32::from('_')) {
            continue;
        }
        let value = protocol::get_attr(vm, o, name)?;
        // SAFETY: the caller passes the running frame.
        unsafe { crate::variables::store_name(vm, frame, name, Some(&value))? };
    }
    Ok(())
}

/// `__import__` before there is an import system: modules that are made already.
pub(crate) fn import(vm: &mut Vm, parts: [&Obj; 5]) -> PyResult {
    let Some(name) = parts[0].downcast_ref::<Str>() else {
        let class = vm.class_of(parts[0]).name(vm).to_string();
        return Err(type_error!(vm, "module name must be a string, not {class}"));
    };
    let modules = interp::modules(vm);
    if let Some(found) = Dict::get_item(vm, &modules, name)? {
        return Ok(found);
    }
    let text = name.to_string_lossy(vm);
    if let Some(make) = vm.state_of::<NativeModules>().0.get(text.as_str()).copied() {
        let module = make(vm)?.into_obj();
        Dict::set_item(vm, &modules, name, module.clone())?;
        return Ok(module);
    }
    let raised = raise!(vm, types::MODULE_NOT_FOUND_ERROR, "No module named '{text}'");
    if let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<rpython_objects::Exception>()).cloned() {
        rpython_objects::exception::set_field(vm, &e, "name", name.clone().into_obj());
    }
    Err(raised)
}

/// How native modules are made, by name.
#[derive(Default)]
struct NativeModules(rustc_hash::FxHashMap<&'static str, MakeModule>);

/// Makes a native module.
pub type MakeModule = fn(&mut Vm) -> PyResult<Ref<rpython_objects::Module>>;

/// Makes a native module importable.
pub fn register_module(vm: &mut Vm, name: &'static str, make: MakeModule) {
    vm.state_of::<NativeModules>().0.insert(name, make);
}
