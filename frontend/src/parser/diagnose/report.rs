//! Raising: where an error stands and what its message says (`pegen_errors.c`, the `RAISE_…` macros).

use super::grammar::{Action, Part, PartOf, Targets, label_of_word};
use super::machine::Machine;
use super::values::{Shape, Value};
use crate::ast::Location;
use crate::error::{CompileError, ErrorClass, ErrorPlace};
use crate::lexer::TokenKind;

/// Columns are bytes from 1 here, 0 where CPython has none.
#[derive(Clone, Copy)]
struct Bytes {
    line: i64,
    column: i64,
    end_line: i64,
    end_column: i64,
}

impl Machine<'_, '_> {
    fn value(values: &[(u8, Value)], label: u8) -> Value {
        values.iter().find(|value| value.0 == label).map_or(Value::ABSENT, |value| value.1)
    }

    /// The labelled value of an alternative: `a`, `b`, ….
    pub(super) fn labelled(values: &[(u8, Value)], label: u8) -> Value {
        Self::value(values, label - b'a' + 1)
    }

    /// What a value is.
    pub(super) fn shape(&self, value: Value) -> Shape {
        match value.as_token().and_then(|index| self.tokens.get(index)) {
            Some(seen) if seen.token.kind == TokenKind::Name => Shape::Name,
            Some(_) => Shape::Node,
            None => self.values.shape(value),
        }
    }

    /// Where a value stands.
    pub(super) fn loc(&self, value: Value) -> Location {
        match value.as_token() {
            Some(index) => self.tokens.get(index).map(|seen| seen.loc).unwrap_or_default(),
            None => self.values.loc(value),
        }
    }

    /// The text of a token value.
    pub(super) fn token_text(&self, value: Value) -> &str {
        let token = value.as_token().and_then(|index| self.tokens.get(index));
        token.map_or("", |seen| seen.token.text(self.text))
    }

    fn part(&self, values: &[(u8, Value)], part: Part) -> Location {
        let value = Self::value(values, part.label);
        let kids = self.values.kids(value);
        let value = match part.of {
            PartOf::Whole => Some(value),
            PartOf::First => kids.first().copied(),
            PartOf::Last => kids.last().copied(),
            PartOf::Comprehension => kids.last().and_then(|&clause| self.values.kids(clause).last().copied()),
        };
        self.loc(value.unwrap_or(Value::ABSENT))
    }

    /// The place of the last expression of a comprehension.
    pub(super) fn comprehension_end(&self, clauses: Value) -> Location {
        let last = self.values.kids(clauses).last();
        let end = last.and_then(|&clause| self.values.kids(clause).last().copied());
        self.loc(end.unwrap_or(Value::ABSENT))
    }

    /// A message with `{name a}`, `{text a}` and `{line a}` filled in.
    fn fill_in(&self, message: &str, values: &[(u8, Value)]) -> String {
        let mut filled = String::new();
        let mut rest = message;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else { break };
            let field = &rest[open + 1..open + close];
            let known = field.split_once(' ').and_then(|(what, label)| {
                let value = Self::value(values, label_of_word(label));
                match what {
                    "name" => Some(self.shape(value).says().to_owned()),
                    "text" => Some(self.token_text(value).to_owned()),
                    "line" => Some(self.loc(value).line.to_string()),
                    _ => None,
                }
            });
            match known {
                Some(text) => {
                    filled.push_str(&rest[..open]);
                    filled.push_str(&text);
                    rest = &rest[open + close + 1..];
                }
                None => {
                    filled.push_str(&rest[..=open]);
                    rest = &rest[open + 1..];
                }
            }
        }
        filled.push_str(rest);
        filled.replace("\\\"", "\"")
    }

    /// Raises what an error action says.
    pub(super) fn report(&mut self, action: &Action, values: &[(u8, Value)]) {
        match action {
            Action::Range(first, last, message) => {
                let (first, last) = (self.part(values, *first), self.part(values, *last));
                let message = self.fill_in(message, values);
                self.raise_range(ErrorClass::SyntaxError, first, last, &message);
            }
            Action::From(part, message) => {
                let loc = self.part(values, *part);
                let message = self.fill_in(message, values);
                self.raise_from(loc, &message);
            }
            Action::Last(message) => self.raise_last(message),
            Action::Next(message) => {
                if self.fill() {
                    self.raise_at_token(ErrorClass::SyntaxError, self.mark, message);
                }
            }
            Action::Indent(message) => {
                let message = self.fill_in(message, values);
                let last = self.tokens.len().saturating_sub(1);
                self.raise_at_token(ErrorClass::IndentationError, last, &message);
            }
            Action::Target(targets, label) => {
                let value = Self::value(values, *label);
                if let Some(wrong) = self.invalid_target(value, *targets) {
                    let verb = if *targets == Targets::Del { "delete" } else { "assign to" };
                    let message = format!("cannot {verb} {}", self.shape(wrong).says());
                    let loc = self.loc(wrong);
                    self.raise_range(ErrorClass::SyntaxError, loc, loc, &message);
                }
            }
            Action::Default | Action::Make(..) | Action::Check(_) => {}
        }
    }

    /// The part of an expression that cannot be a target (`_PyPegen_get_invalid_target`).
    fn invalid_target(&self, value: Value, targets: Targets) -> Option<Value> {
        match self.shape(value) {
            Shape::List | Shape::Tuple => {
                self.values.kids(value).iter().find_map(|&item| self.invalid_target(item, targets))
            }
            Shape::Starred if targets == Targets::Del => Some(value),
            Shape::Starred => self.invalid_target(*self.values.kids(value).first()?, targets),
            Shape::Compare if targets == Targets::For => {
                // `for a in b` reads like a comparison; its left side is the target.
                let kids = self.values.kids(value);
                match *kids {
                    [left, first, ..] if self.shape(first) == Shape::In => self.invalid_target(left, targets),
                    _ => None,
                }
            }
            Shape::Name | Shape::Subscript | Shape::Attribute => None,
            _ => Some(value),
        }
    }

    /// `RAISE_SYNTAX_ERROR`: at the last token read.
    pub(super) fn raise_last(&mut self, message: &str) {
        let last = self.tokens.len().saturating_sub(1);
        self.raise_at_token(ErrorClass::SyntaxError, last, message);
    }

    /// Raises at a token (`_PyPegen_raise_error`).
    pub(super) fn raise_at_token(&mut self, class: ErrorClass, index: usize, message: &str) {
        let Some(seen) = self.tokens.get(index) else {
            self.raise(class, Bytes { line: 0, column: 0, end_line: 0, end_column: -1 }, message);
            return;
        };
        let loc = seen.loc;
        let column = if seen.bare { self.lexer_column() } else { i64::from(loc.col) + 1 };
        let end_column = if seen.bare { -1 } else { i64::from(loc.end_col) + 1 };
        let place = Bytes { line: i64::from(loc.line), column, end_line: i64::from(loc.end_line), end_column };
        self.raise(class, place, message);
    }

    /// The lexer's column in bytes, from 0.
    fn lexer_column(&self) -> i64 {
        let start = self.lexer.line_starts().last().copied().unwrap_or(0);
        i64::from(self.lexer.pos()) - i64::from(start)
    }

    /// Raises from the start of one place to the end of another.
    pub(super) fn raise_range(&mut self, class: ErrorClass, first: Location, last: Location, message: &str) {
        let place = Bytes {
            line: i64::from(first.line),
            column: i64::from(first.col) + 1,
            end_line: i64::from(last.end_line),
            end_column: i64::from(last.end_col) + 1,
        };
        self.raise(class, place, message);
    }

    /// Raises from the start of a place to where the lexer stands.
    pub(super) fn raise_from(&mut self, first: Location, message: &str) {
        let place = Bytes {
            line: i64::from(first.line),
            column: i64::from(first.col) + 1,
            end_line: i64::from(self.lexer.line()),
            end_column: self.lexer_column(),
        };
        self.raise(ErrorClass::SyntaxError, place, message);
    }

    /// Raises at columns that are given as CPython's macros take them: bytes from 0, -1 for none.
    pub(super) fn raise_known(&mut self, line: i32, col: i32, end_line: i32, end_col: i32, message: &str) {
        let place = Bytes {
            line: i64::from(line),
            column: i64::from(col) + 1,
            end_line: i64::from(end_line),
            end_column: i64::from(end_col) + 1,
        };
        self.raise(ErrorClass::SyntaxError, place, message);
    }

    /// Raises, unless something has been raised already.
    fn raise(&mut self, class: ErrorClass, at: Bytes, message: &str) {
        if self.error.is_some() {
            return;
        }
        let text = self.line_text(at.line);
        let column = super::character_column(&text, at.column);
        let end_column = if at.end_column > 0 { super::character_column(&text, at.end_column) } else { at.end_column };
        let place = ErrorPlace {
            line: Some(at.line),
            column: Some(column),
            end_line: Some(at.end_line),
            end_column: Some(end_column),
        };
        self.error = Some(CompileError::new(class, message).at(place).with_text(Some(text)));
    }

    /// The line that an error shows: with its newline if the lexer has come no further.
    fn line_text(&self, line: i64) -> String {
        let index = usize::try_from(line - 1).unwrap_or(0);
        let text = self.text.split_inclusive('\n').nth(index).unwrap_or("");
        if i64::from(self.lexer.line()) <= line { text.to_owned() } else { text.trim_end_matches('\n').to_owned() }
    }
}
