//! `anext_awaitable`: what `anext(iterator, default)` gives to `await`. It passes everything on to the awaitable of
//! `__anext__` and turns `StopAsyncIteration` into the default (CPython: `Objects/iterobject.c`).

use crate::{
    Args, PyResult, Raised, Slots, Str, TypeDef, TypeExt, TypeFlags, Vm, generator, kinds, native, protocol,
    type_error, types,
};
use rpython_heap::{Obj, OptObj, Payload};

/// The payload of an `anext_awaitable`.
#[derive(Default)]
pub struct AnextAwaitable {
    wrapped: OptObj,
    default: OptObj,
}

impl Payload for AnextAwaitable {
    const KIND: u8 = kinds::ANEXT_AWAITABLE;
    const NAME: &'static str = "anext awaitable";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.wrapped, &self.default].into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        *self = AnextAwaitable::default();
    }
}

/// The awaitable that gives what `awaitable` gives, or `default` at the end of the iteration.
pub fn new(vm: &Vm, awaitable: &Obj, default: &Obj) -> Obj {
    let made = AnextAwaitable { wrapped: OptObj::some(awaitable.clone()), default: OptObj::some(default.clone()) };
    vm.alloc(types::ANEXT_AWAITABLE, made).into_obj()
}

/// A generator that `types.coroutine` has marked.
fn is_iterable_coroutine(vm: &Vm, o: &Obj) -> bool {
    const ITERABLE_COROUTINE: u32 = 0x100;
    o.downcast_ref::<crate::Generator>().is_some_and(|g| g.get(vm).code.get(vm).flags & ITERABLE_COROUTINE != 0)
}

/// The iterator behind what is awaited.
fn iterator(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(wrapped) = o.downcast_ref::<AnextAwaitable>().and_then(|a| a.get(vm).wrapped.cloned()) else {
        return Ok(Obj::NONE);
    };
    let awaited = wrapped.clone();
    let made = match vm.slots_of(&wrapped).await_() {
        Some(f) => f(vm, &wrapped)?,
        None if is_iterable_coroutine(vm, &wrapped) => wrapped,
        None => {
            let class = vm.class_of(&wrapped).name(vm).to_string();
            return Err(type_error!(vm, "'{class}' object can't be awaited"));
        }
    };
    if vm.class_of(&made).is(types::COROUTINE) || is_iterable_coroutine(vm, &made) && !made.is(&awaited) {
        return Err(type_error!(vm, "__await__() returned a coroutine"));
    }
    if vm.slots_of(&made).next().is_none() {
        let class = vm.class_of(&made).name(vm).to_string();
        return Err(type_error!(vm, "__await__() returned non-iterator of type '{class}'"));
    }
    Ok(made)
}

/// The default, if the exception on its way is the end of the iteration.
fn ended(vm: &mut Vm, o: &Obj, raised: Raised) -> PyResult {
    vm.swallow(raised, types::STOP_ASYNC_ITERATION)?;
    Ok(o.downcast_ref::<AnextAwaitable>().and_then(|a| a.get(vm).default.cloned()).unwrap_or(Obj::NONE))
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let iterator = iterator(vm, o)?;
    match protocol::next_keeping_value(vm, &iterator) {
        Err(raised) => {
            let default = ended(vm, o, raised)?;
            vm.note_stop_value(default);
            Ok(None)
        }
        answer => answer,
    }
}

/// Calls a method of the iterator behind it.
fn forward(vm: &mut Vm, args: Args<'_>, name: &str) -> PyResult {
    let iterator = iterator(vm, args.at(0))?;
    let name = Str::intern(vm, name);
    match protocol::call_method(vm, &iterator, &name, &args.all()[1..]) {
        Err(raised) => {
            let default = ended(vm, args.at(0), raised)?;
            Err(generator::stop_with(vm, default))
        }
        answer => answer,
    }
}

/// `anext_awaitable`
pub static DEF: TypeDef = TypeDef {
    name: "anext_awaitable",
    kind: kinds::ANEXT_AWAITABLE,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        iter: Some(|_, o| Ok(o.clone())),
        await_: Some(|_, o| Ok(o.clone())),
        next: Some(next),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "send",
            "($self, object, /)",
            |vm, a| forward(vm, a, "send"),
            "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration.",
        ),
        native(
            "throw",
            "($self, type, value=None, traceback=None, /)",
            |vm, a| forward(vm, a, "throw"),
            "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration.",
        ),
        native(
            "close",
            "($self, /)",
            |vm, a| forward(vm, a, "close"),
            "close() -> raise GeneratorExit inside generator.",
        ),
    ],
    ..TypeDef::EMPTY
};
