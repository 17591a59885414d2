//! `islice`.

use super::iterator;
use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    CallArgs, Module, Obj, OptObj, Payload, PyResult, Raised, Ref, Slots, Type, TypeDef, Vm, argument, protocol, types,
    value_error,
};

/// The payload of an `islice`.
pub(super) struct Islice {
    /// The iterator, until the slice is exhausted.
    iterator: OptObj,
    /// Items read.
    count: usize,
    /// The number of the next item to be yielded.
    next: usize,
    /// The number of the first item behind the slice.
    stop: Option<usize>,
    step: usize,
}

impl Payload for Islice {
    const KIND: Kind = kinds::ISLICE;
    const NAME: &'static str = "islice";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.iterator.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.iterator.take();
    }
}

/// A bound; -1 for anything that is no machine integer.
fn bound(vm: &mut Vm, o: &Obj) -> isize {
    match protocol::to_index(vm, o, Some(types::OVERFLOW_ERROR)) {
        Ok(n) => n,
        Err(_) => {
            vm.exception.take();
            -1
        }
    }
}

fn bad_stop(vm: &mut Vm) -> Raised {
    value_error!(vm, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !table::has_own_init(vm, class) {
        argument::no_keywords(vm, "islice", args)?;
    }
    let given = argument::positional(vm, "islice", args, 2, 4)?;
    let (start, stop) = match given {
        [_, stop] => (&Obj::NONE, stop),
        _ => (&given[1], &given[2]),
    };
    let start = if start.is_none() { 0 } else { bound(vm, start) };
    let stop = if stop.is_none() {
        None
    } else {
        let stop = bound(vm, stop);
        if stop == -1 {
            return Err(bad_stop(vm));
        }
        Some(stop)
    };
    if start < 0 || stop.is_some_and(|s| s < 0) {
        return Err(value_error!(vm, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."));
    }
    let step = match given.get(3) {
        Some(step) if !step.is_none() => bound(vm, step),
        _ => 1,
    };
    if step < 1 {
        return Err(value_error!(vm, "Step for islice() must be a positive integer or None."));
    }
    let iterator = OptObj::some(protocol::iter(vm, &given[0])?);
    let made = Islice { iterator, count: 0, next: start as usize, stop: stop.map(|s| s as usize), step: step as usize };
    Ok(vm.alloc_in(class, made).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(slice) = o.downcast_ref::<Islice>() else { return Ok(None) };
    let Some(iterator) = slice.get(vm).iterator.cloned() else { return Ok(None) };
    let item = advance(vm, slice, &iterator);
    if !matches!(item, Ok(Some(_))) {
        let done = slice.get_mut(vm).iterator.take();
        drop(done);
    }
    item
}

fn advance(vm: &mut Vm, slice: &Ref<Islice>, iterator: &Obj) -> PyResult<Option<Obj>> {
    while slice.get(vm).count < slice.get(vm).next {
        if protocol::next(vm, iterator)?.is_none() {
            return Ok(None);
        }
        slice.get_mut(vm).count += 1;
        vm.poll()?;
    }
    let s = slice.get(vm);
    if s.stop.is_some_and(|stop| s.count >= stop) {
        return Ok(None);
    }
    let Some(item) = protocol::next(vm, iterator)? else { return Ok(None) };
    let s = slice.get_mut(vm);
    s.count += 1;
    s.next = s.next.saturating_add(s.step).min(s.stop.unwrap_or(usize::MAX));
    Ok(Some(item))
}

/// `itertools.islice`
pub(super) static DEF: TypeDef = TypeDef {
    kind: kinds::ISLICE,
    doc: "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
    slots: Slots { new: Some(new), ..iterator("", next).slots },
    ..iterator("islice", next)
};

/// Adds the type.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    table::add_type::<Islice>(vm, module, &DEF)?;
    Ok(())
}
