//! The codecs that need no Python code, by name.

use super::handler::{PythonHandler, Quiet};
use crate::{
    Bytes, PyResult, Str, StrExt, Vm,
    buffer::Contiguous,
    text::{
        Text, TextBuf,
        codec::{
            ByteOrder, ByteOrderMark, DecodeHandler, EncodeHandler, Input, handlers::Builtin, normalize_name,
            single_byte, unicode_escape, utf7, utf8, utf16, utf32,
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

const LITTLE: ByteOrderMark = ByteOrderMark::Fixed(ByteOrder::Little);
const BIG: ByteOrderMark = ByteOrderMark::Fixed(ByteOrder::Big);

impl Codec {
    /// The codec of a name or one of its aliases (`encodings.aliases`), in any spelling.
    pub fn named(name: &str) -> Option<Codec> {
        Some(match name {
            "utf-8" => Codec::Utf8,
            _ => match normalize_name(name)?.as_str() {
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

    /// Decodes; the second result is the warning that an escape deserves.
    pub(super) fn decode_with<H: DecodeHandler>(
        self,
        data: &[u8],
        handler: &mut H,
    ) -> Result<(TextBuf, Option<String>), H::Error> {
        let all = Input::Complete;
        let decoding = match self {
            Codec::Ascii => single_byte::decode_ascii(data, handler)?,
            Codec::Latin1 => return Ok((single_byte::decode_latin1(data), None)),
            Codec::Utf7 => utf7::decode(data, handler, all)?,
            Codec::Utf8 => utf8::decode(data, handler, all)?,
            Codec::Utf16(order) => utf16::decode(data, handler, order, all)?.0,
            Codec::Utf32(order) => utf32::decode(data, handler, order, all)?.0,
            Codec::UnicodeEscape => {
                let by_name = &mut |name: &[u8]| crate::text::names::lookup(name);
                let (decoding, doubtful) = unicode_escape::decode(data, handler, all, by_name)?;
                let warning = doubtful.map(|d| match d.octal {
                    Some(value) => format!("\"\\{value:o}\" is an invalid octal escape sequence"),
                    None => {
                        let c = data.get(d.at).map_or('?', |&b| char::from(b));
                        format!("\"\\{c}\" is an invalid escape sequence")
                    }
                });
                return Ok((decoding.text, warning));
            }
            Codec::RawUnicodeEscape => unicode_escape::decode_raw(data, handler, all)?,
        };
        Ok((decoding.text, None))
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
        let (text, warning) = match Builtin::named(errors) {
            Some(builtin) => match self.decode_with(data, &mut Quiet(builtin)) {
                Ok(made) => made,
                Err(fault) => return Err(fault.raise_decode(vm, data)),
            },
            None => self.decode_with(data, &mut PythonHandler::new(vm, errors, None))?,
        };
        finish(vm, text, warning)
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
        match self.decode_with(data, &mut Quiet(builtin)) {
            Ok((text, warning)) => finish(vm, text, warning),
            Err(fault) => {
                let data = source.get(vm).to_vec();
                Err(fault.raise_decode(vm, &data))
            }
        }
    }
}

fn finish(vm: &mut Vm, text: TextBuf, warning: Option<String>) -> PyResult<Ref<Str>> {
    if let Some(message) = warning {
        let warn = vm.hooks.warn;
        warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
    }
    Ok(Str::try_from_buf(vm, text)?)
}
