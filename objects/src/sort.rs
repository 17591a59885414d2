//! `list.sort`: timsort with the powersort merge policy (CPython: `Objects/listobject.c`, `listsort.txt`; Munro and Wild,
//! "Nearly-Optimal Mergesorts", 2018). Which items are compared, and in which order, is CPython's.
//!
//! While it is sorted a list is empty: its items lie in the sorter. Items move by being taken out and put in, so an
//! error in a comparison leaves every item in exactly one place, and the list gets them all back.
//!
//! A look over the keys beforehand chooses the comparison: ints in the value itself, floats, exact strings, and tuples
//! that begin with such, are compared without asking for slots.

use crate::{CompareOp, List, PyResult, Str, StrExt, Tuple, Vm, protocol, value_error};
use rpython_heap::{BufVec, Obj, OutOfMemory, Ref};

/// Runs shorter than this are extended by insertion, at least to half of it.
const MAX_MINRUN: usize = 64;
/// Wins in a row after which merging gallops.
const MIN_GALLOP: usize = 7;

/// Sorts a list in place, by `key(item)` if there is a key function; stable also in reverse.
///
/// # Errors
/// What the key function or a comparison raises: the list then holds its items in some order. `ValueError` if the list
/// was changed meanwhile.
pub(crate) fn sort(vm: &mut Vm, list: &Ref<List>, key: Option<&Obj>, reverse: bool) -> PyResult<()> {
    let items = std::mem::take(&mut list.get_mut(vm).items);
    let (items, result) = match key {
        None => {
            let mut items = items;
            let result = sort_slice(vm, &mut items, reverse);
            (items, result)
        }
        Some(key) => sort_by_key(vm, items, key, reverse),
    };
    // Keys with finalisers are gone now, and those may change the list too.
    let poll = vm.hooks.poll;
    let result = if rpython_heap::has_pending() { result.and(poll(vm)) } else { result };
    let changed = std::mem::replace(&mut list.get_mut(vm).items, items);
    if changed.capacity() > 0 && result.is_ok() {
        return Err(value_error!(vm, "list modified during sort"));
    }
    drop(changed);
    result
}

fn sort_by_key(vm: &mut Vm, items: BufVec<Obj>, key: &Obj, reverse: bool) -> (BufVec<Obj>, PyResult<()>) {
    let mut keys = Vec::new();
    let mut result = keys.try_reserve_exact(items.len()).map_err(|_| OutOfMemory.into());
    for item in items.iter() {
        if result.is_err() {
            return (items, result);
        }
        match protocol::call(vm, key, std::slice::from_ref(item)) {
            Ok(key) => keys.push(key.into_counted()),
            Err(raised) => result = Err(raised),
        }
    }
    if result.is_err() {
        return (items, result);
    }
    let mut items = items;
    let mut pairs: Vec<Keyed> = Vec::new();
    if pairs.try_reserve_exact(items.len()).is_err() {
        return (items, Err(OutOfMemory.into()));
    }
    pairs.extend(keys.into_iter().zip(items.iter_mut()).map(|(key, item)| Keyed { key, item: std::mem::take(item) }));
    let result = sort_slice(vm, &mut pairs, reverse);
    for (place, pair) in items.iter_mut().zip(&mut pairs) {
        *place = std::mem::take(&mut pair.item);
    }
    (items, result)
}

fn sort_slice<E: Element>(vm: &mut Vm, items: &mut [E], reverse: bool) -> PyResult<()> {
    if items.len() < 2 {
        return Ok(());
    }
    // Reversing before and after keeps equal items in their order.
    if reverse {
        items.reverse();
    }
    let result = match choose(vm, items) {
        Choice::Ints => Sorter::new(vm, items, less_int).run(),
        Choice::Floats => Sorter::new(vm, items, less_float).run(),
        Choice::Strings => Sorter::new(vm, items, less_str).run(),
        Choice::Tuples => Sorter::new(vm, items, less_tuple).run(),
        Choice::Any => Sorter::new(vm, items, less_any).run(),
    };
    if reverse {
        items.reverse();
    }
    result
}

/// What is sorted: an item that is its own key, or one with a key.
trait Element: Default {
    fn key(&self) -> &Obj;
}

impl Element for Obj {
    #[inline(always)]
    fn key(&self) -> &Obj {
        self
    }
}

/// An item and its key.
#[derive(Default)]
struct Keyed {
    key: Obj,
    item: Obj,
}

impl Element for Keyed {
    #[inline(always)]
    fn key(&self) -> &Obj {
        &self.key
    }
}

/// How keys are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Ints,
    Floats,
    Strings,
    Tuples,
    Any,
}

/// The comparison that fits all keys.
fn choose<E: Element>(vm: &Vm, items: &[E]) -> Choice {
    let first = choice_of(vm, items[0].key());
    if first != Choice::Any && items.iter().all(|e| choice_of(vm, e.key()) == first) { first } else { Choice::Any }
}

fn choice_of(vm: &Vm, key: &Obj) -> Choice {
    if key.value().is_int() {
        Choice::Ints
    } else if key.value().is_float() {
        Choice::Floats
    } else if key.downcast_ref::<Str>().is_some_and(|s| s.is_exact()) {
        Choice::Strings
    } else if key.downcast_ref::<Tuple>().is_some_and(|t| Tuple::is_exact(t) && !t.tail(vm).is_empty()) {
        Choice::Tuples
    } else {
        Choice::Any
    }
}

#[inline(always)]
fn less_int(_: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    Ok(a.value().as_int_unchecked() < b.value().as_int_unchecked())
}

#[inline(always)]
fn less_float(_: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    Ok(a.value().as_float_unchecked() < b.value().as_float_unchecked())
}

#[inline(always)]
fn less_str(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    match (a.downcast_ref::<Str>(), b.downcast_ref::<Str>()) {
        (Some(a), Some(b)) => Ok(a.text(vm) < b.text(vm)),
        _ => less_any(vm, a, b),
    }
}

/// Tuples differ mostly in their first items.
fn less_tuple(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    let (Some(x), Some(y)) = (a.downcast_ref::<Tuple>(), b.downcast_ref::<Tuple>()) else {
        return less_any(vm, a, b);
    };
    if let (Some(p), Some(q)) = (x.tail(vm).first(), y.tail(vm).first()) {
        if let (Some(p), Some(q)) = (p.value().as_int(), q.value().as_int())
            && p != q
        {
            return Ok(p < q);
        }
        if let (Some(p), Some(q)) = (p.value().as_float(), q.value().as_float())
            && p != q
        {
            return Ok(p < q);
        }
    }
    less_any(vm, a, b)
}

fn less_any(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    protocol::holds(vm, a, b, CompareOp::Lt)
}

/// A run that waits to be merged.
struct Run {
    start: usize,
    len: usize,
    /// Depth of the boundary behind it in the merge tree.
    power: u32,
}

struct Sorter<'a, E, F> {
    vm: &'a mut Vm,
    items: &'a mut [E],
    less: F,
    pending: Vec<Run>,
    min_gallop: usize,
    /// One side of a merge.
    temporary: Vec<E>,
}

impl<'a, E: Element, F: Fn(&mut Vm, &Obj, &Obj) -> PyResult<bool>> Sorter<'a, E, F> {
    fn new(vm: &'a mut Vm, items: &'a mut [E], less: F) -> Sorter<'a, E, F> {
        Sorter { vm, items, less, pending: Vec::new(), min_gallop: MIN_GALLOP, temporary: Vec::new() }
    }

    /// `items[a] < items[b]`
    #[inline(always)]
    fn less_at(&mut self, a: usize, b: usize) -> PyResult<bool> {
        (self.less)(self.vm, self.items[a].key(), self.items[b].key())
    }

    fn run(mut self) -> PyResult<()> {
        let len = self.items.len();
        let min_run = min_run(len);
        let mut low = 0;
        while low < len {
            self.vm.poll()?;
            let mut n = self.count_run(low)?;
            if n < min_run {
                let forced = min_run.min(len - low);
                self.insert_sorted(low, forced, n)?;
                n = forced;
            }
            self.found_run(low, n)?;
            self.pending.push(Run { start: low, len: n, power: 0 });
            low += n;
        }
        while self.pending.len() > 1 {
            let mut i = self.pending.len() - 2;
            if i > 0 && self.pending[i - 1].len < self.pending[i + 1].len {
                i -= 1;
            }
            self.merge_at(i)?;
        }
        Ok(())
    }

    /// Length of the run that begins at `low`; a descending one is reversed, its equal items in their order.
    fn count_run(&mut self, low: usize) -> PyResult<usize> {
        let end = self.items.len();
        let mut n = low + 1;
        while n < end && !self.less_at(n, n - 1)? {
            n += 1;
        }
        if n == end {
            return Ok(n - low);
        }
        // A run of equal items may be the beginning of a descending one.
        if n > low + 1 {
            if self.less_at(low, n - 1)? {
                return Ok(n - low);
            }
            self.items[low..n].reverse();
        }
        n += 1;
        let mut equal = 0;
        while n < end {
            if self.less_at(n, n - 1)? {
                self.reverse_equal(n, &mut equal);
            } else if self.less_at(n - 1, n)? {
                break;
            } else {
                equal += 1;
            }
            n += 1;
        }
        self.reverse_equal(n, &mut equal);
        self.items[low..n].reverse();
        while n < end && !self.less_at(n, n - 1)? {
            n += 1;
        }
        Ok(n - low)
    }

    /// Reverses the last `equal + 1` items before `end`, which are equal.
    fn reverse_equal(&mut self, end: usize, equal: &mut usize) {
        if *equal > 0 {
            self.items[end - *equal - 1..end].reverse();
            *equal = 0;
        }
    }

    /// Binary insertion: sorts `len` items from `low` on, of which the first `sorted` are.
    fn insert_sorted(&mut self, low: usize, len: usize, sorted: usize) -> PyResult<()> {
        for next in low + sorted.max(1)..low + len {
            let (mut left, mut right) = (low, next);
            while left < right {
                let middle = (left + right) >> 1;
                if self.less_at(next, middle)? {
                    right = middle;
                } else {
                    left = middle + 1;
                }
            }
            self.items[left..=next].rotate_right(1);
        }
        Ok(())
    }

    /// Merges waiting runs whose boundary lies deeper than the one before the new run.
    fn found_run(&mut self, start: usize, len: usize) -> PyResult<()> {
        let Some(last) = self.pending.last() else { return Ok(()) };
        debug_assert_eq!(last.start + last.len, start);
        let power = power(last.start, last.len, len, self.items.len());
        while self.pending.len() > 1 && self.pending[self.pending.len() - 2].power > power {
            self.merge_at(self.pending.len() - 2)?;
        }
        if let Some(last) = self.pending.last_mut() {
            last.power = power;
        }
        Ok(())
    }

    /// Merges the waiting runs `i` and `i + 1`.
    fn merge_at(&mut self, i: usize) -> PyResult<()> {
        self.vm.poll()?;
        let right = self.pending.remove(i + 1);
        let left = &mut self.pending[i];
        let (mut start, mut len) = (left.start, left.len);
        left.len += right.len;
        // What of the left run is in its place already?
        let k = self.gallop_right(right.start, Area { start, len }, 0)?;
        start += k;
        len -= k;
        if len == 0 {
            return Ok(());
        }
        // And of the right run?
        let b = Area { start: right.start, len: right.len };
        let right_len = self.gallop_left(start + len - 1, b, right.len - 1)?;
        if right_len == 0 {
            return Ok(());
        }
        if len <= right_len { self.merge_low(start, len, right_len) } else { self.merge_high(start, len, right_len) }
    }

    fn gallop_left(&mut self, key: usize, area: Area, hint: usize) -> PyResult<usize> {
        let key = self.items[key].key();
        gallop_left(self.vm, &self.less, key, &self.items[area.start..area.start + area.len], hint)
    }

    fn gallop_right(&mut self, key: usize, area: Area, hint: usize) -> PyResult<usize> {
        let key = self.items[key].key();
        gallop_right(self.vm, &self.less, key, &self.items[area.start..area.start + area.len], hint)
    }

    /// Moves items out, into `temporary`.
    fn set_aside(&mut self, start: usize, len: usize) -> PyResult<()> {
        self.temporary.clear();
        self.temporary.try_reserve(len).map_err(|_| OutOfMemory)?;
        self.temporary.extend(self.items[start..start + len].iter_mut().map(std::mem::take));
        Ok(())
    }

    /// Moves `n` items; the places they move to are empty, but for their own.
    #[inline]
    fn move_items(&mut self, from: usize, to: usize, n: usize) {
        if to < from {
            for i in 0..n {
                self.items[to + i] = std::mem::take(&mut self.items[from + i]);
            }
        } else if to > from {
            for i in (0..n).rev() {
                self.items[to + i] = std::mem::take(&mut self.items[from + i]);
            }
        }
    }

    /// Merges two neighbouring runs from the left; the first, which is not longer, is set aside.
    fn merge_low(&mut self, start: usize, len: usize, right_len: usize) -> PyResult<()> {
        self.set_aside(start, len)?;
        let mut m = Merge { to: start, left: 0, left_len: len, right: start + len, right_len };
        let result = self.merge_low_steps(&mut m);
        // What is left of the set-aside run follows, behind the rest of the other if that one's items are all smaller.
        if let Ok(Ending::RightRest) = result {
            self.move_items(m.right, m.to, m.right_len);
            m.to += m.right_len;
        }
        for i in 0..m.left_len {
            self.items[m.to + i] = std::mem::take(&mut self.temporary[m.left + i]);
        }
        self.temporary.clear();
        result.map(|_| ())
    }

    /// Moves the next item of the right run to its place.
    #[inline(always)]
    fn take_right(&mut self, m: &mut Merge) {
        self.items[m.to] = std::mem::take(&mut self.items[m.right]);
        m.to += 1;
        m.right += 1;
        m.right_len -= 1;
    }

    /// Moves the next item of the left run, set aside, to its place.
    #[inline(always)]
    fn take_left(&mut self, m: &mut Merge) {
        self.items[m.to] = std::mem::take(&mut self.temporary[m.left]);
        m.to += 1;
        m.left += 1;
        m.left_len -= 1;
    }

    fn merge_low_steps(&mut self, m: &mut Merge) -> PyResult<Ending> {
        self.take_right(m);
        if m.right_len == 0 {
            return Ok(Ending::Done);
        }
        if m.left_len == 1 {
            return Ok(Ending::RightRest);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut left_wins, mut right_wins) = (0, 0);
            loop {
                if (self.less)(self.vm, self.items[m.right].key(), self.temporary[m.left].key())? {
                    self.take_right(m);
                    right_wins += 1;
                    left_wins = 0;
                    if m.right_len == 0 {
                        return Ok(Ending::Done);
                    }
                    if right_wins >= min_gallop {
                        break;
                    }
                } else {
                    self.take_left(m);
                    left_wins += 1;
                    right_wins = 0;
                    if m.left_len == 1 {
                        return Ok(Ending::RightRest);
                    }
                    if left_wins >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let left = &self.temporary[m.left..m.left + m.left_len];
                left_wins = gallop_right(self.vm, &self.less, self.items[m.right].key(), left, 0)?;
                for _ in 0..left_wins {
                    self.take_left(m);
                }
                match m.left_len {
                    1 if left_wins > 0 => return Ok(Ending::RightRest),
                    // Only an inconsistent comparison comes here.
                    0 => return Ok(Ending::Done),
                    _ => {}
                }
                self.take_right(m);
                if m.right_len == 0 {
                    return Ok(Ending::Done);
                }
                let right = &self.items[m.right..m.right + m.right_len];
                right_wins = gallop_left(self.vm, &self.less, self.temporary[m.left].key(), right, 0)?;
                for _ in 0..right_wins {
                    self.take_right(m);
                }
                if m.right_len == 0 {
                    return Ok(Ending::Done);
                }
                self.take_left(m);
                if m.left_len == 1 {
                    return Ok(Ending::RightRest);
                }
                if left_wins < MIN_GALLOP && right_wins < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    /// Merges two neighbouring runs from the right; the second, which is shorter, is set aside.
    fn merge_high(&mut self, start: usize, len: usize, right_len: usize) -> PyResult<()> {
        self.set_aside(start + len, right_len)?;
        // `to` is the place behind the next one to fill.
        let mut m = Merge { to: start + len + right_len, left: start, left_len: len, right: 0, right_len };
        let result = self.merge_high_steps(&mut m);
        if let Ok(Ending::LeftRest) = result {
            self.move_items(m.left, m.to - m.left_len, m.left_len);
            m.to -= m.left_len;
        }
        let first = m.to - m.right_len;
        for i in 0..m.right_len {
            self.items[first + i] = std::mem::take(&mut self.temporary[i]);
        }
        self.temporary.clear();
        result.map(|_| ())
    }

    /// Moves the last item of the left run to its place.
    #[inline(always)]
    fn take_left_last(&mut self, m: &mut Merge) {
        m.to -= 1;
        m.left_len -= 1;
        self.items[m.to] = std::mem::take(&mut self.items[m.left + m.left_len]);
    }

    /// Moves the last item of the right run, set aside, to its place.
    #[inline(always)]
    fn take_right_last(&mut self, m: &mut Merge) {
        m.to -= 1;
        m.right_len -= 1;
        self.items[m.to] = std::mem::take(&mut self.temporary[m.right_len]);
    }

    fn merge_high_steps(&mut self, m: &mut Merge) -> PyResult<Ending> {
        self.take_left_last(m);
        if m.left_len == 0 {
            return Ok(Ending::Done);
        }
        if m.right_len == 1 {
            return Ok(Ending::LeftRest);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut left_wins, mut right_wins) = (0, 0);
            loop {
                let (a, b) = (self.temporary[m.right_len - 1].key(), self.items[m.left + m.left_len - 1].key());
                if (self.less)(self.vm, a, b)? {
                    self.take_left_last(m);
                    left_wins += 1;
                    right_wins = 0;
                    if m.left_len == 0 {
                        return Ok(Ending::Done);
                    }
                    if left_wins >= min_gallop {
                        break;
                    }
                } else {
                    self.take_right_last(m);
                    right_wins += 1;
                    left_wins = 0;
                    if m.right_len == 1 {
                        return Ok(Ending::LeftRest);
                    }
                    if right_wins >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let left = &self.items[m.left..m.left + m.left_len];
                let key = self.temporary[m.right_len - 1].key();
                left_wins = m.left_len - gallop_right(self.vm, &self.less, key, left, m.left_len - 1)?;
                for _ in 0..left_wins {
                    self.take_left_last(m);
                }
                if m.left_len == 0 {
                    return Ok(Ending::Done);
                }
                self.take_right_last(m);
                if m.right_len == 1 {
                    return Ok(Ending::LeftRest);
                }
                let right = &self.temporary[..m.right_len];
                let key = self.items[m.left + m.left_len - 1].key();
                right_wins = m.right_len - gallop_left(self.vm, &self.less, key, right, m.right_len - 1)?;
                for _ in 0..right_wins {
                    self.take_right_last(m);
                }
                match m.right_len {
                    1 if right_wins > 0 => return Ok(Ending::LeftRest),
                    // Only an inconsistent comparison comes here.
                    0 => return Ok(Ending::Done),
                    _ => {}
                }
                self.take_left_last(m);
                if m.left_len == 0 {
                    return Ok(Ending::Done);
                }
                if left_wins < MIN_GALLOP && right_wins < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }
}

/// A part of the items.
#[derive(Clone, Copy)]
struct Area {
    start: usize,
    len: usize,
}

/// Where a merge stands: the place to fill, and what is left of both runs.
struct Merge {
    to: usize,
    left: usize,
    left_len: usize,
    right: usize,
    right_len: usize,
}

/// How a merge has ended.
enum Ending {
    /// What was set aside fills the gap.
    Done,
    /// The rest of the right run comes before the last item that was set aside.
    RightRest,
    /// The rest of the left run comes behind the first item that was set aside.
    LeftRest,
}

/// Offsets that galloping tries: 1, 3, 7, ….
#[inline]
fn next_offset(offset: usize) -> usize {
    offset.saturating_mul(2).saturating_add(1)
}

/// Number of items in a sorted slice that are less than `key`; the search begins at `hint`.
fn gallop_left<E: Element>(
    vm: &mut Vm,
    less: &impl Fn(&mut Vm, &Obj, &Obj) -> PyResult<bool>,
    key: &Obj,
    items: &[E],
    hint: usize,
) -> PyResult<usize> {
    let (mut last, mut offset) = (0, 1);
    // Everything before `low` is less, nothing from `high` on is.
    let (mut low, mut high);
    if less(vm, items[hint].key(), key)? {
        let most = items.len() - hint;
        while offset < most && less(vm, items[hint + offset].key(), key)? {
            last = offset;
            offset = next_offset(offset);
        }
        (low, high) = (hint + last + 1, hint + offset.min(most));
    } else {
        let most = hint + 1;
        while offset < most && !less(vm, items[hint - offset].key(), key)? {
            last = offset;
            offset = next_offset(offset);
        }
        (low, high) = (hint + 1 - offset.min(most), hint - last);
    }
    while low < high {
        let middle = low + ((high - low) >> 1);
        if less(vm, items[middle].key(), key)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

/// Number of items in a sorted slice that are not greater than `key`; the search begins at `hint`.
fn gallop_right<E: Element>(
    vm: &mut Vm,
    less: &impl Fn(&mut Vm, &Obj, &Obj) -> PyResult<bool>,
    key: &Obj,
    items: &[E],
    hint: usize,
) -> PyResult<usize> {
    let (mut last, mut offset) = (0, 1);
    // Nothing before `low` is greater, everything from `high` on is.
    let (mut low, mut high);
    if less(vm, key, items[hint].key())? {
        let most = hint + 1;
        while offset < most && less(vm, key, items[hint - offset].key())? {
            last = offset;
            offset = next_offset(offset);
        }
        (low, high) = (hint + 1 - offset.min(most), hint - last);
    } else {
        let most = items.len() - hint;
        while offset < most && !less(vm, key, items[hint + offset].key())? {
            last = offset;
            offset = next_offset(offset);
        }
        (low, high) = (hint + last + 1, hint + offset.min(most));
    }
    while low < high {
        let middle = low + ((high - low) >> 1);
        if less(vm, key, items[middle].key())? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(high)
}

/// Depth, in a merge tree over `n` items, of the boundary between two neighbouring runs: the first bit in which their
/// middles, as fractions of `n`, differ.
fn power(start: usize, len: usize, next_len: usize, n: usize) -> u32 {
    let mut a = 2 * start + len;
    let mut b = a + len + next_len;
    let mut power = 0;
    loop {
        power += 1;
        if a >= n {
            a -= n;
            b -= n;
        } else if b >= n {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

/// Least length of a run: such that the number of runs is a power of two, or little less.
fn min_run(mut n: usize) -> usize {
    let mut lost = 0;
    while n >= MAX_MINRUN {
        lost |= n & 1;
        n >>= 1;
    }
    n + lost
}
