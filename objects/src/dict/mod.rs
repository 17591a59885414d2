//! `dict`: the compact ordered hash table (CPython: `Objects/dictobject.c`).
//!
//! Entries lie in insertion order; an index of open addressing (CPython's probe sequence) holds their numbers. The smallest
//! table has no index: a scan of the hashes is faster. A removed entry leaves a hole, closed when the table is full. Sizes
//! and the moments at which a table is rebuilt are CPython's.
//!
//! Comparing keys may run Python code that changes the dict. So a lookup that meets an unequal object of the same hash
//! lets go of the table, compares, and starts again if the table has changed meanwhile: [`Dict::find`]. Where all keys
//! are exact strings no code can run and [`Dict::find_str`] serves with a shared token.
//!
//! This file holds the table; [`methods`] the type, [`views`] and [`iterators`] what looks at a dict.

pub mod iterators;
pub mod methods;
pub mod views;

use crate::{PyResult, Str, StrExt, Vm, kinds, protocol, types};
use rpython_heap::{BufVec, Obj, OutOfMemory, Payload, Ref, Shape, Token};
use smallvec::SmallVec;

pub use methods::DEF;

/// Places of the smallest table.
const SMALLEST: usize = 8;
/// Mark of an index place that was never used; numbers of entries are stored as they are.
const FREE: u32 = u32::MAX;

/// Mark of an index place whose entry number is free again.
const GONE: u32 = u32::MAX - 1;

/// Entries that a table of `places` has room for.
const fn room(places: usize) -> usize {
    places * 2 / 3
}

/// A key and its value. A hole has an unbound key.
#[derive(Debug)]
pub struct Entry {
    /// The key's hash.
    pub hash: i64,
    /// The key; unbound in a hole.
    pub key: Obj,
    /// The value.
    pub value: Obj,
}

/// The payload of a dict.
pub struct Dict {
    entries: BufVec<Entry>,
    index: BufVec<u32>,
    /// Entries that are no holes.
    used: u32,
    /// Entries, holes included, at which the table is full.
    limit: u32,
    /// Changes with the keys, 0 until asked for.
    version: u32,
    /// Entries before this one are holes.
    first: u32,
    /// Whether a key is not an exact string.
    general: bool,
}

impl Payload for Dict {
    const KIND: u8 = kinds::DICT;
    const NAME: &'static str = "dict";
    const TRACKED: bool = true;
    type Tail = ();

    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        for e in self.entries.iter().filter(|e| !e.key.is_unbound()) {
            visit(&e.key);
            visit(&e.value);
        }
    }

    fn clear(&mut self) {
        let old = std::mem::take(self);
        drop(old);
    }
}

impl Default for Dict {
    fn default() -> Dict {
        Dict { entries: BufVec::new(), index: BufVec::new(), used: 0, limit: 0, version: 0, first: 0, general: false }
    }
}

/// What a search that ran Python code has come to.
enum Found {
    /// The key's entry, if it has one.
    Known(Option<usize>),
    /// The table has changed meanwhile.
    Changed,
}

/// Where a probe stands.
struct Probe {
    place: usize,
    perturb: u64,
}

impl Dict {
    /// An empty dict.
    pub fn new(vm: &Vm) -> Ref<Dict> {
        Dict::bare(vm)
    }

    /// An empty dict, before there is a `Vm`.
    pub(crate) fn bare(token: &Token) -> Ref<Dict> {
        Ref::new(token, Shape { class: types::DICT.slot(), subclass: false, extra: 0 }, Dict::default())
    }

    /// Number of keys.
    #[inline]
    pub fn len(&self) -> usize {
        self.used as usize
    }
    /// Whether there is no key.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }
    /// The entries in order, holes included.
    #[inline]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    /// Number of entries, holes included: iteration goes over these numbers.
    #[inline]
    pub fn size(&self) -> usize {
        self.entries.len()
    }
    /// The number of the first entry that is no hole, as far as is known.
    #[inline]
    pub fn first(&self) -> usize {
        self.first as usize
    }
    /// The entry of a number, unless it is a hole.
    #[inline]
    pub fn entry(&self, number: usize) -> Option<&Entry> {
        self.entries.get(number).filter(|e| !e.key.is_unbound())
    }
    /// The value of an entry.
    #[inline]
    pub fn value_at(&self, number: usize) -> Option<&Obj> {
        self.entry(number).map(|e| &e.value)
    }
    /// Replaces the value of an entry that is there, and returns the old one.
    #[inline]
    pub fn set_value_at(&mut self, number: usize, value: Obj) -> Obj {
        std::mem::replace(&mut self.entries[number].value, value.into_counted())
    }
    /// The keys and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Obj, &Obj)> {
        self.entries.iter().filter(|e| !e.key.is_unbound()).map(|e| (&e.key, &e.value))
    }
    /// Whether every key is an exact string.
    #[inline]
    pub fn has_only_str_keys(&self) -> bool {
        !self.general
    }

    /// A number that changes whenever the keys do; 0 if versions are used up.
    pub fn keys_version(vm: &mut Vm, d: &Ref<Dict>) -> u32 {
        match d.get(vm).version {
            0 => {
                let version = vm.next_version();
                d.get_mut(vm).version = version;
                version
            }
            known => known,
        }
    }

    /// The version, if one was asked for since the keys changed last.
    #[inline]
    pub fn current_version(&self) -> u32 {
        self.version
    }

    #[inline]
    fn probe(&self, hash: i64) -> Probe {
        Probe { place: hash as usize & (self.index.len() - 1), perturb: hash as u64 }
    }

    #[inline]
    fn step(&self, p: &mut Probe) {
        p.perturb >>= 5;
        p.place = (p.place.wrapping_mul(5).wrapping_add(p.perturb as usize).wrapping_add(1)) & (self.index.len() - 1);
    }

    /// First entry from a probe's place on for which `wanted` holds.
    #[inline]
    fn search(&self, hash: i64, mut wanted: impl FnMut(usize, &Entry) -> bool) -> Option<usize> {
        if self.index.is_empty() {
            return self
                .entries
                .iter()
                .enumerate()
                .find(|(i, e)| e.hash == hash && !e.key.is_unbound() && wanted(*i, e))
                .map(|f| f.0);
        }
        let mut p = self.probe(hash);
        loop {
            let number = self.index[p.place];
            if number == FREE {
                return None;
            }
            // `GONE` is the number of no entry.
            if let Some(e) = self.entries.get(number as usize)
                && e.hash == hash
                && !e.key.is_unbound()
                && wanted(number as usize, e)
            {
                return Some(number as usize);
            }
            self.step(&mut p);
        }
    }

    /// The entry of a string key. Where the dict has keys of other types, those that might equal a string are passed
    /// over; use [`Dict::find`] where that matters.
    #[inline]
    pub fn find_str(token: &Vm, d: &Ref<Dict>, key: &Ref<Str>) -> Option<usize> {
        let hash = Str::hash(token, key);
        d.get(token)
            .search(hash, |_, e| e.key.is(key) || e.key.downcast_ref::<Str>().is_some_and(|k| Str::same(token, k, key)))
    }

    /// The key that is a string of these ASCII bytes, whose hash is given.
    pub(crate) fn ascii_key<'a>(vm: &'a Vm, d: &'a Ref<Dict>, hash: i64, bytes: &[u8]) -> Option<&'a Ref<Str>> {
        let same = |e: &Entry| e.key.downcast_ref::<Str>().is_some_and(|k| k.get(vm).is_ascii() && k.tail(vm) == bytes);
        let n = d.get(vm).search(hash, |_, e| same(e))?;
        d.get(vm).entries[n].key.downcast_ref()
    }

    /// The entry of a key.
    ///
    /// # Errors
    /// What comparing keys raises.
    pub fn find(vm: &mut Vm, d: &Ref<Dict>, key: &Obj, hash: i64) -> PyResult<Option<usize>> {
        let exact = key.downcast_ref::<Str>().filter(|k| k.is_exact());
        if let Some(key) = exact
            && !d.get(vm).general
        {
            return Ok(Dict::find_str(vm, d, key));
        }
        'restart: loop {
            if d.get(vm).index.is_empty() {
                match Dict::find_in_smallest(vm, d, key, hash)? {
                    Found::Known(number) => return Ok(number),
                    Found::Changed => continue,
                }
            }
            // Entries of this hash that were compared and found unequal.
            let mut passed = 0;
            loop {
                let mut seen = 0;
                let mut same = false;
                let candidate = d.get(vm).search(hash, |_, e| {
                    if key.is(&e.key) {
                        same = true;
                        return true;
                    }
                    seen += 1;
                    seen > passed
                });
                let Some(number) = candidate else { return Ok(None) };
                if same {
                    return Ok(Some(number));
                }
                let other = d.get(vm).entries[number].key.clone();
                let equal = protocol::equal(vm, &other, key)?;
                if d.get(vm).entries.get(number).is_none_or(|e| !e.key.is(&other)) {
                    continue 'restart;
                }
                if equal {
                    return Ok(Some(number));
                }
                passed += 1;
            }
        }
    }

    /// As [`Dict::find`], in a table without an index: keys are compared in the order, and as often, as the probes of an index
    /// would meet them.
    fn find_in_smallest(vm: &mut Vm, d: &Ref<Dict>, key: &Obj, hash: i64) -> PyResult<Found> {
        let mut same_hash = d.get(vm).entries.iter().enumerate().filter(|(_, e)| e.hash == hash && !e.key.is_unbound());
        let Some((first, e)) = same_hash.next() else { return Ok(Found::Known(None)) };
        let alone = same_hash.next().is_none();
        if alone && key.is(&e.key) {
            return Ok(Found::Known(Some(first)));
        }
        let visited = if alone { SmallVec::from_slice(&[first]) } else { d.get(vm).probed_in_smallest(hash) };
        if let Some(number) = Dict::first_equal(vm, d, key, &visited)? {
            return Ok(number);
        }
        if alone {
            let again = d.get(vm).probed_in_smallest(hash);
            if let Some(number) = Dict::first_equal(vm, d, key, again.get(1..).unwrap_or_default())? {
                return Ok(number);
            }
        }
        Ok(Found::Known(None))
    }

    /// The first of these entries whose key is equal.
    fn first_equal(vm: &mut Vm, d: &Ref<Dict>, key: &Obj, numbers: &[usize]) -> PyResult<Option<Found>> {
        for &number in numbers {
            let Some(other) = d.get(vm).entry(number).map(|e| e.key.clone()) else { return Ok(Some(Found::Changed)) };
            if key.is(&other) {
                return Ok(Some(Found::Known(Some(number))));
            }
            let equal = protocol::equal(vm, &other, key)?;
            let table = d.get(vm);
            if !table.index.is_empty() || table.entry(number).is_none_or(|e| !e.key.is(&other)) {
                return Ok(Some(Found::Changed));
            }
            if equal {
                return Ok(Some(Found::Known(Some(number))));
            }
        }
        Ok(None)
    }

    /// The entries of a hash in a table without an index, in the order in which the probes of one would meet them: some twice.
    fn probed_in_smallest(&self, hash: i64) -> SmallVec<[usize; 8]> {
        let next = |place: usize, perturb: &mut u64| {
            *perturb >>= 5;
            place.wrapping_mul(5).wrapping_add(*perturb as usize).wrapping_add(1) & (SMALLEST - 1)
        };
        let mut index = [usize::MAX; SMALLEST];
        for (number, e) in self.entries.iter().enumerate().filter(|(_, e)| !e.key.is_unbound()) {
            let (mut place, mut perturb) = (e.hash as usize & (SMALLEST - 1), e.hash as u64);
            while index[place] != usize::MAX {
                place = next(place, &mut perturb);
            }
            index[place] = number;
        }
        let mut met = SmallVec::new();
        let (mut place, mut perturb) = (hash as usize & (SMALLEST - 1), hash as u64);
        while let Some(e) = self.entries.get(index[place]) {
            if e.hash == hash {
                met.push(index[place]);
            }
            place = next(place, &mut perturb);
        }
        met
    }

    /// The hash of a key.
    ///
    /// # Errors
    /// `TypeError` for an unhashable one, what `__hash__` raises.
    #[inline]
    pub fn hash_key(vm: &mut Vm, key: &Obj) -> PyResult<i64> {
        protocol::hash_as(vm, key, "a dict key")
    }

    /// A copy: an exact dict.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn copy(vm: &mut Vm, d: &Ref<Dict>) -> PyResult<Ref<Dict>> {
        let mut made = Dict::default();
        made.reserve(d.get(vm).len())?;
        for e in d.get(vm).entries.iter().filter(|e| !e.key.is_unbound()) {
            made.insert_new(e.hash, e.key.clone(), e.value.clone())?;
        }
        Ok(vm.alloc(types::DICT, made))
    }

    /// Key and value of the entry of a number, unless it is a hole.
    #[inline]
    pub fn pair_at(&self, number: usize) -> Option<(Obj, Obj)> {
        self.entry(number).map(|e| (e.key.clone(), e.value.clone()))
    }

    /// Whether the class is `dict` itself.
    #[inline]
    pub fn is_exact(d: &Ref<Dict>) -> bool {
        d.header().class() == types::DICT.slot()
    }

    /// The value of a key.
    ///
    /// # Errors
    /// What hashing or comparing raises.
    pub fn get_item(vm: &mut Vm, d: &Ref<Dict>, key: &Obj) -> PyResult<Option<Obj>> {
        let hash = Dict::hash_key(vm, key)?;
        let found = Dict::find(vm, d, key, hash)?;
        Ok(found.and_then(|n| d.get(vm).value_at(n).cloned()))
    }

    /// The value of a string key; see [`Dict::find_str`].
    #[inline]
    pub fn get_str<'a>(vm: &'a Vm, d: &'a Ref<Dict>, key: &Ref<Str>) -> Option<&'a Obj> {
        let n = Dict::find_str(vm, d, key)?;
        d.get(vm).value_at(n)
    }

    /// Sets a key's value.
    ///
    /// # Errors
    /// What hashing or comparing raises; `MemoryError`.
    pub fn set_item(vm: &mut Vm, d: &Ref<Dict>, key: &Obj, value: Obj) -> PyResult<()> {
        let hash = Dict::hash_key(vm, key)?;
        Dict::set_hashed(vm, d, key, hash, value)
    }

    /// Sets a key's value, the hash being known.
    ///
    /// # Errors
    /// What comparing raises; `MemoryError`.
    pub fn set_hashed(vm: &mut Vm, d: &Ref<Dict>, key: &Obj, hash: i64, value: Obj) -> PyResult<()> {
        let old = match Dict::find(vm, d, key, hash)? {
            Some(n) => d.get_mut(vm).set_value_at(n, value),
            None => {
                d.get_mut(vm).insert_new(hash, key.clone(), value)?;
                Obj::UNBOUND
            }
        };
        drop(old);
        Ok(())
    }

    /// Sets the value of a string key.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn set_str(vm: &mut Vm, d: &Ref<Dict>, key: &Ref<Str>, value: Obj) -> Result<(), OutOfMemory> {
        let old = match Dict::find_str(vm, d, key) {
            Some(n) => d.get_mut(vm).set_value_at(n, value),
            None => {
                let hash = Str::hash(vm, key);
                d.get_mut(vm).insert_new(hash, key.clone().into_obj(), value)?;
                Obj::UNBOUND
            }
        };
        drop(old);
        Ok(())
    }

    /// Sets the value of a name given as Rust text.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn set_name(vm: &mut Vm, d: &Ref<Dict>, name: &str, value: Obj) -> Result<(), OutOfMemory> {
        let name = Str::intern(vm, name);
        Dict::set_str(vm, d, &name, value)
    }

    /// Removes a key and returns its value.
    ///
    /// # Errors
    /// What hashing or comparing raises.
    pub fn remove_item(vm: &mut Vm, d: &Ref<Dict>, key: &Obj) -> PyResult<Option<Obj>> {
        let hash = Dict::hash_key(vm, key)?;
        let found = Dict::find(vm, d, key, hash)?;
        Ok(found.map(|n| d.get_mut(vm).remove_at(n).1))
    }

    /// Removes a string key and returns its value.
    pub fn remove_str(vm: &mut Vm, d: &Ref<Dict>, key: &Ref<Str>) -> Option<Obj> {
        let n = Dict::find_str(vm, d, key)?;
        Some(d.get_mut(vm).remove_at(n).1)
    }

    /// Appends an entry whose key is not in the dict.
    ///
    /// # Errors
    /// When the region is full; the dict is as before.
    pub fn insert_new(&mut self, hash: i64, key: Obj, value: Obj) -> Result<(), OutOfMemory> {
        if self.entries.len() == self.limit as usize {
            self.grow((self.used as usize * 3).max(SMALLEST))?;
        }
        if key.header().is_none_or(|h| h.class() != types::STR.slot()) {
            self.general = true;
        }
        let number = self.entries.len() as u32;
        self.entries.push(Entry { hash, key: key.into_counted(), value: value.into_counted() })?;
        if !self.index.is_empty() {
            self.link(hash, number);
        }
        self.used += 1;
        self.version = 0;
        Ok(())
    }

    #[inline]
    fn link(&mut self, hash: i64, number: u32) {
        let mut p = self.probe(hash);
        while self.index[p.place] < GONE {
            self.step(&mut p);
        }
        self.index[p.place] = number;
    }

    /// Frees the number of an entry in the index.
    fn unlink(&mut self, hash: i64, number: u32) {
        if self.index.is_empty() {
            return;
        }
        let mut p = self.probe(hash);
        while self.index[p.place] != number && self.index[p.place] != FREE {
            self.step(&mut p);
        }
        if self.index[p.place] == number {
            self.index[p.place] = GONE;
        }
    }

    /// Makes room for `more` new keys at once.
    ///
    /// # Errors
    /// When the region is full; the dict is as before.
    pub fn reserve(&mut self, more: usize) -> Result<(), OutOfMemory> {
        let wanted = self.used as usize + more;
        if wanted <= room(SMALLEST) || wanted <= self.limit as usize { Ok(()) } else { self.grow(wanted * 3 / 2 + 1) }
    }

    /// Closes the holes and makes a table of at least `places` places.
    ///
    /// All memory is taken before anything is changed.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, places: usize) -> Result<(), OutOfMemory> {
        let places = places.next_power_of_two();
        let limit = u32::try_from(room(places)).map_err(|_| OutOfMemory)?;
        let mut index = BufVec::new();
        if places > SMALLEST {
            index.reserve_exact(places)?;
            index.fill_to(places, FREE)?;
        }
        self.entries.reserve_exact((limit as usize).saturating_sub(self.entries.len()))?;
        if self.entries.len() > self.used as usize {
            let mut to = 0;
            for from in 0..self.entries.len() {
                if !self.entries[from].key.is_unbound() {
                    self.entries.swap(to, from);
                    to += 1;
                }
            }
            self.entries.truncate(to);
        }
        self.index = index;
        self.limit = limit;
        self.first = 0;
        self.version = 0;
        if !self.index.is_empty() {
            for number in 0..self.entries.len() {
                self.link(self.entries[number].hash, number as u32);
            }
        }
        Ok(())
    }

    /// Removes the entry of a number and returns its key and value.
    pub fn remove_at(&mut self, number: usize) -> (Obj, Obj) {
        self.version = 0;
        self.used -= 1;
        let e = &mut self.entries[number];
        let taken = (std::mem::take(&mut e.key), std::mem::take(&mut e.value));
        self.skip_holes(number);
        taken
    }

    /// Notes that the entry of a number has become a hole, if it was the first.
    #[inline]
    fn skip_holes(&mut self, number: usize) {
        if number == self.first as usize {
            let holes = self.entries[number..].iter().take_while(|e| e.key.is_unbound()).count();
            self.first += holes as u32;
        }
    }

    /// Removes the first entry and returns its key and value.
    pub fn remove_first(&mut self) -> Option<(Obj, Obj)> {
        let number = (self.first()..self.entries.len()).find(|&n| !self.entries[n].key.is_unbound())?;
        Some(self.remove_at(number))
    }

    /// Moves the entry of a number behind all others.
    ///
    /// # Errors
    /// When the region is full; the dict is as before.
    pub fn move_to_end(&mut self, number: usize) -> Result<(), OutOfMemory> {
        if number + 1 == self.entries.len() {
            return Ok(());
        }
        // The table may be rebuilt, which renumbers the entries: room comes first.
        let (hash, after) = (self.entries[number].hash, self.entries.len() == self.limit as usize);
        let number = if after {
            let before = self.entries[..number].iter().filter(|e| !e.key.is_unbound()).count();
            self.grow((self.used as usize * 3).max(SMALLEST))?;
            before
        } else {
            number
        };
        self.unlink(hash, number as u32);
        let (key, value) = self.remove_at(number);
        self.insert_new(hash, key, value)
    }

    /// Moves the entry of a number before all others. Room for that is made by many entries at once.
    ///
    /// # Errors
    /// When the region is full; the dict is as before.
    pub fn move_to_front(&mut self, number: usize) -> Result<(), OutOfMemory> {
        let mut number = number;
        if self.entries[self.first()..number].iter().all(|e| e.key.is_unbound()) {
            return Ok(());
        }
        if self.first == 0 {
            number = self.open_front(number)?;
        }
        let hash = self.entries[number].hash;
        self.unlink(hash, number as u32);
        self.first -= 1;
        self.entries.swap(number, self.first as usize);
        let first = self.first;
        if !self.index.is_empty() {
            self.link(hash, first);
        }
        self.version = 0;
        Ok(())
    }

    /// Rebuilds the table with as many holes before the first entry as there are entries; returns the new number of one.
    #[cold]
    fn open_front(&mut self, number: usize) -> Result<usize, OutOfMemory> {
        let before = self.entries[..number].iter().filter(|e| !e.key.is_unbound()).count();
        let gap = (self.used as usize).max(SMALLEST);
        self.grow((self.used as usize + gap) * 3)?;
        for _ in 0..gap {
            self.entries.push(Entry { hash: 0, key: Obj::UNBOUND, value: Obj::UNBOUND })?;
        }
        self.entries.rotate_right(gap);
        self.first = gap as u32;
        for place in self.index.iter_mut().filter(|place| **place < GONE) {
            *place += gap as u32;
        }
        Ok(before + gap)
    }

    /// Removes the last entry and returns it. Its number is free again, but counts as used up until the table grows:
    /// its place in the index stays marked.
    pub fn remove_last(&mut self) -> Option<Entry> {
        while let Some(last) = self.entries.last() {
            self.unlink(last.hash, self.entries.len() as u32 - 1);
            self.limit -= 1;
            self.first = self.first.min(self.entries.len() as u32 - 1);
            let last = self.entries.pop().filter(|e| !e.key.is_unbound());
            if last.is_some() {
                self.version = 0;
                self.used -= 1;
                return last;
            }
        }
        None
    }

    /// Bytes of the table.
    pub fn buffer_bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.index.capacity() * size_of::<u32>()
    }

    /// Takes all entries out; the dict is empty afterwards.
    pub fn take(&mut self) -> Dict {
        std::mem::take(self)
    }
}
