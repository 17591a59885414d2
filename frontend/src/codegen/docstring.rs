//! Docstrings: tabs expanded and common indentation removed, lines kept (compile.c: _PyCompile_CleanDoc).

use super::Compiler;
use crate::ast::Name;
use crate::wtf8::Wtf8;
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;
use std::ops::Range;

impl Compiler<'_> {
    /// The cleaned docstring, as `inspect.cleandoc` does it but with leading and trailing blank lines.
    pub(super) fn clean_docstring(&mut self, text: Name) -> Name {
        let doc = self.names.str(text);
        if doc.is_empty() {
            // It is, or it holds surrogates.
            return self.clean_surrogates(text);
        }
        if !doc.starts_with([' ', '\t']) && memchr::memchr2(b'\n', b'\t', doc.as_bytes()).is_none() {
            return text;
        }
        let doc = match expand_tabs(doc.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(doc),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_default()),
        };
        let mut clean = String::with_capacity(doc.len());
        for piece in pieces(doc.as_bytes()) {
            clean.push_str(doc.get(piece).unwrap_or_default());
        }
        self.names.intern(&clean)
    }

    #[cold]
    fn clean_surrogates(&mut self, text: Name) -> Name {
        let clean = clean(self.names.wtf8(text).as_bytes());
        self.names.intern_wtf8(Wtf8::from_bytes_unchecked(&clean))
    }
}

fn clean(doc: &[u8]) -> Vec<u8> {
    let doc = expand_tabs(doc);
    pieces(&doc).flat_map(|piece| doc.get(piece).unwrap_or_default()).copied().collect()
}

/// What is left of a docstring without tabs: its lines from behind their indentation to the next line's beginning. Only
/// ASCII characters matter.
fn pieces(doc: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let margin = memchr_iter(b'\n', doc)
        .filter_map(|newline| {
            let line = doc.get(newline + 1..).unwrap_or_default();
            let indent = indentation(line);
            (indent < line.len() && line[indent] != b'\n').then_some(indent)
        })
        .min()
        .unwrap_or(0);
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let line = start?;
        let rest = doc.get(line..).unwrap_or_default();
        let end = memchr(b'\n', rest).map(|newline| line + newline + 1);
        let indent = indentation(rest);
        start = end;
        Some(line + if line == 0 { indent } else { indent.min(margin) }..end.unwrap_or(doc.len()))
    })
}

fn indentation(line: &[u8]) -> usize {
    line.iter().take_while(|&&byte| byte == b' ').count()
}

/// `str.expandtabs()`: tab stops every eight characters; a line ends at `\n` or `\r`.
fn expand_tabs(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\t', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0;
    for &byte in text {
        match byte {
            b'\t' => {
                let count = 8 - column % 8;
                out.extend(std::iter::repeat_n(b' ', count));
                column += count;
                continue;
            }
            b'\n' | b'\r' => column = 0,
            // Continuation bytes are no characters of their own.
            0x80..=0xBF => {}
            _ => column += 1,
        }
        out.push(byte);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn margins() {
        assert_eq!(clean(b"  a\n    b\n      c\n"), b"a\nb\n  c\n");
        assert_eq!(clean(b"a\n\n\tb\n    "), b"a\n\nb\n");
        assert_eq!(clean(b"a\tb"), b"a       b");
    }
}
