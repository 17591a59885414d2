//! The first pass: one walk over the tree that notes in each scope what happens to its names, and raises what is wrong
//! with them (CPython: symtable.c, `symtable_visit_*`).
//!
//! The order of the walk is CPython's, since it decides the order of the symbols and which of two errors is reported.
//! Chains of left operands are walked in a loop; all other recursion is bounded by [`StackLimit`].
//!
//! Here are scopes, names and statements; `definitions` holds functions, classes and what has scopes of its own beside
//! them, `expressions` the rest.

mod definitions;
mod expressions;

use super::flags::*;
use super::*;
use crate::ast::*;
use crate::error::{CompileError, Result};
use crate::future::{docstring, ranged_place};
use crate::recursion::{MAX_CHAIN, too_deep};
use smallvec::SmallVec;

pub(super) fn collect(ast: &Ast, names: &mut Interner, options: Options) -> Result<SymbolTable> {
    let table = SymbolTable::empty(ast, names);
    let known = table.known;
    let mut collector =
        Collector { ast, names, table, known, options, current: ScopeId::TOP, stack: Vec::new(), private: None };
    collector.module()?;
    Ok(collector.table)
}

/// A statement's or expression's place as an error shows it.
#[cold]
fn error_at(message: impl Into<String>, loc: Location) -> CompileError {
    CompileError::syntax(message, ranged_place(loc))
}

/// The four things that annotations and type parameters may not contain.
#[derive(Clone, Copy)]
enum Forbidden {
    NamedExpression,
    Yield,
    Await,
}

impl Forbidden {
    fn text(self) -> &'static str {
        match self {
            Self::NamedExpression => "named expression",
            Self::Yield => "yield expression",
            Self::Await => "await expression",
        }
    }
}

struct Collector<'a> {
    ast: &'a Ast,
    names: &'a mut Interner,
    table: SymbolTable,
    known: KnownNames,
    options: Options,
    current: ScopeId,
    /// Open scopes, the current one last.
    stack: Vec<ScopeId>,
    /// The class whose private names are mangled.
    private: Option<Name>,
}

impl Collector<'_> {
    fn module(&mut self) -> Result<()> {
        self.enter(self.known.top, BlockKind::Module, ScopeKey::Module, Location::default())?;
        match self.ast.root {
            Mod::Module { body, .. } => {
                self.cur().has_docstring = docstring(self.ast, body).is_some();
                self.stmts(body)?;
            }
            Mod::Interactive { body } => self.stmts(body)?,
            Mod::Expression { body } => self.expr(body)?,
            Mod::FunctionType { .. } => {
                return Err(CompileError::new(
                    crate::error::ErrorClass::RuntimeError,
                    "this compiler does not handle FunctionTypes",
                ));
            }
        }
        self.exit();
        Ok(())
    }

    fn cur(&mut self) -> &mut Scope {
        &mut self.table[self.current]
    }

    // ---- scopes ----

    fn new_scope(&mut self, name: Name, kind: BlockKind, key: ScopeKey, loc: Location) -> ScopeId {
        let id = ScopeId(self.table.scopes.len() as u32);
        let around = self.stack.last().map(|&id| &self.table[id]);
        let nested = around.is_some_and(|scope| scope.nested || scope.kind.is_function_like());
        let method = kind == BlockKind::Function && around.is_some_and(|scope| scope.kind == BlockKind::Class);
        self.table.scopes.push(Scope {
            name,
            kind,
            key,
            loc,
            symbols: SmallVec::new(),
            varnames: SmallVec::new(),
            children: SmallVec::new(),
            annotations: None,
            function_name: None,
            comprehension: None,
            nested,
            generator: false,
            coroutine: false,
            varargs: false,
            varkeywords: false,
            has_docstring: false,
            method,
            returns_value: false,
            annotations_used: false,
            needs_class_closure: false,
            needs_classdict: false,
            has_conditional_annotations: false,
            comp_inlined: false,
            can_see_class_scope: false,
            comp_iter_target: false,
            comp_iter_expr: 0,
            in_conditional_block: false,
            in_unevaluated_annotation: false,
            mangled_names: None,
            scope_info: "",
            directives: Vec::new(),
        });
        self.table.by_key.insert(key, id);
        id
    }

    fn enter_existing(&mut self, id: ScopeId, as_child: bool) {
        if let Some(&around) = self.stack.last() {
            let (comp_iter_expr, mangled_names) = {
                let around = &self.table[around];
                (around.comp_iter_expr, around.mangled_names)
            };
            let scope = &mut self.table[id];
            // No assignment expression anywhere inside the iterable of a comprehension, not even in a lambda there.
            scope.comp_iter_expr = comp_iter_expr;
            // A class body mangles all private names.
            if mangled_names.is_some() && scope.kind != BlockKind::Class {
                scope.mangled_names = mangled_names;
            }
            // Annotations that stay text leave no trace in the table.
            let text = scope.kind == BlockKind::Annotation && self.options.future.annotations();
            if as_child && !text {
                self.table[around].children.push(id);
            }
        }
        self.stack.push(id);
        self.current = id;
    }

    fn enter(&mut self, name: Name, kind: BlockKind, key: ScopeKey, loc: Location) -> Result<()> {
        let id = self.new_scope(name, kind, key, loc);
        self.enter_existing(id, true);
        if matches!(kind, BlockKind::Annotation | BlockKind::TypeVariable | BlockKind::TypeAlias) {
            // The evaluator's one parameter, which its first instructions read.
            self.define(self.known.format, DEF_PARAM, loc)?;
            self.define(self.known.format, USE, loc)?;
        }
        Ok(())
    }

    fn exit(&mut self) {
        self.stack.pop();
        self.current = self.stack.last().copied().unwrap_or(ScopeId::TOP);
    }

    fn see_class_scope(&mut self, loc: Location) -> Result<()> {
        self.cur().can_see_class_scope = true;
        self.define(self.known.classdict, USE, loc)
    }

    fn enter_type_params(&mut self, stmt: StmtId, name: Name, loc: Location) -> Result<()> {
        let in_class = self.cur().kind == BlockKind::Class;
        self.enter(name, BlockKind::TypeParameters, ScopeKey::TypeParams(stmt), loc)?;
        if in_class {
            self.see_class_scope(loc)?;
        }
        match self.ast[stmt].kind {
            Stmt::ClassDef(_) => {
                for name in [self.known.type_params, self.known.generic_base] {
                    self.define(name, DEF_LOCAL, loc)?;
                    self.define(name, USE, loc)?;
                }
            }
            Stmt::FunctionDef(function) | Stmt::AsyncFunctionDef(function) => {
                // CPython asks whether the list of defaults exists, and it always does.
                self.define(self.known.defaults, DEF_PARAM, loc)?;
                let args = self.ast[self.ast[function].args];
                if self.ast.list(args.kw_defaults).iter().any(|default| default.is_some()) {
                    self.define(self.known.kwdefaults, DEF_PARAM, loc)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    // ---- names ----

    fn mangle(&mut self, name: Name) -> Name {
        match self.private {
            None => name,
            private => self.table.mangle(self.current, private, name, self.names),
        }
    }

    fn flags_in(&mut self, scope: ScopeId, name: Name) -> u16 {
        let name = match self.private {
            None => name,
            private => self.table.mangle(scope, private, name, self.names),
        };
        self.table.symbol(scope, name).map_or(0, |symbol| symbol.flags)
    }

    fn lookup(&mut self, name: Name) -> u16 {
        self.flags_in(self.current, name)
    }

    /// Notes `flag` for a name that a statement of the current scope binds or uses.
    fn define(&mut self, name: Name, flag: u16, loc: Location) -> Result<()> {
        self.define_as(name, flag, loc, if flag == USE { Ctx::Load } else { Ctx::Store })
    }

    fn define_as(&mut self, name: Name, flag: u16, loc: Location, ctx: Ctx) -> Result<()> {
        if flag & (DEF_PARAM | DEF_LOCAL | DEF_IMPORT) != 0 {
            self.check_name(name, loc, ctx)?;
        }
        if flag & DEF_TYPE_PARAM != 0
            && let Some(set) = self.table[self.current].mangled_names
        {
            self.table.mangling.sets[set as usize].push(name);
        }
        self.note(self.current, name, flag, loc)
    }

    /// Notes `flag` for a name in any open scope (CPython: `symtable_add_def_helper`).
    fn note(&mut self, scope: ScopeId, name: Name, flag: u16, loc: Location) -> Result<()> {
        let mangled = self.mangle(name);
        let place = self.table.place(scope, mangled);
        let mut flags = flag;
        if let Some(place) = place {
            let known = self.table[scope].symbols[place].flags;
            if flag & known & DEF_PARAM != 0 {
                return Err(self.named_error("duplicate argument '", name, "' in function definition", loc));
            }
            if flag & known & DEF_TYPE_PARAM != 0 {
                return Err(self.named_error("duplicate type parameter '", name, "'", loc));
            }
            flags |= known;
        }
        if self.table[scope].comp_iter_target {
            // An assignment expression in an inner comprehension has declared the name already.
            if flags & (DEF_GLOBAL | DEF_NONLOCAL) != 0 {
                let message = "comprehension inner loop cannot rebind assignment expression target '";
                return Err(self.named_error(message, name, "'", loc));
            }
            flags |= DEF_COMP_ITER;
        }
        self.store(scope, mangled, place, flags);
        if flag & DEF_PARAM != 0 {
            self.table[scope].varnames.push(mangled);
        } else if flag & DEF_GLOBAL != 0 {
            let place = self.table.place(ScopeId::TOP, mangled);
            let known = place.map_or(0, |place| self.table[ScopeId::TOP].symbols[place].flags);
            self.store(ScopeId::TOP, mangled, place, known | flag);
        }
        Ok(())
    }

    #[inline]
    fn store(&mut self, scope: ScopeId, name: Name, place: Option<usize>, flags: u16) {
        match place {
            Some(place) => self.table[scope].symbols[place].flags = flags,
            None => self.table.add_symbol(scope, Symbol { name, flags, resolution: Resolution::Unknown }),
        }
    }

    #[cold]
    fn named_error(&self, before: &str, name: Name, after: &str, loc: Location) -> CompileError {
        error_at(format!("{before}{}{after}", self.names.str(name)), loc)
    }

    fn check_name(&self, name: Name, loc: Location, ctx: Ctx) -> Result<()> {
        if name == self.known.debug {
            match ctx {
                Ctx::Store => return Err(error_at("cannot assign to __debug__", loc)),
                Ctx::Del => return Err(error_at("cannot delete __debug__", loc)),
                Ctx::Load => {}
            }
        }
        Ok(())
    }

    fn record_directive(&mut self, name: Name, loc: Location) {
        let mangled = self.mangle(name);
        self.cur().directives.push((mangled, loc));
    }

    // ---- statements ----

    fn stmts(&mut self, list: List<StmtId>) -> Result<()> {
        let ast = self.ast;
        ast.list(list).iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// A body that need not run: annotations in it are conditional.
    fn conditional(&mut self, walk: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let before = std::mem::replace(&mut self.cur().in_conditional_block, true);
        walk(self)?;
        self.cur().in_conditional_block = before;
        Ok(())
    }

    fn stmt(&mut self, id: StmtId) -> Result<()> {
        self.options.stack_limit.check()?;
        let Node { kind, loc } = self.ast[id];
        match kind {
            Stmt::FunctionDef(function) => self.function(id, function, false, loc),
            Stmt::AsyncFunctionDef(function) => self.function(id, function, true, loc),
            Stmt::ClassDef(class) => self.class(id, class, loc),
            Stmt::TypeAlias { name, type_params, value } => self.type_alias(id, name, type_params, value, loc),
            Stmt::Return { value } => {
                if let Some(value) = value {
                    self.expr(value)?;
                    self.cur().returns_value = true;
                }
                Ok(())
            }
            Stmt::Delete { targets } => self.exprs(targets),
            Stmt::Assign { targets, value, .. } => {
                self.exprs(targets)?;
                self.expr(value)
            }
            Stmt::AnnAssign { target, annotation, value, simple } => {
                self.annotated_assignment(target, annotation, value, simple, loc)
            }
            Stmt::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)
            }
            Stmt::For { target, iter, body, orelse, .. } => self.for_loop(target, iter, body, orelse),
            Stmt::AsyncFor { target, iter, body, orelse, .. } => {
                self.check_coroutine("'async for' outside async function", loc)?;
                self.for_loop(target, iter, body, orelse)
            }
            Stmt::While { test, body, orelse } => {
                self.expr(test)?;
                self.conditional(|this| {
                    this.stmts(body)?;
                    this.stmts(orelse)
                })
            }
            Stmt::If { test, body, orelse } => {
                self.expr(test)?;
                self.conditional(|this| this.branches(body, orelse))
            }
            Stmt::Match { subject, cases } => {
                self.expr(subject)?;
                self.conditional(|this| {
                    let ast = this.ast;
                    ast.list(cases).iter().try_for_each(|case| this.match_case(ast[case]))
                })
            }
            Stmt::Raise { exc, cause } => {
                if let Some(exc) = exc {
                    self.expr(exc)?;
                    self.option(cause)?;
                }
                Ok(())
            }
            Stmt::Try { body, handlers, orelse, finalbody } | Stmt::TryStar { body, handlers, orelse, finalbody } => {
                self.conditional(|this| {
                    let ast = this.ast;
                    this.stmts(body)?;
                    ast.list(handlers).iter().try_for_each(|handler| this.handler(ast[handler]))?;
                    this.stmts(orelse)?;
                    this.stmts(finalbody)
                })
            }
            Stmt::Assert { test, msg } => {
                self.expr(test)?;
                self.option(msg)
            }
            Stmt::Import { names } => self.aliases(names),
            Stmt::ImportFrom { module, names, level } => {
                self.aliases(names)?;
                self.check_import_from(module, level, loc)
            }
            Stmt::Global { names } => self.declare(names, DEF_GLOBAL, "global", loc),
            Stmt::Nonlocal { names } => self.declare(names, DEF_NONLOCAL, "nonlocal", loc),
            Stmt::Expr { value } => self.expr(value),
            Stmt::With { items, body, .. } => self.with(items, body),
            Stmt::AsyncWith { items, body, .. } => {
                self.check_coroutine("'async with' outside async function", loc)?;
                self.with(items, body)
            }
            Stmt::Pass | Stmt::Break | Stmt::Continue => Ok(()),
        }
    }

    /// The bodies of an `if`, and of what follows it as `elif`, without recursion.
    fn branches(&mut self, mut body: List<StmtId>, mut orelse: List<StmtId>) -> Result<()> {
        loop {
            self.stmts(body)?;
            let rest = self.ast.list(orelse);
            let Some(Stmt::If { test, body: next, orelse: last }) = rest.first().map(|stmt| self.ast[stmt].kind) else {
                return self.stmts(orelse);
            };
            if rest.len() > 1 {
                return self.stmts(orelse);
            }
            self.expr(test)?;
            (body, orelse) = (next, last);
        }
    }

    fn for_loop(&mut self, target: ExprId, iter: ExprId, body: List<StmtId>, orelse: List<StmtId>) -> Result<()> {
        self.expr(target)?;
        self.expr(iter)?;
        self.conditional(|this| {
            this.stmts(body)?;
            this.stmts(orelse)
        })
    }

    fn with(&mut self, items: List<WithItemId>, body: List<StmtId>) -> Result<()> {
        self.conditional(|this| {
            let ast = this.ast;
            for item in ast.list(items) {
                this.expr(ast[item].context_expr)?;
                this.option(ast[item].optional_vars)?;
            }
            this.stmts(body)
        })
    }

    fn check_coroutine(&mut self, message: &str, loc: Location) -> Result<()> {
        if self.allows_top_level_await() {
            self.cur().coroutine = true;
        }
        if self.cur().coroutine { Ok(()) } else { Err(error_at(message, loc)) }
    }

    fn allows_top_level_await(&self) -> bool {
        self.options.allow_top_level_await && self.table[self.current].kind == BlockKind::Module
    }

    fn handler(&mut self, handler: Node<ExceptHandler>) -> Result<()> {
        self.option(handler.kind.exc_type)?;
        if let Some(name) = handler.kind.name {
            self.define(name, DEF_LOCAL, handler.loc)?;
        }
        self.stmts(handler.kind.body)
    }

    fn aliases(&mut self, aliases: List<AliasId>) -> Result<()> {
        let ast = self.ast;
        ast.list(aliases).iter().try_for_each(|alias| self.alias(ast[alias]))
    }

    /// The name that an import binds: the first part of a dotted one.
    fn alias(&mut self, Node { kind: alias, loc }: Node<Alias>) -> Result<()> {
        let name = alias.asname.unwrap_or(alias.name);
        let text = self.names.str(name);
        if text == "*" {
            if self.cur().kind != BlockKind::Module {
                return Err(error_at("import * only allowed at module level", loc));
            }
            return Ok(());
        }
        let bound = match text.find('.') {
            Some(dot) => {
                let first = text[..dot].to_string();
                self.names.intern(&first)
            }
            None => name,
        };
        self.define(bound, DEF_IMPORT, loc)
    }

    fn check_import_from(&self, module: Option<Name>, level: i32, loc: Location) -> Result<()> {
        let last = self.options.future.last;
        let late = loc.line > last.line || loc.line == last.end_line && loc.col > last.end_col;
        if level == 0 && late && module.is_some_and(|module| self.names.str(module) == "__future__") {
            return Err(error_at("from __future__ imports must occur at the beginning of the file", loc));
        }
        Ok(())
    }

    fn declare(&mut self, names: List<Name>, flag: u16, word: &str, loc: Location) -> Result<()> {
        let ast = self.ast;
        for name in ast.list(names) {
            let flags = self.lookup(name);
            let too_late = if flags & DEF_PARAM != 0 {
                Some(format!("name '{}' is parameter and {word}", self.names.str(name)))
            } else if flags & USE != 0 {
                Some(format!("name '{}' is used prior to {word} declaration", self.names.str(name)))
            } else if flags & DEF_ANNOT != 0 {
                Some(format!("annotated name '{}' can't be {word}", self.names.str(name)))
            } else if flags & DEF_LOCAL != 0 {
                Some(format!("name '{}' is assigned to before {word} declaration", self.names.str(name)))
            } else {
                None
            };
            if let Some(message) = too_late {
                return Err(error_at(message, loc));
            }
            self.define(name, flag, loc)?;
            self.record_directive(name, loc);
        }
        Ok(())
    }

    // ---- patterns ----

    fn match_case(&mut self, case: MatchCase) -> Result<()> {
        self.pattern(case.pattern)?;
        self.option(case.guard)?;
        self.stmts(case.body)
    }

    fn patterns(&mut self, patterns: List<PatternId>) -> Result<()> {
        let ast = self.ast;
        ast.list(patterns).iter().try_for_each(|pattern| self.pattern(pattern))
    }

    fn pattern(&mut self, id: PatternId) -> Result<()> {
        self.options.stack_limit.check()?;
        let ast = self.ast;
        let Node { kind, loc } = ast[id];
        match kind {
            Pattern::MatchValue { value } => self.expr(value),
            Pattern::MatchSingleton { .. } => Ok(()),
            Pattern::MatchSequence { patterns } | Pattern::MatchOr { patterns } => self.patterns(patterns),
            Pattern::MatchStar { name } => self.capture(name, loc),
            Pattern::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                self.patterns(patterns)?;
                self.capture(rest, loc)
            }
            Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.expr(cls)?;
                self.patterns(patterns)?;
                for (attr, pattern) in ast.list(kwd_attrs).iter().zip(ast.list(kwd_patterns)) {
                    self.check_name(attr, ast[pattern].loc, Ctx::Store)?;
                }
                self.patterns(kwd_patterns)
            }
            Pattern::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                self.capture(name, loc)
            }
        }
    }

    fn capture(&mut self, name: Option<Name>, loc: Location) -> Result<()> {
        name.map_or(Ok(()), |name| self.define(name, DEF_LOCAL, loc))
    }
}

fn is_async_def(scope: &Scope) -> bool {
    scope.kind == BlockKind::Function && scope.coroutine
}
