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
use super::registers::{Entry, Frame, LoopRegisters, NONE, POLL_INTERVAL, RegionKind, Registers, Stop};
use super::unit::{Unit, is_item, run_length};

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
        if old.is_empty() {
            return Some(at);
        }
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

    /// Whether what follows may match at `at`, as far as the guard knows. `body` is the text up to the end.
    #[inline(always)]
    fn passes(&self, guard: Guard, body: &[U], at: usize) -> bool {
        match guard {
            Guard::None => true,
            Guard::Char(ch) => body.get(at).is_some_and(|unit| unit.code() == ch),
            Guard::Table(table) => {
                body.get(at).is_some_and(|unit| self.program.guards[table as usize].passes(unit.code()))
            }
            Guard::At(position) => self.is_at(position, at),
        }
    }

    /// The last place in `low..=high` that passes the guard.
    #[inline(always)]
    fn last_passing(&self, guard: Guard, body: &[U], low: usize, high: usize) -> Option<usize> {
        let window = || body.get(low..body.len().min(high + 1)).unwrap_or(&[]);
        match guard {
            Guard::None => Some(high),
            Guard::Char(ch) => U::rfind(window(), U::from_code(ch)?).map(|at| low + at),
            Guard::Table(table) => {
                let table = &self.program.guards[table as usize];
                window().iter().rposition(|unit| table.passes(unit.code())).map(|at| low + at)
            }
            Guard::At(position) => (low..=high).rev().find(|at| self.is_at(position, *at)),
        }
    }

    /// Whether the operations from `pc` to the end of a plain lookaround match at `at`.
    #[inline]
    fn plain_match(&self, mut pc: usize, body: &[U], mut at: usize) -> bool {
        loop {
            let unit = body.get(at).map(|unit| unit.code());
            let width = match self.program.ops[pc] {
                Op::Char(ch) => (unit == Some(ch)).then_some(1),
                Op::NotChar(ch) => unit.filter(|unit| *unit != ch).map(|_| 1),
                Op::AnyChar => unit.map(|_| 1),
                Op::Set(set) => unit.filter(|unit| self.program.sets[set as usize].holds(self.class, *unit)).map(|_| 1),
                Op::Literal { start, len } => {
                    let literal = self.program.literal(start, len);
                    let here = body.get(at..at + literal.len());
                    here.filter(|here| here.iter().zip(literal).all(|(unit, ch)| unit.code() == *ch)).map(<[U]>::len)
                }
                Op::At(position) => self.is_at(position, at).then_some(0),
                // The end of the lookaround.
                _ => return true,
            };
            let Some(width) = width else { return false };
            at += width;
            pc += 1;
        }
    }

    /// From `at` on, the first place where a lazy repeat may end: the guard passes, the item all the way there.
    #[inline]
    fn next_end(&self, repeat: &RepeatOne, body: &[U], mut at: usize, limit: usize) -> Option<usize> {
        if repeat.guard == Guard::None {
            return Some(at);
        }
        loop {
            if self.passes(repeat.guard, body, at) {
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
        let (mut pc, mut at, mut forward) = match entry {
            Entry::Step(pc, at) => (pc as usize, at, true),
            Entry::Backtrack => (0, 0, false),
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
                let fits = self.passes(entry.body_guard, body, at);
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
            if forward {
                // Leaving this loop is failure.
                loop {
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
                                        if high >= low && self.passes(repeat.guard, body, high) {
                                            at = high;
                                            pc = repeat.next as usize;
                                            continue;
                                        }
                                    }
                                    Greed::Greedy => {
                                        let limit = at.saturating_add(repeat.max).min(body.len());
                                        let high = at + run_length(program, class, repeat.item, &body[at..limit]);
                                        if high >= low
                                            && let Some(stop) = self.last_passing(repeat.guard, body, low, high)
                                        {
                                            if stop > low {
                                                let saved = registers.save();
                                                registers.push(Frame::Shorter {
                                                    repeat: index,
                                                    at: stop,
                                                    low,
                                                    saved,
                                                })?;
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
                                                registers.push(Frame::Longer {
                                                    repeat: index,
                                                    at: stop,
                                                    limit,
                                                    saved,
                                                })?;
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
                            let fits = self.passes(entry.body_guard, body, at);
                            if rounds < entry.min {
                                if fits {
                                    registers.push(Frame::Round { index, last })?;
                                    enter_round!(entry, registers.loops[index as usize]);
                                }
                            } else if fits && rounds < entry.max && at != last {
                                if self.passes(entry.tail_guard, body, at) {
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
                            let fits = self.passes(entry.body_guard, body, at);
                            if rounds < entry.min {
                                if fits {
                                    registers.push(Frame::Round { index, last })?;
                                    enter_round!(entry, registers.loops[index as usize]);
                                }
                            } else {
                                let more = fits && rounds < entry.max && at != last;
                                if self.passes(entry.tail_guard, body, at) {
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
                        Op::Assert { back, next, plain } => {
                            if let Some(start) = at.checked_sub(back as usize) {
                                if plain {
                                    if self.plain_match(pc + 1, body, start) {
                                        pc = next as usize;
                                        continue;
                                    }
                                    break;
                                }
                                registers.open_region(RegionKind::Assert, 0, at)?;
                                at = start;
                                pc += 1;
                                continue;
                            }
                        }
                        Op::AssertNot { back, next, plain } => {
                            if let Some(start) = at.checked_sub(back as usize) {
                                if plain {
                                    if self.plain_match(pc + 1, body, start) {
                                        break;
                                    }
                                    pc = next as usize;
                                    continue;
                                }
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
                    break;
                }
            }

            // Goes back to the latest choice; leaving this loop is going forward again.
            forward = true;
            step!(Entry::Backtrack);
            loop {
                let Some(frame) = registers.stack.last_mut() else { return Ok(false) };
                match frame {
                    Frame::Shorter { repeat, at: tried, low, saved } => {
                        let (low, saved) = (*low, *saved);
                        let entry = &program.repeats[*repeat as usize];
                        // A frame is kept only while `tried` is above `low`.
                        let next = self.last_passing(entry.guard, body, low, *tried - 1);
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
                            break;
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
                        break;
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
                                break;
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
                        own.rounds = own.rounds.saturating_sub(1);
                        own.last = last;
                        registers.restore(saved);
                        pc = program.loops[index].until as usize + 1;
                        break;
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
                        break;
                    }
                    Frame::Round { index, last } => {
                        let own = &mut registers.loops[*index as usize];
                        own.rounds = own.rounds.saturating_sub(1);
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
                        let (goes_on, saved) = (matches!(kind, RegionKind::AssertNot | RegionKind::Spare), *saved);
                        registers.region = *outer;
                        at = *start;
                        pc = *next as usize;
                        registers.stack.pop();
                        registers.restore(saved);
                        if goes_on {
                            break;
                        }
                    }
                }
            }
        }
    }
}
