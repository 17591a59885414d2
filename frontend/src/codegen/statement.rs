//! Statements (codegen.c: codegen_visit_stmt).

use super::{Compiler, Label, PoolId, loc};
use crate::ast::{AliasId, Expr, ExprId, List, Name, Stmt, StmtId};
use crate::bytecode::{common_constant, intrinsic1, wide};
use crate::constant::Constant;
use crate::error::Result;
use crate::flow::Loc;

impl Compiler<'_> {
    pub(super) fn visit_stmts(&mut self, list: List<StmtId>) -> Result<()> {
        let ast = self.ast;
        ast.list(list).iter().try_for_each(|s| self.visit_stmt(s))
    }

    pub(super) fn visit_stmt(&mut self, s: StmtId) -> Result<()> {
        self.options.stack_limit.check()?;
        let ast = self.ast;
        let at = loc(ast[s].loc);
        match ast[s].kind {
            Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) => self.function(s),
            Stmt::ClassDef(class) => self.class(s, class),
            Stmt::TypeAlias { name, type_params, value } => self.type_alias(s, name, type_params, value),
            Stmt::Return { value } => self.return_stmt(s, value),
            Stmt::Delete { targets } => self.visit_exprs(targets),
            Stmt::Assign { targets, value, .. } => {
                self.visit_expr(value)?;
                let targets = ast.list(targets);
                for (i, target) in targets.iter().enumerate() {
                    if i + 1 < targets.len() {
                        self.op_i(at, wide::COPY, 1);
                    }
                    self.visit_expr(target)?;
                }
                Ok(())
            }
            Stmt::AugAssign { target, op, value } => self.aug_assign(at, target, op, value),
            Stmt::AnnAssign { .. } => self.ann_assign(s),
            Stmt::For { target, iter, body, orelse, .. } => {
                self.conditional(|c| c.for_loop(at, target, iter, body, orelse))
            }
            Stmt::AsyncFor { target, iter, body, orelse, .. } => {
                self.conditional(|c| c.async_for_loop(at, target, iter, body, orelse))
            }
            Stmt::While { test, body, orelse } => self.conditional(|c| c.while_loop(at, test, body, orelse)),
            Stmt::If { test, body, orelse } => self.conditional(|c| c.if_stmt(test, body, orelse)),
            Stmt::With { items, body, .. } => self.conditional(|c| c.with(items, 0, body)),
            Stmt::AsyncWith { items, body, .. } => self.conditional(|c| c.async_with(items, 0, body)),
            Stmt::Match { subject, cases } => self.conditional(|c| c.match_stmt(subject, cases)),
            Stmt::Raise { exc, cause } => {
                let mut count = 0;
                if let Some(exc) = exc {
                    self.visit_expr(exc)?;
                    count += 1;
                    if let Some(cause) = cause {
                        self.visit_expr(cause)?;
                        count += 1;
                    }
                }
                self.op_i(at, wide::RAISE_VARARGS, count);
                Ok(())
            }
            Stmt::Try { body, handlers, orelse, finalbody } => self.conditional(|c| {
                let parts = super::try_statement::TryParts { body, handlers, orelse, finalbody, star: false };
                c.try_stmt(at, parts)
            }),
            Stmt::TryStar { body, handlers, orelse, finalbody } => self.conditional(|c| {
                let parts = super::try_statement::TryParts { body, handlers, orelse, finalbody, star: true };
                c.try_stmt(at, parts)
            }),
            Stmt::Assert { test, msg } => self.assert(at, test, msg),
            Stmt::Import { names } => {
                self.import(at, names);
                Ok(())
            }
            Stmt::ImportFrom { module, names, level } => {
                self.import_from(at, module, names, level);
                Ok(())
            }
            Stmt::Global { .. } | Stmt::Nonlocal { .. } => Ok(()),
            Stmt::Expr { value } => self.expr_stmt(at, value),
            Stmt::Pass => {
                self.op(at, wide::NOP);
                Ok(())
            }
            Stmt::Break => self.break_stmt(at),
            Stmt::Continue => self.continue_stmt(at),
        }
    }

    /// A statement whose parts may not run: annotations in it are conditional.
    fn conditional(&mut self, statement: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.u.in_conditional_block += 1;
        statement(self)?;
        self.u.in_conditional_block -= 1;
        Ok(())
    }

    /// A chain of `elif`s is walked in a loop.
    #[inline(never)]
    fn if_stmt(&mut self, mut test: ExprId, mut body: List<StmtId>, mut orelse: List<StmtId>) -> Result<()> {
        let ast = self.ast;
        let mut ends = smallvec::SmallVec::<[Label; 4]>::new();
        loop {
            let end = self.new_label();
            ends.push(end);
            let next = if orelse.is_empty() { end } else { self.new_label() };
            self.jump_if(test, next, false)?;
            self.visit_stmts(body)?;
            if orelse.is_empty() {
                break;
            }
            self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);
            self.use_label(next);
            let statements = ast.list(orelse);
            match statements.first().map(|s| ast[s].kind) {
                Some(Stmt::If { test: t, body: b, orelse: o }) if statements.len() == 1 => {
                    (test, body, orelse) = (t, b, o);
                }
                _ => {
                    self.visit_stmts(orelse)?;
                    break;
                }
            }
        }
        for end in ends {
            self.use_label(end);
        }
        Ok(())
    }

    #[inline(never)]
    fn return_stmt(&mut self, s: StmtId, value: Option<ExprId>) -> Result<()> {
        let ast = self.ast;
        let stmt_at = loc(ast[s].loc);
        let mut at = stmt_at;
        let constant = value.and_then(|e| match ast[e].kind {
            Expr::Constant { value, .. } => Some(value),
            _ => None,
        });
        let preserve_tos = value.is_some() && constant.is_none();
        if !self.is_function_like() {
            return self.error(at, "'return' outside function");
        }
        let scope = self.scope();
        if value.is_some() && scope.coroutine && scope.generator {
            return self.error(at, "'return' with value in async generator");
        }
        if let Some(value) = value {
            if preserve_tos {
                self.visit_expr(value)?;
            } else {
                at = self.loc(value);
                self.op(at, wide::NOP);
            }
        }
        if value.is_none_or(|value| ast[value].loc.line != stmt_at.line) {
            at = stmt_at;
            self.op(at, wide::NOP);
        }
        self.unwind_frame_blocks(&mut at, preserve_tos, false)?;
        match (value, constant) {
            (None, _) => self.load_none(at),
            (_, Some(constant)) => {
                let value = self.pool.literal(&ast[constant]);
                self.load_const(at, value);
            }
            _ => {}
        }
        self.op(at, wide::RETURN_VALUE);
        Ok(())
    }

    #[inline(never)]
    fn assert(&mut self, at: Loc, test: ExprId, msg: Option<ExprId>) -> Result<()> {
        let always_true = match self.ast[test].kind {
            Expr::Tuple { elts, .. } => !elts.is_empty(),
            Expr::Constant { value, .. } => {
                matches!(&self.ast[value], Constant::Tuple(items) if !items.is_empty())
            }
            _ => false,
        };
        if always_true {
            self.warn(at, "assertion is always true, perhaps remove parentheses?".to_owned())?;
        }
        if self.options.optimize > 0 {
            return Ok(());
        }
        let end = self.new_label();
        self.jump_if(test, end, true)?;
        self.op_i(at, wide::LOAD_COMMON_CONSTANT, common_constant::ASSERTION_ERROR.into());
        if let Some(msg) = msg {
            self.visit_expr(msg)?;
            self.op_i(at, wide::CALL, 0);
        }
        self.op_i(self.loc(test), wide::RAISE_VARARGS, 1);
        self.use_label(end);
        Ok(())
    }

    #[inline(never)]
    fn expr_stmt(&mut self, at: Loc, value: ExprId) -> Result<()> {
        if self.interactive && self.outer.is_empty() {
            self.visit_expr(value)?;
            self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::PRINT.into());
            self.op(Loc::NONE, wide::POP_TOP);
            return Ok(());
        }
        if self.constant(value).is_some() {
            self.op(at, wide::NOP);
            return Ok(());
        }
        self.visit_expr(value)?;
        self.op(Loc::NONE, wide::POP_TOP);
        Ok(())
    }

    #[inline(never)]
    fn import(&mut self, at: Loc, aliases: List<AliasId>) {
        let ast = self.ast;
        for alias in ast.list(aliases) {
            let alias = ast[alias].kind;
            self.load_int(at, 0);
            self.load_none(at);
            self.op_name(at, wide::IMPORT_NAME, alias.name);
            match alias.asname {
                Some(asname) => self.import_as(at, alias.name, asname),
                None => {
                    let text = self.names.str(alias.name);
                    let first = match text.split_once('.') {
                        Some((first, _)) => {
                            let first = first.to_owned();
                            self.names.intern(&first)
                        }
                        None => alias.name,
                    };
                    self.store_name(at, first);
                }
            }
        }
    }

    /// `import a.b.c as d`: the import gives `a`, the rest is taken from it part by part.
    fn import_as(&mut self, at: Loc, name: Name, asname: Name) {
        let text = self.names.str(name).to_owned();
        let Some((_, rest)) = text.split_once('.') else { return self.store_name(at, asname) };
        let mut parts = rest.split('.').peekable();
        while let Some(part) = parts.next() {
            let part = self.names.intern(part);
            let arg = self.u.names.add(part);
            self.op_i(at, wide::IMPORT_FROM, arg);
            if parts.peek().is_some() {
                self.op_i(at, wide::SWAP, 2);
                self.op(at, wide::POP_TOP);
            }
        }
        self.store_name(at, asname);
        self.op(at, wide::POP_TOP);
    }

    #[inline(never)]
    fn import_from(&mut self, at: Loc, module: Option<Name>, aliases: List<AliasId>, level: i32) {
        let ast = self.ast;
        self.load_int(at, level.into());
        let aliases = ast.list(aliases);
        let from_list: Vec<PoolId> = aliases.iter().map(|alias| self.pool.str(ast[alias].kind.name)).collect();
        let from_list = self.pool.tuple(&from_list);
        self.load_const(at, from_list);
        let module = module.unwrap_or_else(|| self.names.empty());
        self.op_name(at, wide::IMPORT_NAME, module);
        for (i, alias) in aliases.iter().enumerate() {
            let alias = ast[alias].kind;
            if i == 0 && self.names.str(alias.name).starts_with('*') {
                self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::IMPORT_STAR.into());
                self.op(Loc::NONE, wide::POP_TOP);
                return;
            }
            self.op_name(at, wide::IMPORT_FROM, alias.name);
            self.store_name(at, alias.asname.unwrap_or(alias.name));
        }
        self.op(at, wide::POP_TOP);
    }
}
