//! The mappings between codes and characters: what each character set and each stateless codec decodes and encodes.
//!
//! `tables.bin` is recorded from CPython by `record_tables.py`. All numbers are little-endian:
//!
//! ```text
//! file    count: u8, map × count, ranges
//! map     length: u8, name; form: u8; base: u8 (0 for none, else its number + 1); count: u8, second: u8 × count;
//!         has_singles: u8, [single: u16 × 256]; table (first plane), table (second plane); exceptions
//! table   count: u8, row × count; count: u16, (first: u32, second: u32) × count
//! row     lead: u8, first trail: u8, count: u8, unit: u16 × count
//! exceptions  count: u16, (first: u32, second: u32, code: u32) × count
//! ranges  count: u16, (first: u16, last: u16, number: u16) × count
//! ```
//!
//! A map is what it adds to the one it is based on. A unit is a character, an index into the table's list of characters
//! beyond U+FFFF and pairs, or says that the cell is undefined although the map below defines it. A map encodes by the
//! first cell that decodes to a character, but for its exceptions. The maps are read once and never change.

use std::{collections::HashMap, sync::LazyLock};

static DATA: &[u8] = include_bytes!("tables.bin");
static ALL: LazyLock<Tables> = LazyLock::new(|| Reader(DATA).tables());

/// Units from here to the next constant are indices of wide characters; no mapping has a surrogate.
const WIDE: u16 = 0xD800;
const WIDE_END: u16 = 0xDFFF;
/// Of a single byte: it begins a longer sequence.
const LEAD: u16 = 0xFFFE;
/// Of a single byte: it begins nothing.
const ILLEGAL: u16 = 0xFFFF;
/// Of a cell: it is undefined.
const UNDEFINED: u16 = 0xFFFF;
/// What stands before a code of the second plane of an EUC codec.
pub(super) const SECOND_PLANE: u8 = 0x8F;

/// One or two characters that a code stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Characters(u32, u32);

impl Characters {
    pub(super) fn iter(self) -> impl Iterator<Item = u32> {
        std::iter::once(self.0).chain((self.1 != 0).then_some(self.1))
    }
}

/// What a cell holds.
#[derive(Clone, Copy)]
pub(super) enum Cell {
    Empty,
    /// Undefined here, though defined in the map below.
    Removed,
    Holds(Characters),
}

/// What a byte is at the start of a sequence.
#[derive(Clone, Copy)]
pub(super) enum Single {
    Is(u32),
    Lead,
    Illegal,
}

/// How a code of a map is turned into one of the map it is based on.
#[derive(Clone, Copy)]
enum Form {
    Same,
    /// Both bytes have their high bits set.
    Euc,
    /// The rows are folded in pairs (JIS X 0208, annex 1).
    ShiftJis,
}

/// A row of cells.
#[derive(Clone, Copy)]
struct Row {
    first: u8,
    units: &'static [u8],
}

impl Row {
    const EMPTY: Row = Row { first: 0, units: &[] };
}

/// The cells that a map adds.
struct Table {
    rows: Box<[Row; 256]>,
    wide: Vec<Characters>,
}

impl Table {
    fn cell(&self, lead: u8, trail: u8) -> Cell {
        let Some(row) = self.rows.get(usize::from(lead)) else { return Cell::Empty };
        let at = usize::from(trail.wrapping_sub(row.first)) * 2;
        let Some(&[low, high]) = row.units.get(at..at + 2) else { return Cell::Empty };
        match u16::from_le_bytes([low, high]) {
            0 => Cell::Empty,
            UNDEFINED => Cell::Removed,
            unit @ WIDE..=WIDE_END => {
                self.wide.get(usize::from(unit - WIDE)).map_or(Cell::Empty, |&wide| Cell::Holds(wide))
            }
            unit => Cell::Holds(Characters(unit.into(), 0)),
        }
    }
}

/// A character set or a stateless codec.
pub(super) struct Map {
    pub(super) name: &'static str,
    form: Form,
    base: Option<usize>,
    /// The character sets of the second plane, the first that has a cell decides.
    second: &'static [u8],
    singles: Option<&'static [u8]>,
    planes: [Table; 2],
    exceptions: Vec<(Characters, u32)>,
    encoding: LazyLock<Encoding, Box<dyn FnOnce() -> Encoding + Send + Sync>>,
}

/// A run of characters that GB 18030 writes in four bytes.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) first: u32,
    pub(super) last: u32,
    /// The number of the first one's code.
    pub(super) number: u32,
}

struct Tables {
    maps: Vec<Map>,
    ranges: Vec<Range>,
}

/// The map of a name.
pub(super) fn named(name: &str) -> Option<&'static Map> {
    ALL.maps.iter().find(|map| map.name == name)
}

/// The runs that GB 18030 writes in four bytes, in order of characters and of numbers.
pub(super) fn four_byte_ranges() -> &'static [Range] {
    &ALL.ranges
}

/// Plane, row and cell of a code of Shift_JIS.
fn shift_jis_cell(lead: u8, trail: u8) -> Option<(bool, u8, u8)> {
    let row = match lead {
        0x81..=0x9F => (lead - 0x81) * 2,
        0xE0..=0xFC => (lead - 0xC1) * 2,
        _ => return None,
    };
    let cell = match trail {
        0x40..=0x7E => trail - 0x40,
        0x80..=0xFC => trail - 0x41,
        _ => return None,
    };
    let (row, cell) = if cell < 94 { (row, cell) } else { (row + 1, cell - 94) };
    let cell = cell + 0x21;
    // The second plane uses rows 1, 3 to 5, 8, 12 to 15 and 78 to 94.
    Some(match row {
        ..=0x5D => (false, row + 0x21, cell),
        0x5F | 0x63..=0x66 => (true, row - 0x37, cell),
        0x67.. => (true, row + 0x07, cell),
        _ => (true, row - 0x3D, cell),
    })
}

impl Map {
    /// What a byte stands for that begins a sequence. Only codecs have single bytes.
    pub(super) fn single(&self, byte: u8) -> Single {
        let at = usize::from(byte) * 2;
        match self.singles.and_then(|s| s.get(at..at + 2)) {
            Some(&[low, high]) => match u16::from_le_bytes([low, high]) {
                LEAD => Single::Lead,
                ILLEGAL => Single::Illegal,
                c => Single::Is(c.into()),
            },
            _ => Single::Illegal,
        }
    }

    /// Whether the codec has a second plane behind [`SECOND_PLANE`].
    pub(super) fn has_second_plane(&self) -> bool {
        matches!(self.form, Form::Euc) && !self.second.is_empty()
    }

    /// What two bytes stand for.
    pub(super) fn double(&self, lead: u8, trail: u8) -> Cell {
        self.cell(false, lead, trail)
    }

    /// What two bytes behind [`SECOND_PLANE`] stand for.
    pub(super) fn second_plane(&self, lead: u8, trail: u8) -> Cell {
        self.cell(true, lead, trail)
    }

    fn cell(&self, second: bool, lead: u8, trail: u8) -> Cell {
        match self.planes[usize::from(second)].cell(lead, trail) {
            Cell::Empty => {}
            found => return found,
        }
        let (second, lead, trail) = match self.form {
            Form::Same => (second, lead, trail),
            Form::Euc if lead > 0xA0 && trail > 0xA0 && lead < 0xFF && trail < 0xFF => {
                (second, lead - 0x80, trail - 0x80)
            }
            Form::ShiftJis if !second => match shift_jis_cell(lead, trail) {
                Some(found) => found,
                None => return Cell::Empty,
            },
            _ => return Cell::Empty,
        };
        let base = self.base.and_then(|i| ALL.maps.get(i));
        if !second {
            return base.map_or(Cell::Empty, |base| base.cell(false, lead, trail));
        }
        if let (Form::Same, Some(base)) = (self.form, base) {
            return base.cell(true, lead, trail);
        }
        let sets = self.second.iter().filter_map(|&i| ALL.maps.get(usize::from(i)));
        sets.map(|set| set.cell(false, lead, trail)).find(|cell| !matches!(cell, Cell::Empty)).unwrap_or(Cell::Empty)
    }

    /// Whether this is a codec of JIS X 0213:2000.
    pub(super) fn is_of_2000(&self) -> bool {
        self.name.ends_with("x0213")
    }

    /// The code of a character: one byte, two, or three that begin with [`SECOND_PLANE`].
    pub(super) fn encode(&self, c: u32) -> Option<u32> {
        if c == 0 { Some(0) } else { self.encoding.code(c) }
    }

    /// The code of a pair of characters that has one of its own.
    pub(super) fn encode_pair(&self, first: u32, second: u32) -> Option<u32> {
        self.encoding.pairs.get(&(first, second)).copied()
    }

    /// Whether a character may begin such a pair.
    pub(super) fn begins_pair(&self, c: u32) -> bool {
        self.encoding.begins.contains(&c)
    }
}

/// A map read from characters to codes.
#[derive(Default)]
struct Encoding {
    /// Codes by the low byte of a character, 0 for none, in pages by the rest of it.
    pages: Vec<Option<Box<[u32; 256]>>>,
    pairs: HashMap<(u32, u32), u32>,
    /// The first characters of pairs.
    begins: Vec<u32>,
}

impl Encoding {
    fn of(map: &Map) -> Encoding {
        let mut made = Encoding::default();
        for byte in (0..=u8::MAX).rev() {
            if let Single::Is(c) = map.single(byte) {
                made.set(Characters(c, 0), byte.into());
            }
        }
        for (second, prefix) in [(false, 0), (true, u32::from(SECOND_PLANE) << 16)] {
            for lead in 0x21..=0xFE {
                for trail in 0x21..=0xFE {
                    if let Cell::Holds(characters) = map.cell(second, lead, trail) {
                        made.set_first(characters, prefix | u32::from(lead) << 8 | u32::from(trail));
                    }
                }
            }
        }
        for &(characters, code) in &map.exceptions {
            made.set(characters, code);
        }
        made
    }

    fn code(&self, c: u32) -> Option<u32> {
        let page = self.pages.get(c as usize >> 8)?.as_ref()?;
        page.get(c as usize & 0xFF).copied().filter(|&code| code != 0)
    }

    fn set_first(&mut self, characters: Characters, code: u32) {
        let taken = match characters {
            Characters(c, 0) => self.code(c).is_some(),
            Characters(first, second) => self.pairs.contains_key(&(first, second)),
        };
        if !taken {
            self.set(characters, code);
        }
    }

    fn set(&mut self, characters: Characters, code: u32) {
        let Characters(c, second) = characters;
        if second != 0 {
            match code {
                0 => drop(self.pairs.remove(&(c, second))),
                _ => drop(self.pairs.insert((c, second), code)),
            }
            if !self.begins.contains(&c) {
                self.begins.push(c);
            }
            return;
        }
        let page = c as usize >> 8;
        if self.pages.len() <= page {
            self.pages.resize_with(page + 1, || None);
        }
        if let Some(page) = self.pages.get_mut(page) {
            page.get_or_insert_with(|| Box::new([0; 256]))[c as usize & 0xFF] = code;
        }
    }
}

/// What is left of the file. It is a part of the program, so reading it cannot fail.
struct Reader(&'static [u8]);

impl Reader {
    fn take(&mut self, n: usize) -> &'static [u8] {
        let (taken, rest) = self.0.split_at(n);
        self.0 = rest;
        taken
    }

    fn byte(&mut self) -> u8 {
        self.take(1).iter().fold(0, |_, &b| b)
    }

    fn number(&mut self, bytes: usize) -> u32 {
        self.take(bytes).iter().rev().fold(0, |n, &b| n << 8 | u32::from(b))
    }

    fn characters(&mut self) -> Characters {
        Characters(self.number(4), self.number(4))
    }

    fn table(&mut self) -> Table {
        let mut rows = Box::new([Row::EMPTY; 256]);
        for _ in 0..self.byte() {
            let lead = self.byte();
            let (first, count) = (self.byte(), self.byte());
            rows[usize::from(lead)] = Row { first, units: self.take(usize::from(count) * 2) };
        }
        let wide = (0..self.number(2)).map(|_| self.characters()).collect();
        Table { rows, wide }
    }

    fn map(&mut self, index: usize) -> Map {
        let length = self.byte();
        let name = std::str::from_utf8(self.take(length.into())).unwrap_or_default();
        let form = match self.byte() {
            0 => Form::Same,
            1 => Form::Euc,
            _ => Form::ShiftJis,
        };
        let base = usize::from(self.byte()).checked_sub(1);
        let second = self.byte();
        let second = self.take(second.into());
        let singles = (self.byte() != 0).then(|| self.take(512));
        let planes = [self.table(), self.table()];
        let exceptions = (0..self.number(2)).map(|_| (self.characters(), self.number(4))).collect();
        let encoding: Box<dyn FnOnce() -> Encoding + Send + Sync> =
            Box::new(move || ALL.maps.get(index).map(Encoding::of).unwrap_or_default());
        Map { name, form, base, second, singles, planes, exceptions, encoding: LazyLock::new(encoding) }
    }

    fn tables(mut self) -> Tables {
        let maps = (0..self.byte()).map(|i| self.map(i.into())).collect();
        let ranges = (0..self.number(2))
            .map(|_| Range { first: self.number(2), last: self.number(2), number: self.number(2) })
            .collect();
        Tables { maps, ranges }
    }
}
