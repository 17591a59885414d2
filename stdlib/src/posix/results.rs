//! The module's struct sequences: what calls return that gives more than one thing.

use super::error::check;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, PyResult, Ref, Slots, Tuple, Type, TypeDef, Vm, getter, int, module::Module,
    native, protocol, raise, struct_sequence, type_error, types,
};
use rustix::io::Errno;

/// Which of them.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Stat,
    StatVfs,
    TerminalSize,
    Times,
    Uname,
    WaitId,
    SchedParam,
}

/// The types, by kind.
#[derive(Default)]
struct State {
    types: [Option<Ref<Type>>; 7],
}

/// An instance.
///
/// # Errors
/// `MemoryError`
pub(crate) fn make(vm: &mut Vm, kind: Kind, fields: Vec<Obj>) -> PyResult {
    match vm.state_of::<State>().types[kind as usize].clone() {
        Some(class) => struct_sequence::new(vm, &class, fields),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "the posix module is not initialised")),
    }
}

/// The priority in a `sched_param`.
///
/// # Errors
/// `TypeError` for anything else, `OverflowError`.
pub(crate) fn priority(vm: &mut Vm, o: &Obj) -> PyResult<i32> {
    let class = vm.class_of(o).own();
    let known = vm.state_of::<State>().types[Kind::SchedParam as usize].clone();
    let priority = o.downcast_ref::<Tuple>().and_then(|t| t.tail(vm).first().cloned());
    let (Some(priority), true) = (priority, known.is_some_and(|k| k.is(&class))) else {
        return Err(type_error!(vm, "must have a sched_param object"));
    };
    let exact = protocol::index(vm, &priority)?;
    let number = int::to_i64(vm, &exact).and_then(|n| i32::try_from(n).ok());
    number.ok_or_else(|| raise!(vm, types::OVERFLOW_ERROR, "sched_priority out of range"))
}

/// `stat_result(sequence)`: times that are not given are those of the items.
fn new_stat(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let Some(construct) = struct_sequence::DEF.slots.new else { return Ok(Obj::NONE) };
    let made = construct(vm, class, args)?;
    let mut fields = made.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    fields.extend(struct_sequence::hidden(vm, &made));
    for i in 7..10 {
        if fields.get(i + 3).is_some_and(Obj::is_none) {
            fields[i + 3] = fields[i].clone();
        }
    }
    struct_sequence::new(vm, class, fields)
}

static SCHED_PARAM_NEW: NativeDef = native("sched_param", "(sched_priority)", |_, args| Ok(args.at(0).clone()), "");

fn new_sched_param(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let priority = rpython_objects::native::call(vm, &SCHED_PARAM_NEW, args)?;
    struct_sequence::new(vm, class, vec![priority])
}

fn reduce_sched_param(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let fields = args.at(0).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let fields = Tuple::from_vec(vm, fields)?.into_obj();
    Ok(Tuple::from_slice(vm, &[class, fields])?.into_obj())
}

fn replace_sched_param(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own();
    let own = args.at(0).downcast_ref::<Tuple>().and_then(|t| t.tail(vm).first().cloned());
    let priority = args.opt(1).cloned().or(own).unwrap_or(Obj::NONE);
    struct_sequence::new(vm, &class, vec![priority])
}

static STAT: TypeDef = TypeDef {
    name: "stat_result",
    module: "os",
    doc: "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.\n\nPosix/windows: If your platform supports st_blksize, st_blocks, st_rdev,\nor st_flags, they are available as attributes only.\n\nSee os.stat for more information.",
    slots: Slots { new: Some(new_stat), ..struct_sequence::DEF.slots },
    getsets: &[
        getter("st_mode", struct_sequence::field::<0>, "protection bits"),
        getter("st_ino", struct_sequence::field::<1>, "inode"),
        getter("st_dev", struct_sequence::field::<2>, "device"),
        getter("st_nlink", struct_sequence::field::<3>, "number of hard links"),
        getter("st_uid", struct_sequence::field::<4>, "user ID of owner"),
        getter("st_gid", struct_sequence::field::<5>, "group ID of owner"),
        getter("st_size", struct_sequence::field::<6>, "total size, in bytes"),
        getter("st_atime", struct_sequence::field::<10>, "time of last access"),
        getter("st_mtime", struct_sequence::field::<11>, "time of last modification"),
        getter("st_ctime", struct_sequence::field::<12>, "time of last change"),
        getter("st_atime_ns", struct_sequence::field::<13>, "time of last access in nanoseconds"),
        getter("st_mtime_ns", struct_sequence::field::<14>, "time of last modification in nanoseconds"),
        getter("st_ctime_ns", struct_sequence::field::<15>, "time of last change in nanoseconds"),
        getter("st_blksize", struct_sequence::field::<16>, "blocksize for filesystem I/O"),
        getter("st_blocks", struct_sequence::field::<17>, "number of blocks allocated"),
        getter("st_rdev", struct_sequence::field::<18>, "device type (if inode device)"),
    ],
    ..struct_sequence::DEF
};

static STATVFS: TypeDef = TypeDef {
    name: "statvfs_result",
    module: "os",
    doc: "statvfs_result: Result from statvfs or fstatvfs.\n\nThis object may be accessed either as a tuple of\n  (bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax),\nor via the attributes f_bsize, f_frsize, f_blocks, f_bfree, and so on.\n\nSee os.statvfs for more information.",
    getsets: &[
        getter("f_bsize", struct_sequence::field::<0>, ""),
        getter("f_frsize", struct_sequence::field::<1>, ""),
        getter("f_blocks", struct_sequence::field::<2>, ""),
        getter("f_bfree", struct_sequence::field::<3>, ""),
        getter("f_bavail", struct_sequence::field::<4>, ""),
        getter("f_files", struct_sequence::field::<5>, ""),
        getter("f_ffree", struct_sequence::field::<6>, ""),
        getter("f_favail", struct_sequence::field::<7>, ""),
        getter("f_flag", struct_sequence::field::<8>, ""),
        getter("f_namemax", struct_sequence::field::<9>, ""),
        getter("f_fsid", struct_sequence::field::<10>, ""),
    ],
    ..struct_sequence::DEF
};

static TERMINAL_SIZE: TypeDef = TypeDef {
    name: "terminal_size",
    module: "os",
    doc: "A tuple of (columns, lines) for holding terminal window size",
    getsets: &[
        getter("columns", struct_sequence::field::<0>, "width of the terminal window in characters"),
        getter("lines", struct_sequence::field::<1>, "height of the terminal window in characters"),
    ],
    ..struct_sequence::DEF
};

static TIMES: TypeDef = TypeDef {
    name: "times_result",
    module: "posix",
    doc: "times_result: Result from os.times().\n\nThis object may be accessed either as a tuple of\n  (user, system, children_user, children_system, elapsed),\nor via the attributes user, system, children_user, children_system,\nand elapsed.\n\nSee os.times for more information.",
    getsets: &[
        getter("user", struct_sequence::field::<0>, "user time"),
        getter("system", struct_sequence::field::<1>, "system time"),
        getter("children_user", struct_sequence::field::<2>, "user time of children"),
        getter("children_system", struct_sequence::field::<3>, "system time of children"),
        getter("elapsed", struct_sequence::field::<4>, "elapsed time since an arbitrary point in the past"),
    ],
    ..struct_sequence::DEF
};

static UNAME: TypeDef = TypeDef {
    name: "uname_result",
    module: "posix",
    doc: "uname_result: Result from os.uname().\n\nThis object may be accessed either as a tuple of\n  (sysname, nodename, release, version, machine),\nor via the attributes sysname, nodename, release, version, and machine.\n\nSee os.uname for more information.",
    getsets: &[
        getter("sysname", struct_sequence::field::<0>, "operating system name"),
        getter("nodename", struct_sequence::field::<1>, "name of machine on network (implementation-defined)"),
        getter("release", struct_sequence::field::<2>, "operating system release"),
        getter("version", struct_sequence::field::<3>, "operating system version"),
        getter("machine", struct_sequence::field::<4>, "hardware identifier"),
    ],
    ..struct_sequence::DEF
};

static WAITID: TypeDef = TypeDef {
    name: "waitid_result",
    module: "posix",
    doc: "waitid_result: Result from waitid.\n\nThis object may be accessed either as a tuple of\n  (si_pid, si_uid, si_signo, si_status, si_code),\nor via the attributes si_pid, si_uid, and so on.\n\nSee os.waitid for more information.",
    getsets: &[
        getter("si_pid", struct_sequence::field::<0>, ""),
        getter("si_uid", struct_sequence::field::<1>, ""),
        getter("si_signo", struct_sequence::field::<2>, ""),
        getter("si_status", struct_sequence::field::<3>, ""),
        getter("si_code", struct_sequence::field::<4>, ""),
    ],
    ..struct_sequence::DEF
};

static SCHED_PARAM: TypeDef = TypeDef {
    name: "sched_param",
    module: "posix",
    doc: "Currently has only one field: sched_priority\n\n  sched_priority\n    A scheduling parameter.",
    slots: Slots { new: Some(new_sched_param), ..struct_sequence::DEF.slots },
    methods: &[
        native("__reduce__", "($self, /)", reduce_sched_param, ""),
        native(
            "__replace__",
            "($self, /, *, sched_priority=None)",
            replace_sched_param,
            "Return a copy of the structure with new values for the specified fields.",
        ),
    ],
    getsets: &[getter("sched_priority", struct_sequence::field::<0>, "the scheduling priority")],
    ..struct_sequence::DEF
};

/// Makes the types and sets them in the module.
///
/// # Errors
/// `MemoryError`
pub(super) fn add(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    let all: [(&'static TypeDef, usize, usize); 7] = [
        (&STAT, 9, 3),
        (&STATVFS, 1, 0),
        (&TERMINAL_SIZE, 0, 0),
        (&TIMES, 0, 0),
        (&UNAME, 0, 0),
        (&WAITID, 0, 0),
        (&SCHED_PARAM, 0, 0),
    ];
    for (i, (def, hidden, unnamed)) in all.into_iter().enumerate() {
        let class = match vm.state_of::<State>().types[i].clone() {
            Some(class) => class,
            None => struct_sequence::define_unnamed(vm, def, hidden, unnamed)?,
        };
        vm.state_of::<State>().types[i] = Some(class.clone());
        crate::table::set(vm, module, def.name, class.into_obj())?;
    }
    Ok(())
}

/// `None`, where a call answers with nothing that Python sees.
pub(super) fn none<T>(_: T) -> Obj {
    Obj::NONE
}

/// A number that the system gave.
pub(super) fn small(vm: &mut Vm, n: i32) -> PyResult {
    Ok(int::from_i64(vm, n.into()))
}

/// Two numbers that the system gave.
///
/// # Errors
/// `MemoryError`
pub(super) fn pair(vm: &mut Vm, (first, second): (i32, i32)) -> PyResult {
    let items = [int::from_i64(vm, first.into()), int::from_i64(vm, second.into())];
    Ok(Tuple::from_slice(vm, &items)?.into_obj())
}

/// What a call answers that gives a number or fails.
///
/// # Errors
/// `OSError`
pub(super) fn checked_int(vm: &mut Vm, n: Result<i32, Errno>) -> PyResult {
    let n = check(vm, n)?;
    small(vm, n)
}
