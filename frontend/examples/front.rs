//! A program to look at the frontend's work: `front -- tokens FILE`.

use std::io::Write;
use std::process::ExitCode;

use rpython_frontend::lexer::{Lexer, TokenKind};
use rpython_frontend::source::{FinalNewline, Source, no_decoder};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["lex", file] => lex(file),
        _ => Err("usage: front lex FILE".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the tokens that the parser gets: positions, name and text, one a line.
fn lex(file: &str) -> Result<(), String> {
    let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    let source = Source::from_bytes(&bytes, FinalNewline::Add, &no_decoder).map_err(|error| error.to_string())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut lexer = Lexer::new(&source);
    loop {
        match lexer.next() {
            Ok(token) => {
                let (end_line, end_col) = lexer.end_position(&token);
                let text = token.text(source.text());
                let (line, col) = (token.line, token.col);
                writeln!(out, "{line},{col}-{end_line},{end_col}:\t{}\t{text:?}", token.kind.name())
                    .map_err(|error| error.to_string())?;
                if token.kind == TokenKind::EndMarker {
                    return Ok(());
                }
            }
            Err(error) => {
                let place = (error.line, error.column, error.end_line, error.end_column);
                writeln!(out, "{}: {} {place:?}", error.class.name(), error.message)
                    .map_err(|error| error.to_string())?;
                return Ok(());
            }
        }
    }
}
