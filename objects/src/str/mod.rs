//! `str`: PEP 393 text in the slot's tail.
//!
//! A string's units lie inline behind its payload, in the narrowest of 1, 2 or 4 bytes a code point; the algorithms on
//! them are `crate::text`. Strings are immutable, their hash is kept once computed. Interned strings are one object per
//! text; names in code objects are, so most comparisons of names are comparisons of handles.
//!
//! This file holds the object and its operators; [`methods`] the methods, [`format`] `str.format`, [`iterator`] iteration.

mod constructor;
pub mod format;
pub mod iterator;
mod methods;
mod operators;

use crate::{
    Dict, Vm, kinds, names,
    text::{Kind, Text, TextBuf, TextParts},
    types,
};
use rpython_heap::{Obj, OutOfMemory, Payload, Ref, Shape, Token};
use std::cell::Cell;

pub use constructor::DEF;
pub use operators::{build, exact, join, repeat};

/// The payload of a string; its units are the tail.
pub struct Str {
    /// 0 while not computed; a computed 0 is computed again.
    hash: Cell<i64>,
    /// Code points.
    len: u32,
    kind: Kind,
    interned: Cell<bool>,
}

const _: () = assert!(size_of::<Str>() == 16);

impl Payload for Str {
    const KIND: u8 = kinds::STR;
    const NAME: &'static str = "str";
    const TRACKED: bool = false;
    type Tail = u8;
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Str {
    pub(crate) const fn payload(kind: Kind, len: usize, interned: bool) -> Str {
        Str { hash: Cell::new(0), len: len as u32, kind, interned: Cell::new(interned) }
    }

    /// Whether this is the interned object of its text.
    #[inline]
    pub fn is_interned(&self) -> bool {
        self.interned.get()
    }

    /// Whether its units are ASCII bytes.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.kind == Kind::Ascii
    }

    /// Code points.
    #[inline]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether this is `""`.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A string of a Rust text.
    pub fn new(vm: &Vm, text: &str) -> Ref<Str> {
        if text.is_ascii() {
            return Str::from_ascii(vm, text.as_bytes());
        }
        let mut buf = TextBuf::new();
        buf.push_str(text);
        Str::from_buf(vm, buf)
    }

    /// A string of ASCII bytes, which the caller has checked.
    pub fn from_ascii(vm: &Vm, bytes: &[u8]) -> Ref<Str> {
        debug_assert!(bytes.is_ascii());
        expect(Str::allocate(vm, Kind::Ascii, bytes.len(), bytes))
    }

    /// A string of what `display` writes.
    pub fn from_display(vm: &Vm, display: impl std::fmt::Display) -> Ref<Str> {
        use std::fmt::Write;
        let mut buf = TextBuf::new();
        // Writing to a TextBuf does not fail, and a Display that fails has written what it could.
        let _ = write!(buf, "{display}");
        Str::from_buf(vm, buf)
    }

    /// A string of a finished buffer.
    ///
    /// # Panics
    /// With `OutOfMemory` where the region is full; see [`Str::try_from_buf`] for lengths that a program chooses.
    pub fn from_buf(vm: &Vm, buf: TextBuf) -> Ref<Str> {
        expect(Str::of_buf(vm, buf))
    }

    /// A string of a finished buffer.
    ///
    /// # Errors
    /// When the region is full.
    pub fn try_from_buf(vm: &Vm, buf: TextBuf) -> Result<Ref<Str>, OutOfMemory> {
        if crate::text::take_lost() { Err(OutOfMemory) } else { Str::of_buf(vm, buf) }
    }

    /// A string of a buffer that is known to hold its text.
    fn of_buf(vm: &Vm, buf: TextBuf) -> Result<Ref<Str>, OutOfMemory> {
        match buf.into_parts() {
            TextParts::Ascii(b) => Str::allocate(vm, Kind::Ascii, b.len(), &b),
            TextParts::Latin1(b) => Str::allocate(vm, Kind::Latin1, b.len(), &b),
            TextParts::Ucs2(u) => Str::allocate(vm, Kind::Ucs2, u.len(), bytemuck::cast_slice(&u)),
            TextParts::Ucs4(u) => Str::allocate(vm, Kind::Ucs4, u.len(), bytemuck::cast_slice(&u)),
        }
    }

    /// A string of a text that does not lie in the heap.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_text(vm: &Vm, text: Text<'_>) -> Result<Ref<Str>, OutOfMemory> {
        let kind = text.canonical_kind();
        match (text, kind) {
            (Text::Ascii(b) | Text::Latin1(b), _) => Str::allocate(vm, kind, b.len(), b),
            (Text::Ucs2(u), Kind::Ucs2) => Str::allocate(vm, kind, u.len(), bytemuck::cast_slice(u)),
            (Text::Ucs4(u), Kind::Ucs4) => Str::allocate(vm, kind, u.len(), bytemuck::cast_slice(u)),
            _ => Str::try_from_buf(vm, text.to_buf()),
        }
    }

    /// A string of one code point.
    pub fn from_char(vm: &Vm, c: u32) -> Ref<Str> {
        match u8::try_from(c) {
            Ok(byte) => names::character(byte),
            Err(_) => {
                let mut buf = TextBuf::new();
                buf.push(c);
                Str::from_buf(vm, buf)
            }
        }
    }

    /// The part of a string from code point `start` to `end`; the string itself where that is all of it.
    ///
    /// # Errors
    /// When the region is full.
    pub fn slice(vm: &Vm, s: &Ref<Str>, start: usize, end: usize) -> Result<Ref<Str>, OutOfMemory> {
        let len = s.get(vm).len();
        if start == 0 && end >= len && s.is_exact() {
            return Ok(s.clone());
        }
        Str::from_text(vm, s.text(vm).slice(start..end.min(len)))
    }

    /// A string of `text`: one of `known` that is a `str` itself and is equal to it, or a new one. So formatting and the like keep what
    /// they would only copy.
    ///
    /// # Errors
    /// When the region is full.
    pub fn among(vm: &Vm, known: [Option<&Ref<Str>>; 2], text: Text<'_>) -> Result<Ref<Str>, OutOfMemory> {
        match Str::equal_among(vm, known, text) {
            Some(same) => Ok(same),
            None => Str::from_text(vm, text),
        }
    }

    /// As [`Str::among`], of a buffer.
    ///
    /// # Errors
    /// When the region is full.
    pub fn among_or_from(vm: &Vm, known: [Option<&Ref<Str>>; 2], buf: TextBuf) -> Result<Ref<Str>, OutOfMemory> {
        match Str::equal_among(vm, known, buf.as_text()) {
            Some(same) => Ok(same),
            None => Str::try_from_buf(vm, buf),
        }
    }

    fn equal_among(vm: &Vm, known: [Option<&Ref<Str>>; 2], text: Text<'_>) -> Option<Ref<Str>> {
        let mut known = known.into_iter().flatten();
        known.find(|s| s.is_exact() && s.get(vm).len() == text.len() && s.text(vm) == text).cloned()
    }

    fn allocate(vm: &Vm, kind: Kind, len: usize, bytes: &[u8]) -> Result<Ref<Str>, OutOfMemory> {
        match bytes {
            [] => return Ok(names::EMPTY.clone()),
            [one] => return Ok(names::character(*one)),
            _ if len > u32::MAX as usize => return Err(OutOfMemory),
            _ => {}
        }
        let shape = Shape { class: types::STR.slot(), subclass: false, extra: 0 };
        Ref::of_bytes(vm, shape, Str::payload(kind, len, false), bytes)
    }

    /// A string of `len` code points of one kind whose units `fill` writes, in a slot that it can grow in to `room`.
    /// At least one of the units must need the kind.
    fn filled(
        vm: &Vm,
        kind: Kind,
        len: usize,
        room: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Ref<Str>, OutOfMemory> {
        let bytes = |n: usize| n.checked_mul(kind.width()).filter(|&n| n <= u32::MAX as usize).ok_or(OutOfMemory);
        let shape = Shape { class: types::STR.slot(), subclass: false, extra: 0 };
        Ref::with_bytes(vm, shape, Str::payload(kind, len, false), bytes(len)?, bytes(room)?, fill)
    }

    /// The interned string of a text.
    pub fn intern(vm: &mut Vm, text: &str) -> Ref<Str> {
        if text.is_ascii() {
            return Str::intern_ascii(vm, text.as_bytes());
        }
        let s = Str::new(vm, text);
        Str::intern_ref(vm, s)
    }

    /// The interned string of ASCII bytes, which the caller has checked.
    pub fn intern_ascii(vm: &mut Vm, bytes: &[u8]) -> Ref<Str> {
        debug_assert!(bytes.is_ascii());
        match bytes {
            [] => return names::EMPTY.clone(),
            [one] => return names::character(*one),
            _ => {}
        }
        let hash = vm.hash_key.bytes(bytes);
        if let Some(known) = Dict::ascii_key(vm, &vm.interned, hash, bytes) {
            return known.clone();
        }
        let s = Str::from_ascii(vm, bytes);
        s.get(vm).hash.set(hash);
        Str::add_interned(vm, &s);
        s
    }

    /// Makes a string the interned one of its text; there is none so far.
    fn add_interned(vm: &mut Vm, s: &Ref<Str>) {
        let (interned, hash) = (vm.interned.clone(), Str::hash(vm, s));
        // A full heap leaves the string as it is: interning only saves time.
        if interned.get_mut(vm).insert_new(hash, s.clone().into_obj(), s.clone().into_obj()).is_ok() {
            s.get(vm).interned.set(true);
        }
    }

    /// The interned string of the same text; `s` itself becomes it if there was none.
    pub fn intern_ref(vm: &mut Vm, s: Ref<Str>) -> Ref<Str> {
        if s.get(vm).is_interned() || !s.is_exact() {
            return s;
        }
        if let Some(entry) = Dict::find_str(vm, &vm.interned, &s)
            && let Some(known) = vm.interned.get(vm).value_at(entry).and_then(|o| o.downcast_ref::<Str>())
        {
            return known.clone();
        }
        Str::add_interned(vm, &s);
        s
    }

    /// A string's hash, as CPython computes it under the same key.
    pub fn hash(vm: &Vm, s: &Ref<Str>) -> i64 {
        let payload = s.get(vm);
        match payload.hash.get() {
            0 => {
                let hash = vm.hash_key.bytes(s.tail(vm));
                payload.hash.set(hash);
                hash
            }
            known => known,
        }
    }

    /// Whether two strings have the same text.
    #[inline]
    pub fn same(token: &Token, a: &Ref<Str>, b: &Ref<Str>) -> bool {
        if a.is(b) {
            return true;
        }
        let (x, y) = (a.get(token), b.get(token));
        x.len == y.len && !(x.is_interned() && y.is_interned()) && x.kind == y.kind && a.tail(token) == b.tail(token)
    }
}

fn expect(made: Result<Ref<Str>, OutOfMemory>) -> Ref<Str> {
    made.unwrap_or_else(|full| std::panic::panic_any(full))
}

/// What can be read off a string.
pub trait StrExt {
    /// The code points.
    fn text<'a>(&'a self, token: &'a Token) -> Text<'a>;
    /// The text, if it is ASCII; `""` otherwise. For names that are known to be ASCII.
    fn as_str<'a>(&'a self, token: &'a Token) -> &'a str;
    /// The text for messages; lone surrogates become replacement characters.
    fn to_string_lossy(&self, token: &Token) -> String;
    /// Whether the text is this one.
    fn is_text(&self, token: &Token, text: &str) -> bool;
    /// Whether the class is `str` itself.
    fn is_exact(&self) -> bool;
}

impl StrExt for Ref<Str> {
    #[inline]
    fn text<'a>(&'a self, token: &'a Token) -> Text<'a> {
        let bytes = self.tail(token);
        match self.get(token).kind {
            Kind::Ascii => Text::Ascii(bytes),
            Kind::Latin1 => Text::Latin1(bytes),
            Kind::Ucs2 => Text::Ucs2(bytemuck::cast_slice(bytes)),
            Kind::Ucs4 => Text::Ucs4(bytemuck::cast_slice(bytes)),
        }
    }

    fn as_str<'a>(&'a self, token: &'a Token) -> &'a str {
        match self.get(token).kind {
            Kind::Ascii => std::str::from_utf8(self.tail(token)).unwrap_or_default(),
            _ => "",
        }
    }

    fn to_string_lossy(&self, token: &Token) -> String {
        self.text(token).to_string()
    }

    fn is_text(&self, token: &Token, text: &str) -> bool {
        match self.text(token) {
            Text::Ascii(b) => b == text.as_bytes(),
            other => other == text,
        }
    }

    #[inline]
    fn is_exact(&self) -> bool {
        self.header().class() == types::STR.slot()
    }
}
