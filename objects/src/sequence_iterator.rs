//! `iterator`: iteration by `__getitem__` with 0, 1, 2, … (CPython: `Objects/iterobject.c`).

use crate::{
    Args, PyResult, Slots, Tuple, TypeDef, TypeFlags, Vm, argument, int, kinds, native, protocol, raise, types,
};
use rpython_heap::{Kind, Obj, OptObj, Payload};

/// The payload of an iterator over a sequence.
pub struct SequenceIterator {
    /// The sequence, until the iterator is exhausted.
    pub sequence: OptObj,
    /// The next index.
    pub index: isize,
}

impl Payload for SequenceIterator {
    const KIND: Kind = kinds::SEQUENCE_ITERATOR;
    const NAME: &'static str = "iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.sequence.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.sequence.take();
    }
}

/// An iterator over a sequence.
pub fn new(vm: &mut Vm, sequence: &Obj) -> Obj {
    vm.alloc(types::SEQUENCE_ITERATOR, SequenceIterator { sequence: OptObj::some(sequence.clone()), index: 0 })
        .into_obj()
}

/// `sequence[index]`; `None` where that raises `IndexError` or `StopIteration`.
///
/// # Errors
/// What `__getitem__` raises, but for these.
pub(crate) fn item_at(vm: &mut Vm, sequence: &Obj, index: isize) -> PyResult<Option<Obj>> {
    let Some(item) = vm.slots_of(sequence).item() else { return Ok(None) };
    match item(vm, sequence, index) {
        Ok(item) => Ok(Some(item)),
        Err(raised) => {
            if vm.raised_is(types::INDEX_ERROR) {
                vm.exception.take();
                return Ok(None);
            }
            vm.swallow(raised, types::STOP_ITERATION)?;
            Ok(None)
        }
    }
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<SequenceIterator>() else { return Ok(None) };
    let state = iterator.get(vm);
    let Some(sequence) = state.sequence.cloned() else { return Ok(None) };
    let index = state.index;
    if index == isize::MAX {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "iter index too large"));
    }
    let found = item_at(vm, &sequence, index)?;
    let state = iterator.get_mut(vm);
    if found.is_some() {
        state.index = index + 1;
    } else {
        let done = state.sequence.take();
        drop(done);
    }
    Ok(found)
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<SequenceIterator>().get(vm);
    let (sequence, index) = (state.sequence.cloned(), state.index);
    let left = match sequence {
        None => 0,
        Some(s) if vm.slots_of(&s).len().is_none() => return Ok(Obj::NOT_IMPLEMENTED),
        Some(s) => (protocol::len(vm, &s)? as isize - index).max(0),
    };
    Ok(int::from_i64(vm, left as i64))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let state = args.this::<SequenceIterator>().get(vm);
    let parts = match state.sequence.cloned() {
        Some(s) => vec![iter, Tuple::from_vec(vm, vec![s])?.into_obj(), int::from_i64(vm, state.index as i64)],
        None => vec![iter, Tuple::from_vec(vm, vec![Tuple::empty().into_obj()])?.into_obj()],
    };
    Ok(Tuple::from_vec(vm, parts)?.into_obj())
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = argument::int_ssize(vm, args.at(1))?;
    let state = args.this::<SequenceIterator>().get_mut(vm);
    if !state.sequence.is_none() {
        state.index = index.max(0);
    }
    Ok(Obj::NONE)
}

/// `iterator`
pub static DEF: TypeDef = TypeDef {
    name: "iterator",
    kind: kinds::SEQUENCE_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("__length_hint__", "($self, /)", length_hint, "Private method returning an estimate of len(list(it))."),
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        native("__setstate__", "($self, object, /)", set_state, "Set state information for unpickling."),
    ],
    ..TypeDef::EMPTY
};
