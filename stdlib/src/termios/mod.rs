//! `termios`: terminals' modes (CPython: `Modules/termios.c`).

mod constants;

use crate::{posix::path::descriptor_of, table};
use rpython_objects::{
    Args, Bytes, List, Module, NativeDef, Obj, PyResult, Raised, Ref, Str, Type, Vm, argument, exception, int, native,
    protocol, raise, type_error, types,
};
use rpython_vm::{
    signals,
    system::{
        Errno,
        terminal::{self, CONTROLS, Modes},
    },
};

#[derive(Default)]
struct State {
    error: Option<Ref<Type>>,
}

/// Local mode: lines are edited before they are read.
const ICANON: u32 = 2;
/// The places of the two control values that are numbers without lines.
const VMIN: usize = 6;
const VTIME: usize = 5;

/// Raises `termios.error(number, message)`.
#[cold]
fn raise_error(vm: &mut Vm, e: Errno) -> Raised {
    let class = vm.state_of::<State>().error.clone().unwrap_or_else(|| types::EXCEPTION.clone());
    let number = e.raw_os_error();
    let message = Str::new(vm, &crate::posix::error::message(number)).into_obj();
    let arguments = [int::from_i64(vm, number.into()), message];
    let made = exception::with_args(vm, &class, &arguments);
    vm.raise_object(made)
}

/// Makes a system call with the token given up.
fn call<T: Send>(vm: &mut Vm, work: impl FnOnce() -> Result<T, Errno> + Send) -> PyResult<T> {
    match vm.suspend(work) {
        Ok(value) => Ok(value),
        Err(e) => {
            if e == Errno::INTR {
                signals::check(vm)?;
            }
            Err(raise_error(vm, e))
        }
    }
}

fn tcgetattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let modes = call(vm, || terminal::modes(fd))?;
    let lines = modes.flags[3] & ICANON != 0;
    let mut controls = Vec::with_capacity(CONTROLS);
    for (i, c) in modes.controls.iter().enumerate() {
        controls.push(match i {
            VMIN | VTIME if !lines => int::from_i64(vm, (*c).into()),
            _ => Bytes::new(vm, &[*c])?.into_obj(),
        });
    }
    let mut all: Vec<Obj> = modes.flags.iter().chain(&modes.speeds).map(|n| int::from_i64(vm, (*n).into())).collect();
    all.push(List::from_vec(vm, controls)?.into_obj());
    Ok(List::from_vec(vm, all)?.into_obj())
}

/// A C `long`, its lower half.
fn number(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    let exact = protocol::index(vm, o)?;
    match int::to_i64(vm, &exact) {
        Some(n) => Ok(n as u32),
        None => Err(int::too_large(vm, "C long")),
    }
}

/// The items of a list of a certain length.
fn items(vm: &Vm, o: &Obj, len: usize) -> Option<Vec<Obj>> {
    let list = o.downcast_ref::<List>()?;
    let items = list.get(vm).items.to_vec();
    (items.len() == len).then_some(items)
}

fn tcsetattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let when = argument::c_int(vm, args.at(2))?;
    let Some(given) = items(vm, args.at(3), 7) else {
        return Err(type_error!(vm, "tcsetattr, arg 3: must be 7 element list"));
    };
    // What the program does not name stays as it is.
    let mut modes = call(vm, || terminal::modes(fd))?;
    let mut numbers = [0; 6];
    for (n, o) in numbers.iter_mut().zip(&given) {
        *n = number(vm, o)?;
    }
    let Some(controls) = given.last().and_then(|o| items(vm, o, CONTROLS)) else {
        return Err(type_error!(vm, "tcsetattr: attributes[6] must be {CONTROLS} element list"));
    };
    for (to, o) in modes.controls.iter_mut().zip(&controls) {
        *to = match o.downcast_ref::<Bytes>().map(|b| b.tail(vm)) {
            Some([one]) => *one,
            _ if int::is_int(o) => number(vm, o)? as u8,
            _ => {
                return Err(type_error!(
                    vm,
                    "tcsetattr: elements of attributes must be bytes objects of length 1 or integers"
                ));
            }
        };
    }
    let [input, output, control, local, input_speed, output_speed] = numbers;
    let modes = Modes { flags: [input, output, control, local], speeds: [input_speed, output_speed], ..modes };
    call(vm, || terminal::set_modes(fd, when, &modes))?;
    Ok(Obj::NONE)
}

/// A call with a descriptor and a number.
fn with_number(vm: &mut Vm, args: Args<'_>, work: fn(i32, i32) -> Result<(), Errno>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let n = argument::c_int(vm, args.at(2))?;
    call(vm, || work(fd, n))?;
    Ok(Obj::NONE)
}

fn tcdrain(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    call(vm, || terminal::drain(fd))?;
    Ok(Obj::NONE)
}

fn tcgetwinsize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let size = call(vm, || terminal::window(fd))?;
    let [rows, columns] = [size[0], size[1]].map(|n| int::from_i64(vm, n.into()));
    table::tuple(vm, &[rows, columns])
}

fn tcsetwinsize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor_of(vm, args.at(1))?;
    let slots = vm.slots_of(args.at(2));
    let given = if slots.item().is_some() { protocol::collect(vm, args.at(2))? } else { Vec::new() };
    let [rows, columns] = given.as_slice() else {
        return Err(type_error!(vm, "tcsetwinsize, arg 2: must be a two-item sequence"));
    };
    let mut wanted = [0; 2];
    for (to, o) in wanted.iter_mut().zip([rows, columns]) {
        let exact = protocol::index(vm, o)?;
        match int::to_i64(vm, &exact).and_then(|n| u16::try_from(n).ok()) {
            Some(n) => *to = n,
            None => return Err(raise!(vm, types::OVERFLOW_ERROR, "winsize value(s) out of range.")),
        }
    }
    // The size in pixels stays.
    let old = call(vm, || terminal::window(fd))?;
    call(vm, || terminal::set_window(fd, [wanted[0], wanted[1], old[2], old[3]]))?;
    Ok(Obj::NONE)
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "tcgetattr",
        "($module, fd, /)",
        tcgetattr,
        "Get the tty attributes for file descriptor fd.\n\nReturns a list [iflag, oflag, cflag, lflag, ispeed, ospeed, cc]\nwhere cc is a list of the tty special characters (each a string of\nlength 1, except the items with indices VMIN and VTIME, which are\nintegers when these fields are defined).  The interpretation of the\nflags and the speeds as well as the indexing in the cc array must be\ndone using the symbolic constants defined in this module.",
    ),
    native(
        "tcsetattr",
        "($module, fd, when, attributes, /)",
        tcsetattr,
        "Set the tty attributes for file descriptor fd.\n\nThe attributes to be set are taken from the attributes argument, which\nis a list like the one returned by tcgetattr(). The when argument\ndetermines when the attributes are changed: termios.TCSANOW to\nchange immediately, termios.TCSADRAIN to change after transmitting all\nqueued output, or termios.TCSAFLUSH to change after transmitting all\nqueued output and discarding all queued input.",
    ),
    native(
        "tcsendbreak",
        "($module, fd, duration, /)",
        |vm, args| with_number(vm, args, terminal::send_break),
        "Send a break on file descriptor fd.\n\nA zero duration sends a break for 0.25-0.5 seconds; a nonzero duration\nhas a system dependent meaning.",
    ),
    native(
        "tcdrain",
        "($module, fd, /)",
        tcdrain,
        "Wait until all output written to file descriptor fd has been transmitted.",
    ),
    native(
        "tcflush",
        "($module, fd, queue, /)",
        |vm, args| with_number(vm, args, terminal::flush),
        "Discard queued data on file descriptor fd.\n\nThe queue selector specifies which queue: termios.TCIFLUSH for the input\nqueue, termios.TCOFLUSH for the output queue, or termios.TCIOFLUSH for\nboth queues.",
    ),
    native(
        "tcflow",
        "($module, fd, action, /)",
        |vm, args| with_number(vm, args, terminal::flow),
        "Suspend or resume input or output on file descriptor fd.\n\nThe action argument can be termios.TCOOFF to suspend output,\ntermios.TCOON to restart output, termios.TCIOFF to suspend input,\nor termios.TCION to restart input.",
    ),
    native(
        "tcgetwinsize",
        "($module, fd, /)",
        tcgetwinsize,
        "Get the tty winsize for file descriptor fd.\n\nReturns a tuple (ws_row, ws_col).",
    ),
    native(
        "tcsetwinsize",
        "($module, fd, winsize, /)",
        tcsetwinsize,
        "Set the tty winsize for file descriptor fd.\n\nThe winsize to be set is taken from the winsize argument, which\nis a two-item tuple (ws_row, ws_col) like the one returned by tcgetwinsize().",
    ),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module provides an interface to the Posix calls for tty I/O control.\nFor a complete description of these calls, see the Posix or Unix manual\npages. It is only available for those Unix versions that support Posix\ntermios style tty I/O control.\n\nAll functions in this module take a file descriptor fd as their first\nargument. This can be an integer file descriptor, such as returned by\nsys.stdin.fileno(), or a file object, such as sys.stdin itself.";
    let module = table::module(vm, "termios", doc, FUNCTIONS)?;
    let error = table::add_exception(vm, &module, "termios", "error", types::EXCEPTION)?;
    vm.state_of::<State>().error = Some(error);
    table::set_numbers(vm, &module, constants::NUMBERS)?;
    // Speeds stand for themselves.
    for speed in terminal::speeds() {
        let n = int::from_i64(vm, speed.into());
        table::set(vm, &module, &format!("B{speed}"), n)?;
    }
    Ok(module)
}
