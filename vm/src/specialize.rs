//! Adaptive specialisation (PEP 659; CPython's `specialize.c`): which form an instruction takes.
//!
//! The first inline cache entry of a base instruction is a backoff counter. Each execution counts it down; at 0 a function here looks at
//! the operands and writes a specialised form over the instruction, with what its guards compare in the caches behind. A guard that
//! fails goes on as the base instruction, which counts again. Where nothing fits, the base form stays and the counter
//! starts higher each time.
//!
//! Caches keep nothing alive. Guards compare versions, of which no two are the same: a class with the cached version still has the
//! attribute that was found in it, a dict with the cached version the entry. Native functions are known by their number.

use crate::{call, frame::FrameHeader, frame::peek, special};
use rpython_frontend::bytecode::{CACHES, DEOPT, compare, op};
use rpython_objects::{
    Binding, Dict, Function, NativeDef, Obj, Ref, Str, StrExt, Type, TypeExt, TypeFlags, Value, Vm,
    descriptor::Member,
    function::{Builtin, MethodDescriptor},
    kinds,
    method::Method,
    module::Module,
    names, object,
    property::Property,
    static_method::StaticMethod,
    types,
};

/// A backoff counter: 12 bits of value, 4 of backoff (`pycore_backoff.h`).
const BACKOFF_BITS: u16 = 4;
const MOST_BACKOFF: u16 = 12;

const fn counter(value: u16, backoff: u16) -> u16 {
    value << BACKOFF_BITS | backoff
}

/// Of fresh code.
const WARM_UP: u16 = counter(1, 1);
/// After a specialisation: so many misses until the next.
const COOL_DOWN: u16 = counter(52, 0);
/// Of a backward jump in fresh code.
const JUMP_WARM_UP: u16 = counter(4095, MOST_BACKOFF);
/// The history of a branch in fresh code.
const BRANCH: u16 = 0x5555;

/// Whether a base instruction's counter says to specialise.
#[inline(always)]
pub(crate) const fn is_due(counter: u16) -> bool {
    counter >> BACKOFF_BITS == 0
}

/// Counts an execution of a base instruction. `ip` is behind the instruction.
///
/// # Safety
/// `ip` is at the first cache entry of an instruction whose counter is not at 0.
#[inline(always)]
pub(crate) unsafe fn count(ip: *const u16) {
    // SAFETY: the caller's promise; the units lie in a buffer of the heap that only the holder of the token touches.
    unsafe { *ip.cast_mut() = *ip - (1 << BACKOFF_BITS) }
}

/// Writes the counters of fresh code into its caches.
pub(crate) fn quicken(units: &mut [u16]) {
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let (caches, counter) = FRESH[*unit as u8 as usize];
        if caches > 0
            && let Some(first) = units.get_mut(at + 1)
        {
            *first = counter;
        }
        at += 1 + caches as usize;
    }
}

/// Of each instruction: the entries of its cache, and what the first of them is in fresh code.
static FRESH: [(u8, u16); 256] = {
    let mut table = [(0, WARM_UP); 256];
    let mut i = 0;
    while i < table.len() {
        let base = DEOPT[i];
        table[i].0 = CACHES[base as usize];
        table[i].1 = match base {
            op::JUMP_BACKWARD => JUMP_WARM_UP,
            op::POP_JUMP_IF_TRUE | op::POP_JUMP_IF_FALSE | op::POP_JUMP_IF_NONE | op::POP_JUMP_IF_NOT_NONE => BRANCH,
            _ => WARM_UP,
        };
        i += 1;
    }
    table
};

/// Makes the instruction in front of `ip` one of its specialised forms, which needs no cache.
///
/// # Safety
/// `ip` is behind the instruction's first unit.
#[inline(always)]
pub(crate) unsafe fn become_form(ip: *const u16, opcode: u8) {
    // SAFETY: the caller's promise; as in `count`.
    unsafe {
        let unit = ip.sub(1).cast_mut();
        *unit = *unit & 0xFF00 | u16::from(opcode);
    }
}

/// Writes what was decided: the form, or the next moment to look.
///
/// # Safety
/// `ip` is at the first cache entry of an instruction of a family.
unsafe fn settle(ip: *const u16, form: Option<u8>) {
    // SAFETY: the caller's promise; as in `count`.
    unsafe {
        match form {
            Some(form) => {
                become_form(ip, form);
                *ip.cast_mut() = COOL_DOWN;
            }
            None => {
                become_form(ip, DEOPT[*ip.sub(1) as u8 as usize]);
                let backoff = (*ip & 0xF).min(MOST_BACKOFF - 1) + 1;
                *ip.cast_mut() = counter((1 << backoff) - 1, backoff);
            }
        }
    }
}

/// The cache entries behind the counter, from 1 on.
struct Cache(*mut u16);

impl Cache {
    /// # Safety
    /// The instruction has so many cache entries, as for the other setters.
    unsafe fn set_u16(&self, at: usize, value: u16) {
        // SAFETY: the caller's promise.
        unsafe { *self.0.add(at) = value }
    }
    unsafe fn set_u32(&self, at: usize, value: u32) {
        // SAFETY: as above.
        unsafe { self.0.add(at).cast::<u32>().write_unaligned(value) }
    }
    unsafe fn set_u64(&self, at: usize, value: u64) {
        // SAFETY: as above.
        unsafe { self.0.add(at).cast::<u64>().write_unaligned(value) }
    }
}

fn small(n: usize) -> Option<u16> {
    u16::try_from(n).ok()
}

/// A version that can be compared: not the 0 of a class or dict that has used up its versions.
fn usable(version: u32) -> Option<u32> {
    (version != 0).then_some(version)
}

/// A specialiser for each family: decided by the operands alone, or with the token and the caches in brackets.
macro_rules! specializers {
    ($($(#[$doc:meta])* fn $name:ident$([$vm:ident, $cache:ident])?($($arg:ident: $ty:ty),*) $body:block)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Safety
            /// `ip` is at the first cache entry of an instruction of this family; operands are live.
            #[cold]
            #[inline(never)]
            pub(crate) unsafe fn $name($($vm: &mut Vm,)? ip: *const u16 $(, $arg: $ty)*) {
                fn decide($($vm: &mut Vm, $cache: Cache,)? $($arg: $ty),*) -> Option<u8> $body
                let form = decide($($vm, Cache(ip.cast_mut()),)? $($arg),*);
                // SAFETY: the caller's promise.
                unsafe { settle(ip, form) }
            }
        )*
    };
}

specializers! {
    /// `LOAD_GLOBAL`: the entry's number, and the version of the globals' keys.
    fn load_global[vm, cache](frame: *mut FrameHeader, name: &Ref<Str>) {
        // SAFETY: the caller's promise: the frame runs.
        unsafe {
            let globals = FrameHeader::globals(vm, frame);
            let builtins = FrameHeader::builtins(vm, frame);
            if !Dict::is_exact(globals)
                || !Dict::is_exact(builtins)
                || !globals.get(vm).has_only_str_keys()
                || !name.get(vm).is_interned()
            {
                return None;
            }
            let (form, entry) = match Dict::find_str(vm, globals, name) {
                Some(entry) => (op::LOAD_GLOBAL_MODULE, entry),
                None => (op::LOAD_GLOBAL_BUILTIN, Dict::find_str(vm, builtins, name)?),
            };
            // The builtin is recognised by its key, which must be the very string.
            if form == op::LOAD_GLOBAL_BUILTIN && !builtins.get(vm).entry(entry)?.key.is(name) {
                return None;
            }
            cache.set_u16(1, small(entry)?);
            cache.set_u32(2, usable(Dict::keys_version(vm, globals))?);
            Some(form)
        }
    }

    /// `LOAD_ATTR`
    fn load_attr[vm, cache](owner: &Obj, name: &Ref<Str>, is_method: bool) {
        if !name.get(vm).is_interned() {
            return None;
        }
        match owner.kind() {
            0 => None,
            kinds::TYPE => class_attribute(vm, &cache, owner, name),
            kinds::MODULE => module_attribute(vm, &cache, owner, name),
            _ => instance_attribute(vm, &cache, owner, name, is_method),
        }
    }

    /// `STORE_ATTR`
    fn store_attr[vm, cache](owner: &Obj, name: &Ref<Str>) {
        let class = vm.class_of(owner).own();
        if owner.kind() == 0 || !special::sets_generically(vm, &class) || !name.get(vm).is_interned() {
            return None;
        }
        let version = usable(class.version(vm))?;
        let found = class.lookup(vm, name);
        // SAFETY: `STORE_ATTR` has four entries.
        unsafe {
            cache.set_u32(1, version);
            if let Some(found) = found.filter(|f| vm.slots_of(f).descr_set().is_some()) {
                cache.set_u16(3, member_word(vm, &found, &class, owner)?);
                return Some(op::STORE_ATTR_SLOT);
            }
            class.get(vm).dict_word?;
            let start = Obj::extra_start(owner.kind())?;
            if let Some(d) = object::existing_dict(vm, owner) {
                let entry = Dict::find_str(vm, &d, name)?;
                if !Dict::is_exact(&d) || !d.get(vm).entry(entry)?.key.is(name) {
                    return None;
                }
                cache.set_u16(3, small(entry)?);
                return Some(op::STORE_ATTR_WITH_HINT);
            }
            let word = object::inline_word(vm, &class, name)?;
            if word >= owner.extra(vm).len() {
                return None;
            }
            cache.set_u16(3, small(start + word)?);
            Some(op::STORE_ATTR_INSTANCE_VALUE)
        }
    }

    /// `CALL`
    fn call[vm, cache](sp: *mut Value, arg: u32) {
        // SAFETY: callable, receiver or nothing, and the arguments lie below `sp`; `CALL` has three entries.
        unsafe {
            let count = arg as usize;
            let (callable, receiver) = (peek(sp.sub(count + 2)), *sp.sub(count + 1));
            match callable.kind() {
                kinds::FUNCTION => {
                    let given = count + !receiver.is_unbound() as usize;
                    let exact = special::takes_exactly(vm, callable, given);
                    Some(if exact { op::CALL_PY_EXACT_ARGS } else { op::CALL_PY_GENERAL })
                }
                kinds::METHOD if receiver.is_unbound() => {
                    let function = callable.downcast_ref::<Method>()?.get(vm).function.clone();
                    if !function.is_kind::<Function>() {
                        return None;
                    }
                    let exact = special::takes_exactly(vm, &function, count + 1);
                    Some(if exact { op::CALL_BOUND_METHOD_EXACT_ARGS } else { op::CALL_BOUND_METHOD_GENERAL })
                }
                kinds::TYPE if receiver.is_unbound() => class_call(vm, &cache, callable, count),
                kinds::METHOD_DESCRIPTOR if !receiver.is_unbound() => {
                    let d = callable.downcast_ref::<MethodDescriptor>()?.get(vm);
                    let number = d.number;
                    let def = vm.function(number);
                    if def.binding != Binding::Instance
                        || !special::is_receiver(vm, sp.sub(count + 2), sp.sub(count + 1))
                        || !passes_through(def, count + 1)
                    {
                        return None;
                    }
                    cache.set_u32(1, number);
                    let is_list = special::is_exact(peek(sp.sub(count + 1)), types::LIST);
                    if is_list && count == 1 && def.name == "append" {
                        return Some(op::CALL_LIST_APPEND);
                    }
                    Some(match (count, takes_keywords(def)) {
                        (_, true) => op::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS,
                        (0, false) if has_parameters(def, 1) => op::CALL_METHOD_DESCRIPTOR_NOARGS,
                        (1, false) if has_parameters(def, 2) => op::CALL_METHOD_DESCRIPTOR_O,
                        _ => op::CALL_METHOD_DESCRIPTOR_FAST,
                    })
                }
                kinds::BUILTIN if receiver.is_unbound() => {
                    let b = callable.downcast_ref::<Builtin>()?.get(vm);
                    let number = b.number;
                    let def = vm.function(number);
                    let hidden = def.signature.has_self() as usize;
                    if hidden != 0 && b.this.is_none() || !passes_through(def, count + hidden) && def.by_position.is_none() {
                        return None;
                    }
                    cache.set_u32(1, number);
                    let of_builtins = b.module.get().and_then(|m| m.downcast_ref::<Str>()).is_some_and(|m| m.is_text(vm, "builtins"));
                    Some(match (def.name, count) {
                        ("len", 1) if of_builtins => op::CALL_LEN,
                        ("isinstance", 2) if of_builtins => op::CALL_ISINSTANCE,
                        _ if takes_keywords(def) => op::CALL_BUILTIN_FAST_WITH_KEYWORDS,
                        _ if def.by_position.is_some() => op::CALL_BUILTIN_FAST,
                        (_, 1) if has_parameters(def, 1 + hidden) => op::CALL_BUILTIN_O,
                        _ => op::CALL_BUILTIN_FAST,
                    })
                }
                _ => Some(op::CALL_NON_PY_GENERAL),
            }
        }
    }

    /// `BINARY_OP`
    fn binary_op[vm, cache](slots: *mut Value, a: &Obj, b: &Obj, arg: u32) {
        let (x, y) = (a.value(), b.value());
        let exact = special::is_exact;
        if arg == special::SUBSCRIPT {
            if y.is_int() {
                if exact(a, types::LIST) {
                    return Some(op::BINARY_OP_SUBSCR_LIST_INT);
                }
                if exact(a, types::TUPLE) {
                    return Some(op::BINARY_OP_SUBSCR_TUPLE_INT);
                }
                if exact(a, types::STR) && y.as_int_unchecked() >= 0 {
                    return Some(op::BINARY_OP_SUBSCR_STR_INT);
                }
            }
            if exact(a, types::DICT) {
                return Some(op::BINARY_OP_SUBSCR_DICT);
            }
            let class = vm.class_of(a).own();
            if a.kind() != 0 && class.get(vm).flags.has(TypeFlags::HEAP) {
                let getitem = class.lookup(vm, names::__getitem__)?;
                if special::takes_exactly(vm, &getitem, 2) {
                    let version = usable(class.version(vm))?;
                    // SAFETY: `BINARY_OP` has five entries.
                    unsafe {
                        cache.set_u32(1, version);
                        cache.set_u32(3, getitem.value().slot().0);
                    }
                    return Some(op::BINARY_OP_SUBSCR_GETITEM);
                }
            }
            return None;
        }
        let is_add = arg == 0 || arg == 13;
        if Value::both_int(x, y) {
            return Some(match arg {
                0 | 13 => op::BINARY_OP_ADD_INT,
                10 | 23 => op::BINARY_OP_SUBTRACT_INT,
                5 | 18 => op::BINARY_OP_MULTIPLY_INT,
                _ => {
                    special::extended_operator(x, y, arg)?;
                    op::BINARY_OP_EXTEND
                }
            });
        }
        if x.is_float() && y.is_float() {
            return Some(match arg {
                0 | 13 => op::BINARY_OP_ADD_FLOAT,
                10 | 23 => op::BINARY_OP_SUBTRACT_FLOAT,
                5 | 18 => op::BINARY_OP_MULTIPLY_FLOAT,
                _ => {
                    special::extended_operator(x, y, arg)?;
                    op::BINARY_OP_EXTEND
                }
            });
        }
        if is_add && exact(a, types::STR) && exact(b, types::STR) {
            // SAFETY: the instruction behind is within the code, its argument one of the frame's slots where it stores there.
            let stored = unsafe {
                let next = *cache.0.add(CACHES[op::BINARY_OP as usize] as usize);
                next as u8 == op::STORE_FAST && (*slots.add((next >> 8) as usize)).is(x)
            };
            return Some(if stored { op::BINARY_OP_INPLACE_ADD_UNICODE } else { op::BINARY_OP_ADD_UNICODE });
        }
        special::extended_operator(x, y, arg).map(|_| op::BINARY_OP_EXTEND)
    }

    /// `TO_BOOL`
    fn to_bool[vm, cache](o: &Obj) {
        let value = o.value();
        if value.is_bool() {
            return Some(op::TO_BOOL_BOOL);
        }
        if value.is_int() {
            return Some(op::TO_BOOL_INT);
        }
        if value == Value::NONE {
            return Some(op::TO_BOOL_NONE);
        }
        if special::is_exact(o, types::LIST) {
            return Some(op::TO_BOOL_LIST);
        }
        if special::is_exact(o, types::STR) {
            return Some(op::TO_BOOL_STR);
        }
        let class = vm.class_of(o).own();
        let view = vm.slots(&class);
        if o.kind() == 0 || !class.get(vm).flags.has(TypeFlags::HEAP) || view.truth().is_some() || view.len().is_some() {
            return None;
        }
        let version = usable(class.version(vm))?;
        // SAFETY: `TO_BOOL` has three entries.
        unsafe { cache.set_u32(1, version) };
        Some(op::TO_BOOL_ALWAYS_TRUE)
    }

    /// `STORE_SUBSCR`
    fn store_subscr(container: &Obj, key: &Obj) {
        if special::is_exact(container, types::LIST) && key.value().is_int() {
            return Some(op::STORE_SUBSCR_LIST_INT);
        }
        special::is_exact(container, types::DICT).then_some(op::STORE_SUBSCR_DICT)
    }

    /// `COMPARE_OP`
    fn compare_op(a: &Obj, b: &Obj, arg: u32) {
        let (x, y) = (a.value(), b.value());
        if Value::both_int(x, y) {
            return Some(op::COMPARE_OP_INT);
        }
        if x.is_float() && y.is_float() {
            return Some(op::COMPARE_OP_FLOAT);
        }
        let operator = (arg >> 5) as u8;
        let equality = operator == compare::EQ || operator == compare::NE;
        (equality && special::is_exact(a, types::STR) && special::is_exact(b, types::STR)).then_some(op::COMPARE_OP_STR)
    }

    /// `CONTAINS_OP`
    fn contains_op(container: &Obj) {
        if special::is_exact(container, types::DICT) {
            return Some(op::CONTAINS_OP_DICT);
        }
        let set = special::is_exact(container, types::SET) || special::is_exact(container, types::FROZENSET);
        set.then_some(op::CONTAINS_OP_SET)
    }

    /// `FOR_ITER`
    fn for_iter(iterator: &Obj) {
        if special::is_exact(iterator, types::LIST_ITERATOR) {
            return Some(op::FOR_ITER_LIST);
        }
        if special::is_exact(iterator, types::TUPLE_ITERATOR) {
            return Some(op::FOR_ITER_TUPLE);
        }
        if iterator.kind() == kinds::RANGE_ITERATOR {
            return Some(op::FOR_ITER_RANGE);
        }
        special::is_exact(iterator, types::GENERATOR).then_some(op::FOR_ITER_GEN)
    }

    /// `SEND`
    fn send(receiver: &Obj) {
        let plain = special::is_exact(receiver, types::GENERATOR) || special::is_exact(receiver, types::COROUTINE);
        plain.then_some(op::SEND_GEN)
    }

    /// `UNPACK_SEQUENCE`
    fn unpack_sequence(sequence: &Obj, arg: u32) {
        let length = sequence.header().map_or(0, |h| h.aux());
        if special::is_exact(sequence, types::TUPLE) && length == arg {
            return Some(if arg == 2 { op::UNPACK_SEQUENCE_TWO_TUPLE } else { op::UNPACK_SEQUENCE_TUPLE });
        }
        special::is_exact(sequence, types::LIST).then_some(op::UNPACK_SEQUENCE_LIST)
    }
}

/// The form for an attribute of a module: the entry's number, and the version of its dict's keys.
fn module_attribute(vm: &mut Vm, cache: &Cache, owner: &Obj, name: &Ref<Str>) -> Option<u8> {
    if !special::is_exact(owner, types::MODULE) || types::MODULE.lookup(vm, name).is_some() {
        return None;
    }
    let dict = owner.downcast_ref::<Module>()?.get(vm).dict.clone();
    if !Dict::is_exact(&dict) || !dict.get(vm).has_only_str_keys() {
        return None;
    }
    let entry = Dict::find_str(vm, &dict, name)?;
    let version = usable(Dict::keys_version(vm, &dict))?;
    // SAFETY: `LOAD_ATTR` has nine entries.
    unsafe {
        cache.set_u32(1, version);
        cache.set_u16(3, small(entry)?);
    }
    Some(op::LOAD_ATTR_MODULE)
}

/// The form for an attribute of a class.
fn class_attribute(vm: &mut Vm, cache: &Cache, owner: &Obj, name: &Ref<Str>) -> Option<u8> {
    let class = owner.downcast_ref::<Type>()?;
    let meta = vm.class_of(owner).own();
    if !special::same_attribute_lookup(vm, &meta, types::TYPE) {
        return None;
    }
    // A data descriptor of the metaclass comes first.
    if meta.lookup(vm, name).is_some_and(|f| vm.slots_of(&f).descr_set().is_some()) {
        return None;
    }
    let found = class.lookup(vm, name)?;
    let (is_static, found) = match static_function(vm, &found) {
        Some(function) => (true, function),
        None => (false, found),
    };
    // Functions of all sorts are not bound to a class.
    let plain = is_static
        || vm.slots_of(&found).descr_get().is_none()
        || vm.class_of(&found).get(vm).flags.has(TypeFlags::METHOD_DESCRIPTOR);
    if !plain {
        return None;
    }
    // SAFETY: `LOAD_ATTR` has nine entries.
    unsafe {
        cache.set_u32(1, usable(class.version(vm))?);
        cache.set_u64(5, found.value().to_uncounted().0);
        if meta.is(types::TYPE) {
            return Some(op::LOAD_ATTR_CLASS);
        }
        cache.set_u32(3, usable(meta.version(vm))?);
        Some(op::LOAD_ATTR_CLASS_WITH_METACLASS_CHECK)
    }
}

/// What a static method hands out, which it keeps: see `rpython_objects::static_method`.
fn static_function(vm: &Vm, found: &Obj) -> Option<Obj> {
    let found = found.downcast_ref::<StaticMethod>().filter(|s| special::is_exact(s, types::STATIC_METHOD))?;
    found.get(vm).function.cloned()
}

/// The form for an attribute of an instance.
fn instance_attribute(vm: &mut Vm, cache: &Cache, owner: &Obj, name: &Ref<Str>, is_method: bool) -> Option<u8> {
    let class = vm.class_of(owner).own();
    if !special::is_generic(vm, &class) {
        return None;
    }
    let version = usable(class.version(vm))?;
    let found = class.lookup(vm, name);
    // SAFETY: `LOAD_ATTR` has nine entries.
    unsafe {
        cache.set_u32(1, version);
        if let Some(found) = found.as_ref().filter(|f| vm.slots_of(f).descr_set().is_some()) {
            if found.is_kind::<Member>() {
                cache.set_u16(3, member_word(vm, found, &class, owner)?);
                return Some(op::LOAD_ATTR_SLOT);
            }
            if types::OBJECT.lookup(vm, names::__class__).is_some_and(|of_object| found.is(&of_object)) {
                cache.set_u64(5, class.value().to_uncounted().0);
                return Some(op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT);
            }
            let get = found
                .downcast_ref::<Property>()
                .filter(|p| special::is_exact(p, types::PROPERTY))?
                .get(vm)
                .get
                .cloned()?;
            if is_method || !special::takes_exactly(vm, &get, 1) {
                return None;
            }
            cache.set_u64(5, found.value().to_uncounted().0);
            return Some(op::LOAD_ATTR_PROPERTY);
        }
        let t = class.get(vm);
        let (dict_word, start) = (t.dict_word, Obj::extra_start(owner.kind()));
        let dict_place = match (dict_word, start) {
            (Some(word), Some(start)) => Some(small(start + word as usize)?),
            (Some(_), None) => return None,
            // Without a word for it, some native types keep a dict of their own kind.
            (None, _) if has_own_dict(owner) => return None,
            (None, _) => None,
        };
        if let (Some(place), Some(start)) = (dict_place, start) {
            if let Some(d) = object::existing_dict(vm, owner) {
                // What the class has may be hidden by any key.
                if !Dict::is_exact(&d) {
                    return None;
                }
                let Some(entry) = Dict::find_str(vm, &d, name) else {
                    let found = found.filter(|f| binds_as_method(vm, f))?;
                    cache.set_u64(5, found.value().to_uncounted().0);
                    return Some(op::LOAD_ATTR_METHOD_LAZY_DICT);
                };
                if !d.get(vm).entry(entry)?.key.is(name) {
                    return None;
                }
                cache.set_u16(3, place);
                cache.set_u16(4, small(entry)?);
                return Some(op::LOAD_ATTR_WITH_HINT);
            }
            if let Some(word) = object::inline_word(vm, &class, name) {
                if owner.extra(vm).get(word).is_none_or(|w| w.is_none()) {
                    return None;
                }
                cache.set_u16(3, small(start + word)?);
                return Some(op::LOAD_ATTR_INSTANCE_VALUE);
            }
            cache.set_u16(3, place);
        }
        let found = found?;
        let (is_static, found) = match static_function(vm, &found) {
            Some(function) => (true, function),
            None => (false, found),
        };
        let binds = !is_static && vm.slots_of(&found).descr_get().is_some();
        cache.set_u64(5, found.value().to_uncounted().0);
        let with_values = dict_place.is_some();
        if binds {
            let form = if with_values { op::LOAD_ATTR_METHOD_WITH_VALUES } else { op::LOAD_ATTR_METHOD_NO_DICT };
            return binds_as_method(vm, &found).then_some(form);
        }
        Some(if with_values { op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES } else { op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT })
    }
}

/// Whether what a class has is called with the receiver as its first argument.
fn binds_as_method(vm: &Vm, found: &Obj) -> bool {
    vm.class_of(found).get(vm).flags.has(TypeFlags::METHOD_DESCRIPTOR)
}

/// Native payloads that hold a dict of attributes themselves.
fn has_own_dict(o: &Obj) -> bool {
    matches!(o.kind(), kinds::EXCEPTION | kinds::FUNCTION | kinds::MODULE | kinds::NAMESPACE)
}

/// Where a `__slots__` descriptor's word lies, in words from the start of the slot.
fn member_word(vm: &Vm, found: &Obj, class: &Ref<Type>, owner: &Obj) -> Option<u16> {
    let member = found.downcast_ref::<Member>()?.get(vm);
    let start = Obj::extra_start(owner.kind())?;
    let word = member.word as usize;
    (class.is_subtype(vm, &member.owner) && word < owner.extra(vm).len()).then_some(())?;
    small(start + word)
}

/// The form for a call of a class.
///
/// # Safety
/// The cache is that of a `CALL`.
unsafe fn class_call(vm: &mut Vm, cache: &Cache, callable: &Obj, count: usize) -> Option<u8> {
    let class = callable.downcast_ref::<Type>()?;
    if count == 1 && class.is(types::TYPE) {
        return Some(op::CALL_TYPE_1);
    }
    if count == 1 && class.is(types::STR) {
        return Some(op::CALL_STR_1);
    }
    if count == 1 && class.is(types::TUPLE) {
        return Some(op::CALL_TUPLE_1);
    }
    if class.get(vm).flags.has(TypeFlags::IMMUTABLE) {
        return Some(op::CALL_BUILTIN_CLASS);
    }
    if !call::enters_init(vm, class) {
        return None;
    }
    let init = class.lookup(vm, names::__init__)?;
    if !call::takes(vm, &init, count + 1) {
        return None;
    }
    let version = usable(class.version(vm))?;
    class.get_mut(vm).init = init.value().to_uncounted();
    // SAFETY: the caller's promise: three entries.
    unsafe { cache.set_u32(1, version) };
    Some(op::CALL_ALLOC_AND_ENTER_INIT)
}

/// Whether a native function gets the words of a call by `given` positions as they are.
fn passes_through(def: &NativeDef, given: usize) -> bool {
    def.signature.passes_through(given)
}

fn takes_keywords(def: &NativeDef) -> bool {
    def.signature.takes_keywords()
}

fn has_parameters(def: &NativeDef, n: usize) -> bool {
    def.signature.params().len() == n
}
