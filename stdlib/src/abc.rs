//! `_abc`: virtual subclasses (PEP 3119; CPython: `Modules/_abc.c`).
//!
//! Each abstract class has a registry and two caches, of weak handles of classes: one of known subclasses, one of classes
//! known to be none. A registration anywhere raises the token, and a negative cache of an older token is void.

use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, BufVec, Dict, Module, NativeDef, Obj, Payload, PyResult, Ref, Str, Tuple, Type, TypeDef, TypeExt, TypeFlags,
    Vm, Weak, int, names, native, protocol, raise, set, type_error, types,
};

/// A set of weak handles, in the order of their slots.
#[derive(Default)]
struct WeakSet {
    members: BufVec<Weak<Obj>>,
}

impl WeakSet {
    fn find(&self, o: &Obj) -> Result<usize, usize> {
        self.members.binary_search_by_key(&o.value().slot().0, |m| m.slot().0)
    }

    fn contains(&self, o: &Obj) -> bool {
        self.find(o).is_ok_and(|at| self.members[at].same(Weak::of(o)))
    }

    /// Adds an object, in the place of a dead one of the same slot.
    fn add(&mut self, o: &Obj) -> PyResult<()> {
        match self.find(o) {
            Ok(at) => self.members[at] = Weak::of(o),
            Err(at) => self.members.insert(at, Weak::of(o))?,
        }
        Ok(())
    }

    /// The members that live.
    fn live(&self, vm: &Vm) -> Vec<Obj> {
        self.members.iter().filter_map(|m| m.upgrade_obj(vm)).collect()
    }
}

/// The payload of `_abc_data`: what an abstract class keeps.
#[derive(Default)]
pub struct AbcData {
    registry: WeakSet,
    cache: WeakSet,
    negative: WeakSet,
    /// The token at which the negative cache was begun.
    negative_token: u64,
}

impl Payload for AbcData {
    const KIND: Kind = kinds::ABC_DATA;
    const NAME: &'static str = "abc data";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// `_abc._abc_data`
pub static DATA_DEF: TypeDef = TypeDef {
    name: "_abc_data",
    module: "_abc",
    kind: kinds::ABC_DATA,
    doc: "Internal state held by ABC machinery.",
    flags: TypeFlags::NO_NEW,
    ..TypeDef::EMPTY
};

#[derive(Default)]
struct State {
    token: u64,
}

/// What an abstract class keeps, under `_abc_impl`.
fn data(vm: &mut Vm, class: &Obj) -> PyResult<Ref<AbcData>> {
    let name = Str::intern(vm, "_abc_impl");
    match protocol::get_attr(vm, class, &name)?.downcast::<AbcData>() {
        Ok(data) => Ok(data),
        Err(_) => Err(type_error!(vm, "_abc_impl is set to a wrong type")),
    }
}

fn get_cache_token(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let token = vm.state_of::<State>().token;
    Ok(int::from_i64(vm, token as i64))
}

fn is_abstract(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    match protocol::find_attr(vm, o, names::__isabstractmethod__)? {
        Some(flag) => protocol::is_true(vm, &flag),
        None => Ok(false),
    }
}

/// Sets `__abstractmethods__`: the class's own abstract methods, and its bases' that it does not implement.
fn compute_abstract_methods(vm: &mut Vm, class: &Obj) -> PyResult<()> {
    let namespace = protocol::get_attr(vm, class, names::__dict__)?;
    let items = protocol::call_method(vm, &namespace, names::items, &[])?;
    let abstracts = set::empty(vm);
    for item in protocol::collect(vm, &items)? {
        let Some([name, value]) = item.downcast_ref::<Tuple>().map(|t| t.tail(vm)) else {
            return Err(type_error!(vm, "Iteration over items() returned non-tuple"));
        };
        let (name, value) = (name.clone(), value.clone());
        if is_abstract(vm, &value)? {
            set::add_item(vm, &abstracts, &name)?;
        }
    }
    let bases = protocol::get_attr(vm, class, names::__bases__)?;
    if !bases.is_kind::<Tuple>() {
        return Err(type_error!(vm, "__bases__ is not tuple"));
    }
    for base in protocol::collect(vm, &bases)? {
        let Some(inherited) = protocol::find_attr(vm, &base, names::__abstractmethods__)? else { continue };
        for name in protocol::collect(vm, &inherited)? {
            let Some(text) = name.downcast_ref::<Str>().cloned() else {
                return Err(type_error!(vm, "attribute name must be string"));
            };
            if let Some(value) = protocol::find_attr(vm, class, &text)?
                && is_abstract(vm, &value)?
            {
                set::add_item(vm, &abstracts, &name)?;
            }
        }
    }
    let names_found = protocol::collect(vm, &abstracts.into_obj())?;
    let frozen = set::frozenset(vm, &names_found)?;
    protocol::set_attr(vm, class, names::__abstractmethods__, &frozen)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.at(1);
    compute_abstract_methods(vm, class)?;
    let negative_token = vm.state_of::<State>().token;
    let data = vm.make(AbcData { negative_token, ..AbcData::default() }).into_obj();
    let name = Str::intern(vm, "_abc_impl");
    protocol::set_attr(vm, class, &name, &data)?;
    // A class that says `__abc_tpflags__` is a sequence or a mapping for `match`.
    let Some(class) = class.downcast_ref::<Type>() else { return Ok(Obj::NONE) };
    let name = Str::intern(vm, "__abc_tpflags__");
    let dict = class.get(vm).dict.clone();
    if let Some(said) = Dict::get_str(vm, &dict, &name).cloned()
        && let Some(n) = int::to_i64(vm, &said)
    {
        const COLLECTION: i64 = (TypeFlags::SEQUENCE | TypeFlags::MAPPING) as i64;
        if n & COLLECTION == COLLECTION {
            return Err(type_error!(vm, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING"));
        }
        class.get_mut(vm).flags.0 |= (n & COLLECTION) as u32;
        Dict::remove_str(vm, &dict, &name);
    }
    Ok(Obj::NONE)
}

fn register(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (class, sub) = (args.at(1), args.at(2));
    if !sub.is_kind::<Type>() {
        return Err(type_error!(vm, "Can only register classes"));
    }
    if protocol::is_subclass(vm, sub, class)? {
        return Ok(sub.clone());
    }
    // A cycle would make the check of subclasses run forever.
    if protocol::is_subclass(vm, class, sub)? {
        return Err(raise!(vm, types::RUNTIME_ERROR, "Refusing to create an inheritance cycle"));
    }
    let data = data(vm, class)?;
    data.get_mut(vm).registry.add(sub)?;
    vm.state_of::<State>().token += 1;
    if let Some(class) = class.downcast_ref::<Type>() {
        let collection = class.get(vm).flags.0 & (TypeFlags::SEQUENCE | TypeFlags::MAPPING);
        if collection != 0 {
            mark_collection(vm, sub, collection);
        }
    }
    Ok(sub.clone())
}

/// Makes a class, and its subclasses, a sequence or a mapping for `match`.
fn mark_collection(vm: &mut Vm, class: &Obj, collection: u32) {
    let mut open = vec![class.clone()];
    while let Some(class) = open.pop() {
        let Some(class) = class.downcast_ref::<Type>() else { continue };
        if class.get(vm).flags.has(TypeFlags::IMMUTABLE) {
            continue;
        }
        let flags = &mut class.get_mut(vm).flags;
        flags.0 = flags.0 & !(TypeFlags::SEQUENCE | TypeFlags::MAPPING) | collection;
        open.extend(class.get(vm).subclasses.iter().filter_map(|s| s.upgrade(vm)).map(Obj::from));
    }
}

/// Whether the negative cache is of the present token.
fn negative_holds(vm: &mut Vm, data: &Ref<AbcData>) -> bool {
    let token = vm.state_of::<State>().token;
    data.get(vm).negative_token == token
}

fn instance_check(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (class, instance) = (args.at(1), args.at(2));
    let data = data(vm, class)?;
    let real = vm.class_of(instance).own().into_obj();
    // What hides its class is judged by its type.
    let claimed = protocol::find_attr(vm, instance, names::__class__)?.unwrap_or_else(|| real.clone());
    if data.get(vm).cache.contains(&claimed) {
        return Ok(Obj::TRUE);
    }
    let check = Str::intern(vm, "__subclasscheck__");
    if real.is(&claimed) {
        if negative_holds(vm, &data) && data.get(vm).negative.contains(&claimed) {
            return Ok(Obj::FALSE);
        }
        return protocol::call_method(vm, class, &check, &[claimed]);
    }
    let answer = protocol::call_method(vm, class, &check, &[claimed])?;
    if protocol::is_true(vm, &answer)? {
        return Ok(answer);
    }
    protocol::call_method(vm, class, &check, &[real])
}

fn remember(vm: &mut Vm, data: &Ref<AbcData>, sub: &Obj, answer: bool) -> PyResult {
    let data = data.get_mut(vm);
    let cache = if answer { &mut data.cache } else { &mut data.negative };
    cache.add(sub)?;
    Ok(Obj::bool(answer))
}

fn subclass_check(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (class, sub) = (args.at(1), args.at(2));
    if !sub.is_kind::<Type>() {
        return Err(type_error!(vm, "issubclass() arg 1 must be a class"));
    }
    let data = data(vm, class)?;
    if data.get(vm).cache.contains(sub) {
        return Ok(Obj::TRUE);
    }
    if !negative_holds(vm, &data) {
        let token = vm.state_of::<State>().token;
        let d = data.get_mut(vm);
        d.negative = WeakSet::default();
        d.negative_token = token;
    } else if data.get(vm).negative.contains(sub) {
        return Ok(Obj::FALSE);
    }
    let answer = protocol::call_method(vm, class, names::__subclasshook__, std::slice::from_ref(sub))?;
    if answer.is(&Obj::TRUE) || answer.is(&Obj::FALSE) {
        return remember(vm, &data, sub, answer.is(&Obj::TRUE));
    }
    if !answer.is_not_implemented() {
        return Err(raise!(
            vm,
            types::ASSERTION_ERROR,
            "__subclasshook__ must return either False, True, or NotImplemented"
        ));
    }
    if let (Some(s), Some(c)) = (sub.downcast_ref::<Type>(), class.downcast_ref::<Type>())
        && s.is_subtype(vm, c)
    {
        return remember(vm, &data, sub, true);
    }
    // The registry is walked by a copy: checks may register.
    for registered in data.get(vm).registry.live(vm) {
        if registered.is(sub) || protocol::is_subclass(vm, sub, &registered)? {
            return remember(vm, &data, sub, true);
        }
    }
    let subclasses = Str::intern(vm, "__subclasses__");
    let subclasses = protocol::call_method(vm, class, &subclasses, &[])?;
    if !subclasses.is_kind::<rpython_objects::List>() {
        return Err(type_error!(vm, "__subclasses__() must return a list"));
    }
    for derived in protocol::collect(vm, &subclasses)? {
        if protocol::is_subclass(vm, sub, &derived)? {
            return remember(vm, &data, sub, true);
        }
    }
    remember(vm, &data, sub, false)
}

/// A set of weak references to the members of a set.
fn dumped(vm: &mut Vm, members: Vec<Obj>) -> PyResult {
    let module = table::import(vm, "_weakref")?;
    let name = Str::intern(vm, "ref");
    let reference = protocol::get_attr(vm, &module, &name)?;
    let made = set::empty(vm);
    for member in members {
        let weak = protocol::call(vm, &reference, &[member])?;
        set::add_item(vm, &made, &weak)?;
    }
    Ok(made.into_obj())
}

fn get_dump(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = data(vm, args.at(1))?;
    let d = data.get(vm);
    let (registry, cache, negative) = (d.registry.live(vm), d.cache.live(vm), d.negative.live(vm));
    let token = int::from_i64(vm, d.negative_token as i64);
    let parts = [dumped(vm, registry)?, dumped(vm, cache)?, dumped(vm, negative)?, token];
    table::tuple(vm, &parts)
}

fn reset_registry(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = data(vm, args.at(1))?;
    data.get_mut(vm).registry = WeakSet::default();
    Ok(Obj::NONE)
}

fn reset_caches(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = data(vm, args.at(1))?;
    let d = data.get_mut(vm);
    d.cache = WeakSet::default();
    d.negative = WeakSet::default();
    Ok(Obj::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "get_cache_token",
        "($module, /)",
        get_cache_token,
        "Returns the current ABC cache token.\n\nThe token is an opaque object (supporting equality testing) identifying\nthe current version of the ABC cache for virtual subclasses.  The token\nchanges with every call to register() on any ABC.",
    ),
    native(
        "_abc_init",
        "($module, self, /)",
        init,
        "Internal ABC helper for class set-up. Should be never used outside abc module.",
    ),
    native(
        "_reset_registry",
        "($module, self, /)",
        reset_registry,
        "Internal ABC helper to reset registry of a given class.\n\nShould be only used by refleak.py",
    ),
    native(
        "_reset_caches",
        "($module, self, /)",
        reset_caches,
        "Internal ABC helper to reset both caches of a given class.\n\nShould be only used by refleak.py",
    ),
    native(
        "_get_dump",
        "($module, self, /)",
        get_dump,
        "Internal ABC helper for cache and registry debugging.\n\nReturn shallow copies of registry, of both caches, and\nnegative cache version. Don't call this function directly,\ninstead use ABC._dump_registry() for a nice repr.",
    ),
    native(
        "_abc_register",
        "($module, self, subclass, /)",
        register,
        "Internal ABC helper for subclasss registration. Should be never used outside abc module.",
    ),
    native(
        "_abc_instancecheck",
        "($module, self, instance, /)",
        instance_check,
        "Internal ABC helper for instance checks. Should be never used outside abc module.",
    ),
    native(
        "_abc_subclasscheck",
        "($module, self, subclass, /)",
        subclass_check,
        "Internal ABC helper for subclasss checks. Should be never used outside abc module.",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_abc", "Module contains faster C implementation of abc.ABCMeta", FUNCTIONS)?;
    rpython_objects::type_object::define_kind::<AbcData>(vm, &DATA_DEF)?;
    Ok(module)
}
