//! `print` and `input`.

use crate::interp;
use rpython_objects::{
    Args, NativeDef, Obj, PyResult, Str, StrExt, Tuple, TypeExt, Vm, names, native, protocol, raise, type_error, types,
};

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
    let count = args.at(1).downcast_ref::<Tuple>().map_or(0, |t| t.tail(vm).len());
    if crate::stdio::is_standard(vm, &file) {
        // The runtime's own streams take the whole line at once.
        let mut line = rpython_objects::text::TextBuf::new();
        for i in 0..count {
            if i > 0 {
                match sep.as_ref().and_then(|s| s.downcast_ref::<Str>()) {
                    Some(s) => line.push_text(s.text(vm)),
                    None => line.push(u32::from(' ')),
                }
            }
            let Some(item) = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm)[i].clone()) else { break };
            let text = protocol::str(vm, &item)?;
            line.push_text(text.text(vm));
        }
        match end.as_ref().and_then(|s| s.downcast_ref::<Str>()) {
            Some(s) => line.push_text(s.text(vm)),
            None => line.push(u32::from('\n')),
        }
        crate::stdio::write(vm, &file, line.as_text())?;
    } else {
        for i in 0..count {
            if i > 0 {
                let sep = sep.clone().unwrap_or_else(|| names::character(b' ').into_obj());
                protocol::call_method(vm, &file, names::write, &[sep])?;
            }
            let Some(item) = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm)[i].clone()) else { break };
            let text = protocol::str(vm, &item)?.into_obj();
            protocol::call_method(vm, &file, names::write, &[text])?;
        }
        let end = end.unwrap_or_else(|| names::character(b'\n').into_obj());
        protocol::call_method(vm, &file, names::write, &[end])?;
    }
    if let Some(flush) = args.opt(5)
        && protocol::is_true(vm, flush)?
    {
        protocol::call_method(vm, &file, names::flush, &[])?;
    }
    Ok(Obj::NONE)
}

fn input(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let stream = |vm: &mut Vm, name: &str| match interp::sys_attribute(vm, name) {
        Some(s) if !s.is_none() => Ok(s),
        _ => Err(raise!(vm, types::RUNTIME_ERROR, "input(): lost sys.{name}")),
    };
    let (stdin, stdout) = (stream(vm, "stdin")?, stream(vm, "stdout")?);
    if let Some(prompt) = args.opt(1) {
        let text = protocol::str(vm, prompt)?.into_obj();
        protocol::call_method(vm, &stdout, names::write, &[text])?;
    }
    protocol::call_method(vm, &stdout, names::flush, &[])?;
    let line = protocol::call_method(vm, &stdin, names::readline, &[])?;
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
