//! Protection against small documents that become large ones: how many bytes parsers of one family, the document's and those of its
//! external entities, have read from the document and from entities, and how much memory they hold for it.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// Bytes of the shortest declaration of an external entity, which stand for an empty document.
const SHORTEST: u64 = 22;
/// What a parser takes before it reads anything.
const PARSER_SIZE: u64 = 4096;

/// Most output for each byte of input, once a number of bytes has been passed.
pub(super) struct Limit {
    /// Bits of an `f32`.
    factor: AtomicU32,
    threshold: AtomicU64,
}

impl Limit {
    const fn new(threshold: u64) -> Limit {
        Limit { factor: AtomicU32::new(100f32.to_bits()), threshold: AtomicU64::new(threshold) }
    }

    pub(super) fn set_factor(&self, factor: f32) {
        self.factor.store(factor.to_bits(), Relaxed);
    }

    pub(super) fn set_threshold(&self, bytes: u64) {
        self.threshold.store(bytes, Relaxed);
    }

    fn allows(&self, output: u64, amplification: impl Fn() -> f32) -> bool {
        output < self.threshold.load(Relaxed) || amplification() <= f32::from_bits(self.factor.load(Relaxed))
    }
}

/// What a family of parsers has read and holds.
pub(super) struct Family {
    direct: AtomicU64,
    indirect: AtomicU64,
    held: AtomicU64,
    pub(super) expansion: Limit,
    pub(super) memory: Limit,
}

impl Default for Family {
    fn default() -> Family {
        Family {
            direct: AtomicU64::new(0),
            indirect: AtomicU64::new(0),
            held: AtomicU64::new(PARSER_SIZE),
            expansion: Limit::new(8 << 20),
            memory: Limit::new(64 << 20),
        }
    }
}

impl Family {
    /// Counts what was read of the document.
    pub(super) fn read(&self, bytes: usize) {
        self.direct.fetch_add(bytes as u64, Relaxed);
    }

    /// Counts what was read of an entity. Answers whether that is still allowed.
    #[must_use]
    pub(super) fn expanded(&self, bytes: usize) -> bool {
        self.indirect.fetch_add(bytes as u64, Relaxed);
        self.within()
    }

    /// Whether what has been read is allowed.
    #[must_use]
    pub(super) fn within(&self) -> bool {
        let (direct, indirect) = (self.direct.load(Relaxed), self.indirect.load(Relaxed));
        self.expansion.allows(direct + indirect, || match direct {
            0 => (SHORTEST + indirect) as f32 / SHORTEST as f32,
            _ => (direct + indirect) as f32 / direct as f32,
        })
    }

    /// Counts memory that is kept. Answers whether that is still allowed.
    #[must_use]
    pub(super) fn keep(&self, bytes: usize) -> bool {
        let held = self.held.fetch_add(bytes as u64, Relaxed) + bytes as u64;
        let direct = self.direct.load(Relaxed);
        self.memory.allows(held, || held as f32 / direct.max(SHORTEST) as f32)
    }

    /// Counts memory that is no longer kept.
    pub(super) fn release(&self, bytes: usize) {
        self.held.fetch_sub(bytes as u64, Relaxed);
    }
}
