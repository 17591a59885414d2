//! `async_generator`: its awaitables `asend`, `athrow` and `aclose`, and the wrapper of what it yields.
//!
//! An asynchronous generator yields two kinds of things to whoever runs it: what it awaits passes to the event loop as it is; what
//! it yields itself is wrapped, and ends the awaitable with a `StopIteration` of the value (PEP 525).

use crate::{
    Args, Generator, GeneratorState, PyResult, Resumed, Slots, Tuple, TypeDef, TypeFlags, Vm, exception, generator,
    kinds, native, protocol, raise, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref, flag};

/// What an asynchronous generator yields itself.
pub struct WrappedValue {
    value: Obj,
}

impl Payload for WrappedValue {
    const KIND: u8 = kinds::ASYNC_GENERATOR_VALUE;
    const NAME: &'static str = "async generator wrapped value";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.value);
    }
}

/// Wraps what the generator yields.
pub fn wrap_yield(vm: &mut Vm, value: &Obj) -> Obj {
    vm.alloc(types::ASYNC_GENERATOR_VALUE, WrappedValue { value: value.clone() }).into_obj()
}

/// What an awaitable of an asynchronous generator does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Send,
    Throw,
    Close,
}

/// Where an awaitable stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Start,
    Iterating,
    Closed,
}

/// The payload of `async_generator_asend` and `async_generator_athrow`.
pub struct Step {
    generator: Ref<Generator>,
    /// The value to send, or the exception to throw.
    argument: OptObj,
    action: Action,
    stage: Stage,
}

impl Payload for Step {
    const KIND: u8 = kinds::ASYNC_GENERATOR_STEP;
    const NAME: &'static str = "async generator step";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.generator);
        self.argument.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.argument.take();
    }
}

fn step(vm: &mut Vm, g: &Ref<Generator>, action: Action, argument: Option<Obj>) -> PyResult {
    begin(vm, g)?;
    let class = if action == Action::Send { types::ASYNC_GENERATOR_ASEND } else { types::ASYNC_GENERATOR_ATHROW };
    let made = Step { generator: g.clone(), argument: argument.into(), action, stage: Stage::Start };
    let made = vm.alloc(class, made);
    made.header().set(flag::FINALISES);
    Ok(made.into_obj())
}

/// The last reference is gone: one that was not awaited to its end is reported.
fn finalise(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(s) = o.downcast_ref::<Step>() else { return Ok(Obj::NONE) };
    if s.get(vm).stage == Stage::Closed {
        return Ok(Obj::NONE);
    }
    set_stage(vm, s, Stage::Closed);
    let (g, action) = (s.get(vm).generator.clone(), s.get(vm).action);
    let method = match action {
        Action::Send => "asend",
        Action::Throw => "athrow",
        Action::Close => "aclose",
    };
    let name = g.get(vm).qualname.clone().into_obj();
    let name = protocol::repr_text(vm, &name)?;
    let message = format!("coroutine method '{method}' of {name} was never awaited");
    let g = g.into_obj();
    if let Err(_raised) = (vm.hooks.warn_unawaited)(vm, &message, &g) {
        (vm.hooks.unraisable)(vm, "while finalizing async generator", Some(&g));
    }
    Ok(Obj::NONE)
}

/// The first use of a generator calls the hooks that `sys.set_asyncgen_hooks` set.
fn begin(vm: &mut Vm, g: &Ref<Generator>) -> PyResult<()> {
    if g.get(vm).hooked {
        return Ok(());
    }
    g.get_mut(vm).hooked = true;
    let (first, finalizer) = vm.async_generator_hooks();
    g.get_mut(vm).finalizer = finalizer.into();
    if let Some(first) = first {
        protocol::call(vm, &first, &[g.clone().into_obj()])?;
    }
    Ok(())
}

/// What running the generator gave the awaitable: a value for the event loop, or the end.
fn unwrap(vm: &mut Vm, g: &Ref<Generator>, resumed: PyResult<Resumed>) -> PyResult {
    match resumed {
        Ok(Resumed::Yielded(value)) => match value.downcast_ref::<WrappedValue>() {
            Some(w) => {
                let inner = w.get(vm).value.clone();
                g.get_mut(vm).running_async = false;
                Err(generator::stop_with(vm, inner))
            }
            None => Ok(value),
        },
        Ok(Resumed::Returned(_)) => {
            let g = g.get_mut(vm);
            g.running_async = false;
            g.closed = true;
            Err(vm.raise_bare(types::STOP_ASYNC_ITERATION))
        }
        Err(raised) => {
            if vm.raised_is(types::STOP_ASYNC_ITERATION) || vm.raised_is(types::GENERATOR_EXIT) {
                g.get_mut(vm).closed = true;
            }
            g.get_mut(vm).running_async = false;
            Err(raised)
        }
    }
}

fn is_finished(vm: &Vm, g: &Ref<Generator>) -> bool {
    g.get(vm).state == GeneratorState::Finished
}

fn set_stage(vm: &mut Vm, s: &Ref<Step>, stage: Stage) {
    s.get_mut(vm).stage = stage;
    if stage == Stage::Closed {
        s.header().unset(flag::FINALISES);
    }
}

/// Sends a value to the awaitable.
fn send(vm: &mut Vm, s: &Ref<Step>, value: &Obj) -> PyResult {
    let (g, action, stage) = {
        let s = s.get(vm);
        (s.generator.clone(), s.action, s.stage)
    };
    let what = match action {
        Action::Send => "__anext__()/asend()",
        _ => "aclose()/athrow()",
    };
    if stage == Stage::Closed {
        return Err(raise!(vm, types::RUNTIME_ERROR, "cannot reuse already awaited {what}"));
    }
    if stage == Stage::Iterating {
        let resumed = generator::send(vm, &g, value);
        return finish_send(vm, s, &g, action, resumed);
    }
    if action != Action::Send && (is_finished(vm, &g) || g.get(vm).closed && action == Action::Throw) {
        set_stage(vm, s, Stage::Closed);
        return Err(if action == Action::Close {
            generator::stop_with(vm, Obj::NONE)
        } else {
            vm.raise_bare(types::STOP_ASYNC_ITERATION)
        });
    }
    if g.get(vm).running_async {
        set_stage(vm, s, Stage::Closed);
        let what = match action {
            Action::Send => "anext(): asynchronous generator is already running",
            Action::Close => "aclose(): asynchronous generator is already running",
            Action::Throw => "athrow(): asynchronous generator is already running",
        };
        return Err(raise!(vm, types::RUNTIME_ERROR, "{what}"));
    }
    if action != Action::Send {
        if g.get(vm).closed {
            set_stage(vm, s, Stage::Closed);
            return Err(vm.raise_bare(types::STOP_ASYNC_ITERATION));
        }
        if !value.is_none() {
            return Err(raise!(vm, types::RUNTIME_ERROR, "can't send non-None value to a just-started coroutine"));
        }
    }
    set_stage(vm, s, Stage::Iterating);
    g.get_mut(vm).running_async = true;
    let argument = s.get_mut(vm).argument.take();
    let resumed = match action {
        Action::Send => {
            let value = if value.is_none() { argument.unwrap_or(Obj::NONE) } else { value.clone() };
            generator::send(vm, &g, &value)
        }
        Action::Throw => {
            let given = argument.as_ref().and_then(|a| a.downcast_ref::<Tuple>()).map(|t| t.tail(vm).to_vec());
            match generator::thrown_exception(vm, Args::new(&given.unwrap_or_default()), 0) {
                Ok(e) => generator::throw(vm, &g, e, false),
                Err(raised) => Err(raised),
            }
        }
        Action::Close => {
            g.get_mut(vm).closed = true;
            let e = exception::with_args(vm, types::GENERATOR_EXIT, &[]);
            generator::throw(vm, &g, e, false)
        }
    };
    finish_send(vm, s, &g, action, resumed)
}

/// Turns what the generator did into what the awaitable answers.
fn finish_send(vm: &mut Vm, s: &Ref<Step>, g: &Ref<Generator>, action: Action, resumed: PyResult<Resumed>) -> PyResult {
    if action != Action::Close {
        let answer = unwrap(vm, g, resumed);
        if answer.is_err() {
            set_stage(vm, s, Stage::Closed);
        }
        return answer;
    }
    match resumed {
        Ok(Resumed::Yielded(value)) if value.is_kind::<WrappedValue>() => {
            g.get_mut(vm).running_async = false;
            set_stage(vm, s, Stage::Closed);
            Err(raise!(vm, types::RUNTIME_ERROR, "async generator ignored GeneratorExit"))
        }
        Ok(Resumed::Yielded(value)) => Ok(value),
        Ok(Resumed::Returned(_)) => {
            g.get_mut(vm).running_async = false;
            set_stage(vm, s, Stage::Closed);
            Err(generator::stop_with(vm, Obj::NONE))
        }
        Err(raised) => {
            g.get_mut(vm).running_async = false;
            set_stage(vm, s, Stage::Closed);
            if vm.raised_is(types::STOP_ASYNC_ITERATION) || vm.raised_is(types::GENERATOR_EXIT) {
                vm.exception.take();
                return Err(generator::stop_with(vm, Obj::NONE));
            }
            Err(raised)
        }
    }
}

fn throw_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    generator::warn_of_three(vm, args)?;
    throw(vm, args)
}

fn throw(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<Step>();
    let (g, action, stage) = {
        let s = s.get(vm);
        (s.generator.clone(), s.action, s.stage)
    };
    if stage == Stage::Closed {
        let what = if action == Action::Send { "__anext__()/asend()" } else { "aclose()/athrow()" };
        return Err(raise!(vm, types::RUNTIME_ERROR, "cannot reuse already awaited {what}"));
    }
    if stage == Stage::Start {
        if g.get(vm).running_async {
            set_stage(vm, s, Stage::Closed);
            let what = match action {
                Action::Send => "anext()",
                Action::Close => "aclose()",
                Action::Throw => "athrow()",
            };
            return Err(raise!(vm, types::RUNTIME_ERROR, "{what}: asynchronous generator is already running"));
        }
        set_stage(vm, s, Stage::Iterating);
        g.get_mut(vm).running_async = true;
    }
    let e = generator::thrown_exception(vm, args, 1)?;
    let resumed = generator::throw(vm, &g, e, false);
    finish_send(vm, s, &g, action, resumed)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<Step>().clone();
    if s.get(vm).stage == Stage::Closed {
        return Ok(Obj::NONE);
    }
    let e = exception::with_args(vm, types::GENERATOR_EXIT, &[]);
    let both = [s.clone().into_obj(), e];
    match throw(vm, Args::new(&both)) {
        Ok(_) => Err(raise!(vm, types::RUNTIME_ERROR, "coroutine ignored GeneratorExit")),
        Err(raised) => {
            let fine = [types::STOP_ITERATION, types::STOP_ASYNC_ITERATION, types::GENERATOR_EXIT];
            if fine.into_iter().any(|c| vm.raised_is(c)) {
                vm.exception.take();
                return Ok(Obj::NONE);
            }
            Err(raised)
        }
    }
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(s) = o.downcast_ref::<Step>() else { return Ok(None) };
    match send(vm, s, &Obj::NONE) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => {
            if !vm.raised_is(types::STOP_ITERATION) {
                return Err(raised);
            }
            let e = vm.take_exception();
            let value = exception::stop_iteration_value(vm, &e);
            vm.note_stop_value(value);
            Ok(None)
        }
    }
}

const STEP: TypeDef = TypeDef {
    kind: kinds::ASYNC_GENERATOR_STEP,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        iter: Some(|_, o| Ok(o.clone())),
        await_: Some(|_, o| Ok(o.clone())),
        next: Some(next),
        finalise: Some(finalise),
        ..Slots::EMPTY
    },
    methods: &[
        native("send", "($self, object, /)", |vm, a| send(vm, a.this::<Step>(), a.at(1)), ""),
        native("throw", "($self, type, value=None, traceback=None, /)", throw_method, "").unsigned(),
        native("close", "($self, /)", close, ""),
    ],
    ..TypeDef::EMPTY
};

/// `async_generator_asend`
pub static ASEND_DEF: TypeDef = TypeDef { name: "async_generator_asend", ..STEP };
/// `async_generator_athrow`
pub static ATHROW_DEF: TypeDef = TypeDef { name: "async_generator_athrow", ..STEP };
/// `async_generator_wrapped_value`
pub static VALUE_DEF: TypeDef = TypeDef {
    name: "async_generator_wrapped_value",
    kind: kinds::ASYNC_GENERATOR_VALUE,
    flags: TypeFlags::NO_NEW,
    ..TypeDef::EMPTY
};

/// `async_generator`
pub static DEF: TypeDef = TypeDef {
    name: "async_generator",
    kind: kinds::GENERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        aiter: Some(|_, o| Ok(o.clone())),
        anext: Some(|vm, o| match o.downcast_ref::<Generator>() {
            Some(g) => step(vm, g, Action::Send, None),
            None => Ok(Obj::NONE),
        }),
        ..generator::SHARED
    },
    methods: &[
        crate::object_methods::SIZE_OF,
        native(
            "asend",
            "($self, object, /)",
            |vm, a| step(vm, a.this::<Generator>(), Action::Send, Some(a.at(1).clone())),
            "asend(v) -> send 'v' in generator.",
        ),
        native(
            "athrow",
            "($self, type, value=None, traceback=None, /)",
            |vm, a| {
                generator::warn_of_three(vm, a)?;
                let none = |i: usize| a.opt(i).cloned().unwrap_or(Obj::NONE);
                let given = Tuple::from_slice(vm, &[a.at(1).clone(), none(2), none(3)])?.into_obj();
                step(vm, a.this::<Generator>(), Action::Throw, Some(given))
            },
            "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.",
        )
        .unsigned(),
        native(
            "aclose",
            "($self, /)",
            |vm, a| step(vm, a.this::<Generator>(), Action::Close, None),
            "aclose() -> raise GeneratorExit inside generator.",
        ),
        crate::class_native(
            "__class_getitem__",
            "($type, object, /)",
            |vm, a| crate::generic_alias::new(vm, a.at(0), a.at(1)),
            "See PEP 585",
        ),
    ],
    getsets: generator::ASYNC_ATTRIBUTES,
    weakly_referable: true,
    ..TypeDef::EMPTY
};
