//! `callable_iterator`: `iter(callable, sentinel)` (CPython: `Objects/iterobject.c`).

use crate::{Args, PyResult, Slots, Tuple, TypeDef, TypeFlags, Vm, kinds, native, protocol, types};
use rpython_heap::{Kind, Obj, OptObj, Payload};

/// The payload: function and sentinel, until the iterator is exhausted.
pub struct CallIterator {
    /// What is called.
    pub callable: OptObj,
    /// The result that ends the iteration.
    pub sentinel: OptObj,
}

impl Payload for CallIterator {
    const KIND: Kind = kinds::CALL_ITERATOR;
    const NAME: &'static str = "callable iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.callable.get().into_iter().chain(self.sentinel.get()).for_each(visit);
    }
    fn clear(&mut self) {
        self.callable.take();
        self.sentinel.take();
    }
}

/// `iter(callable, sentinel)`
///
/// # Errors
/// None.
pub fn new(vm: &mut Vm, callable: &Obj, sentinel: &Obj) -> PyResult {
    let made = CallIterator { callable: OptObj::some(callable.clone()), sentinel: OptObj::some(sentinel.clone()) };
    Ok(vm.alloc(types::CALL_ITERATOR, made).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<CallIterator>() else { return Ok(None) };
    let Some(callable) = iterator.get(vm).callable.cloned() else { return Ok(None) };
    let result = match protocol::call(vm, &callable, &[]) {
        Ok(result) => Some(result),
        Err(raised) => protocol::stopped(vm, raised)?,
    };
    // The call may have exhausted the iterator.
    if let (Some(result), Some(sentinel)) = (result, iterator.get(vm).sentinel.cloned())
        && !protocol::equal(vm, &sentinel, &result)?
    {
        return Ok(Some(result));
    }
    let state = iterator.get_mut(vm);
    let done = (state.callable.take(), state.sentinel.take());
    drop(done);
    Ok(None)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let state = args.this::<CallIterator>().get(vm);
    let arguments = match (state.callable.cloned(), state.sentinel.cloned()) {
        (Some(callable), Some(sentinel)) => vec![callable, sentinel],
        _ => vec![Tuple::empty().into_obj()],
    };
    let arguments = Tuple::from_vec(vm, arguments)?.into_obj();
    Ok(Tuple::from_vec(vm, vec![iter, arguments])?.into_obj())
}

/// `callable_iterator`
pub static DEF: TypeDef = TypeDef {
    name: "callable_iterator",
    kind: kinds::CALL_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[native("__reduce__", "($self, /)", reduce, "Return state information for pickling.")],
    ..TypeDef::EMPTY
};
