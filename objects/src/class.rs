//! Classes made by Python code: `type(name, bases, namespace)`.
//!
//! The steps are CPython's `type_new`: find the metaclass and the base whose layout is extended, lay out `__slots__` and
//! `__dict__` as extra words of the instances, fill the class's dict, order the bases, then call the hooks
//! (`__set_name__`, `__init_subclass__`).

use crate::{
    CallArgs, Dict, Function, NativeDef, PyResult, Str, StrExt, Tuple, Type, TypeExt, TypeFlags, Vm,
    cell::Cell,
    class_method,
    descriptor::{self, Member},
    kinds, mro, names, native, object, protocol, raise, static_method, type_attributes, type_error, type_object, types,
    value_error,
};
use rpython_heap::{BufVec, Obj, Ref, Value, Weak};

/// `__module__` of a class, if it is a string.
pub fn module_name(vm: &Vm, class: &Ref<Type>) -> Option<String> {
    match Dict::get_str(vm, &class.get(vm).dict, names::__module__) {
        Some(module) => module.downcast_ref::<Str>().map(|m| m.to_string_lossy(vm)),
        None if class.get(vm).flags.has(TypeFlags::HEAP) => Some("builtins".to_string()),
        None => Some(vm.native_types[class.get(vm).native as usize].def.module.to_string()),
    }
}

/// `module.qualname`, without the module for built-in classes and those of `__main__`: how `%T` prints a class.
pub fn qualified_name(vm: &Vm, class: &Ref<Type>) -> String {
    let qualname = class.get(vm).qualname.to_string_lossy(vm);
    match module_name(vm, class) {
        Some(module) if module != "builtins" && module != "__main__" => format!("{module}.{qualname}"),
        _ => qualname,
    }
}

/// The qualified name of a class alone.
pub(crate) fn qualified_name_in(vm: &Vm, class: &Ref<Type>) -> String {
    class.get(vm).qualname.to_string_lossy(vm)
}

/// The `TypeError` of instantiating an abstract class.
pub(crate) fn abstract_error(vm: &mut Vm, class: &Ref<Type>) -> crate::Raised {
    let name = class.name(vm).to_string();
    let methods = Dict::get_str(vm, &class.get(vm).dict, names::__abstractmethods__).cloned();
    let mut listed = match methods.map(|m| protocol::collect(vm, &m)) {
        Some(Ok(listed)) => {
            listed.iter().filter_map(|m| m.downcast_ref::<Str>()).map(|m| m.to_string_lossy(vm)).collect()
        }
        Some(Err(raised)) => return raised,
        None => Vec::new(),
    };
    listed.sort();
    let plural = if listed.len() == 1 { "" } else { "s" };
    let listed: Vec<String> = listed.iter().map(|m| format!("'{m}'")).collect();
    type_error!(
        vm,
        "Can't instantiate abstract class {name} without an implementation for abstract method{plural} {}",
        listed.join(", ")
    )
}

/// The most derived of a metaclass and the classes of all bases.
///
/// # Errors
/// `TypeError` if none is derived from all others.
pub fn most_derived_metaclass(vm: &mut Vm, meta: &Ref<Type>, bases: &Ref<Tuple>) -> PyResult<Ref<Type>> {
    let mut winner = meta.clone();
    for i in 0..bases.tail(vm).len() {
        let base = bases.tail(vm)[i].clone();
        let class = vm.class_of(&base).own();
        if winner.is_subtype(vm, &class) {
            continue;
        }
        if !class.is_subtype(vm, &winner) {
            return Err(type_error!(
                vm,
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"
            ));
        }
        winner = class;
    }
    Ok(winner)
}

/// Whether instances of the payload keep their `__dict__` in the payload itself.
fn has_own_dict(kind: u8) -> bool {
    matches!(kind, kinds::EXCEPTION | kinds::MODULE | kinds::NAMESPACE | kinds::FUNCTION | kinds::TYPE)
}

/// The class whose layout `class` has: the nearest in its chain of bases that adds something to its base's.
pub(crate) fn solid_base(vm: &Vm, class: &Ref<Type>) -> Ref<Type> {
    let mut at = class.clone();
    while let Some(base) = at.get(vm).base.clone() {
        let (t, b) = (at.get(vm), base.get(vm));
        let fixed = |t: &Type| t.words - u16::from(t.dict_word.is_some());
        if t.kind != b.kind || fixed(t) != fixed(b) || crate::exception::adds_fields(&at) {
            return at;
        }
        at = base;
    }
    at
}

/// The base whose layout the new class extends.
pub(crate) fn best_base(vm: &mut Vm, bases: &Ref<Tuple>) -> PyResult<Ref<Type>> {
    let mut winner: Option<(Ref<Type>, Ref<Type>)> = None;
    for i in 0..bases.tail(vm).len() {
        let Some(base) = bases.tail(vm)[i].downcast_ref::<Type>().cloned() else {
            return Err(type_error!(vm, "bases must be types"));
        };
        if !base.get(vm).flags.has(TypeFlags::BASE) {
            let name = base.name(vm).to_string();
            return Err(type_error!(vm, "type '{name}' is not an acceptable base type"));
        }
        let solid = solid_base(vm, &base);
        match &winner {
            None => winner = Some((base, solid)),
            Some((_, best)) if best.is_subtype(vm, &solid) => {}
            Some((_, best)) if solid.is_subtype(vm, best) => winner = Some((base, solid)),
            Some(_) => return Err(type_error!(vm, "multiple bases have instance lay-out conflict")),
        }
    }
    match winner {
        Some((base, _)) => Ok(base),
        None => Ok(types::OBJECT.clone()),
    }
}

static NEW: NativeDef = native("type.__new__", "(name, bases, dict, /)", |_, _| Ok(Obj::NONE), "");

/// `type.__new__(meta, name, bases, namespace, **keywords)`
pub(crate) fn new(vm: &mut Vm, meta: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let (positional, keyword_values) = args.split();
    let [name, bases, namespace] = positional else {
        let n = positional.len();
        return Err(type_error!(vm, "{}() takes exactly 3 arguments ({n} given)", NEW.name));
    };
    let wrong = |vm: &mut Vm, i: usize, wanted: &str, o: &Obj| {
        let got = vm.class_of(o).name(vm).to_string();
        type_error!(vm, "type.__new__() argument {i} must be {wanted}, not {got}")
    };
    let Some(name) = name.downcast_ref::<Str>() else { return Err(wrong(vm, 1, "str", name)) };
    let Some(bases) = bases.downcast_ref::<Tuple>() else { return Err(wrong(vm, 2, "tuple", bases)) };
    let Some(namespace) = namespace.downcast_ref::<Dict>() else { return Err(wrong(vm, 3, "dict", namespace)) };
    for i in 0..bases.tail(vm).len() {
        let base = bases.tail(vm)[i].clone();
        if !base.is_kind::<Type>() && protocol::find_attr(vm, &base, names::__mro_entries__)?.is_some() {
            return Err(type_error!(vm, "type() doesn't support MRO entry resolution; use types.new_class()"));
        }
    }
    let winner = most_derived_metaclass(vm, meta, bases)?;
    if !winner.is(meta)
        && let Some(other) = vm.slots(&winner).new()
        && other as usize != new as fn(&mut Vm, &Ref<Type>, CallArgs<'_>) -> PyResult as usize
    {
        return other(vm, &winner, args);
    }
    let bases = if bases.tail(vm).is_empty() {
        Tuple::from_slice(vm, &[types::OBJECT.clone().into_obj()])?
    } else {
        bases.clone()
    };
    let base = best_base(vm, &bases)?;
    let dict = Dict::new(vm);
    let names = namespace.get(vm).len();
    dict.get_mut(vm).reserve(names)?;
    for i in 0..namespace.get(vm).size() {
        let entry = namespace.get(vm).entry(i).map(|e| (e.hash, e.key.clone(), e.value.clone()));
        if let Some((hash, key, value)) = entry {
            Dict::set_hashed(vm, &dict, &key, hash, value)?;
        }
    }
    if name.text(vm).iter().any(|c| c == 0) {
        return Err(value_error!(vm, "type name must not contain null characters"));
    }
    // A name must have a UTF-8 form.
    crate::codecs::encode(vm, name, None, None)?;
    if let Some(doc) = Dict::get_str(vm, &dict, names::__doc__).and_then(|doc| doc.downcast_ref::<Str>()).cloned() {
        crate::codecs::encode(vm, &doc, None, None)?;
    }
    let class = make(vm, &winner, name, &bases, &base, &dict)?;
    if !dict.get(vm).has_only_str_keys() {
        let name = name.to_string_lossy(vm);
        let message = format!("non-string key in the __dict__ of class {name}");
        (vm.hooks.warn)(vm, types::RUNTIME_WARNING, &message, 1)?;
    }
    link(vm, &class, &bases)?;
    set_names(vm, &class)?;
    init_subclass(vm, &class, keyword_values, args.names)?;
    Ok(class.into_obj())
}

/// Makes the class object: its layout and its dict.
fn make(
    vm: &mut Vm,
    meta: &Ref<Type>,
    name: &Ref<Str>,
    bases: &Ref<Tuple>,
    base: &Ref<Type>,
    dict: &Ref<Dict>,
) -> PyResult<Ref<Type>> {
    let b = base.get(vm);
    let (kind, native, mut words, mut dict_word) = (b.kind, b.native, b.words, b.dict_word);
    let base_weak = b.weakly_referable;
    let base_flags = b.flags.0 & TypeFlags::MATCH_SELF;
    let may_add_dict = dict_word.is_none() && !has_own_dict(kind);
    // As CPython has it: what is of variable size has no room for a list of weak references, nor for slots.
    let is_variable = type_attributes::item_size(vm, base) != 0;
    let may_add_weak = !base_weak && !is_variable;
    let mut members = Vec::new();
    let mut adds_dict = false;
    let mut adds_weak = false;
    match Dict::get_str(vm, dict, names::__slots__).cloned() {
        None => {
            adds_dict = may_add_dict;
            adds_weak = may_add_weak;
        }
        Some(slots) => {
            let slots = if slots.is_kind::<Str>() { vec![slots] } else { protocol::collect(vm, &slots)? };
            if !slots.is_empty() && is_variable {
                let base = qualified_name(vm, base);
                return Err(type_error!(vm, "nonempty __slots__ not supported for subtype of '{base}'"));
            }
            for slot in slots {
                let Some(slot) = slot.downcast_ref::<Str>() else {
                    let got = vm.class_of(&slot).name(vm).to_string();
                    return Err(type_error!(vm, "__slots__ items must be strings, not '{got}'"));
                };
                if !crate::text::classify::is_identifier(slot.text(vm)) {
                    return Err(type_error!(vm, "__slots__ must be identifiers"));
                }
                if slot.is_text(vm, "__dict__") {
                    if !may_add_dict || adds_dict {
                        return Err(type_error!(vm, "__dict__ slot disallowed: we already got one"));
                    }
                    adds_dict = true;
                } else if slot.is_text(vm, "__weakref__") {
                    if !may_add_weak || adds_weak {
                        return Err(type_error!(vm, "__weakref__ slot disallowed: we already got one"));
                    }
                    adds_weak = true;
                } else {
                    let mangled = mangle(vm, name, slot);
                    if Dict::find_str(vm, dict, &mangled).is_some()
                        && !mangled.is(names::__qualname__)
                        && !mangled.is(names::__classcell__)
                        && !mangled.is(names::__classdictcell__)
                    {
                        let text = mangled.to_string_lossy(vm);
                        return Err(value_error!(vm, "'{text}' in __slots__ conflicts with class variable"));
                    }
                    members.push(mangled);
                }
            }
            members.sort_by(|x, y| x.text(vm).cmp(&y.text(vm)));
            // Another base may bring a dict or weak references that the layout's base lacks.
            for i in 0..bases.tail(vm).len() {
                let Some(other) = bases.tail(vm)[i].downcast_ref::<Type>() else { continue };
                let o = other.get(vm);
                adds_dict |= may_add_dict && o.dict_word.is_some();
                adds_weak |= may_add_weak && o.weakly_referable;
            }
        }
    }
    let first_member = words;
    words += members.len() as u16;
    if adds_dict {
        dict_word = Some(words);
        words += 1;
    }
    let (keys, inline) = inline_keys(vm, bases, dict, kind, dict_word.is_some())?;
    let qualname = match Dict::remove_str(vm, dict, names::__qualname__) {
        Some(q) => match q.downcast::<Str>() {
            Ok(q) => q,
            Err(q) => {
                let got = vm.class_of(&q).name(vm).to_string();
                return Err(type_error!(vm, "type __qualname__ must be a str, not {got}"));
            }
        },
        None => name.clone(),
    };
    let made = Type {
        name: Str::intern_ref(vm, name.clone()),
        qualname,
        bases: bases.clone(),
        mro: Tuple::empty(),
        base: Some(base.clone()),
        dict: dict.clone(),
        subclasses: BufVec::new(),
        keys,
        native,
        kind,
        weakly_referable: base_weak || adds_weak,
        flags: TypeFlags(TypeFlags::HEAP | TypeFlags::BASE | base_flags),
        overrides: 0,
        words,
        dict_word,
        inline,
        init: Value::UNBOUND,
    };
    let class = vm.alloc_in(meta, made);
    complete_dict(vm, &class, dict)?;
    for (i, member) in members.iter().enumerate() {
        let descriptor = descriptor::slot_member(vm, &class, member, first_member + i as u16);
        debug_assert!(descriptor.is_kind::<Member>());
        Dict::set_str(vm, dict, member, descriptor)?;
    }
    if adds_dict && Dict::find_str(vm, dict, names::__dict__).is_none() {
        let made = descriptor::getset(vm, &class, &object::DICT_ATTRIBUTE);
        Dict::set_str(vm, dict, names::__dict__, made)?;
    }
    if adds_weak && Dict::find_str(vm, dict, names::__weakref__).is_none() {
        let made = descriptor::getset(vm, &class, &object::WEAKREF_ATTRIBUTE);
        Dict::set_str(vm, dict, names::__weakref__, made)?;
    }
    Ok(class)
}

/// Names of the attributes that instances are expected to set, and words for them: those that the class's methods assign
/// (`__static_attributes__`), behind those of its first base.
fn inline_keys(
    vm: &mut Vm,
    bases: &Ref<Tuple>,
    dict: &Ref<Dict>,
    kind: u8,
    has_dict: bool,
) -> PyResult<(BufVec<Obj>, u16)> {
    if kind != kinds::INSTANCE || !has_dict {
        return Ok((BufVec::new(), 0));
    }
    let mut count = 0;
    for i in 0..bases.tail(vm).len() {
        if let Some(base) = bases.tail(vm)[i].downcast_ref::<Type>() {
            count += base.get(vm).inline;
        }
    }
    let listed = Dict::get_str(vm, dict, names::__static_attributes__).and_then(|o| o.downcast_ref::<Tuple>());
    let listed = listed.map_or(2, |t| t.tail(vm).len()).max(annotated(vm, dict));
    // One more for what is set from elsewhere.
    count += 1 + listed.min(object::MOST_INLINE.into()) as u16;
    Ok((BufVec::new(), count.clamp(object::LEAST_INLINE, object::MOST_INLINE)))
}

/// About how many names a class annotates: an `__init__` that is made for them, as that of a data class, sets their attributes.
fn annotated(vm: &Vm, dict: &Ref<Dict>) -> usize {
    let function = Dict::get_str(vm, dict, names::__annotate_func__).and_then(|f| f.downcast_ref::<Function>());
    function.map_or(0, |f| f.get(vm).code.get(vm).consts.tail(vm).iter().filter(|c| c.is_kind::<Str>()).count())
}

/// `_Class__name` for a private name of the class.
fn mangle(vm: &mut Vm, class: &Ref<Str>, name: &Ref<Str>) -> Ref<Str> {
    let text = name.to_string_lossy(vm);
    let class = class.to_string_lossy(vm);
    let stripped = class.trim_start_matches('_');
    if !text.starts_with("__") || text.ends_with("__") || text.contains('.') || stripped.is_empty() {
        return Str::intern_ref(vm, name.clone());
    }
    Str::intern(vm, &format!("_{stripped}{text}"))
}

/// Adds what every class's dict has, and makes the implicit class and static methods.
fn complete_dict(vm: &mut Vm, class: &Ref<Type>, dict: &Ref<Dict>) -> PyResult<()> {
    if Dict::find_str(vm, dict, names::__module__).is_none()
        && let Some(globals) = (vm.hooks.globals)(vm)
        && let Some(module) = Dict::get_str(vm, &globals, names::__name__).cloned()
    {
        Dict::set_str(vm, dict, names::__module__, module)?;
    }
    if Dict::find_str(vm, dict, names::__doc__).is_none() {
        Dict::set_str(vm, dict, names::__doc__, Obj::NONE)?;
    }
    if let Some(f) = Dict::get_str(vm, dict, names::__new__).filter(|f| f.is_kind::<Function>()).cloned() {
        let made = static_method::new(vm, &f);
        Dict::set_str(vm, dict, names::__new__, made)?;
    }
    for name in [names::__init_subclass__, names::__class_getitem__] {
        if let Some(f) = Dict::get_str(vm, dict, name).filter(|f| f.is_kind::<Function>()).cloned() {
            let made = class_method::new(vm, &f);
            Dict::set_str(vm, dict, name, made)?;
        }
    }
    // Defining equality without a hash makes instances unhashable.
    if Dict::find_str(vm, dict, names::__eq__).is_some() && Dict::find_str(vm, dict, names::__hash__).is_none() {
        Dict::set_str(vm, dict, names::__hash__, Obj::NONE)?;
    }
    for (name, content) in
        [(names::__classcell__, class.clone().into_obj()), (names::__classdictcell__, dict.clone().into_obj())]
    {
        let Some(cell) = Dict::remove_str(vm, dict, name) else { continue };
        match cell.downcast_ref::<Cell>() {
            Some(cell) => {
                let old = cell.get_mut(vm).content.replace(content);
                drop(old);
            }
            None => {
                let (name, got) = (name.to_string_lossy(vm), vm.class_of(&cell).name(vm).to_string());
                return Err(type_error!(vm, "{name} must be a nonlocal cell, not <class '{got}'>"));
            }
        }
    }
    Ok(())
}

/// Orders the bases and enters the class among their subclasses.
fn link(vm: &mut Vm, class: &Ref<Type>, bases: &Ref<Tuple>) -> PyResult<()> {
    let order = mro::of(vm, class)?;
    class.get_mut(vm).mro = order;
    for i in 0..bases.tail(vm).len() {
        if let Some(base) = bases.tail(vm)[i].downcast_ref::<Type>().cloned() {
            let weak = Weak::of_ref(class);
            base.get_mut(vm).subclasses.push(weak)?;
        }
    }
    // Patterns: what the first base is that is any, the class is.
    const COLLECTION: u32 = TypeFlags::SEQUENCE | TypeFlags::MAPPING;
    let mut collections = class.get(vm).mro.tail(vm).iter().skip(1).filter_map(|c| c.downcast_ref::<Type>());
    let inherited = collections.find_map(|c| Some(c.get(vm).flags.0 & COLLECTION).filter(|flags| *flags != 0));
    if let Some(inherited) = inherited {
        let flags = &mut class.get_mut(vm).flags.0;
        *flags = *flags & !COLLECTION | inherited;
    }
    type_object::compute_overrides(vm, class);
    Ok(())
}

/// Calls `__set_name__` of the attributes that have one.
fn set_names(vm: &mut Vm, class: &Ref<Type>) -> PyResult<()> {
    let dict = class.get(vm).dict.clone();
    let entries: Vec<(Obj, Obj)> = dict.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    for (name, value) in entries {
        let Some(method) = protocol::lookup_special(vm, &value, names::__set_name__) else { continue };
        let args = [class.clone().into_obj(), name.clone()];
        if let Err(raised) = protocol::call_found(vm, &value, &method, CallArgs::positional(&args)) {
            let text = protocol::repr_text(vm, &name);
            let note = match text {
                Ok(text) => format!(
                    "Error calling __set_name__ on '{}' instance {text} in '{}'",
                    vm.class_of(&value).name(vm),
                    class.name(vm)
                ),
                Err(raised) => return Err(raised),
            };
            let _ = raised;
            let e = vm.take_exception();
            crate::exception::add_note(vm, &e, &note);
            return Err(vm.travel(e));
        }
    }
    Ok(())
}

/// Calls `super(class, class).__init_subclass__(**keywords)`.
fn init_subclass(vm: &mut Vm, class: &Ref<Type>, values: &[Obj], keys: Option<&Ref<Tuple>>) -> PyResult<()> {
    let Some(method) = crate::super_object::find(vm, class, class, names::__init_subclass__)? else { return Ok(()) };
    protocol::call_args(vm, &method, CallArgs { values, names: keys })?;
    Ok(())
}

/// Whether instances of one class can become instances of the other: their layouts are the same.
pub(crate) fn same_layout(vm: &Vm, a: &Ref<Type>, b: &Ref<Type>) -> bool {
    let (x, y) = (a.get(vm), b.get(vm));
    let same_words = x.kind == y.kind
        && x.words == y.words
        && x.dict_word == y.dict_word
        && x.weakly_referable == y.weakly_referable;
    same_words && (solid_base(vm, a).is(&solid_base(vm, b)) || same_members(vm, a, b))
}

/// Whether both classes name their slots alike.
fn same_members(vm: &Vm, a: &Ref<Type>, b: &Ref<Type>) -> bool {
    let (x, y) = (solid_base(vm, a), solid_base(vm, b));
    let slots = |c: &Ref<Type>| -> Vec<(String, u16)> {
        let mut found: Vec<(String, u16)> = c
            .get(vm)
            .dict
            .get(vm)
            .iter()
            .filter_map(|(_, v)| v.downcast_ref::<Member>())
            .map(|m| (m.get(vm).name.to_string_lossy(vm), m.get(vm).word))
            .collect();
        found.sort();
        found
    };
    let base = |c: &Ref<Type>| c.get(vm).base.as_ref().map(|b| solid_base(vm, b).slot());
    slots(&x) == slots(&y) && base(&x) == base(&y)
}

/// `o.__class__ = value`
pub(crate) fn set_class(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "can't delete __class__ attribute")) };
    let Some(new) = value.downcast_ref::<Type>() else {
        let got = vm.class_of(value).name(vm).to_string();
        return Err(type_error!(vm, "__class__ must be set to a class, not '{got}' object"));
    };
    let old = vm.class_of(o).own();
    let heap = |vm: &Vm, c: &Ref<Type>| c.get(vm).flags.has(TypeFlags::HEAP);
    let both_modules = new.is_subtype(vm, types::MODULE) && old.is_subtype(vm, types::MODULE);
    if !both_modules && (!heap(vm, new) || !heap(vm, &old)) {
        return Err(type_error!(vm, "__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    if !same_layout(vm, &old, new) && !both_modules {
        let (new, old) = (new.name(vm).to_string(), old.name(vm).to_string());
        return Err(type_error!(vm, "__class__ assignment: '{new}' object layout differs from '{old}'"));
    }
    // Inline attributes are laid out by the old class's keys: they move to the dict first.
    object::dict(vm, o)?;
    let subclass = heap(vm, new);
    let new = new.clone();
    o.set_class(vm, &new, subclass);
    Ok(())
}

/// Fails unless the class's dict may be changed.
pub(crate) fn check_mutable(vm: &mut Vm, class: &Ref<Type>, attribute: &str) -> PyResult<()> {
    if class.get(vm).flags.has(TypeFlags::IMMUTABLE) {
        let owner = class.name(vm).to_string();
        return Err(type_error!(vm, "cannot set '{attribute}' attribute of immutable type '{owner}'"));
    }
    Ok(())
}

/// The `RuntimeError` of a class that lost its base.
#[cold]
pub(crate) fn not_a_class(vm: &mut Vm, o: &Obj) -> crate::Raised {
    let got = vm.class_of(o).name(vm).to_string();
    raise!(vm, types::TYPE_ERROR, "'{got}' object is not a class")
}
