//! `getset_descriptor` and `member_descriptor`: computed attributes of native types, and the attributes that `__slots__` declares.

use crate::{
    Args, GetSetDef, PyResult, Slots, Str, Type, TypeDef, TypeExt, TypeFlags, Vm, getter, kinds, native, protocol,
    raise, type_error, type_object::member, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a `getset_descriptor`.
pub struct GetSet {
    /// Number in the table of computed attributes.
    pub number: u32,
    /// `__objclass__`
    pub owner: Ref<Type>,
}

impl Payload for GetSet {
    const KIND: u8 = kinds::GETSET;
    const NAME: &'static str = "getset descriptor";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.owner);
    }
}

/// The payload of a `member_descriptor`: an extra word of the instance.
pub struct Member {
    /// Its name.
    pub name: Ref<Str>,
    /// `__objclass__`
    pub owner: Ref<Type>,
    /// Which extra word.
    pub word: u16,
}

impl Payload for Member {
    const KIND: u8 = kinds::MEMBER;
    const NAME: &'static str = "member descriptor";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.name);
        visit(&self.owner);
    }
}

/// The descriptor of a computed attribute.
pub(crate) fn getset(vm: &mut Vm, class: &Ref<Type>, def: &'static GetSetDef) -> Obj {
    // What every class gets (`__dict__`) is registered once; it stands near the end.
    let known = vm.getsets.iter().rposition(|known| std::ptr::eq(*known, def));
    let number = known.unwrap_or_else(|| {
        vm.getsets.push(def);
        vm.getsets.len() - 1
    }) as u32;
    let is_field = def.member || crate::struct_sequence::is_definition(vm, class);
    let kind = if is_field { types::MEMBER_DESCRIPTOR } else { types::GETSET_DESCRIPTOR };
    vm.alloc(kind, GetSet { number, owner: class.clone() }).into_obj()
}

/// The descriptor of a slot.
pub(crate) fn slot_member(vm: &mut Vm, class: &Ref<Type>, name: &Ref<Str>, word: u16) -> Obj {
    vm.alloc(types::MEMBER_DESCRIPTOR, Member { name: name.clone(), owner: class.clone(), word }).into_obj()
}

/// Fails unless `instance` is one of `owner`.
#[inline]
fn check(vm: &mut Vm, name: &str, owner: &Ref<Type>, instance: &Obj) -> PyResult<()> {
    if vm.class_of(instance).is_subtype(vm, owner) { Ok(()) } else { Err(misfit(vm, name, owner, instance)) }
}

#[cold]
fn misfit(vm: &mut Vm, name: &str, owner: &Ref<Type>, instance: &Obj) -> crate::Raised {
    let (owner, class) = (owner.name(vm).to_string(), vm.class_of(instance).name(vm).to_string());
    type_error!(vm, "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object")
}

/// As [`check`], for a member: its name is made into text for the message alone.
#[inline]
fn check_member(vm: &mut Vm, name: &Ref<Str>, owner: &Ref<Type>, instance: &Obj) -> PyResult<()> {
    if vm.class_of(instance).is_subtype(vm, owner) {
        return Ok(());
    }
    let name = name.to_string_lossy(vm);
    Err(misfit(vm, &name, owner, instance))
}

fn getset_get(vm: &mut Vm, d: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    let (Some(g), Some(instance)) = (d.downcast_ref::<GetSet>(), instance) else { return Ok(d.clone()) };
    let (def, owner) = (vm.getsets[g.get(vm).number as usize], g.get(vm).owner.clone());
    check(vm, def.name, &owner, instance)?;
    (def.get)(vm, instance)
}

fn getset_set(vm: &mut Vm, d: &Obj, instance: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(g) = d.downcast_ref::<GetSet>() else { return Ok(()) };
    let (def, owner) = (vm.getsets[g.get(vm).number as usize], g.get(vm).owner.clone());
    check(vm, def.name, &owner, instance)?;
    match def.set {
        Some(set) => set(vm, instance, value),
        None if vm.class_of(d).is(types::MEMBER_DESCRIPTOR) => {
            Err(raise!(vm, types::ATTRIBUTE_ERROR, "readonly attribute"))
        }
        None => {
            let owner = owner.name(vm).to_string();
            Err(raise!(vm, types::ATTRIBUTE_ERROR, "attribute '{}' of '{owner}' objects is not writable", def.name))
        }
    }
}

fn member_get(vm: &mut Vm, d: &Obj, instance: Option<&Obj>, class: Option<&Obj>) -> PyResult {
    if d.is_kind::<GetSet>() {
        return getset_get(vm, d, instance, class);
    }
    let (Some(m), Some(instance)) = (d.downcast_ref::<Member>(), instance) else { return Ok(d.clone()) };
    let (name, owner, word) = (m.get(vm).name.clone(), m.get(vm).owner.clone(), m.get(vm).word);
    check_member(vm, &name, &owner, instance)?;
    match instance.extra(vm).get(word as usize).and_then(OptObj::cloned) {
        Some(value) => Ok(value),
        None => {
            let class = vm.class_of(instance).own();
            let class = crate::class::qualified_name(vm, &class);
            Err(protocol::no_attribute_of(vm, instance, &name, class))
        }
    }
}

fn member_set(vm: &mut Vm, d: &Obj, instance: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(m) = d.downcast_ref::<Member>() else { return getset_set(vm, d, instance, value) };
    let (name, owner, word) = (m.get(vm).name.clone(), m.get(vm).owner.clone(), m.get(vm).word);
    check_member(vm, &name, &owner, instance)?;
    let Some(place) = instance.extra_mut(vm).get_mut(word as usize) else { return Ok(()) };
    let old = match value {
        Some(value) => place.replace(value.clone()),
        None => match place.take() {
            None => {
                let name = name.to_string_lossy(vm);
                return Err(raise!(vm, types::ATTRIBUTE_ERROR, "{name}"));
            }
            old => old,
        },
    };
    drop(old);
    Ok(())
}

use crate::StrExt;

fn name_of(vm: &mut Vm, d: &Obj) -> PyResult {
    match (d.downcast_ref::<GetSet>(), d.downcast_ref::<Member>()) {
        (Some(g), _) => {
            let name = vm.getsets[g.get(vm).number as usize].name;
            Ok(Str::intern(vm, name).into_obj())
        }
        (_, Some(m)) => Ok(m.get(vm).name.clone().into_obj()),
        _ => Ok(Obj::NONE),
    }
}

fn owner_of(vm: &mut Vm, d: &Obj) -> PyResult {
    Ok(match (d.downcast_ref::<GetSet>(), d.downcast_ref::<Member>()) {
        (Some(g), _) => g.get(vm).owner.clone().into_obj(),
        (_, Some(m)) => m.get(vm).owner.clone().into_obj(),
        _ => Obj::NONE,
    })
}

fn doc_of(vm: &mut Vm, d: &Obj) -> PyResult {
    match d.downcast_ref::<GetSet>().map(|g| vm.getsets[g.get(vm).number as usize].doc) {
        Some(doc) if !doc.is_empty() => Ok(Str::new(vm, doc).into_obj()),
        _ => Ok(Obj::NONE),
    }
}

fn repr(vm: &mut Vm, d: &Obj) -> PyResult {
    let (name, owner) = (name_of(vm, d)?, owner_of(vm, d)?);
    let (Some(name), Some(owner)) = (name.downcast_ref::<Str>(), owner.downcast_ref::<Type>()) else {
        return crate::object::repr(vm, d);
    };
    let what = if vm.class_of(d).is(types::GETSET_DESCRIPTOR) { "attribute" } else { "member" };
    Ok(Str::from_display(vm, format_args!("<{what} '{}' of '{}' objects>", name.text(vm), owner.name(vm))).into_obj())
}

fn qualname_of(vm: &mut Vm, d: &Obj) -> PyResult {
    let (name, owner) = (name_of(vm, d)?, owner_of(vm, d)?);
    let (Some(name), Some(owner)) = (name.downcast_ref::<Str>(), owner.downcast_ref::<Type>()) else {
        return Ok(name);
    };
    let qualname = &owner.get(vm).qualname;
    Ok(Str::from_display(vm, format_args!("{}.{}", qualname.text(vm), name.text(vm))).into_obj())
}

const GETTERS: &[GetSetDef] = &[
    member("__name__", name_of, ""),
    member("__objclass__", owner_of, ""),
    getter("__qualname__", qualname_of, ""),
    getter("__doc__", doc_of, ""),
];

/// `getset_descriptor`
pub static GETSET_DEF: TypeDef = TypeDef {
    name: "getset_descriptor",
    kind: kinds::GETSET,
    flags: TypeFlags::NO_NEW,
    slots: Slots { descr_get: Some(getset_get), descr_set: Some(getset_set), repr: Some(repr), ..Slots::EMPTY },
    getsets: GETTERS,
    ..TypeDef::EMPTY
};

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (owner, name) = (owner_of(vm, args.at(0))?, name_of(vm, args.at(0))?);
    crate::function::reduced_to_getattr(vm, &owner, &name)
}

/// `member_descriptor`
pub static MEMBER_DEF: TypeDef = TypeDef {
    name: "member_descriptor",
    kind: kinds::MEMBER,
    flags: TypeFlags::NO_NEW,
    slots: Slots { descr_get: Some(member_get), descr_set: Some(member_set), repr: Some(repr), ..Slots::EMPTY },
    methods: &[native("__reduce__", "($self, /)", reduce, "")],
    getsets: GETTERS,
    ..TypeDef::EMPTY
};
