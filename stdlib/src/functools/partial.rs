//! `partial`: a callable with some arguments filled in. `Placeholder` among them stands for one that a call passes.

use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, CallArgs, Dict, GetSetDef, Module, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple,
    Type, TypeDef, TypeFlags, Vm, getter, method, native,
    native::class_getitem,
    object, protocol,
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error,
};
use smallvec::SmallVec;

/// The payload of a partial application.
pub(super) struct Partial {
    function: Obj,
    /// `args`
    args: Ref<Tuple>,
    /// `keywords`
    keywords: Ref<Dict>,
    /// Placeholders among `args`.
    holes: usize,
}

impl Payload for Partial {
    const KIND: Kind = kinds::PARTIAL;
    const NAME: &'static str = "partial";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.function);
        visit(&self.args);
        visit(&self.keywords);
    }
    fn clear(&mut self) {
        self.function = Obj::NONE;
        self.args = Tuple::empty();
    }
}

/// The payload of `Placeholder`.
pub(super) struct Placeholder;

impl Payload for Placeholder {
    const KIND: Kind = kinds::PLACEHOLDER;
    const NAME: &'static str = "placeholder";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

#[derive(Default)]
struct State {
    placeholder: OptObj,
}

/// The one `Placeholder`.
fn placeholder(vm: &mut Vm) -> Obj {
    if let Some(made) = vm.state_of::<State>().placeholder.cloned() {
        return made;
    }
    let made = vm.make(Placeholder).into_obj();
    vm.state_of::<State>().placeholder = OptObj::some(made.clone());
    made
}

fn is_placeholder(o: &Obj) -> bool {
    o.is_kind::<Placeholder>()
}

fn new_placeholder(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !args.values.is_empty() {
        return Err(type_error!(vm, "PlaceholderType takes no arguments"));
    }
    Ok(placeholder(vm))
}

/// Puts `given` into the placeholders of `args` and behind them; the number of placeholders that stay.
fn fill(vm: &Vm, args: &Ref<Tuple>, given: &[Obj], hole: &Obj) -> Result<Ref<Tuple>, rpython_heap::OutOfMemory> {
    let mut rest = given.iter();
    let mut all: Vec<Obj> = args
        .tail(vm)
        .iter()
        .map(|o| if is_placeholder(o) { rest.next().unwrap_or(hole).clone() } else { o.clone() })
        .collect();
    all.extend(rest.cloned());
    Tuple::from_vec(vm, all)
}

/// Whether an object is called as a partial, and nothing else would be lost by calling what it wraps.
fn transparent<'a>(vm: &Vm, o: &'a Obj) -> Option<&'a Ref<Partial>> {
    let inner = o.downcast_ref::<Partial>()?;
    let called = vm.slots_of(o).call().is_some_and(|f| f as usize == call as *const () as usize);
    let plain = object::existing_dict(vm, o).is_none_or(|d| d.get(vm).is_empty());
    (called && plain).then_some(inner)
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let (given, named) = args.split();
    let Some((function, given)) = given.split_first() else {
        return Err(type_error!(vm, "type 'partial' takes at least one argument"));
    };
    if vm.slots_of(function).call().is_none() {
        return Err(type_error!(vm, "the first argument must be callable"));
    }
    if given.last().is_some_and(is_placeholder) {
        return Err(type_error!(vm, "trailing Placeholders are not allowed"));
    }
    if named.iter().any(is_placeholder) {
        return Err(type_error!(vm, "Placeholder cannot be passed as a keyword argument"));
    }
    let hole = placeholder(vm);
    let (function, all, keywords) = match transparent(vm, function).cloned() {
        Some(inner) => {
            let p = inner.get(vm);
            let (function, own, keywords) = (p.function.clone(), p.args.clone(), p.keywords.clone());
            let all = fill(vm, &own, given, &hole)?;
            (function, all, Dict::copy(vm, &keywords)?)
        }
        None => (function.clone(), Tuple::from_slice(vm, given)?, Dict::new(vm)),
    };
    for (i, value) in named.iter().enumerate() {
        if let Some(name) = args.names.and_then(|n| n.tail(vm).get(i)).cloned() {
            Dict::set_item(vm, &keywords, &name, value.clone())?;
        }
    }
    let holes = all.tail(vm).iter().filter(|o| is_placeholder(o)).count();
    Ok(vm.alloc_in(class, Partial { function, args: all, keywords, holes }).into_obj())
}

fn call(vm: &mut Vm, this: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(partial) = this.downcast_ref::<Partial>() else { return Ok(Obj::NONE) };
    let p = partial.get(vm);
    let (function, holes) = (p.function.clone(), p.holes);
    let (given, named) = args.split();
    if given.len() < holes {
        let got = given.len();
        return Err(type_error!(
            vm,
            "missing positional arguments in 'partial' call; expected at least {holes}, got {got}"
        ));
    }
    let mut values: SmallVec<[Obj; 8]> = SmallVec::new();
    let mut rest = given.iter();
    for o in p.args.tail(vm) {
        let filled = if is_placeholder(o) { rest.next() } else { None };
        values.push(filled.unwrap_or(o).clone());
    }
    values.extend(rest.cloned());
    if p.keywords.get(vm).is_empty() {
        values.extend(named.iter().cloned());
        return protocol::call_args(vm, &function, CallArgs { values: &values, names: args.names });
    }
    let keywords = p.keywords.clone();
    let merged = if named.is_empty() {
        keywords
    } else {
        let merged = Dict::copy(vm, &keywords)?;
        for (i, value) in named.iter().enumerate() {
            if let Some(name) = args.names.and_then(|n| n.tail(vm).get(i)).cloned() {
                Dict::set_item(vm, &merged, &name, value.clone())?;
            }
        }
        merged
    };
    let mut names = Vec::with_capacity(merged.get(vm).len());
    for (name, value) in merged.get(vm).iter() {
        names.push(name.clone());
        values.push(value.clone());
    }
    if !names.iter().all(Obj::is_kind::<Str>) {
        return Err(type_error!(vm, "keywords must be strings"));
    }
    let names = Tuple::from_vec(vm, names)?;
    protocol::call_args(vm, &function, CallArgs { values: &values, names: Some(&names) })
}

/// A partial in a class is a method: bound to an instance.
fn bind(vm: &mut Vm, this: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    match instance.filter(|i| !i.is_none()) {
        Some(instance) => Ok(method::new(vm, this, instance)),
        None => Ok(this.clone()),
    }
}

fn repr(vm: &mut Vm, this: &Obj) -> PyResult {
    let Some(partial) = this.downcast_ref::<Partial>() else { return Ok(Obj::NONE) };
    let p = partial.get(vm);
    let (function, args, keywords) = (p.function.clone(), p.args.clone(), p.keywords.clone());
    let class = vm.class_of(this).own();
    let name = rpython_objects::class::qualified_name(vm, &class);
    let made = protocol::guard_repr(vm, this, |vm| {
        let mut buf = TextBuf::new();
        buf.push_str(&name);
        buf.push_ascii(b"(");
        write_repr(vm, &function, &mut buf)?;
        for i in 0..args.tail(vm).len() {
            let value = args.tail(vm)[i].clone();
            buf.push_ascii(b", ");
            write_repr(vm, &value, &mut buf)?;
        }
        let mut i = 0;
        while i < keywords.get(vm).size() {
            if let Some((key, value)) = keywords.get(vm).pair_at(i) {
                buf.push_ascii(b", ");
                let key = protocol::str(vm, &key)?;
                buf.push_text(key.text(vm));
                buf.push_ascii(b"=");
                write_repr(vm, &value, &mut buf)?;
            }
            i += 1;
        }
        buf.push_ascii(b")");
        finish(vm, buf)
    })?;
    Ok(made.unwrap_or_else(|| Str::new(vm, "...").into_obj()))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.at(0);
    let class = vm.class_of(this).own().into_obj();
    let p = args.this::<Partial>().get(vm);
    let (function, own, keywords) = (p.function.clone(), p.args.clone().into_obj(), p.keywords.clone().into_obj());
    let dict = object::existing_dict(vm, this).map_or(Obj::NONE, |d| d.into_obj());
    let state = table::tuple(vm, &[function.clone(), own, keywords, dict])?;
    let arguments = table::tuple(vm, &[function])?;
    table::tuple(vm, &[class, arguments, state])
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.at(0);
    let parts: Vec<Obj> = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let parts = match <[Obj; 4]>::try_from(parts) {
        Ok([function, own, keywords, dict])
            if vm.slots_of(&function).call().is_some()
                && own.is_kind::<Tuple>()
                && (keywords.is_none() || keywords.is_kind::<Dict>()) =>
        {
            (function, own, keywords, dict)
        }
        _ => return Err(type_error!(vm, "invalid partial state")),
    };
    let (function, own, keywords, dict) = parts;
    let own = Tuple::from_iterable(vm, &own)?;
    if own.tail(vm).last().is_some_and(is_placeholder) {
        return Err(type_error!(vm, "trailing Placeholders are not allowed"));
    }
    let keywords = match keywords.downcast::<Dict>() {
        Ok(keywords) if Dict::is_exact(&keywords) => keywords,
        Ok(keywords) => Dict::copy(vm, &keywords)?,
        Err(_) => Dict::new(vm),
    };
    let holes = own.tail(vm).iter().filter(|o| is_placeholder(o)).count();
    let new = Partial { function, args: own, keywords, holes };
    let old = std::mem::replace(args.this::<Partial>().get_mut(vm), new);
    drop(old);
    let name = Str::intern(vm, "__dict__");
    if dict.is_none() {
        if object::existing_dict(vm, this).is_some() {
            let empty = Dict::new(vm).into_obj();
            protocol::set_attr(vm, this, &name, &empty)?;
        }
    } else {
        protocol::set_attr(vm, this, &name, &dict)?;
    }
    Ok(Obj::NONE)
}

/// A field of the payload.
fn field(vm: &Vm, o: &Obj, pick: fn(&Partial) -> Obj) -> PyResult {
    Ok(o.downcast_ref::<Partial>().map_or(Obj::NONE, |p| pick(p.get(vm))))
}

const GETTERS: &[GetSetDef] = &[
    getter("func", |vm, o| field(vm, o, |p| p.function.clone()), "function object to use in future partial calls"),
    getter("args", |vm, o| field(vm, o, |p| p.args.clone().into_obj()), "tuple of arguments to future partial calls"),
    getter(
        "keywords",
        |vm, o| field(vm, o, |p| p.keywords.clone().into_obj()),
        "dictionary of keyword arguments to future partial calls",
    ),
];

const METHODS: &[NativeDef] = &[
    native("__reduce__", "($self, /)", reduce, ""),
    native("__setstate__", "($self, object, /)", set_state, ""),
    class_getitem("partial is generic over the wrapped function's return type"),
];

/// `functools.partial`
pub(super) static DEF: TypeDef = TypeDef {
    name: "partial",
    module: "functools",
    kind: kinds::PARTIAL,
    flags: TypeFlags::BASE,
    doc: "Create a new function with partial application of the given arguments\nand keywords.",
    slots: Slots { new: Some(new), call: Some(call), repr: Some(repr), descr_get: Some(bind), ..Slots::EMPTY },
    methods: METHODS,
    getsets: GETTERS,
    weakly_referable: true,
    instance_dict: true,
    signature: "(func, /, *args, **keywords)",
    ..TypeDef::EMPTY
};

/// `functools._PlaceholderType`
pub(super) static PLACEHOLDER_DEF: TypeDef = TypeDef {
    name: "_PlaceholderType",
    module: "functools",
    kind: kinds::PLACEHOLDER,
    doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
    slots: Slots {
        new: Some(new_placeholder),
        repr: Some(|vm, _| Ok(Str::intern(vm, "Placeholder").into_obj())),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", |vm, _| Ok(Str::intern(vm, "Placeholder").into_obj()), "")],
    ..TypeDef::EMPTY
};

/// Adds the types and the singleton to the module.
///
/// # Errors
/// `MemoryError`.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    table::add_type::<Placeholder>(vm, module, &PLACEHOLDER_DEF)?;
    let one = placeholder(vm);
    table::set(vm, module, "Placeholder", one)?;
    table::add_type::<Partial>(vm, module, &DEF)?;
    Ok(())
}
