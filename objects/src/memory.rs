//! Asking for memory before a kernel takes it: a failed allocation inside one ends the process, and a `MemoryError` must not.

use crate::text;
use rpython_heap::{Obj, OutOfMemory};
use std::ops::Range;

/// Can the system give `bytes` more?
///
/// # Errors
/// `OutOfMemory`
pub fn probe(bytes: u64) -> Result<(), OutOfMemory> {
    const ALWAYS_THERE: u64 = 1 << 20;
    if bytes <= ALWAYS_THERE {
        return Ok(());
    }
    let bytes = usize::try_from(bytes).map_err(|_| OutOfMemory)?;
    Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| OutOfMemory)
}

/// An empty vector for the objects of the pieces that a kernel has found in a text.
///
/// # Errors
/// `OutOfMemory`, also where the kernel ran out of it.
pub(crate) fn pieces(ranges: &[Range<usize>]) -> Result<Vec<Obj>, OutOfMemory> {
    if text::take_lost() {
        return Err(OutOfMemory);
    }
    let mut pieces = Vec::new();
    pieces.try_reserve_exact(ranges.len()).map_err(|_| OutOfMemory)?;
    Ok(pieces)
}
