//! `MultibyteCodec`: a codec as an object, which converts whole texts; and `getcodec`, which finds one.

use super::{
    codec::{self, Codec},
    run::{self, Decoding, End, Errors},
};
use crate::kinds;
use rpython_objects::{
    Args, Bytes, Obj, Payload, PyResult, Ref, Str, StrExt, Tuple, TypeDef, TypeFlags, Vm, buffer, int, native,
    protocol, raise, text::TextBuf, type_error, types,
};

/// The payload of a codec.
pub(super) struct MultibyteCodec(pub(super) Codec);

impl Payload for MultibyteCodec {
    const KIND: u8 = kinds::MULTIBYTE_CODEC;
    const NAME: &'static str = "MultibyteCodec";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// `getcodec(name)` of one of the modules that have codecs.
pub(super) fn getcodec(vm: &mut Vm, module: &str, name: &Obj) -> PyResult {
    let Some(name) = name.downcast_ref::<Str>() else {
        return Err(type_error!(vm, "encoding name must be a string."));
    };
    let name = name.to_string_lossy(vm);
    match codec::named(module, &name) {
        Some(codec) => Ok(vm.make(MultibyteCodec(codec)).into_obj()),
        None => Err(raise!(vm, types::LOOKUP_ERROR, "no such codec is supported.")),
    }
}

/// The `errors` argument of a conversion.
pub(super) fn errors(vm: &mut Vm, o: Option<&Obj>, what: &str) -> PyResult<Errors> {
    let Some(o) = o else { return Ok(Errors::Strict) };
    let text = rpython_objects::argument::text(vm, o, what)?.clone();
    let name = rpython_objects::codecs::name_argument(vm, Some(&text))?;
    Ok(name.map_or(Errors::Strict, |name| Errors::named(&name)))
}

/// The text that is to be encoded: the object itself, or its `str`.
pub(super) fn text_of(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Str>> {
    match o.downcast_ref::<Str>() {
        Some(text) => Ok(text.clone()),
        None => protocol::str(vm, o),
    }
}

fn pair(vm: &mut Vm, made: Obj, length: usize) -> PyResult {
    let length = int::from_i64(vm, length as i64);
    Ok(Tuple::from_slice(vm, &[made, length])?.into_obj())
}

fn encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let codec = args.this::<MultibyteCodec>().get(vm).0;
    let errors = errors(vm, args.some(2), "encode() argument 'errors'")?;
    let input = text_of(vm, args.at(1))?;
    let (bytes, _) = run::encode(vm, &codec, &mut codec.start_encoding(), &input, &errors, End::Reset)?;
    let length = input.text(vm).len();
    let bytes = Bytes::new(vm, &bytes)?.into_obj();
    pair(vm, bytes, length)
}

fn decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let codec = args.this::<MultibyteCodec>().get(vm).0;
    let input = buffer::to_vec(vm, args.at(1))?;
    let errors = errors(vm, args.some(2), "decode() argument 'errors'")?;
    let mut out = TextBuf::with_capacity(input.len());
    let mut state = codec.start_decoding();
    let mut decoding = Decoding::of(&codec, &input, &errors);
    while !decoding.rest().is_empty() {
        decoding.feed(vm, &mut state, &mut out)?;
        decoding.refuse_rest(vm, &mut out)?;
    }
    let text = Str::try_from_buf(vm, out)?.into_obj();
    pair(vm, text, input.len())
}

/// `_multibytecodec.MultibyteCodec`
pub(super) static DEF: TypeDef = TypeDef {
    name: "MultibyteCodec",
    module: "_multibytecodec",
    kind: kinds::MULTIBYTE_CODEC,
    flags: TypeFlags::NO_NEW,
    methods: &[
        native(
            "encode",
            "($self, /, input, errors=None)",
            encode,
            "Return an encoded string version of 'input'.\n\n'errors' may be given to set a different error handling scheme. Default is\n'strict' meaning that encoding errors raise a UnicodeEncodeError. Other possible\nvalues are 'ignore', 'replace' and 'xmlcharrefreplace' as well as any other name\nregistered with codecs.register_error that can handle UnicodeEncodeErrors.",
        ),
        native(
            "decode",
            "($self, /, input, errors=None)",
            decode,
            "Decodes 'input'.\n\n'errors' may be given to set a different error handling scheme. Default is\n'strict' meaning that encoding errors raise a UnicodeDecodeError. Other possible\nvalues are 'ignore' and 'replace' as well as any other name registered with\ncodecs.register_error that is able to handle UnicodeDecodeErrors.\"",
        ),
    ],
    ..TypeDef::EMPTY
};
