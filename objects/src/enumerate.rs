//! `enumerate` (CPython: `Objects/enumobject.c`).

use crate::{
    Args, CallArgs, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeFlags, Vm, int, kinds,
    last_tuple::{self, LastTuple},
    native,
    native::class_getitem,
    protocol, type_error,
};
use rpython_heap::{Kind, Obj, OptObj, Payload, Ref};

/// The payload of an enumeration.
pub struct Enumerate {
    /// The iterator.
    pub iterator: Obj,
    /// The next number, while it fits.
    pub next: i64,
    /// The next number, once it does not fit `next`.
    pub large: OptObj,
    /// The pair handed out last.
    pub last: LastTuple,
}

impl Payload for Enumerate {
    const KIND: Kind = kinds::ENUMERATE;
    const NAME: &'static str = "enumerate";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.iterator);
        self.large.get().into_iter().for_each(&mut *visit);
        self.last.traverse(visit);
    }
    fn clear(&mut self) {
        self.last = LastTuple::default();
        self.iterator = Obj::NONE;
    }
}

/// `iterable` and `start`, by position or name, with the errors of CPython's hand-written binding.
fn arguments<'a>(vm: &mut Vm, args: CallArgs<'a>) -> PyResult<(&'a Obj, Option<&'a Obj>)> {
    let (given, values) = args.split();
    if args.values.len() > 2 {
        let got = args.values.len();
        return Err(type_error!(vm, "enumerate() takes at most 2 arguments ({got} given)"));
    }
    // Alone, a keyword can only be the iterable.
    let known: &[&str] = if args.values.len() == 1 { &["iterable"] } else { &["iterable", "start"] };
    let mut bound = [given.first(), given.get(1)];
    for (i, value) in values.iter().enumerate() {
        let name = args.names.and_then(|n| n.tail(vm).get(i)).and_then(|n| n.downcast_ref::<Str>()).cloned();
        let place = name.as_ref().and_then(|n| known.iter().position(|p| n.is_text(vm, p)));
        match place {
            Some(place) if bound[place].is_none() => bound[place] = Some(value),
            _ => {
                let name = name.map(|n| n.to_string_lossy(vm)).unwrap_or_default();
                return Err(type_error!(vm, "'{name}' is an invalid keyword argument for enumerate()"));
            }
        }
    }
    match bound {
        [Some(iterable), start] => Ok((iterable, start)),
        _ => Err(type_error!(vm, "enumerate() missing required argument 'iterable'")),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let (iterable, start) = arguments(vm, args)?;
    let (mut next, mut large) = (0, OptObj::NONE);
    if let Some(start) = start {
        let start = protocol::index(vm, start)?;
        match int::to_i64(vm, &start) {
            Some(n) => next = n,
            None => large = OptObj::some(start),
        }
    }
    let iterator = protocol::iter(vm, iterable)?;
    Ok(vm.alloc_in(class, Enumerate { iterator, next, large, last: LastTuple::default() }).into_obj())
}

/// The number of the item at hand; moves on to the next.
fn take_number(vm: &mut Vm, e: &Ref<Enumerate>) -> Obj {
    let state = e.get_mut(vm);
    if let (Some(next), true) = (state.next.checked_add(1), state.large.is_none()) {
        let number = std::mem::replace(&mut state.next, next);
        return int::from_i64(vm, number);
    }
    let number = state.large.cloned().unwrap_or_else(|| int::from_i64(vm, i64::MAX));
    let next = int::to_big(vm, &number).unwrap_or_default() + 1;
    let next = int::from_big(vm, next);
    e.get_mut(vm).large = OptObj::some(next);
    number
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(e) = o.downcast_ref::<Enumerate>() else { return Ok(None) };
    match next_pair(vm, e)? {
        Some(pair) => last_tuple::hand_out(vm, e, |e| &mut e.last, pair.into_iter()).map(Some),
        None => Ok(None),
    }
}

/// The next number and item, without a tuple.
pub(crate) fn next_pair(vm: &mut Vm, e: &Ref<Enumerate>) -> PyResult<Option<[Obj; 2]>> {
    let iterator = e.get(vm).iterator.clone();
    let Some(item) = protocol::next(vm, &iterator)? else { return Ok(None) };
    Ok(Some([take_number(vm, e), item]))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let state = args.this::<Enumerate>().get(vm);
    let number = state.large.cloned().unwrap_or_else(|| int::from_i64(vm, state.next));
    let arguments = Tuple::from_vec(vm, vec![state.iterator.clone(), number])?.into_obj();
    Ok(Tuple::from_vec(vm, vec![class, arguments])?.into_obj())
}

/// `enumerate`
pub static DEF: TypeDef = TypeDef {
    name: "enumerate",
    kind: kinds::ENUMERATE,
    flags: TypeFlags::BASE,
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    slots: Slots { new: Some(new), iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        class_getitem("'enumerate' objects are generic over the type of their values"),
    ],
    signature: "(iterable, start=0)",
    ..TypeDef::EMPTY
};
