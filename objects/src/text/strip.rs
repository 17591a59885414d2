//! What `strip`, `lstrip` and `rstrip` leave of a text.

use std::ops::Range;

use super::{Text, Unit, chars, search, with_units};

/// The ends that are stripped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ends {
    /// `strip`
    Both,
    /// `lstrip`
    Left,
    /// `rstrip`
    Right,
}

/// Strips the units that `strips` tells.
pub fn strip_units<T: Unit>(units: &[T], ends: Ends, strips: impl Fn(T) -> bool) -> Range<usize> {
    let start = match ends {
        Ends::Both | Ends::Left => units.iter().take_while(|&&u| strips(u)).count(),
        Ends::Right => 0,
    };
    let cut = match ends {
        Ends::Both | Ends::Right => units[start..].iter().rev().take_while(|&&u| strips(u)).count(),
        Ends::Left => 0,
    };
    start..units.len() - cut
}

/// Strips white space.
pub fn strip_space(text: Text<'_>, ends: Ends) -> Range<usize> {
    with_units!(text, units => strip_units(units, ends, |u| chars::is_space(u.code())))
}

/// Strips the code points that occur in `set`.
pub fn strip(text: Text<'_>, set: Text<'_>, ends: Ends) -> Range<usize> {
    // A filter of 64 bits answers for most code points that are not in the set.
    let bloom = set.iter().fold(0u64, |all, c| all | 1 << (c & 63));
    with_units!(text, units => strip_units(units, ends, |u| {
        let c = u.code();
        bloom >> (c & 63) & 1 != 0 && search::contains_code(set, c)
    }))
}
