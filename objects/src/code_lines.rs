//! Location tables (PEP 657, `Objects/locations.md`): for runs of instructions, the lines and columns they came from.
//!
//! An entry begins with a byte that has its top bit set: four bits of form, three of length in code units. Lines are differences
//! from the entry before.

use crate::{List, PyResult, Tuple, Vm, int, protocol};
use rpython_heap::Obj;

/// Where an instruction came from; columns are UTF-8 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Location {
    /// First line.
    pub line: Option<i32>,
    /// Last line.
    pub end_line: Option<i32>,
    /// First column.
    pub column: Option<u32>,
    /// Column behind the last.
    pub end_column: Option<u32>,
}

/// Goes over the entries of a table: length in code units, location.
pub struct Entries<'a> {
    table: &'a [u8],
    at: usize,
    line: i32,
}

impl Entries<'_> {
    /// The entries of a code object's table.
    pub fn new(table: &[u8], first_line: i32) -> Entries<'_> {
        Entries { table, at: 0, line: first_line }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.table.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// A number of six bits a byte, lowest first.
    fn number(&mut self) -> Option<u32> {
        let (mut value, mut shift) = (0u32, 0);
        loop {
            let byte = self.byte()?;
            value |= u32::from(byte & 63).checked_shl(shift).unwrap_or(0);
            shift += 6;
            if byte & 64 == 0 {
                return Some(value);
            }
        }
    }

    fn signed(&mut self) -> Option<i32> {
        let n = self.number()?;
        let half = (n >> 1) as i32;
        Some(if n & 1 != 0 { half.wrapping_neg() } else { half })
    }
}

/// A table with the same lines, but no columns (`-X no_debug_ranges`).
pub fn without_columns(table: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(table.len());
    let mut known = 0i32;
    for (length, place) in Entries::new(table, 0) {
        let form = if place.line.is_some() { 13 } else { 15 };
        out.push(0x80 | form << 3 | (length as u8 - 1) & 7);
        let Some(line) = place.line else { continue };
        let delta = line.wrapping_sub(known);
        known = line;
        let mut rest = delta.unsigned_abs() << 1 | u32::from(delta < 0);
        while rest >= 64 {
            out.push(64 | (rest & 63) as u8);
            rest >>= 6;
        }
        out.push(rest as u8);
    }
    out
}

impl Iterator for Entries<'_> {
    type Item = (u32, Location);

    fn next(&mut self) -> Option<(u32, Location)> {
        let first = self.byte()?;
        let length = u32::from(first & 7) + 1;
        let form = first >> 3 & 15;
        let on_line = |line: i32, column: u32, end: u32| Location {
            line: Some(line),
            end_line: Some(line),
            column: Some(column),
            end_column: Some(end),
        };
        let location = match form {
            15 => Location::default(),
            14 => {
                let delta = self.signed()?;
                self.line = self.line.wrapping_add(delta);
                let end = self.line.wrapping_add(self.number()? as i32);
                let (column, end_column) = (self.number()?, self.number()?);
                Location {
                    line: Some(self.line),
                    end_line: Some(end),
                    column: column.checked_sub(1),
                    end_column: end_column.checked_sub(1),
                }
            }
            13 => {
                let delta = self.signed()?;
                self.line = self.line.wrapping_add(delta);
                Location { line: Some(self.line), end_line: Some(self.line), column: None, end_column: None }
            }
            10..=12 => {
                self.line = self.line.wrapping_add(i32::from(form) - 10);
                let (column, end) = (self.byte()?, self.byte()?);
                on_line(self.line, column.into(), end.into())
            }
            _ => {
                let second = self.byte()?;
                let column = u32::from(form) << 3 | u32::from(second >> 4);
                on_line(self.line, column, column + u32::from(second & 15))
            }
        };
        Some((length, location))
    }
}

/// The location of the instruction at `unit`.
pub fn location(table: &[u8], first_line: i32, unit: u32) -> Location {
    let mut end = 0;
    for (length, location) in Entries::new(table, first_line) {
        end += length;
        if unit < end {
            return location;
        }
    }
    Location::default()
}

fn optional(vm: &Vm, n: Option<i64>) -> Obj {
    n.map_or(Obj::NONE, |n| int::from_i64(vm, n))
}

/// `co_positions()`: for each code unit, `(line, end_line, column, end_column)`.
pub(crate) fn positions(vm: &mut Vm, table: &[u8], first_line: i32) -> PyResult {
    let mut all = Vec::new();
    for (length, l) in Entries::new(table, first_line) {
        let parts = [
            optional(vm, l.line.map(i64::from)),
            optional(vm, l.end_line.map(i64::from)),
            optional(vm, l.column.map(i64::from)),
            optional(vm, l.end_column.map(i64::from)),
        ];
        for _ in 0..length {
            all.push(Tuple::from_slice(vm, &parts)?.into_obj());
        }
    }
    let all = List::from_vec(vm, all)?;
    protocol::iter(vm, &all)
}

/// `co_lines()`: runs of one line, `(start, end, line)` in bytes.
/// `co_lnotab`, the table of CPython before 3.10: pairs of how far the code and the lines go on.
pub(crate) fn old_table(table: &[u8], first_line: i32) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut line, mut at, mut known) = (first_line, 0, 0);
    for (length, location) in Entries::new(table, first_line) {
        if let Some(new) = location.line.filter(|new| *new != line) {
            let (mut bytes, mut lines) = (at - known, new.wrapping_sub(line));
            while bytes > 255 {
                out.extend([255, 0]);
                bytes -= 255;
            }
            while !(-128..=127).contains(&lines) {
                let step = lines.clamp(-128, 127);
                out.extend([bytes as u8, step as u8]);
                (bytes, lines) = (0, lines - step);
            }
            out.extend([bytes as u8, lines as u8]);
            (line, known) = (new, at);
        }
        at += length * 2;
    }
    out
}

pub(crate) fn lines(vm: &mut Vm, table: &[u8], first_line: i32) -> PyResult {
    let mut runs: Vec<(u32, u32, Option<i32>)> = Vec::new();
    let mut at = 0;
    for (length, l) in Entries::new(table, first_line) {
        match runs.last_mut() {
            Some(run) if run.2 == l.line => run.1 += length * 2,
            _ => runs.push((at, at + length * 2, l.line)),
        }
        at += length * 2;
    }
    let mut all = Vec::with_capacity(runs.len());
    for (start, end, line) in runs {
        let parts =
            [optional(vm, Some(start.into())), optional(vm, Some(end.into())), optional(vm, line.map(i64::from))];
        all.push(Tuple::from_slice(vm, &parts)?.into_obj());
    }
    let all = List::from_vec(vm, all)?;
    protocol::iter(vm, &all)
}
