//! Buffers: the variable parts of payloads. [`Buf`] is 4 bytes that name one, [`BufVec`] a vector in one.
//!
//! A buffer has exactly one owner, which knows its length, and is freed by it.

use crate::{
    OutOfMemory,
    region::{GRANULE, address},
    slab::{self, BUFFERS},
};
use std::{marker::PhantomData, ops::Deref, ops::DerefMut};

/// A buffer of `T`s by number, 0 for none: 4 bytes. The owner knows how many items it has room for.
#[repr(transparent)]
pub struct Buf<T> {
    granule: u32,
    of: PhantomData<T>,
}

impl<T> Buf<T> {
    /// No buffer.
    pub const NONE: Buf<T> = Buf { granule: 0, of: PhantomData };

    fn granules(capacity: usize) -> Result<u32, OutOfMemory> {
        let bytes = capacity.checked_mul(size_of::<T>()).ok_or(OutOfMemory)?;
        u32::try_from(bytes.div_ceil(GRANULE)).ok().filter(|&n| n < 1 << 31).ok_or(OutOfMemory)
    }

    /// Takes a buffer for at least `capacity` items and says how many fit.
    fn take(capacity: usize) -> Result<(Buf<T>, usize), OutOfMemory> {
        let granules = Self::granules(capacity)?;
        if granules == 0 {
            return Ok((Buf::NONE, 0));
        }
        let granule = slab::take(BUFFERS, granules)?;
        // SAFETY: just taken with this size.
        let room = unsafe { slab::buffer_granules(granule, granules) } as usize * GRANULE / size_of::<T>();
        Ok((Buf { granule, of: PhantomData }, room.min(u32::MAX as usize)))
    }

    #[inline(always)]
    fn pointer(&self) -> *mut T {
        address(self.granule).cast()
    }

    /// Gives the buffer back.
    ///
    /// # Safety
    /// It has room for `capacity` items and nobody uses it any more.
    unsafe fn give(&mut self, capacity: usize) {
        if self.granule != 0 {
            let granules = (capacity * size_of::<T>()).div_ceil(GRANULE) as u32;
            // SAFETY: the caller's promise.
            unsafe { slab::give(BUFFERS, self.granule, granules) };
            self.granule = 0;
        }
    }
}

/// A vector in the region: 12 bytes. Growing it can fail, so what grows returns a `Result`. At most 2^32 - 1 items.
pub struct BufVec<T> {
    buf: Buf<T>,
    len: u32,
    capacity: u32,
}

const _: () = assert!(size_of::<BufVec<u64>>() == 12);

impl<T> BufVec<T> {
    /// An empty vector without a buffer.
    pub const fn new() -> BufVec<T> {
        BufVec { buf: Buf::NONE, len: 0, capacity: 0 }
    }

    /// An empty vector with room for `capacity` items.
    ///
    /// # Errors
    /// When the region is full.
    pub fn with_capacity(capacity: usize) -> Result<BufVec<T>, OutOfMemory> {
        let (buf, room) = Buf::take(capacity)?;
        Ok(BufVec { buf, len: 0, capacity: room as u32 })
    }

    /// A vector of the items of an iterator.
    ///
    /// # Errors
    /// When the region is full.
    pub fn from_exact(items: impl ExactSizeIterator<Item = T>) -> Result<BufVec<T>, OutOfMemory> {
        let mut made: BufVec<T> = BufVec::with_capacity(items.len())?;
        let (start, room) = (made.start(), made.capacity as usize);
        for (i, item) in items.take(room).enumerate() {
            // SAFETY: `i` is below the capacity, and the items up to it are written.
            unsafe { start.add(i).write(item) };
            made.len = i as u32 + 1;
        }
        Ok(made)
    }

    /// Items there is room for.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.capacity as usize
    }

    /// Where the items lie.
    #[inline(always)]
    pub fn start(&mut self) -> *mut T {
        self.buf.pointer()
    }

    /// Declares the first `len` items initialised, or those behind moved out.
    ///
    /// # Safety
    /// `len` is at most the capacity, the items up to it are initialised, and nobody else owns them.
    #[inline(always)]
    pub unsafe fn set_len(&mut self, len: usize) {
        debug_assert!(len <= self.capacity as usize);
        self.len = len as u32;
    }

    /// Makes room for `more` further items, with some to spare (an eighth, as CPython's lists).
    ///
    /// # Errors
    /// When the region is full; the vector is as before.
    #[inline]
    pub fn reserve(&mut self, more: usize) -> Result<(), OutOfMemory> {
        let needed = self.len as usize + more;
        if needed > self.capacity as usize { self.grow(needed + (needed >> 3) + 6) } else { Ok(()) }
    }

    /// Makes room for exactly `more` further items, or a little more.
    ///
    /// # Errors
    /// When the region is full; the vector is as before.
    pub fn reserve_exact(&mut self, more: usize) -> Result<(), OutOfMemory> {
        let needed = self.len as usize + more;
        if needed > self.capacity as usize { self.grow(needed) } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, capacity: usize) -> Result<(), OutOfMemory> {
        if capacity > u32::MAX as usize {
            return Err(OutOfMemory);
        }
        self.move_to(capacity)
    }

    /// Moves the items to a buffer for `capacity` of them, or stretches the present one.
    fn move_to(&mut self, capacity: usize) -> Result<(), OutOfMemory> {
        let granules = Buf::<T>::granules(capacity)?;
        let old = (self.capacity as usize * size_of::<T>()).div_ceil(GRANULE) as u32;
        if self.buf.granule != 0
            && old > slab::LARGEST
            && granules > old
            && slab::extend_large(self.buf.granule, granules)
        {
            // SAFETY: extended to this size just now.
            let room = unsafe { slab::buffer_granules(self.buf.granule, granules) } as usize * GRANULE / size_of::<T>();
            self.capacity = room.min(u32::MAX as usize) as u32;
            return Ok(());
        }
        let (mut buf, room) = Buf::take(capacity)?;
        // SAFETY: both buffers are ours and apart; `len` items fit into either.
        unsafe {
            if self.len > 0 {
                std::ptr::copy_nonoverlapping(self.buf.pointer(), buf.pointer(), self.len as usize);
            }
            std::mem::swap(&mut self.buf, &mut buf);
            buf.give(self.capacity as usize);
        }
        self.capacity = room as u32;
        Ok(())
    }

    /// Gives back room that is not used.
    pub fn shrink_to_fit(&mut self) {
        if self.len < self.capacity {
            // A refusal leaves the larger buffer.
            let _ = if self.len == 0 {
                // SAFETY: it holds no item.
                unsafe { self.buf.give(self.capacity as usize) };
                self.capacity = 0;
                Ok(())
            } else {
                self.move_to(self.len as usize)
            };
        }
    }

    /// Appends an item.
    ///
    /// # Errors
    /// When the region is full; the item is dropped.
    #[inline(always)]
    pub fn push(&mut self, item: T) -> Result<(), OutOfMemory> {
        if self.len == self.capacity {
            self.reserve(1)?;
        }
        // SAFETY: there is room for one more.
        unsafe { self.buf.pointer().add(self.len as usize).write(item) };
        self.len += 1;
        Ok(())
    }

    /// Takes the last item.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<T> {
        if self.len == 0 {
            return None;
        }
        self.len -= 1;
        // SAFETY: the item is initialised, and no longer counted.
        Some(unsafe { self.buf.pointer().add(self.len as usize).read() })
    }

    /// Inserts an item before the one at `index`, at most `len`.
    ///
    /// # Errors
    /// When the region is full; the item is dropped.
    ///
    /// # Panics
    /// If `index > len`.
    pub fn insert(&mut self, index: usize, item: T) -> Result<(), OutOfMemory> {
        assert!(index <= self.len as usize);
        self.reserve(1)?;
        // SAFETY: there is room for one more; the items behind `index` move up.
        unsafe {
            let p = self.buf.pointer().add(index);
            std::ptr::copy(p, p.add(1), self.len as usize - index);
            p.write(item);
        }
        self.len += 1;
        Ok(())
    }

    /// Takes the item at `index`; those behind it move down.
    ///
    /// # Panics
    /// If `index >= len`.
    pub fn remove(&mut self, index: usize) -> T {
        assert!(index < self.len as usize);
        // SAFETY: the item is initialised; the ones behind it close the gap.
        unsafe {
            let p = self.buf.pointer().add(index);
            let item = p.read();
            std::ptr::copy(p.add(1), p, self.len as usize - index - 1);
            self.len -= 1;
            item
        }
    }

    /// Puts `items` in the place of those in `range` and returns these.
    ///
    /// # Errors
    /// When the region is full; the vector is as before and `items` is dropped.
    ///
    /// # Panics
    /// If the range is not within the vector.
    pub fn splice(&mut self, range: std::ops::Range<usize>, items: BufVec<T>) -> Result<BufVec<T>, OutOfMemory> {
        assert!(range.start <= range.end && range.end <= self.len as usize);
        let old = range.end - range.start;
        let mut out = BufVec::with_capacity(old)?;
        let new = items.len();
        if new > old {
            self.reserve(new - old)?;
        }
        // SAFETY: the replaced items move to `out`, the rest moves to its place, the new ones move in: every item keeps
        // exactly one owner.
        unsafe {
            let p = self.buf.pointer().add(range.start);
            std::ptr::copy_nonoverlapping(p, out.buf.pointer(), old);
            out.len = old as u32;
            std::ptr::copy(p.add(old), p.add(new), self.len as usize - range.end);
            std::ptr::copy_nonoverlapping(items.buf.pointer(), p, new);
        }
        self.len = (self.len as usize - old + new) as u32;
        let mut items = items;
        items.len = 0;
        Ok(out)
    }

    /// Drops the items from `len` on, the last first.
    pub fn truncate(&mut self, len: usize) {
        while self.len as usize > len {
            drop(self.pop());
        }
    }

    /// Drops all items, the last first, and the buffer.
    pub fn clear(&mut self) {
        drop(std::mem::take(self));
    }

    /// Appends copies of `items`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn extend_from_slice(&mut self, items: &[T]) -> Result<(), OutOfMemory>
    where
        T: Clone,
    {
        self.reserve(items.len())?;
        for item in items {
            self.push(item.clone())?;
        }
        Ok(())
    }

    /// Makes the length `len`, filling with copies of `item`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn resize(&mut self, len: usize, item: T) -> Result<(), OutOfMemory>
    where
        T: Clone,
    {
        self.truncate(len);
        self.reserve_exact(len - self.len as usize)?;
        while (self.len as usize) < len {
            self.push(item.clone())?;
        }
        Ok(())
    }
}

impl<T: Copy> BufVec<T> {
    /// Appends a copy of `items` as a whole.
    ///
    /// # Errors
    /// When the region is full.
    pub fn extend_copy(&mut self, items: &[T]) -> Result<(), OutOfMemory> {
        self.reserve(items.len())?;
        // SAFETY: there is room for them; a borrow of `self` excludes overlap.
        unsafe {
            let end = self.buf.pointer().add(self.len as usize);
            std::ptr::copy_nonoverlapping(items.as_ptr(), end, items.len());
        }
        self.len += items.len() as u32;
        Ok(())
    }

    /// Makes the length `len`, filling with `item`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn fill_to(&mut self, len: usize, item: T) -> Result<(), OutOfMemory> {
        if let Some(more) = len.checked_sub(self.len as usize) {
            self.reserve(more)?;
            for i in self.len as usize..len {
                // SAFETY: there is room up to `len`.
                unsafe { self.buf.pointer().add(i).write(item) };
            }
        }
        self.len = len as u32;
        Ok(())
    }
}

impl<T> Deref for BufVec<T> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        // SAFETY: `len` items are initialised. An empty vector's pointer is the (aligned) base of the region.
        unsafe { std::slice::from_raw_parts(self.buf.pointer(), self.len as usize) }
    }
}

impl<T> DerefMut for BufVec<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as in `deref`.
        unsafe { std::slice::from_raw_parts_mut(self.buf.pointer(), self.len as usize) }
    }
}

impl<T> Drop for BufVec<T> {
    #[inline]
    fn drop(&mut self) {
        if std::mem::needs_drop::<T>() {
            // From the last to the first, as CPython releases a list's items.
            while let Some(item) = self.pop() {
                drop(item);
            }
        }
        // SAFETY: no item is left in it.
        unsafe { self.buf.give(self.capacity as usize) };
    }
}

impl<T> Default for BufVec<T> {
    fn default() -> BufVec<T> {
        BufVec::new()
    }
}

/// Owning iterator over a [`BufVec`], first to last.
pub struct IntoIter<T> {
    items: BufVec<T>,
    next: u32,
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        if self.next == self.items.len {
            return None;
        }
        // SAFETY: items from `next` on are still ours; `Drop` below leaves out those taken.
        let item = unsafe { self.items.buf.pointer().add(self.next as usize).read() };
        self.next += 1;
        Some(item)
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = (self.items.len - self.next) as usize;
        (n, Some(n))
    }
}
impl<T> ExactSizeIterator for IntoIter<T> {}

impl<T> Drop for IntoIter<T> {
    fn drop(&mut self) {
        while self.next().is_some() {}
        self.items.len = 0;
    }
}

impl<T> IntoIterator for BufVec<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;
    fn into_iter(self) -> IntoIter<T> {
        IntoIter { items: self, next: 0 }
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for BufVec<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.deref().fmt(f)
    }
}
