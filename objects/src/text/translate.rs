//! `str.translate`: each code point through a table that the caller looks up (CPython: `_PyUnicode_TranslateCharmap`).

use super::{Text, TextBuf};

/// What a table says of a code point.
#[derive(Clone, Debug)]
pub enum Translation {
    /// It stays (LookupError).
    Unchanged,
    /// It goes (`None`).
    Removed,
    /// Another code point takes its place.
    Code(u32),
    /// A text takes its place.
    Text(TextBuf),
}

/// Translates `text`. As in CPython, an ASCII character that becomes one ASCII character or nothing is looked up once, while the text
/// is ASCII and has met no other answer.
pub fn translate<E>(text: Text<'_>, mut lookup: impl FnMut(u32) -> Result<Translation, E>) -> Result<TextBuf, E> {
    let mut out = TextBuf::with_capacity(text.len());
    let mut known: [Option<Option<u8>>; 128] = [None; 128];
    let mut caching = matches!(text, Text::Ascii(_));
    for c in text.iter() {
        if caching && let Some(answer) = known[(c & 0x7F) as usize] {
            if let Some(byte) = answer {
                out.push(byte.into());
            }
            continue;
        }
        let answer = lookup(c)?;
        let one = match &answer {
            Translation::Unchanged => Some(Some(c)),
            Translation::Removed => Some(None),
            Translation::Code(code) => Some(Some(*code)),
            Translation::Text(text) if text.len() == 1 => Some(text.as_text().first()),
            Translation::Text(_) => None,
        };
        match one {
            Some(None) if caching => known[(c & 0x7F) as usize] = Some(None),
            Some(Some(code)) if caching && code < 0x80 => known[(c & 0x7F) as usize] = Some(Some(code as u8)),
            _ => caching = false,
        }
        match answer {
            Translation::Unchanged => out.push(c),
            Translation::Removed => {}
            Translation::Code(code) => out.push(code),
            Translation::Text(text) => out.push_text(text.as_text()),
        }
    }
    Ok(out)
}
