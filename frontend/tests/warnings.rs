//! The parser's warnings about literals, and the errors that they become, are CPython's.
//!
//! `panels/warnings.txt` is recorded by `record_warnings.py`, which says how it reads.

mod panel;

use panel::{describe, records, unescape};
use rpython_frontend::error::{Warning, WarningSink};
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{ParseOptions, parse};
use rpython_frontend::source::{FinalNewline, Source};
use std::ops::ControlFlow;

const PANEL: &str = include_str!("panels/warnings.txt");

/// Turns every warning into an error.
struct Errors;

impl WarningSink for Errors {
    fn warn(&mut self, _: Warning) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

fn run(text: &str, sink: &mut dyn WarningSink) -> Option<String> {
    let source = match Source::from_text(text, FinalNewline::Add) {
        Ok(source) => source,
        Err(error) => return Some(describe(&error.into())),
    };
    parse(&source, &ParseOptions::default(), &mut Interner::new(), sink).err().map(|error| describe(&error))
}

#[test]
fn literals_warn_as_in_cpython() {
    let (mut count, mut different) = (0, Vec::new());
    for (expected, source) in records(PANEL) {
        let (expected, text) = (unescape(expected), unescape(source));
        let mut warnings: Vec<Warning> = Vec::new();
        let failure = run(&text, &mut warnings);
        let mut answers: Vec<String> = warnings
            .iter()
            .map(|warning| format!("warning {} {}", warning.place.line.unwrap_or(0), warning.message))
            .collect();
        answers.extend(run(&text, &mut Errors).map(|error| format!("error {error}")));
        answers.extend(failure.map(|error| format!("fails {error}")));
        let ours = answers.join(" | ");
        count += 1;
        if ours != expected {
            different.push(format!("{source}\n  ours   {ours}\n  theirs {expected}"));
        }
    }
    assert!(count > 500, "the panel has {count} programs");
    assert!(different.is_empty(), "{} of {count} differ:\n{}", different.len(), different.join("\n"));
}
