//! The memos: which object has which number while pickling, and which number has which object while unpickling.

use rpython_heap::OutOfMemory;
use rpython_objects::{Obj, OptObj, PyResult};
use rustc_hash::FxHashMap;

/// What an object is known by while it lives.
#[inline]
pub(super) fn identity(o: &Obj) -> u64 {
    let value = o.value();
    if value.is_handle() { value.slot().0.into() } else { value.0 }
}

/// The numbers of pickled objects, which it keeps alive.
#[derive(Default)]
pub(super) struct PickleMemo {
    numbers: FxHashMap<u64, u32>,
    /// In the order in which they were added, with the numbers they have.
    objects: Vec<(Obj, i64)>,
}

impl PickleMemo {
    /// How many objects it holds.
    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }

    /// The number of an object.
    #[inline]
    pub(super) fn get(&self, o: &Obj) -> Option<i64> {
        let &at = self.numbers.get(&identity(o))?;
        self.objects.get(at as usize).map(|(_, number)| *number)
    }

    /// Adds an object under a number.
    pub(super) fn set(&mut self, o: &Obj, number: i64) -> PyResult<()> {
        self.objects.try_reserve(1).map_err(|_| OutOfMemory)?;
        self.numbers.try_reserve(1).map_err(|_| OutOfMemory)?;
        let at = u32::try_from(self.objects.len()).map_err(|_| OutOfMemory)?;
        match self.numbers.insert(identity(o), at) {
            // The object has a number already: its entry takes the new one.
            Some(old) => {
                self.numbers.insert(identity(o), old);
                if let Some(entry) = self.objects.get_mut(old as usize) {
                    entry.1 = number;
                }
            }
            None => self.objects.push((o.clone(), number)),
        }
        Ok(())
    }

    /// The objects and their numbers.
    pub(super) fn entries(&self) -> &[(Obj, i64)] {
        &self.objects
    }

    /// As many places as CPython's table of this size has (`PyMemoTable`: it grows at two thirds, by four times the size, from 8).
    pub(super) fn places(&self) -> usize {
        let mut places = 8;
        for used in 1..=self.len() {
            if used * 3 >= places * 2 {
                let wanted = if used > 50_000 { used * 2 } else { used * 4 };
                while places < wanted {
                    places <<= 1;
                }
            }
        }
        places
    }
}

/// The objects by number. Numbers far beyond those given so far cost no more than others.
#[derive(Default)]
pub(super) struct UnpickleMemo {
    dense: Vec<OptObj>,
    sparse: FxHashMap<usize, Obj>,
    len: usize,
}

/// How far beyond its end the dense part grows for one number.
const REACH: usize = 1 << 10;

impl UnpickleMemo {
    /// How many objects it holds.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The object of a number.
    #[inline]
    pub(super) fn get(&self, number: usize) -> Option<&Obj> {
        match self.dense.get(number).and_then(OptObj::get) {
            None if !self.sparse.is_empty() => self.sparse.get(&number),
            found => found,
        }
    }

    /// Gives an object a number.
    #[inline]
    pub(super) fn set(&mut self, number: usize, o: Obj) -> PyResult<()> {
        if number == self.dense.len() && self.sparse.is_empty() {
            if self.dense.len() == self.dense.capacity() {
                self.dense.try_reserve(1).map_err(|_| OutOfMemory)?;
            }
            self.dense.push(OptObj::some(o));
            self.len += 1;
            return Ok(());
        }
        self.set_far(number, o)
    }

    #[cold]
    fn set_far(&mut self, number: usize, o: Obj) -> PyResult<()> {
        if number >= self.dense.len() && number - self.dense.len() < REACH && !self.sparse.contains_key(&number) {
            let more = number + 1 - self.dense.len();
            self.dense.try_reserve(more).map_err(|_| OutOfMemory)?;
            self.dense.resize(number + 1, OptObj::NONE);
        }
        let old = match self.dense.get_mut(number) {
            Some(place) if !self.sparse.contains_key(&number) => place.replace(o),
            _ => {
                self.sparse.try_reserve(1).map_err(|_| OutOfMemory)?;
                self.sparse.insert(number, o)
            }
        };
        self.len += usize::from(old.is_none());
        Ok(())
    }

    /// The numbers and their objects.
    pub(super) fn entries(&self) -> impl Iterator<Item = (usize, &Obj)> {
        let dense = self.dense.iter().enumerate().filter_map(|(number, o)| o.get().map(|o| (number, o)));
        dense.chain(self.sparse.iter().map(|(&number, o)| (number, o)))
    }

    /// The places of CPython's array: 32, doubled beyond each number that does not fit.
    pub(super) fn places(&self) -> usize {
        let mut places = 32;
        for number in 0..self.dense.len() {
            if number >= places {
                places = number * 2;
            }
        }
        places
    }
}
