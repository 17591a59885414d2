//! Docstrings: tabs expanded and common indentation removed, lines kept (compile.c: _PyCompile_CleanDoc).

/// The cleaned docstring, as `inspect.cleandoc` does it but with leading and trailing blank lines. Works on encoded
/// text: only ASCII characters matter.
pub(super) fn clean(doc: &[u8]) -> Vec<u8> {
    let doc = expand_tabs(doc);
    let margin = doc
        .split(|&byte| byte == b'\n')
        .skip(1)
        .filter_map(|line| {
            let indent = indentation(line);
            (indent < line.len()).then_some(indent)
        })
        .min()
        .unwrap_or(0);
    let mut lines = doc.split(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or(&[]);
    let mut out = Vec::with_capacity(doc.len());
    out.extend_from_slice(&first[indentation(first)..]);
    for line in lines {
        out.push(b'\n');
        out.extend_from_slice(&line[margin.min(indentation(line))..]);
    }
    out
}

fn indentation(line: &[u8]) -> usize {
    line.iter().take_while(|&&byte| byte == b' ').count()
}

/// `str.expandtabs()`: tab stops every eight characters; a line ends at `\n` or `\r`.
fn expand_tabs(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    if !text.contains(&b'\t') {
        out.extend_from_slice(text);
        return out;
    }
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
    out
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
