//! `_bisect`: binary search (CPython: `Modules/_bisectmodule.c`).

use crate::{heapq::less, table};
use rpython_objects::{
    Args, Dict, List, Module, NativeDef, Obj, PyResult, Ref, Str, Vm, argument, int, native, protocol, type_error,
    value_error,
};

/// On which side of equal items the answer lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// An item of a sequence by number.
fn item_at(vm: &mut Vm, a: &Obj, i: usize) -> PyResult {
    if let Some(item) = a.downcast_ref::<List>().filter(|l| List::is_exact(l)).and_then(|l| l.get(vm).items.get(i)) {
        return Ok(item.clone());
    }
    match vm.slots_of(a).item().filter(|_| !a.is_kind::<Dict>()) {
        Some(item) => item(vm, a, i as isize),
        None => {
            let class = argument::class_name(vm, a);
            Err(type_error!(vm, "{class} is not a sequence"))
        }
    }
}

/// The place for `x`, among items or their keys.
fn search(vm: &mut Vm, args: Args<'_>, x: &Obj, side: Side) -> PyResult<usize> {
    let a = args.at(1);
    let low = argument::ssize_or(vm, args.opt(3), 0)?;
    let high = match args.some(4) {
        Some(high) => argument::ssize(vm, high)?,
        None => -1,
    };
    if low < 0 {
        return Err(value_error!(vm, "lo must be non-negative"));
    }
    let key = args.some(5);
    let mut low = low as usize;
    let mut high = match high {
        -1 => length(vm, a)?,
        high if high < 0 => return Ok(low),
        high => high as usize,
    };
    while low < high {
        let middle = low + (high - low) / 2;
        let mut item = item_at(vm, a, middle)?;
        if let Some(key) = key {
            item = protocol::call(vm, key, std::slice::from_ref(&item))?;
        }
        let behind = match side {
            Side::Left => less(vm, &item, x)?,
            Side::Right => !less(vm, x, &item)?,
        };
        if behind {
            low = middle + 1;
        } else {
            high = middle;
        }
        vm.poll()?;
    }
    Ok(low)
}

/// The length of a sequence, which a dict is none of.
fn length(vm: &mut Vm, a: &Obj) -> PyResult<usize> {
    if a.is_kind::<Dict>() {
        let class = argument::class_name(vm, a);
        return Err(type_error!(vm, "{class} is not a sequence"));
    }
    protocol::len(vm, a)
}

fn bisect(vm: &mut Vm, args: Args<'_>, side: Side) -> PyResult {
    let at = search(vm, args, args.at(2), side)?;
    Ok(int::from_i64(vm, at as i64))
}

fn insort(vm: &mut Vm, args: Args<'_>, side: Side) -> PyResult {
    let (a, x) = (args.at(1), args.at(2));
    let at = match args.some(5) {
        Some(key) => {
            let wanted = protocol::call(vm, key, std::slice::from_ref(x))?;
            search(vm, args, &wanted, side)?
        }
        None => search(vm, args, x, side)?,
    };
    if let Some(list) = a.downcast_ref::<List>().filter(|l| List::is_exact(l)) {
        let items = &mut list.get_mut(vm).items;
        let at = at.min(items.len());
        items.insert(at, x.clone())?;
        return Ok(Obj::NONE);
    }
    let name = Str::intern(vm, "insert");
    let at = int::from_i64(vm, at as i64);
    protocol::call_method(vm, a, &name, &[at, x.clone()])?;
    Ok(Obj::NONE)
}

const SIGNATURE: &str = "($module, /, a, x, lo=0, hi=None, *, key=None)";

static FUNCTIONS: &[NativeDef] = &[
    native(
        "bisect_right",
        SIGNATURE,
        |vm, args| bisect(vm, args, Side::Right),
        "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.  So if x already appears in the list, a.insert(i, x)\nwill insert just after the rightmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
    ),
    native(
        "insort_right",
        SIGNATURE,
        |vm, args| insort(vm, args, Side::Right),
        "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the right of the rightmost x.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
    ),
    native(
        "bisect_left",
        SIGNATURE,
        |vm, args| bisect(vm, args, Side::Left),
        "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e < x, and all e in\na[i:] have e >= x.  So if x already appears in the list, a.insert(i, x)\nwill insert just before the leftmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
    ),
    native(
        "insort_left",
        SIGNATURE,
        |vm, args| insort(vm, args, Side::Left),
        "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the left of the leftmost x.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(
        vm,
        "_bisect",
        "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.\n",
        FUNCTIONS,
    )
}
