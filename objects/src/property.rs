//! `property`: a data descriptor that calls functions.

use crate::{
    Args, CallArgs, NativeDef, PyResult, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, class, class_method, getset,
    getter, kinds, names, native, protocol, raise, type_error, type_object::member, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a property.
#[derive(Default)]
pub struct Property {
    /// `fget`
    pub get: OptObj,
    /// `fset`
    pub set: OptObj,
    /// `fdel`
    pub delete: OptObj,
    /// `__doc__`
    pub doc: OptObj,
    /// `__name__`, set by `__set_name__` or by assignment.
    pub name: OptObj,
    /// Whether the doc is the getter's.
    pub doc_from_getter: bool,
}

impl Payload for Property {
    const KIND: u8 = kinds::PROPERTY;
    const NAME: &'static str = "property";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let own = [&self.get, &self.set, &self.delete, &self.doc, &self.name];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        *self = Property::default();
    }
}

/// One of a property's fields.
type Field = fn(&mut Property) -> &mut OptObj;

fn field(vm: &mut Vm, o: &Obj, field: Field) -> Option<Obj> {
    o.downcast_ref::<Property>().and_then(|p| field(p.get_mut(vm)).cloned())
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, Property::default()).into_obj())
}

static INIT: NativeDef = native("property", "($self, fget=None, fset=None, fdel=None, doc=None)", init_bound, "");

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let mut values = vec![o.clone()];
    values.extend(args.values.iter().cloned());
    native::call(vm, &INIT, CallArgs { values: &values, names: args.names })?;
    Ok(())
}

fn init_bound(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Property>();
    let given = |i: usize| args.some(i).map_or(OptObj::NONE, |f| OptObj::some(f.clone()));
    let mut made = Property { get: given(1), set: given(2), delete: given(3), ..Property::default() };
    if let Some(doc) = args.some(4) {
        made.doc = OptObj::some(doc.clone());
    } else if let Some(get) = args.some(1)
        && let Some(doc) = protocol::find_attr(vm, get, names::__doc__)?
        && !doc.is_none()
    {
        made.doc = OptObj::some(doc);
        made.doc_from_getter = true;
    }
    if vm.class_of(this).is(types::PROPERTY) {
        *this.get_mut(vm) = made;
        return Ok(Obj::NONE);
    }
    // An instance of a subclass keeps its doc as an attribute of its own: the class's doc hides the property's. A given doc is
    // dropped where instances have no room for it; the getter's is not.
    let doc = made.doc.take().unwrap_or(Obj::NONE);
    let from_getter = made.doc_from_getter;
    *this.get_mut(vm) = made;
    match protocol::set_attr(vm, this, names::__doc__, &doc) {
        Err(raised) if from_getter => Err(raised),
        Err(raised) => vm.swallow(raised, types::ATTRIBUTE_ERROR).map(|()| Obj::NONE),
        Ok(()) => Ok(Obj::NONE),
    }
}

/// The name for messages: the one given, or the getter's.
fn name_of(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    if let Some(name) = field(vm, o, |p| &mut p.name) {
        return Ok(Some(name));
    }
    match field(vm, o, |p| &mut p.get) {
        Some(get) => protocol::find_attr(vm, &get, names::__name__),
        None => Ok(None),
    }
}

/// The `AttributeError` of a property that lacks a function.
#[cold]
fn lacks(vm: &mut Vm, o: &Obj, instance: &Obj, what: &str) -> crate::Raised {
    let name = match name_of(vm, o) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    let class = vm.class_of(instance).own();
    let class = class::qualified_name_in(vm, &class);
    match name {
        Some(name) => match protocol::repr_text(vm, &name) {
            Ok(name) => raise!(vm, types::ATTRIBUTE_ERROR, "property {name} of '{class}' object has no {what}"),
            Err(raised) => raised,
        },
        None => raise!(vm, types::ATTRIBUTE_ERROR, "property of '{class}' object has no {what}"),
    }
}

fn descr_get(vm: &mut Vm, o: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    let Some(instance) = instance.filter(|i| !i.is_none()) else { return Ok(o.clone()) };
    match field(vm, o, |p| &mut p.get) {
        Some(get) => protocol::call(vm, &get, std::slice::from_ref(instance)),
        None => Err(lacks(vm, o, instance, "getter")),
    }
}

fn descr_set(vm: &mut Vm, o: &Obj, instance: &Obj, value: Option<&Obj>) -> PyResult<()> {
    match value {
        Some(value) => match field(vm, o, |p| &mut p.set) {
            Some(set) => protocol::call(vm, &set, &[instance.clone(), value.clone()])?,
            None => return Err(lacks(vm, o, instance, "setter")),
        },
        None => match field(vm, o, |p| &mut p.delete) {
            Some(delete) => protocol::call(vm, &delete, std::slice::from_ref(instance))?,
            None => return Err(lacks(vm, o, instance, "deleter")),
        },
    };
    Ok(())
}

/// A copy with one function replaced, of the property's own class.
fn replaced(vm: &mut Vm, o: &Obj, which: Field, function: &Obj) -> PyResult {
    let Some(p) = o.downcast_ref::<Property>() else { return Ok(o.clone()) };
    let old = p.get(vm);
    let from_getter = old.doc_from_getter;
    let name = old.name.cloned();
    let mut copy = Property {
        get: old.get.clone(),
        set: old.set.clone(),
        delete: old.delete.clone(),
        doc: old.doc.clone(),
        ..Property::default()
    };
    if !function.is_none() {
        *which(&mut copy) = OptObj::some(function.clone());
    }
    let value = |f: &OptObj| f.cloned().unwrap_or(Obj::NONE);
    // A doc that was the getter's is taken from the new getter.
    let doc = if from_getter && !copy.get.is_none() { Obj::NONE } else { value(&copy.doc) };
    let args = [value(&copy.get), value(&copy.set), value(&copy.delete), doc];
    let class = vm.class_of(o).own();
    let made = protocol::call(vm, &class, &args)?;
    if let Some(m) = made.downcast_ref::<Property>() {
        m.get_mut(vm).name = name.into();
    }
    Ok(made)
}

fn set_name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm)).unwrap_or_default();
    let (count, name) = (given.len(), given.get(1).cloned());
    let Some(name) = name.filter(|_| count == 2) else {
        return Err(type_error!(vm, "__set_name__() takes 2 positional arguments but {count} were given"));
    };
    let old = args.this::<Property>().get_mut(vm).name.replace(name);
    drop(old);
    Ok(Obj::NONE)
}

fn doc(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(field(vm, o, |p| &mut p.doc).unwrap_or(Obj::NONE))
}

fn set_doc(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if let Some(p) = o.downcast_ref::<Property>() {
        let p = p.get_mut(vm);
        let old = std::mem::replace(&mut p.doc, value.map_or(OptObj::NONE, |v| OptObj::some(v.clone())));
        drop(old);
    }
    Ok(())
}

fn name(vm: &mut Vm, o: &Obj) -> PyResult {
    match name_of(vm, o)? {
        Some(name) => Ok(name),
        None => Err(raise!(vm, types::ATTRIBUTE_ERROR, "'property' object has no attribute '__name__'")),
    }
}

fn store_name(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if let Some(p) = o.downcast_ref::<Property>() {
        let old = std::mem::replace(&mut p.get_mut(vm).name, value.map_or(OptObj::NONE, |v| OptObj::some(v.clone())));
        drop(old);
    }
    Ok(())
}

fn is_abstract(vm: &mut Vm, o: &Obj) -> PyResult {
    for which in [(|p| &mut p.get) as Field, |p| &mut p.set, |p| &mut p.delete] {
        let Some(f) = field(vm, o, which) else { continue };
        let flag = class_method::is_abstract(vm, &f)?;
        if protocol::is_true(vm, &flag)? {
            return Ok(Obj::TRUE);
        }
    }
    Ok(Obj::FALSE)
}

/// `property`
pub static DEF: TypeDef = TypeDef {
    name: "property",
    kind: kinds::PROPERTY,
    flags: TypeFlags::BASE,
    doc: "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        descr_get: Some(descr_get),
        descr_set: Some(descr_set),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "getter",
            "($self, object, /)",
            |vm, a| replaced(vm, a.at(0), |p| &mut p.get, a.at(1)),
            "Descriptor to obtain a copy of the property with a different getter.",
        ),
        native(
            "setter",
            "($self, object, /)",
            |vm, a| replaced(vm, a.at(0), |p| &mut p.set, a.at(1)),
            "Descriptor to obtain a copy of the property with a different setter.",
        ),
        native(
            "deleter",
            "($self, object, /)",
            |vm, a| replaced(vm, a.at(0), |p| &mut p.delete, a.at(1)),
            "Descriptor to obtain a copy of the property with a different deleter.",
        ),
        native("__set_name__", "($self, /, *args)", set_name, "Method to set name of a property.")
            .signed("($self, owner, name, /)"),
    ],
    getsets: &[
        member("fget", |vm, o| Ok(field(vm, o, |p| &mut p.get).unwrap_or(Obj::NONE)), ""),
        member("fset", |vm, o| Ok(field(vm, o, |p| &mut p.set).unwrap_or(Obj::NONE)), ""),
        member("fdel", |vm, o| Ok(field(vm, o, |p| &mut p.delete).unwrap_or(Obj::NONE)), ""),
        getset("__doc__", doc, set_doc, "").as_member(),
        getset("__name__", name, store_name, ""),
        getter("__isabstractmethod__", is_abstract, ""),
    ],
    signature: "(fget=None, fset=None, fdel=None, doc=None)",
    ..TypeDef::EMPTY
};
