//! `groupby`, and the iterators over one group. A group lives off its `groupby`: moving that on ends the group.

use super::{called, iterator};
use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Module, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Type, TypeDef, TypeFlags, Vm, Weak, native,
    protocol, type_error,
};

/// The payload of a `groupby`.
pub(super) struct GroupBy {
    iterator: Obj,
    /// The function that gives keys; `None` for the items themselves.
    key: Obj,
    /// The key of the group yielded last.
    target: OptObj,
    /// The item read last and its key; a group takes the item.
    current_key: OptObj,
    current_item: OptObj,
    /// The group yielded last.
    group: Weak<Group>,
}

impl Payload for GroupBy {
    const KIND: Kind = kinds::GROUP_BY;
    const NAME: &'static str = "groupby";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.iterator);
        visit(&self.key);
        let own = [&self.target, &self.current_key, &self.current_item];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        self.key = Obj::NONE;
        self.target.take();
        self.current_key.take();
        self.current_item.take();
    }
}

static NEW: NativeDef = native(
    "groupby",
    "($class, /, iterable, key=None)",
    |vm, args| {
        let iterator = protocol::iter(vm, args.at(1))?;
        let key = args.opt(2).cloned().unwrap_or(Obj::NONE);
        let made = GroupBy {
            iterator,
            key,
            target: OptObj::NONE,
            current_key: OptObj::NONE,
            current_item: OptObj::NONE,
            group: Weak::DEAD,
        };
        Ok(vm.alloc_in(args.this::<Type>(), made).into_obj())
    },
    "",
);

/// Reads the next item and its key; false at the end.
fn step(vm: &mut Vm, by: &Ref<GroupBy>) -> PyResult<bool> {
    let (iterator, function) = (by.get(vm).iterator.clone(), by.get(vm).key.clone());
    let Some(item) = protocol::next(vm, &iterator)? else { return Ok(false) };
    let key = if function.is_none() {
        item.clone()
    } else {
        match called(vm, &function, std::slice::from_ref(&item))? {
            Some(key) => key,
            None => return Ok(false),
        }
    };
    let b = by.get_mut(vm);
    let old = (b.current_item.replace(item), b.current_key.replace(key));
    drop(old);
    Ok(true)
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(by) = o.downcast_ref::<GroupBy>() else { return Ok(None) };
    by.get_mut(vm).group = Weak::DEAD;
    loop {
        let (target, current) = (by.get(vm).target.cloned(), by.get(vm).current_key.cloned());
        match (target, current) {
            (_, None) => {}
            (None, Some(_)) => break,
            (Some(target), Some(current)) => {
                if !protocol::equal(vm, &target, &current)? {
                    break;
                }
            }
        }
        if !step(vm, by)? {
            return Ok(None);
        }
        vm.poll()?;
    }
    let Some(key) = by.get(vm).current_key.cloned() else { return Ok(None) };
    let old = by.get_mut(vm).target.replace(key.clone());
    drop(old);
    let group = make_group(vm, by, &key);
    table::tuple(vm, &[key, group]).map(Some)
}

/// `itertools.groupby`
pub(super) static DEF: TypeDef = TypeDef {
    kind: kinds::GROUP_BY,
    doc: "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.",
    slots: Slots { new: Some(|vm, class, args| table::construct(vm, class, &NEW, args)), ..iterator("", next).slots },
    signature: "(iterable, key=None)",
    ..iterator("groupby", next)
};

/// The payload of a group.
pub(super) struct Group {
    parent: Ref<GroupBy>,
    key: Obj,
}

impl Payload for Group {
    const KIND: Kind = kinds::GROUPER;
    const NAME: &'static str = "group";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.parent);
        visit(&self.key);
    }
    fn clear(&mut self) {
        self.key = Obj::NONE;
    }
}

fn make_group(vm: &mut Vm, by: &Ref<GroupBy>, key: &Obj) -> Obj {
    let made = vm.make(Group { parent: by.clone(), key: key.clone() });
    by.get_mut(vm).group = Weak::of_ref(&made);
    made.into_obj()
}

static NEW_GROUP: NativeDef = native(
    "_grouper",
    "($class, parent, tgtkey, /)",
    |vm, args| match args.at(1).downcast_ref::<GroupBy>() {
        Some(by) => {
            let by = by.clone();
            Ok(make_group(vm, &by, args.at(2)))
        }
        None => {
            let got = rpython_objects::argument::class_name(vm, args.at(1));
            Err(type_error!(vm, "_grouper() argument 1 must be itertools.groupby, not {got}"))
        }
    },
    "",
);

fn next_in_group(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(group) = o.downcast_ref::<Group>() else { return Ok(None) };
    let by = group.get(vm).parent.clone();
    if !by.get(vm).group.same(Weak::of_ref(group)) {
        return Ok(None);
    }
    if by.get(vm).current_item.is_none() && !step(vm, &by)? {
        return Ok(None);
    }
    let key = group.get(vm).key.clone();
    let Some(current) = by.get(vm).current_key.cloned() else { return Ok(None) };
    if !protocol::equal(vm, &key, &current)? {
        return Ok(None);
    }
    Ok(by.get_mut(vm).current_item.take())
}

/// `itertools._grouper`
pub(super) static GROUP_DEF: TypeDef = TypeDef {
    kind: kinds::GROUPER,
    flags: TypeFlags::IMMUTABLE,
    slots: Slots {
        new: Some(|vm, class, args| table::construct(vm, class, &NEW_GROUP, args)),
        ..iterator("", next_in_group).slots
    },
    ..iterator("_grouper", next_in_group)
};

/// Adds the types.
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    table::add_type::<GroupBy>(vm, module, &DEF)?;
    table::add_type::<Group>(vm, module, &GROUP_DEF)?;
    Ok(())
}
