//! The codecs: how each reads one character's sequence and writes one, and what it keeps between them.

use super::{
    iso2022::{self, Iso2022},
    maps::{self, Cell, Map, SECOND_PLANE, Single},
};
use rpython_objects::text::{Text, TextBuf};

/// What a stateful codec keeps: the bytes that CPython's keep in the same place, since programs can ask for them.
pub(super) type State = [u8; 8];

/// Why a step was not made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trouble {
    /// This many bytes or characters are none of the encoding.
    Illegal(usize),
    /// The sequence goes on behind the end of what there is.
    Incomplete,
}

/// How the sequences of a codec are built.
#[derive(Clone, Copy)]
enum Scheme {
    /// One, two or three bytes by a map alone.
    Plain(&'static Map),
    /// The same, and four bytes.
    Gb18030(&'static Map),
    /// The same, and syllables made up of eight bytes.
    EucKr(&'static Map),
    Hz(&'static Map),
    Iso2022(&'static Iso2022),
}

/// A multibyte codec.
#[derive(Clone, Copy)]
pub(super) struct Codec {
    /// Its name, as errors show it.
    pub(super) name: &'static str,
    scheme: Scheme,
}

/// The codecs that a module of CPython's has, for `getcodec`.
fn module_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "gb2312" | "gbk" | "gb18030" | "hz" => "_codecs_cn",
        "big5hkscs" => "_codecs_hk",
        "big5" | "cp950" => "_codecs_tw",
        "euc_kr" | "cp949" | "johab" => "_codecs_kr",
        "shift_jis" | "cp932" | "euc_jp" | "shift_jis_2004" | "euc_jis_2004" | "euc_jisx0213" | "shift_jisx0213" => {
            "_codecs_jp"
        }
        _ => iso2022::named(name).map(|_| "_codecs_iso2022")?,
    })
}

/// The codec of a name, if that module has it.
pub(super) fn named(module: &str, name: &str) -> Option<Codec> {
    if module_of(name) != Some(module) {
        return None;
    }
    let (name, scheme) = match name {
        "hz" => ("hz", Scheme::Hz(maps::named("gb2312_1980")?)),
        _ => match iso2022::named(name) {
            Some(found) => (found.name, Scheme::Iso2022(found)),
            None => {
                let map = maps::named(name)?;
                let scheme = match name {
                    "gb18030" => Scheme::Gb18030(map),
                    "euc_kr" => Scheme::EucKr(map),
                    _ => Scheme::Plain(map),
                };
                (map.name, scheme)
            }
        },
    };
    Some(Codec { name, scheme })
}

/// Appends the bytes of a code.
pub(super) fn push_code(out: &mut Vec<u8>, code: u32) {
    let bytes = code.to_be_bytes();
    let first = bytes.iter().position(|&b| b != 0).unwrap_or(3);
    out.extend_from_slice(bytes.get(first..).unwrap_or_default());
}

impl Codec {
    /// The state before anything was encoded.
    pub(super) fn start_encoding(&self) -> State {
        match self.scheme {
            Scheme::Iso2022(_) => iso2022::START_ENCODING,
            _ => State::default(),
        }
    }

    /// The state before anything was decoded.
    pub(super) fn start_decoding(&self) -> State {
        match self.scheme {
            Scheme::Iso2022(_) => iso2022::START_DECODING,
            _ => State::default(),
        }
    }

    /// Reads one sequence from the start of `input`, which is not empty; how many bytes it takes.
    ///
    /// # Errors
    /// What keeps it from being read. Nothing is then written.
    pub(super) fn decode(&self, state: &mut State, input: &[u8], out: &mut TextBuf) -> Result<usize, Trouble> {
        match self.scheme {
            Scheme::Plain(map) => plain(map, input, out),
            Scheme::Gb18030(map) => match input {
                [_, b'0'..=b'9', ..] if matches!(map.single(input[0]), Single::Lead) => four_bytes(input, out),
                _ => plain(map, input, out),
            },
            Scheme::EucKr(map) => match input {
                [JAMO, FILLER, ..] => syllable(input, out),
                _ => plain(map, input, out),
            },
            Scheme::Hz(map) => hz_decode(map, state, input, out),
            Scheme::Iso2022(codec) => codec.decode(state, input, out),
        }
    }

    /// Writes the character at `at`; how many characters were written. `last` says that no more text follows.
    ///
    /// # Errors
    /// What keeps it from being written. Nothing is then written.
    pub(super) fn encode(
        &self,
        state: &mut State,
        text: Text<'_>,
        at: usize,
        last: bool,
        out: &mut Vec<u8>,
    ) -> Result<usize, Trouble> {
        let Some(c) = text.get(at) else { return Err(Trouble::Incomplete) };
        let next = text.get(at + 1);
        match self.scheme {
            Scheme::Plain(map) => {
                let (code, taken) = code_of(map, c, next, last)?;
                push_code(out, code);
                Ok(taken)
            }
            Scheme::Gb18030(map) => {
                match map.encode(c) {
                    Some(code) => push_code(out, code),
                    None => out.extend_from_slice(&four_byte_code(c).ok_or(Trouble::Illegal(1))?),
                }
                Ok(1)
            }
            Scheme::EucKr(map) => {
                match map.encode(c) {
                    Some(code) => push_code(out, code),
                    None => out.extend_from_slice(&syllable_code(c).ok_or(Trouble::Illegal(1))?),
                }
                Ok(1)
            }
            Scheme::Hz(map) => hz_encode(map, state, c, out).map(|()| 1),
            Scheme::Iso2022(codec) => codec.encode(state, c, next, last, out),
        }
    }

    /// Writes what brings the reader back to the initial state.
    pub(super) fn finish_encoding(&self, state: &mut State, out: &mut Vec<u8>) {
        match self.scheme {
            Scheme::Hz(_) if state[0] != 0 => {
                out.extend_from_slice(b"~}");
                state[0] = 0;
            }
            Scheme::Iso2022(_) => iso2022::finish_encoding(state, out),
            _ => {}
        }
    }

    /// Forgets what decoding has seen.
    pub(super) fn reset_decoding(&self, state: &mut State) {
        match self.scheme {
            Scheme::Hz(_) => state[0] = 0,
            Scheme::Iso2022(_) => iso2022::reset_decoding(state),
            _ => {}
        }
    }
}

/// The code of a character or a pair, and how many characters that is.
pub(super) fn code_of(map: &Map, c: u32, next: Option<u32>, last: bool) -> Result<(u32, usize), Trouble> {
    if map.begins_pair(c) {
        match next {
            Some(next) => {
                if let Some(code) = map.encode_pair(c, next) {
                    return Ok((code, 2));
                }
            }
            None if !last => return Err(Trouble::Incomplete),
            None => {}
        }
    }
    map.encode(c).map(|code| (code, 1)).ok_or(Trouble::Illegal(1))
}

fn plain(map: &Map, input: &[u8], out: &mut TextBuf) -> Result<usize, Trouble> {
    let Some(&lead) = input.first() else { return Err(Trouble::Incomplete) };
    match map.single(lead) {
        Single::Is(c) => {
            out.push(c);
            return Ok(1);
        }
        Single::Illegal => return Err(Trouble::Illegal(1)),
        Single::Lead => {}
    }
    let (cell, taken) = match *input {
        [SECOND_PLANE, lead, trail, ..] if map.has_second_plane() => (map.second_plane(lead, trail), 3),
        [SECOND_PLANE, ..] if map.has_second_plane() => return Err(Trouble::Incomplete),
        [_, trail, ..] => (map.double(lead, trail), 2),
        _ => return Err(Trouble::Incomplete),
    };
    match cell {
        Cell::Holds(characters) => {
            out.extend(characters.iter());
            Ok(taken)
        }
        // CPython refuses the cells that JIS X 0213:2004 added whole, any other sequence by its first byte.
        Cell::Removed if map.is_of_2000() => Err(Trouble::Illegal(2)),
        _ => Err(Trouble::Illegal(1)),
    }
}

/// Codes of four bytes below this number are in the basic plane.
const BASIC_CODES: u32 = 39420;
/// The number of the first code of the other planes.
const OTHER_PLANES: u32 = 15 * 12600;

fn four_bytes(input: &[u8], out: &mut TextBuf) -> Result<usize, Trouble> {
    let &[a, b, c, d, ..] = input else { return Err(Trouble::Incomplete) };
    if !(0x81..=0xFE).contains(&a) || !(0x81..=0xFE).contains(&c) || !d.is_ascii_digit() {
        return Err(Trouble::Illegal(1));
    }
    let digit = |byte: u8, first: u8| u32::from(byte - first);
    let number = ((digit(a, 0x81) * 10 + digit(b, b'0')) * 126 + digit(c, 0x81)) * 10 + digit(d, b'0');
    let found = match number {
        0..BASIC_CODES => {
            let ranges = maps::four_byte_ranges();
            let at = ranges.partition_point(|range| range.number <= number);
            at.checked_sub(1).and_then(|at| ranges.get(at)).map(|range| range.first + (number - range.number))
        }
        OTHER_PLANES.. => Some(number - OTHER_PLANES + 0x10000).filter(|&c| c <= 0x10FFFF),
        _ => None,
    };
    out.push(found.ok_or(Trouble::Illegal(1))?);
    Ok(4)
}

fn four_byte_code(c: u32) -> Option<[u8; 4]> {
    let number = match c {
        0x10000.. => c - 0x10000 + OTHER_PLANES,
        _ => {
            let ranges = maps::four_byte_ranges();
            let at = ranges.partition_point(|range| range.first <= c).checked_sub(1)?;
            let range = ranges.get(at).filter(|range| c <= range.last)?;
            range.number + (c - range.first)
        }
    };
    let (rest, d) = (number / 10, number % 10);
    let (rest, c) = (rest / 126, rest % 126);
    let (a, b) = (rest / 10, rest % 10);
    Some([0x81 + a as u8, b'0' + b as u8, 0x81 + c as u8, b'0' + d as u8])
}

/// The first byte of a letter, and the letter that stands for none (KS X 1001:1998, annex 3).
const JAMO: u8 = 0xA4;
const FILLER: u8 = 0xD4;
/// The second bytes of the letters that begin, continue and end a syllable, in the order of Unicode's syllables.
const INITIALS: [u8; 19] =
    [0xA1, 0xA2, 0xA4, 0xA7, 0xA8, 0xA9, 0xB1, 0xB2, 0xB3, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE];
const FIRST_VOWEL: u8 = 0xBF;
const VOWELS: u32 = 21;
const FINALS: [u8; 28] = [
    FILLER, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF, 0xB0, 0xB1, 0xB2, 0xB4,
    0xB5, 0xB6, 0xB7, 0xB8, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE,
];
const FIRST_SYLLABLE: u32 = 0xAC00;
const LAST_SYLLABLE: u32 = 0xD7A3;

/// A syllable written as its letters.
fn syllable(input: &[u8], out: &mut TextBuf) -> Result<usize, Trouble> {
    let &[_, _, a, initial, b, vowel, c, last, ..] = input else { return Err(Trouble::Incomplete) };
    let place = |letters: &[u8], letter: u8| letters.iter().position(|&l| l == letter).map(|at| at as u32);
    let vowel = u32::from(vowel).checked_sub(FIRST_VOWEL.into()).filter(|&at| at < VOWELS);
    match (place(&INITIALS, initial), vowel, place(&FINALS, last)) {
        (Some(initial), Some(vowel), Some(last)) if [a, b, c] == [JAMO; 3] => {
            out.push(FIRST_SYLLABLE + (initial * VOWELS + vowel) * FINALS.len() as u32 + last);
            Ok(8)
        }
        _ => Err(Trouble::Illegal(1)),
    }
}

fn syllable_code(c: u32) -> Option<[u8; 8]> {
    if !(FIRST_SYLLABLE..=LAST_SYLLABLE).contains(&c) {
        return None;
    }
    let (rest, last) = ((c - FIRST_SYLLABLE) / 28, (c - FIRST_SYLLABLE) % 28);
    let (initial, vowel) = (rest / VOWELS, rest % VOWELS);
    let initial = INITIALS.get(initial as usize)?;
    let last = FINALS.get(last as usize)?;
    Some([JAMO, FILLER, JAMO, *initial, JAMO, FIRST_VOWEL + vowel as u8, JAMO, *last])
}

/// HZ (RFC 1843): `~{` and `~}` switch between ASCII and GB 2312; the state's first byte says which it is.
fn hz_decode(map: &Map, state: &mut State, input: &[u8], out: &mut TextBuf) -> Result<usize, Trouble> {
    match *input {
        [b'~', second, ..] => {
            match second {
                b'~' if state[0] == 0 => out.push('~'.into()),
                b'{' if state[0] == 0 => state[0] = 1,
                b'}' if state[0] == 1 => state[0] = 0,
                b'\n' if state[0] == 0 => {}
                _ => return Err(Trouble::Illegal(1)),
            }
            Ok(2)
        }
        [b'~'] => Err(Trouble::Incomplete),
        [byte, ..] if byte >= 0x80 => Err(Trouble::Illegal(1)),
        [byte, ..] if state[0] == 0 => {
            out.push(byte.into());
            Ok(1)
        }
        [lead, trail, ..] => match map.double(lead, trail) {
            Cell::Holds(characters) => {
                out.extend(characters.iter());
                Ok(2)
            }
            _ => Err(Trouble::Illegal(1)),
        },
        _ => Err(Trouble::Incomplete),
    }
}

fn hz_encode(map: &Map, state: &mut State, c: u32, out: &mut Vec<u8>) -> Result<(), Trouble> {
    if c < 0x80 {
        if state[0] != 0 {
            out.extend_from_slice(b"~}");
            state[0] = 0;
        }
        out.push(c as u8);
        if c == u32::from('~') {
            out.push(b'~');
        }
        return Ok(());
    }
    let code = map.encode(c).ok_or(Trouble::Illegal(1))?;
    if state[0] == 0 {
        out.extend_from_slice(b"~{");
        state[0] = 1;
    }
    push_code(out, code);
    Ok(())
}
