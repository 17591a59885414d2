//! Docstrings go at optimisation level 2 (CPython: ast_preprocess.c, `astfold_body`).

use crate::ast::*;
use crate::future::docstring;

/// Removes the docstrings of the module and of every function and class.
pub(super) fn remove(ast: &mut Ast) {
    if let Mod::Module { body, type_ignores } = ast.root {
        let body = without_docstring(ast, body);
        ast.root = Mod::Module { body, type_ignores };
    }
    for function in ast.all::<FunctionDef>() {
        ast[function].body = without_docstring(ast, ast[function].body);
    }
    for class in ast.all::<ClassDef>() {
        ast[class].body = without_docstring(ast, ast[class].body);
    }
}

fn without_docstring(ast: &mut Ast, body: List<StmtId>) -> List<StmtId> {
    if docstring(ast, body).is_none() {
        return body;
    }
    let stmts = ast.list(body).to_vec();
    let Some((&first, rest)) = stmts.split_first() else { return body };
    if rest.is_empty() {
        // A body is never empty. `pass` has four characters.
        let Location { line, col, .. } = ast[first].loc;
        let loc = Location { line, col, end_line: line, end_col: col.saturating_add(4) };
        let pass = ast.add_stmt(Stmt::Pass, loc);
        return ast.add_list(&[pass]);
    }
    let body = ast.add_list(rest);
    // A second string does not become the docstring.
    if docstring(ast, body).is_some()
        && let Node { kind: Stmt::Expr { value }, loc } = ast[rest[0]]
    {
        let values = ast.add_list(&[value]);
        let value = ast.add_expr(Expr::JoinedStr { values }, loc);
        ast[rest[0]].kind = Stmt::Expr { value };
    }
    body
}
