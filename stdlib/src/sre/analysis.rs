//! What can be known of a program beforehand: first characters, guards, repeats that need not give back.
//!
//! Everything here is an over-approximation of what may match, so that leaving out the rest changes no result.

use super::charclass::CharClass;
use super::charset::{CharSet, kind, kind_of};
use super::opcode::At;
use super::program::{First, Greed, Guard, GuardTable, Op, Pc, Program, Retry, Unit1};

/// Most operations that one question may look at; past it, everything is possible.
const BUDGET: usize = 64;

impl GuardTable {
    #[inline(always)]
    pub(super) fn passes(&self, ch: u32) -> bool {
        match self.latin.get(ch as usize) {
            Some(passes) => *passes,
            None => self.wide,
        }
    }
}

impl First {
    fn add_set(&mut self, set: &CharSet) {
        self.latin.iter_mut().zip(set.bits()).for_each(|(mine, other)| *mine |= other);
        self.kinds |= set.kinds();
    }

    fn add_char<C: CharClass>(&mut self, class: &C, ch: u32) {
        match u8::try_from(ch) {
            Ok(ch) => self.insert(ch),
            Err(_) => self.kinds |= kind_of(class, ch),
        }
    }

    fn add_unit<C: CharClass>(&mut self, program: &Program, class: &C, unit: Unit1) {
        match unit {
            Unit1::Char(ch) => self.add_char(class, ch),
            Unit1::NotChar(ch) => {
                let mut latin = [u64::MAX; 4];
                if let Some(word) = latin.get_mut(ch as usize >> 6) {
                    *word &= !(1 << (ch & 63));
                }
                for (mine, other) in self.latin.iter_mut().zip(latin) {
                    *mine |= other;
                }
                self.kinds = kind::ANY;
            }
            Unit1::AnyChar => {
                self.latin = [u64::MAX; 4];
                self.kinds = kind::ANY;
            }
            Unit1::Set(set) | Unit1::DynamicSet(set) => self.add_set(&program.sets[set as usize]),
        }
    }

    /// Whether no character can be a member of both.
    fn disjoint(&self, other: &First) -> bool {
        self.kinds & other.kinds == 0 && self.latin.iter().zip(other.latin).all(|(mine, other)| mine & other == 0)
    }

    /// What both allow.
    fn common(mut self, other: &First) -> First {
        self.latin.iter_mut().zip(other.latin).for_each(|(mine, other)| *mine &= other);
        self.kinds &= other.kinds;
        self
    }

    fn excludes_nothing(&self) -> bool {
        self.empty || self.kinds == kind::ANY && self.latin == [u64::MAX; 4]
    }

    /// The only possible character, if there is just one and it is below 256.
    pub(super) fn single(&self) -> Option<u8> {
        let count: u32 = self.latin.iter().map(|word| word.count_ones()).sum();
        if count != 1 || self.kinds != 0 {
            return None;
        }
        self.members().next()
    }

    /// The possible characters below 256.
    pub(super) fn members(&self) -> impl Iterator<Item = u8> {
        self.latin.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.checked_sub(1)?;
                Some((index * 64) as u8 + bit as u8)
            })
        })
    }
}

/// The operation as a single-character item, if it is one.
pub(super) fn unit_of(op: Op) -> Option<Unit1> {
    Some(match op {
        Op::Char(ch) => Unit1::Char(ch),
        Op::NotChar(ch) => Unit1::NotChar(ch),
        Op::AnyChar => Unit1::AnyChar,
        Op::Set(set) => Unit1::Set(set),
        Op::DynamicSet(set) => Unit1::DynamicSet(set),
        _ => return None,
    })
}

/// What may be consumed first from an operation on.
///
/// The end of a region that began before `from` stops the walk: such a region keeps the first way it matches, whatever
/// follows, so what follows must not decide which way that is.
pub(super) fn first_of<C: CharClass>(program: &Program, class: &C, from: Pc) -> First {
    let mut first = First::NOTHING;
    let mut seen: Vec<Pc> = Vec::with_capacity(8);
    let mut todo = vec![(from, 0_u32)];
    while let Some((pc, depth)) = todo.pop() {
        if seen.contains(&pc) {
            continue;
        }
        seen.push(pc);
        let Some(op) = program.ops.get(pc as usize).copied().filter(|_| seen.len() <= BUDGET) else {
            first.empty = true;
            break;
        };
        match op {
            Op::Fail => {}
            Op::Accept | Op::AssertEnd(_) | Op::AssertNotEnd | Op::GroupRef { .. } => {
                first.empty = true;
                break;
            }
            Op::Literal { start, len } => {
                if let Some(ch) = program.literal(start, len).first() {
                    first.add_char(class, *ch);
                }
            }
            Op::AtomicEnd(_) | Op::PossessiveEnd(_) if depth == 0 => {
                first.empty = true;
                break;
            }
            Op::At(_) | Op::Mark(_) => todo.push((pc + 1, depth)),
            Op::Atomic => todo.push((pc + 1, depth + 1)),
            Op::AtomicEnd(next) => todo.push((next, depth - 1)),
            // What a lookahead needs, what follows it needs too.
            Op::Assert { back: 0, .. } => todo.push((pc + 1, depth)),
            Op::Jump(next) | Op::Assert { next, .. } | Op::AssertNot { next, .. } => todo.push((next, depth)),
            Op::Branch(branch) => {
                todo.extend(program.branches[branch as usize].targets.iter().map(|target| (*target, depth)));
            }
            Op::RepeatOne(repeat) => {
                let repeat = &program.repeats[repeat as usize];
                first.add_unit(program, class, repeat.item);
                if repeat.min == 0 {
                    todo.push((repeat.next, depth));
                }
            }
            Op::Repeat(index) | Op::Possessive(index) => {
                let entry = &program.loops[index as usize];
                todo.push((entry.body, depth + u32::from(matches!(op, Op::Possessive(_)))));
                if entry.min == 0 {
                    todo.push((entry.until + 1, depth));
                }
            }
            Op::MaxUntil(index) | Op::MinUntil(index) | Op::PossessiveEnd(index) => {
                let entry = &program.loops[index as usize];
                todo.push((entry.body, depth));
                todo.push((entry.until + 1, depth - u32::from(matches!(op, Op::PossessiveEnd(_)))));
            }
            Op::GroupRefExists { absent, .. } => todo.extend([(pc + 1, depth), (absent, depth)]),
            Op::Char(_) | Op::NotChar(_) | Op::AnyChar | Op::Set(_) | Op::DynamicSet(_) => {
                if let Some(unit) = unit_of(op) {
                    first.add_unit(program, class, unit);
                }
            }
        }
    }
    first
}

/// The condition that what is at `pc`, whose first characters are known, sets.
fn guard_of(program: &mut Program, pc: Pc, first: &First) -> Guard {
    if first.excludes_nothing() {
        let op = program.ops[pc as usize..].iter().find(|op| !matches!(op, Op::Mark(_)));
        return if let Some(Op::At(position)) = op { Guard::At(*position) } else { Guard::None };
    }
    if let Some(ch) = first.single() {
        return Guard::Char(u32::from(ch));
    }
    let wide = first.kinds != 0;
    let known = |table: &GuardTable| table.wide == wide && table.bits == first.latin;
    let index = program.guards.iter().position(known).unwrap_or_else(|| {
        let mut latin = [false; 256];
        for ch in first.members() {
            latin[usize::from(ch)] = true;
        }
        program.guards.push(GuardTable { latin, bits: first.latin, wide });
        program.guards.len() - 1
    });
    Guard::Table(index as u32)
}

/// Whether from `pc` on the match ends, or its choices are dropped, before anything is consumed or tested: then the
/// longest run of a greedy repeat is as good as any shorter one.
fn ends_region(program: &Program, mut pc: Pc) -> bool {
    loop {
        match program.ops.get(pc as usize) {
            Some(Op::Mark(_)) => pc += 1,
            Some(Op::Accept | Op::AssertEnd(_) | Op::AssertNotEnd | Op::AtomicEnd(_) | Op::PossessiveEnd(_)) => {
                return true;
            }
            _ => return false,
        }
    }
}

fn retry_of(program: &Program) -> Retry {
    // A group that is compared again depends on where the match began.
    let refers = program.ops.iter().any(|op| matches!(op, Op::GroupRef { .. }));
    let start = program.ops.iter().find(|op| !matches!(op, Op::Mark(_)));
    match start {
        Some(Op::At(At::Beginning | At::BeginningString)) => Retry::Never,
        Some(Op::RepeatOne(repeat)) if !refers => {
            let repeat = &program.repeats[*repeat as usize];
            match repeat.item {
                Unit1::AnyChar if repeat.max == usize::MAX => Retry::Never,
                Unit1::NotChar(ch) if repeat.max == usize::MAX => Retry::After(ch),
                _ => Retry::Next,
            }
        }
        _ => Retry::Next,
    }
}

fn dispatch<C: CharClass>(program: &mut Program, class: &C, index: usize) {
    let targets = program.branches[index].targets.clone();
    let mut by_char = [0_u64; 256];
    let (mut always, mut wide) = (0, 0);
    for (number, target) in targets.iter().enumerate() {
        let bit = 1 << number;
        let first = first_of(program, class, *target);
        if first.empty {
            always |= bit;
        } else {
            first.members().for_each(|ch| by_char[usize::from(ch)] |= bit);
        }
        if first.empty || first.kinds != 0 {
            wide |= bit;
        }
    }
    let branch = &mut program.branches[index];
    let mut last = (0_u8, None);
    for (class, mask) in branch.classes.iter_mut().zip(by_char) {
        if last.1 != Some(mask) {
            let mask = mask | always;
            // At most 256 characters make at most 256 classes.
            let number = branch.masks.iter().position(|known| *known == mask).unwrap_or_else(|| {
                branch.masks.push(mask);
                branch.masks.len() - 1
            });
            last = (number as u8, Some(mask & !always));
        }
        *class = last.0;
    }
    branch.wide = wide;
    branch.at_end = always;
}

/// Fills in dispatch tables, guards and the retry rule.
pub(super) fn analyse<C: CharClass>(program: &mut Program, class: &C) {
    for index in 0..program.branches.len() {
        dispatch(program, class, index);
    }
    for index in 0..program.repeats.len() {
        let repeat = program.repeats[index];
        let tail = first_of(program, class, repeat.next);
        let mut item = First::NOTHING;
        item.add_unit(program, class, repeat.item);
        let apart = !tail.empty && item.disjoint(&tail);
        let last = repeat.greed == Greed::Greedy && ends_region(program, repeat.next);
        let guard = guard_of(program, repeat.next, &tail);
        let entry = &mut program.repeats[index];
        entry.guard = guard;
        if apart || last {
            entry.greed = Greed::Possessive;
        }
    }
    for index in 0..program.loops.len() {
        let entry = program.loops[index];
        let (body, tail) = (first_of(program, class, entry.body), first_of(program, class, entry.until + 1));
        let body = guard_of(program, entry.body, &body);
        let tail = guard_of(program, entry.until + 1, &tail);
        let entry = &mut program.loops[index];
        entry.body_guard = body;
        entry.tail_guard = tail;
    }
    program.first = first_of(program, class, 0);
    if let Some(set) = program.info_set {
        let mut known = First::NOTHING;
        known.add_set(&program.sets[set as usize]);
        program.first = if program.first.empty { known } else { program.first.common(&known) };
    }
    program.retry = retry_of(program);
}
