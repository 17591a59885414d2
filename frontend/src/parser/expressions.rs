//! Expressions: binary operators by precedence climbing, everything else by descent.

use super::tokens::Start;
use super::{Fail, MAX_CHAIN, Parser, R};
use crate::ast::*;
use crate::constant::Constant;
use crate::lexer::{Keyword, Token, TokenKind};
use smallvec::SmallVec;

/// Binding power (1 is `|`, 6 is `*`) and operator of the tokens that are binary operators below `**`.
static BINARY: [Option<(u8, Operator)>; 128] = {
    let mut table = [None; 128];
    let operators = [
        (TokenKind::VBar, 1, Operator::BitOr),
        (TokenKind::Circumflex, 2, Operator::BitXor),
        (TokenKind::Amper, 3, Operator::BitAnd),
        (TokenKind::LeftShift, 4, Operator::LShift),
        (TokenKind::RightShift, 4, Operator::RShift),
        (TokenKind::Plus, 5, Operator::Add),
        (TokenKind::Minus, 5, Operator::Sub),
        (TokenKind::Star, 6, Operator::Mult),
        (TokenKind::Slash, 6, Operator::Div),
        (TokenKind::DoubleSlash, 6, Operator::FloorDiv),
        (TokenKind::Percent, 6, Operator::Mod),
        (TokenKind::At, 6, Operator::MatMult),
    ];
    let mut i = 0;
    while i < operators.len() {
        let (kind, power, operator) = operators[i];
        table[kind as usize] = Some((power, operator));
        i += 1;
    }
    table
};

/// By kind of token: whether an expression may go on with it behind a primary. Names may be keywords.
static GOES_ON: [bool; 128] = {
    let mut table = [false; 128];
    let mut kind = 0;
    while kind < table.len() {
        table[kind] = BINARY[kind].is_some();
        kind += 1;
    }
    use TokenKind::*;
    let others = [Name, EqEqual, NotEqual, Less, LessEqual, Greater, GreaterEqual, DoubleStar];
    let mut i = 0;
    while i < others.len() {
        table[others[i] as usize] = true;
        i += 1;
    }
    table
};

/// The lowest binding power: `bitwise_or`.
const LOWEST: u8 = 1;

impl Parser<'_, '_> {
    #[inline]
    pub(super) fn expr(&mut self, kind: Expr, start: Start) -> ExprId {
        let loc = self.tokens.loc(start);
        self.ast.add_expr(kind, loc)
    }

    /// Whether a list of expressions ends before the current token, which follows a comma.
    fn at_list_end(&self) -> bool {
        use TokenKind::*;
        matches!(
            self.tokens.kind(),
            RPar | RSqb | RBrace | Equal | Newline | Semi | Colon | EndMarker | TypeComment | Exclamation
        ) || (self.tokens.kind() as u8 >= PlusEqual as u8 && self.tokens.kind() as u8 <= DoubleStarEqual as u8)
            || matches!(self.tokens.kind(), DoubleSlashEqual | AtEqual)
    }

    /// `star_expressions`: `a`, `a, *b`, `a,`.
    pub(super) fn star_expressions(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let first = self.star_expression()?;
        if !self.tokens.is(TokenKind::Comma) {
            return Ok(first);
        }
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat(TokenKind::Comma) {
            if self.at_list_end() {
                break;
            }
            let next = self.star_expression()?;
            self.push(next);
        }
        let elts = self.take_list(mark);
        Ok(self.expr(Expr::Tuple { elts, ctx: Ctx::Load }, start))
    }

    pub(super) fn star_expression(&mut self) -> R<ExprId> {
        if self.tokens.is(TokenKind::Star) {
            return self.starred_bitwise_or();
        }
        self.expression()
    }

    /// `*` and a `bitwise_or`.
    fn starred_bitwise_or(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        self.tokens.expect(TokenKind::Star)?;
        let value = self.bitwise_or()?;
        Ok(self.expr(Expr::Starred { value, ctx: Ctx::Load }, start))
    }

    /// `expressions`: no starred items.
    pub(super) fn expressions(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let first = self.expression()?;
        if !self.tokens.is(TokenKind::Comma) {
            return Ok(first);
        }
        self.rest_of_expressions(first, start)
    }

    /// The tuple of `first` and what follows it.
    pub(super) fn rest_of_expressions(&mut self, first: ExprId, start: Start) -> R<ExprId> {
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat(TokenKind::Comma) {
            if self.at_list_end() {
                break;
            }
            let next = self.expression()?;
            self.push(next);
        }
        let elts = self.take_list(mark);
        Ok(self.expr(Expr::Tuple { elts, ctx: Ctx::Load }, start))
    }

    /// `star_named_expression`.
    fn star_named_expression(&mut self) -> R<ExprId> {
        if self.tokens.is(TokenKind::Star) {
            return self.starred_bitwise_or();
        }
        self.named_expression()
    }

    /// An expression or `name := expression`.
    pub(super) fn named_expression(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let first = self.tokens.cur();
        let value = self.expression()?;
        if !self.tokens.is(TokenKind::ColonEqual) {
            return Ok(value);
        }
        // The target is one name token and nothing else.
        if first.kind != TokenKind::Name || first.start != self.tokens.prev().start {
            return Err(Fail);
        }
        let Expr::Name { id, .. } = self.ast[value].kind else { return Err(Fail) };
        self.since(8)?;
        self.tokens.advance();
        self.ast[value].kind = Expr::Name { id, ctx: Ctx::Store };
        let target = value;
        let value = self.expression()?;
        Ok(self.expr(Expr::NamedExpr { target, value }, start))
    }

    /// `yield_expr | star_expressions`.
    pub(super) fn yield_or_star_expressions(&mut self) -> R<ExprId> {
        if self.tokens.is_keyword(Keyword::Yield) { self.yield_expr() } else { self.star_expressions() }
    }

    pub(super) fn yield_expr(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        self.tokens.expect_keyword(Keyword::Yield)?;
        if self.tokens.eat_keyword(Keyword::From) {
            let value = self.expression()?;
            return Ok(self.expr(Expr::YieldFrom { value }, start));
        }
        let value = if self.at_list_end() { None } else { Some(self.star_expressions()?) };
        Ok(self.expr(Expr::Yield { value }, start))
    }

    /// `expression`: a lambda, or a disjunction with or without `if … else …`.
    pub(super) fn expression(&mut self) -> R<ExprId> {
        if self.tokens.is_keyword(Keyword::Lambda) {
            return self.nested(Self::lambda);
        }
        let start = self.tokens.start();
        let body = self.disjunction()?;
        if !self.tokens.is_keyword(Keyword::If) {
            return Ok(body);
        }
        self.conditional(body, start)
    }

    /// What follows `body` in `body if … else …`.
    #[inline(never)]
    fn conditional(&mut self, body: ExprId, start: Start) -> R<ExprId> {
        self.nested(|p| {
            p.tokens.advance();
            let test = p.disjunction()?;
            p.tokens.expect_keyword(Keyword::Else)?;
            let orelse = p.expression()?;
            Ok(p.expr(Expr::IfExp { test, body, orelse }, start))
        })
    }

    fn lambda(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        self.tokens.advance();
        let args = self.lambda_parameters()?;
        self.tokens.expect(TokenKind::Colon)?;
        let body = self.expression()?;
        Ok(self.expr(Expr::Lambda { args, body }, start))
    }

    /// `disjunction`: `or`, below it `and`.
    pub(super) fn disjunction(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let first = self.conjunction()?;
        if !self.tokens.is_keyword(Keyword::Or) {
            return Ok(first);
        }
        self.rest_of_disjunction(first, start)
    }

    #[inline(never)]
    fn rest_of_disjunction(&mut self, first: ExprId, start: Start) -> R<ExprId> {
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat_keyword(Keyword::Or) {
            let next = self.conjunction()?;
            self.push(next);
        }
        let values = self.take_list(mark);
        Ok(self.expr(Expr::BoolOp { op: BoolOp::Or, values }, start))
    }

    #[inline]
    fn conjunction(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let first = self.inversion()?;
        if !self.tokens.is_keyword(Keyword::And) {
            return Ok(first);
        }
        self.rest_of_conjunction(first, start)
    }

    #[inline(never)]
    fn rest_of_conjunction(&mut self, first: ExprId, start: Start) -> R<ExprId> {
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat_keyword(Keyword::And) {
            let next = self.inversion()?;
            self.push(next);
        }
        let values = self.take_list(mark);
        Ok(self.expr(Expr::BoolOp { op: BoolOp::And, values }, start))
    }

    #[inline]
    fn inversion(&mut self) -> R<ExprId> {
        if !self.tokens.is_keyword(Keyword::Not) {
            return self.comparison();
        }
        self.negation()
    }

    #[inline(never)]
    fn negation(&mut self) -> R<ExprId> {
        let mut starts: SmallVec<[Start; 4]> = SmallVec::new();
        while self.tokens.is_keyword(Keyword::Not) {
            if starts.len() >= MAX_CHAIN {
                return Err(Fail);
            }
            starts.push(self.tokens.start());
            self.tokens.advance();
        }
        let mut operand = self.comparison()?;
        while let Some(start) = starts.pop() {
            operand = self.expr(Expr::UnaryOp { op: UnaryOp::Not, operand }, start);
        }
        Ok(operand)
    }

    /// Takes a comparison operator if there is one.
    #[inline]
    fn comparison_operator(&mut self) -> R<Option<CmpOp>> {
        let op = match self.tokens.kind() {
            TokenKind::EqEqual => CmpOp::Eq,
            // Which of `!=` and `<>` is right depends on a future import. The lexer makes two tokens of the latter.
            TokenKind::NotEqual if self.flufl => return Err(Fail),
            TokenKind::NotEqual => CmpOp::NotEq,
            TokenKind::Less if self.flufl => {
                let next = self.tokens.peek();
                if next.kind == TokenKind::Greater && next.start == self.tokens.cur().end {
                    self.tokens.advance();
                    CmpOp::NotEq
                } else {
                    CmpOp::Lt
                }
            }
            TokenKind::Less => CmpOp::Lt,
            TokenKind::LessEqual => CmpOp::LtE,
            TokenKind::Greater => CmpOp::Gt,
            TokenKind::GreaterEqual => CmpOp::GtE,
            TokenKind::Name => match self.tokens.keyword {
                Keyword::In => CmpOp::In,
                Keyword::Is => {
                    self.tokens.advance();
                    let not = self.tokens.eat_keyword(Keyword::Not);
                    return Ok(Some(if not { CmpOp::IsNot } else { CmpOp::Is }));
                }
                Keyword::Not => {
                    self.tokens.advance();
                    self.tokens.expect_keyword(Keyword::In)?;
                    return Ok(Some(CmpOp::NotIn));
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.tokens.advance();
        Ok(Some(op))
    }

    #[inline]
    fn comparison(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let mut left = self.factor()?;
        // Most operands are a primary and nothing else.
        if !GOES_ON[self.tokens.kind() as usize & 127] {
            return Ok(left);
        }
        left = self.rest_of_binary(left, start, LOWEST)?;
        self.rest_of_comparison(left, start)
    }

    #[inline(never)]
    fn rest_of_comparison(&mut self, left: ExprId, start: Start) -> R<ExprId> {
        let Some(op) = self.comparison_operator()? else { return Ok(left) };
        let mut ops: SmallVec<[CmpOp; 4]> = SmallVec::new();
        let mark = self.scratch.len();
        let mut next = Some(op);
        while let Some(op) = next {
            ops.push(op);
            let operand = self.bitwise_or()?;
            self.push(operand);
            next = self.comparison_operator()?;
        }
        let comparators = self.take_list(mark);
        let ops = self.ast.add_list(&ops);
        Ok(self.expr(Expr::Compare { left, ops, comparators }, start))
    }

    #[inline]
    pub(super) fn bitwise_or(&mut self) -> R<ExprId> {
        self.binary(LOWEST)
    }

    /// Operators that bind at least as tightly as `min`.
    fn binary(&mut self, min: u8) -> R<ExprId> {
        let start = self.tokens.start();
        let left = self.factor()?;
        self.rest_of_binary(left, start, min)
    }

    #[inline]
    fn rest_of_binary(&mut self, mut left: ExprId, start: Start, min: u8) -> R<ExprId> {
        while let Some((power, op)) = BINARY[self.tokens.kind() as usize]
            && power >= min
        {
            if op == Operator::MatMult {
                self.since(5)?;
            }
            self.tokens.advance();
            let right = self.binary(power + 1)?;
            left = self.expr(Expr::BinOp { left, op, right }, start);
        }
        Ok(left)
    }

    #[inline]
    fn factor(&mut self) -> R<ExprId> {
        match self.tokens.kind() {
            TokenKind::Plus | TokenKind::Minus | TokenKind::Tilde => self.unary(),
            _ => self.power(),
        }
    }

    #[inline(never)]
    fn unary(&mut self) -> R<ExprId> {
        let mut operators: SmallVec<[(Start, UnaryOp); 4]> = SmallVec::new();
        loop {
            let op = match self.tokens.kind() {
                TokenKind::Plus => UnaryOp::UAdd,
                TokenKind::Minus => UnaryOp::USub,
                TokenKind::Tilde => UnaryOp::Invert,
                _ => break,
            };
            if operators.len() >= MAX_CHAIN {
                return Err(Fail);
            }
            operators.push((self.tokens.start(), op));
            self.tokens.advance();
        }
        let mut operand = self.power()?;
        while let Some((start, op)) = operators.pop() {
            operand = self.expr(Expr::UnaryOp { op, operand }, start);
        }
        Ok(operand)
    }

    /// `await_primary ['**' factor]`.
    #[inline]
    fn power(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let left = if self.tokens.is_keyword(Keyword::Await) {
            self.since(5)?;
            self.tokens.advance();
            let value = self.primary()?;
            self.expr(Expr::Await { value }, start)
        } else {
            self.primary()?
        };
        if !self.tokens.is(TokenKind::DoubleStar) {
            return Ok(left);
        }
        self.nested(|p| {
            p.tokens.advance();
            let right = p.factor()?;
            Ok(p.expr(Expr::BinOp { left, op: Operator::Pow, right }, start))
        })
    }

    /// An atom with its attributes, calls and subscripts.
    pub(super) fn primary(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let mut value = self.atom()?;
        loop {
            value = match self.tokens.kind() {
                TokenKind::Dot => {
                    self.tokens.advance();
                    let attr = self.identifier()?;
                    self.expr(Expr::Attribute { value, attr, ctx: Ctx::Load }, start)
                }
                TokenKind::LPar => self.call(value, start)?,
                TokenKind::LSqb => {
                    self.tokens.advance();
                    let slice = self.nested(Self::slices)?;
                    self.tokens.expect(TokenKind::RSqb)?;
                    self.expr(Expr::Subscript { value, slice, ctx: Ctx::Load }, start)
                }
                _ => return Ok(value),
            };
        }
    }

    /// Takes an identifier.
    #[inline]
    pub(super) fn identifier(&mut self) -> R<Name> {
        if !self.tokens.is_name() {
            return Err(Fail);
        }
        let token = self.tokens.advance();
        Ok(self.intern(&token))
    }

    /// The name that an identifier token denotes.
    #[inline]
    pub(super) fn intern(&mut self, token: &Token) -> Name {
        if token.has(Token::NON_ASCII) {
            return self.intern_normalized(token);
        }
        self.names.intern_part(self.text, token.start as usize..token.end as usize)
    }

    #[cold]
    #[inline(never)]
    fn intern_normalized(&mut self, token: &Token) -> Name {
        self.names.intern(&crate::lexer::normalize_name(token.text(self.text)))
    }

    /// Most atoms are names: they are told apart before all others.
    #[inline(always)]
    fn atom(&mut self) -> R<ExprId> {
        if !self.tokens.is_name() {
            return self.other_atom();
        }
        let token = self.tokens.advance();
        let id = self.intern(&token);
        let loc = self.tokens.token_loc(&token);
        Ok(self.ast.add_expr(Expr::Name { id, ctx: Ctx::Load }, loc))
    }

    #[inline(never)]
    fn other_atom(&mut self) -> R<ExprId> {
        match self.tokens.kind() {
            TokenKind::Number => return self.number(),
            TokenKind::String | TokenKind::FStringStart | TokenKind::TStringStart => return self.strings(),
            TokenKind::LPar => return self.nested(Self::parenthesized),
            TokenKind::LSqb => return self.nested(Self::list_display),
            TokenKind::LBrace => return self.nested(Self::brace_display),
            _ => {}
        }
        let value = match self.tokens.keyword {
            Keyword::True => Constant::True,
            Keyword::False => Constant::False,
            Keyword::None => Constant::None,
            _ if self.tokens.is(TokenKind::Ellipsis) => Constant::Ellipsis,
            _ => return Err(Fail),
        };
        let token = self.tokens.advance();
        let kind = self.constant(value);
        let loc = self.tokens.token_loc(&token);
        Ok(self.ast.add_expr(kind, loc))
    }

    pub(super) fn constant(&mut self, value: Constant) -> Expr {
        Expr::Constant { value: self.ast.add_constant(value), kind: None }
    }

    /// `(`: a group, a tuple or a generator expression.
    fn parenthesized(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        self.tokens.advance();
        if self.tokens.eat(TokenKind::RPar) {
            return Ok(self.expr(Expr::Tuple { elts: List::EMPTY, ctx: Ctx::Load }, start));
        }
        if self.tokens.is_keyword(Keyword::Yield) {
            let value = self.yield_expr()?;
            self.tokens.expect(TokenKind::RPar)?;
            return Ok(value);
        }
        let starred = self.tokens.is(TokenKind::Star);
        let first = self.star_named_expression()?;
        if self.tokens.is(TokenKind::Comma) {
            let mark = self.scratch.len();
            self.push(first);
            while self.tokens.eat(TokenKind::Comma) {
                if self.tokens.is(TokenKind::RPar) {
                    break;
                }
                let next = self.star_named_expression()?;
                self.push(next);
            }
            self.tokens.expect(TokenKind::RPar)?;
            let elts = self.take_list(mark);
            return Ok(self.expr(Expr::Tuple { elts, ctx: Ctx::Load }, start));
        }
        if starred {
            return Err(Fail);
        }
        if self.at_comprehension() {
            let generators = self.comprehensions()?;
            self.tokens.expect(TokenKind::RPar)?;
            return Ok(self.expr(Expr::GeneratorExp { elt: first, generators }, start));
        }
        self.tokens.expect(TokenKind::RPar)?;
        Ok(first)
    }

    fn list_display(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        self.tokens.advance();
        let mark = self.scratch.len();
        if !self.tokens.is(TokenKind::RSqb) {
            let starred = self.tokens.is(TokenKind::Star);
            let first = self.star_named_expression()?;
            if !starred && self.at_comprehension() {
                let generators = self.comprehensions()?;
                self.tokens.expect(TokenKind::RSqb)?;
                return Ok(self.expr(Expr::ListComp { elt: first, generators }, start));
            }
            self.push(first);
            self.rest_of_display(TokenKind::RSqb)?;
        }
        self.tokens.expect(TokenKind::RSqb)?;
        let elts = self.take_list(mark);
        Ok(self.expr(Expr::List { elts, ctx: Ctx::Load }, start))
    }

    /// The items of a list or set after the first, up to `closer`.
    fn rest_of_display(&mut self, closer: TokenKind) -> R<()> {
        while self.tokens.eat(TokenKind::Comma) {
            if self.tokens.is(closer) {
                break;
            }
            let next = self.star_named_expression()?;
            self.push(next);
        }
        Ok(())
    }

    /// `{`: a dict, a set or a comprehension of either.
    fn brace_display(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        self.tokens.advance();
        if self.tokens.eat(TokenKind::RBrace) {
            return Ok(self.expr(Expr::Dict { keys: List::EMPTY, values: List::EMPTY }, start));
        }
        if self.tokens.is(TokenKind::DoubleStar) {
            return self.dict_display(start, None);
        }
        let first_start = self.tokens.start();
        let starred = self.tokens.is(TokenKind::Star);
        let first = self.star_named_expression()?;
        if !starred && self.tokens.is(TokenKind::Colon) {
            if self.is_bare_assignment(first, first_start) {
                return Err(Fail);
            }
            return self.dict_display(start, Some(first));
        }
        if !starred && self.at_comprehension() {
            let generators = self.comprehensions()?;
            self.tokens.expect(TokenKind::RBrace)?;
            return Ok(self.expr(Expr::SetComp { elt: first, generators }, start));
        }
        let mark = self.scratch.len();
        self.push(first);
        self.rest_of_display(TokenKind::RBrace)?;
        self.tokens.expect(TokenKind::RBrace)?;
        let elts = self.take_list(mark);
        Ok(self.expr(Expr::Set { elts }, start))
    }

    /// Whether `value` is an assignment expression without parentheses; the item it is starts at `start`.
    fn is_bare_assignment(&self, value: ExprId, start: Start) -> bool {
        let Node { kind, loc } = self.ast[value];
        matches!(kind, Expr::NamedExpr { .. }) && (loc.line, loc.col) == (start.line as i32, start.col as i32)
    }

    /// A dict display after `{` and perhaps its first key.
    fn dict_display(&mut self, start: Start, first: Option<ExprId>) -> R<ExprId> {
        // Keys and values alternate above the mark.
        let mark = self.scratch.len();
        let mut key = first;
        loop {
            if key.is_none() {
                if self.tokens.eat(TokenKind::DoubleStar) {
                    let value = self.bitwise_or()?;
                    self.push(None::<ExprId>);
                    self.push(value);
                    if !self.tokens.eat(TokenKind::Comma) || self.tokens.is(TokenKind::RBrace) {
                        break;
                    }
                    continue;
                }
                key = Some(self.expression()?);
            }
            self.tokens.expect(TokenKind::Colon)?;
            let value = self.expression()?;
            if let Some(key) = key
                && self.scratch.len() == mark
                && self.at_comprehension()
            {
                let generators = self.comprehensions()?;
                self.tokens.expect(TokenKind::RBrace)?;
                return Ok(self.expr(Expr::DictComp { key, value, generators }, start));
            }
            self.push(key);
            self.push(value);
            key = None;
            if !self.tokens.eat(TokenKind::Comma) || self.tokens.is(TokenKind::RBrace) {
                break;
            }
        }
        self.tokens.expect(TokenKind::RBrace)?;
        let keys: SmallVec<[u32; 16]> = self.scratch[mark..].iter().step_by(2).copied().collect();
        let values: SmallVec<[u32; 16]> = self.scratch[mark..].iter().skip(1).step_by(2).copied().collect();
        self.scratch.truncate(mark);
        let keys = self.ast.add_words(&keys);
        let values = self.ast.add_words(&values);
        Ok(self.expr(Expr::Dict { keys, values }, start))
    }

    /// Whether a comprehension's `for` or `async for` comes.
    fn at_comprehension(&mut self) -> bool {
        self.tokens.is_keyword(Keyword::For) || self.tokens.is_keyword(Keyword::Async)
    }

    fn comprehensions(&mut self) -> R<List<ComprehensionId>> {
        let mark = self.scratch.len();
        while self.at_comprehension() {
            let is_async = self.tokens.eat_keyword(Keyword::Async);
            if is_async {
                self.since(6)?;
            }
            self.tokens.expect_keyword(Keyword::For)?;
            let target = self.star_targets()?;
            self.tokens.expect_keyword(Keyword::In)?;
            let iter = self.disjunction()?;
            let ifs = self.scratch.len();
            while self.tokens.eat_keyword(Keyword::If) {
                let test = self.disjunction()?;
                self.push(test);
            }
            let ifs = self.take_list(ifs);
            let comprehension = self.ast.add(Comprehension { target, iter, ifs, is_async });
            self.push(comprehension);
        }
        Ok(self.take_list(mark))
    }

    /// A call of `func`, whose node starts at `start`.
    fn call(&mut self, func: ExprId, start: Start) -> R<ExprId> {
        let open = self.tokens.start();
        self.tokens.advance();
        let (args, keywords) = self.nested(|p| p.arguments(open))?;
        Ok(self.expr(Expr::Call { func, args, keywords }, start))
    }

    /// The arguments after `(`, and the `)`. `open` is where the parenthesis stands: a lone generator expression
    /// includes it.
    pub(super) fn arguments(&mut self, open: Start) -> R<(List<ExprId>, List<KeywordId>)> {
        if self.tokens.eat(TokenKind::RPar) {
            return Ok((List::EMPTY, List::EMPTY));
        }
        let mark = self.scratch.len();
        let mut keywords: SmallVec<[KeywordId; 8]> = SmallVec::new();
        let mut unpacked = false;
        loop {
            let start = self.tokens.start();
            match self.tokens.kind() {
                TokenKind::Star => {
                    if unpacked {
                        return Err(Fail);
                    }
                    self.tokens.advance();
                    let value = self.expression()?;
                    let starred = self.expr(Expr::Starred { value, ctx: Ctx::Load }, start);
                    self.push(starred);
                }
                TokenKind::DoubleStar => {
                    self.tokens.advance();
                    let value = self.expression()?;
                    let loc = self.tokens.loc(start);
                    keywords.push(self.ast.add(Node { kind: crate::ast::Keyword { arg: None, value }, loc }));
                    unpacked = true;
                }
                TokenKind::Name if self.tokens.is_name() && self.tokens.peek().kind == TokenKind::Equal => {
                    let arg = Some(self.identifier()?);
                    self.tokens.advance();
                    let value = self.expression()?;
                    let loc = self.tokens.loc(start);
                    keywords.push(self.ast.add(Node { kind: crate::ast::Keyword { arg, value }, loc }));
                }
                _ => {
                    if !keywords.is_empty() {
                        return Err(Fail);
                    }
                    let value = self.named_expression()?;
                    if self.at_comprehension() {
                        // A generator expression without parentheses of its own is the only argument.
                        if self.scratch.len() != mark {
                            return Err(Fail);
                        }
                        let generators = self.comprehensions()?;
                        self.tokens.expect(TokenKind::RPar)?;
                        let genexp = self.expr(Expr::GeneratorExp { elt: value, generators }, open);
                        return Ok((self.ast.add_list(&[genexp]), List::EMPTY));
                    }
                    self.push(value);
                }
            }
            if !self.tokens.eat(TokenKind::Comma) || self.tokens.is(TokenKind::RPar) {
                break;
            }
        }
        self.tokens.expect(TokenKind::RPar)?;
        let args = self.take_list(mark);
        let keywords = self.ast.add_list(&keywords);
        Ok((args, keywords))
    }

    /// What stands between the brackets of a subscript.
    pub(super) fn slices(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        let starred = self.tokens.is(TokenKind::Star);
        let first = self.slice()?;
        if !starred && !self.tokens.is(TokenKind::Comma) {
            return Ok(first);
        }
        let mark = self.scratch.len();
        self.push(first);
        while self.tokens.eat(TokenKind::Comma) {
            if self.tokens.is(TokenKind::RSqb) {
                break;
            }
            let next = self.slice()?;
            self.push(next);
        }
        let elts = self.take_list(mark);
        Ok(self.expr(Expr::Tuple { elts, ctx: Ctx::Load }, start))
    }

    fn slice(&mut self) -> R<ExprId> {
        let start = self.tokens.start();
        if self.tokens.eat(TokenKind::Star) {
            let value = self.expression()?;
            return Ok(self.expr(Expr::Starred { value, ctx: Ctx::Load }, start));
        }
        let lower = if self.tokens.is(TokenKind::Colon) {
            None
        } else {
            let value = self.named_expression()?;
            if !self.tokens.is(TokenKind::Colon) {
                return Ok(value);
            }
            if self.is_bare_assignment(value, start) {
                return Err(Fail);
            }
            Some(value)
        };
        self.tokens.expect(TokenKind::Colon)?;
        let upper = self.slice_part()?;
        let step = if self.tokens.eat(TokenKind::Colon) { self.slice_part()? } else { None };
        Ok(self.expr(Expr::Slice { lower, upper, step }, start))
    }

    fn slice_part(&mut self) -> R<Option<ExprId>> {
        match self.tokens.kind() {
            TokenKind::Colon | TokenKind::Comma | TokenKind::RSqb => Ok(None),
            _ => self.expression().map(Some),
        }
    }
}
