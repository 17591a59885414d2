//! Loads of locals whose value is consumed while the local still holds it need not be counted: LOAD_FAST_BORROW.
//!
//! flowgraph.c: optimize_load_fast. An abstract interpretation of each block over a stack of references, each with
//! the instruction that made it and the local it came from. A load stays a counting one if, while its value is on
//! the stack, the local is overwritten; if the value is stored into a local; or if it outlives the block.

use super::{BlockId, Graph};
use crate::bytecode::{self, wide};

const NOT_LOCAL: u32 = u32::MAX;
const DUMMY: u32 = u32::MAX;

/// A value on the abstract stack.
#[derive(Clone, Copy)]
pub(super) struct Ref {
    instr: u32,
    local: u32,
}

/// The borrowed reference would be unsound; one flag is enough for the three reasons.
const KEEP: u8 = 1;

impl Graph {
    pub(super) fn optimize_load_fast(&mut self) {
        self.start_traversal();
        self.block_mut(BlockId::ENTRY).start_depth = 0;
        self.visit(BlockId::ENTRY);
        let mut refs = std::mem::take(&mut self.refs);
        let mut flags = std::mem::take(&mut self.flags);
        while let Some(b) = self.stack.pop() {
            self.borrow_in_block(b, &mut refs, &mut flags);
        }
        self.refs = refs;
        self.flags = flags;
    }

    fn borrow_in_block(&mut self, b: BlockId, refs: &mut Vec<Ref>, flags: &mut Vec<u8>) {
        let (start, len, depth, loads) = {
            let block = self.block(b);
            let depth = block.start_depth.max(0) as usize;
            (block.start as usize, block.len as usize, depth, block.loads_locals)
        };
        if !loads {
            return self.visit_successors(b);
        }
        flags.clear();
        flags.resize(len, 0);
        refs.clear();
        refs.resize(depth, Ref { instr: DUMMY, local: NOT_LOCAL });
        for (i, instr) in self.pool[start..start + len].iter().enumerate() {
            let (op, arg) = (instr.op, instr.arg);
            let made = |local: u32| Ref { instr: i as u32, local };
            match op {
                wide::LOAD_FAST => {
                    refs.push(made(arg));
                }
                wide::DELETE_FAST => kill_local(flags, refs, arg),
                wide::LOAD_FAST_AND_CLEAR => {
                    kill_local(flags, refs, arg);
                    refs.push(made(arg));
                }
                wide::LOAD_FAST_LOAD_FAST => {
                    refs.push(made(arg >> 4));
                    refs.push(made(arg & 15));
                }
                wide::STORE_FAST => store_local(flags, refs, arg),
                wide::STORE_FAST_LOAD_FAST => {
                    store_local(flags, refs, arg >> 4);
                    refs.push(made(arg & 15));
                }
                wide::STORE_FAST_STORE_FAST => {
                    store_local(flags, refs, arg >> 4);
                    store_local(flags, refs, arg & 15);
                }
                wide::COPY => {
                    if let Some(&copied) = refs.len().checked_sub(arg as usize).and_then(|at| refs.get(at)) {
                        refs.push(copied);
                    }
                }
                wide::SWAP => {
                    let top = refs.len().saturating_sub(1);
                    if let Some(at) = refs.len().checked_sub(arg as usize)
                        && at <= top
                    {
                        refs.swap(at, top);
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
                        refs.push(Ref { instr: number as u32, local: NOT_LOCAL });
                    }
                }
                wide::DICT_MERGE
                | wide::DICT_UPDATE
                | wide::LIST_APPEND
                | wide::LIST_EXTEND
                | wide::MAP_ADD
                | wide::RERAISE
                | wide::SET_ADD
                | wide::SET_UPDATE => pop(refs, -net_effect(op, arg)),
                wide::END_SEND | wide::SET_FUNCTION_ATTRIBUTE => {
                    // The top value stays, the one below is consumed.
                    if let Some(top) = refs.pop() {
                        refs.pop();
                        refs.push(top);
                    }
                }
                wide::CHECK_EXC_MATCH => {
                    refs.pop();
                    refs.push(made(NOT_LOCAL));
                }
                wide::FOR_ITER => refs.push(made(NOT_LOCAL)),
                wide::LOAD_ATTR | wide::LOAD_SUPER_ATTR => {
                    let receiver = refs.pop();
                    if op == wide::LOAD_SUPER_ATTR {
                        pop(refs, 2);
                    }
                    refs.push(made(NOT_LOCAL));
                    if arg & 1 != 0
                        && let Some(receiver) = receiver
                    {
                        refs.push(receiver);
                    }
                }
                wide::LOAD_SPECIAL | wide::PUSH_EXC_INFO => {
                    let value = refs.pop();
                    refs.push(made(NOT_LOCAL));
                    if let Some(value) = value {
                        refs.push(value);
                    }
                }
                wide::SEND => {
                    refs.pop();
                    refs.push(made(NOT_LOCAL));
                }
                _ => {
                    let (popped, pushed) = bytecode::stack_use(op, arg as i32).unwrap_or_default();
                    let left = refs.len().saturating_sub(popped.max(0) as usize);
                    refs.resize(left + pushed.max(0) as usize, made(NOT_LOCAL));
                    refs[left..].fill(made(NOT_LOCAL));
                }
            }
        }
        self.visit_successors(b);
        for r in refs.iter() {
            keep(flags, r.instr);
        }
        for (instr, flag) in self.pool[start..start + len].iter_mut().zip(flags.iter()) {
            if *flag == 0 {
                match instr.op {
                    wide::LOAD_FAST => instr.op = wide::LOAD_FAST_BORROW,
                    wide::LOAD_FAST_LOAD_FAST => instr.op = wide::LOAD_FAST_BORROW_LOAD_FAST_BORROW,
                    _ => {}
                }
            }
        }
    }
}

impl Graph {
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

fn net_effect(op: u16, arg: u32) -> i32 {
    let (popped, pushed) = bytecode::stack_use(op, arg as i32).unwrap_or_default();
    pushed - popped
}

fn pop(refs: &mut Vec<Ref>, count: i32) {
    let left = refs.len().saturating_sub(count.max(0) as usize);
    refs.truncate(left);
}

fn keep(flags: &mut [u8], instr: u32) {
    if let Some(flag) = flags.get_mut(instr as usize) {
        *flag |= KEEP;
    }
}

fn kill_local(flags: &mut [u8], refs: &[Ref], local: u32) {
    for r in refs {
        if r.local == local {
            keep(flags, r.instr);
        }
    }
}

fn store_local(flags: &mut [u8], refs: &mut Vec<Ref>, local: u32) {
    let stored = refs.pop();
    kill_local(flags, refs, local);
    if let Some(r) = stored {
        keep(flags, r.instr);
    }
}
