//! Hand-made trees are refused, compiled or not compiled as CPython does it: the recorded panel of record_validate.py.

mod trees;

use rpython_frontend::ast::validate::validate;
use rpython_frontend::compile::{CompileOptions, compile_ast};
use rpython_frontend::error::{CompileError, IgnoreWarnings, Result};
use rpython_frontend::recursion::StackLimit;

fn compiled(text: &str) -> Result<()> {
    let (mut tree, mut names) = trees::read(text);
    validate(&tree, &names, StackLimit::default())?;
    compile_ast(&mut tree, &mut names, "<tree>", &CompileOptions::default(), &mut IgnoreWarnings).map(drop)
}

fn describe(error: &CompileError) -> String {
    let mut text = format!("{}: {}", error.class.name(), error.message);
    if error.class.is_syntax_error() {
        let at = |value: Option<i64>| value.map_or("None".to_string(), |value| value.to_string());
        let place = error.place;
        let place = [place.line, place.column, place.end_line, place.end_column].map(at).join(", ");
        text += &format!(" [{place}]");
    }
    text
}

#[test]
fn the_panel() {
    let panel = include_str!("panels/validate.txt");
    let mut different = Vec::new();
    for line in panel.lines() {
        let mut fields = line.splitn(3, '\t');
        let (Some(_mode), Some(expected), Some(text)) = (fields.next(), fields.next(), fields.next()) else {
            panic!("a line of the panel has three fields: {line}");
        };
        let ours = compiled(text).map_or_else(|error| describe(&error), |()| "ok".to_string());
        if ours != expected {
            different.push(format!("{text}\n  ours: {ours}\n  CPython: {expected}"));
        }
    }
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}
