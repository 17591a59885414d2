//! Timers that are descriptors.

use super::{
    descriptors::CLOSE_ON_EXEC,
    error::check,
    number::{self, c_int},
    path::borrow,
};
use rpython_objects::{Args, NativeDef, Obj, PyResult, Tuple, Vm, int, native};
use rpython_vm::system;

/// Nanoseconds of a timer's argument in seconds.
fn timer_seconds(vm: &mut Vm, o: Option<&Obj>) -> PyResult<i128> {
    match o {
        Some(o) => crate::time::timeout(vm, o),
        None => Ok(0),
    }
}

fn timer_nanoseconds(vm: &mut Vm, o: Option<&Obj>) -> PyResult<i128> {
    match o {
        Some(o) => number::offset(vm, o).map(i128::from),
        None => Ok(0),
    }
}

fn timespec(ns: i128) -> rustix::time::Timespec {
    const BILLION: i128 = 1_000_000_000;
    rustix::time::Timespec { tv_sec: ns.div_euclid(BILLION) as i64, tv_nsec: ns.rem_euclid(BILLION) as _ }
}

fn timerfd_create(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let clock = c_int(vm, args, 1)?;
    let flags = number::int_or(vm, args.opt(2), 0)?;
    let fd = check(vm, system::timerfd_create(clock, flags | CLOSE_ON_EXEC))?;
    Ok(int::from_i64(vm, fd.into()))
}

fn timer_pair(vm: &mut Vm, value: &rustix::time::Itimerspec, in_ns: bool) -> PyResult {
    let total = |t: rustix::time::Timespec| i128::from(t.tv_sec) * 1_000_000_000 + i128::from(t.tv_nsec);
    let items = [value.it_value, value.it_interval]
        .map(|t| if in_ns { int::from_integer(vm, total(t).into()) } else { Obj::float(total(t) as f64 / 1e9) });
    Ok(Tuple::from_slice(vm, &items)?.into_obj())
}

fn set_timer(vm: &mut Vm, args: Args<'_>, in_ns: bool, time: fn(&mut Vm, Option<&Obj>) -> PyResult<i128>) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let flags = number::int_or(vm, args.opt(2), 0)?;
    let (initial, interval) = (time(vm, args.opt(3))?, time(vm, args.opt(4))?);
    let value = rustix::time::Itimerspec { it_interval: timespec(interval), it_value: timespec(initial) };
    let flags = rustix::time::TimerfdTimerFlags::from_bits_retain(flags as u32);
    let old = borrow(fd).and_then(|fd| rustix::time::timerfd_settime(fd, flags, &value));
    let old = check(vm, old)?;
    timer_pair(vm, &old, in_ns)
}

fn get_timer(vm: &mut Vm, args: Args<'_>, in_ns: bool) -> PyResult {
    let fd = c_int(vm, args, 1)?;
    let value = borrow(fd).and_then(rustix::time::timerfd_gettime);
    let value = check(vm, value)?;
    timer_pair(vm, &value, in_ns)
}

/// The module's functions.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    native(
        "timerfd_create",
        "($module, clockid, /, *, flags=0)",
        timerfd_create,
        "Create and return a timer file descriptor.",
    ),
    native(
        "timerfd_settime",
        "($module, fd, /, *, flags=0, initial=0.0, interval=0.0)",
        |vm, a| set_timer(vm, a, false, timer_seconds),
        "Alter a timer file descriptor's internal timer in seconds.",
    ),
    native(
        "timerfd_settime_ns",
        "($module, fd, /, *, flags=0, initial=0, interval=0)",
        |vm, a| set_timer(vm, a, true, timer_nanoseconds),
        "Alter a timer file descriptor's internal timer in nanoseconds.",
    ),
    native(
        "timerfd_gettime",
        "($module, fd, /)",
        |vm, a| get_timer(vm, a, false),
        "Return a tuple of a timer file descriptor's (next expiration, interval) in float seconds.",
    ),
    native(
        "timerfd_gettime_ns",
        "($module, fd, /)",
        |vm, a| get_timer(vm, a, true),
        "Return a tuple of a timer file descriptor's (next expiration, interval) in nanoseconds.",
    ),
];
