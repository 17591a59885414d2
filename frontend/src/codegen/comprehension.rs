//! Comprehensions: inlined into the unit around them (PEP 709), or a function of their own.
//!
//! An inlined comprehension saves the locals that its own variables hide on the stack, and restores them when it ends,
//! also by an exception. While its body is compiled the unit sees the comprehension's symbols.

use super::unit::{ComprehensionParts, FrameBlockKind, InlinedComprehension, Params, ScopeType};
use super::{Compiler, Label, is_class, loc};
use crate::ast::{Comprehension, Expr, ExprId};
use crate::bytecode::{intrinsic1, wide};
use crate::error::{CompileError, ErrorClass, Result};
use crate::flow::{Instr, Loc};
use crate::symtable::{ComprehensionKind, Resolution, ScopeId, ScopeKey, flags};

impl Compiler<'_> {
    #[inline(never)]
    pub(super) fn comprehension(&mut self, e: ExprId) -> Result<()> {
        let ast = self.ast;
        let (parts, name) = match ast[e].kind {
            Expr::ListComp { elt, generators } => {
                (ComprehensionParts { generators, elt, val: None, kind: ComprehensionKind::List }, self.known.listcomp)
            }
            Expr::SetComp { elt, generators } => {
                (ComprehensionParts { generators, elt, val: None, kind: ComprehensionKind::Set }, self.known.setcomp)
            }
            Expr::DictComp { key, value, generators } => (
                ComprehensionParts { generators, elt: key, val: Some(value), kind: ComprehensionKind::Dict },
                self.known.dictcomp,
            ),
            Expr::GeneratorExp { elt, generators } => (
                ComprehensionParts { generators, elt, val: None, kind: ComprehensionKind::Generator },
                self.known.genexpr,
            ),
            _ => return Ok(()),
        };
        let Some(outermost) = ast.list(parts.generators).first().map(|g| ast[g]) else {
            return Err(CompileError::new(ErrorClass::ValueError, "comprehension with no generators"));
        };
        let Some(entry) = self.table.scope_of(ScopeKey::Expr(e)) else {
            return Err(CompileError::new(ErrorClass::SystemError, "unknown symbol table entry"));
        };
        let is_inlined = self.table[entry].comp_inlined;
        let is_async = self.table[entry].coroutine;
        let at = self.loc(e);
        let build = match parts.kind {
            ComprehensionKind::List => Some(wide::BUILD_LIST),
            ComprehensionKind::Set => Some(wide::BUILD_SET),
            ComprehensionKind::Dict => Some(wide::BUILD_MAP),
            ComprehensionKind::Generator => None,
        };
        if is_inlined {
            self.comprehension_iter(&outermost)?;
            let mut state = self.push_inlined(at, entry)?;
            if let Some(build) = build {
                self.op_i(at, build, 0);
                self.op_i(at, wide::SWAP, 2);
            }
            self.generator(at, parts, 0, 0, true)?;
            self.pop_inlined(at, &mut state);
            return Ok(());
        }
        let params = Params { args: 1, ..Params::default() };
        self.enter_scope(name, ScopeType::Comprehension, ScopeKey::Expr(e), at.line, None, params)?;
        if let Some(build) = build {
            self.op_i(at, build, 0);
        }
        self.generator(at, parts, 0, 0, false)?;
        match build {
            Some(_) => self.op(at, wide::RETURN_VALUE),
            None => self.wrap_in_stopiteration_handler(),
        }
        let code = self.assemble(true)?;
        self.exit_scope();
        self.make_closure(at, code, 0);
        self.comprehension_iter(&outermost)?;
        self.op_i(at, wide::CALL, 0);
        if is_async && build.is_some() {
            self.await_value(at, 0);
        }
        Ok(())
    }

    fn comprehension_iter(&mut self, comprehension: &Comprehension) -> Result<()> {
        self.visit_expr(comprehension.iter)?;
        let at = self.loc(comprehension.iter);
        self.op(at, if comprehension.is_async { wide::GET_AITER } else { wide::GET_ITER });
        Ok(())
    }

    fn generator(
        &mut self,
        at: Loc,
        parts: ComprehensionParts,
        index: usize,
        depth: u32,
        on_stack: bool,
    ) -> Result<()> {
        self.options.stack_limit.check()?;
        let ast = self.ast;
        let Some(generator) = ast.list(parts.generators).get(index).map(|g| ast[g]) else { return Ok(()) };
        if generator.is_async {
            self.async_generator(at, parts, generator, index, depth, on_stack)
        } else {
            self.sync_generator(at, parts, generator, index, depth, on_stack)
        }
    }

    fn sync_generator(
        &mut self,
        at: Loc,
        parts: ComprehensionParts,
        generator: Comprehension,
        index: usize,
        mut depth: u32,
        on_stack: bool,
    ) -> Result<()> {
        let ast = self.ast;
        let start = self.new_label();
        let if_cleanup = self.new_label();
        let anchor = self.new_label();
        let mut loops = true;
        if !on_stack {
            if index == 0 {
                self.op_i(at, wide::LOAD_FAST, 0);
            } else if let Some(single) = self.single_item(generator.iter) {
                // `for y in [f(x)]` is an assignment.
                self.visit_expr(single)?;
                loops = false;
            } else {
                self.comprehension_iter(&generator)?;
            }
        }
        if loops {
            depth += 1;
            self.use_label(start);
            self.jump(self.loc(generator.iter), wide::FOR_ITER, anchor);
        }
        self.visit_expr(generator.target)?;
        for test in ast.list(generator.ifs) {
            self.jump_if(test, if_cleanup, false)?;
        }
        let elt_at = self.inner_or_element(at, parts, index + 1, depth)?;
        self.use_label(if_cleanup);
        if loops {
            self.jump(elt_at, wide::JUMP, start);
            self.use_label(anchor);
            self.op(Loc::NONE, wide::END_FOR);
            self.op(Loc::NONE, wide::POP_ITER);
        }
        Ok(())
    }

    fn single_item(&self, iter: ExprId) -> Option<ExprId> {
        let (Expr::List { elts, .. } | Expr::Tuple { elts, .. }) = self.ast[iter].kind else { return None };
        let elts = self.ast.list(elts);
        let first = elts.first()?;
        (elts.len() == 1 && !self.is_starred(first)).then_some(first)
    }

    fn async_generator(
        &mut self,
        at: Loc,
        parts: ComprehensionParts,
        generator: Comprehension,
        index: usize,
        depth: u32,
        on_stack: bool,
    ) -> Result<()> {
        let ast = self.ast;
        let start = self.new_label();
        let send = self.new_label();
        let except = self.new_label();
        let if_cleanup = self.new_label();
        if !on_stack {
            if index == 0 {
                self.op_i(at, wide::LOAD_FAST, 0);
            } else {
                self.visit_expr(generator.iter)?;
                self.op(self.loc(generator.iter), wide::GET_AITER);
            }
        }
        self.use_label(start);
        self.push_block(at, FrameBlockKind::AsyncComprehensionGenerator, start, Label::NONE)?;
        self.jump(at, wide::SETUP_FINALLY, except);
        self.op(at, wide::GET_ANEXT);
        self.load_none(at);
        self.use_label(send);
        self.yield_from(at, crate::bytecode::resume::AFTER_AWAIT);
        self.op(at, wide::POP_BLOCK);
        self.visit_expr(generator.target)?;
        for test in ast.list(generator.ifs) {
            self.jump_if(test, if_cleanup, false)?;
        }
        let elt_at = self.inner_or_element(at, parts, index + 1, depth + 1)?;
        self.use_label(if_cleanup);
        self.jump(elt_at, wide::JUMP, start);
        self.pop_block();
        self.use_label(except);
        self.jump(at, wide::END_ASYNC_FOR, send);
        Ok(())
    }

    /// The next `for`, or after the last the element; says where the element stands.
    fn inner_or_element(&mut self, at: Loc, parts: ComprehensionParts, next: usize, depth: u32) -> Result<Loc> {
        let elt_at = self.loc(parts.elt);
        if next < self.ast.list(parts.generators).len() {
            self.generator(at, parts, next, depth, false)?;
            return Ok(elt_at);
        }
        self.visit_expr(parts.elt)?;
        match parts.kind {
            ComprehensionKind::Generator => {
                self.yield_value(elt_at);
                self.op(elt_at, wide::POP_TOP);
            }
            ComprehensionKind::List => self.op_i(elt_at, wide::LIST_APPEND, depth + 1),
            ComprehensionKind::Set => self.op_i(elt_at, wide::SET_ADD, depth + 1),
            ComprehensionKind::Dict => {
                let Some(val) = parts.val else { return Ok(elt_at) };
                self.visit_expr(val)?;
                let end = loc(self.ast[val].loc);
                let elt_at = Loc { end_line: end.end_line, end_col: end.end_col, ..elt_at };
                self.op_i(elt_at, wide::MAP_ADD, depth + 1);
                return Ok(elt_at);
            }
        }
        Ok(elt_at)
    }

    /// A StopIteration that leaves a generator becomes a RuntimeError: the whole body stands in a handler (PEP 479).
    pub(super) fn wrap_in_stopiteration_handler(&mut self) {
        let handler = self.new_label();
        let seq = &mut self.u.seq;
        seq.has_handlers = true;
        seq.instrs.insert(0, Instr::new(wide::SETUP_CLEANUP, handler.0, Loc::NONE));
        for position in &mut seq.labels {
            *position = position.saturating_add(1);
        }
        self.load_none(Loc::NONE);
        self.op(Loc::NONE, wide::RETURN_VALUE);
        self.use_label(handler);
        self.op_i(Loc::NONE, wide::CALL_INTRINSIC_1, intrinsic1::STOPITERATION_ERROR.into());
        self.op_i(Loc::NONE, wide::RERAISE, 1);
    }

    /// Makes the unit see the comprehension's symbols, and saves the locals that they hide
    /// (_PyCompile_TweakInlinedComprehensionScopes, codegen_push_inlined_comprehension_locals).
    fn push_inlined(&mut self, at: Loc, entry: ScopeId) -> Result<InlinedComprehension> {
        let in_class = is_class(self.scope()) && self.u.in_inlined_comp == 0;
        let function_like = self.is_function_like();
        self.u.in_inlined_comp += 1;
        self.forget_recent();
        let mut state = InlinedComprehension::default();
        let symbols = self.table[entry].symbols.clone();
        for symbol in &symbols {
            let name = symbol.name;
            let inner = symbol.resolution;
            let outer = self.resolution(name);
            let differs = inner != outer
                && inner != Resolution::Free
                && !(inner == Resolution::Cell && outer == Resolution::Free);
            if differs || in_class {
                let before = self.u.overrides.insert(name, Some(*symbol));
                state.saved.push((name, before));
            }
            let bound = symbol.flags & flags::DEF_LOCAL != 0 && symbol.flags & flags::DEF_NONLOCAL == 0;
            if (bound || in_class) && !function_like {
                match self.u.fast_hidden.iter_mut().find(|(hidden, _)| *hidden == name) {
                    Some((_, true)) => {}
                    Some((_, active)) => {
                        *active = true;
                        state.hidden.push(name);
                    }
                    None => {
                        self.u.fast_hidden.push((name, true));
                        state.hidden.push(name);
                    }
                }
            }
        }
        let in_class = is_class(self.scope()) && self.u.in_inlined_comp == 0;
        for symbol in &symbols {
            let name = symbol.name;
            let bound = symbol.flags & flags::DEF_LOCAL != 0 && symbol.flags & flags::DEF_NONLOCAL == 0;
            if !bound && !in_class {
                continue;
            }
            let outer = self.resolution(name);
            let arg = self.varname_index(name);
            self.op_i(at, wide::LOAD_FAST_AND_CLEAR, arg);
            if symbol.resolution == Resolution::Cell {
                let mangled = self.mangle(name);
                let arg =
                    if outer == Resolution::Free { self.free_index(mangled) } else { self.u.cellvars.add(mangled) };
                self.op_i(at, wide::MAKE_CELL, arg);
            }
            state.pushed_locals.push(name);
        }
        if !state.pushed_locals.is_empty() {
            // The iterator goes back to the top.
            self.op_i(at, wide::SWAP, state.pushed_locals.len() as u32 + 1);
            let cleanup = self.new_label();
            state.cleanup = Some(cleanup);
            self.jump(at, wide::SETUP_FINALLY, cleanup);
            self.push_block(at, FrameBlockKind::InlinedComprehension, Label::NONE, cleanup)?;
        }
        Ok(state)
    }

    fn varname_index(&mut self, name: crate::ast::Name) -> u32 {
        let mangled = self.mangle(name);
        self.u.varnames.add(mangled)
    }

    fn pop_inlined(&mut self, at: Loc, state: &mut InlinedComprehension) {
        if let Some(cleanup) = state.cleanup {
            self.op(Loc::NONE, wide::POP_BLOCK);
            self.pop_block();
            let end = self.new_label();
            self.jump(Loc::NONE, wide::JUMP_NO_INTERRUPT, end);
            self.use_label(cleanup);
            // Below the exception lies the unfinished result.
            self.op_i(Loc::NONE, wide::SWAP, 2);
            self.op(Loc::NONE, wide::POP_TOP);
            self.restore_locals(at, state);
            self.op_i(Loc::NONE, wide::RERAISE, 0);
            self.use_label(end);
            self.restore_locals(at, state);
        }
        self.u.in_inlined_comp -= 1;
        self.forget_recent();
        for (name, before) in state.saved.drain(..) {
            match before {
                Some(symbol) => self.u.overrides.insert(name, symbol),
                None => self.u.overrides.remove(&name),
            };
        }
        for name in state.hidden.drain(..) {
            if let Some((_, active)) = self.u.fast_hidden.iter_mut().find(|(hidden, _)| *hidden == name) {
                *active = false;
            }
        }
    }

    fn restore_locals(&mut self, at: Loc, state: &InlinedComprehension) {
        self.op_i(at, wide::SWAP, state.pushed_locals.len() as u32 + 1);
        for &name in state.pushed_locals.iter().rev() {
            let arg = self.varname_index(name);
            self.op_i(at, wide::STORE_FAST_MAYBE_NULL, arg);
        }
    }
}
