//! Loops, and leaving frame blocks by `break`, `continue` and `return` (codegen.c: codegen_unwind_fblock).

use super::unit::{FrameBlock, FrameBlockKind};
use super::{Compiler, Label};
use crate::ast::{ExprId, List, StmtId};
use crate::bytecode::{resume, wide};
use crate::error::Result;
use crate::flow::Loc;

impl Compiler<'_> {
    #[inline(never)]
    pub(super) fn for_loop(
        &mut self,
        at: Loc,
        target: ExprId,
        iter: ExprId,
        body: List<StmtId>,
        orelse: List<StmtId>,
    ) -> Result<()> {
        let start = self.new_label();
        let cleanup = self.new_label();
        let end = self.new_label();
        self.push_block(at, FrameBlockKind::ForLoop, start, end)?;
        self.visit_expr(iter)?;
        let iter_at = self.loc(iter);
        self.op(iter_at, wide::GET_ITER);
        self.use_label(start);
        self.jump(iter_at, wide::FOR_ITER, cleanup);
        // Keeps a line event for the target of a loop that is written over several lines.
        self.op(self.loc(target), wide::NOP);
        self.visit_expr(target)?;
        self.visit_stmts(body)?;
        self.jump(Loc::NONE, wide::JUMP, start);
        self.use_label(cleanup);
        self.op(Loc::NONE, wide::END_FOR);
        self.op(Loc::NONE, wide::POP_ITER);
        self.pop_block();
        self.visit_stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn async_for_loop(
        &mut self,
        at: Loc,
        target: ExprId,
        iter: ExprId,
        body: List<StmtId>,
        orelse: List<StmtId>,
    ) -> Result<()> {
        let start = self.new_label();
        let send = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        self.visit_expr(iter)?;
        let iter_at = self.loc(iter);
        self.op(iter_at, wide::GET_AITER);
        self.use_label(start);
        self.push_block(at, FrameBlockKind::ForLoop, start, end)?;
        self.jump(at, wide::SETUP_FINALLY, except);
        self.op(at, wide::GET_ANEXT);
        self.load_none(at);
        self.use_label(send);
        self.yield_from(at, resume::AFTER_AWAIT);
        self.op(at, wide::POP_BLOCK);
        self.op(at, wide::NOT_TAKEN);
        self.visit_expr(target)?;
        self.visit_stmts(body)?;
        self.jump(Loc::NONE, wide::JUMP, start);
        self.pop_block();
        self.use_label(except);
        self.jump(iter_at, wide::END_ASYNC_FOR, send);
        self.visit_stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn while_loop(&mut self, at: Loc, test: ExprId, body: List<StmtId>, orelse: List<StmtId>) -> Result<()> {
        let again = self.new_label();
        let end = self.new_label();
        let anchor = self.new_label();
        self.use_label(again);
        self.push_block(at, FrameBlockKind::WhileLoop, again, end)?;
        self.jump_if(test, anchor, false)?;
        self.visit_stmts(body)?;
        self.jump(Loc::NONE, wide::JUMP, again);
        self.pop_block();
        self.use_label(anchor);
        self.visit_stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn break_stmt(&mut self, at: Loc) -> Result<()> {
        let mut here = at;
        self.op(at, wide::NOP);
        match self.unwind_frame_blocks(&mut here, false, true)? {
            Some(target) => {
                self.unwind_frame_block(&mut here, target, false)?;
                self.jump(here, wide::JUMP, target.exit);
                Ok(())
            }
            None => self.error(at, "'break' outside loop"),
        }
    }

    #[inline(never)]
    pub(super) fn continue_stmt(&mut self, at: Loc) -> Result<()> {
        let mut here = at;
        self.op(at, wide::NOP);
        match self.unwind_frame_blocks(&mut here, false, true)? {
            Some(target) => {
                self.jump(here, wide::JUMP, target.start);
                Ok(())
            }
            None => self.error(at, "'continue' not properly in loop"),
        }
    }

    /// Unwinds all frame blocks, or those inside the innermost loop, which is returned. The blocks are back afterwards.
    pub(super) fn unwind_frame_blocks(
        &mut self,
        at: &mut Loc,
        preserve_tos: bool,
        to_loop: bool,
    ) -> Result<Option<FrameBlock>> {
        let mut unwound = Vec::new();
        let mut found = None;
        while let Some(&top) = self.u.frame_blocks.last() {
            match top.kind {
                FrameBlockKind::ExceptionGroupHandler => {
                    return self.error(*at, "'break', 'continue' and 'return' cannot appear in an except* block");
                }
                FrameBlockKind::WhileLoop | FrameBlockKind::ForLoop if to_loop => {
                    found = Some(top);
                    break;
                }
                _ => {}
            }
            self.pop_block();
            unwound.push(top);
            self.unwind_frame_block(at, top, preserve_tos)?;
        }
        self.u.frame_blocks.extend(unwound.into_iter().rev());
        Ok(found)
    }

    fn unwind_frame_block(&mut self, at: &mut Loc, block: FrameBlock, preserve_tos: bool) -> Result<()> {
        match block.kind {
            FrameBlockKind::WhileLoop
            | FrameBlockKind::ExceptionHandler
            | FrameBlockKind::ExceptionGroupHandler
            | FrameBlockKind::AsyncComprehensionGenerator
            | FrameBlockKind::InlinedComprehension
            | FrameBlockKind::StopIteration => {}
            FrameBlockKind::ForLoop => {
                if preserve_tos {
                    self.op_i(*at, wide::SWAP, 2);
                }
                self.op(*at, wide::POP_TOP);
            }
            FrameBlockKind::TryExcept => self.op(*at, wide::POP_BLOCK),
            FrameBlockKind::FinallyTry(finalbody) => {
                self.op(*at, wide::POP_BLOCK);
                if preserve_tos {
                    self.push_block(*at, FrameBlockKind::PopValue, Label::NONE, Label::NONE)?;
                }
                self.visit_stmts(finalbody)?;
                if preserve_tos {
                    self.pop_block();
                }
                // What follows seems to run after the statement that left.
                *at = Loc::NONE;
            }
            FrameBlockKind::FinallyEnd => {
                if preserve_tos {
                    self.op_i(*at, wide::SWAP, 2);
                }
                self.op(*at, wide::POP_TOP);
                if preserve_tos {
                    self.op_i(*at, wide::SWAP, 2);
                }
                self.op(*at, wide::POP_BLOCK);
                self.op(*at, wide::POP_EXCEPT);
            }
            FrameBlockKind::With | FrameBlockKind::AsyncWith => {
                *at = block.loc;
                self.op(*at, wide::POP_BLOCK);
                if preserve_tos {
                    self.op_i(*at, wide::SWAP, 3);
                    self.op_i(*at, wide::SWAP, 2);
                }
                self.call_exit_with_nones(*at);
                if block.kind == FrameBlockKind::AsyncWith {
                    self.await_value(*at, 2);
                }
                self.op(*at, wide::POP_TOP);
                *at = Loc::NONE;
            }
            FrameBlockKind::HandlerCleanup(name) => {
                if name.is_some() {
                    self.op(*at, wide::POP_BLOCK);
                }
                if preserve_tos {
                    self.op_i(*at, wide::SWAP, 2);
                }
                self.op(*at, wide::POP_BLOCK);
                self.op(*at, wide::POP_EXCEPT);
                if let Some(name) = name {
                    self.unbind(*at, name);
                }
            }
            FrameBlockKind::PopValue => {
                if preserve_tos {
                    self.op_i(*at, wide::SWAP, 2);
                }
                self.op(*at, wide::POP_TOP);
            }
        }
        Ok(())
    }
}
