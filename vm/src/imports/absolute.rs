//! `__import__` (import.c: `PyImport_ImportModuleLevelObject`): names are resolved and modules that are there already are answered
//! here; finding and loading is importlib's.

use super::{shadowing, timing};
use crate::interp;
use rpython_objects::{
    Code, Dict, Exception, Frame, Obj, OptObj, PyResult, Raised, Ref, Str, StrExt, Traceback, Vm, function, names,
    protocol, raise, text::TextBuf, type_error, types, value_error,
};

/// What importing needs to find again.
#[derive(Default)]
struct Importer {
    /// `importlib._bootstrap`
    importlib: Option<Obj>,
}

/// Tells the interpreter the module that finds and loads: importlib's `_bootstrap`.
pub fn set_importlib(vm: &mut Vm, module: Obj) {
    vm.state_of::<Importer>().importlib = Some(module);
}

/// Whether a function is the `__import__` of `builtins` itself.
pub(super) fn is_original(vm: &Vm, f: &Obj) -> bool {
    function::native_of(vm, f).is_some_and(|def| def.name == "__import__")
}

/// `package.name`
pub(super) fn dotted(vm: &mut Vm, package: &Ref<Str>, name: &Ref<Str>) -> PyResult<Ref<Str>> {
    let mut buf = TextBuf::new();
    buf.push_text(package.text(vm));
    buf.push_str(".");
    buf.push_text(name.text(vm));
    let made = Str::try_from_buf(vm, buf)?;
    Ok(Str::intern_ref(vm, made))
}

/// What `sys.modules` has under a name.
///
/// # Errors
/// What looking up raises, where a program has replaced `sys.modules`.
pub fn module_named(vm: &mut Vm, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    let sys = interp::sys_dict(vm);
    let modules = Dict::get_str(vm, &sys, names::modules).cloned();
    match &modules {
        Some(modules) => match modules.downcast_ref::<Dict>() {
            Some(d) if Dict::is_exact(d) => Dict::get_item(vm, d, name),
            _ => match protocol::get_item(vm, modules, name) {
                Ok(found) => Ok(Some(found)),
                Err(raised) => vm.swallow(raised, types::KEY_ERROR).map(|()| None),
            },
        },
        None => Err(raise!(vm, types::RUNTIME_ERROR, "unable to get sys.modules")),
    }
}

/// `__import__(name, globals, locals, fromlist, level)`
pub(crate) fn import(vm: &mut Vm, [name, globals, _, from_list, level]: [&Obj; 5]) -> PyResult {
    let Some(name) = name.downcast_ref::<Str>().cloned() else {
        return Err(type_error!(vm, "module name must be a string"));
    };
    let level = rpython_objects::argument::c_int(vm, level)?;
    if level < 0 {
        return Err(value_error!(vm, "level must be >= 0"));
    }
    let result = at_level(vm, &name, globals, from_list, level);
    if result.is_err() {
        remove_importlib_frames(vm);
    }
    result
}

fn at_level(vm: &mut Vm, name: &Ref<Str>, globals: &Obj, from_list: &Obj, level: i32) -> PyResult {
    let absolute = if level > 0 {
        resolve(vm, name, globals, level)?
    } else if name.get(vm).is_empty() {
        return Err(value_error!(vm, "Empty module name"));
    } else {
        name.clone()
    };
    let module = module(vm, &absolute)?;
    if from_list.is_unbound() || from_list.is_none() || !protocol::is_true(vm, from_list)? {
        return top_of(vm, name, &absolute, module, level);
    }
    // A package's submodules may be among what is wanted.
    if protocol::find_attr(vm, &module, names::__path__)?.is_none() {
        return Ok(module);
    }
    let builtins = interp::builtins(vm);
    let import = Dict::get_str(vm, &builtins, names::__import__).cloned().unwrap_or(Obj::NONE);
    call_importlib(vm, "_handle_fromlist", &[module, from_list.clone(), import])
}

/// The module of an absolute name, imported if it is not there.
fn module(vm: &mut Vm, name: &Ref<Str>) -> PyResult {
    match module_named(vm, name)?.filter(|m| !m.is_none()) {
        Some(found) => {
            if is_initializing(vm, &found)? {
                // Another thread may be importing it: wait, or find the circle.
                call_importlib(vm, "_lock_unlock_module", &[name.clone().into_obj()])?;
            }
            let text = name.to_string_lossy(vm);
            timing::note_cached(vm, &text);
            Ok(found)
        }
        None => find_and_load(vm, name),
    }
}

fn is_initializing(vm: &mut Vm, module: &Obj) -> PyResult<bool> {
    match protocol::find_attr(vm, module, names::__spec__)? {
        Some(spec) => shadowing::is_initializing(vm, &spec),
        None => Ok(false),
    }
}

fn find_and_load(vm: &mut Vm, name: &Ref<Str>) -> PyResult {
    let text = name.to_string_lossy(vm);
    let shared = ["path", "meta_path", "path_hooks"].map(|n| interp::sys_attribute(vm, n).unwrap_or(Obj::NONE));
    let [path, meta_path, path_hooks] = shared;
    crate::audit::event(vm, "import", &[name.clone().into_obj(), Obj::NONE, path, meta_path, path_hooks])?;
    let builtins = interp::builtins(vm);
    let import = Dict::get_str(vm, &builtins, names::__import__).cloned().unwrap_or(Obj::NONE);
    timing::measured(vm, &text, |vm| call_importlib(vm, "_find_and_load", &[name.clone().into_obj(), import]))
}

fn call_importlib(vm: &mut Vm, function: &str, args: &[Obj]) -> PyResult {
    let Some(importlib) = vm.state_of::<Importer>().importlib.clone() else {
        // Without importlib there are the native modules.
        if let Some(name) = args[0].downcast_ref::<Str>().cloned()
            && let Some(made) = super::make_native(vm, &name.to_string_lossy(vm))
        {
            let made = made?.into_obj();
            let modules = interp::modules(vm);
            Dict::set_str(vm, &modules, &name, made.clone())?;
            return Ok(made);
        }
        let shown = protocol::repr_text(vm, &args[0])?;
        return Err(raise!(vm, types::MODULE_NOT_FOUND_ERROR, "No module named {shown}"));
    };
    let function = Str::intern(vm, function);
    protocol::call_method(vm, &importlib, &function, args)
}

/// What `import a.b.c` binds: the package `a`; of a relative import, the package that its first part names.
fn top_of(vm: &mut Vm, name: &Ref<Str>, absolute: &Ref<Str>, found: Obj, level: i32) -> PyResult {
    if level > 0 && name.get(vm).is_empty() {
        return Ok(found);
    }
    let dot = name.text(vm).iter().position(|c| c == u32::from('.'));
    let Some(dot) = dot else { return Ok(found) };
    if level == 0 {
        let front = Str::slice(vm, name, 0, dot)?;
        let front = Str::intern_ref(vm, front);
        return module(vm, &front);
    }
    let cut = name.get(vm).len() - dot;
    let len = absolute.get(vm).len();
    let front = Str::slice(vm, absolute, 0, len - cut)?;
    match module_named(vm, &front)? {
        Some(found) => Ok(found),
        None => {
            let shown = protocol::repr_text(vm, &front)?;
            Err(raise!(vm, types::KEY_ERROR, "{shown} not in sys.modules as expected"))
        }
    }
}

fn global(vm: &mut Vm, globals: &Obj, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    match globals.downcast_ref::<Dict>() {
        Some(d) => Ok(Dict::get_str(vm, d, name).cloned().filter(|v| !v.is_none())),
        None => Err(type_error!(vm, "globals must be a dict")),
    }
}

/// The absolute name of a relative one (import.c: `resolve_name`).
fn resolve(vm: &mut Vm, name: &Ref<Str>, globals: &Obj, level: i32) -> PyResult<Ref<Str>> {
    if globals.is_unbound() || globals.is_none() {
        return Err(raise!(vm, types::KEY_ERROR, "'__name__' not in globals"));
    }
    let package = package_of(vm, globals)?;
    let text = package.to_string_lossy(vm);
    if text.is_empty() {
        return Err(no_parent(vm));
    }
    let mut base = text.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((front, _)) => base = front,
            None => {
                return Err(raise!(vm, types::IMPORT_ERROR, "attempted relative import beyond top-level package"));
            }
        }
    }
    let base = Str::intern(vm, base);
    if name.get(vm).is_empty() { Ok(base) } else { dotted(vm, &base, name) }
}

#[cold]
fn no_parent(vm: &mut Vm) -> Raised {
    raise!(vm, types::IMPORT_ERROR, "attempted relative import with no known parent package")
}

/// The package that relative names in a module with these globals start from.
fn package_of(vm: &mut Vm, globals: &Obj) -> PyResult<Ref<Str>> {
    let package = global(vm, globals, names::__package__)?;
    let spec = global(vm, globals, names::__spec__)?;
    let parent_name = Str::intern(vm, "parent");
    if let Some(package) = package {
        let Some(text) = package.downcast_ref::<Str>().cloned() else {
            return Err(type_error!(vm, "package must be a string"));
        };
        if let Some(spec) = spec {
            let parent = protocol::get_attr(vm, &spec, &parent_name)?;
            if !protocol::equal(vm, &package, &parent)? {
                let (a, b) = (protocol::repr_text(vm, &package)?, protocol::repr_text(vm, &parent)?);
                let message = format!("__package__ != __spec__.parent ({a} != {b})");
                (vm.hooks.warn)(vm, types::DEPRECATION_WARNING, &message, 1)?;
            }
        }
        return Ok(text);
    }
    if let Some(spec) = spec {
        let parent = protocol::get_attr(vm, &spec, &parent_name)?;
        return match parent.downcast::<Str>() {
            Ok(text) => Ok(text),
            Err(_) => Err(type_error!(vm, "__spec__.parent must be a string")),
        };
    }
    let message = "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__";
    (vm.hooks.warn)(vm, types::IMPORT_WARNING, message, 1)?;
    let Some(name) = global(vm, globals, names::__name__)? else {
        return Err(raise!(vm, types::KEY_ERROR, "'__name__' not in globals"));
    };
    let Ok(name) = name.downcast::<Str>() else { return Err(type_error!(vm, "__name__ must be a string")) };
    if let Some(d) = globals.downcast_ref::<Dict>()
        && Dict::get_str(vm, d, names::__path__).is_some()
    {
        return Ok(name);
    }
    let text = name.to_string_lossy(vm);
    match text.rsplit_once('.') {
        Some((front, _)) => Ok(Str::intern(vm, front)),
        None => Err(no_parent(vm)),
    }
}

/// Leaves importlib's own frames out of the traceback of the travelling exception (import.c: `remove_importlib_frames`): every chunk of
/// them for an `ImportError`, otherwise those that end in `_call_with_frames_removed`.
fn remove_importlib_frames(vm: &mut Vm) {
    let Some(e) = vm.exception.cloned() else { return };
    let Some(exception) = e.downcast_ref::<Exception>() else { return };
    let always = vm.raised_is(types::IMPORT_ERROR);
    let mut kept: Vec<Ref<Traceback>> = Vec::new();
    // How many were kept when the chunk of importlib's frames began.
    let mut chunk = None;
    let mut removed = false;
    let mut next = exception.get(vm).traceback.cloned();
    while let Some(entry) = next.and_then(|t| t.downcast::<Traceback>().ok()) {
        next = entry.get(vm).next.cloned();
        let frame: Ref<Frame> = entry.get(vm).frame.clone();
        let code: Ref<Code> = frame.get(vm).code.clone();
        let file = code.get(vm).filename.to_string_lossy(vm);
        let inside = file == "<frozen importlib._bootstrap>" || file == "<frozen importlib._bootstrap_external>";
        if inside {
            let start = *chunk.get_or_insert(kept.len());
            if always || code.get(vm).name.text(vm).to_str().is_some_and(|n| n == "_call_with_frames_removed") {
                kept.truncate(start);
                removed = true;
                continue;
            }
        } else {
            chunk = None;
        }
        kept.push(entry);
    }
    if !removed {
        return;
    }
    let mut link = OptObj::NONE;
    for entry in kept.into_iter().rev() {
        let old = std::mem::replace(&mut entry.get_mut(vm).next, link);
        drop(old);
        link = OptObj::some(entry.into_obj());
    }
    let old = std::mem::replace(&mut exception.get_mut(vm).traceback, link);
    drop(old);
}
