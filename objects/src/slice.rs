//! `slice`: `start:stop:step`, and what it selects of a sequence (CPython: `Objects/sliceobject.c`).

use crate::{
    Args, CallArgs, CompareOp, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, Vm, hash, int, kinds, native,
    number::int::{Int as Integer, IntRef},
    protocol,
    text::TextBuf,
    type_error,
    type_object::member,
    types, value_error,
};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of a slice; absent parts are `None`.
pub struct Slice {
    /// `start`
    pub start: Obj,
    /// `stop`
    pub stop: Obj,
    /// `step`
    pub step: Obj,
}

impl Payload for Slice {
    const KIND: u8 = kinds::SLICE;
    const NAME: &'static str = "slice";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.start, &self.stop, &self.step].into_iter().for_each(visit);
    }
}

/// `slice(start, stop, step)`
pub fn new(vm: &mut Vm, start: &Obj, stop: &Obj, step: &Obj) -> Obj {
    vm.alloc(types::SLICE, Slice { start: start.clone(), stop: stop.clone(), step: step.clone() }).into_obj()
}

/// One part as a machine integer, cut to what fits; `None` for an absent one.
fn part(vm: &mut Vm, o: &Obj) -> PyResult<Option<isize>> {
    if o.is_none() {
        return Ok(None);
    }
    if let Some(i) = o.value().as_int() {
        return Ok(Some(i as isize));
    }
    if !protocol::has_index(vm, o) {
        return Err(type_error!(vm, "slice indices must be integers or None or have an __index__ method"));
    }
    protocol::to_index(vm, o, None).map(Some)
}

/// What a slice says, absent parts filled in: start, stop, step.
///
/// # Errors
/// `TypeError` for parts that are no integers, `ValueError` for a step of zero, what `__index__` raises.
pub fn unpack(vm: &mut Vm, slice: &Obj) -> PyResult<(isize, isize, isize)> {
    let Some(s) = slice.downcast_ref::<Slice>() else { return Err(type_error!(vm, "a slice is required")) };
    let s = s.get(vm);
    let (start, stop, step) = (s.start.clone(), s.stop.clone(), s.step.clone());
    let step = part(vm, &step)?.unwrap_or(1).max(-isize::MAX);
    if step == 0 {
        return Err(value_error!(vm, "slice step cannot be zero"));
    }
    let start = part(vm, &start)?.unwrap_or(if step < 0 { isize::MAX } else { 0 });
    let stop = part(vm, &stop)?.unwrap_or(if step < 0 { isize::MIN } else { isize::MAX });
    Ok((start, stop, step))
}

/// Cuts start and stop to a sequence of `len` items; the last number says how many the slice selects.
pub fn clip(start: isize, stop: isize, step: isize, len: usize) -> (isize, isize, isize, usize) {
    let len = len as isize;
    let cut = |i: isize| {
        let i = if i < 0 { i.saturating_add(len) } else { i };
        if step < 0 { i.clamp(-1, len - 1) } else { i.clamp(0, len) }
    };
    let (start, stop) = (cut(start), cut(stop));
    let span = if step < 0 { start - stop } else { stop - start };
    let count = if span > 0 { (span - 1) as usize / step.unsigned_abs() + 1 } else { 0 };
    (start, stop, step, count)
}

/// What a slice selects of a sequence of `len` items: start, stop, step and how many.
///
/// # Errors
/// As [`unpack`].
pub fn adjust(vm: &mut Vm, slice: &Obj, len: usize) -> PyResult<(isize, isize, isize, usize)> {
    let (start, stop, step) = unpack(vm, slice)?;
    Ok(clip(start, stop, step, len))
}

/// Whether each part of a slice is absent or a small int.
pub fn is_narrow(vm: &Vm, slice: &Obj) -> bool {
    slice.downcast_ref::<Slice>().is_some_and(|s| {
        let s = s.get(vm);
        [&s.start, &s.stop, &s.step].into_iter().all(|part| part.is_none() || part.value().is_int())
    })
}

/// One part as an exact int; `None` for an absent one.
fn exact_part(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    if o.is_none() {
        return Ok(None);
    }
    if !protocol::has_index(vm, o) {
        return Err(type_error!(vm, "slice indices must be integers or None or have an __index__ method"));
    }
    protocol::index(vm, o).map(Some)
}

/// What a slice selects of a sequence whose length, an exact int, may be of any size: start, stop and step as exact ints
/// (CPython: `_PySlice_GetLongIndices`).
///
/// # Errors
/// As [`unpack`].
pub fn indices(vm: &mut Vm, slice: &Obj, len: &Obj) -> PyResult<[Obj; 3]> {
    let Some(s) = slice.downcast_ref::<Slice>() else { return Err(type_error!(vm, "a slice is required")) };
    let s = s.get(vm);
    let parts = [s.step.clone(), s.start.clone(), s.stop.clone()];
    let step = match exact_part(vm, &parts[0])? {
        Some(step) => step,
        None => int::from_i64(vm, 1),
    };
    if int::view(vm, &step).is_some_and(IntRef::is_zero) {
        return Err(value_error!(vm, "slice step cannot be zero"));
    }
    let backwards = int::is_negative(vm, &step);
    let end = int::to_integer(vm, len).unwrap_or(Integer::ZERO);
    let one = IntRef::Small(1);
    let (lower, upper) =
        if backwards { (Integer::Small(-1), end.as_ref().sub(one)) } else { (Integer::ZERO, end.clone()) };
    let cut = |vm: &mut Vm, o: &Obj, absent: &Integer| -> PyResult {
        let made = match exact_part(vm, o)?.and_then(|n| int::to_integer(vm, &n)) {
            None => absent.clone(),
            Some(n) if n.as_ref().is_negative() => n.as_ref().add(end.as_ref()).max(lower.clone()),
            Some(n) => n.min(upper.clone()),
        };
        Ok(int::from_integer(vm, made))
    };
    let (first, last) = if backwards { (&upper, &lower) } else { (&lower, &upper) };
    let start = cut(vm, &parts[1], first)?;
    let stop = cut(vm, &parts[2], last)?;
    Ok([start, stop, step])
}

/// The three parts.
fn parts(vm: &Vm, o: &Obj) -> [Obj; 3] {
    match o.downcast_ref::<Slice>() {
        Some(s) => {
            let s = s.get(vm);
            [s.start.clone(), s.stop.clone(), s.step.clone()]
        }
        None => [Obj::NONE, Obj::NONE, Obj::NONE],
    }
}

fn construct(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if args.keywords() > 0 {
        return Err(type_error!(vm, "slice() takes no keyword arguments"));
    }
    match args.values {
        [stop] => Ok(new(vm, &Obj::NONE, stop, &Obj::NONE)),
        [start, stop] => Ok(new(vm, start, stop, &Obj::NONE)),
        [start, stop, step] => Ok(new(vm, start, stop, step)),
        [] => Err(type_error!(vm, "slice expected at least 1 argument, got 0")),
        more => Err(type_error!(vm, "slice expected at most 3 arguments, got {}", more.len())),
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let mut out = TextBuf::from("slice(");
    for (i, part) in parts(vm, o).iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        let text = protocol::repr(vm, part)?;
        if let Some(text) = text.downcast_ref::<Str>() {
            out.push_text(text.text(vm));
        }
    }
    out.push_str(")");
    Ok(Str::try_from_buf(vm, out)?.into_obj())
}

fn slice_hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let [start, stop, step] = parts(vm, o);
    let (start, stop) = (protocol::hash(vm, &start)?, protocol::hash(vm, &stop)?);
    let step = protocol::hash(vm, &step)?;
    Ok(hash::slice(start, stop, step))
}

/// As tuples of the three parts.
fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !a.is_kind::<Slice>() || !b.is_kind::<Slice>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    if !a.is(b) {
        for (p, q) in parts(vm, a).iter().zip(&parts(vm, b)) {
            if !protocol::equal(vm, p, q)? {
                return match op {
                    CompareOp::Eq => Ok(Obj::FALSE),
                    CompareOp::Ne => Ok(Obj::TRUE),
                    _ => protocol::compare(vm, p, q, op),
                };
            }
        }
    }
    Ok(Obj::bool(op.holds(std::cmp::Ordering::Equal)))
}

fn method_indices(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let len = protocol::index(vm, args.at(1))?;
    if int::is_negative(vm, &len) {
        return Err(value_error!(vm, "length should not be negative"));
    }
    let made = indices(vm, args.at(0), &len)?;
    Ok(Tuple::from_slice(vm, &made)?.into_obj())
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parts = Tuple::from_slice(vm, &parts(vm, args.at(0)))?.into_obj();
    let class = vm.class_of(args.at(0)).own().into_obj();
    Ok(Tuple::from_slice(vm, &[class, parts])?.into_obj())
}

fn part_at(vm: &Vm, o: &Obj, i: usize) -> PyResult {
    Ok(parts(vm, o)[i].clone())
}

/// `slice`
pub static DEF: TypeDef = TypeDef {
    name: "slice",
    kind: kinds::SLICE,
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.\n\nThis is used for extended slicing (e.g. a[0:10:2]).",
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        hash: Some(slice_hash),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "indices",
            "($self, object, /)",
            method_indices,
            "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the start and stop\nindices, and the stride length of the extended slice described by\nS. Out of bounds indices are clipped in a manner consistent with the\nhandling of normal slices.",
        ),
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
    ],
    getsets: &[
        member("start", |vm, o| part_at(vm, o, 0), ""),
        member("stop", |vm, o| part_at(vm, o, 1), ""),
        member("step", |vm, o| part_at(vm, o, 2), ""),
    ],
    ..TypeDef::EMPTY
};
