//! `BaseExceptionGroup` and `ExceptionGroup` (PEP 654): splitting, and what an `except*` statement raises in the end.

use super::{
    Exception,
    base::{self, blank, no_keywords},
    fields::{self, fixed},
};
use crate::{
    Args, CallArgs, Dict, List, NativeDef, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm,
    class_native, names, native, protocol, type_error, types, value_error,
};
use rpython_heap::{Obj, Ref, SlotId};
use rustc_hash::FxHashSet;

const MESSAGE: usize = 0;
const EXCEPTIONS: usize = 1;
/// The repr of the sequence that was given, where that is neither list nor tuple and may change later.
const SHOWN: usize = 2;

fn is_group(vm: &Vm, o: &Obj) -> bool {
    vm.class_of(o).is_subtype(vm, types::BASE_EXCEPTION_GROUP)
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    const NEW: &str = "BaseExceptionGroup.__new__()";
    let (positional, _) = args.split();
    let [message, given] = positional else {
        let n = positional.len();
        return Err(type_error!(vm, "{NEW} takes exactly 2 arguments ({n} given)"));
    };
    if !message.is_kind::<Str>() {
        let got = crate::argument::class_name(vm, message);
        return Err(type_error!(vm, "{NEW} argument 1 must be str, not {got}"));
    }
    if vm.slots_of(given).item().is_none() {
        return Err(type_error!(vm, "second argument (exceptions) must be a sequence"));
    }
    let items = protocol::collect(vm, given)?;
    if items.is_empty() {
        return Err(value_error!(vm, "second argument (exceptions) must be a non-empty sequence"));
    }
    let mut only_exceptions = true;
    for (i, item) in items.iter().enumerate() {
        if !item.is_kind::<Exception>() {
            return Err(value_error!(vm, "Item {i} of second argument (exceptions) is not an exception"));
        }
        only_exceptions &= vm.class_of(item).is_subtype(vm, types::EXCEPTION);
    }
    let mut class = class.clone();
    if class.is(types::BASE_EXCEPTION_GROUP) {
        if only_exceptions {
            class = types::EXCEPTION_GROUP.clone();
        }
    } else if !only_exceptions && class.is(types::EXCEPTION_GROUP) {
        return Err(type_error!(vm, "Cannot nest BaseExceptions in an ExceptionGroup"));
    } else if !only_exceptions && class.is_subtype(vm, types::EXCEPTION) {
        let name = class.name(vm).to_string();
        return Err(type_error!(vm, "Cannot nest BaseExceptions in '{name}'"));
    }
    let args = Tuple::from_slice(vm, positional)?;
    let plain = given.is_kind::<List>() || given.is_kind::<Tuple>();
    let shown = if plain { None } else { Some(protocol::repr(vm, given)?) };
    let made = blank(vm, &class, args, 3)?;
    let exceptions = Tuple::from_vec(vm, items)?.into_obj();
    fields::set(vm, &made, MESSAGE, Some(message.clone()))?;
    fields::set(vm, &made, EXCEPTIONS, Some(exceptions))?;
    fields::set(vm, &made, SHOWN, shown)?;
    Ok(made.into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let class = vm.class_of(o).own();
    no_keywords(vm, &class, args)?;
    base::init(vm, o, args)
}

/// The exceptions of a group.
pub fn exceptions(vm: &Vm, group: &Obj) -> Vec<Obj> {
    let held = group.downcast_ref::<Exception>().and_then(|e| fields::get(vm, e, EXCEPTIONS));
    held.and_then(|t| t.downcast::<Tuple>().ok()).map(|t| t.tail(vm).to_vec()).unwrap_or_default()
}

fn message(vm: &Vm, group: &Obj) -> Obj {
    group.downcast_ref::<Exception>().and_then(|e| fields::get(vm, e, MESSAGE)).unwrap_or(Obj::NONE)
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = message(vm, o);
    let text = protocol::str(vm, &text)?;
    let n = exceptions(vm, o).len();
    let mut buf = crate::text::TextBuf::new();
    buf.push_text(text.text(vm));
    buf.push_str(&format!(" ({n} sub-exception{})", if n == 1 { "" } else { "s" }));
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = message(vm, o);
    let text = protocol::repr(vm, &text)?;
    let shown = match o.downcast_ref::<Exception>().and_then(|e| fields::get(vm, e, SHOWN)) {
        Some(shown) => shown,
        None => {
            let held = exceptions(vm, o);
            let args = o.downcast_ref::<Exception>().map(|e| e.get(vm).args.tail(vm));
            let listed = args.is_some_and(|a| a.len() == 2 && a[1].is_kind::<List>());
            let held =
                if listed { List::from_vec(vm, held)?.into_obj() } else { Tuple::from_vec(vm, held)?.into_obj() };
            protocol::repr(vm, &held)?
        }
    };
    let name = vm.class_of(o).own().get(vm).name.clone();
    let mut buf = crate::text::TextBuf::new();
    buf.push_text(name.text(vm));
    for (before, part) in [("(", &text), (", ", &shown)] {
        buf.push_str(before);
        if let Some(s) = part.downcast_ref::<Str>() {
            buf.push_text(s.text(vm));
        }
    }
    buf.push_str(")");
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

fn derive(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = message(vm, args.at(0));
    protocol::call(vm, types::BASE_EXCEPTION_GROUP, &[text, args.at(1).clone()])
}

/// What `split` and `subgroup` look for.
enum Matcher<'a> {
    /// Instances of a class, or of one of a tuple of them.
    Class(&'a Obj),
    /// What a callable answers.
    Predicate(&'a Obj),
    /// These very exceptions.
    Leaves(FxHashSet<SlotId>),
}

fn matcher<'a>(vm: &mut Vm, value: &'a Obj) -> PyResult<Matcher<'a>> {
    let is_class = |vm: &Vm, o: &Obj| o.downcast_ref::<Type>().is_some_and(|t| t.is_subtype(vm, types::BASE_EXCEPTION));
    if !value.is_kind::<Type>() && vm.slots_of(value).call().is_some() {
        return Ok(Matcher::Predicate(value));
    }
    let fine = match value.downcast_ref::<Tuple>() {
        Some(t) => t.tail(vm).iter().all(|c| is_class(vm, c)),
        None => is_class(vm, value),
    };
    if fine {
        return Ok(Matcher::Class(value));
    }
    Err(type_error!(vm, "expected an exception type, a tuple of exception types, or a callable (other than a class)"))
}

fn is_match(vm: &mut Vm, e: &Obj, matcher: &Matcher<'_>) -> PyResult<bool> {
    match matcher {
        Matcher::Class(wanted) => {
            let is = |vm: &Vm, c: &Obj| c.downcast_ref::<Type>().is_some_and(|c| vm.class_of(e).is_subtype(vm, c));
            Ok(match wanted.downcast_ref::<Tuple>() {
                Some(t) => t.tail(vm).iter().any(|c| is(vm, c)),
                None => is(vm, wanted),
            })
        }
        Matcher::Predicate(f) => {
            let answer = protocol::call(vm, f, std::slice::from_ref(e))?;
            protocol::is_true(vm, &answer)
        }
        Matcher::Leaves(set) => Ok(!is_group(vm, e) && e.header().is_some() && set.contains(&e.value().slot())),
    }
}

/// The part of a group that holds `held`, with its metadata; nothing if that is empty.
fn subset(vm: &mut Vm, group: &Obj, held: Vec<Obj>) -> PyResult<Option<Obj>> {
    if held.is_empty() {
        return Ok(None);
    }
    let held = List::from_vec(vm, held)?.into_obj();
    let name = Str::intern(vm, "derive");
    let made = protocol::call_method(vm, group, &name, &[held])?;
    if !is_group(vm, &made) {
        return Err(type_error!(vm, "derive must return an instance of BaseExceptionGroup"));
    }
    if let (Some(from), Some(to)) = (group.downcast_ref::<Exception>(), made.downcast_ref::<Exception>()) {
        let f = from.get(vm);
        let (traceback, context, cause) = (f.traceback.clone(), f.context.clone(), f.cause.clone());
        let t = to.get_mut(vm);
        let old = [
            std::mem::replace(&mut t.traceback, traceback),
            std::mem::replace(&mut t.context, context),
            std::mem::replace(&mut t.cause, cause),
        ];
        t.suppress_context = true;
        drop(old);
    }
    if let Some(notes) = protocol::find_attr(vm, group, names::__notes__)?
        && vm.slots_of(&notes).item().is_some()
    {
        let notes = protocol::collect(vm, &notes)?;
        let notes = List::from_vec(vm, notes)?.into_obj();
        protocol::set_attr(vm, &made, names::__notes__, &notes)?;
    }
    Ok(Some(made))
}

/// What of `e` matches, and (if asked for) what does not.
fn split_recursive(
    vm: &mut Vm,
    e: &Obj,
    matcher: &Matcher<'_>,
    keep_rest: bool,
) -> PyResult<(Option<Obj>, Option<Obj>)> {
    if is_match(vm, e, matcher)? {
        return Ok((Some(e.clone()), None));
    }
    if !is_group(vm, e) {
        return Ok((None, keep_rest.then(|| e.clone())));
    }
    vm.check_stack(" in exceptiongroup_split_recursive")?;
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for one in exceptions(vm, e) {
        let (m, r) = split_recursive(vm, &one, matcher, keep_rest)?;
        matching.extend(m);
        rest.extend(r);
    }
    let matching = subset(vm, e, matching)?;
    Ok((matching, if keep_rest { subset(vm, e, rest)? } else { None }))
}

fn split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let matcher = matcher(vm, args.at(1))?;
    let (matching, rest) = split_recursive(vm, args.at(0), &matcher, true)?;
    let pair = [matching, rest].map(|p| p.unwrap_or(Obj::NONE));
    Ok(Tuple::from_slice(vm, &pair)?.into_obj())
}

fn subgroup(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let matcher = matcher(vm, args.at(1))?;
    let (matching, _) = split_recursive(vm, args.at(0), &matcher, false)?;
    Ok(matching.unwrap_or(Obj::NONE))
}

fn collect_leaves(vm: &mut Vm, e: &Obj, into: &mut FxHashSet<SlotId>) -> PyResult<()> {
    if !is_group(vm, e) {
        if e.header().is_some() {
            into.insert(e.value().slot());
        }
        return Ok(());
    }
    vm.check_stack(" in collect_exception_group_leaf_ids")?;
    for one in exceptions(vm, e) {
        collect_leaves(vm, &one, into)?;
    }
    Ok(())
}

/// Whether an exception has the traceback, context and cause of another: it was reraised, not raised anew.
fn same_metadata(vm: &Vm, a: &Obj, b: &Obj) -> bool {
    let (Some(a), Some(b)) = (a.downcast_ref::<Exception>(), b.downcast_ref::<Exception>()) else { return false };
    let (a, b) = (a.get(vm), b.get(vm));
    [(&a.traceback, &b.traceback), (&a.context, &b.context), (&a.cause, &b.cause)].into_iter().all(|(x, y)| {
        match (x.get(), y.get()) {
            (Some(x), Some(y)) => x.is(y),
            (None, None) => true,
            _ => false,
        }
    })
}

/// What an `except*` statement raises in the end, of the exception it got and the list of what its handlers left; `None`
/// for nothing (CPython's `_PyExc_PrepReraiseStar`).
///
/// # Errors
/// What `derive` raises.
pub fn prepare_reraise_star(vm: &mut Vm, original: &Obj, left: &Obj) -> PyResult {
    let left: Vec<Obj> = left.downcast_ref::<List>().map(|l| l.get(vm).items.to_vec()).unwrap_or_default();
    if !is_group(vm, original) {
        // A naked exception was wrapped: one clause ran at most.
        return Ok(left.into_iter().find(|e| !e.is_none()).unwrap_or(Obj::NONE));
    }
    let (mut raised, mut reraised) = (Vec::new(), FxHashSet::default());
    for e in left.into_iter().filter(|e| !e.is_none()) {
        if same_metadata(vm, &e, original) {
            collect_leaves(vm, &e, &mut reraised)?;
        } else {
            raised.push(e);
        }
    }
    let (kept, _) = split_recursive(vm, original, &Matcher::Leaves(reraised), false)?;
    if raised.is_empty() {
        return Ok(kept.unwrap_or(Obj::NONE));
    }
    raised.extend(kept);
    if let [one] = raised.as_slice() {
        return Ok(one.clone());
    }
    let raised = List::from_vec(vm, raised)?.into_obj();
    protocol::call(vm, types::EXCEPTION_GROUP, &[names::EMPTY.clone().into_obj(), raised])
}

fn class_getitem(vm: &mut Vm, args: Args<'_>) -> PyResult {
    crate::generic_alias::new(vm, args.at(0), args.at(1))
}

static METHODS: &[NativeDef] = &[
    class_native("__class_getitem__", "($type, object, /)", class_getitem, "See PEP 585"),
    native("derive", "($self, excs, /)", derive, ""),
    native("split", "($self, matcher_value, /)", split, ""),
    native("subgroup", "($self, matcher_value, /)", subgroup, ""),
];

/// `BaseExceptionGroup`
pub static BASE_EXCEPTION_GROUP_DEF: TypeDef = TypeDef {
    name: "BaseExceptionGroup",
    base: types::BASE_EXCEPTION.slot(),
    flags: TypeFlags::BASE,
    doc: "A combination of multiple unrelated exceptions.",
    slots: Slots { new: Some(new), init: Some(init), str: Some(str), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getsets: &[
        fixed::<MESSAGE>("message", "exception message"),
        fixed::<EXCEPTIONS>("exceptions", "nested exceptions"),
    ],
    ..TypeDef::EMPTY
};

/// `ExceptionGroup`; its second base, `Exception`, is added by [`add_second_base`].
pub static EXCEPTION_GROUP_DEF: TypeDef = TypeDef {
    name: "ExceptionGroup",
    base: types::BASE_EXCEPTION_GROUP.slot(),
    flags: TypeFlags::BASE,
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// Makes `ExceptionGroup` an `Exception` too.
pub(crate) fn add_second_base(vm: &mut Vm) -> PyResult<()> {
    let object = |class: &Ref<Type>| class.clone().into_obj();
    let bases = Tuple::from_slice(vm, &[object(types::BASE_EXCEPTION_GROUP), object(types::EXCEPTION)])?;
    let mro =
        [types::EXCEPTION_GROUP, types::BASE_EXCEPTION_GROUP, types::EXCEPTION, types::BASE_EXCEPTION, types::OBJECT]
            .map(object);
    let mro = Tuple::from_slice(vm, &mro)?;
    let class = types::EXCEPTION_GROUP.get_mut(vm);
    class.bases = bases;
    class.mro = mro;
    // CPython makes this class as a `class` statement would.
    let dict = types::EXCEPTION_GROUP.get(vm).dict.clone();
    let module = crate::Str::intern(vm, "builtins").into_obj();
    Dict::set_str(vm, &dict, names::__module__, module)?;
    let weak = crate::descriptor::getset(vm, types::EXCEPTION_GROUP, &crate::object::WEAKREF_ATTRIBUTE);
    Dict::set_str(vm, &dict, names::__weakref__, weak)?;
    types::EXCEPTION.get_mut(vm).subclasses.push(rpython_heap::Weak::of_ref(types::EXCEPTION_GROUP))?;
    Ok(())
}
