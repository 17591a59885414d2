//! The region: one range of address space, cut into pages of 64 KiB, in which everything Python lives.
//!
//! Nothing inside it holds an absolute address: places are *granule numbers* (16 bytes each, 32 bits), so a copy of
//! its pages is a heap (ARCHITECTURE.md §3). Page 0 is never used, so granule 0 names nothing. What each page holds
//! stands in a table beside the region; a page of slots or small buffers starts with a [`PageHeader`].

use crate::{OutOfMemory, asan, value::SlotId};
use memmap2::{MmapMut, MmapOptions};
use std::collections::BTreeMap;

/// Bytes of a granule, the unit of all addresses in the region.
pub const GRANULE: usize = 16;
/// Bytes of a page.
pub const PAGE: usize = 64 << 10;
/// Granules of a page.
pub const PAGE_GRANULES: u32 = (PAGE / GRANULE) as u32;
/// Granules of a page's header.
pub const HEADER_GRANULES: u32 = (size_of::<PageHeader>() / GRANULE) as u32;
/// Alignment of the region's base, so that the system can back it with large pages.
const ALIGN: usize = 2 << 20;
/// Address space to ask for, the first that the system grants.
const SIZES: [usize; 6] = [64 << 30, 16 << 30, 4 << 30, 1 << 30, 512 << 20, 256 << 20];
/// What small allocations may still use beyond the limit, so that the failure can be handled.
const RESERVE_PAGES: u32 = 1024;

/// Pages of a run (32 MiB) from which on it goes back to the system when it is freed. Smaller ones are soon wanted again, and each page of
/// them would cost a fault then.
const DISCARD_PAGES: u32 = 512;

/// What a page holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum PageUse {
    /// Nothing.
    Free = 0,
    /// Slots of one kind and size.
    Slots,
    /// Buffers of one size.
    Buffers,
    /// First page of a run that holds one large slot.
    LargeSlot,
    /// First page of a run that holds one large buffer.
    LargeBuffer,
    /// A later page of a run.
    Continued,
    /// Unusable: its slots' generations are used up.
    Retired,
}

#[derive(Clone, Copy)]
pub(crate) struct PageInfo {
    pub(crate) holds: PageUse,
    /// Generation at which slots of this page start, above all that weak handles into it may carry.
    pub(crate) first_generation: u16,
    /// Pages of the run that starts here.
    pub(crate) run: u32,
}

const EMPTY: PageInfo = PageInfo { holds: PageUse::Free, first_generation: 0, run: 0 };

/// The first 64 bytes of a page of slots or buffers.
#[repr(C, align(64))]
pub(crate) struct PageHeader {
    /// First free slot, 0 for none; the rest follow through the free slots.
    pub(crate) free: u32,
    /// Slots in use.
    pub(crate) used: u32,
    /// First slot that was never linked into the free list.
    pub(crate) fresh: u32,
    /// End of the slots.
    pub(crate) end: u32,
    /// Granules of a slot.
    pub(crate) granules: u32,
    /// Neighbours among the pages of this class that have free slots; 0 ends the list.
    pub(crate) next: u32,
    pub(crate) prev: u32,
    /// Index of the size class.
    pub(crate) class: u8,
    pub(crate) kind: u8,
    /// In no list, because no slot is free.
    pub(crate) full: bool,
    /// Never given back: its slots have fixed numbers.
    pub(crate) fixed: bool,
}

const _: () = assert!(size_of::<PageHeader>() == 64);

/// Address of the region. Written once, before any handle exists.
pub(crate) static mut BASE: usize = 0;

/// Address of a granule.
#[inline(always)]
pub(crate) fn address(granule: u32) -> *mut u8 {
    // SAFETY: BASE is written once, in `Region::reserve`, before the first granule number is handed out.
    unsafe { (BASE + granule as usize * GRANULE) as *mut u8 }
}

/// Granule number of an address inside the region.
#[inline(always)]
pub(crate) fn granule_of(address: *const u8) -> u32 {
    // SAFETY: as in `address`.
    unsafe { ((address as usize - BASE) / GRANULE) as u32 }
}

/// The page that a granule lies in.
#[inline(always)]
pub(crate) fn page_of(granule: u32) -> u32 {
    granule / PAGE_GRANULES
}

/// The header of a page of slots or buffers.
#[inline(always)]
pub(crate) fn page_header(page: u32) -> *mut PageHeader {
    address(page * PAGE_GRANULES).cast()
}

/// Number of the `i`th of the slots that were reserved together at `first_page`, `granules` each.
pub const fn fixed_slot(first_page: u32, granules: u32, i: u32) -> SlotId {
    let per_page = (PAGE_GRANULES - HEADER_GRANULES) / granules;
    SlotId((first_page + i / per_page) * PAGE_GRANULES + HEADER_GRANULES + i % per_page * granules)
}

/// Pages that `count` fixed slots of `granules` each take.
pub const fn fixed_pages(granules: u32, count: u32) -> u32 {
    count.div_ceil((PAGE_GRANULES - HEADER_GRANULES) / granules)
}

/// The pages: which are free, which are used for what.
pub(crate) struct Region {
    _map: MmapMut,
    /// What is known of the pages below `top`, and of those that were below it once.
    pub(crate) pages: Vec<PageInfo>,
    /// Pages of the region.
    size: u32,
    /// First page that was never used.
    pub(crate) top: u32,
    /// Pages that may be used: the region's, or fewer under a limit.
    limit: u32,
    pub(crate) used: u32,
    /// The most pages that were ever in use.
    pub(crate) peak: u32,
    /// Free runs below `top`: first page to length.
    free_runs: BTreeMap<u32, u32>,
}

impl Region {
    pub(crate) fn reserve() -> Result<Region, OutOfMemory> {
        for size in SIZES {
            let Ok(mut map) = MmapOptions::new().len(size + ALIGN).no_reserve_swap().map_anon() else { continue };
            let start = map.as_mut_ptr() as usize;
            // SAFETY: the region is reserved once, under the lock of `crate::token`, before any handle exists.
            unsafe { BASE = start.next_multiple_of(ALIGN) };
            // Page faults of 4 KiB would be a tenth of a program's start. Systems without large pages ignore it.
            #[cfg(target_os = "linux")]
            let _ = map.advise(memmap2::Advice::HugePage);
            let pages = (size / PAGE) as u32;
            // Room for all, so that the table never moves; it is touched as it fills.
            let mut table = Vec::with_capacity(pages as usize);
            table.push(EMPTY);
            // The last page stays unused, so that no end-of-page granule number overflows.
            return Ok(Region {
                _map: map,
                pages: table,
                size: pages,
                top: 1,
                limit: pages - 1 - RESERVE_PAGES.min(pages / 16),
                used: 0,
                peak: 0,
                free_runs: BTreeMap::new(),
            });
        }
        Err(OutOfMemory)
    }

    /// Limits the pages in use to `bytes`, rounded up; never below what is in use already.
    pub(crate) fn set_limit(&mut self, bytes: usize) {
        let pages =
            bytes.div_ceil(PAGE).min(self.size as usize - 1 - RESERVE_PAGES.min(self.size / 16) as usize) as u32;
        self.limit = pages.max(self.used);
    }

    /// Free runs below the top: first page to length.
    pub(crate) fn free_runs(&self) -> &BTreeMap<u32, u32> {
        &self.free_runs
    }

    /// Takes `count` pages in a row. `small` requests may use the reserve beyond the limit.
    pub(crate) fn take(&mut self, count: u32, holds: PageUse, small: bool) -> Result<u32, OutOfMemory> {
        let limit = if small { self.limit.saturating_add(RESERVE_PAGES) } else { self.limit };
        if count > limit || self.used > limit - count {
            return Err(OutOfMemory);
        }
        let found = self.free_runs.iter().find(|&(_, &n)| n >= count).map(|(&first, &n)| (first, n));
        let first = match found {
            Some((first, n)) => {
                self.free_runs.remove(&first);
                if n > count {
                    self.free_runs.insert(first + count, n - count);
                }
                first
            }
            None => {
                let first = self.top;
                let Some(end) = first.checked_add(count).filter(|&e| e < self.size) else {
                    return Err(OutOfMemory);
                };
                self.raise_top(end);
                first
            }
        };
        self.used += count;
        self.peak = self.peak.max(self.used);
        for page in first..first + count {
            self.pages[page as usize].holds = PageUse::Continued;
        }
        let info = &mut self.pages[first as usize];
        info.holds = holds;
        info.run = count;
        asan::taken(address(first * PAGE_GRANULES), count * PAGE_GRANULES);
        Ok(first)
    }

    fn raise_top(&mut self, top: u32) {
        self.top = top;
        if self.pages.len() < top as usize {
            self.pages.resize(top as usize, EMPTY);
        }
    }

    /// Lengthens a run in place, if the pages behind it are free.
    pub(crate) fn extend(&mut self, first: u32, count: u32) -> bool {
        let old = self.pages[first as usize].run;
        let more = count - old;
        if self.used + more > self.limit {
            return false;
        }
        let next = first + old;
        if next == self.top && next + more < self.size {
            self.raise_top(next + more);
        } else {
            match self.free_runs.get(&next) {
                Some(&n) if n >= more => {
                    self.free_runs.remove(&next);
                    if n > more {
                        self.free_runs.insert(next + more, n - more);
                    }
                }
                _ => return false,
            }
        }
        self.used += more;
        self.peak = self.peak.max(self.used);
        for page in next..next + more {
            self.pages[page as usize].holds = PageUse::Continued;
        }
        self.pages[first as usize].run = count;
        asan::taken(address(next * PAGE_GRANULES), more * PAGE_GRANULES);
        true
    }

    /// Gives a run back. Very large ones are returned to the system.
    pub(crate) fn give(&mut self, first: u32) {
        let count = self.pages[first as usize].run;
        for page in first..first + count {
            self.pages[page as usize].holds = PageUse::Free;
        }
        self.used -= count;
        let (mut start, mut len) = (first, count);
        if let Some((&before, &n)) = self.free_runs.range(..first).next_back()
            && before + n == first
        {
            self.free_runs.remove(&before);
            start = before;
            len += n;
        }
        if let Some(n) = self.free_runs.remove(&(first + count)) {
            len += n;
        }
        if count >= DISCARD_PAGES {
            self.discard(first, count);
        }
        if start + len == self.top {
            self.top = start;
        } else {
            self.free_runs.insert(start, len);
        }
    }

    /// Tells the system that the pages' contents are no longer needed.
    fn discard(&mut self, first: u32, count: u32) {
        let start = address(first * PAGE_GRANULES) as usize - self._map.as_ptr() as usize;
        // SAFETY: the pages were just given back, so nothing reads them before it writes them.
        // A refusal costs memory only.
        let _ = unsafe {
            self._map.unchecked_advise_range(memmap2::UncheckedAdvice::DontNeed, start, count as usize * PAGE)
        };
    }
}
