//! From an instruction list to a graph, and which handler covers which instruction.
//!
//! flowgraph.c: _PyCfg_FromInstructionSequence, translate_jump_labels_to_targets, label_exception_targets.

use super::neighbours::Roles;
use super::{Block, BlockId, Ending, Graph, Instr};
use crate::bytecode::{self, flow, resume, wide};

/// An entry of the stacks of active handlers. The stacks of all blocks share their tails, so copying one is copying
/// an index.
#[derive(Clone, Copy)]
pub(super) struct Handler {
    below: u32,
    depth: u32,
    block: BlockId,
}

/// What is known of the places in the instruction list. A block begins here: something jumps here, or control does not
/// come from above.
const LABEL: u8 = 1;
const TERMINATED: u8 = 2;
/// There is a NOP.
const NOP: u8 = 4;
/// The instruction has no line of its own.
const UNLOCATED: u8 = 8;
/// A constant is tested.
const TESTED: u8 = 16;

/// The empty stack of handlers.
pub(super) const NO_HANDLER: u32 = u32::MAX;

impl Graph {
    /// Takes over the instructions of a unit; `labels` maps a jump's argument to the position it names.
    pub fn build(&mut self, instrs: &mut Vec<Instr>, labels: &[u32]) {
        std::mem::swap(&mut self.pool, instrs);
        instrs.clear();
        self.blocks.clear();
        self.handlers.clear();
        self.find_boundaries(labels);
        let n = self.pool.len();
        if self.block_at.len() < n {
            self.block_at.resize(n, BlockId::NONE);
        }
        let mut block = Block::empty(0);
        let mut known = 0;
        for (i, &notes) in self.notes.iter().enumerate() {
            if notes & (LABEL | TERMINATED) != 0 {
                if i > 0 {
                    block.close(i as u32, known);
                    block.next = BlockId(self.blocks.len() as u32 + 1);
                    self.blocks.push(std::mem::replace(&mut block, Block::empty(i as u32)));
                    known = 0;
                }
                if notes & LABEL != 0 {
                    block.labelled = true;
                    self.block_at[i] = BlockId(self.blocks.len() as u32);
                }
            }
            known |= notes;
        }
        block.close(n as u32, known);
        self.blocks.push(block);
        self.set_targets();
        for block in &mut self.blocks {
            if let Some(last) = self.pool.get((block.start + block.len).wrapping_sub(1) as usize) {
                block.ending = Ending { bits: bytecode::flow_of(last.op) & Ending::BITS, target: last.target };
            }
        }
    }

    /// Notes the instructions that move control, where blocks begin (at labels that are jumped to, and behind an
    /// instruction that may not go on), and which instructions the optimiser is to look at.
    fn find_boundaries(&mut self, labels: &[u32]) {
        let Graph { pool, notes, marks, .. } = self;
        let pool = pool.as_mut_slice();
        marks.clear();
        notes.clear();
        notes.resize(pool.len(), 0);
        let notes = &mut notes[..pool.len()];
        let mut has_handlers = false;
        let mut all = Roles::NONE;
        let mut previous = Roles::NONE;
        let mut roles = pool.first().map_or(Roles::NONE, |first| Roles::of(first.op));
        for i in 0..pool.len() {
            let next = pool.get(i + 1).map_or(Roles::NONE, |next| Roles::of(next.op));
            let instr = &mut pool[i];
            all = all.and(roles);
            instr.candidate = roles.is_candidate(previous, next);
            // Sums of different bits, without branches.
            notes[i] |= u8::from(instr.op == wide::NOP) * NOP
                + u8::from(instr.loc.line < 0) * UNLOCATED
                + u8::from(roles.is_tested(next)) * TESTED;
            let moves_control = roles.moves_control();
            previous = roles;
            roles = next;
            if !moves_control {
                continue;
            }
            let bits = bytecode::flow_of(instr.op);
            if bits & flow::SCOPE_EXIT == 0 {
                instr.arg = labels.get(instr.arg as usize).copied().unwrap_or(0);
                if let Some(start) = notes.get_mut(instr.arg as usize) {
                    *start |= LABEL;
                }
                marks.push(i as u32);
            }
            if bits & flow::BLOCK_PUSH != 0 {
                has_handlers = true;
            } else if let Some(start) = notes.get_mut(i + 1) {
                *start |= TERMINATED;
            }
        }
        self.has_handlers = has_handlers;
        self.has_pseudo = all.is_pseudo();
        self.unbinds = all.unbinds();
    }

    fn set_targets(&mut self) {
        let mut block = 0;
        for &mark in &self.marks {
            let instr = &mut self.pool[mark as usize];
            let target = match self.notes.get(instr.arg as usize) {
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
                    if !self.is_visited(instr.target) {
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
                        self.block_mut(b).nops = true;
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
                if instr.is_jump() && !self.is_visited(instr.target) {
                    self.block_mut(instr.target).except_stack = stack;
                    self.visit(instr.target);
                }
            }
            let next = self.next(b);
            if next.is_some() && self.falls_through(b) && !self.is_visited(next) {
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

impl Block {
    /// Ends a block under construction before the place `end`.
    fn close(&mut self, end: u32, known: u8) {
        self.len = end - self.start;
        self.high = self.len;
        self.cap = self.len;
        self.nops = known & NOP != 0;
        self.unlocated = known & UNLOCATED != 0;
        self.tested = known & TESTED != 0;
    }
}
