//! The code made of small programs, and the errors and warnings for wrong ones, are CPython's: the recorded panel of
//! record_code.py.

use rpython_frontend::code::{Code, Const};
use rpython_frontend::compile::{CompileOptions, compile};
use rpython_frontend::error::{CompileError, IgnoreWarnings, Result, Warning, WarningSink};
use rpython_frontend::parser::Mode;
use rpython_frontend::source::{FinalNewline, Source, no_decoder};
use std::fmt::Write;
use std::sync::Arc;

fn compiled(source: &str, mode: Mode, optimize: u8, warnings: &mut dyn WarningSink) -> Result<Arc<Code>> {
    let newline = if mode == Mode::Exec { FinalNewline::Add } else { FinalNewline::Keep };
    let source = Source::from_bytes(source.as_bytes(), newline, &no_decoder)?;
    compile(&source, "panel", &CompileOptions::new(mode, optimize), warnings)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Every field of a code object, one a line, as record_code.py writes it.
fn dump(code: &Code) -> String {
    let text = |text: &rpython_frontend::code::Text| text.to_str().unwrap_or("?").to_owned();
    let mut lines = vec![
        format!(
            "code {} {} {} {} {} {} {:#x} {}",
            text(&code.name),
            text(&code.qualname),
            code.argcount,
            code.posonlyargcount,
            code.kwonlyargcount,
            code.stacksize,
            code.flags,
            code.firstlineno
        ),
        hex(&code.code),
        hex(&code.linetable),
        hex(&code.exceptiontable),
    ];
    let names: [Vec<String>; 4] = [
        code.names.iter().map(text).collect(),
        code.varnames().map(text).collect(),
        code.cellvars().map(text).collect(),
        code.freevars().map(text).collect(),
    ];
    for names in names {
        lines.push(std::iter::once("names".to_owned()).chain(names).collect::<Vec<_>>().join(" "));
    }
    lines.extend(code.consts.iter().map(constant));
    lines.push("end".to_owned());
    lines.join("\n")
}

fn constant(value: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(constant).collect::<Vec<_>>();
    match value {
        Const::None => "NoneType None".to_owned(),
        Const::True => "bool True".to_owned(),
        Const::False => "bool False".to_owned(),
        Const::Ellipsis => "ellipsis Ellipsis".to_owned(),
        Const::Int(value) => format!("int {value}"),
        Const::BigInt(value) => format!("int {value}"),
        Const::Float(value) => format!("float {}", hex(&value.to_be_bytes())),
        Const::Complex { re, im } => format!("complex {}{}", hex(&re.to_be_bytes()), hex(&im.to_be_bytes())),
        Const::Str(text) => format!("str {}", hex(text.as_bytes())),
        Const::Bytes(bytes) => format!("bytes {}", hex(bytes)),
        Const::Tuple(items) => format!("tuple [{}]", list(items).join(", ")),
        Const::Slice(parts) => format!("slice [{}]", list(&parts[..]).join(", ")),
        Const::FrozenSet(items) => {
            let mut items = list(items);
            items.sort();
            format!("frozenset [{}]", items.join(", "))
        }
        Const::Code(code) => dump(code),
        other => format!("unexpected {other:?}"),
    }
}

fn checked(source: &str) -> String {
    let mut warnings: Vec<Warning> = Vec::new();
    let mut lines = vec![match compiled(source, Mode::Exec, 0, &mut warnings) {
        Ok(_) => "ok".to_owned(),
        Err(error) => describe(&error),
    }];
    for warning in warnings {
        lines.push(format!("{:?}: {} ({})", warning.class, warning.message, warning.place.line.unwrap_or(0)));
    }
    lines.join("\n")
}

fn describe(error: &CompileError) -> String {
    let place = error.place;
    let number = |value: Option<i64>| value.map_or("None".to_owned(), |value| value.to_string());
    let place = [place.line, place.column, place.end_line, place.end_column].map(number).join(", ");
    format!("{}: {} ({place})", error.class.name(), error.message)
}

#[test]
fn code_is_cpythons() {
    let panel = include_str!("panels/code.txt");
    let mut count = 0;
    let mut wrong = Vec::new();
    for record in panel.split_terminator('\u{1e}') {
        let fields: Vec<&str> = record.split('\u{1f}').collect();
        let [kind, source, expected] = fields[..] else { panic!("a malformed record: {record:?}") };
        count += 1;
        let outcome = match kind.split_once(' ') {
            None => checked(source),
            Some((mode, level)) => {
                let mode = match mode {
                    "exec" => Mode::Exec,
                    "eval" => Mode::Eval,
                    _ => Mode::Single,
                };
                let level = level.parse().unwrap_or(0);
                compiled(source, mode, level, &mut IgnoreWarnings)
                    .map_or_else(|error| describe(&error), |code| dump(&code))
            }
        };
        if outcome != expected {
            wrong.push(format!("{kind}: {source}\n--- ours\n{outcome}\n--- CPython's\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ; the first:\n{}", wrong.len(), wrong[0]);
}
