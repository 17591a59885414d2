//! Calls: of functions, of methods, through `super()`, and `all`, `any` and `tuple` of a generator expression.

use super::expression::{STACK_USE_GUIDELINE, TUPLE};
use super::{Compiler, Label, PoolId};
use crate::ast::{Ctx, Expr, ExprId, KeywordId, List, Name};
use crate::bytecode::{common_constant, intrinsic1, wide};
use crate::error::Result;
use crate::flow::Loc;
use crate::symtable::{Resolution, ScopeKey, flags};
use rustc_hash::FxHashSet;

/// So many keywords are compared with each other.
const FEW_KEYWORDS: usize = 16;

/// A call of `super` that needs no call.
#[derive(Clone, Copy)]
struct SuperCall {
    /// With two arguments.
    explicit: bool,
}

/// What follows the value on the stack in `value.attr`, `value[…]`, `value(…)` and `value.method(…)`.
#[derive(Clone, Copy)]
enum Postfix {
    Attribute { e: ExprId, attr: Name },
    Subscript { e: ExprId, index: ExprId },
    Call { e: ExprId, func: ExprId, args: List<ExprId>, keywords: List<KeywordId>, end: Label },
    Method { e: ExprId, func: ExprId, attr: Name, args: List<ExprId>, keywords: List<KeywordId>, loaded: bool },
}

impl Compiler<'_> {
    /// A chain of attributes, subscripts and calls. However long it is, it is walked in a loop: down to the value
    /// that it begins with, then outwards.
    pub(super) fn postfix(&mut self, e: ExprId) -> Result<()> {
        let ast = self.ast;
        let mut chain = smallvec::SmallVec::<[Postfix; 4]>::new();
        let mut inner = e;
        loop {
            match ast[inner].kind {
                Expr::Attribute { value, attr, ctx: Ctx::Load } => {
                    if let Some(call) = self.super_call(value, attr) {
                        self.super_attribute(inner, value, attr, call, false)?;
                        break;
                    }
                    chain.push(Postfix::Attribute { e: inner, attr });
                    inner = value;
                }
                Expr::Subscript { value, slice, ctx: Ctx::Load } => {
                    self.check_subscripter(value)?;
                    self.check_index(value, slice)?;
                    chain.push(Postfix::Subscript { e: inner, index: slice });
                    inner = value;
                }
                Expr::Call { func, args, keywords } => {
                    self.validate_keywords(keywords)?;
                    if let Some((value, attr)) = self.method_of(func, args, keywords) {
                        let super_call = self.super_call(value, attr);
                        let loaded = super_call.is_some();
                        chain.push(Postfix::Method { e: inner, func, attr, args, keywords, loaded });
                        if let Some(call) = super_call {
                            self.super_attribute(func, value, attr, call, true)?;
                            break;
                        }
                        inner = value;
                    } else {
                        let end = self.new_label();
                        self.check_caller(func)?;
                        chain.push(Postfix::Call { e: inner, func, args, keywords, end });
                        inner = func;
                    }
                }
                _ => {
                    self.visit_expr(inner)?;
                    break;
                }
            }
        }
        chain.into_iter().rev().try_for_each(|link| self.postfix_link(link))
    }

    #[inline(never)]
    fn postfix_link(&mut self, link: Postfix) -> Result<()> {
        let ast = self.ast;
        match link {
            Postfix::Attribute { e, attr } => {
                let at = self.attribute_loc(self.loc(e), e, attr);
                self.load_attr(at, attr);
            }
            Postfix::Subscript { e, index } => self.index(self.loc(e), index, Ctx::Load)?,
            Postfix::Call { e, func, args, keywords, end } => {
                self.builtin_call_of_generator(func, args, keywords, end)?;
                self.null_after(func);
                self.call_arguments(self.loc(e), 0, args, None, keywords)?;
                self.use_label(end);
            }
            Postfix::Method { e, func, attr, args, keywords, loaded } => {
                let at = self.attribute_loc(self.loc(func), func, attr);
                if !loaded {
                    self.load_method(at, attr);
                }
                self.visit_exprs(args)?;
                let call_at = self.attribute_loc(self.loc(e), func, attr);
                let (nargs, nkeywords) = (ast.list(args).len(), ast.list(keywords).len());
                if nkeywords > 0 {
                    self.keyword_values(keywords)?;
                    self.keyword_names(at, keywords);
                    self.op_i(call_at, wide::CALL_KW, (nargs + nkeywords) as u32);
                } else {
                    self.op_i(call_at, wide::CALL, nargs as u32);
                }
            }
        }
        Ok(())
    }

    /// The empty slot above a function on the stack. A global is loaded together with it.
    fn null_after(&mut self, func: ExprId) {
        if let Expr::Name { .. } = self.ast[func].kind
            && let Some(load) = self.u.seq.instrs.last_mut()
            && load.op == wide::LOAD_GLOBAL
        {
            return load.merge(load.arg | 1);
        }
        self.op(self.loc(func), wide::PUSH_NULL);
    }

    /// `super().attr`: the attribute is looked up without making the proxy.
    #[inline(never)]
    fn super_attribute(&mut self, e: ExprId, value: ExprId, attr: Name, call: SuperCall, method: bool) -> Result<()> {
        let at = self.loc(e);
        self.load_super_args(value, call)?;
        let arg = self.name_index(attr) << 2 | u32::from(call.explicit) << 1 | u32::from(method);
        self.op_i(at, wide::LOAD_SUPER_ATTR, arg);
        let at = self.attribute_loc(at, e, attr);
        self.op(at, wide::NOP);
        Ok(())
    }

    fn validate_keywords(&mut self, keywords: List<KeywordId>) -> Result<()> {
        let ast = self.ast;
        let keywords = ast.list(keywords);
        if keywords.len() < 2 {
            return Ok(());
        }
        let named = || keywords.iter().filter_map(|keyword| ast[keyword].kind.arg);
        let repeated = if keywords.len() <= FEW_KEYWORDS {
            named().enumerate().any(|(at, arg)| named().take(at).any(|other| other == arg))
        } else {
            let mut seen = FxHashSet::default();
            named().any(|arg| !seen.insert(arg))
        };
        if !repeated {
            return Ok(());
        }
        // The first keyword that is repeated is named, at its first repetition.
        for (i, keyword) in keywords.iter().enumerate() {
            let Some(arg) = ast[keyword].kind.arg else { continue };
            if let Some(other) = keywords.skip(i + 1).iter().find(|&other| ast[other].kind.arg == Some(arg)) {
                let message = format!("keyword argument repeated: {}", self.names.str(arg));
                return self.error(super::loc(ast[other].loc), message);
            }
        }
        Ok(())
    }

    /// The receiver and name of `receiver.method(…)`, if the call has no unpacking: the method is not bound first then
    /// (maybe_optimize_method_call).
    fn method_of(&self, func: ExprId, args: List<ExprId>, keywords: List<KeywordId>) -> Option<(ExprId, Name)> {
        let ast = self.ast;
        let Expr::Attribute { value, attr, ctx: Ctx::Load } = ast[func].kind else { return None };
        if self.is_import_originated(value) {
            return None;
        }
        let (nargs, nkeywords) = (ast.list(args).len(), ast.list(keywords).len());
        let plain = nargs + nkeywords + usize::from(nkeywords != 0) < STACK_USE_GUIDELINE
            && !ast.list(args).iter().any(|arg| self.is_starred(arg))
            && ast.list(keywords).iter().all(|keyword| ast[keyword].kind.arg.is_some());
        plain.then_some((value, attr))
    }

    /// A module that was imported at the top has functions, not methods.
    fn is_import_originated(&self, e: ExprId) -> bool {
        match self.ast[e].kind {
            Expr::Name { id, .. } => {
                let top = self.outer.first().unwrap_or(&self.u);
                self.symbol_in(top, id).is_some_and(|symbol| symbol.flags & flags::DEF_IMPORT != 0)
            }
            _ => false,
        }
    }

    /// Whether `value` is a call of `super` that an attribute access can do without (can_optimize_super_call).
    fn super_call(&self, value: ExprId, attr: Name) -> Option<SuperCall> {
        let Expr::Call { func, args, keywords } = self.ast[value].kind else { return None };
        let Expr::Name { id, .. } = self.ast[func].kind else { return None };
        let known = &self.table.known;
        if id != known.super_ || attr == known.class || !keywords.is_empty() {
            return None;
        }
        // Not where the name `super` is visibly something else.
        if self.resolution(id) != Resolution::GlobalImplicit || self.top_level_has(id) {
            return None;
        }
        let args = self.ast.list(args);
        match args.len() {
            2 if !args.iter().any(|arg| self.is_starred(arg)) => Some(SuperCall { explicit: true }),
            0 => {
                let params = self.u.params;
                let has_self = params.args + params.posonly > 0;
                (has_self && self.reference_kind(known.class) == Resolution::Free)
                    .then_some(SuperCall { explicit: false })
            }
            _ => None,
        }
    }

    fn top_level_has(&self, name: Name) -> bool {
        let unit = self.outer.first().unwrap_or(&self.u);
        self.resolution_in(unit, name) != Resolution::Unknown
    }

    fn load_super_args(&mut self, value: ExprId, call: SuperCall) -> Result<()> {
        let Expr::Call { func, args, .. } = self.ast[value].kind else { return Ok(()) };
        let at = self.loc(value);
        let super_name = self.table.known.super_;
        self.load_name(self.loc(func), super_name);
        if call.explicit {
            return self.visit_exprs(args);
        }
        let class = self.table.known.class;
        self.load_name(at, class);
        if let Some(&first) = self.u.varnames.as_slice().first() {
            self.load_name(at, first);
        }
        Ok(())
    }

    /// `all(… for …)`, `any(… for …)` and `tuple(… for …)` run the loop here, if the name still means the builtin
    /// (maybe_optimize_function_call).
    #[inline(never)]
    fn builtin_call_of_generator(
        &mut self,
        func: ExprId,
        args: List<ExprId>,
        keywords: List<KeywordId>,
        end: Label,
    ) -> Result<()> {
        let ast = self.ast;
        let Expr::Name { id, .. } = ast[func].kind else { return Ok(()) };
        let args = ast.list(args);
        let (1, true, Some(generator)) = (args.len(), keywords.is_empty(), args.first()) else { return Ok(()) };
        let is_async = || self.table.scope_of(ScopeKey::Expr(generator)).is_some_and(|id| self.table[id].coroutine);
        if !matches!(ast[generator].kind, Expr::GeneratorExp { .. }) || is_async() {
            return Ok(());
        }
        // For `all` and `any`: the jump that goes on, and the result of an exhausted generator.
        let (constant, test) = if id == self.known.all {
            (common_constant::BUILTIN_ALL, Some((wide::POP_JUMP_IF_TRUE, true)))
        } else if id == self.known.any {
            (common_constant::BUILTIN_ANY, Some((wide::POP_JUMP_IF_FALSE, false)))
        } else if id == self.known.tuple {
            (common_constant::BUILTIN_TUPLE, None)
        } else {
            return Ok(());
        };
        let at = self.loc(func);
        let skip_optimization = self.new_label();
        self.op_i(at, wide::COPY, 1);
        self.op_i(at, wide::LOAD_COMMON_CONSTANT, constant.into());
        self.op_i(at, wide::IS_OP, 0);
        self.jump(at, wide::POP_JUMP_IF_FALSE, skip_optimization);
        self.op(at, wide::POP_TOP);
        if test.is_none() {
            self.op_i(at, wide::BUILD_LIST, 0);
        }
        self.visit_expr(generator)?;
        let again = self.new_label();
        let cleanup = self.new_label();
        self.use_label(again);
        self.jump(at, wide::FOR_ITER, cleanup);
        match test {
            Some((go_on, _)) => {
                self.op(at, wide::TO_BOOL);
                self.jump(at, go_on, again);
            }
            None => {
                self.op_i(at, wide::LIST_APPEND, 2);
                self.jump(at, wide::JUMP, again);
            }
        }
        self.op(Loc::NONE, wide::POP_ITER);
        if let Some((_, exhausted)) = test {
            self.load_const(at, PoolId::bool(!exhausted));
        }
        self.jump(at, wide::JUMP, end);
        self.use_label(cleanup);
        self.op(Loc::NONE, wide::END_FOR);
        self.op(Loc::NONE, wide::POP_ITER);
        match test {
            Some((_, exhausted)) => self.load_const(at, PoolId::bool(exhausted)),
            None => self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::LIST_TO_TUPLE.into()),
        }
        self.jump(at, wide::JUMP, end);
        self.use_label(skip_optimization);
        Ok(())
    }

    fn keyword_values(&mut self, keywords: List<KeywordId>) -> Result<()> {
        let ast = self.ast;
        ast.list(keywords).iter().try_for_each(|keyword| self.visit_expr(ast[keyword].kind.value))
    }

    fn keyword_names(&mut self, at: Loc, keywords: List<KeywordId>) {
        let ast = self.ast;
        let names: Vec<PoolId> = ast
            .list(keywords)
            .iter()
            .filter_map(|keyword| ast[keyword].kind.arg)
            .map(|name| self.pool.str(name))
            .collect();
        let names = self.pool.tuple(&names);
        self.load_const(at, names);
    }

    /// The arguments and the call; `pushed` arguments are on the stack already (codegen_call_helper_impl).
    pub(super) fn call_arguments(
        &mut self,
        at: Loc,
        pushed: usize,
        args: List<ExprId>,
        injected: Option<Name>,
        keywords: List<KeywordId>,
    ) -> Result<()> {
        self.validate_keywords(keywords)?;
        let ast = self.ast;
        let (nargs, nkeywords) = (ast.list(args).len(), ast.list(keywords).len());
        let simple = nargs + nkeywords * 2 <= STACK_USE_GUIDELINE
            && !ast.list(args).iter().any(|arg| self.is_starred(arg))
            && ast.list(keywords).iter().all(|keyword| ast[keyword].kind.arg.is_some());
        if simple {
            self.visit_exprs(args)?;
            let mut count = pushed + nargs;
            if let Some(name) = injected {
                self.load_name(at, name);
                count += 1;
            }
            if nkeywords > 0 {
                self.keyword_values(keywords)?;
                self.keyword_names(at, keywords);
                self.op_i(at, wide::CALL_KW, (count + nkeywords) as u32);
            } else {
                self.op_i(at, wide::CALL, count as u32);
            }
            return Ok(());
        }
        match ast.list(args).first().map(|arg| ast[arg].kind) {
            Some(Expr::Starred { value, .. }) if pushed == 0 && nargs == 1 => self.visit_expr(value)?,
            _ => self.display(at, args, injected, pushed, TUPLE)?,
        }
        if nkeywords > 0 {
            self.keyword_dict(at, keywords)?;
        } else {
            self.op(at, wide::PUSH_NULL);
        }
        self.op(at, wide::CALL_FUNCTION_EX);
        Ok(())
    }

    #[inline(never)]
    fn keyword_dict(&mut self, at: Loc, keywords: List<KeywordId>) -> Result<()> {
        let ast = self.ast;
        let keywords: Vec<KeywordId> = ast.list(keywords).to_vec();
        let mut have_dict = false;
        let mut start = 0;
        for (i, &keyword) in keywords.iter().enumerate() {
            if ast[keyword].kind.arg.is_some() {
                continue;
            }
            if start < i {
                self.sub_keywords(at, &keywords[start..i])?;
                if have_dict {
                    self.op_i(at, wide::DICT_MERGE, 1);
                }
                have_dict = true;
            }
            if !have_dict {
                self.op_i(at, wide::BUILD_MAP, 0);
                have_dict = true;
            }
            self.visit_expr(ast[keyword].kind.value)?;
            self.op_i(at, wide::DICT_MERGE, 1);
            start = i + 1;
        }
        if start < keywords.len() {
            self.sub_keywords(at, &keywords[start..])?;
            if have_dict {
                self.op_i(at, wide::DICT_MERGE, 1);
            }
        }
        Ok(())
    }

    fn sub_keywords(&mut self, at: Loc, keywords: &[KeywordId]) -> Result<()> {
        let ast = self.ast;
        let big = keywords.len() * 2 > STACK_USE_GUIDELINE;
        if big {
            self.op_i(Loc::NONE, wide::BUILD_MAP, 0);
        }
        for &keyword in keywords {
            let keyword = ast[keyword].kind;
            if let Some(arg) = keyword.arg {
                self.load_str(at, arg);
            }
            self.visit_expr(keyword.value)?;
            if big {
                self.op_i(Loc::NONE, wide::MAP_ADD, 1);
            }
        }
        if !big {
            self.op_i(at, wide::BUILD_MAP, keywords.len() as u32);
        }
        Ok(())
    }
}
