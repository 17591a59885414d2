//! Checking the heap: every page is walked and every invariant that the pages can show is tested.
//!
//! - The page table: runs do not overlap, free runs are what no run covers, the count of pages in use is right.
//! - Every page of pieces: its free list stays inside the page, names each free piece once, and with the live ones makes up
//!   all pieces that were ever linked; the page is in its class's list exactly when it has room.
//! - Every object: its kind is registered and is the page's, its class lives, each reference that it shows names a live object of
//!   the same generation, and no object is shown more often than its count says. A `traverse` that shows a reference that its payload does
//!   not own is found here; the cycle collector would take a living object for garbage by it.
//!
//! What cannot be seen: references held by Rust code outside the heap. So a count that is too high is no finding.

use crate::{
    SlotId, Token,
    columns::Column,
    header::{IMMORTAL, flag},
    kind,
    obj::header,
    region::{HEADER_GRANULES, PAGE_GRANULES, PageUse, page_header, page_of},
    slab::{self, BUFFERS},
};

/// Findings after which the walk stops.
const MOST: usize = 100;

/// What [`verify`] saw.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// Live objects.
    pub objects: u64,
    /// References that they show.
    pub references: u64,
    /// What is wrong, in words; empty for a sound heap.
    pub findings: Vec<String>,
}

impl Verified {
    fn report(&mut self, finding: String) {
        if self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }

    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Walks the whole heap. Its time is linear in the heap's size; nothing is changed.
pub fn verify(token: &Token) -> Verified {
    let mut seen = Verified::default();
    pages(&mut seen);
    let (Ok(mut freed), Ok(mut inbound)) = (Column::new(token, false), Column::new(token, 0)) else {
        seen.report("there is no memory to verify the slots".to_string());
        return seen;
    };
    pieces(&mut seen, &mut freed);
    objects(&mut seen, &freed, &mut inbound);
    seen
}

/// The page table.
fn pages(seen: &mut Verified) {
    slab::with_region(|r| {
        let mut used = 0;
        let mut page = 1;
        while page < r.top {
            let info = r.pages[page as usize];
            match info.holds {
                PageUse::Free => {
                    let Some(&run) = r.free_runs().get(&page) else {
                        seen.report(format!("page {page} is free, but no free run starts there"));
                        return;
                    };
                    if (page..page + run).any(|p| r.pages[p as usize].holds != PageUse::Free) {
                        seen.report(format!("free run {page}+{run} covers pages in use"));
                    }
                    page += run;
                }
                PageUse::Continued => {
                    seen.report(format!("page {page} continues no run"));
                    page += 1;
                }
                _ => {
                    let run = info.run.max(1);
                    if (page + 1..page + run).any(|p| r.pages[p as usize].holds != PageUse::Continued) {
                        seen.report(format!("run {page}+{run} covers pages of others"));
                    }
                    used += run;
                    page += run;
                }
            }
        }
        if used != r.used {
            seen.report(format!("{used} pages are in use, {} are counted", r.used));
        }
        if r.free_runs().keys().any(|&p| p >= r.top) {
            seen.report("a free run lies beyond the last page".to_string());
        }
    });
}

/// Free lists and page lists. Marks the free slots in `freed`.
fn pieces(seen: &mut Verified, freed: &mut Column<bool>) {
    for page in 1..slab::with_region(|r| r.top) {
        let holds = slab::with_region(|r| r.pages[page as usize].holds);
        if !matches!(holds, PageUse::Slots | PageUse::Buffers) {
            continue;
        }
        // SAFETY: the token is held; a page of pieces starts with its header.
        let p = unsafe { &*page_header(page) };
        let first = page * PAGE_GRANULES + HEADER_GRANULES;
        if p.granules == 0 || p.fresh < first || p.fresh > p.end || p.end > (page + 1) * PAGE_GRANULES {
            seen.report(format!("page {page}: its header is damaged"));
            continue;
        }
        if (holds == PageUse::Buffers) != (p.kind == BUFFERS) {
            seen.report(format!("page {page}: kind {} in a page of {holds:?}", p.kind));
        }
        let linked = (p.fresh - first).div_ceil(p.granules);
        let (mut free, mut piece) = (0, p.free);
        while piece != 0 {
            let inside = piece >= first && piece < p.fresh && (piece - first).is_multiple_of(p.granules);
            if !inside || free > linked {
                seen.report(format!("page {page}: its free list leaves the page or has a cycle"));
                break;
            }
            free += 1;
            if p.kind != BUFFERS {
                // SAFETY: the piece lies among the linked slots of this page.
                if unsafe { (*header(SlotId(piece))).rc() } != 0 {
                    seen.report(format!("slot {piece} is in use and in the free list"));
                }
                if let Some(entry) = freed.get_mut(SlotId(piece)) {
                    *entry = true;
                }
            }
            // SAFETY: as above.
            piece = unsafe { slab::next_free(p.kind, piece) };
        }
        if !p.fixed && free + p.used != linked {
            seen.report(format!("page {page}: {} used and {free} free pieces of {linked}", p.used));
        }
        if p.full && !p.fixed && (p.free != 0 || p.fresh < p.end) {
            seen.report(format!("page {page} has room but counts as full"));
        }
        if !p.full && !p.fixed && !slab::is_listed(page) {
            seen.report(format!("page {page} is in no list"));
        }
    }
}

/// Objects, and the references between them.
fn objects(seen: &mut Verified, freed: &Column<bool>, inbound: &mut Column<u32>) {
    let mut slots = Vec::new();
    // SAFETY: the token is held, and the visitor only notes.
    unsafe { slab::for_each_slot(|_| true, &mut |slot, _| slots.push(slot)) };
    for &slot in &slots {
        seen.objects += 1;
        // SAFETY: `for_each_slot` showed it as live, and nothing is freed here.
        let h = unsafe { &*header(slot) };
        let info = kind::info(h.kind());
        // SAFETY: a slot's page has a header.
        let page_kind = unsafe { (*page_header(page_of(slot.0))).kind };
        if info.name.is_empty() || page_kind != h.kind() {
            seen.report(format!("slot {}: kind {} in a page of kind {page_kind}", slot.0, h.kind()));
            continue;
        }
        if freed.get(slot) == Some(true) {
            continue;
        }
        if h.has(flag::SUBCLASS)
            && let Some(count) = inbound.get_mut(h.class())
        {
            *count += 1;
        }
        if h.class().0 != 0 && !is_live(h.class()) {
            seen.report(format!("slot {} ({}): its class {} is dead", slot.0, info.name, h.class().0));
        }
        let mut shown = 0;
        // SAFETY: the object lives and no payload is borrowed, for the token is ours.
        unsafe {
            info.traverse(slot, &mut |child| {
                let value = child.value();
                if !value.is_handle() {
                    return;
                }
                shown += 1;
                if !is_live(value.slot()) || (*header(value.slot())).generation() != value.generation() {
                    seen.report(format!("slot {} ({}): shows {value:?}, which is dead", slot.0, info.name));
                } else if value.is_counted()
                    && let Some(count) = inbound.get_mut(value.slot())
                {
                    *count += 1;
                }
            });
        }
        seen.references += shown;
    }
    for &slot in &slots {
        // SAFETY: as above.
        let h = unsafe { &*header(slot) };
        let shown = inbound.get(slot).unwrap_or(0);
        if h.rc() < IMMORTAL && shown > h.rc() {
            let name = kind::info(h.kind()).name;
            seen.report(format!("slot {} ({name}): {shown} references are shown, its count is {}", slot.0, h.rc()));
        }
    }
}

fn is_live(slot: SlotId) -> bool {
    // SAFETY: `is_slot` says that the header means something.
    slab::is_slot(slot) && unsafe { (*header(slot)).rc() != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BufVec, Obj, Payload, Ref, Shape, region};

    struct Pair {
        items: BufVec<Obj>,
    }
    impl Payload for Pair {
        const KIND: u8 = 7;
        const NAME: &'static str = "pair";
        const TRACKED: bool = true;
        type Tail = ();
        fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
            self.items.iter().for_each(visit);
        }
    }

    fn depth(token: &Token, head: &Ref<Pair>) -> usize {
        let (mut depth, mut at) = (1, head.clone());
        while let Some(next) = at.get(token).items.first().and_then(|o| o.downcast_ref::<Pair>().cloned()) {
            at = next;
            depth += 1;
        }
        depth
    }

    /// One test, because it moves the region under the feet of every other.
    #[test]
    fn the_heap_verifies_at_another_base_and_damage_is_found() {
        kind::register::<Pair>();
        let mut token = Token::acquire().unwrap();
        let shape = Shape { class: SlotId(0), subclass: false, extra: 0 };
        let mut head = Ref::new(&token, shape, Pair { items: BufVec::new() });
        for _ in 0..10_000 {
            let items = BufVec::from_exact([head.into_obj(), Obj::float(1.5), Obj::NONE].into_iter()).unwrap();
            head = Ref::new(&token, shape, Pair { items });
        }
        let seen = verify(&token);
        assert!(seen.is_sound(), "{:#?}", seen.findings);
        assert_eq!((seen.objects, seen.references, depth(&token, &head)), (10_001, 10_000, 10_001));

        let bytes = slab::with_region(|r| r.top) as usize * region::PAGE;
        let mut copy = memmap2::MmapMut::map_anon(bytes + region::PAGE).unwrap();
        let base = (copy.as_mut_ptr() as usize).next_multiple_of(region::PAGE);
        // SAFETY: `copy` has room for the pages from `base` on, and nothing else refers to it; the token is held, so no other
        // thread looks at the region while it lies there.
        unsafe {
            let old = region::BASE;
            // The copy reads free pieces too.
            crate::asan::taken(old as *mut u8, (bytes / region::GRANULE) as u32);
            std::ptr::copy_nonoverlapping(old as *const u8, base as *mut u8, bytes);
            slab::rebase(base);
            let moved = verify(&token);
            assert!(moved.is_sound(), "{:#?}", moved.findings);
            assert_eq!((moved.objects, moved.references, depth(&token, &head)), (10_001, 10_000, 10_001));
            slab::rebase(old);
        }

        // Damage: an object that others show counts as free.
        let second = head.get(&token).items[0].value().slot();
        // SAFETY: the object was made above and is still there; its count is 1.
        unsafe { (*header(second)).rc.set(0) };
        assert!(!verify(&token).is_sound());
        // SAFETY: as above.
        unsafe { (*header(second)).rc.set(1) };
        assert!(verify(&token).is_sound());
        head.get_mut(&mut token).items.clear();
        drop(head);
        assert!(verify(&token).is_sound());
    }
}
