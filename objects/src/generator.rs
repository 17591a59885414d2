//! `generator`, `coroutine`, `async_generator`: a suspended frame.
//!
//! While suspended, the frame's slots and operand stack lie in `words`; to run, the interpreter moves them to its own
//! stack and back. So the heap holds no machine address, and the collector sees plain references.

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

/// The payload of generators, coroutines and asynchronous generators.
pub struct Generator {
    /// Slots and operand stack of the suspended frame.
    pub words: BufVec<Obj>,
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
        self.words.iter().filter(|w| !w.is_unbound()).for_each(&mut *visit);
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
    let answer = if let Some(inner) = inner.downcast_ref::<Generator>()
        && inner.header().class() != types::ASYNC_GENERATOR.slot()
    {
        while_delegating(vm, g, |vm| throw(vm, inner, e, close_delegate).and_then(|r| yielded_or_stop(vm, r)))
    } else {
        match protocol::find_attr(vm, &inner, names::throw)? {
            None => return resume_with(vm, g, e, false),
            Some(method) => while_delegating(vm, g, |vm| protocol::call(vm, &method, std::slice::from_ref(&e))),
        }
    };
    match answer {
        Ok(value) => Ok(Resumed::Yielded(value)),
        // Its own handler turns a StopIteration into a value.
        Err(_raised) => {
            let e = vm.take_exception();
            resume_with(vm, g, e, false)
        }
    }
}

fn throw_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.opt(2).is_some() || args.opt(3).is_some() {
        let message = "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
        (vm.hooks.warn)(vm, types::DEPRECATION_WARNING, message, 1)?;
    }
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
    if let Some(method) = protocol::find_attr(vm, o, names::close)? {
        protocol::call(vm, &method, &[])?;
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

/// The last reference is gone: a suspended generator is closed, a coroutine that never ran is reported.
fn finalise(vm: &mut Vm, o: &Obj) -> PyResult {
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
        let name = g.get(vm).qualname.to_string_lossy(vm);
        let message = format!("coroutine '{name}' was never awaited");
        let warned = (vm.hooks.warn_unawaited)(vm, &message, o);
        finish(vm, g);
        warned?;
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

const fn name_attribute() -> GetSetDef {
    getset(
        "__name__",
        |vm, o| read(vm, o, |g| g.name.clone().into_obj()),
        |vm, o, v| set_text(vm, o, v, "__name__", |g| &mut g.name),
        "name of the generator",
    )
}

const fn qualname_attribute() -> GetSetDef {
    getset(
        "__qualname__",
        |vm, o| read(vm, o, |g| g.qualname.clone().into_obj()),
        |vm, o, v| set_text(vm, o, v, "__qualname__", |g| &mut g.qualname),
        "qualified name of the generator",
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

const METHODS: &[NativeDef] = &[
    native(
        "send",
        "($self, object, /)",
        send_method,
        "send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration.",
    ),
    native(
        "throw",
        THROW,
        throw_method,
        "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of Python.",
    )
    .unsigned(),
    crate::object_methods::SIZE_OF,
    native("close", "($self, /)", close_method, "close() -> raise GeneratorExit inside generator."),
    crate::class_native(
        "__class_getitem__",
        "($type, object, /)",
        |vm, a| crate::generic_alias::new(vm, a.at(0), a.at(1)),
        "See PEP 585",
    ),
];

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
    methods: METHODS,
    getsets: &[
        name_attribute(),
        qualname_attribute(),
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
    methods: METHODS,
    getsets: &[
        name_attribute(),
        qualname_attribute(),
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
            "send(value) -> send 'value' into coroutine,\nreturn next iterated value or raise StopIteration.",
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
    name_attribute(),
    qualname_attribute(),
    getter("ag_running", |vm, o| read(vm, o, |g| Obj::bool(g.running_async)), "").as_member(),
    getter("ag_suspended", is_suspended, ""),
    getter("ag_frame", frame_of, ""),
    getter("ag_code", code, ""),
    getter("ag_await", yield_from, "object being awaited on, or None"),
];

/// `repr` and finaliser, for asynchronous generators.
pub(crate) const SHARED: Slots = Slots { repr: Some(repr), finalise: Some(finalise), ..Slots::EMPTY };
