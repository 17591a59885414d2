//! Finding elements: by a tag here, by a path with `xml.etree.ElementPath`.

use super::{State, element::Element};
use crate::table;
use rpython_objects::{Args, Bytes, List, Obj, OptObj, PyResult, Ref, Str, Vm, protocol};

/// Whether a path is more than a tag.
fn is_path(vm: &Vm, path: &Obj) -> bool {
    let characters: Vec<u32> = match (path.downcast_ref::<Str>(), path.downcast_ref::<Bytes>()) {
        (Some(s), _) => rpython_objects::StrExt::text(s, vm).iter().collect(),
        (None, Some(b)) => b.tail(vm).iter().map(|&b| b.into()).collect(),
        _ => return true,
    };
    let is = |i: usize, c: char| characters.get(i) == Some(&c.into());
    if is(0, '{') && (is(1, '}') || is(1, '*') && is(2, '}')) {
        return true;
    }
    let mut looks = true;
    for c in characters.iter().filter_map(|&c| char::from_u32(c)) {
        match c {
            '{' => looks = false,
            '}' => looks = true,
            '/' | '*' | '[' | '@' | '.' if looks => return true,
            _ => {}
        }
    }
    false
}

/// `xml.etree.ElementPath.name(element, …)`
fn by_path(vm: &mut Vm, name: &str, args: &[Obj]) -> PyResult {
    let module = match vm.state_of::<State>().paths.cloned() {
        Some(module) => module,
        None => {
            let module = table::import(vm, "xml.etree.ElementPath")?;
            vm.state_of::<State>().paths = OptObj::some(module.clone());
            module
        }
    };
    let name = Str::intern(vm, name);
    protocol::call_method(vm, &module, &name, args)
}

/// The next child with a tag, from number `*i` on, which moves behind it.
fn next_child(vm: &mut Vm, element: &Ref<Element>, tag: &Obj, i: &mut usize) -> PyResult<Option<Obj>> {
    while let Some(child) = element.get(vm).children.get(*i).cloned() {
        *i += 1;
        let Some(found) = child.downcast_ref::<Element>() else { continue };
        let own = found.get(vm).tag.clone();
        if own.is(tag) || protocol::equal(vm, &own, tag)? {
            return Ok(Some(child));
        }
    }
    Ok(None)
}

fn namespaces(args: Args<'_>, i: usize) -> Obj {
    args.opt(i).cloned().unwrap_or(Obj::NONE)
}

pub(super) fn find(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let namespaces = namespaces(args, 2);
    if is_path(vm, args.at(1)) || !namespaces.is_none() {
        return by_path(vm, "find", &[args.at(0).clone(), args.at(1).clone(), namespaces]);
    }
    Ok(next_child(vm, args.this::<Element>(), args.at(1), &mut 0)?.unwrap_or(Obj::NONE))
}

pub(super) fn find_text(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let default = args.opt(2).cloned().unwrap_or(Obj::NONE);
    let namespaces = namespaces(args, 3);
    if is_path(vm, args.at(1)) || !namespaces.is_none() {
        return by_path(vm, "findtext", &[args.at(0).clone(), args.at(1).clone(), default, namespaces]);
    }
    let Some(child) = next_child(vm, args.this::<Element>(), args.at(1), &mut 0)? else { return Ok(default) };
    let text = child.downcast_ref::<Element>().map_or(Obj::NONE, |e| e.get(vm).text.clone());
    Ok(if text.is_none() { Str::new(vm, "").into_obj() } else { text })
}

pub(super) fn find_all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let namespaces = namespaces(args, 2);
    if is_path(vm, args.at(1)) || !namespaces.is_none() {
        return by_path(vm, "findall", &[args.at(0).clone(), args.at(1).clone(), namespaces]);
    }
    let (mut found, mut i) = (Vec::new(), 0);
    while let Some(child) = next_child(vm, args.this::<Element>(), args.at(1), &mut i)? {
        vm.poll()?;
        found.push(child);
    }
    Ok(List::from_vec(vm, found)?.into_obj())
}

pub(super) fn iter_find(vm: &mut Vm, args: Args<'_>) -> PyResult {
    by_path(vm, "iterfind", &[args.at(0).clone(), args.at(1).clone(), namespaces(args, 2)])
}
