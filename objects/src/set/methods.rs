//! The types `set` and `frozenset`: construction, operators, methods.

use super::{Set, add_item, contains_item, discard_hashed, hash_item, iterator, operations, step};
use crate::{
    Args, CallArgs, CompareOp, List, PyResult, Slots, Str, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm, argument,
    dict::methods::key_error,
    hash::SetHasher,
    int, kinds, names, native,
    native::{NativeDef, class_getitem},
    protocol, raise,
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error, types,
};
use rpython_heap::{Obj, Ref};

/// The receiver of a slot, whose kind its type guarantees.
#[inline]
pub(super) fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Set>> {
    match o.downcast_ref::<Set>() {
        Some(this) => Ok(this),
        None => Err(type_error!(vm, "a set is required")),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, Set::default()).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let s = this(vm, o)?;
    argument::no_keywords(vm, "set", args)?;
    let class = argument::class_name(vm, o);
    let iterable = argument::positional(vm, &class, args, 0, 1)?.first();
    let old = s.get_mut(vm).take_all();
    drop(old);
    match iterable {
        Some(iterable) => operations::update(vm, s, iterable),
        None => Ok(()),
    }
}

fn new_frozen(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    // A subclass whose `__init__` takes keywords may be called with them.
    let own_init = vm.slots(types::FROZENSET).init().map(|f| f as usize);
    if class.is(types::FROZENSET) || vm.slots(class).init().map(|f| f as usize) == own_init {
        argument::no_keywords(vm, "frozenset", args)?;
    }
    let iterable = argument::positional(vm, "frozenset", args, 0, 1)?.first();
    if class.is(types::FROZENSET)
        && let Some(iterable) = iterable.filter(|i| vm.class_of(i).is(types::FROZENSET))
    {
        return Ok(iterable.clone());
    }
    let made = vm.alloc_in(class, Set::default());
    if let Some(iterable) = iterable {
        operations::update(vm, &made, iterable)?;
    }
    Ok(made.into_obj())
}

/// The items, in the table's order.
fn items(vm: &Vm, s: &Ref<Set>) -> Vec<Obj> {
    let mut place = 0;
    std::iter::from_fn(|| step(vm, s, &mut place)).map(|(key, _)| key).collect()
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let s = this(vm, o)?;
    let class = argument::class_name(vm, o);
    if s.get(vm).is_empty() {
        return Ok(Str::from_display(vm, format_args!("{class}()")).into_obj());
    }
    let made = protocol::guard_repr(vm, o, |vm| {
        let exact = vm.class_of(o).is(types::SET);
        let mut buf = TextBuf::new();
        if !exact {
            buf.push_str(&class);
            buf.push_ascii(b"(");
        }
        buf.push_ascii(b"{");
        for (i, item) in items(vm, s).iter().enumerate() {
            if i > 0 {
                buf.push_ascii(b", ");
            }
            write_repr(vm, item, &mut buf)?;
        }
        buf.push_ascii(if exact { b"}" } else { b"})" });
        finish(vm, buf)
    })?;
    Ok(made.unwrap_or_else(|| Str::from_display(vm, format_args!("{class}(...)")).into_obj()))
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(this(vm, o)?.get(vm).len())
}

/// Runs an operation on a key. A set that is refused for being unhashable is tried again as a frozenset.
fn with_key<T>(vm: &mut Vm, key: &Obj, operation: impl Fn(&mut Vm, &Obj) -> PyResult<T>) -> PyResult<T> {
    match operation(vm, key) {
        Err(raised) if key.is_kind::<Set>() && !vm.class_of(key).is_subtype(vm, types::FROZENSET) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            let frozen = vm.alloc(types::FROZENSET, Set::default());
            operations::update(vm, &frozen, key)?;
            operation(vm, &frozen)
        }
        other => other,
    }
}

/// `item in s`: a set is looked for as the frozen set of its items.
///
/// # Errors
/// What hashing or comparing raises.
#[inline]
pub fn contains(vm: &mut Vm, s: &Ref<Set>, item: &Obj) -> PyResult<bool> {
    with_key(vm, item, |vm, key| contains_item(vm, s, key))
}

fn contains_slot(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult<bool> {
    let s = this(vm, o)?;
    contains(vm, s, item)
}

fn contains_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    contains_slot(vm, args.at(0), args.at(1)).map(Obj::bool)
}

fn discard_item(vm: &mut Vm, s: &Ref<Set>, item: &Obj) -> PyResult<bool> {
    with_key(vm, item, |vm, key| {
        let hash = hash_item(vm, key)?;
        discard_hashed(vm, s, key, hash)
    })
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let s = this(vm, o)?.get(vm);
    let known = s.hash.get();
    if known != -1 {
        return Ok(known);
    }
    let mut hasher = SetHasher::new();
    s.table.iter().filter(|e| !e.key.is_unbound()).for_each(|e| hasher.push(e.hash));
    let hash = hasher.finish();
    s.hash.set(hash);
    Ok(hash)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Set>(), b.downcast_ref::<Set>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let (n, m) = (x.get(vm).len(), y.get(vm).len());
    let (h, k) = (x.get(vm).hash.get(), y.get(vm).hash.get());
    let may_be_equal = n == m && (h == -1 || k == -1 || h == k);
    let holds = match op {
        CompareOp::Eq => may_be_equal && operations::is_subset(vm, x, y)?,
        CompareOp::Ne => !may_be_equal || !operations::is_subset(vm, x, y)?,
        CompareOp::Lt => n < m && operations::is_subset(vm, x, y)?,
        CompareOp::Le => operations::is_subset(vm, x, y)?,
        CompareOp::Gt => n > m && operations::is_subset(vm, y, x)?,
        CompareOp::Ge => operations::is_subset(vm, y, x)?,
    };
    Ok(Obj::bool(holds))
}

/// Both operands of an operator, which takes sets only.
fn pair<'a>(a: &'a Obj, b: &'a Obj) -> Option<(&'a Ref<Set>, &'a Ref<Set>)> {
    a.downcast_ref::<Set>().zip(b.downcast_ref::<Set>())
}

fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = pair(a, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let made = operations::copy(vm, x)?;
    if !x.is(y) {
        operations::update(vm, &made, y)?;
    }
    Ok(made.into_obj())
}

fn and(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = pair(a, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    Ok(operations::intersection(vm, x, y)?.into_obj())
}

fn subtract(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = pair(a, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    Ok(operations::difference(vm, x, y)?.into_obj())
}

fn xor(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = pair(a, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    Ok(operations::symmetric_difference(vm, x, y)?.into_obj())
}

fn inplace_or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = pair(a, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    operations::update(vm, x, y)?;
    Ok(a.clone())
}

fn inplace_and(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = pair(a, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let made = operations::intersection(vm, x, y)?;
    take_over(vm, x, &made);
    Ok(a.clone())
}

fn inplace_subtract(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = pair(a, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    operations::difference_update(vm, x, y)?;
    Ok(a.clone())
}

fn inplace_xor(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some((x, y)) = pair(a, b) else { return Ok(Obj::NOT_IMPLEMENTED) };
    operations::symmetric_difference_update(vm, x, y)?;
    Ok(a.clone())
}

/// Gives a set the items of another, which gets its old ones.
fn take_over(vm: &mut Vm, s: &Ref<Set>, from: &Ref<Set>) {
    if let Some((s, from)) = s.pair_mut(from, vm) {
        std::mem::swap(s, from);
    }
}

/// The operands that were passed as `*others`.
fn others(vm: &Vm, args: Args<'_>) -> Vec<Obj> {
    args.opt(1).and_then(|o| o.downcast_ref::<Tuple>()).map(|t| t.tail(vm).to_vec()).unwrap_or_default()
}

fn add(vm: &mut Vm, args: Args<'_>) -> PyResult {
    add_item(vm, args.this::<Set>(), args.at(1))?;
    Ok(Obj::NONE)
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = args.this::<Set>().get_mut(vm).take_all();
    drop(old);
    Ok(Obj::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if vm.class_of(args.at(0)).is(types::FROZENSET) {
        return Ok(args.at(0).clone());
    }
    Ok(operations::copy(vm, args.this::<Set>())?.into_obj())
}

fn discard(vm: &mut Vm, args: Args<'_>) -> PyResult {
    discard_item(vm, args.this::<Set>(), args.at(1))?;
    Ok(Obj::NONE)
}

fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match discard_item(vm, args.this::<Set>(), args.at(1))? {
        true => Ok(Obj::NONE),
        false => Err(key_error(vm, args.at(1))),
    }
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.this::<Set>().get_mut(vm).take_any() {
        Some(item) => Ok(item),
        None => Err(raise!(vm, types::KEY_ERROR, "pop from an empty set")),
    }
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    for other in others(vm, args) {
        operations::update(vm, args.this::<Set>(), &other)?;
    }
    Ok(Obj::NONE)
}

fn union(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = operations::copy(vm, args.this::<Set>())?;
    for other in others(vm, args) {
        if !other.is(args.at(0)) {
            operations::update(vm, &made, &other)?;
        }
    }
    Ok(made.into_obj())
}

fn intersect_all(vm: &mut Vm, args: Args<'_>) -> PyResult<Ref<Set>> {
    let others = others(vm, args);
    if others.is_empty() {
        return operations::copy(vm, args.this::<Set>());
    }
    let mut made = args.this::<Set>().clone();
    for other in others {
        made = operations::intersection(vm, &made, &other)?;
    }
    Ok(made)
}

fn intersection(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(intersect_all(vm, args)?.into_obj())
}

fn intersection_update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = intersect_all(vm, args)?;
    take_over(vm, args.this::<Set>(), &made);
    Ok(Obj::NONE)
}

fn difference(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let others = others(vm, args);
    let Some((first, rest)) = others.split_first() else {
        return Ok(operations::copy(vm, args.this::<Set>())?.into_obj());
    };
    let made = operations::difference(vm, args.this::<Set>(), first)?;
    for other in rest {
        operations::difference_update(vm, &made, other)?;
    }
    Ok(made.into_obj())
}

fn difference_update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    for other in others(vm, args) {
        operations::difference_update(vm, args.this::<Set>(), &other)?;
    }
    Ok(Obj::NONE)
}

fn symmetric_difference(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(operations::symmetric_difference(vm, args.this::<Set>(), args.at(1))?.into_obj())
}

fn symmetric_difference_update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    operations::symmetric_difference_update(vm, args.this::<Set>(), args.at(1))?;
    Ok(Obj::NONE)
}

fn is_disjoint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    operations::is_disjoint(vm, args.this::<Set>(), args.at(1)).map(Obj::bool)
}

fn is_subset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<Set>();
    if let Some(other) = args.at(1).downcast_ref::<Set>() {
        return operations::is_subset(vm, s, other).map(Obj::bool);
    }
    let common = operations::intersection(vm, s, args.at(1))?;
    Ok(Obj::bool(common.get(vm).len() == s.get(vm).len()))
}

fn is_superset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<Set>();
    if let Some(other) = args.at(1).downcast_ref::<Set>() {
        return operations::is_subset(vm, other, s).map(Obj::bool);
    }
    let iterator = protocol::iter(vm, args.at(1))?;
    while let Some(item) = protocol::next(vm, &iterator)? {
        if !contains_item(vm, s, &item)? {
            return Ok(Obj::FALSE);
        }
    }
    Ok(Obj::TRUE)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let items = List::from_vec(vm, items(vm, args.this::<Set>()))?.into_obj();
    let arguments = Tuple::from_vec(vm, vec![items])?.into_obj();
    let state = protocol::call_special(vm, args.at(0), names::__getstate__, &[])?.unwrap_or(Obj::NONE);
    let class = vm.class_of(args.at(0)).own().into_obj();
    Ok(Tuple::from_vec(vm, vec![class, arguments, state])?.into_obj())
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bytes = 16 + size_of::<Set>() + args.this::<Set>().get(vm).buffer_bytes();
    Ok(int::from_i64(vm, bytes as i64))
}

const CONTAINS: NativeDef =
    native("__contains__", "($self, object, /)", contains_method, "x.__contains__(y) <==> y in x.");
const COPY: NativeDef = native("copy", "($self, /)", copy, "Return a shallow copy of a set.");
const DIFFERENCE: NativeDef = native(
    "difference",
    "($self, /, *others)",
    difference,
    "Return a new set with elements in the set that are not in the others.",
);
const INTERSECTION: NativeDef = native(
    "intersection",
    "($self, /, *others)",
    intersection,
    "Return a new set with elements common to the set and all others.",
);
const IS_DISJOINT: NativeDef =
    native("isdisjoint", "($self, other, /)", is_disjoint, "Return True if two sets have a null intersection.");
const IS_SUBSET: NativeDef =
    native("issubset", "($self, other, /)", is_subset, "Report whether another set contains this set.");
const IS_SUPERSET: NativeDef =
    native("issuperset", "($self, other, /)", is_superset, "Report whether this set contains another set.");
const REDUCE: NativeDef = native("__reduce__", "($self, /)", reduce, "Return state information for pickling.");
const SIZEOF: NativeDef =
    native("__sizeof__", "($self, /)", sizeof, "S.__sizeof__() -> size of S in memory, in bytes.");
const SYMMETRIC_DIFFERENCE: NativeDef = native(
    "symmetric_difference",
    "($self, other, /)",
    symmetric_difference,
    "Return a new set with elements in either the set or other but not both.",
);
const UNION: NativeDef =
    native("union", "($self, /, *others)", union, "Return a new set with elements from the set and all others.");

const SLOTS: Slots = Slots {
    repr: Some(repr),
    compare: Some(compare),
    iter: Some(iterator::iter),
    len: Some(len),
    contains: Some(contains_slot),
    subtract: Some(subtract),
    and: Some(and),
    xor: Some(xor),
    or: Some(or),
    ..Slots::EMPTY
};

/// `set`
pub static DEF: TypeDef = TypeDef {
    name: "set",
    kind: kinds::SET,
    flags: TypeFlags::BASE | TypeFlags::MATCH_SELF,
    doc: "Build an unordered collection of unique elements.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        inplace_subtract: Some(inplace_subtract),
        inplace_and: Some(inplace_and),
        inplace_xor: Some(inplace_xor),
        inplace_or: Some(inplace_or),
        ..SLOTS
    },
    methods: &[
        native(
            "add",
            "($self, object, /)",
            add,
            "Add an element to a set.\n\nThis has no effect if the element is already present.",
        ),
        native("clear", "($self, /)", clear, "Remove all elements from this set."),
        CONTAINS,
        COPY,
        native(
            "discard",
            "($self, object, /)",
            discard,
            "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.",
        ),
        DIFFERENCE,
        native(
            "difference_update",
            "($self, /, *others)",
            difference_update,
            "Update the set, removing elements found in others.",
        ),
        INTERSECTION,
        native(
            "intersection_update",
            "($self, /, *others)",
            intersection_update,
            "Update the set, keeping only elements found in it and all others.",
        ),
        IS_DISJOINT,
        IS_SUBSET,
        IS_SUPERSET,
        native(
            "pop",
            "($self, /)",
            pop,
            "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.",
        ),
        REDUCE,
        native(
            "remove",
            "($self, object, /)",
            remove,
            "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.",
        ),
        SIZEOF,
        SYMMETRIC_DIFFERENCE,
        native(
            "symmetric_difference_update",
            "($self, other, /)",
            symmetric_difference_update,
            "Update the set, keeping only elements found in either set, but not in both.",
        ),
        UNION,
        native("update", "($self, /, *others)", update, "Update the set, adding elements from all others."),
        class_getitem("sets are generic over the type of their elements"),
    ],
    weakly_referable: true,
    signature: "(iterable=(), /)",
    ..TypeDef::EMPTY
};

/// `frozenset`
pub static FROZEN_DEF: TypeDef = TypeDef {
    name: "frozenset",
    kind: kinds::SET,
    flags: TypeFlags::BASE | TypeFlags::MATCH_SELF,
    doc: "Build an immutable unordered collection of unique elements.",
    slots: Slots { new: Some(new_frozen), hash: Some(hash), ..SLOTS },
    methods: &[
        CONTAINS,
        COPY,
        DIFFERENCE,
        INTERSECTION,
        IS_DISJOINT,
        IS_SUBSET,
        IS_SUPERSET,
        REDUCE,
        SIZEOF,
        SYMMETRIC_DIFFERENCE,
        UNION,
        class_getitem("frozensets are generic over the type of their elements"),
    ],
    weakly_referable: true,
    signature: "(iterable=(), /)",
    ..TypeDef::EMPTY
};
