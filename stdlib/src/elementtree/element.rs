//! `Element`: a tag, attributes, text, and the elements within. What is read and changed by index is in `children`.

use super::{State, children, find, iterator};
use crate::{kinds, table};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, CallArgs, Dict, List, NativeDef, Obj, OptObj, Payload, PyResult, Raised, Ref, Slots, Str, StrExt, Tuple,
    Type, TypeDef, TypeFlags, Vm, argument, getset, int, native, native::native_unbound, protocol, raise, type_error,
    types, value_error,
};

/// The payload of an element.
pub(super) struct Element {
    pub(super) tag: Obj,
    pub(super) text: Obj,
    pub(super) tail: Obj,
    /// The dict of attributes, which is made when someone looks for it.
    pub(super) attrib: OptObj,
    pub(super) children: Vec<Obj>,
}

impl Payload for Element {
    const KIND: u8 = kinds::XML_ELEMENT;
    const NAME: &'static str = "Element";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.tag, &self.text, &self.tail].into_iter().chain(self.attrib.get()).chain(&self.children).for_each(visit);
    }
    fn clear(&mut self) {
        self.tag = Obj::NONE;
        self.text = Obj::NONE;
        self.tail = Obj::NONE;
        self.attrib.take();
        self.children.clear();
    }
}

/// An element of a tag with a dict of attributes, which it keeps.
pub(super) fn new(tag: Obj, attrib: Option<Obj>) -> Element {
    Element { tag, text: Obj::NONE, tail: Obj::NONE, attrib: attrib.into(), children: Vec::new() }
}

fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Element>> {
    match o.downcast_ref::<Element>() {
        Some(element) => Ok(element),
        None => {
            let got = argument::full_class_name(vm, o);
            Err(type_error!(vm, "expected an xml.etree.ElementTree.Element, not {got}"))
        }
    }
}

/// The element that an argument must be.
pub(super) fn expected<'a>(vm: &mut Vm, o: &'a Obj, what: &str) -> PyResult<&'a Ref<Element>> {
    match o.downcast_ref::<Element>() {
        Some(element) => Ok(element),
        None => {
            let got = argument::shown_class(vm, o);
            Err(type_error!(vm, "{what} must be xml.etree.ElementTree.Element, not {got}"))
        }
    }
}

/// Whether an element is of the class `Element` itself.
pub(super) fn is_exact(vm: &Vm, o: &Obj) -> bool {
    o.is_kind::<Element>() && vm.type_of_kind(kinds::XML_ELEMENT).is_some_and(|class| vm.class_of(o).is(class))
}

/// Adds a child.
///
/// # Errors
/// `TypeError` for what is no element, `MemoryError`.
pub(super) fn add(vm: &mut Vm, parent: &Ref<Element>, child: &Obj) -> PyResult<()> {
    children::check(vm, child)?;
    let children = &mut parent.get_mut(vm).children;
    children.try_reserve(1).map_err(|_| OutOfMemory)?;
    children.push(child.clone());
    Ok(())
}

/// The attributes, as the dict that they are from now on.
pub(super) fn attributes(vm: &mut Vm, element: &Ref<Element>) -> Obj {
    if let Some(dict) = element.get(vm).attrib.cloned() {
        return dict;
    }
    let dict = Dict::new(vm).into_obj();
    element.get_mut(vm).attrib = OptObj::some(dict.clone());
    dict
}

/// Tag and attributes of a new element from the arguments of `Element(tag, attrib={}, **extra)` or, behind the parent, `SubElement`.
fn tag_and_attributes(vm: &mut Vm, args: CallArgs<'_>, function: &str, parents: usize) -> PyResult<(Obj, Option<Obj>)> {
    let (given, values) = args.split();
    let (least, most, count) = (1 + parents, 2 + parents, given.len());
    if count < least || count > most {
        let (word, n) = if count < least { ("least", least) } else { ("most", most) };
        let plural = if n == 1 { "" } else { "s" };
        return Err(type_error!(vm, "{function}() takes at {word} {n} argument{plural} ({count} given)"));
    }
    let tag = given[parents].clone();
    let names: Vec<Obj> = args.names.map(|n| n.tail(vm).to_vec()).unwrap_or_default();
    let is_attrib = |vm: &Vm, name: &Obj| name.downcast_ref::<Str>().is_some_and(|s| s.as_str(vm) == "attrib");
    let mut attrib = None;
    if let Some(dict) = given.get(least) {
        let Some(dict) = dict.downcast_ref::<Dict>() else {
            let got = argument::shown_class(vm, dict);
            return Err(type_error!(vm, "{function}() argument {} must be dict, not {got}", least + 1));
        };
        attrib = Some(Dict::copy(vm, dict)?);
    } else if let Some(at) = names.iter().position(|name| is_attrib(vm, name)) {
        let Some(dict) = values[at].downcast_ref::<Dict>() else {
            let got = argument::class_name(vm, &values[at]);
            return Err(type_error!(vm, "attrib must be dict, not {got}"));
        };
        attrib = Some(Dict::copy(vm, dict)?);
    }
    for (name, value) in names.iter().zip(values) {
        if given.len() == least && is_attrib(vm, name) {
            continue;
        }
        let dict = match &attrib {
            Some(dict) => dict.clone(),
            None => attrib.insert(Dict::new(vm)).clone(),
        };
        Dict::set_item(vm, &dict, name, value.clone())?;
    }
    let attrib = attrib.filter(|dict| !dict.get(vm).is_empty()).map(Ref::into_obj);
    Ok((tag, attrib))
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let element = this(vm, o)?;
    let (tag, attrib) = tag_and_attributes(vm, args, "Element", 0)?;
    let state = element.get_mut(vm);
    let old_attrib = match attrib {
        Some(attrib) => state.attrib.replace(attrib),
        None => None,
    };
    let old = [&mut state.text, &mut state.tail].map(|place| std::mem::replace(place, Obj::NONE));
    let old_tag = std::mem::replace(&mut state.tag, tag);
    drop((old, old_tag, old_attrib));
    Ok(())
}

/// `SubElement(parent, tag, attrib={}, **extra)`
pub(super) fn sub_element(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    // The module comes first.
    let args = CallArgs { values: &args.values[1..], names: args.names };
    let parent = args.split().0.first().cloned();
    if args.split().0.len() >= 2
        && let Some(parent) = &parent
    {
        expected(vm, parent, "SubElement() argument 1")?;
    }
    let (tag, attrib) = tag_and_attributes(vm, args, "SubElement", 1)?;
    let made = vm.make(new(tag, attrib)).into_obj();
    if let Some(parent) = parent.as_ref().and_then(|p| p.downcast_ref::<Element>()) {
        add(vm, parent, &made)?;
    }
    Ok(made)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let tag = this(vm, o)?.get(vm).tag.clone();
    let address = protocol::id(o);
    let shown = protocol::guard_repr(vm, o, |vm| {
        let tag = protocol::repr_text(vm, &tag)?;
        Ok(Str::from_display(vm, format_args!("<Element {tag} at {address:#x}>")).into_obj())
    })?;
    match shown {
        Some(shown) => Ok(shown),
        None => {
            let class = argument::full_class_name(vm, o);
            let class = class.rsplit('.').next().unwrap_or_default();
            Err(raise!(vm, types::RUNTIME_ERROR, "reentrant call inside {class}.__repr__"))
        }
    }
}

fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    expected(vm, args.at(1), "append() argument 1")?;
    add(vm, args.this::<Element>(), args.at(1))?;
    Ok(Obj::NONE)
}

fn extend(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Element>();
    let elements = children::sequence(vm, args.at(1), "'elements' must be an iterable")?;
    for element in &elements {
        add(vm, this, element)?;
    }
    Ok(Obj::NONE)
}

fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Element>();
    let index = argument::ssize(vm, args.at(1))?;
    expected(vm, args.at(2), "insert() argument 2")?;
    let children = &mut this.get_mut(vm).children;
    let len = children.len() as isize;
    let at = if index < 0 { (index + len).max(0) } else { index.min(len) };
    children.try_reserve(1).map_err(|_| OutOfMemory)?;
    children.insert(at as usize, args.at(2).clone());
    Ok(Obj::NONE)
}

fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Element>();
    let wanted = args.at(1);
    expected(vm, wanted, "remove() argument")?;
    let mut found = None;
    let mut i = 0;
    while let Some(child) = this.get(vm).children.get(i).cloned() {
        vm.poll()?;
        if child.is(wanted) || protocol::equal(vm, &child, wanted)? {
            found = Some(i);
            break;
        }
        i += 1;
    }
    let children = &mut this.get_mut(vm).children;
    match found.filter(|&i| i < children.len()) {
        Some(i) => {
            let old = children.remove(i);
            drop(old);
            Ok(Obj::NONE)
        }
        // The comparison has taken it out.
        None if found.is_some() => Ok(Obj::NONE),
        None => Err(value_error!(vm, "Element.remove(x): element not found")),
    }
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<Element>().get_mut(vm);
    let old = (state.attrib.take(), std::mem::take(&mut state.children));
    let texts = [&mut state.text, &mut state.tail].map(|place| std::mem::replace(place, Obj::NONE));
    drop((old, texts));
    Ok(Obj::NONE)
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let default = args.opt(2).cloned().unwrap_or(Obj::NONE);
    match args.this::<Element>().get(vm).attrib.cloned() {
        Some(dict) => match dict.downcast_ref::<Dict>() {
            Some(dict) => Ok(Dict::get_item(vm, dict, args.at(1))?.unwrap_or(default)),
            None => Ok(default),
        },
        None => Ok(default),
    }
}

fn set(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = attributes(vm, args.this::<Element>());
    protocol::set_item(vm, &dict, args.at(1), args.at(2))?;
    Ok(Obj::NONE)
}

/// `list(attrib.keys())` or `list(attrib.items())`
fn listed(vm: &mut Vm, args: Args<'_>, view: fn(&Vm, (&Obj, &Obj)) -> PyResult) -> PyResult {
    let attrib = args.this::<Element>().get(vm).attrib.cloned();
    let Some(dict) = attrib.as_ref().and_then(|o| o.downcast_ref::<Dict>()) else {
        return Ok(List::from_vec(vm, Vec::new())?.into_obj());
    };
    let dict = dict.get(vm);
    let mut items = children::room(dict.len())?;
    for item in dict.iter() {
        items.push(view(vm, item)?);
    }
    Ok(List::from_vec(vm, items)?.into_obj())
}

fn make_element(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(dict) = args.at(2).downcast_ref::<Dict>() else {
        let got = argument::shown_class(vm, args.at(2));
        return Err(type_error!(vm, "makeelement() argument 2 must be dict, not {got}"));
    };
    let dict = Dict::copy(vm, dict)?;
    let attrib = (!dict.get(vm).is_empty()).then(|| dict.into_obj());
    Ok(vm.make(new(args.at(1).clone(), attrib)).into_obj())
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<Element>().get(vm);
    let filled = |dict: &Obj| dict.downcast_ref::<Dict>().is_none_or(|d| !d.get(vm).is_empty());
    let mut made = new(state.tag.clone(), state.attrib.cloned().filter(filled));
    made.text = state.text.clone();
    made.tail = state.tail.clone();
    made.children = children::room(state.children.len())?;
    made.children.extend(state.children.iter().cloned());
    Ok(vm.make(made).into_obj())
}

/// A deep copy of what an element holds: texts are the same, elements are copied here, the rest by the module `copy`.
fn deep(vm: &mut Vm, o: &Obj, memo: &Obj) -> PyResult {
    if o.is_none() || vm.class_of(o).is(types::STR) {
        return Ok(o.clone());
    }
    if is_exact(vm, o) {
        return deep_element(vm, o, memo);
    }
    let copy = vm.state_of::<State>().deepcopy.cloned();
    let copy = match copy {
        Some(copy) => copy,
        None => {
            let module = table::import(vm, "copy")?;
            let name = Str::intern(vm, "deepcopy");
            let function = protocol::get_attr(vm, &module, &name)?;
            vm.state_of::<State>().deepcopy = OptObj::some(function.clone());
            function
        }
    };
    protocol::call(vm, &copy, &[o.clone(), memo.clone()])
}

fn deep_element(vm: &mut Vm, o: &Obj, memo: &Obj) -> PyResult {
    vm.check_stack(" in Element.__deepcopy__")?;
    let element = this(vm, o)?;
    let state = element.get(vm);
    let (tag, text, tail, attrib) = (state.tag.clone(), state.text.clone(), state.tail.clone(), state.attrib.cloned());
    let tag = deep(vm, &tag, memo)?;
    let attrib = match attrib {
        Some(dict) => Some(deep(vm, &dict, memo)?),
        None => None,
    };
    let made = vm.make(new(tag, attrib));
    let text = deep(vm, &text, memo)?;
    made.get_mut(vm).text = text;
    let tail = deep(vm, &tail, memo)?;
    made.get_mut(vm).tail = tail;
    let mut i = 0;
    while let Some(child) = element.get(vm).children.get(i).cloned() {
        let child = deep(vm, &child, memo)?;
        add(vm, &made, &child)?;
        i += 1;
    }
    let id = int::from_i64(vm, protocol::id(o));
    let made = made.into_obj();
    protocol::set_item(vm, memo, &id, &made)?;
    Ok(made)
}

fn deep_copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if !args.at(1).is_kind::<Dict>() {
        let got = argument::shown_class(vm, args.at(1));
        return Err(type_error!(vm, "__deepcopy__() argument must be dict, not {got}"));
    }
    deep_element(vm, args.at(0), args.at(1))
}

/// The names of an element's state when it is pickled.
const STATE: [&str; 5] = ["tag", "_children", "attrib", "text", "tail"];

fn get_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = args.this::<Element>().get(vm);
    let (tag, children) = (state.tag.clone(), state.children.clone());
    let (attrib, text, tail) = (state.attrib.cloned(), state.text.clone(), state.tail.clone());
    let attrib = attrib.unwrap_or_else(|| Dict::new(vm).into_obj());
    let children = List::from_vec(vm, children)?.into_obj();
    let made = Dict::new(vm);
    for (name, value) in STATE.into_iter().zip([tag, children, attrib, text, tail]) {
        Dict::set_name(vm, &made, name, value)?;
    }
    Ok(made.into_obj())
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Element>();
    let Some(dict) = args.at(1).downcast_ref::<Dict>() else {
        let shown = protocol::repr_text(vm, args.at(1))?;
        let shown: String = shown.chars().take(200).collect();
        return Err(type_error!(vm, "Don't know how to unpickle \"{shown}\" as an Element"));
    };
    let [tag, children, attrib, text, tail] = STATE.map(|name| {
        let name = Str::intern(vm, name);
        Dict::get_str(vm, dict, &name).cloned()
    });
    let Some(tag) = tag else { return Err(type_error!(vm, "tag may not be NULL")) };
    let children = match &children {
        None => Vec::new(),
        Some(children) => match children.downcast_ref::<List>() {
            Some(list) => {
                let items = &list.get(vm).items;
                let mut children = children::room(items.len())?;
                children.extend(items.iter().cloned());
                children
            }
            None => return Err(type_error!(vm, "'_children' is not a list")),
        },
    };
    for child in &children {
        children::check(vm, child)?;
    }
    let state = this.get_mut(vm);
    let old = std::mem::replace(
        state,
        Element {
            tag,
            text: text.unwrap_or(Obj::NONE),
            tail: tail.unwrap_or(Obj::NONE),
            attrib: attrib.into(),
            children,
        },
    );
    drop(old);
    Ok(Obj::NONE)
}

#[cold]
fn undeletable(vm: &mut Vm) -> Raised {
    raise!(vm, types::ATTRIBUTE_ERROR, "can't delete element attribute")
}

/// Sets a field.
fn put(vm: &mut Vm, o: &Obj, value: Option<&Obj>, place: fn(&mut Element) -> &mut Obj) -> PyResult<()> {
    let Some(value) = value else { return Err(undeletable(vm)) };
    let element = this(vm, o)?;
    let old = std::mem::replace(place(element.get_mut(vm)), value.clone());
    drop(old);
    Ok(())
}

fn set_attributes(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(undeletable(vm)) };
    if !value.is_kind::<Dict>() {
        let got = argument::class_name(vm, value);
        return Err(type_error!(vm, "attrib must be dict, not {got}"));
    }
    let element = this(vm, o)?;
    let old = element.get_mut(vm).attrib.replace(value.clone());
    drop(old);
    Ok(())
}

fn truth(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    let message = "Testing an element's truth value will always return True in future versions.  Use specific 'len(elem)' or 'elem is not None' test instead.";
    (vm.hooks.warn)(vm, types::DEPRECATION_WARNING, message, 1)?;
    Ok(!this(vm, o)?.get(vm).children.is_empty())
}

fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let children = args.this::<Element>().get(vm).children.len();
    let basic = std::mem::size_of::<Element>() + std::mem::size_of::<rpython_heap::Header>();
    Ok(int::from_u64(vm, (basic + children * std::mem::size_of::<Obj>()) as u64))
}

/// `xml.etree.ElementTree.Element`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Element",
    module: "xml.etree.ElementTree",
    kind: kinds::XML_ELEMENT,
    flags: TypeFlags::BASE,
    weakly_referable: true,
    slots: Slots {
        new: Some(|vm, class: &Ref<Type>, _| Ok(vm.alloc_in(class, new(Obj::NONE, None)).into_obj())),
        init: Some(init),
        repr: Some(repr),
        truth: Some(truth),
        len: Some(|vm, o| Ok(this(vm, o)?.get(vm).children.len())),
        item: Some(children::item),
        set_item: Some(children::set_item),
        subscript: Some(children::subscript),
        set_subscript: Some(children::set_subscript),
        ..Slots::EMPTY
    },
    methods: &[
        native("clear", "($self, /)", clear, ""),
        native("get", "($self, /, key, default=None)", get, ""),
        native("set", "($self, key, value, /)", set, ""),
        native("find", "($self, /, path, namespaces=None)", find::find, ""),
        native("findtext", "($self, /, path, default=None, namespaces=None)", find::find_text, ""),
        native("findall", "($self, /, path, namespaces=None)", find::find_all, ""),
        native("append", "($self, subelement, /)", append, ""),
        native("extend", "($self, elements, /)", extend, ""),
        native("insert", "($self, index, subelement, /)", insert, ""),
        native("remove", "($self, subelement, /)", remove, ""),
        native("iter", "($self, /, tag=None)", iterator::elements, ""),
        native("itertext", "($self, /)", iterator::texts, ""),
        native("iterfind", "($self, /, path, namespaces=None)", find::iter_find, ""),
        native(
            "items",
            "($self, /)",
            |vm, args| listed(vm, args, |vm, (k, v)| Ok(Tuple::from_slice(vm, &[k.clone(), v.clone()])?.into_obj())),
            "",
        ),
        native("keys", "($self, /)", |vm, args| listed(vm, args, |_, (k, _)| Ok(k.clone())), ""),
        native("makeelement", "($self, tag, attrib, /)", make_element, ""),
        native("__copy__", "($self, /)", copy, ""),
        native("__deepcopy__", "($self, memo, /)", deep_copy, ""),
        native("__sizeof__", "($self, /)", size_of, ""),
        native("__getstate__", "($self, /)", get_state, ""),
        native("__setstate__", "($self, state, /)", set_state, ""),
    ],
    getsets: &[
        getset(
            "tag",
            |vm, o| Ok(this(vm, o)?.get(vm).tag.clone()),
            |vm, o, value| put(vm, o, value, |e| &mut e.tag),
            "A string identifying what kind of data this element represents",
        ),
        getset(
            "text",
            |vm, o| Ok(this(vm, o)?.get(vm).text.clone()),
            |vm, o, value| put(vm, o, value, |e| &mut e.text),
            "A string of text directly after the start tag, or None",
        ),
        getset(
            "tail",
            |vm, o| Ok(this(vm, o)?.get(vm).tail.clone()),
            |vm, o, value| put(vm, o, value, |e| &mut e.tail),
            "A string of text directly after the end tag, or None",
        ),
        getset(
            "attrib",
            |vm, o| {
                let element = this(vm, o)?;
                Ok(attributes(vm, element))
            },
            set_attributes,
            "A dictionary containing the element's attributes",
        ),
    ],
    ..TypeDef::EMPTY
};

/// The function `SubElement`.
pub(super) const SUB_ELEMENT: NativeDef = native_unbound("SubElement", "($module, /, *args, **extra)", sub_element, "");
