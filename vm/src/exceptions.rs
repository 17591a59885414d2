//! Exceptions in the loop: tables of handlers, tracebacks, matching, `raise`.

use crate::{frame::FrameHeader, frame_object, interp::Interp};
use rpython_frontend::bytecode::op;
use rpython_objects::{
    Exception, Obj, OptObj, PyResult, Raised, Ref, Traceback, Tuple, Type, TypeExt, Value, Vm, protocol,
    raise as raise_error, type_error, types,
};

/// Where an exception raised at some instruction goes.
pub(crate) struct Handler {
    /// The first unit that it is for.
    pub(crate) start: u32,
    /// The units that it is for.
    pub(crate) length: u32,
    /// Unit of the first instruction.
    pub(crate) target: u32,
    /// Operand stack depth it expects.
    pub(crate) depth: u32,
    /// Whether it expects the raising instruction's unit on the stack.
    pub(crate) push_last: bool,
}

/// The entries of an exception table: start, length, target, depth and flag, in order of their starts, as
/// numbers of six bits a byte, the first byte of an entry marked (CPython's `Objects/exception_handling_notes.txt`).
pub(crate) fn handlers(table: &[u8]) -> impl Iterator<Item = Handler> {
    let mut at = 0;
    let mut number = move || {
        let mut value = 0u32;
        loop {
            let byte = *table.get(at)?;
            at += 1;
            value = value << 6 | u32::from(byte & 63);
            if byte & 64 == 0 {
                return Some(value);
            }
        }
    };
    std::iter::from_fn(move || {
        let (start, length, target, depth) = (number()?, number()?, number()?, number()?);
        Some(Handler { start, length, target, depth: depth >> 1, push_last: depth & 1 != 0 })
    })
}

/// Looks an instruction up in an exception table.
pub(crate) fn find_handler(table: &[u8], offset: u32) -> Option<Handler> {
    handlers(table).take_while(|h| h.start <= offset).find(|h| offset < h.start + h.length)
}

/// The exception on its way, as an object even where only the lack of memory was noted.
fn current(vm: &mut Vm) -> Obj {
    let e = vm.take_exception();
    vm.exception = OptObj::some(e.clone());
    e
}

/// The travelling exception, raised once more for a native caller.
pub(crate) fn travelling(vm: &mut Vm) -> Raised {
    let e = current(vm);
    vm.travel(e)
}

/// Adds the frame to the traceback of the travelling exception; `false` where that was reraised here, and nothing is added.
pub(crate) unsafe fn add_traceback(vm: &mut Vm, state: *mut Interp, frame: *mut FrameHeader) -> bool {
    // SAFETY: the caller passes the running frame, whose instruction is saved.
    unsafe {
        if std::mem::take(&mut (*state).reraised) {
            return false;
        }
        if vm.exception.is_none() {
            current(vm);
        }
        let Some(exception) = vm.exception.get().and_then(|e| e.downcast_ref::<Exception>()).cloned() else {
            return true;
        };
        let next = exception.get(vm).traceback.clone();
        exception.get_mut(vm).traceback = traceback_here(vm, frame, next);
        true
    }
}

/// A traceback entry of the running frame.
unsafe fn traceback_here(vm: &mut Vm, frame: *mut FrameHeader, next: OptObj) -> OptObj {
    // SAFETY: the caller passes the running frame, whose instruction is saved.
    unsafe {
        let frame_object = frame_object::of(vm, frame);
        let last = frame_object::instruction_offset(vm, frame) as i32 * 2;
        let entry = vm.alloc(types::TRACEBACK, Traceback { next, frame: frame_object, last, line: -1 });
        OptObj::some(entry.into_obj())
    }
}

/// Gives an exception that no frame has seen a traceback of the running frame, if one runs.
pub(crate) fn locate(vm: &mut Vm, e: &Obj) {
    let Some(exception) = e.downcast_ref::<Exception>().filter(|x| x.get(vm).traceback.is_none()).cloned() else {
        return;
    };
    // SAFETY: the interpreter's own record; native code runs while the frame's instruction is saved.
    let entry = unsafe {
        let frame = (*crate::interp::interp(vm)).frame;
        if frame.is_null() {
            return;
        }
        traceback_here(vm, frame, OptObj::NONE)
    };
    exception.get_mut(vm).traceback = entry;
}

/// The hook that runs when an exception is raised: its context is the exception being handled.
pub(crate) fn raised(vm: &mut Vm, e: &Obj) {
    let Some(handled) = vm.handled_exception().cloned() else { return };
    set_context(vm, e, handled);
}

/// An exception is thrown into the generator whose frame was just entered: what that was handling is its context.
pub(crate) fn raised_into(vm: &mut Vm, e: &Obj) {
    if let Some(handled) = vm.handled.last().and_then(OptObj::cloned) {
        set_context(vm, e, handled);
    }
}

/// Makes `context` the context of `e`, cutting a chain that would become a ring.
fn set_context(vm: &mut Vm, e: &Obj, context: Obj) {
    if context.is(e) {
        return;
    }
    let Some(exception) = e.downcast_ref::<Exception>() else { return };
    // Floyd's second pointer guards against rings that a program made.
    let mut o = context.clone();
    let mut slow = context.clone();
    let mut advance = false;
    while let Some(next) = o.downcast_ref::<Exception>().and_then(|x| x.get(vm).context.cloned()) {
        if next.is(e) {
            if let Some(x) = o.downcast_ref::<Exception>() {
                x.get_mut(vm).context.take();
            }
            break;
        }
        o = next;
        if o.is(&slow) {
            break;
        }
        if advance && let Some(next) = slow.downcast_ref::<Exception>().and_then(|x| x.get(vm).context.cloned()) {
            slow = next;
        }
        advance = !advance;
    }
    let old = exception.get_mut(vm).context.replace(context);
    drop(old);
}

/// Raises an exception again; its traceback stays as it is here.
pub(crate) unsafe fn reraise(vm: &mut Vm, state: *mut Interp, e: Obj) -> Raised {
    // SAFETY: the state outlives the token.
    unsafe { (*state).reraised = true };
    vm.travel(e)
}

/// The unit that a frame names as the one where its exception was raised: that of the instruction that failed, or, where that
/// is `RERAISE`, the unit below the exception on the stack.
///
/// # Safety
/// `here` is the instruction that failed, `offset` its unit, `sp` the operand stack pointer of its frame.
#[inline]
pub(crate) unsafe fn origin(here: *const u16, sp: *const Value, offset: u32) -> u32 {
    // SAFETY: `RERAISE` finds as many words below the exception as its argument says.
    unsafe {
        let [opcode, arg] = (*here).to_le_bytes();
        if opcode != op::RERAISE || arg == 0 {
            return offset;
        }
        (*sp.sub(usize::from(arg))).as_int().and_then(|n| u32::try_from(n).ok()).unwrap_or(offset)
    }
}

/// Makes an exception the handled one; returns the one before, `None` for none.
pub(crate) fn push_handled(vm: &mut Vm, e: Obj) -> Obj {
    match vm.handled.last_mut() {
        Some(place) => place.replace(e).unwrap_or(Obj::NONE),
        None => Obj::NONE,
    }
}

/// Makes `previous` the handled exception again, `None` for none.
pub(crate) fn pop_handled(vm: &mut Vm, previous: Obj) {
    let previous = if previous.is_none() { OptObj::NONE } else { OptObj::some(previous) };
    if let Some(place) = vm.handled.last_mut() {
        let old = std::mem::replace(place, previous);
        drop(old);
    }
}

/// Whether `e` is an instance of a built-in class.
pub(crate) fn is_instance_of(vm: &Vm, e: &Obj, class: &Ref<Type>) -> bool {
    vm.class_of(e).is_subtype(vm, class)
}

/// Drops a travelling `StopIteration`.
pub(crate) fn swallow_stop(vm: &mut Vm) -> bool {
    if vm.raised_is(types::STOP_ITERATION) {
        vm.exception.take();
        return true;
    }
    false
}

fn is_exception_class(vm: &Vm, o: &Obj) -> bool {
    o.downcast_ref::<Type>().is_some_and(|t| t.is_subtype(vm, types::BASE_EXCEPTION))
}

/// `raise`, `raise e`, `raise e from cause`
pub(crate) unsafe fn raise(vm: &mut Vm, state: *mut Interp, e: Option<Obj>, cause: Option<Obj>) -> Raised {
    let Some(e) = e else {
        return match vm.handled_exception().cloned() {
            // SAFETY: the caller's promise.
            Some(e) => unsafe { reraise(vm, state, e) },
            None => raise_error!(vm, types::RUNTIME_ERROR, "No active exception to reraise"),
        };
    };
    match try_raise(vm, &e, cause) {
        Ok(instance) => vm.raise_object(instance),
        Err(raised) => raised,
    }
}

/// The exception that calling an exception class makes.
fn instantiate(vm: &mut Vm, class: &Obj) -> PyResult {
    let made = protocol::call(vm, class, &[])?;
    if made.is_kind::<Exception>() {
        return Ok(made);
    }
    let (class, got) = (protocol::repr_text(vm, class)?, protocol::repr_text(vm, &vm.class_of(&made).own())?);
    Err(type_error!(vm, "calling {class} should have returned an instance of BaseException, not {got}"))
}

/// The exception object that `raise e from cause` raises.
fn try_raise(vm: &mut Vm, e: &Obj, cause: Option<Obj>) -> PyResult {
    let instance = if is_exception_class(vm, e) {
        let made = instantiate(vm, e)?;
        // An instance of another class becomes the argument of a new one.
        let other = e.downcast_ref::<Type>().is_some_and(|class| !vm.class_of(&made).is_subtype(vm, class));
        if other { protocol::call(vm, e, &[made])? } else { made }
    } else if e.is_kind::<Exception>() {
        e.clone()
    } else {
        return Err(type_error!(vm, "exceptions must derive from BaseException"));
    };
    if let Some(cause) = cause {
        let cause = if is_exception_class(vm, &cause) {
            OptObj::some(instantiate(vm, &cause)?)
        } else if cause.is_kind::<Exception>() {
            OptObj::some(cause)
        } else if cause.is_none() {
            OptObj::NONE
        } else {
            return Err(type_error!(vm, "exception causes must derive from BaseException"));
        };
        if let Some(x) = instance.downcast_ref::<Exception>() {
            let x = x.get_mut(vm);
            x.suppress_context = true;
            let old = std::mem::replace(&mut x.cause, cause);
            drop(old);
        }
    }
    Ok(instance)
}

const NO_CATCH: &str = "catching classes that do not inherit from BaseException is not allowed";

/// `except T:`: whether the exception `e` is a `T`, or one of a tuple of them.
pub(crate) fn matches(vm: &mut Vm, e: &Obj, wanted: &Obj) -> PyResult<bool> {
    // The class of an exception is one.
    if vm.class_of(e).is(wanted) && e.is_kind::<Exception>() {
        return Ok(true);
    }
    check_classes(vm, wanted, NO_CATCH)?;
    Ok(given_matches(vm, e, wanted))
}

fn check_classes(vm: &mut Vm, wanted: &Obj, message: &str) -> PyResult<()> {
    let fine = match wanted.downcast_ref::<Tuple>() {
        Some(t) => t.tail(vm).iter().all(|c| is_exception_class(vm, c)),
        None => is_exception_class(vm, wanted),
    };
    if fine { Ok(()) } else { Err(type_error!(vm, "{message}")) }
}

/// Whether an exception (or class) is an instance (or subclass) of a class or one of a tuple of them.
pub(crate) fn given_matches(vm: &Vm, e: &Obj, wanted: &Obj) -> bool {
    if let Some(t) = wanted.downcast_ref::<Tuple>() {
        return t.tail(vm).iter().any(|c| given_matches(vm, e, c));
    }
    let Some(wanted) = wanted.downcast_ref::<Type>() else { return false };
    match e.downcast_ref::<Type>() {
        Some(class) => class.is_subtype(vm, wanted),
        None => vm.class_of(e).is_subtype(vm, wanted),
    }
}

/// `except* T:`: what remains of `e`, and what matches; `None` for nothing.
///
/// # Safety
/// `frame` is the running frame, whose instruction is saved.
pub(crate) unsafe fn group_match(vm: &mut Vm, frame: *mut FrameHeader, e: &Obj, wanted: &Obj) -> PyResult<(Obj, Obj)> {
    check_classes(vm, wanted, NO_CATCH)?;
    let groups = match wanted.downcast_ref::<Tuple>() {
        Some(t) => t.tail(vm).to_vec(),
        None => vec![wanted.clone()],
    };
    let is_group =
        |vm: &Vm, c: &Obj| c.downcast_ref::<Type>().is_some_and(|t| t.is_subtype(vm, types::BASE_EXCEPTION_GROUP));
    if groups.iter().any(|c| is_group(vm, c)) {
        return Err(type_error!(vm, "catching ExceptionGroup with except* is not allowed. Use except instead."));
    }
    if e.is_none() {
        return Ok((Obj::NONE, Obj::NONE));
    }
    if given_matches(vm, e, wanted) {
        if is_instance_of(vm, e, types::BASE_EXCEPTION_GROUP) {
            return Ok((Obj::NONE, e.clone()));
        }
        // A single exception is wrapped, with the traceback of the frame that handles it.
        let one = Tuple::from_slice(vm, std::slice::from_ref(e))?.into_obj();
        let empty = rpython_objects::names::EMPTY.clone().into_obj();
        let group = protocol::call(vm, types::EXCEPTION_GROUP, &[empty, one])?;
        // SAFETY: the caller's promise.
        let traceback = unsafe { traceback_here(vm, frame, OptObj::NONE) };
        if let Some(g) = group.downcast_ref::<Exception>() {
            g.get_mut(vm).traceback = traceback;
        }
        return Ok((Obj::NONE, group));
    }
    if is_instance_of(vm, e, types::BASE_EXCEPTION_GROUP) {
        let split = rpython_objects::Str::intern(vm, "split");
        let pair = protocol::call_method(vm, e, &split, std::slice::from_ref(wanted))?;
        let Some(pair) = pair.downcast_ref::<Tuple>() else {
            let class = vm.class_of(e).name(vm).to_string();
            let got = vm.class_of(&pair).name(vm).to_string();
            return Err(type_error!(vm, "{class}.split must return a tuple, not {got}"));
        };
        let [matched, rest, ..] = pair.tail(vm) else {
            let (class, n) = (vm.class_of(e).name(vm).to_string(), pair.tail(vm).len());
            return Err(type_error!(vm, "{class}.split must return a 2-tuple, got tuple of size {n}"));
        };
        return Ok((rest.clone(), matched.clone()));
    }
    Ok((e.clone(), Obj::NONE))
}

/// Calls `__exit__(type, exception, traceback)`.
pub(crate) fn with_except_start(vm: &mut Vm, exit: &Obj, this: &Obj, e: &Obj) -> PyResult {
    let traceback = e.downcast_ref::<Exception>().and_then(|x| x.get(vm).traceback.cloned()).unwrap_or(Obj::NONE);
    let class = vm.class_of(e).own().into_obj();
    if this.is_unbound() {
        return protocol::call(vm, exit, &[class, e.clone(), traceback]);
    }
    protocol::call(vm, exit, &[this.clone(), class, e.clone(), traceback])
}
