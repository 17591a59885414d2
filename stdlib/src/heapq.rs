//! `_heapq`: priority queues in lists (CPython: `Modules/_heapqmodule.c`).
//!
//! A comparison may run Python code that changes the list; each step looks at the list anew and fails if its length changed.
//! `Above` is the direction: which of two items goes nearer to the root.

use crate::table;
use rpython_objects::{
    Args, CompareOp, List, Module, NativeDef, Obj, PyResult, Ref, Value, Vm, argument, native, protocol, raise,
    type_error, types,
};

/// Whether `a < b`, quick for numbers.
#[inline]
pub(crate) fn less(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    let (x, y) = (a.value(), b.value());
    if Value::both_int(x, y) {
        return Ok(x.as_int_unchecked() < y.as_int_unchecked());
    }
    if x.is_float() && y.is_float() {
        return Ok(x.as_float_unchecked() < y.as_float_unchecked());
    }
    protocol::holds(vm, a, b, CompareOp::Lt)
}

/// Which of two items goes nearer to the root.
type Above = fn(&mut Vm, &Obj, &Obj) -> PyResult<bool>;

fn smaller(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    less(vm, a, b)
}

fn larger(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    less(vm, b, a)
}

/// The argument `heap`.
fn heap<'a>(vm: &mut Vm, args: Args<'a>, function: &str, place: &str) -> PyResult<&'a Ref<List>> {
    match args.at(1).downcast_ref::<List>() {
        Some(heap) => Ok(heap),
        None => {
            let got = argument::shown_class(vm, args.at(1));
            Err(type_error!(vm, "{function}() argument{place} must be list, not {got}"))
        }
    }
}

/// The item at an index of a list that should have `size` of them.
fn at(vm: &mut Vm, heap: &Ref<List>, size: usize, index: usize) -> PyResult {
    let items = &heap.get(vm).items;
    match items.get(index).filter(|_| items.len() == size) {
        Some(item) => Ok(item.clone()),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "list changed size during iteration")),
    }
}

/// Moves the item at `place` towards the root, not above `start`.
fn sift_down(vm: &mut Vm, heap: &Ref<List>, start: usize, place: usize, above: Above) -> PyResult<()> {
    let size = heap.get(vm).items.len();
    let mut place = place;
    while place > start {
        let item = at(vm, heap, size, place)?;
        let parent_place = (place - 1) / 2;
        let parent = at(vm, heap, size, parent_place)?;
        if !above(vm, &item, &parent)? {
            // The comparison may have changed the list even so.
            at(vm, heap, size, place)?;
            break;
        }
        at(vm, heap, size, place)?;
        heap.get_mut(vm).items.swap(place, parent_place);
        place = parent_place;
    }
    Ok(())
}

/// Moves the item at `start` to a leaf, its better children up, and then to where it belongs.
fn sift_up(vm: &mut Vm, heap: &Ref<List>, start: usize, above: Above) -> PyResult<()> {
    let size = heap.get(vm).items.len();
    if start >= size {
        return Err(table::index_error(vm, "index out of range"));
    }
    let mut place = start;
    while place < size / 2 {
        let mut child = 2 * place + 1;
        if child + 1 < size {
            let (left, right) = (at(vm, heap, size, child)?, at(vm, heap, size, child + 1)?);
            let left_first = above(vm, &left, &right)?;
            at(vm, heap, size, child)?;
            child += usize::from(!left_first);
        }
        heap.get_mut(vm).items.swap(place, child);
        place = child;
    }
    sift_down(vm, heap, start, place, above)
}

fn push(vm: &mut Vm, args: Args<'_>, name: &str, above: Above) -> PyResult {
    let heap = heap(vm, args, name, " 1")?;
    heap.get_mut(vm).items.push(args.at(2).clone())?;
    let last = heap.get(vm).items.len() - 1;
    sift_down(vm, heap, 0, last, above)?;
    Ok(Obj::NONE)
}

fn pop(vm: &mut Vm, args: Args<'_>, name: &str, above: Above) -> PyResult {
    let heap = heap(vm, args, name, "")?;
    let items = &mut heap.get_mut(vm).items;
    let Some(last) = items.pop() else { return Err(table::index_error(vm, "index out of range")) };
    let Some(first) = items.first_mut() else { return Ok(last) };
    let top = std::mem::replace(first, last);
    sift_up(vm, heap, 0, above)?;
    Ok(top)
}

fn replace(vm: &mut Vm, args: Args<'_>, name: &str, above: Above) -> PyResult {
    let heap = heap(vm, args, name, " 1")?;
    let Some(first) = heap.get_mut(vm).items.first_mut() else {
        return Err(table::index_error(vm, "index out of range"));
    };
    let top = std::mem::replace(first, args.at(2).clone());
    sift_up(vm, heap, 0, above)?;
    Ok(top)
}

fn push_pop(vm: &mut Vm, args: Args<'_>, name: &str, above: Above) -> PyResult {
    let heap = heap(vm, args, name, " 1")?;
    let item = args.at(2);
    let Some(top) = heap.get(vm).items.first().cloned() else { return Ok(item.clone()) };
    if !above(vm, &top, item)? {
        return Ok(item.clone());
    }
    let Some(first) = heap.get_mut(vm).items.first_mut() else {
        return Err(table::index_error(vm, "index out of range"));
    };
    let top = std::mem::replace(first, item.clone());
    sift_up(vm, heap, 0, above)?;
    Ok(top)
}

fn heapify(vm: &mut Vm, args: Args<'_>, name: &str, above: Above) -> PyResult {
    let heap = heap(vm, args, name, "")?;
    let n = heap.get(vm).items.len();
    for place in (0..n / 2).rev() {
        sift_up(vm, heap, place, above)?;
    }
    Ok(Obj::NONE)
}

const TWO: &str = "($module, heap, item, /)";
const ONE: &str = "($module, heap, /)";

static FUNCTIONS: &[NativeDef] = &[
    native(
        "heappush",
        TWO,
        |vm, a| push(vm, a, "heappush", smaller),
        "Push item onto heap, maintaining the heap invariant.",
    ),
    native(
        "heappushpop",
        TWO,
        |vm, a| push_pop(vm, a, "heappushpop", smaller),
        "Push item on the heap, then pop and return the smallest item from the heap.\n\nThe combined action runs more efficiently than heappush() followed by\na separate call to heappop().",
    ),
    native(
        "heappop",
        ONE,
        |vm, a| pop(vm, a, "heappop", smaller),
        "Pop the smallest item off the heap, maintaining the heap invariant.",
    ),
    native(
        "heapreplace",
        TWO,
        |vm, a| replace(vm, a, "heapreplace", smaller),
        "Pop and return the current smallest value, and add the new item.\n\nThis is more efficient than heappop() followed by heappush(), and can be\nmore appropriate when using a fixed-size heap.  Note that the value\nreturned may be larger than item!  That constrains reasonable uses of\nthis routine unless written as part of a conditional replacement:\n\n    if item > heap[0]:\n        item = heapreplace(heap, item)",
    ),
    native(
        "heapify",
        ONE,
        |vm, a| heapify(vm, a, "heapify", smaller),
        "Transform list into a heap, in-place, in O(len(heap)) time.",
    ),
    native(
        "heappush_max",
        TWO,
        |vm, a| push(vm, a, "heappush_max", larger),
        "Push item onto max heap, maintaining the heap invariant.",
    ),
    native(
        "heappushpop_max",
        TWO,
        |vm, a| push_pop(vm, a, "heappushpop_max", larger),
        "Maxheap variant of heappushpop.\n\nThe combined action runs more efficiently than heappush_max()\nfollowed by a separate call to heappop_max().",
    ),
    native("heappop_max", ONE, |vm, a| pop(vm, a, "heappop_max", larger), "Maxheap variant of heappop."),
    native(
        "heapreplace_max",
        TWO,
        |vm, a| replace(vm, a, "heapreplace_max", larger),
        "Maxheap variant of heapreplace.",
    ),
    native("heapify_max", ONE, |vm, a| heapify(vm, a, "heapify_max", larger), "Maxheap variant of heapify."),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(
        vm,
        "_heapq",
        "Heap queue algorithm (a.k.a. priority queue).\n\nA heap is a list for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for all k,\nso that a[0] is its smallest item.",
        FUNCTIONS,
    )?;
    let about = rpython_objects::Str::new(vm, "Heap queues").into_obj();
    table::set(vm, &module, "__about__", about)?;
    Ok(module)
}
