//! The second reading of a program that the fast parser refused: finds the error that CPython reports.
//!
//! CPython's parser tries the alternatives of a grammar in order and looks at tokens only when an alternative asks for them.
//! Its errors follow from that: "invalid syntax" stands at the furthest token that the first pass looked at, and a second
//! pass with more rules finds the better messages, the first rule that matches winning. Only a parser that works the same
//! way reports the same errors, so this is one: [`grammar`] holds the rules as data, [`machine`] interprets them, [`checks`]
//! decides what data cannot say, [`report`] computes places. Speed is no concern here; depth is: it runs on a stack of its
//! own.

mod checks;
mod grammar;
mod machine;
mod report;
mod values;

use super::{Mode, ParseOptions};
use crate::error::{CompileError, ErrorClass, Warning, WarningSink};
use crate::lexer::{ErrorOrigin, LexOptions, Lexer, TokenKind};
use crate::source::Source;
use machine::Machine;

/// How deep rules may nest, and the stack that this takes.
const MAX_LEVEL: u32 = 12_000;
const STACK: usize = 64 << 20;
/// The same where no thread can be had.
const MAX_LEVEL_HERE: u32 = 600;

/// The error of a program that is wrong.
pub(super) fn diagnose(source: &Source<'_>, options: &ParseOptions, warnings: &mut dyn WarningSink) -> CompileError {
    let outcome = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let spawned = thread.spawn_scoped(scope, || find(source, options, MAX_LEVEL));
        spawned.ok().and_then(|handle| handle.join().ok())
    });
    let (error, warned) = outcome.unwrap_or_else(|| find(source, options, MAX_LEVEL_HERE));
    for (warning, raised) in warned {
        if warnings.warn(warning).is_break() {
            return first_lexical_error(source, options).unwrap_or(raised);
        }
    }
    error
}

/// The error, and the warnings before it with the errors that they may become.
fn find(source: &Source<'_>, options: &ParseOptions, max_level: u32) -> (CompileError, Vec<(Warning, CompileError)>) {
    let lex_options = LexOptions { type_comments: options.type_comments, ..LexOptions::default() };
    let mut machine = Machine::new(Lexer::with_options(source, lex_options), options, max_level);
    if machine.run() {
        let rest = machine.text.get(machine.lexer.pos() as usize..).unwrap_or("");
        if options.mode == Mode::Single && more_than_one_statement(rest) {
            machine.raise_last("multiple statements found while compiling a single statement");
        }
        // The fast parser refused what is right: its nesting is bounded more tightly.
        let error = machine.error.take().unwrap_or_else(machine::too_complex);
        return (error, machine.warned);
    }
    let at_end = machine.lexical.as_ref().map_or_else(|| machine.saw_end(), |error| error.at_end);
    let syntax_error = machine.error.as_ref().is_none_or(|error| error.class.is_syntax_error());
    if options.allow_incomplete && at_end && syntax_error {
        machine.raise_incomplete();
    } else if syntax_error {
        find_better(&mut machine);
    }
    let metadata = machine.metadata();
    let error = machine.error.take().unwrap_or_else(machine::too_complex);
    (error.with_metadata(metadata), machine.warned)
}

/// The second pass and what follows it (`_PyPegen_run_parser`, `_Pypegen_set_syntax_error`).
fn find_better(machine: &mut Machine<'_, '_>) {
    let furthest = machine.tokens.last().copied();
    machine.last_statement = None;
    if machine.error.is_none() {
        machine.second_pass = true;
        machine.look_for_errors = true;
        machine.run();
    }
    if machine.error.is_some() {
        if machine.lexical.is_none() && !machine.lexer.at_end() {
            check_rest(machine);
        }
        return;
    }
    let Some(furthest) = furthest else {
        machine.raise_last("error at start before reading any input");
        return;
    };
    let indentation = match furthest.token.kind {
        TokenKind::Indent => Some("unexpected indent"),
        TokenKind::Dedent => Some("unexpected unindent"),
        _ => None,
    };
    if let Some(message) = indentation {
        let last = machine.tokens.len().saturating_sub(1);
        machine.raise_at_token(ErrorClass::IndentationError, last, message);
        return;
    }
    // The furthest token of the first pass: error rules may have looked further.
    machine.raise_range(ErrorClass::SyntaxError, furthest.loc, furthest.loc, "invalid syntax");
    check_rest(machine);
}

/// The lexical error that wins over a warning which became an error.
fn first_lexical_error(source: &Source<'_>, options: &ParseOptions) -> Option<CompileError> {
    let lex_options = LexOptions { type_comments: options.type_comments, ..LexOptions::default() };
    let mut lexer = Lexer::with_options(source, lex_options);
    loop {
        match lexer.next() {
            Ok(token) if token.kind == TokenKind::EndMarker => return None,
            Ok(_) => {}
            Err(error) => {
                let wins = error.origin == ErrorOrigin::Tokenizer && !lexer.in_replacement_string();
                return wins.then(|| lexer.compile_error(&error));
            }
        }
    }
}

/// Lexes the rest of the text: a lexical error there wins over a syntax error, and so does a bracket opened on an earlier
/// line and never closed (`_PyPegen_tokenize_full_source_to_check_for_errors`).
fn check_rest(machine: &mut Machine<'_, '_>) {
    let line = machine.tokens.last().map_or(0, |seen| seen.loc.line);
    loop {
        match machine.lexer.next() {
            Ok(token) if token.kind == TokenKind::EndMarker => return,
            Ok(_) => {}
            // An error in a replacement field is not hidden by what follows in its string.
            Err(_) if machine.lexer.in_replacement_string() => return,
            Err(error) if error.origin == ErrorOrigin::Tokenizer => {
                machine.error = Some(machine.lexer.compile_error(&error));
                return;
            }
            Err(_) => {
                if let Some(open) = machine.lexer.open_bracket()
                    && line > open.line as i32
                {
                    machine.error = None;
                    let message = format!("'{}' was never closed", open.bracket as char);
                    machine.raise_known(open.line as i32, open.col as i32, open.line as i32, -1, &message);
                }
                return;
            }
        }
    }
}

/// A byte offset from 1 as a character offset from 1 in a line (`_PyPegen_byte_offset_to_character_offset`).
pub(super) fn character_column(line: &str, column: i64) -> i64 {
    let Ok(column) = usize::try_from(column) else { return column };
    let bytes = line.as_bytes();
    let whole = bytes.iter().take(column).filter(|&&byte| byte & 0xC0 != 0x80).count();
    (whole + usize::from(column > bytes.len())) as i64
}

/// Whether anything but blanks and comments follows the one statement of mode `single`.
pub(super) fn more_than_one_statement(rest: &str) -> bool {
    rest.split('\n').any(|line| {
        let line = line.trim_start_matches([' ', '\t', '\u{C}']);
        !line.is_empty() && !line.starts_with('#')
    })
}
