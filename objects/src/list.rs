//! `list`: a growing array of references in one buffer.
//!
//! Loops over a list go by index and borrow it anew after every call into Python, which may have changed it.

use crate::{Args, CallArgs, CompareOp, PyResult, Slots, Type, TypeDef, TypeFlags, Vm, kinds, native, protocol, types};
use rpython_heap::{BufVec, Obj, Payload, Ref};

/// The payload of a list.
#[derive(Default)]
pub struct List {
    /// The items.
    pub items: BufVec<Obj>,
}

impl Payload for List {
    const KIND: u8 = kinds::LIST;
    const NAME: &'static str = "list";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.items.iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.items.clear();
    }
}

impl List {
    /// A list of `items`.
    pub fn new(vm: &Vm, items: BufVec<Obj>) -> Ref<List> {
        vm.alloc(types::LIST, List { items })
    }

    /// A list of `items`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_vec(vm: &Vm, items: Vec<Obj>) -> PyResult<Ref<List>> {
        Ok(List::new(vm, BufVec::from_exact(items.into_iter().map(Obj::into_counted))?))
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, List::default()).into_obj())
}

fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (list, object) = (args.this::<List>(), args.at(1).clone());
    list.get_mut(vm).items.push(object)?;
    Ok(Obj::NONE)
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(o.downcast_ref::<List>().map_or(0, |l| l.get(vm).items.len()))
}

fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let list = o.downcast_ref::<List>();
    match list.and_then(|l| usize::try_from(i).ok().and_then(|i| l.get(vm).items.get(i))) {
        Some(item) => Ok(item.clone()),
        None => Err(protocol::out_of_range(vm, "list index")),
    }
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(vm.alloc(types::LIST_ITERATOR, ListIterator { list: Some(o.clone()), index: 0 }).into_obj())
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<List>(), b.downcast_ref::<List>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let (n, m) = (x.get(vm).items.len(), y.get(vm).items.len());
    if n != m && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::bool(op == CompareOp::Ne));
    }
    let mut i = 0;
    loop {
        let pair = x.get(vm).items.get(i).cloned().zip(y.get(vm).items.get(i).cloned());
        let Some((p, q)) = pair else {
            return Ok(Obj::bool(op.holds(x.get(vm).items.len().cmp(&y.get(vm).items.len()))));
        };
        if !protocol::equal(vm, &p, &q)? {
            return match op {
                CompareOp::Eq => Ok(Obj::FALSE),
                CompareOp::Ne => Ok(Obj::TRUE),
                _ => protocol::compare(vm, &p, &q, op),
            };
        }
        i += 1;
    }
}

/// `list`
pub static DEF: TypeDef = TypeDef {
    name: "list",
    kind: kinds::LIST,
    flags: TypeFlags::BASE | TypeFlags::SEQUENCE | TypeFlags::MATCH_SELF,
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    slots: Slots {
        new: Some(new),
        len: Some(len),
        item: Some(item),
        iter: Some(iter),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &[native("append", "($self, object, /)", append, "Append object to the end of the list.")],
    ..TypeDef::EMPTY
};

/// The payload of `list_iterator` and `list_reverseiterator`.
pub struct ListIterator {
    /// The list, until the iterator is exhausted.
    pub list: Option<Obj>,
    /// The next index.
    pub index: usize,
}

impl Payload for ListIterator {
    const KIND: u8 = kinds::LIST_ITERATOR;
    const NAME: &'static str = "list iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.list.iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.list = None;
    }
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<ListIterator>() else { return Ok(None) };
    let state = iterator.get(vm);
    let Some(list) = state.list.as_ref().and_then(|l| l.downcast_ref::<List>()) else { return Ok(None) };
    let found = list.get(vm).items.get(state.index).cloned();
    if found.is_some() {
        iterator.get_mut(vm).index += 1;
    } else {
        let done = iterator.get_mut(vm).list.take();
        drop(done);
    }
    Ok(found)
}

/// `list_iterator`
pub static ITERATOR_DEF: TypeDef = TypeDef {
    name: "list_iterator",
    kind: kinds::LIST_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// `list_reverseiterator`
pub static REVERSE_ITERATOR_DEF: TypeDef =
    TypeDef { name: "list_reverseiterator", kind: kinds::LIST_ITERATOR, flags: TypeFlags::NO_NEW, ..TypeDef::EMPTY };
