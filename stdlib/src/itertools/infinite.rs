//! `count`, `cycle`, `repeat`.

use super::iterator;
use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, BufVec, CallArgs, Module, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, StrExt, Type, TypeDef,
    TypeExt, Vm, argument, int, native,
    protocol::{self, BinaryOp},
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error,
};

/// The payload of a `count`.
pub(super) struct Count {
    /// The next number while both it and the step are machine integers.
    next: i64,
    step: i64,
    /// The next number and the step otherwise.
    general: Option<(Obj, Obj)>,
}

impl Payload for Count {
    const KIND: Kind = kinds::COUNT;
    const NAME: &'static str = "count";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some((next, step)) = &self.general {
            visit(next);
            visit(step);
        }
    }
    fn clear(&mut self) {
        let old = self.general.take();
        drop(old);
    }
}

/// Whether an object is a number, as `operator.isNumberType` had it.
fn is_number(vm: &Vm, o: &Obj) -> bool {
    let slots = vm.slots_of(o);
    int::is_int(o) || slots.int().is_some() || slots.float().is_some() || slots.index().is_some() || is_complex(vm, o)
}

fn is_complex(vm: &Vm, o: &Obj) -> bool {
    vm.class_of(o).is_subtype(vm, rpython_objects::types::COMPLEX)
}

/// The value of an exact int that fits a machine integer.
fn machine(vm: &Vm, o: &Obj) -> Option<i64> {
    let exact = vm.class_of(o).is(rpython_objects::types::INT);
    if exact { int::to_i64(vm, o) } else { None }
}

static NEW_COUNT: NativeDef = native(
    "count",
    "($class, /, start=0, step=1)",
    |vm, args| {
        for given in [args.opt(1), args.opt(2)].into_iter().flatten() {
            if !is_number(vm, given) {
                return Err(type_error!(vm, "a number is required"));
            }
        }
        let start = args.opt(1).cloned().unwrap_or_else(|| int::from_i64(vm, 0));
        let step = args.opt(2).cloned().unwrap_or_else(|| int::from_i64(vm, 1));
        let made = match (machine(vm, &start), machine(vm, &step)) {
            (Some(next), Some(step)) => Count { next, step, general: None },
            _ => Count { next: 0, step: 0, general: Some((start, step)) },
        };
        Ok(vm.alloc_in(args.this::<Type>(), made).into_obj())
    },
    "",
);

fn new_count(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    table::construct(vm, class, &NEW_COUNT, args)
}

fn next_count(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(count) = o.downcast_ref::<Count>() else { return Ok(None) };
    let c = count.get_mut(vm);
    if c.general.is_none() {
        let number = c.next;
        if let Some(next) = number.checked_add(c.step) {
            c.next = next;
            return Ok(Some(int::from_i64(vm, number)));
        }
        let general = (int::from_i64(vm, number), int::from_i64(vm, count.get(vm).step));
        count.get_mut(vm).general = Some(general);
    }
    let Some((number, step)) = count.get(vm).general.clone() else { return Ok(None) };
    let next = protocol::binary(vm, &number, &step, BinaryOp::Add)?;
    if let Some((place, _)) = &mut count.get_mut(vm).general {
        let old = std::mem::replace(place, next.into_counted());
        drop(old);
    }
    Ok(Some(number))
}

fn count_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(count) = o.downcast_ref::<Count>() else { return Ok(Obj::NONE) };
    let name = vm.class_of(o).get(vm).name.to_string_lossy(vm);
    let c = count.get(vm);
    let (next, step) = match &c.general {
        Some((next, step)) => (next.clone(), step.clone()),
        None => (int::from_i64(vm, c.next), int::from_i64(vm, c.step)),
    };
    let mut buf = TextBuf::new();
    buf.push_str(&name);
    buf.push_ascii(b"(");
    write_repr(vm, &next, &mut buf)?;
    if int::to_i64(vm, &step) != Some(1) {
        buf.push_ascii(b", ");
        write_repr(vm, &step, &mut buf)?;
    }
    buf.push_ascii(b")");
    finish(vm, buf)
}

/// `itertools.count`
pub(super) static COUNT_DEF: TypeDef = TypeDef {
    kind: kinds::COUNT,
    doc: "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step",
    slots: Slots { new: Some(new_count), repr: Some(count_repr), ..iterator("", next_count).slots },
    signature: "(start=0, step=1)",
    ..iterator("count", next_count)
};

/// The payload of a `cycle`.
pub(super) struct Cycle {
    /// The iterator, during the first round.
    iterator: OptObj,
    /// Its items.
    saved: BufVec<Obj>,
    /// Where the present round stands.
    index: usize,
}

impl Payload for Cycle {
    const KIND: Kind = kinds::CYCLE;
    const NAME: &'static str = "cycle";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.iterator.get().into_iter().chain(self.saved.iter()).for_each(visit);
    }
    fn clear(&mut self) {
        self.iterator.take();
        self.saved.clear();
    }
}

static NEW_CYCLE: NativeDef = native(
    "cycle",
    "($class, iterable, /)",
    |vm, args| {
        let iterator = OptObj::some(protocol::iter(vm, args.at(1))?);
        Ok(vm.alloc_in(args.this::<Type>(), Cycle { iterator, saved: BufVec::new(), index: 0 }).into_obj())
    },
    "",
);

fn next_cycle(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(cycle) = o.downcast_ref::<Cycle>() else { return Ok(None) };
    if let Some(iterator) = cycle.get(vm).iterator.cloned() {
        if let Some(item) = protocol::next(vm, &iterator)? {
            cycle.get_mut(vm).saved.push(item.clone())?;
            return Ok(Some(item));
        }
        let done = cycle.get_mut(vm).iterator.take();
        drop(done);
    }
    let c = cycle.get_mut(vm);
    let Some(item) = c.saved.get(c.index).cloned() else { return Ok(None) };
    c.index = if c.index + 1 < c.saved.len() { c.index + 1 } else { 0 };
    Ok(Some(item))
}

/// `itertools.cycle`
pub(super) static CYCLE_DEF: TypeDef = TypeDef {
    kind: kinds::CYCLE,
    doc: "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_CYCLE, args)),
        ..iterator("", next_cycle).slots
    },
    signature: "(iterable, /)",
    ..iterator("cycle", next_cycle)
};

/// The payload of a `repeat`.
pub(super) struct Repeat {
    element: Obj,
    /// How often yet; negative without end.
    left: i64,
}

impl Payload for Repeat {
    const KIND: Kind = kinds::REPEAT;
    const NAME: &'static str = "repeat";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.element);
    }
    fn clear(&mut self) {
        self.element = Obj::NONE;
    }
}

static NEW_REPEAT: NativeDef = native(
    "repeat",
    "($class, /, object, times=<unrepresentable>)",
    |vm, args| {
        let left = match args.opt(2) {
            Some(times) => argument::ssize(vm, times)?.max(0) as i64,
            None => -1,
        };
        Ok(vm.alloc_in(args.this::<Type>(), Repeat { element: args.at(1).clone(), left }).into_obj())
    },
    "",
);

fn next_repeat(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(repeat) = o.downcast_ref::<Repeat>() else { return Ok(None) };
    let r = repeat.get_mut(vm);
    if r.left == 0 {
        return Ok(None);
    }
    if r.left > 0 {
        r.left -= 1;
    }
    Ok(Some(r.element.clone()))
}

fn repeat_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(repeat) = o.downcast_ref::<Repeat>() else { return Ok(Obj::NONE) };
    let name = vm.class_of(o).get(vm).name.to_string_lossy(vm);
    let (element, left) = (repeat.get(vm).element.clone(), repeat.get(vm).left);
    let mut buf = TextBuf::new();
    buf.push_str(&name);
    buf.push_ascii(b"(");
    write_repr(vm, &element, &mut buf)?;
    if left >= 0 {
        buf.push_str(&format!(", {left}"));
    }
    buf.push_ascii(b")");
    finish(vm, buf)
}

fn repeat_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.this::<Repeat>().get(vm).left {
        left if left < 0 => Err(type_error!(vm, "len() of unsized object")),
        left => Ok(int::from_i64(vm, left)),
    }
}

/// `itertools.repeat`
pub(super) static REPEAT_DEF: TypeDef = TypeDef {
    kind: kinds::REPEAT,
    doc: "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_REPEAT, args)),
        repr: Some(repeat_repr),
        ..iterator("", next_repeat).slots
    },
    methods: &[native(
        "__length_hint__",
        "($self, /)",
        repeat_hint,
        "Private method returning an estimate of len(list(it)).",
    )],
    ..iterator("repeat", next_repeat)
};

/// Adds the types.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    table::add_type::<Count>(vm, module, &COUNT_DEF)?;
    table::add_type::<Cycle>(vm, module, &CYCLE_DEF)?;
    table::add_type::<Repeat>(vm, module, &REPEAT_DEF)?;
    Ok(())
}
