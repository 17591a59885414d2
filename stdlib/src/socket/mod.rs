//! `_socket`: sockets, and the names of hosts and services (CPython: `Modules/socketmodule.c`).
//!
//! The families of addresses that are known are those of IP, local names, `AF_NETLINK`, `AF_PACKET`, `AF_VSOCK` and `AF_ALG`.

mod address;
mod constants;
mod message;
mod object;
mod resolver;
mod transfer;

use crate::{posix::error, table};
use rpython_objects::{
    Args, CompareOp, Module, NativeDef, Obj, PyResult, Ref, Str, Type, Vm, argument, int, native, protocol, raise,
    types, value_error,
};
use rpython_vm::system::{self, socket as net};

#[derive(Default)]
struct State {
    /// Nanoseconds that new sockets wait; `None` for ever.
    timeout: Option<i64>,
    gaierror: Option<Ref<Type>>,
    herror: Option<Ref<Type>>,
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "getdefaulttimeout",
        "($module, /)",
        |vm, _| Ok(object::show_timeout(vm.state_of::<State>().timeout)),
        "getdefaulttimeout() -> timeout\n\nReturns the default timeout in seconds (float) for new socket objects.\nA value of None indicates that new socket objects have no timeout.\nWhen the socket module is first imported, the default is None.",
    ),
    native(
        "setdefaulttimeout",
        "($module, object, /)",
        set_default_timeout,
        "setdefaulttimeout(timeout)\n\nSet the default timeout in seconds (float) for new socket objects.\nA value of None indicates that new socket objects have no timeout.\nWhen the socket module is first imported, the default is None.",
    ),
    native(
        "close",
        "($module, object, /)",
        close,
        "close(integer) -> None\n\nClose an integer socket file descriptor.  This is like os.close(), but for\nsockets; on some platforms os.close() won't work for socket file descriptors.",
    ),
    native(
        "dup",
        "($module, object, /)",
        dup,
        "dup(integer) -> integer\n\nDuplicate an integer socket file descriptor.  This is like os.dup(), but for\nsockets; on some platforms os.dup() won't work for socket file descriptors.",
    ),
    native(
        "socketpair",
        "($module, family=1, type=1, proto=0, /)",
        object::socketpair,
        "socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\nCreate a pair of socket objects from the sockets returned by the platform\nsocketpair() function.\nThe arguments are the same as for socket() except the default family is\nAF_UNIX if defined on the platform; otherwise, the default is AF_INET.",
    ),
    native("sethostname", "($module, name, /)", set_host_name, "sethostname(name)\n\nSets the hostname to name."),
    native(
        "CMSG_LEN",
        "($module, length, /)",
        |vm, args| message::control_size(vm, args, "CMSG_LEN", net::control_len),
        "CMSG_LEN(length) -> control message length\n\nReturn the total length, without trailing padding, of an ancillary\ndata item with associated data of the given length.",
    ),
    native(
        "CMSG_SPACE",
        "($module, length, /)",
        |vm, args| message::control_size(vm, args, "CMSG_SPACE", net::control_space),
        "CMSG_SPACE(length) -> buffer size\n\nReturn the buffer size needed for recvmsg() to receive an ancillary\ndata item with associated data of the given length, along with any\ntrailing padding.",
    ),
    native("gethostname", "($module, /)", host_name, "gethostname() -> string\n\nReturn the current host name."),
    native(
        "htons",
        "($module, integer, /)",
        swapped16,
        "Convert a 16-bit unsigned integer from host to network byte order.",
    ),
    native(
        "ntohs",
        "($module, integer, /)",
        swapped16,
        "Convert a 16-bit unsigned integer from network to host byte order.",
    ),
    native(
        "htonl",
        "($module, integer, /)",
        swapped32,
        "Convert a 32-bit unsigned integer from host to network byte order.",
    ),
    native(
        "ntohl",
        "($module, integer, /)",
        swapped32,
        "Convert a 32-bit unsigned integer from network to host byte order.",
    ),
];

fn set_default_timeout(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let timeout = object::timeout_of(vm, args.at(1))?;
    vm.state_of::<State>().timeout = timeout;
    Ok(Obj::NONE)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = argument::c_int(vm, args.at(1))?;
    object::close_number(vm, fd)?;
    Ok(Obj::NONE)
}

fn dup(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const DUPFD_CLOEXEC: i32 = 1030;
    let fd = argument::c_int(vm, args.at(1))?;
    let made = error::check(vm, system::fcntl(fd, DUPFD_CLOEXEC, 0))?;
    Ok(int::from_i64(vm, made.into()))
}

fn set_host_name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = crate::posix::path::fsencode(vm, args.at(1))?;
    rpython_vm::audit::event(vm, "socket.sethostname", &[args.at(1).clone()])?;
    error::check(vm, net::set_host_name(name.to_bytes()))?;
    Ok(Obj::NONE)
}

fn host_name(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    Ok(Str::new(vm, &name).into_obj())
}

/// An unsigned argument of so many bits.
fn unsigned(vm: &mut Vm, args: Args<'_>, bits: u32) -> PyResult<u64> {
    let n = protocol::index(vm, args.at(1))?;
    let zero = int::from_i64(vm, 0);
    let negative = protocol::compare(vm, &n, &zero, CompareOp::Lt)?;
    if protocol::is_true(vm, &negative)? {
        return Err(value_error!(vm, "Cannot convert negative int"));
    }
    match int::to_i64(vm, &n).and_then(|n| u64::try_from(n).ok()).filter(|n| n >> bits == 0) {
        Some(n) => Ok(n),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large for C uint{bits}_t")),
    }
}

fn swapped16(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = unsigned(vm, args, 16)? as u16;
    Ok(int::from_i64(vm, n.to_be().into()))
}

fn swapped32(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = unsigned(vm, args, 32)? as u32;
    Ok(int::from_i64(vm, n.to_be().into()))
}

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "Implementation module for socket operations.\n\nSee the socket module for documentation.";
    let module = table::module(vm, "_socket", doc, FUNCTIONS)?;
    for def in resolver::FUNCTIONS {
        let made = rpython_objects::function::for_module(vm, Some(&module), "_socket", def);
        table::set(vm, &module, def.name, made)?;
    }
    let class = table::add_type::<object::Socket>(vm, &module, &object::DEF)?;
    table::set(vm, &module, "SocketType", class.into_obj())?;
    table::set(vm, &module, "error", types::OS_ERROR.clone().into_obj())?;
    table::set(vm, &module, "timeout", types::TIMEOUT_ERROR.clone().into_obj())?;
    let herror = table::add_exception(vm, &module, "socket", "herror", types::OS_ERROR)?;
    let gaierror = table::add_exception(vm, &module, "socket", "gaierror", types::OS_ERROR)?;
    let state = vm.state_of::<State>();
    (state.herror, state.gaierror) = (Some(herror), Some(gaierror));
    table::set_numbers(vm, &module, constants::NUMBERS)?;
    table::set(vm, &module, "has_ipv6", Obj::TRUE)?;
    Ok(module)
}
