//! From an instruction list to a graph, and which handler covers which instruction.
//!
//! flowgraph.c: _PyCfg_FromInstructionSequence, translate_jump_labels_to_targets, label_exception_targets.

use super::{Block, BlockId, Graph, Instr};
use crate::bytecode::{self, flow, resume, wide};

/// An entry of the stacks of active handlers. The stacks of all blocks share their tails, so copying one is copying
/// an index.
#[derive(Clone, Copy)]
pub(super) struct Handler {
    below: u32,
    depth: u32,
    block: BlockId,
}

/// A block begins here: something jumps here, or control does not come from above.
const LABEL: u8 = 1;
const TERMINATED: u8 = 2;

/// The empty stack of handlers.
pub(super) const NO_HANDLER: u32 = u32::MAX;

impl Graph {
    /// Takes over the instructions of a unit; `labels` maps a jump's argument to the position it names.
    pub fn build(&mut self, instrs: &mut Vec<Instr>, labels: &[u32]) {
        std::mem::swap(&mut self.pool, instrs);
        instrs.clear();
        self.blocks.clear();
        self.handlers.clear();
        let n = self.pool.len();
        self.find_boundaries(labels);
        if self.block_at.len() < n {
            self.block_at.resize(n, BlockId::NONE);
        }
        self.blocks.push(Block::empty(0));
        for (i, bits) in self.starts.iter().enumerate().filter(|(_, bits)| **bits != 0) {
            let id = if i == 0 {
                BlockId::ENTRY
            } else {
                let id = BlockId(self.blocks.len() as u32);
                if let Some(before) = self.blocks.last_mut() {
                    before.next = id;
                    before.len = i as u32 - before.start;
                }
                self.blocks.push(Block::empty(i as u32));
                id
            };
            if bits & LABEL != 0 {
                self.blocks[id.0 as usize].labelled = true;
                self.block_at[i] = id;
            }
        }
        if let Some(last) = self.blocks.last_mut() {
            last.len = n as u32 - last.start;
        }
        for block in &mut self.blocks {
            block.high = block.len;
            block.cap = block.len;
        }
        self.set_targets();
    }

    /// Notes the instructions that move control, and where blocks begin: at labels that are jumped to, and behind an
    /// instruction that may not go on.
    fn find_boundaries(&mut self, labels: &[u32]) {
        let n = self.pool.len();
        self.marks.clear();
        self.starts.clear();
        self.starts.resize(n, 0);
        self.has_handlers = false;
        self.has_pseudo = false;
        for (i, instr) in self.pool.iter_mut().enumerate() {
            let bits = bytecode::flow_of(instr.op) & (flow::JUMP | flow::BLOCK_PUSH | flow::SCOPE_EXIT);
            if bits == 0 {
                self.has_pseudo |= instr.op > u8::MAX.into();
                continue;
            }
            if bits & flow::SCOPE_EXIT == 0 {
                instr.arg = labels.get(instr.arg as usize).copied().unwrap_or(0);
                if let Some(start) = self.starts.get_mut(instr.arg as usize) {
                    *start |= LABEL;
                }
                self.marks.push(i as u32);
            }
            if bits & flow::BLOCK_PUSH != 0 {
                self.has_handlers = true;
                self.has_pseudo = true;
            } else if let Some(start) = self.starts.get_mut(i + 1) {
                *start |= TERMINATED;
            }
        }
    }

    fn set_targets(&mut self) {
        let mut block = 0;
        for &mark in &self.marks {
            let instr = &mut self.pool[mark as usize];
            let target = match self.starts.get(instr.arg as usize) {
                Some(bits) if bits & LABEL != 0 => self.block_at[instr.arg as usize],
                _ => BlockId::ENTRY,
            };
            instr.target = target;
            if instr.is(flow::BLOCK_PUSH) {
                while self.blocks.get(block + 1).is_some_and(|next| next.start <= mark) {
                    block += 1;
                }
                self.blocks[block].pushes = true;
                self.blocks[target.0 as usize].except_handler = true;
            }
        }
    }

    pub(super) fn label_exception_targets(&mut self) {
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
