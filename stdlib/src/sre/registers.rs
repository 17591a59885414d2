//! The state of a run: the backtracking stack, marks, loop registers, and the operations on them.
//!
//! Invariants. A frame's undo restores what was there when it was pushed, provided that everything above it has been
//! undone first. `region` is the index of the topmost `Region` frame. Marks above `lastmark` are void: whatever they hold
//! is overwritten before `lastmark` rises above them, so only marks at or below it need undo frames. Registers of a loop
//! are void outside the loop, so a region that is closed may drop the undos of the loops inside it.

use super::program::{Pc, Program};

/// Absent position.
pub(super) const NONE: usize = usize::MAX;

/// Steps between two polls.
pub(super) const POLL_INTERVAL: u32 = 4096;

/// Why a run ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The poll asked for it. The match can be resumed.
    Interrupted,
    /// The backtracking stack reached its limit, or memory is exhausted: CPython's MemoryError.
    Memory,
}

/// `lastmark` and `lastindex`, saved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saved {
    lastmark: i32,
    lastindex: i32,
}

/// What a region is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RegionKind {
    Assert,
    AssertNot,
    Atomic,
    /// A round that the loop needs.
    Needed,
    /// A round that the loop can do without.
    Spare,
}

/// One entry of the backtracking stack.
#[derive(Clone, Copy, Debug)]
pub(super) enum Frame {
    /// Choice: the alternatives whose bits are set.
    Alternatives { branch: u32, at: usize, left: u64, saved: Saved },
    /// Choice: a greedy repeat ends earlier than `at`, but not before `low`.
    Shorter { repeat: u32, at: usize, low: usize, saved: Saved },
    /// Choice: a lazy repeat goes on from `at`, at most to `limit`.
    Longer { repeat: u32, at: usize, limit: usize, saved: Saved },
    /// Choice: a greedy loop does without the round begun at `at`; `last` is the register to put back.
    Leave { index: u32, at: usize, last: usize, saved: Saved },
    /// Choice: a lazy loop begins another round at `at`.
    Enter { index: u32, at: usize, saved: Saved },
    /// Undo: one round less.
    Round { index: u32, last: usize },
    /// Undo: the registers of a loop before it was begun anew.
    Registers { index: u32, rounds: usize, last: usize },
    /// Undo: a mark.
    Mark { mark: u32, old: usize },
    /// A region that is open; `next` is where its failure leads, if anywhere; `outer` the region around it.
    Region { kind: RegionKind, next: Pc, at: usize, saved: Saved, outer: u32 },
}

const _: () = assert!(size_of::<Frame>() <= 32);

/// Registers of a loop: rounds begun, and where the last spare one began.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoopRegisters {
    pub(super) rounds: usize,
    pub(super) last: usize,
}

/// Where a stopped run goes on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// With this operation at this place.
    Step(Pc, usize),
    /// With the topmost frame.
    Backtrack,
}

/// The whole state of a run.
#[derive(Debug)]
pub(super) struct Registers {
    pub(super) stack: Vec<Frame>,
    pub(super) loops: Vec<LoopRegisters>,
    pub(super) marks: Vec<usize>,
    /// The highest mark that is valid, or -1; lower ones may hold `NONE`.
    pub(super) lastmark: i32,
    /// The group closed last, or -1.
    pub(super) lastindex: i32,
    /// Stack index of the innermost open region.
    pub(super) region: u32,
    /// Steps until the next poll.
    pub(super) budget: u32,
    /// Most frames on the stack.
    pub(super) limit: usize,
    /// A match must end where the subject ends.
    pub(super) match_all: bool,
    /// A match must not end here; `NONE` where it may end anywhere.
    pub(super) forbidden: usize,
    /// Where the match ended.
    pub(super) end: usize,
    /// Where to go on after `Stop::Interrupted`.
    pub(super) paused: Entry,
}

/// No region is open.
const OUTERMOST: u32 = u32::MAX;

impl Registers {
    pub(super) fn new(limit: usize) -> Registers {
        Registers {
            stack: Vec::new(),
            loops: Vec::new(),
            marks: Vec::new(),
            lastmark: -1,
            lastindex: -1,
            region: OUTERMOST,
            budget: POLL_INTERVAL,
            limit,
            match_all: false,
            forbidden: NONE,
            end: 0,
            paused: Entry::Backtrack,
        }
    }

    /// Makes room for the marks and loops of a program.
    pub(super) fn fit(&mut self, program: &Program) -> Result<(), Stop> {
        const MOST_MARKS: usize = 1 << 27;
        let missing = program.marks.saturating_sub(self.marks.len());
        if missing > 0 {
            if program.marks > MOST_MARKS {
                return Err(Stop::Memory);
            }
            self.marks.try_reserve(missing).map_err(|_| Stop::Memory)?;
            self.marks.resize(program.marks, NONE);
        }
        if self.loops.len() < program.loops.len() {
            self.loops.resize(program.loops.len(), LoopRegisters { rounds: 0, last: NONE });
        }
        Ok(())
    }

    /// Forgets what the last attempt did.
    #[inline(always)]
    pub(super) fn reset(&mut self) {
        self.stack.clear();
        self.lastmark = -1;
        self.lastindex = -1;
        self.region = OUTERMOST;
    }

    /// Gives back memory that an unusual match needed.
    pub(super) fn trim(&mut self) {
        const KEEP: usize = 1 << 16;
        if self.stack.capacity() > KEEP {
            self.stack.clear();
            self.stack.shrink_to(KEEP);
        }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, frame: Frame) -> Result<(), Stop> {
        if self.stack.len() == self.stack.capacity() {
            self.grow()?;
        }
        self.stack.push(frame);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> Result<(), Stop> {
        let room = self.limit.min(OUTERMOST as usize).saturating_sub(self.stack.len());
        let wanted = self.stack.len().max(64).min(room);
        if wanted == 0 {
            return Err(Stop::Memory);
        }
        self.stack.try_reserve_exact(wanted).map_err(|_| Stop::Memory)
    }

    #[inline(always)]
    pub(super) fn save(&self) -> Saved {
        Saved { lastmark: self.lastmark, lastindex: self.lastindex }
    }

    #[inline(always)]
    pub(super) fn restore(&mut self, saved: Saved) {
        self.lastmark = saved.lastmark;
        self.lastindex = saved.lastindex;
    }

    #[inline(always)]
    pub(super) fn mark(&mut self, mark: u32, at: usize) -> Result<(), Stop> {
        if mark & 1 != 0 {
            self.lastindex = (mark / 2 + 1) as i32;
        }
        if mark as i32 > self.lastmark {
            let unseen = (self.lastmark + 1) as usize..mark as usize;
            if !unseen.is_empty() {
                self.marks[unseen].fill(NONE);
            }
            self.lastmark = mark as i32;
        } else {
            let old = self.marks[mark as usize];
            self.push(Frame::Mark { mark, old })?;
        }
        self.marks[mark as usize] = at;
        Ok(())
    }

    /// The span of a group (from 0) if it has matched. Its end may lie before its start if the code is odd.
    #[inline(always)]
    pub(super) fn group(&self, group: u32) -> Option<(usize, usize)> {
        let open = group as usize * 2;
        if self.lastmark < 0 || open >= self.lastmark as usize {
            return None;
        }
        match self.marks.get(open..open + 2) {
            Some(&[start, end]) if start != NONE && end != NONE => Some((start, end)),
            _ => None,
        }
    }

    pub(super) fn open_region(&mut self, kind: RegionKind, next: Pc, at: usize) -> Result<(), Stop> {
        let frame = Frame::Region { kind, next, at, saved: self.save(), outer: self.region };
        self.push(frame)?;
        self.region = (self.stack.len() - 1) as u32;
        Ok(())
    }

    /// The innermost region has succeeded: drops its choices. Returns where it began.
    pub(super) fn close_region(&mut self) -> usize {
        let base = self.region as usize;
        let Some(&Frame::Region { at, outer, .. }) = self.stack.get(base) else { return NONE };
        let mut kept = base;
        for read in base + 1..self.stack.len() {
            if let frame @ Frame::Mark { .. } = self.stack[read] {
                self.stack[kept] = frame;
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        self.region = outer;
        at
    }

    /// The innermost region is given up: everything back to where it began.
    pub(super) fn abandon_region(&mut self) {
        while let Some(frame) = self.stack.pop() {
            match frame {
                Frame::Mark { mark, old } => self.marks[mark as usize] = old,
                Frame::Region { saved, outer, .. } if self.stack.len() == self.region as usize => {
                    self.restore(saved);
                    self.region = outer;
                    return;
                }
                _ => {}
            }
        }
    }
}
