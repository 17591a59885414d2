//! Compound statements: what has a block.

use super::tokens::Start;
use super::{Fail, MAX_CHAIN, Parser, R};
use crate::ast::*;
use crate::lexer::{Keyword, Token, TokenKind};
use smallvec::SmallVec;

impl Parser<'_, '_> {
    /// A compound statement: it ends with the last line of its last block, `;` included, not at the newline or dedent.
    #[inline]
    fn compound(&mut self, kind: Stmt, start: Start) -> StmtId {
        let loc = self.to_block_end(start);
        self.ast.add_stmt(kind, loc)
    }

    fn to_block_end(&self, start: Start) -> Location {
        let (end_line, end_col) = self.block_end;
        Location { line: start.line as i32, col: start.col as i32, end_line, end_col }
    }

    /// A compound statement, if one starts here.
    pub(super) fn compound_statement(&mut self, start: Start) -> R<Option<StmtId>> {
        let stmt = match self.tokens.keyword {
            Keyword::If => self.if_statement(start)?,
            Keyword::For => self.for_statement(start, false)?,
            Keyword::While => self.while_statement(start)?,
            Keyword::Try => self.try_statement(start)?,
            Keyword::With => self.with_statement(start, false)?,
            Keyword::Def => self.function_definition(start, List::EMPTY, false)?,
            Keyword::Class => self.class_definition(start, List::EMPTY)?,
            Keyword::Async => {
                self.since(5)?;
                self.tokens.advance();
                match self.tokens.keyword {
                    Keyword::Def => self.function_definition(start, List::EMPTY, true)?,
                    Keyword::For => self.for_statement(start, true)?,
                    Keyword::With => self.with_statement(start, true)?,
                    _ => return Err(Fail),
                }
            }
            Keyword::Match => return self.match_statement(start),
            _ if self.tokens.is(TokenKind::At) => self.decorated()?,
            _ => return Ok(None),
        };
        Ok(Some(stmt))
    }

    /// The statements after a `:`.
    pub(super) fn block(&mut self) -> R<List<StmtId>> {
        let mark = self.scratch.len();
        if self.tokens.eat(TokenKind::Newline) {
            self.tokens.expect(TokenKind::Indent)?;
            loop {
                self.statement()?;
                if self.tokens.eat(TokenKind::Dedent) {
                    break;
                }
                if self.tokens.is(TokenKind::EndMarker) {
                    return Err(Fail);
                }
            }
        } else {
            self.simple_statements()?;
        }
        Ok(self.take_list(mark))
    }

    fn else_block(&mut self) -> R<List<StmtId>> {
        if !self.tokens.eat_keyword(Keyword::Else) {
            return Ok(List::EMPTY);
        }
        self.tokens.expect(TokenKind::Colon)?;
        self.block()
    }

    /// `if` with its chain of `elif`s, which nest to the right in the tree.
    fn if_statement(&mut self, start: Start) -> R<StmtId> {
        let mut branches: SmallVec<[(Start, ExprId, List<StmtId>); 4]> = SmallVec::new();
        let mut at = start;
        loop {
            if branches.len() >= MAX_CHAIN {
                return Err(Fail);
            }
            self.tokens.advance();
            let test = self.named_expression()?;
            self.tokens.expect(TokenKind::Colon)?;
            let body = self.block()?;
            branches.push((at, test, body));
            at = self.tokens.start();
            if !self.tokens.is_keyword(Keyword::Elif) {
                break;
            }
        }
        let mut orelse = self.else_block()?;
        let mut result = None;
        while let Some((start, test, body)) = branches.pop() {
            let stmt = self.compound(Stmt::If { test, body, orelse }, start);
            if !branches.is_empty() {
                orelse = self.ast.add_list(&[stmt]);
            }
            result = Some(stmt);
        }
        result.ok_or(Fail)
    }

    fn while_statement(&mut self, start: Start) -> R<StmtId> {
        self.tokens.advance();
        let test = self.named_expression()?;
        self.tokens.expect(TokenKind::Colon)?;
        let body = self.block()?;
        let orelse = self.else_block()?;
        Ok(self.compound(Stmt::While { test, body, orelse }, start))
    }

    fn for_statement(&mut self, start: Start, is_async: bool) -> R<StmtId> {
        self.tokens.advance();
        let target = self.star_targets()?;
        self.tokens.expect_keyword(Keyword::In)?;
        let iter = self.star_expressions()?;
        self.tokens.expect(TokenKind::Colon)?;
        let type_comment = self.type_comment();
        let body = self.block()?;
        let orelse = self.else_block()?;
        let kind = if is_async {
            Stmt::AsyncFor { target, iter, body, orelse, type_comment }
        } else {
            Stmt::For { target, iter, body, orelse, type_comment }
        };
        Ok(self.compound(kind, start))
    }

    fn try_statement(&mut self, start: Start) -> R<StmtId> {
        self.tokens.advance();
        self.tokens.expect(TokenKind::Colon)?;
        let body = self.block()?;
        let mark = self.scratch.len();
        let mut star = None;
        while self.tokens.is_keyword(Keyword::Except) {
            let at = self.tokens.start();
            self.tokens.advance();
            let has_star = self.tokens.eat(TokenKind::Star);
            if has_star {
                self.since(11)?;
            }
            if *star.get_or_insert(has_star) != has_star {
                return Err(Fail);
            }
            let handler = self.except_handler(at, has_star)?;
            self.push(handler);
        }
        let handlers = self.take_list(mark);
        let orelse = if handlers.is_empty() { List::EMPTY } else { self.else_block()? };
        let finalbody = if self.tokens.eat_keyword(Keyword::Finally) {
            self.tokens.expect(TokenKind::Colon)?;
            self.block()?
        } else {
            List::EMPTY
        };
        if handlers.is_empty() && finalbody.is_empty() {
            return Err(Fail);
        }
        let kind = if star == Some(true) {
            Stmt::TryStar { body, handlers, orelse, finalbody }
        } else {
            Stmt::Try { body, handlers, orelse, finalbody }
        };
        Ok(self.compound(kind, start))
    }

    /// A handler after `except` or `except *`.
    fn except_handler(&mut self, start: Start, star: bool) -> R<ExceptHandlerId> {
        let mut exc_type = None;
        let mut name = None;
        if !self.tokens.is(TokenKind::Colon) {
            let start_of_types = self.tokens.start();
            let mut value = self.expression()?;
            if self.tokens.is(TokenKind::Comma) {
                // Several types without parentheses (PEP 758); they cannot have an `as`.
                self.since(14)?;
                value = self.rest_of_expressions(value, start_of_types)?;
            } else if self.tokens.eat_keyword(Keyword::As) {
                name = Some(self.identifier()?);
            }
            exc_type = Some(value);
        } else if star {
            return Err(Fail);
        }
        self.tokens.expect(TokenKind::Colon)?;
        let body = self.block()?;
        let loc = self.to_block_end(start);
        Ok(self.ast.add(Node { kind: ExceptHandler { exc_type, name, body }, loc }))
    }

    fn with_statement(&mut self, start: Start, is_async: bool) -> R<StmtId> {
        self.tokens.advance();
        let items = self.with_items()?;
        self.tokens.expect(TokenKind::Colon)?;
        let type_comment = self.type_comment();
        let body = self.block()?;
        let kind = if is_async {
            Stmt::AsyncWith { items, body, type_comment }
        } else {
            Stmt::With { items, body, type_comment }
        };
        Ok(self.compound(kind, start))
    }

    /// The items before the `:`. An opening parenthesis may belong to the list of items or to the first expression; the
    /// first reading is tried first.
    fn with_items(&mut self) -> R<List<WithItemId>> {
        if self.tokens.is(TokenKind::LPar) {
            let mark = self.tokens.mark();
            let scratch = self.scratch.len();
            let depth = self.depth;
            if let Ok(items) = self.parenthesized_with_items() {
                self.tokens.release();
                return Ok(items);
            }
            self.tokens.rewind(mark);
            self.scratch.truncate(scratch);
            self.depth = depth;
        }
        let mark = self.scratch.len();
        loop {
            let item = self.with_item()?;
            self.push(item);
            if !self.tokens.eat(TokenKind::Comma) {
                return Ok(self.take_list(mark));
            }
        }
    }

    fn parenthesized_with_items(&mut self) -> R<List<WithItemId>> {
        self.tokens.expect(TokenKind::LPar)?;
        let mark = self.scratch.len();
        loop {
            let item = self.with_item()?;
            self.push(item);
            if !self.tokens.eat(TokenKind::Comma) || self.tokens.is(TokenKind::RPar) {
                break;
            }
        }
        self.tokens.expect(TokenKind::RPar)?;
        if !self.tokens.is(TokenKind::Colon) {
            return Err(Fail);
        }
        Ok(self.take_list(mark))
    }

    fn with_item(&mut self) -> R<WithItemId> {
        let context_expr = self.expression()?;
        let mut optional_vars = None;
        if self.tokens.eat_keyword(Keyword::As) {
            optional_vars = Some(self.star_target()?);
            if !matches!(self.tokens.kind(), TokenKind::Comma | TokenKind::RPar | TokenKind::Colon) {
                return Err(Fail);
            }
        }
        Ok(self.ast.add(WithItem { context_expr, optional_vars }))
    }

    fn decorated(&mut self) -> R<StmtId> {
        let mark = self.scratch.len();
        while self.tokens.eat(TokenKind::At) {
            let decorator = self.named_expression()?;
            self.push(decorator);
            self.tokens.expect(TokenKind::Newline)?;
        }
        let decorators = self.take_list(mark);
        let start = self.tokens.start();
        match self.tokens.keyword {
            Keyword::Def => self.function_definition(start, decorators, false),
            Keyword::Class => self.class_definition(start, decorators),
            Keyword::Async => {
                self.since(5)?;
                self.tokens.advance();
                self.function_definition(start, decorators, true)
            }
            _ => Err(Fail),
        }
    }

    fn function_definition(&mut self, start: Start, decorator_list: List<ExprId>, is_async: bool) -> R<StmtId> {
        self.tokens.expect_keyword(Keyword::Def)?;
        let name = self.identifier()?;
        let type_params = self.type_parameters()?;
        self.tokens.expect(TokenKind::LPar)?;
        let args = self.parameters()?;
        self.tokens.expect(TokenKind::RPar)?;
        let returns = if self.tokens.eat(TokenKind::RArrow) { Some(self.expression()?) } else { None };
        self.tokens.expect(TokenKind::Colon)?;
        let type_comment = self.function_type_comment()?;
        let body = self.block()?;
        let function =
            self.ast.add(FunctionDef { name, args, body, decorator_list, returns, type_comment, type_params });
        let kind = if is_async { Stmt::AsyncFunctionDef(function) } else { Stmt::FunctionDef(function) };
        Ok(self.compound(kind, start))
    }

    /// A type comment after the `:` or alone on the next line.
    fn function_type_comment(&mut self) -> R<Option<Name>> {
        if self.tokens.is(TokenKind::Newline) && self.tokens.peek().kind == TokenKind::TypeComment {
            self.tokens.advance();
            let comment = self.type_comment();
            // The comment's line is no statement: a newline and the block follow.
            if !self.tokens.is(TokenKind::Newline) || self.tokens.peek().kind != TokenKind::Indent {
                return Err(Fail);
            }
            return Ok(comment);
        }
        let comment = self.type_comment();
        if comment.is_some() && self.tokens.is(TokenKind::Newline) && self.tokens.peek().kind == TokenKind::TypeComment
        {
            return Err(Fail);
        }
        Ok(comment)
    }

    fn class_definition(&mut self, start: Start, decorator_list: List<ExprId>) -> R<StmtId> {
        self.tokens.expect_keyword(Keyword::Class)?;
        let name = self.identifier()?;
        let type_params = self.type_parameters()?;
        let (bases, keywords) = if self.tokens.is(TokenKind::LPar) {
            // Unlike a call's, these arguments cannot be a generator expression that borrows the parentheses.
            let token: Token = self.tokens.advance();
            let open = Start { line: token.line, col: token.col };
            let (bases, keywords) = self.arguments(open)?;
            if let Some(base) = self.ast.list(bases).first()
                && matches!(self.ast[base].kind, Expr::GeneratorExp { .. })
                && (self.ast[base].loc.line, self.ast[base].loc.col) == (open.line as i32, open.col as i32)
            {
                return Err(Fail);
            }
            (bases, keywords)
        } else {
            (List::EMPTY, List::EMPTY)
        };
        self.tokens.expect(TokenKind::Colon)?;
        let body = self.block()?;
        let class = self.ast.add(ClassDef { name, bases, keywords, body, decorator_list, type_params });
        Ok(self.compound(Stmt::ClassDef(class), start))
    }

    /// A `match` statement, or nothing if `match` is a name here.
    fn match_statement(&mut self, start: Start) -> R<Option<StmtId>> {
        use TokenKind::*;
        let next = self.tokens.peek();
        let may_start = match next.kind {
            Name => {
                !next.keyword.is_hard()
                    || matches!(
                        next.keyword,
                        Keyword::True
                            | Keyword::False
                            | Keyword::None
                            | Keyword::Not
                            | Keyword::Lambda
                            | Keyword::Await
                    )
            }
            Number | String | FStringStart | TStringStart | LPar | LSqb | LBrace | Ellipsis | Minus | Plus | Tilde
            | Star => true,
            _ => false,
        };
        if !may_start {
            return Ok(None);
        }
        let mark = self.tokens.mark();
        let scratch = self.scratch.len();
        let depth = self.depth;
        let header = self.match_header();
        let Ok(subject) = header else {
            self.tokens.rewind(mark);
            self.scratch.truncate(scratch);
            self.depth = depth;
            return Ok(None);
        };
        self.tokens.release();
        self.since(10)?;
        let cases_mark = self.scratch.len();
        while self.tokens.is_keyword(Keyword::Case) {
            self.tokens.advance();
            let pattern = self.patterns()?;
            let guard = if self.tokens.eat_keyword(Keyword::If) { Some(self.named_expression()?) } else { None };
            self.tokens.expect(Colon)?;
            let body = self.block()?;
            let case = self.ast.add(MatchCase { pattern, guard, body });
            self.push(case);
        }
        self.tokens.expect(Dedent)?;
        let cases = self.take_list(cases_mark);
        Ok(Some(self.compound(Stmt::Match { subject, cases }, start)))
    }

    /// `match`, the subject, and the way into the block; then a `case` must come.
    fn match_header(&mut self) -> R<ExprId> {
        self.tokens.advance();
        let start = self.tokens.start();
        let starred = self.tokens.is(TokenKind::Star);
        let first = self.subject_item()?;
        let subject = if starred || self.tokens.is(TokenKind::Comma) {
            let mark = self.scratch.len();
            self.push(first);
            if !self.tokens.is(TokenKind::Comma) {
                return Err(Fail);
            }
            while self.tokens.eat(TokenKind::Comma) {
                if self.tokens.is(TokenKind::Colon) {
                    break;
                }
                let next = self.subject_item()?;
                self.push(next);
            }
            let elts = self.take_list(mark);
            self.expr(Expr::Tuple { elts, ctx: Ctx::Load }, start)
        } else {
            first
        };
        self.tokens.expect(TokenKind::Colon)?;
        self.tokens.expect(TokenKind::Newline)?;
        self.tokens.expect(TokenKind::Indent)?;
        if !self.tokens.is_keyword(Keyword::Case) {
            return Err(Fail);
        }
        Ok(subject)
    }

    fn subject_item(&mut self) -> R<ExprId> {
        if self.tokens.is(TokenKind::Star) { self.star_expression() } else { self.named_expression() }
    }
}
