//! Attributes: reading, writing, deleting.

use crate::{
    Dict, PyResult, Str, StrExt, TypeExt, Vm, module, names, object, raise, slots::BinaryFn, type_call, type_error,
    types,
};
use rpython_heap::{Obj, Ref};

/// `o.name`
///
/// # Errors
/// `AttributeError`, or what a descriptor raises.
pub fn get_attr(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult {
    match look_up(vm, o, name) {
        Err(raised) => Err(with_context(vm, o, name, raised)),
        found => found,
    }
}

#[inline]
fn look_up(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult {
    match vm.slots_of(o).get_attr() {
        Some(get) => get(vm, o, name),
        None => Err(no_attribute(vm, o, name)),
    }
}

/// Notes in an `AttributeError` under way that says neither, which attribute of what was asked for.
#[cold]
fn with_context(vm: &mut Vm, o: &Obj, name: &Ref<Str>, raised: crate::Raised) -> crate::Raised {
    if vm.raised_is(types::ATTRIBUTE_ERROR)
        && let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<crate::exception::Exception>()).cloned()
    {
        let known = |field: &str| crate::exception::field(vm, &e, field).is_some_and(|value| !value.is_none());
        if !known("name") && !known("obj") {
            crate::exception::set_field(vm, &e, "name", name.clone().into_obj());
            crate::exception::set_field(vm, &e, "obj", o.clone());
        }
    }
    raised
}

/// `o.name`, `None` where there is none. `AttributeError` is not raised but answered.
///
/// # Errors
/// What a descriptor raises, but for `AttributeError`.
pub fn find_attr(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    let found = match vm.slots_of(o).get_attr() {
        Some(get) => match finder(get) {
            Some(find) => find(vm, o, name),
            None => get(vm, o, name).map(Some),
        },
        None => return Ok(None),
    };
    match found {
        Ok(found) => Ok(found),
        Err(raised) => {
            vm.swallow(raised, types::ATTRIBUTE_ERROR)?;
            Ok(None)
        }
    }
}

type Find = fn(&mut Vm, &Obj, &Ref<Str>) -> PyResult<Option<Obj>>;

/// The common slots that read attributes, and what they are made of: it makes no exception of a missing attribute.
const FINDERS: [(BinaryFn, Find); 3] = [
    (object::generic_get_attr, object::find_generic),
    (type_call::get_attr, type_call::find),
    (module::get_attr, module::find),
];

fn finder(get: BinaryFn) -> Option<Find> {
    FINDERS.iter().find(|(slot, _)| *slot as usize == get as usize).map(|f| f.1)
}

/// `o.name = value`
///
/// # Errors
/// `AttributeError`, or what a descriptor raises.
pub fn set_attr(vm: &mut Vm, o: &Obj, name: &Ref<Str>, value: &Obj) -> PyResult<()> {
    store_attr(vm, o, name, Some(value))
}

/// `del o.name`
///
/// # Errors
/// `AttributeError`, or what a descriptor raises.
pub fn del_attr(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult<()> {
    store_attr(vm, o, name, None)
}

fn store_attr(vm: &mut Vm, o: &Obj, name: &Ref<Str>, value: Option<&Obj>) -> PyResult<()> {
    match vm.slots_of(o).set_attr() {
        Some(set) => set(vm, o, name, value),
        None => {
            let how = if value.is_some() { "assign to" } else { "del" };
            let (class, attr) = (vm.class_of(o).name(vm).to_string(), name.text(vm).to_string());
            Err(type_error!(vm, "'{class}' object has no attributes ({how} .{attr})"))
        }
    }
}

/// What the `builtins` module has under `name`.
///
/// # Errors
/// `AttributeError` if it was deleted; what looking it up raises.
pub fn builtin(vm: &mut Vm, name: &str) -> PyResult {
    let name = Str::intern(vm, name);
    let globals = (vm.hooks.globals)(vm);
    let own = globals.and_then(|globals| Dict::get_str(vm, &globals, names::__builtins__).cloned());
    let builtins = match own {
        Some(own) => own,
        None => import(vm, "builtins")?,
    };
    let builtins = match crate::module::namespace(vm, &builtins) {
        Some(namespace) => namespace.into_obj(),
        None => builtins,
    };
    match super::get_item(vm, &builtins, &name) {
        Err(raised) => {
            vm.swallow(raised, types::KEY_ERROR)?;
            let e = crate::exception::with_args(vm, types::ATTRIBUTE_ERROR, &[name.into_obj()]);
            Err(vm.raise_object(e))
        }
        found => found,
    }
}

/// The module `name`, which lies in no package.
///
/// # Errors
/// What importing raises.
pub fn import(vm: &mut Vm, name: &str) -> PyResult {
    let (module, import) = (Str::intern(vm, name).into_obj(), vm.hooks.import);
    import(vm, [&module, &Obj::NONE, &Obj::NONE, &Obj::NONE, &crate::int::from_i64(vm, 0)])
}

/// The attribute that the class of `o` has under `name`, not bound: how special methods are found.
pub fn lookup_special(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> Option<Obj> {
    let class = vm.class_of(o).own();
    class.lookup(vm, name)
}

/// The `AttributeError` of a missing attribute, with its `name` and `obj`.
#[cold]
pub fn no_attribute(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> crate::Raised {
    let class = crate::argument::class_name(vm, o);
    no_attribute_of(vm, o, name, class)
}

/// As [`no_attribute`], with what the object's class is called in the message.
#[cold]
pub(crate) fn no_attribute_of(vm: &mut Vm, o: &Obj, name: &Ref<Str>, class: String) -> crate::Raised {
    let attr = name.text(vm).to_string();
    let message = match o.downcast_ref::<crate::Type>() {
        Some(class) => format!("type object '{}' has no attribute '{attr}'", class.name(vm)),
        None => format!("'{class}' object has no attribute '{attr}'"),
    };
    attribute_error(vm, o, name, &message)
}

/// An `AttributeError` with a message, and `name` and `obj` set for suggestions.
#[cold]
pub fn attribute_error(vm: &mut Vm, o: &Obj, name: &Ref<Str>, message: &str) -> crate::Raised {
    let raised = raise!(vm, types::ATTRIBUTE_ERROR, "{message}");
    if let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<crate::exception::Exception>()).cloned() {
        crate::exception::set_field(vm, &e, "name", name.clone().into_obj());
        crate::exception::set_field(vm, &e, "obj", o.clone());
    }
    raised
}
