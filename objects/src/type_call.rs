//! `type`: calling a class, and attributes of classes.

use crate::{
    CallArgs, Dict, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeExt, TypeFlags, Vm, kinds, object, protocol,
    type_error, types,
};
use rpython_heap::{Obj, Ref};

/// `T(…)`: makes an instance and, if it is one of `T`, initialises it.
fn call(vm: &mut Vm, class: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(class) = class.downcast_ref::<Type>() else { return Err(type_error!(vm, "not a type")) };
    if class.is(types::TYPE) && args.names.is_none() && args.values.len() == 1 {
        return Ok(vm.class_of(&args.values[0]).own().into_obj());
    }
    if class.is(types::TYPE) && args.values.len() - args.keywords() != 3 {
        return Err(type_error!(vm, "type() takes 1 or 3 arguments"));
    }
    make(vm, class, args)
}

/// The `TypeError` of a class whose instances only the runtime makes.
#[cold]
pub(crate) fn cannot_create(vm: &mut Vm, class: &Ref<Type>) -> crate::Raised {
    let name = crate::class::qualified_name(vm, class);
    type_error!(vm, "cannot create '{name}' instances")
}

/// `type.__call__` of a class other than `type`.
///
/// # Errors
/// What `__new__` and `__init__` raise.
pub fn make(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let slots = vm.slots(class);
    let new = slots.new().filter(|_| !class.get(vm).flags.has(TypeFlags::NO_NEW));
    let Some(new) = new else { return Err(cannot_create(vm, class)) };
    let made = new(vm, class, args)?;
    let own = vm.class_of(&made);
    if !own.is(class) && !own.is_subtype(vm, class) {
        return Ok(made);
    }
    if let Some(init) = vm.slots_of(&made).init() {
        init(vm, &made, args)?;
    }
    Ok(made)
}

/// `T.name`: data descriptors of the metaclass, then the class and its bases, then the metaclass's other attributes.
pub(crate) fn get_attr(vm: &mut Vm, class: &Obj, name: &Obj) -> PyResult {
    let name = &object::attribute_name(vm, name)?;
    match find(vm, class, name)? {
        Some(found) => Ok(found),
        None => Err(protocol::no_attribute(vm, class, name)),
    }
}

/// As [`get_attr`], with `None` for a missing attribute.
pub(crate) fn find(vm: &mut Vm, class: &Obj, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    let Some(class) = class.downcast_ref::<Type>() else { return object::find_generic(vm, class, name) };
    let meta = vm.class_of(class).own();
    let in_meta = meta.lookup(vm, name);
    let get = in_meta.as_ref().and_then(|f| vm.slots_of(f).descr_get());
    if let (Some(found), Some(get)) = (&in_meta, get)
        && vm.slots_of(found).descr_set().is_some()
    {
        return get(vm, found, Some(class), Some(&meta)).map(Some);
    }
    if let Some(own) = class.lookup(vm, name) {
        return match vm.slots_of(&own).descr_get() {
            Some(get) => get(vm, &own, None, Some(class)).map(Some),
            None => Ok(Some(own)),
        };
    }
    match (in_meta, get) {
        (Some(found), Some(get)) => get(vm, &found, Some(class), Some(&meta)).map(Some),
        (found, _) => Ok(found),
    }
}

/// `T.name = value`, `del T.name`
fn set_attr(vm: &mut Vm, class: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let name = &object::attribute_name(vm, name)?;
    let Some(class) = class.downcast_ref::<Type>() else { return object::generic_set_attr(vm, class, name, value) };
    if class.get(vm).flags.has(TypeFlags::IMMUTABLE) {
        let (attr, owner) = (name.to_string_lossy(vm), class.name(vm).to_string());
        return Err(type_error!(vm, "cannot set '{attr}' attribute of immutable type '{owner}'"));
    }
    let meta = vm.class_of(class).own();
    if let Some(found) = meta.lookup(vm, name)
        && let Some(set) = vm.slots_of(&found).descr_set()
    {
        return set(vm, &found, class, value);
    }
    class.modified(vm);
    let dict = class.get(vm).dict.clone();
    match value {
        Some(value) => Dict::set_str(vm, &dict, name, value.clone())?,
        None => {
            if Dict::remove_str(vm, &dict, name).is_none() {
                return Err(protocol::no_attribute(vm, class, name));
            }
        }
    }
    if name.as_str(vm).starts_with("__") {
        crate::type_object::recompute_overrides(vm, class);
    }
    Ok(())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(class) = o.downcast_ref::<Type>() else { return object::repr(vm, o) };
    let qualname = class.get(vm).qualname.to_string_lossy(vm);
    let text = match crate::class::module_name(vm, class) {
        Some(module) if module != "builtins" => format!("<class '{module}.{qualname}'>"),
        _ => format!("<class '{qualname}'>"),
    };
    Ok(Str::new(vm, &text).into_obj())
}

/// `type.__init__`: checks what is passed; `type.__new__` has done the work.
fn init(vm: &mut Vm, _: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let positional = args.values.len() - args.keywords();
    if positional == 1 && args.keywords() > 0 {
        return Err(type_error!(vm, "type.__init__() takes no keyword arguments"));
    }
    if positional != 1 && positional != 3 {
        return Err(type_error!(vm, "type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}

/// `type`
pub static DEF: TypeDef = TypeDef {
    name: "type",
    kind: kinds::TYPE,
    flags: TypeFlags::BASE,
    slots: Slots {
        call: Some(call),
        get_attr: Some(get_attr),
        set_attr: Some(set_attr),
        repr: Some(repr),
        or: Some(crate::union::or),
        new: Some(crate::class::new),
        init: Some(init),
        ..Slots::EMPTY
    },
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    methods: crate::type_attributes::METHODS,
    getsets: crate::type_attributes::GETSETS,
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// Whether `o` is an instance of `class` by its real class alone.
pub fn is_instance(vm: &Vm, o: &Obj, class: &Ref<Type>) -> bool {
    vm.class_of(o).is_subtype(vm, class)
}
