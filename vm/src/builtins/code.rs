//! `exec`, `eval`, `compile`, and the namespaces.

use crate::{
    call, compile,
    frame::FrameHeader,
    interp::{self, interp},
    special,
};
use rpython_objects::{
    Args, Code, Dict, Function, NativeDef, Obj, PyResult, Ref, Str, StrExt, Tuple, TypeExt, Vm, argument, cell::Cell,
    int, names, native, protocol, python_function, type_error, value_error,
};

pub(super) const FUNCTIONS: &[NativeDef] = &[
    native(
        "__import__",
        "($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)",
        import,
        "Import a module.\n\nBecause this function is meant for use by the Python\ninterpreter and not for general use, it is better to use\nimportlib.import_module() to programmatically import a module.",
    ),
    native(
        "breakpoint",
        "($module, /, *args, **kws)",
        breakpoint,
        "Call sys.breakpointhook(*args, **kws).\n\nsys.breakpointhook() must accept whatever arguments are passed.\n\nBy default, this drops you into the pdb debugger.",
    ),
    native(
        "compile",
        "($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        compile_source,
        "Compile source into a code object that can be executed by exec() or eval().\n\nThe source code may represent a Python module, statement or expression.\nThe filename will be used for run-time error messages.",
    ),
    native(
        "eval",
        "($module, source, /, globals=None, locals=None)",
        eval,
        "Evaluate the given source in the context of globals and locals.\n\nThe source may be a string representing a Python expression\nor a code object as returned by compile().",
    ),
    native(
        "exec",
        "($module, source, /, globals=None, locals=None, *, closure=None)",
        exec,
        "Execute the given source in the context of globals and locals.\n\nThe source may be a string representing one or more Python statements\nor a code object as returned by compile().",
    ),
    native(
        "globals",
        "($module, /)",
        |vm, _| current_globals(vm).map(Obj::from),
        "Return the dictionary containing the current scope's global variables.",
    ),
    native(
        "locals",
        "($module, /)",
        |vm, _| current_locals(vm),
        "Return a dictionary containing the current scope's local variables.",
    ),
];

fn breakpoint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(hook) = interp::sys_attribute(vm, "breakpointhook") else {
        return Err(rpython_objects::raise!(vm, rpython_objects::types::RUNTIME_ERROR, "lost sys.breakpointhook"));
    };
    crate::audit::event(vm, "builtins.breakpoint", std::slice::from_ref(&hook))?;
    crate::sys::call_with(vm, &hook, args.at(1), args.at(2))
}

fn import(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = |i: usize, default: Obj| args.opt(i).cloned().unwrap_or(default);
    let level = value(5, int::from_i64(vm, 0));
    let parts = [args.at(1).clone(), value(2, Obj::NONE), value(3, Obj::NONE), value(4, Obj::NONE), level];
    (vm.hooks.import)(vm, [&parts[0], &parts[1], &parts[2], &parts[3], &parts[4]])
}

/// The globals of the running frame.
fn current_globals(vm: &mut Vm) -> PyResult<Ref<Dict>> {
    match crate::variables::running_globals(vm) {
        Some(globals) => Ok(globals),
        None => {
            Err(rpython_objects::raise!(vm, rpython_objects::types::SYSTEM_ERROR, "globals and locals cannot be NULL"))
        }
    }
}

/// The locals of the running frame: its mapping, or a snapshot (PEP 667).
pub(super) fn current_locals(vm: &mut Vm) -> PyResult {
    // SAFETY: the state outlives the token; its frame is null or live.
    unsafe {
        let frame = (*interp(vm)).frame;
        if frame.is_null() {
            return Ok(Dict::new(vm).into_obj());
        }
        special::snapshot_locals(vm, frame)
    }
}

/// Flags of `compile()` that are not the code's own.
mod flag {
    pub(super) const DONT_IMPLY_DEDENT: i64 = 0x200;
    pub(super) const ONLY_AST: i64 = 0x400;
    pub(super) const TYPE_COMMENTS: i64 = 0x1000;
    pub(super) const ALLOW_TOP_LEVEL_AWAIT: i64 = 0x2000;
    pub(super) const ALLOW_INCOMPLETE_INPUT: i64 = 0x4000;
    pub(super) const OPTIMIZED_AST: i64 = 0x8000 | ONLY_AST;
    pub(super) const ALL: i64 = DONT_IMPLY_DEDENT
        | OPTIMIZED_AST
        | TYPE_COMMENTS
        | ALLOW_TOP_LEVEL_AWAIT
        | ALLOW_INCOMPLETE_INPUT
        | rpython_frontend::code::flags::FUTURE_MASK as i64
        | 0x10
        | 0x100;
}

fn compile_source(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let filename = filename(vm, args.at(2))?;
    let mode = args.at(3);
    let Some(mode) = mode.downcast_ref::<Str>().map(|m| m.to_string_lossy(vm)) else {
        let class = vm.class_of(mode).name(vm).to_string();
        return Err(type_error!(vm, "compile() argument 'mode' must be str, not {class}"));
    };
    let flags = match args.opt(4) {
        Some(flags) => protocol::to_index(vm, flags, None)? as i64,
        None => 0,
    };
    if flags & !flag::ALL != 0 {
        return Err(value_error!(vm, "compile(): unrecognised flags"));
    }
    let optimize = match args.opt(6) {
        Some(level) => argument::c_int(vm, level)?,
        None => -1,
    };
    if !(-1..=2).contains(&optimize) {
        return Err(value_error!(vm, "compile(): invalid optimize value"));
    }
    let inherit = match args.opt(5) {
        Some(dont) => !protocol::is_true(vm, dont)?,
        None => true,
    };
    let mode = match mode.as_str() {
        "exec" => compile::Mode::Exec,
        "eval" => compile::Mode::Eval,
        "single" => compile::Mode::Single,
        "func_type" if flags & flag::ONLY_AST != 0 => compile::Mode::FuncType,
        "func_type" => {
            return Err(value_error!(vm, "compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        _ if flags & flag::ONLY_AST != 0 => {
            return Err(value_error!(vm, "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"));
        }
        _ => return Err(value_error!(vm, "compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let mut request = compile::Request::new(vm, mode, optimize as i8);
    request.future = flags as u32 & rpython_frontend::code::flags::FUTURE_MASK;
    if inherit {
        request.future |= inherited_futures(vm);
    }
    request.allow_top_level_await = flags & flag::ALLOW_TOP_LEVEL_AWAIT != 0;
    request.dont_imply_dedent = flags & flag::DONT_IMPLY_DEDENT != 0;
    request.allow_incomplete = flags & flag::ALLOW_INCOMPLETE_INPUT != 0;
    let source = args.at(1);
    let optimized = flags & flag::OPTIMIZED_AST == flag::OPTIMIZED_AST;
    if compile::is_tree(vm, source)? {
        return match flags & flag::ONLY_AST != 0 {
            true if optimized => compile::optimize_tree(vm, source, &filename, &request),
            true => Ok(source.clone()),
            false => Ok(compile::tree(vm, source, &filename, &request)?.into_obj()),
        };
    }
    if flags & flag::ONLY_AST != 0 {
        let version = match args.opt(7) {
            Some(version) => protocol::to_index(vm, version, None)?,
            None => -1,
        };
        let tree = compile::TreeRequest {
            type_comments: flags & flag::TYPE_COMMENTS != 0,
            feature_version: u8::try_from(version).ok(),
            optimized,
        };
        return compile::parse_to_object(vm, source, &filename, &request, &tree);
    }
    let code = compile::object(vm, source, &filename, &request, "compile")?;
    Ok(code.into_obj())
}

/// The future features of the running code, which `exec`, `eval` and `compile` inherit.
fn inherited_futures(vm: &mut Vm) -> u32 {
    // SAFETY: as in `current_locals`.
    unsafe {
        let frame = (*interp(vm)).frame;
        if frame.is_null() {
            return 0;
        }
        FrameHeader::code(frame).get(vm).flags & rpython_frontend::code::flags::FUTURE_MASK
    }
}

/// The `filename` argument: a string, bytes or a path.
fn filename(vm: &mut Vm, o: &Obj) -> PyResult<String> {
    let name = filename_text(vm, o)?;
    if name.contains('\0') { Err(value_error!(vm, "embedded null character")) } else { Ok(name) }
}

fn filename_text(vm: &mut Vm, o: &Obj) -> PyResult<String> {
    if let Some(s) = o.downcast_ref::<Str>() {
        return Ok(s.to_string_lossy(vm));
    }
    if let Some(bytes) = rpython_objects::buffer::plain_bytes(vm, o) {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    if let Some(path) = protocol::call_special(vm, o, names::__fspath__, &[])?
        && let Some(s) = path.downcast_ref::<Str>()
    {
        return Ok(s.to_string_lossy(vm));
    }
    let class = vm.class_of(o).name(vm).to_string();
    Err(type_error!(vm, "expected str, bytes or os.PathLike object, not {class}"))
}

/// The namespaces for `exec` and `eval`: given ones, or the caller's.
fn namespaces(vm: &mut Vm, who: &str, args: Args<'_>) -> PyResult<(Ref<Dict>, Obj)> {
    let (globals, locals) = (args.some(2).cloned(), args.some(3).cloned());
    if let Some(locals) = &locals
        && vm.slots_of(locals).subscript().is_none()
    {
        let class = vm.class_of(locals).name(vm).to_string();
        return Err(match who {
            "eval" => type_error!(vm, "locals must be a mapping"),
            _ => type_error!(vm, "{who}() locals must be a mapping or None, not {class}"),
        });
    }
    let globals = match globals {
        None => {
            let globals = current_globals(vm)?;
            let locals = match locals {
                Some(locals) => locals,
                None => current_locals(vm)?,
            };
            return with_builtins(vm, globals, locals);
        }
        Some(globals) => match globals.downcast::<Dict>() {
            Ok(globals) => globals,
            Err(other) => {
                let class = vm.class_of(&other).name(vm).to_string();
                return Err(match who {
                    "eval" if vm.slots_of(&other).subscript().is_some() => {
                        type_error!(vm, "globals must be a real dict; try eval(code, {{}}, mapping)")
                    }
                    "eval" => type_error!(vm, "globals must be a dict"),
                    _ => type_error!(vm, "{who}() globals must be a dict, not {class}"),
                });
            }
        },
    };
    let locals = locals.unwrap_or_else(|| globals.clone().into_obj());
    with_builtins(vm, globals, locals)
}

/// Globals that code runs in have `__builtins__`.
fn with_builtins(vm: &mut Vm, globals: Ref<Dict>, locals: Obj) -> PyResult<(Ref<Dict>, Obj)> {
    if Dict::find_str(vm, &globals, names::__builtins__).is_none() {
        let builtins = interp::builtins(vm).into_obj();
        Dict::set_str(vm, &globals, names::__builtins__, builtins)?;
    }
    Ok((globals, locals))
}

fn eval(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (globals, locals) = namespaces(vm, "eval", args)?;
    if let Some(code) = args.at(1).downcast_ref::<Code>() {
        if code.get(vm).free > 0 {
            return Err(type_error!(vm, "code object passed to eval() may not contain free variables"));
        }
        return call::run_code(vm, code, &globals, Some(locals));
    }
    let mut request = compile::Request::new(vm, compile::Mode::Eval, -1);
    request.future = inherited_futures(vm);
    let code = compile::object(vm, args.at(1), "<string>", &request, "eval")?;
    call::run_code(vm, &code, &globals, Some(locals))
}

fn exec(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (globals, locals) = namespaces(vm, "exec", args)?;
    let closure = args.some(4).cloned();
    if let Some(code) = args.at(1).downcast_ref::<Code>() {
        let free = code.get(vm).free as usize;
        let Some(closure) = closure else {
            if free > 0 {
                return Err(type_error!(vm, "code object requires a closure of exactly length {free}"));
            }
            call::run_code(vm, code, &globals, Some(locals))?;
            return Ok(Obj::NONE);
        };
        if free == 0 {
            return Err(type_error!(vm, "cannot use a closure with this code object"));
        }
        let cells = closure
            .downcast_ref::<Tuple>()
            .filter(|t| t.tail(vm).len() == free && t.tail(vm).iter().all(Obj::is_kind::<Cell>));
        let Some(cells) = cells.cloned() else {
            return Err(type_error!(vm, "code object requires a closure of exactly length {free}"));
        };
        let builtins = crate::variables::builtins_of(vm, &globals)?;
        let function: Ref<Function> = python_function::new(vm, code, &globals, &builtins);
        function.get_mut(vm).closure = Some(cells);
        call::run_function_in(vm, &function, locals)?;
        return Ok(Obj::NONE);
    }
    if closure.is_some() {
        return Err(type_error!(vm, "closure can only be used when source is a code object"));
    }
    let mut request = compile::Request::new(vm, compile::Mode::Exec, -1);
    request.future = inherited_futures(vm);
    let code = compile::object(vm, args.at(1), "<string>", &request, "exec")?;
    call::run_code(vm, &code, &globals, Some(locals))?;
    Ok(Obj::NONE)
}
