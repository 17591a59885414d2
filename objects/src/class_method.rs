//! `classmethod`

use crate::{
    CallArgs, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm, getset, getter, kinds, method, names, native,
    object, protocol, type_error, type_object::member, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

macro_rules! wrapping_payload {
    ($name:ident, $kind:ident, $text:literal) => {
        #[doc = concat!("The payload of `", $text, "`.")]
        pub struct $name {
            /// `__func__`
            pub function: OptObj,
        }

        impl Payload for $name {
            const KIND: u8 = kinds::$kind;
            const NAME: &'static str = $text;
            const TRACKED: bool = true;
            type Tail = ();
            fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
                self.function.get().into_iter().for_each(visit);
            }
            fn clear(&mut self) {
                self.function.take();
            }
        }
    };
}
pub(crate) use wrapping_payload;

wrapping_payload!(ClassMethod, CLASS_METHOD, "classmethod");

/// Gives a wrapper the attributes that it takes over from what it wraps (`functools_wraps` of `funcobject.c`).
pub(crate) fn copy_attributes(vm: &mut Vm, wrapper: &Obj, function: &Obj) -> PyResult<()> {
    for name in [names::__module__, names::__name__, names::__qualname__, names::__doc__] {
        if let Some(value) = protocol::find_attr(vm, function, name)? {
            object::set_own_attribute(vm, wrapper, name, &value)?;
        }
    }
    Ok(())
}

/// An attribute that a wrapper keeps once it was asked for: its own, or the wrapped function's.
pub(crate) fn forwarded(vm: &mut Vm, wrapper: &Obj, function: &Obj, name: &Ref<Str>) -> PyResult {
    if let Some(own) = object::own_attribute(vm, wrapper, name)? {
        return Ok(own);
    }
    let value = protocol::get_attr(vm, function, name)?;
    object::set_own_attribute(vm, wrapper, name, &value)?;
    Ok(value)
}

/// Sets or deletes an attribute of the wrapper's own.
pub(crate) fn set_forwarded(vm: &mut Vm, wrapper: &Obj, name: &Ref<Str>, value: Option<&Obj>) -> PyResult<()> {
    match value {
        Some(value) => object::set_own_attribute(vm, wrapper, name, value).map(drop),
        None if object::delete_own_attribute(vm, wrapper, name)? => Ok(()),
        None => Err(protocol::no_attribute(vm, wrapper, name)),
    }
}

/// The annotations of what is wrapped.
macro_rules! forwarded_annotations {
    ($function:ident) => {
        getset(
            "__annotations__",
            |vm, o| {
                let f = $function(vm, o)?;
                forwarded(vm, o, &f, names::__annotations__)
            },
            |vm, o, value| set_forwarded(vm, o, names::__annotations__, value),
            "",
        )
    };
}
/// The function that makes them.
macro_rules! forwarded_annotate {
    ($function:ident) => {
        getset(
            "__annotate__",
            |vm, o| {
                let f = $function(vm, o)?;
                forwarded(vm, o, &f, names::__annotate__)
            },
            |vm, o, value| set_forwarded(vm, o, names::__annotate__, value),
            "",
        )
    };
}
pub(crate) use {forwarded_annotate, forwarded_annotations};

/// The one argument of `classmethod()` and `staticmethod()`.
pub(crate) fn single_argument<'a>(vm: &mut Vm, name: &str, args: CallArgs<'a>) -> PyResult<&'a Obj> {
    if args.keywords() > 0 {
        return Err(type_error!(vm, "{name}() takes no keyword arguments"));
    }
    match args.values {
        [one] => Ok(one),
        other => Err(type_error!(vm, "{name} expected 1 argument, got {}", other.len())),
    }
}

/// Wraps a function.
pub fn new(vm: &mut Vm, function: &Obj) -> Obj {
    let made = ClassMethod { function: OptObj::some(function.clone()) };
    vm.alloc_in(types::CLASS_METHOD, made).into_obj()
}

fn make(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, ClassMethod { function: OptObj::NONE }).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let function = single_argument(vm, "classmethod", args)?.clone();
    copy_attributes(vm, o, &function)?;
    if let Some(this) = o.downcast_ref::<ClassMethod>() {
        this.get_mut(vm).function = OptObj::some(function);
    }
    Ok(())
}

fn function(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<ClassMethod>().and_then(|c| c.get(vm).function.cloned()).unwrap_or(Obj::NONE))
}

fn bind(vm: &mut Vm, o: &Obj, instance: Option<&Obj>, class: Option<&Obj>) -> PyResult {
    let f = function(vm, o)?;
    let class = match (class, instance) {
        (Some(class), _) => class.clone(),
        (None, Some(instance)) => vm.class_of(instance).own().into_obj(),
        (None, None) => return Err(type_error!(vm, "__get__(None, None) is invalid")),
    };
    Ok(method::new(vm, &f, &class))
}

/// `__isabstractmethod__` of the wrapped function.
pub(crate) fn is_abstract(vm: &mut Vm, function: &Obj) -> PyResult {
    match protocol::find_attr(vm, function, names::__isabstractmethod__)? {
        Some(flag) => protocol::is_true(vm, &flag).map(Obj::bool),
        None => Ok(Obj::FALSE),
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let f = function(vm, o)?;
    let text = protocol::repr(vm, &f)?;
    let text = text.downcast_ref::<Str>().map(|t| t.to_string_lossy(vm)).unwrap_or_default();
    Ok(Str::new(vm, &format!("<classmethod({text})>")).into_obj())
}

/// `classmethod`
pub static DEF: TypeDef = TypeDef {
    name: "classmethod",
    kind: kinds::CLASS_METHOD,
    flags: TypeFlags::BASE,
    doc: "classmethod(function) -> method\n\nConvert a function to be a class method.",
    slots: Slots { new: Some(make), init: Some(init), descr_get: Some(bind), repr: Some(repr), ..Slots::EMPTY },
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
