//! A code unit under construction: the body of a module, class, function or other scope (compile.c: compiler_unit).

use super::numbered::{Numbered, NumberedList};
use super::pool::ConstList;
use crate::ast::{ExprId, List, Name, StmtId};
use crate::flow::{Instr, Loc};
use crate::symtable::{ScopeId, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};

/// A place in the instructions that jumps can name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Label(pub(super) u32);

impl Label {
    /// No label.
    pub(super) const NONE: Label = Label(u32::MAX);
}

/// What kind of body a unit is (compile.h: COMPILE_SCOPE_*).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ScopeType {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    Annotations,
}

/// A block that leaving must unwind (compile.h: _PyCompile_FBlockInfo).
#[derive(Clone, Copy, Debug)]
pub(super) struct FrameBlock {
    pub(super) kind: FrameBlockKind,
    pub(super) start: Label,
    pub(super) exit: Label,
    pub(super) loc: Loc,
}

/// The kinds of frame blocks, with what unwinding needs to know.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum FrameBlockKind {
    WhileLoop,
    ForLoop,
    TryExcept,
    /// The statements of the `finally`.
    FinallyTry(List<StmtId>),
    FinallyEnd,
    With,
    AsyncWith,
    /// The name that the handler binds.
    HandlerCleanup(Option<Name>),
    PopValue,
    ExceptionHandler,
    ExceptionGroupHandler,
    AsyncComprehensionGenerator,
    /// An inlined comprehension, whose handler gives the names back that it hid.
    InlinedComprehension,
    StopIteration,
}

/// How deep blocks may nest (CO_MAXBLOCKS).
pub(super) const MAX_BLOCKS: usize = 21;

/// Names with their numbers, in the order in which they were added.
pub(super) type NameList = NumberedList<Name>;

impl Numbered for Name {
    fn key(self) -> u32 {
        self.index() as u32
    }
}

/// Instructions and the positions of their labels.
#[derive(Default)]
pub(super) struct Sequence {
    pub(super) instrs: Vec<Instr>,
    pub(super) labels: Vec<u32>,
    /// Whether an exception handler is pushed.
    pub(super) has_handlers: bool,
}

impl Sequence {
    /// An empty one with room for most functions.
    fn roomy() -> Sequence {
        Sequence { instrs: Vec::with_capacity(512), labels: Vec::with_capacity(64), has_handlers: false }
    }
}

/// How the unit under construction reached a name the last time, so that most mentions of a name are one look into a
/// table. An entry holds for the unit whose number it bears.
#[derive(Clone, Copy, Default)]
pub(super) struct Recent {
    pub(super) unit: u32,
    /// The instruction for loading, storing or deleting the name, if it needs only one.
    pub(super) ops: [u16; 3],
    pub(super) arg: u32,
    /// The unit for which the name's number among the names is known.
    pub(super) names_unit: u32,
    pub(super) names_index: u32,
}

/// Counts of parameters.
#[derive(Clone, Copy, Default)]
pub(super) struct Params {
    pub(super) args: usize,
    pub(super) posonly: usize,
    pub(super) kwonly: usize,
}

/// A code unit under construction.
pub(super) struct Unit {
    pub(super) seq: Sequence,
    /// The module's own instructions while those of its `__annotate__` are made.
    pub(super) stashed: Option<Sequence>,
    /// Instructions that go where the placeholder stands.
    pub(super) annotations_code: Option<Vec<Instr>>,
    pub(super) scope_type: ScopeType,
    pub(super) scope: ScopeId,
    /// The number under which [`Recent`] entries hold.
    pub(super) number: u32,
    pub(super) name: Name,
    pub(super) qualname: Name,
    /// The class whose private names are mangled.
    pub(super) private: Option<Name>,
    pub(super) params: Params,
    pub(super) firstlineno: i32,
    pub(super) consts: ConstList,
    pub(super) names: NameList,
    pub(super) varnames: NameList,
    pub(super) cellvars: NameList,
    pub(super) freevars: NameList,
    /// Names bound in an inlined comprehension of a module or class; true while in it.
    pub(super) fast_hidden: Vec<(Name, bool)>,
    /// Symbols as inlined comprehensions see them, in place of the scope's own.
    pub(super) overrides: FxHashMap<Name, Option<Symbol>>,
    pub(super) frame_blocks: Vec<FrameBlock>,
    pub(super) in_inlined_comp: u32,
    pub(super) in_conditional_block: u32,
    /// Attributes that methods assign through `self`, in a class.
    pub(super) static_attributes: FxHashSet<Name>,
    /// Annotated names, with the number of the condition they stand under.
    pub(super) deferred_annotations: Vec<(StmtId, Option<u32>)>,
    pub(super) next_conditional_annotation: u32,
}

impl Unit {
    pub(super) fn new(scope_type: ScopeType, scope: ScopeId, name: Name) -> Unit {
        Unit {
            seq: Sequence::roomy(),
            stashed: None,
            annotations_code: None,
            scope_type,
            scope,
            number: 0,
            name,
            qualname: name,
            private: None,
            params: Params::default(),
            firstlineno: 1,
            consts: ConstList::roomy(),
            names: NameList::roomy(),
            varnames: NameList::roomy(),
            cellvars: NameList::default(),
            freevars: NameList::default(),
            fast_hidden: Vec::new(),
            overrides: Default::default(),
            frame_blocks: Vec::new(),
            in_inlined_comp: 0,
            in_conditional_block: 0,
            static_attributes: Default::default(),
            deferred_annotations: Vec::new(),
            next_conditional_annotation: 0,
        }
    }

    /// Makes a finished unit a new one, with its storage.
    pub(super) fn reset(&mut self, scope_type: ScopeType, scope: ScopeId, name: Name) {
        self.seq.instrs.clear();
        self.seq.labels.clear();
        self.seq.has_handlers = false;
        self.stashed = None;
        self.annotations_code = None;
        self.scope_type = scope_type;
        self.scope = scope;
        self.name = name;
        self.qualname = name;
        self.private = None;
        self.params = Params::default();
        self.firstlineno = 1;
        self.consts.clear();
        for list in [&mut self.names, &mut self.varnames, &mut self.cellvars, &mut self.freevars] {
            list.clear();
        }
        self.fast_hidden.clear();
        self.overrides.clear();
        self.frame_blocks.clear();
        self.in_inlined_comp = 0;
        self.in_conditional_block = 0;
        self.static_attributes.clear();
        self.deferred_annotations.clear();
        self.next_conditional_annotation = 0;
    }
}

/// What an inlined comprehension changed in its surroundings.
#[derive(Default)]
pub(super) struct InlinedComprehension {
    pub(super) pushed_locals: Vec<Name>,
    pub(super) saved: Vec<(Name, Option<Option<Symbol>>)>,
    pub(super) hidden: Vec<Name>,
    pub(super) cleanup: Option<Label>,
}

/// The parts of a comprehension.
#[derive(Clone, Copy)]
pub(super) struct ComprehensionParts {
    pub(super) generators: List<crate::ast::ComprehensionId>,
    pub(super) elt: ExprId,
    pub(super) val: Option<ExprId>,
    pub(super) kind: crate::symtable::ComprehensionKind,
}
