//! The ISO 2022 codecs: escape sequences designate the character sets that the bytes behind them are read by.

use super::{
    codec::{State, Trouble, code_of, push_code},
    maps::{self, Cell, Map},
};
use rpython_objects::text::TextBuf;
use std::sync::LazyLock;

const ESC: u8 = 0x1B;
const SHIFT_OUT: u8 = 0x0E;
const SHIFT_IN: u8 = 0x0F;
/// Longest escape sequence that is looked for.
const LONGEST_ESCAPE: usize = 16;

/// Set in the mark of a set of two bytes.
const DOUBLE: u8 = 0x80;
const ASCII: u8 = b'B';

/// Where the state has the sets that are designated, and its flags.
const FLAGS: usize = 4;
/// The second set is in use.
const SHIFTED: u8 = 1;
/// An escape sequence of another standard passes through.
const PASSING: u8 = 2;
/// Nothing but ASCII is designated.
pub(super) const START_DECODING: State = [ASCII, ASCII, ASCII, 0, 0, 0, 0, 0];
/// The third slot is not written to.
pub(super) const START_ENCODING: State = [ASCII, ASCII, 0, 0, 0, 0, 0, 0];

/// How a set maps.
enum Set {
    Map(&'static Map),
    /// The same, but only pairs of characters are written in it.
    Pairs(&'static Map),
    /// JIS X 0201: ASCII but for a yen sign and an overline.
    Roman,
    /// JIS X 0201: half-width katakana.
    Katakana,
    /// ISO 8859, which only a single shift reaches: nothing is written in it.
    Shifted,
}

/// A set that a codec knows.
struct Designation {
    /// The final byte of its escape sequence; sets of two bytes have [`DOUBLE`] set.
    mark: u8,
    /// The number of the slot it is designated to when written.
    slot: usize,
    set: Set,
}

/// A codec of the family.
pub(super) struct Iso2022 {
    pub(super) name: &'static str,
    /// In the order in which they are tried for writing.
    designations: Vec<Designation>,
    /// Whether the shift characters change the set.
    shifts: bool,
    /// Whether the third slot can be reached by a single shift.
    single_shift: bool,
}

const JISX0208: u8 = b'B' | DOUBLE;

fn designation(name: &str) -> Option<Designation> {
    let map = |mark: u8, slot, name| Some(Designation { mark: mark | DOUBLE, slot, set: Set::Map(maps::named(name)?) });
    let pairs =
        |mark: u8, name| Some(Designation { mark: mark | DOUBLE, slot: 0, set: Set::Pairs(maps::named(name)?) });
    let other = |mark, slot, set| Some(Designation { mark, slot, set });
    match name {
        "ksx1001 shifted" => map(b'C', 1, "ksx1001"),
        "ksx1001" => map(b'C', 0, "ksx1001"),
        "jisx0208" => map(b'B', 0, "jisx0208"),
        "jisx0208:1978" => map(b'@', 0, "jisx0208"),
        "jisx0212" => map(b'D', 0, "jisx0212"),
        "gb2312" => map(b'A', 0, "gb2312_1980"),
        "jisx0213:2000 pairs" => pairs(b'O', "jisx0213_2000_1"),
        "jisx0213:2000" => map(b'O', 0, "jisx0213_2000_1"),
        "jisx0213:2000 plane 2" => map(b'P', 0, "jisx0213_2000_2"),
        "jisx0213:2004 pairs" => pairs(b'Q', "jisx0213_1"),
        "jisx0213:2004" => map(b'Q', 0, "jisx0213_1"),
        "jisx0213:2004 plane 2" => map(b'P', 0, "jisx0213_2"),
        "roman" => other(b'J', 0, Set::Roman),
        "katakana" => other(b'I', 0, Set::Katakana),
        "iso8859-1" => other(b'A', 2, Set::Shifted),
        "iso8859-7" => other(b'F', 2, Set::Shifted),
        _ => None,
    }
}

static CODECS: LazyLock<Vec<Iso2022>> = LazyLock::new(|| {
    let codec = |name, sets: &[&str]| Iso2022 {
        name,
        designations: sets.iter().filter_map(|set| designation(set)).collect(),
        shifts: sets.contains(&"ksx1001 shifted"),
        single_shift: sets.contains(&"iso8859-1"),
    };
    vec![
        codec("iso2022_kr", &["ksx1001 shifted"]),
        codec("iso2022_jp", &["jisx0208", "roman", "jisx0208:1978"]),
        codec("iso2022_jp_1", &["jisx0208", "jisx0212", "roman", "jisx0208:1978"]),
        codec(
            "iso2022_jp_2",
            &["jisx0208", "jisx0212", "ksx1001", "gb2312", "roman", "jisx0208:1978", "iso8859-1", "iso8859-7"],
        ),
        codec("iso2022_jp_2004", &["jisx0213:2004 pairs", "jisx0208", "jisx0213:2004", "jisx0213:2004 plane 2"]),
        codec("iso2022_jp_3", &["jisx0213:2000 pairs", "jisx0208", "jisx0213:2000", "jisx0213:2000 plane 2"]),
        codec("iso2022_jp_ext", &["jisx0208", "jisx0212", "roman", "katakana", "jisx0208:1978"]),
    ]
});

/// The codec of a name.
pub(super) fn named(name: &str) -> Option<&'static Iso2022> {
    if !name.starts_with("iso2022_") {
        return None;
    }
    CODECS.iter().find(|codec| codec.name == name)
}

/// Leaves the second set and designates ASCII again.
pub(super) fn finish_encoding(state: &mut State, out: &mut Vec<u8>) {
    shift(state, false, out);
    if state[0] != ASCII {
        out.extend_from_slice(&[ESC, b'(', ASCII]);
        state[0] = ASCII;
    }
}

pub(super) fn reset_decoding(state: &mut State) {
    state[0] = ASCII;
    state[FLAGS] &= !SHIFTED;
}

/// Changes to the second set or back.
fn shift(state: &mut State, shifted: bool, out: &mut Vec<u8>) {
    if (state[FLAGS] & SHIFTED != 0) != shifted {
        out.push(if shifted { SHIFT_OUT } else { SHIFT_IN });
        state[FLAGS] ^= SHIFTED;
    }
}

fn ends_escape(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte == b'@'
}

/// ISO 8859-7 of 1987.
fn greek(byte: u8) -> Option<u32> {
    /// Bytes from A0 that are the same as in Latin-1, one bit each.
    const SAME: u32 = 0x288F_3BC9;
    /// Bytes from B4 that are Greek letters and accents; from D4 on all are.
    const LETTERS: u32 = 0xBFFF_FD77;
    let byte = u32::from(byte);
    Some(match byte {
        ..0xA0 => byte,
        0xA0..0xC0 if SAME >> (byte - 0xA0) & 1 != 0 => byte,
        0xD4..=0xFE => byte + 0x02D0,
        0xB4..0xD4 if LETTERS >> (byte - 0xB4) & 1 != 0 => byte + 0x02D0,
        0xA1 => 0x2018,
        0xA2 => 0x2019,
        0xAF => 0x2015,
        _ => return None,
    })
}

impl Designation {
    fn is_double(&self) -> bool {
        self.mark & DOUBLE != 0
    }

    /// The code of a character or pair in the set, and how many characters it takes.
    fn code(&self, c: u32, next: Option<u32>, last: bool) -> Result<(u32, usize), Trouble> {
        let found = match (&self.set, c) {
            (Set::Map(map), _) => return code_of(map, c, next, last),
            (Set::Pairs(map), _) => {
                if !map.begins_pair(c) {
                    return Err(Trouble::Illegal(1));
                }
                return code_of(map, c, next, last).and_then(|found| match found {
                    (_, 2) => Ok(found),
                    _ => Err(Trouble::Illegal(1)),
                });
            }
            (Set::Roman, 0xA5) => 0x5C,
            (Set::Roman, 0x203E) => 0x7E,
            (Set::Roman, ..0x80) if c != 0x5C && c != 0x7E => c,
            (Set::Katakana, 0xFF61..=0xFF9F) => c - 0xFF61 + 0x21,
            _ => return Err(Trouble::Illegal(1)),
        };
        Ok((found, 1))
    }

    /// Reads a character of the set.
    fn decode(&self, input: &[u8], out: &mut TextBuf) -> Result<usize, Trouble> {
        let width = 1 + usize::from(self.is_double());
        let Some(bytes) = input.get(..width) else { return Err(Trouble::Incomplete) };
        let c = match (&self.set, bytes) {
            (Set::Map(map) | Set::Pairs(map), &[lead, trail]) => match map.double(lead, trail) {
                Cell::Holds(characters) => {
                    out.extend(characters.iter());
                    return Ok(width);
                }
                _ => return Err(Trouble::Illegal(width)),
            },
            (Set::Roman, [0x5C]) => 0xA5,
            (Set::Roman, [0x7E]) => 0x203E,
            (Set::Roman, &[byte]) => byte.into(),
            (Set::Katakana, &[byte @ 0x21..=0x5F]) => u32::from(byte) - 0x21 + 0xFF61,
            _ => return Err(Trouble::Illegal(width)),
        };
        out.push(c);
        Ok(width)
    }
}

impl Iso2022 {
    pub(super) fn encode(
        &self,
        state: &mut State,
        c: u32,
        next: Option<u32>,
        last: bool,
        out: &mut Vec<u8>,
    ) -> Result<usize, Trouble> {
        if c < 0x80 {
            if state[0] != ASCII {
                out.extend_from_slice(&[ESC, b'(', ASCII]);
                state[0] = ASCII;
            }
            shift(state, false, out);
            out.push(c as u8);
            return Ok(1);
        }
        for designation in &self.designations {
            let (code, taken) = match designation.code(c, next, last) {
                Ok(found) => found,
                Err(Trouble::Incomplete) => return Err(Trouble::Incomplete),
                Err(Trouble::Illegal(_)) => continue,
            };
            let mark = designation.mark;
            let Some(designated) = state.get_mut(designation.slot) else { continue };
            let changes = std::mem::replace(designated, mark) != mark;
            let second = designation.slot == 1;
            if !second {
                shift(state, false, out);
            }
            if changes {
                let slot = if second { b')' } else { b'(' };
                out.push(ESC);
                if designation.is_double() {
                    out.push(b'$');
                }
                if mark != JISX0208 || second {
                    out.push(slot);
                }
                out.push(mark & !DOUBLE);
            }
            if second {
                shift(state, true, out);
            }
            if designation.is_double() {
                push_code(out, code)
            } else {
                out.push(code as u8)
            }
            return Ok(taken);
        }
        Err(Trouble::Illegal(1))
    }

    pub(super) fn decode(&self, state: &mut State, input: &[u8], out: &mut TextBuf) -> Result<usize, Trouble> {
        let Some(&byte) = input.first() else { return Err(Trouble::Incomplete) };
        if state[FLAGS] & PASSING != 0 {
            if ends_escape(byte) {
                state[FLAGS] &= !PASSING;
            }
            out.push(byte.into());
            return Ok(1);
        }
        match (byte, input.get(1)) {
            (ESC, None) => return Err(Trouble::Incomplete),
            (ESC, Some(b'(' | b')' | b'$' | b'.' | b'&')) => return self.designate(state, input),
            (ESC, Some(b'N')) if self.single_shift => return single_shifted(state, input, out),
            (ESC, _) => state[FLAGS] |= PASSING,
            (SHIFT_IN, _) if self.shifts => {
                state[FLAGS] &= !SHIFTED;
                return Ok(1);
            }
            (SHIFT_OUT, _) if self.shifts => {
                state[FLAGS] |= SHIFTED;
                return Ok(1);
            }
            (b'\n', _) => state[FLAGS] &= !SHIFTED,
            (..0x20, _) => {}
            (0x80.., _) => return Err(Trouble::Illegal(1)),
            _ => {
                let mark = if state[FLAGS] & SHIFTED != 0 { state[1] } else { state[0] };
                if mark != ASCII {
                    // A program can set a state that designates nothing.
                    let known = self.designations.iter().find(|designation| designation.mark == mark);
                    return known.ok_or(Trouble::Illegal(1))?.decode(input, out);
                }
            }
        }
        out.push(byte.into());
        Ok(1)
    }

    /// Reads an escape sequence that designates a set.
    fn designate(&self, state: &mut State, input: &[u8]) -> Result<usize, Trouble> {
        let mut at = 1;
        let length = loop {
            if at >= LONGEST_ESCAPE {
                return Err(Trouble::Illegal(1));
            }
            match input.get(at) {
                None => return Err(Trouble::Incomplete),
                Some(&byte) if ends_escape(byte) => break at + 1,
                // JIS X 0208:1990 is announced by ESC & @ before its own sequence.
                Some(b'&') if !self.shifts && input.get(at + 1) == Some(&b'@') => at += 3,
                Some(_) => at += 1,
            }
        };
        let (slot, mark) = match input.get(1..length) {
            Some(&[b'$', mark]) => (0, mark | DOUBLE),
            Some(&[b'(', mark]) => (0, mark),
            Some(&[b')', mark]) => (1, mark),
            Some(&[b'.', mark]) if self.single_shift => (2, mark),
            Some(&[b'$', b'(', mark]) => (0, mark | DOUBLE),
            Some(&[b'$', b')', mark]) => (1, mark | DOUBLE),
            Some(&[_, _, ESC, b'$', b'B']) if !self.shifts => (0, JISX0208),
            _ => return Err(Trouble::Illegal(length)),
        };
        if mark != ASCII && !self.designations.iter().any(|designation| designation.mark == mark) {
            return Err(Trouble::Illegal(length));
        }
        if let Some(designated) = state.get_mut(slot) {
            *designated = mark;
        }
        Ok(length)
    }
}

/// Reads a character of the third slot.
fn single_shifted(state: &State, input: &[u8], out: &mut TextBuf) -> Result<usize, Trouble> {
    let Some(&byte) = input.get(2) else { return Err(Trouble::Incomplete) };
    let found = match state[2] {
        b'A' if byte < 0x80 => Some(u32::from(byte) + 0x80),
        b'F' => greek(byte ^ 0x80),
        ASCII if byte < 0x80 => Some(byte.into()),
        _ => None,
    };
    out.push(found.ok_or(Trouble::Illegal(3))?);
    Ok(3)
}
