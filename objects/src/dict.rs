//! `dict`: the compact ordered hash table.
//!
//! Entries lie in insertion order; an index of open addressing (CPython's probe sequence) holds their numbers. Up to
//! [`SMALL`] entries there is no index: a scan of the hashes is faster. A removed entry leaves a hole, closed when the table grows.
//!
//! Comparing keys may run Python code that changes the dict. So a lookup that meets an unequal object of the same hash
//! lets go of the table, compares, and starts again if the table has changed meanwhile: [`Dict::find`]. Where all keys
//! are exact strings no code can run and [`Dict::find_str`] serves with a shared token.

use crate::{PyResult, Str, StrExt, TypeDef, TypeFlags, Vm, kinds, protocol, types};
use rpython_heap::{BufVec, Obj, OutOfMemory, Payload, Ref, Shape, Token};

/// Entries up to which there is no index.
const SMALL: usize = 8;
/// Mark of an index place that was never used; numbers of entries are stored as they are.
const FREE: u32 = u32::MAX;

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
    /// Changes with the keys, 0 until asked for.
    version: u32,
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
        Dict { entries: BufVec::new(), index: BufVec::new(), used: 0, version: 0, general: false }
    }
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
            let e = &self.entries[number as usize];
            if e.hash == hash && !e.key.is_unbound() && wanted(number as usize, e) {
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

    /// The value of a key.
    ///
    /// # Errors
    /// What hashing or comparing raises.
    pub fn get_item(vm: &mut Vm, d: &Ref<Dict>, key: &Obj) -> PyResult<Option<Obj>> {
        let hash = protocol::hash(vm, key)?;
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
        let hash = protocol::hash(vm, key)?;
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
        let hash = protocol::hash(vm, key)?;
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
        if self.entries.len() == self.entries.capacity() || !self.index.is_empty() && self.is_crowded() {
            self.make_room()?;
        }
        if key.header().is_none_or(|h| h.class() != types::STR.slot()) {
            self.general = true;
        }
        let number = self.entries.len() as u32;
        self.entries.push(Entry { hash, key: key.into_counted(), value: value.into_counted() })?;
        if !self.index.is_empty() {
            self.link(hash, number);
        } else if self.entries.len() > SMALL {
            self.rebuild_index()?;
        }
        self.used += 1;
        self.version = 0;
        Ok(())
    }

    /// Whether the index is two thirds full, holes included.
    #[inline]
    fn is_crowded(&self) -> bool {
        (self.entries.len() + 1) * 3 > self.index.len() * 2
    }

    #[inline]
    fn link(&mut self, hash: i64, number: u32) {
        let mut p = self.probe(hash);
        while self.index[p.place] != FREE {
            self.step(&mut p);
        }
        self.index[p.place] = number;
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self) -> Result<(), OutOfMemory> {
        // CPython's growth: room for three times the keys.
        let used = self.used as usize;
        if self.entries.len() > used {
            let kept: Vec<Entry> =
                std::mem::take(&mut self.entries).into_iter().filter(|e| !e.key.is_unbound()).collect();
            let mut entries = BufVec::with_capacity(used * 2 + SMALL / 2)?;
            for e in kept {
                entries.push(e)?;
            }
            self.entries = entries;
        } else if self.entries.len() == self.entries.capacity() {
            self.entries.reserve_exact((used / 2).max(SMALL - 3))?;
        }
        if self.entries.len() >= SMALL { self.rebuild_index() } else { self.drop_index() }
    }

    fn drop_index(&mut self) -> Result<(), OutOfMemory> {
        self.index.clear();
        Ok(())
    }

    fn rebuild_index(&mut self) -> Result<(), OutOfMemory> {
        let size = ((self.entries.len() + 1) * 2).next_power_of_two().max(16);
        if self.index.len() != size {
            self.index.clear();
        }
        self.index.truncate(0);
        self.index.resize(size, FREE)?;
        for number in 0..self.entries.len() {
            let hash = self.entries[number].hash;
            self.link(hash, number as u32);
        }
        Ok(())
    }

    /// Removes the entry of a number and returns its key and value.
    pub fn remove_at(&mut self, number: usize) -> (Obj, Obj) {
        self.version = 0;
        self.used -= 1;
        let e = &mut self.entries[number];
        let out = (std::mem::take(&mut e.key), std::mem::take(&mut e.value));
        // A hole at the end costs nothing to close where no index names it.
        if self.index.is_empty() {
            while self.entries.last().is_some_and(|e| e.key.is_unbound()) {
                self.entries.pop();
            }
        }
        out
    }

    /// Takes all entries out; the dict is empty afterwards.
    pub fn take(&mut self) -> Dict {
        std::mem::take(self)
    }
}

/// `dict`
pub static DEF: TypeDef = TypeDef {
    name: "dict",
    kind: kinds::DICT,
    flags: TypeFlags::BASE | TypeFlags::MAPPING | TypeFlags::MATCH_SELF,
    ..TypeDef::EMPTY
};
