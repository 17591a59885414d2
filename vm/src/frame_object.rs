//! Frame objects of running frames.

use crate::{
    frame::{FrameHeader, extra, peek, take},
    interp::interp,
};
use rpython_frontend::bytecode;
use rpython_objects::{
    BufVec, Code, Frame, Generator, GeneratorState, Obj, OptObj, PyResult, Ref, Value, Vm, Weak, frame::FrameHooks,
    types,
};

/// Bits of a place that count words.
const PLACE_BITS: u32 = 40;

/// The address of a frame that lies in its generator's words.
const IN_GENERATOR: u64 = u64::MAX;

/// The address of a frame as frame objects keep it: the number of its thread's stack, and words from that stack's bottom, plus one.
unsafe fn place(vm: &mut Vm, frame: *mut FrameHeader) -> u64 {
    // SAFETY: the caller passes a live frame.
    if unsafe { FrameHeader::is_generator(frame) } {
        return IN_GENERATOR;
    }
    let word = frame.cast::<Value>();
    let (number, bottom) = crate::threads::stack_of(vm, word);
    // SAFETY: the frame lies on the stack whose bottom was found.
    unsafe { number << PLACE_BITS | (word.offset_from(bottom) as u64 + 1) }
}

/// The running frame that a frame object stands for; null for one that has ended or is suspended.
pub(crate) fn live(vm: &mut Vm, frame: &Ref<Frame>) -> *mut FrameHeader {
    match frame.get(vm).live {
        0 => std::ptr::null_mut(),
        IN_GENERATOR => suspended(vm, frame).map_or(std::ptr::null_mut(), |g| crate::generators::header(vm, &g)),
        // SAFETY: `live` is set while the frame is on a stack, and reset when it leaves; a thread that ends has left all its frames.
        n => unsafe {
            let state = interp(vm);
            let number = n >> PLACE_BITS;
            let bottom = if number == (*state).stack_number {
                (*state).stack.bottom()
            } else {
                crate::threads::stack_bottom(vm, number)
            };
            bottom.add((n & ((1 << PLACE_BITS) - 1)) as usize - 1).cast()
        },
    }
}

/// The frame object of a running frame, made if need be.
pub(crate) unsafe fn of(vm: &mut Vm, frame: *mut FrameHeader) -> Ref<Frame> {
    // SAFETY: the caller passes a frame on the stack.
    unsafe {
        if let Some(known) = FrameHeader::object(frame).and_then(|o| o.downcast_ref::<Frame>()) {
            return known.clone();
        }
        let made = Frame {
            function: FrameHeader::function(frame).clone(),
            code: FrameHeader::code(frame).clone(),
            globals: FrameHeader::globals(vm, frame).clone(),
            locals: OptObj::from(FrameHeader::locals(frame).cloned()),
            words: BufVec::new(),
            back: OptObj::NONE,
            trace: OptObj::NONE,
            extra_locals: OptObj::NONE,
            generator: FrameHeader::generator(frame).map(Weak::of_ref),
            live: place(vm, frame),
            last: 0,
            line: 0,
            traced_line: -1,
            trace_lines: true,
            trace_opcodes: false,
        };
        let made = vm.alloc(types::FRAME, made);
        FrameHeader::set_object(frame, made.clone().into_obj());
        made
    }
}

/// The frame object of a generator, made if need be; `None` for a finished one.
pub(crate) fn of_generator(vm: &mut Vm, generator: &Ref<Generator>) -> PyResult {
    let g = generator.get(vm);
    match g.state {
        GeneratorState::Finished => return Ok(Obj::NONE),
        GeneratorState::Running => {
            // SAFETY: the frames from each thread's running one down are live.
            unsafe {
                for state in crate::threads::states(vm) {
                    let mut frame = (*state).frame;
                    while !frame.is_null() {
                        if FrameHeader::generator(frame).is_some_and(|own| own.is(generator)) {
                            return Ok(of(vm, frame).into_obj());
                        }
                        frame = (*frame).previous;
                    }
                }
            }
            return Ok(Obj::NONE);
        }
        _ => {}
    }
    if let Some(known) = g.frame.cloned() {
        return Ok(known);
    }
    let made = Frame {
        function: g.function.clone(),
        code: g.code.clone(),
        globals: g.function.get(vm).globals.clone(),
        locals: OptObj::NONE,
        words: BufVec::new(),
        back: OptObj::NONE,
        trace: OptObj::NONE,
        extra_locals: OptObj::NONE,
        generator: Some(Weak::of_ref(generator)),
        live: 0,
        last: g.last,
        line: 0,
        traced_line: -1,
        trace_lines: true,
        trace_opcodes: false,
    };
    let made = vm.alloc(types::FRAME, made).into_obj();
    generator.get_mut(vm).frame = OptObj::some(made.clone());
    Ok(made)
}

/// The frame's instruction, in units from the start of its code.
pub(crate) unsafe fn instruction_offset(vm: &Vm, frame: *mut FrameHeader) -> u32 {
    // SAFETY: the instruction lies within the code's units.
    unsafe {
        let start = FrameHeader::code(frame).get(vm).units.as_ptr();
        (*frame).instruction.offset_from(start) as u32
    }
}

/// The frame ends: its object, if others hold it, takes the slots over.
#[cold]
#[inline(never)]
pub(crate) unsafe fn detach(vm: &mut Vm, frame: *mut FrameHeader) {
    // SAFETY: the caller passes the frame that is about to leave the stack; slots are moved and marked unbound.
    unsafe {
        let Some(object) = FrameHeader::take_object(frame) else { return };
        let Some(f) = object.downcast_ref::<Frame>() else { return };
        let last = instruction_offset(vm, frame);
        if f.is_unique() {
            f.get_mut(vm).live = 0;
            return;
        }
        let previous = (*frame).previous;
        let back = if previous.is_null() || f.get(vm).generator.is_some() {
            OptObj::NONE
        } else {
            OptObj::some(of(vm, previous).into_obj())
        };
        let slots = FrameHeader::slot_base(frame);
        let mut words = BufVec::with_capacity((*frame).slots as usize).unwrap_or_default();
        for i in 0..(*frame).slots as usize {
            let word = take(slots.add(i));
            *slots.add(i) = Value::UNBOUND;
            // A full heap loses the locals of a frame that has ended.
            let _ = words.push(word);
        }
        let state = f.get_mut(vm);
        state.words = words;
        state.live = 0;
        state.last = last;
        state.back = back;
        state.generator = None;
        drop(object);
    }
}

/// A generator is suspended: its frame object waits with it.
pub(crate) fn put_aside(vm: &mut Vm, object: &Obj, last: u32) {
    if let Some(f) = object.downcast_ref::<Frame>() {
        let f = f.get_mut(vm);
        f.live = 0;
        f.last = last;
    }
}

/// A generator goes on: its frame object stands for the running frame again.
pub(crate) unsafe fn attach(vm: &mut Vm, frame: *mut FrameHeader) {
    // SAFETY: the caller passes the frame just pushed.
    unsafe {
        let place = place(vm, frame);
        if let Some(f) = FrameHeader::object(frame).and_then(|o| o.downcast_ref::<Frame>()) {
            f.get_mut(vm).live = place;
        }
    }
}

/// What lies in frames, for `rpython_objects::frame`.
pub(crate) const HOOKS: FrameHooks = FrameHooks {
    last: |vm, f| {
        let frame = live(vm, f);
        if !frame.is_null() {
            // SAFETY: `live` answers a frame that lies on the stack.
            return unsafe { instruction_offset(vm, frame) };
        }
        f.get(vm).last
    },
    back: |vm, f| {
        let frame = live(vm, f);
        if frame.is_null() {
            return f.get(vm).back.cloned().and_then(|b| b.downcast::<Frame>().ok());
        }
        // SAFETY: as in `last`; the frame below is live too.
        unsafe {
            let previous = (*frame).previous;
            (!previous.is_null()).then(|| of(vm, previous))
        }
    },
    slot: |vm, f, i| {
        if i >= f.get(vm).code.get(vm).slots() {
            return None;
        }
        let frame = live(vm, f);
        if !frame.is_null() {
            // SAFETY: as in `last`; `i` is one of the frame's slots, which are stack references.
            return unsafe { crate::frame::peek(FrameHeader::slot_base(frame).add(i)).clone().bound() };
        }
        if let Some(word) = suspended(vm, f).and_then(|g| g.get(vm).words.get(i).cloned()) {
            return word.bound();
        }
        f.get(vm).words.get(i).cloned().and_then(Obj::bound)
    },
    set_slot: |vm, f, i, value| {
        if i >= f.get(vm).code.get(vm).slots() {
            return;
        }
        let value = value.unwrap_or_default();
        let frame = live(vm, f);
        if !frame.is_null() {
            // SAFETY: as in `slot`. What was borrowed from the old value lies on the operand stack above, so the old value
            // stays alive with the frame object.
            unsafe {
                let place = FrameHeader::slot_base(frame).add(i);
                let old = take(place);
                *place = value.into_counted().into_value();
                let _ = f.get_mut(vm).words.push(old);
            }
            return;
        }
        if let Some(g) = suspended(vm, f) {
            if let Some(word) = g.get_mut(vm).words.get_mut(i) {
                let old = std::mem::replace(word, value.into_counted());
                drop(old);
            }
            return;
        }
        if let Some(word) = f.get_mut(vm).words.get_mut(i) {
            let old = std::mem::replace(word, value.into_counted());
            drop(old);
        }
    },
    plain_code: |vm, code| plain_code(code.get(vm)),
    complete_code: crate::marshal::complete,
    set_line: crate::tracing::set_line,
    opcodes_traced: crate::tracing::trace_opcodes,
    branches,
    code_exchanged: |vm, function| {
        // SAFETY: the frames from each thread's running one down are live; a frame that borrowed the code from its function owns it
        // from now on.
        unsafe {
            for state in crate::threads::states(vm) {
                let mut frame = (*state).frame;
                while !frame.is_null() {
                    // A generator owns its code.
                    let borrowed = (*frame).extras & (extra::CODE | extra::GENERATOR) == 0;
                    if (*frame).function.is(function.value()) && borrowed {
                        (*frame).code = FrameHeader::code(frame).clone().into_obj().into_value();
                        (*frame).extras |= extra::CODE;
                    }
                    frame = (*frame).previous;
                }
            }
        }
    },
};

/// See [`FrameHooks::branches`]; CPython's `branchesiter_next`.
fn branches(code: &[u8]) -> Vec<[usize; 3]> {
    use rpython_frontend::bytecode::op;
    let mut found = Vec::new();
    let (mut at, mut wide) = (0, 0usize);
    while let Some(&[op, argument]) = code.get(2 * at..2 * at + 2) {
        let next = at + 1 + bytecode::CACHES[op as usize] as usize;
        let full = wide << 8 | usize::from(argument);
        wide = 0;
        match op {
            op::EXTENDED_ARG => wide = full,
            op::POP_JUMP_IF_FALSE | op::POP_JUMP_IF_TRUE | op::POP_JUMP_IF_NONE | op::POP_JUMP_IF_NOT_NONE => {
                found.push([at, next + 1, next + full]);
            }
            op::FOR_ITER => found.push([at, next, next + full + 2]),
            op::END_ASYNC_FOR => {
                let send = next.saturating_sub(full) + 1;
                found.push([send, send + 1, next]);
            }
            _ => {}
        }
        at = next;
    }
    found
}

/// The generator whose frame this is.
fn suspended(vm: &Vm, f: &Ref<Frame>) -> Option<Ref<Generator>> {
    f.get(vm).generator?.upgrade(vm)
}

/// Instructions without specialised forms, caches zeroed.
fn plain_code(code: &Code) -> Vec<u8> {
    let units = &code.units;
    let mut out = Vec::with_capacity(units.len() * 2);
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let [_, argument] = unit.to_le_bytes();
        let base = crate::tracing::plain_opcode(code, at);
        out.extend([base, argument]);
        let caches = bytecode::CACHES[base as usize] as usize;
        let caches = caches.min(units.len() - at - 1);
        out.resize(out.len() + 2 * caches, 0);
        at += 1 + caches;
    }
    out
}

/// The generators that run now and whose slots hold one of `wanted`, innermost first: what a running generator holds is not
/// shown by its payload.
pub fn running_generators_with(vm: &mut Vm, wanted: &[Obj]) -> Vec<Obj> {
    let mut found = Vec::new();
    // SAFETY: frames on the stack are live, and so are the words between a frame's slots and its header.
    unsafe {
        let mut frame = (*interp(vm)).frame;
        while !frame.is_null() {
            if let Some(generator) = FrameHeader::generator(frame) {
                let slots = FrameHeader::slot_base(frame);
                let holds = (0..(*frame).slots as usize).any(|i| wanted.iter().any(|o| o.is(peek(slots.add(i)))));
                if holds {
                    found.push(generator.clone().into_obj());
                }
            }
            frame = (*frame).previous;
        }
    }
    found
}

/// The frame that runs, if one does.
pub fn running_frame(vm: &mut Vm) -> Option<Ref<Frame>> {
    // SAFETY: the state outlives the token, and the running frame lies on its stack.
    unsafe {
        let frame = (*interp(vm)).frame;
        (!frame.is_null()).then(|| of(vm, frame))
    }
}
