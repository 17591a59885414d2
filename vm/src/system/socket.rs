//! Sockets, with addresses, options and control messages as plain bytes, and the resolver.
//!
//! An address is the bytes of its `sockaddr`, family first, as the kernel takes and gives it.

use super::{Result, last_error};
use std::{
    ffi::{CStr, CString, c_char, c_int},
    mem::size_of,
    sync::Mutex,
};

/// Room for any address.
const ADDRESS_ROOM: usize = size_of::<libc::sockaddr_storage>();

fn check(result: i32) -> Result<i32> {
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

fn length(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_| last_error())
}

/// `socket(2)`, closed by exec.
///
/// # Errors
/// The system's.
pub fn socket(family: i32, kind: i32, protocol: i32) -> Result<i32> {
    // SAFETY: takes numbers.
    check(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
}

/// `socketpair(2)`, closed by exec.
///
/// # Errors
/// The system's.
pub fn socketpair(family: i32, kind: i32, protocol: i32) -> Result<[i32; 2]> {
    let mut pair = [-1; 2];
    // SAFETY: two numbers are written.
    check(unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, pair.as_mut_ptr()) })?;
    Ok(pair)
}

/// `bind(2)`
///
/// # Errors
/// The system's.
pub fn bind(fd: i32, address: &[u8]) -> Result<()> {
    // SAFETY: the kernel copies as many bytes as it is told.
    check(unsafe { libc::bind(fd, address.as_ptr().cast(), address.len() as u32) }).map(|_| ())
}

/// `connect(2)`
///
/// # Errors
/// The system's.
pub fn connect(fd: i32, address: &[u8]) -> Result<()> {
    // SAFETY: as in `bind`.
    check(unsafe { libc::connect(fd, address.as_ptr().cast(), address.len() as u32) }).map(|_| ())
}

/// `listen(2)`
///
/// # Errors
/// The system's.
pub fn listen(fd: i32, backlog: i32) -> Result<()> {
    // SAFETY: takes numbers.
    check(unsafe { libc::listen(fd, backlog) }).map(|_| ())
}

/// `shutdown(2)`
///
/// # Errors
/// The system's.
pub fn shutdown(fd: i32, how: i32) -> Result<()> {
    // SAFETY: takes numbers.
    check(unsafe { libc::shutdown(fd, how) }).map(|_| ())
}

/// Calls `ask` with room for an address.
fn address_of(
    ask: impl FnOnce(*mut libc::sockaddr, *mut libc::socklen_t) -> Result<usize>,
) -> Result<(usize, Vec<u8>)> {
    let mut address = vec![0; ADDRESS_ROOM];
    let mut len = ADDRESS_ROOM as libc::socklen_t;
    let result = ask(address.as_mut_ptr().cast(), &raw mut len)?;
    address.truncate(len as usize);
    Ok((result, address))
}

/// `accept4(2)`, closed by exec: the connection and the peer's address.
///
/// # Errors
/// The system's.
pub fn accept(fd: i32) -> Result<(i32, Vec<u8>)> {
    // SAFETY: the room and its length are passed together.
    let (fd, address) =
        address_of(|at, len| check(unsafe { libc::accept4(fd, at, len, libc::SOCK_CLOEXEC) }).map(|n| n as usize))?;
    Ok((fd as i32, address))
}

/// `getsockname(2)`
///
/// # Errors
/// The system's.
pub fn own_address(fd: i32) -> Result<Vec<u8>> {
    // SAFETY: as in `accept`.
    Ok(address_of(|at, len| check(unsafe { libc::getsockname(fd, at, len) }).map(|_| 0))?.1)
}

/// `getpeername(2)`
///
/// # Errors
/// The system's.
pub fn peer_address(fd: i32) -> Result<Vec<u8>> {
    // SAFETY: as in `accept`.
    Ok(address_of(|at, len| check(unsafe { libc::getpeername(fd, at, len) }).map(|_| 0))?.1)
}

/// Receives into the spare room of `into`, behind what is there.
///
/// # Errors
/// The system's.
pub fn receive(fd: i32, into: &mut Vec<u8>, flags: i32) -> Result<usize> {
    let room = into.spare_capacity_mut();
    // SAFETY: the kernel writes at most as many bytes as there is room for, and says how many it wrote.
    let n = length(unsafe { libc::recv(fd, room.as_mut_ptr().cast(), room.len(), flags) })?;
    let n = n.min(room.len());
    // SAFETY: so many have been written.
    unsafe { into.set_len(into.len() + n) };
    Ok(n)
}

/// As [`receive`], with the sender's address; empty where there is none.
///
/// # Errors
/// The system's.
pub fn receive_from(fd: i32, into: &mut Vec<u8>, flags: i32) -> Result<Vec<u8>> {
    let room = into.spare_capacity_mut();
    let (n, address) = address_of(|at, len| {
        // SAFETY: as in `receive` and `accept`.
        length(unsafe { libc::recvfrom(fd, room.as_mut_ptr().cast(), room.len(), flags, at, len) })
    })?;
    let n = n.min(room.len());
    // SAFETY: so many have been written.
    unsafe { into.set_len(into.len() + n) };
    Ok(address)
}

/// `send(2)`
///
/// # Errors
/// The system's.
pub fn send(fd: i32, data: &[u8], flags: i32) -> Result<usize> {
    // SAFETY: reads a slice.
    length(unsafe { libc::send(fd, data.as_ptr().cast(), data.len(), flags) })
}

/// `sendto(2)`
///
/// # Errors
/// The system's.
pub fn send_to(fd: i32, data: &[u8], flags: i32, address: &[u8]) -> Result<usize> {
    let (at, len) = (address.as_ptr().cast(), address.len() as u32);
    // SAFETY: reads two slices.
    length(unsafe { libc::sendto(fd, data.as_ptr().cast(), data.len(), flags, at, len) })
}

/// A control message: level, type, data.
pub type Control = (i32, i32, Vec<u8>);

/// Bytes of a control message with so much data, without padding behind it; `None` if that is too much.
pub fn control_len(data: usize) -> Option<usize> {
    // SAFETY: computes.
    let head = unsafe { libc::CMSG_LEN(0) } as usize;
    data.checked_add(head).filter(|n| *n <= i32::MAX as usize)
}

/// Bytes that a control message takes in a buffer; `None` if that is too much.
pub fn control_space(data: usize) -> Option<usize> {
    let align = size_of::<usize>();
    // The padding of any message must fit as well.
    let padded = control_len(align)?;
    control_len(data.checked_next_multiple_of(align)?).filter(|_| data <= i32::MAX as usize - padded)
}

/// `sendmsg(2)`
///
/// # Errors
/// The system's.
pub fn send_message(
    fd: i32,
    parts: &[&[u8]],
    control: &[Control],
    flags: i32,
    address: Option<&[u8]>,
) -> Result<usize> {
    let parts: Vec<libc::iovec> =
        parts.iter().map(|p| libc::iovec { iov_base: p.as_ptr().cast_mut().cast(), iov_len: p.len() }).collect();
    let mut bytes: Vec<u8> = Vec::new();
    for (level, kind, data) in control {
        let start = bytes.len();
        let len = control_len(data.len()).unwrap_or(0);
        bytes.extend(len.to_ne_bytes());
        bytes.extend(level.to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(data);
        bytes.resize(start + control_space(data.len()).unwrap_or(0).max(bytes.len() - start), 0);
    }
    // The kernel wants the headers aligned.
    let mut words = vec![0usize; bytes.len().div_ceil(size_of::<usize>())];
    // SAFETY: zeros are a message header; its lengths are those of the slices that it names, which outlive the call.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        if let Some(address) = address {
            message.msg_name = address.as_ptr().cast_mut().cast();
            message.msg_namelen = address.len() as u32;
        }
        message.msg_iov = parts.as_ptr().cast_mut();
        message.msg_iovlen = parts.len();
        if !bytes.is_empty() {
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), words.as_mut_ptr().cast(), bytes.len());
            message.msg_control = words.as_mut_ptr().cast();
            message.msg_controllen = bytes.len();
        }
        length(libc::sendmsg(fd, &raw const message, flags))
    }
}

/// What `recvmsg(2)` gives beside the data.
pub struct Received {
    /// Bytes of data.
    pub len: usize,
    /// Control messages; the data of the last may be cut.
    pub control: Vec<Control>,
    /// `msg_flags`
    pub flags: i32,
    /// The sender's address; empty where there is none.
    pub address: Vec<u8>,
}

/// `recvmsg(2)`
///
/// # Errors
/// The system's.
pub fn receive_message(fd: i32, parts: &mut [Vec<u8>], control_room: usize, flags: i32) -> Result<Received> {
    let parts: Vec<libc::iovec> =
        parts.iter_mut().map(|p| libc::iovec { iov_base: p.as_mut_ptr().cast(), iov_len: p.len() }).collect();
    let mut words = vec![0usize; control_room.div_ceil(size_of::<usize>())];
    let mut address = vec![0u8; ADDRESS_ROOM];
    // SAFETY: as in `send_message`; the control messages are walked with the system's own macros within the length that it
    // reported, and their data is copied.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_name = address.as_mut_ptr().cast();
        message.msg_namelen = address.len() as u32;
        message.msg_iov = parts.as_ptr().cast_mut();
        message.msg_iovlen = parts.len();
        message.msg_control = if control_room == 0 { std::ptr::null_mut() } else { words.as_mut_ptr().cast() };
        message.msg_controllen = control_room;
        let len = length(libc::recvmsg(fd, &raw mut message, flags))?;
        let mut control = Vec::new();
        let start = words.as_ptr() as usize;
        let end = start + message.msg_controllen.min(control_room);
        let head = libc::CMSG_LEN(0) as usize;
        let mut at =
            if message.msg_controllen == 0 { std::ptr::null_mut() } else { libc::CMSG_FIRSTHDR(&raw const message) };
        while !at.is_null() && at as usize + head <= end {
            let data = libc::CMSG_DATA(at);
            let whole = (*at).cmsg_len.saturating_sub(head);
            let there = whole.min(end.saturating_sub(data as usize));
            control.push(((*at).cmsg_level, (*at).cmsg_type, std::slice::from_raw_parts(data, there).to_vec()));
            at = libc::CMSG_NXTHDR(&raw const message, at);
        }
        address.truncate(message.msg_namelen as usize);
        Ok(Received { len, control, flags: message.msg_flags, address })
    }
}

/// `getsockopt(2)`: fills `value`, and returns how much of it.
///
/// # Errors
/// The system's.
pub fn option(fd: i32, level: i32, name: i32, value: &mut [u8]) -> Result<usize> {
    let mut len = value.len() as libc::socklen_t;
    // SAFETY: the room and its length are passed together.
    check(unsafe { libc::getsockopt(fd, level, name, value.as_mut_ptr().cast(), &raw mut len) })?;
    Ok((len as usize).min(value.len()))
}

/// `getsockopt(2)` of an `int`.
///
/// # Errors
/// The system's.
pub fn int_option(fd: i32, level: i32, name: i32) -> Result<i32> {
    let mut value = [0; 4];
    option(fd, level, name, &mut value)?;
    Ok(i32::from_ne_bytes(value))
}

/// `setsockopt(2)`
///
/// # Errors
/// The system's.
pub fn set_option(fd: i32, level: i32, name: i32, value: &[u8]) -> Result<()> {
    // SAFETY: reads a slice.
    check(unsafe { libc::setsockopt(fd, level, name, value.as_ptr().cast(), value.len() as u32) }).map(|_| ())
}

/// `setsockopt(2)` without a value, but with a length.
///
/// # Errors
/// The system's.
pub fn set_option_len(fd: i32, level: i32, name: i32, len: u32) -> Result<()> {
    // SAFETY: there is no value; the kernel fails with `EFAULT` where it would read one.
    check(unsafe { libc::setsockopt(fd, level, name, std::ptr::null(), len) }).map(|_| ())
}

/// Makes calls wait or not: `O_NONBLOCK`, changed only where it differs.
///
/// # Errors
/// The system's.
pub fn set_blocking(fd: i32, blocking: bool) -> Result<()> {
    let old = super::fcntl(fd, libc::F_GETFL, 0)?;
    let new = if blocking { old & !libc::O_NONBLOCK } else { old | libc::O_NONBLOCK };
    if new != old {
        super::fcntl(fd, libc::F_SETFL, new.into())?;
    }
    Ok(())
}

/// A result of the resolver.
pub struct Resolved {
    /// `ai_family`
    pub family: i32,
    /// `ai_socktype`
    pub kind: i32,
    /// `ai_protocol`
    pub protocol: i32,
    /// `ai_canonname`
    pub canonical: Option<CString>,
    /// `ai_addr`
    pub address: Vec<u8>,
}

/// What is asked of the resolver.
#[derive(Clone, Copy, Default)]
pub struct Hints {
    /// `ai_family`
    pub family: i32,
    /// `ai_socktype`
    pub kind: i32,
    /// `ai_protocol`
    pub protocol: i32,
    /// `ai_flags`
    pub flags: i32,
}

/// The resolver's failure for a reason that the system's error tells.
pub const EAI_SYSTEM: i32 = libc::EAI_SYSTEM;

/// `getaddrinfo(3)`
///
/// # Errors
/// The resolver's number (`EAI_*`).
pub fn resolve(host: Option<&CStr>, service: Option<&CStr>, hints: Hints) -> std::result::Result<Vec<Resolved>, i32> {
    let pointer = |s: Option<&CStr>| s.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: zeros are hints; the list is read within its bounds before it is freed.
    unsafe {
        let mut wanted: libc::addrinfo = std::mem::zeroed();
        (wanted.ai_family, wanted.ai_socktype) = (hints.family, hints.kind);
        (wanted.ai_protocol, wanted.ai_flags) = (hints.protocol, hints.flags);
        let mut list = std::ptr::null_mut();
        let failed = libc::getaddrinfo(pointer(host), pointer(service), &raw const wanted, &raw mut list);
        if failed != 0 {
            return Err(failed);
        }
        let mut all = Vec::new();
        let mut at = list;
        while let Some(entry) = at.as_ref() {
            let address = std::slice::from_raw_parts(entry.ai_addr.cast::<u8>(), entry.ai_addrlen as usize).to_vec();
            let canonical = (!entry.ai_canonname.is_null()).then(|| CStr::from_ptr(entry.ai_canonname).to_owned());
            let (family, kind, protocol) = (entry.ai_family, entry.ai_socktype, entry.ai_protocol);
            all.push(Resolved { family, kind, protocol, canonical, address });
            at = entry.ai_next;
        }
        libc::freeaddrinfo(list);
        Ok(all)
    }
}

/// `getnameinfo(3)`: host and service.
///
/// # Errors
/// The resolver's number.
pub fn name_of(address: &[u8], flags: i32) -> std::result::Result<(CString, CString), i32> {
    let (mut host, mut service) = ([0 as c_char; 1025], [0 as c_char; 32]);
    // SAFETY: reads a slice, and writes two strings into rooms of the lengths given.
    unsafe {
        let (at, len) = (address.as_ptr().cast(), address.len() as u32);
        let failed = libc::getnameinfo(at, len, host.as_mut_ptr(), 1025, service.as_mut_ptr(), 32, flags);
        if failed != 0 {
            return Err(failed);
        }
        Ok((CStr::from_ptr(host.as_ptr()).to_owned(), CStr::from_ptr(service.as_ptr()).to_owned()))
    }
}

/// The message of a resolver's failure (`gai_strerror(3)`).
pub fn resolver_message(number: i32) -> String {
    // SAFETY: the system's strings are constants.
    unsafe { CStr::from_ptr(libc::gai_strerror(number)) }.to_string_lossy().into_owned()
}

unsafe extern "C" {
    fn gethostbyname_r(
        name: *const c_char,
        into: *mut libc::hostent,
        room: *mut c_char,
        room_len: usize,
        result: *mut *mut libc::hostent,
        number: *mut c_int,
    ) -> c_int;
    fn gethostbyaddr_r(
        address: *const libc::c_void,
        len: libc::socklen_t,
        family: c_int,
        into: *mut libc::hostent,
        room: *mut c_char,
        room_len: usize,
        result: *mut *mut libc::hostent,
        number: *mut c_int,
    ) -> c_int;
    fn hstrerror(number: c_int) -> *const c_char;
    fn inet_aton(text: *const c_char, into: *mut libc::in_addr) -> c_int;
    fn inet_ntop(family: c_int, from: *const libc::c_void, room: *mut c_char, len: libc::socklen_t) -> *const c_char;
    fn inet_pton(family: c_int, text: *const c_char, into: *mut libc::c_void) -> c_int;
}

/// What a database of hosts knows of one.
pub struct Host {
    /// `h_name`
    pub name: CString,
    /// `h_aliases`
    pub aliases: Vec<CString>,
    /// `h_addrtype`
    pub family: i32,
    /// `h_addr_list`
    pub addresses: Vec<Vec<u8>>,
}

/// Which host is asked for.
pub enum HostKey<'a> {
    /// By its name.
    Name(&'a CStr),
    /// By a family and an address in it, without port.
    Address(i32, &'a [u8]),
}

/// `gethostbyname_r(3)`, `gethostbyaddr_r(3)`
///
/// # Errors
/// The number of the failure (`h_errno`).
pub fn host(key: &HostKey<'_>) -> std::result::Result<Host, i32> {
    let mut room = vec![0 as c_char; 16 << 10];
    // SAFETY: zeros are an entry; lists end with null, strings with zero, and all lie in `room` while they are copied.
    unsafe {
        let mut entry: libc::hostent = std::mem::zeroed();
        let (mut result, mut number) = (std::ptr::null_mut(), 0);
        let (into, at, len) = (&raw mut entry, room.as_mut_ptr(), room.len());
        match key {
            HostKey::Name(name) => {
                gethostbyname_r(name.as_ptr(), into, at, len, &raw mut result, &raw mut number);
            }
            HostKey::Address(family, address) => {
                let (from, bytes) = (address.as_ptr().cast(), address.len() as u32);
                gethostbyaddr_r(from, bytes, *family, into, at, len, &raw mut result, &raw mut number);
            }
        }
        let Some(found) = result.cast_const().as_ref() else { return Err(number) };
        let mut made = Host {
            name: CStr::from_ptr(found.h_name).to_owned(),
            aliases: vec![],
            family: found.h_addrtype,
            addresses: vec![],
        };
        let mut at = found.h_aliases;
        while !at.is_null() && !(*at).is_null() {
            made.aliases.push(CStr::from_ptr(*at).to_owned());
            at = at.add(1);
        }
        let mut at = found.h_addr_list;
        while !at.is_null() && !(*at).is_null() {
            made.addresses.push(std::slice::from_raw_parts((*at).cast::<u8>(), found.h_length as usize).to_vec());
            at = at.add(1);
        }
        Ok(made)
    }
}

/// The message of a host database's failure (`hstrerror(3)`).
pub fn host_message(number: i32) -> String {
    // SAFETY: the system's strings are constants.
    unsafe { CStr::from_ptr(hstrerror(number)) }.to_string_lossy().into_owned()
}

/// `inet_aton(3)`
pub fn parse_ipv4(text: &CStr) -> Option<[u8; 4]> {
    let mut address = libc::in_addr { s_addr: 0 };
    // SAFETY: reads a string, writes a local.
    (unsafe { inet_aton(text.as_ptr(), &raw mut address) } != 0).then(|| address.s_addr.to_ne_bytes())
}

/// `inet_pton(3)`: `None` for what is no address of the family.
///
/// # Errors
/// `EAFNOSUPPORT`
pub fn parse_address(family: i32, text: &CStr) -> Result<Option<Vec<u8>>> {
    let mut room = [0u8; 16];
    // SAFETY: reads a string, and writes at most 16 bytes, the longest address there is.
    match check(unsafe { inet_pton(family, text.as_ptr(), room.as_mut_ptr().cast()) })? {
        0 => Ok(None),
        _ => Ok(Some(room[..if family == libc::AF_INET { 4 } else { 16 }].to_vec())),
    }
}

/// `inet_ntop(3)` of an address of 4 or 16 bytes.
///
/// # Errors
/// `EAFNOSUPPORT`
pub fn show_address(family: i32, address: &[u8; 16]) -> Result<CString> {
    let mut room = [0 as c_char; 64];
    // SAFETY: reads at most 16 bytes, writes into the room.
    unsafe {
        if inet_ntop(family, address.as_ptr().cast(), room.as_mut_ptr(), 64).is_null() {
            return Err(last_error());
        }
        Ok(CStr::from_ptr(room.as_ptr()).to_owned())
    }
}

/// The databases of services and protocols answer from one place in memory.
static DATABASES: Mutex<()> = Mutex::new(());

fn databases() -> std::sync::MutexGuard<'static, ()> {
    DATABASES.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// `getservbyname(3)`: the port.
pub fn service_by_name(name: &CStr, protocol: Option<&CStr>) -> Option<u16> {
    let _one = databases();
    // SAFETY: the entry is read before another call can change it.
    unsafe {
        let entry = libc::getservbyname(name.as_ptr(), protocol.map_or(std::ptr::null(), CStr::as_ptr));
        entry.as_ref().map(|e| u16::from_be(e.s_port as u16))
    }
}

/// `getservbyport(3)`: the name.
pub fn service_by_port(port: u16, protocol: Option<&CStr>) -> Option<CString> {
    let _one = databases();
    // SAFETY: as in `service_by_name`.
    unsafe {
        let entry = libc::getservbyport(port.to_be().into(), protocol.map_or(std::ptr::null(), CStr::as_ptr));
        entry.as_ref().map(|e| CStr::from_ptr(e.s_name).to_owned())
    }
}

/// `getprotobyname(3)`: the number.
pub fn protocol_by_name(name: &CStr) -> Option<i32> {
    let _one = databases();
    // SAFETY: as in `service_by_name`.
    unsafe { libc::getprotobyname(name.as_ptr()).as_ref().map(|e| e.p_proto) }
}

/// `if_nameindex(3)`: the network interfaces.
///
/// # Errors
/// The system's.
pub fn interfaces() -> Result<Vec<(u32, CString)>> {
    // SAFETY: the list ends with an entry of index 0, and is freed after it is copied.
    unsafe {
        let list = libc::if_nameindex();
        if list.is_null() {
            return Err(last_error());
        }
        let mut all = Vec::new();
        let mut at = list;
        while (*at).if_index != 0 && !(*at).if_name.is_null() {
            all.push(((*at).if_index, CStr::from_ptr((*at).if_name).to_owned()));
            at = at.add(1);
        }
        libc::if_freenameindex(list);
        Ok(all)
    }
}

/// `if_nametoindex(3)`
///
/// # Errors
/// The system's.
pub fn interface_index(name: &CStr) -> Result<u32> {
    // SAFETY: reads a string.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => Err(last_error()),
        n => Ok(n),
    }
}

/// `if_indextoname(3)`
///
/// # Errors
/// The system's.
pub fn interface_name(index: u32) -> Result<CString> {
    let mut room = [0 as c_char; libc::IF_NAMESIZE + 1];
    // SAFETY: writes at most `IF_NAMESIZE` bytes.
    unsafe {
        if libc::if_indextoname(index, room.as_mut_ptr()).is_null() {
            return Err(last_error());
        }
        Ok(CStr::from_ptr(room.as_ptr()).to_owned())
    }
}

/// `sethostname(2)`
///
/// # Errors
/// The system's.
pub fn set_host_name(name: &[u8]) -> Result<()> {
    // SAFETY: reads a slice.
    check(unsafe { libc::sethostname(name.as_ptr().cast(), name.len()) }).map(|_| ())
}
