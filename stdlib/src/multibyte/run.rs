//! Encoding and decoding whole texts: the codecs' steps and the error handlers between them.

use super::codec::{Codec, State, Trouble};
use rpython_objects::{
    Bytes, Obj, PyResult, Raised, Ref, Str, StrExt, Tuple, Vm, codecs, exception, int, names, protocol, raise,
    text::{Text, TextBuf},
    type_error, types,
};

/// What happens to what cannot be converted.
#[derive(Clone)]
pub(super) enum Errors {
    Strict,
    Ignore,
    Replace,
    /// A handler of the registry.
    Named(String),
}

impl Errors {
    pub(super) fn named(name: &str) -> Errors {
        match name {
            "strict" => Errors::Strict,
            "ignore" => Errors::Ignore,
            "replace" => Errors::Replace,
            _ => Errors::Named(name.into()),
        }
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Errors::Strict => "strict",
            Errors::Ignore => "ignore",
            Errors::Replace => "replace",
            Errors::Named(name) => name,
        }
    }
}

/// What comes behind a text that is encoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// More text.
    More,
    /// Nothing, but the state stays.
    Flush,
    /// Nothing; the state goes back to the initial one.
    Reset,
}

const ILLEGAL: &str = "illegal multibyte sequence";
const INCOMPLETE: &str = "incomplete multibyte sequence";

/// An exception that tells of a conversion, made at the first error and changed for each one after it, as CPython does.
#[derive(Default)]
struct Told(Option<Obj>);

impl Told {
    fn of(&mut self, vm: &mut Vm, encodes: bool, codec: &str, input: Obj, at: (usize, usize), why: &str) -> PyResult {
        let (start, end) = (int::from_i64(vm, at.0 as i64), int::from_i64(vm, at.1 as i64));
        let reason = Str::new(vm, why).into_obj();
        if let Some(made) = &self.0 {
            protocol::set_attr(vm, made, names::start, &start)?;
            protocol::set_attr(vm, made, names::end, &end)?;
            protocol::set_attr(vm, made, names::reason, &reason)?;
            return Ok(made.clone());
        }
        let class = if encodes { types::UNICODE_ENCODE_ERROR } else { types::UNICODE_DECODE_ERROR };
        let codec = Str::new(vm, codec).into_obj();
        let made = exception::with_args(vm, class, &[codec, input, start, end, reason]);
        Ok(self.0.insert(made).clone())
    }
}

/// Asks a handler; what it puts in place, and where to go on in an input of `len`.
fn ask(vm: &mut Vm, handler: &str, told: &Obj, len: usize, wrong: &str) -> PyResult<(Obj, PyResult<usize>)> {
    let handler = codecs::look_up_error(vm, handler)?;
    let answer = protocol::call(vm, &handler, std::slice::from_ref(told))?;
    let parts = answer.downcast_ref::<Tuple>().map(|tuple| tuple.tail(vm).to_vec());
    let Some([with, at]) = parts.as_deref().filter(|parts| parts.get(1).is_some_and(int::is_int)) else {
        return Err(type_error!(vm, "{wrong}"));
    };
    let given = int::to_i64(vm, at).unwrap_or(-1 - len as i64);
    let position = if given < 0 { given.saturating_add(len as i64) } else { given };
    let position = match usize::try_from(position) {
        Ok(at) if at <= len => Ok(at),
        _ => Err(raise!(vm, types::INDEX_ERROR, "position {position} from error handler out of bounds")),
    };
    Ok((with.clone(), position))
}

/// Encodes a text; the bytes, and how many characters they stand for: fewer than there are only where more may follow.
///
/// # Errors
/// `UnicodeEncodeError`, what a handler raises.
pub(super) fn encode(
    vm: &mut Vm,
    codec: &Codec,
    state: &mut State,
    input: &Ref<Str>,
    errors: &Errors,
    end: End,
) -> PyResult<(Vec<u8>, usize)> {
    let mut out = Vec::new();
    let mut told = Told::default();
    let mut at = 0;
    let len = input.text(vm).len();
    loop {
        let trouble = {
            let text = input.text(vm);
            loop {
                if at >= len {
                    break None;
                }
                match codec.encode(state, text, at, end != End::More, &mut out) {
                    Ok(taken) => at += taken,
                    Err(trouble) => break Some(trouble),
                }
            }
        };
        let length = match trouble {
            None => break,
            Some(Trouble::Incomplete) if end == End::More => break,
            Some(Trouble::Incomplete) => 1,
            Some(Trouble::Illegal(length)) => length,
        };
        match errors {
            Errors::Ignore => at += length,
            Errors::Replace => {
                if codec.encode(state, Text::latin1(b"?"), 0, true, &mut out).is_err() {
                    out.push(b'?');
                }
                at += length;
            }
            Errors::Strict | Errors::Named(_) => {
                let object = input.clone().into_obj();
                let told = told.of(vm, true, codec.name, object, (at, at + length), ILLEGAL)?;
                let Errors::Named(handler) = errors else { return Err(vm.raise_object(told)) };
                const WRONG: &str = "encoding error handler must return (str, int) tuple";
                let (with, next) = ask(vm, handler, &told, len, WRONG)?;
                match (with.downcast_ref::<Str>(), with.downcast_ref::<Bytes>()) {
                    (Some(text), _) => {
                        let (bytes, _) = encode(vm, codec, state, text, &Errors::Strict, End::Flush)?;
                        out.extend_from_slice(&bytes);
                    }
                    (_, Some(bytes)) => out.extend_from_slice(bytes.tail(vm)),
                    _ => return Err(type_error!(vm, "{WRONG}")),
                }
                at = next?;
            }
        }
    }
    if end == End::Reset {
        codec.finish_encoding(state, &mut out);
    }
    Ok((out, at))
}

/// An input that is being decoded.
pub(super) struct Decoding<'a> {
    codec: &'a Codec,
    input: &'a [u8],
    errors: &'a Errors,
    told: Told,
    /// How much of the input is decoded.
    pub(super) at: usize,
}

impl<'a> Decoding<'a> {
    pub(super) fn of(codec: &'a Codec, input: &'a [u8], errors: &'a Errors) -> Decoding<'a> {
        Decoding { codec, input, errors, told: Told::default(), at: 0 }
    }

    /// What is not decoded.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    /// Decodes up to a sequence that goes on behind the end, if there is one; whether there is.
    ///
    /// # Errors
    /// `UnicodeDecodeError`, what a handler raises.
    pub(super) fn feed(&mut self, vm: &mut Vm, state: &mut State, out: &mut TextBuf) -> PyResult<()> {
        while !self.rest().is_empty() {
            match self.codec.decode(state, self.rest(), out) {
                Ok(taken) => self.at += taken,
                Err(Trouble::Incomplete) => break,
                Err(Trouble::Illegal(length)) => self.handle(vm, out, length, ILLEGAL)?,
            }
        }
        Ok(())
    }

    /// Treats what is left, the start of a sequence, as an error.
    ///
    /// # Errors
    /// As [`Decoding::feed`].
    pub(super) fn refuse_rest(&mut self, vm: &mut Vm, out: &mut TextBuf) -> PyResult<()> {
        match self.rest().len() {
            0 => Ok(()),
            left => self.handle(vm, out, left, INCOMPLETE),
        }
    }

    fn handle(&mut self, vm: &mut Vm, out: &mut TextBuf, length: usize, why: &str) -> PyResult<()> {
        let handler = match self.errors {
            Errors::Ignore | Errors::Replace => {
                if let Errors::Replace = self.errors {
                    out.push(char::REPLACEMENT_CHARACTER.into());
                }
                self.at += length;
                return Ok(());
            }
            Errors::Strict => None,
            Errors::Named(name) => Some(name),
        };
        let object = Bytes::new(vm, self.input)?.into_obj();
        let place = (self.at, self.at + length);
        let told = self.told.of(vm, false, self.codec.name, object, place, why)?;
        let Some(handler) = handler else { return Err(vm.raise_object(told)) };
        const WRONG: &str = "decoding error handler must return (str, int) tuple";
        let (with, next) = ask(vm, handler, &told, self.input.len(), WRONG)?;
        match with.downcast_ref::<Str>() {
            Some(text) => out.push_text(text.text(vm)),
            None => return Err(type_error!(vm, "{WRONG}")),
        }
        self.at = next?;
        Ok(())
    }
}

/// A `UnicodeDecodeError` about a whole input.
#[cold]
pub(super) fn refuse(vm: &mut Vm, codec: &Codec, input: &[u8], why: &str) -> Raised {
    let object = match Bytes::new(vm, input) {
        Ok(bytes) => bytes.into_obj(),
        Err(full) => return full.into(),
    };
    match Told::default().of(vm, false, codec.name, object, (0, input.len()), why) {
        Ok(told) => vm.raise_object(told),
        Err(raised) => raised,
    }
}
