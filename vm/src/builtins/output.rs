//! `print` and `input`.

use crate::{
    interp,
    stdio::{self, Piece},
    system,
};
use rpython_objects::{
    Args, Bytes, CallArgs, NativeDef, Obj, PyResult, Str, StrExt, Tuple, TypeExt, Vm, codecs, int, names,
    native::{self, native, native_unbound},
    protocol, raise, type_error, types,
};
use rustix::io::Errno;

const PRINT_SIGNATURE: &str = "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)";

pub(super) const FUNCTIONS: &[NativeDef] = &[
    native_unbound(
        "print",
        PRINT_SIGNATURE,
        print,
        "Prints the values to a stream, or to sys.stdout by default.\n\n  sep\n    string inserted between values, default a space.\n  end\n    string appended after the last value, default a newline.\n  file\n    a file-like object (stream); defaults to the current sys.stdout.\n  flush\n    whether to forcibly flush the stream.",
    ),
    native(
        "input",
        "($module, prompt='', /)",
        input,
        "Read a string from standard input.  The trailing newline is stripped.\n\nThe prompt string, if given, is printed to standard output without a\ntrailing newline before reading input.\n\nIf the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.\nOn *nix systems, readline is used if available.",
    ),
];

/// How keyword arguments of `print` are bound.
static PRINT: NativeDef = native("print", PRINT_SIGNATURE, print_bound, "");

/// `sep` or `end`: a string or `None`.
fn separator(vm: &mut Vm, o: Option<&Obj>, name: &str) -> PyResult<Option<Obj>> {
    match o {
        None => Ok(None),
        Some(o) if o.is_kind::<Str>() => Ok(Some(o.clone())),
        Some(o) => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "{name} must be None or a string, not {class}"))
        }
    }
}

/// Where `print` writes to: a stream, and how to reach it without its method where it is a native one.
struct Target {
    file: Obj,
    native: Option<stdio::WriteText>,
}

impl Target {
    fn of(vm: &Vm, file: Obj) -> Target {
        let native = stdio::native_writer(vm, &file);
        Target { file, native }
    }

    /// `sys.stdout`; nothing if it is `None`.
    fn standard(vm: &mut Vm) -> PyResult<Option<Target>> {
        match interp::sys_value(vm, names::stdout) {
            None => Err(raise!(vm, types::RUNTIME_ERROR, "lost sys.stdout")),
            Some(file) if file.is_none() => Ok(None),
            Some(file) => Ok(Some(Target::of(vm, file))),
        }
    }

    fn write(&self, vm: &mut Vm, text: &Obj) -> PyResult<()> {
        match (self.native, text.downcast_ref::<Str>()) {
            (Some(native), Some(text)) => native(vm, &self.file, Piece::Str(text)),
            _ => protocol::call_method(vm, &self.file, names::write, std::slice::from_ref(text)).map(|_| ()),
        }
    }

    /// Writes `str(item)`.
    fn write_item(&self, vm: &mut Vm, item: &Obj) -> PyResult<()> {
        if let (Some(native), Some(n)) = (self.native, item.value().as_int()) {
            let mut room = [0; 20];
            return native(vm, &self.file, Piece::Ascii(decimal(n, &mut room)));
        }
        let text = protocol::str(vm, item)?;
        self.write(vm, &text)
    }
}

/// The decimal digits of a number, at the end of `room`.
fn decimal(n: i64, room: &mut [u8; 20]) -> &[u8] {
    let mut rest = n.unsigned_abs();
    let mut at = room.len();
    loop {
        at -= 1;
        room[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if n < 0 {
        at -= 1;
        room[at] = b'-';
    }
    &room[at..]
}

fn print(vm: &mut Vm, args: CallArgs<'_>) -> PyResult {
    if args.keywords() > 0 {
        return native::call(vm, &PRINT, args);
    }
    // The first value is the module.
    if let Some(target) = Target::standard(vm)? {
        let space = names::character(b' ').into_obj();
        for (i, item) in args.values.iter().skip(1).enumerate() {
            if i > 0 {
                target.write(vm, &space)?;
            }
            target.write_item(vm, item)?;
        }
        target.write(vm, &names::character(b'\n').into_obj())?;
    }
    Ok(Obj::NONE)
}

fn print_bound(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let target = match args.some(4) {
        Some(file) => Target::of(vm, file.clone()),
        None => match Target::standard(vm)? {
            Some(target) => target,
            None => return Ok(Obj::NONE),
        },
    };
    let sep = separator(vm, args.some(2), "sep")?.unwrap_or_else(|| names::character(b' ').into_obj());
    let end = separator(vm, args.some(3), "end")?.unwrap_or_else(|| names::character(b'\n').into_obj());
    let count = args.at(1).downcast_ref::<Tuple>().map_or(0, |t| t.tail(vm).len());
    for i in 0..count {
        if i > 0 {
            target.write_item(vm, &sep)?;
        }
        let Some(item) = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm)[i].clone()) else { break };
        target.write_item(vm, &item)?;
    }
    target.write_item(vm, &end)?;
    if let Some(flush) = args.opt(5)
        && protocol::is_true(vm, flush)?
    {
        protocol::call_method(vm, &target.file, names::flush, &[])?;
    }
    Ok(Obj::NONE)
}

/// A stream of `sys` that must be there.
fn stream(vm: &mut Vm, name: &str) -> PyResult {
    match interp::sys_attribute(vm, name) {
        Some(stream) if !stream.is_none() => Ok(stream),
        _ => Err(raise!(vm, types::RUNTIME_ERROR, "lost sys.{name}")),
    }
}

/// Whether a stream is the terminal that the system has under this number.
fn is_terminal(vm: &mut Vm, stream: &Obj, number: i32) -> bool {
    match protocol::call_method(vm, stream, names::fileno, &[]) {
        Ok(answer) => {
            int::to_i64(vm, &answer) == Some(number.into())
                && system::descriptor(number).is_ok_and(rustix::termios::isatty)
        }
        Err(_raised) => {
            drop(vm.take_exception());
            false
        }
    }
}

/// Flushes a stream, whatever comes of it.
fn flush_quietly(vm: &mut Vm, stream: &Obj) {
    if protocol::call_method(vm, stream, names::flush, &[]).is_err() {
        drop(vm.take_exception());
    }
}

fn input(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (stdin, stdout, stderr) = (stream(vm, "stdin")?, stream(vm, "stdout")?, stream(vm, "stderr")?);
    flush_quietly(vm, &stderr);
    if is_terminal(vm, &stdin, 0) && is_terminal(vm, &stdout, 1) {
        flush_quietly(vm, &stdout);
        return from_terminal(vm, &stdin, &stdout, args.opt(1));
    }
    if let Some(prompt) = args.opt(1) {
        let text = protocol::str(vm, prompt)?.into_obj();
        protocol::call_method(vm, &stdout, names::write, &[text])?;
    }
    flush_quietly(vm, &stdout);
    let line = protocol::call_method(vm, &stdin, names::readline, &[])?;
    if let Some(line) = line.downcast_ref::<Bytes>().cloned() {
        let bytes = line.tail(vm);
        if bytes.is_empty() {
            return Err(raise!(vm, types::EOF_ERROR, "EOF when reading a line"));
        }
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        return Ok(Bytes::new(vm, bytes)?.into_obj());
    }
    let Some(line) = line.downcast_ref::<Str>().cloned() else {
        return Err(type_error!(vm, "object.readline() returned non-string"));
    };
    let len = line.get(vm).len();
    if len == 0 {
        return Err(raise!(vm, types::EOF_ERROR, "EOF when reading a line"));
    }
    let ends = line.text(vm).last() == Some(u32::from('\n'));
    Ok(Str::slice(vm, &line, 0, len - usize::from(ends))?.into_obj())
}

/// An attribute of a stream that is a string.
fn text_attribute(vm: &mut Vm, stream: &Obj, name: &rpython_objects::Ref<Str>) -> PyResult<String> {
    let value = protocol::get_attr(vm, stream, name)?;
    Ok(value.downcast_ref::<Str>().map(|s| s.to_string_lossy(vm)).unwrap_or_default())
}

/// Asks at the terminal: the prompt goes to the system's standard error, the line comes past the stream's buffer.
fn from_terminal(vm: &mut Vm, stdin: &Obj, stdout: &Obj, prompt: Option<&Obj>) -> PyResult {
    if let Some(prompt) = prompt {
        let text = protocol::str(vm, prompt)?;
        let (encoding, errors) =
            (text_attribute(vm, stdout, names::encoding)?, text_attribute(vm, stdout, names::errors)?);
        let shown = codecs::encode(vm, &text, Some(&encoding), Some(&errors))?.tail(vm).to_vec();
        vm.suspend(|| {
            use std::io::Write;
            // A prompt that cannot be shown is no reason not to read.
            let _ = std::io::stderr().write_all(&shown);
        });
    }
    let mut line = Vec::new();
    while line.last() != Some(&b'\n') {
        let got = vm.suspend(|| {
            let mut room = [0; 4096];
            let fd = system::descriptor(0)?;
            let n = rustix::io::read(fd, &mut room)?;
            Ok(room[..n].to_vec())
        });
        match got {
            Ok(part) if part.is_empty() => break,
            Ok(part) => line.extend(part),
            Err(Errno::INTR) => vm.poll()?,
            Err(_) => break,
        }
    }
    if line.is_empty() {
        return Err(raise!(vm, types::EOF_ERROR, ""));
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    let (encoding, errors) = (text_attribute(vm, stdin, names::encoding)?, text_attribute(vm, stdin, names::errors)?);
    Ok(codecs::decode(vm, &line, Some(&encoding), Some(&errors))?.into_obj())
}
