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
    #[inline(never)]
    pub(super) fn check_uninitialised_locals(&mut self, nlocals: usize, nparams: usize) {
        if nlocals > TRACKED {
            self.check_many_locals(nlocals);
        }
        self.start_traversal();
        let mut start = 0u64;
        for i in nparams..nlocals.min(TRACKED) {
            start |= 1 << i;
        }
        self.add_unsafe(BlockId::ENTRY, start);
        // In layout order first: a `del` can unbind anywhere.
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
        let Graph { pool, blocks, stack, traversal, has_handlers, unbinds, .. } = self;
        let block = &mut blocks[b.0 as usize];
        // Where everything is bound it stays so, unless something unbinds.
        if block.scanned == block.unsafe_locals && !*unbinds {
            return;
        }
        block.scanned = block.unsafe_locals;
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

    #[cold]
    #[inline(never)]
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
        used.resize(consts.len() + 1, false);
        used[0] = true;
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            let paired = pair_up(self.instrs_mut(b), &mut used);
            self.nops |= paired.leaves_nops;
            let block = self.block_mut(b);
            block.loads_locals = paired.loads_locals;
            block.nops |= paired.leaves_nops;
            block.len = paired.len as u32;
            b = block.next;
        }
        used.truncate(consts.len());
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

/// The local that an instruction's argument names is loaded, and may be unbound before.
const LOADS: u8 = 1;
/// It is bound afterwards.
const BINDS: u8 = 2;
/// It may be unbound afterwards.
const UNBINDS: u8 = 4;

static LOCAL_USES: [u8; 512] = {
    let mut table = [0; 512];
    let mut op = 0;
    while op < table.len() {
        table[op] = match op as u16 {
            wide::LOAD_FAST => LOADS | BINDS,
            wide::STORE_FAST | wide::LOAD_FAST_CHECK => BINDS,
            wide::DELETE_FAST | wide::LOAD_FAST_AND_CLEAR | wide::STORE_FAST_MAYBE_NULL => UNBINDS,
            _ => 0,
        };
        op += 1;
    }
    table
};

/// Which locals may be unbound after an instruction, if these may be before it. Without branches, but for the rare load
/// that is to be checked.
#[inline(always)]
fn step(instr: &mut Instr, mask: u64) -> u64 {
    let uses = LOCAL_USES[instr.op as usize & 511];
    // No bit for the locals that are not followed.
    let bit = u64::from(instr.arg < TRACKED as u32) << (instr.arg & 63);
    let if_it = |which: u8| bit & u64::from(uses & which != 0).wrapping_neg();
    if mask & if_it(LOADS) != 0 {
        instr.op = wide::LOAD_FAST_CHECK;
    }
    mask & !if_it(BINDS) | if_it(UNBINDS)
}

/// What has become of a block.
struct Paired {
    len: usize,
    loads_locals: bool,
    leaves_nops: bool,
}

/// Makes neighbouring loads and stores of locals one instruction, closes the gaps, and marks the constants that are loaded.
#[inline(never)]
fn pair_up(code: &mut [Instr], used: &mut [bool]) -> Paired {
    let mut paired = Paired { len: 0, loads_locals: false, leaves_nops: false };
    let unused = used.len() - 1;
    let mut at = 0;
    let mut part = part_at(code, 0);
    while let Some(&Instr { arg, .. }) = code.get(at) {
        // The last mark belongs to no constant.
        let mark = if part & CONST != 0 { arg as usize } else { unused };
        used[mark.min(unused)] = true;
        paired.loads_locals |= part & LOAD != 0;
        let next = part_at(code, at + 1);
        let pair = PAIRS[usize::from(part & 3 | (next & 3) << 2)];
        part = next;
        if paired.len != at {
            code[paired.len] = code[at];
        }
        at += 1;
        paired.len += 1;
        if pair != 0 && goes_with(&code[paired.len - 1], &code[at]) {
            paired.loads_locals |= next & LOAD != 0;
            let (second_arg, line) = (code[at].arg, code[at].loc.line);
            let first = &mut code[paired.len - 1];
            first.set(pair, arg << 4 | second_arg);
            if line < 0 || line == first.loc.line {
                at += 1;
            } else {
                // It may have to stay for its line.
                code[at].make_nop();
                paired.leaves_nops = true;
            }
            part = part_at(code, at);
        }
    }
    paired
}

/// Parts of instructions in this: what is loaded or stored.
const LOAD: u8 = 1;
const STORE: u8 = 2;
const CONST: u8 = 4;

static PARTS: [u8; 512] = {
    let mut parts = [0; 512];
    parts[wide::LOAD_FAST as usize] = LOAD;
    parts[wide::STORE_FAST as usize] = STORE;
    parts[wide::LOAD_CONST as usize] = CONST;
    parts
};

#[inline(always)]
fn part_at(code: &[Instr], at: usize) -> u8 {
    code.get(at).map_or(0, |instr| PARTS[instr.op as usize & 511])
}

/// By the parts of two instructions, that of the second two bits higher, the one that does what they do.
static PAIRS: [u16; 16] = {
    let mut pairs = [0; 16];
    pairs[(LOAD | LOAD << 2) as usize] = wide::LOAD_FAST_LOAD_FAST;
    pairs[(STORE | LOAD << 2) as usize] = wide::STORE_FAST_LOAD_FAST;
    pairs[(STORE | STORE << 2) as usize] = wide::STORE_FAST_STORE_FAST;
    pairs
};

/// Whether two may be one: they stand on one line, and their arguments fit.
fn goes_with(first: &Instr, second: &Instr) -> bool {
    let (line1, line2) = (first.loc.line, second.loc.line);
    (line1 < 0 || line2 < 0 || line1 == line2) && first.arg < 16 && second.arg < 16
}
