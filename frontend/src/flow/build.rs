//! From an instruction list to a graph, and which handler covers which instruction.
//!
//! flowgraph.c: _PyCfg_FromInstructionSequence, translate_jump_labels_to_targets, label_exception_targets.

use super::neighbours::Roles;
use super::{Block, BlockId, Ending, Graph, Instr, Loc};
use crate::bytecode::{self, flow, resume, wide};

/// An entry of the stacks of active handlers. The stacks of all blocks share their tails, so copying one is copying
/// an index.
#[derive(Clone, Copy)]
pub(super) struct Handler {
    below: u32,
    depth: u32,
    block: BlockId,
}

/// What the walk over the instruction list finds before there are blocks.
#[derive(Default)]
pub(super) struct Boundaries {
    /// Something jumps to these places: a block begins.
    labelled: PlaceSet,
    /// Control does not come from above to these places: a block begins.
    separated: PlaceSet,
    /// The jumps and the instructions that push handlers.
    sources: Vec<u32>,
    /// The few instructions that a pass looks for by the block, and why.
    notable: Vec<(u32, u8)>,
}

/// There is a NOP.
const NOP: u8 = 1;
/// The instruction has no line of its own.
const UNLOCATED: u8 = 2;
/// It tests a constant.
const TESTED: u8 = 4;

/// A set of places in the instruction list.
#[derive(Default)]
struct PlaceSet {
    words: Vec<u64>,
}

impl PlaceSet {
    /// Makes the set empty, with room for the places below `bound`.
    fn reset(&mut self, bound: usize) {
        self.words.clear();
        self.words.resize(bound / 64 + 1, 0);
    }

    /// Adds a place, if there is room for it.
    #[inline]
    fn add(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }
}

/// The places of the pool that the peephole pass is to look at: those found at the beginning, and all that were added since.
/// The bit of a place is that of the next: what an instruction is to be looked at for may come with the one behind it.
#[derive(Default)]
pub(super) struct Candidates {
    words: Vec<u64>,
}

impl Candidates {
    /// The first from place `from` on, which may lie anywhere behind the list.
    #[inline]
    pub(super) fn next(&self, from: usize) -> usize {
        let mut at = (from + 1) / 64;
        let mut mask = u64::MAX << ((from + 1) % 64);
        while let Some(word) = self.words.get(at) {
            if word & mask != 0 {
                return at * 64 + (word & mask).trailing_zeros() as usize - 1;
            }
            mask = u64::MAX;
            at += 1;
        }
        from.max(at * 64 - 1)
    }

    /// Adds the last place of a list of `len`, if it is one, and those behind it in its word.
    fn end(&mut self, len: usize, last: bool) {
        let behind = (u64::MAX << 1 | u64::from(last)) << (len % 64);
        match self.words.get_mut(len / 64) {
            Some(word) => *word |= behind,
            None => self.words.push(behind),
        }
    }
}

/// What the walk has met anywhere.
struct Seen {
    roles: Roles,
    /// Bits of why instructions are notable.
    reasons: u8,
    always_jumps: bool,
    artificial: bool,
}

impl Default for Seen {
    fn default() -> Self {
        Seen { roles: Roles::NONE, reasons: 0, always_jumps: false, artificial: false }
    }
}

impl Boundaries {
    /// Notes an instruction if a pass looks for it.
    #[inline]
    fn note(&mut self, at: usize, instr: &Instr, tests_constant: bool, seen: &mut Seen) {
        // Sums of different bits, without branches.
        let why = u8::from(instr.op == wide::NOP) * NOP
            + u8::from(instr.loc.line < 0) * UNLOCATED
            + u8::from(tests_constant) * TESTED;
        if why != 0 {
            seen.reasons |= why;
            seen.artificial |= instr.loc.line == Loc::NEXT.line;
            self.notable.push((at as u32, why));
        }
    }

    /// Notes an instruction that moves control.
    #[inline]
    fn note_control(&mut self, at: usize, instr: &mut Instr, labels: &[u32], seen: &mut Seen) {
        let bits = bytecode::flow_of(instr.op);
        seen.always_jumps |= bits & flow::ALWAYS_JUMPS != 0;
        if bits & flow::SCOPE_EXIT == 0 {
            instr.arg = labels.get(instr.arg as usize).copied().unwrap_or(0);
            self.labelled.add(instr.arg as usize);
            self.sources.push(at as u32);
        }
        if bits & flow::BLOCK_PUSH == 0 {
            self.separated.add(at + 1);
        }
    }
}

/// The empty stack of handlers.
pub(super) const NO_HANDLER: u32 = u32::MAX;

impl Graph {
    /// Takes over the instructions of a unit; `labels` maps a jump's argument to the position it names.
    pub fn build(&mut self, instrs: &mut Vec<Instr>, labels: &mut [u32], has_handlers: bool) {
        std::mem::swap(&mut self.pool, instrs);
        instrs.clear();
        self.blocks.clear();
        self.handlers.clear();
        self.has_handlers = has_handlers;
        if has_handlers {
            self.split_merged(labels);
        }
        self.find_boundaries(labels);
        self.cut_into_blocks();
        self.set_targets();
        for block in &mut self.blocks {
            if let Some(last) = self.pool.get((block.start + block.len).wrapping_sub(1) as usize) {
                block.ending = Ending { bits: bytecode::flow_of(last.op) & Ending::BITS, target: last.target };
            }
        }
    }

    /// Makes merged instructions two again. Which slots of a block have been in use decides what the exception table says
    /// of instructions that come later, so where there are handlers the merging is left to the passes.
    #[inline(never)]
    fn split_merged(&mut self, labels: &mut [u32]) {
        let merged: usize = self.pool.iter().map(|instr| usize::from(instr.merged)).sum();
        if merged == 0 {
            return;
        }
        let mut pool = std::mem::take(&mut self.spare);
        pool.clear();
        pool.reserve(self.pool.len() + merged);
        let mut moved = Vec::with_capacity(self.pool.len() + 1);
        for instr in &self.pool {
            moved.push(pool.len() as u32);
            if !instr.merged {
                pool.push(*instr);
                continue;
            }
            let (first, second) = match instr.op {
                wide::LOAD_GLOBAL => (instr.arg & !1, wide::PUSH_NULL),
                wide::COMPARE_OP => (instr.arg & !u32::from(bytecode::compare::TO_BOOL), wide::TO_BOOL),
                _ => (instr.arg, wide::TO_BOOL),
            };
            pool.push(Instr::new(instr.op, first, instr.loc));
            pool.push(Instr::new(second, 0, instr.loc));
        }
        moved.push(pool.len() as u32);
        for label in labels {
            *label = moved.get(*label as usize).copied().unwrap_or(*label);
        }
        self.spare = std::mem::replace(&mut self.pool, pool);
    }

    /// Notes the instructions that move control, where blocks begin (at labels that are jumped to, and behind an
    /// instruction that may not go on), and which instructions the optimiser is to look at.
    #[inline(never)]
    fn find_boundaries(&mut self, labels: &[u32]) {
        let Graph { pool, boundaries, candidates, .. } = self;
        let pool = pool.as_mut_slice();
        boundaries.labelled.reset(pool.len());
        boundaries.separated.reset(pool.len());
        boundaries.sources.clear();
        boundaries.notable.clear();
        candidates.words.clear();
        let mut seen = Seen::default();
        let mut previous = Roles::NONE;
        // What makes the previous instruction a candidate, as far as that is known before the next is.
        let mut pending = 0;
        for (word, code) in pool.chunks_mut(64).enumerate() {
            let mut found = 0u64;
            for (bit, instr) in code.iter_mut().enumerate() {
                let roles = Roles::of(instr.op);
                let pair = previous.pair(roles);
                found |= u64::from(pending | pair.with_next() != 0) << bit;
                pending = roles.with_previous(pair);
                seen.roles = seen.roles.and(roles);
                if roles.is_notable_behind(pair) | (instr.loc.line < 0) {
                    boundaries.note(word * 64 + bit, instr, pair.tests_constant(), &mut seen);
                    if roles.moves_control() {
                        boundaries.note_control(word * 64 + bit, instr, labels, &mut seen);
                    }
                }
                previous = roles;
            }
            candidates.words.push(found);
        }
        candidates.end(pool.len(), pending != 0);
        self.always_jumps = seen.always_jumps;
        self.has_jumps = !self.boundaries.sources.is_empty();
        self.keeps_tested = seen.roles.keeps_tested();
        self.tested = seen.reasons & TESTED != 0;
        self.nops = seen.reasons & NOP != 0;
        self.has_pseudo = seen.roles.is_pseudo();
        self.unbinds = seen.roles.unbinds();
        self.artificial = seen.artificial;
    }

    fn cut_into_blocks(&mut self) {
        let Graph { pool, blocks, boundaries, block_at, .. } = self;
        let end = pool.len();
        if block_at.len() < end {
            block_at.resize(end, BlockId::NONE);
        }
        let mut block = Block::empty(0);
        let starts = boundaries.labelled.words.iter().zip(&boundaries.separated.words);
        for (word, (&labelled, &separated)) in starts.enumerate() {
            let mut rest = labelled | separated;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                let start = word * 64 + bit as usize;
                if start >= end {
                    break;
                }
                if start > 0 {
                    block.close(start as u32);
                    block.next = BlockId(blocks.len() as u32 + 1);
                    blocks.push(std::mem::replace(&mut block, Block::empty(start as u32)));
                }
                if labelled >> bit & 1 != 0 {
                    block.labelled = true;
                    block_at[start] = BlockId(blocks.len() as u32);
                }
            }
        }
        block.close(end as u32);
        blocks.push(block);
        let mut at = 0;
        for &(place, why) in &boundaries.notable {
            while blocks.get(at + 1).is_some_and(|next| next.start <= place) {
                at += 1;
            }
            let block = &mut blocks[at];
            block.nops |= why & NOP != 0;
            block.unlocated |= why & UNLOCATED != 0;
            block.tested |= why & TESTED != 0;
        }
    }

    fn set_targets(&mut self) {
        let (end, mut block) = (self.pool.len(), 0);
        for &source in &self.boundaries.sources {
            let instr = &mut self.pool[source as usize];
            let place = instr.arg as usize;
            let target = if place < end { self.block_at[place] } else { BlockId::ENTRY };
            instr.target = target;
            if instr.is(flow::BLOCK_PUSH) {
                while self.blocks.get(block + 1).is_some_and(|next| next.start <= source) {
                    block += 1;
                }
                self.blocks[block].pushes = true;
                self.blocks[target.0 as usize].except_handler = true;
            }
        }
    }

    #[inline(never)]
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
                        self.note_nops(b);
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
    fn close(&mut self, end: u32) {
        self.len = end - self.start;
        self.high = self.len;
        self.cap = self.len;
        self.nops = false;
        self.unlocated = false;
    }
}
