//! The module `sys`: what belongs to the interpreter itself. The functions here; `values` has the constants and named tuples, `hooks` what
//! programs may replace.

mod hooks;
mod implementation;
mod monitoring;
mod values;

pub(crate) use hooks::{call_with, unraisable};

use crate::{frame::FrameHeader, frame_object, interp};
use rpython_objects::{
    Args, Dict, Exception, Module, NativeDef, Obj, OptObj, PyResult, Str, StrExt, Tuple, TypeExt, Vm, argument, codecs,
    function, int, names, native, protocol, raise, type_error, types, value_error,
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "getswitchinterval",
        "($module, /)",
        |_, _| Ok(Obj::float(rpython_heap::Token::interval().as_micros() as f64 * 1e-6)),
        "Return the current thread switch interval; see sys.setswitchinterval().",
    ),
    native(
        "setswitchinterval",
        "($module, interval, /)",
        setswitchinterval,
        "Set the ideal thread switching delay inside the Python interpreter.\n\nThe actual frequency of switching threads can be lower if the\ninterpreter executes long sequences of uninterruptible code\n(this is implementation-specific and workload-dependent).\n\nThe parameter must represent the desired switching delay in seconds\nA typical value is 0.005 (5 milliseconds).",
    ),
    native(
        "_current_frames",
        "($module, /)",
        current_frames,
        "Return a dict mapping each thread's thread id to its current stack frame.\n\nThis function should be used for specialized purposes only.",
    ),
    native(
        "exit",
        "($module, status=None, /)",
        exit,
        "Exit the interpreter by raising SystemExit(status).\n\nIf the status is omitted or None, it defaults to zero (i.e., success).\nIf the status is an integer, it will be used as the system exit status.\nIf it is another kind of object, it will be printed and the system\nexit status will be one (i.e., failure).",
    ),
    native(
        "exc_info",
        "($module, /)",
        exc_info,
        "Return current exception information: (type, value, traceback).\n\nReturn information about the most recent exception caught by an except\nclause in the current stack frame or in an older stack frame.",
    ),
    native(
        "exception",
        "($module, /)",
        |vm, _| Ok(vm.handled_exception().cloned().unwrap_or(Obj::NONE)),
        "Return the current exception.\n\nReturn the most recent exception caught by an except clause\nin the current stack frame or in an older stack frame, or None\nif no such clause exists.",
    ),
    native(
        "getrecursionlimit",
        "($module, /)",
        getrecursionlimit,
        "Return the current value of the recursion limit.\n\nThe recursion limit is the maximum depth of the Python interpreter\nstack.  This limit prevents infinite recursion from causing an overflow\nof the C stack and crashing Python.",
    ),
    native(
        "setrecursionlimit",
        "($module, limit, /)",
        setrecursionlimit,
        "Set the maximum depth of the Python interpreter stack to n.\n\nThis limit prevents infinite recursion from causing an overflow of the C\nstack and crashing Python.  The highest possible limit is platform-\ndependent.",
    ),
    native(
        "getrefcount",
        "($module, object, /)",
        getrefcount,
        "Return the reference count of object.\n\nThe count returned is generally one higher than you might expect,\nbecause it includes the (temporary) reference as an argument to\ngetrefcount().",
    ),
    native(
        "intern",
        "($module, string, /)",
        intern,
        "``Intern'' the given string.\n\nThis enters the string in the (global) table of interned strings whose\npurpose is to speed up dictionary lookups. Return the string itself or\nthe previously interned string object with the same value.",
    ),
    native(
        "get_int_max_str_digits",
        "($module, /)",
        |vm, _| {
            let n = vm.int_max_str_digits as i64;
            Ok(int::from_i64(vm, n))
        },
        "Return the maximum string digits limit for non-binary int<->str conversions.",
    ),
    native(
        "set_int_max_str_digits",
        "($module, /, maxdigits)",
        set_int_max_str_digits,
        "Set the maximum string digits limit for non-binary int<->str conversions.",
    ),
    native(
        "getsizeof",
        "($module, object, default=None)",
        getsizeof,
        "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes.",
    ),
    native(
        "_getframe",
        "($module, depth=0, /)",
        getframe,
        "Return a frame object from the call stack.\n\nIf optional integer depth is given, return the frame object that many\ncalls below the top of the stack.  If that is deeper than the call\nstack, ValueError is raised.  The default for depth is zero, returning\nthe frame at the top of the call stack.",
    ),
    native(
        "displayhook",
        "($module, object, /)",
        displayhook,
        "Print an object to sys.stdout and also save it in builtins._",
    ),
    native(
        "excepthook",
        "($module, exctype, value, traceback, /)",
        excepthook,
        "Handle an exception by displaying it with a traceback on sys.stderr.",
    ),
    native(
        "getdefaultencoding",
        "($module, /)",
        |vm, _| Ok(Str::intern(vm, "utf-8").into_obj()),
        "Return the current default encoding used by the Unicode implementation.",
    ),
    native(
        "getfilesystemencoding",
        "($module, /)",
        |vm, _| Ok(Str::intern(vm, "utf-8").into_obj()),
        "Return the encoding used to convert Unicode filenames to OS filenames.",
    ),
    native(
        "getfilesystemencodeerrors",
        "($module, /)",
        |vm, _| Ok(Str::intern(vm, "surrogateescape").into_obj()),
        "Return the error mode used for Unicode to OS filename conversion.",
    ),
    native(
        "_getframemodulename",
        "($module, /, depth=0)",
        getframemodulename,
        "Return the name of the module for a calling frame.\n\nThe default depth returns the module containing the call to this API.\nA more typical use in a library will pass a depth of 1 to get the user's\nmodule rather than the library module.\n\nIf no frame, module, or name can be found, returns None.",
    ),
    native(
        "_is_gil_enabled",
        "($module, /)",
        |_, _| Ok(Obj::TRUE),
        "Return True if the GIL is currently enabled and False otherwise.",
    ),
    native("_is_interned", "($module, string, /)", is_interned, "Return True if the given string is \"interned\"."),
    native(
        "_is_immortal",
        "($module, op, /)",
        |_, a| Ok(Obj::bool(a.at(1).header().is_none_or(|h| h.rc() == u32::MAX))),
        "Return True if the given object is \"immortal\" per PEP 683.\n\nThis function should be used for specialized purposes only.",
    ),
    native(
        "_get_cpu_count_config",
        "($module, /)",
        |vm, _| {
            let count = crate::config::config(vm).cpu_count.unwrap_or(-1);
            Ok(int::from_i64(vm, count))
        },
        "Private function for getting PyConfig.cpu_count",
    ),
    native("_clear_type_cache", "($module, /)", |_, _| Ok(Obj::NONE), "Clear the internal type lookup cache."),
    native(
        "_clear_internal_caches",
        "($module, /)",
        |_, _| Ok(Obj::NONE),
        "Clear all internal performance-related caches.",
    ),
    native(
        "getunicodeinternedsize",
        "($module, /, *, _only_immortal=False)",
        |vm, _| {
            let n = vm.interned_count() as i64;
            Ok(int::from_i64(vm, n))
        },
        "Return the number of elements of the unicode interned dictionary",
    ),
    native(
        "getallocatedblocks",
        "($module, /)",
        |vm, _| {
            let mut n = 0;
            Obj::for_each(vm, &mut |_| n += 1);
            Ok(int::from_i64(vm, n))
        },
        "Return the number of memory blocks currently allocated.",
    ),
    native(
        "is_finalizing",
        "($module, /)",
        |vm, _| Ok(Obj::bool(crate::finalize::is_finalizing(vm))),
        "Return True if Python is exiting.",
    ),
];

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = match args.some(1) {
        None => Vec::new(),
        // It is raised itself.
        Some(e) if vm.class_of(e).is_subtype(vm, types::SYSTEM_EXIT) => {
            let e = e.clone();
            return Err(vm.raise_object(e));
        }
        Some(status) => match status.downcast_ref::<Tuple>() {
            Some(parts) => parts.tail(vm).to_vec(),
            None => vec![status.clone()],
        },
    };
    let made = rpython_objects::exception::with_args(vm, types::SYSTEM_EXIT, &given);
    Err(vm.raise_object(made))
}

fn exc_info(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let parts = match vm.handled_exception().cloned() {
        None => [Obj::NONE, Obj::NONE, Obj::NONE],
        Some(e) => {
            let class = vm.class_of(&e).own().into_obj();
            let traceback = e.downcast_ref::<Exception>().and_then(|x| x.get(vm).traceback.cloned());
            [class, e, traceback.unwrap_or(Obj::NONE)]
        }
    };
    Ok(Tuple::from_slice(vm, &parts)?.into_obj())
}

fn setswitchinterval(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let seconds = rpython_objects::argument::double(vm, args.at(1))?;
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(value_error!(vm, "switch interval must be strictly positive"));
    }
    // In whole microseconds.
    let micros = (seconds * 1e6) as u64;
    rpython_heap::Token::set_interval(std::time::Duration::from_micros(micros));
    Ok(Obj::NONE)
}

fn current_frames(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let made = Dict::new(vm);
    for (ident, frame) in crate::threads::current_frames(vm) {
        let ident = int::from_integer(vm, i128::from(ident).into());
        Dict::set_item(vm, &made, &ident, frame.into_obj())?;
    }
    Ok(made.into_obj())
}

fn getrecursionlimit(vm: &mut Vm, _: Args<'_>) -> PyResult {
    // SAFETY: the state outlives the token.
    let limit = unsafe { (*interp::interp(vm)).recursion_limit };
    Ok(int::from_i64(vm, limit.into()))
}

fn setrecursionlimit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = argument::c_int(vm, args.at(1))?;
    if n < 1 {
        return Err(value_error!(vm, "recursion limit must be greater or equal than 1"));
    }
    let limit = u32::try_from(n).unwrap_or(u32::MAX);
    // SAFETY: the state outlives the token.
    let depth = unsafe { (*interp::interp(vm)).depth };
    if depth >= limit {
        return Err(raise!(
            vm,
            types::RECURSION_ERROR,
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        ));
    }
    crate::threads::set_recursion_limit(vm, limit);
    Ok(Obj::NONE)
}

fn getrefcount(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = args.at(1).header().map_or(u32::MAX, |h| h.rc());
    Ok(int::from_i64(vm, n.into()))
}

fn intern(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(1);
    match o.downcast_ref::<Str>() {
        Some(s) if vm.class_of(o).is(types::STR) => Ok(Str::intern_ref(vm, s.clone()).into_obj()),
        Some(_) => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "can't intern {class}"))
        }
        None => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "intern() argument must be str, not {class}"))
        }
    }
}

fn set_int_max_str_digits(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = protocol::to_index(vm, args.at(1), Some(types::OVERFLOW_ERROR))?;
    match usize::try_from(n) {
        Ok(n) if n == 0 || n >= 640 => {
            vm.int_max_str_digits = n;
            Ok(Obj::NONE)
        }
        _ => Err(value_error!(vm, "maxdigits must be >= 640 or 0 for unlimited")),
    }
}

fn getsizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = names::__sizeof__;
    let found = match protocol::call_special(vm, args.at(1), name, &[]) {
        Ok(Some(size)) => match size.value().as_int() {
            Some(n) if n >= 0 => return Ok(size),
            _ if int::view(vm, &size).is_none() => Err(type_error!(vm, "an integer is required")),
            _ => match protocol::to_index(vm, &size, Some(types::OVERFLOW_ERROR)) {
                Ok(n) if n < 0 => Err(value_error!(vm, "__sizeof__() should return >= 0")),
                Ok(_) => return Ok(size),
                Err(raised) => Err(raised),
            },
        },
        Ok(None) => {
            let class = vm.class_of(args.at(1)).name(vm).to_string();
            Err(type_error!(vm, "Type {class} doesn't define __sizeof__"))
        }
        Err(raised) => Err(raised),
    };
    // Only what fails by its type is excused.
    match (found, args.opt(2)) {
        (Err(raised), Some(default)) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            Ok(default.clone())
        }
        (found, _) => found,
    }
}

fn getframe(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut depth = match args.opt(1) {
        Some(n) => argument::c_int(vm, n)?,
        None => 0,
    };
    // SAFETY: the state outlives the token; frames below the running one are live.
    unsafe {
        let mut frame = (*interp::interp(vm)).frame;
        while depth > 0 && !frame.is_null() {
            frame = (*frame).previous;
            depth -= 1;
        }
        if frame.is_null() {
            return Err(value_error!(vm, "call stack is not deep enough"));
        }
        Ok(frame_object::of(vm, frame).into_obj())
    }
}

fn getframemodulename(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut depth = match args.opt(1) {
        Some(n) => argument::c_int(vm, n)?,
        None => 0,
    };
    crate::audit::event(vm, "sys._getframemodulename", &[int::from_i64(vm, depth.into())])?;
    // SAFETY: the state outlives the token; frames below the running one are live.
    let function = unsafe {
        let mut frame = (*interp::interp(vm)).frame;
        while depth > 0 && !frame.is_null() {
            frame = (*frame).previous;
            depth -= 1;
        }
        if frame.is_null() {
            return Ok(Obj::NONE);
        }
        FrameHeader::function(frame).clone().into_obj()
    };
    hooks::module_of_frame(vm, &function)
}

fn is_interned(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.at(1).downcast_ref::<Str>() {
        Some(s) => Ok(Obj::bool(s.get(vm).is_interned())),
        None => {
            let class = argument::shown_class(vm, args.at(1));
            Err(type_error!(vm, "_is_interned() argument must be str, not {class}"))
        }
    }
}

fn displayhook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(1);
    if o.is_none() {
        return Ok(Obj::NONE);
    }
    let builtins = interp::builtins(vm);
    let underscore = names::character(b'_');
    Dict::set_str(vm, &builtins, &underscore, Obj::NONE)?;
    let Some(out) = interp::sys_attribute(vm, "stdout").filter(|s| !s.is_none()) else {
        return Err(raise!(vm, types::RUNTIME_ERROR, "lost sys.stdout"));
    };
    let text = protocol::repr(vm, o)?;
    if let Err(raised) = protocol::call_method(vm, &out, names::write, std::slice::from_ref(&text)) {
        vm.swallow(raised, types::UNICODE_ENCODE_ERROR)?;
        write_escaped(vm, &out, &text)?;
    }
    protocol::call_method(vm, &out, names::write, &[names::character(b'\n').into_obj()])?;
    Dict::set_str(vm, &builtins, &underscore, o.clone())?;
    Ok(Obj::NONE)
}

/// Writes a text with escapes for what the stream's encoding lacks: as bytes to its buffer, if it has one.
fn write_escaped(vm: &mut Vm, out: &Obj, text: &Obj) -> PyResult<()> {
    let encoding = protocol::get_attr(vm, out, names::encoding)?;
    let encoding = encoding.downcast_ref::<Str>().map(|s| s.to_string_lossy(vm)).unwrap_or_default();
    let Some(text) = text.downcast_ref::<Str>() else { return Ok(()) };
    let bytes = codecs::encode(vm, text, Some(&encoding), Some("backslashreplace"))?;
    match protocol::find_attr(vm, out, names::buffer)? {
        Some(buffer) => {
            protocol::call_method(vm, &buffer, names::write, &[bytes.into_obj()])?;
        }
        None => {
            let escaped = bytes.tail(vm).to_vec();
            let escaped = codecs::decode(vm, &escaped, Some(&encoding), None)?.into_obj();
            protocol::call_method(vm, out, names::write, &[escaped])?;
        }
    }
    Ok(())
}

fn excepthook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let e = args.at(2).clone();
    if let Some(x) = e.downcast_ref::<Exception>()
        && args.at(3).is_kind::<rpython_objects::Traceback>()
        && x.get(vm).traceback.is_none()
    {
        x.get_mut(vm).traceback = OptObj::some(args.at(3).clone());
    }
    if !e.is_none() && e.downcast_ref::<Exception>().is_none() {
        let class = argument::class_name(vm, &e);
        let message = format!("TypeError: print_exception(): Exception expected for value, {class} found\n");
        crate::stdio::write_error(vm, &message);
        return Ok(Obj::NONE);
    }
    if !shown_in_colour(vm, &e) {
        crate::traceback::print(vm, &e);
    }
    Ok(Obj::NONE)
}

/// Lets the library's `traceback` show an exception where colours may be wanted: it knows whether they are, and which. Whether it did.
fn shown_in_colour(vm: &mut Vm, e: &Obj) -> bool {
    let asked = ["FORCE_COLOR", "PYTHON_COLORS"].iter().any(|name| std::env::var_os(name).is_some());
    if e.is_none() || !(asked || std::io::IsTerminal::is_terminal(&std::io::stderr())) {
        return false;
    }
    let name = Str::intern(vm, "traceback").into_obj();
    let (import, zero) = (vm.hooks.import, int::from_i64(vm, 0));
    let shown = import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &zero]).and_then(|traceback| {
        let method = Str::intern(vm, "_print_exception_bltin");
        protocol::call_method(vm, &traceback, &method, std::slice::from_ref(e))
    });
    if shown.is_err() {
        drop(vm.take_exception());
    }
    shown.is_ok()
}

/// Fills the namespace of `sys` and enters the module into `sys.modules`. The configuration is set before.
///
/// # Errors
/// `MemoryError`.
pub fn fill(vm: &mut Vm) -> PyResult<()> {
    let dict = interp::sys_dict(vm);
    let module = vm.alloc(types::MODULE, Module { dict: dict.clone() }).into_obj();
    let name = Str::intern(vm, "sys");
    Dict::set_str(vm, &dict, names::__name__, name.clone().into_obj())?;
    let doc = Str::new(vm, values::DOC).into_obj();
    Dict::set_str(vm, &dict, names::__doc__, doc)?;
    for none in [names::__package__, names::__loader__, names::__spec__] {
        Dict::set_str(vm, &dict, none, Obj::NONE)?;
    }
    for def in FUNCTIONS.iter().chain(hooks::FUNCTIONS).chain(implementation::FUNCTIONS) {
        let made = function::for_module(vm, Some(&module), "sys", def);
        Dict::set_name(vm, &dict, def.name, made.clone())?;
        if matches!(def.name, "displayhook" | "excepthook" | "breakpointhook" | "unraisablehook") {
            Dict::set_name(vm, &dict, &format!("__{}__", def.name), made)?;
        }
    }
    let modules = interp::modules(vm);
    Dict::set_name(vm, &dict, "modules", modules.clone().into_obj())?;
    values::fill(vm, &dict)?;
    let jit = implementation::jit(vm)?.into_obj();
    Dict::set_name(vm, &dict, "_jit", jit)?;
    let monitoring = monitoring::module(vm)?;
    Dict::set_name(vm, &dict, "monitoring", monitoring)?;
    Dict::set_str(vm, &modules, &name, module)?;
    Ok(())
}

/// Sets `sys.builtin_module_names`, once all native modules are registered.
///
/// # Errors
/// `MemoryError`
pub fn set_builtin_names(vm: &mut Vm) -> PyResult<()> {
    let mut all = crate::imports::native_names(vm);
    all.extend(["builtins", "sys"]);
    all.sort_unstable();
    let all: Vec<Obj> = all.into_iter().map(|n| Str::intern(vm, n).into_obj()).collect();
    let all = Tuple::from_vec(vm, all)?.into_obj();
    let dict = interp::sys_dict(vm);
    Ok(Dict::set_name(vm, &dict, "builtin_module_names", all)?)
}
