//! `BytesIO`: a binary stream in memory (CPython: `Modules/_io/bytesio.c`).
//!
//! Its content is the `bytes` object it was made of until the first change, then bytes of its own. While views from
//! `getbuffer` are held the content keeps its size: they are counted in the header's own word.

use super::errors::{closed, optional_size, refuse_uninitialised, size, writable};
use crate::{kinds, table};
use rpython_heap::{BufVec, OutOfMemory};
use rpython_objects::{
    Args, Bytes, CallArgs, Dict, List, NativeDef, Obj, Payload, PyResult, Ref, Slots, Tuple, Type, TypeDef, TypeFlags,
    Vm, argument,
    buffer::{self, Buffer, BufferFlags, Contiguous, Exporter, Lease},
    getter, int, memoryview, native, object, protocol, raise, type_error, types, value_error,
};

/// The payload of a `BytesIO`.
#[derive(Default)]
pub(super) struct BytesIo {
    /// The content as long as it is unchanged.
    shared: Option<Ref<Bytes>>,
    /// The content otherwise.
    own: BufVec<u8>,
    at: usize,
    closed: bool,
}

impl Payload for BytesIo {
    const KIND: u8 = kinds::BYTES_IO;
    const NAME: &'static str = "BytesIO";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(shared) = &self.shared {
            visit(shared);
        }
    }
    fn clear(&mut self) {
        self.shared = None;
    }
}

/// All bytes of a stream.
fn content<'a>(vm: &'a Vm, b: &'a Ref<BytesIo>) -> &'a [u8] {
    let this = b.get(vm);
    match &this.shared {
        Some(shared) => shared.tail(vm),
        None => &this.own,
    }
}

/// Makes the content the stream's own.
fn unshare(vm: &mut Vm, b: &Ref<BytesIo>) -> PyResult<()> {
    if b.get(vm).shared.is_some() {
        let data = content(vm, b);
        let mut own = BufVec::with_capacity(data.len())?;
        own.extend_copy(data)?;
        let this = b.get_mut(vm);
        this.own = own;
        let old = this.shared.take();
        drop(old);
    }
    Ok(())
}

fn exporter_bytes<'a>(vm: &'a Vm, o: &'a Obj) -> &'a [u8] {
    o.downcast_ref::<BytesIo>().map_or(&[], |b| content(vm, b))
}

fn exporter_bytes_mut<'a>(vm: &'a mut Vm, o: &'a Obj) -> &'a mut [u8] {
    match o.downcast_ref::<BytesIo>() {
        // `getbuffer` has made the content the stream's own.
        Some(b) => &mut b.get_mut(vm).own,
        None => &mut [],
    }
}

/// How views reach the content.
pub(super) static EXPORTER: Exporter = Exporter { bytes: exporter_bytes, bytes_mut: exporter_bytes_mut };

fn check_closed(vm: &mut Vm, b: &Ref<BytesIo>) -> PyResult<()> {
    if b.get(vm).closed { Err(closed(vm)) } else { Ok(()) }
}

fn check_exports(vm: &mut Vm, b: &Ref<BytesIo>) -> PyResult<()> {
    if buffer::exports(b) > 0 {
        return Err(raise!(vm, types::BUFFER_ERROR, "Existing exports of data: object cannot be re-sized"));
    }
    Ok(())
}

/// What lies between the position and the end of the next `wanted` bytes.
fn span(vm: &Vm, b: &Ref<BytesIo>, wanted: Option<usize>) -> std::ops::Range<usize> {
    let (at, len) = (b.get(vm).at, content(vm, b).len());
    let start = at.min(len);
    let end = wanted.map_or(len, |n| start.saturating_add(n).min(len));
    start..end
}

/// The bytes of a part of the content, behind which the position comes to stand.
fn take(vm: &mut Vm, b: &Ref<BytesIo>, span: std::ops::Range<usize>) -> PyResult {
    if !span.is_empty() {
        b.get_mut(vm).at = span.end;
    }
    if span.start == 0
        && span.len() > 1
        && let Some(shared) = &b.get(vm).shared
        && shared.tail(vm).len() == span.end
    {
        return Ok(shared.clone().into_obj());
    }
    Ok(Bytes::new(vm, content(vm, b).get(span).unwrap_or_default())?.into_obj())
}

/// The line at the position, at most `limit` bytes of it.
fn line(vm: &Vm, b: &Ref<BytesIo>, limit: Option<usize>) -> std::ops::Range<usize> {
    let all = span(vm, b, limit);
    let end = memchr::memchr(b'\n', &content(vm, b)[all.clone()]).map_or(all.end, |i| all.start + i + 1);
    all.start..end
}

/// Writes what has a buffer at the position.
fn write_object(vm: &mut Vm, b: &Ref<BytesIo>, data: &Obj) -> PyResult<usize> {
    let source = buffer::bytes_of(vm, data)?;
    let done = write_from(vm, b, &source);
    source.release(vm);
    done
}

fn write_from(vm: &mut Vm, b: &Ref<BytesIo>, source: &Contiguous) -> PyResult<usize> {
    check_closed(vm, b)?;
    check_exports(vm, b)?;
    let len = source.get(vm).len();
    if len == 0 {
        return Ok(0);
    }
    unshare(vm, b)?;
    let this = b.get_mut(vm);
    let (mut own, at) = (std::mem::take(&mut this.own), this.at);
    let written = overwrite(&mut own, at, source.get(vm));
    let this = b.get_mut(vm);
    this.own = own;
    written?;
    this.at = at + len;
    Ok(len)
}

/// Puts `data` at `at`, behind zeros where that is beyond the end.
fn overwrite(own: &mut BufVec<u8>, at: usize, data: &[u8]) -> Result<(), OutOfMemory> {
    let end = at.checked_add(data.len()).filter(|&end| u32::try_from(end).is_ok()).ok_or(OutOfMemory)?;
    if at > own.len() {
        own.fill_to(at, 0)?;
    }
    let overlap = data.len().min(own.len() - at);
    own.reserve(end.saturating_sub(own.len()))?;
    own[at..at + overlap].copy_from_slice(&data[..overlap]);
    own.extend_copy(&data[overlap..])
}

fn readable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, args.this::<BytesIo>())?;
    Ok(Obj::TRUE)
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, args.this::<BytesIo>())?;
    Ok(Obj::FALSE)
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, args.this::<BytesIo>())?;
    Ok(Obj::NONE)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_exports(vm, b)?;
    let old = std::mem::replace(b.get_mut(vm), BytesIo { closed: true, ..BytesIo::default() });
    b.get_mut(vm).at = old.at;
    drop(old);
    Ok(Obj::NONE)
}

fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_closed(vm, b)?;
    Ok(int::from_i64(vm, b.get(vm).at as i64))
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = write_object(vm, args.this::<BytesIo>(), args.at(1))?;
    Ok(int::from_i64(vm, n as i64))
}

fn writelines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_closed(vm, b)?;
    let iterator = protocol::iter(vm, args.at(1))?;
    while let Some(line) = protocol::next(vm, &iterator)? {
        write_object(vm, b, &line)?;
        vm.poll()?;
    }
    Ok(Obj::NONE)
}

fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    let wanted = size(vm, args.opt(1))?;
    check_closed(vm, b)?;
    let all = span(vm, b, wanted);
    take(vm, b, all)
}

fn readinto(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    let room = writable(vm, args.at(1), "readinto() argument")?;
    let done = check_closed(vm, b).map(|()| {
        let part = span(vm, b, Some(room.get(vm).len()));
        let n = part.len();
        let data = content(vm, b)[part].to_vec();
        if let Some(place) = room.get_mut(vm).get_mut(..n) {
            place.copy_from_slice(&data);
        }
        b.get_mut(vm).at += n;
        int::from_i64(vm, n as i64)
    });
    room.release(vm);
    done
}

fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    let limit = size(vm, args.opt(1))?;
    check_closed(vm, b)?;
    let found = line(vm, b, limit);
    take(vm, b, found)
}

fn readlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_closed(vm, b)?;
    let most = optional_size(vm, args.opt(1), 0)?;
    let (mut lines, mut total) = (Vec::new(), 0);
    loop {
        let found = line(vm, b, None);
        if found.is_empty() {
            break;
        }
        total += found.len();
        lines.push(take(vm, b, found)?);
        if most > 0 && total >= most as usize {
            break;
        }
    }
    Ok(List::from_vec(vm, lines)?.into_obj())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(b) = o.downcast_ref::<BytesIo>() else { return Ok(None) };
    check_closed(vm, b)?;
    let found = line(vm, b, None);
    if found.is_empty() { Ok(None) } else { take(vm, b, found).map(Some) }
}

fn getvalue(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_closed(vm, b)?;
    value(vm, b)
}

fn value(vm: &mut Vm, b: &Ref<BytesIo>) -> PyResult {
    match &b.get(vm).shared {
        Some(shared) => Ok(shared.clone().into_obj()),
        None => Ok(Bytes::new(vm, content(vm, b))?.into_obj()),
    }
}

fn getbuffer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_closed(vm, b)?;
    let source = b.clone();
    let exporter = vm.make(BytesIoBuffer { source }).into_obj();
    memoryview::new(vm, &exporter)
}

fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    let pos = argument::ssize(vm, args.at(1))?;
    let whence = args.opt(2).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    check_closed(vm, b)?;
    if pos < 0 && whence == 0 {
        return Err(value_error!(vm, "negative seek value {pos}"));
    }
    let from = match whence {
        0 => 0,
        1 => b.get(vm).at,
        2 => content(vm, b).len(),
        _ => return Err(value_error!(vm, "invalid whence ({whence}, should be 0, 1 or 2)")),
    };
    match pos.checked_add(from as isize) {
        Some(to) => {
            let to = to.max(0);
            b.get_mut(vm).at = to as usize;
            Ok(int::from_i64(vm, to as i64))
        }
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "new position too large")),
    }
}

fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_closed(vm, b)?;
    check_exports(vm, b)?;
    let at = b.get(vm).at as isize;
    let size = match args.some(1) {
        None => at,
        Some(o) => argument::ssize(vm, o)?,
    };
    let Ok(len) = usize::try_from(size) else {
        return Err(value_error!(vm, "negative size value {size}"));
    };
    check_closed(vm, b)?;
    check_exports(vm, b)?;
    if len < content(vm, b).len() {
        unshare(vm, b)?;
        b.get_mut(vm).own.truncate(len);
    }
    Ok(int::from_i64(vm, len as i64))
}

/// A copy of the instance's `__dict__`, or `None`.
pub(super) fn dict_state(vm: &mut Vm, o: &Obj) -> PyResult {
    match object::existing_dict(vm, o) {
        Some(dict) => Ok(Dict::copy(vm, &dict)?.into_obj()),
        None => Ok(Obj::NONE),
    }
}

/// Puts the entries of a state's dict, if it has one, into the instance's `__dict__`. `place` names it in the message.
pub(super) fn restore_dict(vm: &mut Vm, o: &Obj, state: &Obj, place: &str) -> PyResult<()> {
    if state.is_none() {
        return Ok(());
    }
    let Some(state) = state.downcast_ref::<Dict>() else {
        let class = argument::class_name(vm, state);
        return Err(type_error!(vm, "{place} item of state should be a dict, got a {class}"));
    };
    let Some(dict) = object::dict(vm, o)? else { return Ok(()) };
    for i in 0..state.get(vm).size() {
        let entry = state.get(vm).entry(i).map(|e| (e.hash, e.key.clone(), e.value.clone()));
        if let Some((hash, key, value)) = entry {
            Dict::set_hashed(vm, &dict, &key, hash, value)?;
        }
    }
    Ok(())
}

/// A position in a state. `place` names it in the message.
pub(super) fn position(vm: &mut Vm, o: &Obj, place: &str) -> PyResult<usize> {
    if int::view(vm, o).is_none() {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "{place} item of state must be an integer, got {class}"));
    }
    let at = argument::ssize(vm, o)?;
    usize::try_from(at).map_err(|_| value_error!(vm, "position value cannot be negative"))
}

fn getstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_closed(vm, b)?;
    let state = [value(vm, b)?, int::from_i64(vm, b.get(vm).at as i64), dict_state(vm, b)?];
    Ok(Tuple::from_slice(vm, &state)?.into_obj())
}

fn setstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    let parts = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec());
    let Some([data, at, dict, ..]) = parts.as_deref() else {
        let (own, class) = (argument::class_name(vm, b), argument::class_name(vm, args.at(1)));
        return Err(type_error!(vm, "{own}.__setstate__ argument should be 3-tuple, got {class}"));
    };
    check_exports(vm, b)?;
    let this = b.get_mut(vm);
    let old = (this.shared.take(), std::mem::take(&mut this.own));
    this.at = 0;
    drop(old);
    write_object(vm, b, data)?;
    b.get_mut(vm).at = position(vm, at, "second")?;
    restore_dict(vm, b, dict, "third")?;
    Ok(Obj::NONE)
}

fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>().get(vm);
    let content = match &b.shared {
        Some(shared) if shared.is_unique() => shared.tail(vm).len() + 33,
        Some(_) => 0,
        None => b.own.capacity(),
    };
    Ok(int::from_i64(vm, 64 + content as i64))
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, BytesIo::default()).into_obj())
}

static INIT: NativeDef = native("BytesIO", "($self, /, initial_bytes=b'')", fill, "");

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    table::initialise(vm, o, &INIT, args)
}

fn fill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<BytesIo>();
    check_exports(vm, b)?;
    let this = b.get_mut(vm);
    let old = (this.shared.take(), std::mem::take(&mut this.own));
    this.at = 0;
    drop(old);
    match args.some(1) {
        None => {}
        Some(data) if data.header().is_some_and(|h| h.class() == types::BYTES.slot()) => {
            b.get_mut(vm).shared = data.downcast_ref::<Bytes>().cloned();
        }
        Some(data) => {
            write_object(vm, b, data)?;
            b.get_mut(vm).at = 0;
        }
    }
    Ok(Obj::NONE)
}

/// `_io.BytesIO`
pub(super) static DEF: TypeDef = TypeDef {
    name: "BytesIO",
    module: "_io",
    kind: kinds::BYTES_IO,
    flags: TypeFlags::BASE,
    doc: "Buffered I/O implementation using an in-memory bytes buffer.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        iter: Some(|_, o| Ok(o.clone())),
        next: Some(next),
        ..Slots::EMPTY
    },
    methods: &[
        native("readable", "($self, /)", readable, "Returns True if the IO object can be read."),
        native("seekable", "($self, /)", readable, "Returns True if the IO object can be seeked."),
        native("writable", "($self, /)", readable, "Returns True if the IO object can be written."),
        native("close", "($self, /)", close, "Disable all I/O operations."),
        native("flush", "($self, /)", flush, "Does nothing."),
        native(
            "isatty",
            "($self, /)",
            isatty,
            "Always returns False.\n\nBytesIO objects are not connected to a TTY-like device.",
        ),
        native("tell", "($self, /)", tell, "Current file position, an integer."),
        native("write", "($self, b, /)", write, "Write bytes to file.\n\nReturn the number of bytes written."),
        native(
            "writelines",
            "($self, lines, /)",
            writelines,
            "Write lines to the file.\n\nNote that newlines are not added.  lines can be any iterable object\nproducing bytes-like objects.  This is equivalent to calling write()\nfor each element.",
        ),
        native("read1", "($self, size=-1, /)", read, "Read at most size bytes, returned as a bytes object."),
        native(
            "readinto",
            "($self, buffer, /)",
            readinto,
            "Read bytes into buffer.\n\nReturns number of bytes read (0 for EOF), or None if the object\nis set not to block and has no data to read.",
        ),
        native("readline", "($self, size=-1, /)", readline, "Next line from the file, as a bytes object."),
        native("readlines", "($self, size=None, /)", readlines, "List of bytes objects, each a line from the file."),
        native("read", "($self, size=-1, /)", read, "Read at most size bytes, returned as a bytes object."),
        native("getbuffer", "($self, /)", getbuffer, "Get a read-write view over the contents of the BytesIO object."),
        native("getvalue", "($self, /)", getvalue, "Retrieve the entire contents of the BytesIO object."),
        native("seek", "($self, pos, whence=0, /)", seek, "Change stream position."),
        native(
            "truncate",
            "($self, size=None, /)",
            truncate,
            "Truncate the file to at most size bytes.\n\nSize defaults to the current file position, as returned by tell().\nThe current file position is unchanged.  Returns the new size.",
        ),
        native("__getstate__", "($self, /)", getstate, ""),
        native("__setstate__", "($self, object, /)", setstate, ""),
        native("__sizeof__", "($self, /)", size_of, ""),
    ],
    getsets: &[getter(
        "closed",
        |vm, o| Ok(Obj::bool(o.downcast_ref::<BytesIo>().is_some_and(|b| b.get(vm).closed))),
        "True if the file is closed.",
    )],
    ..TypeDef::EMPTY
};

/// The payload of what `getbuffer` exports.
pub(super) struct BytesIoBuffer {
    source: Ref<BytesIo>,
}

impl Payload for BytesIoBuffer {
    const KIND: u8 = kinds::BYTES_IO_BUFFER;
    const NAME: &'static str = "BytesIO buffer";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.source);
    }
}

fn export(vm: &mut Vm, o: &Obj, _: BufferFlags) -> PyResult<Buffer> {
    let Some(b) = o.downcast_ref::<BytesIoBuffer>() else { return Err(refuse_uninitialised(vm)) };
    let source = b.get(vm).source.clone();
    unshare(vm, &source)?;
    let len = content(vm, &source).len();
    let lease = Lease::take(&source);
    Ok(Buffer { base: o.clone(), ..Buffer::plain(&source, len, false, Some(lease)) })
}

/// `_io._BytesIOBuffer`
pub(super) static BUFFER_DEF: TypeDef = TypeDef {
    name: "_BytesIOBuffer",
    module: "_io",
    kind: kinds::BYTES_IO_BUFFER,
    flags: TypeFlags::NO_NEW,
    slots: Slots {
        buffer: Some(export),
        release_buffer: Some(rpython_objects::memoryview::release_buffer),
        ..Slots::EMPTY
    },
    ..TypeDef::EMPTY
};
