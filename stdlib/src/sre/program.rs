//! The internal form of a pattern: decoded operations that the matcher runs.
//!
//! Translation (`translate.rs`) decodes and checks the code array once; analysis (`analysis.rs`) then adds what can be
//! known beforehand: the characters that may come first at each choice, which repeats need no backtracking, where a
//! search may begin. None of it changes what a pattern matches; each item only removes attempts that must fail.
//!
//! Invariant, established by `translate.rs` and relied on by `matcher.rs`: every operation number, set, branch, repeat
//! and loop named by an operation exists, and the last operation is `Accept`.

use std::fmt;
use std::sync::OnceLock;

use super::charclass::CharClass;
use super::charset::CharSet;
use super::opcode::At;
use super::prefilter::Prefilter;
use super::{analysis, translate};

/// Number of an operation.
pub(super) type Pc = u32;

/// How two characters are compared by a group reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefFold {
    Exact,
    Ascii,
    Unicode,
    Locale,
}

/// One operation. Those that consume characters fail at the end of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// No match here.
    Fail,
    /// The whole pattern has matched.
    Accept,
    /// One character equal to this.
    Char(u32),
    /// One character other than this.
    NotChar(u32),
    /// Any one character.
    AnyChar,
    /// One character of a set (index into `sets`).
    Set(u32),
    /// One character of a set that depends on the locale.
    DynamicSet(u32),
    /// The characters `literals[start..start + len]`.
    Literal { start: u32, len: u32 },
    /// A zero-width position.
    At(At),
    /// Records the position as mark `n`; group g has the marks 2g and 2g + 1.
    Mark(u32),
    /// Continues elsewhere.
    Jump(Pc),
    /// Tries alternatives in order (index into `branches`).
    Branch(u32),
    /// Repeats one character (index into `repeats`).
    RepeatOne(u32),
    /// Begins a loop (index into `loops`) and continues at its `Until` operation.
    Repeat(u32),
    /// End of one round of a greedy loop.
    MaxUntil(u32),
    /// End of one round of a lazy loop.
    MinUntil(u32),
    /// Begins a possessive loop.
    Possessive(u32),
    /// End of one round of a possessive loop.
    PossessiveEnd(u32),
    /// The text of a group again.
    GroupRef { group: u32, fold: RefFold },
    /// Continues at `absent` where the group has not matched.
    GroupRefExists { group: u32, absent: Pc },
    /// Runs what follows up to `AssertEnd`, `back` characters earlier; then continues at `next`. A `plain` one holds only
    /// operations of fixed width without choices.
    Assert { back: u32, next: Pc, plain: bool },
    /// Runs what follows up to `AssertNotEnd`; continues at `next` when that fails.
    AssertNot { back: u32, next: Pc, plain: bool },
    /// Runs what follows up to `AtomicEnd`.
    Atomic,
    /// The lookaround has matched: continues at the operation, from the position where it began.
    AssertEnd(Pc),
    /// The negative lookaround has matched, so it fails.
    AssertNotEnd,
    /// The atomic group has matched: continues at the operation, without its choices.
    AtomicEnd(Pc),
}

const _: () = assert!(size_of::<Op>() <= 12);

/// What can come next somewhere: the first character consumed from a place on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct First {
    /// Bitmap of characters below 256.
    pub(super) latin: [u64; 4],
    /// Kinds of characters from 256 up (`charset::kind`).
    pub(super) kinds: u8,
    /// It may match without consuming anything, so that nothing can be excluded.
    pub(super) empty: bool,
}

impl First {
    pub(super) const NOTHING: First = First { latin: [0; 4], kinds: 0, empty: false };

    /// Whether a character below 256 can come next.
    pub(super) fn has(&self, ch: u8) -> bool {
        self.latin[usize::from(ch >> 6)] & (1 << (ch & 63)) != 0
    }

    pub(super) fn insert(&mut self, ch: u8) {
        self.latin[usize::from(ch >> 6)] |= 1 << (ch & 63);
    }
}

/// A cheap necessary condition on what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing is known.
    None,
    /// The next character is this one.
    Char(u32),
    /// The next character is in this table (index into `guards`).
    Table(u32),
    /// The place is this position.
    At(At),
}

/// The table of a [`Guard`].
#[derive(Debug)]
pub(super) struct GuardTable {
    pub(super) latin: [bool; 256],
    /// The same as bits.
    pub(super) bits: [u64; 4],
    /// Whether any character from 256 up passes.
    pub(super) wide: bool,
}

/// At most this many alternatives share one dispatch; a longer branch is a chain.
pub(super) const BRANCH_WIDTH: usize = 64;

/// Alternatives with their dispatch by the next character.
#[derive(Debug)]
pub(super) struct Branch {
    /// Where each alternative begins; at most [`BRANCH_WIDTH`].
    pub(super) targets: Vec<Pc>,
    /// Class of each character below 256.
    pub(super) classes: Box<[u8; 256]>,
    /// Alternatives that may match, as bits, for each class.
    pub(super) masks: Vec<u64>,
    /// The same for characters from 256 up.
    pub(super) wide: u64,
    /// The same at the end of the subject.
    pub(super) at_end: u64,
}

/// The item of a single-character repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit1 {
    Char(u32),
    NotChar(u32),
    AnyChar,
    Set(u32),
    DynamicSet(u32),
}

/// How a repeat gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    /// Gives nothing back: written so, or proved that nothing given back could help.
    Possessive,
}

/// A single-character repeat.
#[derive(Clone, Copy, Debug)]
pub(super) struct RepeatOne {
    pub(super) item: Unit1,
    /// The operation after the repeat.
    pub(super) next: Pc,
    pub(super) greed: Greed,
    pub(super) min: usize,
    /// `usize::MAX` where there is no limit.
    pub(super) max: usize,
    /// Condition on the character after the repeat.
    pub(super) guard: Guard,
}

/// A loop over more than one character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loop {
    pub(super) body: Pc,
    /// The `Until` operation; the operation after it is the tail.
    pub(super) until: Pc,
    pub(super) min: usize,
    /// `usize::MAX` where there is no limit.
    pub(super) max: usize,
    /// Lies within another loop, so that its registers outlive one run of it.
    pub(super) nested: bool,
    pub(super) body_guard: Guard,
    pub(super) tail_guard: Guard,
}

/// The code array is not one that `re._compiler` makes: CPython's `RuntimeError("invalid SRE code")`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCode;

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid SRE code")
    }
}

impl std::error::Error for InvalidCode {}

/// Where a search goes on after an attempt has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retry {
    /// At the next place.
    Next,
    /// Nowhere: the pattern begins with `AT_BEGINNING`, or with a repeat of any character.
    Never,
    /// After the next such character: the pattern begins with an unlimited repeat of all others, so that an attempt
    /// before it would try nothing new.
    After(u32),
}

/// A compiled pattern.
#[derive(Debug)]
pub struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) literals: Vec<u32>,
    pub(super) sets: Vec<CharSet>,
    pub(super) branches: Vec<Branch>,
    pub(super) repeats: Vec<RepeatOne>,
    pub(super) loops: Vec<Loop>,
    pub(super) guards: Vec<GuardTable>,
    /// Fewest characters a match has, by the information block.
    pub(super) min_width: usize,
    /// Set of the characters at which a search tries a match, by the information block.
    pub(super) info_set: Option<u32>,
    /// Marks that the operations use.
    pub(super) marks: usize,
    /// What a match may begin with.
    pub(super) first: First,
    /// Where a search goes on after a failed attempt.
    pub(super) retry: Retry,
    groups: u32,
    prefilter: OnceLock<Prefilter>,
}

impl Program {
    /// Decodes and checks `code` for a pattern with `groups` capturing groups. `class` decides what the first 256
    /// characters are, once and for all; the same database must be given to the matcher.
    pub fn compile<C: CharClass>(code: &[u32], groups: u32, class: &C) -> Result<Program, InvalidCode> {
        let mut program = translate::translate(code, groups, class)?;
        analysis::analyse(&mut program, class);
        Ok(program)
    }

    pub(super) fn empty(groups: u32) -> Program {
        Program {
            ops: Vec::new(),
            literals: Vec::new(),
            sets: Vec::new(),
            branches: Vec::new(),
            repeats: Vec::new(),
            loops: Vec::new(),
            guards: Vec::new(),
            min_width: 0,
            info_set: None,
            marks: 0,
            first: First::NOTHING,
            retry: Retry::Next,
            groups,
            prefilter: OnceLock::new(),
        }
    }

    /// Number of capturing groups.
    pub fn groups(&self) -> usize {
        self.groups as usize
    }

    /// Whether a match begins with `AT_BEGINNING`.
    pub(super) fn is_anchored(&self) -> bool {
        let start = self.ops.iter().find(|op| !matches!(op, Op::Mark(_)));
        matches!(start, Some(Op::At(At::Beginning | At::BeginningString)))
    }

    /// Where a search may begin; worked out at the first search.
    pub(super) fn prefilter(&self) -> &Prefilter {
        self.prefilter.get_or_init(|| Prefilter::new(self))
    }

    /// The literal characters of a `Literal` operation.
    #[inline(always)]
    pub(super) fn literal(&self, start: u32, len: u32) -> &[u32] {
        let start = start as usize;
        self.literals.get(start..start + len as usize).unwrap_or(&[])
    }
}
