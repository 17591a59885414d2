//! Text that may hold lone surrogates, as Python's `str` can: UTF-8 in which U+D800 to U+DFFF are encoded like any other
//! three-byte code point (what the `surrogatepass` handler writes, and what marshal stores).

/// A borrowed text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wtf8<'a>(&'a [u8]);

impl<'a> Wtf8<'a> {
    /// A text from UTF-8.
    pub fn new(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    /// A text from bytes that are known to be UTF-8 with surrogates; other bytes make [`Wtf8::code_points`] yield
    /// U+FFFD.
    pub fn from_bytes_unchecked(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The encoded text.
    pub fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The text as UTF-8, unless it holds a surrogate.
    pub fn to_str(self) -> Option<&'a str> {
        std::str::from_utf8(self.0).ok()
    }

    /// Whether there are no code points.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// All code points, surrogates among them.
    pub fn code_points(self) -> CodePoints<'a> {
        CodePoints(self.0)
    }
}

impl std::fmt::Debug for Wtf8<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(self.0))
    }
}

/// Iterator over the code points of a [`Wtf8`].
#[derive(Clone)]
pub struct CodePoints<'a>(&'a [u8]);

impl Iterator for CodePoints<'_> {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        let first = u32::from(*self.0.first()?);
        let (len, mut point) = match first {
            0..=0x7F => (1, first),
            0xC0..=0xDF => (2, first & 0x1F),
            0xE0..=0xEF => (3, first & 0x0F),
            0xF0..=0xF7 => (4, first & 0x07),
            _ => (1, 0xFFFD),
        };
        for i in 1..len {
            match self.0.get(i) {
                Some(&byte) if byte & 0xC0 == 0x80 => point = point << 6 | u32::from(byte & 0x3F),
                _ => {
                    self.0 = &self.0[i..];
                    return Some(0xFFFD);
                }
            }
        }
        self.0 = &self.0[len..];
        Some(point)
    }
}

/// An owned text under construction.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wtf8Buf(Vec<u8>);

impl Wtf8Buf {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty text with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// Appends UTF-8.
    pub fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Appends a text.
    pub fn push_wtf8(&mut self, text: Wtf8<'_>) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Appends a code point up to U+10FFFF; a surrogate stays one, even when it completes a pair.
    pub fn push(&mut self, point: u32) {
        match char::from_u32(point) {
            Some(c) => self.push_str(c.encode_utf8(&mut [0; 4])),
            None => self.0.extend([
                0xE0 | (point >> 12 & 0x0F) as u8,
                0x80 | (point >> 6 & 0x3F) as u8,
                0x80 | (point & 0x3F) as u8,
            ]),
        }
    }

    /// The text so far.
    pub fn as_wtf8(&self) -> Wtf8<'_> {
        Wtf8(&self.0)
    }

    /// Forgets the text, keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether there are no code points.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Wtf8Buf {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl std::fmt::Debug for Wtf8Buf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_wtf8().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_survive() {
        let mut text = Wtf8Buf::from("aé€😀");
        text.push(0xD83D);
        text.push(0xDE00);
        let points: Vec<u32> = text.as_wtf8().code_points().collect();
        assert_eq!(points, [0x61, 0xE9, 0x20AC, 0x1F600, 0xD83D, 0xDE00]);
        assert_eq!(text.as_wtf8().to_str(), None);
    }
}
