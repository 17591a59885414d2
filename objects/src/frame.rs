//! `frame` and `traceback`.
//!
//! A frame object stands for a frame of the interpreter: while that runs, by its address on the interpreter's stack; after
//! it has ended, with the slots it left.

use crate::{
    Args, Code, Dict, Function, Generator, NativeDef, PyResult, Slots, Str, StrExt, TypeDef, TypeFlags, Vm, getset,
    getter, int, kinds, native, protocol, raise, type_error, type_object::member, types, value_error,
};
use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref, Weak};

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
    pub generator: Option<Weak<Generator>>,
    /// The running frame, in words from the bottom of its thread's stack plus one; 0 for one that has ended.
    pub live: u64,
    /// `f_lasti`, in code units, of a frame that does not run.
    pub last: u32,
    /// A line set by assigning `f_lineno`; 0 for none.
    pub line: u32,
    /// The line that a trace function was told last; negative for none.
    pub traced_line: i32,
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
        let own = [&self.locals, &self.back, &self.trace, &self.extra_locals];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        self.words.clear();
        for field in [&mut self.locals, &mut self.back, &mut self.trace, &mut self.extra_locals] {
            field.take();
        }
    }
}

/// What only the interpreter knows of frames.
#[derive(Clone, Copy)]
pub struct FrameHooks {
    /// The instruction that runs or ran last, in code units.
    pub last: fn(&mut Vm, &Ref<Frame>) -> u32,
    /// The frame below.
    pub back: fn(&mut Vm, &Ref<Frame>) -> Option<Ref<Frame>>,
    /// What a slot holds.
    pub slot: fn(&mut Vm, &Ref<Frame>, usize) -> Option<Obj>,
    /// Sets what a slot holds.
    pub set_slot: fn(&mut Vm, &Ref<Frame>, usize, Option<Obj>),
    /// The instructions as compiled, without specialised forms and caches.
    pub plain_code: fn(&mut Vm, &Ref<Code>) -> Vec<u8>,
    /// Reads what is left to be read of a code object; see [`crate::code::complete`].
    pub complete_code: fn(&mut Vm, &Ref<Code>) -> PyResult<()>,
    /// The conditional branches of plain instructions: the units of the instruction, of where it goes when it is not taken, and
    /// when it is.
    pub branches: fn(&[u8]) -> Vec<[usize; 3]>,
    /// The function is about to exchange its code, which running frames have borrowed from it.
    pub code_exchanged: fn(&mut Vm, &Obj),
    /// Makes a frame go on at another line, from inside a trace function.
    pub set_line: fn(&mut Vm, &Ref<Frame>, i64) -> PyResult<()>,
    /// `f_trace_opcodes` was set: instructions are events from the next one on.
    pub opcodes_traced: fn(&mut Vm, &Ref<Frame>),
}

/// Without an interpreter no frame runs.
pub(crate) const NO_FRAMES: FrameHooks = FrameHooks {
    last: |vm, f| f.get(vm).last,
    back: |_, _| None,
    slot: |vm, f, i| f.get(vm).words.get(i).cloned().and_then(Obj::bound),
    set_slot: |_, _, _, _| {},
    plain_code: |vm, c| c.get(vm).units.iter().flat_map(|u| u.to_le_bytes()).collect(),
    complete_code: |_, _| Ok(()),
    branches: |_| Vec::new(),
    code_exchanged: |_, _| {},
    set_line: |vm, _, _| Err(value_error!(vm, "f_lineno can only be set in a trace function")),
    opcodes_traced: |_, _| {},
};

fn this(o: &Obj) -> Option<&Ref<Frame>> {
    o.downcast_ref::<Frame>()
}

/// `f_lineno`: the line of the instruction that runs; `None` where it came from no line.
pub fn line(vm: &mut Vm, f: &Ref<Frame>) -> Option<i32> {
    let set = f.get(vm).line;
    if set != 0 {
        return i32::try_from(set).ok();
    }
    let last = (vm.hooks.frames.last)(vm, f);
    crate::code::location(vm, &f.get(vm).code, last).line
}

fn get_line(vm: &mut Vm, o: &Obj) -> PyResult {
    let line = this(o).and_then(|f| line(vm, f));
    Ok(line.map_or(Obj::NONE, |n| int::from_i64(vm, n.into())))
}

/// Only a trace function may make the frame go on elsewhere.
fn set_line(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    undeletable(vm, value, "f_lineno")?;
    let Some(value) = value.filter(|value| vm.class_of(value).is(types::INT)) else {
        return Err(value_error!(vm, "lineno must be an integer"));
    };
    let Some(line) = int::to_i64(vm, value).filter(|&line| i32::try_from(line).is_ok()) else {
        return Err(value_error!(vm, "lineno out of range"));
    };
    match this(o) {
        Some(f) => (vm.hooks.frames.set_line)(vm, f, line),
        None => Ok(()),
    }
}

fn get_last(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(f) = this(o) else { return Ok(Obj::NONE) };
    let last = (vm.hooks.frames.last)(vm, f);
    Ok(int::from_i64(vm, i64::from(last) * 2))
}

fn get_back(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(f) = this(o) else { return Ok(Obj::NONE) };
    let back = (vm.hooks.frames.back)(vm, f);
    Ok(back.map_or(Obj::NONE, Obj::from))
}

fn get_builtins(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).map_or(Obj::NONE, |f| f.get(vm).function.get(vm).builtins.clone().into_obj()))
}

fn get_generator(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).and_then(|f| f.get(vm).generator?.upgrade(vm)).map_or(Obj::NONE, Obj::from))
}

fn get_trace(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).and_then(|f| f.get(vm).trace.cloned()).unwrap_or(Obj::NONE))
}

fn set_trace(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let value = value.filter(|v| !v.is_none()).cloned();
    if let Some(f) = this(o) {
        let old = std::mem::replace(&mut f.get_mut(vm).trace, OptObj::from(value));
        drop(old);
    }
    Ok(())
}

fn undeletable(vm: &mut Vm, value: Option<&Obj>, name: &str) -> PyResult<()> {
    match value {
        Some(_) => Ok(()),
        None => Err(raise!(vm, types::ATTRIBUTE_ERROR, "attribute '{name}' of 'frame' objects cannot be deleted")),
    }
}

fn truth(vm: &mut Vm, value: Option<&Obj>) -> PyResult<bool> {
    match value {
        Some(v) if v.is(&Obj::TRUE) || v.is(&Obj::FALSE) => Ok(v.is(&Obj::TRUE)),
        Some(_) => Err(type_error!(vm, "attribute value type must be bool")),
        None => Err(type_error!(vm, "can't delete numeric/char attribute")),
    }
}

fn set_trace_lines(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let value = truth(vm, value)?;
    if let Some(f) = this(o) {
        f.get_mut(vm).trace_lines = value;
    }
    Ok(())
}

fn set_trace_opcodes(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    undeletable(vm, value, "f_trace_opcodes")?;
    let value = truth(vm, value)?;
    if let Some(f) = this(o) {
        f.get_mut(vm).trace_opcodes = value;
        if value {
            (vm.hooks.frames.opcodes_traced)(vm, f);
        }
    }
    Ok(())
}

fn frame_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(f) = this(o) else { return crate::object::repr(vm, o) };
    let line = line(vm, f).map_or("None".to_string(), |n| n.to_string());
    let code = f.get(vm).code.clone();
    let name = code.get(vm).name.to_string_lossy(vm);
    let file = code.get(vm).filename.clone().into_obj();
    let file = protocol::repr_text(vm, &file)?;
    let id = protocol::id(o);
    Ok(Str::new(vm, &format!("<frame at {id:#x}, file {file}, line {line}, code {name}>")).into_obj())
}

/// `clear()`: gives up the locals of a frame that does not run.
fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(f) = this(args.at(0)) else { return Ok(Obj::NONE) };
    if f.get(vm).live != 0 {
        return Err(raise!(vm, types::RUNTIME_ERROR, "cannot clear an executing frame"));
    }
    if let Some(generator) = f.get(vm).generator.and_then(|g| g.upgrade(vm)) {
        use crate::GeneratorState::{Delegating, Suspended};
        if matches!(generator.get(vm).state, Suspended | Delegating) {
            return Err(raise!(vm, types::RUNTIME_ERROR, "cannot clear a suspended frame"));
        }
        crate::generator::finalise(vm, &generator.into_obj())?;
    }
    let state = f.get_mut(vm);
    let old = (std::mem::take(&mut state.words), state.extra_locals.take(), state.trace.take());
    drop(old);
    Ok(Obj::NONE)
}

fn get_locals(vm: &mut Vm, o: &Obj) -> PyResult {
    match this(o) {
        Some(f) => crate::frame_locals::of(vm, f),
        None => Ok(Obj::NONE),
    }
}

/// `frame`
pub static DEF: TypeDef = TypeDef {
    name: "frame",
    kind: kinds::FRAME,
    flags: TypeFlags::NO_NEW,
    slots: Slots { repr: Some(frame_repr), ..Slots::EMPTY },
    methods: &[
        native("clear", "($self, /)", clear, "Clear all references held by the frame."),
        crate::object_methods::SIZE_OF,
    ],
    getsets: &[
        getter(
            "f_code",
            |vm, o| Ok(this(o).map_or(Obj::NONE, |f| f.get(vm).code.clone().into_obj())),
            "Return the code object being executed in this frame.",
        ),
        getter(
            "f_globals",
            |vm, o| Ok(this(o).map_or(Obj::NONE, |f| f.get(vm).globals.clone().into_obj())),
            "Return the global variables in the frame.",
        ),
        getter("f_locals", get_locals, "Return the mapping used by the frame to look up local variables."),
        getter("f_builtins", get_builtins, "Return the built-in variables in the frame."),
        getter("f_back", get_back, "Return the previous stack frame toward the caller."),
        getset("f_lineno", get_line, set_line, "Return the current line number in the frame."),
        getter("f_lasti", get_last, "Return the index of the last attempted instruction in the frame."),
        getter("f_generator", get_generator, "Return the generator or coroutine associated with this frame, or None."),
        getset(
            "f_trace",
            get_trace,
            set_trace,
            "Return the trace function for this frame, or None if no trace function is set.",
        ),
        getset(
            "f_trace_lines",
            |vm, o| Ok(Obj::bool(this(o).is_some_and(|f| f.get(vm).trace_lines))),
            set_trace_lines,
            "",
        )
        .as_member(),
        getset(
            "f_trace_opcodes",
            |vm, o| Ok(Obj::bool(this(o).is_some_and(|f| f.get(vm).trace_opcodes))),
            set_trace_opcodes,
            "",
        ),
    ],
    ..TypeDef::EMPTY
};

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

/// `tb_lineno`, computed when first asked for; `None` where the instruction came from no line.
pub fn traceback_line(vm: &Vm, t: &Ref<Traceback>) -> Option<i32> {
    let state = t.get(vm);
    if state.line >= 0 {
        return Some(state.line);
    }
    let unit = u32::try_from(state.last).ok()? / 2;
    crate::code::location(vm, &state.frame.get(vm).code, unit).line
}

fn entry(o: &Obj) -> Option<&Ref<Traceback>> {
    o.downcast_ref::<Traceback>()
}

fn get_next(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(entry(o).and_then(|t| t.get(vm).next.cloned()).unwrap_or(Obj::NONE))
}

fn set_next(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "can't delete tb_next attribute")) };
    let next = if value.is_none() {
        OptObj::NONE
    } else if value.is_kind::<Traceback>() {
        let mut at = Some(value.clone());
        while let Some(one) = at {
            if one.is(o) {
                return Err(value_error!(vm, "traceback loop detected"));
            }
            at = entry(&one).and_then(|t| t.get(vm).next.cloned());
        }
        OptObj::some(value.clone())
    } else {
        let got = crate::argument::class_name(vm, value);
        return Err(type_error!(vm, "expected traceback object, got '{got}'"));
    };
    if let Some(t) = entry(o) {
        let old = std::mem::replace(&mut t.get_mut(vm).next, next);
        drop(old);
    }
    Ok(())
}

fn get_traceback_line(vm: &mut Vm, o: &Obj) -> PyResult {
    let line = entry(o).and_then(|t| traceback_line(vm, t));
    Ok(line.map_or(Obj::NONE, |n| int::from_i64(vm, n.into())))
}

static NEW: NativeDef =
    native("traceback", "(tb_next, tb_frame, tb_lasti, tb_lineno)", make, "Create a new traceback object.");

fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(frame) = args.at(1).downcast_ref::<Frame>().cloned() else {
        let got = crate::argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "traceback() argument 'tb_frame' must be frame, not {got}"));
    };
    let last = crate::argument::c_int(vm, args.at(2))?;
    let line = crate::argument::c_int(vm, args.at(3))?;
    let made = vm.alloc(types::TRACEBACK, Traceback { next: OptObj::NONE, frame, last, line }).into_obj();
    set_next(vm, &made, Some(args.at(0)))?;
    Ok(made)
}

fn traceback_dir(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let names = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"];
    let names = names.iter().map(|name| Str::intern(vm, name).into_obj()).collect();
    Ok(crate::List::from_vec(vm, names)?.into_obj())
}

/// `traceback`
pub static TRACEBACK_DEF: TypeDef = TypeDef {
    name: "traceback",
    kind: kinds::TRACEBACK,
    doc: "Create a new traceback object.",
    slots: Slots { new: Some(|vm, _, args| crate::native::call(vm, &NEW, args)), ..Slots::EMPTY },
    getsets: &[
        getset("tb_next", get_next, set_next, ""),
        member("tb_frame", |vm, o| Ok(entry(o).map_or(Obj::NONE, |t| t.get(vm).frame.clone().into_obj())), ""),
        member("tb_lasti", |vm, o| Ok(entry(o).map_or(Obj::NONE, |t| int::from_i64(vm, t.get(vm).last.into()))), ""),
        getter("tb_lineno", get_traceback_line, ""),
    ],
    methods: &[native("__dir__", "($self, /)", traceback_dir, "")],
    signature: "(tb_next, tb_frame, tb_lasti, tb_lineno)",
    ..TypeDef::EMPTY
};
