//! What programs may replace or watch: `unraisablehook`, `breakpointhook`, audit hooks, the hooks of asynchronous generators, tracing.

use crate::{
    audit, config, interp,
    tracing::{self, Which},
};
use rpython_objects::{
    Args, CallArgs, Dict, Exception, NativeDef, Obj, PyResult, Ref, Str, StrExt, Tuple, Type, TypeDef, TypeExt,
    TypeFlags, Vm, argument, getter, int, names, native, protocol, raise, struct_sequence, type_error, types,
    value_error,
};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    native(
        "unraisablehook",
        "($module, unraisable, /)",
        unraisablehook,
        "Handle an unraisable exception.\n\nThe unraisable argument has the following attributes:\n\n* exc_type: Exception type.\n* exc_value: Exception value, can be None.\n* exc_traceback: Exception traceback, can be None.\n* err_msg: Error message, can be None.\n* object: Object causing the exception, can be None.",
    ),
    native(
        "breakpointhook",
        "($module, /, *args, **kwargs)",
        breakpointhook,
        "This hook function is called by built-in breakpoint().\n",
    ),
    native("addaudithook", "($module, /, hook)", addaudithook, "Adds a new audit hook callback."),
    native(
        "audit",
        "($module, event, /, *args)",
        audit_event,
        "Passes the event to any audit hooks that are attached.",
    ),
    native(
        "get_asyncgen_hooks",
        "($module, /)",
        get_asyncgen_hooks,
        "Return the installed asynchronous generators hooks.\n\nThis returns a namedtuple of the form (firstiter, finalizer).",
    ),
    native(
        "set_asyncgen_hooks",
        "($module, /, firstiter=None, finalizer=None)",
        set_asyncgen_hooks,
        "set_asyncgen_hooks([firstiter] [, finalizer])\n\nSet a finalizer for async generators objects.",
    ),
    native(
        "get_coroutine_origin_tracking_depth",
        "($module, /)",
        |vm, _| Ok(int::from_i64(vm, vm.origin_depth.into())),
        "Check status of origin tracking for coroutine objects in this thread.",
    ),
    native(
        "set_coroutine_origin_tracking_depth",
        "($module, /, depth)",
        set_origin_depth,
        "Enable or disable origin tracking for coroutine objects in this thread.\n\nCoroutine objects will track 'depth' frames of traceback information\nabout where they came from, available in their cr_origin attribute.\n\nSet a depth of 0 to disable.",
    ),
    native(
        "settrace",
        "($module, function, /)",
        |vm, a| set_tracer(vm, a, "sys.settrace", Which::Trace, tracing::set),
        "Set the global debug tracing function.\n\nIt will be called on each function call.  See the debugger chapter\nin the library manual.",
    ),
    native(
        "setprofile",
        "($module, function, /)",
        |vm, a| set_tracer(vm, a, "sys.setprofile", Which::Profile, tracing::set),
        "Set the profiling function.\n\nIt will be called on each function call and return.  See the profiler\nchapter in the library manual.",
    ),
    native(
        "_settraceallthreads",
        "($module, function, /)",
        |vm, a| set_tracer(vm, a, "sys.settrace", Which::Trace, tracing::set_in_all),
        "Set the global debug tracing function in all running threads belonging to the current interpreter.\n\nIt will be called on each function call. See the debugger chapter\nin the library manual.",
    ),
    native(
        "_setprofileallthreads",
        "($module, function, /)",
        |vm, a| set_tracer(vm, a, "sys.setprofile", Which::Profile, tracing::set_in_all),
        "Set the profiling function in all running threads belonging to the current interpreter.\n\nIt will be called on each function call and return.  See the profiler\nchapter in the library manual.",
    ),
    native(
        "gettrace",
        "($module, /)",
        |vm, _| Ok(tracing::get(vm, Which::Trace).unwrap_or(Obj::NONE)),
        "Return the global debug tracing function set with sys.settrace.\n\nSee the debugger chapter in the library manual.",
    ),
    native(
        "getprofile",
        "($module, /)",
        |vm, _| Ok(tracing::get(vm, Which::Profile).unwrap_or(Obj::NONE)),
        "Return the profiling function set with sys.setprofile.\n\nSee the profiler chapter in the library manual.",
    ),
    native(
        "call_tracing",
        "($module, func, args, /)",
        call_tracing,
        "Call func(*args), while tracing is enabled.\n\nThe tracing state is saved, and restored afterwards.  This is intended\nto be called from a debugger from a checkpoint, to recursively debug\nsome other code.",
    ),
];

#[derive(Default)]
struct State {
    unraisable_args: Option<Ref<Type>>,
    asyncgen_hooks: Option<Ref<Type>>,
}

/// `sys.UnraisableHookArgs`
static UNRAISABLE_ARGS: TypeDef = TypeDef {
    name: "UnraisableHookArgs",
    module: "sys",
    flags: TypeFlags::NO_NEW,
    doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    getsets: &[
        getter("exc_type", struct_sequence::field::<0>, "Exception type"),
        getter("exc_value", struct_sequence::field::<1>, "Exception value"),
        getter("exc_traceback", struct_sequence::field::<2>, "Exception traceback"),
        getter("err_msg", struct_sequence::field::<3>, "Error message"),
        getter("object", struct_sequence::field::<4>, "Object causing the exception"),
    ],
    ..struct_sequence::DEF
};

/// `sys.asyncgen_hooks`
static ASYNCGEN_HOOKS: TypeDef = TypeDef {
    name: "asyncgen_hooks",
    flags: TypeFlags::NO_NEW,
    doc: "",
    getsets: &[
        getter("firstiter", struct_sequence::field::<0>, ""),
        getter("finalizer", struct_sequence::field::<1>, ""),
    ],
    ..struct_sequence::DEF
};

/// Reports the travelling exception, which cannot be raised, to `sys.unraisablehook`.
pub(crate) fn unraisable(vm: &mut Vm, what: &str, object: Option<&Obj>) {
    let e = vm.take_exception();
    crate::exceptions::locate(vm, &e);
    // The object at fault is part of the message, as it is in CPython's reports.
    let message = match object {
        Some(o) => match protocol::repr_text(vm, o) {
            Ok(shown) => format!("Exception ignored {what} {shown}"),
            Err(_) => {
                vm.take_exception();
                format!("Exception ignored {what} <object repr() failed>")
            }
        },
        None => format!("Exception ignored {what}"),
    };
    let hook = interp::sys_attribute(vm, "unraisablehook").filter(|h| !h.is_none());
    let own = |vm: &Vm, h: &Obj| {
        rpython_objects::function::native_of(vm, h).is_some_and(|def| std::ptr::eq(def, &FUNCTIONS[0]))
    };
    let Some(hook) = hook.filter(|h| !own(vm, h)) else {
        crate::traceback::print_unraisable(vm, &message, None, &e);
        return;
    };
    // Where the hook fails, what that raised is shown in place of the first exception.
    let (message, object) = match hook_arguments(vm, &e, &message) {
        Err(_raised) => ("Exception ignored while building sys.unraisablehook arguments", None),
        Ok(given) => match audit::event(vm, "sys.unraisablehook", &[hook.clone(), given.clone()]) {
            Err(_raised) => ("Exception ignored in audit hook", None),
            Ok(()) => match protocol::call(vm, &hook, &[given]) {
                Err(_raised) => ("Exception ignored in sys.unraisablehook", Some(&hook)),
                Ok(_) => return,
            },
        },
    };
    let failed = vm.take_exception();
    crate::traceback::print_unraisable(vm, message, object, &failed);
}

/// What `sys.unraisablehook` is given.
fn hook_arguments(vm: &mut Vm, e: &Obj, message: &str) -> PyResult {
    let class = match vm.state_of::<State>().unraisable_args.clone() {
        Some(class) => class,
        None => {
            let class = struct_sequence::define(vm, &UNRAISABLE_ARGS, 0)?;
            vm.state_of::<State>().unraisable_args = Some(class.clone());
            class
        }
    };
    let traceback = e.downcast_ref::<Exception>().and_then(|x| x.get(vm).traceback.cloned()).unwrap_or(Obj::NONE);
    let fields =
        vec![vm.class_of(e).own().into_obj(), e.clone(), traceback, Str::new(vm, message).into_obj(), Obj::NONE];
    struct_sequence::new(vm, &class, fields)
}

fn unraisablehook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(1);
    let known = vm.state_of::<State>().unraisable_args.clone();
    if !known.is_some_and(|class| vm.class_of(o).is(&class)) {
        return Err(type_error!(vm, "sys.unraisablehook argument type must be UnraisableHookArgs"));
    }
    let Some(fields) = o.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()) else { return Ok(Obj::NONE) };
    let [_, e, _, message, object] = fields.as_slice() else { return Ok(Obj::NONE) };
    let message = match message.downcast_ref::<Str>() {
        Some(text) => text.to_string_lossy(vm),
        None => "Exception ignored in".to_string(),
    };
    crate::traceback::print_unraisable(vm, &message, Some(object).filter(|o| !o.is_none()), e);
    Ok(Obj::NONE)
}

/// Calls what `PYTHONBREAKPOINT` names; `pdb.set_trace` if it names nothing.
fn breakpointhook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = match config::config(vm).flags.ignore_environment {
        true => None,
        false => std::env::var("PYTHONBREAKPOINT").ok().filter(|w| !w.is_empty()),
    };
    let wanted = wanted.unwrap_or_else(|| "pdb.set_trace".to_string());
    if wanted == "0" {
        return Ok(Obj::NONE);
    }
    let (module, attribute) = wanted.rsplit_once('.').unwrap_or(("builtins", &wanted));
    let found = match module {
        "" => Err(raise!(vm, types::IMPORT_ERROR, "no module")),
        _ => find_hook(vm, module, attribute),
    };
    let hook = match found {
        Ok(hook) => hook,
        Err(raised) => {
            if !vm.raised_is(types::IMPORT_ERROR) && !vm.raised_is(types::ATTRIBUTE_ERROR) {
                return Err(raised);
            }
            vm.exception.take();
            let message = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{wanted}\"");
            (vm.hooks.warn)(vm, types::RUNTIME_WARNING, &message, 0)?;
            return Ok(Obj::NONE);
        }
    };
    call_with(vm, &hook, args.at(1), args.at(2))
}

/// `f(*positional, **named)`, as native functions are handed both.
pub(crate) fn call_with(vm: &mut Vm, f: &Obj, positional: &Obj, named: &Obj) -> PyResult {
    let mut values = positional.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let mut keywords = Vec::new();
    if let Some(d) = named.downcast_ref::<Dict>() {
        let pairs: Vec<(Obj, Obj)> = d.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        for (key, value) in pairs {
            keywords.push(key);
            values.push(value);
        }
    }
    let names = Tuple::from_vec(vm, keywords)?;
    protocol::call_args(vm, f, CallArgs { values: &values, names: Some(&names) })
}

fn find_hook(vm: &mut Vm, module: &str, attribute: &str) -> PyResult {
    let name = Str::intern(vm, module);
    let wanted = Str::intern(vm, attribute).into_obj();
    let list = rpython_objects::List::from_vec(vm, vec![wanted])?.into_obj();
    let zero = int::from_i64(vm, 0);
    let import = vm.hooks.import;
    let module = import(vm, [&name, &Obj::NONE, &Obj::NONE, &list, &zero])?;
    let attribute = Str::intern(vm, attribute);
    protocol::get_attr(vm, &module, &attribute)
}

fn addaudithook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Err(raised) = audit::event(vm, "sys.addaudithook", &[]) {
        // A hook may refuse further ones; only errors that are exceptions are taken as that.
        return vm.swallow(raised, types::EXCEPTION).map(|()| Obj::NONE);
    }
    audit::add(vm, args.at(1).clone());
    Ok(Obj::NONE)
}

fn audit_event(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if !args.at(1).is_kind::<Str>() {
        let class = argument::shown_class(vm, args.at(1));
        return Err(type_error!(vm, "audit() argument 1 must be str, not {class}"));
    }
    audit::report(vm, args.at(1), args.at(2))?;
    Ok(Obj::NONE)
}

fn get_asyncgen_hooks(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let class = match vm.state_of::<State>().asyncgen_hooks.clone() {
        Some(class) => class,
        None => {
            let class = struct_sequence::define(vm, &ASYNCGEN_HOOKS, 0)?;
            vm.state_of::<State>().asyncgen_hooks = Some(class.clone());
            class
        }
    };
    let (first, finalizer) = vm.async_generator_hooks();
    struct_sequence::new(vm, &class, vec![first.unwrap_or(Obj::NONE), finalizer.unwrap_or(Obj::NONE)])
}

fn set_asyncgen_hooks(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (mut first, mut finalizer) = vm.async_generator_hooks();
    for (i, what, place) in [(2, "finalizer", &mut finalizer), (1, "firstiter", &mut first)] {
        let Some(given) = args.opt(i) else { continue };
        if given.is_none() {
            *place = None;
        } else if vm.slots_of(given).call().is_none() {
            let class = vm.class_of(given).name(vm).to_string();
            return Err(type_error!(vm, "callable {what} expected, got {class}"));
        } else {
            *place = Some(given.clone());
        }
    }
    for (i, event) in [(2, "sys.set_asyncgen_hooks_finalizer"), (1, "sys.set_asyncgen_hooks_firstiter")] {
        if args.opt(i).is_some() {
            audit::event(vm, event, &[])?;
        }
    }
    vm.set_async_generator_hooks(first, finalizer);
    Ok(Obj::NONE)
}

fn set_origin_depth(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let depth = argument::c_int(vm, args.at(1))?;
    let Ok(depth) = u32::try_from(depth) else { return Err(value_error!(vm, "depth must be >= 0")) };
    vm.origin_depth = depth;
    Ok(Obj::NONE)
}

/// `sys.settrace`, `sys.setprofile` and their forms for all threads.
fn set_tracer(
    vm: &mut Vm,
    args: Args<'_>,
    event: &str,
    which: Which,
    set: fn(&mut Vm, Which, Option<Obj>),
) -> PyResult {
    audit::event(vm, event, &[])?;
    set(vm, which, Some(args.at(1)).filter(|f| !f.is_none()).cloned());
    Ok(Obj::NONE)
}

fn call_tracing(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(values) = args.at(2).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()) else {
        let class = argument::shown_class(vm, args.at(2));
        return Err(type_error!(vm, "call_tracing() argument 2 must be tuple, not {class}"));
    };
    tracing::with_events(vm, |vm| protocol::call(vm, args.at(1), &values))
}

/// The name of the module that a frame's function belongs to.
pub(super) fn module_of_frame(vm: &mut Vm, function: &Obj) -> PyResult {
    match protocol::find_attr(vm, function, names::__module__) {
        Ok(found) => Ok(found.unwrap_or(Obj::NONE)),
        Err(_) => {
            vm.exception.take();
            Ok(Obj::NONE)
        }
    }
}
