//! Error handlers (PEP 293): the built-in ones at work inside a codec, those written in Python, and the built-in ones as
//! functions that Python code can call.

use super::registry;
use crate::{
    Bytes, PyResult, Raised, Str, StrExt, Tuple, Vm, argument, exception, int, names, protocol, raise,
    text::{
        Text, TextBuf,
        codec::{
            CodecError, DecodeHandler, Decoded, EncodeHandler, Encoded, Replacement,
            handlers::{Builtin, Refusal},
        },
    },
    type_error, types,
};
use rpython_heap::{Obj, Ref};

/// A conversion that a built-in handler refused.
pub(super) struct Fault {
    encoding: String,
    reason: String,
    start: usize,
    end: usize,
    refusal: Refusal,
}

impl Fault {
    fn new(error: CodecError<'_>, refusal: Refusal) -> Fault {
        let CodecError { encoding, reason, start, end } = error;
        Fault { encoding: encoding.into(), reason: reason.into(), start, end, refusal }
    }

    fn error(&self) -> CodecError<'_> {
        CodecError { encoding: &self.encoding, reason: &self.reason, start: self.start, end: self.end }
    }

    /// Raises what encoding `s` failed with.
    pub(super) fn raise_encode(&self, vm: &mut Vm, s: &Ref<Str>) -> Raised {
        match self.refusal {
            Refusal::Raise => raise_error(vm, true, s.clone().into_obj(), self.error()),
            Refusal::WrongKind => wrong_kind(vm, "UnicodeEncodeError"),
        }
    }

    /// Raises what decoding `data` failed with.
    pub(super) fn raise_decode(&self, vm: &mut Vm, data: &[u8]) -> Raised {
        match (self.refusal, Bytes::new(vm, data)) {
            (Refusal::Raise, Ok(data)) => raise_error(vm, false, data.into_obj(), self.error()),
            (Refusal::Raise, Err(full)) => full.into(),
            (Refusal::WrongKind, _) => wrong_kind(vm, "UnicodeDecodeError"),
        }
    }
}

fn wrong_kind(vm: &mut Vm, class: &str) -> Raised {
    type_error!(vm, "don't know how to handle {class} in error callback")
}

/// A `UnicodeEncodeError` or `UnicodeDecodeError`.
fn exception_of(vm: &mut Vm, encoding: bool, object: Obj, error: CodecError<'_>) -> Obj {
    let class = if encoding { types::UNICODE_ENCODE_ERROR } else { types::UNICODE_DECODE_ERROR };
    let args = [
        Str::new(vm, error.encoding).into_obj(),
        object,
        int::from_i64(vm, error.start as i64),
        int::from_i64(vm, error.end as i64),
        Str::new(vm, error.reason).into_obj(),
    ];
    exception::with_args(vm, class, &args)
}

fn raise_error(vm: &mut Vm, encoding: bool, object: Obj, error: CodecError<'_>) -> Raised {
    let made = exception_of(vm, encoding, object, error);
    vm.raise_object(made)
}

/// A built-in handler inside a codec: no Python code runs, so the input may lie in the heap.
pub(super) struct Quiet(pub(super) Builtin);

impl DecodeHandler for Quiet {
    type Error = Fault;

    fn on_error(&mut self, input: &[u8], error: CodecError<'_>) -> Result<Decoded, Fault> {
        self.0.decode(input, error).map_err(|refusal| Fault::new(error, refusal))
    }
}

impl EncodeHandler for Quiet {
    type Error = Fault;

    fn on_error(&mut self, input: Text<'_>, error: CodecError<'_>) -> Result<Encoded, Fault> {
        self.0.encode(input, error).map_err(|refusal| Fault::new(error, refusal))
    }

    fn escapes_surrogates(&self) -> bool {
        self.0 == Builtin::SurrogateEscape
    }

    fn refuse(&mut self, _: Text<'_>, error: CodecError<'_>) -> Fault {
        Fault::new(error, Refusal::Raise)
    }
}

/// A handler registered by `codecs.register_error`, looked up at the first error.
pub(super) struct PythonHandler<'a> {
    vm: &'a mut Vm,
    name: &'a str,
    handler: Option<Obj>,
    /// The text that is encoded; the exceptions show it.
    text: Option<Ref<Str>>,
}

impl<'a> PythonHandler<'a> {
    pub(super) fn new(vm: &'a mut Vm, name: &'a str, text: Option<Ref<Str>>) -> PythonHandler<'a> {
        PythonHandler { vm, name, handler: None, text }
    }

    pub(super) fn vm(&mut self) -> &mut Vm {
        self.vm
    }

    /// Calls the handler with an exception; its answer's two parts, the second an index of an input of `len`.
    fn ask(&mut self, e: &Obj, len: usize, wanted: &str) -> PyResult<(Obj, usize)> {
        let handler = match &self.handler {
            Some(handler) => handler.clone(),
            None => {
                let found = registry::look_up_error(self.vm, self.name)?;
                self.handler.insert(found).clone()
            }
        };
        let vm = &mut *self.vm;
        let answer = protocol::call(vm, &handler, std::slice::from_ref(e))?;
        let parts = answer.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec());
        let Some([with, at]) = parts.as_deref() else {
            return Err(type_error!(vm, "{wanted}"));
        };
        let at_position = argument::ssize(vm, at)?;
        let position = if at_position < 0 { at_position + len as isize } else { at_position };
        match usize::try_from(position) {
            Ok(at) if at <= len => Ok((with.clone(), at)),
            _ => Err(raise!(vm, types::INDEX_ERROR, "position {at_position} from error handler out of bounds")),
        }
    }
}

impl DecodeHandler for PythonHandler<'_> {
    type Error = Raised;

    fn on_error(&mut self, input: &[u8], error: CodecError<'_>) -> PyResult<Decoded> {
        const WANTED: &str = "decoding error handler must return (str, int) tuple";
        let object = Bytes::new(self.vm, input)?.into_obj();
        let e = exception_of(self.vm, false, object.clone(), error);
        let (with, resume) = self.ask(&e, input.len(), WANTED)?;
        let vm = &mut *self.vm;
        let Some(text) = with.downcast_ref::<Str>().map(|s| s.text(vm).to_buf()) else {
            return Err(type_error!(vm, "{WANTED}"));
        };
        // The handler may have put another input into the exception.
        let now = protocol::get_attr(vm, &e, names::object)?;
        let Some(bytes) = now.downcast_ref::<Bytes>() else {
            return Err(type_error!(vm, "exception attribute object must be bytes"));
        };
        let changed = (!now.is(&object)).then(|| bytes.tail(vm).to_vec());
        Ok(Decoded { text, resume, input: changed })
    }
}

impl EncodeHandler for PythonHandler<'_> {
    type Error = Raised;

    fn on_error(&mut self, input: Text<'_>, error: CodecError<'_>) -> PyResult<Encoded> {
        const WANTED: &str = "encoding error handler must return (str/bytes, int) tuple";
        let object = self.shown(input)?;
        let e = exception_of(self.vm, true, object, error);
        let (with, resume) = self.ask(&e, input.len(), WANTED)?;
        let vm = &mut *self.vm;
        let with = match (with.downcast_ref::<Str>(), with.downcast_ref::<Bytes>()) {
            (Some(s), _) => Replacement::Text(s.text(vm).to_buf()),
            (_, Some(b)) => Replacement::Bytes(b.tail(vm).to_vec()),
            _ => return Err(type_error!(vm, "{WANTED}")),
        };
        Ok(Encoded { with, resume })
    }

    fn refuse(&mut self, input: Text<'_>, error: CodecError<'_>) -> Raised {
        match self.shown(input) {
            Ok(object) => raise_error(self.vm, true, object, error),
            Err(raised) => raised,
        }
    }
}

impl PythonHandler<'_> {
    fn shown(&mut self, input: Text<'_>) -> PyResult {
        match &self.text {
            Some(text) => Ok(text.clone().into_obj()),
            None => Ok(Str::from_text(self.vm, input)?.into_obj()),
        }
    }
}

/// Calls a built-in handler with an exception, as the function that `codecs.lookup_error` returns does.
///
/// # Errors
/// The exception itself where the handler refuses; `TypeError` for what it does not handle.
pub fn call_builtin(vm: &mut Vm, handler: Builtin, e: &Obj) -> PyResult {
    let is = |vm: &Vm, class| crate::type_call::is_instance(vm, e, class);
    if handler == Builtin::Strict {
        if is(vm, types::BASE_EXCEPTION) {
            return Err(vm.raise_object(e.clone()));
        }
        return Err(type_error!(vm, "codec must pass exception instance"));
    }
    let (encoding, decoding, translating) = (
        is(vm, types::UNICODE_ENCODE_ERROR),
        is(vm, types::UNICODE_DECODE_ERROR),
        is(vm, types::UNICODE_TRANSLATE_ERROR),
    );
    if !encoding && !decoding && !translating {
        let class = argument::class_name(vm, e);
        return Err(type_error!(vm, "don't know how to handle {class} in error callback"));
    }
    let object = protocol::get_attr(vm, e, names::object)?;
    let start = protocol::get_attr(vm, e, names::start)?;
    let end = protocol::get_attr(vm, e, names::end)?;
    let (start, end) = (argument::ssize(vm, &start)?.max(0) as usize, argument::ssize(vm, &end)?.max(0) as usize);
    let name = match translating {
        true => String::new(),
        false => {
            let name = protocol::get_attr(vm, e, names::encoding)?;
            protocol::str(vm, &name)?.to_string_lossy(vm)
        }
    };
    let error = CodecError { encoding: &name, reason: "", start, end };
    enum Answer {
        Text(TextBuf, usize),
        Bytes(Vec<u8>, usize),
    }
    let answer = if decoding {
        let Some(bytes) = object.downcast_ref::<Bytes>() else {
            return Err(type_error!(vm, "UnicodeError 'object' attribute must be a bytes"));
        };
        handler.decode(bytes.tail(vm), error).map(|d| Answer::Text(d.text, d.resume))
    } else {
        let Some(text) = object.downcast_ref::<Str>() else {
            return Err(type_error!(vm, "UnicodeError 'object' attribute must be a str"));
        };
        if translating {
            handler.translate(text.text(vm), error).map(|d| Answer::Text(d.text, d.resume))
        } else {
            handler.encode(text.text(vm), error).map(|d| match d.with {
                Replacement::Text(text) => Answer::Text(text, d.resume),
                Replacement::Bytes(bytes) => Answer::Bytes(bytes, d.resume),
            })
        }
    };
    let (with, resume) = match answer {
        Ok(Answer::Text(text, resume)) => (Str::try_from_buf(vm, text)?.into_obj(), resume),
        Ok(Answer::Bytes(bytes, resume)) => (Bytes::new(vm, &bytes)?.into_obj(), resume),
        Err(Refusal::Raise) => return Err(vm.raise_object(e.clone())),
        Err(Refusal::WrongKind) => {
            let class = argument::class_name(vm, e);
            return Err(wrong_kind(vm, &class));
        }
    };
    let resume = int::from_i64(vm, resume as i64);
    Ok(Tuple::from_slice(vm, &[with, resume])?.into_obj())
}
