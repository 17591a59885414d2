//! Removal of what does nothing: unreachable blocks, NOPs, pairs of instructions that cancel, unused constants.
//!
//! flowgraph.c: remove_unreachable, basicblock_remove_redundant_nops, remove_redundant_nops_and_pairs,
//! remove_redundant_nops_and_jumps, remove_unused_consts.

use super::{Block, BlockId, Ending, Graph};
use crate::bytecode::{flow, wide};
use crate::codegen::pool::ConstTable;

impl Graph {
    /// Also counts the predecessors of blocks.
    pub(super) fn remove_unreachable(&mut self) {
        if !self.is_reached_from_above() {
            self.count_predecessors();
        }
        for block in &mut self.blocks {
            if block.predecessors == 0 {
                block.len = 0;
                block.ending = Ending::NONE;
                block.except_handler = false;
            }
        }
    }

    fn forget_predecessors(&mut self) {
        self.start_traversal();
        for block in &mut self.blocks {
            block.predecessors = 0;
        }
        self.block_mut(BlockId::ENTRY).predecessors = 1;
    }

    /// Counts predecessors in one walk over the layout, which nearly always suffices. It takes a block that control does
    /// not come to from above for unreachable, and is wrong, and says so, if control then comes to it from below.
    fn is_reached_from_above(&mut self) -> bool {
        self.forget_predecessors();
        let Graph { blocks, pool, traversal, .. } = self;
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            let block = &mut blocks[b.0 as usize];
            let Block { start, len, next, ending, pushes, predecessors, .. } = *block;
            b = next;
            if predecessors == 0 {
                continue;
            }
            block.visited = *traversal;
            if next.is_some() && ending.falls_through() {
                blocks[next.0 as usize].predecessors += 1;
            }
            if pushes {
                for instr in pool[start as usize..(start + len) as usize].iter().filter(|instr| instr.has_target()) {
                    blocks[instr.target.0 as usize].predecessors += 1;
                }
            } else if let Some(target) = ending.jump_target() {
                blocks[target.0 as usize].predecessors += 1;
            }
        }
        blocks.iter().all(|block| block.predecessors == 0 || block.visited == *traversal)
    }

    #[cold]
    #[inline(never)]
    fn count_predecessors(&mut self) {
        self.forget_predecessors();
        self.visit(BlockId::ENTRY);
        while let Some(b) = self.stack.pop() {
            let (next, ending, pushes) = {
                let block = self.block(b);
                (block.next, block.ending, block.pushes)
            };
            if next.is_some() && ending.falls_through() {
                self.visit(next);
                self.block_mut(next).predecessors += 1;
            }
            if pushes {
                for i in 0..self.len(b) {
                    let instr = &self.instrs(b)[i];
                    if instr.has_target() {
                        let target = instr.target;
                        self.visit(target);
                        self.block_mut(target).predecessors += 1;
                    }
                }
            } else if let Some(target) = ending.jump_target() {
                self.visit(target);
                self.block_mut(target).predecessors += 1;
            }
        }
    }

    /// Removes the NOPs of a block that carry no line of their own; says how many went.
    #[inline]
    fn remove_block_nops(&mut self, b: BlockId) -> usize {
        if self.block(b).nops { self.remove_nops_of(b) } else { 0 }
    }

    #[inline(never)]
    fn remove_nops_of(&mut self, b: BlockId) -> usize {
        let (start, len, next) = {
            let block = self.block(b);
            (block.start as usize, block.len as usize, block.next)
        };
        let end = start + len;
        let Some(first) = self.pool[start..end].iter().position(|instr| instr.op == wide::NOP) else {
            self.block_mut(b).nops = false;
            return 0;
        };
        let mut kept = false;
        let mut dest = start + first;
        let mut prev_line = if first == 0 { -1 } else { self.pool[dest - 1].loc.line };
        for src in start + first..end {
            let line = self.pool[src].loc.line;
            if self.pool[src].op == wide::NOP {
                if line < 0 || prev_line == line {
                    continue;
                }
                if src + 1 < end {
                    let next_line = self.pool[src + 1].loc.line;
                    if next_line == line {
                        continue;
                    }
                    if next_line < 0 {
                        self.pool[src + 1].loc = self.pool[src].loc;
                        continue;
                    }
                } else {
                    let next = self.next_nonempty(next);
                    if next.is_some() {
                        let first_located =
                            self.instrs(next).iter().find(|instr| instr.op != wide::NOP || instr.loc.line >= 0);
                        if line == first_located.map_or(-1, |instr| instr.loc.line) {
                            continue;
                        }
                    }
                }
                kept = true;
            }
            if dest != src {
                self.pool[dest] = self.pool[src];
            }
            dest += 1;
            prev_line = line;
        }
        let block = self.block_mut(b);
        block.len = (dest - start) as u32;
        block.nops = kept;
        end - dest
    }

    pub(super) fn remove_redundant_nops(&mut self) -> usize {
        if !self.nops {
            return 0;
        }
        let (mut removed, mut left) = (0, false);
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            removed += self.remove_block_nops(b);
            left |= self.block(b).nops;
            b = self.next(b);
        }
        self.nops = left;
        removed
    }

    #[inline(never)]
    pub(super) fn remove_redundant_nops_and_pairs(&mut self) {
        loop {
            let mut done = true;
            // Position in the pool of the instruction before the present one, across fallthrough.
            let mut prev: Option<usize> = None;
            let mut b = BlockId::ENTRY;
            while b.is_some() {
                self.remove_block_nops(b);
                if self.block(b).labelled {
                    prev = None;
                }
                let (start, len) = (self.block(b).start as usize, self.len(b));
                for i in start..start + len {
                    if self.pool[i].op == wide::POP_TOP
                        && let Some(p) = prev
                    {
                        let before = &self.pool[p];
                        let cancels = matches!(before.op, wide::LOAD_CONST | wide::LOAD_SMALL_INT)
                            || (before.op == wide::COPY && before.arg == 1);
                        if cancels {
                            self.pool[p].make_nop();
                            self.pool[i].make_nop();
                            self.note_nops(b);
                            if p < start || p >= start + len {
                                self.mark_nops_everywhere();
                            }
                            done = false;
                        }
                    }
                    prev = Some(i);
                }
                let jumps = prev.is_some_and(|p| self.pool[p].is_jump());
                if jumps || !self.falls_through(b) {
                    prev = None;
                }
                b = self.next(b);
            }
            if done {
                return;
            }
        }
    }

    pub(super) fn remove_redundant_nops_and_jumps(&mut self) {
        loop {
            let nops = self.remove_redundant_nops();
            let jumps = if self.always_jumps { self.remove_redundant_jumps() } else { 0 };
            if nops + jumps == 0 {
                return;
            }
        }
    }

    /// A jump to where control would go anyway becomes a NOP.
    #[inline(never)]
    fn remove_redundant_jumps(&mut self) -> usize {
        let mut changes = 0;
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            let next = self.next(b);
            let ending = self.block(b).ending;
            if ending.bits & flow::ALWAYS_JUMPS != 0 {
                let target = self.next_nonempty(ending.target);
                if target == self.next_nonempty(next) {
                    changes += 1;
                    if let Some(last) = self.instrs_mut(b).last_mut() {
                        last.make_nop();
                    }
                    self.note_ending(b);
                    self.note_nops(b);
                }
            }
            b = next;
        }
        changes
    }

    fn mark_nops_everywhere(&mut self) {
        self.nops = true;
        for block in &mut self.blocks {
            block.nops = true;
        }
    }

    /// Drops the constants that no instruction was seen to load. The first stays: it may be the docstring.
    pub(super) fn remove_unused_consts(&mut self, consts: &mut ConstTable<'_>) {
        let kept = self.used.iter().rposition(|mark| *mark).map_or(0, |last| last + 1);
        consts.truncate(kept);
        self.used.truncate(kept);
        if !self.used.iter().all(|mark| *mark) {
            self.renumber_consts(consts);
        }
    }

    #[cold]
    #[inline(never)]
    fn renumber_consts(&mut self, consts: &mut ConstTable<'_>) {
        let mut renumbered = vec![0u32; self.used.len()];
        let mut kept = 0;
        for (new, mark) in renumbered.iter_mut().zip(&self.used) {
            if *mark {
                *new = kept;
                kept += 1;
            }
        }
        consts.retain(&self.used);
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            for instr in self.instrs_mut(b) {
                if instr.is(flow::CONST) {
                    instr.arg = renumbered.get(instr.arg as usize).copied().unwrap_or(0);
                }
            }
            b = self.next(b);
        }
    }
}
