//! The codecs that CPython writes in C, without heap objects: bytes to text and back (CPython: `Objects/unicodeobject.c`, PEP 293).
//!
//! What a codec cannot convert it shows to a handler as a [`CodecError`]; the handler answers with what takes its place and where to go
//! on, or with an error of its own type, which ends the conversion. So the object layer can call error handlers written in Python, and
//! Rust code can use [`handlers::Builtin`] directly.
//!
//! Decoding is incremental: with [`Input::Partial`], a sequence that the input's end cuts off is left over, and the result says how much
//! was consumed.

mod base;
pub mod charmap;
pub mod escape;
pub mod handlers;
pub mod single_byte;
pub mod unicode_escape;
pub mod utf16;
pub mod utf32;
pub mod utf7;
pub mod utf8;

use super::{Text, TextBuf};

/// What could not be converted: `start..end` of the input, in bytes of what is decoded or code points of what is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodecError<'e> {
    /// The codec's name, as the exception's attribute has it.
    pub encoding: &'e str,
    /// Why, in CPython's words.
    pub reason: &'e str,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A decoding handler's answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// What takes the place of the bytes.
    pub text: TextBuf,
    /// Where decoding goes on, an index of the input; one beyond its end counts as its end.
    pub resume: usize,
    /// The input from now on, if the handler changed it.
    pub input: Option<Vec<u8>>,
}

/// What takes the place of text that cannot be encoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Replacement {
    /// A text, which the codec must be able to encode.
    Text(TextBuf),
    /// Bytes, which are taken as they are.
    Bytes(Vec<u8>),
}

/// An encoding handler's answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Encoded {
    /// What takes the place of the text.
    pub with: Replacement,
    /// Where encoding goes on, an index of the input; one beyond its end counts as its end.
    pub resume: usize,
}

/// Who decides about bytes that cannot be decoded.
pub trait DecodeHandler {
    /// What ends the decoding.
    type Error;

    /// Decides about `error` in `input`.
    fn on_error(&mut self, input: &[u8], error: CodecError<'_>) -> Result<Decoded, Self::Error>;
}

/// Who decides about text that cannot be encoded.
pub trait EncodeHandler {
    /// What ends the encoding.
    type Error;

    /// Decides about `error` in `input`.
    fn on_error(&mut self, input: Text<'_>, error: CodecError<'_>) -> Result<Encoded, Self::Error>;

    /// Is it `surrogateescape`? ASCII, Latin-1 and UTF-8 then do its work themselves, and show it only what it cannot escape.
    fn escapes_surrogates(&self) -> bool {
        false
    }

    /// The error of `error` itself, for when the handler's replacement cannot be encoded either.
    fn refuse(&mut self, input: Text<'_>, error: CodecError<'_>) -> Self::Error;
}

/// Whether more input may follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Input {
    /// It is all: a sequence cut off is an error (`final=True`).
    Complete,
    /// A sequence cut off at the end is left for the next call (`final=False`).
    Partial,
}

/// A decoder's result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoding {
    /// The text.
    pub text: TextBuf,
    /// How many bytes of the input it stands for.
    pub consumed: usize,
}

/// The order of the bytes of a UTF-16 or UTF-32 unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByteOrder {
    /// The least significant byte first.
    Little,
    /// The most significant byte first.
    Big,
}

impl ByteOrder {
    /// This machine's.
    pub const NATIVE: ByteOrder = if cfg!(target_endian = "little") { ByteOrder::Little } else { ByteOrder::Big };
}

/// CPython's byte order argument: a fixed one, or the mark at the text's start decides and is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByteOrderMark {
    /// No mark: the order is known.
    Fixed(ByteOrder),
    /// A mark tells it; without one it is the machine's.
    Marked,
}

impl ByteOrderMark {
    /// From the number in the codecs' interface: negative is little, positive big, zero marked.
    pub fn from_number(number: i32) -> ByteOrderMark {
        match number {
            ..0 => ByteOrderMark::Fixed(ByteOrder::Little),
            0 => ByteOrderMark::Marked,
            1.. => ByteOrderMark::Fixed(ByteOrder::Big),
        }
    }

    /// The order: the machine's where a mark is to tell it.
    fn order(self) -> ByteOrder {
        match self {
            ByteOrderMark::Fixed(order) => order,
            ByteOrderMark::Marked => ByteOrder::NATIVE,
        }
    }

    /// What is known once the start of `input` has been looked at for a mark, and how many bytes that mark takes.
    fn read(self, input: &[u8], little: &[u8], big: &[u8]) -> (ByteOrderMark, usize) {
        match self {
            ByteOrderMark::Marked if input.starts_with(little) => {
                (ByteOrderMark::Fixed(ByteOrder::Little), little.len())
            }
            ByteOrderMark::Marked if input.starts_with(big) => (ByteOrderMark::Fixed(ByteOrder::Big), big.len()),
            _ => (self, 0),
        }
    }

    /// The number in the codecs' interface.
    pub fn number(self) -> i32 {
        match self {
            ByteOrderMark::Fixed(ByteOrder::Little) => -1,
            ByteOrderMark::Marked => 0,
            ByteOrderMark::Fixed(ByteOrder::Big) => 1,
        }
    }
}

/// An encoding's name as codecs are looked up by: ASCII letters in lower case, runs of anything but letters, digits and dots as one
/// underscore between them (`_Py_normalize_encoding`).
pub fn normalize_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut punctuation = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if punctuation && !out.is_empty() {
                out.push('_');
            }
            punctuation = false;
            out.push(c.to_ascii_lowercase());
        } else {
            punctuation = true;
        }
    }
    out
}
