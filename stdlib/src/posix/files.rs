//! Files and folders by name.

use super::{
    error::{blocking, check, raise},
    number,
    path::{self, Folder, Path, Wanted, must_follow, no_folder, truth},
    results::none,
    stat,
};
use rpython_objects::{
    Args, List, NativeDef, Obj, PyResult, Str, Tuple, Vm, argument, buffer, int, native, protocol, type_error,
    value_error,
};
use rpython_vm::system;
use rustix::{
    fs::{Dir, Mode, OFlags, Timespec, Timestamps},
    io::{self, Errno},
};
use std::ffi::{CStr, CString};

/// `AT_SYMLINK_NOFOLLOW`
const NO_FOLLOW: i32 = 0x100;
/// `AT_REMOVEDIR`, which for `faccessat` is `AT_EACCESS`.
const REMOVE_FOLDER: i32 = 0x200;
const EFFECTIVE: i32 = 0x200;
/// `AT_SYMLINK_FOLLOW`
const FOLLOW: i32 = 0x400;

fn mode(vm: &mut Vm, o: Option<&Obj>, default: i32) -> PyResult<u32> {
    number::int_or(vm, o, default).map(|n| n as u32)
}

fn mkdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("mkdir"))?;
    let (mode, folder) = (mode(vm, args.opt(2), 0o777)?, Folder::read(vm, args.opt(3))?);
    path.call(vm, |name| system::mkdirat(folder.raw(), name, mode)).map(none)
}

fn mkfifo(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("mkfifo"))?;
    let (mode, folder) = (mode(vm, args.opt(2), 0o666)?, Folder::read(vm, args.opt(3))?);
    // CPython's error has no file name.
    blocking(vm, || system::mkfifoat(folder.raw(), &path.name, mode)).map(none)
}

fn mknod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("mknod"))?;
    let mode = mode(vm, args.opt(2), 0o600)?;
    let device = match args.opt(3) {
        Some(o) => stat::device(vm, o)?,
        None => 0,
    };
    let folder = Folder::read(vm, args.opt(4))?;
    blocking(vm, || system::mknodat(folder.raw(), &path.name, mode, device)).map(none)
}

fn remove(vm: &mut Vm, args: Args<'_>, function: &'static str, flags: i32) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path(function))?;
    let folder = Folder::read(vm, args.opt(2))?;
    path.call(vm, |name| system::unlinkat(folder.raw(), name, flags)).map(none)
}

fn rename(vm: &mut Vm, args: Args<'_>, function: &'static str) -> PyResult {
    let from = Path::read(vm, Some(args.at(1)), Wanted::named(function, "src"))?;
    let to = Path::read(vm, Some(args.at(2)), Wanted::named(function, "dst"))?;
    let (from_folder, to_folder) = (Folder::read(vm, args.opt(3))?, Folder::read(vm, args.opt(4))?);
    let done = vm.suspend(|| system::renameat(from_folder.raw(), &from.name, to_folder.raw(), &to.name));
    done.map(none).map_err(|e| from.error_with(vm, e, &to))
}

fn link(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let from = Path::read(vm, Some(args.at(1)), Wanted::named("link", "src"))?;
    let to = Path::read(vm, Some(args.at(2)), Wanted::named("link", "dst"))?;
    let (from_folder, to_folder) = (Folder::read(vm, args.opt(3))?, Folder::read(vm, args.opt(4))?);
    let flags = if truth(vm, args.opt(5), true)? { FOLLOW } else { 0 };
    let done = vm.suspend(|| system::linkat(from_folder.raw(), &from.name, to_folder.raw(), &to.name, flags));
    done.map(none).map_err(|e| from.error_with(vm, e, &to))
}

fn symlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let target = Path::read(vm, Some(args.at(1)), Wanted::named("symlink", "src"))?;
    let path = Path::read(vm, Some(args.at(2)), Wanted::named("symlink", "dst"))?;
    truth(vm, args.opt(3), false)?;
    let folder = Folder::read(vm, args.opt(4))?;
    let done = vm.suspend(|| system::symlinkat(&target.name, folder.raw(), &path.name));
    done.map(none).map_err(|e| target.error_with(vm, e, &path))
}

fn readlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("readlink"))?;
    let folder = Folder::read(vm, args.opt(2))?;
    let target = path.call(vm, |name| rustix::fs::readlinkat(folder.get()?, name, Vec::new()))?;
    path.result(vm, target.to_bytes())
}

fn chmod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("chmod"))?;
    let mode = argument::c_int(vm, args.at(2))? as u32;
    let folder = Folder::read(vm, args.opt(3))?;
    let follow = truth(vm, args.opt(4), true)?;
    if let Some(fd) = path.descriptor {
        return blocking(vm, || system::fchmod(fd, mode)).map(none).map_err(|raised| named(vm, raised, &path));
    }
    let flags = if follow { 0 } else { NO_FOLLOW };
    let done = vm.suspend(|| system::fchmodat(folder.raw(), &path.name, mode, flags));
    match done {
        Ok(_) => Ok(Obj::NONE),
        Err(Errno::OPNOTSUPP) if !follow && folder.is_given() => {
            Err(value_error!(vm, "chmod: cannot use dir_fd and follow_symlinks together"))
        }
        Err(Errno::OPNOTSUPP) if !follow => Err(rpython_objects::raise!(
            vm,
            rpython_objects::types::NOT_IMPLEMENTED_ERROR,
            "chmod: follow_symlinks unavailable on this platform"
        )),
        Err(e) => Err(path.error(vm, e)),
    }
}

/// Errors about a descriptor that was passed as a path carry it as their file name.
fn named(vm: &mut Vm, raised: rpython_objects::Raised, path: &Path) -> rpython_objects::Raised {
    if let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<rpython_objects::Exception>()).cloned() {
        rpython_objects::exception::set_field(vm, &e, "filename", path.object.clone());
    }
    raised
}

fn chown_at(vm: &mut Vm, args: Args<'_>, wanted: Wanted, folder: Folder, follow: bool) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), wanted)?;
    let (uid, gid) = (number::identity(vm, args.at(2), "uid")?, number::identity(vm, args.at(3), "gid")?);
    no_folder(vm, wanted.function, &path, folder)?;
    must_follow(vm, wanted.function, &path, follow)?;
    if let Some(fd) = path.descriptor {
        return blocking(vm, || system::fchown(fd, uid, gid)).map(none).map_err(|raised| named(vm, raised, &path));
    }
    let flags = if follow { 0 } else { NO_FOLLOW };
    path.call(vm, |name| system::fchownat(folder.raw(), name, uid, gid, flags)).map(none)
}

fn chown(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (folder, follow) = (Folder::read(vm, args.opt(4))?, truth(vm, args.opt(5), true)?);
    chown_at(vm, args, Wanted::or_descriptor("chown"), folder, follow)
}

fn lchown(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let folder = Folder::read(vm, None)?;
    chown_at(vm, args, Wanted::path("lchown"), folder, false)
}

fn access(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("access"))?;
    let mode = argument::c_int(vm, args.at(2))?;
    let folder = Folder::read(vm, args.opt(3))?;
    let (effective, follow) = (truth(vm, args.opt(4), false)?, truth(vm, args.opt(5), true)?);
    let flags = if effective { EFFECTIVE } else { 0 } | if follow { 0 } else { NO_FOLLOW };
    let done = vm.suspend(|| system::faccessat(folder.raw(), &path.name, mode, flags));
    Ok(Obj::bool(done.is_ok()))
}

/// A time in seconds: rounded down to nanoseconds.
fn seconds(vm: &mut Vm, o: &Obj) -> PyResult<Timespec> {
    crate::time::timestamp(vm, o)
}

/// A time in nanoseconds.
fn nanoseconds(vm: &mut Vm, o: &Obj) -> PyResult<Timespec> {
    let billion = int::from_i64(vm, 1_000_000_000);
    let both = protocol::divmod(vm, o, &billion)?;
    let parts = both.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let [whole, rest] = parts.as_slice() else {
        let (class, got) = (path::class_name(vm, o), path::class_name(vm, &both));
        return Err(type_error!(vm, "{class}.__divmod__() must return a 2-tuple, not {got}"));
    };
    let whole = protocol::index(vm, whole)?;
    let Some(whole) = int::to_i64(vm, &whole) else {
        return Err(rpython_objects::raise!(
            vm,
            rpython_objects::types::OVERFLOW_ERROR,
            "timestamp out of range for platform time_t"
        ));
    };
    let rest = argument::ssize(vm, rest)?;
    Ok(Timespec { tv_sec: whole, tv_nsec: rest as _ })
}

fn utime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("utime"))?;
    let (times, ns) = (args.some(2), args.opt(3));
    let folder = Folder::read(vm, args.opt(4))?;
    let follow = truth(vm, args.opt(5), true)?;
    if times.is_some() && ns.is_some() {
        return Err(value_error!(vm, "utime: you may specify either 'times' or 'ns' but not both"));
    }
    let two = |vm: &mut Vm, o: &Obj| {
        let items = o.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
        <[Obj; 2]>::try_from(items).ok()
    };
    let now = Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW as _ };
    let mut stamps = Timestamps { last_access: now, last_modification: now };
    if let Some(times) = times {
        let Some([access, modification]) = two(vm, times) else {
            return Err(type_error!(vm, "utime: 'times' must be either a tuple of two ints or None"));
        };
        stamps.last_access = seconds(vm, &access)?;
        stamps.last_modification = seconds(vm, &modification)?;
    }
    if let Some(ns) = ns {
        let Some([access, modification]) = two(vm, ns) else {
            return Err(type_error!(vm, "utime: 'ns' must be a tuple of two ints"));
        };
        stamps.last_access = nanoseconds(vm, &access)?;
        stamps.last_modification = nanoseconds(vm, &modification)?;
    }
    no_folder(vm, "utime", &path, folder)?;
    must_follow(vm, "utime", &path, follow)?;
    let flags = if follow { rustix::fs::AtFlags::empty() } else { rustix::fs::AtFlags::SYMLINK_NOFOLLOW };
    path.call_either(
        vm,
        |name| rustix::fs::utimensat(folder.get()?, name, &stamps, flags),
        |fd| rustix::fs::futimens(fd, &stamps),
    )
    .map(none)
}

fn chdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("chdir"))?;
    path.call_either(vm, |name| system::chdir(name).map(|_| ()), rustix::process::fchdir).map(none)
}

fn chroot(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("chroot"))?;
    path.call(vm, system::chroot).map(none)
}

fn cwd(vm: &mut Vm) -> PyResult<CString> {
    blocking(vm, || rustix::process::getcwd(Vec::new()))
}

fn getcwd(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let name = cwd(vm)?;
    path::decode(vm, name.to_bytes())
}

fn getcwdb(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let name = cwd(vm)?;
    path::bytes(vm, name.to_bytes())
}

fn umask(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mask = argument::c_int(vm, args.at(1))?;
    Ok(int::from_i64(vm, system::umask(mask as u32).into()))
}

/// Opens a folder to list it: by name, or a duplicate of a descriptor, which is set back to its start.
pub(super) fn open_folder(path: &CStr, descriptor: Option<i32>) -> Result<Dir, Errno> {
    match descriptor {
        None => {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            Dir::new(rustix::fs::openat(rustix::fs::CWD, path, flags, Mode::empty())?)
        }
        Some(fd) => {
            let own = io::fcntl_dupfd_cloexec(path::borrow(fd)?, 0)?;
            if !rustix::fs::FileType::from_raw_mode(rustix::fs::fstat(&own)?.st_mode).is_dir() {
                return Err(Errno::NOTDIR);
            }
            rustix::fs::seek(&own, rustix::fs::SeekFrom::Start(0))?;
            Dir::new(own)
        }
    }
}

fn listdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = Wanted { none: true, ..Wanted::or_descriptor("listdir") };
    let path = Path::read(vm, args.opt(1), wanted)?;
    let read = vm.suspend(|| -> Result<Vec<Vec<u8>>, Errno> {
        let mut names = Vec::new();
        let mut folder = open_folder(&path.name, path.descriptor)?;
        while let Some(entry) = folder.read() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                names.push(name.to_vec());
            }
        }
        Ok(names)
    });
    let names = match read {
        Ok(names) => names,
        // CPython names the file only where it was passed by name.
        Err(e) if path.descriptor.is_some() => return Err(raise(vm, e, None)),
        Err(e) => return Err(path.error(vm, e)),
    };
    let mut list = Vec::with_capacity(names.len());
    for name in names {
        list.push(path.result(vm, &name)?);
    }
    Ok(List::from_vec(vm, list)?.into_obj())
}

/// The name of an extended attribute.
fn attribute(vm: &mut Vm, o: &Obj, function: &'static str) -> PyResult<CString> {
    Ok(Path::read(vm, Some(o), Wanted::named(function, "attribute"))?.name)
}

/// Asks with growing buffers until the answer fits.
fn grown(mut ask: impl FnMut(&mut Vec<u8>) -> Result<usize, Errno>) -> Result<Vec<u8>, Errno> {
    let mut size = 128;
    loop {
        let mut answer = vec![0; size];
        match ask(&mut answer) {
            Ok(n) => {
                answer.truncate(n);
                return Ok(answer);
            }
            Err(Errno::RANGE) if size < 64 << 10 => size = 64 << 10,
            Err(e) => return Err(e),
        }
    }
}

fn getxattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("getxattr"))?;
    let name = attribute(vm, args.at(2), "getxattr")?;
    let follow = truth(vm, args.opt(3), true)?;
    must_follow(vm, "getxattr", &path, follow)?;
    let value = path.call_either(
        vm,
        |file| {
            grown(|room| {
                if follow {
                    rustix::fs::getxattr(file, &*name, &mut room[..])
                } else {
                    rustix::fs::lgetxattr(file, &*name, &mut room[..])
                }
            })
        },
        |fd| grown(|room| rustix::fs::fgetxattr(fd, &*name, &mut room[..])),
    )?;
    path::bytes(vm, &value)
}

fn setxattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("setxattr"))?;
    let name = attribute(vm, args.at(2), "setxattr")?;
    let value = buffer::to_vec(vm, args.at(3))?;
    let flags = rustix::fs::XattrFlags::from_bits_retain(number::int_or(vm, args.opt(4), 0)? as u32);
    let follow = truth(vm, args.opt(5), true)?;
    must_follow(vm, "setxattr", &path, follow)?;
    path.call_either(
        vm,
        |file| match follow {
            true => rustix::fs::setxattr(file, &*name, &value, flags),
            false => rustix::fs::lsetxattr(file, &*name, &value, flags),
        },
        |fd| rustix::fs::fsetxattr(fd, &*name, &value, flags),
    )
    .map(none)
}

fn removexattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("removexattr"))?;
    let name = attribute(vm, args.at(2), "removexattr")?;
    let follow = truth(vm, args.opt(3), true)?;
    must_follow(vm, "removexattr", &path, follow)?;
    path.call_either(
        vm,
        |file| match follow {
            true => rustix::fs::removexattr(file, &*name),
            false => rustix::fs::lremovexattr(file, &*name),
        },
        |fd| rustix::fs::fremovexattr(fd, &*name),
    )
    .map(none)
}

fn listxattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wanted = Wanted { none: true, ..Wanted::or_descriptor("listxattr") };
    let path = Path::read(vm, args.opt(1), wanted)?;
    let follow = truth(vm, args.opt(2), true)?;
    must_follow(vm, "listxattr", &path, follow)?;
    let names = path.call_either(
        vm,
        |file| {
            grown(|room| match follow {
                true => rustix::fs::listxattr(file, &mut room[..]),
                false => rustix::fs::llistxattr(file, &mut room[..]),
            })
        },
        |fd| grown(|room| rustix::fs::flistxattr(fd, &mut room[..])),
    )?;
    let mut list = Vec::new();
    for name in names.split(|b| *b == 0).filter(|n| !n.is_empty()) {
        list.push(path::decode(vm, name)?);
    }
    Ok(List::from_vec(vm, list)?.into_obj())
}

fn pathconf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("pathconf"))?;
    let name = number::by_name(vm, args.at(2), super::tables::PATHCONF)?;
    let found = match path.descriptor {
        Some(fd) => system::configuration::fpathconf(fd, name),
        None => system::configuration::pathconf(&path.name, name),
    };
    match found {
        Ok(n) => Ok(int::from_i64(vm, n)),
        Err(Errno::INVAL) => Err(raise(vm, Errno::INVAL, None)),
        Err(e) => Err(path.error(vm, e)),
    }
}

fn fpathconf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = path::descriptor_of(vm, args.at(1))?;
    let name = number::by_name(vm, args.at(2), super::tables::PATHCONF)?;
    let n = check(vm, system::configuration::fpathconf(fd, name))?;
    Ok(int::from_i64(vm, n))
}

fn fspath(vm: &mut Vm, args: Args<'_>) -> PyResult {
    path::fspath(vm, args.at(1))
}

fn ctermid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Str::new(vm, "/dev/tty").into_obj())
}

fn sync(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.suspend(system::sync);
    Ok(Obj::NONE)
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native("mkdir", "($module, /, path, mode=511, *, dir_fd=None)", mkdir, "Create a directory."),
    native("mkfifo", "($module, /, path, mode=438, *, dir_fd=None)", mkfifo, "Create a \"fifo\" (a POSIX named pipe)."),
    native(
        "mknod",
        "($module, /, path, mode=384, device=0, *, dir_fd=None)",
        mknod,
        "Create a node in the file system.",
    ),
    native(
        "rmdir",
        "($module, /, path, *, dir_fd=None)",
        |vm, a| remove(vm, a, "rmdir", REMOVE_FOLDER),
        "Remove a directory.",
    ),
    native(
        "unlink",
        "($module, /, path, *, dir_fd=None)",
        |vm, a| remove(vm, a, "unlink", 0),
        "Remove a file (same as remove()).",
    ),
    native(
        "remove",
        "($module, /, path, *, dir_fd=None)",
        |vm, a| remove(vm, a, "remove", 0),
        "Remove a file (same as unlink()).",
    ),
    native(
        "rename",
        "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        |vm, a| rename(vm, a, "rename"),
        "Rename a file or directory.",
    ),
    native(
        "replace",
        "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        |vm, a| rename(vm, a, "replace"),
        "Rename a file or directory, overwriting the destination.",
    ),
    native(
        "link",
        "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
        link,
        "Create a hard link to a file.",
    ),
    native(
        "symlink",
        "($module, /, src, dst, target_is_directory=False, *, dir_fd=None)",
        symlink,
        "Create a symbolic link pointing to src named dst.",
    ),
    native(
        "readlink",
        "($module, /, path, *, dir_fd=None)",
        readlink,
        "Return a string representing the path to which the symbolic link points.",
    ),
    native(
        "chmod",
        "($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)",
        chmod,
        "Change the access permissions of a file.",
    ),
    native(
        "chown",
        "($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)",
        chown,
        "Change the owner and group id of path to the numeric uid and gid.",
    ),
    native(
        "lchown",
        "($module, /, path, uid, gid)",
        lchown,
        "Change the owner and group id of path to the numeric uid and gid.",
    ),
    native(
        "access",
        "($module, /, path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
        access,
        "Use the real uid/gid to test for access to a path.",
    ),
    native(
        "utime",
        "($module, /, path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)",
        utime,
        "Set the access and modified time of path.",
    ),
    native("chdir", "($module, /, path)", chdir, "Change the current working directory to the specified path."),
    native("chroot", "($module, /, path)", chroot, "Change root directory to path."),
    native("getcwd", "($module, /)", getcwd, "Return a unicode string representing the current working directory."),
    native("getcwdb", "($module, /)", getcwdb, "Return a bytes string representing the current working directory."),
    native("umask", "($module, mask, /)", umask, "Set the current numeric umask and return the previous umask."),
    native(
        "listdir",
        "($module, /, path=None)",
        listdir,
        "Return a list containing the names of the files in the directory.",
    ),
    native(
        "getxattr",
        "($module, /, path, attribute, *, follow_symlinks=True)",
        getxattr,
        "Return the value of extended attribute attribute on path.",
    ),
    native(
        "setxattr",
        "($module, /, path, attribute, value, flags=0, *, follow_symlinks=True)",
        setxattr,
        "Set extended attribute attribute on path to value.",
    ),
    native(
        "removexattr",
        "($module, /, path, attribute, *, follow_symlinks=True)",
        removexattr,
        "Remove extended attribute attribute on path.",
    ),
    native(
        "listxattr",
        "($module, /, path=None, *, follow_symlinks=True)",
        listxattr,
        "Return a list of extended attributes on path.",
    ),
    native(
        "pathconf",
        "($module, /, path, name)",
        pathconf,
        "Return the configuration limit name for the file or directory path.",
    ),
    native(
        "fpathconf",
        "($module, fd, name, /)",
        fpathconf,
        "Return the configuration limit name for the file descriptor fd.",
    ),
    native("fspath", "($module, /, path)", fspath, "Return the file system path representation of the object."),
    native("ctermid", "($module, /)", ctermid, "Return the name of the controlling terminal for this process."),
    native("sync", "($module, /)", sync, "Force write of everything to disk."),
];
