//! `open` and its kin (CPython: `Modules/_io/_iomodule.c`).

use super::{State, errors::unsupported};
use crate::kinds;
use rpython_objects::{
    Args, Bytes, NativeDef, Obj, PyResult, Ref, Str, StrExt, Type, Vm, argument, int, names, native, protocol, raise,
    type_error, types, value_error,
};

/// What a mode asks for.
#[derive(Default)]
struct Mode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}

fn read_mode(vm: &mut Vm, mode: &str) -> PyResult<Mode> {
    let mut m = Mode::default();
    for (i, letter) in mode.char_indices() {
        match letter {
            'x' => m.creating = true,
            'r' => m.reading = true,
            'w' => m.writing = true,
            'a' => m.appending = true,
            '+' => m.updating = true,
            't' => m.text = true,
            'b' => m.binary = true,
            _ => return Err(value_error!(vm, "invalid mode: '{mode}'")),
        }
        if mode[..i].contains(letter) {
            return Err(value_error!(vm, "invalid mode: '{mode}'"));
        }
    }
    if m.text && m.binary {
        return Err(value_error!(vm, "can't have text and binary mode at once"));
    }
    if [m.creating, m.reading, m.writing, m.appending].into_iter().filter(|&b| b).count() > 1 {
        return Err(value_error!(vm, "must have exactly one of create/read/write/append mode"));
    }
    Ok(m)
}

/// A string argument of `open` that may be `None`.
fn text_or_none<'a>(vm: &mut Vm, o: Option<&'a Obj>, what: &str) -> PyResult<Option<&'a Ref<Str>>> {
    match o.filter(|o| !o.is_none()) {
        None => Ok(None),
        Some(o) => match o.downcast_ref::<Str>() {
            Some(s) => Ok(Some(s)),
            None => {
                let class = argument::class_name(vm, o);
                Err(type_error!(vm, "open() argument '{what}' must be str or None, not {class}"))
            }
        },
    }
}

fn native_class(vm: &mut Vm, kind: u8) -> PyResult<Ref<Type>> {
    match vm.type_of_kind(kind).cloned() {
        Some(class) => Ok(class),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "_io has not been imported")),
    }
}

pub(super) fn open(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mode_text = match args.opt(2) {
        None => "r".to_string(),
        Some(o) => match o.downcast_ref::<Str>() {
            Some(s) => s.to_string_lossy(vm),
            None => {
                let class = argument::shown_class(vm, o);
                return Err(type_error!(vm, "open() argument 'mode' must be str, not {class}"));
            }
        },
    };
    let buffering = args.opt(3).map_or(Ok(-1), |o| argument::c_int(vm, o))?;
    let encoding = text_or_none(vm, args.opt(4), "encoding")?;
    let errors = text_or_none(vm, args.opt(5), "errors")?;
    let newline = text_or_none(vm, args.opt(6), "newline")?;
    let closefd = args.opt(7).map_or(Ok(true), |o| protocol::is_true(vm, o))?;
    let opener = args.opt(8).cloned().unwrap_or(Obj::NONE);
    let file = args.at(1);
    // A path object is asked once; numbers are descriptors.
    let path = if protocol::has_index(vm, file) { file.clone() } else { fs_path(vm, file)? };
    let mode = read_mode(vm, &mode_text)?;
    if mode.binary {
        for (given, name) in [(encoding, "encoding"), (errors, "errors"), (newline, "newline")] {
            if given.is_some() {
                let article = if name == "newline" { "a" } else { "an" };
                return Err(value_error!(vm, "binary mode doesn't take {article} {name} argument"));
            }
        }
        if buffering == 1 {
            let warn = vm.hooks.warn;
            let message =
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            warn(vm, types::RUNTIME_WARNING, message, 1)?;
        }
    }
    let mut raw_mode = String::new();
    for (set, letter) in
        [(mode.creating, 'x'), (mode.reading, 'r'), (mode.writing, 'w'), (mode.appending, 'a'), (mode.updating, '+')]
    {
        if set {
            raw_mode.push(letter);
        }
    }
    let class = native_class(vm, kinds::FILE_IO)?;
    let raw_args = [path, Str::new(vm, &raw_mode).into_obj(), Obj::bool(closefd), opener];
    let raw = protocol::call(vm, &class, &raw_args)?;
    let mut result = raw.clone();
    let layers = Layers { mode, mode_text, buffering, encoding, errors, newline };
    match wrap(vm, &raw, &mut result, layers) {
        Ok(()) => Ok(result),
        Err(_raised) => {
            let first = vm.take_exception();
            let failed: PyResult<()> = Err(vm.travel(first));
            super::errors::finally(vm, failed, |vm| protocol::call_method(vm, &result, names::close, &[]).map(|_| ()))?;
            Ok(result)
        }
    }
}

/// What is put above a raw stream.
struct Layers<'a> {
    mode: Mode,
    mode_text: String,
    buffering: i32,
    encoding: Option<&'a Ref<Str>>,
    errors: Option<&'a Ref<Str>>,
    newline: Option<&'a Ref<Str>>,
}

/// Puts the buffer and the text layer above a raw stream; `result` is the topmost that was made.
fn wrap(vm: &mut Vm, raw: &Obj, result: &mut Obj, layers: Layers<'_>) -> PyResult<()> {
    let Layers { mode, mode_text, mut buffering, encoding, errors, newline } = layers;
    let is_terminal = if buffering < 0 {
        let name = Str::intern(vm, "_isatty_open_only");
        let answer = protocol::call_method(vm, raw, &name, &[])?;
        protocol::is_true(vm, &answer)?
    } else {
        false
    };
    let line_buffering = (buffering == 1 || is_terminal) && !mode.binary;
    if buffering == 1 || buffering < 0 {
        let name = Str::intern(vm, "_blksize");
        let block = protocol::get_attr(vm, raw, &name)?;
        let block = argument::ssize(vm, &block)? as usize;
        buffering = block.clamp(super::DEFAULT_BUFFER_SIZE, 8 << 20) as i32;
    }
    if buffering == 0 {
        return if mode.binary { Ok(()) } else { Err(value_error!(vm, "can't have unbuffered text I/O")) };
    }
    let state = vm.state_of::<State>();
    let class = if mode.updating {
        state.random.clone()
    } else if mode.creating || mode.writing || mode.appending {
        state.writer.clone()
    } else if mode.reading {
        state.reader.clone()
    } else {
        return Err(value_error!(vm, "unknown mode: '{mode_text}'"));
    };
    let Some(class) = class else { return Err(unsupported(vm, "open")) };
    let size = int::from_i64(vm, buffering.into());
    let buffer = protocol::call(vm, &class, &[raw.clone(), size])?;
    *result = buffer.clone();
    if mode.binary {
        return Ok(());
    }
    let class = native_class(vm, kinds::TEXT_IO)?;
    let or_none = |s: Option<&Ref<Str>>| s.map_or(Obj::NONE, |s| s.clone().into_obj());
    let args = [buffer, or_none(encoding), or_none(errors), or_none(newline), Obj::bool(line_buffering)];
    let text = protocol::call(vm, &class, &args)?;
    *result = text.clone();
    let shown = Str::new(vm, &mode_text).into_obj();
    protocol::set_attr(vm, &text, names::mode, &shown)
}

/// `os.fspath(o)`
///
/// # Errors
/// `TypeError` for what is neither string nor bytes nor has a good `__fspath__`.
pub(super) fn fs_path(vm: &mut Vm, o: &Obj) -> PyResult {
    if o.is_kind::<Str>() || o.is_kind::<Bytes>() {
        return Ok(o.clone());
    }
    let class = argument::class_name(vm, o);
    match protocol::call_special(vm, o, names::__fspath__, &[])? {
        Some(made) if made.is_kind::<Str>() || made.is_kind::<Bytes>() => Ok(made),
        Some(made) => {
            let got = argument::class_name(vm, &made);
            Err(type_error!(vm, "expected {class}.__fspath__() to return str or bytes, not {got}"))
        }
        None => Err(type_error!(vm, "expected str, bytes or os.PathLike object, not {class}")),
    }
}

fn open_code(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = args.at(1);
    if !path.is_kind::<Str>() {
        let class = argument::class_name(vm, path);
        return Err(type_error!(vm, "open_code() argument 'path' must be str, not {class}"));
    }
    let mode = Str::intern(vm, "rb").into_obj();
    open(vm, Args::new(&[Obj::UNBOUND, path.clone(), mode]))
}

fn text_encoding(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if !args.at(1).is_none() {
        return Ok(args.at(1).clone());
    }
    if rpython_vm::config(vm).flags.warn_default_encoding {
        let level = args.opt(2).map_or(Ok(2), |o| argument::c_int(vm, o))?;
        let warn = vm.hooks.warn;
        warn(vm, types::ENCODING_WARNING, "'encoding' argument not specified", usize::try_from(level).unwrap_or(0))?;
    }
    let name = if crate::locale::utf8_mode(vm) { "utf-8" } else { "locale" };
    Ok(Str::intern(vm, name).into_obj())
}

pub(super) static FUNCTIONS: &[NativeDef] = &[
    OPEN,
    native(
        "open_code",
        "($module, /, path)",
        open_code,
        "Opens the provided file with the intent to import the contents.\n\nThis may perform extra validation beyond open(), but is otherwise interchangeable\nwith calling open(path, 'rb').",
    ),
    native(
        "text_encoding",
        "($module, encoding, stacklevel=2, /)",
        text_encoding,
        "A helper function to choose the text encoding.",
    ),
];

const OPEN: NativeDef = native(
    "open",
    "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)",
    open,
    "Open file and return a stream.  Raise OSError upon failure.",
);
