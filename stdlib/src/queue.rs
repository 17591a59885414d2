//! `_queue`: a queue without a bound that may be used from finalisers and signal handlers (CPython: `Modules/_queuemodule.c`).

use crate::{
    kinds, table,
    thread::{
        futex::Counter,
        lock::{self, Patience},
    },
    time,
};
use rpython_objects::{
    Args, CallArgs, Module, NativeDef, Obj, Payload, PyResult, Raised, Ref, Slots, Type, TypeDef, TypeFlags, Vm, int,
    native::{self, class_getitem, native},
    protocol, type_error, types, value_error,
};
use std::{collections::VecDeque, sync::Arc};

/// The payload of a queue.
#[derive(Default)]
struct SimpleQueue {
    items: VecDeque<Obj>,
    /// Items put so far.
    puts: Arc<Counter>,
}

impl Payload for SimpleQueue {
    const KIND: u8 = kinds::SIMPLE_QUEUE;
    const NAME: &'static str = "SimpleQueue";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.items.iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.items.clear();
    }
}

#[derive(Default)]
struct State {
    empty: Option<Ref<Type>>,
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !args.values.is_empty() {
        let how = if args.keywords() > 0 { "keyword" } else { "positional" };
        return Err(type_error!(vm, "SimpleQueue() takes no {how} arguments"));
    }
    Ok(vm.alloc_in(class, SimpleQueue::default()).into_obj())
}

#[cold]
fn empty(vm: &mut Vm) -> Raised {
    match vm.state_of::<State>().empty.clone() {
        Some(class) => vm.raise_bare(&class),
        None => vm.raise_bare(types::INDEX_ERROR),
    }
}

fn put(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let queue = args.this::<SimpleQueue>().get_mut(vm);
    queue.items.try_reserve(1).map_err(|_| rpython_heap::OutOfMemory)?;
    queue.items.push_back(args.at(1).clone());
    queue.puts.add();
    Ok(Obj::NONE)
}

fn take(vm: &mut Vm, this: &Ref<SimpleQueue>, patience: Patience) -> PyResult {
    loop {
        let seen = this.get(vm).puts.now();
        if let Some(item) = this.get_mut(vm).items.pop_front() {
            return Ok(item);
        }
        let Patience::Until(deadline) = patience else { return Err(empty(vm)) };
        let puts = this.get(vm).puts.clone();
        if !lock::wait(vm, deadline, |deadline| puts.wait_past(seen, deadline))? {
            return Err(empty(vm));
        }
    }
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let block = match args.opt(1) {
        Some(o) => protocol::is_true(vm, o)?,
        None => true,
    };
    let patience = match args.some(2) {
        _ if !block => Patience::None,
        None => Patience::Until(None),
        Some(timeout) => match time::timeout(vm, timeout)? {
            n if n < 0 => return Err(value_error!(vm, "'timeout' must be a non-negative number")),
            n => lock::until(n),
        },
    };
    take(vm, args.this(), patience)
}

const METHODS: &[NativeDef] = &[
    native(
        "put",
        "($self, /, item, block=True, timeout=None)",
        put,
        "Put the item on the queue.\n\nThe optional 'block' and 'timeout' arguments are ignored, as this\nmethod never blocks.  They are provided for compatibility with the\nQueue class.",
    ),
    native("put_nowait", "($self, /, item)", put, "Put an item into the queue without blocking."),
    native("get", "($self, /, block=True, timeout=None)", get, "Remove and return an item from the queue."),
    native(
        "get_nowait",
        "($self, /)",
        |vm, args| take(vm, args.this(), Patience::None),
        "Remove and return an item from the queue without blocking.",
    ),
    native(
        "empty",
        "($self, /)",
        |vm, args| Ok(Obj::bool(args.this::<SimpleQueue>().get(vm).items.is_empty())),
        "Return True if the queue is empty, False otherwise (not reliable!).",
    ),
    native(
        "qsize",
        "($self, /)",
        |vm, args| {
            let n = args.this::<SimpleQueue>().get(vm).items.len();
            Ok(int::from_i64(vm, n as i64))
        },
        "Return the approximate size of the queue (not reliable!).",
    ),
    class_getitem("SimpleQueues are generic over the type of their contents"),
];

static SIMPLE_QUEUE: TypeDef = TypeDef {
    name: "SimpleQueue",
    module: "_queue",
    kind: kinds::SIMPLE_QUEUE,
    flags: TypeFlags::BASE,
    doc: "Simple, unbounded, reentrant FIFO queue.",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: METHODS,
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    static NONE: &[native::NativeDef] = &[];
    let doc = "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.";
    let module = table::module(vm, "_queue", doc, NONE)?;
    table::add_type::<SimpleQueue>(vm, &module, &SIMPLE_QUEUE)?;
    let empty = table::add_exception(vm, &module, "_queue", "Empty", types::EXCEPTION)?;
    vm.state_of::<State>().empty = Some(empty);
    Ok(module)
}
