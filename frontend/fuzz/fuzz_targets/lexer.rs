//! Any bytes: decoding and lexing end, in bounded steps, with tokens that lie in order in the text; and the tokens of
//! `tokenize`, read line by line, are those of the whole text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rpython_frontend::lexer::{LexOptions, Lexer, TokenKind};
use rpython_frontend::source::{FinalNewline, Source, detect_encoding, no_decoder};
use rpython_frontend::tokenize::{TokenizeError, Tokenizer};

fuzz_target!(|data: &[u8]| {
    let Some((&mode, bytes)) = data.split_first() else { return };
    let _ = detect_encoding(bytes, None, &no_decoder);
    let newline = if mode & 1 == 0 { FinalNewline::Add } else { FinalNewline::Keep };
    if let Ok(source) = Source::from_bytes(bytes, newline, &no_decoder) {
        let options = LexOptions { type_comments: mode & 2 != 0, extra_tokens: mode & 4 != 0 };
        lex(&source, options, mode & 8 != 0);
    }
    tokenize(&String::from_utf8_lossy(bytes), mode & 4 != 0);
});

/// Lexes to the end, past errors too if `insist`.
fn lex(source: &Source<'_>, options: LexOptions, insist: bool) {
    let text = source.text();
    let mut lexer = Lexer::with_options(source, options);
    let mut last = 0;
    for _ in 0..16 * text.len() + 1024 {
        match lexer.next() {
            Ok(token) => {
                assert!(token.start <= token.end, "{token:?}");
                assert!(text.is_char_boundary(token.start as usize), "{token:?}");
                assert!(text.is_char_boundary(token.end as usize), "{token:?}");
                assert!(token.kind == TokenKind::Indent || token.start >= last, "{token:?} before {last}");
                last = token.end;
                let (line, col) = lexer.end_position(&token);
                assert!((line, col) >= (token.line, token.col), "{token:?} ends at {line}, {col}");
                let _ = lexer.field_expression(&token);
                if token.kind == TokenKind::EndMarker {
                    return;
                }
            }
            Err(error) => {
                let _ = lexer.compile_error(&error);
                if !insist {
                    return;
                }
                last = lexer.pos();
                if lexer.at_end() {
                    return;
                }
            }
        }
    }
    assert!(insist, "the lexer does not end");
}

/// `tokenize` by lines, and as fast as the lines come.
fn tokenize(text: &str, extra_tokens: bool) {
    let mut lines = text.split_inclusive('\n');
    let mut readline = |line: &mut String| -> Result<(), ()> {
        line.push_str(lines.next().unwrap_or(""));
        Ok(())
    };
    let mut tokenizer = Tokenizer::new(extra_tokens);
    for _ in 0..16 * text.len() + 1024 {
        match tokenizer.next(&mut readline) {
            Ok(Some(token)) => assert!(token.start.0 <= token.end.0, "{token:?}"),
            Ok(None) | Err(TokenizeError::Syntax(_)) => return,
            Err(TokenizeError::Read(())) => unreachable!("readline does not fail"),
        }
    }
    panic!("the tokenizer does not end");
}
