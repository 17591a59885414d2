//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: a buffer before a raw stream (CPython: `Modules/_io/bufferedio.c`).
//!
//! One payload serves the three. Its buffer is a window of the raw stream: `pos` is the logical position in it, `raw_pos` that of the
//! raw stream; `..read_end` has been read, `write_pos..write_end` is to be written. -1 stands for no such part. While a
//! method uses the buffer it holds the stream's lock, for the raw stream's calls let other threads and Python code run.

pub(super) mod pair;
mod position;
mod read;
mod write;

pub(super) use read::{check_reading, is_reader, read_once};
pub(super) use write::{is_writer, write_bytes};

use super::{
    base,
    errors::{self, closed as closed_error, finally, refuse_state, refuse_uninitialised},
    file_io::{self, FileIo},
};
use crate::{kinds, table};
use rpython_heap::flag;
use rpython_objects::{
    Args, CallArgs, GetSetDef, NativeDef, Obj, OptObj, Payload, PyResult, Raised, Ref, Slots, Str, StrExt, Type,
    TypeDef, TypeFlags, Vm, argument, getset, getter, int, names, native, protocol, raise, types, value_error,
};
use std::{
    cell::Cell,
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Where the window lies, and what of it is valid.
#[derive(Clone, Copy)]
struct Window {
    /// Logical position in the buffer.
    pos: i64,
    /// Position of the raw stream in the buffer; negative if it is not known.
    raw_pos: i64,
    /// End of what was read; -1 for nothing.
    read_end: i64,
    write_pos: i64,
    /// End of what is to be written; -1 for nothing.
    write_end: i64,
    /// Absolute position of the raw stream, -1 if it is not known.
    absolute: i64,
}

/// The payload of a buffered stream.
pub(super) struct Buffered {
    raw: OptObj,
    ready: bool,
    detached: bool,
    readable: bool,
    writable: bool,
    finalizing: bool,
    /// Whether the raw stream is a `FileIO` and no subclass: then nothing needs to be looked up.
    file: bool,
    /// Empty once closed, and while a system call uses it.
    buffer: Vec<u8>,
    size: usize,
    w: Window,
    /// The thread that uses the buffer, 0 for none.
    owner: u64,
}

impl Payload for Buffered {
    const KIND: u8 = kinds::BUFFERED;
    const NAME: &'static str = "buffered stream";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(raw) = self.raw.get() {
            visit(raw);
        }
    }
    fn clear(&mut self) {
        self.ready = false;
        self.raw.take();
    }
}

impl Buffered {
    fn blank() -> Buffered {
        Buffered {
            raw: OptObj::NONE,
            ready: false,
            detached: false,
            readable: false,
            writable: false,
            finalizing: false,
            file: false,
            buffer: Vec::new(),
            size: 0,
            w: Window { pos: 0, raw_pos: 0, read_end: -1, write_pos: 0, write_end: -1, absolute: -1 },
            owner: 0,
        }
    }

    fn has_read(&self) -> bool {
        self.readable && self.w.read_end != -1
    }

    fn has_written(&self) -> bool {
        self.writable && self.w.write_end != -1
    }

    /// Bytes that were read and not yet taken.
    fn ahead(&self) -> usize {
        if self.has_read() { (self.w.read_end - self.w.pos).max(0) as usize } else { 0 }
    }

    /// How far the raw stream is ahead of the logical position.
    fn raw_offset(&self) -> i64 {
        if (self.has_read() || self.has_written()) && self.w.raw_pos >= 0 { self.w.raw_pos - self.w.pos } else { 0 }
    }

    fn move_to(&mut self, pos: i64) {
        self.w.pos = pos;
        if self.has_read() && self.w.read_end < pos {
            self.w.read_end = pos;
        }
    }

    /// Takes the next `n` bytes of what was read.
    fn take(&mut self, n: usize) -> &[u8] {
        let start = self.w.pos as usize;
        self.w.pos += n as i64;
        self.buffer.get(start..start + n).unwrap_or_default()
    }

    fn forget_read(&mut self) {
        self.w.read_end = -1;
    }

    fn forget_written(&mut self) {
        self.w.write_pos = 0;
        self.w.write_end = -1;
    }
}

/// How many threads wait for a buffer, and how they are woken.
static WAITING: AtomicUsize = AtomicUsize::new(0);
static SLEEP: Mutex<()> = Mutex::new(());
static LEFT: Condvar = Condvar::new();

/// A number of the running thread.
fn thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local!(static THREAD: Cell<u64> = const { Cell::new(0) });
    THREAD.with(|t| {
        if t.get() == 0 {
            t.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        t.get()
    })
}

/// Does `work` while no other thread uses the buffer.
fn locked<T>(vm: &mut Vm, b: &Ref<Buffered>, work: impl FnOnce(&mut Vm) -> PyResult<T>) -> PyResult<T> {
    let me = thread();
    if b.get(vm).owner != 0 {
        wait(vm, b, me)?;
    }
    b.get_mut(vm).owner = me;
    let result = work(vm);
    b.get_mut(vm).owner = 0;
    if WAITING.load(Ordering::Relaxed) > 0 {
        LEFT.notify_all();
    }
    result
}

#[cold]
fn wait(vm: &mut Vm, b: &Ref<Buffered>, me: u64) -> PyResult<()> {
    while b.get(vm).owner != 0 {
        if b.get(vm).owner == me {
            let shown = protocol::repr_text(vm, b)?;
            return Err(raise!(vm, types::RUNTIME_ERROR, "reentrant call inside {shown}"));
        }
        vm.suspend(|| {
            // Owners change under the token, which sleepers have not: one may leave before the sleep begins, so that is bounded.
            WAITING.fetch_add(1, Ordering::Relaxed);
            let asleep = SLEEP.lock().unwrap_or_else(PoisonError::into_inner);
            drop(LEFT.wait_timeout(asleep, Duration::from_millis(5)));
            WAITING.fetch_sub(1, Ordering::Relaxed);
        });
        vm.poll()?;
    }
    Ok(())
}

/// Fails unless the stream has been initialised and not detached.
fn check_ready(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult<()> {
    match b.get(vm) {
        Buffered { ready: true, .. } => Ok(()),
        Buffered { detached: true, .. } => Err(value_error!(vm, "raw stream has been detached")),
        _ => Err(refuse_uninitialised(vm)),
    }
}

fn raw(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult {
    check_ready(vm, b)?;
    Ok(b.get(vm).raw.cloned().unwrap_or(Obj::NONE))
}

/// The raw stream, if it is a `FileIO` and no subclass.
pub(super) fn raw_file(vm: &Vm, b: &Ref<Buffered>) -> Option<Ref<FileIo>> {
    let this = b.get(vm);
    if this.file { this.raw.get().and_then(|raw| raw.downcast_ref::<FileIo>()).cloned() } else { None }
}

fn is_closed(vm: &mut Vm, b: &Ref<Buffered>) -> PyResult<bool> {
    if let Some(file) = raw_file(vm, b) {
        return Ok(file_io::is_closed(vm, &file));
    }
    let raw = raw(vm, b)?;
    let closed = protocol::get_attr(vm, &raw, names::closed)?;
    protocol::is_true(vm, &closed)
}

/// Fails for a closed stream from which nothing is left to read.
fn check_open(vm: &mut Vm, b: &Ref<Buffered>, message: &str) -> PyResult<()> {
    check_ready(vm, b)?;
    let this = b.get(vm);
    if (this.owner == 0 && this.buffer.is_empty() || is_closed(vm, b)?) && b.get(vm).ahead() == 0 {
        return Err(value_error!(vm, "{message}"));
    }
    Ok(())
}

/// Calls a method of the raw stream.
fn forward(vm: &mut Vm, args: Args<'_>, method: &Ref<Str>) -> PyResult {
    let raw = raw(vm, args.this::<Buffered>())?;
    protocol::call_method(vm, &raw, method, &[])
}

fn detach(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    check_ready(vm, b)?;
    protocol::call_method(vm, b, names::flush, &[])?;
    let this = b.get_mut(vm);
    (this.detached, this.ready) = (true, false);
    Ok(this.raw.take().unwrap_or(Obj::NONE))
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    check_ready(vm, b)?;
    let closed = locked(vm, b, |vm| {
        if is_closed(vm, b)? {
            return Ok(true);
        }
        if b.get(vm).finalizing
            && let Some(raw) = b.get(vm).raw.cloned()
        {
            warn_unclosed(vm, &raw, b);
        }
        Ok(false)
    })?;
    if closed {
        return Ok(Obj::NONE);
    }
    let flushed = protocol::call_method(vm, b, names::flush, &[]);
    let mut result = Obj::NONE;
    finally(vm, flushed, |vm| {
        locked(vm, b, |vm| {
            let raw = raw(vm, b)?;
            let done = protocol::call_method(vm, &raw, names::close, &[]);
            let this = b.get_mut(vm);
            this.buffer = Vec::new();
            this.w.read_end = 0;
            this.w.pos = 0;
            result = done?;
            Ok(())
        })
    })?;
    Ok(result)
}

/// Asks the stream below to warn that it was not closed; what that raises is of no interest.
pub(super) fn warn_unclosed(vm: &mut Vm, below: &Obj, source: &Obj) {
    if protocol::call_method(vm, below, names::_dealloc_warn, std::slice::from_ref(source)).is_err() {
        drop(vm.take_exception());
    }
}

fn dealloc_warn(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let b = args.this::<Buffered>();
    if b.get(vm).ready
        && let Some(raw) = b.get(vm).raw.cloned()
    {
        warn_unclosed(vm, &raw, args.at(1));
    }
    Ok(Obj::NONE)
}

fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Buffered>().get(vm);
    let buffer = if this.buffer.is_empty() { 0 } else { this.size };
    Ok(int::from_i64(vm, 152 + buffer as i64))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    named_repr(vm, o, "")
}

/// `<class name=…>`, with what follows the name.
pub(super) fn named_repr(vm: &mut Vm, o: &Obj, rest: &str) -> PyResult {
    let class = argument::class_name(vm, o);
    let name = match protocol::find_attr(vm, o, names::name) {
        Ok(name) => name,
        Err(raised) => {
            // A detached stream raises here.
            vm.swallow(raised, types::VALUE_ERROR)?;
            None
        }
    };
    let Some(name) = name else {
        return Ok(Str::from_display(vm, format_args!("<{class}{rest}>")).into_obj());
    };
    let shown = protocol::guard_repr(vm, o, |vm| protocol::repr(vm, &name))?;
    match shown.as_ref().and_then(|s| s.downcast_ref::<Str>()) {
        Some(shown) => {
            let mut text = rpython_objects::text::TextBuf::new();
            text.push_str(&format!("<{class} name="));
            text.push_text(shown.text(vm));
            text.push_str(rest);
            text.push_str(">");
            Ok(Str::try_from_buf(vm, text)?.into_obj())
        }
        None => Err(raise!(vm, types::RUNTIME_ERROR, "reentrant call inside {class}.__repr__")),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let made = vm.alloc_in(class, Buffered::blank());
    made.header().set(flag::FINALISES);
    Ok(made.into_obj())
}

/// What a class of buffered streams asks of its raw stream.
#[derive(Clone, Copy)]
struct Abilities {
    readable: bool,
    writable: bool,
}

/// Zeros; memory that comes as zeros from the system where they are few.
fn room(size: usize) -> PyResult<Vec<u8>> {
    if size <= 16 << 20 {
        return Ok(vec![0; size]);
    }
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(size).map_err(|_| rpython_heap::OutOfMemory)?;
    buffer.resize(size, 0);
    Ok(buffer)
}

fn set_up(vm: &mut Vm, args: Args<'_>, can: Abilities) -> PyResult {
    let (b, raw) = (args.this::<Buffered>(), args.at(1));
    let size = argument::ssize_or(vm, args.opt(2), super::DEFAULT_BUFFER_SIZE as isize)?;
    let this = b.get_mut(vm);
    (this.ready, this.detached) = (false, false);
    if can.readable && can.writable {
        base::check_seekable(vm, raw)?;
    }
    if can.readable {
        base::check_readable(vm, raw)?;
    }
    if can.writable {
        base::check_writable(vm, raw)?;
    }
    let Some(size) = usize::try_from(size).ok().filter(|&n| n > 0) else {
        return Err(value_error!(vm, "buffer size must be strictly positive"));
    };
    let buffer = room(size)?;
    let file = vm.type_of_kind(kinds::FILE_IO).is_some_and(|class| vm.class_of(raw).is(class));
    let made = Buffered {
        raw: OptObj::some(raw.clone()),
        readable: can.readable,
        writable: can.writable,
        file,
        buffer,
        size,
        owner: b.get(vm).owner,
        ..Buffered::blank()
    };
    let old = std::mem::replace(b.get_mut(vm), made);
    drop(old);
    if position::raw_tell(vm, b).is_err() {
        drop(vm.take_exception());
    }
    b.get_mut(vm).ready = true;
    Ok(Obj::NONE)
}

macro_rules! constructors {
    ($($init:ident $def:ident $name:literal $readable:literal $writable:literal;)*) => {
        $(
            static $def: NativeDef = native(
                $name,
                "($self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE)",
                |vm, args| set_up(vm, args, Abilities { readable: $readable, writable: $writable }),
                "",
            );
            fn $init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
                table::initialise(vm, o, &$def, args)
            }
        )*
    };
}

constructors! {
    init_reader INIT_READER "BufferedReader" true false;
    init_writer INIT_WRITER "BufferedWriter" false true;
    init_random INIT_RANDOM "BufferedRandom" true true;
}

fn this(o: &Obj) -> Option<&Ref<Buffered>> {
    o.downcast_ref::<Buffered>()
}

fn get_raw(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).and_then(|b| b.get(vm).raw.cloned()).unwrap_or(Obj::NONE))
}

fn get_of_raw(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult {
    let Some(b) = this(o) else { return Err(closed_error(vm)) };
    let raw = raw(vm, b)?;
    protocol::get_attr(vm, &raw, name)
}

fn set_finalizing(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let finalizing = errors::boolean_member(vm, value)?;
    if let Some(b) = this(o) {
        b.get_mut(vm).finalizing = finalizing;
    }
    Ok(())
}

const GETSETS: &[GetSetDef] = &[
    getter("raw", get_raw, ""),
    getset("_finalizing", |vm, o| Ok(Obj::bool(this(o).is_some_and(|b| b.get(vm).finalizing))), set_finalizing, ""),
    getter("closed", |vm, o| get_of_raw(vm, o, names::closed), ""),
    getter("name", |vm, o| get_of_raw(vm, o, names::name), ""),
    getter("mode", |vm, o| get_of_raw(vm, o, names::mode), ""),
];

const DETACH: NativeDef = native("detach", "($self, /)", detach, "");
const CLOSE: NativeDef = native("close", "($self, /)", close, "");
const SEEKABLE: NativeDef = native("seekable", "($self, /)", |vm, a| forward(vm, a, names::seekable), "");
const READABLE: NativeDef = native("readable", "($self, /)", |vm, a| forward(vm, a, names::readable), "");
const WRITABLE: NativeDef = native("writable", "($self, /)", |vm, a| forward(vm, a, names::writable), "");
const FILENO: NativeDef = native("fileno", "($self, /)", |vm, a| forward(vm, a, names::fileno), "");
const ISATTY: NativeDef = native("isatty", "($self, /)", |vm, a| forward(vm, a, names::isatty), "");
const DEALLOC_WARN: NativeDef = native("_dealloc_warn", "($self, source, /)", dealloc_warn, "");
const SIMPLE_FLUSH: NativeDef = native("flush", "($self, /)", |vm, a| forward(vm, a, names::flush), "");
const FLUSH: NativeDef = native("flush", "($self, /)", write::flush, "");
const READ: NativeDef = native("read", "($self, size=-1, /)", read::read, "");
const PEEK: NativeDef = native("peek", "($self, size=0, /)", read::peek, "");
const READ1: NativeDef = native("read1", "($self, size=-1, /)", read::read1, "");
const READINTO: NativeDef = native("readinto", "($self, buffer, /)", read::readinto, "");
const READINTO1: NativeDef = native("readinto1", "($self, buffer, /)", read::readinto1, "");
const READLINE: NativeDef = native("readline", "($self, size=-1, /)", read::readline, "");
const WRITE: NativeDef = native("write", "($self, buffer, /)", write::write, "");
const SEEK: NativeDef = native("seek", "($self, target, whence=0, /)", position::seek, "");
const TELL: NativeDef = native("tell", "($self, /)", position::tell, "");
const TRUNCATE: NativeDef = native("truncate", "($self, pos=None, /)", position::truncate, "");
const SIZE_OF: NativeDef = native("__sizeof__", "($self, /)", size_of, "");
const GET_STATE: NativeDef = native("__getstate__", "($self, /)", refuse_state, "");

/// `_io.BufferedReader`
pub(super) static READER: TypeDef = TypeDef {
    name: "BufferedReader",
    module: "_io",
    kind: kinds::BUFFERED,
    flags: TypeFlags::BASE,
    doc: "Create a new buffered reader using the given readable raw IO object.",
    slots: Slots { new: Some(new), init: Some(init_reader), repr: Some(repr), next: Some(read::next), ..Slots::EMPTY },
    methods: &[
        DETACH,
        SIMPLE_FLUSH,
        CLOSE,
        SEEKABLE,
        READABLE,
        FILENO,
        ISATTY,
        DEALLOC_WARN,
        READ,
        PEEK,
        READ1,
        READINTO,
        READINTO1,
        READLINE,
        SEEK,
        TELL,
        TRUNCATE,
        SIZE_OF,
        GET_STATE,
    ],
    getsets: GETSETS,
    ..TypeDef::EMPTY
};

/// `_io.BufferedWriter`
pub(super) static WRITER: TypeDef = TypeDef {
    name: "BufferedWriter",
    module: "_io",
    kind: kinds::BUFFERED,
    flags: TypeFlags::BASE,
    doc: "A buffer for a writeable sequential RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE.",
    slots: Slots { new: Some(new), init: Some(init_writer), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        CLOSE,
        DETACH,
        SEEKABLE,
        WRITABLE,
        FILENO,
        ISATTY,
        DEALLOC_WARN,
        WRITE,
        TRUNCATE,
        FLUSH,
        SEEK,
        TELL,
        SIZE_OF,
        GET_STATE,
    ],
    getsets: GETSETS,
    ..TypeDef::EMPTY
};

/// `_io.BufferedRandom`
pub(super) static RANDOM: TypeDef = TypeDef {
    name: "BufferedRandom",
    module: "_io",
    kind: kinds::BUFFERED,
    flags: TypeFlags::BASE,
    doc: "A buffered interface to random access streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE.",
    slots: Slots { new: Some(new), init: Some(init_random), repr: Some(repr), next: Some(read::next), ..Slots::EMPTY },
    methods: &[
        CLOSE,
        DETACH,
        SEEKABLE,
        READABLE,
        WRITABLE,
        FILENO,
        ISATTY,
        DEALLOC_WARN,
        FLUSH,
        SEEK,
        TELL,
        TRUNCATE,
        READ,
        READ1,
        READINTO,
        READINTO1,
        READLINE,
        PEEK,
        WRITE,
        SIZE_OF,
        GET_STATE,
    ],
    getsets: GETSETS,
    ..TypeDef::EMPTY
};

/// The `BlockingIOError` of a write of which `written` bytes were taken.
#[cold]
fn would_block(vm: &mut Vm, b: &Ref<Buffered>, written: usize) -> Raised {
    // The error is the system's only where the raw stream is.
    let number = if b.get(vm).file { rustix::io::Errno::AGAIN.raw_os_error() } else { 0 };
    let args = [
        int::from_i64(vm, number.into()),
        Str::new(vm, "write could not complete without blocking").into_obj(),
        int::from_i64(vm, written as i64),
    ];
    let made = rpython_objects::exception::with_args(vm, types::BLOCKING_IO_ERROR, &args);
    vm.raise_object(made)
}
