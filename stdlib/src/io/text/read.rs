//! Reading text.

use super::{TextIo, attached, codec, open_buffer, write::flush_pending};
use crate::io::{
    base,
    buffered::{self, Buffered},
    errors::{size, unsupported},
    string_io::line_by_method,
};
use rpython_objects::{
    Args, Obj, PyResult, Ref, Str, StrExt, TypeFlags, Vm, argument, buffer, int, names, raise, text::TextBuf,
    type_error, types,
};

/// Takes up to `n` decoded characters, all without a number.
fn take(vm: &mut Vm, t: &Ref<TextIo>, n: Option<usize>) -> PyResult<Ref<Str>> {
    let this = t.get(vm);
    let Some(decoded) = this.decoded.clone() else { return Ok(names::EMPTY.clone()) };
    let len = decoded.get(vm).len();
    let start = this.used.min(len);
    let end = n.map_or(len, |n| start.saturating_add(n).min(len));
    let taken = Str::slice(vm, &decoded, start, end)?;
    t.get_mut(vm).used = end;
    Ok(taken)
}

/// Puts newly decoded text in the place of what was taken.
fn put(vm: &mut Vm, t: &Ref<TextIo>, decoded: Option<Ref<Str>>) {
    let this = t.get_mut(vm);
    this.used = 0;
    let old = std::mem::replace(&mut this.decoded, decoded);
    drop(old);
}

/// Runs `work` with the decoder, which is out of the stream meanwhile.
pub(super) fn with_decoder<R>(
    vm: &mut Vm,
    t: &Ref<TextIo>,
    work: impl FnOnce(&mut Vm, &mut codec::Decoder) -> PyResult<R>,
) -> PyResult<R> {
    // A decoder that is an object stays: its Python code may use the stream.
    if let Some(codec::Decoder::Object(decoder)) = &t.get(vm).decoder {
        let mut decoder = codec::Decoder::Object(decoder.clone());
        return work(vm, &mut decoder);
    }
    let Some(mut decoder) = t.get_mut(vm).decoder.take() else { return Err(unsupported(vm, "not readable")) };
    let result = work(vm, &mut decoder);
    t.get_mut(vm).decoder = Some(decoder);
    result
}

/// Up to `n` bytes of the buffer, with one read where it has `read1`.
fn read_bytes(vm: &mut Vm, t: &Ref<TextIo>, n: usize) -> PyResult<Vec<u8>> {
    let buffer = attached(vm, t)?;
    if let Some(native) = buffer.downcast_ref::<Buffered>()
        && !vm.class_of(&buffer).get(vm).flags.has(TypeFlags::HEAP)
        && buffered::is_reader(vm, native)
    {
        buffered::check_reading(vm, native)?;
        return buffered::read_once(vm, native, n);
    }
    let (name, shown) = if t.get(vm).has_read1 { (names::read1, "read1") } else { (names::read, "read") };
    let n = int::from_i64(vm, n as i64);
    let answer = base::uninterrupted(vm, &buffer, name, &[n])?;
    if !buffer::has_buffer(vm, &answer) {
        let class = argument::class_name(vm, &answer);
        return Err(type_error!(vm, "underlying {shown}() should have returned a bytes-like object, not '{class}'"));
    }
    buffer::to_vec(vm, &answer)
}

/// Reads and decodes the next chunk, larger ones for larger wishes; whether there was one.
fn read_chunk(vm: &mut Vm, t: &Ref<TextIo>, hint: usize) -> PyResult<bool> {
    let this = t.get(vm);
    if this.decoder.is_none() {
        return Err(unsupported(vm, "not readable"));
    }
    let errors = this.errors.to_string_lossy(vm);
    let telling = this.telling;
    let n = this.chunk.max((this.ratio * hint.max(1) as f64) as usize * usize::from(hint > 0));
    let before = if telling { Some(with_decoder(vm, t, |vm, decoder| codec::state(vm, decoder))?) } else { None };
    let data = read_bytes(vm, t, n)?;
    let last = data.is_empty();
    let decoded = with_decoder(vm, t, |vm, decoder| codec::decode(vm, decoder, &data, &errors, last))?;
    let count = decoded.get(vm).len();
    put(vm, t, Some(decoded));
    let this = t.get_mut(vm);
    this.ratio = if count > 0 { data.len() as f64 / count as f64 } else { 0.0 };
    if let Some(before) = before {
        let mut input = before.held;
        input.extend_from_slice(&data);
        this.snapshot = Some(super::Snapshot { flags: before.flags, input });
    }
    Ok(!last || count > 0)
}

pub(super) fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let wanted = size(vm, args.opt(1))?;
    let buffer = open_buffer(vm, t)?;
    if t.get(vm).decoder.is_none() {
        return Err(unsupported(vm, "not readable"));
    }
    flush_pending(vm, t)?;
    let Some(n) = wanted else {
        let answer = base::uninterrupted(vm, &buffer, names::read, &[])?;
        if answer.is_none() {
            return Err(raise!(vm, types::BLOCKING_IO_ERROR, "Read returned None."));
        }
        let errors = t.get(vm).errors.to_string_lossy(vm);
        let rest = with_decoder(vm, t, |vm, decoder| codec::decode_answer(vm, decoder, &answer, &errors, true))?;
        let before = take(vm, t, None)?;
        put(vm, t, None);
        t.get_mut(vm).snapshot = None;
        let all = if before.get(vm).is_empty() { rest } else { Str::concat(vm, &before, &rest)? };
        return Ok(all.into_obj());
    };
    let first = take(vm, t, Some(n))?;
    let mut missing = n - first.get(vm).len();
    if missing == 0 {
        return Ok(first.into_obj());
    }
    let mut all = first.text(vm).to_buf();
    while missing > 0 && read_chunk(vm, t, missing)? {
        let part = take(vm, t, Some(missing))?;
        missing -= part.get(vm).len();
        all.push_text(part.text(vm));
    }
    Ok(Str::try_from_buf(vm, all)?.into_obj())
}

/// The next line, at most `limit` characters of it.
fn read_line(vm: &mut Vm, t: &Ref<TextIo>, limit: Option<usize>) -> PyResult<Ref<Str>> {
    open_buffer(vm, t)?;
    flush_pending(vm, t)?;
    let newline = t.get(vm).newline;
    // What was put aside of earlier chunks; of it, `open` characters may belong to a line end.
    let mut aside = TextBuf::new();
    let mut open = 0;
    loop {
        loop {
            let this = t.get(vm);
            if this.decoded.as_ref().is_some_and(|d| this.used < d.get(vm).len()) {
                break;
            }
            if !read_chunk(vm, t, 0)? {
                put(vm, t, None);
                t.get_mut(vm).snapshot = None;
                return Ok(Str::try_from_buf(vm, aside)?);
            }
        }
        let this = t.get(vm);
        let (Some(decoded), start) = (this.decoded.clone(), this.used) else { return Ok(names::EMPTY.clone()) };
        let text = decoded.text(vm);
        let kept = aside.len() - open;
        let cut = |end: usize, lead: usize| match limit {
            // `end` is counted from the text's start, to which `lead` characters were put aside.
            Some(limit) if end - start + lead >= limit => Some(start + limit.saturating_sub(lead)),
            _ => None,
        };
        if open > 0 {
            // A `\r` waits for its `\n`.
            if text.at(start) == u32::from('\n') {
                let end = cut(start + 1, kept + open).unwrap_or(start + 1);
                aside.push_slice(text, start..end);
                t.get_mut(vm).used = end;
                return Ok(Str::try_from_buf(vm, aside)?);
            }
        }
        let lead = aside.len();
        match newline.line_end(text, start) {
            Ok(end) => {
                let end = cut(end, lead).unwrap_or(end);
                t.get_mut(vm).used = end;
                if lead == 0 {
                    return Ok(Str::slice(vm, &decoded, start, end)?);
                }
                aside.push_slice(decoded.text(vm), start..end);
                return Ok(Str::try_from_buf(vm, aside)?);
            }
            Err(searched) => {
                let len = text.len();
                if let Some(end) = cut(searched, lead) {
                    aside.push_slice(text, start..end);
                    t.get_mut(vm).used = end;
                    return Ok(Str::try_from_buf(vm, aside)?);
                }
                aside.push_slice(text, start..);
                open = len - searched;
                put(vm, t, None);
            }
        }
    }
}

pub(super) fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let limit = usize::try_from(argument::ssize_or(vm, args.opt(1), -1)?).ok();
    attached(vm, t)?;
    Ok(read_line(vm, t, limit)?.into_obj())
}

pub(super) fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(t) = o.downcast_ref::<TextIo>() else { return Ok(None) };
    attached(vm, t)?;
    t.get_mut(vm).telling = false;
    let line = if super::is_exact(vm, t) { read_line(vm, t, None)?.into_obj() } else { line_by_method(vm, o)? };
    if line.downcast_ref::<Str>().is_some_and(|line| line.get(vm).is_empty()) {
        let this = t.get_mut(vm);
        this.snapshot = None;
        this.telling = this.seekable;
        return Ok(None);
    }
    Ok(Some(line))
}

/// Puts decoded text in place for the stream's reader, of which the first `used` characters are taken.
pub(super) fn restore(vm: &mut Vm, t: &Ref<TextIo>, decoded: Option<Ref<Str>>, used: usize) {
    put(vm, t, decoded);
    t.get_mut(vm).used = used;
}

/// The characters taken of what is decoded.
pub(super) fn taken(vm: &Vm, t: &Ref<TextIo>) -> usize {
    if t.get(vm).decoded.is_some() { t.get(vm).used } else { 0 }
}
