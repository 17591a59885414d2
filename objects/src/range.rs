//! `range`: an arithmetic progression of ints of any size (CPython: `Objects/rangeobject.c`).
//!
//! A range keeps its three parts and its length as exact ints. Its iterator steps through machine integers where start, stop, step
//! and length fit ([`RangeIterator`], which the interpreter's loops read directly), and through ints elsewhere.

use crate::{
    Args, CallArgs, CompareOp, NativeDef, PyResult, Raised, Slots, Str, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm,
    hash, int, kinds, native,
    number::int::{Int as Integer, IntRef},
    protocol, raise, slice, type_error, types, value_error,
};
use rpython_heap::{Obj, Payload, Ref, Value};

/// The payload of a range: exact ints.
pub struct Range {
    /// `start`
    pub start: Obj,
    /// `stop`
    pub stop: Obj,
    /// `step`
    pub step: Obj,
    /// `len()`
    pub length: Obj,
}

impl Payload for Range {
    const KIND: u8 = kinds::RANGE;
    const NAME: &'static str = "range";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.start, &self.stop, &self.step, &self.length].into_iter().for_each(visit);
    }
}

/// The payload of `range_iterator`: machine integers.
pub struct RangeIterator {
    /// The next value.
    pub next: i64,
    /// Difference of values.
    pub step: i64,
    /// Values left.
    pub left: u64,
}

impl Payload for RangeIterator {
    const KIND: u8 = kinds::RANGE_ITERATOR;
    const NAME: &'static str = "range iterator";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// The payload of `longrange_iterator`: exact ints.
pub struct LongRangeIterator {
    /// The next value.
    next: Obj,
    /// Difference of values.
    step: Obj,
    /// Values left.
    left: Obj,
}

impl Payload for LongRangeIterator {
    const KIND: u8 = kinds::LONG_RANGE_ITERATOR;
    const NAME: &'static str = "long range iterator";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.next, &self.step, &self.left].into_iter().for_each(visit);
    }
}

/// An exact int's value.
fn value<'a>(vm: &'a Vm, o: &'a Obj) -> IntRef<'a> {
    int::view(vm, o).unwrap_or(IntRef::Small(0))
}

/// How many values lie from `start` to before `stop`.
fn length(vm: &mut Vm, start: &Obj, stop: &Obj, step: &Obj) -> PyResult {
    let (from, to, by) = (value(vm, start), value(vm, stop), value(vm, step));
    if let (IntRef::Small(from), IntRef::Small(to), IntRef::Small(by)) = (from, to, by) {
        let span = if by > 0 { i128::from(to) - i128::from(from) } else { i128::from(from) - i128::from(to) };
        let n = if span <= 0 { 0 } else { (span - 1) / i128::from(by.unsigned_abs()) + 1 };
        return Ok(int::from_integer(vm, Integer::from(n)));
    }
    let (low, high) = if by.is_negative() { (to, from) } else { (from, to) };
    if low >= high {
        return Ok(int::from_i64(vm, 0));
    }
    let last = high.sub(low).as_ref().sub(IntRef::Small(1));
    let made = last.as_ref().floor_div(by.abs().as_ref()).map(|n| n.as_ref().add(IntRef::Small(1)));
    int::finish(vm, made)
}

/// A range of exact ints, of which `step` is not zero.
///
/// # Errors
/// `MemoryError`
pub fn new(vm: &mut Vm, start: Obj, stop: Obj, step: Obj) -> PyResult {
    let length = length(vm, &start, &stop, &step)?;
    Ok(vm.alloc(types::RANGE, Range { start, stop, step, length }).into_obj())
}

fn construct(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if args.keywords() > 0 {
        return Err(type_error!(vm, "range() takes no keyword arguments"));
    }
    let one = int::from_i64(vm, 1);
    match args.values {
        [stop] if stop.value().is_int() => {
            let length = stop.value().as_int_unchecked().max(0);
            let made =
                Range { start: int::from_i64(vm, 0), stop: stop.clone(), step: one, length: int::from_i64(vm, length) };
            Ok(vm.alloc(types::RANGE, made).into_obj())
        }
        [start, stop] if Value::both_int(start.value(), stop.value()) => {
            let length = (stop.value().as_int_unchecked() - start.value().as_int_unchecked()).max(0);
            let made = Range { start: start.clone(), stop: stop.clone(), step: one, length: int::from_i64(vm, length) };
            Ok(vm.alloc(types::RANGE, made).into_obj())
        }
        [stop] => {
            let stop = protocol::index(vm, stop)?;
            let zero = int::from_i64(vm, 0);
            new(vm, zero, stop, one)
        }
        [start, stop] => {
            let (start, stop) = (protocol::index(vm, start)?, protocol::index(vm, stop)?);
            new(vm, start, stop, one)
        }
        [start, stop, step] => {
            let (start, stop) = (protocol::index(vm, start)?, protocol::index(vm, stop)?);
            let step = protocol::index(vm, step)?;
            if value(vm, &step).is_zero() {
                return Err(value_error!(vm, "range() arg 3 must not be zero"));
            }
            new(vm, start, stop, step)
        }
        [] => Err(type_error!(vm, "range expected at least 1 argument, got 0")),
        more => Err(type_error!(vm, "range expected at most 3 arguments, got {}", more.len())),
    }
}

/// The receiver of a slot.
fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Range>> {
    match o.downcast_ref::<Range>() {
        Some(range) => Ok(range),
        None => Err(type_error!(vm, "a range is required")),
    }
}

/// `start + i * step`
fn value_at(vm: &mut Vm, range: &Ref<Range>, i: IntRef<'_>) -> PyResult {
    let r = range.get(vm);
    let made = i.mul(value(vm, &r.step)).map(|offset| value(vm, &r.start).add(offset.as_ref()));
    int::finish(vm, made)
}

#[cold]
fn out_of_range(vm: &mut Vm) -> Raised {
    raise!(vm, types::INDEX_ERROR, "range object index out of range")
}

fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let range = this(vm, o)?;
    let i = IntRef::Small(i as i64);
    if i.is_negative() || i >= value(vm, &range.get(vm).length) {
        return Err(out_of_range(vm));
    }
    value_at(vm, range, i)
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let range = this(vm, o)?;
    if protocol::has_index(vm, key) {
        let key = protocol::index(vm, key)?;
        let len = value(vm, &range.get(vm).length);
        let mut i = Integer::from(value(vm, &key));
        if i.as_ref().is_negative() {
            i = i.as_ref().add(len);
        }
        if i.as_ref().is_negative() || i.as_ref() >= len {
            return Err(out_of_range(vm));
        }
        return value_at(vm, range, i.as_ref());
    }
    if !key.is_kind::<slice::Slice>() {
        let class = vm.class_of(key).name(vm).to_string();
        return Err(type_error!(vm, "range indices must be integers or slices, not {class}"));
    }
    if let Some([first, last, by, left]) = narrow_slice(vm, range, key)? {
        let [start, stop, step, length] = [first, last, by, left].map(|n| int::from_i64(vm, n));
        return Ok(vm.alloc(types::RANGE, Range { start, stop, step, length }).into_obj());
    }
    let len = range.get(vm).length.clone();
    let [start, stop, step] = slice::indices(vm, key, &len)?;
    let first = Integer::from(value(vm, &start));
    let end = Integer::from(value(vm, &stop));
    let start = value_at(vm, range, first.as_ref())?;
    let stop = value_at(vm, range, end.as_ref())?;
    let made = value(vm, &range.get(vm).step).mul(value(vm, &step));
    let step = int::finish(vm, made)?;
    new(vm, start, stop, step)
}

/// The parts and the length of a slice of a range in machine integers, where none of them is too large: the common case.
fn narrow_slice(vm: &mut Vm, range: &Ref<Range>, key: &Obj) -> PyResult<Option<[i64; 4]>> {
    let r = range.get(vm);
    let parts = [&r.start, &r.step, &r.length].map(|o| o.value().as_int());
    let ([Some(first), Some(by), Some(len)], true) = (parts, slice::is_narrow(vm, key)) else { return Ok(None) };
    let (start, stop, step, count) = slice::adjust(vm, key, len as usize)?;
    let at = |i: isize| by.checked_mul(i as i64).and_then(|offset| first.checked_add(offset));
    let (Some(start), Some(stop), Some(step)) = (at(start), at(stop), by.checked_mul(step as i64)) else {
        return Ok(None);
    };
    Ok(Some([start, stop, step, count as i64]))
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    let length = this(vm, o)?.get(vm).length.clone();
    int::to_isize(vm, &length).map(|n| n as usize)
}

/// Which number an int has among a range's values, if it is one of them.
fn position(vm: &Vm, range: &Ref<Range>, wanted: IntRef<'_>) -> Option<Integer> {
    let r = range.get(vm);
    let (start, stop, step) = (value(vm, &r.start), value(vm, &r.stop), value(vm, &r.step));
    let inside = if step.is_negative() { stop < wanted && wanted <= start } else { start <= wanted && wanted < stop };
    if !inside {
        return None;
    }
    let offset = wanted.sub(start);
    let (position, rest) = offset.as_ref().divmod(step).ok()?;
    rest.as_ref().is_zero().then_some(position)
}

/// Whether `o` is an exact int or a bool: what a range answers about without comparing.
fn is_plain(o: &Obj) -> bool {
    int::is_int(o) && o.header().is_none_or(|h| h.class() == types::INT.slot())
}

fn contains(vm: &mut Vm, o: &Obj, wanted: &Obj) -> PyResult<bool> {
    let range = this(vm, o)?;
    if is_plain(wanted) {
        return Ok(position(vm, range, value(vm, wanted)).is_some());
    }
    Ok(search(vm, o, wanted)?.is_some())
}

/// The number of the first value that equals an object of whatever class.
fn search(vm: &mut Vm, range: &Obj, wanted: &Obj) -> PyResult<Option<u64>> {
    let iterator = protocol::iter(vm, range)?;
    let mut i = 0;
    while let Some(item) = protocol::next(vm, &iterator)? {
        if protocol::equal(vm, &item, wanted)? {
            return Ok(Some(i));
        }
        i += 1;
        vm.poll()?;
    }
    Ok(None)
}

fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (o, wanted) = (args.at(0), args.at(1));
    if is_plain(wanted) {
        let found = contains(vm, o, wanted)?;
        return Ok(int::from_i64(vm, found.into()));
    }
    let mut n = 0;
    protocol::for_each(vm, o, |vm, item| {
        n += i64::from(protocol::equal(vm, &item, wanted)?);
        Ok(())
    })?;
    Ok(int::from_i64(vm, n))
}

fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (o, wanted) = (args.at(0), args.at(1));
    if !is_plain(wanted) {
        return match search(vm, o, wanted)? {
            Some(i) => Ok(int::from_integer(vm, Integer::from(i))),
            None => Err(value_error!(vm, "sequence.index(x): x not in sequence")),
        };
    }
    match position(vm, args.this::<Range>(), value(vm, wanted)) {
        Some(position) => Ok(int::from_integer(vm, position)),
        None => Err(value_error!(vm, "range.index(x): x not in range")),
    }
}

/// What a range is equal by: its length, its start if it has values, its step if it has several.
fn identity(vm: &Vm, range: &Ref<Range>) -> [Obj; 3] {
    let r = range.get(vm);
    let len = value(vm, &r.length);
    let part = |o: &Obj, shown: bool| if shown { o.clone() } else { Obj::NONE };
    [r.length.clone(), part(&r.start, !len.is_zero()), part(&r.step, !len.is_zero() && len != IntRef::Small(1))]
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Range>(), b.downcast_ref::<Range>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let wanted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        _ => return Ok(Obj::NOT_IMPLEMENTED),
    };
    let (x, y) = (identity(vm, x), identity(vm, y));
    let equal = x.iter().zip(&y).all(|(p, q)| int::view(vm, p) == int::view(vm, q));
    Ok(Obj::bool(equal == wanted))
}

fn range_hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let range = this(vm, o)?;
    let mut hasher = hash::TupleHasher::new();
    for part in identity(vm, range) {
        let hash = protocol::hash(vm, &part)?;
        hasher.push(hash);
    }
    Ok(hasher.finish())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let r = this(vm, o)?.get(vm);
    let (start, stop, step) = (r.start.clone(), r.stop.clone(), r.step.clone());
    let start = protocol::repr_text(vm, &start)?;
    let stop = protocol::repr_text(vm, &stop)?;
    let text = if step.value().as_int() == Some(1) {
        format!("range({start}, {stop})")
    } else {
        format!("range({start}, {stop}, {})", protocol::repr_text(vm, &step)?)
    };
    Ok(Str::from_ascii(vm, text.as_bytes()).into_obj())
}

/// An iterator over `left` values from `next` on.
fn iterator(vm: &mut Vm, next: Obj, step: Obj, left: Obj) -> Obj {
    let narrow = |o: &Obj| int::to_i64(vm, o);
    if let (Some(first), Some(by), Some(n)) = (narrow(&next), narrow(&step), narrow(&left))
        && by.checked_mul(n).is_some_and(|span| first.checked_add(span).is_some())
    {
        let state = RangeIterator { next: first, step: by, left: n as u64 };
        return vm.alloc(types::RANGE_ITERATOR, state).into_obj();
    }
    vm.alloc(types::LONG_RANGE_ITERATOR, LongRangeIterator { next, step, left }).into_obj()
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let r = this(vm, o)?.get(vm);
    let (start, step, length) = (r.start.clone(), r.step.clone(), r.length.clone());
    Ok(iterator(vm, start, step, length))
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let range = args.this::<Range>();
    let r = range.get(vm);
    let length = r.length.clone();
    let last = value(vm, &length).sub(IntRef::Small(1));
    let step = value(vm, &r.step).neg();
    let start = value_at(vm, range, last.as_ref())?;
    let step = int::from_integer(vm, step);
    Ok(iterator(vm, start, step, length))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let r = args.this::<Range>().get(vm);
    let parts = [r.start.clone(), r.stop.clone(), r.step.clone()];
    let parts = Tuple::from_slice(vm, &parts)?.into_obj();
    let class = vm.class_of(args.at(0)).own().into_obj();
    Ok(Tuple::from_slice(vm, &[class, parts])?.into_obj())
}

/// A part of a range as an attribute.
macro_rules! part {
    ($name:ident) => {
        crate::type_object::member(
            stringify!($name),
            |vm, o| {
                let range = this(vm, o)?;
                Ok(range.get(vm).$name.clone())
            },
            "",
        )
    };
}

/// `range`
pub static DEF: TypeDef = TypeDef {
    name: "range",
    kind: kinds::RANGE,
    flags: TypeFlags::SEQUENCE,
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).",
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        hash: Some(range_hash),
        compare: Some(compare),
        iter: Some(iter),
        truth: Some(|vm, o| {
            let range = this(vm, o)?;
            Ok(!value(vm, &range.get(vm).length).is_zero())
        }),
        len: Some(len),
        item: Some(item),
        subscript: Some(subscript),
        contains: Some(contains),
        ..Slots::EMPTY
    },
    methods: &[
        native("__reversed__", "($self, /)", reversed, "Return a reverse iterator."),
        native("__reduce__", "($self, /)", reduce, ""),
        native(
            "count",
            "($self, object, /)",
            count,
            "rangeobject.count(value) -> integer -- return number of occurrences of value",
        ),
        native(
            "index",
            "($self, object, /)",
            index,
            "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.",
        ),
    ],
    getsets: &[part!(start), part!(stop), part!(step)],
    ..TypeDef::EMPTY
};

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<RangeIterator>() else { return Ok(None) };
    let state = iterator.get_mut(vm);
    if state.left == 0 {
        return Ok(None);
    }
    let n = state.next;
    state.left -= 1;
    state.next = n.wrapping_add(state.step);
    Ok(Some(int::from_i64(vm, n)))
}

fn long_next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<LongRangeIterator>() else { return Ok(None) };
    let state = iterator.get(vm);
    let left = value(vm, &state.left);
    if left.is_zero() {
        return Ok(None);
    }
    let left = left.sub(IntRef::Small(1));
    let following = value(vm, &state.next).add(value(vm, &state.step));
    let (left, following) = (int::from_integer(vm, left), int::from_integer(vm, following));
    let state = iterator.get_mut(vm);
    let old = std::mem::replace(&mut state.left, left);
    let item = std::mem::replace(&mut state.next, following);
    drop(old);
    Ok(Some(item))
}

/// The state of either iterator as exact ints: the next value, the step, how many are left.
fn state(vm: &Vm, o: &Obj) -> Option<[Obj; 3]> {
    if let Some(iterator) = o.downcast_ref::<RangeIterator>() {
        let s = iterator.get(vm);
        return Some([
            int::from_i64(vm, s.next),
            int::from_i64(vm, s.step),
            int::from_integer(vm, Integer::from(s.left)),
        ]);
    }
    let s = o.downcast_ref::<LongRangeIterator>()?.get(vm);
    Some([s.next.clone(), s.step.clone(), s.left.clone()])
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(state(vm, args.at(0)).map_or(Obj::NONE, |[_, _, left]| left))
}

/// `(iter, (range(next, end, step),), None)`
fn iterator_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some([start, step, left]) = state(vm, args.at(0)) else { return Ok(Obj::NONE) };
    let made = value(vm, &left).mul(value(vm, &step)).map(|span| value(vm, &start).add(span.as_ref()));
    let stop = int::finish(vm, made)?;
    let rest = new(vm, start, stop, step)?;
    let iter = protocol::builtin(vm, "iter")?;
    let arguments = Tuple::from_slice(vm, &[rest])?.into_obj();
    Ok(Tuple::from_slice(vm, &[iter, arguments, Obj::NONE])?.into_obj())
}

/// Skips as many values as the state says, none or all at the least and most.
fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some([start, step, left]) = state(vm, args.at(0)) else { return Ok(Obj::NONE) };
    let given = protocol::index(vm, args.at(1))?;
    if args.at(0).is_kind::<RangeIterator>() {
        // The short iterator takes what fits a C long.
        if int::to_i64(vm, &given).is_none() {
            return Err(int::too_large(vm, "long"));
        }
    }
    let skipped = Integer::from(value(vm, &given).clamp(IntRef::Small(0), value(vm, &left)));
    let made = skipped.as_ref().mul(value(vm, &step)).map(|span| value(vm, &start).add(span.as_ref()));
    let next = int::finish(vm, made)?;
    let rest = value(vm, &left).sub(skipped.as_ref());
    let rest = int::from_integer(vm, rest);
    if let Some(iterator) = args.at(0).downcast_ref::<RangeIterator>() {
        let (next, left) = (int::to_i64(vm, &next).unwrap_or(0), int::to_i64(vm, &rest).unwrap_or(0));
        let state = iterator.get_mut(vm);
        state.next = next;
        state.left = left as u64;
    } else if let Some(iterator) = args.at(0).downcast_ref::<LongRangeIterator>() {
        let state = iterator.get_mut(vm);
        let old = (std::mem::replace(&mut state.next, next), std::mem::replace(&mut state.left, rest));
        drop(old);
    }
    Ok(Obj::NONE)
}

static ITERATOR_METHODS: &[NativeDef] = &[
    native("__length_hint__", "($self, /)", length_hint, "Private method returning an estimate of len(list(it))."),
    native("__reduce__", "($self, /)", iterator_reduce, "Return state information for pickling."),
    native("__setstate__", "($self, object, /)", set_state, "Set state information for unpickling."),
];

/// `range_iterator`
pub static ITERATOR_DEF: TypeDef = TypeDef {
    name: "range_iterator",
    kind: kinds::RANGE_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: ITERATOR_METHODS,
    ..TypeDef::EMPTY
};

/// `longrange_iterator`
pub static LONG_ITERATOR_DEF: TypeDef = TypeDef {
    name: "longrange_iterator",
    kind: kinds::LONG_RANGE_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(long_next), ..Slots::EMPTY },
    methods: ITERATOR_METHODS,
    ..TypeDef::EMPTY
};
