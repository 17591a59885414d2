//! Writing through the buffer.

use super::{Buffered, check_open, check_ready, is_closed, locked, position::raw_seek, raw, raw_file, would_block};
use crate::io::{base, file_io};
use rpython_objects::{Args, Obj, PyResult, Ref, Vm, buffer, int, names, protocol, raise, types, value_error};

/// Writes some of `data` to the raw stream; `None` if that would block.
fn raw_write(vm: &mut Vm, b: &Ref<Buffered>, data: &[u8]) -> PyResult<Option<usize>> {
    let written = match raw_file(vm, b) {
        Some(file) => file_io::write_some(vm, &file, data)?,
        None => {
            let raw = raw(vm, b)?;
            let view = base::view_of(vm, data)?;
            let answer = base::uninterrupted(vm, &raw, names::write, std::slice::from_ref(&view))?;
            if answer.is_none() {
                None
            } else {
                let n = protocol::to_index(vm, &answer, Some(types::VALUE_ERROR))?;
                let len = data.len();
                match usize::try_from(n).ok().filter(|&n| n <= len) {
                    Some(n) => Some(n),
                    None => {
                        return Err(raise!(
                            vm,
                            types::OS_ERROR,
                            "raw write() returned invalid length {n} (should have been between 0 and {len})"
                        ));
                    }
                }
            }
        }
    };
    if let Some(n) = written {
        let w = &mut b.get_mut(vm).w;
        if w.absolute != -1 {
            w.absolute += n as i64;
        }
    }
    Ok(written)
}

/// Writes what waits in the buffer.
pub(super) fn flush_written(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult<()> {
    let this = b.get(vm);
    if this.has_written() && this.w.write_pos != this.w.write_end {
        let rewind = this.raw_offset() + (this.w.pos - this.w.write_pos);
        if rewind != 0 {
            raw_seek(vm, b, -rewind, 1)?;
            b.get_mut(vm).w.raw_pos -= rewind;
        }
        while b.get(vm).w.write_pos < b.get(vm).w.write_end {
            let this = b.get_mut(vm);
            let (start, end) = (this.w.write_pos as usize, this.w.write_end as usize);
            let data = std::mem::take(&mut this.buffer);
            let written = raw_write(vm, b, data.get(start..end).unwrap_or_default());
            b.get_mut(vm).buffer = data;
            let Some(n) = written? else { return Err(would_block(vm, b, 0)) };
            let this = b.get_mut(vm);
            this.w.write_pos = (start + n) as i64;
            this.w.raw_pos = this.w.write_pos;
            vm.poll()?;
        }
    }
    b.get_mut(vm).forget_written();
    Ok(())
}

/// Writes what waits, and brings the raw stream to the logical position.
pub(super) fn flush_and_rewind(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult<()> {
    flush_written(vm, b)?;
    if b.get(vm).readable {
        let back = -b.get(vm).raw_offset();
        let moved = raw_seek(vm, b, back, 1);
        b.get_mut(vm).forget_read();
        moved?;
    }
    Ok(())
}

pub(super) fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    check_open(vm, b, "flush of closed file")?;
    locked(vm, b, |vm| flush_and_rewind(vm, b))?;
    Ok(Obj::NONE)
}

pub(super) fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    let source = buffer::bytes_of(vm, args.at(1))?;
    let done = check_ready(vm, b).and_then(|()| {
        locked(vm, b, |vm| {
            let len = source.get(vm).len();
            if prepare(vm, b, len)? {
                let mut room = std::mem::take(&mut b.get_mut(vm).buffer);
                put(vm, b, &mut room, source.get(vm));
                finish(vm, b, room, len);
                return Ok(len);
            }
            let data = source.get(vm).to_vec();
            write_past(vm, b, &data)
        })
    });
    source.release(vm);
    let n = done?;
    Ok(int::from_i64(vm, n as i64))
}

/// As `write`, of bytes that do not lie in the heap.
///
/// # Errors
/// What the raw stream raises; `ValueError` for a closed stream.
pub(in crate::io) fn write_bytes(vm: &mut Vm, b: &Ref<Buffered>, data: &[u8]) -> PyResult<usize> {
    check_ready(vm, b)?;
    locked(vm, b, |vm| {
        if prepare(vm, b, data.len())? {
            let mut room = std::mem::take(&mut b.get_mut(vm).buffer);
            put(vm, b, &mut room, data);
            finish(vm, b, room, data.len());
            return Ok(data.len());
        }
        write_past(vm, b, data)
    })
}

/// Whether `len` bytes fit into the buffer at the position.
fn prepare(vm: &mut Vm, b: &Ref<Buffered>, len: usize) -> PyResult<bool> {
    if b.get(vm).buffer.is_empty() || is_closed(vm, b)? {
        return Err(value_error!(vm, "write to closed file"));
    }
    let this = b.get_mut(vm);
    if !this.has_read() && !this.has_written() {
        (this.w.pos, this.w.raw_pos) = (0, 0);
    }
    Ok(len <= this.size - this.w.pos as usize && len < this.size)
}

fn put(vm: &Vm, b: &Ref<Buffered>, room: &mut [u8], data: &[u8]) {
    let at = b.get(vm).w.pos as usize;
    if let Some(place) = room.get_mut(at..at + data.len()) {
        place.copy_from_slice(data);
    }
}

fn finish(vm: &mut Vm, b: &Ref<Buffered>, room: Vec<u8>, len: usize) {
    let this = b.get_mut(vm);
    this.buffer = room;
    if !this.has_written() || this.w.write_pos > this.w.pos {
        this.w.write_pos = this.w.pos;
    }
    this.move_to(this.w.pos + len as i64);
    this.w.write_end = this.w.write_end.max(this.w.pos);
}

/// Writes what does not fit: the buffer first, then the data itself, whose last part stays in the buffer.
fn write_past(vm: &mut Vm, b: &Ref<Buffered>, data: &[u8]) -> PyResult<usize> {
    if let Err(raised) = flush_written(vm, b) {
        vm.swallow(raised, types::BLOCKING_IO_ERROR)?;
        return buffer_instead(vm, b, data);
    }
    let ahead = b.get(vm).raw_offset();
    if ahead != 0 {
        raw_seek(vm, b, -ahead, 1)?;
        b.get_mut(vm).w.raw_pos -= ahead;
    }
    let size = b.get(vm).size;
    let mut written = 0;
    while data.len() - written > size {
        match raw_write(vm, b, &data[written..])? {
            Some(n) => written += n,
            None => {
                let this = b.get_mut(vm);
                this.buffer.copy_from_slice(&data[written..written + size]);
                this.w.raw_pos = 0;
                this.move_to(size as i64);
                this.w.write_end = size as i64;
                return Err(would_block(vm, b, written + size));
            }
        }
        vm.poll()?;
    }
    let this = b.get_mut(vm);
    if this.readable {
        this.forget_read();
    }
    let rest = &data[written..];
    if let Some(place) = this.buffer.get_mut(..rest.len()) {
        place.copy_from_slice(rest);
    }
    this.w.write_pos = 0;
    this.w.write_end = rest.len() as i64;
    this.move_to(rest.len() as i64);
    this.w.raw_pos = 0;
    Ok(data.len())
}

/// The raw stream would block: as much as possible of the data is kept in the buffer.
fn buffer_instead(vm: &mut Vm, b: &Ref<Buffered>, data: &[u8]) -> PyResult<usize> {
    let this = b.get_mut(vm);
    if this.readable {
        this.forget_read();
    }
    let (start, end) = (this.w.write_pos as usize, this.w.write_end as usize);
    this.buffer.copy_within(start..end, 0);
    this.w.write_end -= this.w.write_pos;
    this.w.raw_pos -= this.w.write_pos;
    this.w.pos -= this.w.write_pos;
    this.w.write_pos = 0;
    let at = this.w.write_end as usize;
    let kept = data.len().min(this.size - at);
    this.buffer[at..at + kept].copy_from_slice(&data[..kept]);
    this.w.write_end += kept as i64;
    this.w.pos += kept as i64;
    if kept == data.len() { Ok(kept) } else { Err(would_block(vm, b, kept)) }
}

/// Whether a buffered stream writes.
pub(in crate::io) fn is_writer(vm: &Vm, b: &Ref<Buffered>) -> bool {
    b.get(vm).writable
}
