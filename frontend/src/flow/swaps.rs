//! Runs of SWAP: a shortest equivalent run, and swapping the instructions that consume instead of the values.
//!
//! flowgraph.c: swaptimize, apply_static_swaps.

use super::{BlockId, Graph, Instr};
use crate::bytecode::wide;

const VISITED: usize = usize::MAX;

/// May be reordered: it only takes the top of the stack and cannot run code that sees the order.
fn swappable(op: u16) -> bool {
    matches!(op, wide::STORE_FAST | wide::STORE_FAST_MAYBE_NULL | wide::POP_TOP)
}

fn stores_to(instr: &Instr) -> Option<u32> {
    matches!(instr.op, wide::STORE_FAST | wide::STORE_FAST_MAYBE_NULL).then_some(instr.arg)
}

/// The next instruction after `i` that may be reordered; on `line` only, if that is a line.
fn next_swappable(code: &[Instr], mut i: usize, line: i32) -> Option<usize> {
    loop {
        i += 1;
        let instr = code.get(i)?;
        if line >= 0 && instr.loc.line != line {
            return None;
        }
        if instr.op != wide::NOP {
            return swappable(instr.op).then_some(i);
        }
    }
}

impl Graph {
    #[cold]
    #[inline(never)]
    pub(super) fn optimize_swaps(&mut self, b: BlockId) {
        let mut i = 0;
        while i < self.len(b) {
            if self.instrs(b)[i].op == wide::SWAP {
                i = shorten_run(self.instrs_mut(b), i);
                apply_static_swaps(self.instrs_mut(b), i);
            }
            i += 1;
        }
    }
}

/// Replaces the run of SWAPs and NOPs that starts at `at` by a shortest one with the same effect, at the end of the
/// run; says where the run ends. Moving values around a cycle of a permutation takes one swap per element, with the
/// top of the stack spliced into every cycle.
fn shorten_run(code: &mut [Instr], at: usize) -> usize {
    let mut depth = code[at].arg as usize;
    let mut end = at + 1;
    let mut several = false;
    while let Some(instr) = code.get(end) {
        if instr.op == wide::SWAP {
            depth = depth.max(instr.arg as usize);
            several = true;
        } else if instr.op != wide::NOP {
            break;
        }
        end += 1;
    }
    if !several {
        return at;
    }
    let run = &mut code[at..end];
    let mut stack: Vec<usize> = (0..depth).collect();
    for instr in run.iter() {
        if instr.op == wide::SWAP {
            stack.swap(0, instr.arg as usize - 1);
        }
    }
    let mut current = run.len();
    for i in 0..depth {
        if stack[i] == VISITED || stack[i] == i {
            continue;
        }
        let mut j = i;
        loop {
            if j != 0 {
                current -= 1;
                run[current].set(wide::SWAP, j as u32 + 1);
            }
            if stack[j] == VISITED {
                break;
            }
            j = std::mem::replace(&mut stack[j], VISITED);
        }
    }
    for instr in &mut run[..current] {
        instr.make_nop();
    }
    end - 1
}

/// Looks left from `i` for SWAPs whose effect can be had by exchanging the instructions to their right.
fn apply_static_swaps(code: &mut [Instr], i: usize) {
    for i in (0..=i).rev() {
        let swap = code[i];
        if swap.op != wide::SWAP {
            if swap.op == wide::NOP || swappable(swap.op) {
                continue;
            }
            return;
        }
        let Some(j) = next_swappable(code, i, -1) else { return };
        let line = code[j].loc.line;
        let mut k = j;
        for _ in 1..swap.arg {
            match next_swappable(code, k, line) {
                Some(next) => k = next,
                None => return,
            }
        }
        let (store_j, store_k) = (stores_to(&code[j]), stores_to(&code[k]));
        if store_j.is_some() || store_k.is_some() {
            if store_j == store_k {
                return;
            }
            let between = &code[(j + 1).min(k)..k];
            if between.iter().filter_map(stores_to).any(|local| Some(local) == store_j || Some(local) == store_k) {
                return;
            }
        }
        code[i].make_nop();
        code.swap(j, k);
    }
}
