//! Functions and lambdas: defaults, annotations, closures.

use super::unit::{FrameBlockKind, Params, ScopeType};
use super::{Compiler, Label, PoolId, loc};
use crate::ast::{Arg, ArgId, Arguments, ArgumentsId, Expr, ExprId, FunctionDef, List, Name, Stmt, StmtId};
use crate::bytecode::{common_constant, compare, intrinsic2, make_function, wide};
use crate::code::Code;
use crate::error::Result;
use crate::flow::Loc;
use crate::symtable::{ScopeId, ScopeKey};
use smallvec::SmallVec;
use std::sync::Arc;

/// `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`: a greater format is not made by `__annotate__` itself.
const VALUE_WITH_FAKE_GLOBALS: i64 = 2;

impl Compiler<'_> {
    /// Makes a function of a code object, with what the flags say is on the stack (codegen_make_closure).
    pub(super) fn make_closure(&mut self, at: Loc, code: Arc<Code>, mut flags: u8) {
        // The unit that was just left has its free variables in the order of the code's.
        let frees: SmallVec<[Name; 8]> = match self.spare.last() {
            Some(unit) => unit.freevars.as_slice().into(),
            None => SmallVec::new(),
        };
        if !frees.is_empty() {
            for &name in &frees {
                let arg = self.closure_index(name);
                self.op_i(at, wide::LOAD_CLOSURE, arg);
            }
            flags |= make_function::CLOSURE;
            self.op_i(at, wide::BUILD_TUPLE, frees.len() as u32);
        }
        let code = self.pool.code(code);
        self.load_const(at, code);
        self.op(at, wide::MAKE_FUNCTION);
        for flag in [
            make_function::CLOSURE,
            make_function::ANNOTATIONS,
            make_function::ANNOTATE,
            make_function::KWDEFAULTS,
            make_function::DEFAULTS,
        ] {
            if flags & flag != 0 {
                self.op_i(at, wide::SET_FUNCTION_ATTRIBUTE, flag.into());
            }
        }
    }

    pub(super) fn decorators(&mut self, decorators: List<ExprId>) -> Result<()> {
        self.visit_exprs(decorators)
    }

    pub(super) fn apply_decorators(&mut self, decorators: List<ExprId>) {
        let ast = self.ast;
        for decorator in ast.list(decorators).iter().rev() {
            let at = self.loc(decorator);
            self.op_i(at, wide::CALL, 0);
        }
    }

    /// The first line of a definition is that of its first decorator.
    pub(super) fn first_line(&self, s: StmtId, decorators: List<ExprId>) -> i32 {
        match self.ast.list(decorators).first() {
            Some(decorator) => self.ast[decorator].loc.line,
            None => self.ast[s].loc.line,
        }
    }

    pub(super) fn params(&self, args: ArgumentsId) -> Params {
        let args = self.ast[args];
        Params {
            args: self.ast.list(args.args).len(),
            posonly: self.ast.list(args.posonlyargs).len(),
            kwonly: self.ast.list(args.kwonlyargs).len(),
        }
    }

    /// Pushes the defaults; says which there are as flags of `SET_FUNCTION_ATTRIBUTE`.
    fn default_arguments(&mut self, at: Loc, args: Arguments) -> Result<u8> {
        let ast = self.ast;
        let mut flags = 0;
        if !args.defaults.is_empty() {
            self.visit_exprs(args.defaults)?;
            self.op_i(at, wide::BUILD_TUPLE, ast.list(args.defaults).len() as u32);
            flags |= make_function::DEFAULTS;
        }
        let mut count = 0;
        for (arg, default) in ast.list(args.kwonlyargs).iter().zip(ast.list(args.kw_defaults)) {
            if let Some(default) = default {
                count += 1;
                let mangled = self.mangle(ast[arg].kind.arg);
                self.load_str(at, mangled);
                self.visit_expr(default)?;
            }
        }
        if count > 0 {
            self.op_i(at, wide::BUILD_MAP, count);
            flags |= make_function::KWDEFAULTS;
        }
        Ok(flags)
    }

    #[inline(never)]
    pub(super) fn function(&mut self, s: StmtId) -> Result<()> {
        let ast = self.ast;
        let (Stmt::FunctionDef(id) | Stmt::AsyncFunctionDef(id)) = ast[s].kind else { return Ok(()) };
        let def: FunctionDef = ast[id];
        let args = ast[def.args];
        let at = loc(ast[s].loc);
        self.decorators(def.decorator_list)?;
        let firstlineno = self.first_line(s, def.decorator_list);
        let mut flags = self.default_arguments(at, args)?;
        let is_generic = !def.type_params.is_empty();
        let mut type_param_args = 0;
        if is_generic {
            // The defaults are evaluated outside and handed to the function that makes the type parameters.
            type_param_args =
                (flags & make_function::DEFAULTS != 0) as usize + (flags & make_function::KWDEFAULTS != 0) as usize;
            if type_param_args == 2 {
                self.op_i(at, wide::SWAP, 2);
            }
            let params = Params { args: type_param_args, ..Params::default() };
            self.enter_type_params(s, def.name, firstlineno, None, params)?;
            self.type_params(def.type_params)?;
            for i in 0..type_param_args {
                self.op_i(at, wide::LOAD_FAST, i as u32);
            }
        }
        if self.function_annotations(at, s, args, def.returns)? {
            flags |= make_function::ANNOTATE;
        }
        self.function_body(s, def, flags, firstlineno)?;
        if is_generic {
            self.op_i(at, wide::SWAP, 2);
            self.op_i(at, wide::CALL_INTRINSIC_2, intrinsic2::SET_FUNCTION_TYPE_PARAMS.into());
            let code = self.assemble(false)?;
            self.exit_scope();
            self.make_closure(at, code, 0);
            if type_param_args > 0 {
                self.op_i(at, wide::SWAP, type_param_args as u32 + 1);
                self.op_i(at, wide::CALL, type_param_args as u32 - 1);
            } else {
                self.op(at, wide::PUSH_NULL);
                self.op_i(at, wide::CALL, 0);
            }
        }
        self.apply_decorators(def.decorator_list);
        self.store_name(at, def.name);
        Ok(())
    }

    fn function_body(&mut self, s: StmtId, def: FunctionDef, flags: u8, firstlineno: i32) -> Result<()> {
        let ast = self.ast;
        let scope_type = match ast[s].kind {
            Stmt::AsyncFunctionDef(_) => ScopeType::AsyncFunction,
            _ => ScopeType::Function,
        };
        let params = self.params(def.args);
        self.enter_scope(def.name, scope_type, ScopeKey::Stmt(s), firstlineno, None, params)?;
        let mut body = ast.list(def.body);
        if self.scope().has_docstring
            && let Some(text) = crate::future::docstring(ast, def.body)
        {
            let clean = self.clean_docstring(text);
            let value = self.pool.str(clean);
            self.u.consts.add(value);
            body = body.skip(1);
        }
        let start = self.new_label();
        self.use_label(start);
        let scope = self.scope();
        let handles_stopiteration = scope.coroutine || scope.generator;
        if handles_stopiteration {
            self.push_block(Loc::NONE, FrameBlockKind::StopIteration, start, Label::NONE)?;
        }
        body.iter().try_for_each(|stmt| self.visit_stmt(stmt))?;
        if handles_stopiteration {
            self.wrap_in_stopiteration_handler();
            self.pop_block();
        }
        let code = self.assemble(true)?;
        self.exit_scope();
        self.make_closure(loc(ast[s].loc), code, flags);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn lambda(&mut self, e: ExprId, args: ArgumentsId, body: ExprId) -> Result<()> {
        let at = self.loc(e);
        let flags = self.default_arguments(at, self.ast[args])?;
        let params = self.params(args);
        self.enter_scope(self.known.lambda, ScopeType::Lambda, ScopeKey::Expr(e), at.line, None, params)?;
        self.visit_expr(body)?;
        let code = if self.scope().generator {
            self.assemble(false)?
        } else {
            self.op(self.loc(body), wide::RETURN_VALUE);
            self.assemble(true)?
        };
        self.exit_scope();
        self.make_closure(at, code, flags);
        Ok(())
    }

    // Annotations.

    pub(super) fn future_annotations(&self) -> bool {
        self.options.future & crate::code::flags::FUTURE_ANNOTATIONS != 0
    }

    /// Pushes an annotation as its text (PEP 563).
    pub(super) fn annotation_text(&mut self, annotation: ExprId) -> Result<()> {
        let text = crate::ast::unparse::unparse(self.ast, self.names, annotation, self.options.stack_limit)?;
        let name = self.names.intern_wtf8(text.as_wtf8());
        self.load_str(self.loc(annotation), name);
        Ok(())
    }

    /// Starts the unit of an `__annotate__` function or of a lazily evaluated type parameter or alias.
    pub(super) fn enter_annotations(&mut self, at: Loc, key: ScopeKey, name: Name) -> Result<()> {
        let params = Params { posonly: 1, ..Params::default() };
        self.enter_scope(name, ScopeType::Annotations, key, at.line, None, params)?;
        self.op_i(at, wide::LOAD_FAST, 0);
        self.load_int(at, VALUE_WITH_FAKE_GLOBALS);
        self.op_i(at, wide::COMPARE_OP, compare::oparg(compare::GT));
        let body = self.new_label();
        self.jump(at, wide::POP_JUMP_IF_FALSE, body);
        self.op_i(at, wide::LOAD_COMMON_CONSTANT, common_constant::NOT_IMPLEMENTED_ERROR.into());
        self.op_i(at, wide::RAISE_VARARGS, 1);
        self.use_label(body);
        Ok(())
    }

    /// Ends an `__annotate__` function and pushes it. Its parameter is shown as `format`; inside, that name is free for
    /// the annotations to use.
    fn leave_annotations(&mut self, at: Loc) -> Result<()> {
        self.op(at, wide::RETURN_VALUE);
        let mut code = self.assemble(true)?;
        let format = self.pool.text(self.known.format, self.names);
        if let Some(parameter) = Arc::make_mut(&mut code).localsplusnames.first_mut() {
            *parameter = format;
        }
        self.exit_scope();
        self.make_closure(at, code, 0);
        Ok(())
    }

    /// Pushes the `__annotate__` function of a function, if it has annotations.
    fn function_annotations(&mut self, at: Loc, s: StmtId, args: Arguments, returns: Option<ExprId>) -> Result<bool> {
        let key = ScopeKey::FunctionAnnotations(s);
        let Some(scope) = self.table.scope_of(key) else { return Ok(false) };
        if !self.table[scope].annotations_used {
            return Ok(false);
        }
        self.enter_annotations(at, key, self.table[scope].name)?;
        let ast = self.ast;
        let mut count = 0;
        let groups: [List<ArgId>; 2] = [args.args, args.posonlyargs];
        for group in groups {
            for arg in ast.list(group) {
                self.arg_annotation(at, ast[arg].kind, &mut count)?;
            }
        }
        if let Some(vararg) = args.vararg {
            self.arg_annotation(at, ast[vararg].kind, &mut count)?;
        }
        for arg in ast.list(args.kwonlyargs) {
            self.arg_annotation(at, ast[arg].kind, &mut count)?;
        }
        if let Some(kwarg) = args.kwarg {
            self.arg_annotation(at, ast[kwarg].kind, &mut count)?;
        }
        let returns = Arg { arg: self.known.return_, annotation: returns, type_comment: None };
        self.arg_annotation(at, returns, &mut count)?;
        self.op_i(at, wide::BUILD_MAP, count);
        self.leave_annotations(at)?;
        Ok(true)
    }

    fn arg_annotation(&mut self, at: Loc, arg: Arg, count: &mut u32) -> Result<()> {
        let Some(annotation) = arg.annotation else { return Ok(()) };
        let mangled = self.mangle(arg.arg);
        self.load_str(at, mangled);
        if self.future_annotations() {
            self.annotation_text(annotation)?;
        } else if let Expr::Starred { value, .. } = self.ast[annotation].kind {
            // `*args: *Ts` is `[*Ts]` with the brackets left out.
            self.visit_expr(value)?;
            self.op_i(at, wide::UNPACK_SEQUENCE, 1);
        } else {
            self.visit_expr(annotation)?;
        }
        *count += 1;
        Ok(())
    }

    /// Makes the `__annotate__` function of a module's or class's annotated names (PEP 649).
    pub(super) fn deferred_annotations(&mut self, at: Loc) -> Result<()> {
        let deferred = std::mem::take(&mut self.u.deferred_annotations);
        if deferred.is_empty() {
            return Ok(());
        }
        let scope: ScopeId = self.u.scope;
        let outer_type = self.u.scope_type;
        let Some(annotations) = self.table[scope].annotations else { return Ok(()) };
        if outer_type == ScopeType::Module {
            self.u.stashed = Some(std::mem::take(&mut self.u.seq));
        }
        let name = self.table[annotations].name;
        self.enter_annotations(at, self.table[annotations].key, name)?;
        self.annotation_dict(at, &deferred, outer_type)?;
        self.leave_annotations(at)?;
        let stored = if outer_type == ScopeType::Class { self.known.annotate_func } else { self.known.annotate };
        self.store_name(at, stored);
        if let Some(main) = self.u.stashed.take() {
            let annotations = std::mem::replace(&mut self.u.seq, main);
            self.u.annotations_code = Some(annotations.instrs);
        }
        Ok(())
    }

    fn annotation_dict(&mut self, at: Loc, deferred: &[(StmtId, Option<u32>)], outer: ScopeType) -> Result<()> {
        let ast = self.ast;
        self.op_i(at, wide::BUILD_MAP, 0);
        for &(s, number) in deferred {
            let Stmt::AnnAssign { target, annotation, .. } = ast[s].kind else { continue };
            let Expr::Name { id, .. } = ast[target].kind else { continue };
            let stmt_at = loc(ast[s].loc);
            let mangled = match self.u.private {
                Some(class) => crate::symtable::mangle(class, id, self.names),
                None => id,
            };
            let not_set = self.new_label();
            if let Some(number) = number {
                self.load_int(stmt_at, number.into());
                let name = self.known.conditional_annotations;
                if outer == ScopeType::Class {
                    let arg = self.free_index(name);
                    self.op_i(stmt_at, wide::LOAD_DEREF, arg);
                } else {
                    let arg = self.name_index(name) << 1;
                    self.op_i(stmt_at, wide::LOAD_GLOBAL, arg);
                }
                self.op_i(stmt_at, wide::CONTAINS_OP, 0);
                self.jump(stmt_at, wide::POP_JUMP_IF_FALSE, not_set);
            }
            self.visit_expr(annotation)?;
            self.op_i(stmt_at, wide::COPY, 2);
            self.load_str(stmt_at, mangled);
            self.op(at, wide::STORE_SUBSCR);
            self.use_label(not_set);
        }
        Ok(())
    }

    /// `(1,)`: the default of the parameter of what is evaluated lazily, `Format.VALUE`.
    pub(super) fn load_format_default(&mut self, at: Loc) {
        let one = self.pool.int(1);
        let defaults: PoolId = self.pool.tuple(&[one]);
        self.load_const(at, defaults);
    }
}
