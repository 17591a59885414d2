//! `map` (CPython: `Python/bltinmodule.c`).

use crate::{
    Args, CallArgs, PyResult, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, kinds, lockstep, native, protocol, type_error,
};
use rpython_heap::{Kind, Obj, Payload, Ref};

/// The payload of a map.
pub struct Map {
    /// The function.
    pub function: Obj,
    /// The iterators over its arguments.
    pub iterators: Ref<Tuple>,
    /// Whether all must end together.
    pub strict: bool,
}

impl Payload for Map {
    const KIND: Kind = kinds::MAP;
    const NAME: &'static str = "map";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.function);
        visit(&self.iterators);
    }
    fn clear(&mut self) {
        self.function = Obj::NONE;
        self.iterators = Tuple::empty();
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let strict = lockstep::strict(vm, "map", args)?;
    let [function, iterables @ ..] = args.split().0 else {
        return Err(type_error!(vm, "map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(type_error!(vm, "map() must have at least two arguments."));
    }
    let iterators = lockstep::iterators(vm, iterables)?;
    Ok(vm.alloc_in(class, Map { function: function.clone(), iterators, strict }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(map) = o.downcast_ref::<Map>() else { return Ok(None) };
    let (iterators, strict) = (map.get(vm).iterators.clone(), map.get(vm).strict);
    let function = map.get(vm).function.clone();
    let Some(items) = lockstep::next(vm, "map", &iterators, strict)? else { return Ok(None) };
    match protocol::call(vm, &function, &items) {
        Ok(result) => Ok(Some(result)),
        Err(raised) => protocol::stopped(vm, raised),
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let state = args.this::<Map>().get(vm);
    let strict = state.strict;
    let mut arguments = vec![state.function.clone()];
    arguments.extend(state.iterators.tail(vm).iter().cloned());
    let mut parts = vec![class, Tuple::from_vec(vm, arguments)?.into_obj()];
    if strict {
        parts.push(Obj::TRUE);
    }
    Ok(Tuple::from_vec(vm, parts)?.into_obj())
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let strict = protocol::is_true(vm, args.at(1))?;
    args.this::<Map>().get_mut(vm).strict = strict;
    Ok(Obj::NONE)
}

/// `map`
pub static DEF: TypeDef = TypeDef {
    name: "map",
    kind: kinds::MAP,
    flags: TypeFlags::BASE,
    doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the\nothers, raise a ValueError.",
    slots: Slots { new: Some(new), iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        native("__setstate__", "($self, object, /)", set_state, "Set state information for unpickling."),
    ],
    signature: "(function, iterable, /, *iterables, strict=False)",
    ..TypeDef::EMPTY
};
