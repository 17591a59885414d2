//! The parser's options: trees and errors are CPython's.
//!
//! `panels/options.txt` is recorded by `record_options.py`, which says how it reads.

mod panel;

use panel::{describe, records, unescape};
use rpython_frontend::ast::{DumpOptions, dump};
use rpython_frontend::error::{CompileError, IgnoreWarnings};
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{Mode, ParseOptions, parse};
use rpython_frontend::source::{FinalNewline, Source};

const PANEL: &str = include_str!("panels/options.txt");

fn answer(text: &str, options: &ParseOptions) -> Result<String, CompileError> {
    let newline = if options.mode == Mode::Exec { FinalNewline::Add } else { FinalNewline::Keep };
    let source = Source::from_text(text, newline)?;
    let mut names = Interner::new();
    let ast = parse(&source, options, &mut names, &mut IgnoreWarnings)?;
    let text = dump(&ast, &names, DumpOptions { attributes: true })?;
    Ok(format!("tree {}", text.as_wtf8().to_str().unwrap_or("the dump is no text")))
}

#[test]
fn options_change_what_they_change_in_cpython() {
    let (mut count, mut different) = (0, Vec::new());
    for (head, source) in records(PANEL) {
        let mut fields = head.splitn(4, ' ');
        let mut field = || fields.next().unwrap_or("");
        let (mode, flags, minor, expected) = (field(), field(), field(), unescape(field()));
        let options = ParseOptions {
            mode: match mode {
                "eval" => Mode::Eval,
                "single" => Mode::Single,
                "func_type" => Mode::FuncType,
                _ => Mode::Exec,
            },
            type_comments: flags.contains('t'),
            allow_incomplete: flags.contains('i'),
            dont_imply_dedent: flags.contains('d'),
            feature_version: minor.parse().expect("a minor version"),
            ..ParseOptions::default()
        };
        count += 1;
        let ours = answer(&unescape(source), &options).unwrap_or_else(|error| describe(&error));
        if ours != expected {
            different.push(format!("{mode} {flags} {minor} {source}\n  ours   {ours}\n  theirs {expected}"));
        }
    }
    assert!(count > 1000, "the panel has {count} programs");
    assert!(different.is_empty(), "{} of {count} differ:\n{}", different.len(), different.join("\n"));
}
