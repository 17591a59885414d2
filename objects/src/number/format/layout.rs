//! Where a number's sign, prefix, digits, separators and padding go (CPython: `calc_number_widths`, `fill_number`,
//! `_PyUnicode_InsertThousandsGrouping`).

use super::{Align, Sign, Spec};
use crate::number::{Result, probe_memory};
use crate::text::{Kind, Text, TextBuf};

/// Separators and the sizes of the groups between them.
pub(super) struct Grouping<'a> {
    pub(super) decimal_point: Text<'a>,
    pub(super) separator: Text<'a>,
    pub(super) sizes: &'a [u8],
    pub(super) fraction_separator: Option<u8>,
}

/// The parts of a written number. What is infinite or NaN is all suffix.
#[derive(Default)]
pub(super) struct Number<'a> {
    pub(super) negative: bool,
    pub(super) prefix: &'a [u8],
    pub(super) digits: &'a [u8],
    pub(super) has_point: bool,
    pub(super) fraction: &'a [u8],
    pub(super) suffix: &'a [u8],
}

/// A group of digits: zeros that padding added, then digits of the number.
struct Group {
    zeros: usize,
    digits: usize,
}

/// The groups of `digits` digits from the point leftwards, with as many zeros as `width` characters need.
fn groups(digits: usize, width: i64, grouping: &Grouping<'_>) -> Vec<Group> {
    const END: u8 = 127;
    let mut groups = Vec::new();
    let (mut rest, mut width) = (digits as i64, width);
    let (mut sizes, mut last) = (grouping.sizes.iter(), 0u8);
    loop {
        // A list that ends repeats its last size, as C's terminating zero does.
        let size = match sizes.next() {
            Some(0) | None => last,
            Some(&size) => size,
        };
        last = size;
        let wanted = rest.max(width).max(1);
        let ends = size == END || size == 0;
        let len = if ends { wanted } else { wanted.min(i64::from(size)) };
        let taken = rest.min(len);
        groups.push(Group { zeros: (len - taken) as usize, digits: taken as usize });
        rest -= taken;
        width -= len;
        if ends || (rest <= 0 && width <= 0) {
            return groups;
        }
        width -= grouping.separator.len() as i64;
    }
}

impl<'a> Number<'a> {
    /// From the text of a float, with an optional minus and a suffix that begins at what is neither digit nor point.
    pub(super) fn split(text: &'a [u8]) -> Number<'a> {
        let (negative, text) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
        let digits_of = |s: &[u8]| s.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = text.split_at(digits_of(text));
        let (has_point, rest) = rest.strip_prefix(b".").map_or((false, rest), |rest| (true, rest));
        let (fraction, suffix) = if has_point { rest.split_at(digits_of(rest)) } else { rest.split_at(0) };
        Number { negative, prefix: b"", digits, has_point, fraction, suffix }
    }

    /// Appends the number as `spec` lays it out; `MemoryError`.
    pub(super) fn write(&self, out: &mut TextBuf, spec: &Spec, grouping: &Grouping<'_>) -> Result<()> {
        let sign = match spec.sign {
            _ if self.negative => Some(b'-'),
            Some(Sign::Plus) => Some(b'+'),
            Some(Sign::Space) => Some(b' '),
            _ => None,
        };
        let point = if self.has_point { grouping.decimal_point } else { Text::EMPTY };
        let fraction_separators = match grouping.fraction_separator {
            Some(_) if !self.fraction.is_empty() => (self.fraction.len() - 1) / 3,
            _ => 0,
        };
        let around = usize::from(sign.is_some())
            + self.prefix.len()
            + point.len()
            + self.fraction.len()
            + fraction_separators
            + self.suffix.len();
        let width = spec.width.unwrap_or(0);
        probe_padding(spec)?;
        let zero_filled = spec.fill == u32::from(b'0') && spec.align == Align::AfterSign;
        let least = if zero_filled { width as i64 - around as i64 } else { 0 };
        let groups = if self.digits.is_empty() { Vec::new() } else { groups(self.digits.len(), least, grouping) };
        let grouped = groups.iter().map(|g| g.zeros + g.digits).sum::<usize>()
            + grouping.separator.len() * groups.len().saturating_sub(1);
        let (left, inner, right) = padding(spec.align, width.saturating_sub(around + grouped));

        out.push_repeated(spec.fill, left);
        if let Some(sign) = sign {
            out.push(sign.into());
        }
        out.push_ascii(self.prefix);
        out.push_repeated(spec.fill, inner);
        let mut digits = self.digits;
        for (i, group) in groups.iter().enumerate().rev() {
            out.push_repeated(b'0'.into(), group.zeros);
            let (head, tail) = digits.split_at(group.digits);
            out.push_ascii(head);
            digits = tail;
            if i > 0 {
                out.push_text(grouping.separator);
            }
        }
        out.push_text(point);
        match grouping.fraction_separator {
            Some(separator) => {
                for (i, group) in self.fraction.chunks(3).enumerate() {
                    if i > 0 {
                        out.push(separator.into());
                    }
                    out.push_ascii(group);
                }
            }
            None => out.push_ascii(self.fraction),
        }
        out.push_ascii(self.suffix);
        out.push_repeated(spec.fill, right);
        Ok(())
    }
}

/// Is there memory for the specification's width?
fn probe_padding(spec: &Spec) -> Result<()> {
    let width = spec.width.unwrap_or(0) as u64;
    probe_memory(width.saturating_mul(Kind::of(spec.fill).width() as u64))
}

/// How much padding goes to the left, after the sign and to the right.
fn padding(align: Align, total: usize) -> (usize, usize, usize) {
    match align {
        Align::Left => (0, 0, total),
        Align::Right => (total, 0, 0),
        Align::Center => (total / 2, 0, total - total / 2),
        Align::AfterSign => (0, total, 0),
    }
}

/// Appends what `write` appends, which has `len` code points, padded to the specification's width; `MemoryError`.
pub(super) fn pad(out: &mut TextBuf, spec: &Spec, len: usize, write: impl FnOnce(&mut TextBuf)) -> Result<()> {
    let width = spec.width.unwrap_or(0);
    probe_padding(spec)?;
    let (left, inner, right) = padding(spec.align, width.saturating_sub(len));
    out.push_repeated(spec.fill, left + inner);
    write(out);
    out.push_repeated(spec.fill, right);
    Ok(())
}
