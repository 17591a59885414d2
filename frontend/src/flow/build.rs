//! From an instruction list to a graph, and which handler covers which instruction.
//!
//! flowgraph.c: _PyCfg_FromInstructionSequence, translate_jump_labels_to_targets, label_exception_targets.

use super::{Block, BlockId, Graph, Instr};
use crate::bytecode::{flow, resume, wide};

/// An entry of the stacks of active handlers. The stacks of all blocks share their tails, so copying one is copying
/// an index.
#[derive(Clone, Copy)]
pub(super) struct Handler {
    below: u32,
    depth: u32,
    block: BlockId,
}

/// The empty stack of handlers.
pub(super) const NO_HANDLER: u32 = u32::MAX;

impl Graph {
    /// Takes over the instructions of a unit; `labels` maps a jump's argument to the position it names.
    pub fn build(&mut self, instrs: &mut Vec<Instr>, labels: &[u32]) {
        std::mem::swap(&mut self.pool, instrs);
        instrs.clear();
        self.blocks.clear();
        let n = self.pool.len();
        self.block_at.clear();
        self.block_at.resize(n, BlockId::NONE);
        // Any block but NONE marks a position that something jumps to.
        for instr in &mut self.pool {
            if instr.has_target() {
                instr.arg = labels[instr.arg as usize];
                if let Some(mark) = self.block_at.get_mut(instr.arg as usize) {
                    *mark = BlockId::ENTRY;
                }
            }
        }
        self.blocks.push(Block::empty(0));
        let mut current = 0usize;
        let mut terminated = false;
        for i in 0..n {
            let labelled = self.block_at[i].is_some();
            let block = &self.blocks[current];
            if terminated || (labelled && (block.len > 0 || block.labelled)) {
                let id = BlockId(self.blocks.len() as u32);
                self.blocks[current].next = id;
                self.blocks.push(Block::empty(i as u32));
                current += 1;
            }
            let block = &mut self.blocks[current];
            if labelled {
                block.labelled = true;
                self.block_at[i] = BlockId(current as u32);
            }
            block.len += 1;
            terminated = self.pool[i].is(flow::JUMP | flow::SCOPE_EXIT);
        }
        for block in &mut self.blocks {
            block.high = block.len;
            block.cap = block.len;
        }
        for instr in &mut self.pool {
            if instr.has_target() {
                instr.target = self.block_at.get(instr.arg as usize).copied().unwrap_or(BlockId::ENTRY);
            }
        }
    }

    pub(super) fn mark_except_handlers(&mut self) {
        for instr in &self.pool {
            if instr.is(flow::BLOCK_PUSH) {
                self.blocks[instr.target.0 as usize].except_handler = true;
            }
        }
    }

    pub(super) fn label_exception_targets(&mut self) {
        self.handlers.clear();
        if !self.pool.iter().any(|instr| instr.is(flow::BLOCK_PUSH) || instr.op == wide::POP_BLOCK) {
            return;
        }
        self.start_traversal();
        self.visit(BlockId::ENTRY);
        while let Some(b) = self.stack.pop() {
            let mut stack = self.block(b).except_stack;
            let mut handler = self.handler(stack);
            let mut last_yield_depth = 0;
            let (start, len) = (self.block(b).start as usize, self.len(b));
            for i in start..start + len {
                let instr = self.pool[i];
                if instr.is(flow::BLOCK_PUSH) {
                    if !self.block(instr.target).visited {
                        self.block_mut(instr.target).except_stack = stack;
                        self.visit(instr.target);
                    }
                    if instr.op != wide::SETUP_FINALLY {
                        self.block_mut(instr.target).preserve_lasti = true;
                    }
                    let depth = self.depth(stack) + 1;
                    self.handlers.push(Handler { below: stack, depth, block: instr.target });
                    stack = self.handlers.len() as u32 - 1;
                    handler = instr.target;
                    continue;
                }
                match instr.op {
                    wide::POP_BLOCK => {
                        stack = self.handlers.get(stack as usize).map_or(NO_HANDLER, |entry| entry.below);
                        handler = self.handler(stack);
                        self.pool[i].make_nop();
                        continue;
                    }
                    wide::YIELD_VALUE => last_yield_depth = self.depth(stack),
                    wide::RESUME if instr.arg != resume::AT_FUNC_START as u32 => {
                        if last_yield_depth == 1 {
                            self.pool[i].arg |= resume::DEPTH1_MASK as u32;
                        }
                        last_yield_depth = 0;
                    }
                    _ => {}
                }
                self.pool[i].except = handler;
                if instr.is_jump() && !self.block(instr.target).visited {
                    self.block_mut(instr.target).except_stack = stack;
                    self.visit(instr.target);
                }
            }
            let next = self.next(b);
            if next.is_some() && self.falls_through(b) && !self.block(next).visited {
                self.block_mut(next).except_stack = stack;
                self.visit(next);
            }
        }
    }

    fn handler(&self, stack: u32) -> BlockId {
        self.handlers.get(stack as usize).map_or(BlockId::NONE, |entry| entry.block)
    }

    fn depth(&self, stack: u32) -> u32 {
        self.handlers.get(stack as usize).map_or(0, |entry| entry.depth)
    }
}
