//! The type `dict`: construction, operators, methods.

use super::{Dict, iterators, views};
use crate::{
    Args, CallArgs, CompareOp, PyResult, Slots, Str, Tuple, Type, TypeDef, TypeFlags, Vm, argument, exception, int,
    kinds, names, native,
    native::{class_getitem, class_native},
    protocol, raise,
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error, types, value_error,
};
use rpython_heap::{Obj, Ref};

/// The receiver of a slot, whose kind its type guarantees.
#[inline]
pub(super) fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Dict>> {
    match o.downcast_ref::<Dict>() {
        Some(this) => Ok(this),
        None => Err(type_error!(vm, "a dict is required")),
    }
}

/// The `KeyError` of a missing key.
#[cold]
pub fn key_error(vm: &mut Vm, key: &Obj) -> crate::Raised {
    let made = exception::with_args(vm, types::KEY_ERROR, std::slice::from_ref(key));
    vm.raise_object(made)
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, Dict::default()).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let d = this(vm, o)?;
    if let Some(from) = argument::positional(vm, "dict", args, 0, 1)?.first() {
        update_from(vm, d, from)?;
    }
    let values = args.split().1;
    for (i, value) in values.iter().enumerate() {
        let name = args.names.and_then(|n| n.tail(vm).get(i)).cloned();
        let Some(name) = name.filter(Obj::is_kind::<Str>) else {
            return Err(type_error!(vm, "keywords must be strings"));
        };
        Dict::set_item(vm, d, &name, value.clone())?;
    }
    Ok(())
}

/// Whether iterating a dict yields its keys, whatever its class: then it is read without running Python code.
pub fn iterates_plainly(vm: &Vm, d: &Ref<Dict>) -> bool {
    Dict::is_exact(d) || vm.slots_of(d).iter().is_some_and(|f| f as usize == iterators::keys as *const () as usize)
}

/// Takes over the items of a dict, a mapping (what has `keys`), or an iterable of pairs.
///
/// # Errors
/// What reading them raises.
pub(crate) fn update_from(vm: &mut Vm, d: &Ref<Dict>, from: &Obj) -> PyResult<()> {
    if from.downcast_ref::<Dict>().is_some_and(Dict::is_exact) || protocol::find_attr(vm, from, names::keys)?.is_some()
    {
        return merge(vm, d, from);
    }
    let iterator = protocol::iter(vm, from)?;
    let mut number = 0;
    while let Some(item) = protocol::next(vm, &iterator)? {
        let (key, value) = pair(vm, &item, number)?;
        Dict::set_item(vm, d, &key, value)?;
        number += 1;
        vm.poll()?;
    }
    Ok(())
}

/// The two items of an element of an update sequence.
fn pair(vm: &mut Vm, item: &Obj, number: usize) -> PyResult<(Obj, Obj)> {
    let parts = match crate::sequence::plain(vm, item).map(<[Obj]>::to_vec) {
        Some(parts) => Ok(parts),
        None => match protocol::iter(vm, item) {
            Ok(iterator) => protocol::collect(vm, &iterator),
            Err(raised) => {
                vm.swallow(raised, types::TYPE_ERROR)?;
                Err(type_error!(vm, "object is not iterable"))
            }
        },
    };
    let parts = match parts {
        Ok(parts) => parts,
        Err(raised) => {
            if let Some(e) = vm.exception.get().cloned().filter(|_| vm.raised_is(types::TYPE_ERROR)) {
                let note = format!("Cannot convert dictionary update sequence element #{number} to a sequence");
                crate::exception::add_note(vm, &e, &note);
            }
            return Err(raised);
        }
    };
    match <[Obj; 2]>::try_from(parts) {
        Ok([key, value]) => Ok((key, value)),
        Err(parts) => {
            let len = parts.len();
            Err(value_error!(vm, "dictionary update sequence element #{number} has length {len}; 2 is required"))
        }
    }
}

/// Takes over the items of a mapping.
///
/// # Errors
/// What reading it raises; `RuntimeError` where it changes meanwhile.
pub fn merge(vm: &mut Vm, d: &Ref<Dict>, from: &Obj) -> PyResult<()> {
    if let Some(other) = from.downcast_ref::<Dict>().cloned().filter(|o| iterates_plainly(vm, o)) {
        if other.is(d) {
            return Ok(());
        }
        let size = other.get(vm).size();
        let more = other.get(vm).len();
        d.get_mut(vm).reserve(more)?;
        for i in 0..size {
            let Some((hash, key, value)) = other.get(vm).entry(i).map(|e| (e.hash, e.key.clone(), e.value.clone()))
            else {
                continue;
            };
            Dict::set_hashed(vm, d, &key, hash, value)?;
            if other.get(vm).size() != size {
                return Err(raise!(vm, types::RUNTIME_ERROR, "dict mutated during update"));
            }
        }
        return Ok(());
    }
    let keys = protocol::call_method(vm, from, names::keys, &[])?;
    let iterator = match protocol::iter(vm, &keys) {
        Ok(iterator) => iterator,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            let (class, got) = (argument::class_name(vm, from), argument::class_name(vm, &keys));
            return Err(type_error!(vm, "{class}.keys() returned a non-iterable (type {got})"));
        }
    };
    for key in protocol::collect(vm, &iterator)? {
        let value = protocol::get_item(vm, from, &key)?;
        Dict::set_item(vm, d, &key, value)?;
    }
    Ok(())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let d = this(vm, o)?;
    if d.get(vm).is_empty() {
        return Ok(Str::new(vm, "{}").into_obj());
    }
    let made = protocol::guard_repr(vm, o, |vm| {
        let mut buf = TextBuf::new();
        buf.push_ascii(b"{");
        let mut i = 0;
        let mut first = true;
        while i < d.get(vm).size() {
            if let Some((key, value)) = d.get(vm).pair_at(i) {
                if !std::mem::take(&mut first) {
                    buf.push_ascii(b", ");
                }
                write_repr(vm, &key, &mut buf)?;
                buf.push_ascii(b": ");
                write_repr(vm, &value, &mut buf)?;
            }
            i += 1;
        }
        buf.push_ascii(b"}");
        finish(vm, buf)
    })?;
    Ok(made.unwrap_or_else(|| Str::new(vm, "{...}").into_obj()))
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(this(vm, o)?.get(vm).len())
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let d = this(vm, o)?;
    if let Some(value) = Dict::get_item(vm, d, key)? {
        return Ok(value);
    }
    if !Dict::is_exact(d)
        && let Some(value) = protocol::call_special(vm, o, names::__missing__, std::slice::from_ref(key))?
    {
        return Ok(value);
    }
    Err(key_error(vm, key))
}

fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let d = this(vm, o)?;
    match value {
        Some(value) => Dict::set_item(vm, d, key, value.clone()),
        None => match Dict::remove_item(vm, d, key)? {
            Some(_) => Ok(()),
            None => Err(key_error(vm, key)),
        },
    }
}

fn contains(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult<bool> {
    let d = this(vm, o)?;
    let hash = Dict::hash_key(vm, key)?;
    Ok(Dict::find(vm, d, key, hash)?.is_some())
}

/// Whether two dicts have equal values under the same keys.
fn equal(vm: &mut Vm, a: &Ref<Dict>, b: &Ref<Dict>) -> PyResult<bool> {
    if a.get(vm).len() != b.get(vm).len() {
        return Ok(false);
    }
    let mut i = 0;
    while i < a.get(vm).size() {
        if let Some((hash, key, value)) = a.get(vm).entry(i).map(|e| (e.hash, e.key.clone(), e.value.clone())) {
            let found = Dict::find(vm, b, &key, hash)?;
            let Some(other) = found.and_then(|n| b.get(vm).value_at(n).cloned()) else { return Ok(false) };
            if !protocol::equal(vm, &other, &value)? {
                return Ok(false);
            }
        }
        i += 1;
    }
    Ok(true)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    match (op, a.downcast_ref::<Dict>(), b.downcast_ref::<Dict>()) {
        (CompareOp::Eq, Some(a), Some(b)) => equal(vm, a, b).map(Obj::bool),
        (CompareOp::Ne, Some(a), Some(b)) => equal(vm, a, b).map(|e| Obj::bool(!e)),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (Some(x), true) = (a.downcast_ref::<Dict>(), b.is_kind::<Dict>()) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let made = Dict::copy(vm, x)?;
    update_from(vm, &made, b)?;
    Ok(made.into_obj())
}

fn inplace_or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let d = this(vm, a)?;
    update_from(vm, d, b)?;
    Ok(a.clone())
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = Dict::get_item(vm, args.this::<Dict>(), args.at(1))?;
    Ok(found.unwrap_or_else(|| args.opt(2).cloned().unwrap_or(Obj::NONE)))
}

fn set_default(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (d, key) = (args.this::<Dict>(), args.at(1));
    let hash = Dict::hash_key(vm, key)?;
    if let Some(n) = Dict::find(vm, d, key, hash)? {
        return Ok(d.get(vm).value_at(n).cloned().unwrap_or(Obj::NONE));
    }
    let value = args.opt(2).cloned().unwrap_or(Obj::NONE);
    d.get_mut(vm).insert_new(hash, key.clone(), value.clone())?;
    Ok(value)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<Dict>();
    // An empty dict does not ask for the key's hash.
    let found = if d.get(vm).is_empty() { None } else { Dict::remove_item(vm, d, args.at(1))? };
    match found.or_else(|| args.opt(2).cloned()) {
        Some(value) => Ok(value),
        None => Err(key_error(vm, args.at(1))),
    }
}

fn pop_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.this::<Dict>().get_mut(vm).remove_last() {
        Some(e) => Ok(Tuple::from_vec(vm, vec![e.key, e.value])?.into_obj()),
        None => Err(raise!(vm, types::KEY_ERROR, "popitem(): dictionary is empty")),
    }
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<Dict>();
    let given = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    if let Some(from) = argument::positional(vm, "update", CallArgs::positional(&given), 0, 1)?.first() {
        update_from(vm, d, from)?;
    }
    merge(vm, d, args.at(2))?;
    Ok(Obj::NONE)
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = args.this::<Dict>().get_mut(vm).take();
    drop(old);
    Ok(Obj::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Dict::copy(vm, args.this::<Dict>())?.into_obj())
}

/// Gives the keys of an exact dict, set or frozenset a value, with the hashes that it knows; says whether `from` is one.
fn set_keys(vm: &mut Vm, d: &Ref<Dict>, from: &Obj, value: &Obj) -> PyResult<bool> {
    if let Some(other) = from.downcast_ref::<Dict>().filter(|o| Dict::is_exact(o)) {
        for i in 0..other.get(vm).size() {
            if let Some((hash, key)) = other.get(vm).entry(i).map(|e| (e.hash, e.key.clone())) {
                Dict::set_hashed(vm, d, &key, hash, value.clone())?;
            }
        }
        return Ok(true);
    }
    let Some(other) = from.downcast_ref::<crate::set::Set>().filter(|_| crate::set::is_exact_any(from)) else {
        return Ok(false);
    };
    let mut place = 0;
    while let Some((key, hash)) = crate::set::step(vm, other, &mut place) {
        Dict::set_hashed(vm, d, &key, hash, value.clone())?;
    }
    Ok(true)
}

fn from_keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = protocol::call(vm, args.at(0), &[])?;
    let value = args.opt(2).cloned().unwrap_or(Obj::NONE);
    let exact = made.downcast_ref::<Dict>().filter(|d| Dict::is_exact(d));
    if let Some(d) = exact.filter(|d| d.get(vm).is_empty())
        && set_keys(vm, d, args.at(1), &value)?
    {
        return Ok(made);
    }
    let iterator = protocol::iter(vm, args.at(1))?;
    while let Some(key) = protocol::next(vm, &iterator)? {
        match exact {
            Some(d) => Dict::set_item(vm, d, &key, value.clone())?,
            None => protocol::set_item(vm, &made, &key, &value)?,
        }
        vm.poll()?;
    }
    Ok(made)
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bytes = 16 + size_of::<Dict>() + args.this::<Dict>().get(vm).buffer_bytes();
    Ok(int::from_i64(vm, bytes as i64))
}

/// `dict`
pub static DEF: TypeDef = TypeDef {
    name: "dict",
    kind: kinds::DICT,
    flags: TypeFlags::BASE | TypeFlags::MAPPING | TypeFlags::MATCH_SELF,
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iterators::keys),
        len: Some(len),
        subscript: Some(subscript),
        set_subscript: Some(set_subscript),
        contains: Some(contains),
        or: Some(or),
        inplace_or: Some(inplace_or),
        ..Slots::EMPTY
    },
    methods: &[
        native("__reversed__", "($self, /)", iterators::reversed_keys, "Return a reverse iterator over the dict keys."),
        native(
            "__contains__",
            "($self, key, /)",
            |vm, a| contains(vm, a.at(0), a.at(1)).map(Obj::bool),
            "True if the dictionary has the specified key, else False.",
        ),
        native("__getitem__", "($self, key, /)", |vm, a| subscript(vm, a.at(0), a.at(1)), "Return self[key]."),
        native("__sizeof__", "($self, /)", sizeof, "Return the size of the dict in memory, in bytes."),
        native(
            "get",
            "($self, key, default=None, /)",
            get,
            "Return the value for key if key is in the dictionary, else default.",
        ),
        native(
            "setdefault",
            "($self, key, default=None, /)",
            set_default,
            "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
        ),
        native(
            "pop",
            "($self, key, default=<unrepresentable>, /)",
            pop,
            "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
        ),
        native(
            "popitem",
            "($self, /)",
            pop_item,
            "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.",
        ),
        native("keys", "($self, /)", views::keys, "Return a set-like object providing a view on the dict's keys."),
        native("items", "($self, /)", views::items, "Return a set-like object providing a view on the dict's items."),
        native("values", "($self, /)", views::values, "Return an object providing a view on the dict's values."),
        native("update", "($self, /, *args, **kwargs)", update, UPDATE_DOC).unsigned(),
        class_native(
            "fromkeys",
            "($type, iterable, value=None, /)",
            from_keys,
            "Create a new dictionary with keys from iterable and values set to value.",
        ),
        native("clear", "($self, /)", clear, "Remove all items from the dict."),
        native("copy", "($self, /)", copy, "Return a shallow copy of the dict."),
        class_getitem("dicts are generic over two types, signifying (respectively) the types of their keys and values"),
    ],
    ..TypeDef::EMPTY
};

const UPDATE_DOC: &str = "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]";
