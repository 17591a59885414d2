//! Improvements within a block, and threading of jumps that lead to jumps.
//!
//! flowgraph.c: optimize_load_const, optimize_basic_block, jump_thread.

use super::fold;
use super::{BlockId, Graph, Instr};
use crate::bytecode::{intrinsic1, wide};
use crate::codegen::arith::Unary;
use crate::codegen::pool::{ConstTable, PoolId};

const LIST_TO_TUPLE: u32 = intrinsic1::LIST_TO_TUPLE as u32;
const UNARY_POSITIVE: u32 = intrinsic1::UNARY_POSITIVE as u32;

impl Graph {
    #[cold]
    #[inline(never)]
    pub(super) fn optimize_load_const(&mut self, consts: &mut ConstTable<'_>) {
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            if self.block(b).tested && load_consts_in_block(self.instrs_mut(b), consts) {
                self.note_nops(b);
                self.note_ending(b);
                self.edges_changed = true;
                self.always_jumps = true;
            }
            b = self.next(b);
        }
    }

    pub(super) fn optimize_block(&mut self, b: BlockId, consts: &mut ConstTable<'_>) {
        let mut found = Found::default();
        let mut i = 0;
        loop {
            let (start, len) = {
                let block = self.block(b);
                (block.start as usize, block.len as usize)
            };
            i = self.candidates.next(start + i) - start;
            if i >= len {
                break;
            }
            let instr = self.pool[start + i];
            match instr.op {
                wide::POP_JUMP_IF_NOT_NONE
                | wide::POP_JUMP_IF_NONE
                | wide::POP_JUMP_IF_FALSE
                | wide::POP_JUMP_IF_TRUE
                | wide::JUMP_IF_FALSE
                | wide::JUMP_IF_TRUE
                | wide::JUMP
                | wide::JUMP_NO_INTERRUPT
                    if self.thread(b, i, instr) =>
                {
                    continue;
                }
                wide::SWAP => {
                    found.swap = true;
                    if instr.arg == 1 {
                        self.instrs_mut(b)[i].make_nop();
                        found.changed = true;
                    }
                }
                wide::POP_TOP => {
                    let before = i.checked_sub(1).map(|before| self.instrs(b)[before].op);
                    self.may_have_pairs |= match before {
                        Some(wide::LOAD_CONST | wide::LOAD_SMALL_INT | wide::COPY | wide::NOP) => true,
                        Some(_) => false,
                        None => !self.block(b).labelled,
                    };
                }
                _ => peephole(self.instrs_mut(b), i, consts, &mut found),
            }
            i += 1;
        }
        if found.swap {
            self.optimize_swaps(b);
        }
        if found.swap || found.changed {
            self.note_nops(b);
            self.block_mut(b).unlocated |= found.unlocated;
            self.may_have_pairs |= found.swap || found.stores;
        }
    }

    /// Whether the jump at `i` now goes further; it is then to be looked at again.
    #[inline(never)]
    fn thread(&mut self, b: BlockId, i: usize, jump: Instr) -> bool {
        let Some(&target) = self.instrs(jump.target).first() else { return false };
        let through = match (jump.op, target.op) {
            (wide::JUMP, wide::JUMP) | (wide::JUMP_NO_INTERRUPT, wide::JUMP) => wide::JUMP,
            (wide::JUMP | wide::JUMP_NO_INTERRUPT, wide::JUMP_NO_INTERRUPT) => jump.op,
            (wide::JUMP | wide::JUMP_NO_INTERRUPT, _) => return false,
            (op, wide::JUMP) => op,
            (wide::JUMP_IF_FALSE, wide::JUMP_IF_FALSE) | (wide::JUMP_IF_TRUE, wide::JUMP_IF_TRUE) => jump.op,
            (wide::JUMP_IF_FALSE, wide::JUMP_IF_TRUE) | (wide::JUMP_IF_TRUE, wide::JUMP_IF_FALSE) => {
                // The second test fails where the first succeeded.
                let next = self.next(jump.target);
                self.instrs_mut(b)[i].target = next;
                self.note_ending(b);
                self.edges_changed = true;
                return next.is_some();
            }
            _ => return false,
        };
        if jump.target == target.target {
            return false;
        }
        self.edges_changed = true;
        // The NOP keeps the line, if that is needed.
        self.instrs_mut(b)[i].make_nop();
        self.note_nops(b);
        self.block_mut(b).unlocated = true;
        self.add_jump(b, through, target.target, target.loc);
        // The pass meets the NOP again and then the new jump.
        true
    }
}

/// What the walk over a block has met.
#[derive(Default)]
struct Found {
    swap: bool,
    changed: bool,
    /// A store became a POP_TOP.
    stores: bool,
    /// A list or set may be made from a constant, whose load has no line yet.
    unlocated: bool,
}

/// Says whether there may be new NOPs.
fn load_consts_in_block(code: &mut [Instr], consts: &mut ConstTable<'_>) -> bool {
    let mut changed = false;
    let (mut op, mut arg) = (0, 0);
    for i in 0..code.len() {
        let copies_const = op == wide::LOAD_CONST && code[i].op == wide::COPY && code[i].arg == 1;
        if !copies_const {
            op = code[i].op;
            arg = code[i].arg;
        }
        if op != wide::LOAD_CONST && op != wide::LOAD_SMALL_INT {
            continue;
        }
        let Some(next) = code.get(i + 1).copied() else { continue };
        match next.op {
            wide::POP_JUMP_IF_FALSE | wide::POP_JUMP_IF_TRUE | wide::JUMP_IF_FALSE | wide::JUMP_IF_TRUE => {
                changed = true;
                let is_true = truth(op, arg, consts);
                if matches!(next.op, wide::POP_JUMP_IF_FALSE | wide::POP_JUMP_IF_TRUE) {
                    code[i].make_nop();
                }
                let jump_if_true = matches!(next.op, wide::POP_JUMP_IF_TRUE | wide::JUMP_IF_TRUE);
                if is_true == jump_if_true {
                    code[i + 1].op = wide::JUMP;
                } else {
                    code[i + 1].make_nop();
                }
            }
            wide::IS_OP => {
                if op != wide::LOAD_CONST || consts.get(arg) != PoolId::NONE {
                    continue;
                }
                changed = true;
                // A test against None is one instruction.
                let Some(mut jump) = code.get(i + 2).copied() else { continue };
                let mut jump_at = i + 2;
                if jump.op == wide::TO_BOOL {
                    code[i + 2].make_nop();
                    jump_at = i + 3;
                    match code.get(jump_at) {
                        Some(after) => jump = *after,
                        None => continue,
                    }
                }
                let mut invert = next.arg != 0;
                match jump.op {
                    wide::POP_JUMP_IF_FALSE => invert = !invert,
                    wide::POP_JUMP_IF_TRUE => {}
                    _ => continue,
                }
                code[i].make_nop();
                code[i + 1].make_nop();
                code[jump_at].op = if invert { wide::POP_JUMP_IF_NOT_NONE } else { wide::POP_JUMP_IF_NONE };
            }
            wide::TO_BOOL => {
                changed = true;
                let value = PoolId::bool(truth(op, arg, consts));
                let index = consts.list.add(value);
                code[i].make_nop();
                code[i + 1].set(wide::LOAD_CONST, index);
            }
            _ => {}
        }
    }
    changed
}

fn truth(op: u16, arg: u32, consts: &mut ConstTable<'_>) -> bool {
    if op == wide::LOAD_SMALL_INT { arg != 0 } else { consts.pool.is_true(consts.get(arg), consts.names) }
}

#[inline(never)]
fn peephole(code: &mut [Instr], i: usize, consts: &mut ConstTable<'_>, found: &mut Found) {
    let Some(&instr) = code.get(i) else { return };
    change(code, i, consts, found);
    let after = &code[i];
    if after.op != instr.op || after.arg != instr.arg {
        found.changed = true;
    }
}

fn change(code: &mut [Instr], i: usize, consts: &mut ConstTable<'_>, found: &mut Found) {
    let instr = code[i];
    let next = code.get(i + 1).map_or(0, |next| next.op);
    let arg = instr.arg;
    match instr.op {
        wide::BUILD_TUPLE => {
            if next == wide::UNPACK_SEQUENCE && code[i + 1].arg == arg {
                match arg {
                    1 => {
                        code[i].make_nop();
                        code[i + 1].make_nop();
                        return;
                    }
                    2 | 3 => {
                        code[i].make_nop();
                        code[i + 1].op = wide::SWAP;
                        found.swap = true;
                        return;
                    }
                    _ => {}
                }
            }
            fold::fold_tuple(code, i, consts);
        }
        wide::BUILD_LIST | wide::BUILD_SET => {
            fold::optimize_lists_and_sets(code, i, next, consts);
            found.unlocated = true;
        }
        wide::LIST_APPEND | wide::SET_ADD if matches!(next, wide::GET_ITER | wide::CONTAINS_OP) => {
            fold::fold_appended(code, i, consts);
            found.unlocated = true;
        }
        wide::STORE_FAST
            if next == wide::STORE_FAST && code[i + 1].arg == arg && code[i + 1].loc.line == instr.loc.line =>
        {
            code[i].set(wide::POP_TOP, 0);
            found.stores = true;
        }
        wide::LOAD_GLOBAL if next == wide::PUSH_NULL && arg & 1 == 0 => {
            code[i].arg |= 1;
            code[i + 1].make_nop();
        }
        wide::COMPARE_OP if next == wide::TO_BOOL => {
            code[i].make_nop();
            code[i + 1].set(wide::COMPARE_OP, arg | crate::bytecode::compare::TO_BOOL as u32);
        }
        wide::CONTAINS_OP | wide::IS_OP => match next {
            wide::TO_BOOL => {
                code[i].make_nop();
                code[i + 1].set(instr.op, arg);
            }
            wide::UNARY_NOT => {
                code[i].make_nop();
                code[i + 1].set(instr.op, arg ^ 1);
            }
            _ => {}
        },
        wide::TO_BOOL if next == wide::TO_BOOL => code[i].make_nop(),
        wide::UNARY_NOT => match next {
            wide::TO_BOOL => {
                code[i].make_nop();
                code[i + 1].set(wide::UNARY_NOT, 0);
            }
            wide::UNARY_NOT => {
                code[i].make_nop();
                code[i + 1].make_nop();
            }
            _ => fold::fold_unary(code, i, Unary::Not, consts),
        },
        wide::UNARY_INVERT => fold::fold_unary(code, i, Unary::Invert, consts),
        wide::UNARY_NEGATIVE => fold::fold_unary(code, i, Unary::Negative, consts),
        wide::CALL_INTRINSIC_1 => match arg {
            LIST_TO_TUPLE => {
                fold::fold_list_to_tuple(code, i, consts);
                if next == wide::GET_ITER && code[i].op == wide::CALL_INTRINSIC_1 {
                    code[i].make_nop();
                }
            }
            UNARY_POSITIVE => fold::fold_unary(code, i, Unary::Positive, consts),
            _ => {}
        },
        wide::BINARY_OP => fold::fold_binary(code, i, consts),
        _ => {}
    }
}
