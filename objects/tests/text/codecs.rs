//! The codecs against what CPython 3.14 recorded.

use std::fmt::Write as _;

use rpython_objects::text::codec::charmap::{self, EncodingMap};
use rpython_objects::text::codec::handlers::{Builtin, Refusal};
use rpython_objects::text::codec::{
    ByteOrder, ByteOrderMark, CodecError, DecodeHandler, Decoded, Decoding, EncodeHandler, Encoded, Input, Replacement,
    escape, normalize_name, single_byte, unicode_escape, utf7, utf8, utf16, utf32,
};
use rpython_objects::text::{Text, TextBuf, names};

use crate::golden::{Field, golden, parse};

/// The handler of a name: a built-in one, or one of those that `record.py` registers.
struct Named<'n>(&'n str);

/// What the file has for an error.
fn shown(error: CodecError<'_>) -> String {
    format!("!{}!{}!{}!{}", error.encoding, error.reason, error.start, error.end)
}

fn refused(error: CodecError<'_>, refusal: Refusal) -> String {
    match refusal {
        Refusal::Raise => shown(error),
        Refusal::WrongKind => "!type".into(),
    }
}

fn mark(error: CodecError<'_>) -> TextBuf {
    format!("<{}-{} {} {}>", error.start, error.end, error.encoding, error.reason).as_str().into()
}

fn text_of(codes: &[u32]) -> TextBuf {
    codes.iter().copied().collect()
}

impl DecodeHandler for Named<'_> {
    type Error = String;

    fn on_error(&mut self, input: &[u8], error: CodecError<'_>) -> Result<Decoded, String> {
        if let Some(builtin) = Builtin::named(self.0) {
            return builtin.decode(input, error).map_err(|refusal| refused(error, refusal));
        }
        let mut answer = Decoded { text: TextBuf::new(), resume: error.end, input: None };
        match self.0 {
            "show" => answer.text = mark(error),
            "jump" => answer.resume += 1,
            "raw" => answer.text = text_of(&[0xD800, 0x1_2345]),
            "wide" => answer.text = text_of(&[0x1234]),
            "mutate" => {
                answer.text = "m".into();
                if !input.ends_with(b"AB") {
                    answer.input = Some([&input[..error.end], b"AB"].concat());
                }
            }
            other => panic!("no handler {other}"),
        }
        Ok(answer)
    }
}

impl EncodeHandler for Named<'_> {
    type Error = String;

    fn on_error(&mut self, input: Text<'_>, error: CodecError<'_>) -> Result<Encoded, String> {
        if let Some(builtin) = Builtin::named(self.0) {
            return builtin.encode(input, error).map_err(|refusal| refused(error, refusal));
        }
        let resume = error.end + usize::from(self.0 == "jump");
        let with = match self.0 {
            "show" => Replacement::Text(mark(error)),
            "jump" => Replacement::Text(TextBuf::new()),
            "raw" => Replacement::Bytes(b"\xFF\xFE".to_vec()),
            "wide" => Replacement::Text(text_of(&[0x1234, 0xD800])),
            "mutate" => Replacement::Text("m".into()),
            other => panic!("no handler {other}"),
        };
        Ok(Encoded { with, resume })
    }

    fn escapes_surrogates(&self) -> bool {
        self.0 == "surrogateescape"
    }

    fn refuse(&mut self, _input: Text<'_>, error: CodecError<'_>) -> String {
        shown(error)
    }
}

fn table() -> TextBuf {
    (97..120).chain([0xFFFE, 0x20AC, 0x1_F600]).collect()
}

/// The byte order that a codec's name ends in.
fn order(codec: &str) -> ByteOrderMark {
    match &codec[codec.len() - 2..] {
        "le" => ByteOrderMark::Fixed(ByteOrder::Little),
        "be" => ByteOrderMark::Fixed(ByteOrder::Big),
        _ => ByteOrderMark::Marked,
    }
}

fn decode(codec: &str, input: &[u8], handler: &mut Named<'_>, mode: Input) -> Result<Vec<Field>, String> {
    let fields = |decoding: Decoding| {
        assert_eq!(decoding.text.kind(), decoding.text.as_text().canonical_kind());
        vec![Field::Text(decoding.text), Field::Int(decoding.consumed as i64)]
    };
    let with_order = |(decoding, order): (Decoding, ByteOrderMark)| {
        let mut fields = fields(decoding);
        fields.push(Field::Int(order.number().into()));
        fields
    };
    let mapping = |_: &mut Named<'_>, b: u8| -> Result<Option<TextBuf>, String> {
        Ok(match b {
            0 => Some("zero".into()),
            2 => Some(text_of(&[0x20AC])),
            5 => Some(TextBuf::new()),
            _ => None,
        })
    };
    Ok(match codec {
        "utf_8" => fields(utf8::decode(input, handler, mode)?),
        "utf_7" => fields(utf7::decode(input, handler, mode)?),
        "utf_16" | "utf_16_le" | "utf_16_be" => with_order(utf16::decode(input, handler, order(codec), mode)?),
        "utf_32" | "utf_32_le" | "utf_32_be" => with_order(utf32::decode(input, handler, order(codec), mode)?),
        "ascii" => fields(single_byte::decode_ascii(input, handler)?),
        "latin_1" => fields(Decoding { text: single_byte::decode_latin1(input), consumed: input.len() }),
        "charmap_table" => fields(charmap::decode_by_table(input, table().as_text(), handler)?),
        "charmap_mapping" => fields(charmap::decode_by(input, handler, mapping)?),
        "unicode_escape" => fields(unicode_escape::decode(input, handler, mode, &mut names::lookup)?.0),
        "raw_unicode_escape" => fields(unicode_escape::decode_raw(input, handler, mode)?),
        _ => panic!("no codec {codec}"),
    })
}

fn encode(codec: &str, text: Text<'_>, handler: &mut Named<'_>) -> Result<Vec<u8>, String> {
    let mapping = |_: &mut Named<'_>, c: u32, out: &mut Vec<u8>| -> Result<bool, String> {
        out.extend_from_slice(match char::from_u32(c) {
            Some('a') => b"\x01",
            Some('b') => b"two",
            Some('\u{20AC}') => b"\xFF",
            Some('<') => b"[",
            Some('>') => b"]",
            Some('?') => b"!",
            _ => return Ok(false),
        });
        Ok(true)
    };
    match codec {
        "utf_8" => utf8::encode(text, handler),
        "utf_7" => Ok(utf7::encode(text)),
        "utf_16" | "utf_16_le" | "utf_16_be" => utf16::encode(text, handler, order(codec)),
        "utf_32" | "utf_32_le" | "utf_32_be" => utf32::encode(text, handler, order(codec)),
        "ascii" => single_byte::encode_ascii(text, handler),
        "latin_1" => single_byte::encode_latin1(text, handler),
        "charmap_table" => charmap::encode_by_map(text, &EncodingMap::new(table().as_text()), handler),
        "charmap_mapping" => charmap::encode_by(text, handler, mapping),
        "unicode_escape" => Ok(unicode_escape::encode(text)),
        "raw_unicode_escape" => Ok(unicode_escape::encode_raw(text)),
        _ => panic!("no codec {codec}"),
    }
}

fn error_field(message: &str) -> Vec<Field> {
    vec![Field::Text(message.into())]
}

fn run(name: &str, args: &[Field]) -> Vec<Field> {
    let errors = || args[0].text().to_string_lossy();
    match name {
        "escape.decode" => match escape::decode(args[1].bytes(), escape::BrokenHex::named(&errors())) {
            Ok((bytes, _)) => vec![Field::Bytes(bytes)],
            Err(escape::EscapeError::TrailingBackslash) => error_field("!Trailing \\ in string"),
            Err(escape::EscapeError::InvalidHex(at)) => error_field(&format!("!invalid \\x escape at position {at}")),
            Err(escape::EscapeError::UnknownHandler) => {
                error_field(&format!("!decoding error; unknown error handling code: {}", errors()))
            }
        },
        "escape.encode" => vec![Field::Bytes(escape::encode(args[0].bytes()))],
        "utf_8_sig.decode" => {
            let decoding = utf8::decode_signed(args[0].bytes(), &mut Named("replace"), Input::Complete);
            let decoding = decoding.expect("replaced errors");
            vec![Field::Text(decoding.text), Field::Int(decoding.consumed as i64)]
        }
        "normalize" => {
            let normal = args[0].text().to_str().map(|name| normalize_name(&name));
            vec![normal.map_or(Field::None, |name| Field::Text(name.as_str().into()))]
        }
        _ => {
            let errors = errors();
            let mut handler = Named(&errors);
            match name.split_once('.') {
                Some((codec, "decode")) => {
                    let mode = if args[1].int() == 1 { Input::Complete } else { Input::Partial };
                    decode(codec, args[2].bytes(), &mut handler, mode).unwrap_or_else(|error| error_field(&error))
                }
                Some((codec, "encode")) => match encode(codec, args[1].text(), &mut handler) {
                    Ok(bytes) => vec![Field::Bytes(bytes)],
                    Err(error) => error_field(&error),
                },
                _ => panic!("{name} is not tested"),
            }
        }
    }
}

#[test]
fn codecs_do_what_cpython_does() {
    let mut failures = String::new();
    for line in golden("codecs.txt").lines() {
        let mut words = line.split('\t');
        let name = words.next().expect("a name");
        let fields: Vec<Field> = words.map(parse).collect();
        let n = match name {
            "escape.encode" | "utf_8_sig.decode" | "normalize" => 1,
            _ if name.ends_with(".decode") && !name.starts_with("escape") => 3,
            _ => 2,
        };
        let (args, expected) = fields.split_at(n);
        let got = run(name, args);
        if got != expected {
            let _ = writeln!(failures, "{line}\n    {got:?}");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn everything_round_trips() {
    let all: TextBuf = (0..0x11_0000).filter(|&c| !(0xD800..0xE000).contains(&c)).collect();
    let all = all.as_text();
    let mut strict = Named("strict");
    let same = |decoding: Result<Decoding, String>| assert!(decoding.expect("sound input").text.as_text() == all);
    let encoded = utf8::encode(all, &mut strict).expect("no surrogates");
    same(utf8::decode(&encoded, &mut strict, Input::Complete));
    same(utf7::decode(&utf7::encode(all), &mut strict, Input::Complete));
    let escaped = unicode_escape::encode(all);
    same(unicode_escape::decode(&escaped, &mut strict, Input::Complete, &mut names::lookup).map(|(d, _)| d));
    for order in [-1, 0, 1].map(ByteOrderMark::from_number) {
        let encoded = utf16::encode(all, &mut strict, order).expect("no surrogates");
        same(utf16::decode(&encoded, &mut strict, order, Input::Complete).map(|(d, _)| d));
        let encoded = utf32::encode(all, &mut strict, order).expect("no surrogates");
        same(utf32::decode(&encoded, &mut strict, order, Input::Complete).map(|(d, _)| d));
    }
}
