//! `select`: waiting for descriptors to be ready (CPython: `Modules/selectmodule.c`).

use crate::{
    kinds,
    posix::{
        error::{self, check},
        number,
        path::descriptor_of,
    },
    table, time,
};
use rpython_objects::{
    Args, CallArgs, List, Module, NativeDef, Obj, Payload, PyResult, Raised, Ref, Slots, Tuple, Type, TypeDef, Vm,
    argument, class_native, float, getter, int, native, native::NativeDef as Def, protocol, raise, sequence,
    type_error, types, value_error,
};
use rpython_vm::{
    signals,
    system::{self, polling},
};
use rustix::io::Errno;
use std::time::{Duration, Instant};

/// Most descriptors that `select` can tell apart.
const SET_SIZE: i32 = 1024;

fn deadline(ns: i128) -> Option<Instant> {
    Instant::now().checked_add(Duration::from_nanos(u64::try_from(ns).unwrap_or(u64::MAX)))
}

/// Milliseconds left until a deadline, rounded up; -1 for none.
fn milliseconds(deadline: Option<Instant>) -> i32 {
    let Some(deadline) = deadline else { return -1 };
    let left = deadline.saturating_duration_since(Instant::now());
    i32::try_from(left.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX)
}

/// The descriptors of a sequence, with the objects that named them.
fn descriptors(vm: &mut Vm, o: &Obj) -> PyResult<Vec<(Obj, i32)>> {
    if vm.slots_of(o).iter().is_none() && vm.slots_of(o).item().is_none() {
        return Err(type_error!(vm, "arguments 1-3 must be sequences"));
    }
    // A list is read as it is while `fileno()` methods run, which may change it.
    let items = match sequence::plain(vm, o) {
        Some(_) => o.clone(),
        None => {
            let items = protocol::collect(vm, o)?;
            List::from_vec(vm, items)?.into_obj()
        }
    };
    let mut all = Vec::new();
    while let Some(item) = sequence::plain(vm, &items).and_then(|items| items.get(all.len())).cloned() {
        let fd = descriptor_of(vm, &item)?;
        if fd >= SET_SIZE {
            return Err(value_error!(vm, "filedescriptor out of range in select()"));
        }
        all.push((item, fd));
    }
    Ok(all)
}

fn select(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let until = match args.some(4) {
        None => None,
        Some(o) => {
            if float::value(vm, o).is_none() && !protocol::has_index(vm, o) {
                return Err(type_error!(vm, "timeout must be a float or None"));
            }
            match time::timeout(vm, o)? {
                n if n < 0 => return Err(value_error!(vm, "timeout must be non-negative")),
                n => deadline(n),
            }
        }
    };
    let mut sets = Vec::new();
    for i in 1..4 {
        sets.push(descriptors(vm, args.at(i))?);
    }
    let numbers: Vec<Vec<i32>> = sets.iter().map(|s| s.iter().map(|(_, fd)| *fd).collect()).collect();
    let ready = loop {
        let left = until.map(|u| u.saturating_duration_since(Instant::now()));
        match vm.suspend(|| polling::select(&numbers, left)) {
            Ok(ready) => break ready,
            Err(Errno::INTR) => signals::check(vm)?,
            Err(e) => return Err(error::raise(vm, e, None)),
        }
    };
    let mut lists = Vec::new();
    for (set, ready) in sets.into_iter().zip(ready) {
        let chosen = set.into_iter().filter(|(_, fd)| ready.contains(fd)).map(|(o, _)| o).collect();
        lists.push(List::from_vec(vm, chosen)?.into_obj());
    }
    Ok(Tuple::from_vec(vm, lists)?.into_obj())
}

/// The payload of a `poll` object: descriptors and events, in the order of registration.
#[derive(Default)]
struct Poll {
    entries: Vec<(i32, i16)>,
    running: bool,
}

impl Payload for Poll {
    const KIND: u8 = kinds::POLL;
    const NAME: &'static str = "poll";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// `POLLIN | POLLPRI | POLLOUT`
const ALL_EVENTS: i16 = 7;

fn poll_new(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(vm.make(Poll::default()).into_obj())
}

fn events(vm: &mut Vm, o: Option<&Obj>) -> PyResult<i16> {
    let Some(o) = o else { return Ok(ALL_EVENTS) };
    let exact = protocol::index(vm, o)?;
    if int::is_negative(vm, &exact) {
        return Err(value_error!(vm, "Cannot convert negative int"));
    }
    match int::to_i64(vm, &exact).and_then(|n| u16::try_from(n).ok()) {
        Some(n) => Ok(n as i16),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large for C unsigned short")),
    }
}

fn poll_register(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let events = events(vm, args.opt(2))?;
    let entries = &mut args.this::<Poll>().get_mut(vm).entries;
    match entries.iter_mut().find(|e| e.0 == fd) {
        Some(entry) => entry.1 = events,
        None => entries.push((fd, events)),
    }
    Ok(Obj::NONE)
}

fn poll_modify(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let events = events(vm, Some(args.at(2)))?;
    match args.this::<Poll>().get_mut(vm).entries.iter_mut().find(|e| e.0 == fd) {
        Some(entry) => {
            entry.1 = events;
            Ok(Obj::NONE)
        }
        None => Err(error::raise(vm, Errno::NOENT, None)),
    }
}

fn poll_unregister(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let entries = &mut args.this::<Poll>().get_mut(vm).entries;
    match entries.iter().position(|e| e.0 == fd) {
        Some(at) => {
            entries.remove(at);
            Ok(Obj::NONE)
        }
        None => {
            let key = int::from_i64(vm, fd.into());
            let made = rpython_objects::exception::with_args(vm, types::KEY_ERROR, &[key]);
            Err(vm.raise_object(made))
        }
    }
}

fn pairs(vm: &mut Vm, found: &[(i32, u32)]) -> PyResult {
    let mut list = Vec::new();
    for &(fd, events) in found {
        let pair = [int::from_i64(vm, fd.into()), int::from_i64(vm, events.into())];
        list.push(Tuple::from_slice(vm, &pair)?.into_obj());
    }
    Ok(List::from_vec(vm, list)?.into_obj())
}

fn poll_poll(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let until = match args.some(1) {
        None => None,
        Some(o) => {
            if float::value(vm, o).is_none() && !protocol::has_index(vm, o) {
                return Err(type_error!(vm, "timeout must be an integer or None"));
            }
            // Milliseconds, rounded up.
            let ms = match float::value(vm, o) {
                Some(x) if x < 0.0 => -1.0,
                Some(x) => x.ceil(),
                None => argument::double(vm, o)?,
            };
            if ms > f64::from(i32::MAX) {
                return Err(raise!(vm, types::OVERFLOW_ERROR, "timeout is too large"));
            }
            if ms < 0.0 { None } else { deadline((ms * 1e6) as i128) }
        }
    };
    let this = args.this::<Poll>();
    if std::mem::replace(&mut this.get_mut(vm).running, true) {
        return Err(raise!(vm, types::RUNTIME_ERROR, "concurrent poll() invocation"));
    }
    let entries = this.get(vm).entries.clone();
    let found = loop {
        match vm.suspend(|| polling::poll(&entries, milliseconds(until))) {
            Ok(found) => break Ok(found),
            Err(Errno::INTR) => {
                if let Err(raised) = signals::check(vm) {
                    break Err(raised);
                }
            }
            Err(e) => break Err(error::raise(vm, e, None)),
        }
    };
    this.get_mut(vm).running = false;
    pairs(vm, &found?)
}

static POLL: TypeDef = TypeDef {
    name: "poll",
    module: "select",
    kind: kinds::POLL,
    flags: rpython_objects::TypeFlags::NO_NEW,
    methods: &[
        native(
            "register",
            "($self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /)",
            poll_register,
            "Register a file descriptor with the polling object.",
        ),
        native("modify", "($self, fd, eventmask, /)", poll_modify, "Modify an already registered file descriptor."),
        native(
            "unregister",
            "($self, fd, /)",
            poll_unregister,
            "Remove a file descriptor being tracked by the polling object.",
        ),
        native("poll", "($self, timeout=None, /)", poll_poll, "Polls the set of registered file descriptors."),
    ],
    ..TypeDef::EMPTY
};

/// The payload of an `epoll` object; -1 once closed.
struct Epoll {
    fd: i32,
}

impl Payload for Epoll {
    const KIND: u8 = kinds::EPOLL;
    const NAME: &'static str = "epoll";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Drop for Epoll {
    fn drop(&mut self) {
        if self.fd >= 0 {
            let _ = system::close(self.fd);
        }
    }
}

static EPOLL_NEW: Def = native("epoll", "(sizehint=-1, flags=0)", epoll_made, "");

fn epoll_made(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const CLOSE_ON_EXEC: i32 = 0o2_000_000;
    let hint = number::int_or(vm, args.opt(0), -1)?;
    if hint < -1 || hint == 0 {
        return Err(value_error!(vm, "negative sizehint"));
    }
    let flags = number::int_or(vm, args.opt(1), 0)?;
    if flags != 0 && flags != CLOSE_ON_EXEC {
        return Err(raise!(vm, types::OS_ERROR, "invalid flags"));
    }
    let fd = check(vm, system::epoll_create1(CLOSE_ON_EXEC))?;
    Ok(int::from_i64(vm, fd.into()))
}

fn epoll_new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let fd = native::call(vm, &EPOLL_NEW, args)?;
    let fd = argument::c_int(vm, &fd)?;
    Ok(vm.alloc_in(class, Epoll { fd }).into_obj())
}

#[cold]
fn closed(vm: &mut Vm) -> Raised {
    value_error!(vm, "I/O operation on closed epoll object")
}

fn epoll_fd(vm: &mut Vm, args: Args<'_>) -> PyResult<i32> {
    match args.this::<Epoll>().get(vm).fd {
        fd if fd < 0 => Err(closed(vm)),
        fd => Ok(fd),
    }
}

fn epoll_control(vm: &mut Vm, args: Args<'_>, operation: i32, events: Option<&Obj>) -> PyResult {
    let own = epoll_fd(vm, args)?;
    let fd = descriptor_of(vm, args.at(1))?;
    let events = match events {
        Some(o) => number::unsigned(vm, o)? as u32,
        None => ALL_EVENTS as u32,
    };
    let done = vm.suspend(|| polling::epoll_control(own, operation, fd, events));
    check(vm, done)?;
    Ok(Obj::NONE)
}

fn epoll_poll(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = epoll_fd(vm, args)?;
    let until = match args.some(1) {
        None => None,
        Some(o) => {
            if float::value(vm, o).is_none() && !protocol::has_index(vm, o) {
                return Err(type_error!(vm, "timeout must be an integer or None"));
            }
            match time::timeout(vm, o)? {
                n if n < 0 => None,
                n => deadline(n),
            }
        }
    };
    let most = match number::int_or(vm, args.opt(2), -1)? {
        -1 => SET_SIZE - 1,
        n if n < 1 => return Err(value_error!(vm, "maxevents must be greater than 0, got {n}")),
        n => n,
    };
    let found = loop {
        match vm.suspend(|| polling::epoll_wait(fd, most as usize, milliseconds(until))) {
            Ok(found) => break found,
            Err(Errno::INTR) => signals::check(vm)?,
            Err(e) => return Err(error::raise(vm, e, None)),
        }
    };
    pairs(vm, &found)
}

fn epoll_close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = std::mem::replace(&mut args.this::<Epoll>().get_mut(vm).fd, -1);
    if fd >= 0 {
        check(vm, system::close(fd))?;
    }
    Ok(Obj::NONE)
}

fn epoll_enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    epoll_fd(vm, args)?;
    Ok(args.at(0).clone())
}

fn epoll_from(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = argument::c_int(vm, args.at(1))?;
    Ok(table::instance(vm, args.at(0), Epoll { fd }))
}

static EPOLL: TypeDef = TypeDef {
    name: "epoll",
    module: "select",
    kind: kinds::EPOLL,
    doc: "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object\n\nsizehint must be a positive integer or -1 for the default size. The\nsizehint is used to optimize internal data structures. It doesn't limit\nthe maximum number of monitored events.",
    slots: Slots { new: Some(epoll_new), ..Slots::EMPTY },
    methods: &[
        class_native("fromfd", "($type, fd, /)", epoll_from, "Create an epoll object from a given control fd."),
        native("close", "($self, /)", epoll_close, "Close the epoll control file descriptor."),
        native(
            "fileno",
            "($self, /)",
            |vm, args| epoll_fd(vm, args).map(|fd| Obj::small_int(fd.into()).unwrap_or(Obj::NONE)),
            "Return the epoll control file descriptor.",
        ),
        native(
            "register",
            "($self, /, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT)",
            |vm, args| epoll_control(vm, args, 1, args.opt(2)),
            "Registers a new fd or raises an OSError if the fd is already registered.",
        ),
        native(
            "unregister",
            "($self, /, fd)",
            |vm, args| epoll_control(vm, args, 2, None),
            "Remove a registered file descriptor from the epoll object.",
        ),
        native(
            "modify",
            "($self, /, fd, eventmask)",
            |vm, args| epoll_control(vm, args, 3, args.opt(2)),
            "Modify event mask for a registered file descriptor.",
        ),
        native(
            "poll",
            "($self, /, timeout=None, maxevents=-1)",
            epoll_poll,
            "Wait for events on the epoll file descriptor.",
        ),
        native("__enter__", "($self, /)", epoll_enter, ""),
        native("__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)", epoll_close, ""),
    ],
    getsets: &[getter(
        "closed",
        |vm, o| Ok(Obj::bool(o.downcast_ref::<Epoll>().is_none_or(|e| e.get(vm).fd < 0))),
        "True if the epoll handler is closed",
    )],
    ..TypeDef::EMPTY
};

const NUMBERS: &[(&str, i64)] = &[
    ("EPOLLERR", 8),
    ("EPOLLET", 2147483648),
    ("EPOLLEXCLUSIVE", 268435456),
    ("EPOLLHUP", 16),
    ("EPOLLIN", 1),
    ("EPOLLMSG", 1024),
    ("EPOLLONESHOT", 1073741824),
    ("EPOLLOUT", 4),
    ("EPOLLPRI", 2),
    ("EPOLLRDBAND", 128),
    ("EPOLLRDHUP", 8192),
    ("EPOLLRDNORM", 64),
    ("EPOLLWAKEUP", 536870912),
    ("EPOLLWRBAND", 512),
    ("EPOLLWRNORM", 256),
    ("EPOLL_CLOEXEC", 524288),
    ("PIPE_BUF", 4096),
    ("POLLERR", 8),
    ("POLLHUP", 16),
    ("POLLIN", 1),
    ("POLLMSG", 1024),
    ("POLLNVAL", 32),
    ("POLLOUT", 4),
    ("POLLPRI", 2),
    ("POLLRDBAND", 128),
    ("POLLRDHUP", 8192),
    ("POLLRDNORM", 64),
    ("POLLWRBAND", 512),
    ("POLLWRNORM", 256),
];

static FUNCTIONS: &[NativeDef] = &[
    native(
        "select",
        "($module, rlist, wlist, xlist, timeout=None, /)",
        select,
        "Wait until one or more file descriptors are ready for some kind of I/O.",
    ),
    native("poll", "($module, /)", poll_new, "Returns a polling object."),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only sockets are supported; on Unix, all file descriptors.";
    let module = table::module(vm, "select", doc, FUNCTIONS)?;
    rpython_objects::type_object::define_kind::<Poll>(vm, &POLL)?;
    table::add_type::<Epoll>(vm, &module, &EPOLL)?;
    table::set(vm, &module, "error", types::OS_ERROR.clone().into_obj())?;
    table::set_numbers(vm, &module, NUMBERS)?;
    Ok(module)
}
