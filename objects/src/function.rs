//! Native functions as objects: `builtin_function_or_method`, and the descriptors that bind them.
//!
//! A function is named by its number in the table of native functions, so no function pointer lies in the heap.

use crate::{
    Args, Binding, CallArgs, CompareOp, NativeDef, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeExt,
    TypeFlags, Vm, getset, getter, kinds, native, protocol, type_error, type_object::member, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};
use smallvec::SmallVec;

/// The payload of a native function: its number, what it is bound to, and its module's name.
pub struct Builtin {
    /// Number in the table of native functions.
    pub number: u32,
    /// `__self__`: the module of a function, the receiver of a method.
    pub this: OptObj,
    /// `__module__`
    pub module: OptObj,
}

impl Payload for Builtin {
    const KIND: u8 = kinds::BUILTIN;
    const NAME: &'static str = "builtin function";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.this.get().into_iter().chain(self.module.get()).for_each(visit);
    }
    fn clear(&mut self) {
        self.this.take();
        self.module.take();
    }
}

/// The payload of `method_descriptor` and `classmethod_descriptor`.
pub struct MethodDescriptor {
    /// Number in the table of native functions.
    pub number: u32,
    /// `__objclass__`
    pub owner: Ref<Type>,
}

impl Payload for MethodDescriptor {
    const KIND: u8 = kinds::METHOD_DESCRIPTOR;
    const NAME: &'static str = "method descriptor";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.owner);
    }
}

/// The object for an entry of a type's method table.
pub(crate) fn for_type(vm: &mut Vm, class: &Ref<Type>, def: &'static NativeDef) -> Obj {
    let number = vm.register_function(def);
    let descriptor = MethodDescriptor { number, owner: class.clone() };
    match def.binding {
        Binding::Instance => vm.alloc(types::METHOD_DESCRIPTOR, descriptor).into_obj(),
        Binding::Class => vm.alloc(types::CLASS_METHOD_DESCRIPTOR, descriptor).into_obj(),
        Binding::Static => {
            let this = OptObj::some(class.clone().into_obj());
            let made = vm.alloc(types::BUILTIN, Builtin { number, this, module: OptObj::NONE }).into_obj();
            if def.name == "__new__" { made } else { crate::static_method::new(vm, &made) }
        }
    }
}

/// A function of a module.
pub fn for_module(vm: &mut Vm, module: Option<&Obj>, module_name: &str, def: &'static NativeDef) -> Obj {
    let number = vm.register_function(def);
    let name = Str::intern(vm, module_name).into_obj();
    let made = Builtin { number, this: crate::type_object::opt(module), module: OptObj::some(name) };
    vm.alloc(types::BUILTIN, made).into_obj()
}

/// Calls a native function with a receiver in front of the arguments, if it declares one.
fn call_with(vm: &mut Vm, def: &'static NativeDef, this: Option<&Obj>, args: CallArgs<'_>) -> PyResult {
    match this.filter(|_| def.signature.has_self()) {
        Some(this) => {
            let mut all: SmallVec<[Obj; 6]> = SmallVec::with_capacity(args.values.len() + 1);
            all.push(this.clone());
            all.extend(args.values.iter().cloned());
            native::call(vm, def, CallArgs { values: &all, names: args.names })
        }
        None => native::call(vm, def, args),
    }
}

fn call_builtin(vm: &mut Vm, f: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(f) = f.downcast_ref::<Builtin>() else { return Err(type_error!(vm, "not a native function")) };
    let (number, this) = (f.get(vm).number, f.get(vm).this.cloned());
    call_with(vm, vm.function(number), this.as_ref(), args)
}

fn call_descriptor(vm: &mut Vm, f: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(d) = f.downcast_ref::<MethodDescriptor>() else { return Err(type_error!(vm, "not a method")) };
    let def = vm.function(d.get(vm).number);
    let Some(this) = args.split().0.first() else {
        let owner = d.get(vm).owner.name(vm).to_string();
        return Err(type_error!(vm, "unbound method {owner}.{}() needs an argument", def.name));
    };
    if !vm.class_of(this).is_subtype(vm, &d.get(vm).owner) {
        let (owner, class) = (d.get(vm).owner.name(vm).to_string(), vm.class_of(this).name(vm).to_string());
        return Err(type_error!(
            vm,
            "descriptor '{}' for '{owner}' objects doesn't apply to a '{class}' object",
            def.name
        ));
    }
    native::call_declared(vm, def, args, |vm| d.get(vm).owner.clone())
}

fn bind_descriptor(vm: &mut Vm, f: &Obj, instance: Option<&Obj>, _class: Option<&Obj>) -> PyResult {
    let (Some(d), Some(instance)) = (f.downcast_ref::<MethodDescriptor>(), instance) else { return Ok(f.clone()) };
    if !vm.class_of(instance).is_subtype(vm, &d.get(vm).owner) {
        let (owner, class) = (d.get(vm).owner.name(vm).to_string(), vm.class_of(instance).name(vm).to_string());
        let name = vm.function(d.get(vm).number).name;
        return Err(type_error!(vm, "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"));
    }
    let made = Builtin { number: d.get(vm).number, this: OptObj::some(instance.clone()), module: OptObj::NONE };
    Ok(vm.alloc(types::BUILTIN, made).into_obj())
}

fn bind_to_class(vm: &mut Vm, f: &Obj, instance: Option<&Obj>, class: Option<&Obj>) -> PyResult {
    let Some(d) = f.downcast_ref::<MethodDescriptor>() else { return Ok(f.clone()) };
    let class = match (class, instance) {
        (Some(class), _) => class.clone(),
        (None, Some(instance)) => vm.class_of(instance).own().into_obj(),
        (None, None) => return Err(type_error!(vm, "__get__(None, None) is invalid")),
    };
    let name = vm.function(d.get(vm).number).name;
    let owner = d.get(vm).owner.clone();
    match class.downcast_ref::<Type>() {
        Some(c) if c.is_subtype(vm, &owner) => {}
        Some(c) => {
            let (owner, c) = (owner.name(vm).to_string(), c.name(vm).to_string());
            return Err(type_error!(vm, "descriptor '{name}' requires a subtype of '{owner}' but received '{c}'"));
        }
        None => {
            let (owner, c) = (owner.name(vm).to_string(), vm.class_of(&class).name(vm).to_string());
            return Err(type_error!(vm, "descriptor '{name}' for type '{owner}' needs a type, not a '{c}' as arg 2"));
        }
    }
    let made = Builtin { number: d.get(vm).number, this: OptObj::some(class), module: OptObj::NONE };
    Ok(vm.alloc(types::BUILTIN, made).into_obj())
}

fn call_class_descriptor(vm: &mut Vm, f: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(class) = args.split().0.first() else {
        let name = f.downcast_ref::<MethodDescriptor>().map_or("", |d| vm.function(d.get(vm).number).name);
        return Err(type_error!(vm, "descriptor '{name}' of 'type' object needs an argument"));
    };
    let bound = bind_to_class(vm, f, None, Some(class))?;
    protocol::call_args(vm, &bound, CallArgs { values: &args.values[1..], names: args.names })
}

/// The native function behind an object, if it is one.
pub fn native_of(vm: &Vm, o: &Obj) -> Option<&'static NativeDef> {
    match (o.downcast_ref::<Builtin>(), o.downcast_ref::<MethodDescriptor>()) {
        (Some(f), _) => Some(vm.function(f.get(vm).number)),
        (_, Some(d)) => Some(vm.function(d.get(vm).number)),
        _ => None,
    }
}

/// Whether an object is the builtin `print`.
pub(crate) fn is_print(vm: &Vm, o: &Obj) -> bool {
    o.is_kind::<Builtin>() && native_of(vm, o).is_some_and(|d| d.name == "print")
}

fn name(vm: &mut Vm, f: &Obj) -> PyResult {
    let name = native_of(vm, f).map_or("", |d| d.name);
    Ok(Str::intern(vm, name).into_obj())
}

fn doc(vm: &mut Vm, f: &Obj) -> PyResult {
    match native_of(vm, f).map(|d| d.doc) {
        Some(text) if !text.is_empty() => Ok(Str::new(vm, text).into_obj()),
        _ => Ok(Obj::NONE),
    }
}

fn text_signature(vm: &mut Vm, f: &Obj) -> PyResult {
    match native_of(vm, f).and_then(|d| d.shown) {
        Some(text) => Ok(Str::new(vm, text).into_obj()),
        None => Ok(Obj::NONE),
    }
}

fn builtin_self(vm: &mut Vm, f: &Obj) -> PyResult {
    let Some(f) = f.downcast_ref::<Builtin>() else { return Ok(Obj::NONE) };
    let def = vm.function(f.get(vm).number);
    if def.binding == Binding::Static && def.name != "__new__" {
        return Ok(Obj::NONE);
    }
    Ok(f.get(vm).this.cloned().unwrap_or(Obj::NONE))
}

fn objclass(vm: &mut Vm, f: &Obj) -> PyResult {
    Ok(f.downcast_ref::<MethodDescriptor>().map_or(Obj::NONE, |d| d.get(vm).owner.clone().into_obj()))
}

/// `getattr(o, name)` as a reduction: how methods are pickled.
pub(crate) fn reduced_to_getattr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let getattr = protocol::builtin(vm, "getattr")?;
    let args = Tuple::from_slice(vm, &[o.clone(), name.clone()])?.into_obj();
    Ok(Tuple::from_slice(vm, &[getattr, args])?.into_obj())
}

/// A module, or nothing: what functions, as opposed to methods, are bound to.
fn is_function(vm: &Vm, f: &Obj) -> bool {
    let this = f.downcast_ref::<Builtin>().and_then(|f| f.get(vm).this.get());
    this.is_none_or(|this| this.is_kind::<crate::Module>())
}

fn builtin_qualname(vm: &mut Vm, f: &Obj) -> PyResult {
    let this = f.downcast_ref::<Builtin>().and_then(|f| f.get(vm).this.cloned());
    let (Some(this), false) = (this, is_function(vm, f)) else { return name(vm, f) };
    let class = match this.downcast_ref::<Type>() {
        Some(class) => class.clone(),
        None => vm.class_of(&this).own(),
    };
    let name = native_of(vm, f).map_or("", |d| d.name);
    let qualname = class.get(vm).qualname.clone();
    Ok(Str::from_display(vm, format_args!("{}.{name}", qualname.text(vm))).into_obj())
}

fn builtin_module(vm: &mut Vm, f: &Obj) -> PyResult {
    Ok(f.downcast_ref::<Builtin>().and_then(|f| f.get(vm).module.cloned()).unwrap_or(Obj::NONE))
}

fn set_builtin_module(vm: &mut Vm, f: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if let Some(f) = f.downcast_ref::<Builtin>() {
        let old = std::mem::replace(&mut f.get_mut(vm).module, crate::type_object::opt(value));
        drop(old);
    }
    Ok(())
}

fn builtin_repr(vm: &mut Vm, f: &Obj) -> PyResult {
    let name = native_of(vm, f).map_or("", |d| d.name);
    let this = f.downcast_ref::<Builtin>().and_then(|f| f.get(vm).this.cloned());
    let text = match this {
        Some(this) if !is_function(vm, f) => {
            let class = crate::argument::class_name(vm, &this);
            format!("<built-in method {name} of {class} object at {:#x}>", protocol::id(&this))
        }
        _ => format!("<built-in function {name}>"),
    };
    Ok(Str::new(vm, &text).into_obj())
}

/// The function's number, and what it is bound to: functions are the same by these.
fn builtin_key(vm: &Vm, f: &Obj) -> Option<(u32, Option<Obj>)> {
    f.downcast_ref::<Builtin>().map(|f| (f.get(vm).number, f.get(vm).this.cloned()))
}

fn builtin_compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some((n, this)), Some((m, other))) = (builtin_key(vm, a), builtin_key(vm, b)) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let same_self = match (&this, &other) {
        (Some(a), Some(b)) => a.is(b),
        (None, None) => true,
        _ => false,
    };
    Ok(Obj::bool((n == m && same_self) == (op == CompareOp::Eq)))
}

fn builtin_hash(vm: &mut Vm, f: &Obj) -> PyResult<i64> {
    let Some((number, this)) = builtin_key(vm, f) else { return Ok(protocol::hash_identity(f)) };
    let hash = this.map_or(0, |this| protocol::hash_identity(&this)) ^ i64::from(number).rotate_left(20);
    Ok(if hash == -1 { -2 } else { hash })
}

fn builtin_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.at(0);
    let name = name(vm, f)?;
    if is_function(vm, f) {
        return Ok(name);
    }
    // The class of a static method is not its `__self__`, but it is found there.
    let this = f.downcast_ref::<Builtin>().and_then(|f| f.get(vm).this.cloned()).unwrap_or(Obj::NONE);
    reduced_to_getattr(vm, &this, &name)
}

fn descriptor_qualname(vm: &mut Vm, f: &Obj) -> PyResult {
    let Some(d) = f.downcast_ref::<MethodDescriptor>() else { return name(vm, f) };
    let (name, qualname) = (vm.function(d.get(vm).number).name, d.get(vm).owner.get(vm).qualname.clone());
    Ok(Str::from_display(vm, format_args!("{}.{name}", qualname.text(vm))).into_obj())
}

fn descriptor_repr(vm: &mut Vm, f: &Obj) -> PyResult {
    let Some(d) = f.downcast_ref::<MethodDescriptor>() else { return crate::object::repr(vm, f) };
    let (name, owner) = (vm.function(d.get(vm).number).name, d.get(vm).owner.name(vm));
    Ok(Str::new(vm, &format!("<method '{name}' of '{owner}' objects>")).into_obj())
}

fn descriptor_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (owner, name) = (objclass(vm, args.at(0))?, name(vm, args.at(0))?);
    reduced_to_getattr(vm, &owner, &name)
}

/// `builtin_function_or_method`
pub static BUILTIN_DEF: TypeDef = TypeDef {
    name: "builtin_function_or_method",
    kind: kinds::BUILTIN,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        call: Some(call_builtin),
        repr: Some(builtin_repr),
        compare: Some(builtin_compare),
        hash: Some(builtin_hash),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", builtin_reduce, "")],
    getsets: &[
        getset("__module__", builtin_module, set_builtin_module, "").as_member(),
        getter("__qualname__", builtin_qualname, ""),
        getter("__name__", name, ""),
        getter("__doc__", doc, ""),
        getter("__text_signature__", text_signature, ""),
        getter("__self__", builtin_self, ""),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// `method_descriptor`
pub static METHOD_DESCRIPTOR_DEF: TypeDef = TypeDef {
    name: "method_descriptor",
    kind: kinds::METHOD_DESCRIPTOR,
    flags: TypeFlags::NO_NEW | TypeFlags::METHOD_DESCRIPTOR,
    slots: Slots {
        call: Some(call_descriptor),
        descr_get: Some(bind_descriptor),
        repr: Some(descriptor_repr),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", descriptor_reduce, "")],
    getsets: &[
        getter("__qualname__", descriptor_qualname, ""),
        member("__name__", name, ""),
        getter("__doc__", doc, ""),
        getter("__text_signature__", text_signature, ""),
        member("__objclass__", objclass, ""),
    ],
    ..TypeDef::EMPTY
};

/// `classmethod_descriptor`
pub static CLASS_METHOD_DESCRIPTOR_DEF: TypeDef = TypeDef {
    name: "classmethod_descriptor",
    kind: kinds::METHOD_DESCRIPTOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        call: Some(call_class_descriptor),
        descr_get: Some(bind_to_class),
        repr: Some(descriptor_repr),
        ..Slots::EMPTY
    },
    getsets: METHOD_DESCRIPTOR_DEF.getsets,
    ..TypeDef::EMPTY
};
