//! `TypeAliasType`: what `type A = value` makes. The value is evaluated when it is first asked for.

use super::{calling_module, constant, iterate_unpacked, parameter, unpack_tuples};
use crate::{
    Function, NativeDef, PyResult, Slots, Tuple, TypeDef, Vm, argument, generic_alias, getter, kinds, native, protocol,
    raise, type_error, type_object::member, types, union,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a type alias.
#[derive(Default)]
pub struct TypeAlias {
    name: OptObj,
    parameters: OptObj,
    compute: OptObj,
    value: OptObj,
    module: OptObj,
}

impl Payload for TypeAlias {
    const KIND: u8 = kinds::TYPE_ALIAS;
    const NAME: &'static str = "type alias";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let own = [&self.name, &self.parameters, &self.compute, &self.value, &self.module];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        *self = TypeAlias::default();
    }
}

type Field = fn(&mut TypeAlias) -> &mut OptObj;

fn field(vm: &mut Vm, o: &Obj, field: Field) -> Option<Obj> {
    o.downcast_ref::<TypeAlias>().and_then(|a| field(a.get_mut(vm)).cloned())
}

/// The alias of a `type` statement: name, type parameters or `None`, the function that evaluates the value.
pub(super) fn from_statement(vm: &mut Vm, parts: &Obj) -> PyResult {
    let parts = parts.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let [name, parameters, compute] = parts.as_slice() else {
        return Err(raise!(vm, types::SYSTEM_ERROR, "a type alias has three parts"));
    };
    let none = parameters.is_none() || parameters.downcast_ref::<Tuple>().is_some_and(|t| t.tail(vm).is_empty());
    let made = TypeAlias {
        name: OptObj::some(name.clone()),
        parameters: if none { OptObj::NONE } else { OptObj::some(parameters.clone()) },
        compute: OptObj::some(compute.clone()),
        ..TypeAlias::default()
    };
    Ok(vm.alloc(types::TYPE_ALIAS, made).into_obj())
}

/// Fails unless these are type parameters, those with defaults behind the others.
fn check_parameters(vm: &mut Vm, parameters: &Ref<Tuple>) -> PyResult<()> {
    let mut seen_default = false;
    for p in parameters.tail(vm).to_vec() {
        let default = parameter::default_of(vm, &p)?;
        let has_default = !default.is(&constant::no_default(vm));
        if seen_default && !has_default {
            let shown = protocol::repr_text(vm, &p)?;
            return Err(type_error!(vm, "non-default type parameter '{shown}' follows default type parameter"));
        }
        seen_default |= has_default;
    }
    Ok(())
}

static NEW: NativeDef = native(
    "typealias",
    "(name, value, *, type_params=())",
    |vm, a| {
        argument::text(vm, a.at(0), "typealias() argument 'name'")?;
        let parameters = match a.opt(2) {
            Some(given) => match given.downcast_ref::<Tuple>() {
                Some(t) => {
                    check_parameters(vm, t)?;
                    if t.tail(vm).is_empty() { OptObj::NONE } else { OptObj::some(given.clone()) }
                }
                None => return Err(type_error!(vm, "type_params must be a tuple")),
            },
            None => OptObj::NONE,
        };
        let module = calling_module(vm);
        let made = TypeAlias {
            name: OptObj::some(a.at(0).clone()),
            parameters,
            compute: OptObj::NONE,
            value: OptObj::some(a.at(1).clone()),
            module: OptObj::some(module),
        };
        Ok(vm.alloc(types::TYPE_ALIAS, made).into_obj())
    },
    "",
);

fn name(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(field(vm, o, |a| &mut a.name).unwrap_or(Obj::NONE))
}

fn value(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(known) = field(vm, o, |a| &mut a.value) {
        return Ok(known);
    }
    let Some(compute) = field(vm, o, |a| &mut a.compute) else { return Ok(Obj::NONE) };
    let made = protocol::call(vm, &compute, &[])?;
    if let Some(a) = o.downcast_ref::<TypeAlias>() {
        let old = a.get_mut(vm).value.replace(made.clone());
        drop(old);
    }
    Ok(made)
}

fn evaluate(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(compute) = field(vm, o, |a| &mut a.compute) {
        return Ok(compute);
    }
    let value = value(vm, o)?;
    Ok(constant::evaluator(vm, &value))
}

fn type_parameters(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(field(vm, o, |a| &mut a.parameters).unwrap_or_else(|| Tuple::empty().into_obj()))
}

fn parameters(vm: &mut Vm, o: &Obj) -> PyResult {
    let all = type_parameters(vm, o)?;
    match all.downcast_ref::<Tuple>() {
        Some(t) => Ok(unpack_tuples(vm, t)?.into_obj()),
        None => Ok(all),
    }
}

fn module(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(module) = field(vm, o, |a| &mut a.module) {
        return Ok(module);
    }
    let compute = field(vm, o, |a| &mut a.compute);
    let compute = compute.as_ref().and_then(|f| f.downcast_ref::<Function>());
    Ok(compute.and_then(|f| f.get(vm).module.cloned()).unwrap_or(Obj::NONE))
}

fn subscript(vm: &mut Vm, o: &Obj, args: &Obj) -> PyResult {
    if field(vm, o, |a| &mut a.parameters).is_none() {
        return Err(type_error!(vm, "Only generic type aliases are subscriptable"));
    }
    generic_alias::new(vm, o, args)
}

/// `typing.TypeAliasType`
pub static DEF: TypeDef = TypeDef {
    name: "TypeAliasType",
    module: "typing",
    kind: kinds::TYPE_ALIAS,
    doc: "Type alias.",
    slots: Slots {
        new: Some(|vm, _, args| native::call(vm, &NEW, args)),
        repr: Some(name),
        iter: Some(iterate_unpacked),
        or: Some(union::or),
        subscript: Some(subscript),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", |vm, a| name(vm, a.at(0)), "")],
    getsets: &[
        member("__name__", name, ""),
        getter("__parameters__", parameters, ""),
        getter("__type_params__", type_parameters, ""),
        getter("__value__", value, ""),
        getter("evaluate_value", evaluate, ""),
        getter("__module__", module, ""),
    ],
    ..TypeDef::EMPTY
};

/// Whether an object is a type alias.
pub fn is_alias(o: &Obj) -> bool {
    o.is_kind::<TypeAlias>()
}
