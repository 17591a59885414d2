//! `TextIOWrapper`: text over a buffered stream (CPython: `Modules/_io/textio.c`).
//!
//! What is written is encoded at once and waits as bytes (`pending`); what is read is decoded by chunks (`decoded`, of which the first
//! `used` characters have been taken). The snapshot is the decoder's state before the last chunk and the bytes it got: from it `tell`
//! finds a place in the bytes at which decoding can be taken up again.

mod codec;
mod position;
mod read;
mod write;

pub(super) use write::write_piece;

use super::{
    base,
    buffered::{Buffered, named_repr, raw_file, warn_unclosed},
    errors::{self, closed, finally, refuse_state, refuse_uninitialised, unsupported},
    file_io::{self, FileIo},
    newline::Newline,
};
use crate::{kinds, table};
use codec::{Decoder, Encoder};
use rpython_heap::flag;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm,
    argument, codecs::name_argument, getset, getter, int, names, native, protocol, type_error, types, value_error,
};

/// Bytes that are read at once, and up to which written ones wait.
const CHUNK: usize = 8192;

/// The decoder's state before the last chunk, and all bytes that it has got since.
#[derive(Clone)]
struct Snapshot {
    flags: u64,
    input: Vec<u8>,
}

/// The payload of a text stream.
pub(super) struct TextIo {
    ready: bool,
    detached: bool,
    finalizing: bool,
    line_buffering: bool,
    write_through: bool,
    seekable: bool,
    /// Whether `tell` works: not while iterating.
    telling: bool,
    has_read1: bool,
    /// The encoder must not write a mark at the start.
    within_stream: bool,
    chunk: usize,
    newline: Newline,
    buffer: OptObj,
    /// The buffer, if it is a native one over a `FileIO`.
    file: Option<Ref<FileIo>>,
    encoding: Ref<Str>,
    errors: Ref<Str>,
    encoder: Option<Encoder>,
    decoder: Option<Decoder>,
    decoded: Option<Ref<Str>>,
    used: usize,
    pending: Vec<u8>,
    snapshot: Option<Snapshot>,
    /// Bytes for each character of the last chunk.
    ratio: f64,
}

impl Payload for TextIo {
    const KIND: u8 = kinds::TEXT_IO;
    const NAME: &'static str = "text stream";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.encoding);
        visit(&self.errors);
        if let Some(buffer) = self.buffer.get() {
            visit(buffer);
        }
        if let Some(file) = &self.file {
            visit(file);
        }
        if let Some(Decoder::Object(decoder)) = &self.decoder {
            visit(decoder);
        }
        if let Some(Encoder::Object(encoder)) = &self.encoder {
            visit(encoder);
        }
        if let Some(decoded) = &self.decoded {
            visit(decoded);
        }
    }
    fn clear(&mut self) {
        self.ready = false;
        self.buffer.take();
        self.file = None;
        self.decoder = None;
        self.encoder = None;
        self.decoded = None;
    }
}

impl TextIo {
    fn blank() -> TextIo {
        TextIo {
            ready: false,
            detached: false,
            finalizing: false,
            line_buffering: false,
            write_through: false,
            seekable: false,
            telling: false,
            has_read1: false,
            within_stream: false,
            chunk: CHUNK,
            newline: Newline::Universal,
            buffer: OptObj::NONE,
            file: None,
            encoding: names::EMPTY.clone(),
            errors: names::EMPTY.clone(),
            encoder: None,
            decoder: None,
            decoded: None,
            used: 0,
            pending: Vec::new(),
            snapshot: None,
            ratio: 0.0,
        }
    }

    /// Forgets what was read ahead.
    fn forget_decoded(&mut self) -> Option<Ref<Str>> {
        self.used = 0;
        self.decoded.take()
    }
}

/// The buffer below.
///
/// # Errors
/// `ValueError` if there is none.
fn attached(vm: &mut Vm, t: &Ref<TextIo>) -> PyResult {
    match t.get(vm) {
        TextIo { ready: false, .. } => Err(refuse_uninitialised(vm)),
        TextIo { detached: true, .. } => Err(value_error!(vm, "underlying buffer has been detached")),
        this => Ok(this.buffer.cloned().unwrap_or(Obj::NONE)),
    }
}

/// Whether an instance is of the class itself.
fn is_exact(vm: &Vm, t: &Ref<TextIo>) -> bool {
    vm.type_of_kind(kinds::TEXT_IO).is_some_and(|class| t.header().class() == class.slot())
}

/// The buffer below, of a stream that is open.
///
/// # Errors
/// `ValueError` for a closed stream or one without a buffer.
fn open_buffer(vm: &mut Vm, t: &Ref<TextIo>) -> PyResult {
    let buffer = attached(vm, t)?;
    if !is_exact(vm, t) {
        base::check_closed(vm, t)?;
        return Ok(buffer);
    }
    let is_closed = match &t.get(vm).file {
        Some(file) => file_io::is_closed(vm, file),
        None => {
            let answer = protocol::get_attr(vm, &buffer, names::closed)?;
            protocol::is_true(vm, &answer)?
        }
    };
    if is_closed { Err(closed(vm)) } else { Ok(buffer) }
}

/// A name that may be `None`. `function` and `what` name it in messages.
fn name_or_none(vm: &mut Vm, o: Option<&Obj>, function: &str, what: &str) -> PyResult<Option<String>> {
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(None) };
    let Some(name) = o.downcast_ref::<Str>() else {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "{function}() argument '{what}' must be str or None, not {class}"));
    };
    name_argument(vm, Some(name))
}

/// As [`name_or_none`], for `reconfigure`: that a null character is in no codec's name shows when it is looked up.
fn codec_name(vm: &mut Vm, o: Option<&Obj>, what: &str) -> PyResult<Option<String>> {
    match o.and_then(|o| o.downcast_ref::<Str>()) {
        Some(name) if !name.text(vm).has_surrogates() => Ok(Some(name.to_string_lossy(vm))),
        _ => name_or_none(vm, o, "reconfigure", what),
    }
}

fn newline_named(vm: &mut Vm, name: Option<&str>) -> PyResult<Newline> {
    match name {
        None => Ok(Newline::Universal),
        Some(name) => Newline::named(name).ok_or_else(|| value_error!(vm, "illegal newline value: {name}")),
    }
}

/// Makes the decoder and encoder that the buffer has use for.
fn set_codecs(vm: &mut Vm, t: &Ref<TextIo>, encoding: &str, errors: &str, newline: Newline) -> PyResult<()> {
    let buffer = t.get(vm).buffer.cloned().unwrap_or(Obj::NONE);
    let direct = codec::direct(encoding);
    let found = if direct.is_none() { Some(codec::look_up(vm, encoding)?) } else { None };
    let able = |vm: &mut Vm, name: &Ref<Str>| {
        let answer = protocol::call_method(vm, &buffer, name, &[])?;
        protocol::is_true(vm, &answer)
    };
    let translate = newline.is_universal().then_some(newline == Newline::Universal);
    let decoder = match (able(vm, names::readable)?, direct, &found) {
        (true, Some(codec), _) => Some(Decoder::new_direct(codec, translate)),
        (true, None, Some(found)) => {
            let made = codec::incremental(vm, found, "incrementaldecoder", errors)?;
            Some(Decoder::of_object(vm, made, translate))
        }
        _ => None,
    };
    let encoder = match (able(vm, names::writable)?, direct, &found) {
        (true, Some(codec), _) => Some(Encoder::Direct(codec)),
        (true, None, Some(found)) => {
            Some(Encoder::Object(codec::incremental(vm, found, "incrementalencoder", errors)?))
        }
        _ => None,
    };
    let (encoding, errors) = (Str::new(vm, encoding), Str::new(vm, errors));
    let this = t.get_mut(vm);
    let old = (
        std::mem::replace(&mut this.decoder, decoder),
        std::mem::replace(&mut this.encoder, encoder),
        std::mem::replace(&mut this.encoding, encoding),
        std::mem::replace(&mut this.errors, errors),
    );
    drop(old);
    Ok(())
}

/// An encoder at work behind the start of a stream must not write a mark.
fn fix_encoder(vm: &mut Vm, t: &Ref<TextIo>) -> PyResult<()> {
    let this = t.get(vm);
    let (Some(Encoder::Object(encoder)), true) = (this.encoder.clone(), this.seekable) else { return Ok(()) };
    let buffer = this.buffer.cloned().unwrap_or(Obj::NONE);
    let at = protocol::call_method(vm, &buffer, names::tell, &[])?;
    if protocol::is_true(vm, &at)? {
        t.get_mut(vm).within_stream = true;
        let zero = int::from_i64(vm, 0);
        protocol::call_method(vm, &encoder, names::setstate, &[zero])?;
    }
    Ok(())
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let made = vm.alloc_in(class, TextIo::blank());
    made.header().set(flag::FINALISES);
    Ok(made.into_obj())
}

static INIT: NativeDef = native(
    "TextIOWrapper",
    "($self, /, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    set_up,
    "",
);

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    table::initialise(vm, o, &INIT, args)
}

fn flag_argument(vm: &mut Vm, o: Option<&Obj>) -> PyResult<bool> {
    o.map_or(Ok(false), |o| protocol::is_true(vm, o))
}

fn set_up(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (t, buffer) = (args.this::<TextIo>(), args.at(1));
    let encoding = name_or_none(vm, args.opt(2), "TextIOWrapper", "encoding")?;
    let errors = name_or_none(vm, args.opt(3), "TextIOWrapper", "errors")?;
    let newline = name_or_none(vm, args.opt(4), "TextIOWrapper", "newline")?;
    let (line_buffering, write_through) = (flag_argument(vm, args.opt(5))?, flag_argument(vm, args.opt(6))?);
    t.get_mut(vm).ready = false;
    let newline = newline_named(vm, newline.as_deref())?;
    let encoding = match encoding.as_deref() {
        None => {
            if rpython_vm::config(vm).flags.warn_default_encoding {
                let warn = vm.hooks.warn;
                warn(vm, types::ENCODING_WARNING, "'encoding' argument not specified", 1)?;
            }
            match crate::locale::utf8_mode(vm) {
                true => "utf-8".to_string(),
                false => crate::locale::encoding(vm),
            }
        }
        Some("locale") => crate::locale::encoding(vm),
        Some(given) => given.to_string(),
    };
    let made =
        TextIo { newline, line_buffering, write_through, buffer: OptObj::some(buffer.clone()), ..TextIo::blank() };
    let old = std::mem::replace(t.get_mut(vm), made);
    drop(old);
    set_codecs(vm, t, &encoding, errors.as_deref().unwrap_or("strict"), newline)?;
    let native = !vm.class_of(buffer).get(vm).flags.has(TypeFlags::HEAP);
    let file = buffer.downcast_ref::<Buffered>().filter(|_| native).and_then(|b| raw_file(vm, b));
    let answer = protocol::call_method(vm, buffer, names::seekable, &[])?;
    let seekable = protocol::is_true(vm, &answer)?;
    let has_read1 = protocol::find_attr(vm, buffer, names::read1)?.is_some();
    let this = t.get_mut(vm);
    (this.seekable, this.telling, this.has_read1, this.file) = (seekable, seekable, has_read1, file);
    fix_encoder(vm, t)?;
    t.get_mut(vm).ready = true;
    Ok(Obj::NONE)
}

fn reconfigure(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let encoding = codec_name(vm, args.opt(1), "encoding")?;
    let errors = codec_name(vm, args.opt(2), "errors")?;
    let newline = args.opt(3).map(|o| name_or_none(vm, Some(o), "reconfigure", "newline")).transpose()?;
    attached(vm, t)?;
    if t.get(vm).decoded.is_some() && (encoding.is_some() || errors.is_some() || newline.is_some()) {
        return Err(unsupported(
            vm,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    let newline = newline.map(|name| newline_named(vm, name.as_deref())).transpose()?;
    let switch = |vm: &mut Vm, o: Option<&Obj>, now: bool| match o.filter(|o| !o.is_none()) {
        Some(o) => argument::c_int(vm, o).map(|n| n != 0),
        None => Ok(now),
    };
    let (line_buffering, write_through) = (t.get(vm).line_buffering, t.get(vm).write_through);
    let line_buffering = switch(vm, args.opt(4), line_buffering)?;
    let write_through = switch(vm, args.opt(5), write_through)?;
    protocol::call_method(vm, t, names::flush, &[])?;
    t.get_mut(vm).ratio = 0.0;
    if let Some(newline) = newline {
        t.get_mut(vm).newline = newline;
    }
    if encoding.is_some() || errors.is_some() || newline.is_some() {
        let errors = match (&encoding, errors) {
            (_, Some(errors)) => errors,
            (Some(_), None) => "strict".to_string(),
            (None, None) => t.get(vm).errors.to_string_lossy(vm),
        };
        let encoding = match encoding.as_deref() {
            None => t.get(vm).encoding.to_string_lossy(vm),
            Some("locale") => crate::locale::encoding(vm),
            Some(given) => given.to_string(),
        };
        let newline = t.get(vm).newline;
        set_codecs(vm, t, &encoding, &errors, newline)?;
        fix_encoder(vm, t)?;
    }
    let this = t.get_mut(vm);
    (this.line_buffering, this.write_through) = (line_buffering, write_through);
    Ok(Obj::NONE)
}

fn detach(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    attached(vm, t)?;
    protocol::call_method(vm, t, names::flush, &[])?;
    let this = t.get_mut(vm);
    this.detached = true;
    this.file = None;
    Ok(this.buffer.take().unwrap_or(Obj::NONE))
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let buffer = open_buffer(vm, t)?;
    let this = t.get_mut(vm);
    this.telling = this.seekable;
    write::flush_pending(vm, t)?;
    protocol::call_method(vm, &buffer, names::flush, &[])
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<TextIo>();
    let buffer = attached(vm, t)?;
    let answer = protocol::get_attr(vm, t, names::closed)?;
    // Asking may have detached it.
    if protocol::is_true(vm, &answer)? || t.get(vm).detached {
        return Ok(Obj::NONE);
    }
    if t.get(vm).finalizing {
        warn_unclosed(vm, &buffer, t);
    }
    let flushed = protocol::call_method(vm, t, names::flush, &[]);
    let mut result = Obj::NONE;
    finally(vm, flushed, |vm| {
        result = protocol::call_method(vm, &buffer, names::close, &[])?;
        Ok(())
    })?;
    Ok(result)
}

/// Calls a method of the buffer.
fn forward(vm: &mut Vm, args: Args<'_>, method: &Ref<Str>) -> PyResult {
    let buffer = attached(vm, args.this::<TextIo>())?;
    protocol::call_method(vm, &buffer, method, &[])
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(t) = o.downcast_ref::<TextIo>() else { return Err(refuse_uninitialised(vm)) };
    if !t.get(vm).ready {
        return Err(refuse_uninitialised(vm));
    }
    let mut rest = String::new();
    let mode = match protocol::find_attr(vm, o, names::mode) {
        Ok(mode) => mode,
        Err(raised) => {
            vm.swallow(raised, types::VALUE_ERROR)?;
            None
        }
    };
    if let Some(mode) = mode {
        rest.push_str(&format!(" mode={}", protocol::repr_text(vm, &mode)?));
    }
    let encoding = t.get(vm).encoding.clone();
    rest.push_str(&format!(" encoding={}", protocol::repr_text(vm, &encoding)?));
    named_repr(vm, o, &rest)
}

fn this(o: &Obj) -> Option<&Ref<TextIo>> {
    o.downcast_ref::<TextIo>()
}

fn get_of_buffer(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult {
    let Some(t) = this(o) else { return Err(refuse_uninitialised(vm)) };
    let buffer = attached(vm, t)?;
    protocol::get_attr(vm, &buffer, name)
}

fn get_closed(vm: &mut Vm, o: &Obj) -> PyResult {
    // One that was never initialised has nothing to close.
    if this(o).is_some_and(|t| !t.get(vm).detached && t.get(vm).buffer.is_none()) {
        return Ok(Obj::TRUE);
    }
    get_of_buffer(vm, o, names::closed)
}

fn get_buffer(vm: &mut Vm, o: &Obj) -> PyResult {
    match this(o) {
        Some(t) => attached(vm, t),
        None => Err(refuse_uninitialised(vm)),
    }
}

fn get_encoding(vm: &mut Vm, o: &Obj) -> PyResult {
    match this(o) {
        Some(t) if !t.get(vm).encoding.get(vm).is_empty() => Ok(t.get(vm).encoding.clone().into_obj()),
        _ => Ok(Obj::NONE),
    }
}

fn get_errors(vm: &mut Vm, o: &Obj) -> PyResult {
    match this(o) {
        Some(t) if t.get(vm).ready => Ok(t.get(vm).errors.clone().into_obj()),
        _ => Err(refuse_uninitialised(vm)),
    }
}

fn get_newlines(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(t) = this(o) else { return Ok(Obj::NONE) };
    attached(vm, t)?;
    let Some(decoder) = t.get_mut(vm).decoder.take() else { return Ok(Obj::NONE) };
    let newlines = codec::newlines(vm, &decoder);
    t.get_mut(vm).decoder = Some(decoder);
    newlines
}

fn get_chunk(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(t) = this(o) else { return Ok(Obj::NONE) };
    attached(vm, t)?;
    Ok(int::from_i64(vm, t.get(vm).chunk as i64))
}

fn set_chunk(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(t) = this(o) else { return Ok(()) };
    attached(vm, t)?;
    let Some(value) = value else {
        return Err(rpython_objects::raise!(
            vm,
            types::ATTRIBUTE_ERROR,
            "attribute '_CHUNK_SIZE' of '_io.TextIOWrapper' objects cannot be deleted"
        ));
    };
    match usize::try_from(protocol::to_index(vm, value, Some(types::VALUE_ERROR))?) {
        Ok(n) if n > 0 => {
            t.get_mut(vm).chunk = n;
            Ok(())
        }
        _ => Err(value_error!(vm, "a strictly positive integer is required")),
    }
}

fn set_finalizing(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let finalizing = errors::boolean_member(vm, value)?;
    if let Some(t) = this(o) {
        t.get_mut(vm).finalizing = finalizing;
    }
    Ok(())
}

fn boolean(vm: &Vm, o: &Obj, pick: fn(&TextIo) -> bool) -> Obj {
    Obj::bool(this(o).is_some_and(|t| pick(t.get(vm))))
}

/// `_io.TextIOWrapper`
pub(super) static DEF: TypeDef = TypeDef {
    name: "TextIOWrapper",
    module: "_io",
    kind: kinds::TEXT_IO,
    flags: TypeFlags::BASE,
    doc: "Character and line based layer over a BufferedIOBase object, buffer.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), next: Some(read::next), ..Slots::EMPTY },
    methods: &[
        native("detach", "($self, /)", detach, ""),
        native(
            "reconfigure",
            "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
            reconfigure,
            "Reconfigure the text stream with new parameters.\n\nThis also does an implicit stream flush.",
        ),
        native("write", "($self, text, /)", write::write, ""),
        native("read", "($self, size=-1, /)", read::read, ""),
        native("readline", "($self, size=-1, /)", read::readline, ""),
        native("flush", "($self, /)", flush, ""),
        native("close", "($self, /)", close, ""),
        native("fileno", "($self, /)", |vm, a| forward(vm, a, names::fileno), ""),
        native("seekable", "($self, /)", |vm, a| forward(vm, a, names::seekable), ""),
        native("readable", "($self, /)", |vm, a| forward(vm, a, names::readable), ""),
        native("writable", "($self, /)", |vm, a| forward(vm, a, names::writable), ""),
        native("isatty", "($self, /)", |vm, a| forward(vm, a, names::isatty), ""),
        native(
            "seek",
            "($self, cookie, whence=os.SEEK_SET, /)",
            position::seek,
            "Set the stream position, and return the new stream position.",
        ),
        native(
            "tell",
            "($self, /)",
            position::tell,
            "Return the stream position as an opaque number.\n\nThe return value of tell() can be given as input to seek(), to\nrestore a previous stream position.",
        ),
        native("truncate", "($self, pos=None, /)", position::truncate, ""),
        native("__getstate__", "($self, /)", refuse_state, ""),
    ],
    getsets: &[
        getter("encoding", get_encoding, ""),
        getter("line_buffering", |vm, o| Ok(boolean(vm, o, |t| t.line_buffering)), ""),
        getter("write_through", |vm, o| Ok(boolean(vm, o, |t| t.write_through)), ""),
        getset("_finalizing", |vm, o| Ok(boolean(vm, o, |t| t.finalizing)), set_finalizing, ""),
        getter("name", |vm, o| get_of_buffer(vm, o, names::name), ""),
        getter("closed", get_closed, ""),
        getter("newlines", get_newlines, ""),
        getter("errors", get_errors, ""),
        getset("_CHUNK_SIZE", get_chunk, set_chunk, ""),
        getter("buffer", get_buffer, ""),
    ],
    ..TypeDef::EMPTY
};
