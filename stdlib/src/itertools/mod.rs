//! `itertools` (CPython: `Modules/itertoolsmodule.c`).
//!
//! One file a family: [`infinite`] (`count`, `cycle`, `repeat`), [`filtering`] (what passes some items of one iterator on),
//! [`folding`] (`accumulate`, `batched`, `pairwise`), [`joining`] (`chain`, `zip_longest`), [`slicing`] (`islice`),
//! [`grouping`] (`groupby`), [`sharing`] (`tee`), [`selection`] (`product`, `permutations`, combinations).
//!
//! A step that calls Python takes what it needs out of the payload first and looks at the payload anew behind the call, which may
//! have moved the same iterator on. Iterators that yield tuples fill the last one anew where nobody else holds it.

mod filtering;
mod folding;
mod grouping;
mod infinite;
mod joining;
mod selection;
mod sharing;
mod slicing;

use crate::table;
use rpython_objects::{Module, Obj, PyResult, Ref, Slots, TypeDef, TypeFlags, Vm, protocol, slots::NextFn};

/// An iterator type.
const fn iterator(name: &'static str, next: NextFn) -> TypeDef {
    TypeDef {
        name,
        module: "itertools",
        flags: TypeFlags::BASE,
        slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
        ..TypeDef::EMPTY
    }
}

/// What a function that an iterator calls returns; its `StopIteration` ends the iterator.
fn called(vm: &mut Vm, function: &Obj, args: &[Obj]) -> PyResult<Option<Obj>> {
    match protocol::call(vm, function, args) {
        Ok(result) => Ok(Some(result)),
        Err(raised) => protocol::stopped(vm, raised),
    }
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(
        vm,
        "itertools",
        "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\nIterators terminating on the shortest input sequence:\naccumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\nbatched(p, n) --> [p0, p1, ..., p_n-1], [p_n, p_n+1, ..., p_2n-1], ...\nchain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\nchain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\ncompress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\ndropwhile(predicate, seq) --> seq[n], seq[n+1], starting when predicate fails\ngroupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\nfilterfalse(predicate, seq) --> elements of seq where predicate(elem) is False\nislice(seq, [start,] stop [, step]) --> elements from\n       seq[start:stop:step]\npairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\nstarmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\ntee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\ntakewhile(predicate, seq) --> seq[0], seq[1], until predicate fails\nzip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\nCombinatoric generators:\nproduct(p, q, ... [repeat=1]) --> cartesian product\npermutations(p[, r])\ncombinations(p, r)\ncombinations_with_replacement(p, r)\n",
        sharing::FUNCTIONS,
    )?;
    folding::add(vm, &module)?;
    joining::add(vm, &module)?;
    selection::add(vm, &module)?;
    filtering::add(vm, &module)?;
    infinite::add(vm, &module)?;
    grouping::add(vm, &module)?;
    slicing::add(vm, &module)?;
    sharing::add(vm, &module)?;
    Ok(module)
}
