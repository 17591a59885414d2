//! Where a search may begin: the next place that a cheap scan cannot exclude.
//!
//! Three scans, the first that applies: for the literal that every match begins with (a substring search); for the sets
//! of the first few characters, alternatives kept apart (a Shift-Or automaton over up to eight characters, one table
//! look-up a character; Baeza-Yates and Gonnet 1992); for the first character alone.

use memchr::memmem::Finder;
use memchr::{memchr, memchr2, memchr3};

use super::analysis::unit_of;
use super::charclass::CharClass;
use super::program::{First, Op, Pc, Program, Unit1};
use super::unit::Unit;

/// Characters the automaton looks at, and groups of alternatives it keeps apart: a byte of the state each.
const LANES: usize = 8;
/// Most alternative beginnings that are followed.
const PATHS: usize = 32;
/// Most operations that are followed.
const BUDGET: usize = 256;
/// Bytes that the automaton reads between two searches for a rare first byte.
const STRETCH: usize = 64;

/// A literal that every match begins with, or comes right after.
#[derive(Debug)]
struct Needle {
    chars: Vec<u32>,
    /// How far before the match it begins: a lookbehind.
    lead: usize,
    /// Absent where a character is no byte.
    finder: Option<Finder<'static>>,
}

/// The Shift-Or automaton. Lane `i` of a byte's word has a zero for each group of alternatives that may have this byte as
/// its character `i`; lane `i` of the state, for each whose first `i + 1` characters the last bytes may be.
#[derive(Debug)]
struct Window {
    table: Box<[u64; 256]>,
    len: usize,
}

/// First bytes that the library searches for faster than a table does.
#[derive(Clone, Copy, Debug)]
enum Few {
    One(u8),
    Two(u8, u8),
    Three(u8, u8, u8),
    Many,
}

/// The scans that apply to a program.
#[derive(Debug)]
pub(super) struct Prefilter {
    /// A match may be empty, or nothing is known: every place is a candidate.
    everywhere: bool,
    /// The whole pattern is the needle: a place found is a match of this length.
    pub(super) exact: Option<usize>,
    needle: Option<Needle>,
    window: Option<Window>,
    few: Few,
    first: [bool; 256],
    wide: bool,
}

type Latin = [u64; 4];

impl Prefilter {
    pub(super) fn new(program: &Program) -> Prefilter {
        let first = program.first;
        let mut table = [false; 256];
        let mut members = Vec::new();
        for ch in first.members() {
            table[usize::from(ch)] = true;
            members.push(ch);
        }
        let few = match *members {
            [a] => Few::One(a),
            [a, b] => Few::Two(a, b),
            [a, b, c] => Few::Three(a, b, c),
            _ => Few::Many,
        };
        let (needle, exact) = needle_of(program);
        let behind = lookbehind_of(program);
        let (needle, lead) = if behind.len() > needle.len() { (behind, true) } else { (needle, false) };
        // Where the information block errs, what it excludes is not found.
        let excluded = |ch: &u32| u8::try_from(*ch).is_ok_and(|ch| !first.has(ch));
        let needle = if !lead && needle.first().is_some_and(excluded) { Vec::new() } else { needle };
        let exact = (exact && !lead && !needle.is_empty()).then_some(needle.len());
        let lone = !lead && needle.len() == 1 && exact.is_none() && needle[0] < 256;
        let needle = (!needle.is_empty() && !lone).then(|| Needle {
            finder: needle
                .iter()
                .map(|ch| u8::try_from(*ch).ok())
                .collect::<Option<Vec<u8>>>()
                .map(|bytes| Finder::new(&bytes).into_owned()),
            lead: if lead { needle.len() } else { 0 },
            chars: needle,
        });
        let window = if needle.is_none() && !first.empty { window_of(program) } else { None };
        Prefilter {
            everywhere: first.empty && needle.is_none(),
            exact,
            needle,
            window,
            few,
            first: table,
            wide: first.kinds != 0,
        }
    }

    /// The first place from `from` on where a match may begin. `text` ends where matching ends.
    #[inline]
    pub(super) fn next<U: Unit, C: CharClass>(
        &self,
        program: &Program,
        class: &C,
        text: &[U],
        from: usize,
    ) -> Option<usize> {
        if self.everywhere {
            return Some(from);
        }
        let lead = self.needle.as_ref().map_or(0, |needle| needle.lead);
        let skipped = from.saturating_sub(lead);
        let rest = text.get(skipped..)?;
        let found = match U::as_bytes(rest) {
            Some(bytes) => self.next_byte(bytes),
            None => self.next_wide(program, class, rest),
        };
        found.map(|at| skipped + lead + at)
    }

    fn first_byte(&self, text: &[u8]) -> Option<usize> {
        match self.few {
            Few::One(a) => memchr(a, text),
            Few::Two(a, b) => memchr2(a, b, text),
            Few::Three(a, b, c) => memchr3(a, b, c, text),
            Few::Many => text.iter().position(|byte| self.first[usize::from(*byte)]),
        }
    }

    fn next_byte(&self, text: &[u8]) -> Option<usize> {
        if let Some(needle) = &self.needle {
            return match *needle.chars {
                [ch] => memchr(u8::try_from(ch).ok()?, text),
                _ => needle.finder.as_ref()?.find(text),
            };
        }
        let Some(window) = &self.window else { return self.first_byte(text) };
        if matches!(self.few, Few::Many) {
            return window.find(text);
        }
        let mut from = 0;
        loop {
            from += self.first_byte(text.get(from..)?)?;
            let rest = text.get(from..)?;
            let stretch = rest.get(..STRETCH + window.len - 1).unwrap_or(rest);
            if let Some(at) = window.find(stretch) {
                return Some(from + at);
            }
            from += STRETCH;
        }
    }

    fn next_wide<U: Unit, C: CharClass>(&self, program: &Program, class: &C, text: &[U]) -> Option<usize> {
        if let Some(needle) = &self.needle {
            let (head, tail) = needle.chars.split_first()?;
            let head = U::from_code(*head)?;
            let mut from = 0;
            loop {
                from += U::find(text.get(from..)?, head)?;
                let rest = text.get(from + 1..)?.get(..tail.len())?;
                if rest.iter().zip(tail).all(|(unit, ch)| unit.code() == *ch) {
                    return Some(from);
                }
                from += 1;
            }
        }
        if let (Few::One(ch), false) = (self.few, self.wide) {
            return U::find(text, U::from_code(u32::from(ch))?);
        }
        let set = program.info_set.map(|set| &program.sets[set as usize]);
        text.iter().position(|unit| match self.first.get(unit.code() as usize) {
            Some(member) => *member,
            None => self.wide && set.is_none_or(|set| set.is_dynamic() || set.holds(class, unit.code())),
        })
    }
}

impl Window {
    /// Where the first stretch begins that every lane of some group passes.
    fn find(&self, text: &[u8]) -> Option<usize> {
        let found = 0xFF << (8 * (self.len - 1));
        let mut state = u64::MAX;
        for (at, byte) in text.iter().enumerate() {
            state = state << 8 | self.table[usize::from(*byte)];
            if !state & found != 0 {
                return Some(at + 1 - self.len);
            }
        }
        None
    }
}

/// The literal that every match begins with, and whether it is the whole pattern.
fn needle_of(program: &Program) -> (Vec<u32>, bool) {
    let mut needle = Vec::new();
    let mut plain = true;
    let mut pc: Pc = 0;
    for _ in 0..BUDGET {
        match program.ops.get(pc as usize) {
            Some(Op::Char(ch)) => needle.push(*ch),
            Some(Op::Literal { start, len }) => needle.extend(program.literal(*start, *len)),
            Some(Op::Mark(_) | Op::At(_) | Op::Atomic) => plain = false,
            Some(Op::AtomicEnd(next) | Op::AssertNot { next, .. } | Op::Assert { next, .. }) => {
                plain = false;
                pc = *next;
                continue;
            }
            Some(Op::Accept) => return (needle, plain),
            _ => break,
        }
        pc += 1;
    }
    (needle, false)
}

/// The literal that stands before every match, if the pattern begins with a lookbehind of one.
fn lookbehind_of(program: &Program) -> Vec<u32> {
    let mut needle = Vec::new();
    let start = program.ops.iter().position(|op| !matches!(op, Op::Mark(_) | Op::At(_))).unwrap_or(0);
    if let Some(Op::Assert { back, plain: true, .. }) = program.ops.get(start) {
        for op in program.ops.iter().skip(start + 1) {
            match op {
                Op::Char(ch) => needle.push(*ch),
                Op::Literal { start, len } => needle.extend(program.literal(*start, *len)),
                Op::AssertEnd(_) if needle.len() == *back as usize => return needle,
                _ => break,
            }
        }
    }
    Vec::new()
}

fn latin_of(program: &Program, unit: Unit1) -> Latin {
    let mut first = First::NOTHING;
    match unit {
        Unit1::Char(ch) => {
            if let Ok(ch) = u8::try_from(ch) {
                first.insert(ch);
            }
        }
        Unit1::NotChar(ch) => {
            (0..=u8::MAX).filter(|other| u32::from(*other) != ch).for_each(|other| first.insert(other));
        }
        Unit1::AnyChar => first.latin = [u64::MAX; 4],
        Unit1::Set(set) | Unit1::DynamicSet(set) => first.latin = *program.sets[set as usize].bits(),
    }
    first.latin
}

/// The sets of the first characters of every way the pattern can begin, each as far as it is known (at most `LANES`).
/// None where there are too many ways.
fn beginnings(program: &Program) -> Option<Vec<Vec<Latin>>> {
    let mut done: Vec<Vec<Latin>> = Vec::new();
    let mut todo: Vec<(Pc, Vec<Latin>)> = vec![(0, Vec::new())];
    let mut budget = BUDGET;
    while let Some((mut pc, mut path)) = todo.pop() {
        while path.len() < LANES {
            budget = budget.checked_sub(1)?;
            let op = *program.ops.get(pc as usize)?;
            pc += 1;
            match op {
                Op::Literal { start, len } => {
                    for ch in program.literal(start, len).iter().take(LANES - path.len()) {
                        path.push(latin_of(program, Unit1::Char(*ch)));
                    }
                }
                Op::Mark(_) | Op::At(_) | Op::Atomic => {}
                Op::Jump(next) | Op::AtomicEnd(next) | Op::Assert { next, .. } | Op::AssertNot { next, .. } => {
                    pc = next
                }
                Op::RepeatOne(repeat) => {
                    let repeat = &program.repeats[repeat as usize];
                    let set = latin_of(program, repeat.item);
                    path.extend(std::iter::repeat_n(set, repeat.min.min(LANES - path.len())));
                    if repeat.min != repeat.max {
                        break;
                    }
                }
                Op::Repeat(index) | Op::Possessive(index) if program.loops[index as usize].min > 0 => {}
                Op::Branch(branch) => {
                    let targets = &program.branches[branch as usize].targets;
                    if todo.len() + done.len() + targets.len() > PATHS {
                        break;
                    }
                    let Some((head, others)) = targets.split_first() else { break };
                    todo.extend(others.iter().map(|target| (*target, path.clone())));
                    pc = *head;
                }
                op => match unit_of(op) {
                    Some(unit) => path.push(latin_of(program, unit)),
                    None => break,
                },
            }
        }
        done.push(path);
    }
    Some(done)
}

fn window_of(program: &Program) -> Option<Window> {
    let paths = beginnings(program)?;
    let len = paths.iter().map(Vec::len).min()?;
    if len < 2 {
        return None;
    }
    let mut table = Box::new([u64::MAX; 256]);
    for (number, path) in paths.iter().enumerate() {
        for (lane, set) in path.iter().take(len).enumerate() {
            let bit = 1 << (8 * lane + number % LANES);
            let allowed = |ch: usize| lane > 0 || program.first.has(ch as u8);
            for (ch, word) in table.iter_mut().enumerate() {
                if set[ch >> 6] & (1 << (ch & 63)) != 0 && allowed(ch) {
                    *word &= !bit;
                }
            }
        }
    }
    Some(Window { table, len })
}
