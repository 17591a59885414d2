//! `accumulate`, `batched`, `pairwise`.

use super::{called, iterator};
use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Module, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Tuple, Type, TypeDef, Vm, argument, native,
    protocol::{self, BinaryOp},
    value_error,
};

/// The payload of an `accumulate`.
pub(super) struct Accumulate {
    iterator: Obj,
    /// The function; `None` adds.
    function: Obj,
    total: OptObj,
    /// What comes before the first item, until it is yielded.
    initial: OptObj,
}

impl Payload for Accumulate {
    const KIND: Kind = kinds::ACCUMULATE;
    const NAME: &'static str = "accumulate";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.iterator);
        visit(&self.function);
        self.total.get().into_iter().chain(self.initial.get()).for_each(visit);
    }
    fn clear(&mut self) {
        self.function = Obj::NONE;
        self.total.take();
        self.initial.take();
    }
}

static NEW_ACCUMULATE: NativeDef = native(
    "accumulate",
    "($class, /, iterable, func=None, *, initial=None)",
    |vm, args| {
        let iterator = protocol::iter(vm, args.at(1))?;
        let function = args.opt(2).cloned().unwrap_or(Obj::NONE);
        let initial = args.some(3).cloned().into();
        let made = Accumulate { iterator, function, total: OptObj::NONE, initial };
        Ok(vm.alloc_in(args.this::<Type>(), made).into_obj())
    },
    "",
);

fn next_accumulate(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(accumulate) = o.downcast_ref::<Accumulate>() else { return Ok(None) };
    if let Some(initial) = accumulate.get_mut(vm).initial.take() {
        accumulate.get_mut(vm).total = OptObj::some(initial.clone());
        return Ok(Some(initial));
    }
    let iterator = accumulate.get(vm).iterator.clone();
    let Some(item) = protocol::next(vm, &iterator)? else { return Ok(None) };
    let a = accumulate.get(vm);
    let Some(total) = a.total.cloned() else {
        accumulate.get_mut(vm).total = OptObj::some(item.clone());
        return Ok(Some(item));
    };
    let function = a.function.clone();
    let total = if function.is_none() {
        protocol::binary(vm, &total, &item, BinaryOp::Add)?
    } else {
        match called(vm, &function, &[total, item])? {
            Some(total) => total,
            None => return Ok(None),
        }
    };
    let old = accumulate.get_mut(vm).total.replace(total.clone());
    drop(old);
    Ok(Some(total))
}

/// `itertools.accumulate`
pub(super) static ACCUMULATE_DEF: TypeDef = TypeDef {
    kind: kinds::ACCUMULATE,
    doc: "Return series of accumulated sums (or other binary function results).",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_ACCUMULATE, args)),
        ..iterator("", next_accumulate).slots
    },
    signature: "(iterable, func=None, *, initial=None)",
    ..iterator("accumulate", next_accumulate)
};

/// The payload of a `batched`, and of a `pairwise`.
pub(super) struct Batched {
    /// The iterator, until it is exhausted.
    iterator: OptObj,
    /// Items of a batch; 0 for `pairwise`.
    size: usize,
    strict: bool,
    /// Of `pairwise`: the item before.
    last: OptObj,
    /// Of `pairwise`: the tuple yielded last.
    result: Ref<Tuple>,
}

impl Payload for Batched {
    const KIND: Kind = kinds::BATCHED;
    const NAME: &'static str = "batched";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.iterator.get().into_iter().chain(self.last.get()).for_each(&mut *visit);
        visit(&self.result);
    }
    fn clear(&mut self) {
        self.iterator.take();
        self.last.take();
        self.result = Tuple::empty();
    }
}

static NEW_BATCHED: NativeDef = native(
    "batched",
    "($class, /, iterable, n, *, strict=False)",
    |vm, args| {
        let size = argument::ssize(vm, args.at(2))?;
        let strict = match args.opt(3) {
            Some(strict) => protocol::is_true(vm, strict)?,
            None => false,
        };
        if size < 1 {
            return Err(value_error!(vm, "n must be at least one"));
        }
        let iterator = OptObj::some(protocol::iter(vm, args.at(1))?);
        let made = Batched { iterator, size: size as usize, strict, last: OptObj::NONE, result: Tuple::empty() };
        Ok(vm.alloc_in(args.this::<Type>(), made).into_obj())
    },
    "",
);

fn next_batched(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(batched) = o.downcast_ref::<Batched>() else { return Ok(None) };
    let b = batched.get(vm);
    let (size, strict) = (b.size, b.strict);
    let Some(iterator) = b.iterator.cloned() else { return Ok(None) };
    let mut items: smallvec::SmallVec<[Obj; 8]> = smallvec::SmallVec::new();
    while items.len() < size {
        match protocol::next(vm, &iterator) {
            Ok(Some(item)) => {
                items.try_reserve(1).map_err(|_| rpython_heap::OutOfMemory)?;
                items.push(item);
            }
            ended => {
                let done = batched.get_mut(vm).iterator.take();
                drop(done);
                ended?;
                if items.is_empty() {
                    return Ok(None);
                }
                if strict {
                    return Err(value_error!(vm, "batched(): incomplete batch"));
                }
                break;
            }
        }
        vm.poll()?;
    }
    Ok(Some(Tuple::from_exact(vm, items.into_iter())?.into_obj()))
}

/// `itertools.batched`
pub(super) static BATCHED_DEF: TypeDef = TypeDef {
    kind: kinds::BATCHED,
    doc: "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_BATCHED, args)),
        ..iterator("", next_batched).slots
    },
    signature: "(iterable, n, *, strict=False)",
    ..iterator("batched", next_batched)
};

static NEW_PAIRWISE: NativeDef = native(
    "pairwise",
    "($class, iterable, /)",
    |vm, args| {
        let iterator = OptObj::some(protocol::iter(vm, args.at(1))?);
        let result = Tuple::from_slice(vm, &[Obj::NONE, Obj::NONE])?;
        let made = Batched { iterator, size: 0, strict: false, last: OptObj::NONE, result };
        Ok(vm.alloc_in(args.this::<Type>(), made).into_obj())
    },
    "",
);

fn next_pairwise(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(pairwise) = o.downcast_ref::<Batched>() else { return Ok(None) };
    let Some(iterator) = pairwise.get(vm).iterator.cloned() else { return Ok(None) };
    if pairwise.get(vm).last.is_none() {
        let Some(first) = next_or_end(vm, pairwise, &iterator)? else { return Ok(None) };
        let old = pairwise.get_mut(vm).last.replace(first);
        drop(old);
        // Reading the first item may have exhausted the iterator by a call of this one.
        if pairwise.get(vm).iterator.is_none() {
            return Ok(None);
        }
    }
    let Some(old) = pairwise.get(vm).last.cloned() else { return Ok(None) };
    let Some(new) = next_or_end(vm, pairwise, &iterator)? else { return Ok(None) };
    let before = pairwise.get_mut(vm).last.replace(new.clone());
    drop(before);
    let result = std::mem::replace(&mut pairwise.get_mut(vm).result, Tuple::empty());
    if let Some([a, b]) = Tuple::reuse(&result, vm) {
        let gone = (std::mem::replace(a, old), std::mem::replace(b, new.into_counted()));
        pairwise.get_mut(vm).result = result.clone();
        drop(gone);
        return Ok(Some(result.into_obj()));
    }
    pairwise.get_mut(vm).result = result;
    table::tuple(vm, &[old, new]).map(Some)
}

/// The next item; at the end, or where reading fails, a pairwise lets go of everything.
fn next_or_end(vm: &mut Vm, pairwise: &Ref<Batched>, iterator: &Obj) -> PyResult<Option<Obj>> {
    let item = protocol::next(vm, iterator);
    if !matches!(item, Ok(Some(_))) {
        let p = pairwise.get_mut(vm);
        let gone = (p.iterator.take(), p.last.take());
        drop(gone);
    }
    item.map(|item| item.map(Obj::into_counted))
}

/// `itertools.pairwise`
pub(super) static PAIRWISE_DEF: TypeDef = TypeDef {
    kind: kinds::BATCHED,
    doc: "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_PAIRWISE, args)),
        ..iterator("", next_pairwise).slots
    },
    signature: "(iterable, /)",
    ..iterator("pairwise", next_pairwise)
};

/// Adds the types.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    table::add_type::<Accumulate>(vm, module, &ACCUMULATE_DEF)?;
    table::add_type::<Batched>(vm, module, &BATCHED_DEF)?;
    let class = rpython_objects::type_object::define(vm, &PAIRWISE_DEF)?;
    table::set(vm, module, "pairwise", class.into_obj())
}
