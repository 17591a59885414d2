//! `product`, `permutations`, `combinations`, `combinations_with_replacement`: tuples of chosen items, in the order of their
//! numbers. A step changes the numbers from some place on, and with them the tuple.

use super::iterator;
use crate::{kinds, table};
use rpython_heap::{Kind, OutOfMemory};
use rpython_objects::{
    Args, BufVec, CallArgs, Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef,
    Vm, argument, int, native, raise, slots::NextFn, type_error, type_object, types, value_error,
};
use smallvec::SmallVec;

/// The payload of all of them.
pub(super) struct Selection {
    /// The items; of `product`, a tuple of items for each place.
    pool: Ref<Tuple>,
    /// The number of the item in each place; of `permutations`, of all items.
    indices: BufVec<u32>,
    /// Of `permutations`: how many items each place has yet to see.
    cycles: BufVec<u32>,
    /// Places of a result.
    places: usize,
    /// The tuple yielded last.
    result: Ref<Tuple>,
    started: bool,
    stopped: bool,
}

impl Payload for Selection {
    const KIND: Kind = kinds::SELECTION;
    const NAME: &'static str = "selection";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.pool);
        visit(&self.result);
    }
    fn clear(&mut self) {
        self.pool = Tuple::empty();
        self.result = Tuple::empty();
        self.stopped = true;
    }
}

/// How the numbers move on: the first place that changes, `None` at the end.
type Move = fn(&mut Selection, &[usize]) -> Option<usize>;

/// Yields the tuple whose places from `from` on have changed.
fn yielded(vm: &mut Vm, selection: &Ref<Selection>, from: usize, by_place: bool) -> PyResult<Option<Obj>> {
    let s = selection.get(vm);
    let pool = s.pool.tail(vm);
    let item = |place: usize| -> Option<Obj> {
        let number = *s.indices.get(place)? as usize;
        if by_place {
            pool.get(place)?.downcast_ref::<Tuple>()?.tail(vm).get(number).cloned()
        } else {
            pool.get(number).cloned()
        }
    };
    let mut changed: SmallVec<[Obj; 8]> = (from..s.places).map(|p| item(p).unwrap_or_default()).collect();
    let places = s.places;
    let result = std::mem::replace(&mut selection.get_mut(vm).result, Tuple::empty());
    let result = match Tuple::reuse(&result, vm).filter(|items| items.len() == places) {
        Some(items) => {
            items[from..].iter_mut().zip(&mut changed).for_each(|(place, item)| std::mem::swap(place, item));
            result
        }
        None => {
            let kept: SmallVec<[Obj; 8]> =
                result.tail(vm).iter().take(from).cloned().chain(changed.drain(..)).collect();
            Tuple::from_exact(vm, kept.into_iter())?
        }
    };
    selection.get_mut(vm).result = result.clone();
    drop(changed);
    Ok(Some(result.into_obj()))
}

fn next(vm: &mut Vm, o: &Obj, by_place: bool, advance: Move) -> PyResult<Option<Obj>> {
    let Some(selection) = o.downcast_ref::<Selection>() else { return Ok(None) };
    if selection.get(vm).stopped {
        return Ok(None);
    }
    if !std::mem::replace(&mut selection.get_mut(vm).started, true) {
        return yielded(vm, selection, 0, by_place);
    }
    let lengths: SmallVec<[usize; 8]> = if by_place {
        let pool = selection.get(vm).pool.tail(vm);
        pool.iter().map(|p| p.downcast_ref::<Tuple>().map_or(0, |p| p.tail(vm).len())).collect()
    } else {
        SmallVec::from_slice(&[selection.get(vm).pool.tail(vm).len()])
    };
    let s = selection.get_mut(vm);
    match advance(s, &lengths) {
        Some(from) => yielded(vm, selection, from, by_place),
        None => {
            s.stopped = true;
            Ok(None)
        }
    }
}

/// `product`: an odometer.
fn turn(s: &mut Selection, lengths: &[usize]) -> Option<usize> {
    for place in (0..s.places).rev() {
        s.indices[place] += 1;
        if (s.indices[place] as usize) < lengths[place] {
            return Some(place);
        }
        s.indices[place] = 0;
    }
    None
}

/// `combinations`: the last place that can still rise does, and those behind follow it.
fn rise(s: &mut Selection, lengths: &[usize]) -> Option<usize> {
    let (n, r) = (lengths[0], s.places);
    let place = (0..r).rev().find(|&p| s.indices[p] as usize != p + n - r)?;
    s.indices[place] += 1;
    for p in place + 1..r {
        s.indices[p] = s.indices[p - 1] + 1;
    }
    Some(place)
}

/// `combinations_with_replacement`: as `combinations`, with places behind at the same number.
fn rise_together(s: &mut Selection, lengths: &[usize]) -> Option<usize> {
    let last = (lengths[0] as u32).saturating_sub(1);
    let place = (0..s.places).rev().find(|&p| s.indices[p] != last)?;
    let number = s.indices[place] + 1;
    s.indices[place..].fill(number);
    Some(place)
}

/// `permutations`: the last place that has yet to see an item exchanges with it; those behind start again.
fn exchange(s: &mut Selection, lengths: &[usize]) -> Option<usize> {
    let n = lengths[0];
    for place in (0..s.places).rev() {
        s.cycles[place] -= 1;
        if s.cycles[place] == 0 {
            s.indices[place..].rotate_left(1);
            s.cycles[place] = (n - place) as u32;
        } else {
            s.indices.swap(place, n - s.cycles[place] as usize);
            return Some(place);
        }
    }
    None
}

fn next_product(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    next(vm, o, true, turn)
}
fn next_permutations(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    next(vm, o, false, exchange)
}
fn next_combinations(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    next(vm, o, false, rise)
}
fn next_with_replacement(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    next(vm, o, false, rise_together)
}

/// Numbers from a range.
fn numbers(range: impl Iterator<Item = u32>, count: usize) -> Result<BufVec<u32>, OutOfMemory> {
    let mut made = BufVec::with_capacity(count)?;
    for n in range.take(count) {
        made.push(n)?;
    }
    Ok(made)
}

fn make(
    vm: &mut Vm,
    class: &Ref<Type>,
    pool: Ref<Tuple>,
    indices: BufVec<u32>,
    cycles: BufVec<u32>,
    places: usize,
    stopped: bool,
) -> PyResult {
    let made = Selection { pool, indices, cycles, places, result: Tuple::empty(), started: false, stopped };
    Ok(vm.alloc_in(class, made).into_obj())
}

/// `repeat`, the only keyword of `product`.
fn repetitions(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult<usize> {
    let named = args.split().1;
    if named.is_empty() {
        return Ok(1);
    }
    if named.len() > 1 {
        let got = named.len();
        return Err(type_error!(vm, "product() takes at most 1 keyword argument ({got} given)"));
    }
    let name = args.names.and_then(|n| n.tail(vm).first()).and_then(|n| n.downcast_ref::<Str>()).cloned();
    let name = name.map(|n| n.to_string_lossy(vm)).unwrap_or_default();
    if name != "repeat" {
        if table::has_own_init(vm, class) {
            return Ok(1);
        }
        return Err(type_error!(vm, "product() got an unexpected keyword argument '{name}'"));
    }
    match argument::ssize(vm, &named[0])? {
        n if n < 0 => Err(value_error!(vm, "repeat argument cannot be negative")),
        n => Ok(n as usize),
    }
}

fn new_product(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let repeat = repetitions(vm, class, args)?;
    let given = args.split().0;
    let given = if repeat == 0 { &[] } else { given };
    let places = match given.len().checked_mul(repeat) {
        Some(places) if places <= u32::MAX as usize / 8 => places,
        _ => return Err(raise!(vm, types::OVERFLOW_ERROR, "repeat argument too large")),
    };
    let mut pools = Vec::with_capacity(given.len());
    for iterable in given {
        pools.push(Tuple::from_iterable(vm, iterable)?.into_obj());
    }
    let empty = pools.iter().any(|p| p.downcast_ref::<Tuple>().is_some_and(|p| p.tail(vm).is_empty()));
    let pool = Tuple::from_exact(vm, (0..places).map(|i| pools[i % pools.len()].clone()))?;
    let indices = numbers(std::iter::repeat(0), places)?;
    make(vm, class, pool, indices, BufVec::new(), places, empty)
}

/// The number of places, not negative.
fn places(vm: &mut Vm, r: isize) -> PyResult<usize> {
    usize::try_from(r).map_err(|_| value_error!(vm, "r must be non-negative"))
}

static NEW_COMBINATIONS: NativeDef = native(
    "combinations",
    "($class, /, iterable, r)",
    |vm, args| {
        let r = argument::ssize(vm, args.at(2))?;
        let pool = Tuple::from_iterable(vm, args.at(1))?;
        let places = places(vm, r)?;
        let stopped = places > pool.tail(vm).len();
        let indices = numbers(0.., if stopped { 0 } else { places })?;
        make(vm, args.this::<Type>(), pool, indices, BufVec::new(), places, stopped)
    },
    "",
);

static NEW_WITH_REPLACEMENT: NativeDef = native(
    "combinations_with_replacement",
    "($class, /, iterable, r)",
    |vm, args| {
        let r = argument::ssize(vm, args.at(2))?;
        let pool = Tuple::from_iterable(vm, args.at(1))?;
        let places = places(vm, r)?;
        let stopped = pool.tail(vm).is_empty() && places > 0;
        let indices = numbers(std::iter::repeat(0), places)?;
        make(vm, args.this::<Type>(), pool, indices, BufVec::new(), places, stopped)
    },
    "",
);

static NEW_PERMUTATIONS: NativeDef = native(
    "permutations",
    "($class, /, iterable, r=None)",
    |vm, args| {
        let pool = Tuple::from_iterable(vm, args.at(1))?;
        let n = pool.tail(vm).len();
        let places = match args.some(2) {
            None => n,
            Some(r) if int::is_int(r) => {
                let r = argument::ssize(vm, r)?;
                places(vm, r)?
            }
            Some(_) => return Err(type_error!(vm, "Expected int as r")),
        };
        let stopped = places > n;
        let indices = numbers(0.., n)?;
        let cycles = numbers((0..=n as u32).rev(), if stopped { 0 } else { places })?;
        make(vm, args.this::<Type>(), pool, indices, cycles, places, stopped)
    },
    "",
);

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<Selection>().get(vm);
    let numbers = s.indices.capacity() + s.cycles.capacity();
    Ok(int::from_i64(vm, (16 + size_of::<Selection>() + numbers * size_of::<u32>()) as i64))
}

const METHODS: &[NativeDef] = &[native("__sizeof__", "($self, /)", sizeof, "Returns size in memory, in bytes.")];

const fn def(name: &'static str, next: NextFn) -> TypeDef {
    TypeDef { kind: kinds::SELECTION, methods: METHODS, ..iterator(name, next) }
}

/// `itertools.product`
pub(super) static PRODUCT_DEF: TypeDef = TypeDef {
    doc: "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A).\n\nproduct('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\nproduct((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
    slots: Slots { new: Some(new_product), ..iterator("", next_product).slots },
    signature: "(*iterables, repeat=1)",
    ..def("product", next_product)
};

/// `itertools.permutations`
pub(super) static PERMUTATIONS_DEF: TypeDef = TypeDef {
    doc: "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_PERMUTATIONS, args)),
        ..iterator("", next_permutations).slots
    },
    signature: "(iterable, r=None)",
    ..def("permutations", next_permutations)
};

/// `itertools.combinations`
pub(super) static COMBINATIONS_DEF: TypeDef = TypeDef {
    doc: "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_COMBINATIONS, args)),
        ..iterator("", next_combinations).slots
    },
    signature: "(iterable, r)",
    ..def("combinations", next_combinations)
};

/// `itertools.combinations_with_replacement`
pub(super) static WITH_REPLACEMENT_DEF: TypeDef = TypeDef {
    doc: "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_WITH_REPLACEMENT, args)),
        ..iterator("", next_with_replacement).slots
    },
    signature: "(iterable, r)",
    ..def("combinations_with_replacement", next_with_replacement)
};

/// Adds the types.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    rpython_heap::kind::register::<Selection>();
    for def in [&PRODUCT_DEF, &PERMUTATIONS_DEF, &COMBINATIONS_DEF, &WITH_REPLACEMENT_DEF] {
        let class = type_object::define(vm, def)?;
        table::set(vm, module, def.name, class.into_obj())?;
    }
    Ok(())
}
