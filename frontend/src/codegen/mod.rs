//! Code generation: from the tree and its symbol table to code descriptions (Python/codegen.c, Python/compile.c).
//!
//! Every scope becomes a `Unit`; its statements append instructions to it, jumps name labels. A finished unit goes
//! through the flow graph ([`crate::flow`]) and the assembler (`assemble`), and the resulting [`Code`] becomes a
//! constant of the unit around it. Which instructions are made, with which locations and in which order constants and
//! names are first mentioned, is CPython's: the optimiser's results depend on all three.

pub mod arith;
mod call;
mod checks;
mod comprehension;
mod definition;
mod docstring;
mod expression;
mod function;
mod loops;
mod matching;
mod name;
mod numbered;
pub mod pool;
mod statement;
mod target;
mod try_statement;
mod unit;
mod with;

use crate::assemble::Assembler;
use crate::ast::{Ast, Location, Mod, Name};
use crate::bytecode::{is_block_push, resume, wide};
use crate::code::{Code, Text, flags as co};
use crate::error::{CompileError, ErrorClass, Result, Warning, WarningClass, WarningSink};
use crate::flow::{Graph, Instr, Loc, UnitShape};
use crate::future::place;
use crate::names::Interner;
use crate::recursion::StackLimit;
use crate::symtable::{BlockKind, Resolution, ScopeId, ScopeKey, Symbol, SymbolTable, flags};
use pool::{ConstPool, ConstTable, PoolId};
use std::ops::ControlFlow;
use std::sync::Arc;
use unit::{FrameBlock, FrameBlockKind, Label, MAX_BLOCKS, Params, Recent, ScopeType, Unit};

/// What code generation depends on beside the tree.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// 0, 1 (no assertions) or 2 (no docstrings either).
    pub optimize: u8,
    /// `CO_FUTURE_*` bits that are in force.
    pub future: u32,
    /// How deep the tree may be.
    pub stack_limit: StackLimit,
}

/// Makes the code of a tree whose symbol table was built from it.
pub fn generate(
    ast: &Ast,
    names: &mut Interner,
    table: &mut SymbolTable,
    filename: &str,
    options: Options,
    warnings: &mut dyn WarningSink,
) -> Result<Arc<Code>> {
    let module = names.intern("<module>");
    let known = Known::new(names);
    let unit = Box::new(Unit::new(ScopeType::Module, ScopeId::TOP, module));
    let pool = ConstPool::new(names, ast.constant_bound());
    let recent = vec![Recent::default(); names.bound()];
    let mut compiler = Compiler {
        ast,
        names,
        table,
        options,
        warnings,
        filename: filename.into(),
        known,
        pool,
        graph: Graph::default(),
        assembler: Assembler::default(),
        spare: Vec::new(),
        recent,
        qualname: String::new(),
        unit_number: 0,
        u: unit,
        outer: Vec::new(),
        interactive: matches!(ast.root, Mod::Interactive { .. }),
        disabled_warnings: 0,
    };
    let code = compiler.module()?;
    compiler.pool.finish(compiler.names);
    Ok(code)
}

/// Names that generated code mentions.
struct Known {
    annotations: Name,
    annotate: Name,
    annotate_func: Name,
    class_dict_cell: Name,
    class_cell: Name,
    conditional_annotations: Name,
    doc: Name,
    firstlineno: Name,
    format: Name,
    genexpr: Name,
    dictcomp: Name,
    listcomp: Name,
    setcomp: Name,
    join: Name,
    lambda: Name,
    module: Name,
    name: Name,
    qualname: Name,
    return_: Name,
    self_: Name,
    static_attributes: Name,
    all: Name,
    any: Name,
    tuple: Name,
}

impl Known {
    fn new(names: &mut Interner) -> Known {
        Known {
            annotations: names.intern("__annotations__"),
            annotate: names.intern("__annotate__"),
            annotate_func: names.intern("__annotate_func__"),
            class_dict_cell: names.intern("__classdictcell__"),
            class_cell: names.intern("__classcell__"),
            conditional_annotations: names.intern("__conditional_annotations__"),
            doc: names.intern("__doc__"),
            firstlineno: names.intern("__firstlineno__"),
            format: names.intern("format"),
            genexpr: names.intern("<genexpr>"),
            dictcomp: names.intern("<dictcomp>"),
            listcomp: names.intern("<listcomp>"),
            setcomp: names.intern("<setcomp>"),
            join: names.intern("join"),
            lambda: names.intern("<lambda>"),
            module: names.intern("__module__"),
            name: names.intern("__name__"),
            qualname: names.intern("__qualname__"),
            return_: names.intern("return"),
            self_: names.intern("self"),
            static_attributes: names.intern("__static_attributes__"),
            all: names.intern("all"),
            any: names.intern("any"),
            tuple: names.intern("tuple"),
        }
    }
}

struct Compiler<'a> {
    ast: &'a Ast,
    names: &'a mut Interner,
    table: &'a mut SymbolTable,
    options: Options,
    warnings: &'a mut dyn WarningSink,
    filename: Text,
    known: Known,
    pool: ConstPool,
    graph: Graph,
    assembler: Assembler,
    /// Finished units, whose storage is used again.
    #[expect(clippy::vec_box, reason = "units are large and are moved at every scope")]
    spare: Vec<Box<Unit>>,
    /// By name.
    recent: Vec<Recent>,
    /// Room to put a qualified name together.
    qualname: String,
    /// The last number that a unit was given.
    unit_number: u32,
    /// The unit under construction.
    u: Box<Unit>,
    /// The units around it, the module first.
    #[expect(clippy::vec_box, reason = "as above")]
    outer: Vec<Box<Unit>>,
    interactive: bool,
    /// Warnings are given the first time that a `finally` body is compiled only.
    disabled_warnings: u32,
}

/// A node's place as instructions carry it.
fn loc(location: Location) -> Loc {
    Loc { line: location.line, end_line: location.end_line, col: location.col, end_col: location.end_col }
}

impl Compiler<'_> {
    fn module(&mut self) -> Result<Arc<Code>> {
        self.forget_recent();
        self.fill_scope_names();
        let start = Loc { line: 0, end_line: 1, col: 0, end_col: 0 };
        self.op_i(start, wide::RESUME, resume::AT_FUNC_START.into());
        self.op(start, wide::ANNOTATIONS_PLACEHOLDER);
        let add_none = match self.ast.root {
            Mod::Module { body, .. } => {
                self.module_body(body)?;
                true
            }
            Mod::Interactive { body } => {
                self.module_body(body)?;
                true
            }
            Mod::Expression { body } => {
                self.visit_expr(body)?;
                false
            }
            Mod::FunctionType { .. } => {
                return Err(CompileError::new(ErrorClass::SystemError, "this AST node type should not be possible"));
            }
        };
        self.assemble(add_none)
    }

    // Scopes.

    /// Starts the unit of a scope (compile.c: _PyCompile_EnterScope, codegen.c: codegen_enter_scope).
    fn enter_scope(
        &mut self,
        name: Name,
        scope_type: ScopeType,
        key: ScopeKey,
        line: i32,
        class: Option<Name>,
        params: Params,
    ) -> Result<()> {
        let Some(scope) = self.table.scope_of(key) else {
            return Err(CompileError::new(ErrorClass::SystemError, "unknown symbol table entry"));
        };
        let mut unit = match self.spare.pop() {
            Some(mut spare) => {
                spare.reset(scope_type, scope, name);
                spare
            }
            None => Box::new(Unit::new(scope_type, scope, name)),
        };
        unit.params = params;
        unit.firstlineno = line;
        unit.private = class.or(self.u.private);
        self.outer.push(std::mem::replace(&mut self.u, unit));
        self.forget_recent();
        self.fill_scope_names();
        self.set_qualname();
        let start = Loc { line, end_line: line, col: 0, end_col: 0 };
        self.op_i(start, wide::RESUME, resume::AT_FUNC_START.into());
        Ok(())
    }

    /// From here on the unit reaches names in other ways than before.
    fn forget_recent(&mut self) {
        self.unit_number += 1;
        self.u.number = self.unit_number;
    }

    fn exit_scope(&mut self) {
        if let Some(outer) = self.outer.pop() {
            self.spare.push(std::mem::replace(&mut self.u, outer));
        }
    }

    /// Numbers the locals, cells and free variables of the new unit's scope.
    fn fill_scope_names(&mut self) {
        self.table.expect_symbols_of(self.u.scope);
        let scope = &self.table[self.u.scope];
        for &name in &scope.varnames {
            self.u.varnames.add(name);
        }
        let mut cells = Vec::new();
        let mut frees = Vec::new();
        for symbol in &scope.symbols {
            if symbol.resolution == Resolution::Cell || symbol.flags & flags::DEF_COMP_CELL != 0 {
                cells.push(symbol.name);
            }
            if symbol.resolution == Resolution::Free || symbol.flags & flags::DEF_FREE_CLASS != 0 {
                frees.push(symbol.name);
            }
        }
        for list in [&mut cells, &mut frees] {
            if list.len() > 1 {
                list.sort_by(|&a, &b| self.names.wtf8(a).cmp(&self.names.wtf8(b)));
            }
        }
        let known = self.table.known;
        let implicit = [
            (scope.needs_class_closure, known.class),
            (scope.needs_classdict, known.classdict),
            (scope.has_conditional_annotations, known.conditional_annotations),
        ];
        for name in cells {
            self.u.cellvars.add(name);
        }
        for (needed, name) in implicit {
            if needed {
                self.u.cellvars.add(name);
            }
        }
        for name in frees {
            self.u.freevars.add(name);
        }
    }

    /// PEP 3155 (compile.c: compiler_set_qualname).
    fn set_qualname(&mut self) {
        let depth = self.outer.len();
        let Some(mut parent) = depth.checked_sub(1) else { return };
        if self.outer[parent].scope_type == ScopeType::Annotations {
            if depth == 2 {
                return;
            }
            parent -= 1;
        }
        let named = matches!(self.u.scope_type, ScopeType::Function | ScopeType::AsyncFunction | ScopeType::Class);
        let mut force_global = false;
        if named {
            let mangled = match self.outer[parent].private {
                Some(class) => crate::symtable::mangle(class, self.u.name, self.names),
                None => self.u.name,
            };
            force_global = self.resolution_in(&self.outer[parent], mangled) == Resolution::GlobalExplicit;
        }
        let parent = &self.outer[parent];
        if force_global || parent.scope_type == ScopeType::Module {
            return;
        }
        let locals = matches!(parent.scope_type, ScopeType::Function | ScopeType::AsyncFunction | ScopeType::Lambda);
        let text = &mut self.qualname;
        text.clear();
        let between = if locals { ".<locals>." } else { "." };
        for part in [self.names.str(parent.qualname), between, self.names.str(self.u.name)] {
            text.push_str(part);
        }
        self.u.qualname = self.names.intern(text);
    }

    fn symbol_in(&self, unit: &Unit, name: Name) -> Option<Symbol> {
        if !unit.overrides.is_empty()
            && let Some(symbol) = unit.overrides.get(&name)
        {
            return *symbol;
        }
        self.table.symbol(unit.scope, name)
    }

    fn resolution_in(&self, unit: &Unit, name: Name) -> Resolution {
        self.symbol_in(unit, name).map_or(Resolution::Unknown, |symbol| symbol.resolution)
    }

    /// Where a mangled name lives, seen from the unit.
    fn resolution(&self, name: Name) -> Resolution {
        self.resolution_in(&self.u, name)
    }

    fn scope(&self) -> &crate::symtable::Scope {
        &self.table[self.u.scope]
    }

    fn is_function_like(&self) -> bool {
        self.scope().kind.is_function_like()
    }

    fn mangle(&mut self, name: Name) -> Name {
        self.table.mangle(self.u.scope, self.u.private, name, self.names)
    }

    // Emission.

    fn op(&mut self, loc: Loc, op: u16) {
        self.u.seq.instrs.push(Instr::new(op, 0, loc));
    }

    fn op_i(&mut self, loc: Loc, op: u16, arg: u32) {
        self.u.seq.instrs.push(Instr::new(op, arg, loc));
    }

    fn jump(&mut self, loc: Loc, op: u16, label: Label) {
        self.u.seq.has_handlers |= is_block_push(op);
        self.u.seq.instrs.push(Instr::new(op, label.0, loc));
    }

    fn new_label(&mut self) -> Label {
        self.u.seq.labels.push(u32::MAX);
        Label(self.u.seq.labels.len() as u32 - 1)
    }

    fn use_label(&mut self, label: Label) {
        let here = self.u.seq.instrs.len() as u32;
        if let Some(position) = self.u.seq.labels.get_mut(label.0 as usize) {
            *position = here;
        }
    }

    /// A small int is loaded by its value. CPython has it among the constants too, until it finds that nothing loads it from
    /// there; but the first constant stays.
    fn load_const(&mut self, loc: Loc, value: PoolId) {
        if let Some(small) = value.small_int() {
            if self.u.consts.ids().is_empty() {
                self.u.consts.add(value);
            }
            return self.op_i(loc, wide::LOAD_SMALL_INT, small);
        }
        let arg = self.u.consts.add(value);
        self.op_i(loc, wide::LOAD_CONST, arg);
    }

    fn load_none(&mut self, loc: Loc) {
        self.load_const(loc, PoolId::NONE);
    }

    fn load_int(&mut self, loc: Loc, value: i64) {
        let value = self.pool.int(value);
        self.load_const(loc, value);
    }

    fn load_str(&mut self, loc: Loc, name: Name) {
        let value = self.pool.str(name);
        self.load_const(loc, value);
    }

    /// An instruction whose argument is a (mangled) attribute or global name.
    fn op_name(&mut self, loc: Loc, op: u16, name: Name) {
        let arg = self.name_index(name);
        self.op_i(loc, op, arg);
    }

    fn name_index(&mut self, name: Name) -> u32 {
        let unit = self.u.number;
        if let Some(recent) = self.recent.get(name.index())
            && recent.names_unit == unit
        {
            return recent.names_index;
        }
        let mangled = self.mangle(name);
        let index = self.u.names.add(mangled);
        if let Some(recent) = self.recent.get_mut(name.index()) {
            recent.names_unit = unit;
            recent.names_index = index;
        }
        index
    }

    fn load_attr(&mut self, loc: Loc, name: Name) {
        let arg = self.name_index(name) << 1;
        self.op_i(loc, wide::LOAD_ATTR, arg);
    }

    fn load_method(&mut self, loc: Loc, name: Name) {
        let arg = self.name_index(name) << 1 | 1;
        self.op_i(loc, wide::LOAD_ATTR, arg);
    }

    // Frame blocks.

    fn push_block(&mut self, loc: Loc, kind: FrameBlockKind, start: Label, exit: Label) -> Result<()> {
        if self.u.frame_blocks.len() >= MAX_BLOCKS {
            return self.error(loc, "too many statically nested blocks");
        }
        self.u.frame_blocks.push(FrameBlock { kind, start, exit, loc });
        Ok(())
    }

    fn pop_block(&mut self) {
        self.u.frame_blocks.pop();
    }

    // Messages.

    #[cold]
    fn error<T>(&self, loc: Loc, message: impl Into<String>) -> Result<T> {
        Err(CompileError::syntax(message, place(location(loc))))
    }

    #[cold]
    fn warn(&mut self, loc: Loc, message: String) -> Result<()> {
        if self.disabled_warnings > 0 {
            return Ok(());
        }
        let place = place(location(loc));
        let warning = Warning { class: WarningClass::SyntaxWarning, message: message.clone(), place };
        match self.warnings.warn(warning) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(CompileError::syntax(message, place)),
        }
    }

    // Assembly.

    /// Ends the unit with a return, optimises and assembles it (compile.c: _PyCompile_OptimizeAndAssemble).
    fn assemble(&mut self, add_none: bool) -> Result<Arc<Code>> {
        if add_none {
            self.load_none(Loc::NONE);
        }
        self.op(Loc::NONE, wide::RETURN_VALUE);
        self.splice_annotations();

        let flags = self.code_flags();
        let generator = flags & (co::GENERATOR | co::COROUTINE | co::ASYNC_GENERATOR) != 0;
        let u = &mut self.u;
        let cell_locals: Vec<Option<u32>> =
            u.cellvars.as_slice().iter().map(|&name| u.varnames.position(name)).collect();
        let shape = UnitShape {
            nlocals: u.varnames.len(),
            nparams: self.table[u.scope].varnames.len(),
            cell_locals: &cell_locals,
            nfrees: u.freevars.len(),
            generator,
            firstlineno: u.firstlineno,
        };
        self.graph.build(&mut u.seq.instrs, &mut u.seq.labels, u.seq.has_handlers);
        let mut consts = ConstTable { pool: &mut self.pool, names: self.names, list: &mut u.consts };
        self.graph.optimize(&mut consts, &shape);
        let finished =
            self.graph.finish(&shape).map_err(|message| CompileError::new(ErrorClass::SystemError, message))?;

        let (localsplusnames, localspluskinds) = self.localsplus(flags, finished.nlocalsplus);
        let tables = self.assembler.assemble(&mut self.graph, self.u.firstlineno);
        let u = &self.u;
        let consts = u.consts.ids().iter().map(|&id| self.pool.to_const(id, self.names)).collect();
        let names = u.names.as_slice().iter().map(|&name| self.pool.text(name, self.names)).collect();
        Ok(Arc::new(Code {
            argcount: (u.params.posonly + u.params.args) as u32,
            posonlyargcount: u.params.posonly as u32,
            kwonlyargcount: u.params.kwonly as u32,
            stacksize: finished.stacksize.max(0) as u32,
            flags,
            code: tables.code,
            consts,
            names,
            localsplusnames,
            localspluskinds,
            filename: self.filename.clone(),
            name: self.pool.text(u.name, self.names),
            qualname: self.pool.text(u.qualname, self.names),
            firstlineno: u.firstlineno,
            linetable: tables.linetable,
            exceptiontable: tables.exceptiontable,
        }))
    }

    /// Puts the instructions that make `__annotate__` where the module's placeholder stands.
    fn splice_annotations(&mut self) {
        if self.u.scope_type != ScopeType::Module {
            return;
        }
        let code = self.u.annotations_code.take().unwrap_or_default();
        let seq = &mut self.u.seq;
        let Some(at) = seq.instrs.iter().take(2).position(|i| i.op == wide::ANNOTATIONS_PLACEHOLDER) else { return };
        let shift = code.len() as u32;
        seq.instrs.splice(at..=at, code);
        for position in &mut seq.labels {
            if *position != u32::MAX && *position > at as u32 {
                *position = *position + shift - 1;
            }
        }
    }

    /// compile.c: compute_code_flags.
    fn code_flags(&self) -> u32 {
        let scope = self.scope();
        let mut flags = 0;
        let mut set = |condition: bool, flag: u32| {
            if condition {
                flags |= flag;
            }
        };
        if scope.kind.is_function_like() {
            set(true, co::NEWLOCALS | co::OPTIMIZED);
            set(scope.nested, co::NESTED);
            set(scope.generator && !scope.coroutine, co::GENERATOR);
            set(scope.generator && scope.coroutine, co::ASYNC_GENERATOR);
            set(scope.varargs, co::VARARGS);
            set(scope.varkeywords, co::VARKEYWORDS);
            set(scope.has_docstring, co::HAS_DOCSTRING);
            set(scope.method, co::METHOD);
        }
        set(scope.coroutine && !scope.generator, co::COROUTINE);
        flags | self.options.future & co::FUTURE_MASK
    }

    /// Names and kinds of the frame's slots (assemble.c: compute_localsplus_info).
    fn localsplus(&mut self, flags: u32, count: usize) -> (Box<[Text]>, Box<[u8]>) {
        use crate::code::kind;
        let (u, pool) = (&self.u, &mut self.pool);
        let mut text = |name| pool.text(name, self.names);
        let mut names = Vec::with_capacity(count);
        let mut kinds = Vec::with_capacity(count);
        let runs = [
            (u.params.posonly, kind::ARG_POS),
            (u.params.args, kind::ARG_POS | kind::ARG_KW),
            (u.params.kwonly, kind::ARG_KW),
            ((flags & co::VARARGS != 0) as usize, kind::ARG_VAR | kind::ARG_POS),
            ((flags & co::VARKEYWORDS != 0) as usize, kind::ARG_VAR | kind::ARG_KW),
        ];
        let mut argument_kinds = runs.iter().flat_map(|&(count, kind)| std::iter::repeat_n(kind, count));
        for &name in u.varnames.as_slice() {
            let mut kind = kind::LOCAL | argument_kinds.next().unwrap_or(0);
            if u.fast_hidden.iter().any(|&(hidden, _)| hidden == name) {
                kind |= kind::HIDDEN;
            }
            if u.cellvars.position(name).is_some() {
                kind |= kind::CELL;
            }
            names.push(text(name));
            kinds.push(kind);
        }
        for &name in u.cellvars.as_slice() {
            if u.varnames.position(name).is_none() {
                names.push(text(name));
                kinds.push(kind::CELL);
            }
        }
        for &name in u.freevars.as_slice() {
            names.push(text(name));
            kinds.push(kind::FREE);
        }
        (names.into(), kinds.into())
    }
}

fn location(loc: Loc) -> Location {
    Location { line: loc.line, col: loc.col, end_line: loc.end_line, end_col: loc.end_col }
}

/// Whether a scope is a class body.
fn is_class(scope: &crate::symtable::Scope) -> bool {
    scope.kind == BlockKind::Class
}
