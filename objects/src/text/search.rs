//! Finding a needle in a hay: `find`, `rfind`, `count`, and the ends (`startswith`, `endswith`, `removeprefix`, `removesuffix`).
//!
//! Bytes are left to `memchr`. Wider units are searched from the needle's last unit, skipping by a Bloom filter of its units, which is
//! fast on ordinary text and quadratic on hostile text; so that search counts its wasted comparisons and hands over to the two-way
//! algorithm (Crochemore and Perrin, 1991), which is linear, once they exceed a share of the hay.

use std::borrow::Cow;
use std::ops::Range;

use super::{Text, Unit, resize::SizeError, with_units};

/// Python's `start` and `end` of a search, negative ones counted from the end and both cut to `len`; `None` if nothing, not even the
/// empty text, lies between them.
pub fn clip(start: isize, end: isize, len: usize) -> Option<Range<usize>> {
    let from_end = |i: isize| if i < 0 { len.saturating_sub(i.unsigned_abs()) } else { i as usize };
    let (start, end) = (from_end(start), from_end(end).min(len));
    (start <= end).then_some(start..end)
}

/// A needle made ready to be sought many times.
pub trait Finder<'n, T: Unit> {
    /// Prepares `needle`, which must not be empty.
    fn new(needle: &'n [T]) -> Self;

    /// The index of its first occurrence.
    fn find(&self, hay: &[T]) -> Option<usize>;
}

/// A needle of bytes.
pub struct ByteFinder<'n> {
    needle: &'n [u8],
    /// Made for the first long text: preparing it costs more than searching a short one.
    prepared: std::cell::OnceCell<memchr::memmem::Finder<'n>>,
}

/// Texts shorter than this are searched without preparation.
const SHORT: usize = 64;

impl<'n> Finder<'n, u8> for ByteFinder<'n> {
    fn new(needle: &'n [u8]) -> Self {
        ByteFinder { needle, prepared: std::cell::OnceCell::new() }
    }

    #[inline]
    fn find(&self, hay: &[u8]) -> Option<usize> {
        if hay.len() < SHORT {
            let last = hay.len().checked_sub(self.needle.len())?;
            let first = *self.needle.first()?;
            return (0..=last).find(|&i| hay[i] == first && hay[i..].starts_with(self.needle));
        }
        self.prepared.get_or_init(|| memchr::memmem::Finder::new(self.needle)).find(hay)
    }
}

/// A needle of wider units.
pub struct WideFinder<'n, T> {
    needle: &'n [T],
    bloom: u64,
    /// How far the needle can move when its last unit matches and another does not.
    skip: usize,
}

#[inline]
fn bloom_bit<T: Unit>(unit: T) -> u64 {
    1 << (unit.code() & 63)
}

impl<'n, T: Unit> Finder<'n, T> for WideFinder<'n, T> {
    fn new(needle: &'n [T]) -> Self {
        let last = needle.len().saturating_sub(1);
        let bloom = needle.iter().fold(0, |all, &unit| all | bloom_bit(unit));
        let earlier = needle.iter().take(last).rposition(|unit| Some(unit) == needle.last());
        WideFinder { needle, bloom, skip: earlier.map_or(needle.len(), |i| last - i).max(1) }
    }

    fn find(&self, hay: &[T]) -> Option<usize> {
        let needle = self.needle;
        let (&last, head) = needle.split_last()?;
        if head.is_empty() {
            return last.position_in(hay);
        }
        let stop = hay.len().checked_sub(needle.len())?;
        let mut wasted = 0;
        let mut at = 0;
        while at <= stop {
            if hay[at + head.len()] == last {
                let same = common_prefix(head, &hay[at..]);
                if same == head.len() {
                    return Some(at);
                }
                wasted += same;
                if wasted > hay.len() / 2 + 64 {
                    return two_way(needle, &hay[at..]).map(|i| at + i);
                }
                let beyond = hay.get(at + needle.len());
                at +=
                    if beyond.is_some_and(|&u| self.bloom & bloom_bit(u) == 0) { needle.len() + 1 } else { self.skip };
            } else {
                let beyond = hay.get(at + needle.len());
                at += if beyond.is_some_and(|&u| self.bloom & bloom_bit(u) == 0) { needle.len() + 1 } else { 1 };
            }
        }
        None
    }
}

fn common_prefix<T: Unit>(a: &[T], b: &[T]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

/// The start and the period of the largest suffix of `needle` under `before`, an order of units.
fn maximal_suffix<T: Unit>(needle: &[T], before: impl Fn(T, T) -> bool) -> (usize, usize) {
    let (mut left, mut right, mut offset, mut period) = (0, 1, 0, 1);
    while right + offset < needle.len() {
        let (a, b) = (needle[right + offset], needle[left + offset]);
        if before(a, b) {
            right += offset + 1;
            offset = 0;
            period = right - left;
        } else if a == b {
            if offset + 1 == period {
                right += period;
                offset = 0;
            } else {
                offset += 1;
            }
        } else {
            left = right;
            right += 1;
            offset = 0;
            period = 1;
        }
    }
    (left, period)
}

/// The index of the first occurrence of `needle` (not empty) in `hay`, in linear time and constant space.
fn two_way<T: Unit>(needle: &[T], hay: &[T]) -> Option<usize> {
    let (cut, period) =
        std::cmp::max(maximal_suffix(needle, |a: T, b: T| a < b), maximal_suffix(needle, |a: T, b: T| a > b));
    let periodic = needle[period..].starts_with(&needle[..cut]);
    let shift = if periodic { period } else { cut.max(needle.len() - cut) + 1 };
    let stop = hay.len().checked_sub(needle.len())?;
    // `known` units at the needle's start are known to match, because it was moved by its period.
    let (mut at, mut known) = (0, 0);
    while at <= stop {
        let window = &hay[at..at + needle.len()];
        let from = cut.max(known);
        let right = from + common_prefix(&needle[from..], &window[from..]);
        if right < needle.len() {
            at += right - cut + 1;
            known = 0;
            continue;
        }
        let left = (known..cut).rev().find(|&i| needle[i] != window[i]);
        if left.is_none() {
            return Some(at);
        }
        at += shift;
        known = if periodic { needle.len() - period } else { 0 };
    }
    None
}

/// The last occurrence of a needle of wide units, by the same plan from the other end.
pub(crate) fn rfind_wide<T: Unit>(needle: &[T], hay: &[T]) -> Option<usize> {
    let (&first, tail) = needle.split_first()?;
    if tail.is_empty() {
        return first.last_position_in(hay);
    }
    let mut end = hay.len().checked_sub(tail.len())?;
    let mut wasted = 0;
    while let Some(at) = first.last_position_in(&hay[..end]) {
        let same = common_prefix(tail, &hay[at + 1..]);
        if same == tail.len() {
            return Some(at);
        }
        wasted += same;
        if wasted > hay.len() / 2 + 64 {
            let turned = |units: &[T]| units.iter().rev().copied().collect::<Vec<T>>();
            let rest = &hay[..at + tail.len()];
            return two_way(&turned(needle), &turned(rest)).map(|i| rest.len() - i - needle.len());
        }
        end = at;
    }
    None
}

/// [`find`] on units.
pub fn find_units<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [one] => one.position_in(hay),
        _ if needle.len() > hay.len() => None,
        _ => T::Finder::new(needle).find(hay),
    }
}

/// [`rfind`] on units.
pub fn rfind_units<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    match needle {
        [] => Some(hay.len()),
        [one] => one.last_position_in(hay),
        _ if needle.len() > hay.len() => None,
        _ => T::rfind(needle, hay),
    }
}

/// The starts of up to `limit` occurrences of `needle` (not empty) in `hay` that do not overlap, from the left.
///
/// # Errors
/// There is no memory for them.
pub fn occurrences<T: Unit>(hay: &[T], needle: &[T], limit: usize) -> Result<Vec<usize>, SizeError> {
    let mut starts = Vec::new();
    let mut full = false;
    each_occurrence(hay, needle, limit, |at| {
        full = full || starts.try_reserve(1).is_err();
        if !full {
            starts.push(at);
        }
    });
    if full { Err(SizeError::Memory) } else { Ok(starts) }
}

/// Calls `visit` with what [`occurrences`] would return.
pub(crate) fn each_occurrence<T: Unit>(hay: &[T], needle: &[T], limit: usize, mut visit: impl FnMut(usize)) {
    let mut base = 0;
    // The empty needle has no occurrences that could be cut out.
    let mut left = if needle.is_empty() { 0 } else { limit };
    let finder = T::Finder::new(needle);
    while left > 0
        && let Some(at) = finder.find(&hay[base..])
    {
        visit(base + at);
        base += at + needle.len();
        left -= 1;
    }
}

/// [`count`] on units.
pub fn count_units<T: Unit>(hay: &[T], needle: &[T]) -> usize {
    match needle {
        [] => hay.len() + 1,
        [one] => hay.iter().filter(|&unit| unit == one).count(),
        _ => {
            let mut n = 0;
            each_occurrence(hay, needle, usize::MAX, |_| n += 1);
            n
        }
    }
}

/// The needle in the hay's units; `None` if the hay is too narrow to contain it.
pub(crate) fn needle_for<'n, T: Unit>(_hay: &[T], needle: Text<'n>) -> Option<Cow<'n, [T]>> {
    needle.units()
}

/// The index of the first occurrence of `needle`.
#[inline]
pub fn find(hay: Text<'_>, needle: Text<'_>) -> Option<usize> {
    if let (Text::Ascii(hay) | Text::Latin1(hay), Text::Ascii([one]) | Text::Latin1([one])) = (hay, needle) {
        return one.position_in(hay);
    }
    if needle.len() > hay.len() {
        return None;
    }
    with_units!(hay, hay => find_units(hay, &needle_for(hay, needle)?))
}

/// The index of the last occurrence of `needle`.
pub fn rfind(hay: Text<'_>, needle: Text<'_>) -> Option<usize> {
    if needle.len() > hay.len() {
        return None;
    }
    with_units!(hay, hay => rfind_units(hay, &needle_for(hay, needle)?))
}

/// The number of occurrences of `needle` that do not overlap; the empty one occurs between any two code points and at both ends.
pub fn count(hay: Text<'_>, needle: Text<'_>) -> usize {
    with_units!(hay, hay => needle_for(hay, needle).map_or(0, |needle| count_units(hay, &needle)))
}

/// Does `hay` contain `c`?
pub fn contains_code(hay: Text<'_>, c: u32) -> bool {
    fn within<T: Unit>(hay: &[T], c: u32) -> bool {
        T::try_from_code(c).is_some_and(|unit| unit.position_in(hay).is_some())
    }
    with_units!(hay, hay => within(hay, c))
}

/// Does `text` begin with `prefix`?
pub fn starts_with(text: Text<'_>, prefix: Text<'_>) -> bool {
    prefix.len() <= text.len() && text.slice(..prefix.len()) == prefix
}

/// Does `text` end with `suffix`?
pub fn ends_with(text: Text<'_>, suffix: Text<'_>) -> bool {
    suffix.len() <= text.len() && text.slice(text.len() - suffix.len()..) == suffix
}

/// What `str.removeprefix` leaves.
pub fn without_prefix(text: Text<'_>, prefix: Text<'_>) -> Range<usize> {
    let start = if starts_with(text, prefix) { prefix.len() } else { 0 };
    start..text.len()
}

/// What `str.removesuffix` leaves.
pub fn without_suffix(text: Text<'_>, suffix: Text<'_>) -> Range<usize> {
    let cut = if ends_with(text, suffix) { suffix.len() } else { 0 };
    0..text.len() - cut
}

#[cfg(test)]
mod tests {
    use super::{rfind_wide, two_way};

    #[test]
    fn two_way_agrees_with_the_definition() {
        let words =
            |len: usize| (0..1u32 << len).map(move |bits| (0..len).map(|i| bits >> i & 1).collect::<Vec<u32>>());
        for hay in words(12) {
            for needle in (2..=6).flat_map(words) {
                let first = hay.windows(needle.len()).position(|w| w == needle);
                assert_eq!(two_way(&needle, &hay), first, "{needle:?} in {hay:?}");
                let last = hay.windows(needle.len()).rposition(|w| w == needle);
                assert_eq!(rfind_wide(&needle, &hay), last, "{needle:?} in {hay:?}");
            }
        }
    }
}
