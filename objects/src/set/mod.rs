//! `set` and `frozenset`: an open-addressed hash table (CPython: `Objects/setobject.c`).
//!
//! The order in which a set is iterated is that of its table, so probing and growth are CPython's: a lookup looks at
//! [`LINEAR_PROBES`] neighbours before it jumps, a removed entry leaves a mark that an added one may take, and the table
//! is rebuilt when three fifths of its places are taken.
//!
//! Comparing items may run Python code that changes the set; a lookup then starts again, as in `crate::dict`.
//!
//! This file holds the table; [`methods`] the two types, [`operations`] what is done with whole sets, [`iterator`] iteration.

pub mod iterator;
pub mod methods;
mod operations;

use crate::{PyResult, Str, StrExt, Type, TypeExt, Vm, kinds, protocol, types};
use rpython_heap::{BufVec, Kind, Obj, OutOfMemory, Payload, Ref, Value};
use std::cell::Cell;

pub use methods::contains;
pub use operations::{difference_update, intersection_with, symmetric_difference_update, update};

/// Neighbours that are looked at before a jump.
const LINEAR_PROBES: usize = 9;
/// Places of the smallest table.
const SMALLEST: usize = 8;
/// Hash in the place of a removed item; no item's hash is -1.
const REMOVED: i64 = -1;

/// A place of the table. A place without a key was never used if the hash is 0, else its item was removed.
#[derive(Clone)]
struct Entry {
    hash: i64,
    key: Obj,
}

impl Entry {
    const UNUSED: Entry = Entry { hash: 0, key: Obj::UNBOUND };
}

/// The payload of sets and frozensets.
pub struct Set {
    /// A power of two of places; none before the first item.
    table: BufVec<Entry>,
    /// Items, and places whose item was removed.
    fill: u32,
    /// Items.
    used: u32,
    /// Where `pop` looks next.
    finger: u32,
    /// The hash of a frozenset, -1 until computed.
    hash: Cell<i64>,
}

impl Default for Set {
    fn default() -> Set {
        Set { table: BufVec::new(), fill: 0, used: 0, finger: 0, hash: Cell::new(-1) }
    }
}

impl Payload for Set {
    const KIND: Kind = kinds::SET;
    const NAME: &'static str = "set";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.table.iter().map(|e| &e.key).filter(|k| !k.is_unbound()).for_each(visit);
    }
    fn clear(&mut self) {
        let old = std::mem::take(self);
        drop(old);
    }
}

/// The places at which an item may be, in order.
struct Probe {
    base: usize,
    offset: usize,
    perturb: u64,
    mask: usize,
}

impl Probe {
    #[inline]
    fn new(hash: i64, mask: usize) -> Probe {
        Probe { base: hash as usize & mask, offset: 0, perturb: hash as u64, mask }
    }
    #[inline]
    fn place(&self) -> usize {
        self.base + self.offset
    }
    #[inline]
    fn advance(&mut self) {
        if self.offset < LINEAR_PROBES && self.base + LINEAR_PROBES <= self.mask {
            self.offset += 1;
        } else {
            self.perturb >>= 5;
            self.base = self.base.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize) & self.mask;
            self.offset = 0;
        }
    }
}

/// Where a lookup has ended: at the item, or at the place where it may be added.
enum Place {
    Found(usize),
    Vacant(usize),
}

impl Set {
    /// Number of items.
    #[inline]
    pub fn len(&self) -> usize {
        self.used as usize
    }
    /// Whether there is no item.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }
    /// The last place of the table.
    #[inline]
    fn mask(&self) -> usize {
        self.table.len().max(SMALLEST) - 1
    }
    /// Bytes of the table.
    fn buffer_bytes(&self) -> usize {
        self.table.capacity() * size_of::<Entry>()
    }

    /// The first item from a place on, its hash, and the place behind it.
    #[inline]
    fn entry_from(&self, place: usize) -> Option<(&Obj, i64, usize)> {
        let rest = self.table.get(place..)?;
        let behind = rest.iter().position(|e| !e.key.is_unbound())?;
        let e = &rest[behind];
        Some((&e.key, e.hash, place + behind + 1))
    }

    /// Where the lookup for an item ends; `None` where that takes more than comparing identities and hashes. The set has a table.
    fn seek(&self, key: &Obj, hash: i64) -> Option<Place> {
        let table: &[Entry] = &self.table;
        let mut p = Probe::new(hash, table.len().wrapping_sub(1));
        let mut vacated = None;
        loop {
            let e = table.get(p.place())?;
            if e.key.is_unbound() {
                if e.hash == 0 {
                    return Some(Place::Vacant(vacated.unwrap_or(p.place())));
                }
                vacated = vacated.or(Some(p.place()));
            } else if e.hash == hash {
                if e.key.is(key) {
                    return Some(Place::Found(p.place()));
                }
                if !Value::both_int(e.key.value(), key.value()) {
                    return None;
                }
            }
            p.advance();
        }
    }

    /// Puts an item that the table does not hold into a table without removed ones.
    fn insert_clean(&mut self, key: Obj, hash: i64) {
        let mut p = Probe::new(hash, self.mask());
        while !self.table[p.place()].key.is_unbound() {
            p.advance();
        }
        self.table[p.place()] = Entry { hash, key };
    }

    /// Rebuilds the table with more than `least` places.
    fn resize(&mut self, least: usize) -> Result<(), OutOfMemory> {
        let places = (least + 1).next_power_of_two().max(SMALLEST);
        if places == self.table.len() && places == SMALLEST && self.fill == self.used {
            return Ok(());
        }
        let mut table = BufVec::new();
        table.resize(places, Entry::UNUSED)?;
        let old = std::mem::replace(&mut self.table, table);
        for e in old.into_iter().filter(|e| !e.key.is_unbound()) {
            self.insert_clean(e.key, e.hash);
        }
        self.fill = self.used;
        Ok(())
    }

    /// Puts an item into the place at which the lookup for it has ended.
    fn insert_at(&mut self, place: usize, key: Obj, hash: i64) -> Result<(), OutOfMemory> {
        let old = std::mem::replace(&mut self.table[place], Entry { hash, key: key.into_counted() });
        if old.hash == REMOVED {
            self.used += 1;
            return Ok(());
        }
        self.fill += 1;
        self.used += 1;
        if (self.fill as usize) * 5 >= self.mask() * 3 { self.grow() } else { Ok(()) }
    }

    #[cold]
    fn grow(&mut self) -> Result<(), OutOfMemory> {
        let used = self.used as usize;
        self.resize(if used > 50_000 { used * 2 } else { used * 4 })
    }

    /// Makes room for `more` items that another container holds.
    fn make_room_for(&mut self, more: usize) -> Result<(), OutOfMemory> {
        if (self.fill as usize + more) * 5 >= self.mask() * 3 {
            self.resize((self.used as usize + more) * 2)
        } else {
            Ok(())
        }
    }

    /// Makes the table that the first item needs.
    #[inline]
    fn ensure_table(&mut self) -> Result<(), OutOfMemory> {
        if self.table.is_empty() { self.table.resize(SMALLEST, Entry::UNUSED) } else { Ok(()) }
    }

    /// Takes the item of a place out.
    fn remove_at(&mut self, place: usize) -> Obj {
        self.used -= 1;
        std::mem::replace(&mut self.table[place], Entry { hash: REMOVED, key: Obj::UNBOUND }).key
    }

    /// Takes all items out.
    fn take_all(&mut self) -> Set {
        std::mem::take(self)
    }

    /// Takes some item out.
    fn take_any(&mut self) -> Option<Obj> {
        if self.used == 0 {
            return None;
        }
        let mask = self.mask();
        let mut place = self.finger as usize & mask;
        while self.table[place].key.is_unbound() {
            place = (place + 1) & mask;
        }
        self.finger = place as u32 + 1;
        Some(self.remove_at(place))
    }
}

/// Looks for an item. The set has a table.
#[inline]
fn look(vm: &mut Vm, s: &Ref<Set>, key: &Obj, hash: i64) -> PyResult<Place> {
    match s.get(vm).seek(key, hash) {
        Some(place) => Ok(place),
        None => look_comparing(vm, s, key, hash),
    }
}

/// As [`look`], where an item of the same hash is to be compared.
#[inline(never)]
fn look_comparing(vm: &mut Vm, s: &Ref<Set>, key: &Obj, hash: i64) -> PyResult<Place> {
    let text = key.downcast_ref::<Str>().filter(|k| k.is_exact());
    'restart: loop {
        let places = s.get(vm).table.len();
        let mut p = Probe::new(hash, places.wrapping_sub(1));
        let mut vacated = None;
        loop {
            // Only a table that was taken away meanwhile has no such place.
            let Some(e) = s.get(vm).table.get(p.place()) else { return Ok(Place::Vacant(0)) };
            if e.key.is_unbound() {
                if e.hash == 0 {
                    return Ok(Place::Vacant(vacated.unwrap_or(p.place())));
                }
                vacated = vacated.or(Some(p.place()));
            } else if e.hash == hash {
                if e.key.is(key) {
                    return Ok(Place::Found(p.place()));
                }
                let other_text = e.key.downcast_ref::<Str>().filter(|k| k.is_exact());
                if let (Some(a), Some(b)) = (text, other_text) {
                    if Str::same(vm, a, b) {
                        return Ok(Place::Found(p.place()));
                    }
                } else {
                    let other = e.key.clone();
                    let equal = protocol::equal(vm, &other, key)?;
                    let set = s.get(vm);
                    if set.table.len() != places || !set.table[p.place()].key.is(&other) {
                        if set.table.is_empty() {
                            s.get_mut(vm).ensure_table()?;
                        }
                        continue 'restart;
                    }
                    if equal {
                        return Ok(Place::Found(p.place()));
                    }
                }
            }
            p.advance();
        }
    }
}

/// The place of an item.
fn find(vm: &mut Vm, s: &Ref<Set>, key: &Obj, hash: i64) -> PyResult<Option<usize>> {
    if s.get(vm).used == 0 {
        return Ok(None);
    }
    match look(vm, s, key, hash)? {
        Place::Found(place) => Ok(Some(place)),
        Place::Vacant(_) => Ok(None),
    }
}

/// Adds an item whose hash is known.
fn add_hashed(vm: &mut Vm, s: &Ref<Set>, key: &Obj, hash: i64) -> PyResult<()> {
    s.get_mut(vm).ensure_table()?;
    match look(vm, s, key, hash)? {
        Place::Found(_) => Ok(()),
        Place::Vacant(place) => Ok(s.get_mut(vm).insert_at(place, key.clone(), hash)?),
    }
}

/// Removes an item whose hash is known, and says whether it was there.
fn discard_hashed(vm: &mut Vm, s: &Ref<Set>, key: &Obj, hash: i64) -> PyResult<bool> {
    match find(vm, s, key, hash)? {
        Some(place) => {
            let old = s.get_mut(vm).remove_at(place);
            drop(old);
            Ok(true)
        }
        None => Ok(false),
    }
}

/// The next item from `place` on and its hash; moves `place` behind it.
#[inline]
pub fn step(vm: &Vm, s: &Ref<Set>, place: &mut usize) -> Option<(Obj, i64)> {
    let (key, hash, next) = s.get(vm).entry_from(*place)?;
    *place = next;
    Some((key.clone(), hash))
}

/// The hash of an item.
#[inline]
fn hash_item(vm: &mut Vm, item: &Obj) -> PyResult<i64> {
    protocol::hash_as(vm, item, "a set element")
}

/// `set()`
pub fn empty(vm: &Vm) -> Ref<Set> {
    vm.alloc(types::SET, Set::default())
}

/// Adds an item.
///
/// # Errors
/// What hashing or comparing raises; `MemoryError`.
pub fn add_item(vm: &mut Vm, s: &Ref<Set>, item: &Obj) -> PyResult<()> {
    let hash = hash_item(vm, item)?;
    add_hashed(vm, s, item, hash)
}

/// Whether an item is in a set.
///
/// # Errors
/// What hashing or comparing raises.
pub fn contains_item(vm: &mut Vm, s: &Ref<Set>, item: &Obj) -> PyResult<bool> {
    let hash = hash_item(vm, item)?;
    Ok(find(vm, s, item, hash)?.is_some())
}

/// A set of an iterable's items.
///
/// # Errors
/// What iterating, hashing or comparing raises.
pub fn from_iterable(vm: &mut Vm, iterable: &Obj) -> PyResult<Ref<Set>> {
    let made = empty(vm);
    update(vm, &made, iterable)?;
    Ok(made)
}

/// A set of `items`.
///
/// # Errors
/// What hashing or comparing raises.
pub fn set(vm: &mut Vm, items: &[Obj]) -> PyResult {
    let made = empty(vm);
    for item in items {
        add_item(vm, &made, item)?;
    }
    Ok(made.into_obj())
}

/// A frozenset of `items`.
///
/// # Errors
/// As [`set`].
pub fn frozenset(vm: &mut Vm, items: &[Obj]) -> PyResult {
    let made = vm.alloc(types::FROZENSET, Set::default());
    for item in items {
        add_item(vm, &made, item)?;
    }
    Ok(made.into_obj())
}

/// Adds an item to a set.
///
/// # Errors
/// As [`set`].
pub fn add(vm: &mut Vm, target: &Obj, item: &Obj) -> PyResult<()> {
    match target.downcast_ref::<Set>() {
        Some(s) => add_item(vm, s, item),
        None => Err(crate::type_error!(vm, "a set is required")),
    }
}

/// Whether an object is a set or frozenset, not an instance of a subclass.
pub fn is_exact_any(o: &Obj) -> bool {
    o.header().is_some_and(|h| h.class() == types::SET.slot() || h.class() == types::FROZENSET.slot())
}

/// `set` or `frozenset`, whichever an object's class is built on.
fn base_class(vm: &Vm, o: &Obj) -> &'static Ref<Type> {
    if vm.class_of(o).is_subtype(vm, types::FROZENSET) { types::FROZENSET } else { types::SET }
}
