//! `dict_keys`, `dict_values`, `dict_items`: what is seen of a dict, now. Keys and items are sets.

use super::{Dict, iterators};
use crate::{
    Args, CompareOp, PyResult, Slots, Str, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm, getter, kinds, mapping_proxy,
    native,
    native::NativeDef,
    protocol,
    sequence::{finish, write_repr},
    set,
    text::TextBuf,
    type_error, types,
};
use rpython_heap::{Kind, Obj, Payload, Ref};

/// The payload of a view.
pub struct DictView {
    /// The dict.
    pub dict: Ref<Dict>,
}

impl Payload for DictView {
    const KIND: Kind = kinds::DICT_VIEW;
    const NAME: &'static str = "dict view";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.dict);
    }
}

/// `d.keys()`
pub(super) fn keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(vm.alloc(types::DICT_KEYS, DictView { dict: args.this::<Dict>().clone() }).into_obj())
}

/// `d.values()`
pub(super) fn values(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(vm.alloc(types::DICT_VALUES, DictView { dict: args.this::<Dict>().clone() }).into_obj())
}

/// `d.items()`
pub(super) fn items(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(vm.alloc(types::DICT_ITEMS, DictView { dict: args.this::<Dict>().clone() }).into_obj())
}

/// The dict that a view shows.
fn dict_of(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Dict>> {
    match o.downcast_ref::<DictView>() {
        Some(view) => Ok(view.get(vm).dict.clone()),
        None => Err(type_error!(vm, "a dict view is required")),
    }
}

/// Classes of a view's iterators.
fn iterator_classes(vm: &Vm, o: &Obj) -> (&'static Ref<Type>, &'static Ref<Type>) {
    let class = vm.class_of(o);
    if class.is(types::DICT_KEYS) {
        (types::DICT_KEY_ITERATOR, types::DICT_REVERSE_KEY_ITERATOR)
    } else if class.is(types::DICT_VALUES) {
        (types::DICT_VALUE_ITERATOR, types::DICT_REVERSE_VALUE_ITERATOR)
    } else {
        (types::DICT_ITEM_ITERATOR, types::DICT_REVERSE_ITEM_ITERATOR)
    }
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let dict = dict_of(vm, o)?;
    let class = iterator_classes(vm, o).0;
    Ok(iterators::forward(vm, class, &dict))
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = dict_of(vm, args.at(0))?;
    let class = iterator_classes(vm, args.at(0)).1;
    Ok(iterators::backward(vm, class, &dict))
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    let dict = dict_of(vm, o)?;
    Ok(dict.get(vm).len())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let made = protocol::guard_repr(vm, o, |vm| {
        let items = protocol::collect(vm, o)?;
        let items = crate::List::from_vec(vm, items)?.into_obj();
        let mut buf = TextBuf::new();
        buf.push_str(&vm.class_of(o).name(vm));
        buf.push_ascii(b"(");
        write_repr(vm, &items, &mut buf)?;
        buf.push_ascii(b")");
        finish(vm, buf)
    })?;
    Ok(made.unwrap_or_else(|| Str::new(vm, "...").into_obj()))
}

fn contains_key(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult<bool> {
    let dict = dict_of(vm, o)?;
    let hash = Dict::hash_key(vm, key)?;
    Ok(Dict::find(vm, &dict, key, hash)?.is_some())
}

fn contains_item(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult<bool> {
    let dict = dict_of(vm, o)?;
    let Some([key, value]) = item.downcast_ref::<Tuple>().map(|t| t.tail(vm)) else { return Ok(false) };
    let (key, value) = (key.clone(), value.clone());
    match Dict::get_item(vm, &dict, &key)? {
        Some(found) => protocol::equal(vm, &found, &value),
        None => Ok(false),
    }
}

/// Whether this is a view of keys or items.
fn is_set_view(vm: &Vm, o: &Obj) -> bool {
    o.is_kind::<DictView>() && !vm.class_of(o).is_subtype(vm, types::DICT_VALUES)
}

/// Whether every item of `a` is in `b`.
fn all_in(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    let iterator = protocol::iter(vm, a)?;
    while let Some(item) = protocol::next(vm, &iterator)? {
        if !protocol::contains(vm, b, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !b.is_kind::<set::Set>() && !is_set_view(vm, b) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let (n, m) = (protocol::len(vm, a)?, protocol::len(vm, b)?);
    let holds = match op {
        CompareOp::Eq => n == m && all_in(vm, a, b)?,
        CompareOp::Ne => n != m || !all_in(vm, a, b)?,
        CompareOp::Lt => n < m && all_in(vm, a, b)?,
        CompareOp::Le => n <= m && all_in(vm, a, b)?,
        CompareOp::Gt => n > m && all_in(vm, b, a)?,
        CompareOp::Ge => n >= m && all_in(vm, b, a)?,
    };
    Ok(Obj::bool(holds))
}

/// A new set of the items of an operand.
fn to_set(vm: &mut Vm, o: &Obj) -> PyResult<Ref<set::Set>> {
    set::from_iterable(vm, o)
}

fn subtract(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let made = to_set(vm, a)?;
    set::difference_update(vm, &made, b)?;
    Ok(made.into_obj())
}

fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let made = to_set(vm, a)?;
    set::update(vm, &made, b)?;
    Ok(made.into_obj())
}

fn xor(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let made = to_set(vm, a)?;
    set::symmetric_difference_update(vm, &made, b)?;
    Ok(made.into_obj())
}

fn and(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (mut view, mut other) = if is_set_view(vm, a) { (a, b) } else { (b, a) };
    let len = protocol::len(vm, view)?;
    if other.header().is_some_and(|h| h.class() == types::SET.slot()) && len <= protocol::len(vm, other)? {
        return set::intersection_with(vm, other, view);
    }
    if is_set_view(vm, other) && protocol::len(vm, other)? > len {
        std::mem::swap(&mut view, &mut other);
    }
    let made = set::empty(vm);
    let iterator = protocol::iter(vm, other)?;
    while let Some(item) = protocol::next(vm, &iterator)? {
        if protocol::contains(vm, view, &item)? {
            set::add_item(vm, &made, &item)?;
        }
    }
    Ok(made.into_obj())
}

fn is_disjoint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (mut this, mut other) = (args.at(0), args.at(1));
    if this.is(other) {
        return Ok(Obj::bool(protocol::len(vm, this)? == 0));
    }
    if (set::is_exact_any(other) || is_set_view(vm, other)) && protocol::len(vm, other)? > protocol::len(vm, this)? {
        std::mem::swap(&mut this, &mut other);
    }
    let iterator = protocol::iter(vm, other)?;
    while let Some(item) = protocol::next(vm, &iterator)? {
        if protocol::contains(vm, this, &item)? {
            return Ok(Obj::FALSE);
        }
    }
    Ok(Obj::TRUE)
}

fn mapping(vm: &mut Vm, o: &Obj) -> PyResult {
    let dict = dict_of(vm, o)?;
    Ok(mapping_proxy::new(vm, &dict))
}

const REVERSED_KEYS: NativeDef =
    native("__reversed__", "($self, /)", reversed, "Return a reverse iterator over the dict keys.");
const REVERSED_VALUES: NativeDef =
    native("__reversed__", "($self, /)", reversed, "Return a reverse iterator over the dict values.");
const REVERSED_ITEMS: NativeDef =
    native("__reversed__", "($self, /)", reversed, "Return a reverse iterator over the dict items.");
const DISJOINT: NativeDef = native(
    "isdisjoint",
    "($self, object, /)",
    is_disjoint,
    "Return True if the view and the given iterable have a null intersection.",
);

const SET_SLOTS: Slots = Slots {
    repr: Some(repr),
    iter: Some(iter),
    len: Some(len),
    compare: Some(compare),
    subtract: Some(subtract),
    and: Some(and),
    or: Some(or),
    xor: Some(xor),
    ..Slots::EMPTY
};

const VIEW: TypeDef = TypeDef {
    kind: kinds::DICT_VIEW,
    flags: TypeFlags::NO_NEW,
    getsets: &[getter("mapping", mapping, "dictionary that this view refers to")],
    ..TypeDef::EMPTY
};

/// `dict_keys`
pub static KEYS_DEF: TypeDef = TypeDef {
    name: "dict_keys",
    slots: Slots { contains: Some(contains_key), ..SET_SLOTS },
    methods: &[DISJOINT, REVERSED_KEYS],
    ..VIEW
};

/// `dict_items`
pub static ITEMS_DEF: TypeDef = TypeDef {
    name: "dict_items",
    slots: Slots { contains: Some(contains_item), ..SET_SLOTS },
    methods: &[DISJOINT, REVERSED_ITEMS],
    ..VIEW
};

/// `dict_values`
pub static VALUES_DEF: TypeDef = TypeDef {
    name: "dict_values",
    slots: Slots { repr: Some(repr), iter: Some(iter), len: Some(len), ..Slots::EMPTY },
    methods: &[REVERSED_VALUES],
    ..VIEW
};
