//! `sys.stdin`, `sys.stdout`, `sys.stderr`: made at the start (CPython: `Python/pylifecycle.c`, `create_stdio`), and what is
//! left open at the end.

use super::{
    open::open,
    text::{TextIo, write_piece},
};
use crate::kinds;
use rpython_objects::{Args, Dict, Obj, PyResult, Str, StrExt, Vm, codecs, int, names, protocol, types};
use rpython_vm::stdio::{self, Piece};

fn write(vm: &mut Vm, o: &Obj, piece: Piece<'_>) -> PyResult<()> {
    match o.downcast_ref::<TextIo>() {
        Some(t) => write_piece(vm, t, piece),
        None => Ok(()),
    }
}

/// The name that a codec has for itself.
fn codec_name(vm: &mut Vm, encoding: &str) -> PyResult<String> {
    use codecs::Codec;
    Ok(match Codec::named(encoding) {
        Some(Codec::Utf8) => "utf-8".to_string(),
        Some(Codec::Ascii) => "ascii".to_string(),
        Some(Codec::Latin1) => "iso8859-1".to_string(),
        _ => {
            let found = codecs::look_up(vm, encoding)?;
            let name = protocol::get_attr(vm, &found, names::name)?;
            name.downcast_ref::<Str>().map(|s| s.to_string_lossy(vm)).unwrap_or_default()
        }
    })
}

/// One stream; `None` where the system has no such descriptor.
fn make(vm: &mut Vm, fd: i32, name: &str, encoding: &str, errors: &str, unbuffered: bool) -> PyResult {
    if super::file_io::borrow(fd).and_then(rustix::io::fcntl_getfd).is_err() {
        return Ok(Obj::NONE);
    }
    let writes = fd != 0;
    let text = |vm: &mut Vm, t: &str| Str::intern(vm, t).into_obj();
    let buffering = if unbuffered && writes { 0 } else { -1 };
    let mode = text(vm, if writes { "wb" } else { "rb" });
    let (number, buffering) = (int::from_i64(vm, fd.into()), int::from_i64(vm, buffering));
    let unset = || Obj::NONE;
    let given = [Obj::UNBOUND, number, mode, buffering.clone(), unset(), unset(), unset(), Obj::FALSE];
    let buffer = open(vm, Args::new(&given))?;
    let raw = if buffering.value().as_int() == Some(0) {
        buffer.clone()
    } else {
        protocol::get_attr(vm, &buffer, names::raw)?
    };
    let shown = text(vm, name);
    protocol::set_attr(vm, &raw, names::name, &shown)?;
    let answer = protocol::call_method(vm, &raw, names::isatty, &[])?;
    let is_terminal = protocol::is_true(vm, &answer)?;
    let by_lines = !unbuffered && (is_terminal || fd == 2);
    let Some(class) = vm.type_of_kind(kinds::TEXT_IO).cloned() else { return Ok(Obj::NONE) };
    let given =
        [buffer, text(vm, encoding), text(vm, errors), text(vm, "\n"), Obj::bool(by_lines), Obj::bool(unbuffered)];
    let stream = protocol::call(vm, &class, &given)?;
    let mode = text(vm, if writes { "w" } else { "r" });
    protocol::set_attr(vm, &stream, names::mode, &mode)?;
    Ok(stream)
}

/// The codec of the standard streams.
pub struct StreamCodec {
    encoding: String,
    errors: String,
}

/// What the configuration says of the streams' encoding.
///
/// # Errors
/// `LookupError` for an unknown encoding.
pub fn stream_codec(vm: &mut Vm) -> PyResult<StreamCodec> {
    let config = rpython_vm::config(vm).clone();
    let given = config.stream_encoding.unwrap_or_default();
    let (encoding, errors) = given.split_once(':').unwrap_or((&given, ""));
    let default = if config.flags.utf8_mode { "utf-8" } else { &config.locale.encoding };
    let lenient = encoding.is_empty() && config.locale.lenient;
    let errors = match errors {
        "" if lenient => "surrogateescape",
        "" => "strict",
        given => given,
    };
    let encoding = codec_name(vm, if encoding.is_empty() { default } else { encoding })?;
    Ok(StreamCodec { encoding, errors: errors.to_string() })
}

/// Makes the three streams, and `builtins.open`.
///
/// # Errors
/// `LookupError` for a codec that is none of text, or an unknown error handler; `MemoryError`.
pub fn install(vm: &mut Vm, codec: &StreamCodec) -> PyResult<()> {
    let name = Str::intern(vm, "_io").into_obj();
    let (import, level) = (vm.hooks.import, int::from_i64(vm, 0));
    let module = import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &level])?;
    let builtins = rpython_vm::builtins_dict(vm);
    let open_name = Str::intern(vm, "open");
    let function = protocol::get_attr(vm, &module, &open_name)?;
    Dict::set_str(vm, &builtins, &open_name, function)?;
    stdio::set_text_stream(kinds::TEXT_IO, write);
    let unbuffered = rpython_vm::config(vm).unbuffered;
    let sys = rpython_vm::sys_dict(vm);
    for (fd, name, errors) in
        [(0, "stdin", codec.errors.as_str()), (1, "stdout", &codec.errors), (2, "stderr", "backslashreplace")]
    {
        let made = make(vm, fd, &format!("<{name}>"), &codec.encoding, errors, unbuffered)?;
        Dict::set_name(vm, &sys, name, made.clone())?;
        Dict::set_name(vm, &sys, &format!("__{name}__"), made)?;
    }
    Ok(())
}

/// The standard streams and what they stand on, as far as that can be found.
pub fn standard_streams(vm: &mut Vm) -> Vec<Obj> {
    standard(vm).unwrap_or_else(|_raised| {
        drop(vm.take_exception());
        Vec::new()
    })
}

fn standard(vm: &mut Vm) -> PyResult<Vec<Obj>> {
    let mut all = Vec::new();
    for name in ["stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"] {
        let mut stream = rpython_vm::sys_attribute(vm, name);
        for below in [names::buffer, names::raw] {
            let Some(upper) = stream else { break };
            stream = protocol::find_attr(vm, &upper, below)
                .or_else(|raised| vm.swallow(raised, types::EXCEPTION).map(|()| None))?;
            all.push(upper);
        }
        all.extend(stream);
    }
    Ok(all)
}

/// Closes what the program has left open, so that what was written reaches the system: text streams first, for they stand on the
/// others. The standard streams stay open, for closing may print.
pub fn close_remaining(vm: &mut Vm) {
    let kept = standard_streams(vm);
    for kinds in [[kinds::TEXT_IO, kinds::RW_PAIR], [kinds::BUFFERED, kinds::FILE_IO]] {
        let mut open = Vec::new();
        Obj::for_each_of(vm, |kind| kinds.contains(&kind), &mut |o| {
            let done = o.header().is_none_or(|h| h.has(rpython_heap::flag::FINALISED));
            if !done && !kept.iter().any(|k| k.is(o)) {
                open.push(o.clone());
            }
        });
        for stream in open {
            if let Some(h) = stream.header() {
                h.set(rpython_heap::flag::FINALISED);
            }
            // What finalising raises it reports itself.
            let _ = super::base::finalise(vm, &stream);
        }
    }
}
