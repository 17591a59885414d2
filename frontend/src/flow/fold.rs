//! Constant folding on instructions: loads of constants, followed by what combines them.
//!
//! flowgraph.c: fold_tuple_of_constants, fold_constant_intrinsic_list_to_tuple, optimize_lists_and_sets,
//! fold_const_binop, fold_const_unaryop. What is folded away becomes NOPs without a line.

use super::{Instr, Loc};
use crate::bytecode::{self, wide};
use crate::codegen::arith::Unary;
use crate::codegen::pool::{ConstTable, PoolId};
use smallvec::SmallVec;

/// The longest sequence that is folded (_PY_STACK_USE_GUIDELINE).
const STACK_USE_GUIDELINE: usize = 30;
/// The shortest list or set that is built from a constant.
const MIN_CONST_SEQUENCE_SIZE: usize = 3;

pub(super) fn loads_const(op: u16) -> bool {
    bytecode::has_const(op) || op == wide::LOAD_SMALL_INT
}

/// The constant that an instruction loads.
pub(super) fn const_value(instr: &Instr, consts: &mut ConstTable<'_>) -> PoolId {
    if instr.op == wide::LOAD_SMALL_INT { consts.pool.int(instr.arg.into()) } else { consts.get(instr.arg) }
}

/// Makes the instruction load a constant.
fn make_load(instr: &mut Instr, value: PoolId, consts: &mut ConstTable<'_>) {
    match value.small_int() {
        Some(small) => instr.set(wide::LOAD_SMALL_INT, small),
        None => instr.set(wide::LOAD_CONST, consts.list.add(value)),
    }
}

/// The places of the `count` loads of constants that directly precede place `end`, NOPs aside.
fn loads_before(code: &[Instr], end: usize, count: usize) -> Option<SmallVec<[usize; 8]>> {
    let mut places = SmallVec::new();
    let mut at = end;
    while places.len() < count {
        at = at.checked_sub(1)?;
        match code[at].op {
            wide::NOP => {}
            op if loads_const(op) => places.push(at),
            _ => return None,
        }
    }
    places.reverse();
    Some(places)
}

fn values(code: &[Instr], places: &[usize], consts: &mut ConstTable<'_>) -> SmallVec<[PoolId; 8]> {
    places.iter().map(|&at| const_value(&code[at], consts)).collect()
}

fn nop_out(code: &mut [Instr], places: &[usize]) {
    for &at in places {
        code[at].make_nop();
        code[at].loc = Loc::NONE;
    }
}

pub(super) fn fold_tuple(code: &mut [Instr], at: usize, consts: &mut ConstTable<'_>) {
    let size = code[at].arg as usize;
    if size > STACK_USE_GUIDELINE {
        return;
    }
    let Some(places) = loads_before(code, at, size) else { return };
    let items = values(code, &places, consts);
    nop_out(code, &places);
    let tuple = consts.pool.tuple(&items);
    make_load(&mut code[at], tuple, consts);
}

/// `BUILD_LIST 0`, then loads each followed by `LIST_APPEND 1`, then the conversion to a tuple.
pub(super) fn fold_list_to_tuple(code: &mut [Instr], at: usize, consts: &mut ConstTable<'_>) {
    fold_built_up(code, at, at, wide::BUILD_LIST, wide::LIST_APPEND, consts);
}

/// A long list or set of constants, built up piece by piece, that is only iterated or searched. `at` is the last
/// `LIST_APPEND` or `SET_ADD`.
pub(super) fn fold_appended(code: &mut [Instr], at: usize, consts: &mut ConstTable<'_>) {
    let append = code[at].op;
    let build = if append == wide::LIST_APPEND { wide::BUILD_LIST } else { wide::BUILD_SET };
    fold_built_up(code, at, at + 1, build, append, consts);
}

/// Makes instruction `at` load what the loads and appends before place `end` build from an empty list or set.
fn fold_built_up(code: &mut [Instr], at: usize, end: usize, build: u16, append: u16, consts: &mut ConstTable<'_>) {
    let mut places: Vec<usize> = Vec::new();
    let mut expect_append = true;
    for pos in (0..end).rev() {
        let instr = code[pos];
        if instr.op == wide::NOP {
            continue;
        }
        if instr.op == build && instr.arg == 0 {
            if !expect_append {
                return;
            }
            places.reverse();
            let items = values(code, &places, consts);
            for instr in &mut code[pos..end] {
                if instr.op != wide::NOP {
                    instr.make_nop();
                    instr.loc = Loc::NONE;
                }
            }
            let made = if build == wide::BUILD_SET { consts.pool.frozenset(&items) } else { consts.pool.tuple(&items) };
            make_load(&mut code[at], made, consts);
            return;
        }
        if expect_append {
            if instr.op != append || instr.arg != 1 {
                return;
            }
        } else {
            if !loads_const(instr.op) {
                return;
            }
            places.push(pos);
        }
        expect_append = !expect_append;
    }
}

/// A list or set that is only iterated or searched becomes a tuple or frozenset; one of at least three constants is
/// built from a constant.
pub(super) fn optimize_lists_and_sets(code: &mut [Instr], at: usize, next_op: u16, consts: &mut ConstTable<'_>) {
    let instr = code[at];
    let contains_or_iter = matches!(next_op, wide::GET_ITER | wide::CONTAINS_OP);
    let size = instr.arg as usize;
    if size > STACK_USE_GUIDELINE || (size < MIN_CONST_SEQUENCE_SIZE && !contains_or_iter) {
        return;
    }
    let Some(places) = loads_before(code, at, size) else {
        if contains_or_iter && instr.op == wide::BUILD_LIST {
            code[at].op = wide::BUILD_TUPLE;
        }
        return;
    };
    let items = values(code, &places, consts);
    let made = if instr.op == wide::BUILD_SET { consts.pool.frozenset(&items) } else { consts.pool.tuple(&items) };
    let index = consts.list.add(made);
    nop_out(code, &places);
    if contains_or_iter {
        code[at].set(wide::LOAD_CONST, index);
    } else {
        code[at - 2].loc = instr.loc;
        code[at - 2].set(instr.op, 0);
        code[at - 1].set(wide::LOAD_CONST, index);
        let extend = if instr.op == wide::BUILD_LIST { wide::LIST_EXTEND } else { wide::SET_UPDATE };
        code[at].set(extend, 1);
    }
}

pub(super) fn fold_binary(code: &mut [Instr], at: usize, consts: &mut ConstTable<'_>) {
    let Some(places) = loads_before(code, at, 2) else { return };
    let operands = values(code, &places, consts);
    if let Some(value) = consts.binary(code[at].arg, operands[0], operands[1]) {
        nop_out(code, &places);
        make_load(&mut code[at], value, consts);
    }
}

pub(super) fn fold_unary(code: &mut [Instr], at: usize, op: Unary, consts: &mut ConstTable<'_>) {
    let Some(places) = loads_before(code, at, 1) else { return };
    let operand = const_value(&code[places[0]], consts);
    if let Some(value) = consts.unary(op, operand) {
        nop_out(code, &places);
        make_load(&mut code[at], value, consts);
    }
}
