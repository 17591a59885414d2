//! `zlib` (CPython: `Modules/zlibmodule.c`), on the crate `zlib-rs`.
//!
//! `stream.rs` drives the crate's streams; `objects.rs` holds the types.

mod objects;
mod stream;

use rpython_objects::{
    Args, Bytes, Module, NativeDef, PyResult, Raised, Ref, Str, Type, Vm, buffer, int, native, type_object, types,
};

use crate::{binascii, table};
use stream::{Failure, code};

/// `zlib.error`
#[derive(Default)]
struct State(Option<Ref<Type>>);

#[cold]
fn error(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state_of::<State>().0.clone();
    vm.raise(class.as_ref().unwrap_or(types::VALUE_ERROR), message)
}

/// The exception of a failure of zlib (`zlib_error`).
#[cold]
fn failed(vm: &mut Vm, failure: Failure, doing: &str) -> Raised {
    let number = failure.code;
    let known = match number {
        code::MEM_ERROR => return rpython_heap::OutOfMemory.into(),
        code::BUF_ERROR => Some("incomplete or truncated stream"),
        code::STREAM_ERROR => Some("inconsistent stream state"),
        code::DATA_ERROR => Some("invalid input data"),
        _ => None,
    };
    match failure.message.filter(|_| number == code::DATA_ERROR).or(known) {
        Some(message) => error(vm, &format!("Error {number} {doing}: {message}")),
        None => error(vm, &format!("Error {number} {doing}")),
    }
}

fn made(vm: &mut Vm, bytes: &[u8]) -> PyResult {
    Ok(Bytes::new(vm, bytes)?.into_obj())
}

fn adler32(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let start = binascii::low_word(vm, args.opt(2), 1)?;
    let sum = buffer::with_bytes(vm, args.at(1), |_, bytes| zlib_rs::adler32::adler32(start, bytes))?;
    Ok(int::from_i64(vm, sum.into()))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "adler32",
        "($module, data, value=1, /)",
        adler32,
        "Compute an Adler-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.",
    ),
    native(
        "crc32",
        "($module, data, value=0, /)",
        binascii::crc32,
        "Compute a CRC-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.",
    ),
    native(
        "compress",
        "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)",
        objects::compress_at_once,
        "Returns a bytes object containing compressed data.\n\n  data\n    Binary data to be compressed.\n  level\n    Compression level, in 0-9 or -1.\n  wbits\n    The window buffer size and container format.",
    ),
    native(
        "compressobj",
        "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)",
        objects::compressobj,
        "Return a compressor object.\n\n  level\n    The compression level (an integer in the range 0-9 or -1; default is\n    currently equivalent to 6).  Higher compression levels are slower,\n    but produce smaller results.\n  method\n    The compression algorithm.  If given, this must be DEFLATED.\n  wbits\n    +9 to +15: The base-two logarithm of the window size.  Include a zlib\n        container.\n    -9 to -15: Generate a raw stream.\n    +25 to +31: Include a gzip container.",
    ),
    native(
        "decompress",
        "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)",
        objects::decompress_at_once,
        "Returns a bytes object containing the uncompressed data.\n\n  data\n    Compressed data.\n  wbits\n    The window buffer size and container format.\n  bufsize\n    The initial output buffer size.",
    ),
    native(
        "decompressobj",
        "($module, /, wbits=MAX_WBITS, zdict=b'')",
        objects::decompressobj,
        "Return a decompressor object.\n\n  wbits\n    The window buffer size and container format.\n  zdict\n    The predefined compression dictionary.  This must be the same\n    dictionary as used by the compressor that produced the input data.",
    ),
];

const CONSTANTS: &[(&str, i64)] = &[
    ("MAX_WBITS", 15),
    ("DEFLATED", 8),
    ("DEF_MEM_LEVEL", 8),
    ("DEF_BUF_SIZE", 16384),
    ("Z_NO_COMPRESSION", 0),
    ("Z_BEST_SPEED", 1),
    ("Z_BEST_COMPRESSION", 9),
    ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_FILTERED", 1),
    ("Z_HUFFMAN_ONLY", 2),
    ("Z_RLE", 3),
    ("Z_FIXED", 4),
    ("Z_DEFAULT_STRATEGY", 0),
    ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1),
    ("Z_SYNC_FLUSH", 2),
    ("Z_FULL_FLUSH", 3),
    ("Z_FINISH", 4),
    ("Z_BLOCK", 5),
    ("Z_TREES", 6),
];

const DOC: &str = "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.";

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "zlib", DOC, FUNCTIONS)?;
    type_object::define_kind::<objects::Compress>(vm, &objects::COMPRESS)?;
    type_object::define_kind::<objects::Decompress>(vm, &objects::DECOMPRESS)?;
    table::add_type::<objects::Buffered>(vm, &module, &objects::BUFFERED)?;
    let error = table::add_exception(vm, &module, "zlib", "error", &types::EXCEPTION.clone())?;
    vm.state_of::<State>().0 = Some(error);
    table::set_numbers(vm, &module, CONSTANTS)?;
    for (name, value) in [("ZLIB_VERSION", "1.3.1"), ("ZLIB_RUNTIME_VERSION", "1.3.1"), ("__version__", "1.0")] {
        let value = Str::intern(vm, value).into_obj();
        table::set(vm, &module, name, value)?;
    }
    Ok(module)
}
