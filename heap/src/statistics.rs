//! What the heap holds, by kind.

use crate::{Token, header::Header, kind, region, slab};

/// Objects of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindStatistics {
    /// The payload's name.
    pub name: &'static str,
    /// Live objects.
    pub objects: u64,
    /// Bytes of their slots, buffers not counted.
    pub bytes: u64,
}

/// What the heap holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Kinds with live objects, the largest first.
    pub kinds: Vec<KindStatistics>,
    /// Bytes of pages of slots.
    pub slot_bytes: u64,
    /// Bytes of pages of buffers.
    pub buffer_bytes: u64,
    /// Bytes of all pages in use.
    pub page_bytes: u64,
    /// The most bytes of pages that were ever in use.
    pub peak_bytes: u64,
}

/// Counts the live objects.
pub fn statistics(_: &Token) -> Statistics {
    let mut kinds = [KindStatistics::default(); 256];
    // SAFETY: the token is held, and the visitor only counts.
    unsafe {
        slab::for_each_slot(|_| true, &mut |slot, h: &Header| {
            let entry = &mut kinds[h.kind() as usize];
            entry.name = kind::info(h.kind()).name;
            entry.objects += 1;
            entry.bytes += slab::slot_bytes(slot) as u64;
        });
    }
    let mut found: Vec<KindStatistics> = kinds.into_iter().filter(|k| k.objects > 0).collect();
    found.sort_by_key(|k| std::cmp::Reverse((k.bytes, k.objects)));
    let mut made = Statistics { kinds: found, ..Statistics::default() };
    slab::with_region(|r| {
        for page in &r.pages[..r.top as usize] {
            let bytes = u64::from(page.run) * region::PAGE as u64;
            match page.holds {
                region::PageUse::Slots | region::PageUse::LargeSlot => made.slot_bytes += bytes,
                region::PageUse::Buffers | region::PageUse::LargeBuffer => made.buffer_bytes += bytes,
                _ => {}
            }
        }
        made.page_bytes = u64::from(r.used) * region::PAGE as u64;
        made.peak_bytes = u64::from(r.peak) * region::PAGE as u64;
    });
    made
}

impl std::fmt::Display for Statistics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "heap: {} bytes in pages, {} at most", self.page_bytes, self.peak_bytes)?;
        writeln!(f, "      {} of slots, {} of buffers", self.slot_bytes, self.buffer_bytes)?;
        writeln!(f, "{:<24} {:>12} {:>14}", "kind", "objects", "bytes of slots")?;
        for kind in &self.kinds {
            writeln!(f, "{:<24} {:>12} {:>14}", kind.name, kind.objects, kind.bytes)?;
        }
        Ok(())
    }
}
