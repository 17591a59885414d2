//! String literals: single ones, implicit concatenation, f-strings and t-strings (PEP 701, PEP 750;
//! `action_helpers.c: _PyPegen_concatenate_strings`).

use super::literals::{self, InvalidEscape, Literal};
use super::tokens::Start;
use super::{Fail, Parser, R};
use crate::ast::*;
use crate::constant::Constant;
use crate::error::{CompileError, ErrorPlace, Warning, WarningClass};
use crate::lexer::{Token, TokenKind, expression_text};
use crate::wtf8::Wtf8Buf;
use smallvec::SmallVec;

/// A part of a string under construction.
#[derive(Clone, Copy)]
enum Piece {
    Text { text: Name, kind: Option<Name>, loc: Location },
    Field(ExprId),
}

type Pieces = SmallVec<[Piece; 8]>;

/// What differs between f-strings and t-strings.
struct Flavour {
    middle: TokenKind,
    end: TokenKind,
    template: bool,
}

const F_STRING: Flavour = Flavour { middle: TokenKind::FStringMiddle, end: TokenKind::FStringEnd, template: false };
const T_STRING: Flavour = Flavour { middle: TokenKind::TStringMiddle, end: TokenKind::TStringEnd, template: true };

impl Parser<'_, '_> {
    /// A number token.
    pub(super) fn number(&mut self) -> R<ExprId> {
        let token = self.tokens.expect(TokenKind::Number)?;
        let text = token.text(self.text);
        if self.options.feature_version < 6 && text.contains('_') {
            return Err(Fail);
        }
        let value = literals::number(text, self.options.max_str_digits).map_err(|_| Fail)?;
        let kind = self.constant(value);
        let loc = self.tokens.token_loc(&token);
        Ok(self.ast.add_expr(kind, loc))
    }

    /// `strings`: one or more adjacent literals.
    pub(super) fn strings(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        match self.tokens.kind() {
            TokenKind::TStringStart => self.template_strings(start),
            TokenKind::String => {
                let token = self.tokens.advance();
                let literal = Literal::new(token.text(self.text));
                if literal.bytes {
                    return self.bytes_literals(token, literal, start);
                }
                let text = self.decode(literal.body, literal.raw, &token)?;
                let kind = if literal.kind_u { Some(self.kind_u()) } else { None };
                let loc = self.tokens.token_loc(&token);
                if !matches!(self.tokens.kind(), TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart)
                {
                    let value = self.ast.add_constant(Constant::Str(text));
                    return Ok(self.ast.add_expr(Expr::Constant { value, kind }, loc));
                }
                let mut pieces = Pieces::new();
                pieces.push(Piece::Text { text, kind, loc });
                self.more_strings(pieces, start)
            }
            _ => self.more_strings(Pieces::new(), start),
        }
    }

    fn kind_u(&mut self) -> Name {
        *self.kind_u.get_or_insert_with(|| self.names.intern("u"))
    }

    /// The rest of a concatenation of strings and f-strings after `pieces`.
    fn more_strings(&mut self, mut pieces: Pieces, start: Start) -> R<ExprId> {
        let mut formatted = false;
        loop {
            match self.tokens.kind() {
                TokenKind::String => {
                    let token = self.tokens.advance();
                    let literal = Literal::new(token.text(self.text));
                    if literal.bytes {
                        return Err(Fail);
                    }
                    let text = self.decode(literal.body, literal.raw, &token)?;
                    let kind = if literal.kind_u { Some(self.kind_u()) } else { None };
                    let loc = self.tokens.token_loc(&token);
                    pieces.push(Piece::Text { text, kind, loc });
                }
                TokenKind::FStringStart => {
                    formatted = true;
                    self.nested(|p| p.replacement_string(&F_STRING, &mut pieces))?;
                }
                TokenKind::TStringStart => return Err(Fail),
                _ => break,
            }
        }
        if formatted {
            let values = self.fold(&pieces);
            return Ok(self.expr(Expr::JoinedStr { values }, start));
        }
        let mut first = None;
        let mut joined = Wtf8Buf::new();
        for piece in &pieces {
            if let Piece::Text { text, kind, .. } = piece {
                first.get_or_insert(*kind);
                joined.push_wtf8(self.names.wtf8(*text));
            }
        }
        let text = self.names.intern_wtf8(joined.as_wtf8());
        let value = self.ast.add_constant(Constant::Str(text));
        Ok(self.expr(Expr::Constant { value, kind: first.flatten() }, start))
    }

    fn bytes_literals(&mut self, first: Token, literal: Literal<'_>, start: Start) -> R<ExprId> {
        let mut out = Vec::new();
        self.decode_bytes(&literal, &first, &mut out)?;
        loop {
            match self.tokens.kind() {
                TokenKind::String => {
                    let token = self.tokens.advance();
                    let literal = Literal::new(token.text(self.text));
                    if !literal.bytes {
                        return Err(Fail);
                    }
                    self.decode_bytes(&literal, &token, &mut out)?;
                }
                TokenKind::FStringStart | TokenKind::TStringStart => return Err(Fail),
                _ => break,
            }
        }
        let kind = self.constant(Constant::Bytes(out.into()));
        Ok(self.expr(kind, start))
    }

    fn decode_bytes(&mut self, literal: &Literal<'_>, token: &Token, out: &mut Vec<u8>) -> R<()> {
        if !literal.body.is_ascii() {
            return Err(Fail);
        }
        if literal.raw {
            out.extend_from_slice(literal.body.as_bytes());
            return Ok(());
        }
        let invalid = literals::decode_bytes(literal.body, out).map_err(|_| Fail)?;
        if let Some(invalid) = invalid {
            self.warn(literal.body, invalid, token);
        }
        Ok(())
    }

    /// The text of a body. `token` is the one that CPython blames invalid escapes on.
    fn decode(&mut self, body: &str, raw: bool, token: &Token) -> R<Name> {
        if raw || memchr::memchr(b'\\', body.as_bytes()).is_none() {
            return Ok(self.names.intern(body));
        }
        let mut out = Wtf8Buf::with_capacity(body.len());
        let invalid = literals::decode_str(body, self.options.character_by_name, &mut out).map_err(|_| Fail)?;
        if let Some(invalid) = invalid {
            self.warn(body, invalid, token);
        }
        Ok(self.names.intern_wtf8(out.as_wtf8()))
    }

    #[cold]
    fn warn(&mut self, body: &str, invalid: InvalidEscape, token: &Token) {
        if let Some((warning, error)) = invalid_escape(self.text, body, invalid, token) {
            self.warnings.push((token.start, warning, error));
        }
    }

    /// The pieces of an f-string or t-string.
    fn replacement_string(&mut self, flavour: &Flavour, pieces: &mut Pieces) -> R<()> {
        let opening = self.tokens.advance();
        let raw = opening.has(Token::RAW);
        // Escapes are decoded once the end is known: it is what CPython blames them on.
        let mut texts: SmallVec<[(usize, Token); 8]> = SmallVec::new();
        loop {
            if self.tokens.is(flavour.middle) {
                let token = self.tokens.advance();
                texts.push((pieces.len(), token));
                let loc = self.tokens.token_loc(&token);
                pieces.push(Piece::Text { text: self.names.empty(), kind: None, loc });
            } else if self.tokens.is(TokenKind::LBrace) {
                self.replacement_field(flavour, flavour.template, raw, pieces)?;
            } else {
                break;
            }
        }
        let closing = self.tokens.expect(flavour.end)?;
        for (index, token) in texts {
            let decoded = self.decode(token.text(self.text), raw, &closing)?;
            if let Some(Piece::Text { text, .. }) = pieces.get_mut(index) {
                *text = decoded;
            }
        }
        Ok(())
    }

    /// `{expression=!conversion:format}`. In a t-string it is an interpolation, save within a format specification.
    fn replacement_field(&mut self, flavour: &Flavour, interpolation: bool, raw: bool, pieces: &mut Pieces) -> R<()> {
        let start = self.tokens.start();
        let brace = self.tokens.advance();
        let value = self.nested(Self::yield_or_star_expressions)?;
        let equal = self.tokens.cur();
        let debug = self.tokens.eat(TokenKind::Equal);
        // The first token after the expression (and `=`) knows the expression's text.
        let after = self.tokens.cur();
        let mut debug_end = None;
        let mut conversion = -1;
        if self.tokens.eat(TokenKind::Exclamation) {
            let letter = self.tokens.cur();
            if !self.tokens.is_name() || letter.start != after.end {
                return Err(Fail);
            }
            conversion = match letter.text(self.text) {
                "s" => 's' as i16,
                "r" => 'r' as i16,
                "a" => 'a' as i16,
                _ => return Err(Fail),
            };
            self.tokens.advance();
            debug_end = Some((letter.line as i32, letter.col as i32 - 1));
        }
        let mut format_spec = None;
        if self.tokens.is(TokenKind::Colon) {
            let colon = self.tokens.start();
            debug_end.get_or_insert((colon.line as i32, colon.col as i32));
            format_spec = Some(self.nested(|p| p.format_spec(flavour, raw))?);
        } else if debug && conversion < 0 {
            conversion = 'r' as i16;
        }
        let closing = self.tokens.expect(TokenKind::RBrace)?;
        let loc = self.tokens.loc(start);
        let (debug_line, debug_col) = debug_end.unwrap_or((loc.end_line, loc.end_col - 1));
        if debug || interpolation {
            let source = self.tokens.field_expression(&after).or_else(|| self.tokens.field_expression(&closing));
            let source = expression_text(source.ok_or(Fail)?);
            if debug {
                let text = self.names.intern(&source);
                let loc = Location { line: loc.line, col: loc.col + 1, end_line: debug_line, end_col: debug_col };
                pieces.push(Piece::Text { text, kind: None, loc });
            }
            if interpolation {
                // Up to the `=` and without it; the space before it stays.
                let whole = self.text.get(brace.end as usize..equal.start as usize);
                let before = whole.filter(|_| debug).map(expression_text);
                let text = before.as_deref().unwrap_or(&source);
                let text = Constant::Str(self.names.intern(text));
                let text = self.ast.add_constant(text);
                let field = self.ast.add_expr(Expr::Interpolation { conversion, value, text, format_spec }, loc);
                pieces.push(Piece::Field(field));
                return Ok(());
            }
        }
        let field = self.ast.add_expr(Expr::FormattedValue { conversion, value, format_spec }, loc);
        pieces.push(Piece::Field(field));
        Ok(())
    }

    /// `:` and the format after it.
    fn format_spec(&mut self, flavour: &Flavour, raw: bool) -> R<ExprId> {
        let start = self.tokens.start();
        self.tokens.advance();
        let mut pieces = Pieces::new();
        loop {
            if self.tokens.is(flavour.middle) {
                let token = self.tokens.advance();
                let text = self.decode(token.text(self.text), raw, &token)?;
                let loc = self.tokens.token_loc(&token);
                pieces.push(Piece::Text { text, kind: None, loc });
            } else if self.tokens.is(TokenKind::LBrace) {
                self.replacement_field(flavour, false, raw, &mut pieces)?;
            } else {
                break;
            }
        }
        let values = self.fold(&pieces);
        Ok(self.expr(Expr::JoinedStr { values }, start))
    }

    fn template_strings(&mut self, start: Start) -> R<ExprId> {
        self.since(14)?;
        let mut pieces = Pieces::new();
        while self.tokens.is(TokenKind::TStringStart) {
            self.nested(|p| p.replacement_string(&T_STRING, &mut pieces))?;
        }
        if matches!(self.tokens.kind(), TokenKind::String | TokenKind::FStringStart) {
            return Err(Fail);
        }
        let values = self.fold(&pieces);
        Ok(self.expr(Expr::TemplateStr { values }, start))
    }

    /// The values of a joined string: neighbouring texts become one, empty ones go.
    fn fold(&mut self, pieces: &[Piece]) -> List<ExprId> {
        let mark = self.scratch.len();
        let mut index = 0;
        while let Some(&piece) = pieces.get(index) {
            index += 1;
            let (mut text, kind, mut loc) = match piece {
                Piece::Field(field) => {
                    self.push(field);
                    continue;
                }
                Piece::Text { text, kind, loc } => (text, kind, loc),
            };
            if matches!(pieces.get(index), Some(Piece::Text { .. })) {
                let mut joined = Wtf8Buf::new();
                joined.push_wtf8(self.names.wtf8(text));
                while let Some(&Piece::Text { text: next, loc: next_loc, .. }) = pieces.get(index) {
                    joined.push_wtf8(self.names.wtf8(next));
                    (loc.end_line, loc.end_col) = (next_loc.end_line, next_loc.end_col);
                    index += 1;
                }
                text = self.names.intern_wtf8(joined.as_wtf8());
            }
            if text == self.names.empty() {
                continue;
            }
            let value = self.ast.add_constant(Constant::Str(text));
            let constant = self.ast.add_expr(Expr::Constant { value, kind }, loc);
            self.push(constant);
        }
        self.take_list(mark)
    }
}

/// The warning about an invalid escape in a token's body, and the error it may become
/// (`string_parser.c: warn_invalid_escape_sequence`). Nothing where the lexer has warned already.
pub(super) fn invalid_escape(
    text: &str,
    body: &str,
    invalid: InvalidEscape,
    token: &Token,
) -> Option<(Warning, CompileError)> {
    let in_replacement_string = matches!(
        token.kind,
        TokenKind::FStringMiddle | TokenKind::FStringEnd | TokenKind::TStringMiddle | TokenKind::TStringEnd
    );
    if in_replacement_string && body[invalid.at..].starts_with(['{', '}']) {
        return None;
    }
    let (message, error) = invalid.messages(body);
    let line = token.line as usize + invalid.lines;
    let mut column = invalid.columns;
    if invalid.lines == 0 {
        let token_text = token.text(text);
        let quote = token_text.chars().next().filter(|c| matches!(c, '\'' | '"'));
        column += token.col as usize + token_text.chars().take_while(|&c| Some(c) == quote).count();
    }
    let source_line = text.split_inclusive('\n').nth(line.saturating_sub(1)).unwrap_or("");
    let column_of = |column: usize| Some(super::diagnose::character_column(source_line, column as i64));
    let line = Some(line as i64);
    let place = ErrorPlace { line, column: column_of(column), end_line: line, end_column: column_of(column + 2) };
    let warning = Warning { class: WarningClass::SyntaxWarning, message, place };
    Some((warning, CompileError::syntax(error, place).with_text(Some(source_line.to_owned()))))
}
