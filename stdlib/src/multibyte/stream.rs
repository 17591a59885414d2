//! `MultibyteStreamReader` and `MultibyteStreamWriter`: a file of bytes as one of text.

use super::{
    incremental::{DecoderState, EncoderState, Stateful, codec_of, errors_attribute, init, with_state},
    object,
    run::End,
};
use crate::kinds;
use rpython_objects::{
    Args, Bytes, CallArgs, Dict, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, Type, TypeDef, TypeFlags, Vm,
    argument, int, native, native::bind, protocol, text::TextBuf, type_error, type_object::member,
};

/// The payload of a reader: the state, which is away while it decodes, and the file.
pub(super) struct Reader(Option<Box<DecoderState>>, Obj);
/// The payload of a writer.
pub(super) struct Writer(Option<Box<EncoderState>>, Obj);

impl Payload for Reader {
    const KIND: u8 = kinds::MULTIBYTE_READER;
    const NAME: &'static str = "MultibyteStreamReader";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.1);
    }
    fn clear(&mut self) {
        self.1 = Obj::NONE;
    }
}

impl Payload for Writer {
    const KIND: u8 = kinds::MULTIBYTE_WRITER;
    const NAME: &'static str = "MultibyteStreamWriter";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.1);
        if let Some(pending) = self.0.as_ref().and_then(|state| state.pending.as_ref()) {
            visit(pending);
        }
    }
    fn clear(&mut self) {
        self.1 = Obj::NONE;
    }
}

impl Stateful for Reader {
    type State = DecoderState;
    fn state(&mut self) -> &mut Option<Box<DecoderState>> {
        &mut self.0
    }
}

impl Stateful for Writer {
    type State = EncoderState;
    fn state(&mut self) -> &mut Option<Box<EncoderState>> {
        &mut self.0
    }
}

static NEW_READER: NativeDef = native("StreamReader", "(stream, errors='strict')", |_, _| Ok(Obj::NONE), "");
static NEW_WRITER: NativeDef = native("StreamWriter", "(stream, errors='strict')", |_, _| Ok(Obj::NONE), "");

fn new_reader(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let bound = bind(vm, &NEW_READER, args)?;
    let args = Args::new(&bound);
    let errors = object::errors(vm, args.opt(1), "StreamReader() argument 2")?;
    let state = DecoderState::new(codec_of(vm, class)?, errors);
    Ok(vm.alloc_in(class, Reader(Some(Box::new(state)), args.at(0).clone())).into_obj())
}

fn new_writer(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let bound = bind(vm, &NEW_WRITER, args)?;
    let args = Args::new(&bound);
    let errors = object::errors(vm, args.opt(1), "StreamWriter() argument 2")?;
    let state = EncoderState::new(codec_of(vm, class)?, errors);
    Ok(vm.alloc_in(class, Writer(Some(Box::new(state)), args.at(0).clone())).into_obj())
}

/// Reads by a method of the file, and once more by single bytes while nothing is complete.
fn read_by(vm: &mut Vm, this: &Ref<Reader>, method: &str, size: Option<&Obj>) -> PyResult<Ref<Str>> {
    let mut size = match size {
        None => -1,
        Some(o) if int::is_int(o) => int::to_isize(vm, o)?,
        Some(_) => return Err(type_error!(vm, "arg 1 must be an integer")),
    };
    let mut out = TextBuf::new();
    let method = Str::intern(vm, method);
    while size != 0 {
        let file = this.get(vm).1.clone();
        let sizes = [int::from_i64(vm, size as i64)];
        let read = protocol::call_method(vm, &file, &method, if size < 0 { &[] } else { &sizes })?;
        let Some(data) = read.downcast_ref::<Bytes>().map(|bytes| bytes.tail(vm).to_vec()) else {
            let class = argument::class_name(vm, &read);
            return Err(type_error!(vm, "stream function returned a non-bytes object ({class})"));
        };
        let last = data.is_empty() || size < 0;
        with_state(vm, this, |vm, state| state.decode(vm, &data, last, &mut out))?;
        if last || !out.is_empty() {
            break;
        }
        size = 1;
    }
    Ok(Str::try_from_buf(vm, out)?)
}

fn readlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = read_by(vm, args.this(), "read", args.some(1))?;
    let name = Str::intern(vm, "splitlines");
    protocol::call_method(vm, &text.into_obj(), &name, &[Obj::TRUE])
}

fn reset_reader(vm: &mut Vm, args: Args<'_>) -> PyResult {
    with_state(vm, args.this::<Reader>(), |_, state| {
        state.reset();
        Ok(Obj::NONE)
    })
}

/// Encodes a text and writes what comes of it.
fn write_text(vm: &mut Vm, this: &Ref<Writer>, text: &Ref<Str>, end: End) -> PyResult<()> {
    let bytes = with_state(vm, this, |vm, state| state.encode(vm, text, end))?;
    if end == End::Reset && bytes.is_empty() {
        return Ok(());
    }
    let bytes = Bytes::new(vm, &bytes)?.into_obj();
    let file = this.get(vm).1.clone();
    let name = Str::intern(vm, "write");
    protocol::call_method(vm, &file, &name, &[bytes]).map(drop)
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = object::text_of(vm, args.at(1))?;
    write_text(vm, args.this(), &text, End::More)?;
    Ok(Obj::NONE)
}

fn writelines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lines = args.at(1);
    let slots = vm.slots_of(lines);
    let (Some(item), Some(len), false) = (slots.item(), slots.len(), lines.is_kind::<Dict>()) else {
        return Err(type_error!(vm, "arg must be a sequence object"));
    };
    let mut at = 0;
    while at < len(vm, lines)? {
        let line = item(vm, lines, at as isize)?;
        let text = object::text_of(vm, &line)?;
        write_text(vm, args.this(), &text, End::More)?;
        at += 1;
    }
    Ok(Obj::NONE)
}

fn reset_writer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Writer>();
    let Some(pending) = with_state(vm, this, |_, state| Ok(state.pending.take()))? else { return Ok(Obj::NONE) };
    write_text(vm, this, &pending, End::Reset)?;
    Ok(Obj::NONE)
}

/// `_multibytecodec.MultibyteStreamReader`
pub(super) static READER_DEF: TypeDef = TypeDef {
    name: "MultibyteStreamReader",
    module: "_multibytecodec",
    kind: kinds::MULTIBYTE_READER,
    flags: TypeFlags::BASE,
    slots: Slots { new: Some(new_reader), init: Some(init), ..Slots::EMPTY },
    methods: &[
        native(
            "read",
            "($self, sizeobj=None, /)",
            |vm, args| read_by(vm, args.this(), "read", args.some(1)).map(Ref::into_obj),
            "",
        ),
        native(
            "readline",
            "($self, sizeobj=None, /)",
            |vm, args| read_by(vm, args.this(), "readline", args.some(1)).map(Ref::into_obj),
            "",
        ),
        native("readlines", "($self, sizehintobj=None, /)", readlines, ""),
        native("reset", "($self, /)", reset_reader, ""),
    ],
    getsets: &[
        member("stream", |vm, o| Ok(o.downcast_ref::<Reader>().map_or(Obj::NONE, |r| r.get(vm).1.clone())), ""),
        errors_attribute!(Reader),
    ],
    ..TypeDef::EMPTY
};

/// `_multibytecodec.MultibyteStreamWriter`
pub(super) static WRITER_DEF: TypeDef = TypeDef {
    name: "MultibyteStreamWriter",
    module: "_multibytecodec",
    kind: kinds::MULTIBYTE_WRITER,
    flags: TypeFlags::BASE,
    slots: Slots { new: Some(new_writer), init: Some(init), ..Slots::EMPTY },
    methods: &[
        native("write", "($self, strobj, /)", write, ""),
        native("writelines", "($self, lines, /)", writelines, ""),
        native("reset", "($self, /)", reset_writer, ""),
    ],
    getsets: &[
        member("stream", |vm, o| Ok(o.downcast_ref::<Writer>().map_or(Obj::NONE, |w| w.get(vm).1.clone())), ""),
        errors_attribute!(Writer),
    ],
    ..TypeDef::EMPTY
};
