//! How the recorded panels read: pairs of lines with escapes, and errors as the recorders write them.

use rpython_frontend::error::CompileError;

/// Undoes the recorders' escapes of backslash, newline, carriage return and NUL.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('0') => plain.push('\0'),
            other => plain.extend(other),
        }
    }
    plain
}

/// An error as the panels write it, without the escapes.
pub(crate) fn describe(error: &CompileError) -> String {
    let number = |value: Option<i64>| value.map_or("-".to_owned(), |value| value.to_string());
    let place = error.place;
    let place = [place.line, place.column, place.end_line, place.end_column].map(number).join(" ");
    format!("{} {place} {}", error.class.name(), error.message)
}

/// The records of a panel: what is expected, and the source, both still escaped.
pub(crate) fn records(panel: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut lines = panel.lines();
    std::iter::from_fn(move || Some((lines.next()?, lines.next()?)))
}
