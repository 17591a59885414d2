//! `MultibyteIncrementalEncoder` and `MultibyteIncrementalDecoder`, and the halves of a conversion that they share with the
//! streams: what is kept between two parts of a text.

use super::{
    codec::{Codec, State},
    object::{self, MultibyteCodec},
    run::{self, Decoding, End, Errors},
};
use crate::kinds;
use rpython_objects::{
    Args, Bytes, CallArgs, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeFlags,
    Vm, argument, buffer, codecs, int, native,
    native::bind,
    number::int::{ByteOrder, Int},
    protocol, raise,
    text::TextBuf,
    type_error, types,
};

/// Most characters that wait for the next part of a text.
const PENDING_CHARACTERS: usize = 2;
/// Most bytes that do.
const PENDING_BYTES: usize = 8;
/// Most bytes of UTF-8 that those characters take.
const PENDING_UTF8: usize = PENDING_CHARACTERS * 4;

/// What an encoder keeps.
pub(super) struct EncoderState {
    pub(super) codec: Codec,
    state: State,
    /// Characters that may yet become part of a pair.
    pub(super) pending: Option<Ref<Str>>,
    pub(super) errors: Errors,
}

impl EncoderState {
    pub(super) fn new(codec: Codec, errors: Errors) -> EncoderState {
        EncoderState { codec, state: codec.start_encoding(), pending: None, errors }
    }

    /// Encodes what waits and more text; where that fails, what waited waits again.
    pub(super) fn encode(&mut self, vm: &mut Vm, text: &Ref<Str>, end: End) -> PyResult<Vec<u8>> {
        let waited = self.pending.take();
        let input = match &waited {
            Some(waited) => {
                let mut both = waited.text(vm).to_buf();
                both.push_text(text.text(vm));
                Str::try_from_buf(vm, both)?
            }
            None => text.clone(),
        };
        let (bytes, taken) = match run::encode(vm, &self.codec, &mut self.state, &input, &self.errors, end) {
            Ok(made) => made,
            Err(raised) => {
                self.pending = waited;
                return Err(raised);
            }
        };
        let rest = input.text(vm).slice(taken..);
        match rest.len() {
            0 => {}
            1..=PENDING_CHARACTERS => {
                let rest = rest.to_buf();
                self.pending = Some(Str::try_from_buf(vm, rest)?);
            }
            _ => return Err(raise!(vm, types::UNICODE_ERROR, "pending buffer overflow")),
        }
        Ok(bytes)
    }
}

/// What a decoder keeps.
pub(super) struct DecoderState {
    pub(super) codec: Codec,
    state: State,
    /// The start of a sequence.
    pending: Vec<u8>,
    pub(super) errors: Errors,
}

impl DecoderState {
    pub(super) fn new(codec: Codec, errors: Errors) -> DecoderState {
        DecoderState { codec, state: codec.start_decoding(), pending: Vec::new(), errors }
    }

    /// Decodes what waits and more bytes. `last` says that none follow.
    pub(super) fn decode(&mut self, vm: &mut Vm, data: &[u8], last: bool, out: &mut TextBuf) -> PyResult<()> {
        let waited = std::mem::take(&mut self.pending);
        let input = [&waited[..], data].concat();
        let mut decoding = Decoding::of(&self.codec, &input, &self.errors);
        decoding.feed(vm, &mut self.state, out)?;
        if last && let Err(raised) = decoding.refuse_rest(vm, out) {
            self.pending = waited;
            return Err(raised);
        }
        if decoding.rest().len() > PENDING_BYTES {
            return Err(raise!(vm, types::UNICODE_ERROR, "pending buffer overflow"));
        }
        self.pending = decoding.rest().to_vec();
        Ok(())
    }

    pub(super) fn reset(&mut self) {
        self.codec.reset_decoding(&mut self.state);
        self.pending.clear();
    }
}

/// The attribute `codec` of a class that is being called.
pub(super) fn codec_of(vm: &mut Vm, class: &Ref<Type>) -> PyResult<Codec> {
    let name = Str::intern(vm, "codec");
    let found = protocol::get_attr(vm, &class.clone().into_obj(), &name)?;
    match found.downcast_ref::<MultibyteCodec>() {
        Some(codec) => Ok(codec.get(vm).0),
        None => Err(type_error!(vm, "codec is unexpected type")),
    }
}

/// `obj.errors = value`
pub(super) fn set_errors(vm: &mut Vm, value: Option<&Obj>) -> PyResult<Errors> {
    let Some(value) = value else {
        return Err(raise!(vm, types::ATTRIBUTE_ERROR, "cannot delete attribute"));
    };
    match value.downcast_ref::<Str>() {
        Some(_) => object::errors(vm, Some(value), "errors"),
        None => Err(type_error!(vm, "errors must be a string")),
    }
}

/// The payload of an incremental encoder. The state is away while it encodes.
pub(super) struct Encoder(Option<Box<EncoderState>>);
/// The payload of an incremental decoder.
pub(super) struct Decoder(Option<Box<DecoderState>>);

impl Payload for Encoder {
    const KIND: u8 = kinds::MULTIBYTE_ENCODER;
    const NAME: &'static str = "MultibyteIncrementalEncoder";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(pending) = self.0.as_ref().and_then(|state| state.pending.as_ref()) {
            visit(pending);
        }
    }
}

impl Payload for Decoder {
    const KIND: u8 = kinds::MULTIBYTE_DECODER;
    const NAME: &'static str = "MultibyteIncrementalDecoder";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// A payload that keeps a state, which is away while it is at work: a handler cannot reach it then.
pub(super) trait Stateful: Payload {
    type State;
    fn state(&mut self) -> &mut Option<Box<Self::State>>;
}

impl Stateful for Encoder {
    type State = EncoderState;
    fn state(&mut self) -> &mut Option<Box<EncoderState>> {
        &mut self.0
    }
}

impl Stateful for Decoder {
    type State = DecoderState;
    fn state(&mut self) -> &mut Option<Box<DecoderState>> {
        &mut self.0
    }
}

/// Does something with the state of an object.
pub(super) fn with_state<T: Stateful, R>(
    vm: &mut Vm,
    this: &Ref<T>,
    work: impl FnOnce(&mut Vm, &mut T::State) -> PyResult<R>,
) -> PyResult<R> {
    let Some(mut state) = this.get_mut(vm).state().take() else {
        return Err(raise!(vm, types::RUNTIME_ERROR, "the codec is in use"));
    };
    let done = work(vm, &mut state);
    *this.get_mut(vm).state() = Some(state);
    done
}

static NEW_ENCODER: NativeDef = native("IncrementalEncoder", "(errors='strict')", |_, _| Ok(Obj::NONE), "");
static NEW_DECODER: NativeDef = native("IncrementalDecoder", "(errors='strict')", |_, _| Ok(Obj::NONE), "");

fn new_encoder(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let bound = bind(vm, &NEW_ENCODER, args)?;
    let errors = object::errors(vm, Args::new(&bound).opt(0), "IncrementalEncoder() argument 1")?;
    let state = EncoderState::new(codec_of(vm, class)?, errors);
    Ok(vm.alloc_in(class, Encoder(Some(Box::new(state)))).into_obj())
}

fn new_decoder(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let bound = bind(vm, &NEW_DECODER, args)?;
    let errors = object::errors(vm, Args::new(&bound).opt(0), "IncrementalDecoder() argument 1")?;
    let state = DecoderState::new(codec_of(vm, class)?, errors);
    Ok(vm.alloc_in(class, Decoder(Some(Box::new(state)))).into_obj())
}

/// The `final` argument.
fn is_final(vm: &mut Vm, o: Option<&Obj>) -> PyResult<bool> {
    o.map_or(Ok(false), |o| protocol::is_true(vm, o))
}

fn encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let end = if is_final(vm, args.opt(2))? { End::Reset } else { End::More };
    let text = object::text_of(vm, args.at(1))?;
    let bytes = with_state(vm, args.this::<Encoder>(), |vm, state| state.encode(vm, &text, end))?;
    Ok(Bytes::new(vm, &bytes)?.into_obj())
}

fn decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = buffer::to_vec(vm, args.at(1))?;
    let last = is_final(vm, args.opt(2))?;
    let mut out = TextBuf::with_capacity(data.len());
    with_state(vm, args.this::<Decoder>(), |vm, state| state.decode(vm, &data, last, &mut out))?;
    Ok(Str::try_from_buf(vm, out)?.into_obj())
}

/// A state of an encoder as a number: the length of the pending UTF-8, the UTF-8, and the codec's own bytes.
fn encoder_getstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (state, pending) = with_state(vm, args.this::<Encoder>(), |_, s| Ok((s.state, s.pending.clone())))?;
    let pending = match pending {
        Some(text) => codecs::encode(vm, &text, None, None)?.tail(vm).to_vec(),
        None => Vec::new(),
    };
    let bytes = [&[pending.len() as u8], &pending[..], &state[..]].concat();
    Ok(int::from_integer(vm, Int::from_bytes(&bytes, ByteOrder::Little, false)))
}

/// The bytes of a number that stands for a state.
fn state_bytes(vm: &mut Vm, number: &Obj, length: usize) -> PyResult<Vec<u8>> {
    let Some(view) = int::view(vm, number) else { return Ok(vec![0; length]) };
    view.to_bytes(length as isize, ByteOrder::Little, false).map_err(|error| vm.raise_number(error))
}

fn encoder_setstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if !int::is_int(args.at(1)) {
        let class = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "setstate() argument must be int, not {class}"));
    }
    let mut new = State::default();
    let bytes = state_bytes(vm, args.at(1), 1 + PENDING_UTF8 + new.len())?;
    let length = bytes.first().copied().map_or(0, usize::from);
    let codec = with_state(vm, args.this::<Encoder>(), |_, state| Ok(state.codec))?;
    let (Some(pending), Some(kept)) = (bytes.get(1..1 + length), bytes.get(1 + length..1 + length + new.len())) else {
        return Err(run::refuse(vm, &codec, &bytes, "pending buffer too large"));
    };
    new.copy_from_slice(kept);
    let pending = if pending.is_empty() { None } else { Some(codecs::Codec::Utf8.decode(vm, pending, "strict")?) };
    with_state(vm, args.this::<Encoder>(), |_, state| {
        (state.state, state.pending) = (new, pending);
        Ok(Obj::NONE)
    })
}

fn encoder_reset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    with_state(vm, args.this::<Encoder>(), |_, state| {
        let codec = state.codec;
        codec.finish_encoding(&mut state.state, &mut Vec::new());
        state.pending = None;
        Ok(Obj::NONE)
    })
}

fn decoder_getstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (state, pending) = with_state(vm, args.this::<Decoder>(), |_, s| Ok((s.state, s.pending.clone())))?;
    let pending = Bytes::new(vm, &pending)?.into_obj();
    let state = int::from_integer(vm, Int::from_bytes(&state, ByteOrder::Little, false));
    Ok(Tuple::from_slice(vm, &[pending, state])?.into_obj())
}

fn decoder_setstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(parts) = args.at(1).downcast_ref::<Tuple>().map(|tuple| tuple.tail(vm).to_vec()) else {
        let class = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "setstate() argument must be tuple, not {class}"));
    };
    let (pending, number) = match &parts[..] {
        [pending, number] if pending.is_kind::<Bytes>() && int::is_int(number) => (pending, number),
        _ => return Err(type_error!(vm, "setstate(): illegal state argument")),
    };
    let mut new = State::default();
    let kept = state_bytes(vm, number, new.len())?;
    new.copy_from_slice(&kept);
    let pending = buffer::to_vec(vm, pending)?;
    let codec = with_state(vm, args.this::<Decoder>(), |_, state| Ok(state.codec))?;
    if pending.len() > PENDING_BYTES {
        return Err(run::refuse(vm, &codec, &pending, "pending buffer too large"));
    }
    with_state(vm, args.this::<Decoder>(), |_, state| {
        (state.state, state.pending) = (new, pending);
        Ok(Obj::NONE)
    })
}

fn decoder_reset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    with_state(vm, args.this::<Decoder>(), |_, state| {
        state.reset();
        Ok(Obj::NONE)
    })
}

/// The attribute `errors` of a payload that holds a state.
macro_rules! errors_attribute {
    ($payload:ty) => {
        rpython_objects::type_object::getset(
            "errors",
            |vm, o| {
                let state = o.downcast_ref::<$payload>().and_then(|this| this.get(vm).0.as_ref());
                let name = state.map_or("strict", |state| state.errors.name()).to_string();
                Ok(Str::new(vm, &name).into_obj())
            },
            |vm, o, value| {
                let errors = $crate::multibyte::incremental::set_errors(vm, value)?;
                if let Some(state) = o.downcast_ref::<$payload>().and_then(|this| this.get_mut(vm).0.as_mut()) {
                    state.errors = errors;
                }
                Ok(())
            },
            "how to treat errors",
        )
    };
}
pub(super) use errors_attribute;

/// Arguments are taken by `__new__` alone.
pub(super) fn init(_: &mut Vm, _: &Obj, _: CallArgs<'_>) -> PyResult<()> {
    Ok(())
}

/// `_multibytecodec.MultibyteIncrementalEncoder`
pub(super) static ENCODER_DEF: TypeDef = TypeDef {
    name: "MultibyteIncrementalEncoder",
    module: "_multibytecodec",
    kind: kinds::MULTIBYTE_ENCODER,
    flags: TypeFlags::BASE,
    slots: Slots { new: Some(new_encoder), init: Some(init), ..Slots::EMPTY },
    methods: &[
        native("encode", "($self, /, input, final=False)", encode, ""),
        native("getstate", "($self, /)", encoder_getstate, ""),
        native("setstate", "($self, state, /)", encoder_setstate, ""),
        native("reset", "($self, /)", encoder_reset, ""),
    ],
    getsets: &[errors_attribute!(Encoder)],
    ..TypeDef::EMPTY
};

/// `_multibytecodec.MultibyteIncrementalDecoder`
pub(super) static DECODER_DEF: TypeDef = TypeDef {
    name: "MultibyteIncrementalDecoder",
    module: "_multibytecodec",
    kind: kinds::MULTIBYTE_DECODER,
    flags: TypeFlags::BASE,
    slots: Slots { new: Some(new_decoder), init: Some(init), ..Slots::EMPTY },
    methods: &[
        native("decode", "($self, /, input, final=False)", decode, ""),
        native("getstate", "($self, /)", decoder_getstate, ""),
        native("setstate", "($self, state, /)", decoder_setstate, ""),
        native("reset", "($self, /)", decoder_reset, ""),
    ],
    getsets: &[errors_attribute!(Decoder)],
    ..TypeDef::EMPTY
};
