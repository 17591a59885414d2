//! Calls: entering Python functions on the same loop, and everything else through the protocol.

use crate::{
    arguments, eval,
    frame::{Caller, FrameHeader, HEADER_WORDS, peek, release, take},
    interp::{self, Interp, interp},
};
use rpython_frontend::code::flags;
use rpython_objects::{
    CallArgs, Code, Dict, Function, Obj, PyResult, Raised, Ref, Tuple, Type, TypeExt, TypeFlags, Value, Vm,
    function::native_of, kinds, method::Method, names, protocol, type_error, types,
};

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
#[inline]
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
            let function = &*callable.cast::<Ref<Function>>();
            let f = function.get(vm);
            let code = f.code.get(vm);
            let simple = flags::VARARGS | flags::VARKEYWORDS;
            if code.flags & simple == 0 && code.keyword_only == 0 && code.arg_count as usize == given {
                interp::enter(vm, state, sp)?;
                push_frame(vm, state, frame, callable, args, given, Caller::Call);
                return Ok(Entered::Frame);
            }
            return enter_general(vm, state, frame, callable, args, given, None);
        }
        if kind == kinds::TYPE && !has_receiver && enters_init(vm, &*callable.cast::<Ref<Type>>()) {
            return enter_init(vm, state, frame, callable, args, given, None);
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
unsafe fn unpack_method(vm: &mut Vm, callable: *mut Value, receiver: *mut Value) {
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

/// Pushes the frame of a function whose arguments are exactly its first slots.
///
/// # Safety
/// `callable` holds a function; its arguments lie in `given` words from `args`, above which the stack is free.
#[inline(always)]
unsafe fn push_frame(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    callable: *mut Value,
    args: *mut Value,
    given: usize,
    caller: Caller,
) {
    // SAFETY: the caller's promise; there is room, which `interp::enter` has checked but for one frame's size, and the
    // stack's margin is larger than any frame of verified code.
    unsafe {
        let function = take(callable).into_value();
        (*frame).top = callable;
        let f = (*(&raw const function).cast::<Ref<Function>>()).get(vm);
        init_frame(vm, state, frame, function, &f.code, args, given, caller);
    }
}

/// Completes slots and writes the header behind them.
///
/// # Safety
/// As for [`push_frame`]; `function` is an owned reference to the function, whose code is `code`.
#[allow(clippy::too_many_arguments)]
#[inline(always)]
unsafe fn init_frame(
    vm: &Vm,
    state: *mut Interp,
    previous: *mut FrameHeader,
    function: Value,
    code: &Ref<Code>,
    args: *mut Value,
    given: usize,
    caller: Caller,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let f = (*(&raw const function).cast::<Ref<Function>>()).get(vm);
        let slots = code.get(vm).slots();
        for i in given..slots {
            *args.add(i) = Value::UNBOUND;
        }
        let header: *mut FrameHeader = args.add(slots).cast();
        header.write(FrameHeader {
            function,
            code: code.clone().into_obj().into_value(),
            locals: Value::UNBOUND,
            frame_object: Value::UNBOUND,
            generator: Value::UNBOUND,
            globals: f.globals.value().to_uncounted(),
            builtins: f.builtins.value().to_uncounted(),
            previous,
            instruction: code.get(vm).units.as_ptr(),
            top: args.add(slots + HEADER_WORDS),
            slots: slots as u32,
            skip: 0,
            caller,
        });
        (*state).frame = header;
        (*state).top = (*header).top;
    }
}

/// A call whose arguments need binding: they are bound above the stack and moved down.
#[inline(never)]
unsafe fn enter_general(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    callable: *mut Value,
    args: *mut Value,
    given: usize,
    keywords: Option<&Ref<Tuple>>,
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
        let bound = bound?;
        interp::enter(vm, state, callable)?;
        let count = bound.len();
        for (i, value) in bound.into_iter().enumerate() {
            *callable.add(i) = value.into_value();
        }
        let code = function.get(vm).code.clone();
        init_frame(vm, state, frame, function.into_obj().into_value(), &code, callable, count, Caller::Call);
        Ok(Entered::Frame)
    }
}

/// Whether calling a class is: make an instance as `object` does, then run a Python `__init__`.
fn enters_init(vm: &mut Vm, class: &Ref<Type>) -> bool {
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
#[inline(never)]
unsafe fn enter_init(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    callable: *mut Value,
    args: *mut Value,
    given: usize,
    keywords: Option<&Ref<Tuple>>,
) -> PyResult<Entered> {
    // SAFETY: as in `enter`; the word between callable and arguments is free for the receiver.
    unsafe {
        let class = (*callable.cast::<Ref<Type>>()).clone();
        let Some(init) = class.lookup(vm, names::__init__).and_then(|f| f.downcast::<Function>().ok()) else {
            return Err(type_error!(vm, "__init__ is not a function"));
        };
        let made = vm.alloc_in(&class, rpython_objects::object::Instance).into_obj();
        release(*callable);
        *callable = made.clone().into_value();
        let receiver = callable.add(1);
        *receiver = made.into_value();
        let code = init.get(vm).code.clone();
        let c = code.get(vm);
        let simple = flags::VARARGS | flags::VARKEYWORDS;
        if keywords.is_none() && c.flags & simple == 0 && c.keyword_only == 0 && c.arg_count as usize == given + 1 {
            (*frame).top = receiver;
            if let Err(raised) = interp::enter(vm, state, args.add(given)) {
                release_words(receiver, args.add(given));
                return Err(raised);
            }
            init_frame(vm, state, frame, init.into_obj().into_value(), &code, receiver, given + 1, Caller::Init);
            return Ok(Entered::Frame);
        }
        let slice = std::slice::from_raw_parts(receiver.cast::<Obj>(), given + 1);
        let bound = arguments::bind(vm, &init, CallArgs { values: slice, names: keywords });
        release_words(receiver, args.add(given));
        (*frame).top = receiver;
        let bound = bound?;
        interp::enter(vm, state, receiver)?;
        let count = bound.len();
        for (i, value) in bound.into_iter().enumerate() {
            *receiver.add(i) = value.into_value();
        }
        init_frame(vm, state, frame, init.into_obj().into_value(), &code, receiver, count, Caller::Init);
        Ok(Entered::Frame)
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
            kinds::FUNCTION => return enter_general(vm, state, frame, callable, args, given, Some(&keywords)),
            kinds::TYPE if !has_receiver && enters_init(vm, &*callable.cast::<Ref<Type>>()) => {
                return enter_init(vm, state, frame, callable, args, given, Some(&keywords));
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
            let bound = arguments::bind(vm, &function, CallArgs { values: &values, names: keywords.as_ref() });
            drop(values);
            release_words(callable, sp);
            (*frame).top = callable;
            let bound = bound?;
            interp::enter(vm, state, callable)?;
            let count = bound.len();
            for (i, value) in bound.into_iter().enumerate() {
                *callable.add(i) = value.into_value();
            }
            let code = function.get(vm).code.clone();
            init_frame(vm, state, frame, function.into_obj().into_value(), &code, callable, count, Caller::Call);
            return Ok(Entered::Frame);
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
#[inline(always)]
pub(crate) unsafe fn leave(vm: &mut Vm, state: *mut Interp, frame: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        (*state).frame = (*frame).previous;
        (*state).depth -= 1;
        if !(*frame).frame_object.is_unbound() {
            crate::frame_object::detach(vm, frame);
        }
        let slots = FrameHeader::slot_base(frame);
        for i in 0..(*frame).slots as usize {
            let word = *slots.add(i);
            if word.is_counted() {
                release(word);
            }
        }
        if !(*frame).locals.is_unbound() {
            release((*frame).locals);
        }
        release((*frame).code);
        release((*frame).function);
        (*state).top = if (*frame).previous.is_null() { slots } else { (*(*frame).previous).top };
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
    let bound = arguments::bind(vm, function, args)?;
    // SAFETY: a new frame above everything in use; see `run_bound`.
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
        let args = (*state).top;
        interp::enter(vm, state, args)?;
        let mut count = 0;
        for value in bound {
            *args.add(count) = value.into_counted().into_value();
            count += 1;
        }
        let code = function.get(vm).code.clone();
        let previous = (*state).frame;
        init_frame(vm, state, previous, function.clone().into_obj().into_value(), &code, args, count, Caller::Native);
        let header = (*state).frame;
        if let Some(locals) = locals {
            (*header).locals = locals.into_value();
        }
        let result = eval::run(vm, header, false);
        // Whatever ran leaves the stack as it found it.
        (*state).top = args;
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
    // SAFETY: no slot is given.
    unsafe { run_bound(vm, function, std::iter::empty(), Some(locals)) }
}
