//! `str_iterator` and `str_ascii_iterator`: the code points of a string, one by one.

use super::{Str, StrExt};
use crate::{Args, PyResult, Slots, TypeDef, TypeFlags, Vm, argument, int, kinds, names, native, protocol, types};
use crate::{Tuple, text::Kind};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of an iterator over a string.
pub struct StrIterator {
    /// The string, until the iterator is exhausted.
    pub string: Option<Ref<Str>>,
    /// The next index.
    pub index: usize,
}

impl Payload for StrIterator {
    const KIND: u8 = kinds::STR_ITERATOR;
    const NAME: &'static str = "str iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(s) = &self.string {
            visit(s);
        }
    }
    fn clear(&mut self) {
        self.string = None;
    }
}

/// `iter(s)`
pub(super) fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let string = o.downcast_ref::<Str>().cloned();
    let ascii = string.as_ref().is_some_and(|s| s.text(vm).kind() == Kind::Ascii);
    let class = if ascii { types::STR_ASCII_ITERATOR } else { types::STR_ITERATOR };
    Ok(vm.alloc(class, StrIterator { string, index: 0 }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<StrIterator>() else { return Ok(None) };
    let state = iterator.get(vm);
    let Some(c) = state.string.as_ref().map(|s| s.text(vm).get(state.index)) else { return Ok(None) };
    match c {
        Some(c) => {
            iterator.get_mut(vm).index += 1;
            Ok(Some(Str::from_char(vm, c).into_obj()))
        }
        None => {
            let done = iterator.get_mut(vm).string.take();
            drop(done);
            Ok(None)
        }
    }
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<StrIterator>().get(vm);
    let len = state.string.as_ref().map_or(0, |s| s.get(vm).len());
    Ok(int::from_i64(vm, len.saturating_sub(state.index) as i64))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let state = args.this::<StrIterator>().get(vm);
    let (string, index) = (state.string.clone(), state.index);
    let parts = match string {
        Some(s) => {
            let arguments = Tuple::from_slice(vm, &[s.into_obj()])?.into_obj();
            vec![iter, arguments, int::from_i64(vm, index as i64)]
        }
        None => {
            let arguments = Tuple::from_slice(vm, &[names::EMPTY.clone().into_obj()])?.into_obj();
            vec![iter, arguments]
        }
    };
    Ok(Tuple::from_vec(vm, parts)?.into_obj())
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = argument::ssize(vm, args.at(1))?.max(0) as usize;
    let iterator = args.this::<StrIterator>();
    if let Some(len) = iterator.get(vm).string.as_ref().map(|s| s.get(vm).len()) {
        iterator.get_mut(vm).index = index.min(len);
    }
    Ok(Obj::NONE)
}

const ITERATOR_SLOTS: Slots = Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY };

/// `str_iterator`
pub static DEF: TypeDef = TypeDef { name: "str_iterator", ..DEF_OF_BOTH };

/// `str_ascii_iterator`
pub static ASCII_DEF: TypeDef = TypeDef { name: "str_ascii_iterator", ..DEF_OF_BOTH };

const DEF_OF_BOTH: TypeDef = TypeDef {
    kind: kinds::STR_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: ITERATOR_SLOTS,
    methods: &[
        native("__length_hint__", "($self, /)", length_hint, "Private method returning an estimate of len(list(it))."),
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        native("__setstate__", "($self, object, /)", set_state, "Set state information for unpickling."),
    ],
    ..TypeDef::EMPTY
};
