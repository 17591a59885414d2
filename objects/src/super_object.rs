//! `super`: attributes looked up behind a class in the MRO of an instance's class.

use crate::{
    CallArgs, PyResult, Slots, Str, Type, TypeDef, TypeExt, TypeFlags, Vm, kinds, names, object, protocol, type_error,
    type_object::member, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a `super` object.
#[derive(Default)]
pub struct Super {
    /// `__thisclass__`
    class: OptObj,
    /// `__self__`
    this: OptObj,
    /// `__self_class__`
    this_class: OptObj,
}

impl Payload for Super {
    const KIND: u8 = kinds::SUPER;
    const NAME: &'static str = "super";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.class, &self.this, &self.this_class].into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        *self = Super::default();
    }
}

/// The class in whose MRO `super(class, this)` looks.
fn check(vm: &mut Vm, class: &Ref<Type>, this: &Obj) -> PyResult<Ref<Type>> {
    // A class that its metaclass's `mro()` left out of its own order is no subtype of itself.
    if let Some(own) = this.downcast_ref::<Type>()
        && (own.get(vm).mro.tail(vm).iter().any(|c| c.is(class))
            || own.is(class) && own.get(vm).mro.tail(vm).is_empty())
    {
        return Ok(own.clone());
    }
    let own = vm.class_of(this).own();
    if own.is_subtype(vm, class) {
        return Ok(own);
    }
    if let Some(claimed) = protocol::find_attr(vm, this, names::__class__)?
        && let Some(claimed) = claimed.downcast_ref::<Type>()
        && !claimed.is(&own)
        && claimed.is_subtype(vm, class)
    {
        return Ok(claimed.clone());
    }
    let kind = if this.is_kind::<Type>() { "type" } else { "instance of" };
    let name = match this.downcast_ref::<Type>() {
        Some(t) => t.name(vm).to_string(),
        None => own.name(vm).to_string(),
    };
    let class = class.name(vm).to_string();
    Err(type_error!(vm, "super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({class})."))
}

/// What the classes behind `class` in the MRO of `start` have under `name`.
fn behind(vm: &mut Vm, class: &Ref<Type>, start: &Ref<Type>, name: &Ref<Str>) -> Option<Obj> {
    let mro = start.get(vm).mro.clone();
    let at = mro.tail(vm).iter().position(|c| c.value().slot() == class.slot())?;
    let rest = mro.tail(vm).get(at + 1..)?;
    let next = rest.first()?.downcast_ref::<Type>()?;
    // Most often the rest is the order of the next class, whose attributes are cached.
    if next.get(vm).mro.tail(vm).iter().map(|c| c.value().slot()).eq(rest.iter().map(|c| c.value().slot())) {
        let next = next.clone();
        return next.lookup(vm, name);
    }
    rest.iter().find_map(|c| {
        let c = c.downcast_ref::<Type>()?;
        crate::Dict::get_str(vm, &c.get(vm).dict, name).cloned()
    })
}

/// `super(class, this).name`, bound; `None` where there is none.
///
/// # Errors
/// What binding raises.
pub(crate) fn find(vm: &mut Vm, class: &Ref<Type>, this: &Obj, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    let start = check(vm, class, this)?;
    match behind(vm, class, &start, name) {
        Some(found) => bind_found(vm, &found, this, &start).map(Some),
        None => Ok(None),
    }
}

fn bind_found(vm: &mut Vm, found: &Obj, this: &Obj, start: &Ref<Type>) -> PyResult {
    match vm.slots_of(found).descr_get() {
        Some(get) => {
            let instance = if this.is(start) { None } else { Some(this) };
            get(vm, found, instance, Some(start))
        }
        None => Ok(found.clone()),
    }
}

/// `super(class, this).name`; with `method`, an unbound function where that is what it names, which is then said.
///
/// # Errors
/// `AttributeError`, `TypeError`, or what binding raises.
pub fn load(vm: &mut Vm, class: &Obj, this: &Obj, name: &Ref<Str>, method: bool) -> PyResult<(Obj, bool)> {
    let Some(class) = class.downcast_ref::<Type>() else {
        let got = vm.class_of(class).name(vm).to_string();
        return Err(type_error!(vm, "super() argument 1 must be a type, not {got}"));
    };
    let start = check(vm, class, this)?;
    let found = if name.is(names::__class__) { None } else { behind(vm, class, &start, name) };
    if let Some(found) = found {
        if method && !this.is(&start) && vm.class_of(&found).get(vm).flags.has(TypeFlags::METHOD_DESCRIPTOR) {
            return Ok((found, true));
        }
        return bind_found(vm, &found, this, &start).map(|bound| (bound, false));
    }
    let made = Super {
        class: OptObj::some(class.clone().into_obj()),
        this: OptObj::some(this.clone()),
        this_class: OptObj::some(start.into_obj()),
    };
    let made = vm.alloc(types::SUPER, made);
    object::generic_get_attr(vm, &made, name).map(|value| (value, false))
}

fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let name = &object::attribute_name(vm, name)?;
    if let Some(s) = o.downcast_ref::<Super>()
        && !name.is(names::__class__)
    {
        let s = s.get(vm);
        if let (Some(class), Some(this), Some(start)) = (s.class.cloned(), s.this.cloned(), s.this_class.cloned())
            && let (Some(class), Some(start)) = (class.downcast_ref::<Type>(), start.downcast_ref::<Type>())
            && let Some(found) = behind(vm, class, start, name)
        {
            return bind_found(vm, &found, &this, start);
        }
    }
    object::generic_get_attr(vm, o, name)
}

fn make(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, Super::default()).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    if args.keywords() > 0 {
        return Err(type_error!(vm, "super() takes no keyword arguments"));
    }
    let (class, this) = match args.values {
        [] => (vm.hooks.super_arguments)(vm)?,
        [class] => (class.clone(), Obj::NONE),
        [class, this] => (class.clone(), this.clone()),
        more => return Err(type_error!(vm, "super() expected at most 2 arguments, got {}", more.len())),
    };
    let Some(class) = class.downcast_ref::<Type>() else {
        let got = vm.class_of(&class).name(vm).to_string();
        return Err(type_error!(vm, "super() argument 1 must be a type, not {got}"));
    };
    let mut made = Super { class: OptObj::some(class.clone().into_obj()), ..Super::default() };
    if !this.is_none() {
        made.this_class = OptObj::some(check(vm, class, &this)?.into_obj());
        made.this = OptObj::some(this);
    }
    if let Some(s) = o.downcast_ref::<Super>() {
        *s.get_mut(vm) = made;
    }
    Ok(())
}

fn descr_get(vm: &mut Vm, o: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    let (Some(s), Some(instance)) = (o.downcast_ref::<Super>(), instance) else { return Ok(o.clone()) };
    if !s.get(vm).this.is_none() {
        return Ok(o.clone());
    }
    let Some(class) = s.get(vm).class.cloned() else { return Ok(o.clone()) };
    let own = vm.class_of(o).own();
    if !own.is(types::SUPER) {
        return protocol::call(vm, &own, &[class, instance.clone()]);
    }
    let Some(class) = class.downcast_ref::<Type>() else { return Ok(o.clone()) };
    let start = check(vm, class, instance)?;
    let made = Super {
        class: OptObj::some(class.clone().into_obj()),
        this: OptObj::some(instance.clone()),
        this_class: OptObj::some(start.into_obj()),
    };
    Ok(vm.alloc(types::SUPER, made).into_obj())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(s) = o.downcast_ref::<Super>() else { return object::repr(vm, o) };
    let name = |o: Option<&Obj>| {
        o.and_then(|c| c.downcast_ref::<Type>()).map_or("NULL".to_string(), |c| c.name(vm).to_string())
    };
    let class = name(s.get(vm).class.get());
    let text = match s.get(vm).this_class.get() {
        Some(start) => format!("<super: <class '{class}'>, <{} object>>", name(Some(start))),
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    Ok(Str::new(vm, &text).into_obj())
}

/// `super`
pub static DEF: TypeDef = TypeDef {
    name: "super",
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires\n    issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
    kind: kinds::SUPER,
    flags: TypeFlags::BASE,
    slots: Slots {
        new: Some(make),
        init: Some(init),
        get_attr: Some(get_attr),
        descr_get: Some(descr_get),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    getsets: &[
        member(
            "__thisclass__",
            |vm, o| Ok(o.downcast_ref::<Super>().and_then(|s| s.get(vm).class.cloned()).unwrap_or(Obj::NONE)),
            "the class invoking super()",
        ),
        member(
            "__self__",
            |vm, o| Ok(o.downcast_ref::<Super>().and_then(|s| s.get(vm).this.cloned()).unwrap_or(Obj::NONE)),
            "the instance invoking super(); may be None",
        ),
        member(
            "__self_class__",
            |vm, o| Ok(o.downcast_ref::<Super>().and_then(|s| s.get(vm).this_class.cloned()).unwrap_or(Obj::NONE)),
            "the type of the instance invoking super(); may be None",
        ),
    ],
    ..TypeDef::EMPTY
};
