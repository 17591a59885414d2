//! Addresses: from Python's tuples and strings to the bytes of a `sockaddr`, and back (CPython: `getsockaddrarg`, `makesockaddr`).

use super::resolver;
use crate::{posix::path, table};
use rpython_objects::{
    ByteArray, Bytes, Obj, PyResult, Ref, Str, StrExt, Tuple, Vm, argument, buffer, codecs, int, protocol, raise,
    type_error, types,
};
use rpython_vm::system::socket as net;
use std::ffi::{CStr, CString};

pub(super) const AF_UNIX: i32 = 1;
pub(super) const AF_INET: i32 = 2;
pub(super) const AF_INET6: i32 = 10;
const AF_NETLINK: i32 = 16;
const AF_PACKET: i32 = 17;
const AF_ALG: i32 = 38;
const AF_VSOCK: i32 = 40;

/// Bytes of the name of a local socket.
const UNIX_PATH: usize = 108;

/// The bytes of a `sockaddr`, from its fields.
#[derive(Default)]
struct Fields(Vec<u8>);

impl Fields {
    fn of(family: i32) -> Fields {
        Fields((family as u16).to_ne_bytes().to_vec())
    }
    fn add(mut self, bytes: &[u8]) -> Fields {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// `N` bytes of an address from `at` on; zeros where it ends before.
fn part<const N: usize>(address: &[u8], at: usize) -> [u8; N] {
    let mut made = [0; N];
    for (to, from) in made.iter_mut().zip(address.iter().skip(at)) {
        *to = *from;
    }
    made
}

fn u16_at(address: &[u8], at: usize) -> u16 {
    u16::from_ne_bytes(part(address, at))
}

fn u32_at(address: &[u8], at: usize) -> u32 {
    u32::from_ne_bytes(part(address, at))
}

/// The family of an address.
pub(super) fn family_of(address: &[u8]) -> i32 {
    u16_at(address, 0).into()
}

/// The name of a host as the resolver takes it: text becomes IDNA (CPython: `idna_converter`).
///
/// # Errors
/// `TypeError`, `UnicodeError`
pub(super) fn host_name(vm: &mut Vm, o: &Obj, wrong: impl FnOnce(&str) -> String) -> PyResult<CString> {
    let bytes = if o.is_none() {
        Vec::new()
    } else if let Some(text) = o.downcast_ref::<Str>() {
        if text.text(vm).is_ascii() { text.to_string_lossy(vm).into_bytes() } else { idna(vm, text)? }
    } else if o.is_kind::<Bytes>() || o.is_kind::<ByteArray>() {
        buffer::to_vec(vm, o)?
    } else {
        let class = argument::class_name(vm, o);
        let message = wrong(&class);
        return Err(type_error!(vm, "{message}"));
    };
    CString::new(bytes).map_err(|_| type_error!(vm, "host name must not contain null character"))
}

/// A text encoded as IDNA.
///
/// # Errors
/// `UnicodeError`
pub(super) fn idna(vm: &mut Vm, text: &Ref<Str>) -> PyResult<Vec<u8>> {
    let made = codecs::encode(vm, text, Some("idna"), None)?;
    Ok(made.tail(vm).to_vec())
}

/// The address of a host in a family, without port (CPython: `setipaddr`).
///
/// # Errors
/// `OSError`, `socket.gaierror`
pub(super) fn ip_of(vm: &mut Vm, host: &CStr, family: i32) -> PyResult<Vec<u8>> {
    let name = host.to_bytes();
    let first = |address: &[u8]| match family_of(address) {
        AF_INET => address.get(4..8).unwrap_or_default().to_vec(),
        _ => address.get(8..24).unwrap_or_default().to_vec(),
    };
    if name.is_empty() {
        // Without a family, whatever the wildcard is first.
        let hints = net::Hints { family, kind: 2, flags: resolver::AI_PASSIVE, ..Default::default() };
        let found = resolver::resolve(vm, None, Some(c"0"), hints)?;
        return match found.as_slice() {
            [one] => Ok(first(&one.address)),
            _ => Err(raise!(vm, types::OS_ERROR, "wildcard resolved to multiple address")),
        };
    }
    if name == b"<broadcast>" || name == b"255.255.255.255" {
        if family != AF_INET && family != 0 {
            return Err(raise!(vm, types::OS_ERROR, "address family mismatched"));
        }
        return Ok(vec![255; 4]);
    }
    let plain = [AF_INET, AF_INET6].into_iter().filter(|f| family == *f || family == 0);
    for family in plain.filter(|f| *f == AF_INET || !name.contains(&b'%')) {
        if let Ok(Some(address)) = net::parse_address(family, host) {
            return Ok(address);
        }
    }
    let found = resolver::resolve(vm, Some(host), None, net::Hints { family, ..Default::default() })?;
    Ok(found.first().map(|one| first(&one.address)).unwrap_or_default())
}

/// What an address of a socket is read with.
pub(super) struct Reading<'a> {
    /// The socket's family.
    pub(super) family: i32,
    /// The method, for messages.
    pub(super) function: &'a str,
}

/// The items of a tuple of `least` to `most`.
fn items(
    vm: &mut Vm,
    o: &Obj,
    reading: &Reading<'_>,
    what: &str,
    least: usize,
    most: usize,
    form: &str,
) -> PyResult<Vec<Obj>> {
    let Some(tuple) = o.downcast_ref::<Tuple>() else {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "{}(): {what} address must be tuple, not {class}", reading.function));
    };
    let items = tuple.tail(vm).to_vec();
    if items.len() < least || items.len() > most {
        return Err(type_error!(vm, "{what} address must be a {form}"));
    }
    Ok(items)
}

/// A port, whose overflow has a message of its own.
fn port(vm: &mut Vm, o: &Obj, reading: &Reading<'_>) -> PyResult<u16> {
    let exact = protocol::index(vm, o)?;
    match int::to_i64(vm, &exact).and_then(|n| u16::try_from(n).ok()) {
        Some(n) => Ok(n),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "{}(): port must be 0-65535.", reading.function)),
    }
}

/// An unsigned number of 32 bits, cut.
pub(super) fn word(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    let exact = protocol::index(vm, o)?;
    let big = int::to_big(vm, &exact).unwrap_or_default();
    let cut: num_bigint::BigInt = big & num_bigint::BigInt::from(u32::MAX);
    Ok(u32::try_from(cut).unwrap_or_default())
}

fn ip_host(vm: &mut Vm, o: &Obj) -> PyResult<CString> {
    host_name(vm, o, |class| format!("str, bytes or bytearray expected, not {class}"))
}

fn unix(vm: &mut Vm, o: &Obj) -> PyResult<Vec<u8>> {
    let name = match o.downcast_ref::<Str>() {
        Some(text) => path::encode(vm, text)?,
        None => buffer::to_vec(vm, o)?,
    };
    let linux_abstract = name.first().is_none_or(|b| *b == 0);
    if name.len() > UNIX_PATH || !linux_abstract && name.len() == UNIX_PATH {
        return Err(raise!(vm, types::OS_ERROR, "AF_UNIX path too long"));
    }
    let made = Fields::of(AF_UNIX).add(&name);
    // Names of the abstract namespace have no end of their own.
    Ok(if linux_abstract { made } else { made.add(&[0]) }.0)
}

fn ipv6(vm: &mut Vm, o: &Obj, reading: &Reading<'_>) -> PyResult<Vec<u8>> {
    let form = "tuple (host, port[, flowinfo[, scopeid]])";
    let items = items(vm, o, reading, "AF_INET6", 2, 4, form)?;
    let [host, number, rest @ ..] = items.as_slice() else { return Ok(Vec::new()) };
    let host = ip_host(vm, host)?;
    let number = port(vm, number, reading)?;
    let flow = rest.first().map_or(Ok(0), |o| word(vm, o))?;
    let scope = rest.get(1).map_or(Ok(0), |o| word(vm, o))?;
    if flow > 0xF_FFFF {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "{}(): flowinfo must be 0-1048575.", reading.function));
    }
    let ip = ip_of(vm, &host, AF_INET6)?;
    let made = Fields::of(AF_INET6).add(&number.to_be_bytes()).add(&flow.to_be_bytes());
    Ok(made.add(&part::<16>(&ip, 0)).add(&scope.to_ne_bytes()).0)
}

fn packet(vm: &mut Vm, o: &Obj, reading: &Reading<'_>) -> PyResult<Vec<u8>> {
    let form = "tuple of two to five elements";
    let items = items(vm, o, reading, "AF_PACKET", 2, 5, form)?;
    let [name, protocol, rest @ ..] = items.as_slice() else { return Ok(Vec::new()) };
    let name = path::fsencode(vm, name)?;
    let protocol = argument::c_int(vm, protocol)?;
    let kind = rest.first().map_or(Ok(0), |o| argument::c_int(vm, o))?;
    let hardware = rest.get(1).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    let own = rest.get(2).map_or(Ok(Vec::new()), |o| buffer::to_vec(vm, o))?;
    let index = match net::interface_index(&name) {
        Ok(index) => index,
        Err(e) => return Err(crate::posix::error::raise(vm, e, None)),
    };
    if own.len() > 8 {
        return Err(raise!(vm, types::VALUE_ERROR, "hardware address must be 8 bytes or less"));
    }
    let Ok(protocol) = u16::try_from(protocol) else {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "{}(): proto argument must be 0-65535", reading.function));
    };
    let made = Fields::of(AF_PACKET).add(&protocol.to_be_bytes()).add(&index.to_ne_bytes());
    let made = made.add(&(hardware as u16).to_ne_bytes()).add(&[kind as u8, own.len() as u8]);
    Ok(made.add(&part::<8>(&own, 0)).0)
}

/// The kernel's cryptography: type and name, zero-padded.
fn algorithm(vm: &mut Vm, o: &Obj, reading: &Reading<'_>) -> PyResult<Vec<u8>> {
    let form = "tuple of two to four elements";
    let items = items(vm, o, reading, "AF_ALG", 2, 4, form)?;
    let [kind, name, rest @ ..] = items.as_slice() else { return Ok(Vec::new()) };
    let kind = argument::text(vm, kind, "argument 1")?.to_string_lossy(vm);
    let name = argument::text(vm, name, "argument 2")?.to_string_lossy(vm);
    let feature = rest.first().map_or(Ok(0), |o| word(vm, o))?;
    let mask = rest.get(1).map_or(Ok(0), |o| word(vm, o))?;
    for (text, most, what) in [(&kind, 14, "type"), (&name, 64, "name")] {
        if text.len() >= most {
            return Err(raise!(vm, types::VALUE_ERROR, "AF_ALG {what} too long."));
        }
    }
    let made = Fields::of(AF_ALG).add(&part::<14>(kind.as_bytes(), 0));
    Ok(made.add(&feature.to_ne_bytes()).add(&mask.to_ne_bytes()).add(&part::<64>(name.as_bytes(), 0)).0)
}

/// The bytes of an address that Python names.
///
/// # Errors
/// `TypeError`, `OverflowError`, `OSError` with "bad family" for families that are not known here.
pub(super) fn read(vm: &mut Vm, o: &Obj, reading: &Reading<'_>) -> PyResult<Vec<u8>> {
    match reading.family {
        AF_UNIX => unix(vm, o),
        AF_INET => {
            let items = items(vm, o, reading, "AF_INET", 2, 2, "pair (host, port)")?;
            let [host, number] = items.as_slice() else { return Ok(Vec::new()) };
            let host = ip_host(vm, host)?;
            // What is no int at all is found before the host is looked up, what is too large behind it.
            protocol::index(vm, number)?;
            let ip = ip_of(vm, &host, AF_INET)?;
            let number = port(vm, number, reading)?;
            Ok(Fields::of(AF_INET).add(&number.to_be_bytes()).add(&part::<4>(&ip, 0)).add(&[0; 8]).0)
        }
        AF_INET6 => ipv6(vm, o, reading),
        AF_NETLINK => {
            let items = items(vm, o, reading, "AF_NETLINK", 2, 2, "pair (pid, groups)")?;
            let [pid, groups] = items.as_slice() else { return Ok(Vec::new()) };
            let (pid, groups) = (word(vm, pid)?, word(vm, groups)?);
            Ok(Fields::of(AF_NETLINK).add(&[0; 2]).add(&pid.to_ne_bytes()).add(&groups.to_ne_bytes()).0)
        }
        AF_VSOCK => {
            let items = items(vm, o, reading, "AF_VSOCK", 2, 2, "pair (CID, port)")?;
            let [cid, number] = items.as_slice() else { return Ok(Vec::new()) };
            let (cid, number) = (word(vm, cid)?, word(vm, number)?);
            Ok(Fields::of(AF_VSOCK).add(&[0; 2]).add(&number.to_ne_bytes()).add(&cid.to_ne_bytes()).add(&[0; 4]).0)
        }
        AF_PACKET => packet(vm, o, reading),
        AF_ALG => algorithm(vm, o, reading),
        _ => Err(raise!(vm, types::OS_ERROR, "{}(): bad family", reading.function)),
    }
}

/// The text of an IP address of 4 or 16 bytes.
///
/// # Errors
/// `OSError`
pub(super) fn show_ip(vm: &mut Vm, family: i32, ip: &[u8]) -> PyResult {
    match net::show_address(family, &part(ip, 0)) {
        Ok(text) => Ok(Str::new(vm, &text.to_string_lossy()).into_obj()),
        Err(e) => Err(crate::posix::error::raise(vm, e, None)),
    }
}

/// Bytes up to the first zero.
fn until_zero(bytes: &[u8]) -> &[u8] {
    bytes.split(|b| *b == 0).next().unwrap_or_default()
}

/// An address as Python shows it; `None` for no address.
///
/// # Errors
/// `OSError`, `MemoryError`
pub(super) fn show(vm: &mut Vm, address: &[u8]) -> PyResult {
    if address.is_empty() {
        return Ok(Obj::NONE);
    }
    let number = |vm: &Vm, n: u32| int::from_i64(vm, n.into());
    match family_of(address) {
        AF_INET => {
            let ip = show_ip(vm, AF_INET, &part::<4>(address, 4))?;
            let port = number(vm, u16::from_be_bytes(part(address, 2)).into());
            table::tuple(vm, &[ip, port])
        }
        AF_INET6 => {
            let ip = show_ip(vm, AF_INET6, &part::<16>(address, 8))?;
            let port = number(vm, u16::from_be_bytes(part(address, 2)).into());
            let flow = number(vm, u32::from_be_bytes(part(address, 4)));
            let scope = number(vm, u32_at(address, 24));
            table::tuple(vm, &[ip, port, flow, scope])
        }
        AF_UNIX => match address.get(2..).unwrap_or_default() {
            [0, ..] if address.len() > 3 => path::bytes(vm, &address[2..]),
            name => path::decode(vm, until_zero(name)),
        },
        AF_NETLINK => {
            let (pid, groups) = (number(vm, u32_at(address, 4)), number(vm, u32_at(address, 8)));
            table::tuple(vm, &[pid, groups])
        }
        AF_VSOCK => {
            let (cid, port) = (number(vm, u32_at(address, 8)), number(vm, u32_at(address, 4)));
            table::tuple(vm, &[cid, port])
        }
        AF_PACKET => {
            let name = match u32_at(address, 4) {
                0 => CString::default(),
                index => net::interface_name(index).unwrap_or_default(),
            };
            let name = path::decode(vm, name.to_bytes())?;
            let own = usize::from(part::<1>(address, 11)[0]).min(8);
            let own = path::bytes(vm, &part::<8>(address, 12)[..own])?;
            let protocol = number(vm, u16::from_be_bytes(part(address, 2)).into());
            let kind = number(vm, part::<1>(address, 10)[0].into());
            let hardware = number(vm, u16_at(address, 8).into());
            table::tuple(vm, &[name, protocol, kind, hardware, own])
        }
        AF_ALG => {
            let kind = path::decode(vm, until_zero(&part::<14>(address, 2)))?;
            let name = path::decode(vm, until_zero(&part::<64>(address, 24)))?;
            table::tuple(vm, &[kind, name])
        }
        family => {
            let family = number(vm, family as u32);
            let rest = path::bytes(vm, address.get(2..).unwrap_or_default())?;
            table::tuple(vm, &[family, rest])
        }
    }
}
