//! Line numbers: every instruction that can leave a frame must have one (PEP 626).
//!
//! flowgraph.c: duplicate_exits_without_lineno, propagate_line_numbers, inline_small_or_no_lineno_blocks.

use super::{Block, BlockId, Graph, Loc};
use crate::bytecode::{flow, wide};

/// The largest exit block that is copied in place of a jump to it.
const MAX_COPY_SIZE: usize = 4;

impl Graph {
    pub(super) fn resolve_line_numbers(&mut self) {
        // Without branches: one more than the predecessors of the unlocated block that has most.
        let count = |block: &Block| (block.predecessors + 1) * i32::from(block.unlocated & (block.len > 0));
        let most = self.blocks.iter().fold(0, |most, block| most.max(count(block)));
        if most == 0 {
            return;
        }
        if most > 2 {
            self.copy_exits_without_lineno();
        }
        self.locate_exits_behind();
        self.propagate_line_numbers();
    }

    fn has_no_lineno(&self, b: BlockId) -> bool {
        self.instrs(b).iter().all(|instr| instr.loc.line < 0)
    }

    fn is_exit_or_eval_check_without_lineno(&self, b: BlockId) -> bool {
        self.has_no_lineno(b) && (self.exits_scope(b) || self.instrs(b).iter().any(|instr| instr.is(flow::EVAL_BREAK)))
    }

    /// Such a block takes its line from where it is entered, so each jump to it gets a copy of its own.
    #[inline(never)]
    fn copy_exits_without_lineno(&mut self) {
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            if let Some(target) = self.block(b).ending.jump_target() {
                let target = self.next_nonempty(target);
                if target.is_some()
                    && self.block(target).unlocated
                    && self.block(target).predecessors > 1
                    && self.is_exit_or_eval_check_without_lineno(target)
                {
                    self.edges_changed = true;
                    let copy = self.new_block();
                    self.append_copy(copy, target);
                    if let Some(last) = self.instrs_mut(b).last_mut() {
                        last.target = copy;
                        let loc = last.loc;
                        self.instrs_mut(copy)[0].loc = loc;
                    }
                    self.note_ending(b);
                    self.block_mut(target).predecessors -= 1;
                    let after = self.next(target);
                    let block = self.block_mut(copy);
                    block.predecessors = 1;
                    block.next = after;
                    block.labelled = true;
                    self.block_mut(target).next = copy;
                }
            }
            b = self.next(b);
        }
    }

    /// What is left of such blocks is reached by falling through only, hence from one place.
    fn locate_exits_behind(&mut self) {
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            let next = self.next(b);
            if next.is_some()
                && self.block(next).unlocated
                && let Some(&last) = self.last(b)
                && self.falls_through(b)
                && self.is_exit_or_eval_check_without_lineno(next)
            {
                self.instrs_mut(next)[0].loc = last.loc;
            }
            b = next;
        }
    }

    /// An instruction without a line takes that of the one before it, also across an edge into a block that has
    /// no other predecessor.
    fn propagate_line_numbers(&mut self) {
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            let next = self.next(b);
            let (ending, unlocated) = (self.block(b).ending, self.block(b).unlocated);
            let inherits = |heir: BlockId| self.blocks.get(heir.0 as usize).is_some_and(|block| block.unlocated);
            // Seldom: without lines is the end of a body.
            if !(unlocated | inherits(next) | inherits(ending.target)) {
                b = next;
                continue;
            }
            let Some(last) = self.last(b) else {
                b = next;
                continue;
            };
            let mut prev = last.loc;
            if unlocated {
                prev = Loc::NONE;
                let (mut nops, mut unlocated) = (false, false);
                for instr in self.instrs_mut(b) {
                    nops |= instr.op == wide::NOP;
                    if instr.loc.line == Loc::NONE.line {
                        instr.loc = prev;
                    } else {
                        prev = instr.loc;
                    }
                    unlocated |= prev.line < 0;
                }
                self.nops |= nops;
                let block = self.block_mut(b);
                block.nops = nops;
                block.unlocated = unlocated;
            }
            if next.is_some() && ending.falls_through() {
                self.inherit_line(next, prev);
            }
            if let Some(target) = ending.jump_target() {
                self.inherit_line(target, prev);
            }
            b = next;
        }
    }

    fn inherit_line(&mut self, b: BlockId, loc: Loc) {
        if self.block(b).unlocated
            && self.block(b).predecessors == 1
            && let Some(first) = self.instrs_mut(b).first_mut()
            && first.loc.line == Loc::NONE.line
        {
            first.loc = loc;
        }
    }

    /// A jump to a small exit block, or to a block without lines that ends in a jump, is replaced by that block.
    #[inline(never)]
    pub(super) fn inline_small_or_no_lineno_blocks(&mut self) {
        loop {
            let mut changed = false;
            let mut b = BlockId::ENTRY;
            while b.is_some() {
                changed |= self.inline_target(b);
                b = self.next(b);
            }
            if !changed {
                return;
            }
        }
    }

    /// As CPython counts, to which merged instructions are two here.
    fn is_small(&self, b: BlockId) -> bool {
        let code = self.instrs(b);
        code.len() <= MAX_COPY_SIZE && code.len() + code.iter().filter(|instr| instr.merged).count() <= MAX_COPY_SIZE
    }

    fn inline_target(&mut self, b: BlockId) -> bool {
        let ending = self.block(b).ending;
        if ending.bits & flow::ALWAYS_JUMPS == 0 {
            return false;
        }
        let target = ending.target;
        let small_exit = self.exits_scope(target) && self.is_small(target);
        let artificial = !self.falls_through(target) && self.has_no_lineno(target);
        if !small_exit && !artificial {
            return false;
        }
        let mut jump_op = wide::NOP;
        if let Some(jump) = self.instrs_mut(b).last_mut() {
            jump_op = jump.op;
            jump.make_nop();
        }
        self.note_nops(b);
        self.append_copy(b, target);
        if artificial
            && jump_op == wide::JUMP
            && let Some(new_last) = self.instrs_mut(b).last_mut()
            && new_last.is(flow::ALWAYS_JUMPS)
        {
            // The jump that is gone was a place where signals are looked for.
            new_last.op = wide::JUMP;
            self.note_ending(b);
        }
        self.block_mut(target).predecessors -= 1;
        true
    }
}
