//! The form of the golden files: see `record.py`.

use std::path::PathBuf;

use rpython_objects::text::{Text, TextBuf};

/// What a line of a golden file has between tabs.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Field {
    None,
    Int(i64),
    Text(TextBuf),
    Bytes(Vec<u8>),
    List(Vec<Field>),
}

fn unescape(field: &str) -> Vec<u32> {
    let mut out = Vec::new();
    let mut rest = field.chars();
    while let Some(c) = rest.next() {
        let digits = match (c, if c == '\\' { rest.next() } else { None }) {
            ('\\', Some('x')) => 2,
            ('\\', Some('u')) => 4,
            ('\\', Some('U')) => 8,
            ('\\', other) => panic!("escape {other:?}"),
            _ => {
                out.push(c.into());
                continue;
            }
        };
        let hex: String = rest.by_ref().take(digits).collect();
        out.push(u32::from_str_radix(&hex, 16).expect("hexadecimal digits"));
    }
    out
}

/// Reads a field.
pub(crate) fn parse(field: &str) -> Field {
    match field.as_bytes().first() {
        Some(b'\'') => Field::Text(unescape(&field[1..]).into_iter().collect()),
        Some(b'"') => Field::Bytes(unescape(&field[1..]).into_iter().map(|c| c as u8).collect()),
        Some(b'[') if field.len() == 1 => Field::List(Vec::new()),
        Some(b'[') => Field::List(field[1..].split(',').map(parse).collect()),
        Some(b'-') if field.len() == 1 => Field::None,
        _ => Field::Int(field.parse().expect("a number")),
    }
}

/// The content of a golden file.
pub(crate) fn golden(name: &str) -> String {
    let folder = std::env::var_os("RPYTHON_TEXT_GOLDENS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/text")), PathBuf::from);
    std::fs::read_to_string(folder.join(name)).expect("a golden file")
}

impl Field {
    pub(crate) fn text(&self) -> Text<'_> {
        match self {
            Field::Text(buf) => buf.as_text(),
            other => panic!("{other:?} is no text"),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Field::Bytes(bytes) => bytes,
            other => panic!("{other:?} is no bytes"),
        }
    }

    pub(crate) fn int(&self) -> i64 {
        match self {
            Field::Int(value) => *value,
            other => panic!("{other:?} is no int"),
        }
    }

    pub(crate) fn list(&self) -> &[Field] {
        match self {
            Field::List(items) => items,
            other => panic!("{other:?} is no list"),
        }
    }

    pub(crate) fn limit(&self) -> usize {
        usize::try_from(self.int()).unwrap_or(usize::MAX)
    }
}
