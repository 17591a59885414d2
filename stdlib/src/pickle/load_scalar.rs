//! Loading numbers, strings and bytes.

use super::{error, load::Loader};
use rpython_objects::{
    Bytes, Obj, PyResult, Str, Vm, codecs, int,
    number::int::{ByteOrder, Int as Integer},
    raise,
    text::{
        Text, TextBuf,
        codec::escape::{self, BrokenHex, EscapeError},
    },
    types, value_error,
};

impl Loader {
    /// Takes a line of at least `least` bytes, its end included; the bytes without the end.
    pub(super) fn text_line(&mut self, vm: &mut Vm, least: usize) -> PyResult<(usize, usize)> {
        let (start, end) = self.input.line(vm)?;
        if end - start < least {
            return Err(error::truncated(vm));
        }
        Ok((start, end - 1))
    }

    /// The int that a line spells, its end included as messages have it.
    fn spelled(&mut self, vm: &mut Vm, start: usize, end: usize) -> PyResult {
        let (limit, digits) = (vm.int_max_str_digits, self.input.slice(vm, start, end));
        let made = Integer::from_ascii(digits, 10, limit);
        int::finish(vm, made)
    }

    pub(super) fn load_int(&mut self, vm: &mut Vm) -> PyResult<()> {
        let (start, end) = self.text_line(vm, 2)?;
        let n = match self.spelled(vm, start, end + 1) {
            Ok(n) => n,
            Err(raised) => {
                vm.swallow(raised, types::VALUE_ERROR)?;
                return Err(value_error!(vm, "could not convert string to int"));
            }
        };
        // Two digits that say 0 or 1 are how protocol 1 wrote the truth values.
        match n.value().as_int() {
            Some(n @ (0 | 1)) if end - start == 2 => self.push(Obj::bool(n == 1)),
            _ => self.push(n),
        }
    }

    pub(super) fn load_long(&mut self, vm: &mut Vm) -> PyResult<()> {
        let (start, end) = self.text_line(vm, 2)?;
        let suffixed = self.input.slice(vm, start, end).last() == Some(&b'L');
        let end = if suffixed { end - 1 } else { end + 1 };
        let n = self.spelled(vm, start, end)?;
        self.push(n)
    }

    pub(super) fn load_counted_long(&mut self, vm: &mut Vm, len: i64) -> PyResult<()> {
        let Ok(len) = usize::try_from(len) else {
            return Err(error::unpickling(vm, "LONG pickle has negative byte count"));
        };
        let start = self.input.take(vm, len)?;
        let n = Integer::from_bytes(self.input.slice(vm, start, start + len), ByteOrder::Little, true);
        let n = int::from_integer(vm, n);
        self.push(n)
    }

    pub(super) fn load_float(&mut self, vm: &mut Vm) -> PyResult<()> {
        let (start, end) = self.text_line(vm, 2)?;
        let digits = self.input.slice(vm, start, end);
        let (x, used) = longest_float(digits);
        let whole = used == digits.len();
        match x {
            Some(x) if whole && x.is_infinite() && digits.iter().any(u8::is_ascii_digit) => {
                let shown = String::from_utf8_lossy(self.input.slice(vm, start, end + 1)).into_owned();
                Err(raise!(vm, types::OVERFLOW_ERROR, "value too large to convert to float: '{shown}'"))
            }
            Some(x) if whole => self.push(Obj::float(x)),
            Some(_) => Err(value_error!(vm, "could not convert string to float")),
            None => {
                let shown = String::from_utf8_lossy(self.input.slice(vm, start, end + 1)).into_owned();
                Err(value_error!(vm, "could not convert string to float: '{shown}'"))
            }
        }
    }

    /// A string of Python 2.
    fn push_old_string(&mut self, vm: &mut Vm, bytes: &[u8]) -> PyResult<()> {
        let decoding = self.decoding.clone();
        let o = match &*decoding.encoding {
            "bytes" => Bytes::new(vm, bytes)?.into_obj(),
            encoding => codecs::decode(vm, bytes, Some(encoding), Some(&decoding.errors))?.into_obj(),
        };
        self.push(o)
    }

    pub(super) fn load_string(&mut self, vm: &mut Vm) -> PyResult<()> {
        let (start, end) = self.input.line(vm)?;
        let quoted = match self.input.slice(vm, start, end - 1) {
            [open @ (b'\'' | b'"'), inner @ .., close] if open == close => inner.to_vec(),
            _ => return Err(error::unpickling(vm, "the STRING opcode argument must be quoted")),
        };
        let (bytes, doubtful) = match escape::decode(&quoted, BrokenHex::Strict) {
            Ok(done) => done,
            Err(EscapeError::InvalidHex(at)) => {
                return Err(value_error!(vm, "invalid \\x escape at position {at}"));
            }
            Err(_) => return Err(value_error!(vm, "Trailing \\ in string")),
        };
        if let Some(doubtful) = doubtful {
            let warn = vm.hooks.warn;
            let message = format!("b{}", codecs::escape_warning(&quoted, doubtful, '"'));
            warn(vm, types::DEPRECATION_WARNING, &message, 1)?;
        }
        self.push_old_string(vm, &bytes)
    }

    pub(super) fn load_counted_string(&mut self, vm: &mut Vm, len: i64) -> PyResult<()> {
        let Ok(len) = usize::try_from(len) else {
            return Err(error::unpickling(vm, "BINSTRING pickle has negative byte count"));
        };
        let start = self.input.take(vm, len)?;
        let bytes = self.input.slice(vm, start, start + len).to_vec();
        self.push_old_string(vm, &bytes)
    }

    pub(super) fn load_unicode(&mut self, vm: &mut Vm) -> PyResult<()> {
        let (start, end) = self.input.line(vm)?;
        let bytes = self.input.slice(vm, start, end - 1).to_vec();
        let text = codecs::decode(vm, &bytes, Some("raw_unicode_escape"), Some("strict"))?;
        self.push(text.into_obj())
    }

    #[inline]
    pub(super) fn load_text(&mut self, vm: &mut Vm, len: usize) -> PyResult<()> {
        let start = self.input.take(vm, len)?;
        let bytes = self.input.slice(vm, start, start + len);
        let text = match Text::ascii(bytes) {
            Some(text) => Str::from_text(vm, text)?,
            None => match TextBuf::from_wtf8(bytes) {
                Some(text) => Str::try_from_buf(vm, text)?,
                None => {
                    let bytes = bytes.to_vec();
                    codecs::decode(vm, &bytes, Some("utf-8"), Some("surrogatepass"))?
                }
            },
        };
        self.push(text.into_obj())
    }

    pub(super) fn load_bytes(&mut self, vm: &mut Vm, len: usize) -> PyResult<()> {
        let bytes = self.input.bytes(vm, len)?;
        self.push(bytes.into_obj())
    }
}

/// The float that the longest possible beginning of a line spells, and how long that is (`PyOS_string_to_double`: without white
/// space or underscores).
fn longest_float(line: &[u8]) -> (Option<f64>, usize) {
    let digits = |from: usize| line[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = |at: usize| usize::from(matches!(line.get(at), Some(b'+' | b'-')));
    let start = sign(0);
    let words: [&[u8]; 3] = [b"infinity", b"inf", b"nan"];
    let word = words.iter().find(|w| line.get(start..start + w.len()).is_some_and(|l| l.eq_ignore_ascii_case(w)));
    let end = match word {
        Some(word) => start + word.len(),
        None => {
            let mut end = start + digits(start);
            let mut count = end - start;
            if line.get(end) == Some(&b'.') {
                let fraction = digits(end + 1);
                count += fraction;
                end += 1 + fraction;
            }
            if count == 0 {
                return (None, 0);
            }
            if let Some(b'e' | b'E') = line.get(end) {
                let from = end + 1 + sign(end + 1);
                let exponent = digits(from.min(line.len()));
                end = if exponent > 0 { from + exponent } else { end };
            }
            end
        }
    };
    let spelled = std::str::from_utf8(&line[..end]).ok().and_then(|text| text.parse().ok());
    (spelled, end)
}
