//! `_tuplegetter`: the descriptor of a named tuple's field.

use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, NativeDef, Obj, Payload, PyResult, Ref, Slots, Tuple, Type, TypeDef, Vm, argument, getset, int, native,
    raise,
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error, types,
};

/// The payload of a field's descriptor.
pub(super) struct TupleGetter {
    index: isize,
    doc: Obj,
}

impl Payload for TupleGetter {
    const KIND: Kind = kinds::TUPLE_GETTER;
    const NAME: &'static str = "tuple getter";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.doc);
    }
    fn clear(&mut self) {
        self.doc = Obj::NONE;
    }
}

static NEW: NativeDef = native(
    "_tuplegetter",
    "($class, index, doc, /)",
    |vm, args| {
        let index = argument::ssize(vm, args.at(1))?;
        Ok(vm.alloc_in(args.this::<Type>(), TupleGetter { index, doc: args.at(2).clone() }).into_obj())
    },
    "",
);

fn get(vm: &mut Vm, this: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    let (Some(getter), Some(instance)) = (this.downcast_ref::<TupleGetter>(), instance.filter(|i| !i.is_none())) else {
        return Ok(this.clone());
    };
    let index = getter.get(vm).index;
    let Some(tuple) = instance.downcast_ref::<Tuple>() else {
        let got = argument::class_name(vm, instance);
        return Err(type_error!(
            vm,
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{got}' object"
        ));
    };
    match tuple.tail(vm).get(index as usize) {
        Some(item) => Ok(item.clone()),
        None => Err(table::index_error(vm, "tuple index out of range")),
    }
}

fn set(vm: &mut Vm, _: &Obj, _: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let what = if value.is_some() { "set" } else { "delete" };
    Err(raise!(vm, types::ATTRIBUTE_ERROR, "can't {what} attribute"))
}

fn repr(vm: &mut Vm, this: &Obj) -> PyResult {
    let Some(getter) = this.downcast_ref::<TupleGetter>() else { return Ok(Obj::NONE) };
    let (index, doc) = (getter.get(vm).index, getter.get(vm).doc.clone());
    let mut buf = TextBuf::new();
    buf.push_str(&format!("_tuplegetter({index}, "));
    write_repr(vm, &doc, &mut buf)?;
    buf.push_ascii(b")");
    finish(vm, buf)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let getter = args.this::<TupleGetter>().get(vm);
    let (index, doc) = (int::from_i64(vm, getter.index as i64), getter.doc.clone());
    let arguments = table::tuple(vm, &[index, doc])?;
    table::tuple(vm, &[class, arguments])
}

fn doc(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<TupleGetter>().map_or(Obj::NONE, |g| g.get(vm).doc.clone()))
}

fn set_doc(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if let Some(getter) = o.downcast_ref::<TupleGetter>() {
        let old = std::mem::replace(&mut getter.get_mut(vm).doc, value.cloned().unwrap_or(Obj::NONE));
        drop(old);
    }
    Ok(())
}

/// `collections._tuplegetter`
pub(super) static DEF: TypeDef = TypeDef {
    name: "_tuplegetter",
    module: "collections",
    kind: kinds::TUPLE_GETTER,
    slots: Slots {
        new: Some(|vm: &mut Vm, class: &Ref<Type>, args| table::construct(vm, class, &NEW, args)),
        descr_get: Some(get),
        descr_set: Some(set),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", reduce, "")],
    getsets: &[getset("__doc__", doc, set_doc, "")],
    ..TypeDef::EMPTY
};
