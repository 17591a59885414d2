//! `PickleBuffer`: a buffer that may travel beside the pickle (PEP 574; CPython: `Objects/picklebufobject.c`).

use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    CallArgs, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Type, TypeDef, Vm,
    buffer::{self, Buffer, BufferFlags},
    memoryview, native, raise, types, value_error,
};

/// The payload of a `PickleBuffer`; empty when released.
pub(super) struct PickleBuffer {
    /// What it was made of.
    of: OptObj,
    /// A view of that, which keeps it exported.
    view: OptObj,
}

impl Payload for PickleBuffer {
    const KIND: Kind = kinds::PICKLE_BUFFER;
    const NAME: &'static str = "pickle buffer";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.of, &self.view].into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        drop((self.of.take(), self.view.take()));
    }
}

#[cold]
fn released(vm: &mut Vm) -> rpython_objects::Raised {
    value_error!(vm, "operation forbidden on released PickleBuffer object")
}

impl PickleBuffer {
    /// Borrows the whole buffer, which stays lent though the object be released meanwhile.
    ///
    /// # Errors
    /// `ValueError` if it was released.
    pub(super) fn borrow(vm: &mut Vm, this: &Ref<PickleBuffer>) -> PyResult<Buffer> {
        lend(vm, this, buffer::FULL_RO)
    }

    /// Whether the bytes of a buffer lie one behind the other.
    pub(super) fn is_in_one_piece(lent: &Buffer) -> bool {
        lent.is_c_contiguous() || lent.is_f_contiguous()
    }
}

static CONSTRUCTOR: NativeDef = native("PickleBuffer", "($class, object, /)", |_, args| Ok(args.at(1).clone()), "");

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let of = table::construct(vm, class, &CONSTRUCTOR, args)?;
    let lent = buffer::get(vm, &of, buffer::FULL_RO)?;
    let view = memoryview::of_buffer(vm, lent)?;
    Ok(vm.alloc_in(class, PickleBuffer { of: OptObj::some(of), view: OptObj::some(view) }).into_obj())
}

/// Lends what it was made of.
fn lend(vm: &mut Vm, o: &Obj, flags: BufferFlags) -> PyResult<Buffer> {
    match o.downcast_ref::<PickleBuffer>().and_then(|this| this.get(vm).of.cloned()) {
        Some(of) => buffer::get(vm, &of, flags),
        None => Err(released(vm)),
    }
}

/// A view of the bytes as such.
fn raw(vm: &mut Vm, this: &Ref<PickleBuffer>) -> PyResult {
    let lent = PickleBuffer::borrow(vm, this)?;
    if !PickleBuffer::is_in_one_piece(&lent) {
        buffer::release(vm, lent);
        return Err(raise!(vm, types::BUFFER_ERROR, "cannot extract raw buffer from non-contiguous buffer"));
    }
    let len = lent.len();
    let flat = Buffer { format: "B".to_string(), item_size: 1, shape: vec![len], strides: vec![1], ..lent };
    memoryview::of_buffer(vm, flat)
}

fn release(vm: &mut Vm, this: &Ref<PickleBuffer>) -> PyResult {
    let buffer = this.get_mut(vm);
    let (of, view) = (buffer.of.take(), buffer.view.take());
    if let Some(Ok(view)) = view.map(Obj::downcast::<memoryview::MemoryView>) {
        memoryview::release(vm, &view)?;
    }
    drop(of);
    Ok(Obj::NONE)
}

/// `pickle.PickleBuffer`
pub(super) static DEF: TypeDef = TypeDef {
    name: "PickleBuffer",
    module: "pickle",
    kind: kinds::PICKLE_BUFFER,
    doc: "Wrapper for potentially out-of-band buffers",
    slots: Slots {
        new: Some(new),
        buffer: Some(lend),
        release_buffer: Some(rpython_objects::memoryview::release_buffer),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "raw",
            "($self, /)",
            |vm, a| raw(vm, a.this()),
            "Return a memoryview of the raw memory underlying this buffer.\nWill raise BufferError is the buffer isn't contiguous.",
        ),
        native(
            "release",
            "($self, /)",
            |vm, a| release(vm, a.this()),
            "Release the underlying buffer exposed by the PickleBuffer object.",
        ),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};
