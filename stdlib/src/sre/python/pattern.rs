//! `re.Pattern`: a compiled pattern and the searches it does (`_sre/sre.c: PatternObject`).

use std::{
    hash::{Hash, Hasher},
    sync::atomic::Ordering,
};

use rpython_heap::{BufVec, Kind, OutOfMemory, Payload};
use rpython_objects::{
    Args, CompareOp, Dict, EVAL_BREAKER, List, Obj, OptObj, PyResult, Ref, Slots, Str, Tuple, TypeDef, TypeFlags, Vm,
    argument, call_iterator, getter, int, mapping_proxy, native, native::class_getitem, protocol, raise,
    sequence::finish, text::TextBuf, type_error, types,
};
use rustc_hash::FxHasher;

use super::{
    super::{Database, Program, State, Stop, opcode},
    matched,
    scanner::{self, Scanner},
    subject::Held,
    substitution,
};
use crate::kinds;

/// The payload of a pattern.
pub(super) struct Pattern {
    /// What it was compiled from, or `None`.
    pub(super) pattern: Obj,
    /// Names of groups to their numbers, where there are any.
    pub(super) groupindex: OptObj,
    /// The same by number.
    pub(super) indexgroup: OptObj,
    pub(super) flags: i32,
    /// Whether it matches bytes; unknown for a pattern of nothing.
    pub(super) is_bytes: Option<bool>,
    code: Box<[u32]>,
    /// Boxed: it is wider aligned than a slot.
    pub(super) program: Box<Program>,
}

impl Payload for Pattern {
    const KIND: Kind = kinds::SRE_PATTERN;
    const NAME: &'static str = "pattern";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.pattern);
        self.groupindex.get().into_iter().for_each(&mut *visit);
        self.indexgroup.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.pattern = Obj::NONE;
        self.groupindex = OptObj::NONE;
        self.indexgroup = OptObj::NONE;
    }
}

/// States that are not in use, so that most matches allocate nothing.
#[derive(Default)]
struct Spare(Vec<State>);

fn take_state(vm: &mut Vm) -> State {
    vm.state_of::<Spare>().0.pop().unwrap_or_default()
}

fn give_state(vm: &mut Vm, state: State) {
    const MOST: usize = 4;
    let spare = vm.state_of::<Spare>();
    if spare.0.len() < MOST {
        spare.0.push(state);
    }
}

/// What a run looks for.
#[derive(Clone, Copy)]
pub(super) enum Task {
    /// A match at the start.
    Match,
    /// A match of everything.
    FullMatch,
    /// A match anywhere.
    Search,
}

/// Runs a state to its answer; signals are handled on the way.
pub(super) fn run(vm: &mut Vm, state: &mut State, pattern: &Ref<Pattern>, held: &Held, task: Task) -> PyResult<bool> {
    let mut poll = || EVAL_BREAKER.load(Ordering::Relaxed);
    let program = &pattern.get(vm).program;
    let subject = held.view(vm);
    let mut result = match task {
        Task::Match => state.match_(program, subject, &Database, &mut poll),
        Task::FullMatch => state.fullmatch(program, subject, &Database, &mut poll),
        Task::Search => state.search(program, subject, &Database, &mut poll),
    };
    loop {
        match result {
            Ok(found) => return Ok(found),
            Err(Stop::Memory) => return Err(OutOfMemory.into()),
            Err(Stop::Interrupted) => {
                vm.poll()?;
                result = state.resume(&pattern.get(vm).program, held.view(vm), &Database, &mut poll);
            }
        }
    }
}

/// Bounds as `pos` and `endpos` give them.
fn bounds(vm: &mut Vm, pos: Option<&Obj>, endpos: Option<&Obj>) -> PyResult<(usize, usize)> {
    let pos = argument::ssize_or(vm, pos, 0)?;
    let endpos = argument::ssize_or(vm, endpos, isize::MAX)?;
    Ok((pos.max(0) as usize, endpos.max(0) as usize))
}

/// Holds a subject that the pattern can match (`state_init`).
fn hold(vm: &mut Vm, pattern: &Ref<Pattern>, string: &Obj) -> PyResult<Held> {
    let held = Held::new(vm, string)?;
    match (held.is_bytes(), pattern.get(vm).is_bytes) {
        (true, Some(false)) => {
            held.release(vm);
            Err(type_error!(vm, "cannot use a string pattern on a bytes-like object"))
        }
        (false, Some(true)) => Err(type_error!(vm, "cannot use a bytes pattern on a string-like object")),
        _ => Ok(held),
    }
}

/// Gives `work` a state over a subject and takes both back.
pub(super) fn with_state<R>(
    vm: &mut Vm,
    pattern: &Ref<Pattern>,
    string: &Obj,
    (pos, endpos): (usize, usize),
    work: impl FnOnce(&mut Vm, &mut State, &Held) -> PyResult<R>,
) -> PyResult<R> {
    let held = hold(vm, pattern, string)?;
    let mut state = take_state(vm);
    state.begin(held.view(vm).len(), pos, endpos);
    let result = work(vm, &mut state, &held);
    held.release(vm);
    give_state(vm, state);
    result
}

/// Fails if a group ends before it begins, which only code that no compiler made can do.
pub(super) fn check_spans(vm: &mut Vm, state: &State, pattern: &Ref<Pattern>) -> PyResult<()> {
    if state.has_wrong_span(&pattern.get(vm).program) {
        return Err(raise!(
            vm,
            types::SYSTEM_ERROR,
            "The span of capturing group is wrong, please report a bug for the re module."
        ));
    }
    Ok(())
}

fn once(vm: &mut Vm, args: Args<'_>, task: Task) -> PyResult {
    let pattern = args.this::<Pattern>();
    let bounds = bounds(vm, args.opt(2), args.opt(3))?;
    with_state(vm, pattern, args.at(1), bounds, |vm, state, held| {
        if run(vm, state, pattern, held, task)? { matched::new(vm, pattern, state, held) } else { Ok(Obj::NONE) }
    })
}

fn match_(vm: &mut Vm, args: Args<'_>) -> PyResult {
    once(vm, args, Task::Match)
}

fn fullmatch(vm: &mut Vm, args: Args<'_>) -> PyResult {
    once(vm, args, Task::FullMatch)
}

fn search(vm: &mut Vm, args: Args<'_>) -> PyResult {
    once(vm, args, Task::Search)
}

/// The text of a group; `absent` where it has not matched.
fn group(vm: &Vm, state: &State, held: &Held, number: usize, absent: &Obj) -> Result<Obj, OutOfMemory> {
    match state.group(number) {
        Some((start, end)) => held.slice(vm, start, end),
        None => Ok(absent.clone()),
    }
}

fn findall(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pattern = args.this::<Pattern>();
    let bounds = bounds(vm, args.opt(2), args.opt(3))?;
    let found = with_state(vm, pattern, args.at(1), bounds, |vm, state, held| {
        let groups = pattern.get(vm).program.groups();
        let empty = held.slice(vm, 0, 0)?;
        let mut found = BufVec::new();
        while !state.is_exhausted() && run(vm, state, pattern, held, Task::Search)? {
            check_spans(vm, state, pattern)?;
            let item = match groups {
                0 | 1 => group(vm, state, held, groups, &empty)?,
                _ => {
                    let mut items = Vec::with_capacity(groups);
                    for number in 1..=groups {
                        items.push(group(vm, state, held, number, &empty)?);
                    }
                    Tuple::from_vec(vm, items)?.into_obj()
                }
            };
            found.push(item)?;
            state.advance();
        }
        Ok(found)
    })?;
    Ok(List::new(vm, found).into_obj())
}

fn split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pattern = args.this::<Pattern>();
    let most = argument::ssize_or(vm, args.opt(2), 0)?;
    let found = with_state(vm, pattern, args.at(1), (0, usize::MAX), |vm, state, held| {
        let groups = pattern.get(vm).program.groups();
        let mut found = BufVec::new();
        let (mut last, mut n) = (state.start(), 0);
        while (most == 0 || n < most) && run(vm, state, pattern, held, Task::Search)? {
            check_spans(vm, state, pattern)?;
            found.push(held.slice(vm, last, state.start())?)?;
            for number in 1..=groups {
                found.push(group(vm, state, held, number, &Obj::NONE)?)?;
            }
            n += 1;
            state.advance();
            last = state.start();
        }
        found.push(held.slice(vm, last, state.endpos())?)?;
        Ok(found)
    })?;
    Ok(List::new(vm, found).into_obj())
}

fn scanner(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pattern = args.this::<Pattern>();
    let (pos, endpos) = bounds(vm, args.opt(2), args.opt(3))?;
    let held = hold(vm, pattern, args.at(1))?;
    let mut state = State::new();
    state.begin(held.view(vm).len(), pos, endpos);
    Ok(Scanner::make(vm, pattern, held, state))
}

fn finditer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let scanner = scanner(vm, args)?;
    let search = scanner::search_method(vm, &scanner)?;
    call_iterator::new(vm, &search, &Obj::NONE)
}

fn sub(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(substitution::substitute(vm, args)?.0)
}

fn subn(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (made, n) = substitution::substitute(vm, args)?;
    let n = int::from_i64(vm, n as i64);
    Ok(Tuple::from_vec(vm, vec![made, n])?.into_obj())
}

fn itself(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(args.at(0).clone())
}

const FLAG_NAMES: [(&str, u32); 8] = [
    ("re.IGNORECASE", opcode::FLAG_IGNORECASE),
    ("re.LOCALE", opcode::FLAG_LOCALE),
    ("re.MULTILINE", opcode::FLAG_MULTILINE),
    ("re.DOTALL", opcode::FLAG_DOTALL),
    ("re.UNICODE", opcode::FLAG_UNICODE),
    ("re.VERBOSE", opcode::FLAG_VERBOSE),
    ("re.DEBUG", opcode::FLAG_DEBUG),
    ("re.ASCII", opcode::FLAG_ASCII),
];

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    const LONGEST: usize = 200;
    let Some(this) = o.downcast_ref::<Pattern>() else { return Ok(Obj::NONE) };
    let (pattern, mut flags, is_bytes) = {
        let payload = this.get(vm);
        (payload.pattern.clone(), payload.flags as u32, payload.is_bytes)
    };
    // A str pattern is a Unicode one unless it says otherwise.
    let sorts = opcode::FLAG_LOCALE | opcode::FLAG_UNICODE | opcode::FLAG_ASCII;
    if is_bytes == Some(false) && flags & sorts == opcode::FLAG_UNICODE {
        flags &= !opcode::FLAG_UNICODE;
    }
    let mut shown = Vec::new();
    for (name, flag) in FLAG_NAMES {
        if flags & flag != 0 {
            shown.push(name.to_string());
            flags &= !flag;
        }
    }
    if flags != 0 {
        shown.push(format!("{flags:#x}"));
    }
    let text = protocol::repr(vm, &pattern)?;
    let mut buf = TextBuf::new();
    buf.push_ascii(b"re.compile(");
    if let Some(text) = text.downcast_ref::<Str>() {
        let text = rpython_objects::StrExt::text(text, vm);
        buf.push_slice(text, ..text.len().min(LONGEST));
    }
    if !shown.is_empty() {
        buf.push_str(", ");
        buf.push_str(&shown.join("|"));
    }
    buf.push_ascii(b")");
    finish(vm, buf)
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let Some(this) = o.downcast_ref::<Pattern>() else { return Ok(0) };
    let pattern = this.get(vm).pattern.clone();
    let of_pattern = protocol::hash(vm, &pattern)?;
    let payload = this.get(vm);
    let mut hasher = FxHasher::default();
    (&payload.code, payload.flags, payload.is_bytes, of_pattern).hash(&mut hasher);
    Ok(match hasher.finish() as i64 {
        -1 => -2,
        hash => hash,
    })
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(left), Some(right)) = (a.downcast_ref::<Pattern>(), b.downcast_ref::<Pattern>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let same = a.is(b) || {
        let (x, y) = (left.get(vm), right.get(vm));
        if x.flags == y.flags && x.is_bytes == y.is_bytes && x.code == y.code {
            let (x, y) = (x.pattern.clone(), y.pattern.clone());
            protocol::equal(vm, &x, &y)?
        } else {
            false
        }
    };
    Ok(Obj::bool(same == (op == CompareOp::Eq)))
}

fn groupindex(vm: &mut Vm, o: &Obj) -> PyResult {
    let index = o.downcast_ref::<Pattern>().and_then(|p| p.get(vm).groupindex.cloned());
    Ok(match index {
        Some(index) => mapping_proxy::new(vm, &index),
        None => Dict::new(vm).into_obj(),
    })
}

fn pattern(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<Pattern>().map_or(Obj::NONE, |p| p.get(vm).pattern.clone()))
}

fn flags(vm: &mut Vm, o: &Obj) -> PyResult {
    let flags = o.downcast_ref::<Pattern>().map_or(0, |p| p.get(vm).flags);
    Ok(int::from_i64(vm, flags.into()))
}

fn groups(vm: &mut Vm, o: &Obj) -> PyResult {
    let groups = o.downcast_ref::<Pattern>().map_or(0, |p| p.get(vm).program.groups());
    Ok(int::from_i64(vm, groups as i64))
}

/// `re.Pattern`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Pattern",
    module: "re",
    kind: kinds::SRE_PATTERN,
    flags: TypeFlags::NO_NEW,
    doc: "Compiled regular expression object.",
    slots: Slots { repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY },
    methods: &[
        native(
            "match",
            "($self, /, string, pos=0, endpos=sys.maxsize)",
            match_,
            "Matches zero or more characters at the beginning of the string.",
        ),
        native(
            "fullmatch",
            "($self, /, string, pos=0, endpos=sys.maxsize)",
            fullmatch,
            "Matches against all of the string.",
        ),
        native(
            "search",
            "($self, /, string, pos=0, endpos=sys.maxsize)",
            search,
            "Scan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the string matches.",
        ),
        native(
            "sub",
            "($self, /, repl, string, count=0)",
            sub,
            "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.",
        ),
        native(
            "subn",
            "($self, /, repl, string, count=0)",
            subn,
            "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.",
        ),
        native(
            "findall",
            "($self, /, string, pos=0, endpos=sys.maxsize)",
            findall,
            "Return a list of all non-overlapping matches of pattern in string.",
        ),
        native("split", "($self, /, string, maxsplit=0)", split, "Split string by the occurrences of pattern."),
        native(
            "finditer",
            "($self, /, string, pos=0, endpos=sys.maxsize)",
            finditer,
            "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match object.",
        ),
        native("scanner", "($self, /, string, pos=0, endpos=sys.maxsize)", scanner, ""),
        native("__copy__", "($self, /)", itself, ""),
        native("__deepcopy__", "($self, memo, /)", itself, ""),
        class_getitem("Patterns are generic over the type of string they handle (str or bytes)"),
    ],
    getsets: &[
        getter("pattern", pattern, "The pattern string from which the RE object was compiled."),
        getter("flags", flags, "The regex matching flags."),
        getter("groups", groups, "The number of capturing groups in the pattern."),
        getter("groupindex", groupindex, "A dictionary mapping group names to group numbers."),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// `_sre.compile`
pub(super) fn compile(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pattern = args.at(1);
    let flags = argument::c_int(vm, args.at(2))?;
    let Some(listed) = args.at(3).downcast_ref::<List>() else { return Err(wrong(vm, "code", "list", args.at(3))) };
    let groups = argument::ssize(vm, args.at(4))?;
    let Some(groupindex) = args.at(5).downcast_ref::<Dict>() else {
        return Err(wrong(vm, "groupindex", "dict", args.at(5)));
    };
    let Some(indexgroup) = args.at(6).downcast_ref::<Tuple>() else {
        return Err(wrong(vm, "indexgroup", "tuple", args.at(6)));
    };
    let mut code = Vec::new();
    for i in 0..listed.get(vm).items.len() {
        let Some(word) = listed.get(vm).items.get(i).cloned() else { break };
        code.push(code_word(vm, &word)?);
    }
    let is_bytes = match pattern.is_none() {
        true => None,
        false => {
            let held = Held::new(vm, pattern)?;
            let is_bytes = held.is_bytes();
            held.release(vm);
            Some(is_bytes)
        }
    };
    let groups = u32::try_from(groups).ok().filter(|groups| *groups <= opcode::MAXGROUPS);
    let program = groups.and_then(|groups| Program::compile(&code, groups, &Database).ok());
    let Some(program) = program else { return Err(raise!(vm, types::RUNTIME_ERROR, "invalid SRE code")) };
    let named = !groupindex.get(vm).is_empty();
    let groupindex = named.then(|| groupindex.clone().into_obj());
    let indexgroup = (named && !indexgroup.tail(vm).is_empty()).then(|| indexgroup.clone().into_obj());
    let made = Pattern {
        pattern: pattern.clone(),
        groupindex: groupindex.into(),
        indexgroup: indexgroup.into(),
        flags,
        is_bytes,
        code: code.into(),
        program: Box::new(program),
    };
    Ok(vm.make(made).into_obj())
}

fn wrong(vm: &mut Vm, name: &str, wanted: &str, got: &Obj) -> rpython_objects::Raised {
    let class = argument::shown_class(vm, got);
    type_error!(vm, "compile() argument '{name}' must be {wanted}, not {class}")
}

/// A word of the code array.
fn code_word(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    if !int::is_int(o) {
        return Err(type_error!(vm, "an integer is required"));
    }
    match int::to_i64(vm, o) {
        Some(n) if n < 0 => Err(raise!(vm, types::OVERFLOW_ERROR, "can't convert negative value to unsigned int")),
        Some(n) if n <= u32::MAX.into() => Ok(n as u32),
        _ => Err(raise!(vm, types::OVERFLOW_ERROR, "regular expression code size limit exceeded")),
    }
}
