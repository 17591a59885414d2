//! Native modules: what CPython's library writes in C.
#![forbid(unsafe_code)]

pub mod abc;
pub mod array;
pub mod ast;
pub mod asyncio;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod cmath;
pub mod codecs;
pub mod collections;
pub mod compression;
pub mod contextvars;
pub mod csv;
pub mod datetime;
pub mod decimal;
pub mod elementtree;
pub mod errno;
pub mod expat;
pub mod faulthandler;
pub mod fcntl;
pub mod functools;
pub mod gc;
pub mod hash;
pub mod heapq;
pub mod imp;
pub mod interpreters;
pub mod io;
pub mod itertools;
pub mod json;
mod kinds;
pub mod library;
pub mod locale;
pub mod lsprof;
pub mod marshal;
pub mod math;
pub mod mmap;
pub mod multibyte;
pub mod multiprocessing;
pub mod opcode;
pub mod operator;
mod parsed;
pub mod pickle;
pub mod posix;
pub mod posixshmem;
pub mod posixsubprocess;
pub mod queue;
pub mod random;
pub mod resource;
pub mod select;
pub mod signal;
pub mod socket;
pub mod sre;
pub mod stat;
pub mod statistics;
pub mod string;
pub mod r#struct;
pub mod suggestions;
pub mod symtable;
pub mod sysconfig;
mod table;
pub mod termios;
pub mod thread;
pub mod time;
pub mod tokenize;
pub mod tracemalloc;
pub mod types;
pub mod typing;
pub mod unicodedata;
pub mod users;
pub mod warnings;
pub mod weakref;
pub mod zlib;

/// Makes the native modules importable.
pub fn register(vm: &mut rpython_objects::Vm) {
    // One line a module.
    let modules: &[(&'static str, rpython_vm::MakeModule)] = &[
        ("_blake2", hash::blake2::module),
        ("_hashlib", hash::openssl::module),
        ("_hmac", hash::keyed::module),
        ("_json", json::module),
        ("_md5", hash::builtin::md5_module),
        ("_sha1", hash::builtin::sha1_module),
        ("_sha2", hash::builtin::sha2_module),
        ("_sha3", hash::builtin::sha3_module),
        ("_sre", sre::python::module),
        ("_struct", r#struct::module),
        ("binascii", binascii::module),
        ("cmath", cmath::module),
        ("_bz2", compression::bz2::module),
        ("_lzma", compression::lzma::module),
        ("_contextvars", contextvars::module),
        ("_csv", csv::module),
        ("_multibytecodec", multibyte::module),
        ("_codecs_cn", multibyte::cn),
        ("_codecs_hk", multibyte::hk),
        ("_codecs_iso2022", multibyte::iso2022),
        ("_codecs_jp", multibyte::jp),
        ("_codecs_kr", multibyte::kr),
        ("_codecs_tw", multibyte::tw),
        ("_ast", ast::module),
        ("_asyncio", asyncio::module),
        ("_datetime", datetime::module),
        ("_decimal", decimal::module),
        ("_elementtree", elementtree::module),
        ("errno", errno::module),
        ("pyexpat", expat::module),
        ("_codecs", codecs::module),
        ("_io", io::module),
        ("_locale", locale::module),
        ("gc", gc::module),
        ("_imp", imp::module),
        ("_library", library::module),
        ("marshal", marshal::module),
        ("_warnings", warnings::module),
        ("array", array::module),
        ("_abc", abc::module),
        ("_bisect", bisect::module),
        ("_collections", collections::module),
        ("_functools", functools::module),
        ("_heapq", heapq::module),
        ("_operator", operator::module),
        ("_lsprof", lsprof::module),
        ("_opcode", opcode::module),
        ("_pickle", pickle::module),
        ("_random", random::module),
        ("_statistics", statistics::module),
        ("_string", string::module),
        ("_suggestions", suggestions::module),
        ("_symtable", symtable::module),
        ("_tokenize", tokenize::module),
        ("itertools", itertools::module),
        ("math", math::module),
        ("posix", posix::module),
        ("_stat", stat::module),
        ("_interpreters", interpreters::module),
        ("_interpqueues", interpreters::queues::module),
        ("mmap", mmap::module),
        ("_multiprocessing", multiprocessing::module),
        ("_posixshmem", posixshmem::module),
        ("_posixsubprocess", posixsubprocess::module),
        ("atexit", atexit::module),
        ("faulthandler", faulthandler::module),
        ("fcntl", fcntl::module),
        ("grp", users::grp),
        ("pwd", users::pwd),
        ("_queue", queue::module),
        ("select", select::module),
        ("_socket", socket::module),
        ("resource", resource::module),
        ("_signal", signal::module),
        ("_thread", thread::module),
        ("_sysconfig", sysconfig::module),
        ("termios", termios::module),
        ("time", time::module),
        ("unicodedata", unicodedata::module),
        ("_tracemalloc", tracemalloc::module),
        ("_types", types::module),
        ("_typing", typing::module),
        ("_weakref", weakref::module),
        ("zlib", zlib::module),
    ];
    warnings::install(vm);
    signal::start(vm);
    ast::install(vm);
    for (name, make) in modules {
        rpython_vm::register_module(vm, name, *make);
    }
}

/// The end of the program, before its last output is flushed: waits for threads that are no daemons and calls what `atexit` knows.
pub fn finish(vm: &mut rpython_objects::Vm) {
    thread::finish(vm);
    atexit::run(vm);
}
