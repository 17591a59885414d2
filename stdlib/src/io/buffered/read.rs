//! Reading through the buffer.

use super::{Buffered, check_open, locked, raw, raw_file, write::flush_and_rewind};
use crate::io::{
    base,
    errors::{optional_size, size, writable},
    file_io,
};
use rpython_objects::{
    Args, Bytes, Obj, PyResult, Ref, Vm, argument, int, names, protocol, raise, type_error, types, value_error,
};

/// What a read of the raw stream gave.
enum Got {
    Bytes(usize),
    /// It would block.
    Nothing,
}

/// Reads up to `most` bytes of the raw stream behind `into`.
fn raw_read(vm: &mut Vm, b: &Ref<Buffered>, into: &mut Vec<u8>, most: usize) -> PyResult<Got> {
    let got = match raw_file(vm, b) {
        Some(file) => {
            file_io::check_readable(vm, &file)?;
            file_io::read_some(vm, &file, into, most)?
        }
        None => {
            let raw = raw(vm, b)?;
            match base::read_through(vm, &raw, most)? {
                Some(data) => {
                    into.extend_from_slice(&data);
                    Some(data.len())
                }
                None => None,
            }
        }
    };
    Ok(note(vm, b, got))
}

/// Keeps track of the raw stream's position.
fn note(vm: &mut Vm, b: &Ref<Buffered>, got: Option<usize>) -> Got {
    let Some(n) = got else { return Got::Nothing };
    let w = &mut b.get_mut(vm).w;
    if w.absolute != -1 {
        w.absolute += n as i64;
    }
    Got::Bytes(n)
}

/// Reads behind what the buffer has.
fn fill(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult<Got> {
    let this = b.get_mut(vm);
    let start = if this.has_read() { this.w.read_end as usize } else { 0 };
    let got = match raw_file(vm, b) {
        Some(file) => {
            file_io::check_readable(vm, &file)?;
            let mut buffer = std::mem::take(&mut b.get_mut(vm).buffer);
            let got = file_io::read_slice(vm, &file, &mut buffer[start..]);
            b.get_mut(vm).buffer = buffer;
            got?
        }
        None => {
            let (raw, room) = (raw(vm, b)?, b.get(vm).size - start);
            match base::read_through(vm, &raw, room)? {
                Some(data) => {
                    if let Some(place) = b.get_mut(vm).buffer.get_mut(start..start + data.len()) {
                        place.copy_from_slice(&data);
                    }
                    Some(data.len())
                }
                None => None,
            }
        }
    };
    let got = note(vm, b, got);
    if let Got::Bytes(n @ 1..) = got {
        let w = &mut b.get_mut(vm).w;
        w.read_end = (start + n) as i64;
        w.raw_pos = w.read_end;
    }
    Ok(got)
}

fn flush_before_reading(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult<()> {
    if b.get(vm).writable { flush_and_rewind(vm, b) } else { Ok(()) }
}

pub(super) fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    let n = optional_size(vm, args.opt(1), -1)?;
    super::check_ready(vm, b)?;
    if n < -1 {
        return Err(value_error!(vm, "read length must be non-negative or -1"));
    }
    check_open(vm, b, "read of closed file")?;
    let Ok(n) = usize::try_from(n) else {
        return locked(vm, b, |vm| read_all(vm, b));
    };
    if n <= b.get(vm).ahead() && b.get(vm).owner == 0 {
        return taken(vm, b, n);
    }
    locked(vm, b, |vm| match read_exactly(vm, b, n)? {
        Some(data) => Ok(Bytes::new(vm, &data)?.into_obj()),
        None => Ok(Obj::NONE),
    })
}

/// The next `n` bytes of what was read.
fn taken(vm: &mut Vm, b: &Ref<Buffered>, n: usize) -> PyResult {
    let start = b.get(vm).w.pos as usize;
    let made = Bytes::new(vm, b.get(vm).buffer.get(start..start + n).unwrap_or_default())?;
    b.get_mut(vm).w.pos += n as i64;
    Ok(made.into_obj())
}

fn read_all(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult {
    let ahead = b.get(vm).ahead();
    let mut all = b.get_mut(vm).take(ahead).to_vec();
    flush_before_reading(vm, b)?;
    b.get_mut(vm).forget_read();
    if let Some(file) = raw_file(vm, b) {
        let rest = file_io::read_all(vm, &file)?;
        return match rest {
            None if all.is_empty() => Ok(Obj::NONE),
            rest => {
                let rest = rest.unwrap_or_default();
                if all.is_empty() {
                    return Ok(Bytes::new(vm, &rest)?.into_obj());
                }
                all.try_reserve(rest.len()).map_err(|_| rpython_heap::OutOfMemory)?;
                all.extend_from_slice(&rest);
                Ok(Bytes::new(vm, &all)?.into_obj())
            }
        };
    }
    let raw = raw(vm, b)?;
    if let Some(readall) = protocol::find_attr(vm, &raw, names::readall)? {
        let rest = protocol::call(vm, &readall, &[])?;
        if !rest.is_none() && !rest.is_kind::<Bytes>() {
            return Err(type_error!(vm, "readall() should return bytes"));
        }
        if all.is_empty() {
            return Ok(rest);
        }
        if let Some(rest) = rest.downcast_ref::<Bytes>() {
            all.extend_from_slice(rest.tail(vm));
        }
        return Ok(Bytes::new(vm, &all)?.into_obj());
    }
    loop {
        let part = protocol::call_method(vm, &raw, names::read, &[])?;
        let len = match part.downcast_ref::<Bytes>() {
            Some(bytes) => {
                all.extend_from_slice(bytes.tail(vm));
                bytes.tail(vm).len()
            }
            None if part.is_none() => 0,
            None => return Err(type_error!(vm, "read() should return bytes")),
        };
        if len == 0 {
            return if all.is_empty() { Ok(part) } else { Ok(Bytes::new(vm, &all)?.into_obj()) };
        }
        note(vm, b, Some(len));
    }
}

/// `n` bytes, fewer at the end of the stream; `None` if not even one can be had without blocking.
fn read_exactly(vm: &mut Vm, b: &Ref<Buffered>, n: usize) -> PyResult<Option<Vec<u8>>> {
    let ahead = b.get(vm).ahead().min(n);
    let mut data = Vec::new();
    data.try_reserve_exact(n).map_err(|_| rpython_heap::OutOfMemory)?;
    data.extend_from_slice(b.get_mut(vm).take(ahead));
    if data.len() == n {
        return Ok(Some(data));
    }
    flush_before_reading(vm, b)?;
    b.get_mut(vm).forget_read();
    let size = b.get(vm).size;
    // Whole blocks go past the buffer.
    while n - data.len() >= size {
        let most = (n - data.len()) / size * size;
        match raw_read(vm, b, &mut data, most)? {
            Got::Bytes(1..) => {}
            Got::Bytes(_) => return Ok(Some(data)),
            Got::Nothing => return Ok(Some(data).filter(|d| !d.is_empty())),
        }
    }
    let w = &mut b.get_mut(vm).w;
    (w.pos, w.raw_pos, w.read_end) = (0, 0, 0);
    // Once the wish is met nothing more is read, for that could block.
    while data.len() < n && (b.get(vm).w.read_end as usize) < size {
        match fill(vm, b)? {
            Got::Bytes(got @ 1..) => {
                let part = got.min(n - data.len());
                data.extend_from_slice(b.get_mut(vm).take(part));
            }
            Got::Bytes(_) => return Ok(Some(data)),
            Got::Nothing => return Ok(Some(data).filter(|d| !d.is_empty())),
        }
    }
    Ok(Some(data))
}

pub(super) fn peek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    argument::ssize_or(vm, args.opt(1), 0)?;
    check_open(vm, b, "peek of closed file")?;
    locked(vm, b, |vm| {
        flush_before_reading(vm, b)?;
        if b.get(vm).ahead() == 0 {
            b.get_mut(vm).forget_read();
            fill(vm, b)?;
            b.get_mut(vm).w.pos = 0;
        }
        let this = b.get(vm);
        let start = this.w.pos as usize;
        Ok(Bytes::new(vm, this.buffer.get(start..start + this.ahead()).unwrap_or_default())?.into_obj())
    })
}

pub(super) fn read1(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    let n = argument::ssize_or(vm, args.opt(1), -1)?;
    check_open(vm, b, "read of closed file")?;
    let n = usize::try_from(n).unwrap_or(b.get(vm).size);
    let data = read_once(vm, b, n)?;
    Ok(Bytes::new(vm, &data)?.into_obj())
}

/// Up to `n` bytes with at most one read of the raw stream.
///
/// # Errors
/// What the raw stream raises.
pub(in crate::io) fn read_once(vm: &mut Vm, b: &Ref<Buffered>, n: usize) -> PyResult<Vec<u8>> {
    if n == 0 {
        return Ok(Vec::new());
    }
    locked(vm, b, |vm| {
        let ahead = b.get(vm).ahead();
        if ahead > 0 {
            return Ok(b.get_mut(vm).take(ahead.min(n)).to_vec());
        }
        let mut data = Vec::new();
        flush_before_reading(vm, b)?;
        b.get_mut(vm).forget_read();
        raw_read(vm, b, &mut data, n)?;
        Ok(data)
    })
}

pub(super) fn readinto(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let room = writable(vm, args.at(1), "readinto() argument")?;
    let done = fill_room(vm, args.this::<Buffered>(), room.get(vm).len(), false);
    deliver(vm, room, done)
}

pub(super) fn readinto1(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let room = writable(vm, args.at(1), "readinto1() argument")?;
    let done = fill_room(vm, args.this::<Buffered>(), room.get(vm).len(), true);
    deliver(vm, room, done)
}

fn deliver(vm: &mut Vm, room: rpython_objects::buffer::Contiguous, done: PyResult<Option<Vec<u8>>>) -> PyResult {
    if let Ok(Some(data)) = &done
        && let Some(place) = room.get_mut(vm).get_mut(..data.len())
    {
        place.copy_from_slice(data);
    }
    room.release(vm);
    Ok(done?.map_or(Obj::NONE, |data| int::from_i64(vm, data.len() as i64)))
}

/// What `readinto` of a buffer of `len` bytes puts there; `once` is for `readinto1`.
fn fill_room(vm: &mut Vm, b: &Ref<Buffered>, len: usize, once: bool) -> PyResult<Option<Vec<u8>>> {
    check_open(vm, b, "readinto of closed file")?;
    locked(vm, b, |vm| {
        let ahead = b.get(vm).ahead();
        let mut data = b.get_mut(vm).take(ahead.min(len)).to_vec();
        // Not one byte is asked for where the buffer is empty: the state of the stream is looked at even so.
        if ahead > 0 && data.len() == len {
            return Ok(Some(data));
        }
        flush_before_reading(vm, b)?;
        b.get_mut(vm).forget_read();
        b.get_mut(vm).w.pos = 0;
        while data.len() < len {
            let remaining = len - data.len();
            let got = if remaining > b.get(vm).size {
                raw_read(vm, b, &mut data, remaining)?
            } else if once && !data.is_empty() {
                break;
            } else {
                let got = fill(vm, b)?;
                if let Got::Bytes(n) = got {
                    data.extend_from_slice(b.get_mut(vm).take(n.min(remaining)));
                }
                got
            };
            match got {
                Got::Bytes(0) => break,
                Got::Nothing if data.is_empty() => return Ok(None),
                Got::Nothing => break,
                Got::Bytes(_) if once => break,
                Got::Bytes(_) => {}
            }
        }
        Ok(Some(data))
    })
}

pub(super) fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    let limit = size(vm, args.opt(1))?;
    read_line(vm, b, limit)
}

fn read_line(vm: &mut Vm, b: &Ref<Buffered>, limit: Option<usize>) -> PyResult {
    check_open(vm, b, "readline of closed file")?;
    if b.get(vm).owner == 0 {
        let this = b.get(vm);
        let start = this.w.pos as usize;
        let n = limit.map_or(this.ahead(), |l| l.min(this.ahead()));
        let seen = this.buffer.get(start..start + n).unwrap_or_default();
        match memchr::memchr(b'\n', seen) {
            Some(i) => return taken(vm, b, i + 1),
            None if Some(n) == limit => return taken(vm, b, n),
            None => {}
        }
    }
    locked(vm, b, |vm| {
        let mut line = Vec::new();
        let mut first = true;
        loop {
            if b.get(vm).ahead() == 0 || !first {
                if first {
                    flush_before_reading(vm, b)?;
                }
                b.get_mut(vm).forget_read();
                b.get_mut(vm).w.pos = 0;
                match fill(vm, b)? {
                    Got::Bytes(1..) => {}
                    _ => break,
                }
            }
            let this = b.get_mut(vm);
            let (start, ahead) = (this.w.pos as usize, this.ahead());
            let n = limit.map_or(ahead, |l| (l - line.len()).min(ahead));
            let seen = this.buffer.get(start..start + n).unwrap_or_default();
            let found = memchr::memchr(b'\n', seen);
            let part = this.take(found.map_or(n, |i| i + 1));
            line.try_reserve(part.len()).map_err(|_| rpython_heap::OutOfMemory)?;
            line.extend_from_slice(part);
            if found.is_some() || limit == Some(line.len()) {
                break;
            }
            if first {
                flush_before_reading(vm, b)?;
            }
            first = false;
        }
        Ok(Bytes::new(vm, &line)?.into_obj())
    })
}

pub(super) fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(b) = o.downcast_ref::<Buffered>() else { return Ok(None) };
    super::check_ready(vm, b)?;
    let native = !vm.class_of(o).get(vm).flags.has(rpython_objects::TypeFlags::HEAP);
    let line = if native {
        read_line(vm, b, None)?
    } else {
        let line = protocol::call_method(vm, o, names::readline, &[])?;
        if !line.is_kind::<Bytes>() {
            let class = argument::class_name(vm, &line);
            return Err(raise!(vm, types::OS_ERROR, "readline() should have returned a bytes object, not '{class}'"));
        }
        line
    };
    let empty = line.downcast_ref::<Bytes>().is_none_or(|line| line.tail(vm).is_empty());
    Ok(if empty { None } else { Some(line) })
}

/// Whether a buffered stream reads.
pub(in crate::io) fn is_reader(vm: &Vm, b: &Ref<Buffered>) -> bool {
    b.get(vm).readable
}

/// Fails for a stream from which nothing can be read, as `read1` does.
///
/// # Errors
/// `ValueError`.
pub(in crate::io) fn check_reading(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult<()> {
    check_open(vm, b, "read of closed file")
}
