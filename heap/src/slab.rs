//! Slots and small buffers: pages of equal pieces, in size classes.
//!
//! Every page belongs to one (kind, size class). A page's free pieces form a list threaded through them, linked a few
//! at a time, so that a page touches memory only as it fills. Each class keeps a list of its pages that have free
//! pieces, the first of which serves allocations; a full page leaves the list and comes back at its first free. Buffers are
//! the pieces of kind [`BUFFERS`]. What is larger than the largest class gets a run of pages of its own.
//! The scheme is that of mimalloc (Leijen, Zorn, de Moura: "Mimalloc: Free List Sharding in Action", 2019).

use crate::{
    OutOfMemory, asan,
    header::Header,
    kind::Kind,
    obj::header,
    region::{
        GRANULE, HEADER_GRANULES, PAGE, PAGE_GRANULES, PageHeader, PageUse, Region, address, granule_of, page_header,
        page_of,
    },
    value::SlotId,
};

/// The kind number under which buffers are allocated.
pub(crate) const BUFFERS: Kind = 255;
/// Sizes up to this many granules have a class each.
const EXACT: u32 = 64;
/// Size classes: 64 exact ones, then four for every doubling up to 1024 granules (16 KiB).
pub(crate) const CLASSES: usize = EXACT as usize + 16;
/// Granules of the largest class.
pub(crate) const LARGEST: u32 = 1024;

/// Size class of a number of granules, 1 to `LARGEST`.
#[inline(always)]
pub(crate) const fn class_of(granules: u32) -> usize {
    if granules <= EXACT {
        granules as usize - 1
    } else {
        let exponent = (granules - 1).ilog2(); // 6 to 9
        let quarter = (granules - 1) >> (exponent - 2) & 3;
        (EXACT + (exponent - 6) * 4 + quarter) as usize
    }
}

/// Granules of a piece of a size class.
pub(crate) const fn class_granules(class: usize) -> u32 {
    let class = class as u32;
    if class < EXACT {
        class + 1
    } else {
        let (exponent, quarter) = ((class - EXACT) / 4 + 6, (class - EXACT) % 4);
        (5 + quarter) << (exponent - 2)
    }
}

/// The allocator's state. Touched only by the thread that holds the token.
pub(crate) struct Slabs {
    pub(crate) region: Region,
}

/// First page of every class's list; 0 for an empty one, whose header, never written, reads as one without free pieces.
static mut CURRENT: [[u32; CLASSES]; 256] = [[0; CLASSES]; 256];
static mut SLABS: Option<Slabs> = None;

/// The allocator's state.
///
/// # Safety
/// The caller holds the token and uses the result for one step that runs no foreign code.
unsafe fn slabs() -> &'static mut Slabs {
    // SAFETY: the token serialises all access; `initialise` ran before the first token was made.
    unsafe { (*(&raw mut SLABS)).as_mut().expect("the heap is initialised before the first token") }
}

/// Reserves the region. Called once, by the token's owner.
pub(crate) unsafe fn initialise() -> Result<(), OutOfMemory> {
    // SAFETY: called under the token's lock.
    unsafe {
        if (*(&raw const SLABS)).is_none() {
            *(&raw mut SLABS) = Some(Slabs { region: Region::reserve()? });
        }
    }
    Ok(())
}

/// Runs a short step on the region's page table.
pub(crate) fn with_region<R>(step: impl FnOnce(&mut Region) -> R) -> R {
    // SAFETY: callers hold the token (all paths here start at an `Obj`, a `Buf` or a `Token`), and steps do not nest.
    unsafe { step(&mut slabs().region) }
}

/// Takes a piece of at least `granules` granules for `kind`. Its contents are what its last owner left, but for a slot's
/// generation, which is right.
#[inline(always)]
pub(crate) fn take(kind: Kind, granules: u32) -> Result<u32, OutOfMemory> {
    if granules > LARGEST {
        return take_large(kind, granules);
    }
    let class = class_of(granules);
    // SAFETY: the holder of the token is the only one who touches the lists; a listed page's free list names free
    // pieces of that page, each starting with the number of the next (for slots, in `class`).
    unsafe {
        let page = page_header(CURRENT[kind as usize][class]);
        let piece = (*page).free;
        if piece != 0 {
            (*page).free = *link(kind, piece);
            (*page).used += 1;
            asan::taken(address(piece), (*page).granules);
            return Ok(piece);
        }
    }
    take_slow(kind, class)
}

/// Where a free piece keeps the number of the next one.
#[inline(always)]
unsafe fn link(kind: Kind, piece: u32) -> *mut u32 {
    // SAFETY: in a slot the link is the header's `class`, 8 bytes in; a buffer has no header.
    unsafe { if kind == BUFFERS { address(piece).cast() } else { address(piece).add(8).cast() } }
}

#[cold]
#[inline(never)]
fn take_slow(kind: Kind, class: usize) -> Result<u32, OutOfMemory> {
    // SAFETY: as in `take`.
    unsafe {
        loop {
            let page = page_header(CURRENT[kind as usize][class]);
            if (*page).end == 0 {
                new_page(kind, class)?;
            } else if (*page).free != 0 {
                return take(kind, class_granules(class));
            } else if (*page).fresh < (*page).end {
                link_fresh(page);
            } else {
                // Full: it leaves the list until one of its pieces is freed.
                (*page).full = true;
                unlist(page);
            }
        }
    }
}

/// Granules of a page of the system.
const SYSTEM_PAGE: u32 = 4096 / GRANULE as u32;

/// Links some never-used pieces of a page into its free list: those that begin in the same page of the system as the first of them,
/// for the next one costs a page fault.
unsafe fn link_fresh(page: *mut PageHeader) {
    // SAFETY: `page` is a page of pieces; the pieces from `fresh` to `end` belong to nobody.
    unsafe {
        let (kind, granules) = ((*page).kind, (*page).granules);
        let first = (*page).fresh;
        let many = (SYSTEM_PAGE - first % SYSTEM_PAGE).div_ceil(granules);
        let generation = with_region(|r| r.pages[page_of(granule_of(page.cast())) as usize].first_generation);
        let mut piece = first;
        for i in 0..many {
            if kind != BUFFERS {
                let h = header(SlotId(piece)).cast_mut();
                (*h).rc.set(0);
                (*h).generation.set(generation);
            }
            let next = piece + granules;
            let last = i + 1 == many || next + granules > (*page).end;
            *link(kind, piece) = if last { (*page).free } else { next };
            piece = next;
            if last {
                break;
            }
        }
        (*page).free = first;
        (*page).fresh = if piece + granules > (*page).end { (*page).end } else { piece };
    }
}

fn prepare(page: u32, kind: Kind, granules: u32, class: u8, fixed: bool) -> *mut PageHeader {
    let header = page_header(page);
    let first = page * PAGE_GRANULES + HEADER_GRANULES;
    let end = first + (PAGE_GRANULES - HEADER_GRANULES) / granules * granules;
    // SAFETY: the page was just taken from the region; nothing else refers to it.
    unsafe {
        header.write(PageHeader {
            free: 0,
            used: 0,
            fresh: first,
            end,
            granules,
            next: 0,
            prev: 0,
            class,
            kind,
            full: fixed,
            fixed,
        });
    }
    header
}

unsafe fn new_page(kind: Kind, class: usize) -> Result<(), OutOfMemory> {
    let holds = if kind == BUFFERS { PageUse::Buffers } else { PageUse::Slots };
    let page = with_region(|r| r.take(1, holds, true))?;
    let header = prepare(page, kind, class_granules(class), class as u8, false);
    // SAFETY: as in `take`.
    unsafe { list(header) };
    Ok(())
}

/// Puts a page at the head of its class's list.
unsafe fn list(page: *mut PageHeader) {
    // SAFETY: as in `take`; `page` is in no list.
    unsafe {
        let head = &raw mut CURRENT[(*page).kind as usize][(*page).class as usize];
        let number = page_of(granule_of(page.cast()));
        (*page).prev = 0;
        (*page).next = *head;
        if (*page).next != 0 {
            (*page_header((*page).next)).prev = number;
        }
        *head = number;
    }
}

/// Takes a page out of its class's list.
unsafe fn unlist(page: *mut PageHeader) {
    // SAFETY: as in `take`; `page` is in its class's list.
    unsafe {
        let (next, prev) = ((*page).next, (*page).prev);
        if next != 0 {
            (*page_header(next)).prev = prev;
        }
        if prev != 0 {
            (*page_header(prev)).next = next;
        } else {
            CURRENT[(*page).kind as usize][(*page).class as usize] = next;
        }
    }
}

#[cold]
#[inline(never)]
fn take_large(kind: Kind, granules: u32) -> Result<u32, OutOfMemory> {
    let pages = (granules + HEADER_GRANULES).div_ceil(PAGE_GRANULES);
    let holds = if kind == BUFFERS { PageUse::LargeBuffer } else { PageUse::LargeSlot };
    with_region(|r| {
        let page = r.take(pages, holds, false)?;
        let piece = page * PAGE_GRANULES + HEADER_GRANULES;
        if kind != BUFFERS {
            // SAFETY: the run was just taken.
            unsafe { (*header(SlotId(piece)).cast_mut()).generation.set(r.pages[page as usize].first_generation) };
            prepare(page, kind, pages * PAGE_GRANULES - HEADER_GRANULES, u8::MAX, true);
        }
        Ok(piece)
    })
}

/// Gives a piece back. For a slot, the caller has raised its generation.
///
/// # Safety
/// `piece` was taken for `kind` and nobody uses it any more.
#[inline(always)]
pub(crate) unsafe fn give(kind: Kind, piece: u32, granules: u32) {
    if granules > LARGEST {
        // SAFETY: the caller's promise.
        return unsafe { give_large(kind, piece) };
    }
    // SAFETY: the caller's promise; the page is one of pieces.
    unsafe {
        let page = page_header(page_of(piece));
        *link(kind, piece) = (*page).free;
        (*page).free = piece;
        (*page).used -= 1;
        asan::freed(address(piece), (*page).granules);
        // The last page of a class stays, so that one object made and freed again and again costs no page work.
        if (*page).full || (*page).used == 0 && (*page).next | (*page).prev != 0 {
            give_slow(page);
        }
    }
}

#[cold]
#[inline(never)]
unsafe fn give_slow(page: *mut PageHeader) {
    // SAFETY: `page` is a page of pieces, one of which was just freed.
    unsafe {
        if (*page).fixed {
            return;
        }
        if (*page).full {
            (*page).full = false;
            list(page);
        }
        // The last page of a class stays, so that one object made and freed again and again costs no page work.
        let only = (*page).next == 0 && (*page).prev == 0;
        if (*page).used == 0 && !only {
            unlist(page);
            release(page);
        }
    }
}

/// Returns an empty page to the region, remembering above which generation its next slots must start.
unsafe fn release(page: *mut PageHeader) {
    let number = page_of(granule_of(page.cast()));
    // SAFETY: all pieces below `fresh` are free.
    unsafe {
        let mut next_generation = 0u32;
        if (*page).kind != BUFFERS {
            let mut slot = number * PAGE_GRANULES + HEADER_GRANULES;
            while slot < (*page).fresh {
                next_generation = next_generation.max((*header(SlotId(slot))).generation().into());
                slot += (*page).granules;
            }
        }
        with_region(|r| {
            let info = &mut r.pages[number as usize];
            info.first_generation = info.first_generation.max(next_generation as u16);
            r.give(number);
        });
    }
}

#[cold]
#[inline(never)]
unsafe fn give_large(kind: Kind, piece: u32) {
    let page = page_of(piece);
    with_region(|r| {
        if kind != BUFFERS {
            // SAFETY: the slot's header is intact; its generation was raised by the caller.
            r.pages[page as usize].first_generation = unsafe { (*header(SlotId(piece))).generation() };
        }
        r.give(page);
    });
}

/// The free piece behind `piece` in its page's list, 0 at the end.
///
/// # Safety
/// `piece` is a free piece of `kind`, and the token is held.
pub(crate) unsafe fn next_free(kind: Kind, piece: u32) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { *link(kind, piece) }
}

/// Whether a page of pieces is in the list of its class.
pub(crate) fn is_listed(page: u32) -> bool {
    // SAFETY: the token is held; list entries are pages of pieces.
    unsafe {
        let p = page_header(page);
        let mut at = CURRENT[(*p).kind as usize][(*p).class as usize];
        while at != 0 {
            if at == page {
                return true;
            }
            at = (*page_header(at)).next;
        }
        false
    }
}

/// Bytes of the slot that an object lies in.
///
/// # Safety
/// `slot` names an object.
#[inline(always)]
pub(crate) unsafe fn slot_bytes(slot: SlotId) -> usize {
    // SAFETY: every slot's page starts with a header, those of large slots too.
    unsafe { (*page_header(page_of(slot.0))).granules as usize * GRANULE }
}

/// Granules a buffer really has.
///
/// # Safety
/// `piece` was taken as a buffer of `granules`.
pub(crate) unsafe fn buffer_granules(piece: u32, granules: u32) -> u32 {
    if granules > LARGEST {
        with_region(|r| r.pages[page_of(piece) as usize].run * PAGE_GRANULES - HEADER_GRANULES)
    } else {
        class_granules(class_of(granules))
    }
}

/// Makes a large buffer larger where it lies, if there is room behind it.
pub(crate) fn extend_large(piece: u32, granules: u32) -> bool {
    let pages = (granules + HEADER_GRANULES).div_ceil(PAGE_GRANULES);
    with_region(|r| {
        let page = page_of(piece);
        pages <= r.pages[page as usize].run || r.extend(page, pages)
    })
}

/// Lays out `count` slots of `granules` each for objects with fixed numbers; see `region::fixed_slot`.
/// Returns the first page.
///
/// # Errors
/// When the region is full.
pub(crate) fn take_fixed(kind: Kind, granules: u32, count: u32) -> Result<u32, OutOfMemory> {
    let pages = crate::region::fixed_pages(granules, count);
    let first = with_region(|r| {
        let first = r.take(pages, PageUse::Slots, true)?;
        for page in first..first + pages {
            r.pages[page as usize].holds = PageUse::Slots;
            r.pages[page as usize].run = 1;
        }
        Ok(first)
    })?;
    for page in first..first + pages {
        let header = prepare(page, kind, granules, u8::MAX, true);
        // SAFETY: the page is new; its slots start as free ones, with count 0.
        unsafe { (*header).fresh = (*header).end };
    }
    Ok(first)
}

/// Lets the region lie at `base`, where a copy of all its pages is.
///
/// # Safety
/// The token is held, no address inside the region is in use, and `base` is a multiple of the page size.
#[cfg(test)]
pub(crate) unsafe fn rebase(base: usize) {
    // SAFETY: the caller's promise; the allocator keeps no absolute address.
    unsafe { crate::region::BASE = base };
}

/// Calls `visit` with the slot of every live object of the heap whose kind is wanted.
///
/// # Safety
/// The caller holds the token; `visit` neither makes nor frees objects.
pub(crate) unsafe fn for_each_slot(wanted: impl Fn(Kind) -> bool, visit: &mut dyn FnMut(SlotId, &Header)) {
    let top = with_region(|r| r.top);
    for page in 1..top {
        let holds = with_region(|r| r.pages[page as usize].holds);
        if !matches!(holds, PageUse::Slots | PageUse::LargeSlot) {
            continue;
        }
        // SAFETY: a page of slots starts with its header; slots below `fresh` have headers.
        unsafe {
            let p = page_header(page);
            if !wanted((*p).kind) {
                continue;
            }
            let first = page * PAGE_GRANULES + HEADER_GRANULES;
            let (mut slot, end) = if holds == PageUse::LargeSlot { (first, first + 1) } else { (first, (*p).fresh) };
            while slot < end {
                let h = &*header(SlotId(slot));
                if h.rc() != 0 {
                    visit(SlotId(slot), h);
                }
                slot += (*p).granules;
            }
        }
    }
}

/// Whether `slot` is the number of a slot that holds, or held, an object: only then its header means something.
pub(crate) fn is_slot(slot: SlotId) -> bool {
    let page = page_of(slot.0);
    let holds = with_region(|r| r.pages.get(page as usize).map_or(PageUse::Free, |p| p.holds));
    let first = page * PAGE_GRANULES + HEADER_GRANULES;
    match holds {
        PageUse::LargeSlot => slot.0 == first,
        // SAFETY: a page of slots starts with its header.
        PageUse::Slots => unsafe {
            let p = page_header(page);
            slot.0 >= first && slot.0 < (*p).fresh && (slot.0 - first).is_multiple_of((*p).granules)
        },
        _ => false,
    }
}

const _: () = assert!(PAGE == 65536 && class_of(LARGEST) == CLASSES - 1 && class_granules(CLASSES - 1) == LARGEST);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_cover_all_sizes() {
        for granules in 1..=LARGEST {
            let class = class_of(granules);
            assert!(class_granules(class) >= granules, "{granules}");
            assert!(class == 0 || class_granules(class - 1) < granules, "{granules}");
        }
    }
}
