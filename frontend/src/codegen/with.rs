//! `with` and `async with` (PEP 343, PEP 492).

use super::unit::FrameBlockKind;
use super::{Compiler, Label};
use crate::ast::{List, StmtId, WithItemId};
use crate::bytecode::{special, wide};
use crate::error::Result;
use crate::flow::Loc;

impl Compiler<'_> {
    /// Calls the `__exit__` that is on the stack as after a body without exception.
    pub(super) fn call_exit_with_nones(&mut self, at: Loc) {
        for _ in 0..3 {
            self.load_none(at);
        }
        self.op_i(at, wide::CALL, 3);
    }

    /// Looks up the two methods of the manager on the stack and calls the first.
    fn enter_manager(&mut self, at: Loc, enter: u8, exit: u8) {
        self.op_i(at, wide::COPY, 1);
        self.op_i(at, wide::LOAD_SPECIAL, exit.into());
        self.op_i(at, wide::SWAP, 2);
        self.op_i(at, wide::SWAP, 3);
        self.op_i(at, wide::LOAD_SPECIAL, enter.into());
        self.op_i(at, wide::CALL, 0);
    }

    #[inline(never)]
    pub(super) fn with(&mut self, items: List<WithItemId>, index: usize, body: List<StmtId>) -> Result<()> {
        let ast = self.ast;
        let Some(item) = ast.list(items).get(index).map(|item| ast[item]) else { return self.visit_stmts(body) };
        let block = self.new_label();
        let on_error = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.visit_expr(item.context_expr)?;
        let at = self.loc(item.context_expr);
        self.enter_manager(at, special::ENTER, special::EXIT);
        self.jump(at, wide::SETUP_WITH, on_error);
        self.use_label(block);
        self.push_block(at, FrameBlockKind::With, block, on_error)?;
        match item.optional_vars {
            Some(target) => self.visit_expr(target)?,
            None => self.op(at, wide::POP_TOP),
        }
        self.with(items, index + 1, body)?;
        self.op(Loc::NONE, wide::POP_BLOCK);
        self.pop_block();
        self.call_exit_with_nones(at);
        self.op(at, wide::POP_TOP);
        self.jump(at, wide::JUMP, exit);
        self.use_label(on_error);
        self.jump(at, wide::SETUP_CLEANUP, cleanup);
        self.op(at, wide::PUSH_EXC_INFO);
        self.op(at, wide::WITH_EXCEPT_START);
        self.with_except_finish(cleanup);
        self.use_label(exit);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn async_with(&mut self, items: List<WithItemId>, index: usize, body: List<StmtId>) -> Result<()> {
        let ast = self.ast;
        let Some(item) = ast.list(items).get(index).map(|item| ast[item]) else { return self.visit_stmts(body) };
        let block = self.new_label();
        let on_error = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.visit_expr(item.context_expr)?;
        let at = self.loc(item.context_expr);
        self.enter_manager(at, special::AENTER, special::AEXIT);
        self.await_value(at, 1);
        self.jump(at, wide::SETUP_WITH, on_error);
        self.use_label(block);
        self.push_block(at, FrameBlockKind::AsyncWith, block, on_error)?;
        match item.optional_vars {
            Some(target) => self.visit_expr(target)?,
            None => self.op(at, wide::POP_TOP),
        }
        self.async_with(items, index + 1, body)?;
        self.pop_block();
        self.op(at, wide::POP_BLOCK);
        self.call_exit_with_nones(at);
        self.await_value(at, 2);
        self.op(at, wide::POP_TOP);
        self.jump(at, wide::JUMP, exit);
        self.use_label(on_error);
        self.jump(at, wide::SETUP_CLEANUP, cleanup);
        self.op(at, wide::PUSH_EXC_INFO);
        self.op(at, wide::WITH_EXCEPT_START);
        self.await_value(at, 2);
        self.with_except_finish(cleanup);
        self.use_label(exit);
        Ok(())
    }

    fn with_except_finish(&mut self, cleanup: Label) {
        let suppress = self.new_label();
        self.op(Loc::NONE, wide::TO_BOOL);
        self.jump(Loc::NONE, wide::POP_JUMP_IF_TRUE, suppress);
        self.op_i(Loc::NONE, wide::RERAISE, 2);
        self.use_label(suppress);
        self.op(Loc::NONE, wide::POP_TOP);
        self.op(Loc::NONE, wide::POP_BLOCK);
        self.op(Loc::NONE, wide::POP_EXCEPT);
        for _ in 0..3 {
            self.op(Loc::NONE, wide::POP_TOP);
        }
        let exit = self.new_label();
        self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, exit);
        self.use_label(cleanup);
        self.pop_except_and_reraise(Loc::NONE);
        self.use_label(exit);
    }
}
