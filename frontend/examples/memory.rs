//! The memory of compiling files: `memory FILE…` prints the peak of each step in bytes a byte of source, over all files,
//! the weighted mean and the largest. What was allocated before a file (its source among it) does not count.

use std::process::ExitCode;

use peak_alloc::PeakAlloc;
use rpython_frontend::codegen;
use rpython_frontend::error::{CompileError, IgnoreWarnings};
use rpython_frontend::future::Future;
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{ParseOptions, parse};
use rpython_frontend::preprocess;
use rpython_frontend::recursion::StackLimit;
use rpython_frontend::source::{FinalNewline, Source, no_decoder};
use rpython_frontend::symtable::{self, SymbolTable};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Bytes above what was there at the beginning: the peak of each step, and what is left when the code is all there is.
#[derive(Clone, Copy, Default)]
struct Peaks {
    parse: usize,
    preprocess: usize,
    symtable: usize,
    generate: usize,
    code: usize,
}

fn main() -> ExitCode {
    let mut total = Peaks::default();
    let (mut size, mut worst) = (0, (0.0, String::new()));
    for file in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let Ok(peaks) = measure(&bytes, &file) else {
            eprintln!("{file}: does not compile");
            return ExitCode::FAILURE;
        };
        size += bytes.len();
        total.parse += peaks.parse;
        total.preprocess += peaks.preprocess;
        total.symtable += peaks.symtable;
        total.generate += peaks.generate;
        total.code += peaks.code;
        let peak = peaks.parse.max(peaks.preprocess).max(peaks.symtable).max(peaks.generate) as f64;
        let each = peak / bytes.len().max(1) as f64;
        if bytes.len() > 16 << 10 && each > worst.0 {
            worst = (each, file);
        }
    }
    let each = |bytes: usize| bytes as f64 / size.max(1) as f64;
    println!("{size} bytes of source; peak bytes a byte of source:");
    println!(
        "parse {:.1}, preprocess {:.1}, symtable {:.1}",
        each(total.parse),
        each(total.preprocess),
        each(total.symtable)
    );
    println!("generate {:.1}, of which the code {:.1}", each(total.generate), each(total.code));
    println!("the most of a file of more than 16 KiB: {:.1} ({})", worst.0, worst.1);
    ExitCode::SUCCESS
}

/// Compiles a file step by step, as [`rpython_frontend::compile()`] does.
fn measure(bytes: &[u8], file: &str) -> Result<Peaks, CompileError> {
    let before = ALLOCATOR.current_usage();
    let step = || {
        let peak = ALLOCATOR.peak_usage().saturating_sub(before);
        ALLOCATOR.reset_peak_usage();
        peak
    };
    ALLOCATOR.reset_peak_usage();
    let mut peaks = Peaks::default();
    let mut names = Interner::new();
    let code = {
        let source = Source::from_bytes(bytes, FinalNewline::Add, &no_decoder)?;
        let mut ast = parse(&source, &ParseOptions::default(), &mut names, &mut IgnoreWarnings)?;
        peaks.parse = step();
        let future = Future::of(&ast, &names)?;
        let fold = preprocess::Options { optimize: 0, future, syntax_check_only: false };
        preprocess::preprocess(&mut ast, &mut names, fold, &mut IgnoreWarnings)?;
        peaks.preprocess = step();
        let stack_limit = StackLimit::default();
        let options = symtable::Options { future, stack_limit, ..symtable::Options::default() };
        let mut table = SymbolTable::build(&ast, &mut names, options)?;
        peaks.symtable = step();
        let options = codegen::Options { optimize: 0, future: future.features, stack_limit };
        let code = codegen::generate(&ast, &mut names, &mut table, file, options, &mut IgnoreWarnings)?;
        peaks.generate = step();
        code
    };
    drop(names);
    peaks.code = ALLOCATOR.current_usage().saturating_sub(before);
    drop(code);
    Ok(peaks)
}
