//! The panel of broken programs: class, message and place of every error are CPython's.
//!
//! `panels/errors.txt` is recorded by `record_errors.py`, which says how it reads.

mod panel;

use panel::{describe, records, unescape};
use rpython_frontend::compile::{CompileOptions, compile};
use rpython_frontend::error::{CompileError, IgnoreWarnings};
use rpython_frontend::parser::Mode;
use rpython_frontend::source::{FinalNewline, Source};

const PANEL: &str = include_str!("panels/errors.txt");
/// Of a thousand machine-made programs, how many may be reported differently.
const TOLERATED_PER_MILLE: usize = 5;

fn check(mode: Mode, source: &str) -> Result<(), CompileError> {
    let newline = if mode == Mode::Exec { FinalNewline::Add } else { FinalNewline::Keep };
    let source = Source::from_text(source, newline)?;
    compile(&source, "<panel>", &CompileOptions::new(mode, 0), &mut IgnoreWarnings).map(|_| ())
}

/// Runs the programs of one origin; returns how many there are and what differs.
fn differences(origin: &str) -> (usize, Vec<String>) {
    let mut count = 0;
    let mut different = Vec::new();
    for (head, source) in records(PANEL) {
        let mut fields = head.splitn(3, ' ');
        let (Some(from), Some(mode), Some(expected)) = (fields.next(), fields.next(), fields.next()) else { continue };
        if from != origin {
            continue;
        }
        count += 1;
        let mode = match mode {
            "eval" => Mode::Eval,
            "single" => Mode::Single,
            _ => Mode::Exec,
        };
        let ours = check(mode, &unescape(source)).err().map_or("no error".to_owned(), |error| describe(&error));
        let expected = unescape(expected);
        if ours != expected {
            different.push(format!("{mode:?} {source}\n  ours   {ours}\n  theirs {expected}"));
        }
    }
    (count, different)
}

#[test]
fn handwritten_programs_fail_as_in_cpython() {
    let (count, different) = differences("handwritten");
    assert!(count > 1000, "the panel has {count} handwritten programs");
    assert!(different.is_empty(), "{} of {count} differ:\n{}", different.len(), different.join("\n"));
}

#[test]
fn machine_made_programs_fail_as_in_cpython() {
    let (count, different) = differences("machine");
    assert!(count > 2000, "the panel has {count} machine-made programs");
    println!("{} of {count} differ:\n{}", different.len(), different.join("\n"));
    assert!(different.len() * 1000 <= count * TOLERATED_PER_MILLE, "{} of {count} differ", different.len());
}

#[test]
fn the_last_statement_is_known() {
    // Source, line and column of `SyntaxError._metadata`.
    let programs = [
        ("a = 1\nb c", 0, 0),
        ("x\nif a:\n  b\n  c d", 0, 0),
        ("class A:\n  pass\n\nif x:\n  pass\n\nfoo bar", 4, 0),
        ("if 1:\n  pass\n  while 1:\n     pass\n  foo bar\n", 3, 2),
        ("def f():\n  pass\nfoo bar", 0, 0),
        ("async def f():\n  async with a: pass\n  foo bar", 2, 2),
        ("@a\nclass B: pass\nfoo bar", 2, 0),
        ("if x:\n  pass\nb = 'abc", 0, 0),
        ("if x: pass\nx = (1\nfoo", 1, 0),
        ("if a: pass\nf(a b)", 1, 0),
        ("match x:\n  case 1: pass\nfoo bar", 1, 0),
        ("while a:\n  def f(): pass\n  foo bar", 0, 0),
    ];
    for (source, line, column) in programs {
        let error = check(Mode::Exec, source).expect_err(source);
        let metadata = error.metadata.as_ref().expect(source);
        assert_eq!((metadata.line, metadata.column), (line, column), "{source}");
        assert_eq!(metadata.source.trim_end(), source.trim_end());
    }
}
