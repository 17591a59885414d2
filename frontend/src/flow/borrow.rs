//! Loads of locals whose value is consumed while the local still holds it need not be counted: LOAD_FAST_BORROW.
//!
//! flowgraph.c: optimize_load_fast. An abstract interpretation of each block over a stack of references, each with
//! the instruction that made it and the local it came from. A load stays a counting one if, while its value is on
//! the stack, the local is overwritten; if the value is stored into a local; or if it outlives the block.

use super::depth::{UNDERFLOW, depths_of, enter_at_depth};
use super::{Block, BlockId, Graph, Instr};
use crate::bytecode::{self, wide};

/// Where a value on the abstract stack comes from: 0, or one more than the number of an instruction of the block, and in
/// the low two bits which of its values it is.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Ref(u32);

impl Ref {
    /// Nothing that could be borrowed.
    const NONE: Ref = Ref(0);
    const ONLY: u32 = 0;
    const FIRST: u32 = 1;
    const SECOND: u32 = 2;
    /// No value of the instruction.
    const STRAY: u32 = 3;

    fn new(at: usize, which: u32) -> Ref {
        Ref((at as u32 + 1) << 2 | which)
    }

    fn instr(self) -> Option<usize> {
        (self.0 >> 2).checked_sub(1).map(|at| at as usize)
    }
}

impl Graph {
    pub(super) fn optimize_load_fast(&mut self) {
        self.start_traversal();
        self.block_mut(BlockId::ENTRY).start_depth = 0;
        self.visit(BlockId::ENTRY);
        let mut refs = std::mem::take(&mut self.refs);
        while let Some(b) = self.stack.pop() {
            let block = self.block(b);
            if block.loads_locals {
                refs.clear();
                refs.resize(block.start_depth.max(0) as usize, Ref::NONE);
                BlockCode::new(self.instrs_mut(b), &mut refs).borrow();
            }
            self.visit_successors(b);
        }
        self.refs = refs;
    }

    /// As [`Graph::optimize_load_fast`], and computes the stack depth as [`Graph::stack_depth`] does; for a unit without
    /// handlers, where both come to the same blocks, empty ones aside.
    pub(super) fn optimize_load_fast_and_measure(&mut self) -> Result<i32, &'static str> {
        self.stack.clear();
        for block in &mut self.blocks {
            block.start_depth = i32::MIN;
        }
        let Graph { pool, blocks, stack, refs, .. } = self;
        enter_at_depth(blocks, stack, BlockId::ENTRY, 0)?;
        let (mut most, mut goes_on_behind_empty) = (0, false);
        while let Some(b) = stack.pop() {
            let Block { start, len, next, ending, start_depth, loads_locals, .. } = blocks[b.0 as usize];
            let code = &mut pool[start as usize..(start + len) as usize];
            let (deepest, depth) = if loads_locals {
                refs.clear();
                refs.resize(start_depth.max(0) as usize, Ref::NONE);
                let mut block = BlockCode::new(code, refs);
                let depths = block.borrow();
                if block.underflows {
                    return Err(UNDERFLOW);
                }
                depths
            } else {
                depths_of(code, start_depth)?
            };
            most = most.max(deepest);
            if let Some(target) = ending.jump_target() {
                enter_at_depth(blocks, stack, target, depth)?;
            }
            if next.is_some() && ending.falls_through() {
                if len == 0 {
                    goes_on_behind_empty = true;
                    continue;
                }
                enter_at_depth(blocks, stack, next, depth)?;
            }
        }
        // There the depth counts, but loads stay as they are.
        if goes_on_behind_empty { self.stack_depth() } else { Ok(most) }
    }

    fn visit_successors(&mut self, b: BlockId) {
        let (next, ending, empty) = {
            let block = self.block(b);
            (block.next, block.ending, block.len == 0)
        };
        if let Some(target) = ending.jump_target() {
            self.visit(target);
        }
        if next.is_some() && !empty && ending.falls_through() {
            self.visit(next);
        }
    }
}

/// A block under interpretation, and the stack.
struct BlockCode<'a> {
    code: &'a mut [Instr],
    refs: &'a mut Vec<Ref>,
    /// More was popped than there was.
    underflows: bool,
}

impl<'a> BlockCode<'a> {
    fn new(code: &'a mut [Instr], refs: &'a mut Vec<Ref>) -> Self {
        BlockCode { code, refs, underflows: false }
    }

    /// Makes every load a borrowing one, and those counting again that turn out to have to be. Returns the greatest depth
    /// that an instruction finds, and the depth at the end.
    fn borrow(&mut self) -> (i32, i32) {
        let mut most = 0;
        for at in 0..self.code.len() {
            most = most.max(self.refs.len());
            let instr = &mut self.code[at];
            let (op, arg) = (instr.op, instr.arg);
            if is_special(op) {
                self.special(at, op, arg);
                continue;
            }
            let made = if op == wide::LOAD_FAST {
                instr.op = wide::LOAD_FAST_BORROW;
                Ref::new(at, Ref::ONLY)
            } else {
                Ref::NONE
            };
            let (popped, pushed) = bytecode::stack_use(op, arg as i32).unwrap_or_default();
            self.pop(popped);
            for _ in 0..pushed {
                self.refs.push(made);
            }
        }
        let depth = self.refs.len();
        while let Some(r) = self.refs.pop() {
            self.keep(r);
        }
        (most as i32, depth as i32)
    }

    fn special(&mut self, at: usize, op: u16, arg: u32) {
        match op {
            wide::LOAD_ATTR | wide::LOAD_SUPER_ATTR => {
                let receiver = self.refs.pop();
                if op == wide::LOAD_SUPER_ATTR {
                    self.pop(2);
                }
                self.refs.push(Ref::NONE);
                if arg & 1 != 0 {
                    self.refs.extend(receiver);
                }
            }
            wide::STORE_FAST => self.store_local(arg),
            wide::LOAD_FAST_LOAD_FAST => {
                self.code[at].op = wide::LOAD_FAST_BORROW_LOAD_FAST_BORROW;
                self.refs.extend([Ref::new(at, Ref::FIRST), Ref::new(at, Ref::SECOND)]);
            }
            wide::STORE_FAST_LOAD_FAST => {
                self.store_local(arg >> 4);
                self.refs.push(Ref::NONE);
            }
            wide::STORE_FAST_STORE_FAST => {
                self.store_local(arg >> 4);
                self.store_local(arg & 15);
            }
            wide::DELETE_FAST => self.kill_local(arg),
            wide::LOAD_FAST_AND_CLEAR => {
                self.kill_local(arg);
                self.refs.push(Ref::NONE);
            }
            wide::COPY => {
                if let Some(&copied) = self.refs.len().checked_sub(arg as usize).and_then(|below| self.refs.get(below))
                {
                    self.refs.push(copied);
                }
            }
            wide::SWAP => {
                let top = self.refs.len().saturating_sub(1);
                if let Some(below) = self.refs.len().checked_sub(arg as usize)
                    && below <= top
                {
                    self.refs.swap(below, top);
                }
            }
            // These may leave their inputs on the stack. CPython takes the number of a pushed value for that of its
            // instruction here, and so keeps a load at the block's beginning that could be borrowed.
            wide::FORMAT_SIMPLE
            | wide::GET_ANEXT
            | wide::GET_LEN
            | wide::GET_YIELD_FROM_ITER
            | wide::IMPORT_FROM
            | wide::MATCH_KEYS
            | wide::MATCH_MAPPING
            | wide::MATCH_SEQUENCE
            | wide::WITH_EXCEPT_START => {
                for number in 0..net_effect(op, arg).max(0) {
                    self.refs.push(Ref::new(number as usize, Ref::STRAY));
                }
            }
            wide::END_SEND | wide::SET_FUNCTION_ATTRIBUTE => {
                // The top value stays, the one below is consumed.
                if let Some(top) = self.refs.pop() {
                    self.refs.pop();
                    self.refs.push(top);
                }
            }
            wide::CHECK_EXC_MATCH | wide::SEND => {
                self.refs.pop();
                self.refs.push(Ref::NONE);
            }
            wide::FOR_ITER => self.refs.push(Ref::NONE),
            wide::LOAD_SPECIAL | wide::PUSH_EXC_INFO => {
                let value = self.refs.pop();
                self.refs.push(Ref::NONE);
                self.refs.extend(value);
            }
            // What these change stays on the stack.
            _ => self.pop(-net_effect(op, arg)),
        }
    }

    fn pop(&mut self, count: i32) {
        let count = count.max(0) as usize;
        self.underflows |= count > self.refs.len();
        self.refs.truncate(self.refs.len().saturating_sub(count));
    }

    /// The load counts: borrowing would be unsound.
    fn keep(&mut self, r: Ref) {
        if let Some(load) = r.instr().and_then(|at| self.code.get_mut(at)) {
            load.op = match load.op {
                wide::LOAD_FAST_BORROW => wide::LOAD_FAST,
                wide::LOAD_FAST_BORROW_LOAD_FAST_BORROW => wide::LOAD_FAST_LOAD_FAST,
                op => op,
            };
        }
    }

    /// The local that a value comes from.
    fn local(&self, r: Ref) -> Option<u32> {
        let arg = self.code.get(r.instr()?)?.arg;
        match r.0 & 3 {
            Ref::ONLY => Some(arg),
            Ref::FIRST => Some(arg >> 4),
            Ref::SECOND => Some(arg & 15),
            _ => None,
        }
    }

    fn kill_local(&mut self, local: u32) {
        for at in 0..self.refs.len() {
            let r = self.refs[at];
            if r != Ref::NONE && self.local(r) == Some(local) {
                self.keep(r);
            }
        }
    }

    fn store_local(&mut self, local: u32) {
        let stored = self.refs.pop();
        self.kill_local(local);
        if let Some(r) = stored {
            self.keep(r);
        }
    }
}

/// Whether the instruction does more than to pop and to push values that come from no local.
#[inline(always)]
fn is_special(op: u16) -> bool {
    SPECIAL[op as usize & 511]
}

static SPECIAL: [bool; 512] = {
    let mut table = [false; 512];
    let mut op = 0;
    while op < table.len() {
        table[op] = matches!(
            op as u16,
            wide::LOAD_ATTR
                | wide::LOAD_SUPER_ATTR
                | wide::STORE_FAST
                | wide::LOAD_FAST_LOAD_FAST
                | wide::STORE_FAST_LOAD_FAST
                | wide::STORE_FAST_STORE_FAST
                | wide::DELETE_FAST
                | wide::LOAD_FAST_AND_CLEAR
                | wide::COPY
                | wide::SWAP
                | wide::FORMAT_SIMPLE
                | wide::GET_ANEXT
                | wide::GET_LEN
                | wide::GET_YIELD_FROM_ITER
                | wide::IMPORT_FROM
                | wide::MATCH_KEYS
                | wide::MATCH_MAPPING
                | wide::MATCH_SEQUENCE
                | wide::WITH_EXCEPT_START
                | wide::END_SEND
                | wide::SET_FUNCTION_ATTRIBUTE
                | wide::CHECK_EXC_MATCH
                | wide::SEND
                | wide::FOR_ITER
                | wide::LOAD_SPECIAL
                | wide::PUSH_EXC_INFO
                | wide::DICT_MERGE
                | wide::DICT_UPDATE
                | wide::LIST_APPEND
                | wide::LIST_EXTEND
                | wide::MAP_ADD
                | wide::RERAISE
                | wide::SET_ADD
                | wide::SET_UPDATE
        );
        op += 1;
    }
    table
};

fn net_effect(op: u16, arg: u32) -> i32 {
    let (popped, pushed) = bytecode::stack_use(op, arg as i32).unwrap_or_default();
    pushed - popped
}
