//! `types.SimpleNamespace`: attributes, and a repr.
//!
//! CPython's `namespaceobject.c`. The attributes lie in a dict in the payload.

use crate::{
    Args, CallArgs, CompareOp, Dict, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm,
    getset, kinds, native, protocol, raise, type_error, types,
};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of a `SimpleNamespace`.
pub struct Namespace {
    /// `__dict__`
    pub dict: Ref<Dict>,
}

impl Payload for Namespace {
    const KIND: u8 = kinds::NAMESPACE;
    const NAME: &'static str = "namespace";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.dict);
    }
}

/// A namespace with these attributes.
pub fn new(vm: &Vm, dict: Ref<Dict>) -> Obj {
    vm.alloc(types::NAMESPACE, Namespace { dict }).into_obj()
}

/// The attributes of a namespace; `None` for other objects.
pub(crate) fn attributes(vm: &Vm, o: &Obj) -> Option<Ref<Dict>> {
    o.downcast_ref::<Namespace>().map(|n| n.get(vm).dict.clone())
}

fn dict_of(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Dict>> {
    match attributes(vm, o) {
        Some(dict) => Ok(dict),
        None => {
            let got = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{got}' object is not a namespace"))
        }
    }
}

fn make(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let dict = Dict::new(vm);
    Ok(vm.alloc_in(class, Namespace { dict }).into_obj())
}

/// `SimpleNamespace(mapping_or_iterable=(), /, **kwargs)`
fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let own = dict_of(vm, o)?;
    let (positional, values) = args.split();
    match positional {
        [] => {}
        [given] => {
            let from = protocol::call(vm, types::DICT, std::slice::from_ref(given))?;
            let Some(from) = from.downcast_ref::<Dict>() else { return Err(type_error!(vm, "expected a dict")) };
            if !from.get(vm).has_only_str_keys() && !all_str(vm, from) {
                return Err(type_error!(vm, "keywords must be strings"));
            }
            let entries: Vec<(Obj, Obj)> = from.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
            for (key, value) in entries {
                Dict::set_item(vm, &own, &key, value)?;
            }
        }
        more => {
            let name = vm.class_of(o).own().get(vm).name.to_string_lossy(vm);
            return Err(type_error!(vm, "{name} expected at most 1 argument, got {}", more.len()));
        }
    }
    for (i, value) in values.iter().enumerate() {
        let Some(key) = args.names.and_then(|n| n.tail(vm).get(i)).cloned() else { continue };
        Dict::set_item(vm, &own, &key, value.clone())?;
    }
    Ok(())
}

fn all_str(vm: &Vm, d: &Ref<Dict>) -> bool {
    d.get(vm).iter().all(|(k, _)| k.is_kind::<Str>())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = vm.class_of(o).own();
    let name = if class.is(types::NAMESPACE) { "namespace".to_string() } else { class.name(vm).to_string() };
    let dict = dict_of(vm, o)?;
    let made = protocol::guard_repr(vm, o, |vm| {
        let entries: Vec<(Obj, Obj)> = dict.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        let mut text = crate::text::TextBuf::new();
        text.push_str(&name);
        text.push_str("(");
        let mut first = true;
        for (key, value) in entries {
            let Some(key) = key.downcast_ref::<Str>().filter(|k| !k.get(vm).is_empty()) else { continue };
            if !first {
                text.push_str(", ");
            }
            first = false;
            text.push_text(key.text(vm));
            text.push_str("=");
            let value = protocol::repr(vm, &value)?;
            if let Some(value) = value.downcast_ref::<Str>() {
                text.push_text(value.text(vm));
            }
        }
        text.push_str(")");
        Ok(Str::try_from_buf(vm, text)?.into_obj())
    })?;
    Ok(match made {
        Some(made) => made,
        None => Str::new(vm, &format!("{name}(...)")).into_obj(),
    })
}

/// As the dicts compare.
fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    match (attributes(vm, a), attributes(vm, b)) {
        (Some(a), Some(b)) => protocol::compare(vm, &a, &b, op),
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = dict_of(vm, args.at(0))?;
    let class = vm.class_of(args.at(0)).own().into_obj();
    Ok(Tuple::from_slice(vm, &[class, Tuple::empty().into_obj(), dict.into_obj()])?.into_obj())
}

/// `copy.replace()`
fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = dict_of(vm, args.at(0))?;
    let class = vm.class_of(args.at(0)).own();
    let made = protocol::call(vm, &class, &[])?;
    let Some(new) = attributes(vm, &made) else {
        let got = vm.class_of(&made).name(vm).to_string();
        return Err(type_error!(
            vm,
            "expect types.SimpleNamespace type, but {}() returned '{got}' object",
            class.name(vm)
        ));
    };
    let changes = args.at(1).downcast_ref::<Dict>().cloned();
    for from in [Some(own), changes].into_iter().flatten() {
        let entries: Vec<(Obj, Obj)> = from.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        for (key, value) in entries {
            Dict::set_item(vm, &new, &key, value)?;
        }
    }
    Ok(made)
}

/// `types.SimpleNamespace`
pub static DEF: TypeDef = TypeDef {
    name: "SimpleNamespace",
    module: "types",
    kind: kinds::NAMESPACE,
    flags: TypeFlags::BASE,
    doc: "A simple attribute-based namespace.",
    slots: Slots { new: Some(make), init: Some(init), repr: Some(repr), compare: Some(compare), ..Slots::EMPTY },
    methods: &[
        native("__reduce__", "($self, /)", reduce, "Return state information for pickling"),
        native(
            "__replace__",
            "($self, /, **changes)",
            replace,
            "Return a copy of the namespace object with new values for the specified attributes.",
        ),
    ],
    getsets: &[getset(
        "__dict__",
        |vm, o| dict_of(vm, o).map(Ref::into_obj),
        |vm, _, _| Err(raise!(vm, types::ATTRIBUTE_ERROR, "readonly attribute")),
        "",
    )
    .as_member()],
    signature: "(mapping_or_iterable=(), /, **kwargs)",
    ..TypeDef::EMPTY
};
