//! The control-flow graph of a code unit and the passes over it (Python/flowgraph.c).
//!
//! Code generation leaves a list of [`Instr`]s and a map from labels to positions in it. [`Graph::build`] cuts the list
//! into blocks *in place*: a block is a range of the instruction pool, and grows by moving to the pool's end. Blocks
//! are named by [`BlockId`] and chained by `next` in the order in which they will be laid out. The pool and the block
//! table are reused from unit to unit, so a steady compiler allocates nothing here.
//!
//! Invariant after `build`: only a block's last instruction may jump, return or raise.
//! [`Graph::optimize`] rewrites the graph, [`Graph::finish`] turns pseudo-instructions into real ones; what is left
//! is assembled by `assemble`.

mod borrow;
mod build;
mod cells;
mod cold;
mod depth;
mod fold;
mod jumps;
mod lines;
mod neighbours;
mod peephole;
mod prune;
mod swaps;
mod uninitialised;

use crate::bytecode::{self, flow, wide};
use crate::codegen::pool::ConstTable;
use std::ops::Range;

/// A range of source text, as the location table (PEP 657) records it: lines from 1, columns in UTF-8 bytes from 0.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Loc {
    /// First line; -1 for none, -2 for "as the next instruction".
    pub line: i32,
    /// Last line.
    pub end_line: i32,
    /// First column; -1 for none.
    pub col: i32,
    /// One past the last column.
    pub end_col: i32,
}

impl Loc {
    /// An artificial instruction: it belongs to no line.
    pub const NONE: Loc = Loc { line: -1, end_line: -1, col: -1, end_col: -1 };
    /// The location of no instruction.
    pub(crate) const UNKNOWN: Loc = Loc { line: i32::MIN, end_line: 0, col: 0, end_col: 0 };
    /// The location of the instruction that follows.
    pub const NEXT: Loc = Loc { line: -2, end_line: -2, col: -2, end_col: -2 };
}

/// Without branches: most instructions share their location with a neighbour, but which do is hard to guess.
impl PartialEq for Loc {
    #[inline(always)]
    fn eq(&self, other: &Loc) -> bool {
        let both = |first: i32, second: i32| u64::from(first as u32) | u64::from(second as u32) << 32;
        let lines = both(self.line, self.end_line) ^ both(other.line, other.end_line);
        let cols = both(self.col, self.end_col) ^ both(other.col, other.end_col);
        lines | cols == 0
    }
}

/// The name of a block of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockId(u32);

impl BlockId {
    /// No block.
    pub const NONE: BlockId = BlockId(u32::MAX);
    const ENTRY: BlockId = BlockId(0);

    fn is_some(self) -> bool {
        self != BlockId::NONE
    }
}

/// An instruction of the compiler: a real one or a pseudo-instruction.
#[derive(Clone, Copy, Debug)]
pub struct Instr {
    /// The number, as in [`bytecode::wide`].
    pub op: u16,
    /// The argument; for a jump that is not yet in a graph, its label.
    pub arg: u32,
    /// It stands for two that CPython emits and merges later: itself and the `PUSH_NULL` or `TO_BOOL` behind it.
    merged: bool,
    /// Where in the source it comes from.
    pub loc: Loc,
    /// Where it jumps to.
    pub(crate) target: BlockId,
    /// The handler that is active while it runs.
    pub(crate) except: BlockId,
}

const _: () = assert!(size_of::<Instr>() == 32);

impl Instr {
    /// An instruction outside a graph.
    pub fn new(op: u16, arg: u32, loc: Loc) -> Instr {
        Instr { op, arg, merged: false, loc, target: BlockId::NONE, except: BlockId::NONE }
    }

    /// Takes the `PUSH_NULL` or `TO_BOOL` behind it in, which has the same location; the argument says so.
    pub(crate) fn merge(&mut self, arg: u32) {
        self.arg = arg;
        self.merged = true;
    }

    fn set(&mut self, op: u16, arg: u32) {
        self.op = op;
        self.arg = arg;
    }

    fn make_nop(&mut self) {
        self.set(wide::NOP, 0);
    }

    #[inline]
    fn is(&self, bits: u8) -> bool {
        bytecode::flow_of(self.op) & bits != 0
    }

    #[inline]
    fn is_jump(&self) -> bool {
        self.is(flow::JUMP)
    }

    #[inline]
    fn has_target(&self) -> bool {
        self.is(flow::JUMP | flow::BLOCK_PUSH)
    }
}

/// How a block ends. Kept up to date by what changes last instructions ([`Graph::note_ending`]), so that passes over
/// blocks need not look at instructions.
#[derive(Clone, Copy, Debug)]
struct Ending {
    /// Bits of [`flow`]: [`Ending::BITS`].
    bits: u8,
    target: BlockId,
}

impl Ending {
    const BITS: u8 = flow::JUMP | flow::SCOPE_EXIT | flow::ALWAYS_JUMPS;
    const NONE: Ending = Ending { bits: 0, target: BlockId::NONE };

    #[inline(always)]
    fn jump_target(self) -> Option<BlockId> {
        (self.bits & flow::JUMP != 0).then_some(self.target)
    }

    #[inline(always)]
    fn falls_through(self) -> bool {
        self.bits & (flow::SCOPE_EXIT | flow::ALWAYS_JUMPS) == 0
    }
}

/// One basic block: a range of the pool, and what the passes know of it.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    start: u32,
    len: u32,
    /// Slots below this have held an instruction before. CPython's arrays keep the handler of such an instruction
    /// when the slot is used again, and the exception table shows it.
    high: u32,
    cap: u32,
    next: BlockId,
    /// What the last instruction does, and where it jumps to.
    ending: Ending,
    predecessors: i32,
    start_depth: i32,
    /// The last traversal that came here.
    visited: u32,
    unsafe_locals: u64,
    except_stack: u32,
    /// The locals that were unsafe when the block was last scanned.
    scanned: u64,
    labelled: bool,
    /// It may hold NOPs.
    nops: bool,
    /// It may hold instructions without a line.
    unlocated: bool,
    /// It may load a constant that is tested.
    tested: bool,
    /// It may have a `LOAD_FAST` or two of them in one; known after superinstructions.
    loads_locals: bool,
    /// It may push handlers.
    pushes: bool,
    except_handler: bool,
    preserve_lasti: bool,
    cold: bool,
    warm: bool,
}

/// A code unit's control-flow graph, with the storage that is reused for the next unit.
#[derive(Default)]
pub struct Graph {
    pool: Vec<Instr>,
    /// Storage for a pool.
    spare: Vec<Instr>,
    blocks: Vec<Block>,
    stack: Vec<BlockId>,
    /// The number of the traversal under way.
    traversal: u32,
    block_at: Vec<BlockId>,
    boundaries: build::Boundaries,
    candidates: build::Candidates,
    used: Vec<bool>,
    has_handlers: bool,
    /// There are jumps.
    has_jumps: bool,
    has_pseudo: bool,
    /// A jump may leave the value that it tests.
    keeps_tested: bool,
    /// A block may load a constant that is tested.
    tested: bool,
    /// A block may hold NOPs.
    nops: bool,
    may_have_pairs: bool,
    /// An instruction may leave a local unbound.
    unbinds: bool,
    /// A block may end in a jump without a condition.
    always_jumps: bool,
    /// Jumps have changed since predecessors were counted.
    edges_changed: bool,
    /// An instruction may stand where the next one does ([`Loc::NEXT`]).
    artificial: bool,
    handlers: Vec<build::Handler>,
    refs: Vec<borrow::Ref>,
}

/// What the passes must know about the unit beside its instructions.
pub struct UnitShape<'a> {
    /// Number of local variables.
    pub nlocals: usize,
    /// Number of parameters (they are bound on entry).
    pub nparams: usize,
    /// Where each cell variable lies among the locals, if it is one of them.
    pub cell_locals: &'a [Option<u32>],
    /// Number of free variables.
    pub nfrees: usize,
    /// Whether calling the code makes a generator, coroutine or asynchronous generator.
    pub generator: bool,
    /// First line of the unit.
    pub firstlineno: i32,
}

/// What [`Graph::finish`] found out.
pub struct Finished {
    /// Stack slots needed.
    pub stacksize: i32,
    /// Slots of locals, cells and free variables.
    pub nlocalsplus: usize,
}

impl Graph {
    /// Improves the code: folding, jump threading, removal of what is dead or redundant, super-instructions,
    /// cold blocks, line numbers (flowgraph.c: _PyCfg_OptimizeCodeUnit).
    pub fn optimize(&mut self, consts: &mut ConstTable<'_>, shape: &UnitShape<'_>) {
        if self.has_handlers {
            self.label_exception_targets();
        }

        if self.always_jumps {
            self.inline_small_or_no_lineno_blocks();
        }
        if self.has_jumps || self.blocks.len() > 1 {
            self.remove_unreachable();
        } else {
            self.block_mut(BlockId::ENTRY).predecessors = 1;
        }
        self.edges_changed = false;
        self.resolve_line_numbers();
        self.may_have_pairs = false;
        if self.tested {
            self.optimize_load_const(consts);
        }
        let mut b = BlockId::ENTRY;
        while b.is_some() {
            self.optimize_block(b, consts);
            b = self.block(b).next;
        }
        if self.may_have_pairs {
            self.remove_redundant_nops_and_pairs();
        } else {
            self.remove_redundant_nops();
        }
        if self.edges_changed {
            self.remove_unreachable();
        }
        self.remove_redundant_nops_and_jumps();

        if shape.nlocals > shape.nparams || self.unbinds && shape.nlocals > 0 {
            self.check_uninitialised_locals(shape.nlocals, shape.nparams);
        }
        self.insert_superinstructions(consts);
        if self.has_handlers {
            self.push_cold_blocks_to_end();
        }
        self.resolve_line_numbers();
    }

    /// Computes the stack depth, gives cells and free variables their slots, and replaces the pseudo-instructions
    /// but the jumps (flowgraph.c: _PyCfg_OptimizedCfgToInstructionSequence).
    pub fn finish(&mut self, shape: &UnitShape<'_>) -> Result<Finished, &'static str> {
        if self.keeps_tested {
            self.convert_pseudo_conditional_jumps();
        }
        // What pushes handlers is there no longer when loads are looked at.
        let depth = if self.has_handlers { Some(self.stack_depth()?) } else { None };
        let nlocalsplus = self.prepare_localsplus(shape);
        self.convert_pseudo_ops();
        if self.has_jumps {
            self.normalize_jumps();
        }
        let stacksize = match depth {
            None if nlocalsplus > 0 => self.optimize_load_fast_and_measure()?,
            None => self.stack_depth()?,
            Some(depth) => {
                if nlocalsplus > 0 {
                    self.optimize_load_fast();
                }
                depth
            }
        };
        Ok(Finished { stacksize, nlocalsplus })
    }

    #[inline]
    fn block(&self, b: BlockId) -> &Block {
        &self.blocks[b.0 as usize]
    }

    #[inline]
    fn block_mut(&mut self, b: BlockId) -> &mut Block {
        &mut self.blocks[b.0 as usize]
    }

    #[inline]
    fn next(&self, b: BlockId) -> BlockId {
        self.block(b).next
    }

    #[inline]
    fn len(&self, b: BlockId) -> usize {
        self.block(b).len as usize
    }

    #[inline]
    fn instrs(&self, b: BlockId) -> &[Instr] {
        let block = self.block(b);
        &self.pool[block.start as usize..(block.start + block.len) as usize]
    }

    #[inline]
    fn instrs_mut(&mut self, b: BlockId) -> &mut [Instr] {
        let block = &self.blocks[b.0 as usize];
        &mut self.pool[block.start as usize..(block.start + block.len) as usize]
    }

    #[inline]
    fn last(&self, b: BlockId) -> Option<&Instr> {
        self.instrs(b).last()
    }

    #[inline]
    fn falls_through(&self, b: BlockId) -> bool {
        self.block(b).ending.falls_through()
    }

    #[inline]
    fn exits_scope(&self, b: BlockId) -> bool {
        self.block(b).ending.bits & flow::SCOPE_EXIT != 0
    }

    /// The block may hold NOPs from now on.
    #[inline]
    fn note_nops(&mut self, b: BlockId) {
        self.block_mut(b).nops = true;
        self.nops = true;
    }

    /// The last instruction has changed what it does.
    fn note_ending(&mut self, b: BlockId) {
        self.block_mut(b).ending = match self.last(b) {
            Some(last) => Ending { bits: bytecode::flow_of(last.op) & Ending::BITS, target: last.target },
            None => Ending::NONE,
        };
    }

    fn next_nonempty(&self, mut b: BlockId) -> BlockId {
        while b.is_some() && self.block(b).len == 0 {
            b = self.next(b);
        }
        b
    }

    fn new_block(&mut self) -> BlockId {
        let id = BlockId(self.blocks.len() as u32);
        let start = self.pool.len() as u32;
        self.blocks.push(Block::empty(start));
        self.nops = true;
        id
    }

    /// Gives the block one more slot at its end; the slot's instruction is stale or a NOP without a handler.
    #[inline(never)]
    fn grow(&mut self, b: BlockId) {
        let pool_len = self.pool.len();
        let block = &mut self.blocks[b.0 as usize];
        let fresh = Instr::new(wide::NOP, 0, Loc::NONE);
        if block.len == block.cap {
            if (block.start + block.cap) as usize == pool_len {
                self.pool.push(fresh);
                block.cap += 1;
            } else {
                let (start, len) = (block.start as usize, block.len as usize);
                block.start = pool_len as u32;
                block.cap = block.len + 4;
                self.pool.extend_from_within(start..start + len);
                self.pool.resize(pool_len + len + 4, fresh);
            }
        }
        block.len += 1;
        block.high = block.high.max(block.len);
    }

    /// Appends an instruction without a target (flowgraph.c: basicblock_addop).
    fn add_op(&mut self, b: BlockId, op: u16, arg: u32, loc: Loc) {
        self.grow(b);
        if let Some(slot) = self.instrs_mut(b).last_mut() {
            *slot = Instr { except: slot.except, ..Instr::new(op, arg, loc) };
        }
        self.note_ending(b);
    }

    fn add_jump(&mut self, b: BlockId, op: u16, target: BlockId, loc: Loc) {
        self.add_op(b, op, 0, loc);
        if let Some(slot) = self.instrs_mut(b).last_mut() {
            slot.target = target;
        }
        self.note_ending(b);
    }

    #[inline(never)]
    fn append_copy(&mut self, to: BlockId, from: BlockId) {
        let (nops, unlocated, tested, pushes) = {
            let from = self.block(from);
            (from.nops, from.unlocated, from.tested, from.pushes)
        };
        let block = self.block_mut(to);
        block.nops |= nops;
        block.unlocated |= unlocated;
        block.tested |= tested;
        block.pushes |= pushes;
        self.nops |= nops;
        for i in 0..self.len(from) {
            self.grow(to);
            let instr = self.instrs(from)[i];
            if let Some(slot) = self.instrs_mut(to).last_mut() {
                *slot = instr;
            }
        }
        self.note_ending(to);
    }

    #[inline(never)]
    fn insert(&mut self, b: BlockId, at: usize, instr: Instr) {
        self.grow(b);
        let all = self.instrs_mut(b);
        let len = all.len();
        all.copy_within(at..len - 1, at + 1);
        all[at] = instr;
    }

    /// Empties the work stack; no block has been visited.
    fn start_traversal(&mut self) {
        self.stack.clear();
        self.traversal += 1;
    }

    fn is_visited(&self, b: BlockId) -> bool {
        self.block(b).visited == self.traversal
    }

    /// Puts a block on the work stack unless it was there before.
    #[inline]
    fn visit(&mut self, b: BlockId) {
        visit(&mut self.blocks, &mut self.stack, self.traversal, b);
    }

    /// The blocks in layout order, for the assembler.
    pub(crate) fn layout(&self) -> impl Iterator<Item = Laid> {
        laid(&self.blocks)
    }

    /// [`Graph::layout`], and all instructions, to change them.
    pub(crate) fn layout_and_pool(&mut self) -> (impl Iterator<Item = Laid>, &mut [Instr]) {
        (laid(&self.blocks), &mut self.pool)
    }

    /// The instructions in a range that [`Graph::layout`] gave.
    #[inline]
    pub(crate) fn instrs_in(&self, range: Range<usize>) -> &[Instr] {
        &self.pool[range]
    }

    /// All instructions; those of a block are a range of them.
    pub(crate) fn pool(&self) -> &[Instr] {
        &self.pool
    }

    /// [`Graph::pool`], to change it.
    pub(crate) fn pool_mut(&mut self) -> &mut [Instr] {
        &mut self.pool
    }

    /// Whether any handler is pushed.
    pub(crate) fn has_handlers(&self) -> bool {
        self.has_handlers
    }

    /// Whether an instruction may have the location [`Loc::NEXT`].
    pub(crate) fn has_artificial(&self) -> bool {
        self.artificial
    }

    /// Number of blocks ever made.
    pub(crate) fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Stack depth on entry to a handler, and whether it is given the instruction offset.
    pub(crate) fn handler_info(&self, b: usize) -> (i32, bool) {
        (self.blocks[b].start_depth, self.blocks[b].preserve_lasti)
    }
}

/// A block as the assembler sees it.
pub(crate) struct Laid {
    /// Its number.
    pub(crate) id: usize,
    /// Its instructions in the pool.
    pub(crate) instrs: Range<usize>,
    /// The block that it jumps to; the jump stands last, or before a `NOT_TAKEN`.
    pub(crate) target: Option<usize>,
}

fn laid(blocks: &[Block]) -> impl Iterator<Item = Laid> {
    let mut b = BlockId::ENTRY;
    std::iter::from_fn(move || {
        let block = blocks.get(b.0 as usize)?;
        let id = b.0 as usize;
        b = block.next;
        let target = block.ending.jump_target().and_then(BlockId::index);
        Some(Laid { id, instrs: block.start as usize..(block.start + block.len) as usize, target })
    })
}

/// Puts a block on the work stack unless it was there before.
#[inline]
fn visit(blocks: &mut [Block], stack: &mut Vec<BlockId>, traversal: u32, b: BlockId) {
    let block = &mut blocks[b.0 as usize];
    if block.visited != traversal {
        block.visited = traversal;
        stack.push(b);
    }
}

impl BlockId {
    /// The block's place in the block table; `None` for no block.
    pub(crate) fn index(self) -> Option<usize> {
        self.is_some().then_some(self.0 as usize)
    }
}

impl Block {
    fn empty(start: u32) -> Block {
        Block {
            start,
            len: 0,
            high: 0,
            cap: 0,
            next: BlockId::NONE,
            ending: Ending::NONE,
            predecessors: 0,
            start_depth: 0,
            visited: 0,
            unsafe_locals: 0,
            except_stack: build::NO_HANDLER,
            scanned: 0,
            labelled: false,
            nops: true,
            unlocated: true,
            tested: false,
            loads_locals: true,
            pushes: false,
            except_handler: false,
            preserve_lasti: false,
            cold: false,
            warm: false,
        }
    }
}
