//! Line numbers: every instruction that can leave a frame must have one (PEP 626).
//!
//! flowgraph.c: duplicate_exits_without_lineno, propagate_line_numbers, inline_small_or_no_lineno_blocks.

use super::{BlockId, Graph, Loc};
use crate::bytecode::{flow, wide};

/// The largest exit block that is copied in place of a jump to it.
const MAX_COPY_SIZE: usize = 4;

impl Graph {
    pub(super) fn resolve_line_numbers(&mut self) {
        if !self.blocks.iter().any(|block| block.unlocated && block.len > 0) {
            return;
        }
        self.duplicate_exits_without_lineno();
        self.propagate_line_numbers();
    }

    fn has_no_lineno(&self, b: BlockId) -> bool {
        self.instrs(b).iter().all(|instr| instr.loc.line < 0)
    }

    fn is_exit_or_eval_check_without_lineno(&self, b: BlockId) -> bool {
        self.has_no_lineno(b) && (self.exits_scope(b) || self.instrs(b).iter().any(|instr| instr.is(flow::EVAL_BREAK)))
    }

    /// Such a block takes its line from where it is entered, so each jump to it gets a copy of its own.
    fn duplicate_exits_without_lineno(&mut self) {
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
        // What is left is reached by falling through only, hence from one place.
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

    fn inline_target(&mut self, b: BlockId) -> bool {
        let ending = self.block(b).ending;
        if ending.bits & flow::ALWAYS_JUMPS == 0 {
            return false;
        }
        let target = ending.target;
        let small_exit = self.len(target) <= MAX_COPY_SIZE && self.exits_scope(target);
        let artificial = !self.falls_through(target) && self.has_no_lineno(target);
        if !small_exit && !artificial {
            return false;
        }
        let mut jump_op = wide::NOP;
        if let Some(jump) = self.instrs_mut(b).last_mut() {
            jump_op = jump.op;
            jump.make_nop();
        }
        self.block_mut(b).nops = true;
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
