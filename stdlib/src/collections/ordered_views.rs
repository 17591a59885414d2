//! `odict_keys`, `odict_values`, `odict_items` and `odict_iterator`.
//!
//! A change of the keys or their order gives the dict a new version; an iterator that finds another one than at its start
//! ends with an error.

use crate::kinds;
use rpython_heap::Kind;
use rpython_objects::{
    Args, Dict, List, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeFlags, Vm,
    dict::views::DictView, native, protocol, raise, type_object, types,
};

/// What a view shows and an iterator yields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Keys,
    Values,
    Items,
}

#[derive(Default)]
struct State {
    keys: Option<Ref<Type>>,
    values: Option<Ref<Type>>,
    items: Option<Ref<Type>>,
}

/// The payload of `odict_iterator`.
pub(super) struct OrderedIterator {
    /// The dict, until the iterator is exhausted.
    dict: Option<Ref<Dict>>,
    /// The next entry number, one more for a backward iterator.
    next: usize,
    version: u32,
    size: usize,
    what: What,
    forward: bool,
}

impl Payload for OrderedIterator {
    const KIND: Kind = kinds::ORDERED_ITERATOR;
    const NAME: &'static str = "odict iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(d) = &self.dict {
            visit(d);
        }
    }
    fn clear(&mut self) {
        self.dict = None;
    }
}

/// An iterator over an ordered dict.
pub(super) fn iterator(vm: &mut Vm, o: &Obj, what: What, forward: bool) -> PyResult {
    let Some(dict) = o.downcast_ref::<Dict>().cloned() else { return Ok(Obj::NONE) };
    let version = Dict::keys_version(vm, &dict);
    let d = dict.get(vm);
    let (next, size) = (if forward { d.first() } else { d.size() }, d.len());
    Ok(vm.make(OrderedIterator { dict: Some(dict), next, version, size, what, forward }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<OrderedIterator>() else { return Ok(None) };
    let state = iterator.get(vm);
    let Some(dict) = &state.dict else { return Ok(None) };
    let d = dict.get(vm);
    if d.current_version() != state.version || d.len() != state.size {
        let done = iterator.get_mut(vm).dict.take();
        drop(done);
        return Err(raise!(vm, types::RUNTIME_ERROR, "OrderedDict mutated during iteration"));
    }
    let (what, mut at) = (state.what, state.next);
    let found = loop {
        if !state.forward {
            if at == 0 {
                break None;
            }
            at -= 1;
        }
        if at >= d.size() {
            break None;
        }
        let entry = d.entry(at);
        if state.forward {
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
    let (key, value) = (entry.key.clone(), entry.value.clone());
    let dict = dict.clone();
    iterator.get_mut(vm).next = at;
    if what == What::Keys {
        return Ok(Some(key));
    }
    let value = current_value(vm, &dict, &key, value)?;
    if what == What::Values {
        return Ok(Some(value));
    }
    Ok(Some(Tuple::from_exact(vm, [key, value].into_iter())?.into_obj()))
}

/// The value of an entry, looked up by its key as it is now: a key whose hash has changed is not found.
pub(super) fn current_value(vm: &mut Vm, dict: &Ref<Dict>, key: &Obj, value: Obj) -> PyResult {
    if key.value().is_int() || key.downcast_ref::<Str>().is_some_and(|s| s.is_exact()) {
        return Ok(value);
    }
    match Dict::get_item(vm, dict, key)? {
        Some(value) => Ok(value),
        None => Err(crate::table::key_error(vm, key)),
    }
}

/// The rest as a list, read by an iterator of its own.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let s = args.this::<OrderedIterator>().get(vm);
    let copy = OrderedIterator { dict: s.dict.clone(), ..*s };
    let copy = vm.make(copy).into_obj();
    let rest = protocol::collect(vm, &copy)?;
    let rest = List::from_vec(vm, rest)?.into_obj();
    let rest = crate::table::tuple(vm, &[rest])?;
    crate::table::tuple(vm, &[iter, rest])
}

/// `odict_iterator`
pub(super) static ITERATOR_DEF: TypeDef = TypeDef {
    name: "odict_iterator",
    kind: kinds::ORDERED_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[native("__reduce__", "($self, /)", reduce, "Return state information for pickling")],
    ..TypeDef::EMPTY
};

/// A view of an ordered dict.
pub(super) fn view(vm: &mut Vm, o: &Obj, what: What) -> PyResult {
    let Some(dict) = o.downcast_ref::<Dict>().cloned() else { return Ok(Obj::NONE) };
    let state = vm.state_of::<State>();
    let class = match what {
        What::Keys => &state.keys,
        What::Values => &state.values,
        What::Items => &state.items,
    };
    let Some(class) = class.clone() else { return Ok(Obj::NONE) };
    Ok(vm.alloc_in(&class, DictView { dict }).into_obj())
}

/// An iterator over what a view shows.
fn over(vm: &mut Vm, view: &Obj, what: What, forward: bool) -> PyResult {
    match view.downcast_ref::<DictView>().map(|v| v.get(vm).dict.clone()) {
        Some(dict) => iterator(vm, dict.as_obj(), what, forward),
        None => Ok(Obj::NONE),
    }
}

macro_rules! view_type {
    ($def:ident $name:literal $base:ident $what:ident $methods:ident) => {
        static $methods: [NativeDef; 1] =
            [native("__reversed__", "($self, /)", |vm, args| over(vm, args.at(0), What::$what, false), "")];
        #[doc = concat!("`", $name, "`")]
        pub(crate) static $def: TypeDef = TypeDef {
            name: $name,
            base: types::$base.slot(),
            flags: TypeFlags::NO_NEW,
            slots: Slots { iter: Some(|vm, o| over(vm, o, What::$what, true)), ..Slots::EMPTY },
            methods: &$methods,
            ..TypeDef::EMPTY
        };
    };
}

view_type!(KEYS_DEF "odict_keys" DICT_KEYS Keys KEYS_METHODS);
view_type!(VALUES_DEF "odict_values" DICT_VALUES Values VALUES_METHODS);
view_type!(ITEMS_DEF "odict_items" DICT_ITEMS Items ITEMS_METHODS);

/// Makes the types.
pub(super) fn define(vm: &mut Vm) -> PyResult<()> {
    type_object::define_kind::<OrderedIterator>(vm, &ITERATOR_DEF)?;
    let keys = type_object::define(vm, &KEYS_DEF)?;
    let values = type_object::define(vm, &VALUES_DEF)?;
    let items = type_object::define(vm, &ITEMS_DEF)?;
    let state = vm.state_of::<State>();
    (state.keys, state.values, state.items) = (Some(keys), Some(values), Some(items));
    Ok(())
}
