//! `re.Match`: what a match has found (`_sre/sre.c: MatchObject`).
//!
//! The spans of all groups are the tail: two 64-bit numbers a group, the whole match first, -1 where a group has not
//! taken part.

use rpython_heap::{Kind, Payload};
use rpython_objects::{
    Args, Dict, Obj, OptObj, PyResult, Ref, Slots, Tuple, TypeDef, TypeExt, TypeFlags, Vm, getter, int, native,
    native::class_getitem,
    protocol, raise,
    sequence::{finish, write_repr},
    text::TextBuf,
    types,
};

use super::{
    super::State,
    pattern::{self, Pattern},
    subject::{Held, slice_of},
    substitution,
};
use crate::kinds;

/// The payload of a match.
pub(super) struct Match {
    /// The subject.
    pub(super) string: Obj,
    pub(super) pattern: Ref<Pattern>,
    /// `regs`, once asked for.
    regs: OptObj,
    pos: usize,
    endpos: usize,
    lastindex: Option<u32>,
}

impl Payload for Match {
    const KIND: Kind = kinds::SRE_MATCH;
    const NAME: &'static str = "match";
    const TRACKED: bool = true;
    type Tail = u8;
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.string);
        visit(&self.pattern);
        self.regs.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.string = Obj::NONE;
        self.regs = OptObj::NONE;
    }
}

const SPAN: usize = 16;

/// The match that a state has found.
pub(super) fn new(vm: &mut Vm, pattern: &Ref<Pattern>, state: &State, held: &Held) -> PyResult {
    pattern::check_spans(vm, state, pattern)?;
    let groups = pattern.get(vm).program.groups();
    let payload = Match {
        string: held.string().clone(),
        pattern: pattern.clone(),
        regs: OptObj::NONE,
        pos: state.pos(),
        endpos: state.endpos(),
        lastindex: state.lastindex().and_then(|index| u32::try_from(index).ok()),
    };
    let Some(class) = vm.type_of_kind(kinds::SRE_MATCH) else { return Ok(Obj::NONE) };
    let bytes = (groups + 1).checked_mul(SPAN).ok_or(rpython_heap::OutOfMemory)?;
    let made = Ref::with_bytes(vm, class.shape(vm), payload, bytes, bytes, |tail| {
        for (number, span) in tail.chunks_exact_mut(SPAN).enumerate() {
            let (start, end) = state.group(number).map_or((-1, -1), |(start, end)| (start as i64, end as i64));
            let (low, high) = span.split_at_mut(SPAN / 2);
            low.copy_from_slice(&start.to_ne_bytes());
            high.copy_from_slice(&end.to_ne_bytes());
        }
    })?;
    Ok(made.into_obj())
}

/// Groups, the whole match included.
pub(super) fn count(vm: &Vm, this: &Ref<Match>) -> usize {
    this.tail(vm).len() / SPAN
}

/// Start and end of a group; -1 where it has not matched or there is none.
fn bounds(vm: &Vm, this: &Ref<Match>, group: usize) -> (i64, i64) {
    let number = |at: usize| {
        let bytes = this.tail(vm).get(at..at + SPAN / 2).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(-1, i64::from_ne_bytes)
    };
    (number(group * SPAN), number(group * SPAN + SPAN / 2))
}

/// The span of a group that has matched.
pub(super) fn span_of(vm: &Vm, this: &Ref<Match>, group: usize) -> Option<(usize, usize)> {
    let (start, end) = bounds(vm, this, group);
    Some((usize::try_from(start).ok()?, usize::try_from(end).ok()?))
}

fn no_such_group(vm: &mut Vm) -> rpython_objects::Raised {
    raise!(vm, types::INDEX_ERROR, "no such group")
}

/// The number of a group given by number or name.
fn index(vm: &mut Vm, this: &Ref<Match>, group: &Obj) -> PyResult<usize> {
    let mut index = -1;
    if protocol::has_index(vm, group) {
        index = protocol::to_index(vm, group, None)?;
    } else {
        let names = this.get(vm).pattern.get(vm).groupindex.cloned();
        if let Some(names) = names.as_ref().and_then(|names| names.downcast_ref::<Dict>())
            && let Some(found) = Dict::get_item(vm, names, group)?
            && int::is_int(&found)
        {
            index = rpython_objects::argument::ssize(vm, &found)?;
        }
    }
    match usize::try_from(index) {
        Ok(index) if index < count(vm, this) => Ok(index),
        _ => Err(no_such_group(vm)),
    }
}

/// The text of a group, or `default`.
pub(super) fn text(vm: &mut Vm, this: &Ref<Match>, group: usize, default: &Obj) -> PyResult {
    let Some((start, end)) = span_of(vm, this, group) else { return Ok(default.clone()) };
    let string = this.get(vm).string.clone();
    if string.is_none() {
        return Ok(default.clone());
    }
    slice_of(vm, &string, start, end)
}

fn one(vm: &mut Vm, this: &Ref<Match>, group: &Obj) -> PyResult {
    let number = index(vm, this, group)?;
    text(vm, this, number, &Obj::NONE)
}

fn group(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Match>();
    let wanted = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    match &wanted[..] {
        [] => text(vm, this, 0, &Obj::NONE),
        [group] => one(vm, this, group),
        several => {
            let mut texts = Vec::with_capacity(several.len());
            for group in several {
                texts.push(one(vm, this, group)?);
            }
            Ok(Tuple::from_vec(vm, texts)?.into_obj())
        }
    }
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    match o.downcast_ref::<Match>() {
        Some(this) => one(vm, this, key),
        None => Ok(Obj::NONE),
    }
}

/// The bounds of the group that an optional argument names.
fn asked_bounds(vm: &mut Vm, args: Args<'_>) -> PyResult<(i64, i64)> {
    let this = args.this::<Match>();
    let group = match args.opt(1) {
        Some(group) => index(vm, this, group)?,
        None => 0,
    };
    Ok(bounds(vm, this, group))
}

fn start(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (start, _) = asked_bounds(vm, args)?;
    Ok(int::from_i64(vm, start))
}

fn end(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (_, end) = asked_bounds(vm, args)?;
    Ok(int::from_i64(vm, end))
}

fn pair(vm: &mut Vm, (start, end): (i64, i64)) -> PyResult {
    let items = vec![int::from_i64(vm, start), int::from_i64(vm, end)];
    Ok(Tuple::from_vec(vm, items)?.into_obj())
}

fn span(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bounds = asked_bounds(vm, args)?;
    pair(vm, bounds)
}

fn groups(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Match>();
    let default = args.opt(1).cloned().unwrap_or(Obj::NONE);
    let mut texts = Vec::with_capacity(count(vm, this));
    for number in 1..count(vm, this) {
        texts.push(text(vm, this, number, &default)?);
    }
    Ok(Tuple::from_vec(vm, texts)?.into_obj())
}

fn groupdict(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Match>();
    let default = args.opt(1).cloned().unwrap_or(Obj::NONE);
    let made = Dict::new(vm);
    let names = this.get(vm).pattern.get(vm).groupindex.cloned();
    let Some(names) = names.as_ref().and_then(|names| names.downcast_ref::<Dict>()) else {
        return Ok(made.into_obj());
    };
    for entry in 0..names.get(vm).size() {
        let Some((name, _)) = names.get(vm).pair_at(entry) else { continue };
        let number = index(vm, this, &name)?;
        let text = text(vm, this, number, &default)?;
        Dict::set_item(vm, &made, &name, text)?;
    }
    Ok(made.into_obj())
}

fn expand(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Match>();
    let pattern = this.get(vm).pattern.clone();
    let template = substitution::compile_template(vm, &pattern, args.at(1))?;
    substitution::expand(vm, &template, this)
}

fn itself(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(args.at(0).clone())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(this) = o.downcast_ref::<Match>() else { return Ok(Obj::NONE) };
    let (start, end) = bounds(vm, this, 0);
    let text = text(vm, this, 0, &Obj::NONE)?;
    let mut buf = TextBuf::new();
    buf.push_str(&format!("<re.Match object; span=({start}, {end}), match="));
    write_repr(vm, &text, &mut buf)?;
    buf.push_ascii(b">");
    finish(vm, buf)
}

/// A field of a match.
fn field(vm: &mut Vm, o: &Obj, read: fn(&mut Vm, &Ref<Match>) -> PyResult) -> PyResult {
    match o.downcast_ref::<Match>() {
        Some(this) => read(vm, this),
        None => Ok(Obj::NONE),
    }
}

fn lastgroup(vm: &mut Vm, this: &Ref<Match>) -> PyResult {
    let payload = this.get(vm);
    let names = payload.pattern.get(vm).indexgroup.get().and_then(|names| names.downcast_ref::<Tuple>());
    let name = payload.lastindex.and_then(|index| names?.tail(vm).get(index as usize));
    Ok(name.cloned().unwrap_or(Obj::NONE))
}

fn regs(vm: &mut Vm, this: &Ref<Match>) -> PyResult {
    if let Some(regs) = this.get(vm).regs.cloned() {
        return Ok(regs);
    }
    let mut pairs = Vec::with_capacity(count(vm, this));
    for number in 0..count(vm, this) {
        let bounds = bounds(vm, this, number);
        pairs.push(pair(vm, bounds)?);
    }
    let made = Tuple::from_vec(vm, pairs)?.into_obj();
    this.get_mut(vm).regs = OptObj::some(made.clone());
    Ok(made)
}

/// `re.Match`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Match",
    module: "re",
    kind: kinds::SRE_MATCH,
    flags: TypeFlags::NO_NEW,
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    slots: Slots { repr: Some(repr), subscript: Some(subscript), ..Slots::EMPTY },
    methods: &[
        native(
            "group",
            "($self, *groups)",
            group,
            "group([group1, ...]) -> str or tuple.\n    Return subgroup(s) of the match by indices or names.\n    For 0 returns the entire match.",
        ),
        native("start", "($self, group=0, /)", start, "Return index of the start of the substring matched by group."),
        native("end", "($self, group=0, /)", end, "Return index of the end of the substring matched by group."),
        native(
            "span",
            "($self, group=0, /)",
            span,
            "For match object m, return the 2-tuple (m.start(group), m.end(group)).",
        ),
        native(
            "groups",
            "($self, /, default=None)",
            groups,
            "Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate in the match.",
        ),
        native(
            "groupdict",
            "($self, /, default=None)",
            groupdict,
            "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for groups that did not participate in the match.",
        ),
        native(
            "expand",
            "($self, /, template)",
            expand,
            "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.",
        ),
        native("__copy__", "($self, /)", itself, ""),
        native("__deepcopy__", "($self, memo, /)", itself, ""),
        class_getitem("Matches are generic over the type of string which was matched (str or bytes)"),
    ],
    getsets: &[
        getter(
            "string",
            |vm, o| field(vm, o, |vm, m| Ok(m.get(vm).string.clone())),
            "The string passed to match() or search().",
        ),
        getter(
            "re",
            |vm, o| field(vm, o, |vm, m| Ok(m.get(vm).pattern.clone().into_obj())),
            "The regular expression object.",
        ),
        getter(
            "pos",
            |vm, o| field(vm, o, |vm, m| Ok(int::from_i64(vm, m.get(vm).pos as i64))),
            "The index into the string at which the RE engine started looking for a match.",
        ),
        getter(
            "endpos",
            |vm, o| field(vm, o, |vm, m| Ok(int::from_i64(vm, m.get(vm).endpos as i64))),
            "The index into the string beyond which the RE engine will not go.",
        ),
        getter(
            "lastindex",
            |vm, o| field(vm, o, |vm, m| Ok(m.get(vm).lastindex.map_or(Obj::NONE, |n| int::from_i64(vm, n.into())))),
            "The integer index of the last matched capturing group.",
        ),
        getter("lastgroup", |vm, o| field(vm, o, lastgroup), "The name of the last matched capturing group."),
        getter("regs", |vm, o| field(vm, o, regs), ""),
    ],
    ..TypeDef::EMPTY
};
