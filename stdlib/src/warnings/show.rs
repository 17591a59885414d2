//! Showing a warning: by the module `warnings` where it is imported, otherwise as text on `sys.stderr`.

use super::{Warning, of_module};
use rpython_objects::{
    Dict, Obj, PyResult, Ref, Str, StrExt, Type, TypeExt, Vm, int, names, protocol, raise,
    text::split::{self, LineEnds},
    type_error, types,
};

/// Shows a warning that no filter holds back (`call_show_warning`).
pub(super) fn show(vm: &mut Vm, w: &Warning<'_>) -> PyResult<()> {
    if w.source.is_some() {
        // Only the Python module can tell where the object was made.
        import_module(vm);
    }
    let Some(shower) = of_module(vm, "_showwarnmsg")? else { return write(vm, w) };
    if vm.slots_of(&shower).call().is_none() {
        return Err(type_error!(vm, "warnings._showwarnmsg() must be set to a callable"));
    }
    let Some(class) = of_module(vm, "WarningMessage")? else {
        return Err(raise!(vm, types::RUNTIME_ERROR, "unable to get warnings.WarningMessage"));
    };
    let line = int::from_i64(vm, w.line);
    let source = w.source.cloned().unwrap_or(Obj::NONE);
    // The loader's line serves where the file cannot be read.
    let of_loader = match &w.source_line {
        Some(line) if line_of_file(vm, w).is_none() => line.clone(),
        _ => Obj::NONE,
    };
    let args = [w.message.clone(), w.category.clone(), w.filename.clone(), line, Obj::NONE, of_loader, source];
    let message = protocol::call(vm, &class, &args)?;
    protocol::call(vm, &shower, &[message])?;
    Ok(())
}

/// Imports the module `warnings`, if that can be.
pub(super) fn import_module(vm: &mut Vm) {
    let name = Str::intern(vm, "warnings").into_obj();
    let zero = int::from_i64(vm, 0);
    let import = vm.hooks.import;
    if import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &zero]).is_err() {
        vm.exception.take();
    }
}

/// The line of the file that the warning names.
fn line_of_file(vm: &mut Vm, w: &Warning<'_>) -> Option<String> {
    let file = w.filename.downcast_ref::<Str>()?.to_string_lossy(vm);
    rpython_vm::traceback::line_of_file(vm, &file, i32::try_from(w.line).ok()?)
}

/// Writes a warning to `sys.stderr`: where, what, and the line of the source.
fn write(vm: &mut Vm, w: &Warning<'_>) -> PyResult<()> {
    let Some(out) = rpython_vm::sys_attribute(vm, "stderr").filter(|s| !s.is_none()) else { return Ok(()) };
    let category = match w.category.downcast_ref::<Type>() {
        Some(class) => class.name(vm).to_string(),
        None => String::new(),
    };
    let file = w.filename.downcast_ref::<Str>().map(|f| f.to_string_lossy(vm)).unwrap_or_default();
    let text = w.text.to_string_lossy(vm);
    let mut shown = format!("{file}:{}: {category}: {text}\n", w.line);
    let line = match &w.source_line {
        Some(line) => line.downcast_ref::<Str>().map(|l| l.to_string_lossy(vm)),
        None => line_of_file(vm, w),
    };
    if let Some(line) =
        line.as_deref().map(|l| l.trim_matches([' ', '\t', '\x0c', '\n', '\r'])).filter(|l| !l.is_empty())
    {
        shown.push_str(&format!("  {line}\n"));
    }
    let shown = Str::new(vm, &shown).into_obj();
    if protocol::call_method(vm, &out, names::write, &[shown]).is_err() {
        vm.exception.take();
    }
    Ok(())
}

/// A line of the source that a module's loader has; nothing where the loader does not know the module.
pub(super) fn line_of_loader(vm: &mut Vm, globals: &Ref<Dict>, line: i32) -> PyResult<Option<Obj>> {
    let [bootstrap, bless] = ["importlib._bootstrap_external", "_bless_my_loader"].map(|name| Str::intern(vm, name));
    let modules = rpython_vm::modules(vm);
    let bootstrap = match Dict::get_str(vm, &modules, &bootstrap).cloned() {
        Some(module) => module,
        None => {
            let frozen = Str::intern(vm, "_frozen_importlib_external");
            match Dict::get_str(vm, &modules, &frozen).cloned() {
                Some(module) => module,
                None => return Ok(None),
            }
        }
    };
    let loader = protocol::call_method(vm, &bootstrap, &bless, &[globals.clone().into_obj()])?;
    let Some(name) = Dict::get_str(vm, globals, names::__name__).cloned().filter(|_| !loader.is_none()) else {
        return Ok(None);
    };
    let get_source = Str::intern(vm, "get_source");
    let Some(get_source) = protocol::find_attr(vm, &loader, &get_source)? else { return Ok(None) };
    let source = match protocol::call(vm, &get_source, &[name]) {
        Ok(source) => source,
        Err(raised) => {
            vm.swallow(raised, types::IMPORT_ERROR)?;
            return Ok(None);
        }
    };
    let Some(source) = source.downcast_ref::<Str>() else { return Ok(None) };
    let Some(i) = usize::try_from(line).ok().and_then(|n| n.checked_sub(1)) else { return Ok(None) };
    let text = source.text(vm);
    let Some(range) = split::lines_of(text, LineEnds::Drop).into_iter().nth(i) else { return Ok(None) };
    let line = Str::from_text(vm, text.slice(range))?;
    Ok(Some(line.into_obj()))
}
