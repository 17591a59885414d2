//! Speed of the lexer over the standard library's own sources, in bytes a second.
//!
//! `RPYTHON_STDLIB=…/lib/python3.14 cargo bench -p rpython-benches --bench frontend_lexer`. The files at the top of the
//! library are lexed one after another, as a compiler of all of them would.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use rpython_frontend::lexer::{Lexer, TokenKind};
use rpython_frontend::source::{FinalNewline, Source, no_decoder};
use rpython_frontend::tokenize::Tokenizer;

fn main() {
    let Some(library) = std::env::var_os("RPYTHON_STDLIB") else {
        println!("frontend_lexer: skipped, RPYTHON_STDLIB names no library");
        return;
    };
    let mut files: Vec<Vec<u8>> = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(library)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                let tests = path.file_name().is_some_and(|name| name == "test" || name == "site-packages");
                if !tests {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "py") {
                files.extend(std::fs::read(path));
            }
        }
    }
    let sources: Vec<Source<'_>> =
        files.iter().filter_map(|bytes| Source::from_bytes(bytes, FinalNewline::Add, &no_decoder).ok()).collect();
    let size: usize = sources.iter().map(|source| source.text().len()).sum();
    println!("frontend_lexer: {} files, {size} bytes", sources.len());

    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("frontend_lexer");
    group.throughput(Throughput::Bytes(size as u64));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| {
            for bytes in &files {
                let _ = black_box(Source::from_bytes(black_box(bytes), FinalNewline::Add, &no_decoder));
            }
        });
    });
    group.bench_function("tokens", |bencher| {
        bencher.iter(|| sources.iter().map(count).sum::<usize>());
    });
    group.bench_function("tokenize", |bencher| {
        bencher.iter(|| sources.iter().map(|source| tokenize(source.text())).sum::<usize>());
    });
    group.finish();
    criterion.final_summary();
}

/// Lexes a source to its end.
fn count(source: &Source<'_>) -> usize {
    let mut lexer = Lexer::new(source);
    let mut count = 0;
    while let Ok(token) = lexer.next() {
        count += 1;
        if black_box(token).kind == TokenKind::EndMarker {
            break;
        }
    }
    count
}

/// The same as the `tokenize` module does it, line by line.
fn tokenize(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let mut readline = |line: &mut String| -> Result<(), ()> {
        line.push_str(lines.next().unwrap_or(""));
        Ok(())
    };
    let mut tokenizer = Tokenizer::new(true);
    let mut count = 0;
    while let Ok(Some(token)) = tokenizer.next(&mut readline) {
        black_box(token);
        count += 1;
    }
    count
}
