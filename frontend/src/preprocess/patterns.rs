//! Numbers in patterns: `-1`, `1-2j` and the like become constants (CPython: ast_preprocess.c,
//! `fold_const_match_patterns`).

use crate::ast::*;
use crate::constant::Constant;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Folds the value and key patterns of a tree.
pub(super) fn fold(ast: &mut Ast) {
    for pattern in ast.all::<Node<Pattern>>() {
        match ast[pattern].kind {
            Pattern::MatchValue { value } => fold_number(ast, value),
            Pattern::MatchMapping { keys, .. } => {
                for key in ast.list(keys).to_vec() {
                    fold_number(ast, key);
                }
            }
            _ => {}
        }
    }
}

fn fold_number(ast: &mut Ast, id: ExprId) {
    match ast[id].kind {
        Expr::Constant { .. } => return,
        Expr::BinOp { left, .. } if !matches!(ast[left].kind, Expr::BinOp { .. }) => fold_number(ast, left),
        _ => {}
    }
    if let Some(value) = number(ast, id) {
        let value = ast.add_constant(value);
        ast[id].kind = Expr::Constant { value, kind: None };
    }
}

/// The value of a number: a literal with a minus, or a real (already folded) and an imaginary part.
fn number(ast: &Ast, id: ExprId) -> Option<Constant> {
    match ast[id].kind {
        Expr::UnaryOp { op: UnaryOp::USub, operand } => negative(literal(ast, operand)?),
        Expr::BinOp { left, op, right } => {
            let real = as_float(&literal(ast, left)?)?;
            let Constant::Complex { re, im } = literal(ast, right)? else { return None };
            match op {
                // An operation of a real with a complex number leaves the imaginary part alone, but for its sign.
                Operator::Add => Some(Constant::Complex { re: real + re, im }),
                Operator::Sub => Some(Constant::Complex { re: real - re, im: -im }),
                _ => None,
            }
        }
        _ => None,
    }
}

fn literal(ast: &Ast, id: ExprId) -> Option<Constant> {
    let Expr::Constant { value, .. } = ast[id].kind else { return None };
    Some(ast[value].clone())
}

fn negative(value: Constant) -> Option<Constant> {
    Some(match value {
        Constant::Int(value) => {
            value.checked_neg().map_or_else(|| Constant::from_bigint(-BigInt::from(value)), Constant::Int)
        }
        Constant::BigInt(value) => Constant::from_bigint(-*value),
        Constant::Float(value) => Constant::Float(-value),
        Constant::Complex { re, im } => Constant::Complex { re: -re, im: -im },
        _ => return None,
    })
}

/// A real number as a float; none when it is too large, which is CPython's OverflowError.
fn as_float(value: &Constant) -> Option<f64> {
    match value {
        Constant::Int(value) => Some(*value as f64),
        Constant::BigInt(value) => value.to_f64().filter(|value| value.is_finite()),
        Constant::Float(value) => Some(*value),
        _ => None,
    }
}
