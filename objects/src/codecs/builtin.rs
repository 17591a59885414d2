//! The codecs that need no Python code, by name.

use super::handler::{PythonHandler, Quiet};
use crate::{
    Bytes, PyResult, Str, StrExt, Vm,
    buffer::Contiguous,
    memory,
    text::{
        Kind, Text,
        codec::{
            ByteOrder, ByteOrderMark, DecodeHandler, Decoding, EncodeHandler, Input, escape::DoubtfulEscape,
            handlers::Builtin, normalize_name, single_byte, unicode_escape, utf7, utf8, utf16, utf32,
        },
    },
    types,
};
use rpython_heap::Ref;

/// A codec that CPython writes in C.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    /// `ascii`
    Ascii,
    /// `latin-1`
    Latin1,
    /// `utf-7`
    Utf7,
    /// `utf-8`
    Utf8,
    /// `utf-16`, `utf-16-le`, `utf-16-be`
    Utf16(ByteOrderMark),
    /// `utf-32`, `utf-32-le`, `utf-32-be`
    Utf32(ByteOrderMark),
    /// `unicode_escape`
    UnicodeEscape,
    /// `raw_unicode_escape`
    RawUnicodeEscape,
}

/// What decoding has made.
pub(super) struct Outcome {
    decoding: Decoding,
    order: ByteOrderMark,
    /// The warning that an escape deserves.
    warning: Option<String>,
}

/// A decoded part of an input.
pub struct Part {
    /// The text.
    pub text: Ref<Str>,
    /// How many bytes it stands for.
    pub consumed: usize,
    /// The byte order of UTF-16 and UTF-32 after it.
    pub order: ByteOrderMark,
}

/// What Python warns of in an escape of `data`, shown between `quote`s.
pub fn escape_warning(data: &[u8], doubtful: DoubtfulEscape, quote: char) -> String {
    // CPython's text ends in a space.
    const GONE: &str = "Such sequences will not work in the future. ";
    match doubtful.octal {
        Some(value) => format!("{quote}\\{value:o}{quote} is an invalid octal escape sequence. {GONE}"),
        None => {
            let c = data.get(doubtful.at).map_or('?', |&b| char::from(b));
            format!("{quote}\\{c}{quote} is an invalid escape sequence. {GONE}")
        }
    }
}

const LITTLE: ByteOrderMark = ByteOrderMark::Fixed(ByteOrder::Little);
const BIG: ByteOrderMark = ByteOrderMark::Fixed(ByteOrder::Big);

impl Codec {
    /// The codec of a name or one of its aliases (`encodings.aliases`), in any spelling.
    pub fn named(name: &str) -> Option<Codec> {
        Some(match name {
            "utf-8" => Codec::Utf8,
            _ => match normalize_name(name).as_str() {
                "utf_8" | "utf8" | "u8" | "utf" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Codec::Utf8,
                "ascii" | "us_ascii" | "646" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "ansi_x3.4_1986" | "cp367"
                | "csascii" | "ibm367" | "iso646_us" | "iso_646.irv_1991" | "iso_ir_6" | "us" => Codec::Ascii,
                "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" | "8859" | "cp819" | "csisolatin1" | "ibm819"
                | "iso8859" | "iso_8859_1_1987" | "iso_ir_100" | "l1" | "latin" => Codec::Latin1,
                "utf_7" | "utf7" | "u7" | "unicode_1_1_utf_7" => Codec::Utf7,
                "utf_16" | "utf16" | "u16" => Codec::Utf16(ByteOrderMark::Marked),
                "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Codec::Utf16(LITTLE),
                "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Codec::Utf16(BIG),
                "utf_32" | "utf32" | "u32" => Codec::Utf32(ByteOrderMark::Marked),
                "utf_32_le" | "utf_32le" => Codec::Utf32(LITTLE),
                "utf_32_be" | "utf_32be" => Codec::Utf32(BIG),
                "unicode_escape" | "unicodeescape" => Codec::UnicodeEscape,
                "raw_unicode_escape" | "rawunicodeescape" => Codec::RawUnicodeEscape,
                _ => return None,
            },
        })
    }

    /// The most bytes that a code point of a text takes.
    fn most_bytes(self, kind: Kind) -> u64 {
        match (self, kind) {
            (Codec::Ascii | Codec::Latin1, _) => 1,
            (Codec::Utf8 | Codec::Utf7, Kind::Ascii) => 1,
            (Codec::Utf8, Kind::Latin1) => 2,
            (Codec::Utf8, Kind::Ucs2) => 3,
            (Codec::Utf16(_), Kind::Ascii | Kind::Latin1 | Kind::Ucs2) => 2,
            (Codec::UnicodeEscape | Codec::RawUnicodeEscape, Kind::Ascii | Kind::Latin1) => 4,
            (Codec::UnicodeEscape | Codec::RawUnicodeEscape, Kind::Ucs2) => 6,
            (Codec::UnicodeEscape | Codec::RawUnicodeEscape, Kind::Ucs4) => 10,
            (Codec::Utf8 | Codec::Utf7 | Codec::Utf16(_) | Codec::Utf32(_), _) => 4,
        }
    }

    /// Encodes.
    pub(super) fn encode_with<H: EncodeHandler>(self, text: Text<'_>, handler: &mut H) -> Result<Vec<u8>, H::Error> {
        match self {
            Codec::Ascii => single_byte::encode_ascii(text, handler),
            Codec::Latin1 => single_byte::encode_latin1(text, handler),
            Codec::Utf7 => Ok(utf7::encode(text)),
            Codec::Utf8 => utf8::encode(text, handler),
            Codec::Utf16(order) => utf16::encode(text, handler, order),
            Codec::Utf32(order) => utf32::encode(text, handler, order),
            Codec::UnicodeEscape => Ok(unicode_escape::encode(text)),
            Codec::RawUnicodeEscape => Ok(unicode_escape::encode_raw(text)),
        }
    }

    /// Decodes.
    pub(super) fn decode_with<H: DecodeHandler>(
        self,
        data: &[u8],
        handler: &mut H,
        mode: Input,
    ) -> Result<Outcome, H::Error> {
        let mut order = ByteOrderMark::Marked;
        let decoding = match self {
            Codec::Ascii => single_byte::decode_ascii(data, handler)?,
            Codec::Latin1 => Decoding { text: single_byte::decode_latin1(data), consumed: data.len() },
            Codec::Utf7 => utf7::decode(data, handler, mode)?,
            Codec::Utf8 => utf8::decode(data, handler, mode)?,
            Codec::Utf16(given) => {
                let (decoding, found) = utf16::decode(data, handler, given, mode)?;
                order = found;
                decoding
            }
            Codec::Utf32(given) => {
                let (decoding, found) = utf32::decode(data, handler, given, mode)?;
                order = found;
                decoding
            }
            Codec::UnicodeEscape => {
                let by_name = &mut |name: &[u8]| crate::text::names::lookup(name);
                let (decoding, doubtful) = unicode_escape::decode(data, handler, mode, by_name)?;
                let warning = doubtful.map(|d| escape_warning(data, d, '"'));
                return Ok(Outcome { decoding, order, warning });
            }
            Codec::RawUnicodeEscape => unicode_escape::decode_raw(data, handler, mode)?,
        };
        Ok(Outcome { decoding, order, warning: None })
    }

    /// Encodes a string.
    ///
    /// # Errors
    /// `UnicodeEncodeError`, `LookupError` for an unknown handler, what a handler in Python raises.
    pub fn encode(self, vm: &mut Vm, s: &Ref<Str>, errors: &str) -> PyResult<Ref<Bytes>> {
        match (s.text(vm), self) {
            (Text::Ascii(bytes), Codec::Utf8 | Codec::Ascii | Codec::Latin1) | (Text::Latin1(bytes), Codec::Latin1) => {
                return Ok(Bytes::new(vm, bytes)?);
            }
            _ => {}
        }
        let text = s.text(vm);
        memory::probe((text.len() as u64).saturating_mul(self.most_bytes(text.kind())))?;
        let data = match Builtin::named(errors) {
            Some(builtin) => match self.encode_with(s.text(vm), &mut Quiet(builtin)) {
                Ok(data) => data,
                Err(fault) => return Err(fault.raise_encode(vm, s)),
            },
            None => {
                // The handler runs Python code, so the text is copied out of the heap.
                let text = s.text(vm).to_buf();
                self.encode_with(text.as_text(), &mut PythonHandler::new(vm, errors, Some(s.clone())))?
            }
        };
        Ok(Bytes::new(vm, &data)?)
    }

    /// Decodes bytes that do not lie in the heap.
    ///
    /// # Errors
    /// `UnicodeDecodeError`, `LookupError` for an unknown handler, what a handler in Python raises.
    pub fn decode(self, vm: &mut Vm, data: &[u8], errors: &str) -> PyResult<Ref<Str>> {
        self.decode_part(vm, data, errors, Input::Complete).map(|part| part.text)
    }

    /// Decodes what there is of an input that may go on.
    ///
    /// # Errors
    /// As [`Codec::decode`].
    pub fn decode_part(self, vm: &mut Vm, data: &[u8], errors: &str, mode: Input) -> PyResult<Part> {
        let outcome = match Builtin::named(errors) {
            Some(builtin) => match self.decode_with(data, &mut Quiet(builtin), mode) {
                Ok(made) => made,
                Err(fault) => return Err(fault.raise_decode(vm, data)),
            },
            None => self.decode_with(data, &mut PythonHandler::new(vm, errors, None), mode)?,
        };
        let (consumed, order) = (outcome.decoding.consumed, outcome.order);
        Ok(Part { text: finish(vm, outcome)?, consumed, order })
    }

    /// Decodes a part of the heap.
    ///
    /// # Errors
    /// As [`Codec::decode`].
    pub fn decode_buffer(self, vm: &mut Vm, source: &Contiguous, errors: &str) -> PyResult<Ref<Str>> {
        let data = source.get(vm);
        if matches!(self, Codec::Utf8 | Codec::Ascii | Codec::Latin1)
            && let Some(text) = Text::ascii(data)
        {
            return Ok(Str::from_text(vm, text)?);
        }
        let Some(builtin) = Builtin::named(errors) else {
            let data = data.to_vec();
            return self.decode(vm, &data, errors);
        };
        match self.decode_with(data, &mut Quiet(builtin), Input::Complete) {
            Ok(outcome) => finish(vm, outcome),
            Err(fault) => {
                let data = source.get(vm).to_vec();
                Err(fault.raise_decode(vm, &data))
            }
        }
    }
}

fn finish(vm: &mut Vm, outcome: Outcome) -> PyResult<Ref<Str>> {
    if let Some(message) = outcome.warning {
        let warn = vm.hooks.warn;
        warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
    }
    Ok(Str::try_from_buf(vm, outcome.decoding.text)?)
}
