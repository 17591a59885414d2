//! `defaultdict`: a dict that asks a factory for what is missing. The factory lies in an extra word behind a dict's payload.

use crate::table;
use rpython_objects::{
    Args, CallArgs, Dict, Module, Obj, OptObj, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm, getset,
    names, native, native::class_getitem, protocol, sequence::finish, text::TextBuf, type_error, type_object, types,
};

/// The extra word of the factory.
const FACTORY: usize = 0;

#[derive(Default)]
struct State {
    class: Option<Ref<Type>>,
}

fn factory(vm: &Vm, o: &Obj) -> Obj {
    o.extra(vm).get(FACTORY).and_then(OptObj::cloned).unwrap_or(Obj::NONE)
}

fn set_factory(vm: &mut Vm, o: &Obj, factory: Option<&Obj>) {
    let old = o.extra_mut(vm).get_mut(FACTORY).map(|place| std::mem::replace(place, factory.cloned().into()));
    drop(old);
}

/// What a slot of `dict` does.
fn of_dict<F>(vm: &Vm, pick: fn(rpython_objects::SlotView) -> Option<F>) -> Option<F> {
    pick(vm.slots(types::DICT))
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let given = args.split().0;
    let mut rest = args;
    let mut made = None;
    if let Some(first) = given.first() {
        if !first.is_none() && vm.slots_of(first).call().is_none() {
            return Err(type_error!(vm, "first argument must be callable or None"));
        }
        made = Some(first);
        rest = CallArgs { values: &args.values[1..], names: args.names };
    }
    set_factory(vm, o, made);
    match of_dict(vm, |s| s.init()) {
        Some(init) => init(vm, o, rest),
        None => Ok(()),
    }
}

/// The value that the factory makes for a key, which is set; `KeyError` without a factory.
fn missing(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let factory = factory(vm, o);
    if factory.is_none() {
        return Err(table::key_error(vm, key));
    }
    let value = protocol::call(vm, &factory, &[])?;
    // The factory may have set it meanwhile.
    let Some(d) = o.downcast_ref::<Dict>() else { return Ok(value) };
    if let Some(known) = Dict::get_item(vm, d, key)? {
        return Ok(known);
    }
    Dict::set_item(vm, d, key, value.clone())?;
    Ok(value)
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let own = vm.state_of::<State>().class.as_ref().is_some_and(|c| o.header().is_some_and(|h| h.class() == c.slot()));
    if let Some(d) = o.downcast_ref::<Dict>()
        && own
    {
        return match Dict::get_item(vm, d, key)? {
            Some(value) => Ok(value),
            None => missing(vm, o, key),
        };
    }
    match of_dict(vm, |s| s.subscript()) {
        Some(subscript) => subscript(vm, o, key),
        None => Err(table::key_error(vm, key)),
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let factory = factory(vm, o);
    let name = vm.class_of(o).get(vm).name.clone();
    let content = match of_dict(vm, |s| s.repr()) {
        Some(repr) => repr(vm, o)?,
        None => return Ok(Obj::NONE),
    };
    let mut buf = TextBuf::new();

    buf.push_text(name.text(vm));
    buf.push_ascii(b"(");
    let shown = if factory.is_none() {
        Some(protocol::repr(vm, &factory)?)
    } else {
        protocol::guard_repr(vm, &factory, |vm| protocol::repr(vm, &factory))?
    };
    match shown.as_ref().and_then(|s| s.downcast_ref::<Str>()) {
        Some(shown) => buf.push_text(shown.text(vm)),
        None => buf.push_ascii(b"..."),
    }
    buf.push_ascii(b", ");
    if let Some(content) = content.downcast_ref::<Str>() {
        buf.push_text(content.text(vm));
    }
    buf.push_ascii(b")");
    finish(vm, buf)
}

fn copy_of(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = vm.class_of(o).own();
    let factory = factory(vm, o);
    protocol::call(vm, &class, &[factory, o.clone()])
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let class = vm.class_of(o).own().into_obj();
    let factory = factory(vm, o);
    let arguments = if factory.is_none() { table::tuple(vm, &[])? } else { table::tuple(vm, &[factory])? };
    let items = protocol::call_method(vm, o, names::items, &[])?;
    let items = protocol::iter(vm, &items)?;
    table::tuple(vm, &[class, arguments, Obj::NONE, Obj::NONE, items])
}

/// `a | b`, where one is a default dict: of its class, with its factory.
fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    if !a.is_kind::<Dict>() || !b.is_kind::<Dict>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let is_own = |vm: &mut Vm, o: &Obj| {
        let class = vm.state_of::<State>().class.clone();
        class.is_some_and(|class| rpython_objects::type_call::is_instance(vm, o, &class))
    };
    let like = if is_own(vm, a) { a } else { b };
    let class = vm.class_of(like).own();
    let factory = factory(vm, like);
    let made = protocol::call(vm, &class, &[factory, a.clone()])?;
    let update = Str::intern(vm, "update");
    protocol::call_method(vm, &made, &update, std::slice::from_ref(b))?;
    Ok(made)
}

/// `collections.defaultdict`
pub(super) static DEF: TypeDef = TypeDef {
    name: "defaultdict",
    module: "collections",
    base: types::DICT.slot(),
    flags: TypeFlags::BASE | TypeFlags::MAPPING,
    words: 1,
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.\n",
    slots: Slots { init: Some(init), repr: Some(repr), or: Some(or), subscript: Some(subscript), ..Slots::EMPTY },
    methods: &[
        native(
            "__missing__",
            "($self, object, /)",
            |vm, args| missing(vm, args.at(0), args.at(1)),
            "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n",
        ),
        native("copy", "($self, /)", |vm, args| copy_of(vm, args.at(0)), "D.copy() -> a shallow copy of D."),
        native("__copy__", "($self, /)", |vm, args| copy_of(vm, args.at(0)), "D.copy() -> a shallow copy of D."),
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        class_getitem(
            "defaultdicts are generic over two types, signifying (respectively) the types of the dictionary's keys and values",
        ),
    ],
    getsets: &[getset(
        "default_factory",
        |vm, o| Ok(factory(vm, o)),
        |vm, o, value| {
            set_factory(vm, o, value);
            Ok(())
        },
        "Factory for default value called by __missing__().",
    )],
    ..TypeDef::EMPTY
};

/// Adds the type.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    let class = type_object::define(vm, &DEF)?;
    vm.state_of::<State>().class = Some(class.clone());
    table::set(vm, module, DEF.name, class.into_obj())
}
