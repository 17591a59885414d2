//! `BaseException`: making, `args`, the attributes of chaining, notes, pickling (CPython's `exceptions.c`).

use super::{Exception, dict, fields};
use crate::{
    Args, CallArgs, Dict, GetSetDef, List, NativeDef, PyResult, Slots, Str, StrExt, Traceback, Tuple, Type, TypeDef,
    TypeExt, TypeFlags, Vm, getset, kinds, names, native, protocol, type_error,
};
use rpython_heap::{BufVec, Obj, OptObj, Ref};

/// Makes an exception with empty fields.
pub(super) fn blank(vm: &mut Vm, class: &Ref<Type>, args: Ref<Tuple>, count: usize) -> PyResult<Ref<Exception>> {
    let mut fields = BufVec::new();
    if count > 0 {
        fields.resize(count, OptObj::NONE)?;
    }
    let made = Exception {
        args,
        traceback: OptObj::NONE,
        context: OptObj::NONE,
        cause: OptObj::NONE,
        suppress_context: false,
        dict: OptObj::NONE,
        fields,
    };
    Ok(vm.alloc_in(class, made))
}

/// `BaseException.__new__` of a class with `N` fields: keywords are left to `__init__`.
pub(super) fn new<const N: usize>(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let (positional, _) = args.split();
    let args = Tuple::from_slice(vm, positional)?;
    Ok(blank(vm, class, args, N)?.into_obj())
}

/// Fails if there are keyword arguments.
pub(super) fn no_keywords(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult<()> {
    if args.keywords() == 0 {
        return Ok(());
    }
    let name = class.name(vm).to_string();
    Err(type_error!(vm, "{name}() takes no keyword arguments"))
}

/// Sets `args`.
pub(super) fn set_args(vm: &mut Vm, e: &Ref<Exception>, positional: &[Obj]) -> PyResult<()> {
    let known = e.get(vm).args.tail(vm);
    if known.len() == positional.len() && known.iter().zip(positional).all(|(a, b)| a.is(b)) {
        return Ok(());
    }
    let args = Tuple::from_slice(vm, positional)?;
    let old = std::mem::replace(&mut e.get_mut(vm).args, args);
    drop(old);
    Ok(())
}

/// `BaseException.__init__`
pub(super) fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let Some(e) = o.downcast_ref::<Exception>() else { return Ok(()) };
    if args.names.is_some() {
        let class = vm.class_of(o).own();
        no_keywords(vm, &class, args)?;
    }
    set_args(vm, e, args.split().0)
}

/// Binds keyword arguments that all are optional: their values, in the order of `known`.
pub(super) fn keywords<const N: usize>(
    vm: &mut Vm,
    function: &str,
    known: [&str; N],
    args: CallArgs<'_>,
) -> PyResult<[Option<Obj>; N]> {
    let mut found = [const { None }; N];
    let (_, values) = args.split();
    for (i, value) in values.iter().enumerate() {
        let name = args.names.and_then(|n| n.tail(vm).get(i)).and_then(|n| n.downcast_ref::<Str>());
        let Some(name) = name.cloned() else {
            return Err(type_error!(vm, "keywords must be strings"));
        };
        match known.iter().position(|k| name.is_text(vm, k)) {
            Some(place) => found[place] = Some(value.clone()),
            None => return Err(native::unexpected_keyword(vm, function, &name, known.into_iter())),
        }
    }
    Ok(found)
}

/// `str(e)`: nothing, the argument, or all of them.
pub(super) fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(e) = o.downcast_ref::<Exception>() else { return protocol::repr(vm, o) };
    let args = e.get(vm).args.clone();
    match args.tail(vm) {
        [] => Ok(names::EMPTY.clone().into_obj()),
        [one] => {
            let one = one.clone();
            protocol::str(vm, &one).map(Obj::from)
        }
        _ => protocol::repr(vm, &args),
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(e) = o.downcast_ref::<Exception>() else { return crate::object::repr(vm, o) };
    let args = e.get(vm).args.clone();
    let name = vm.class_of(o).own().get(vm).name.clone();
    let (shown, parenthesise) = match args.tail(vm) {
        [one] => (one.clone(), true),
        _ => (args.clone().into_obj(), false),
    };
    let shown = protocol::repr(vm, &shown)?;
    let Some(shown) = shown.downcast_ref::<Str>() else { return Ok(shown) };
    let mut buf = crate::text::TextBuf::new();
    buf.push_text(name.text(vm));
    if parenthesise {
        buf.push_str("(");
    }
    buf.push_text(shown.text(vm));
    if parenthesise {
        buf.push_str(")");
    }
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

fn this(o: &Obj) -> Option<&Ref<Exception>> {
    o.downcast_ref::<Exception>()
}

fn get_args(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).map_or(Obj::NONE, |e| e.get(vm).args.clone().into_obj()))
}

fn assign_args(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "args may not be deleted")) };
    let items = protocol::collect(vm, value)?;
    let args = Tuple::from_vec(vm, items)?;
    if let Some(e) = this(o) {
        let old = std::mem::replace(&mut e.get_mut(vm).args, args);
        drop(old);
    }
    Ok(())
}

fn get_traceback(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).and_then(|e| e.get(vm).traceback.cloned()).unwrap_or(Obj::NONE))
}

fn set_traceback(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "__traceback__ may not be deleted")) };
    if !value.is_none() && !value.is_kind::<Traceback>() {
        return Err(type_error!(vm, "__traceback__ must be a traceback or None"));
    }
    if let Some(e) = this(o) {
        let old = std::mem::replace(&mut e.get_mut(vm).traceback, present(value));
        drop(old);
    }
    Ok(())
}

/// `None` is nothing.
fn present(value: &Obj) -> OptObj {
    if value.is_none() { OptObj::NONE } else { OptObj::some(value.clone()) }
}

fn get_context(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).and_then(|e| e.get(vm).context.cloned()).unwrap_or(Obj::NONE))
}

fn set_context(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "__context__ may not be deleted")) };
    if !value.is_none() && !value.is_kind::<Exception>() {
        return Err(type_error!(vm, "exception context must be None or derive from BaseException"));
    }
    if let Some(e) = this(o) {
        let old = std::mem::replace(&mut e.get_mut(vm).context, present(value));
        drop(old);
    }
    Ok(())
}

fn get_cause(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).and_then(|e| e.get(vm).cause.cloned()).unwrap_or(Obj::NONE))
}

fn set_cause(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "__cause__ may not be deleted")) };
    if !value.is_none() && !value.is_kind::<Exception>() {
        return Err(type_error!(vm, "exception cause must be None or derive from BaseException"));
    }
    if let Some(e) = this(o) {
        let x = e.get_mut(vm);
        x.suppress_context = true;
        let old = std::mem::replace(&mut x.cause, present(value));
        drop(old);
    }
    Ok(())
}

fn get_suppress(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(Obj::bool(this(o).is_some_and(|e| e.get(vm).suppress_context)))
}

fn set_suppress(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "can't delete numeric/char attribute")) };
    if !value.is(&Obj::TRUE) && !value.is(&Obj::FALSE) {
        return Err(type_error!(vm, "attribute value type must be bool"));
    }
    if let Some(e) = this(o) {
        e.get_mut(vm).suppress_context = value.is(&Obj::TRUE);
    }
    Ok(())
}

fn get_dict(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).map_or(Obj::NONE, |e| dict(vm, e).into_obj()))
}

fn set_dict(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "cannot delete __dict__")) };
    if !value.is_kind::<Dict>() {
        let class = vm.class_of(value).name(vm).to_string();
        return Err(type_error!(vm, "__dict__ must be set to a dictionary, not a '{class}'"));
    }
    if let Some(e) = this(o) {
        let old = e.get_mut(vm).dict.replace(value.clone());
        drop(old);
    }
    Ok(())
}

fn with_traceback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    set_traceback(vm, args.at(0), Some(args.at(1)))?;
    Ok(args.at(0).clone())
}

fn add_note(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let note = args.at(1);
    if !note.is_kind::<Str>() {
        let class = crate::argument::shown_class(vm, note);
        return Err(type_error!(vm, "add_note() argument must be str, not {class}"));
    }
    let notes = match protocol::find_attr(vm, args.at(0), names::__notes__)? {
        Some(notes) => notes,
        None => {
            let made = List::from_vec(vm, Vec::new())?.into_obj();
            protocol::set_attr(vm, args.at(0), names::__notes__, &made)?;
            made
        }
    };
    let Some(list) = notes.downcast_ref::<List>() else {
        return Err(type_error!(vm, "Cannot add note: __notes__ is not a list"));
    };
    list.get_mut(vm).items.push(note.clone())?;
    Ok(Obj::NONE)
}

/// `(class, args)`, with the state where there is one.
pub(super) fn reduced(vm: &mut Vm, o: &Obj, args: Obj, state: Option<Obj>) -> PyResult {
    let class = vm.class_of(o).own().into_obj();
    let parts: Vec<Obj> = [class, args].into_iter().chain(state).collect();
    Ok(Tuple::from_vec(vm, parts)?.into_obj())
}

/// The `__dict__`, if one was made.
pub(super) fn existing_dict(vm: &Vm, o: &Obj) -> Option<Obj> {
    this(o).and_then(|e| e.get(vm).dict.cloned())
}

/// A copy of the `__dict__` with the fields that are set; `None` where both are empty.
pub(super) fn state(vm: &mut Vm, o: &Obj, added: &[(&str, Obj)]) -> PyResult<Option<Obj>> {
    let own = existing_dict(vm, o);
    if own.is_none() && added.is_empty() {
        return Ok(None);
    }
    let made = Dict::new(vm);
    if let Some(own) = own.as_ref().and_then(|d| d.downcast_ref::<Dict>()) {
        for i in 0..own.get(vm).size() {
            let entry = own.get(vm).entry(i).map(|e| (e.hash, e.key.clone(), e.value.clone()));
            if let Some((hash, key, value)) = entry {
                Dict::set_hashed(vm, &made, &key, hash, value)?;
            }
        }
    }
    for (name, value) in added {
        Dict::set_name(vm, &made, name, value.clone())?;
    }
    Ok(Some(made.into_obj()))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let given = get_args(vm, o)?;
    let state = existing_dict(vm, o);
    reduced(vm, o, given, state)
}

fn setstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (o, state) = (args.at(0), args.at(1));
    if state.is_none() {
        return Ok(Obj::NONE);
    }
    let Some(state) = state.downcast_ref::<Dict>() else { return Err(type_error!(vm, "state is not a dictionary")) };
    for i in 0..state.get(vm).size() {
        let Some((key, value)) = state.get(vm).entry(i).map(|e| (e.key.clone(), e.value.clone())) else { continue };
        let name = crate::object::attribute_name(vm, &key)?;
        protocol::set_attr(vm, o, &name, &value)?;
    }
    Ok(Obj::NONE)
}

static METHODS: &[NativeDef] = &[
    native("__reduce__", "($self, /)", reduce, "Helper for pickle."),
    native("__setstate__", "($self, state, /)", setstate, ""),
    native("with_traceback", "($self, object, /)", with_traceback, "Set self.__traceback__ to tb and return self."),
    native("add_note", "($self, object, /)", add_note, "Add a note to the exception"),
];

static GETSETS: &[GetSetDef] = &[
    getset("__suppress_context__", get_suppress, set_suppress, "").as_member(),
    getset("__dict__", get_dict, set_dict, ""),
    getset("args", get_args, assign_args, ""),
    getset("__traceback__", get_traceback, set_traceback, ""),
    getset("__context__", get_context, set_context, "exception context"),
    getset("__cause__", get_cause, set_cause, "exception cause"),
];

/// `BaseException`
pub static BASE_EXCEPTION_DEF: TypeDef = TypeDef {
    name: "BaseException",
    kind: kinds::EXCEPTION,
    flags: TypeFlags::BASE,
    doc: "Common base class for all exceptions",
    slots: Slots { new: Some(new::<0>), init: Some(init), str: Some(str), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getsets: GETSETS,
    ..TypeDef::EMPTY
};

/// Sets the first field.
pub(super) fn set_first(vm: &mut Vm, o: &Obj, value: Option<Obj>) -> PyResult<()> {
    match this(o) {
        Some(e) => fields::set(vm, e, 0, value),
        None => Ok(()),
    }
}
