//! The tuple that an iterator has handed out last. If nobody else holds it when the next is due, it takes the new items and is
//! handed out again, so that `for k, v in d.items()` allocates nothing (CPython: `zip_next`, `enum_next`, `dictiter_iternextitem`).

use crate::{PyResult, Tuple, Vm};
use rpython_heap::{Obj, Payload, Ref};

/// The tuple, once there is one.
#[derive(Default)]
pub struct LastTuple(Option<Ref<Tuple>>);

impl LastTuple {
    pub(crate) fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(tuple) = &self.0 {
            visit(tuple);
        }
    }
}

/// A tuple of `items` for the iterator's caller; `place` is where the iterator keeps the last one, which has as many.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn hand_out<T: Payload>(
    vm: &mut Vm,
    iterator: &Ref<T>,
    place: fn(&mut T) -> &mut LastTuple,
    items: impl ExactSizeIterator<Item = Obj>,
) -> PyResult {
    if let Some(last) = &place(iterator.get_mut(vm)).0
        && last.header().rc() == 1
    {
        let last = last.clone();
        // What it gets may be a container.
        last.track();
        let (payload, slots) = last.tail_mut(vm);
        payload.hash.set(0);
        for (slot, item) in slots.iter_mut().zip(items) {
            *slot = item.into_counted();
        }
        return Ok(last.into_obj());
    }
    let made = Tuple::from_exact(vm, items)?;
    place(iterator.get_mut(vm)).0 = Some(made.clone());
    Ok(made.into_obj())
}
