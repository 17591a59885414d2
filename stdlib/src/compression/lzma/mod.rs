//! `_lzma` (CPython: `Modules/_lzmamodule.c`), on the crate `liblzma`.
//!
//! The crate does not tell which integrity check a stream has, so it is read from the stream's header when the library says that it is
//! known. `filters.rs` holds filter chains.

mod filters;

use super::{
    Decoding, Failure, Step, Stream,
    object::{self, Compressor, Decompressor},
};
use crate::{kinds, parsed, table};
use filters::{Filter, id};
use liblzma::stream::{self, Action, Check, Error, Status};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, Bytes, Module, NativeDef, Obj, PyResult, Raised, Ref, Slots, Str, Type, TypeDef, Vm, argument, buffer, int,
    names, native, protocol, type_object::member, types, value_error,
};

const FORMAT_AUTO: i32 = 0;
const FORMAT_XZ: i32 = 1;
const FORMAT_ALONE: i32 = 2;
const FORMAT_RAW: i32 = 3;
const CHECK_CRC32: i32 = 1;
const CHECK_CRC64: i32 = 4;
const CHECK_SHA256: i32 = 10;
const CHECK_ID_MAX: i32 = 15;
const CHECK_UNKNOWN: i32 = 16;

/// `lzma.LZMAError`
#[derive(Default)]
struct State(Option<Ref<Type>>);

/// What goes wrong in a stream.
enum Fault {
    NoMemory,
    Stream(Error),
    /// Neither input nor output allows to go on.
    Full,
}

impl From<OutOfMemory> for Fault {
    fn from(_: OutOfMemory) -> Fault {
        Fault::NoMemory
    }
}

#[cold]
fn failure(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state_of::<State>().0.clone();
    vm.raise(class.as_ref().unwrap_or(types::EXCEPTION), message)
}

impl Failure for Fault {
    /// CPython: `catch_lzma_error`.
    #[cold]
    fn raise(self, vm: &mut Vm) -> Raised {
        let message = match self {
            Fault::NoMemory | Fault::Stream(Error::Mem) => return OutOfMemory.into(),
            Fault::Full => "Insufficient buffer space",
            Fault::Stream(Error::UnsupportedCheck) => "Unsupported integrity check",
            Fault::Stream(Error::MemLimit) => "Memory usage limit exceeded",
            Fault::Stream(Error::Format) => "Input format not supported by decoder",
            Fault::Stream(Error::Options) => "Invalid or unsupported options",
            Fault::Stream(Error::Data) => "Corrupt input data",
            Fault::Stream(Error::Program | Error::NoCheck) => "Internal error",
        };
        failure(vm, message)
    }
}

/// A number of at most `most`.
fn unsigned(vm: &mut Vm, o: &Obj, c_type: &str, most: u64) -> PyResult<u64> {
    let exact = protocol::index(vm, o)?;
    if int::is_negative(vm, &exact) {
        return Err(value_error!(vm, "Cannot convert negative int"));
    }
    match int::to_big(vm, &exact).and_then(|n| u64::try_from(n).ok()).filter(|&n| n <= most) {
        Some(n) => Ok(n),
        None => Err(filters::too_large(vm, c_type)),
    }
}

/// A stream that compresses.
struct Encoder(stream::Stream);

impl Stream for Encoder {
    const KIND: u8 = kinds::LZMA_COMPRESSOR;
    const NAME: &'static str = "LZMACompressor";
    type Error = Fault;
    fn step(&mut self, input: &[u8], output: &mut [u8], finish: bool) -> Result<Step, Fault> {
        if input.is_empty() && !finish {
            return Ok(Step { read: 0, written: 0, ended: false });
        }
        let (read, written) = (self.0.total_in(), self.0.total_out());
        let action = if finish { Action::Finish } else { Action::Run };
        let status = self.0.process(input, output, action).map_err(Fault::Stream)?;
        if status == Status::MemNeeded {
            return Err(Fault::Full);
        }
        let (read, written) = ((self.0.total_in() - read) as usize, (self.0.total_out() - written) as usize);
        Ok(Step { read, written, ended: status == Status::StreamEnd })
    }
}

/// A stream that decompresses.
struct Decoder {
    stream: stream::Stream,
    check: i32,
    /// The first bytes of the stream: the magic number and the flags.
    header: Vec<u8>,
}

impl Decoder {
    const HEADER: usize = 8;

    /// The check of the stream whose header has been read: an .xz stream's flags say it, an .lz stream always has the same.
    fn known_check(&self) -> i32 {
        match *self.header {
            [b'L', ..] => CHECK_CRC32,
            [_, _, _, _, _, _, _, flags, ..] => (flags & 0x0F).into(),
            _ => CHECK_UNKNOWN,
        }
    }
}

impl Stream for Decoder {
    const KIND: u8 = kinds::LZMA_DECOMPRESSOR;
    const NAME: &'static str = "LZMADecompressor";
    type Error = Fault;
    fn step(&mut self, input: &[u8], output: &mut [u8], _: bool) -> Result<Step, Fault> {
        let (mut read, mut written) = (0, 0);
        loop {
            let before = (self.stream.total_in(), self.stream.total_out());
            let rest = input.get(read..).unwrap_or_default();
            let status = self.stream.process(rest, &mut output[written..], Action::Run);
            let taken = (self.stream.total_in() - before.0) as usize;
            let wanted = Self::HEADER.saturating_sub(self.header.len()).min(taken);
            self.header.extend_from_slice(rest.get(..wanted).unwrap_or_default());
            read += taken;
            written += (self.stream.total_out() - before.1) as usize;
            let ended = match status {
                Ok(Status::Ok) => false,
                Ok(Status::StreamEnd) => true,
                Ok(Status::MemNeeded) if read == input.len() && written < output.len() => false,
                Ok(Status::MemNeeded) => return Err(Fault::Full),
                Ok(Status::GetCheck) | Err(Error::NoCheck) => {
                    self.check = if status.is_ok() { self.known_check() } else { 0 };
                    if read < input.len() && written < output.len() {
                        continue;
                    }
                    false
                }
                Err(e) => return Err(Fault::Stream(e)),
            };
            return Ok(Step { read, written, ended });
        }
    }
}

impl Decoding for Decoder {
    const ENDED: &'static str = "Already at end of stream";
    const FAILED: Option<&'static str> = None;
    const HIDES: bool = true;
}

fn check_of(number: i32) -> Result<Check, Error> {
    match number {
        0 => Ok(Check::None),
        CHECK_CRC32 => Ok(Check::Crc32),
        CHECK_CRC64 => Ok(Check::Crc64),
        CHECK_SHA256 => Ok(Check::Sha256),
        2..=CHECK_ID_MAX => Err(Error::UnsupportedCheck),
        _ => Err(Error::Program),
    }
}

/// An .xz stream by a preset.
fn preset_encoder(preset: u32, check: i32) -> Result<stream::Stream, Error> {
    stream::LzmaOptions::new_preset(preset).map_err(|_| Error::Options)?;
    stream::Stream::new_easy_encoder(preset, check_of(check)?)
}

/// An .xz stream with a chain of filters, which holds no LZMA1.
fn chain_encoder(chain: &[Filter], check: i32) -> Result<stream::Stream, Error> {
    if chain.is_empty() || chain.iter().any(|f| matches!(f, Filter::Lzma1(_))) {
        return Err(Error::Program);
    }
    let check = check_of(check)?;
    stream::Stream::new_stream_encoder(&filters::encoder_chain(chain)?, check)
}

static NEW_COMPRESSOR: NativeDef =
    native("LZMACompressor", "($class, format=FORMAT_XZ, check=-1, preset=None, filters=None)", new_compressor, "");

fn new_compressor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let format = args.opt(1).map_or(Ok(FORMAT_XZ), |o| parsed::c_int(vm, o))?;
    let check = args.opt(2).map_or(Ok(-1), |o| parsed::c_int(vm, o))?;
    let (preset, specs) = (args.some(3), args.some(4));
    if format != FORMAT_XZ && !matches!(check, -1 | 0) {
        return Err(value_error!(vm, "Integrity checks are only supported by FORMAT_XZ"));
    }
    if preset.is_some() && specs.is_some() {
        return Err(value_error!(vm, "Cannot specify both preset and filter chain"));
    }
    let preset = match preset {
        Some(o) => unsigned(vm, o, "uint32_t", u32::MAX.into())? as u32,
        None => filters::PRESET_DEFAULT,
    };
    let stream = match (format, specs) {
        (FORMAT_XZ, specs) => {
            let check = if check == -1 { CHECK_CRC64 } else { check };
            match specs {
                None => preset_encoder(preset, check),
                Some(specs) => chain_encoder(&filters::filters(vm, specs)?, check),
            }
        }
        (FORMAT_ALONE, None) => {
            filters::check_preset(vm, preset)?;
            stream::LzmaOptions::new_preset(preset).and_then(|options| stream::Stream::new_lzma_encoder(&options))
        }
        (FORMAT_ALONE, Some(specs)) => match &filters::filters(vm, specs)?[..] {
            [Filter::Lzma1(lzma)] => lzma.options().and_then(|options| stream::Stream::new_lzma_encoder(&options)),
            _ => {
                return Err(value_error!(vm, "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter"));
            }
        },
        (FORMAT_RAW, None) => return Err(value_error!(vm, "Must specify filters for FORMAT_RAW")),
        (FORMAT_RAW, Some(specs)) => {
            let chain = filters::filters(vm, specs)?;
            filters::encoder_chain(&chain).and_then(|chain| stream::Stream::new_raw_encoder(&chain))
        }
        _ => return Err(value_error!(vm, "Invalid container format: {format}")),
    };
    let made = match stream {
        Ok(stream) => Compressor::new(Encoder(stream)),
        Err(e) => return Err(Fault::Stream(e).raise(vm)),
    };
    Ok(table::instance(vm, args.at(0), made))
}

static NEW_DECOMPRESSOR: NativeDef =
    native("LZMADecompressor", "($class, format=FORMAT_AUTO, memlimit=None, filters=None)", new_decompressor, "");

fn new_decompressor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let format = args.opt(1).map_or(Ok(FORMAT_AUTO), |o| argument::c_int(vm, o))?;
    let (memlimit, specs) = (args.some(2), args.some(3));
    let memlimit = match memlimit {
        Some(_) if format == FORMAT_RAW => {
            return Err(value_error!(vm, "Cannot specify memory limit with FORMAT_RAW"));
        }
        Some(o) => unsigned(vm, o, "uint64_t", u64::MAX)?,
        None => u64::MAX,
    };
    let flags = stream::TELL_ANY_CHECK | stream::TELL_NO_CHECK;
    let (check, stream) = match (format, specs) {
        (FORMAT_RAW, None) => return Err(value_error!(vm, "Must specify filters for FORMAT_RAW")),
        (FORMAT_RAW, Some(specs)) => {
            let chain = filters::filters(vm, specs)?;
            (0, filters::decoder_chain(&chain).and_then(|chain| stream::Stream::new_raw_decoder(&chain)))
        }
        (_, Some(_)) => return Err(value_error!(vm, "Cannot specify filters except with FORMAT_RAW")),
        (FORMAT_AUTO, None) => (CHECK_UNKNOWN, stream::Stream::new_auto_decoder(memlimit, flags)),
        (FORMAT_XZ, None) => (CHECK_UNKNOWN, stream::Stream::new_stream_decoder(memlimit, flags)),
        (FORMAT_ALONE, None) => (0, stream::Stream::new_lzma_decoder(memlimit)),
        _ => return Err(value_error!(vm, "Invalid container format: {format}")),
    };
    let stream = match stream {
        Ok(stream) => Decoder { stream, check, header: Vec::with_capacity(Decoder::HEADER) },
        Err(e) => return Err(Fault::Stream(e).raise(vm)),
    };
    let made = Decompressor::new(stream);
    Ok(table::instance(vm, args.at(0), made))
}

static COMPRESSOR: TypeDef = TypeDef {
    name: "LZMACompressor",
    module: "_lzma",
    kind: kinds::LZMA_COMPRESSOR,
    doc: "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)\n\nCreate a compressor object for compressing data incrementally.\n\nformat specifies the container format to use for the output. This can\nbe FORMAT_XZ (default), FORMAT_ALONE, or FORMAT_RAW.\n\ncheck specifies the integrity check to use. For FORMAT_XZ, the default\nis CHECK_CRC64. FORMAT_ALONE and FORMAT_RAW do not support integrity\nchecks; for these formats, check must be omitted, or be CHECK_NONE.\n\nFor one-shot compression, use the compress() function instead.\n",
    slots: Slots { new: Some(|vm, class, args| table::construct(vm, class, &NEW_COMPRESSOR, args)), ..Slots::EMPTY },
    methods: &[
        native(
            "compress",
            "($self, data, /)",
            object::compress::<Encoder>,
            "Provide data to the compressor object.\n\nReturns a chunk of compressed data if possible, or b'' otherwise.",
        ),
        native(
            "flush",
            "($self, /)",
            object::flush::<Encoder>,
            "Finish the compression process.\n\nReturns the compressed data left in internal buffers.\n\nThe compressor object may not be used after this method is called.",
        ),
    ],
    ..TypeDef::EMPTY
};

fn check(vm: &mut Vm, o: &Obj) -> PyResult {
    let number = o.downcast_ref::<Decompressor<Decoder>>().map_or(CHECK_UNKNOWN, |d| d.get(vm).0.stream.check);
    Ok(int::from_i64(vm, number.into()))
}

static DECOMPRESSOR: TypeDef = TypeDef {
    name: "LZMADecompressor",
    module: "_lzma",
    kind: kinds::LZMA_DECOMPRESSOR,
    doc: "Create a decompressor object for decompressing data incrementally.\n\n  format\n    Specifies the container format of the input stream.  If this is\n    FORMAT_AUTO (the default), the decompressor will automatically detect\n    whether the input is FORMAT_XZ or FORMAT_ALONE.  Streams created with\n    FORMAT_RAW cannot be autodetected.\n  memlimit\n    Limit the amount of memory used by the decompressor.\n  filters\n    A custom filter chain.  This argument is required for FORMAT_RAW, and\n    not accepted with any other format.\n\nFor one-shot decompression, use the decompress() function instead.",
    signature: "(format=FORMAT_AUTO, memlimit=None, filters=None)",
    slots: Slots { new: Some(|vm, class, args| table::construct(vm, class, &NEW_DECOMPRESSOR, args)), ..Slots::EMPTY },
    methods: &[native(
        "decompress",
        "($self, /, data, max_length=-1)",
        object::decompress::<Decoder>,
        "Decompress *data*, returning uncompressed data as bytes.\n\nIf *max_length* is nonnegative, returns at most *max_length* bytes\nof decompressed data. If this limit is reached and further output\ncan be produced, *self.needs_input* will be set to ``False``.",
    )],
    getsets: &[
        member("check", check, "ID of the integrity check used by the input stream."),
        member("eof", object::eof::<Decoder>, "True if the end-of-stream marker has been reached."),
        member(
            "needs_input",
            object::needs_input::<Decoder>,
            "True if more input is needed before more decompressed data can be produced.",
        ),
        member("unused_data", object::unused_data::<Decoder>, "Data found after the end of the compressed stream."),
    ],
    ..TypeDef::EMPTY
};

fn is_check_supported(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = argument::c_int(vm, args.at(1))?;
    Ok(Obj::bool(check_of(number).is_ok_and(|check| check.is_supported())))
}

fn encode_filter_properties(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match filters::filter(vm, args.at(1))?.properties() {
        Ok(bytes) => Ok(Bytes::new(vm, &bytes)?.into_obj()),
        Err(e) => Err(Fault::Stream(e).raise(vm)),
    }
}

fn decode_filter_properties(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let id = unsigned(vm, args.at(1), "lzma_vli", u64::MAX)?;
    let properties = buffer::to_vec(vm, args.at(2))?;
    Ok(filters::describe(vm, id, &properties)?.into_obj())
}

const PROPERTIES_DOC: &str = "Return a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).\n\nThe result does not include the filter ID itself, only the options.";

static FUNCTIONS: &[NativeDef] = &[
    native(
        "is_check_supported",
        "($module, check_id, /)",
        is_check_supported,
        "Test whether the given integrity check is supported.\n\nAlways returns True for CHECK_NONE and CHECK_CRC32.",
    ),
    native("_encode_filter_properties", "($module, filter, /)", encode_filter_properties, PROPERTIES_DOC),
    native(
        "_decode_filter_properties",
        "($module, filter_id, encoded_props, /)",
        decode_filter_properties,
        PROPERTIES_DOC,
    ),
];

const CONSTANTS: &[(&str, u64)] = &[
    ("FORMAT_AUTO", FORMAT_AUTO as u64),
    ("FORMAT_XZ", FORMAT_XZ as u64),
    ("FORMAT_ALONE", FORMAT_ALONE as u64),
    ("FORMAT_RAW", FORMAT_RAW as u64),
    ("CHECK_NONE", 0),
    ("CHECK_CRC32", CHECK_CRC32 as u64),
    ("CHECK_CRC64", CHECK_CRC64 as u64),
    ("CHECK_SHA256", CHECK_SHA256 as u64),
    ("CHECK_ID_MAX", CHECK_ID_MAX as u64),
    ("CHECK_UNKNOWN", CHECK_UNKNOWN as u64),
    ("FILTER_LZMA1", id::LZMA1),
    ("FILTER_LZMA2", id::LZMA2),
    ("FILTER_DELTA", id::DELTA),
    ("FILTER_X86", id::X86),
    ("FILTER_IA64", id::IA64),
    ("FILTER_ARM", id::ARM),
    ("FILTER_ARMTHUMB", id::ARMTHUMB),
    ("FILTER_SPARC", id::SPARC),
    ("FILTER_POWERPC", id::POWERPC),
    ("MF_HC3", 3),
    ("MF_HC4", 4),
    ("MF_BT2", 18),
    ("MF_BT3", 19),
    ("MF_BT4", 20),
    ("MODE_FAST", 1),
    ("MODE_NORMAL", 2),
    ("PRESET_DEFAULT", filters::PRESET_DEFAULT as u64),
    ("PRESET_EXTREME", stream::PRESET_EXTREME as u64),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_lzma", "", FUNCTIONS)?;
    table::set(vm, &module, "__doc__", Obj::NONE)?;
    for &(name, value) in CONSTANTS {
        let value = int::from_u64(vm, value);
        table::set(vm, &module, name, value)?;
    }
    let error = table::add_exception(vm, &module, "_lzma", "LZMAError", &types::EXCEPTION.clone())?;
    let doc = Str::new(vm, "Call to liblzma failed.").into_obj();
    protocol::set_attr(vm, &error.clone().into_obj(), names::__doc__, &doc)?;
    vm.state_of::<State>().0 = Some(error);
    table::add_type::<Compressor<Encoder>>(vm, &module, &COMPRESSOR)?;
    table::add_type::<Decompressor<Decoder>>(vm, &module, &DECOMPRESSOR)?;
    Ok(module)
}
