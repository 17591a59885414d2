//! `typing.Union`, the type of `int | str` (PEP 604).
//!
//! CPython's `unionobject.c`: members are flattened and kept once each; which members are equal is asked of a set for the
//! hashable ones, and by comparing for the others.

use crate::{
    Args, CompareOp, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm, class_native,
    generic_alias::{self, GenericAlias},
    getter, kinds, native, object, protocol, type_error,
    type_object::member,
    types, typing,
};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of a union.
pub struct Union {
    /// `__args__`: the distinct members, in order.
    pub args: Ref<Tuple>,
}

impl Payload for Union {
    const KIND: u8 = kinds::UNION;
    const NAME: &'static str = "union";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.args);
    }
}

/// The members of a union; `None` for other objects.
pub fn members(vm: &Vm, o: &Obj) -> Option<Ref<Tuple>> {
    o.downcast_ref::<Union>().map(|u| u.get(vm).args.clone())
}

fn args_of(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Tuple>> {
    match members(vm, o) {
        Some(args) => Ok(args),
        None => {
            let got = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{got}' object is not a union"))
        }
    }
}

fn can_join(o: &Obj) -> bool {
    o.is_none()
        || o.is_kind::<Type>()
        || o.is_kind::<GenericAlias>()
        || o.is_kind::<Union>()
        || typing::alias::is_alias(o)
}

/// Adds a member unless it is there already; a union's members one by one, `None` as its class.
fn add(vm: &mut Vm, found: &mut Vec<Obj>, one: &Obj) -> PyResult<()> {
    if let Some(inner) = members(vm, one) {
        for i in 0..inner.tail(vm).len() {
            let member = inner.tail(vm)[i].clone();
            add(vm, found, &member)?;
        }
        return Ok(());
    }
    let one = if one.is_none() { types::NONE_TYPE.clone().into_obj() } else { one.clone() };
    for known in found.iter() {
        if known.is(&one) || protocol::equal(vm, known, &one)? {
            return Ok(());
        }
    }
    found.push(one);
    Ok(())
}

/// The union of these members; the member itself where only one is left.
///
/// # Errors
/// What comparing members raises.
pub fn of(vm: &mut Vm, all: &[Obj]) -> PyResult {
    let mut found = Vec::new();
    for one in all {
        add(vm, &mut found, one)?;
    }
    if let [only] = found.as_slice() {
        return Ok(only.clone());
    }
    let args = Tuple::from_vec(vm, found)?;
    Ok(vm.alloc(types::UNION, Union { args }).into_obj())
}

/// `a | b` of types.
///
/// # Errors
/// What comparing members raises.
pub fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let both = [a.clone(), b.clone()];
    if can_join(a) && can_join(b) {
        return of(vm, &both);
    }
    // A union takes whatever `typing` does.
    if a.is_kind::<Union>() || b.is_kind::<Union>() { of_checked(vm, &both) } else { Ok(Obj::NOT_IMPLEMENTED) }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let args = args_of(vm, o)?;
    let mut shown = Vec::new();
    for i in 0..args.tail(vm).len() {
        let one = args.tail(vm)[i].clone();
        shown.push(generic_alias::type_repr(vm, &one)?);
    }
    Ok(Str::new(vm, &shown.join(" | ")).into_obj())
}

/// Of the set of members: their order does not matter.
fn hash_of(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let args = args_of(vm, o)?;
    let set = protocol::call(vm, types::FROZENSET, &[args.into_obj()])?;
    protocol::hash(vm, &set)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (members(vm, a), members(vm, b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let mut equal = x.tail(vm).len() == y.tail(vm).len();
    for i in 0..x.tail(vm).len() {
        if !equal {
            break;
        }
        let one = x.tail(vm)[i].clone();
        let mut there = false;
        for j in 0..y.tail(vm).len() {
            let other = y.tail(vm)[j].clone();
            if one.is(&other) || protocol::equal(vm, &one, &other)? {
                there = true;
                break;
            }
        }
        equal = there;
    }
    Ok(Obj::bool(equal == (op == CompareOp::Eq)))
}

/// `__module__` is the class's own.
fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let name = &object::attribute_name(vm, name)?;
    if name.is_text(vm, "__module__") {
        return protocol::get_attr(vm, types::UNION, name);
    }
    object::generic_get_attr(vm, o, name)
}

fn parameters(vm: &mut Vm, o: &Obj) -> PyResult<Vec<Obj>> {
    let args = args_of(vm, o)?.tail(vm).to_vec();
    generic_alias::parameters(vm, &args)
}

fn get_parameters(vm: &mut Vm, o: &Obj) -> PyResult {
    let found = parameters(vm, o)?;
    Ok(Tuple::from_vec(vm, found)?.into_obj())
}

fn subscript(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult {
    let parameters = parameters(vm, o)?;
    let args = args_of(vm, o)?.tail(vm).to_vec();
    let args = generic_alias::substitute(vm, o, &args, &parameters, item)?;
    of(vm, &args)
}

/// `Union[…]`
fn class_getitem(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = match args.at(1).downcast_ref::<Tuple>() {
        Some(t) => t.tail(vm).to_vec(),
        None => vec![args.at(1).clone()],
    };
    if given.is_empty() {
        return Err(type_error!(vm, "Cannot take a Union of no types."));
    }
    of_checked(vm, &given)
}

/// As [`of`], with what `typing` makes of members that are no types: a string is a forward reference.
///
/// # Errors
/// `TypeError` for what `typing` does not accept.
pub fn of_checked(vm: &mut Vm, all: &[Obj]) -> PyResult {
    let mut checked = Vec::new();
    for one in all {
        checked.push(if can_join(one) {
            one.clone()
        } else {
            typing::check_type(vm, one, "Union[arg, ...]: each arg must be a type.")?
        });
    }
    of(vm, &checked)
}

fn mro_entries(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let shown = protocol::repr_text(vm, args.at(0))?;
    Err(type_error!(vm, "Cannot subclass {shown}"))
}

/// `typing.Union`
pub static DEF: TypeDef = TypeDef {
    name: "Union",
    module: "typing",
    kind: kinds::UNION,
    flags: TypeFlags::NO_NEW,
    doc: "Represent a union type\n\nE.g. for int | str",
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash_of),
        get_attr: Some(get_attr),
        compare: Some(compare),
        or: Some(or),
        subscript: Some(subscript),
        ..Slots::EMPTY
    },
    methods: &[
        native("__mro_entries__", "($self, object, /)", mro_entries, ""),
        class_native(
            "__class_getitem__",
            "($type, object, /)",
            class_getitem,
            "Create a union containing the given types",
        ),
    ],
    getsets: &[
        member("__args__", |vm, o| args_of(vm, o).map(Ref::into_obj), ""),
        getter("__name__", |vm, _| Ok(Str::intern(vm, "Union").into_obj()), "Name of the type"),
        getter("__qualname__", |vm, _| Ok(Str::intern(vm, "Union").into_obj()), "Qualified name of the type"),
        getter("__origin__", |_, _| Ok(types::UNION.clone().into_obj()), "Always returns the type"),
        getter("__parameters__", get_parameters, "Type variables in the types.UnionType."),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};
