//! Patterns of `case` clauses (PEP 634).

use super::tokens::Start;
use super::{Fail, Parser, R};
use crate::ast::*;
use crate::constant::Constant;
use crate::lexer::{Keyword, TokenKind};
use smallvec::SmallVec;

impl Parser<'_, '_> {
    fn pattern_node(&mut self, kind: Pattern, start: Start) -> PatternId {
        let loc = self.tokens.loc(start);
        self.ast.add_pattern(kind, loc)
    }

    /// The pattern of a `case`: several make a sequence.
    pub(super) fn patterns(&mut self) -> R<PatternId> {
        let start = self.tokens.start();
        let starred = self.tokens.is(TokenKind::Star);
        let first = self.maybe_star_pattern()?;
        if !self.tokens.is(TokenKind::Comma) {
            return if starred { Err(Fail) } else { Ok(first) };
        }
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat(TokenKind::Comma) {
            if self.tokens.is(TokenKind::Colon) || self.tokens.is_keyword(Keyword::If) {
                break;
            }
            let next = self.maybe_star_pattern()?;
            self.push(next);
        }
        let patterns = self.take_list(mark);
        Ok(self.pattern_node(Pattern::MatchSequence { patterns }, start))
    }

    fn maybe_star_pattern(&mut self) -> R<PatternId> {
        if !self.tokens.is(TokenKind::Star) {
            return self.pattern();
        }
        let start = self.tokens.start();
        self.tokens.advance();
        let name = if self.tokens.eat_keyword(Keyword::Underscore) { None } else { Some(self.capture_target()?) };
        Ok(self.pattern_node(Pattern::MatchStar { name }, start))
    }

    /// A name that a pattern binds: not `_`, and not the start of something longer.
    fn capture_target(&mut self) -> R<Name> {
        if self.tokens.is_keyword(Keyword::Underscore) {
            return Err(Fail);
        }
        let name = self.identifier()?;
        match self.tokens.kind() {
            TokenKind::Dot | TokenKind::LPar | TokenKind::Equal => Err(Fail),
            _ => Ok(name),
        }
    }

    fn pattern(&mut self) -> R<PatternId> {
        let start = self.tokens.start();
        let pattern = self.nested(Self::or_pattern)?;
        if !self.tokens.eat_keyword(Keyword::As) {
            return Ok(pattern);
        }
        let name = Some(self.capture_target()?);
        Ok(self.pattern_node(Pattern::MatchAs { pattern: Some(pattern), name }, start))
    }

    fn or_pattern(&mut self) -> R<PatternId> {
        let start = self.tokens.start();
        let first = self.closed_pattern()?;
        if !self.tokens.is(TokenKind::VBar) {
            return Ok(first);
        }
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat(TokenKind::VBar) {
            let next = self.closed_pattern()?;
            self.push(next);
        }
        let patterns = self.take_list(mark);
        Ok(self.pattern_node(Pattern::MatchOr { patterns }, start))
    }

    fn closed_pattern(&mut self) -> R<PatternId> {
        let start = self.tokens.start();
        match self.tokens.kind() {
            TokenKind::Number
            | TokenKind::Minus
            | TokenKind::Plus
            | TokenKind::String
            | TokenKind::FStringStart
            | TokenKind::TStringStart => {
                let value = self.literal()?;
                Ok(self.pattern_node(Pattern::MatchValue { value }, start))
            }
            TokenKind::LPar => self.group_or_sequence(start),
            TokenKind::LSqb => {
                self.tokens.advance();
                let patterns = self.sequence_items(TokenKind::RSqb)?;
                Ok(self.pattern_node(Pattern::MatchSequence { patterns }, start))
            }
            TokenKind::LBrace => self.mapping_pattern(start),
            TokenKind::Name => self.name_pattern(start),
            _ => Err(Fail),
        }
    }

    fn name_pattern(&mut self, start: Start) -> R<PatternId> {
        let singleton = match self.tokens.keyword {
            Keyword::None => Some(Constant::None),
            Keyword::True => Some(Constant::True),
            Keyword::False => Some(Constant::False),
            keyword if keyword.is_hard() => return Err(Fail),
            _ => None,
        };
        if let Some(value) = singleton {
            self.tokens.advance();
            let value = self.ast.add_constant(value);
            return Ok(self.pattern_node(Pattern::MatchSingleton { value }, start));
        }
        let wildcard = self.tokens.is_keyword(Keyword::Underscore);
        let token = self.tokens.advance();
        match self.tokens.kind() {
            TokenKind::Dot | TokenKind::LPar => {}
            TokenKind::Equal if !wildcard => return Err(Fail),
            _ => {
                let name = if wildcard { None } else { Some(self.intern(&token)) };
                return Ok(self.pattern_node(Pattern::MatchAs { pattern: None, name }, start));
            }
        }
        let id = self.intern(&token);
        let value = self.expr(Expr::Name { id, ctx: Ctx::Load }, start);
        let value = self.attributes(value, start)?;
        match self.tokens.kind() {
            TokenKind::LPar => self.class_pattern(value, start),
            TokenKind::Equal => Err(Fail),
            _ => Ok(self.pattern_node(Pattern::MatchValue { value }, start)),
        }
    }

    fn attributes(&mut self, mut value: ExprId, start: Start) -> R<ExprId> {
        while self.tokens.eat(TokenKind::Dot) {
            let attr = self.identifier()?;
            value = self.expr(Expr::Attribute { value, attr, ctx: Ctx::Load }, start);
        }
        Ok(value)
    }

    /// A literal that a pattern compares with: a signed number, a complex number or strings.
    fn literal(&mut self) -> R<ExprId> {
        if matches!(self.tokens.kind(), TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart) {
            return self.strings();
        }
        let start = self.tokens.start();
        let negative = self.tokens.is(TokenKind::Minus);
        let signed = negative || self.tokens.is(TokenKind::Plus);
        if signed {
            self.tokens.advance();
        }
        let operand = self.number()?;
        let mut value = operand;
        if negative {
            value = self.expr(Expr::UnaryOp { op: UnaryOp::USub, operand }, start);
        }
        let op = match self.tokens.kind() {
            TokenKind::Plus => Operator::Add,
            TokenKind::Minus => Operator::Sub,
            _ => return Ok(value),
        };
        self.tokens.advance();
        let right = self.number()?;
        if self.is_complex(operand) || !self.is_complex(right) {
            return Err(Fail);
        }
        Ok(self.expr(Expr::BinOp { left: value, op, right }, start))
    }

    fn is_complex(&self, number: ExprId) -> bool {
        match self.ast[number].kind {
            Expr::Constant { value, .. } => matches!(self.ast[value], Constant::Complex { .. }),
            _ => false,
        }
    }

    fn group_or_sequence(&mut self, start: Start) -> R<PatternId> {
        self.tokens.advance();
        if self.tokens.eat(TokenKind::RPar) {
            return Ok(self.pattern_node(Pattern::MatchSequence { patterns: List::EMPTY }, start));
        }
        let starred = self.tokens.is(TokenKind::Star);
        let first = self.maybe_star_pattern()?;
        if !self.tokens.is(TokenKind::Comma) {
            self.tokens.expect(TokenKind::RPar)?;
            return if starred { Err(Fail) } else { Ok(first) };
        }
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat(TokenKind::Comma) {
            if self.tokens.is(TokenKind::RPar) {
                break;
            }
            let next = self.maybe_star_pattern()?;
            self.push(next);
        }
        self.tokens.expect(TokenKind::RPar)?;
        let patterns = self.take_list(mark);
        Ok(self.pattern_node(Pattern::MatchSequence { patterns }, start))
    }

    fn sequence_items(&mut self, closer: TokenKind) -> R<List<PatternId>> {
        let mark = self.scratch.len();
        while !self.tokens.is(closer) {
            let item = self.maybe_star_pattern()?;
            self.push(item);
            if !self.tokens.eat(TokenKind::Comma) {
                break;
            }
        }
        self.tokens.expect(closer)?;
        Ok(self.take_list(mark))
    }

    fn mapping_pattern(&mut self, start: Start) -> R<PatternId> {
        self.tokens.advance();
        let mut keys: SmallVec<[ExprId; 8]> = SmallVec::new();
        let mut patterns: SmallVec<[PatternId; 8]> = SmallVec::new();
        let mut rest = None;
        while !self.tokens.is(TokenKind::RBrace) {
            if self.tokens.eat(TokenKind::DoubleStar) {
                rest = Some(self.capture_target()?);
                self.tokens.eat(TokenKind::Comma);
                break;
            }
            keys.push(self.mapping_key()?);
            self.tokens.expect(TokenKind::Colon)?;
            patterns.push(self.pattern()?);
            if !self.tokens.eat(TokenKind::Comma) {
                break;
            }
        }
        self.tokens.expect(TokenKind::RBrace)?;
        let keys = self.ast.add_list(&keys);
        let patterns = self.ast.add_list(&patterns);
        Ok(self.pattern_node(Pattern::MatchMapping { keys, patterns, rest }, start))
    }

    /// A literal or a dotted name.
    fn mapping_key(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let constant = match self.tokens.keyword {
            Keyword::None => Constant::None,
            Keyword::True => Constant::True,
            Keyword::False => Constant::False,
            _ if self.tokens.is_name() => {
                let id = self.identifier()?;
                let value = self.expr(Expr::Name { id, ctx: Ctx::Load }, start);
                if !self.tokens.is(TokenKind::Dot) {
                    return Err(Fail);
                }
                return self.attributes(value, start);
            }
            _ => return self.literal(),
        };
        self.tokens.advance();
        let kind = self.constant(constant);
        Ok(self.expr(kind, start))
    }

    fn class_pattern(&mut self, cls: ExprId, start: Start) -> R<PatternId> {
        self.tokens.advance();
        let mut names: SmallVec<[Name; 4]> = SmallVec::new();
        let mut keyword_patterns: SmallVec<[PatternId; 4]> = SmallVec::new();
        let mark = self.scratch.len();
        while !self.tokens.is(TokenKind::RPar) {
            if self.tokens.is_name() && self.tokens.peek().kind == TokenKind::Equal {
                names.push(self.identifier()?);
                self.tokens.advance();
                keyword_patterns.push(self.pattern()?);
            } else {
                if !names.is_empty() {
                    return Err(Fail);
                }
                let pattern = self.pattern()?;
                self.push(pattern);
            }
            if !self.tokens.eat(TokenKind::Comma) {
                break;
            }
        }
        self.tokens.expect(TokenKind::RPar)?;
        let patterns = self.take_list(mark);
        let kwd_attrs = self.ast.add_list(&names);
        let kwd_patterns = self.ast.add_list(&keyword_patterns);
        Ok(self.pattern_node(Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns }, start))
    }
}
