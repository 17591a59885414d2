//! Expressions and comprehensions.

use super::*;

impl Collector<'_> {
    pub(super) fn exprs(&mut self, list: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        ast.list(list).iter().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn present_exprs(&mut self, list: List<Option<ExprId>>) -> Result<()> {
        let ast = self.ast;
        ast.list(list).iter().flatten().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn option(&mut self, expr: Option<ExprId>) -> Result<()> {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub(super) fn keywords(&mut self, keywords: List<KeywordId>) -> Result<()> {
        let ast = self.ast;
        for keyword in ast.list(keywords) {
            if let Some(name) = ast[keyword].kind.arg {
                self.check_name(name, ast[keyword].loc, Ctx::Store)?;
            }
        }
        ast.list(keywords).iter().try_for_each(|keyword| self.expr(ast[keyword].kind.value))
    }

    pub(super) fn expr(&mut self, mut id: ExprId) -> Result<()> {
        self.options.stack_limit.check()?;
        // Operands in the last place are walked in a loop.
        loop {
            id = match self.ast[id].kind {
                Expr::UnaryOp { operand: value, .. } | Expr::Starred { value, .. } => value,
                Expr::IfExp { test, body, orelse } => {
                    self.expr(test)?;
                    self.expr(body)?;
                    orelse
                }
                _ => return self.inner_expr(id),
            }
        }
    }

    pub(super) fn inner_expr(&mut self, id: ExprId) -> Result<()> {
        let Node { kind, loc } = self.ast[id];
        match kind {
            Expr::Name { id, ctx } => self.name(id, ctx, loc),
            Expr::Constant { .. } => Ok(()),
            Expr::Attribute { .. } | Expr::Call { .. } | Expr::BinOp { .. } | Expr::Subscript { .. } => self.chain(id),
            Expr::NamedExpr { target, value } => self.named_expr(target, value, loc),
            Expr::BoolOp { values, .. } | Expr::JoinedStr { values } | Expr::TemplateStr { values } => {
                self.exprs(values)
            }
            Expr::Lambda { args, body } => self.lambda(id, args, body, loc),
            Expr::UnaryOp { .. } | Expr::Starred { .. } | Expr::IfExp { .. } => self.expr(id),
            Expr::Dict { keys, values } => {
                self.present_exprs(keys)?;
                self.exprs(values)
            }
            Expr::Set { elts } | Expr::List { elts, .. } | Expr::Tuple { elts, .. } => self.exprs(elts),
            Expr::GeneratorExp { elt, generators } => {
                self.comprehension(id, ComprehensionKind::Generator, generators, elt, None)
            }
            Expr::ListComp { elt, generators } => {
                self.comprehension(id, ComprehensionKind::List, generators, elt, None)
            }
            Expr::SetComp { elt, generators } => self.comprehension(id, ComprehensionKind::Set, generators, elt, None),
            Expr::DictComp { key, value, generators } => {
                self.comprehension(id, ComprehensionKind::Dict, generators, key, Some(value))
            }
            Expr::Yield { value } => {
                self.check_annotation(Forbidden::Yield, loc)?;
                self.option(value)?;
                self.yields(loc)
            }
            Expr::YieldFrom { value } => {
                self.check_annotation(Forbidden::Yield, loc)?;
                self.expr(value)?;
                self.yields(loc)
            }
            Expr::Await { value } => self.await_expr(value, loc),
            Expr::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            Expr::FormattedValue { value, format_spec, .. } | Expr::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                self.option(format_spec)
            }
            Expr::Slice { lower, upper, step } => {
                self.option(lower)?;
                self.option(upper)?;
                self.option(step)
            }
        }
    }

    pub(super) fn name(&mut self, name: Name, ctx: Ctx, loc: Location) -> Result<()> {
        if self.table[self.current].in_unevaluated_annotation {
            return Ok(());
        }
        let load = ctx == Ctx::Load;
        self.define_as(name, if load { USE } else { DEF_LOCAL }, loc, ctx)?;
        // `super` finds its class in the `__class__` cell.
        if load && name == self.known.super_ && self.table[self.current].kind.is_function_like() {
            self.define(self.known.class, USE, loc)?;
        }
        Ok(())
    }

    /// Attributes, subscripts, calls and operators from the innermost left operand outwards.
    pub(super) fn chain(&mut self, mut at: ExprId) -> Result<()> {
        let ast = self.ast;
        let mut outer: SmallVec<[ExprId; 6]> = SmallVec::new();
        let mut length = 0;
        loop {
            length += 1;
            if length > MAX_CHAIN {
                return Err(too_deep());
            }
            let Node { kind, loc } = ast[at];
            let inner = match kind {
                Expr::Attribute { value, attr, ctx } => {
                    self.check_name(attr, loc, ctx)?;
                    at = value;
                    continue;
                }
                Expr::Call { func, .. } => func,
                Expr::BinOp { left, .. } => left,
                Expr::Subscript { value, .. } => value,
                _ => break,
            };
            outer.push(at);
            at = inner;
        }
        self.expr(at)?;
        while let Some(id) = outer.pop() {
            match ast[id].kind {
                Expr::Call { args, keywords, .. } => {
                    self.exprs(args)?;
                    self.keywords(keywords)?;
                }
                Expr::BinOp { right, .. } => self.expr(right)?,
                Expr::Subscript { slice, .. } => self.expr(slice)?,
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn lambda(&mut self, id: ExprId, args: ArgumentsId, body: ExprId, loc: Location) -> Result<()> {
        let args = self.ast[args];
        self.exprs(args.defaults)?;
        self.present_exprs(args.kw_defaults)?;
        self.enter(self.known.lambda, BlockKind::Function, ScopeKey::Expr(id), loc)?;
        self.parameters(&args)?;
        self.expr(body)?;
        self.exit();
        Ok(())
    }

    pub(super) fn yields(&mut self, loc: Location) -> Result<()> {
        self.cur().generator = true;
        let message = match self.cur().comprehension {
            None => return Ok(()),
            Some(ComprehensionKind::List) => "'yield' inside list comprehension",
            Some(ComprehensionKind::Set) => "'yield' inside set comprehension",
            Some(ComprehensionKind::Dict) => "'yield' inside dict comprehension",
            Some(ComprehensionKind::Generator) => "'yield' inside generator expression",
        };
        Err(error_at(message, loc))
    }

    pub(super) fn await_expr(&mut self, value: ExprId, loc: Location) -> Result<()> {
        self.check_annotation(Forbidden::Await, loc)?;
        if !self.allows_top_level_await() {
            let scope = &self.table[self.current];
            if !scope.kind.is_function_like() {
                return Err(error_at("'await' outside function", loc));
            }
            if !is_async_def(scope) && scope.comprehension.is_none() {
                return Err(error_at("'await' outside async function", loc));
            }
        }
        self.expr(value)?;
        self.cur().coroutine = true;
        Ok(())
    }

    pub(super) fn check_annotation(&mut self, what: Forbidden, loc: Location) -> Result<()> {
        let scope = &self.table[self.current];
        let place = match scope.kind {
            BlockKind::Annotation => "an annotation",
            BlockKind::TypeVariable => scope.scope_info,
            BlockKind::TypeAlias => "a type alias",
            BlockKind::TypeParameters => "the definition of a generic",
            BlockKind::Function | BlockKind::Class | BlockKind::Module => return Ok(()),
        };
        Err(error_at(format!("{} cannot be used within {place}", what.text()), loc))
    }

    pub(super) fn named_expr(&mut self, target: ExprId, value: ExprId, loc: Location) -> Result<()> {
        self.check_annotation(Forbidden::NamedExpression, loc)?;
        let scope = &self.table[self.current];
        if scope.comp_iter_expr > 0 {
            return Err(error_at("assignment expression cannot be used in a comprehension iterable expression", loc));
        }
        if scope.comprehension.is_some() {
            self.bind_around_comprehension(target)?;
        }
        self.expr(value)?;
        self.expr(target)
    }

    /// The target of an assignment expression in a comprehension belongs to the block around it (PEP 572).
    pub(super) fn bind_around_comprehension(&mut self, target: ExprId) -> Result<()> {
        let Node { kind: Expr::Name { id: name, .. }, loc } = self.ast[target] else { return Ok(()) };
        for depth in (0..self.stack.len()).rev() {
            let id = self.stack[depth];
            let (kind, is_comprehension) = (self.table[id].kind, self.table[id].comprehension.is_some());
            if is_comprehension {
                if self.flags_in(id, name) & (DEF_COMP_ITER | DEF_LOCAL) == DEF_COMP_ITER | DEF_LOCAL {
                    let message = "assignment expression cannot rebind comprehension iteration variable '";
                    return Err(self.named_error(message, name, "'", loc));
                }
                continue;
            }
            let place = match kind {
                BlockKind::Function => {
                    let global = self.flags_in(id, name) & DEF_GLOBAL != 0;
                    self.define(name, if global { DEF_GLOBAL } else { DEF_NONLOCAL }, loc)?;
                    self.record_directive(name, loc);
                    return self.note(id, name, DEF_LOCAL, loc);
                }
                BlockKind::Module => {
                    self.define(name, DEF_GLOBAL, loc)?;
                    self.record_directive(name, loc);
                    return self.note(id, name, DEF_GLOBAL, loc);
                }
                BlockKind::Annotation => continue,
                BlockKind::Class => "used in a class body",
                BlockKind::TypeParameters => "used within the definition of a generic",
                BlockKind::TypeAlias => "used in a type alias",
                BlockKind::TypeVariable => "used in a TypeVar bound",
            };
            return Err(error_at(format!("assignment expression within a comprehension cannot be {place}"), loc));
        }
        Ok(())
    }

    pub(super) fn comprehension(
        &mut self,
        id: ExprId,
        kind: ComprehensionKind,
        generators: List<ComprehensionId>,
        elt: ExprId,
        value: Option<ExprId>,
    ) -> Result<()> {
        let ast = self.ast;
        let loc = ast[id].loc;
        let generators = ast.list(generators);
        let Some(outermost) = generators.first().map(|first| ast[first]) else { return Ok(()) };
        // The outermost iterable is evaluated outside.
        self.cur().comp_iter_expr += 1;
        self.expr(outermost.iter)?;
        self.cur().comp_iter_expr -= 1;
        let name = match kind {
            ComprehensionKind::List => self.known.listcomp,
            ComprehensionKind::Set => self.known.setcomp,
            ComprehensionKind::Dict => self.known.dictcomp,
            ComprehensionKind::Generator => self.known.genexpr,
        };
        self.enter(name, BlockKind::Function, ScopeKey::Expr(id), loc)?;
        self.cur().comprehension = Some(kind);
        self.cur().coroutine = outermost.is_async;
        self.define(self.known.outermost_iterable, DEF_PARAM, loc)?;
        self.iteration_target(outermost.target)?;
        self.exprs(outermost.ifs)?;
        for generator in generators.skip(1) {
            let generator = ast[generator];
            self.iteration_target(generator.target)?;
            self.cur().comp_iter_expr += 1;
            self.expr(generator.iter)?;
            self.cur().comp_iter_expr -= 1;
            self.exprs(generator.ifs)?;
            if generator.is_async {
                self.cur().coroutine = true;
            }
        }
        self.option(value)?;
        self.expr(elt)?;
        let is_generator = kind == ComprehensionKind::Generator;
        self.cur().generator = is_generator;
        let is_async = self.cur().coroutine && !is_generator;
        self.exit();
        if is_async {
            let around = &self.table[self.current];
            if !is_async_def(around) && around.comprehension.is_none() && !self.allows_top_level_await() {
                return Err(error_at("asynchronous comprehension outside of an asynchronous function", loc));
            }
            self.cur().coroutine = true;
        }
        Ok(())
    }

    pub(super) fn iteration_target(&mut self, target: ExprId) -> Result<()> {
        self.cur().comp_iter_target = true;
        self.expr(target)?;
        self.cur().comp_iter_target = false;
        Ok(())
    }
}
