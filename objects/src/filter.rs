//! `filter` (CPython: `Python/bltinmodule.c`).

use crate::{
    Args, CallArgs, PyResult, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, argument, kinds, native, protocol, types,
};
use rpython_heap::{Kind, Obj, Payload, Ref};

/// The payload of a filter.
pub struct Filter {
    /// The function, or `None`.
    pub function: Obj,
    /// The iterator.
    pub iterator: Obj,
}

impl Payload for Filter {
    const KIND: Kind = kinds::FILTER;
    const NAME: &'static str = "filter";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.function, &self.iterator].into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.function = Obj::NONE;
        self.iterator = Obj::NONE;
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    // A subclass whose `__init__` takes keywords may be called with them.
    let own_init = vm.slots(types::FILTER).init().map(|f| f as usize);
    if class.is(types::FILTER) || vm.slots(class).init().map(|f| f as usize) == own_init {
        argument::no_keywords(vm, "filter", args)?;
    }
    let given = argument::positional(vm, "filter", args, 2, 2)?;
    let iterator = protocol::iter(vm, &given[1])?;
    Ok(vm.alloc_in(class, Filter { function: given[0].clone(), iterator }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(filter) = o.downcast_ref::<Filter>() else { return Ok(None) };
    let (function, iterator) = (filter.get(vm).function.clone(), filter.get(vm).iterator.clone());
    let plain = function.is_none() || function.is(types::BOOL);
    while let Some(item) = protocol::next(vm, &iterator)? {
        let keep = if plain {
            protocol::is_true(vm, &item)?
        } else {
            match protocol::call(vm, &function, std::slice::from_ref(&item)) {
                Ok(answer) => protocol::is_true(vm, &answer)?,
                Err(raised) => return protocol::stopped(vm, raised),
            }
        };
        if keep {
            return Ok(Some(item));
        }
        vm.poll()?;
    }
    Ok(None)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let state = args.this::<Filter>().get(vm);
    let arguments = Tuple::from_vec(vm, vec![state.function.clone(), state.iterator.clone()])?.into_obj();
    Ok(Tuple::from_vec(vm, vec![class, arguments])?.into_obj())
}

/// `filter`
pub static DEF: TypeDef = TypeDef {
    name: "filter",
    kind: kinds::FILTER,
    flags: TypeFlags::BASE,
    doc: "Return an iterator yielding those items of iterable for which\nfunction(item) is true.  If function is None, return the items that\nare true.",
    slots: Slots { new: Some(new), iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[native("__reduce__", "($self, /)", reduce, "Return state information for pickling.")],
    signature: "(function, iterable, /)",
    ..TypeDef::EMPTY
};
