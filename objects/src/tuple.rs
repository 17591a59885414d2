//! `tuple`: items in the slot's tail (CPython: `Objects/tupleobject.c`). What tuples share with lists is `crate::sequence`.

use crate::{
    Args, CallArgs, PyResult, Slots, Type, TypeDef, TypeExt, TypeFlags, Vm, argument,
    hash::TupleHasher,
    kinds, native,
    native::class_getitem,
    protocol,
    sequence::{self, ItemIterator, Items},
    text::TextBuf,
    type_error, types,
};
use rpython_heap::{Kind, Obj, OutOfMemory, Payload, Ref, Shape, flag};
use std::cell::Cell;

/// The payload of a tuple: its cached hash (0: not computed); the items are the tail.
pub struct Tuple {
    pub(crate) hash: Cell<i64>,
}

impl Payload for Tuple {
    const KIND: Kind = kinds::TUPLE;
    const NAME: &'static str = "tuple";
    const TRACKED: bool = true;
    type Tail = Obj;
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Items for Tuple {
    const TYPE: &'static str = "tuple";
    const OUT_OF_RANGE: &'static str = "tuple index out of range";
    const ITERATOR_KIND: Kind = kinds::TUPLE_ITERATOR;
    const LEAST_INDEX: isize = 0;
    fn iterator_class() -> &'static Ref<Type> {
        types::TUPLE_ITERATOR
    }
    #[inline(always)]
    fn items<'a>(this: &'a Ref<Tuple>, vm: &'a Vm) -> &'a [Obj] {
        this.tail(vm)
    }
    fn make(vm: &Vm, items: &[Obj]) -> PyResult {
        Ok(Tuple::from_slice(vm, items)?.into_obj())
    }
    fn gather(vm: &Vm, items: impl ExactSizeIterator<Item = Obj>) -> PyResult {
        Ok(Tuple::from_exact(vm, items)?.into_obj())
    }
}

impl Tuple {
    /// `()`
    pub fn empty() -> Ref<Tuple> {
        Ref::fixed(types::empty_tuple_slot())
    }

    /// A tuple of copies of `items`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_slice(vm: &Vm, items: &[Obj]) -> Result<Ref<Tuple>, OutOfMemory> {
        Tuple::from_exact(vm, items.iter().cloned())
    }

    /// A tuple of `items`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_vec(vm: &Vm, items: Vec<Obj>) -> Result<Ref<Tuple>, OutOfMemory> {
        Tuple::from_exact(vm, items.into_iter())
    }

    /// A tuple of constants or names of code, which the collector need not look at unless an item is a container itself.
    ///
    /// # Errors
    /// When the region is full.
    pub fn of_constants(vm: &Vm, items: Vec<Obj>) -> Result<Ref<Tuple>, OutOfMemory> {
        let atomic = items.iter().all(|o| o.is_immortal() || o.header().is_none_or(|h| !h.has(flag::TRACKED)));
        let tuple = Tuple::from_vec(vm, items)?;
        if atomic && !tuple.is_immortal() {
            tuple.untrack();
        }
        Ok(tuple)
    }

    /// A tuple of the items of an iterator.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_exact(vm: &Vm, items: impl ExactSizeIterator<Item = Obj>) -> Result<Ref<Tuple>, OutOfMemory> {
        if items.len() == 0 {
            return Ok(Tuple::empty());
        }
        let shape = Shape { class: types::TUPLE.slot(), subclass: false, extra: 0 };
        Ref::with_tail(vm, shape, Tuple { hash: Cell::new(0) }, items.map(Obj::into_counted))
    }

    /// A tuple of the items of an iterable; an exact tuple itself.
    ///
    /// # Errors
    /// What iterating raises; `MemoryError`.
    pub fn from_iterable(vm: &mut Vm, iterable: &Obj) -> PyResult<Ref<Tuple>> {
        if let Some(tuple) = iterable.downcast_ref::<Tuple>().filter(|t| Tuple::is_exact(t)) {
            return Ok(tuple.clone());
        }
        if let Some(list) = iterable.downcast_ref::<crate::List>().filter(|l| l.header().class() == types::LIST.slot())
        {
            return Ok(Tuple::from_slice(vm, &list.get(vm).items)?);
        }
        let items = protocol::collect(vm, iterable)?;
        Ok(Tuple::from_vec(vm, items)?)
    }

    /// The items of a tuple that nobody else has a reference to, to be filled anew: how iterators that yield tuples
    /// spare themselves making new ones. `None` if it is held elsewhere.
    #[inline]
    pub fn reuse<'a>(tuple: &'a Ref<Tuple>, vm: &'a mut Vm) -> Option<&'a mut [Obj]> {
        if !tuple.is_unique() || !Tuple::is_exact(tuple) {
            return None;
        }
        // What it gets may be a container.
        tuple.track();
        let (payload, items) = tuple.tail_mut(vm);
        payload.hash.set(0);
        Some(items)
    }

    /// Whether the class is `tuple` itself.
    #[inline]
    pub fn is_exact(tuple: &Ref<Tuple>) -> bool {
        tuple.header().class() == types::TUPLE.slot()
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    // A subclass whose `__init__` takes keywords may be called with them.
    let own_init = vm.slots(types::TUPLE).init().map(|f| f as usize);
    if class.is(types::TUPLE) || vm.slots(class).init().map(|f| f as usize) == own_init {
        argument::no_keywords(vm, "tuple", args)?;
    }
    let items = match argument::positional(vm, "tuple", args, 0, 1)?.first() {
        Some(iterable) => Tuple::from_iterable(vm, iterable)?,
        None => Tuple::empty(),
    };
    if class.is(types::TUPLE) {
        return Ok(items.into_obj());
    }
    let made = Ref::with_tail(vm, class.shape(vm), Tuple { hash: Cell::new(0) }, items.tail(vm).iter().cloned())?;
    Ok(made.into_obj())
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let tuple = sequence::this::<Tuple>(vm, o)?;
    let known = tuple.get(vm).hash.get();
    if known != 0 {
        return Ok(known);
    }
    vm.check_stack(" while hashing a tuple")?;
    let mut hasher = TupleHasher::new();
    for i in 0..tuple.tail(vm).len() {
        let item = tuple.tail(vm)[i].clone();
        hasher.push(protocol::hash(vm, &item)?);
    }
    let hash = hasher.finish();
    tuple.get(vm).hash.set(hash);
    Ok(hash)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let tuple = sequence::this::<Tuple>(vm, o)?;
    if tuple.tail(vm).is_empty() {
        return Ok(crate::Str::new(vm, "()").into_obj());
    }
    let made = protocol::guard_repr(vm, o, |vm| {
        let mut buf = TextBuf::new();
        buf.push_ascii(b"(");
        sequence::write_items(vm, tuple, &mut buf)?;
        buf.push_ascii(if tuple.tail(vm).len() == 1 { b",)" } else { b")" });
        sequence::finish(vm, buf)
    })?;
    Ok(made.unwrap_or_else(|| crate::Str::new(vm, "(...)").into_obj()))
}

fn concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let x = sequence::this::<Tuple>(vm, a)?;
    if x.tail(vm).is_empty() && b.downcast_ref::<Tuple>().is_some_and(Tuple::is_exact) {
        return Ok(b.clone());
    }
    let Some(y) = b.downcast_ref::<Tuple>() else {
        let class = argument::class_name(vm, b);
        return Err(type_error!(vm, "can only concatenate tuple (not \"{class}\") to tuple"));
    };
    if y.tail(vm).is_empty() && Tuple::is_exact(x) {
        return Ok(a.clone());
    }
    let (x, y) = (x.tail(vm), y.tail(vm));
    let items = (0..x.len() + y.len()).map(|i| x.get(i).unwrap_or_else(|| &y[i - x.len()]).clone());
    Ok(Tuple::from_exact(vm, items)?.into_obj())
}

fn repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let tuple = sequence::this::<Tuple>(vm, o)?;
    let items = tuple.tail(vm);
    if (items.is_empty() || n == 1) && Tuple::is_exact(tuple) {
        return Ok(o.clone());
    }
    if items.is_empty() || n <= 0 {
        return Ok(Tuple::empty().into_obj());
    }
    let total = items.len().checked_mul(n as usize).filter(|&t| t <= u32::MAX as usize / 8).ok_or(OutOfMemory)?;
    Ok(Tuple::from_exact(vm, (0..total).map(|i| items[i % items.len()].clone()))?.into_obj())
}

/// `t[key]`; the whole of an exact tuple is the tuple itself.
fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let made = sequence::subscript::<Tuple>(vm, o, key)?;
    if key.is_kind::<crate::slice::Slice>()
        && let (Some(x), Some(y)) = (o.downcast_ref::<Tuple>(), made.downcast_ref::<Tuple>())
        && Tuple::is_exact(x)
        && x.tail(vm).len() == y.tail(vm).len()
        && x.tail(vm).iter().zip(y.tail(vm)).all(|(p, q)| p.is(q))
    {
        return Ok(o.clone());
    }
    Ok(made)
}

fn new_arguments(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let items = Tuple::make(vm, args.this::<Tuple>().tail(vm))?;
    Tuple::make(vm, &[items])
}

/// `tuple`
pub static DEF: TypeDef = TypeDef {
    name: "tuple",
    kind: kinds::TUPLE,
    flags: TypeFlags::BASE | TypeFlags::SEQUENCE | TypeFlags::MATCH_SELF,
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(sequence::compare::<Tuple>),
        iter: Some(sequence::iter::<Tuple>),
        len: Some(sequence::len::<Tuple>),
        subscript: Some(subscript),
        item: Some(sequence::item::<Tuple>),
        contains: Some(sequence::contains::<Tuple>),
        concat: Some(concat),
        repeat: Some(repeat),
        ..Slots::EMPTY
    },
    methods: &[
        native("__getnewargs__", "($self, /)", new_arguments, ""),
        native(
            "index",
            "($self, value, start=0, stop=sys.maxsize, /)",
            sequence::index::<Tuple>,
            "Return first index of value.\n\nRaises ValueError if the value is not present.",
        ),
        native("count", "($self, value, /)", sequence::count::<Tuple>, "Return number of occurrences of value."),
        class_getitem(
            "Tuples are generic over the types of their contents.\n\nFor example, use ``tuple[int, str]`` for a pair whose first element\nis an int and second element is a string.\n\nTuples also support the form ``tuple[T, ...]`` to indicate\nan arbitrary length tuple of elements of type T.",
        ),
    ],
    signature: "(iterable=(), /)",
    ..TypeDef::EMPTY
};

/// The payload of `tuple_iterator`.
pub type TupleIterator = ItemIterator<Tuple>;

/// `tuple_iterator`
pub static ITERATOR_DEF: TypeDef = TypeDef {
    name: "tuple_iterator",
    kind: kinds::TUPLE_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(sequence::next::<Tuple, 1>), ..Slots::EMPTY },
    methods: &sequence::iterator_methods::<Tuple, 1>(),
    ..TypeDef::EMPTY
};
