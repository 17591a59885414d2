//! `staticmethod`

use crate::{
    CallArgs, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeExt, TypeFlags, Vm,
    class_method::{
        copy_attributes, forwarded, forwarded_annotate, forwarded_annotations, is_abstract, set_forwarded,
        single_argument, wrapping_payload,
    },
    getset, getter, kinds, names, native, protocol,
    type_object::member,
    types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

wrapping_payload!(StaticMethod, STATIC_METHOD, "staticmethod");

/// Wraps a function.
pub fn new(vm: &mut Vm, function: &Obj) -> Obj {
    let made = StaticMethod { function: OptObj::some(function.clone()) };
    vm.alloc_in(types::STATIC_METHOD, made).into_obj()
}

fn make(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, StaticMethod { function: OptObj::NONE }).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let function = single_argument(vm, "staticmethod", args)?.clone();
    copy_attributes(vm, o, &function)?;
    if let Some(this) = o.downcast_ref::<StaticMethod>() {
        // Inline caches hold what a static method handed out as long as classes keep their versions.
        if this.get_mut(vm).function.replace(function).is_some() {
            types::OBJECT.modified(vm);
        }
    }
    Ok(())
}

fn function(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<StaticMethod>().and_then(|c| c.get(vm).function.cloned()).unwrap_or(Obj::NONE))
}

fn bind(vm: &mut Vm, o: &Obj, _: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    function(vm, o)
}

fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    let f = function(vm, o)?;
    protocol::call_args(vm, &f, args)
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
        forwarded_annotations!(function),
        forwarded_annotate!(function),
    ],
    methods: &[native::class_getitem("")],
    signature: "(function, /)",
    instance_dict: true,
    ..TypeDef::EMPTY
};
