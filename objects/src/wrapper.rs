//! Slot wrappers: the special methods of native types (`int.__add__`), made from their slots.
//!
//! One table says for every special method which slot it calls and how its arguments become the slot's (CPython's
//! `slotdefs`). A `wrapper_descriptor` is an entry of it together with the type whose slot it calls.

use crate::{
    Args, CallArgs, CompareOp, Dict, NativeDef, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeExt, TypeFlags,
    Vm, getter, int, kinds, names, native, protocol, static_native, type_error, type_object::member, types,
};
use rpython_heap::{Obj, Payload, Ref};

/// How a special method calls its slot. `this` is the receiver, `args` the rest, already counted.
type Wrap = fn(&mut Vm, &Slots, &Obj, CallArgs<'_>) -> PyResult;

/// A special method of native types.
struct Entry {
    name: &'static str,
    signature: &'static str,
    doc: &'static str,
    /// Positional arguments behind the receiver: least and most. Keywords pass where `any`.
    least: u8,
    most: u8,
    any: bool,
    wrap: Wrap,
    present: fn(&Slots) -> bool,
}

/// The payload of `wrapper_descriptor`.
pub struct SlotWrapper {
    entry: u16,
    /// `__objclass__`
    pub owner: Ref<Type>,
}

impl Payload for SlotWrapper {
    const KIND: u8 = kinds::SLOT_WRAPPER;
    const NAME: &'static str = "slot wrapper";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.owner);
    }
}

/// The payload of `method-wrapper`.
pub struct BoundSlot {
    wrapper: Ref<SlotWrapper>,
    this: Obj,
}

impl Payload for BoundSlot {
    const KIND: u8 = kinds::BOUND_SLOT;
    const NAME: &'static str = "method-wrapper";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.wrapper);
        visit(&self.this);
    }
}

/// A slot that the entry's presence test has seen.
fn absent(vm: &mut Vm) -> crate::Raised {
    type_error!(vm, "the operation is not defined")
}

macro_rules! entry {
    ($name:literal, $slot:ident, $signature:literal, $doc:literal, $least:literal..$most:literal, $wrap:expr) => {
        Entry {
            name: $name,
            signature: $signature,
            doc: $doc,
            least: $least,
            most: $most,
            any: false,
            wrap: $wrap,
            present: |s| s.$slot.is_some(),
        }
    };
}
macro_rules! unary {
    ($name:literal, $slot:ident, $doc:literal) => {
        entry!($name, $slot, "($self, /)", $doc, 0..0, |vm, s, this, _| match s.$slot {
            Some(f) => f(vm, this),
            None => Err(absent(vm)),
        })
    };
}
macro_rules! binary {
    ($name:literal, $slot:ident, $doc:literal) => {
        entry!($name, $slot, "($self, value, /)", $doc, 1..1, |vm, s, this, a| match s.$slot {
            Some(f) => f(vm, this, &a.values[0]),
            None => Err(absent(vm)),
        })
    };
}
macro_rules! reflected {
    ($name:literal, $slot:ident, $doc:literal) => {
        entry!($name, $slot, "($self, value, /)", $doc, 1..1, |vm, s, this, a| match s.$slot {
            Some(f) => f(vm, &a.values[0], this),
            None => Err(absent(vm)),
        })
    };
}
macro_rules! compare {
    ($name:literal, $op:ident, $doc:literal) => {
        entry!($name, compare, "($self, value, /)", $doc, 1..1, |vm, s, this, a| match s.compare {
            Some(f) => f(vm, this, &a.values[0], CompareOp::$op),
            None => Err(absent(vm)),
        })
    };
}

static ENTRIES: &[Entry] = &[
    unary!("__repr__", repr, "Return repr(self)."),
    entry!("__hash__", hash, "($self, /)", "Return hash(self).", 0..0, |vm, s, this, _| match s.hash {
        Some(f) => {
            let n = f(vm, this)?;
            Ok(int::from_i64(vm, n))
        }
        None => Err(absent(vm)),
    }),
    Entry {
        name: "__call__",
        signature: "($self, /, *args, **kwargs)",
        doc: "Call self as a function.",
        least: 0,
        most: 0,
        any: true,
        wrap: |vm, s, this, a| match s.call {
            Some(f) => f(vm, this, a),
            None => Err(absent(vm)),
        },
        present: |s| s.call.is_some(),
    },
    unary!("__str__", str, "Return str(self)."),
    entry!("__getattribute__", get_attr, "($self, name, /)", "Return getattr(self, name).", 1..1, |vm, s, this, a| {
        match s.get_attr {
            Some(f) => f(vm, this, &a.values[0]),
            None => Err(absent(vm)),
        }
    }),
    entry!(
        "__setattr__",
        set_attr,
        "($self, name, value, /)",
        "Implement setattr(self, name, value).",
        2..2,
        |vm, s, this, a| set_attr(vm, s, this, &a.values[0], Some(&a.values[1]))
    ),
    entry!("__delattr__", set_attr, "($self, name, /)", "Implement delattr(self, name).", 1..1, |vm, s, this, a| {
        set_attr(vm, s, this, &a.values[0], None)
    }),
    compare!("__lt__", Lt, "Return self<value."),
    compare!("__le__", Le, "Return self<=value."),
    compare!("__eq__", Eq, "Return self==value."),
    compare!("__ne__", Ne, "Return self!=value."),
    compare!("__gt__", Gt, "Return self>value."),
    compare!("__ge__", Ge, "Return self>=value."),
    unary!("__iter__", iter, "Implement iter(self)."),
    entry!("__next__", next, "($self, /)", "Implement next(self).", 0..0, |vm, s, this, _| match s.next {
        Some(_) => match protocol::next_keeping_value(vm, this)? {
            Some(item) => Ok(item),
            None => {
                let value = vm.take_stop_value();
                Err(crate::generator::stop_with(vm, value))
            }
        },
        None => Err(absent(vm)),
    }),
    entry!(
        "__get__",
        descr_get,
        "($self, instance, owner=None, /)",
        "Return an attribute of instance, which is of type owner.",
        1..2,
        |vm, s, this, a| {
            let instance = a.values.first().filter(|o| !o.is_none());
            let class = a.values.get(1).filter(|o| !o.is_none());
            if instance.is_none() && class.is_none() {
                return Err(type_error!(vm, "__get__(None, None) is invalid"));
            }
            match s.descr_get {
                Some(f) => f(vm, this, instance, class),
                None => Err(absent(vm)),
            }
        }
    ),
    entry!(
        "__set__",
        descr_set,
        "($self, instance, value, /)",
        "Set an attribute of instance to value.",
        2..2,
        |vm, s, this, a| match s.descr_set {
            Some(f) => f(vm, this, &a.values[0], Some(&a.values[1])).map(|()| Obj::NONE),
            None => Err(absent(vm)),
        }
    ),
    entry!(
        "__delete__",
        descr_set,
        "($self, instance, /)",
        "Delete an attribute of instance.",
        1..1,
        |vm, s, this, a| {
            match s.descr_set {
                Some(f) => f(vm, this, &a.values[0], None).map(|()| Obj::NONE),
                None => Err(absent(vm)),
            }
        }
    ),
    Entry {
        name: "__init__",
        signature: "($self, /, *args, **kwargs)",
        doc: "Initialize self.  See help(type(self)) for accurate signature.",
        least: 0,
        most: 0,
        any: true,
        wrap: |vm, s, this, a| match s.init {
            Some(f) => f(vm, this, a).map(|()| Obj::NONE),
            None => Err(absent(vm)),
        },
        present: |s| s.init.is_some(),
    },
    unary!("__await__", await_, "Return an iterator to be used in await expression."),
    unary!("__aiter__", aiter, "Return an awaitable, that resolves in asynchronous iterator."),
    unary!("__anext__", anext, "Return a value or raise StopAsyncIteration."),
    unary!("__del__", finalise, "Called when the instance is about to be destroyed."),
    binary!("__add__", add, "Return self+value."),
    reflected!("__radd__", add, "Return value+self."),
    binary!("__sub__", subtract, "Return self-value."),
    reflected!("__rsub__", subtract, "Return value-self."),
    binary!("__mul__", multiply, "Return self*value."),
    reflected!("__rmul__", multiply, "Return value*self."),
    binary!("__mod__", remainder, "Return self%value."),
    reflected!("__rmod__", remainder, "Return value%self."),
    binary!("__divmod__", divmod, "Return divmod(self, value)."),
    reflected!("__rdivmod__", divmod, "Return divmod(value, self)."),
    entry!("__pow__", power, "($self, value, mod=None, /)", "Return pow(self, value, mod).", 1..2, |vm, s, this, a| {
        match s.power {
            Some(f) => f(vm, this, &a.values[0], a.values.get(1).unwrap_or(&Obj::NONE)),
            None => Err(absent(vm)),
        }
    }),
    entry!(
        "__rpow__",
        power,
        "($self, value, mod=None, /)",
        "Return pow(value, self, mod).",
        1..2,
        |vm, s, this, a| {
            match s.power {
                Some(f) => f(vm, &a.values[0], this, a.values.get(1).unwrap_or(&Obj::NONE)),
                None => Err(absent(vm)),
            }
        }
    ),
    unary!("__neg__", negative, "-self"),
    unary!("__pos__", positive, "+self"),
    unary!("__abs__", absolute, "abs(self)"),
    entry!("__bool__", truth, "($self, /)", "True if self else False", 0..0, |vm, s, this, _| match s.truth {
        Some(f) => f(vm, this).map(Obj::bool),
        None => Err(absent(vm)),
    }),
    unary!("__invert__", invert, "~self"),
    binary!("__lshift__", lshift, "Return self<<value."),
    reflected!("__rlshift__", lshift, "Return value<<self."),
    binary!("__rshift__", rshift, "Return self>>value."),
    reflected!("__rrshift__", rshift, "Return value>>self."),
    binary!("__and__", and, "Return self&value."),
    reflected!("__rand__", and, "Return value&self."),
    binary!("__xor__", xor, "Return self^value."),
    reflected!("__rxor__", xor, "Return value^self."),
    binary!("__or__", or, "Return self|value."),
    reflected!("__ror__", or, "Return value|self."),
    unary!("__int__", int, "int(self)"),
    unary!("__float__", float, "float(self)"),
    binary!("__iadd__", inplace_add, "Return self+=value."),
    binary!("__isub__", inplace_subtract, "Return self-=value."),
    binary!("__imul__", inplace_multiply, "Return self*=value."),
    binary!("__imod__", inplace_remainder, "Return self%=value."),
    entry!("__ipow__", inplace_power, "($self, value, /)", "Return self**=value.", 1..1, |vm, s, this, a| {
        match s.inplace_power {
            Some(f) => f(vm, this, &a.values[0], &Obj::NONE),
            None => Err(absent(vm)),
        }
    }),
    binary!("__ilshift__", inplace_lshift, "Return self<<=value."),
    binary!("__irshift__", inplace_rshift, "Return self>>=value."),
    binary!("__iand__", inplace_and, "Return self&=value."),
    binary!("__ixor__", inplace_xor, "Return self^=value."),
    binary!("__ior__", inplace_or, "Return self|=value."),
    binary!("__floordiv__", floor_divide, "Return self//value."),
    reflected!("__rfloordiv__", floor_divide, "Return value//self."),
    binary!("__truediv__", true_divide, "Return self/value."),
    reflected!("__rtruediv__", true_divide, "Return value/self."),
    binary!("__ifloordiv__", inplace_floor_divide, "Return self//=value."),
    binary!("__itruediv__", inplace_true_divide, "Return self/=value."),
    unary!(
        "__index__",
        index,
        "Return self converted to an integer, if self is suitable for use as an index into a list."
    ),
    binary!("__matmul__", matrix_multiply, "Return self@value."),
    reflected!("__rmatmul__", matrix_multiply, "Return value@self."),
    binary!("__imatmul__", inplace_matrix_multiply, "Return self@=value."),
    entry!("__len__", len, "($self, /)", "Return len(self).", 0..0, |vm, s, this, _| match s.len {
        Some(f) => {
            let n = f(vm, this)?;
            Ok(int::from_i64(vm, n as i64))
        }
        None => Err(absent(vm)),
    }),
    Entry {
        present: |s| s.subscript.is_some() || s.item.is_some(),
        ..entry!("__getitem__", subscript, "($self, key, /)", "Return self[key].", 1..1, |vm, s, this, a| {
            match (s.subscript, s.item) {
                (Some(f), _) => f(vm, this, &a.values[0]),
                (None, Some(f)) => {
                    let i = item_index(vm, s, this, &a.values[0])?;
                    f(vm, this, i)
                }
                _ => Err(absent(vm)),
            }
        })
    },
    Entry {
        present: |s| s.set_subscript.is_some() || s.set_item.is_some(),
        ..entry!(
            "__setitem__",
            set_subscript,
            "($self, key, value, /)",
            "Set self[key] to value.",
            2..2,
            |vm, s, this, a| { set_item(vm, s, this, &a.values[0], Some(&a.values[1])) }
        )
    },
    Entry {
        present: |s| s.set_subscript.is_some() || s.set_item.is_some(),
        ..entry!("__delitem__", set_subscript, "($self, key, /)", "Delete self[key].", 1..1, |vm, s, this, a| {
            set_item(vm, s, this, &a.values[0], None)
        })
    },
    Entry { present: |s| s.concat.is_some() && s.add.is_none(), ..binary!("__add__", concat, "Return self+value.") },
    Entry { present: |s| s.repeat.is_some() && s.multiply.is_none(), ..repeat_entry("__mul__", "Return self*value.") },
    Entry { present: |s| s.repeat.is_some() && s.multiply.is_none(), ..repeat_entry("__rmul__", "Return value*self.") },
    entry!("__contains__", contains, "($self, key, /)", "Return bool(key in self).", 1..1, |vm, s, this, a| {
        match s.contains {
            Some(f) => f(vm, this, &a.values[0]).map(Obj::bool),
            None => Err(absent(vm)),
        }
    }),
    entry!(
        "__buffer__",
        buffer,
        "($self, flags, /)",
        "Return a buffer object that exposes the underlying memory of the object.",
        1..1,
        |vm, s, this, a| {
            let flags = crate::argument::ssize(vm, &a.values[0])?;
            let Ok(flags) = u32::try_from(flags) else {
                return Err(crate::raise!(vm, types::OVERFLOW_ERROR, "buffer flags out of range"));
            };
            match s.buffer {
                Some(f) => {
                    let lent = f(vm, this, flags)?;
                    crate::memoryview::of_buffer(vm, lent)
                }
                None => Err(absent(vm)),
            }
        }
    ),
    entry!(
        "__release_buffer__",
        release_buffer,
        "($self, buffer, /)",
        "Release the buffer object that exposes the underlying memory of the object.",
        1..1,
        |vm, s, this, a| match s.release_buffer {
            Some(f) => f(vm, this, &a.values[0]),
            None => Err(absent(vm)),
        }
    ),
    binary!("__iadd__", inplace_concat, "Implement self+=value."),
    entry!("__imul__", inplace_repeat, "($self, value, /)", "Implement self*=value.", 1..1, |vm, s, this, a| {
        let n = protocol::to_index(vm, &a.values[0], Some(types::OVERFLOW_ERROR))?;
        match s.inplace_repeat {
            Some(f) => f(vm, this, n),
            None => Err(absent(vm)),
        }
    }),
];

const fn repeat_entry(name: &'static str, doc: &'static str) -> Entry {
    Entry {
        name,
        signature: "($self, value, /)",
        doc,
        least: 1,
        most: 1,
        any: false,
        wrap: |vm, s, this, a| {
            let n = protocol::to_index(vm, &a.values[0], Some(types::OVERFLOW_ERROR))?;
            match s.repeat {
                Some(f) => f(vm, this, n),
                None => Err(absent(vm)),
            }
        },
        present: |s| s.repeat.is_some(),
    }
}

/// Calls a native `set_attr`, unless that would pass over the one of a more derived native type (CPython's `hackcheck`).
fn set_attr(vm: &mut Vm, s: &Slots, this: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult {
    let Some(f) = s.set_attr else { return Err(absent(vm)) };
    let native = vm.class_of(this).get(vm).native;
    let own = vm.native_types[native as usize].slots.set_attr;
    if own.is_some_and(|own| own as usize != f as usize) {
        let class = vm.native_types[native as usize].def.name;
        let what = if value.is_some() { "__setattr__" } else { "__delattr__" };
        return Err(type_error!(vm, "can't apply this {what} to {class} object"));
    }
    f(vm, this, name, value).map(|()| Obj::NONE)
}

fn item_index(vm: &mut Vm, s: &Slots, this: &Obj, key: &Obj) -> PyResult<isize> {
    let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
    match s.len {
        Some(len) if i < 0 => Ok(i + len(vm, this)? as isize),
        _ => Ok(i),
    }
}

fn set_item(vm: &mut Vm, s: &Slots, this: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult {
    match (s.set_subscript, s.set_item) {
        (Some(f), _) => f(vm, this, key, value)?,
        (None, Some(f)) => {
            let i = item_index(vm, s, this, key)?;
            f(vm, this, i, value)?;
        }
        _ => return Err(absent(vm)),
    }
    Ok(Obj::NONE)
}

/// Adds the special methods of the slots that a native type defines itself, and `__new__`.
pub(crate) fn add_wrappers(vm: &mut Vm, class: &Ref<Type>, def: &'static TypeDef) -> PyResult<()> {
    let dict = class.get(vm).dict.clone();
    for (i, entry) in ENTRIES.iter().enumerate() {
        if !(entry.present)(&def.slots) {
            continue;
        }
        let name = Str::intern(vm, entry.name);
        if Dict::find_str(vm, &dict, &name).is_none() {
            let made = vm.alloc(types::SLOT_WRAPPER, SlotWrapper { entry: i as u16, owner: class.clone() });
            Dict::set_str(vm, &dict, &name, made.into_obj())?;
        }
    }
    if def.slots.new.is_some() {
        let made = crate::function::for_type(vm, class, &NEW);
        Dict::set_str(vm, &dict, names::__new__, made)?;
    }
    Ok(())
}

static NEW: NativeDef = static_native(
    "__new__",
    "($type, *args, **kwargs)",
    new,
    "Create and return a new object.  See help(type) for accurate signature.",
);

/// `T.__new__(S, …)`: `S` must be a subclass of `T` whose instances `T` knows how to make.
fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (owner, given, keywords) = (args.this::<Type>(), args.at(1), args.at(2));
    let owner_name = owner.name(vm).to_string();
    let Some(given) = given.downcast_ref::<Tuple>() else { return Err(absent(vm)) };
    let values: Vec<Obj> = given.tail(vm).to_vec();
    let Some(first) = values.first() else {
        return Err(type_error!(vm, "{owner_name}.__new__(): not enough arguments"));
    };
    let Some(class) = first.downcast_ref::<Type>() else {
        let got = vm.class_of(first).name(vm).to_string();
        return Err(type_error!(vm, "{owner_name}.__new__(X): X is not a type object ({got})"));
    };
    let class_name = class.name(vm).to_string();
    if !class.is_subtype(vm, owner) {
        return Err(type_error!(
            vm,
            "{owner_name}.__new__({class_name}): {class_name} is not a subtype of {owner_name}"
        ));
    }
    if class.get(vm).flags.has(TypeFlags::NO_NEW) {
        return Err(crate::type_call::cannot_create(vm, class));
    }
    // The native type that the class is built on must make its instances itself.
    let (own, wanted) = (owner.get(vm).native, class.get(vm).native);
    let (own_slots, wanted_type) = (vm.native_types[own as usize].slots, &vm.native_types[wanted as usize]);
    if own_slots.new.map(|f| f as usize) != wanted_type.slots.new.map(|f| f as usize) {
        let safe = wanted_type.def.name;
        return Err(type_error!(vm, "{owner_name}.__new__({class_name}) is not safe, use {safe}.__new__()"));
    }
    let Some(make) = own_slots.new else { return Err(absent(vm)) };
    let mut all = values[1..].to_vec();
    let mut keys = Vec::new();
    if let Some(keywords) = keywords.downcast_ref::<Dict>() {
        for (k, v) in keywords.get(vm).iter() {
            keys.push(k.clone());
            all.push(v.clone());
        }
    }
    let keys = if keys.is_empty() { None } else { Some(Tuple::from_vec(vm, keys)?) };
    make(vm, class, CallArgs { values: &all, names: keys.as_ref() })
}

/// Whether `o` is the wrapper that `class` has for its own slot `name`.
pub(crate) fn is_wrapper_of(vm: &Vm, o: &Obj, class: &Ref<Type>, name: &str) -> bool {
    o.downcast_ref::<SlotWrapper>().is_some_and(|w| {
        let w = w.get(vm);
        w.owner.is(class) && ENTRIES[w.entry as usize].name == name
    })
}

fn call(vm: &mut Vm, f: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(w) = f.downcast_ref::<SlotWrapper>() else { return Err(absent(vm)) };
    let entry = &ENTRIES[w.get(vm).entry as usize];
    let owner = w.get(vm).owner.clone();
    let Some(this) = args.split().0.first() else {
        let owner = owner.name(vm).to_string();
        return Err(type_error!(vm, "descriptor '{}' of '{owner}' object needs an argument", entry.name));
    };
    if !vm.class_of(this).is_subtype(vm, &owner) {
        let (owner, class) = (owner.name(vm).to_string(), vm.class_of(this).name(vm).to_string());
        return Err(type_error!(
            vm,
            "descriptor '{}' requires a '{owner}' object but received a '{class}'",
            entry.name
        ));
    }
    run(vm, entry, &owner, this, CallArgs { values: &args.values[1..], names: args.names })
}

fn run(vm: &mut Vm, entry: &Entry, owner: &Ref<Type>, this: &Obj, args: CallArgs<'_>) -> PyResult {
    if !entry.any {
        if args.keywords() > 0 {
            return Err(type_error!(vm, "wrapper {}() takes no keyword arguments", entry.name));
        }
        let n = args.values.len();
        if n < entry.least as usize || n > entry.most as usize {
            return Err(wrong_count(vm, entry, n));
        }
    }
    let native = owner.get(vm).native;
    let slots = vm.native_types[native as usize].slots;
    (entry.wrap)(vm, slots, this, args)
}

/// Some of CPython's wrappers name themselves when their arguments are too few or too many.
#[cold]
fn wrong_count(vm: &mut Vm, entry: &Entry, got: usize) -> crate::Raised {
    let named = matches!(entry.name, "__get__" | "__set__" | "__setattr__" | "__setitem__" | "__buffer__");
    let name = if named { format!("{} ", entry.name) } else { String::new() };
    let (least, most) = (entry.least as usize, entry.most as usize);
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    if least == most {
        type_error!(vm, "{name}expected {least} argument{}, got {got}", plural(least))
    } else if !named {
        type_error!(vm, "expected {least} or {most} arguments, got {got}")
    } else if got < least {
        type_error!(vm, "{name}expected at least {least} argument{}, got {got}", plural(least))
    } else {
        type_error!(vm, "{name}expected at most {most} argument{}, got {got}", plural(most))
    }
}

fn bind(vm: &mut Vm, f: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    let (Some(w), Some(this)) = (f.downcast_ref::<SlotWrapper>(), instance) else { return Ok(f.clone()) };
    if !vm.class_of(this).is_subtype(vm, &w.get(vm).owner) {
        let (owner, class) = (w.get(vm).owner.name(vm).to_string(), vm.class_of(this).name(vm).to_string());
        let name = ENTRIES[w.get(vm).entry as usize].name;
        return Err(type_error!(vm, "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"));
    }
    Ok(vm.alloc(types::BOUND_SLOT, BoundSlot { wrapper: w.clone(), this: this.clone() }).into_obj())
}

fn call_bound(vm: &mut Vm, f: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(b) = f.downcast_ref::<BoundSlot>() else { return Err(absent(vm)) };
    let (wrapper, this) = (b.get(vm).wrapper.clone(), b.get(vm).this.clone());
    let owner = wrapper.get(vm).owner.clone();
    run(vm, &ENTRIES[wrapper.get(vm).entry as usize], &owner, &this, args)
}

/// The entry and wrapper behind either type of object.
fn parts(vm: &Vm, o: &Obj) -> Option<(&'static Entry, Ref<Type>)> {
    let w = match o.downcast_ref::<BoundSlot>() {
        Some(b) => b.get(vm).wrapper.clone(),
        None => o.downcast_ref::<SlotWrapper>()?.clone(),
    };
    Some((&ENTRIES[w.get(vm).entry as usize], w.get(vm).owner.clone()))
}

fn name(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = parts(vm, o).map_or("", |p| p.0.name);
    Ok(Str::intern(vm, name).into_obj())
}

fn qualname(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some((entry, owner)) = parts(vm, o) else { return Ok(Obj::NONE) };
    Ok(Str::from_display(vm, format_args!("{}.{}", owner.get(vm).qualname.text(vm), entry.name)).into_obj())
}

fn doc(vm: &mut Vm, o: &Obj) -> PyResult {
    let doc = parts(vm, o).map_or("", |p| p.0.doc);
    Ok(Str::new(vm, doc).into_obj())
}

fn text_signature(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = parts(vm, o).map_or("", |p| p.0.signature);
    Ok(Str::new(vm, text).into_obj())
}

fn objclass(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(parts(vm, o).map_or(Obj::NONE, |p| p.1.into_obj()))
}

fn bound_self(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<BoundSlot>().map_or(Obj::NONE, |b| b.get(vm).this.clone()))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some((entry, owner)) = parts(vm, o) else { return crate::object::repr(vm, o) };
    let text = format!("<slot wrapper '{}' of '{}' objects>", entry.name, owner.name(vm));
    Ok(Str::new(vm, &text).into_obj())
}

fn bound_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(b) = o.downcast_ref::<BoundSlot>() else { return crate::object::repr(vm, o) };
    let this = b.get(vm).this.clone();
    let entry = &ENTRIES[b.get(vm).wrapper.get(vm).entry as usize];
    let text = format!(
        "<method-wrapper '{}' of {} object at {:#x}>",
        entry.name,
        vm.class_of(&this).name(vm),
        protocol::id(&this)
    );
    Ok(Str::new(vm, &text).into_obj())
}

fn bound_compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<BoundSlot>(), b.downcast_ref::<BoundSlot>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let (x, y) = (x.get(vm), y.get(vm));
    let same = x.wrapper.is(&y.wrapper) && x.this.is(&y.this);
    match op {
        CompareOp::Eq => Ok(Obj::bool(same)),
        CompareOp::Ne => Ok(Obj::bool(!same)),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn bound_hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let Some(b) = o.downcast_ref::<BoundSlot>() else { return Ok(0) };
    Ok(protocol::hash_identity(&b.get(vm).this) ^ protocol::hash_identity(&b.get(vm).wrapper))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (owner, name) = (objclass(vm, args.at(0))?, name(vm, args.at(0))?);
    crate::function::reduced_to_getattr(vm, &owner, &name)
}

fn bound_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (this, name) = (bound_self(vm, args.at(0))?, name(vm, args.at(0))?);
    crate::function::reduced_to_getattr(vm, &this, &name)
}

/// `wrapper_descriptor`
pub static DEF: TypeDef = TypeDef {
    name: "wrapper_descriptor",
    kind: kinds::SLOT_WRAPPER,
    flags: TypeFlags::NO_NEW | TypeFlags::METHOD_DESCRIPTOR,
    slots: Slots { call: Some(call), descr_get: Some(bind), repr: Some(repr), ..Slots::EMPTY },
    methods: &[native("__reduce__", "($self, /)", reduce, "")],
    getsets: &[
        member("__name__", name, ""),
        getter("__qualname__", qualname, ""),
        getter("__doc__", doc, ""),
        getter("__text_signature__", text_signature, ""),
        member("__objclass__", objclass, ""),
    ],
    ..TypeDef::EMPTY
};

/// `method-wrapper`
pub static BOUND_DEF: TypeDef = TypeDef {
    name: "method-wrapper",
    kind: kinds::BOUND_SLOT,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        call: Some(call_bound),
        repr: Some(bound_repr),
        compare: Some(bound_compare),
        hash: Some(bound_hash),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", bound_reduce, "")],
    getsets: &[
        getter("__name__", name, ""),
        getter("__qualname__", qualname, ""),
        getter("__doc__", doc, ""),
        getter("__text_signature__", text_signature, ""),
        getter("__objclass__", objclass, ""),
        member("__self__", bound_self, ""),
    ],
    ..TypeDef::EMPTY
};
