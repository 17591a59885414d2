//! Blocks that only exceptions reach go to the end of the code.
//!
//! flowgraph.c: mark_warm, mark_cold, push_cold_blocks_to_end.

use super::{BlockId, Graph, Loc};
use crate::bytecode::wide;

impl Graph {
    fn mark_warm(&mut self) {
        self.start_traversal();
        self.visit(BlockId::ENTRY);
        while let Some(b) = self.stack.pop() {
            self.block_mut(b).warm = true;
            let next = self.next(b);
            if next.is_some() && self.falls_through(b) {
                self.visit(next);
            }
            self.visit_jump_targets(b);
        }
    }

    /// Only the last instruction of a block can jump, until `normalize_jumps` puts NOT_TAKEN behind it.
    fn visit_jump_targets(&mut self, b: BlockId) {
        if let Some(target) = self.block(b).ending.jump_target() {
            self.visit(target);
        }
    }

    fn mark_cold(&mut self) {
        self.mark_warm();
        self.start_traversal();
        // A warm block is as good as visited.
        for block in self.blocks.iter_mut().filter(|block| block.warm) {
            block.visited = self.traversal;
        }
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            if self.block(b).except_handler {
                self.visit(b);
            }
            b = self.next(b);
        }
        while let Some(b) = self.stack.pop() {
            self.block_mut(b).cold = true;
            let next = self.next(b);
            if next.is_some() && self.falls_through(b) {
                self.visit(next);
            }
            self.visit_jump_targets(b);
        }
    }

    #[inline(never)]
    pub(super) fn push_cold_blocks_to_end(&mut self) {
        if !self.next(BlockId::ENTRY).is_some() {
            return;
        }
        if !self.blocks.iter().any(|block| block.except_handler) {
            return;
        }
        self.mark_cold();

        // A cold block that falls into a warm one must jump there once it has moved.
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            let next = self.next(b);
            if next.is_some() && self.block(b).cold && self.block(next).warm && self.falls_through(b) {
                let jump = self.new_block();
                self.block_mut(next).labelled = true;
                self.add_jump(jump, wide::JUMP_NO_INTERRUPT, next, Loc::NONE);
                self.always_jumps = true;
                let block = self.block_mut(jump);
                block.cold = true;
                block.next = next;
                block.predecessors = 1;
                self.block_mut(b).next = jump;
                b = jump;
            }
            b = self.next(b);
        }

        let mut cold_head = BlockId::NONE;
        let mut cold_tail = BlockId::NONE;
        let mut b = BlockId::ENTRY;
        while self.next(b).is_some() {
            while self.next(b).is_some() && !self.block(self.next(b)).cold {
                b = self.next(b);
            }
            let first = self.next(b);
            if !first.is_some() {
                break;
            }
            let mut end = first;
            while self.next(end).is_some() && self.block(self.next(end)).cold {
                end = self.next(end);
            }
            if cold_tail.is_some() {
                self.block_mut(cold_tail).next = first;
            } else {
                cold_head = first;
            }
            cold_tail = end;
            let after = self.next(end);
            self.block_mut(b).next = after;
            self.block_mut(end).next = BlockId::NONE;
        }
        self.block_mut(b).next = cold_head;
        if cold_head.is_some() {
            self.remove_redundant_nops_and_jumps();
        }
    }
}
