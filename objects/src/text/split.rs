//! Cutting text into pieces: `split`, `rsplit`, `splitlines`, `partition`, `rpartition`.
//!
//! Pieces are ranges, in the order of the text. The kernels on units take what counts as white space or as a line's end, because `str`
//! and `bytes` differ in both. `limit` is the greatest number of cuts; `usize::MAX` is Python's -1.

use super::buf::push_unit;
use std::ops::Range;

use super::search::{find_units, needle_for, rfind_units};
use super::{Text, Unit, chars, with_units};

/// Cuts at runs of white space; none at the ends becomes a piece. The rest after the last cut keeps its trailing space.
pub fn split_space_units<T: Unit>(units: &[T], limit: usize, is_space: impl Fn(T) -> bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    loop {
        at += units[at..].iter().take_while(|&&u| is_space(u)).count();
        if at == units.len() {
            return pieces;
        }
        if pieces.len() == limit {
            push_unit(&mut pieces, at..units.len());
            return pieces;
        }
        let end = units[at..].iter().position(|&u| is_space(u)).map_or(units.len(), |n| at + n);
        push_unit(&mut pieces, at..end);
        at = end;
    }
}

/// [`split_space_units`] from the right.
pub fn rsplit_space_units<T: Unit>(units: &[T], limit: usize, is_space: impl Fn(T) -> bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut end = units.len();
    loop {
        end -= units[..end].iter().rev().take_while(|&&u| is_space(u)).count();
        if end == 0 {
            break;
        }
        if pieces.len() == limit {
            push_unit(&mut pieces, 0..end);
            break;
        }
        let start = units[..end].iter().rposition(|&u| is_space(u)).map_or(0, |i| i + 1);
        push_unit(&mut pieces, start..end);
        end = start;
    }
    pieces.reverse();
    pieces
}

/// Cuts at `separator`, which must not be empty.
pub fn split_units<T: Unit>(units: &[T], separator: &[T], limit: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    super::search::each_occurrence(units, separator, limit, |at| {
        push_unit(&mut pieces, start..at);
        start = at + separator.len();
    });
    push_unit(&mut pieces, start..units.len());
    pieces
}

/// [`split_units`] from the right.
pub fn rsplit_units<T: Unit>(units: &[T], separator: &[T], limit: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut end = units.len();
    while pieces.len() < limit
        && !separator.is_empty()
        && let Some(at) = rfind_units(&units[..end], separator)
    {
        push_unit(&mut pieces, at + separator.len()..end);
        end = at;
    }
    push_unit(&mut pieces, 0..end);
    pieces.reverse();
    pieces
}

/// The lines, each with (`KEEP`) or without what ends it; a carriage return and the newline after it are one end.
fn lines<T: Unit, const KEEP: bool>(units: &[T], is_break: impl Fn(T) -> bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while let Some(n) = units[start..].iter().position(|&u| is_break(u)) {
        let end = start + n;
        let pair = units[end].code() == 0x0D && units.get(end + 1).is_some_and(|u| u.code() == 0x0A);
        let next = end + if pair { 2 } else { 1 };
        push_unit(&mut pieces, start..if KEEP { next } else { end });
        start = next;
    }
    if start < units.len() {
        push_unit(&mut pieces, start..units.len());
    }
    pieces
}

/// What `splitlines` makes of the ends of lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineEnds {
    /// Leaves them out.
    Drop,
    /// Leaves them at the end of their line.
    Keep,
}

/// Cuts at the ends of lines that `is_break` tells.
pub fn lines_units<T: Unit>(units: &[T], ends: LineEnds, is_break: impl Fn(T) -> bool) -> Vec<Range<usize>> {
    match ends {
        LineEnds::Drop => lines::<T, false>(units, is_break),
        LineEnds::Keep => lines::<T, true>(units, is_break),
    }
}

/// Before, at and after the first `separator` (not empty).
pub fn partition_units<T: Unit>(units: &[T], separator: &[T]) -> Option<[Range<usize>; 3]> {
    find_units(units, separator).map(|at| around(at, separator.len(), units.len()))
}

/// Before, at and after the last `separator` (not empty).
pub fn rpartition_units<T: Unit>(units: &[T], separator: &[T]) -> Option<[Range<usize>; 3]> {
    rfind_units(units, separator).map(|at| around(at, separator.len(), units.len()))
}

fn around(at: usize, width: usize, len: usize) -> [Range<usize>; 3] {
    [0..at, at..at + width, at + width..len]
}

fn is_space<T: Unit>(unit: T) -> bool {
    chars::is_space(unit.code())
}

/// `str.split(None, limit)`.
pub fn split_space(text: Text<'_>, limit: usize) -> Vec<Range<usize>> {
    with_units!(text, units => split_space_units(units, limit, is_space))
}

/// `str.rsplit(None, limit)`.
pub fn rsplit_space(text: Text<'_>, limit: usize) -> Vec<Range<usize>> {
    with_units!(text, units => rsplit_space_units(units, limit, is_space))
}

/// `str.split(separator, limit)`; the separator must not be empty.
pub fn split(text: Text<'_>, separator: Text<'_>, limit: usize) -> Vec<Range<usize>> {
    with_units!(text, units => match needle_for(units, separator) {
        Some(separator) => split_units(units, &separator, limit),
        None => std::iter::once(0..units.len()).collect(),
    })
}

/// `str.rsplit(separator, limit)`; the separator must not be empty.
pub fn rsplit(text: Text<'_>, separator: Text<'_>, limit: usize) -> Vec<Range<usize>> {
    with_units!(text, units => match needle_for(units, separator) {
        Some(separator) => rsplit_units(units, &separator, limit),
        None => std::iter::once(0..units.len()).collect(),
    })
}

/// `str.splitlines`.
pub fn lines_of(text: Text<'_>, ends: LineEnds) -> Vec<Range<usize>> {
    fn is_break<T: Unit>(unit: T) -> bool {
        chars::is_line_break(unit.code())
    }
    with_units!(text, units => lines_units(units, ends, is_break))
}

/// `str.partition`: `None` if `separator` (not empty) does not occur.
pub fn partition(text: Text<'_>, separator: Text<'_>) -> Option<[Range<usize>; 3]> {
    with_units!(text, units => partition_units(units, &needle_for(units, separator)?))
}

/// `str.rpartition`: `None` if `separator` (not empty) does not occur.
pub fn rpartition(text: Text<'_>, separator: Text<'_>) -> Option<[Range<usize>; 3]> {
    with_units!(text, units => rpartition_units(units, &needle_for(units, separator)?))
}
