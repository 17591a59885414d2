//! `sub`, `subn`, `expand` and the replacement templates that they use (`_sre/sre.c: pattern_subx`).
//!
//! A replacement collects its result as pieces, spans of the subject and objects, and joins them once at the end.

use rpython_heap::{Kind, Payload};
use rpython_objects::{
    Args, Bytes, List, Obj, PyResult, Ref, Str, StrExt, TypeDef, TypeFlags, Vm, argument, buffer, int, protocol, raise,
    str::build,
    text::{Text, TextBuf, search},
    type_error, types,
};

use super::{
    super::{Piece, State, Subject, Template},
    matched::{self, Match},
    pattern::{self, Pattern, Task},
    subject::Held,
};
use crate::kinds;

/// The payload of a compiled template.
pub(super) struct Compiled {
    template: Template<Obj>,
}

impl Payload for Compiled {
    const KIND: Kind = kinds::SRE_TEMPLATE;
    const NAME: &'static str = "template";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.template.literals().for_each(visit);
    }
}

/// `_sre.SRE_Template`
pub(super) static DEF: TypeDef = TypeDef {
    name: "SRE_Template",
    module: "_sre",
    kind: kinds::SRE_TEMPLATE,
    flags: TypeFlags::NO_NEW,
    ..TypeDef::EMPTY
};

/// `_sre.template`
pub(super) fn template(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(listed) = args.at(2).downcast_ref::<List>() else {
        let class = argument::shown_class(vm, args.at(2));
        return Err(type_error!(vm, "template() argument 2 must be list, not {class}"));
    };
    let items: Vec<Obj> = listed.get(vm).items.to_vec();
    let Some((head, rest)) = items.split_first().filter(|(_, rest)| rest.len() % 2 == 0) else {
        return Err(type_error!(vm, "invalid template"));
    };
    let mut groups = Vec::with_capacity(rest.len() / 2);
    for pair in rest.chunks_exact(2) {
        let [number, literal] = pair else { continue };
        let number = argument::int_ssize(vm, number)?;
        groups.push((number, (!is_empty(vm, literal)).then(|| literal.clone())));
    }
    match Template::new(head.clone(), groups) {
        Ok(template) => Ok(vm.make(Compiled { template }).into_obj()),
        Err(_) => Err(type_error!(vm, "invalid template")),
    }
}

/// Whether a literal is an empty `str` or `bytes`.
fn is_empty(vm: &Vm, o: &Obj) -> bool {
    match (o.downcast_ref::<Str>(), o.downcast_ref::<Bytes>()) {
        (Some(text), _) => text.get(vm).is_empty(),
        (_, Some(bytes)) => bytes.tail(vm).is_empty(),
        _ => false,
    }
}

/// `re._compile_template`, once found.
#[derive(Default)]
struct Compiler(Option<Obj>);

/// Compiles a replacement by `re._compile_template`, which caches.
pub(super) fn compile_template(vm: &mut Vm, pattern: &Ref<Pattern>, template: &Obj) -> PyResult<Ref<Compiled>> {
    let compiler = match vm.state_of::<Compiler>().0.clone() {
        Some(compiler) => compiler,
        None => {
            let import = vm.hooks.import;
            let (name, level) = (Str::intern(vm, "re").into_obj(), int::from_i64(vm, 0));
            let module = import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &level])?;
            let name = Str::intern(vm, "_compile_template");
            let found = protocol::get_attr(vm, &module, &name)?;
            vm.state_of::<Compiler>().0 = Some(found.clone());
            found
        }
    };
    let mut result = protocol::call(vm, &compiler, &[pattern.clone().into_obj(), template.clone()]);
    if result.is_err() && vm.raised_is(types::TYPE_ERROR) {
        // A replacement that cannot be hashed is tried as the plain text it holds.
        let plain = match template.downcast_ref::<Str>() {
            Some(text) if !text.is_exact() => Some(Str::from_text(vm, text.text(vm))?.into_obj()),
            Some(_) => None,
            None if buffer::has_buffer(vm, template) && !is_exact_bytes(template) => {
                let travelling = vm.exception.take();
                let copy = buffer::to_vec(vm, template)?;
                drop(travelling);
                Some(Bytes::new(vm, &copy)?.into_obj())
            }
            None => None,
        };
        if let Some(plain) = plain {
            vm.exception.take();
            result = protocol::call(vm, &compiler, &[pattern.clone().into_obj(), plain]);
        }
    }
    result?.downcast::<Compiled>().map_err(|other| {
        let class = argument::class_name(vm, &other);
        raise!(vm, types::RUNTIME_ERROR, "the result of compiling a replacement string is {class}")
    })
}

fn is_exact_bytes(o: &Obj) -> bool {
    o.header().is_some_and(|h| h.class() == types::BYTES.slot())
}

/// The text of a template for a match.
pub(super) fn expand(vm: &mut Vm, compiled: &Ref<Compiled>, found: &Ref<Match>) -> PyResult {
    let template = compiled.get(vm).template.clone();
    if let Some(literal) = template.literal() {
        return Ok(literal.clone());
    }
    let mut items = Vec::new();
    for piece in template.pieces() {
        match piece {
            Piece::Literal(literal) if is_empty(vm, literal) => {}
            Piece::Literal(literal) => items.push(literal.clone()),
            Piece::Group(group) if group >= matched::count(vm, found) => return Err(no_such_group(vm)),
            Piece::Group(group) => {
                let text = matched::text(vm, found, group, &Obj::NONE)?;
                if !text.is_none() {
                    items.push(text);
                }
            }
        }
    }
    join(vm, template.head().is_kind::<Str>(), &items)
}

fn no_such_group(vm: &mut Vm) -> rpython_objects::Raised {
    raise!(vm, types::INDEX_ERROR, "no such group")
}

/// `''.join(items)` or `b''.join(items)`
fn join(vm: &mut Vm, is_text: bool, items: &[Obj]) -> PyResult {
    if is_text {
        return Ok(build(vm, items)?.into_obj());
    }
    let mut made = Vec::new();
    for (i, o) in items.iter().enumerate() {
        append_bytes(vm, &mut made, i, o)?;
    }
    Ok(Bytes::new(vm, &made)?.into_obj())
}

/// Appends the item `i` of what is joined.
fn append_bytes(vm: &mut Vm, made: &mut Vec<u8>, i: usize, o: &Obj) -> PyResult<()> {
    if !buffer::has_buffer(vm, o) {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "sequence item {i}: expected a bytes-like object, {class} found"));
    }
    buffer::with_bytes(vm, o, |_, bytes| made.extend_from_slice(bytes))
}

/// A part of the result.
enum Part {
    /// Part of the subject.
    Span(usize, usize),
    /// A replacement.
    Object(Obj),
}

/// What each match is replaced with.
enum Replacement {
    Literal(Obj),
    Template(Ref<Compiled>),
    Function(Obj),
}

fn replacement(vm: &mut Vm, pattern: &Ref<Pattern>, repl: &Obj) -> PyResult<Replacement> {
    if vm.slots_of(repl).call().is_some() {
        return Ok(Replacement::Function(repl.clone()));
    }
    let is_literal = match Held::new(vm, repl) {
        Ok(held) => {
            let plain = match held.view(vm) {
                Subject::U8(units) => !units.contains(&b'\\'),
                Subject::U16(units) => !search::contains_code(Text::Ucs2(units), b'\\'.into()),
                Subject::U32(units) => !search::contains_code(Text::Ucs4(units), b'\\'.into()),
            };
            held.release(vm);
            plain
        }
        Err(raised) => {
            drop(raised);
            vm.exception.take();
            false
        }
    };
    if is_literal {
        return Ok(Replacement::Literal(repl.clone()));
    }
    let compiled = compile_template(vm, pattern, repl)?;
    Ok(match compiled.get(vm).template.literal() {
        Some(literal) => Replacement::Literal(literal.clone()),
        None => Replacement::Template(compiled),
    })
}

/// The pieces that a template puts in the place of the match at hand.
fn push_template(
    vm: &mut Vm,
    parts: &mut Vec<Part>,
    compiled: &Ref<Compiled>,
    pattern: &Ref<Pattern>,
    state: &State,
    held: &Held,
) -> PyResult<()> {
    pattern::check_spans(vm, state, pattern)?;
    let template = &compiled.get(vm).template;
    if template.head().is_kind::<Str>() == held.is_bytes() {
        // Text and bytes do not mix: joining says so.
        let Ok(found) = matched::new(vm, pattern, state, held)?.downcast::<Match>() else { return Ok(()) };
        let made = expand(vm, compiled, &found)?;
        parts.push(Part::Object(made));
        return Ok(());
    }
    let groups = pattern.get(vm).program.groups();
    if template.groups().any(|group| group > groups) {
        return Err(no_such_group(vm));
    }
    for piece in template.pieces() {
        match piece {
            Piece::Literal(literal) => parts.push(Part::Object(literal.clone())),
            Piece::Group(group) => parts.extend(state.group(group).map(|(start, end)| Part::Span(start, end))),
        }
    }
    Ok(())
}

/// `pattern.subn(repl, string, count)`: the result and how many matches were replaced.
pub(super) fn substitute(vm: &mut Vm, args: Args<'_>) -> PyResult<(Obj, usize)> {
    let pattern = args.this::<Pattern>();
    let count = argument::ssize_or(vm, args.opt(3), 0)?;
    let replacement = replacement(vm, pattern, args.at(1))?;
    pattern::with_state(vm, pattern, args.at(2), (0, usize::MAX), |vm, state, held| {
        let mut parts = Vec::new();
        let (mut copied, mut n) = (0, 0);
        while (count == 0 || (n as isize) < count) && pattern::run(vm, state, pattern, held, Task::Search)? {
            if copied < state.start() {
                parts.push(Part::Span(copied, state.start()));
            }
            match &replacement {
                Replacement::Literal(literal) => parts.push(Part::Object(literal.clone())),
                Replacement::Template(compiled) => push_template(vm, &mut parts, compiled, pattern, state, held)?,
                Replacement::Function(function) => {
                    let found = matched::new(vm, pattern, state, held)?;
                    let made = protocol::call(vm, function, &[found])?;
                    if !made.is_none() {
                        parts.push(Part::Object(made));
                    }
                }
            }
            copied = state.end();
            n += 1;
            state.advance();
        }
        if n == 0 {
            return Ok((held.slice(vm, 0, state.endpos())?, 0));
        }
        if copied < state.endpos() {
            parts.push(Part::Span(copied, state.endpos()));
        }
        let made = match held.is_bytes() {
            true => join_bytes(vm, held, &parts)?,
            false => join_text(vm, held, &parts)?,
        };
        Ok((made, n))
    })
}

fn join_text(vm: &mut Vm, held: &Held, parts: &[Part]) -> PyResult {
    let Some(string) = held.string().downcast_ref::<Str>() else { return Ok(Obj::NONE) };
    let subject = string.text(vm);
    let mut buf = TextBuf::new();
    for (i, part) in parts.iter().enumerate() {
        match part {
            Part::Span(start, end) => buf.push_slice(subject, *start..*end),
            Part::Object(o) => match o.downcast_ref::<Str>() {
                Some(text) => buf.push_text(text.text(vm)),
                None => {
                    let class = argument::class_name(vm, o);
                    return Err(type_error!(vm, "sequence item {i}: expected str instance, {class} found"));
                }
            },
        }
    }
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

fn join_bytes(vm: &mut Vm, held: &Held, parts: &[Part]) -> PyResult {
    let mut made = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        match part {
            Part::Span(start, end) => {
                let Subject::U8(subject) = held.view(vm) else { continue };
                made.extend_from_slice(subject.get(*start..*end).unwrap_or_default());
            }
            Part::Object(o) => append_bytes(vm, &mut made, i, o)?,
        }
    }
    Ok(Bytes::new(vm, &made)?.into_obj())
}
