//! The buffer that memory views share, and give back together.

use crate::{
    PyResult, Slots, TypeDef, TypeFlags, Vm,
    buffer::{self, Buffer, Lease, Loan},
    kinds, types,
};
use rpython_heap::{Obj, Payload, Ref, flag};

/// The payload of a managed buffer.
pub struct Managed {
    /// In whose storage the bytes lie.
    pub storage: Obj,
    /// What `memoryview.obj` says.
    pub base: Obj,
    lease: Option<Lease>,
    loan: Option<Loan>,
}

impl Payload for Managed {
    const KIND: u8 = kinds::MANAGED_BUFFER;
    const NAME: &'static str = "managed buffer";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.storage);
        visit(&self.base);
        if let Some(lease) = &self.lease {
            visit(lease.exporter());
        }
        if let Some(loan) = &self.loan {
            visit(&loan.owner);
            visit(&loan.view);
        }
    }
    fn clear(&mut self) {
        (self.storage, self.base, self.lease, self.loan) = (Obj::NONE, Obj::NONE, None, None);
    }
}

/// Takes over a buffer that an exporter has lent.
pub(super) fn new(vm: &mut Vm, lent: Buffer) -> Ref<Managed> {
    let Buffer { storage, mut base, lease, loan, .. } = lent;
    let finalises = loan.is_some();
    if let Some(loan) = &loan {
        let (view, owner) = (loan.view.clone(), loan.owner.clone());
        let wrapper = Managed { storage: view, base: owner, lease: None, loan: None };
        base = vm.alloc(types::BUFFER_WRAPPER, wrapper).into_obj();
    }
    let made = vm.alloc(types::MANAGED_BUFFER, Managed { storage, base, lease, loan });
    if finalises {
        made.header().set(flag::FINALISES);
    }
    made
}

/// Gives the exporter back what it lent.
pub(super) fn give_back(vm: &mut Vm, managed: &Ref<Managed>) {
    let m = managed.get_mut(vm);
    let (lease, loan) = (m.lease.take(), m.loan.take());
    drop(lease);
    if let Some(loan) = loan {
        buffer::return_loan(vm, &loan);
    }
}

fn finalise(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(managed) = o.downcast_ref::<Managed>() {
        give_back(vm, managed);
    }
    Ok(Obj::NONE)
}

/// `_buffer_wrapper`: what `memoryview.obj` shows for a buffer that Python code lent.
pub static WRAPPER_DEF: TypeDef =
    TypeDef { name: "_buffer_wrapper", kind: kinds::MANAGED_BUFFER, flags: TypeFlags::NO_NEW, ..TypeDef::EMPTY };

/// `managedbuffer`
pub static DEF: TypeDef = TypeDef {
    name: "managedbuffer",
    kind: kinds::MANAGED_BUFFER,
    flags: TypeFlags::NO_NEW,
    slots: Slots { finalise: Some(finalise), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};
