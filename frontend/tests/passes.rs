//! The passes between parser and code generator make what CPython's make: the recorded panel of record_passes.py.

use rpython_frontend::ast::unparse::unparse;
use rpython_frontend::ast::{Ast, DumpOptions, Mod, dump};
use rpython_frontend::compile::{CompileOptions, compile};
use rpython_frontend::error::{CompileError, ErrorPlace, IgnoreWarnings, Result, Warning, WarningSink};
use rpython_frontend::future::Future;
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{Mode, ParseOptions, parse};
use rpython_frontend::preprocess::{self, preprocess};
use rpython_frontend::recursion::StackLimit;
use rpython_frontend::source::{FinalNewline, Source, no_decoder};
use rpython_frontend::symtable::{self, SymbolTable};
use std::ops::ControlFlow;

fn parsed(source: &str, mode: Mode, names: &mut Interner) -> Result<Ast> {
    let source = Source::from_bytes(source.as_bytes(), FinalNewline::Add, &no_decoder)?;
    parse(&source, &ParseOptions { mode, ..ParseOptions::default() }, names, &mut IgnoreWarnings)
}

fn symbols(source: &str) -> Result<String> {
    let mut names = Interner::new();
    let ast = parsed(source, Mode::Exec, &mut names)?;
    let future = Future::of(&ast, &names)?;
    let table = SymbolTable::build(&ast, &mut names, symtable::Options { future, ..symtable::Options::default() })?;
    Ok(symtable::dump(&table, &names).trim_end().to_string())
}

fn preprocessed(source: &str, optimize: u8, warnings: &mut dyn WarningSink) -> Result<String> {
    let mut names = Interner::new();
    let mut ast = parsed(source, Mode::Exec, &mut names)?;
    let future = Future::of(&ast, &names)?;
    let options = preprocess::Options { optimize, future, syntax_check_only: false };
    preprocess(&mut ast, &mut names, options, warnings)?;
    let text = dump(&ast, &names, DumpOptions { attributes: true })?;
    Ok(text.as_wtf8().to_str().unwrap_or_default().to_string())
}

fn annotation(source: &str) -> Result<String> {
    let mut names = Interner::new();
    let ast = parsed(source, Mode::Eval, &mut names)?;
    let Mod::Expression { body } = ast.root else { panic!("mode eval makes an expression") };
    let text = unparse(&ast, &names, body, StackLimit::default())?;
    Ok(text.as_wtf8().to_str().unwrap_or_default().to_string())
}

fn place(place: ErrorPlace) -> String {
    let at = |value: Option<i64>| value.map_or("None".to_string(), |value| value.to_string());
    format!("[{}, {}, {}, {}]", at(place.line), at(place.column), at(place.end_line), at(place.end_column))
}

struct Fatal;

impl WarningSink for Fatal {
    fn warn(&mut self, _: Warning) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

fn warnings(source: &str) -> Result<String> {
    let mut caught: Vec<Warning> = Vec::new();
    preprocessed(source, 0, &mut caught)?;
    let mut lines: Vec<String> = caught
        .iter()
        .map(|warning| format!("{} {}", warning.place.line.unwrap_or_default(), warning.message))
        .collect();
    if let Err(error) = preprocessed(source, 0, &mut Fatal) {
        lines.push(format!("error {} {}", error.message, place(error.place)));
    }
    Ok(lines.join("\n"))
}

fn error(error: CompileError) -> String {
    format!("{}: {} {}", error.class.name(), error.message, place(error.place))
}

#[test]
fn the_panel() {
    let panel = include_str!("panels/passes.txt");
    let mut different = Vec::new();
    let mut count = 0;
    for record in panel.split("\u{1e}\n").filter(|record| !record.is_empty()) {
        let fields: Vec<&str> = record.split('\u{1f}').collect();
        let [kind, source, expected] = fields[..] else { panic!("a record has three fields: {record}") };
        count += 1;
        let ours = match kind {
            "symtable" => symbols(source),
            "tree 1" => preprocessed(source, 1, &mut IgnoreWarnings),
            "tree 2" => preprocessed(source, 2, &mut IgnoreWarnings),
            "warnings" => warnings(source),
            "annotation" => annotation(source),
            other => panic!("unknown kind {other}"),
        }
        .unwrap_or_else(error);
        if ours != expected {
            different.push(format!("{kind}: {source}\n--- ours:\n{ours}\n--- CPython:\n{expected}"));
        }
    }
    assert!(different.is_empty(), "{} of {count} differ:\n{}", different.len(), different.join("\n\n"));
}

/// Deep trees end in an error or in success, never in an overflow of the stack.
#[test]
fn deep_trees() {
    let deep = |before: &str, middle: &str, after: &str, depth: usize| {
        format!("{}{middle}{}", before.repeat(depth), after.repeat(depth))
    };
    let programs = [
        deep("", "a", "+a", 100_000),
        deep("", "a", ".a", 100_000),
        deep("", "a", "()", 100_000),
        deep("", "a", "[0]", 100_000),
        deep("-", "a", "", 5_000),
        deep("not ", "a", "", 5_000),
        deep("a if b else ", "a", "", 2_500),
        deep("lambda: ", "a", "", 2_500),
        deep("[", "a", "]", 190),
        deep("[", "a", " for a in b]", 90),
        format!("if a: pass\n{}", "elif a: pass\n".repeat(2_500)),
        (0..95).map(|depth| format!("{}def f(x=a):\n", " ".repeat(depth))).collect::<String>()
            + &" ".repeat(95)
            + "pass",
        (0..95).map(|depth| format!("{}class C[T]:\n", " ".repeat(depth))).collect::<String>()
            + &" ".repeat(95)
            + "pass",
    ];
    for program in programs {
        let code = || -> Result<String> {
            let source = Source::from_bytes(program.as_bytes(), FinalNewline::Add, &no_decoder)?;
            compile(&source, "<deep>", &CompileOptions::default(), &mut IgnoreWarnings).map(|_| String::new())
        };
        for outcome in [symbols(&program), preprocessed(&program, 2, &mut IgnoreWarnings), code()] {
            if let Err(error) = outcome {
                assert!(!error.message.is_empty());
            }
        }
    }
}
