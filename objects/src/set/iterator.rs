//! `set_iterator`: goes over the table's places, and ends with an error where the set has changed its size.

use super::{Set, step};
use crate::{Args, List, PyResult, Slots, Tuple, TypeDef, TypeFlags, Vm, int, kinds, native, protocol, raise, types};
use rpython_heap::{Kind, Obj, Payload, Ref};

/// The payload of an iterator over a set.
pub struct SetIterator {
    /// The set, until the iterator is exhausted.
    pub set: Option<Ref<Set>>,
    /// The next place of the table.
    pub place: usize,
    /// The set's size at the start; `None` once that has been found changed.
    pub size: Option<usize>,
    /// Items still to come.
    pub left: usize,
}

impl Payload for SetIterator {
    const KIND: Kind = kinds::SET_ITERATOR;
    const NAME: &'static str = "set iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(s) = &self.set {
            visit(s);
        }
    }
    fn clear(&mut self) {
        self.set = None;
    }
}

/// `iter(s)`
pub(super) fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let s = super::methods::this(vm, o)?.clone();
    let left = s.get(vm).len();
    Ok(vm.alloc(types::SET_ITERATOR, SetIterator { set: Some(s), place: 0, size: Some(left), left }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<SetIterator>() else { return Ok(None) };
    let state = iterator.get(vm);
    let Some(s) = &state.set else { return Ok(None) };
    if state.size != Some(s.get(vm).len()) {
        iterator.get_mut(vm).size = None;
        return Err(raise!(vm, types::RUNTIME_ERROR, "Set changed size during iteration"));
    }
    let mut place = state.place;
    match step(vm, s, &mut place) {
        Some((item, _)) => {
            let state = iterator.get_mut(vm);
            state.place = place;
            state.left = state.left.saturating_sub(1);
            Ok(Some(item))
        }
        None => {
            let done = iterator.get_mut(vm).set.take();
            drop(done);
            Ok(None)
        }
    }
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<SetIterator>().get(vm);
    let same = state.set.as_ref().is_some_and(|s| state.size == Some(s.get(vm).len()));
    Ok(int::from_i64(vm, if same { state.left as i64 } else { 0 }))
}

/// The rest as a list, read by an iterator of its own.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let state = args.this::<SetIterator>().get(vm);
    let copy = SetIterator { set: state.set.clone(), place: state.place, size: state.size, left: state.left };
    let copy = vm.alloc(types::SET_ITERATOR, copy).into_obj();
    let rest = protocol::collect(vm, &copy)?;
    let rest = List::from_vec(vm, rest)?.into_obj();
    let arguments = Tuple::from_vec(vm, vec![rest])?.into_obj();
    Ok(Tuple::from_vec(vm, vec![iter, arguments])?.into_obj())
}

/// `set_iterator`
pub static DEF: TypeDef = TypeDef {
    name: "set_iterator",
    kind: kinds::SET_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("__length_hint__", "($self, /)", length_hint, "Private method returning an estimate of len(list(it))."),
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
    ],
    ..TypeDef::EMPTY
};
