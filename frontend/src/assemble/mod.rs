//! The assembler: from the finished flow graph to bytes (Python/assemble.c).
//!
//! Jumps get their distances, instructions their `EXTENDED_ARG` prefixes and caches; then the location table (PEP 657,
//! InternalDocs/code_objects.md) and the exception table (InternalDocs/exception_handling.md) are written.

use crate::bytecode::{self, op, wide};
use crate::flow::{Graph, Instr, Loc};

/// Counts and flags of a code object.
pub(crate) struct CodeHead {
    pub(crate) argcount: u32,
    pub(crate) posonlyargcount: u32,
    pub(crate) kwonlyargcount: u32,
    pub(crate) stacksize: u32,
    pub(crate) flags: u32,
    pub(crate) firstlineno: i32,
}

/// The byte strings of a code object.
pub(crate) struct Tables {
    pub(crate) code: Vec<u8>,
    pub(crate) linetable: Vec<u8>,
    pub(crate) exceptiontable: Vec<u8>,
}

/// From the `SEND` of a `yield from` to its `END_SEND`, in code units.
const END_SEND_OFFSET: u32 = 5;

/// Assembles the blocks of a graph in their order.
pub(crate) fn assemble(graph: &Graph, firstlineno: i32) -> Tables {
    let mut instrs: Vec<Instr> = Vec::new();
    // By block: the number of the first instruction at or after it.
    let mut block_start = vec![0u32; graph.block_count()];
    for (id, code) in graph.order().zip(graph.layout()) {
        block_start[id] = instrs.len() as u32;
        instrs.extend_from_slice(code);
    }
    resolve_directions(&mut instrs, &block_start);
    let offsets = resolve_jumps(&mut instrs, &block_start);
    resolve_next_locations(&mut instrs);
    Tables {
        code: emit(&instrs, &offsets),
        linetable: location_table(&instrs, &offsets, firstlineno),
        exceptiontable: exception_table(graph, &instrs, &offsets, &block_start),
    }
}

fn target(instr: &Instr, block_start: &[u32]) -> u32 {
    instr.target.index().map_or(0, |block| block_start[block])
}

fn resolve_directions(instrs: &mut [Instr], block_start: &[u32]) {
    for (i, instr) in instrs.iter_mut().enumerate() {
        let (forward, backward) = match instr.op {
            wide::JUMP => (wide::JUMP_FORWARD, wide::JUMP_BACKWARD),
            wide::JUMP_NO_INTERRUPT => (wide::JUMP_FORWARD, wide::JUMP_BACKWARD_NO_INTERRUPT),
            _ => continue,
        };
        instr.op = if target(instr, block_start) as usize > i { forward } else { backward };
    }
}

/// Size in code units.
fn size(instr: &Instr) -> u32 {
    bytecode::instruction_size(instr.op as u8, instr.arg) as u32 / 2
}

/// Gives jumps their distances; says where each instruction lies, and the end. A distance may need another prefix,
/// which moves everything behind it, so this repeats until nothing moves.
fn resolve_jumps(instrs: &mut [Instr], block_start: &[u32]) -> Vec<u32> {
    let mut offsets = vec![0u32; instrs.len() + 1];
    let jumps: Vec<(u32, u32)> = instrs
        .iter()
        .enumerate()
        .filter(|(_, instr)| bytecode::has_jump(instr.op))
        .map(|(i, instr)| (i as u32, target(instr, block_start)))
        .collect();
    for &(i, to) in &jumps {
        instrs[i as usize].arg = to;
    }
    loop {
        let mut offset = 0;
        for (at, instr) in offsets.iter_mut().zip(instrs.iter()) {
            *at = offset;
            offset += size(instr);
        }
        if let Some(end) = offsets.last_mut() {
            *end = offset;
        }
        let mut moved = false;
        for &(i, to) in &jumps {
            let instr = &mut instrs[i as usize];
            let before = size(instr);
            let here = offsets[i as usize] + before;
            let to = offsets[to as usize];
            instr.arg = if instr.op == wide::END_ASYNC_FOR {
                here.saturating_sub(to + END_SEND_OFFSET)
            } else {
                here.abs_diff(to)
            };
            moved |= size(instr) != before;
        }
        if !moved {
            return offsets;
        }
    }
}

/// An artificial instruction may stand where the next one does.
fn resolve_next_locations(instrs: &mut [Instr]) {
    for i in (0..instrs.len()).rev() {
        if instrs[i].loc == Loc::NEXT {
            let ends = bytecode::has_jump(instrs[i].op) || bytecode::is_scope_exit(instrs[i].op);
            let next = instrs.get(i + 1).map_or(Loc::NONE, |next| next.loc);
            instrs[i].loc = if ends { Loc::NONE } else { next };
        }
    }
}

fn emit(instrs: &[Instr], offsets: &[u32]) -> Vec<u8> {
    let mut code = Vec::with_capacity(offsets.last().map_or(0, |end| *end as usize * 2));
    for instr in instrs {
        let [b3, b2, b1, b0] = instr.arg.to_be_bytes();
        if instr.arg > 0xff_ffff {
            code.extend([op::EXTENDED_ARG, b3]);
        }
        if instr.arg > 0xffff {
            code.extend([op::EXTENDED_ARG, b2]);
        }
        if instr.arg > 0xff {
            code.extend([op::EXTENDED_ARG, b1]);
        }
        code.extend([instr.op as u8, b0]);
        let caches = bytecode::CACHES[instr.op as usize & 0xff] as usize;
        code.extend_from_slice(&[0; 32][..caches * 2]);
    }
    code
}

/// Forms of an entry of the location table, as its first byte has them.
mod form {
    pub(super) const ONE_LINE: u8 = 10;
    pub(super) const NO_COLUMNS: u8 = 13;
    pub(super) const LONG: u8 = 14;
    pub(super) const NONE: u8 = 15;
}

struct LocationTable {
    out: Vec<u8>,
    line: i32,
}

fn location_table(instrs: &[Instr], offsets: &[u32], firstlineno: i32) -> Vec<u8> {
    let mut table = LocationTable { out: Vec::with_capacity(instrs.len() * 2), line: firstlineno };
    let mut start = 0;
    for i in 1..=instrs.len() {
        if instrs.get(i).map(|instr| instr.loc) != Some(instrs[start].loc) {
            table.run(instrs[start].loc, offsets[i] - offsets[start]);
            start = i;
        }
    }
    table.out
}

impl LocationTable {
    /// A run of instructions of that many code units; an entry holds up to eight.
    fn run(&mut self, loc: Loc, mut units: u32) {
        while units > 8 {
            self.entry(loc, 8);
            units -= 8;
        }
        if units > 0 {
            self.entry(loc, units);
        }
    }

    fn first(&mut self, form: u8, units: u32) {
        self.out.push(0x80 | form << 3 | (units - 1) as u8);
    }

    fn varint(&mut self, mut value: u32) {
        while value >= 64 {
            self.out.push(0x40 | (value & 0x3f) as u8);
            value >>= 6;
        }
        self.out.push(value as u8);
    }

    fn signed_varint(&mut self, value: i32) {
        let value = if value < 0 { (value.unsigned_abs() << 1) | 1 } else { (value as u32) << 1 };
        self.varint(value);
    }

    fn entry(&mut self, loc: Loc, units: u32) {
        if loc.line == Loc::NONE.line {
            return self.first(form::NONE, units);
        }
        let delta = loc.line.wrapping_sub(self.line);
        let (col, end_col) = (loc.col, loc.end_col);
        if col < 0 || end_col < 0 {
            if loc.end_line == loc.line || loc.end_line < 0 {
                self.first(form::NO_COLUMNS, units);
                self.signed_varint(delta);
                self.line = loc.line;
                return;
            }
        } else if loc.end_line == loc.line {
            if delta == 0 && col < 80 && (col..col + 16).contains(&end_col) {
                self.first((col >> 3) as u8, units);
                self.out.push(((col & 7) << 4 | (end_col - col)) as u8);
                return;
            }
            if (0..3).contains(&delta) && col < 128 && end_col < 128 {
                self.first(form::ONE_LINE + delta as u8, units);
                self.out.push(col as u8);
                self.out.push(end_col as u8);
                self.line = loc.line;
                return;
            }
        }
        self.first(form::LONG, units);
        self.signed_varint(delta);
        self.varint(loc.end_line.wrapping_sub(loc.line) as u32);
        self.varint((col + 1) as u32);
        self.varint((end_col + 1) as u32);
        self.line = loc.line;
    }
}

fn exception_table(graph: &Graph, instrs: &[Instr], offsets: &[u32], block_start: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut current: Option<usize> = None;
    let mut start = 0;
    for i in 0..=instrs.len() {
        // Handlers are told apart by where they begin: an empty block is the one behind it.
        let handler = instrs.get(i).and_then(|instr| instr.except.index());
        if handler.map(|block| block_start[block]) == current.map(|block| block_start[block]) && i < instrs.len() {
            continue;
        }
        if let Some(block) = current {
            let (depth, lasti) = graph.handler_info(block);
            let depth = (depth - 1 - i32::from(lasti)).max(0) as u32;
            item(&mut out, offsets[start], 0x80);
            item(&mut out, offsets[i] - offsets[start], 0);
            item(&mut out, offsets[block_start[block] as usize], 0);
            item(&mut out, depth << 1 | u32::from(lasti), 0);
        }
        start = i;
        current = handler;
    }
    out
}

/// A number in groups of six bits, the highest first; `mark` is set in the first byte.
fn item(out: &mut Vec<u8>, value: u32, mark: u8) {
    let mut mark = mark;
    for shift in [24, 18, 12, 6] {
        if value >= 1 << shift {
            out.push((value >> shift & 0x3f) as u8 | 0x40 | mark);
            mark = 0;
        }
    }
    out.push((value & 0x3f) as u8 | mark);
}
