//! Positions in text: cookies, in which a place in the bytes and what to do from there are packed
//! (CPython: `_io_TextIOWrapper_tell_impl`, `seek_impl`).

use super::{
    Encoder, Snapshot, TextIo, attached, codec,
    codec::DecoderState,
    open_buffer,
    read::{restore, taken, with_decoder},
    write::flush_pending,
};
use crate::io::errors::unsupported;
use num_bigint::{BigInt, Sign};
use rpython_objects::{
    Args, Bytes, CompareOp, Obj, PyResult, Ref, StrExt, Vm, argument, int, names, protocol, raise, type_error, types,
    value_error,
};

/// What a cookie says.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Cookie {
    /// Where in the bytes decoding is taken up.
    start: u64,
    /// The decoder's flags there.
    flags: u32,
    /// How many bytes it is fed then.
    feed: u32,
    /// How many characters of the result lie before the position.
    skip: u32,
    /// Whether it must be told that the bytes end there.
    at_end: bool,
}

impl Cookie {
    const SIZE: usize = 21;

    fn pack(self, vm: &mut Vm) -> Obj {
        if self.flags == 0 && self.feed == 0 && self.skip == 0 && !self.at_end {
            return int::from_integer(vm, i128::from(self.start).into());
        }
        let mut bytes = Vec::with_capacity(Self::SIZE);
        bytes.extend(self.start.to_le_bytes());
        for part in [self.flags, self.feed, self.skip] {
            bytes.extend(part.to_le_bytes());
        }
        bytes.push(self.at_end.into());
        int::from_big(vm, BigInt::from_bytes_le(Sign::Plus, &bytes))
    }

    fn unpack(vm: &mut Vm, o: &Obj) -> PyResult<Cookie> {
        let exact = match argument::whole(vm, o)? {
            Some(exact) => exact,
            None => protocol::index(vm, o)?,
        };
        let mut bytes = int::to_big(vm, &exact).unwrap_or_default().to_bytes_le().1;
        if bytes.len() > Self::SIZE {
            return Err(raise!(vm, types::OVERFLOW_ERROR, "int too big to convert"));
        }
        bytes.resize(Self::SIZE, 0);
        let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        Ok(Cookie {
            start: u64::from(word(0)) | u64::from(word(4)) << 32,
            flags: word(8),
            feed: word(12),
            skip: word(16),
            at_end: bytes[20] != 0,
        })
    }
}

/// Brings the decoder to where the cookie starts.
fn set_decoder(vm: &mut Vm, t: &Ref<TextIo>, cookie: &Cookie) -> PyResult<()> {
    if t.get(vm).decoder.is_none() {
        return Ok(());
    }
    let cookie = *cookie;
    with_decoder(vm, t, |vm, decoder| {
        if cookie.start == 0 && cookie.flags == 0 {
            codec::reset(vm, decoder)
        } else {
            codec::set_state(vm, decoder, &DecoderState { held: Vec::new(), flags: cookie.flags.into() })
        }
    })
}

/// Tells the encoder whether it is at the start of the stream.
fn set_encoder(vm: &mut Vm, t: &Ref<TextIo>, at_start: bool) -> PyResult<()> {
    let Some(Encoder::Object(encoder)) = t.get(vm).encoder.clone() else { return Ok(()) };
    if at_start {
        protocol::call_method(vm, &encoder, names::reset, &[])?;
    } else {
        let zero = int::from_i64(vm, 0);
        protocol::call_method(vm, &encoder, names::setstate, &[zero])?;
    }
    t.get_mut(vm).within_stream = !at_start;
    Ok(())
}

/// How many characters the decoder makes of bytes.
fn count(vm: &mut Vm, t: &Ref<TextIo>, data: &[u8], last: bool) -> PyResult<usize> {
    let errors = t.get(vm).errors.to_string_lossy(vm);
    let text = with_decoder(vm, t, |vm, decoder| codec::decode(vm, decoder, data, &errors, last))?;
    Ok(text.get(vm).len())
}

fn state(vm: &mut Vm, t: &Ref<TextIo>) -> PyResult<DecoderState> {
    with_decoder(vm, t, |vm, decoder| codec::state(vm, decoder))
}

pub(super) fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let buffer = open_buffer(vm, t)?;
    if !t.get(vm).seekable {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    if !t.get(vm).telling {
        return Err(raise!(vm, types::OS_ERROR, "telling position disabled by next() call"));
    }
    flush_pending(vm, t)?;
    protocol::call_method(vm, t, names::flush, &[])?;
    let at = protocol::call_method(vm, &buffer, names::tell, &[])?;
    let (true, Some(Snapshot { flags, input })) = (t.get(vm).decoder.is_some(), t.get(vm).snapshot.clone()) else {
        return Ok(at);
    };
    let at = argument::ssize(vm, &at)?;
    let mut cookie =
        Cookie { start: (at as u64).wrapping_sub(input.len() as u64), flags: flags as u32, ..Cookie::default() };
    let skip = taken(vm, t);
    if skip == 0 {
        return Ok(cookie.pack(vm));
    }
    let saved = state(vm, t)?;
    let found = safe_start(vm, t, &mut cookie, &input, skip);
    let restored = with_decoder(vm, t, |vm, decoder| codec::set_state(vm, decoder, &saved));
    found?;
    restored?;
    Ok(cookie.pack(vm))
}

/// Finds the last place before the position at which the decoder holds nothing back, and what leads from there to the position.
fn safe_start(vm: &mut Vm, t: &Ref<TextIo>, cookie: &mut Cookie, input: &[u8], skip: usize) -> PyResult<()> {
    // First a guess, from which it goes backwards in growing steps.
    let mut skip = skip;
    let mut bytes = ((t.get(vm).ratio * skip as f64) as usize).min(input.len());
    let mut back = 1;
    while bytes > 0 {
        set_decoder(vm, t, cookie)?;
        let made = count(vm, t, &input[..bytes], false)?;
        if made <= skip {
            let now = state(vm, t)?;
            if now.held.is_empty() {
                cookie.flags = now.flags as u32;
                skip -= made;
                break;
            }
            bytes = bytes.saturating_sub(now.held.len());
            back = 1;
        } else {
            bytes = bytes.saturating_sub(back);
            back *= 2;
        }
    }
    if bytes == 0 {
        set_decoder(vm, t, cookie)?;
    }
    cookie.start = cookie.start.wrapping_add(bytes as u64);
    cookie.skip = skip as u32;
    if skip == 0 {
        return Ok(());
    }
    // Then byte by byte.
    let mut made = 0;
    let mut at = bytes;
    while at < input.len() {
        made += count(vm, t, &input[at..at + 1], false)?;
        cookie.feed += 1;
        let now = state(vm, t)?;
        if now.held.is_empty() && made <= skip {
            cookie.start = cookie.start.wrapping_add(cookie.feed.into());
            skip -= made;
            cookie.flags = now.flags as u32;
            cookie.feed = 0;
            made = 0;
        }
        if made >= skip {
            break;
        }
        at += 1;
    }
    if at == input.len() {
        made += count(vm, t, b"", true)?;
        cookie.at_end = true;
        if made < skip {
            return Err(raise!(vm, types::OS_ERROR, "can't reconstruct logical file position"));
        }
    }
    cookie.skip = skip as u32;
    Ok(())
}

/// Forgets what was read ahead.
fn forget(vm: &mut Vm, t: &Ref<TextIo>) {
    restore(vm, t, None, 0);
    t.get_mut(vm).snapshot = None;
}

pub(super) fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let whence = args.opt(2).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    let buffer = open_buffer(vm, t)?;
    if !t.get(vm).seekable {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    let zero = int::from_i64(vm, 0);
    let mut target = args.at(1).clone();
    match whence {
        0 => {}
        1 => {
            if !protocol::equal(vm, &target, &zero)? {
                return Err(unsupported(vm, "can't do nonzero cur-relative seeks"));
            }
            // Seeking to the current position attempts to bring the buffer below in line with it.
            target = protocol::call_method(vm, t, names::tell, &[])?;
        }
        2 => {
            if !protocol::equal(vm, &target, &zero)? {
                return Err(unsupported(vm, "can't do nonzero end-relative seeks"));
            }
            protocol::call_method(vm, t, names::flush, &[])?;
            forget(vm, t);
            if t.get(vm).decoder.is_some() {
                with_decoder(vm, t, codec::reset)?;
            }
            let two = int::from_i64(vm, 2);
            let at = protocol::call_method(vm, &buffer, names::seek, &[zero.clone(), two])?;
            let at_start = protocol::equal(vm, &at, &zero)?;
            set_encoder(vm, t, at_start)?;
            return Ok(at);
        }
        _ => return Err(value_error!(vm, "invalid whence ({whence}, should be 0, 1 or 2)")),
    }
    let negative = protocol::compare(vm, &target, &zero, CompareOp::Lt)?;
    if protocol::is_true(vm, &negative)? {
        let shown = protocol::repr_text(vm, &target)?;
        return Err(value_error!(vm, "negative seek position {shown}"));
    }
    protocol::call_method(vm, t, names::flush, &[])?;
    let cookie = Cookie::unpack(vm, &target)?;
    let start = int::from_integer(vm, i128::from(cookie.start).into());
    protocol::call_method(vm, &buffer, names::seek, &[start])?;
    forget(vm, t);
    set_decoder(vm, t, &cookie)?;
    let mut input = Vec::new();
    if cookie.skip > 0 {
        let n = int::from_i64(vm, cookie.feed.into());
        let answer = protocol::call_method(vm, &buffer, names::read, &[n])?;
        let Some(bytes) = answer.downcast_ref::<Bytes>() else {
            let class = argument::class_name(vm, &answer);
            return Err(type_error!(vm, "underlying read() should have returned a bytes object, not '{class}'"));
        };
        input = bytes.tail(vm).to_vec();
        let errors = t.get(vm).errors.to_string_lossy(vm);
        let text = with_decoder(vm, t, |vm, d| codec::decode(vm, d, &input, &errors, cookie.at_end))?;
        let len = text.get(vm).len();
        restore(vm, t, Some(text), cookie.skip as usize);
        if len < cookie.skip as usize {
            t.get_mut(vm).used = len;
            return Err(raise!(vm, types::OS_ERROR, "can't restore logical file position"));
        }
    }
    t.get_mut(vm).snapshot = Some(Snapshot { flags: cookie.flags.into(), input });
    if t.get(vm).encoder.is_some() {
        set_encoder(vm, t, cookie.start == 0 && cookie.flags == 0)?;
    }
    Ok(target)
}

pub(super) fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let buffer = attached(vm, t)?;
    protocol::call_method(vm, t, names::flush, &[])?;
    let size = args.opt(1).cloned().unwrap_or(Obj::NONE);
    protocol::call_method(vm, &buffer, names::truncate, &[size])
}
