//! Subjects: the characters of a `str` or of an object with a buffer, held while they are matched.

use rpython_heap::OutOfMemory;
use rpython_objects::{
    Bytes, Obj, PyResult, Str, StrExt, Vm, argument,
    buffer::{self, Contiguous},
    text::Text,
    type_error, types,
};

use super::super::Subject;

/// A subject whose characters stay where they are. It must be given back with [`Held::release`].
#[derive(Debug)]
pub(super) struct Held {
    string: Obj,
    /// The view, unless it is a `str`.
    bytes: Option<Contiguous>,
}

impl Held {
    /// Holds the characters of a string or bytes-like object (`getstring`).
    pub(super) fn new(vm: &mut Vm, string: &Obj) -> PyResult<Held> {
        if string.is_kind::<Str>() {
            return Ok(Held { string: string.clone(), bytes: None });
        }
        match buffer::bytes_of(vm, string) {
            Ok(bytes) => Ok(Held { string: string.clone(), bytes: Some(bytes) }),
            Err(raised) => {
                drop(raised);
                vm.exception.take();
                let class = argument::class_name(vm, string);
                Err(type_error!(vm, "expected string or bytes-like object, got '{class}'"))
            }
        }
    }

    /// The object.
    pub(super) fn string(&self) -> &Obj {
        &self.string
    }

    /// Whether it is no `str`.
    pub(super) fn is_bytes(&self) -> bool {
        self.bytes.is_some()
    }

    /// The characters.
    #[inline]
    pub(super) fn view<'a>(&'a self, vm: &'a Vm) -> Subject<'a> {
        match (&self.bytes, self.string.downcast_ref::<Str>()) {
            (Some(bytes), _) => Subject::U8(bytes.get(vm)),
            (None, Some(string)) => match string.text(vm) {
                Text::Ascii(units) | Text::Latin1(units) => Subject::U8(units),
                Text::Ucs2(units) => Subject::U16(units),
                Text::Ucs4(units) => Subject::U32(units),
            },
            (None, None) => Subject::U8(&[]),
        }
    }

    /// The characters from `start` to `end`, as an object of the subject's sort; cut where the subject has shrunk.
    pub(super) fn slice(&self, vm: &Vm, start: usize, end: usize) -> Result<Obj, OutOfMemory> {
        if let (None, Some(string)) = (&self.bytes, self.string.downcast_ref::<Str>()) {
            let len = string.get(vm).len();
            let end = end.min(len);
            return Ok(Str::slice(vm, string, start.min(end), end)?.into_obj());
        }
        let bytes = self.bytes.as_ref().map_or(&[][..], |bytes| bytes.get(vm));
        let end = end.min(bytes.len());
        let start = start.min(end);
        let is_exact = self.string.header().is_some_and(|h| h.class() == types::BYTES.slot());
        if is_exact && start == 0 && end == bytes.len() {
            return Ok(self.string.clone());
        }
        Ok(Bytes::new(vm, bytes.get(start..end).unwrap_or_default())?.into_obj())
    }

    /// Gives the view back.
    pub(super) fn release(self, vm: &mut Vm) {
        if let Some(bytes) = self.bytes {
            bytes.release(vm);
        }
    }

    /// Shows the references of a subject that a payload holds.
    pub(super) fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.string);
        self.bytes.iter().for_each(|bytes| bytes.traverse(visit));
    }
}

/// Part of any subject (`getslice`).
pub(super) fn slice_of(vm: &mut Vm, string: &Obj, start: usize, end: usize) -> PyResult {
    if let Some(string) = string.downcast_ref::<Str>() {
        let len = string.get(vm).len();
        let end = end.min(len);
        return Ok(Str::slice(vm, string, start.min(end), end)?.into_obj());
    }
    let held = Held::new(vm, string)?;
    let made = held.slice(vm, start, end);
    held.release(vm);
    Ok(made?)
}
