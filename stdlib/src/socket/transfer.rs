//! Sending and receiving. The bytes are copied, since the heap may move on while a call waits.

use super::{
    address,
    object::{self, Socket, Until},
};
use crate::{io::errors::writable, posix::number::int_or, table};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, Bytes, NativeDef, Obj, PyResult, Ref, Vm, argument, buffer, int, native, type_error, value_error,
};
use rpython_vm::system::socket as net;

/// A buffer with room for `len` bytes.
pub(super) fn room(len: usize) -> Result<Vec<u8>, OutOfMemory> {
    let mut made = Vec::new();
    made.try_reserve_exact(len).map_err(|_| OutOfMemory)?;
    Ok(made)
}

fn size(vm: &mut Vm, o: &Obj, function: &str) -> PyResult<usize> {
    match usize::try_from(argument::ssize(vm, o)?) {
        Ok(n) => Ok(n),
        Err(_) => Err(value_error!(vm, "negative buffersize in {function}")),
    }
}

/// Receives up to `len` bytes, and where from if that is asked for.
fn receive(vm: &mut Vm, this: &Ref<Socket>, len: usize, flags: i32, from: bool) -> PyResult<(Vec<u8>, Vec<u8>)> {
    let mut data = room(len)?;
    if len == 0 && !from {
        // There is nothing to wait for.
        return Ok((data, Vec::new()));
    }
    // What the allocator gave beyond `len` is not to be filled.
    let spare = data.capacity() - len;
    let place = object::call(vm, this, Until::Readable, |fd| {
        if spare == 0 {
            return if from {
                net::receive_from(fd, &mut data, flags)
            } else {
                net::receive(fd, &mut data, flags).map(|_| Vec::new())
            };
        }
        let mut exact = Vec::with_capacity(len);
        let place = if from {
            net::receive_from(fd, &mut exact, flags)?
        } else {
            net::receive(fd, &mut exact, flags).map(|_| Vec::new())?
        };
        exact.truncate(len);
        data = exact;
        Ok(place)
    })?;
    Ok((data, place))
}

fn recv(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let len = size(vm, args.at(1), "recv")?;
    let flags = int_or(vm, args.opt(2), 0)?;
    let (data, _) = receive(vm, args.this(), len, flags, false)?;
    Ok(Bytes::new(vm, &data)?.into_obj())
}

fn recvfrom(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let len = size(vm, args.at(1), "recvfrom")?;
    let flags = int_or(vm, args.opt(2), 0)?;
    let (data, from) = receive(vm, args.this(), len, flags, true)?;
    let data = Bytes::new(vm, &data)?.into_obj();
    let from = address::show(vm, &from)?;
    table::tuple(vm, &[data, from])
}

/// Receives into a buffer of Python's: the number of bytes, and where they came from.
fn receive_into(vm: &mut Vm, args: Args<'_>, function: &str, too_small: &str, from: bool) -> PyResult<(Obj, Vec<u8>)> {
    let lent = writable(vm, args.at(1), &format!("{function}() argument 1"))?;
    let done = (|| {
        let wanted = match args.opt(2) {
            Some(o) => size(vm, o, function)?,
            None => 0,
        };
        let flags = int_or(vm, args.opt(3), 0)?;
        let all = lent.get(vm).len();
        if wanted > all {
            return Err(value_error!(vm, "{too_small}"));
        }
        let len = if wanted == 0 { all } else { wanted };
        let (data, place) = receive(vm, args.this(), len, flags, from)?;
        if let Some(to) = lent.get_mut(vm).get_mut(..data.len()) {
            to.copy_from_slice(&data);
        }
        Ok((int::from_i64(vm, data.len() as i64), place))
    })();
    lent.release(vm);
    done
}

fn recv_into(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(receive_into(vm, args, "recv_into", "buffer too small for requested bytes", false)?.0)
}

fn recvfrom_into(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let too_small = "nbytes is greater than the length of the buffer";
    let (n, from) = receive_into(vm, args, "recvfrom_into", too_small, true)?;
    let from = address::show(vm, &from)?;
    table::tuple(vm, &[n, from])
}

fn send(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = buffer::to_vec(vm, args.at(1))?;
    let flags = int_or(vm, args.opt(2), 0)?;
    let n = object::call(vm, args.this(), Until::Writable, |fd| net::send(fd, &data, flags))?;
    Ok(int::from_i64(vm, n as i64))
}

fn sendall(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Socket>();
    let data = buffer::to_vec(vm, args.at(1))?;
    let flags = int_or(vm, args.opt(2), 0)?;
    // The timeout is that of the whole, not of each part.
    let deadline = object::deadline(vm, this);
    let mut rest = data.as_slice();
    loop {
        let n = object::call_until(vm, this, Until::Writable, deadline, |fd| net::send(fd, rest, flags))?;
        rest = rest.get(n..).unwrap_or_default();
        vm.poll()?;
        if rest.is_empty() {
            return Ok(Obj::NONE);
        }
    }
}

fn sendto(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.all().len() - 1;
    let this = args.this::<Socket>();
    let (flags, place) = match (args.opt(2), args.opt(3)) {
        (Some(flags), Some(place)) if given == 3 => (Some(flags), place),
        (Some(place), None) => (None, place),
        _ => return Err(type_error!(vm, "sendto() takes 2 or 3 arguments ({given} given)")),
    };
    let data = buffer::to_vec(vm, args.at(1))?;
    let flags = int_or(vm, flags, 0)?;
    let to = object::address_of(vm, this, place, "sendto")?;
    rpython_vm::audit::event(vm, "socket.sendto", &[args.at(0).clone(), place.clone()])?;
    let n = object::call(vm, this, Until::Writable, |fd| net::send_to(fd, &data, flags, &to))?;
    Ok(int::from_i64(vm, n as i64))
}

pub(super) const RECV: NativeDef = native(
    "recv",
    "($self, buffersize, flags=0, /)",
    recv,
    "recv(buffersize[, flags]) -> data\n\nReceive up to buffersize bytes from the socket.  For the optional flags\nargument, see the Unix manual.  When no data is available, block until\nat least one byte is available or until the remote end is closed.  When\nthe remote end is closed and all data is read, return the empty string.",
);
pub(super) const RECV_INTO: NativeDef = native(
    "recv_into",
    "($self, /, buffer, nbytes=0, flags=0)",
    recv_into,
    "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read\n\nA version of recv() that stores its data into a buffer rather than creating\na new string.  Receive up to buffersize bytes from the socket.  If buffersize\nis not specified (or 0), receive up to the size available in the given buffer.\n\nSee recv() for documentation about the flags.",
);
pub(super) const RECVFROM: NativeDef = native(
    "recvfrom",
    "($self, buffersize, flags=0, /)",
    recvfrom,
    "recvfrom(buffersize[, flags]) -> (data, address info)\n\nLike recv(buffersize, flags) but also return the sender's address info.",
);
pub(super) const RECVFROM_INTO: NativeDef = native(
    "recvfrom_into",
    "($self, /, buffer, nbytes=0, flags=0)",
    recvfrom_into,
    "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)\n\nLike recv_into(buffer[, nbytes[, flags]]) but also return the sender's address info.",
);
pub(super) const SEND: NativeDef = native(
    "send",
    "($self, data, flags=0, /)",
    send,
    "send(data[, flags]) -> count\n\nSend a data string to the socket.  For the optional flags\nargument, see the Unix manual.  Return the number of bytes\nsent; this may be less than len(data) if the network is busy.",
);
pub(super) const SENDALL: NativeDef = native(
    "sendall",
    "($self, data, flags=0, /)",
    sendall,
    "sendall(data[, flags])\n\nSend a data string to the socket.  For the optional flags\nargument, see the Unix manual.  This calls send() repeatedly\nuntil all data is sent.  If an error occurs, it's impossible\nto tell how much data has been sent.",
);
pub(super) const SENDTO: NativeDef = native(
    "sendto",
    "($self, *args)",
    |vm, args| match args.at(1).downcast_ref::<rpython_objects::Tuple>() {
        Some(tuple) => {
            let mut all = vec![args.at(0).clone()];
            all.extend(tuple.tail(vm).iter().cloned());
            sendto(vm, Args::new(&all))
        }
        None => sendto(vm, args),
    },
    "sendto(data[, flags], address) -> count\n\nLike send(data, flags) but allows specifying the destination address.\nFor IP sockets, the address is a pair (hostaddr, port).",
);
