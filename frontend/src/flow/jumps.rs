//! Conditional jumps and pseudo-instructions become real instructions.
//!
//! flowgraph.c: convert_pseudo_conditional_jumps, convert_pseudo_ops, normalize_jumps.

use super::{BlockId, Graph, Instr};
use crate::bytecode::{self, wide};

impl Graph {
    /// `JUMP_IF_FALSE` and `JUMP_IF_TRUE` leave the value on the stack and test a copy of it.
    #[cold]
    #[inline(never)]
    pub(super) fn convert_pseudo_conditional_jumps(&mut self) {
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            if self.block(b).ending.jump_target().is_some()
                && let Some(&jump) = self.last(b)
                && matches!(jump.op, wide::JUMP_IF_FALSE | wide::JUMP_IF_TRUE)
            {
                let at = self.len(b) - 1;
                self.instrs_mut(b)[at].op =
                    if jump.op == wide::JUMP_IF_FALSE { wide::POP_JUMP_IF_FALSE } else { wide::POP_JUMP_IF_TRUE };
                let copy = Instr { except: jump.except, ..Instr::new(wide::COPY, 1, jump.loc) };
                let to_bool = Instr { except: jump.except, ..Instr::new(wide::TO_BOOL, 0, jump.loc) };
                self.insert(b, at, copy);
                self.insert(b, at + 1, to_bool);
                self.note_ending(b);
            }
            b = self.next(b);
        }
    }

    pub(super) fn convert_pseudo_ops(&mut self) {
        if self.has_pseudo {
            self.replace_pseudo_ops();
        }
        self.remove_redundant_nops_and_jumps();
    }

    #[inline(never)]
    fn replace_pseudo_ops(&mut self) {
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            let (mut nops, mut loads_locals) = (false, false);
            for instr in self.instrs_mut(b) {
                match instr.op {
                    wide::SETUP_FINALLY | wide::SETUP_CLEANUP | wide::SETUP_WITH => {
                        instr.make_nop();
                        nops = true;
                    }
                    wide::LOAD_CLOSURE => {
                        instr.op = wide::LOAD_FAST;
                        loads_locals = true;
                    }
                    wide::STORE_FAST_MAYBE_NULL => instr.op = wide::STORE_FAST,
                    _ => {}
                }
            }
            self.nops |= nops;
            let block = self.block_mut(b);
            block.nops |= nops;
            block.loads_locals |= loads_locals;
            b = self.next(b);
        }
    }

    /// Conditional jumps go forward only, and a NOT_TAKEN follows each; one that would go backward is reversed and
    /// jumps over an unconditional jump.
    pub(super) fn normalize_jumps(&mut self) {
        self.start_traversal();
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            self.block_mut(b).visited = self.traversal;
            if self.block(b).ending.jump_target().is_some()
                && let Some(&last) = self.last(b)
            {
                self.normalize_jump(b, last);
            }
            b = self.next(b);
        }
    }

    #[inline(never)]
    fn normalize_jump(&mut self, b: BlockId, last: Instr) {
        let reversed = match last.op {
            wide::POP_JUMP_IF_NOT_NONE => wide::POP_JUMP_IF_NONE,
            wide::POP_JUMP_IF_NONE => wide::POP_JUMP_IF_NOT_NONE,
            wide::POP_JUMP_IF_FALSE => wide::POP_JUMP_IF_TRUE,
            wide::POP_JUMP_IF_TRUE => wide::POP_JUMP_IF_FALSE,
            _ => return,
        };
        debug_assert!(bytecode::has_jump(last.op));
        if !self.is_visited(last.target) {
            // The block still ends with the jump, for those who look for where it goes.
            let ending = self.block(b).ending;
            self.add_op(b, wide::NOT_TAKEN, 0, last.loc);
            self.block_mut(b).ending = ending;
            return;
        }
        let backwards = self.new_block();
        self.add_op(backwards, wide::NOT_TAKEN, 0, last.loc);
        self.add_jump(backwards, wide::JUMP, last.target, last.loc);
        let next = self.next(b);
        if let Some(jump) = self.instrs_mut(b).last_mut() {
            jump.op = reversed;
            jump.target = next;
        }
        self.note_ending(b);
        let cold = self.block(b).cold;
        let start_depth = self.block(last.target).start_depth;
        let block = self.block_mut(backwards);
        block.start_depth = start_depth;
        block.cold = cold;
        block.next = next;
        // The walk over the layout meets the new block next; its jump is unconditional and stays as it is.
        self.block_mut(b).next = backwards;
    }
}
