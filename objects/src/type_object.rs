//! `type`: what a class is, how attributes are found in it, and how native types are declared.
//!
//! A [`TypeDef`] declares a native type as static data. A [`Type`] is the class object made from one, or by a `class`
//! statement (`crate::class`). Lookup walks the MRO behind a cache keyed by (type version, name); a version is given up when
//! the type or a base of it changes, so an entry with a current version is right (as in CPython's `typeobject.c`).

use crate::{Dict, PyResult, Slots, Str, StrExt, Tuple, Vm, kinds, names, native::NativeDef, slots, types};
use rpython_heap::{BufVec, Kind, Obj, OptObj, Payload, Ref, Shape, SlotId, Value, Weak, flag};
use std::borrow::Cow;

/// A computed attribute of a native type.
pub struct GetSetDef {
    /// Its name.
    pub name: &'static str,
    /// Reads it.
    pub get: fn(&mut Vm, &Obj) -> PyResult,
    /// Writes or deletes it.
    pub set: Option<crate::SetAttribute>,
    /// `__doc__`
    pub doc: &'static str,
    /// Whether it is a field of the payload: its descriptor is a `member_descriptor` then.
    pub member: bool,
}

/// Declares a read-only attribute.
pub const fn getter(name: &'static str, get: fn(&mut Vm, &Obj) -> PyResult, doc: &'static str) -> GetSetDef {
    GetSetDef { name, get, set: None, doc, member: false }
}

/// Declares a field of the payload that programs cannot set (CPython's members).
pub const fn member(name: &'static str, get: fn(&mut Vm, &Obj) -> PyResult, doc: &'static str) -> GetSetDef {
    GetSetDef { name, get, set: Some(refuse), doc, member: true }
}

impl GetSetDef {
    /// The same, declared as a field of the payload.
    pub const fn as_member(self) -> GetSetDef {
        GetSetDef { member: true, ..self }
    }
}

fn refuse(vm: &mut Vm, _: &Obj, _: Option<&Obj>) -> PyResult<()> {
    Err(crate::raise!(vm, types::ATTRIBUTE_ERROR, "readonly attribute"))
}

/// Declares an attribute.
pub const fn getset(
    name: &'static str,
    get: fn(&mut Vm, &Obj) -> PyResult,
    set: crate::SetAttribute,
    doc: &'static str,
) -> GetSetDef {
    GetSetDef { name, get, set: Some(set), doc, member: false }
}

/// Flags of a type, `tp_flags` in spirit.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct TypeFlags(pub u32);

impl TypeFlags {
    /// Made by a `class` statement or a call of `type`.
    pub const HEAP: u32 = 1 << 9;
    /// May be a base class.
    pub const BASE: u32 = 1 << 10;
    /// Its attributes cannot be set.
    pub const IMMUTABLE: u32 = 1 << 8;
    /// Cannot be called to make an instance.
    pub const NO_NEW: u32 = 1 << 7;
    /// Has abstract methods.
    pub const ABSTRACT: u32 = 1 << 20;
    /// Matches `case [...]`.
    pub const SEQUENCE: u32 = 1 << 5;
    /// Matches `case {...}`.
    pub const MAPPING: u32 = 1 << 6;
    /// `case T(x)` matches the object itself.
    pub const MATCH_SELF: u32 = 1 << 22;
    /// Its methods are bound without making a method object.
    pub const METHOD_DESCRIPTOR: u32 = 1 << 17;

    /// Whether all bits of `f` are set.
    #[inline]
    pub const fn has(self, f: u32) -> bool {
        self.0 & f == f
    }
    /// Whether instances of the class can be part of cycles through their own attributes.
    pub const fn tracks_instances(self) -> bool {
        self.has(TypeFlags::HEAP)
    }
}

/// A native type, declared.
pub struct TypeDef {
    /// Its `__name__`.
    pub name: &'static str,
    /// Its `__module__`.
    pub module: &'static str,
    /// Its base, by slot; see `crate::types`.
    pub base: SlotId,
    /// The payload of its instances; 0 for its base's.
    pub kind: Kind,
    /// [`TypeFlags`]; `IMMUTABLE` is implied.
    pub flags: u32,
    /// `__doc__`
    pub doc: &'static str,
    /// Its operations, where they differ from its base's.
    pub slots: Slots,
    /// Its methods.
    pub methods: &'static [NativeDef],
    /// Its computed attributes.
    pub getsets: &'static [GetSetDef],
    /// Its other attributes.
    pub attributes: &'static [(&'static str, fn(&mut Vm) -> Obj)],
    /// Whether weak references to instances are allowed.
    pub weakly_referable: bool,
    /// Whether instances have a `__dict__` of the general kind, in an extra word.
    pub instance_dict: bool,
    /// Whether that dict is not reached as an attribute `__dict__`.
    pub hides_dict: bool,
    /// Extra words of instances that are the type's own, behind its base's: for types that share their base's payload.
    pub words: u16,
    /// `__text_signature__`; empty for none.
    pub signature: &'static str,
}

impl TypeDef {
    /// A type without anything, based on `object`.
    pub const EMPTY: TypeDef = TypeDef {
        name: "",
        module: "builtins",
        base: types::OBJECT.slot(),
        kind: 0,
        flags: 0,
        doc: "",
        slots: Slots::EMPTY,
        methods: &[],
        getsets: &[],
        attributes: &[],
        weakly_referable: false,
        instance_dict: false,
        hides_dict: false,
        words: 0,
        signature: "",
    };
}

/// The payload of a class.
pub struct Type {
    /// `__name__`
    pub name: Ref<Str>,
    /// `__qualname__`
    pub qualname: Ref<Str>,
    /// `__bases__`
    pub bases: Ref<Tuple>,
    /// `__mro__`, this class first.
    pub mro: Ref<Tuple>,
    /// `__base__`: the base whose layout this one extends; none for `object`.
    pub base: Option<Ref<Type>>,
    /// `__dict__`
    pub dict: Ref<Dict>,
    /// Live direct subclasses.
    pub subclasses: BufVec<Weak<Type>>,
    /// Names of the attributes that instances keep inline, in the order of their words.
    pub keys: BufVec<Obj>,
    /// Number of the native type whose operations it has where Python code does not override them.
    pub native: u16,
    /// Payload of its instances.
    pub kind: Kind,
    /// Whether instances can be weakly referenced.
    pub weakly_referable: bool,
    /// See [`TypeFlags`].
    pub flags: TypeFlags,
    /// Slots that Python code overrides, by bit; see `crate::slots`.
    pub overrides: u128,
    /// Extra words of an instance with a fixed meaning: `__slots__` and `__dict__`.
    pub words: u16,
    /// Which of them holds `__dict__`, if instances have one.
    pub dict_word: Option<u16>,
    /// Inline attribute words behind the fixed ones.
    pub inline: u16,
    /// The Python function that is `__init__`, uncounted: it means something only to a call whose inline cache holds the class's
    /// present version.
    pub init: Value,
}

const _: () = assert!(size_of::<Type>() + 16 <= types::GRANULES as usize * 16);

impl Payload for Type {
    const KIND: Kind = kinds::TYPE;
    const NAME: &'static str = "type";
    const TRACKED: bool = true;
    type Tail = ();

    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.name);
        visit(&self.qualname);
        visit(&self.bases);
        visit(&self.mro);
        if let Some(base) = &self.base {
            visit(base);
        }
        visit(&self.dict);
        self.keys.iter().for_each(visit);
    }

    fn clear(&mut self) {
        // The dict's own clearing breaks cycles through methods; the MRO names the class itself.
        self.mro = Ref::fixed(types::empty_tuple_slot());
    }
}

/// Where an attribute of a type was found.
#[derive(Clone, Copy)]
struct CacheEntry {
    version: u32,
    name: u32,
    /// Index in the MRO; `u32::MAX` where no class of it has the name.
    class: u32,
    /// Index among the dict's entries; where no class has the name, 1 more than the inline word of instances, 0 if they have none.
    entry: u32,
}

const CACHE_BITS: u32 = 12;

/// Cache of attribute lookups in types. Entries are [`CacheEntry`] as plain numbers: memory for zeros is not touched before it is used.
pub struct MethodCache(Box<[[u32; 4]; 1 << CACHE_BITS]>);

impl Default for MethodCache {
    fn default() -> MethodCache {
        let entries = vec![[0; 4]; 1 << CACHE_BITS].into_boxed_slice();
        MethodCache(entries.try_into().unwrap_or_else(|_| unreachable!("the vector has this length")))
    }
}

impl MethodCache {
    #[inline(always)]
    fn get(&self, place: usize) -> CacheEntry {
        let [version, name, class, entry] = self.0[place];
        CacheEntry { version, name, class, entry }
    }

    #[inline(always)]
    fn set(&mut self, place: usize, e: CacheEntry) {
        self.0[place] = [e.version, e.name, e.class, e.entry];
    }
}

/// Both numbers are spread over the cache: classes that are used together have versions, and names of theirs slots, that follow each other.
#[inline(always)]
fn cache_place(version: u32, name: &Ref<Str>) -> usize {
    let spread = version.wrapping_mul(0x9E37_79B1) ^ name.slot().0.wrapping_mul(0x85EB_CA6B);
    (spread >> (u32::BITS - CACHE_BITS)) as usize
}

/// What the cache knows of an attribute of a class: `Some(None)` if there is none.
#[inline]
fn cached(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>) -> Option<Option<Obj>> {
    let version = class.header().aux();
    let entry = vm.method_cache.get(cache_place(version, name));
    if version == 0 || entry.version != version || entry.name != name.slot().0 {
        return None;
    }
    if entry.class == u32::MAX {
        return Some(None);
    }
    let owner = class.get(vm).mro.tail(vm).get(entry.class as usize)?.downcast_ref::<Type>()?;
    Some(owner.get(vm).dict.get(vm).value_at(entry.entry as usize).cloned())
}

/// The inline word that the cache knows for an attribute of a class's instances: `Some(None)` if they have none.
#[inline]
pub fn cached_word(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>) -> Option<Option<usize>> {
    let version = class.header().aux();
    let entry = vm.method_cache.get(cache_place(version, name));
    let known = version != 0 && entry.version == version && entry.name == name.slot().0 && entry.class == u32::MAX;
    known.then(|| entry.entry.checked_sub(1).map(|word| word as usize))
}

/// [`TypeExt::lookup`] in the class of an object.
#[inline]
pub fn lookup_in_class(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> Option<Obj> {
    match cached(vm, &vm.class_of(o), name) {
        Some(found) => found,
        None => vm.class_of(o).own().lookup(vm, name),
    }
}

/// What can be asked of a class.
pub trait TypeExt {
    /// The name that messages have for the class (CPython's `tp_name`): a native type's with its module, if it has one.
    fn name<'a>(&'a self, vm: &'a Vm) -> Cow<'a, str>;
    /// Whether this is `other` or a subclass of it, by the MRO.
    fn is_subtype(&self, vm: &Vm, other: &Ref<Type>) -> bool;
    /// The attribute `name` of the class or one of its bases, not bound to anything.
    fn lookup(&self, vm: &mut Vm, name: &Ref<Str>) -> Option<Obj>;
    /// How to lay out an instance.
    fn shape(&self, vm: &Vm) -> Shape;
    /// The version that changes with the class; 0 if it has used up its versions.
    fn version(&self, vm: &mut Vm) -> u32;
    /// Says that the class has changed: it and its subclasses get new versions.
    fn modified(&self, vm: &mut Vm);
}

impl TypeExt for Ref<Type> {
    fn name<'a>(&'a self, vm: &'a Vm) -> Cow<'a, str> {
        let t = self.get(vm);
        if t.flags.has(TypeFlags::HEAP) {
            let name = t.name.as_str(vm);
            return if name.is_empty() { t.name.to_string_lossy(vm).into() } else { name.into() };
        }
        match vm.native_types.get(t.native as usize) {
            Some(native) if native.def.module != "builtins" => {
                format!("{}.{}", native.def.module, t.name.as_str(vm)).into()
            }
            _ => t.name.as_str(vm).into(),
        }
    }

    #[inline]
    fn is_subtype(&self, vm: &Vm, other: &Ref<Type>) -> bool {
        self.slot() == other.slot() || self.get(vm).mro.tail(vm).iter().any(|c| c.value().slot() == other.slot())
    }

    fn lookup(&self, vm: &mut Vm, name: &Ref<Str>) -> Option<Obj> {
        if let Some(found) = cached(vm, self, name) {
            return found;
        }
        let version = self.version(vm);
        let at = cache_place(version, name);
        let mro = &self.get(vm).mro;
        let mut found = None;
        for (i, class) in mro.tail(vm).iter().enumerate() {
            let Some(class) = class.downcast_ref::<Type>() else { continue };
            if let Some(entry) = Dict::find_str(vm, &class.get(vm).dict, name) {
                found = Some((i, entry, class.get(vm).dict.get(vm).value_at(entry).cloned()));
                break;
            }
        }
        if version != 0 && name.get(vm).is_interned() {
            // A new inline word gives the class a new version, as a new attribute does.
            let word = || crate::object::find_inline_word(vm, self, name).map_or(0, |word| word as u32 + 1);
            let (class, entry) = found.as_ref().map_or_else(|| (u32::MAX, word()), |f| (f.0 as u32, f.1 as u32));
            vm.method_cache.set(at, CacheEntry { version, name: name.slot().0, class, entry });
        }
        found.and_then(|f| f.2)
    }

    #[inline]
    fn shape(&self, vm: &Vm) -> Shape {
        let t = self.get(vm);
        Shape { class: self.slot(), subclass: t.flags.has(TypeFlags::HEAP), extra: (t.words + t.inline).into() }
    }

    #[inline]
    fn version(&self, vm: &mut Vm) -> u32 {
        let version = self.header().aux();
        if version != 0 { version } else { assign_version(vm, self) }
    }

    fn modified(&self, vm: &mut Vm) {
        if self.header().aux() == 0 {
            return;
        }
        self.header().set_aux(0);
        for i in 0.. {
            let Some(&sub) = self.get(vm).subclasses.get(i) else { break };
            if let Some(sub) = sub.upgrade(vm) {
                sub.modified(vm);
            }
        }
    }
}

/// Gives a class a version, and its bases first: `modified` of a base must reach it.
#[cold]
fn assign_version(vm: &mut Vm, class: &Ref<Type>) -> u32 {
    let bases = class.get(vm).bases.clone();
    for i in 0..bases.tail(vm).len() {
        if let Some(base) = bases.tail(vm)[i].downcast_ref::<Type>().cloned() {
            base.version(vm);
        }
    }
    let version = vm.next_version();
    class.header().set_aux(version);
    version
}

/// Computes which slots Python code overrides in a class, from its MRO.
pub(crate) fn compute_overrides(vm: &mut Vm, class: &Ref<Type>) {
    let overrides = match overrides_above_base(vm, class) {
        Some(overrides) => overrides,
        None => overrides_of_mro(vm, class),
    };
    // A `__new__` that was set once stays noticed: when it is deleted, what is inherited is found to be a native type's, which leaves
    // the slot as it is (CPython: `update_one_slot`).
    let new = names::special_bits(names::__new__);
    let base = class.get(vm).base.as_ref().map_or(0, |b| b.get(vm).overrides);
    let class_ = class.get_mut(vm);
    class_.overrides = overrides | (class_.overrides | base) & new;
    let del = names::__del__.clone();
    if class.lookup(vm, &del).is_some() {
        class.header().set(flag::INSTANCES_FINALISE);
    } else {
        class.header().unset(flag::INSTANCES_FINALISE);
    }
}

fn overrides_of_mro(vm: &mut Vm, class: &Ref<Type>) -> u128 {
    let mut overrides = 0u128;
    for (i, &(_, bit)) in slots::SPECIAL.iter().enumerate() {
        if overrides & 1 << bit == 0 && is_overridden(vm, class, &names::special(i), bit) {
            overrides |= 1 << bit;
        }
    }
    overrides
}

/// What a class overrides if its MRO is its own name before that of its only base: what the base does, and what its own dict
/// adds. `None` for other classes.
fn overrides_above_base(vm: &mut Vm, class: &Ref<Type>) -> Option<u128> {
    let t = class.get(vm);
    let [base] = t.bases.tail(vm) else { return None };
    let base = base.downcast_ref::<Type>()?;
    let b = base.get(vm);
    let [own, above @ ..] = t.mro.tail(vm) else { return None };
    let is_above = || above.iter().map(Obj::value).eq(b.mro.tail(vm).iter().map(Obj::value));
    // What native types differ in from their bases is in no account.
    if t.native != b.native
        || !(b.flags.has(TypeFlags::HEAP) || base.is(types::OBJECT))
        || !own.is(class)
        || !is_above()
    {
        return None;
    }
    let mut overrides = b.overrides;
    let dict = t.dict.clone();
    for i in 0..dict.get(vm).size() {
        let Some(entry) = dict.get(vm).entry(i).filter(|e| e.key.is_kind::<Str>()) else { continue };
        let is_native = is_native_new(vm, &entry.value);
        let key = entry.key.downcast_ref::<Str>().filter(|k| k.is_exact())?.clone();
        if is_native && key.is_text(vm, "__new__") {
            continue;
        }
        overrides |= names::special_bits(&Str::intern_ref(vm, key));
    }
    Some(overrides)
}

/// As [`compute_overrides`], for the class and all its subclasses.
pub(crate) fn recompute_overrides(vm: &mut Vm, class: &Ref<Type>) {
    compute_overrides(vm, class);
    for i in 0.. {
        let Some(&sub) = class.get(vm).subclasses.get(i) else { break };
        if let Some(sub) = sub.upgrade(vm) {
            recompute_overrides(vm, &sub);
        }
    }
}

/// Whether `o` is a native type's `__new__`: in a class's dict it leaves the slot as it is inherited, as in CPython.
fn is_native_new(vm: &Vm, o: &Obj) -> bool {
    o.downcast_ref::<crate::function::Builtin>().is_some_and(|f| vm.function(f.get(vm).number).name == "__new__")
}

/// Whether the first class of the MRO that has `name` defines the slot otherwise than the class's native type does.
fn is_overridden(vm: &mut Vm, class: &Ref<Type>, name: &Ref<Str>, bit: u8) -> bool {
    let t = class.get(vm);
    let own = vm.native_types[t.native as usize].slots;
    for base in t.mro.tail(vm) {
        let Some(base) = base.downcast_ref::<Type>() else { continue };
        if let Some(place) = Dict::find_str(vm, &base.get(vm).dict, name) {
            if name.is(names::__new__)
                && base.get(vm).flags.has(TypeFlags::HEAP)
                && base.get(vm).dict.get(vm).entry(place).is_some_and(|e| is_native_new(vm, &e.value))
            {
                continue;
            }
            let b = base.get(vm);
            return b.flags.has(TypeFlags::HEAP)
                || !slots::same_slot(own, vm.native_types[b.native as usize].slots, bit);
        }
    }
    false
}

/// Makes a native type that is not built in (a native module's).
///
/// # Errors
/// `MemoryError`.
pub fn define(vm: &mut Vm, def: &'static TypeDef) -> PyResult<Ref<Type>> {
    let base = Obj::in_slot(vm, def.base).and_then(|o| o.downcast::<Type>().ok());
    define_with(vm, def, base.as_ref())
}

/// Makes a native type whose base is not built in either: `def.base` is not looked at.
///
/// # Errors
/// `MemoryError`.
pub fn define_on(vm: &mut Vm, def: &'static TypeDef, base: &Ref<Type>) -> PyResult<Ref<Type>> {
    define_with(vm, def, Some(base))
}

/// Makes the native type of a payload of its own, so that [`Vm::make`] can make instances.
///
/// # Errors
/// `MemoryError`.
pub fn define_kind<T: Payload>(vm: &mut Vm, def: &'static TypeDef) -> PyResult<Ref<Type>> {
    debug_assert_eq!(def.kind, T::KIND, "{}", def.name);
    rpython_heap::kind::register::<T>();
    define(vm, def)
}

fn define_with(vm: &mut Vm, def: &'static TypeDef, base: Option<&Ref<Type>>) -> PyResult<Ref<Type>> {
    let made = blank(vm, def, base);
    let class = vm.alloc(types::TYPE, made);
    fill(vm, &class, def)?;
    if def.kind != 0 {
        vm.set_kind_type(def.kind, class.clone());
    }
    class.immortalise();
    Ok(class)
}

/// The payload of a native type, whose dict and MRO are still to be filled.
pub(crate) fn blank(vm: &mut Vm, def: &'static TypeDef, base: Option<&Ref<Type>>) -> Type {
    let native = vm.register(def, base.map(|b| b.get(vm).native));
    let (kind, flags, mut words, mut dict_word, weakly_referable) = match base {
        Some(b) => {
            let b = b.get(vm);
            let flags = b.flags.0 & (TypeFlags::SEQUENCE | TypeFlags::MAPPING | TypeFlags::MATCH_SELF);
            (b.kind, flags, b.words, b.dict_word, b.weakly_referable)
        }
        None => (kinds::INSTANCE, 0, 0, None, false),
    };
    words += def.words;
    if def.instance_dict && dict_word.is_none() {
        dict_word = Some(words);
        words += 1;
    }
    let name = Str::intern(vm, def.name);
    Type {
        qualname: name.clone(),
        name,
        bases: Ref::fixed(types::empty_tuple_slot()),
        mro: Ref::fixed(types::empty_tuple_slot()),
        base: base.cloned(),
        dict: Dict::new(vm),
        subclasses: BufVec::new(),
        keys: BufVec::new(),
        native,
        kind: if def.kind == 0 { kind } else { def.kind },
        weakly_referable: weakly_referable || def.weakly_referable,
        flags: TypeFlags(def.flags | flags | TypeFlags::IMMUTABLE),
        overrides: 0,
        words,
        dict_word,
        inline: 0,
        init: Value::UNBOUND,
    }
}

/// Special methods that a native type has, more or less, and its docstring.
const SPECIAL_METHODS: usize = 4;

/// Sets bases and MRO of a native type and fills its dict from its definition.
pub(crate) fn fill(vm: &mut Vm, class: &Ref<Type>, def: &'static TypeDef) -> PyResult<()> {
    let base = class.get(vm).base.clone();
    let mut mro = vec![class.clone().into_obj()];
    if let Some(base) = &base {
        mro.extend(base.get(vm).mro.tail(vm).iter().cloned());
        base.get_mut(vm).subclasses.push(Weak::of_ref(class))?;
    }
    let bases: Vec<Obj> = base.map(Obj::from).into_iter().collect();
    let (mro, bases) = (Tuple::from_vec(vm, mro)?, Tuple::from_vec(vm, bases)?);
    let t = class.get_mut(vm);
    t.mro = mro;
    t.bases = bases;
    let dict = class.get(vm).dict.clone();
    dict.get_mut(vm).reserve(def.methods.len() + def.getsets.len() + def.attributes.len() + SPECIAL_METHODS)?;
    crate::wrapper::add_wrappers(vm, class, def)?;
    for method in def.methods {
        let made = crate::function::for_type(vm, class, method);
        Dict::set_name(vm, &dict, method.name, made)?;
    }
    for attribute in def.getsets {
        let made = crate::descriptor::getset(vm, class, attribute);
        Dict::set_name(vm, &dict, attribute.name, made)?;
    }
    for &(name, make) in def.attributes {
        let value = make(vm);
        Dict::set_name(vm, &dict, name, value)?;
    }
    if def.instance_dict && !def.hides_dict {
        let made = crate::descriptor::getset(vm, class, &crate::object::DICT_ATTRIBUTE);
        Dict::set_str(vm, &dict, names::__dict__, made)?;
    }
    // Where instances have a computed `__doc__` or `__module__`, `type`'s descriptors know the type's own.
    if Dict::find_str(vm, &dict, names::__doc__).is_none() {
        let doc = if def.doc.is_empty() { Obj::NONE } else { Str::new(vm, def.doc).into_obj() };
        Dict::set_str(vm, &dict, names::__doc__, doc)?;
    }
    // CPython's static types have no `__module__` of their own; these modules' types are that.
    let is_static =
        matches!(def.module, "builtins" | "types" | "weakref" | "string.templatelib") || def.kind == kinds::UNION;
    if !is_static && Dict::find_str(vm, &dict, names::__module__).is_none() {
        let module = Str::intern(vm, def.module).into_obj();
        Dict::set_name(vm, &dict, "__module__", module)?;
    }
    if def.slots.compare.is_some() && def.slots.hash.is_none() {
        Dict::set_name(vm, &dict, "__hash__", Obj::NONE)?;
    }
    Ok(())
}

/// Words that instances hold for attributes, by a class's own account.
pub(crate) fn opt(o: Option<&Obj>) -> OptObj {
    o.map_or(OptObj::NONE, |o| OptObj::some(o.clone()))
}
