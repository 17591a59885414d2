//! The assembler: from the finished flow graph to bytes (Python/assemble.c).
//!
//! Jumps get their distances, instructions their `EXTENDED_ARG` prefixes and caches; then the location table (PEP 657,
//! InternalDocs/code_objects.md) and the exception table (InternalDocs/exception_handling.md) are written.

use crate::bytecode::{self, flow, op, wide};
use crate::flow::{BlockId, Graph, Instr, Laid, Loc};
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
    near: Vec<Near>,
    /// By block: where it begins, in code units.
    offset_of: Vec<u32>,
    /// The code, and zeros behind it.
    code: Vec<u8>,
    /// The first of each row of instructions with the same location, and one behind the last.
    runs: Vec<Run>,
    /// From where on another handler is active.
    covered: Vec<(u32, BlockId)>,
    out: Vec<u8>,
    lines: LocationTable,
}

/// A block as it is laid out.
struct Placed {
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

/// A jump without a prefix.
struct Near {
    op: u16,
    /// Where it ends, in code units.
    end: u32,
    target: u32,
}

/// Of some instructions: the first, in the graph's pool, and where it begins, in code units.
#[derive(Clone, Copy, Default)]
struct Run {
    instr: u32,
    start: u32,
}

/// Units of at most so many instructions are written at once, in the hope that no jump needs a prefix. CPython begins with
/// the number of the target as a jump's argument, which needs none here either.
const SHORT: usize = 255;
/// What an instruction takes at most, in bytes.
const LONGEST: usize = 32;
const UNPLACED: u32 = u32::MAX;

const _: () = {
    let mut op = 0;
    while op < bytecode::CACHES.len() {
        assert!(bytecode::instruction_size(op as u8, u32::MAX) <= LONGEST);
        op += 1;
    }
    assert!(SHORT <= 0xff);
};

impl Assembler {
    /// Assembles the blocks of a graph in their order; what jumps get in it is final only in a long unit.
    pub(crate) fn assemble(&mut self, graph: &mut Graph, firstlineno: i32) -> Tables {
        if graph.has_artificial() {
            locate_artificial(graph);
        }
        let count = graph.pool().len();
        let mut units = None;
        if count <= SHORT {
            units = self.write_short(graph, count);
        }
        let units = units.unwrap_or_else(|| self.write_long(graph, count));
        self.write_lines(graph, units, firstlineno);
        let exceptiontable = if graph.has_handlers() { self.exception_table(graph, units) } else { Arc::default() };
        let written = &mut self.code[..units as usize * 2];
        let code = (&*written).into();
        written.fill(0);
        Tables { code, linetable: self.lines.out[..self.lines.len].into(), exceptiontable }
    }

    /// Writes a unit, then the distances of its jumps; `None` if one does not fit into a byte.
    fn write_short(&mut self, graph: &mut Graph, count: usize) -> Option<u32> {
        let units = self.emit::<true>(graph, count, count * LONGEST);
        let near = self.near.iter().try_for_each(|jump| {
            let to = Some(self.offset_of[jump.target as usize]).filter(|&to| to != UNPLACED)?;
            let caches = u32::from(bytecode::CACHES[jump.op as usize & 0xff]);
            let arg = self.code.get_mut((jump.end - caches) as usize * 2 - 1)?;
            *arg = u8::try_from(distance(jump.op, jump.end, to)).ok()?;
            Some(())
        });
        if near.is_none() {
            self.code[..units as usize * 2].fill(0);
        }
        near.map(|()| units)
    }

    #[inline(never)]
    fn write_long(&mut self, graph: &mut Graph, count: usize) -> u32 {
        self.place(graph);
        self.resolve_jumps(graph.pool_mut());
        let units = self.placed.last().map_or(0, |last| last.offset + last.size);
        self.emit::<false>(graph, count, units as usize * 2)
    }

    /// Lists the blocks with their sizes, and the jumps.
    fn place(&mut self, graph: &mut Graph) {
        self.placed.clear();
        self.jumps.clear();
        self.place_of.clear();
        self.place_of.resize(graph.block_count(), 0);
        let mut number = 0;
        for Laid { id, instrs, .. } in graph.layout() {
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
            self.placed.push(Placed { number, size: code.iter().map(size).sum(), offset: 0 });
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
            instr.op = directed(instr.op, jump.to > jump.from);
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
                instr.arg = distance(instr.op, here, to);
                let after = size(instr);
                from.size = from.size - before + after;
                moved |= after != before;
            }
            if !moved {
                return;
            }
        }
    }

    /// Writes the instructions into zeroed room of `room` bytes, and notes where locations and handlers change; says how
    /// many code units they are. Caches are the zeros that are there already. In a short unit jumps have no distances yet.
    fn emit<const SHORT: bool>(&mut self, graph: &mut Graph, count: usize, room: usize) -> u32 {
        let Assembler { near, offset_of, code, runs, covered, .. } = self;
        if code.len() < room {
            code.resize(room, 0);
        }
        if runs.len() <= count {
            runs.resize(count + 1, Run::default());
        }
        near.clear();
        covered.clear();
        offset_of.clear();
        offset_of.resize(graph.block_count(), UNPLACED);
        let has_handlers = graph.has_handlers();
        let mut written = Written { start: 0, run: 0, loc: Loc::UNKNOWN };
        let (layout, pool) = graph.layout_and_pool();
        for Laid { id, instrs, target } in layout {
            offset_of[id] = written.start;
            let jump = if SHORT { target.and_then(|_| jump_at(&pool[instrs.clone()])) } else { None };
            if let Some(at) = jump
                && let Some(target) = target
            {
                let instr = &mut pool[instrs.start + at];
                instr.op = directed(instr.op, offset_of[target] == UNPLACED);
                instr.arg = 0;
            }
            let block = &pool[instrs.clone()];
            if has_handlers {
                note_handlers(covered, block, written.start);
            }
            written = write_block(block, instrs.start, code, runs, written);
            if let Some(at) = jump
                && let Some(target) = target
            {
                let tail: u32 = block[at + 1..].iter().map(size).sum();
                near.push(Near { op: block[at].op, end: written.start - tail, target: target as u32 });
            }
        }
        if let Some(end) = runs.get_mut(written.run) {
            end.start = written.start;
        }
        written.start
    }

    /// Writes the location table. An entry holds up to eight code units of a run, so each step of the loop is an entry.
    #[inline(never)]
    fn write_lines(&mut self, graph: &Graph, units: u32, firstlineno: i32) {
        let (Assembler { lines, runs, .. }, pool) = (self, graph.pool());
        lines.len = 0;
        lines.line = firstlineno;
        let (mut run, mut start) = (0, 0);
        while start < units {
            let (Some(this), Some(next)) = (runs.get(run), runs.get(run + 1)) else { return };
            let some = (next.start - start).min(8);
            if lines.out.len() < lines.len + LONGEST_ENTRY {
                lines.grow();
            }
            lines.entry(&pool[this.instr as usize].loc, some);
            start += some;
            run += usize::from(start == next.start);
        }
    }

    #[inline(never)]
    fn exception_table(&mut self, graph: &Graph, units: u32) -> Arc<[u8]> {
        let Assembler { offset_of, out, covered, .. } = self;
        out.clear();
        // Handlers are told apart by where they begin: an empty block is the one behind it.
        let begin = |block: usize| offset_of[block];
        let mut write = |block: usize, start: u32, end: u32| {
            let (depth, lasti) = graph.handler_info(block);
            let depth = (depth - 1 - i32::from(lasti)).max(0) as u32;
            item(out, start, 0x80);
            item(out, end - start, 0);
            item(out, begin(block), 0);
            item(out, depth << 1 | u32::from(lasti), 0);
        };
        let mut current: Option<usize> = None;
        let mut start = 0;
        for &(offset, handler) in covered.iter() {
            let handler = handler.index();
            if handler != current && handler.map(begin) != current.map(begin) {
                if let Some(block) = current {
                    write(block, start, offset);
                }
                (start, current) = (offset, handler);
            }
        }
        if let Some(block) = current {
            write(block, start, units);
        }
        out.as_slice().into()
    }
}

/// How far the writing of instructions has come.
#[derive(Clone, Copy)]
struct Written {
    /// In code units.
    start: u32,
    /// The number of the run to come.
    run: usize,
    /// Where the last instruction stands.
    loc: Loc,
}

/// Writes the instructions of a block, the first of which is number `first` of the pool.
#[inline(never)]
fn write_block(block: &[Instr], first: usize, code: &mut [u8], runs: &mut [Run], mut written: Written) -> Written {
    for (instr, number) in block.iter().zip(first as u32..) {
        let start = written.start;
        let mut at = start as usize * 2;
        if instr.arg > 0xff {
            at += prefixes(&mut code[at..], instr.arg);
        }
        if let Some(unit) = code.get_mut(at..at + 2) {
            unit.copy_from_slice(&[instr.op as u8, instr.arg as u8]);
        }
        // Without a branch: whether the location is that of the instruction before cannot be guessed.
        if let Some(next) = runs.get_mut(written.run) {
            *next = Run { instr: number, start };
        }
        written.run += usize::from(written.loc != instr.loc);
        written.loc = instr.loc;
        written.start = (at / 2) as u32 + 1 + u32::from(bytecode::CACHES[instr.op as usize & 0xff]);
    }
    written
}

/// Notes from which instructions of a block on, which begins at `start`, another handler is active than before.
#[inline(never)]
fn note_handlers(covered: &mut Vec<(u32, BlockId)>, block: &[Instr], mut start: u32) {
    let mut handler = covered.last().map_or(BlockId::NONE, |&(_, handler)| handler);
    if block.iter().all(|instr| instr.except == handler) {
        return;
    }
    for instr in block {
        if instr.except != handler {
            handler = instr.except;
            covered.push((start, handler));
        }
        start += size(instr);
    }
}

/// Where the jump of a block stands: last, or before a `NOT_TAKEN`.
fn jump_at(block: &[Instr]) -> Option<usize> {
    let is_jump = |instr: &Instr| bytecode::flow_of(instr.op) & flow::JUMP != 0;
    match block {
        [.., last] if is_jump(last) => Some(block.len() - 1),
        [.., jump, _] if is_jump(jump) => Some(block.len() - 2),
        _ => None,
    }
}

/// The instruction that a jump is, if it goes forward, or back.
fn directed(op: u16, forward: bool) -> u16 {
    match (op, forward) {
        (wide::JUMP | wide::JUMP_NO_INTERRUPT, true) => wide::JUMP_FORWARD,
        (wide::JUMP, false) => wide::JUMP_BACKWARD,
        (wide::JUMP_NO_INTERRUPT, false) => wide::JUMP_BACKWARD_NO_INTERRUPT,
        _ => op,
    }
}

/// The argument of a jump that ends at `here`.
fn distance(op: u16, here: u32, to: u32) -> u32 {
    if op == wide::END_ASYNC_FOR { here.saturating_sub(to + END_SEND_OFFSET) } else { here.abs_diff(to) }
}

/// Gives artificial instructions the locations of those behind them.
#[cold]
fn locate_artificial(graph: &mut Graph) {
    let (layout, pool) = graph.layout_and_pool();
    let places: Vec<usize> = layout.flat_map(|block| block.instrs).collect();
    for (number, &at) in places.iter().enumerate() {
        if pool[at].loc.line == Loc::NEXT.line {
            pool[at].loc = next_location(places[number..].iter().map(|&at| &pool[at]));
        }
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

/// What an entry of the location table takes at most, in bytes.
const LONGEST_ENTRY: usize = 32;

#[derive(Default)]
struct LocationTable {
    /// The table, and room behind it.
    out: Vec<u8>,
    len: usize,
    line: i32,
}

impl LocationTable {
    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.out.resize((self.out.len() * 2).max(1024), 0);
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.out.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    fn first(&mut self, form: u8, units: u32) {
        self.push(0x80 | form << 3 | (units - 1) as u8);
    }

    fn varint(&mut self, mut value: u32) {
        while value >= 64 {
            self.push(0x40 | (value & 0x3f) as u8);
            value >>= 6;
        }
        self.push(value as u8);
    }

    fn signed_varint(&mut self, value: i32) {
        let value = if value < 0 { (value.unsigned_abs() << 1) | 1 } else { (value as u32) << 1 };
        self.varint(value);
    }

    /// Most entries are on one line near the last, in the first columns.
    #[inline(always)]
    fn entry(&mut self, loc: &Loc, units: u32) {
        let delta = loc.line.wrapping_sub(self.line) as u32;
        if (loc.line == loc.end_line) & (delta < 3) & ((loc.col | loc.end_col) as u32 <= 127) {
            let (col, end_col) = (loc.col as u32, loc.end_col as u32);
            let width = end_col.wrapping_sub(col);
            // Without a branch between the two: which it is cannot be guessed. The short form lacks the third byte.
            let short = u32::from((delta == 0) & (col < 80) & (width < 16));
            let choose = |yes: u32, no: u32| yes & short.wrapping_neg() | no & short.wrapping_sub(1);
            let form = choose(col >> 3, u32::from(form::ONE_LINE) + delta);
            let second = choose((col & 7) << 4 | width, col);
            let bytes = 0x80 | form << 3 | (units - 1) | second << 8 | end_col << 16;
            if let Some(entry) = self.out.get_mut(self.len..self.len + 4) {
                entry.copy_from_slice(&bytes.to_le_bytes());
            }
            self.len += 3 - short as usize;
            self.line = loc.line;
            return;
        }
        self.other_entry(*loc, units);
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
