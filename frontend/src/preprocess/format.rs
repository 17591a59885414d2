//! `'literal %s %5r' % (a, b)` becomes the f-string `f'literal {a!s} {b!r:>5}'` (CPython: ast_preprocess.c,
//! `optimize_format`).
//!
//! Only `%s`, `%r` and `%a` with a short width and precision, as many as there are items, and none of those starred: for
//! these both forms give the same text.

use crate::ast::*;
use crate::constant::Constant;
use crate::names::Interner;
use crate::wtf8::Wtf8;

/// A literal made from a part of the template has no place.
const NOWHERE: Location = Location { line: -1, col: -1, end_line: -1, end_col: -1 };

/// A width or precision has fewer digits than this.
const MAX_DIGITS: usize = 3;

/// Rewrites the operation `id`, or leaves it as it is.
pub(super) fn optimize(ast: &mut Ast, names: &mut Interner, id: ExprId, template: Name, elts: List<ExprId>) {
    if ast.list(elts).iter().any(|elt| matches!(ast[elt].kind, Expr::Starred { .. })) {
        return;
    }
    let Some(pieces) = parse(names.wtf8(template).as_bytes(), ast.list(elts).len()) else { return };
    let mut items = ast.list(elts).to_vec().into_iter();
    let mut values = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Literal(text) => values.push(literal(ast, names, &text)),
            Piece::Field { conversion, spec } => {
                let Some(value) = items.next() else { return };
                let loc = ast[value].loc;
                let format_spec = (!spec.is_empty()).then(|| literal(ast, names, spec.as_bytes()));
                values.push(ast.add_expr(Expr::FormattedValue { conversion, value, format_spec }, loc));
            }
        }
    }
    let values = ast.add_list(&values);
    ast[id].kind = Expr::JoinedStr { values };
}

fn literal(ast: &mut Ast, names: &mut Interner, text: &[u8]) -> ExprId {
    let value = Constant::Str(names.intern_wtf8(Wtf8::from_bytes_unchecked(text)));
    let value = ast.add_constant(value);
    ast.add_expr(Expr::Constant { value, kind: None }, NOWHERE)
}

enum Piece {
    Literal(Vec<u8>),
    Field { conversion: i16, spec: String },
}

/// The pieces of a template with exactly `fields` fields, all of them simple. Everything that matters is ASCII, so the
/// bytes of the encoded text will do.
fn parse(template: &[u8], fields: usize) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    let mut found = 0;
    loop {
        let mut text = Vec::new();
        loop {
            match rest {
                [b'%', b'%', after @ ..] => {
                    text.push(b'%');
                    rest = after;
                }
                [b'%', ..] | [] => break,
                [byte, after @ ..] => {
                    text.push(*byte);
                    rest = after;
                }
            }
        }
        if !text.is_empty() {
            pieces.push(Piece::Literal(text));
        }
        let Some((_, after)) = rest.split_first() else { break };
        if found == fields {
            return None;
        }
        found += 1;
        let (piece, after) = parse_field(after)?;
        pieces.push(piece);
        rest = after;
    }
    (found == fields).then_some(pieces)
}

/// What follows a `%`: flags, width, precision and one of `s`, `r`, `a`.
fn parse_field(text: &[u8]) -> Option<(Piece, &[u8])> {
    let flags = text.iter().take_while(|byte| b"-+ #0".contains(byte)).count();
    let (flags, text) = text.split_at(flags);
    let (width, mut text) = digits(text)?;
    let mut precision = None;
    if let [b'.', after @ ..] = text {
        let (value, after) = digits(after)?;
        precision = Some(value.unwrap_or(0));
        text = after;
    }
    let (&conversion, rest) = text.split_first()?;
    if !b"sra".contains(&conversion) {
        return None;
    }
    let mut spec = String::new();
    if let Some(width) = width {
        // %-formatting adjusts to the right, f-strings adjust text to the left.
        if !flags.contains(&b'-') && width > 0 {
            spec.push('>');
        }
        spec.push_str(&width.to_string());
    }
    if let Some(precision) = precision {
        spec.push_str(&format!(".{precision}"));
    }
    Some((Piece::Field { conversion: i16::from(conversion), spec }, rest))
}

/// A number at the start of the text; `None` when it is too long.
fn digits(text: &[u8]) -> Option<(Option<u32>, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count >= MAX_DIGITS {
        return None;
    }
    let (digits, rest) = text.split_at(count);
    let value = digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    Some(((count > 0).then_some(value), rest))
}
