//! Modules, classes, type parameters and `type` statements.

use super::unit::{Params, ScopeType};
use super::{Compiler, loc};
use crate::ast::{ClassId, Expr, ExprId, List, Name, StmtId, TypeParam, TypeParamId};
use crate::bytecode::{intrinsic1, intrinsic2, make_function, wide};
use crate::error::Result;
use crate::flow::Loc;
use crate::symtable::ScopeKey;

impl Compiler<'_> {
    pub(super) fn module_body(&mut self, body: List<StmtId>) -> Result<()> {
        let at = match self.ast.list(body).first() {
            Some(first) => loc(self.ast[first].loc),
            None => Loc { line: 1, end_line: 1, col: 0, end_col: 0 },
        };
        if self.scope().has_conditional_annotations {
            self.op_i(at, wide::BUILD_SET, 0);
            let name = self.known.conditional_annotations;
            let arg = self.u.names.add(name);
            self.op_i(at, wide::STORE_NAME, arg);
        }
        self.body(at, body)
    }

    /// The statements of a module or class, after its docstring; then its annotations (codegen_body).
    fn body(&mut self, at: Loc, body: List<StmtId>) -> Result<()> {
        let ast = self.ast;
        if self.future_annotations() && self.scope().annotations_used {
            self.op(at, wide::SETUP_ANNOTATIONS);
        }
        let mut statements = ast.list(body);
        let is_interactive_top = self.interactive && self.outer.is_empty();
        if !is_interactive_top
            && self.scope().has_docstring
            && let Some(text) = crate::future::docstring(ast, body)
            && let Some(first) = statements.first()
            && let crate::ast::Stmt::Expr { value } = ast[first].kind
        {
            let clean = self.clean_docstring(text);
            self.load_str(self.loc(value), clean);
            self.store_name(Loc::NONE, self.known.doc);
            statements = statements.skip(1);
        }
        statements.iter().try_for_each(|s| self.visit_stmt(s))?;
        if !self.future_annotations() {
            self.deferred_annotations(at)?;
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn class(&mut self, s: StmtId, class: ClassId) -> Result<()> {
        let ast = self.ast;
        let def = ast[class];
        let at = loc(ast[s].loc);
        self.decorators(def.decorator_list)?;
        let firstlineno = self.first_line(s, def.decorator_list);
        let known = self.table.known;
        let is_generic = !def.type_params.is_empty();
        if is_generic {
            self.enter_type_params(s, def.name, firstlineno, Some(def.name), Params::default())?;
            self.type_params(def.type_params)?;
            self.store_name(at, known.type_params);
        }
        self.class_body(s, class, firstlineno)?;
        if is_generic {
            self.load_name(at, known.type_params);
            self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::SUBSCRIPT_GENERIC.into());
            self.store_name(at, known.generic_base);
            self.call_arguments(at, 2, def.bases, Some(known.generic_base), def.keywords)?;
            let code = self.assemble(false)?;
            self.exit_scope();
            self.make_closure(at, code, 0);
            self.op(at, wide::PUSH_NULL);
            self.op_i(at, wide::CALL, 0);
        } else {
            self.call_arguments(at, 2, def.bases, None, def.keywords)?;
        }
        self.apply_decorators(def.decorator_list);
        self.store_name(at, def.name);
        Ok(())
    }

    /// Pushes `__build_class__`, the function of the body and the name: the first arguments of the call that makes the
    /// class.
    fn class_body(&mut self, s: StmtId, class: ClassId, firstlineno: i32) -> Result<()> {
        let ast = self.ast;
        let def = ast[class];
        self.enter_scope(
            def.name,
            ScopeType::Class,
            ScopeKey::Stmt(s),
            firstlineno,
            Some(def.name),
            Params::default(),
        )?;
        let at = Loc { line: firstlineno, end_line: firstlineno, col: 0, end_col: 0 };
        let known = self.table.known;
        self.load_name(at, self.known.name);
        self.store_name(at, self.known.module);
        let qualname = self.u.qualname;
        self.load_str(at, qualname);
        self.store_name(at, self.known.qualname);
        self.load_int(at, firstlineno.into());
        self.store_name(at, self.known.firstlineno);
        if !def.type_params.is_empty() {
            self.load_name(at, known.type_params);
            self.store_name(at, known.dunder_type_params);
        }
        if self.scope().needs_classdict {
            self.op(at, wide::LOAD_LOCALS);
            let arg = self.u.cellvars.add(known.classdict);
            self.op_i(at, wide::STORE_DEREF, arg);
        }
        if self.scope().has_conditional_annotations {
            self.op_i(at, wide::BUILD_SET, 0);
            let arg = self.u.cellvars.add(known.conditional_annotations);
            self.op_i(at, wide::STORE_DEREF, arg);
        }
        self.body(at, def.body)?;
        let attributes = self.static_attributes();
        self.load_const(Loc::NONE, attributes);
        self.store_name(Loc::NONE, self.known.static_attributes);
        if self.scope().needs_classdict {
            let arg = self.u.cellvars.add(known.classdict);
            self.op_i(Loc::NONE, wide::LOAD_CLOSURE, arg);
            self.store_name(Loc::NONE, self.known.class_dict_cell);
        }
        if self.scope().needs_class_closure {
            let arg = self.u.cellvars.add(known.class);
            self.op_i(Loc::NONE, wide::LOAD_CLOSURE, arg);
            self.op_i(Loc::NONE, wide::COPY, 1);
            self.store_name(Loc::NONE, self.known.class_cell);
        } else {
            self.load_none(Loc::NONE);
        }
        self.op(Loc::NONE, wide::RETURN_VALUE);
        let code = self.assemble(true)?;
        self.exit_scope();

        let at = loc(ast[s].loc);
        self.op(at, wide::LOAD_BUILD_CLASS);
        self.op(at, wide::PUSH_NULL);
        self.make_closure(at, code, 0);
        self.load_str(at, def.name);
        Ok(())
    }

    fn static_attributes(&mut self) -> super::PoolId {
        let mut attributes: Vec<Name> = self.u.static_attributes.iter().copied().collect();
        attributes.sort_by(|&a, &b| self.names.wtf8(a).cmp(&self.names.wtf8(b)));
        let attributes: Vec<super::PoolId> = attributes.into_iter().map(|name| self.pool.str(name)).collect();
        self.pool.tuple(&attributes)
    }

    pub(super) fn enter_type_params(
        &mut self,
        s: StmtId,
        name: Name,
        firstlineno: i32,
        class: Option<Name>,
        params: Params,
    ) -> Result<()> {
        let text = format!("<generic parameters of {}>", self.names.str(name));
        let name = self.names.intern(&text);
        self.enter_scope(name, ScopeType::Annotations, ScopeKey::TypeParams(s), firstlineno, class, params)
    }

    /// Makes and binds the type parameters and pushes a tuple of them.
    pub(super) fn type_params(&mut self, params: List<TypeParamId>) -> Result<()> {
        let ast = self.ast;
        let mut seen_default = false;
        for id in ast.list(params) {
            let at = loc(ast[id].loc);
            let (name, default, default_key) = match ast[id].kind {
                TypeParam::TypeVar { name, bound, default_value } => {
                    self.load_str(at, name);
                    match bound {
                        Some(bound) => {
                            self.lazy_type_expression(bound, name, ScopeKey::TypeParamBound(id), false)?;
                            let intrinsic = match ast[bound].kind {
                                Expr::Tuple { .. } => intrinsic2::TYPEVAR_WITH_CONSTRAINTS,
                                _ => intrinsic2::TYPEVAR_WITH_BOUND,
                            };
                            self.op_i(at, wide::CALL_INTRINSIC_2, intrinsic.into());
                        }
                        None => self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::TYPEVAR.into()),
                    }
                    (name, default_value, ScopeKey::TypeParamDefault(id))
                }
                TypeParam::TypeVarTuple { name, default_value } => {
                    self.load_str(at, name);
                    self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::TYPEVARTUPLE.into());
                    (name, default_value, ScopeKey::TypeParamBound(id))
                }
                TypeParam::ParamSpec { name, default_value } => {
                    self.load_str(at, name);
                    self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::PARAMSPEC.into());
                    (name, default_value, ScopeKey::TypeParamBound(id))
                }
            };
            match default {
                Some(default) => {
                    seen_default = true;
                    let starred = matches!(ast[id].kind, TypeParam::TypeVarTuple { .. });
                    self.lazy_type_expression(default, name, default_key, starred)?;
                    self.op_i(at, wide::CALL_INTRINSIC_2, intrinsic2::SET_TYPEPARAM_DEFAULT.into());
                }
                None if seen_default => {
                    let message =
                        format!("non-default type parameter '{}' follows default type parameter", self.names.str(name));
                    return self.error(at, message);
                }
                None => {}
            }
            self.op_i(at, wide::COPY, 1);
            self.store_name(at, name);
        }
        let params = ast.list(params);
        if let Some(first) = params.first() {
            self.op_i(loc(ast[first].loc), wide::BUILD_TUPLE, params.len() as u32);
        }
        Ok(())
    }

    /// Pushes a function that evaluates a bound, constraints or a default when it is asked for.
    fn lazy_type_expression(&mut self, e: ExprId, name: Name, key: ScopeKey, allow_starred: bool) -> Result<()> {
        let at = self.loc(e);
        self.load_format_default(at);
        self.enter_annotations(at, key, name)?;
        match self.ast[e].kind {
            Expr::Starred { value, .. } if allow_starred => {
                self.visit_expr(value)?;
                self.op_i(at, wide::UNPACK_SEQUENCE, 1);
            }
            _ => self.visit_expr(e)?,
        }
        self.op(at, wide::RETURN_VALUE);
        let code = self.assemble(true)?;
        self.exit_scope();
        self.make_closure(at, code, make_function::DEFAULTS);
        Ok(())
    }

    #[inline(never)]
    pub(super) fn type_alias(
        &mut self,
        s: StmtId,
        target: ExprId,
        params: List<TypeParamId>,
        value: ExprId,
    ) -> Result<()> {
        let ast = self.ast;
        let at = loc(ast[s].loc);
        let Expr::Name { id: name, .. } = ast[target].kind else {
            return self.error(at, "TypeAlias with non-Name name");
        };
        let is_generic = !params.is_empty();
        if is_generic {
            self.enter_type_params(s, name, at.line, None, Params::default())?;
            self.load_str(at, name);
            self.type_params(params)?;
        } else {
            self.load_str(at, name);
            self.load_none(at);
        }
        self.load_format_default(at);
        self.enter_annotations(at, ScopeKey::Stmt(s), name)?;
        self.visit_expr(value)?;
        self.op(at, wide::RETURN_VALUE);
        let code = self.assemble(false)?;
        self.exit_scope();
        self.make_closure(at, code, make_function::DEFAULTS);
        self.op_i(at, wide::BUILD_TUPLE, 3);
        self.op_i(at, wide::CALL_INTRINSIC_1, intrinsic1::TYPEALIAS.into());
        if is_generic {
            let code = self.assemble(false)?;
            self.exit_scope();
            self.make_closure(at, code, 0);
            self.op(at, wide::PUSH_NULL);
            self.op_i(at, wide::CALL, 0);
        }
        self.store_name(at, name);
        Ok(())
    }
}
