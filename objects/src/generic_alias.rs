//! `types.GenericAlias`: `list[int]` (PEP 585), and how type parameters are substituted in it.
//!
//! CPython's `genericaliasobject.c`. Unions substitute by the same functions.

use crate::{
    Args, CallArgs, CompareOp, Dict, List, NativeDef, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeExt,
    TypeFlags, Vm, argument, getter, kinds, names, native, object, protocol, type_error, type_object::member, types,
    union,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a generic alias.
pub struct GenericAlias {
    /// `__origin__`
    pub origin: Obj,
    /// `__args__`
    pub args: Ref<Tuple>,
    /// `__parameters__`, once computed.
    parameters: OptObj,
    /// `__unpacked__`: whether it was written with a star.
    unpacked: bool,
}

impl Payload for GenericAlias {
    const KIND: u8 = kinds::GENERIC_ALIAS;
    const NAME: &'static str = "generic alias";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.origin);
        visit(&self.args);
        self.parameters.get().into_iter().for_each(visit);
    }
}

/// The payload of the iterator that `*list[int]` makes: it gives the alias once, unpacked.
pub struct AliasIterator {
    alias: OptObj,
}

impl Payload for AliasIterator {
    const KIND: u8 = kinds::GENERIC_ALIAS_ITERATOR;
    const NAME: &'static str = "generic alias iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.alias.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.alias.take();
    }
}

/// Attributes that an alias has itself; others are its origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
];
/// Attributes of origins that an alias does not have.
const BLOCKED: &[&str] = &["__bases__", "__copy__", "__deepcopy__"];

fn tuple_of(vm: &Vm, args: &Obj) -> PyResult<Ref<Tuple>> {
    match args.downcast_ref::<Tuple>() {
        Some(args) => Ok(args.clone()),
        None => Ok(Tuple::from_slice(vm, std::slice::from_ref(args))?),
    }
}

fn alias(origin: &Obj, args: Ref<Tuple>, unpacked: bool) -> GenericAlias {
    GenericAlias { origin: origin.clone(), args, parameters: OptObj::NONE, unpacked }
}

/// `origin[args]`
///
/// # Errors
/// `MemoryError`.
pub fn new(vm: &mut Vm, origin: &Obj, args: &Obj) -> PyResult {
    let args = tuple_of(vm, args)?;
    Ok(vm.alloc(types::GENERIC_ALIAS, alias(origin, args, false)).into_obj())
}

fn make(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    argument::no_keywords(vm, "GenericAlias", args)?;
    let [origin, items] = args.values else {
        let n = args.values.len();
        return Err(type_error!(vm, "GenericAlias expected 2 arguments, got {n}"));
    };
    let items = tuple_of(vm, items)?;
    Ok(vm.alloc_in(class, alias(origin, items, false)).into_obj())
}

fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<GenericAlias>> {
    match o.downcast_ref::<GenericAlias>() {
        Some(alias) => Ok(alias),
        None => {
            let got = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{got}' object is not a generic alias"))
        }
    }
}

/// A type as annotations show it: `int`, `module.Class`, `...`, `None`; anything else by its `repr`.
///
/// # Errors
/// What `repr` raises.
pub fn type_repr(vm: &mut Vm, o: &Obj) -> PyResult<String> {
    if o.is(&Obj::ELLIPSIS) {
        return Ok("...".to_string());
    }
    if o.is(types::NONE_TYPE) {
        return Ok("None".to_string());
    }
    let is_alias = protocol::find_attr(vm, o, names::__origin__)?.is_some()
        && protocol::find_attr(vm, o, names::__args__)?.is_some();
    if !is_alias
        && let Some(qualname) = protocol::find_attr(vm, o, names::__qualname__)?
        && let Some(module) = protocol::find_attr(vm, o, names::__module__)?
        && !module.is_none()
    {
        let (module, qualname) = (protocol::str(vm, &module)?, protocol::str(vm, &qualname)?);
        let (module, qualname) = (module.to_string_lossy(vm), qualname.to_string_lossy(vm));
        return Ok(if module == "builtins" { qualname } else { format!("{module}.{qualname}") });
    }
    protocol::repr_text(vm, o)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    vm.check_stack(" while getting the repr of an object")?;
    let a = this(vm, o)?.get(vm);
    let (origin, args, unpacked) = (a.origin.clone(), a.args.clone(), a.unpacked);
    let mut text = String::new();
    if unpacked {
        text.push('*');
    }
    text.push_str(&type_repr(vm, &origin)?);
    text.push('[');
    for i in 0..args.tail(vm).len() {
        if i > 0 {
            text.push_str(", ");
        }
        let arg = args.tail(vm)[i].clone();
        if let Some(list) = arg.downcast_ref::<List>() {
            // The parameters of a `Callable`, or of a `ParamSpec`.
            text.push('[');
            let mut at = 0;
            while let Some(item) = list.get(vm).items.get(at).cloned() {
                if at > 0 {
                    text.push_str(", ");
                }
                text.push_str(&type_repr(vm, &item)?);
                at += 1;
            }
            text.push(']');
        } else {
            text.push_str(&type_repr(vm, &arg)?);
        }
    }
    if args.tail(vm).is_empty() {
        text.push_str("()");
    }
    text.push(']');
    Ok(Str::new(vm, &text).into_obj())
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let a = this(vm, o)?.get(vm);
    let (origin, args) = (a.origin.clone(), a.args.clone());
    let hash = protocol::hash(vm, &origin)? ^ protocol::hash(vm, &args)?;
    Ok(if hash == -1 { -2 } else { hash })
}

/// Calls the origin; the instance is told the alias, if it can be.
fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    let origin = this(vm, o)?.get(vm).origin.clone();
    let made = protocol::call_args(vm, &origin, args)?;
    if let Err(raised) = protocol::set_attr(vm, &made, names::__orig_class__, o)
        && !vm.raised_is(types::ATTRIBUTE_ERROR)
    {
        vm.swallow(raised, types::TYPE_ERROR)?;
    }
    vm.exception.take();
    Ok(made)
}

fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let name = &object::attribute_name(vm, name)?;
    let text = name.to_string_lossy(vm);
    if BLOCKED.contains(&text.as_str()) || OWN.contains(&text.as_str()) {
        return object::generic_get_attr(vm, o, name);
    }
    let origin = this(vm, o)?.get(vm).origin.clone();
    protocol::get_attr(vm, &origin, name)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<GenericAlias>(), b.downcast_ref::<GenericAlias>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let (p, q) = (x.get(vm), y.get(vm));
    let (origins, args) = ((p.origin.clone(), q.origin.clone()), (p.args.clone(), q.args.clone()));
    let equal = p.unpacked == q.unpacked
        && protocol::equal(vm, &origins.0, &origins.1)?
        && protocol::equal(vm, &args.0, &args.1)?;
    Ok(Obj::bool(equal == (op == CompareOp::Eq)))
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let made = AliasIterator { alias: OptObj::some(o.clone()) };
    Ok(vm.alloc(types::GENERIC_ALIAS_ITERATOR, made).into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(it) = o.downcast_ref::<AliasIterator>() else { return Ok(None) };
    let Some(given) = it.get_mut(vm).alias.take() else { return Ok(None) };
    let class = vm.class_of(&given).own();
    let a = this(vm, &given)?.get(vm);
    let made = alias(&a.origin, a.args.clone(), true);
    Ok(Some(vm.alloc_in(&class, made).into_obj()))
}

fn reduce_iterator(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let left = match args.this::<AliasIterator>().get(vm).alias.cloned() {
        Some(alias) => alias,
        None => Tuple::empty().into_obj(),
    };
    let left = Tuple::from_slice(vm, &[left])?.into_obj();
    Ok(Tuple::from_slice(vm, &[iter, left])?.into_obj())
}

fn is_some_parameter(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    protocol::find_attr(vm, o, names::__typing_subst__)
}

/// The distinct type parameters among arguments, in order (`_Py_make_parameters`).
///
/// # Errors
/// What asking the arguments raises.
pub fn parameters(vm: &mut Vm, args: &[Obj]) -> PyResult<Vec<Obj>> {
    vm.check_stack(" in __parameter__ calculation")?;
    let mut found: Vec<Obj> = Vec::new();
    let add = |vm: &mut Vm, found: &mut Vec<Obj>, one: &Obj| -> PyResult<()> {
        for known in found.iter() {
            if known.is(one) || protocol::equal(vm, known, one)? {
                return Ok(());
            }
        }
        found.push(one.clone());
        Ok(())
    };
    for arg in args {
        // A class's `__parameters__` are its own, not its users'.
        if arg.is_kind::<Type>() {
            continue;
        }
        let inner = if let Some(items) = items_of(vm, arg) {
            parameters(vm, &items)?
        } else if is_some_parameter(vm, arg)?.is_some() {
            vec![arg.clone()]
        } else {
            match protocol::find_attr(vm, arg, names::__parameters__)? {
                Some(inner) => inner.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default(),
                None => Vec::new(),
            }
        };
        for one in &inner {
            add(vm, &mut found, one)?;
        }
    }
    Ok(found)
}

/// Items of a list or tuple among the arguments.
fn items_of(vm: &Vm, o: &Obj) -> Option<Vec<Obj>> {
    match (o.downcast_ref::<Tuple>(), o.downcast_ref::<List>()) {
        (Some(t), _) => Some(t.tail(vm).to_vec()),
        (_, Some(l)) => Some(l.get(vm).items.iter().cloned().collect()),
        _ => None,
    }
}

fn get_parameters(vm: &mut Vm, o: &Obj) -> PyResult {
    let a = this(vm, o)?;
    if let Some(known) = a.get(vm).parameters.cloned() {
        return Ok(known);
    }
    let args = a.get(vm).args.tail(vm).to_vec();
    let found = parameters(vm, &args)?;
    let made = Tuple::from_vec(vm, found)?.into_obj();
    a.get_mut(vm).parameters = OptObj::some(made.clone());
    Ok(made)
}

/// The items of a subscript, unpacked tuples spread.
fn unpack(vm: &mut Vm, item: &Obj) -> PyResult<Vec<Obj>> {
    let given = match item.downcast_ref::<Tuple>() {
        Some(t) => t.tail(vm).to_vec(),
        None => vec![item.clone()],
    };
    let mut items = Vec::new();
    for one in given {
        if !one.is_kind::<Type>()
            && let Some(inner) = protocol::find_attr(vm, &one, names::__typing_unpacked_tuple_args__)?
            && let Some(inner) = inner.downcast_ref::<Tuple>()
            && !inner.tail(vm).last().is_some_and(|last| last.is(&Obj::ELLIPSIS))
        {
            items.extend(inner.tail(vm).iter().cloned());
            continue;
        }
        items.push(one);
    }
    Ok(items)
}

/// Arguments with `item` put in the place of `parameters` (`_Py_subs_parameters`).
///
/// # Errors
/// `TypeError` where there are no parameters, or not as many as items; what the parameters raise.
pub fn substitute(vm: &mut Vm, o: &Obj, args: &[Obj], parameters: &[Obj], item: &Obj) -> PyResult<Vec<Obj>> {
    vm.check_stack(" in substitution of type parameters")?;
    if parameters.is_empty() {
        let shown = protocol::repr_text(vm, o)?;
        return Err(type_error!(vm, "{shown} is not a generic class"));
    }
    let mut items = unpack(vm, item)?;
    for parameter in parameters {
        if let Some(prepare) = protocol::find_attr(vm, parameter, names::__typing_prepare_subst__)?
            && !prepare.is_none()
        {
            let given = Tuple::from_slice(vm, &items)?.into_obj();
            let prepared = protocol::call(vm, &prepare, &[o.clone(), given])?;
            items = match prepared.downcast_ref::<Tuple>() {
                Some(t) => t.tail(vm).to_vec(),
                None => vec![prepared],
            };
        }
    }
    if items.len() != parameters.len() {
        let how = if items.len() > parameters.len() { "many" } else { "few" };
        let shown = protocol::repr_text(vm, o)?;
        let (actual, expected) = (items.len(), parameters.len());
        return Err(type_error!(vm, "Too {how} arguments for {shown}; actual {actual}, expected {expected}"));
    }
    replaced(vm, args, parameters, &items)
}

fn replaced(vm: &mut Vm, args: &[Obj], parameters: &[Obj], items: &[Obj]) -> PyResult<Vec<Obj>> {
    vm.check_stack(" in substitution of type parameters")?;
    let mut made = Vec::new();
    for arg in args {
        if arg.is_kind::<Type>() {
            made.push(arg.clone());
            continue;
        }
        if let Some(inner) = items_of(vm, arg) {
            let inner = replaced(vm, &inner, parameters, items)?;
            made.push(if arg.is_kind::<List>() {
                List::from_vec(vm, inner)?.into_obj()
            } else {
                Tuple::from_vec(vm, inner)?.into_obj()
            });
            continue;
        }
        let spreads = match protocol::find_attr(vm, arg, names::__typing_is_unpacked_typevartuple__)? {
            Some(flag) => protocol::is_true(vm, &flag)?,
            None => false,
        };
        let new = match is_some_parameter(vm, arg)? {
            Some(subst) => match parameters.iter().position(|p| p.is(arg)).and_then(|i| items.get(i)) {
                Some(item) => protocol::call(vm, &subst, std::slice::from_ref(item))?,
                None => arg.clone(),
            },
            None => substituted_inside(vm, arg, parameters, items)?,
        };
        if !spreads {
            made.push(new);
            continue;
        }
        match new.downcast_ref::<Tuple>() {
            Some(t) => made.extend(t.tail(vm).iter().cloned()),
            None => {
                let (of, got) = (argument::class_name(vm, arg), argument::class_name(vm, &new));
                return Err(type_error!(vm, "expected __typing_subst__ of {of} objects to return a tuple, not {got}"));
            }
        }
    }
    Ok(made)
}

/// An argument that is itself generic, with its parameters replaced.
fn substituted_inside(vm: &mut Vm, o: &Obj, parameters: &[Obj], items: &[Obj]) -> PyResult {
    let Some(own) = protocol::find_attr(vm, o, names::__parameters__)? else { return Ok(o.clone()) };
    let Some(own) = own.downcast_ref::<Tuple>().filter(|t| !t.tail(vm).is_empty()) else { return Ok(o.clone()) };
    let own = own.tail(vm).to_vec();
    let mut given = Vec::new();
    for parameter in own {
        let item = parameters.iter().position(|p| p.is(&parameter)).and_then(|i| items.get(i));
        match item {
            // What stands for a type variable tuple is spread.
            Some(item) => match item.downcast_ref::<Tuple>() {
                Some(t) if vm.slots_of(&parameter).iter().is_some() => given.extend(t.tail(vm).iter().cloned()),
                _ => given.push(item.clone()),
            },
            None => given.push(parameter),
        }
    }
    let key = Tuple::from_vec(vm, given)?.into_obj();
    protocol::get_item(vm, o, &key)
}

fn subscript(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult {
    let parameters = get_parameters(vm, o)?;
    let parameters = parameters.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let a = this(vm, o)?.get(vm);
    let (origin, unpacked, args) = (a.origin.clone(), a.unpacked, a.args.tail(vm).to_vec());
    let args = substitute(vm, o, &args, &parameters, item)?;
    let args = Tuple::from_vec(vm, args)?;
    Ok(vm.alloc(types::GENERIC_ALIAS, alias(&origin, args, unpacked)).into_obj())
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let a = args.this::<GenericAlias>().get(vm);
    let (origin, items, unpacked) = (a.origin.clone(), a.args.clone(), a.unpacked);
    if unpacked {
        let next = protocol::builtin(vm, "next")?;
        let plain = new(vm, &origin, &items)?;
        let iterator = iter(vm, &plain)?;
        let args = Tuple::from_slice(vm, &[iterator])?.into_obj();
        return Ok(Tuple::from_slice(vm, &[next, args])?.into_obj());
    }
    let args = Tuple::from_slice(vm, &[origin, items.into_obj()])?.into_obj();
    Ok(Tuple::from_slice(vm, &[types::GENERIC_ALIAS.clone().into_obj(), args])?.into_obj())
}

fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let origin = args.this::<GenericAlias>().get(vm).origin.clone();
    let found = Dict::new(vm);
    if let Some(listed) = protocol::call_special(vm, &origin, names::__dir__, &[])? {
        protocol::for_each(vm, &listed, |vm, name| Dict::set_item(vm, &found, &name, Obj::NONE))?;
    }
    for name in OWN {
        let name = Str::intern(vm, name);
        Dict::set_str(vm, &found, &name, Obj::NONE)?;
    }
    crate::type_attributes::keys_of(vm, &found)
}

fn unpacked_args(vm: &mut Vm, o: &Obj) -> PyResult {
    let a = this(vm, o)?.get(vm);
    Ok(if a.unpacked && a.origin.is(types::TUPLE) { a.args.clone().into_obj() } else { Obj::NONE })
}

const METHODS: &[NativeDef] = &[
    native(
        "__mro_entries__",
        "($self, object, /)",
        |vm, a| {
            let origin = a.this::<GenericAlias>().get(vm).origin.clone();
            Ok(Tuple::from_slice(vm, &[origin])?.into_obj())
        },
        "",
    ),
    native(
        "__instancecheck__",
        "($self, object, /)",
        |vm, _| Err(type_error!(vm, "isinstance() argument 2 cannot be a parameterized generic")),
        "",
    ),
    native(
        "__subclasscheck__",
        "($self, object, /)",
        |vm, _| Err(type_error!(vm, "issubclass() argument 2 cannot be a parameterized generic")),
        "",
    ),
    native("__reduce__", "($self, /)", reduce, ""),
    native("__dir__", "($self, /)", dir, ""),
];

/// `types.GenericAlias`
pub static DEF: TypeDef = TypeDef {
    name: "GenericAlias",
    module: "types",
    kind: kinds::GENERIC_ALIAS,
    flags: TypeFlags::BASE,
    doc: "Represent a PEP 585 generic type\n\nFor example, for t = list[int], t.__origin__ is list and t.__args__\nis (int,).",
    slots: Slots {
        new: Some(make),
        repr: Some(repr),
        hash: Some(hash),
        call: Some(call),
        get_attr: Some(get_attr),
        compare: Some(compare),
        iter: Some(iter),
        or: Some(union::or),
        subscript: Some(subscript),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[
        member("__origin__", |vm, o| Ok(this(vm, o)?.get(vm).origin.clone()), ""),
        member("__args__", |vm, o| Ok(this(vm, o)?.get(vm).args.clone().into_obj()), ""),
        member("__unpacked__", |vm, o| Ok(Obj::bool(this(vm, o)?.get(vm).unpacked)), ""),
        getter("__parameters__", get_parameters, "Type variables in the GenericAlias."),
        getter("__typing_unpacked_tuple_args__", unpacked_args, ""),
    ],
    weakly_referable: true,
    signature: "(origin, args, /)",
    ..TypeDef::EMPTY
};

/// `generic_alias_iterator`
pub static ITERATOR_DEF: TypeDef = TypeDef {
    name: "generic_alias_iterator",
    kind: kinds::GENERIC_ALIAS_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[native("__reduce__", "($self, /)", reduce_iterator, "")],
    ..TypeDef::EMPTY
};
