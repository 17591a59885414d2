//! `_typing`: type parameters, type aliases, `Generic`; what the compiler's intrinsics make of PEP 695's syntax.
//!
//! What belongs to annotations only (checking, substituting, printing) is Python code of the module `typing`, which is
//! imported when it is needed. CPython's `typevarobject.c`.

pub mod alias;
pub mod constant;
pub mod generic;
pub mod parameter;

use crate::{PyResult, Str, Tuple, Vm, protocol, type_error, types};
use parameter::Parameter;
use rpython_heap::{Obj, OptObj, Ref};

/// `typing.name(*args)`
pub(crate) fn call_typing(vm: &mut Vm, name: &str, args: &[Obj]) -> PyResult {
    let typing = protocol::import(vm, "typing")?;
    let name = Str::intern(vm, name);
    protocol::call_method(vm, &typing, &name, args)
}

/// A type as `typing` accepts it: a string becomes a forward reference. `message` is that of its `TypeError`.
pub(crate) fn check_type(vm: &mut Vm, o: &Obj, message: &str) -> PyResult {
    // `None` needs no import: `typing` itself may be on its way.
    if o.is_none() {
        return Ok(types::NONE_TYPE.clone().into_obj());
    }
    let message = Str::new(vm, message).into_obj();
    call_typing(vm, "_type_check", &[o.clone(), message])
}

/// The name of the module whose code runs, `None` where no code does.
fn calling_module(vm: &mut Vm) -> Obj {
    let globals = (vm.hooks.globals)(vm);
    globals.and_then(|g| crate::Dict::get_str(vm, &g, crate::names::__name__).cloned()).unwrap_or(Obj::NONE)
}

/// `typing.Unpack[o]`
fn unpack(vm: &mut Vm, o: &Obj) -> PyResult {
    let typing = protocol::import(vm, "typing")?;
    let name = Str::intern(vm, "Unpack");
    let unpack = protocol::get_attr(vm, &typing, &name)?;
    protocol::get_item(vm, &unpack, o)
}

/// `iter(o)`: what a star in front of it gives, `Unpack[o]` once.
fn iterate_unpacked(vm: &mut Vm, o: &Obj) -> PyResult {
    let unpacked = unpack(vm, o)?;
    let once = Tuple::from_slice(vm, &[unpacked])?.into_obj();
    protocol::iter(vm, &once)
}

/// Parameters as a class is subscripted with: type variable tuples are unpacked.
fn unpack_tuples(vm: &mut Vm, parameters: &Ref<Tuple>) -> PyResult<Ref<Tuple>> {
    let mut made = parameters.tail(vm).to_vec();
    let mut changed = false;
    for one in &mut made {
        if vm.class_of(one).is(types::TYPE_VAR_TUPLE) {
            *one = unpack(vm, one)?;
            changed = true;
        }
    }
    if changed { Ok(Tuple::from_vec(vm, made)?) } else { Ok(parameters.clone()) }
}

/// The `TypeError` for what is no type parameter.
fn no_parameter(vm: &mut Vm, o: &Obj) -> crate::Raised {
    match protocol::repr_text(vm, o) {
        Ok(shown) => type_error!(vm, "Expected a type param, got {shown}"),
        Err(raised) => raised,
    }
}

/// `class C[T]`
///
/// # Errors
/// `SystemError` where the name is no string.
pub fn type_var(vm: &mut Vm, name: &Obj) -> PyResult {
    parameter::inferred(vm, types::TYPE_VAR, name, Parameter::default())
}

/// `class C[T: bound]`; the function evaluates the bound.
///
/// # Errors
/// As [`type_var`].
pub fn type_var_with_bound(vm: &mut Vm, name: &Obj, bound: &Obj) -> PyResult {
    let p = Parameter { evaluate_bound: OptObj::some(bound.clone()), ..Parameter::default() };
    parameter::inferred(vm, types::TYPE_VAR, name, p)
}

/// `class C[T: (A, B)]`; the function evaluates the constraints.
///
/// # Errors
/// As [`type_var`].
pub fn type_var_with_constraints(vm: &mut Vm, name: &Obj, constraints: &Obj) -> PyResult {
    let p = Parameter { evaluate_constraints: OptObj::some(constraints.clone()), ..Parameter::default() };
    parameter::inferred(vm, types::TYPE_VAR, name, p)
}

/// `class C[**P]`
///
/// # Errors
/// As [`type_var`].
pub fn param_spec(vm: &mut Vm, name: &Obj) -> PyResult {
    parameter::inferred(vm, types::PARAM_SPEC, name, Parameter::default())
}

/// `class C[*Ts]`
///
/// # Errors
/// As [`type_var`].
pub fn type_var_tuple(vm: &mut Vm, name: &Obj) -> PyResult {
    parameter::inferred(vm, types::TYPE_VAR_TUPLE, name, Parameter::default())
}

/// `class C[T = default]`; the function evaluates the default.
///
/// # Errors
/// `TypeError` for what is no type parameter.
pub fn set_default(vm: &mut Vm, parameter: &Obj, default: &Obj) -> PyResult {
    let Some(p) = parameter.downcast_ref::<Parameter>() else { return Err(no_parameter(vm, parameter)) };
    let old = p.get_mut(vm).evaluate_default.replace(default.clone());
    drop(old);
    Ok(parameter.clone())
}

/// `Generic[parameters]`, the base that a class with type parameters gets.
///
/// # Errors
/// What `typing` raises.
pub fn subscript_generic(vm: &mut Vm, parameters: &Obj) -> PyResult {
    let parameters = match parameters.downcast_ref::<Tuple>() {
        Some(t) => unpack_tuples(vm, t)?.into_obj(),
        None => parameters.clone(),
    };
    call_typing(vm, "_GenericAlias", &[types::GENERIC.clone().into_obj(), parameters])
}

/// `type A[T] = value`: name, type parameters and the function that evaluates the value.
///
/// # Errors
/// `SystemError` for anything else.
pub fn type_alias(vm: &mut Vm, parts: &Obj) -> PyResult {
    alias::from_statement(vm, parts)
}
