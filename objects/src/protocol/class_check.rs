//! `isinstance` and `issubclass`: by a metaclass's hooks, or by the real relation, or by the `__bases__` of what is no class.

use crate::{CallArgs, PyResult, Tuple, Type, TypeExt, TypeFlags, Vm, names, type_error, types};
use rpython_heap::{Obj, Ref};

/// `isinstance(o, wanted)`: a class, a tuple of such, a union, or anything with `__instancecheck__`.
///
/// # Errors
/// `TypeError` if `wanted` is none of these; what `__instancecheck__` raises.
pub fn is_instance(vm: &mut Vm, o: &Obj, wanted: &Obj) -> PyResult<bool> {
    instance_within(vm, o, wanted, MOST_NESTED)
}

/// Tuples in tuples that a class check looks into. CPython's stack ends after about as many.
const MOST_NESTED: u32 = 100_000;

/// Fails when a class check has gone into too many tuples.
fn check_nested(vm: &mut Vm, left: u32, doing: &str) -> PyResult<()> {
    if left == 0 {
        return Err(crate::raise!(vm, types::RECURSION_ERROR, "maximum recursion depth exceeded{doing}"));
    }
    vm.check_stack(doing)
}

fn instance_within(vm: &mut Vm, o: &Obj, wanted: &Obj, left: u32) -> PyResult<bool> {
    if wanted.is(&vm.class_of(o)) {
        return Ok(true);
    }
    if wanted.is_kind::<Type>() && vm.class_of(wanted).is(types::TYPE) {
        return real_instance(vm, o, wanted);
    }
    if let Some(tuple) = alternatives(vm, wanted) {
        check_nested(vm, left, " in __instancecheck__")?;
        for i in 0..tuple.tail(vm).len() {
            let one = tuple.tail(vm)[i].clone();
            if instance_within(vm, o, &one, left - 1)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(check) = super::lookup_special(vm, wanted, names::__instancecheck__)
        && !types::TYPE.lookup(vm, names::__instancecheck__).is_some_and(|of_type| check.is(&of_type))
    {
        vm.check_stack(" in __instancecheck__")?;
        let answer = super::call_found(vm, wanted, &check, CallArgs::positional(std::slice::from_ref(o)))?;
        return super::is_true(vm, &answer);
    }
    real_instance(vm, o, wanted)
}

/// What a tuple or a union has to choose from.
fn alternatives(vm: &Vm, wanted: &Obj) -> Option<Ref<Tuple>> {
    crate::union::members(vm, wanted).or_else(|| wanted.downcast_ref::<Tuple>().cloned())
}

/// `type.__instancecheck__`: by the object's class, or by its `__class__` where that says otherwise.
///
/// # Errors
/// `TypeError` if `wanted` is no class and has no `__bases__`.
pub fn real_instance(vm: &mut Vm, o: &Obj, wanted: &Obj) -> PyResult<bool> {
    let Some(class) = wanted.downcast_ref::<Type>() else { return abstract_instance(vm, o, wanted) };
    let own = vm.class_of(o).own();
    if own.is_subtype(vm, class) {
        return Ok(true);
    }
    // A native type whose attributes are found by `object`'s rules has no other `__class__`.
    let address = |get: Option<crate::BinaryFn>| get.map(|f| f as usize);
    let plain = address(vm.slots(&own).get_attr()) == address(vm.slots(types::OBJECT).get_attr());
    if plain && own.get(vm).flags.has(TypeFlags::HEAP) {
        // Nor has an instance whose class finds `object.__class__`, which no dict hides.
        let found = own.lookup(vm, names::__class__);
        if found.is_some_and(|f| types::OBJECT.lookup(vm, names::__class__).is_some_and(|of_object| f.is(&of_object))) {
            return Ok(false);
        }
    }
    if (!plain || own.get(vm).flags.has(TypeFlags::HEAP))
        && let Some(claimed) = super::find_attr(vm, o, names::__class__)?
        && let Some(claimed) = claimed.downcast_ref::<Type>()
        && !claimed.is(&own)
    {
        return Ok(claimed.is_subtype(vm, class));
    }
    Ok(false)
}

fn abstract_instance(vm: &mut Vm, o: &Obj, wanted: &Obj) -> PyResult<bool> {
    if bases(vm, wanted)?.is_none() {
        return Err(type_error!(vm, "isinstance() arg 2 must be a type, a tuple of types, or a union"));
    }
    match super::find_attr(vm, o, names::__class__)? {
        Some(class) => abstract_subclass(vm, &class, wanted),
        None => Ok(false),
    }
}

/// `__bases__`, if it is a tuple.
fn bases(vm: &mut Vm, class: &Obj) -> PyResult<Option<Ref<Tuple>>> {
    Ok(super::find_attr(vm, class, names::__bases__)?.and_then(|b| b.downcast().ok()))
}

fn abstract_subclass(vm: &mut Vm, class: &Obj, wanted: &Obj) -> PyResult<bool> {
    vm.check_stack(" in __issubclass__")?;
    if class.is(wanted) {
        return Ok(true);
    }
    let Some(bases) = bases(vm, class)? else { return Ok(false) };
    for i in 0..bases.tail(vm).len() {
        let base = bases.tail(vm)[i].clone();
        if abstract_subclass(vm, &base, wanted)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `issubclass(class, wanted)`
///
/// # Errors
/// `TypeError` for arguments that are no classes; what `__subclasscheck__` raises.
pub fn is_subclass(vm: &mut Vm, class: &Obj, wanted: &Obj) -> PyResult<bool> {
    subclass_within(vm, class, wanted, MOST_NESTED)
}

fn subclass_within(vm: &mut Vm, class: &Obj, wanted: &Obj, left: u32) -> PyResult<bool> {
    if wanted.is_kind::<Type>() && vm.class_of(wanted).is(types::TYPE) {
        return Ok(class.is(wanted) || real_subclass(vm, class, wanted)?);
    }
    if let Some(tuple) = alternatives(vm, wanted) {
        check_nested(vm, left, " in __subclasscheck__")?;
        for i in 0..tuple.tail(vm).len() {
            let one = tuple.tail(vm)[i].clone();
            if subclass_within(vm, class, &one, left - 1)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(check) = super::lookup_special(vm, wanted, names::__subclasscheck__) {
        vm.check_stack(" in __subclasscheck__")?;
        let answer = super::call_found(vm, wanted, &check, CallArgs::positional(std::slice::from_ref(class)))?;
        return super::is_true(vm, &answer);
    }
    real_subclass(vm, class, wanted)
}

/// `type.__subclasscheck__`: by the MRO, or by `__bases__` where one of the two is no class.
///
/// # Errors
/// `TypeError` for arguments that are no classes.
pub fn real_subclass(vm: &mut Vm, class: &Obj, wanted: &Obj) -> PyResult<bool> {
    if let (Some(c), Some(w)) = (class.downcast_ref::<Type>(), wanted.downcast_ref::<Type>()) {
        return Ok(c.is_subtype(vm, w));
    }
    if bases(vm, class)?.is_none() {
        return Err(type_error!(vm, "issubclass() arg 1 must be a class"));
    }
    if bases(vm, wanted)?.is_none() {
        return Err(type_error!(vm, "issubclass() arg 2 must be a class, a tuple of classes, or a union"));
    }
    abstract_subclass(vm, class, wanted)
}
