//! Simple statements, and the four kinds of input.

use super::tokens::Start;
use super::{Fail, Parser, R};
use crate::ast::*;
use crate::lexer::{Keyword, TokenKind};

/// The operator of an augmented assignment.
fn augmented(kind: TokenKind) -> Option<Operator> {
    Some(match kind {
        TokenKind::PlusEqual => Operator::Add,
        TokenKind::MinEqual => Operator::Sub,
        TokenKind::StarEqual => Operator::Mult,
        TokenKind::AtEqual => Operator::MatMult,
        TokenKind::SlashEqual => Operator::Div,
        TokenKind::PercentEqual => Operator::Mod,
        TokenKind::AmperEqual => Operator::BitAnd,
        TokenKind::VBarEqual => Operator::BitOr,
        TokenKind::CircumflexEqual => Operator::BitXor,
        TokenKind::LeftShiftEqual => Operator::LShift,
        TokenKind::RightShiftEqual => Operator::RShift,
        TokenKind::DoubleStarEqual => Operator::Pow,
        TokenKind::DoubleSlashEqual => Operator::FloorDiv,
        _ => return None,
    })
}

impl Parser<'_, '_> {
    #[inline]
    fn stmt(&mut self, kind: Stmt, start: Start) -> StmtId {
        let loc = self.tokens.loc(start);
        self.ast.add_stmt(kind, loc)
    }

    /// `file`.
    pub(super) fn module(&mut self) -> R<Mod> {
        let mark = self.scratch.len();
        while !self.tokens.is(TokenKind::EndMarker) {
            self.statement()?;
        }
        let body = self.take_list(mark);
        let type_ignores = self.type_ignores();
        Ok(Mod::Module { body, type_ignores })
    }

    fn type_ignores(&mut self) -> List<TypeIgnoreId> {
        let mark = self.scratch.len();
        for token in std::mem::take(&mut self.tokens.type_ignores) {
            // A comment alone on its line takes the newline with it.
            let (start, end) = (token.start as usize, token.end as usize);
            let line = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            let alone = self.text[line..start].trim_start().starts_with('#');
            let newline = usize::from(alone && self.text[end..].starts_with('\n'));
            let tag = self.names.intern(&self.text[start..end + newline]);
            let ignore = self.ast.add(TypeIgnore { lineno: token.line as i32, tag });
            self.push(ignore);
        }
        self.take_list(mark)
    }

    /// `eval`.
    pub(super) fn expression_input(&mut self) -> R<Mod> {
        let body = self.expressions()?;
        while self.tokens.eat(TokenKind::Newline) {}
        self.tokens.expect(TokenKind::EndMarker)?;
        Ok(Mod::Expression { body })
    }

    /// `func_type`.
    pub(super) fn function_type(&mut self) -> R<Mod> {
        self.tokens.expect(TokenKind::LPar)?;
        let mark = self.scratch.len();
        if !self.tokens.is(TokenKind::RPar) {
            let mut stars = 0;
            loop {
                // `*` and `**` are allowed once each, in this order, and leave no trace.
                let level = match self.tokens.kind() {
                    TokenKind::Star => 1,
                    TokenKind::DoubleStar => 2,
                    _ => 0,
                };
                if level == 0 && stars > 0 || level > 0 && level <= stars {
                    return Err(Fail);
                }
                if level > 0 {
                    self.tokens.advance();
                    stars = level;
                }
                let argument = self.expression()?;
                self.push(argument);
                if !self.tokens.eat(TokenKind::Comma) {
                    break;
                }
            }
        }
        self.tokens.expect(TokenKind::RPar)?;
        let argtypes = self.take_list(mark);
        self.tokens.expect(TokenKind::RArrow)?;
        let returns = self.expression()?;
        while self.tokens.eat(TokenKind::Newline) {}
        self.tokens.expect(TokenKind::EndMarker)?;
        Ok(Mod::FunctionType { argtypes, returns })
    }

    /// `interactive`: one statement, and nothing but blank lines and comments after it.
    pub(super) fn interactive(&mut self) -> R<Mod> {
        let mark = self.scratch.len();
        let start = self.tokens.start();
        match self.tokens.kind() {
            TokenKind::EndMarker => return Err(Fail),
            TokenKind::Newline => {
                let token = self.tokens.advance();
                let loc = self.tokens.token_loc(&token);
                let pass = self.ast.add_stmt(Stmt::Pass, loc);
                self.push(pass);
            }
            _ => {
                let compound = self.compound_statement(start)?;
                match compound {
                    Some(stmt) => {
                        self.push(stmt);
                        self.tokens.expect(TokenKind::Newline)?;
                    }
                    None => self.simple_statements()?,
                }
            }
        }
        if super::diagnose::more_than_one_statement(self.rest_of_text()) {
            return Err(Fail);
        }
        let body = self.take_list(mark);
        Ok(Mod::Interactive { body })
    }

    /// The text after the last taken token.
    fn rest_of_text(&self) -> &str {
        self.text.get(self.tokens.prev().end as usize..).unwrap_or("")
    }

    /// One statement, or the simple statements of a line; pushes them.
    pub(super) fn statement(&mut self) -> R<()> {
        let start = self.tokens.start();
        match self.compound_statement(start)? {
            Some(stmt) => {
                self.push(stmt);
                Ok(())
            }
            None => self.simple_statements(),
        }
    }

    /// `simple_stmts`, with their newline; pushes them.
    pub(super) fn simple_statements(&mut self) -> R<()> {
        loop {
            let stmt = self.simple_statement()?;
            self.push(stmt);
            match self.tokens.kind() {
                TokenKind::Newline => {
                    self.end_line();
                    return Ok(());
                }
                TokenKind::Semi => {
                    self.tokens.advance();
                    if self.tokens.is(TokenKind::Newline) {
                        self.end_line();
                        return Ok(());
                    }
                }
                _ => return Err(Fail),
            }
        }
    }

    /// Takes the newline of a line of statements.
    #[inline]
    fn end_line(&mut self) {
        let last = self.tokens.token_loc(&self.tokens.prev());
        self.block_end = (last.end_line, last.end_col);
        self.tokens.advance();
    }

    fn simple_statement(&mut self) -> R<StmtId> {
        let start = self.tokens.start();
        let kind = match self.tokens.keyword {
            Keyword::NotKeyword | Keyword::Underscore | Keyword::Case | Keyword::Match => {
                return self.expression_statement(start);
            }
            Keyword::Pass => {
                self.tokens.advance();
                Stmt::Pass
            }
            Keyword::Break => {
                self.tokens.advance();
                Stmt::Break
            }
            Keyword::Continue => {
                self.tokens.advance();
                Stmt::Continue
            }
            Keyword::Return => {
                self.tokens.advance();
                let value = if self.at_end_of_statement() { None } else { Some(self.star_expressions()?) };
                Stmt::Return { value }
            }
            Keyword::Raise => {
                self.tokens.advance();
                let exc = if self.at_end_of_statement() { None } else { Some(self.expression()?) };
                let cause = match exc {
                    Some(_) if self.tokens.eat_keyword(Keyword::From) => Some(self.expression()?),
                    _ => None,
                };
                Stmt::Raise { exc, cause }
            }
            Keyword::Assert => {
                self.tokens.advance();
                let test = self.expression()?;
                let msg = if self.tokens.eat(TokenKind::Comma) { Some(self.expression()?) } else { None };
                Stmt::Assert { test, msg }
            }
            Keyword::Del => {
                self.tokens.advance();
                let targets = self.del_targets()?;
                if !self.at_end_of_statement() {
                    return Err(Fail);
                }
                Stmt::Delete { targets }
            }
            Keyword::Global => Stmt::Global { names: self.declared_names()? },
            Keyword::Nonlocal => Stmt::Nonlocal { names: self.declared_names()? },
            Keyword::Import => self.import()?,
            Keyword::From => self.import_from()?,
            Keyword::Type => {
                let next = self.tokens.peek();
                if next.kind != TokenKind::Name || next.keyword.is_hard() {
                    return self.expression_statement(start);
                }
                self.type_alias()?
            }
            _ => return self.expression_statement(start),
        };
        Ok(self.stmt(kind, start))
    }

    fn at_end_of_statement(&self) -> bool {
        matches!(self.tokens.kind(), TokenKind::Newline | TokenKind::Semi)
    }

    fn declared_names(&mut self) -> R<List<Name>> {
        self.tokens.advance();
        let mark = self.scratch.len();
        loop {
            let name = self.identifier()?;
            self.push(name);
            if !self.tokens.eat(TokenKind::Comma) {
                return Ok(self.take_list(mark));
            }
        }
    }

    /// An expression, an assignment, an augmented or an annotated one.
    fn expression_statement(&mut self, start: Start) -> R<StmtId> {
        let first_token = self.tokens.cur();
        if first_token.keyword == Keyword::Yield {
            let value = self.yield_expr()?;
            return Ok(self.stmt(Stmt::Expr { value }, start));
        }
        let first = self.star_expressions()?;
        let kind = match self.tokens.kind() {
            TokenKind::Newline | TokenKind::Semi => Stmt::Expr { value: first },
            TokenKind::Equal => return self.assignment(first, start),
            TokenKind::Colon => {
                self.since(6)?;
                let named = matches!(self.ast[first].kind, Expr::Name { .. });
                let simple = named && self.tokens.prev().start == first_token.start;
                if !named && !self.is_attribute_or_subscript(first) {
                    return Err(Fail);
                }
                self.bind(first, Ctx::Store)?;
                self.tokens.advance();
                let annotation = self.expression()?;
                let value =
                    if self.tokens.eat(TokenKind::Equal) { Some(self.yield_or_star_expressions()?) } else { None };
                Stmt::AnnAssign { target: first, annotation, value, simple }
            }
            kind => {
                let Some(op) = augmented(kind) else { return Ok(self.stmt(Stmt::Expr { value: first }, start)) };
                let named = matches!(self.ast[first].kind, Expr::Name { .. });
                if !named && !self.is_attribute_or_subscript(first) {
                    return Err(Fail);
                }
                if op == Operator::MatMult {
                    self.since(5)?;
                }
                self.bind(first, Ctx::Store)?;
                self.tokens.advance();
                let value = self.yield_or_star_expressions()?;
                Stmt::AugAssign { target: first, op, value }
            }
        };
        Ok(self.stmt(kind, start))
    }

    fn is_attribute_or_subscript(&self, target: ExprId) -> bool {
        matches!(self.ast[target].kind, Expr::Attribute { .. } | Expr::Subscript { .. })
    }

    fn assignment(&mut self, first: ExprId, start: Start) -> R<StmtId> {
        let mark = self.scratch.len();
        let mut value = first;
        while self.tokens.eat(TokenKind::Equal) {
            self.bind(value, Ctx::Store)?;
            self.push(value);
            value = self.yield_or_star_expressions()?;
        }
        let targets = self.take_list(mark);
        let type_comment = self.type_comment();
        Ok(self.stmt(Stmt::Assign { targets, value, type_comment }, start))
    }

    /// A type comment's text, if one comes.
    pub(super) fn type_comment(&mut self) -> Option<Name> {
        if !self.tokens.is(TokenKind::TypeComment) {
            return None;
        }
        let token = self.tokens.advance();
        Some(self.names.intern(token.text(self.text)))
    }

    fn type_alias(&mut self) -> R<Stmt> {
        self.since(12)?;
        self.tokens.advance();
        let token = self.tokens.cur();
        let id = self.identifier()?;
        let loc = self.tokens.token_loc(&token);
        let name = self.ast.add_expr(Expr::Name { id, ctx: Ctx::Store }, loc);
        let type_params = self.type_parameters()?;
        self.tokens.expect(TokenKind::Equal)?;
        let value = self.expression()?;
        Ok(Stmt::TypeAlias { name, type_params, value })
    }

    /// A dotted name as one text.
    fn dotted_name(&mut self) -> R<Name> {
        let first = self.identifier()?;
        if !self.tokens.is(TokenKind::Dot) {
            return Ok(first);
        }
        let mut text = self.names.str(first).to_owned();
        while self.tokens.eat(TokenKind::Dot) {
            let part = self.identifier()?;
            text.push('.');
            text.push_str(self.names.str(part));
        }
        Ok(self.names.intern(&text))
    }

    fn alias_name(&mut self) -> R<Option<Name>> {
        if self.tokens.eat_keyword(Keyword::As) { self.identifier().map(Some) } else { Ok(None) }
    }

    fn import(&mut self) -> R<Stmt> {
        self.tokens.advance();
        let mark = self.scratch.len();
        loop {
            let start = self.tokens.start();
            let name = self.dotted_name()?;
            let asname = self.alias_name()?;
            let loc = self.tokens.loc(start);
            let alias = self.ast.add(Node { kind: Alias { name, asname }, loc });
            self.push(alias);
            if !self.tokens.eat(TokenKind::Comma) {
                break;
            }
        }
        Ok(Stmt::Import { names: self.take_list(mark) })
    }

    fn import_from(&mut self) -> R<Stmt> {
        self.tokens.advance();
        let mut level = 0;
        loop {
            match self.tokens.kind() {
                TokenKind::Dot => level += 1,
                TokenKind::Ellipsis => level += 3,
                _ => break,
            }
            self.tokens.advance();
        }
        let module =
            if level > 0 && self.tokens.is_keyword(Keyword::Import) { None } else { Some(self.dotted_name()?) };
        self.tokens.expect_keyword(Keyword::Import)?;
        let names = self.imported_names()?;
        if level == 0 && module.is_some_and(|module| self.names.str(module) == "__future__") {
            let flufl = self.names.lookup("barry_as_FLUFL");
            if flufl.is_some() && self.ast.list(names).iter().any(|alias| Some(self.ast[alias].kind.name) == flufl) {
                self.flufl = true;
            }
        }
        Ok(Stmt::ImportFrom { module, names, level })
    }

    fn imported_names(&mut self) -> R<List<AliasId>> {
        if self.tokens.is(TokenKind::Star) {
            let token = self.tokens.advance();
            let loc = self.tokens.token_loc(&token);
            let name = self.names.intern("*");
            let alias = self.ast.add(Node { kind: Alias { name, asname: None }, loc });
            return Ok(self.ast.add_list(&[alias]));
        }
        let parenthesized = self.tokens.eat(TokenKind::LPar);
        let mark = self.scratch.len();
        loop {
            let start = self.tokens.start();
            let name = self.identifier()?;
            let asname = self.alias_name()?;
            let loc = self.tokens.loc(start);
            let alias = self.ast.add(Node { kind: Alias { name, asname }, loc });
            self.push(alias);
            if !self.tokens.eat(TokenKind::Comma) || parenthesized && self.tokens.is(TokenKind::RPar) {
                break;
            }
        }
        if parenthesized {
            self.tokens.expect(TokenKind::RPar)?;
        }
        Ok(self.take_list(mark))
    }
}
