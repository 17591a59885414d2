//! `print` and `input`.

use crate::{interp, stdio, system};
use rpython_objects::{
    Args, Bytes, NativeDef, Obj, PyResult, Str, StrExt, Tuple, TypeExt, Vm, codecs, int, names, native, protocol,
    raise, type_error, types,
};
use rustix::io::Errno;

pub(super) const FUNCTIONS: &[NativeDef] = &[
    native(
        "print",
        "($module, *args, sep=' ', end='\\n', file=None, flush=False)",
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

/// Writes a string to a stream, by its method `write` unless the stream is a native one.
fn write(vm: &mut Vm, file: &Obj, native: Option<stdio::WriteText>, text: &Obj) -> PyResult<()> {
    match (native, text.downcast_ref::<Str>()) {
        (Some(native), Some(text)) => native(vm, file, text),
        _ => protocol::call_method(vm, file, names::write, std::slice::from_ref(text)).map(|_| ()),
    }
}

fn print(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = match args.some(4) {
        Some(file) => file.clone(),
        None => match interp::sys_attribute(vm, "stdout") {
            None => return Err(raise!(vm, types::RUNTIME_ERROR, "lost sys.stdout")),
            Some(file) if file.is_none() => return Ok(Obj::NONE),
            Some(file) => file,
        },
    };
    let sep = separator(vm, args.some(2), "sep")?;
    let end = separator(vm, args.some(3), "end")?;
    let native = stdio::native_writer(vm, &file);
    let count = args.at(1).downcast_ref::<Tuple>().map_or(0, |t| t.tail(vm).len());
    for i in 0..count {
        if i > 0 {
            let space = names::character(b' ').into_obj();
            write(vm, &file, native, sep.as_ref().unwrap_or(&space))?;
        }
        let Some(item) = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm)[i].clone()) else { break };
        let text = protocol::str(vm, &item)?.into_obj();
        write(vm, &file, native, &text)?;
    }
    let newline = names::character(b'\n').into_obj();
    write(vm, &file, native, end.as_ref().unwrap_or(&newline))?;
    if let Some(flush) = args.opt(5)
        && protocol::is_true(vm, flush)?
    {
        protocol::call_method(vm, &file, names::flush, &[])?;
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
            let fd = system::descriptor(0).map_err(Errno::from_raw_os_error)?;
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
