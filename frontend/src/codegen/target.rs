//! Assignments other than plain ones: unpacking, augmented, annotated.

use super::expression::binary_arg;
use super::{Compiler, ScopeType, loc};
use crate::ast::{Expr, ExprId, List, Operator, Stmt, StmtId};
use crate::bytecode::{nb, wide};
use crate::error::{CompileError, ErrorClass, Result};
use crate::flow::Loc;

impl Compiler<'_> {
    /// Unpacks the value on the stack into the targets.
    #[inline(never)]
    pub(super) fn unpack(&mut self, at: Loc, elts: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        let elts = ast.list(elts);
        let mut starred = None;
        for (i, e) in elts.iter().enumerate() {
            if !self.is_starred(e) {
                continue;
            }
            if starred.is_some() {
                return self.error(at, "multiple starred expressions in assignment");
            }
            let after = elts.len() - i - 1;
            if i >= 1 << 8 || after >= (i32::MAX >> 8) as usize {
                return self.error(at, "too many expressions in star-unpacking assignment");
            }
            self.op_i(at, wide::UNPACK_EX, (i + (after << 8)) as u32);
            starred = Some(i);
        }
        if starred.is_none() {
            self.op_i(at, wide::UNPACK_SEQUENCE, elts.len() as u32);
        }
        for e in elts {
            match ast[e].kind {
                Expr::Starred { value, .. } => self.visit_expr(value)?,
                _ => self.visit_expr(e)?,
            }
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn aug_assign(&mut self, stmt_at: Loc, target: ExprId, op: Operator, value: ExprId) -> Result<()> {
        let ast = self.ast;
        let at = self.loc(target);
        // NB_INPLACE_* follow the plain operators in the same order.
        let inplace = u32::from(binary_arg(op) + (nb::INPLACE_ADD - nb::ADD));
        match ast[target].kind {
            Expr::Attribute { value: object, attr, .. } => {
                self.visit_expr(object)?;
                self.op_i(at, wide::COPY, 1);
                let at = self.attribute_loc(at, target, attr);
                self.load_attr(at, attr);
                self.visit_expr(value)?;
                self.op_i(stmt_at, wide::BINARY_OP, inplace);
                self.op_i(at, wide::SWAP, 2);
                self.op_name(at, wide::STORE_ATTR, attr);
            }
            Expr::Subscript { value: object, slice, .. } => {
                self.visit_expr(object)?;
                if let Some((lower, upper)) = self.two_part_slice(slice) {
                    self.slice_bounds(self.loc(slice), lower, upper)?;
                    for _ in 0..3 {
                        self.op_i(at, wide::COPY, 3);
                    }
                    self.op(at, wide::BINARY_SLICE);
                    self.visit_expr(value)?;
                    self.op_i(stmt_at, wide::BINARY_OP, inplace);
                    self.op_i(at, wide::SWAP, 4);
                    self.op_i(at, wide::SWAP, 3);
                    self.op_i(at, wide::SWAP, 2);
                    self.op(at, wide::STORE_SLICE);
                } else {
                    self.visit_expr(slice)?;
                    self.op_i(at, wide::COPY, 2);
                    self.op_i(at, wide::COPY, 2);
                    self.op_i(at, wide::BINARY_OP, nb::SUBSCR.into());
                    self.visit_expr(value)?;
                    self.op_i(stmt_at, wide::BINARY_OP, inplace);
                    self.op_i(at, wide::SWAP, 3);
                    self.op_i(at, wide::SWAP, 2);
                    self.op(at, wide::STORE_SUBSCR);
                }
            }
            Expr::Name { id, .. } => {
                self.load_name(at, id);
                self.visit_expr(value)?;
                self.op_i(stmt_at, wide::BINARY_OP, inplace);
                self.store_name(at, id);
            }
            _ => {
                let message = "invalid node type for augmented assignment";
                return Err(CompileError::new(ErrorClass::SystemError, message));
            }
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn ann_assign(&mut self, s: StmtId) -> Result<()> {
        let ast = self.ast;
        let Stmt::AnnAssign { target, annotation, value, simple } = ast[s].kind else { return Ok(()) };
        let at = loc(ast[s].loc);
        let as_text = self.future_annotations();
        let in_namespace = matches!(self.u.scope_type, ScopeType::Module | ScopeType::Class);
        if let Some(value) = value {
            self.visit_expr(value)?;
            self.visit_expr(target)?;
        }
        match ast[target].kind {
            Expr::Name { id, .. } => {
                if simple && in_namespace {
                    if as_text {
                        self.annotation_text(annotation)?;
                        self.op_name(at, wide::LOAD_NAME, self.known.annotations);
                        let mangled = self.mangle(id);
                        self.load_str(at, mangled);
                        self.op(at, wide::STORE_SUBSCR);
                    } else {
                        self.defer_annotation(at, s);
                    }
                }
            }
            Expr::Attribute { value: object, .. } => {
                if value.is_none() {
                    self.evaluate_and_drop(object)?;
                }
            }
            Expr::Subscript { value: object, slice, .. } => {
                if value.is_none() {
                    self.evaluate_and_drop(object)?;
                    self.evaluate_index(slice)?;
                }
            }
            _ => {
                let message = "invalid node type for annotated assignment";
                return Err(CompileError::new(ErrorClass::SystemError, message));
            }
        }
        Ok(())
    }

    /// Notes an annotation for `__annotate__`; one that may not run notes its number when it does (PEP 749).
    fn defer_annotation(&mut self, at: Loc, s: StmtId) {
        let conditional = self.u.scope_type == ScopeType::Module || self.u.in_conditional_block > 0;
        let number = conditional.then(|| {
            self.u.next_conditional_annotation += 1;
            self.u.next_conditional_annotation - 1
        });
        self.u.deferred_annotations.push((s, number));
        let Some(number) = number else { return };
        let name = self.known.conditional_annotations;
        if self.u.scope_type == ScopeType::Class {
            let arg = self.u.cellvars.add(name);
            self.op_i(at, wide::LOAD_DEREF, arg);
        } else {
            self.op_name(at, wide::LOAD_NAME, name);
        }
        self.load_int(at, number.into());
        self.op_i(at, wide::SET_ADD, 1);
        self.op(at, wide::POP_TOP);
    }

    fn evaluate_and_drop(&mut self, e: ExprId) -> Result<()> {
        self.visit_expr(e)?;
        self.op(self.loc(e), wide::POP_TOP);
        Ok(())
    }

    fn evaluate_index(&mut self, e: ExprId) -> Result<()> {
        let ast = self.ast;
        match ast[e].kind {
            Expr::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().flatten().try_for_each(|part| self.evaluate_and_drop(part))
            }
            Expr::Tuple { elts, .. } => ast.list(elts).iter().try_for_each(|item| self.evaluate_index(item)),
            _ => self.evaluate_and_drop(e),
        }
    }
}
