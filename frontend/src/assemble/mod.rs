//! The assembler: from the finished flow graph to bytes (Python/assemble.c).
//!
//! Jumps get their distances, instructions their `EXTENDED_ARG` prefixes and caches; then the location table (PEP 657,
//! InternalDocs/code_objects.md) and the exception table (InternalDocs/exception_handling.md) are written.

use crate::bytecode::{self, flow, op, wide};
use crate::flow::{Graph, Instr, Loc};
use std::ops::Range;
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
    /// In layout order.
    placed: Vec<Placed>,
    /// By block: its place in the layout.
    place_of: Vec<u32>,
    jumps: Vec<Jump>,
    out: Vec<u8>,
    lines: LocationTable,
}

/// A block as it is laid out.
struct Placed {
    /// Its instructions in the graph's pool.
    instrs: Range<usize>,
    /// How many instructions stand before it.
    number: u32,
    /// In code units.
    size: u32,
    /// Where it begins, in code units.
    offset: u32,
}

/// A jump, which stands last in its block, or before a `NOT_TAKEN`.
struct Jump {
    /// In the graph's pool.
    at: u32,
    /// The place of its block in the layout.
    from: u32,
    /// That of the block that it goes to.
    to: u32,
    /// The size of what follows in its block.
    tail: u32,
}

impl Assembler {
    /// Assembles the blocks of a graph in their order; jumps get their final arguments in it.
    pub(crate) fn assemble(&mut self, graph: &mut Graph, firstlineno: i32) -> Tables {
        self.place(graph);
        self.resolve_jumps(graph.pool_mut());
        let code = self.emit(graph.pool_mut(), firstlineno);
        let linetable = self.lines.out.as_slice().into();
        let exceptiontable = if graph.has_handlers() { self.exception_table(graph) } else { Arc::default() };
        Tables { code, linetable, exceptiontable }
    }

    /// Lists the blocks with their sizes, and the jumps.
    fn place(&mut self, graph: &mut Graph) {
        self.placed.clear();
        self.jumps.clear();
        self.place_of.clear();
        self.place_of.resize(graph.block_count(), 0);
        let mut number = 0;
        for (id, instrs) in graph.layout() {
            let from = self.placed.len() as u32;
            self.place_of[id] = from;
            let code = graph.instrs_in(instrs.clone());
            let jumps = |instr: &Instr| bytecode::flow_of(instr.op) & flow::JUMP != 0;
            let end = instrs.end as u32;
            match code {
                [.., last] if jumps(last) => self.jumps.push(Jump { at: end - 1, from, to: 0, tail: 0 }),
                [.., jump, last] if jumps(jump) => {
                    self.jumps.push(Jump { at: end - 2, from, to: 0, tail: size(last) });
                }
                _ => {}
            }
            self.placed.push(Placed { instrs, number, size: code.iter().map(size).sum(), offset: 0 });
            number += code.len() as u32;
        }
    }

    /// Gives blocks their places, and jumps their directions and distances. A distance may need another prefix, which moves
    /// everything behind it, so this repeats until nothing moves.
    fn resolve_jumps(&mut self, pool: &mut [Instr]) {
        let Assembler { placed, place_of, jumps, .. } = self;
        for jump in jumps.iter_mut() {
            let instr = &mut pool[jump.at as usize];
            jump.to = instr.target.index().map_or(0, |block| place_of[block]);
            let before = size(instr);
            let (forward, backward) = match instr.op {
                wide::JUMP => (wide::JUMP_FORWARD, wide::JUMP_BACKWARD),
                wide::JUMP_NO_INTERRUPT => (wide::JUMP_FORWARD, wide::JUMP_BACKWARD_NO_INTERRUPT),
                op => (op, op),
            };
            instr.op = if jump.to > jump.from { forward } else { backward };
            // To begin with, the number of the instruction there, as in CPython.
            instr.arg = placed[jump.to as usize].number;
            let from = &mut placed[jump.from as usize];
            from.size = from.size - before + size(instr);
        }
        loop {
            let mut offset = 0;
            for block in placed.iter_mut() {
                block.offset = offset;
                offset += block.size;
            }
            let mut moved = false;
            for jump in jumps.iter() {
                let instr = &mut pool[jump.at as usize];
                let before = size(instr);
                let to = placed[jump.to as usize].offset;
                let from = &mut placed[jump.from as usize];
                let here = from.offset + from.size - jump.tail;
                instr.arg = if instr.op == wide::END_ASYNC_FOR {
                    here.saturating_sub(to + END_SEND_OFFSET)
                } else {
                    here.abs_diff(to)
                };
                let after = size(instr);
                from.size = from.size - before + after;
                moved |= after != before;
            }
            if !moved {
                return;
            }
        }
    }

    /// Writes the instructions, and the location table on the way. Caches are the zeros that are there already.
    fn emit(&mut self, pool: &[Instr], firstlineno: i32) -> Arc<[u8]> {
        let Assembler { placed, out, lines, .. } = self;
        let units = placed.last().map_or(0, |last| last.offset + last.size) as usize;
        out.clear();
        out.resize(units * 2, 0);
        lines.out.clear();
        lines.line = firstlineno;
        let (mut run, mut run_start) = (Loc::NONE, 0);
        let mut start = 0;
        for (place, block) in placed.iter().enumerate() {
            let code = &pool[block.instrs.clone()];
            for (i, instr) in code.iter().enumerate() {
                let mut at = start as usize * 2;
                if instr.arg > 0xff {
                    at += prefixes(&mut out[at..], instr.arg);
                }
                if let Some(code) = out.get_mut(at..at + 2) {
                    code.copy_from_slice(&[instr.op as u8, instr.arg as u8]);
                }
                let mut loc = instr.loc;
                if loc.line == Loc::NEXT.line {
                    let behind = placed[place + 1..].iter().flat_map(|block| &pool[block.instrs.clone()]);
                    loc = next_location(code[i..].iter().chain(behind));
                }
                if loc != run {
                    lines.run(run, start - run_start);
                    (run, run_start) = (loc, start);
                }
                start = (at / 2) as u32 + 1 + u32::from(bytecode::CACHES[instr.op as usize & 0xff]);
            }
        }
        lines.run(run, units as u32 - run_start);
        out.as_slice().into()
    }

    #[inline(never)]
    fn exception_table(&mut self, graph: &Graph) -> Arc<[u8]> {
        let Assembler { placed, place_of, out, .. } = self;
        out.clear();
        // Handlers are told apart by where they begin: an empty block is the one behind it.
        let begin = |block: usize| placed[place_of[block] as usize].offset;
        let mut write = |block: usize, start: u32, end: u32| {
            let (depth, lasti) = graph.handler_info(block);
            let depth = (depth - 1 - i32::from(lasti)).max(0) as u32;
            item(out, start, 0x80);
            item(out, end - start, 0);
            item(out, begin(block), 0);
            item(out, depth << 1 | u32::from(lasti), 0);
        };
        let mut current: Option<usize> = None;
        let (mut start, mut offset) = (0, 0);
        for block in placed.iter() {
            for instr in graph.instrs_in(block.instrs.clone()) {
                let handler = instr.except.index();
                if handler != current && handler.map(begin) != current.map(begin) {
                    if let Some(block) = current {
                        write(block, start, offset);
                    }
                    (start, current) = (offset, handler);
                }
                offset += size(instr);
            }
        }
        if let Some(block) = current {
            write(block, start, offset);
        }
        out.as_slice().into()
    }
}

/// Writes the `EXTENDED_ARG`s that an instruction needs; says how many bytes they are.
#[cold]
fn prefixes(code: &mut [u8], arg: u32) -> usize {
    let bytes = arg.to_be_bytes();
    let needed = &bytes[arg.leading_zeros() as usize / 8..3];
    for (prefix, &byte) in code.chunks_exact_mut(2).zip(needed) {
        prefix.copy_from_slice(&[op::EXTENDED_ARG, byte]);
    }
    needed.len() * 2
}

/// Size in code units.
#[inline(always)]
fn size(instr: &Instr) -> u32 {
    bytecode::instruction_size(instr.op as u8, instr.arg) as u32 / 2
}

/// Where an artificial instruction stands that stands where the next one does: `instrs` are those from it on.
#[cold]
fn next_location<'a>(instrs: impl Iterator<Item = &'a Instr>) -> Loc {
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
