//! The standard streams of a program without the module `io`: text in UTF-8, buffered.
//!
//! They have what `print`, `input` and tracebacks use, and say clearly what they lack. The module `_io` replaces them.

use rpython_objects::{
    Args, Dict, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef, TypeExt, TypeFlags, Vm, getter, int,
    native, protocol, raise, text::Text, type_error, type_object, types,
};
use std::io::{BufRead, IsTerminal, Write};

/// The kind of stream payloads.
const KIND: u8 = rpython_objects::kinds::FIRST_FREE;

/// Which of the three streams.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    In,
    Out,
    Err,
}

/// The payload of a standard stream.
pub(crate) struct Stream {
    which: Which,
}

impl Payload for Stream {
    const KIND: u8 = KIND;
    const NAME: &'static str = "standard stream";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// What is written but not yet handed to the system.
#[derive(Default)]
struct Pending {
    out: Vec<u8>,
}

/// Bytes after which standard output is handed to the system.
const BUFFER: usize = 8192;

/// Whether an object is one of these streams, and no instance of a subclass.
pub(crate) fn is_standard(_: &Vm, o: &Obj) -> bool {
    o.is_kind::<Stream>()
}

/// Writes text to a standard stream.
///
/// # Errors
/// `OSError`; `UnicodeEncodeError` for lone surrogates on standard output.
pub(crate) fn write(vm: &mut Vm, stream: &Obj, text: Text<'_>) -> PyResult<()> {
    let which = match stream.downcast_ref::<Stream>() {
        Some(s) => s.get(vm).which,
        None => Which::Out,
    };
    let data: Vec<u8> = match text {
        Text::Ascii(bytes) => bytes.to_vec(),
        other => match other.to_str() {
            Some(s) => s.as_bytes().to_vec(),
            None if which == Which::Err => escape_surrogates(other),
            None => {
                let s = Str::from_text(vm, other)?;
                rpython_objects::codecs::encode(vm, &s, Some("utf-8"), Some("strict"))?.tail(vm).to_vec()
            }
        },
    };
    let result = match which {
        Which::In => return Err(raise!(vm, types::OS_ERROR, "not writable")),
        Which::Err => {
            flush_out(vm)?;
            vm.suspend(move || std::io::stderr().write_all(&data))
        }
        Which::Out => {
            let terminal = std::io::stdout().is_terminal();
            let pending = &mut vm.state_of::<Pending>().out;
            let has_newline = data.contains(&b'\n');
            pending.extend_from_slice(&data);
            if pending.len() < BUFFER && !(terminal && has_newline) {
                return Ok(());
            }
            return flush_out(vm);
        }
    };
    result.map_err(|e| os_error(vm, &e))
}

/// Standard error shows lone surrogates as escapes (`backslashreplace`).
fn escape_surrogates(text: Text<'_>) -> Vec<u8> {
    let mut out = String::new();
    for c in text.iter() {
        match char::from_u32(c) {
            Some(c) => out.push(c),
            None => out.push_str(&format!("\\u{c:04x}")),
        }
    }
    out.into_bytes()
}

/// Hands standard output to the system.
///
/// # Errors
/// `OSError`.
pub fn flush_out(vm: &mut Vm) -> PyResult<()> {
    let data = std::mem::take(&mut vm.state_of::<Pending>().out);
    if data.is_empty() {
        return Ok(());
    }
    let result = vm.suspend(move || {
        let mut out = std::io::stdout().lock();
        out.write_all(&data).and_then(|()| out.flush())
    });
    result.map_err(|e| os_error(vm, &e))
}

fn os_error(vm: &mut Vm, e: &std::io::Error) -> rpython_objects::Raised {
    let number = int::from_i64(vm, e.raw_os_error().unwrap_or(0).into());
    let text = e.to_string();
    let text = text.split(" (os error").next().unwrap_or_default().to_string();
    let text = Str::new(vm, &text).into_obj();
    let made = rpython_objects::exception::with_args(vm, types::OS_ERROR, &[number, text]);
    vm.raise_object(made)
}

fn write_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(text) = args.at(1).downcast_ref::<Str>().cloned() else {
        let class = vm.class_of(args.at(1)).name(vm).to_string();
        return Err(type_error!(vm, "write() argument must be str, not {class}"));
    };
    let buf = text.text(vm).to_buf();
    write(vm, args.at(0), buf.as_text())?;
    Ok(int::from_i64(vm, text.get(vm).len() as i64))
}

fn flush_method(vm: &mut Vm, _: Args<'_>) -> PyResult {
    flush_out(vm)?;
    Ok(Obj::NONE)
}

fn read_line(vm: &mut Vm) -> PyResult<String> {
    let result = vm.suspend(|| {
        let mut line = Vec::new();
        std::io::stdin().lock().read_until(b'\n', &mut line).map(|_| line)
    });
    match result {
        Ok(line) => Ok(String::from_utf8_lossy(&line).into_owned()),
        Err(e) => Err(os_error(vm, &e)),
    }
}

fn readline(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let line = read_line(vm)?;
    Ok(Str::new(vm, &line).into_obj())
}

fn read(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let mut all = String::new();
    loop {
        let line = read_line(vm)?;
        if line.is_empty() {
            return Ok(Str::new(vm, &line_ends(&all)).into_obj());
        }
        all.push_str(&line);
    }
}

fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn next(vm: &mut Vm, _: &Obj) -> PyResult<Option<Obj>> {
    let line = read_line(vm)?;
    Ok(if line.is_empty() { None } else { Some(Str::new(vm, &line).into_obj()) })
}

fn which(vm: &Vm, o: &Obj) -> Which {
    o.downcast_ref::<Stream>().map_or(Which::Out, |s| s.get(vm).which)
}

fn number(vm: &Vm, o: &Obj) -> i64 {
    match which(vm, o) {
        Which::In => 0,
        Which::Out => 1,
        Which::Err => 2,
    }
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(match which(vm, args.at(0)) {
        Which::In => std::io::stdin().is_terminal(),
        Which::Out => std::io::stdout().is_terminal(),
        Which::Err => std::io::stderr().is_terminal(),
    }))
}

fn name(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = ["<stdin>", "<stdout>", "<stderr>"][number(vm, o) as usize];
    Ok(Str::intern(vm, name).into_obj())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let n = number(vm, o) as usize;
    let (name, mode) = ([("<stdin>", "r"), ("<stdout>", "w"), ("<stderr>", "w")])[n];
    Ok(Str::new(vm, &format!("<_io.TextIOWrapper name='{name}' mode='{mode}' encoding='utf-8'>")).into_obj())
}

static DEF: TypeDef = TypeDef {
    name: "TextIOWrapper",
    module: "_io",
    kind: KIND,
    flags: TypeFlags::NO_NEW,
    slots: Slots { repr: Some(repr), iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("write", "($self, text, /)", write_method, ""),
        native("flush", "($self, /)", flush_method, ""),
        native("readline", "($self, size=-1, /)", readline, ""),
        native("read", "($self, size=-1, /)", read, ""),
        native("isatty", "($self, /)", isatty, ""),
        native(
            "fileno",
            "($self, /)",
            |vm, a| {
                let n = number(vm, a.at(0));
                Ok(int::from_i64(vm, n))
            },
            "",
        ),
        native("writable", "($self, /)", |vm, a| Ok(Obj::bool(which(vm, a.at(0)) != Which::In)), ""),
        native("readable", "($self, /)", |vm, a| Ok(Obj::bool(which(vm, a.at(0)) == Which::In)), ""),
    ],
    getsets: &[
        getter("name", name, ""),
        getter("encoding", |vm, _| Ok(Str::intern(vm, "utf-8").into_obj()), ""),
        getter("closed", |_, _| Ok(Obj::FALSE), ""),
        getter(
            "errors",
            |vm, o| {
                let errors = if which(vm, o) == Which::Err { "backslashreplace" } else { "strict" };
                Ok(Str::intern(vm, errors).into_obj())
            },
            "",
        ),
    ],
    ..TypeDef::EMPTY
};

/// Makes the three streams and sets them in `sys`.
///
/// # Errors
/// `MemoryError`.
pub fn install(vm: &mut Vm) -> PyResult<()> {
    rpython_heap::kind::register::<Stream>();
    let class: Ref<Type> = type_object::define(vm, &DEF)?;
    let sys = crate::interp::sys_dict(vm);
    for (which, names) in [
        (Which::In, ["stdin", "__stdin__"]),
        (Which::Out, ["stdout", "__stdout__"]),
        (Which::Err, ["stderr", "__stderr__"]),
    ] {
        let made = vm.alloc(&class, Stream { which }).into_obj();
        for name in names {
            Dict::set_name(vm, &sys, name, made.clone())?;
        }
    }
    Ok(())
}

/// Writes text to `sys.stderr`, or to the system's standard error where that is not to be had.
pub(crate) fn write_error(vm: &mut Vm, text: &str) {
    let stream = crate::interp::sys_attribute(vm, "stderr").filter(|s| !s.is_none());
    let written = match stream {
        Some(s) => {
            let text = Str::new(vm, text).into_obj();
            protocol::call_method(vm, &s, rpython_objects::names::write, &[text]).is_ok()
        }
        None => true,
    };
    if !written {
        vm.exception.take();
        eprint!("{text}");
    }
}
