//! `chain`, `zip_longest`.

use super::iterator;
use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    CallArgs, Module, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, Vm, argument,
    class_native, native::class_getitem, protocol, type_error,
};

/// The payload of a `chain`.
pub(super) struct Chain {
    /// Iterates over the iterables, until they are exhausted.
    source: OptObj,
    /// Iterates over one of them.
    active: OptObj,
}

impl Payload for Chain {
    const KIND: Kind = kinds::CHAIN;
    const NAME: &'static str = "chain";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.source.get().into_iter().chain(self.active.get()).for_each(visit);
    }
    fn clear(&mut self) {
        self.source.take();
        self.active.take();
    }
}

fn chain_over(vm: &mut Vm, class: &Ref<Type>, iterables: &Obj) -> PyResult {
    let source = OptObj::some(protocol::iter(vm, iterables)?);
    Ok(vm.alloc_in(class, Chain { source, active: OptObj::NONE }).into_obj())
}

fn new_chain(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !table::has_own_init(vm, class) {
        argument::no_keywords(vm, "chain", args)?;
    }
    let iterables = Tuple::from_slice(vm, args.split().0)?.into_obj();
    chain_over(vm, class, &iterables)
}

fn next_chain(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(chain) = o.downcast_ref::<Chain>() else { return Ok(None) };
    loop {
        let Some(source) = chain.get(vm).source.cloned() else { return Ok(None) };
        let active = match chain.get(vm).active.cloned() {
            Some(active) => active,
            None => {
                let opened = match protocol::next(vm, &source) {
                    Ok(Some(iterable)) => protocol::iter(vm, &iterable).map(Some),
                    ended => ended,
                };
                match opened {
                    Ok(Some(active)) => {
                        let old = chain.get_mut(vm).active.replace(active.clone());
                        drop(old);
                        active
                    }
                    ended => {
                        let old = chain.get_mut(vm).source.take();
                        drop(old);
                        return ended;
                    }
                }
            }
        };
        if let Some(item) = protocol::next(vm, &active)? {
            return Ok(Some(item));
        }
        let old = chain.get_mut(vm).active.take();
        drop(old);
        vm.poll()?;
    }
}

/// `itertools.chain`
pub(super) static CHAIN_DEF: TypeDef = TypeDef {
    kind: kinds::CHAIN,
    doc: "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
    slots: Slots { new: Some(new_chain), ..iterator("", next_chain).slots },
    methods: &[
        class_native(
            "from_iterable",
            "($type, iterable, /)",
            |vm, args| chain_over(vm, args.this::<Type>(), args.at(1)),
            "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
        ),
        class_getitem(
            "chain is generic over the type of its contents.\nThis is the union of the types of the input iterable contents.",
        ),
    ],
    signature: "(*iterables)",
    ..iterator("chain", next_chain)
};

/// The payload of a `zip_longest`.
pub(super) struct ZipLongest {
    /// The iterators; `None` in the place of one that has ended.
    iterators: Ref<Tuple>,
    /// How many have not ended.
    active: usize,
    fill: Obj,
    /// The tuple yielded last.
    result: Ref<Tuple>,
}

impl Payload for ZipLongest {
    const KIND: Kind = kinds::ZIP_LONGEST;
    const NAME: &'static str = "zip_longest";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.iterators);
        visit(&self.fill);
        visit(&self.result);
    }
    fn clear(&mut self) {
        self.iterators = Tuple::empty();
        self.active = 0;
        self.fill = Obj::NONE;
        self.result = Tuple::empty();
    }
}

fn new_zip_longest(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let (given, named) = args.split();
    let mut fill = Obj::NONE;
    if !table::has_own_init(vm, class) || args.keywords() == 1 {
        for (i, value) in named.iter().enumerate() {
            let name = args.names.and_then(|n| n.tail(vm).get(i)).and_then(|n| n.downcast_ref::<Str>());
            if args.keywords() > 1 || name.is_none_or(|n| !n.is_text(vm, "fillvalue")) {
                return Err(type_error!(vm, "zip_longest() got an unexpected keyword argument"));
            }
            fill = value.clone();
        }
    }
    let mut iterators = Vec::with_capacity(given.len());
    for iterable in given {
        iterators.push(protocol::iter(vm, iterable)?);
    }
    let active = iterators.len();
    let iterators = Tuple::from_vec(vm, iterators)?;
    let result = Tuple::from_exact(vm, (0..active).map(|_| Obj::NONE))?;
    Ok(vm.alloc_in(class, ZipLongest { iterators, active, fill, result }).into_obj())
}

fn next_zip_longest(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(zip) = o.downcast_ref::<ZipLongest>() else { return Ok(None) };
    let z = zip.get(vm);
    if z.active == 0 {
        return Ok(None);
    }
    let (iterators, fill) = (z.iterators.clone(), z.fill.clone());
    let mut items: smallvec::SmallVec<[Obj; 8]> = smallvec::SmallVec::new();
    for i in 0..iterators.tail(vm).len() {
        let iterator = iterators.tail(vm)[i].clone();
        if iterator.is_none() {
            items.push(fill.clone());
            continue;
        }
        match protocol::next(vm, &iterator) {
            Ok(Some(item)) => items.push(item.into_counted()),
            Ok(None) => {
                let left = zip.get(vm).active.saturating_sub(1);
                zip.get_mut(vm).active = left;
                if left == 0 {
                    return Ok(None);
                }
                items.push(fill.clone());
                let old = iterators.tail_mut(vm).1.get_mut(i).map(|place| std::mem::replace(place, Obj::NONE));
                drop(old);
            }
            Err(raised) => {
                zip.get_mut(vm).active = 0;
                return Err(raised);
            }
        }
    }
    let result = std::mem::replace(&mut zip.get_mut(vm).result, Tuple::empty());
    if let Some(places) = Tuple::reuse(&result, vm)
        && places.len() == items.len()
    {
        items.iter_mut().zip(places).for_each(|(item, place)| std::mem::swap(item, place));
        zip.get_mut(vm).result = result.clone();
        drop(items);
        return Ok(Some(result.into_obj()));
    }
    zip.get_mut(vm).result = result;
    Ok(Some(Tuple::from_exact(vm, items.into_iter())?.into_obj()))
}

/// `itertools.zip_longest`
pub(super) static ZIP_LONGEST_DEF: TypeDef = TypeDef {
    kind: kinds::ZIP_LONGEST,
    doc: "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.\n",
    slots: Slots { new: Some(new_zip_longest), ..iterator("", next_zip_longest).slots },
    signature: "(*iterables, fillvalue=None)",
    ..iterator("zip_longest", next_zip_longest)
};

/// Adds the types.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    table::add_type::<Chain>(vm, module, &CHAIN_DEF)?;
    table::add_type::<ZipLongest>(vm, module, &ZIP_LONGEST_DEF)?;
    Ok(())
}
