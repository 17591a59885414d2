//! `try` with `except`, `except*` and `finally`.
//!
//! SETUP_FINALLY and its kin push a handler, POP_BLOCK pops it; the flow graph turns both into the exception table. A
//! handler begins with the exception on the stack, above it, for SETUP_CLEANUP, the offset of the instruction that
//! raised.

use super::unit::FrameBlockKind;
use super::{Compiler, Label, loc};
use crate::ast::{ExceptHandlerId, List, Name, StmtId};
use crate::bytecode::{intrinsic2, wide};
use crate::error::Result;
use crate::flow::Loc;

/// The parts of a `try` statement.
#[derive(Clone, Copy)]
pub(super) struct TryParts {
    pub(super) body: List<StmtId>,
    pub(super) handlers: List<ExceptHandlerId>,
    pub(super) orelse: List<StmtId>,
    pub(super) finalbody: List<StmtId>,
    /// With `except*`.
    pub(super) star: bool,
}

impl Compiler<'_> {
    #[inline(never)]
    pub(super) fn try_stmt(&mut self, at: Loc, parts: TryParts) -> Result<()> {
        if parts.finalbody.is_empty() { self.try_except_of(at, parts) } else { self.try_finally(at, parts) }
    }

    fn try_except_of(&mut self, at: Loc, parts: TryParts) -> Result<()> {
        if parts.star { self.try_star_except(at, parts) } else { self.try_except(at, parts) }
    }

    pub(super) fn pop_except_and_reraise(&mut self, at: Loc) {
        self.op_i(at, wide::COPY, 3);
        self.op(at, wide::POP_EXCEPT);
        self.op_i(at, wide::RERAISE, 1);
    }

    /// `name = None; del name`, in case the body deleted it.
    pub(super) fn unbind(&mut self, at: Loc, name: Name) {
        self.load_none(at);
        self.store_name(at, name);
        self.delete_name(at, name);
    }

    fn try_finally(&mut self, at: Loc, parts: TryParts) -> Result<()> {
        let body = self.new_label();
        let end = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.jump(at, wide::SETUP_FINALLY, end);
        self.use_label(body);
        self.push_block(at, FrameBlockKind::FinallyTry(parts.finalbody), body, end)?;
        if parts.handlers.is_empty() {
            self.visit_stmts(parts.body)?;
        } else {
            self.try_except_of(at, parts)?;
        }
        self.op(Loc::NONE, wide::POP_BLOCK);
        self.pop_block();
        self.visit_stmts(parts.finalbody)?;
        self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, exit);

        self.use_label(end);
        self.jump(Loc::NONE, wide::SETUP_CLEANUP, cleanup);
        self.op(Loc::NONE, wide::PUSH_EXC_INFO);
        self.push_block(Loc::NONE, FrameBlockKind::FinallyEnd, end, Label::NONE)?;
        self.disabled_warnings += 1;
        self.visit_stmts(parts.finalbody)?;
        self.disabled_warnings -= 1;
        self.pop_block();
        self.op_i(Loc::NONE, wide::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(Loc::NONE);
        self.use_label(exit);
        Ok(())
    }

    fn try_except(&mut self, at: Loc, parts: TryParts) -> Result<()> {
        let ast = self.ast;
        let body = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        self.jump(at, wide::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_block(at, FrameBlockKind::TryExcept, body, Label::NONE)?;
        self.visit_stmts(parts.body)?;
        self.pop_block();
        self.op(Loc::NONE, wide::POP_BLOCK);
        self.visit_stmts(parts.orelse)?;
        self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);

        self.use_label(except);
        self.jump(Loc::NONE, wide::SETUP_CLEANUP, cleanup);
        self.op(Loc::NONE, wide::PUSH_EXC_INFO);
        self.push_block(at, FrameBlockKind::ExceptionHandler, Label::NONE, Label::NONE)?;
        let handlers = ast.list(parts.handlers);
        for (i, handler) in handlers.iter().enumerate() {
            let at = loc(ast[handler].loc);
            let handler = ast[handler].kind;
            if handler.exc_type.is_none() && i + 1 < handlers.len() {
                return self.error(at, "default 'except:' must be last");
            }
            let next = self.new_label();
            if let Some(exc_type) = handler.exc_type {
                self.visit_expr(exc_type)?;
                self.op(at, wide::CHECK_EXC_MATCH);
                self.jump(at, wide::POP_JUMP_IF_FALSE, next);
            }
            if let Some(name) = handler.name {
                let cleanup_end = self.new_label();
                let cleanup_body = self.new_label();
                self.store_name(at, name);
                self.jump(at, wide::SETUP_CLEANUP, cleanup_end);
                self.use_label(cleanup_body);
                self.push_block(at, FrameBlockKind::HandlerCleanup(Some(name)), cleanup_body, Label::NONE)?;
                self.visit_stmts(handler.body)?;
                self.pop_block();
                self.op(Loc::NONE, wide::POP_BLOCK);
                self.op(Loc::NONE, wide::POP_BLOCK);
                self.op(Loc::NONE, wide::POP_EXCEPT);
                self.unbind(Loc::NONE, name);
                self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);
                self.use_label(cleanup_end);
                self.unbind(Loc::NONE, name);
                self.op_i(Loc::NONE, wide::RERAISE, 1);
            } else {
                let cleanup_body = self.new_label();
                self.op(at, wide::POP_TOP);
                self.use_label(cleanup_body);
                self.push_block(at, FrameBlockKind::HandlerCleanup(None), cleanup_body, Label::NONE)?;
                self.visit_stmts(handler.body)?;
                self.pop_block();
                self.op(Loc::NONE, wide::POP_BLOCK);
                self.op(Loc::NONE, wide::POP_EXCEPT);
                self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);
            }
            self.use_label(next);
        }
        self.pop_block();
        self.op_i(Loc::NONE, wide::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(Loc::NONE);
        self.use_label(end);
        Ok(())
    }

    /// The stack holds the group, the list of what was raised in handlers, and what is left to match (PEP 654).
    fn try_star_except(&mut self, at: Loc, parts: TryParts) -> Result<()> {
        let ast = self.ast;
        let body = self.new_label();
        let except = self.new_label();
        let orelse = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        let reraise_star = self.new_label();
        self.jump(at, wide::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_block(at, FrameBlockKind::TryExcept, body, Label::NONE)?;
        self.visit_stmts(parts.body)?;
        self.pop_block();
        self.op(Loc::NONE, wide::POP_BLOCK);
        self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, orelse);

        self.use_label(except);
        self.jump(Loc::NONE, wide::SETUP_CLEANUP, cleanup);
        self.op(Loc::NONE, wide::PUSH_EXC_INFO);
        self.push_block(at, FrameBlockKind::ExceptionGroupHandler, Label::NONE, Label::NONE)?;
        let handlers = ast.list(parts.handlers);
        for (i, handler) in handlers.iter().enumerate() {
            let at = loc(ast[handler].loc);
            let handler = ast[handler].kind;
            let next = self.new_label();
            let except_with_error = self.new_label();
            let no_match = self.new_label();
            if i == 0 {
                self.op_i(at, wide::BUILD_LIST, 0);
                self.op_i(at, wide::COPY, 2);
            }
            if let Some(exc_type) = handler.exc_type {
                self.visit_expr(exc_type)?;
                self.op(at, wide::CHECK_EG_MATCH);
                self.op_i(at, wide::COPY, 1);
                self.jump(at, wide::POP_JUMP_IF_NONE, no_match);
            }
            let cleanup_end = self.new_label();
            let cleanup_body = self.new_label();
            match handler.name {
                Some(name) => self.store_name(at, name),
                None => self.op(at, wide::POP_TOP),
            }
            self.jump(at, wide::SETUP_CLEANUP, cleanup_end);
            self.use_label(cleanup_body);
            self.push_block(at, FrameBlockKind::HandlerCleanup(handler.name), cleanup_body, Label::NONE)?;
            self.visit_stmts(handler.body)?;
            self.pop_block();
            self.op(Loc::NONE, wide::POP_BLOCK);
            if let Some(name) = handler.name {
                self.unbind(Loc::NONE, name);
            }
            self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, next);

            self.use_label(cleanup_end);
            if let Some(name) = handler.name {
                self.unbind(Loc::NONE, name);
            }
            self.op_i(Loc::NONE, wide::LIST_APPEND, 3);
            self.op(Loc::NONE, wide::POP_TOP);
            self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, except_with_error);

            self.use_label(next);
            self.op(Loc::NONE, wide::NOP);
            self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, except_with_error);

            self.use_label(no_match);
            self.op(at, wide::POP_TOP);

            self.use_label(except_with_error);
            if i + 1 == handlers.len() {
                self.op_i(Loc::NONE, wide::LIST_APPEND, 1);
                self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, reraise_star);
            }
        }
        self.pop_block();
        let reraise = self.new_label();
        self.use_label(reraise_star);
        self.op_i(Loc::NONE, wide::CALL_INTRINSIC_2, intrinsic2::PREP_RERAISE_STAR.into());
        self.op_i(Loc::NONE, wide::COPY, 1);
        self.jump(Loc::NONE, wide::POP_JUMP_IF_NOT_NONE, reraise);
        self.op(Loc::NONE, wide::POP_TOP);
        self.op(Loc::NONE, wide::POP_BLOCK);
        self.op(Loc::NONE, wide::POP_EXCEPT);
        self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);

        self.use_label(reraise);
        self.op(Loc::NONE, wide::POP_BLOCK);
        self.op_i(Loc::NONE, wide::SWAP, 2);
        self.op(Loc::NONE, wide::POP_EXCEPT);
        self.op_i(Loc::NONE, wide::RERAISE, 0);

        self.use_label(cleanup);
        self.pop_except_and_reraise(Loc::NONE);
        self.use_label(orelse);
        self.visit_stmts(parts.orelse)?;
        self.use_label(end);
        Ok(())
    }
}
