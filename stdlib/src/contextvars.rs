//! `_contextvars` (PEP 567; Python/context.c): variables that have a value for each context.
//!
//! A context is a dict of variables. Copying one shares the dict; who sets a variable while it is shared makes an own copy first.
//! Each thread has a current context, empty at its start.

use crate::{kinds, table};
use rpython_heap::Payload;
use rpython_objects::{
    Args, CallArgs, CompareOp, Dict, Module, NativeDef, Obj, OptObj, PyResult, Ref, Slots, Str, Tuple, Type, TypeDef,
    TypeFlags, Vm, getter, native, protocol, raise, type_error, type_object::define_kind, types, value_error,
};
use rpython_vm::threads;
use rustc_hash::FxHashMap;

/// The payload of a context.
pub(crate) struct Context {
    vars: Ref<Dict>,
    /// The context that was current before this one was entered.
    previous: OptObj,
    entered: bool,
}

impl Payload for Context {
    const KIND: u8 = kinds::CONTEXT;
    const NAME: &'static str = "Context";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.vars);
        self.previous.get().into_iter().for_each(visit);
    }
}

/// The payload of a context variable.
pub(crate) struct ContextVar {
    name: Ref<Str>,
    default: OptObj,
}

impl Payload for ContextVar {
    const KIND: u8 = kinds::CONTEXT_VAR;
    const NAME: &'static str = "ContextVar";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.name);
        self.default.get().into_iter().for_each(visit);
    }
}

/// The payload of what `ContextVar.set` returns.
pub(crate) struct Token {
    context: Obj,
    variable: Obj,
    old: OptObj,
    used: bool,
}

impl Payload for Token {
    const KIND: u8 = kinds::CONTEXT_TOKEN;
    const NAME: &'static str = "Token";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.context);
        visit(&self.variable);
        self.old.get().into_iter().for_each(visit);
    }
}

/// The payload of `Token.MISSING`.
pub(crate) struct Missing;

impl Payload for Missing {
    const KIND: u8 = kinds::TOKEN_MISSING;
    const NAME: &'static str = "Token.MISSING";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

#[derive(Default)]
struct State {
    /// The current context of each thread that has one.
    current: FxHashMap<u64, Ref<Context>>,
    /// How often a thread's context or a value in one has changed.
    changes: u64,
    missing: Option<Obj>,
    types: Option<[Ref<Type>; 3]>,
}

fn current(vm: &mut Vm) -> Ref<Context> {
    let thread = threads::ident();
    if let Some(found) = vm.state_of::<State>().current.get(&thread).cloned() {
        return found;
    }
    let made = empty(vm);
    make_current(vm, thread, made.clone());
    made
}

fn make_current(vm: &mut Vm, thread: u64, context: Ref<Context>) {
    let state = vm.state_of::<State>();
    state.changes += 1;
    let before = state.current.insert(thread, context);
    drop(before);
}

fn empty(vm: &mut Vm) -> Ref<Context> {
    let vars = Dict::new(vm);
    vm.make(Context { vars, previous: OptObj::NONE, entered: false })
}

fn missing(vm: &mut Vm) -> Obj {
    if let Some(known) = vm.state_of::<State>().missing.clone() {
        return known;
    }
    let made = vm.make(Missing).into_obj();
    vm.state_of::<State>().missing = Some(made.clone());
    made
}

/// The dict of a context, not shared with any other, to be changed.
fn own_vars(vm: &mut Vm, context: &Ref<Context>) -> PyResult<Ref<Dict>> {
    vm.state_of::<State>().changes += 1;
    if context.get(vm).vars.is_unique() {
        return Ok(context.get(vm).vars.clone());
    }
    let shared = context.get(vm).vars.clone();
    let own = Dict::copy(vm, &shared)?;
    let old = std::mem::replace(&mut context.get_mut(vm).vars, own.clone());
    drop(old);
    Ok(own)
}

fn value(vm: &mut Vm, context: &Ref<Context>, variable: &Obj) -> PyResult<Option<Obj>> {
    let vars = context.get(vm).vars.clone();
    Dict::get_item(vm, &vars, variable)
}

// Contexts

fn new_context(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !args.values.is_empty() {
        return Err(type_error!(vm, "Context() does not accept any arguments"));
    }
    Ok(empty(vm).into_obj())
}

fn this(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Context>> {
    match o.downcast_ref::<Context>() {
        Some(context) => Ok(context.clone()),
        None => Err(type_error!(vm, "an instance of Context was expected")),
    }
}

fn key(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    if o.is_kind::<ContextVar>() {
        return Ok(());
    }
    let shown = protocol::repr_text(vm, o)?;
    Err(type_error!(vm, "a ContextVar key was expected, got {shown}"))
}

fn get_item(vm: &mut Vm, o: &Obj, variable: &Obj) -> PyResult {
    key(vm, variable)?;
    let context = this(vm, o)?;
    match value(vm, &context, variable)? {
        Some(found) => Ok(found),
        None => {
            let made = rpython_objects::exception::with_args(vm, types::KEY_ERROR, std::slice::from_ref(variable));
            Err(vm.raise_object(made))
        }
    }
}

fn contains(vm: &mut Vm, o: &Obj, variable: &Obj) -> PyResult<bool> {
    key(vm, variable)?;
    let context = this(vm, o)?;
    Ok(value(vm, &context, variable)?.is_some())
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    let context = this(vm, o)?;
    Ok(context.get(vm).vars.get(vm).len())
}

fn view(vm: &mut Vm, o: &Obj, name: &str) -> PyResult {
    let vars = this(vm, o)?.get(vm).vars.clone();
    // A later change of the context must not be seen: iteration goes over the items as they are.
    let vars = Dict::copy(vm, &vars)?;
    let name = Str::intern(vm, name);
    let view = protocol::call_method(vm, &vars, &name, &[])?;
    protocol::iter(vm, &view)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Context>(), b.downcast_ref::<Context>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let (x, y) = (x.get(vm).vars.clone().into_obj(), y.get(vm).vars.clone().into_obj());
    match op {
        CompareOp::Eq | CompareOp::Ne => protocol::compare(vm, &x, &y, op),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn get_in_context(vm: &mut Vm, args: Args<'_>) -> PyResult {
    key(vm, args.at(1))?;
    let context = args.this::<Context>().clone();
    let found = value(vm, &context, args.at(1))?;
    Ok(found.or_else(|| args.opt(2).cloned()).unwrap_or(Obj::NONE))
}

fn copy_of(vm: &mut Vm, context: &Ref<Context>) -> Obj {
    let vars = context.get(vm).vars.clone();
    vm.make(Context { vars, previous: OptObj::NONE, entered: false }).into_obj()
}

fn run(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let context = args.this::<Context>().clone();
    let values = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let Some((function, rest)) = values.split_first() else {
        return Err(type_error!(vm, "run() missing 1 required positional argument"));
    };
    let mut given = rest.to_vec();
    let mut names = Vec::new();
    if let Some(keywords) = args.at(2).downcast_ref::<Dict>() {
        for (name, value) in keywords.get(vm).iter() {
            names.push(name.clone());
            given.push(value.clone());
        }
    }
    let names = if names.is_empty() { None } else { Some(Tuple::from_vec(vm, names)?) };
    run_in(vm, &context, |vm| protocol::call_args(vm, function, CallArgs { values: &given, names: names.as_ref() }))
}

/// Runs `work` with `context` as the current one.
fn run_in<R>(vm: &mut Vm, context: &Ref<Context>, work: impl FnOnce(&mut Vm) -> PyResult<R>) -> PyResult<R> {
    if context.get(vm).entered {
        let shown = protocol::repr_text(vm, context)?;
        return Err(raise!(vm, types::RUNTIME_ERROR, "cannot enter context: {shown} is already entered"));
    }
    let before = current(vm);
    let entered = context.get_mut(vm);
    entered.entered = true;
    entered.previous = OptObj::some(before.clone().into_obj());
    let thread = threads::ident();
    make_current(vm, thread, context.clone());
    let result = work(vm);
    make_current(vm, thread, before);
    let left = context.get_mut(vm);
    left.entered = false;
    let previous = left.previous.take();
    drop(previous);
    result
}

/// A copy of the current context, for modules that run something in it later.
///
/// # Errors
/// `MemoryError`
pub(crate) fn copy_current(vm: &mut Vm) -> PyResult {
    define(vm)?;
    let context = current(vm);
    Ok(copy_of(vm, &context))
}

/// Runs `work` in a context that a program has given.
///
/// # Errors
/// `TypeError` for what is no context, `RuntimeError` if it is entered already, and what `work` raises.
pub(crate) fn run_in_given<R>(vm: &mut Vm, o: &Obj, work: impl FnOnce(&mut Vm) -> PyResult<R>) -> PyResult<R> {
    let context = this(vm, o)?;
    run_in(vm, &context, work)
}

static CONTEXT_DEF: TypeDef = TypeDef {
    name: "Context",
    module: "_contextvars",
    kind: kinds::CONTEXT,
    slots: Slots {
        new: Some(new_context),
        subscript: Some(get_item),
        contains: Some(contains),
        len: Some(len),
        iter: Some(|vm, o| view(vm, o, "keys")),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "get",
            "($self, key, default=None, /)",
            get_in_context,
            "Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`.  If `default` is not\ngiven, return None.",
        ),
        native(
            "items",
            "($self, /)",
            |vm, a| view(vm, a.at(0), "items"),
            "Return all variables and their values in the context object.\n\nThe result is returned as a list of 2-tuples (variable, value).",
        ),
        native(
            "keys",
            "($self, /)",
            |vm, a| view(vm, a.at(0), "keys"),
            "Return a list of all variables in the context object.",
        ),
        native(
            "values",
            "($self, /)",
            |vm, a| view(vm, a.at(0), "values"),
            "Return a list of all variables' values in the context object.",
        ),
        native(
            "copy",
            "($self, /)",
            |vm, a| {
                let context = a.this::<Context>().clone();
                Ok(copy_of(vm, &context))
            },
            "Return a shallow copy of the context object.",
        ),
        native("run", "($self, /, *args, **kwargs)", run, ""),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

// Variables

fn new_variable(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let (given, keywords) = args.split();
    let [name] = given else {
        return Err(match given.len() {
            0 => type_error!(vm, "ContextVar() takes exactly 1 positional argument (0 given)"),
            n => type_error!(vm, "ContextVar() takes at most 1 positional argument ({n} given)"),
        });
    };
    let mut default = OptObj::NONE;
    for (i, keyword) in keywords.iter().enumerate() {
        let name = args.names.map(|n| n.tail(vm)[i].clone()).unwrap_or(Obj::NONE);
        let text = name.downcast_ref::<Str>().map(|n| rpython_objects::StrExt::to_string_lossy(n, vm));
        if text.as_deref() != Some("default") {
            let text = text.unwrap_or_default();
            return Err(type_error!(vm, "ContextVar() got an unexpected keyword argument '{text}'"));
        }
        default = OptObj::some(keyword.clone());
    }
    let Some(name) = name.downcast_ref::<Str>().cloned() else {
        return Err(type_error!(vm, "context variable name must be a str"));
    };
    Ok(vm.make(ContextVar { name, default }).into_obj())
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let variable = args.this::<ContextVar>();
    let context = current(vm);
    if let Some(found) = value(vm, &context, args.at(0))? {
        return Ok(found);
    }
    if let Some(default) = args.opt(1).cloned().or_else(|| variable.get(vm).default.cloned()) {
        return Ok(default);
    }
    let made = rpython_objects::exception::with_args(vm, types::LOOKUP_ERROR, std::slice::from_ref(args.at(0)));
    Err(vm.raise_object(made))
}

fn set(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let context = current(vm);
    let old = OptObj::from(value(vm, &context, args.at(0))?);
    let vars = own_vars(vm, &context)?;
    Dict::set_item(vm, &vars, args.at(0), args.at(1).clone())?;
    let token = Token { context: context.into_obj(), variable: args.at(0).clone(), old, used: false };
    Ok(vm.make(token).into_obj())
}

fn reset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(token) = args.at(1).downcast_ref::<Token>() else {
        let shown = protocol::repr_text(vm, args.at(1))?;
        return Err(type_error!(vm, "expected an instance of Token, got {shown}"));
    };
    undo(vm, args.at(0), token)
}

/// Gives a variable the value that it had when the token was made.
fn undo(vm: &mut Vm, variable: &Obj, token: &Ref<Token>) -> PyResult {
    let shown = |vm: &mut Vm| protocol::repr_text(vm, token);
    if token.get(vm).used {
        let shown = shown(vm)?;
        return Err(raise!(vm, types::RUNTIME_ERROR, "{shown} has already been used once"));
    }
    if !token.get(vm).variable.is(variable) {
        let shown = shown(vm)?;
        return Err(value_error!(vm, "{shown} was created by a different ContextVar"));
    }
    let context = current(vm);
    if !token.get(vm).context.is(&context) {
        let shown = shown(vm)?;
        return Err(value_error!(vm, "{shown} was created in a different Context"));
    }
    token.get_mut(vm).used = true;
    let vars = own_vars(vm, &context)?;
    match token.get(vm).old.cloned() {
        Some(old) => Dict::set_item(vm, &vars, variable, old)?,
        None => {
            let old = Dict::remove_item(vm, &vars, variable)?;
            drop(old);
        }
    }
    Ok(Obj::NONE)
}

fn variable_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(variable) = o.downcast_ref::<ContextVar>() else { return Ok(Obj::NONE) };
    let (name, default) = (variable.get(vm).name.clone(), variable.get(vm).default.cloned());
    let name = protocol::repr_text(vm, &name)?;
    let default = match default {
        Some(default) => format!(" default={}", protocol::repr_text(vm, &default)?),
        None => String::new(),
    };
    let text = format!("<ContextVar name={name}{default} at {:#x}>", protocol::id(o));
    Ok(Str::new(vm, &text).into_obj())
}

static VARIABLE_DEF: TypeDef = TypeDef {
    name: "ContextVar",
    module: "_contextvars",
    kind: kinds::CONTEXT_VAR,
    slots: Slots { new: Some(new_variable), repr: Some(variable_repr), ..Slots::EMPTY },
    methods: &[
        rpython_objects::native::class_getitem("See PEP 585"),
        native(
            "get",
            "($self, default=<unrepresentable>, /)",
            get,
            "Return a value for the context variable for the current context.\n\nIf there is no value for the variable in the current context, the\nmethod will:\n * return the value of the default argument of the method, if\n   provided; or\n * return the default value for the context variable, if it was\n   created with one; or\n * raise a LookupError.",
        ),
        native(
            "set",
            "($self, value, /)",
            set,
            "Call to set a new value for the context variable in the current context.\n\nThe required value argument is the new value for the context\nvariable.\n\nReturns a Token object that can be used to restore the variable to\nits previous value via the `ContextVar.reset()` method.",
        ),
        native(
            "reset",
            "($self, token, /)",
            reset,
            "Reset the context variable.\n\nThe variable is reset to the value it had before the\n`ContextVar.set()` that created the token was used.",
        ),
    ],
    getsets: &[getter(
        "name",
        |vm, o| Ok(o.downcast_ref::<ContextVar>().map_or(Obj::NONE, |v| v.get(vm).name.clone().into_obj())),
        "",
    )],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

// Tokens

fn token_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(token) = o.downcast_ref::<Token>() else { return Ok(Obj::NONE) };
    let (variable, used) = (token.get(vm).variable.clone(), token.get(vm).used);
    let variable = protocol::repr_text(vm, &variable)?;
    let used = if used { " used" } else { "" };
    let text = format!("<Token{used} var={variable} at {:#x}>", protocol::id(o));
    Ok(Str::new(vm, &text).into_obj())
}

fn old_value(vm: &mut Vm, o: &Obj) -> PyResult {
    match o.downcast_ref::<Token>().and_then(|t| t.get(vm).old.cloned()) {
        Some(old) => Ok(old),
        None => Ok(missing(vm)),
    }
}

fn leave(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let token = args.this::<Token>().clone();
    let variable = token.get(vm).variable.clone();
    undo(vm, &variable, &token)
}

static TOKEN_DEF: TypeDef = TypeDef {
    name: "Token",
    module: "_contextvars",
    kind: kinds::CONTEXT_TOKEN,
    slots: Slots {
        new: Some(|vm, _, _| Err(raise!(vm, types::RUNTIME_ERROR, "Tokens can only be created by ContextVars"))),
        repr: Some(token_repr),
        ..Slots::EMPTY
    },
    methods: &[
        rpython_objects::native::class_getitem("See PEP 585"),
        native("__enter__", "($self, /)", |_, a| Ok(a.at(0).clone()), "Enter into Token context manager."),
        native(
            "__exit__",
            "($self, type, val, tb, /)",
            leave,
            "Exit from Token context manager, restore the linked ContextVar.",
        ),
    ],
    getsets: &[
        getter("var", |vm, o| Ok(o.downcast_ref::<Token>().map_or(Obj::NONE, |t| t.get(vm).variable.clone())), ""),
        getter("old_value", old_value, ""),
    ],
    attributes: &[("MISSING", missing)],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

static MISSING_DEF: TypeDef = TypeDef {
    name: "MISSING",
    module: "Token",
    kind: kinds::TOKEN_MISSING,
    flags: TypeFlags::NO_NEW,
    slots: Slots { repr: Some(|vm, _| Ok(Str::intern(vm, "<Token.MISSING>").into_obj())), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

static FUNCTIONS: &[NativeDef] = &[native(
    "copy_context",
    "($module, /)",
    |vm, _| {
        let context = current(vm);
        Ok(copy_of(vm, &context))
    },
    "",
)];

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_contextvars", "Context Variables", FUNCTIONS)?;
    for (name, class) in ["Context", "ContextVar", "Token"].into_iter().zip(define(vm)?) {
        table::set(vm, &module, name, class.into_obj())?;
    }
    Ok(module)
}

/// The types, made by whoever needs them first.
fn define(vm: &mut Vm) -> PyResult<[Ref<Type>; 3]> {
    if let Some(known) = vm.state_of::<State>().types.clone() {
        return Ok(known);
    }
    define_kind::<Missing>(vm, &MISSING_DEF)?;
    let made = [
        define_kind::<Context>(vm, &CONTEXT_DEF)?,
        define_kind::<ContextVar>(vm, &VARIABLE_DEF)?,
        define_kind::<Token>(vm, &TOKEN_DEF)?,
    ];
    vm.state_of::<State>().types = Some(made.clone());
    Ok(made)
}

/// A new variable, for modules that keep one of their own.
///
/// # Errors
/// `MemoryError`
pub(crate) fn variable(vm: &mut Vm, name: &str) -> PyResult {
    define(vm)?;
    let name = Str::intern(vm, name);
    Ok(vm.make(ContextVar { name, default: OptObj::NONE }).into_obj())
}

/// A number that stays the same as long as all variables have the values that they have in this thread.
pub(crate) fn situation(vm: &mut Vm) -> (u64, u64) {
    (threads::ident(), vm.state_of::<State>().changes)
}

/// The value of a variable in the current context.
///
/// # Errors
/// What comparing variables raises.
pub(crate) fn get_value(vm: &mut Vm, variable: &Obj) -> PyResult<Option<Obj>> {
    let context = current(vm);
    value(vm, &context, variable)
}

/// Sets a variable in the current context.
///
/// # Errors
/// `MemoryError`
pub(crate) fn set_value(vm: &mut Vm, variable: &Obj, value: Obj) -> PyResult<()> {
    let context = current(vm);
    let vars = own_vars(vm, &context)?;
    Dict::set_item(vm, &vars, variable, value)
}
