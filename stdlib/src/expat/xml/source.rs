//! The bytes of a document or external entity as UTF-8. The encoding is found from the first bytes, named by the program, or by the
//! document's declaration, behind which the rest is decoded again. Bytes that are no character become [`WRONG`], which no scan passes,
//! so that errors are found where the scan reaches them.
//!
//! Places are offsets into the text; lines, columns and byte numbers are computed from a mark when asked for.

/// A byte that is no part of any UTF-8.
const WRONG: u8 = 0xFF;

/// How bytes become characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    Utf16 {
        big: bool,
    },
    /// One byte a character, `None` for bytes that are none.
    Table(Box<[Option<char>]>),
}

impl Encoding {
    /// The encoding of a name, compared without case. `UTF-16` is `current` where that has two bytes a character.
    pub(super) fn named(name: &str, current: &Encoding) -> Option<Encoding> {
        const NAMES: [(&str, Encoding); 6] = [
            ("UTF-8", Encoding::Utf8),
            ("US-ASCII", Encoding::Ascii),
            ("ISO-8859-1", Encoding::Latin1),
            ("UTF-16", Encoding::Utf16 { big: true }),
            ("UTF-16BE", Encoding::Utf16 { big: true }),
            ("UTF-16LE", Encoding::Utf16 { big: false }),
        ];
        if name.eq_ignore_ascii_case("UTF-16") && current.is_wide() {
            return Some(current.clone());
        }
        NAMES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, encoding)| encoding)
    }

    /// Whether a character takes two bytes at least.
    pub(super) fn is_wide(&self) -> bool {
        matches!(self, Encoding::Utf16 { .. })
    }

    /// The encoding of 256 characters, unless markup in it would not be what it is in ASCII.
    pub(super) fn table(characters: &[Option<char>]) -> Option<Encoding> {
        // These have no meaning in markup; control characters may be anything.
        let free = |b: u8| {
            matches!(b, b'$' | b'@' | b'\\' | b'^' | b'`' | b'{' | b'}' | b'~' | 0x7F)
                || b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')
        };
        let fits = characters.iter().enumerate().all(|(i, &c)| {
            let byte = u8::try_from(i).ok().filter(u8::is_ascii);
            let meant = c.and_then(|c| u8::try_from(c).ok()).filter(u8::is_ascii);
            byte.is_none_or(|b| free(b) || meant == Some(b))
                && meant.is_none_or(|b| free(b) || usize::from(b) == i)
                && c.is_none_or(|c| u32::from(c) <= 0xFFFF)
        });
        (fits && characters.len() == 256).then(|| Encoding::Table(characters.into()))
    }
}

/// A place that lines and columns are counted from.
#[derive(Clone, Copy, Default)]
struct Mark {
    offset: usize,
    line: u64,
    column: u64,
    byte: u64,
}

/// What has been fed and not been dropped.
#[derive(Default)]
pub(super) struct Source {
    /// Decoded text; what is behind the last scan's end stays for the next.
    pub(super) text: Vec<u8>,
    /// How far the text has been parsed.
    pub(super) start: usize,
    /// The bytes from `raw_at` on, unless they are the text itself.
    raw: Vec<u8>,
    /// The number of the first byte in `raw`.
    raw_at: u64,
    /// How much of `raw` has been decoded.
    decoded: usize,
    /// `None` until the first bytes have been seen.
    encoding: Option<Encoding>,
    mark: Mark,
    /// Whether the encoding found by the first bytes overrules one named by the program.
    fed: bool,
}

/// What the first bytes of an entity say.
enum First {
    Unclear,
    Is(Encoding),
}

impl Source {
    pub(super) fn encoding(&self) -> &Encoding {
        self.encoding.as_ref().unwrap_or(&Encoding::Utf8)
    }

    /// Whether anything has been fed.
    pub(super) fn fed(&self) -> bool {
        self.fed
    }

    fn is_raw(&self) -> bool {
        matches!(self.encoding, Some(Encoding::Utf8))
    }

    /// Bytes that wait to be parsed.
    pub(super) fn waiting(&self) -> usize {
        if self.is_raw() {
            return self.text.len() - self.start;
        }
        // The mark lies where the last piece's text was left.
        self.raw.len().saturating_sub((self.mark.byte - self.raw_at) as usize)
    }

    /// Adds bytes. `named` is the encoding that the program has named, `content` whether an external general entity is read,
    /// `asked` whether the encoding is asked for, so that the bytes are kept as they are until it is known.
    ///
    /// Answers how far offsets have moved, `None` where memory is lacking.
    pub(super) fn feed(
        &mut self,
        bytes: &[u8],
        last: bool,
        named: Option<&Encoding>,
        content: bool,
        asked: bool,
    ) -> Option<usize> {
        self.fed = true;
        let dropped = self.drop_parsed();
        if self.is_raw() {
            self.text.try_reserve(bytes.len()).ok()?;
            self.text.extend_from_slice(bytes);
            return Some(dropped);
        }
        self.raw.try_reserve(bytes.len()).ok()?;
        self.raw.extend_from_slice(bytes);
        if self.encoding.is_none() && asked {
            return Some(dropped);
        }
        if self.encoding.is_none() {
            match first(&self.raw, last, named, content) {
                First::Unclear => return Some(dropped),
                First::Is(Encoding::Utf8) => {
                    self.encoding = Some(Encoding::Utf8);
                    self.text = std::mem::take(&mut self.raw);
                    self.decoded = 0;
                    return Some(dropped);
                }
                First::Is(encoding) => self.encoding = Some(encoding),
            }
        }
        self.decode()?;
        Some(dropped)
    }

    /// Decodes what has been kept in an encoding that was asked for.
    ///
    /// Answers `None` where memory is lacking.
    pub(super) fn impose(&mut self, encoding: Encoding) -> Option<()> {
        self.encoding = Some(encoding);
        self.decode()
    }

    /// Lets go of text that has been parsed, once it is as much as what is left.
    fn drop_parsed(&mut self) -> usize {
        if self.start == 0 || self.start < self.text.len() - self.start {
            return 0;
        }
        self.move_mark(self.start);
        self.text.drain(..self.start);
        if !self.is_raw() {
            let parsed = ((self.mark.byte - self.raw_at) as usize).min(self.decoded);
            self.raw.drain(..parsed);
            self.decoded -= parsed;
        }
        self.raw_at = self.mark.byte;
        self.mark.offset -= self.start;
        std::mem::take(&mut self.start)
    }

    /// Decodes what has been fed.
    fn decode(&mut self) -> Option<()> {
        let Source { text, raw, decoded, encoding, .. } = self;
        let rest = raw.get(*decoded..).unwrap_or_default();
        text.try_reserve(rest.len().checked_mul(3)?).ok()?;
        let mut add = |c: Option<char>| match c {
            Some(c) => text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => text.push(WRONG),
        };
        match encoding {
            None | Some(Encoding::Utf8) => return Some(()),
            Some(Encoding::Ascii) => rest.iter().for_each(|&b| add(b.is_ascii().then_some(b.into()))),
            Some(Encoding::Latin1) => rest.iter().for_each(|&b| add(Some(b.into()))),
            Some(Encoding::Table(table)) => {
                rest.iter().for_each(|&b| add(table.get(usize::from(b)).copied().flatten()))
            }
            Some(Encoding::Utf16 { big }) => {
                let unit = |pair: &[u8]| match *pair {
                    [a, b] if *big => u32::from(a) << 8 | u32::from(b),
                    [a, b] => u32::from(b) << 8 | u32::from(a),
                    _ => 0,
                };
                let mut units = rest.chunks_exact(2).map(unit);
                while let Some(first) = units.next() {
                    if !(0xD800..0xDC00).contains(&first) {
                        add(char::from_u32(first));
                        *decoded += 2;
                        continue;
                    }
                    let Some(second) = units.next() else { break };
                    add(char::from_u32(0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)));
                    *decoded += 4;
                }
                return Some(());
            }
        }
        *decoded = raw.len();
        Some(())
    }

    /// Whether bytes are left that are no whole character.
    pub(super) fn ends_within_character(&self) -> bool {
        self.decoded < self.raw.len()
    }

    /// Decodes the text behind `from` in another encoding.
    ///
    /// Answers `None` where memory is lacking.
    pub(super) fn change(&mut self, encoding: Encoding, from: usize) -> Option<()> {
        if self.encoding.as_ref() == Some(&encoding) {
            return Some(());
        }
        self.move_mark(from);
        let rest = if self.is_raw() {
            self.text.split_off(from.min(self.text.len()))
        } else {
            self.raw.split_off(((self.mark.byte - self.raw_at) as usize).min(self.raw.len()))
        };
        self.text.clear();
        self.mark.offset = 0;
        self.start = 0;
        self.raw_at = self.mark.byte;
        self.decoded = 0;
        self.encoding = Some(encoding);
        if self.is_raw() {
            self.raw = Vec::new();
            self.text = rest;
            return Some(());
        }
        self.raw = rest;
        self.decode()
    }

    /// Counts up to a place, which later ones are counted from.
    fn move_mark(&mut self, to: usize) {
        if to > self.mark.offset {
            self.mark = self.counted(to);
        }
    }

    fn counted(&self, to: usize) -> Mark {
        let mut mark = self.mark;
        let passed = self.text.get(mark.offset..to).unwrap_or_default();
        let mut characters = 0;
        for (i, &b) in passed.iter().enumerate() {
            match b {
                b'\n' if i > 0 && passed[i - 1] == b'\r' => mark.column = 0,
                b'\n' | b'\r' => {
                    mark.line += 1;
                    mark.column = 0;
                }
                0x80..=0xBF => continue,
                _ => mark.column += 1,
            }
            characters += 1;
        }
        let four = || passed.iter().filter(|&&b| (0xF0..0xF8).contains(&b)).count();
        mark.byte += match self.encoding() {
            Encoding::Utf8 => passed.len(),
            Encoding::Utf16 { .. } => 2 * (characters + four()),
            _ => characters,
        } as u64;
        mark.offset = to;
        mark
    }

    /// Line from 1 and column from 0 of a place. Places before one that was asked for have its line and column.
    pub(super) fn position(&mut self, at: usize) -> (u64, u64) {
        self.move_mark(at);
        (self.mark.line + 1, self.mark.column)
    }

    /// Counts a piece once more, as if it came again.
    pub(super) fn repeat(&mut self, from: usize, to: usize) {
        self.move_mark(to);
        let byte = self.mark.byte;
        if from < to {
            self.mark.offset = from;
            self.move_mark(to);
            self.mark.byte = byte;
        }
    }

    /// The number of the byte at a place.
    pub(super) fn byte(&mut self, at: usize) -> u64 {
        if at >= self.mark.offset {
            self.move_mark(at);
            return self.mark.byte;
        }
        let mut before = Mark { offset: 0, line: 0, column: 0, byte: 0 };
        std::mem::swap(&mut before, &mut self.mark);
        let passed = self.counted(at.min(before.offset)).byte;
        let marked = self.counted(before.offset).byte;
        self.mark = before;
        before.byte - (marked - passed)
    }

    /// The bytes from a place to the end of what has been fed.
    pub(super) fn bytes_from(&mut self, at: usize) -> &[u8] {
        if self.is_raw() || self.encoding.is_none() {
            return self.text.get(at..).unwrap_or_default();
        }
        let byte = (self.byte(at) - self.raw_at) as usize;
        self.raw.get(byte..).unwrap_or_default()
    }
}

/// What the first bytes say about the encoding (expat: `xmltok.c: initScan`).
fn first(bytes: &[u8], last: bool, named: Option<&Encoding>, content: bool) -> First {
    let otherwise = || First::Is(named.cloned().unwrap_or(Encoding::Utf8));
    let latin = content && named == Some(&Encoding::Latin1);
    let wide = content && named.is_some_and(Encoding::is_wide);
    match *bytes {
        [] if last => otherwise(),
        [] => First::Unclear,
        [_] if last => otherwise(),
        [0xFE | 0xFF | 0xEF] if latin => otherwise(),
        [0xFE | 0xFF | 0xEF | 0 | b'<'] => First::Unclear,
        [_] => otherwise(),
        [0xFE, 0xFF, ..] if !latin => First::Is(Encoding::Utf16 { big: true }),
        [0xFF, 0xFE, ..] if !latin => First::Is(Encoding::Utf16 { big: false }),
        [b'<', 0, ..] if !wide => First::Is(Encoding::Utf16 { big: false }),
        [0xEF, 0xBB] if !latin && !wide && !last => First::Unclear,
        [0xEF, 0xBB, 0xBF, ..] if !latin && !wide => First::Is(Encoding::Utf8),
        [0, _, ..] if !(content && named == Some(&Encoding::Utf16 { big: false })) => {
            First::Is(Encoding::Utf16 { big: true })
        }
        [_, 0, ..] if !content => First::Is(Encoding::Utf16 { big: false }),
        _ => otherwise(),
    }
}
