//! `sys.stderr` before there are streams (CPython: `Objects/fileobject.c`, `stderrprinter`): what the import system says under `-v` while it
//! is being set up.

use rpython_objects::{Args, Dict, Module, NativeDef, Obj, PyResult, Str, StrExt, Vm, function, int, native};

static FUNCTIONS: &[NativeDef] = &[
    native("write", "($module, text, /)", write, "Writes to the system's standard error."),
    native("flush", "($module, /)", |_, _| Ok(Obj::NONE), "Nothing is kept back."),
];

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = args.at(1).downcast_ref::<Str>().map(|s| s.to_string_lossy(vm)).unwrap_or_default();
    eprint!("{text}");
    Ok(int::from_i64(vm, i64::try_from(text.chars().count()).unwrap_or(0)))
}

/// Sets it; the streams take its place.
///
/// # Errors
/// `MemoryError`
pub(crate) fn install(vm: &mut Vm) -> PyResult<()> {
    let stream = Module::new(vm, "stderrprinter")?.into_obj();
    let Some(namespace) = rpython_objects::module::namespace(vm, &stream) else { return Ok(()) };
    for def in FUNCTIONS {
        let made = function::for_module(vm, Some(&stream), "sys", def);
        Dict::set_name(vm, &namespace, def.name, made)?;
    }
    let sys = rpython_vm::sys_dict(vm);
    Dict::set_name(vm, &sys, "stderr", stream)?;
    Ok(())
}
