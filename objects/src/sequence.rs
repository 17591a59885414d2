//! What `list` and `tuple` have in common: both are an array of references.
//!
//! Comparing items may run Python code that changes a list, so every loop goes by index and borrows anew.

use crate::{
    Args, CompareOp, List, PyResult, Str, StrExt, Tuple, Type, Vm, argument, int, native, native::NativeDef, protocol,
    slice, text::TextBuf, type_error, types, value_error,
};
use rpython_heap::{Kind, Obj, Payload, Ref};

/// A payload that is an array of references.
pub trait Items: Payload {
    /// Name of the type.
    const TYPE: &'static str;
    /// What the `IndexError` of reading an item says.
    const OUT_OF_RANGE: &'static str;
    /// Kind of its iterators.
    const ITERATOR_KIND: Kind;
    /// The least index that `__setstate__` of its iterators takes; -1 is the end.
    const LEAST_INDEX: isize;
    /// Class of its iterators.
    fn iterator_class() -> &'static Ref<Type>;
    /// The items.
    fn items<'a>(this: &'a Ref<Self>, vm: &'a Vm) -> &'a [Obj];
    /// A new one of copies of `items`.
    ///
    /// # Errors
    /// `MemoryError`.
    fn make(vm: &Vm, items: &[Obj]) -> PyResult;
    /// A new one of these items.
    ///
    /// # Errors
    /// `MemoryError`.
    fn gather(vm: &Vm, items: impl ExactSizeIterator<Item = Obj>) -> PyResult;
}

/// The item at an index, if there is one.
#[inline]
fn at<T: Items>(vm: &Vm, o: &Ref<T>, i: usize) -> Option<Obj> {
    T::items(o, vm).get(i).cloned()
}

/// The receiver of a slot, whose kind its type guarantees.
#[inline]
pub(crate) fn this<'a, T: Items>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<T>> {
    match o.downcast_ref::<T>() {
        Some(this) => Ok(this),
        None => Err(type_error!(vm, "a {} is required", T::TYPE)),
    }
}

/// `len(o)`
pub(crate) fn len<T: Items>(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    this::<T>(vm, o).map(|o| T::items(o, vm).len())
}

/// `o[i]`, `i` counted from the start.
pub(crate) fn item<T: Items>(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let o = this::<T>(vm, o)?;
    // A negative number is a very large one.
    match T::items(o, vm).get(i as usize) {
        Some(item) => Ok(item.clone()),
        None => Err(vm.raise_text(types::INDEX_ERROR, T::OUT_OF_RANGE)),
    }
}

/// The number of an item: `key` as an integer, counted from the end if negative. May be out of range.
pub(crate) fn position(vm: &mut Vm, key: &Obj, len: impl FnOnce(&Vm) -> usize) -> PyResult<isize> {
    let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
    Ok(if i < 0 { i + len(vm) as isize } else { i })
}

/// The `TypeError` of a key that is neither index nor slice.
#[cold]
pub(crate) fn bad_key(vm: &mut Vm, what: &str, key: &Obj) -> crate::Raised {
    let class = argument::class_name(vm, key);
    type_error!(vm, "{what} indices must be integers or slices, not {class}")
}

/// `o[key]`
pub(crate) fn subscript<T: Items>(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let seq = this::<T>(vm, o)?;
    if let Some(i) = key.value().as_int() {
        let items = T::items(seq, vm);
        let i = if i < 0 { i + items.len() as i64 } else { i };
        if let Some(item) = items.get(i as usize) {
            return Ok(item.clone());
        }
        return Err(vm.raise_text(types::INDEX_ERROR, T::OUT_OF_RANGE));
    }
    let Some(parts) = key.downcast_ref::<slice::Slice>() else {
        if !protocol::has_index(vm, key) {
            return Err(bad_key(vm, T::TYPE, key));
        }
        let i = position(vm, key, |vm| T::items(seq, vm).len())?;
        return item::<T>(vm, o, i);
    };
    let (parts, items) = (parts.get(vm), T::items(seq, vm));
    if parts.step.is_none()
        && let Some(range) = plain_range(&parts.start, &parts.stop, items.len())
    {
        return T::make(vm, items.get(range).unwrap_or_default());
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let items = T::items(seq, vm);
    let (start, _, step, count) = slice::clip(start, stop, step, items.len());
    if step == 1 {
        return T::make(vm, &items[start as usize..start as usize + count]);
    }
    T::gather(vm, (0..count).map(|k| items[(start + k as isize * step) as usize].clone()))
}

/// `o[start:stop]` of an exact list whose bounds are small ints or `None`, without a slice object; `None` for all else.
///
/// # Errors
/// `MemoryError`.
pub fn list_part(vm: &Vm, o: &Obj, start: &Obj, stop: &Obj) -> PyResult<Option<Obj>> {
    let Some(list) = o.downcast_ref::<crate::List>().filter(|l| l.header().class() == types::LIST.slot()) else {
        return Ok(None);
    };
    let items = &list.get(vm).items;
    let Some(range) = plain_range(start, stop, items.len()) else { return Ok(None) };
    <crate::List as Items>::make(vm, items.get(range).unwrap_or_default()).map(Some)
}

/// What a slice whose bounds are small ints or `None` selects of `len` items; `None` for other bounds.
pub(crate) fn plain_range(start: &Obj, stop: &Obj, len: usize) -> Option<std::ops::Range<usize>> {
    let bound = |o: &Obj, default: usize| match o.value().as_int() {
        Some(i) if i < 0 => Some(len.saturating_sub(i.unsigned_abs() as usize)),
        Some(i) => Some((i as usize).min(len)),
        None => o.is_none().then_some(default),
    };
    let (start, stop) = (bound(start, 0)?, bound(stop, len)?);
    Some(start..stop.max(start))
}

/// `item in o`
pub(crate) fn contains<T: Items>(vm: &mut Vm, o: &Obj, wanted: &Obj) -> PyResult<bool> {
    let o = this::<T>(vm, o)?;
    let mut i = 0;
    while let Some(item) = at(vm, o, i) {
        if protocol::equal(vm, &item, wanted)? {
            return Ok(true);
        }
        i += 1;
    }
    Ok(false)
}

/// `o.count(value)`
pub(crate) fn count<T: Items>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.this::<T>();
    let (mut i, mut found) = (0, 0);
    while let Some(item) = at(vm, o, i) {
        found += i64::from(protocol::equal(vm, &item, args.at(1))?);
        i += 1;
    }
    Ok(int::from_i64(vm, found))
}

/// A `start` or `stop` of `index`: an integer, cut to what fits and counted from the end if negative.
fn limit<T: Items>(vm: &mut Vm, o: &Ref<T>, limit: Option<&Obj>, default: isize) -> PyResult<usize> {
    let i = match limit {
        None => default,
        Some(limit) if protocol::has_index(vm, limit) => protocol::to_index(vm, limit, None)?,
        Some(_) => return Err(type_error!(vm, "slice indices must be integers or have an __index__ method")),
    };
    let i = if i < 0 { i.saturating_add(T::items(o, vm).len() as isize).max(0) } else { i };
    Ok(i as usize)
}

/// `o.index(value, start, stop)`
pub(crate) fn index<T: Items>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.this::<T>();
    let start = limit(vm, o, args.opt(2), 0)?;
    let stop = limit(vm, o, args.opt(3), isize::MAX)?;
    let mut i = start;
    while i < stop
        && let Some(item) = at(vm, o, i)
    {
        if protocol::equal(vm, &item, args.at(1))? {
            return Ok(int::from_i64(vm, i as i64));
        }
        i += 1;
    }
    Err(value_error!(vm, "{}.index(x): x not in {}", T::TYPE, T::TYPE))
}

/// The items at the first place at which two arrays differ.
fn difference<T: Items>(vm: &mut Vm, x: &Ref<T>, y: &Ref<T>) -> PyResult<Option<(Obj, Obj)>> {
    let mut i = 0;
    loop {
        // Nothing runs while the items are the same.
        let (left, right) = (T::items(x, vm).get(i..), T::items(y, vm).get(i..));
        i += left.unwrap_or_default().iter().zip(right.unwrap_or_default()).take_while(|(p, q)| p.is(q)).count();
        let (Some(p), Some(q)) = (at(vm, x, i), at(vm, y, i)) else { return Ok(None) };
        if !protocol::equal(vm, &p, &q)? {
            // The comparison may have shortened the arrays.
            let both = i < T::items(x, vm).len() && i < T::items(y, vm).len();
            return Ok(both.then_some((p, q)));
        }
        i += 1;
    }
}

/// `a OP b`: by the first items that differ, else by length.
pub(crate) fn compare<T: Items>(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<T>(), b.downcast_ref::<T>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    match difference(vm, x, y)? {
        None => Ok(Obj::bool(op.holds(T::items(x, vm).len().cmp(&T::items(y, vm).len())))),
        Some((p, q)) => match op {
            CompareOp::Eq => Ok(Obj::FALSE),
            CompareOp::Ne => Ok(Obj::TRUE),
            _ => protocol::compare(vm, &p, &q, op),
        },
    }
}

/// Writes `repr` of the items, separated by commas.
pub(crate) fn write_items<T: Items>(vm: &mut Vm, o: &Ref<T>, buf: &mut TextBuf) -> PyResult<()> {
    let mut i = 0;
    while let Some(item) = at(vm, o, i) {
        if i > 0 {
            buf.push_ascii(b", ");
        }
        write_repr(vm, &item, buf)?;
        i += 1;
    }
    Ok(())
}

/// Writes `repr(o)`.
///
/// # Errors
/// What `__repr__` raises.
pub fn write_repr(vm: &mut Vm, o: &Obj, buf: &mut TextBuf) -> PyResult<()> {
    let text = protocol::repr(vm, o)?;
    if let Some(text) = text.downcast_ref::<Str>() {
        buf.push_text(text.text(vm));
    }
    Ok(())
}

/// The string of a finished buffer.
///
/// # Errors
/// `MemoryError`.
pub fn finish(vm: &Vm, buf: TextBuf) -> PyResult {
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

/// The items of a list or tuple, instances of subclasses included: how `PySequence_Fast` reads them.
pub fn plain<'a>(vm: &'a Vm, o: &'a Obj) -> Option<&'a [Obj]> {
    match o.downcast_ref::<crate::List>() {
        Some(list) => Some(&list.get(vm).items),
        None => o.downcast_ref::<Tuple>().map(|t| t.tail(vm)),
    }
}

/// The payload of iterators over an array, in either direction.
pub struct ItemIterator<T> {
    /// The array, until the iterator is exhausted.
    pub sequence: Option<Ref<T>>,
    /// The next index. A backward iterator ends at -1.
    pub index: isize,
}

impl<T: Items> Payload for ItemIterator<T> {
    const KIND: Kind = T::ITERATOR_KIND;
    const NAME: &'static str = "item iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(s) = &self.sequence {
            visit(s);
        }
    }
    fn clear(&mut self) {
        self.sequence = None;
    }
}

/// `iter(o)` of a list or tuple, no instance of a subclass; `None` for anything else.
#[inline]
pub fn plain_iter(vm: &Vm, o: &Obj) -> Option<Obj> {
    let class = o.header()?.class();
    if class == types::LIST.slot() {
        let sequence = o.downcast_ref::<List>().cloned();
        return Some(vm.alloc(types::LIST_ITERATOR, ItemIterator { sequence, index: 0 }).into_obj());
    }
    if class == types::TUPLE.slot() {
        let sequence = o.downcast_ref::<Tuple>().cloned();
        return Some(vm.alloc(types::TUPLE_ITERATOR, ItemIterator { sequence, index: 0 }).into_obj());
    }
    None
}

/// `iter(o)`
pub(crate) fn iter<T: Items>(vm: &mut Vm, o: &Obj) -> PyResult {
    let sequence = o.downcast_ref::<T>().cloned();
    Ok(vm.alloc(T::iterator_class(), ItemIterator { sequence, index: 0 }).into_obj())
}

/// `next(it)`, moving by `STEP`.
pub(crate) fn next<T: Items, const STEP: isize>(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<ItemIterator<T>>() else { return Ok(None) };
    let state = iterator.get(vm);
    let Some(sequence) = &state.sequence else { return Ok(None) };
    let found = at(vm, sequence, state.index as usize);
    if found.is_some() {
        iterator.get_mut(vm).index += STEP;
    } else {
        let done = iterator.get_mut(vm).sequence.take();
        drop(done);
    }
    Ok(found)
}

/// Items that an iterator has before it, moving by `STEP`.
fn left<T: Items, const STEP: isize>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<ItemIterator<T>>().get(vm);
    let len = state.sequence.as_ref().map_or(0, |s| T::items(s, vm).len() as isize);
    let left = match STEP {
        1 if state.index < 0 => 0,
        1 => (len - state.index).max(0),
        _ if len > state.index => state.index + 1,
        _ => 0,
    };
    Ok(int::from_i64(vm, left as i64))
}

fn reduce<T: Items, const STEP: isize>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = args.this::<ItemIterator<T>>();
    let rebuild = protocol::builtin(vm, if STEP == 1 { "iter" } else { "reversed" })?;
    let state = iterator.get(vm);
    let parts = match state.sequence.as_ref().filter(|_| state.index >= 0) {
        Some(s) => {
            let arguments = Tuple::from_slice(vm, &[s.clone().into_obj()])?.into_obj();
            vec![rebuild, arguments, int::from_i64(vm, state.index as i64)]
        }
        None => {
            let empty = T::make(vm, &[])?;
            vec![rebuild, Tuple::from_slice(vm, &[empty])?.into_obj()]
        }
    };
    Ok(Tuple::from_vec(vm, parts)?.into_obj())
}

fn set_state<T: Items, const STEP: isize>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = argument::int_ssize(vm, args.at(1))?;
    let iterator = args.this::<ItemIterator<T>>();
    if let Some(len) = iterator.get(vm).sequence.as_ref().map(|s| T::items(s, vm).len() as isize) {
        iterator.get_mut(vm).index =
            if STEP == 1 { index.clamp(T::LEAST_INDEX, len) } else { index.clamp(-1, len - 1) };
    }
    Ok(Obj::NONE)
}

/// What iterators over arrays have: the methods for pickling and for guessing lengths.
pub(crate) const fn iterator_methods<T: Items, const STEP: isize>() -> [NativeDef; 3] {
    [
        native(
            "__length_hint__",
            "($self, /)",
            left::<T, STEP>,
            "Private method returning an estimate of len(list(it)).",
        ),
        native("__reduce__", "($self, /)", reduce::<T, STEP>, "Return state information for pickling."),
        native("__setstate__", "($self, object, /)", set_state::<T, STEP>, "Set state information for unpickling."),
    ]
}
