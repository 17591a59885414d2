//! [`TextBuf`], the growing text: it starts as ASCII and widens when a code point needs it.
//!
//! Invariant: the storage's kind is the narrowest that holds what was pushed, so a finished buffer is canonical without a second look.
//! Widening copies, at most three times in a buffer's life.
//!
//! A buffer that the system gives no more memory becomes empty and leaves word in [`LOST`]: the string that is made next fails with a
//! `MemoryError`, whichever buffers the text has come through. So kernels that only push need no errors of their own.

use std::{cell::Cell, fmt};

use rpython_heap::OutOfMemory;

use super::{Kind, Text, Unit, with_units};

thread_local! {
    /// A buffer of this thread has lost its text for want of memory, and nobody has said so yet.
    static LOST: Cell<bool> = const { Cell::new(false) };
}

/// Whether a text was lost for want of memory since this was last asked.
#[inline]
pub fn take_lost() -> bool {
    LOST.get() && LOST.replace(false)
}

/// Makes room for `n` more units; a vector that cannot have it is emptied, and `false` says so.
#[inline]
pub(super) fn room<U>(units: &mut Vec<U>, n: usize) -> bool {
    units.capacity() - units.len() >= n || grow(units, n)
}

#[cold]
fn grow<U>(units: &mut Vec<U>, n: usize) -> bool {
    // Where a text is lost already, more of it would be copied for nothing.
    const LITTLE: usize = 1 << 16;
    let hopeless = n > LITTLE && LOST.get();
    let grown = !hopeless && units.try_reserve(n).is_ok();
    if !grown {
        *units = Vec::new();
        LOST.set(true);
    }
    grown
}

/// An empty vector with room for `n` units; without any where there is no memory for them.
fn with_room<U>(n: usize) -> Vec<U> {
    let mut units = Vec::new();
    if units.try_reserve_exact(n).is_err() {
        LOST.set(true);
    }
    units
}

/// An owned canonical text that grows at its end.
#[derive(Clone, Debug)]
pub struct TextBuf {
    parts: TextParts,
}

/// What a [`TextBuf`] holds: the units, in the narrowest kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextParts {
    /// All below U+0080.
    Ascii(Vec<u8>),
    /// All below U+0100, one at least above U+007F.
    Latin1(Vec<u8>),
    /// All below U+10000, one at least above U+00FF.
    Ucs2(Vec<u16>),
    /// One at least above U+FFFF.
    Ucs4(Vec<u32>),
}

/// Binds `$units` to the vector inside `$parts`.
macro_rules! with_vec {
    ($parts:expr, $units:ident => $body:expr) => {
        match $parts {
            TextParts::Ascii($units) | TextParts::Latin1($units) => $body,
            TextParts::Ucs2($units) => $body,
            TextParts::Ucs4($units) => $body,
        }
    };
}

impl TextBuf {
    /// The empty buffer, which allocates nothing.
    #[inline]
    pub const fn new() -> TextBuf {
        TextBuf { parts: TextParts::Ascii(Vec::new()) }
    }

    /// An empty buffer with room for `n` ASCII characters.
    pub fn with_capacity(n: usize) -> TextBuf {
        TextBuf { parts: TextParts::Ascii(with_room(n)) }
    }

    /// An empty buffer with room for `n` code points up to `kind`'s limit, so that pushing them neither grows nor widens it. Its result
    /// is canonical only if a code point of that kind is pushed; [`TextBuf::shrink_kind`] settles it otherwise.
    pub fn with_kind(kind: Kind, n: usize) -> TextBuf {
        TextBuf {
            parts: match kind {
                Kind::Ascii => TextParts::Ascii(with_room(n)),
                Kind::Latin1 => TextParts::Latin1(with_room(n)),
                Kind::Ucs2 => TextParts::Ucs2(with_room(n)),
                Kind::Ucs4 => TextParts::Ucs4(with_room(n)),
            },
        }
    }

    /// Takes units that are in the narrowest kind.
    pub(crate) fn from_parts(parts: TextParts) -> TextBuf {
        TextBuf { parts }
    }

    /// Takes each byte as the code point of that number.
    pub fn from_latin1(bytes: Vec<u8>) -> TextBuf {
        TextBuf { parts: if bytes.is_ascii() { TextParts::Ascii(bytes) } else { TextParts::Latin1(bytes) } }
    }

    /// Length in code points.
    #[inline]
    pub fn len(&self) -> usize {
        with_vec!(&self.parts, units => units.len())
    }

    /// Has it no code points?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The kind of the storage.
    #[inline]
    pub fn kind(&self) -> Kind {
        self.as_text().kind()
    }

    /// A view of it.
    #[inline]
    pub fn as_text(&self) -> Text<'_> {
        match &self.parts {
            TextParts::Ascii(v) => Text::Ascii(v),
            TextParts::Latin1(v) => Text::Latin1(v),
            TextParts::Ucs2(v) => Text::Ucs2(v),
            TextParts::Ucs4(v) => Text::Ucs4(v),
        }
    }

    /// The units, in the narrowest kind.
    #[inline]
    pub fn into_parts(self) -> TextParts {
        self.parts
    }

    /// Room for `n` more code points of the present kind.
    pub fn reserve(&mut self, n: usize) {
        with_vec!(&mut self.parts, units => {
            room(units, n);
        });
    }

    /// Room for `n` more code points of the present kind, or word that there is no memory for them; the text stays.
    ///
    /// # Errors
    /// `OutOfMemory`
    pub fn try_reserve(&mut self, n: usize) -> Result<(), OutOfMemory> {
        with_vec!(&mut self.parts, units => units.try_reserve(n)).map_err(|_| OutOfMemory)
    }

    /// Appends the code point `c`, which must be at most U+10FFFF.
    #[inline]
    pub fn push(&mut self, c: u32) {
        match &mut self.parts {
            TextParts::Ascii(v) if c < 0x80 => push_unit(v, c as u8),
            TextParts::Latin1(v) if c < 0x100 => push_unit(v, c as u8),
            TextParts::Ucs2(v) if c < 0x1_0000 => push_unit(v, c as u16),
            TextParts::Ucs4(v) => push_unit(v, c),
            _ => self.push_wider(c),
        }
    }

    #[cold]
    fn push_wider(&mut self, c: u32) {
        self.widen(Kind::of(c));
        self.push(c);
    }

    /// Makes the storage at least as wide as `kind`, for a caller that is about to push such a code point.
    pub fn widen(&mut self, kind: Kind) {
        if self.kind() >= kind {
            return;
        }
        fn wider<A: Unit, B: Unit>(units: &[A], capacity: usize) -> Vec<B> {
            let mut out = with_room(capacity.max(units.len() + 1));
            extend_converted(&mut out, units);
            out
        }
        let old = std::mem::replace(&mut self.parts, TextParts::Ascii(Vec::new()));
        self.parts = match (kind, old) {
            (Kind::Latin1, TextParts::Ascii(v)) => TextParts::Latin1(v),
            (Kind::Ucs2, old) => with_vec!(old, v => TextParts::Ucs2(wider(&v, v.capacity()))),
            (Kind::Ucs4, old) => with_vec!(old, v => TextParts::Ucs4(wider(&v, v.capacity()))),
            (Kind::Ascii | Kind::Latin1, old) => old,
        };
    }

    /// Appends bytes that are all below 0x80; others would be taken as Latin-1 and are widened to it.
    #[inline]
    pub fn push_ascii(&mut self, bytes: &[u8]) {
        debug_assert!(bytes.is_ascii());
        match &mut self.parts {
            TextParts::Ascii(v) | TextParts::Latin1(v) => extend_units(v, bytes),
            TextParts::Ucs2(v) => extend_converted(v, bytes),
            TextParts::Ucs4(v) => extend_converted(v, bytes),
        }
    }

    /// Appends each byte as the code point of that number.
    pub fn push_latin1(&mut self, bytes: &[u8]) {
        self.push_text(Text::latin1(bytes));
    }

    /// Appends a text.
    pub fn push_text(&mut self, text: Text<'_>) {
        // Only a view that is wider than the storage has to be looked at before it may widen it.
        if text.kind() > self.kind() {
            self.widen(text.canonical_kind());
        }
        match (&mut self.parts, text) {
            (TextParts::Ascii(v) | TextParts::Latin1(v), Text::Ascii(s) | Text::Latin1(s)) => extend_units(v, s),
            (TextParts::Ucs2(v), Text::Ucs2(s)) => extend_units(v, s),
            (TextParts::Ucs4(v), Text::Ucs4(s)) => extend_units(v, s),
            (parts, text) => with_vec!(parts, v => with_units!(text, units => extend_converted(v, units))),
        }
    }

    /// Appends the part of `text` that `range` names.
    pub fn push_slice(&mut self, text: Text<'_>, range: impl std::ops::RangeBounds<usize>) {
        self.push_text(text.slice(range));
    }

    /// Appends a Rust string.
    pub fn push_str(&mut self, s: &str) {
        if s.is_ascii() {
            return self.push_ascii(s.as_bytes());
        }
        // Lead bytes grow with the code points, so the largest byte tells the widest.
        let kind = match s.bytes().max() {
            Some(0xF0..) => Kind::Ucs4,
            Some(0xC4..) => Kind::Ucs2,
            _ => Kind::Latin1,
        };
        self.widen(kind);
        match &mut self.parts {
            TextParts::Ascii(v) | TextParts::Latin1(v) => extend_chars(v, s),
            TextParts::Ucs2(v) => extend_chars(v, s),
            TextParts::Ucs4(v) => extend_chars(v, s),
        }
    }

    /// Appends `c` `n` times.
    pub fn push_repeated(&mut self, c: u32, n: usize) {
        if n > 0 {
            self.widen(Kind::of(c));
            with_vec!(&mut self.parts, v => if room(v, n) {
                v.resize(v.len() + n, Unit::truncate(c));
            });
        }
    }

    /// Appends code points.
    pub fn extend(&mut self, codes: impl IntoIterator<Item = u32>) {
        for c in codes {
            self.push(c);
        }
    }

    /// Cuts it to `len` code points, in the narrowest kind for what remains.
    pub fn truncate(&mut self, len: usize) {
        if len < self.len() {
            with_vec!(&mut self.parts, v => v.truncate(len));
            self.shrink_kind();
        }
    }

    /// Removes and returns the last code point; the kind becomes the narrowest for what remains.
    pub fn pop(&mut self) -> Option<u32> {
        let last = self.as_text().last()?;
        self.truncate(self.len() - 1);
        Some(last)
    }

    /// Makes the storage canonical after [`TextBuf::with_kind`] or [`TextBuf::widen`] for code points that did not come.
    pub fn shrink_kind(&mut self) {
        let kind = self.as_text().canonical_kind();
        if kind < self.kind() {
            let mut narrow = TextBuf::with_kind(kind, self.len());
            narrow.push_text(self.as_text());
            *self = narrow;
        }
    }
}

#[inline(always)]
pub(super) fn push_unit<U>(out: &mut Vec<U>, unit: U) {
    if room(out, 1) {
        out.push(unit);
    }
}

#[inline]
fn extend_units<U: Copy>(out: &mut Vec<U>, units: &[U]) {
    if room(out, units.len()) {
        out.extend_from_slice(units);
    }
}

fn extend_converted<A: Unit, B: Unit>(out: &mut Vec<B>, units: &[A]) {
    if room(out, units.len()) {
        out.extend(units.iter().map(|u| B::truncate(u.code())));
    }
}

fn extend_chars<U: Unit>(out: &mut Vec<U>, s: &str) {
    if room(out, s.chars().count()) {
        out.extend(s.chars().map(|c| U::truncate(c.into())));
    }
}

impl Default for TextBuf {
    fn default() -> TextBuf {
        TextBuf::new()
    }
}

impl PartialEq for TextBuf {
    fn eq(&self, other: &TextBuf) -> bool {
        self.as_text() == other.as_text()
    }
}

impl Eq for TextBuf {}

impl PartialEq<&str> for TextBuf {
    fn eq(&self, other: &&str) -> bool {
        self.as_text() == **other
    }
}

impl fmt::Write for TextBuf {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        self.push_str(s);
        Ok(())
    }

    fn write_char(&mut self, c: char) -> fmt::Result {
        self.push(c.into());
        Ok(())
    }
}

impl From<&str> for TextBuf {
    fn from(s: &str) -> TextBuf {
        let mut buf = TextBuf::with_capacity(if s.is_ascii() { s.len() } else { 0 });
        buf.push_str(s);
        buf
    }
}

impl From<Text<'_>> for TextBuf {
    fn from(text: Text<'_>) -> TextBuf {
        text.to_buf()
    }
}

impl FromIterator<u32> for TextBuf {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> TextBuf {
        let codes = codes.into_iter();
        let mut buf = TextBuf::with_capacity(codes.size_hint().0);
        buf.extend(codes);
        buf
    }
}
