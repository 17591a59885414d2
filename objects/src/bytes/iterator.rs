//! `bytes_iterator` and `bytearray_iterator`.

use crate::{
    Args, PyResult, Slots, Tuple, TypeDef, TypeFlags, Vm, argument, buffer, int, kinds, native, protocol, types,
};
use rpython_heap::{Obj, Payload};

/// The payload of an iterator over a `bytes` or `bytearray`.
pub struct BytesIterator {
    /// What is iterated over, until the iterator is exhausted.
    pub source: Option<Obj>,
    /// The next index.
    pub index: usize,
}

impl Payload for BytesIterator {
    const KIND: u8 = kinds::BYTES_ITERATOR;
    const NAME: &'static str = "bytes iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.source.iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.source = None;
    }
}

/// `iter(o)`
pub(crate) fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = if buffer::is_bytearray(o) { types::BYTEARRAY_ITERATOR } else { types::BYTES_ITERATOR };
    Ok(vm.alloc(class, BytesIterator { source: Some(o.clone()), index: 0 }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<BytesIterator>() else { return Ok(None) };
    let state = iterator.get(vm);
    let Some(source) = &state.source else { return Ok(None) };
    match buffer::storage(vm, source).get(state.index).copied() {
        Some(byte) => {
            iterator.get_mut(vm).index += 1;
            Ok(Some(int::from_i64(vm, byte.into())))
        }
        None => {
            let done = iterator.get_mut(vm).source.take();
            drop(done);
            Ok(None)
        }
    }
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<BytesIterator>().get(vm);
    let len = state.source.as_ref().map_or(0, |o| buffer::storage(vm, o).len());
    Ok(int::from_i64(vm, len.saturating_sub(state.index) as i64))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let state = args.this::<BytesIterator>().get(vm);
    let (source, index) = (state.source.clone(), state.index);
    let parts = match source {
        Some(source) => {
            let arguments = Tuple::from_slice(vm, &[source])?.into_obj();
            vec![iter, arguments, int::from_i64(vm, index as i64)]
        }
        None => {
            let empty = Tuple::empty().into_obj();
            vec![iter, Tuple::from_slice(vm, &[empty])?.into_obj()]
        }
    };
    Ok(Tuple::from_vec(vm, parts)?.into_obj())
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = argument::ssize(vm, args.at(1))?.max(0) as usize;
    let iterator = args.this::<BytesIterator>();
    if let Some(source) = iterator.get(vm).source.clone() {
        let len = buffer::storage(vm, &source).len();
        iterator.get_mut(vm).index = index.min(len);
    }
    Ok(Obj::NONE)
}

const DEF_OF_BOTH: TypeDef = TypeDef {
    kind: kinds::BYTES_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("__length_hint__", "($self, /)", length_hint, "Private method returning an estimate of len(list(it))."),
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        native("__setstate__", "($self, object, /)", set_state, "Set state information for unpickling."),
    ],
    ..TypeDef::EMPTY
};

/// `bytes_iterator`
pub static DEF: TypeDef = TypeDef { name: "bytes_iterator", ..DEF_OF_BOTH };

/// `bytearray_iterator`
pub static BYTEARRAY_DEF: TypeDef = TypeDef { name: "bytearray_iterator", ..DEF_OF_BOTH };
