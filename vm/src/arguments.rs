//! Binding the arguments of a call to the parameters of a Python function, and spreading `*` and `**` arguments.
//!
//! CPython's `initialize_locals` (`ceval.c`): its order of checks decides which error a bad call gets.

use rpython_frontend::code::flags;
use rpython_objects::{
    CallArgs, Code, Dict, Function, Obj, PyResult, Raised, Ref, Str, StrExt, Tuple, TypeExt, Vm, list::List, names,
    protocol, type_error, types,
};
use smallvec::SmallVec;

/// A function's parameters with their values, in the order of its slots.
pub(crate) type Bound = SmallVec<[Obj; 8]>;

/// Binds a call's arguments.
///
/// # Errors
/// `TypeError` for arguments that do not fit.
pub(crate) fn bind(vm: &mut Vm, function: &Ref<Function>, args: CallArgs<'_>) -> PyResult<Bound> {
    let code = function.get(vm).code.clone();
    rpython_objects::code::complete(vm, &code)?;
    let c = code.get(vm);
    let (positional, keyword_only, positional_only) =
        (c.arg_count as usize, c.keyword_only as usize, c.positional_only as usize);
    let (has_rest, has_extra) = (c.flags & flags::VARARGS != 0, c.flags & flags::VARKEYWORDS != 0);
    let total = positional + keyword_only;
    let (given, values) = args.split();
    let mut bound: Bound = SmallVec::with_capacity(total + has_rest as usize + has_extra as usize);
    bound.extend(given.iter().take(positional).cloned());
    bound.resize_with(total, || Obj::UNBOUND);
    if has_rest {
        bound.push(Tuple::from_slice(vm, given.get(positional..).unwrap_or_default())?.into_obj());
    }
    let extra = if has_extra { Some(Dict::new(vm)) } else { None };
    bound.extend(extra.clone().map(Obj::from));
    for (i, value) in values.iter().enumerate() {
        let Some(key) = args.names.and_then(|n| n.tail(vm).get(i)).cloned() else { break };
        let Some(name) = key.downcast_ref::<Str>().cloned() else {
            let who = function.get(vm).qualname.to_string_lossy(vm);
            return Err(type_error!(vm, "{who}() keywords must be strings"));
        };
        let found = {
            let slot_names = code.get(vm).slot_names.tail(vm);
            let is_it = |o: &Obj| o.is(&name) || o.downcast_ref::<Str>().is_some_and(|s| Str::same(vm, s, &name));
            (positional_only..total).find(|&p| is_it(&slot_names[p]))
        };
        match (found, &extra) {
            (Some(p), _) if !bound[p].is_unbound() => {
                let (who, arg) = (function.get(vm).qualname.to_string_lossy(vm), name.to_string_lossy(vm));
                return Err(type_error!(vm, "{who}() got multiple values for argument '{arg}'"));
            }
            (Some(p), _) => bound[p] = value.clone(),
            (None, Some(extra)) => Dict::set_item(vm, extra, &name, value.clone())?,
            (None, None) => return Err(unexpected_keyword(vm, function, &code, args, &name)),
        }
    }
    if given.len() > positional && !has_rest {
        return Err(too_many(vm, function, &code, given.len(), &bound));
    }
    if given.len() < positional {
        let defaults = function.get(vm).defaults.clone();
        let count = defaults.as_ref().map_or(0, |d| d.tail(vm).len());
        let first_default = positional.saturating_sub(count);
        let missing: Vec<usize> = (given.len()..first_default).filter(|&i| bound[i].is_unbound()).collect();
        if !missing.is_empty() {
            return Err(missing_arguments(vm, function, &code, "positional", &missing));
        }
        if let Some(defaults) = defaults {
            for i in first_default.max(given.len().min(positional))..positional {
                if bound[i].is_unbound() {
                    bound[i] = defaults.tail(vm)[i + count - positional].clone();
                }
            }
        }
    }
    if keyword_only > 0 {
        let defaults = function.get(vm).keyword_defaults.clone();
        let mut missing = Vec::new();
        for i in positional..total {
            if !bound[i].is_unbound() {
                continue;
            }
            let name = code.get(vm).slot_names.tail(vm)[i].clone();
            let default = match (&defaults, name.downcast_ref::<Str>()) {
                (Some(d), Some(name)) => Dict::get_str(vm, d, name).cloned(),
                _ => None,
            };
            match default {
                Some(value) => bound[i] = value,
                None => missing.push(i),
            }
        }
        if !missing.is_empty() {
            return Err(missing_arguments(vm, function, &code, "keyword-only", &missing));
        }
    }
    Ok(bound)
}

fn slot_name(vm: &Vm, code: &Ref<Code>, i: usize) -> String {
    let names = code.get(vm).slot_names.tail(vm);
    names.get(i).and_then(|o| o.downcast_ref::<Str>()).map(|s| s.to_string_lossy(vm)).unwrap_or_default()
}

/// "'a', 'b', and 'c'"
fn enumerate(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("'{one}'"),
        [one, two] => format!("'{one}' and '{two}'"),
        [head @ .., last] => {
            let head: Vec<String> = head.iter().map(|n| format!("'{n}'")).collect();
            format!("{}, and '{last}'", head.join(", "))
        }
    }
}

#[cold]
fn missing_arguments(vm: &mut Vm, f: &Ref<Function>, code: &Ref<Code>, kind: &str, missing: &[usize]) -> Raised {
    let names: Vec<String> = missing.iter().map(|&i| slot_name(vm, code, i)).collect();
    let who = f.get(vm).qualname.to_string_lossy(vm);
    let plural = if names.len() == 1 { "" } else { "s" };
    type_error!(vm, "{who}() missing {} required {kind} argument{plural}: {}", names.len(), enumerate(&names))
}

#[cold]
fn too_many(vm: &mut Vm, f: &Ref<Function>, code: &Ref<Code>, given: usize, bound: &[Obj]) -> Raised {
    let who = f.get(vm).qualname.to_string_lossy(vm);
    let c = code.get(vm);
    let (positional, keyword_only) = (c.arg_count as usize, c.keyword_only as usize);
    let defaults = f.get(vm).defaults.as_ref().map_or(0, |d| d.tail(vm).len());
    let keywords = (positional..positional + keyword_only).filter(|&i| !bound[i].is_unbound()).count();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let (takes, many) = if defaults > 0 {
        (format!("from {} to {positional}", positional.saturating_sub(defaults)), true)
    } else {
        (positional.to_string(), positional != 1)
    };
    let with_keywords = if keywords > 0 {
        format!(" positional argument{} (and {keywords} keyword-only argument{})", plural(given), plural(keywords))
    } else {
        String::new()
    };
    type_error!(
        vm,
        "{who}() takes {takes} positional argument{} but {given}{with_keywords} {} given",
        if many { "s" } else { "" },
        if given == 1 && keywords == 0 { "was" } else { "were" }
    )
}

#[cold]
fn unexpected_keyword(vm: &mut Vm, f: &Ref<Function>, code: &Ref<Code>, args: CallArgs<'_>, name: &Ref<Str>) -> Raised {
    let who = f.get(vm).qualname.to_string_lossy(vm);
    let c = code.get(vm);
    let (positional_only, total) = (c.positional_only as usize, (c.arg_count + c.keyword_only) as usize);
    let mut wrong = Vec::new();
    for i in 0..positional_only {
        let param = slot_name(vm, code, i);
        let used = args
            .names
            .is_some_and(|n| n.tail(vm).iter().any(|k| k.downcast_ref::<Str>().is_some_and(|k| k.is_text(vm, &param))));
        if used {
            wrong.push(param);
        }
    }
    if !wrong.is_empty() {
        return type_error!(
            vm,
            "{who}() got some positional-only arguments passed as keyword arguments: '{}'",
            wrong.join(", ")
        );
    }
    let keyword = name.to_string_lossy(vm);
    let candidates: Vec<String> = (positional_only..total).map(|i| slot_name(vm, code, i)).collect();
    match rpython_objects::text::suggestions::closest(&keyword, candidates.iter().map(String::as_str)) {
        Some(near) => {
            type_error!(vm, "{who}() got an unexpected keyword argument '{keyword}'. Did you mean '{near}'?")
        }
        None => type_error!(vm, "{who}() got an unexpected keyword argument '{keyword}'"),
    }
}

/// The function's name for messages about `*` and `**` arguments: "module.name()" or the object's own text.
pub(crate) fn function_text(vm: &mut Vm, f: &Obj) -> PyResult<String> {
    let qualname = protocol::find_attr(vm, f, names::__qualname__)?;
    let Some(qualname) = qualname.as_ref().and_then(|q| q.downcast_ref::<Str>()).map(|q| q.to_string_lossy(vm)) else {
        let text = protocol::str(vm, f)?;
        return Ok(text.to_string_lossy(vm));
    };
    let module = protocol::find_attr(vm, f, names::__module__)?;
    match module.as_ref().and_then(|m| m.downcast_ref::<Str>()).map(|m| m.to_string_lossy(vm)) {
        Some(module) if module != "builtins" => Ok(format!("{module}.{qualname}()")),
        _ => Ok(format!("{qualname}()")),
    }
}

/// The positional arguments of `f(*iterable)`.
pub(crate) fn spread_positional(vm: &mut Vm, f: &Obj, iterable: &Obj) -> PyResult<Vec<Obj>> {
    if let Some(t) = iterable.downcast_ref::<Tuple>()
        && vm.class_of(iterable).is(types::TUPLE)
    {
        return Ok(t.tail(vm).to_vec());
    }
    let slots = vm.slots_of(iterable);
    if slots.iter().is_none() && slots.item().is_none() && !iterable.is_kind::<List>() {
        let class = vm.class_of(iterable).name(vm).to_string();
        let who = function_text(vm, f)?;
        return Err(type_error!(vm, "{who} argument after * must be an iterable, not {class}"));
    }
    protocol::collect(vm, iterable)
}

/// Appends the values of a dict of keyword arguments; returns their names.
pub(crate) fn spread_keywords(vm: &mut Vm, d: &Ref<Dict>, values: &mut Vec<Obj>) -> PyResult<Option<Ref<Tuple>>> {
    if d.get(vm).is_empty() {
        return Ok(None);
    }
    let mut names = Vec::with_capacity(d.get(vm).len());
    for (k, v) in d.get(vm).iter() {
        names.push(k.clone());
        values.push(v.clone());
    }
    if !names.iter().all(Obj::is_kind::<Str>) {
        return Err(type_error!(vm, "keywords must be strings"));
    }
    Ok(Some(Tuple::from_vec(vm, names)?))
}
