//! `_stat`: the parts of a file's mode (CPython: `Modules/_stat.c`).

use crate::{posix::number, table};
use rpython_objects::{Args, Module, NativeDef, Obj, PyResult, Ref, Str, Vm, int, native, raise, type_error, types};

const KIND: u32 = 0o170_000;

fn mode(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    if !int::is_int(o) {
        return Err(type_error!(vm, "an integer is required"));
    }
    let mode = number::unsigned(vm, o)?;
    u32::try_from(mode).map_err(|_| raise!(vm, types::OVERFLOW_ERROR, "mode out of range"))
}

/// Whether a mode's kind is the one given.
fn is_kind<const WANTED: u32>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(mode(vm, args.at(1))? & KIND == WANTED))
}

/// Kinds of files that Linux does not have.
fn never(vm: &mut Vm, args: Args<'_>) -> PyResult {
    mode(vm, args.at(1))?;
    Ok(Obj::FALSE)
}

fn part<const MASK: u32>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let part = mode(vm, args.at(1))? & MASK;
    Ok(int::from_i64(vm, part.into()))
}

fn filemode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mode = mode(vm, args.at(1))?;
    let mut text = String::new();
    text.push(match mode & KIND {
        0o100_000 => '-',
        0o040_000 => 'd',
        0o120_000 => 'l',
        0o060_000 => 'b',
        0o020_000 => 'c',
        0o010_000 => 'p',
        0o140_000 => 's',
        _ => '?',
    });
    for (shift, special, set, unset) in [(6, 0o4000, 's', 'S'), (3, 0o2000, 's', 'S'), (0, 0o1000, 't', 'T')] {
        let bits = mode >> shift;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (mode & special != 0, bits & 1 != 0) {
            (true, true) => set,
            (true, false) => unset,
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    Ok(Str::new(vm, &text).into_obj())
}

const NUMBERS: &[(&str, i64)] = &[
    ("SF_APPEND", 262144),
    ("SF_ARCHIVED", 65536),
    ("SF_DATALESS", 1073741824),
    ("SF_FIRMLINK", 8388608),
    ("SF_IMMUTABLE", 131072),
    ("SF_NOUNLINK", 1048576),
    ("SF_SETTABLE", 4294901760),
    ("SF_SNAPSHOT", 2097152),
    ("ST_ATIME", 7),
    ("ST_CTIME", 9),
    ("ST_DEV", 2),
    ("ST_GID", 5),
    ("ST_INO", 1),
    ("ST_MODE", 0),
    ("ST_MTIME", 8),
    ("ST_NLINK", 3),
    ("ST_SIZE", 6),
    ("ST_UID", 4),
    ("S_ENFMT", 1024),
    ("S_IEXEC", 64),
    ("S_IFBLK", 24576),
    ("S_IFCHR", 8192),
    ("S_IFDIR", 16384),
    ("S_IFDOOR", 0),
    ("S_IFIFO", 4096),
    ("S_IFLNK", 40960),
    ("S_IFPORT", 0),
    ("S_IFREG", 32768),
    ("S_IFSOCK", 49152),
    ("S_IFWHT", 0),
    ("S_IREAD", 256),
    ("S_IRGRP", 32),
    ("S_IROTH", 4),
    ("S_IRUSR", 256),
    ("S_IRWXG", 56),
    ("S_IRWXO", 7),
    ("S_IRWXU", 448),
    ("S_ISGID", 1024),
    ("S_ISUID", 2048),
    ("S_ISVTX", 512),
    ("S_IWGRP", 16),
    ("S_IWOTH", 2),
    ("S_IWRITE", 128),
    ("S_IWUSR", 128),
    ("S_IXGRP", 8),
    ("S_IXOTH", 1),
    ("S_IXUSR", 64),
    ("UF_APPEND", 4),
    ("UF_COMPRESSED", 32),
    ("UF_DATAVAULT", 128),
    ("UF_HIDDEN", 32768),
    ("UF_IMMUTABLE", 2),
    ("UF_NODUMP", 1),
    ("UF_NOUNLINK", 16),
    ("UF_OPAQUE", 8),
    ("UF_SETTABLE", 65535),
    ("UF_TRACKED", 64),
];

static FUNCTIONS: &[NativeDef] = &[
    native("S_ISDIR", "($self, object, /)", is_kind::<0o040_000>, "S_ISDIR(mode) -> bool"),
    native("S_ISCHR", "($self, object, /)", is_kind::<0o020_000>, "S_ISCHR(mode) -> bool"),
    native("S_ISBLK", "($self, object, /)", is_kind::<0o060_000>, "S_ISBLK(mode) -> bool"),
    native("S_ISREG", "($self, object, /)", is_kind::<0o100_000>, "S_ISREG(mode) -> bool"),
    native("S_ISFIFO", "($self, object, /)", is_kind::<0o010_000>, "S_ISFIFO(mode) -> bool"),
    native("S_ISLNK", "($self, object, /)", is_kind::<0o120_000>, "S_ISLNK(mode) -> bool"),
    native("S_ISSOCK", "($self, object, /)", is_kind::<0o140_000>, "S_ISSOCK(mode) -> bool"),
    native("S_ISDOOR", "($self, object, /)", never, "S_ISDOOR(mode) -> bool"),
    native("S_ISPORT", "($self, object, /)", never, "S_ISPORT(mode) -> bool"),
    native("S_ISWHT", "($self, object, /)", never, "S_ISWHT(mode) -> bool"),
    native(
        "S_IMODE",
        "($self, object, /)",
        part::<0o7777>,
        "Return the portion of the file's mode that can be set by os.chmod().",
    ),
    native(
        "S_IFMT",
        "($self, object, /)",
        part::<KIND>,
        "Return the portion of the file's mode that describes the file type.",
    ),
    native("filemode", "($self, object, /)", filemode, "Convert a file's mode to a string of the form '-rwxrwxrwx'"),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_stat", "The parts of a file's mode.", FUNCTIONS)?;
    table::set_numbers(vm, &module, NUMBERS)?;
    Ok(module)
}
