//! `resource`: limits and what has been used (CPython: `Modules/resource.c`).

use crate::{
    posix::{error, number},
    table,
};
use rpython_objects::{
    Args, Module, NativeDef, Obj, PyResult, Raised, Ref, Tuple, Type, TypeDef, Vm, argument, getter, int, native,
    protocol, struct_sequence, types, value_error,
};
use rpython_vm::system::process::{self, Usage};
use rustix::io::Errno;

const NUMBERS: &[(&str, i64)] = &[
    ("RLIMIT_AS", 9),
    ("RLIMIT_CORE", 4),
    ("RLIMIT_CPU", 0),
    ("RLIMIT_DATA", 2),
    ("RLIMIT_FSIZE", 1),
    ("RLIMIT_MEMLOCK", 8),
    ("RLIMIT_MSGQUEUE", 12),
    ("RLIMIT_NICE", 13),
    ("RLIMIT_NOFILE", 7),
    ("RLIMIT_NPROC", 6),
    ("RLIMIT_OFILE", 7),
    ("RLIMIT_RSS", 5),
    ("RLIMIT_RTPRIO", 14),
    ("RLIMIT_RTTIME", 15),
    ("RLIMIT_SIGPENDING", 11),
    ("RLIMIT_STACK", 3),
    ("RLIM_INFINITY", -1),
    ("RUSAGE_CHILDREN", -1),
    ("RUSAGE_SELF", 0),
    ("RUSAGE_THREAD", 1),
];

/// Resources that have limits.
const LIMITS: i32 = 16;

#[derive(Default)]
struct State {
    usage: Option<Ref<Type>>,
}

fn usage_type(vm: &mut Vm) -> PyResult<Ref<Type>> {
    if let Some(class) = vm.state_of::<State>().usage.clone() {
        return Ok(class);
    }
    let class = struct_sequence::define(vm, &USAGE, 0)?;
    vm.state_of::<State>().usage = Some(class.clone());
    Ok(class)
}

/// A `struct_rusage`.
///
/// # Errors
/// `MemoryError`
pub(crate) fn usage(vm: &mut Vm, usage: &Usage) -> PyResult {
    let class = usage_type(vm)?;
    let mut fields = vec![Obj::float(usage.user), Obj::float(usage.system)];
    fields.extend(usage.counts.map(|n| int::from_i64(vm, n)));
    struct_sequence::new(vm, &class, fields)
}

fn getrusage(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let who = argument::c_int(vm, args.at(1))?;
    match process::getrusage(who) {
        Ok(used) => usage(vm, &used),
        Err(Errno::INVAL) => Err(value_error!(vm, "invalid who parameter")),
        Err(e) => Err(error::raise(vm, e, None)),
    }
}

fn resource(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    let n = argument::c_int(vm, o)?;
    if (0..LIMITS).contains(&n) { Ok(n as u32) } else { Err(value_error!(vm, "invalid resource specified")) }
}

/// Current and highest limit of a tuple; -1 is none.
fn limits(vm: &mut Vm, o: &Obj) -> PyResult<[u64; 2]> {
    let items = Tuple::from_iterable(vm, o)?.tail(vm).to_vec();
    let [current, highest] = items.as_slice() else {
        return Err(value_error!(vm, "expected a tuple of 2 integers"));
    };
    let mut made = [0; 2];
    for (place, o) in made.iter_mut().zip([current, highest]) {
        let exact = protocol::index(vm, o)?;
        *place = match int::to_i64(vm, &exact) {
            Some(-1) => u64::MAX,
            _ if int::is_negative(vm, &exact) => return Err(value_error!(vm, "Cannot convert negative int")),
            _ => number::unsigned(vm, &exact)?,
        };
    }
    Ok(made)
}

fn shown(vm: &mut Vm, limits: [u64; 2]) -> PyResult {
    let items = limits.map(|n| if n == u64::MAX { int::from_i64(vm, -1) } else { number::from_u64(vm, n) });
    Ok(Tuple::from_slice(vm, &items)?.into_obj())
}

#[cold]
fn refused(vm: &mut Vm, e: Errno) -> Raised {
    match e {
        Errno::INVAL => value_error!(vm, "current limit exceeds maximum limit"),
        Errno::PERM => value_error!(vm, "not allowed to raise maximum limit"),
        e => error::raise(vm, e, None),
    }
}

fn getrlimit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let resource = resource(vm, args.at(1))?;
    match process::prlimit(0, resource, None) {
        Ok(limits) => shown(vm, limits),
        Err(e) => Err(error::raise(vm, e, None)),
    }
}

fn setrlimit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let resource = resource(vm, args.at(1))?;
    let limits = limits(vm, args.at(2))?;
    match process::prlimit(0, resource, Some(limits)) {
        Ok(_) => Ok(Obj::NONE),
        Err(e) => Err(refused(vm, e)),
    }
}

fn prlimit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let pid = argument::c_int(vm, args.at(1))?;
    let resource = resource(vm, args.at(2))?;
    let new = match args.some(3) {
        Some(o) => Some(limits(vm, o)?),
        None => None,
    };
    match process::prlimit(pid, resource, new) {
        Ok(limits) => shown(vm, limits),
        Err(Errno::INVAL) => Err(value_error!(vm, "current limit exceeds maximum limit")),
        Err(e) => Err(error::raise(vm, e, None)),
    }
}

fn getpagesize(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(int::from_i64(vm, rustix::param::page_size() as i64))
}

static USAGE: TypeDef = TypeDef {
    name: "struct_rusage",
    module: "resource",
    doc: "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of\n    (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n    nswap,inblock,oublock,msgsnd,msgrcv,nsignals,nvcsw,nivcsw)\nor via the attributes ru_utime, ru_stime, ru_maxrss, and so on.",
    getsets: &[
        getter("ru_utime", struct_sequence::field::<0>, "user time used"),
        getter("ru_stime", struct_sequence::field::<1>, "system time used"),
        getter("ru_maxrss", struct_sequence::field::<2>, "max. resident set size"),
        getter("ru_ixrss", struct_sequence::field::<3>, "shared memory size"),
        getter("ru_idrss", struct_sequence::field::<4>, "unshared data size"),
        getter("ru_isrss", struct_sequence::field::<5>, "unshared stack size"),
        getter("ru_minflt", struct_sequence::field::<6>, "page faults not requiring I/O"),
        getter("ru_majflt", struct_sequence::field::<7>, "page faults requiring I/O"),
        getter("ru_nswap", struct_sequence::field::<8>, "number of swap outs"),
        getter("ru_inblock", struct_sequence::field::<9>, "block input operations"),
        getter("ru_oublock", struct_sequence::field::<10>, "block output operations"),
        getter("ru_msgsnd", struct_sequence::field::<11>, "IPC messages sent"),
        getter("ru_msgrcv", struct_sequence::field::<12>, "IPC messages received"),
        getter("ru_nsignals", struct_sequence::field::<13>, "signals received"),
        getter("ru_nvcsw", struct_sequence::field::<14>, "voluntary context switches"),
        getter("ru_nivcsw", struct_sequence::field::<15>, "involuntary context switches"),
    ],
    ..struct_sequence::DEF
};

static FUNCTIONS: &[NativeDef] = &[
    native("getrusage", "($module, who, /)", getrusage, ""),
    native("getrlimit", "($module, resource, /)", getrlimit, ""),
    native("setrlimit", "($module, resource, limits, /)", setrlimit, ""),
    native("prlimit", "($module, pid, resource, limits=None, /)", prlimit, ""),
    native("getpagesize", "($module, /)", getpagesize, ""),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "resource", "", FUNCTIONS)?;
    let class = usage_type(vm)?;
    table::set(vm, &module, "struct_rusage", class.into_obj())?;
    table::set(vm, &module, "error", types::OS_ERROR.clone().into_obj())?;
    table::set_numbers(vm, &module, NUMBERS)?;
    Ok(module)
}
