//! Functions, classes, type aliases, their parameters, annotations and type parameters.

use super::*;

impl Collector<'_> {
    pub(super) fn function(&mut self, id: StmtId, function: FunctionId, is_async: bool, loc: Location) -> Result<()> {
        let function = self.ast[function];
        self.define(function.name, DEF_LOCAL, loc)?;
        let args = self.ast[function.args];
        self.exprs(args.defaults)?;
        self.present_exprs(args.kw_defaults)?;
        self.exprs(function.decorator_list)?;
        let generic = !self.ast.list(function.type_params).is_empty();
        if generic {
            self.enter_type_params(id, function.name, loc)?;
            self.type_params(function.type_params)?;
        }
        let scope = self.new_scope(function.name, BlockKind::Function, ScopeKey::Stmt(id), loc);
        self.table[scope].has_docstring = docstring(self.ast, function.body).is_some();
        self.function_annotations(id, function.name, &args, function.returns, loc)?;
        self.enter_existing(scope, true);
        self.cur().coroutine = is_async;
        self.parameters(&args)?;
        self.stmts(function.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    pub(super) fn class(&mut self, id: StmtId, class: ClassId, loc: Location) -> Result<()> {
        let class = self.ast[class];
        self.define(class.name, DEF_LOCAL, loc)?;
        self.exprs(class.decorator_list)?;
        let around = self.private;
        let generic = !self.ast.list(class.type_params).is_empty();
        if generic {
            self.enter_type_params(id, class.name, loc)?;
            self.private = Some(class.name);
            let set = self.table.mangling.sets.len() as u32;
            self.table.mangling.sets.push(Vec::new());
            self.cur().mangled_names = Some(set);
            self.type_params(class.type_params)?;
        }
        self.exprs(class.bases)?;
        self.keywords(class.keywords)?;
        self.enter(class.name, BlockKind::Class, ScopeKey::Stmt(id), loc)?;
        self.private = Some(class.name);
        if generic {
            self.define(self.known.dunder_type_params, DEF_LOCAL, loc)?;
            self.define(self.known.type_params, USE, loc)?;
        }
        self.cur().has_docstring = docstring(self.ast, class.body).is_some();
        self.stmts(class.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        self.private = around;
        Ok(())
    }

    pub(super) fn type_alias(
        &mut self,
        id: StmtId,
        target: ExprId,
        type_params: List<TypeParamId>,
        value: ExprId,
        loc: Location,
    ) -> Result<()> {
        self.expr(target)?;
        let Expr::Name { id: name, .. } = self.ast[target].kind else { return Ok(()) };
        let in_class = self.cur().kind == BlockKind::Class;
        let generic = !self.ast.list(type_params).is_empty();
        if generic {
            self.enter_type_params(id, name, loc)?;
            self.type_params(type_params)?;
        }
        self.enter(name, BlockKind::TypeAlias, ScopeKey::Stmt(id), loc)?;
        if in_class {
            self.see_class_scope(self.ast[value].loc)?;
        }
        self.expr(value)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    pub(super) fn annotated_assignment(
        &mut self,
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
        simple: bool,
        loc: Location,
    ) -> Result<()> {
        self.cur().annotations_used = true;
        let Node { kind, loc: target_loc } = self.ast[target];
        if let Expr::Name { id, .. } = kind {
            let flags = self.lookup(id);
            if flags & (DEF_GLOBAL | DEF_NONLOCAL) != 0 && self.current != ScopeId::TOP && simple {
                let what = if flags & DEF_GLOBAL != 0 { "' can't be global" } else { "' can't be nonlocal" };
                return Err(self.named_error("annotated name '", id, what, loc));
            }
            if simple {
                self.define(id, DEF_ANNOT | DEF_LOCAL, target_loc)?;
            }
            if value.is_some() {
                self.define(id, DEF_LOCAL, target_loc)?;
            }
        } else {
            self.expr(target)?;
        }
        self.annotation(annotation)?;
        self.option(value)
    }

    /// The annotation of a name: evaluated in the one annotation scope of its block (PEP 649).
    pub(super) fn annotation(&mut self, annotation: ExprId) -> Result<()> {
        let block = self.current;
        let kind = self.table[block].kind;
        let loc = self.ast[annotation].loc;
        // Annotations of a function's variables are never evaluated.
        let unevaluated = kind == BlockKind::Function;
        // A module's annotations are always conditional: it may stop half-way.
        let conditional =
            kind == BlockKind::Module || kind == BlockKind::Class && self.table[block].in_conditional_block;
        if conditional && !self.table[block].has_conditional_annotations {
            self.table[block].has_conditional_annotations = true;
            self.define(self.known.conditional_annotations, USE, loc)?;
        }
        match self.table[block].annotations {
            Some(scope) => self.enter_existing(scope, false),
            None => {
                let key = ScopeKey::BlockAnnotations(block);
                self.enter(self.known.annotate, BlockKind::Annotation, key, loc)?;
                self.table[block].annotations = Some(self.current);
                if kind == BlockKind::Class && !self.options.future.annotations() {
                    self.table[block].needs_classdict = true;
                    self.see_class_scope(loc)?;
                }
            }
        }
        if unevaluated {
            self.cur().in_unevaluated_annotation = true;
        }
        self.expr(annotation)?;
        if unevaluated {
            self.cur().in_unevaluated_annotation = false;
        }
        self.exit();
        Ok(())
    }

    pub(super) fn function_annotations(
        &mut self,
        id: StmtId,
        name: Name,
        args: &Arguments,
        returns: Option<ExprId>,
        loc: Location,
    ) -> Result<()> {
        let sees_class = self.cur().can_see_class_scope || self.cur().kind == BlockKind::Class;
        self.enter(self.known.annotate, BlockKind::Annotation, ScopeKey::FunctionAnnotations(id), loc)?;
        self.cur().function_name = Some(name);
        if sees_class {
            self.see_class_scope(loc)?;
        }
        self.parameter_annotations(args.posonlyargs)?;
        self.parameter_annotations(args.args)?;
        for arg in [args.vararg, args.kwarg].into_iter().flatten() {
            self.evaluated_annotation(self.ast[arg].kind.annotation)?;
        }
        self.parameter_annotations(args.kwonlyargs)?;
        self.evaluated_annotation(returns)?;
        self.exit();
        Ok(())
    }

    pub(super) fn parameter_annotations(&mut self, args: List<ArgId>) -> Result<()> {
        let ast = self.ast;
        ast.list(args).iter().try_for_each(|arg| self.evaluated_annotation(ast[arg].kind.annotation))
    }

    pub(super) fn evaluated_annotation(&mut self, annotation: Option<ExprId>) -> Result<()> {
        if annotation.is_some() {
            self.cur().annotations_used = true;
        }
        self.option(annotation)
    }

    pub(super) fn parameters(&mut self, args: &Arguments) -> Result<()> {
        let ast = self.ast;
        for list in [args.posonlyargs, args.args, args.kwonlyargs] {
            for arg in ast.list(list) {
                self.define(ast[arg].kind.arg, DEF_PARAM, ast[arg].loc)?;
            }
        }
        if let Some(arg) = args.vararg {
            self.define(ast[arg].kind.arg, DEF_PARAM, ast[arg].loc)?;
            self.cur().varargs = true;
        }
        if let Some(arg) = args.kwarg {
            self.define(ast[arg].kind.arg, DEF_PARAM, ast[arg].loc)?;
            self.cur().varkeywords = true;
        }
        Ok(())
    }

    pub(super) fn type_params(&mut self, params: List<TypeParamId>) -> Result<()> {
        let ast = self.ast;
        ast.list(params).iter().try_for_each(|param| self.type_param(param))
    }

    pub(super) fn type_param(&mut self, id: TypeParamId) -> Result<()> {
        self.options.stack_limit.check()?;
        let ast = self.ast;
        let Node { kind, loc } = ast[id];
        match kind {
            TypeParam::TypeVar { name, bound, default_value } => {
                self.define(name, DEF_TYPE_PARAM | DEF_LOCAL, loc)?;
                let constraints = bound.is_some_and(|bound| matches!(ast[bound].kind, Expr::Tuple { .. }));
                let info = if constraints { "a TypeVar constraint" } else { "a TypeVar bound" };
                self.type_param_value(bound, name, ScopeKey::TypeParamBound(id), loc, info)?;
                self.type_param_value(default_value, name, ScopeKey::TypeParamDefault(id), loc, "a TypeVar default")
            }
            TypeParam::TypeVarTuple { name, default_value } => {
                self.define(name, DEF_TYPE_PARAM | DEF_LOCAL, loc)?;
                self.type_param_value(default_value, name, ScopeKey::TypeParamBound(id), loc, "a TypeVarTuple default")
            }
            TypeParam::ParamSpec { name, default_value } => {
                self.define(name, DEF_TYPE_PARAM | DEF_LOCAL, loc)?;
                self.type_param_value(default_value, name, ScopeKey::TypeParamBound(id), loc, "a ParamSpec default")
            }
        }
    }

    pub(super) fn type_param_value(
        &mut self,
        value: Option<ExprId>,
        name: Name,
        key: ScopeKey,
        param: Location,
        info: &'static str,
    ) -> Result<()> {
        if name == self.known.classdict {
            return Err(self.named_error("reserved name '", name, "' cannot be used for type parameter", param));
        }
        let Some(value) = value else { return Ok(()) };
        let sees_class = self.cur().can_see_class_scope;
        let loc = self.ast[value].loc;
        self.enter(name, BlockKind::TypeVariable, key, loc)?;
        if sees_class {
            self.see_class_scope(loc)?;
        }
        self.cur().scope_info = info;
        self.expr(value)?;
        self.exit();
        Ok(())
    }
}
