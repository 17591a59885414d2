//! `OrderedDict`. A dict's table keeps its entries in order already; this type adds moving entries to either end, comparing
//! orders, and iteration that notices any change (`super::ordered_views`).

use super::ordered_views::{self, What};
use crate::table;
use rpython_objects::{
    Args, CallArgs, CompareOp, Dict, Module, NativeDef, Obj, PyResult, Raised, Ref, Slots, Str, StrExt, Tuple, Type,
    TypeDef, TypeFlags, Vm, class_native, int, names, native, protocol, raise,
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error, type_object, types, value_error,
};

#[derive(Default)]
struct State {
    class: Option<Ref<Type>>,
}

/// Whether an object is an `OrderedDict`, instances of subclasses included.
fn is_ordered(vm: &mut Vm, o: &Obj) -> bool {
    match vm.state_of::<State>().class.clone() {
        Some(class) => rpython_objects::type_call::is_instance(vm, o, &class),
        None => false,
    }
}

/// Whether an object's class is `OrderedDict` itself.
fn is_exact(vm: &mut Vm, o: &Obj) -> bool {
    let class = vm.state_of::<State>().class.as_ref().map(Ref::slot);
    class.is_some() && o.header().map(rpython_heap::Header::class) == class
}

/// The receiver of a slot.
fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Dict>> {
    match o.downcast_ref::<Dict>() {
        Some(d) => Ok(d),
        None => Err(type_error!(vm, "an OrderedDict is required")),
    }
}

/// Sets an item: in the table where the class is `OrderedDict` itself, else as the subclass has it.
fn set_one(vm: &mut Vm, o: &Obj, exact: bool, key: &Obj, value: Obj) -> PyResult<()> {
    match o.downcast_ref::<Dict>() {
        Some(d) if exact => Dict::set_item(vm, d, key, value),
        _ => protocol::set_item(vm, o, key, &value),
    }
}

/// Takes over the pairs that an iterable yields.
fn add_pairs(vm: &mut Vm, o: &Obj, pairs: &Obj) -> PyResult<()> {
    let exact = is_exact(vm, o);
    let iterator = protocol::iter(vm, pairs)?;
    while let Some(pair) = protocol::next(vm, &iterator)? {
        let parts = protocol::iter(vm, &pair)?;
        let Some(key) = protocol::next(vm, &parts)? else {
            return Err(value_error!(vm, "need more than 0 values to unpack"));
        };
        let Some(value) = protocol::next(vm, &parts)? else {
            return Err(value_error!(vm, "need more than 1 value to unpack"));
        };
        if protocol::next(vm, &parts)?.is_some() {
            return Err(value_error!(vm, "too many values to unpack (expected 2)"));
        }
        set_one(vm, o, exact, &key, value)?;
        vm.poll()?;
    }
    Ok(())
}

/// Takes over a mapping, what has `items`, or pairs.
fn update_from(vm: &mut Vm, o: &Obj, other: &Obj) -> PyResult<()> {
    if other.downcast_ref::<Dict>().is_some_and(Dict::is_exact) {
        let items = protocol::call_method(vm, other, names::items, &[])?;
        let items = protocol::collect(vm, &items)?;
        let items = Tuple::from_vec(vm, items)?.into_obj();
        return add_pairs(vm, o, &items);
    }
    if let Some(keys) = protocol::find_attr(vm, other, names::keys)? {
        let exact = is_exact(vm, o);
        let keys = protocol::call(vm, &keys, &[])?;
        let iterator = protocol::iter(vm, &keys)?;
        while let Some(key) = protocol::next(vm, &iterator)? {
            let value = protocol::get_item(vm, other, &key)?;
            set_one(vm, o, exact, &key, value)?;
            vm.poll()?;
        }
        return Ok(());
    }
    if let Some(items) = protocol::find_attr(vm, other, names::items)? {
        let items = protocol::call(vm, &items, &[])?;
        return add_pairs(vm, o, &items);
    }
    add_pairs(vm, o, other)
}

/// Takes over keyword arguments.
fn update_named<'a>(vm: &mut Vm, o: &Obj, named: impl Iterator<Item = (Obj, &'a Obj)>) -> PyResult<()> {
    let exact = is_exact(vm, o);
    for (name, value) in named {
        if !name.is_kind::<Str>() {
            return Err(type_error!(vm, "keywords must be strings"));
        }
        set_one(vm, o, exact, &name, value.clone())?;
    }
    Ok(())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let (given, named) = args.split();
    if given.len() > 1 {
        let got = given.len();
        return Err(type_error!(vm, "expected at most 1 argument, got {got}"));
    }
    if let Some(other) = given.first() {
        update_from(vm, o, other)?;
    }
    let keys: Vec<Obj> = args.names.map(|n| n.tail(vm).to_vec()).unwrap_or_default();
    update_named(vm, o, keys.into_iter().zip(named))
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let given: Vec<Obj> = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    if given.len() > 1 {
        let got = given.len();
        return Err(type_error!(vm, "update() takes at most 1 positional argument ({got} given)"));
    }
    if let Some(other) = given.first() {
        update_from(vm, o, other)?;
    }
    if let Some(named) = args.at(2).downcast_ref::<Dict>() {
        let named: Vec<(Obj, Obj)> = named.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        update_named(vm, o, named.iter().map(|(k, v)| (k.clone(), v)))?;
    }
    Ok(Obj::NONE)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = vm.class_of(o).get(vm).name.clone();
    if this(vm, o)?.get(vm).is_empty() {
        return Ok(Str::from_display(vm, format_args!("{}()", name.text(vm))).into_obj());
    }
    let made = protocol::guard_repr(vm, o, |vm| {
        let content = protocol::call(vm, types::DICT, std::slice::from_ref(o))?;
        let mut buf = TextBuf::new();
        buf.push_text(name.text(vm));
        buf.push_ascii(b"(");
        write_repr(vm, &content, &mut buf)?;
        buf.push_ascii(b")");
        finish(vm, buf)
    })?;
    Ok(made.unwrap_or_else(|| Str::new(vm, "...").into_obj()))
}

fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let d = this(vm, o)?;
    match value {
        Some(value) => Dict::set_item(vm, d, key, value.clone()),
        None => match Dict::remove_item(vm, d, key)? {
            Some(_) => Ok(()),
            None => Err(table::key_error(vm, key)),
        },
    }
}

#[cold]
fn mutated(vm: &mut Vm) -> Raised {
    raise!(vm, types::RUNTIME_ERROR, "OrderedDict mutated during iteration")
}

/// Whether two dicts have equal keys in the same order.
fn same_order(vm: &mut Vm, a: &Ref<Dict>, b: &Ref<Dict>) -> PyResult<bool> {
    let (x, y) = (Dict::keys_version(vm, a), Dict::keys_version(vm, b));
    let (mut i, mut j) = (0, 0);
    loop {
        let next = |d: &Dict, at: &mut usize| {
            while *at < d.size() {
                *at += 1;
                if let Some(e) = d.entry(*at - 1) {
                    return Some(e.key.clone());
                }
            }
            None
        };
        match (next(a.get(vm), &mut i), next(b.get(vm), &mut j)) {
            (None, None) => return Ok(true),
            (Some(p), Some(q)) => {
                let same = protocol::equal(vm, &p, &q)?;
                if a.get(vm).current_version() != x || b.get(vm).current_version() != y {
                    return Err(mutated(vm));
                }
                if !same {
                    return Ok(false);
                }
            }
            _ => return Ok(false),
        }
    }
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Dict>(), b.downcast_ref::<Dict>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let (CompareOp::Eq | CompareOp::Ne, Some(compare)) = (op, vm.slots(types::DICT).compare()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let mut equal = compare(vm, a, b, CompareOp::Eq)?.is(&Obj::TRUE);
    if equal && is_ordered(vm, b) {
        equal = same_order(vm, x, y)?;
    }
    Ok(Obj::bool(equal == (op == CompareOp::Eq)))
}

fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    if !a.is_kind::<Dict>() || !b.is_kind::<Dict>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let class = if is_ordered(vm, a) { vm.class_of(a).own() } else { vm.class_of(b).own() };
    let made = protocol::call(vm, &class, std::slice::from_ref(a))?;
    update_from(vm, &made, b)?;
    Ok(made)
}

fn inplace_or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    update_from(vm, a, b)?;
    Ok(a.clone())
}

fn from_keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = protocol::call(vm, args.at(0), &[])?;
    let value = args.opt(2).cloned().unwrap_or(Obj::NONE);
    let iterator = protocol::iter(vm, args.at(1))?;
    while let Some(key) = protocol::next(vm, &iterator)? {
        protocol::set_item(vm, &made, &key, &value)?;
        vm.poll()?;
    }
    Ok(made)
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<Dict>();
    let extra = d.extra(vm).len() * 8;
    let bytes = 16 + size_of::<Dict>() + d.get(vm).buffer_bytes() + extra;
    Ok(int::from_i64(vm, bytes as i64))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let class = vm.class_of(o).own().into_obj();
    let state = super::state_of(vm, o)?;
    let items = protocol::call_method(vm, o, names::items, &[])?;
    let items = protocol::iter(vm, &items)?;
    let none = table::tuple(vm, &[])?;
    table::tuple(vm, &[class, none, state, Obj::NONE, items])
}

fn set_default(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (o, key) = (args.at(0), args.at(1));
    let default = args.opt(2).cloned().unwrap_or(Obj::NONE);
    if is_exact(vm, o) {
        let d = args.this::<Dict>();
        let hash = Dict::hash_key(vm, key)?;
        if let Some(at) = Dict::find(vm, d, key, hash)? {
            return Ok(d.get(vm).value_at(at).cloned().unwrap_or(Obj::NONE));
        }
        Dict::set_hashed(vm, d, key, hash, default.clone())?;
        return Ok(default);
    }
    if protocol::contains(vm, o, key)? {
        return protocol::get_item(vm, o, key);
    }
    protocol::set_item(vm, o, key, &default)?;
    Ok(default)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<Dict>();
    match Dict::remove_item(vm, d, args.at(1))?.or_else(|| args.opt(2).cloned()) {
        Some(value) => Ok(value),
        None => Err(table::key_error(vm, args.at(1))),
    }
}

/// The flag `last`, which is true unless it is given.
fn last(vm: &mut Vm, flag: Option<&Obj>) -> PyResult<bool> {
    match flag {
        Some(flag) => protocol::is_true(vm, flag),
        None => Ok(true),
    }
}

fn pop_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let last = last(vm, args.opt(1))?;
    let d = args.this::<Dict>().get_mut(vm);
    let taken = if last { d.remove_last().map(|e| (e.key, e.value)) } else { d.remove_first() };
    match taken {
        Some((key, value)) => table::tuple(vm, &[key, value]),
        None => Err(raise!(vm, types::KEY_ERROR, "dictionary is empty")),
    }
}

fn move_to_end(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (d, key) = (args.this::<Dict>(), args.at(1));
    let last = last(vm, args.opt(2))?;
    let hash = Dict::hash_key(vm, key)?;
    let Some(at) = Dict::find(vm, d, key, hash)? else { return Err(table::key_error(vm, key)) };
    let d = d.get_mut(vm);
    if last {
        d.move_to_end(at)?;
    } else {
        d.move_to_front(at)?;
    }
    Ok(Obj::NONE)
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = args.this::<Dict>().get_mut(vm).take();
    drop(old);
    Ok(Obj::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (o, d) = (args.at(0), args.this::<Dict>());
    let exact = is_exact(vm, o);
    let class = vm.class_of(o).own();
    let made = protocol::call(vm, &class, &[])?;
    let mut i = 0;
    let version = Dict::keys_version(vm, d);
    while i < d.get(vm).size() {
        if let Some((key, value)) = d.get(vm).pair_at(i) {
            let value = if exact {
                ordered_views::current_value(vm, d, &key, value)?
            } else {
                protocol::get_item(vm, o, &key)?
            };
            set_one(vm, &made, exact, &key, value)?;
            if d.get(vm).current_version() != version {
                return Err(mutated(vm));
            }
        }
        i += 1;
    }
    Ok(made)
}

const METHODS: &[NativeDef] = &[
    class_native(
        "fromkeys",
        "($type, /, iterable, value=None)",
        from_keys,
        "Create a new ordered dictionary with keys from iterable and values set to value.",
    ),
    native("__sizeof__", "($self, /)", sizeof, ""),
    native("__reduce__", "($self, /)", reduce, "Return state information for pickling"),
    native(
        "setdefault",
        "($self, /, key, default=None)",
        set_default,
        "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
    ),
    native(
        "pop",
        "($self, /, key, default=<unrepresentable>)",
        pop,
        "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
    ),
    native(
        "popitem",
        "($self, /, last=True)",
        pop_item,
        "Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if\nfalse.",
    ),
    native("keys", "($self, /)", |vm, args| ordered_views::view(vm, args.at(0), What::Keys), ""),
    native("values", "($self, /)", |vm, args| ordered_views::view(vm, args.at(0), What::Values), ""),
    native("items", "($self, /)", |vm, args| ordered_views::view(vm, args.at(0), What::Items), ""),
    native("update", "($self, /, *args, **kwargs)", update, ""),
    native("clear", "($self, /)", clear, "Remove all items from ordered dict."),
    native("copy", "($self, /)", copy, "A shallow copy of ordered dict."),
    native(
        "__reversed__",
        "($self, /)",
        |vm, args| ordered_views::iterator(vm, args.at(0), What::Keys, false),
        "od.__reversed__() <==> reversed(od)",
    ),
    native(
        "move_to_end",
        "($self, /, key, last=True)",
        move_to_end,
        "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.",
    ),
];

/// `collections.OrderedDict`
pub(super) static DEF: TypeDef = TypeDef {
    name: "OrderedDict",
    module: "collections",
    base: types::DICT.slot(),
    flags: TypeFlags::BASE | TypeFlags::MAPPING,
    doc: "Dictionary that remembers insertion order",
    slots: Slots {
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        or: Some(or),
        inplace_or: Some(inplace_or),
        set_subscript: Some(set_subscript),
        iter: Some(|vm, o| ordered_views::iterator(vm, o, What::Keys, true)),
        ..Slots::EMPTY
    },
    methods: METHODS,
    weakly_referable: true,
    instance_dict: true,
    ..TypeDef::EMPTY
};

/// Adds the type and makes those of its views.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    let class = type_object::define(vm, &DEF)?;
    vm.state_of::<State>().class = Some(class.clone());
    ordered_views::define(vm)?;
    table::set(vm, module, DEF.name, class.into_obj())
}
