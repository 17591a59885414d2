//! The matcher: runs a program at one place of a subject, with an explicit stack of what to undo and try next.
//!
//! CPython's `_sre/sre_lib.h: match` keeps a stack of calls, each of which returns success or failure to the one below.
//! Here the same search is written as the path taken so far plus a stack of frames: a *choice* says what else to try
//! from an earlier place, an *undo* puts back a mark or a loop register, a *region* bounds a part that is matched for
//! itself (lookaround, atomic group, one round of a possessive loop). Failing pops frames until a choice is found;
//! a region that succeeds drops the choices made inside it and keeps the undos of marks.
//!
//! What CPython saves at each choice (`LASTMARK_SAVE`, `MARK_PUSH`) is here `lastmark` and `lastindex`, in the frame;
//! overwritten marks have undo frames of their own, only where the old value could be seen again, that is, where the
//! mark is not above `lastmark`.
//!
//! Everything the run needs is in `Registers`, so it can stop between two steps and go on later: that is how signals
//! are handled without calling into the interpreter from here.

use super::charclass::{CharClass, ascii_tolower, in_category, is_locale_word, is_unicode_word, locale_tolower};
use super::opcode::{At, Category};
use super::program::{Greed, Guard, Op, Pc, Program, RefFold, RepeatOne};
use super::unit::{Unit, is_item, last_passing, passes, run_length};

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
struct Saved {
    lastmark: i32,
    lastindex: i32,
}

/// What a region is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RegionKind {
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
enum Frame {
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
struct LoopRegisters {
    rounds: usize,
    last: usize,
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
    stack: Vec<Frame>,
    loops: Vec<LoopRegisters>,
    pub(super) marks: Vec<usize>,
    /// The highest mark that is valid, or -1; lower ones may hold `NONE`.
    pub(super) lastmark: i32,
    /// The group closed last, or -1.
    pub(super) lastindex: i32,
    /// Stack index of the innermost open region.
    region: u32,
    /// Steps until the next poll.
    budget: u32,
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
        let missing = program.marks.saturating_sub(self.marks.len());
        if missing > 0 {
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
        const KEEP: usize = 1 << 14;
        if self.stack.capacity() > KEEP {
            self.stack.clear();
            self.stack.shrink_to(KEEP);
        }
    }

    #[inline(always)]
    fn push(&mut self, frame: Frame) -> Result<(), Stop> {
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
    fn save(&self) -> Saved {
        Saved { lastmark: self.lastmark, lastindex: self.lastindex }
    }

    #[inline(always)]
    fn restore(&mut self, saved: Saved) {
        self.lastmark = saved.lastmark;
        self.lastindex = saved.lastindex;
    }

    #[inline(always)]
    fn mark(&mut self, mark: u32, at: usize) -> Result<(), Stop> {
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

    fn open_region(&mut self, kind: RegionKind, next: Pc, at: usize) -> Result<(), Stop> {
        let frame = Frame::Region { kind, next, at, saved: self.save(), outer: self.region };
        self.push(frame)?;
        self.region = (self.stack.len() - 1) as u32;
        Ok(())
    }

    /// The innermost region has succeeded: drops its choices. Returns where it began.
    fn close_region(&mut self) -> usize {
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
    fn abandon_region(&mut self) {
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

/// What the matcher reads and never changes.
pub(super) struct Context<'a, U, C> {
    pub(super) program: &'a Program,
    /// The whole subject: lookbehind sees it before `pos`, and after `endpos` where `pos` lies there.
    pub(super) text: &'a [U],
    /// Where the subject ends for matching (`endpos`).
    pub(super) end: usize,
    pub(super) class: &'a C,
}

impl<U: Unit, C: CharClass> Context<'_, U, C> {
    fn is_boundary(&self, at: usize, is_word: impl Fn(u32) -> bool) -> bool {
        let before = at > 0 && self.text.get(at - 1).is_some_and(|unit| is_word(unit.code()));
        let after = at < self.end && self.text.get(at).is_some_and(|unit| is_word(unit.code()));
        before != after
    }

    #[inline]
    fn is_at(&self, position: At, at: usize) -> bool {
        let newline = |at: usize| self.text.get(at).is_some_and(|unit| unit.code() == u32::from(b'\n'));
        let ascii = |ch| in_category(self.class, Category::Word, ch);
        let locale = |ch| is_locale_word(self.class, ch);
        let unicode = |ch| is_unicode_word(self.class, ch);
        match position {
            At::Beginning | At::BeginningString => at == 0,
            At::BeginningLine => at == 0 || newline(at - 1),
            At::End => at == self.end || at + 1 == self.end && newline(at),
            At::EndLine => at == self.end || newline(at),
            At::EndString => at == self.end,
            At::Boundary => self.is_boundary(at, ascii),
            At::NonBoundary => !self.is_boundary(at, ascii),
            At::LocBoundary => self.is_boundary(at, locale),
            At::LocNonBoundary => !self.is_boundary(at, locale),
            At::UniBoundary => self.is_boundary(at, unicode),
            At::UniNonBoundary => !self.is_boundary(at, unicode),
        }
    }

    /// Where the text of `span` ends if it stands at `at` again.
    fn again(&self, span: (usize, usize), at: usize, fold: RefFold) -> Option<usize> {
        let (start, end) = span;
        let old = self.text.get(start..end)?;
        let stop = at.checked_add(old.len())?;
        let new = self.text.get(..self.end)?.get(at..stop)?;
        let same = match fold {
            RefFold::Exact => old == new,
            _ => {
                let lower = |unit: &U| match fold {
                    RefFold::Exact => unit.code(),
                    RefFold::Ascii => ascii_tolower(unit.code()),
                    RefFold::Unicode => self.class.to_lower(unit.code()),
                    RefFold::Locale => locale_tolower(self.class, unit.code()),
                };
                old.iter().zip(new).all(|(old, new)| lower(old) == lower(new))
            }
        };
        same.then_some(stop)
    }

    /// From `at` on, the first place where a lazy repeat may end: the guard passes, the item all the way there.
    #[inline]
    fn next_end(&self, repeat: &RepeatOne, body: &[U], mut at: usize, limit: usize) -> Option<usize> {
        if repeat.guard == Guard::None {
            return Some(at);
        }
        loop {
            if passes(self.program, repeat.guard, body, at) {
                return Some(at);
            }
            let unit = body.get(at)?;
            if at >= limit || !is_item(self.program, self.class, repeat.item, *unit) {
                return None;
            }
            at += 1;
        }
    }

    /// Runs the program from `entry`. On success the registers hold the end of the match and the marks.
    pub(super) fn run(
        &self,
        registers: &mut Registers,
        entry: Entry,
        poll: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        let Context { program, text, end, class } = *self;
        let ops = &program.ops[..];
        let body = text.get(..end).unwrap_or(text);
        let (mut pc, mut at, mut failed) = match entry {
            Entry::Step(pc, at) => (pc as usize, at, false),
            Entry::Backtrack => (0, 0, true),
        };

        /// Counts a step; leaves the run, to go on at the given entry, where the poll says so.
        macro_rules! step {
            ($resume:expr) => {
                registers.budget -= 1;
                if registers.budget == 0 {
                    registers.budget = POLL_INTERVAL;
                    if poll() {
                        registers.paused = $resume;
                        return Err(Stop::Interrupted);
                    }
                }
            };
        }

        /// Begins the next round of a possessive loop, or goes on after it.
        macro_rules! possessive_round {
            ($index:expr) => {{
                let entry = &program.loops[$index as usize];
                let own = &mut registers.loops[$index as usize];
                let fits = passes(program, entry.body_guard, body, at);
                if own.rounds < entry.min {
                    if fits {
                        registers.open_region(RegionKind::Needed, 0, at)?;
                        pc = entry.body as usize;
                        continue;
                    }
                } else if fits && own.rounds < entry.max && own.last != at {
                    own.last = at;
                    registers.open_region(RegionKind::Spare, entry.until + 1, at)?;
                    pc = entry.body as usize;
                    continue;
                } else {
                    pc = entry.until as usize + 1;
                    continue;
                }
            }};
        }

        /// Begins a round of a loop whose registers are already saved.
        macro_rules! enter_round {
            ($entry:expr, $own:expr) => {{
                $own.rounds += 1;
                pc = $entry.body as usize;
                continue;
            }};
        }

        loop {
            if !failed {
                // Falling out of this match is failure.
                match ops[pc] {
                    Op::Char(ch) => {
                        if body.get(at).is_some_and(|unit| unit.code() == ch) {
                            at += 1;
                            pc += 1;
                            continue;
                        }
                    }
                    Op::Literal { start, len } => {
                        let literal = program.literal(start, len);
                        if let Some(here) = body.get(at..at + literal.len())
                            && here.iter().zip(literal).all(|(unit, ch)| unit.code() == *ch)
                        {
                            at += literal.len();
                            pc += 1;
                            continue;
                        }
                    }
                    Op::Set(set) => {
                        if let Some(unit) = body.get(at)
                            && program.sets[set as usize].holds(class, unit.code())
                        {
                            at += 1;
                            pc += 1;
                            continue;
                        }
                    }
                    Op::Mark(mark) => {
                        registers.mark(mark, at)?;
                        pc += 1;
                        continue;
                    }
                    Op::RepeatOne(index) => {
                        let repeat = &program.repeats[index as usize];
                        if at <= body.len() && repeat.min <= body.len() - at {
                            let low = at + repeat.min;
                            match repeat.greed {
                                Greed::Possessive => {
                                    let limit = at.saturating_add(repeat.max).min(body.len());
                                    let high = at + run_length(program, class, repeat.item, &body[at..limit]);
                                    if high >= low && passes(program, repeat.guard, body, high) {
                                        at = high;
                                        pc = repeat.next as usize;
                                        continue;
                                    }
                                }
                                Greed::Greedy => {
                                    let limit = at.saturating_add(repeat.max).min(body.len());
                                    let high = at + run_length(program, class, repeat.item, &body[at..limit]);
                                    if high >= low
                                        && let Some(stop) = last_passing(program, repeat.guard, body, low, high)
                                    {
                                        if stop > low {
                                            let saved = registers.save();
                                            registers.push(Frame::Shorter { repeat: index, at: stop, low, saved })?;
                                        }
                                        at = stop;
                                        pc = repeat.next as usize;
                                        continue;
                                    }
                                }
                                Greed::Lazy => {
                                    let needed = &body[at..low];
                                    let limit = at.saturating_add(repeat.max);
                                    if run_length(program, class, repeat.item, needed) == needed.len()
                                        && let Some(stop) = self.next_end(repeat, body, low, limit)
                                    {
                                        if stop < limit {
                                            let saved = registers.save();
                                            registers.push(Frame::Longer { repeat: index, at: stop, limit, saved })?;
                                        }
                                        at = stop;
                                        pc = repeat.next as usize;
                                        continue;
                                    }
                                }
                            }
                        }
                    }
                    Op::Branch(index) => {
                        let branch = &program.branches[index as usize];
                        let mask = match body.get(at) {
                            Some(unit) => match branch.classes.get(unit.code() as usize) {
                                Some(class) => branch.masks[usize::from(*class)],
                                None => branch.wide,
                            },
                            None => branch.at_end,
                        };
                        if mask != 0 {
                            let left = mask & (mask - 1);
                            if left != 0 {
                                let saved = registers.save();
                                registers.push(Frame::Alternatives { branch: index, at, left, saved })?;
                            }
                            pc = branch.targets[mask.trailing_zeros() as usize] as usize;
                            continue;
                        }
                    }
                    Op::Jump(next) => {
                        pc = next as usize;
                        continue;
                    }
                    Op::Accept => {
                        if (!registers.match_all || at == end) && at != registers.forbidden {
                            registers.end = at;
                            return Ok(true);
                        }
                    }
                    Op::At(position) => {
                        if self.is_at(position, at) {
                            pc += 1;
                            continue;
                        }
                    }
                    Op::NotChar(ch) => {
                        if body.get(at).is_some_and(|unit| unit.code() != ch) {
                            at += 1;
                            pc += 1;
                            continue;
                        }
                    }
                    Op::AnyChar => {
                        if at < body.len() {
                            at += 1;
                            pc += 1;
                            continue;
                        }
                    }
                    Op::DynamicSet(set) => {
                        if let Some(unit) = body.get(at)
                            && program.sets[set as usize].holds_dynamic(class, unit.code())
                        {
                            at += 1;
                            pc += 1;
                            continue;
                        }
                    }
                    Op::Repeat(index) => {
                        let entry = &program.loops[index as usize];
                        let LoopRegisters { rounds, last } = registers.loops[index as usize];
                        if entry.nested {
                            registers.push(Frame::Registers { index, rounds, last })?;
                        }
                        registers.loops[index as usize] = LoopRegisters { rounds: 0, last: NONE };
                        pc = entry.until as usize;
                        continue;
                    }
                    Op::MaxUntil(index) => {
                        step!(Entry::Step(pc as Pc, at));
                        let entry = &program.loops[index as usize];
                        let LoopRegisters { rounds, last } = registers.loops[index as usize];
                        let fits = passes(program, entry.body_guard, body, at);
                        if rounds < entry.min {
                            if fits {
                                registers.push(Frame::Round { index, last })?;
                                enter_round!(entry, registers.loops[index as usize]);
                            }
                        } else if fits && rounds < entry.max && at != last {
                            if passes(program, entry.tail_guard, body, at) {
                                let saved = registers.save();
                                registers.push(Frame::Leave { index, at, last, saved })?;
                            } else {
                                registers.push(Frame::Round { index, last })?;
                            }
                            let own = &mut registers.loops[index as usize];
                            own.last = at;
                            enter_round!(entry, own);
                        } else {
                            pc += 1;
                            continue;
                        }
                    }
                    Op::MinUntil(index) => {
                        step!(Entry::Step(pc as Pc, at));
                        let entry = &program.loops[index as usize];
                        let LoopRegisters { rounds, last } = registers.loops[index as usize];
                        let fits = passes(program, entry.body_guard, body, at);
                        if rounds < entry.min {
                            if fits {
                                registers.push(Frame::Round { index, last })?;
                                enter_round!(entry, registers.loops[index as usize]);
                            }
                        } else {
                            let more = fits && rounds < entry.max && at != last;
                            if passes(program, entry.tail_guard, body, at) {
                                if more {
                                    let saved = registers.save();
                                    registers.push(Frame::Enter { index, at, saved })?;
                                }
                                pc += 1;
                                continue;
                            }
                            if more {
                                registers.push(Frame::Round { index, last })?;
                                let own = &mut registers.loops[index as usize];
                                own.last = at;
                                enter_round!(entry, own);
                            }
                        }
                    }
                    Op::Possessive(index) => {
                        registers.loops[index as usize] = LoopRegisters { rounds: 0, last: NONE };
                        possessive_round!(index);
                    }
                    Op::PossessiveEnd(index) => {
                        step!(Entry::Step(pc as Pc, at));
                        registers.close_region();
                        registers.loops[index as usize].rounds += 1;
                        possessive_round!(index);
                    }
                    Op::GroupRef { group, fold } => {
                        if let Some(span) = registers.group(group)
                            && let Some(stop) = self.again(span, at, fold)
                        {
                            at = stop;
                            pc += 1;
                            continue;
                        }
                    }
                    Op::GroupRefExists { group, absent } => {
                        pc = match registers.group(group) {
                            Some((start, end)) if start <= end => pc + 1,
                            _ => absent as usize,
                        };
                        continue;
                    }
                    Op::Assert { back, .. } => {
                        if let Some(start) = at.checked_sub(back as usize) {
                            registers.open_region(RegionKind::Assert, 0, at)?;
                            at = start;
                            pc += 1;
                            continue;
                        }
                    }
                    Op::AssertNot { back, next } => {
                        if let Some(start) = at.checked_sub(back as usize) {
                            registers.open_region(RegionKind::AssertNot, next, at)?;
                            at = start;
                            pc += 1;
                        } else {
                            pc = next as usize;
                        }
                        continue;
                    }
                    Op::Atomic => {
                        registers.open_region(RegionKind::Atomic, 0, at)?;
                        pc += 1;
                        continue;
                    }
                    Op::AssertEnd(next) => {
                        at = registers.close_region();
                        pc = next as usize;
                        continue;
                    }
                    Op::AssertNotEnd => registers.abandon_region(),
                    Op::AtomicEnd(next) => {
                        registers.close_region();
                        pc = next as usize;
                        continue;
                    }
                    Op::Fail => {}
                }
            }

            // Goes back to the latest choice.
            failed = true;
            step!(Entry::Backtrack);
            while failed {
                let Some(frame) = registers.stack.last_mut() else { return Ok(false) };
                match frame {
                    Frame::Shorter { repeat, at: tried, low, saved } => {
                        let (low, saved) = (*low, *saved);
                        let entry = &program.repeats[*repeat as usize];
                        // A frame is kept only while `tried` is above `low`.
                        let next = last_passing(program, entry.guard, body, low, *tried - 1);
                        match next {
                            Some(stop) if stop > low => *tried = stop,
                            _ => {
                                registers.stack.pop();
                            }
                        }
                        if let Some(stop) = next {
                            registers.restore(saved);
                            at = stop;
                            pc = entry.next as usize;
                            failed = false;
                        }
                    }
                    Frame::Alternatives { branch, at: start, left, saved } => {
                        let (mask, saved) = (*left, *saved);
                        at = *start;
                        let targets = &program.branches[*branch as usize].targets;
                        pc = targets[mask.trailing_zeros() as usize] as usize;
                        *left = mask & (mask - 1);
                        if *left == 0 {
                            registers.stack.pop();
                        }
                        registers.restore(saved);
                        failed = false;
                    }
                    Frame::Longer { repeat, at: tried, limit, saved } => {
                        let (limit, saved) = (*limit, *saved);
                        let entry = &program.repeats[*repeat as usize];
                        let more = *tried < limit
                            && body.get(*tried).is_some_and(|unit| is_item(program, class, entry.item, *unit));
                        let next = if more { self.next_end(entry, body, *tried + 1, limit) } else { None };
                        match next {
                            Some(stop) => {
                                if stop < limit {
                                    *tried = stop;
                                } else {
                                    registers.stack.pop();
                                }
                                registers.restore(saved);
                                at = stop;
                                pc = entry.next as usize;
                                failed = false;
                            }
                            None => {
                                registers.stack.pop();
                            }
                        }
                    }
                    Frame::Leave { index, at: start, last, saved } => {
                        let (index, last, saved) = (*index as usize, *last, *saved);
                        at = *start;
                        registers.stack.pop();
                        let own = &mut registers.loops[index];
                        own.rounds -= 1;
                        own.last = last;
                        registers.restore(saved);
                        pc = program.loops[index].until as usize + 1;
                        failed = false;
                    }
                    Frame::Enter { index, at: start, saved } => {
                        let (index, saved) = (*index, *saved);
                        at = *start;
                        let own = &mut registers.loops[index as usize];
                        *frame = Frame::Round { index, last: own.last };
                        own.last = at;
                        own.rounds += 1;
                        registers.restore(saved);
                        pc = program.loops[index as usize].body as usize;
                        failed = false;
                    }
                    Frame::Round { index, last } => {
                        let own = &mut registers.loops[*index as usize];
                        own.rounds -= 1;
                        own.last = *last;
                        registers.stack.pop();
                    }
                    Frame::Registers { index, rounds, last } => {
                        registers.loops[*index as usize] = LoopRegisters { rounds: *rounds, last: *last };
                        registers.stack.pop();
                    }
                    Frame::Mark { mark, old } => {
                        registers.marks[*mark as usize] = *old;
                        registers.stack.pop();
                    }
                    Frame::Region { kind, next, at: start, saved, outer } => {
                        let saved = *saved;
                        registers.region = *outer;
                        if matches!(kind, RegionKind::AssertNot | RegionKind::Spare) {
                            at = *start;
                            pc = *next as usize;
                            failed = false;
                        }
                        registers.stack.pop();
                        registers.restore(saved);
                    }
                }
            }
        }
    }
}
