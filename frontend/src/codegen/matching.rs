//! `match` statements (PEP 634).
//!
//! Code for a pattern consumes the subject on top of the stack and jumps away where it does not match. Captured values
//! stay on the stack, below what the pattern still needs, until the whole pattern has matched. Where to jump depends on
//! how many values lie there then: one label per number, each popping one value and falling into the next.

use super::{Compiler, Label, PoolId, loc};
use crate::ast::{CmpOp, Expr, ExprId, List, MatchCaseId, Name, Pattern, PatternId};
use crate::bytecode::{nb, wide};
use crate::error::Result;
use crate::flow::Loc;

/// What the code of a pattern must know of its surroundings (codegen.c: pattern_context).
#[derive(Clone, Default)]
struct PatternContext {
    /// Captured names, in the order of their values on the stack.
    stores: Vec<Name>,
    /// Whether a pattern that always matches may stand here.
    allow_irrefutable: bool,
    /// Where to jump with that many values to pop.
    fail_pop: Vec<Label>,
    /// How many values on top of the stack must stay there.
    on_top: usize,
}

impl Compiler<'_> {
    fn pattern_loc(&self, p: PatternId) -> Loc {
        loc(self.ast[p].loc)
    }

    fn is_wildcard(&self, p: PatternId) -> bool {
        matches!(self.ast[p].kind, Pattern::MatchAs { name: None, .. })
    }

    #[inline(never)]
    pub(super) fn match_stmt(&mut self, subject: ExprId, cases: List<MatchCaseId>) -> Result<()> {
        let ast = self.ast;
        self.visit_expr(subject)?;
        let end = self.new_label();
        let cases = ast.list(cases);
        let Some(last) = cases.last().map(|case| ast[case]) else { return Ok(()) };
        let has_default = self.is_wildcard(last.pattern) && cases.len() > 1;
        let tested = cases.len() - usize::from(has_default);
        for (i, case) in cases.take(tested).iter().enumerate() {
            let case = ast[case];
            let at = self.pattern_loc(case.pattern);
            let is_last = i + 1 == tested;
            if !is_last {
                self.op_i(at, wide::COPY, 1);
            }
            let mut context = PatternContext {
                allow_irrefutable: case.guard.is_some() || i + 1 == cases.len(),
                ..PatternContext::default()
            };
            self.pattern(case.pattern, &mut context)?;
            for &name in &context.stores {
                self.store_name(at, name);
            }
            if let Some(guard) = case.guard {
                let fail = self.fail_label(&mut context, 0);
                self.jump_if(guard, fail, false)?;
            }
            if !is_last {
                self.op(Loc::NEXT, wide::POP_TOP);
            }
            self.visit_stmts(case.body)?;
            self.jump(Loc::NONE, wide::JUMP, end);
            self.emit_fail_pops(at, &mut context);
        }
        if has_default {
            let at = self.pattern_loc(last.pattern);
            self.op(at, wide::NOP);
            if let Some(guard) = last.guard {
                self.jump_if(guard, end, false)?;
            }
            self.visit_stmts(last.body)?;
        }
        self.use_label(end);
        Ok(())
    }

    fn fail_label(&mut self, context: &mut PatternContext, pops: usize) -> Label {
        while context.fail_pop.len() <= pops {
            context.fail_pop.push(self.new_label());
        }
        context.fail_pop[pops]
    }

    fn jump_to_fail(&mut self, at: Loc, context: &mut PatternContext, op: u16) {
        let pops = context.on_top + context.stores.len();
        let label = self.fail_label(context, pops);
        self.jump(at, op, label);
    }

    fn emit_fail_pops(&mut self, at: Loc, context: &mut PatternContext) {
        while let Some(label) = context.fail_pop.pop() {
            self.use_label(label);
            if !context.fail_pop.is_empty() {
                self.op(at, wide::POP_TOP);
            }
        }
    }

    /// Moves the top of the stack below `count - 1` other values.
    fn rotate(&mut self, at: Loc, count: usize) {
        for depth in (2..=count).rev() {
            self.op_i(at, wide::SWAP, depth as u32);
        }
    }

    fn duplicate_store<T>(&self, at: Loc, name: Name) -> Result<T> {
        self.error(at, format!("multiple assignments to name '{}' in pattern", self.names.str(name)))
    }

    fn capture(&mut self, at: Loc, name: Option<Name>, context: &mut PatternContext) -> Result<()> {
        let Some(name) = name else {
            self.op(at, wide::POP_TOP);
            return Ok(());
        };
        if context.stores.contains(&name) {
            return self.duplicate_store(at, name);
        }
        self.rotate(at, context.on_top + context.stores.len() + 1);
        context.stores.push(name);
        Ok(())
    }

    fn subpattern(&mut self, p: PatternId, context: &mut PatternContext) -> Result<()> {
        let allowed = std::mem::replace(&mut context.allow_irrefutable, true);
        self.pattern(p, context)?;
        context.allow_irrefutable = allowed;
        Ok(())
    }

    fn pattern(&mut self, p: PatternId, context: &mut PatternContext) -> Result<()> {
        self.options.stack_limit.check()?;
        let at = self.pattern_loc(p);
        match self.ast[p].kind {
            Pattern::MatchValue { value } => {
                if !matches!(self.ast[value].kind, Expr::Constant { .. } | Expr::Attribute { .. }) {
                    return self.error(at, "patterns may only match literals and attribute lookups");
                }
                self.visit_expr(value)?;
                self.compare_op(at, CmpOp::Eq);
                self.op(at, wide::TO_BOOL);
                self.jump_to_fail(at, context, wide::POP_JUMP_IF_FALSE);
                Ok(())
            }
            Pattern::MatchSingleton { value } => {
                let value = self.pool.literal(&self.ast[value]);
                self.load_const(at, value);
                self.op_i(at, wide::IS_OP, 0);
                self.jump_to_fail(at, context, wide::POP_JUMP_IF_FALSE);
                Ok(())
            }
            Pattern::MatchSequence { patterns } => self.sequence_pattern(at, patterns, context),
            Pattern::MatchMapping { keys, patterns, rest } => self.mapping_pattern(at, keys, patterns, rest, context),
            Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.class_pattern(at, cls, patterns, kwd_attrs, kwd_patterns, context)
            }
            Pattern::MatchStar { name } => self.capture(at, name, context),
            Pattern::MatchAs { pattern, name } => self.as_pattern(at, pattern, name, context),
            Pattern::MatchOr { patterns } => self.or_pattern(at, patterns, context),
        }
    }

    fn as_pattern(
        &mut self,
        at: Loc,
        pattern: Option<PatternId>,
        name: Option<Name>,
        context: &mut PatternContext,
    ) -> Result<()> {
        let Some(pattern) = pattern else {
            if !context.allow_irrefutable {
                return match name {
                    Some(name) => self.error(
                        at,
                        format!("name capture '{}' makes remaining patterns unreachable", self.names.str(name)),
                    ),
                    None => self.error(at, "wildcard makes remaining patterns unreachable"),
                };
            }
            return self.capture(at, name, context);
        };
        context.on_top += 1;
        self.op_i(at, wide::COPY, 1);
        self.pattern(pattern, context)?;
        context.on_top -= 1;
        self.capture(at, name, context)
    }

    fn sequence_pattern(&mut self, at: Loc, patterns: List<PatternId>, context: &mut PatternContext) -> Result<()> {
        let ast = self.ast;
        let size = ast.list(patterns).len();
        let mut star = None;
        let mut only_wildcard = true;
        let mut star_wildcard = false;
        for (i, p) in ast.list(patterns).iter().enumerate() {
            if let Pattern::MatchStar { name } = ast[p].kind {
                if star.is_some() {
                    return self.error(at, "multiple starred names in sequence pattern");
                }
                star_wildcard = name.is_none();
                only_wildcard &= star_wildcard;
                star = Some(i);
                continue;
            }
            only_wildcard &= self.is_wildcard(p);
        }
        context.on_top += 1;
        self.op(at, wide::MATCH_SEQUENCE);
        self.jump_to_fail(at, context, wide::POP_JUMP_IF_FALSE);
        let length_test = match star {
            None => Some((size, CmpOp::Eq)),
            Some(_) if size > 1 => Some((size - 1, CmpOp::GtE)),
            Some(_) => None,
        };
        if let Some((length, op)) = length_test {
            self.op(at, wide::GET_LEN);
            self.load_int(at, length as i64);
            self.compare_op(at, op);
            self.jump_to_fail(at, context, wide::POP_JUMP_IF_FALSE);
        }
        context.on_top -= 1;
        match star {
            _ if only_wildcard => {
                self.op(at, wide::POP_TOP);
                Ok(())
            }
            Some(star) if star_wildcard => self.sequence_by_index(at, patterns, star, context),
            _ => self.sequence_by_unpacking(at, patterns, context),
        }
    }

    fn sequence_by_unpacking(
        &mut self,
        at: Loc,
        patterns: List<PatternId>,
        context: &mut PatternContext,
    ) -> Result<()> {
        let ast = self.ast;
        let patterns = ast.list(patterns);
        let size = patterns.len();
        let star = patterns.iter().position(|p| matches!(ast[p].kind, Pattern::MatchStar { .. }));
        match star {
            Some(star) => {
                let after = size - star - 1;
                if star >= 1 << 8 || after >= (i32::MAX >> 8) as usize {
                    return self.error(at, "too many expressions in star-unpacking sequence pattern");
                }
                self.op_i(at, wide::UNPACK_EX, (star + (after << 8)) as u32);
            }
            None => self.op_i(at, wide::UNPACK_SEQUENCE, size as u32),
        }
        context.on_top += size;
        for p in patterns {
            context.on_top -= 1;
            self.subpattern(p, context)?;
        }
        Ok(())
    }

    /// With `*_` the items are picked one by one.
    fn sequence_by_index(
        &mut self,
        at: Loc,
        patterns: List<PatternId>,
        star: usize,
        context: &mut PatternContext,
    ) -> Result<()> {
        let ast = self.ast;
        let size = ast.list(patterns).len();
        context.on_top += 1;
        for (i, p) in ast.list(patterns).iter().enumerate() {
            if i == star || self.is_wildcard(p) {
                continue;
            }
            self.op_i(at, wide::COPY, 1);
            if i < star {
                self.load_int(at, i as i64);
            } else {
                // The subject need not support negative indices.
                self.op(at, wide::GET_LEN);
                self.load_int(at, (size - i) as i64);
                self.op_i(at, wide::BINARY_OP, nb::SUBTRACT.into());
            }
            self.op_i(at, wide::BINARY_OP, nb::SUBSCR.into());
            self.subpattern(p, context)?;
        }
        context.on_top -= 1;
        self.op(at, wide::POP_TOP);
        Ok(())
    }

    fn class_pattern(
        &mut self,
        at: Loc,
        cls: ExprId,
        patterns: List<PatternId>,
        kwd_attrs: List<Name>,
        kwd_patterns: List<PatternId>,
        context: &mut PatternContext,
    ) -> Result<()> {
        let ast = self.ast;
        let (positional, attrs) = (ast.list(patterns), ast.list(kwd_attrs));
        let by_name = ast.list(kwd_patterns);
        if attrs.len() != by_name.len() {
            let message = format!(
                "kwd_attrs ({}) / kwd_patterns ({}) length mismatch in class pattern",
                attrs.len(),
                by_name.len()
            );
            return self.error(at, message);
        }
        for (i, attr) in attrs.iter().enumerate() {
            let repeated = attrs.skip(i + 1).iter().position(|other| other == attr);
            if let Some(other) = repeated.and_then(|j| by_name.get(i + 1 + j)) {
                let message = format!("attribute name repeated in class pattern: {}", self.names.str(attr));
                return self.error(self.pattern_loc(other), message);
            }
        }
        self.visit_expr(cls)?;
        let names: Vec<PoolId> = attrs.iter().map(|name| self.pool.str(name)).collect();
        let names = self.pool.tuple(&names);
        self.load_const(at, names);
        self.op_i(at, wide::MATCH_CLASS, positional.len() as u32);
        self.op_i(at, wide::COPY, 1);
        self.load_none(at);
        self.op_i(at, wide::IS_OP, 1);
        context.on_top += 1;
        self.jump_to_fail(at, context, wide::POP_JUMP_IF_FALSE);
        let count = positional.len() + attrs.len();
        self.op_i(at, wide::UNPACK_SEQUENCE, count as u32);
        context.on_top = context.on_top + count - 1;
        for p in positional.iter().chain(by_name) {
            context.on_top -= 1;
            if self.is_wildcard(p) {
                self.op(at, wide::POP_TOP);
                continue;
            }
            self.subpattern(p, context)?;
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        at: Loc,
        keys: List<ExprId>,
        patterns: List<PatternId>,
        rest: Option<Name>,
        context: &mut PatternContext,
    ) -> Result<()> {
        let ast = self.ast;
        let (keys, patterns) = (ast.list(keys), ast.list(patterns));
        let size = keys.len();
        if size != patterns.len() {
            let message = format!("keys ({size}) / patterns ({}) length mismatch in mapping pattern", patterns.len());
            return self.error(at, message);
        }
        context.on_top += 1;
        self.op(at, wide::MATCH_MAPPING);
        self.jump_to_fail(at, context, wide::POP_JUMP_IF_FALSE);
        if size == 0 && rest.is_none() {
            context.on_top -= 1;
            self.op(at, wide::POP_TOP);
            return Ok(());
        }
        if size > 0 {
            self.op(at, wide::GET_LEN);
            self.load_int(at, size as i64);
            self.compare_op(at, CmpOp::GtE);
            self.jump_to_fail(at, context, wide::POP_JUMP_IF_FALSE);
        }
        let mut seen: Vec<PoolId> = Vec::new();
        for key in keys {
            match ast[key].kind {
                Expr::Constant { value, .. } => {
                    let id = self.pool.literal(&ast[value]);
                    if seen.iter().any(|&known| self.pool.equal(known, id)) {
                        let mut shown = crate::wtf8::Wtf8Buf::new();
                        crate::repr::push_repr(&mut shown, &ast[value], self.names)?;
                        let message = format!(
                            "mapping pattern checks duplicate key ({})",
                            shown.as_wtf8().to_str().unwrap_or("?")
                        );
                        return self.error(at, message);
                    }
                    seen.push(id);
                }
                Expr::Attribute { .. } => {}
                _ => {
                    return self.error(at, "mapping pattern keys may only match literals and attribute lookups");
                }
            }
            self.visit_expr(key)?;
        }
        self.op_i(at, wide::BUILD_TUPLE, size as u32);
        self.op(at, wide::MATCH_KEYS);
        context.on_top += 2;
        self.op_i(at, wide::COPY, 1);
        self.load_none(at);
        self.op_i(at, wide::IS_OP, 1);
        self.jump_to_fail(at, context, wide::POP_JUMP_IF_FALSE);
        self.op_i(at, wide::UNPACK_SEQUENCE, size as u32);
        context.on_top = context.on_top + size - 1;
        for p in patterns {
            context.on_top -= 1;
            self.subpattern(p, context)?;
        }
        context.on_top -= 2;
        let Some(rest) = rest else {
            self.op(at, wide::POP_TOP);
            self.op(at, wide::POP_TOP);
            return Ok(());
        };
        // A copy of the subject without the keys.
        self.op_i(at, wide::BUILD_MAP, 0);
        self.op_i(at, wide::SWAP, 3);
        self.op_i(at, wide::DICT_UPDATE, 2);
        self.op_i(at, wide::UNPACK_SEQUENCE, size as u32);
        for left in (1..=size).rev() {
            self.op_i(at, wide::COPY, 1 + left as u32);
            self.op_i(at, wide::SWAP, 2);
            self.op(at, wide::DELETE_SUBSCR);
        }
        self.capture(at, Some(rest), context)
    }

    fn or_pattern(&mut self, at: Loc, patterns: List<PatternId>, context: &mut PatternContext) -> Result<()> {
        let ast = self.ast;
        let end = self.new_label();
        let patterns = ast.list(patterns);
        // The names that the first alternative binds, in its order; the others are brought into it.
        let mut control: Option<Vec<Name>> = None;
        for (i, p) in patterns.iter().enumerate() {
            let mut alternative = PatternContext {
                allow_irrefutable: i + 1 == patterns.len() && context.allow_irrefutable,
                ..PatternContext::default()
            };
            let alt_at = self.pattern_loc(p);
            self.op_i(alt_at, wide::COPY, 1);
            self.pattern(p, &mut alternative)?;
            match &control {
                None => control = Some(alternative.stores.clone()),
                Some(control) => {
                    if control.len() != alternative.stores.len() {
                        return self.error(at, "alternative patterns bind different names");
                    }
                    for i in (0..control.len()).rev() {
                        let Some(found) = alternative.stores.iter().position(|&name| name == control[i]) else {
                            return self.error(at, "alternative patterns bind different names");
                        };
                        if found == i {
                            continue;
                        }
                        // The first `found + 1` values go behind place `i`, one rotation each.
                        let rotations = (found + 1).min(i + 1);
                        alternative.stores[..=i].rotate_left(rotations);
                        for _ in 0..rotations {
                            self.rotate(alt_at, i + 1);
                        }
                    }
                }
            }
            self.jump(alt_at, wide::JUMP, end);
            self.emit_fail_pops(alt_at, &mut alternative);
        }
        self.op(at, wide::POP_TOP);
        self.jump_to_fail(at, context, wide::JUMP);
        self.use_label(end);
        let control = control.unwrap_or_default();
        let rotations = control.len() + 1 + context.on_top + context.stores.len();
        for &name in &control {
            self.rotate(at, rotations);
            if context.stores.contains(&name) {
                return self.duplicate_store(at, name);
            }
            context.stores.push(name);
        }
        self.op(at, wide::POP_TOP);
        Ok(())
    }
}
