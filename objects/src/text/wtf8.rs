//! Between [`Text`] and Rust's strings: UTF-8, and UTF-8 that also carries surrogates (as WTF-8 does, but each on its own, so that a
//! high one followed by a low one comes back as two code points).

use std::borrow::Cow;

use super::{Kind, Text, TextBuf};

/// Appends the UTF-8 form of `c`; a surrogate gets the three bytes that the scheme implies.
pub(crate) fn push_utf8(out: &mut Vec<u8>, c: u32) {
    match c {
        0..=0x7F => out.push(c as u8),
        0x80..=0x7FF => out.extend_from_slice(&[0xC0 | (c >> 6) as u8, 0x80 | (c & 0x3F) as u8]),
        0x800..=0xFFFF => {
            out.extend_from_slice(&[0xE0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3F) as u8, 0x80 | (c & 0x3F) as u8]);
        }
        _ => out.extend_from_slice(&[
            0xF0 | (c >> 18) as u8,
            0x80 | (c >> 12 & 0x3F) as u8,
            0x80 | (c >> 6 & 0x3F) as u8,
            0x80 | (c & 0x3F) as u8,
        ]),
    }
}

impl<'a> Text<'a> {
    /// The text as a Rust string (borrowed if it is ASCII), or `None` if it has surrogates.
    pub fn to_str(self) -> Option<Cow<'a, str>> {
        if let Text::Ascii(s) = self
            && let Ok(s) = std::str::from_utf8(s)
        {
            return Some(Cow::Borrowed(s));
        }
        self.iter().map(char::from_u32).collect::<Option<String>>().map(Cow::Owned)
    }

    /// The ASCII text as a Rust string without a copy; `None` for other kinds.
    pub fn as_ascii_str(self) -> Option<&'a str> {
        match self {
            Text::Ascii(s) => std::str::from_utf8(s).ok(),
            _ => None,
        }
    }

    /// The text as a Rust string, surrogates as U+FFFD.
    pub fn to_string_lossy(self) -> Cow<'a, str> {
        self.to_str().unwrap_or_else(|| {
            Cow::Owned(self.iter().map(|c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        })
    }

    /// UTF-8 that carries surrogates too.
    pub fn to_wtf8(self) -> Cow<'a, [u8]> {
        match self {
            Text::Ascii(s) => Cow::Borrowed(s),
            _ => {
                let mut out = Vec::with_capacity(self.len() * 2);
                for c in self.iter() {
                    push_utf8(&mut out, c);
                }
                Cow::Owned(out)
            }
        }
    }
}

impl TextBuf {
    /// Reads what [`Text::to_wtf8`] wrote; `None` if `bytes` is not of that form.
    pub fn from_wtf8(bytes: &[u8]) -> Option<TextBuf> {
        if let Ok(s) = std::str::from_utf8(bytes) {
            return Some(TextBuf::from(s));
        }
        let mut buf = TextBuf::with_kind(Kind::Ucs2, bytes.len() / 2);
        let mut rest = bytes;
        while let Some((&lead, tail)) = rest.split_first() {
            let (extra, low, mut c) = match lead {
                0..=0x7F => (0, 0, u32::from(lead)),
                0xC2..=0xDF => (1, 0x80, u32::from(lead & 0x1F)),
                0xE0..=0xEF => (2, 0x800, u32::from(lead & 0x0F)),
                0xF0..=0xF4 => (3, 0x1_0000, u32::from(lead & 0x07)),
                _ => return None,
            };
            let (follow, after) = tail.split_at_checked(extra)?;
            for &b in follow {
                if b & 0xC0 != 0x80 {
                    return None;
                }
                c = c << 6 | u32::from(b & 0x3F);
            }
            if c < low || c > super::MAX_CODE_POINT {
                return None;
            }
            buf.push(c);
            rest = after;
        }
        buf.shrink_kind();
        Some(buf)
    }

    /// The finished text as a Rust string, surrogates as U+FFFD.
    pub fn into_string_lossy(self) -> String {
        self.as_text().to_string_lossy().into_owned()
    }
}
