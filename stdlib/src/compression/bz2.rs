//! `_bz2` (CPython: `Modules/_bz2module.c`).

use super::{
    Decoding, Failure, Step, Stream,
    object::{self, Compressor, Decompressor},
};
use crate::{kinds, table};
use bzip2::{Action, Compress, Compression, Decompress, Error, Status};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, CallArgs, Module, NativeDef, PyResult, Raised, Ref, Slots, Type, TypeDef, Vm, argument, native, raise,
    type_error, type_object::member, types, value_error,
};

/// What goes wrong in a stream.
pub(super) enum Fault {
    NoMemory,
    Stream(Error),
    /// Input ends where more was needed, though it was said that none follows.
    Stuck,
}

impl From<OutOfMemory> for Fault {
    fn from(_: OutOfMemory) -> Fault {
        Fault::NoMemory
    }
}

impl Failure for Fault {
    #[cold]
    fn raise(self, vm: &mut Vm) -> Raised {
        match self {
            Fault::NoMemory => OutOfMemory.into(),
            Fault::Stream(Error::Param) => value_error!(vm, "Internal error - invalid parameters passed to libbzip2"),
            Fault::Stream(Error::Sequence) | Fault::Stuck => {
                raise!(vm, types::RUNTIME_ERROR, "Internal error - Invalid sequence of commands sent to libbzip2")
            }
            Fault::Stream(_) => raise!(vm, types::OS_ERROR, "Invalid data stream"),
        }
    }
}

impl Stream for Compress {
    const KIND: u8 = kinds::BZ2_COMPRESSOR;
    const NAME: &'static str = "BZ2Compressor";
    type Error = Fault;
    fn step(&mut self, input: &[u8], output: &mut [u8], finish: bool) -> Result<Step, Fault> {
        let (read, written) = (self.total_in(), self.total_out());
        if input.is_empty() && !finish {
            return Ok(Step { read: 0, written: 0, ended: false });
        }
        let action = if finish { Action::Finish } else { Action::Run };
        let status = self.compress(input, output, action).map_err(Fault::Stream)?;
        let (read, written) = ((self.total_in() - read) as usize, (self.total_out() - written) as usize);
        let ended = matches!(status, Status::StreamEnd);
        if finish && !ended && read == 0 && written == 0 {
            return Err(Fault::Stuck);
        }
        Ok(Step { read, written, ended })
    }
}

impl Stream for Decompress {
    const KIND: u8 = kinds::BZ2_DECOMPRESSOR;
    const NAME: &'static str = "BZ2Decompressor";
    type Error = Fault;
    fn step(&mut self, input: &[u8], output: &mut [u8], _: bool) -> Result<Step, Fault> {
        let (read, written) = (self.total_in(), self.total_out());
        let status = self.decompress(input, output).map_err(Fault::Stream)?;
        let (read, written) = ((self.total_in() - read) as usize, (self.total_out() - written) as usize);
        Ok(Step { read, written, ended: matches!(status, Status::StreamEnd) })
    }
}

impl Decoding for Decompress {
    const ENDED: &'static str = "End of stream already reached";
    const FAILED: Option<&'static str> = Some("Decompressor is unusable after a previous error");
    const HIDES: bool = false;
}

static NEW_COMPRESSOR: NativeDef = native("BZ2Compressor", "($class, compresslevel=9, /)", new_compressor, "");

fn new_compressor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let level = args.opt(1).map_or(Ok(9), |o| argument::c_int(vm, o))?;
    if !(1..=9).contains(&level) {
        return Err(value_error!(vm, "compresslevel must be between 1 and 9"));
    }
    let made = Compressor::new(Compress::new(Compression::new(level as u32), 0));
    Ok(table::instance(vm, args.at(0), made))
}

fn new_decompressor(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !args.values.is_empty() {
        let how = if args.split().0.is_empty() { "keyword" } else { "positional" };
        return Err(type_error!(vm, "BZ2Decompressor() takes no {how} arguments"));
    }
    Ok(vm.alloc_in(class, Decompressor::new(Decompress::new(false))).into_obj())
}

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
            object::compress::<Compress>,
            "Provide data to the compressor object.\n\nReturns a chunk of compressed data if possible, or b'' otherwise.\n\nWhen you have finished providing data to the compressor, call the\nflush() method to finish the compression process.",
        ),
        native(
            "flush",
            "($self, /)",
            object::flush::<Compress>,
            "Finish the compression process.\n\nReturns the compressed data left in internal buffers.\n\nThe compressor object may not be used after this method is called.",
        ),
    ],
    ..TypeDef::EMPTY
};

static DECOMPRESSOR: TypeDef = TypeDef {
    name: "BZ2Decompressor",
    module: "_bz2",
    kind: kinds::BZ2_DECOMPRESSOR,
    doc: "Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.",
    signature: "()",
    slots: Slots { new: Some(new_decompressor), ..Slots::EMPTY },
    methods: &[native(
        "decompress",
        "($self, /, data, max_length=-1)",
        object::decompress::<Decompress>,
        "Decompress *data*, returning uncompressed data as bytes.\n\nIf *max_length* is nonnegative, returns at most *max_length* bytes\nof decompressed data.  If this limit is reached and further output\ncan be produced, *self.needs_input* will be set to ``False``.  In\nthis case, the next call to *decompress()* may provide *data* as b''\nto obtain more of the output.\n\nIf all of the input data was decompressed and returned (either\nbecause this was less than *max_length* bytes, or because\n*max_length* was negative), *self.needs_input* will be set to True.\n\nAttempting to decompress data after the end of stream is reached\nraises an EOFError.  Any data found after the end of the stream is\nignored and saved in the unused_data attribute.",
    )],
    getsets: &[
        member("eof", object::eof::<Decompress>, "True if the end-of-stream marker has been reached."),
        member("unused_data", object::unused_data::<Decompress>, "Data found after the end of the compressed stream."),
        member(
            "needs_input",
            object::needs_input::<Decompress>,
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
    table::add_type::<Compressor<Compress>>(vm, &module, &COMPRESSOR)?;
    table::add_type::<Decompressor<Decompress>>(vm, &module, &DECOMPRESSOR)?;
    Ok(module)
}
