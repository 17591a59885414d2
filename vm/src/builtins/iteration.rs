//! `sum`, `max`, `any`, `sorted` and their like: loops in a call.

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
    .unsigned(),
    native(
        "min",
        "($module, *args, key=None, default=<unrepresentable>)",
        |vm, a| extreme(vm, a, CompareOp::Lt),
        "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nWith a single iterable argument, return its smallest item. The\ndefault keyword-only argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more positional arguments, return the smallest argument.",
    )
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
    let items = protocol::collect(vm, &given[0])?;
    let list = List::from_vec(vm, items)?.into_obj();
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
    let mut compensated: Option<Compensated> = None;
    let mut parts: Option<(Compensated, Compensated)> = None;
    while let Some(item) = protocol::next(vm, &iterator)? {
        vm.poll()?;
        let v = item.value();
        match &mut compensated {
            Some(c) if v.is_float() => {
                c.add(v.as_float_unchecked());
                continue;
            }
            Some(c) if v.is_int() => {
                c.add(v.as_int_unchecked() as f64);
                continue;
            }
            Some(c) if int::is_int(&item) => {
                c.add(rpython_objects::float::to_f64(vm, &item)?);
                continue;
            }
            Some(c) => {
                total = Obj::float(c.total());
                compensated = None;
            }
            None => {}
        }
        if parts.is_none() && total.header().is_some_and(|h| h.class() == types::COMPLEX.slot()) {
            parts = complex::value(vm, &total)
                .map(|z| (Compensated { high: z.re, low: 0.0 }, Compensated { high: z.im, low: 0.0 }));
        }
        if let Some((real, imag)) = &mut parts {
            let is_complex = item.header().is_some_and(|h| h.class() == types::COMPLEX.slot());
            if let Some(z) = complex::value(vm, &item).filter(|_| is_complex) {
                real.add(z.re);
                imag.add(z.im);
                continue;
            }
            if let Some(x) = v.as_float() {
                real.add(x);
                continue;
            }
            if int::is_int(&item) {
                real.add(rpython_objects::float::to_f64(vm, &item)?);
                continue;
            }
            total = complex::new(vm, real.total(), imag.total());
            parts = None;
        }
        if Value::both_int(total.value(), v)
            && let Some(next) = Value::add_int(total.value(), v)
        {
            total = Obj::immediate(next);
            continue;
        }
        if v.is_float() && (total.value().is_float() || total.value().is_int()) {
            let start = match total.value().as_float() {
                Some(x) => x,
                None => total.value().as_int_unchecked() as f64,
            };
            let mut c = Compensated { high: start, low: 0.0 };
            c.add(v.as_float_unchecked());
            compensated = Some(c);
            continue;
        }
        total = protocol::binary(vm, &total, &item, BinaryOp::Add)?;
    }
    if let Some((real, imag)) = parts {
        return Ok(complex::new(vm, real.total(), imag.total()));
    }
    Ok(compensated.map_or(total, |c| Obj::float(c.total())))
}
