//! `method`: a callable bound to an instance.

use crate::{CallArgs, PyResult, Slots, TypeDef, Vm, kinds, protocol, types};
use rpython_heap::{Obj, Payload};
use smallvec::SmallVec;

/// The payload of a bound method.
pub struct Method {
    /// `__func__`
    pub function: Obj,
    /// `__self__`
    pub this: Obj,
}

impl Payload for Method {
    const KIND: u8 = kinds::METHOD;
    const NAME: &'static str = "method";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.function);
        visit(&self.this);
    }
}

/// Binds `function` to `this`.
pub fn new(vm: &Vm, function: &Obj, this: &Obj) -> Obj {
    vm.alloc(types::METHOD, Method { function: function.clone(), this: this.clone() }).into_obj()
}

fn call(vm: &mut Vm, m: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(m) = m.downcast_ref::<Method>() else { return Ok(Obj::NONE) };
    let (function, this) = (m.get(vm).function.clone(), m.get(vm).this.clone());
    let mut all: SmallVec<[Obj; 6]> = SmallVec::with_capacity(args.values.len() + 1);
    all.push(this);
    all.extend(args.values.iter().cloned());
    protocol::call_args(vm, &function, CallArgs { values: &all, names: args.names })
}

/// `method`
pub static DEF: TypeDef = TypeDef {
    name: "method",
    kind: kinds::METHOD,
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    weakly_referable: true,
    ..TypeDef::EMPTY
};
