//! `object`: the defaults of every operation, and instances of Python classes.
//!
//! An instance of a Python class built on `object` has no payload of its own: it is its extra words. The first ones have fixed
//! meanings (`__slots__`, `__dict__`); the rest hold attributes inline, in the order of the class's shared keys, until
//! someone asks for the dict or sets attributes in another order. Then the dict takes them over, and the inline words stay empty.
//! The header's `aux` of such an instance counts the words up to the last one that was ever set: an attribute whose word lies
//! behind is set in order. It is [`NO_INLINE`] once the dict has taken over.

use crate::{
    Args, CallArgs, CompareOp, Dict, GetSetDef, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeExt, TypeFlags, Vm,
    getset, kinds, names, protocol, raise, type_error, type_object, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of instances of Python classes: none.
pub struct Instance;

impl Payload for Instance {
    const KIND: u8 = kinds::INSTANCE;
    const NAME: &'static str = "instance";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// `aux` of an instance whose dict holds its attributes.
pub const NO_INLINE: u32 = u32::MAX;

/// Room for attributes that instances have at least.
pub const LEAST_INLINE: u16 = 4;

/// Most attributes that are kept inline.
pub const MOST_INLINE: u16 = 30;

/// The inline word of an attribute in instances of `class`, if it has one.
#[inline]
pub fn inline_word(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>) -> Option<usize> {
    match type_object::cached_word(vm, class, name) {
        Some(known) => known,
        None => find_inline_word(vm, class, name),
    }
}

/// As [`inline_word`], past the cache.
#[inline]
pub(crate) fn find_inline_word(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>) -> Option<usize> {
    let t = class.get(vm);
    // Two living strings in one slot are one.
    let position = t.keys.iter().position(|k| k.value().slot() == name.slot())?;
    Some(t.words as usize + position)
}

/// The instance's `__dict__` object, if it has been made.
#[inline]
pub fn existing_dict(vm: &Vm, o: &Obj) -> Option<Ref<Dict>> {
    let word = vm.class_of(o).get(vm).dict_word?;
    o.extra(vm).get(word as usize)?.get()?.downcast_ref::<Dict>().cloned()
}

/// The instance's `__dict__`, made now if need be; `None` where instances have none.
///
/// # Errors
/// `MemoryError`.
pub fn dict(vm: &mut Vm, o: &Obj) -> PyResult<Option<Ref<Dict>>> {
    if let Some(e) = o.downcast_ref::<crate::exception::Exception>() {
        return Ok(Some(crate::exception::dict(vm, e)));
    }
    if let Some(namespace) = crate::module::namespace(vm, o) {
        return Ok(Some(namespace));
    }
    if let Some(attributes) = crate::namespace::attributes(vm, o) {
        return Ok(Some(attributes));
    }
    if let Some(f) = o.downcast_ref::<crate::Function>() {
        return Ok(Some(crate::python_function::dict(vm, f)));
    }
    let Some(word) = vm.class_of(o).get(vm).dict_word else { return Ok(None) };
    if let Some(d) = existing_dict(vm, o) {
        return Ok(Some(d));
    }
    let made = Dict::new(vm);
    let class = vm.class_of(o).own();
    let words = class.get(vm).words as usize;
    let most = class.get(vm).keys.len();
    made.get_mut(vm).reserve(most)?;
    for i in 0..class.get(vm).keys.len() {
        let Some(value) = o.extra_mut(vm).get_mut(words + i).and_then(OptObj::take) else { continue };
        let Some(key) = class.get(vm).keys[i].downcast_ref::<Str>().cloned() else { continue };
        Dict::set_str(vm, &made, &key, value)?;
    }
    if let Some(place) = o.extra_mut(vm).get_mut(word as usize) {
        *place = OptObj::some(made.clone().into_obj());
    }
    set_inline_count(o, NO_INLINE);
    Ok(Some(made))
}

/// Notes how many extra words were ever set, where the header counts them.
#[inline]
fn set_inline_count(o: &Obj, count: u32) {
    if let Some(h) = o.header()
        && h.kind() == kinds::INSTANCE
    {
        h.set_aux(count);
    }
}

/// As [`own_attribute`], of an instance whose attributes are kept inline; `None` for others.
#[inline]
fn own_inline(vm: &Vm, o: &Obj, name: &Ref<Str>) -> Option<Option<Obj>> {
    let class = vm.class_of(o);
    let t = class.get(vm);
    let Some(dict) = t.dict_word else { return Some(None) };
    let extra = o.extra(vm);
    if !extra.get(dict as usize)?.is_none() {
        return None;
    }
    let Some(word) = inline_word(vm, &class, name) else { return Some(None) };
    Some(extra.get(word).and_then(OptObj::cloned))
}

/// An attribute of the instance itself.
pub fn own_attribute(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    if o.kind() == kinds::INSTANCE
        && let Some(own) = own_inline(vm, o, name)
    {
        return Ok(own);
    }
    if let Some(t) = o.downcast_ref::<Type>() {
        return Ok(Dict::get_str(vm, &t.get(vm).dict, name).cloned());
    }
    let class = vm.class_of(o).own();
    if o.kind() != kinds::INSTANCE && class.get(vm).dict_word.is_none() {
        let kept = match (o.downcast_ref::<crate::exception::Exception>(), o.downcast_ref::<crate::Function>()) {
            (Some(e), _) => e.get(vm).dict.get(),
            (_, Some(f)) => f.get(vm).dict.get(),
            _ => None,
        };
        let made = match kept {
            Some(d) => d.downcast_ref::<Dict>().cloned(),
            None => crate::module::namespace(vm, o).or_else(|| crate::namespace::attributes(vm, o)),
        };
        return Ok(made.and_then(|d| Dict::get_str(vm, &d, name).cloned()));
    }
    if class.get(vm).dict_word.is_none() {
        return Ok(None);
    }
    if let Some(d) = existing_dict(vm, o) {
        if d.get(vm).has_only_str_keys() {
            return Ok(Dict::get_str(vm, &d, name).cloned());
        }
        return Dict::get_item(vm, &d, name);
    }
    let Some(word) = inline_word(vm, &class, name) else { return Ok(None) };
    Ok(o.extra(vm).get(word).and_then(OptObj::cloned))
}

/// The inline word of an attribute that is set already.
#[inline]
fn set_inline_word(vm: &Vm, o: &Obj, name: &Ref<Str>) -> Option<usize> {
    let word = inline_word(vm, &vm.class_of(o), name)?;
    (!o.extra(vm).get(word)?.is_none()).then_some(word)
}

/// Sets an attribute of the instance itself. `false` where instances have no `__dict__`.
///
/// # Errors
/// `MemoryError`.
pub fn set_own_attribute(vm: &mut Vm, o: &Obj, name: &Ref<Str>, value: &Obj) -> PyResult<bool> {
    if let Some(word) = set_inline_word(vm, o, name) {
        let old = o.extra_mut(vm).get_mut(word).and_then(|place| place.replace(value.clone()));
        drop(old);
        return Ok(true);
    }
    let class = vm.class_of(o).own();
    let inline = class.get(vm).inline > 0 && existing_dict(vm, o).is_none();
    if inline && let Some(word) = word_for(vm, &class, o, name)? {
        let old = o.extra_mut(vm).get_mut(word).and_then(|place| place.replace(value.clone()));
        drop(old);
        return Ok(true);
    }
    let Some(d) = dict(vm, o)? else { return Ok(false) };
    Dict::set_item(vm, &d, name, value.clone())?;
    Ok(true)
}

/// The inline word in which an attribute may be set: one that has a value, or a free one behind all that have.
fn word_for(vm: &mut Vm, class: &Ref<Type>, o: &Obj, name: &Ref<Str>) -> PyResult<Option<usize>> {
    let words = class.get(vm).words as usize;
    let word = match inline_word(vm, class, name) {
        Some(word) => word,
        None => {
            let next = words + class.get(vm).keys.len();
            if next >= o.extra(vm).len()
                || !name.get(vm).is_interned()
                || class.get(vm).keys.len() >= MOST_INLINE as usize
            {
                return Ok(None);
            }
            class.get_mut(vm).keys.push(name.clone().into_obj())?;
            // Cached methods of that name may be hidden from now on.
            class.modified(vm);
            next
        }
    };
    let extra = o.extra(vm);
    if word >= extra.len() {
        return Ok(None);
    }
    if !extra[word].is_none() {
        return Ok(Some(word));
    }
    let Some(h) = o.header().filter(|h| h.kind() == kinds::INSTANCE) else {
        return Ok(extra[word + 1..].iter().all(OptObj::is_none).then_some(word));
    };
    if h.aux() > word as u32 {
        return Ok(None);
    }
    h.set_aux(word as u32 + 1);
    Ok(Some(word))
}

/// Deletes an attribute of the instance itself; `false` if it has none of that name.
///
/// # Errors
/// What comparing keys raises.
pub fn delete_own_attribute(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult<bool> {
    let class = vm.class_of(o).own();
    if class.get(vm).inline > 0 && existing_dict(vm, o).is_none() {
        let Some(word) = inline_word(vm, &class, name) else { return Ok(false) };
        let old = o.extra_mut(vm).get_mut(word).and_then(OptObj::take);
        if let Some(h) = o.header()
            && h.kind() == kinds::INSTANCE
            && h.aux() == word as u32 + 1
        {
            h.set_aux(word as u32);
        }
        return Ok(old.is_some());
    }
    let Some(d) = dict(vm, o)? else { return Ok(false) };
    Ok(Dict::remove_item(vm, &d, name)?.is_some())
}

/// Attribute names must be strings.
pub fn attribute_name(vm: &mut Vm, name: &Obj) -> PyResult<Ref<Str>> {
    match name.downcast_ref::<Str>() {
        Some(s) => Ok(Str::intern_ref(vm, s.clone())),
        None => {
            let class = vm.class_of(name).name(vm).to_string();
            Err(type_error!(vm, "attribute name must be string, not '{class}'"))
        }
    }
}

/// The interned string of the same text as a name that is an instance of a subclass of `str`.
#[cold]
fn exact_name(vm: &mut Vm, name: &Ref<Str>) -> PyResult<Ref<Str>> {
    let exact = Str::from_text(vm, name.text(vm))?;
    Ok(Str::intern_ref(vm, exact))
}

/// `object.__getattribute__`: data descriptors of the class, then the instance's own, then the class's other attributes.
///
/// # Errors
/// `AttributeError`, or what a descriptor raises.
pub fn generic_get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let name = &attribute_name(vm, name)?;
    match find_generic(vm, o, name)? {
        Some(found) => Ok(found),
        None => Err(protocol::no_attribute(vm, o, name)),
    }
}

/// As [`generic_get_attr`], with `None` for a missing attribute.
///
/// # Errors
/// What a descriptor raises.
pub fn find_generic(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    if !name.is_exact() {
        let name = exact_name(vm, name)?;
        return find_generic(vm, o, &name);
    }
    let Some(found) = type_object::lookup_in_class(vm, o, name) else { return own_attribute(vm, o, name) };
    let slots = vm.slots_of(&found);
    let get = slots.descr_get();
    if let Some(get) = get
        && slots.descr_set().is_some()
    {
        let class = vm.class_of(o).own();
        return get(vm, &found, Some(o), Some(&class)).map(Some);
    }
    if let Some(own) = own_attribute(vm, o, name)? {
        return Ok(Some(own));
    }
    match get {
        Some(get) => {
            let class = vm.class_of(o).own();
            get(vm, &found, Some(o), Some(&class)).map(Some)
        }
        None => Ok(Some(found)),
    }
}

/// `object.__setattr__` and `__delattr__`.
///
/// # Errors
/// `AttributeError`, or what a descriptor raises.
pub fn generic_set_attr(vm: &mut Vm, o: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let name = &attribute_name(vm, name)?;
    if !name.is_exact() {
        // A new attribute keeps the name as it is given.
        let exact = exact_name(vm, name)?;
        if type_object::lookup_in_class(vm, o, &exact).is_some() || own_attribute(vm, o, &exact)?.is_some() {
            return generic_set_attr(vm, o, &exact, value);
        }
    }
    let found = type_object::lookup_in_class(vm, o, name);
    if let Some(found) = &found
        && let Some(set) = vm.slots_of(found).descr_set()
    {
        return set(vm, found, o, value);
    }
    let done = match value {
        Some(value) => set_own_attribute(vm, o, name, value)?,
        None => delete_own_attribute(vm, o, name)?,
    };
    if done {
        return Ok(());
    }
    let has_dict = vm.class_of(o).get(vm).dict_word.is_some() || dict(vm, o)?.is_some();
    if has_dict {
        return Err(protocol::no_attribute(vm, o, name));
    }
    let (class_name, attr) = (crate::argument::class_name(vm, o), name.to_string_lossy(vm));
    let message = if found.is_some() {
        format!("'{class_name}' object attribute '{attr}' is read-only")
    } else if vm.slots_of(o).set_attr().is_some_and(|f| f as usize == generic_set_attr as *const () as usize) {
        format!("'{class_name}' object has no attribute '{attr}' and no __dict__ for setting new attributes")
    } else {
        format!("'{class_name}' object has no attribute '{attr}'")
    };
    Err(protocol::attribute_error(vm, o, name, &message))
}

/// `__dict__` of instances of Python classes.
pub(crate) static DICT_ATTRIBUTE: GetSetDef =
    getset("__dict__", get_dict, set_dict, "dictionary for instance variables");

fn get_dict(vm: &mut Vm, o: &Obj) -> PyResult {
    // A metaclass may find this attribute in a base that is no metaclass.
    if o.is_kind::<Type>() {
        return crate::type_attributes::dict(vm, o);
    }
    match dict(vm, o)? {
        Some(d) => Ok(d.into_obj()),
        None => Err(raise!(vm, types::ATTRIBUTE_ERROR, "This object has no __dict__")),
    }
}

fn set_dict(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    // Classes and modules have a dict of their own kind, which stays.
    if o.is_kind::<Type>() || crate::module::namespace(vm, o).is_some() {
        let class = if o.is_kind::<Type>() { "type" } else { "module" };
        return Err(raise!(vm, types::ATTRIBUTE_ERROR, "attribute '__dict__' of '{class}' objects is not writable"));
    }
    // A native type's own dict can be replaced, but not deleted.
    let native = vm.class_of(o).get(vm).native;
    if value.is_none() && vm.native_types.get(native as usize).is_some_and(|n| n.def.instance_dict) {
        return Err(type_error!(vm, "cannot delete __dict__"));
    }
    if let Some(value) = value
        && !value.is_kind::<Dict>()
    {
        let class = vm.class_of(value).name(vm).to_string();
        return Err(type_error!(vm, "__dict__ must be set to a dictionary, not a '{class}'"));
    }
    if let Some(e) = o.downcast_ref::<crate::exception::Exception>() {
        let Some(value) = value else { return Err(type_error!(vm, "cannot delete __dict__")) };
        let old = e.get_mut(vm).dict.replace(value.clone());
        drop(old);
        return Ok(());
    }
    // The inline attributes go with the old dict.
    dict(vm, o)?;
    let Some(word) = vm.class_of(o).get(vm).dict_word else { return Ok(()) };
    let old = o.extra_mut(vm).get_mut(word as usize).and_then(|place| match value {
        Some(value) => place.replace(value.clone()),
        None => place.take(),
    });
    drop(old);
    Ok(())
}

/// `__weakref__` of instances of Python classes: the first weak reference.
pub(crate) static WEAKREF_ATTRIBUTE: GetSetDef = crate::getter(
    "__weakref__",
    |vm, o| Ok(crate::weakref::all(vm, o).into_iter().next().unwrap_or(Obj::NONE)),
    "list of weak references to the object",
);

/// Whether a class's `__getattribute__` is `object`'s own.
pub(crate) fn is_generic_getattribute(vm: &Vm, f: &Obj) -> bool {
    crate::wrapper::is_wrapper_of(vm, f, types::OBJECT, "__getattribute__")
}

/// `object.__repr__`
///
/// # Errors
/// None that a program can cause.
pub fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = vm.class_of(o).own();
    let module = crate::class::module_name(vm, &class);
    let qualname = class.get(vm).qualname.to_string_lossy(vm);
    let text = match module.as_deref() {
        None | Some("builtins") => format!("<{qualname} object at {:#x}>", protocol::id(o)),
        Some(module) => format!("<{module}.{qualname} object at {:#x}>", protocol::id(o)),
    };
    Ok(Str::new(vm, &text).into_obj())
}

/// What `__repr__` returns, of whatever type: `str()` itself complains of it.
fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    match vm.slots_of(o).repr() {
        Some(f) => f(vm, o),
        None => protocol::repr(vm, o),
    }
}

fn hash(_: &mut Vm, o: &Obj) -> PyResult<i64> {
    Ok(protocol::hash_identity(o))
}

pub(crate) fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    match op {
        CompareOp::Eq if a.is(b) => Ok(Obj::TRUE),
        CompareOp::Ne => {
            // The inverse of equality, unless that is not known.
            let Some(f) = vm.slots_of(a).compare() else { return Ok(Obj::NOT_IMPLEMENTED) };
            let equal = f(vm, a, b, CompareOp::Eq)?;
            if equal.is_not_implemented() {
                return Ok(equal);
            }
            protocol::is_true(vm, &equal).map(|t| Obj::bool(!t))
        }
        _ => Ok(Obj::NOT_IMPLEMENTED),
    }
}

/// Whether a class overrides `__new__` (or `__init__`): `object`'s then take any arguments in the other's place.
fn overrides(vm: &mut Vm, class: &Ref<Type>, name: &Ref<Str>) -> bool {
    let own = types::OBJECT.lookup(vm, name);
    match (class.lookup(vm, name), own) {
        (Some(a), Some(b)) => !a.is(&b),
        _ => true,
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !args.values.is_empty() {
        if vm.slots(class).new().map(|f| f as usize) != Some(new as *const () as usize) {
            return Err(type_error!(vm, "object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if !overrides(vm, class, names::__init__) {
            let name = class.name(vm).to_string();
            return Err(type_error!(vm, "{name}() takes no arguments"));
        }
    }
    if class.get(vm).flags.has(TypeFlags::ABSTRACT) {
        return Err(crate::class::abstract_error(vm, class));
    }
    Ok(vm.alloc_in(class, Instance).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    if args.values.is_empty() {
        return Ok(());
    }
    let class = vm.class_of(o).own();
    // A native type that has a `__new__` of its own and no `__init__`.
    if class.get(vm).flags.has(TypeFlags::IMMUTABLE) {
        let (own, object) = (vm.slots(&class), vm.slots(types::OBJECT));
        let same_init = own.init().map(|f| f as usize) == object.init().map(|f| f as usize);
        if same_init && own.new().map(|f| f as usize) != object.new().map(|f| f as usize) {
            return Ok(());
        }
    }
    if overrides(vm, &class, names::__init__) {
        return Err(type_error!(vm, "object.__init__() takes exactly one argument (the instance to initialize)"));
    }
    if !overrides(vm, &class, names::__new__) {
        let name = class.name(vm).to_string();
        return Err(type_error!(vm, "{name}.__init__() takes exactly one argument (the instance to initialize)"));
    }
    Ok(())
}

fn get_class(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(vm.class_of(o).own().into_obj())
}

fn set_class(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    crate::class::set_class(vm, o, value)
}

/// `object.__format__`
pub(crate) fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let spec = args.at(1);
    let Some(spec) = spec.downcast_ref::<Str>() else {
        let class = vm.class_of(spec).name(vm).to_string();
        return Err(type_error!(vm, "__format__() argument must be str, not {class}"));
    };
    if !spec.get(vm).is_empty() {
        let class = vm.class_of(args.at(0)).name(vm).to_string();
        return Err(type_error!(vm, "unsupported format string passed to {class}.__format__"));
    }
    protocol::str(vm, args.at(0)).map(Obj::from)
}

/// `object`
pub static DEF: TypeDef = TypeDef {
    name: "object",
    base: rpython_heap::SlotId(0),
    kind: kinds::INSTANCE,
    signature: "()",
    flags: TypeFlags::BASE,
    doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    slots: Slots {
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        get_attr: Some(generic_get_attr),
        set_attr: Some(generic_set_attr),
        compare: Some(compare),
        new: Some(new),
        init: Some(init),
        ..Slots::EMPTY
    },
    getsets: &[getset("__class__", get_class, set_class, "the object's class")],
    methods: crate::object_methods::METHODS,
    ..TypeDef::EMPTY
};
