//! `StringIO`: a text stream in memory (CPython: `Modules/_io/stringio.c`).
//!
//! As long as it is written at its end only, its content is a growing text of the narrowest width; the first write elsewhere turns it
//! into an array of code points.

use super::{
    bytes_io::{dict_state, position, restore_dict},
    errors::{optional_size, refuse_uninitialised, size, text},
    newline::{self, Newline, NewlineDecoder},
};
use crate::{kinds, table};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeFlags, Vm,
    argument, getter, int, names, native, protocol, raise,
    text::{self, Text, TextBuf},
    type_error, types, value_error,
};

/// The text of a stream.
enum Content {
    Growing(TextBuf),
    Units(Vec<u32>),
}

impl Content {
    fn text(&self) -> Text<'_> {
        match self {
            Content::Growing(buf) => buf.as_text(),
            Content::Units(units) => Text::Ucs4(units),
        }
    }

    /// Puts a text at `at`, behind NULs where that is beyond the end.
    fn write(&mut self, at: usize, text: Text<'_>) -> Result<(), OutOfMemory> {
        let end = at.checked_add(text.len()).filter(|&end| u32::try_from(end).is_ok()).ok_or(OutOfMemory)?;
        if let Content::Growing(buf) = self {
            if at == buf.len() {
                buf.try_reserve(text.len())?;
                buf.push_text(text);
                return Ok(());
            }
            let units = buf.as_text().iter().collect();
            *self = Content::Units(units);
        }
        if let Content::Units(units) = self {
            let len = units.len().max(end);
            units.try_reserve(len - units.len()).map_err(|_| OutOfMemory)?;
            units.resize(len, 0);
            for (place, c) in units[at..end].iter_mut().zip(text.iter()) {
                *place = c;
            }
        }
        Ok(())
    }

    fn truncate(&mut self, len: usize) {
        match self {
            Content::Growing(buf) => buf.truncate(len),
            Content::Units(units) => units.truncate(len),
        }
    }
}

/// The payload of a `StringIO`.
pub(super) struct StringIo {
    content: Content,
    at: usize,
    newline: Newline,
    decoder: Option<Ref<NewlineDecoder>>,
    ready: bool,
    closed: bool,
}

impl StringIo {
    fn empty() -> StringIo {
        StringIo {
            content: Content::Growing(TextBuf::new()),
            at: 0,
            newline: Newline::Lf,
            decoder: None,
            ready: false,
            closed: false,
        }
    }
}

impl Payload for StringIo {
    const KIND: u8 = kinds::STRING_IO;
    const NAME: &'static str = "StringIO";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(decoder) = &self.decoder {
            visit(decoder);
        }
    }
    fn clear(&mut self) {
        self.decoder = None;
    }
}

fn check(vm: &mut Vm, s: &Ref<StringIo>) -> PyResult<()> {
    match s.get(vm) {
        StringIo { ready: false, .. } => Err(refuse_uninitialised(vm)),
        StringIo { closed: true, .. } => Err(value_error!(vm, "I/O operation on closed file")),
        _ => Ok(()),
    }
}

/// A part of the content as a string, behind which the position comes to stand.
fn take(vm: &mut Vm, s: &Ref<StringIo>, start: usize, end: usize) -> PyResult {
    let made = Str::from_text(vm, s.get(vm).content.text().slice(start..end))?;
    if end > start {
        s.get_mut(vm).at = end;
    }
    Ok(made.into_obj())
}

fn write_text(vm: &mut Vm, s: &Ref<StringIo>, given: &Ref<Str>) -> PyResult<()> {
    let decoder = s.get(vm).decoder.clone();
    let decoded = match &decoder {
        Some(decoder) => newline::translate(vm, decoder, given, true)?,
        None => given.clone(),
    };
    // The content is out of the stream while the text, which lies in the heap, is written to it.
    let this = s.get_mut(vm);
    let (at, written) = (this.at, this.newline.written());
    let mut content = std::mem::replace(&mut this.content, Content::Units(Vec::new()));
    let text = decoded.text(vm);
    let (result, len) = match written.filter(|_| newline::find(text, b'\n', 0).is_some()) {
        None => (content.write(at, text), text.len()),
        Some(end) => {
            let buf = replace_newlines(text, end);
            (content.write(at, buf.as_text()), buf.len())
        }
    };
    let this = s.get_mut(vm);
    this.content = content;
    result?;
    if text::take_lost() {
        return Err(OutOfMemory.into());
    }
    this.at = at + len;
    Ok(())
}

/// A text with another line end in the place of each `\n`.
pub(super) fn replace_newlines(text: Text<'_>, end: &str) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len() + 8);
    let mut at = 0;
    while let Some(lf) = newline::find(text, b'\n', at) {
        out.push_slice(text, at..lf);
        out.push_str(end);
        at = lf + 1;
    }
    out.push_slice(text, at..);
    out
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    if !s.get(vm).ready {
        return Err(refuse_uninitialised(vm));
    }
    let given = text(vm, args.at(1), |class| format!("string argument expected, got '{class}'"))?;
    check(vm, s)?;
    let n = given.get(vm).len();
    if n > 0 {
        write_text(vm, s, given)?;
    }
    Ok(int::from_i64(vm, n as i64))
}

fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    let wanted = size(vm, args.opt(1))?;
    check(vm, s)?;
    let this = s.get(vm);
    let len = this.content.text().len();
    let start = this.at.min(len);
    let end = wanted.map_or(len, |n| start.saturating_add(n).min(len));
    take(vm, s, start, end)
}

fn read_line(vm: &mut Vm, s: &Ref<StringIo>, limit: Option<usize>) -> PyResult {
    let this = s.get(vm);
    let text = this.content.text();
    let start = this.at.min(text.len());
    let end = limit.map_or(text.len(), |n| start.saturating_add(n).min(text.len()));
    let end = this.newline.line_end(text.slice(..end), start).unwrap_or(end);
    take(vm, s, start, end)
}

fn readline(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    let limit = size(vm, args.opt(1))?;
    check(vm, s)?;
    read_line(vm, s, limit)
}

/// The next line of a text stream: by its `readline`, which a subclass may override.
pub(super) fn line_by_method(vm: &mut Vm, o: &Obj) -> PyResult {
    let line = protocol::call_method(vm, o, names::readline, &[])?;
    if !line.is_kind::<Str>() {
        let class = argument::class_name(vm, &line);
        return Err(raise!(vm, types::OS_ERROR, "readline() should have returned an str object, not '{class}'"));
    }
    Ok(line)
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(s) = o.downcast_ref::<StringIo>() else { return Ok(None) };
    check(vm, s)?;
    let exact = vm.type_of_kind(kinds::STRING_IO).is_some_and(|class| vm.class_of(o).is(class));
    let line = if exact { read_line(vm, s, None)? } else { line_by_method(vm, o)? };
    let empty = line.downcast_ref::<Str>().is_some_and(|line| line.get(vm).is_empty());
    Ok(if empty { None } else { Some(line) })
}

fn getvalue(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    check(vm, s)?;
    Ok(Str::from_text(vm, s.get(vm).content.text())?.into_obj())
}

fn tell(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    check(vm, s)?;
    Ok(int::from_i64(vm, s.get(vm).at as i64))
}

fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    let at = s.get(vm).at as isize;
    let to = optional_size(vm, args.opt(1), at)?;
    check(vm, s)?;
    let Ok(len) = usize::try_from(to) else {
        return Err(value_error!(vm, "Negative size value {to}"));
    };
    s.get_mut(vm).content.truncate(len);
    Ok(int::from_i64(vm, to as i64))
}

fn seek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    let to = argument::ssize(vm, args.at(1))?;
    let whence = args.opt(2).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    check(vm, s)?;
    let this = s.get(vm);
    let to = match whence {
        0 if to < 0 => return Err(value_error!(vm, "Negative seek position {to}")),
        0 => to as usize,
        1 | 2 if to != 0 => return Err(raise!(vm, types::OS_ERROR, "Can't do nonzero cur-relative seeks")),
        1 => this.at,
        2 => this.content.text().len(),
        _ => return Err(value_error!(vm, "Invalid whence ({whence}, should be 0, 1 or 2)")),
    };
    s.get_mut(vm).at = to;
    Ok(int::from_i64(vm, to as i64))
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<StringIo>().get_mut(vm);
    this.closed = true;
    let old = std::mem::replace(&mut this.content, Content::Growing(TextBuf::new()));
    drop(old);
    Ok(Obj::NONE)
}

fn able(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check(vm, args.this::<StringIo>())?;
    Ok(Obj::TRUE)
}

fn getstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    let value = getvalue(vm, args)?;
    let newline = match s.get(vm).newline.text() {
        Some(text) => Str::intern(vm, text).into_obj(),
        None => Obj::NONE,
    };
    let state = [value, newline, int::from_i64(vm, s.get(vm).at as i64), dict_state(vm, s)?];
    Ok(Tuple::from_slice(vm, &state)?.into_obj())
}

fn setstate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    let parts = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec());
    let Some([value, newline, at, dict, ..]) = parts.as_deref() else {
        let (own, class) = (argument::class_name(vm, s), argument::class_name(vm, args.at(1)));
        return Err(type_error!(vm, "{own}.__setstate__ argument should be 4-tuple, got {class}"));
    };
    if s.get(vm).closed {
        return Err(value_error!(vm, "I/O operation on closed file"));
    }
    fill(vm, Args::new(&[s.clone().into_obj(), value.clone(), newline.clone()]))?;
    // The value is what the content was: line ends are not translated again.
    if let Some(value) = value.downcast_ref::<Str>() {
        let buf = value.text(vm).to_buf();
        let this = s.get_mut(vm);
        this.content = Content::Growing(buf);
        this.at = 0;
    }
    s.get_mut(vm).at = position(vm, at, "third")?;
    restore_dict(vm, s, dict, "fourth")?;
    Ok(Obj::NONE)
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, StringIo::empty()).into_obj())
}

static INIT: NativeDef = native("StringIO", "($self, /, initial_value='', newline='\\n')", fill, "");

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    table::initialise(vm, o, &INIT, args)
}

fn fill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<StringIo>();
    s.get_mut(vm).ready = false;
    let newline = match args.opt(2) {
        None => Newline::Lf,
        Some(o) if o.is_none() => Newline::Universal,
        Some(o) => {
            let given = text(vm, o, |class| format!("newline must be str or None, not {class}"))?;
            match Newline::named(&given.to_string_lossy(vm)) {
                Some(newline) => newline,
                None => {
                    let shown = protocol::repr_text(vm, o)?;
                    return Err(value_error!(vm, "illegal newline value: {shown}"));
                }
            }
        }
    };
    let initial = match args.some(1) {
        None => None,
        Some(o) => Some(text(vm, o, |class| format!("initial_value must be str or None, not {class}"))?.clone()),
    };
    let decoder = newline.is_universal().then(|| newline::decoder_of_text(vm, newline == Newline::Universal));
    let made = StringIo { newline, decoder, ready: true, ..StringIo::empty() };
    let old = std::mem::replace(s.get_mut(vm), made);
    drop(old);
    if let Some(initial) = initial {
        write_text(vm, s, &initial)?;
        s.get_mut(vm).at = 0;
    }
    Ok(Obj::NONE)
}

fn get_newlines(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(s) = o.downcast_ref::<StringIo>() else { return Ok(Obj::NONE) };
    check(vm, s)?;
    match s.get(vm).decoder.clone() {
        Some(decoder) => newline::newlines(vm, &decoder),
        None => Ok(Obj::NONE),
    }
}

fn get_line_buffering(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(s) = o.downcast_ref::<StringIo>() {
        check(vm, s)?;
    }
    Ok(Obj::FALSE)
}

fn get_closed(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(s) = o.downcast_ref::<StringIo>() else { return Ok(Obj::NONE) };
    if !s.get(vm).ready {
        return Err(refuse_uninitialised(vm));
    }
    Ok(Obj::bool(s.get(vm).closed))
}

/// `_io.StringIO`
pub(super) static DEF: TypeDef = TypeDef {
    name: "StringIO",
    module: "_io",
    kind: kinds::STRING_IO,
    flags: TypeFlags::BASE,
    doc: "Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
    slots: Slots { new: Some(new), init: Some(init), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("close", "($self, /)", close, "Close the IO object."),
        native("getvalue", "($self, /)", getvalue, "Retrieve the entire contents of the object."),
        native("read", "($self, size=-1, /)", read, "Read at most size characters, returned as a string."),
        native(
            "readline",
            "($self, size=-1, /)",
            readline,
            "Read until newline or EOF.\n\nReturns an empty string if EOF is hit immediately.",
        ),
        native("tell", "($self, /)", tell, "Tell the current file position."),
        native(
            "truncate",
            "($self, pos=None, /)",
            truncate,
            "Truncate size to pos.\n\nThe pos argument defaults to the current file position, as\nreturned by tell().  The current file position is unchanged.\nReturns the new absolute position.",
        ),
        native("seek", "($self, pos, whence=0, /)", seek, "Change stream position."),
        native(
            "write",
            "($self, s, /)",
            write,
            "Write string to file.\n\nReturns the number of characters written, which is always equal to\nthe length of the string.",
        ),
        native("seekable", "($self, /)", able, "Returns True if the IO object can be seeked."),
        native("readable", "($self, /)", able, "Returns True if the IO object can be read."),
        native("writable", "($self, /)", able, "Returns True if the IO object can be written."),
        native("__getstate__", "($self, /)", getstate, ""),
        native("__setstate__", "($self, state, /)", setstate, ""),
    ],
    getsets: &[
        getter("closed", get_closed, ""),
        getter("newlines", get_newlines, ""),
        getter("line_buffering", get_line_buffering, ""),
    ],
    ..TypeDef::EMPTY
};
