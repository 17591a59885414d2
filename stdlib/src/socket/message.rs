//! Messages with control data beside them: `sendmsg`, `recvmsg` (RFC 3542).

use super::{
    address,
    object::{self, Socket, Until},
};
use crate::{io::errors::writable, posix::number::int_or, table};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, Bytes, List, NativeDef, Obj, PyResult, Tuple, Vm, argument, buffer, int, native, protocol, raise, type_error,
    types, value_error,
};
use rpython_vm::system::{self, socket as net};

const SOL_SOCKET: i32 = 1;
const SCM_RIGHTS: i32 = 1;

/// The items of an iterable argument.
fn items(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<Vec<Obj>> {
    match protocol::iter(vm, o) {
        Ok(iterator) => protocol::collect(vm, &iterator),
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            Err(type_error!(vm, "{what} must be an iterable"))
        }
    }
}

fn sendmsg(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Socket>();
    let flags = int_or(vm, args.opt(3), 0)?;
    let place = match args.some(4) {
        None => None,
        Some(o) => {
            let place = object::address_of(vm, this, o, "sendmsg")?;
            rpython_vm::audit::event(vm, "socket.sendmsg", &[args.at(0).clone(), o.clone()])?;
            Some(place)
        }
    };
    let mut parts = Vec::new();
    for part in items(vm, args.at(1), "sendmsg() argument 1")? {
        parts.push(buffer::to_vec(vm, &part)?);
    }
    let mut control = Vec::new();
    let given = match args.opt(2) {
        Some(o) => items(vm, o, "sendmsg() argument 2")?,
        None => Vec::new(),
    };
    let mut total = 0usize;
    for item in given {
        let what = "[sendmsg() ancillary data items]() argument must be";
        let Some(tuple) = item.downcast_ref::<Tuple>() else {
            let class = argument::shown_class(vm, &item);
            return Err(type_error!(vm, "{what} 3-item tuple, not {class}"));
        };
        let [level, kind, data] = tuple.tail(vm) else {
            let n = tuple.tail(vm).len();
            return Err(type_error!(vm, "{what} tuple of length 3, not {n}"));
        };
        let (level, kind, data) = (level.clone(), kind.clone(), data.clone());
        let (level, kind) = (argument::c_int(vm, &level)?, argument::c_int(vm, &kind)?);
        let data = buffer::to_vec(vm, &data)?;
        let Some(space) = net::control_space(data.len()) else {
            return Err(raise!(vm, types::OS_ERROR, "ancillary data item too large"));
        };
        total = total.saturating_add(space);
        if total > i32::MAX as usize {
            return Err(raise!(vm, types::OS_ERROR, "too much ancillary data"));
        }
        control.push((level, kind, data));
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let sent =
        object::call(vm, this, Until::Writable, |fd| net::send_message(fd, &parts, &control, flags, place.as_deref()))?;
    Ok(int::from_i64(vm, sent as i64))
}

/// A buffer of zeros.
fn zeros(len: usize) -> Result<Vec<u8>, OutOfMemory> {
    let mut made = super::transfer::room(len)?;
    made.resize(len, 0);
    Ok(made)
}

/// Room for control data.
fn control_room(vm: &mut Vm, o: Option<&Obj>) -> PyResult<usize> {
    match argument::ssize_or(vm, o, 0)? {
        n if (0..=i32::MAX as isize).contains(&n) => Ok(n as usize),
        _ => Err(value_error!(vm, "invalid ancillary data buffer length")),
    }
}

/// Receives into `parts`: what came, and the tuple behind the data.
fn receive(
    vm: &mut Vm,
    args: Args<'_>,
    parts: &mut [Vec<u8>],
    control: usize,
    flags: i32,
) -> PyResult<(usize, [Obj; 3])> {
    let got = object::call(vm, args.this(), Until::Readable, |fd| net::receive_message(fd, parts, control, flags))?;
    match shown(vm, &got) {
        Ok(rest) => Ok((got.len, rest)),
        Err(raised) => {
            // Nobody else knows of the descriptors that came along.
            for (_, _, data) in got.control.iter().filter(|c| (c.0, c.1) == (SOL_SOCKET, SCM_RIGHTS)) {
                for fd in data.chunks_exact(4) {
                    let _ = system::close(i32::from_ne_bytes([fd[0], fd[1], fd[2], fd[3]]));
                }
            }
            Err(raised)
        }
    }
}

fn shown(vm: &mut Vm, got: &net::Received) -> PyResult<[Obj; 3]> {
    let mut list = Vec::with_capacity(got.control.len());
    for (level, kind, data) in &got.control {
        let data = Bytes::new(vm, data)?.into_obj();
        let [level, kind] = [level, kind].map(|n| int::from_i64(vm, (*n).into()));
        list.push(table::tuple(vm, &[level, kind, data])?);
    }
    let list = List::from_vec(vm, list)?.into_obj();
    let flags = int::from_i64(vm, got.flags.into());
    Ok([list, flags, address::show(vm, &got.address)?])
}

fn recvmsg(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let len = argument::ssize(vm, args.at(1))?;
    let Ok(len) = usize::try_from(len) else {
        return Err(value_error!(vm, "negative buffer size in recvmsg()"));
    };
    let control = control_room(vm, args.opt(2))?;
    let flags = int_or(vm, args.opt(3), 0)?;
    let mut parts = [zeros(len)?];
    let (n, [list, flags, from]) = receive(vm, args, &mut parts, control, flags)?;
    let data = Bytes::new(vm, parts[0].get(..n).unwrap_or(&parts[0]))?.into_obj();
    table::tuple(vm, &[data, list, flags, from])
}

fn recvmsg_into(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = items(vm, args.at(1), "recvmsg_into() argument 1")?;
    let mut lent = Vec::new();
    let mut failed = None;
    for o in &given {
        match writable(vm, o, "recvmsg_into() argument 1") {
            Ok(one) => lent.push(one),
            Err(raised) => {
                failed = Some(raised);
                break;
            }
        }
    }
    let done = match failed {
        Some(raised) => match vm.swallow(raised, types::TYPE_ERROR) {
            Ok(()) => Err(type_error!(
                vm,
                "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers"
            )),
            Err(raised) => Err(raised),
        },
        None => (|| {
            let control = control_room(vm, args.opt(2))?;
            let flags = int_or(vm, args.opt(3), 0)?;
            let mut parts = Vec::with_capacity(lent.len());
            for one in &lent {
                parts.push(zeros(one.get(vm).len())?);
            }
            let (n, [list, flags, from]) = receive(vm, args, &mut parts, control, flags)?;
            let mut left = n;
            for (one, part) in lent.iter().zip(&parts) {
                let len = part.len().min(left);
                left -= len;
                if let (Some(to), Some(from)) = (one.get_mut(vm).get_mut(..len), part.get(..len)) {
                    to.copy_from_slice(from);
                }
            }
            let n = int::from_i64(vm, n as i64);
            table::tuple(vm, &[n, list, flags, from])
        })(),
    };
    for one in lent {
        one.release(vm);
    }
    done
}

/// `CMSG_LEN(length)`, `CMSG_SPACE(length)`
pub(super) fn control_size(vm: &mut Vm, args: Args<'_>, name: &str, size: fn(usize) -> Option<usize>) -> PyResult {
    let len = argument::ssize(vm, args.at(1))?;
    match usize::try_from(len).ok().and_then(size) {
        Some(n) => Ok(int::from_i64(vm, n as i64)),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "{name}() argument out of range")),
    }
}

pub(super) const SENDMSG: NativeDef = native(
    "sendmsg",
    "($self, buffers, ancdata=(), flags=0, address=None, /)",
    sendmsg,
    "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count\n\nSend normal and ancillary data to the socket, gathering the\nnon-ancillary data from a series of buffers and concatenating it into\na single message.",
);
pub(super) const RECVMSG: NativeDef = native(
    "recvmsg",
    "($self, bufsize, ancbufsize=0, flags=0, /)",
    recvmsg,
    "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)\n\nReceive normal data (up to bufsize bytes) and ancillary data from the\nsocket.",
);
pub(super) const RECVMSG_INTO: NativeDef = native(
    "recvmsg_into",
    "($self, buffers, ancbufsize=0, flags=0, /)",
    recvmsg_into,
    "recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)\n\nReceive normal data and ancillary data from the socket, scattering the\nnon-ancillary data into a series of buffers.",
);
