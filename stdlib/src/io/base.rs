//! The abstract classes: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase` (CPython: `Modules/_io/iobase.c`,
//! `bufferedio.c`, `textio.c`).
//!
//! Their instances have no payload. A stream written in Python is closed when its attribute `__IOBase_closed` exists.

use super::errors::{closed, finally, interrupted, optional_size, size, unsupported, writable};
use rpython_objects::{
    Args, ByteArray, Bytes, List, NativeDef, Obj, PyResult, Ref, Slots, Str, TypeDef, TypeFlags, Vm, argument, buffer,
    getter, int, memoryview, names, native, protocol, raise, type_error, types, value_error,
};

/// Fails if the stream says that it is closed.
///
/// # Errors
/// `ValueError`; what its `closed` raises.
pub(super) fn check_closed(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    if let Some(answer) = protocol::find_attr(vm, o, names::closed)?
        && protocol::is_true(vm, &answer)?
    {
        return Err(closed(vm));
    }
    Ok(())
}

fn is_closed(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    Ok(protocol::find_attr(vm, o, names::__IOBase_closed)?.is_some())
}

macro_rules! refusals {
    ($($name:ident $message:literal;)*) => {
        $(fn $name(vm: &mut Vm, _: Args<'_>) -> PyResult { Err(unsupported(vm, $message)) })*
    };
}

refusals! {
    no_truncate "truncate";
    no_fileno "fileno";
    no_detach "detach";
    no_readline "readline";
    no_write "write";
}

fn no_seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    argument::c_int(vm, args.at(1))?;
    args.opt(2).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    Err(unsupported(vm, "seek"))
}

fn no_read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    argument::ssize_or(vm, args.opt(1), -1)?;
    Err(unsupported(vm, "read"))
}

fn no_read1(vm: &mut Vm, args: Args<'_>) -> PyResult {
    argument::ssize_or(vm, args.opt(1), -1)?;
    Err(unsupported(vm, "read1"))
}

fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [zero, one] = [0, 1].map(|n| int::from_i64(vm, n));
    protocol::call_method(vm, args.at(0), names::seek, &[zero, one])
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if is_closed(vm, args.at(0))? { Err(closed(vm)) } else { Ok(Obj::NONE) }
}

/// `_IOBase.close`: flushes, and is closed whatever comes of it.
pub(super) fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    if is_closed(vm, o)? {
        return Ok(Obj::NONE);
    }
    let flushed = protocol::call_method(vm, o, names::flush, &[]);
    finally(vm, flushed, |vm| protocol::set_attr(vm, o, names::__IOBase_closed, &Obj::TRUE))?;
    Ok(Obj::NONE)
}

fn check_closed_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, args.at(0))?;
    Ok(Obj::NONE)
}

/// Asks a stream whether it can do something; it must answer `True` itself.
fn check_ability(vm: &mut Vm, o: &Obj, method: &Ref<Str>, message: &str) -> PyResult {
    let answer = protocol::call_method(vm, o, method, &[])?;
    if answer.is(&Obj::TRUE) { Ok(answer) } else { Err(unsupported(vm, message)) }
}

/// Fails unless the stream is readable.
///
/// # Errors
/// `UnsupportedOperation`; what its `readable` raises.
pub(super) fn check_readable(vm: &mut Vm, o: &Obj) -> PyResult {
    check_ability(vm, o, names::readable, "File or stream is not readable.")
}

/// Fails unless the stream is writable.
///
/// # Errors
/// `UnsupportedOperation`; what its `writable` raises.
pub(super) fn check_writable(vm: &mut Vm, o: &Obj) -> PyResult {
    check_ability(vm, o, names::writable, "File or stream is not writable.")
}

/// Fails unless the stream is seekable.
///
/// # Errors
/// `UnsupportedOperation`; what its `seekable` raises.
pub(super) fn check_seekable(vm: &mut Vm, o: &Obj) -> PyResult {
    check_ability(vm, o, names::seekable, "File or stream is not seekable.")
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, args.at(0))?;
    Ok(Obj::FALSE)
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_closed(vm, args.at(0))?;
    Ok(args.at(0).clone())
}

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    protocol::call_method(vm, args.at(0), names::close, &[])
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    check_closed(vm, o)?;
    Ok(o.clone())
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let line = protocol::call_method(vm, o, names::readline, &[])?;
    Ok(if protocol::len(vm, &line)? == 0 { None } else { Some(line) })
}

/// Calls until it is not interrupted by a signal.
pub(super) fn uninterrupted(vm: &mut Vm, o: &Obj, method: &Ref<Str>, args: &[Obj]) -> PyResult {
    loop {
        match protocol::call_method(vm, o, method, args) {
            Ok(done) => return Ok(done),
            Err(raised) => interrupted(vm, raised)?,
        }
    }
}

/// The bytes of an answer that must be `bytes`.
fn answered_bytes(vm: &mut Vm, answer: &Obj, who: &str) -> PyResult<Vec<u8>> {
    match answer.downcast_ref::<Bytes>() {
        Some(bytes) => Ok(bytes.tail(vm).to_vec()),
        None => {
            let class = argument::class_name(vm, answer);
            Err(raise!(vm, types::OS_ERROR, "{who}() should have returned a bytes object, not '{class}'"))
        }
    }
}

fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let limit = size(vm, args.opt(1))?;
    let can_peek = protocol::find_attr(vm, o, names::peek)?.is_some();
    let mut line: Vec<u8> = Vec::new();
    while limit.is_none_or(|limit| line.len() < limit) {
        let mut wanted = 1;
        if can_peek {
            let one = int::from_i64(vm, 1);
            let ahead = uninterrupted(vm, o, names::peek, &[one])?;
            let ahead = answered_bytes(vm, &ahead, "peek")?;
            if !ahead.is_empty() {
                let most = limit.map_or(ahead.len(), |l| l.min(ahead.len()));
                wanted = ahead[..most].iter().position(|&b| b == b'\n').map_or(most, |i| i + 1);
            }
        }
        let wanted = int::from_i64(vm, wanted as i64);
        let part = uninterrupted(vm, o, names::read, &[wanted])?;
        let part = answered_bytes(vm, &part, "read")?;
        if part.is_empty() {
            break;
        }
        line.try_reserve(part.len()).map_err(|_| rpython_heap::OutOfMemory)?;
        line.extend_from_slice(&part);
        if line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(Bytes::new(vm, &line)?.into_obj())
}

fn readlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let hint = optional_size(vm, args.opt(1), -1)?;
    let iterator = protocol::iter(vm, args.at(0))?;
    let (mut lines, mut length) = (Vec::new(), 0);
    while let Some(line) = protocol::next(vm, &iterator)? {
        lines.push(line.clone());
        if hint > 0 {
            let n = protocol::len(vm, &line)? as isize;
            if n > hint - length {
                break;
            }
            length += n;
        }
        vm.poll()?;
    }
    Ok(List::from_vec(vm, lines)?.into_obj())
}

fn writelines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    check_closed(vm, o)?;
    let iterator = protocol::iter(vm, args.at(1))?;
    while let Some(line) = protocol::next(vm, &iterator)? {
        uninterrupted(vm, o, names::write, std::slice::from_ref(&line))?;
        vm.poll()?;
    }
    Ok(Obj::NONE)
}

/// Closes a stream that nobody refers to any more. One that has no usable `closed` is left alone.
pub(super) fn finalise(vm: &mut Vm, o: &Obj) -> PyResult {
    let closed = match protocol::find_attr(vm, o, names::closed) {
        Ok(Some(closed)) => protocol::is_true(vm, &closed),
        Ok(None) => return Ok(Obj::NONE),
        Err(raised) => Err(raised),
    };
    match closed {
        Ok(false) => {}
        Ok(true) => return Ok(Obj::NONE),
        Err(_raised) => {
            drop(vm.take_exception());
            return Ok(Obj::NONE);
        }
    }
    // `close` can tell that this is how it was called.
    if protocol::set_attr(vm, o, names::_finalizing, &Obj::TRUE).is_err() {
        drop(vm.take_exception());
    }
    if protocol::call_method(vm, o, names::close, &[]).is_err() {
        super::errors::report_finalising(vm, o);
    }
    Ok(Obj::NONE)
}

/// `_io._IOBase`
pub(super) static IO_BASE: TypeDef = TypeDef {
    name: "_IOBase",
    module: "_io",
    flags: TypeFlags::BASE,
    doc: "The abstract base class for all I/O classes.",
    instance_dict: true,
    weakly_referable: true,
    slots: Slots { iter: Some(iter), next: Some(next), finalise: Some(finalise), ..Slots::EMPTY },
    methods: &[
        native(
            "seek",
            "($self, offset, whence=os.SEEK_SET, /)",
            no_seek,
            "Change the stream position to the given byte offset.",
        ),
        native("tell", "($self, /)", tell, "Return current stream position."),
        native(
            "truncate",
            "($self, size=None, /)",
            no_truncate,
            "Truncate file to size bytes.\n\nFile pointer is left unchanged.  Size defaults to the current IO\nposition as reported by tell().  Return the new size.",
        ),
        native(
            "flush",
            "($self, /)",
            flush,
            "Flush write buffers, if applicable.\n\nThis is not implemented for read-only and non-blocking streams.",
        ),
        native(
            "close",
            "($self, /)",
            close,
            "Flush and close the IO object.\n\nThis method has no effect if the file is already closed.",
        ),
        native("seekable", "($self, /)", |_, _| Ok(Obj::FALSE), "Return whether object supports random access."),
        native(
            "readable",
            "($self, /)",
            |_, _| Ok(Obj::FALSE),
            "Return whether object was opened for reading.\n\nIf False, read() will raise OSError.",
        ),
        native(
            "writable",
            "($self, /)",
            |_, _| Ok(Obj::FALSE),
            "Return whether object was opened for writing.\n\nIf False, write() will raise OSError.",
        ),
        native("_checkClosed", "($self, /)", check_closed_method, ""),
        native("_checkSeekable", "($self, /)", |vm, a| check_seekable(vm, a.at(0)), ""),
        native("_checkReadable", "($self, /)", |vm, a| check_readable(vm, a.at(0)), ""),
        native("_checkWritable", "($self, /)", |vm, a| check_writable(vm, a.at(0)), ""),
        native(
            "fileno",
            "($self, /)",
            no_fileno,
            "Return underlying file descriptor if one exists.\n\nRaise OSError if the IO object does not use a file descriptor.",
        ),
        native(
            "isatty",
            "($self, /)",
            isatty,
            "Return whether this is an 'interactive' stream.\n\nReturn False if it can't be determined.",
        ),
        native("__enter__", "($self, /)", enter, ""),
        native("__exit__", "($self, /, *args)", exit, ""),
        native("readline", "($self, size=-1, /)", readline, "Read and return a line from the stream."),
        native("readlines", "($self, hint=-1, /)", readlines, "Return a list of lines from the stream."),
        native(
            "writelines",
            "($self, lines, /)",
            writelines,
            "Write a list of lines to stream.\n\nLine separators are not added, so it is usual for each of the\nlines provided to have a line separator at the end.",
        ),
    ],
    getsets: &[getter("closed", |vm, o| Ok(Obj::bool(is_closed(vm, o)?)), "")],
    ..TypeDef::EMPTY
};

fn raw_read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let n = match args.opt(1) {
        Some(n) if n.is_none() => -1,
        n => argument::ssize_or(vm, n, -1)?,
    };
    let Ok(n) = usize::try_from(n) else {
        return protocol::call_method(vm, o, names::readall, &[]);
    };
    let mut room = ByteArray::default();
    room.resize(n)?;
    let room = vm.alloc(types::BYTEARRAY, room);
    let answer = protocol::call_method(vm, o, names::readinto, std::slice::from_ref(&room))?;
    if answer.is_none() {
        return Ok(answer);
    }
    let filled = protocol::to_index(vm, &answer, Some(types::VALUE_ERROR))?;
    match usize::try_from(filled).ok().filter(|&f| f <= n).and_then(|f| room.get(vm).as_slice().get(..f)) {
        Some(data) => Ok(Bytes::new(vm, data)?.into_obj()),
        None => Err(value_error!(vm, "readinto returned {filled} outside buffer size {n}")),
    }
}

fn raw_readall(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut all: Vec<u8> = Vec::new();
    let mut any = false;
    loop {
        let n = int::from_i64(vm, super::DEFAULT_BUFFER_SIZE as i64);
        let part = uninterrupted(vm, args.at(0), names::read, &[n])?;
        if part.is_none() {
            if any {
                break;
            }
            return Ok(part);
        }
        let Some(bytes) = part.downcast_ref::<Bytes>() else {
            return Err(type_error!(vm, "read() should return bytes"));
        };
        let bytes = bytes.tail(vm);
        if bytes.is_empty() {
            break;
        }
        all.try_reserve(bytes.len()).map_err(|_| rpython_heap::OutOfMemory)?;
        all.extend_from_slice(bytes);
        any = true;
    }
    Ok(Bytes::new(vm, &all)?.into_obj())
}

fn not_implemented(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.raise_bare(types::NOT_IMPLEMENTED_ERROR))
}

/// `_io._RawIOBase`
pub(super) static RAW_IO_BASE: TypeDef = TypeDef {
    name: "_RawIOBase",
    module: "_io",
    flags: TypeFlags::BASE,
    doc: "Base class for raw binary I/O.",
    methods: &[
        native("read", "($self, size=-1, /)", raw_read, ""),
        native("readall", "($self, /)", raw_readall, "Read until EOF, using multiple read() call."),
        native("readinto", "($self, /, *args)", not_implemented, ""),
        native("write", "($self, /, *args)", not_implemented, ""),
    ],
    ..TypeDef::EMPTY
};

/// `readinto` and `readinto1` by way of `read` and `read1`.
fn read_into(vm: &mut Vm, o: &Obj, target: &Obj, function: &str, method: &Ref<Str>) -> PyResult {
    let room = writable(vm, target, &format!("{function}() argument"))?;
    let len = room.get(vm).len();
    let wanted = int::from_i64(vm, len as i64);
    let done = protocol::call_method(vm, o, method, &[wanted]).and_then(|data| {
        let Some(data) = data.downcast_ref::<Bytes>().map(|b| b.tail(vm).to_vec()) else {
            return Err(type_error!(vm, "read() should return bytes"));
        };
        if data.len() > len {
            let n = data.len();
            return Err(value_error!(vm, "read() returned too much data: {len} bytes requested, {n} returned"));
        }
        if let Some(place) = room.get_mut(vm).get_mut(..data.len()) {
            place.copy_from_slice(&data);
        }
        Ok(int::from_i64(vm, data.len() as i64))
    });
    room.release(vm);
    done
}

const READ: NativeDef = native("read", "($self, size=-1, /)", no_read, "Read and return up to n bytes.");

/// `_io._BufferedIOBase`
pub(super) static BUFFERED_IO_BASE: TypeDef = TypeDef {
    name: "_BufferedIOBase",
    module: "_io",
    flags: TypeFlags::BASE,
    doc: "Base class for buffered IO objects.",
    methods: &[
        native(
            "detach",
            "($self, /)",
            no_detach,
            "Disconnect this buffer from its underlying raw stream and return it.\n\nAfter the raw stream has been detached, the buffer is in an unusable\nstate.",
        ),
        READ,
        native(
            "read1",
            "($self, size=-1, /)",
            no_read1,
            "Read and return up to size bytes, with at most one read() call to the underlying raw stream.\n\nReturn an empty bytes object on EOF.\nA short result does not imply that EOF is imminent.",
        ),
        native("readinto", "($self, buffer, /)", |vm, a| read_into(vm, a.at(0), a.at(1), "readinto", names::read), ""),
        native(
            "readinto1",
            "($self, buffer, /)",
            |vm, a| read_into(vm, a.at(0), a.at(1), "readinto1", names::read1),
            "",
        ),
        native("write", "($self, b, /)", no_write, "Write buffer b to the IO stream."),
    ],
    ..TypeDef::EMPTY
};

/// `_io._TextIOBase`
pub(super) static TEXT_IO_BASE: TypeDef = TypeDef {
    name: "_TextIOBase",
    module: "_io",
    flags: TypeFlags::BASE,
    doc: "Base class for text I/O.",
    methods: &[
        native(
            "detach",
            "($self, /)",
            no_detach,
            "Separate the underlying buffer from the TextIOBase and return it.\n\nAfter the underlying buffer has been detached, the TextIO is in\nan unusable state.",
        ),
        native("read", "($self, size=-1, /)", no_read, "Read at most size characters from stream."),
        native("readline", "($self, size=-1, /)", no_readline, "Read until newline or EOF."),
        native("write", "($self, s, /)", no_write, "Write string s to stream."),
    ],
    getsets: &[
        getter("encoding", |_, _| Ok(Obj::NONE), "Encoding of the text stream.\n\nSubclasses should override."),
        getter(
            "newlines",
            |_, _| Ok(Obj::NONE),
            "Line endings translated so far.\n\nOnly line endings translated during reading are considered.\n\nSubclasses should override.",
        ),
        getter(
            "errors",
            |_, _| Ok(Obj::NONE),
            "The error setting of the decoder or encoder.\n\nSubclasses should override.",
        ),
    ],
    ..TypeDef::EMPTY
};

/// A memoryview of a copy of `data`: what is handed to the `write` of a stream that is not ours.
pub(super) fn view_of(vm: &mut Vm, data: &[u8]) -> PyResult {
    let copy = Bytes::new(vm, data)?;
    memoryview::new(vm, &copy)
}

/// The bytes that a stream's `readinto` puts into a view of `len` bytes; `None` if it would block. `wrong` makes the
/// message of a length that cannot be.
pub(super) fn read_through(vm: &mut Vm, raw: &Obj, len: usize) -> PyResult<Option<Vec<u8>>> {
    let mut room = ByteArray::default();
    room.resize(len)?;
    let room = vm.alloc(types::BYTEARRAY, room);
    let view = memoryview::new(vm, &room)?;
    let answer = uninterrupted(vm, raw, names::readinto, std::slice::from_ref(&view))?;
    if answer.is_none() {
        return Ok(None);
    }
    let n = match protocol::to_index(vm, &answer, Some(types::VALUE_ERROR)) {
        Ok(n) => n,
        Err(_raised) => {
            let cause = vm.take_exception();
            let raised = raise!(vm, types::OS_ERROR, "raw readinto() failed");
            if let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<rpython_objects::Exception>()).cloned() {
                let payload = e.get_mut(vm);
                payload.cause = rpython_objects::OptObj::some(cause.clone());
                payload.context = rpython_objects::OptObj::some(cause);
                payload.suppress_context = true;
            }
            return Err(raised);
        }
    };
    match usize::try_from(n).ok().filter(|&n| n <= len) {
        Some(n) => Ok(Some(buffer::storage(vm, &room).get(..n).unwrap_or_default().to_vec())),
        None => Err(raise!(
            vm,
            types::OS_ERROR,
            "raw readinto() returned invalid length {n} (should have been between 0 and {len})"
        )),
    }
}
