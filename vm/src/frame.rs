//! The value stack and the frames on it.
//!
//! One stack of 64-bit words per thread, in reserved address space. A frame is, from low to high addresses: its *slots* (locals, cells,
//! free variables), its [`FrameHeader`], its operand stack. A Python-to-Python call makes the arguments on top of the caller's
//! operand stack the first slots of the callee, without moving them.
//!
//! Words of the operand stack and of slots are *stack references*: a counted handle owns its count; an uncounted one is
//! immortal or borrowed from a slot or constant of this frame or one below, which outlives it (`LOAD_FAST_BORROW`). What
//! leaves the stack for the heap is made counted first (`Obj::into_counted`).

use memmap2::{MmapMut, MmapOptions};
use rpython_objects::{Code, Dict, Function, Generator, Obj, Ref, Value};

/// Bytes of address space for the main thread's stack: room for about four million frames.
pub(crate) const STACK_BYTES: usize = 1 << 30;

/// What a frame hands its result to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Caller {
    /// An instruction that called: the result is pushed.
    Call,
    /// `SEND`: a yielded value is pushed; a returned one too, and the jump is taken.
    Send,
    /// `FOR_ITER`: a yielded value is pushed; a return ends the loop.
    ForIter,
    /// Rust code: the loop returns.
    Native,
    /// `__init__`, entered by a call of its class: `None` is checked, and the instance is the result.
    Init,
}

/// What a frame is, apart from its slots and stack.
#[repr(C)]
pub(crate) struct FrameHeader {
    /// Owned: the function.
    pub(crate) function: Value,
    /// Owned: the code, which the function may exchange meanwhile.
    pub(crate) code: Value,
    /// Owned: the mapping of a class body or module, unbound in functions.
    pub(crate) locals: Value,
    /// Owned: the frame object, once asked for.
    pub(crate) frame_object: Value,
    /// Borrowed from whoever resumed it: the generator that runs in this frame, or unbound.
    pub(crate) generator: Value,
    /// Borrowed from the function.
    pub(crate) globals: Value,
    /// Borrowed from the function.
    pub(crate) builtins: Value,
    /// The frame below, null at the bottom.
    pub(crate) previous: *mut FrameHeader,
    /// The instruction that runs, or ran last.
    pub(crate) instruction: *const u16,
    /// Operand stack pointer while another frame runs.
    pub(crate) top: *mut Value,
    /// Slots.
    pub(crate) slots: u32,
    /// Units to skip in the caller when a generator resumed by `SEND` or `FOR_ITER` returns.
    pub(crate) skip: u16,
    /// What gets the result.
    pub(crate) caller: Caller,
}

/// Words of a header.
pub(crate) const HEADER_WORDS: usize = size_of::<FrameHeader>() / 8;
const _: () = assert!(size_of::<FrameHeader>().is_multiple_of(8));

/// Views a stack word as the reference it is, without taking it.
///
/// # Safety
/// The word is a live stack reference, and stays one for `'a`.
#[inline(always)]
pub(crate) unsafe fn peek<'a>(word: *const Value) -> &'a Obj {
    // SAFETY: `Obj` is a transparent `Value`; the caller's promise.
    unsafe { &*word.cast::<Obj>() }
}

/// Takes the reference out of a stack word, counted.
///
/// # Safety
/// The word is a live stack reference and is not used again.
#[inline(always)]
pub(crate) unsafe fn take(word: *const Value) -> Obj {
    // SAFETY: the caller's promise.
    unsafe { Obj::from_value(*word).into_counted() }
}

/// Releases a stack word.
///
/// # Safety
/// The word is a live stack reference and is not used again.
#[inline(always)]
pub(crate) unsafe fn release(word: Value) {
    // SAFETY: the caller's promise.
    drop(unsafe { Obj::from_value(word) });
}

impl FrameHeader {
    /// The first slot.
    #[inline(always)]
    pub(crate) unsafe fn slot_base(frame: *mut FrameHeader) -> *mut Value {
        // SAFETY: a frame's slots lie below its header.
        unsafe { frame.cast::<Value>().sub((*frame).slots as usize) }
    }

    /// The bottom of the operand stack.
    #[inline(always)]
    pub(crate) unsafe fn stack_base(frame: *mut FrameHeader) -> *mut Value {
        // SAFETY: the operand stack lies above the header.
        unsafe { frame.add(1).cast() }
    }

    /// The function.
    #[inline(always)]
    pub(crate) unsafe fn function<'a>(frame: *mut FrameHeader) -> &'a Ref<Function> {
        // SAFETY: the header owns a function for as long as the frame lives; `Ref` is a transparent `Value`.
        unsafe { &*(&raw const (*frame).function).cast() }
    }

    /// The code.
    #[inline(always)]
    pub(crate) unsafe fn code<'a>(frame: *mut FrameHeader) -> &'a Ref<Code> {
        // SAFETY: as in `function`.
        unsafe { &*(&raw const (*frame).code).cast() }
    }

    /// The globals.
    #[inline(always)]
    pub(crate) unsafe fn globals<'a>(frame: *mut FrameHeader) -> &'a Ref<Dict> {
        // SAFETY: as in `function`; the function owns them.
        unsafe { &*(&raw const (*frame).globals).cast() }
    }

    /// The builtins.
    #[inline(always)]
    pub(crate) unsafe fn builtins<'a>(frame: *mut FrameHeader) -> &'a Ref<Dict> {
        // SAFETY: as in `globals`.
        unsafe { &*(&raw const (*frame).builtins).cast() }
    }

    /// The generator, if the frame is one's.
    #[inline(always)]
    pub(crate) unsafe fn generator<'a>(frame: *mut FrameHeader) -> Option<&'a Ref<Generator>> {
        // SAFETY: as in `function`; whoever resumed the generator holds it.
        unsafe { if (*frame).generator.is_unbound() { None } else { Some(&*(&raw const (*frame).generator).cast()) } }
    }
}

/// A thread's value stack.
pub(crate) struct ValueStack {
    map: MmapMut,
}

impl ValueStack {
    /// Reserves a stack; less address space where the system grants no more.
    pub(crate) fn reserve(mut bytes: usize) -> std::io::Result<ValueStack> {
        loop {
            match MmapOptions::new().len(bytes).no_reserve_swap().map_anon() {
                Ok(map) => return Ok(ValueStack { map }),
                Err(_) if bytes > 8 << 20 => bytes /= 2,
                Err(e) => return Err(e),
            }
        }
    }

    pub(crate) fn bottom(&mut self) -> *mut Value {
        self.map.as_mut_ptr().cast()
    }

    /// Whether a word lies on this stack.
    pub(crate) fn contains(&self, word: *const Value) -> bool {
        self.map.as_ptr_range().contains(&word.cast())
    }

    /// Where no frame may begin any more; a margin lies above it.
    pub(crate) fn limit(&mut self) -> *mut Value {
        let words = self.map.len() / 8 - (64 << 10);
        // SAFETY: within the mapping.
        unsafe { self.bottom().add(words) }
    }
}
