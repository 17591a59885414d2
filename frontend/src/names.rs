//! Interned texts: identifiers and string constants, each distinct text once, named by a [`Name`].
//!
//! Equal texts have equal handles, so passes compare and hash four bytes. Texts are WTF-8, because a string constant may
//! hold a lone surrogate; the few that do live in a buffer of their own, so that everything else is `&str` at no cost.

use crate::ast::Name;
use crate::wtf8::Wtf8;
use rustc_hash::FxHasher;
use std::hash::Hasher;

#[derive(Clone, Copy)]
struct Entry {
    /// With the length it settles texts of up to sixteen bytes.
    head: Head,
    start: u32,
    /// Bit 31: the text lies in the buffer of texts with surrogates.
    len: u32,
    hash: u32,
}

/// The first sixteen bytes of a text; behind a shorter one come zeros.
#[derive(Clone, Copy)]
struct Head(u64, u64);

/// The length of a [`Head`].
const HEAD: usize = 16;

const SURROGATES: u32 = 1 << 31;

/// The table of texts.
#[derive(Clone)]
pub struct Interner {
    text: String,
    surrogates: Vec<u8>,
    entries: Vec<Entry>,
    /// Open addressing; 0 is free, else the number of an entry.
    table: Vec<u32>,
}

impl Default for Interner {
    fn default() -> Self {
        Self::new()
    }
}

#[inline(always)]
fn eight(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

#[inline(always)]
fn four(bytes: &[u8], at: usize) -> u64 {
    let chunk = bytes.get(at..).and_then(|rest| rest.first_chunk());
    chunk.map_or(0, |chunk| u64::from(u32::from_le_bytes(*chunk)))
}

/// By length, the bytes of a head that a text has.
static MASKS: [Head; HEAD + 1] = {
    let mut masks = [Head(u64::MAX, u64::MAX); HEAD + 1];
    let mut len = 0;
    while len < HEAD {
        masks[len] = if len < 8 { Head((1 << (len * 8)) - 1, 0) } else { Head(u64::MAX, (1 << ((len - 8) * 8)) - 1) };
        len += 1;
    }
    masks
};

impl Head {
    fn of(bytes: &[u8]) -> Head {
        let len = bytes.len();
        match *bytes {
            [] => Head(0, 0),
            [a] => Head(u64::from(a), 0),
            [a, b] => Head(u64::from(a) | u64::from(b) << 8, 0),
            [a, b, c] => Head(u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16, 0),
            _ if len < 8 => Head(four(bytes, 0) | four(bytes, len - 4) << ((len - 4) * 8), 0),
            _ if len == 8 => Head(eight(bytes, 0), 0),
            _ if len < HEAD => Head(eight(bytes, 0), eight(bytes, len - 8) >> ((HEAD - len) * 8)),
            _ => Head(eight(bytes, 0), eight(bytes, 8)),
        }
    }

    /// The head of a text of this length within a larger one that `chunk` is a part of: without branches, because how long
    /// names are cannot be guessed.
    #[inline(always)]
    fn within(chunk: &[u8; HEAD], len: usize) -> Head {
        let mask = MASKS[len.min(HEAD)];
        Head(eight(chunk, 0) & mask.0, eight(chunk, 8) & mask.1)
    }

    #[inline(always)]
    fn equals(self, other: Head) -> bool {
        (self.0 ^ other.0) | (self.1 ^ other.1) == 0
    }

    /// The hash of the text that has this head.
    #[inline(always)]
    fn hash(self, bytes: &[u8]) -> u32 {
        const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut mixed = self.1.wrapping_mul(MULTIPLIER).rotate_left(29) ^ self.0;
        if bytes.len() > HEAD {
            mixed ^= rest_hash(bytes);
        }
        let hash = (mixed ^ (bytes.len() as u64) << 56).wrapping_mul(MULTIPLIER);
        (hash >> 32) as u32
    }
}

#[inline(never)]
fn rest_hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

impl Interner {
    /// An empty table. The empty text is [`Interner::empty`].
    pub fn new() -> Self {
        Self::with_room(0)
    }

    /// An empty table with room for what `source_len` bytes of source usually mention.
    pub fn with_room(source_len: usize) -> Self {
        let entries = source_len / 48 + 64;
        let mut interner = Self {
            text: String::with_capacity(source_len / 2),
            surrogates: Vec::new(),
            entries: Vec::with_capacity(entries),
            table: vec![0; (entries * 2).next_power_of_two()],
        };
        interner.entries.push(Entry { head: Head(0, 0), start: 0, len: u32::MAX, hash: 0 });
        interner.intern("");
        interner
    }

    /// The empty text.
    pub fn empty(&self) -> Name {
        Name::from_index(1)
    }

    /// The handle of a text.
    pub fn intern(&mut self, text: &str) -> Name {
        self.intern_with(text, Head::of(text.as_bytes()))
    }

    /// The handle of the text that `source` has at `range`; of the empty text if the range is none of its.
    #[inline]
    pub(crate) fn intern_part(&mut self, source: &str, range: std::ops::Range<usize>) -> Name {
        let bytes = source.as_bytes();
        let chunk = bytes.get(range.start..).and_then(|rest| rest.first_chunk());
        let (Some(chunk), Some(bytes)) = (chunk, bytes.get(range.clone())) else {
            return self.intern(source.get(range).unwrap_or_default());
        };
        let head = Head::within(chunk, bytes.len());
        let hash = head.hash(bytes);
        match self.find(bytes, head, hash) {
            Ok(name) => name,
            Err(place) => source.get(range).map_or(self.empty(), |text| self.add(place, text, head, hash)),
        }
    }

    #[inline(always)]
    fn intern_with(&mut self, text: &str, head: Head) -> Name {
        let hash = head.hash(text.as_bytes());
        match self.find(text.as_bytes(), head, hash) {
            Ok(name) => name,
            Err(place) => self.add(place, text, head, hash),
        }
    }

    #[cold]
    #[inline(never)]
    fn add(&mut self, place: usize, text: &str, head: Head, hash: u32) -> Name {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.insert(place, Entry { head, start, len: text.len() as u32, hash })
    }

    /// The handle of a text that may hold lone surrogates.
    pub fn intern_wtf8(&mut self, text: Wtf8<'_>) -> Name {
        if let Some(text) = text.to_str() {
            return self.intern(text);
        }
        let bytes = text.as_bytes();
        let head = Head::of(bytes);
        let hash = head.hash(bytes);
        match self.find(bytes, head, hash) {
            Ok(name) => name,
            Err(place) => {
                let start = self.surrogates.len() as u32;
                self.surrogates.extend_from_slice(bytes);
                self.insert(place, Entry { head, start, len: bytes.len() as u32 | SURROGATES, hash })
            }
        }
    }

    /// The handle of a text that is already in the table.
    pub fn lookup(&self, text: &str) -> Option<Name> {
        let head = Head::of(text.as_bytes());
        self.find(text.as_bytes(), head, head.hash(text.as_bytes())).ok()
    }

    /// The text. Only a string constant can hold a lone surrogate; for such a one this is the empty string (use
    /// [`Interner::wtf8`] for constants).
    #[inline]
    pub fn str(&self, name: Name) -> &str {
        let entry = self.entries[name.index()];
        if entry.len & SURROGATES != 0 {
            return "";
        }
        &self.text[entry.start as usize..(entry.start + entry.len) as usize]
    }

    /// The text, lone surrogates included.
    #[inline]
    pub fn wtf8(&self, name: Name) -> Wtf8<'_> {
        Wtf8::from_bytes_unchecked(self.bytes(self.entries[name.index()]))
    }

    /// Whether a text begins with two underscores.
    #[inline]
    pub(crate) fn begins_with_two_underscores(&self, name: Name) -> bool {
        self.entries[name.index()].head.0 as u16 == u16::from_le_bytes(*b"__")
    }

    /// A copy of all texts but those with surrogates, for [`Interner::place`].
    pub(crate) fn snapshot(&self) -> Box<[u8]> {
        self.text.as_bytes().into()
    }

    /// Where a text lies among those without surrogates; `None` for one with surrogates, and for the empty one.
    #[inline]
    pub(crate) fn place(&self, name: Name) -> Option<std::ops::Range<u32>> {
        let entry = self.entries[name.index()];
        (entry.len & SURROGATES == 0 && entry.len > 0).then(|| entry.start..entry.start + entry.len)
    }

    /// How many texts there are: an upper bound (exclusive) of `Name::index`.
    pub fn bound(&self) -> usize {
        self.entries.len()
    }

    /// Bytes that the table holds.
    pub fn arena_bytes(&self) -> usize {
        self.text.capacity()
            + self.surrogates.capacity()
            + self.entries.capacity() * size_of::<Entry>()
            + self.table.capacity() * 4
    }

    fn bytes(&self, entry: Entry) -> &[u8] {
        let (start, len) = (entry.start as usize, (entry.len & !SURROGATES) as usize);
        let buffer = if entry.len & SURROGATES != 0 { &self.surrogates[..] } else { self.text.as_bytes() };
        &buffer[start..start + len]
    }

    /// The text's handle, or the free place of the table where it belongs.
    #[inline(always)]
    fn find(&self, bytes: &[u8], head: Head, hash: u32) -> Result<Name, usize> {
        let mask = self.table.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let index = self.table[place] as usize;
            if index == 0 {
                return Err(place);
            }
            let entry = self.entries[index];
            // A short text of the same length that is not the same has another head, also one with surrogates.
            if entry.head.equals(head)
                && (entry.len & !SURROGATES) as usize == bytes.len()
                && (bytes.len() <= HEAD || self.bytes(entry) == bytes)
            {
                return Ok(Name::from_index(index));
            }
            place = (place + 1) & mask;
        }
    }

    fn insert(&mut self, place: usize, entry: Entry) -> Name {
        let index = self.entries.len();
        self.entries.push(entry);
        self.table[place] = index as u32;
        if self.entries.len() * 2 > self.table.len() {
            self.grow();
        }
        Name::from_index(index)
    }

    fn grow(&mut self) {
        let mask = self.table.len() * 2 - 1;
        let mut table = vec![0; mask + 1];
        for (index, entry) in self.entries.iter().enumerate().skip(1) {
            let mut place = entry.hash as usize & mask;
            while table[place] != 0 {
                place = (place + 1) & mask;
            }
            table[place] = index as u32;
        }
        self.table = table;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let mut names = Interner::new();
        let all: Vec<Name> = (0..2000).map(|i| names.intern(&format!("name{i}"))).collect();
        for (i, &name) in all.iter().enumerate() {
            assert_eq!(names.intern(&format!("name{i}")), name);
            assert_eq!(names.str(name), format!("name{i}"));
        }
        assert_eq!(names.intern(""), names.empty());
    }
}
