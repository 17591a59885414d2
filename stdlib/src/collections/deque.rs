//! `deque`: a ring of references in one buffer, whose size is a power of two.
//!
//! Comparing items may run Python code that changes the deque; every change raises `state`, by which searches and iterators
//! notice.

use crate::{kinds, table};
use rpython_heap::{Kind, OutOfMemory};
use rpython_objects::{
    Args, BufVec, CallArgs, CompareOp, Module, NativeDef, Obj, Payload, PyResult, Raised, Ref, Slots, Str, StrExt,
    Type, TypeDef, TypeExt, TypeFlags, Vm, argument, getter, int, native,
    native::class_getitem,
    protocol, raise,
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error, type_object, types, value_error,
};

/// The payload of a deque.
#[derive(Default)]
pub(super) struct Deque {
    /// The places; those without an item are unbound.
    ring: BufVec<Obj>,
    /// The place of the first item.
    head: usize,
    len: usize,
    /// The most items.
    limit: Option<usize>,
    /// Raised by every change.
    state: u64,
}

impl Payload for Deque {
    const KIND: Kind = kinds::DEQUE;
    const NAME: &'static str = "deque";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.ring.iter().filter(|o| !o.is_unbound()).for_each(visit);
    }
    fn clear(&mut self) {
        let old = self.take();
        drop(old);
    }
}

impl Deque {
    /// The place of an item.
    #[inline]
    fn place(&self, index: usize) -> usize {
        (self.head + index) & (self.ring.len().wrapping_sub(1))
    }

    #[inline]
    fn get(&self, index: usize) -> Option<&Obj> {
        if index < self.len { self.ring.get(self.place(index)) } else { None }
    }

    /// Makes room for one more item.
    #[cold]
    fn grow(&mut self) -> Result<(), OutOfMemory> {
        let places = (self.ring.len() * 2).max(8);
        let mut ring = BufVec::with_capacity(places)?;
        for i in 0..places {
            let item = if i < self.len {
                std::mem::take(&mut self.ring[(self.head + i) & (self.len - 1)])
            } else {
                Obj::UNBOUND
            };
            ring.push(item)?;
        }
        self.ring = ring;
        self.head = 0;
        Ok(())
    }

    #[inline]
    fn push_back(&mut self, item: Obj) -> Result<(), OutOfMemory> {
        if self.len == self.ring.len() {
            self.grow()?;
        }
        let place = self.place(self.len);
        self.ring[place] = item.into_counted();
        self.len += 1;
        self.state += 1;
        Ok(())
    }

    #[inline]
    fn push_front(&mut self, item: Obj) -> Result<(), OutOfMemory> {
        if self.len == self.ring.len() {
            self.grow()?;
        }
        self.head = self.place(self.ring.len() - 1);
        let head = self.head;
        self.ring[head] = item.into_counted();
        self.len += 1;
        self.state += 1;
        Ok(())
    }

    #[inline]
    fn pop_back(&mut self) -> Option<Obj> {
        let place = self.place(self.len.checked_sub(1)?);
        self.len -= 1;
        self.state += 1;
        Some(std::mem::take(&mut self.ring[place]))
    }

    #[inline]
    fn pop_front(&mut self) -> Option<Obj> {
        if self.len == 0 {
            return None;
        }
        let place = self.head;
        self.head = self.place(1);
        self.len -= 1;
        self.state += 1;
        Some(std::mem::take(&mut self.ring[place]))
    }

    /// Takes all items out.
    fn take(&mut self) -> BufVec<Obj> {
        (self.head, self.len) = (0, 0);
        self.state += 1;
        std::mem::take(&mut self.ring)
    }

    /// Turns by `n` to the right.
    fn rotate(&mut self, n: isize) {
        if self.len < 2 {
            return;
        }
        let n = n.rem_euclid(self.len as isize) as usize;
        if n == 0 {
            return;
        }
        self.state += 1;
        // Where every place has an item, turning is moving the head.
        if self.len == self.ring.len() {
            self.head = self.place(self.len - n);
            return;
        }
        let mask = self.ring.len() - 1;
        if n <= self.len / 2 {
            for _ in 0..n {
                let last = (self.head + self.len - 1) & mask;
                self.head = self.head.wrapping_sub(1) & mask;
                let head = self.head;
                self.ring.swap(last, head);
            }
        } else {
            for _ in 0..self.len - n {
                let behind = (self.head + self.len) & mask;
                let head = self.head;
                self.ring.swap(head, behind);
                self.head = (head + 1) & mask;
            }
        }
    }

    /// Takes the item of an index out.
    fn remove(&mut self, index: usize) -> Obj {
        let mask = self.ring.len() - 1;
        let place = |i: usize| (self.head + i) & mask;
        if index < self.len / 2 {
            for i in (0..index).rev() {
                let (a, b) = (place(i), place(i + 1));
                self.ring.swap(a, b);
            }
            self.pop_front().unwrap_or_default()
        } else {
            for i in index..self.len - 1 {
                let (a, b) = (place(i), place(i + 1));
                self.ring.swap(a, b);
            }
            self.pop_back().unwrap_or_default()
        }
    }

    fn items(&self) -> impl Iterator<Item = &Obj> {
        (0..self.len).filter_map(|i| self.get(i))
    }
}

/// The receiver of a slot.
fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Deque>> {
    match o.downcast_ref::<Deque>() {
        Some(d) => Ok(d),
        None => Err(type_error!(vm, "a deque is required")),
    }
}

/// Appends on the right; a full deque drops its first item.
fn append_to(vm: &mut Vm, d: &Ref<Deque>, item: Obj) -> PyResult<()> {
    let q = d.get_mut(vm);
    q.push_back(item)?;
    let old = if q.limit.is_some_and(|limit| q.len > limit) { q.pop_front() } else { None };
    drop(old);
    Ok(())
}

fn append_left_to(vm: &mut Vm, d: &Ref<Deque>, item: Obj) -> PyResult<()> {
    let q = d.get_mut(vm);
    q.push_front(item)?;
    let old = if q.limit.is_some_and(|limit| q.len > limit) { q.pop_back() } else { None };
    drop(old);
    Ok(())
}

fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    append_to(vm, args.this::<Deque>(), args.at(1).clone())?;
    Ok(Obj::NONE)
}

fn append_left(vm: &mut Vm, args: Args<'_>) -> PyResult {
    append_left_to(vm, args.this::<Deque>(), args.at(1).clone())?;
    Ok(Obj::NONE)
}

/// Appends the items of an iterable at one end.
fn extend_with(
    vm: &mut Vm,
    d: &Ref<Deque>,
    iterable: &Obj,
    push: fn(&mut Vm, &Ref<Deque>, Obj) -> PyResult<()>,
) -> PyResult<()> {
    if iterable.is(d) {
        let items: Vec<Obj> = d.get(vm).items().cloned().collect();
        for item in items {
            push(vm, d, item)?;
        }
        return Ok(());
    }
    protocol::for_each(vm, iterable, |vm, item| push(vm, d, item))
}

fn extend(vm: &mut Vm, args: Args<'_>) -> PyResult {
    extend_with(vm, args.this::<Deque>(), args.at(1), append_to)?;
    Ok(Obj::NONE)
}

fn extend_left(vm: &mut Vm, args: Args<'_>) -> PyResult {
    extend_with(vm, args.this::<Deque>(), args.at(1), append_left_to)?;
    Ok(Obj::NONE)
}

#[cold]
fn empty(vm: &mut Vm) -> Raised {
    table::index_error(vm, "pop from an empty deque")
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let popped = args.this::<Deque>().get_mut(vm).pop_back();
    popped.ok_or_else(|| empty(vm))
}

fn pop_left(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let popped = args.this::<Deque>().get_mut(vm).pop_front();
    popped.ok_or_else(|| empty(vm))
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = args.this::<Deque>().get_mut(vm).take();
    drop(old);
    Ok(Obj::NONE)
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, Deque::default()).into_obj())
}

static INIT: NativeDef = native(
    "deque",
    "($instance, iterable=<unrepresentable>, maxlen=None)",
    |vm, args| {
        let d = args.this::<Deque>();
        let limit = match args.some(2) {
            None => None,
            Some(limit) => match argument::int_ssize(vm, limit)? {
                n if n < 0 => return Err(value_error!(vm, "maxlen must be non-negative")),
                n => Some(n as usize),
            },
        };
        let q = d.get_mut(vm);
        q.limit = limit;
        let old = q.take();
        drop(old);
        if let Some(iterable) = args.opt(1) {
            extend_with(vm, d, iterable, append_to)?;
        }
        Ok(Obj::NONE)
    },
    "",
);

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    this(vm, o)?;
    table::initialise(vm, o, &INIT, args)
}

/// A new deque of the class `deque`, of the items of another, `times` over.
fn duplicate(vm: &mut Vm, d: &Ref<Deque>, times: usize) -> PyResult<Ref<Deque>> {
    let q = d.get(vm);
    let (len, limit) = (q.len, q.limit);
    let total = len.checked_mul(times).filter(|&n| n <= u32::MAX as usize / 2).ok_or(OutOfMemory)?;
    // Of more items than the limit only the last are kept.
    let skipped = limit.map_or(0, |limit| total.saturating_sub(limit));
    let mut made = Deque { limit, ..Deque::default() };
    for i in skipped..total {
        if let Some(item) = q.get(i % len).cloned() {
            made.push_back(item)?;
        }
    }
    Ok(vm.make(made))
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (o, d) = (args.at(0), args.this::<Deque>());
    let class = vm.class_of(o).own();
    if vm.type_of_kind(kinds::DEQUE).is_some_and(|own| own.is(&class)) {
        return Ok(duplicate(vm, d, 1)?.into_obj());
    }
    let made = match d.get(vm).limit {
        Some(limit) => {
            let limit = int::from_i64(vm, limit as i64);
            protocol::call(vm, &class, &[o.clone(), limit])?
        }
        None => protocol::call(vm, &class, std::slice::from_ref(o))?,
    };
    if !made.is_kind::<Deque>() {
        let (own, got) = (class.name(vm).to_string(), argument::class_name(vm, &made));
        return Err(type_error!(vm, "{own}() must return a deque, not {got}"));
    }
    Ok(made)
}

fn concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    if !b.is_kind::<Deque>() {
        let got = argument::class_name(vm, b);
        return Err(type_error!(vm, "can only concatenate deque (not \"{got}\") to deque"));
    }
    let made = copy(vm, Args::new(std::slice::from_ref(a)))?;
    let made_deque = this(vm, &made)?;
    extend_with(vm, made_deque, b, append_to)?;
    Ok(made)
}

fn inplace_concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let d = this(vm, a)?;
    extend_with(vm, d, b, append_to)?;
    Ok(a.clone())
}

fn repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let made = copy(vm, Args::new(std::slice::from_ref(o)))?;
    inplace_repeat(vm, &made, n)
}

fn inplace_repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let d = this(vm, o)?;
    let made = duplicate(vm, d, n.max(0) as usize)?;
    let new = std::mem::take(made.get_mut(vm));
    let q = d.get_mut(vm);
    let state = q.state + 1;
    let old = std::mem::replace(q, Deque { state, ..new });
    drop(old);
    Ok(o.clone())
}

#[cold]
fn mutated(vm: &mut Vm) -> Raised {
    raise!(vm, types::RUNTIME_ERROR, "deque mutated during iteration")
}

/// The first index from `start` on, before `stop`, of an item equal to `wanted`.
fn find(vm: &mut Vm, d: &Ref<Deque>, wanted: &Obj, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let state = d.get(vm).state;
    for i in start..stop {
        let Some(item) = d.get(vm).get(i).cloned() else { break };
        if protocol::equal(vm, &item, wanted)? {
            return Ok(Some(i));
        }
        if d.get(vm).state != state {
            return Err(mutated(vm));
        }
    }
    Ok(None)
}

fn contains(vm: &mut Vm, o: &Obj, wanted: &Obj) -> PyResult<bool> {
    let d = this(vm, o)?;
    Ok(find(vm, d, wanted, 0, usize::MAX)?.is_some())
}

fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<Deque>();
    let state = d.get(vm).state;
    let (mut i, mut found) = (0, 0);
    while let Some(item) = d.get(vm).get(i).cloned() {
        found += i64::from(protocol::equal(vm, &item, args.at(1))?);
        if d.get(vm).state != state {
            return Err(mutated(vm));
        }
        i += 1;
    }
    Ok(int::from_i64(vm, found))
}

/// A `start` or `stop`, counted from the end if negative.
fn limit(vm: &mut Vm, d: &Ref<Deque>, given: Option<&Obj>, default: isize) -> PyResult<usize> {
    let i = match given {
        None => default,
        Some(given) if protocol::has_index(vm, given) => protocol::to_index(vm, given, None)?,
        Some(_) => return Err(type_error!(vm, "slice indices must be integers or have an __index__ method")),
    };
    let len = d.get(vm).len as isize;
    Ok(if i < 0 { i.saturating_add(len).max(0) } else { i } as usize)
}

fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<Deque>();
    let start = limit(vm, d, args.opt(2), 0)?;
    let stop = limit(vm, d, args.opt(3), isize::MAX)?;
    match find(vm, d, args.at(1), start, stop)? {
        Some(at) => Ok(int::from_i64(vm, at as i64)),
        None => Err(value_error!(vm, "deque.index(x): x not in deque")),
    }
}

fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<Deque>();
    let state = d.get(vm).state;
    let mut i = 0;
    while let Some(item) = d.get(vm).get(i).cloned() {
        let equal = protocol::equal(vm, &item, args.at(1))?;
        if d.get(vm).state != state {
            return Err(table::index_error(vm, "deque mutated during iteration"));
        }
        if equal {
            let old = d.get_mut(vm).remove(i);
            drop(old);
            return Ok(Obj::NONE);
        }
        i += 1;
    }
    Err(value_error!(vm, "deque.remove(x): x not in deque"))
}

fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<Deque>();
    let index = argument::ssize(vm, args.at(1))?;
    let q = d.get_mut(vm);
    if q.limit == Some(q.len) {
        return Err(table::index_error(vm, "deque already at its maximum size"));
    }
    let len = q.len as isize;
    let index = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) } as usize;
    q.push_back(args.at(2).clone())?;
    let (mask, head) = (q.ring.len() - 1, q.head);
    for i in (index..q.len - 1).rev() {
        q.ring.swap((head + i) & mask, (head + i + 1) & mask);
    }
    Ok(Obj::NONE)
}

fn reverse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let q = args.this::<Deque>().get_mut(vm);
    for i in 0..q.len / 2 {
        let (a, b) = (q.place(i), q.place(q.len - 1 - i));
        q.ring.swap(a, b);
    }
    Ok(Obj::NONE)
}

fn rotate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = argument::ssize_or(vm, args.opt(1), 1)?;
    args.this::<Deque>().get_mut(vm).rotate(n);
    Ok(Obj::NONE)
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(this(vm, o)?.get(vm).len)
}

fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    // A negative number is a very large one.
    match this(vm, o)?.get(vm).get(i as usize).cloned() {
        Some(item) => Ok(item),
        None => Err(table::index_error(vm, "deque index out of range")),
    }
}

fn set_item(vm: &mut Vm, o: &Obj, i: isize, value: Option<&Obj>) -> PyResult<()> {
    let q = this(vm, o)?.get_mut(vm);
    if i as usize >= q.len {
        return Err(table::index_error(vm, "deque index out of range"));
    }
    let old = match value {
        Some(value) => {
            let place = q.place(i as usize);
            std::mem::replace(&mut q.ring[place], value.clone())
        }
        None => q.remove(i as usize),
    };
    drop(old);
    Ok(())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let d = this(vm, o)?;
    let name = vm.class_of(o).get(vm).name.to_string_lossy(vm);
    let made = protocol::guard_repr(vm, o, |vm| {
        let mut buf = TextBuf::new();
        buf.push_str(&name);
        buf.push_ascii(b"([");
        let items: Vec<Obj> = d.get(vm).items().cloned().collect();
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                buf.push_ascii(b", ");
            }
            write_repr(vm, item, &mut buf)?;
        }
        buf.push_ascii(b"]");
        if let Some(limit) = d.get(vm).limit {
            buf.push_str(&format!(", maxlen={limit}"));
        }
        buf.push_ascii(b")");
        finish(vm, buf)
    })?;
    Ok(made.unwrap_or_else(|| Str::new(vm, "[...]").into_obj()))
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Deque>(), b.downcast_ref::<Deque>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let (n, m) = (x.get(vm).len, y.get(vm).len);
    match op {
        CompareOp::Eq if a.is(b) => return Ok(Obj::TRUE),
        CompareOp::Ne if a.is(b) => return Ok(Obj::FALSE),
        CompareOp::Eq if n != m => return Ok(Obj::FALSE),
        CompareOp::Ne if n != m => return Ok(Obj::TRUE),
        _ => {}
    }
    // Read by iterators, which notice changes.
    let (p, q) = (forward(vm, x), forward(vm, y));
    loop {
        let pair = (next::<true>(vm, &p)?, next::<true>(vm, &q)?);
        let (Some(i), Some(j)) = pair else {
            return Ok(Obj::bool(match pair {
                (None, None) => op.holds(std::cmp::Ordering::Equal),
                (None, _) => op.holds(std::cmp::Ordering::Less),
                _ => op.holds(std::cmp::Ordering::Greater),
            }));
        };
        if !protocol::equal(vm, &i, &j)? {
            return match op {
                CompareOp::Eq => Ok(Obj::FALSE),
                CompareOp::Ne => Ok(Obj::TRUE),
                _ => protocol::compare(vm, &i, &j, op),
            };
        }
    }
}

fn max_len(vm: &mut Vm, o: &Obj) -> PyResult {
    let limit = this(vm, o)?.get(vm).limit;
    Ok(limit.map_or(Obj::NONE, |n| int::from_i64(vm, n as i64)))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let class = vm.class_of(o).own().into_obj();
    let state = super::state_of(vm, o)?;
    let items = protocol::iter(vm, o)?;
    let limit = max_len(vm, o)?;
    let none = table::tuple(vm, &[])?;
    let arguments = if limit.is_none() { none } else { table::tuple(vm, &[none, limit])? };
    table::tuple(vm, &[class, arguments, state, items])
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let room = args.this::<Deque>().get(vm).ring.capacity();
    Ok(int::from_i64(vm, (16 + size_of::<Deque>() + room * size_of::<Obj>()) as i64))
}

const METHODS: &[NativeDef] = &[
    native("append", "($self, item, /)", append, "Add an element to the right side of the deque."),
    native("appendleft", "($self, item, /)", append_left, "Add an element to the left side of the deque."),
    native("clear", "($self, /)", clear, "Remove all elements from the deque."),
    native("__copy__", "($self, /)", copy, "Return a shallow copy of a deque."),
    native("copy", "($self, /)", copy, "Return a shallow copy of a deque."),
    native("count", "($self, value, /)", count, "Return number of occurrences of value."),
    native(
        "extend",
        "($self, iterable, /)",
        extend,
        "Extend the right side of the deque with elements from the iterable.",
    ),
    native(
        "extendleft",
        "($self, iterable, /)",
        extend_left,
        "Extend the left side of the deque with elements from the iterable.",
    ),
    native(
        "index",
        "($self, value, start=0, stop=sys.maxsize, /)",
        index,
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
    ),
    native("insert", "($self, index, value, /)", insert, "Insert value before index."),
    native("pop", "($self, /)", pop, "Remove and return the rightmost element."),
    native("popleft", "($self, /)", pop_left, "Remove and return the leftmost element."),
    native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
    native("remove", "($self, value, /)", remove, "Remove first occurrence of value."),
    native(
        "__reversed__",
        "($self, /)",
        |vm, args| Ok(backward(vm, args.this::<Deque>())),
        "Return a reverse iterator over the deque.",
    ),
    native("reverse", "($self, /)", reverse, "Reverse *IN PLACE*."),
    native(
        "rotate",
        "($self, n=1, /)",
        rotate,
        "Rotate the deque n steps to the right.  If n is negative, rotates left.",
    ),
    native("__sizeof__", "($self, /)", sizeof, "Return the size of the deque in memory, in bytes."),
    class_getitem("deques are generic over the type of their contents"),
];

/// `collections.deque`
pub(super) static DEF: TypeDef = TypeDef {
    name: "deque",
    module: "collections",
    kind: kinds::DEQUE,
    flags: TypeFlags::BASE | TypeFlags::SEQUENCE,
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(|vm, o| {
            let d = this(vm, o)?;
            Ok(forward(vm, d))
        }),
        len: Some(len),
        item: Some(item),
        set_item: Some(set_item),
        contains: Some(contains),
        concat: Some(concat),
        repeat: Some(repeat),
        inplace_concat: Some(inplace_concat),
        inplace_repeat: Some(inplace_repeat),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[getter("maxlen", max_len, "maximum size of a deque or None if unbounded")],
    weakly_referable: true,
    signature: "([iterable[, maxlen]])",
    ..TypeDef::EMPTY
};

/// The payload of a deque's iterators.
pub(super) struct DequeIterator {
    deque: Ref<Deque>,
    /// The next index; one more for a backward iterator.
    index: usize,
    /// The deque's state at the start.
    state: u64,
    /// Items still to come.
    left: usize,
}

impl Payload for DequeIterator {
    const KIND: Kind = kinds::DEQUE_ITERATOR;
    const NAME: &'static str = "deque iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.deque);
    }
}

#[derive(Default)]
struct State {
    backward: Option<Ref<Type>>,
}

fn start(vm: &Vm, d: &Ref<Deque>, index: usize) -> DequeIterator {
    let q = d.get(vm);
    DequeIterator { deque: d.clone(), index, state: q.state, left: q.len }
}

/// An iterator from the first item on.
fn forward(vm: &mut Vm, d: &Ref<Deque>) -> Obj {
    vm.make(start(vm, d, 0)).into_obj()
}

/// An iterator from the last item back.
fn backward(vm: &mut Vm, d: &Ref<Deque>) -> Obj {
    let made = start(vm, d, d.get(vm).len);
    match vm.state_of::<State>().backward.clone() {
        Some(class) => vm.alloc_in(&class, made).into_obj(),
        None => Obj::NONE,
    }
}

fn next<const FORWARD: bool>(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<DequeIterator>() else { return Ok(None) };
    let it = iterator.get(vm);
    let q = it.deque.get(vm);
    if q.state != it.state {
        iterator.get_mut(vm).left = 0;
        return Err(mutated(vm));
    }
    if it.left == 0 {
        return Ok(None);
    }
    let index = if FORWARD { it.index } else { it.index.wrapping_sub(1) };
    let Some(item) = q.get(index).cloned() else { return Ok(None) };
    let it = iterator.get_mut(vm);
    it.index = if FORWARD { index + 1 } else { index };
    it.left -= 1;
    Ok(Some(item))
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let left = args.this::<DequeIterator>().get(vm).left;
    Ok(int::from_i64(vm, left as i64))
}

fn iterator_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let it = args.this::<DequeIterator>().get(vm);
    let read = it.deque.get(vm).len.saturating_sub(it.left);
    let (deque, read) = (it.deque.clone().into_obj(), int::from_i64(vm, read as i64));
    let arguments = table::tuple(vm, &[deque, read])?;
    table::tuple(vm, &[class, arguments])
}

/// An iterator that has read some items already: for pickling.
fn resume<const FORWARD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(d) = args.at(1).downcast_ref::<Deque>() else {
        let got = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "argument 1 must be collections.deque, not {got}"));
    };
    let read = argument::ssize_or(vm, args.opt(2), 0)?.max(0) as usize;
    let made = if FORWARD { forward(vm, d) } else { backward(vm, d) };
    for _ in 0..read.min(d.get(vm).len) {
        next::<FORWARD>(vm, &made)?;
    }
    Ok(made)
}

static NEW_FORWARD: NativeDef = native("_deque_iterator", "($class, deque, index=0, /)", resume::<true>, "");
static NEW_BACKWARD: NativeDef = native("_deque_reverse_iterator", "($class, deque, index=0, /)", resume::<false>, "");

const ITERATOR_METHODS: &[NativeDef] = &[
    native("__length_hint__", "($self, /)", length_hint, "Private method returning an estimate of len(list(it))."),
    native("__reduce__", "($self, /)", iterator_reduce, "Return state information for pickling."),
];

const ITERATOR: TypeDef =
    TypeDef { module: "collections", kind: kinds::DEQUE_ITERATOR, methods: ITERATOR_METHODS, ..TypeDef::EMPTY };

/// `collections._deque_iterator`
pub(super) static ITERATOR_DEF: TypeDef = TypeDef {
    name: "_deque_iterator",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_FORWARD, args)),
        iter: Some(|_, o| Ok(o.clone())),
        next: Some(next::<true>),
        ..Slots::EMPTY
    },
    ..ITERATOR
};

/// `collections._deque_reverse_iterator`
pub(super) static REVERSE_ITERATOR_DEF: TypeDef = TypeDef {
    name: "_deque_reverse_iterator",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_BACKWARD, args)),
        iter: Some(|_, o| Ok(o.clone())),
        next: Some(next::<false>),
        ..Slots::EMPTY
    },
    ..ITERATOR
};

/// Adds the types.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    table::add_type::<Deque>(vm, module, &DEF)?;
    rpython_heap::kind::register::<DequeIterator>();
    // The type defined last is the one that `Vm::make` takes for the payload.
    let class = type_object::define(vm, &REVERSE_ITERATOR_DEF)?;
    vm.state_of::<State>().backward = Some(class.clone());
    table::add_type::<DequeIterator>(vm, module, &ITERATOR_DEF)?;
    table::set(vm, module, REVERSE_ITERATOR_DEF.name, class.into_obj())
}
