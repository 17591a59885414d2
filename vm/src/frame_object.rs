//! Frame objects of running frames.

use crate::{
    frame::{FrameHeader, take},
    interp::{Interp, interp},
};
use rpython_objects::{BufVec, Frame, Obj, OptObj, Ref, Value, Vm, types};

/// The address of a frame as frame objects keep it: words from the stack's bottom, plus one.
unsafe fn place(state: *mut Interp, frame: *mut FrameHeader) -> u64 {
    // SAFETY: the frame lies on the stack.
    unsafe { frame.cast::<Value>().offset_from((*state).stack.bottom()) as u64 + 1 }
}

/// The running frame that a frame object stands for; null for one that has ended or is suspended.
pub(crate) fn live(vm: &mut Vm, frame: &Ref<Frame>) -> *mut FrameHeader {
    match frame.get(vm).live {
        0 => std::ptr::null_mut(),
        // SAFETY: `live` is set while the frame is on this stack, and reset when it leaves.
        n => unsafe { (*interp(vm)).stack.bottom().add(n as usize - 1).cast() },
    }
}

/// The frame object of a running frame, made if need be.
pub(crate) unsafe fn of(vm: &mut Vm, frame: *mut FrameHeader) -> Ref<Frame> {
    // SAFETY: the caller passes a frame on the stack.
    unsafe {
        if let Some(known) = crate::frame::peek(&raw const (*frame).frame_object).downcast_ref::<Frame>() {
            return known.clone();
        }
        let state = interp(vm);
        let made = Frame {
            function: FrameHeader::function(frame).clone(),
            code: FrameHeader::code(frame).clone(),
            globals: FrameHeader::globals(frame).clone(),
            locals: OptObj::from(crate::frame::peek(&raw const (*frame).locals).clone().bound()),
            words: BufVec::new(),
            back: OptObj::NONE,
            trace: OptObj::NONE,
            extra_locals: OptObj::NONE,
            generator: OptObj::NONE,
            live: place(state, frame),
            last: 0,
            line: 0,
            trace_lines: true,
            trace_opcodes: false,
        };
        let made = vm.alloc(types::FRAME, made);
        (*frame).frame_object = made.clone().into_obj().into_value();
        made
    }
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
        let object = take(&raw const (*frame).frame_object);
        (*frame).frame_object = Value::UNBOUND;
        let Some(f) = object.downcast_ref::<Frame>() else { return };
        let last = instruction_offset(vm, frame);
        if f.is_unique() {
            f.get_mut(vm).live = 0;
            return;
        }
        let previous = (*frame).previous;
        let back = if previous.is_null() { OptObj::NONE } else { OptObj::some(of(vm, previous).into_obj()) };
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
pub(crate) unsafe fn attach(vm: &mut Vm, state: *mut Interp, frame: *mut FrameHeader) {
    // SAFETY: the caller passes the frame just pushed.
    unsafe {
        let place = place(state, frame);
        if let Some(f) = crate::frame::peek(&raw const (*frame).frame_object).downcast_ref::<Frame>() {
            f.get_mut(vm).live = place;
        }
    }
}
