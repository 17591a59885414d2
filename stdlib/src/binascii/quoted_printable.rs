//! Quoted-printable text (RFC 1521, 5.1), and its variant for headers (RFC 2047: the "Q" encoding).

/// How text is encoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Spaces and tabs are quoted.
    pub(super) quote_tabs: bool,
    /// Line ends are line ends, not data.
    pub(super) is_text: bool,
    /// A space is an underscore.
    pub(super) header: bool,
}

/// The text that `data` stands for.
pub(super) fn decode(data: &[u8], header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let hex = |at: usize| data.get(at).and_then(|&byte| char::from(byte).to_digit(16)).map(|n| n as u8);
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        at += 1;
        if byte == b'_' && header {
            out.push(b' ');
            continue;
        }
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        match data.get(at) {
            None => break,
            // A soft line break.
            Some(b'\n' | b'\r') => {
                let end = data[at..].iter().position(|&byte| byte == b'\n');
                at = end.map_or(data.len(), |end| at + end + 1);
            }
            // What a broken encoder writes.
            Some(b'=') => {
                out.push(b'=');
                at += 1;
            }
            Some(_) => match (hex(at), hex(at + 1)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'='),
            },
        }
    }
    out
}

/// Writes `=XX`.
fn quote(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([b'=', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

/// The encoded form of `data`. Lines end as the first line of the data does.
pub(super) fn encode(data: &[u8], style: Style) -> Vec<u8> {
    const LINE: usize = 76;
    let first = data.iter().position(|&byte| byte == b'\n');
    let line_end: &[u8] = match first {
        Some(at) if at > 0 && data[at - 1] == b'\r' => b"\r\n",
        _ => b"\n",
    };
    let mut out = Vec::with_capacity(data.len());
    let (mut at, mut line) = (0, 0);
    while let Some(&byte) = data.get(at) {
        let next = data.get(at + 1).copied();
        let is_blank = matches!(byte, b' ' | b'\t');
        let is_line_end = matches!(byte, b'\r' | b'\n');
        let must_quote = byte > 126
            || byte == b'='
            || (style.header && byte == b'_')
            || (byte == b'.' && line == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)))
            || (!style.is_text && is_line_end)
            || (is_blank && next.is_none())
            || (byte < 33 && !is_line_end && (style.quote_tabs || !is_blank));
        if must_quote {
            if line + 3 >= LINE {
                out.push(b'=');
                out.extend(line_end);
                line = 0;
            }
            quote(byte, &mut out);
            line += 3;
            at += 1;
        } else if style.is_text && (byte == b'\n' || byte == b'\r' && next == Some(b'\n')) {
            line = 0;
            // White space at the end of a line would be lost.
            if let Some(&last @ (b' ' | b'\t')) = out.last() {
                out.pop();
                quote(last, &mut out);
            }
            out.extend(line_end);
            at += if byte == b'\r' { 2 } else { 1 };
        } else {
            if next.is_some_and(|next| next != b'\n') && line + 1 >= LINE {
                out.push(b'=');
                out.extend(line_end);
                line = 0;
            }
            line += 1;
            out.push(if style.header && byte == b' ' { b'_' } else { byte });
            at += 1;
        }
    }
    out
}
