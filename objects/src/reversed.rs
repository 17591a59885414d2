//! `reversed`: `__reversed__`, or a sequence from its end (CPython: `Objects/enumobject.c`).

use crate::{
    Args, CallArgs, Dict, PyResult, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, argument, int, kinds, names, native,
    protocol, sequence_iterator, type_error, types,
};
use rpython_heap::{Kind, Obj, OptObj, Payload, Ref};

/// The payload of a reversed sequence.
pub struct Reversed {
    /// The sequence, until the iterator is exhausted.
    pub sequence: OptObj,
    /// The next index, -1 at the end.
    pub index: isize,
}

impl Payload for Reversed {
    const KIND: Kind = kinds::REVERSED;
    const NAME: &'static str = "reversed";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.sequence.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.sequence.take();
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    // A subclass whose `__init__` takes keywords may be called with them.
    let own_init = vm.slots(types::REVERSED).init().map(|f| f as usize);
    if class.is(types::REVERSED) || vm.slots(class).init().map(|f| f as usize) == own_init {
        argument::no_keywords(vm, "reversed", args)?;
    }
    let sequence = &argument::positional(vm, "reversed", args, 1, 1)?[0];
    match protocol::lookup_special(vm, sequence, names::__reversed__) {
        Some(method) if !method.is_none() => {
            return protocol::call_found(vm, sequence, &method, CallArgs::positional(&[]));
        }
        None if vm.slots_of(sequence).item().is_some() && !sequence.is_kind::<Dict>() => {}
        _ => {
            let class = argument::class_name(vm, sequence);
            return Err(type_error!(vm, "'{class}' object is not reversible"));
        }
    }
    let index = protocol::len(vm, sequence)? as isize - 1;
    Ok(vm.alloc_in(class, Reversed { sequence: OptObj::some(sequence.clone()), index }).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<Reversed>() else { return Ok(None) };
    let index = iterator.get(vm).index;
    if let (0.., Some(sequence)) = (index, iterator.get(vm).sequence.cloned())
        && let Some(item) = sequence_iterator::item_at(vm, &sequence, index)?
    {
        iterator.get_mut(vm).index = index - 1;
        return Ok(Some(item));
    }
    let state = iterator.get_mut(vm);
    state.index = -1;
    let done = state.sequence.take();
    drop(done);
    Ok(None)
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<Reversed>().get(vm);
    let (sequence, left) = (state.sequence.cloned(), state.index + 1);
    let Some(sequence) = sequence else { return Ok(int::from_i64(vm, 0)) };
    let len = protocol::len(vm, &sequence)? as isize;
    Ok(int::from_i64(vm, if len < left { 0 } else { left as i64 }))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let state = args.this::<Reversed>().get(vm);
    let parts = match state.sequence.cloned() {
        Some(s) => vec![class, Tuple::from_vec(vm, vec![s])?.into_obj(), int::from_i64(vm, state.index as i64)],
        None => vec![class, Tuple::from_vec(vm, vec![Tuple::empty().into_obj()])?.into_obj()],
    };
    Ok(Tuple::from_vec(vm, parts)?.into_obj())
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = argument::int_ssize(vm, args.at(1))?;
    let iterator = args.this::<Reversed>();
    if let Some(sequence) = iterator.get(vm).sequence.cloned() {
        let len = protocol::len(vm, &sequence)? as isize;
        iterator.get_mut(vm).index = index.clamp(-1, len - 1);
    }
    Ok(Obj::NONE)
}

/// `reversed`
pub static DEF: TypeDef = TypeDef {
    name: "reversed",
    kind: kinds::REVERSED,
    flags: TypeFlags::BASE,
    doc: "Return a reverse iterator over the values of the given sequence.",
    slots: Slots { new: Some(new), iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("__length_hint__", "($self, /)", length_hint, "Private method returning an estimate of len(list(it))."),
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        native("__setstate__", "($self, object, /)", set_state, "Set state information for unpickling."),
    ],
    signature: "(sequence, /)",
    ..TypeDef::EMPTY
};
