//! `classmethod`

use crate::{
    CallArgs, Dict, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm, getter, kinds, method, names, protocol,
    type_error, type_object::member, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of `classmethod` and `staticmethod`: what is wrapped, and the attributes copied from it.
pub struct Wrapping {
    /// `__func__`
    pub function: OptObj,
    /// `__dict__`
    pub dict: OptObj,
}

macro_rules! wrapping_payload {
    ($name:ident, $kind:ident, $text:literal) => {
        #[doc = concat!("The payload of `", $text, "`.")]
        pub struct $name(pub(crate) Wrapping);

        impl Payload for $name {
            const KIND: u8 = kinds::$kind;
            const NAME: &'static str = $text;
            const TRACKED: bool = true;
            type Tail = ();
            fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
                self.0.function.get().into_iter().chain(self.0.dict.get()).for_each(visit);
            }
            fn clear(&mut self) {
                self.0.function.take();
                self.0.dict.take();
            }
        }
    };
}
pub(crate) use wrapping_payload;

wrapping_payload!(ClassMethod, CLASS_METHOD, "classmethod");

impl Wrapping {
    /// Wraps nothing yet.
    pub(crate) const fn empty() -> Wrapping {
        Wrapping { function: OptObj::NONE, dict: OptObj::NONE }
    }
}

/// The attributes that a wrapper takes over from what it wraps (`functools_wraps` of `funcobject.c`).
pub(crate) fn copied_attributes(vm: &mut Vm, function: &Obj) -> PyResult<Ref<Dict>> {
    let dict = Dict::new(vm);
    for name in [names::__module__, names::__name__, names::__qualname__, names::__doc__] {
        if let Some(value) = protocol::find_attr(vm, function, name)? {
            Dict::set_str(vm, &dict, name, value)?;
        }
    }
    Ok(dict)
}

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
    let made = Wrapping { function: OptObj::some(function.clone()), dict: OptObj::NONE };
    vm.alloc(types::CLASS_METHOD, ClassMethod(made)).into_obj()
}

fn make(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, ClassMethod(Wrapping::empty())).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let function = single_argument(vm, "classmethod", args)?.clone();
    let dict = copied_attributes(vm, &function)?;
    if let Some(this) = o.downcast_ref::<ClassMethod>() {
        this.get_mut(vm).0 = Wrapping { function: OptObj::some(function), dict: OptObj::some(dict.into_obj()) };
    }
    Ok(())
}

fn function(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<ClassMethod>().and_then(|c| c.get(vm).0.function.cloned()).unwrap_or(Obj::NONE))
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

/// An attribute copied from the wrapped function.
pub(crate) fn copied(vm: &mut Vm, o: &Obj, dict: Option<Obj>, name: &Ref<Str>) -> PyResult {
    let found = dict.as_ref().and_then(|d| d.downcast_ref::<Dict>()).and_then(|d| Dict::get_str(vm, d, name).cloned());
    match found {
        Some(value) => Ok(value),
        None => Err(protocol::no_attribute(vm, o, name)),
    }
}

fn dict_of(vm: &Vm, o: &Obj) -> Option<Obj> {
    o.downcast_ref::<ClassMethod>().and_then(|c| c.get(vm).0.dict.cloned())
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
        getter("__name__", |vm, o| copied(vm, o, dict_of(vm, o), names::__name__), ""),
        getter("__qualname__", |vm, o| copied(vm, o, dict_of(vm, o), names::__qualname__), ""),
    ],
    ..TypeDef::EMPTY
};
