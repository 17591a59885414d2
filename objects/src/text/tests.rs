//! The views and the builder.

use super::{Kind, Text, TextBuf, TextParts};

const SAMPLES: &[&[u32]] = &[
    &[],
    &[0x61],
    &[0x61, 0x7F],
    &[0x61, 0x80],
    &[0xFF, 0x61],
    &[0x100],
    &[0x61, 0xFFFF],
    &[0xD800, 0xDC00],
    &[0x61, 0x1_0000],
    &[0x10_FFFF, 0xD801, 0x20],
];

#[test]
fn a_builder_is_canonical_and_round_trips() {
    for codes in SAMPLES {
        let buf: TextBuf = codes.iter().copied().collect();
        let text = buf.as_text();
        assert_eq!(text.len(), codes.len());
        assert!(text.iter().eq(codes.iter().copied()));
        assert_eq!(text.kind(), text.canonical_kind());
        assert_eq!(text.kind(), codes.iter().map(|&c| Kind::of(c)).max().unwrap_or(Kind::Ascii));
        assert_eq!(TextBuf::from_wtf8(&text.to_wtf8()).as_ref(), Some(&buf));
        let wide: Vec<u32> = codes.to_vec();
        assert_eq!(Text::Ucs4(&wide), text);
        assert_eq!(Text::Ucs4(&wide).to_buf().into_parts(), buf.clone().into_parts());
        if let Some(s) = text.to_str() {
            assert_eq!(TextBuf::from(&*s), buf);
            assert_eq!(text, &*s);
        } else {
            assert!(text.has_surrogates());
        }
    }
}

#[test]
fn order_is_by_code_points_across_kinds() {
    for a in SAMPLES {
        for b in SAMPLES {
            let (x, y): (TextBuf, TextBuf) = (a.iter().copied().collect(), b.iter().copied().collect());
            assert_eq!(x.as_text().cmp(&y.as_text()), a.cmp(b));
            assert_eq!(x == y, a == b);
            let mut joined = x.clone();
            joined.push_text(y.as_text());
            assert!(joined.as_text().iter().eq(a.iter().chain(*b).copied()));
            assert_eq!(joined.kind(), joined.as_text().canonical_kind());
        }
    }
}

#[test]
fn slices_clip_and_truncation_narrows() {
    let mut buf = TextBuf::from("ab\u{20AC}");
    assert_eq!(buf.as_text().slice(1..9), "b\u{20AC}");
    assert_eq!(buf.as_text().slice(7..), "");
    assert_eq!(buf.as_text().slice(..2).canonical_kind(), Kind::Ascii);
    assert_eq!(buf.pop(), Some(0x20AC));
    assert_eq!(buf.into_parts(), TextParts::Ascii(b"ab".to_vec()));
}

#[test]
fn units_convert_only_what_fits() {
    let text = TextBuf::from("a\u{20AC}");
    assert!(text.as_text().units::<u8>().is_none());
    assert_eq!(text.as_text().units::<u16>().as_deref(), Some(&[0x61, 0x20AC][..]));
    assert_eq!(text.as_text().slice(..1).units::<u8>().as_deref(), Some(&b"a"[..]));
    assert_eq!(text.as_text().units::<u32>().as_deref(), Some(&[0x61, 0x20AC][..]));
}

#[test]
fn malformed_wtf8_is_refused() {
    for bad in
        [&b"\x80"[..], b"\xC3", b"\xC0\x80", b"\xE0\x80\x80", b"\xF5\x80\x80\x80", b"\xF4\x90\x80\x80", b"a\xE2\x82"]
    {
        assert!(TextBuf::from_wtf8(bad).is_none(), "{bad:?}");
    }
}
