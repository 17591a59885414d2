//! The errors of pickling, and the notes that say on which way to them the pickler was.

use super::State;
use rpython_objects::{
    Exception, Obj, OptObj, PyResult, Raised, Ref, Str, Type, Vm, argument, exception, protocol, types,
};

fn class(vm: &mut Vm, of: fn(&State) -> &Option<Ref<Type>>) -> Ref<Type> {
    of(vm.state_of::<State>()).clone().unwrap_or_else(|| types::EXCEPTION.clone())
}

/// Raises `PicklingError`.
#[cold]
pub(super) fn pickling(vm: &mut Vm, message: impl std::fmt::Display) -> Raised {
    let class = class(vm, |s| &s.pickling_error);
    vm.raise(&class, message)
}

/// Raises `UnpicklingError`.
#[cold]
pub(super) fn unpickling(vm: &mut Vm, message: impl std::fmt::Display) -> Raised {
    let class = class(vm, |s| &s.unpickling_error);
    vm.raise(&class, message)
}

/// Raises `UnpicklingError` for a stream that ends too early.
#[cold]
pub(super) fn truncated(vm: &mut Vm) -> Raised {
    unpickling(vm, "pickle data was truncated")
}

/// Whether the travelling exception is an `UnpicklingError`.
pub(super) fn is_unpickling(vm: &mut Vm) -> bool {
    let class = class(vm, |s| &s.unpickling_error);
    vm.raised_is(&class)
}

/// The exception that travels becomes the context of the one that `raise` raises in its place.
#[cold]
pub(super) fn in_place(vm: &mut Vm, _: Raised, raise: impl FnOnce(&mut Vm, &Obj) -> Raised) -> Raised {
    let first = vm.take_exception();
    let _ = raise(vm, &first);
    let second = vm.take_exception();
    if let Some(e) = second.downcast_ref::<Exception>()
        && !second.is(&first)
    {
        e.get_mut(vm).context = OptObj::some(first);
    }
    vm.travel(second)
}

/// What a note says of an object.
pub(super) enum Note<'a> {
    /// "when serializing T object", or another word for the part.
    Part(&'static str),
    /// The item of a number.
    Number(usize),
    /// The item under a key.
    Key(&'a Obj),
}

/// Adds a note to the exception of `result`, if it is one.
#[inline]
pub(super) fn noted<T>(vm: &mut Vm, result: PyResult<T>, of: &Obj, note: Note<'_>) -> PyResult<T> {
    match result {
        Ok(done) => Ok(done),
        Err(raised) => Err(add_note(vm, raised, of, &note)),
    }
}

#[cold]
fn add_note(vm: &mut Vm, raised: Raised, of: &Obj, note: &Note<'_>) -> Raised {
    let class = argument::full_class_name(vm, of);
    let part = match note {
        Note::Part(part) => part.to_string(),
        Note::Number(number) => format!("item {number}"),
        Note::Key(key) => {
            let travelling = vm.take_exception();
            let shown = protocol::repr_text(vm, key);
            let fresh = match shown {
                Ok(shown) => {
                    let again = vm.travel(travelling);
                    return finish(vm, again, &class, &format!("item {shown}"));
                }
                Err(fresh) => fresh,
            };
            return in_place_of(vm, fresh, travelling);
        }
    };
    finish(vm, raised, &class, &part)
}

/// The travelling exception, with `first` as its context.
fn in_place_of(vm: &mut Vm, _: Raised, first: Obj) -> Raised {
    let second = vm.take_exception();
    if let Some(e) = second.downcast_ref::<Exception>() {
        e.get_mut(vm).context = OptObj::some(first);
    }
    vm.travel(second)
}

fn finish(vm: &mut Vm, _: Raised, class: &str, part: &str) -> Raised {
    let e = vm.take_exception();
    exception::add_note(vm, &e, &format!("when serializing {class} {part}"));
    vm.travel(e)
}

/// `repr(o)` for a message.
pub(super) fn shown(vm: &mut Vm, o: &Obj) -> PyResult<String> {
    protocol::repr_text(vm, o)
}

/// `str(o)` for a message.
pub(super) fn text(vm: &mut Vm, o: &Obj) -> PyResult<String> {
    use rpython_objects::StrExt;
    let text: Ref<Str> = protocol::str(vm, o)?;
    Ok(text.to_string_lossy(vm))
}
