//! `_socket`: what the `socket` module needs to be imported, and the functions that need no socket.
//!
//! Sockets themselves are not there yet: making one raises `OSError` with `ENOSYS`, which callers that
//! look for what a system has can handle; and the functions on names and addresses are
//! absent (CPython: `Modules/socketmodule.c`).

mod constants;

use crate::{kinds, table};
use rpython_objects::{
    Args, CallArgs, CompareOp, Module, NativeDef, Obj, PyResult, Ref, Slots, Str, Type, TypeDef, TypeFlags, Vm,
    argument, exception, int, native, protocol, raise, types, value_error,
};

/// The payload of a socket; none can be made.
struct Socket;

impl rpython_heap::Payload for Socket {
    const KIND: u8 = kinds::SOCKET;
    const NAME: &'static str = "socket";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// Errno of a call that the system does not have.
const ENOSYS: i32 = 38;

#[derive(Default)]
struct State {
    /// Seconds that new sockets wait; `None` for ever.
    timeout: Option<f64>,
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "getdefaulttimeout",
        "($module, /)",
        |vm, _| Ok(vm.state_of::<State>().timeout.map_or(Obj::NONE, Obj::float)),
        "getdefaulttimeout() -> timeout\n\nReturns the default timeout in seconds (float) for new socket objects.\nA value of None indicates that new socket objects have no timeout.\nWhen the socket module is first imported, the default is None.",
    ),
    native(
        "setdefaulttimeout",
        "($module, object, /)",
        set_default_timeout,
        "setdefaulttimeout(timeout)\n\nSet the default timeout in seconds (float) for new socket objects.\nA value of None indicates that new socket objects have no timeout.\nWhen the socket module is first imported, the default is None.",
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
    let timeout = match args.some(1) {
        None => None,
        Some(given) => {
            let seconds = argument::double(vm, given)?;
            // CPython counts in 64-bit nanoseconds.
            if !(0.0..=i64::MAX as f64 / 1e9).contains(&seconds) {
                return Err(value_error!(vm, "Timeout value out of range"));
            }
            Some(seconds)
        }
    };
    vm.state_of::<State>().timeout = timeout;
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

fn make(vm: &mut Vm, _: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Err(exception::raise_os(vm, ENOSYS, "_socket.socket: rpython does not open sockets yet", None))
}

static SOCKET_DEF: TypeDef = TypeDef {
    name: "socket",
    module: "_socket",
    kind: kinds::SOCKET,
    flags: TypeFlags::BASE,
    doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object",
    slots: Slots { new: Some(make), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "Implementation module for socket operations.\n\nSee the socket module for documentation.";
    let module = table::module(vm, "_socket", doc, FUNCTIONS)?;
    let class = table::add_type::<Socket>(vm, &module, &SOCKET_DEF)?;
    table::set(vm, &module, "SocketType", class.into_obj())?;
    table::set(vm, &module, "error", types::OS_ERROR.clone().into_obj())?;
    table::set(vm, &module, "timeout", types::TIMEOUT_ERROR.clone().into_obj())?;
    for name in ["herror", "gaierror"] {
        table::add_exception(vm, &module, "socket", name, types::OS_ERROR)?;
    }
    for &(name, value) in constants::NUMBERS {
        let value = int::from_i64(vm, value);
        table::set(vm, &module, name, value)?;
    }
    table::set(vm, &module, "has_ipv6", Obj::TRUE)?;
    Ok(module)
}
