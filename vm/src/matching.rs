//! Pattern matching: `case {…}`, `case […]`, `case T(…)`.

use rpython_objects::{
    Dict, Obj, PyResult, Ref, Str, Tuple, Type, TypeExt, TypeFlags, Vm, names, protocol, type_error, value_error,
};

/// Whether a subject matches mapping patterns.
pub(crate) fn is_mapping(vm: &Vm, o: &Obj) -> bool {
    vm.class_of(o).get(vm).flags.has(TypeFlags::MAPPING)
}

/// Whether a subject matches sequence patterns.
pub(crate) fn is_sequence(vm: &Vm, o: &Obj) -> bool {
    vm.class_of(o).get(vm).flags.has(TypeFlags::SEQUENCE)
}

/// `MATCH_KEYS`: a tuple of the values of all keys, or `None`.
pub(crate) fn keys(vm: &mut Vm, subject: &Obj, keys: &Obj) -> PyResult {
    let Some(keys) = keys.downcast_ref::<Tuple>() else { return Ok(Obj::NONE) };
    let seen = Dict::new(vm);
    let get = protocol::get_attr(vm, subject, names::get)?;
    let missing = vm.alloc(rpython_objects::types::OBJECT, rpython_objects::object::Instance).into_obj();
    let mut values = Vec::new();
    for i in 0..keys.tail(vm).len() {
        let key = keys.tail(vm)[i].clone();
        if Dict::get_item(vm, &seen, &key)?.is_some() {
            let text = protocol::repr_text(vm, &key)?;
            return Err(value_error!(vm, "mapping pattern checks duplicate key ({text})"));
        }
        Dict::set_item(vm, &seen, &key, Obj::NONE)?;
        let value = protocol::call(vm, &get, &[key, missing.clone()])?;
        if value.is(&missing) {
            return Ok(Obj::NONE);
        }
        values.push(value);
    }
    Ok(Tuple::from_vec(vm, values)?.into_obj())
}

/// One attribute of a class pattern; `None` where the subject lacks it.
fn attribute(vm: &mut Vm, subject: &Obj, class: &Ref<Type>, name: &Obj, seen: &Ref<Dict>) -> PyResult<Option<Obj>> {
    if Dict::get_item(vm, seen, name)?.is_some() {
        let (class, text) = (class.name(vm).to_string(), protocol::repr_text(vm, name)?);
        return Err(type_error!(vm, "{class}() got multiple sub-patterns for attribute {text}"));
    }
    Dict::set_item(vm, seen, name, Obj::NONE)?;
    match name.downcast_ref::<Str>() {
        Some(name) => protocol::find_attr(vm, subject, name),
        None => Ok(None),
    }
}

/// `MATCH_CLASS`: a tuple of the attributes of `count` positional and the named patterns, or `None`.
pub(crate) fn class(vm: &mut Vm, subject: &Obj, class: &Obj, keywords: &Obj, count: usize) -> PyResult {
    let Some(class) = class.downcast_ref::<Type>() else {
        return Err(type_error!(vm, "called match pattern must be a class"));
    };
    if !protocol::is_instance(vm, subject, class)? {
        return Ok(Obj::NONE);
    }
    let seen = Dict::new(vm);
    let mut values = Vec::new();
    if count > 0 {
        let given = protocol::find_attr(vm, class, names::__match_args__)?;
        let mut itself = false;
        let names = match given {
            Some(given) => match given.downcast::<Tuple>() {
                Ok(names) => names,
                Err(given) => {
                    let (class, got) = (class.name(vm).to_string(), vm.class_of(&given).name(vm).to_string());
                    return Err(type_error!(vm, "{class}.__match_args__ must be a tuple (got {got})"));
                }
            },
            None => {
                itself = class.get(vm).flags.has(TypeFlags::MATCH_SELF);
                Tuple::empty()
            }
        };
        let allowed = if itself { 1 } else { names.tail(vm).len() };
        if allowed < count {
            let class = class.name(vm).to_string();
            let plural = if allowed == 1 { "" } else { "s" };
            return Err(type_error!(vm, "{class}() accepts {allowed} positional sub-pattern{plural} ({count} given)"));
        }
        if itself {
            values.push(subject.clone());
        } else {
            for i in 0..count {
                let name = names.tail(vm)[i].clone();
                if !name.is_kind::<Str>() {
                    let got = vm.class_of(&name).name(vm).to_string();
                    return Err(type_error!(vm, "__match_args__ elements must be strings (got {got})"));
                }
                match attribute(vm, subject, class, &name, &seen)? {
                    Some(value) => values.push(value),
                    None => return Ok(Obj::NONE),
                }
            }
        }
    }
    let keywords = keywords.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    for name in keywords {
        match attribute(vm, subject, class, &name, &seen)? {
            Some(value) => values.push(value),
            None => return Ok(Obj::NONE),
        }
    }
    Ok(Tuple::from_vec(vm, values)?.into_obj())
}
