//! Any bytes under any options: the parser gives a tree that can be shown, or an error with a place in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rpython_frontend::ast::{DumpOptions, dump};
use rpython_frontend::error::IgnoreWarnings;
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{Mode, ParseOptions, parse};
use rpython_frontend::source::{FinalNewline, Source, no_decoder};

fuzz_target!(|data: &[u8]| {
    let [choice, version, bytes @ ..] = data else { return };
    let mode = match choice & 3 {
        0 => Mode::Exec,
        1 => Mode::Eval,
        2 => Mode::Single,
        _ => Mode::FuncType,
    };
    let options = ParseOptions {
        mode,
        type_comments: choice & 4 != 0,
        allow_incomplete: choice & 8 != 0,
        dont_imply_dedent: choice & 16 != 0,
        barry_as_flufl: choice & 32 != 0,
        feature_version: if choice & 64 != 0 { version % 15 } else { 14 },
        ..ParseOptions::default()
    };
    let newline = if mode == Mode::Exec { FinalNewline::Add } else { FinalNewline::Keep };
    let Ok(source) = Source::from_bytes(bytes, newline, &no_decoder) else { return };
    let mut names = Interner::new();
    match parse(&source, &options, &mut names, &mut IgnoreWarnings) {
        Ok(ast) => drop(dump(&ast, &names, DumpOptions { attributes: true })),
        Err(error) => assert!(!error.message.is_empty()),
    }
});
