//! Parameters of functions and lambdas, and type parameters.

use super::{Fail, Parser, R};
use crate::ast::*;
use crate::lexer::TokenKind;
use smallvec::SmallVec;

/// What a parameter list may hold besides names and defaults.
trait ParameterStyle {
    /// The token after the list.
    const CLOSER: TokenKind;
    /// The annotation of the parameter at hand, if it has one.
    fn annotation(parser: &mut Parser<'_, '_>) -> R<Option<ExprId>>;
    /// The annotation of `*args`, which may be starred.
    fn star_annotation(parser: &mut Parser<'_, '_>) -> R<Option<ExprId>>;
    /// A parameter's type comment.
    fn type_comment(parser: &mut Parser<'_, '_>) -> Option<Name>;
}

struct Def;
struct Lambda;

impl ParameterStyle for Def {
    const CLOSER: TokenKind = TokenKind::RPar;

    fn annotation(parser: &mut Parser<'_, '_>) -> R<Option<ExprId>> {
        if parser.tokens.eat(TokenKind::Colon) { parser.expression().map(Some) } else { Ok(None) }
    }

    fn star_annotation(parser: &mut Parser<'_, '_>) -> R<Option<ExprId>> {
        if parser.tokens.eat(TokenKind::Colon) { parser.star_expression().map(Some) } else { Ok(None) }
    }

    fn type_comment(parser: &mut Parser<'_, '_>) -> Option<Name> {
        parser.type_comment()
    }
}

impl ParameterStyle for Lambda {
    const CLOSER: TokenKind = TokenKind::Colon;

    fn annotation(_: &mut Parser<'_, '_>) -> R<Option<ExprId>> {
        Ok(None)
    }

    fn star_annotation(_: &mut Parser<'_, '_>) -> R<Option<ExprId>> {
        Ok(None)
    }

    fn type_comment(_: &mut Parser<'_, '_>) -> Option<Name> {
        None
    }
}

/// The lists of a parameter list under construction.
#[derive(Default)]
struct Lists {
    posonly: SmallVec<[ArgId; 4]>,
    args: SmallVec<[ArgId; 8]>,
    defaults: SmallVec<[ExprId; 4]>,
    kwonly: SmallVec<[ArgId; 4]>,
    kw_defaults: SmallVec<[Option<ExprId>; 4]>,
}

impl Parser<'_, '_> {
    /// The parameters of a `def`, up to its `)`.
    pub(super) fn parameters(&mut self) -> R<ArgumentsId> {
        self.parameter_list::<Def>()
    }

    /// The parameters of a `lambda`, up to its `:`.
    pub(super) fn lambda_parameters(&mut self) -> R<ArgumentsId> {
        self.parameter_list::<Lambda>()
    }

    fn parameter_list<S: ParameterStyle>(&mut self) -> R<ArgumentsId> {
        let mut lists = Lists::default();
        let mut vararg = None;
        let mut kwarg = None;
        let mut slash = false;
        let mut star = false;
        while !self.tokens.is(S::CLOSER) {
            match self.tokens.kind() {
                TokenKind::Slash => {
                    if slash || star || lists.args.is_empty() {
                        return Err(Fail);
                    }
                    self.since(8)?;
                    slash = true;
                    self.tokens.advance();
                    lists.posonly = lists.args.drain(..).collect();
                    if !self.separator::<S>()? {
                        break;
                    }
                }
                TokenKind::Star => {
                    if star {
                        return Err(Fail);
                    }
                    star = true;
                    self.tokens.advance();
                    if self.tokens.eat(TokenKind::Comma) {
                        // A bare star needs a parameter after it.
                        if !self.tokens.is_name() {
                            return Err(Fail);
                        }
                    } else {
                        let (arg, more) = self.parameter::<S>(S::star_annotation)?;
                        vararg = Some(arg);
                        if !more {
                            break;
                        }
                    }
                }
                TokenKind::DoubleStar => {
                    self.tokens.advance();
                    let (arg, _) = self.parameter::<S>(S::annotation)?;
                    kwarg = Some(arg);
                    break;
                }
                _ => {
                    let more = self.named_parameter::<S>(&mut lists, star)?;
                    if !more {
                        break;
                    }
                }
            }
        }
        if !self.tokens.is(S::CLOSER) {
            return Err(Fail);
        }
        let arguments = Arguments {
            posonlyargs: self.ast.add_list(&lists.posonly),
            args: self.ast.add_list(&lists.args),
            vararg,
            kwonlyargs: self.ast.add_list(&lists.kwonly),
            kw_defaults: self.ast.add_list(&lists.kw_defaults),
            kwarg,
            defaults: self.ast.add_list(&lists.defaults),
        };
        Ok(self.ast.add(arguments))
    }

    /// An ordinary parameter, with its default; whether more may follow.
    fn named_parameter<S: ParameterStyle>(&mut self, lists: &mut Lists, keyword_only: bool) -> R<bool> {
        let start = self.tokens.start();
        let name = self.identifier()?;
        let annotation = S::annotation(self)?;
        let loc = self.tokens.loc(start);
        let default = if self.tokens.eat(TokenKind::Equal) { Some(self.expression()?) } else { None };
        let more = self.tokens.eat(TokenKind::Comma);
        let type_comment = S::type_comment(self);
        if !more && !self.tokens.is(S::CLOSER) {
            return Err(Fail);
        }
        let arg = self.ast.add(Node { kind: Arg { arg: name, annotation, type_comment }, loc });
        if keyword_only {
            lists.kwonly.push(arg);
            lists.kw_defaults.push(default);
        } else {
            if default.is_none() && !lists.defaults.is_empty() {
                return Err(Fail);
            }
            lists.args.push(arg);
            lists.defaults.extend(default);
        }
        Ok(more)
    }

    /// A parameter that cannot have a default; whether more may follow.
    fn parameter<S: ParameterStyle>(&mut self, annotation: fn(&mut Self) -> R<Option<ExprId>>) -> R<(ArgId, bool)> {
        let start = self.tokens.start();
        let name = self.identifier()?;
        let annotation = annotation(self)?;
        let loc = self.tokens.loc(start);
        let more = self.tokens.eat(TokenKind::Comma);
        let type_comment = S::type_comment(self);
        if !more && !self.tokens.is(S::CLOSER) {
            return Err(Fail);
        }
        Ok((self.ast.add(Node { kind: Arg { arg: name, annotation, type_comment }, loc }), more))
    }

    /// The comma after `/`, or the end of the list.
    fn separator<S: ParameterStyle>(&mut self) -> R<bool> {
        if self.tokens.eat(TokenKind::Comma) {
            return Ok(true);
        }
        if self.tokens.is(S::CLOSER) { Ok(false) } else { Err(Fail) }
    }

    /// `[T: bound = default, *Ts, **P]`, or nothing.
    pub(super) fn type_parameters(&mut self) -> R<List<TypeParamId>> {
        if !self.tokens.eat(TokenKind::LSqb) {
            return Ok(List::EMPTY);
        }
        self.since(12)?;
        let mark = self.scratch.len();
        loop {
            let start = self.tokens.start();
            let kind = match self.tokens.kind() {
                TokenKind::Star => {
                    self.tokens.advance();
                    let name = self.identifier()?;
                    let default_value = if self.tokens.eat(TokenKind::Equal) {
                        self.since(13)?;
                        Some(self.star_expression()?)
                    } else {
                        None
                    };
                    TypeParam::TypeVarTuple { name, default_value }
                }
                TokenKind::DoubleStar => {
                    self.tokens.advance();
                    let name = self.identifier()?;
                    TypeParam::ParamSpec { name, default_value: self.type_parameter_default()? }
                }
                _ => {
                    let name = self.identifier()?;
                    let bound = if self.tokens.eat(TokenKind::Colon) { Some(self.expression()?) } else { None };
                    TypeParam::TypeVar { name, bound, default_value: self.type_parameter_default()? }
                }
            };
            let loc = self.tokens.loc(start);
            let param = self.ast.add(Node { kind, loc });
            self.push(param);
            if !self.tokens.eat(TokenKind::Comma) || self.tokens.is(TokenKind::RSqb) {
                break;
            }
        }
        self.tokens.expect(TokenKind::RSqb)?;
        Ok(self.take_list(mark))
    }

    fn type_parameter_default(&mut self) -> R<Option<ExprId>> {
        if !self.tokens.eat(TokenKind::Equal) {
            return Ok(None);
        }
        self.since(13)?;
        self.expression().map(Some)
    }
}
