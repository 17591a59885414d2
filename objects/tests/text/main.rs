//! The text kernels against what CPython 3.14 recorded: see `record.py` beside this file, which also tells the files' form.
//!
//! Set `RPYTHON_TEXT_GOLDENS` to a folder to compare with more cases than the checked-in ones.

mod codecs;
mod golden;

use std::fmt::Write as _;
use std::ops::Range;

use golden::{Field, golden, parse};
use rpython_objects::text::resize::Justify;
use rpython_objects::text::split::LineEnds;
use rpython_objects::text::strip::Ends;
use rpython_objects::text::translate::{Translation, translate};
use rpython_objects::text::unicodedata::{Database, Form};
use rpython_objects::text::{
    Text, TextBuf, TextParts, bytes, case, chars, classify, names, repr, resize, search, split, strip,
};

fn index(found: Option<usize>) -> Field {
    Field::Int(found.map_or(-1, |i| i as i64))
}

fn truth(value: bool) -> Field {
    Field::Int(value.into())
}

fn text_pieces(text: Text<'_>, ranges: impl IntoIterator<Item = Range<usize>>) -> Field {
    Field::List(ranges.into_iter().map(|range| Field::Text(text.slice(range).to_buf())).collect())
}

fn byte_pieces(bytes: &[u8], ranges: impl IntoIterator<Item = Range<usize>>) -> Field {
    Field::List(ranges.into_iter().map(|range| Field::Bytes(bytes[range].to_vec())).collect())
}

fn ends(name: &str) -> Ends {
    match name {
        n if n.starts_with("lstrip") => Ends::Left,
        n if n.starts_with("rstrip") => Ends::Right,
        _ => Ends::Both,
    }
}

fn side(name: &str) -> Justify {
    match name {
        "center" => Justify::Center,
        "ljust" => Justify::Left,
        _ => Justify::Right,
    }
}

fn line_ends(keep: i64) -> LineEnds {
    if keep == 0 { LineEnds::Drop } else { LineEnds::Keep }
}

fn on_text(name: &str, text: Text<'_>, args: &[Field]) -> Field {
    let or_same = |changed: Option<TextBuf>| Field::Text(changed.unwrap_or_else(|| text.to_buf()));
    let within = || search::clip(args[1].int() as isize, args[2].int() as isize, text.len());
    match name {
        "find" => index(search::find(text, args[0].text())),
        "rfind" => index(search::rfind(text, args[0].text())),
        "count" => Field::Int(search::count(text, args[0].text()) as i64),
        "startswith" => truth(search::starts_with(text, args[0].text())),
        "endswith" => truth(search::ends_with(text, args[0].text())),
        "find_in" => index(within().and_then(|r| Some(r.start + search::find(text.slice(r), args[0].text())?))),
        "rfind_in" => index(within().and_then(|r| Some(r.start + search::rfind(text.slice(r), args[0].text())?))),
        "count_in" => Field::Int(within().map_or(0, |r| search::count(text.slice(r), args[0].text())) as i64),
        "startswith_in" => truth(within().is_some_and(|r| search::starts_with(text.slice(r), args[0].text()))),
        "endswith_in" => truth(within().is_some_and(|r| search::ends_with(text.slice(r), args[0].text()))),
        "removeprefix" => Field::Text(text.slice(search::without_prefix(text, args[0].text())).to_buf()),
        "removesuffix" => Field::Text(text.slice(search::without_suffix(text, args[0].text())).to_buf()),
        "replace" => or_same(resize::replace(text, args[0].text(), args[1].text(), args[2].limit()).expect("room")),
        "split_space" => text_pieces(text, split::split_space(text, args[0].limit())),
        "rsplit_space" => text_pieces(text, split::rsplit_space(text, args[0].limit())),
        "split" => text_pieces(text, split::split(text, args[0].text(), args[1].limit())),
        "rsplit" => text_pieces(text, split::rsplit(text, args[0].text(), args[1].limit())),
        "partition" => {
            let len = text.len();
            text_pieces(text, split::partition(text, args[0].text()).unwrap_or([0..len, 0..0, 0..0]))
        }
        "rpartition" => {
            let len = text.len();
            text_pieces(text, split::rpartition(text, args[0].text()).unwrap_or([0..0, 0..0, 0..len]))
        }
        "strip_space" | "lstrip_space" | "rstrip_space" => {
            Field::Text(text.slice(strip::strip_space(text, ends(name))).to_buf())
        }
        "strip" | "lstrip" | "rstrip" => {
            Field::Text(text.slice(strip::strip(text, args[0].text(), ends(name))).to_buf())
        }
        "splitlines" => text_pieces(text, split::lines_of(text, line_ends(args[0].int()))),
        "expandtabs" => or_same(resize::expand_tabs(text, args[0].int().max(0) as usize).expect("room")),
        "center" | "ljust" | "rjust" => {
            let fill = args[1].text().at(0);
            or_same(resize::justify(text, side(name), args[0].int().max(0) as usize, fill).expect("room"))
        }
        "zfill" => or_same(resize::zfill(text, args[0].int().max(0) as usize).expect("room")),
        "join" => Field::Text(resize::join(text, args[0].list().iter().map(Field::text)).expect("room")),
        "repeat" => Field::Text(resize::repeat(text, args[0].limit()).expect("room")),
        "repr" => Field::Text(repr::repr(text)),
        "ascii" => Field::Text(repr::ascii(text)),
        "compare" => Field::Int(text.cmp(&args[0].text()) as i64),
        "lower" => Field::Text(case::lower(text)),
        "upper" => Field::Text(case::upper(text)),
        "title" => Field::Text(case::title(text)),
        "capitalize" => Field::Text(case::capitalize(text)),
        "swapcase" => Field::Text(case::swapcase(text)),
        "casefold" => Field::Text(case::casefold(text)),
        "isalpha" => truth(classify::is_alpha(text)),
        "isalnum" => truth(classify::is_alnum(text)),
        "isdecimal" => truth(classify::is_decimal(text)),
        "isdigit" => truth(classify::is_digit(text)),
        "isnumeric" => truth(classify::is_numeric(text)),
        "isspace" => truth(classify::is_space(text)),
        "islower" => truth(classify::is_lower(text)),
        "isupper" => truth(classify::is_upper(text)),
        "istitle" => truth(classify::is_title(text)),
        "isprintable" => truth(classify::is_printable(text)),
        "isidentifier" => truth(classify::is_identifier(text)),
        "translate" => {
            let table: Vec<_> = args[0].list().chunks(2).map(|pair| (pair[0].text().at(0), &pair[1])).collect();
            let lookup = |c| -> Result<Translation, std::convert::Infallible> {
                Ok(match table.iter().find(|(key, _)| *key == c) {
                    None => Translation::Unchanged,
                    Some((_, Field::None)) => Translation::Removed,
                    Some((_, to)) if to.text().len() == 1 => Translation::Code(to.text().at(0)),
                    Some((_, to)) => Translation::Text(to.text().to_buf()),
                })
            };
            Field::Text(translate(text, lookup).expect("no error"))
        }
        _ => panic!("str.{name} is not tested"),
    }
}

fn on_bytes(name: &str, data: &[u8], args: &[Field]) -> Field {
    let or_same = |changed: Option<Vec<u8>>| Field::Bytes(changed.unwrap_or_else(|| data.to_vec()));
    let within = || search::clip(args[1].int() as isize, args[2].int() as isize, data.len());
    match name {
        "find" => index(search::find_units(data, args[0].bytes())),
        "rfind" => index(search::rfind_units(data, args[0].bytes())),
        "count" => Field::Int(search::count_units(data, args[0].bytes()) as i64),
        "startswith" => truth(data.starts_with(args[0].bytes())),
        "endswith" => truth(data.ends_with(args[0].bytes())),
        "find_in" => index(within().and_then(|r| Some(r.start + search::find_units(&data[r], args[0].bytes())?))),
        "rfind_in" => index(within().and_then(|r| Some(r.start + search::rfind_units(&data[r], args[0].bytes())?))),
        "count_in" => Field::Int(within().map_or(0, |r| search::count_units(&data[r], args[0].bytes())) as i64),
        "startswith_in" => truth(within().is_some_and(|r| data[r].starts_with(args[0].bytes()))),
        "endswith_in" => truth(within().is_some_and(|r| data[r].ends_with(args[0].bytes()))),
        "removeprefix" => Field::Bytes(data.strip_prefix(args[0].bytes()).unwrap_or(data).to_vec()),
        "removesuffix" => Field::Bytes(data.strip_suffix(args[0].bytes()).unwrap_or(data).to_vec()),
        "replace" => {
            or_same(resize::replace_units(data, args[0].bytes(), args[1].bytes(), args[2].limit()).expect("room"))
        }
        "split_space" => byte_pieces(data, bytes::split_space(data, args[0].limit())),
        "rsplit_space" => byte_pieces(data, bytes::rsplit_space(data, args[0].limit())),
        "split" => byte_pieces(data, split::split_units(data, args[0].bytes(), args[1].limit())),
        "rsplit" => byte_pieces(data, split::rsplit_units(data, args[0].bytes(), args[1].limit())),
        "partition" => {
            let len = data.len();
            byte_pieces(data, split::partition_units(data, args[0].bytes()).unwrap_or([0..len, 0..0, 0..0]))
        }
        "rpartition" => {
            let len = data.len();
            byte_pieces(data, split::rpartition_units(data, args[0].bytes()).unwrap_or([0..0, 0..0, 0..len]))
        }
        "strip_space" | "lstrip_space" | "rstrip_space" => {
            Field::Bytes(data[bytes::strip_space(data, ends(name))].to_vec())
        }
        "strip" | "lstrip" | "rstrip" => Field::Bytes(data[bytes::strip(data, args[0].bytes(), ends(name))].to_vec()),
        "splitlines" => byte_pieces(data, bytes::lines_of(data, line_ends(args[0].int()))),
        "expandtabs" => or_same(resize::expand_tabs_units(data, args[0].int().max(0) as usize).expect("room")),
        "center" | "ljust" | "rjust" => {
            let fill = args[1].bytes()[0];
            or_same(bytes::justify(data, side(name), args[0].int().max(0) as usize, fill).expect("room"))
        }
        "zfill" => or_same(bytes::zfill(data, args[0].int().max(0) as usize).expect("room")),
        "join" => Field::Bytes(bytes::join(data, args[0].list().iter().map(Field::bytes)).expect("room")),
        "repeat" => Field::Bytes(resize::repeat_units(data, args[0].limit()).expect("room")),
        "repr" => Field::Text(bytes::repr(data)),
        "compare" => Field::Int(data.cmp(args[0].bytes()) as i64),
        "lower" => Field::Bytes(bytes::lower(data)),
        "upper" => Field::Bytes(bytes::upper(data)),
        "title" => Field::Bytes(bytes::title(data)),
        "capitalize" => Field::Bytes(bytes::capitalize(data)),
        "swapcase" => Field::Bytes(bytes::swapcase(data)),
        "isalpha" => truth(bytes::is_alpha(data)),
        "isalnum" => truth(bytes::is_alnum(data)),
        "isdigit" => truth(bytes::is_digit(data)),
        "isspace" => truth(bytes::is_space(data)),
        "islower" => truth(bytes::is_lower(data)),
        "isupper" => truth(bytes::is_upper(data)),
        "istitle" => truth(bytes::is_title(data)),
        "hex" => Field::Text(TextBuf::from_latin1(bytes::hex(data, None, 1).expect("room"))),
        "hex_groups" => {
            let hex = bytes::hex(data, Some(args[0].bytes()[0]), args[1].int() as isize).expect("room");
            Field::Text(TextBuf::from_latin1(hex))
        }
        "translate" => Field::Bytes(bytes::translate(data, None, args[0].bytes())),
        "translate_table" => {
            let table = args[1].bytes().try_into().expect("256 bytes");
            Field::Bytes(bytes::translate(data, Some(table), args[0].bytes()))
        }
        _ => panic!("bytes.{name} is not tested"),
    }
}

fn from_hex(text: Text<'_>) -> Field {
    match bytes::from_hex(text) {
        Ok(data) => Field::Bytes(data),
        Err(bytes::HexError::OddLength) => {
            Field::Text("fromhex() arg must contain an even number of hexadecimal digits".into())
        }
        Err(bytes::HexError::NotHex(at)) => {
            Field::Text(format!("non-hexadecimal number found in fromhex() arg at position {at}").as_str().into())
        }
    }
}

/// The same text in wider storage, which no stored text has but a slice may.
fn widened(text: Text<'_>) -> (Vec<u16>, Vec<u32>) {
    (text.units::<u16>().map_or_else(Vec::new, |u| u.into_owned()), text.iter().collect())
}

fn is_canonical(field: &Field) -> bool {
    match field {
        Field::Text(buf) => buf.kind() == buf.as_text().canonical_kind(),
        Field::List(items) => items.iter().all(is_canonical),
        _ => true,
    }
}

#[test]
fn kernels_do_what_cpython_does() {
    let mut failures = String::new();
    for line in golden("kernels.txt").lines() {
        let mut words = line.split('\t');
        let name = words.next().expect("a name");
        let mut args: Vec<Field> = words.map(parse).collect();
        let expected = args.pop().expect("a result");
        let mut check = |got: Field, how: &str| {
            if got != expected || !is_canonical(&got) {
                let _ = writeln!(failures, "{line}\n    {how}: {got:?}");
            }
        };
        if let Some(method) = name.strip_prefix("str.") {
            let text = args[0].text();
            check(on_text(method, text, &args[1..]), "canonical");
            let (ucs2, ucs4) = widened(text);
            if ucs2.len() == text.len() {
                check(on_text(method, Text::Ucs2(&ucs2), &args[1..]), "UCS-2");
            }
            check(on_text(method, Text::Ucs4(&ucs4), &args[1..]), "UCS-4");
        } else if name == "bytes.fromhex" {
            check(from_hex(args[0].text()), "text");
        } else if let Some(method) = name.strip_prefix("bytes.") {
            check(on_bytes(method, args[0].bytes(), &args[1..]), "bytes");
        } else if name == "int" {
            let ascii = classify::decimal_and_space_to_ascii(args[0].text()).into_owned();
            let digits = String::from_utf8(ascii).expect("ASCII");
            let digits =
                digits.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0B' || ('\x1C'..='\x1F').contains(&c));
            // Rust reads neither underscores nor the sign of nothing; those cases are the int parser's own.
            if !digits.contains('_') {
                check(digits.parse().map_or(Field::None, Field::Int), "digits");
            }
        } else {
            panic!("{name} is not tested");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn form(name: &str) -> (Database, &str, Form) {
    let (database, rest) = match name.strip_prefix("old_") {
        Some(rest) => (Database::Old, rest),
        None => (Database::Current, name),
    };
    let form = rest.strip_prefix("is_").unwrap_or(rest);
    (database, rest, Form::named(form.as_bytes()).expect("a form"))
}

#[test]
fn normal_forms_are_cpythons() {
    let mut failures = String::new();
    for line in golden("normal.txt").lines() {
        let mut words = line.split('\t');
        let (database, name, form) = form(words.next().expect("a name"));
        let args: Vec<Field> = words.map(parse).collect();
        let text = args[0].text();
        let got = if name.starts_with("is_") {
            truth(database.is_normalized(form, text))
        } else {
            Field::Text(database.normalize(form, text))
        };
        if got != args[1] {
            let _ = writeln!(failures, "{line}\n    {got:?}");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// The CRC-32 of IEEE 802.3, as zlib computes it.
struct Crc32 {
    table: [u32; 256],
    state: u32,
}

impl Crc32 {
    fn new() -> Crc32 {
        let table = std::array::from_fn(|i| {
            (0..8).fold(i as u32, |c, _| if c & 1 != 0 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 })
        });
        Crc32 { table, state: !0 }
    }

    fn update(&mut self, data: &[u8]) {
        for &b in data {
            self.state = self.table[usize::from(self.state as u8 ^ b)] ^ self.state >> 8;
        }
    }
}

fn shown<T: ToString>(value: Option<T>) -> TextBuf {
    value.map_or_else(TextBuf::new, |v| v.to_string().as_str().into())
}

fn of_character(name: &str, c: u32) -> TextBuf {
    let bit = |value: bool| TextBuf::from(if value { "1" } else { "0" });
    let owned: TextBuf = std::iter::once(c).collect();
    let text = owned.as_text();
    let (database, property) = match name.strip_prefix("old_") {
        Some(rest) => (Database::Old, rest),
        None => (Database::Current, name),
    };
    match property {
        "continues_identifier" => bit(chars::is_identifier_continue(c)),
        "breaks_line" => bit(chars::is_line_break(c)),
        "category" => database.category(c).into(),
        "bidirectional" => database.bidirectional(c).into(),
        "combining" => shown(Some(database.combining(c))),
        "east_asian_width" => database.east_asian_width(c).into(),
        "mirrored" => bit(database.mirrored(c)),
        "decomposition" => database.decomposition(c).as_str().into(),
        "name" => shown(names::name(c)),
        "decimal" => shown(database.decimal(c)),
        "digit" => shown(database.digit(c)),
        "numeric" => shown(database.numeric(c).map(f64::to_bits)),
        "NFC" | "NFD" | "NFKC" | "NFKD" => database.normalize(form(property).2, text),
        "is_NFC" | "is_NFD" | "is_NFKC" | "is_NFKD" => bit(database.is_normalized(form(property).2, text)),
        _ => match on_text(name, text, &[]) {
            Field::Int(value) => bit(value != 0),
            Field::Text(buf) => buf,
            other => panic!("{other:?}"),
        },
    }
}

#[test]
fn every_character_is_cpythons() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/text/characters.txt"));
    for line in text.expect("a golden file").lines() {
        let (name, crc) = line.split_once(' ').expect("a name and a sum");
        let mut got = Crc32::new();
        for c in 0..0x11_0000 {
            got.update(&of_character(name, c).as_text().to_wtf8());
            got.update(b";");
        }
        assert_eq!((!got.state).to_string(), crc, "{name}");
    }
}

#[test]
fn hostile_needles_take_linear_time() {
    // A quadratic search would need 10^10 comparisons for each of these.
    let n = 200_000;
    for (a, b) in [(0x61u32, 0x62u32), (0x3B1, 0x3B2), (0x1_F600, 0x1_F601)] {
        let plain = |n: usize| std::iter::repeat_n(a, n);
        let hay: TextBuf = plain(n).chain([b]).chain(plain(n)).collect();
        for needle in [
            plain(n / 2).chain([b, b]).collect::<TextBuf>(),
            [b, b].into_iter().chain(plain(n / 2)).collect(),
            plain(n / 4).chain([b, b]).chain(plain(n / 4)).collect(),
            plain(n / 4).chain([b]).chain(plain(n / 4)).chain([b]).collect(),
        ] {
            assert_eq!(search::find(hay.as_text(), needle.as_text()), None);
            assert_eq!(search::rfind(hay.as_text(), needle.as_text()), None);
            assert_eq!(search::count(hay.as_text(), needle.as_text()), 0);
        }
        let present: TextBuf = plain(n / 4).chain([b]).chain(plain(n / 4)).collect();
        assert_eq!(search::find(hay.as_text(), present.as_text()), Some(n - n / 4));
        assert_eq!(search::rfind(hay.as_text(), present.as_text()), Some(n - n / 4));
    }
}

#[test]
fn searches_agree_with_the_definition() {
    // Every needle of up to 5 units over every hay of up to 9 over two units, repeated so that the linear search takes over.
    let words =
        |len: usize| (0..1u32 << len).map(move |bits| (0..len).map(|i| 0x100 + (bits >> i & 1)).collect::<Vec<u32>>());
    for hay in (0..=9).flat_map(words) {
        let long: Vec<u32> = hay.iter().cycle().take(hay.len() * 3).copied().collect();
        let hay: TextBuf = long.iter().copied().collect();
        for needle in (2..=5).flat_map(words) {
            let first = long.windows(needle.len()).position(|w| w == needle);
            let last = long.windows(needle.len()).rposition(|w| w == needle);
            let needle: TextBuf = needle.into_iter().collect();
            assert_eq!(search::find(hay.as_text(), needle.as_text()), first);
            assert_eq!(search::rfind(hay.as_text(), needle.as_text()), last);
        }
    }
}

#[test]
fn impossible_sizes_are_errors() {
    let x = TextBuf::from("x");
    assert_eq!(resize::repeat(TextBuf::from("xy").as_text(), usize::MAX / 2), Err(resize::SizeError::Overflow));
    assert_eq!(resize::pad(x.as_text(), usize::MAX / 2, usize::MAX / 2, 32), Err(resize::SizeError::Overflow));
    assert!(resize::justify(x.as_text(), Justify::Left, isize::MAX as usize, 0x1_F600).is_err());
    assert!(resize::expand_tabs(TextBuf::from("\t\t\t").as_text(), isize::MAX as usize).is_err());
    assert!(matches!(x.into_parts(), TextParts::Ascii(_)));
}

#[test]
fn names_are_found_as_cpython_finds_them() {
    let mut failures = String::new();
    for line in golden("names.txt").lines() {
        let fields: Vec<Field> = line.split('\t').map(parse).collect();
        let name = fields[0].text().to_wtf8();
        let one = |found: Option<u32>| found.map(|c| std::iter::once(c).collect::<TextBuf>());
        let found = one(names::lookup(&name))
            .or_else(|| names::lookup_sequence(&name).map(|sequence| sequence.iter().copied().collect()));
        let old = one(names::lookup_without_aliases(&name));
        for (got, expected) in [(found, &fields[1]), (old, &fields[2])] {
            let got = got.map_or(Field::None, Field::Text);
            if got != *expected {
                let _ = writeln!(failures, "{line}\n    {got:?}");
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_name_finds_its_character() {
    for c in 0..0x11_0000 {
        if let Some(name) = names::name(c) {
            assert_eq!(names::lookup(name.as_bytes()), Some(c), "{name}");
        }
    }
}

#[test]
fn an_empty_separator_cuts_nothing() {
    for text in ["", "ab", "\u{3b1}b"].map(TextBuf::from) {
        let whole = std::iter::once(0..text.len()).collect::<Vec<_>>();
        assert_eq!(split::split(text.as_text(), Text::EMPTY, usize::MAX), whole);
        assert_eq!(split::rsplit(text.as_text(), Text::EMPTY, usize::MAX), whole);
    }
}
