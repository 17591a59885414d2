//! `staticmethod`

use crate::{
    CallArgs, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm,
    class_method::{Wrapping, copied, copied_attributes, is_abstract, single_argument, wrapping_payload},
    getter, kinds, names, protocol,
    type_object::member,
    types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

wrapping_payload!(StaticMethod, STATIC_METHOD, "staticmethod");

/// Wraps a function.
pub fn new(vm: &mut Vm, function: &Obj) -> Obj {
    let made = Wrapping { function: OptObj::some(function.clone()), dict: OptObj::NONE };
    vm.alloc(types::STATIC_METHOD, StaticMethod(made)).into_obj()
}

fn make(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, StaticMethod(Wrapping::empty())).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let function = single_argument(vm, "staticmethod", args)?.clone();
    let dict = copied_attributes(vm, &function)?;
    if let Some(this) = o.downcast_ref::<StaticMethod>() {
        this.get_mut(vm).0 = Wrapping { function: OptObj::some(function), dict: OptObj::some(dict.into_obj()) };
    }
    Ok(())
}

fn function(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<StaticMethod>().and_then(|c| c.get(vm).0.function.cloned()).unwrap_or(Obj::NONE))
}

fn bind(vm: &mut Vm, o: &Obj, _: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    function(vm, o)
}

fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    let f = function(vm, o)?;
    protocol::call_args(vm, &f, args)
}

fn dict_of(vm: &Vm, o: &Obj) -> Option<Obj> {
    o.downcast_ref::<StaticMethod>().and_then(|c| c.get(vm).0.dict.cloned())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let f = function(vm, o)?;
    let text = protocol::repr(vm, &f)?;
    let text = text.downcast_ref::<Str>().map(|t| t.to_string_lossy(vm)).unwrap_or_default();
    Ok(Str::new(vm, &format!("<staticmethod({text})>")).into_obj())
}

/// `staticmethod`
pub static DEF: TypeDef = TypeDef {
    name: "staticmethod",
    kind: kinds::STATIC_METHOD,
    flags: TypeFlags::BASE,
    doc: "staticmethod(function) -> method\n\nConvert a function to be a static method.",
    slots: Slots {
        new: Some(make),
        init: Some(init),
        call: Some(call),
        descr_get: Some(bind),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    getsets: &[
        member("__func__", function, ""),
        member("__wrapped__", function, ""),
        getter(
            "__isabstractmethod__",
            |vm, o| {
                let f = function(vm, o)?;
                is_abstract(vm, &f)
            },
            "",
        ),
        getter("__name__", |vm, o| copied(vm, o, dict_of(vm, o), names::__name__), ""),
        getter("__qualname__", |vm, o| copied(vm, o, dict_of(vm, o), names::__qualname__), ""),
    ],
    ..TypeDef::EMPTY
};
