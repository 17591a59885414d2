//! Loads of locals that may be unbound become LOAD_FAST_CHECK; then neighbouring loads and stores are paired.
//!
//! flowgraph.c: add_checks_for_loads_of_uninitialized_variables, insert_superinstructions. The first 64 locals are
//! followed through the graph as a bit set; the others within one block only, to stay linear.

use super::{Block, BlockId, Graph, Instr, visit};
use crate::bytecode::wide;
use crate::codegen::pool::ConstTable;

/// How many locals the bit set holds.
const TRACKED: usize = 64;

impl Graph {
    pub(super) fn check_uninitialised_locals(&mut self, nlocals: usize, nparams: usize) {
        if nlocals == 0 || nlocals <= nparams && !self.unbinds {
            return;
        }
        if nlocals > TRACKED {
            self.check_many_locals(nlocals);
        }
        self.start_traversal();
        let mut start = 0u64;
        for i in nparams..nlocals.min(TRACKED) {
            start |= 1 << i;
        }
        self.add_unsafe(BlockId::ENTRY, start);
        // A `del` can unbind anywhere, so every block is scanned once.
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            self.scan_block_for_locals(b);
            b = self.next(b);
        }
        while let Some(b) = self.stack.pop() {
            self.block_mut(b).visited = 0;
            self.scan_block_for_locals(b);
        }
    }

    fn add_unsafe(&mut self, b: BlockId, mask: u64) {
        add_unsafe(&mut self.blocks, &mut self.stack, self.traversal, b, mask);
    }

    fn scan_block_for_locals(&mut self, b: BlockId) {
        let Graph { pool, blocks, stack, traversal, has_handlers, .. } = self;
        let block = &mut blocks[b.0 as usize];
        if block.scanned == Some(block.unsafe_locals) {
            return;
        }
        block.scanned = Some(block.unsafe_locals);
        let mut mask = block.unsafe_locals;
        let range = block.start as usize..(block.start + block.len) as usize;
        if *has_handlers {
            let mut handed_on = (BlockId::NONE, 0);
            for instr in &mut pool[range] {
                if handed_on != (instr.except, mask) {
                    handed_on = (instr.except, mask);
                    if instr.except.is_some() {
                        add_unsafe(blocks, stack, *traversal, instr.except, mask);
                    }
                }
                mask = step(instr, mask);
            }
        } else {
            for instr in &mut pool[range] {
                mask = step(instr, mask);
            }
        }
        let next = self.next(b);
        if next.is_some() && self.falls_through(b) {
            self.add_unsafe(next, mask);
        }
        if let Some(target) = self.block(b).ending.jump_target() {
            self.add_unsafe(target, mask);
        }
    }

    fn check_many_locals(&mut self, nlocals: usize) {
        // The number of the block in which the local is known to be bound.
        let mut bound_in = vec![0u32; nlocals - TRACKED];
        let mut number = 0;
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            number += 1;
            for instr in self.instrs_mut(b) {
                let Some(known) = (instr.arg as usize).checked_sub(TRACKED) else { continue };
                match instr.op {
                    wide::DELETE_FAST | wide::LOAD_FAST_AND_CLEAR | wide::STORE_FAST_MAYBE_NULL => {
                        bound_in[known] = number - 1;
                    }
                    wide::STORE_FAST => bound_in[known] = number,
                    wide::LOAD_FAST => {
                        if bound_in[known] != number {
                            instr.op = wide::LOAD_FAST_CHECK;
                        }
                        bound_in[known] = number;
                    }
                    _ => {}
                }
            }
            b = self.next(b);
        }
    }

    /// Also looks which constants are loaded at all, and drops the others.
    pub(super) fn insert_superinstructions(&mut self, consts: &mut ConstTable<'_>) {
        let mut used = std::mem::take(&mut self.used);
        used.clear();
        used.resize(consts.len(), false);
        if let Some(first) = used.first_mut() {
            *first = true;
        }
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            let (mut paired, mut loads_locals) = (false, false);
            let mut rest = self.instrs_mut(b);
            while let [first, tail @ ..] = rest {
                match first.op {
                    wide::LOAD_CONST => {
                        if let Some(mark) = used.get_mut(first.arg as usize) {
                            *mark = true;
                        }
                    }
                    wide::LOAD_FAST => {
                        loads_locals = true;
                        if let Some(second) = tail.first_mut()
                            && second.op == wide::LOAD_FAST
                        {
                            paired |= pair(first, second, wide::LOAD_FAST_LOAD_FAST);
                        }
                    }
                    wide::STORE_FAST => {
                        if let Some(second) = tail.first_mut() {
                            paired |= match second.op {
                                wide::LOAD_FAST => pair(first, second, wide::STORE_FAST_LOAD_FAST),
                                wide::STORE_FAST => pair(first, second, wide::STORE_FAST_STORE_FAST),
                                _ => false,
                            };
                        }
                    }
                    _ => {}
                }
                rest = tail;
            }
            let block = self.block_mut(b);
            block.loads_locals = loads_locals;
            block.nops |= paired;
            b = self.next(b);
        }
        self.used = used;
        self.remove_unused_consts(consts);
        self.remove_redundant_nops();
    }
}

fn add_unsafe(blocks: &mut [Block], stack: &mut Vec<BlockId>, traversal: u32, b: BlockId, mask: u64) {
    let block = &mut blocks[b.0 as usize];
    let both = block.unsafe_locals | mask;
    if block.unsafe_locals != both {
        block.unsafe_locals = both;
        visit(blocks, stack, traversal, b);
    }
}

/// Which locals may be unbound after an instruction, if these may be before it.
#[inline(always)]
fn step(instr: &mut Instr, mask: u64) -> u64 {
    match instr.op {
        wide::STORE_FAST | wide::LOAD_FAST_CHECK => mask & !bit(instr.arg),
        wide::LOAD_FAST => {
            let bit = bit(instr.arg);
            if mask & bit != 0 {
                instr.op = wide::LOAD_FAST_CHECK;
            }
            mask & !bit
        }
        wide::DELETE_FAST | wide::LOAD_FAST_AND_CLEAR | wide::STORE_FAST_MAYBE_NULL => mask | bit(instr.arg),
        _ => mask,
    }
}

/// The local's place in the bit set; none for those that are not followed.
fn bit(local: u32) -> u64 {
    1u64.checked_shl(local).unwrap_or(0)
}

/// Says whether the two became one.
fn pair(first: &mut Instr, second: &mut Instr, op: u16) -> bool {
    let (line1, line2) = (first.loc.line, second.loc.line);
    if (line1 >= 0 && line2 >= 0 && line1 != line2) || first.arg >= 16 || second.arg >= 16 {
        return false;
    }
    first.set(op, first.arg << 4 | second.arg);
    second.make_nop();
    true
}
