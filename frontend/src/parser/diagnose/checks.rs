//! The checks that the grammar leaves to Rust: what literals denote, and errors that depend on more than their shape.

use super::grammar::Check;
use super::machine::Machine;
use super::values::{Shape, Value};
use crate::error::{CompileError, ErrorClass};
use crate::lexer::{Keyword, Token, TokenKind};
use crate::parser::literals::{self, EscapeError, InvalidEscape, Literal};
use crate::parser::strings::invalid_escape;
use crate::wtf8::Wtf8Buf;

impl Machine<'_, '_> {
    /// The value that a check makes, or nothing if it fails; `start` is the alternative's first token.
    pub(super) fn check(&mut self, check: Check, start: usize, values: &[(u8, Value)]) -> Option<Value> {
        let a = Self::labelled(values, b'a');
        let b = Self::labelled(values, b'b');
        match check {
            Check::Null => None,
            Check::Register => {
                self.register(start);
                Some(self.values.add(Shape::Node, self.span(start), &[]))
            }
            Check::Future => {
                self.future_import(start);
                Some(self.values.add(Shape::Node, self.span(start), &[]))
            }
            Check::NotEqual => self.not_equal(),
            Check::Chevrons => {
                let (less, greater) = (self.loc(a), self.loc(b));
                if (less.end_line, less.end_col) == (greater.line, greater.col) {
                    let message = "invalid syntax.  Maybe you meant '!=' instead of '<>'?";
                    self.raise_range(ErrorClass::SyntaxError, less, greater, message);
                }
                None
            }
            Check::Real => {
                if self.shape(a) == Shape::Imaginary {
                    let loc = self.loc(a);
                    self.raise_range(ErrorClass::SyntaxError, loc, loc, "real number required in complex literal");
                    return None;
                }
                Some(a)
            }
            Check::Imaginary => {
                if self.shape(a) != Shape::Imaginary {
                    let loc = self.loc(a);
                    self.raise_range(ErrorClass::SyntaxError, loc, loc, "imaginary number required in complex literal");
                    return None;
                }
                Some(a)
            }
            Check::Number => self.number(a),
            Check::String => self.string(a),
            Check::FString => {
                let end = Self::labelled(values, b'c');
                self.replacement_string(a, b, end, Shape::JoinedStr, start)
            }
            Check::TString => {
                let end = Self::labelled(values, b'c');
                self.replacement_string(a, b, end, Shape::TemplateStr, start)
            }
            Check::Format => self.format(a),
            Check::Concatenate => self.concatenate(a, start),
            Check::Conversion => self.conversion(a, b),
            Check::Field => self.field(a, start),
            Check::Legacy => {
                if !matches!(self.token_text(a), "print" | "exec") {
                    return None;
                }
                let name = self.token_text(a).to_owned();
                let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                self.raise_range(ErrorClass::SyntaxError, self.loc(a), self.loc(b), &message);
                None
            }
            Check::MissingComma => {
                let legacy = self.shape(a) == Shape::Name && matches!(self.token_text(a), "print" | "exec");
                let nested =
                    self.mark.checked_sub(1).and_then(|last| self.tokens.get(last)).is_some_and(|s| s.level > 0);
                if !legacy && nested {
                    let message = "invalid syntax. Perhaps you forgot a comma?";
                    self.raise_range(ErrorClass::SyntaxError, self.loc(a), self.loc(b), message);
                }
                None
            }
            Check::NonparenGenexp => {
                let kids = self.values.kids(a);
                let is_argument = |kid: &Value| !matches!(self.shape(*kid), Shape::Keyword | Shape::KeywordUnpacking);
                let arguments: Vec<Value> = kids.iter().copied().filter(is_argument).collect();
                if let [_, .., last] = *arguments {
                    let end = self.comprehension_end(b);
                    let message = "Generator expression must be parenthesized";
                    self.raise_range(ErrorClass::SyntaxError, self.loc(last), end, message);
                }
                None
            }
            Check::PositionalFollows => {
                let unpacked = self.values.kids(a).iter().any(|&kid| self.shape(kid) == Shape::KeywordUnpacking);
                let message = if unpacked {
                    "positional argument follows keyword argument unpacking"
                } else {
                    "positional argument follows keyword argument"
                };
                self.raise_last(message);
                None
            }
            Check::DictionaryKey => {
                let loc = self.loc(a);
                let message = "':' expected after dictionary key";
                self.raise_known(loc.line, loc.end_col - 1, loc.end_line, -1, message);
                None
            }
            Check::TypeVarTuple => self.type_parameter(a, b, "TypeVarTuple"),
            Check::ParamSpec => self.type_parameter(a, b, "ParamSpec"),
        }
    }

    /// Notes a whole compound statement as the last one, unless a later one has been noted or it is a function. A class
    /// starts after its decorators.
    fn register(&mut self, start: usize) {
        let statement = self.tokens[start.min(self.mark)..self.mark].iter();
        let decorated = statement.clone().next().is_some_and(|seen| seen.token.kind == TokenKind::At);
        let mut statement = statement.skip_while(|seen| decorated && !starts_definition(seen.token.keyword));
        let Some(first) = statement.next() else { return };
        let is_async = first.token.keyword == Keyword::Async;
        let second = statement.next().map(|seen| seen.token.keyword);
        if first.token.keyword == Keyword::Def || is_async && second == Some(Keyword::Def) {
            return;
        }
        let (line, column) = (i64::from(first.loc.line), i64::from(first.loc.col));
        if self.last_statement.is_none_or(|(last, _)| last <= line) {
            self.last_statement = Some((line, column));
        }
    }

    fn type_parameter(&mut self, colon: Value, bound: Value, kind: &str) -> Option<Value> {
        let what = if self.shape(bound) == Shape::Tuple { "constraints" } else { "bound" };
        self.raise_from(self.loc(colon), &format!("cannot use {what} with {kind}"));
        None
    }

    /// Sees whether the import just read switches to `<>`.
    fn future_import(&mut self, start: usize) {
        let texts: Vec<&str> =
            self.tokens[start.min(self.mark)..self.mark].iter().map(|seen| seen.token.text(self.text)).collect();
        if texts.get(1) == Some(&"__future__") && texts.get(2) == Some(&"import") && texts.contains(&"barry_as_FLUFL") {
            self.flufl = true;
        }
    }

    fn not_equal(&mut self) -> Option<Value> {
        if !self.fill() {
            return None;
        }
        let token = self.tokens.get(self.mark)?.token;
        if token.kind != TokenKind::NotEqual {
            return None;
        }
        // Without the future import `<>` is two tokens.
        self.mark += 1;
        if self.flufl && token.text(self.text) == "!=" {
            self.raise_last("with Barry as BDFL, use '<>' instead of '!='");
            return None;
        }
        Some(Value::token(self.mark - 1))
    }

    fn token(&self, value: Value) -> Option<Token> {
        Some(self.tokens.get(value.as_token()?)?.token)
    }

    fn number(&mut self, value: Value) -> Option<Value> {
        let token = self.token(value)?;
        let text = token.text(self.text);
        if self.options.feature_version < 6 && text.contains('_') {
            self.raise_last("Underscores in numeric literals are only supported in Python 3.6 and greater");
            return None;
        }
        let loc = self.loc(value);
        match literals::number(text, self.options.max_str_digits) {
            Ok(_) => {
                let shape = if text.ends_with(['j', 'J']) { Shape::Imaginary } else { Shape::Literal };
                let hexadecimal = text.starts_with("0x") || text.starts_with("0X");
                let shape = if hexadecimal { Shape::Literal } else { shape };
                Some(self.values.add(shape, loc, &[]))
            }
            Err(literals::TooManyDigits(digits)) => {
                let message = format!(
                    "Exceeds the limit ({} digits) for integer string conversion: value has {digits} digits; use \
                     sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer \
                     literals to avoid decimal conversion limits.",
                    self.options.max_str_digits
                );
                self.raise_known(loc.line, -1, loc.end_line, -1, &message);
                None
            }
        }
    }

    fn string(&mut self, value: Value) -> Option<Value> {
        let token = self.token(value)?;
        let literal = Literal::new(token.text(self.text));
        let loc = self.loc(value);
        if literal.bytes && !literal.body.is_ascii() {
            self.raise_range(ErrorClass::SyntaxError, loc, loc, "bytes can only contain ASCII literal characters");
            return None;
        }
        let mut shape = Shape::Literal;
        if literal.bytes {
            shape = Shape::Bytes;
            if !literal.raw {
                match literals::decode_bytes(literal.body, &mut Vec::new()) {
                    Ok(invalid) => self.warn(literal.body, invalid, &token),
                    Err(EscapeError(message)) => self.raise_last(&format!("(value error) {message}")),
                }
            }
        } else if !literal.raw
            && let Err(message) = self.decode(literal.body, &token)
        {
            self.raise_last(&message);
        }
        if self.error.is_some() {
            return None;
        }
        Some(self.values.add(shape, loc, &[]))
    }

    /// Decodes a body: the message of the error, if it has one. `blamed` is the token that a warning points at.
    fn decode(&mut self, body: &str, blamed: &Token) -> Result<(), String> {
        match literals::decode_str(body, self.options.character_by_name, &mut Wtf8Buf::new()) {
            Ok(invalid) => {
                self.warn(body, invalid, blamed);
                Ok(())
            }
            Err(EscapeError(message)) => Err(format!("(unicode error) {message}")),
        }
    }

    /// Warns of an invalid escape, unless errors are looked for.
    fn warn(&mut self, body: &str, invalid: Option<InvalidEscape>, token: &Token) {
        if self.look_for_errors {
            return;
        }
        let found = invalid.and_then(|invalid| invalid_escape(self.text, body, invalid, token));
        self.warned.extend(found);
    }

    fn replacement_string(
        &mut self,
        opening: Value,
        parts: Value,
        closing: Value,
        shape: Shape,
        start: usize,
    ) -> Option<Value> {
        let raw = self.token(opening)?.has(Token::RAW);
        let closing = self.token(closing)?;
        let parts = self.values.kids(parts).to_vec();
        for part in parts {
            let Some(token) = self.token(part) else { continue };
            let body = token.text(self.text);
            if raw || !body.contains('\\') {
                continue;
            }
            if let Err(message) = self.decode(body, &closing) {
                let loc = self.loc(part);
                self.raise_range(ErrorClass::SyntaxError, loc, loc, &message);
            }
            if self.error.is_some() {
                return None;
            }
        }
        let loc = self.span(start);
        Some(self.values.add(shape, loc, &[]))
    }

    fn format(&mut self, value: Value) -> Option<Value> {
        let token = self.token(value)?;
        let body = token.text(self.text);
        if !token.has(Token::RAW)
            && body.contains('\\')
            && let Err(message) = self.decode(body, &token)
        {
            // CPython forgets to turn this one into a SyntaxError.
            let message = message.trim_start_matches("(unicode error) ");
            self.error = Some(CompileError::new(ErrorClass::UnicodeDecodeError, message));
        }
        if self.error.is_some() { None } else { Some(value) }
    }

    fn concatenate(&mut self, literals: Value, start: usize) -> Option<Value> {
        let kids = self.values.kids(literals);
        let bytes = kids.iter().filter(|&&kid| self.shape(kid) == Shape::Bytes).count();
        let formatted = kids.iter().any(|&kid| self.shape(kid) == Shape::JoinedStr);
        let others = kids.len() - bytes;
        if bytes > 0 && others > 0 {
            self.raise_last("cannot mix bytes and nonbytes literals");
            return None;
        }
        let shape = match (bytes > 0, formatted) {
            (true, _) => Shape::Bytes,
            (false, true) => Shape::JoinedStr,
            (false, false) => Shape::Literal,
        };
        let loc = self.span(start);
        Some(self.values.add(shape, loc, &[]))
    }

    /// `f` or `t`: the kind of string that the last token stands in.
    fn string_prefix(&self) -> char {
        let mut closed = 0;
        for seen in self.tokens[..self.mark.min(self.tokens.len())].iter().rev() {
            match seen.token.kind {
                TokenKind::FStringEnd | TokenKind::TStringEnd => closed += 1,
                TokenKind::FStringStart | TokenKind::TStringStart if closed > 0 => closed -= 1,
                TokenKind::FStringStart => return 'f',
                TokenKind::TStringStart => return 't',
                _ => {}
            }
        }
        'f'
    }

    fn conversion(&mut self, exclamation: Value, letter: Value) -> Option<Value> {
        let (first, second) = (self.loc(exclamation), self.loc(letter));
        if (first.line, first.end_col) != (second.line, second.col) {
            let prefix = self.string_prefix();
            let message = format!("{prefix}-string: conversion type must come right after the exclamation mark");
            self.raise_range(ErrorClass::SyntaxError, first, second, &message);
            return None;
        }
        Some(letter)
    }

    fn field(&mut self, conversion: Value, start: usize) -> Option<Value> {
        let text = self.token_text(conversion);
        if conversion != Value::ABSENT && !matches!(text, "s" | "r" | "a") {
            let prefix = self.string_prefix();
            let message = format!("{prefix}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
            let loc = self.loc(conversion);
            self.raise_range(ErrorClass::SyntaxError, loc, loc, &message);
            return None;
        }
        let loc = self.span(start);
        Some(self.values.add(Shape::Node, loc, &[]))
    }
}

/// Whether what decorators decorate starts with this keyword.
fn starts_definition(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::Def | Keyword::Class | Keyword::Async)
}
