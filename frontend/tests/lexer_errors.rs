//! Lexical errors and warnings against what CPython says of the same sources (`record_lexer_errors.py`).

use rpython_frontend::lexer::{LexOptions, Lexer, TokenKind};
use rpython_frontend::source::{FinalNewline, Source, SourceErrorPlace, no_decoder};

/// A JSON string of ASCII as text; other values as they are.
fn unquote(field: &str) -> String {
    let Some(inner) = field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return field.to_owned() };
    let mut units = Vec::new();
    let mut rest = inner.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            units.push(character as u16);
            continue;
        }
        units.push(match rest.next() {
            Some('u') => u16::from_str_radix(&rest.by_ref().take(4).collect::<String>(), 16).expect("four digits"),
            Some('n') => 10,
            Some('t') => 9,
            Some('r') => 13,
            Some('b') => 8,
            Some('f') => 12,
            Some(other) => other as u16,
            None => panic!("a backslash ends {field}"),
        });
    }
    String::from_utf16(&units).expect("no lone surrogates")
}

/// Class, message, line, column, end line, end column, text, and whether more input may help; and the warnings.
fn outcome(source: Result<Source<'_>, rpython_frontend::source::SourceError>) -> (Vec<String>, String) {
    let none = || "-".to_owned();
    let source = match source {
        Ok(source) => source,
        Err(error) => {
            let mut fields = vec!["SyntaxError".to_owned(), error.message];
            fields.extend(match error.place {
                SourceErrorPlace::Nowhere => [none(), none(), none(), none(), none()],
                SourceErrorPlace::File => ["0".to_owned(), "-1".to_owned(), none(), none(), none()],
                SourceErrorPlace::Line { line, column, end_column, text } => {
                    [line.to_string(), column.to_string(), line.to_string(), end_column.to_string(), text]
                }
            });
            fields.push("final".to_owned());
            return (fields, String::new());
        }
    };
    let mut lexer = Lexer::new(&source);
    let fields = loop {
        match lexer.next() {
            Ok(token) if token.kind == TokenKind::EndMarker => break vec![none(); 8],
            Ok(_) => {}
            Err(error) => {
                let text = lexer.compile_error(&error).text.clone().unwrap_or_else(none);
                break vec![
                    error.class.name().to_owned(),
                    error.message.clone(),
                    error.line.to_string(),
                    error.column.to_string(),
                    error.end_line.to_string(),
                    error.end_column.to_string(),
                    text,
                    if error.at_end { "incomplete".to_owned() } else { "final".to_owned() },
                ];
            }
        }
    };
    let warnings: Vec<String> =
        lexer.take_warnings().iter().map(|warning| format!("{} {}", warning.message, warning.line)).collect();
    (fields, warnings.join("|"))
}

#[test]
fn errors_are_cpythons() {
    let mut failures = Vec::new();
    let mut count = 0;
    for line in include_str!("data/lexer_errors.txt").lines() {
        let fields: Vec<String> = line.split('\t').map(unquote).collect();
        let text = &fields[1];
        let bytes: Vec<u8> = text.chars().map(|character| character as u8).collect();
        let (found, warnings) = outcome(if fields[0] == "b" {
            Source::from_bytes(&bytes, FinalNewline::Add, &no_decoder)
        } else {
            Source::from_text(text, FinalNewline::Add)
        });
        count += 1;
        if found != fields[2..10] || warnings != fields[10] {
            failures.push(format!("{text:?}\n  CPython {:?}\n  here    {found:?} {warnings:?}", &fields[2..]));
        }
    }
    assert!(count > 200);
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}

/// Whatever comes, the lexer ends, also when it goes on after errors.
#[test]
fn going_on_after_errors_ends() {
    for line in include_str!("data/lexer_errors.txt").lines() {
        let text = unquote(line.split('\t').nth(1).expect("a source"));
        let Ok(source) = Source::from_text(&text, FinalNewline::Keep) else { continue };
        for extra_tokens in [false, true] {
            let mut lexer = Lexer::with_options(&source, LexOptions { type_comments: true, extra_tokens });
            let mut steps = 0;
            while steps < 10 * text.len() + 1000 {
                steps += 1;
                if lexer.next().is_ok_and(|token| token.kind == TokenKind::EndMarker) {
                    break;
                }
            }
        }
    }
}
