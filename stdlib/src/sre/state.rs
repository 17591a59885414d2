//! One match in progress: the subject's bounds, what was found, and the searches over it (`_sre/sre.c: SRE_STATE`).
//!
//! A `State` owns no subject. Each call is given the characters anew, so that the caller may let go of them between
//! two calls: a scanner does, and so does an interrupted match while a signal handler runs.

use super::charclass::CharClass;
use super::matcher::Context;
use super::program::{Program, Retry};
use super::registers::{Entry, NONE, Registers, Stop};
use super::unit::Unit;

/// The characters of a subject.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// Bytes, or a str whose characters are all below 256.
    U8(&'a [u8]),
    /// A str of 2-byte characters.
    U16(&'a [u16]),
    /// A str of 4-byte characters.
    U32(&'a [u32]),
}

impl Subject<'_> {
    /// Number of characters.
    pub fn len(&self) -> usize {
        match self {
            Subject::U8(text) => text.len(),
            Subject::U16(text) => text.len(),
            Subject::U32(text) => text.len(),
        }
    }

    /// Whether there are no characters.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a state is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Match,
    Search,
}

/// Backtracking frames a match may use unless told otherwise (32 bytes each: 4 GiB).
pub const DEFAULT_STACK_LIMIT: usize = 1 << 27;

/// A match in progress, and its outcome. It can be used again for other patterns and subjects and then allocates
/// nothing in the common case.
#[derive(Debug)]
pub struct State {
    registers: Registers,
    pos: usize,
    endpos: usize,
    /// Where the match begins, or the next attempt will.
    start: usize,
    must_advance: bool,
    task: Task,
}

impl Default for State {
    fn default() -> State {
        State::new()
    }
}

impl State {
    /// A state without a subject.
    pub fn new() -> State {
        State {
            registers: Registers::new(DEFAULT_STACK_LIMIT),
            pos: 0,
            endpos: 0,
            start: 0,
            must_advance: false,
            task: Task::Match,
        }
    }

    /// Sets how many backtracking frames (32 bytes each) a match may use before it stops with [`Stop::Memory`].
    pub fn set_stack_limit(&mut self, frames: usize) {
        self.registers.limit = frames;
    }

    /// Begins with a subject of `len` characters of which those from `pos` up to `endpos` are to be matched; both are
    /// clipped to the length. `pos` may lie after `endpos`, as in CPython, where `match` can still find an empty match.
    pub fn begin(&mut self, len: usize, pos: usize, endpos: usize) {
        self.pos = pos.min(len);
        self.endpos = endpos.min(len);
        self.start = self.pos;
        self.must_advance = false;
        self.registers.reset();
    }

    /// `pos`, clipped.
    pub fn pos(&self) -> usize {
        self.pos
    }

    /// `endpos`, clipped.
    pub fn endpos(&self) -> usize {
        self.endpos
    }

    /// Where the match begins; before a call, where it will be tried first.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where the match ends.
    pub fn end(&self) -> usize {
        self.registers.end
    }

    /// After a match: continues behind it. A following match may be empty only elsewhere (`must_advance`).
    pub fn advance(&mut self) {
        self.must_advance = self.registers.end == self.start;
        self.start = self.registers.end;
    }

    /// Whether there is anything left to search, an empty match at the end included.
    pub fn is_exhausted(&self) -> bool {
        self.start > self.endpos
    }

    /// The span of group `group`, 0 being the whole match; None where the group has not taken part.
    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        match group.checked_sub(1) {
            None => Some((self.start, self.registers.end)),
            Some(group) => self.registers.group(u32::try_from(group).ok()?),
        }
    }

    /// Whether some group ends before it begins, which CPython reports as a SystemError ("The span of capturing group
    /// is wrong, please report a bug for the re module."). Code made by `re._compiler` never does this.
    pub fn has_wrong_span(&self, program: &Program) -> bool {
        (1..=program.groups()).any(|group| self.group(group).is_some_and(|(start, end)| start > end))
    }

    /// The group that was closed last.
    pub fn lastindex(&self) -> Option<usize> {
        usize::try_from(self.registers.lastindex).ok()
    }

    /// Matches at the start only. `poll` is asked every few thousand steps whether to stop.
    pub fn match_<C: CharClass>(
        &mut self,
        program: &Program,
        subject: Subject<'_>,
        class: &C,
        poll: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        self.call(program, subject, class, poll, Task::Match, false)
    }

    /// Matches at the start, and up to the end.
    pub fn fullmatch<C: CharClass>(
        &mut self,
        program: &Program,
        subject: Subject<'_>,
        class: &C,
        poll: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        self.call(program, subject, class, poll, Task::Match, true)
    }

    /// Finds the first place from the start on that matches.
    pub fn search<C: CharClass>(
        &mut self,
        program: &Program,
        subject: Subject<'_>,
        class: &C,
        poll: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        self.call(program, subject, class, poll, Task::Search, false)
    }

    /// Goes on after [`Stop::Interrupted`], with the same program and subject.
    pub fn resume<C: CharClass>(
        &mut self,
        program: &Program,
        subject: Subject<'_>,
        class: &C,
        poll: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        self.registers.fit(program)?;
        let entry = self.registers.paused;
        self.dispatch(program, subject, class, poll, Some(entry))
    }

    fn call<C: CharClass>(
        &mut self,
        program: &Program,
        subject: Subject<'_>,
        class: &C,
        poll: &mut dyn FnMut() -> bool,
        task: Task,
        match_all: bool,
    ) -> Result<bool, Stop> {
        self.task = task;
        self.registers.match_all = match_all;
        self.registers.forbidden = if self.must_advance { self.start } else { NONE };
        self.registers.reset();
        self.registers.fit(program)?;
        self.dispatch(program, subject, class, poll, None)
    }

    fn dispatch<C: CharClass>(
        &mut self,
        program: &Program,
        subject: Subject<'_>,
        class: &C,
        poll: &mut dyn FnMut() -> bool,
        entry: Option<Entry>,
    ) -> Result<bool, Stop> {
        let result = match subject {
            Subject::U8(text) => self.drive(program, text, class, poll, entry),
            Subject::U16(text) => self.drive(program, text, class, poll, entry),
            Subject::U32(text) => self.drive(program, text, class, poll, entry),
        };
        if !matches!(result, Err(Stop::Interrupted)) {
            self.registers.trim();
        }
        result
    }

    fn drive<U: Unit, C: CharClass>(
        &mut self,
        program: &Program,
        text: &[U],
        class: &C,
        poll: &mut dyn FnMut() -> bool,
        entry: Option<Entry>,
    ) -> Result<bool, Stop> {
        // A subject that shrank since `begin` (a bytearray between two calls) is matched as far as it goes.
        let end = self.endpos.min(text.len());
        let context = Context { program, text, end, class };
        match self.task {
            Task::Match => {
                let entry = match entry {
                    Some(entry) => entry,
                    None if end >= self.start && end - self.start < program.min_width => return Ok(false),
                    None => Entry::Step(0, self.start),
                };
                context.run(&mut self.registers, entry, poll)
            }
            Task::Search => self.drive_search(&context, poll, entry),
        }
    }

    fn drive_search<U: Unit, C: CharClass>(
        &mut self,
        context: &Context<'_, U, C>,
        poll: &mut dyn FnMut() -> bool,
        entry: Option<Entry>,
    ) -> Result<bool, Stop> {
        let Context { program, text, end, class } = *context;
        let prefilter = program.prefilter();
        // The last place that leaves room for a match.
        let Some(last) = end.checked_sub(program.min_width) else { return Ok(false) };
        let body = text.get(..end).unwrap_or(text);
        let mut from = self.start;
        let mut resumed = entry;
        loop {
            let entry = match resumed.take() {
                Some(entry) => entry,
                None => {
                    let Some(start) = prefilter.next(program, class, body, from).filter(|start| *start <= last) else {
                        return Ok(false);
                    };
                    if start != from {
                        self.registers.forbidden = NONE;
                    }
                    self.start = start;
                    if let Some(len) = prefilter.exact {
                        self.registers.end = start + len;
                        return Ok(true);
                    }
                    Entry::Step(0, start)
                }
            };
            if context.run(&mut self.registers, entry, poll)? {
                return Ok(true);
            }
            let constrained = self.registers.forbidden != NONE;
            self.registers.forbidden = NONE;
            self.registers.reset();
            from = match program.retry {
                Retry::Never if constrained && !program.is_anchored() => self.start + 1,
                Retry::Never => return Ok(false),
                Retry::After(ch) if !constrained => {
                    let Some(line) = U::from_code(ch).and_then(|unit| U::find(body.get(self.start..)?, unit)) else {
                        return Ok(false);
                    };
                    self.start + line + 1
                }
                Retry::Next | Retry::After(_) => self.start + 1,
            };
        }
    }
}
