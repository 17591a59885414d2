//! Writing text.

use super::{Encoder, TextIo, codec, open_buffer, read::with_decoder};
use crate::io::{
    base,
    buffered::{self, Buffered},
    errors::unsupported,
    newline, string_io,
};
use rpython_objects::{
    Args, Bytes, PyResult, Ref, Str, StrExt, TypeFlags, Vm, argument, codecs::Codec, int, names, protocol, text::Text,
    type_error,
};
use rpython_vm::stdio::Piece;

pub(super) fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let Some(text) = args.at(1).downcast_ref::<Str>() else {
        let class = argument::shown_class(vm, args.at(1));
        return Err(type_error!(vm, "write() argument must be str, not {class}"));
    };
    write_piece(vm, t, Piece::Str(text))?;
    Ok(int::from_i64(vm, text.get(vm).len() as i64))
}

/// The bytes of a text that a direct codec has as they are.
fn as_it_is(text: Text<'_>, codec: Codec) -> Option<&[u8]> {
    match (text, codec) {
        (Text::Ascii(bytes), _) | (Text::Latin1(bytes), Codec::Latin1) => Some(bytes),
        _ => None,
    }
}

/// The characters of a piece.
fn characters<'a>(vm: &'a Vm, piece: Piece<'a>) -> Text<'a> {
    match piece {
        Piece::Str(s) => s.text(vm),
        Piece::Ascii(bytes) => Text::Ascii(bytes),
    }
}

/// `text.replace('\n', end)` of a subclass of `str`.
fn replaced_by_method(vm: &mut Vm, text: &Ref<Str>, end: &str) -> PyResult<Ref<Str>> {
    let args = [names::character(b'\n').into_obj(), Str::intern(vm, end).into_obj()];
    protocol::call_method(vm, text, names::replace, &args)?.downcast::<Str>().map_err(|made| {
        let class = argument::class_name(vm, &made);
        type_error!(vm, "replace() should return a str, not {class}")
    })
}

/// The encoder of a stream that is open.
fn open_encoder(vm: &mut Vm, t: &Ref<TextIo>) -> PyResult<Encoder> {
    open_buffer(vm, t)?;
    match &t.get(vm).encoder {
        Some(encoder) => Ok(encoder.clone()),
        None => Err(unsupported(vm, "not writable")),
    }
}

/// Writes a piece of text.
///
/// # Errors
/// `ValueError` for a closed stream, `UnicodeEncodeError`, `OSError`, what the buffer raises.
pub(in crate::io) fn write_piece(vm: &mut Vm, t: &Ref<TextIo>, piece: Piece<'_>) -> PyResult<()> {
    let mut encoder = open_encoder(vm, t)?;
    let this = t.get(vm);
    let (line_buffering, chunk) = (this.line_buffering, this.chunk);
    let mut now = this.write_through;
    let ended = this.newline.written();
    let seen = characters(vm, piece);
    let has_lf = (line_buffering || ended.is_some()) && newline::find(seen, b'\n', 0).is_some();
    let flushes = line_buffering && (has_lf || newline::find(seen, b'\r', 0).is_some());
    now |= flushes;
    let translated = match (ended.filter(|_| has_lf), piece) {
        (None, _) => None,
        (Some(end), Piece::Str(text)) if !text.is_exact() => {
            let made = replaced_by_method(vm, text, end)?;
            // That was Python code, which may have changed the stream.
            encoder = open_encoder(vm, t)?;
            Some(made)
        }
        (Some(end), _) => {
            let made = string_io::replace_newlines(seen, end);
            Some(Str::try_from_buf(vm, made)?)
        }
    };
    let piece = translated.as_ref().map_or(piece, Piece::Str);
    append(vm, t, piece, &encoder, chunk)?;
    if t.get(vm).pending.len() >= chunk || now {
        flush_pending(vm, t)?;
    }
    if flushes && let Some(buffer) = t.get(vm).buffer.cloned() {
        protocol::call_method(vm, &buffer, names::flush, &[])?;
    }
    let this = t.get_mut(vm);
    if this.snapshot.is_some() {
        this.snapshot = None;
        let old = this.forget_decoded();
        drop(old);
    }
    if t.get(vm).decoder.is_some() {
        with_decoder(vm, t, codec::reset)?;
    }
    Ok(())
}

/// Encodes a text behind what waits; where that becomes too much, what waits is written first.
fn append(vm: &mut Vm, t: &Ref<TextIo>, piece: Piece<'_>, encoder: &Encoder, chunk: usize) -> PyResult<()> {
    if let Encoder::Direct(codec) = encoder
        && let Some(bytes) = as_it_is(characters(vm, piece), *codec)
    {
        let (waiting, more) = (t.get(vm).pending.len(), bytes.len());
        if waiting == 0 || waiting + more <= chunk {
            let mut pending = std::mem::take(&mut t.get_mut(vm).pending);
            let room = pending.try_reserve(more);
            if room.is_ok() {
                pending.extend_from_slice(as_it_is(characters(vm, piece), *codec).unwrap_or_default());
            }
            t.get_mut(vm).pending = pending;
            return room.map_err(|_| rpython_heap::OutOfMemory.into());
        }
    }
    let text = match piece {
        Piece::Str(text) => text.clone(),
        Piece::Ascii(bytes) => Str::from_ascii(vm, bytes),
    };
    let made = match encoder {
        Encoder::Direct(codec) => {
            let errors = t.get(vm).errors.to_string_lossy(vm);
            codec.encode(vm, &text, &errors)?
        }
        Encoder::Object(encoder) => {
            let made = protocol::call_method(vm, encoder, names::encode, &[text.into_obj()])?;
            match made.downcast::<Bytes>() {
                Ok(bytes) => bytes,
                Err(made) => {
                    let class = argument::class_name(vm, &made);
                    return Err(type_error!(vm, "encoder should return a bytes object, not '{class}'"));
                }
            }
        }
    };
    // Writing runs Python code, which may write to this stream again.
    while !t.get(vm).pending.is_empty() && t.get(vm).pending.len() + made.tail(vm).len() > chunk {
        flush_pending(vm, t)?;
    }
    let mut pending = std::mem::take(&mut t.get_mut(vm).pending);
    let bytes = made.tail(vm);
    let room = pending.try_reserve(bytes.len());
    if room.is_ok() {
        pending.extend_from_slice(bytes);
    }
    t.get_mut(vm).pending = pending;
    room.map_err(|_| rpython_heap::OutOfMemory.into())
}

/// Writes bytes to the buffer.
fn hand_over(vm: &mut Vm, t: &Ref<TextIo>, data: &[u8]) -> PyResult<()> {
    let Some(buffer) = t.get(vm).buffer.cloned() else { return Ok(()) };
    if let Some(native) = buffer.downcast_ref::<Buffered>()
        && !vm.class_of(&buffer).get(vm).flags.has(TypeFlags::HEAP)
        && buffered::is_writer(vm, native)
    {
        buffered::write_bytes(vm, native, data)?;
        return Ok(());
    }
    let data = Bytes::new(vm, data)?.into_obj();
    base::uninterrupted(vm, &buffer, names::write, &[data])?;
    Ok(())
}

/// Writes what waits to the buffer.
///
/// # Errors
/// What the buffer raises.
pub(super) fn flush_pending(vm: &mut Vm, t: &Ref<TextIo>) -> PyResult<()> {
    if t.get(vm).pending.is_empty() {
        return Ok(());
    }
    let mut data = std::mem::take(&mut t.get_mut(vm).pending);
    let done = hand_over(vm, t, &data);
    // The room is used again, unless others have begun anew meanwhile.
    let this = t.get_mut(vm);
    if this.pending.is_empty() && data.capacity() <= 4 * this.chunk {
        data.clear();
        this.pending = data;
    }
    done
}
