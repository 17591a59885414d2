//! Speed from source text to code over the standard library, in bytes a second, on one core.
//!
//! `RPYTHON_STDLIB=…/lib/python3.14 cargo bench -p rpython-benches --bench frontend_compile`. `parse` stops at the tree.
//! frontend/tests/speed.py compares with CPython's `compile()` in one run.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use rpython_frontend::compile::{CompileOptions, compile};
use rpython_frontend::error::IgnoreWarnings;
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{ParseOptions, parse};
use rpython_frontend::source::{FinalNewline, Source, no_decoder};

/// The allocator of the `rpython` program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let Some(library) = std::env::var_os("RPYTHON_STDLIB") else {
        println!("frontend_compile: skipped, RPYTHON_STDLIB names no library");
        return;
    };
    let mut files: Vec<Vec<u8>> = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(library)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                if !path.file_name().is_some_and(|name| name == "test" || name == "site-packages") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "py") {
                files.extend(std::fs::read(path));
            }
        }
    }
    let size: usize = files.iter().map(Vec::len).sum();
    println!("frontend_compile: {} files, {size} bytes", files.len());

    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("frontend_compile");
    group.throughput(Throughput::Bytes(size as u64));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            for bytes in &files {
                let Ok(source) = Source::from_bytes(bytes, FinalNewline::Add, &no_decoder) else { continue };
                let _ = black_box(parse(&source, &ParseOptions::default(), &mut Interner::new(), &mut IgnoreWarnings));
            }
        });
    });
    group.bench_function("compile", |bencher| {
        bencher.iter(|| {
            for bytes in &files {
                let Ok(source) = Source::from_bytes(bytes, FinalNewline::Add, &no_decoder) else { continue };
                let _ = black_box(compile(&source, "bench", &CompileOptions::default(), &mut IgnoreWarnings));
            }
        });
    });
    group.finish();
    criterion.final_summary();
}
