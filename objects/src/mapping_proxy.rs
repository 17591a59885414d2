//! `types.MappingProxyType`: a read-only view of a mapping (CPython: `Objects/descrobject.c`, `mappingproxy`).

use crate::{
    Args, CallArgs, CompareOp, NativeDef, PyResult, Slots, Str, Type, TypeDef, TypeFlags, Vm, argument, kinds, names,
    native,
    native::class_getitem,
    protocol,
    protocol::BinaryOp,
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error, types,
};
use rpython_heap::{Kind, Obj, Payload, Ref};

/// The payload of a mapping proxy.
pub struct MappingProxy {
    /// The mapping.
    pub mapping: Obj,
}

impl Payload for MappingProxy {
    const KIND: Kind = kinds::MAPPING_PROXY;
    const NAME: &'static str = "mapping proxy";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.mapping);
    }
    fn clear(&mut self) {
        self.mapping = Obj::NONE;
    }
}

/// A read-only view of a mapping.
pub fn new(vm: &Vm, mapping: &Obj) -> Obj {
    vm.alloc(types::MAPPING_PROXY, MappingProxy { mapping: mapping.clone() }).into_obj()
}

/// What a proxy shows; any other object itself.
fn unwrap(vm: &Vm, o: &Obj) -> Obj {
    o.downcast_ref::<MappingProxy>().map_or_else(|| o.clone(), |p| p.get(vm).mapping.clone())
}

static CONSTRUCTOR: NativeDef = native("mappingproxy", "(mapping)", construct, "");

fn construct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mapping = args.at(0);
    if vm.slots_of(mapping).subscript().is_none()
        || mapping.is_kind::<crate::List>()
        || mapping.is_kind::<crate::Tuple>()
    {
        let class = argument::class_name(vm, mapping);
        return Err(type_error!(vm, "mappingproxy() argument must be a mapping, not {class}"));
    }
    Ok(new(vm, mapping))
}

fn construct_in(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    crate::native::call(vm, &CONSTRUCTOR, args)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let mapping = unwrap(vm, o);
    let mut buf = TextBuf::new();
    buf.push_ascii(b"mappingproxy(");
    write_repr(vm, &mapping, &mut buf)?;
    buf.push_ascii(b")");
    finish(vm, buf)
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let mapping = unwrap(vm, o);
    protocol::str(vm, &mapping).map(Ref::<Str>::into_obj)
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let mapping = unwrap(vm, o);
    protocol::hash(vm, &mapping)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let mapping = unwrap(vm, a);
    protocol::compare(vm, &mapping, b, op)
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let mapping = unwrap(vm, o);
    protocol::iter(vm, &mapping)
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    let mapping = unwrap(vm, o);
    protocol::len(vm, &mapping)
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let mapping = unwrap(vm, o);
    protocol::get_item(vm, &mapping, key)
}

fn contains(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult<bool> {
    let mapping = unwrap(vm, o);
    protocol::contains(vm, &mapping, key)
}

fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (a, b) = (unwrap(vm, a), unwrap(vm, b));
    protocol::binary(vm, &a, &b, BinaryOp::Or)
}

fn inplace_or(vm: &mut Vm, a: &Obj, _: &Obj) -> PyResult {
    let class = argument::class_name(vm, a);
    Err(type_error!(vm, "'|=' is not supported by {class}; use '|' instead"))
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mapping = unwrap(vm, args.at(0));
    let default = args.opt(2).cloned().unwrap_or(Obj::NONE);
    protocol::call_method(vm, &mapping, names::get, &[args.at(1).clone(), default])
}

fn keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mapping = unwrap(vm, args.at(0));
    protocol::call_method(vm, &mapping, names::keys, &[])
}

fn values(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mapping = unwrap(vm, args.at(0));
    protocol::call_method(vm, &mapping, names::values, &[])
}

fn items(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mapping = unwrap(vm, args.at(0));
    protocol::call_method(vm, &mapping, names::items, &[])
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mapping = unwrap(vm, args.at(0));
    protocol::call_method(vm, &mapping, names::copy, &[])
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mapping = unwrap(vm, args.at(0));
    protocol::call_method(vm, &mapping, names::__reversed__, &[])
}

/// `mappingproxy`
pub static DEF: TypeDef = TypeDef {
    name: "mappingproxy",
    kind: kinds::MAPPING_PROXY,
    flags: TypeFlags::MAPPING,
    doc: "Read-only proxy of a mapping.",
    slots: Slots {
        new: Some(construct_in),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        subscript: Some(subscript),
        contains: Some(contains),
        or: Some(or),
        inplace_or: Some(inplace_or),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "get",
            "($self, key, default=None, /)",
            get,
            "Return the value for key if key is in the mapping, else default.",
        ),
        native("keys", "($self, /)", keys, "a set-like object providing a view on D's keys"),
        native("values", "($self, /)", values, "an object providing a view on D's values"),
        native("items", "($self, /)", items, "a set-like object providing a view on D's items"),
        native("copy", "($self, /)", copy, "a shallow copy of D"),
        native("__reversed__", "($self, /)", reversed, "D.__reversed__() -> reverse iterator"),
        class_getitem("See PEP 585"),
    ],
    signature: "(mapping)",
    ..TypeDef::EMPTY
};
