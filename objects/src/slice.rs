//! `slice`: `start:stop:step`, and what it selects of a sequence (CPython: `Objects/sliceobject.c`).

use crate::{PyResult, TypeDef, Vm, kinds, protocol, type_error, types, value_error};
use rpython_heap::{Obj, Payload};

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

/// `slice`
pub static DEF: TypeDef = TypeDef { name: "slice", kind: kinds::SLICE, ..TypeDef::EMPTY };
