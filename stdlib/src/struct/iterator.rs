//! What `iter_unpack` returns: the structs that lie one behind the other in a buffer.

use rpython_heap::{Kind, Payload};
use rpython_objects::{
    Obj, PyResult, Ref, Slots, TypeDef, TypeFlags, Vm,
    buffer::{self, Contiguous},
    int, native,
};

use super::{Struct, error, ready, unpack_bytes};
use crate::kinds;

/// The payload of an iterator; the buffer is given back at the end.
pub(crate) struct Iterator {
    of: Ref<Struct>,
    view: Option<Contiguous>,
    next: usize,
}

impl Payload for Iterator {
    const KIND: Kind = kinds::STRUCT_ITERATOR;
    const NAME: &'static str = "struct iterator";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.of);
        self.view.iter().for_each(|view| view.traverse(visit));
    }
    fn clear(&mut self) {
        self.view = None;
    }
}

/// `struct.iter_unpack(source)`
pub(super) fn new(vm: &mut Vm, of: &Ref<Struct>, source: &Obj) -> PyResult {
    ready(vm, of)?;
    let size = of.get(vm).size;
    if size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let view = buffer::bytes_of(vm, source)?;
    if !view.get(vm).len().is_multiple_of(size) {
        view.release(vm);
        return Err(error(vm, &format!("iterative unpacking requires a buffer of a multiple of {size} bytes")));
    }
    Ok(vm.make(Iterator { of: of.clone(), view: Some(view), next: 0 }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(this) = o.downcast_ref::<Iterator>() else { return Ok(None) };
    let state = this.get(vm);
    let Some(view) = &state.view else { return Ok(None) };
    let size = state.of.get(vm).size;
    if let Some(bytes) = view.get(vm).get(state.next..state.next + size).filter(|bytes| !bytes.is_empty()) {
        let made = unpack_bytes(vm, &state.of, bytes)?;
        this.get_mut(vm).next += size;
        return Ok(Some(made));
    }
    if let Some(view) = this.get_mut(vm).view.take() {
        view.release(vm);
    }
    Ok(None)
}

fn left(vm: &mut Vm, o: &Obj) -> usize {
    let Some(this) = o.downcast_ref::<Iterator>() else { return 0 };
    let state = this.get(vm);
    let size = state.of.get(vm).size.max(1);
    state.view.as_ref().map_or(0, |view| view.get(vm).len().saturating_sub(state.next) / size)
}

/// `_struct.unpack_iterator`
pub(super) static DEF: TypeDef = TypeDef {
    name: "unpack_iterator",
    module: "_struct",
    kind: kinds::STRUCT_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[native(
        "__length_hint__",
        "($self, /)",
        |vm, a| {
            let n = left(vm, a.at(0));
            Ok(int::from_i64(vm, n as i64))
        },
        "",
    )],
    ..TypeDef::EMPTY
};
