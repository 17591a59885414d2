//! Golden lines: their form is told in `cases.py`.

use std::fmt;
use std::path::PathBuf;

use num_bigint::BigInt;
use rpython_objects::number::Error;
use rpython_objects::number::complex::Complex;
use rpython_objects::number::int::{Int, IntRef};
use rpython_objects::text::{Text, TextBuf};

/// A field of a golden line, or a result to compare with one. Two NaNs are equal.
#[derive(Clone)]
pub(crate) enum Field {
    None,
    Int(Int),
    Float(f64),
    Complex(Complex),
    Text(TextBuf),
    Bytes(Vec<u8>),
    List(Vec<Field>),
    Error(TextBuf),
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

impl PartialEq for Field {
    fn eq(&self, other: &Field) -> bool {
        match (self, other) {
            (Field::None, Field::None) => true,
            (Field::Int(a), Field::Int(b)) => a == b,
            (Field::Float(a), Field::Float(b)) => same(*a, *b),
            (Field::Complex(a), Field::Complex(b)) => same(a.re, b.re) && same(a.im, b.im),
            (Field::Text(a), Field::Text(b)) | (Field::Error(a), Field::Error(b)) => a == b,
            (Field::Bytes(a), Field::Bytes(b)) => a == b,
            (Field::List(a), Field::List(b)) => a == b,
            _ => false,
        }
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Field::None => f.write_str("-"),
            Field::Int(n) => n.fmt(f),
            Field::Float(x) => write!(f, "~{x:?} ({:016x})", x.to_bits()),
            Field::Complex(z) => write!(f, "~{:?}~{:?}", z.re, z.im),
            Field::Text(text) => write!(f, "'{}", text.as_text()),
            Field::Bytes(bytes) => write!(f, "{bytes:?}"),
            Field::List(items) => items.fmt(f),
            Field::Error(text) => write!(f, "!{}", text.as_text()),
        }
    }
}

fn unescape(field: &str) -> Vec<u32> {
    let mut out = Vec::new();
    let mut rest = field.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c.into());
            continue;
        }
        let digits = match rest.next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            other => panic!("escape {other:?}"),
        };
        let hex: String = rest.by_ref().take(digits).collect();
        out.push(u32::from_str_radix(&hex, 16).expect("hexadecimal digits"));
    }
    out
}

fn float(digits: &str) -> f64 {
    if digits == "nan" { f64::NAN } else { f64::from_bits(u64::from_str_radix(digits, 16).expect("a float's bits")) }
}

fn integer(field: &str) -> Int {
    let (sign, digits) = field.strip_prefix('-').map_or(("", field), |rest| ("-", rest));
    let (digits, radix) = digits.strip_prefix("0x").map_or((digits, 10), |hex| (hex, 16));
    Int::from(BigInt::parse_bytes(format!("{sign}{digits}").as_bytes(), radix).expect("an integer"))
}

fn parse(field: &str) -> Field {
    match field.as_bytes().first() {
        Some(b'\'') => Field::Text(unescape(&field[1..]).into_iter().collect()),
        Some(b'!') => Field::Error(unescape(&field[1..]).into_iter().collect()),
        Some(b'"') => Field::Bytes(unescape(&field[1..]).into_iter().map(|c| c as u8).collect()),
        Some(b'[') if field.len() == 1 => Field::List(Vec::new()),
        Some(b'[') => Field::List(field[1..].split(',').map(parse).collect()),
        Some(b'~') => match field[1..].split_once('~') {
            Some((re, im)) => Field::Complex(Complex::new(float(re), float(im))),
            None => Field::Float(float(&field[1..])),
        },
        Some(b'-') if field.len() == 1 => Field::None,
        _ => Field::Int(integer(field)),
    }
}

impl Field {
    pub(crate) fn int(&self) -> IntRef<'_> {
        match self {
            Field::Int(n) => n.as_ref(),
            other => panic!("{other:?} is no integer"),
        }
    }

    pub(crate) fn word(&self) -> i64 {
        self.int().to_i64().expect("a small integer")
    }

    pub(crate) fn float(&self) -> f64 {
        match self {
            Field::Float(x) => *x,
            Field::Int(n) => n.as_ref().to_float().expect("a float"),
            other => panic!("{other:?} is no float"),
        }
    }

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

    pub(crate) fn list(&self) -> &[Field] {
        match self {
            Field::List(items) => items,
            other => panic!("{other:?} is no list"),
        }
    }

    pub(crate) fn floats(&self) -> Vec<f64> {
        self.list().iter().map(Field::float).collect()
    }
}

macro_rules! into_field {
    ($($from:ty, $value:ident => $field:expr;)*) => {
        $(
            impl From<$from> for Field {
                fn from($value: $from) -> Field {
                    $field
                }
            }
        )*
    };
}

into_field! {
    Int, n => Field::Int(n);
    i64, n => Field::Int(Int::Small(n));
    bool, b => Field::Int(Int::Small(i64::from(b)));
    f64, x => Field::Float(x);
    Complex, z => Field::Complex(z);
    TextBuf, t => Field::Text(t);
    String, s => Field::Text(TextBuf::from(s.as_str()));
    Vec<u8>, b => Field::Bytes(b);
    Vec<Field>, items => Field::List(items);
    Error, e => {
        let mut text = TextBuf::from(e.kind.name());
        text.push_str(": ");
        text.push_text(e.message().as_text());
        Field::Error(text)
    };
}

impl<A: Into<Field>, B: Into<Field>> From<(A, B)> for Field {
    fn from((a, b): (A, B)) -> Field {
        Field::List(vec![a.into(), b.into()])
    }
}

impl<T: Into<Field>> From<Option<T>> for Field {
    fn from(value: Option<T>) -> Field {
        value.map_or(Field::None, Into::into)
    }
}

impl<T: Into<Field>> From<Result<T, Error>> for Field {
    fn from(result: Result<T, Error>) -> Field {
        result.map_or_else(Into::into, Into::into)
    }
}

/// Runs every line of a file through `call`, which is told the expected result, and fails with the lines whose results differ.
pub(crate) fn check(file: &str, call: impl Fn(&str, &[Field], &Field) -> Field) {
    let folder = std::env::var_os("RPYTHON_NUMBER_GOLDENS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/number")), PathBuf::from);
    let golden = std::fs::read_to_string(folder.join(file)).expect("a golden file");
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in golden.lines() {
        let mut fields: Vec<&str> = line.split('\t').collect();
        let expected = parse(fields.pop().expect("a result"));
        let arguments: Vec<Field> = fields[1..].iter().map(|field| parse(field)).collect();
        let result = call(fields[0], &arguments, &expected);
        cases += 1;
        if result != expected {
            wrong.push(format!("{}\n  expected {expected:?}\n  but got  {result:?}", fields.join(" ")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {cases} cases differ; the first ones:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
}
