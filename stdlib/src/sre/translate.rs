//! From code array to operations, checking every word (`_sre/sre.c: _validate_inner`, `_validate_charset`).
//!
//! Constructs nest and all their jumps go forward, so one pass suffices, with a stack of the constructs that are open.
//! Each says at which word its current part ends; no operand may lie beyond the end of the innermost one. Nesting depth
//! costs memory only.
//!
//! Accepted is what CPython accepts, but for two things that its compiler never emits and which there lead to reads
//! outside the array or to endless loops: sets without a terminator, and a single-character repeat of something else.

use super::charclass::CharClass;
use super::charset::{CharSet, Fold, Item, lower_latin};
use super::opcode::{At, Category, INFO_CHARSET, INFO_LITERAL, INFO_PREFIX, MAXGROUPS, MAXREPEAT, Opcode};
use super::program::{
    BRANCH_WIDTH, Branch, Greed, Guard, InvalidCode, Loop, Op, Pc, Program, RefFold, RepeatOne, Unit1,
};

/// An operation whose target is not yet known.
const UNKNOWN: Pc = Pc::MAX;

/// A construct that is not yet closed.
enum Open {
    /// An alternative. `op` is the `Branch` operation, `jumps` the operations that leave its alternatives.
    Alternative { op: Pc, jumps: Vec<Pc>, starts: Vec<Pc>, target: Option<usize> },
    /// The part of a conditional that applies where the group has matched.
    Then { op: Pc },
    /// The other part; `jump` skips it.
    Else { jump: Pc },
    /// Body of a greedy or lazy loop.
    Repeat { index: u32 },
    /// Body of a possessive loop.
    Possessive { index: u32 },
    /// Body of an atomic group; `ends` are the operations that leave it.
    Atomic { ends: Vec<Pc> },
    /// Body of a positive lookaround, begun by the operation `op`.
    Assert { op: Pc, ends: Vec<Pc> },
    /// Body of a negative lookaround, begun by the operation `op`.
    AssertNot { op: Pc },
}

struct Translator<'a, C> {
    code: &'a [u32],
    class: &'a C,
    groups: u32,
    program: Program,
    /// Position of the next word.
    at: usize,
    /// Open constructs with the end of their current part, innermost last.
    open: Vec<(usize, Open)>,
    /// Operations before this one may be jumped over: a literal must not be merged into them.
    label: usize,
    /// Lower case of the first characters, once it is asked for.
    lower: Option<Box<[u32; 256]>>,
    /// Words and folding of each set made so far.
    set_sources: Vec<(std::ops::Range<usize>, Fold)>,
    /// Number of loops open.
    loop_depth: u32,
}

/// Translates and checks a code array.
pub(super) fn translate<C: CharClass>(code: &[u32], groups: u32, class: &C) -> Result<Program, InvalidCode> {
    if groups > MAXGROUPS || code.last() != Some(&(Opcode::Success as u32)) || u32::try_from(code.len()).is_err() {
        return Err(InvalidCode);
    }
    let mut translator = Translator {
        code: &code[..code.len() - 1],
        class,
        groups,
        program: Program::empty(groups),
        at: 0,
        open: Vec::new(),
        label: 0,
        lower: None,
        set_sources: Vec::new(),
        loop_depth: 0,
    };
    translator.run()?;
    Ok(translator.program)
}

impl<C: CharClass> Translator<'_, C> {
    fn run(&mut self) -> Result<(), InvalidCode> {
        loop {
            match self.open.last() {
                Some((end, _)) if *end == self.at => self.close()?,
                None if self.at == self.code.len() => break,
                _ => self.operation()?,
            }
        }
        self.emit(Op::Accept);
        Ok(())
    }

    /// End of the innermost part.
    fn end(&self) -> usize {
        self.open.last().map_or(self.code.len(), |(end, _)| *end)
    }

    fn word(&mut self) -> Result<u32, InvalidCode> {
        if self.at >= self.end() {
            return Err(InvalidCode);
        }
        let word = *self.code.get(self.at).ok_or(InvalidCode)?;
        self.at += 1;
        Ok(word)
    }

    fn opcode(&mut self) -> Result<Opcode, InvalidCode> {
        Opcode::from_code(self.word()?).ok_or(InvalidCode)
    }

    /// A relative jump, as the position it leads to, counted `before` words earlier than the word itself.
    fn skip(&mut self, before: usize) -> Result<usize, InvalidCode> {
        let base = self.at;
        let target = (base + self.word()? as usize).checked_sub(before).ok_or(InvalidCode)?;
        if target > self.end() { Err(InvalidCode) } else { Ok(target) }
    }

    /// `target - words`, which must not lie before the next word.
    fn before(&self, target: usize, words: usize) -> Result<usize, InvalidCode> {
        target.checked_sub(words).filter(|end| *end >= self.at).ok_or(InvalidCode)
    }

    fn here(&self) -> Pc {
        self.program.ops.len() as Pc
    }

    fn mark_label(&mut self) -> Pc {
        self.label = self.program.ops.len();
        self.here()
    }

    fn emit(&mut self, op: Op) -> Pc {
        let pc = self.here();
        self.program.ops.push(op);
        pc
    }

    fn set_op(&mut self, pc: Pc, op: Op) {
        if let Some(slot) = self.program.ops.get_mut(pc as usize) {
            *slot = op;
        }
    }

    /// The next word must be this operation.
    fn expect(&mut self, wanted: Opcode) -> Result<(), InvalidCode> {
        // The word lies outside the construct that it closes.
        let word = self.code.get(self.at).ok_or(InvalidCode)?;
        self.at += 1;
        if *word == wanted as u32 { Ok(()) } else { Err(InvalidCode) }
    }

    fn operation(&mut self) -> Result<(), InvalidCode> {
        match self.opcode()? {
            Opcode::Success => self.success(),
            Opcode::Failure => {
                self.emit(Op::Fail);
            }
            Opcode::Mark => {
                let mark = self.word()?;
                if u64::from(mark) > 2 * u64::from(self.groups) + 1 {
                    return Err(InvalidCode);
                }
                self.program.marks = self.program.marks.max(mark as usize + 1);
                self.emit(Op::Mark(mark));
            }
            Opcode::At => {
                let at = At::from_code(self.word()?).ok_or(InvalidCode)?;
                self.emit(Op::At(at));
            }
            Opcode::Info => self.info()?,
            Opcode::Branch => self.branch()?,
            Opcode::RepeatOne => self.repeat_one(Greed::Greedy)?,
            Opcode::MinRepeatOne => self.repeat_one(Greed::Lazy)?,
            Opcode::PossessiveRepeatOne => self.repeat_one(Greed::Possessive)?,
            Opcode::Repeat => self.repeat()?,
            Opcode::PossessiveRepeat => self.possessive()?,
            Opcode::AtomicGroup => {
                let next = self.skip(0)?;
                let end = self.before(next, 1)?;
                self.emit(Op::Atomic);
                self.open.push((end, Open::Atomic { ends: Vec::new() }));
            }
            op @ (Opcode::Assert | Opcode::AssertNot) => {
                let next = self.skip(0)?;
                let back = self.word()?;
                let end = self.before(next, 1)?;
                if op == Opcode::Assert {
                    let op = self.emit(Op::Assert { back, next: UNKNOWN, plain: false });
                    self.open.push((end, Open::Assert { op, ends: Vec::new() }));
                } else {
                    let op = self.emit(Op::AssertNot { back, next: UNKNOWN, plain: false });
                    self.open.push((end, Open::AssertNot { op }));
                }
            }
            Opcode::GroupRef => self.group_ref(RefFold::Exact)?,
            Opcode::GroupRefIgnore => self.group_ref(RefFold::Ascii)?,
            Opcode::GroupRefUniIgnore => self.group_ref(RefFold::Unicode)?,
            Opcode::GroupRefLocIgnore => self.group_ref(RefFold::Locale)?,
            Opcode::GroupRefExists => {
                let group = self.group()?;
                let end = self.skip(1)?;
                let end = self.before(end, 0)?;
                let op = self.emit(Op::GroupRefExists { group, absent: UNKNOWN });
                self.open.push((end, Open::Then { op }));
            }
            Opcode::Jump => self.conditional_jump()?,
            op => {
                let unit = self.unit(op)?;
                self.emit_unit(unit);
            }
        }
        Ok(())
    }

    /// `SUCCESS` ends the innermost region that is matched for itself.
    fn success(&mut self) {
        let pc = self.here();
        let mut end = Op::Accept;
        for (_, open) in self.open.iter_mut().rev() {
            match open {
                Open::Atomic { ends } => {
                    ends.push(pc);
                    end = Op::AtomicEnd(UNKNOWN);
                    break;
                }
                Open::Assert { ends, .. } => {
                    ends.push(pc);
                    end = Op::AssertEnd(UNKNOWN);
                    break;
                }
                Open::AssertNot { .. } => {
                    end = Op::AssertNotEnd;
                    break;
                }
                Open::Possessive { index } => {
                    end = Op::PossessiveEnd(*index);
                    break;
                }
                Open::Alternative { .. } | Open::Then { .. } | Open::Else { .. } | Open::Repeat { .. } => {}
            }
        }
        self.emit(end);
    }

    fn emit_unit(&mut self, unit: Unit1) {
        let op = match unit {
            Unit1::Char(ch) => {
                self.program.literals.push(ch);
                if self.program.ops.len() > self.label {
                    // The characters of adjacent literals are adjacent in the pool, being pushed in order.
                    let start = self.program.literals.len() as u32 - 1;
                    match self.program.ops.last_mut() {
                        Some(last @ Op::Char(_)) => {
                            *last = Op::Literal { start: start - 1, len: 2 };
                            return;
                        }
                        Some(Op::Literal { len, .. }) => {
                            *len += 1;
                            return;
                        }
                        _ => {}
                    }
                }
                Op::Char(ch)
            }
            Unit1::NotChar(ch) => Op::NotChar(ch),
            Unit1::AnyChar => Op::AnyChar,
            Unit1::Set(set) => Op::Set(set),
            Unit1::DynamicSet(set) => Op::DynamicSet(set),
        };
        self.emit(op);
    }

    /// An operation that consumes exactly one character.
    fn unit(&mut self, op: Opcode) -> Result<Unit1, InvalidCode> {
        Ok(match op {
            Opcode::Any => Unit1::NotChar(u32::from(b'\n')),
            Opcode::AnyAll => Unit1::AnyChar,
            Opcode::Literal => Unit1::Char(self.word()?),
            Opcode::NotLiteral => Unit1::NotChar(self.word()?),
            Opcode::LiteralIgnore => self.literal_set(Fold::Ascii, false)?,
            Opcode::NotLiteralIgnore => self.literal_set(Fold::Ascii, true)?,
            Opcode::LiteralUniIgnore => self.literal_set(Fold::Unicode, false)?,
            Opcode::NotLiteralUniIgnore => self.literal_set(Fold::Unicode, true)?,
            Opcode::LiteralLocIgnore => self.literal_set(Fold::Locale, false)?,
            Opcode::NotLiteralLocIgnore => self.literal_set(Fold::Locale, true)?,
            Opcode::Category => {
                let start = self.at;
                let category = Category::from_code(self.word()?).ok_or(InvalidCode)?;
                let set = self.build_set(vec![Item::Category(category)], Fold::None);
                self.add_set(set, start - 1..self.at, Fold::None)
            }
            // What the compiler makes of a set without members.
            Opcode::Failure => {
                let set = self.build_set(Vec::new(), Fold::None);
                self.add_set(set, 0..0, Fold::None)
            }
            Opcode::In => self.set(Fold::None)?,
            Opcode::InIgnore => self.set(Fold::Ascii)?,
            Opcode::InUniIgnore => self.set(Fold::Unicode)?,
            Opcode::InLocIgnore => self.set(Fold::Locale)?,
            _ => return Err(InvalidCode),
        })
    }

    fn build_set(&mut self, items: Vec<Item>, fold: Fold) -> CharSet {
        const UNUSED: [u32; 256] = [0; 256];
        match fold {
            Fold::Unicode => {
                let lower = self.lower.get_or_insert_with(|| lower_latin(self.class));
                CharSet::new(self.class, lower, items, fold)
            }
            Fold::None | Fold::Ascii | Fold::Locale => CharSet::new(self.class, &UNUSED, items, fold),
        }
    }

    fn literal_set(&mut self, fold: Fold, negated: bool) -> Result<Unit1, InvalidCode> {
        let start = self.at - 1;
        let literal = Item::Literal(self.word()?);
        let source = start..self.at;
        if let Some(unit) = self.known_set(&source, fold) {
            return Ok(unit);
        }
        let items = if negated { vec![Item::Negate, literal] } else { vec![literal] };
        let set = self.build_set(items, fold);
        Ok(self.add_set(set, source, fold))
    }

    fn set(&mut self, fold: Fold) -> Result<Unit1, InvalidCode> {
        let next = self.skip(0)?;
        let end = self.before(next, 1)?;
        let source = self.at..end;
        if let Some(unit) = self.known_set(&source, fold) {
            self.at = next;
            return Ok(unit);
        }
        let items = self.set_items(end)?;
        self.expect(Opcode::Failure)?;
        let set = self.build_set(items, fold);
        Ok(self.add_set(set, source, fold))
    }

    fn set_items(&mut self, end: usize) -> Result<Vec<Item>, InvalidCode> {
        let code = self.code.get(..end).ok_or(InvalidCode)?;
        let mut items = Vec::new();
        let mut words = code.get(self.at..).ok_or(InvalidCode)?.iter().copied();
        let mut word = || words.next().ok_or(InvalidCode);
        let bitmap = |word: &mut dyn FnMut() -> Result<u32, InvalidCode>| {
            let mut map = [0; 8];
            for slot in &mut map {
                *slot = word()?;
            }
            Ok(map)
        };
        while let Ok(op) = word() {
            items.push(match Opcode::from_code(op).ok_or(InvalidCode)? {
                Opcode::Negate => Item::Negate,
                Opcode::Literal => Item::Literal(word()?),
                Opcode::Range => Item::Range(word()?, word()?),
                Opcode::RangeUniIgnore => Item::RangeUniIgnore(word()?, word()?),
                Opcode::Category => Item::Category(Category::from_code(word()?).ok_or(InvalidCode)?),
                Opcode::Charset => Item::Bitmap(bitmap(&mut word)?),
                Opcode::BigCharset => {
                    let count = word()?;
                    let mut index = [0; 256];
                    for bytes in index.chunks_exact_mut(4) {
                        bytes.copy_from_slice(&word()?.to_ne_bytes());
                    }
                    if index.iter().any(|block| u32::from(*block) >= count) {
                        return Err(InvalidCode);
                    }
                    let mut blocks = Vec::new();
                    for _ in 0..count {
                        blocks.push(bitmap(&mut word)?);
                    }
                    Item::BigBitmap(Box::new((index, blocks)))
                }
                _ => return Err(InvalidCode),
            });
        }
        self.at = end;
        Ok(items)
    }

    /// The set made before from the same words, if any.
    fn known_set(&self, source: &std::ops::Range<usize>, fold: Fold) -> Option<Unit1> {
        let words = self.code.get(source.clone())?;
        let same = |(range, other): &(std::ops::Range<usize>, Fold)| {
            *other == fold
                && range.len() == words.len()
                && !range.is_empty()
                && self.code.get(range.clone()) == Some(words)
        };
        let found = self.set_sources.iter().position(same)?;
        self.program.sets.get(found).map(|set| Self::set_unit(set, found as u32))
    }

    fn set_unit(set: &CharSet, index: u32) -> Unit1 {
        if set.is_dynamic() { Unit1::DynamicSet(index) } else { Unit1::Set(index) }
    }

    fn add_set(&mut self, set: CharSet, source: std::ops::Range<usize>, fold: Fold) -> Unit1 {
        let unit = Self::set_unit(&set, self.program.sets.len() as u32);
        self.program.sets.push(set);
        self.set_sources.push((source, fold));
        unit
    }

    /// The information block. Its prefix only repeats what the code itself says, and the analysis of the operations finds
    /// more; it is checked and passed over. Its set of first characters is kept, because the compiler errs: it makes it
    /// with the flags of the whole pattern, so that `(?a:\W)` is not found where the ASCII and the Unicode `\W` differ.
    fn info(&mut self) -> Result<(), InvalidCode> {
        let outermost = self.at == 1;
        let next = self.skip(0)?;
        let flags = self.word()?;
        let min = self.word()?;
        self.word()?;
        let both = INFO_PREFIX | INFO_CHARSET;
        if flags & !(both | INFO_LITERAL) != 0
            || flags & both == both
            || flags & (INFO_LITERAL | INFO_PREFIX) == INFO_LITERAL
            || self.at > next
        {
            return Err(InvalidCode);
        }
        if flags & INFO_PREFIX != 0 {
            let len = self.word()?;
            self.word()?;
            let overlap = self.at.checked_add(len as usize).ok_or(InvalidCode)?;
            let end = overlap.checked_add(len as usize).filter(|end| *end <= next).ok_or(InvalidCode)?;
            if self.code.get(overlap..end).ok_or(InvalidCode)?.iter().any(|step| *step >= len) {
                return Err(InvalidCode);
            }
            self.at = end;
        }
        if flags & INFO_CHARSET != 0 {
            let end = self.before(next, 1)?;
            let source = self.at..end;
            let items = self.set_items(end)?;
            self.expect(Opcode::Failure)?;
            if outermost {
                let set = self.build_set(items, Fold::None);
                self.program.info_set = Some(self.program.sets.len() as u32);
                self.add_set(set, source, Fold::None);
            }
        }
        if self.at != next {
            return Err(InvalidCode);
        }
        if outermost {
            self.program.min_width = min as usize;
        }
        self.mark_label();
        Ok(())
    }

    fn branch(&mut self) -> Result<(), InvalidCode> {
        let next = self.skip(0)?;
        let end = self.before(next, 2)?;
        let op = self.emit(Op::Fail);
        let start = self.mark_label();
        self.open.push((end, Open::Alternative { op, jumps: Vec::new(), starts: vec![start], target: None }));
        Ok(())
    }

    /// Makes the dispatch of a branch, or a chain of them where there are many alternatives.
    fn finish_branch(&mut self, op: Pc, starts: &[Pc]) {
        let mut parts: Vec<&[Pc]> = Vec::new();
        let mut rest = starts;
        while rest.len() > BRANCH_WIDTH {
            let (part, later) = rest.split_at(BRANCH_WIDTH - 1);
            parts.push(part);
            rest = later;
        }
        parts.push(rest);
        let mut at = op;
        for (number, part) in parts.iter().enumerate() {
            let index = self.program.branches.len() as u32;
            let mut targets = part.to_vec();
            self.set_op(at, Op::Branch(index));
            if number + 1 < parts.len() {
                at = self.emit(Op::Fail);
                targets.push(at);
            }
            self.program.branches.push(Branch {
                targets,
                classes: Box::new([0; 256]),
                masks: Vec::new(),
                wide: 0,
                at_end: 0,
            });
        }
    }

    fn limits(&mut self) -> Result<(usize, usize), InvalidCode> {
        let (min, max) = (self.word()?, self.word()?);
        if min > max {
            return Err(InvalidCode);
        }
        Ok((min as usize, if max == MAXREPEAT { usize::MAX } else { max as usize }))
    }

    fn repeat_one(&mut self, greed: Greed) -> Result<(), InvalidCode> {
        let next = self.skip(0)?;
        let (min, max) = self.limits()?;
        let end = self.before(next, 1)?;
        let op = self.opcode()?;
        let item = self.unit(op)?;
        if self.at != end {
            return Err(InvalidCode);
        }
        self.expect(Opcode::Success)?;
        let index = self.program.repeats.len() as u32;
        self.program.repeats.push(RepeatOne { item, next: self.here() + 1, greed, min, max, guard: Guard::None });
        self.emit(Op::RepeatOne(index));
        Ok(())
    }

    fn new_loop(&mut self) -> Result<(usize, u32), InvalidCode> {
        let end = self.skip(0)?;
        let (min, max) = self.limits()?;
        let end = self.before(end, 0)?;
        let index = self.program.loops.len() as u32;
        self.program.loops.push(Loop {
            body: self.here() + 1,
            until: UNKNOWN,
            min,
            max,
            nested: self.loop_depth > 0,
            body_guard: Guard::None,
            tail_guard: Guard::None,
        });
        self.loop_depth += 1;
        Ok((end, index))
    }

    fn repeat(&mut self) -> Result<(), InvalidCode> {
        let (end, index) = self.new_loop()?;
        self.emit(Op::Repeat(index));
        self.open.push((end, Open::Repeat { index }));
        self.mark_label();
        Ok(())
    }

    fn possessive(&mut self) -> Result<(), InvalidCode> {
        let (end, index) = self.new_loop()?;
        self.emit(Op::Possessive(index));
        self.open.push((end, Open::Possessive { index }));
        self.mark_label();
        Ok(())
    }

    fn group(&mut self) -> Result<u32, InvalidCode> {
        let group = self.word()?;
        if group >= self.groups { Err(InvalidCode) } else { Ok(group) }
    }

    fn group_ref(&mut self, fold: RefFold) -> Result<(), InvalidCode> {
        let group = self.group()?;
        self.emit(Op::GroupRef { group, fold });
        Ok(())
    }

    /// A jump is legal only at the end of the first part of a conditional; those of branches are read by `close`.
    fn conditional_jump(&mut self) -> Result<(), InvalidCode> {
        let operand = self.at;
        let Some((end, Open::Then { op })) = self.open.last() else { return Err(InvalidCode) };
        let (end, op) = (*end, *op);
        if operand + 1 != end {
            return Err(InvalidCode);
        }
        self.open.pop();
        let target = self.skip(0)?;
        let target = self.before(target, 0)?;
        let jump = self.emit(Op::Jump(UNKNOWN));
        let absent = self.mark_label();
        if let Some(Op::GroupRefExists { group, .. }) = self.program.ops.get(op as usize).copied() {
            self.set_op(op, Op::GroupRefExists { group, absent });
        }
        self.open.push((target, Open::Else { jump }));
        Ok(())
    }

    /// Ends the current part of the innermost construct.
    fn close(&mut self) -> Result<(), InvalidCode> {
        let Some((_, open)) = self.open.pop() else { return Err(InvalidCode) };
        match open {
            Open::Alternative { op, mut jumps, mut starts, target } => {
                self.expect(Opcode::Jump)?;
                let to = self.skip(0)?;
                if target.is_some_and(|target| target != to) {
                    return Err(InvalidCode);
                }
                jumps.push(self.emit(Op::Jump(UNKNOWN)));
                let base = self.at;
                let skip = self.word()? as usize;
                if skip == 0 {
                    if self.at != to {
                        return Err(InvalidCode);
                    }
                    self.finish_branch(op, &starts);
                    let after = self.mark_label();
                    for jump in jumps {
                        self.set_op(jump, Op::Jump(after));
                    }
                } else {
                    let next = base + skip;
                    if next > self.end() {
                        return Err(InvalidCode);
                    }
                    let end = self.before(next, 2)?;
                    starts.push(self.mark_label());
                    self.open.push((end, Open::Alternative { op, jumps, starts, target: Some(to) }));
                }
            }
            Open::Then { op } => {
                let absent = self.mark_label();
                if let Some(Op::GroupRefExists { group, .. }) = self.program.ops.get(op as usize).copied() {
                    self.set_op(op, Op::GroupRefExists { group, absent });
                }
            }
            Open::Else { jump } => {
                let after = self.mark_label();
                self.set_op(jump, Op::Jump(after));
            }
            Open::Repeat { index } => {
                self.loop_depth -= 1;
                // The `Until` word belongs to the enclosing part.
                let until = match self.opcode()? {
                    Opcode::MaxUntil => self.emit(Op::MaxUntil(index)),
                    Opcode::MinUntil => self.emit(Op::MinUntil(index)),
                    _ => return Err(InvalidCode),
                };
                self.close_loop(index, until);
            }
            Open::Possessive { index } => {
                self.loop_depth -= 1;
                if self.opcode()? != Opcode::Success {
                    return Err(InvalidCode);
                }
                let until = self.emit(Op::PossessiveEnd(index));
                self.close_loop(index, until);
            }
            Open::Atomic { mut ends } => {
                self.expect(Opcode::Success)?;
                ends.push(self.emit(Op::AtomicEnd(UNKNOWN)));
                let next = self.mark_label();
                for end in ends {
                    self.set_op(end, Op::AtomicEnd(next));
                }
            }
            Open::Assert { op, mut ends } => {
                self.expect(Opcode::Success)?;
                ends.push(self.emit(Op::AssertEnd(UNKNOWN)));
                let next = self.mark_label();
                for end in ends {
                    self.set_op(end, Op::AssertEnd(next));
                }
                if let Some(Op::Assert { back, .. }) = self.program.ops.get(op as usize).copied() {
                    self.set_op(op, Op::Assert { back, next, plain: self.is_plain(op + 1) });
                }
            }
            Open::AssertNot { op } => {
                self.expect(Opcode::Success)?;
                self.emit(Op::AssertNotEnd);
                let next = self.mark_label();
                if let Some(Op::AssertNot { back, .. }) = self.program.ops.get(op as usize).copied() {
                    self.set_op(op, Op::AssertNot { back, next, plain: self.is_plain(op + 1) });
                }
            }
        }
        Ok(())
    }

    /// Whether a lookaround whose body begins at `pc` and has just ended is `plain`.
    fn is_plain(&self, pc: Pc) -> bool {
        let body = self.program.ops.get(pc as usize..).and_then(|body| body.split_last());
        body.is_some_and(|(_, body)| {
            let plain = |op: &Op| {
                matches!(op, Op::Char(_) | Op::NotChar(_) | Op::AnyChar | Op::Set(_) | Op::Literal { .. } | Op::At(_))
            };
            body.iter().all(plain)
        })
    }

    fn close_loop(&mut self, index: u32, until: Pc) {
        self.mark_label();
        if let Some(entry) = self.program.loops.get_mut(index as usize) {
            entry.until = until;
        }
    }
}
