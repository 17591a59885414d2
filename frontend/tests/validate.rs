//! Hand-made trees are refused as CPython refuses them: the recorded panel of record_validate.py.

mod trees;

use rpython_frontend::ast::validate::validate;
use rpython_frontend::recursion::StackLimit;

#[test]
fn the_panel() {
    let panel = include_str!("panels/validate.txt");
    let mut different = Vec::new();
    for line in panel.lines() {
        let mut fields = line.splitn(3, '\t');
        let (Some(_mode), Some(expected), Some(text)) = (fields.next(), fields.next(), fields.next()) else {
            panic!("a line of the panel has three fields: {line}");
        };
        let (tree, names) = trees::read(text);
        let ours = match validate(&tree, &names, StackLimit::default()) {
            Ok(()) => "ok".to_string(),
            Err(error) => format!("{}: {}", error.class.name(), error.message),
        };
        if ours != expected {
            different.push(format!("{text}\n  ours: {ours}\n  CPython: {expected}"));
        }
    }
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}
