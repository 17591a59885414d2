//! What all codecs share: the state of a conversion, and how a handler's answer enters it.

use std::borrow::Cow;

use super::{CodecError, DecodeHandler, Decoding, EncodeHandler, Encoded, Input, Replacement};
use crate::text::{Text, TextBuf};

/// A decoding under way. Invariant: `at` is at most the input's length.
pub(super) struct Decoder<'i, 'h, H> {
    /// The length of the input as it was first given.
    given: usize,
    pub(super) input: Cow<'i, [u8]>,
    pub(super) at: usize,
    pub(super) out: TextBuf,
    handler: &'h mut H,
}

impl<'i, 'h, H: DecodeHandler> Decoder<'i, 'h, H> {
    pub(super) fn new(input: &'i [u8], handler: &'h mut H) -> Self {
        Decoder { given: input.len(), input: Cow::Borrowed(input), at: 0, out: TextBuf::new(), handler }
    }

    /// What is left of the input.
    pub(super) fn rest(&self) -> &[u8] {
        &self.input[self.at..]
    }

    /// Asks the handler about an error and goes on where it says.
    #[cold]
    pub(super) fn error(
        &mut self,
        encoding: &'static str,
        reason: &'static str,
        start: usize,
        end: usize,
    ) -> Result<(), H::Error> {
        let answer = self.handler.on_error(&self.input, CodecError { encoding, reason, start, end })?;
        self.out.push_text(answer.text.as_text());
        if let Some(input) = answer.input {
            self.input = Cow::Owned(input);
        }
        self.at = answer.resume.min(self.input.len());
        Ok(())
    }

    /// The result. What is consumed of complete input is all that was given, whatever a handler made of it.
    pub(super) fn finish(self, mode: Input) -> Decoding {
        let consumed = match mode {
            Input::Complete => self.given,
            Input::Partial => self.at,
        };
        Decoding { text: self.out, consumed }
    }

    pub(super) fn handler(&mut self) -> &mut H {
        self.handler
    }
}

/// Asks the handler about `error`. Bytes of the answer must come in multiples of `unit`; its text goes to `encode`, which tells whether
/// it could encode it. If either fails, `error` itself is raised. Returns where to go on.
#[cold]
pub(super) fn encode_error<H: EncodeHandler>(
    text: Text<'_>,
    error: CodecError<'_>,
    handler: &mut H,
    out: &mut Vec<u8>,
    unit: usize,
    encode: impl FnOnce(Text<'_>, &mut Vec<u8>) -> bool,
) -> Result<usize, H::Error> {
    let Encoded { with, resume } = handler.on_error(text, error)?;
    let taken = match &with {
        Replacement::Bytes(bytes) => {
            out.extend_from_slice(bytes);
            bytes.len() % unit == 0
        }
        Replacement::Text(with) => encode(with.as_text(), out),
    };
    if taken { Ok(resume.min(text.len())) } else { Err(handler.refuse(text, error)) }
}

/// Where the part of `start..end` begins that a handler has to see: behind the escaped bytes in front of it, which go to `out`, if the
/// handler wants that.
#[cold]
pub(super) fn unescape<H: EncodeHandler>(
    text: Text<'_>,
    start: usize,
    end: usize,
    handler: &H,
    out: &mut Vec<u8>,
) -> usize {
    if !handler.escapes_surrogates() {
        return start;
    }
    let before = out.len();
    let escaped = text.slice(start..end).iter().take_while(|c| (0xDC80..=0xDCFF).contains(c));
    out.extend(escaped.map(|c| c as u8));
    start + (out.len() - before)
}
