//! The socket type: making, connecting, options, closing (CPython: `sock_methods`).

use super::{
    State,
    address::{self, Reading},
    transfer,
};
use crate::{
    kinds,
    posix::{
        error::{self, check},
        number::int_or,
    },
    table, time, warnings,
};
use rpython_heap::flag;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeFlags, Vm,
    argument, buffer, getter, int, native, protocol, raise, type_error, type_object::member, types, value_error,
};
use rpython_vm::{
    audit, signals,
    system::{self, Errno, polling, socket as net},
};
use std::time::{Duration, Instant};

const SOL_SOCKET: i32 = 1;
const SO_TYPE: i32 = 3;
const SO_ERROR: i32 = 4;
const SO_PROTOCOL: i32 = 38;
const SOCK_STREAM: i32 = 1;
/// `SOCK_NONBLOCK | SOCK_CLOEXEC`, which are no part of a type.
const TYPE_FLAGS: i32 = 0o2_004_000;
const SOCK_NONBLOCK: i32 = 0o4000;
const POLLIN: i16 = 1;
const POLLOUT: i16 = 4;
const POLLERR: i16 = 8;
/// Connections that wait, where the program names no number.
const BACKLOG: i32 = 128;

/// The payload of a socket.
pub(super) struct Socket {
    /// Negative once closed or detached.
    pub(super) fd: i32,
    family: i32,
    kind: i32,
    protocol: i32,
    /// How long calls wait, in nanoseconds; negative for ever.
    timeout: i64,
}

impl Payload for Socket {
    const KIND: u8 = kinds::SOCKET;
    const NAME: &'static str = "socket";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// What a call waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    Readable,
    Writable,
    Connected,
}

/// How a call on a socket ended without a value.
pub(super) enum Failed {
    /// The timeout ran out.
    TimedOut,
    Error(Errno),
}

/// Makes a system call on a socket: waits first where there is a timeout, until it is ready or the time is over; a call that signals
/// interrupt is repeated (CPython: `sock_call_ex`).
///
/// # Errors
/// What a signal's handler raises.
fn attempt<T: Send>(
    vm: &mut Vm,
    this: &Ref<Socket>,
    until: Until,
    deadline: Option<Instant>,
    mut call: impl FnMut(i32) -> Result<T, Errno> + Send,
) -> PyResult<Result<T, Failed>> {
    let timeout = this.get(vm).timeout;
    let events = match until {
        Until::Readable => POLLIN,
        Until::Writable => POLLOUT,
        Until::Connected => POLLOUT | POLLERR,
    };
    loop {
        let fd = this.get(vm).fd;
        if fd >= 0 && (timeout > 0 || until == Until::Connected) {
            let left = match deadline.filter(|_| timeout > 0) {
                None => -1,
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now()).as_nanos();
                    i32::try_from(left.div_ceil(1_000_000)).unwrap_or(i32::MAX)
                }
            };
            match vm.suspend(|| polling::poll(&[(fd, events)], left)) {
                Ok(ready) if ready.is_empty() => {
                    // A wait of the longest time that the system takes may have been too short.
                    if left != i32::MAX {
                        return Ok(Err(Failed::TimedOut));
                    }
                    continue;
                }
                Ok(_) => {}
                Err(Errno::INTR) => {
                    signals::check(vm)?;
                    continue;
                }
                Err(e) => return Ok(Err(Failed::Error(e))),
            }
        }
        let done = loop {
            match vm.suspend(|| call(fd)) {
                Err(Errno::INTR) => signals::check(vm)?,
                done => break done,
            }
        };
        match done {
            // Ready, and then not: another took what there was.
            Err(Errno::AGAIN) if timeout > 0 => {}
            done => return Ok(done.map_err(Failed::Error)),
        }
    }
}

/// When a call that begins now has timed out.
pub(super) fn deadline(vm: &Vm, this: &Ref<Socket>) -> Option<Instant> {
    let ns = u64::try_from(this.get(vm).timeout).ok()?;
    Instant::now().checked_add(Duration::from_nanos(ns))
}

/// A call whose failures are raised.
///
/// # Errors
/// `OSError`, `TimeoutError`
pub(super) fn call<T: Send>(
    vm: &mut Vm,
    this: &Ref<Socket>,
    until: Until,
    call: impl FnMut(i32) -> Result<T, Errno> + Send,
) -> PyResult<T> {
    let deadline = deadline(vm, this);
    call_until(vm, this, until, deadline, call)
}

/// As [`call`], one of several that share a deadline.
///
/// # Errors
/// As [`call`].
pub(super) fn call_until<T: Send>(
    vm: &mut Vm,
    this: &Ref<Socket>,
    until: Until,
    deadline: Option<Instant>,
    call: impl FnMut(i32) -> Result<T, Errno> + Send,
) -> PyResult<T> {
    match attempt(vm, this, until, deadline, call)? {
        Ok(value) => Ok(value),
        Err(failed) => Err(raise_failed(vm, &failed)),
    }
}

#[cold]
fn raise_failed(vm: &mut Vm, failed: &Failed) -> rpython_objects::Raised {
    match failed {
        Failed::TimedOut => raise!(vm, types::TIMEOUT_ERROR, "timed out"),
        Failed::Error(e) => error::raise(vm, *e, None),
    }
}

/// The bytes of an address for this socket.
pub(super) fn address_of(vm: &mut Vm, this: &Ref<Socket>, o: &Obj, function: &str) -> PyResult<Vec<u8>> {
    let family = this.get(vm).family;
    address::read(vm, o, &Reading { family, function })
}

/// Sets what is known of a new socket.
fn take(vm: &mut Vm, this: &Ref<Socket>, fd: i32, family: i32, kind: i32, protocol: i32) -> PyResult<()> {
    let default = vm.state_of::<State>().timeout;
    let nonblocking = kind & SOCK_NONBLOCK != 0;
    let s = this.get_mut(vm);
    (s.fd, s.family, s.kind, s.protocol) = (fd, family, kind & !TYPE_FLAGS, protocol);
    s.timeout = if nonblocking { 0 } else { default.unwrap_or(-1) };
    if !nonblocking && default.is_some() {
        let done = net::set_blocking(fd, false);
        check(vm, done)?;
    }
    Ok(())
}

/// A socket of a descriptor, of the type itself.
///
/// # Errors
/// `OSError`
pub(super) fn make(vm: &mut Vm, fd: i32, family: i32, kind: i32, protocol: i32) -> PyResult {
    let made = vm.make(Socket { fd: -1, family, kind, protocol, timeout: -1 });
    made.header().set(flag::FINALISES);
    take(vm, &made, fd, family, kind, protocol)?;
    Ok(made.into_obj())
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let made = vm.alloc_in(class, Socket { fd: -1, family: 0, kind: 0, protocol: 0, timeout: -1 });
    made.header().set(flag::FINALISES);
    Ok(made.into_obj())
}

static INIT: NativeDef = native("socket", "($self, /, family=-1, type=-1, proto=-1, fileno=None)", initialise, "");

fn initialise(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Socket>();
    let mut family = int_or(vm, args.opt(1), -1)?;
    let mut kind = int_or(vm, args.opt(2), -1)?;
    let mut protocol = int_or(vm, args.opt(3), -1)?;
    let numbers = [family, kind, protocol].map(|n| int::from_i64(vm, n.into()));
    let event: Vec<Obj> = [args.at(0).clone()].into_iter().chain(numbers).collect();
    audit::event(vm, "socket.__new__", &event)?;
    let fd = match args.some(4) {
        Some(given) => {
            let fd = argument::c_int(vm, given)?;
            if fd < 0 {
                return Err(value_error!(vm, "negative file descriptor"));
            }
            match net::own_address(fd) {
                Ok(own) if family == -1 => family = address::family_of(&own),
                Ok(_) => {}
                // Whatever is no socket is refused; other families may have no address.
                Err(e) if family == -1 || matches!(e, Errno::BADF | Errno::NOTSOCK) => {
                    return Err(error::raise(vm, e, None));
                }
                Err(_) => {}
            }
            if kind == -1 {
                kind = check(vm, net::int_option(fd, SOL_SOCKET, SO_TYPE))?;
            }
            if protocol == -1 {
                protocol = check(vm, net::int_option(fd, SOL_SOCKET, SO_PROTOCOL))?;
            }
            fd
        }
        None => {
            family = if family == -1 { address::AF_INET } else { family };
            kind = if kind == -1 { SOCK_STREAM } else { kind };
            protocol = if protocol == -1 { 0 } else { protocol };
            let made = vm.suspend(|| net::socket(family, kind, protocol));
            check(vm, made)?
        }
    };
    take(vm, this, fd, family, kind, protocol)?;
    Ok(Obj::NONE)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(this) = o.downcast_ref::<Socket>() else { return Ok(Obj::NONE) };
    let s = this.get(vm);
    let shown = format!("<socket object, fd={}, family={}, type={}, proto={}>", s.fd, s.family, s.kind, s.protocol);
    Ok(Str::new(vm, &shown).into_obj())
}

/// Closes a socket that the program has left open, and says so.
fn finalise(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(this) = o.downcast_ref::<Socket>() else { return Ok(Obj::NONE) };
    if this.get(vm).fd >= 0 {
        let travelling = vm.exception.take();
        if let Ok(shown) = protocol::repr(vm, o)
            && let Some(shown) = shown.downcast_ref::<Str>()
        {
            let message = format!("unclosed {}", shown.to_string_lossy(vm));
            warnings::unreleased(vm, &message, o);
        }
        vm.exception.take();
        vm.exception = travelling.into();
        let fd = std::mem::replace(&mut this.get_mut(vm).fd, -1);
        // A socket's last bytes may take a while.
        let _ = vm.suspend(|| system::close(fd));
    }
    Ok(Obj::NONE)
}

fn accept(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, peer) = call(vm, args.this(), Until::Readable, net::accept)?;
    match address::show(vm, &peer) {
        Ok(peer) => {
            let fd = int::from_i64(vm, fd.into());
            table::tuple(vm, &[fd, peer])
        }
        Err(raised) => {
            let _ = system::close(fd);
            Err(raised)
        }
    }
}

fn bind(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Socket>();
    let place = address_of(vm, this, args.at(1), "bind")?;
    audit::event(vm, "socket.bind", &[args.at(0).clone(), args.at(1).clone()])?;
    let fd = this.get(vm).fd;
    let done = vm.suspend(|| net::bind(fd, &place));
    check(vm, done)?;
    Ok(Obj::NONE)
}

/// Connects; the failure, if there is one (CPython: `internal_connect`).
fn try_connect(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult<Option<Failed>> {
    let this = args.this::<Socket>();
    let place = address_of(vm, this, args.at(1), function)?;
    audit::event(vm, "socket.connect", &[args.at(0).clone(), args.at(1).clone()])?;
    let (fd, timeout) = (this.get(vm).fd, this.get(vm).timeout);
    let waits = match vm.suspend(|| net::connect(fd, &place)) {
        Ok(()) => return Ok(None),
        // The connection goes on being made after a signal.
        Err(Errno::INTR) => {
            signals::check(vm)?;
            if timeout == 0 {
                return Ok(Some(Failed::Error(Errno::INTR)));
            }
            true
        }
        Err(Errno::INPROGRESS) => timeout > 0,
        Err(e) => return Ok(Some(Failed::Error(e))),
    };
    if !waits {
        return Ok(Some(Failed::Error(Errno::INPROGRESS)));
    }
    let deadline = deadline(vm, this);
    let done = attempt(vm, this, Until::Connected, deadline, |fd| match net::int_option(fd, SOL_SOCKET, SO_ERROR)? {
        0 => Ok(()),
        e if e == Errno::ISCONN.raw_os_error() => Ok(()),
        e => Err(Errno::from_raw_os_error(e)),
    })?;
    Ok(done.err())
}

fn connect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match try_connect(vm, args, "connect")? {
        None => Ok(Obj::NONE),
        Some(failed) => Err(raise_failed(vm, &failed)),
    }
}

fn connect_ex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = match try_connect(vm, args, "connect_ex")? {
        None => 0,
        Some(Failed::TimedOut) => Errno::AGAIN.raw_os_error(),
        Some(Failed::Error(e)) => e.raw_os_error(),
    };
    Ok(int::from_i64(vm, number.into()))
}

fn listen(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let backlog = int_or(vm, args.opt(1), BACKLOG)?.max(0);
    let fd = args.this::<Socket>().get(vm).fd;
    let done = vm.suspend(|| net::listen(fd, backlog));
    check(vm, done)?;
    Ok(Obj::NONE)
}

fn shutdown(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let how = argument::c_int(vm, args.at(1))?;
    let fd = args.this::<Socket>().get(vm).fd;
    let done = vm.suspend(|| net::shutdown(fd, how));
    check(vm, done)?;
    Ok(Obj::NONE)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = std::mem::replace(&mut args.this::<Socket>().get_mut(vm).fd, -1);
    if fd >= 0 {
        close_number(vm, fd)?;
    }
    Ok(Obj::NONE)
}

/// Closes a descriptor. That the peer has gone is no error.
///
/// # Errors
/// `OSError`
pub(super) fn close_number(vm: &mut Vm, fd: i32) -> PyResult<()> {
    match vm.suspend(|| system::close(fd)) {
        Err(Errno::CONNRESET) | Ok(_) => Ok(()),
        Err(e) => Err(error::raise(vm, e, None)),
    }
}

fn detach(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = std::mem::replace(&mut args.this::<Socket>().get_mut(vm).fd, -1);
    Ok(int::from_i64(vm, fd.into()))
}

fn fileno(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = args.this::<Socket>().get(vm).fd;
    Ok(int::from_i64(vm, fd.into()))
}

fn own_address(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = args.this::<Socket>().get(vm).fd;
    let found = check(vm, net::own_address(fd))?;
    address::show(vm, &found)
}

fn peer_address(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = args.this::<Socket>().get(vm).fd;
    let found = check(vm, net::peer_address(fd))?;
    address::show(vm, &found)
}

/// A timeout in nanoseconds; `None` for ever.
///
/// # Errors
/// `TypeError`, `ValueError` for negative ones, `OverflowError`
pub(super) fn timeout_of(vm: &mut Vm, o: &Obj) -> PyResult<Option<i64>> {
    if o.is_none() {
        return Ok(None);
    }
    let ns = time::timeout(vm, o)?;
    if ns < 0 {
        return Err(value_error!(vm, "Timeout value out of range"));
    }
    // The system's structure counts microseconds in 64 bits, which no such time exceeds.
    Ok(Some(i64::try_from(ns).unwrap_or(i64::MAX)))
}

/// A timeout as Python shows it.
pub(super) fn show_timeout(ns: Option<i64>) -> Obj {
    ns.map_or(Obj::NONE, |ns| Obj::float(ns as f64 / 1e9))
}

fn set_timeout(vm: &mut Vm, this: &Ref<Socket>, timeout: Option<i64>) -> PyResult {
    let s = this.get_mut(vm);
    s.timeout = timeout.unwrap_or(-1);
    let fd = s.fd;
    // A socket with a timeout does not block: it is waited for first.
    let done = vm.suspend(|| net::set_blocking(fd, timeout.is_none()));
    check(vm, done)?;
    Ok(Obj::NONE)
}

fn settimeout(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let timeout = timeout_of(vm, args.at(1))?;
    set_timeout(vm, args.this(), timeout)
}

fn setblocking(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let blocking = protocol::is_true(vm, args.at(1))?;
    set_timeout(vm, args.this(), if blocking { None } else { Some(0) })
}

fn get_timeout(vm: &mut Vm, o: &Obj) -> PyResult {
    let ns = o.downcast_ref::<Socket>().map_or(-1, |s| s.get(vm).timeout);
    Ok(show_timeout(Some(ns).filter(|ns| *ns >= 0)))
}

fn getsockopt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let level = argument::c_int(vm, args.at(1))?;
    let name = argument::c_int(vm, args.at(2))?;
    let len = int_or(vm, args.opt(3), 0)?;
    let fd = args.this::<Socket>().get(vm).fd;
    if len == 0 {
        let value = check(vm, net::int_option(fd, level, name))?;
        return Ok(int::from_i64(vm, value.into()));
    }
    let Some(len) = usize::try_from(len).ok().filter(|n| *n <= 1024) else {
        return Err(raise!(vm, types::OS_ERROR, "getsockopt buflen out of range"));
    };
    let mut value = vec![0; len];
    let got = check(vm, net::option(fd, level, name, &mut value))?;
    crate::posix::path::bytes(vm, value.get(..got).unwrap_or_default())
}

fn setsockopt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.all().len() - 1;
    let level = argument::c_int(vm, args.at(1))?;
    let name = argument::c_int(vm, args.at(2))?;
    let value = args.at(3);
    let fd = args.this::<Socket>().get(vm).fd;
    let wrong = |vm: &mut Vm| Err(type_error!(vm, "setsockopt() takes exactly 3 arguments ({given} given)"));
    let done = match (value.is_none(), args.opt(4)) {
        (true, Some(len)) if protocol::has_index(vm, len) => {
            let len = address::word(vm, len)?;
            net::set_option_len(fd, level, name, len)
        }
        (_, Some(_)) => return wrong(vm),
        _ => {
            let number = match protocol::has_index(vm, value) {
                true => argument::c_int(vm, value).ok(),
                false => None,
            };
            match number {
                Some(n) => net::set_option(fd, level, name, &n.to_ne_bytes()),
                None => {
                    drop(vm.exception.take());
                    let value = buffer::to_vec(vm, value)?;
                    net::set_option(fd, level, name, &value)
                }
            }
        }
    };
    check(vm, done)?;
    Ok(Obj::NONE)
}

/// One of a socket's numbers.
fn field(vm: &mut Vm, o: &Obj, read: fn(&Socket) -> i32) -> PyResult {
    let n = o.downcast_ref::<Socket>().map_or(0, |s| read(s.get(vm)));
    Ok(int::from_i64(vm, n.into()))
}

/// `socketpair(family, type, proto)`
pub(super) fn socketpair(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let family = int_or(vm, args.opt(1), address::AF_UNIX)?;
    let kind = int_or(vm, args.opt(2), SOCK_STREAM)?;
    let protocol = int_or(vm, args.opt(3), 0)?;
    let made = vm.suspend(|| net::socketpair(family, kind, protocol));
    let [one, other] = check(vm, made)?;
    let one = make(vm, one, family, kind, protocol)?;
    let other = make(vm, other, family, kind, protocol)?;
    Ok(Tuple::from_slice(vm, &[one, other])?.into_obj())
}

const METHODS: &[NativeDef] = &[
    native(
        "_accept",
        "($self, /)",
        accept,
        "_accept() -> (integer, address info)\n\nWait for an incoming connection.  Return a new socket file descriptor\nrepresenting the connection, and the address of the client.\nFor IP sockets, the address info is a pair (hostaddr, port).",
    ),
    native(
        "bind",
        "($self, object, /)",
        bind,
        "bind(address)\n\nBind the socket to a local address.  For IP sockets, the address is a\npair (host, port); the host must refer to the local host. For raw packet\nsockets the address is a tuple (ifname, proto [,pkttype [,hatype [,addr]]])",
    ),
    native("close", "($self, /)", close, "close()\n\nClose the socket.  It cannot be used after this call."),
    native(
        "connect",
        "($self, object, /)",
        connect,
        "connect(address)\n\nConnect the socket to a remote address.  For IP sockets, the address\nis a pair (host, port).",
    ),
    native(
        "connect_ex",
        "($self, object, /)",
        connect_ex,
        "connect_ex(address) -> errno\n\nThis is like connect(address), but returns an error code (the errno value)\ninstead of raising an exception when an error occurs.",
    ),
    native(
        "detach",
        "($self, /)",
        detach,
        "detach()\n\nClose the socket object without closing the underlying file descriptor.\nThe object cannot be used after this call, but the file descriptor\ncan be reused for other purposes.  The file descriptor is returned.",
    ),
    native("fileno", "($self, /)", fileno, "fileno() -> integer\n\nReturn the integer file descriptor of the socket."),
    native(
        "getpeername",
        "($self, /)",
        peer_address,
        "getpeername() -> address info\n\nReturn the address of the remote endpoint.  For IP sockets, the address\ninfo is a pair (hostaddr, port).",
    ),
    native(
        "getsockname",
        "($self, /)",
        own_address,
        "getsockname() -> address info\n\nReturn the address of the local endpoint. The format depends on the\naddress family. For IPv4 sockets, the address info is a pair\n(hostaddr, port). For IPv6 sockets, the address info is a 4-tuple\n(hostaddr, port, flowinfo, scope_id).",
    ),
    native(
        "getsockopt",
        "($self, level, option, buffersize=0, /)",
        getsockopt,
        "getsockopt(level, option[, buffersize]) -> value\n\nGet a socket option.  See the Unix manual for level and option.\nIf a nonzero buffersize argument is given, the return value is a\nstring of that length; otherwise it is an integer.",
    ),
    native(
        "listen",
        "($self, backlog=128, /)",
        listen,
        "listen([backlog])\n\nEnable a server to accept connections.  If backlog is specified, it must be\nat least 0 (if it is lower, it is set to 0); it specifies the number of\nunaccepted connections that the system will allow before refusing new\nconnections. If not specified, a default reasonable value is chosen.",
    ),
    transfer::RECV,
    transfer::RECV_INTO,
    transfer::RECVFROM,
    transfer::RECVFROM_INTO,
    transfer::SEND,
    transfer::SENDALL,
    transfer::SENDTO,
    native(
        "setblocking",
        "($self, object, /)",
        setblocking,
        "setblocking(flag)\n\nSet the socket to blocking (flag is true) or non-blocking (false).\nsetblocking(True) is equivalent to settimeout(None);\nsetblocking(False) is equivalent to settimeout(0.0).",
    ),
    native(
        "getblocking",
        "($self, /)",
        |vm, args| Ok(Obj::bool(args.this::<Socket>().get(vm).timeout != 0)),
        "getblocking()\n\nReturns True if socket is in blocking mode, or False if it\nis in non-blocking mode.",
    ),
    native(
        "settimeout",
        "($self, object, /)",
        settimeout,
        "settimeout(timeout)\n\nSet a timeout on socket operations.  'timeout' can be a float,\ngiving in seconds, or None.  Setting a timeout of None disables\nthe timeout feature and is equivalent to setblocking(1).\nSetting a timeout of zero is the same as setblocking(0).",
    ),
    native(
        "gettimeout",
        "($self, /)",
        |vm, args| get_timeout(vm, args.at(0)),
        "gettimeout() -> timeout\n\nReturns the timeout in seconds (float) associated with socket\noperations. A timeout of None indicates that timeouts on socket\noperations are disabled.",
    ),
    native(
        "setsockopt",
        "($self, level, option, value, optlen=0, /)",
        setsockopt,
        "setsockopt(level, option, value: int)\nsetsockopt(level, option, value: buffer)\nsetsockopt(level, option, None, optlen: int)\n\nSet a socket option.  See the Unix manual for level and option.\nThe value argument can either be an integer, a string buffer, or\nNone, optlen.",
    ),
    native(
        "shutdown",
        "($self, object, /)",
        shutdown,
        "shutdown(flag)\n\nShut down the reading side of the socket (flag == SHUT_RD), the writing side\nof the socket (flag == SHUT_WR), or both ends (flag == SHUT_RDWR).",
    ),
    super::message::RECVMSG,
    super::message::RECVMSG_INTO,
    super::message::SENDMSG,
];

/// `_socket.socket`
pub(super) static DEF: TypeDef = TypeDef {
    name: "socket",
    module: "_socket",
    kind: kinds::SOCKET,
    flags: TypeFlags::BASE,
    doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\nsocket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\nOpen a socket of the given type.  The family argument specifies the\naddress family; it defaults to AF_INET.  The type argument specifies\nwhether this is a stream (SOCK_STREAM, this is the default)\nor datagram (SOCK_DGRAM) socket.  The protocol argument defaults to 0,\nspecifying the default protocol.  Keyword arguments are accepted.\nThe socket is created as non-inheritable.\n\nWhen a fileno is passed in, family, type and proto are auto-detected,\nunless they are explicitly set.\n\nA socket object represents one endpoint of a network connection.",
    slots: Slots {
        new: Some(new),
        init: Some(|vm, o, args| table::initialise(vm, o, &INIT, args)),
        repr: Some(repr),
        finalise: Some(finalise),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[
        member("family", |vm, o| field(vm, o, |s| s.family), "the socket family"),
        member("type", |vm, o| field(vm, o, |s| s.kind), "the socket type"),
        member("proto", |vm, o| field(vm, o, |s| s.protocol), "the socket protocol"),
        getter("timeout", get_timeout, "the socket timeout"),
    ],
    ..TypeDef::EMPTY
};
