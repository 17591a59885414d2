//! `sum`, `max`, `any`, `sorted` and their like: loops in a call.

use crate::special::is_exact;
use rpython_objects::{
    Args, CallArgs, CompareOp, List, NativeDef, Obj, PyResult, Str, Tuple, TypeExt, Value, Vm, argument, complex, int,
    native, native_unbound,
    protocol::{self, BinaryOp},
    type_error, types, value_error,
};

pub(super) const FUNCTIONS: &[NativeDef] = &[
    native(
        "aiter",
        "($module, async_iterable, /)",
        |vm, a| aiter(vm, a.at(1)),
        "Return an AsyncIterator for an AsyncIterable object.",
    ),
    native(
        "all",
        "($module, iterable, /)",
        all,
        "Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.",
    ),
    native(
        "anext",
        "($module, aiterator, default=<unrepresentable>, /)",
        anext,
        "Return the next item from the async iterator.\n\nIf default is given and the async iterator is exhausted,\nit is returned instead of raising StopAsyncIteration.",
    ),
    native(
        "any",
        "($module, iterable, /)",
        any,
        "Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.",
    ),
    native(
        "iter",
        "($module, iterable, sentinel=<unrepresentable>, /)",
        iter,
        "Get an iterator from an object.\n\nIn the first form, the argument must supply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel.",
    )
    .unsigned(),
    native(
        "max",
        "($module, *args, key=None, default=<unrepresentable>)",
        |vm, a| extreme(vm, a, CompareOp::Gt),
        "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its biggest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the largest argument.",
    )
    .by_position(|vm, a| extreme_of(vm, a, CompareOp::Gt))
    .unsigned(),
    native(
        "min",
        "($module, *args, key=None, default=<unrepresentable>)",
        |vm, a| extreme(vm, a, CompareOp::Lt),
        "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its smallest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the smallest argument.",
    )
    .by_position(|vm, a| extreme_of(vm, a, CompareOp::Lt))
    .unsigned(),
    native(
        "next",
        "($module, iterator, default=<unrepresentable>, /)",
        next,
        "Return the next item from the iterator.\n\nIf default is given and the iterator is exhausted,\nit is returned instead of raising StopIteration.",
    )
    .unsigned(),
    native_unbound(
        "sorted",
        "($module, iterable, /, *, key=None, reverse=False)",
        sorted,
        "Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.",
    ),
    native(
        "sum",
        "($module, iterable, /, start=0)",
        sum,
        "Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is intended specifically for use with numeric values and may\nreject non-numeric types.",
    ),
];

fn all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    until(vm, args.at(1), false)
}

fn any(vm: &mut Vm, args: Args<'_>) -> PyResult {
    until(vm, args.at(1), true)
}

/// Whether an item has this truth, as `any` asks (`all` asks for the opposite).
fn until(vm: &mut Vm, iterable: &Obj, wanted: bool) -> PyResult {
    let iterator = protocol::iter(vm, iterable)?;
    while let Some(item) = protocol::next(vm, &iterator)? {
        if protocol::is_true(vm, &item)? == wanted {
            return Ok(Obj::bool(wanted));
        }
        vm.poll()?;
    }
    Ok(Obj::bool(!wanted))
}

fn iter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.opt(2) {
        None => protocol::iter(vm, args.at(1)),
        Some(sentinel) => {
            if vm.slots_of(args.at(1)).call().is_none() {
                return Err(type_error!(vm, "iter(v, w): v must be callable"));
            }
            rpython_objects::call_iterator::new(vm, args.at(1), sentinel)
        }
    }
}

fn next(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = args.at(1);
    match protocol::next_keeping_value(vm, iterator)? {
        Some(item) => Ok(item),
        None => match args.opt(2) {
            Some(default) => Ok(default.clone()),
            None => {
                let value = vm.take_stop_value();
                let args: &[Obj] = if value.is_none() { &[] } else { &[value] };
                let made = rpython_objects::exception::with_args(vm, types::STOP_ITERATION, args);
                Err(vm.raise_object(made))
            }
        },
    }
}

fn aiter(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(get) = vm.slots_of(o).aiter() else {
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "'{class}' object is not an async iterable"));
    };
    let made = get(vm, o)?;
    if vm.slots_of(&made).anext().is_none() {
        let class = vm.class_of(&made).name(vm).to_string();
        return Err(type_error!(vm, "aiter() returned not an async iterator of type '{class}'"));
    }
    Ok(made)
}

fn anext(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(get) = vm.slots_of(args.at(1)).anext() else {
        let class = vm.class_of(args.at(1)).name(vm).to_string();
        return Err(type_error!(vm, "'{class}' object is not an async iterator"));
    };
    let awaitable = get(vm, args.at(1))?;
    match args.opt(2) {
        None => Ok(awaitable),
        Some(default) => Ok(rpython_objects::anext_awaitable::new(vm, &awaitable, default)),
    }
}

/// `min` and `max` of arguments by position alone.
fn extreme_of(vm: &mut Vm, args: Args<'_>, op: CompareOp) -> PyResult {
    let [_, first, others @ ..] = args.all() else { return extreme(vm, Args::new(&[Obj::NONE, Obj::NONE]), op) };
    if others.is_empty() {
        let values = Tuple::from_slice(vm, std::slice::from_ref(first))?.into_obj();
        return extreme(vm, Args::new(&[Obj::NONE, values]), op);
    }
    let mut best = first;
    for item in others {
        if protocol::holds(vm, item, best, op)? {
            best = item;
        }
    }
    Ok(best.clone())
}

fn extreme(vm: &mut Vm, args: Args<'_>, op: CompareOp) -> PyResult {
    let name = if op == CompareOp::Gt { "max" } else { "min" };
    let values = args.at(1);
    let (key, default) = (args.some(2), args.opt(3));
    let iterable = match values.downcast_ref::<Tuple>().map(|t| t.tail(vm)) {
        None | Some([]) => return Err(type_error!(vm, "{name} expected at least 1 argument, got 0")),
        Some([one]) => one.clone(),
        Some(_) if default.is_some() => {
            return Err(type_error!(vm, "Cannot specify a default for {name}() with multiple positional arguments"));
        }
        Some(_) => values.clone(),
    };
    let mut best: Option<Obj> = None;
    match key {
        None => protocol::for_each(vm, &iterable, |vm, item| {
            let better = match &best {
                Some(best) => protocol::holds(vm, &item, best, op)?,
                None => true,
            };
            if better {
                best = Some(item);
            }
            Ok(())
        })?,
        Some(key) => {
            let mut best_value = Obj::NONE;
            protocol::for_each(vm, &iterable, |vm, item| {
                let value = protocol::call(vm, key, std::slice::from_ref(&item))?;
                if best.is_none() || protocol::holds(vm, &value, &best_value, op)? {
                    (best, best_value) = (Some(item), value);
                }
                Ok(())
            })?;
        }
    }
    match (best, default) {
        (Some(item), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(value_error!(vm, "{name}() iterable argument is empty")),
    }
}

/// The keywords are `list.sort`'s.
fn sorted(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    let args = CallArgs { values: args.values.get(1..).unwrap_or_default(), names: args.names };
    let given = argument::positional(vm, "sorted", args, 1, 1)?;
    let items = protocol::collect_hinted(vm, &given[0])?;
    let list = List::from_vec(vm, items)?;
    if args.names.is_none() {
        rpython_objects::list::sort(vm, &list)?;
        return Ok(list.into_obj());
    }
    let list = list.into_obj();
    let sort = Str::intern(vm, "sort");
    let method = protocol::get_attr(vm, &list, &sort)?;
    protocol::call_args(vm, &method, CallArgs { values: args.split().1, names: args.names })?;
    Ok(list)
}

/// Neumaier's compensated sum, as CPython's `sum` keeps it while all items are floats.
#[derive(Clone, Copy)]
struct Compensated {
    high: f64,
    low: f64,
}

impl Compensated {
    fn add(&mut self, x: f64) {
        let total = self.high + x;
        self.low += if self.high.abs() >= x.abs() { (self.high - total) + x } else { (x - total) + self.high };
        self.high = total;
    }

    fn total(self) -> f64 {
        // A rest that is no number would spoil an infinite sum.
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}

/// What `sum` adds up in a way of its own. It goes through these in order, and never back.
#[derive(Clone, Copy)]
enum Stage {
    /// The total is an int of a machine word.
    Ints,
    /// The total is a float.
    Floats(Compensated),
    /// The total is complex.
    Complexes(Compensated, Compensated),
    /// The total is whatever adding makes it.
    Objects,
}

impl Stage {
    /// The first stage from `from` on that is meant for this total.
    fn of(vm: &Vm, total: &Obj, from: Stage) -> Stage {
        if matches!(from, Stage::Objects) {
            return from;
        }
        if matches!(from, Stage::Ints) && is_exact_int(total) && int::to_i64(vm, total).is_some() {
            return Stage::Ints;
        }
        if !matches!(from, Stage::Complexes(..))
            && let Some(x) = total.value().as_float()
        {
            return Stage::Floats(Compensated { high: x, low: 0.0 });
        }
        match complex::value(vm, total).filter(|_| is_exact_complex(total)) {
            Some(z) => Stage::Complexes(Compensated { high: z.re, low: 0.0 }, Compensated { high: z.im, low: 0.0 }),
            None => Stage::Objects,
        }
    }

    /// The stage behind this one.
    fn next(self) -> Stage {
        let zero = Compensated { high: 0.0, low: 0.0 };
        match self {
            Stage::Ints => Stage::Floats(zero),
            Stage::Floats(_) => Stage::Complexes(zero, zero),
            Stage::Complexes(..) | Stage::Objects => Stage::Objects,
        }
    }

    /// Adds an item, unless the stage ends before it.
    fn takes(&mut self, vm: &mut Vm, total: &mut Obj, item: &Obj) -> PyResult<bool> {
        let v = item.value();
        match self {
            Stage::Ints => {
                if Value::both_int(total.value(), v)
                    && let Some(next) = Value::add_int(total.value(), v)
                {
                    *total = Obj::immediate(next);
                    return Ok(true);
                }
                if !is_exact_int(item) && !v.is_bool() {
                    return Ok(false);
                }
                let next = protocol::binary(vm, total, item, BinaryOp::Add)?;
                if int::to_i64(vm, &next).is_none() {
                    return Ok(false);
                }
                *total = next;
            }
            Stage::Floats(sum) | Stage::Complexes(sum, _) if v.is_float() => sum.add(v.as_float_unchecked()),
            Stage::Floats(sum) | Stage::Complexes(sum, _) if int::is_int(item) => {
                sum.add(rpython_objects::float::to_f64(vm, item)?);
            }
            Stage::Complexes(real, imaginary) if is_exact_complex(item) => {
                let Some(z) = complex::value(vm, item) else { return Ok(false) };
                real.add(z.re);
                imaginary.add(z.im);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The total, which a stage may keep elsewhere.
    fn total(self, vm: &mut Vm, total: Obj) -> Obj {
        match self {
            Stage::Floats(sum) => Obj::float(sum.total()),
            Stage::Complexes(real, imaginary) => complex::new(vm, real.total(), imaginary.total()),
            Stage::Ints | Stage::Objects => total,
        }
    }
}

fn is_exact_int(o: &Obj) -> bool {
    o.value().is_int() || is_exact(o, types::INT)
}

fn is_exact_complex(o: &Obj) -> bool {
    is_exact(o, types::COMPLEX)
}

fn sum(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut total = match args.opt(2) {
        None => Obj::small_int(0).unwrap_or(Obj::NONE),
        Some(start) => {
            let what = if start.is_kind::<Str>() {
                Some("strings [use ''.join(seq) instead]")
            } else if start.kind() == rpython_objects::kinds::BYTES {
                Some("bytes [use b''.join(seq) instead]")
            } else if start.kind() == rpython_objects::kinds::BYTEARRAY {
                Some("bytearray [use b''.join(seq) instead]")
            } else {
                None
            };
            if let Some(what) = what {
                return Err(type_error!(vm, "sum() can't sum {what}"));
            }
            start.clone()
        }
    };
    let iterator = protocol::iter(vm, args.at(1))?;
    let mut stage = Stage::of(vm, &total, Stage::Ints);
    while let Some(item) = protocol::next(vm, &iterator)? {
        vm.poll()?;
        if stage.takes(vm, &mut total, &item)? {
            continue;
        }
        let left = std::mem::replace(&mut stage, Stage::Objects);
        let later = left.next();
        total = left.total(vm, total);
        total = protocol::binary(vm, &total, &item, BinaryOp::Add)?;
        stage = Stage::of(vm, &total, later);
    }
    Ok(stage.total(vm, total))
}
