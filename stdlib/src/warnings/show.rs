//! Showing a warning: by the module `warnings` where it is imported, otherwise as text on `sys.stderr`.

use super::{Warning, of_module};
use rpython_objects::{
    Dict, Obj, PyResult, Ref, Str, StrExt, Type, TypeExt, Vm, int, names, protocol, raise, type_error, types,
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
    let args = [w.message.clone(), w.category.clone(), w.filename.clone(), line, Obj::NONE, Obj::NONE, source];
    let message = protocol::call(vm, &class, &args)?;
    protocol::call(vm, &shower, &[message])?;
    Ok(())
}

fn import_module(vm: &mut Vm) {
    let name = Str::intern(vm, "warnings").into_obj();
    let zero = int::from_i64(vm, 0);
    let import = vm.hooks.import;
    if import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &zero]).is_err() {
        vm.exception.take();
    }
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
        None => i32::try_from(w.line).ok().and_then(|n| rpython_vm::traceback::line_of_file(vm, &file, n)),
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

/// A line of the source that a module's loader has.
pub(super) fn line_of_loader(vm: &mut Vm, globals: &Ref<Dict>, line: i32) -> PyResult<Option<Obj>> {
    let found = [names::__loader__, names::__name__].map(|n| Dict::get_str(vm, globals, n).cloned());
    let [Some(loader), Some(name)] = found else { return Ok(None) };
    let get_source = Str::intern(vm, "get_source");
    let Some(get_source) = protocol::find_attr(vm, &loader, &get_source)? else { return Ok(None) };
    let source = protocol::call(vm, &get_source, &[name])?;
    if source.is_none() {
        return Ok(None);
    }
    let splitlines = Str::intern(vm, "splitlines");
    let lines = protocol::call_method(vm, &source, &splitlines, &[])?;
    let i = int::from_i64(vm, i64::from(line) - 1);
    protocol::get_item(vm, &lines, &i).map(Some)
}
