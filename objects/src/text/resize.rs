//! Results whose size the caller's numbers decide: `replace`, `join`, repetition, `expandtabs`, `center`, `ljust`, `rjust`, `zfill`.
//!
//! Sizes are computed first and checked, so that a size that cannot be is an error and never an abort.

use super::search::occurrences;
use super::{Kind, Text, TextBuf, Unit, with_units};

/// A result that cannot be had.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SizeError {
    /// Its length is beyond what a Python object may have: OverflowError.
    Overflow,
    /// There is no memory for it: MemoryError.
    Memory,
}

/// Adds up a length.
#[derive(Clone, Copy, Default)]
pub(crate) struct Size(usize);

impl Size {
    pub(crate) fn add(&mut self, n: usize) -> Result<(), SizeError> {
        self.0 = self.0.checked_add(n).filter(|&n| n <= isize::MAX as usize).ok_or(SizeError::Overflow)?;
        Ok(())
    }

    /// `base` and `n` times `each`, less `n` times `each_less`.
    pub(crate) fn exchanged(base: usize, n: usize, each: usize, each_less: usize) -> Result<usize, SizeError> {
        let mut size = Size(base - n * each_less);
        size.add(n.checked_mul(each).ok_or(SizeError::Overflow)?)?;
        Ok(size.0)
    }

    pub(crate) fn get(self) -> usize {
        self.0
    }
}

/// An empty vector with room for `n` units.
pub(crate) fn vec_of<T>(n: usize) -> Result<Vec<T>, SizeError> {
    let mut out = Vec::new();
    out.try_reserve_exact(n).map_err(|_| SizeError::Memory)?;
    Ok(out)
}

impl TextBuf {
    /// As [`TextBuf::with_kind`], when there is memory for it.
    pub fn try_with_kind(kind: Kind, n: usize) -> Result<TextBuf, SizeError> {
        if n > isize::MAX as usize {
            return Err(SizeError::Overflow);
        }
        Ok(TextBuf::from_parts(match kind {
            Kind::Ascii => super::TextParts::Ascii(vec_of(n)?),
            Kind::Latin1 => super::TextParts::Latin1(vec_of(n)?),
            Kind::Ucs2 => super::TextParts::Ucs2(vec_of(n)?),
            Kind::Ucs4 => super::TextParts::Ucs4(vec_of(n)?),
        }))
    }
}

/// `replace` on units; `None` if nothing is replaced.
pub fn replace_units<T: Unit>(units: &[T], old: &[T], new: &[T], limit: usize) -> Result<Option<Vec<T>>, SizeError> {
    if limit == 0 {
        return Ok(None);
    }
    if old.is_empty() {
        let n = limit.min(units.len() + 1);
        let mut out = vec_of(Size::exchanged(units.len(), n, new.len(), 0)?)?;
        for &unit in units.iter().take(n) {
            out.extend_from_slice(new);
            out.push(unit);
        }
        if n > units.len() {
            out.extend_from_slice(new);
        } else {
            out.extend_from_slice(&units[n..]);
        }
        return Ok(Some(out));
    }
    if let ([old], [new]) = (old, new) {
        let Some(first) = old.position_in(units) else { return Ok(None) };
        let mut out: Vec<T> = vec_of(units.len())?;
        out.extend_from_slice(units);
        if limit == usize::MAX {
            for unit in &mut out[first..] {
                *unit = if unit == old { *new } else { *unit };
            }
        } else {
            out[first..].iter_mut().filter(|unit| *unit == old).take(limit).for_each(|unit| *unit = *new);
        }
        return Ok(Some(out));
    }
    let starts = occurrences(units, old, limit)?;
    if starts.is_empty() {
        return Ok(None);
    }
    let mut out = vec_of(Size::exchanged(units.len(), starts.len(), new.len(), old.len())?)?;
    let mut from = 0;
    for at in starts {
        out.extend_from_slice(&units[from..at]);
        out.extend_from_slice(new);
        from = at + old.len();
    }
    out.extend_from_slice(&units[from..]);
    Ok(Some(out))
}

/// `str.replace`; `None` if nothing is replaced.
pub fn replace(text: Text<'_>, old: Text<'_>, new: Text<'_>, limit: usize) -> Result<Option<TextBuf>, SizeError> {
    fn at_width<T: Unit>(
        text: Text<'_>,
        [old, new]: [Text<'_>; 2],
        limit: usize,
    ) -> Result<Option<TextBuf>, SizeError> {
        let (Some(units), Some(old), Some(new)) = (text.units::<T>(), old.units::<T>(), new.units::<T>()) else {
            return Ok(None);
        };
        Ok(replace_units(&units, &old, &new, limit)?.map(T::into_buf))
    }
    if limit == 0 || super::search::find(text, old).is_none() {
        return Ok(None);
    }
    match text.kind().max(new.canonical_kind()) {
        Kind::Ascii | Kind::Latin1 => at_width::<u8>(text, [old, new], limit),
        Kind::Ucs2 => at_width::<u16>(text, [old, new], limit),
        Kind::Ucs4 => at_width::<u32>(text, [old, new], limit),
    }
}

/// `separator.join(parts)`.
pub fn join<'a>(separator: Text<'_>, parts: impl Iterator<Item = Text<'a>> + Clone) -> Result<TextBuf, SizeError> {
    let mut size = Size::default();
    let mut kind = Kind::Ascii;
    for (i, part) in parts.clone().enumerate() {
        if i > 0 {
            size.add(separator.len())?;
            kind = kind.max(separator.kind());
        }
        size.add(part.len())?;
        kind = kind.max(part.kind());
    }
    let mut out = TextBuf::try_with_kind(kind, size.get())?;
    for (i, part) in parts.enumerate() {
        if i > 0 {
            out.push_text(separator);
        }
        out.push_text(part);
    }
    out.shrink_kind();
    Ok(out)
}

/// `text * n`.
pub fn repeat(text: Text<'_>, n: usize) -> Result<TextBuf, SizeError> {
    fn times<T: Unit>(units: &[T], n: usize) -> Result<TextBuf, SizeError> {
        repeat_units(units, n).map(T::into_buf)
    }
    with_units!(text, units => times(units, n))
}

/// `n` copies of `units`, one after the other.
pub fn repeat_units<T: Unit>(units: &[T], n: usize) -> Result<Vec<T>, SizeError> {
    let size = Size::exchanged(0, n, units.len(), 0)?;
    let mut out = vec_of(size)?;
    if let [one] = units {
        out.resize(size, *one);
    } else if size > 0 {
        // Doubling what is there takes few, long copies.
        out.extend_from_slice(units);
        while out.len() < size {
            let more = out.len().min(size - out.len());
            out.extend_from_within(..more);
        }
    }
    Ok(out)
}

/// `expandtabs` on units; `None` if there is no tab.
pub fn expand_tabs_units<T: Unit>(units: &[T], tab_size: usize) -> Result<Option<Vec<T>>, SizeError> {
    let tab = T::truncate(0x09);
    if tab.position_in(units).is_none() {
        return Ok(None);
    }
    /// Tells `tab` the width of each tab, and `other` each other unit.
    fn walk<T: Unit>(
        units: &[T],
        tab_size: usize,
        mut each: impl FnMut(Option<T>, usize) -> Result<(), SizeError>,
    ) -> Result<(), SizeError> {
        let mut column = 0;
        for &unit in units {
            match unit.code() {
                0x09 => {
                    let width = if tab_size > 0 { tab_size - column % tab_size } else { 0 };
                    column = if tab_size > 0 { column % tab_size + width } else { column };
                    each(None, width)?;
                }
                c => {
                    column = if c == 0x0A || c == 0x0D { 0 } else { column + 1 };
                    each(Some(unit), 1)?;
                }
            }
        }
        Ok(())
    }
    let mut size = Size::default();
    walk(units, tab_size, |_, width| size.add(width))?;
    let mut out = vec_of(size.get())?;
    walk(units, tab_size, |unit, width| {
        out.resize(out.len() + width, unit.unwrap_or(T::truncate(0x20)));
        Ok(())
    })?;
    Ok(Some(out))
}

/// `str.expandtabs`; a size of zero (which a negative one counts as) removes the tabs. `None` if there is no tab.
pub fn expand_tabs(text: Text<'_>, tab_size: usize) -> Result<Option<TextBuf>, SizeError> {
    fn expanded<T: Unit>(units: &[T], tab_size: usize) -> Result<Option<TextBuf>, SizeError> {
        Ok(expand_tabs_units(units, tab_size)?.map(T::into_buf))
    }
    with_units!(text, units => expanded(units, tab_size))
}

/// Where padding puts the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Justify {
    /// `ljust`
    Left,
    /// `rjust`
    Right,
    /// `center`
    Center,
}

impl Justify {
    /// How much padding goes left and right of `len` units to fill `width`; `None` if they fill it.
    pub fn padding(self, len: usize, width: usize) -> Option<(usize, usize)> {
        let pad = width.checked_sub(len).filter(|&pad| pad > 0)?;
        Some(match self {
            Justify::Left => (0, pad),
            Justify::Right => (pad, 0),
            Justify::Center => {
                // An odd rest goes left only if the width is odd too.
                let left = pad / 2 + (pad & width & 1);
                (left, pad - left)
            }
        })
    }
}

/// `text` with `left` and `right` times `fill` around it.
pub fn pad(text: Text<'_>, left: usize, right: usize, fill: u32) -> Result<TextBuf, SizeError> {
    let mut size = Size::default();
    for n in [text.len(), left, right] {
        size.add(n)?;
    }
    let fill_kind = if left + right > 0 { Kind::of(fill) } else { Kind::Ascii };
    let mut out = TextBuf::try_with_kind(text.kind().max(fill_kind), size.get())?;
    out.push_repeated(fill, left);
    out.push_text(text);
    out.push_repeated(fill, right);
    out.shrink_kind();
    Ok(out)
}

/// `str.center`, `ljust`, `rjust`; `None` if the text fills the width.
pub fn justify(text: Text<'_>, justify: Justify, width: usize, fill: u32) -> Result<Option<TextBuf>, SizeError> {
    let Some((left, right)) = justify.padding(text.len(), width) else { return Ok(None) };
    pad(text, left, right, fill).map(Some)
}

/// `str.zfill`: zeros after the sign; `None` if the text fills the width.
pub fn zfill(text: Text<'_>, width: usize) -> Result<Option<TextBuf>, SizeError> {
    let Some((zeros, _)) = Justify::Right.padding(text.len(), width) else { return Ok(None) };
    let sign = matches!(text.first(), Some(0x2B | 0x2D));
    let mut out = TextBuf::try_with_kind(text.kind(), width)?;
    out.push_text(text.slice(..usize::from(sign)));
    out.push_repeated(0x30, zeros);
    out.push_text(text.slice(usize::from(sign)..));
    out.shrink_kind();
    Ok(Some(out))
}
