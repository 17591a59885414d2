//! Names of hosts, services, protocols and interfaces.

use super::{
    State,
    address::{self, AF_INET, AF_INET6},
};
use crate::{
    posix::{error, number::int_or, path},
    table,
};
use rpython_objects::{
    Args, Bytes, List, NativeDef, Obj, PyResult, Raised, Ref, Str, StrExt, Tuple, Vm, argument, buffer, int, native,
    protocol, raise, type_error, types, value_error,
};
use rpython_vm::{audit, signals, system::socket as net};
use std::ffi::{CStr, CString};

pub(super) const AI_PASSIVE: i32 = 1;
const AI_NUMERICHOST: i32 = 4;
const SOCK_DGRAM: i32 = 2;

/// The resolver's number, and the system's.
type Failure = (i32, i32);

/// A failure of the resolver's, with the system's error of the thread that asked.
fn noted(number: i32) -> Failure {
    (number, std::io::Error::last_os_error().raw_os_error().unwrap_or_default())
}

/// Raises the `gaierror` of a resolver's failure.
#[cold]
fn raise_resolver(vm: &mut Vm, (number, system): Failure) -> Raised {
    if number == net::EAI_SYSTEM {
        return error::raise_number(vm, system, None, None);
    }
    let class = vm.state_of::<State>().gaierror.clone();
    failure(vm, class, number, &net::resolver_message(number))
}

/// Raises the `herror` of a host database's failure.
#[cold]
fn raise_host(vm: &mut Vm, number: i32) -> Raised {
    let class = vm.state_of::<State>().herror.clone();
    failure(vm, class, number, &net::host_message(number))
}

fn failure(vm: &mut Vm, class: Option<Ref<rpython_objects::Type>>, number: i32, message: &str) -> Raised {
    let class = class.unwrap_or_else(|| types::OS_ERROR.clone());
    let arguments = [int::from_i64(vm, number.into()), Str::new(vm, message).into_obj()];
    let made = rpython_objects::exception::with_args(vm, &class, &arguments);
    vm.raise_object(made)
}

/// Asks the resolver, with the token given up.
///
/// # Errors
/// `socket.gaierror`, `OSError`
pub(super) fn resolve(
    vm: &mut Vm,
    host: Option<&CStr>,
    service: Option<&CStr>,
    hints: net::Hints,
) -> PyResult<Vec<net::Resolved>> {
    let found = vm.suspend(|| net::resolve(host, service, hints).map_err(noted));
    signals::check(vm)?;
    found.map_err(|failure| raise_resolver(vm, failure))
}

fn c_string(vm: &mut Vm, bytes: Vec<u8>) -> PyResult<CString> {
    CString::new(bytes).map_err(|_| value_error!(vm, "embedded null character"))
}

fn text_argument(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<CString> {
    let Some(text) = o.downcast_ref::<Str>() else {
        let class = argument::shown_class(vm, o);
        return Err(type_error!(vm, "{what} must be str, not {class}"));
    };
    let bytes = rpython_objects::codecs::encode(vm, text, Some("utf-8"), None)?.tail(vm).to_vec();
    c_string(vm, bytes)
}

fn getaddrinfo(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (host, port) = (args.at(1), args.at(2));
    let hints = net::Hints {
        family: int_or(vm, args.opt(3), 0)?,
        kind: int_or(vm, args.opt(4), 0)?,
        protocol: int_or(vm, args.opt(5), 0)?,
        flags: int_or(vm, args.opt(6), 0)?,
    };
    let name = if host.is_none() {
        None
    } else if let Some(text) = host.downcast_ref::<Str>() {
        let encoded = address::idna(vm, text)?;
        Some(c_string(vm, encoded)?)
    } else if host.is_kind::<Bytes>() {
        let bytes = buffer::to_vec(vm, host)?;
        Some(c_string(vm, bytes)?)
    } else {
        return Err(type_error!(vm, "getaddrinfo() argument 1 must be string or None"));
    };
    let service = if port.is_none() {
        None
    } else if int::is_int(port) {
        let shown = protocol::str(vm, port)?.to_string_lossy(vm);
        Some(c_string(vm, shown.into_bytes())?)
    } else if let Some(text) = port.downcast_ref::<Str>() {
        let bytes = rpython_objects::codecs::encode(vm, text, Some("utf-8"), None)?.tail(vm).to_vec();
        Some(c_string(vm, bytes)?)
    } else if port.is_kind::<Bytes>() {
        let bytes = buffer::to_vec(vm, port)?;
        Some(c_string(vm, bytes)?)
    } else {
        return Err(raise!(vm, types::OS_ERROR, "Int or String expected"));
    };
    let numbers = [hints.family, hints.kind, hints.protocol, hints.flags].map(|n| int::from_i64(vm, n.into()));
    let event: Vec<Obj> = [host.clone(), port.clone()].into_iter().chain(numbers).collect();
    audit::event(vm, "socket.getaddrinfo", event.get(..5).unwrap_or_default())?;
    let found = resolve(vm, name.as_deref(), service.as_deref(), hints)?;
    let mut list = Vec::with_capacity(found.len());
    for one in found {
        let shown = address::show(vm, &one.address)?;
        let canonical = path::decode(vm, one.canonical.as_deref().map_or(b"", CStr::to_bytes))?;
        let [family, kind, protocol] = [one.family, one.kind, one.protocol].map(|n| int::from_i64(vm, n.into()));
        list.push(table::tuple(vm, &[family, kind, protocol, canonical, shown])?);
    }
    Ok(List::from_vec(vm, list)?.into_obj())
}

fn getnameinfo(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = argument::c_int(vm, args.at(2))?;
    let Some(tuple) = args.at(1).downcast_ref::<Tuple>() else {
        return Err(type_error!(vm, "getnameinfo() argument 1 must be a tuple"));
    };
    let items = tuple.tail(vm).to_vec();
    let (host, port) = match items.as_slice() {
        [host, port, rest @ ..] if rest.len() <= 2 && host.is_kind::<Str>() => (host, port),
        _ => return Err(type_error!(vm, "getnameinfo(): illegal sockaddr argument")),
    };
    let host = text_argument(vm, host, "getnameinfo(): illegal sockaddr argument")?;
    let port = argument::c_int(vm, port)?;
    let flow = items.get(2).map_or(Ok(0), |o| address::word(vm, o))?;
    let scope = items.get(3).map_or(Ok(0), |o| address::word(vm, o))?;
    if flow > 0xF_FFFF {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "getnameinfo(): flowinfo must be 0-1048575."));
    }
    let event = [args.at(1).clone(), args.at(2).clone()];
    audit::event(vm, "socket.getnameinfo", &event)?;
    let service = c_string(vm, port.to_string().into_bytes())?;
    // A host in digits only, so that the databases are not asked.
    let hints = net::Hints { kind: SOCK_DGRAM, flags: AI_NUMERICHOST, ..Default::default() };
    let found = resolve(vm, Some(&host), Some(&service), hints)?;
    let [one] = found.as_slice() else {
        return Err(raise!(vm, types::OS_ERROR, "sockaddr resolved to multiple addresses"));
    };
    let mut at = one.address.clone();
    match one.family {
        AF_INET if items.len() != 2 => return Err(raise!(vm, types::OS_ERROR, "IPv4 sockaddr must be 2 tuple")),
        AF_INET6 => {
            if let Some(room) = at.get_mut(4..8) {
                room.copy_from_slice(&flow.to_be_bytes());
            }
            if let Some(room) = at.get_mut(24..28) {
                room.copy_from_slice(&scope.to_ne_bytes());
            }
        }
        _ => {}
    }
    match vm.suspend(|| net::name_of(&at, flags).map_err(noted)) {
        Ok((host, service)) => {
            let host = path::decode(vm, host.to_bytes())?;
            let service = path::decode(vm, service.to_bytes())?;
            table::tuple(vm, &[host, service])
        }
        Err(failure) => Err(raise_resolver(vm, failure)),
    }
}

/// The host that a function of one argument is asked for, reported to the audit hooks.
fn asked_host(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult<CString> {
    let wrong = |class: &str| format!("{function}() argument 1 must be str, bytes or bytearray, not {class}");
    let name = address::host_name(vm, args.at(1), wrong)?;
    let event = [args.at(1).clone()];
    audit::event(vm, &format!("socket.{}", function.trim_end_matches("_ex")), &event)?;
    Ok(name)
}

fn gethostbyname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = asked_host(vm, args, "gethostbyname")?;
    let ip = address::ip_of(vm, &name, AF_INET)?;
    address::show_ip(vm, AF_INET, &ip)
}

/// `(name, aliases, addresses)`
fn host_tuple(vm: &mut Vm, key: &net::HostKey<'_>) -> PyResult {
    let found = match vm.suspend(|| net::host(key)) {
        Ok(found) => found,
        Err(number) => return Err(raise_host(vm, number)),
    };
    let name = path::decode(vm, found.name.to_bytes())?;
    let mut aliases = Vec::new();
    for alias in &found.aliases {
        aliases.push(path::decode(vm, alias.to_bytes())?);
    }
    let mut addresses = Vec::new();
    for ip in &found.addresses {
        addresses.push(address::show_ip(vm, found.family, ip)?);
    }
    let aliases = List::from_vec(vm, aliases)?.into_obj();
    let addresses = List::from_vec(vm, addresses)?.into_obj();
    table::tuple(vm, &[name, aliases, addresses])
}

fn gethostbyname_ex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = asked_host(vm, args, "gethostbyname_ex")?;
    address::ip_of(vm, &name, AF_INET)?;
    host_tuple(vm, &net::HostKey::Name(&name))
}

fn gethostbyaddr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = asked_host(vm, args, "gethostbyaddr")?;
    let ip = address::ip_of(vm, &name, 0)?;
    let family = if ip.len() == 4 { AF_INET } else { AF_INET6 };
    host_tuple(vm, &net::HostKey::Address(family, &ip))
}

fn optional_protocol(vm: &mut Vm, o: Option<&Obj>, function: &str) -> PyResult<Option<CString>> {
    o.map(|o| text_argument(vm, o, &format!("{function}() argument 2"))).transpose()
}

fn getservbyname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = text_argument(vm, args.at(1), "getservbyname() argument 1")?;
    let protocol = optional_protocol(vm, args.opt(2), "getservbyname")?;
    let event = [args.at(1).clone(), args.opt(2).cloned().unwrap_or_else(|| Str::new(vm, "").into_obj())];
    audit::event(vm, "socket.getservbyname", &event)?;
    match vm.suspend(|| net::service_by_name(&name, protocol.as_deref())) {
        Some(port) => Ok(int::from_i64(vm, port.into())),
        None => Err(raise!(vm, types::OS_ERROR, "service/proto not found")),
    }
}

fn getservbyport(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let port = argument::c_int(vm, args.at(1))?;
    let protocol = optional_protocol(vm, args.opt(2), "getservbyport")?;
    let Ok(port) = u16::try_from(port) else {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "getservbyport: port must be 0-65535."));
    };
    let event = [args.at(1).clone(), args.opt(2).cloned().unwrap_or_else(|| Str::new(vm, "").into_obj())];
    audit::event(vm, "socket.getservbyport", &event)?;
    match vm.suspend(|| net::service_by_port(port, protocol.as_deref())) {
        Some(name) => path::decode(vm, name.to_bytes()),
        None => Err(raise!(vm, types::OS_ERROR, "port/proto not found")),
    }
}

fn getprotobyname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = text_argument(vm, args.at(1), "getprotobyname() argument 1")?;
    match vm.suspend(|| net::protocol_by_name(&name)) {
        Some(number) => Ok(int::from_i64(vm, number.into())),
        None => Err(raise!(vm, types::OS_ERROR, "protocol not found")),
    }
}

fn inet_aton(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = text_argument(vm, args.at(1), "inet_aton() argument")?;
    match net::parse_ipv4(&text) {
        Some(ip) => path::bytes(vm, &ip),
        None => Err(raise!(vm, types::OS_ERROR, "illegal IP address string passed to inet_aton")),
    }
}

fn inet_ntoa(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ip = buffer::to_vec(vm, args.at(1))?;
    if ip.len() != 4 {
        return Err(raise!(vm, types::OS_ERROR, "packed IP wrong length for inet_ntoa"));
    }
    address::show_ip(vm, AF_INET, &ip)
}

fn inet_pton(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let family = argument::c_int(vm, args.at(1))?;
    let text = text_argument(vm, args.at(2), "inet_pton() argument 2")?;
    match net::parse_address(family, &text) {
        Ok(Some(ip)) => path::bytes(vm, &ip),
        Ok(None) => Err(raise!(vm, types::OS_ERROR, "illegal IP address string passed to inet_pton")),
        Err(e) => Err(error::raise(vm, e, None)),
    }
}

fn inet_ntop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let family = argument::c_int(vm, args.at(1))?;
    let ip = buffer::to_vec(vm, args.at(2))?;
    let wanted = match family {
        AF_INET => 4,
        AF_INET6 => 16,
        _ => return Err(value_error!(vm, "unknown address family {family}")),
    };
    if ip.len() != wanted {
        return Err(value_error!(vm, "invalid length of packed IP address string"));
    }
    address::show_ip(vm, family, &ip)
}

fn if_nameindex(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let found = error::check(vm, net::interfaces())?;
    let mut list = Vec::new();
    for (index, name) in found {
        let pair = [int::from_i64(vm, index.into()), path::decode(vm, name.to_bytes())?];
        list.push(table::tuple(vm, &pair)?);
    }
    Ok(List::from_vec(vm, list)?.into_obj())
}

fn if_nametoindex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = path::fsencode(vm, args.at(1))?;
    let index = error::check(vm, net::interface_index(&name))?;
    Ok(int::from_i64(vm, index.into()))
}

fn if_indextoname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exact = protocol::index(vm, args.at(1))?;
    if int::is_negative(vm, &exact) {
        return Err(value_error!(vm, "Cannot convert negative int"));
    }
    let Some(index) = int::to_i64(vm, &exact).and_then(|n| u32::try_from(n).ok()) else {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large for C unsigned int"));
    };
    let name = error::check(vm, net::interface_name(index))?;
    path::decode(vm, name.to_bytes())
}

/// The functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native(
        "getaddrinfo",
        "($module, /, host, port, family=0, type=0, proto=0, flags=0)",
        getaddrinfo,
        "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, canonname, sockaddr)\n\nResolve host and port into addrinfo struct.",
    ),
    native(
        "getnameinfo",
        "($module, sockaddr, flags, /)",
        getnameinfo,
        "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr.",
    ),
    native(
        "gethostbyname",
        "($module, host, /)",
        gethostbyname,
        "gethostbyname(host) -> address\n\nReturn the IP address (a string of the form '255.255.255.255') for a host.",
    ),
    native(
        "gethostbyname_ex",
        "($module, host, /)",
        gethostbyname_ex,
        "gethostbyname_ex(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host name or IP number.",
    ),
    native(
        "gethostbyaddr",
        "($module, host, /)",
        gethostbyaddr,
        "gethostbyaddr(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host name or IP number.",
    ),
    native(
        "getservbyname",
        "($module, servicename, protocolname=None, /)",
        getservbyname,
        "getservbyname(servicename[, protocolname]) -> integer\n\nReturn a port number from a service name and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any protocol will match.",
    ),
    native(
        "getservbyport",
        "($module, port, protocolname=None, /)",
        getservbyport,
        "getservbyport(port[, protocolname]) -> string\n\nReturn the service name from a port number and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any protocol will match.",
    ),
    native(
        "getprotobyname",
        "($module, name, /)",
        getprotobyname,
        "getprotobyname(name) -> integer\n\nReturn the protocol number for the named protocol.  (Rarely used.)",
    ),
    native(
        "inet_aton",
        "($module, ip_addr, /)",
        inet_aton,
        "Convert an IP address in string format (123.45.67.89) to the 32-bit packed binary format used in low-level network functions.",
    ),
    native(
        "inet_ntoa",
        "($module, packed_ip, /)",
        inet_ntoa,
        "Convert an IP address from 32-bit packed binary format to string format.",
    ),
    native(
        "inet_pton",
        "($module, af, ip, /)",
        inet_pton,
        "inet_pton(af, ip) -> packed IP address string\n\nConvert an IP address from string format to a packed string suitable\nfor use with low-level network functions.",
    ),
    native(
        "inet_ntop",
        "($module, af, packed_ip, /)",
        inet_ntop,
        "inet_ntop(af, packed_ip) -> string formatted IP address\n\nConvert a packed IP address of the given family to string format.",
    ),
    native(
        "if_nameindex",
        "($module, /)",
        if_nameindex,
        "if_nameindex()\n\nReturns a list of network interface information (index, name) tuples.",
    ),
    native(
        "if_nametoindex",
        "($module, oname, /)",
        if_nametoindex,
        "Returns the interface index corresponding to the interface name if_name.",
    ),
    native(
        "if_indextoname",
        "($module, if_index, /)",
        if_indextoname,
        "Returns the interface name corresponding to the interface index if_index.",
    ),
];
