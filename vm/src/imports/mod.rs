//! Import: the statements, `__import__` and native modules. The finders and loaders are importlib's, in Python.
//!
//! `statements` here; `absolute` is `__import__`; `native` keeps the native modules; `shadowing` guesses why a name is missing.

mod absolute;
mod native;
mod shadowing;
mod timing;

pub(crate) use absolute::import;
pub use absolute::{module_named, set_importlib};
pub use native::{MakeModule, make_native, native_names, register_module};
pub(crate) use shadowing::of_spec as shadowing;
pub use shadowing::set_first_path;
pub use timing::{show_cached, show_times};

use crate::frame::FrameHeader;
use rpython_objects::{
    Dict, Obj, PyResult, Raised, Ref, Str, StrExt, TypeExt, Vm, module, module::Shadow, names, protocol, raise,
    type_error, types,
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
            FrameHeader::builtins(vm, frame).clone(),
            FrameHeader::globals(vm, frame).clone().into_obj(),
            FrameHeader::locals(frame).cloned().unwrap_or(Obj::NONE),
        )
    };
    let Some(import) = Dict::get_str(vm, &builtins, names::__import__).cloned() else {
        return Err(raise!(vm, types::IMPORT_ERROR, "__import__ not found"));
    };
    let name = name.clone().into_obj();
    if absolute::is_original(vm, &import) {
        return absolute::import(vm, [&name, &globals, &locals, from_list, level]);
    }
    protocol::call(vm, &import, &[name, globals, locals, from_list.clone(), level.clone()])
}

/// `IMPORT_FROM`: an attribute, or a submodule that is being imported.
pub(crate) fn import_from(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult {
    if let Some(found) = protocol::find_attr(vm, o, name)? {
        return Ok(found);
    }
    let package = protocol::find_attr(vm, o, names::__name__)?.and_then(|n| n.downcast::<Str>().ok());
    if let Some(package) = &package {
        // A module that imports itself in a circle is not yet an attribute of its package.
        let dotted = absolute::dotted(vm, package, name)?;
        if let Some(found) = module_named(vm, &dotted)? {
            return Ok(found);
        }
    }
    Err(cannot_import(vm, o, name, package))
}

#[cold]
fn cannot_import(vm: &mut Vm, o: &Obj, name: &Ref<Str>, package: Option<Ref<Str>>) -> Raised {
    match import_from_message(vm, o, name, package.as_ref()) {
        Ok((message, origin)) => {
            let raised = raise!(vm, types::IMPORT_ERROR, "{message}");
            if let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<rpython_objects::Exception>()).cloned() {
                let fields = [
                    ("name", package.map(Ref::into_obj)),
                    ("name_from", Some(name.clone().into_obj())),
                    ("path", origin),
                ];
                for (field, value) in fields {
                    if let Some(value) = value {
                        rpython_objects::exception::set_field(vm, &e, field, value);
                    }
                }
            }
            raised
        }
        Err(raised) => raised,
    }
}

/// What the `ImportError` says, and the file that the module comes from (ceval.c: `_PyEval_ImportFrom`).
fn import_from_message(
    vm: &mut Vm,
    o: &Obj,
    name: &Ref<Str>,
    package: Option<&Ref<Str>>,
) -> PyResult<(String, Option<Obj>)> {
    let unknown = Str::intern(vm, "<unknown module name>");
    let own = package.unwrap_or(&unknown);
    let (name, module) = (protocol::repr_text(vm, name)?, protocol::repr_text(vm, own)?);
    let Some(spec) = protocol::find_attr(vm, o, names::__spec__)? else {
        return Ok((format!("cannot import name {name} from {module} (unknown location)"), None));
    };
    let (mut origin, shadow) = shadowing::of_spec(vm, &spec, own)?;
    if origin.is_none()
        && let Some(dict) = module::namespace(vm, o)
    {
        origin = Dict::get_str(vm, &dict, names::__file__).filter(|f| f.is_kind::<Str>()).cloned();
    }
    let place = match &origin {
        Some(origin) => (protocol::repr_text(vm, origin)?, protocol::str(vm, origin)?.to_string_lossy(vm)),
        None => Default::default(),
    };
    let message = if shadow == Shadow::Stdlib {
        format!(
            "cannot import name {name} from {module} (consider renaming {} since it has the same name as the standard library module named {module} and prevents importing that standard library module)",
            place.0
        )
    } else if shadowing::is_initializing(vm, &spec)? {
        if shadow == Shadow::Possibly {
            format!(
                "cannot import name {name} from {module} (consider renaming {} if it has the same name as a library you intended to import)",
                place.0
            )
        } else {
            let at = if origin.is_some() { format!(" ({})", place.1) } else { String::new() };
            format!(
                "cannot import name {name} from partially initialized module {module} (most likely due to a circular import){at}"
            )
        }
    } else {
        let at = if origin.is_some() { place.1.as_str() } else { "unknown location" };
        format!("cannot import name {name} from {module} ({at})")
    };
    Ok((message, origin))
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
