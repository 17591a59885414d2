//! Several iterators that advance together: what `zip` and `map` have in common (CPython: `Python/bltinmodule.c`).

use crate::{CallArgs, PyResult, Str, StrExt, Tuple, Vm, native, protocol, type_error, value_error};
use rpython_heap::{Obj, Ref};
use smallvec::SmallVec;

/// One item of each iterator.
pub(crate) type Items = SmallVec<[Obj; 4]>;

/// Iterators over `iterables`.
pub(crate) fn iterators(vm: &mut Vm, iterables: &[Obj]) -> PyResult<Ref<Tuple>> {
    let mut all = Vec::with_capacity(iterables.len());
    for iterable in iterables {
        all.push(protocol::iter(vm, iterable)?);
    }
    Ok(Tuple::from_vec(vm, all)?)
}

/// The argument `strict`, the only one that may be passed by keyword.
pub(crate) fn strict(vm: &mut Vm, function: &str, args: CallArgs<'_>) -> PyResult<bool> {
    match args.split().1 {
        [] => Ok(false),
        [value] => {
            let name = args.names.and_then(|n| n.tail(vm).first()).and_then(|n| n.downcast_ref::<Str>()).cloned();
            match name {
                Some(name) if name.is_text(vm, "strict") => protocol::is_true(vm, value),
                Some(name) => Err(native::unexpected_keyword(vm, function, &name, std::iter::once("strict"))),
                None => Err(type_error!(vm, "keywords must be strings")),
            }
        }
        more => {
            let got = more.len();
            Err(type_error!(vm, "{function}() takes at most 1 keyword argument ({got} given)"))
        }
    }
}

/// The next item of each iterator; `None` when the first of them ends. The strict form then asks whether all end.
pub(crate) fn next(vm: &mut Vm, function: &str, iterators: &Ref<Tuple>, strict: bool) -> PyResult<Option<Items>> {
    let count = iterators.tail(vm).len();
    let mut items = Items::with_capacity(count);
    for i in 0..count {
        let iterator = iterators.tail(vm)[i].clone();
        match next_item(vm, &iterator)? {
            Some(item) => items.push(item),
            None if strict => return check_lengths(vm, function, iterators, i).map(|()| None),
            None => return Ok(None),
        }
    }
    Ok(Some(items))
}

/// As [`next`], of two iterators.
pub(crate) fn next_two(vm: &mut Vm, first: &Obj, second: &Obj) -> PyResult<Option<[Obj; 2]>> {
    let Some(one) = next_item(vm, first)? else { return Ok(None) };
    Ok(next_item(vm, second)?.map(|two| [one, two]))
}

/// The next item; a `StopIteration` that a native iterator lets through is an end too.
fn next_item(vm: &mut Vm, iterator: &Obj) -> PyResult<Option<Obj>> {
    match protocol::next(vm, iterator) {
        Err(raised) => protocol::stopped(vm, raised),
        other => other,
    }
}

/// Fails unless all iterators end with the one numbered `ended`.
#[cold]
fn check_lengths(vm: &mut Vm, function: &str, iterators: &Ref<Tuple>, ended: usize) -> PyResult<()> {
    let earlier = |i: usize| if i == 1 { "argument 1".to_string() } else { format!("arguments 1-{i}") };
    if ended > 0 {
        return Err(value_error!(vm, "{function}() argument {} is shorter than {}", ended + 1, earlier(ended)));
    }
    for i in 1..iterators.tail(vm).len() {
        let iterator = iterators.tail(vm)[i].clone();
        if next_item(vm, &iterator)?.is_some() {
            return Err(value_error!(vm, "{function}() argument {} is longer than {}", i + 1, earlier(i)));
        }
    }
    Ok(())
}
