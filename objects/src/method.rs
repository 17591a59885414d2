//! `method`: a callable bound to an instance.

use crate::{
    Args, CallArgs, CompareOp, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeExt, Vm, argument, function, getset,
    getter, kinds, names, native, object, protocol, raise, type_error, types,
};
use rpython_heap::{Obj, Payload, Ref};
use smallvec::SmallVec;

/// The payload of a bound method.
pub struct Method {
    /// `__func__`
    pub function: Obj,
    /// `__self__`
    pub this: Obj,
}

impl Payload for Method {
    const KIND: u8 = kinds::METHOD;
    const NAME: &'static str = "method";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.function);
        visit(&self.this);
    }
}

/// Binds `function` to `this`.
pub fn new(vm: &Vm, function: &Obj, this: &Obj) -> Obj {
    vm.alloc(types::METHOD, Method { function: function.clone(), this: this.clone() }).into_obj()
}

/// The function and the instance.
fn parts(vm: &mut Vm, m: &Obj) -> PyResult<(Obj, Obj)> {
    match m.downcast_ref::<Method>() {
        Some(m) => Ok((m.get(vm).function.clone(), m.get(vm).this.clone())),
        None => {
            let got = vm.class_of(m).name(vm).to_string();
            Err(type_error!(vm, "'{got}' object is not a method"))
        }
    }
}

fn make(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    argument::no_keywords(vm, "method", args)?;
    let [function, this] = args.values else {
        let n = args.values.len();
        return Err(type_error!(vm, "method expected 2 arguments, got {n}"));
    };
    if vm.slots_of(function).call().is_none() {
        return Err(type_error!(vm, "first argument must be callable"));
    }
    if this.is_none() {
        return Err(type_error!(vm, "instance must not be None"));
    }
    Ok(new(vm, function, this))
}

fn call(vm: &mut Vm, m: &Obj, args: CallArgs<'_>) -> PyResult {
    let (function, this) = parts(vm, m)?;
    let mut all: SmallVec<[Obj; 6]> = SmallVec::with_capacity(args.values.len() + 1);
    all.push(this);
    all.extend(args.values.iter().cloned());
    protocol::call_args(vm, &function, CallArgs { values: &all, names: args.names })
}

/// A method's own attributes first, then the function's.
fn get_attr(vm: &mut Vm, m: &Obj, name: &Obj) -> PyResult {
    let name = &object::attribute_name(vm, name)?;
    let class = vm.class_of(m).own();
    if let Some(found) = class.lookup(vm, name) {
        return match vm.slots_of(&found).descr_get() {
            Some(get) => get(vm, &found, Some(m), Some(&class)),
            None => Ok(found),
        };
    }
    let (function, _) = parts(vm, m)?;
    protocol::get_attr(vm, &function, name)
}

/// Already bound: binding again changes nothing.
fn bind(_: &mut Vm, m: &Obj, _: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    Ok(m.clone())
}

fn repr(vm: &mut Vm, m: &Obj) -> PyResult {
    let (function, this) = parts(vm, m)?;
    let mut name = "?".to_string();
    for attribute in [names::__qualname__, names::__name__] {
        if let Some(found) = protocol::find_attr(vm, &function, attribute)? {
            if let Some(text) = found.downcast_ref::<Str>() {
                name = text.to_string_lossy(vm);
            }
            break;
        }
    }
    let this = protocol::repr_text(vm, &this)?;
    Ok(Str::new(vm, &format!("<bound method {name} of {this}>")).into_obj())
}

/// Equal when the functions are equal and the instances the same object.
fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || !a.is_kind::<Method>() || !b.is_kind::<Method>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let ((f, this), (g, other)) = (parts(vm, a)?, parts(vm, b)?);
    let equal = protocol::equal(vm, &f, &g)? && this.is(&other);
    Ok(Obj::bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, m: &Obj) -> PyResult<i64> {
    let (function, this) = parts(vm, m)?;
    let hash = protocol::hash_identity(&this) ^ protocol::hash(vm, &function)?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn doc(vm: &mut Vm, m: &Obj) -> PyResult {
    let (function, _) = parts(vm, m)?;
    Ok(protocol::find_attr(vm, &function, names::__doc__)?.unwrap_or(Obj::NONE))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (function, this) = parts(vm, args.at(0))?;
    let name = protocol::get_attr(vm, &function, names::__name__)?;
    function::reduced_to_getattr(vm, &this, &name)
}

fn readonly(vm: &mut Vm, _: &Obj, _: Option<&Obj>) -> PyResult<()> {
    Err(raise!(vm, types::ATTRIBUTE_ERROR, "readonly attribute"))
}

/// `method`
pub static DEF: TypeDef = TypeDef {
    name: "method",
    kind: kinds::METHOD,
    doc: "Create a bound instance method object.",
    slots: Slots {
        new: Some(make),
        call: Some(call),
        get_attr: Some(get_attr),
        descr_get: Some(bind),
        repr: Some(repr),
        compare: Some(compare),
        hash: Some(hash),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", reduce, "")],
    getsets: &[
        getset(
            "__func__",
            |vm, m| parts(vm, m).map(|p| p.0),
            readonly,
            "the function (or other callable) implementing a method",
        )
        .as_member(),
        getset("__self__", |vm, m| parts(vm, m).map(|p| p.1), readonly, "the instance to which a method is bound")
            .as_member(),
        getter("__doc__", doc, ""),
    ],
    weakly_referable: true,
    signature: "(function, instance, /)",
    ..TypeDef::EMPTY
};
