//! Attributes and methods of `type`: what a class says about itself.
//!
//! CPython's `type_getsets`, `type_methods` and `type_members` (`typeobject.c`). Annotations are computed by calling
//! `__annotate__` (PEP 649) and kept in the class's dict under `__annotations_cache__`.

use crate::{
    Args, Dict, GetSetDef, List, NativeDef, PyResult, Str, StrExt, Tuple, Type, TypeExt, TypeFlags, Vm, class,
    class_native, getset, getter, int, kinds, mro, names, native, protocol, raise, type_error, type_object,
    type_object::member, types, value_error,
};
use rpython_heap::{Obj, Ref, Weak};

/// A class, for functions that only `type`'s descriptors call.
fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Type>> {
    match o.downcast_ref::<Type>() {
        Some(class) => Ok(class),
        None => Err(class::not_a_class(vm, o)),
    }
}

/// An entry of the class's own dict, bound to the class if it is a descriptor.
fn own_bound(vm: &mut Vm, class: &Ref<Type>, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    let Some(found) = Dict::get_str(vm, &class.get(vm).dict, name).cloned() else { return Ok(None) };
    match vm.slots_of(&found).descr_get() {
        Some(get) => get(vm, &found, None, Some(class)).map(Some),
        None => Ok(Some(found)),
    }
}

fn set_own(vm: &mut Vm, class: &Ref<Type>, name: &Ref<Str>, value: Obj) -> PyResult<()> {
    class.modified(vm);
    let dict = class.get(vm).dict.clone();
    Ok(Dict::set_str(vm, &dict, name, value)?)
}

fn remove_own(vm: &mut Vm, class: &Ref<Type>, name: &Ref<Str>) -> Option<Obj> {
    class.modified(vm);
    let dict = class.get(vm).dict.clone();
    Dict::remove_str(vm, &dict, name)
}

/// The new value of an attribute that can be set, but not deleted, and only where the class can be changed.
fn settable<'a>(vm: &mut Vm, class: &Ref<Type>, value: Option<&'a Obj>, attribute: &str) -> PyResult<&'a Obj> {
    class::check_mutable(vm, class, attribute)?;
    match value {
        Some(value) => Ok(value),
        None => {
            let owner = class.name(vm).to_string();
            Err(type_error!(vm, "cannot delete '{attribute}' attribute of immutable type '{owner}'"))
        }
    }
}

fn settable_text(vm: &mut Vm, class: &Ref<Type>, value: Option<&Obj>, attribute: &str) -> PyResult<Ref<Str>> {
    let value = settable(vm, class, value, attribute)?;
    match value.downcast_ref::<Str>() {
        Some(text) => Ok(text.clone()),
        None => {
            let (owner, got) = (class.name(vm).to_string(), vm.class_of(value).name(vm).to_string());
            Err(type_error!(vm, "can only assign string to {owner}.{attribute}, not '{got}'"))
        }
    }
}

fn is_heap(vm: &Vm, class: &Ref<Type>) -> bool {
    class.get(vm).flags.has(TypeFlags::HEAP)
}

fn name(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(vm, o)?.get(vm).name.clone().into_obj())
}

fn set_name(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    let name = settable_text(vm, class, value, "__name__")?;
    if name.text(vm).iter().any(|c| c == 0) {
        return Err(value_error!(vm, "type name must not contain null characters"));
    }
    // A name must have a UTF-8 form.
    crate::codecs::encode(vm, &name, None, None)?;
    class.modified(vm);
    let old = std::mem::replace(&mut class.get_mut(vm).name, name);
    drop(old);
    Ok(())
}

fn qualname(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(vm, o)?.get(vm).qualname.clone().into_obj())
}

fn set_qualname(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    let name = settable_text(vm, class, value, "__qualname__")?;
    let old = std::mem::replace(&mut class.get_mut(vm).qualname, name);
    drop(old);
    Ok(())
}

fn module(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = this(vm, o)?;
    match Dict::get_str(vm, &class.get(vm).dict, names::__module__).cloned() {
        // What a native type has there may be the descriptor of its instances' attribute.
        Some(module) if is_heap(vm, class) || module.is_kind::<Str>() => Ok(module),
        _ if !is_heap(vm, class) => {
            let module = vm.native_types[class.get(vm).native as usize].def.module;
            Ok(Str::intern(vm, module).into_obj())
        }
        _ => Err(raise!(vm, types::ATTRIBUTE_ERROR, "__module__")),
    }
}

fn set_module(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    let value = settable(vm, class, value, "__module__")?;
    remove_own(vm, class, names::__firstlineno__);
    set_own(vm, class, names::__module__, value.clone())
}

fn doc(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = this(vm, o)?;
    if !is_heap(vm, class) {
        let text = vm.native_types[class.get(vm).native as usize].def.doc;
        if !text.is_empty() {
            return Ok(Str::new(vm, text).into_obj());
        }
        let own = Dict::get_str(vm, &class.get(vm).dict, names::__doc__).cloned();
        return Ok(own.filter(|o| o.is_kind::<Str>()).unwrap_or(Obj::NONE));
    }
    Ok(own_bound(vm, class, names::__doc__)?.unwrap_or(Obj::NONE))
}

fn set_doc(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    let value = settable(vm, class, value, "__doc__")?;
    set_own(vm, class, names::__doc__, value.clone())
}

fn bases(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(vm, o)?.get(vm).bases.clone().into_obj())
}

fn base(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(vm, o)?.get(vm).base.clone().map_or(Obj::NONE, Ref::into_obj))
}

fn mro_of(vm: &mut Vm, o: &Obj) -> PyResult {
    let order = this(vm, o)?.get(vm).mro.clone();
    // It is empty while it is computed for the first time.
    Ok(if order.tail(vm).is_empty() { Obj::NONE } else { order.into_obj() })
}

/// `T.__bases__ = …`: the layout must stay; the orders of the class and its subclasses are computed anew, all or none.
fn set_bases(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    let value = settable(vm, class, value, "__bases__")?;
    let owner = class.name(vm).to_string();
    let Some(bases) = value.downcast_ref::<Tuple>() else {
        let got = vm.class_of(value).name(vm).to_string();
        return Err(type_error!(vm, "can only assign tuple to {owner}.__bases__, not {got}"));
    };
    if bases.tail(vm).is_empty() {
        return Err(type_error!(vm, "can only assign non-empty tuple to {owner}.__bases__, not ()"));
    }
    for i in 0..bases.tail(vm).len() {
        let one = bases.tail(vm)[i].clone();
        let Some(one) = one.downcast_ref::<Type>() else {
            let got = vm.class_of(&one).name(vm).to_string();
            return Err(type_error!(vm, "{owner}.__bases__ must be tuple of classes, not '{got}'"));
        };
        if one.is_subtype(vm, class) || descends(vm, one, class) {
            return Err(type_error!(vm, "a __bases__ item causes an inheritance cycle"));
        }
    }
    let base = class::best_base(vm, bases)?;
    let Some(old_base) = class.get(vm).base.clone() else {
        return Err(type_error!(vm, "cannot set '__bases__' attribute of immutable type '{owner}'"));
    };
    if !class::same_layout(vm, &old_base, &base) {
        let (new, old) = (base.name(vm).to_string(), old_base.name(vm).to_string());
        let differs = if is_collected(vm, &old_base) == is_collected(vm, &base) {
            "object layout differs"
        } else {
            "deallocator differs"
        };
        return Err(type_error!(vm, "__bases__ assignment: '{new}' {differs} from '{old}'"));
    }
    let old_bases = std::mem::replace(&mut class.get_mut(vm).bases, bases.clone());
    class.get_mut(vm).base = Some(base);
    let mut orders = Vec::new();
    if let Err(raised) = reorder(vm, class, &mut orders) {
        for (class, order) in orders.into_iter().rev() {
            class.get_mut(vm).mro = order;
            class.modified(vm);
        }
        // Unless a `mro` method has set the bases once more.
        if class.get(vm).bases.is(bases) {
            let class = class.get_mut(vm);
            class.bases = old_bases;
            class.base = Some(old_base);
        }
        return Err(raised);
    }
    // A `mro` method may have set the bases once more.
    if !class.get(vm).bases.is(bases) {
        return Ok(());
    }
    for i in 0..old_bases.tail(vm).len() {
        let Some(old) = old_bases.tail(vm)[i].downcast_ref::<Type>().cloned() else { continue };
        let listed = &old.get(vm).subclasses;
        let kept: Vec<Weak<Type>> =
            listed.iter().copied().filter(|w| w.upgrade(vm).is_some_and(|c| !c.is(class))).collect();
        let mut subclasses = rpython_heap::BufVec::new();
        for one in kept {
            subclasses.push(one)?;
        }
        old.get_mut(vm).subclasses = subclasses;
    }
    for i in 0..bases.tail(vm).len() {
        let Some(new) = bases.tail(vm)[i].downcast_ref::<Type>().cloned() else { continue };
        new.get_mut(vm).subclasses.push(Weak::of_ref(class))?;
    }
    class.modified(vm);
    type_object::recompute_overrides(vm, class);
    Ok(())
}

/// Whether `base` is in the chain of layout bases of `class`, whose order may be out of date.
fn descends(vm: &Vm, class: &Ref<Type>, base: &Ref<Type>) -> bool {
    let mut at = Some(class.clone());
    while let Some(one) = at {
        if one.is(base) {
            return true;
        }
        at = one.get(vm).base.clone();
    }
    false
}

/// Computes the order of a class and its subclasses; `old` gets those that were replaced.
fn reorder(vm: &mut Vm, class: &Ref<Type>, old: &mut Vec<(Ref<Type>, Ref<Tuple>)>) -> PyResult<()> {
    vm.check_stack(" in __bases__ assignment")?;
    let order = mro::of(vm, class)?;
    class.modified(vm);
    let before = std::mem::replace(&mut class.get_mut(vm).mro, order);
    old.push((class.clone(), before));
    for sub in subclasses(vm, class) {
        reorder(vm, &sub, old)?;
    }
    Ok(())
}

/// The live direct subclasses.
fn subclasses(vm: &mut Vm, class: &Ref<Type>) -> Vec<Ref<Type>> {
    let listed: Vec<Weak<Type>> = class.get(vm).subclasses.iter().copied().collect();
    listed.into_iter().filter_map(|w| w.upgrade(vm)).collect()
}

fn abstract_methods(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = this(vm, o)?;
    let own = Dict::get_str(vm, &class.get(vm).dict, names::__abstractmethods__).cloned();
    match own.filter(|_| !class.is(types::TYPE)) {
        Some(methods) => Ok(methods),
        None => Err(raise!(vm, types::ATTRIBUTE_ERROR, "__abstractmethods__")),
    }
}

fn set_abstract_methods(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    let is_abstract = match value {
        Some(value) => {
            let is_abstract = protocol::is_true(vm, value)?;
            set_own(vm, class, names::__abstractmethods__, value.clone())?;
            is_abstract
        }
        None => match remove_own(vm, class, names::__abstractmethods__) {
            Some(_) => false,
            None => return Err(raise!(vm, types::ATTRIBUTE_ERROR, "__abstractmethods__")),
        },
    };
    let flags = &mut class.get_mut(vm).flags.0;
    *flags = if is_abstract { *flags | TypeFlags::ABSTRACT } else { *flags & !TypeFlags::ABSTRACT };
    Ok(())
}

pub(crate) fn dict(vm: &mut Vm, o: &Obj) -> PyResult {
    let dict = this(vm, o)?.get(vm).dict.clone();
    Ok(crate::mapping_proxy::new(vm, &dict))
}

fn only_heap(vm: &mut Vm, class: &Ref<Type>, name: &Ref<Str>) -> PyResult<()> {
    if is_heap(vm, class) { Ok(()) } else { Err(protocol::no_attribute(vm, class, name)) }
}

/// What `annotate(1)` returns, which must be a dict; an empty one where `annotate` is `None`.
///
/// # Errors
/// What the call raises; `TypeError`.
pub(crate) fn computed_annotations(vm: &mut Vm, annotate: Option<&Obj>) -> PyResult {
    let Some(annotate) = annotate.filter(|a| vm.slots_of(a).call().is_some()) else {
        return Ok(Dict::new(vm).into_obj());
    };
    let value_format = int::from_i64(vm, 1);
    let made = protocol::call(vm, annotate, &[value_format])?;
    if made.is_kind::<Dict>() {
        return Ok(made);
    }
    let got = vm.class_of(&made).name(vm).to_string();
    Err(type_error!(vm, "__annotate__ returned non-dict of type '{got}'"))
}

fn annotations(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = this(vm, o)?;
    only_heap(vm, class, names::__annotations__)?;
    // Under `from __future__ import annotations` the class body fills `__annotations__` itself.
    for kept in [names::__annotations__, names::__annotations_cache__] {
        if let Some(found) = own_bound(vm, class, kept)? {
            return Ok(found);
        }
    }
    let annotate = protocol::get_attr(vm, o, names::__annotate__)?;
    let made = computed_annotations(vm, Some(&annotate))?;
    set_own(vm, class, names::__annotations_cache__, made.clone())?;
    Ok(made)
}

fn set_annotations(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    class::check_mutable(vm, class, "__annotations__")?;
    let plain = Dict::find_str(vm, &class.get(vm).dict, names::__annotations__).is_some();
    let place = if plain { names::__annotations__ } else { names::__annotations_cache__ };
    match value {
        Some(value) => set_own(vm, class, place, value.clone())?,
        None => {
            if remove_own(vm, class, place).is_none() {
                return Err(raise!(vm, types::ATTRIBUTE_ERROR, "__annotations__"));
            }
        }
    }
    if plain {
        remove_own(vm, class, names::__annotations_cache__);
    }
    remove_own(vm, class, names::__annotate_func__);
    remove_own(vm, class, names::__annotate__);
    Ok(())
}

fn annotate(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = this(vm, o)?;
    only_heap(vm, class, names::__annotate__)?;
    for kept in [names::__annotate_func__, names::__annotate__] {
        if let Some(found) = own_bound(vm, class, kept)? {
            return Ok(found);
        }
    }
    set_own(vm, class, names::__annotate_func__, Obj::NONE)?;
    Ok(Obj::NONE)
}

fn set_annotate(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    let Some(value) = value else { return Err(type_error!(vm, "cannot delete __annotate__ attribute")) };
    class::check_mutable(vm, class, "__annotate__")?;
    if !value.is_none() && vm.slots_of(value).call().is_none() {
        return Err(type_error!(vm, "__annotate__ must be callable or None"));
    }
    set_own(vm, class, names::__annotate_func__, value.clone())?;
    if !value.is_none() {
        remove_own(vm, class, names::__annotations_cache__);
        remove_own(vm, class, names::__annotations__);
    }
    Ok(())
}

fn type_params(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = this(vm, o)?;
    let own = Dict::get_str(vm, &class.get(vm).dict, names::__type_params__).cloned();
    Ok(own.filter(|_| is_heap(vm, class)).unwrap_or_else(|| Tuple::empty().into_obj()))
}

fn set_type_params(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let class = this(vm, o)?;
    let value = settable(vm, class, value, "__type_params__")?;
    set_own(vm, class, names::__type_params__, value.clone())
}

fn text_signature(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = this(vm, o)?;
    let declared = match vm.native_types.get(class.get(vm).native as usize) {
        Some(native) if !is_heap(vm, class) => native.def.signature,
        _ => "",
    };
    Ok(if declared.is_empty() { Obj::NONE } else { Str::new(vm, declared).into_obj() })
}

/// `__flags__` as CPython numbers them; see `Include/object.h`.
fn flags(vm: &mut Vm, o: &Obj) -> PyResult {
    const STATIC_BUILTIN: i64 = 1 << 1;
    const READY: i64 = 1 << 12;
    const HAVE_GC: i64 = 1 << 14;
    const MANAGED_WEAKREF: i64 = 1 << 3;
    const MANAGED_DICT: i64 = 1 << 4;
    const INLINE_VALUES: i64 = 1 << 2;
    const SUBCLASS_BITS: [(&Ref<Type>, i64); 8] = [
        (types::INT, 1 << 24),
        (types::LIST, 1 << 25),
        (types::TUPLE, 1 << 26),
        (types::BYTES, 1 << 27),
        (types::STR, 1 << 28),
        (types::DICT, 1 << 29),
        (types::BASE_EXCEPTION, 1 << 30),
        (types::TYPE, 1 << 31),
    ];
    let class = this(vm, o)?;
    let mut bits = i64::from(class.get(vm).flags.0) | READY;
    for (base, bit) in SUBCLASS_BITS {
        if class.is_subtype(vm, base) {
            bits |= bit;
        }
    }
    let t = class.get(vm);
    if t.flags.has(TypeFlags::HEAP) {
        bits |= HAVE_GC;
        if t.dict_word.is_some() {
            bits |= MANAGED_DICT;
        }
        if t.inline > 0 {
            bits |= INLINE_VALUES;
        }
        if t.weakly_referable && t.kind == kinds::INSTANCE {
            bits |= MANAGED_WEAKREF;
        }
    } else {
        // CPython makes the types of its modules at run time, but for those that its core declares.
        let def = vm.native_types[t.native as usize].def;
        let core = match def.module {
            "builtins" => def.name != "ExceptionGroup",
            "types" | "weakref" | "sys" | "_contextvars" | "string.templatelib" => true,
            "typing" => matches!(def.name, "Union" | "TypeAliasType"),
            "collections" => def.name == "OrderedDict",
            _ => false,
        };
        bits |= if core { STATIC_BUILTIN } else { 1 << 9 };
        if is_collected(vm, class) {
            bits |= HAVE_GC;
        }
    }
    Ok(int::from_i64(vm, bits))
}

/// Whether CPython's collector looks at the instances of a class.
fn is_collected(vm: &Vm, class: &Ref<Type>) -> bool {
    let t = class.get(vm);
    t.flags.has(TypeFlags::HEAP) || t.kind != kinds::INSTANCE && rpython_heap::kind::info(t.kind).tracked
}

/// Bytes of an instance without its variable part.
pub(crate) fn basic_size(vm: &Vm, class: &Ref<Type>) -> i64 {
    const HEADER: i64 = 16;
    let t = class.get(vm);
    let payload = match t.kind {
        kinds::INSTANCE => 0,
        // The word that says sign and size; the digits behind it are the items.
        kinds::INT => 8,
        kind => rpython_heap::kind::info(kind).size as i64,
    };
    // As in CPython, the word of `__dict__` is not counted.
    HEADER + payload + 8 * (i64::from(t.words) - i64::from(t.dict_word.is_some()))
}

/// `__itemsize__`, CPython's: where it is not 0, instances are of variable size.
pub(crate) fn item_size(vm: &Vm, class: &Ref<Type>) -> i64 {
    match class.get(vm).kind {
        kinds::BYTES => 1,
        kinds::CODE => 2,
        kinds::INT => 4,
        kinds::TUPLE | kinds::STRUCT_SEQUENCE | kinds::MEMORYVIEW | kinds::FRAME | kinds::GENERATOR => 8,
        kinds::TYPE => 40,
        _ => 0,
    }
}

fn list_of_subclasses(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = subclasses(vm, args.this::<Type>());
    Ok(List::from_vec(vm, found.into_iter().map(Ref::into_obj).collect())?.into_obj())
}

fn compute_mro(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let order = mro::linearise(vm, args.this::<Type>())?;
    let items = order.tail(vm).to_vec();
    Ok(List::from_vec(vm, items)?.into_obj())
}

/// Adds the names of a class and, recursively, of its bases.
pub(crate) fn merge_class_dict(vm: &mut Vm, names_found: &Ref<Dict>, class: &Obj) -> PyResult<()> {
    vm.check_stack(" in dir()")?;
    if let Some(dict) = protocol::find_attr(vm, class, names::__dict__)? {
        let keys = protocol::call_method(vm, &dict, names::keys, &[])?;
        protocol::for_each(vm, &keys, |vm, key| Dict::set_item(vm, names_found, &key, Obj::NONE))?;
    }
    let Some(bases) = protocol::find_attr(vm, class, names::__bases__)? else { return Ok(()) };
    let Some(bases) = bases.downcast_ref::<Tuple>() else { return Ok(()) };
    for i in 0..bases.tail(vm).len() {
        let base = bases.tail(vm)[i].clone();
        merge_class_dict(vm, names_found, &base)?;
    }
    Ok(())
}

/// The keys of a dict, as a list.
pub(crate) fn keys_of(vm: &mut Vm, dict: &Ref<Dict>) -> PyResult {
    let keys: Vec<Obj> = dict.get(vm).iter().map(|(k, _)| k.clone()).collect();
    Ok(List::from_vec(vm, keys)?.into_obj())
}

fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = Dict::new(vm);
    merge_class_dict(vm, &found, args.at(0))?;
    keys_of(vm, &found)
}

fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.this::<Type>();
    let keys = class.get(vm).keys.len() as i64;
    let size = basic_size(vm, types::TYPE) + 8 * keys;
    Ok(int::from_i64(vm, size))
}

/// Methods of `type`.
pub(crate) const METHODS: &[NativeDef] = &[
    native("mro", "($self, /)", compute_mro, "Return a type's method resolution order."),
    native("__subclasses__", "($self, /)", list_of_subclasses, "Return a list of immediate subclasses."),
    class_native(
        "__prepare__",
        "($cls, /, *args, **kwds)",
        |vm, _| Ok(Dict::new(vm).into_obj()),
        "Create the namespace for the class statement",
    )
    .signed("($cls, name, bases, /, **kwds)"),
    native(
        "__instancecheck__",
        "($self, instance, /)",
        |vm, a| protocol::real_instance(vm, a.at(1), a.at(0)).map(Obj::bool),
        "Check if an object is an instance.",
    ),
    native(
        "__subclasscheck__",
        "($self, subclass, /)",
        |vm, a| protocol::real_subclass(vm, a.at(1), a.at(0)).map(Obj::bool),
        "Check if a class is a subclass.",
    ),
    native("__dir__", "($self, /)", dir, "Specialized __dir__ implementation for types."),
    native("__sizeof__", "($self, /)", size_of, "Return memory consumption of the type object."),
];

/// Computed attributes of `type`.
pub(crate) const GETSETS: &[GetSetDef] = &[
    member(
        "__basicsize__",
        |vm, o| {
            let class = this(vm, o)?;
            let size = basic_size(vm, class);
            Ok(int::from_i64(vm, size))
        },
        "",
    ),
    member(
        "__itemsize__",
        |vm, o| {
            let class = this(vm, o)?;
            let size = item_size(vm, class);
            Ok(int::from_i64(vm, size))
        },
        "",
    ),
    member("__flags__", flags, ""),
    member(
        "__weakrefoffset__",
        |vm, o| {
            let t = this(vm, o)?.get(vm);
            let offset = if t.weakly_referable { -32 } else { 0 };
            Ok(int::from_i64(vm, offset))
        },
        "",
    ),
    getset("__base__", base, |vm, _, _| Err(raise!(vm, types::ATTRIBUTE_ERROR, "readonly attribute")), "").as_member(),
    member(
        "__dictoffset__",
        |vm, o| {
            let t = this(vm, o)?.get(vm);
            let offset = if t.dict_word.is_some() { -1 } else { 0 };
            Ok(int::from_i64(vm, offset))
        },
        "",
    ),
    getset("__name__", name, set_name, ""),
    getset("__qualname__", qualname, set_qualname, ""),
    getset("__bases__", bases, set_bases, ""),
    getter("__mro__", mro_of, ""),
    getset("__module__", module, set_module, ""),
    getset("__abstractmethods__", abstract_methods, set_abstract_methods, ""),
    getter("__dict__", dict, ""),
    getset("__doc__", doc, set_doc, ""),
    getter("__text_signature__", text_signature, ""),
    getset("__annotations__", annotations, set_annotations, ""),
    getset("__annotate__", annotate, set_annotate, ""),
    getset("__type_params__", type_params, set_type_params, ""),
];
