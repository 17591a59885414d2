//! `zip` (CPython: `Python/bltinmodule.c`).

use crate::{
    Args, CallArgs, PyResult, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, kinds,
    last_tuple::{self, LastTuple},
    lockstep, native, protocol,
};
use rpython_heap::{Kind, Obj, Payload, Ref};

/// The payload of a zip.
pub struct Zip {
    /// The iterators.
    pub iterators: Ref<Tuple>,
    /// Whether all must end together.
    pub strict: bool,
    /// The tuple handed out last.
    pub last: LastTuple,
}

impl Payload for Zip {
    const KIND: Kind = kinds::ZIP;
    const NAME: &'static str = "zip";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.iterators);
        self.last.traverse(visit);
    }
    fn clear(&mut self) {
        self.last = LastTuple::default();
        self.iterators = Tuple::empty();
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let strict = lockstep::strict(vm, "zip", args)?;
    let iterators = lockstep::iterators(vm, args.split().0)?;
    Ok(vm.alloc_in(class, Zip { iterators, strict, last: LastTuple::default() }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(zip) = o.downcast_ref::<Zip>() else { return Ok(None) };
    let (iterators, strict) = (zip.get(vm).iterators.clone(), zip.get(vm).strict);
    if iterators.tail(vm).is_empty() {
        return Ok(None);
    }
    match lockstep::next(vm, "zip", &iterators, strict)? {
        Some(items) => last_tuple::hand_out(vm, zip, |zip| &mut zip.last, items.into_iter()).map(Some),
        None => Ok(None),
    }
}

/// The next two items of two iterators, without a tuple. `None` inside where there are not two.
pub(crate) fn next_pair(vm: &mut Vm, zip: &Ref<Zip>) -> Option<PyResult<Option<[Obj; 2]>>> {
    let state = zip.get(vm);
    let ([first, second], false) = (state.iterators.tail(vm), state.strict) else { return None };
    let (first, second) = (first.clone(), second.clone());
    Some(lockstep::next_two(vm, &first, &second))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let state = args.this::<Zip>().get(vm);
    let mut parts = vec![class, state.iterators.clone().into_obj()];
    if state.strict {
        parts.push(Obj::TRUE);
    }
    Ok(Tuple::from_vec(vm, parts)?.into_obj())
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let strict = protocol::is_true(vm, args.at(1))?;
    args.this::<Zip>().get_mut(vm).strict = strict;
    Ok(Obj::NONE)
}

/// `zip`
pub static DEF: TypeDef = TypeDef {
    name: "zip",
    kind: kinds::ZIP,
    flags: TypeFlags::BASE,
    doc: "The zip object yields n-length tuples, where n is the number of\niterables passed as positional arguments to zip().  The i-th element\nin every tuple comes from the i-th iterable argument to zip().  This\ncontinues until the shortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the\nothers, raise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
    slots: Slots { new: Some(new), iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        native("__setstate__", "($self, object, /)", set_state, "Set state information for unpickling."),
    ],
    signature: "(*iterables, strict=False)",
    ..TypeDef::EMPTY
};
