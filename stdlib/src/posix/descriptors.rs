//! Files by descriptor: opening, reading, writing, duplicating, locking.

use super::{
    error::{blocking, check, raise},
    number::{self, c_int},
    path::{self, Folder, Path, Wanted, borrow, descriptor_of},
    results::{none, pair},
};
use rpython_objects::{
    Args, Bytes, NativeDef, Obj, PyResult, Vm, argument, buffer, int, native, protocol, type_error, value_error,
};
use rpython_vm::system;
use rustix::{
    io::{self, Errno, FdFlags},
    pipe::{self, PipeFlags, SpliceFlags},
};
use std::os::fd::{IntoRawFd, OwnedFd};

pub(super) const CLOSE_ON_EXEC: i32 = 0o2_000_000;

const NON_BLOCKING: i64 = 0o4_000;

const GET_FLAGS: i32 = 3;

const SET_FLAGS: i32 = 4;

fn number_of(vm: &Vm, fd: OwnedFd) -> Obj {
    int::from_i64(vm, fd.into_raw_fd().into())
}

fn open(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("open"))?;
    let flags = c_int(vm, args, 2)? | CLOSE_ON_EXEC;
    let mode = number::int_or(vm, args.opt(3), 0o777)? as u32;
    let folder = Folder::read(vm, args.opt(4))?;
    let fd = path.call(vm, |name| system::openat(folder.raw(), name, flags, mode))?;
    Ok(int::from_i64(vm, fd.into()))
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    match vm.suspend(|| system::close(fd)) {
        // The descriptor is gone even then.
        Ok(_) | Err(Errno::INTR) => Ok(Obj::NONE),
        Err(e) => Err(raise(vm, e, None)),
    }
}

fn closerange(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (low, high) = (c_int(vm, args, 1)?.max(0), c_int(vm, args, 2)?);
    vm.suspend(|| {
        for fd in low..high.min(1 << 20) {
            let _ = system::close(fd);
        }
    });
    Ok(Obj::NONE)
}

/// Most bytes that one call reads or writes.
const MOST: usize = 0x7FFF_F000;

fn room(len: usize) -> PyResult<Vec<u8>> {
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(len.min(MOST)).map_err(|_| rpython_heap::OutOfMemory)?;
    Ok(buffer)
}

fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let len = argument::ssize(vm, args.at(2))?;
    let Ok(len) = usize::try_from(len) else { return Err(raise(vm, Errno::INVAL, None)) };
    read_with(vm, len, |buffer| match len {
        // Without room there is no spare capacity to speak of.
        0 => io::read(borrow(fd)?, [0u8; 0].as_mut_slice()),
        _ => io::read(borrow(fd)?, rustix::buffer::spare_capacity(buffer)),
    })
}

/// Reads into a new buffer, which is given up again while a signal's handler runs.
fn read_with(vm: &mut Vm, len: usize, read: impl Fn(&mut Vec<u8>) -> io::Result<usize> + Sync) -> PyResult {
    loop {
        let mut buffer = room(len)?;
        match vm.suspend(|| read(&mut buffer)) {
            Err(Errno::INTR) => rpython_vm::signals::check(vm)?,
            Err(e) => return Err(raise(vm, e, None)),
            Ok(_) => return Ok(Bytes::new(vm, &buffer)?.into_obj()),
        }
    }
}

fn pread(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, len) = (c_int(vm, args, 1)?, argument::ssize(vm, args.at(2))?);
    let offset = number::offset(vm, args.at(3))? as u64;
    let Ok(len) = usize::try_from(len) else { return Err(raise(vm, Errno::INVAL, None)) };
    read_with(vm, len, |buffer| io::pread(borrow(fd)?, rustix::buffer::spare_capacity(buffer), offset))
}

/// A copy of the bytes of an argument, for a call without the token.
fn data(vm: &mut Vm, o: &Obj) -> PyResult<Vec<u8>> {
    buffer::to_vec(vm, o)
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let data = data(vm, args.at(2))?;
    let data = &data[..data.len().min(MOST)];
    let n = blocking(vm, || io::write(borrow(fd)?, data))?;
    Ok(int::from_i64(vm, n as i64))
}

fn pwrite(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let data = data(vm, args.at(2))?;
    let offset = number::offset(vm, args.at(3))? as u64;
    let n = blocking(vm, || io::pwrite(borrow(fd)?, &data, offset))?;
    Ok(int::from_i64(vm, n as i64))
}

/// The buffers of a sequence.
fn sequence(vm: &mut Vm, o: &Obj, function: &str) -> PyResult<Vec<Obj>> {
    if vm.slots_of(o).item().is_none() && vm.slots_of(o).subscript().is_none() {
        return Err(type_error!(vm, "{function}() arg 2 must be a sequence"));
    }
    protocol::collect(vm, o)
}

fn writev_at(vm: &mut Vm, args: Args<'_>, function: &'static str, offset: Option<u64>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let mut all = Vec::new();
    for o in sequence(vm, args.at(2), function)? {
        all.push(data(vm, &o)?);
    }
    let flags = if offset.is_some() { number::int_or(vm, args.opt(4), 0)? } else { 0 };
    let n = blocking(vm, || {
        let slices: Vec<_> = all.iter().map(|d| std::io::IoSlice::new(d)).collect();
        match offset {
            None => io::writev(borrow(fd)?, &slices),
            Some(at) if flags == 0 => io::pwritev(borrow(fd)?, &slices, at),
            Some(at) => io::pwritev2(borrow(fd)?, &slices, at, io::ReadWriteFlags::from_bits_retain(flags as u32)),
        }
    })?;
    Ok(int::from_i64(vm, n as i64))
}

fn writev(vm: &mut Vm, args: Args<'_>) -> PyResult {
    writev_at(vm, args, "writev", None)
}

fn pwritev(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let offset = number::offset(vm, args.at(3))? as u64;
    writev_at(vm, args, "pwritev", Some(offset))
}

/// Reads without the token, then fills the writable buffers, which stay borrowed so that nothing resizes them meanwhile.
fn fill(
    vm: &mut Vm,
    targets: &[Obj],
    read: impl Fn(&mut [std::io::IoSliceMut<'_>]) -> io::Result<usize> + Sync,
) -> PyResult {
    let mut views = Vec::new();
    let mut result = Ok(());
    for target in targets {
        match buffer::get(vm, target, buffer::WRITABLE) {
            Ok(view) => views.push(view),
            Err(raised) => {
                result = Err(raised);
                break;
            }
        }
    }
    let mut filled = result.map(|()| 0);
    let mut rooms: Vec<Vec<u8>> = views.iter().map(|v| vec![0; v.len().min(MOST)]).collect();
    if filled.is_ok() {
        filled = loop {
            let done = vm.suspend(|| {
                let mut slices: Vec<_> = rooms.iter_mut().map(|r| std::io::IoSliceMut::new(r)).collect();
                read(&mut slices)
            });
            match done {
                Ok(n) => break Ok(n),
                Err(Errno::INTR) => {
                    if let Err(raised) = rpython_vm::signals::check(vm) {
                        break Err(raised);
                    }
                }
                Err(e) => break Err(raise(vm, e, None)),
            }
        };
    }
    let mut left = *filled.as_ref().unwrap_or(&0);
    for (view, room) in views.into_iter().zip(rooms) {
        let n = left.min(room.len());
        if let Some(place) = view.bytes_mut(vm).get_mut(..n) {
            place.copy_from_slice(&room[..n]);
        }
        left -= n;
        buffer::release(vm, view);
    }
    filled.map(|n| int::from_i64(vm, n as i64))
}

fn readinto(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    if !buffer::has_buffer(vm, args.at(2)) {
        let class = argument::shown_class(vm, args.at(2));
        return Err(type_error!(vm, "readinto() argument 2 must be read-write bytes-like object, not {class}"));
    }
    fill(vm, &[args.at(2).clone()], |slices| io::readv(borrow(fd)?, slices))
}

fn readv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let targets = sequence(vm, args.at(2), "readv")?;
    fill(vm, &targets, |slices| io::readv(borrow(fd)?, slices))
}

fn preadv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let targets = sequence(vm, args.at(2), "preadv")?;
    let offset = number::offset(vm, args.at(3))? as u64;
    let flags = number::int_or(vm, args.opt(4), 0)? as u32;
    fill(vm, &targets, |slices| match flags {
        0 => io::preadv(borrow(fd)?, slices, offset),
        flags => io::preadv2(borrow(fd)?, slices, offset, io::ReadWriteFlags::from_bits_retain(flags)),
    })
}

fn lseek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, offset, whence) = (c_int(vm, args, 1)?, number::offset(vm, args.at(2))?, c_int(vm, args, 3)?);
    let made = vm.suspend(|| system::lseek(fd, offset, whence));
    let at = check(vm, made)?;
    Ok(int::from_i64(vm, at))
}

fn dup(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let made = borrow(fd).and_then(|fd| io::fcntl_dupfd_cloexec(fd, 0));
    let made = check(vm, made)?;
    Ok(number_of(vm, made))
}

fn dup2(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (from, to) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    let inheritable = path::truth(vm, args.opt(3), true)?;
    if from < 0 || to < 0 {
        return Err(raise(vm, Errno::BADF, None));
    }
    let made = vm.suspend(|| {
        // `dup3` refuses equal numbers.
        if inheritable || from == to { system::dup2(from, to) } else { system::dup3(from, to, CLOSE_ON_EXEC) }
    });
    let made = check(vm, made)?;
    Ok(int::from_i64(vm, made.into()))
}

fn make_pipe(vm: &mut Vm, flags: PipeFlags) -> PyResult {
    let (read, write) = check(vm, pipe::pipe_with(flags))?;
    pair(vm, (read.into_raw_fd(), write.into_raw_fd()))
}

fn pipe_plain(vm: &mut Vm, _: Args<'_>) -> PyResult {
    make_pipe(vm, PipeFlags::CLOEXEC)
}

fn pipe2(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = c_int(vm, args, 1)?;
    make_pipe(vm, PipeFlags::from_bits_retain(flags as u32))
}

fn fstat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let stat = blocking(vm, || rustix::fs::fstat(borrow(fd)?))?;
    super::stat::result(vm, &stat)
}

fn ftruncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, length) = (c_int(vm, args, 1)?, number::offset(vm, args.at(2))?);
    blocking(vm, || system::ftruncate(fd, length)).map(none)
}

fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("truncate"))?;
    let length = number::offset(vm, args.at(2))?;
    match path.descriptor {
        Some(fd) => blocking(vm, || system::ftruncate(fd, length)).map(none),
        None => path.call(vm, |name| system::truncate(name, length)).map(none),
    }
}

fn fsync(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    blocking(vm, || system::fsync(fd)).map(none)
}

fn fdatasync(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    blocking(vm, || system::fdatasync(fd)).map(none)
}

fn fchdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    blocking(vm, || system::fchdir(fd)).map(none)
}

fn fchmod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, mode) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    blocking(vm, || system::fchmod(fd, mode as u32)).map(none)
}

fn fchown(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let (uid, gid) = (number::identity(vm, args.at(2), "uid")?, number::identity(vm, args.at(3), "gid")?);
    blocking(vm, || system::fchown(fd, uid, gid)).map(none)
}

fn lockf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, command, length) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?, number::offset(vm, args.at(3))?);
    let done = vm.suspend(|| system::lockf(fd, command, length));
    check(vm, done).map(none)
}

fn posix_fallocate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let (offset, length) = (number::offset(vm, args.at(2))?, number::offset(vm, args.at(3))?);
    blocking(vm, || system::posix_fallocate(fd, offset, length)).map(none)
}

fn posix_fadvise(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let (offset, length) = (number::offset(vm, args.at(2))?, number::offset(vm, args.at(3))?);
    let advice = c_int(vm, args, 4)?;
    blocking(vm, || system::posix_fadvise(fd, offset, length, advice)).map(none)
}

fn get_inheritable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let flags = borrow(fd).and_then(io::fcntl_getfd);
    Ok(Obj::bool(!check(vm, flags)?.contains(FdFlags::CLOEXEC)))
}

fn set_inheritable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, inheritable) = (c_int(vm, args, 1)?, c_int(vm, args, 2)? != 0);
    let done = borrow(fd).and_then(|fd| {
        let flags = io::fcntl_getfd(fd)?;
        let wanted = if inheritable { flags - FdFlags::CLOEXEC } else { flags | FdFlags::CLOEXEC };
        if wanted == flags { Ok(()) } else { io::fcntl_setfd(fd, wanted) }
    });
    check(vm, done).map(none)
}

fn get_blocking(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let flags = check(vm, system::fcntl(fd, GET_FLAGS, 0))?;
    Ok(Obj::bool(i64::from(flags) & NON_BLOCKING == 0))
}

fn set_blocking(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let blocks = path::truth(vm, args.opt(2), true)?;
    let flags = i64::from(check(vm, system::fcntl(fd, GET_FLAGS, 0))?);
    let wanted = if blocks { flags & !NON_BLOCKING } else { flags | NON_BLOCKING };
    check(vm, system::fcntl(fd, SET_FLAGS, wanted)).map(none)
}

/// An optional offset, which stands for the descriptor's own where it is `None`.
fn offset_or_none(vm: &mut Vm, o: Option<&Obj>) -> PyResult<Option<u64>> {
    match o.filter(|o| !o.is_none()) {
        None => Ok(None),
        Some(o) => number::offset(vm, o).map(|n| Some(n as u64)),
    }
}

fn sendfile(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (to, from) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    let offset = offset_or_none(vm, args.opt(3))?;
    let count = argument::ssize(vm, args.at(4))?;
    let n = blocking(vm, || {
        let mut at = offset.unwrap_or(0);
        rustix::fs::sendfile(borrow(to)?, borrow(from)?, offset.map(|_| &mut at), count as usize)
    })?;
    Ok(int::from_i64(vm, n as i64))
}

fn count(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    let n = argument::ssize(vm, o)?;
    usize::try_from(n).map_err(|_| value_error!(vm, "negative value for 'count' not allowed"))
}

fn copy_file_range(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (from, to) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    let count = count(vm, args.at(3))?;
    let (in_offset, out_offset) = (offset_or_none(vm, args.opt(4))?, offset_or_none(vm, args.opt(5))?);
    let n = blocking(vm, || {
        let (mut a, mut b) = (in_offset.unwrap_or(0), out_offset.unwrap_or(0));
        let (a, b) = (in_offset.map(|_| &mut a), out_offset.map(|_| &mut b));
        rustix::fs::copy_file_range(borrow(from)?, a, borrow(to)?, b, count)
    })?;
    Ok(int::from_i64(vm, n as i64))
}

fn splice(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (from, to) = (c_int(vm, args, 1)?, c_int(vm, args, 2)?);
    let count = count(vm, args.at(3))?;
    let (in_offset, out_offset) = (offset_or_none(vm, args.opt(4))?, offset_or_none(vm, args.opt(5))?);
    let flags = SpliceFlags::from_bits_retain(number::int_or(vm, args.opt(6), 0)? as u32);
    let n = blocking(vm, || {
        let (mut a, mut b) = (in_offset.unwrap_or(0), out_offset.unwrap_or(0));
        let (a, b) = (in_offset.map(|_| &mut a), out_offset.map(|_| &mut b));
        pipe::splice(borrow(from)?, a, borrow(to)?, b, count, flags)
    })?;
    Ok(int::from_i64(vm, n as i64))
}

fn memfd_create(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = path::fsencode(vm, args.at(1))?;
    let flags = match args.opt(2) {
        Some(o) => number::unsigned(vm, o)? as u32,
        None => 1,
    };
    let fd = check(vm, system::memfd_create(&name, flags))?;
    Ok(int::from_i64(vm, fd.into()))
}

fn eventfd(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let initial = number::unsigned(vm, args.at(1))? as u32;
    let flags = number::int_or(vm, args.opt(2), CLOSE_ON_EXEC)?;
    let fd = check(vm, system::eventfd(initial, flags))?;
    Ok(int::from_i64(vm, fd.into()))
}

fn eventfd_read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let value = blocking(vm, || {
        let mut word = [0; 8];
        io::read(borrow(fd)?, &mut word).map(|_| u64::from_ne_bytes(word))
    })?;
    Ok(number::from_u64(vm, value))
}

fn eventfd_write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let value = number::unsigned(vm, args.at(2))?.to_ne_bytes();
    blocking(vm, || io::write(borrow(fd)?, &value)).map(none)
}

fn pidfd_open(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = c_int(vm, args, 1)?;
    let flags = match args.opt(2) {
        Some(o) => number::unsigned(vm, o)? as u32,
        None => 0,
    };
    let fd = check(vm, system::pidfd_open(pid, flags))?;
    Ok(int::from_i64(vm, fd.into()))
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native(
        "open",
        "($module, /, path, flags, mode=511, *, dir_fd=None)",
        open,
        "Open a file for low level IO.  Returns a file descriptor (integer).",
    ),
    native("close", "($module, /, fd)", close, "Close a file descriptor."),
    native(
        "closerange",
        "($module, fd_low, fd_high, /)",
        closerange,
        "Closes all file descriptors in [fd_low, fd_high), ignoring errors.",
    ),
    native("read", "($module, fd, length, /)", read, "Read from a file descriptor.  Returns a bytes object."),
    native(
        "pread",
        "($module, fd, length, offset, /)",
        pread,
        "Read a number of bytes from a file descriptor starting at a particular offset.",
    ),
    native("write", "($module, fd, data, /)", write, "Write a bytes object to a file descriptor."),
    native(
        "pwrite",
        "($module, fd, buffer, offset, /)",
        pwrite,
        "Write bytes to a file descriptor starting at a particular offset.",
    ),
    native(
        "writev",
        "($module, fd, buffers, /)",
        writev,
        "Iterate over buffers, and write the contents of each to a file descriptor.",
    ),
    native(
        "pwritev",
        "($module, fd, buffers, offset, flags=0, /)",
        pwritev,
        "Writes the contents of bytes-like objects to a file descriptor at a given offset.",
    ),
    native("readinto", "($module, fd, buffer, /)", readinto, "Read into a buffer object from a file descriptor."),
    native("readv", "($module, fd, buffers, /)", readv, "Read from a file descriptor fd into an iterable of buffers."),
    native(
        "preadv",
        "($module, fd, buffers, offset, flags=0, /)",
        preadv,
        "Reads from a file descriptor into a number of mutable bytes-like objects.",
    ),
    native(
        "lseek",
        "($module, fd, position, whence, /)",
        lseek,
        "Set the position of a file descriptor.  Return the new position.",
    ),
    native("dup", "($module, fd, /)", dup, "Return a duplicate of a file descriptor."),
    native("dup2", "($module, /, fd, fd2, inheritable=True)", dup2, "Duplicate file descriptor."),
    native("pipe", "($module, /)", pipe_plain, "Create a pipe."),
    native("pipe2", "($module, flags, /)", pipe2, "Create a pipe with flags set atomically."),
    native("fstat", "($module, /, fd)", fstat, "Perform a stat system call on the given file descriptor."),
    native(
        "ftruncate",
        "($module, fd, length, /)",
        ftruncate,
        "Truncate a file, specified by file descriptor, to a specific length.",
    ),
    native(
        "truncate",
        "($module, /, path, length)",
        truncate,
        "Truncate a file, specified by path, to a specific length.",
    ),
    native("fsync", "($module, /, fd)", fsync, "Force write of fd to disk."),
    native("fdatasync", "($module, /, fd)", fdatasync, "Force write of fd to disk without forcing update of metadata."),
    native("fchdir", "($module, /, fd)", fchdir, "Change to the directory of the given file descriptor."),
    native(
        "fchmod",
        "($module, /, fd, mode)",
        fchmod,
        "Change the access permissions of the file given by file descriptor fd.",
    ),
    native(
        "fchown",
        "($module, /, fd, uid, gid)",
        fchown,
        "Change the owner and group id of the file specified by file descriptor.",
    ),
    native(
        "lockf",
        "($module, fd, command, length, /)",
        lockf,
        "Apply, test or remove a POSIX lock on an open file descriptor.",
    ),
    native(
        "posix_fallocate",
        "($module, fd, offset, length, /)",
        posix_fallocate,
        "Ensure a file has allocated at least a particular number of bytes on disk.",
    ),
    native(
        "posix_fadvise",
        "($module, fd, offset, length, advice, /)",
        posix_fadvise,
        "Announce an intention to access data in a specific pattern.",
    ),
    native(
        "get_inheritable",
        "($module, fd, /)",
        get_inheritable,
        "Get the close-on-exe flag of the specified file descriptor.",
    ),
    native(
        "set_inheritable",
        "($module, fd, inheritable, /)",
        set_inheritable,
        "Set the inheritable flag of the specified file descriptor.",
    ),
    native("get_blocking", "($module, fd, /)", get_blocking, "Get the blocking mode of the file descriptor."),
    native(
        "set_blocking",
        "($module, fd, blocking, /)",
        set_blocking,
        "Set the blocking mode of the specified file descriptor.",
    ),
    native(
        "sendfile",
        "($module, /, out_fd, in_fd, offset, count)",
        sendfile,
        "Copy count bytes from file descriptor in_fd to file descriptor out_fd.",
    ),
    native(
        "copy_file_range",
        "($module, /, src, dst, count, offset_src=None, offset_dst=None)",
        copy_file_range,
        "Copy count bytes from one file descriptor to another.",
    ),
    native(
        "splice",
        "($module, /, src, dst, count, offset_src=None, offset_dst=None, flags=0)",
        splice,
        "Transfer count bytes from one pipe to a descriptor or vice versa.",
    ),
    native("memfd_create", "($module, /, name, flags=MFD_CLOEXEC)", memfd_create, ""),
    native(
        "eventfd",
        "($module, /, initval, flags=EFD_CLOEXEC)",
        eventfd,
        "Creates and returns an event notification file descriptor.",
    ),
    native("eventfd_read", "($module, /, fd)", eventfd_read, "Read eventfd value"),
    native("eventfd_write", "($module, /, fd, value)", eventfd_write, "Write eventfd value."),
    native(
        "pidfd_open",
        "($module, /, pid, flags=0)",
        pidfd_open,
        "Return a file descriptor referring to the process *pid*.",
    ),
];
