//! Walking a tree: a [`Visitor`] overrides the classes that it cares about and calls the `walk_*` function of a class to
//! go on to the children, which come in the order of the abstract grammar's fields.

use super::*;

/// A pass over a tree. Every method's default visits the children.
pub trait Visitor {
    /// The tree that is walked.
    fn ast(&self) -> &Ast;
    /// A statement.
    fn visit_stmt(&mut self, id: StmtId)
    where
        Self: Sized,
    {
        walk_stmt(self, id);
    }
    /// An expression.
    fn visit_expr(&mut self, id: ExprId)
    where
        Self: Sized,
    {
        walk_expr(self, id);
    }
    /// A pattern.
    fn visit_pattern(&mut self, id: PatternId)
    where
        Self: Sized,
    {
        walk_pattern(self, id);
    }
    /// A parameter list.
    fn visit_arguments(&mut self, id: ArgumentsId)
    where
        Self: Sized,
    {
        walk_arguments(self, id);
    }
    /// A type parameter.
    fn visit_type_param(&mut self, id: TypeParamId)
    where
        Self: Sized,
    {
        walk_type_param(self, id);
    }
}

/// A child of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Child {
    /// An expression.
    Expr(ExprId),
    /// The parameter list of a lambda.
    Arguments(ArgumentsId),
}

/// Calls `f` for every direct child of an expression (through comprehensions and keywords), in field order.
pub fn expr_children(ast: &Ast, id: ExprId, f: &mut dyn FnMut(Child)) {
    let mut expr = |e: ExprId| f(Child::Expr(e));
    let generators = |list: List<ComprehensionId>, expr: &mut dyn FnMut(ExprId)| {
        for g in ast.list(list) {
            let Comprehension { target, iter, ifs, .. } = ast[g];
            expr(target);
            expr(iter);
            ast.list(ifs).iter().for_each(&mut *expr);
        }
    };
    match ast[id].kind {
        Expr::BoolOp { values, .. } => ast.list(values).iter().for_each(expr),
        Expr::NamedExpr { target, value } => {
            expr(target);
            expr(value);
        }
        Expr::BinOp { left, right, .. } => {
            expr(left);
            expr(right);
        }
        Expr::UnaryOp { operand, .. } => expr(operand),
        Expr::Lambda { args, body } => {
            f(Child::Arguments(args));
            f(Child::Expr(body));
        }
        Expr::IfExp { test, body, orelse } => {
            expr(test);
            expr(body);
            expr(orelse);
        }
        Expr::Dict { keys, values } => {
            ast.list(keys).iter().flatten().for_each(&mut expr);
            ast.list(values).iter().for_each(expr);
        }
        Expr::Set { elts } | Expr::List { elts, .. } | Expr::Tuple { elts, .. } => ast.list(elts).iter().for_each(expr),
        Expr::ListComp { elt, generators: g }
        | Expr::SetComp { elt, generators: g }
        | Expr::GeneratorExp { elt, generators: g } => {
            expr(elt);
            generators(g, &mut expr);
        }
        Expr::DictComp { key, value, generators: g } => {
            expr(key);
            expr(value);
            generators(g, &mut expr);
        }
        Expr::Await { value }
        | Expr::YieldFrom { value }
        | Expr::Attribute { value, .. }
        | Expr::Starred { value, .. } => expr(value),
        Expr::Yield { value } => value.into_iter().for_each(expr),
        Expr::Compare { left, comparators, .. } => {
            expr(left);
            ast.list(comparators).iter().for_each(expr);
        }
        Expr::Call { func, args, keywords } => {
            expr(func);
            ast.list(args).iter().for_each(&mut expr);
            ast.list(keywords).iter().for_each(|k| expr(ast[k].kind.value));
        }
        Expr::FormattedValue { value, format_spec, .. } | Expr::Interpolation { value, format_spec, .. } => {
            expr(value);
            format_spec.into_iter().for_each(expr);
        }
        Expr::JoinedStr { values } | Expr::TemplateStr { values } => ast.list(values).iter().for_each(expr),
        Expr::Subscript { value, slice, .. } => {
            expr(value);
            expr(slice);
        }
        Expr::Slice { lower, upper, step } => [lower, upper, step].into_iter().flatten().for_each(expr),
        Expr::Constant { .. } | Expr::Name { .. } => {}
    }
}

fn exprs<V: Visitor>(v: &mut V, list: List<ExprId>) {
    for i in 0..v.ast().list(list).len() {
        if let Some(e) = v.ast().list(list).get(i) {
            v.visit_expr(e);
        }
    }
}

fn stmts<V: Visitor>(v: &mut V, list: List<StmtId>) {
    for i in 0..v.ast().list(list).len() {
        if let Some(s) = v.ast().list(list).get(i) {
            v.visit_stmt(s);
        }
    }
}

fn type_params<V: Visitor>(v: &mut V, list: List<TypeParamId>) {
    for p in v.ast().list(list).to_vec() {
        v.visit_type_param(p);
    }
}

fn keywords<V: Visitor>(v: &mut V, list: List<KeywordId>) {
    for k in v.ast().list(list).to_vec() {
        let value = v.ast()[k].kind.value;
        v.visit_expr(value);
    }
}

fn option<V: Visitor>(v: &mut V, e: Option<ExprId>) {
    if let Some(e) = e {
        v.visit_expr(e);
    }
}

/// Visits the whole tree.
pub fn walk_mod<V: Visitor>(v: &mut V) {
    match v.ast().root {
        Mod::Module { body, .. } | Mod::Interactive { body } => stmts(v, body),
        Mod::Expression { body } => v.visit_expr(body),
        Mod::FunctionType { argtypes, returns } => {
            exprs(v, argtypes);
            v.visit_expr(returns);
        }
    }
}

/// Visits the children of a statement.
pub fn walk_stmt<V: Visitor>(v: &mut V, id: StmtId) {
    match v.ast()[id].kind {
        Stmt::FunctionDef(f) | Stmt::AsyncFunctionDef(f) => {
            let f = v.ast()[f];
            v.visit_arguments(f.args);
            stmts(v, f.body);
            exprs(v, f.decorator_list);
            option(v, f.returns);
            type_params(v, f.type_params);
        }
        Stmt::ClassDef(c) => {
            let c = v.ast()[c];
            exprs(v, c.bases);
            keywords(v, c.keywords);
            stmts(v, c.body);
            exprs(v, c.decorator_list);
            type_params(v, c.type_params);
        }
        Stmt::Return { value } => option(v, value),
        Stmt::Delete { targets } => exprs(v, targets),
        Stmt::Assign { targets, value, .. } => {
            exprs(v, targets);
            v.visit_expr(value);
        }
        Stmt::TypeAlias { name, type_params: params, value } => {
            v.visit_expr(name);
            type_params(v, params);
            v.visit_expr(value);
        }
        Stmt::AugAssign { target, value, .. } => {
            v.visit_expr(target);
            v.visit_expr(value);
        }
        Stmt::AnnAssign { target, annotation, value, .. } => {
            v.visit_expr(target);
            v.visit_expr(annotation);
            option(v, value);
        }
        Stmt::For { target, iter, body, orelse, .. } | Stmt::AsyncFor { target, iter, body, orelse, .. } => {
            v.visit_expr(target);
            v.visit_expr(iter);
            stmts(v, body);
            stmts(v, orelse);
        }
        Stmt::While { test, body, orelse } | Stmt::If { test, body, orelse } => {
            v.visit_expr(test);
            stmts(v, body);
            stmts(v, orelse);
        }
        Stmt::With { items, body, .. } | Stmt::AsyncWith { items, body, .. } => {
            for item in v.ast().list(items).to_vec() {
                let item = v.ast()[item];
                v.visit_expr(item.context_expr);
                option(v, item.optional_vars);
            }
            stmts(v, body);
        }
        Stmt::Match { subject, cases } => {
            v.visit_expr(subject);
            for case in v.ast().list(cases).to_vec() {
                let case = v.ast()[case];
                v.visit_pattern(case.pattern);
                option(v, case.guard);
                stmts(v, case.body);
            }
        }
        Stmt::Raise { exc, cause } => {
            option(v, exc);
            option(v, cause);
        }
        Stmt::Try { body, handlers, orelse, finalbody } | Stmt::TryStar { body, handlers, orelse, finalbody } => {
            stmts(v, body);
            for handler in v.ast().list(handlers).to_vec() {
                let handler = v.ast()[handler].kind;
                option(v, handler.exc_type);
                stmts(v, handler.body);
            }
            stmts(v, orelse);
            stmts(v, finalbody);
        }
        Stmt::Assert { test, msg } => {
            v.visit_expr(test);
            option(v, msg);
        }
        Stmt::Expr { value } => v.visit_expr(value),
        Stmt::Import { .. }
        | Stmt::ImportFrom { .. }
        | Stmt::Global { .. }
        | Stmt::Nonlocal { .. }
        | Stmt::Pass
        | Stmt::Break
        | Stmt::Continue => {}
    }
}

/// Visits the children of an expression.
pub fn walk_expr<V: Visitor>(v: &mut V, id: ExprId) {
    let mut children: smallvec::SmallVec<[Child; 8]> = smallvec::SmallVec::new();
    expr_children(v.ast(), id, &mut |child| children.push(child));
    for child in children {
        match child {
            Child::Expr(e) => v.visit_expr(e),
            Child::Arguments(a) => v.visit_arguments(a),
        }
    }
}

/// Visits the children of a pattern.
pub fn walk_pattern<V: Visitor>(v: &mut V, id: PatternId) {
    fn patterns<V: Visitor>(v: &mut V, list: List<PatternId>) {
        for p in v.ast().list(list).to_vec() {
            v.visit_pattern(p);
        }
    }
    match v.ast()[id].kind {
        Pattern::MatchValue { value } => v.visit_expr(value),
        Pattern::MatchSequence { patterns: list } | Pattern::MatchOr { patterns: list } => patterns(v, list),
        Pattern::MatchMapping { keys, patterns: list, .. } => {
            exprs(v, keys);
            patterns(v, list);
        }
        Pattern::MatchClass { cls, patterns: list, kwd_patterns, .. } => {
            v.visit_expr(cls);
            patterns(v, list);
            patterns(v, kwd_patterns);
        }
        Pattern::MatchAs { pattern: Some(p), .. } => v.visit_pattern(p),
        Pattern::MatchAs { pattern: None, .. } | Pattern::MatchSingleton { .. } | Pattern::MatchStar { .. } => {}
    }
}

/// Visits the annotations and defaults of a parameter list.
pub fn walk_arguments<V: Visitor>(v: &mut V, id: ArgumentsId) {
    let a = v.ast()[id];
    let args = |v: &mut V, list: List<ArgId>| {
        for arg in v.ast().list(list).to_vec() {
            let annotation = v.ast()[arg].kind.annotation;
            option(v, annotation);
        }
    };
    args(v, a.posonlyargs);
    args(v, a.args);
    if let Some(arg) = a.vararg {
        let annotation = v.ast()[arg].kind.annotation;
        option(v, annotation);
    }
    args(v, a.kwonlyargs);
    for default in v.ast().list(a.kw_defaults).to_vec() {
        option(v, default);
    }
    if let Some(arg) = a.kwarg {
        let annotation = v.ast()[arg].kind.annotation;
        option(v, annotation);
    }
    exprs(v, a.defaults);
}

/// Visits the bound and default of a type parameter.
pub fn walk_type_param<V: Visitor>(v: &mut V, id: TypeParamId) {
    match v.ast()[id].kind {
        TypeParam::TypeVar { bound, default_value, .. } => {
            option(v, bound);
            option(v, default_value);
        }
        TypeParam::ParamSpec { default_value, .. } | TypeParam::TypeVarTuple { default_value, .. } => {
            option(v, default_value);
        }
    }
}
