//! `frame` and `traceback`.
//!
//! A frame object stands for a frame of the interpreter: while that runs, by its address on the interpreter's stack; after
//! it has ended, with the slots it left.

use crate::{Code, Dict, Function, TypeDef, TypeFlags, kinds};
use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref};

/// The payload of a frame object.
pub struct Frame {
    /// The function whose code runs.
    pub function: Ref<Function>,
    /// `f_code`
    pub code: Ref<Code>,
    /// `f_globals`
    pub globals: Ref<Dict>,
    /// `f_locals` of a frame that keeps its locals in a mapping.
    pub locals: OptObj,
    /// Slots of a frame that has ended.
    pub words: BufVec<Obj>,
    /// `f_back` of a frame that has ended.
    pub back: OptObj,
    /// `f_trace`
    pub trace: OptObj,
    /// Extra `f_locals` entries that name no slot.
    pub extra_locals: OptObj,
    /// The generator that the frame belongs to.
    pub generator: OptObj,
    /// The running frame, in words from the bottom of its thread's stack plus one; 0 for one that has ended.
    pub live: u64,
    /// `f_lasti`, in code units, of a frame that does not run.
    pub last: u32,
    /// A line set by assigning `f_lineno`; 0 for none.
    pub line: u32,
    /// `f_trace_lines`
    pub trace_lines: bool,
    /// `f_trace_opcodes`
    pub trace_opcodes: bool,
}

impl Payload for Frame {
    const KIND: u8 = kinds::FRAME;
    const NAME: &'static str = "frame";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.function);
        visit(&self.code);
        visit(&self.globals);
        self.words.iter().filter(|w| !w.is_unbound()).for_each(&mut *visit);
        let own = [&self.locals, &self.back, &self.trace, &self.extra_locals, &self.generator];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        self.words.clear();
        for field in [&mut self.locals, &mut self.back, &mut self.trace, &mut self.extra_locals, &mut self.generator] {
            field.take();
        }
    }
}

/// `frame`
pub static DEF: TypeDef = TypeDef { name: "frame", kind: kinds::FRAME, flags: TypeFlags::NO_NEW, ..TypeDef::EMPTY };

/// The payload of a traceback entry.
pub struct Traceback {
    /// `tb_next`
    pub next: OptObj,
    /// `tb_frame`
    pub frame: Ref<Frame>,
    /// `tb_lasti`, in bytes.
    pub last: i32,
    /// `tb_lineno`; -1 until computed from `tb_lasti`.
    pub line: i32,
}

impl Payload for Traceback {
    const KIND: u8 = kinds::TRACEBACK;
    const NAME: &'static str = "traceback";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.frame);
        self.next.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.next.take();
    }
}

/// `traceback`
pub static TRACEBACK_DEF: TypeDef = TypeDef { name: "traceback", kind: kinds::TRACEBACK, ..TypeDef::EMPTY };
