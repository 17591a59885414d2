//! `mmap`: files as memory (CPython: `Modules/mmapmodule.c`).
//!
//! The header's own word counts the views of a map (`buffer::Lease`); while there are any it is neither closed nor resized.

use crate::{kinds, posix::error, table};
use rpython_objects::{
    Args, Bytes, CallArgs, Module, NativeDef, Obj, Payload, PyResult, Raised, Ref, Slots, Str, Type, TypeDef,
    TypeFlags, Vm, argument,
    buffer::{self, Buffer, BufferFlags, Exporter, Lease},
    getter, int, native, protocol, raise,
    slice::{self, Slice},
    text::search,
    type_error, types, value_error,
};
use rpython_vm::{
    audit,
    system::{
        self,
        mapping::{Mapping, page_size},
    },
};

const ACCESS_DEFAULT: i32 = 0;
const ACCESS_READ: i32 = 1;
const ACCESS_WRITE: i32 = 2;
const ACCESS_COPY: i32 = 3;
const MAP_SHARED: i32 = 1;
const MAP_PRIVATE: i32 = 2;
const MAP_ANONYMOUS: i32 = 0x20;
const PROT_READ: i32 = 1;
const PROT_WRITE: i32 = 2;

const NUMBERS: &[(&str, i64)] = &[
    ("PROT_EXEC", 4),
    ("PROT_READ", 1),
    ("PROT_WRITE", 2),
    ("MAP_SHARED", 1),
    ("MAP_PRIVATE", 2),
    ("MAP_DENYWRITE", 0x800),
    ("MAP_EXECUTABLE", 0x1000),
    ("MAP_ANON", 0x20),
    ("MAP_ANONYMOUS", 0x20),
    ("MAP_POPULATE", 0x8000),
    ("MAP_STACK", 0x20000),
    ("MAP_NORESERVE", 0x4000),
    ("MAP_32BIT", 0x40),
    ("ACCESS_DEFAULT", 0),
    ("ACCESS_READ", 1),
    ("ACCESS_WRITE", 2),
    ("ACCESS_COPY", 3),
    ("MADV_NORMAL", 0),
    ("MADV_RANDOM", 1),
    ("MADV_SEQUENTIAL", 2),
    ("MADV_WILLNEED", 3),
    ("MADV_DONTNEED", 4),
    ("MADV_REMOVE", 9),
    ("MADV_DONTFORK", 10),
    ("MADV_DOFORK", 11),
    ("MADV_HWPOISON", 100),
    ("MADV_MERGEABLE", 12),
    ("MADV_UNMERGEABLE", 13),
    ("MADV_HUGEPAGE", 14),
    ("MADV_NOHUGEPAGE", 15),
    ("MADV_DONTDUMP", 16),
    ("MADV_DODUMP", 17),
    ("MADV_FREE", 8),
];

/// The payload of an `mmap`.
struct Map {
    /// `None` once closed.
    mapping: Option<Mapping>,
    /// A descriptor of the file, of its own; -1 for none.
    fd: i32,
    /// Whether a descriptor was to be kept.
    tracks_file: bool,
    position: usize,
    offset: i64,
    access: i32,
    flags: i32,
}

impl Payload for Map {
    const KIND: u8 = kinds::MMAP;
    const NAME: &'static str = "mmap";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Map {
    fn close(&mut self) {
        self.mapping = None;
        if self.fd >= 0 {
            let _ = system::close(std::mem::replace(&mut self.fd, -1));
        }
    }

    fn bytes(&self) -> &[u8] {
        self.mapping.as_ref().map_or(&[], Mapping::bytes)
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        self.mapping.as_mut().map_or(&mut [], Mapping::bytes_mut)
    }

    /// Bytes from the position on.
    fn left(&self) -> usize {
        self.bytes().len().saturating_sub(self.position)
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        self.close();
    }
}

static NEW: NativeDef = native(
    "mmap",
    "(fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)",
    |_, _| Ok(Obj::NONE),
    "",
);

fn number_or(vm: &mut Vm, o: &Obj, default: i32) -> PyResult<i32> {
    if o.is_unbound() { Ok(default) } else { argument::c_int(vm, o) }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let bound = native::bind(vm, &NEW, args)?;
    let fd = argument::c_int(vm, &bound[0])?;
    let length = argument::ssize(vm, &bound[1])?;
    let mut flags = number_or(vm, &bound[2], MAP_SHARED)?;
    let mut protection = number_or(vm, &bound[3], PROT_READ | PROT_WRITE)?;
    let mut access = number_or(vm, &bound[4], ACCESS_DEFAULT)?;
    let offset = if bound[5].is_unbound() { 0 } else { argument::ssize(vm, &bound[5])? };
    let tracks_file = bound[6].is_unbound() || protocol::is_true(vm, &bound[6])?;
    if length < 0 {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "memory mapped length must be positive"));
    }
    if offset < 0 {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "memory mapped offset must be positive"));
    }
    if access != ACCESS_DEFAULT && (flags != MAP_SHARED || protection != PROT_READ | PROT_WRITE) {
        return Err(value_error!(vm, "mmap can't specify both access and flags, prot."));
    }
    match access {
        ACCESS_READ => (flags, protection) = (MAP_SHARED, PROT_READ),
        ACCESS_WRITE => (flags, protection) = (MAP_SHARED, PROT_READ | PROT_WRITE),
        ACCESS_COPY => (flags, protection) = (MAP_PRIVATE, PROT_READ | PROT_WRITE),
        ACCESS_DEFAULT if protection & PROT_READ != 0 && protection & PROT_WRITE != 0 => {}
        ACCESS_DEFAULT if protection & PROT_WRITE != 0 => access = ACCESS_WRITE,
        ACCESS_DEFAULT => access = ACCESS_READ,
        _ => return Err(value_error!(vm, "mmap invalid access parameter.")),
    }
    let watched =
        [bound[0].clone(), bound[1].clone(), int::from_i64(vm, access.into()), int::from_i64(vm, offset as i64)];
    audit::event(vm, "mmap.__new__", &watched)?;
    let mut length = length as usize;
    let mut own = -1;
    if fd == -1 {
        flags |= MAP_ANONYMOUS;
    } else {
        if let Some(size) = file_size(fd) {
            if length == 0 {
                if size == 0 {
                    return Err(value_error!(vm, "cannot mmap an empty file"));
                }
                if offset as i64 >= size {
                    return Err(value_error!(vm, "mmap offset is greater than file size"));
                }
                length = (size - offset as i64) as usize;
            } else if offset as i64 > size || ((size - offset as i64) as usize) < length {
                return Err(value_error!(vm, "mmap length is greater than file size"));
            }
        }
        if tracks_file {
            let copy = system::descriptor(fd).and_then(|fd| rustix::io::fcntl_dupfd_cloexec(fd, 0));
            let copy = error::check(vm, copy)?;
            own = std::os::fd::IntoRawFd::into_raw_fd(copy);
        }
    }
    let offset = offset as i64;
    let mapping = vm.suspend(|| Mapping::new(length, protection, flags, fd, offset));
    let mapping = match mapping {
        Ok(mapping) => mapping,
        Err(e) => {
            if own >= 0 {
                let _ = system::close(own);
            }
            return Err(error::raise(vm, e, None));
        }
    };
    let map = Map { mapping: Some(mapping), fd: own, tracks_file, position: 0, offset, access, flags };
    Ok(vm.alloc_in(class, map).into_obj())
}

/// The size of a regular file.
fn file_size(fd: i32) -> Option<i64> {
    let status = rustix::fs::fstat(system::descriptor(fd).ok()?).ok()?;
    let regular = rustix::fs::FileType::from_raw_mode(status.st_mode).is_file();
    regular.then_some(status.st_size)
}

fn open<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Map>> {
    match o.downcast_ref::<Map>() {
        Some(map) if map.get(vm).mapping.is_some() => Ok(map),
        _ => Err(value_error!(vm, "mmap closed or invalid")),
    }
}

fn writable<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Map>> {
    let map = open(vm, o)?;
    if map.get(vm).access == ACCESS_READ {
        return Err(type_error!(vm, "mmap can't modify a readonly memory map."));
    }
    Ok(map)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if buffer::exports(args.at(0)) > 0 {
        return Err(raise!(vm, types::BUFFER_ERROR, "cannot close exported pointers exist"));
    }
    let map = args.this::<Map>().get_mut(vm);
    map.close();
    Ok(Obj::NONE)
}

/// The next bytes, as many as `count` finds among those left.
fn take(vm: &mut Vm, o: &Obj, count: impl FnOnce(&[u8]) -> usize) -> PyResult {
    let map = open(vm, o)?;
    let m = map.get(vm);
    let rest = m.bytes().get(m.position..).unwrap_or_default();
    let part = rest[..count(rest)].to_vec();
    map.get_mut(vm).position += part.len();
    Ok(Bytes::new(vm, &part)?.into_obj())
}

fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = match args.some(1) {
        Some(o) => {
            if !protocol::has_index(vm, o) {
                let got = argument::class_name(vm, o);
                return Err(type_error!(vm, "argument should be integer or None, not {got}"));
            }
            usize::try_from(argument::ssize(vm, o)?).unwrap_or(usize::MAX)
        }
        None => usize::MAX,
    };
    take(vm, args.at(0), |rest| rest.len().min(wanted))
}

fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    take(vm, args.at(0), |rest| memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1))
}

fn read_byte(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let map = open(vm, args.at(0))?;
    let m = map.get(vm);
    let Some(byte) = m.bytes().get(m.position).copied() else {
        return Err(value_error!(vm, "read byte out of range"));
    };
    map.get_mut(vm).position += 1;
    Ok(int::from_i64(vm, byte.into()))
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    open(vm, args.at(0))?;
    let data = buffer::to_vec(vm, args.at(1))?;
    let map = writable(vm, args.at(0))?;
    let m = map.get_mut(vm);
    if m.left() < data.len() {
        return Err(value_error!(vm, "data out of range"));
    }
    let at = m.position;
    m.bytes_mut()[at..at + data.len()].copy_from_slice(&data);
    m.position += data.len();
    Ok(int::from_i64(vm, data.len() as i64))
}

/// A C `unsigned char`.
fn byte_of(vm: &mut Vm, o: &Obj) -> PyResult<u8> {
    let n = argument::ssize(vm, o)?;
    if n < 0 {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "unsigned byte integer is less than minimum"));
    }
    u8::try_from(n).map_err(|_| raise!(vm, types::OVERFLOW_ERROR, "unsigned byte integer is greater than maximum"))
}

fn write_byte(vm: &mut Vm, args: Args<'_>) -> PyResult {
    open(vm, args.at(0))?;
    let byte = byte_of(vm, args.at(1))?;
    let map = writable(vm, args.at(0))?;
    let m = map.get_mut(vm);
    let at = m.position;
    match m.bytes_mut().get_mut(at) {
        Some(place) => *place = byte,
        None => return Err(value_error!(vm, "write byte out of range")),
    }
    m.position += 1;
    Ok(Obj::NONE)
}

fn search(vm: &mut Vm, args: Args<'_>, find: fn(&[u8], &[u8]) -> Option<usize>) -> PyResult {
    let map = open(vm, args.at(0))?;
    let (position, len) = (map.get(vm).position as isize, map.get(vm).bytes().len() as isize);
    let bound = |vm: &mut Vm, o: Option<&Obj>, default: isize| match o {
        Some(o) => argument::ssize(vm, o).map(|n| if n < 0 { (n + len).max(0) } else { n.min(len) }),
        None => Ok(default),
    };
    let start = bound(vm, args.some(2), position)?;
    let end = bound(vm, args.some(3), len)?;
    let needle = buffer::to_vec(vm, args.at(1))?;
    let map = open(vm, args.at(0))?;
    let hay = map.get(vm).bytes();
    let (start, end) = ((start as usize).min(hay.len()), (end as usize).min(hay.len()));
    let found = if start <= end { find(&hay[start..end], &needle) } else { None };
    Ok(int::from_i64(vm, found.map_or(-1, |at| (start + at) as i64)))
}

fn size(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let map = open(vm, args.at(0))?;
    let m = map.get(vm);
    let (fd, tracks, len) = (m.fd, m.tracks_file, m.bytes().len());
    if fd >= 0 {
        let status = system::descriptor(fd).and_then(rustix::fs::fstat);
        let status = error::check(vm, status)?;
        return Ok(int::from_i64(vm, status.st_size));
    }
    if !tracks {
        return Err(error::raise(vm, system::Errno::BADF, None));
    }
    Ok(int::from_i64(vm, len as i64))
}

fn resize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = argument::ssize(vm, args.at(1))?;
    let map = open(vm, args.at(0))?;
    if buffer::exports(args.at(0)) > 0 {
        return Err(raise!(vm, types::BUFFER_ERROR, "mmap can't resize with extant pointers exported."));
    }
    let m = map.get(vm);
    let (access, flags, fd, offset, len) = (m.access, m.flags, m.fd, m.offset, m.bytes().len());
    if !m.tracks_file {
        return Err(value_error!(vm, "mmap can't resize with trackfd=False."));
    }
    if access != ACCESS_WRITE && access != ACCESS_DEFAULT {
        return Err(type_error!(vm, "mmap can't resize a readonly or copy-on-write memory map."));
    }
    let end = i64::try_from(wanted).ok().filter(|n| *n >= 0).and_then(|n| n.checked_add(offset));
    let Some(end) = end else { return Err(value_error!(vm, "new size out of range")) };
    if fd == -1 && flags & MAP_PRIVATE == 0 && wanted as usize > len {
        return Err(value_error!(vm, "mmap: can't expand a shared anonymous mapping on Linux"));
    }
    if fd != -1 {
        let cut = system::ftruncate(fd, end);
        error::check(vm, cut)?;
    }
    let resized = match map.get_mut(vm).mapping.as_mut() {
        Some(mapping) => mapping.resize(wanted as usize),
        None => Ok(()),
    };
    error::check(vm, resized)?;
    Ok(Obj::NONE)
}

fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let position = open(vm, args.at(0))?.get(vm).position;
    Ok(int::from_i64(vm, position as i64))
}

fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let by = argument::ssize(vm, args.at(1))? as i64;
    let whence = match args.opt(2) {
        Some(o) => argument::c_int(vm, o)?,
        None => 0,
    };
    let map = open(vm, args.at(0))?;
    let m = map.get(vm);
    let (len, position, fd) = (m.bytes().len() as i64, m.position as i64, m.fd);
    let to = match whence {
        0 => Some(by),
        1 => position.checked_add(by),
        2 => len.checked_add(by),
        // The next data or hole of the file.
        3 | 4 => {
            let found = system::lseek(fd, by, whence);
            Some(error::check(vm, found)?)
        }
        _ => return Err(value_error!(vm, "unknown seek type")),
    };
    match to.filter(|to| (0..=len).contains(to)) {
        Some(to) => {
            map.get_mut(vm).position = to as usize;
            Ok(int::from_i64(vm, to))
        }
        None => Err(value_error!(vm, "seek out of range")),
    }
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let offset = argument::ssize_or(vm, args.opt(1), 0)?;
    let asked = argument::ssize_or(vm, args.some(2), -1)?;
    let map = open(vm, args.at(0))?;
    let m = map.get(vm);
    let len = m.bytes().len() as isize;
    let size = if asked == -1 { len.wrapping_sub(offset) } else { asked };
    if offset < 0 || size < 0 || len - offset < size {
        return Err(value_error!(vm, "flush values out of range"));
    }
    if matches!(m.access, ACCESS_READ | ACCESS_COPY) {
        return Ok(Obj::NONE);
    }
    let done = m.mapping.as_ref().map_or(Ok(()), |mapping| mapping.sync(offset as usize, size as usize));
    error::check(vm, done)?;
    Ok(Obj::NONE)
}

fn shift(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [to, from, count] = [1, 2, 3].map(|i| argument::ssize(vm, args.at(i)));
    let (to, from, count) = (to?, from?, count?);
    let map = writable(vm, args.at(0))?;
    let len = map.get(vm).bytes().len() as isize;
    if to < 0 || from < 0 || count < 0 || len - to < count || len - from < count {
        return Err(value_error!(vm, "source, destination, or count out of range"));
    }
    let (to, from, count) = (to as usize, from as usize, count as usize);
    map.get_mut(vm).bytes_mut().copy_within(from..from + count, to);
    Ok(Obj::NONE)
}

fn madvise(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let advice = argument::c_int(vm, args.at(1))?;
    let start = argument::ssize_or(vm, args.opt(2), 0)?;
    let map = open(vm, args.at(0))?;
    let len = map.get(vm).bytes().len() as isize;
    let length = match args.some(3) {
        Some(o) => argument::ssize(vm, o)?,
        None => len,
    };
    if start < 0 || start >= len {
        return Err(value_error!(vm, "madvise start out of bounds"));
    }
    if length < 0 {
        return Err(value_error!(vm, "madvise length invalid"));
    }
    if start.checked_add(length).is_none() {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "madvise length too large"));
    }
    let map = open(vm, args.at(0))?;
    let length = length.min(len - start) as usize;
    let done = match map.get_mut(vm).mapping.as_mut() {
        Some(mapping) => mapping.advise(advice, start as usize, length),
        None => Ok(()),
    };
    error::check(vm, done)?;
    Ok(Obj::NONE)
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    open(vm, args.at(0))?;
    Ok(args.at(0).clone())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = rpython_objects::class::qualified_name(vm, &vm.class_of(o).own());
    let Some(m) = o.downcast_ref::<Map>().map(|m| m.get(vm)).filter(|m| m.mapping.is_some()) else {
        return Ok(Str::new(vm, &format!("<{class} closed=True>")).into_obj());
    };
    let access = match m.access {
        ACCESS_DEFAULT => "ACCESS_DEFAULT",
        ACCESS_READ => "ACCESS_READ",
        ACCESS_WRITE => "ACCESS_WRITE",
        _ => "ACCESS_COPY",
    };
    let (len, position, offset) = (m.bytes().len(), m.position, m.offset);
    let text = format!("<{class} closed=False, access={access}, length={len}, pos={position}, offset={offset}>");
    Ok(Str::new(vm, &text).into_obj())
}

#[cold]
fn out_of_range(vm: &mut Vm) -> Raised {
    table::index_error(vm, "mmap index out of range")
}

fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let map = open(vm, o)?;
    match map.get(vm).bytes().get(i as usize).copied() {
        Some(byte) => Ok(Bytes::new(vm, &[byte])?.into_obj()),
        None => Err(out_of_range(vm)),
    }
}

/// The place that an index names, counted from the end if negative.
fn place(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult<usize> {
    let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
    let len = open(vm, o)?.get(vm).bytes().len();
    let i = if i < 0 { i + len as isize } else { i };
    if i < 0 || i as usize >= len { Err(out_of_range(vm)) } else { Ok(i as usize) }
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    open(vm, o)?;
    if protocol::has_index(vm, key) {
        let i = place(vm, o, key)?;
        let byte = open(vm, o)?.get(vm).bytes()[i];
        return Ok(int::from_i64(vm, byte.into()));
    }
    if !key.is_kind::<Slice>() {
        return Err(type_error!(vm, "mmap indices must be integers"));
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let map = open(vm, o)?;
    let bytes = map.get(vm).bytes();
    let (first, _, step, count) = slice::clip(start, stop, step, bytes.len());
    let part: Vec<u8> = (0..count as isize).map(|k| bytes[(first + k * step) as usize]).collect();
    Ok(Bytes::new(vm, &part)?.into_obj())
}

fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    writable(vm, o)?;
    if protocol::has_index(vm, key) {
        let i = place(vm, o, key)?;
        let Some(value) = value else { return Err(type_error!(vm, "mmap object doesn't support item deletion")) };
        if !protocol::has_index(vm, value) {
            return Err(type_error!(vm, "mmap item value must be an int"));
        }
        let n = argument::ssize(vm, value)?;
        let Ok(byte) = u8::try_from(n) else {
            return Err(value_error!(vm, "mmap item value must be in range(0, 256)"));
        };
        let map = writable(vm, o)?;
        // The value's `__index__` may have made the map smaller.
        match map.get_mut(vm).bytes_mut().get_mut(i) {
            Some(place) => *place = byte,
            None => return Err(out_of_range(vm)),
        }
        return Ok(());
    }
    if !key.is_kind::<Slice>() {
        return Err(type_error!(vm, "mmap indices must be integer"));
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let Some(value) = value else { return Err(type_error!(vm, "mmap object doesn't support slice deletion")) };
    let data = buffer::to_vec(vm, value)?;
    let map = writable(vm, o)?;
    let bytes = map.get_mut(vm).bytes_mut();
    let (first, _, step, count) = slice::clip(start, stop, step, bytes.len());
    if data.len() != count {
        return Err(table::index_error(vm, "mmap slice assignment is wrong size"));
    }
    for (k, byte) in data.into_iter().enumerate() {
        bytes[(first + k as isize * step) as usize] = byte;
    }
    Ok(())
}

fn export(vm: &mut Vm, o: &Obj, flags: BufferFlags) -> PyResult<Buffer> {
    let map = open(vm, o)?;
    let read_only = map.get(vm).access == ACCESS_READ;
    if read_only {
        buffer::read_only(vm, flags)?;
    }
    let len = map.get(vm).bytes().len();
    Ok(Buffer::plain(o, len, read_only, Some(Lease::take(o))))
}

static EXPORTER: Exporter = Exporter {
    bytes: |vm, o| o.downcast_ref::<Map>().map_or(&[], |m| m.get(vm).bytes()),
    bytes_mut: |vm, o| match o.downcast_ref::<Map>() {
        Some(m) => m.get_mut(vm).bytes_mut(),
        None => &mut [],
    },
};

static DEF: TypeDef = TypeDef {
    name: "mmap",
    module: "mmap",
    kind: kinds::MMAP,
    flags: TypeFlags::BASE,
    doc: "mmap(fileno, length[, flags[, prot[, access[, offset[, trackfd]]]]])\n\nMaps length bytes from the file specified by the file descriptor fileno,\nand returns a mmap object.  If length is larger than the current size\nof the file, the file is extended to contain length bytes.  If length is\n0, the maximum length of the map is the current size of the file.",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        len: Some(|vm, o| Ok(open(vm, o)?.get(vm).bytes().len())),
        item: Some(item),
        subscript: Some(subscript),
        set_subscript: Some(set_subscript),
        buffer: Some(export),
        release_buffer: Some(rpython_objects::memoryview::release_buffer),
        ..Slots::EMPTY
    },
    methods: &[
        native("close", "($self, /)", close, ""),
        native("find", "($self, view, start=None, end=None, /)", |vm, a| search(vm, a, search::find_units::<u8>), ""),
        native("rfind", "($self, view, start=None, end=None, /)", |vm, a| search(vm, a, search::rfind_units::<u8>), ""),
        native("flush", "($self, offset=0, size=None, /)", flush, ""),
        native("madvise", "($self, option, start=0, length=None, /)", madvise, ""),
        native("move", "($self, dest, src, count, /)", shift, ""),
        native("read", "($self, n=None, /)", read, ""),
        native("read_byte", "($self, /)", read_byte, ""),
        native("readline", "($self, /)", readline, ""),
        native("resize", "($self, newsize, /)", resize, ""),
        native("seek", "($self, pos, whence=0, /)", seek, ""),
        native("seekable", "($self, /)", |_, _| Ok(Obj::TRUE), ""),
        native("size", "($self, /)", size, ""),
        native("tell", "($self, /)", tell, ""),
        native("write", "($self, bytes, /)", write, ""),
        native("write_byte", "($self, byte, /)", write_byte, ""),
        native("__enter__", "($self, /)", enter, ""),
        native("__exit__", "($self, exc_type, exc_value, traceback, /)", close, ""),
    ],
    getsets: &[getter(
        "closed",
        |vm, o| Ok(Obj::bool(o.downcast_ref::<Map>().is_none_or(|m| m.get(vm).mapping.is_none()))),
        "",
    )],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "mmap", "", &[])?;
    table::add_type::<Map>(vm, &module, &DEF)?;
    table::set(vm, &module, "error", types::OS_ERROR.clone().into_obj())?;
    buffer::register(kinds::MMAP, &EXPORTER);
    for (name, number) in NUMBERS {
        table::set(vm, &module, name, int::from_i64(vm, *number))?;
    }
    let page = int::from_i64(vm, page_size() as i64);
    table::set(vm, &module, "PAGESIZE", page.clone())?;
    table::set(vm, &module, "ALLOCATIONGRANULARITY", page)?;
    Ok(module)
}
