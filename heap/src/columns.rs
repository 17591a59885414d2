//! Dense side arrays over the slots, made for the time of a pass (ARCHITECTURE.md §3: the collector's columns).
//!
//! Only pages that hold slots have entries, one for each slot. A slot's place among them is found by multiplying with the inverse of the
//! page's slot size, which is exact for the numbers that occur.

use crate::{
    OutOfMemory, SlotId, Token,
    region::{HEADER_GRANULES, PAGE_GRANULES, PageUse, page_header, page_of},
    slab,
};

/// Fraction bits of an inverse: more than twice those of an offset in a page.
const FRACTION: u32 = 26;

/// Where the entries of a page are.
#[derive(Clone, Copy)]
struct Place {
    /// First entry.
    start: u32,
    /// 2^FRACTION / granules of a slot, rounded up; 0 for a page without slots.
    inverse: u32,
}

const _: () = assert!(PAGE_GRANULES < 1 << (FRACTION / 2));

/// One `T` for every slot that existed when the column was made.
pub struct Column<T> {
    pages: Vec<Place>,
    entries: Vec<T>,
}

impl<T: Copy> Column<T> {
    /// A column whose entries are all `initial`.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn new(_: &Token, initial: T) -> Result<Column<T>, OutOfMemory> {
        let mut start = 0;
        let mut tables: Vec<PageUse> = Vec::new();
        slab::with_region(|r| {
            let pages = &r.pages[..r.top as usize];
            tables.try_reserve_exact(pages.len()).map_err(|_| OutOfMemory)?;
            tables.extend(pages.iter().map(|p| p.holds));
            Ok(())
        })?;
        let place = |(page, holds): (usize, &PageUse)| {
            let (slots, granules) = match holds {
                PageUse::Slots => {
                    // SAFETY: the token is held; a page of slots starts with its header.
                    let granules = unsafe { (*page_header(page as u32)).granules };
                    ((PAGE_GRANULES - HEADER_GRANULES) / granules, granules)
                }
                PageUse::LargeSlot => (1, PAGE_GRANULES),
                _ => return Place { start: 0, inverse: 0 },
            };
            let place = Place { start, inverse: (1u32 << FRACTION).div_ceil(granules) };
            start += slots;
            place
        };
        let mut pages = Vec::new();
        pages.try_reserve_exact(tables.len()).map_err(|_| OutOfMemory)?;
        pages.extend(tables.iter().enumerate().map(place));
        let mut entries = Vec::new();
        entries.try_reserve_exact(start as usize).map_err(|_| OutOfMemory)?;
        entries.resize(start as usize, initial);
        Ok(Column { pages, entries })
    }

    #[inline]
    fn index(&self, slot: SlotId) -> Option<usize> {
        let place = self.pages.get(page_of(slot.0) as usize).filter(|p| p.inverse != 0)?;
        let offset = (slot.0 % PAGE_GRANULES).checked_sub(HEADER_GRANULES)?;
        Some(place.start as usize + ((u64::from(offset) * u64::from(place.inverse)) >> FRACTION) as usize)
    }

    /// The entry of a slot; none for slots of pages that came later.
    #[inline]
    pub fn get(&self, slot: SlotId) -> Option<T> {
        self.index(slot).and_then(|i| self.entries.get(i).copied())
    }

    /// The place of a slot's entry.
    #[inline]
    pub fn get_mut(&mut self, slot: SlotId) -> Option<&mut T> {
        self.index(slot).and_then(|i| self.entries.get_mut(i))
    }
}
