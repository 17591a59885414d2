//! `FileIO`: a file descriptor as a raw stream (CPython: `Modules/_io/fileio.c`).
//!
//! Each system call lets other threads run, and is repeated when a signal interrupts it (PEP 475).

use super::{
    base,
    errors::{self, optional_size, refuse_state, system, unsupported, writable},
};
use crate::{kinds, table};
use rpython_heap::flag;
use rpython_objects::{
    Args, Bytes, CallArgs, NativeDef, Obj, Payload, PyResult, Raised, Ref, Slots, Str, StrExt, Type, TypeDef,
    TypeFlags, Vm, argument, buffer, codecs, getset, getter, int, names, native, protocol, raise, type_error, types,
    value_error,
};
use rpython_vm::system as os;
use rustix::{
    fs::{FileType, Mode, OFlags, SeekFrom},
    io::Errno,
};
use std::os::fd::{BorrowedFd, IntoRawFd};

/// The payload of a `FileIO`.
pub(super) struct FileIo {
    /// Negative when closed.
    fd: i32,
    created: bool,
    readable: bool,
    writable: bool,
    appending: bool,
    /// Unknown until asked for.
    seekable: Option<bool>,
    closes: bool,
    finalizing: bool,
    /// Whether what was opened cannot be a terminal: it is no character device.
    plain: bool,
    block_size: u32,
}

impl FileIo {
    const CLOSED: FileIo = FileIo {
        fd: -1,
        created: false,
        readable: false,
        writable: false,
        appending: false,
        seekable: None,
        closes: true,
        finalizing: false,
        plain: false,
        block_size: super::DEFAULT_BUFFER_SIZE as u32,
    };

    fn mode(&self) -> &'static str {
        match (self.created, self.appending, self.readable, self.writable) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, _) => "rb",
            _ => "wb",
        }
    }
}

impl Payload for FileIo {
    const KIND: u8 = kinds::FILE_IO;
    const NAME: &'static str = "FileIO";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

#[cold]
fn closed(vm: &mut Vm) -> Raised {
    value_error!(vm, "I/O operation on closed file")
}

#[cold]
fn wrong_mode(vm: &mut Vm, doing: &str) -> Raised {
    unsupported(vm, &format!("File not open for {doing}"))
}

fn descriptor_of(vm: &mut Vm, f: &Ref<FileIo>) -> PyResult<i32> {
    match f.get(vm).fd {
        fd if fd < 0 => Err(closed(vm)),
        fd => Ok(fd),
    }
}

/// A descriptor by its number.
pub(super) fn borrow(fd: i32) -> Result<BorrowedFd<'static>, Errno> {
    os::descriptor(fd)
}

fn close_number(fd: i32) -> Result<(), Errno> {
    os::close(fd).map(|_| ())
}

/// Makes a system call without the token until no signal interrupts it.
pub(crate) fn call<R: Send>(
    vm: &mut Vm,
    mut work: impl FnMut() -> Result<R, Errno> + Send,
) -> PyResult<Result<R, Errno>> {
    loop {
        match vm.suspend(&mut work) {
            Err(Errno::INTR) => vm.poll()?,
            done => return Ok(done),
        }
    }
}

/// The bytes of a path as the system takes it: a string, bytes, or what `__fspath__` returns.
///
/// # Errors
/// `TypeError` for anything else, `ValueError` for a null byte.
pub(crate) fn path(vm: &mut Vm, o: &Obj) -> PyResult<Vec<u8>> {
    let given = super::open::fs_path(vm, o)?;
    let bytes = match (given.downcast_ref::<Str>(), given.downcast_ref::<Bytes>()) {
        (Some(s), _) => {
            let encoded = codecs::encode(vm, s, Some("utf-8"), Some("surrogateescape"))?;
            encoded.tail(vm).to_vec()
        }
        (_, Some(b)) => b.tail(vm).to_vec(),
        _ => Vec::new(),
    };
    if bytes.contains(&0) {
        return Err(value_error!(vm, "embedded null byte"));
    }
    Ok(bytes)
}

/// What a mode asks for.
struct Wanted {
    file: FileIo,
    flags: OFlags,
}

fn read_mode(vm: &mut Vm, mode: &str) -> PyResult<Wanted> {
    let mut file = FileIo::CLOSED;
    let mut flags = OFlags::CLOEXEC;
    let (mut sort, mut plus, mut good) = (false, false, true);
    for letter in mode.chars() {
        match letter {
            'x' | 'r' | 'w' | 'a' => {
                good &= !sort;
                sort = true;
                (file.readable, file.writable) = (letter == 'r', letter != 'r');
                flags |= match letter {
                    'x' => OFlags::EXCL | OFlags::CREATE,
                    'w' => OFlags::CREATE | OFlags::TRUNC,
                    'a' => OFlags::APPEND | OFlags::CREATE,
                    _ => OFlags::empty(),
                };
                file.created = letter == 'x';
                file.appending = letter == 'a';
            }
            '+' => {
                good &= !plus;
                plus = true;
            }
            'b' => {}
            _ => return Err(value_error!(vm, "invalid mode: {mode}")),
        }
        if !good {
            break;
        }
    }
    if !good || !sort {
        return Err(value_error!(vm, "Must have exactly one of create/read/write/append mode and at most one plus"));
    }
    if plus {
        (file.readable, file.writable) = (true, true);
    }
    flags |= match (file.readable, file.writable) {
        (true, true) => OFlags::RDWR,
        (true, false) => OFlags::RDONLY,
        _ => OFlags::WRONLY,
    };
    Ok(Wanted { file, flags })
}

/// The descriptor that `file` is, if it is one.
fn given_descriptor(vm: &mut Vm, file: &Obj) -> PyResult<Option<i32>> {
    if file.value().is_bool() {
        let warn = vm.hooks.warn;
        warn(vm, types::RUNTIME_WARNING, "bool is used as a file descriptor", 1)?;
    }
    match argument::c_int(vm, file) {
        Ok(fd) if fd < 0 => Err(value_error!(vm, "negative file descriptor")),
        Ok(fd) => Ok(Some(fd)),
        Err(_raised) => {
            drop(vm.take_exception());
            Ok(None)
        }
    }
}

/// The descriptor that a custom opener returns.
fn ask_opener(vm: &mut Vm, opener: &Obj, name: &Obj, flags: OFlags) -> PyResult<i32> {
    let flags = int::from_i64(vm, flags.bits().into());
    let made = protocol::call(vm, opener, &[name.clone(), flags])?;
    if int::view(vm, &made).is_none() {
        return Err(type_error!(vm, "expected integer from opener"));
    }
    let fd = argument::c_int(vm, &made)?;
    if fd < 0 {
        return Err(value_error!(vm, "opener returned {fd}"));
    }
    let inheritable = borrow(fd).and_then(|fd| {
        rustix::io::fcntl_getfd(fd).and_then(|f| rustix::io::fcntl_setfd(fd, f | rustix::io::FdFlags::CLOEXEC))
    });
    match inheritable {
        Ok(()) => Ok(fd),
        Err(errno) => Err(system(vm, errno, None)),
    }
}

static INIT: NativeDef = native("FileIO", "($self, /, file, mode='r', closefd=True, opener=None)", open, "");

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let made = vm.alloc_in(class, FileIo::CLOSED);
    made.header().set(flag::FINALISES);
    Ok(made.into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    table::initialise(vm, o, &INIT, args)
}

fn open(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (f, name) = (args.this::<FileIo>(), args.at(1));
    if f.get(vm).fd >= 0 {
        if f.get(vm).closes {
            close_descriptor(vm, f)?;
        } else {
            f.get_mut(vm).fd = -1;
        }
    }
    let mode = match args.opt(2) {
        Some(mode) => errors::text(vm, mode, |class| format!("FileIO() argument 'mode' must be str, not {class}"))?
            .to_string_lossy(vm),
        None => "r".to_string(),
    };
    let closes = args.opt(3).map_or(Ok(true), |o| protocol::is_true(vm, o))?;
    let given = given_descriptor(vm, name)?;
    let place = if given.is_none() { path(vm, name)? } else { Vec::new() };
    let Wanted { mut file, flags } = read_mode(vm, &mode)?;
    let event = [name.clone(), Str::new(vm, &mode).into_obj(), int::from_i64(vm, flags.bits().into())];
    rpython_vm::audit::event(vm, "open", &event)?;
    let (fd, own) = match given {
        Some(fd) => (fd, false),
        None if !closes => return Err(value_error!(vm, "Cannot use closefd=False with file name")),
        None => match args.some(4) {
            Some(opener) => (ask_opener(vm, opener, name, flags)?, true),
            None => {
                let mode = Mode::from_raw_mode(0o666);
                match call(vm, || rustix::fs::open(place.as_slice(), flags, mode))? {
                    Ok(fd) => (fd.into_raw_fd(), true),
                    Err(errno) => return Err(system(vm, errno, Some(name.clone()))),
                }
            }
        },
    };
    (file.fd, file.closes) = (fd, closes || own);
    *f.get_mut(vm) = file;
    let ready = look_at(vm, f, name);
    if ready.is_err() {
        // A descriptor that was passed in stays open.
        let failed = vm.take_exception();
        if own {
            let _ = close_number(fd);
        }
        f.get_mut(vm).fd = -1;
        return Err(vm.travel(failed));
    }
    Ok(Obj::NONE)
}

/// Learns what has been opened; folders are refused.
fn look_at(vm: &mut Vm, f: &Ref<FileIo>, name: &Obj) -> PyResult<()> {
    let fd = f.get(vm).fd;
    match call(vm, || borrow(fd).and_then(rustix::fs::fstat))? {
        Ok(stat) => {
            let kind = FileType::from_raw_mode(stat.st_mode);
            if kind == FileType::Directory {
                return Err(system(vm, Errno::ISDIR, Some(name.clone())));
            }
            let this = f.get_mut(vm);
            this.plain = kind != FileType::CharacterDevice;
            if stat.st_blksize > 1 {
                this.block_size = u32::try_from(stat.st_blksize).unwrap_or(u32::MAX);
            }
        }
        Err(errno) if errno == Errno::BADF => return Err(system(vm, errno, None)),
        Err(_) => {}
    }
    protocol::set_attr(vm, f, names::name, name)?;
    if f.get(vm).appending {
        move_to(vm, f, SeekFrom::End(0), true)?;
    }
    Ok(())
}

/// Moves the position; whether the file can be sought is known then. A pipe's failure can be let pass.
fn move_to(vm: &mut Vm, f: &Ref<FileIo>, to: SeekFrom, lenient: bool) -> PyResult<u64> {
    let fd = descriptor_of(vm, f)?;
    let done = call(vm, || borrow(fd).and_then(|fd| rustix::fs::seek(fd, to)))?;
    let this = f.get_mut(vm);
    this.seekable.get_or_insert(done.is_ok());
    match done {
        Ok(at) => Ok(at),
        Err(Errno::SPIPE) if lenient => Ok(0),
        Err(errno) => Err(system(vm, errno, None)),
    }
}

fn close_descriptor(vm: &mut Vm, f: &Ref<FileIo>) -> PyResult<()> {
    let fd = std::mem::replace(&mut f.get_mut(vm).fd, -1);
    if fd < 0 {
        return Ok(());
    }
    match vm.suspend(|| close_number(fd)) {
        Ok(()) => Ok(()),
        Err(errno) => Err(system(vm, errno, None)),
    }
}

/// Warns that a stream was not closed by the program.
fn warn_unclosed(vm: &mut Vm, f: &Ref<FileIo>, source: &Obj) {
    if f.get(vm).fd < 0 || !f.get(vm).closes {
        return;
    }
    let travelling = vm.exception.take();
    let warned = protocol::repr_text(vm, source).and_then(|shown| {
        let warn = vm.hooks.warn;
        warn(vm, types::RESOURCE_WARNING, &format!("unclosed file {shown}"), 1)
    });
    if warned.is_err() {
        if vm.raised_is(types::WARNING) {
            errors::report_finalising(vm, f);
        }
        vm.exception.take();
    }
    vm.exception = travelling.into();
}

fn dealloc_warn(vm: &mut Vm, args: Args<'_>) -> PyResult {
    warn_unclosed(vm, args.this::<FileIo>(), args.at(1));
    Ok(Obj::NONE)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    let flushed = base::close(vm, args);
    if !f.get(vm).closes {
        f.get_mut(vm).fd = -1;
        return flushed;
    }
    errors::finally(vm, flushed, |vm| {
        if f.get(vm).finalizing {
            warn_unclosed(vm, f, f);
        }
        close_descriptor(vm, f)
    })
}

/// Appends up to `most` bytes of the file to `into`; `None` if that would block.
///
/// # Errors
/// `OSError`, `ValueError` for a closed file, `MemoryError`.
pub(super) fn read_some(vm: &mut Vm, f: &Ref<FileIo>, into: &mut Vec<u8>, most: usize) -> PyResult<Option<usize>> {
    let fd = descriptor_of(vm, f)?;
    into.try_reserve_exact(most).map_err(|_| rpython_heap::OutOfMemory)?;
    let start = into.len();
    let done = if into.capacity() - start == most {
        call(vm, || {
            let fd = borrow(fd)?;
            if most == 0 {
                rustix::io::read(fd, &mut [0u8; 0])
            } else {
                rustix::io::read(fd, rustix::buffer::spare_capacity(into))
            }
        })?
    } else {
        into.resize(start + most, 0);
        let done = call(vm, || borrow(fd).and_then(|fd| rustix::io::read(fd, &mut into[start..])))?;
        into.truncate(start + done.as_ref().copied().unwrap_or(0));
        done
    };
    match done {
        Ok(n) => Ok(Some(n)),
        Err(Errno::AGAIN) => Ok(None),
        Err(errno) => Err(system(vm, errno, None)),
    }
}

/// Reads into `room` from its start on; `None` if that would block.
///
/// # Errors
/// As [`read_some`].
pub(super) fn read_slice(vm: &mut Vm, f: &Ref<FileIo>, room: &mut [u8]) -> PyResult<Option<usize>> {
    let fd = descriptor_of(vm, f)?;
    match call(vm, || borrow(fd).and_then(|fd| rustix::io::read(fd, &mut *room)))? {
        Ok(n) => Ok(Some(n)),
        Err(Errno::AGAIN) => Ok(None),
        Err(errno) => Err(system(vm, errno, None)),
    }
}

/// Writes some of `data`, with one system call; `None` if that would block.
///
/// # Errors
/// `OSError`, `ValueError` for a closed file, `UnsupportedOperation`.
pub(super) fn write_some(vm: &mut Vm, f: &Ref<FileIo>, data: &[u8]) -> PyResult<Option<usize>> {
    let fd = descriptor_of(vm, f)?;
    if !f.get(vm).writable {
        return Err(wrong_mode(vm, "writing"));
    }
    match call(vm, || borrow(fd).and_then(|fd| rustix::io::write(fd, data)))? {
        Ok(n) => Ok(Some(n)),
        Err(Errno::AGAIN) => Ok(None),
        Err(errno) => Err(system(vm, errno, None)),
    }
}

/// Everything from the position to the end; `None` if that would block before the first byte.
pub(super) fn read_all(vm: &mut Vm, f: &Ref<FileIo>) -> PyResult<Option<Vec<u8>>> {
    let fd = descriptor_of(vm, f)?;
    let size = call(vm, || borrow(fd).and_then(rustix::fs::fstat))?.map_or(0, |s| s.st_size);
    let at = match f.get(vm).seekable {
        Some(false) => None,
        _ => call(vm, || borrow(fd).and_then(rustix::fs::tell))?.ok(),
    };
    let expected = match at {
        Some(at) if size > 0 => usize::try_from(size).unwrap_or(0).saturating_sub(at as usize),
        _ => 0,
    };
    let mut all = Vec::new();
    let mut room = if expected > 0 { expected + 1 } else { super::DEFAULT_BUFFER_SIZE };
    loop {
        match read_some(vm, f, &mut all, room)? {
            Some(0) => return Ok(Some(all)),
            Some(n) if n < room => room -= n,
            Some(_) => room = (all.len() / 2).clamp(super::DEFAULT_BUFFER_SIZE, 16 << 20),
            None if all.is_empty() => return Ok(None),
            None => return Ok(Some(all)),
        }
    }
}

fn bytes_or_none(vm: &mut Vm, data: Option<Vec<u8>>) -> PyResult {
    match data {
        Some(data) => Ok(Bytes::new(vm, &data)?.into_obj()),
        None => Ok(Obj::NONE),
    }
}

/// Fails unless the file is open for reading.
pub(super) fn check_readable(vm: &mut Vm, f: &Ref<FileIo>) -> PyResult<()> {
    descriptor_of(vm, f)?;
    if f.get(vm).readable { Ok(()) } else { Err(wrong_mode(vm, "reading")) }
}

fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    let size = optional_size(vm, args.opt(1), -1)?;
    check_readable(vm, f)?;
    let Ok(size) = usize::try_from(size) else {
        return protocol::call_method(vm, f, names::readall, &[]);
    };
    let mut data = Vec::new();
    let n = read_some(vm, f, &mut data, size.min(0x7fff_f000))?;
    bytes_or_none(vm, n.map(|_| data))
}

fn readall(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    descriptor_of(vm, f)?;
    let data = read_all(vm, f)?;
    bytes_or_none(vm, data)
}

fn readinto(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    let room = writable(vm, args.at(1), "readinto() argument 1")?;
    let done = check_readable(vm, f).and_then(|()| {
        let mut data = Vec::new();
        let len = room.get(vm).len();
        let n = read_some(vm, f, &mut data, len)?;
        if let Some(place) = room.get_mut(vm).get_mut(..data.len()) {
            place.copy_from_slice(&data);
        }
        Ok(n.map_or(Obj::NONE, |n| int::from_i64(vm, n as i64)))
    });
    room.release(vm);
    done
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    let data = buffer::to_vec(vm, args.at(1))?;
    let n = write_some(vm, f, &data)?;
    Ok(n.map_or(Obj::NONE, |n| int::from_i64(vm, n as i64)))
}

/// The target of a seek.
///
/// # Errors
/// `OSError` for a `whence` that does not exist, as the system says it.
fn seek_target(vm: &mut Vm, offset: i64, whence: i32) -> PyResult<SeekFrom> {
    match whence {
        0 if offset >= 0 => Ok(SeekFrom::Start(offset as u64)),
        1 => Ok(SeekFrom::Current(offset)),
        2 => Ok(SeekFrom::End(offset)),
        3 if offset >= 0 => Ok(SeekFrom::Data(offset as u64)),
        4 if offset >= 0 => Ok(SeekFrom::Hole(offset as u64)),
        _ => Err(system(vm, Errno::INVAL, None)),
    }
}

/// A file offset.
///
/// # Errors
/// `TypeError`, `OverflowError`.
pub(super) fn offset(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let exact = protocol::index(vm, o)?;
    match int::to_i64(vm, &exact) {
        Some(n) => Ok(n),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C long")),
    }
}

/// Moves the position as `lseek` does.
///
/// # Errors
/// `OSError`, `ValueError` for a closed file.
pub(super) fn seek_file(vm: &mut Vm, f: &Ref<FileIo>, to: i64, whence: i32) -> PyResult<i64> {
    descriptor_of(vm, f)?;
    let target = seek_target(vm, to, whence)?;
    Ok(move_to(vm, f, target, false)? as i64)
}

fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    let whence = args.opt(2).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    descriptor_of(vm, f)?;
    let to = offset(vm, args.at(1))?;
    let at = seek_file(vm, f, to, whence)?;
    Ok(int::from_i64(vm, at))
}

fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = move_to(vm, args.this::<FileIo>(), SeekFrom::Current(0), false)?;
    Ok(int::from_i64(vm, at as i64))
}

fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    let fd = descriptor_of(vm, f)?;
    if !f.get(vm).writable {
        return Err(wrong_mode(vm, "writing"));
    }
    let size = match args.some(1) {
        Some(size) => size.clone(),
        None => {
            let at = move_to(vm, f, SeekFrom::Current(0), false)?;
            int::from_i64(vm, at as i64)
        }
    };
    let len = offset(vm, &size)?;
    let cut = u64::try_from(len).map_err(|_| Errno::INVAL);
    match call(vm, || rustix::fs::ftruncate(borrow(fd)?, cut?))? {
        Ok(()) => Ok(size),
        Err(errno) => Err(system(vm, errno, None)),
    }
}

fn seekable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    descriptor_of(vm, f)?;
    if f.get(vm).seekable.is_none() && move_to(vm, f, SeekFrom::Current(0), false).is_err() {
        drop(vm.take_exception());
    }
    Ok(Obj::bool(f.get(vm).seekable == Some(true)))
}

fn readable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    descriptor_of(vm, f)?;
    Ok(Obj::bool(f.get(vm).readable))
}

fn can_write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let f = args.this::<FileIo>();
    descriptor_of(vm, f)?;
    Ok(Obj::bool(f.get(vm).writable))
}

fn fileno(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.this::<FileIo>())?;
    Ok(int::from_i64(vm, fd.into()))
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.this::<FileIo>())?;
    Ok(Obj::bool(vm.suspend(|| borrow(fd).is_ok_and(rustix::termios::isatty))))
}

/// As `isatty`, without a system call for what was no character device when it was opened.
fn isatty_open_only(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.this::<FileIo>().get(vm).plain { Ok(Obj::FALSE) } else { isatty(vm, args) }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(f) = o.downcast_ref::<FileIo>() else { return Err(closed(vm)) };
    let class = argument::class_name(vm, o);
    if f.get(vm).fd < 0 {
        return Ok(Str::from_display(vm, format_args!("<{class} [closed]>")).into_obj());
    }
    let closefd = if f.get(vm).closes { "True" } else { "False" };
    let (fd, mode) = (f.get(vm).fd, f.get(vm).mode());
    let Some(name) = protocol::find_attr(vm, o, names::name)? else {
        return Ok(Str::from_display(vm, format_args!("<{class} fd={fd} mode='{mode}' closefd={closefd}>")).into_obj());
    };
    let shown = protocol::guard_repr(vm, o, |vm| protocol::repr(vm, &name))?;
    match shown.as_ref().and_then(|s| s.downcast_ref::<Str>()) {
        Some(shown) => {
            let text = shown.text(vm);
            Ok(Str::from_display(vm, format_args!("<{class} name={text} mode='{mode}' closefd={closefd}>")).into_obj())
        }
        None => Err(raise!(vm, types::RUNTIME_ERROR, "reentrant call inside {class}.__repr__")),
    }
}

fn this(o: &Obj) -> Option<&Ref<FileIo>> {
    o.downcast_ref::<FileIo>()
}

fn get_mode(vm: &mut Vm, o: &Obj) -> PyResult {
    let mode = this(o).map_or("", |f| f.get(vm).mode());
    Ok(Str::intern(vm, mode).into_obj())
}

fn get_block_size(vm: &mut Vm, o: &Obj) -> PyResult {
    let size = this(o).map_or(0, |f| f.get(vm).block_size);
    Ok(int::from_i64(vm, size.into()))
}

/// Whether the stream is being finalised, set by the finaliser.
fn set_finalizing(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let finalizing = errors::boolean_member(vm, value)?;
    if let Some(f) = this(o) {
        f.get_mut(vm).finalizing = finalizing;
    }
    Ok(())
}

/// `_io.FileIO`
pub(super) static DEF: TypeDef = TypeDef {
    name: "FileIO",
    module: "_io",
    kind: kinds::FILE_IO,
    flags: TypeFlags::BASE,
    doc: "Open a file.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        native("read", "($self, size=-1, /)", read, "Read at most size bytes, returned as bytes."),
        native("readall", "($self, /)", readall, "Read all data from the file, returned as bytes."),
        native("readinto", "($self, buffer, /)", readinto, "Same as RawIOBase.readinto()."),
        native("write", "($self, b, /)", write, "Write buffer b to file, return number of bytes written."),
        native("seek", "($self, pos, whence=0, /)", seek, "Move to new file position and return the file position."),
        native("tell", "($self, /)", tell, "Current file position.\n\nCan raise OSError for non seekable files."),
        native(
            "truncate",
            "($self, size=None, /)",
            truncate,
            "Truncate the file to at most size bytes and return the truncated size.\n\nSize defaults to the current file position, as returned by tell().\nThe current file position is changed to the value of size.",
        ),
        native(
            "close",
            "($self, /)",
            close,
            "Close the file.\n\nA closed file cannot be used for further I/O operations.  close()\nmay be called more than once without error.",
        ),
        native("seekable", "($self, /)", seekable, "True if file supports random-access."),
        native("readable", "($self, /)", readable, "True if file was opened in a read mode."),
        native("writable", "($self, /)", can_write, "True if file was opened in a write mode."),
        native("fileno", "($self, /)", fileno, "Return the underlying file descriptor (an integer)."),
        native("isatty", "($self, /)", isatty, "True if the file is connected to a TTY device."),
        native("_isatty_open_only", "($self, /)", isatty_open_only, ""),
        native("_dealloc_warn", "($self, object, /)", dealloc_warn, ""),
        native("__getstate__", "($self, /)", refuse_state, ""),
    ],
    getsets: &[
        getset("_finalizing", |vm, o| Ok(Obj::bool(this(o).is_some_and(|f| f.get(vm).finalizing))), set_finalizing, ""),
        getter("closed", |vm, o| Ok(Obj::bool(this(o).is_none_or(|f| f.get(vm).fd < 0))), "True if the file is closed"),
        getter(
            "closefd",
            |vm, o| Ok(Obj::bool(this(o).is_some_and(|f| f.get(vm).closes))),
            "True if the file descriptor will be closed by close().",
        ),
        getter("mode", get_mode, "String giving the file mode"),
        getter("_blksize", get_block_size, "Stat st_blksize if available"),
    ],
    ..TypeDef::EMPTY
};

/// Whether a file is closed.
pub(super) fn is_closed(vm: &Vm, f: &Ref<FileIo>) -> bool {
    f.get(vm).fd < 0
}
