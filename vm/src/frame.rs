//! The value stack and the frames on it.
//!
//! One stack of 64-bit words per thread, in reserved address space. A frame is, from low to high addresses: its *slots* (locals, cells,
//! free variables), its [`FrameHeader`], its operand stack. A Python-to-Python call makes the arguments on top of the caller's
//! operand stack the first slots of the callee, without moving them. The frame of a generator is the exception: it lies
//! in the generator's own words and is only linked to be the one on top; the arguments of what it calls are moved to the stack
//! (`crate::call::floor`).
//!
//! Words of the operand stack and of slots are *stack references*: a counted handle owns its count; an uncounted one is
//! immortal or borrowed from a slot or constant of this frame or one below, which outlives it (`LOAD_FAST_BORROW`). What
//! leaves the stack for the heap is made counted first (`Obj::into_counted`).

use memmap2::{MmapMut, MmapOptions};
use rpython_objects::{Code, Dict, Function, Generator, Obj, Ref, Value, Vm, generator::FRAME_WORDS};

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
    /// `CALL_LEN`: the result of `__len__`; as for the rest, see `crate::special_methods`.
    Length,
    /// `TO_BOOL`: the result of `__bool__`.
    Truth,
    /// `TO_BOOL`: the result of `__len__`.
    TruthOfLength,
    /// `GET_ITER`, `GET_YIELD_FROM_ITER`: the result of `__iter__`.
    Iterator,
    /// `STORE_SUBSCR`: the result of `__setitem__` is dropped.
    Stored,
    /// `CONTAINS_OP`: the result of `__contains__`.
    Contained,
    /// `COMPARE_OP`: the result of the left operand's method.
    Compared,
    /// `FOR_ITER`: the result of `__next__`, or of `__getitem__`, is pushed; `StopIteration` ends the loop.
    Item,
}

/// Bits of [`FrameHeader::extras`]: which of the rarer fields are set.
pub(crate) mod extra {
    /// `locals`
    pub(crate) const LOCALS: u8 = 1;
    /// `frame_object`
    pub(crate) const OBJECT: u8 = 2;
    /// `generator` and `floor`: the frame lies in the generator's words.
    pub(crate) const GENERATOR: u8 = 4;
    /// `code` is owned: the function has exchanged it.
    pub(crate) const CODE: u8 = 8;
}

/// What a frame is, apart from its slots and stack. A call writes the fields down to `extras`; the ones behind mean something
/// only where their bit is set there.
#[repr(C)]
pub(crate) struct FrameHeader {
    /// The function: owned, or borrowed from the frame below, as any word of the stack.
    pub(crate) function: Value,
    /// The code, however its handle is marked: borrowed from the function, or owned where [`extra::CODE`] says so.
    pub(crate) code: Value,
    /// The frame below, null at the bottom.
    pub(crate) previous: *mut FrameHeader,
    /// The instruction that runs, or ran last; of the running frame, as of its last `save!`.
    pub(crate) instruction: *const u16,
    /// Operand stack pointer while another frame or Rust code runs.
    pub(crate) top: *mut Value,
    /// The code's constants.
    pub(crate) consts: *const Obj,
    /// Slots.
    pub(crate) slots: u32,
    /// Units from the caller's instruction to where it goes on when this frame returns.
    pub(crate) skip: u16,
    /// What gets the result.
    pub(crate) caller: Caller,
    /// See [`extra`].
    pub(crate) extras: u8,
    /// Owned: the mapping of a class body or module.
    locals: Value,
    /// Owned: the frame object, once asked for.
    frame_object: Value,
    /// Borrowed from whoever resumed it: the generator that runs in this frame.
    generator: Value,
    /// The first word of the stack that is free for the frames above a generator's.
    pub(crate) floor: *mut Value,
}

const _: () = assert!(size_of::<FrameHeader>() == 8 * FRAME_WORDS);
const _: () = assert!(std::mem::offset_of!(FrameHeader, extras) == std::mem::offset_of!(FrameHeader, caller) + 1);

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
    pub(crate) unsafe fn globals<'a>(vm: &Vm, frame: *mut FrameHeader) -> &'a Ref<Dict> {
        // SAFETY: as in `function`, which owns them and never exchanges them.
        unsafe { &*(&raw const FrameHeader::function(frame).get(vm).globals) }
    }

    /// The builtins.
    #[inline(always)]
    pub(crate) unsafe fn builtins<'a>(vm: &Vm, frame: *mut FrameHeader) -> &'a Ref<Dict> {
        // SAFETY: as in `globals`.
        unsafe { &*(&raw const FrameHeader::function(frame).get(vm).builtins) }
    }

    /// The generator, if the frame is one's.
    #[inline(always)]
    pub(crate) unsafe fn generator<'a>(frame: *mut FrameHeader) -> Option<&'a Ref<Generator>> {
        // SAFETY: as in `function`; whoever resumed the generator holds it.
        unsafe {
            if (*frame).extras & extra::GENERATOR == 0 { None } else { Some(&*(&raw const (*frame).generator).cast()) }
        }
    }

    /// Makes the frame a generator's. What else only some frames have is empty: no word of the header owns a count while
    /// the generator is suspended.
    pub(crate) unsafe fn set_generator(frame: *mut FrameHeader, generator: &Ref<Generator>) {
        // SAFETY: the caller passes a frame in the generator's words.
        unsafe {
            (*frame).locals = Value::UNBOUND;
            (*frame).frame_object = Value::UNBOUND;
            (*frame).generator = generator.value().to_uncounted();
            (*frame).floor = std::ptr::null_mut();
            (*frame).extras = extra::GENERATOR;
        }
    }

    /// Whether an instruction that called gets the result, and no rarer field is set.
    #[inline(always)]
    pub(crate) unsafe fn is_plain(frame: *mut FrameHeader) -> bool {
        // SAFETY: the caller passes a live frame; both are a byte and lie side by side.
        unsafe { (&raw const (*frame).caller).cast::<[u8; 2]>().read() == [Caller::Call as u8, 0] }
    }

    /// Whether the frame lies in a generator's words instead of on the stack.
    #[inline(always)]
    pub(crate) unsafe fn is_generator(frame: *mut FrameHeader) -> bool {
        // SAFETY: the caller passes a live frame.
        unsafe { (*frame).extras & extra::GENERATOR != 0 }
    }

    /// The mapping that holds the frame's names, of a class body or module.
    #[inline(always)]
    pub(crate) unsafe fn locals<'a>(frame: *mut FrameHeader) -> Option<&'a Obj> {
        // SAFETY: as in `function`.
        unsafe { if (*frame).extras & extra::LOCALS == 0 { None } else { Some(peek(&raw const (*frame).locals)) } }
    }

    /// Gives the frame a mapping for its names.
    pub(crate) unsafe fn set_locals(frame: *mut FrameHeader, locals: Obj) {
        // SAFETY: the caller passes a live frame without one.
        unsafe {
            (*frame).locals = locals.into_counted().into_value();
            (*frame).extras |= extra::LOCALS;
        }
    }

    /// Takes the mapping out.
    pub(crate) unsafe fn take_locals(frame: *mut FrameHeader) -> Option<Obj> {
        // SAFETY: the header owns it.
        unsafe {
            let taken = FrameHeader::locals(frame).is_some().then(|| Obj::from_value((*frame).locals));
            (*frame).extras &= !extra::LOCALS;
            (*frame).locals = Value::UNBOUND;
            taken
        }
    }

    /// The frame object, if one was made.
    #[inline(always)]
    pub(crate) unsafe fn object<'a>(frame: *mut FrameHeader) -> Option<&'a Obj> {
        // SAFETY: as in `function`.
        unsafe {
            if (*frame).extras & extra::OBJECT == 0 { None } else { Some(peek(&raw const (*frame).frame_object)) }
        }
    }

    /// Gives the frame its object.
    pub(crate) unsafe fn set_object(frame: *mut FrameHeader, object: Obj) {
        // SAFETY: the caller passes a live frame without one.
        unsafe {
            (*frame).frame_object = object.into_counted().into_value();
            (*frame).extras |= extra::OBJECT;
        }
    }

    /// Takes the frame object out.
    pub(crate) unsafe fn take_object(frame: *mut FrameHeader) -> Option<Obj> {
        // SAFETY: the header owns it.
        unsafe {
            let taken = FrameHeader::object(frame).is_some().then(|| Obj::from_value((*frame).frame_object));
            (*frame).extras &= !extra::OBJECT;
            (*frame).frame_object = Value::UNBOUND;
            taken
        }
    }

    /// Writes what every frame has: of a function and its code, which the frame does not own. Returns the first instruction.
    #[inline(always)]
    pub(crate) unsafe fn fill(
        vm: &Vm,
        frame: *mut FrameHeader,
        function: Value,
        code: &Ref<Code>,
        previous: *mut FrameHeader,
        skip: u16,
        caller: Caller,
    ) -> *const u16 {
        // SAFETY: the caller passes room for a header behind the slots.
        unsafe {
            let c = code.get(vm);
            // What is read comes first: the compiler cannot know that the header is no part of the code object.
            let (own, slots) = (code.value(), c.slots() as u32);
            let (instruction, consts) = (c.units.as_ptr(), c.consts.tail(vm).as_ptr());
            (*frame).function = function;
            (*frame).code = own;
            (*frame).previous = previous;
            (*frame).instruction = instruction;
            (*frame).top = FrameHeader::stack_base(frame);
            (*frame).consts = consts;
            (*frame).slots = slots;
            (*frame).skip = skip;
            (*frame).caller = caller;
            (*frame).extras = 0;
            instruction
        }
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
