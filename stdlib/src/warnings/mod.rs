//! `_warnings`: issuing warnings (Python/_warnings.c). The module `warnings`, where it is imported, owns the filters and shows what passes.
//!
//! `filter` decides what becomes of a warning, `show` writes it where the Python module does not. The interpreter's own warnings
//! come through `Vm::hooks`.

mod filter;
mod show;

use crate::table;
use rpython_objects::{
    Args, Dict, List, Module, NativeDef, Obj, PyResult, Ref, Str, StrExt, Tuple, Type, TypeExt, Vm, argument, frame,
    int, names, native, protocol, raise, type_error, types,
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "warn",
        "($module, /, message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())",
        warn,
        "Issue a warning, or maybe ignore it or raise an exception.\n\n  message\n    Text of the warning message.\n  category\n    The Warning category subclass. Defaults to UserWarning.\n  stacklevel\n    How far up the call stack to make this warning appear. A value of 2 for\n    example attributes the warning to the caller of the code calling warn().\n  source\n    If supplied, the destroyed object which emitted a ResourceWarning\n  skip_file_prefixes\n    An optional tuple of module filename prefixes indicating frames to skip\n    during stacklevel computations for stack frame attribution.",
    ),
    native(
        "warn_explicit",
        "($module, /, message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)",
        warn_explicit,
        "Issue a warning, or maybe ignore it or raise an exception.",
    ),
    native(
        "_filters_mutated_lock_held",
        "($module, /)",
        |vm, _| {
            vm.state_of::<State>().version += 1;
            Ok(Obj::NONE)
        },
        "",
    ),
    // Only the thread that holds the token changes filters.
    native("_acquire_lock", "($module, /)", |_, _| Ok(Obj::NONE), ""),
    native("_release_lock", "($module, /)", |_, _| Ok(Obj::NONE), ""),
];

/// The machinery's own state, which serves until the module `warnings` is imported.
#[derive(Default)]
struct State {
    filters: Option<Ref<List>>,
    once: Option<Ref<Dict>>,
    /// Raised whenever filters change: registries of an older version are void.
    version: i64,
    /// The variable that holds filters of the current context, where there are context variables.
    context: Option<Obj>,
}

/// A warning on its way.
struct Warning<'a> {
    category: Obj,
    /// The instance; its text.
    message: Obj,
    text: Ref<Str>,
    filename: Obj,
    line: i64,
    /// The name of the module that is to blame.
    module: Obj,
    /// `__warningregistry__` of that module.
    registry: Option<Obj>,
    source_line: Option<Obj>,
    source: Option<&'a Obj>,
}

/// An attribute of the module `warnings`, if that is imported.
fn of_module(vm: &mut Vm, name: &str) -> PyResult<Option<Obj>> {
    let warnings = Str::intern(vm, "warnings");
    match rpython_vm::imports::module_named(vm, &warnings)?.filter(|m| !m.is_none()) {
        Some(module) => {
            let name = Str::intern(vm, name);
            protocol::find_attr(vm, &module, &name)
        }
        None => Ok(None),
    }
}

/// The instance, the class and the text of a message and a category.
fn instance(vm: &mut Vm, message: &Obj, category: &Obj) -> PyResult<(Obj, Obj, Ref<Str>)> {
    if protocol::is_instance(vm, message, types::WARNING)? {
        let text = protocol::str(vm, message)?;
        let class = vm.class_of(message).own().into_obj();
        return Ok((message.clone(), class, text));
    }
    let made = protocol::call(vm, category, std::slice::from_ref(message))?;
    let text = protocol::str(vm, message)?;
    Ok((made, category.clone(), text))
}

/// Issues a warning (`warn_explicit` in C).
fn issue(vm: &mut Vm, w: &Warning<'_>) -> PyResult<()> {
    let line = int::from_i64(vm, w.line);
    let key = Tuple::from_slice(vm, &[w.text.clone().into_obj(), w.category.clone(), line])?.into_obj();
    if let Some(registry) = &w.registry
        && filter::already_warned(vm, registry, &key, false)?
    {
        return Ok(());
    }
    let (action, item) = filter::action(vm, w)?;
    let action = action.to_string_lossy(vm);
    match action.as_str() {
        "error" => return Err(vm.raise_object(w.message.clone())),
        "ignore" => return Ok(()),
        "always" | "all" => {}
        other => {
            if let Some(registry) = w.registry.as_ref().and_then(|r| r.downcast_ref::<Dict>()) {
                Dict::set_item(vm, registry, &key, Obj::TRUE)?;
            }
            let warned = match other {
                "once" => {
                    let registry = match &w.registry {
                        Some(registry) => registry.clone(),
                        None => filter::once_registry(vm)?,
                    };
                    filter::update_registry(vm, &registry, w)?
                }
                "module" => match &w.registry {
                    Some(registry) => filter::update_registry(vm, registry, w)?,
                    None => false,
                },
                "default" => false,
                _ => {
                    let shown = Str::new(vm, other).into_obj();
                    let (action, item) = (protocol::repr_text(vm, &shown)?, protocol::repr_text(vm, &item)?);
                    return Err(raise!(
                        vm,
                        types::RUNTIME_ERROR,
                        "Unrecognized action ({action}) in warnings.filters:\n {item}"
                    ));
                }
            };
            if warned {
                return Ok(());
            }
        }
    }
    show::show(vm, w)
}

/// The class of a warning: that of the message, or the one named.
fn category_of(vm: &mut Vm, message: &Obj, category: Option<&Obj>) -> PyResult<Obj> {
    if protocol::is_instance(vm, message, types::WARNING)? {
        return Ok(vm.class_of(message).own().into_obj());
    }
    let Some(category) = category.filter(|c| !c.is_none()) else { return Ok(types::USER_WARNING.clone().into_obj()) };
    let fits = category.downcast_ref::<Type>().is_some_and(|t| t.is_subtype(vm, types::WARNING));
    if !fits {
        let class = argument::class_name(vm, category);
        return Err(type_error!(vm, "category must be a Warning subclass, not '{class}'"));
    }
    Ok(category.clone())
}

fn warn(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let category = category_of(vm, args.at(1), args.opt(2))?;
    let mut level = match args.opt(3) {
        Some(n) => argument::ssize(vm, n)?,
        None => 1,
    };
    let prefixes = match args.opt(5) {
        Some(given) => match given.downcast_ref::<Tuple>() {
            Some(t) => t.tail(vm).to_vec(),
            None => {
                let class = argument::class_name(vm, given);
                return Err(type_error!(vm, "warn() argument 'skip_file_prefixes' must be tuple, not {class}"));
            }
        },
        None => Vec::new(),
    };
    let mut skip = Vec::with_capacity(prefixes.len());
    for prefix in &prefixes {
        match prefix.downcast_ref::<Str>() {
            Some(text) => skip.push(text.to_string_lossy(vm)),
            None => {
                let class = argument::class_name(vm, prefix);
                return Err(type_error!(vm, "Found non-str '{class}' in skip_file_prefixes."));
            }
        }
    }
    if !skip.is_empty() {
        level = level.max(2);
    }
    issue_from(vm, args.at(1), &category, level, args.some(4), &skip)?;
    Ok(Obj::NONE)
}

/// Issues a warning about the frame `level` up (`do_warn`).
fn issue_from(
    vm: &mut Vm,
    message: &Obj,
    category: &Obj,
    level: isize,
    source: Option<&Obj>,
    skip: &[String],
) -> PyResult<()> {
    let place = blamed(vm, level, skip)?;
    let (message, category, text) = instance(vm, message, category)?;
    issue(
        vm,
        &Warning {
            category,
            message,
            text,
            filename: place.filename,
            line: place.line,
            module: place.module,
            registry: Some(place.registry),
            source_line: None,
            source,
        },
    )
}

/// What a warning is about.
struct Place {
    filename: Obj,
    line: i64,
    module: Obj,
    registry: Obj,
}

fn is_internal(vm: &Vm, f: &Ref<frame::Frame>) -> bool {
    let name = f.get(vm).code.get(vm).filename.to_string_lossy(vm);
    name.contains("importlib") && name.contains("_bootstrap")
}

/// The next frame below that is not importlib's and whose file is not to be skipped.
fn next_external(vm: &mut Vm, f: &Ref<frame::Frame>, skip: &[String]) -> Option<Ref<frame::Frame>> {
    let back = vm.hooks.frames.back;
    let mut next = back(vm, f);
    while let Some(f) = &next {
        let name = f.get(vm).code.get(vm).filename.to_string_lossy(vm);
        if !is_internal(vm, f) && !skip.iter().any(|prefix| name.starts_with(prefix.as_str())) {
            break;
        }
        next = back(vm, f);
    }
    next
}

/// The place that a warning `level` frames up is about (`setup_context`).
fn blamed(vm: &mut Vm, level: isize, skip: &[String]) -> PyResult<Place> {
    let mut found = rpython_vm::running_frame(vm);
    let back = vm.hooks.frames.back;
    let plain = level <= 0 || found.as_ref().is_some_and(|f| is_internal(vm, f));
    for _ in 1..level {
        let Some(f) = found else { break };
        found = if plain { back(vm, &f) } else { next_external(vm, &f, skip) };
    }
    let (globals, filename, line) = match &found {
        Some(f) => {
            let (globals, name) = (f.get(vm).globals.clone(), f.get(vm).code.get(vm).filename.clone());
            (globals, name, frame::line(vm, f).unwrap_or(0).into())
        }
        None => (rpython_vm::sys_dict(vm), Str::intern(vm, "<sys>"), 0),
    };
    let registry = match Dict::get_str(vm, &globals, names::__warningregistry__).cloned() {
        Some(registry) => registry,
        None => {
            let made = Dict::new(vm).into_obj();
            Dict::set_str(vm, &globals, names::__warningregistry__, made.clone())?;
            made
        }
    };
    let name = Dict::get_str(vm, &globals, names::__name__).filter(|n| n.is_none() || n.is_kind::<Str>()).cloned();
    let module = name.unwrap_or_else(|| Str::intern(vm, "<string>").into_obj());
    Ok(Place { filename: filename.into_obj(), line, module, registry })
}

/// A file's name as a module's: without `.py`.
fn module_of_file(vm: &mut Vm, filename: &Obj) -> Obj {
    let text = filename.downcast_ref::<Str>().map(|f| f.to_string_lossy(vm)).unwrap_or_default();
    let name = if text.is_empty() { "<unknown>" } else { text.strip_suffix(".py").unwrap_or(&text) };
    Str::new(vm, name).into_obj()
}

fn warn_explicit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let category = category_of_explicit(vm, args.at(2))?;
    let filename = args.at(3);
    if !filename.is_kind::<Str>() {
        let class = argument::shown_class(vm, filename);
        return Err(type_error!(vm, "warn_explicit() argument 'filename' must be str, not {class}"));
    }
    let line = argument::c_int(vm, args.at(4))?;
    let registry = args.some(6).cloned();
    if let Some(registry) = &registry
        && !registry.is_kind::<Dict>()
    {
        return Err(type_error!(vm, "'registry' must be a dict or None"));
    }
    let source_line = match args.some(7) {
        Some(globals) => {
            let Some(globals) = globals.downcast_ref::<Dict>() else {
                let class = argument::class_name(vm, globals);
                return Err(type_error!(vm, "module_globals must be a dict, not '{class}'"));
            };
            show::line_of_loader(vm, globals, line)?
        }
        None => None,
    };
    let module = match args.opt(5) {
        Some(module) => module.clone(),
        None => module_of_file(vm, filename),
    };
    let (message, category, text) = instance(vm, args.at(1), &category)?;
    let w = Warning {
        category,
        message,
        text,
        filename: filename.clone(),
        line: line.into(),
        module,
        registry,
        source_line,
        source: args.some(8),
    };
    issue(vm, &w)?;
    Ok(Obj::NONE)
}

/// The class that `warn_explicit` is given; what it is made of says whether it will do.
fn category_of_explicit(vm: &mut Vm, category: &Obj) -> PyResult<Obj> {
    let fits = category.downcast_ref::<Type>().is_some_and(|t| t.is_subtype(vm, types::WARNING));
    if !fits && !category.is_none() {
        let class = argument::class_name(vm, category);
        return Err(type_error!(vm, "category must be a Warning subclass, not '{class}'"));
    }
    Ok(if fits { category.clone() } else { types::USER_WARNING.clone().into_obj() })
}

/// `Vm::hooks.warn`
fn hook(vm: &mut Vm, category: &Ref<Type>, message: &str, level: usize) -> PyResult<()> {
    let message = Str::new(vm, message).into_obj();
    issue_from(vm, &message, category, level as isize, None, &[])
}

/// `Vm::hooks.warn_unawaited`: the module `warnings` tells where a coroutine was made (`_PyErr_WarnUnawaitedCoroutine`).
fn hook_unawaited(vm: &mut Vm, message: &str, source: &Obj) -> PyResult<()> {
    if vm.class_of(source).is(types::COROUTINE) {
        show::import_module(vm);
        if let Some(warn) = of_module(vm, "_warn_unawaited_coroutine")? {
            return protocol::call(vm, &warn, std::slice::from_ref(source)).map(|_| ());
        }
    }
    let text = Str::new(vm, message).into_obj();
    issue_from(vm, &text, types::RUNTIME_WARNING, 1, Some(source), &[])
}

/// `Vm::hooks.warn_at`
fn hook_at(vm: &mut Vm, category: &Ref<Type>, message: &str, filename: &str, line: i64) -> PyResult<()> {
    let message = Str::new(vm, message).into_obj();
    let filename = Str::new(vm, filename).into_obj();
    let module = module_of_file(vm, &filename);
    let (message, category, text) = instance(vm, &message, category)?;
    let w =
        Warning { category, message, text, filename, line, module, registry: None, source_line: None, source: None };
    issue(vm, &w)
}

/// Lets the interpreter's own warnings come here.
pub fn install(vm: &mut Vm) {
    vm.hooks.warn = hook;
    vm.hooks.warn_unawaited = hook_unawaited;
    vm.hooks.warn_at = hook_at;
}

/// Issues a `ResourceWarning` about an object that is being finalised; what a filter raises is reported as unraisable.
pub fn unreleased(vm: &mut Vm, message: &str, source: &Obj) {
    let text = Str::new(vm, message).into_obj();
    let category = types::RESOURCE_WARNING.clone().into_obj();
    if issue_from(vm, &text, &category, 1, Some(source), &[]).is_err() {
        (vm.hooks.unraisable)(vm, "in", Some(source));
    }
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc =
        "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.";
    let module = table::module(vm, "_warnings", doc, FUNCTIONS)?;
    let filters = filter::initial(vm)?;
    table::set(vm, &module, "filters", filters.clone().into_obj())?;
    let once = Dict::new(vm);
    table::set(vm, &module, "_onceregistry", once.clone().into_obj())?;
    let action = Str::intern(vm, "default").into_obj();
    table::set(vm, &module, "_defaultaction", action)?;
    let context = crate::contextvars::variable(vm, "_warnings_context")?;
    table::set(vm, &module, "_warnings_context", context.clone())?;
    let state = vm.state_of::<State>();
    state.context = Some(context);
    state.filters = Some(filters);
    state.once = Some(once);
    Ok(module)
}
