//! Line ends: translating them while decoding, and finding them in text (CPython: `Modules/_io/textio.c`,
//! `_PyIncrementalNewlineDecoder_decode`, `_PyIO_find_line_ending`).

use crate::{kinds, table};
use rpython_objects::{
    Args, Bytes, CallArgs, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef,
    TypeFlags, Vm, argument, getter, int, names, native, protocol,
    text::{Text, TextBuf},
    type_error, value_error,
};

/// The position of a character from `start` on.
pub(super) fn find(text: Text<'_>, c: u8, start: usize) -> Option<usize> {
    match text.slice(start..) {
        Text::Ascii(s) | Text::Latin1(s) => memchr::memchr(c, s),
        Text::Ucs2(s) => s.iter().position(|&u| u == u16::from(c)),
        Text::Ucs4(s) => s.iter().position(|&u| u == u32::from(c)),
    }
    .map(|i| start + i)
}

/// How lines end: what `newline=` chooses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Newline {
    /// `None`: any line end becomes `\n`.
    #[default]
    Universal,
    /// `''`: any line end, as it is.
    Any,
    /// `'\n'`
    Lf,
    /// `'\r'`
    Cr,
    /// `'\r\n'`
    CrLf,
}

impl Newline {
    /// From the text of the argument.
    pub(super) fn named(text: &str) -> Option<Newline> {
        Some(match text {
            "" => Newline::Any,
            "\n" => Newline::Lf,
            "\r" => Newline::Cr,
            "\r\n" => Newline::CrLf,
            _ => return None,
        })
    }

    /// Whether any line end counts while reading.
    pub(super) fn is_universal(self) -> bool {
        matches!(self, Newline::Universal | Newline::Any)
    }

    /// What `\n` is written as, where that is something else.
    pub(super) fn written(self) -> Option<&'static str> {
        match self {
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
            _ => None,
        }
    }

    /// The argument that chooses it.
    pub(super) fn text(self) -> Option<&'static str> {
        Some(match self {
            Newline::Universal => return None,
            Newline::Any => "",
            Newline::Lf => "\n",
            Newline::Cr => "\r",
            Newline::CrLf => "\r\n",
        })
    }

    /// The end of the first line from `start` on, its line end included; where there is none, the position up to which
    /// there is no need to look again.
    pub(super) fn line_end(self, text: Text<'_>, start: usize) -> Result<usize, usize> {
        match self {
            Newline::Universal | Newline::Lf => find(text, b'\n', start).map(|i| i + 1).ok_or(text.len()),
            Newline::Any => {
                let lf = find(text, b'\n', start);
                let before = text.slice(..lf.unwrap_or(text.len()));
                match (find(before, b'\r', start), lf) {
                    (Some(cr), Some(lf)) if cr + 1 == lf => Ok(lf + 1),
                    (Some(cr), _) => Ok(cr + 1),
                    (None, Some(lf)) => Ok(lf + 1),
                    (None, None) => Err(text.len()),
                }
            }
            Newline::Cr => find(text, b'\r', start).map(|i| i + 1).ok_or(text.len()),
            Newline::CrLf => {
                let mut from = start;
                while let Some(cr) = find(text, b'\r', from) {
                    match text.get(cr + 1) {
                        Some(c) if c == u32::from('\n') => return Ok(cr + 2),
                        Some(_) => from = cr + 1,
                        None => return Err(cr),
                    }
                }
                Err(text.len())
            }
        }
    }
}

const SEEN_CR: u8 = 1;
const SEEN_LF: u8 = 2;
const SEEN_CRLF: u8 = 4;

/// The state of translating line ends.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Translation {
    /// A `\r` at the end of the last part waits for what follows.
    pub(super) pending_cr: bool,
    /// Whether line ends become `\n`; if not, `\r\n` is only kept together.
    pub(super) translate: bool,
    seen: u8,
}

impl Translation {
    pub(super) fn new(translate: bool) -> Translation {
        Translation { translate, ..Translation::default() }
    }

    /// Takes the next part; `None` if it stays as it is.
    pub(super) fn feed(&mut self, text: Text<'_>, last: bool) -> Option<TextBuf> {
        let joined;
        let mut text = text;
        let mut changed = false;
        if self.pending_cr && (last || !text.is_empty()) {
            let mut buf = TextBuf::with_capacity(text.len() + 1);
            buf.push(u32::from('\r'));
            buf.push_text(text);
            joined = buf;
            text = joined.as_text();
            self.pending_cr = false;
            changed = true;
        }
        let Some(cr) = find(text, b'\r', 0) else {
            if self.seen & SEEN_LF == 0 && find(text, b'\n', 0).is_some() {
                self.seen |= SEEN_LF;
            }
            return changed.then(|| text.to_buf());
        };
        if !last && text.last() == Some(u32::from('\r')) {
            text = text.slice(..text.len() - 1);
            self.pending_cr = true;
            changed = true;
        }
        if !self.translate {
            self.note(text);
            return changed.then(|| text.to_buf());
        }
        if find(text.slice(..cr), b'\n', 0).is_some() {
            self.seen |= SEEN_LF;
        }
        let mut out = TextBuf::with_capacity(text.len());
        let mut at = 0;
        while let Some(cr) = find(text, b'\r', at) {
            self.note(text.slice(at..cr));
            out.push_slice(text, at..cr);
            out.push(u32::from('\n'));
            if text.get(cr + 1) == Some(u32::from('\n')) {
                self.seen |= SEEN_CRLF;
                at = cr + 2;
            } else {
                self.seen |= SEEN_CR;
                at = cr + 1;
            }
        }
        self.note(text.slice(at..));
        out.push_slice(text, at..);
        Some(out)
    }

    /// Notes the kinds of line ends in a text.
    fn note(&mut self, text: Text<'_>) {
        let mut at = 0;
        while self.seen != SEEN_CR | SEEN_LF | SEEN_CRLF {
            match Newline::Any.line_end(text, at) {
                Err(_) => return,
                Ok(end) => {
                    self.seen |= match (text.at(end - 1), end - at > 1 && text.at(end - 2) == u32::from('\r')) {
                        (0x0A, true) => SEEN_CRLF,
                        (0x0A, false) => SEEN_LF,
                        _ => SEEN_CR,
                    };
                    at = end;
                }
            }
        }
    }

    /// Back to the start.
    pub(super) fn reset(&mut self) {
        self.pending_cr = false;
        self.seen = 0;
    }

    /// The attribute `newlines`: what has been seen.
    pub(super) fn newlines(self, vm: &mut Vm) -> PyResult {
        let kinds = [(SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n")];
        let seen: Vec<&str> = kinds.iter().filter(|(bit, _)| self.seen & bit != 0).map(|k| k.1).collect();
        let mut seen: Vec<Obj> = seen.into_iter().map(|text| Str::intern(vm, text).into_obj()).collect();
        match seen.len() {
            0 => Ok(Obj::NONE),
            1 => Ok(seen.swap_remove(0)),
            _ => Ok(Tuple::from_vec(vm, seen)?.into_obj()),
        }
    }
}

/// The payload of an `IncrementalNewlineDecoder`.
pub(super) struct NewlineDecoder {
    /// What makes text of the input; `None` for text. Absent before `__init__`.
    decoder: OptObj,
    state: Translation,
}

impl Payload for NewlineDecoder {
    const KIND: u8 = kinds::NEWLINE_DECODER;
    const NAME: &'static str = "newline decoder";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(decoder) = self.decoder.get() {
            visit(decoder);
        }
    }
    fn clear(&mut self) {
        self.decoder.take();
    }
}

/// Makes a decoder that translates text (`decoder=None`).
pub(super) fn decoder_of_text(vm: &Vm, translate: bool) -> Ref<NewlineDecoder> {
    vm.make(NewlineDecoder { decoder: OptObj::some(Obj::NONE), state: Translation::new(translate) })
}

/// The inner decoder, `None` for text.
fn inner(vm: &mut Vm, d: &Ref<NewlineDecoder>) -> PyResult<Option<Obj>> {
    match d.get(vm).decoder.cloned() {
        Some(decoder) if decoder.is_none() => Ok(None),
        Some(decoder) => Ok(Some(decoder)),
        None => Err(value_error!(vm, "IncrementalNewlineDecoder.__init__() not called")),
    }
}

/// `decode` of a text: what [`Translation::feed`] makes of it.
pub(super) fn translate(vm: &mut Vm, d: &Ref<NewlineDecoder>, s: &Ref<Str>, last: bool) -> PyResult<Ref<Str>> {
    let mut state = d.get(vm).state;
    let made = state.feed(s.text(vm), last);
    d.get_mut(vm).state = state;
    match made {
        None => Ok(s.clone()),
        Some(buf) => Ok(Str::try_from_buf(vm, buf)?),
    }
}

fn decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<NewlineDecoder>();
    let last = match args.opt(2) {
        Some(last) => protocol::is_true(vm, last)?,
        None => false,
    };
    let output = match inner(vm, d)? {
        None => args.at(1).clone(),
        Some(decoder) => protocol::call_method(vm, &decoder, names::decode, &[args.at(1).clone(), Obj::bool(last)])?,
    };
    let Some(text) = output.downcast_ref::<Str>() else {
        let class = argument::class_name(vm, &output);
        return Err(type_error!(vm, "decoder should return a string result, not '{class}'"));
    };
    translate(vm, d, text, last).map(Obj::from)
}

/// The two parts of a decoder's state: the bytes it holds back, and its flags.
pub(super) fn state_parts(vm: &mut Vm, state: &Obj, wrong: &str) -> PyResult<(Obj, Obj)> {
    match state.downcast_ref::<Tuple>().map(|t| t.tail(vm)) {
        Some([held, flags]) => Ok((held.clone(), flags.clone())),
        _ => Err(type_error!(vm, "{wrong}")),
    }
}

fn flags_of(vm: &mut Vm, flags: &Obj) -> PyResult<u64> {
    if int::view(vm, flags).is_none() {
        return Err(type_error!(vm, "illegal decoder state"));
    }
    Ok(int::to_i64(vm, flags).unwrap_or(0) as u64)
}

fn getstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<NewlineDecoder>();
    let (held, flags) = match inner(vm, d)? {
        None => (Bytes::new(vm, b"")?.into_obj(), 0),
        Some(decoder) => {
            let state = protocol::call_method(vm, &decoder, names::getstate, &[])?;
            let (held, flags) = state_parts(vm, &state, "illegal decoder state")?;
            (held, flags_of(vm, &flags)?)
        }
    };
    let flags = flags << 1 | u64::from(d.get(vm).state.pending_cr);
    let flags = int::from_integer(vm, i128::from(flags).into());
    Ok(Tuple::from_slice(vm, &[held, flags])?.into_obj())
}

fn setstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<NewlineDecoder>();
    let decoder = inner(vm, d)?;
    if !args.at(1).is_kind::<Tuple>() {
        return Err(type_error!(vm, "state argument must be a tuple"));
    }
    let (held, flags) = state_parts(vm, args.at(1), "setstate(): illegal state argument")?;
    if int::view(vm, &flags).is_none() {
        return Err(type_error!(vm, "setstate(): illegal state argument"));
    }
    let flags = flags_of(vm, &flags)?;
    d.get_mut(vm).state.pending_cr = flags & 1 != 0;
    if let Some(decoder) = decoder {
        let flags = int::from_i64(vm, (flags >> 1) as i64);
        let state = Tuple::from_slice(vm, &[held, flags])?.into_obj();
        protocol::call_method(vm, &decoder, names::setstate, &[state])?;
    }
    Ok(Obj::NONE)
}

fn reset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<NewlineDecoder>();
    let decoder = inner(vm, d)?;
    d.get_mut(vm).state.reset();
    match decoder {
        Some(decoder) => protocol::call_method(vm, &decoder, names::reset, &[]),
        None => Ok(Obj::NONE),
    }
}

/// The attribute `newlines` of a decoder.
pub(super) fn newlines(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(d) = o.downcast_ref::<NewlineDecoder>() else { return Ok(Obj::NONE) };
    inner(vm, d)?;
    let state = d.get(vm).state;
    state.newlines(vm)
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, NewlineDecoder { decoder: OptObj::NONE, state: Translation::default() }).into_obj())
}

static INIT: NativeDef =
    native("IncrementalNewlineDecoder", "($self, /, decoder, translate, errors='strict')", fill, "");

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    table::initialise(vm, o, &INIT, args)
}

fn fill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let d = args.this::<NewlineDecoder>();
    let translate = protocol::is_true(vm, args.at(2))?;
    let this = d.get_mut(vm);
    this.state = Translation::new(translate);
    let old = this.decoder.replace(args.at(1).clone());
    drop(old);
    Ok(Obj::NONE)
}

/// `_io.IncrementalNewlineDecoder`
pub(super) static DEF: TypeDef = TypeDef {
    name: "IncrementalNewlineDecoder",
    module: "_io",
    kind: kinds::NEWLINE_DECODER,
    flags: TypeFlags::BASE,
    doc: "Codec used when reading a file in universal newlines mode.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        native("decode", "($self, /, input, final=False)", decode, ""),
        native("getstate", "($self, /)", getstate, ""),
        native("setstate", "($self, state, /)", setstate, ""),
        native("reset", "($self, /)", reset, ""),
    ],
    getsets: &[getter("newlines", newlines, "")],
    ..TypeDef::EMPTY
};

/// Makes a decoder that translates what another decodes.
pub(super) fn decoder_over(vm: &Vm, decoder: Obj, translate: bool) -> Ref<NewlineDecoder> {
    vm.make(NewlineDecoder { decoder: OptObj::some(decoder), state: Translation::new(translate) })
}
