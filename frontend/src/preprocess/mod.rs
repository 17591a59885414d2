//! What happens to a tree before it is compiled (CPython: Python/ast_preprocess.c): `__debug__` becomes a constant,
//! `'…' % (…)` with simple fields becomes an f-string, numbers in patterns are folded, docstrings go at level 2, and control
//! flow that leaves a `finally` block is warned of (PEP 765). All other folding is the flow graph's.
//!
//! Every rewrite depends on one node and its children only, and none makes another possible. So instead of walking the
//! tree the pass goes through the arenas, or through what the tree has listed of them; only the warnings, which come in
//! source order, need a walk, and only when there is a `finally`.

mod docstrings;
mod finally;
mod format;
mod patterns;

use crate::ast::visit::{Child, expr_children};
use crate::ast::*;
use crate::constant::Constant;
use crate::error::{Result, WarningSink};
use crate::future::Future;
use crate::names::Interner;

/// What the pass depends on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Optimisation level, 0 to 2.
    pub optimize: u8,
    /// The module's future features: annotations that stay text are left alone.
    pub future: Future,
    /// Only what does not change expressions (`ast.parse` without `optimize`).
    pub syntax_check_only: bool,
}

/// Rewrites a tree. Raises the `SyntaxError` that a warning is made into.
pub fn preprocess(ast: &mut Ast, names: &mut Interner, options: Options, warnings: &mut dyn WarningSink) -> Result<()> {
    if matches!(ast.root, Mod::FunctionType { .. }) {
        return Ok(());
    }
    finally::warn(ast, warnings)?;
    if options.optimize >= 2 {
        docstrings::remove(ast);
    }
    if !options.syntax_check_only {
        fold(ast, names, options);
        patterns::fold(ast);
    }
    Ok(())
}

fn fold(ast: &mut Ast, names: &mut Interner, options: Options) {
    let text = if options.future.annotations() { annotation_nodes(ast) } else { Vec::new() };
    let stays_text = |id: ExprId| text.get(id.index()) == Some(&true);
    if let Some(debug) = names.lookup("__debug__") {
        for id in ast.all::<Node<Expr>>() {
            if let Expr::Name { id: name, ctx: Ctx::Load } = ast[id].kind
                && name == debug
                && !stays_text(id)
            {
                let value = ast.add_constant(Constant::from_bool(options.optimize == 0));
                ast[id].kind = Expr::Constant { value, kind: None };
            }
        }
    }
    for at in 0..ast.remainders().len() {
        let id = ast.remainders()[at];
        if let Expr::BinOp { left, op: Operator::Mod, right } = ast[id].kind
            && let Expr::Constant { value, .. } = ast[left].kind
            && let Constant::Str(template) = ast[value]
            && let Expr::Tuple { elts, .. } = ast[right].kind
            && !stays_text(id)
        {
            format::optimize(ast, names, id, template, elts);
        }
    }
}

/// The set of expressions that belong to annotations, as a table over their numbers.
fn annotation_nodes(ast: &Ast) -> Vec<bool> {
    let mut inside = vec![false; ast.expr_bound()];
    let mut open: Vec<ExprId> = Vec::new();
    open.extend(ast.all::<Node<Arg>>().filter_map(|arg| ast[arg].kind.annotation));
    open.extend(ast.all::<FunctionDef>().filter_map(|function| ast[function].returns));
    for stmt in ast.all::<Node<Stmt>>() {
        if let Stmt::AnnAssign { annotation, .. } = ast[stmt].kind {
            open.push(annotation);
        }
    }
    while let Some(expr) = open.pop() {
        if std::mem::replace(&mut inside[expr.index()], true) {
            continue;
        }
        expr_children(ast, expr, &mut |child| match child {
            Child::Expr(child) => open.push(child),
            Child::Arguments(args) => {
                let args = ast[args];
                open.extend(ast.list(args.defaults));
                open.extend(ast.list(args.kw_defaults).iter().flatten());
            }
        });
    }
    inside
}
