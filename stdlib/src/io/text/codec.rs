//! How a text stream decodes and encodes: UTF-8, ASCII and Latin-1 directly, anything else through the codec's incremental classes.

use crate::io::newline::{self, NewlineDecoder, Translation};
use rpython_objects::{
    Bytes, Obj, PyResult, Ref, Str, StrExt, Tuple, Vm, argument, buffer,
    codecs::{self, Codec},
    int, names, protocol, raise,
    text::{Text, codec::Input},
    type_error, types,
};

/// What makes text of bytes.
pub(super) enum Decoder {
    /// One of the direct codecs.
    Direct {
        /// UTF-8, ASCII or Latin-1.
        codec: Codec,
        /// The beginning of a character whose end has not come yet.
        held: Vec<u8>,
        /// How line ends are translated, if they are looked at.
        lines: Option<Translation>,
    },
    /// An incremental decoder.
    Object(Obj),
}

/// What makes bytes of text.
#[derive(Clone)]
pub(super) enum Encoder {
    /// One of the direct codecs.
    Direct(Codec),
    /// An incremental encoder.
    Object(Obj),
}

/// A decoder's state: the bytes it holds back, and its flags.
#[derive(Clone, Default)]
pub(super) struct DecoderState {
    pub(super) held: Vec<u8>,
    pub(super) flags: u64,
}

/// The codec of an encoding, if it is one that needs no Python code.
pub(super) fn direct(encoding: &str) -> Option<Codec> {
    Codec::named(encoding).filter(|codec| matches!(codec, Codec::Utf8 | Codec::Ascii | Codec::Latin1))
}

/// The codec of a text encoding from the registry.
///
/// # Errors
/// `LookupError`.
pub(super) fn look_up(vm: &mut Vm, encoding: &str) -> PyResult<Obj> {
    let codec = codecs::look_up(vm, encoding)?.into_obj();
    let name = Str::intern(vm, "_is_text_encoding");
    if let Some(answer) = protocol::find_attr(vm, &codec, &name)?
        && !protocol::is_true(vm, &answer)?
    {
        return Err(raise!(vm, types::LOOKUP_ERROR, "'{encoding}' is not a text encoding"));
    }
    Ok(codec)
}

/// Makes an incremental decoder or encoder of a codec.
pub(super) fn incremental(vm: &mut Vm, codec: &Obj, class: &str, errors: &str) -> PyResult {
    let (class, errors) = (Str::intern(vm, class), Str::new(vm, errors).into_obj());
    protocol::call_method(vm, codec, &class, &[errors])
}

impl Decoder {
    /// A direct decoder.
    pub(super) fn new_direct(codec: Codec, translate: Option<bool>) -> Decoder {
        Decoder::Direct { codec, held: Vec::new(), lines: translate.map(Translation::new) }
    }

    /// An incremental decoder, behind one of line ends where these are looked at.
    pub(super) fn of_object(vm: &Vm, decoder: Obj, translate: Option<bool>) -> Decoder {
        Decoder::Object(match translate {
            Some(translate) => newline::decoder_over(vm, decoder, translate).into_obj(),
            None => decoder,
        })
    }
}

/// Decodes the next bytes. The decoder is out of its stream meanwhile: Python code may run.
///
/// # Errors
/// `UnicodeDecodeError`, what an incremental decoder raises.
pub(super) fn decode(vm: &mut Vm, decoder: &mut Decoder, data: &[u8], errors: &str, last: bool) -> PyResult<Ref<Str>> {
    match decoder {
        Decoder::Object(decoder) => {
            let data = Bytes::new(vm, data)?.into_obj();
            decode_object(vm, decoder, data, last)
        }
        Decoder::Direct { codec, held, lines } => {
            let joined;
            let input = if held.is_empty() {
                data
            } else {
                joined = [held.as_slice(), data].concat();
                &joined
            };
            let text = match Text::ascii(input) {
                Some(text) => {
                    if let Some(lines) = lines {
                        let made = match lines.feed(text, last) {
                            Some(buf) => Str::try_from_buf(vm, buf)?,
                            None => Str::from_text(vm, text)?,
                        };
                        held.clear();
                        return Ok(made);
                    }
                    held.clear();
                    Str::from_text(vm, text)?
                }
                None => {
                    let mode = if last { Input::Complete } else { Input::Partial };
                    let part = codec.decode_part(vm, input, errors, mode)?;
                    *held = input.get(part.consumed..).unwrap_or_default().to_vec();
                    part.text
                }
            };
            match lines.as_mut().and_then(|lines| lines.feed(text.text(vm), last)) {
                Some(buf) => Ok(Str::try_from_buf(vm, buf)?),
                None => Ok(text),
            }
        }
    }
}

/// `decode` of an incremental decoder, which must return text.
fn decode_object(vm: &mut Vm, decoder: &Obj, data: Obj, last: bool) -> PyResult<Ref<Str>> {
    let made = protocol::call_method(vm, decoder, names::decode, &[data, Obj::bool(last)])?;
    made.downcast::<Str>().map_err(|made| {
        let class = argument::class_name(vm, &made);
        type_error!(vm, "decoder should return a string result, not '{class}'")
    })
}

/// As [`decode`], of an object that a stream's `read` returned.
pub(super) fn decode_answer(
    vm: &mut Vm,
    decoder: &mut Decoder,
    answer: &Obj,
    errors: &str,
    last: bool,
) -> PyResult<Ref<Str>> {
    if let Decoder::Object(decoder) = decoder {
        let decoder = decoder.clone();
        return decode_object(vm, &decoder, answer.clone(), last);
    }
    if !buffer::has_buffer(vm, answer) {
        let class = argument::class_name(vm, answer);
        // The UTF-8 decoder puts its input behind what it holds back.
        return Err(match decoder {
            Decoder::Direct { codec: Codec::Utf8, .. } => type_error!(vm, "can't concat {class} to bytes"),
            _ => type_error!(vm, "a bytes-like object is required, not '{class}'"),
        });
    }
    let data = buffer::to_vec(vm, answer)?;
    decode(vm, decoder, &data, errors, last)
}

/// A decoder's state.
///
/// # Errors
/// `TypeError` for a state that is none, what `getstate` raises.
pub(super) fn state(vm: &mut Vm, decoder: &Decoder) -> PyResult<DecoderState> {
    match decoder {
        Decoder::Direct { held, lines, .. } => {
            let flags = lines.is_some_and(|l| l.pending_cr).into();
            Ok(DecoderState { held: held.clone(), flags })
        }
        Decoder::Object(decoder) => {
            let state = protocol::call_method(vm, decoder, names::getstate, &[])?;
            let (held, flags) = newline::state_parts(vm, &state, "illegal decoder state")?;
            let Some(bytes) = held.downcast_ref::<Bytes>() else {
                let class = argument::class_name(vm, &held);
                return Err(type_error!(
                    vm,
                    "illegal decoder state: the first item should be a bytes object, not '{class}'"
                ));
            };
            let held = bytes.tail(vm).to_vec();
            if int::view(vm, &flags).is_none() {
                return Err(type_error!(vm, "illegal decoder state"));
            }
            let flags = argument::ssize(vm, &flags)? as u64;
            Ok(DecoderState { held, flags })
        }
    }
}

/// Brings a decoder into a state.
///
/// # Errors
/// What `setstate` raises.
pub(super) fn set_state(vm: &mut Vm, decoder: &mut Decoder, state: &DecoderState) -> PyResult<()> {
    match decoder {
        Decoder::Direct { held, lines, .. } => {
            held.clone_from(&state.held);
            if let Some(lines) = lines {
                lines.pending_cr = state.flags & 1 != 0;
            }
        }
        Decoder::Object(decoder) => {
            let held = Bytes::new(vm, &state.held)?.into_obj();
            let flags = int::from_i64(vm, state.flags as i64);
            let state = Tuple::from_slice(vm, &[held, flags])?.into_obj();
            protocol::call_method(vm, decoder, names::setstate, &[state])?;
        }
    }
    Ok(())
}

/// Brings a decoder back to its start.
///
/// # Errors
/// What `reset` raises.
pub(super) fn reset(vm: &mut Vm, decoder: &mut Decoder) -> PyResult<()> {
    match decoder {
        Decoder::Direct { held, lines, .. } => {
            held.clear();
            if let Some(lines) = lines {
                lines.reset();
            }
        }
        Decoder::Object(decoder) => {
            protocol::call_method(vm, decoder, names::reset, &[])?;
        }
    }
    Ok(())
}

/// The `newlines` that a decoder has seen.
///
/// # Errors
/// What the attribute raises.
pub(super) fn newlines(vm: &mut Vm, decoder: &Decoder) -> PyResult {
    match decoder {
        Decoder::Direct { lines: Some(lines), .. } => {
            let lines = *lines;
            lines.newlines(vm)
        }
        Decoder::Direct { .. } => Ok(Obj::NONE),
        Decoder::Object(decoder) if decoder.is_kind::<NewlineDecoder>() => newline::newlines(vm, decoder),
        Decoder::Object(decoder) => {
            let decoder = decoder.clone();
            Ok(protocol::find_attr(vm, &decoder, names::newlines)?.unwrap_or(Obj::NONE))
        }
    }
}
