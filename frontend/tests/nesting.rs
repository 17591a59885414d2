//! Nesting of any depth is an error or a tree, never a crash.

use rpython_frontend::error::{ErrorClass, IgnoreWarnings};
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{Mode, ParseOptions, parse};
use rpython_frontend::source::{FinalNewline, Source};

/// What a program comes to: nothing, or class and message.
fn outcome(text: &str) -> Option<(ErrorClass, String)> {
    let source = Source::from_text(text, FinalNewline::Add).expect("the program has no NUL");
    let options = ParseOptions { mode: Mode::Exec, ..ParseOptions::default() };
    parse(&source, &options, &mut Interner::new(), &mut IgnoreWarnings)
        .err()
        .map(|error| (error.class, error.message.clone()))
}

fn too_complex() -> Option<(ErrorClass, String)> {
    Some((ErrorClass::MemoryError, "Parser stack overflowed - Python source too complex to parse".to_owned()))
}

fn syntax(message: &str) -> Option<(ErrorClass, String)> {
    Some((ErrorClass::SyntaxError, message.to_owned()))
}

#[test]
fn brackets() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("a[", "]"), ("{1:", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert_eq!(outcome(&nested(100)), None, "{open}");
        assert_eq!(outcome(&nested(200)), None, "{open}");
        assert_eq!(outcome(&nested(201)), syntax("too many nested parentheses"), "{open}");
        assert_eq!(outcome(&nested(100_000)), syntax("too many nested parentheses"), "{open}");
        assert_eq!(outcome(&open.repeat(100_000)), syntax("too many nested parentheses"), "{open}");
    }
}

#[test]
fn brackets_that_are_wrong_inside() {
    for wrong in ["1 1", "a = ", "*", "lambda", "f'{", "x for y"] {
        let text = format!("{}{wrong}{}", "(".repeat(190), ")".repeat(190));
        assert!(outcome(&text).is_some_and(|(class, _)| class.is_syntax_error()), "{wrong}");
        let text = format!("{}{wrong}{}", "[{1:(".repeat(60), ")}]".repeat(60));
        assert!(outcome(&text).is_some_and(|(class, _)| class.is_syntax_error()), "{wrong}");
    }
}

#[test]
fn operators() {
    for (before, after) in
        [("-", "1"), ("not ", "1"), ("~", "1"), ("a if b else ", "1"), ("lambda: ", "1"), ("a**", "1")]
    {
        let nested = |depth: usize| format!("{}{after}", before.repeat(depth));
        assert_eq!(outcome(&nested(500)), None, "{before}");
        assert_eq!(outcome(&nested(200_000)), too_complex(), "{before}");
    }
}

#[test]
fn chains_on_the_left_have_no_limit() {
    for step in ["+1", ".b", "()", "[0]", " and b", " < b", ", b", " = b"] {
        assert_eq!(outcome(&format!("a{}", step.repeat(100_000))), None, "{step}");
    }
}

#[test]
fn chains_that_end_wrong() {
    for step in ["+1", ".b", "()", "[0]", " and b", " < b", ", b", " = b"] {
        let error = outcome(&format!("a{} 1", step.repeat(2_000)));
        assert!(error.is_some_and(|(class, _)| class == ErrorClass::SyntaxError), "{step}");
    }
}

#[test]
fn blocks() {
    let nested = |depth: usize| {
        let headers: String = (0..depth).map(|level| format!("{}if x:\n", " ".repeat(level))).collect();
        format!("{headers}{}pass\n", " ".repeat(depth))
    };
    assert_eq!(outcome(&nested(99)), None);
    let error = Some((ErrorClass::IndentationError, "too many levels of indentation".to_owned()));
    assert_eq!(outcome(&nested(100)), error);
    let elifs = format!("if a: pass\n{}", "elif a: pass\n".repeat(3_000));
    assert_eq!(outcome(&elifs), None);
    assert_eq!(outcome(&format!("if a: pass\n{}", "elif a: pass\n".repeat(100_000))), too_complex());
}

#[test]
fn replacement_strings() {
    let nested = |depth: usize| format!("{}1{}", "f'{".repeat(depth), "}'".repeat(depth));
    assert_eq!(outcome(&nested(100)), None);
    assert_eq!(outcome(&nested(1_000)), syntax("too many nested f-strings or t-strings"));
    assert!(outcome(&"f'{".repeat(1_000)).is_some());
    assert!(outcome(&"f'{a:{".repeat(1_000)).is_some());
}

#[test]
fn patterns() {
    let nested = |depth: usize| format!("match x:\n case {}1{}: pass", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(outcome(&nested(190)), None);
    assert_eq!(outcome(&nested(1_000)), syntax("too many nested parentheses"));
}
