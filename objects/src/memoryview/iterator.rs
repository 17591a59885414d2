//! `memory_iterator`: the items of a view of one dimension.

use super::{Geometry, MemoryView, access};
use crate::{PyResult, Slots, TypeDef, TypeFlags, Vm, kinds, types};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of an iterator over a memoryview.
pub struct MemoryIterator {
    view: Option<Ref<MemoryView>>,
    index: usize,
}

impl Payload for MemoryIterator {
    const KIND: u8 = kinds::MEMORY_ITERATOR;
    const NAME: &'static str = "memory iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(view) = &self.view {
            visit(view);
        }
    }
    fn clear(&mut self) {
        self.view = None;
    }
}

/// `iter(view)`
pub(super) fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let view = o.downcast_ref::<MemoryView>().cloned();
    if let Some(view) = &view {
        let g = Geometry::of(vm, view)?;
        access::check_one_dimension(vm, &g)?;
        access::plain_item(vm, &g)?;
    }
    Ok(vm.alloc(types::MEMORY_ITERATOR, MemoryIterator { view, index: 0 }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<MemoryIterator>() else { return Ok(None) };
    let state = iterator.get(vm);
    let (Some(view), index) = (state.view.clone(), state.index) else { return Ok(None) };
    super::managed(vm, &view)?;
    if index >= view.get(vm).shape.first().copied().unwrap_or(0) {
        let done = iterator.get_mut(vm).view.take();
        drop(done);
        return Ok(None);
    }
    iterator.get_mut(vm).index += 1;
    access::item(vm, &view, index as isize).map(Some)
}

/// `memory_iterator`
pub static DEF: TypeDef = TypeDef {
    name: "memory_iterator",
    kind: kinds::MEMORY_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};
