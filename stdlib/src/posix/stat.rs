//! `stat` and its kin.

use super::{
    error::blocking,
    number,
    path::{Folder, Path, Wanted, borrow, must_follow, no_folder, truth},
    results::{self, Kind},
};
use rpython_objects::{Args, NativeDef, Obj, PyResult, Vm, argument, int, native, raise, types};
use rustix::fs::{AtFlags, Stat, StatVfs};

/// A `stat_result`.
///
/// # Errors
/// `MemoryError`
pub(crate) fn result(vm: &mut Vm, s: &Stat) -> PyResult {
    let times = [(s.st_atime, s.st_atime_nsec), (s.st_mtime, s.st_mtime_nsec), (s.st_ctime, s.st_ctime_nsec)];
    let unsigned = |n| number::from_u64(vm, n);
    let mut fields = vec![
        unsigned(s.st_mode.into()),
        unsigned(s.st_ino),
        unsigned(s.st_dev),
        unsigned(s.st_nlink),
        number::from_identity(vm, s.st_uid),
        number::from_identity(vm, s.st_gid),
        int::from_i64(vm, s.st_size),
    ];
    fields.extend(times.map(|(seconds, _)| int::from_i64(vm, seconds)));
    fields.extend(times.map(|(seconds, ns)| Obj::float(seconds as f64 + 1e-9 * ns as f64)));
    fields.extend(
        times.map(|(seconds, ns)| int::from_integer(vm, (i128::from(seconds) * 1_000_000_000 + i128::from(ns)).into())),
    );
    fields.extend([int::from_i64(vm, s.st_blksize), int::from_i64(vm, s.st_blocks), number::from_u64(vm, s.st_rdev)]);
    results::make(vm, Kind::Stat, fields)
}

/// What `stat` finds at a path.
///
/// # Errors
/// The `OSError` about it.
pub(super) fn at(vm: &mut Vm, path: &Path, folder: Folder, follow: bool) -> PyResult<Stat> {
    let flags = if follow { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
    path.call_either(vm, |name| rustix::fs::statat(folder.get()?, name, flags), rustix::fs::fstat)
}

fn stat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("stat"))?;
    let folder = Folder::read(vm, args.opt(2))?;
    let follow = truth(vm, args.opt(3), true)?;
    no_folder(vm, "stat", &path, folder)?;
    must_follow(vm, "stat", &path, follow)?;
    let stat = at(vm, &path, folder, follow)?;
    result(vm, &stat)
}

fn lstat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::path("lstat"))?;
    let folder = Folder::read(vm, args.opt(2))?;
    let stat = at(vm, &path, folder, false)?;
    result(vm, &stat)
}

fn vfs_result(vm: &mut Vm, s: &StatVfs) -> PyResult {
    let numbers = [
        s.f_bsize,
        s.f_frsize,
        s.f_blocks,
        s.f_bfree,
        s.f_bavail,
        s.f_files,
        s.f_ffree,
        s.f_favail,
        s.f_flag.bits(),
        s.f_namemax,
        s.f_fsid,
    ];
    let fields = numbers.map(|n| number::from_u64(vm, n)).to_vec();
    results::make(vm, Kind::StatVfs, fields)
}

fn statvfs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = Path::read(vm, Some(args.at(1)), Wanted::or_descriptor("statvfs"))?;
    let stat = path.call_either(vm, |name| rustix::fs::statvfs(name), rustix::fs::fstatvfs)?;
    vfs_result(vm, &stat)
}

fn fstatvfs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = argument::c_int(vm, args.at(1))?;
    let stat = blocking(vm, || rustix::fs::fstatvfs(borrow(fd)?))?;
    vfs_result(vm, &stat)
}

fn major(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let device = device(vm, args.at(1))?;
    Ok(number::from_identity(vm, rustix::fs::major(device)))
}

fn minor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let device = device(vm, args.at(1))?;
    Ok(number::from_identity(vm, rustix::fs::minor(device)))
}

/// A device's number; -1 is one.
pub(super) fn device(vm: &mut Vm, o: &Obj) -> PyResult<u64> {
    let exact = rpython_objects::protocol::index(vm, o)?;
    if int::to_i64(vm, &exact) == Some(-1) {
        return Ok(u64::MAX);
    }
    number::unsigned(vm, &exact)
}

fn makedev(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut parts = [0u32; 2];
    for (i, part) in parts.iter_mut().enumerate() {
        let n = device(vm, args.at(i + 1))?;
        *part = match u32::try_from(n) {
            Ok(n) => n,
            Err(_) if n == u64::MAX => u32::MAX,
            Err(_) => {
                return Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C unsigned int"));
            }
        };
    }
    if parts == [u32::MAX; 2] {
        return Ok(int::from_i64(vm, -1));
    }
    if parts.contains(&u32::MAX) {
        return Err(super::error::raise(vm, rustix::io::Errno::INVAL, None));
    }
    Ok(number::from_u64(vm, rustix::fs::makedev(parts[0], parts[1])))
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native(
        "stat",
        "($module, /, path, *, dir_fd=None, follow_symlinks=True)",
        stat,
        "Perform a stat system call on the given path.",
    ),
    native(
        "lstat",
        "($module, /, path, *, dir_fd=None)",
        lstat,
        "Perform a stat system call on the given path, without following symbolic links.",
    ),
    native("statvfs", "($module, /, path)", statvfs, "Perform a statvfs system call on the given path."),
    native("fstatvfs", "($module, fd, /)", fstatvfs, "Perform an fstatvfs system call on the given fd."),
    native("major", "($module, device, /)", major, "Extracts a device major number from a raw device number."),
    native("minor", "($module, device, /)", minor, "Extracts a device minor number from a raw device number."),
    native(
        "makedev",
        "($module, major, minor, /)",
        makedev,
        "Composes a raw device number from the major and minor device numbers.",
    ),
];
