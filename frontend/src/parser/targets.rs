//! What can be bound or deleted: expressions are parsed as such and then turned into targets.

use super::{Fail, Parser, R};
use crate::ast::*;
use crate::lexer::TokenKind;

impl Parser<'_, '_> {
    /// `star_targets`: the targets of a `for`, where `in` ends them.
    pub(super) fn star_targets(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let first = self.star_target()?;
        if !self.tokens.is(TokenKind::Comma) {
            return Ok(first);
        }
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat(TokenKind::Comma) {
            if !self.at_target() {
                break;
            }
            let next = self.star_target()?;
            self.push(next);
        }
        let elts = self.take_list(mark);
        Ok(self.expr(Expr::Tuple { elts, ctx: Ctx::Store }, start))
    }

    fn at_target(&self) -> bool {
        matches!(self.tokens.kind(), TokenKind::Star) || self.at_atom()
    }

    /// Whether an atom can start here.
    fn at_atom(&self) -> bool {
        use TokenKind::*;
        match self.tokens.kind() {
            Name => {
                use crate::lexer::Keyword;
                let keyword = self.tokens.keyword;
                !keyword.is_hard() || matches!(keyword, Keyword::True | Keyword::False | Keyword::None)
            }
            Number | String | FStringStart | TStringStart | LPar | LSqb | LBrace | Ellipsis => true,
            _ => false,
        }
    }

    pub(super) fn star_target(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        if self.tokens.eat(TokenKind::Star) {
            let value = self.primary()?;
            self.bind(value, Ctx::Store)?;
            return Ok(self.expr(Expr::Starred { value, ctx: Ctx::Store }, start));
        }
        let target = self.primary()?;
        self.bind(target, Ctx::Store)?;
        Ok(target)
    }

    /// `del_targets`.
    pub(super) fn del_targets(&mut self) -> R<List<ExprId>> {
        let mark = self.scratch.len();
        loop {
            let target = self.primary()?;
            self.bind(target, Ctx::Del)?;
            self.push(target);
            if !self.tokens.eat(TokenKind::Comma) || !self.at_atom() {
                break;
            }
        }
        Ok(self.take_list(mark))
    }

    /// Turns an expression into a target (`_PyPegen_set_expr_context`); gives up where it cannot be one.
    pub(super) fn bind(&mut self, target: ExprId, ctx: Ctx) -> R<()> {
        let items = match &mut self.ast[target].kind {
            Expr::Name { ctx: old, .. } | Expr::Attribute { ctx: old, .. } | Expr::Subscript { ctx: old, .. } => {
                *old = ctx;
                return Ok(());
            }
            Expr::Starred { ctx: old, value } if ctx == Ctx::Store => {
                *old = ctx;
                let value = *value;
                return self.bind(value, ctx);
            }
            Expr::Tuple { elts, ctx: old } | Expr::List { elts, ctx: old } => {
                *old = ctx;
                *elts
            }
            _ => return Err(Fail),
        };
        for index in 0..self.ast.list(items).len() {
            let Some(item) = self.ast.list(items).get(index) else { break };
            self.bind(item, ctx)?;
        }
        Ok(())
    }
}
