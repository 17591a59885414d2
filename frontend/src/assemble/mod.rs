//! The assembler: from the finished flow graph to bytes (Python/assemble.c).
//!
//! Jumps get their distances, instructions their `EXTENDED_ARG` prefixes and caches; then the location table (PEP 657,
//! InternalDocs/code_objects.md) and the exception table (InternalDocs/exception_handling.md) are written.

use crate::bytecode::{self, flow, op, wide};
use crate::flow::{Graph, Instr, Loc};
use std::sync::Arc;

/// The byte strings of a code object.
pub(crate) struct Tables {
    pub(crate) code: Arc<[u8]>,
    pub(crate) linetable: Arc<[u8]>,
    pub(crate) exceptiontable: Arc<[u8]>,
}

/// From the `SEND` of a `yield from` to its `END_SEND`, in code units.
const END_SEND_OFFSET: u32 = 5;

/// The assembler's storage, reused from unit to unit.
#[derive(Default)]
pub(crate) struct Assembler {
    instrs: Vec<Instr>,
    /// By block: the number of the first instruction at or after it.
    block_start: Vec<u32>,
    /// By instruction: where it lies, in code units; then the end.
    offsets: Vec<u32>,
    /// Jumps and the instructions that they go to.
    jumps: Vec<(u32, u32)>,
    out: Vec<u8>,
    lines: LocationTable,
}

impl Assembler {
    /// Assembles the blocks of a graph in their order.
    pub(crate) fn assemble(&mut self, graph: &Graph, firstlineno: i32) -> Tables {
        self.instrs.clear();
        self.block_start.clear();
        self.block_start.resize(graph.block_count(), 0);
        self.jumps.clear();
        for (id, code) in graph.order().zip(graph.layout()) {
            let start = self.instrs.len();
            self.block_start[id] = start as u32;
            self.instrs.extend_from_slice(code);
            // A jump stands last, or before a NOT_TAKEN.
            let last = self.instrs.len();
            for at in last.saturating_sub(2).max(start)..last {
                if bytecode::flow_of(self.instrs[at].op) & flow::JUMP != 0 {
                    self.jumps.push((at as u32, 0));
                }
            }
        }
        self.resolve_jumps();
        let code = self.emit(firstlineno);
        let linetable = self.lines.out.as_slice().into();
        Tables { code, linetable, exceptiontable: self.exception_table(graph) }
    }

    /// Gives jumps their directions and distances and instructions their places. A distance may need another prefix,
    /// which moves everything behind it, so this repeats until nothing moves.
    fn resolve_jumps(&mut self) {
        for (i, to) in &mut self.jumps {
            let instr = &mut self.instrs[*i as usize];
            *to = instr.target.index().map_or(0, |block| self.block_start[block]);
            let (forward, backward) = match instr.op {
                wide::JUMP => (wide::JUMP_FORWARD, wide::JUMP_BACKWARD),
                wide::JUMP_NO_INTERRUPT => (wide::JUMP_FORWARD, wide::JUMP_BACKWARD_NO_INTERRUPT),
                op => (op, op),
            };
            instr.op = if *to > *i { forward } else { backward };
            instr.arg = *to;
        }
        loop {
            self.offsets.clear();
            let mut offset = 0;
            self.offsets.extend(self.instrs.iter().map(|instr| {
                let at = offset;
                offset += size(instr);
                at
            }));
            self.offsets.push(offset);
            let mut moved = false;
            for &(i, to) in &self.jumps {
                let instr = &mut self.instrs[i as usize];
                let before = size(instr);
                let here = self.offsets[i as usize] + before;
                let to = self.offsets[to as usize];
                instr.arg = if instr.op == wide::END_ASYNC_FOR {
                    here.saturating_sub(to + END_SEND_OFFSET)
                } else {
                    here.abs_diff(to)
                };
                moved |= size(instr) != before;
            }
            if !moved {
                return;
            }
        }
    }

    /// Writes the instructions, and the location table on the way. Caches are the zeros that are there already.
    fn emit(&mut self, firstlineno: i32) -> Arc<[u8]> {
        let Assembler { instrs, offsets, out, lines, .. } = self;
        let units = offsets.last().copied().unwrap_or(0) as usize;
        out.clear();
        out.resize(units * 2, 0);
        lines.out.clear();
        lines.line = firstlineno;
        let (mut run, mut run_start) = (Loc::NONE, 0);
        let mut start = 0;
        for (i, (instr, &end)) in instrs.iter().zip(&offsets[1..]).enumerate() {
            let at = (end as usize - usize::from(bytecode::CACHES[instr.op as usize & 0xff])) * 2;
            if let Some(code) = out.get_mut(at - 2..at) {
                code.copy_from_slice(&[instr.op as u8, instr.arg as u8]);
            }
            if instr.arg > 0xff {
                prefixes(&mut out[start as usize * 2..at - 2], instr.arg);
            }
            let mut loc = instr.loc;
            if loc.line == Loc::NEXT.line {
                loc = next_location(&instrs[i..]);
            }
            if loc != run {
                lines.run(run, start - run_start);
                (run, run_start) = (loc, start);
            }
            start = end;
        }
        lines.run(run, units as u32 - run_start);
        out.as_slice().into()
    }

    fn exception_table(&mut self, graph: &Graph) -> Arc<[u8]> {
        let out = &mut self.out;
        out.clear();
        if !graph.has_handlers() {
            return Arc::default();
        }
        let mut current: Option<usize> = None;
        let mut start = 0;
        for i in 0..=self.instrs.len() {
            // Handlers are told apart by where they begin: an empty block is the one behind it.
            let handler = self.instrs.get(i).and_then(|instr| instr.except.index());
            let begin = |block: usize| self.block_start[block];
            if i < self.instrs.len() && (handler == current || handler.map(begin) == current.map(begin)) {
                continue;
            }
            if let Some(block) = current {
                let (depth, lasti) = graph.handler_info(block);
                let depth = (depth - 1 - i32::from(lasti)).max(0) as u32;
                item(out, self.offsets[start], 0x80);
                item(out, self.offsets[i] - self.offsets[start], 0);
                item(out, self.offsets[begin(block) as usize], 0);
                item(out, depth << 1 | u32::from(lasti), 0);
            }
            start = i;
            current = handler;
        }
        out.as_slice().into()
    }
}

/// Writes the `EXTENDED_ARG`s before an instruction.
#[cold]
fn prefixes(code: &mut [u8], arg: u32) {
    let bytes = arg.to_be_bytes();
    let count = code.len() / 2;
    for (prefix, &byte) in code.chunks_exact_mut(2).zip(&bytes[3 - count.min(3)..]) {
        prefix.copy_from_slice(&[op::EXTENDED_ARG, byte]);
    }
}

/// Size in code units.
fn size(instr: &Instr) -> u32 {
    bytecode::instruction_size(instr.op as u8, instr.arg) as u32 / 2
}

/// Where an artificial instruction stands that stands where the next one does.
fn next_location(instrs: &[Instr]) -> Loc {
    for instr in instrs {
        if instr.loc.line != Loc::NEXT.line {
            return instr.loc;
        }
        if bytecode::flow_of(instr.op) & (flow::JUMP | flow::SCOPE_EXIT) != 0 {
            break;
        }
    }
    Loc::NONE
}

/// Forms of an entry of the location table, as its first byte has them.
mod form {
    pub(super) const ONE_LINE: u8 = 10;
    pub(super) const NO_COLUMNS: u8 = 13;
    pub(super) const LONG: u8 = 14;
    pub(super) const NONE: u8 = 15;
}

#[derive(Default)]
struct LocationTable {
    out: Vec<u8>,
    line: i32,
}

impl LocationTable {
    /// A run of instructions of that many code units; an entry holds up to eight.
    fn run(&mut self, loc: Loc, mut units: u32) {
        while units > 0 {
            let some = units.min(8);
            self.entry(loc, some);
            units -= some;
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

    #[inline(always)]
    fn entry(&mut self, loc: Loc, units: u32) {
        let delta = loc.line.wrapping_sub(self.line) as u32;
        if loc.line == loc.end_line && loc.line != Loc::NONE.line && loc.col | loc.end_col >= 0 {
            let width = loc.end_col.wrapping_sub(loc.col) as u32;
            let last = 0x80 | (units - 1) as u8;
            let short = (delta == 0) & (loc.col < 80) & (width < 16);
            if short | (delta < 3) & (loc.col | loc.end_col < 128) {
                // Without a branch between the two: which it is cannot be guessed. The short form lacks the third byte.
                let (form, second) = if short {
                    (loc.col as u8 >> 3, ((loc.col & 7) << 4) as u8 | width as u8)
                } else {
                    (form::ONE_LINE + delta as u8, loc.col as u8)
                };
                self.out.extend_from_slice(&[last | form << 3, second, loc.end_col as u8]);
                self.out.truncate(self.out.len() - usize::from(short));
                self.line = loc.line;
                return;
            }
        }
        self.other_entry(loc, units);
    }

    #[inline(never)]
    fn other_entry(&mut self, loc: Loc, units: u32) {
        if loc.line == Loc::NONE.line {
            return self.first(form::NONE, units);
        }
        let delta = loc.line.wrapping_sub(self.line);
        let (col, end_col) = (loc.col, loc.end_col);
        if (col < 0 || end_col < 0) && (loc.end_line == loc.line || loc.end_line < 0) {
            self.first(form::NO_COLUMNS, units);
            self.signed_varint(delta);
            self.line = loc.line;
            return;
        }
        self.first(form::LONG, units);
        self.signed_varint(delta);
        self.varint(loc.end_line.wrapping_sub(loc.line) as u32);
        self.varint((col + 1) as u32);
        self.varint((end_col + 1) as u32);
        self.line = loc.line;
    }
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
