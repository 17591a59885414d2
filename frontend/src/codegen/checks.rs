//! Warnings about code that cannot mean what it says: calling or subscripting a literal, `is` with a literal.

use super::{Compiler, loc};
use crate::ast::{CmpOp, Expr, ExprId, List};
use crate::constant::Constant;
use crate::error::Result;

/// The type that a constant has.
fn constant_type(value: &Constant) -> &'static str {
    match value {
        Constant::None => "NoneType",
        Constant::True | Constant::False => "bool",
        Constant::Ellipsis => "ellipsis",
        Constant::Int(_) | Constant::BigInt(_) => "int",
        Constant::Float(_) => "float",
        Constant::Complex { .. } => "complex",
        Constant::Str(_) => "str",
        Constant::Bytes(_) => "bytes",
        Constant::Tuple(_) => "tuple",
        Constant::FrozenSet(_) => "frozenset",
    }
}

impl Compiler<'_> {
    /// The type that an expression visibly has (infer_type).
    fn infer_type(&self, e: ExprId) -> Option<&'static str> {
        Some(match self.ast[e].kind {
            Expr::Tuple { .. } => "tuple",
            Expr::List { .. } | Expr::ListComp { .. } => "list",
            Expr::Dict { .. } | Expr::DictComp { .. } => "dict",
            Expr::Set { .. } | Expr::SetComp { .. } => "set",
            Expr::GeneratorExp { .. } => "generator",
            Expr::Lambda { .. } => "function",
            Expr::TemplateStr { .. } | Expr::Interpolation { .. } => "string.templatelib.Template",
            Expr::JoinedStr { .. } | Expr::FormattedValue { .. } => "str",
            Expr::Constant { value, .. } => constant_type(&self.ast[value]),
            _ => return None,
        })
    }

    /// Whether an operand of `is` is anything but a literal; the singletons may be compared.
    fn is_identity_operand(&self, e: ExprId) -> bool {
        match self.ast[e].kind {
            Expr::Tuple { elts, .. } => !self.ast.list(elts).iter().all(|item| self.constant(item).is_some()),
            Expr::Constant { value, .. } => {
                matches!(self.ast[value], Constant::None | Constant::True | Constant::False | Constant::Ellipsis)
            }
            _ => true,
        }
    }

    pub(super) fn check_compare(
        &mut self,
        e: ExprId,
        left: ExprId,
        ops: List<CmpOp>,
        comparators: List<ExprId>,
    ) -> Result<()> {
        let ast = self.ast;
        let mut left = left;
        for (op, right) in ast.list(ops).iter().zip(ast.list(comparators)) {
            let (word, instead) = match op {
                CmpOp::Is => ("is", "=="),
                CmpOp::IsNot => ("is not", "!="),
                _ => {
                    left = right;
                    continue;
                }
            };
            let literal = if !self.is_identity_operand(left) {
                left
            } else if !self.is_identity_operand(right) {
                right
            } else {
                left = right;
                continue;
            };
            let kind = self.infer_type(literal).unwrap_or("object");
            let message = format!("\"{word}\" with '{kind}' literal. Did you mean \"{instead}\"?");
            return self.warn(loc(ast[e].loc), message);
        }
        Ok(())
    }

    pub(super) fn check_caller(&mut self, func: ExprId) -> Result<()> {
        if matches!(self.ast[func].kind, Expr::Lambda { .. }) {
            return Ok(());
        }
        match self.infer_type(func) {
            Some(kind) => {
                let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
                self.warn(self.loc(func), message)
            }
            None => Ok(()),
        }
    }

    pub(super) fn check_subscripter(&mut self, e: ExprId) -> Result<()> {
        let suspicious = match self.ast[e].kind {
            Expr::Constant { value, .. } => matches!(
                self.ast[value],
                Constant::None
                    | Constant::True
                    | Constant::False
                    | Constant::Ellipsis
                    | Constant::Int(_)
                    | Constant::BigInt(_)
                    | Constant::Float(_)
                    | Constant::Complex { .. }
                    | Constant::FrozenSet(_)
            ),
            Expr::Set { .. }
            | Expr::SetComp { .. }
            | Expr::GeneratorExp { .. }
            | Expr::TemplateStr { .. }
            | Expr::Interpolation { .. }
            | Expr::Lambda { .. } => true,
            _ => false,
        };
        match self.infer_type(e) {
            Some(kind) if suspicious => {
                let message = format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
                self.warn(self.loc(e), message)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn check_index(&mut self, e: ExprId, index: ExprId) -> Result<()> {
        let index_kind = match self.infer_type(index) {
            None | Some("int" | "bool") => return Ok(()),
            Some(kind) => kind,
        };
        let suspicious = match self.ast[e].kind {
            Expr::Constant { value, .. } => {
                matches!(self.ast[value], Constant::Str(_) | Constant::Bytes(_) | Constant::Tuple(_))
            }
            Expr::Tuple { .. }
            | Expr::List { .. }
            | Expr::ListComp { .. }
            | Expr::JoinedStr { .. }
            | Expr::FormattedValue { .. } => true,
            _ => false,
        };
        match self.infer_type(e) {
            Some(kind) if suspicious => {
                let message =
                    format!("{kind} indices must be integers or slices, not {index_kind}; perhaps you missed a comma?");
                self.warn(self.loc(e), message)
            }
            _ => Ok(()),
        }
    }
}
