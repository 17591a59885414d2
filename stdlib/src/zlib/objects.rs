//! The types: `Compress`, `Decompress` and `_ZlibDecompressor`.

use rpython_heap::{Kind, Payload};
use rpython_objects::{
    Args, Bytes, CallArgs, NativeDef, Obj, PyResult, Raised, Ref, Slots, Type, TypeDef, TypeFlags, Vm, argument,
    buffer, getter, int, native, raise, type_error, types, value_error,
};

use super::{
    failed, made,
    stream::{Compressor, Decompressor, Failure, Settings, Stop, code},
};
use crate::kinds;

/// The payload of a compressor object; empty while it runs.
pub(super) struct Compress(Option<Box<Compressor>>);

/// The payload of a decompressor object.
pub(super) struct Decompress {
    stream: Option<Box<Decompressor>>,
    /// What followed the end of the stream.
    unused: Obj,
    /// Input that there was no room for.
    tail: Obj,
    eof: bool,
    /// `flush` has seen the end: there is nothing left to copy.
    closed: bool,
}

/// The payload of a decompressor that keeps its input.
pub(super) struct Buffered {
    stream: Option<Box<Decompressor>>,
    pending: Vec<u8>,
    unused: Obj,
    needs_input: bool,
}

macro_rules! payload {
    ($type:ident, $kind:ident, $name:literal, |$this:ident, $visit:ident| $traverse:expr) => {
        impl Payload for $type {
            const KIND: Kind = kinds::$kind;
            const NAME: &'static str = $name;
            const TRACKED: bool = false;
            const FOREIGN: bool = true;
            type Tail = ();
            fn traverse(&self, $visit: &mut dyn FnMut(&Obj)) {
                let $this = self;
                $traverse
            }
        }
    };
}

payload!(Compress, ZLIB_COMPRESS, "zlib compressor", |_this, _visit| {});
payload!(Decompress, ZLIB_DECOMPRESS, "zlib decompressor", |this, visit| {
    visit(&this.unused);
    visit(&this.tail);
});
payload!(Buffered, ZLIB_BUFFERED, "buffered zlib decompressor", |this, visit| visit(&this.unused));

/// The bytes of a dictionary argument.
fn dictionary(vm: &mut Vm, o: Option<&Obj>) -> PyResult<Option<Vec<u8>>> {
    o.map(|o| buffer::to_vec(vm, o)).transpose()
}

/// A stream that another call is using.
#[cold]
fn busy(vm: &mut Vm) -> Raised {
    value_error!(vm, "Inconsistent stream state")
}

/// A stream that was fed too much to be copied.
#[cold]
fn too_long(vm: &mut Vm) -> Raised {
    raise!(vm, types::NOT_IMPLEMENTED_ERROR, "copying a stream that more than 4 MiB were fed to")
}

/// `zlib.compressobj`
pub(super) fn compressobj(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut number = |at: usize, default: i32| args.opt(at).map_or(Ok(default), |o| argument::c_int(vm, o));
    let (level, method, window_bits) = (number(1, -1)?, number(2, 8)?, number(3, 15)?);
    let (mem_level, strategy) = (number(4, 8)?, number(5, 0)?);
    let dictionary = dictionary(vm, args.opt(6))?;
    let settings = Settings { level, window_bits, mem_level, strategy, dictionary };
    match Compressor::new(settings).filter(|_| method == 8) {
        Some(stream) => Ok(vm.make(Compress(Some(Box::new(stream)))).into_obj()),
        None => Err(value_error!(vm, "Invalid initialization option")),
    }
}

/// Feeds bytes to a compressor object.
fn feed(vm: &mut Vm, this: &Ref<Compress>, input: &Obj, flush: i32, doing: &str) -> PyResult {
    let input = buffer::bytes_of(vm, input)?;
    let Some(mut stream) = this.get_mut(vm).0.take() else {
        input.release(vm);
        return Err(busy(vm));
    };
    let mut out = Vec::new();
    let done = stream.compress(input.get(vm), flush, &mut out);
    this.get_mut(vm).0 = Some(stream);
    input.release(vm);
    match done {
        Ok(()) => made(vm, &out),
        Err(failure) => Err(failed(vm, failure, doing)),
    }
}

fn compress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    feed(vm, args.this(), args.at(1), 0, "while compressing data")
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const NO_FLUSH: i32 = 0;
    const FINISH: i32 = 4;
    let mode = args.opt(1).map_or(Ok(FINISH), |o| argument::c_int(vm, o))?;
    let empty = Bytes::new(vm, b"")?.into_obj();
    if mode == NO_FLUSH {
        return Ok(empty);
    }
    feed(vm, args.this(), &empty, mode, "while flushing")
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Compress>();
    match &this.get(vm).0 {
        Some(stream) if !stream.is_finished() => match stream.duplicate() {
            Some(copy) => Ok(vm.make(Compress(Some(Box::new(copy)))).into_obj()),
            None => Err(too_long(vm)),
        },
        _ => Err(busy(vm)),
    }
}

/// `zlib.Compress`
pub(super) static COMPRESS: TypeDef = TypeDef {
    name: "Compress",
    module: "zlib",
    kind: kinds::ZLIB_COMPRESS,
    flags: TypeFlags::NO_NEW,
    methods: &[
        native(
            "compress",
            "($self, data, /)",
            compress,
            "Returns a bytes object containing compressed data.\n\n  data\n    Binary data to be compressed.\n\nAfter calling this function, some of the input data may still\nbe stored in internal buffers for later processing.\nCall the flush() method to clear these buffers.",
        ),
        native(
            "flush",
            "($self, mode=zlib.Z_FINISH, /)",
            flush,
            "Return a bytes object containing any remaining compressed data.\n\n  mode\n    One of the constants Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH.\n    If mode == Z_FINISH, the compressor object can no longer be\n    used after calling the flush() method.  Otherwise, more data\n    can still be compressed.",
        ),
        native("copy", "($self, /)", copy, "Return a copy of the compression object."),
        native("__copy__", "($self, /)", copy, ""),
        native("__deepcopy__", "($self, memo, /)", copy, ""),
    ],
    ..TypeDef::EMPTY
};

/// A decompressor of the arguments `wbits` and `zdict`.
fn decompressor(vm: &mut Vm, window_bits: Option<&Obj>, dictionary: Option<Vec<u8>>) -> PyResult<Box<Decompressor>> {
    let window_bits = window_bits.map_or(Ok(15), |o| argument::c_int(vm, o))?;
    match Decompressor::new(window_bits, dictionary) {
        Some(Ok(stream)) => Ok(Box::new(stream)),
        Some(Err(failure)) => Err(failed(vm, failure, "while setting zdict")),
        None => Err(value_error!(vm, "Invalid initialization option")),
    }
}

/// `zlib.decompressobj`
pub(super) fn decompressobj(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.opt(2).is_some_and(|o| !buffer::has_buffer(vm, o)) {
        return Err(type_error!(vm, "zdict argument must support the buffer protocol"));
    }
    let dictionary = dictionary(vm, args.opt(2))?.filter(|bytes| !bytes.is_empty());
    let stream = decompressor(vm, args.opt(1), dictionary)?;
    let empty = Bytes::new(vm, b"")?.into_obj();
    let payload = Decompress { stream: Some(stream), unused: empty.clone(), tail: empty, eof: false, closed: false };
    Ok(vm.make(payload).into_obj())
}

/// The exception of a run that was stopped.
fn stopped(vm: &mut Vm, stop: Stop) -> Raised {
    match stop {
        Stop::Failure(failure) => failed(vm, failure, "while decompressing data"),
        Stop::Dictionary(failure) => failed(vm, failure, "while setting zdict"),
    }
}

/// Runs a decompressor object over bytes and sorts what it leaves (`save_unconsumed_input`).
fn run(
    vm: &mut Vm,
    this: &Ref<Decompress>,
    input: &[u8],
    limit: usize,
    finish: bool,
) -> PyResult<(Vec<u8>, Result<(), Stop>)> {
    let Some(mut stream) = this.get_mut(vm).stream.take() else { return Err(busy(vm)) };
    let mut out = Vec::new();
    let (read, done) = match stream.ended {
        true => (0, Ok(())),
        false => stream.decompress(input, limit, finish, &mut out),
    };
    let ended = stream.ended;
    this.get_mut(vm).stream = Some(stream);
    let left = input.get(read..).unwrap_or_default();
    let (unused, tail) = if ended { (left, &[][..]) } else { (&[][..], left) };
    if !unused.is_empty() {
        let so_far = this.get(vm).unused.clone();
        let mut all = buffer::to_vec(vm, &so_far)?;
        all.extend_from_slice(unused);
        let all = Bytes::new(vm, &all)?.into_obj();
        this.get_mut(vm).unused = all;
    }
    let tail = Bytes::new(vm, tail)?.into_obj();
    this.get_mut(vm).tail = tail;
    if ended {
        this.get_mut(vm).eof = true;
    }
    Ok((out, done))
}

fn decompress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let most = argument::ssize_or(vm, args.opt(2), 0)?;
    let limit = match usize::try_from(most) {
        Ok(0) => usize::MAX,
        Ok(limit) => limit,
        Err(_) => return Err(value_error!(vm, "max_length must be non-negative")),
    };
    let input = buffer::to_vec(vm, args.at(1))?;
    let (out, done) = run(vm, args.this(), &input, limit, false)?;
    match done {
        Ok(()) => made(vm, &out),
        Err(stop) => Err(stopped(vm, stop)),
    }
}

fn finish(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if argument::ssize_or(vm, args.opt(1), 1)? <= 0 {
        return Err(value_error!(vm, "length must be greater than zero"));
    }
    let this = args.this::<Decompress>();
    let tail = this.get(vm).tail.clone();
    let input = buffer::to_vec(vm, &tail)?;
    let (out, done) = run(vm, this, &input, usize::MAX, true)?;
    let eof = this.get(vm).eof;
    this.get_mut(vm).closed = eof;
    match done {
        Ok(()) => made(vm, &out),
        Err(stop) => Err(stopped(vm, stop)),
    }
}

fn copy_decompress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Decompress>().get(vm);
    let Some(stream) = this.stream.as_ref().filter(|_| !this.closed) else { return Err(busy(vm)) };
    let Some(copy) = stream.duplicate() else { return Err(too_long(vm)) };
    let payload = Decompress {
        stream: Some(Box::new(copy)),
        unused: this.unused.clone(),
        tail: this.tail.clone(),
        eof: this.eof,
        closed: false,
    };
    Ok(vm.make(payload).into_obj())
}

fn of_decompress(vm: &mut Vm, o: &Obj, read: fn(&Decompress) -> Obj) -> PyResult {
    Ok(o.downcast_ref::<Decompress>().map_or(Obj::NONE, |d| read(d.get(vm))))
}

/// `zlib.Decompress`
pub(super) static DECOMPRESS: TypeDef = TypeDef {
    name: "Decompress",
    module: "zlib",
    kind: kinds::ZLIB_DECOMPRESS,
    flags: TypeFlags::NO_NEW,
    methods: &[
        native(
            "decompress",
            "($self, data, /, max_length=0)",
            decompress,
            "Return a bytes object containing the decompressed version of the data.\n\n  data\n    The binary data to decompress.\n  max_length\n    The maximum allowable length of the decompressed data.\n    Unconsumed input data will be stored in\n    the unconsumed_tail attribute.",
        ),
        native(
            "flush",
            "($self, length=zlib.DEF_BUF_SIZE, /)",
            finish,
            "Return a bytes object containing any remaining decompressed data.\n\n  length\n    the initial size of the output buffer.",
        ),
        native("copy", "($self, /)", copy_decompress, "Return a copy of the decompression object."),
        native("__copy__", "($self, /)", copy_decompress, ""),
        native("__deepcopy__", "($self, memo, /)", copy_decompress, ""),
    ],
    getsets: &[
        getter("unused_data", |vm, o| of_decompress(vm, o, |d| d.unused.clone()), ""),
        getter("unconsumed_tail", |vm, o| of_decompress(vm, o, |d| d.tail.clone()), ""),
        getter("eof", |vm, o| of_decompress(vm, o, |d| Obj::bool(d.eof)), ""),
    ],
    ..TypeDef::EMPTY
};

static NEW_BUFFERED: NativeDef = native("_ZlibDecompressor", "(wbits=15, zdict=b'')", |_, _| Ok(Obj::NONE), "");

fn new_buffered(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let bound = native::bind(vm, &NEW_BUFFERED, args)?;
    let passed = |i: usize| bound.get(i).filter(|o| !o.is_unbound());
    // CPython looks at the dictionary when a stream asks for it, and ignores what has no bytes until then.
    let is_raw = passed(0).and_then(|o| int::to_i64(vm, o)).is_some_and(|bits| bits < 0);
    let dictionary = match passed(1) {
        Some(o) if is_raw || buffer::has_buffer(vm, o) => dictionary(vm, Some(o))?.filter(|bytes| !bytes.is_empty()),
        _ => None,
    };
    let stream = decompressor(vm, passed(0), dictionary)?;
    let unused = Bytes::new(vm, b"")?.into_obj();
    let payload = Buffered { stream: Some(stream), pending: Vec::new(), unused, needs_input: true };
    Ok(vm.alloc_in(class, payload).into_obj())
}

fn decompress_buffered(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Buffered>();
    let limit = usize::try_from(argument::ssize_or(vm, args.opt(2), -1)?).unwrap_or(usize::MAX);
    let data = buffer::to_vec(vm, args.at(1))?;
    let Some(mut stream) = this.get_mut(vm).stream.take() else { return Err(busy(vm)) };
    if stream.ended {
        this.get_mut(vm).stream = Some(stream);
        return Err(raise!(vm, types::EOF_ERROR, "End of stream already reached"));
    }
    let mut input = std::mem::take(&mut this.get_mut(vm).pending);
    input.extend_from_slice(&data);
    let mut out = Vec::new();
    let (read, done) = stream.decompress(&input, limit, false, &mut out);
    input.drain(..read.min(input.len()));
    let ended = stream.ended;
    let unused = if ended { Some(Bytes::new(vm, &input)?.into_obj()) } else { None };
    let payload = this.get_mut(vm);
    payload.stream = Some(stream);
    match unused {
        Some(unused) => {
            payload.unused = unused;
            payload.needs_input = false;
        }
        None => {
            payload.needs_input = input.is_empty() && out.len() < limit;
            payload.pending = input;
        }
    }
    match done {
        Ok(()) => made(vm, &out),
        Err(stop) => {
            this.get_mut(vm).pending = Vec::new();
            Err(stopped(vm, stop))
        }
    }
}

fn of_buffered(vm: &mut Vm, o: &Obj, read: fn(&Buffered) -> Obj) -> PyResult {
    Ok(o.downcast_ref::<Buffered>().map_or(Obj::NONE, |d| read(d.get(vm))))
}

/// `zlib._ZlibDecompressor`
pub(super) static BUFFERED: TypeDef = TypeDef {
    name: "_ZlibDecompressor",
    module: "zlib",
    kind: kinds::ZLIB_BUFFERED,
    doc: "Create a decompressor object for decompressing data incrementally.\n\n  wbits = 15\n  zdict\n     The predefined compression dictionary. This is a sequence of bytes\n     (such as a bytes object) containing subsequences that are expected\n     to occur frequently in the data that is to be compressed. Those\n     subsequences that are expected to be most common should come at the\n     end of the dictionary. This must be the same dictionary as used by the\n     compressor that produced the input data.\n\n",
    slots: Slots { new: Some(new_buffered), ..Slots::EMPTY },
    methods: &[native(
        "decompress",
        "($self, /, data, max_length=-1)",
        decompress_buffered,
        "Decompress *data*, returning uncompressed data as bytes.\n\nIf *max_length* is nonnegative, returns at most *max_length* bytes\nof decompressed data.  If this limit is reached and further output\ncan be produced, *self.needs_input* will be set to ``False``.  In\nthis case, the next call to *decompress()* may provide *data* as b''\nto obtain more of the output.\n\nIf all of the input data was decompressed and returned (either\nbecause this was less than *max_length* bytes, or because\n*max_length* was negative), *self.needs_input* will be set to True.\n\nAttempting to decompress data after the end of stream is reached\nraises an EOFError.  Any data found after the end of the stream is\nignored and saved in the unused_data attribute.",
    )],
    getsets: &[
        getter(
            "eof",
            |vm, o| of_buffered(vm, o, |d| Obj::bool(d.stream.as_ref().is_some_and(|stream| stream.ended))),
            "True if the end-of-stream marker has been reached.",
        ),
        getter(
            "unused_data",
            |vm, o| of_buffered(vm, o, |d| d.unused.clone()),
            "Data found after the end of the compressed stream.",
        ),
        getter(
            "needs_input",
            |vm, o| of_buffered(vm, o, |d| Obj::bool(d.needs_input)),
            "True if more input is needed before more decompressed data can be produced.",
        ),
    ],
    ..TypeDef::EMPTY
};

/// `zlib.compress` and `zlib.decompress` in one go.
pub(super) fn compress_at_once(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let level = args.opt(2).map_or(Ok(-1), |o| argument::c_int(vm, o))?;
    let window_bits = args.opt(3).map_or(Ok(15), |o| argument::c_int(vm, o))?;
    let settings = Settings { level, window_bits, mem_level: 8, strategy: 0, dictionary: None };
    let input = buffer::bytes_of(vm, args.at(1))?;
    let mut out = Vec::new();
    let done = Compressor::new(settings).map(|mut stream| stream.compress(input.get(vm), 4, &mut out));
    input.release(vm);
    match done {
        Some(Ok(())) => made(vm, &out),
        Some(Err(failure)) => Err(failed(vm, failure, "while compressing data")),
        None => Err(super::error(vm, "Bad compression level")),
    }
}

/// `zlib.decompress`
pub(super) fn decompress_at_once(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let window_bits = args.opt(2).map_or(Ok(15), |o| argument::c_int(vm, o))?;
    if argument::ssize_or(vm, args.opt(3), 1)? < 0 {
        return Err(value_error!(vm, "bufsize must be non-negative"));
    }
    let input = buffer::bytes_of(vm, args.at(1))?;
    let mut out = Vec::new();
    let stream = Decompressor::new(window_bits, None);
    let done = match stream {
        Some(Ok(mut stream)) => {
            let (_, done) = stream.decompress(input.get(vm), usize::MAX, false, &mut out);
            Some(done.map(|()| stream.ended))
        }
        _ => None,
    };
    input.release(vm);
    match done {
        Some(Ok(true)) => made(vm, &out),
        Some(Ok(false)) => {
            let failure = Failure { code: code::BUF_ERROR, message: None };
            Err(failed(vm, failure, "while decompressing data"))
        }
        Some(Err(stop)) => Err(stopped(vm, stop)),
        None => {
            let failure = Failure { code: code::STREAM_ERROR, message: None };
            Err(failed(vm, failure, "while preparing to decompress data"))
        }
    }
}
