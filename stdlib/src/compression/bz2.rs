//! `_bz2` (CPython: `Modules/_bz2module.c`).

use super::{Decompression, Step, Stream, feed};
use crate::{kinds, table};
use bzip2::{Action, Compress, Compression, Decompress, Error, Status};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, Bytes, CallArgs, Module, NativeDef, Obj, Payload, PyResult, Raised, Ref, Slots, Type, TypeDef, TypeFlags, Vm,
    argument, buffer, native, raise, type_error, type_object::member, types, value_error,
};

/// What goes wrong in a stream.
pub(super) enum Failure {
    NoMemory,
    Stream(Error),
    /// Input ends where more was needed, though it was said that none follows.
    Stuck,
}

impl From<OutOfMemory> for Failure {
    fn from(_: OutOfMemory) -> Failure {
        Failure::NoMemory
    }
}

#[cold]
fn failed(vm: &mut Vm, failure: &Failure) -> Raised {
    match failure {
        Failure::NoMemory => OutOfMemory.into(),
        Failure::Stream(Error::Param) => value_error!(vm, "Internal error - invalid parameters passed to libbzip2"),
        Failure::Stream(Error::Sequence) | Failure::Stuck => {
            raise!(vm, types::RUNTIME_ERROR, "Internal error - Invalid sequence of commands sent to libbzip2")
        }
        Failure::Stream(_) => raise!(vm, types::OS_ERROR, "Invalid data stream"),
    }
}

impl Stream for Compress {
    type Error = Failure;
    fn step(&mut self, input: &[u8], output: &mut [u8], finish: bool) -> Result<Step, Failure> {
        let (read, written) = (self.total_in(), self.total_out());
        if input.is_empty() && !finish {
            return Ok(Step { read: 0, written: 0, ended: false });
        }
        let action = if finish { Action::Finish } else { Action::Run };
        let status = self.compress(input, output, action).map_err(Failure::Stream)?;
        let (read, written) = ((self.total_in() - read) as usize, (self.total_out() - written) as usize);
        let ended = matches!(status, Status::StreamEnd);
        if finish && !ended && read == 0 && written == 0 {
            return Err(Failure::Stuck);
        }
        Ok(Step { read, written, ended })
    }
}

impl Stream for Decompress {
    type Error = Failure;
    fn step(&mut self, input: &[u8], output: &mut [u8], _: bool) -> Result<Step, Failure> {
        let (read, written) = (self.total_in(), self.total_out());
        let status = self.decompress(input, output).map_err(Failure::Stream)?;
        let (read, written) = ((self.total_in() - read) as usize, (self.total_out() - written) as usize);
        Ok(Step { read, written, ended: matches!(status, Status::StreamEnd) })
    }
}

/// The payload of a compressor; empty once it has been flushed.
struct Compressor(Option<Box<Compress>>);

impl Payload for Compressor {
    const KIND: u8 = kinds::BZ2_COMPRESSOR;
    const NAME: &'static str = "BZ2Compressor";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// The payload of a decompressor.
struct Decompressor(Box<Decompression<Decompress>>);

impl Payload for Decompressor {
    const KIND: u8 = kinds::BZ2_DECOMPRESSOR;
    const NAME: &'static str = "BZ2Decompressor";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

static NEW_COMPRESSOR: NativeDef = native("BZ2Compressor", "($class, compresslevel=9, /)", new_compressor, "");

fn new_compressor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let level = args.opt(1).map_or(Ok(9), |o| argument::c_int(vm, o))?;
    if !(1..=9).contains(&level) {
        return Err(value_error!(vm, "compresslevel must be between 1 and 9"));
    }
    let made = Compressor(Some(Box::new(Compress::new(Compression::new(level as u32), 0))));
    match args.at(0).downcast_ref::<Type>() {
        Some(class) => Ok(vm.alloc_in(class, made).into_obj()),
        None => Ok(vm.make(made).into_obj()),
    }
}

fn new_decompressor(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !args.values.is_empty() && !table::has_own_init(vm, class) {
        let how = if args.keywords() > 0 { "keyword" } else { "positional" };
        return Err(type_error!(vm, "BZ2Decompressor() takes no {how} arguments"));
    }
    let made = Decompressor(Box::new(Decompression::new(Decompress::new(false))));
    Ok(vm.alloc_in(class, made).into_obj())
}

fn compress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Compressor>();
    let data = buffer::to_vec(vm, args.at(1))?;
    let Some(stream) = &mut this.get_mut(vm).0 else {
        return Err(value_error!(vm, "Compressor has been flushed"));
    };
    match feed(&mut **stream, &data, false) {
        Ok(out) => Ok(Bytes::new(vm, &out)?.into_obj()),
        Err(failure) => Err(failed(vm, &failure)),
    }
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(mut stream) = args.this::<Compressor>().get_mut(vm).0.take() else {
        return Err(value_error!(vm, "Repeated call to flush()"));
    };
    match feed(&mut *stream, &[], true) {
        Ok(out) => Ok(Bytes::new(vm, &out)?.into_obj()),
        Err(failure) => Err(failed(vm, &failure)),
    }
}

fn decompress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Decompressor>();
    let data = buffer::to_vec(vm, args.at(1))?;
    let most = usize::try_from(argument::ssize_or(vm, args.opt(2), -1)?).ok();
    if this.get(vm).0.ended {
        return Err(raise!(vm, types::EOF_ERROR, "End of stream already reached"));
    }
    match this.get_mut(vm).0.decompress(&data, most, false) {
        Ok(out) => Ok(Bytes::new(vm, &out)?.into_obj()),
        Err(failure) => Err(failed(vm, &failure)),
    }
}

fn refuse_pickle(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = argument::class_name(vm, args.at(0));
    Err(type_error!(vm, "cannot pickle '{class}' object"))
}

const REFUSE: NativeDef = native("__reduce_ex__", "($self, protocol, /)", refuse_pickle, "");

static COMPRESSOR: TypeDef = TypeDef {
    name: "BZ2Compressor",
    module: "_bz2",
    kind: kinds::BZ2_COMPRESSOR,
    doc: "Create a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and 9.\n\nFor one-shot compression, use the compress() function instead.",
    signature: "(compresslevel=9, /)",
    slots: Slots { new: Some(|vm, class, args| table::construct(vm, class, &NEW_COMPRESSOR, args)), ..Slots::EMPTY },
    methods: &[
        native(
            "compress",
            "($self, data, /)",
            compress,
            "Provide data to the compressor object.\n\nReturns a chunk of compressed data if possible, or b'' otherwise.\n\nWhen you have finished providing data to the compressor, call the\nflush() method to finish the compression process.",
        ),
        native(
            "flush",
            "($self, /)",
            flush,
            "Finish the compression process.\n\nReturns the compressed data left in internal buffers.\n\nThe compressor object may not be used after this method is called.",
        ),
        REFUSE,
    ],
    ..TypeDef::EMPTY
};

fn flag(vm: &mut Vm, o: &Obj, read: fn(&Decompression<Decompress>) -> bool) -> PyResult {
    Ok(Obj::bool(o.downcast_ref::<Decompressor>().is_some_and(|d| read(&d.get(vm).0))))
}

fn unused(vm: &mut Vm, o: &Obj) -> PyResult {
    let data = o.downcast_ref::<Decompressor>().map(|d| d.get(vm).0.unused.clone());
    Ok(Bytes::new(vm, &data.unwrap_or_default())?.into_obj())
}

static DECOMPRESSOR: TypeDef = TypeDef {
    name: "BZ2Decompressor",
    module: "_bz2",
    kind: kinds::BZ2_DECOMPRESSOR,
    flags: TypeFlags::BASE,
    doc: "Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.",
    signature: "()",
    slots: Slots { new: Some(new_decompressor), ..Slots::EMPTY },
    methods: &[
        native(
            "decompress",
            "($self, /, data, max_length=-1)",
            decompress,
            "Decompress *data*, returning uncompressed data as bytes.\n\nIf *max_length* is nonnegative, returns at most *max_length* bytes\nof decompressed data.  If this limit is reached and further output\ncan be produced, *self.needs_input* will be set to ``False``.  In\nthis case, the next call to *decompress()* may provide *data* as b''\nto obtain more of the output.\n\nIf all of the input data was decompressed and returned (either\nbecause this was less than *max_length* bytes, or because\n*max_length* was negative), *self.needs_input* will be set to True.\n\nAttempting to decompress data after the end of stream is reached\nraises an EOFError.  Any data found after the end of the stream is\nignored and saved in the unused_data attribute.",
        ),
        REFUSE,
    ],
    getsets: &[
        member("eof", |vm, o| flag(vm, o, |d| d.ended), "True if the end-of-stream marker has been reached."),
        member("unused_data", unused, "Data found after the end of the compressed stream."),
        member(
            "needs_input",
            |vm, o| flag(vm, o, |d| d.needs_input),
            "True if more input is needed before more decompressed data can be produced.",
        ),
    ],
    ..TypeDef::EMPTY
};

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_bz2", "", &[])?;
    table::add_type::<Compressor>(vm, &module, &COMPRESSOR)?;
    table::add_type::<Decompressor>(vm, &module, &DECOMPRESSOR)?;
    Ok(module)
}
