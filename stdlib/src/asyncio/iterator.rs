//! `_asyncio.FutureIter`: what `await future` goes through. It yields the future once, while it is pending, and then ends with its
//! result.

use super::future::{self, Future, Stage};
use crate::kinds;
use rpython_heap::Kind;
use rpython_objects::{
    Args, CallArgs, Exception, Obj, OptObj, Payload, PyResult, Ref, Slots, Tuple, Type, TypeDef, TypeExt, TypeFlags,
    Vm, exception,
    frame::Traceback,
    generator,
    native::{self, native},
    protocol, raise, type_error, types,
};

/// The payload of a future's iterator: the future, until it has ended.
pub(super) struct FutureIterator(OptObj);

impl Payload for FutureIterator {
    const KIND: Kind = kinds::FUTURE_ITERATOR;
    const NAME: &'static str = "future iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.0.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.0.take();
    }
}

/// The iterator of a future.
pub(super) fn of(vm: &mut Vm, future: Ref<Future>) -> Obj {
    vm.make(FutureIterator(OptObj::some(future.into_obj()))).into_obj()
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<FutureIterator>() else { return Ok(None) };
    let Some(held) = iterator.get(vm).0.cloned() else { return Ok(None) };
    let Some(future) = held.downcast_ref::<Future>() else { return Ok(None) };
    let f = future.get_mut(vm);
    if f.stage == Stage::Pending {
        if f.blocking {
            return Err(raise!(vm, types::RUNTIME_ERROR, "await wasn't used with future"));
        }
        f.blocking = true;
        return Ok(Some(held));
    }
    let value = future::result(vm, future)?;
    vm.note_stop_value(value);
    Ok(None)
}

fn send(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match protocol::next_keeping_value(vm, args.at(0))? {
        Some(yielded) => Ok(yielded),
        None => {
            let value = vm.take_stop_value();
            Err(generator::stop_with(vm, value))
        }
    }
}

fn throw(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let (given, _) = args.split();
    let Some((this, given)) = given.split_first() else {
        return Err(type_error!(vm, "unbound method FutureIter.throw() needs an argument"));
    };
    if args.keywords() > 0 {
        return Err(type_error!(vm, "_asyncio.FutureIter.throw() takes no keyword arguments"));
    }
    let given = match given {
        [] => return Err(type_error!(vm, "throw expected at least 1 argument, got 0")),
        [_] => given,
        [_, _] | [_, _, _] => {
            let message =
                "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
            (vm.hooks.warn)(vm, types::DEPRECATION_WARNING, message, 1)?;
            given
        }
        _ => return Err(type_error!(vm, "throw expected at most 3 arguments, got {}", given.len())),
    };
    let kind = &given[0];
    let some = |i: usize| given.get(i).filter(|o| !o.is_none());
    let (value, traceback) = (some(1), some(2));
    if traceback.is_some_and(|t| !t.is_kind::<Traceback>()) {
        return Err(type_error!(vm, "throw() third argument must be a traceback"));
    }
    let e = match kind.downcast_ref::<Type>() {
        Some(class) if class.is_subtype(vm, types::BASE_EXCEPTION) => match value {
            Some(v) if vm.class_of(v).is_subtype(vm, class) => v.clone(),
            Some(v) => match v.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()) {
                Some(items) => exception::with_args(vm, class, &items),
                None => exception::with_args(vm, class, std::slice::from_ref(v)),
            },
            None => exception::with_args(vm, class, &[]),
        },
        _ if kind.is_kind::<Exception>() => {
            if value.is_some() {
                return Err(type_error!(vm, "instance exception may not have a separate value"));
            }
            kind.clone()
        }
        _ => {
            let message = "exceptions must be classes deriving BaseException or instances of such a class";
            return Err(type_error!(vm, "{message}"));
        }
    };
    if let (Some(traceback), Some(e)) = (traceback, e.downcast_ref::<Exception>()) {
        let old = e.get_mut(vm).traceback.replace(traceback.clone());
        drop(old);
    }
    release(vm, this);
    Err(vm.travel(e))
}

/// Lets the future go.
fn release(vm: &mut Vm, o: &Obj) {
    if let Some(iterator) = o.downcast_ref::<FutureIterator>() {
        let old = iterator.get_mut(vm).0.take();
        drop(old);
    }
}

/// `_asyncio.FutureIter`
pub(super) static DEF: TypeDef = TypeDef {
    name: "FutureIter",
    module: "_asyncio",
    kind: kinds::FUTURE_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("send", "($self, object, /)", send, ""),
        native::native_unbound("throw", "($self, /, *args)", throw, ""),
        native(
            "close",
            "($self, /)",
            |vm, args| {
                release(vm, args.at(0));
                Ok(Obj::NONE)
            },
            "",
        ),
    ],
    ..TypeDef::EMPTY
};
