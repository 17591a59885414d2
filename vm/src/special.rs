//! The slow halves of operators and attribute access, and what runs between instructions.

use crate::frame::{FrameHeader, peek, take};
use rpython_frontend::bytecode::{CACHES, SPECIAL_METHODS, compare, op};
use rpython_heap::{Pending, give_up, take_pending};
use rpython_objects::{
    Code, CompareOp, Dict, Function, List, Obj, OptObj, PyResult, Raised, Ref, Str, StrExt, Type, TypeExt, TypeFlags,
    Value, Vm,
    class_method::ClassMethod,
    function::{Builtin, MethodDescriptor},
    kinds, names, object,
    protocol::{self, BinaryOp},
    raise, sequence, slice, type_error, type_object, types,
};

/// `NB_SUBSCR`, the last of `BINARY_OP`'s arguments.
pub(crate) const SUBSCRIPT: u32 = 26;
/// `NB_INPLACE_ADD`
const INPLACE_ADD: u32 = 13;
/// Words of a slot in front of the extra ones of an [`object::Instance`].
pub(crate) const FIRST_EXTRA: u32 = 2;

/// Frees an object whose last count was given up, and runs what that leaves to run.
///
/// # Safety
/// `give_up` has just answered true; the running frame's `top` is saved.
#[cold]
#[inline(never)]
pub(crate) unsafe fn free_word(vm: &mut Vm, value: Value) {
    // SAFETY: the caller's promise.
    unsafe { rpython_heap::release(value) };
    if rpython_heap::has_pending() {
        run_pending(vm);
    }
}

/// Whether an object is an instance of a class, no subclass.
#[inline(always)]
pub(crate) fn is_exact(o: &Obj, class: &Ref<Type>) -> bool {
    o.header().is_some_and(|h| h.class() == class.slot())
}

/// Whether a Python function takes exactly so many arguments, by position.
#[inline(always)]
pub(crate) fn takes_exactly(vm: &Vm, f: &Obj, given: usize) -> bool {
    f.downcast_ref::<Function>().is_some_and(|f| f.get(vm).code.get(vm).exact_arguments as usize == given)
}

/// The instance's dict, if it has been made.
#[inline]
pub(crate) fn dict_of(vm: &Vm, o: &Obj) -> Option<Ref<Dict>> {
    object::existing_dict(vm, o)
}

/// Whether the instance's dict has an attribute, or might have it: a key that is no string can equal any.
#[inline]
pub(crate) fn dict_has(vm: &Vm, o: &Obj, name: &Ref<Str>) -> bool {
    dict_of(vm, o).is_some_and(|d| !d.get(vm).has_only_str_keys() || Dict::find_str(vm, &d, name).is_some())
}

/// What a class has as a method, bound to an instance.
#[inline(never)]
pub(crate) fn bind_method(vm: &mut Vm, found: &Obj, owner: &Obj) -> PyResult {
    match vm.slots_of(found).descr_get() {
        Some(get) => {
            let class = vm.class_of(owner).own();
            get(vm, found, Some(owner), Some(&class))
        }
        None => Ok(found.clone()),
    }
}

/// The length of a list or tuple.
#[inline(always)]
pub(crate) fn plain_len(vm: &Vm, o: &Obj) -> Option<usize> {
    let h = o.header()?;
    if h.class() == types::LIST.slot() {
        return o.downcast_ref::<List>().map(|list| list.get(vm).items.len());
    }
    (h.class() == types::TUPLE.slot()).then_some(h.aux() as usize)
}

/// The place of an item in a sequence of so many, beyond its end where it has no such index.
#[inline(always)]
pub(crate) fn place(index: Value, len: usize) -> usize {
    let i = index.as_int_unchecked();
    (if i < 0 { i + len as i64 } else { i }) as usize
}

/// Whether a word holds the native function of a number.
///
/// # Safety
/// The word is a live stack reference.
#[inline(always)]
pub(crate) unsafe fn is_native(vm: &Vm, word: *mut Value, kind: u8, number: u32) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let o = peek(word);
        match kind {
            kinds::BUILTIN => o.downcast_ref::<Builtin>().is_some_and(|b| b.get(vm).number == number),
            _ => o.downcast_ref::<MethodDescriptor>().is_some_and(|d| d.get(vm).number == number),
        }
    }
}

/// Whether the receiver is an instance of the class that a method descriptor belongs to.
///
/// # Safety
/// Both words are live stack references.
#[inline(always)]
pub(crate) unsafe fn is_receiver(vm: &Vm, callable: *mut Value, receiver: *mut Value) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(descriptor) = peek(callable).downcast_ref::<MethodDescriptor>() else { return false };
        let owner = &descriptor.get(vm).owner;
        match peek(receiver).header() {
            Some(h) => h.class() == owner.slot(),
            None => !(*receiver).is_unbound() && vm.class_of(peek(receiver)).is(owner),
        }
    }
}

/// What a native function is bound to, borrowed from it.
///
/// # Safety
/// The word is a live stack reference.
#[inline(always)]
pub(crate) unsafe fn native_receiver(vm: &Vm, callable: *mut Value) -> Option<Value> {
    // SAFETY: the caller's promise.
    unsafe { peek(callable).downcast_ref::<Builtin>()?.get(vm).this.get().map(|this| this.value().to_uncounted()) }
}

/// The outcome of a comparison of small ints, as a bit of `COMPARE_OP`'s argument.
#[inline(always)]
pub(crate) fn int_outcome(a: Value, b: Value) -> u32 {
    let (x, y) = (a.0 << 14, b.0 << 14);
    let (x, y) = (x as i64, y as i64);
    if x == y {
        compare::EQUALS.into()
    } else if x < y {
        compare::LESS_THAN.into()
    } else {
        compare::GREATER_THAN.into()
    }
}

/// The outcome of a comparison of floats, as a bit of `COMPARE_OP`'s argument.
#[inline(always)]
pub(crate) fn float_outcome(a: f64, b: f64) -> u32 {
    match a.partial_cmp(&b) {
        None => compare::UNORDERED.into(),
        Some(std::cmp::Ordering::Equal) => compare::EQUALS.into(),
        Some(std::cmp::Ordering::Less) => compare::LESS_THAN.into(),
        Some(std::cmp::Ordering::Greater) => compare::GREATER_THAN.into(),
    }
}

/// `BINARY_OP_EXTEND`: operators on small ints and floats, mixed too, that have no form of their own. `None` where the result is no
/// immediate value, or an error.
#[inline]
pub(crate) fn extended_operator(a: Value, b: Value, arg: u32) -> Option<Value> {
    let operator = if arg >= INPLACE_ADD { arg - INPLACE_ADD } else { arg };
    if Value::both_int(a, b) {
        let (x, y) = (a.as_int_unchecked(), b.as_int_unchecked());
        return match operator {
            1 => Some(Value(a.0 & b.0)),
            7 => Some(Value(a.0 | b.0)),
            12 => Value::int(x ^ y),
            2 if y != 0 => Value::int(x.div_euclid(y) - i64::from(y < 0 && x.rem_euclid(y) != 0)),
            6 if y != 0 => {
                let rest = x % y;
                Value::int(if rest != 0 && (rest < 0) != (y < 0) { rest + y } else { rest })
            }
            3 if (0..50).contains(&y) => {
                let shifted = x << y;
                if shifted >> y == x { Value::int(shifted) } else { None }
            }
            9 if y >= 0 => Value::int(x >> y.min(63)),
            // 50 bits are exact in a float, so one division rounds as CPython's does.
            11 if y != 0 => Some(Value::float(x as f64 / y as f64)),
            _ => None,
        };
    }
    let number = |v: Value| {
        if v.is_float() {
            Some(v.as_float_unchecked())
        } else if v.is_int() {
            Some(v.as_int_unchecked() as f64)
        } else {
            None
        }
    };
    let (x, y) = (number(a)?, number(b)?);
    match operator {
        0 => Some(Value::float(x + y)),
        10 => Some(Value::float(x - y)),
        5 => Some(Value::float(x * y)),
        11 if y != 0.0 => Some(Value::float(x / y)),
        _ => None,
    }
}

/// `s += t` where `s` is also in a local's slot, which gives its count up, so that the text can grow in place. The slot is empty
/// afterwards, and so is the operand.
///
/// # Safety
/// The words below `sp` are exact strings; `place` is a slot that holds the lower one.
pub(crate) unsafe fn append_to_local(vm: &mut Vm, place: *mut Value, sp: *mut Value) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        let y = (*sp.sub(1).cast::<Ref<Str>>()).clone();
        let local = take(place);
        *place = Value::UNBOUND;
        let operand = take(sp.sub(2));
        *sp.sub(2) = Value::UNBOUND;
        drop(operand);
        let Ok(local) = local.downcast::<Str>() else { return Ok(Obj::NONE) };
        Str::append_in_place(vm, local, &y).map(Obj::from)
    }
}

/// The character at an index, if it is one of those that always exist.
pub(crate) fn latin1_at(vm: &Vm, s: &Ref<Str>, index: i64) -> Option<Obj> {
    let c = s.text(vm).get(usize::try_from(index).ok()?)?;
    let code = u8::try_from(c).ok()?;
    Some(names::character(code).into_obj())
}

/// A dict lacks a key.
#[cold]
pub(crate) fn missing_key(vm: &mut Vm, key: &Obj) -> Raised {
    rpython_objects::dict::methods::key_error(vm, key)
}

/// Whether the attributes of a class's instances are looked up as those of `other`'s.
pub(crate) fn same_attribute_lookup(vm: &Vm, class: &Ref<Type>, other: &Ref<Type>) -> bool {
    vm.slots(class).get_attr().map(|f| f as usize) == vm.slots(other).get_attr().map(|f| f as usize)
}

/// Whether attributes of a class's instances are set as `object` does it.
pub(crate) fn sets_generically(vm: &Vm, class: &Ref<Type>) -> bool {
    vm.slots(class).set_attr().map(|f| f as usize) == vm.slots(types::OBJECT).set_attr().map(|f| f as usize)
}

/// Traces are not made yet.
#[cold]
pub(crate) fn no_executors(vm: &mut Vm) -> Raised {
    raise!(vm, types::SYSTEM_ERROR, "ENTER_EXECUTOR without executors")
}

/// `BINARY_OP` on the two words below `sp`. `ip` is behind the instruction, its caches not yet skipped.
///
/// # Safety
/// The words are live; `ip` and `slots` are those of the running frame.
pub(crate) unsafe fn binary_op(vm: &mut Vm, ip: *const u16, slots: *mut Value, sp: *mut Value, arg: u32) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        let (a, b) = (peek(sp.sub(2)), peek(sp.sub(1)));
        if arg == SUBSCRIPT {
            return protocol::get_item(vm, a, b);
        }
        if (arg == INPLACE_ADD || arg == 0)
            && let (Some(x), Some(y)) = (a.downcast_ref::<Str>(), b.downcast_ref::<Str>())
            && vm.class_of(a).is(types::STR)
            && vm.class_of(b).is(types::STR)
        {
            let next = *ip.add(CACHES[op::BINARY_OP as usize] as usize);
            let slot = slots.add((next >> 8) as usize);
            if next as u8 == op::STORE_FAST && peek(slot).is(x) {
                return append_to_local(vm, slot, sp);
            }
            return Ok(Str::concat(vm, x, y)?.into_obj());
        }
        let (a, b) = (a.clone(), b.clone());
        match BinaryOp::ALL.get(arg as usize) {
            Some(operator) => protocol::binary(vm, &a, &b, *operator),
            None => match BinaryOp::ALL.get(arg as usize - BinaryOp::ALL.len()) {
                Some(operator) => protocol::inplace(vm, &a, &b, *operator),
                None => Err(raise!(vm, types::SYSTEM_ERROR, "unknown binary operator {arg}")),
            },
        }
    }
}

/// `COMPARE_OP`
pub(crate) fn compare_op(vm: &mut Vm, a: &Obj, b: &Obj, operator: CompareOp, to_bool: bool) -> PyResult {
    if let (Some(x), Some(y)) = (a.downcast_ref::<Str>(), b.downcast_ref::<Str>())
        && matches!(operator, CompareOp::Eq | CompareOp::Ne)
        && vm.class_of(a).is(types::STR)
        && vm.class_of(b).is(types::STR)
    {
        return Ok(Obj::bool(Str::same(vm, x, y) == (operator == CompareOp::Eq)));
    }
    let result = protocol::compare(vm, a, b, operator)?;
    if to_bool && !result.value().is_bool() {
        return protocol::is_true(vm, &result).map(Obj::bool);
    }
    Ok(result)
}

/// The version of a class, 0 of what is none: never that of a cache.
#[inline(always)]
pub(crate) fn own_version(o: &Obj) -> u32 {
    match o.header() {
        Some(h) if h.kind() == kinds::TYPE => h.aux(),
        _ => 0,
    }
}

/// Releases the top `n` words of a frame's operand stack, the top first, and says where the rest ends.
///
/// # Safety
/// They are live stack references below `sp` that are not used again.
#[inline(never)]
pub(crate) unsafe fn drop_words(vm: &mut Vm, frame: *mut FrameHeader, mut sp: *mut Value, n: usize) -> *mut Value {
    // SAFETY: the caller's promise.
    unsafe {
        for _ in 0..n {
            sp = sp.sub(1);
            let value = *sp;
            if value.is_counted() && give_up(value) {
                (*frame).top = sp;
                free_word(vm, value);
            }
        }
        sp
    }
}

/// `container[start:stop]`
pub(crate) fn get_slice(vm: &mut Vm, container: &Obj, start: &Obj, stop: &Obj) -> PyResult {
    if let Some(part) = sequence::list_part(vm, container, start, stop)? {
        return Ok(part);
    }
    let key = slice::new(vm, start, stop, &Obj::NONE);
    protocol::get_item(vm, container, &key)
}

/// `container[start:stop] = value`
pub(crate) fn set_slice(vm: &mut Vm, container: &Obj, start: &Obj, stop: &Obj, value: &Obj) -> PyResult<()> {
    if rpython_objects::list::assign_part(vm, container, start, stop, value)? {
        return Ok(());
    }
    let key = slice::new(vm, start, stop, &Obj::NONE);
    protocol::set_item(vm, container, &key, value)
}

/// What a method lookup found.
pub(crate) enum Method {
    /// A function that takes the receiver as its first argument.
    Unbound(Obj),
    /// A class method's function, and the class that it takes as its first argument.
    Bound(Obj, Obj),
    /// Anything else.
    Attribute(Obj),
}

/// Whether attributes of a class's instances are looked up as `object` does it.
#[inline]
pub(crate) fn is_generic(vm: &Vm, class: &Ref<Type>) -> bool {
    let own = vm.slots(class).get_attr().map(|f| f as usize);
    own == Some(object::generic_get_attr as fn(&mut Vm, &Obj, &Obj) -> PyResult as usize)
}

/// The Python function of a class method.
fn class_method_function(vm: &Vm, found: &Obj) -> Option<Obj> {
    let found = found.downcast_ref::<ClassMethod>().filter(|c| is_exact(c, types::CLASS_METHOD))?;
    found.get(vm).function.cloned().filter(Obj::is_kind::<Function>)
}

/// `o.name(…)`: the method, not bound where that can be avoided.
#[inline]
pub(crate) fn load_method(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult<Method> {
    if !is_generic(vm, &vm.class_of(o)) {
        if let Some(class) = o.downcast_ref::<Type>()
            && same_attribute_lookup(vm, &vm.class_of(o), types::TYPE)
            && type_object::lookup_in_class(vm, o, name).is_none()
            && let Some(found) = class.lookup(vm, name)
            && let Some(function) = class_method_function(vm, &found)
        {
            return Ok(Method::Bound(function, o.clone()));
        }
        return protocol::get_attr(vm, o, name).map(Method::Attribute);
    }
    let Some(found) = type_object::lookup_in_class(vm, o, name) else {
        return match object::own_attribute(vm, o, name)? {
            Some(own) => Ok(Method::Attribute(own)),
            None => Err(protocol::no_attribute(vm, o, name)),
        };
    };
    if vm.class_of(&found).get(vm).flags.has(TypeFlags::METHOD_DESCRIPTOR) {
        return Ok(match object::own_attribute(vm, o, name)? {
            Some(own) => Method::Attribute(own),
            None => Method::Unbound(found),
        });
    }
    if let Some(function) = class_method_function(vm, &found) {
        return Ok(match object::own_attribute(vm, o, name)? {
            Some(own) => Method::Attribute(own),
            None => Method::Bound(function, vm.class_of(o).own().into_obj()),
        });
    }
    match object::find_generic(vm, o, name)? {
        Some(value) => Ok(Method::Attribute(value)),
        None => Err(protocol::no_attribute(vm, o, name)),
    }
}

/// `o.name`
#[inline]
pub(crate) fn load_attribute(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult {
    if !is_generic(vm, &vm.class_of(o)) {
        return protocol::get_attr(vm, o, name);
    }
    match object::find_generic(vm, o, name)? {
        Some(value) => Ok(value),
        None => Err(protocol::no_attribute(vm, o, name)),
    }
}

/// The value of an attribute that an instance keeps inline, where nothing in its class has the name and the cache of lookups knows it.
#[inline(always)]
pub(crate) fn inline_value(vm: &Vm, o: &Obj, name: &Ref<Str>) -> Option<Obj> {
    if o.kind() != kinds::INSTANCE {
        return None;
    }
    let class = vm.class_of(o);
    let word = type_object::cached_word(vm, &class, name)??;
    if !is_generic(vm, &class) {
        return None;
    }
    o.extra(vm).get(word)?.cloned()
}

/// `o.name = value`
#[inline]
pub(crate) fn store_attribute(vm: &mut Vm, o: &Obj, name: &Ref<Str>, value: &Obj) -> PyResult<()> {
    protocol::set_attr(vm, o, name, value)
}

/// `LOAD_SUPER_ATTR`: `super().name` without making the `super` object, unless the name means something else.
pub(crate) fn load_super_attribute(
    vm: &mut Vm,
    global_super: &Obj,
    class: &Obj,
    this: &Obj,
    name: &Ref<Str>,
    arg: u32,
) -> PyResult<Method> {
    let method = arg & 1 != 0;
    if global_super.is(types::SUPER) {
        let (value, unbound) = rpython_objects::super_object::load(vm, class, this, name, method)?;
        return Ok(if unbound { Method::Unbound(value) } else { Method::Attribute(value) });
    }
    let args = [class.clone(), this.clone()];
    let made = protocol::call(vm, global_super, if arg & 2 != 0 { &args } else { &[] })?;
    protocol::get_attr(vm, &made, name).map(Method::Attribute)
}

/// `LOAD_SPECIAL`: `__enter__` and the like, looked up in the class.
pub(crate) fn load_special(vm: &mut Vm, o: &Obj, which: u8) -> PyResult<Method> {
    let name = match which {
        0 => names::__enter__,
        1 => names::__exit__,
        2 => names::__aenter__,
        _ => names::__aexit__,
    };
    let Some(found) = protocol::lookup_special(vm, o, name) else {
        return Err(no_special(vm, o, which));
    };
    if vm.class_of(&found).get(vm).flags.has(TypeFlags::METHOD_DESCRIPTOR) {
        return Ok(Method::Unbound(found));
    }
    protocol::bind(vm, o, &found).map(Method::Attribute)
}

#[cold]
fn no_special(vm: &mut Vm, o: &Obj, which: u8) -> Raised {
    let has = |vm: &mut Vm, name: &str| {
        let name = Str::intern(vm, name);
        protocol::lookup_special(vm, o, &name).is_some()
    };
    let is_sync = has(vm, "__enter__") && has(vm, "__exit__");
    let is_async = has(vm, "__aenter__") && has(vm, "__aexit__");
    let class = vm.class_of(o).own();
    let class = rpython_objects::class::qualified_name(vm, &class);
    let name = SPECIAL_METHODS[which as usize];
    let (protocol, other) = if which < 2 {
        (
            "context manager",
            is_async.then_some(
                " that supports the asynchronous context manager protocol. Did you mean to use 'async with'?",
            ),
        )
    } else {
        (
            "asynchronous context manager",
            is_sync.then_some(" that supports the context manager protocol. Did you mean to use 'with'?"),
        )
    };
    match other {
        Some(hint) => {
            let hint = hint.strip_prefix(" that").map_or(hint, |h| h);
            type_error!(
                vm,
                "'{class}' object does not support the {protocol} protocol (missed {name} method) but it{hint}"
            )
        }
        None => type_error!(vm, "'{class}' object does not support the {protocol} protocol (missed {name} method)"),
    }
}

/// Runs what releases have left: finalisers and the callbacks of weak references. What one of them leaves comes before the next
/// one, as if it had run at the release itself.
#[cold]
#[inline(never)]
pub fn run_pending(vm: &mut Vm) {
    let mut work = take_pending(vm);
    work.reverse();
    while let Some(entry) = work.pop() {
        // The exception on its way, if any, is not theirs.
        let travelling = std::mem::replace(&mut vm.exception, OptObj::NONE);
        match entry {
            Pending::Finalise(o) => {
                if let Some(finalise) = vm.slots_of(&o).finalise()
                    && finalise(vm, &o).is_err()
                {
                    report_finaliser(vm, &o);
                }
                // The finaliser may have made a new reference: then the object lives on.
                drop(o);
            }
            Pending::Collect => rpython_gc::automatic(vm),
            Pending::Died(referrer) => {
                if let Err((_raised, callback)) = rpython_objects::weakref::run_callback(vm, &referrer) {
                    report(vm, "while calling weakref callback", Some(&callback));
                }
            }
        }
        vm.exception = travelling;
        if rpython_heap::has_pending() {
            let mut more = take_pending(vm);
            more.reverse();
            work.append(&mut more);
        }
    }
}

/// Reports what the finaliser of an object has raised.
fn report_finaliser(vm: &mut Vm, o: &Obj) {
    if o.is_kind::<rpython_objects::Generator>() {
        return report(vm, "while closing generator", Some(o));
    }
    let method = vm.class_of(o).own().lookup(vm, rpython_objects::names::__del__);
    report(vm, "while calling deallocator", method.as_ref());
}

/// Reports an exception that cannot be raised.
pub(crate) fn report(vm: &mut Vm, what: &str, object: Option<&Obj>) {
    (vm.hooks.unraisable)(vm, what, object);
}

/// An instruction that the interpreter does not have.
#[cold]
pub(crate) fn unknown_instruction(vm: &mut Vm, opcode: u8) -> Raised {
    raise!(vm, types::SYSTEM_ERROR, "unknown opcode {opcode}")
}

/// The mapping of a class body or module; within a comprehension that runs in its frame, a copy with the comprehension's
/// variables (PEP 709).
unsafe fn with_hidden(vm: &mut Vm, frame: *mut FrameHeader, code: &Ref<Code>, locals: &Obj) -> PyResult {
    let mut shown = None;
    for i in 0..code.get(vm).slot_kinds.tail(vm).len() {
        if code.get(vm).slot_kinds.tail(vm)[i] & rpython_frontend::code::kind::HIDDEN == 0 {
            continue;
        }
        // SAFETY: the caller passes a live frame of this code.
        let value = unsafe { peek(FrameHeader::slot_base(frame).add(i)).clone() };
        let value = match value.downcast_ref::<rpython_objects::cell::Cell>() {
            Some(cell) => cell.get(vm).content.cloned(),
            None => value.bound(),
        };
        let name = code.get(vm).slot_names.tail(vm)[i].downcast_ref::<Str>().cloned();
        let (Some(value), Some(name)) = (value, name) else { continue };
        let copy = match &shown {
            Some(copy) => copy,
            None => {
                let copy = Dict::new(vm);
                let update = Str::intern(vm, "update");
                protocol::call_method(vm, &copy.clone().into_obj(), &update, std::slice::from_ref(locals))?;
                shown.insert(copy)
            }
        };
        Dict::set_str(vm, copy, &name, value)?;
    }
    Ok(shown.map_or_else(|| locals.clone(), Obj::from))
}

/// The locals of the running frame by name: `locals()` of a function is a snapshot.
pub(crate) unsafe fn snapshot_locals(vm: &mut Vm, frame: *mut FrameHeader) -> PyResult {
    // SAFETY: the caller passes a live frame.
    unsafe {
        let code = FrameHeader::code(frame).clone();
        if let Some(locals) = FrameHeader::locals(frame) {
            return with_hidden(vm, frame, &code, &locals.clone());
        }
        let made = Dict::new(vm);
        let slots = FrameHeader::slot_base(frame);
        for i in 0..(*frame).slots as usize {
            let kind = code.get(vm).slot_kinds.tail(vm).get(i).copied().unwrap_or(0);
            if kind & rpython_frontend::code::kind::HIDDEN != 0 {
                continue;
            }
            let Some(name) = code.get(vm).slot_names.tail(vm)[i].downcast_ref::<Str>().cloned() else { continue };
            let value = peek(slots.add(i)).clone();
            let is_cell = kind & (rpython_frontend::code::kind::CELL | rpython_frontend::code::kind::FREE) != 0;
            let value = match value.downcast_ref::<rpython_objects::cell::Cell>() {
                Some(cell) if is_cell => cell.get(vm).content.cloned(),
                _ => value.bound(),
            };
            if let Some(value) = value {
                Dict::set_str(vm, &made, &name, value)?;
            }
        }
        if let Some(object) = FrameHeader::object(frame).and_then(|o| o.downcast_ref::<rpython_objects::Frame>()) {
            let object = object.clone();
            rpython_objects::frame_locals::add_extra(vm, &object, &made)?;
        }
        Ok(made.into_obj())
    }
}
