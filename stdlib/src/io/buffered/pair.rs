//! `BufferedRWPair`: a reader and a writer as one stream.

use crate::io::{
    base,
    errors::{finally, refuse_uninitialised},
};
use crate::{kinds, table};
use rpython_heap::flag;
use rpython_objects::{
    Args, CallArgs, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, Tuple, Type, TypeDef, TypeFlags, Vm,
    argument, getter, int, names, native, protocol, raise, types,
};

/// The payload of a pair; its parts are absent before `__init__`.
pub(in crate::io) struct Pair {
    reader: OptObj,
    writer: OptObj,
}

impl Payload for Pair {
    const KIND: u8 = kinds::RW_PAIR;
    const NAME: &'static str = "reader and writer";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.reader.get().into_iter().chain(self.writer.get()).for_each(visit);
    }
    fn clear(&mut self) {
        self.reader.take();
        self.writer.take();
    }
}

fn part(vm: &mut Vm, o: &Obj, pick: fn(&Pair) -> &OptObj) -> PyResult {
    match o.downcast_ref::<Pair>().and_then(|p| pick(p.get(vm)).cloned()) {
        Some(part) => Ok(part),
        None => Err(refuse_uninitialised(vm)),
    }
}

fn reader(pair: &Pair) -> &OptObj {
    &pair.reader
}

fn writer(pair: &Pair) -> &OptObj {
    &pair.writer
}

/// Calls a method of one part with the arguments given.
fn forward(vm: &mut Vm, args: Args<'_>, pick: fn(&Pair) -> &OptObj, method: &Ref<Str>) -> PyResult {
    let part = part(vm, args.at(0), pick)?;
    let given = args.opt(1).and_then(|o| o.downcast_ref::<Tuple>()).map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    protocol::call_method(vm, &part, method, &given)
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let made = vm.alloc_in(class, Pair { reader: OptObj::NONE, writer: OptObj::NONE });
    made.header().set(flag::FINALISES);
    Ok(made.into_obj())
}

static INIT: NativeDef =
    native("BufferedRWPair", "($self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)", fill, "");

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    table::initialise(vm, o, &INIT, args)
}

fn fill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (p, raw_reader, raw_writer) = (args.this::<Pair>(), args.at(1), args.at(2));
    let size = argument::ssize_or(vm, args.opt(3), crate::io::DEFAULT_BUFFER_SIZE as isize)?;
    base::check_readable(vm, raw_reader)?;
    base::check_writable(vm, raw_writer)?;
    let (reader_class, writer_class) = crate::io::buffered_classes(vm)?;
    let size = int::from_i64(vm, size as i64);
    let reader = protocol::call(vm, &reader_class, &[raw_reader.clone(), size.clone()])?;
    let writer = protocol::call(vm, &writer_class, &[raw_writer.clone(), size])?;
    let this = p.get_mut(vm);
    let old = (this.reader.replace(reader), this.writer.replace(writer));
    drop(old);
    Ok(Obj::NONE)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let closed = part(vm, args.at(0), writer).and_then(|w| protocol::call_method(vm, &w, names::close, &[]));
    let mut result = Obj::NONE;
    finally(vm, closed, |vm| {
        let reader = part(vm, args.at(0), reader)?;
        result = protocol::call_method(vm, &reader, names::close, &[])?;
        Ok(())
    })?;
    Ok(result)
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let answer = forward(vm, args, writer, names::isatty)?;
    if answer.is(&Obj::FALSE) { forward(vm, args, reader, names::isatty) } else { Ok(answer) }
}

fn closed(vm: &mut Vm, o: &Obj) -> PyResult {
    match o.downcast_ref::<Pair>().and_then(|p| p.get(vm).writer.cloned()) {
        Some(writer) => protocol::get_attr(vm, &writer, names::closed),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "the BufferedRWPair object is being garbage-collected")),
    }
}

/// `_io.BufferedRWPair`
pub(in crate::io) static DEF: TypeDef = TypeDef {
    name: "BufferedRWPair",
    module: "_io",
    kind: kinds::RW_PAIR,
    flags: TypeFlags::BASE,
    doc: "A buffered reader and writer object together.\n\nA buffered reader object and buffered writer object put together to\nform a sequential IO object that can read and write. This is typically\nused with a socket or two-way pipe.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        native("read", "($self, /, *args)", |vm, a| forward(vm, a, reader, names::read), ""),
        native("peek", "($self, /, *args)", |vm, a| forward(vm, a, reader, names::peek), ""),
        native("read1", "($self, /, *args)", |vm, a| forward(vm, a, reader, names::read1), ""),
        native("readinto", "($self, /, *args)", |vm, a| forward(vm, a, reader, names::readinto), ""),
        native("readinto1", "($self, /, *args)", |vm, a| forward(vm, a, reader, names::readinto1), ""),
        native("write", "($self, /, *args)", |vm, a| forward(vm, a, writer, names::write), ""),
        native("flush", "($self, /)", |vm, a| forward(vm, a, writer, names::flush), ""),
        native("readable", "($self, /)", |vm, a| forward(vm, a, reader, names::readable), ""),
        native("writable", "($self, /)", |vm, a| forward(vm, a, writer, names::writable), ""),
        native("close", "($self, /)", close, ""),
        native("isatty", "($self, /)", isatty, ""),
    ],
    getsets: &[getter("closed", closed, "")],
    ..TypeDef::EMPTY
};
