//! The method resolution order: C3 linearisation (Barrett et al., "A Monotonic Superclass Linearization for Dylan", 1996).

use crate::{PyResult, Tuple, Type, TypeExt, Vm, class, names, protocol, type_error, types};
use rpython_heap::{Obj, Ref};

/// The order of a class, by its metaclass's `mro()` if that is not `type`'s.
///
/// # Errors
/// `TypeError` if the bases cannot be ordered, or what `mro()` raises.
pub(crate) fn of(vm: &mut Vm, class: &Ref<Type>) -> PyResult<Ref<Tuple>> {
    let meta = vm.class_of(class).own();
    if meta.is(types::TYPE) || is_default(vm, &meta) {
        return linearise(vm, class);
    }
    let made = protocol::call_special(vm, class, names::mro, &[])?.unwrap_or(Obj::NONE);
    let items = protocol::collect(vm, &made)?;
    if items.is_empty() {
        return Err(type_error!(vm, "type MRO must not be empty"));
    }
    let solid = class::solid_base(vm, class);
    for item in &items {
        let Some(base) = item.downcast_ref::<Type>() else {
            let got = vm.class_of(item).name(vm).to_string();
            return Err(type_error!(vm, "mro() returned a non-class ('{got}')"));
        };
        let other = class::solid_base(vm, base);
        let mut at = Some(solid.clone());
        while at.as_ref().is_some_and(|c| !c.is(&other)) {
            at = at.and_then(|c| c.get(vm).base.clone());
        }
        if at.is_none() {
            let name = base.name(vm).to_string();
            return Err(type_error!(vm, "mro() returned base with unsuitable layout ('{name}')"));
        }
    }
    Ok(Tuple::from_vec(vm, items)?)
}

fn is_default(vm: &mut Vm, meta: &Ref<Type>) -> bool {
    match (meta.lookup(vm, names::mro), types::TYPE.lookup(vm, names::mro)) {
        (Some(a), Some(b)) => a.is(&b),
        (None, _) => true,
        _ => false,
    }
}

/// The C3 order of a class: the class, then the merge of its bases' orders and the list of bases.
///
/// # Errors
/// `TypeError` if there is none.
pub(crate) fn linearise(vm: &mut Vm, of: &Ref<Type>) -> PyResult<Ref<Tuple>> {
    let bases = of.get(vm).bases.clone();
    let listed: Vec<Obj> = bases.tail(vm).to_vec();
    for (i, base) in listed.iter().enumerate() {
        if listed[..i].iter().any(|b| b.is(base)) {
            let name = base.downcast_ref::<Type>().map(|b| b.name(vm).to_string()).unwrap_or_default();
            return Err(type_error!(vm, "duplicate base class {name}"));
        }
    }
    let mut rows: Vec<Vec<Obj>> = Vec::new();
    for base in &listed {
        if let Some(base) = base.downcast_ref::<Type>() {
            if base.get(vm).mro.tail(vm).is_empty() {
                let name = base.name(vm).to_string();
                return Err(type_error!(vm, "Cannot extend an incomplete type '{name}'"));
            }
            rows.push(base.get(vm).mro.tail(vm).to_vec());
        }
    }
    rows.push(listed);
    let mut order = vec![of.clone().into_obj()];
    loop {
        rows.retain(|row| !row.is_empty());
        if rows.is_empty() {
            return Ok(Tuple::from_vec(vm, order)?);
        }
        let next = rows
            .iter()
            .map(|row| &row[0])
            .find(|c| !rows.iter().any(|row| row[1..].iter().any(|other| other.is(c))))
            .cloned();
        let Some(next) = next else {
            let mut heads: Vec<String> = Vec::new();
            for row in &rows {
                let name = row[0].downcast_ref::<Type>().map(|c| c.name(vm).to_string()).unwrap_or_default();
                if !heads.contains(&name) {
                    heads.push(name);
                }
            }
            return Err(type_error!(
                vm,
                "Cannot create a consistent method resolution order (MRO) for bases {}",
                heads.join(", ")
            ));
        };
        for row in &mut rows {
            if row[0].is(&next) {
                row.remove(0);
            }
        }
        order.push(next);
    }
}
