//! What becomes of a warning: the filters, and the registries of those that were shown.

use super::{State, Warning, of_module};
use rpython_objects::{
    Dict, List, Obj, PyResult, Ref, Str, Tuple, Vm, argument, int, protocol, type_error, types, value_error,
};

/// The filters of a fresh interpreter: `(action, message, category, module, line)`.
pub(super) fn initial(vm: &mut Vm) -> PyResult<Ref<List>> {
    let rows = [
        ("default", types::DEPRECATION_WARNING, Some("__main__")),
        ("ignore", types::DEPRECATION_WARNING, None),
        ("ignore", types::PENDING_DEPRECATION_WARNING, None),
        ("ignore", types::IMPORT_WARNING, None),
        ("ignore", types::RESOURCE_WARNING, None),
    ];
    let mut filters = Vec::with_capacity(rows.len());
    for (action, category, module) in rows {
        let module = match module {
            Some(module) => Str::intern(vm, module).into_obj(),
            None => Obj::NONE,
        };
        let (action, line) = (Str::intern(vm, action).into_obj(), int::from_i64(vm, 0));
        let row = [action, Obj::NONE, category.clone().into_obj(), module, line];
        filters.push(Tuple::from_slice(vm, &row)?.into_obj());
    }
    List::from_vec(vm, filters)
}

/// Whether a part of a filter fits: anything fits `None`, a string only itself, and of a pattern its `match` is asked.
fn fits(vm: &mut Vm, part: &Obj, text: &Obj) -> PyResult<bool> {
    if part.is_none() {
        return Ok(true);
    }
    if vm.class_of(part).is(types::STR) {
        return protocol::equal(vm, part, text);
    }
    let name = Str::intern(vm, "match");
    let found = protocol::call_method(vm, part, &name, std::slice::from_ref(text))?;
    protocol::is_true(vm, &found)
}

/// The action of the first filter in a list that fits, and the filter.
fn search(vm: &mut Vm, filters: &Ref<List>, w: &Warning<'_>) -> PyResult<Option<(Ref<Str>, Obj)>> {
    let mut i = 0;
    while let Some(item) = filters.get(vm).items.get(i).cloned() {
        let fields = item.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec());
        let Some([action, message, category, module, line]) = fields.as_deref() else {
            return Err(value_error!(vm, "_warnings.filters item {i} isn't a 5-tuple"));
        };
        let Some(name) = action.downcast_ref::<Str>() else {
            let class = argument::class_name(vm, action);
            return Err(type_error!(vm, "action must be a string, not '{class}'"));
        };
        let text = w.text.clone().into_obj();
        let right = fits(vm, message, &text)?
            && protocol::is_subclass(vm, &w.category, category)?
            && fits(vm, module, &w.module)?;
        if right {
            let wanted = protocol::to_index(vm, line, Some(types::OVERFLOW_ERROR))?;
            if wanted == 0 || wanted as i64 == w.line {
                return Ok(Some((name.clone(), item)));
            }
        }
        i += 1;
    }
    Ok(None)
}

/// The filters of the current context, where the module `warnings` keeps some there.
fn of_context(vm: &mut Vm) -> PyResult<Option<Ref<List>>> {
    let Some(variable) = vm.state_of::<State>().context.clone() else { return Ok(None) };
    let context = protocol::call_method(vm, &variable, rpython_objects::names::get, &[Obj::NONE])?;
    if context.is_none() {
        return Ok(None);
    }
    let name = Str::intern(vm, "_filters");
    let filters = protocol::get_attr(vm, &context, &name)?;
    match filters.downcast::<List>() {
        Ok(filters) => Ok(Some(filters)),
        Err(_) => Err(value_error!(vm, "_filters of warnings context must be a list")),
    }
}

/// What is to be done with a warning, and the filter that says so.
pub(super) fn action(vm: &mut Vm, w: &Warning<'_>) -> PyResult<(Ref<Str>, Obj)> {
    if let Some(filters) = of_context(vm)?
        && let Some(found) = search(vm, &filters, w)?
    {
        return Ok(found);
    }
    let filters = match of_module(vm, "filters")? {
        Some(given) => match given.downcast::<List>() {
            Ok(filters) => {
                // They stay in force where the module gives them up.
                vm.state_of::<State>().filters = Some(filters.clone());
                Some(filters)
            }
            Err(_) => return Err(value_error!(vm, "_warnings.filters must be a list")),
        },
        None => vm.state_of::<State>().filters.clone(),
    };
    if let Some(filters) = filters
        && let Some(found) = search(vm, &filters, w)?
    {
        return Ok(found);
    }
    let name = match of_module(vm, "defaultaction")? {
        Some(given) => match given.downcast::<Str>() {
            Ok(name) => name,
            Err(other) => {
                let class = argument::class_name(vm, &other);
                return Err(type_error!(vm, "warnings.defaultaction must be a string, not '{class}'"));
            }
        },
        None => Str::intern(vm, "default"),
    };
    Ok((name, Obj::NONE))
}

/// The registry of warnings that are shown once in all.
pub(super) fn once_registry(vm: &mut Vm) -> PyResult {
    match of_module(vm, "onceregistry")? {
        Some(registry) if registry.is_kind::<Dict>() => Ok(registry),
        Some(other) => {
            let class = argument::class_name(vm, &other);
            Err(type_error!(vm, "_warnings.onceregistry must be a dict, not '{class}'"))
        }
        None => {
            let made = vm.state_of::<State>().once.clone();
            let made = made.unwrap_or_else(|| Dict::new(vm));
            vm.state_of::<State>().once = Some(made.clone());
            Ok(made.into_obj())
        }
    }
}

/// Whether a registry has the key; one that is older than the filters is emptied first. `set` notes the key if it is new.
pub(super) fn already_warned(vm: &mut Vm, registry: &Obj, key: &Obj, set: bool) -> PyResult<bool> {
    let Some(registry) = registry.downcast_ref::<Dict>() else { return Ok(false) };
    let current = vm.state_of::<State>().version;
    let name = Str::intern(vm, "version");
    let version = Dict::get_str(vm, registry, &name).and_then(|v| int::to_i64(vm, v));
    if version != Some(current) {
        let old = registry.get_mut(vm).take();
        drop(old);
        let current = int::from_i64(vm, current);
        Dict::set_str(vm, registry, &name, current)?;
    } else if let Some(found) = Dict::get_item(vm, registry, key)? {
        return protocol::is_true(vm, &found);
    }
    if set {
        Dict::set_item(vm, registry, key, Obj::TRUE)?;
    }
    Ok(false)
}

/// Notes in a registry that a warning is shown, wherever it comes from; answers whether it was before.
pub(super) fn update_registry(vm: &mut Vm, registry: &Obj, w: &Warning<'_>) -> PyResult<bool> {
    let key = Tuple::from_slice(vm, &[w.text.clone().into_obj(), w.category.clone()])?.into_obj();
    already_warned(vm, registry, &key, true)
}
