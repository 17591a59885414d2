//! Formats: the language that describes the bytes of a struct, and where each value lies in them.

/// What a format character stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Item {
    /// `c`: one byte.
    Char,
    /// `s`: bytes, padded with zeros.
    Text,
    /// `p`: a length and bytes.
    Pascal,
    /// `?`
    Bool,
    /// `b h i l q n`
    Signed,
    /// `B H I L Q N`
    Unsigned,
    /// `P`: an unsigned integer that a negative one may stand for.
    Pointer,
    /// `e f d`
    Float,
    /// `F D`
    Complex,
}

/// Values of one kind, one behind the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    pub(super) item: Item,
    /// The format character, for messages.
    pub(super) letter: u8,
    pub(super) big_endian: bool,
    /// Of the first.
    pub(super) offset: usize,
    /// Of one.
    pub(super) size: usize,
    pub(super) repeat: usize,
}

/// A parsed format.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) codes: Vec<Code>,
    /// Bytes of the struct.
    pub(super) size: usize,
    /// Values of the struct.
    pub(super) len: usize,
}

/// What is wrong with a format, as `struct.error` says it.
pub(super) type Fault = &'static str;

const TOO_LONG: Fault = "total struct size too long";

/// Byte order and alignment.
#[derive(Clone, Copy)]
struct Mode {
    native: bool,
    big_endian: bool,
}

impl Mode {
    /// What a character stands for, its size and its alignment (0 for none); nothing for one that is no format.
    fn entry(self, letter: u8) -> Option<(Option<Item>, usize, usize)> {
        let long = if self.native { 8 } else { 4 };
        let (item, size) = match letter {
            b'x' => (None, 1),
            b'c' => (Some(Item::Char), 1),
            b's' => (Some(Item::Text), 1),
            b'p' => (Some(Item::Pascal), 1),
            b'?' => (Some(Item::Bool), 1),
            b'b' => (Some(Item::Signed), 1),
            b'B' => (Some(Item::Unsigned), 1),
            b'h' => (Some(Item::Signed), 2),
            b'H' => (Some(Item::Unsigned), 2),
            b'i' => (Some(Item::Signed), 4),
            b'I' => (Some(Item::Unsigned), 4),
            b'l' => (Some(Item::Signed), long),
            b'L' => (Some(Item::Unsigned), long),
            b'q' => (Some(Item::Signed), 8),
            b'Q' => (Some(Item::Unsigned), 8),
            b'n' if self.native => (Some(Item::Signed), 8),
            b'N' if self.native => (Some(Item::Unsigned), 8),
            b'P' if self.native => (Some(Item::Pointer), 8),
            b'e' => (Some(Item::Float), 2),
            b'f' => (Some(Item::Float), 4),
            b'd' => (Some(Item::Float), 8),
            b'F' => (Some(Item::Complex), 8),
            b'D' => (Some(Item::Complex), 16),
            _ => return None,
        };
        let alignment = match item {
            _ if !self.native || size == 1 => 0,
            Some(Item::Complex) => size / 2,
            _ => size,
        };
        Some((item, size, alignment))
    }
}

/// Parses a format (`prepare_s`).
pub(super) fn parse(format: &[u8]) -> Result<Layout, Fault> {
    const MOST: usize = isize::MAX as usize;
    if format.contains(&0) {
        return Err("embedded null character");
    }
    let (mode, mut rest) = match format.split_first() {
        Some((b'<', rest)) => (Mode { native: false, big_endian: false }, rest),
        Some((b'>' | b'!', rest)) => (Mode { native: false, big_endian: true }, rest),
        Some((b'=', rest)) => (Mode { native: false, big_endian: cfg!(target_endian = "big") }, rest),
        Some((b'@', rest)) => (Mode { native: true, big_endian: cfg!(target_endian = "big") }, rest),
        _ => (Mode { native: true, big_endian: cfg!(target_endian = "big") }, format),
    };
    let mut layout = Layout::default();
    while let Some((&letter, after)) = rest.split_first() {
        rest = after;
        if letter.is_ascii_whitespace() || letter == 0x0B {
            continue;
        }
        let (mut letter, mut count) = (letter, 1);
        if letter.is_ascii_digit() {
            count = usize::from(letter - b'0');
            loop {
                let Some((&next, after)) = rest.split_first() else {
                    return Err("repeat count given without format specifier");
                };
                rest = after;
                if !next.is_ascii_digit() {
                    letter = next;
                    break;
                }
                let more = count.checked_mul(10).and_then(|n| n.checked_add(usize::from(next - b'0')));
                count = more.filter(|&n| n <= MOST).ok_or(TOO_LONG)?;
            }
        }
        let (item, size, alignment) = mode.entry(letter).ok_or("bad char in struct format")?;
        if alignment > 1 {
            layout.size = layout.size.checked_next_multiple_of(alignment).filter(|&n| n <= MOST).ok_or(TOO_LONG)?;
        }
        let offset = layout.size;
        let bytes = count.checked_mul(size).and_then(|n| n.checked_add(offset));
        layout.size = bytes.filter(|&n| n <= MOST).ok_or(TOO_LONG)?;
        let Some(item) = item else { continue };
        let (size, repeat) = match item {
            Item::Text | Item::Pascal => (count, 1),
            _ => (size, count),
        };
        layout.len = layout.len.checked_add(repeat).ok_or(TOO_LONG)?;
        if repeat > 0 {
            layout.codes.push(Code { item, letter, big_endian: mode.big_endian, offset, size, repeat });
        }
    }
    Ok(layout)
}
