//! `list`: a growing array of references in one buffer (CPython: `Objects/listobject.c`).
//!
//! Loops over a list go by index and borrow it anew after every call into Python, which may have changed it. Items that
//! leave the list are taken out first and dropped when the list is whole again. What lists share with tuples is
//! `crate::sequence`, sorting is `crate::sort`.

use crate::{
    Args, CallArgs, CompareOp, PyResult, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, argument, int, kinds, native,
    native::class_getitem,
    protocol, raise,
    sequence::{self, ItemIterator, Items, bad_key},
    slice, sort,
    text::TextBuf,
    type_error, types, value_error,
};
use rpython_heap::{BufVec, Kind, Obj, OutOfMemory, Payload, Ref};

/// The payload of a list.
#[derive(Default)]
pub struct List {
    /// The items.
    pub items: BufVec<Obj>,
}

impl Payload for List {
    const KIND: Kind = kinds::LIST;
    const NAME: &'static str = "list";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.items.iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.items.clear();
    }
}

impl Items for List {
    const TYPE: &'static str = "list";
    const OUT_OF_RANGE: &'static str = "list index out of range";
    const ITERATOR_KIND: Kind = kinds::LIST_ITERATOR;
    const LEAST_INDEX: isize = -1;
    fn iterator_class() -> &'static Ref<Type> {
        types::LIST_ITERATOR
    }
    #[inline(always)]
    fn items<'a>(this: &'a Ref<List>, vm: &'a Vm) -> &'a [Obj] {
        &this.get(vm).items
    }
    fn make(vm: &Vm, items: &[Obj]) -> PyResult {
        Self::gather(vm, items.iter().cloned())
    }
    fn gather(vm: &Vm, items: impl ExactSizeIterator<Item = Obj>) -> PyResult {
        Ok(List::new(vm, BufVec::from_exact(items)?).into_obj())
    }
}

/// The payload of `list_iterator` and `list_reverseiterator`.
pub type ListIterator = ItemIterator<List>;

impl List {
    /// A list of `items`.
    pub fn new(vm: &Vm, items: BufVec<Obj>) -> Ref<List> {
        vm.alloc(types::LIST, List { items })
    }

    /// A list of `items`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_vec(vm: &Vm, items: Vec<Obj>) -> PyResult<Ref<List>> {
        Ok(List::new(vm, BufVec::from_exact(items.into_iter().map(Obj::into_counted))?))
    }

    /// Whether the class is `list` itself.
    pub fn is_exact(list: &Ref<List>) -> bool {
        list.header().class() == types::LIST.slot()
    }
}

/// The items of an exact list or tuple, which iterating reads without running Python code.
fn plain_items<'a>(vm: &'a Vm, o: &'a Obj) -> Option<&'a [Obj]> {
    if let Some(list) = o.downcast_ref::<List>().filter(|l| List::is_exact(l)) {
        return Some(&list.get(vm).items);
    }
    o.downcast_ref::<Tuple>().filter(|t| Tuple::is_exact(t)).map(|t| t.tail(vm))
}

/// Appends the items of an iterable. What was appended before an error stays.
///
/// # Errors
/// What iterating raises; `MemoryError`.
pub fn extend(vm: &mut Vm, list: &Ref<List>, iterable: &Obj) -> PyResult<()> {
    let own = iterable.is(list).then(|| &list.get(vm).items[..]);
    if let Some(items) = own.or(plain_items(vm, iterable)) {
        let items: Vec<Obj> = items.to_vec();
        let to = &mut list.get_mut(vm).items;
        to.reserve(items.len())?;
        for item in items {
            to.push(item)?;
        }
        return Ok(());
    }
    let iterator = protocol::iter(vm, iterable)?;
    let expected = protocol::length_hint(vm, iterable, 8)?;
    let items = &mut list.get_mut(vm).items;
    // A hint beyond what any list can hold lies: the items decide.
    if isize::try_from(items.len() + expected).is_ok() {
        if expected > u32::MAX as usize {
            return Err(OutOfMemory.into());
        }
        items.reserve_exact(expected)?;
    }
    while let Some(item) = protocol::next(vm, &iterator)? {
        list.get_mut(vm).items.push(item.into_counted())?;
        vm.poll()?;
    }
    Ok(())
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, List::default()).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let list = sequence::this::<List>(vm, o)?;
    // A subclass whose `__new__` takes keywords may be called with them.
    if vm.slots_of(o).new().is_some_and(|f| f as usize == new as *const () as usize) {
        argument::no_keywords(vm, "list", args)?;
    }
    let iterable = argument::positional(vm, "list", args, 0, 1)?.first();
    let old = std::mem::take(&mut list.get_mut(vm).items);
    drop(old);
    match iterable {
        Some(iterable) => extend(vm, list, iterable),
        None => Ok(()),
    }
}

fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (list, object) = (args.this::<List>(), args.at(1).clone());
    list.get_mut(vm).items.push(object)?;
    Ok(Obj::NONE)
}

fn extend_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    extend(vm, args.this::<List>(), args.at(1))?;
    Ok(Obj::NONE)
}

fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = argument::ssize(vm, args.at(1))?;
    let items = &mut args.this::<List>().get_mut(vm).items;
    let len = items.len() as isize;
    let index = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) };
    items.insert(index as usize, args.at(2).clone())?;
    Ok(Obj::NONE)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = args.this::<List>();
    let index = argument::ssize_or(vm, args.opt(1), -1)?;
    let items = &mut list.get_mut(vm).items;
    let len = items.len() as isize;
    if index == -1
        && let Some(item) = items.pop()
    {
        return Ok(item);
    }
    let index = if index < 0 { index + len } else { index };
    if (0..len).contains(&index) {
        return Ok(items.remove(index as usize));
    }
    let what = if len == 0 { "pop from empty list" } else { "pop index out of range" };
    Err(raise!(vm, types::INDEX_ERROR, "{what}"))
}

fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = args.this::<List>();
    let mut i = 0;
    while let Some(item) = list.get(vm).items.get(i).cloned() {
        if protocol::equal(vm, &item, args.at(1))? {
            // The comparison may have shortened the list.
            let items = &mut list.get_mut(vm).items;
            let removed = (i < items.len()).then(|| items.remove(i));
            drop(removed);
            return Ok(Obj::NONE);
        }
        i += 1;
    }
    Err(value_error!(vm, "list.remove(x): x not in list"))
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = std::mem::take(&mut args.this::<List>().get_mut(vm).items);
    drop(old);
    Ok(Obj::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    List::make(vm, &args.this::<List>().get(vm).items)
}

fn reverse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.this::<List>().get_mut(vm).items.reverse();
    Ok(Obj::NONE)
}

/// `list.sort()`
///
/// # Errors
/// What comparing raises.
pub fn sort(vm: &mut Vm, list: &Ref<List>) -> PyResult<()> {
    sort::sort(vm, list, None, false)
}

fn sort_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let reverse = match args.opt(2) {
        Some(reverse) => protocol::is_true(vm, reverse)?,
        None => false,
    };
    sort::sort(vm, args.this::<List>(), args.some(1), reverse)?;
    Ok(Obj::NONE)
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = args.this::<List>().clone();
    let index = list.get(vm).items.len() as isize - 1;
    let made = ListIterator { sequence: Some(list), index };
    Ok(vm.alloc(types::LIST_REVERSE_ITERATOR, made).into_obj())
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let room = args.this::<List>().get(vm).items.capacity();
    Ok(int::from_i64(vm, (16 + size_of::<List>() + room * size_of::<Obj>()) as i64))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let list = sequence::this::<List>(vm, o)?;
    if list.get(vm).items.is_empty() {
        return Ok(crate::Str::new(vm, "[]").into_obj());
    }
    let made = protocol::guard_repr(vm, o, |vm| {
        let mut buf = TextBuf::new();
        buf.push_ascii(b"[");
        sequence::write_items(vm, list, &mut buf)?;
        buf.push_ascii(b"]");
        sequence::finish(vm, buf)
    })?;
    Ok(made.unwrap_or_else(|| crate::Str::new(vm, "[...]").into_obj()))
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if let (CompareOp::Eq | CompareOp::Ne, Some(x), Some(y)) = (op, a.downcast_ref::<List>(), b.downcast_ref::<List>())
        && x.get(vm).items.len() != y.get(vm).items.len()
    {
        return Ok(Obj::bool(op == CompareOp::Ne));
    }
    sequence::compare::<List>(vm, a, b, op)
}

fn concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let a = sequence::this::<List>(vm, a)?;
    let Some(b) = b.downcast_ref::<List>() else {
        let class = argument::class_name(vm, b);
        return Err(type_error!(vm, "can only concatenate list (not \"{class}\") to list"));
    };
    let (x, y) = (&a.get(vm).items, &b.get(vm).items);
    let mut items = BufVec::with_capacity(x.len() + y.len())?;
    items.extend_from_slice(x)?;
    items.extend_from_slice(y)?;
    Ok(List::new(vm, items).into_obj())
}

fn inplace_concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let list = sequence::this::<List>(vm, a)?;
    extend(vm, list, b)?;
    Ok(a.clone())
}

/// Makes `items` `n` copies of itself.
fn multiply(items: &mut BufVec<Obj>, n: usize) -> Result<(), OutOfMemory> {
    let len = items.len();
    let total = len.checked_mul(n).filter(|&t| t <= u32::MAX as usize).ok_or(OutOfMemory)?;
    items.reserve_exact(total - len)?;
    if let [one] = &items[..] {
        let one = one.clone();
        return items.resize(total, one);
    }
    for i in 0..total - len {
        let item = items[i].clone();
        items.push(item)?;
    }
    Ok(())
}

fn repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let list = sequence::this::<List>(vm, o)?;
    let own = &list.get(vm).items;
    if n <= 0 || own.is_empty() {
        return List::make(vm, &[]);
    }
    let total = own.len().checked_mul(n as usize).filter(|&t| t <= u32::MAX as usize).ok_or(OutOfMemory)?;
    let mut items = BufVec::with_capacity(total)?;
    items.extend_from_slice(own)?;
    multiply(&mut items, n as usize)?;
    Ok(List::new(vm, items).into_obj())
}

fn inplace_repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let list = sequence::this::<List>(vm, o)?;
    if n <= 0 {
        let old = std::mem::take(&mut list.get_mut(vm).items);
        drop(old);
    } else if !list.get(vm).items.is_empty() {
        multiply(&mut list.get_mut(vm).items, n as usize)?;
    }
    Ok(o.clone())
}

fn set_item(vm: &mut Vm, o: &Obj, i: isize, value: Option<&Obj>) -> PyResult<()> {
    let list = sequence::this::<List>(vm, o)?;
    let items = &mut list.get_mut(vm).items;
    let i = i as usize;
    if i >= items.len() {
        return Err(raise!(vm, types::INDEX_ERROR, "list assignment index out of range"));
    }
    let old = match value {
        Some(value) => std::mem::replace(&mut items[i], value.clone()),
        None => items.remove(i),
    };
    drop(old);
    Ok(())
}

fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let list = sequence::this::<List>(vm, o)?;
    if protocol::has_index(vm, key) {
        let i = sequence::position(vm, key, |vm| list.get(vm).items.len())?;
        return set_item(vm, o, i, value);
    }
    if !key.is_kind::<slice::Slice>() {
        return Err(bad_key(vm, "list", key));
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let len = list.get(vm).items.len();
    let (first, end, _, count) = slice::clip(start, stop, step, len);
    match value {
        None if step == 1 => replace(vm, list, first, end, BufVec::new()),
        None => delete_extended(vm, list, first, step, count),
        Some(value) if step == 1 => {
            let items = slice_items(vm, list, value)?;
            // Collecting the items may have changed the list.
            let len = list.get(vm).items.len() as isize;
            replace(vm, list, first.min(len), end.min(len), items)
        }
        Some(value) => assign_extended(vm, list, (start, stop, step), value),
    }
}

/// `o[start:stop] = value` of an exact list whose bounds are small ints or `None`, without a slice object. `false`, with nothing
/// done, for all else.
///
/// # Errors
/// As assigning to a slice.
pub fn assign_part(vm: &mut Vm, o: &Obj, start: &Obj, stop: &Obj, value: &Obj) -> PyResult<bool> {
    let Some(list) = o.downcast_ref::<List>().filter(|l| l.header().class() == types::LIST.slot()) else {
        return Ok(false);
    };
    let Some(range) = sequence::plain_range(start, stop, list.get(vm).items.len()) else { return Ok(false) };
    if sequence::plain(vm, value).is_none() {
        return Ok(false);
    }
    let items = slice_items(vm, list, value)?;
    replace(vm, list, range.start as isize, range.end as isize, items)?;
    Ok(true)
}

/// The items that shall be assigned to a slice.
fn slice_items(vm: &mut Vm, list: &Ref<List>, value: &Obj) -> PyResult<BufVec<Obj>> {
    let own = value.is(list).then(|| &list.get(vm).items[..]);
    if let Some(items) = own.or(sequence::plain(vm, value)) {
        return Ok(BufVec::from_exact(items.iter().cloned())?);
    }
    let iterator = match protocol::iter(vm, value) {
        Ok(iterator) => iterator,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            return Err(type_error!(vm, "must assign iterable to extended slice"));
        }
    };
    let made = List::new(vm, BufVec::new());
    extend(vm, &made, &iterator)?;
    Ok(std::mem::take(&mut made.get_mut(vm).items))
}

/// Puts `items` in the place of those from `first` to `end`.
fn replace(vm: &mut Vm, list: &Ref<List>, first: isize, end: isize, mut items: BufVec<Obj>) -> PyResult<()> {
    let range = first as usize..end.max(first) as usize;
    if let Some(same) = list.get_mut(vm).items.get_mut(range.clone())
        && same.len() == items.len()
    {
        same.swap_with_slice(&mut items);
        drop(items);
        return Ok(());
    }
    let old = list.get_mut(vm).items.splice(range, items)?;
    drop(old);
    Ok(())
}

/// Deletes `count` items, `step` apart.
fn delete_extended(vm: &mut Vm, list: &Ref<List>, first: isize, step: isize, count: usize) -> PyResult<()> {
    if count == 0 {
        return Ok(());
    }
    let lowest = if step < 0 { first + (count as isize - 1) * step } else { first } as usize;
    let stride = step.unsigned_abs();
    let mut gone = Vec::new();
    gone.try_reserve_exact(count).map_err(|_| OutOfMemory)?;
    let items = &mut list.get_mut(vm).items;
    let mut to = lowest;
    for from in lowest..items.len() {
        let behind = from - lowest;
        if behind.is_multiple_of(stride) && behind / stride < count {
            gone.push(std::mem::take(&mut items[from]));
        } else {
            items.swap(to, from);
            to += 1;
        }
    }
    items.truncate(to);
    drop(gone);
    Ok(())
}

/// `list[start:stop:step] = value` with a step that is not 1: as many items as the slice selects.
fn assign_extended(vm: &mut Vm, list: &Ref<List>, slice: (isize, isize, isize), value: &Obj) -> PyResult<()> {
    let new = slice_items(vm, list, value)?;
    let items = &mut list.get_mut(vm).items;
    let (first, _, step, count) = slice::clip(slice.0, slice.1, slice.2, items.len());
    if new.len() != count {
        let size = new.len();
        return Err(value_error!(vm, "attempt to assign sequence of size {size} to extended slice of size {count}"));
    }
    let mut old = Vec::new();
    old.try_reserve_exact(count).map_err(|_| OutOfMemory)?;
    for (k, item) in new.into_iter().enumerate() {
        old.push(std::mem::replace(&mut items[(first + k as isize * step) as usize], item));
    }
    drop(old);
    Ok(())
}

/// `list`
pub static DEF: TypeDef = TypeDef {
    name: "list",
    kind: kinds::LIST,
    flags: TypeFlags::BASE | TypeFlags::SEQUENCE | TypeFlags::MATCH_SELF,
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(sequence::iter::<List>),
        len: Some(sequence::len::<List>),
        subscript: Some(sequence::subscript::<List>),
        set_subscript: Some(set_subscript),
        item: Some(sequence::item::<List>),
        set_item: Some(set_item),
        contains: Some(sequence::contains::<List>),
        concat: Some(concat),
        repeat: Some(repeat),
        inplace_concat: Some(inplace_concat),
        inplace_repeat: Some(inplace_repeat),
        ..Slots::EMPTY
    },
    methods: &[
        native("__reversed__", "($self, /)", reversed, "Return a reverse iterator over the list."),
        native(
            "__getitem__",
            "($self, index, /)",
            |vm, a| sequence::subscript::<List>(vm, a.at(0), a.at(1)),
            "Return self[index].",
        ),
        native("__sizeof__", "($self, /)", sizeof, "Return the size of the list in memory, in bytes."),
        native("clear", "($self, /)", clear, "Remove all items from list."),
        native("copy", "($self, /)", copy, "Return a shallow copy of the list."),
        native("append", "($self, object, /)", append, "Append object to the end of the list."),
        native("insert", "($self, index, object, /)", insert, "Insert object before index."),
        native("extend", "($self, iterable, /)", extend_method, "Extend list by appending elements from the iterable."),
        native(
            "pop",
            "($self, index=-1, /)",
            pop,
            "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.",
        ),
        native(
            "remove",
            "($self, value, /)",
            remove,
            "Remove first occurrence of value.\n\nRaises ValueError if the value is not present.",
        ),
        native(
            "index",
            "($self, value, start=0, stop=sys.maxsize, /)",
            sequence::index::<List>,
            "Return first index of value.\n\nRaises ValueError if the value is not present.",
        ),
        native("count", "($self, value, /)", sequence::count::<List>, "Return number of occurrences of value."),
        native("reverse", "($self, /)", reverse, "Reverse *IN PLACE*."),
        native("sort", "($self, /, *, key=None, reverse=False)", sort_method, SORT_DOC),
        class_getitem("lists are generic over the type of their contents"),
    ],
    signature: "(iterable=(), /)",
    ..TypeDef::EMPTY
};

const SORT_DOC: &str = "Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable\n(i.e. the order of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort\nthem, ascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.";

/// `list_iterator`
pub static ITERATOR_DEF: TypeDef = TypeDef {
    name: "list_iterator",
    kind: kinds::LIST_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(sequence::next::<List, 1>), ..Slots::EMPTY },
    methods: &sequence::iterator_methods::<List, 1>(),
    ..TypeDef::EMPTY
};

/// `list_reverseiterator`
pub static REVERSE_ITERATOR_DEF: TypeDef = TypeDef {
    name: "list_reverseiterator",
    kind: kinds::LIST_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(sequence::next::<List, -1>), ..Slots::EMPTY },
    methods: &sequence::iterator_methods::<List, -1>(),
    ..TypeDef::EMPTY
};
