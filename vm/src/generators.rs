//! Generators, coroutines and asynchronous generators: frames that are put aside and taken up again.

use crate::{
    eval,
    frame::{Caller, FrameHeader, take},
    frame_object,
    interp::{self, Interp, interp},
};
use rpython_frontend::{bytecode::op, code::flags};
use rpython_heap::flag;
use rpython_objects::{
    EVAL_BREAKER, Generator, GeneratorState, Obj, OptObj, PyResult, Raised, Ref, Resume, Resumed, TypeExt, Value, Vm,
    generator, names, protocol, type_error, types,
};
use std::sync::atomic::Ordering;

/// What sending a value to an iterator led to.
pub(crate) enum Sent {
    /// It yielded.
    Yielded(Obj),
    /// It ended.
    Returned(Obj),
}

/// Whether the generator can go on: it is neither running nor finished.
#[inline]
pub(crate) fn can_enter(vm: &Vm, generator: &Ref<Generator>) -> bool {
    !matches!(generator.get(vm).state, GeneratorState::Running | GeneratorState::Finished)
}

/// `RETURN_GENERATOR`: makes the generator of the running frame, whose slots it takes.
///
/// # Safety
/// `frame` is the running frame, at its first instruction; its operand stack is empty.
pub(crate) unsafe fn make(vm: &mut Vm, frame: *mut FrameHeader) -> PyResult {
    // SAFETY: the caller's promise; slots are moved, and marked unbound behind.
    unsafe {
        let function = FrameHeader::function(frame).clone();
        let code = FrameHeader::code(frame).clone();
        let kind = code.get(vm).flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR);
        let class = match kind {
            k if k & flags::ASYNC_GENERATOR != 0 => types::ASYNC_GENERATOR,
            k if k & flags::COROUTINE != 0 => types::COROUTINE,
            _ => types::GENERATOR,
        };
        let slots = FrameHeader::slot_base(frame);
        let count = (*frame).slots as usize;
        // Room for all that a frame of this code can hold, and for what it is resumed with.
        let words = rpython_objects::BufVec::with_capacity(
            count + generator::FRAME_WORDS + code.get(vm).stack_size as usize + 1,
        )?;
        let last = frame_object::instruction_offset(vm, frame);
        let f = function.get(vm);
        let made = Generator {
            words,
            slots: count as u32,
            name: f.name.clone(),
            qualname: f.qualname.clone(),
            code,
            function: function.clone(),
            handled: OptObj::NONE,
            frame: OptObj::NONE,
            origin: OptObj::NONE,
            finalizer: OptObj::NONE,
            last,
            state: GeneratorState::Created,
            hooked: false,
            closed: false,
            running_async: false,
        };
        let made = vm.alloc(class, made);
        let words = made.get_mut(vm).words.start().cast::<Value>();
        for i in 0..count {
            *words.add(i) = take(slots.add(i)).into_value();
            *slots.add(i) = Value::UNBOUND;
        }
        let own: *mut FrameHeader = words.add(count).cast();
        let function = function.value().to_uncounted();
        FrameHeader::fill(vm, own, function, FrameHeader::code(frame), std::ptr::null_mut(), 0, Caller::Native);
        // No word of the header owns a count.
        (*own).code = (*own).code.to_uncounted();
        FrameHeader::set_generator(own, &made);
        made.get_mut(vm).words.set_len(count + generator::FRAME_WORDS);
        made.header().set(flag::FINALISES);
        if vm.origin_depth > 0 && kind & flags::COROUTINE != 0 {
            let origin = origin_of(vm, (*frame).previous)?;
            made.get_mut(vm).origin = OptObj::some(origin);
        }
        Ok(made.into_obj())
    }
}

/// `cr_origin`: file, line and function of the frames that make a coroutine, innermost first.
#[cold]
unsafe fn origin_of(vm: &mut Vm, mut frame: *mut FrameHeader) -> PyResult {
    let mut entries = Vec::new();
    // SAFETY: the caller passes the frame below the running one; frames below are live.
    unsafe {
        while !frame.is_null() && entries.len() < vm.origin_depth as usize {
            let object = frame_object::of(vm, frame);
            let line = rpython_objects::frame::line(vm, &object).unwrap_or(0);
            let code = FrameHeader::code(frame).get(vm);
            let (file, name) = (code.filename.clone().into_obj(), code.name.clone().into_obj());
            let line = rpython_objects::int::from_i64(vm, line.into());
            entries.push(rpython_objects::Tuple::from_slice(vm, &[file, line, name])?.into_obj());
            frame = (*frame).previous;
        }
    }
    Ok(rpython_objects::Tuple::from_vec(vm, entries)?.into_obj())
}

/// The frame of a generator.
pub(crate) fn header(vm: &mut Vm, generator: &Ref<Generator>) -> *mut FrameHeader {
    let g = generator.get_mut(vm);
    // SAFETY: the words have room for the slots and the header behind them.
    unsafe { g.words.start().cast::<Value>().add(g.slots as usize).cast() }
}

/// Makes the frame of a generator the one on top, which counts for `caller` as one of its own above `floor`. The frame goes on behind
/// the instruction that suspended it: its next instruction and the first free word of its operand stack are returned.
///
/// # Safety
/// [`can_enter`] holds; the generator is held by the caller until the frame is left; `floor` is the first free word of the stack.
#[inline(always)]
pub(crate) unsafe fn link(
    vm: &mut Vm,
    state: *mut Interp,
    generator: &Ref<Generator>,
    floor: *mut Value,
    caller: Caller,
    skip: u16,
) -> PyResult<(*mut FrameHeader, *const u16, *mut Value)> {
    // SAFETY: the caller's promise; the words are the frame's own from now on.
    unsafe {
        interp::enter(vm, state, floor)?;
        let g = generator.get_mut(vm);
        let words = g.words.start().cast::<Value>();
        let top = words.add(g.words.len());
        g.words.set_len(0);
        g.state = GeneratorState::Running;
        let last = g.last as usize;
        let handled = std::mem::take(&mut g.handled);
        let has_object = !g.frame.is_none();
        let header: *mut FrameHeader = words.add(g.slots as usize).cast();
        (*header).previous = (*state).frame;
        (*header).floor = floor;
        (*header).skip = skip;
        (*header).caller = caller;
        (*state).frame = header;
        let instruction = FrameHeader::code(header).get(vm).units.as_ptr().add(last + 1);
        vm.handled.push(handled);
        if has_object {
            give_object(vm, generator, header);
        }
        Ok((header, instruction, top))
    }
}

/// [`link`] for Rust code, which hands the generator a value.
///
/// # Safety
/// As for [`link`].
unsafe fn enter(vm: &mut Vm, state: *mut Interp, generator: &Ref<Generator>, value: Obj) -> PyResult<*mut FrameHeader> {
    // SAFETY: the caller's promise; there is room for one word more than a suspended frame has.
    unsafe {
        let (header, instruction, top) = link(vm, state, generator, interp::top(state), Caller::Native, 0)?;
        (*header).instruction = instruction;
        *top = value.into_counted().into_value();
        (*header).top = top.add(1);
        Ok(header)
    }
}

/// As [`enter`], with `None`, and past the instructions that would poll and drop it where there is nothing to poll for.
///
/// # Safety
/// As for [`link`].
unsafe fn enter_next(vm: &mut Vm, state: *mut Interp, generator: &Ref<Generator>) -> PyResult<*mut FrameHeader> {
    // SAFETY: the caller's promise; as in `enter`.
    unsafe {
        let (header, ip, top) = link(vm, state, generator, interp::top(state), Caller::Native, 0)?;
        if drops_at_once(ip) {
            (*header).instruction = ip.add(2);
            (*header).top = top;
        } else {
            (*header).instruction = ip;
            *top = Value::NONE;
            (*header).top = top.add(1);
        }
        Ok(header)
    }
}

/// Whether a generator that goes on at `ip` polls and drops what it was sent, where there is nothing to poll for.
///
/// # Safety
/// `ip` is behind a `YIELD_VALUE` or `RETURN_GENERATOR`: code does not end there, so that both units exist.
#[inline(always)]
pub(crate) unsafe fn drops_at_once(ip: *const u16) -> bool {
    // SAFETY: the caller's promise.
    unsafe { *ip as u8 == op::RESUME_CHECK && *ip.add(1) as u8 == op::POP_TOP && !EVAL_BREAKER.load(Ordering::Relaxed) }
}

/// The frame object of a generator goes with its frame.
///
/// # Safety
/// `header` is the generator's frame, just pushed.
#[cold]
#[inline(never)]
unsafe fn give_object(vm: &mut Vm, generator: &Ref<Generator>, header: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(object) = generator.get_mut(vm).frame.take() {
            FrameHeader::set_object(header, object);
            frame_object::attach(vm, header);
        }
    }
}

/// The frame object of a generator's frame is put aside with it.
///
/// # Safety
/// The frame is being suspended; `last` is its instruction.
#[cold]
#[inline(never)]
unsafe fn take_object(vm: &mut Vm, generator: &Ref<Generator>, frame: *mut FrameHeader, last: u32) {
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(object) = FrameHeader::take_object(frame) {
            frame_object::put_aside(vm, &object, last);
            generator.get_mut(vm).frame = OptObj::some(object);
        }
    }
}

/// `YIELD_VALUE`: takes the frame of a generator off the top, at the instruction `last` and with its operand stack up to `top`.
///
/// # Safety
/// `frame` is the running frame of a generator.
#[inline(always)]
pub(crate) unsafe fn suspend(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    last: *const u16,
    top: *mut Value,
    arg: u32,
) {
    // SAFETY: the caller's promise; the words of the frame are the generator's again, its header's not counted.
    unsafe {
        let Some(generator) = FrameHeader::generator(frame) else { return };
        let last = last.offset_from(FrameHeader::code(frame).get(vm).units.as_ptr()) as u32;
        // Slots own what they hold; words of the operand stack may be borrowed from what may change meanwhile.
        let mut word = FrameHeader::stack_base(frame);
        while word < top {
            *word = take(word).into_value();
            word = word.add(1);
        }
        let live = top.offset_from(FrameHeader::slot_base(frame)) as usize;
        let handled = vm.handled.pop().unwrap_or_default();
        let g = generator.get_mut(vm);
        debug_assert!(live <= g.words.capacity());
        g.words.set_len(live);
        g.last = last;
        g.state = if arg == 0 { GeneratorState::Suspended } else { GeneratorState::Delegating };
        // Nothing was there while it ran.
        std::mem::forget(std::mem::replace(&mut g.handled, handled));
        (*state).frame = (*frame).previous;
        (*state).depth -= 1;
        if FrameHeader::object(frame).is_some() {
            take_object(vm, generator, frame, last);
        }
    }
}

/// The frame of a generator returns or fails; other frames are none of its business.
///
/// # Safety
/// `frame` is the running frame.
pub(crate) unsafe fn finish(vm: &mut Vm, frame: *mut FrameHeader) {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(generator) = FrameHeader::generator(frame) else { return };
        generator.header().unset(flag::FINALISES);
        generator.get_mut(vm).state = GeneratorState::Finished;
        let handled = vm.handled.pop();
        drop(handled);
    }
}

/// The hook behind `send`, `throw` and `next`: resumes a generator from Rust code. The caller has seen that it can go on, and holds it.
pub(crate) fn resume(vm: &mut Vm, generator: &Ref<Generator>, how: Resume) -> PyResult<Resumed> {
    vm.check_stack(" while calling a Python object")?;
    // SAFETY: the generator is held by the caller until its frame is left.
    unsafe {
        let state = interp(vm);
        let previous = (*state).frame;
        let (value, thrown) = match how {
            Resume::Send(value) => (value, None),
            Resume::Throw(e) => (Obj::NONE, Some(e)),
        };
        if thrown.is_none() && value.is_none() {
            let frame = enter_next(vm, state, generator)?;
            return finish_run(vm, state, generator, frame, previous, false);
        }
        let frame = enter(vm, state, generator, value)?;
        let is_thrown = thrown.is_some();
        if let Some(e) = thrown {
            // The frame is at the instruction that suspended it.
            (*frame).instruction = (*frame).instruction.sub(1);
            crate::exceptions::raised_into(vm, &e);
            let _raised = vm.travel(e);
            if crate::tracing::sees_exceptions(state) {
                crate::tracing::thrown(vm, frame);
            }
        }
        finish_run(vm, state, generator, frame, previous, is_thrown)
    }
}

/// Runs the frame of a generator that Rust code resumed, until it is left.
///
/// # Safety
/// The frame was linked on top of `previous`; the generator is held by the caller.
unsafe fn finish_run(
    vm: &mut Vm,
    state: *mut Interp,
    generator: &Ref<Generator>,
    frame: *mut FrameHeader,
    previous: *mut FrameHeader,
    thrown: bool,
) -> PyResult<Resumed> {
    // SAFETY: the caller's promise.
    unsafe {
        let result = eval::run(vm, frame, thrown);
        (*state).frame = previous;
        let value = result?;
        Ok(if generator.get(vm).state == GeneratorState::Finished {
            Resumed::Returned(value)
        } else {
            Resumed::Yielded(value)
        })
    }
}

/// The hook behind `next`: resumes a generator that can go on from Rust code, for its next item.
pub(crate) fn advance(vm: &mut Vm, generator: &Ref<Generator>) -> PyResult<Option<Obj>> {
    vm.check_stack(" while calling a Python object")?;
    // SAFETY: the generator is held by the caller until its frame is left.
    unsafe {
        let state = interp(vm);
        let previous = (*state).frame;
        let frame = enter_next(vm, state, generator)?;
        let result = eval::run(vm, frame, false);
        (*state).frame = previous;
        let value = result?;
        if generator.get(vm).state == GeneratorState::Finished {
            vm.note_stop_value(value);
            return Ok(None);
        }
        Ok(Some(value))
    }
}

/// The hook behind `throw` to a generator that waits for another: see `Hooks::delegate`.
pub(crate) fn delegate(
    vm: &mut Vm,
    generator: &Ref<Generator>,
    work: &mut dyn FnMut(&mut Vm) -> PyResult,
) -> PyResult<Resumed> {
    vm.check_stack(" while calling a Python object")?;
    // SAFETY: the generator is suspended at a delegation, and held by the caller until its frame is left.
    unsafe {
        let state = interp(vm);
        let previous = (*state).frame;
        let (frame, next, top) = link(vm, state, generator, interp::top(state), Caller::Native, 0)?;
        // As if the instruction that suspended it had just begun to wait.
        (*frame).instruction = next.sub(1);
        (*frame).top = top;
        match work(vm) {
            Ok(value) => {
                suspend(vm, state, frame, (*frame).instruction, (*frame).top, 1);
                Ok(Resumed::Yielded(value))
            }
            Err(_raised) => {
                *(*frame).top = Value::NONE;
                (*frame).top = (*frame).top.add(1);
                let e = vm.take_exception();
                crate::exceptions::raised_into(vm, &e);
                let _raised = vm.travel(e);
                finish_run(vm, state, generator, frame, previous, true)
            }
        }
    }
}

/// `SEND` to what is no generator that can be entered here.
pub(crate) fn send(vm: &mut Vm, receiver: &Obj, value: &Obj) -> PyResult<Sent> {
    if let Some(generator) = receiver.downcast_ref::<Generator>()
        && !vm.class_of(receiver).is(types::ASYNC_GENERATOR)
    {
        return match generator::send(vm, generator, value)? {
            Resumed::Yielded(value) => Ok(Sent::Yielded(value)),
            Resumed::Returned(value) => Ok(Sent::Returned(value)),
        };
    }
    if value.is_none() && vm.slots_of(receiver).next().is_some() {
        if let Some(value) = protocol::next_keeping_value(vm, receiver)? {
            return Ok(Sent::Yielded(value));
        }
        return Ok(Sent::Returned(vm.take_stop_value()));
    }
    match protocol::call_method(vm, receiver, names::send, std::slice::from_ref(value)) {
        Ok(value) => Ok(Sent::Yielded(value)),
        Err(raised) => stop_value(vm, raised).map(Sent::Returned),
    }
}

/// The value of a travelling `StopIteration`; other exceptions travel on.
pub(crate) fn stop_value(vm: &mut Vm, raised: Raised) -> PyResult {
    if !vm.raised_is(types::STOP_ITERATION) {
        return Err(raised);
    }
    let e = vm.take_exception();
    Ok(rpython_objects::exception::stop_iteration_value(vm, &e))
}

/// `CLEANUP_THROW`: the value of a `StopIteration`; other exceptions travel on.
pub(crate) unsafe fn cleanup_throw(vm: &mut Vm, state: *mut Interp, e: &Obj) -> PyResult {
    if vm.class_of(e).is_subtype(vm, types::STOP_ITERATION) {
        return Ok(rpython_objects::exception::stop_iteration_value(vm, e));
    }
    // SAFETY: the state outlives the token.
    Err(unsafe { crate::exceptions::reraise(vm, state, e.clone()) })
}

/// `GET_YIELD_FROM_ITER`
pub(crate) unsafe fn yield_from_iter(vm: &mut Vm, frame: *mut FrameHeader, o: &Obj) -> PyResult {
    if vm.class_of(o).is(types::COROUTINE) {
        // SAFETY: the caller passes the running frame.
        let own = unsafe { FrameHeader::code(frame).get(vm).flags };
        if own & (flags::COROUTINE | flags::ITERABLE_COROUTINE) == 0 {
            return Err(type_error!(vm, "cannot 'yield from' a coroutine object in a non-coroutine generator"));
        }
        return Ok(o.clone());
    }
    if vm.class_of(o).is(types::GENERATOR) {
        return Ok(o.clone());
    }
    protocol::iter(vm, o)
}

/// `GET_AWAITABLE`; `arg` says what asks: 1 `async with`'s enter, 2 its exit.
pub(crate) fn get_awaitable(vm: &mut Vm, o: &Obj, arg: u32) -> PyResult {
    if arg != 0 && vm.slots_of(o).await_().is_none() && !is_awaitable_generator(vm, o) {
        let class = vm.class_of(o).name(vm).to_string();
        let which = if arg == 1 { "__aenter__" } else { "__aexit__" };
        return Err(type_error!(
            vm,
            "'async with' received an object from {which} that does not implement __await__: {class}"
        ));
    }
    let made = awaitable_iter(vm, o)?;
    if let Some(g) = made.downcast_ref::<Generator>()
        && vm.class_of(&made).is(types::COROUTINE)
        && g.get(vm).state == GeneratorState::Delegating
    {
        return Err(rpython_objects::raise!(vm, types::RUNTIME_ERROR, "coroutine is being awaited already"));
    }
    Ok(made)
}

/// A generator that `types.coroutine` has marked.
fn is_awaitable_generator(vm: &Vm, o: &Obj) -> bool {
    o.downcast_ref::<Generator>().is_some_and(|g| {
        vm.class_of(o).is(types::COROUTINE) || g.get(vm).code.get(vm).flags & flags::ITERABLE_COROUTINE != 0
    })
}

/// The iterator behind `await o`.
pub(crate) fn awaitable_iter(vm: &mut Vm, o: &Obj) -> PyResult {
    if is_awaitable_generator(vm, o) {
        return Ok(o.clone());
    }
    let Some(get) = vm.slots_of(o).await_() else {
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "'{class}' object can't be awaited"));
    };
    let made = get(vm, o)?;
    if is_awaitable_generator(vm, &made) {
        return Err(type_error!(vm, "__await__() returned a coroutine"));
    }
    if vm.slots_of(&made).next().is_none() {
        let class = vm.class_of(&made).name(vm).to_string();
        return Err(type_error!(vm, "__await__() returned non-iterator of type '{class}'"));
    }
    Ok(made)
}

/// `GET_AITER`
pub(crate) fn get_aiter(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(get) = vm.slots_of(o).aiter() else {
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "'async for' requires an object with __aiter__ method, got {class}"));
    };
    let made = get(vm, o)?;
    if vm.slots_of(&made).anext().is_none() {
        let class = vm.class_of(&made).name(vm).to_string();
        return Err(type_error!(
            vm,
            "'async for' received an object from __aiter__ that does not implement __anext__: {class}"
        ));
    }
    Ok(made)
}

/// `GET_ANEXT`
pub(crate) fn get_anext(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(get) = vm.slots_of(o).anext() else {
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "'async for' requires an iterator with __anext__ method, got {class}"));
    };
    let made = get(vm, o)?;
    if vm.class_of(o).is(types::ASYNC_GENERATOR) {
        return Ok(made);
    }
    match awaitable_iter(vm, &made) {
        Ok(iterator) => Ok(iterator),
        Err(_raised) => {
            let cause = vm.take_exception();
            let class = vm.class_of(&made).name(vm).to_string();
            let raised = type_error!(vm, "'async for' received an invalid object from __anext__: {class}");
            if let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<rpython_objects::Exception>()).cloned() {
                let x = e.get_mut(vm);
                x.cause = OptObj::some(cause.clone());
                x.context = OptObj::some(cause);
                x.suppress_context = true;
            }
            Err(raised)
        }
    }
}
