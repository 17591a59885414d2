//! Expressions (codegen.c: codegen_visit_expr).

use super::{Compiler, Label, ScopeType, loc};
use crate::ast::{BoolOp, CmpOp, ConstId, Ctx, Expr, ExprId, List, Name, Operator, UnaryOp};
use crate::bytecode::{compare, convert, intrinsic1, nb, resume, wide};
use crate::constant::Constant;
use crate::error::{CompileError, ErrorClass, Result};
use crate::flow::Loc;

/// Displays with more parts than this are built up piece by piece (_PY_STACK_USE_GUIDELINE).
pub(super) const STACK_USE_GUIDELINE: usize = 30;

/// The instructions that build a display.
#[derive(Clone, Copy)]
pub(super) struct Display {
    build: u16,
    add: u16,
    extend: u16,
    tuple: bool,
}

pub(super) const LIST: Display =
    Display { build: wide::BUILD_LIST, add: wide::LIST_APPEND, extend: wide::LIST_EXTEND, tuple: false };
pub(super) const TUPLE: Display = Display { tuple: true, ..LIST };
pub(super) const SET: Display =
    Display { build: wide::BUILD_SET, add: wide::SET_ADD, extend: wide::SET_UPDATE, tuple: false };

impl Compiler<'_> {
    pub(super) fn loc(&self, e: ExprId) -> Loc {
        loc(self.ast[e].loc)
    }

    pub(super) fn is_starred(&self, e: ExprId) -> bool {
        matches!(self.ast[e].kind, Expr::Starred { .. })
    }

    pub(super) fn constant(&self, e: ExprId) -> Option<&Constant> {
        match self.ast[e].kind {
            Expr::Constant { value, .. } => Some(&self.ast[value]),
            _ => None,
        }
    }

    pub(super) fn visit_exprs(&mut self, list: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        ast.list(list).iter().try_for_each(|e| self.visit_expr(e))
    }

    pub(super) fn visit_expr(&mut self, e: ExprId) -> Result<()> {
        self.options.stack_limit.check()?;
        let ast = self.ast;
        let node = ast[e];
        let at = loc(node.loc);
        match node.kind {
            Expr::NamedExpr { target, value } => {
                self.visit_expr(value)?;
                self.op_i(at, wide::COPY, 1);
                self.visit_expr(target)
            }
            Expr::BoolOp { op, values } => self.bool_op(at, op, values),
            Expr::BinOp { .. } => self.bin_op(e),
            Expr::UnaryOp { .. } => self.unary(e),
            Expr::Lambda { args, body } => self.lambda(e, args, body),
            Expr::IfExp { test, body, orelse } => self.if_exp(test, body, orelse),
            Expr::Dict { keys, values } => self.dict(at, keys, values),
            Expr::Set { elts } => self.display(at, elts, None, 0, SET),
            Expr::GeneratorExp { .. } | Expr::ListComp { .. } | Expr::SetComp { .. } | Expr::DictComp { .. } => {
                self.comprehension(e)
            }
            Expr::Yield { value } => self.yield_expr(at, value),
            Expr::YieldFrom { value } => self.yield_from_expr(at, value),
            Expr::Await { value } => {
                self.visit_expr(value)?;
                self.await_value(at, 0);
                Ok(())
            }
            Expr::Compare { left, ops, comparators } => self.compare(e, left, ops, comparators),
            Expr::Call { .. } | Expr::Attribute { ctx: Ctx::Load, .. } | Expr::Subscript { ctx: Ctx::Load, .. } => {
                self.postfix(e)
            }
            Expr::Constant { value, .. } => {
                let value = self.pool.literal(&ast[value]);
                self.load_const(at, value);
                Ok(())
            }
            Expr::JoinedStr { values } => self.joined_str(at, values),
            Expr::TemplateStr { values } => self.template_str(at, values),
            Expr::FormattedValue { conversion, value, format_spec } => {
                self.formatted_value(at, conversion, value, format_spec)
            }
            Expr::Interpolation { conversion, value, text, format_spec } => {
                self.interpolation(at, conversion, value, text, format_spec)
            }
            Expr::Attribute { value, attr, ctx } => self.attribute(e, value, attr, ctx),
            Expr::Subscript { value, slice, ctx } => self.subscript(at, value, slice, ctx),
            Expr::Starred { ctx: Ctx::Store, .. } => {
                self.error(at, "starred assignment target must be in a list or tuple")
            }
            Expr::Starred { .. } => self.error(at, "can't use starred expression here"),
            Expr::Slice { lower, upper, step } => self.slice(at, lower, upper, step),
            Expr::Name { id, ctx } => {
                self.name_op(at, id, ctx);
                Ok(())
            }
            Expr::List { elts, ctx } => self.list_or_tuple(at, elts, ctx, LIST),
            Expr::Tuple { elts, ctx } => self.list_or_tuple(at, elts, ctx, TUPLE),
        }
    }

    #[inline(never)]
    fn if_exp(&mut self, test: ExprId, body: ExprId, orelse: ExprId) -> Result<()> {
        let end = self.new_label();
        let next = self.new_label();
        self.jump_if(test, next, false)?;
        self.visit_expr(body)?;
        self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);
        self.use_label(next);
        self.visit_expr(orelse)?;
        self.use_label(end);
        Ok(())
    }

    #[inline(never)]
    fn yield_expr(&mut self, at: Loc, value: Option<ExprId>) -> Result<()> {
        if !self.is_function_like() {
            return self.error(at, "'yield' outside function");
        }
        match value {
            Some(value) => self.visit_expr(value)?,
            None => self.load_none(at),
        }
        self.yield_value(at);
        Ok(())
    }

    #[inline(never)]
    fn yield_from_expr(&mut self, at: Loc, value: ExprId) -> Result<()> {
        if !self.is_function_like() {
            return self.error(at, "'yield from' outside function");
        }
        if self.u.scope_type == ScopeType::AsyncFunction {
            return self.error(at, "'yield from' inside async function");
        }
        self.visit_expr(value)?;
        self.op(at, wide::GET_YIELD_FROM_ITER);
        self.load_none(at);
        self.yield_from(at, resume::AFTER_YIELD_FROM);
        Ok(())
    }

    #[inline(never)]
    fn formatted_value(&mut self, at: Loc, letter: i16, value: ExprId, spec: Option<ExprId>) -> Result<()> {
        self.visit_expr(value)?;
        if letter != -1 {
            let arg = self.conversion(letter)?;
            self.op_i(at, wide::CONVERT_VALUE, arg.into());
        }
        match spec {
            Some(spec) => {
                self.visit_expr(spec)?;
                self.op(at, wide::FORMAT_WITH_SPEC);
            }
            None => self.op(at, wide::FORMAT_SIMPLE),
        }
        Ok(())
    }

    #[inline(never)]
    fn interpolation(
        &mut self,
        at: Loc,
        letter: i16,
        value: ExprId,
        text: ConstId,
        spec: Option<ExprId>,
    ) -> Result<()> {
        self.visit_expr(value)?;
        let text = self.pool.literal(&self.ast[text]);
        self.load_const(at, text);
        let mut arg = 2;
        if let Some(spec) = spec {
            arg += 1;
            self.visit_expr(spec)?;
        }
        if letter != -1 {
            arg |= u32::from(self.conversion(letter)?) << 2;
        }
        self.op_i(at, wide::BUILD_INTERPOLATION, arg);
        Ok(())
    }

    /// `a + b + c + …` leans to the left as far as the source goes, so its operands are found by a loop.
    #[inline(never)]
    fn bin_op(&mut self, e: ExprId) -> Result<()> {
        let ast = self.ast;
        let mut operations = smallvec::SmallVec::<[(Operator, ExprId, Loc); 4]>::new();
        let mut leftmost = e;
        while let Expr::BinOp { left, op, right } = ast[leftmost].kind {
            operations.push((op, right, loc(ast[leftmost].loc)));
            leftmost = left;
        }
        self.visit_expr(leftmost)?;
        for (op, right, at) in operations.into_iter().rev() {
            self.visit_expr(right)?;
            self.op_i(at, wide::BINARY_OP, binary_arg(op).into());
        }
        Ok(())
    }

    /// `not not x` and `--x`: the operators are found by a loop as well.
    #[inline(never)]
    fn unary(&mut self, e: ExprId) -> Result<()> {
        let ast = self.ast;
        let mut operators = smallvec::SmallVec::<[(UnaryOp, Loc); 4]>::new();
        let mut innermost = e;
        while let Expr::UnaryOp { op, operand } = ast[innermost].kind {
            operators.push((op, loc(ast[innermost].loc)));
            innermost = operand;
        }
        self.visit_expr(innermost)?;
        for (op, at) in operators.into_iter().rev() {
            match op {
                UnaryOp::UAdd => self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::UNARY_POSITIVE.into()),
                UnaryOp::Not => {
                    self.op(at, wide::TO_BOOL);
                    self.op(at, wide::UNARY_NOT);
                }
                UnaryOp::Invert => self.op(at, wide::UNARY_INVERT),
                UnaryOp::USub => self.op(at, wide::UNARY_NEGATIVE),
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn bool_op(&mut self, at: Loc, op: BoolOp, values: List<ExprId>) -> Result<()> {
        let jump = if op == BoolOp::And { wide::JUMP_IF_FALSE } else { wide::JUMP_IF_TRUE };
        let end = self.new_label();
        let ast = self.ast;
        let values = ast.list(values);
        let last = values.len().saturating_sub(1);
        for (i, value) in values.iter().enumerate() {
            self.visit_expr(value)?;
            if i < last {
                self.jump(at, jump, end);
                self.op(at, wide::POP_TOP);
            }
        }
        self.use_label(end);
        Ok(())
    }

    /// Jumps to `next` if the truth of `e` is `condition`; falls through otherwise (codegen_jump_if).
    pub(super) fn jump_if(&mut self, e: ExprId, next: Label, condition: bool) -> Result<()> {
        self.options.stack_limit.check()?;
        let ast = self.ast;
        match ast[e].kind {
            Expr::UnaryOp { op: UnaryOp::Not, mut operand } => {
                let mut condition = !condition;
                while let Expr::UnaryOp { op: UnaryOp::Not, operand: inner } = ast[operand].kind {
                    operand = inner;
                    condition = !condition;
                }
                return self.jump_if(operand, next, condition);
            }
            Expr::BoolOp { op, values } => {
                let stops_on = op == BoolOp::Or;
                let skip = if stops_on == condition { next } else { self.new_label() };
                let values = ast.list(values);
                let last = values.len().saturating_sub(1);
                for (i, value) in values.iter().enumerate() {
                    if i < last {
                        self.jump_if(value, skip, stops_on)?;
                    } else {
                        self.jump_if(value, next, condition)?;
                    }
                }
                if skip != next {
                    self.use_label(skip);
                }
                return Ok(());
            }
            Expr::IfExp { test, body, orelse } => {
                let end = self.new_label();
                let otherwise = self.new_label();
                self.jump_if(test, otherwise, false)?;
                self.jump_if(body, next, condition)?;
                self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);
                self.use_label(otherwise);
                self.jump_if(orelse, next, condition)?;
                self.use_label(end);
                return Ok(());
            }
            Expr::Compare { left, ops, comparators } if ast.list(ops).len() > 1 => {
                return self.jump_if_chain(e, left, ops, comparators, next, condition);
            }
            _ => {}
        }
        self.visit_expr(e)?;
        let at = self.loc(e);
        self.truth_after(e);
        self.jump(at, if condition { wide::POP_JUMP_IF_TRUE } else { wide::POP_JUMP_IF_FALSE }, next);
        Ok(())
    }

    /// A comparison gives a bool by itself if it is asked to.
    fn truth_after(&mut self, e: ExprId) {
        if let Expr::Compare { .. } = self.ast[e].kind
            && let Some(comparison) = self.u.seq.instrs.last_mut()
        {
            match comparison.op {
                wide::COMPARE_OP => return comparison.merge(comparison.arg | u32::from(compare::TO_BOOL)),
                wide::CONTAINS_OP | wide::IS_OP => return comparison.merge(comparison.arg),
                _ => {}
            }
        }
        self.op(self.loc(e), wide::TO_BOOL);
    }

    #[inline(never)]
    fn jump_if_chain(
        &mut self,
        e: ExprId,
        left: ExprId,
        ops: List<CmpOp>,
        comparators: List<ExprId>,
        next: Label,
        condition: bool,
    ) -> Result<()> {
        self.check_compare(e, left, ops, comparators)?;
        let ast = self.ast;
        let at = self.loc(e);
        let cleanup = self.new_label();
        self.visit_expr(left)?;
        let last = ast.list(ops).len() - 1;
        for (i, (op, right)) in ast.list(ops).iter().zip(ast.list(comparators)).enumerate() {
            self.visit_expr(right)?;
            if i < last {
                self.op_i(at, wide::SWAP, 2);
                self.op_i(at, wide::COPY, 2);
                self.compare_op(at, op);
                self.op(at, wide::TO_BOOL);
                self.jump(at, wide::POP_JUMP_IF_FALSE, cleanup);
            } else {
                self.compare_op(at, op);
                self.op(at, wide::TO_BOOL);
                self.jump(at, if condition { wide::POP_JUMP_IF_TRUE } else { wide::POP_JUMP_IF_FALSE }, next);
            }
        }
        let end = self.new_label();
        self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);
        self.use_label(cleanup);
        self.op(at, wide::POP_TOP);
        if !condition {
            self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, next);
        }
        self.use_label(end);
        Ok(())
    }

    #[inline(never)]
    fn compare(&mut self, e: ExprId, left: ExprId, ops: List<CmpOp>, comparators: List<ExprId>) -> Result<()> {
        self.check_compare(e, left, ops, comparators)?;
        let ast = self.ast;
        let at = self.loc(e);
        self.visit_expr(left)?;
        let last = ast.list(ops).len().saturating_sub(1);
        let cleanup = (last > 0).then(|| self.new_label());
        for (i, (op, right)) in ast.list(ops).iter().zip(ast.list(comparators)).enumerate() {
            self.visit_expr(right)?;
            match cleanup {
                Some(cleanup) if i < last => {
                    self.op_i(at, wide::SWAP, 2);
                    self.op_i(at, wide::COPY, 2);
                    self.compare_op(at, op);
                    self.op_i(at, wide::COPY, 1);
                    self.op(at, wide::TO_BOOL);
                    self.jump(at, wide::POP_JUMP_IF_FALSE, cleanup);
                    self.op(at, wide::POP_TOP);
                }
                _ => self.compare_op(at, op),
            }
        }
        if let Some(cleanup) = cleanup {
            let end = self.new_label();
            self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);
            self.use_label(cleanup);
            self.op_i(at, wide::SWAP, 2);
            self.op(at, wide::POP_TOP);
            self.use_label(end);
        }
        Ok(())
    }

    pub(super) fn compare_op(&mut self, at: Loc, op: CmpOp) {
        let op = match op {
            CmpOp::Eq => compare::EQ,
            CmpOp::NotEq => compare::NE,
            CmpOp::Lt => compare::LT,
            CmpOp::LtE => compare::LE,
            CmpOp::Gt => compare::GT,
            CmpOp::GtE => compare::GE,
            CmpOp::Is => return self.op_i(at, wide::IS_OP, 0),
            CmpOp::IsNot => return self.op_i(at, wide::IS_OP, 1),
            CmpOp::In => return self.op_i(at, wide::CONTAINS_OP, 0),
            CmpOp::NotIn => return self.op_i(at, wide::CONTAINS_OP, 1),
        };
        self.op_i(at, wide::COMPARE_OP, compare::oparg(op));
    }

    /// Items of a display or of a call's arguments; `injected` is a name loaded after them, `pushed` how many are on
    /// the stack already (starunpack_helper_impl).
    pub(super) fn display(
        &mut self,
        at: Loc,
        elts: List<ExprId>,
        injected: Option<Name>,
        pushed: usize,
        display: Display,
    ) -> Result<()> {
        let ast = self.ast;
        let elts = ast.list(elts);
        let count = elts.len() + pushed + usize::from(injected.is_some());
        let big = count > STACK_USE_GUIDELINE;
        if !big && !elts.iter().any(|e| self.is_starred(e)) {
            elts.iter().try_for_each(|e| self.visit_expr(e))?;
            if let Some(name) = injected {
                self.load_name(at, name);
            }
            self.op_i(at, if display.tuple { wide::BUILD_TUPLE } else { display.build }, count as u32);
            return Ok(());
        }
        let mut built = false;
        if big {
            self.op_i(at, display.build, pushed as u32);
            built = true;
        }
        for (i, e) in elts.iter().enumerate() {
            if let Expr::Starred { value, .. } = ast[e].kind {
                if !built {
                    self.op_i(at, display.build, (i + pushed) as u32);
                    built = true;
                }
                self.visit_expr(value)?;
                self.op_i(at, display.extend, 1);
            } else {
                self.visit_expr(e)?;
                if built {
                    self.op_i(at, display.add, 1);
                }
            }
        }
        if let Some(name) = injected {
            self.load_name(at, name);
            self.op_i(at, display.add, 1);
        }
        if display.tuple {
            self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::LIST_TO_TUPLE.into());
        }
        Ok(())
    }

    fn list_or_tuple(&mut self, at: Loc, elts: List<ExprId>, ctx: Ctx, display: Display) -> Result<()> {
        match ctx {
            Ctx::Store => self.unpack(at, elts),
            Ctx::Load => self.display(at, elts, None, 0, display),
            Ctx::Del => self.visit_exprs(elts),
        }
    }

    #[inline(never)]
    fn dict(&mut self, at: Loc, keys: List<Option<ExprId>>, values: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        let pairs: Vec<(Option<ExprId>, ExprId)> = ast.list(keys).iter().zip(ast.list(values)).collect();
        let mut have_dict = false;
        let mut start = 0;
        for (i, &(key, value)) in pairs.iter().enumerate() {
            let elements = i - start;
            if key.is_none() {
                if elements > 0 {
                    self.sub_dict(at, &pairs[start..i])?;
                    if have_dict {
                        self.op_i(at, wide::DICT_UPDATE, 1);
                    }
                    have_dict = true;
                }
                if !have_dict {
                    self.op_i(at, wide::BUILD_MAP, 0);
                    have_dict = true;
                }
                self.visit_expr(value)?;
                self.op_i(at, wide::DICT_UPDATE, 1);
                start = i + 1;
            } else if elements * 2 > STACK_USE_GUIDELINE {
                self.sub_dict(at, &pairs[start..=i])?;
                if have_dict {
                    self.op_i(at, wide::DICT_UPDATE, 1);
                }
                have_dict = true;
                start = i + 1;
            }
        }
        if start < pairs.len() {
            self.sub_dict(at, &pairs[start..])?;
            if have_dict {
                self.op_i(at, wide::DICT_UPDATE, 1);
            }
            have_dict = true;
        }
        if !have_dict {
            self.op_i(at, wide::BUILD_MAP, 0);
        }
        Ok(())
    }

    #[inline(never)]
    fn sub_dict(&mut self, at: Loc, pairs: &[(Option<ExprId>, ExprId)]) -> Result<()> {
        let big = pairs.len() * 2 > STACK_USE_GUIDELINE;
        if big {
            self.op_i(at, wide::BUILD_MAP, 0);
        }
        for &(key, value) in pairs {
            if let Some(key) = key {
                self.visit_expr(key)?;
            }
            self.visit_expr(value)?;
            if big {
                self.op_i(at, wide::MAP_ADD, 1);
            }
        }
        if !big {
            self.op_i(at, wide::BUILD_MAP, pairs.len() as u32);
        }
        Ok(())
    }

    pub(super) fn yield_value(&mut self, at: Loc) {
        let scope = self.scope();
        if scope.generator && scope.coroutine {
            self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::ASYNC_GEN_WRAP.into());
        }
        self.op_i(at, wide::YIELD_VALUE, 0);
        self.op_i(at, wide::RESUME, resume::AFTER_YIELD.into());
    }

    /// Delegates to the iterator on the stack. While it runs, a virtual handler catches what `throw` and `close` send.
    pub(super) fn yield_from(&mut self, at: Loc, after: u8) {
        let send = self.new_label();
        let fail = self.new_label();
        let exit = self.new_label();
        self.use_label(send);
        self.jump(at, wide::SEND, exit);
        self.jump(at, wide::SETUP_FINALLY, fail);
        self.op_i(at, wide::YIELD_VALUE, 1);
        self.op(Loc::NONE, wide::POP_BLOCK);
        self.op_i(at, wide::RESUME, after.into());
        self.jump(at, wide::JUMP_NO_INTERRUPT, send);
        self.use_label(fail);
        self.op(at, wide::CLEANUP_THROW);
        self.use_label(exit);
        self.op(at, wide::END_SEND);
    }

    /// Awaits the value on the stack; `kind` tells `GET_AWAITABLE` what it comes from.
    pub(super) fn await_value(&mut self, at: Loc, kind: u32) {
        self.op_i(at, wide::GET_AWAITABLE, kind);
        self.load_none(at);
        self.yield_from(at, resume::AFTER_AWAIT);
    }

    #[inline(never)]
    fn conversion(&self, letter: i16) -> Result<u8> {
        match u8::try_from(letter) {
            Ok(b's') => Ok(convert::STR),
            Ok(b'r') => Ok(convert::REPR),
            Ok(b'a') => Ok(convert::ASCII),
            _ => {
                let message = format!("Unrecognized conversion character {letter}");
                Err(CompileError::new(ErrorClass::SystemError, message))
            }
        }
    }

    #[inline(never)]
    fn joined_str(&mut self, at: Loc, values: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        let empty = self.names.empty();
        let count = ast.list(values).len();
        if count > STACK_USE_GUIDELINE {
            self.load_str(at, empty);
            self.load_method(at, self.known.join);
            self.op_i(at, wide::BUILD_LIST, 0);
            for value in ast.list(values) {
                self.visit_expr(value)?;
                self.op_i(at, wide::LIST_APPEND, 1);
            }
            self.op_i(at, wide::CALL, 1);
            return Ok(());
        }
        self.visit_exprs(values)?;
        match count {
            0 => self.load_str(at, empty),
            1 => {}
            _ => self.op_i(at, wide::BUILD_STRING, count as u32),
        }
        Ok(())
    }

    /// The strings between the interpolations, then the interpolations (PEP 750).
    #[inline(never)]
    fn template_str(&mut self, at: Loc, values: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        let empty = self.names.empty();
        let is_interpolation = |e: ExprId| matches!(ast[e].kind, Expr::Interpolation { .. });
        let mut after_interpolation = true;
        let mut strings = 0;
        for value in ast.list(values) {
            if is_interpolation(value) {
                if after_interpolation {
                    self.load_str(at, empty);
                    strings += 1;
                }
                after_interpolation = true;
            } else {
                self.visit_expr(value)?;
                strings += 1;
                after_interpolation = false;
            }
        }
        if after_interpolation {
            self.load_str(at, empty);
            strings += 1;
        }
        self.op_i(at, wide::BUILD_TUPLE, strings);
        let mut interpolations = 0;
        for value in ast.list(values).iter().filter(|&e| is_interpolation(e)) {
            self.visit_expr(value)?;
            interpolations += 1;
        }
        self.op_i(at, wide::BUILD_TUPLE, interpolations);
        self.op(at, wide::BUILD_TEMPLATE);
        Ok(())
    }

    /// An attribute that is stored or deleted.
    fn attribute(&mut self, e: ExprId, value: ExprId, attr: Name, ctx: Ctx) -> Result<()> {
        if ctx == Ctx::Store {
            self.note_static_attribute(value, attr);
        }
        self.visit_expr(value)?;
        let at = self.attribute_loc(self.loc(e), e, attr);
        self.op_name(at, if ctx == Ctx::Store { wide::STORE_ATTR } else { wide::DELETE_ATTR }, attr);
        Ok(())
    }

    /// `self.attr = …` in a method is noted in the class around it.
    fn note_static_attribute(&mut self, value: ExprId, attr: Name) {
        if let Expr::Name { id, .. } = self.ast[value].kind
            && id == self.known.self_
            && let Some(class) = self.outer.iter_mut().rev().find(|unit| unit.scope_type == ScopeType::Class)
        {
            class.static_attributes.insert(attr);
        }
    }

    /// Where an attribute access over several lines is: at the attribute's name.
    pub(super) fn attribute_loc(&self, mut at: Loc, attribute: ExprId, attr: Name) -> Loc {
        let node = self.ast[attribute].loc;
        if at.line != node.end_line {
            at.line = node.end_line;
            let text = self.names.str(attr);
            let len = if text.is_ascii() { text.len() } else { text.chars().count() } as i32;
            if len <= node.end_col {
                at.col = node.end_col - len;
            } else {
                at.col = -1;
                at.end_col = -1;
            }
            at.end_line = at.line.max(at.end_line);
            if at.line == at.end_line {
                at.end_col = at.col.max(at.end_col);
            }
        }
        at
    }

    /// A subscript that is stored or deleted.
    fn subscript(&mut self, at: Loc, value: ExprId, index: ExprId, ctx: Ctx) -> Result<()> {
        self.visit_expr(value)?;
        self.index(at, index, ctx)
    }

    /// The index of a container that is on the stack, and what happens to it.
    pub(super) fn index(&mut self, at: Loc, index: ExprId, ctx: Ctx) -> Result<()> {
        if ctx != Ctx::Del
            && let Some((lower, upper)) = self.two_part_slice(index)
        {
            self.slice_bounds(self.loc(index), lower, upper)?;
            self.op(at, if ctx == Ctx::Load { wide::BINARY_SLICE } else { wide::STORE_SLICE });
            return Ok(());
        }
        self.visit_expr(index)?;
        match ctx {
            Ctx::Load => self.op_i(at, wide::BINARY_OP, nb::SUBSCR.into()),
            Ctx::Store => self.op(at, wide::STORE_SUBSCR),
            Ctx::Del => self.op(at, wide::DELETE_SUBSCR),
        }
        Ok(())
    }

    fn is_constant_bound(&self, bound: Option<ExprId>) -> bool {
        bound.is_none_or(|e| matches!(self.ast[e].kind, Expr::Constant { .. }))
    }

    /// The bounds of a slice without step that is not constant.
    pub(super) fn two_part_slice(&self, index: ExprId) -> Option<(Option<ExprId>, Option<ExprId>)> {
        match self.ast[index].kind {
            Expr::Slice { lower, upper, step: None }
                if !(self.is_constant_bound(lower) && self.is_constant_bound(upper)) =>
            {
                Some((lower, upper))
            }
            _ => None,
        }
    }

    pub(super) fn slice_bounds(&mut self, at: Loc, lower: Option<ExprId>, upper: Option<ExprId>) -> Result<()> {
        for bound in [lower, upper] {
            match bound {
                Some(bound) => self.visit_expr(bound)?,
                None => self.load_none(at),
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn slice(&mut self, at: Loc, lower: Option<ExprId>, upper: Option<ExprId>, step: Option<ExprId>) -> Result<()> {
        let parts = [lower, upper, step];
        if parts.iter().all(|&part| self.is_constant_bound(part)) {
            let parts = parts.map(|part| {
                let value = part.and_then(|e| match self.ast[e].kind {
                    Expr::Constant { value, .. } => Some(value),
                    _ => None,
                });
                value.map_or(super::PoolId::NONE, |value| self.pool.literal(&self.ast[value]))
            });
            let slice = self.pool.slice(parts);
            self.load_const(at, slice);
            return Ok(());
        }
        self.slice_bounds(at, lower, upper)?;
        let mut count = 2;
        if let Some(step) = step {
            count += 1;
            self.visit_expr(step)?;
        }
        self.op_i(at, wide::BUILD_SLICE, count);
        Ok(())
    }
}

/// The argument of `BINARY_OP`.
pub(super) fn binary_arg(op: Operator) -> u8 {
    match op {
        Operator::Add => nb::ADD,
        Operator::Sub => nb::SUBTRACT,
        Operator::Mult => nb::MULTIPLY,
        Operator::MatMult => nb::MATRIX_MULTIPLY,
        Operator::Div => nb::TRUE_DIVIDE,
        Operator::Mod => nb::REMAINDER,
        Operator::Pow => nb::POWER,
        Operator::LShift => nb::LSHIFT,
        Operator::RShift => nb::RSHIFT,
        Operator::BitOr => nb::OR,
        Operator::BitXor => nb::XOR,
        Operator::BitAnd => nb::AND,
        Operator::FloorDiv => nb::FLOOR_DIVIDE,
    }
}
