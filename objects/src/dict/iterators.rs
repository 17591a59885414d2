//! Iterators over keys, values and items, forward and backward.
//!
//! An iterator goes by entry number. It ends with an error where the dict has another size than at the start, or yields
//! more than it did then.

use super::{Dict, Entry};
use crate::{
    Args, List, PyResult, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, int, kinds,
    last_tuple::{self, LastTuple},
    native,
    native::NativeDef,
    protocol, raise, types,
};
use rpython_heap::{Kind, Obj, Payload, Ref};

/// The payload of a dict's iterators.
pub struct DictIterator {
    /// The dict, until the iterator is exhausted.
    pub dict: Option<Ref<Dict>>,
    /// The next entry number, one more for a backward iterator.
    pub next: usize,
    /// The dict's size at the start; `None` once that has been found changed.
    pub size: Option<usize>,
    /// Items still to come.
    pub left: usize,
    /// The pair handed out last.
    pub last: LastTuple,
}

impl Payload for DictIterator {
    const KIND: Kind = kinds::DICT_ITERATOR;
    const NAME: &'static str = "dict iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(d) = &self.dict {
            visit(d);
        }
        self.last.traverse(visit);
    }
    fn clear(&mut self) {
        self.dict = None;
        self.last = LastTuple::default();
    }
}

/// What an iterator yields.
const KEYS: u8 = 0;
const VALUES: u8 = 1;
const ITEMS: u8 = 2;

/// An iterator from the first entry on.
pub(super) fn forward(vm: &mut Vm, class: &Ref<Type>, dict: &Ref<Dict>) -> Obj {
    let (next, left) = (dict.get(vm).first(), dict.get(vm).len());
    vm.alloc(class, DictIterator { dict: Some(dict.clone()), next, size: Some(left), left, last: LastTuple::default() })
        .into_obj()
}

/// An iterator from the last entry back.
pub(super) fn backward(vm: &mut Vm, class: &Ref<Type>, dict: &Ref<Dict>) -> Obj {
    let (next, left) = (dict.get(vm).size(), dict.get(vm).len());
    vm.alloc(class, DictIterator { dict: Some(dict.clone()), next, size: Some(left), left, last: LastTuple::default() })
        .into_obj()
}

/// `iter(d)`
pub(super) fn keys(vm: &mut Vm, o: &Obj) -> PyResult {
    let d = super::methods::this(vm, o)?;
    Ok(forward(vm, types::DICT_KEY_ITERATOR, d))
}

/// `d.__reversed__()`
pub(super) fn reversed_keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(backward(vm, types::DICT_REVERSE_KEY_ITERATOR, args.this::<Dict>()))
}

fn next<const WHAT: u8, const FORWARD: bool>(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<DictIterator>() else { return Ok(None) };
    match WHAT {
        KEYS => advance::<FORWARD, _>(vm, iterator, |e| e.key.clone()),
        VALUES => advance::<FORWARD, _>(vm, iterator, |e| e.value.clone()),
        _ => match advance::<FORWARD, _>(vm, iterator, |e| [e.key.clone(), e.value.clone()])? {
            Some(pair) => last_tuple::hand_out(vm, iterator, |state| &mut state.last, pair.into_iter()).map(Some),
            None => Ok(None),
        },
    }
}

/// The next key and value of an iterator over items, without a tuple.
pub(crate) fn next_item(vm: &mut Vm, iterator: &Ref<DictIterator>) -> PyResult<Option<[Obj; 2]>> {
    advance::<true, _>(vm, iterator, |e| [e.key.clone(), e.value.clone()])
}

/// Moves on to the next entry, of which `take` is the item.
#[inline]
fn advance<const FORWARD: bool, T>(
    vm: &mut Vm,
    iterator: &Ref<DictIterator>,
    take: impl FnOnce(&Entry) -> T,
) -> PyResult<Option<T>> {
    let state = iterator.get(vm);
    let Some(dict) = &state.dict else { return Ok(None) };
    let d = dict.get(vm);
    if state.size != Some(d.len()) {
        iterator.get_mut(vm).size = None;
        return Err(raise!(vm, types::RUNTIME_ERROR, "dictionary changed size during iteration"));
    }
    let mut at = state.next;
    let found = loop {
        if !FORWARD {
            if at == 0 {
                break None;
            }
            at -= 1;
        }
        if at >= d.size() {
            break None;
        }
        let entry = d.entry(at);
        if FORWARD {
            at += 1;
        }
        if entry.is_some() {
            break entry;
        }
    };
    let Some(entry) = found else {
        let done = iterator.get_mut(vm).dict.take();
        drop(done);
        return Ok(None);
    };
    if state.left == 0 {
        let done = iterator.get_mut(vm).dict.take();
        drop(done);
        return Err(raise!(vm, types::RUNTIME_ERROR, "dictionary keys changed during iteration"));
    }
    let item = take(entry);
    let state = iterator.get_mut(vm);
    state.next = at;
    state.left = state.left.saturating_sub(1);
    Ok(Some(item))
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<DictIterator>().get(vm);
    let same = state.dict.as_ref().is_some_and(|d| state.size == Some(d.get(vm).len()));
    Ok(int::from_i64(vm, if same { state.left as i64 } else { 0 }))
}

/// The rest as a list, read by an iterator of its own.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let class = vm.class_of(args.at(0)).own();
    let state = args.this::<DictIterator>().get(vm);
    let copy = DictIterator {
        dict: state.dict.clone(),
        next: state.next,
        size: state.size,
        left: state.left,
        last: LastTuple::default(),
    };
    let copy = vm.alloc(&class, copy).into_obj();
    let rest = protocol::collect(vm, &copy)?;
    let rest = List::from_vec(vm, rest)?.into_obj();
    let arguments = Tuple::from_vec(vm, vec![rest])?.into_obj();
    Ok(Tuple::from_vec(vm, vec![iter, arguments])?.into_obj())
}

static METHODS: [NativeDef; 2] = [
    native("__length_hint__", "($self, /)", length_hint, "Private method returning an estimate of len(list(it))."),
    native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
];

const fn def<const WHAT: u8, const FORWARD: bool>(name: &'static str) -> TypeDef {
    TypeDef {
        name,
        kind: kinds::DICT_ITERATOR,
        flags: TypeFlags::NO_NEW,
        slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next::<WHAT, FORWARD>), ..Slots::EMPTY },
        methods: &METHODS,
        ..TypeDef::EMPTY
    }
}

/// `dict_keyiterator`
pub static KEY_DEF: TypeDef = def::<KEYS, true>("dict_keyiterator");
/// `dict_valueiterator`
pub static VALUE_DEF: TypeDef = def::<VALUES, true>("dict_valueiterator");
/// `dict_itemiterator`
pub static ITEM_DEF: TypeDef = def::<ITEMS, true>("dict_itemiterator");
/// `dict_reversekeyiterator`
pub static REVERSE_KEY_DEF: TypeDef = def::<KEYS, false>("dict_reversekeyiterator");
/// `dict_reversevalueiterator`
pub static REVERSE_VALUE_DEF: TypeDef = def::<VALUES, false>("dict_reversevalueiterator");
/// `dict_reverseitemiterator`
pub static REVERSE_ITEM_DEF: TypeDef = def::<ITEMS, false>("dict_reverseitemiterator");
