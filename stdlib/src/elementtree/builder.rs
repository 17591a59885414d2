//! `TreeBuilder`: makes a tree of the calls that a parser makes.

use super::{
    State,
    element::{self, Element},
    failed,
};
use crate::{kinds, table};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, CallArgs, Dict, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, TypeDef, TypeFlags, Vm, argument,
    native, protocol, type_error,
};

/// What an event queue may be told of.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Report {
    Start,
    End,
    StartNamespace,
    EndNamespace,
    Comment,
    Instruction,
}

/// The names of the reports.
pub(super) const REPORTS: [(Report, &str); 6] = [
    (Report::Start, "start"),
    (Report::End, "end"),
    (Report::StartNamespace, "start-ns"),
    (Report::EndNamespace, "end-ns"),
    (Report::Comment, "comment"),
    (Report::Instruction, "pi"),
];

/// The payload of a builder.
#[derive(Default)]
pub(super) struct TreeBuilder {
    root: OptObj,
    /// The element that is open.
    this: OptObj,
    /// The last one that was opened or closed, to which text belongs.
    last: OptObj,
    /// The one whose tail text is, if it is not `last`'s text.
    last_for_tail: OptObj,
    /// Text that belongs to neither yet.
    data: Vec<Obj>,
    /// The open elements around `this`.
    stack: Vec<OptObj>,
    element_factory: OptObj,
    comment_factory: OptObj,
    instruction_factory: OptObj,
    inserts_comments: bool,
    inserts_instructions: bool,
    /// `append` of an event queue.
    queue: OptObj,
    /// What it is told of, by [`Report`], with the event's name as the program gave it.
    reports: [OptObj; 6],
}

impl Payload for TreeBuilder {
    const KIND: u8 = kinds::XML_TREE_BUILDER;
    const NAME: &'static str = "TreeBuilder";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let own = [
            &self.root,
            &self.this,
            &self.last,
            &self.last_for_tail,
            &self.element_factory,
            &self.comment_factory,
            &self.instruction_factory,
            &self.queue,
        ];
        own.into_iter()
            .chain(&self.stack)
            .chain(&self.reports)
            .filter_map(OptObj::get)
            .chain(&self.data)
            .for_each(visit);
    }
    fn clear(&mut self) {
        *self = TreeBuilder::default();
    }
}

/// Whether an object is a builder of the class `TreeBuilder` itself, whose methods need not be looked up.
pub(super) fn exact<'a>(vm: &Vm, o: &'a Obj) -> Option<&'a Ref<TreeBuilder>> {
    let class = vm.type_of_kind(kinds::XML_TREE_BUILDER)?;
    if vm.class_of(o).is(class) { o.downcast_ref::<TreeBuilder>() } else { None }
}

static INIT: NativeDef = native(
    "TreeBuilder",
    "($self, /, element_factory=None, *, comment_factory=None, pi_factory=None, insert_comments=False, insert_pis=False)",
    init,
    "",
);

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<TreeBuilder>();
    let flag = |vm: &mut Vm, i: usize| args.opt(i).map_or(Ok(false), |o| protocol::is_true(vm, o));
    let (comments, instructions) = (flag(vm, 4)?, flag(vm, 5)?);
    let given = |i: usize| OptObj::from(args.some(i).cloned());
    let state = vm.state_of::<State>();
    let or = |given: OptObj, known: &OptObj| if given.is_none() { known.clone() } else { given };
    let comment_factory = or(given(2), &state.comment_factory);
    let instruction_factory = or(given(3), &state.instruction_factory);
    let made = TreeBuilder {
        element_factory: given(1),
        inserts_comments: comments && !comment_factory.is_none(),
        inserts_instructions: instructions && !instruction_factory.is_none(),
        comment_factory,
        instruction_factory,
        ..TreeBuilder::default()
    };
    let old = std::mem::replace(this.get_mut(vm), made);
    drop(old);
    Ok(Obj::NONE)
}

/// Makes a new builder one without arguments.
///
/// # Errors
/// `MemoryError`
pub(super) fn initialise(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    table::initialise(vm, o, &INIT, CallArgs::positional(&[]))
}

/// Sets the queue that is told of events.
pub(super) fn report_to(vm: &mut Vm, this: &Ref<TreeBuilder>, queue: Obj) {
    let state = this.get_mut(vm);
    let old = (state.queue.replace(queue), std::mem::take(&mut state.reports));
    drop(old);
}

/// Makes the queue be told of something under a name.
pub(super) fn report(vm: &mut Vm, this: &Ref<TreeBuilder>, what: Report, name: Obj) {
    let old = this.get_mut(vm).reports[what as usize].replace(name);
    drop(old);
}

/// Tells the queue of an event.
fn tell(vm: &mut Vm, this: &Ref<TreeBuilder>, what: Report, about: &Obj) -> PyResult<()> {
    let state = this.get(vm);
    let (Some(name), Some(append)) = (state.reports[what as usize].cloned(), state.queue.cloned()) else {
        return Ok(());
    };
    let event = table::tuple(vm, &[name, about.clone()])?;
    protocol::call(vm, &append, &[event]).map(drop)
}

/// Whether the queue wants to know of something.
fn tells(vm: &Vm, this: &Ref<TreeBuilder>, what: Report) -> bool {
    let state = this.get(vm);
    !state.queue.is_none() && !state.reports[what as usize].is_none()
}

/// Gives the text that was collected to the element that it belongs to.
fn flush(vm: &mut Vm, this: &Ref<TreeBuilder>) -> PyResult<()> {
    if this.get(vm).data.is_empty() {
        return Ok(());
    }
    let state = this.get_mut(vm);
    let data = std::mem::take(&mut state.data);
    let is_tail = !state.last_for_tail.is_none();
    let owner = if is_tail { state.last_for_tail.cloned() } else { state.last.cloned() };
    let Some(owner) = owner else { return Ok(()) };
    let text = match <[Obj; 1]>::try_from(data) {
        Ok([one]) => one,
        Err(pieces) => {
            let empty = Str::new(vm, "");
            let pieces = table::tuple(vm, &pieces)?;
            rpython_objects::str::join(vm, &empty, &pieces)?.into_obj()
        }
    };
    if element::is_exact(vm, &owner)
        && let Some(element) = owner.downcast_ref::<Element>()
    {
        let state = element.get_mut(vm);
        let place = if is_tail { &mut state.tail } else { &mut state.text };
        if place.is_none() {
            *place = text;
            return Ok(());
        }
    }
    let name = Str::intern(vm, if is_tail { "tail" } else { "text" });
    let before = protocol::get_attr(vm, &owner, &name)?;
    let text = if before.is_none() { text } else { protocol::binary(vm, &before, &text, protocol::BinaryOp::Add)? };
    protocol::set_attr(vm, &owner, &name, &text)
}

/// Adds a child, by its parent's own method where that may be another than `Element`'s.
fn add(vm: &mut Vm, parent: &Obj, child: &Obj) -> PyResult<()> {
    if element::is_exact(vm, parent)
        && let Some(parent) = parent.downcast_ref::<Element>()
    {
        return element::add(vm, parent, child);
    }
    let append = Str::intern(vm, "append");
    protocol::call_method(vm, parent, &append, std::slice::from_ref(child)).map(drop)
}

/// An element begins.
///
/// # Errors
/// `ParseError` for a second root, what the program's own functions raise.
pub(super) fn start(vm: &mut Vm, this: &Ref<TreeBuilder>, tag: &Obj, attrib: Option<Obj>) -> PyResult {
    flush(vm, this)?;
    let node = match this.get(vm).element_factory.cloned() {
        None => {
            let filled = |dict: &Obj| dict.downcast_ref::<Dict>().is_some_and(|d| !d.get(vm).is_empty());
            let attrib = attrib.filter(filled);
            vm.make(element::new(tag.clone(), attrib)).into_obj()
        }
        Some(factory) => {
            let attrib = match attrib {
                Some(attrib) => attrib,
                None => Dict::new(vm).into_obj(),
            };
            protocol::call(vm, &factory, &[tag.clone(), attrib])?
        }
    };
    let open = this.get(vm).this.cloned();
    let old = this.get_mut(vm).last_for_tail.take();
    drop(old);
    match &open {
        Some(open) => add(vm, open, &node)?,
        None if !this.get(vm).root.is_none() => return Err(failed(vm, "multiple elements on top level")),
        None => this.get_mut(vm).root = OptObj::some(node.clone()),
    }
    let state = this.get_mut(vm);
    state.stack.try_reserve(1).map_err(|_| OutOfMemory)?;
    state.stack.push(open.into());
    let old = (state.this.replace(node.clone()), state.last.replace(node.clone()));
    drop(old);
    tell(vm, this, Report::Start, &node)?;
    Ok(node)
}

/// Text.
pub(super) fn data(vm: &mut Vm, this: &Ref<TreeBuilder>, text: &Obj) -> PyResult {
    let state = this.get_mut(vm);
    // Text before the first element is ignored.
    if !state.data.is_empty() || !state.last.is_none() {
        state.data.try_reserve(1).map_err(|_| OutOfMemory)?;
        state.data.push(text.clone());
    }
    Ok(Obj::NONE)
}

/// An element ends.
///
/// # Errors
/// `IndexError` where none is open.
pub(super) fn end(vm: &mut Vm, this: &Ref<TreeBuilder>) -> PyResult {
    flush(vm, this)?;
    let state = this.get_mut(vm);
    let Some(outer) = state.stack.pop() else {
        return Err(table::index_error(vm, "pop from empty stack"));
    };
    let ended = std::mem::replace(&mut state.this, outer);
    let old =
        (std::mem::replace(&mut state.last, ended.clone()), std::mem::replace(&mut state.last_for_tail, ended.clone()));
    drop(old);
    let ended = ended.cloned().unwrap_or(Obj::NONE);
    tell(vm, this, Report::End, &ended)?;
    Ok(ended)
}

/// A comment or processing instruction that may become part of the tree.
fn insert(vm: &mut Vm, this: &Ref<TreeBuilder>, node: &Obj) -> PyResult<()> {
    if let Some(open) = this.get(vm).this.cloned() {
        add(vm, &open, node)?;
        let old = this.get_mut(vm).last_for_tail.replace(node.clone());
        drop(old);
    }
    Ok(())
}

/// A comment.
pub(super) fn comment(vm: &mut Vm, this: &Ref<TreeBuilder>, text: &Obj) -> PyResult {
    flush(vm, this)?;
    let made = match this.get(vm).comment_factory.cloned() {
        Some(factory) => {
            let made = protocol::call(vm, &factory, std::slice::from_ref(text))?;
            if this.get(vm).inserts_comments {
                insert(vm, this, &made)?;
            }
            made
        }
        None => text.clone(),
    };
    tell(vm, this, Report::Comment, &made)?;
    Ok(made)
}

/// A processing instruction.
pub(super) fn instruction(vm: &mut Vm, this: &Ref<TreeBuilder>, target: &Obj, text: &Obj) -> PyResult {
    flush(vm, this)?;
    let parts = [target.clone(), text.clone()];
    let made = match this.get(vm).instruction_factory.cloned() {
        Some(factory) => {
            let made = protocol::call(vm, &factory, &parts)?;
            if this.get(vm).inserts_instructions {
                insert(vm, this, &made)?;
            }
            made
        }
        None => table::tuple(vm, &parts)?,
    };
    tell(vm, this, Report::Instruction, &made)?;
    Ok(made)
}

/// A prefix is bound.
pub(super) fn start_namespace(vm: &mut Vm, this: &Ref<TreeBuilder>, prefix: &Obj, uri: &Obj) -> PyResult<()> {
    if tells(vm, this, Report::StartNamespace) {
        let pair = table::tuple(vm, &[prefix.clone(), uri.clone()])?;
        tell(vm, this, Report::StartNamespace, &pair)?;
    }
    Ok(())
}

/// A prefix is no longer bound.
pub(super) fn end_namespace(vm: &mut Vm, this: &Ref<TreeBuilder>) -> PyResult<()> {
    tell(vm, this, Report::EndNamespace, &Obj::NONE)
}

/// The root, or `None`.
pub(super) fn close(vm: &Vm, this: &Ref<TreeBuilder>) -> Obj {
    this.get(vm).root.cloned().unwrap_or(Obj::NONE)
}

fn start_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let attrib = args.at(2);
    if !attrib.is_kind::<Dict>() {
        let got = argument::shown_class(vm, attrib);
        return Err(type_error!(vm, "start() argument 2 must be dict, not {got}"));
    }
    start(vm, args.this::<TreeBuilder>(), args.at(1), Some(attrib.clone()))
}

/// `xml.etree.ElementTree.TreeBuilder`
pub(super) static DEF: TypeDef = TypeDef {
    name: "TreeBuilder",
    module: "xml.etree.ElementTree",
    kind: kinds::XML_TREE_BUILDER,
    flags: TypeFlags::BASE,
    slots: Slots {
        new: Some(|vm, class, _| Ok(vm.alloc_in(class, TreeBuilder::default()).into_obj())),
        init: Some(|vm, o, args| table::initialise(vm, o, &INIT, args)),
        ..Slots::EMPTY
    },
    methods: &[
        native("data", "($self, data, /)", |vm, args| data(vm, args.this::<TreeBuilder>(), args.at(1)), ""),
        native("start", "($self, tag, attrs, /)", start_method, ""),
        native("end", "($self, tag, /)", |vm, args| end(vm, args.this::<TreeBuilder>()), ""),
        native("comment", "($self, text, /)", |vm, args| comment(vm, args.this::<TreeBuilder>(), args.at(1)), ""),
        native(
            "pi",
            "($self, target, text=None, /)",
            |vm, args| {
                let text = args.opt(2).cloned().unwrap_or(Obj::NONE);
                instruction(vm, args.this::<TreeBuilder>(), args.at(1), &text)
            },
            "",
        ),
        native("close", "($self, /)", |vm, args| Ok(close(vm, args.this::<TreeBuilder>())), ""),
    ],
    ..TypeDef::EMPTY
};
