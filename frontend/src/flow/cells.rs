//! Where cells and free variables lie in a frame, and the instructions that set them up.
//!
//! flowgraph.c: prepare_localsplus. Until here the argument of an instruction on a cell is its number among the cell
//! variables followed by the free variables. A cell variable that is also a parameter shares its slot.

use super::{BlockId, Graph, Instr, Loc, UnitShape};
use crate::bytecode::wide;

impl Graph {
    pub(super) fn prepare_localsplus(&mut self, shape: &UnitShape<'_>) -> usize {
        let ncells = shape.cell_locals.len();
        let count = ncells + shape.nfrees;
        let slot = |i: usize| match shape.cell_locals.get(i) {
            Some(&Some(local)) => local as usize,
            _ => shape.nlocals + i,
        };
        if shape.generator || count > 0 {
            self.insert_prefix(shape, ncells, &slot);
        }
        if count == 0 {
            return shape.nlocals;
        }
        let mut fixed: Vec<u32> = Vec::with_capacity(count);
        let mut dropped = 0;
        for i in 0..count {
            let at = slot(i);
            if at == shape.nlocals + i {
                fixed.push((at - dropped) as u32);
            } else {
                dropped += 1;
                fixed.push(at as u32);
            }
        }
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            for instr in self.instrs_mut(b) {
                let on_cell = matches!(
                    instr.op,
                    wide::MAKE_CELL
                        | wide::LOAD_CLOSURE
                        | wide::LOAD_DEREF
                        | wide::STORE_DEREF
                        | wide::DELETE_DEREF
                        | wide::LOAD_FROM_DICT_OR_DEREF
                );
                if on_cell && let Some(&at) = fixed.get(instr.arg as usize) {
                    instr.arg = at;
                }
            }
            b = self.next(b);
        }
        shape.nlocals + count - dropped
    }

    #[inline(never)]
    fn insert_prefix(&mut self, shape: &UnitShape<'_>, ncells: usize, slot: &dyn Fn(usize) -> usize) {
        if shape.generator {
            let line = shape.firstlineno;
            let loc = Loc { line, end_line: line, col: -1, end_col: -1 };
            self.insert(BlockId::ENTRY, 0, Instr::new(wide::RETURN_GENERATOR, 0, loc));
            self.insert(BlockId::ENTRY, 1, Instr::new(wide::POP_TOP, 0, loc));
        }
        let mut cells: Vec<usize> = (0..ncells).collect();
        cells.sort_by_key(|&cell| slot(cell));
        for (at, cell) in cells.into_iter().enumerate() {
            self.insert(BlockId::ENTRY, at, Instr::new(wide::MAKE_CELL, cell as u32, Loc::NONE));
        }
        if shape.nfrees > 0 {
            self.insert(BlockId::ENTRY, 0, Instr::new(wide::COPY_FREE_VARS, shape.nfrees as u32, Loc::NONE));
        }
    }
}
