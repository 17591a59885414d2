//! The iterators of `Element.iter` and `Element.itertext`: document order, with a stack of places, so that the tree may change meanwhile.

use super::element::Element;
use crate::kinds;
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, Bytes, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, TypeDef, TypeFlags, Vm, protocol,
};

/// The payload of an iterator.
pub(super) struct Iterator {
    /// Where it begins, until it has begun.
    root: OptObj,
    /// The elements around the place, each with the number of its next child.
    parents: Vec<(Obj, usize)>,
    /// The tag that is looked for; `None` for any.
    tag: Obj,
    /// Texts are answered, not elements.
    texts: bool,
}

impl Payload for Iterator {
    const KIND: u8 = kinds::XML_ELEMENT_ITERATOR;
    const NAME: &'static str = "_element_iterator";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.root.get().into_iter().chain(self.parents.iter().map(|(o, _)| o)).chain([&self.tag]).for_each(visit);
    }
    fn clear(&mut self) {
        self.root.take();
        self.parents.clear();
        self.tag = Obj::NONE;
    }
}

fn make(vm: &mut Vm, root: &Obj, tag: Obj, texts: bool) -> Obj {
    vm.make(Iterator { root: OptObj::some(root.clone()), parents: Vec::new(), tag, texts }).into_obj()
}

pub(super) fn elements(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let tag = args.opt(1).cloned().unwrap_or(Obj::NONE);
    let any = match (tag.downcast_ref::<Str>(), tag.downcast_ref::<Bytes>()) {
        (Some(s), _) => s.text(vm).to_str().is_some_and(|t| t == "*"),
        (_, Some(b)) => b.tail(vm) == b"*",
        _ => false,
    };
    Ok(make(vm, args.at(0), if any { Obj::NONE } else { tag }, false))
}

pub(super) fn texts(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(make(vm, args.at(0), Obj::NONE, true))
}

/// What a step comes to.
enum Step {
    Into(Obj),
    /// Out of an element, whose tail follows unless it is the first one.
    OutOf(Option<Obj>),
    End,
}

fn step(vm: &mut Vm, it: &Ref<Iterator>) -> Step {
    let Some((parent, i)) = it.get(vm).parents.last().map(|(o, i)| (o.clone(), *i)) else {
        return match it.get_mut(vm).root.take() {
            Some(root) => Step::Into(root),
            None => Step::End,
        };
    };
    let element = parent.downcast_ref::<Element>();
    if let Some(child) = element.and_then(|e| e.get(vm).children.get(i).cloned()) {
        if let Some(place) = it.get_mut(vm).parents.last_mut() {
            place.1 += 1;
        }
        return Step::Into(child);
    }
    let state = it.get_mut(vm);
    let left = state.parents.pop();
    let inner = !state.parents.is_empty();
    drop(left);
    Step::OutOf(element.filter(|_| inner).map(|e| e.get(vm).tail.clone()))
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(it) = o.downcast_ref::<Iterator>() else { return Ok(None) };
    loop {
        vm.poll()?;
        let texts = it.get(vm).texts;
        let text = match step(vm, it) {
            Step::End => return Ok(None),
            Step::OutOf(tail) => tail.filter(|_| texts),
            Step::Into(o) => {
                let Some(element) = o.downcast_ref::<Element>() else { continue };
                let (tag, text) = (element.get(vm).tag.clone(), element.get(vm).text.clone());
                let state = it.get_mut(vm);
                state.parents.try_reserve(1).map_err(|_| OutOfMemory)?;
                state.parents.push((o.clone(), 0));
                let wanted = state.tag.clone();
                if !texts && (wanted.is_none() || tag.is(&wanted) || protocol::equal(vm, &tag, &wanted)?) {
                    return Ok(Some(o));
                }
                // The texts of comments and instructions, whose tags are functions, are none of the document's.
                Some(text).filter(|_| texts && (tag.is_none() || tag.is_kind::<Str>()))
            }
        };
        if let Some(text) = text.filter(|t| !t.is_none())
            && protocol::is_true(vm, &text)?
        {
            return Ok(Some(text));
        }
    }
}

/// `_elementtree._element_iterator`
pub(super) static DEF: TypeDef = TypeDef {
    name: "_element_iterator",
    module: "_elementtree",
    kind: kinds::XML_ELEMENT_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};
