//! `generator`, `coroutine`, `async_generator`: a suspended frame.
//!
//! The frame's slots and operand stack lie in `words` and stay there while it runs; between them are the words of the
//! interpreter's own frame header ([`FRAME_WORDS`]), none of which owns a count. While it runs, `words` counts none: what
//! the frame holds is held from outside for the collector, as what lies on the stack. The header's machine addresses mean
//! something only then.

use crate::{
    Args, Code, Exception, Function, GetSetDef, NativeDef, PyResult, Raised, Slots, Str, StrExt, Tuple, Type, TypeDef,
    TypeExt, TypeFlags, Vm, exception, frame, getset, getter, kinds, names, native, protocol, raise, type_error,
    type_object::member, types, value_error,
};
use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref};

/// Where a generator stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorState {
    /// Not started.
    Created,
    /// At a `yield`.
    Suspended,
    /// At a `yield from` or `await`: what it waits for is on top of its stack.
    Delegating,
    /// Running now.
    Running,
    /// Returned, raised or closed.
    Finished,
}

/// Words between the slots and the operand stack of a generator's frame, which the interpreter keeps for itself.
pub const FRAME_WORDS: usize = 11;

/// The payload of generators, coroutines and asynchronous generators.
pub struct Generator {
    /// Slots, header and operand stack of the suspended frame; none while it runs.
    pub words: BufVec<Obj>,
    /// Slots of the frame.
    pub slots: u32,
    /// The function.
    pub function: Ref<Function>,
    /// The code that runs.
    pub code: Ref<Code>,
    /// `__name__`
    pub name: Ref<Str>,
    /// `__qualname__`
    pub qualname: Ref<Str>,
    /// The exception that was being handled when it was suspended.
    pub handled: OptObj,
    /// The frame object, if one was asked for.
    pub frame: OptObj,
    /// `cr_origin`; finaliser and hooks of an asynchronous generator.
    pub origin: OptObj,
    /// The finaliser that `sys.set_asyncgen_hooks` named when iteration began.
    pub finalizer: OptObj,
    /// The instruction that suspended it, in code units.
    pub last: u32,
    /// Where it stands.
    pub state: GeneratorState,
    /// An asynchronous generator: hooks called, closed, an `anext` or `asend` under way.
    pub hooked: bool,
    /// An asynchronous generator that was closed.
    pub closed: bool,
    /// An asynchronous generator with an awaitable under way.
    pub running_async: bool,
}

impl Payload for Generator {
    const KIND: u8 = kinds::GENERATOR;
    const NAME: &'static str = "generator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let (slots, rest) = self.words.split_at(self.words.len().min(self.slots as usize));
        let stack = rest.get(FRAME_WORDS..).unwrap_or_default();
        slots.iter().chain(stack).filter(|w| !w.is_unbound()).for_each(&mut *visit);
        visit(&self.function);
        visit(&self.code);
        visit(&self.name);
        visit(&self.qualname);
        let own = [&self.handled, &self.frame, &self.origin, &self.finalizer];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        self.words.clear();
        self.state = GeneratorState::Finished;
        for field in [&mut self.handled, &mut self.frame, &mut self.origin, &mut self.finalizer] {
            field.take();
        }
    }
}

/// How a generator is resumed.
pub enum Resume {
    /// With the value of its `yield`.
    Send(Obj),
    /// With an exception, raised at its `yield`.
    Throw(Obj),
}

/// What resuming a generator led to.
pub enum Resumed {
    /// It yielded.
    Yielded(Obj),
    /// It returned.
    Returned(Obj),
}

/// What a generator-like object is called in messages.
fn noun(vm: &Vm, g: &Ref<Generator>) -> &'static str {
    let class = g.header().class();
    let _ = vm;
    if class == types::COROUTINE.slot() {
        "coroutine"
    } else if class == types::ASYNC_GENERATOR.slot() {
        "async generator"
    } else {
        "generator"
    }
}

/// Fails if the generator cannot go on; `None` if it is finished.
fn check_resumable(vm: &mut Vm, g: &Ref<Generator>, value: &Obj, closing: bool) -> PyResult<Option<()>> {
    match g.get(vm).state {
        GeneratorState::Running => {
            let noun = noun(vm, g);
            Err(value_error!(vm, "{noun} already executing"))
        }
        GeneratorState::Finished => {
            if noun(vm, g) == "coroutine" && !closing {
                return Err(raise!(vm, types::RUNTIME_ERROR, "cannot reuse already awaited coroutine"));
            }
            Ok(None)
        }
        GeneratorState::Created if !value.is_none() => {
            let noun = noun(vm, g);
            Err(type_error!(vm, "can't send non-None value to a just-started {noun}"))
        }
        _ => Ok(Some(())),
    }
}

/// `g.send(value)`
///
/// # Errors
/// What the generator raises; `ValueError` if it is running.
pub fn send(vm: &mut Vm, g: &Ref<Generator>, value: &Obj) -> PyResult<Resumed> {
    match check_resumable(vm, g, value, false)? {
        Some(()) => (vm.hooks.resume)(vm, g, Resume::Send(value.clone())),
        None => Ok(Resumed::Returned(Obj::NONE)),
    }
}

/// Raises an exception in the generator at its `yield`.
fn resume_with(vm: &mut Vm, g: &Ref<Generator>, e: Obj, closing: bool) -> PyResult<Resumed> {
    match check_resumable(vm, g, &Obj::NONE, closing)? {
        Some(()) => (vm.hooks.resume)(vm, g, Resume::Throw(e)),
        // A finished one raises it in the caller.
        None => Err(vm.travel(e)),
    }
}

/// The `StopIteration` that carries a return value.
pub fn stop_with(vm: &mut Vm, value: Obj) -> Raised {
    // A tuple or an exception as the only argument would be spread or taken for the exception itself.
    let made = if value.is_none() {
        exception::with_args(vm, types::STOP_ITERATION, &[])
    } else {
        exception::with_args(vm, types::STOP_ITERATION, &[value])
    };
    vm.raise_object(made)
}

fn yielded_or_stop(vm: &mut Vm, resumed: Resumed) -> PyResult {
    match resumed {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) => Err(stop_with(vm, value)),
    }
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(g) = o.downcast_ref::<Generator>() else { return Ok(None) };
    match g.get(vm).state {
        GeneratorState::Created | GeneratorState::Suspended | GeneratorState::Delegating => (vm.hooks.advance)(vm, g),
        _ => next_of_none(vm, g),
    }
}

/// The next item of a generator that cannot go on.
#[cold]
#[inline(never)]
fn next_of_none(vm: &mut Vm, g: &Ref<Generator>) -> PyResult<Option<Obj>> {
    match send(vm, g, &Obj::NONE)? {
        Resumed::Yielded(value) => Ok(Some(value)),
        Resumed::Returned(value) => {
            vm.note_stop_value(value);
            Ok(None)
        }
    }
}

fn send_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let resumed = send(vm, args.this::<Generator>(), args.at(1))?;
    yielded_or_stop(vm, resumed)
}

/// What the generator waits for at a `yield from` or `await`.
fn delegate(vm: &Vm, g: &Ref<Generator>) -> Option<Obj> {
    let g = g.get(vm);
    if g.state == GeneratorState::Delegating { g.words.last().cloned() } else { None }
}

/// Runs `work` while the generator counts as running, as it does while it waits for its delegate.
fn while_delegating<R>(vm: &mut Vm, g: &Ref<Generator>, work: impl FnOnce(&mut Vm) -> R) -> R {
    let old = std::mem::replace(&mut g.get_mut(vm).state, GeneratorState::Running);
    let result = work(vm);
    g.get_mut(vm).state = old;
    result
}

/// The exception that `throw(type, value, traceback)` raises.
///
/// # Errors
/// `TypeError` for what is none.
pub(crate) fn thrown_exception(vm: &mut Vm, args: Args<'_>, first: usize) -> PyResult {
    let (kind, value, traceback) = (args.at(first), args.some(first + 1), args.some(first + 2));
    if let Some(tb) = traceback
        && !tb.is_kind::<frame::Traceback>()
    {
        return Err(type_error!(vm, "throw() third argument must be a traceback object"));
    }
    let made = if let Some(class) = kind.downcast_ref::<Type>()
        && class.is_subtype(vm, types::BASE_EXCEPTION)
    {
        let made = match value {
            Some(v) if vm.class_of(v).is_subtype(vm, class) => v.clone(),
            Some(v) => match v.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()) {
                Some(items) => protocol::call(vm, class, &items)?,
                None => protocol::call(vm, class, std::slice::from_ref(v))?,
            },
            None => protocol::call(vm, class, &[])?,
        };
        if made.is_kind::<Exception>() {
            made
        } else {
            // What is thrown then is the complaint, and the generator may handle it.
            let class = protocol::repr_text(vm, class)?;
            let got = vm.class_of(&made).name(vm).to_string();
            let _raised =
                type_error!(vm, "calling {class} should have returned an instance of BaseException, not {got}");
            vm.take_exception()
        }
    } else if kind.is_kind::<Exception>() {
        if value.is_some() {
            return Err(type_error!(vm, "instance exception may not have a separate value"));
        }
        kind.clone()
    } else {
        let got = vm.class_of(kind).name(vm).to_string();
        return Err(type_error!(vm, "exceptions must be classes or instances deriving from BaseException, not {got}"));
    };
    if let (Some(tb), Some(e)) = (traceback, made.downcast_ref::<Exception>()) {
        e.get_mut(vm).traceback = OptObj::some(tb.clone());
    }
    Ok(made)
}

/// Throws into the generator, or into what it delegates to.
///
/// # Errors
/// What the generator raises.
pub fn throw(vm: &mut Vm, g: &Ref<Generator>, e: Obj, close_delegate: bool) -> PyResult<Resumed> {
    let Some(inner) = delegate(vm, g) else { return resume_with(vm, g, e, false) };
    if close_delegate && vm.class_of(&e).is_subtype(vm, types::GENERATOR_EXIT) {
        if let Err(_raised) = while_delegating(vm, g, |vm| close_iterator(vm, &inner)) {
            let e = vm.take_exception();
            return resume_with(vm, g, e, false);
        }
        return resume_with(vm, g, e, false);
    }
    // Its own handler turns a StopIteration into a value.
    if let Some(inner) = inner.downcast_ref::<Generator>()
        && inner.header().class() != types::ASYNC_GENERATOR.slot()
    {
        return (vm.hooks.delegate)(vm, g, &mut |vm| {
            throw(vm, inner, e.clone(), close_delegate).and_then(|r| yielded_or_stop(vm, r))
        });
    }
    match protocol::find_attr(vm, &inner, names::throw)? {
        None => resume_with(vm, g, e, false),
        Some(method) => (vm.hooks.delegate)(vm, g, &mut |vm| protocol::call(vm, &method, std::slice::from_ref(&e))),
    }
}

/// Warns of `throw(type, value, traceback)`.
pub(crate) fn warn_of_three(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    if args.opt(2).is_some() || args.opt(3).is_some() {
        let message = "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
        (vm.hooks.warn)(vm, types::DEPRECATION_WARNING, message, 1)?;
    }
    Ok(())
}

fn throw_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    warn_of_three(vm, args)?;
    let e = thrown_exception(vm, args, 1)?;
    let resumed = throw(vm, args.this::<Generator>(), e, true)?;
    yielded_or_stop(vm, resumed)
}

/// Closes what a generator delegates to.
fn close_iterator(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    if let Some(g) = o.downcast_ref::<Generator>()
        && g.header().class() != types::ASYNC_GENERATOR.slot()
    {
        close(vm, g)?;
        return Ok(());
    }
    match protocol::find_attr(vm, o, names::close) {
        Ok(Some(method)) => {
            protocol::call(vm, &method, &[])?;
        }
        Ok(None) => {}
        Err(_raised) => (vm.hooks.unraisable)(vm, "in:", Some(o)),
    }
    Ok(())
}

/// `g.close()`: its return value, if it returns one.
///
/// # Errors
/// What the generator raises; `RuntimeError` if it yields again.
pub fn close(vm: &mut Vm, g: &Ref<Generator>) -> PyResult {
    match g.get(vm).state {
        GeneratorState::Created => {
            finish(vm, g);
            return Ok(Obj::NONE);
        }
        GeneratorState::Finished => return Ok(Obj::NONE),
        _ => {}
    }
    let e = match delegate(vm, g) {
        Some(inner) => match while_delegating(vm, g, |vm| close_iterator(vm, &inner)) {
            Ok(()) => None,
            Err(_raised) => Some(vm.take_exception()),
        },
        None => None,
    };
    let e = match e {
        Some(e) => e,
        None => exception::with_args(vm, types::GENERATOR_EXIT, &[]),
    };
    match resume_with(vm, g, e, true) {
        Ok(Resumed::Yielded(_)) => {
            let noun = noun(vm, g);
            Err(raise!(vm, types::RUNTIME_ERROR, "{noun} ignored GeneratorExit"))
        }
        Ok(Resumed::Returned(value)) => Ok(value),
        Err(raised) => {
            if vm.raised_is(types::GENERATOR_EXIT) || vm.raised_is(types::STOP_ITERATION) {
                vm.exception.take();
                return Ok(Obj::NONE);
            }
            Err(raised)
        }
    }
}

/// Marks a generator that will not run any more, and drops what it holds.
pub(crate) fn finish(vm: &mut Vm, g: &Ref<Generator>) {
    let words = {
        let g = g.get_mut(vm);
        g.state = GeneratorState::Finished;
        std::mem::take(&mut g.words)
    };
    g.header().unset(rpython_heap::flag::FINALISES);
    drop(words);
}

/// Reports a coroutine that was never awaited, as `warnings` does it: with the place where it was made, where that is known.
fn warn_unawaited(vm: &mut Vm, g: &Ref<Generator>) {
    let coroutine = g.clone().into_obj();
    let mut warned = false;
    let name = Str::intern(vm, "_warn_unawaited_coroutine");
    let found = protocol::import(vm, "warnings").and_then(|module| protocol::find_attr(vm, &module, &name));
    match found {
        Ok(Some(warn)) => match protocol::call(vm, &warn, std::slice::from_ref(&coroutine)) {
            Ok(_) => warned = true,
            Err(_raised) => {
                warned = vm.raised_is(types::RUNTIME_WARNING);
                (vm.hooks.unraisable)(vm, "while finalizing coroutine", Some(&coroutine));
            }
        },
        Ok(None) => {}
        Err(_raised) => drop(vm.exception.take()),
    }
    if !warned {
        let name = g.get(vm).qualname.to_string_lossy(vm);
        let message = format!("coroutine '{name}' was never awaited");
        if let Err(_raised) = (vm.hooks.warn)(vm, types::RUNTIME_WARNING, &message, 1) {
            (vm.hooks.unraisable)(vm, "while finalizing coroutine", Some(&coroutine));
        }
    }
}

/// The last reference is gone: a suspended generator is closed, a coroutine that never ran is reported.
pub(crate) fn finalise(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(g) = o.downcast_ref::<Generator>() else { return Ok(Obj::NONE) };
    let state = g.get(vm).state;
    if state == GeneratorState::Finished {
        return Ok(Obj::NONE);
    }
    if noun(vm, g) == "async generator"
        && let Some(finalizer) = g.get(vm).finalizer.cloned()
        && !g.get(vm).closed
    {
        return protocol::call(vm, &finalizer, std::slice::from_ref(o));
    }
    if noun(vm, g) == "coroutine" && state == GeneratorState::Created {
        warn_unawaited(vm, g);
        finish(vm, g);
        return Ok(Obj::NONE);
    }
    close(vm, g)
}

fn close_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    close(vm, args.this::<Generator>())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(g) = o.downcast_ref::<Generator>() else { return crate::object::repr(vm, o) };
    let class = vm.class_of(o).name(vm).to_string();
    let name = g.get(vm).qualname.to_string_lossy(vm);
    Ok(Str::new(vm, &format!("<{class} object {name} at {:#x}>", protocol::id(o))).into_obj())
}

/// Reads a field of a generator.
fn read(vm: &Vm, o: &Obj, field: impl FnOnce(&Generator) -> Obj) -> PyResult {
    Ok(o.downcast_ref::<Generator>().map_or(Obj::NONE, |g| field(g.get(vm))))
}

fn set_text(
    vm: &mut Vm,
    o: &Obj,
    value: Option<&Obj>,
    what: &str,
    place: fn(&mut Generator) -> &mut Ref<Str>,
) -> PyResult<()> {
    let Some(text) = value.and_then(|v| v.downcast_ref::<Str>()).cloned() else {
        return Err(type_error!(vm, "{what} must be set to a string object"));
    };
    if let Some(g) = o.downcast_ref::<Generator>() {
        let old = std::mem::replace(place(g.get_mut(vm)), text);
        drop(old);
    }
    Ok(())
}

const fn name_attribute(doc: &'static str) -> GetSetDef {
    getset(
        "__name__",
        |vm, o| read(vm, o, |g| g.name.clone().into_obj()),
        |vm, o, v| set_text(vm, o, v, "__name__", |g| &mut g.name),
        doc,
    )
}

const fn qualname_attribute(doc: &'static str) -> GetSetDef {
    getset(
        "__qualname__",
        |vm, o| read(vm, o, |g| g.qualname.clone().into_obj()),
        |vm, o, v| set_text(vm, o, v, "__qualname__", |g| &mut g.qualname),
        doc,
    )
}

fn is_running(vm: &mut Vm, o: &Obj) -> PyResult {
    read(vm, o, |g| Obj::bool(g.state == GeneratorState::Running))
}

fn is_suspended(vm: &mut Vm, o: &Obj) -> PyResult {
    read(vm, o, |g| Obj::bool(matches!(g.state, GeneratorState::Suspended | GeneratorState::Delegating)))
}

fn code(vm: &mut Vm, o: &Obj) -> PyResult {
    read(vm, o, |g| g.code.clone().into_obj())
}

fn yield_from(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<Generator>().and_then(|g| delegate(vm, g)).unwrap_or(Obj::NONE))
}

/// `gi_frame`: `None` once finished.
fn frame_of(vm: &mut Vm, o: &Obj) -> PyResult {
    match o.downcast_ref::<Generator>() {
        Some(g) => (vm.hooks.generator_frame)(vm, g),
        None => Ok(Obj::NONE),
    }
}

const THROW: &str = "($self, type, value=None, traceback=None, /)";

/// The methods of generators (or of coroutines) with their docs.
const fn methods(send: &'static str, throw: &'static str, close: &'static str) -> [NativeDef; 5] {
    [
        native("send", "($self, object, /)", send_method, send),
        native("throw", THROW, throw_method, throw).unsigned(),
        crate::object_methods::SIZE_OF,
        native("close", "($self, /)", close_method, close),
        crate::class_native(
            "__class_getitem__",
            "($type, object, /)",
            |vm, a| crate::generic_alias::new(vm, a.at(0), a.at(1)),
            "See PEP 585",
        ),
    ]
}

static METHODS: [NativeDef; 5] = methods(
    "send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration.",
    "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of Python.",
    "close() -> raise GeneratorExit inside generator.",
);

static COROUTINE_METHODS: [NativeDef; 5] = methods(
    "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration.",
    "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or raise\nStopIteration.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of Python.",
    "close() -> raise GeneratorExit inside coroutine.",
);

/// `generator`
pub static DEF: TypeDef = TypeDef {
    name: "generator",
    kind: kinds::GENERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        repr: Some(repr),
        iter: Some(|_, o| Ok(o.clone())),
        next: Some(next),
        finalise: Some(finalise),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &[
        name_attribute("name of the generator"),
        qualname_attribute("qualified name of the generator"),
        getter("gi_running", is_running, ""),
        getter("gi_suspended", is_suspended, ""),
        getter("gi_frame", frame_of, ""),
        getter("gi_code", code, ""),
        getter("gi_yieldfrom", yield_from, "object being iterated by yield from, or None"),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// `coroutine`
pub static COROUTINE_DEF: TypeDef = TypeDef {
    name: "coroutine",
    kind: kinds::GENERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        repr: Some(repr),
        await_: Some(|vm, o| {
            let inner = o.clone();
            Ok(vm.alloc(types::COROUTINE_WRAPPER, CoroutineWrapper { coroutine: inner }).into_obj())
        }),
        finalise: Some(finalise),
        ..Slots::EMPTY
    },
    methods: &COROUTINE_METHODS,
    getsets: &[
        name_attribute("name of the coroutine"),
        qualname_attribute("qualified name of the coroutine"),
        getter("cr_running", is_running, ""),
        getter("cr_suspended", is_suspended, ""),
        getter("cr_frame", frame_of, ""),
        getter("cr_code", code, ""),
        getter("cr_await", yield_from, "object being awaited on, or None"),
        member("cr_origin", |vm, o| read(vm, o, |g| g.origin.cloned().unwrap_or(Obj::NONE)), ""),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// What `coroutine.__await__` returns: an iterator that runs the coroutine.
pub struct CoroutineWrapper {
    coroutine: Obj,
}

impl Payload for CoroutineWrapper {
    const KIND: u8 = kinds::COROUTINE_WRAPPER;
    const NAME: &'static str = "coroutine wrapper";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.coroutine);
    }
}

fn wrapped(vm: &Vm, o: &Obj) -> Option<Ref<Generator>> {
    o.downcast_ref::<CoroutineWrapper>().and_then(|w| w.get(vm).coroutine.clone().downcast().ok())
}

/// `coroutine_wrapper`
pub static COROUTINE_WRAPPER_DEF: TypeDef = TypeDef {
    name: "coroutine_wrapper",
    kind: kinds::COROUTINE_WRAPPER,
    flags: TypeFlags::NO_NEW,
    doc: "A wrapper object implementing __await__ for coroutines.",
    slots: Slots {
        iter: Some(|_, o| Ok(o.clone())),
        next: Some(|vm, o| match wrapped(vm, o) {
            Some(g) => next(vm, &g),
            None => Ok(None),
        }),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "send",
            "($self, object, /)",
            |vm, a| match wrapped(vm, a.at(0)) {
                Some(g) => {
                    let resumed = send(vm, &g, a.at(1))?;
                    yielded_or_stop(vm, resumed)
                }
                None => Ok(Obj::NONE),
            },
            "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration.",
        ),
        native(
            "throw",
            THROW,
            |vm, a| {
                let e = thrown_exception(vm, a, 1)?;
                match wrapped(vm, a.at(0)) {
                    Some(g) => {
                        let resumed = throw(vm, &g, e, true)?;
                        yielded_or_stop(vm, resumed)
                    }
                    None => Ok(Obj::NONE),
                }
            },
            "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or raise\nStopIteration.",
        )
        .unsigned(),
        native(
            "close",
            "($self, /)",
            |vm, a| match wrapped(vm, a.at(0)) {
                Some(g) => close(vm, &g),
                None => Ok(Obj::NONE),
            },
            "close() -> raise GeneratorExit inside coroutine.",
        ),
    ],
    ..TypeDef::EMPTY
};

/// The attributes of asynchronous generators that other generators have too.
pub(crate) const ASYNC_ATTRIBUTES: &[GetSetDef] = &[
    name_attribute("name of the async generator"),
    qualname_attribute("qualified name of the async generator"),
    getter("ag_running", |vm, o| read(vm, o, |g| Obj::bool(g.running_async)), "").as_member(),
    getter("ag_suspended", is_suspended, ""),
    getter("ag_frame", frame_of, ""),
    getter("ag_code", code, ""),
    getter("ag_await", yield_from, "object being awaited on, or None"),
];

/// `repr` and finaliser, for asynchronous generators.
pub(crate) const SHARED: Slots = Slots { repr: Some(repr), finalise: Some(finalise), ..Slots::EMPTY };
