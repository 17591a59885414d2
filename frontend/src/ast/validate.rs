//! Whether a tree made by hand is one that the compiler can take (CPython: Python/ast.c, `_PyAST_Validate`).
//!
//! The parser's own trees need no check. A list that was made from Python objects may hold `None` where it must not: such
//! a list comes in through [`List::unvalidated`], and nothing reads its items before this pass has refused it. What a
//! constant may hold is settled where the object becomes a [`Constant`].

use super::*;
use crate::error::{CompileError, ErrorClass, Result};
use crate::names::Interner;
use crate::recursion::{MAX_CHAIN, StackLimit, too_deep};
use smallvec::SmallVec;

/// Checks a tree. Raises `ValueError` or `TypeError` with CPython's text, or `RecursionError`.
pub fn validate(ast: &Ast, names: &Interner, stack_limit: StackLimit) -> Result<()> {
    let validator = Validator { ast, names, stack_limit };
    match ast.root {
        Mod::Module { body, .. } | Mod::Interactive { body } => validator.stmts(body),
        Mod::Expression { body } => validator.expr(body, Ctx::Load),
        Mod::FunctionType { argtypes, returns } => {
            validator.exprs(argtypes, Ctx::Load)?;
            validator.expr(returns, Ctx::Load)
        }
    }
}

#[cold]
fn value_error<T>(message: impl Into<String>) -> Result<T> {
    Err(CompileError::new(ErrorClass::ValueError, message))
}

#[cold]
fn type_error<T>(message: &str) -> Result<T> {
    Err(CompileError::new(ErrorClass::TypeError, message))
}

fn context_name(ctx: Ctx) -> &'static str {
    match ctx {
        Ctx::Load => "Load",
        Ctx::Store => "Store",
        Ctx::Del => "Del",
    }
}

fn positions(loc: Location) -> Result<()> {
    let Location { line, col, end_line, end_col } = loc;
    if line > end_line {
        return value_error(format!("AST node line range ({line}, {end_line}) is not valid"));
    }
    if line < 0 && end_line != line || col < 0 && col != end_col {
        return value_error(format!(
            "AST node column range ({col}, {end_col}) for line range ({line}, {end_line}) is not valid"
        ));
    }
    if line == end_line && col > end_col {
        return value_error(format!("line {line}, column {col}-{end_col} is not a valid range"));
    }
    Ok(())
}

/// Which parts a number in a pattern may have.
#[derive(Clone, Copy)]
enum Number {
    Real,
    Imaginary,
    Either,
}

struct Validator<'a> {
    ast: &'a Ast,
    names: &'a Interner,
    stack_limit: StackLimit,
}

impl Validator<'_> {
    fn nonempty<T: Word>(&self, list: List<T>, what: &str, owner: &str) -> Result<()> {
        if self.ast.list(list).is_empty() { value_error(format!("empty {what} on {owner}")) } else { Ok(()) }
    }

    fn name(&self, name: Name) -> Result<()> {
        match self.names.str(name) {
            text @ ("None" | "True" | "False") => {
                value_error(format!("identifier field can't represent '{text}' constant"))
            }
            _ => Ok(()),
        }
    }

    // ---- statements ----

    fn stmts(&self, list: List<StmtId>) -> Result<()> {
        let list = self.ast.list(list);
        for index in 0..list.len() {
            match list.present(index) {
                Some(stmt) => self.stmt(stmt)?,
                None => return value_error("None disallowed in statement list"),
            }
        }
        Ok(())
    }

    fn body(&self, body: List<StmtId>, owner: &str) -> Result<()> {
        self.nonempty(body, "body", owner)?;
        self.stmts(body)
    }

    fn stmt(&self, id: StmtId) -> Result<()> {
        let Node { kind, loc } = self.ast[id];
        positions(loc)?;
        self.stack_limit.check()?;
        match kind {
            Stmt::FunctionDef(function) => self.function(function, "FunctionDef"),
            Stmt::AsyncFunctionDef(function) => self.function(function, "AsyncFunctionDef"),
            Stmt::ClassDef(class) => {
                let class = self.ast[class];
                self.body(class.body, "ClassDef")?;
                self.name(class.name)?;
                self.type_params(class.type_params)?;
                self.exprs(class.bases, Ctx::Load)?;
                self.keywords(class.keywords)?;
                self.exprs(class.decorator_list, Ctx::Load)
            }
            Stmt::Return { value } => self.option(value),
            Stmt::Delete { targets } => self.targets(targets, Ctx::Del, "Delete"),
            Stmt::Assign { targets, value, .. } => {
                self.targets(targets, Ctx::Store, "Assign")?;
                self.expr(value, Ctx::Load)
            }
            Stmt::AugAssign { target, value, .. } => {
                self.expr(target, Ctx::Store)?;
                self.expr(value, Ctx::Load)
            }
            Stmt::AnnAssign { target, annotation, value, simple } => {
                if simple && !matches!(self.ast[target].kind, Expr::Name { .. }) {
                    return type_error("AnnAssign with simple non-Name target");
                }
                self.expr(target, Ctx::Store)?;
                self.option(value)?;
                self.expr(annotation, Ctx::Load)
            }
            Stmt::TypeAlias { name, type_params, value } => {
                if !matches!(self.ast[name].kind, Expr::Name { .. }) {
                    return type_error("TypeAlias with non-Name name");
                }
                self.expr(name, Ctx::Store)?;
                self.type_params(type_params)?;
                self.expr(value, Ctx::Load)
            }
            Stmt::For { target, iter, body, orelse, .. } => self.for_loop(target, iter, body, orelse, "For"),
            Stmt::AsyncFor { target, iter, body, orelse, .. } => self.for_loop(target, iter, body, orelse, "AsyncFor"),
            Stmt::While { test, body, orelse } => self.branch(test, body, orelse, "While"),
            Stmt::If { test, body, orelse } => self.branch(test, body, orelse, "If"),
            Stmt::With { items, body, .. } => self.with(items, body, "With"),
            Stmt::AsyncWith { items, body, .. } => self.with(items, body, "AsyncWith"),
            Stmt::Match { subject, cases } => {
                self.expr(subject, Ctx::Load)?;
                self.nonempty(cases, "cases", "Match")?;
                for case in self.ast.list(cases) {
                    let case = self.ast[case];
                    self.pattern(case.pattern, false)?;
                    self.option(case.guard)?;
                    self.body(case.body, "match_case")?;
                }
                Ok(())
            }
            Stmt::Raise { exc: None, cause: Some(_) } => value_error("Raise with cause but no exception"),
            Stmt::Raise { exc, cause } => {
                self.option(exc)?;
                self.option(cause)
            }
            Stmt::Try { body, handlers, orelse, finalbody } => self.try_stmt(body, handlers, orelse, finalbody, "Try"),
            Stmt::TryStar { body, handlers, orelse, finalbody } => {
                self.try_stmt(body, handlers, orelse, finalbody, "TryStar")
            }
            Stmt::Assert { test, msg } => {
                self.expr(test, Ctx::Load)?;
                self.option(msg)
            }
            Stmt::Import { names } => self.aliases(names, "Import"),
            Stmt::ImportFrom { level, .. } if level < 0 => value_error("Negative ImportFrom level"),
            Stmt::ImportFrom { names, .. } => self.aliases(names, "ImportFrom"),
            Stmt::Global { names } => self.nonempty(names, "names", "Global"),
            Stmt::Nonlocal { names } => self.nonempty(names, "names", "Nonlocal"),
            Stmt::Expr { value } => self.expr(value, Ctx::Load),
            Stmt::Pass | Stmt::Break | Stmt::Continue => Ok(()),
        }
    }

    fn aliases(&self, aliases: List<AliasId>, owner: &str) -> Result<()> {
        self.nonempty(aliases, "names", owner)?;
        for alias in self.ast.list(aliases) {
            let Alias { name, asname } = self.ast[alias].kind;
            self.name(name)?;
            asname.map_or(Ok(()), |asname| self.name(asname))?;
        }
        Ok(())
    }

    fn function(&self, function: FunctionId, owner: &str) -> Result<()> {
        let function = self.ast[function];
        self.body(function.body, owner)?;
        self.name(function.name)?;
        self.type_params(function.type_params)?;
        self.arguments(function.args)?;
        self.exprs(function.decorator_list, Ctx::Load)?;
        self.option(function.returns)
    }

    fn targets(&self, targets: List<ExprId>, ctx: Ctx, owner: &str) -> Result<()> {
        self.nonempty(targets, "targets", owner)?;
        self.exprs(targets, ctx)
    }

    fn for_loop(
        &self,
        target: ExprId,
        iter: ExprId,
        body: List<StmtId>,
        orelse: List<StmtId>,
        owner: &str,
    ) -> Result<()> {
        self.expr(target, Ctx::Store)?;
        self.expr(iter, Ctx::Load)?;
        self.body(body, owner)?;
        self.stmts(orelse)
    }

    fn branch(&self, test: ExprId, body: List<StmtId>, orelse: List<StmtId>, owner: &str) -> Result<()> {
        self.expr(test, Ctx::Load)?;
        self.body(body, owner)?;
        self.stmts(orelse)
    }

    fn with(&self, items: List<WithItemId>, body: List<StmtId>, owner: &str) -> Result<()> {
        self.nonempty(items, "items", owner)?;
        for item in self.ast.list(items) {
            let WithItem { context_expr, optional_vars } = self.ast[item];
            self.expr(context_expr, Ctx::Load)?;
            if let Some(vars) = optional_vars {
                self.expr(vars, Ctx::Store)?;
            }
        }
        self.body(body, owner)
    }

    fn try_stmt(
        &self,
        body: List<StmtId>,
        handlers: List<ExceptHandlerId>,
        orelse: List<StmtId>,
        finalbody: List<StmtId>,
        owner: &str,
    ) -> Result<()> {
        self.body(body, owner)?;
        if self.ast.list(handlers).is_empty() {
            if self.ast.list(finalbody).is_empty() {
                return value_error(format!("{owner} has neither except handlers nor finalbody"));
            }
            if !self.ast.list(orelse).is_empty() {
                return value_error(format!("{owner} has orelse but no except handlers"));
            }
        }
        for handler in self.ast.list(handlers) {
            let Node { kind: handler, loc } = self.ast[handler];
            // CPython looks neither at the places nor at the names of the handlers of `except*`.
            if owner == "Try" {
                positions(loc)?;
            }
            self.option(handler.exc_type)?;
            if let (Some(name), "Try") = (handler.name, owner) {
                self.name(name)?;
            }
            self.body(handler.body, "ExceptHandler")?;
        }
        self.stmts(finalbody)?;
        self.stmts(orelse)
    }

    // ---- parameters ----

    fn arguments(&self, id: ArgumentsId) -> Result<()> {
        let args = self.ast[id];
        self.args(args.posonlyargs)?;
        self.args(args.args)?;
        self.variadic(args.vararg)?;
        self.args(args.kwonlyargs)?;
        self.variadic(args.kwarg)?;
        let count = |list| self.ast.list::<ArgId>(list).len();
        if self.ast.list(args.defaults).len() > count(args.posonlyargs) + count(args.args) {
            return value_error("more positional defaults than args on arguments");
        }
        if self.ast.list(args.kw_defaults).len() != count(args.kwonlyargs) {
            return value_error("length of kwonlyargs is not the same as kw_defaults on arguments");
        }
        self.exprs(args.defaults, Ctx::Load)?;
        self.ast.list(args.kw_defaults).iter().try_for_each(|default| self.option(default))
    }

    fn args(&self, args: List<ArgId>) -> Result<()> {
        for arg in self.ast.list(args) {
            positions(self.ast[arg].loc)?;
            self.option(self.ast[arg].kind.annotation)?;
        }
        Ok(())
    }

    fn variadic(&self, arg: Option<ArgId>) -> Result<()> {
        arg.map_or(Ok(()), |arg| self.option(self.ast[arg].kind.annotation))
    }

    fn type_params(&self, params: List<TypeParamId>) -> Result<()> {
        for param in self.ast.list(params) {
            let Node { kind, loc } = self.ast[param];
            positions(loc)?;
            match kind {
                TypeParam::TypeVar { name, bound, default_value } => {
                    self.name(name)?;
                    self.option(bound)?;
                    self.option(default_value)?;
                }
                TypeParam::ParamSpec { name, default_value } | TypeParam::TypeVarTuple { name, default_value } => {
                    self.name(name)?;
                    self.option(default_value)?;
                }
            }
        }
        Ok(())
    }

    // ---- expressions ----

    fn option(&self, expr: Option<ExprId>) -> Result<()> {
        expr.map_or(Ok(()), |expr| self.expr(expr, Ctx::Load))
    }

    fn exprs(&self, list: List<ExprId>, ctx: Ctx) -> Result<()> {
        let list = self.ast.list(list);
        for index in 0..list.len() {
            match list.present(index) {
                Some(expr) => self.expr(expr, ctx)?,
                None => return value_error("None disallowed in expression list"),
            }
        }
        Ok(())
    }

    fn keywords(&self, keywords: List<KeywordId>) -> Result<()> {
        self.ast.list(keywords).iter().try_for_each(|keyword| self.expr(self.ast[keyword].kind.value, Ctx::Load))
    }

    /// Checks an expression; chains of left operands without recursion.
    fn expr(&self, id: ExprId, ctx: Ctx) -> Result<()> {
        let mut outer: SmallVec<[ExprId; 6]> = SmallVec::new();
        let (mut at, mut ctx) = (id, ctx);
        let mut length = 0;
        loop {
            self.place_and_context(at, ctx)?;
            length += 1;
            if length > MAX_CHAIN {
                return Err(too_deep());
            }
            match self.ast[at].kind {
                Expr::BinOp { left: inner, .. } | Expr::Call { func: inner, .. } => {
                    outer.push(at);
                    at = inner;
                }
                Expr::Attribute { value, .. } => at = value,
                Expr::Subscript { value, slice, .. } => {
                    self.expr(slice, Ctx::Load)?;
                    at = value;
                }
                Expr::Starred { value, .. } => {
                    at = value;
                    continue;
                }
                _ => break,
            }
            ctx = Ctx::Load;
        }
        self.inner_expr(at, ctx)?;
        while let Some(id) = outer.pop() {
            match self.ast[id].kind {
                Expr::BinOp { right, .. } => self.expr(right, Ctx::Load)?,
                Expr::Call { args, keywords, .. } => {
                    self.exprs(args, Ctx::Load)?;
                    self.keywords(keywords)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn place_and_context(&self, id: ExprId, ctx: Ctx) -> Result<()> {
        let Node { kind, loc } = self.ast[id];
        positions(loc)?;
        self.stack_limit.check()?;
        let actual = match kind {
            Expr::Name { id, ctx } => {
                self.name(id)?;
                ctx
            }
            Expr::Attribute { ctx, .. }
            | Expr::Subscript { ctx, .. }
            | Expr::Starred { ctx, .. }
            | Expr::List { ctx, .. }
            | Expr::Tuple { ctx, .. } => ctx,
            _ if ctx != Ctx::Load => {
                return value_error(format!("expression which can't be assigned to in {} context", context_name(ctx)));
            }
            _ => ctx,
        };
        if actual != ctx {
            return value_error(format!(
                "expression must have {} context but has {} instead",
                context_name(ctx),
                context_name(actual)
            ));
        }
        Ok(())
    }

    fn inner_expr(&self, id: ExprId, ctx: Ctx) -> Result<()> {
        let load = |expr| self.expr(expr, Ctx::Load);
        match self.ast[id].kind {
            Expr::BoolOp { values, .. } => {
                if self.ast.list(values).len() < 2 {
                    return value_error("BoolOp with less than 2 values");
                }
                self.exprs(values, Ctx::Load)
            }
            Expr::NamedExpr { target, value } => {
                if !matches!(self.ast[target].kind, Expr::Name { .. }) {
                    return type_error("NamedExpr target must be a Name");
                }
                load(value)
            }
            Expr::UnaryOp { operand, .. } => load(operand),
            Expr::Lambda { args, body } => {
                self.arguments(args)?;
                load(body)
            }
            Expr::IfExp { test, body, orelse } => {
                load(test)?;
                load(body)?;
                load(orelse)
            }
            Expr::Dict { keys, values } => {
                if self.ast.list(keys).len() != self.ast.list(values).len() {
                    return value_error("Dict doesn't have the same number of keys as values");
                }
                self.ast.list(keys).iter().flatten().try_for_each(load)?;
                self.exprs(values, Ctx::Load)
            }
            Expr::Set { elts } => self.exprs(elts, Ctx::Load),
            Expr::List { elts, .. } | Expr::Tuple { elts, .. } => self.exprs(elts, ctx),
            Expr::ListComp { elt, generators }
            | Expr::SetComp { elt, generators }
            | Expr::GeneratorExp { elt, generators } => {
                self.generators(generators)?;
                load(elt)
            }
            Expr::DictComp { key, value, generators } => {
                self.generators(generators)?;
                load(key)?;
                load(value)
            }
            Expr::Yield { value } => self.option(value),
            Expr::Await { value } | Expr::YieldFrom { value } => load(value),
            Expr::Compare { left, ops, comparators } => {
                let count = self.ast.list(comparators).len();
                if count == 0 {
                    return value_error("Compare with no comparators");
                }
                if count != self.ast.list(ops).len() {
                    return value_error("Compare has a different number of comparators and operands");
                }
                self.exprs(comparators, Ctx::Load)?;
                load(left)
            }
            Expr::JoinedStr { values } | Expr::TemplateStr { values } => self.exprs(values, Ctx::Load),
            Expr::FormattedValue { value, format_spec, .. } | Expr::Interpolation { value, format_spec, .. } => {
                load(value)?;
                self.option(format_spec)
            }
            Expr::Slice { lower, upper, step } => {
                self.option(lower)?;
                self.option(upper)?;
                self.option(step)
            }
            Expr::Constant { .. }
            | Expr::Name { .. }
            | Expr::BinOp { .. }
            | Expr::Call { .. }
            | Expr::Attribute { .. }
            | Expr::Subscript { .. }
            | Expr::Starred { .. } => Ok(()),
        }
    }

    fn generators(&self, generators: List<ComprehensionId>) -> Result<()> {
        if self.ast.list(generators).is_empty() {
            return value_error("comprehension with no generators");
        }
        for generator in self.ast.list(generators) {
            let Comprehension { target, iter, ifs, .. } = self.ast[generator];
            self.expr(target, Ctx::Store)?;
            self.expr(iter, Ctx::Load)?;
            self.exprs(ifs, Ctx::Load)?;
        }
        Ok(())
    }

    // ---- patterns ----

    fn patterns(&self, patterns: List<PatternId>, star_ok: bool) -> Result<()> {
        self.ast.list(patterns).iter().try_for_each(|pattern| self.pattern(pattern, star_ok))
    }

    fn capture(&self, name: Option<Name>) -> Result<()> {
        match name {
            None => Ok(()),
            Some(name) if self.names.str(name) == "_" => value_error("can't capture name '_' in patterns"),
            Some(name) => self.name(name),
        }
    }

    fn pattern(&self, id: PatternId, star_ok: bool) -> Result<()> {
        let Node { kind, loc } = self.ast[id];
        positions(loc)?;
        self.stack_limit.check()?;
        match kind {
            Pattern::MatchValue { value } => self.pattern_value(value),
            Pattern::MatchSingleton { value } => match self.ast[value] {
                Constant::None | Constant::True | Constant::False => Ok(()),
                _ => value_error("MatchSingleton can only contain True, False and None"),
            },
            Pattern::MatchSequence { patterns } => self.patterns(patterns, true),
            Pattern::MatchMapping { keys, patterns, rest } => {
                if self.ast.list(keys).len() != self.ast.list(patterns).len() {
                    return value_error("MatchMapping doesn't have the same number of keys as patterns");
                }
                self.capture(rest)?;
                self.mapping_keys(keys)?;
                self.patterns(patterns, false)
            }
            Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                if self.ast.list(kwd_attrs).len() != self.ast.list(kwd_patterns).len() {
                    return value_error("MatchClass doesn't have the same number of keyword attributes as patterns");
                }
                self.expr(cls, Ctx::Load)?;
                self.dotted_name(cls)?;
                self.ast.list(kwd_attrs).iter().try_for_each(|attr| self.name(attr))?;
                self.patterns(patterns, false)?;
                self.patterns(kwd_patterns, false)
            }
            Pattern::MatchStar { .. } if !star_ok => value_error("can't use MatchStar here"),
            Pattern::MatchStar { name } => self.capture(name),
            Pattern::MatchAs { pattern, name } => {
                self.capture(name)?;
                match pattern {
                    None => Ok(()),
                    Some(_) if name.is_none() => {
                        value_error("MatchAs must specify a target name if a pattern is given")
                    }
                    Some(pattern) => self.pattern(pattern, false),
                }
            }
            Pattern::MatchOr { patterns } => {
                if self.ast.list(patterns).len() < 2 {
                    return value_error("MatchOr requires at least 2 patterns");
                }
                self.patterns(patterns, false)
            }
        }
    }

    fn dotted_name(&self, mut id: ExprId) -> Result<()> {
        loop {
            match self.ast[id].kind {
                Expr::Name { .. } => return Ok(()),
                Expr::Attribute { value, .. } => id = value,
                _ => return value_error("MatchClass cls field can only contain Name or Attribute nodes."),
            }
        }
    }

    fn mapping_keys(&self, keys: List<ExprId>) -> Result<()> {
        for key in self.ast.list(keys) {
            // None, True and False are keys, though they are no literal patterns.
            let singleton = matches!(self.ast[key].kind, Expr::Constant { value, .. }
                if matches!(self.ast[value], Constant::None | Constant::True | Constant::False));
            if !singleton {
                self.pattern_value(key)?;
            }
        }
        Ok(())
    }

    fn pattern_value(&self, id: ExprId) -> Result<()> {
        self.expr(id, Ctx::Load)?;
        let allowed = match self.ast[id].kind {
            Expr::Constant { value, .. } => match self.ast[value] {
                Constant::Int(_)
                | Constant::BigInt(_)
                | Constant::Float(_)
                | Constant::Complex { .. }
                | Constant::Str(_)
                | Constant::Bytes(_) => true,
                _ => return value_error("unexpected constant inside of a literal pattern"),
            },
            Expr::Attribute { .. } | Expr::JoinedStr { .. } | Expr::TemplateStr { .. } => true,
            Expr::UnaryOp { .. } => self.is_negative(id, Number::Either),
            Expr::BinOp { left, op: Operator::Add | Operator::Sub, right } => {
                (self.is_number(left, Number::Real) || self.is_negative(left, Number::Real))
                    && self.is_number(right, Number::Imaginary)
            }
            _ => false,
        };
        if allowed { Ok(()) } else { value_error("patterns may only match literals and attribute lookups") }
    }

    fn is_number(&self, id: ExprId, parts: Number) -> bool {
        let Expr::Constant { value, .. } = self.ast[id].kind else { return false };
        match self.ast[value] {
            Constant::Int(_) | Constant::BigInt(_) | Constant::Float(_) => !matches!(parts, Number::Imaginary),
            Constant::Complex { .. } => !matches!(parts, Number::Real),
            _ => false,
        }
    }

    fn is_negative(&self, id: ExprId, parts: Number) -> bool {
        match self.ast[id].kind {
            Expr::UnaryOp { op: UnaryOp::USub, operand } => self.is_number(operand, parts),
            _ => false,
        }
    }
}
