//! Calls: entering Python functions on the same loop, and everything else through the protocol.

use crate::{
    arguments, eval,
    frame::{Caller, FrameHeader, extra, peek, release, take},
    frame_object, generators,
    interp::{self, Interp, interp},
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_frontend::code::flags;
use rpython_objects::{
    CallArgs, Code, Dict, Function, Obj, PyResult, Raised, Ref, Str, Tuple, Type, TypeExt, TypeFlags, Value, Vm,
    function::native_of, kinds, method::Method, names, protocol, type_error, types,
};

/// Units of an instruction with its caches.
pub(crate) const fn units(opcode: u8) -> u16 {
    1 + CACHES[opcode as usize] as u16
}

const CALL_SKIP: u16 = units(op::CALL);
const KW_SKIP: u16 = units(op::CALL_KW);
const EX_SKIP: u16 = units(op::CALL_FUNCTION_EX);

/// What a call instruction has led to.
pub(crate) enum Entered {
    /// A frame was pushed: the loop goes on in it.
    Frame,
    /// It is done; callable and arguments are released.
    Result(Obj),
}

/// `CALL`: callable, receiver or nothing, `count` arguments lie on top of the stack.
///
/// # Safety
/// They are live stack references below `sp`, the operand stack pointer of `frame`, which is saved.
#[inline(never)]
pub(crate) unsafe fn enter(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    sp: *mut Value,
    count: usize,
) -> PyResult<Entered> {
    // SAFETY: the caller's promise; words are moved, each to exactly one new owner.
    unsafe {
        let callable = sp.sub(count + 2);
        let receiver = sp.sub(count + 1);
        let kind = peek(callable).kind();
        if kind == kinds::METHOD && (*receiver).is_unbound() {
            unpack_method(vm, callable, receiver);
            return enter(vm, state, frame, sp, count);
        }
        let has_receiver = !(*receiver).is_unbound();
        let args = if has_receiver { receiver } else { receiver.add(1) };
        let given = count + has_receiver as usize;
        if kind == kinds::FUNCTION {
            return enter_function(vm, state, frame, callable, args, given);
        }
        if kind == kinds::TYPE && !has_receiver && enters_init(vm, &*callable.cast::<Ref<Type>>()) {
            return enter_init(vm, state, frame, callable, args, given, None, CALL_SKIP);
        }
        let slice = std::slice::from_raw_parts(args.cast::<Obj>(), given);
        let result = call_native(vm, peek(callable), CallArgs::positional(slice));
        // Released from the last to the first, as CPython does it.
        for i in (0..count + 2).rev() {
            release(*callable.add(i));
        }
        (*frame).top = callable;
        result.map(Entered::Result)
    }
}

/// Enters a Python function with `given` arguments by position, which begin at `args`.
///
/// # Safety
/// As for [`enter`]; `callable` holds a function.
#[inline(never)]
pub(crate) unsafe fn enter_function(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    callable: *mut Value,
    args: *mut Value,
    given: usize,
) -> PyResult<Entered> {
    // SAFETY: the caller's promise.
    unsafe {
        let at = floor(frame, args);
        let f = (*callable.cast::<Ref<Function>>()).get(vm);
        let wanted = f.code.get(vm).exact_arguments as usize;
        if wanted != given {
            let Some(defaults) = defaults_for(vm, f, given) else {
                if takes_rest(vm, &f.code, given) {
                    return enter_with_rest(vm, state, frame, callable, args, given);
                }
                return enter_general(vm, state, frame, callable, args, given, None, CALL_SKIP);
            };
            for (i, default) in defaults.iter().enumerate() {
                *at.add(given + i) = default.clone().into_value();
            }
        }
        if let Err(raised) = interp::enter(vm, state, at) {
            release_words(at.add(given), at.add(wanted));
            return Err(raised);
        }
        if at != args {
            move_words(args, at, given);
        }
        (*frame).top = callable;
        push_frame_at(vm, state, frame, *callable, at, wanted, CALL_SKIP, Caller::Call);
        Ok(Entered::Frame)
    }
}

/// The defaults that go behind so many arguments by position where those need no binding else.
fn defaults_for<'a>(vm: &'a Vm, f: &'a Function, given: usize) -> Option<&'a [Obj]> {
    let defaults = f.defaults.as_ref().map_or(&[][..], |d| d.tail(vm));
    let missing = (f.code.get(vm).exact_arguments as usize).checked_sub(given)?;
    defaults.get(defaults.len().checked_sub(missing)?..)
}

/// Whether a function takes so many arguments by position, or these and defaults behind them.
#[inline]
pub(crate) fn takes(vm: &Vm, o: &Obj, given: usize) -> bool {
    o.downcast_ref::<Function>().is_some_and(|f| {
        let f = f.get(vm);
        f.code.get(vm).exact_arguments as usize == given || defaults_for(vm, f, given).is_some()
    })
}

/// Whether so many arguments by position need no binding but to put those behind the parameters into a tuple.
fn takes_rest(vm: &Vm, code: &Ref<Code>, given: usize) -> bool {
    let c = code.get(vm);
    c.flags & flags::VARARGS != 0 && c.keyword_only == 0 && given >= c.arg_count as usize
}

/// As [`enter_function`], where [`takes_rest`] holds.
///
/// # Safety
/// As for [`enter_function`].
unsafe fn enter_with_rest(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    callable: *mut Value,
    args: *mut Value,
    given: usize,
) -> PyResult<Entered> {
    // SAFETY: the caller's promise; the words behind the parameters are moved into the tuple, which is made before the first is.
    unsafe {
        let code = (*callable.cast::<Ref<Function>>()).get(vm).code.get(vm);
        let (positional, has_extra) = (code.arg_count as usize, code.flags & flags::VARKEYWORDS != 0);
        let rest = Tuple::from_exact(vm, (positional..given).map(|i| take(args.add(i))))?;
        let at = floor(frame, args);
        if at != args {
            move_words(args, at, positional);
        }
        *at.add(positional) = rest.into_obj().into_value();
        if has_extra {
            *at.add(positional + 1) = Dict::new(vm).into_obj().into_value();
        }
        let count = positional + 1 + has_extra as usize;
        if let Err(raised) = interp::enter(vm, state, at) {
            release_words(at, at.add(count));
            release_words(callable, args);
            (*frame).top = callable;
            return Err(raised);
        }
        (*frame).top = callable;
        push_frame_at(vm, state, frame, *callable, at, count, CALL_SKIP, Caller::Call);
        Ok(Entered::Frame)
    }
}

/// Calls what is no Python function; native functions without a detour.
#[inline]
fn call_native(vm: &mut Vm, callable: &Obj, args: CallArgs<'_>) -> PyResult {
    if callable.kind() == kinds::METHOD_DESCRIPTOR
        && args.names.is_none()
        && let Some(this) = args.values.first()
        && let Some(d) = callable.downcast_ref::<rpython_objects::function::MethodDescriptor>()
        && vm.class_of(callable).is(types::METHOD_DESCRIPTOR)
        && vm.class_of(this).is(&d.get(vm).owner)
        && let Some(def) = native_of(vm, callable)
    {
        return rpython_objects::native::call(vm, def, args);
    }
    protocol::call_args(vm, callable, args)
}

/// Replaces a bound method and nothing by its function and receiver.
#[cold]
pub(crate) unsafe fn unpack_method(vm: &mut Vm, callable: *mut Value, receiver: *mut Value) {
    // SAFETY: as in `enter`.
    unsafe {
        let method = take(callable);
        if let Some(m) = method.downcast_ref::<Method>() {
            let (function, this) = (m.get(vm).function.clone(), m.get(vm).this.clone());
            *callable = function.into_value();
            *receiver = this.into_value();
        }
        drop(method);
    }
}

/// Where the slots of a frame begin that `frame` calls, whose arguments lie at `args`: there, or on the stack, whereto the
/// arguments move, for a generator's frame.
///
/// # Safety
/// `frame` is the running frame.
#[inline(always)]
pub(crate) unsafe fn floor(frame: *mut FrameHeader, args: *mut Value) -> *mut Value {
    // SAFETY: the caller's promise; the frame of a generator that runs has a floor.
    unsafe { if FrameHeader::is_generator(frame) { (*frame).floor } else { args } }
}

/// A frame that was just pushed: what the loop goes on with.
#[derive(Clone, Copy)]
pub(crate) struct Pushed {
    pub(crate) frame: *mut FrameHeader,
    pub(crate) slots: *mut Value,
    pub(crate) ip: *const u16,
}

/// Counts and pushes the frame of a function whose first slots, `given` of them, lie at `args`, of `previous` or already at its
/// [`floor`]; the rest of the stack above is free. The words of `previous` end at `top` from then on.
///
/// # Safety
/// `function` is a stack reference to a function, taken over by the frame if there is one. The stack's margin is larger than any frame
/// of verified code.
///
/// # Errors
/// `RecursionError`; nothing has changed then.
#[allow(clippy::too_many_arguments)]
#[inline(always)]
pub(crate) unsafe fn enter_frame(
    vm: &mut Vm,
    state: *mut Interp,
    previous: *mut FrameHeader,
    function: Value,
    args: *mut Value,
    given: usize,
    top: *mut Value,
    skip: u16,
    caller: Caller,
) -> PyResult<Pushed> {
    // SAFETY: the caller's promise; arguments are moved.
    unsafe {
        let at = floor(previous, args);
        interp::enter(vm, state, at)?;
        (*previous).top = top;
        if at != args {
            move_words(args, at, given);
        }
        Ok(push_frame_at(vm, state, previous, function, at, given, skip, caller))
    }
}

/// Moves words from a generator's frame to the stack.
///
/// # Safety
/// The words at `from` are not used again, those at `to` are free.
#[inline(never)]
unsafe fn move_words(from: *const Value, to: *mut Value, count: usize) {
    // SAFETY: the caller's promise; the places are apart.
    unsafe { std::ptr::copy_nonoverlapping(from, to, count) }
}

/// As [`enter_frame`], for arguments that lie on the stack, above everything in use, of a frame that was counted; `previous` may be null.
///
/// # Safety
/// As for [`enter_frame`].
#[allow(clippy::too_many_arguments)]
#[inline(always)]
pub(crate) unsafe fn push_frame_at(
    vm: &Vm,
    state: *mut Interp,
    previous: *mut FrameHeader,
    function: Value,
    args: *mut Value,
    given: usize,
    skip: u16,
    caller: Caller,
) -> Pushed {
    // SAFETY: the caller's promise.
    unsafe {
        let code = &(*(&raw const function).cast::<Ref<Function>>()).get(vm).code;
        let slots = code.get(vm).slots();
        // Few: what the compiler makes of a plain loop is for many.
        let mut free = args.add(given);
        let header = args.add(slots);
        while free < header {
            free.write_volatile(Value::UNBOUND);
            free = free.add(1);
        }
        let header: *mut FrameHeader = header.cast();
        let ip = FrameHeader::fill(vm, header, function, code, previous, skip, caller);
        (*state).frame = header;
        Pushed { frame: header, slots: args, ip }
    }
}

/// A call whose arguments need binding: they are bound above the stack and moved down.
#[allow(clippy::too_many_arguments)]
#[inline(never)]
unsafe fn enter_general(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    callable: *mut Value,
    args: *mut Value,
    given: usize,
    keywords: Option<&Ref<Tuple>>,
    skip: u16,
) -> PyResult<Entered> {
    // SAFETY: as in `enter`.
    unsafe {
        let function = (*callable.cast::<Ref<Function>>()).clone();
        let slice = std::slice::from_raw_parts(args.cast::<Obj>(), given);
        let bound = arguments::bind(vm, &function, CallArgs { values: slice, names: keywords });
        // The operands are released first on failure as on success: their references live on in `bound`.
        let mut word = args.add(given);
        while word > callable {
            word = word.sub(1);
            release(*word);
        }
        (*frame).top = callable;
        push_bound(vm, state, frame, function.into_obj(), callable, bound?, skip, Caller::Call)
    }
}

/// Pushes a frame with bound arguments, which go to `free`, the first free word of `frame`, or to its [`floor`].
///
/// # Safety
/// As for [`enter_frame`].
#[allow(clippy::too_many_arguments)]
unsafe fn push_bound(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    function: Obj,
    free: *mut Value,
    bound: arguments::Bound,
    skip: u16,
    caller: Caller,
) -> PyResult<Entered> {
    // SAFETY: the caller's promise.
    unsafe {
        let at = floor(frame, free);
        interp::enter(vm, state, at)?;
        let count = bound.len();
        for (i, value) in bound.into_iter().enumerate() {
            *at.add(i) = value.into_value();
        }
        push_frame_at(vm, state, frame, function.into_value(), at, count, skip, caller);
        Ok(Entered::Frame)
    }
}

/// Whether calling a class is: make an instance as `object` does, then run a Python `__init__`.
pub(crate) fn enters_init(vm: &mut Vm, class: &Ref<Type>) -> bool {
    if !vm.class_of(class).is(types::TYPE) {
        return false;
    }
    let t = class.get(vm);
    if !t.flags.has(TypeFlags::HEAP) || t.flags.has(TypeFlags::ABSTRACT) || t.kind != kinds::INSTANCE {
        return false;
    }
    let slots = vm.slots(class);
    let object = vm.slots(types::OBJECT);
    if slots.new().map(|f| f as usize) != object.new().map(|f| f as usize) {
        return false;
    }
    class.lookup(vm, names::__init__).is_some_and(|f| f.is_kind::<Function>())
}

/// Makes the instance, leaves it in the callable's place and enters `__init__`.
#[allow(clippy::too_many_arguments)]
#[inline(never)]
unsafe fn enter_init(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    callable: *mut Value,
    args: *mut Value,
    given: usize,
    keywords: Option<&Ref<Tuple>>,
    skip: u16,
) -> PyResult<Entered> {
    // SAFETY: as in `enter`; the word between callable and arguments is free for the receiver.
    unsafe {
        let class = (*callable.cast::<Ref<Type>>()).clone();
        let Some(init) = class.lookup(vm, names::__init__).and_then(|f| f.downcast::<Function>().ok()) else {
            return Err(type_error!(vm, "__init__ is not a function"));
        };
        if keywords.is_none() && takes(vm, &init, given + 1) {
            drop(class);
            enter_plain_init(vm, state, frame, callable, given, init.into_obj().into_value(), skip)?;
            return Ok(Entered::Frame);
        }
        let made = vm.alloc_in(&class, rpython_objects::object::Instance).into_obj();
        release(*callable);
        *callable = made.clone().into_value();
        let receiver = callable.add(1);
        *receiver = made.into_value();
        let slice = std::slice::from_raw_parts(receiver.cast::<Obj>(), given + 1);
        let bound = arguments::bind(vm, &init, CallArgs { values: slice, names: keywords });
        release_words(receiver, args.add(given));
        (*frame).top = receiver;
        push_bound(vm, state, frame, init.into_obj(), receiver, bound?, skip, Caller::Init)
    }
}

/// Makes the instance of the class at `callable`, leaves it there, and enters its `__init__` with the arguments given and defaults.
///
/// # Safety
/// As for [`enter`]; `callable` holds a class for which [`enters_init`] holds, and the word behind it is free; `init` is a stack
/// reference to a function that [`takes`] the instance and what is given, taken over.
///
/// # Errors
/// `RecursionError`; nothing has changed then.
#[inline(never)]
pub(crate) unsafe fn enter_plain_init(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    callable: *mut Value,
    given: usize,
    init: Value,
    skip: u16,
) -> PyResult<Pushed> {
    // SAFETY: the caller's promise.
    unsafe {
        let receiver = callable.add(1);
        let at = floor(frame, receiver);
        if let Err(raised) = interp::enter(vm, state, at) {
            release(init);
            return Err(raised);
        }
        let mut count = given + 1;
        let f = (*(&raw const init).cast::<Ref<Function>>()).get(vm);
        if f.code.get(vm).exact_arguments as usize != count {
            for default in defaults_for(vm, f, count).unwrap_or_default() {
                *at.add(count) = default.clone().into_value();
                count += 1;
            }
        }
        let made = vm.alloc_in(&*callable.cast::<Ref<Type>>(), rpython_objects::object::Instance).into_obj();
        let class = *callable;
        // The instance lies below the frame, so the receiver may be borrowed from there.
        *receiver = made.value().to_uncounted();
        *callable = made.into_value();
        release(class);
        (*frame).top = receiver;
        if at != receiver {
            move_words(receiver, at, given + 1);
        }
        Ok(push_frame_at(vm, state, frame, init, at, count, skip, Caller::Init))
    }
}

/// Releases the words of a range, the last first.
unsafe fn release_words(from: *mut Value, to: *mut Value) {
    // SAFETY: the caller passes live stack references that nobody else uses.
    unsafe {
        let mut word = to;
        while word > from {
            word = word.sub(1);
            release(*word);
        }
    }
}

/// Parameters that [`bind_in_place`] binds at most.
const MOST_IN_PLACE: usize = 16;

/// Brings `given` arguments at `args`, the last of them by keyword, to the order of the parameters where they lie, defaults
/// added, and says how many there are then. `None`, with nothing moved, where that takes more than comparing interned names.
///
/// # Safety
/// The words are live stack references, above which the stack is free.
unsafe fn bind_in_place(
    vm: &Vm,
    function: &Ref<Function>,
    args: *mut Value,
    given: usize,
    keywords: &Ref<Tuple>,
) -> Option<usize> {
    // SAFETY: the caller's promise; every word is moved to exactly one place.
    unsafe {
        let f = function.get(vm);
        let c = f.code.get(vm);
        let (positional, total) = (c.arg_count as usize, (c.arg_count + c.keyword_only) as usize);
        let names = keywords.tail(vm);
        let by_position = given.checked_sub(names.len())?;
        if c.flags & (flags::VARARGS | flags::VARKEYWORDS) != 0 || total > MOST_IN_PLACE || by_position > positional {
            return None;
        }
        let slot_names = c.slot_names.tail(vm);
        let mut bound = [Value::UNBOUND; MOST_IN_PLACE];
        for (i, word) in bound.iter_mut().enumerate().take(by_position) {
            *word = *args.add(i);
        }
        for (k, name) in names.iter().enumerate() {
            let first = c.positional_only as usize;
            let at = first + slot_names.get(first..total)?.iter().position(|n| n.is(name))?;
            if !bound[at].is_unbound() {
                return None;
            }
            bound[at] = *args.add(by_position + k);
        }
        let defaults = f.defaults.as_ref().map_or(&[][..], |d| d.tail(vm));
        let first_default = positional.checked_sub(defaults.len())?;
        // What is missing is found before a count is taken.
        let mut missing = [None; MOST_IN_PLACE];
        for (i, word) in bound.iter().enumerate().take(total).skip(by_position) {
            if word.is_unbound() {
                let default = if i < positional {
                    defaults.get(i.checked_sub(first_default)?)?
                } else {
                    Dict::get_str(vm, f.keyword_defaults.as_ref()?, slot_names[i].downcast_ref::<Str>()?)?
                };
                missing[i] = Some(default);
            }
        }
        for i in 0..total {
            *args.add(i) = missing[i].map_or(bound[i], |default| default.clone().into_value());
        }
        Some(total)
    }
}

/// `CALL_KW`: as [`enter`], with a tuple of keyword names on top.
///
/// # Safety
/// As for [`enter`].
pub(crate) unsafe fn enter_keywords(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    sp: *mut Value,
    count: usize,
) -> PyResult<Entered> {
    // SAFETY: the caller's promise.
    unsafe {
        let keywords = take(sp.sub(1));
        let sp = sp.sub(1);
        (*frame).top = sp;
        let callable = sp.sub(count + 2);
        let receiver = sp.sub(count + 1);
        if peek(callable).kind() == kinds::METHOD && (*receiver).is_unbound() {
            unpack_method(vm, callable, receiver);
        }
        let has_receiver = !(*receiver).is_unbound();
        let args = if has_receiver { receiver } else { receiver.add(1) };
        let given = count + has_receiver as usize;
        let keywords = match keywords.downcast::<Tuple>() {
            Ok(keywords) => keywords,
            Err(_) => return Err(type_error!(vm, "keyword names must be a tuple")),
        };
        match peek(callable).kind() {
            kinds::FUNCTION => {
                let function = &*callable.cast::<Ref<Function>>();
                if function.get(vm).code.get(vm).deferred != 0 {
                    rpython_objects::code::complete(vm, &function.get(vm).code.clone())?;
                }
                let at = floor(frame, args);
                if at != args {
                    move_words(args, at, given);
                }
                let Some(count) = bind_in_place(vm, function, at, given, &keywords) else {
                    return enter_general(vm, state, frame, callable, args, given, Some(&keywords), KW_SKIP);
                };
                if let Err(raised) = interp::enter(vm, state, at) {
                    release_words(at, at.add(count));
                    release_words(callable, args);
                    (*frame).top = callable;
                    return Err(raised);
                }
                (*frame).top = callable;
                push_frame_at(vm, state, frame, *callable, at, count, KW_SKIP, Caller::Call);
                return Ok(Entered::Frame);
            }
            kinds::TYPE if !has_receiver && enters_init(vm, &*callable.cast::<Ref<Type>>()) => {
                return enter_init(vm, state, frame, callable, args, given, Some(&keywords), KW_SKIP);
            }
            _ => {}
        }
        let slice = std::slice::from_raw_parts(args.cast::<Obj>(), given);
        let result = protocol::call_args(vm, peek(callable), CallArgs { values: slice, names: Some(&keywords) });
        for i in (0..count + 2).rev() {
            release(*callable.add(i));
        }
        (*frame).top = callable;
        result.map(Entered::Result)
    }
}

/// `CALL_FUNCTION_EX`: callable, nothing, an iterable of positional arguments, a mapping of keywords or nothing.
///
/// # Safety
/// As for [`enter`].
pub(crate) unsafe fn enter_spread(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    sp: *mut Value,
) -> PyResult<Entered> {
    // SAFETY: the caller's promise.
    unsafe {
        let callable = sp.sub(4);
        let mut values = arguments::spread_positional(vm, peek(callable), peek(sp.sub(2)))?;
        let mut keywords = None;
        if !(*sp.sub(1)).is_unbound()
            && let Some(d) = peek(sp.sub(1)).downcast_ref::<Dict>()
        {
            keywords = arguments::spread_keywords(vm, d, &mut values)?;
        }
        if peek(callable).kind() == kinds::FUNCTION {
            let function = (*callable.cast::<Ref<Function>>()).clone();
            let exact = function.get(vm).code.get(vm).exact_arguments as usize;
            let bound = if keywords.is_none() && exact == values.len() {
                Ok(values.into())
            } else {
                arguments::bind(vm, &function, CallArgs { values: &values, names: keywords.as_ref() })
            };
            release_words(callable, sp);
            (*frame).top = callable;
            return push_bound(vm, state, frame, function.into_obj(), callable, bound?, EX_SKIP, Caller::Call);
        }
        let result = protocol::call_args(vm, peek(callable), CallArgs { values: &values, names: keywords.as_ref() });
        drop(values);
        release_words(callable, sp);
        (*frame).top = callable;
        result.map(Entered::Result)
    }
}

/// Takes a frame off the stack and releases what it owns. A frame object that lives on gets the slots.
///
/// # Safety
/// `frame` is the running frame; its operand stack is empty.
#[inline(never)]
pub(crate) unsafe fn leave(vm: &mut Vm, state: *mut Interp, frame: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        (*state).frame = (*frame).previous;
        (*state).depth -= 1;
        if (*frame).extras != 0 {
            leave_extras(vm, frame);
        }
        let slots = FrameHeader::slot_base(frame);
        release_words(slots, frame.cast());
        release((*frame).function);
    }
}

/// What only some frames have ends with them: a frame object of its own, a mapping for names, a generator that runs in it, code that
/// the function has no more.
///
/// # Safety
/// `frame` is the running frame, at its end.
#[cold]
#[inline(never)]
pub(crate) unsafe fn leave_extras(vm: &mut Vm, frame: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        generators::finish(vm, frame);
        frame_object::detach(vm, frame);
        drop(FrameHeader::take_locals(frame));
        if (*frame).extras & extra::CODE != 0 {
            release((*frame).code);
        }
    }
}

/// `__init__` has returned something.
#[cold]
pub(crate) fn init_returned(vm: &mut Vm, result: &Obj) -> Raised {
    let class = vm.class_of(result).name(vm).to_string();
    type_error!(vm, "__init__() should return None, not '{class}'")
}

/// Runs a Python function from Rust code: the hook behind `function.__call__`.
pub(crate) fn call_function(vm: &mut Vm, function: &Obj, args: CallArgs<'_>) -> PyResult {
    vm.check_stack(" while calling a Python object")?;
    let Some(function) = function.downcast_ref::<Function>() else {
        return Err(type_error!(vm, "not a function"));
    };
    if args.names.is_none() && function.get(vm).code.get(vm).exact_arguments as usize == args.values.len() {
        // SAFETY: a new frame above everything in use; see `run_bound`.
        return unsafe { run_bound(vm, function, args.values.iter().cloned(), None) };
    }
    let bound = arguments::bind(vm, function, args)?;
    // SAFETY: as above.
    unsafe { run_bound(vm, function, bound.into_iter(), None) }
}

/// Runs a function with its slots given, and a mapping for its locals if it has one.
///
/// # Safety
/// The slots are as many as the function has parameters, or all of its slots.
unsafe fn run_bound(
    vm: &mut Vm,
    function: &Ref<Function>,
    bound: impl Iterator<Item = Obj>,
    locals: Option<Obj>,
) -> PyResult {
    // SAFETY: the frame is built above the stack's top, where nothing else lies.
    unsafe {
        let state = interp(vm);
        let args = interp::top(state);
        interp::enter(vm, state, args)?;
        let mut count = 0;
        for value in bound {
            *args.add(count) = value.into_counted().into_value();
            count += 1;
        }
        let previous = (*state).frame;
        let function = function.clone().into_obj().into_value();
        let header = push_frame_at(vm, state, previous, function, args, count, 0, Caller::Native).frame;
        if let Some(locals) = locals {
            FrameHeader::set_locals(header, locals);
        }
        let result = eval::run(vm, header, false);
        (*state).frame = previous;
        result
    }
}

/// Runs code as `exec` and `import` do: with these globals and locals.
///
/// # Errors
/// What the code raises.
pub fn run_code(vm: &mut Vm, code: &Ref<Code>, globals: &Ref<Dict>, locals: Option<Obj>) -> PyResult {
    vm.check_stack(" while calling a Python object")?;
    let builtins = crate::variables::builtins_of(vm, globals)?;
    let function = rpython_objects::python_function::new(vm, code, globals, &builtins);
    if code.get(vm).arg_count + code.get(vm).keyword_only > 0 {
        // There are no arguments: the call says which are missing.
        return call_function(vm, &function.into_obj(), CallArgs::positional(&[]));
    }
    let locals = locals.unwrap_or_else(|| globals.clone().into_obj());
    // Code that keeps its variables in slots gets no mapping.
    let mapping = code.get(vm).flags & flags::OPTIMIZED == 0;
    // SAFETY: no slot is given.
    unsafe { run_bound(vm, &function, std::iter::empty(), mapping.then_some(locals)) }
}

/// Runs code with a closure, as `exec(code, closure=…)` does.
///
/// # Errors
/// What the code raises.
pub fn run_function_in(vm: &mut Vm, function: &Ref<Function>, locals: Obj) -> PyResult {
    vm.check_stack(" while calling a Python object")?;
    // Code that keeps its variables in slots gets no mapping.
    let mapping = function.get(vm).code.get(vm).flags & flags::OPTIMIZED == 0;
    // SAFETY: no slot is given.
    unsafe { run_bound(vm, function, std::iter::empty(), mapping.then_some(locals)) }
}
