//! `tee`: several iterators over what one iterator yields. They share a chain of cells, each with some items; a cell that
//! all have passed is freed.

use super::iterator;
use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, BufVec, Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, argument,
    native, protocol, raise, type_error, types, value_error,
};

/// Items of a cell.
const ITEMS: usize = 57;

/// The payload of a cell.
pub(super) struct Cell {
    iterator: Obj,
    items: BufVec<Obj>,
    next: Option<Ref<Cell>>,
    /// Whether the iterator is being read.
    running: bool,
}

impl Payload for Cell {
    const KIND: Kind = kinds::TEE_DATA;
    const NAME: &'static str = "tee cell";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.iterator);
        self.items.iter().for_each(&mut *visit);
        if let Some(next) = &self.next {
            visit(next);
        }
    }
    fn clear(&mut self) {
        self.items.clear();
        let next = self.next.take();
        drop(next);
    }
}

/// The payload of a tee.
pub(super) struct Tee {
    cell: Ref<Cell>,
    /// The next item in it.
    index: usize,
}

impl Payload for Tee {
    const KIND: Kind = kinds::TEE;
    const NAME: &'static str = "tee";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.cell);
    }
}

fn new_cell(vm: &mut Vm, iterator: &Obj) -> Ref<Cell> {
    vm.make(Cell { iterator: iterator.clone(), items: BufVec::new(), next: None, running: false })
}

/// The item of a cell, read from the iterator if it is the next.
fn item(vm: &mut Vm, cell: &Ref<Cell>, index: usize) -> PyResult<Option<Obj>> {
    if let Some(item) = cell.get(vm).items.get(index).cloned() {
        return Ok(Some(item));
    }
    if cell.get(vm).running {
        return Err(raise!(vm, types::RUNTIME_ERROR, "cannot re-enter the tee iterator"));
    }
    let iterator = cell.get(vm).iterator.clone();
    cell.get_mut(vm).running = true;
    let item = protocol::next(vm, &iterator);
    let c = cell.get_mut(vm);
    c.running = false;
    match item? {
        Some(item) => {
            let item = item.into_counted();
            c.items.push(item.clone())?;
            Ok(Some(item))
        }
        None => Ok(None),
    }
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(tee) = o.downcast_ref::<Tee>() else { return Ok(None) };
    if tee.get(vm).index >= ITEMS {
        let cell = tee.get(vm).cell.clone();
        let following = match cell.get(vm).next.clone() {
            Some(following) => following,
            None => {
                let iterator = cell.get(vm).iterator.clone();
                let made = new_cell(vm, &iterator);
                cell.get_mut(vm).next = Some(made.clone());
                made
            }
        };
        let t = tee.get_mut(vm);
        let old = std::mem::replace(&mut t.cell, following);
        t.index = 0;
        drop(old);
    }
    let (cell, index) = (tee.get(vm).cell.clone(), tee.get(vm).index);
    let item = item(vm, &cell, index)?;
    if item.is_some() {
        tee.get_mut(vm).index += 1;
    }
    Ok(item)
}

/// A tee over an iterable, or where that is a tee, another one that stands where it does.
fn over(vm: &mut Vm, iterable: &Obj) -> PyResult {
    let iterator = protocol::iter(vm, iterable)?;
    let (cell, index) = match iterator.downcast_ref::<Tee>() {
        Some(tee) => (tee.get(vm).cell.clone(), tee.get(vm).index),
        None => (new_cell(vm, &iterator), 0),
    };
    Ok(vm.make(Tee { cell, index }).into_obj())
}

fn tee(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = argument::ssize_or(vm, args.opt(2), 2)?;
    if n < 0 {
        return Err(value_error!(vm, "n must be >= 0"));
    }
    if n == 0 {
        return Ok(Tuple::empty().into_obj());
    }
    let first = over(vm, args.at(1))?;
    let mut all = Vec::new();
    all.try_reserve_exact(n as usize).map_err(|_| rpython_heap::OutOfMemory)?;
    for _ in 1..n {
        all.push(over(vm, &first)?);
        vm.poll()?;
    }
    all.insert(0, first);
    Ok(Tuple::from_vec(vm, all)?.into_obj())
}

static NEW: NativeDef = native("_tee", "($class, iterable, /)", |vm, args| over(vm, args.at(1)), "");

static NEW_CELL: NativeDef = native(
    "teedataobject",
    "($class, iterable, values, next, /)",
    |vm, args| {
        let Some(values) = args.at(2).downcast_ref::<rpython_objects::List>() else {
            let got = argument::class_name(vm, args.at(2));
            return Err(type_error!(vm, "teedataobject() argument 2 must be list, not {got}"));
        };
        let items = values.get(vm).items.to_vec();
        let next = args.at(3).downcast_ref::<Cell>().cloned();
        let whole = items.len() == ITEMS;
        if items.len() > ITEMS || whole && next.is_none() && !args.at(3).is_none() || !whole && !args.at(3).is_none() {
            return Err(value_error!(vm, "Invalid arguments"));
        }
        let cell = new_cell(vm, args.at(1));
        let mut kept = BufVec::new();
        for item in items {
            kept.push(item)?;
        }
        let c = cell.get_mut(vm);
        c.items = kept;
        c.next = next;
        Ok(cell.into_obj())
    },
    "",
);

/// `itertools._tee`
pub(super) static DEF: TypeDef = TypeDef {
    kind: kinds::TEE,
    flags: TypeFlags::IMMUTABLE,
    doc: "Iterator wrapped to make it copyable.",
    slots: Slots { new: Some(|vm, class, args| table::construct(vm, class, &NEW, args)), ..iterator("", next).slots },
    methods: &[native("__copy__", "($self, /)", |vm, args| over(vm, args.at(0)), "Returns an independent iterator.")],
    weakly_referable: true,
    signature: "(iterable, /)",
    ..iterator("_tee", next)
};

/// `itertools._tee_dataobject`
pub(super) static CELL_DEF: TypeDef = TypeDef {
    name: "_tee_dataobject",
    module: "itertools",
    kind: kinds::TEE_DATA,
    doc: "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.",
    slots: Slots {
        new: Some(|vm: &mut Vm, class: &Ref<Type>, args| table::construct(vm, class, &NEW_CELL, args)),
        ..Slots::EMPTY
    },
    ..TypeDef::EMPTY
};

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] =
    &[native("tee", "($module, iterable, n=2, /)", tee, "Returns a tuple of n independent iterators.")];

/// Adds the types.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    table::add_type::<Tee>(vm, module, &DEF)?;
    table::add_type::<Cell>(vm, module, &CELL_DEF)?;
    Ok(())
}
